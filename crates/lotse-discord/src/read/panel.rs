//! The buttons under a guest: what can be done to it as it is now. Each press passes all checks of the command.

use lotse_engine::{command::find, view::View};
use lotse_model::{Guest, GuestRef, GuestState};
use lotse_text::{Language, message};

use crate::{
    answer::message::{Button, Style},
    bot::Visit,
};

/// The commands that make sense for a guest in this state. Of a template and of what is not known, none.
fn sensible(guest: &Guest) -> &'static [&'static str] {
    match guest.state {
        _ if guest.template => &[],
        GuestState::Running => &["reboot", "shutdown", "stop"],
        GuestState::Stopped => &["start"],
        GuestState::Paused => &["resume", "stop"],
        GuestState::Suspended => &["resume"],
        GuestState::Unknown | GuestState::Other(_) => &[],
    }
}

/// The guest of an answer, with the commands that make sense for it and that the person may call on it.
pub(super) fn offered(visit: &Visit, view: &View) -> Option<(GuestRef, Vec<&'static str>)> {
    let View::Info(info) = view else { return None };
    let may = |name: &&'static str| find(name).is_some_and(|command| visit.grants.allows(command, &info.guest).is_ok());
    let commands: Vec<_> = sensible(&info.guest).iter().copied().filter(may).collect();
    (!commands.is_empty()).then(|| (info.guest.id.clone(), commands))
}

/// The button of a command.
pub(super) fn button(command: &str, id: String, language: Language) -> Button {
    let label = message(language, &format!("discord-button-{command}"), &[]).unwrap_or_else(|| command.to_owned());
    let style = match command {
        "start" | "resume" => Style::Success,
        "stop" => Style::Danger,
        _ => Style::Secondary,
    };
    Button { id, label, style, disabled: false }
}

#[cfg(test)]
mod tests {
    use lotse_model::{Guest, GuestState};

    use super::sensible;
    use crate::answer::guest::tests::guest;

    #[test]
    fn the_buttons_follow_the_state() {
        let in_state = |state| sensible(&Guest { state, ..guest("home/100", "web") });
        assert_eq!(in_state(GuestState::Running), ["reboot", "shutdown", "stop"]);
        assert_eq!(in_state(GuestState::Stopped), ["start"]);
        assert!(in_state(GuestState::Unknown).is_empty());
        assert!(sensible(&Guest { template: true, ..guest("home/900", "base") }).is_empty());
    }
}
