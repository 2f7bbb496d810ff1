//! How is watched, and who is told what, when: the configuration's sections `[watch]`, `[[route]]` and `[[channel]]` as types.

use std::time::Duration;

use jiff::{
    civil::{Time, Weekday},
    tz::TimeZone,
};
use lotse_model::{Severity, Timestamp};

use crate::access::Entry as Scope;

/// Everything that the operator decided about the watch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// Between two looks. A minute by default, five seconds at least.
    pub interval: Duration,
    /// How long a suspicion is looked at before it is told: a second look, at the thing itself. Three seconds by default; with
    /// it an incident is told within one interval and five seconds.
    pub confirm: Duration,
    /// How long a watched guest may stay as an explained event left it, after the event is over. Thirty minutes by default.
    pub grace: Duration,
    /// How often an alert that nobody acknowledged is told again; `None` for never. Four hours by default.
    pub remind: Option<Duration>,
    /// From when on going to and fro is one alert.
    pub flapping: Flapping,
    /// After how many looks that could not look the watch itself is alarmed. Three by default.
    pub blind_after: u32,
    /// When nothing but critical alerts is told; the rest is summarised afterwards.
    pub quiet: Vec<Hours>,
    /// When and over what nothing is told at all.
    pub maintenance: Vec<Window>,
    /// The time zone of quiet hours, weekly windows and "until tomorrow 8".
    pub zone: TimeZone,
    /// The channels, with what may be told there.
    pub places: Vec<Place>,
    /// Who is told what: the first that matches, unless it goes on.
    pub routes: Vec<Route>,
    /// The channels of what no route matches.
    pub default_route: Vec<String>,
}

impl Default for Settings {
    /// What an operator gets who says nothing: every alert goes nowhere until there is a channel.
    fn default() -> Self {
        Self {
            interval: Duration::from_mins(1),
            confirm: Duration::from_secs(3),
            grace: Duration::from_mins(30),
            remind: Some(Duration::from_hours(4)),
            flapping: Flapping::default(),
            blind_after: 3,
            quiet: Vec::new(),
            maintenance: Vec::new(),
            zone: TimeZone::UTC,
            places: Vec::new(),
            routes: Vec::new(),
            default_route: Vec::new(),
        }
    }
}

/// Going to and fro.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Flapping {
    /// So many changes between good and bad …
    pub changes: u32,
    /// … within this are flapping …
    pub within: Duration,
    /// … until it was steady for so long.
    pub calm: Duration,
}

impl Default for Flapping {
    /// Three times away and back within an hour, until half an hour was steady.
    fn default() -> Self {
        Self { changes: 6, within: Duration::from_hours(1), calm: Duration::from_mins(30) }
    }
}

/// A time of day; `24:00` is not one.
pub type Daytime = Time;

/// Hours that come again every day or on some days, in the zone of the settings; over midnight when the end is not after the
/// beginning, so that equal ends are a whole day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hours {
    /// On which days they begin; empty for every day.
    pub days: Vec<Weekday>,
    /// From when.
    pub from: Daytime,
    /// Until when.
    pub to: Daytime,
}

/// A maintenance window.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Window {
    /// Once.
    Once {
        /// Over what.
        scope: Scope,
        /// From when.
        from: Timestamp,
        /// Until when.
        to: Timestamp,
    },
    /// Again and again.
    Weekly {
        /// Over what.
        scope: Scope,
        /// When.
        hours: Hours,
    },
}

/// A channel as far as routes go: its scope is like a person's, and nothing outside it is told there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Its name.
    pub name: String,
    /// What may be told there: each entry is an alternative; empty is nothing.
    pub scope: Vec<Scope>,
}

/// Who is told what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Route {
    /// What it is about; empty for everything.
    pub scope: Vec<Scope>,
    /// From which severity on.
    pub severity: Severity,
    /// When; empty for always.
    pub hours: Vec<Hours>,
    /// Who is told.
    pub channels: Vec<String>,
    /// Who is told next when nobody acknowledges a critical alert.
    pub escalation: Option<Escalation>,
    /// Whether routes after it are asked, too.
    pub goes_on: bool,
}

/// Who is told when nobody acknowledged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Escalation {
    /// After how long, for each step.
    pub after: Duration,
    /// One channel after the other.
    pub channels: Vec<String>,
}
