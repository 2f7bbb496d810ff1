//! `lotse ask`: one question in a person's own words.

use std::sync::Arc;

use clap::ArgMatches;
use lotse_text::tr;

use super::{
    line::{self, Line},
    respond, words,
};
use crate::{
    change::Script,
    config::Config,
    connect,
    failure::{Exit, Failure, of_command},
    once::{beside_resuming, finished},
    session::Session,
    settings::Settings,
    stop::Stop,
};

/// Asks once.
pub(crate) async fn ask(matches: &ArgMatches, config: &Config, settings: &Settings) -> Result<Exit, Stop> {
    let language = settings.language;
    let question: Vec<&str> =
        matches.get_many::<String>("question").into_iter().flatten().map(String::as_str).collect();
    let question = question.join(" ");
    if question.trim().is_empty() {
        return Err(Failure::new("E-NOT-UNDERSTOOD", Exit::Usage, tr::chat_not_understood(language)).into());
    }
    let session = Arc::new(Session::new(connect::fleet(config, settings).await?, config, settings));
    Box::pin(beside_resuming(&session, answer(&session, &question, settings))).await
}

async fn answer(session: &Arc<Session>, question: &str, settings: &Settings) -> Result<Exit, Stop> {
    let language = settings.language;
    let script = Script::default();
    session.recall().await;
    words::look(session, question).await;
    match line::read(question, &|name| session.knows(name)) {
        Line::Command(Ok(call)) => finished(session, &call, question, &script, settings).await,
        Line::Command(Err(error)) => Err(of_command(&error, language).into()),
        Line::Leads(leads) => Err(respond::elsewhere(leads, language).into()),
        Line::Waiting(waiting) => respond::waiting(session, &waiting, language).await,
        Line::Words(_) | Line::Blank | Line::Farewell => {
            let understood = words::understand(session, question).await;
            if let Some(call) = respond::as_command(question, &understood) {
                return finished(session, &call, question, &script, settings).await;
            }
            let spoken = Settings { language: understood.language.unwrap_or(language), ..settings.clone() };
            let in_its_language = |stop: Stop| stop.spoken(spoken.language);
            let calls =
                respond::calls(&understood, spoken.language).map_err(|failure| in_its_language(failure.into()))?;
            let mut exit = Exit::Done;
            for call in &calls {
                exit = finished(session, call, question, &script, &spoken).await.map_err(in_its_language)?;
                if exit != Exit::Done {
                    break;
                }
            }
            Ok(exit)
        }
    }
}
