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

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::TABLE;

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
}
