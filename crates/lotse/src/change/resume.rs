//! What a process left in the middle is finished by the next one.

use std::sync::Arc;

use lotse_engine::change::state::{Action, Stage};
use lotse_text::tr;

use super::carry;
use crate::session::Session;

/// Goes on with every change that nobody holds, and says what became of it. Where there is no store, or it cannot be read,
/// there is nothing to go on with here: a question is answered all the same.
pub(crate) async fn resume(session: Arc<Session>) {
    if !session.desk.is_there() {
        return;
    }
    // Most times there is nothing, and then nobody is asked for a token.
    match session.desk.store().await {
        Ok(store) => match store.open_actions().await {
            Ok(open) if open.is_empty() => return,
            Ok(_) => {}
            Err(error) => {
                tracing::warn!(code = error.code(), %error, "the journal cannot be read");
                return;
            }
        },
        Err(failure) => {
            tracing::warn!(code = failure.code, message = failure.message, "the store cannot be opened");
            return;
        }
    }
    let Ok(desk) = session.desk.open().await else { return };
    match desk.resume(&mut |_, _| {}).await {
        Ok(actions) => actions.iter().for_each(|action| tell(&session, action)),
        Err(error) => tracing::warn!(%error, "changes that were left in the middle were not finished"),
    }
}

/// A change that was finished is told like any other; one that expired meanwhile is nobody's news.
fn tell(session: &Session, action: &Action) {
    if !matches!(action.stage, Stage::Finished(_)) {
        return;
    }
    let language = session.language;
    let text = format!("{}\n{}", tr::desk_resumed(language), carry::outcome(session, action, language));
    match session.above.get() {
        // A person who does not look loses the oldest news, never the prompt.
        Some(above) => drop(above.try_send(text)),
        None if session.json => {}
        None => session.printer.error(text.trim_end()),
    }
}
