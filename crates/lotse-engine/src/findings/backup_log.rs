//! What the log of a backup run tells of its guests. A run over several guests is one task without a number: which of them
//! failed, and why, stands in its log alone.

use lotse_model::Vmid;
use lotse_pve::ops::logs::LogLine;

/// A guest that a run did not save.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FailedGuest {
    /// The guest, in the cluster of the task.
    pub vmid: Vmid,
    /// Why, in the server's words.
    pub why: String,
}

/// What was read of a run's log.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BackupLog {
    /// The guests that it did not save, in its order.
    pub failed: Vec<FailedGuest>,
    /// The last error that names no guest, where there is one.
    pub error: Option<String>,
    /// Whether all of it was read. What lies between the beginning and the end of a very long one was not.
    pub whole: bool,
}

impl BackupLog {
    /// Reads lines as `PVE/VZDump.pm` writes them: `ERROR: Backup of VM 101 failed - …`, for containers alike.
    #[must_use]
    pub fn read<'l>(lines: impl IntoIterator<Item = &'l LogLine>, whole: bool) -> Self {
        let mut log = Self { whole, ..Self::default() };
        for line in lines {
            let Some(error) = line.text.trim().strip_prefix("ERROR: ") else { continue };
            match failed(error) {
                Some(guest) if log.failed.iter().any(|known| known.vmid == guest.vmid) => {}
                Some(guest) => log.failed.push(guest),
                None => log.error = Some(error.to_owned()),
            }
        }
        log
    }
}

fn failed(error: &str) -> Option<FailedGuest> {
    let rest = error.strip_prefix("Backup of VM ")?;
    let (number, why) = rest.split_once(" failed")?;
    let why = why.trim_start_matches([' ', '-']).trim();
    Some(FailedGuest { vmid: number.trim().parse().ok()?, why: why.to_owned() })
}

#[cfg(test)]
mod tests {
    use lotse_pve::ops::logs::LogLine;

    use super::BackupLog;

    fn read(text: &str) -> BackupLog {
        let lines: Vec<LogLine> =
            (1..).zip(text.lines()).map(|(number, line)| LogLine { number, text: line.to_owned() }).collect();
        BackupLog::read(&lines, true)
    }

    #[test]
    fn the_guests_that_failed_are_named_with_the_reason() {
        let log = read(
            "INFO: starting new backup job: vzdump 300 999 --mode stop --remove 0 --node pve --storage backup\n\
             INFO: Finished Backup of VM 300 (00:00:03)\n\
             ERROR: Backup of VM 999 failed - unable to find VM '999'\n\
             INFO: Failed at 2026-11-22 05:42:34\n\
             ERROR: Backup of VM 101 failed - job failed with err -28 - No space left on device\n\
             INFO: Backup job finished with errors\n\
             TASK ERROR: job errors",
        );
        let failed: Vec<_> = log.failed.iter().map(|guest| (guest.vmid.get(), guest.why.as_str())).collect();
        assert_eq!(
            failed,
            [(999, "unable to find VM '999'"), (101, "job failed with err -28 - No space left on device")]
        );
        assert_eq!(log.error, None);
    }

    #[test]
    fn a_guest_that_is_told_of_twice_is_one_and_an_error_of_the_run_is_kept() {
        let log = read(
            "ERROR: could not activate storage 'nas': storage 'nas' is not online\n\
             ERROR: Backup of VM 101 failed - a\nERROR: Backup of VM 101 failed - b",
        );
        assert_eq!(log.failed.len(), 1);
        assert_eq!(log.error.as_deref(), Some("could not activate storage 'nas': storage 'nas' is not online"));
    }

    #[test]
    fn text_that_only_looks_like_it_names_nobody() {
        let log =
            read("INFO: ERROR: Backup of VM 101 failed - x\nERROR: Backup of VM many failed\nTASK ERROR: job errors");
        assert_eq!(log.failed, []);
    }
}
