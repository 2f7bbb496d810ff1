//! `list`: guests.

use lotse_model::{Field, Guest, GuestKind, Measure};
use lotse_text::fold;

use crate::{
    asking::{Asking, CACHED},
    command::{Argument, ArgumentKind, Call, Command, CommandError, Does, Level, Reach, criteria},
    inventory::{Filter, search},
    narrow::figure,
    view::{Answer, ListFilter, ListView, View},
};

/// By what guests may be sorted: the most first, names from the beginning.
const SORTS: &[&str] = &["memory", "memory-used", "cores", "cpu", "disk", "uptime", "name"];

pub(super) const COMMAND: Command = Command {
    name: "list",
    arguments: &[
        Argument::positional("search", ArgumentKind::Text),
        Argument::option("kind", ArgumentKind::Choice(&["vm", "ct"])),
        Argument::option("state", ArgumentKind::Choice(&["running", "stopped"])),
        Argument::option("node", ArgumentKind::Node),
        Argument::option("tag", ArgumentKind::Tag),
        Argument::option("pool", ArgumentKind::Pool),
        Argument::option("where", ArgumentKind::Criteria(criteria::OF_MACHINES)),
        Argument::option("sort", ArgumentKind::Choice(SORTS)),
        Argument::flag(CACHED),
    ],
    level: Level::Look,
    reach: Reach::Everywhere,
    does: Does::Answer(|asking, call| Box::pin(run(asking, call))),
};

async fn run(asking: &Asking<'_>, call: &Call) -> Result<Answer, CommandError> {
    let mut gathered = asking.gathered();
    let snapshots = asking.look(&mut gathered).await;
    if asking.ask.cached && snapshots.iter().all(|snapshot| snapshot.resources.seen.is_none()) {
        return Err(CommandError::NothingKept);
    }
    let node = match call.get("node") {
        Some(typed) => Some(asking.directory(&snapshots).node(typed)?),
        None => None,
    };
    let filter = ListFilter {
        kind: call.get("kind").map(|kind| if kind == "ct" { GuestKind::Container } else { GuestKind::Vm }),
        running: call.get("state").map(|state| state == "running"),
        node: node.as_ref().map(|(_, node)| node.to_string()),
        tag: call.get("tag").map(|tag| asking.aliases.meaning(tag).trim_start_matches("tag:").to_owned()),
        pool: call.get("pool").map(str::to_owned),
        search: call.get("search").map(str::to_owned),
        sort: call.get("sort").and_then(|sort| Field::ALL.into_iter().find(|field| field.as_str() == sort)),
        cached: asking.ask.cached,
    };
    let books: Vec<_> = asking.clusters().iter().map(|cluster| cluster.addresses().clone()).collect();
    let wanted = Filter {
        clusters: node.iter().map(|(cluster, _)| (*cluster).clone()).collect(),
        node: node.map(|(_, node)| node),
        text: filter.search.clone().unwrap_or_default(),
        ..Filter::default()
    };
    let found = search(snapshots.iter().zip(&books).map(|(snapshot, book)| (&**snapshot, book)), &wanted);
    let mut guests: Vec<Guest> =
        found.hits.iter().map(|hit| hit.guest).filter(|guest| fits(guest, &filter)).cloned().collect();
    guests.sort_by(|a, b| a.id.cmp(&b.id));
    if let Some(field) = filter.sort {
        sort(&mut guests, field);
    }
    gathered.answer(View::List(ListView { filter, guests }))
}

fn fits(guest: &Guest, filter: &ListFilter) -> bool {
    filter.kind.is_none_or(|kind| guest.kind == kind)
        // A template is neither: it never runs, and it was not stopped.
        && filter.running.is_none_or(|running| guest.is_running() == running && !guest.template)
        && filter.tag.as_ref().is_none_or(|tag| guest.tags.iter().any(|own| fold(own) == fold(tag)))
        && filter.pool.as_ref().is_none_or(|pool| guest.pool.as_ref().is_some_and(|own| fold(own.as_str()) == fold(pool)))
}

/// Sorts by a figure, the most first; those of which it is not known last, and equals as they stood.
#[expect(clippy::cast_precision_loss, reason = "an order needs no more than the 53 bits of an f64")]
fn sort(guests: &mut [Guest], field: Field) {
    if field == Field::Name {
        guests.sort_by_cached_key(|guest| (guest.name.is_none(), guest.name.as_deref().map(fold)));
        return;
    }
    let weight = |guest: &Guest| match figure(guest, field) {
        Some(Measure::Bytes(bytes)) => bytes.0 as f64,
        Some(Measure::Time(time)) => time.0 as f64,
        Some(Measure::Share(share)) => share.get(),
        Some(Measure::Count(count)) => count,
        Some(Measure::Text(..)) | None => -1.0,
    };
    guests.sort_by(|a, b| weight(b).total_cmp(&weight(a)));
}
