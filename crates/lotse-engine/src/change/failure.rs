//! What the words of a server mean when a call is refused or a task fails. Pure: words in, the code of a note out; its text
//! in three languages is `note-CODE`.
//!
//! Proxmox has no error codes, only English words, which are not translated by any locale of the server. Those here are from
//! the sources of `qemu-server`, `pve-container`, `pve-storage`, `pve-guest-common`, `pve-cluster` and `pve-manager`, and from
//! recorded answers. What is not known stays [`OTHER`], with the server's words beside it.

use lotse_pve::CallError;

/// A failure whose words are not known.
pub const OTHER: &str = "failed-other";

/// The call or its task did not begin: nothing was done.
pub const NOT_BEGUN: &str = "failed-not-begun";

/// The call as rebuilt is not the one that was approved: it was not sent.
pub const OTHER_CALL: &str = "failed-other-call";

/// The cluster can no longer be changed by this process: it was not sent.
pub const NO_HANDS: &str = "failed-no-hands";

/// It was not sent, since another process may have taken over meanwhile.
pub const TOO_LATE: &str = "failed-too-late";

/// The store or the audit could not be written before sending: it was not sent.
pub const NOT_WRITTEN: &str = "failed-not-written";

/// What the plan rests on is no longer so: it was not sent.
pub const CHANGED: &str = "failed-changed-meanwhile";

/// What the plan rests on could not be read again: it was not sent.
pub const UNSEEN: &str = "failed-unseen-meanwhile";

/// The task ran longer than was waited for it.
pub const STILL_RUNNING: &str = "unknown-still-running";

/// The task could not be seen to its end.
pub const TASK_UNSEEN: &str = "unknown-task-unseen";

/// The answer to the call was lost, and nothing tells whether it was carried out.
pub const ANSWER_LOST: &str = "unknown-answer-lost";

/// The answer to the call was lost, and several tasks could be it.
pub const SEVERAL_TASKS: &str = "unknown-several-tasks";

/// Words and what they mean. Of two that fit the upper one counts. A `*` stands for anything between two parts.
const WORDS: &[(&str, &[&str])] = &[
    // Quorum first: without it every write to /etc/pve fails in one way or another.
    ("failed-quorum", &["no quorum", "/etc/pve/*permission denied", "cluster not ready"]),
    (
        "failed-space",
        &[
            "no space left",
            "not enough space",
            "not enough free space",
            "insufficient free space",
            "out of space",
            "disk quota exceeded",
            "free space in thin pool",
            "exceeds the available space",
        ],
    ),
    ("failed-memory", &["cannot allocate memory", "cannot set up guest memory", "not enough memory", "oom-kill"]),
    ("failed-busy", &["can't lock file*timeout", "can't acquire lock*timeout", "got lock request timeout"]),
    ("failed-locked", &["vm is locked", "ct is locked", "is locked ("]),
    (
        "failed-no-reaction",
        &[
            "quit/powerdown failed",
            "powerdown failed",
            "container did not stop",
            "did not shut down",
            "shutdown*got timeout",
        ],
    ),
    ("failed-protected", &["protection mode", "is protected", "protection flag"]),
    (
        "failed-ha-error",
        &["in error state, must be disabled", "used in ha resources", "ha-manager*failed", "is managed by ha"],
    ),
    ("failed-running", &["already running", "is running - destroy failed", "vm is running", "ct is running"]),
    ("failed-not-running", &["not running"]),
    (
        "failed-in-use",
        &[
            "in use by linked clone",
            "still in use by",
            "is still used by",
            "dataset is busy",
            "device or resource busy",
        ],
    ),
    ("failed-no-snapshots", &["snapshot feature is not available", "can't snapshot", "snapshots are not supported"]),
    // Before what a file that is not there means: the server's log names the missing program so.
    ("failed-no-criu", &["execing criu failed", "lxc-checkpoint*failed"]),
    ("failed-not-newest-snapshot", &["is not most recent snapshot", "is not the most recent", "more recent snapshots"]),
    ("failed-topology", &["invalid cpu topology", "add more vcpus than maxcpus"]),
    ("failed-shrink", &["shrinking disks is not supported", "shrinking is not supported"]),
    ("failed-template", &["if it's a template", "is a template", "on a template"]),
    (
        "failed-not-movable",
        &[
            "can't migrate running vm",
            "can't migrate vm*local",
            "cannot migrate*local",
            "can't live migrate",
            "can't migrate local",
            "migration aborted",
            "without --online",
            "to the local node",
        ],
    ),
    ("failed-hotplug", &["hotplug problem", "unplug timed out", "error unplug"]),
    (
        "failed-storage",
        &[
            "storage '*' is not online",
            "storage '*' is not available",
            "storage '*' is disabled",
            "storage '*' does not support",
            "storage '*' does not exist",
            "no such storage",
            "unable to activate storage",
            "is not mounted",
        ],
    ),
    ("failed-root-only", &["only root can", "only root may", "only root@pam"]),
    ("failed-permission", &["permission check failed", "permission denied"]),
    ("failed-digest", &["checksum mismatch", "detected modified configuration"]),
    ("failed-exists", &["already exists", "file exists", "already used"]),
    ("failed-gone", &["does not exist", "no such vm", "no such file", "no such volume", "unable to find"]),
    ("failed-interrupted", &["received interrupt", "interrupted by signal", "got signal"]),
    ("failed-worker-died", &["unexpected status", "worker died"]),
    (
        "failed-node-down",
        &[
            "no route to host",
            "connection refused",
            "connection timed out",
            "proxy handler failed",
            "too many redirections",
        ],
    ),
    ("failed-timeout", &["got timeout", "timed out", "timeout waiting"]),
];

/// What the exit status of a task means, or the words of a refusal; where they say nothing (`command '…' failed: exit code
/// 1`), the last line of the log that does.
#[must_use]
pub fn meaning<'t>(message: &str, tail: impl DoubleEndedIterator<Item = &'t str>) -> &'static str {
    known(message).or_else(|| tail.rev().find_map(known)).unwrap_or(OTHER)
}

/// What a refused call means.
#[must_use]
pub fn of_call(error: &CallError) -> &'static str {
    match error {
        CallError::Permission { .. } => error.message().and_then(known).unwrap_or("failed-permission"),
        CallError::Unreachable { .. } | CallError::TimedOut { .. } => NOT_BEGUN,
        CallError::NodeDown { .. } => "failed-node-down",
        CallError::Refused { .. } | CallError::NeedTotp { .. } | CallError::NoSudo { .. } => "failed-login",
        CallError::Untrusted { .. } => "failed-untrusted",
        CallError::Parameters { errors, message, .. } => {
            errors.values().map(String::as_str).chain([message.as_str()]).find_map(known).unwrap_or("failed-parameters")
        }
        CallError::NotFound { message, .. } => known(message).unwrap_or("failed-gone"),
        CallError::NoSuchCall { .. } | CallError::NotProxmox { .. } => "failed-unsupported",
        CallError::Uncertain { .. } | CallError::Broken { .. } => ANSWER_LOST,
        CallError::Failed { message, .. } => known(message).unwrap_or(OTHER),
    }
}

/// The server's words about a refused call, each parameter's included. Text from a machine.
#[must_use]
pub fn words(error: &CallError) -> String {
    match error {
        CallError::Parameters { errors, .. } if !errors.is_empty() => {
            let each: Vec<_> = errors.iter().map(|(name, text)| format!("{name}: {}", text.trim())).collect();
            each.join("; ")
        }
        _ => error.message().map_or_else(|| error.to_string(), |message| message.trim().to_owned()),
    }
}

fn known(text: &str) -> Option<&'static str> {
    let text = text.to_ascii_lowercase();
    let fits = |words: &&str| has_in_order(&text, words);
    WORDS.iter().find(|(_, words)| words.iter().any(fits)).map(|(code, _)| *code)
}

/// Whether `text` has the parts of `pattern`, which `*` separates, one behind the other.
fn has_in_order(text: &str, pattern: &str) -> bool {
    let rest = pattern.split('*').try_fold(text, |rest, part| rest.split_once(part).map(|(_, behind)| behind));
    rest.is_some()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{OTHER, WORDS, has_in_order, meaning};

    fn of(message: &str) -> &'static str {
        meaning(message, std::iter::empty())
    }

    #[test]
    fn the_words_of_a_real_server_are_understood() {
        for (code, words) in [
            ("failed-busy", "can't lock file '/var/lock/qemu-server/lock-103.conf' - got timeout"),
            ("failed-busy", "can't lock file '/run/lock/lxc/pve-config-200.lock' - got timeout"),
            ("failed-busy", "error with cfs lock 'storage-nas': got lock request timeout"),
            ("failed-locked", "VM is locked (backup)"),
            ("failed-locked", "CT is locked (snapshot-delete)"),
            ("failed-no-reaction", "VM quit/powerdown failed - got timeout"),
            ("failed-running", "VM 101 already running"),
            ("failed-running", "CT 200 already running"),
            ("failed-not-running", "VM 101 not running"),
            ("failed-quorum", "cluster not ready - no quorum?"),
            (
                "failed-quorum",
                "unable to open file '/etc/pve/nodes/pve/qemu-server/100.conf.tmp.1' - Permission denied",
            ),
            ("failed-space", "unable to create image: lvcreate error: insufficient free space (12 extents)"),
            ("failed-space", "write: No space left on device"),
            ("failed-template", "you can't start a vm if it's a template"),
            ("failed-shrink", "shrinking disks is not supported"),
            ("failed-gone", "Configuration file 'nodes/pve/qemu-server/999.conf' does not exist"),
            ("failed-exists", "unable to create VM 100: config file already exists"),
            (
                "failed-exists",
                "close (rename) atomic file '/etc/pve/nodes/pve/qemu-server/400.conf' failed: File exists",
            ),
            ("failed-digest", "checksum mismatch (file change by other user?)"),
            ("failed-root-only", "only root can set 'args' config"),
            ("failed-interrupted", "received interrupt"),
            ("failed-worker-died", "stopped: unexpected status"),
            ("failed-protected", "can't remove VM 100 - protection mode enabled"),
            ("failed-storage", "storage 'nas' is not online"),
            ("failed-permission", "Permission check failed (/vms/100, VM.PowerMgmt)"),
            ("failed-in-use", "base volume 'local-lvm:base-9000-disk-0' is still in use by linked cloned VMs"),
            ("failed-no-snapshots", "snapshot feature is not available"),
            ("failed-no-criu", "command 'lxc-checkpoint -n 200 -s -D /var/lib/vz/dump' failed: exit code 1"),
            (
                "failed-no-criu",
                "lxc-checkpoint: 200: ../src/lxc/criu.c: criu_version_ok: 767 No such file or directory - execing criu \
                 failed, is it installed?",
            ),
            ("failed-topology", "kvm: Invalid CPU topology: maxcpus must be equal to or greater than smp: sockets (1)"),
            (OTHER, "start failed: QEMU exited with code 1"),
        ] {
            assert_eq!(of(words), code, "{words}");
        }
    }

    #[test]
    fn a_message_that_says_nothing_is_explained_by_the_last_line_of_the_log_that_does() {
        let tail =
            ["INFO: VM is locked (backup)", "vma: write error - No space left on device", "INFO: archive removed"];
        assert_eq!(meaning("job errors", tail.into_iter()), "failed-space");
        assert_eq!(meaning("VM 100 already running", tail.into_iter()), "failed-running");
    }

    #[test]
    fn each_meaning_stands_once_and_in_lower_case() {
        let mut codes: Vec<_> = WORDS.iter().map(|(code, _)| *code).collect();
        codes.sort_unstable();
        let count = codes.len();
        codes.dedup();
        assert_eq!(codes.len(), count);
        assert!(WORDS.iter().flat_map(|(_, words)| *words).all(|words| words.to_ascii_lowercase() == **words));
    }

    #[test]
    fn parts_of_a_pattern_follow_one_another() {
        assert!(has_in_order("abc", "a*c") && has_in_order("abc", "b") && !has_in_order("abc", "c*a"));
    }

    proptest! {
        #[test]
        fn any_words_have_one_meaning(message in ".{0,120}", tail in proptest::collection::vec(".{0,40}", 0..4)) {
            prop_assert!(meaning(&message, tail.iter().map(String::as_str)).starts_with("failed-"));
        }
    }
}
