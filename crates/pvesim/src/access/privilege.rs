//! The privileges of Proxmox VE 8 and 9 and sets of them.
//!
//! Names and grouping are those of the manual's chapter on user management (`pveum(1)`, "Privileges"). Each privilege is
//! one bit, since a list of ten thousand guests asks for the caller's privileges ten thousand times.

/// The two series whose privileges differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Series {
    /// Proxmox VE 8: the guest agent and the monitor are behind `VM.Monitor`.
    Eight,
    /// Proxmox VE 9: `VM.GuestAgent.*` and `VM.Replicate` took its place.
    Nine,
}

impl Series {
    /// The series of a version such as `8.4.21`; anything newer than 8 is treated as 9.
    #[must_use]
    pub fn of(version: &str) -> Self {
        match version.split('.').next().and_then(|major| major.parse::<u32>().ok()) {
            Some(major) if major <= 8 => Self::Eight,
            _ => Self::Nine,
        }
    }
}

/// In which series a privilege exists.
#[derive(Clone, Copy, PartialEq, Eq)]
enum In {
    Both,
    Eight,
    Nine,
}

/// Who of the built-in roles of its category holds a privilege (each level includes those below).
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Level {
    /// Only `Administrator` and `root@pam`.
    Root,
    /// The category's `PVE…Admin` role and `PVEAdmin`.
    Admin,
    /// The category's `PVE…User` role, too.
    User,
    /// `PVEAuditor`, too.
    Audit,
}

/// The role categories: `PVE{category}Admin`, `PVE{category}User`.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Category {
    Vm,
    Sys,
    Datastore,
    Sdn,
    User,
    Pool,
    Mapping,
    /// `Permissions.Modify` belongs to no category.
    None,
}

struct Entry {
    name: &'static str,
    category: Category,
    level: Level,
    exists: In,
}

const fn entry(name: &'static str, category: Category, level: Level, exists: In) -> Entry {
    Entry { name, category, level, exists }
}

/// Every privilege; the position in this table is the bit.
const TABLE: &[Entry] = &[
    entry("Permissions.Modify", Category::None, Level::Root, In::Both),
    entry("VM.Allocate", Category::Vm, Level::Admin, In::Both),
    entry("VM.Audit", Category::Vm, Level::Audit, In::Both),
    entry("VM.Backup", Category::Vm, Level::User, In::Both),
    entry("VM.Clone", Category::Vm, Level::Admin, In::Both),
    entry("VM.Config.CDROM", Category::Vm, Level::User, In::Both),
    entry("VM.Config.CPU", Category::Vm, Level::Admin, In::Both),
    entry("VM.Config.Cloudinit", Category::Vm, Level::User, In::Both),
    entry("VM.Config.Disk", Category::Vm, Level::Admin, In::Both),
    entry("VM.Config.HWType", Category::Vm, Level::Admin, In::Both),
    entry("VM.Config.Memory", Category::Vm, Level::Admin, In::Both),
    entry("VM.Config.Network", Category::Vm, Level::Admin, In::Both),
    entry("VM.Config.Options", Category::Vm, Level::Admin, In::Both),
    entry("VM.Console", Category::Vm, Level::User, In::Both),
    entry("VM.GuestAgent.Audit", Category::Vm, Level::Audit, In::Nine),
    entry("VM.GuestAgent.FileRead", Category::Vm, Level::Admin, In::Nine),
    entry("VM.GuestAgent.FileSystemMgmt", Category::Vm, Level::Admin, In::Nine),
    entry("VM.GuestAgent.FileWrite", Category::Vm, Level::Admin, In::Nine),
    entry("VM.GuestAgent.Unrestricted", Category::Vm, Level::Admin, In::Nine),
    entry("VM.Migrate", Category::Vm, Level::Admin, In::Both),
    entry("VM.Monitor", Category::Vm, Level::Admin, In::Eight),
    entry("VM.PowerMgmt", Category::Vm, Level::User, In::Both),
    entry("VM.Replicate", Category::Vm, Level::Admin, In::Nine),
    entry("VM.Snapshot", Category::Vm, Level::Admin, In::Both),
    entry("VM.Snapshot.Rollback", Category::Vm, Level::Admin, In::Both),
    entry("Sys.AccessNetwork", Category::Sys, Level::Root, In::Both),
    entry("Sys.Audit", Category::Sys, Level::Audit, In::Both),
    entry("Sys.Console", Category::Sys, Level::Admin, In::Both),
    entry("Sys.Incoming", Category::Sys, Level::Root, In::Both),
    entry("Sys.Modify", Category::Sys, Level::Root, In::Both),
    entry("Sys.PowerMgmt", Category::Sys, Level::Root, In::Both),
    entry("Sys.Syslog", Category::Sys, Level::Admin, In::Both),
    entry("Datastore.Allocate", Category::Datastore, Level::Admin, In::Both),
    entry("Datastore.AllocateSpace", Category::Datastore, Level::User, In::Both),
    entry("Datastore.AllocateTemplate", Category::Datastore, Level::Admin, In::Both),
    entry("Datastore.Audit", Category::Datastore, Level::Audit, In::Both),
    entry("SDN.Allocate", Category::Sdn, Level::Admin, In::Both),
    entry("SDN.Audit", Category::Sdn, Level::Audit, In::Both),
    entry("SDN.Use", Category::Sdn, Level::User, In::Both),
    entry("Group.Allocate", Category::User, Level::Admin, In::Both),
    entry("Realm.Allocate", Category::User, Level::Root, In::Both),
    entry("Realm.AllocateUser", Category::User, Level::Admin, In::Both),
    entry("User.Modify", Category::User, Level::Admin, In::Both),
    entry("Pool.Allocate", Category::Pool, Level::Admin, In::Both),
    entry("Pool.Audit", Category::Pool, Level::Audit, In::Both),
    entry("Mapping.Audit", Category::Mapping, Level::Audit, In::Both),
    entry("Mapping.Modify", Category::Mapping, Level::Admin, In::Both),
    entry("Mapping.Use", Category::Mapping, Level::User, In::Both),
];

/// A set of privileges.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Privileges(u64);

impl Privileges {
    /// The empty set.
    pub const NONE: Self = Self(0);

    /// The set of one privilege, `None` for a name that no series knows.
    #[must_use]
    pub fn one(name: &str) -> Option<Self> {
        TABLE.iter().position(|entry| entry.name == name).map(|bit| Self(1 << bit))
    }

    /// The set of one privilege if `series` has it.
    #[must_use]
    pub fn valid(series: Series, name: &str) -> Option<Self> {
        Self::one(name).map(|set| set.and(Self::all(series))).filter(|set| !set.is_empty())
    }

    /// Every privilege of a series: what `Administrator` and `root@pam` hold.
    #[must_use]
    pub fn all(series: Series) -> Self {
        Self::choose(series, |_, _| true)
    }

    /// The privileges of a series that `wanted` says yes to.
    pub(crate) fn choose(series: Series, wanted: impl Fn(Category, Level) -> bool) -> Self {
        let other = match series {
            Series::Eight => In::Nine,
            Series::Nine => In::Eight,
        };
        let bits = TABLE
            .iter()
            .enumerate()
            .filter(|(_, entry)| entry.exists != other && wanted(entry.category, entry.level))
            .fold(0, |bits, (bit, _)| bits | 1 << bit);
        Self(bits)
    }

    /// Whether nothing is in the set.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Whether every privilege of `other` is in the set.
    #[must_use]
    pub const fn contains(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// Whether the privilege of this name is in the set; an unknown name never is.
    #[must_use]
    pub fn has(self, name: &str) -> bool {
        Self::one(name).is_some_and(|one| self.contains(one))
    }

    /// Both sets together.
    #[must_use]
    pub const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// What both sets hold.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// What only the first set holds.
    #[must_use]
    pub const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// The names in the set, in the order of the table.
    pub fn names(self) -> impl Iterator<Item = &'static str> {
        TABLE.iter().enumerate().filter(move |(bit, _)| self.0 & (1 << bit) != 0).map(|(_, entry)| entry.name)
    }

    /// The names as Proxmox VE lists those of a role: sorted by byte, joined by commas.
    #[must_use]
    pub fn list(self) -> String {
        let mut names: Vec<_> = self.names().collect();
        names.sort_unstable();
        names.join(",")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_privilege_belongs_to_the_series_that_has_it() {
        assert!(Privileges::valid(Series::Eight, "VM.Monitor").is_some());
        assert!(Privileges::valid(Series::Nine, "VM.Monitor").is_none());
        assert!(Privileges::valid(Series::Eight, "VM.GuestAgent.Audit").is_none());
        assert!(Privileges::valid(Series::Nine, "VM.GuestAgent.Audit").is_some());
        assert!(Privileges::valid(Series::Nine, "VM.Bogus").is_none());
    }

    #[test]
    fn the_eight_series_has_forty_two_privileges_as_recorded() {
        assert_eq!(Privileges::all(Series::Eight).names().count(), 42);
    }

    #[test]
    fn the_table_fits_into_the_bits() {
        assert!(TABLE.len() <= 64);
        let mut names: Vec<_> = TABLE.iter().map(|entry| entry.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), TABLE.len(), "a name stands twice");
    }

    #[test]
    fn the_series_follows_the_major_number() {
        assert_eq!(Series::of("8.4.21"), Series::Eight);
        assert_eq!(Series::of("9.1.9"), Series::Nine);
    }
}
