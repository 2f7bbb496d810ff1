//! What a channel is sent next: one notice, or one summary of what waited. Pure.
//!
//! The order in which things were written is the order in which they are told, with one exception: what is critical does not
//! wait for what quiet hours hold back, unless that is about the same alert.

use std::collections::BTreeSet;

use lotse_model::Timestamp;
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use super::{AlertId, Notice};

/// What waited so long is told as a summary, in seconds: whoever comes back wants to know how things are.
const LONG: i64 = 3_600;
/// How many notices a summary holds at most. What a person can take in is less; the rest follows in a summary of its own.
const MOST: usize = 50;

/// The notices that a channel is sent next, given all that wait for it in their order; empty when nothing may be told at `now`.
pub(super) fn next(queue: &[Notice], now: Timestamp) -> Vec<&Notice> {
    let is_held = |notice: &Notice| notice.held_until.is_some_and(|until| now < until);
    let urgent: BTreeSet<AlertId> = queue.iter().filter(|notice| !is_held(notice)).filter_map(alert_of).collect();
    let about_urgent = |notice: &Notice| alert_of(notice).is_some_and(|alert| urgent.contains(&alert));
    let ready: Vec<&Notice> =
        queue.iter().filter(|notice| !is_held(notice) || about_urgent(notice)).take(MOST).collect();
    let Some(first) = ready.first() else { return ready };
    let since = first.held_until.map_or(first.at, |until| first.at.max(until));
    if now.0.saturating_sub(since.0) >= LONG {
        return ready;
    }
    // What was held back ends together.
    let held = ready.iter().take_while(|notice| notice.held_until.is_some_and(|until| until <= now)).count();
    ready.into_iter().take(held.max(1)).collect()
}

/// The name of the message that holds these: that of the one notice, or of a summary one that only these together have. So a
/// channel that knows a name twice never takes a summary for another one that holds more.
pub(super) fn message_id(notices: &[Notice]) -> Uuid {
    if let [one] = notices {
        return one.id;
    }
    let mut hash = Sha256::new();
    for notice in notices {
        hash.update(notice.id.as_bytes());
    }
    let digest = hash.finalize();
    let mut bytes = [0; 16];
    for (to, from) in bytes.iter_mut().zip(digest) {
        *to = from;
    }
    // Version 8 of RFC 9562: its bits mean what the application says.
    uuid::Builder::from_custom_bytes(bytes).into_uuid()
}

fn alert_of(notice: &Notice) -> Option<AlertId> {
    notice.alert.as_ref().map(|alert| alert.id)
}

#[cfg(test)]
mod tests {
    use lotse_model::Timestamp;
    use proptest::prelude::*;

    use super::{MOST, message_id, next};
    use crate::watch::{
        Notice, NoticeKind,
        sample::{guest_off, notice},
    };

    /// A notice of an alert, written at a time and perhaps held back.
    fn one(number: u128, alert: u64, at: i64, held: Option<i64>) -> Notice {
        let alert = guest_off(alert, "home/100", &[]);
        Notice { held_until: held.map(Timestamp), ..notice(number, "mail", NoticeKind::Raised, &alert, at) }
    }

    fn picked(queue: &[Notice], now: i64) -> Vec<u128> {
        next(queue, Timestamp(now)).iter().map(|notice| notice.id.as_u128()).collect()
    }

    #[test]
    fn one_after_the_other_in_their_order() {
        let queue = [one(1, 1, 100, None), one(2, 2, 110, None)];
        assert_eq!(picked(&queue, 120), [1]);
        assert_eq!(picked(&queue[1..], 120), [2]);
        assert!(picked(&[], 120).is_empty());
    }

    #[test]
    fn what_waited_for_an_hour_is_one_summary() {
        let queue = [one(1, 1, 100, None), one(2, 2, 110, None), one(3, 1, 3_000, None)];
        assert_eq!(picked(&queue, 3_699), [1]);
        assert_eq!(picked(&queue, 3_700), [1, 2, 3]);
    }

    #[test]
    fn what_quiet_hours_held_back_is_one_summary_at_their_end() {
        let queue = [one(1, 1, 100, Some(500)), one(2, 2, 110, Some(500)), one(3, 3, 505, None)];
        assert_eq!(picked(&queue, 499), [3], "what may be told passes what is held back");
        assert_eq!(picked(&queue, 506), [1, 2]);
        assert_eq!(picked(&queue[2..], 506), [3]);
    }

    #[test]
    fn what_got_urgent_takes_its_beginning_along() {
        let queue = [one(1, 1, 100, Some(900)), one(2, 2, 110, Some(900)), one(3, 1, 120, None)];
        assert_eq!(picked(&queue, 130), [1], "an alert is never told from its middle");
        assert_eq!(picked(&queue[1..], 130), [3]);
    }

    #[test]
    fn a_summary_has_a_name_that_only_these_notices_have() {
        let all = [one(1, 1, 100, None), one(2, 2, 110, None), one(3, 1, 120, None)];
        assert_eq!(message_id(&all[..1]), all[0].id);
        assert_eq!(message_id(&all), message_id(&all.clone()));
        assert_ne!(message_id(&all), message_id(&all[..2]));
        assert_eq!(message_id(&all).get_version_num(), 8);
    }

    proptest! {
        /// Whatever waits: delivered step by step, each is told once, those of one alert in their order, and none too early.
        #[test]
        fn everything_is_told_once_and_an_alert_in_its_order(
            waiting in proptest::collection::vec((0..5_u64, 0..5_000_i64, proptest::option::of(0..9_000_i64)), 0..80),
        ) {
            let mut queue: Vec<_> =
                waiting.iter().zip(1..).map(|((alert, at, held), id)| one(id, *alert, *at, *held)).collect();
            let all = queue.clone();
            let mut told: Vec<Notice> = Vec::new();
            for now in [5_000, 7_000, 9_000] {
                loop {
                    let batch: Vec<_> = next(&queue, Timestamp(now)).into_iter().cloned().collect();
                    prop_assert!(batch.len() <= MOST);
                    if batch.is_empty() {
                        break;
                    }
                    queue.retain(|notice| !batch.contains(notice));
                    told.extend(batch);
                }
            }
            prop_assert_eq!(told.len(), all.len());
            for alert in 0..5 {
                let of = |list: &[Notice]| -> Vec<_> {
                    list.iter().filter(|one| one.alert.as_ref().is_some_and(|own| own.id.0 == alert)).map(|one| one.id).collect()
                };
                prop_assert_eq!(of(&told), of(&all));
            }
        }
    }
}
