//! Scenarios: what a simulated cluster holds when it starts.
//!
//! A scenario is a TOML file ([`mod@file`]) that states facts: nodes, storages, guests, users, what happened in the past.
//! [`build`] makes a world of it; names and figures that the file leaves out come from the seed. `scale` has no file: it
//! is generated from three numbers ([`scale`]).

pub mod accounts;
pub mod build;
pub mod file;
pub mod file_account;
pub mod file_guest;
pub mod file_past;
pub mod guests;
pub mod history;
pub mod scale;
pub mod span;
pub mod trouble;

use std::path::PathBuf;

use crate::options::Options;
use crate::world::World;
use crate::world::clock::Clock;
use crate::world::moment::Moment;
use file::Scenario;
pub use trouble::Trouble;

/// The scenarios that come with the program: name and text.
const BUILT_IN: &[(&str, &str)] = &[
    ("three-nodes", include_str!("../../scenarios/three-nodes.toml")),
    ("single", include_str!("../../scenarios/single.toml")),
    ("single-cluster", include_str!("../../scenarios/single-cluster.toml")),
    ("broken", include_str!("../../scenarios/broken.toml")),
];

/// Why a scenario could not be loaded.
#[derive(Debug, thiserror::Error)]
pub enum ScenarioError {
    /// No built-in scenario of that name, and no such file.
    #[error("there is no scenario '{name}'")]
    Unknown {
        /// What was asked for.
        name: String,
    },
    /// The file cannot be read.
    #[error("the scenario file {} cannot be read", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// The system's reason.
        #[source]
        source: std::io::Error,
    },
    /// The text is not a scenario.
    #[error("the scenario '{name}' is not valid: {reason}")]
    Syntax {
        /// Which one.
        name: String,
        /// Line, column and what was expected.
        reason: String,
    },
    /// Two facts contradict each other.
    #[error("the scenario '{name}' contradicts itself: {reason}")]
    Contradiction {
        /// Which one.
        name: String,
        /// What does not fit.
        reason: String,
    },
}

impl ScenarioError {
    /// A stable code for programs.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Unknown { .. } => "scenario-unknown",
            Self::Read { .. } => "scenario-read",
            Self::Syntax { .. } => "scenario-syntax",
            Self::Contradiction { .. } => "scenario-contradiction",
        }
    }
}

/// Names of the built-in scenarios, the generated one included.
pub fn names() -> impl Iterator<Item = &'static str> {
    BUILT_IN.iter().map(|(name, _)| *name).chain(["scale"])
}

/// Loads what the options ask for: one world per cluster, with what is wrong from the start.
pub fn load(options: &Options) -> Result<Vec<(World, Vec<Trouble>)>, ScenarioError> {
    if options.scenario == "scale" {
        let size = scale::Size {
            clusters: options.clusters.unwrap_or(1),
            nodes: options.nodes.unwrap_or(50),
            guests: options.guests.unwrap_or(2500),
        };
        let worlds = scale::worlds(size, options.seed, &|| clock(options.still, None));
        return Ok(worlds.into_iter().map(|world| (world, Vec::new())).collect());
    }
    let (name, text) = text_of(&options.scenario)?;
    let scenario = parse(&name, &text)?;
    let clock = clock(options.still, scenario.now);
    let world =
        build::world(&scenario, options.seed, clock).map_err(|reason| ScenarioError::Contradiction { name, reason })?;
    let troubles = scenario.chaos.into_iter().map(file::Chaos::into_trouble).collect();
    Ok(vec![(world, troubles)])
}

/// The world of a built-in scenario with a clock that stands still: for tests.
pub fn still_world(name: &str, seed: u64) -> Result<World, ScenarioError> {
    let options = Options { seed, still: true, ..Options::scenario(name) };
    load(&options)?
        .into_iter()
        .next()
        .map(|(world, _)| world)
        .ok_or_else(|| ScenarioError::Unknown { name: name.to_owned() })
}

/// Reads a scenario's text, and what it builds on.
pub fn parse(name: &str, text: &str) -> Result<Scenario, ScenarioError> {
    let scenario: Scenario = toml::from_str(text)
        .map_err(|error| ScenarioError::Syntax { name: name.to_owned(), reason: error.to_string() })?;
    match &scenario.base {
        None => Ok(scenario),
        Some(base) => {
            let (_, text) = BUILT_IN
                .iter()
                .find(|(built_in, _)| built_in == base && *built_in != name)
                .ok_or_else(|| ScenarioError::Unknown { name: base.clone() })?;
            let base = parse(base, text)?;
            Ok(scenario.on(base))
        }
    }
}

fn text_of(name: &str) -> Result<(String, String), ScenarioError> {
    if let Some((_, text)) = BUILT_IN.iter().find(|(built_in, _)| *built_in == name) {
        return Ok((name.to_owned(), (*text).to_owned()));
    }
    let path = PathBuf::from(name);
    if path.extension().is_none_or(|extension| extension != "toml") && !path.exists() {
        return Err(ScenarioError::Unknown { name: name.to_owned() });
    }
    match std::fs::read_to_string(&path) {
        Ok(text) => Ok((name.to_owned(), text)),
        Err(source) => Err(ScenarioError::Read { path, source }),
    }
}

fn clock(still: bool, now: Option<jiff::Timestamp>) -> Clock {
    let begins = now.map(|now| Moment::from_millis(now.as_millisecond()));
    match (still, begins) {
        (true, begins) => Clock::still(begins.unwrap_or_else(|| Clock::wall().present())),
        (false, Some(begins)) => Clock::beginning(begins),
        (false, None) => Clock::wall(),
    }
}

#[cfg(test)]
mod tests;
