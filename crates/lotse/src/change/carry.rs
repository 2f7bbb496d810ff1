//! A change that was agreed to is carried out, and a person watches.

use std::sync::Arc;

use lotse_engine::{
    change::{
        desk::Told,
        error::ChangeError,
        event::Outcome,
        state::{Action, Stage},
    },
    page::Page,
    view::{Answer, OutcomeView, View},
};
use lotse_store::ActionId;
use lotse_text::{Language, tr};
use tokio::{sync::mpsc, task::JoinHandle};

use super::progress::Live;
use crate::{
    failure::{Exit, Failure},
    render,
    session::Session,
    stop::Stop,
};

/// So much news may wait to be shown; what comes while a terminal is slow is left out, never waited for.
const WAITING: usize = 256;

/// Carries it out and shows what became of it. It runs in a task of its own: whoever stops watching stops nothing.
pub(super) async fn carry_out(
    session: &Arc<Session>,
    agreed: &Action,
    language: Language,
) -> Result<Result<Exit, ChangeError>, Stop> {
    let _taken = session.interrupt.take();
    let (send, mut news) = mpsc::channel(WAITING);
    let mut running = start(Arc::clone(session), agreed.id, send, language);
    let mut live = Live::start(session, agreed, language);
    let mut latest = agreed.clone();
    let ended = loop {
        tokio::select! {
            Some(told) = news.recv() => {
                live.tell(&told);
                if let Told::Action(action) = told {
                    latest = *action;
                }
            }
            ended = &mut running => break ended,
            _ = tokio::signal::ctrl_c() => {
                live.end();
                return Err(goes_on(session, &latest, running, language).into());
            }
        }
    };
    live.end();
    match ended {
        Ok(Ok(action)) => {
            session.show(&shown(&action), language)?;
            Ok(Ok(exit_of(&action)))
        }
        Ok(Err(error)) => Ok(Err(error)),
        // The task was dropped with the program, or broke: the journal knows how far it came.
        Err(_) => Err(unfinished(&latest, language).into()),
    }
}

fn start(
    session: Arc<Session>,
    id: ActionId,
    news: mpsc::Sender<Told>,
    language: Language,
) -> JoinHandle<Result<Action, ChangeError>> {
    tokio::spawn(async move {
        let Ok(desk) = session.desk.open().await else { return Err(ChangeError::Unknown) };
        let asking = session.asking(Some(desk), language);
        let mut tell = |told| {
            let _ = news.try_send(told);
        };
        desk.carry_out(&asking, id, &mut tell).await
    })
}

/// The person looks away: the change goes on, here while the program lives, and where it was when it does not.
fn goes_on(
    session: &Arc<Session>,
    latest: &Action,
    running: JoinHandle<Result<Action, ChangeError>>,
    language: Language,
) -> Failure {
    if let Some(above) = session.above.get().cloned() {
        let session = Arc::clone(session);
        tokio::spawn(async move {
            if let Ok(Ok(action)) = running.await {
                let _ = above.try_send(outcome(&session, &action, language));
            }
        });
    }
    unfinished(latest, language)
}

/// What became of a change, as text above a prompt.
pub(super) fn outcome(session: &Session, action: &Action, language: Language) -> String {
    let page = Page::of(&shown(action), &session.reader(language));
    render::terminal(&page, crate::print::Printer::width())
}

fn shown(action: &Action) -> Answer {
    Answer::of(View::Outcome(Box::new(OutcomeView::of(action))))
}

fn unfinished(latest: &Action, language: Language) -> Failure {
    let tasks: Vec<String> = match &latest.stage {
        Stage::Running(items) | Stage::Finished(items) => {
            items.iter().flat_map(|item| item.tasks.iter().map(ToString::to_string)).collect()
        }
        Stage::Pending | Stage::Dropped(_) => Vec::new(),
    };
    let failure = Failure::new("E-CHANGE-GOES-ON", Exit::Inconclusive, tr::desk_goes_on(language));
    match tasks.last() {
        Some(task) => failure.hint(tr::desk_goes_on_hint(language, task)),
        None => failure.hint(tr::desk_goes_on_unknown_hint(language)),
    }
}

/// How the program ends by what became of a change: as its worst item.
pub(super) fn exit_of(action: &Action) -> Exit {
    match OutcomeView::of(action).outcome {
        Some(Outcome::Verified) => Exit::Done,
        Some(Outcome::Failed) => Exit::Failed,
        Some(Outcome::NotBegun) => Exit::NotRun,
        None if matches!(action.stage, Stage::Dropped(_)) => Exit::NotRun,
        Some(Outcome::Inconclusive) | None => Exit::Inconclusive,
    }
}
