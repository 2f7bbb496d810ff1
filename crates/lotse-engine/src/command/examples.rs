//! How commands are called, shown with their help.

/// Calls of a command that work as they are typed, once the names are one's own; none for commands that say all by their arguments.
#[must_use]
pub fn examples(command: &str) -> &'static [&'static str] {
    match command {
        "list" => &["list --state running", "list --tag web --kind ct"],
        "info" => &["info web", "info home/100"],
        "graph" => &["graph web --timeframe week"],
        "start" => &["start web", "start tag:web --parallel 2"],
        "shutdown" => &["shutdown web", "shutdown tag:web --timeout 3m --keep-going"],
        "reboot" => &["reboot web", "reboot web,db --parallel 1"],
        "stop" => &["stop web", "stop node:pve1"],
        "suspend" => &["suspend web", "suspend web --to-disk"],
        "resume" => &["resume web"],
        "create" => {
            &["create debian-12 --name shop --start", "create debian-12 --name shop --node pve2 --storage ceph"]
        }
        "resize" => &["resize web --cores 4 --memory 8G", "resize web --disk scsi0 --grow 20G"],
        "delete" => &["delete web"],
        "migrate" => &["migrate web --node pve2"],
        "snapshot-create" => &["snapshot-create web before-update --description \"before 24.04\""],
        "snapshot-rollback" => &["snapshot-rollback web before-update --start"],
        "snapshot-delete" => &["snapshot-delete web before-update"],
        "backup-now" => &["backup-now web", "backup-now tag:web --storage pbs --notes \"before 24.04\""],
        "backup-protect" => &["backup-protect web", "backup-protect web --off"],
        "backup-delete" => &["backup-delete web pbs:backup/vm/100/2026-11-02T02:55:00Z"],
        "restore" => &["restore web", "restore web --new-id 150 --start"],
        "backup-job-create" => {
            &["backup-job-create --schedule \"sat 02:00\" --storage pbs --covers pool:prod --keep keep-last=3"]
        }
        "backup-job-edit" => &["backup-job-edit backup-nightly --schedule \"22:30\""],
        "backup-job-enable" => &["backup-job-enable backup-nightly"],
        "backup-job-disable" => &["backup-job-disable backup-nightly"],
        "backup-job-run" => &["backup-job-run backup-nightly"],
        "backup-job-delete" => &["backup-job-delete backup-nightly"],
        "freeze" => &["freeze \"network maintenance\" --for 2h"],
        "audit" => &["audit --since 7d --guest web"],
        "monitor-add" => &["monitor-add web", "monitor-add tag:web --severity warning"],
        "monitor-snooze" => &["monitor-snooze web --for 2h"],
        "guest-confirm" => &["guest-confirm home/100"],
        _ => &[],
    }
}

#[cfg(test)]
mod tests {
    use super::examples;
    use crate::command::{Call, Does, TABLE, line};

    #[test]
    fn every_example_is_a_call_of_its_command_and_every_change_has_one() {
        for command in TABLE {
            assert!(!matches!(command.does, Does::Change(_)) || !examples(command.name).is_empty(), "{}", command.name);
            for example in examples(command.name) {
                let words = line::words(example);
                let words: Vec<&str> = words.iter().map(String::as_str).collect();
                let call = Call::parse(&words).unwrap_or_else(|error| panic!("{example}: {error:?}"));
                assert_eq!(call.command.name, command.name, "{example}");
                if let Does::Change(request) = call.command.does {
                    request(&call).unwrap_or_else(|error| panic!("{example}: {error:?}"));
                }
            }
        }
    }
}
