//! Access control lists: who holds which role on which path.

use std::collections::BTreeMap;

/// Whom an entry is for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// A user (`name@realm`).
    User(String),
    /// A group.
    Group(String),
    /// A token (`name@realm!id`).
    Token(String),
}

impl Subject {
    /// `user`, `group` or `token`, as the interface shows it.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::User(_) => "user",
            Self::Group(_) => "group",
            Self::Token(_) => "token",
        }
    }

    /// The name without its kind.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::User(name) | Self::Group(name) | Self::Token(name) => name,
        }
    }
}

/// Role to "propagates to the paths below".
pub type RoleFlags = BTreeMap<String, bool>;

/// The entries of one path.
pub type Node = BTreeMap<Subject, RoleFlags>;

/// All entries, by path.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Acl {
    nodes: BTreeMap<String, Node>,
}

impl Acl {
    /// Grants a role.
    pub fn grant(&mut self, path: &str, subject: Subject, role: &str, propagate: bool) {
        self.nodes.entry(path.to_owned()).or_default().entry(subject).or_default().insert(role.to_owned(), propagate);
    }

    /// Takes a role back.
    pub fn revoke(&mut self, path: &str, subject: &Subject, role: &str) {
        let Some(node) = self.nodes.get_mut(path) else { return };
        if let Some(roles) = node.get_mut(subject) {
            roles.remove(role);
            if roles.is_empty() {
                node.remove(subject);
            }
        }
        if node.is_empty() {
            self.nodes.remove(path);
        }
    }

    /// Removes every entry of a subject.
    pub fn forget(&mut self, subject: &Subject) {
        self.retain(|entry, _| entry != subject);
    }

    /// Removes the entries of all tokens of a user.
    pub fn forget_tokens_of(&mut self, userid: &str) {
        self.retain(
            |entry, _| !matches!(entry, Subject::Token(token) if token.split_once('!').is_some_and(|(user, _)| user == userid)),
        );
    }

    /// Removes a role from every entry.
    pub fn forget_role(&mut self, role: &str) {
        self.retain(|_, roles| {
            roles.remove(role);
            !roles.is_empty()
        });
    }

    /// Removes everything on one path.
    pub fn forget_path(&mut self, path: &str) {
        self.nodes.remove(path);
    }

    fn retain(&mut self, mut keep: impl FnMut(&Subject, &mut RoleFlags) -> bool) {
        for node in self.nodes.values_mut() {
            node.retain(|subject, roles| keep(subject, roles));
        }
        self.nodes.retain(|_, node| !node.is_empty());
    }

    /// The paths that have entries.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.nodes.keys().map(String::as_str)
    }

    /// Every entry: path, subject, role, propagates.
    pub fn entries(&self) -> impl Iterator<Item = (&str, &Subject, &str, bool)> {
        self.nodes.iter().flat_map(|(path, node)| {
            node.iter().flat_map(move |(subject, roles)| {
                roles.iter().map(move |(role, propagate)| (path.as_str(), subject, role.as_str(), *propagate))
            })
        })
    }

    /// The roles of a subject on a path.
    ///
    /// From the root downwards each path with an entry for the subject **replaces** what the paths above gave. On one path
    /// an entry for the user itself beats those of its groups; those of several groups add up. A role that does not
    /// propagate counts on its own path only. `NoAccess` beats all other roles.
    #[must_use]
    pub fn roles(&self, subject: &Subject, groups: &[&str], path: &str) -> RoleFlags {
        let mut roles = RoleFlags::new();
        for (prefix, last) in prefixes(path) {
            let Some(node) = self.nodes.get(prefix) else { continue };
            let applies = |flags: &RoleFlags| -> RoleFlags {
                flags
                    .iter()
                    .filter(|(_, propagate)| last || **propagate)
                    .map(|(role, flag)| (role.clone(), *flag))
                    .collect()
            };
            let own = node.get(subject).map(applies).unwrap_or_default();
            if !own.is_empty() {
                roles = own;
                continue;
            }
            let mut shared = RoleFlags::new();
            for (entry, flags) in node {
                if matches!(entry, Subject::Group(name) if groups.contains(&name.as_str())) {
                    shared.extend(applies(flags));
                }
            }
            if !shared.is_empty() {
                roles = shared;
            }
        }
        if roles.contains_key("NoAccess") {
            roles.retain(|role, _| role == "NoAccess");
        }
        roles
    }
}

/// A path's ancestors from the root down, and whether each is the path itself.
fn prefixes(path: &str) -> impl Iterator<Item = (&str, bool)> {
    let ends = path.match_indices('/').map(|(at, _)| at).filter(|at| *at > 0).chain(std::iter::once(path.len()));
    let below = (path != "/")
        .then(|| ends.filter_map(|end| path.get(..end)).map(move |prefix| (prefix, prefix.len() == path.len())));
    std::iter::once(("/", path == "/")).chain(below.into_iter().flatten())
}

/// Brings a path into its one form: single slashes, a leading one, no trailing one. `None` for other characters.
#[must_use]
pub fn normalize(path: &str) -> Option<String> {
    if path.is_empty() || !path.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '/')) {
        return None;
    }
    let parts: Vec<_> = path.split('/').filter(|part| !part.is_empty()).collect();
    Some(format!("/{}", parts.join("/")))
}

/// The objects that access can be granted on; `*` stands for a name.
const GRANTABLE: [&str; 21] = [
    "/",
    "/access",
    "/access/groups",
    "/access/groups/*",
    "/access/realm",
    "/access/realm/*",
    "/mapping",
    "/mapping/*",
    "/mapping/*/*",
    "/nodes",
    "/nodes/*",
    "/pool",
    "/sdn",
    "/sdn/fabrics",
    "/sdn/fabrics/*",
    "/sdn/zones",
    "/sdn/zones/*",
    "/sdn/zones/*/*",
    "/storage",
    "/storage/*",
    "/vms",
];

/// How deep pools can be nested.
const POOL_LEVELS: usize = 3;

/// Whether access can be granted on a (normalized) path: only the objects that Proxmox VE knows have one.
#[must_use]
pub fn is_grantable(path: &str) -> bool {
    let parts: Vec<_> = path.split('/').filter(|part| !part.is_empty()).collect();
    match parts.as_slice() {
        ["pool", names @ ..] => names.len() <= POOL_LEVELS,
        ["vms", vmid] => vmid.parse::<u32>().is_ok_and(|id| id >= 100),
        ["sdn", "zones", _, _, tag] => tag.parse::<u16>().is_ok_and(|tag| tag > 0),
        _ => GRANTABLE.iter().any(|known| {
            let known: Vec<_> = known.split('/').filter(|part| !part.is_empty()).collect();
            known.len() == parts.len() && known.iter().zip(&parts).all(|(known, part)| *known == "*" || known == part)
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn user() -> Subject {
        Subject::User("u@pve".to_owned())
    }

    fn names(roles: &RoleFlags) -> Vec<&str> {
        roles.keys().map(String::as_str).collect()
    }

    #[test]
    fn ancestors_come_from_the_root_down() {
        let all: Vec<_> = prefixes("/vms/100").collect();
        assert_eq!(all, [("/", false), ("/vms", false), ("/vms/100", true)]);
        assert_eq!(prefixes("/").collect::<Vec<_>>(), [("/", true)]);
    }

    #[test]
    fn a_deeper_entry_replaces_a_higher_one() {
        let mut acl = Acl::default();
        acl.grant("/", user(), "Administrator", true);
        acl.grant("/vms/100", user(), "PVEAuditor", true);
        assert_eq!(names(&acl.roles(&user(), &[], "/vms/100")), ["PVEAuditor"]);
        assert_eq!(names(&acl.roles(&user(), &[], "/vms/101")), ["Administrator"]);
    }

    #[test]
    fn an_entry_that_does_not_propagate_stays_on_its_path() {
        let mut acl = Acl::default();
        acl.grant("/vms", user(), "PVEAuditor", false);
        assert_eq!(names(&acl.roles(&user(), &[], "/vms")), ["PVEAuditor"]);
        assert!(acl.roles(&user(), &[], "/vms/100").is_empty());
    }

    #[test]
    fn the_users_own_entry_beats_those_of_its_groups_on_the_same_path() {
        let mut acl = Acl::default();
        acl.grant("/vms", Subject::Group("a".into()), "PVEVMAdmin", true);
        acl.grant("/vms", Subject::Group("b".into()), "PVEVMUser", true);
        assert_eq!(names(&acl.roles(&user(), &["a", "b"], "/vms/100")), ["PVEVMAdmin", "PVEVMUser"]);
        acl.grant("/vms", user(), "PVEAuditor", true);
        assert_eq!(names(&acl.roles(&user(), &["a", "b"], "/vms/100")), ["PVEAuditor"]);
    }

    #[test]
    fn no_access_beats_every_other_role() {
        let mut acl = Acl::default();
        acl.grant("/vms/100", user(), "NoAccess", true);
        acl.grant("/vms/100", user(), "Administrator", true);
        assert_eq!(names(&acl.roles(&user(), &[], "/vms/100")), ["NoAccess"]);
    }

    #[test]
    fn only_known_objects_can_be_granted() {
        for good in
            ["/", "/vms", "/vms/100", "/pool/a/b", "/storage/local", "/sdn/zones/localnetwork/vmbr0/12", "/nodes/pve"]
        {
            assert!(is_grantable(good), "{good}");
        }
        for bad in ["/vms/99", "/vms/x", "/nope", "/nodes/a/b", "/access/users"] {
            assert!(!is_grantable(bad), "{bad}");
        }
    }

    #[test]
    fn revoking_the_last_role_removes_the_path() {
        let mut acl = Acl::default();
        acl.grant("/vms/100", user(), "PVEAuditor", true);
        acl.revoke("/vms/100", &user(), "PVEAuditor");
        assert_eq!(acl.paths().count(), 0);
    }

    proptest! {
        #[test]
        fn normalizing_twice_changes_nothing(path in "[a-z0-9./_-]{1,20}") {
            let once = normalize(&path).unwrap();
            prop_assert_eq!(normalize(&once).unwrap(), once);
        }
    }
}
