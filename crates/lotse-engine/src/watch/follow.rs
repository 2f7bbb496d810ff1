//! From a turn to what is written besides the standings: the alerts that changed, the notices of them, and what is due as
//! time goes by. Pure; the names of the notices come from the caller.

use std::collections::BTreeMap;

use lotse_model::Timestamp;
use uuid::Uuid;

use super::{
    Alert, AlertId, Happened, Notice, NoticeKind, Settings,
    due::due,
    silence::in_maintenance,
    tell::{addressed, channels, notices},
};

/// How many things can be due of one alert at the same look: it wakes, goes up a step, is told again. More come at the next.
const STEPS: usize = 4;

/// What follows from a look.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Followed {
    /// The alerts that changed or are told, as they are now.
    pub(super) alerts: BTreeMap<AlertId, Alert>,
    /// What is to be told, in this order.
    pub(super) notices: Vec<Notice>,
    /// What waits and is not told any more.
    pub(super) dropped: Vec<Uuid>,
}

/// What follows from what `happened`, and from the time at which it is, for the `open` alerts of a cluster.
pub(super) fn follow(
    happened: &[Happened],
    open: &[Alert],
    waiting: &[Notice],
    settings: &Settings,
    now: Timestamp,
    mut name: impl FnMut() -> Uuid,
) -> Followed {
    let mut followed = Followed::default();
    for one in happened {
        let alert = &one.alert;
        followed.alerts.insert(alert.id, alert.clone());
        let Some(kind) = one.kind else {
            // Nobody watches it any more, so nobody is told what they were not told yet.
            let of_it = |notice: &&Notice| notice.alert.as_ref().is_some_and(|own| own.id == alert.id);
            followed.dropped.extend(waiting.iter().filter(of_it).map(|notice| notice.id));
            continue;
        };
        // The end is told to those who know of it whenever it is; everything else can wait until maintenance is over.
        if kind == NoticeKind::Recovered || !in_maintenance(alert, settings, now) {
            let known = &addressed(alert, waiting) | &addressed(alert, &followed.notices);
            let channels = channels(kind, alert, &known, settings, now);
            followed.notices.extend(notices(kind, alert, &channels, settings, now, &mut name));
        }
    }
    let ids: Vec<_> = open.iter().map(|alert| alert.id).chain(followed.alerts.keys().copied()).collect();
    for id in ids {
        let Some(alert) = followed.alerts.get(&id).or_else(|| open.iter().find(|alert| alert.id == id)) else {
            continue;
        };
        let mut alert = alert.clone();
        for _ in 0..STEPS {
            // Its own only: where hundreds are off, hundreds wait.
            let of_it = |notice: &&Notice| notice.alert.as_ref().is_some_and(|own| own.id == id);
            let own: Vec<_> = waiting.iter().chain(&followed.notices).filter(of_it).cloned().collect();
            let Some(due) = due(&alert, &own, settings, now) else { break };
            alert = due.alert;
            for (kind, channels) in due.told {
                followed.notices.extend(notices(kind, &alert, &channels, settings, now, &mut name));
            }
            followed.alerts.insert(id, alert.clone());
        }
    }
    followed
}

#[cfg(test)]
mod tests {
    use lotse_model::Timestamp;
    use uuid::Uuid;

    use super::{Followed, follow};
    use crate::watch::{
        Alert, Happened, Notice, NoticeKind, Phase, Settings, Told, Window,
        sample::{self, guest_off, scope},
    };

    fn happened(kind: Option<NoticeKind>, alert: &Alert) -> Vec<Happened> {
        vec![Happened { kind, alert: alert.clone() }]
    }

    fn followed(happened: &[Happened], open: &[Alert], waiting: &[Notice], settings: &Settings, now: i64) -> Followed {
        let mut number = 100;
        follow(happened, open, waiting, settings, Timestamp(now), || {
            number += 1;
            Uuid::from_u128(number)
        })
    }

    fn over(alert: &Alert, at: i64) -> Alert {
        Alert { phase: Phase::Recovered { at: Timestamp(at) }, ..alert.clone() }
    }

    fn kinds(followed: &Followed) -> Vec<NoticeKind> {
        followed.notices.iter().map(|notice| notice.kind).collect()
    }

    fn mail() -> Settings {
        sample::settings(&[("mail", "cluster:*")])
    }

    #[test]
    fn what_begins_is_told_once_and_its_end_once() {
        let (settings, alert) = (mail(), guest_off(1, "home/100", &[]));
        let first = followed(&happened(Some(NoticeKind::Raised), &alert), &[], &[], &settings, 1_000);
        assert_eq!(kinds(&first), [NoticeKind::Raised]);
        let next = followed(&[], std::slice::from_ref(&alert), &first.notices, &settings, 1_060);
        assert_eq!(next, Followed::default(), "nothing follows from nothing");
        let over = over(&alert, 1_120);
        let end = followed(&happened(Some(NoticeKind::Recovered), &over), &[], &first.notices, &settings, 1_120);
        assert_eq!(kinds(&end), [NoticeKind::Recovered], "also while its beginning waits");
    }

    #[test]
    fn what_began_and_ended_during_maintenance_is_told_to_nobody() {
        let window = Window::Once { scope: scope("cluster:home"), from: Timestamp(900), to: Timestamp(2_000) };
        let settings = Settings { maintenance: vec![window], ..mail() };
        let alert = guest_off(1, "home/100", &[]);
        let first = followed(&happened(Some(NoticeKind::Raised), &alert), &[], &[], &settings, 1_000);
        assert!(first.notices.is_empty() && first.alerts.len() == 1);
        let over = over(&alert, 1_120);
        let end = followed(&happened(Some(NoticeKind::Recovered), &over), &[], &[], &settings, 1_120);
        assert!(end.notices.is_empty());
        let told = Told { channel: "mail".to_owned(), at: Timestamp(800), reference: None };
        let known = Alert { told: vec![told], ..over };
        let end = followed(&happened(Some(NoticeKind::Recovered), &known), &[], &[], &settings, 1_120);
        assert_eq!(kinds(&end), [NoticeKind::Recovered], "who was told before is told the end");
        let still = followed(&[], &[alert], &[], &settings, 2_000);
        assert_eq!(kinds(&still), [NoticeKind::Raised], "what is still so is told when it is over");
    }

    #[test]
    fn what_nobody_watches_any_more_is_not_told_any_more() {
        let (settings, alert) = (mail(), guest_off(1, "home/100", &[]));
        let waiting = [sample::notice(7, "mail", NoticeKind::Raised, &alert, 1_000)];
        let end = followed(&happened(None, &over(&alert, 1_060)), &[], &waiting, &settings, 1_060);
        assert!(end.notices.is_empty());
        assert_eq!(end.dropped, [Uuid::from_u128(7)]);
    }
}
