//! What every store promises, and what the one in a SQLite file promises besides.

#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::print_stderr,
    reason = "what the tests share may panic as a test does, and a skipped test says so"
)]

mod promises;
mod sqlite;
mod sqlite_errors;
mod sqlite_process;
mod writers;

/// A list of promises, each a test of a store that `$open` makes anew.
macro_rules! every_promise {
    ($open:path: $($promise:ident)*) => {
        $(#[tokio::test]
        async fn $promise() {
            let (store, _keep) = $open().await;
            crate::promises::$promise(&store).await;
        })*
    };
    ($open:path) => {
        crate::every_promise! { $open:
            a_change_is_read_as_it_was_written
            a_change_is_written_down_once
            entries_behind_others_are_written
            entries_behind_the_wrong_one_are_not_written
            a_closed_change_takes_no_entry
            a_change_that_is_not_there_takes_no_entry
            open_changes_come_oldest_first
            changes_of_a_plan_come_newest_first
            only_closed_changes_are_forgotten
            one_holds_a_change_at_a_time
            a_hold_ends_with_its_time
            only_the_holder_lets_go
            lines_are_numbered_without_a_gap
            the_last_line_is_the_last_one
            lines_are_found_by_guest_person_time_and_number
            a_limit_keeps_the_newest_lines_in_order
            pages_from_the_oldest_line_on_are_all_lines
            a_document_is_written_on_its_version_only
            the_same_body_leaves_the_version
            a_document_is_removed_at_its_version_only
            documents_come_by_their_keys
            several_documents_are_written_together
            one_that_is_overtaken_keeps_the_others_from_being_written
            one_document_can_be_written_twice_in_one_go
            nothing_new_in_several_documents_leaves_their_versions
            any_text_is_kept_as_it_is
            typed_lines_are_kept_up_to_a_number
            a_person_forgets_only_their_own_lines
            any_time_is_kept_as_it_is
            an_empty_store_is_whole
        }
    };
}
pub(crate) use every_promise;
