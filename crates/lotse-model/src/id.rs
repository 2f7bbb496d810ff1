//! Names of things: clusters, nodes, guests, storages, pools.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// A text that is no valid id.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("not a valid {kind}: {text:?}")]
pub struct IdError {
    /// What the text was meant to be, in Proxmox's words (`vmid`, `node`, `storage`, `cluster`, `pool`, `guest reference`).
    pub kind: &'static str,
    /// The text as given.
    pub text: String,
}

impl IdError {
    fn new(kind: &'static str, text: &str) -> Self {
        Self { kind, text: text.to_owned() }
    }
}

macro_rules! name {
    ($(#[$meta:meta])* $type:ident, $kind:literal, $valid:expr) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $type(String);

        impl $type {
            /// Takes a name that follows the rule of its kind.
            pub fn new(text: impl Into<String>) -> Result<Self, IdError> {
                let text = text.into();
                let valid: fn(&str) -> bool = $valid;
                if valid(&text) { Ok(Self(text)) } else { Err(IdError::new($kind, &text)) }
            }

            /// The name as Proxmox writes it.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&self.0)
            }
        }

        impl FromStr for $type {
            type Err = IdError;
            fn from_str(text: &str) -> Result<Self, IdError> {
                Self::new(text)
            }
        }

        impl TryFrom<String> for $type {
            type Error = IdError;
            fn try_from(text: String) -> Result<Self, IdError> {
                Self::new(text)
            }
        }

        impl From<$type> for String {
            fn from(name: $type) -> Self {
                name.0
            }
        }

        impl AsRef<str> for $type {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl std::borrow::Borrow<str> for $type {
            fn borrow(&self) -> &str {
                &self.0
            }
        }
    };
}

name!(
    /// A cluster (or stand-alone node) by the name it has in Lotse's configuration: letters, digits, `-`, `_`, `.`, at
    /// most 63. Not the corosync name, since a stand-alone node has none and two clusters may share one.
    ClusterName, "cluster", |text| is_label(text, 63, b"-_.")
);
name!(
    /// A Proxmox node: a DNS label (format `pve-node` of the API schema).
    NodeName, "node", |text| is_label(text, 63, b"-")
);
name!(
    /// A Proxmox storage: a letter, then letters, digits, `-`, `_`, `.` (format `pve-storage-id` of the API schema).
    StorageName, "storage", |text| is_label(text, 100, b"-_.") && text.starts_with(|c: char| c.is_ascii_alphabetic())
);
name!(
    /// A Proxmox pool; nested pools are separated by `/` (format `pve-poolid` of the API schema).
    PoolName, "pool", |text| !text.is_empty() && text.split('/').all(|part| is_label(part, 100, b"-_."))
);

fn is_label(text: &str, longest: usize, also: &[u8]) -> bool {
    !text.is_empty()
        && text.len() <= longest
        && text.starts_with(|c: char| c.is_ascii_alphanumeric())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || also.contains(&byte))
}

/// The number of a guest within its cluster, 100 to 999 999 999 (format `pve-vmid` of the API schema).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u32", into = "u32")]
pub struct Vmid(u32);

impl Vmid {
    /// Takes a number within Proxmox's bounds.
    pub fn new(number: u32) -> Result<Self, IdError> {
        if (100..=999_999_999).contains(&number) {
            Ok(Self(number))
        } else {
            Err(IdError::new("vmid", &number.to_string()))
        }
    }

    /// The number.
    #[must_use]
    pub const fn get(self) -> u32 {
        self.0
    }
}

impl fmt::Display for Vmid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl FromStr for Vmid {
    type Err = IdError;
    fn from_str(text: &str) -> Result<Self, IdError> {
        // `u32::from_str` would take a leading `+`.
        if !text.starts_with(|c: char| c.is_ascii_digit()) {
            return Err(IdError::new("vmid", text));
        }
        text.parse().ok().and_then(|number| Self::new(number).ok()).ok_or_else(|| IdError::new("vmid", text))
    }
}

impl TryFrom<u32> for Vmid {
    type Error = IdError;
    fn try_from(number: u32) -> Result<Self, IdError> {
        Self::new(number)
    }
}

impl From<Vmid> for u32 {
    fn from(vmid: Vmid) -> Self {
        vmid.0
    }
}

/// A guest of the fleet: its cluster and its VMID, written `home/100`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct GuestRef {
    /// The cluster that the guest belongs to.
    pub cluster: ClusterName,
    /// Its number there.
    pub vmid: Vmid,
}

impl GuestRef {
    /// The guest `vmid` of `cluster`.
    #[must_use]
    pub const fn new(cluster: ClusterName, vmid: Vmid) -> Self {
        Self { cluster, vmid }
    }
}

impl fmt::Display for GuestRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.cluster, self.vmid)
    }
}

impl FromStr for GuestRef {
    type Err = IdError;
    fn from_str(text: &str) -> Result<Self, IdError> {
        let error = || IdError::new("guest reference", text);
        let (cluster, vmid) = text.split_once('/').ok_or_else(error)?;
        Ok(Self { cluster: cluster.parse().map_err(|_| error())?, vmid: vmid.parse().map_err(|_| error())? })
    }
}

impl TryFrom<String> for GuestRef {
    type Error = IdError;
    fn try_from(text: String) -> Result<Self, IdError> {
        text.parse()
    }
}

impl From<GuestRef> for String {
    fn from(guest: GuestRef) -> Self {
        guest.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::{ClusterName, GuestRef, NodeName, StorageName, Vmid};

    #[test]
    fn a_vmid_keeps_to_the_bounds_of_the_schema() {
        assert!(Vmid::new(99).is_err());
        assert!(Vmid::new(100).is_ok());
        assert!(Vmid::new(999_999_999).is_ok());
        assert!(Vmid::new(1_000_000_000).is_err());
        assert!("+100".parse::<Vmid>().is_err());
    }

    #[test]
    fn a_name_that_could_be_an_option_or_a_path_is_refused() {
        for text in ["", "-oProxyCommand=x", "../etc", "a b", "pve\u{1b}[2J", "ノード"] {
            assert!(NodeName::new(text).is_err(), "{text:?}");
            assert!(ClusterName::new(text).is_err(), "{text:?}");
        }
        assert!(StorageName::new("1st").is_err());
    }

    #[test]
    fn a_guest_reference_reads_what_it_writes() {
        let guest: GuestRef = "home/100".parse().expect("valid");
        assert_eq!(guest.to_string(), "home/100");
        assert!("100".parse::<GuestRef>().is_err());
        assert!("home/".parse::<GuestRef>().is_err());
    }
}
