//! The man pages, written into a folder for packages.

use std::{fs, io, path::PathBuf};

use clap::ArgMatches;
use lotse_text::tr;

use crate::{
    cli,
    failure::{Exit, Failure},
    settings::Settings,
    stop::Stop,
};

/// Writes `lotse.1` and a page for each subcommand.
pub(crate) fn run(matches: &ArgMatches, settings: &Settings) -> Result<Exit, Stop> {
    let Some(folder) = matches.get_one::<PathBuf>("out") else { return Ok(Exit::Usage) };
    let written =
        fs::create_dir_all(folder).and_then(|()| clap_mangen::generate_to(cli::command(settings.language), folder));
    written.map_err(|error: io::Error| {
        let message = tr::error_file(settings.language, folder.display().to_string(), error.to_string());
        Failure::new("E-MAN", Exit::Failed, message)
    })?;
    Ok(Exit::Done)
}
