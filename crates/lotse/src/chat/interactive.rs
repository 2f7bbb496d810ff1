//! The chat with a person.

use std::{pin::pin, sync::Arc};

use futures_util::future::join_all;
use lotse_engine::command::Call;
use lotse_text::tr;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use super::{
    alerts,
    editor::{Editor, Input},
    history::Earlier,
    respond::{self, After, respond},
};
use crate::{
    change,
    failure::{Exit, Failure},
    session::Session,
    stop::Stop,
};

/// Runs until the person leaves.
pub(super) async fn run(session: &Arc<Session>) -> Result<Exit, Stop> {
    let language = session.language;
    session.printer.note(tr::chat_welcome(language));
    tokio::select! {
        () = session.learn_sight() => {}
        _ = tokio::signal::ctrl_c() => {}
    }
    overview(session).await?;
    let mut earlier = Earlier::read(session).await;
    let mut editor = Editor::start(session, earlier.history()).map_err(|error| {
        Failure::new("E-TERMINAL", Exit::Failed, tr::error_file(language, "terminal", error.to_string()))
    })?;
    // One conversation, one editor: nobody set it before.
    let _ = session.above.set(editor.above());
    let watch = tokio::spawn(alerts::watch(Arc::clone(session), editor.above()));
    let resuming = tokio::spawn(change::resume(Arc::clone(session)));
    let over = CancellationToken::new();
    let sweeper = sweep(session, over.clone());
    let ended = talk(session, &mut editor).await;
    drop(editor);
    earlier.written().await;
    watch.abort();
    // What it was at goes on where it is; the next process follows it.
    resuming.abort();
    over.cancel();
    if let Some(sweeper) = sweeper {
        // Its call is dropped where it stands; how it ended is nobody's business.
        let _ = sweeper.await;
    }
    ended
}

/// Reads details in the background until `over`, when that is wanted: a person who asks finds them read. A single question
/// and a pipe are over before that would be of use.
fn sweep(session: &Arc<Session>, over: CancellationToken) -> Option<JoinHandle<()>> {
    let sweep = session.sweep?;
    let session = Arc::clone(session);
    Some(tokio::spawn(async move {
        let clusters = session.fleet.among(&session.only);
        join_all(clusters.iter().map(|cluster| cluster.sweep(sweep, &over))).await;
    }))
}

async fn talk(session: &Arc<Session>, editor: &mut Editor) -> Result<Exit, Stop> {
    loop {
        editor.learn(session.names());
        match editor.read().await {
            Input::Line(text) => {
                // What was pasted in several lines are several inputs.
                for line in text.lines() {
                    if answered(session, line).await? == After::Over {
                        return Ok(Exit::Done);
                    }
                }
            }
            Input::Interrupted => session.printer.note(tr::chat_how_to_leave(session.language)),
            Input::End => return Ok(Exit::Done),
        }
    }
}

/// Answers a line unless the person presses Ctrl-C: then the request is dropped, and the chat goes on. A change that is
/// asked about or under way takes Ctrl-C itself.
async fn answered(session: &Arc<Session>, line: &str) -> Result<After, Stop> {
    let mut response = pin!(respond(session, line));
    loop {
        tokio::select! {
            biased;
            after = &mut response => return Ok(after?),
            _ = tokio::signal::ctrl_c() => {
                if !session.interrupt.is_taken() {
                    session.printer.error(tr::error_cancelled(session.language));
                    return Ok(After::More);
                }
            }
        }
    }
}

/// What a person sees first: state, counts, problems.
async fn overview(session: &Session) -> Result<(), Stop> {
    let language = session.language;
    let Ok(call) = Call::parse(&["status", "--overview"]) else { return Ok(()) };
    let asked = tokio::select! {
        asked = session.ask_visibly(&call, language) => asked,
        _ = tokio::signal::ctrl_c() => return Ok(()),
    };
    match asked {
        Ok(answer) => session.show(&answer, language)?,
        Err(error) => respond::say(session, language, &session.failure(&error, language).await)?,
    }
    Ok(())
}
