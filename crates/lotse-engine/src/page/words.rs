//! For whom a page is made, and the words that several pages share.

use lotse_model::{
    CpuUse, Guest, GuestKind, GuestState, NodeState, Outcome, Seconds, StorageState, TaskState, Timestamp, Use,
};
use lotse_text::{Language, Zone, tr};

use crate::{
    page::{Line, Tone},
    view::GuestLabel,
};

/// For whom a page is made.
#[derive(Debug, Clone)]
pub struct Reader {
    /// In which language.
    pub language: Language,
    /// In which time zone.
    pub zone: Zone,
    /// What time it is, for ages.
    pub now: Timestamp,
    /// Whether there are several clusters, so that a guest's number alone names nothing.
    pub several_clusters: bool,
    /// From which share on a storage needs attention, and from which it does not work.
    pub storage_limits: (f64, f64),
}

impl Reader {
    /// A guest as the reader may type it: `100`, or `home/100` where there are several clusters.
    pub(super) fn reference(&self, guest: &lotse_model::GuestRef) -> String {
        if self.several_clusters { guest.to_string() } else { guest.vmid.to_string() }
    }

    pub(super) fn label(&self, guest: &GuestLabel) -> String {
        let reference = self.reference(&guest.id);
        guest.name.as_ref().map_or_else(|| reference.clone(), |name| format!("{reference} {name}"))
    }

    pub(super) fn labels<'a>(&self, guests: impl IntoIterator<Item = &'a Guest>) -> String {
        let labels = guests.into_iter().map(|guest| {
            let reference = self.reference(&guest.id);
            guest.name.as_ref().map_or_else(|| reference.clone(), |name| format!("{reference} {name}"))
        });
        labels.collect::<Vec<_>>().join(", ")
    }

    pub(super) const fn kind(kind: GuestKind) -> &'static str {
        match kind {
            GuestKind::Vm => "VM",
            GuestKind::Container => "CT",
        }
    }

    pub(super) fn guest_state(&self, guest: &Guest) -> Line {
        let language = self.language;
        let tone = match &guest.state {
            GuestState::Running => Tone::Good,
            GuestState::Stopped | GuestState::Suspended => Tone::Dim,
            GuestState::Paused | GuestState::Other(_) => Tone::Warning,
            GuestState::Unknown => Tone::Bad,
        };
        let state = match (&guest.state, state_name(&guest.state, language)) {
            _ if guest.template => Line::of(tr::state_template(language), Tone::Dim),
            (_, Some(name)) => Line::of(name, tone),
            (GuestState::Other(word), None) => Line::of(word, tone),
            (_, None) => self.unknown(),
        };
        match &guest.lock {
            Some(lock) => state.and(" ", Tone::Plain).and(tr::state_locked(language, lock), Tone::Warning),
            None => state,
        }
    }

    pub(super) fn node_state(&self, state: &NodeState) -> Line {
        match state {
            NodeState::Online => Line::of(tr::state_online(self.language), Tone::Good),
            NodeState::Offline => Line::of(tr::state_offline(self.language), Tone::Bad),
            NodeState::Unknown => Line::of(tr::state_unknown(self.language), Tone::Warning),
            NodeState::Other(word) => Line::of(word, Tone::Warning),
        }
    }

    pub(super) fn storage_state(&self, state: &StorageState) -> Line {
        match state {
            StorageState::Available => Line::of(tr::state_available(self.language), Tone::Good),
            StorageState::Unavailable => Line::of(tr::state_unavailable(self.language), Tone::Bad),
            StorageState::Unknown => Line::of(tr::state_unknown(self.language), Tone::Warning),
            StorageState::Other(word) => Line::of(word, Tone::Warning),
        }
    }

    pub(super) fn task_state(&self, state: &TaskState) -> Line {
        match state {
            TaskState::Running => Line::of(tr::task_running(self.language), Tone::Warning),
            TaskState::Finished { outcome: Outcome::Ok, .. } => Line::of(tr::task_ok(self.language), Tone::Good),
            TaskState::Finished { outcome: Outcome::Warnings { count }, .. } => {
                Line::of(tr::task_warnings(self.language, *count), Tone::Warning)
            }
            TaskState::Finished { outcome: Outcome::Failed { message }, .. } => {
                Line::of(tr::task_failed(self.language, message), Tone::Bad)
            }
        }
    }

    pub(super) fn cpu(&self, cpu: Option<CpuUse>) -> Line {
        cpu.map_or_else(unknown, |cpu| Line::plain(lotse_text::percent(self.language, cpu.share)))
    }

    /// `1.5 GiB of 4 GiB`
    pub(super) fn space(&self, space: Option<Use>) -> Line {
        space.map_or_else(unknown, |space| Line::plain(tr::word_of(self.language, space.total, space.used)))
    }

    /// The share that is used, with its tone by the limits of storages.
    pub(super) fn share(&self, space: Option<Use>) -> Line {
        let Some(share) = space.and_then(Use::share) else { return unknown() };
        let (warning, bad) = self.storage_limits;
        let tone = match share.get() {
            full if full >= bad => Tone::Bad,
            full if full >= warning => Tone::Warning,
            _ => Tone::Plain,
        };
        Line::of(lotse_text::percent(self.language, share), tone)
    }

    pub(super) fn bytes(&self, bytes: Option<lotse_model::Bytes>) -> Line {
        bytes.map_or_else(unknown, |bytes| Line::plain(lotse_text::bytes(self.language, bytes)))
    }

    pub(super) fn uptime(&self, uptime: Option<Seconds>) -> Line {
        uptime.map_or_else(unknown, |uptime| Line::plain(lotse_text::duration(self.language, uptime)))
    }

    pub(super) fn time(&self, at: Option<Timestamp>) -> Line {
        at.map_or_else(unknown, |at| Line::plain(lotse_text::date(self.language, at, &self.zone)))
    }

    pub(super) fn age(&self, at: Timestamp) -> String {
        lotse_text::age(self.language, at.age(self.now))
    }

    pub(super) fn flag(&self, flag: Option<bool>) -> Line {
        match flag {
            Some(true) => Line::plain(tr::word_yes(self.language)),
            Some(false) => Line::plain(tr::word_no(self.language)),
            None => Line::of(tr::word_unknown(self.language), Tone::Dim),
        }
    }

    pub(super) fn unknown(&self) -> Line {
        Line::of(tr::word_unknown(self.language), Tone::Dim)
    }
}

/// A guest's state in words; `None` of one that is not known here.
pub(super) fn state_name(state: &GuestState, language: Language) -> Option<String> {
    Some(match state {
        GuestState::Running => tr::state_running(language),
        GuestState::Stopped => tr::state_stopped(language),
        GuestState::Paused => tr::state_paused(language),
        GuestState::Suspended => tr::state_suspended(language),
        GuestState::Unknown => tr::state_unknown(language),
        GuestState::Other(_) => return None,
    })
}

/// What stands in a table for a figure that is not known: never a zero.
pub(super) fn unknown() -> Line {
    Line::of("–", Tone::Dim)
}

/// A machine's word, or the sign for what is not known.
pub(super) fn word(text: Option<&str>) -> Line {
    text.filter(|text| !text.is_empty()).map_or_else(unknown, Line::plain)
}
