//! Words understood on the names of the fleet.

use lotse_engine::{fleet::Cluster, topics::Ask};
use lotse_intent::{Intent, Names, Understanding};
use lotse_pve::Deadline;
use lotse_text::Language;

use super::context::Added;
use crate::session::Session;

/// Understands a phrase by the names of the fleet. What is remembered from before is enough where it names the guest that is
/// spoken of; else the fleet is looked at first. Where that fails the phrase is understood without names.
pub(super) async fn understand(session: &Session, text: &str) -> Understanding {
    look_at(session, |cluster| cluster.last_known().resources.seen.is_none()).await;
    let understood = session.matcher().understand(text, &names(session), None);
    if understood.intent != Intent::None && understood.slots.guest.is_some() {
        return understood;
    }
    if look_at(session, |cluster| cluster.snapshot().resources.seen.is_none()).await == 0 {
        return understood;
    }
    session.matcher().understand(text, &names(session), None)
}

/// What the conversation so far adds to a phrase.
pub(super) fn in_context(session: &Session, understood: &Understanding, language: Language) -> Added {
    // An index over the names of a fleet is made only where a word stands for one of them.
    let understand = |text: &str| session.matcher().understand(text, &names(session), None);
    session.context().added(understood, understand, language)
}

/// Looks at the fleet when the line may hold a name of it and nothing is known of it.
pub(super) async fn look(session: &Session, line: &str) {
    if line.split_whitespace().nth(1).is_some() {
        look_at(session, |cluster| cluster.last_known().resources.seen.is_none()).await;
    }
}

/// Reads the clusters of which this holds, all at once; how many that were.
async fn look_at(session: &Session, unknown: impl Fn(&Cluster) -> bool) -> usize {
    let ask = Ask::by(Deadline::after(session.deadline));
    let unseen: Vec<_> = session.fleet.among(&session.only).into_iter().filter(|cluster| unknown(cluster)).collect();
    let reads = futures_util::future::join_all(unseen.iter().map(|cluster| cluster.resources(ask)));
    crate::progress::while_waiting(session.printer, &lotse_text::tr::chat_working(session.language), reads).await;
    unseen.len()
}

/// The names of the fleet as it was last seen or is remembered.
fn names(session: &Session) -> Names {
    let clusters = session.fleet.among(&session.only);
    session.sight().names(clusters.iter().map(|cluster| cluster.name()), &session.aliases)
}
