//! Words understood on the names of the fleet.

use lotse_engine::topics::Ask;
use lotse_intent::{Names, Understanding};
use lotse_pve::Deadline;

use crate::session::Session;

/// Understands a phrase. The names come from the fleet as it was last seen; when it was never seen it is looked at first,
/// since a phrase is understood by the names in it. Where that fails the phrase is understood without names.
pub(super) async fn understand(session: &Session, text: &str) -> Understanding {
    read_unseen(session).await;
    session.matcher().understand(text, &names(session), None)
}

/// Looks at the fleet when the line may hold a name of it and it was never seen.
pub(super) async fn look(session: &Session, line: &str) {
    if line.split_whitespace().nth(1).is_some() {
        read_unseen(session).await;
    }
}

/// Reads the clusters that were never seen, all at once.
async fn read_unseen(session: &Session) {
    let ask = Ask::by(Deadline::after(session.deadline));
    let unseen: Vec<_> = session
        .fleet
        .among(&session.only)
        .into_iter()
        .filter(|cluster| cluster.snapshot().resources.value().is_none())
        .collect();
    let reads = futures_util::future::join_all(unseen.iter().map(|cluster| cluster.resources(ask)));
    crate::progress::while_waiting(session.printer, &lotse_text::tr::chat_working(session.language), reads).await;
}

/// The names of the fleet as it was last seen.
fn names(session: &Session) -> Names {
    let clusters = session.fleet.among(&session.only);
    session.sight().names(clusters.iter().map(|cluster| cluster.name()))
}
