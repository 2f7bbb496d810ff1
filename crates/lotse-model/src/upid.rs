//! UPIDs, Proxmox's ids of tasks: `UPID:node:pid:pstart:starttime:type:id:user:`.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::{NodeName, Timestamp};

/// A text that is no UPID.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("not a UPID: {0:?}")]
pub struct UpidError(pub String);

/// The unique id of a task, as `PVE::Tools::upid_decode` reads it: colon-separated, numbers in hexadecimal, and a colon at
/// the end. The start of the process may have nine digits on long uptimes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Upid {
    /// The node on which it runs.
    pub node: NodeName,
    /// The worker's process id.
    pub pid: u32,
    /// When the worker started, in clock ticks since boot.
    pub pstart: u64,
    /// When the task started.
    pub started: Timestamp,
    /// The worker's type: `qmstart`, `vzdump`, `qmigrate`, …
    pub kind: String,
    /// What it works on: a VMID, `300@backup`, a storage; empty when nothing or several.
    pub id: String,
    /// For whom: `user@realm`, or `user@realm!token`.
    pub user: String,
}

impl fmt::Display for Upid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "UPID:{}:{:08X}:{:08X}:{:08X}:{}:{}:{}:",
            self.node, self.pid, self.pstart, self.started.0, self.kind, self.id, self.user
        )
    }
}

impl FromStr for Upid {
    type Err = UpidError;

    fn from_str(text: &str) -> Result<Self, UpidError> {
        read(text).ok_or_else(|| UpidError(text.to_owned()))
    }
}

fn read(text: &str) -> Option<Upid> {
    let mut parts = text.strip_prefix("UPID:")?.strip_suffix(':')?.split(':');
    let node = parts.next()?.parse().ok()?;
    let pid = hex(parts.next()?, 8..=8)?;
    let pstart = hex(parts.next()?, 8..=9)?;
    let started = hex(parts.next()?, 8..=8)?;
    let kind = parts.next()?.to_owned();
    let id = parts.next()?.to_owned();
    let user = parts.next()?.to_owned();
    let rest_is_empty = parts.next().is_none();
    let is_plain = |part: &str| part.chars().all(|c| !c.is_whitespace() && !c.is_control() && c != '/');
    (rest_is_empty && !kind.is_empty() && is_plain(&kind) && is_plain(&id) && is_plain(&user)).then(|| Upid {
        node,
        pid: u32::try_from(pid).unwrap_or_default(),
        pstart,
        started: Timestamp(i64::try_from(started).unwrap_or_default()),
        kind,
        id,
        user,
    })
}

fn hex(text: &str, digits: std::ops::RangeInclusive<usize>) -> Option<u64> {
    (digits.contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_hexdigit()))
        .then(|| u64::from_str_radix(text, 16).ok())
        .flatten()
}

impl TryFrom<String> for Upid {
    type Error = UpidError;
    fn try_from(text: String) -> Result<Self, UpidError> {
        text.parse()
    }
}

impl From<Upid> for String {
    fn from(upid: Upid) -> Self {
        upid.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::Upid;
    use proptest::prelude::*;

    #[test]
    fn the_forms_of_a_real_server_read_as_they_are_written() {
        for text in [
            "UPID:pve:0000716A:000C584E:6B028E16:qmstop:100:root@pam!full:",
            "UPID:pve1:0004A2F1:10312C9D4:6740B0FF:vzdump::root@pam:",
            "UPID:pve:0004A2F1:0312C9D4:6740B0FF:imgdel:300@backup:bob@pve:",
        ] {
            assert_eq!(text.parse::<Upid>().expect("valid").to_string(), text);
        }
    }

    #[test]
    fn what_could_leave_its_path_segment_is_refused() {
        for text in [
            "UPID:pve:0000716A:000C584E:6B028E16:qmstop:../100:root@pam:",
            "UPID:pve:0000716A:000C584E:6B028E16:qmstop:100:root@pam",
            "UPID:pve:716A:000C584E:6B028E16:qmstop:100:root@pam:",
            "UPID:pve:0000716A:000C584E:6B028E16:qm stop:100:root@pam:",
        ] {
            assert!(text.parse::<Upid>().is_err(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused_without_a_panic(text in ".{0,80}") {
            if let Ok(upid) = text.parse::<Upid>() {
                prop_assert_eq!(upid.to_string().to_ascii_uppercase(), text.to_ascii_uppercase());
            }
        }
    }
}
