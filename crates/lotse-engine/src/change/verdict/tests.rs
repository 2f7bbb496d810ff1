use super::{verdict, wants_look};
use crate::change::{
    event::{Outcome, StepEnd},
    failure,
    note::Note,
    sample::item,
    state::Progress,
};

fn ended(ends: &[StepEnd]) -> Progress {
    Progress { ended: ends.to_vec(), ..Progress::default() }
}

fn done() -> StepEnd {
    StepEnd::Done { warnings: 0 }
}

fn failed(meaning: &'static str) -> StepEnd {
    StepEnd::Failed { meaning: meaning.into(), message: "VM is locked (backup)".to_owned(), tail: Vec::new() }
}

fn lost() -> StepEnd {
    StepEnd::Unknown { meaning: failure::ANSWER_LOST.into(), message: String::new() }
}

fn seen(outcome: Outcome) -> super::ReadBack {
    (outcome, vec![Note::info("seen")])
}

fn codes(notes: &[Note]) -> Vec<&str> {
    notes.iter().map(|note| &*note.code).collect()
}

#[test]
fn done_is_verified_only_when_it_was_read_back() {
    let progress = ended(&[done()]);
    assert_eq!(verdict(&item(100, 1), &progress, false, Some(seen(Outcome::Verified))).0, Outcome::Verified);
    assert_eq!(verdict(&item(100, 1), &progress, false, Some(seen(Outcome::Failed))).0, Outcome::Failed);
    let (outcome, notes) = verdict(&item(100, 1), &progress, false, None);
    assert_eq!((outcome, codes(&notes)), (Outcome::Inconclusive, vec!["unknown-unread"]));
}

#[test]
fn a_failed_step_says_why_and_is_not_made_good_by_how_the_guest_looks() {
    let progress = ended(&[done(), failed("failed-locked")]);
    assert!(!wants_look(&progress, false));
    let (outcome, notes) = verdict(&item(100, 3), &progress, false, Some(seen(Outcome::Verified)));
    assert_eq!((outcome, codes(&notes)), (Outcome::Failed, vec!["failed-locked", "partly-done"]));
}

#[test]
fn a_lost_answer_is_settled_by_what_is_seen() {
    let progress = ended(&[lost()]);
    assert!(wants_look(&progress, false));
    let (outcome, notes) = verdict(&item(100, 1), &progress, false, Some(seen(Outcome::Verified)));
    assert_eq!((outcome, codes(&notes)), (Outcome::Verified, vec!["seen", "unknown-answer-lost"]));
    let not_so = verdict(&item(100, 1), &progress, false, Some(seen(Outcome::Failed)));
    assert_eq!(not_so.0, Outcome::Inconclusive, "a guest that is not so yet may still become so");
    let first_of_two = verdict(&item(100, 2), &progress, false, Some(seen(Outcome::Verified)));
    assert_eq!(first_of_two.0, Outcome::Inconclusive, "the second was never sent");
}

#[test]
fn what_a_freeze_cut_short_failed_and_says_how_far_it_came() {
    let (outcome, notes) = verdict(&item(100, 3), &ended(&[done()]), true, None);
    assert_eq!((outcome, codes(&notes)), (Outcome::Failed, vec!["failed-frozen", "partly-done"]));
}

#[test]
fn warnings_of_a_task_are_told() {
    let progress = ended(&[StepEnd::Done { warnings: 2 }]);
    let (outcome, notes) = verdict(&item(100, 1), &progress, false, Some(seen(Outcome::Verified)));
    assert_eq!((outcome, codes(&notes)), (Outcome::Verified, vec!["seen", "task-warned"]));
}
