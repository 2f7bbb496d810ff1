//! The role with which Lotse reads: what it holds, and the commands that make it.
//!
//! It holds no right to change anything. `Sys.Modify` would be needed to see pending updates, `VM.Backup` or
//! `Datastore.AllocateSpace` to see all archives, `VM.Monitor` on 8 to ask the guest agent: all of them change things, so
//! what they would show stays unseen, and answers say so.

use lotse_pve::ops::version::Release;

use crate::failure::shell_word;

/// The role's name.
pub(crate) const ROLE: &str = "LotseRead";

/// The user's name.
pub(crate) const USER: &str = "lotse@pve";

/// What the role holds on every version.
const PRIVILEGES: [&str; 5] = ["Datastore.Audit", "Pool.Audit", "Sys.Audit", "Sys.Syslog", "VM.Audit"];

/// What it holds from 9 on, where the guest agent may be asked without the right to command it.
pub(crate) const SINCE_9: &str = "VM.GuestAgent.Audit";

/// The privileges of the role on a release; of the newest known one when that is not known.
pub(crate) fn privileges(release: Option<Release>) -> Vec<&'static str> {
    let mut all = PRIVILEGES.to_vec();
    if release.is_none_or(|release| release.major >= 9) {
        all.push(SINCE_9);
    }
    all
}

/// The role with which Lotse carries out approved plans.
const WRITE_ROLE: &str = "LotseWrite";

/// What that role holds besides the one for reading: what the changes of a guest need in Proxmox's API viewer, its backups
/// included. Not backup jobs, which want `Sys.Modify`, and no right to open a console or to change rights.
const WRITE_PRIVILEGES: [&str; 13] = [
    "Datastore.AllocateSpace",
    "SDN.Use",
    "VM.Allocate",
    "VM.Backup",
    "VM.Clone",
    "VM.Config.CPU",
    "VM.Config.Disk",
    "VM.Config.Memory",
    "VM.Config.Options",
    "VM.Migrate",
    "VM.PowerMgmt",
    "VM.Snapshot",
    "VM.Snapshot.Rollback",
];

/// The commands that make a token for reading and one for changes, for whoever has one token for everything. They can be run
/// on a cluster of any version: the privilege that 9 brought is added on its own.
pub(crate) fn separate() -> Vec<Words> {
    let (read, write) = (PRIVILEGES.join(" "), WRITE_PRIVILEGES.join(" "));
    let token = |name: &str| words(&["pveum", "user", "token", "add", USER, name, "--privsep", "1"]);
    let grant =
        |whom: &[&str], role: &str| words(&[&["pveum", "acl", "modify", "/"], whom, &["--roles", role]].concat());
    let (own_read, own_hands) = (format!("{USER}!read"), format!("{USER}!hands"));
    vec![
        words(&["pveum", "role", "add", ROLE, "--privs", &read]),
        words(&["pveum", "role", "modify", ROLE, "--privs", SINCE_9, "--append", "1"]),
        words(&["pveum", "role", "add", WRITE_ROLE, "--privs", &write]),
        words(&["pveum", "user", "add", USER, "--comment", "Lotse"]),
        grant(&["--users", USER], ROLE),
        grant(&["--users", USER], WRITE_ROLE),
        token("read"),
        grant(&["--tokens", &own_read], ROLE),
        token("hands"),
        grant(&["--tokens", &own_hands], ROLE),
        grant(&["--tokens", &own_hands], WRITE_ROLE),
    ]
}

/// What is there already.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Existing {
    /// The privileges of the role, when there is one of that name.
    pub(crate) role: Option<Vec<String>>,
    /// Whether the user is there.
    pub(crate) user: bool,
    /// The names of the user's tokens.
    pub(crate) tokens: Vec<String>,
}

/// A command as words, none of which is read by a shell.
pub(crate) type Words = Vec<String>;

/// What is to be run, and the token that it makes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Plan {
    /// Commands up to the token.
    pub(crate) before: Vec<Words>,
    /// The command that makes the token and prints its secret.
    pub(crate) token: Words,
    /// Commands after it.
    pub(crate) after: Vec<Words>,
    /// The id of the token.
    pub(crate) token_id: String,
}

fn words(parts: &[&str]) -> Words {
    parts.iter().map(|part| (*part).to_owned()).collect()
}

/// The commands that are needed, and no other: what is there already is kept, and no token is replaced.
pub(crate) fn plan(existing: &Existing, release: Option<Release>) -> Plan {
    let wanted = privileges(release);
    let joined = wanted.join(" ");
    let mut before = Vec::new();
    match &existing.role {
        None => before.push(words(&["pveum", "role", "add", ROLE, "--privs", &joined])),
        Some(held) if !same(held, &wanted) => {
            before.push(words(&["pveum", "role", "modify", ROLE, "--privs", &joined]));
        }
        Some(_) => {}
    }
    if !existing.user {
        before.push(words(&["pveum", "user", "add", USER, "--comment", "Lotse reads with this user"]));
    }
    before.push(words(&["pveum", "acl", "modify", "/", "--users", USER, "--roles", ROLE]));
    let name = free_name(&existing.tokens);
    let token_id = format!("{USER}!{name}");
    Plan {
        before,
        token: words(&["pveum", "user", "token", "add", USER, &name, "--privsep", "1", "--output-format", "json"]),
        after: vec![words(&["pveum", "acl", "modify", "/", "--tokens", &token_id, "--roles", ROLE])],
        token_id,
    }
}

impl Plan {
    /// All commands in their order, as they can be pasted into a shell.
    pub(crate) fn lines(&self) -> Vec<String> {
        self.before.iter().chain([&self.token]).chain(&self.after).map(|words| line(words)).collect()
    }
}

/// A command as it can be pasted into a shell.
pub(crate) fn line(words: &[String]) -> String {
    words.iter().map(|word| shell_word(word)).collect::<Vec<_>>().join(" ")
}

fn same(held: &[String], wanted: &[&str]) -> bool {
    let mut held: Vec<&str> = held.iter().map(String::as_str).collect();
    let mut wanted = wanted.to_vec();
    held.sort_unstable();
    wanted.sort_unstable();
    held == wanted
}

const fn tokens_and_one(taken: &[String]) -> usize {
    taken.len() + 3
}

fn free_name(taken: &[String]) -> String {
    let free = |name: &String| !taken.contains(name);
    let first = "read".to_owned();
    if free(&first) {
        return first;
    }
    // One of so many numbers is not among the names that are taken.
    (2..tokens_and_one(taken)).map(|number| format!("read{number}")).find(free).unwrap_or(first)
}

#[cfg(test)]
mod tests {
    use lotse_pve::ops::version::Release;

    use super::{Existing, line, plan, privileges, separate};

    const EIGHT: Release = Release { major: 8, minor: 4, patch: 0 };
    const NINE: Release = Release { major: 9, minor: 1, patch: 0 };

    #[test]
    fn the_role_holds_no_right_to_change_anything() {
        for release in [Some(EIGHT), Some(NINE), None] {
            for privilege in privileges(release) {
                let reads = privilege.ends_with(".Audit") || privilege == "Sys.Syslog";
                assert!(reads, "{privilege}");
            }
        }
        assert!(!privileges(Some(EIGHT)).contains(&"VM.GuestAgent.Audit"));
        assert!(privileges(Some(NINE)).contains(&"VM.GuestAgent.Audit"));
    }

    #[test]
    fn the_token_for_reading_gets_no_right_to_change_anything() {
        let lines: Vec<String> = separate().iter().map(|words| line(words)).collect();
        let reads: Vec<_> = lines.iter().filter(|line| line.contains("lotse@pve!read")).collect();
        assert_eq!(reads, ["pveum acl modify / --tokens 'lotse@pve!read' --roles LotseRead"]);
        // A token has no more than its user, so the user has both roles.
        for role in ["LotseRead", "LotseWrite"] {
            assert!(lines.contains(&format!("pveum acl modify / --users lotse@pve --roles {role}")), "{lines:?}");
            assert!(lines.contains(&format!("pveum acl modify / --tokens 'lotse@pve!hands' --roles {role}")));
        }
        assert!(!lines.iter().any(|line| line.contains("Permissions.Modify") || line.contains("--privsep 0")));
    }

    #[test]
    fn on_a_fresh_cluster_everything_is_made() {
        let lines = plan(&Existing::default(), Some(NINE)).lines();
        assert_eq!(
            lines,
            [
                "pveum role add LotseRead --privs 'Datastore.Audit Pool.Audit Sys.Audit Sys.Syslog VM.Audit VM.GuestAgent.Audit'",
                "pveum user add lotse@pve --comment 'Lotse reads with this user'",
                "pveum acl modify / --users lotse@pve --roles LotseRead",
                "pveum user token add lotse@pve read --privsep 1 --output-format json",
                "pveum acl modify / --tokens 'lotse@pve!read' --roles LotseRead",
            ]
        );
    }

    #[test]
    fn what_is_there_is_kept_and_no_token_is_replaced() {
        let held = privileges(Some(EIGHT)).into_iter().map(str::to_owned).collect();
        let existing = Existing { role: Some(held), user: true, tokens: vec!["read".to_owned()] };
        let made = plan(&existing, Some(EIGHT));
        assert_eq!(made.token_id, "lotse@pve!read2");
        assert!(!made.lines().iter().any(|line| line.contains("role add") || line.contains("user add ")));
        // On a cluster that was upgraded to 9 the role made for 8 is brought up to date.
        let upgraded = plan(&existing, Some(NINE));
        assert!(upgraded.lines().iter().any(|line| line.starts_with("pveum role modify LotseRead")));
    }
}
