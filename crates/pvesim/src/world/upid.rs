//! The unique id of a task: `UPID:node:pid:pstart:starttime:type:id:user:`.

use std::fmt;

/// A task's id and what it says. Numbers are upper-case hexadecimal, eight digits or more
/// (`PVE::Tools::upid_encode`).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Upid {
    /// Node the worker runs on.
    pub node: String,
    /// Process id of the worker.
    pub pid: u32,
    /// Start time of the process in jiffies (hundredths of a second) since the node's boot.
    pub pstart: u64,
    /// Start time in seconds since the epoch.
    pub start: i64,
    /// Kind of worker: `qmstart`, `vzdump` …
    pub kind: String,
    /// What it works on; often a VMID, may be empty.
    pub id: String,
    /// Who started it: `user@realm` or `user@realm!token`.
    pub user: String,
}

impl fmt::Display for Upid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "UPID:{}:{:08X}:{:08X}:{:08X}:{}:{}:{}:",
            self.node, self.pid, self.pstart, self.start, self.kind, self.id, self.user
        )
    }
}

impl Upid {
    /// Reads a UPID; `None` for anything that is not exactly one.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split(':');
        if parts.next()? != "UPID" {
            return None;
        }
        let node = parts.next().filter(|node| !node.is_empty())?.to_owned();
        let pid = u32::from_str_radix(eight(parts.next()?, 8)?, 16).ok()?;
        let pstart = u64::from_str_radix(eight(parts.next()?, 9)?, 16).ok()?;
        let start = i64::from_str_radix(eight(parts.next()?, 8)?, 16).ok()?;
        let kind = parts.next().filter(|kind| !kind.is_empty())?.to_owned();
        let id = parts.next()?.to_owned();
        let user = parts.next().filter(|user| !user.is_empty())?.to_owned();
        if !parts.next()?.is_empty() || parts.next().is_some() {
            return None;
        }
        Some(Self { node, pid, pstart, start, kind, id, user })
    }
}

fn eight(digits: &str, most: usize) -> Option<&str> {
    (digits.len() >= 8 && digits.len() <= most).then_some(digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_upid_reads_back_as_written() {
        for text in [
            "UPID:pve:00004375:00089044:6B028468:qmstart:103:carol@pve:",
            "UPID:pve:0000716A:000C584E:6B028E16:vzdump::root@pam!full:",
            "UPID:pve:0000716A:123456789:6B028E16:vzdump:300@backup:root@pam:",
        ] {
            assert_eq!(Upid::parse(text).unwrap().to_string(), text);
        }
    }

    #[test]
    fn what_is_no_upid_is_refused() {
        for text in
            ["nonsense", "UPID:pve:1:2:3:a:b:c:", "UPID:pve:00004375:00089044:6B028468:qmstart:103:carol@pve", ""]
        {
            assert_eq!(Upid::parse(text), None, "{text}");
        }
    }
}
