//! What a caller holds on a path.
//!
//! Order of things, as in `pveum(1)`: the lists give roles, roles give privileges, the pool of a guest or storage adds
//! what is granted on the pool, and a token with privilege separation keeps only what its user holds as well.

use std::collections::BTreeSet;

use super::acl::{RoleFlags, Subject};
use super::user::split_token;
use super::{Access, Privileges, ROOT};

/// Paths that the permission list of a caller always tries, besides those with entries of their own.
const TOP_LEVEL: [&str; 8] = ["/", "/access", "/access/groups", "/nodes", "/pool", "/sdn", "/storage", "/vms"];

/// The privileges of a caller on a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Grant {
    /// What the caller may do here.
    pub held: Privileges,
    /// What of it also holds on the paths below.
    pub propagating: Privileges,
}

impl Grant {
    /// Whether the privilege of this name is held.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.held.has(name)
    }

    /// Whether at least one of these is held.
    #[must_use]
    pub fn has_any(&self, names: &[&str]) -> bool {
        names.iter().any(|name| self.has(name))
    }

    const fn add(&mut self, privileges: Privileges, propagates: bool) {
        self.held = self.held.or(privileges);
        if propagates {
            self.propagating = self.propagating.or(privileges);
        }
    }

    const fn intersect(self, other: Self) -> Self {
        Self { held: self.held.and(other.held), propagating: self.propagating.and(other.propagating) }
    }
}

impl Access {
    /// What `caller` (`name@realm`, or `name@realm!token`) holds on `path`.
    #[must_use]
    pub fn permissions(&self, caller: &str, path: &str) -> Grant {
        if caller == ROOT {
            let all = Privileges::all(self.series);
            return Grant { held: all, propagating: all };
        }
        let Some((user, id)) = split_token(caller) else {
            let groups: Vec<_> = self.groups_of(caller).collect();
            return self.by_lists(&Subject::User(caller.to_owned()), &groups, path);
        };
        let Some(token) = self.users.get(user).and_then(|user| user.tokens.get(id)) else { return Grant::default() };
        if !token.privsep {
            return self.permissions(user, path);
        }
        let own = self.by_lists(&Subject::Token(caller.to_owned()), &[], path);
        if user == ROOT { own } else { own.intersect(self.permissions(user, path)) }
    }

    fn by_lists(&self, subject: &Subject, groups: &[&str], path: &str) -> Grant {
        let mut roles = self.acl.roles(subject, groups, path);
        if !roles.contains_key("NoAccess") {
            for pool in self.pools_of_path(path) {
                let pooled = self.acl.roles(subject, groups, &format!("/pool/{pool}"));
                if !pooled.contains_key("NoAccess") {
                    for (role, propagate) in pooled {
                        roles.entry(role).or_insert(propagate);
                    }
                }
            }
        }
        self.privileges_of(&roles)
    }

    fn privileges_of(&self, roles: &RoleFlags) -> Grant {
        let mut grant = Grant::default();
        for (name, propagate) in roles {
            if let Some(role) = self.roles.get(name) {
                grant.add(role.privileges, *propagate);
            }
        }
        grant
    }

    /// The pools whose roles reach a path: that of a guest, those of a storage.
    fn pools_of_path<'a>(&'a self, path: &'a str) -> Box<dyn Iterator<Item = &'a str> + 'a> {
        if let Some(vmid) = path.strip_prefix("/vms/").and_then(|vmid| vmid.parse().ok()) {
            return Box::new(self.pool_of(vmid).into_iter());
        }
        if let Some(storage) = path.strip_prefix("/storage/") {
            let holds = move |pool: &super::Pool| pool.storages.contains(storage);
            return Box::new(self.pools.iter().filter(move |(_, pool)| holds(pool)).map(|(name, _)| name.as_str()));
        }
        Box::new(std::iter::empty())
    }

    /// Everything `caller` may do, path by path: the answer of `/access/permissions`. Paths without privileges are left out.
    #[must_use]
    pub fn effective(&self, caller: &str) -> Vec<(String, Grant)> {
        let mut paths: BTreeSet<String> = TOP_LEVEL.iter().map(|path| (*path).to_owned()).collect();
        paths.extend(self.acl.paths().map(str::to_owned));
        for pool in self.pools.values() {
            paths.extend(pool.vms.iter().map(|vmid| format!("/vms/{vmid}")));
            paths.extend(pool.storages.iter().map(|storage| format!("/storage/{storage}")));
        }
        paths
            .into_iter()
            .map(|path| {
                let grant = self.permissions(caller, &path);
                (path, grant)
            })
            .filter(|(_, grant)| !grant.held.is_empty())
            .collect()
    }

    /// What the web interface is told at login about what it may show: privileges by area.
    #[must_use]
    pub fn capabilities(&self, caller: &str) -> Vec<(&'static str, BTreeSet<&'static str>)> {
        let mut areas: Vec<(&'static str, BTreeSet<&'static str>)> =
            AREAS.iter().map(|area| (*area, BTreeSet::new())).collect();
        let mut paths: BTreeSet<&str> =
            ["/", "/nodes", "/access/groups", "/vms", "/storage", "/sdn", "/mapping"].into_iter().collect();
        paths.extend(self.acl.paths());
        for path in paths {
            let held = self.permissions(caller, path).held;
            let top = path.split('/').nth(1).filter(|top| !top.is_empty()).unwrap_or("dc");
            for privilege in held.names() {
                for (area, set) in &mut areas {
                    if shows(top, area, privilege) {
                        set.insert(privilege);
                    }
                }
            }
        }
        areas
    }
}

/// The areas of the web interface.
const AREAS: [&str; 7] = ["access", "dc", "mapping", "nodes", "sdn", "storage", "vms"];

/// Whether a privilege that is held below the top-level object `top` counts for `area`.
fn shows(top: &str, area: &str, privilege: &str) -> bool {
    let modify = privilege == "Permissions.Modify";
    if top == "pool" {
        return match area {
            "vms" => modify || privilege.starts_with("VM."),
            "storage" => modify || privilege.starts_with("Datastore."),
            _ => false,
        };
    }
    top == area
        && match area {
            "vms" => modify || privilege.starts_with("VM."),
            "access" => modify || privilege.starts_with("User.") || privilege.starts_with("Group."),
            "storage" => modify || privilege.starts_with("Datastore."),
            "nodes" => modify || privilege.starts_with("Sys."),
            "sdn" => modify || privilege.starts_with("SDN."),
            "mapping" => modify || privilege.starts_with("Mapping."),
            _ => matches!(privilege, "Sys.Audit" | "Sys.Modify") || privilege.starts_with("SDN."),
        }
}

#[cfg(test)]
mod tests {
    use super::super::user::Password;
    use super::super::{Group, Pool, Series, Token, User};
    use super::*;

    fn access() -> Access {
        let mut access = Access::new(Series::Eight, [7; 32]);
        for name in ["alice@pve", "bob@pve", "carol@pve"] {
            access.users.insert(name.to_owned(), User::default());
        }
        let token = |privsep| Token { secret: Password::new("s"), comment: None, expire: 0, privsep, revoked: false };
        let alice = access.users.get_mut("alice@pve").unwrap();
        alice.tokens.insert("sep".into(), token(true));
        alice.tokens.insert("full".into(), token(false));
        access.users.get_mut(ROOT).unwrap().tokens.insert("sep".into(), token(true));
        access.groups.insert("ops".into(), Group { comment: None, users: ["carol@pve".to_owned()].into() });
        access.pools.insert("lab".into(), Pool { vms: [102, 103].into(), ..Pool::default() });
        access.acl.grant("/", Subject::User("alice@pve".into()), "Administrator", true);
        access.acl.grant("/pool/lab", Subject::Group("ops".into()), "PVEVMUser", true);
        access
    }

    #[test]
    fn root_may_do_everything_without_an_entry() {
        let access = access();
        assert_eq!(access.permissions(ROOT, "/vms/1").held, Privileges::all(Series::Eight));
    }

    #[test]
    fn a_separated_token_without_entries_may_do_nothing_although_its_user_may() {
        let access = access();
        assert!(access.permissions("alice@pve!sep", "/").held.is_empty());
        assert!(access.effective("alice@pve!sep").is_empty());
    }

    #[test]
    fn a_full_token_may_do_what_its_user_may() {
        let access = access();
        assert_eq!(access.permissions("alice@pve!full", "/vms/1"), access.permissions("alice@pve", "/vms/1"));
    }

    #[test]
    fn a_separated_token_keeps_only_what_both_hold() {
        let mut access = access();
        access.acl.grant("/", Subject::User("bob@pve".into()), "PVEAuditor", true);
        let token = access.users["alice@pve"].tokens["sep"].clone();
        access.users.get_mut("bob@pve").unwrap().tokens.insert("both".into(), token);
        access.acl.grant("/", Subject::Token("bob@pve!both".into()), "Administrator", true);
        assert_eq!(access.permissions("bob@pve!both", "/vms/1"), access.permissions("bob@pve", "/vms/1"));
        access.acl.grant("/vms", Subject::Token("bob@pve!both".into()), "PVEVMUser", true);
        let names: Vec<_> = access.permissions("bob@pve!both", "/vms/1").held.names().collect();
        assert_eq!(names, ["VM.Audit"]);
    }

    #[test]
    fn a_separated_token_of_root_holds_only_its_own_entries() {
        let mut access = access();
        assert!(access.permissions("root@pam!sep", "/").held.is_empty());
        access.acl.grant("/", Subject::Token("root@pam!sep".into()), "PVEAuditor", true);
        assert!(access.permissions("root@pam!sep", "/vms/1").has("VM.Audit"));
        assert!(!access.permissions("root@pam!sep", "/vms/1").has("VM.PowerMgmt"));
    }

    #[test]
    fn a_role_on_a_pool_reaches_its_guests_only() {
        let access = access();
        assert!(access.permissions("carol@pve", "/vms/103").has("VM.PowerMgmt"));
        assert!(!access.permissions("carol@pve", "/vms/100").has("VM.PowerMgmt"));
        let paths: Vec<_> = access.effective("carol@pve").into_iter().map(|(path, _)| path).collect();
        assert_eq!(paths, ["/pool/lab", "/vms/102", "/vms/103"]);
    }

    #[test]
    fn the_permission_list_names_members_of_pools_and_paths_with_entries() {
        let access = access();
        let paths: Vec<_> = access.effective("alice@pve").into_iter().map(|(path, _)| path).collect();
        assert_eq!(
            paths,
            [
                "/",
                "/access",
                "/access/groups",
                "/nodes",
                "/pool",
                "/pool/lab",
                "/sdn",
                "/storage",
                "/vms",
                "/vms/102",
                "/vms/103"
            ]
        );
    }

    #[test]
    fn the_areas_of_an_administrator_are_the_recorded_ones() {
        let access = access();
        let areas: std::collections::BTreeMap<_, _> = access.capabilities("alice@pve").into_iter().collect();
        assert_eq!(
            areas["dc"].iter().copied().collect::<Vec<_>>(),
            ["SDN.Allocate", "SDN.Audit", "SDN.Use", "Sys.Audit", "Sys.Modify"]
        );
        assert_eq!(
            areas["access"].iter().copied().collect::<Vec<_>>(),
            ["Group.Allocate", "Permissions.Modify", "User.Modify"]
        );
        assert_eq!(areas["vms"].len(), 19);
        assert_eq!(areas["nodes"].len(), 8);
        assert!(access.capabilities("bob@pve").iter().all(|(_, set)| set.is_empty()));
    }
}
