//! What a caller may do where: the answer of `GET /access/permissions`, and the rule by which it is read.
//!
//! The server lists, for the standard paths (`/`, `/access`, `/nodes`, `/pool`, `/sdn`, `/storage`, `/vms`) and for every
//! path that an ACL entry or a pool names, the privileges that hold *on* that path, inherited ones included, each with
//! whether it is passed on to the paths below. So a listed path is answered by its own entry alone, and any other by the
//! nearest listed path above it, of whose privileges only those count that are passed on.
//!
//! One case this list cannot show: a path on which everything was taken away (role `NoAccess`) is left out of it, and then
//! looks as if it inherited. Reading it still ends in an explicit 403 or in a guest that is not listed.

use std::collections::BTreeMap;

use serde_json::Value;

use super::row::{Malformed, Row, flag};

/// The privileges of a caller by path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Permissions {
    grants: Grants,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Grants {
    /// `root@pam` itself, as pvesh is: ACLs do not apply.
    Everything,
    /// Path → privilege → whether it is passed on.
    Listed(BTreeMap<String, BTreeMap<String, bool>>),
}

impl Permissions {
    /// Those of `root@pam`, to whom no ACL applies.
    #[must_use]
    pub const fn everything() -> Self {
        Self { grants: Grants::Everything }
    }

    /// Reads the answer of `GET /access/permissions`.
    pub(crate) fn read(value: &Value) -> Result<Self, Malformed> {
        let mut paths = BTreeMap::new();
        // An empty Perl hash may arrive as an empty list.
        if value.as_array().is_some_and(Vec::is_empty) || value.is_null() {
            return Ok(Self { grants: Grants::Listed(paths) });
        }
        for (path, privileges) in Row::of(value)?.entries() {
            let privileges: BTreeMap<_, _> = match privileges {
                Value::Object(map) => {
                    map.iter().map(|(name, passed)| (name.clone(), flag(passed) == Some(true))).collect()
                }
                _ => BTreeMap::new(),
            };
            paths.insert(normal(path), privileges);
        }
        Ok(Self { grants: Grants::Listed(paths) })
    }

    /// Whether `privilege` holds on `path`.
    #[must_use]
    pub fn allows(&self, path: &str, privilege: &str) -> bool {
        let Grants::Listed(paths) = &self.grants else { return true };
        let path = normal(path);
        if let Some(own) = paths.get(&path) {
            return own.contains_key(privilege);
        }
        let mut above = path.as_str();
        while let Some((parent, _)) = above.rsplit_once('/') {
            let key = if parent.is_empty() { "/" } else { parent };
            if let Some(inherited) = paths.get(key) {
                return inherited.get(privilege) == Some(&true);
            }
            above = parent;
        }
        false
    }

    /// Whether `privilege` holds on `path` and on everything below it that the list names: then nothing below is hidden.
    #[must_use]
    pub fn allows_below(&self, path: &str, privilege: &str) -> bool {
        let Grants::Listed(paths) = &self.grants else { return true };
        let below = format!("{}/", normal(path).trim_end_matches('/'));
        let passed_on = match paths.get(&normal(path)) {
            Some(own) => own.get(privilege) == Some(&true),
            None => self.allows(path, privilege),
        };
        passed_on
            && paths.iter().filter(|(listed, _)| listed.starts_with(&below)).all(|(_, own)| own.contains_key(privilege))
    }

    /// Whether nothing at all is allowed: a token without any ACL entry, for which every list is empty.
    #[must_use]
    pub fn is_nothing(&self) -> bool {
        match &self.grants {
            Grants::Everything => false,
            Grants::Listed(paths) => paths.values().all(BTreeMap::is_empty),
        }
    }

    /// The paths with the privileges that hold on them, sorted; none for `root@pam`, who needs none.
    pub fn listed(&self) -> impl Iterator<Item = (&str, Vec<&str>)> {
        let paths = match &self.grants {
            Grants::Everything => None,
            Grants::Listed(paths) => Some(paths),
        };
        paths.into_iter().flatten().map(|(path, own)| (path.as_str(), own.keys().map(String::as_str).collect()))
    }
}

fn normal(path: &str) -> String {
    let parts: Vec<_> = path.split('/').filter(|part| !part.is_empty()).collect();
    format!("/{}", parts.join("/"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::Permissions;

    fn pool_operator() -> Permissions {
        Permissions::read(&json!({
            "/pool/lab": { "VM.Audit": 1, "VM.PowerMgmt": 1 },
            "/vms/103": { "VM.Audit": 1 },
            "/nodes": { "Sys.Audit": "1" },
            "/storage": { "Datastore.Audit": 0 },
        }))
        .unwrap()
    }

    #[test]
    fn a_listed_path_is_answered_by_its_own_entry() {
        let permissions = pool_operator();
        assert!(permissions.allows("/vms/103", "VM.Audit"));
        assert!(!permissions.allows("/vms/103", "VM.PowerMgmt"));
        assert!(permissions.allows("/storage", "Datastore.Audit"));
    }

    #[test]
    fn a_path_that_is_not_listed_inherits_what_is_passed_on() {
        let permissions = pool_operator();
        assert!(permissions.allows("/nodes/pve1", "Sys.Audit"));
        assert!(!permissions.allows("/storage/local", "Datastore.Audit"), "not passed on");
        assert!(!permissions.allows("/vms/100", "VM.Audit"));
        assert!(!permissions.allows("/", "Sys.Audit"));
        let root = Permissions::read(&json!({ "/": { "VM.Audit": 1 } })).unwrap();
        assert!(root.allows("/vms/100", "VM.Audit") && root.allows("/", "VM.Audit"));
    }

    #[test]
    fn a_path_below_that_holds_less_makes_the_whole_incomplete() {
        let permissions = Permissions::read(&json!({
            "/": { "VM.Audit": 1 }, "/vms": { "VM.Audit": 1 }, "/vms/100": { "VM.Audit": 1 }, "/vms/200": { "VM.Console": 1 },
        }))
        .unwrap();
        assert!(permissions.allows("/vms", "VM.Audit"));
        assert!(!permissions.allows_below("/vms", "VM.Audit"), "guest 200 is hidden");
        assert!(permissions.allows_below("/vms/100", "VM.Audit"));
    }

    #[test]
    fn no_acl_at_all_allows_nothing_and_root_needs_none() {
        for nothing in [json!({}), json!([]), json!(null)] {
            let permissions = Permissions::read(&nothing).unwrap();
            assert!(permissions.is_nothing());
            assert!(!permissions.allows("/", "Sys.Audit"));
        }
        assert!(Permissions::everything().allows("/vms/1", "VM.Monitor"));
        assert!(!Permissions::everything().is_nothing());
    }
}
