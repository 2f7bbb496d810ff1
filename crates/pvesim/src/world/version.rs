//! The Proxmox VE release that a scenario plays.

/// A release such as 8.4.21 or 9.1.9.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    /// Full version of pve-manager, `8.4.21`.
    pub full: String,
    /// Repository id, the commit that pve-manager was built from.
    pub repoid: String,
    major: Release,
}

/// The major releases that the simulator knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Release {
    /// 8.x, judged by 8.4.
    Eight,
    /// 9.x, judged by 9.1.
    Nine,
}

/// A set of releases, for routes, parameters and privileges that come and go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Releases {
    eight: bool,
    nine: bool,
}

impl Releases {
    /// Every release.
    pub const ALL: Self = Self { eight: true, nine: true };
    /// 8.x only.
    pub const EIGHT: Self = Self { eight: true, nine: false };
    /// 9.x only.
    pub const NINE: Self = Self { eight: false, nine: true };

    /// Whether a release is in the set.
    #[must_use]
    pub const fn has(self, release: Release) -> bool {
        match release {
            Release::Eight => self.eight,
            Release::Nine => self.nine,
        }
    }
}

impl Version {
    /// From text such as `8.4`, `8.4.21`, `9.1.9`; anything that does not begin with 9 is taken as 8.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        let major = if text.starts_with('9') { Release::Nine } else { Release::Eight };
        let full = if text.matches('.').count() >= 2 {
            text.to_owned()
        } else {
            match major {
                Release::Eight => format!("{text}.1"),
                Release::Nine => format!("{text}.6"),
            }
        };
        let repoid = format!("{:016x}", super::rng::mix(super::rng::hash(&full)));
        Self { full, repoid, major }
    }

    /// The major release.
    #[must_use]
    pub const fn release(&self) -> Release {
        self.major
    }

    /// Whether this is 9 or later.
    #[must_use]
    pub const fn is_nine(&self) -> bool {
        matches!(self.major, Release::Nine)
    }

    /// Major and minor, `8.4`.
    #[must_use]
    pub fn short(&self) -> &str {
        self.full
            .rmatch_indices('.')
            .next()
            .map_or(self.full.as_str(), |(at, _)| self.full.get(..at).unwrap_or(&self.full))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_knows_its_release_and_short_form() {
        let version = Version::parse("8.4.21");
        assert_eq!((version.release(), version.short()), (Release::Eight, "8.4"));
        assert!(Version::parse("9.1").is_nine());
        assert_eq!(Version::parse("9.1").short(), "9.1");
    }
}
