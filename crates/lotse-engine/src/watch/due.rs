//! What is due of an open alert as time goes by: it was never told and may be now, a snooze is over, nobody acknowledged it,
//! it is to be told again. Pure.

use std::time::Duration;

use lotse_model::{Severity, Timestamp};

use super::{
    Alert, Notice, NoticeKind, Phase, Settings,
    route::{channels_for, place},
    silence::{in_maintenance, quiet_until},
    tell::addressed,
};

/// How far two readings of the clock may lie apart without that it was set back, in seconds.
const JITTER: i64 = 60;

/// What is due of one alert.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Due {
    /// The alert with what changes by it.
    pub(super) alert: Alert,
    /// What is told to whom.
    pub(super) told: Vec<(NoticeKind, Vec<String>)>,
}

/// What is due of `alert` at `now`, given the notices that wait; `None` when nothing is.
pub(super) fn due(alert: &Alert, waiting: &[Notice], settings: &Settings, now: Timestamp) -> Option<Due> {
    let mut alert = alert.clone();
    let woke = match alert.phase {
        Phase::Alerting => false,
        Phase::Snoozed { until, .. } if until <= now => true,
        Phase::Snoozed { .. } | Phase::Acknowledged { .. } | Phase::Recovered { .. } => return None,
    };
    if in_maintenance(&alert, settings, now) {
        return None;
    }
    if alert.raised.0.saturating_sub(now.0) > JITTER {
        // The clock was set back: what is counted from then on would wait until it is that late again.
        (alert.raised, alert.reminded) = (now, now);
        return Some(Due { alert, told: Vec::new() });
    }
    let routed = channels_for(&alert, settings, now);
    // What waits for a channel that is not configured any more tells nobody.
    let waiting: Vec<_> = waiting.iter().filter(|notice| place(settings, &notice.channel).is_some()).cloned().collect();
    let known = addressed(&alert, &waiting);
    if known.is_empty() {
        // A maintenance window is over, the hours of a route began, or the channel for which it waited is called otherwise now:
        // it is told like something new.
        if routed.channels.is_empty() {
            return None;
        }
        alert.phase = Phase::Alerting;
        (alert.raised, alert.reminded) = (now, now);
        return Some(Due { alert, told: vec![(NoticeKind::Raised, routed.channels)] });
    }
    let mut told = Vec::new();
    if alert.severity >= Severity::Critical
        && let Some(escalation) = &routed.escalation
    {
        let step = usize::try_from(alert.escalated).unwrap_or(usize::MAX);
        if let Some(channel) = escalation.channels.get(step)
            && now >= after(alert.raised, escalation.after, alert.escalated.saturating_add(1))
        {
            alert.escalated = alert.escalated.saturating_add(1);
            told.push((NoticeKind::Escalated, vec![channel.clone()]));
        }
    }
    if (woke || is_time(&alert, settings, now)) && quiet_until(alert.severity, settings, now).is_none() {
        let waits = |channel: &String| waiting.iter().any(|notice| notice.channel == *channel && is_of(notice, &alert));
        let again: Vec<_> = routed.channels.into_iter().filter(|channel| !waits(channel)).collect();
        if woke {
            alert.phase = Phase::Alerting;
        }
        if woke || !again.is_empty() {
            alert.reminded = now;
        }
        if !again.is_empty() {
            told.push((NoticeKind::Reminder, again));
        }
        return Some(Due { alert, told }).filter(|due| woke || !due.told.is_empty());
    }
    (!told.is_empty()).then_some(Due { alert, told })
}

/// Whether it is to be told again: so long after it was told last. What waited in the outbox was told when it was delivered.
fn is_time(alert: &Alert, settings: &Settings, now: Timestamp) -> bool {
    let last = alert.told.iter().map(|told| told.at).chain([alert.reminded]).max().unwrap_or(alert.reminded);
    settings.remind.is_some_and(|pause| now >= after(last, pause, 1))
}

fn is_of(notice: &Notice, alert: &Alert) -> bool {
    notice.alert.as_ref().is_some_and(|own| own.id == alert.id)
}

/// So many times a pause later.
fn after(from: Timestamp, pause: Duration, times: u32) -> Timestamp {
    let seconds = pause.as_secs().saturating_mul(u64::from(times));
    Timestamp(from.0.saturating_add(i64::try_from(seconds).unwrap_or(i64::MAX)))
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use jiff::civil::time;
    use lotse_model::{Severity, Timestamp};
    use proptest::prelude::*;

    use super::{Due, due};
    use crate::watch::{
        Alert, Escalation, Hours, NoticeKind, Phase, Route, Settings, Told, Window,
        sample::{self, anna, guest_off, node_down, notice, scope},
    };

    fn told(channel: &str, at: i64) -> Told {
        Told { channel: channel.to_owned(), at: Timestamp(at), reference: None }
    }

    fn settings() -> Settings {
        let escalation =
            Escalation { after: Duration::from_mins(10), channels: vec!["ntfy".to_owned(), "boss".to_owned()] };
        let route = Route {
            scope: Vec::new(),
            severity: Severity::Info,
            hours: Vec::new(),
            channels: vec!["mail".to_owned()],
            escalation: Some(escalation),
            goes_on: false,
        };
        Settings {
            routes: vec![route],
            ..sample::settings(&[("mail", "cluster:*"), ("ntfy", "cluster:*"), ("boss", "cluster:*")])
        }
    }

    fn kinds(due: Option<Due>) -> Vec<(NoticeKind, Vec<String>)> {
        due.map(|due| due.told).unwrap_or_default()
    }

    fn one(kind: NoticeKind, channel: &str) -> Vec<(NoticeKind, Vec<String>)> {
        vec![(kind, vec![channel.to_owned()])]
    }

    #[test]
    fn it_is_told_again_so_long_after_it_was_told_last() {
        let (settings, hours) = (settings(), 3_600);
        let alert = Alert { told: vec![told("mail", 1_005)], ..guest_off(1, "home/100", &[]) };
        assert_eq!(due(&alert, &[], &settings, Timestamp(1_004 + 4 * hours)), None);
        let again = due(&alert, &[], &settings, Timestamp(1_005 + 4 * hours)).expect("it is time");
        assert_eq!(again.told, one(NoticeKind::Reminder, "mail"));
        assert_eq!(due(&again.alert, &[], &settings, Timestamp(1_006 + 4 * hours)), None, "and not at the next look");
        let never = Settings { remind: None, ..settings };
        assert_eq!(due(&alert, &[], &never, Timestamp(1_000_000)), None);
    }

    #[test]
    fn a_channel_that_is_away_is_not_reminded_on_top() {
        let settings = settings();
        let alert = guest_off(1, "home/100", &[]);
        let waiting = [notice(1, "mail", NoticeKind::Raised, &alert, 1_000)];
        assert_eq!(due(&alert, &waiting, &settings, Timestamp(900_000)), None);
    }

    #[test]
    fn an_unacknowledged_critical_alert_goes_up_step_by_step() {
        let settings = settings();
        let alert = Alert { told: vec![told("mail", 1_000)], ..node_down(1, "pve1", Vec::new()) };
        assert_eq!(due(&alert, &[], &settings, Timestamp(1_599)), None);
        let first = due(&alert, &[], &settings, Timestamp(1_600)).expect("ten minutes");
        assert_eq!(first.told, one(NoticeKind::Escalated, "ntfy"));
        assert_eq!(due(&first.alert, &[], &settings, Timestamp(2_199)), None);
        let second = due(&first.alert, &[], &settings, Timestamp(2_200)).expect("twenty");
        assert_eq!(second.told, one(NoticeKind::Escalated, "boss"));
        assert_eq!(due(&second.alert, &[], &settings, Timestamp(9_000)), None, "there is nobody above");
        let error = Alert { told: vec![told("mail", 1_000)], ..guest_off(1, "home/100", &[]) };
        assert_eq!(due(&error, &[], &settings, Timestamp(9_000)), None, "only what is critical");
        let phase = Phase::Acknowledged { by: anna(), at: Timestamp(1_100) };
        assert_eq!(due(&Alert { phase, ..alert }, &[], &settings, Timestamp(900_000)), None, "somebody takes care");
    }

    #[test]
    fn what_waits_for_a_channel_that_is_gone_is_told_on_the_one_that_is_there() {
        let settings = settings();
        let alert = guest_off(1, "home/100", &[]);
        let waiting = [notice(1, "post", NoticeKind::Raised, &alert, 1_000)];
        assert_eq!(kinds(due(&alert, &waiting, &settings, Timestamp(1_060))), one(NoticeKind::Raised, "mail"));
        let known = Alert { told: vec![told("post", 1_005)], ..alert };
        assert_eq!(due(&known, &[], &settings, Timestamp(1_060)), None, "somebody knows of it");
    }

    #[test]
    fn a_clock_that_was_set_back_delays_no_escalation() {
        let settings = settings();
        let told = vec![told("mail", 50_000)];
        let alert = Alert { raised: Timestamp(50_000), told, ..node_down(1, "pve1", Vec::new()) };
        let healed = due(&alert, &[], &settings, Timestamp(10_000)).expect("it is counted anew");
        assert_eq!((healed.alert.raised, healed.told), (Timestamp(10_000), Vec::new()));
        assert_eq!(due(&healed.alert, &[], &settings, Timestamp(10_060)), None);
        assert_eq!(kinds(due(&healed.alert, &[], &settings, Timestamp(10_600))), one(NoticeKind::Escalated, "ntfy"));
    }

    #[test]
    fn a_snooze_ends_by_itself() {
        let settings = settings();
        let phase = Phase::Snoozed { by: anna(), at: Timestamp(1_100), until: Timestamp(90_000) };
        let alert = Alert { phase, told: vec![told("mail", 1_000)], ..guest_off(1, "home/100", &[]) };
        assert_eq!(due(&alert, &[], &settings, Timestamp(89_999)), None, "however late");
        let woke = due(&alert, &[], &settings, Timestamp(90_000)).expect("it is over");
        assert_eq!((woke.alert.phase.clone(), woke.told), (Phase::Alerting, one(NoticeKind::Reminder, "mail")));
        assert_eq!(due(&woke.alert, &[], &settings, Timestamp(90_060)), None);
    }

    #[test]
    fn what_is_still_so_after_maintenance_is_told_then() {
        let (from, to) = (Timestamp(900), Timestamp(2_000));
        let window = Window::Once { scope: scope("cluster:home"), from, to };
        let settings = Settings { maintenance: vec![window], ..settings() };
        let alert = node_down(1, "pve1", Vec::new());
        assert_eq!(due(&alert, &[], &settings, Timestamp(1_999)), None);
        let late = due(&alert, &[], &settings, Timestamp(2_000)).expect("it is over");
        assert_eq!(late.told, one(NoticeKind::Raised, "mail"));
        let waiting = [notice(1, "mail", NoticeKind::Raised, &late.alert, 2_000)];
        assert_eq!(due(&late.alert, &waiting, &settings, Timestamp(2_060)), None, "once");
        assert_eq!(kinds(due(&late.alert, &waiting, &settings, Timestamp(2_600))), one(NoticeKind::Escalated, "ntfy"));
    }

    #[test]
    fn nobody_is_reminded_in_quiet_hours() {
        let quiet = vec![Hours { days: Vec::new(), from: time(0, 0, 0, 0), to: time(6, 0, 0, 0) }];
        let settings = Settings { quiet, ..settings() };
        let alert = Alert { told: vec![told("mail", 1_000)], ..guest_off(1, "home/100", &[]) };
        assert_eq!(due(&alert, &[], &settings, Timestamp(6 * 3_600 - 1)), None);
        assert_eq!(kinds(due(&alert, &[], &settings, Timestamp(6 * 3_600))), one(NoticeKind::Reminder, "mail"));
    }

    proptest! {
        /// However often it is looked at: once what is due was written, nothing more is due at the same time.
        #[test]
        fn what_is_due_is_due_once(
            now in 1_000..200_000_i64,
            escalated in 0..4_u32,
            reminded in 1_000..100_000_i64,
            until in proptest::option::of(1_000..100_000_i64),
            critical: bool,
        ) {
            let settings = settings();
            let mut alert = if critical { node_down(1, "pve1", Vec::new()) } else { guest_off(1, "home/100", &[]) };
            (alert.escalated, alert.reminded, alert.told) = (escalated, Timestamp(reminded), vec![told("mail", 1_000)]);
            if let Some(until) = until {
                alert.phase = Phase::Snoozed { by: anna(), at: Timestamp(1_000), until: Timestamp(until) };
            }
            let mut steps = 0;
            while let Some(due) = due(&alert, &[], &settings, Timestamp(now)) {
                prop_assert!(due.alert != alert, "nothing is told without being written down");
                alert = due.alert;
                steps += 1;
                prop_assert!(steps <= 3);
            }
        }
    }
}
