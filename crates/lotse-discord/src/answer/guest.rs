//! Guests as signs and words: a sign is never alone.

use lotse_engine::view::ListView;
use lotse_model::{Guest, GuestKind, GuestState};
use lotse_text::{Language, tr};

use super::{
    escape::escape,
    sheet::{Sheet, of_lines},
};

/// The sign of what a guest does. What neither runs nor is off has signs of its own.
pub(crate) fn sign(guest: &Guest) -> &'static str {
    match &guest.state {
        _ if guest.template => "📄",
        GuestState::Running => "🟢",
        GuestState::Stopped => "🔴",
        GuestState::Paused => "⏸️",
        GuestState::Suspended => "💤",
        GuestState::Unknown => "❔",
        GuestState::Other(_) => "🟠",
    }
}

/// The sign of what a guest is.
pub(crate) const fn kind_sign(kind: GuestKind) -> &'static str {
    match kind {
        GuestKind::Vm => "🖥️",
        GuestKind::Container => "📦",
    }
}

/// What a guest is, as a word.
pub(crate) const fn kind_word(kind: GuestKind) -> &'static str {
    match kind {
        GuestKind::Vm => "VM",
        GuestKind::Container => "CT",
    }
}

/// What a guest does, as a word.
pub(crate) fn state(guest: &Guest, language: Language) -> String {
    match &guest.state {
        _ if guest.template => tr::state_template(language),
        GuestState::Running => tr::state_running(language),
        GuestState::Stopped => tr::state_stopped(language),
        GuestState::Paused => tr::state_paused(language),
        GuestState::Suspended => tr::state_suspended(language),
        GuestState::Unknown => tr::state_unknown(language),
        GuestState::Other(word) => lotse_text::clean(word).into_owned(),
    }
}

/// A guest in one line: `🟢 🖥️ **100**: web · running`.
pub(crate) fn line(guest: &Guest, several_clusters: bool, language: Language) -> String {
    let id = if several_clusters { guest.id.to_string() } else { guest.id.vmid.to_string() };
    let name = guest.name.as_deref().map(escape).unwrap_or_default();
    let name = if name.is_empty() { String::new() } else { format!(": {name}") };
    let mut line = format!(
        "{} {} **{}**{name} · {}",
        sign(guest),
        kind_sign(guest.kind),
        escape(&id),
        escape(&state(guest, language))
    );
    if let Some(lock) = &guest.lock {
        line.push_str(" · 🔒 ");
        line.push_str(&escape(lock));
    }
    line
}

/// A list of guests, by cluster and number.
pub(crate) fn sheets(view: &ListView, several_clusters: bool, language: Language) -> Vec<Sheet> {
    let mut guests: Vec<&Guest> = view.guests.iter().collect();
    guests.sort_by(|a, b| a.id.cmp(&b.id));
    let lines = guests.iter().map(|guest| line(guest, several_clusters, language)).collect();
    of_lines(tr::discord_list_title(language, guests.len()), lines)
}

#[cfg(test)]
pub(crate) mod tests {
    use std::collections::BTreeSet;

    use lotse_model::{Guest, GuestKind, GuestState};
    use lotse_text::Language;

    use super::{line, sign};

    pub(crate) fn guest(reference: &str, name: &str) -> Guest {
        Guest {
            name: Some(name.to_owned()),
            state: GuestState::Running,
            ..Guest::bare(reference.parse().unwrap(), GuestKind::Vm, "pve1".parse().unwrap())
        }
    }

    #[test]
    fn each_state_has_its_own_sign_and_its_word_beside_it() {
        let states = [
            GuestState::Running,
            GuestState::Stopped,
            GuestState::Paused,
            GuestState::Suspended,
            GuestState::Unknown,
            GuestState::Other("prelaunch".to_owned()),
        ];
        let signs: BTreeSet<_> =
            states.iter().map(|state| sign(&Guest { state: state.clone(), ..guest("home/100", "web") })).collect();
        assert_eq!(signs.len(), states.len());
        let template = Guest { template: true, state: GuestState::Stopped, ..guest("home/900", "base") };
        assert!(!signs.contains(sign(&template)));
        assert_eq!(line(&guest("home/100", "web"), false, Language::En), "🟢 🖥️ **100**: web · running");
        assert_eq!(line(&template, true, Language::De), "📄 🖥️ **home/900**: base · Vorlage");
    }

    #[test]
    fn a_hostile_name_formats_nothing() {
        let shown = line(&guest("home/100", "**@everyone** <#1>"), false, Language::Ja);
        assert!(shown.contains("\\*\\*\\@everyone\\*\\* \\<\\#1\\>"), "{shown}");
    }
}
