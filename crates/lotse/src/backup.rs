//! `lotse backup FILE`: a whole copy of the store while it is in use.

use std::path::PathBuf;

use clap::ArgMatches;
use lotse_engine::fleet::Fleet;
use lotse_text::tr;

use crate::{
    config::Config,
    desk::LazyDesk,
    failure::{Exit, Failure, of_store},
    settings::Settings,
    stop::Stop,
};

/// Writes the copy.
pub(crate) async fn run(matches: &ArgMatches, config: &Config, settings: &Settings) -> Result<Exit, Stop> {
    let language = settings.language;
    let Some(to) = matches.get_one::<PathBuf>("file") else { return Ok(Exit::Usage) };
    let desk = LazyDesk::new(&Fleet::default(), Vec::new(), config, settings);
    if !desk.is_there() {
        return Err(Failure::new("E-STORE-NONE", Exit::NotFound, tr::store_none(language)).into());
    }
    let store = desk.store().await?;
    store.backup(to).await.map_err(|error| of_store(&error, language))?;
    settings.printer.note(tr::store_copied(language, to.display().to_string(), store.place()));
    Ok(Exit::Done)
}
