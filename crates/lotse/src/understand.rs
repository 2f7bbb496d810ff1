//! `lotse understand`: how phrases are understood, one JSON line for each line, without a fleet or network.

use std::{
    fs,
    io::{self, BufRead as _},
    path::PathBuf,
};

use clap::ArgMatches;
use lotse_intent::{Inventory, Matcher};
use lotse_text::tr;

use crate::{
    config::Config,
    failure::{Exit, Failure},
    settings::Settings,
    stop::Stop,
};

/// Reads phrases from standard input to its end.
pub(crate) fn run(matches: &ArgMatches, _: &Config, settings: &Settings) -> Result<Exit, Stop> {
    let inventory = match matches.get_one::<PathBuf>("inventory") {
        Some(path) => read(path, settings)?,
        None => Inventory::default(),
    };
    let names = inventory.names();
    let reader = Matcher::new();
    let mut input = io::stdin().lock();
    let mut line = Vec::new();
    loop {
        line.clear();
        match input.read_until(b'\n', &mut line) {
            Ok(0) | Err(_) => return Ok(Exit::Done),
            Ok(_) => {
                let text = String::from_utf8_lossy(&line);
                let understood = reader.understand(text.trim_end_matches(['\r', '\n']), &names, None);
                settings.printer.line(serde_json::to_string(&understood).unwrap_or_default())?;
            }
        }
    }
}

fn read(path: &PathBuf, settings: &Settings) -> Result<Inventory, Failure> {
    let wrong = |reason: String| {
        let message = tr::error_file(settings.language, path.display().to_string(), reason);
        Failure::new("E-INVENTORY", Exit::Usage, message)
    };
    let text = fs::read_to_string(path).map_err(|error| wrong(error.to_string()))?;
    serde_json::from_str(&text).map_err(|error| wrong(error.to_string()))
}
