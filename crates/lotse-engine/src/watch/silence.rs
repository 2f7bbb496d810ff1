//! When something is not told, or not yet: quiet hours hold back what is not critical, maintenance windows what they are
//! about. Pure.

use lotse_model::{Severity, Timestamp};

use super::{Alert, Settings, Window, hours::any_until, reach};

/// Until when what is not critical waits at `now`; `None` when it is told at once.
pub(crate) fn quiet_until(severity: Severity, settings: &Settings, now: Timestamp) -> Option<Timestamp> {
    if severity >= Severity::Critical {
        return None;
    }
    any_until(&settings.quiet, now, &settings.zone)
}

/// Whether a maintenance window over the thing of this alert is open: nothing new is told of it. What is still so at its end
/// is told then. A window over a guest says nothing about the node on which it runs.
pub(crate) fn in_maintenance(alert: &Alert, settings: &Settings, now: Timestamp) -> bool {
    settings.maintenance.iter().any(|window| {
        let (scope, open) = match window {
            Window::Once { scope, from, to } => (scope, *from <= now && now < *to),
            Window::Weekly { scope, hours } => (scope, hours.until(now, &settings.zone).is_some()),
        };
        open && reach::reaches_thing(std::slice::from_ref(scope), alert)
    })
}

#[cfg(test)]
mod tests {
    use jiff::civil::time;
    use lotse_model::{Severity, Timestamp};

    use super::{in_maintenance, quiet_until};
    use crate::watch::{
        Hours, Settings, Window,
        sample::{self, guest_off, member, node_down, scope},
    };

    fn until_six() -> Hours {
        Hours { days: Vec::new(), from: time(0, 0, 0, 0), to: time(6, 0, 0, 0) }
    }

    #[test]
    fn quiet_hours_hold_everything_back_but_what_is_critical() {
        let settings = Settings { quiet: vec![until_six()], ..sample::settings(&[]) };
        assert_eq!(quiet_until(Severity::Error, &settings, Timestamp(100)), Some(Timestamp(6 * 3_600)));
        assert_eq!(quiet_until(Severity::Critical, &settings, Timestamp(100)), None);
        assert_eq!(quiet_until(Severity::Info, &settings, Timestamp(7 * 3_600)), None);
    }

    #[test]
    fn a_window_is_about_its_scope_and_its_time() {
        let (from, to) = (Timestamp(100), Timestamp(200));
        let once = Window::Once { scope: scope("node:home/pve1"), from, to };
        let weekly = Window::Weekly { scope: scope("cluster:home tag:test"), hours: until_six() };
        let settings = Settings { maintenance: vec![once, weekly], ..sample::settings(&[]) };
        let node = node_down(1, "pve1", Vec::new());
        for (now, silent) in [(99, false), (100, true), (199, true), (200, false)] {
            assert_eq!(in_maintenance(&node, &settings, Timestamp(now)), silent, "{now}");
        }
        assert!(in_maintenance(&guest_off(1, "home/100", &[]), &settings, Timestamp(150)), "it is on the node");
        assert!(in_maintenance(&guest_off(1, "home/100", &["test"]), &settings, Timestamp(3_600)));
        assert!(!in_maintenance(&guest_off(1, "home/100", &["test"]), &settings, Timestamp(7 * 3_600)));
        let other = node_down(1, "pve2", vec![member("home/100", "pve2", &["test"])]);
        assert!(!in_maintenance(&other, &settings, Timestamp(3_600)), "a guest's window is not its node's");
    }
}
