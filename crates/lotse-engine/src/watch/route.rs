//! Who is told what: the first route that matches, or all of them, or the default. Pure.

use lotse_model::Timestamp;

use super::{Alert, Escalation, Place, Settings, hours::any_until, reach};

/// Where an alert goes at one moment, and why.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Routed {
    /// The channels, each once, in the order of the routes.
    pub channels: Vec<String>,
    /// The routes that matched, by their place in the configuration from 0; none when it went by the default.
    pub routes: Vec<usize>,
    /// The channels that a route names and that are not told: it lies outside their own scope, or there is no such channel.
    pub outside: Vec<String>,
    /// Who is told next when nobody acknowledges it: of the first route that says so.
    pub escalation: Option<Escalation>,
}

/// Where an alert goes at `now`.
#[must_use]
pub fn channels_for(alert: &Alert, settings: &Settings, now: Timestamp) -> Routed {
    let mut routed = Routed::default();
    let mut named = Vec::new();
    for (index, route) in settings.routes.iter().enumerate() {
        let in_scope = route.scope.is_empty() || reach::reaches(&route.scope, alert);
        let in_time = route.hours.is_empty() || any_until(&route.hours, now, &settings.zone).is_some();
        if !(in_scope && in_time && alert.severity >= route.severity) {
            continue;
        }
        routed.routes.push(index);
        named.extend(&route.channels);
        if routed.escalation.is_none() {
            routed.escalation.clone_from(&route.escalation);
        }
        if !route.goes_on {
            break;
        }
    }
    if routed.routes.is_empty() {
        named.extend(&settings.default_route);
    }
    for name in named {
        let told = place(settings, name).is_some_and(|place| reach::reaches(&place.scope, alert));
        let list = if told { &mut routed.channels } else { &mut routed.outside };
        if !list.contains(name) {
            list.push(name.clone());
        }
    }
    routed
}

/// The channel of this name.
pub(super) fn place<'a>(settings: &'a Settings, name: &str) -> Option<&'a Place> {
    settings.places.iter().find(|place| place.name == name)
}

#[cfg(test)]
mod tests {
    use jiff::civil::time;
    use lotse_model::{Severity, Timestamp};

    use super::channels_for;
    use crate::watch::{
        Hours, Route, Settings,
        sample::{self, guest_off, member, node_down, scope},
    };

    fn route(scopes: &[&str], severity: Severity, channels: &[&str]) -> Route {
        Route {
            scope: scopes.iter().map(|text| scope(text)).collect(),
            severity,
            hours: Vec::new(),
            channels: channels.iter().map(|name| (*name).to_owned()).collect(),
            escalation: None,
            goes_on: false,
        }
    }

    fn settings(routes: Vec<Route>) -> Settings {
        let places = [("mail", "cluster:*"), ("ntfy", "cluster:*"), ("team", "cluster:home tag:web")];
        Settings { routes, default_route: vec!["mail".to_owned()], ..sample::settings(&places) }
    }

    fn told(settings: &Settings, alert: &crate::watch::Alert, now: i64) -> Vec<String> {
        channels_for(alert, settings, Timestamp(now)).channels
    }

    #[test]
    fn the_first_route_that_matches_decides_unless_it_goes_on() {
        let first = route(&["cluster:home tag:web"], Severity::Warning, &["ntfy"]);
        let second = route(&[], Severity::Info, &["mail", "ntfy"]);
        let web = guest_off(1, "home/100", &["web"]);
        assert_eq!(told(&settings(vec![first.clone(), second.clone()]), &web, 0), ["ntfy"]);
        let goes_on = Route { goes_on: true, ..first };
        let both = settings(vec![goes_on, second]);
        assert_eq!(told(&both, &web, 0), ["ntfy", "mail"], "each once");
        assert_eq!(channels_for(&web, &both, Timestamp(0)).routes, [0, 1]);
        assert_eq!(told(&both, &guest_off(1, "home/101", &[]), 0), ["mail", "ntfy"]);
    }

    #[test]
    fn what_no_route_matches_goes_by_the_default() {
        let only = settings(vec![route(&["cluster:lab"], Severity::Info, &["ntfy"])]);
        let routed = channels_for(&guest_off(1, "home/100", &[]), &only, Timestamp(0));
        assert_eq!((routed.channels, routed.routes), (vec!["mail".to_owned()], Vec::new()));
    }

    #[test]
    fn a_route_asks_for_severity_and_hours() {
        let severe = settings(vec![route(&[], Severity::Critical, &["ntfy"])]);
        assert_eq!(told(&severe, &guest_off(1, "home/100", &[]), 0), ["mail"], "an error is not critical");
        assert_eq!(told(&severe, &node_down(1, "pve1", Vec::new()), 0), ["ntfy"]);
        let hours = vec![Hours { days: Vec::new(), from: time(0, 0, 0, 0), to: time(8, 0, 0, 0) }];
        let night = settings(vec![Route { hours, ..route(&[], Severity::Info, &["ntfy"]) }]);
        assert_eq!(told(&night, &guest_off(1, "home/100", &[]), 3_600), ["ntfy"]);
        assert_eq!(told(&night, &guest_off(1, "home/100", &[]), 9 * 3_600), ["mail"]);
    }

    #[test]
    fn nothing_goes_to_a_channel_outside_its_own_scope() {
        let all = settings(vec![route(&[], Severity::Info, &["team", "mail", "nowhere"])]);
        let routed = channels_for(&guest_off(1, "home/100", &["db"]), &all, Timestamp(0));
        assert_eq!(routed.channels, ["mail"]);
        assert_eq!(routed.outside, ["team", "nowhere"]);
        let fallen = node_down(1, "pve1", vec![member("home/100", "pve1", &["web"])]);
        assert_eq!(told(&all, &fallen, 0), ["team", "mail"], "it is told of its own guest");
    }
}
