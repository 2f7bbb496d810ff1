//! What a channel is sent next: one notice, or one summary of what waited. Pure.
//!
//! The order in which things were written is the order in which they are told, with two exceptions: what is critical does not
//! wait for what quiet hours hold back, unless that is about the same alert, and it comes first where much happens at once. Of
//! that the rest is a summary: a person who is sent five hundred messages reads none, and a channel that takes twenty a
//! minute would still tell of the beginning when it is over.

use std::collections::BTreeSet;

use lotse_model::{Severity, Timestamp};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use super::{Alert, AlertId, Notice, NoticeKind};

/// What waited so long is told as a summary, in seconds: whoever comes back wants to know how things are.
const LONG: i64 = 3_600;
/// More than so many that may be told at the same moment are a summary.
const BURST: usize = 10;
/// How far two readings of the clock may lie apart without that it was set back, in seconds.
const JITTER: i64 = 60;
/// How many notices a summary holds at most. What a person can take in is less; the rest follows in a summary of its own.
pub(super) const MOST: usize = 50;

/// The notices that a channel is sent next, given all that wait for it in their order; empty when nothing may be told at `now`.
pub(super) fn next(queue: &[Notice], now: Timestamp) -> Vec<&Notice> {
    // What was held back at a time that is yet to come was held back by a clock that was wrong: better told at night than late.
    let is_true = |notice: &Notice| notice.at.0.saturating_sub(now.0) <= JITTER;
    let is_held = |notice: &Notice| notice.held_until.is_some_and(|until| now < until) && is_true(notice);
    let urgent: BTreeSet<AlertId> = queue.iter().filter(|notice| !is_held(notice)).filter_map(alert_of).collect();
    let about_urgent = |notice: &Notice| alert_of(notice).is_some_and(|alert| urgent.contains(&alert));
    let mut ready: Vec<&Notice> = queue.iter().filter(|notice| !is_held(notice) || about_urgent(notice)).collect();
    let Some(first) = ready.first() else { return ready };
    let since = first.held_until.map_or(first.at, |until| first.at.max(until));
    let is_long = now.0.saturating_sub(since.0) >= LONG;
    if is_long || ready.len() > BURST {
        let mut critical = ready.iter().filter(|notice| is_critical(notice));
        let few = !is_long && critical.clone().count() <= BURST;
        if let Some(critical) = critical.next().filter(|_| few) {
            // From its beginning, too, where that was something lesser.
            let of_it = |notice: &&&Notice| alert_of(notice) == alert_of(critical);
            return ready.iter().find(of_it).copied().into_iter().collect();
        }
        ready.truncate(MOST);
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

/// Whether it tells that something critical is so; that it is over can stand among others.
fn is_critical(notice: &Notice) -> bool {
    let critical = |alert: &Alert| alert.severity >= Severity::Critical;
    notice.kind != NoticeKind::Recovered && notice.alert.as_ref().is_some_and(critical)
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
        sample::{guest_off, node_down, notice},
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
    fn much_at_once_is_a_summary_and_what_is_critical_comes_before_it() {
        let few: Vec<_> = (1..=10).map(|number| one(number, u64::try_from(number).unwrap(), 100, None)).collect();
        assert_eq!(picked(&few, 101), [1], "a person can take in so many");
        let mut many: Vec<_> = (1..=500).map(|number| one(number, u64::try_from(number).unwrap(), 100, None)).collect();
        assert_eq!(picked(&many, 101).len(), MOST);
        let down = node_down(900, "pve1", Vec::new());
        many.push(notice(900, "mail", NoticeKind::Raised, &down, 101));
        assert_eq!(picked(&many, 102), [900], "it does not wait behind them");
        let over = notice(901, "mail", NoticeKind::Recovered, &down, 102);
        many.push(over);
        assert_eq!(picked(&many, 102), [900]);
        many.retain(|notice| notice.id.as_u128() != 900);
        assert_eq!(picked(&many, 102).first(), Some(&1), "that it is over can wait its turn");
    }

    #[test]
    fn what_a_wrong_clock_held_back_is_told_when_it_is_right_again() {
        let queue = [one(1, 1, 50_000, Some(80_000))];
        assert!(picked(&queue, 50_000).is_empty());
        assert!(picked(&queue, 49_950).is_empty(), "clocks are adjusted a little now and then");
        assert_eq!(picked(&queue, 30_000), [1]);
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
