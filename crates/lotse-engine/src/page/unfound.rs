//! That there is no such thing, in the words for its kind.

use lotse_text::{Language, tr};

/// That nothing of a kind ([`CommandError::NotFound`](crate::command::CommandError::NotFound)) is called so.
#[must_use]
pub fn not_found(language: Language, kind: &str, reference: &str) -> String {
    match kind {
        "guest" if reference.contains(':') => tr::error_nobody_fits(language, reference),
        "guest" => tr::error_no_guest(language, reference),
        "node" => tr::error_no_node(language, reference),
        "backup" if reference == "last" => tr::error_no_backup_at_all(language),
        "backup" => tr::error_no_backup(language, reference),
        "storage" => tr::error_no_storage(language, reference),
        "cluster" => tr::error_no_cluster(language, reference),
        "task" => tr::error_no_task(language, reference),
        "snapshot" => tr::error_no_snapshot(language, reference),
        "entry" => tr::error_no_entry(language, reference),
        "alert" => tr::error_no_alert(language, reference),
        "channel" => tr::error_no_channel(language, reference),
        _ => tr::error_not_found(language, reference),
    }
}
