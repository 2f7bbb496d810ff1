//! Trouble on purpose at the REST API. That of the gateway stands at [`crate::discord::Discord`].

use std::time::Duration;

/// What goes wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Spoil {
    /// Nothing is done; this status with a page in HTML, as a proxy before Discord answers.
    Html(u16),
    /// Nothing is done; 429 with the documented headers.
    RateLimited {
        /// When to come again.
        after: Duration,
        /// Whose limit it is.
        scope: Limit,
    },
    /// It is done, later.
    Latency(Duration),
    /// Nothing is done, and nothing answered.
    Hang,
    /// It is done, and nothing answered: what a client that ends then leaves behind.
    Mute,
    /// It is done; the JSON of the answer breaks off.
    HalfBody,
    /// It is done; the answer is a 502 with a page in HTML.
    LostAnswer,
}

/// Whose limit was reached (`X-RateLimit-Scope`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limit {
    /// The bot's own, on one route.
    User,
    /// The bot's own, on everything.
    Global,
    /// One that everybody has together, such as that of a channel.
    Shared,
}

impl Limit {
    /// As it stands in the header.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::Global => "global",
            Self::Shared => "shared",
        }
    }
}

/// What goes wrong, where, and how often.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Part of "METHOD template", such as `POST /interactions` or `PATCH /webhooks`; empty for everything.
    pub on: String,
    /// How many requests to that place go well before.
    pub spared: u32,
    /// How often; `None` until the faults are taken away.
    pub times: Option<u32>,
    /// What.
    pub spoil: Spoil,
}

impl Fault {
    /// Until it is taken away.
    #[must_use]
    pub fn always(on: &str, spoil: Spoil) -> Self {
        Self { on: on.to_owned(), spared: 0, times: None, spoil }
    }

    /// The next time only.
    #[must_use]
    pub fn once(on: &str, spoil: Spoil) -> Self {
        Self { on: on.to_owned(), spared: 0, times: Some(1), spoil }
    }

    /// The same, after so many requests to that place went well.
    #[must_use]
    pub const fn after(mut self, spared: u32) -> Self {
        self.spared = spared;
        self
    }
}

/// Takes what goes wrong this time out of the list.
pub(crate) fn due(faults: &mut Vec<Fault>, method: &str, template: &str) -> Option<Spoil> {
    let place = format!("{method} {template}");
    let here = |fault: &Fault| place.contains(&fault.on);
    let at = faults.iter().position(|fault| here(fault) && fault.spared == 0);
    // Every other fault of this place comes nearer, whichever is due.
    faults.iter_mut().filter(|fault| here(fault)).for_each(|fault| fault.spared = fault.spared.saturating_sub(1));
    let at = at?;
    let fault = faults.get_mut(at)?;
    let spoil = fault.spoil.clone();
    if let Some(times) = &mut fault.times {
        *times = times.saturating_sub(1);
        if *times == 0 {
            faults.remove(at);
        }
    }
    Some(spoil)
}

/// What the gateway does wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct GatewayFaults {
    /// Every connection is closed with this code right after HELLO.
    pub(crate) after_hello: Option<u16>,
    /// IDENTIFY and RESUME are answered by closing with this code.
    pub(crate) on_opening: Option<u16>,
    /// Heartbeats are not acknowledged.
    pub(crate) deaf: bool,
}

#[cfg(test)]
mod tests {
    use super::{Fault, Spoil, due};

    #[test]
    fn a_fault_may_spare_what_comes_before_it() {
        let mut faults = vec![Fault::once("PATCH /webhooks", Spoil::Hang).after(2)];
        let mut next = |method| due(&mut faults, method, "/webhooks/{webhook_id}/{webhook_token}/messages/@original");
        assert_eq!([next("PATCH"), next("GET"), next("PATCH")], [None, None, None]);
        assert_eq!(next("PATCH"), Some(Spoil::Hang));
        assert_eq!(next("PATCH"), None);
    }
}
