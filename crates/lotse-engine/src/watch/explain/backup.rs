//! In which mode a backup runs: only `stop` and `suspend` take a guest down. The task list does not say; the task's log does.

use lotse_model::Vmid;

/// How a backup treats a running guest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mode {
    /// The guest goes on.
    Snapshot,
    /// It is off for a while.
    Stop,
    /// It stands still for a while.
    Suspend,
}

/// The mode in which the log of a `vzdump` task says that it treats this guest; `None` when it does not say.
///
/// `vzdump` writes `INFO: Starting Backup of VM 100 (qemu)` and below it `INFO: backup mode: stop`; in its first line stands
/// what was asked for (`--mode stop`).
#[must_use]
pub(super) fn mode(log: &[String], vmid: Vmid) -> Option<Mode> {
    let begins = |line: &&String| line.contains("Starting Backup of VM ");
    let of_guest = format!("Starting Backup of VM {vmid} ");
    let own = log.iter().skip_while(|line| !line.contains(&of_guest)).skip(1).take_while(|line| !begins(line));
    let said = own.filter_map(|line| line.split_once("backup mode: ")).find_map(|(_, mode)| read(mode));
    said.or_else(|| {
        let asked = log.iter().find_map(|line| line.split_once("starting new backup job: "))?.1;
        let words: Vec<_> = asked.split_whitespace().collect();
        let at = words.iter().position(|word| *word == "--mode");
        // `vzdump` without a mode takes snapshots (`vzdump(1)`).
        at.map_or(Some(Mode::Snapshot), |at| words.get(at + 1).and_then(|mode| read(mode)))
    })
}

/// Whether the log of a `vzdump` task says that it came to this guest.
#[must_use]
pub(super) fn is_in(log: &[String], vmid: Vmid) -> bool {
    let of_guest = format!("Starting Backup of VM {vmid} ");
    log.iter().any(|line| line.contains(&of_guest))
}

fn read(text: &str) -> Option<Mode> {
    match text.trim() {
        "snapshot" => Some(Mode::Snapshot),
        "stop" => Some(Mode::Stop),
        "suspend" => Some(Mode::Suspend),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use lotse_model::Vmid;

    use super::{Mode, mode};

    fn lines(text: &str) -> Vec<String> {
        text.lines().map(str::to_owned).collect()
    }

    #[test]
    fn the_mode_is_what_the_log_says_of_this_guest() {
        let log = lines(
            "INFO: starting new backup job: vzdump 100 101 --mode stop --storage backup\n\
             INFO: Starting Backup of VM 100 (qemu)\nINFO: status = stopped\nINFO: backup mode: stop\n\
             INFO: Starting Backup of VM 101 (lxc)\nINFO: backup mode: suspend",
        );
        let of = |vmid| mode(&log, Vmid::new(vmid).unwrap());
        assert_eq!((of(100), of(101), of(102)), (Some(Mode::Stop), Some(Mode::Suspend), Some(Mode::Stop)));
    }

    #[test]
    fn a_job_that_asks_for_no_mode_takes_snapshots_and_an_empty_log_says_nothing() {
        let vmid = Vmid::new(100).unwrap();
        assert_eq!(mode(&lines("INFO: starting new backup job: vzdump 100 --storage b"), vmid), Some(Mode::Snapshot));
        assert_eq!(mode(&lines("no content"), vmid), None);
        assert_eq!(mode(&[], vmid), None);
    }
}
