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
        /// Whether it is the limit of the whole bot.
        global: bool,
    },
    /// It is done, later.
    Latency(Duration),
    /// Nothing is done, and nothing answered.
    Hang,
    /// It is done; the JSON of the answer breaks off.
    HalfBody,
    /// It is done; the answer is a 502 with a page in HTML.
    LostAnswer,
}

/// What goes wrong, where, and how often.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Part of "METHOD template", such as `POST /interactions` or `PATCH /webhooks`; empty for everything.
    pub on: String,
    /// How often; `None` until the faults are taken away.
    pub times: Option<u32>,
    /// What.
    pub spoil: Spoil,
}

impl Fault {
    /// Until it is taken away.
    #[must_use]
    pub fn always(on: &str, spoil: Spoil) -> Self {
        Self { on: on.to_owned(), times: None, spoil }
    }

    /// The next time only.
    #[must_use]
    pub fn once(on: &str, spoil: Spoil) -> Self {
        Self { on: on.to_owned(), times: Some(1), spoil }
    }
}

/// Takes what goes wrong this time out of the list.
pub(crate) fn due(faults: &mut Vec<Fault>, method: &str, template: &str) -> Option<Spoil> {
    let place = format!("{method} {template}");
    let at = faults.iter().position(|fault| place.contains(&fault.on))?;
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
