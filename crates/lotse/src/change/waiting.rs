//! Changes that wait for a person: which, yes, no.

use std::sync::Arc;

use lotse_engine::{
    change::{
        consent::Refusal,
        desk::Desk,
        error::ChangeError,
        state::{Action, Stage},
    },
    fleet::now,
    view::PlanView,
};
use lotse_store::ActionId;
use lotse_text::{Language, tr};

use super::{ask, way::Way};
use crate::{
    failure::{Exit, Failure, of_change, of_refusal},
    session::Session,
    stop::Stop,
};

/// Shows every change that waits for a person.
pub(crate) async fn pending(session: &Arc<Session>, language: Language) -> Result<Exit, Stop> {
    let waiting = if session.desk.is_there() {
        let desk = session.desk.open().await?;
        desk.pending().await.map_err(|error| of_change(&error, language))?
    } else {
        Vec::new()
    };
    if session.json {
        let views = waiting.iter().map(PlanView::of).collect::<Vec<_>>();
        let text =
            serde_json::json!({ "schema": "lotse/pending/1", "language": language.tag(), "data": { "plans": views } });
        session.printer.line(crate::render::json_text(&text))?;
        return Ok(Exit::Done);
    }
    if waiting.is_empty() {
        session.printer.line(tr::pending_none(language))?;
        return Ok(Exit::Done);
    }
    let desk = session.desk.open().await?;
    let way = Way { session, desk, language };
    for action in &waiting {
        way.show_plan(action)?;
        session.printer.line(tr::pending_id(language, action.id.to_string()))?;
    }
    Ok(Exit::Done)
}

/// Says yes to a change that waits, as the person at this terminal.
pub(crate) async fn approve(session: &Arc<Session>, id: &str, language: Language) -> Result<Exit, Stop> {
    let desk = session.desk.open().await?;
    let action = find(desk, id, language).await?;
    let way = Way { session, desk, language };
    // Who counts for nothing is told so before they type anything.
    if let Some(refusal) = counts_for_nothing(session, &action) {
        return Err(of_refusal(&refusal, language).into());
    }
    let Some(terminal) = ask::terminal(session) else {
        way.show_plan(&action)?;
        return Err(Failure::new("E-CHANGE-NOBODY", Exit::NotRun, tr::ask_nobody(language)).into());
    };
    way.until_done(action, &terminal).await
}

/// Says no to a change that waits.
pub(crate) async fn decline(session: &Arc<Session>, id: &str, language: Language) -> Result<Exit, Stop> {
    let desk = session.desk.open().await?;
    let action = find(desk, id, language).await?;
    let asking = session.asking(Some(desk), language);
    Box::pin(desk.decline(&asking, action.id)).await.map_err(|error| of_change(&error, language))?;
    session.printer.line(tr::pending_declined(language))?;
    Ok(Exit::Done)
}

/// Why no words of this person at this moment would count. The engine judges it once more when they are typed.
fn counts_for_nothing(session: &Session, action: &Action) -> Option<Refusal> {
    if action.stage != Stage::Pending {
        return Some(Refusal::Spent);
    }
    if now() >= action.proposal.expires {
        return Some(Refusal::Expired);
    }
    if action.agreed.iter().any(|person| person.id == session.person.id) {
        return Some(Refusal::SecondPerson);
    }
    (action.agreed.is_empty() && action.proposal.by.id != session.person.id).then_some(Refusal::NotYours)
}

async fn find(desk: &Desk, id: &str, language: Language) -> Result<Action, Failure> {
    let unknown = || of_change(&ChangeError::Unknown, language);
    let id: ActionId = id.trim().parse().map_err(|_| unknown())?;
    desk.action(id).await.map_err(|error| of_change(&error, language))?.ok_or_else(unknown)
}
