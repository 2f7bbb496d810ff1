//! What a login that may change nothing does not see, and what follows from that: no fault, but worth knowing.

use lotse_pve::ops::{permissions::Permissions, version::Release};
use lotse_text::{Language, tr};

/// The limits of a login, a sentence each. Sources: the `permissions` of the calls in the API schemas of 8.4 and 9.1, and
/// `PVE::Storage::check_volume_access` for archives.
pub(super) fn limits(held: &Permissions, release: Option<Release>, language: Language) -> Vec<String> {
    let mut limits = Vec::new();
    if !held.allows_below("/nodes", "Sys.Modify") {
        limits.push(tr::doctor_limit_updates(language, "`Sys.Modify`"));
    }
    let own_way = held.allows_below("/storage", "Datastore.AllocateSpace") && held.allows_below("/vms", "VM.Backup");
    if !own_way && !held.allows_below("/storage", "Datastore.Allocate") {
        let needed = "`Datastore.Allocate` / `Datastore.AllocateSpace` + `VM.Backup`";
        limits.push(tr::doctor_limit_archives(language, needed));
    }
    if release.is_some_and(|release| release.major <= 8) && !held.allows_below("/vms", "VM.Monitor") {
        limits.push(tr::doctor_limit_agent(language, "`VM.Monitor`"));
    }
    limits
}

#[cfg(test)]
mod tests {
    use lotse_pve::ops::{permissions::Permissions, version::Release};
    use lotse_text::Language;

    use super::limits;

    #[test]
    fn who_may_everything_has_no_limits() {
        let eight = Some(Release { major: 8, minor: 4, patch: 0 });
        assert!(limits(&Permissions::everything(), eight, Language::En).is_empty());
    }
}
