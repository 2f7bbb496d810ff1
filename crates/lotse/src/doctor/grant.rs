//! The commands that grant what is missing. They are made from what the cluster says about its roles and the token, since a
//! role that is not there cannot be modified.

use lotse_pve::{Caller, Deadline, Params, Read, api_path, ops::version::Release, transport::Rest};
use serde_json::Value;

use crate::{failure::shell_word, role};

/// What the cluster says about the role and whoever reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Grounds {
    /// Whether the role is there.
    pub(super) has_role: bool,
    /// Whether the token has its own privileges beside its user's (`privsep`); so it is unless the cluster says otherwise.
    pub(super) is_separated: bool,
}

/// Looks at the roles and at the token. What cannot be read is taken for the fresh cluster that it most likely is.
pub(super) async fn look(rest: Option<&Rest>, caller: &Caller, deadline: Deadline) -> Grounds {
    let mut grounds = Grounds { has_role: false, is_separated: true };
    let Some(rest) = rest else { return grounds };
    let roles = rest.get(&api_path!("/access/roles"), &Params::new(), deadline).await;
    grounds.has_role = roles.is_ok_and(|roles| has_role(&roles.data));
    if let Caller::Token(id) = caller
        && let Some((user, name)) = id.split_once('!')
    {
        let token = rest.get(&api_path!("/access/users/{}/token/{}", user, name), &Params::new(), deadline).await;
        grounds.is_separated = token.map_or(true, |token| is_separated(&token.data));
    }
    grounds
}

fn has_role(roles: &Value) -> bool {
    let mut named = roles.as_array().into_iter().flatten().filter_map(|row| row.get("roleid")?.as_str());
    named.any(|name| name == role::ROLE)
}

/// The server writes numbers as numbers or as text.
fn is_separated(token: &Value) -> bool {
    !token.get("privsep").is_some_and(|value| value.as_i64() == Some(0) || value.as_str() == Some("0"))
}

/// The commands: the privilege to the role, or the whole role where there is none, and the role to whoever reads. A token
/// that is separated from its user's privileges has what both have.
pub(super) fn commands(grounds: Grounds, caller: &Caller, privilege: &str, release: Option<Release>) -> Vec<String> {
    let (Caller::Token(id) | Caller::User(id)) = caller else { return Vec::new() };
    let role = role::ROLE;
    let user = id.split('!').next().unwrap_or(id);
    let held = if grounds.has_role {
        format!("pveum role modify {role} --append 1 --privs {privilege}")
    } else {
        format!("pveum role add {role} --privs {}", shell_word(&role::privileges(release).join(" ")))
    };
    let mut commands = vec![held, format!("pveum acl modify / --users {} --roles {role}", shell_word(user))];
    if matches!(caller, Caller::Token(_)) && grounds.is_separated {
        commands.push(format!("pveum acl modify / --tokens {} --roles {role}", shell_word(id)));
    }
    commands
}

#[cfg(test)]
mod tests {
    use lotse_pve::Caller;
    use serde_json::json;

    use super::{Grounds, commands, has_role, is_separated};

    fn lines(has_role: bool, is_separated: bool) -> Vec<String> {
        let caller = Caller::Token("a@pve!b".to_owned());
        commands(Grounds { has_role, is_separated }, &caller, "Sys.Audit", None)
    }

    #[test]
    fn a_role_that_is_there_is_modified_and_one_that_is_not_is_added_whole() {
        assert_eq!(lines(true, true)[0], "pveum role modify LotseRead --append 1 --privs Sys.Audit");
        let added = &lines(false, true)[0];
        assert!(added.starts_with("pveum role add LotseRead --privs '"), "{added}");
        assert!(added.contains("Sys.Audit") && added.contains("VM.Audit"), "{added}");
        assert!(has_role(&json!([{ "roleid": "PVEAuditor" }, { "roleid": "LotseRead" }])));
        assert!(!has_role(&json!([{ "roleid": "PVEAuditor" }])));
    }

    #[test]
    fn only_a_separated_token_gets_an_entry_of_its_own() {
        let own = |lines: &[String]| lines.iter().any(|line| line.contains("--tokens 'a@pve!b'"));
        assert!(own(&lines(true, true)));
        assert!(!own(&lines(true, false)));
        for (privsep, separated) in [(json!(0), false), (json!("0"), false), (json!(1), true), (json!(null), true)] {
            assert_eq!(is_separated(&json!({ "privsep": privsep })), separated);
        }
    }
}
