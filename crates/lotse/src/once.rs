//! One command on the configured fleet: asked or changed, shown, and what was missing said.

use std::{sync::Arc, time::Duration};

use clap::ArgMatches;
use lotse_engine::{
    command::{Call, Does},
    view::View,
};
use lotse_text::tr;

use crate::{
    change::{self, Script},
    config::Config,
    connect,
    failure::Exit,
    session::{self, Session},
    settings::Settings,
    stop::Stop,
};

/// Asks the configured fleet, or changes it.
pub(crate) async fn once(call: &Call, script: &Script, config: &Config, settings: &Settings) -> Result<Exit, Stop> {
    // Help is about the program, not about a fleet.
    if call.command.name == "help" {
        let session = Arc::new(Session::new(connect::Connected::default(), config, settings));
        return Box::pin(finished(&session, call, &typed(), script, settings)).await;
    }
    let session = Arc::new(Session::new(connect::fleet(config, settings).await?, config, settings));
    Box::pin(beside_resuming(&session, finished(&session, call, &typed(), script, settings))).await
}

/// The command line as it was typed, for the audit.
fn typed() -> String {
    std::env::args_os().skip(1).map(|word| word.to_string_lossy().into_owned()).collect::<Vec<_>>().join(" ")
}

/// How long what an earlier process left in the middle is waited for once the own work is done. A backup may take hours, and a
/// script that asks for a list must not wait for it.
const AFTERWARDS: Duration = Duration::from_mins(1);

/// Does the work, and meanwhile finishes what an earlier process left in the middle. That is waited for a while, since this
/// process is over afterwards; what takes longer, or whoever presses Ctrl-C, leaves it to the next one.
pub(crate) async fn beside_resuming(
    session: &Arc<Session>,
    work: impl Future<Output = Result<Exit, Stop>>,
) -> Result<Exit, Stop> {
    let resuming = tokio::spawn(change::resume(Arc::clone(session)));
    let ended = work.await;
    tokio::select! {
        // However it ended, it told that itself.
        _ = resuming => {}
        _ = tokio::signal::ctrl_c() => {}
        () = tokio::time::sleep(AFTERWARDS) => session.printer.note(tr::desk_still_resuming(session.language)),
    }
    ended
}

/// What waits for a person: shown, approved or declined.
pub(crate) async fn waiting(
    name: &str,
    matches: &ArgMatches,
    config: &Config,
    settings: &Settings,
) -> Result<Exit, Stop> {
    let language = settings.language;
    let session = Arc::new(Session::new(connect::fleet(config, settings).await?, config, settings));
    let id = matches.try_get_one::<String>("id").ok().flatten().cloned().unwrap_or_default();
    let work = async {
        match name {
            "approve" => change::approve(&session, &id, language).await,
            "decline" => change::decline(&session, &id, language).await,
            _ => change::pending(&session, language).await,
        }
    };
    beside_resuming(&session, work).await
}

/// Asks, prints, and says what was missing; a change goes its own way.
pub(crate) async fn finished(
    session: &Arc<Session>,
    call: &Call,
    words: &str,
    script: &Script,
    settings: &Settings,
) -> Result<Exit, Stop> {
    let language = settings.language;
    if matches!(call.command.does, Does::Change(_)) {
        return change::change(session, call, words, script, language).await;
    }
    if call.is_on("cached") {
        session.recall().await;
    }
    let answer = match session.ask_visibly(call, language).await {
        Ok(answer) => answer,
        Err(error) => return Err(session.failure(&error, language).await.into()),
    };
    session.show(&answer, language)?;
    session.keep().await;
    for failure in session.explained(&answer.missing, language).await {
        failure.print(settings.printer, language, settings.json);
    }
    if matches!(&answer.view, View::AuditVerify(found) if found.broken.is_some()) {
        // Whoever has this checked every night looks at nothing but the exit code.
        return Ok(Exit::Failed);
    }
    match session::incomplete(&answer, language, settings.strict) {
        Some(failure) if failure.exit != Exit::Done => Err(failure.into()),
        Some(failure) => {
            settings.printer.error(failure.message);
            Ok(Exit::Done)
        }
        None => Ok(Exit::Done),
    }
}
