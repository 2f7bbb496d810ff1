//! Roles: named sets of privileges, the built-in ones and those an administrator makes.

use std::collections::BTreeMap;

use super::privilege::{Category, Level, Privileges, Series};

/// A named set of privileges.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Role {
    /// What it grants.
    pub privileges: Privileges,
    /// Built in: can be neither changed nor deleted.
    pub special: bool,
}

/// A role made by an administrator.
#[must_use]
pub const fn custom(privileges: Privileges) -> Role {
    Role { privileges, special: false }
}

/// The built-in roles of a series (`pveum(1)`, "Roles").
#[must_use]
pub fn built_in(series: Series) -> BTreeMap<String, Role> {
    let mut roles = BTreeMap::new();
    let mut add = |name: &str, privileges| {
        roles.insert(name.to_owned(), Role { privileges, special: true });
    };
    add("NoAccess", Privileges::NONE);
    add("Administrator", Privileges::all(series));
    let mapping_modify = Privileges::one("Mapping.Modify").unwrap_or_default();
    add("PVEAdmin", Privileges::choose(series, |_, level| level != Level::Root).without(mapping_modify));
    add("PVEAuditor", Privileges::choose(series, |_, level| level == Level::Audit));
    let template =
        ["VM.Audit", "VM.Clone"].into_iter().filter_map(Privileges::one).fold(Privileges::NONE, Privileges::or);
    add("PVETemplateUser", template);
    for (name, category) in [
        ("VM", Category::Vm),
        ("Sys", Category::Sys),
        ("Datastore", Category::Datastore),
        ("SDN", Category::Sdn),
        ("User", Category::User),
        ("Pool", Category::Pool),
        ("Mapping", Category::Mapping),
    ] {
        let admin = Privileges::choose(series, |of, level| of == category && level != Level::Root);
        add(&format!("PVE{name}Admin"), admin);
        let user =
            Privileges::choose(series, |of, level| of == category && matches!(level, Level::User | Level::Audit));
        // There is no PVESysUser (nobody but auditors and administrators has business there) and no PVEUserUser.
        if !matches!(category, Category::Sys | Category::User) {
            add(&format!("PVE{name}User"), user);
        }
    }
    roles
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_auditor_of_the_eight_series_is_the_recorded_one() {
        let roles = built_in(Series::Eight);
        assert_eq!(
            roles["PVEAuditor"].privileges.list(),
            "Datastore.Audit,Mapping.Audit,Pool.Audit,SDN.Audit,Sys.Audit,VM.Audit"
        );
    }

    #[test]
    fn the_vm_user_of_the_eight_series_is_the_recorded_one() {
        let roles = built_in(Series::Eight);
        assert_eq!(
            roles["PVEVMUser"].privileges.list(),
            "VM.Audit,VM.Backup,VM.Config.CDROM,VM.Config.Cloudinit,VM.Console,VM.PowerMgmt"
        );
    }

    #[test]
    fn an_admin_may_not_do_what_is_roots_alone() {
        let roles = built_in(Series::Eight);
        let admin = roles["PVEAdmin"].privileges;
        assert_eq!(admin.names().count(), 35);
        for name in ["Permissions.Modify", "Sys.Modify", "Sys.PowerMgmt", "Realm.Allocate", "Mapping.Modify"] {
            assert!(!admin.has(name), "{name}");
        }
    }

    #[test]
    fn seventeen_roles_are_built_in() {
        let names: Vec<_> = built_in(Series::Eight).into_keys().collect();
        assert_eq!(names.len(), 17, "{names:?}");
        assert!(!names.contains(&"PVESysUser".to_owned()));
    }
}
