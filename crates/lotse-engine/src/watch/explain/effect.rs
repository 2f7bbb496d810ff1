//! What the types of tasks do to guests. The words are the worker types of `qemu-server`, `pve-container`, `pve-manager`
//! and `pve-ha-manager` (the fifth field of a UPID).

/// What a task does to its guest, or to the guests of its node.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Effect {
    /// Switches it off without asking it.
    Stop,
    /// Asks it to switch itself off.
    Shutdown,
    /// Off and on again.
    Reboot,
    /// Switches it on.
    On,
    /// Lets its processor stand still.
    Pause,
    /// Writes its memory to disk and switches it off.
    Hibernate,
    /// Lets it go on.
    Resume,
    /// Removes it.
    Remove,
    /// Moves it to another node.
    Move,
    /// Brings it back to a snapshot, which leaves it off unless the snapshot has its memory.
    Rollback,
    /// Makes it: new, or from a backup.
    Make,
    /// Backs it up, which may switch it off for a while.
    Backup,
    /// Turns it into a template.
    Template,
}

/// What a task of this type does to the guest that its id names.
#[must_use]
pub fn on_guest(kind: &str) -> Option<Effect> {
    Some(match kind {
        "qmstop" | "vzstop" => Effect::Stop,
        // The HA manager asks the guest first.
        "qmshutdown" | "vzshutdown" | "hastop" | "hashutdown" => Effect::Shutdown,
        "qmreboot" | "vzreboot" | "qmreset" | "hareboot" => Effect::Reboot,
        "qmstart" | "vzstart" | "hastart" => Effect::On,
        "qmpause" | "vzsuspend" => Effect::Pause,
        "qmsuspend" => Effect::Hibernate,
        "qmresume" | "vzresume" => Effect::Resume,
        "qmdestroy" | "vzdestroy" => Effect::Remove,
        "qmigrate" | "vzmigrate" | "hamigrate" | "harelocate" => Effect::Move,
        "qmrollback" | "vzrollback" => Effect::Rollback,
        // A clone names the guest that it was made from, so it is none of these.
        "qmcreate" | "vzcreate" | "qmrestore" | "vzrestore" | "qmimport" => Effect::Make,
        "vzdump" => Effect::Backup,
        "qmtemplate" | "vztemplate" => Effect::Template,
        _ => return None,
    })
}

/// What a task of this type does to the guests of its node, when its id names none.
#[must_use]
pub fn on_node(kind: &str) -> Option<Effect> {
    Some(match kind {
        // Since 9 there are calls for guests of several nodes, too.
        "stopall" | "bulkshutdown" => Effect::Shutdown,
        "suspendall" | "bulksuspend" => Effect::Hibernate,
        "startall" | "bulkstart" => Effect::On,
        "migrateall" | "bulkmigrate" => Effect::Move,
        "vzdump" => Effect::Backup,
        _ => return None,
    })
}

/// Whether a failed task of this kind may have done its work all the same: who asked a guest to shut down and did not wait
/// long enough sees it go off a moment later, and half a removal, move or rollback leaves a guest off, too.
#[must_use]
pub(super) const fn works_late(effect: Effect) -> bool {
    matches!(
        effect,
        Effect::Shutdown
            | Effect::Reboot
            | Effect::Move
            | Effect::Rollback
            | Effect::Remove
            | Effect::Make
            | Effect::Backup
    )
}

#[cfg(test)]
mod tests {
    use super::{Effect, on_guest, on_node};

    #[test]
    fn what_has_no_effect_on_power_explains_nothing() {
        for kind in ["qmsnapshot", "qmdelsnapshot", "qmconfig", "resize", "qmmove", "imgdel", "vncproxy", "qmclone", ""]
        {
            assert_eq!(on_guest(kind), None, "{kind}");
        }
    }

    #[test]
    fn a_type_of_the_node_is_none_of_a_guest() {
        for kind in ["stopall", "startall", "migrateall", "suspendall"] {
            assert_eq!(on_guest(kind), None, "{kind}");
            assert!(on_node(kind).is_some(), "{kind}");
        }
        assert_eq!(on_guest("hastop"), Some(Effect::Shutdown));
        assert_eq!(on_node("qmstop"), None);
    }
}
