//! `GET /version`: which Proxmox VE answers.

use std::fmt;

use serde::Serialize;

use super::row::{Malformed, Row};

/// A version of Proxmox VE, `8.4.21`: major, minor and patch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Release {
    /// `8` of `8.4.21`. Privileges and calls differ between majors.
    pub major: u32,
    /// `4` of `8.4.21`.
    pub minor: u32,
    /// `21` of `8.4.21`; zero where it is not said.
    pub patch: u32,
}

impl Release {
    /// Reads `8.4.21`, `8.4`, `9.0~beta1`, or the `pve-manager/8.4.21/2606ac850d46da29` of a node's status.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let text = text.strip_prefix("pve-manager/").unwrap_or(text);
        let digits = text.split(|c: char| c != '.' && !c.is_ascii_digit()).next()?;
        let mut parts = digits.split('.').filter(|part| !part.is_empty()).map(str::parse);
        Some(Self {
            major: parts.next()?.ok()?,
            minor: parts.next().and_then(Result::ok).unwrap_or(0),
            patch: parts.next().and_then(Result::ok).unwrap_or(0),
        })
    }
}

impl fmt::Display for Release {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.major, self.minor, self.patch)
    }
}

/// What a node says about its version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Version {
    /// The version as it is written (`8.4.21`).
    pub text: String,
    /// The version in numbers; `None` when it has another form.
    pub release: Option<Release>,
    /// The commit from which the manager was built.
    pub build: Option<String>,
}

impl Version {
    pub(crate) fn read(row: Row<'_>) -> Result<Self, Malformed> {
        let text = row.need_text("version")?;
        Ok(Self { release: Release::read(&text), text, build: row.word("repoid") })
    }
}

#[cfg(test)]
mod tests {
    use super::Release;

    #[test]
    fn versions_are_compared_by_number() {
        let read = |text| Release::read(text).unwrap();
        assert_eq!(read("8.4.21"), Release { major: 8, minor: 4, patch: 21 });
        assert_eq!(read("pve-manager/8.4.21/2606ac850d46da29"), read("8.4.21"));
        assert_eq!(read("9.0~beta1"), Release { major: 9, minor: 0, patch: 0 });
        assert!(read("8.10.0") > read("8.4.21"));
        for none in ["", "x", ".", "99999999999.1"] {
            assert_eq!(Release::read(none), None, "{none:?}");
        }
    }
}
