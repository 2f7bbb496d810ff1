//! The answer to a line.

use std::sync::Arc;

use lotse_engine::{
    command::{Call, CommandError, Does, Meant, intents::Leads, meant},
    page::{Reply, refused, small_talk},
};
use lotse_intent::{Intent, Refused, Understanding};
use lotse_text::{Language, message, tr};

use super::{
    context::Added,
    line::{Line, Waiting},
    words,
};
use crate::{
    change::{self, Script},
    failure::{Exit, Failure, NOT_YET, of_command},
    print::Closed,
    session::Session,
    stop::Stop,
};

/// Whether the chat goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum After {
    /// It does.
    More,
    /// It is over.
    Over,
}

/// Answers a line: prints, and says whether the chat goes on.
pub(super) async fn respond(session: &Arc<Session>, line: &str) -> Result<After, Closed> {
    let language = session.language;
    words::look(session, line).await;
    match super::line::read(line, &|name| session.knows(name)) {
        Line::Blank => {}
        Line::Farewell => return Ok(After::Over),
        Line::Command(Ok(call)) => command(session, &call, line, language).await?,
        Line::Waiting(of) => {
            if let Err(failure) = told(waiting(session, &of, language).await)? {
                say(session, language, &failure)?;
            }
        }
        Line::Command(Err(error)) => say(session, language, &of_command(&error, language))?,
        Line::Leads(leads) => say(session, language, &elsewhere(leads, language))?,
        Line::Words(text) => {
            let mut understood = words::understand(session, &text).await;
            let spoken = understood.language.unwrap_or(language);
            match words::in_context(session, &understood, spoken) {
                Added::Nothing => {}
                Added::Question(named) => understood = words::understand(session, &named).await,
                Added::Again(call) => {
                    command(session, &call, line, spoken).await?;
                    return Ok(After::More);
                }
                Added::Reply(reply) => {
                    say(session, spoken, &not_ordered(reply))?;
                    return Ok(After::More);
                }
            }
            if let Some(call) = as_command(&text, &understood) {
                command(session, &call, line, language).await?;
            } else if let Some(reply) = small_talk(&understood, spoken).filter(|_| !session.json) {
                session.printer.line(crate::print::Printer::fitted(reply))?;
            } else if let Err(failure) = answer_words(session, &understood, &text, spoken).await? {
                say(session, spoken, &failure)?;
            }
        }
    }
    Ok(After::More)
}

/// The command that a line is after all: it has the form of one and means nothing as a sentence, so that the name in it is
/// wrong (`info wbe`). The command then says what it knows.
pub(super) fn as_command(text: &str, understood: &Understanding) -> Option<Call> {
    // What denies, puts off or means several is no command with a wrong name in it: "stop all vms with more than 4 GB".
    let is_sentence =
        understood.refused.is_some_and(|refused| !matches!(refused, Refused::NoTarget | Refused::Unclear))
            || understood.reference.is_some();
    if understood.intent != Intent::None || is_sentence {
        return None;
    }
    let words: Vec<&str> = text.split_whitespace().collect();
    Call::parse(&words).ok()
}

/// Answers words. The inner error is what to say when there is no answer.
async fn answer_words(
    session: &Arc<Session>,
    understood: &Understanding,
    text: &str,
    language: Language,
) -> Result<Result<(), Failure>, Closed> {
    let calls = match calls(understood, language) {
        Ok(calls) => calls,
        Err(failure) => return Ok(Err(failure)),
    };
    for call in &calls {
        if let Err(failure) = asked(session, call, text, language).await? {
            return Ok(Err(failure));
        }
    }
    Ok(Ok(()))
}

/// The calls that words lead to, or what is said instead of an answer.
pub(super) fn calls(understood: &Understanding, language: Language) -> Result<Vec<Call>, Failure> {
    match meant(understood) {
        Meant::Calls(calls) => Ok(calls),
        Meant::Incomplete { intent, error } => Err(incomplete(intent, &error, language)),
        Meant::Change(call) => Ok(vec![call]),
        Meant::Host(_) => Err(elsewhere(Leads::Host, language)),
        Meant::Report => Err(elsewhere(Leads::Report, language)),
        Meant::Unsure(intents) => {
            Err(refused(understood, language).map_or_else(|| unsure(&intents, language), not_ordered))
        }
    }
}

/// Words that speak of a change and order none.
fn not_ordered(reply: Reply) -> Failure {
    let failure = Failure::new("E-NOT-UNDERSTOOD", Exit::Usage, reply.message);
    match reply.hint {
        Some(hint) => failure.hint(hint),
        None => failure,
    }
}

async fn command(session: &Arc<Session>, call: &Call, line: &str, language: Language) -> Result<(), Closed> {
    match asked(session, call, line, language).await? {
        Ok(()) => Ok(()),
        Err(failure) => say(session, language, &failure),
    }
}

/// What is said of changes that wait for a person.
pub(super) async fn waiting(session: &Arc<Session>, waiting: &Waiting, language: Language) -> Result<Exit, Stop> {
    match waiting {
        Waiting::All => change::pending(session, language).await,
        Waiting::Approve(id) => change::approve(session, id, language).await,
        Waiting::Decline(id) => change::decline(session, id, language).await,
    }
}

/// How a change ended, as a turn of the conversation: it showed by itself what became of it.
fn told(ended: Result<Exit, Stop>) -> Result<Result<(), Failure>, Closed> {
    match ended {
        Ok(_) => Ok(Ok(())),
        Err(Stop::Failed(failure)) => Ok(Err(*failure)),
        Err(Stop::Closed) => Err(Closed),
    }
}

/// Asks the fleet and shows the answer; a change goes its own way, by the words of the line.
async fn asked(
    session: &Arc<Session>,
    call: &Call,
    line: &str,
    language: Language,
) -> Result<Result<(), Failure>, Closed> {
    if matches!(call.command.does, Does::Change(_)) {
        session.context().learn(call);
        return told(change::change(session, call, line.trim(), &Script::default(), language).await);
    }
    match session.ask_visibly(call, language).await {
        Ok(answer) => {
            session.context().learn(call);
            session.show(&answer, language)?;
            session.keep().await;
            for failure in session.explained(&answer.missing, language).await {
                say(session, language, &failure)?;
            }
            Ok(Ok(()))
        }
        Err(error) => Ok(Err(session.failure(&error, language).await)),
    }
}

/// In a chat what went wrong is an answer like any other; for a program it is an error object on standard error.
pub(super) fn say(session: &Session, language: Language, failure: &Failure) -> Result<(), Closed> {
    if session.json {
        session.printer.error(crate::render::json_text(&failure.json()));
        return Ok(());
    }
    session.printer.line(crate::print::Printer::fitted(failure.reply(language)))
}

/// What this version says about what it does not do yet.
pub(super) fn elsewhere(leads: Leads, language: Language) -> Failure {
    match leads {
        Leads::Host => not_yet(tr::chat_host(language)).hint(tr::chat_host_hint(language)),
        Leads::Report => not_yet(tr::chat_report(language)).hint(tr::chat_report_hint(language)),
        Leads::To(_) | Leads::Nowhere => unsure(&[], language),
    }
}

fn not_yet(message: String) -> Failure {
    Failure::new(NOT_YET, Exit::Failed, message)
}

/// A question without its object.
fn incomplete(intent: Intent, error: &CommandError, language: Language) -> Failure {
    let failure = of_command(error, language);
    match error {
        CommandError::MissingArgument { argument, .. } => {
            let what = described(intent, language);
            let message = match *argument {
                "node" => tr::chat_which_node(language, what),
                "guest" | "guests" | "target" | "watched" => tr::chat_which_guest(language, what),
                "name" => tr::chat_which_name(language, what),
                _ => tr::chat_which(language, what),
            };
            let example = match intent {
                Intent::SnapshotCreate => "`snapshot-create web before-upgrade`",
                _ => "`create debian-12 web2`",
            };
            let hint = match *argument {
                "name" => tr::chat_which_name_hint(language, example),
                _ => tr::chat_which_hint(language),
            };
            Failure { message, ..failure }.hint(hint)
        }
        _ => failure,
    }
}

/// Not understood: asked back, with what may be meant.
fn unsure(intents: &[Intent], language: Language) -> Failure {
    if intents.is_empty() {
        return Failure::new("E-NOT-UNDERSTOOD", Exit::Usage, tr::chat_not_understood(language))
            .hint(tr::chat_not_understood_hint(language));
    }
    let mut failure = Failure::new("E-NOT-UNDERSTOOD", Exit::Usage, tr::chat_unsure(language));
    for intent in intents {
        failure = failure.with(format!("– {}", described(*intent, language)));
    }
    failure.hint(tr::chat_unsure_hint(language))
}

/// An intent in words.
fn described(intent: Intent, language: Language) -> String {
    let key = format!("intent-{}", intent.as_str().replace('_', "-"));
    message(language, &key, &[]).unwrap_or_else(|| intent.as_str().to_owned())
}

#[cfg(test)]
mod tests {
    use lotse_intent::Intent;
    use lotse_text::{Language, keys};

    #[test]
    fn every_intent_can_be_named_in_every_language() {
        for language in Language::ALL {
            for intent in Intent::ALL.iter().filter(|intent| **intent != Intent::None) {
                let key = format!("intent-{}", intent.as_str().replace('_', "-"));
                assert!(keys(language).iter().any(|(own, _)| *own == key), "{language} {key}");
            }
        }
    }
}
