//! The table itself.

use crate::command::{
    Command, audit, backup, backup_job, backups, cache, context, create, delete, freeze, graph, guest_confirm, ha,
    help, info, list, migrate, monitor, node, nodes, pools, power, problems, refresh, resize, snapshot, snapshots,
    status, storage, task, tasks, whoami,
};

/// Every command, in the order in which help shows them.
pub const TABLE: &[Command] = &[
    status::COMMAND,
    problems::COMMAND,
    list::COMMAND,
    info::COMMAND,
    nodes::COMMAND,
    node::COMMAND,
    storage::COMMAND,
    ha::COMMAND,
    tasks::COMMAND,
    task::COMMAND,
    backups::COMMAND,
    snapshots::COMMAND,
    pools::COMMAND,
    graph::COMMAND,
    refresh::COMMAND,
    cache::COMMAND,
    context::COMMAND,
    power::START,
    power::SHUTDOWN,
    power::REBOOT,
    power::STOP,
    power::SUSPEND,
    power::RESUME,
    create::COMMAND,
    resize::COMMAND,
    migrate::COMMAND,
    delete::COMMAND,
    snapshot::CREATE,
    snapshot::ROLLBACK,
    snapshot::DELETE,
    backup::NOW,
    backup::RESTORE,
    backup::PROTECT,
    backup::DELETE,
    backup_job::CREATE,
    backup_job::EDIT,
    backup_job::ENABLE,
    backup_job::DISABLE,
    backup_job::RUN,
    backup_job::DELETE,
    monitor::ADD,
    monitor::REMOVE,
    monitor::LIST,
    monitor::ACK,
    monitor::SNOOZE,
    monitor::TEST,
    freeze::FREEZE,
    freeze::THAW,
    audit::AUDIT,
    audit::VERIFY,
    guest_confirm::COMMAND,
    whoami::COMMAND,
    help::COMMAND,
];

/// The command called `name`.
#[must_use]
pub fn find(name: &str) -> Option<&'static Command> {
    TABLE.iter().find(|command| command.name == name)
}

/// Up to three of `names` that are so close to `word` that it may be a typing error of theirs, the closest first.
pub fn closest<S: AsRef<str>>(word: &str, names: impl IntoIterator<Item = S>) -> Vec<String> {
    let folded = lotse_text::fold(word);
    // A third of the letters, and at least two, may be wrong: a transposition already counts two.
    let allowed = (folded.chars().count() / 3).max(2);
    let mut near: Vec<(usize, String)> = names
        .into_iter()
        .filter_map(|name| {
            let candidate = lotse_text::fold(name.as_ref());
            let begins = !folded.is_empty() && folded.chars().count() > 1 && candidate.starts_with(&folded);
            let distance = if begins { 0 } else { strsim::damerau_levenshtein(&folded, &candidate) };
            // With every letter wrong it is another word.
            (distance <= allowed && distance < candidate.chars().count()).then(|| (distance, name.as_ref().to_owned()))
        })
        .collect();
    near.sort();
    near.dedup();
    near.into_iter().take(3).map(|(_, name)| name).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{TABLE, closest};

    #[test]
    fn every_command_stands_in_the_table_once() {
        let names: BTreeSet<_> = TABLE.iter().map(|command| command.name).collect();
        assert_eq!(names.len(), TABLE.len());
    }

    #[test]
    fn a_command_has_its_positional_arguments_first_and_the_required_ones_before_the_others() {
        for command in TABLE {
            let order: Vec<_> =
                command.arguments.iter().map(|argument| (!argument.positional, !argument.required)).collect();
            assert!(order.is_sorted(), "{}", command.name);
        }
    }

    #[test]
    fn a_name_that_shares_nothing_is_not_suggested() {
        assert!(closest("zz", ["ha", "list"]).is_empty());
        assert_eq!(closest("webservr", ["webserver", "database"]), ["webserver"]);
    }
}
