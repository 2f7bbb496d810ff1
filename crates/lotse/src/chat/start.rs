//! Starting a chat: on the simulated fleet, on the configured one, or on a host.

use std::{fs, io::Write as _, os::unix::fs::OpenOptionsExt as _, path::Path, sync::Arc};

use clap::ArgMatches;
use lotse_engine::{command::Call, view::View};
use lotse_text::tr;

use super::{flags, interactive, piped};
use crate::{
    config::Config,
    connect,
    failure::{Exit, Failure, of_command},
    once::beside_resuming,
    print::Printer,
    session::Session,
    settings::Settings,
    simulator,
    stop::Stop,
};

/// The chat on the simulated fleet: no configuration, no network but the loopback, nothing kept.
pub(crate) async fn demo(matches: &ArgMatches, settings: &Settings) -> Result<Exit, Stop> {
    let simulator = simulator::start(simulator::options(matches), settings).await?;
    let fleet = connect::simulated(simulator.announcement(), settings)?;
    let session = Session::simulated(fleet, settings);
    if Printer::is_input_terminal() {
        settings.printer.note(tr::chat_demo(settings.language));
    }
    let ended = Box::pin(talk(session)).await;
    simulator.shutdown().await;
    ended
}

/// The chat on a host or on the configured fleet.
pub(crate) async fn chat(matches: &ArgMatches, config: &Config, settings: &Settings) -> Result<Exit, Stop> {
    let flags = flags::read(matches, settings.language)?;
    for note in &flags.notes {
        settings.printer.note(note);
    }
    let fleet = match flags.target {
        Some(target) => connect::host(target, flags.sudo, settings).await?,
        None => connect::fleet(config, settings).await?,
    };
    let session = Session::new(fleet, config, settings);
    if let Some(path) = &flags.output {
        write(&session, path, settings).await?;
    }
    Box::pin(talk(session)).await
}

async fn talk(session: Session) -> Result<Exit, Stop> {
    let session = Arc::new(session);
    session.recall().await;
    if Printer::is_input_terminal() && Printer::is_terminal() {
        interactive::run(&session).await
    } else {
        Box::pin(beside_resuming(&session, piped::run(&session))).await
    }
}

/// Writes everything that was collected, for its owner only.
async fn write(session: &Session, path: &Path, settings: &Settings) -> Result<(), Stop> {
    let language = settings.language;
    let call = Call::parse(&["context"]).map_err(|error| of_command(&error, language))?;
    let answer = session.ask_visibly(&call, language).await.map_err(|error| of_command(&error, language))?;
    let View::Context(view) = &answer.view else { return Ok(()) };
    let text = serde_json::to_string_pretty(&view.data).unwrap_or_default();
    let written = fs::OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(path)
        .and_then(|mut file| writeln!(file, "{text}"));
    written.map_err(|error| {
        let message = tr::error_file(language, path.display().to_string(), error.to_string());
        Failure::new("E-OUTPUT", Exit::Failed, message)
    })?;
    settings.printer.note(tr::chat_written(language, path.display().to_string()));
    Ok(())
}
