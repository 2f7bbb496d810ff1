//! From what happened to an alert to the notices of it: one for each channel, each with no more than the channel may be told.
//! Pure; the names of the notices come from the caller.

use std::collections::BTreeSet;

use lotse_model::Timestamp;
use uuid::Uuid;

use super::{
    Alert, Notice, NoticeKind, Settings, reach,
    route::{channels_for, place},
    silence::quiet_until,
};

/// The channels that know of an alert or will: those that took a message, and those for which one waits.
pub(super) fn addressed(alert: &Alert, waiting: &[Notice]) -> BTreeSet<String> {
    let of_it = |notice: &&Notice| notice.alert.as_ref().is_some_and(|own| own.id == alert.id);
    let told = alert.told.iter().map(|told| told.channel.clone());
    told.chain(waiting.iter().filter(of_it).map(|notice| notice.channel.clone())).collect()
}

/// The channels that are told of something that happened at `now`.
///
/// What is new goes where the routes say. What changes goes there, too, and to everybody who knows of the alert; the end only
/// to those, whatever the routes say by now.
pub(super) fn channels(
    kind: NoticeKind,
    alert: &Alert,
    addressed: &BTreeSet<String>,
    settings: &Settings,
    now: Timestamp,
) -> Vec<String> {
    let mut channels = match kind {
        NoticeKind::Recovered => Vec::new(),
        _ => channels_for(alert, settings, now).channels,
    };
    if matches!(kind, NoticeKind::Changed | NoticeKind::Recovered) {
        let more: Vec<_> = addressed.iter().filter(|name| !channels.contains(name)).cloned().collect();
        channels.extend(more);
    }
    channels
}

/// The notices for these channels. None for a channel that is not configured any more, or that the alert lies outside of.
pub(super) fn notices(
    kind: NoticeKind,
    alert: &Alert,
    channels: &[String],
    settings: &Settings,
    now: Timestamp,
    mut name: impl FnMut() -> Uuid,
) -> Vec<Notice> {
    let held_until = quiet_until(alert.severity, settings, now);
    let told = |channel: &String| {
        let mut told = reach::narrowed(alert, &place(settings, channel)?.scope)?;
        told.told.retain(|one| one.channel == *channel);
        let (channel, alert) = (channel.clone(), Some(told));
        Some(Notice { id: name(), channel, kind, alert, at: now, held_until })
    };
    channels.iter().filter_map(told).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use jiff::civil::time;
    use lotse_model::{Severity, Timestamp};
    use uuid::Uuid;

    use super::{addressed, channels, notices};
    use crate::watch::{
        Alert, Hours, NoticeKind, Route, Settings, Told,
        sample::{self, guest_off, member, node_down, notice, scope},
    };

    fn names(all: &[&str]) -> BTreeSet<String> {
        all.iter().map(|name| (*name).to_owned()).collect()
    }

    fn settings() -> Settings {
        let web = Route {
            scope: vec![scope("cluster:home tag:web")],
            severity: Severity::Info,
            hours: Vec::new(),
            channels: vec!["ntfy".to_owned()],
            escalation: None,
            goes_on: false,
        };
        let places = [("mail", "cluster:*"), ("ntfy", "cluster:*"), ("team", "cluster:home tag:web")];
        Settings { routes: vec![web], default_route: vec!["mail".to_owned()], ..sample::settings(&places) }
    }

    #[test]
    fn the_end_goes_to_everybody_who_knows_and_to_nobody_else() {
        let alert = guest_off(1, "home/100", &["web"]);
        let (settings, now) = (settings(), Timestamp(5));
        assert_eq!(channels(NoticeKind::Raised, &alert, &names(&[]), &settings, now), ["ntfy"]);
        assert_eq!(channels(NoticeKind::Recovered, &alert, &names(&["mail"]), &settings, now), ["mail"]);
        assert_eq!(channels(NoticeKind::Changed, &alert, &names(&["mail", "ntfy"]), &settings, now), ["ntfy", "mail"]);
        assert!(channels(NoticeKind::Recovered, &alert, &names(&[]), &settings, now).is_empty(), "nobody was told");
    }

    #[test]
    fn who_was_told_and_who_will_be_knows() {
        let told = Told { channel: "mail".to_owned(), at: Timestamp(1), reference: None };
        let alert = Alert { told: vec![told], ..guest_off(1, "home/100", &[]) };
        let other = guest_off(2, "home/101", &[]);
        let waiting =
            [notice(1, "ntfy", NoticeKind::Raised, &alert, 1), notice(2, "team", NoticeKind::Raised, &other, 1)];
        assert_eq!(addressed(&alert, &waiting), names(&["mail", "ntfy"]));
    }

    #[test]
    fn each_channel_is_told_no_more_than_it_may_be() {
        let members = vec![member("home/100", "pve1", &["web"]), member("home/101", "pve1", &["db"])];
        let tell = |channel: &str| Told { channel: channel.to_owned(), at: Timestamp(1), reference: None };
        let alert = Alert { told: vec![tell("mail"), tell("team")], ..node_down(1, "pve1", members) };
        let to: Vec<_> = ["mail", "team", "gone"].iter().map(|name| (*name).to_owned()).collect();
        let mut number = 0;
        let name = || {
            number += 1;
            Uuid::from_u128(number)
        };
        let all = notices(NoticeKind::Raised, &alert, &to, &settings(), Timestamp(5), name);
        let inside = |index: usize| all[index].alert.as_ref().expect("an alert");
        assert_eq!(all.len(), 2, "what is not configured is told nothing");
        assert_eq!((all[0].channel.as_str(), inside(0).members.len()), ("mail", 2));
        assert_eq!((all[1].channel.as_str(), inside(1).members.len()), ("team", 1));
        assert_eq!(inside(1).told, [tell("team")], "and nothing of other channels");
        assert_ne!(all[0].id, all[1].id);
    }

    #[test]
    fn quiet_hours_hold_it_back() {
        let quiet = vec![Hours { days: Vec::new(), from: time(0, 0, 0, 0), to: time(6, 0, 0, 0) }];
        let settings = Settings { quiet, ..settings() };
        let held = |alert: &Alert| {
            notices(NoticeKind::Raised, alert, &["mail".to_owned()], &settings, Timestamp(60), Uuid::nil)[0].held_until
        };
        assert_eq!(held(&guest_off(1, "home/100", &[])), Some(Timestamp(6 * 3_600)));
        assert_eq!(held(&node_down(2, "pve1", Vec::new())), None);
    }
}
