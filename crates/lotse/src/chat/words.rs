//! Words understood on the names of the fleet.

use lotse_engine::{inventory::Resources, topics::Ask};
use lotse_intent::{GuestName, Kind, Names, Understanding};
use lotse_model::GuestKind;
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
    let sight = session.sight();
    let known: Vec<_> = session.fleet.among(&session.only).iter().map(|cluster| cluster.name().clone()).collect();
    let known: Vec<_> = known.iter().filter(|cluster| sight.touches(cluster)).collect();
    let guests = known.iter().flat_map(|cluster| {
        sight.resources(cluster).into_iter().flat_map(Resources::guests).map(|guest| GuestName {
            cluster: cluster.to_string(),
            id: guest.id.vmid.get(),
            name: guest.name.clone().unwrap_or_default(),
            kind: match guest.kind {
                GuestKind::Vm => Kind::Vm,
                GuestKind::Container => Kind::Ct,
            },
            node: guest.node.to_string(),
            running: guest.is_running(),
            tags: guest.tags.clone(),
            template: guest.template,
        })
    });
    let mut names = Names::new(guests);
    for cluster in known {
        names.add_cluster(cluster.as_str());
        let Some(resources) = sight.resources(cluster) else { continue };
        for node in resources.nodes() {
            names.add_node(cluster.as_str(), node.name.as_str());
        }
        for storage in resources.distinct_storages() {
            names.add_storage(storage.name.as_str());
        }
    }
    names
}
