//! Starting and stopping guests.

use lotse_model::{GuestKind, Seconds};

use super::{change::Change, guest_status::GuestPlace};
use crate::Verb;

/// What is done to a guest's power.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Power {
    /// Switch on; a hibernated VM wakes.
    Start,
    /// Ask the guest to shut down.
    Shutdown {
        /// How long it may take; without one the guest's own setting, else 60 s.
        patience: Option<Seconds>,
        /// Whether it is switched off when it did not in time.
        force: bool,
    },
    /// Ask the guest to shut down, and start it again.
    Reboot {
        /// How long the shutdown may take.
        patience: Option<Seconds>,
    },
    /// Switch off, without asking the guest. What it had not written is lost.
    Stop {
        /// Whether a shutdown that is still waiting is broken off. Otherwise the stop waits for it.
        overrule_shutdown: bool,
    },
    /// Press the reset button. VMs only.
    Reset,
    /// Let the processor stand still and keep the memory.
    Pause,
    /// Write the memory to disk and switch off. VMs only.
    Hibernate,
    /// Go on after a pause. (A hibernated VM is woken by [`Start`](Self::Start) or by this.)
    Resume,
}

impl Change {
    /// Changes a guest's power. `None` when its kind cannot do that ([`Power::Reset`] and [`Power::Hibernate`] of a container).
    #[must_use]
    pub fn power(place: &GuestPlace, power: Power) -> Option<Self> {
        let is_vm = place.kind == GuestKind::Vm;
        let change = |verb: &str, vm: &'static [&'static str], container: &'static [&'static str]| {
            Self::of_guest(Verb::Post, place, &["status", verb], if is_vm { vm } else { container })
        };
        Some(match power {
            Power::Start => change("start", &["qmstart", "hastart"], &["vzstart", "hastart"]),
            Power::Shutdown { patience, force } => {
                change("shutdown", &["qmshutdown", "hastop"], &["vzshutdown", "hastop"])
                    .with_some("timeout", patience.map(|patience| patience.0))
                    .with_flag("forceStop", force)
            }
            Power::Reboot { patience } => {
                change("reboot", &["qmreboot"], &["vzreboot"]).with_some("timeout", patience.map(|patience| patience.0))
            }
            Power::Stop { overrule_shutdown } => change("stop", &["qmstop", "hastop"], &["vzstop", "hastop"])
                .with_flag("overrule-shutdown", overrule_shutdown),
            Power::Reset if is_vm => change("reset", &["qmreset"], &[]),
            Power::Hibernate if is_vm => change("suspend", &["qmsuspend"], &[]).with_flag("todisk", true),
            Power::Reset | Power::Hibernate => return None,
            Power::Pause => change("suspend", &["qmpause", "qmsuspend"], &["vzsuspend"]),
            Power::Resume => change("resume", &["qmresume"], &["vzresume"]),
        })
    }
}

#[cfg(test)]
mod tests {
    use lotse_model::{GuestKind, Seconds, Vmid};

    use super::{Change, GuestPlace, Power};

    #[test]
    fn what_was_not_asked_for_is_not_sent() {
        let vm = GuestPlace::new("pve".parse().unwrap(), GuestKind::Vm, Vmid::new(100).unwrap());
        let text = |power| Change::power(&vm, power).unwrap().to_string();
        assert_eq!(text(Power::Start), "POST /nodes/pve/qemu/100/status/start");
        assert_eq!(text(Power::Shutdown { patience: None, force: false }), "POST /nodes/pve/qemu/100/status/shutdown");
        assert_eq!(
            text(Power::Shutdown { patience: Some(Seconds(30)), force: true }),
            "POST /nodes/pve/qemu/100/status/shutdown timeout=30 forceStop=1"
        );
        assert_eq!(text(Power::Hibernate), "POST /nodes/pve/qemu/100/status/suspend todisk=1");
    }

    #[test]
    fn a_container_can_neither_be_reset_nor_hibernated() {
        let container = GuestPlace::new("pve".parse().unwrap(), GuestKind::Container, Vmid::new(200).unwrap());
        assert!(Change::power(&container, Power::Reset).is_none());
        assert!(Change::power(&container, Power::Hibernate).is_none());
        let pause = Change::power(&container, Power::Pause).unwrap();
        assert_eq!(
            (pause.to_string().as_str(), pause.tasks()),
            ("POST /nodes/pve/lxc/200/status/suspend", ["vzsuspend"].as_slice())
        );
    }
}
