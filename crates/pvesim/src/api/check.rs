//! Evaluates the permission check of a route.

use indexmap::IndexMap;

use super::call::Caller;
use super::route::Check;
use crate::failure::Failure;
use crate::world::World;

/// Parameters as given, before verification: the check comes first on the real server, too.
type Given = IndexMap<String, Vec<String>>;

/// Refuses with 403 unless the caller holds what the route needs.
pub fn check(world: &World, caller: &Caller, check: &Check, given: &Given) -> Result<(), Failure> {
    if matches!(caller, Caller::Root) || is_root_user(caller) {
        return Ok(());
    }
    match check {
        Check::World | Check::All => Ok(()),
        Check::RootOnly => Err(Failure::new(403, "Permission check failed (user != root@pam)")),
        Check::Perm { path, privileges, any } => {
            let path = fill(path, given);
            let grant = world.access.permissions(&caller.authid(), &path);
            let good = if *any { grant.has_any(privileges) } else { privileges.iter().all(|name| grant.has(name)) };
            if good {
                return Ok(());
            }
            // Like the real server: with `any` all of them are named, else the first that is missing.
            let named = if *any {
                privileges.join("|")
            } else {
                privileges.iter().find(|name| !grant.has(name)).map_or(String::new(), |name| (*name).to_owned())
            };
            Err(Failure::permission(&path, &named))
        }
        Check::With(name, inner) => {
            if given.contains_key(*name) {
                self::check(world, caller, inner, given)
            } else {
                Err(plain())
            }
        }
        Check::And(all) => all.iter().try_for_each(|one| self::check(world, caller, one, given)),
        Check::Or(some) => {
            if some.iter().any(|one| self::check(world, caller, one, given).is_ok()) {
                Ok(())
            } else {
                Err(plain())
            }
        }
        Check::ByRelease { eight, nine } => {
            self::check(world, caller, if world.version.is_nine() { nine } else { eight }, given)
        }
        Check::Special(special) => {
            special(world, caller, &|name| given.get(name).and_then(|values| values.first()).cloned())
        }
    }
}

/// `Permission check failed` without a path, as alternatives fail.
#[must_use]
pub fn plain() -> Failure {
    Failure::new(403, "Permission check failed")
}

fn is_root_user(caller: &Caller) -> bool {
    matches!(caller, Caller::User { userid, .. } if userid == "root@pam")
}

/// Puts the parameters into the `{…}` of an ACL path.
fn fill(path: &str, given: &Given) -> String {
    let mut filled = String::with_capacity(path.len() + 8);
    let mut rest = path;
    while let Some((before, tail)) = rest.split_once('{') {
        filled.push_str(before);
        let Some((name, after)) = tail.split_once('}') else { break };
        filled.push_str(given.get(name).and_then(|values| values.first()).map_or("", String::as_str));
        rest = after;
    }
    filled.push_str(rest);
    filled
}

impl World {
    /// Whether a caller holds a privilege on a path. For handlers that filter lists.
    #[must_use]
    pub fn may(&self, caller: &Caller, path: &str, privilege: &str) -> bool {
        matches!(caller, Caller::Root) || self.access.permissions(&caller.authid(), path).has(privilege)
    }

    /// Refuses with 403 unless a caller holds every privilege on a path. For handlers that check more than the route.
    pub fn must(&self, caller: &Caller, path: &str, privileges: &[&str]) -> Result<(), Failure> {
        if matches!(caller, Caller::Root) {
            return Ok(());
        }
        let grant = self.access.permissions(&caller.authid(), path);
        match privileges.iter().find(|name| !grant.has(name)) {
            Some(missing) => Err(Failure::permission(path, missing)),
            None => Ok(()),
        }
    }

    /// Refuses with 403 unless a caller holds one of the privileges on a path.
    pub fn must_any(&self, caller: &Caller, path: &str, privileges: &[&str]) -> Result<(), Failure> {
        let good =
            matches!(caller, Caller::Root) || self.access.permissions(&caller.authid(), path).has_any(privileges);
        if good { Ok(()) } else { Err(Failure::permission(path, &privileges.join("|"))) }
    }
}
