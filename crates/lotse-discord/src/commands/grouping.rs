//! Where a command of the table stands among the slash commands: `/start`, `/snapshot create`, `/backup job run`.

/// Words that several commands begin with and that people know as one thing.
const FAMILIES: &[&str] = &["snapshot", "backup", "monitor", "audit", "silence"];
/// A family within a family.
const INNER: &[(&str, &str)] = &[("backup", "job")];

/// The path of a command: its own name, or a family with a subcommand, or with a group and a subcommand.
///
/// A command that is called like a family, or its plural, is the `list` of that family: a slash command with subcommands
/// cannot be sent by itself.
pub(crate) fn path(command: &'static str) -> Vec<&'static str> {
    for family in FAMILIES {
        let Some(rest) = command.strip_prefix(family) else { continue };
        if rest.is_empty() || rest == "s" {
            return vec![family, "list"];
        }
        let Some(rest) = rest.strip_prefix('-') else { continue };
        let inner = INNER.iter().find(|(outer, inner)| outer == family && rest.starts_with(inner));
        if let Some((_, inner)) = inner
            && let Some(sub) = rest.strip_prefix(inner).and_then(|sub| sub.strip_prefix('-'))
        {
            return vec![family, inner, sub];
        }
        return vec![family, rest];
    }
    vec![command]
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::path;
    use crate::commands::table;

    #[test]
    fn the_commands_of_the_first_bot_are_found_where_they_were() {
        for (command, wanted) in [
            ("list", "list"),
            ("start", "start"),
            ("snapshots", "snapshot list"),
            ("snapshot-create", "snapshot create"),
            ("snapshot-rollback", "snapshot rollback"),
            ("monitor-add", "monitor add"),
            ("backup-now", "backup now"),
            ("backup-job-run", "backup job run"),
            ("backups", "backup list"),
            ("storage", "storage"),
        ] {
            assert_eq!(path(command).join(" "), wanted);
        }
    }

    #[test]
    fn no_two_commands_share_a_path_and_none_stands_before_another() {
        let paths: Vec<_> = table().map(|command| path(command.name)).collect();
        let unique: BTreeSet<_> = paths.iter().collect();
        assert_eq!(unique.len(), paths.len());
        for one in &paths {
            for other in &paths {
                assert!(one == other || !other.starts_with(one), "{one:?} and {other:?}");
            }
        }
    }
}
