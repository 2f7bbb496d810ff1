//! Narrows a view to what meets criteria. Pure: a view in, the same view with fewer rows out.
//!
//! What is not known is no match and no mismatch: it is named beside. A guest that is off uses nothing and has run for no
//! time, so its use is nothing that anybody failed to see.

use lotse_model::{
    Bytes, Comparison, Criterion, Field, Guest, GuestKind, GuestState, Measure, Node, Place, Timestamp, Use,
};
use lotse_text::fold;

use crate::view::{Narrowed, StorageRow, Things, View};

/// Narrows `view`; `None` when there is nothing to narrow it by and nothing that it leaves out.
pub(crate) fn narrow(
    view: &mut View,
    criteria: Vec<Criterion>,
    left_out: Vec<String>,
    now: Timestamp,
) -> Option<Narrowed> {
    if criteria.is_empty() && left_out.is_empty() {
        return None;
    }
    let mut narrowed = Narrowed { things: things(view), criteria, fits: 0, of: 0, unknown: Vec::new(), left_out };
    match view {
        View::List(view) => keep(&mut view.guests, &mut narrowed, of_guest, |guest| {
            guest.name.clone().unwrap_or_else(|| guest.id.vmid.to_string())
        }),
        View::Nodes(view) => keep(&mut view.nodes, &mut narrowed, of_node, |node| node.name.to_string()),
        View::Storage(view) => keep(&mut view.storages, &mut narrowed, of_storage, |row| match &row.node {
            Some(node) => format!("{} ({node})", row.storage),
            None => row.storage.to_string(),
        }),
        View::Snapshots(view) => {
            let age =
                |row: &crate::view::SnapshotRow, _: &Criterion| row.at.map_or(Figure::Unknown, |at| aged(at, now));
            keep(&mut view.snapshots, &mut narrowed, age, |row| row.name.clone());
        }
        View::Backups(view) => {
            let age = |row: &crate::view::ArchiveRow, _: &Criterion| aged(row.at, now);
            if let Some(archives) = &mut view.archives {
                keep(archives, &mut narrowed, age, |row| row.volume.clone());
            }
        }
        _ => {}
    }
    Some(narrowed)
}

fn things(view: &View) -> Things {
    match view {
        View::List(view) => match view.filter.kind {
            None => Things::Guests,
            Some(GuestKind::Vm) => Things::Vms,
            Some(GuestKind::Container) => Things::Containers,
        },
        View::Nodes(_) => Things::Nodes,
        View::Storage(_) => Things::Storages,
        View::Snapshots(_) => Things::Snapshots,
        View::Backups(_) => Things::Backups,
        _ => Things::Others,
    }
}

/// A thing's figure for a criterion.
enum Figure {
    /// It is this.
    Is(Measure),
    /// It has none: what is off uses nothing.
    HasNone,
    /// Nobody can tell.
    Unknown,
}

impl Figure {
    fn of(figure: Option<Measure>) -> Self {
        figure.map_or(Self::Unknown, Self::Is)
    }
}

fn keep<T>(
    rows: &mut Vec<T>,
    narrowed: &mut Narrowed,
    figure: impl Fn(&T, &Criterion) -> Figure,
    name: impl Fn(&T) -> String,
) {
    narrowed.of = rows.len();
    let (criteria, unknown) = (&narrowed.criteria, &mut narrowed.unknown);
    rows.retain(|row| {
        let mut verdict = Some(true);
        for criterion in criteria {
            let met = match figure(row, criterion) {
                Figure::Is(figure) => criterion.is_met_by(&figure),
                Figure::HasNone => Some(false),
                Figure::Unknown => None,
            };
            // One that is surely not met decides, whatever the others are.
            match met {
                Some(false) => return false,
                Some(true) => {}
                None => verdict = None,
            }
        }
        if verdict.is_none() {
            unknown.push(name(row));
        }
        verdict == Some(true)
    });
    narrowed.fits = rows.len();
}

/// Of a [`Use`] what the criterion compares: bytes, or the share.
fn used(space: Option<Use>, criterion: &Criterion) -> Option<Measure> {
    let space = space?;
    match criterion.value {
        Measure::Share(_) => space.share().map(Measure::Share),
        _ => Some(Measure::Bytes(space.used)),
    }
}

fn text(name: &str) -> Measure {
    Measure::Text(fold(name), Place::Whole)
}

fn aged(at: Timestamp, now: Timestamp) -> Figure {
    Figure::Is(Measure::Time(at.age(now)))
}

fn of_guest(guest: &Guest, criterion: &Criterion) -> Figure {
    // Of a node that does not report nothing is known of the guests.
    let is_off = !guest.is_running() && guest.state != GuestState::Unknown;
    let live = |figure: Option<Measure>| if is_off { Figure::HasNone } else { Figure::of(figure) };
    match criterion.field {
        Field::Memory => Figure::of(guest.memory.map(|memory| Measure::Bytes(memory.total))),
        Field::MemoryUsed => live(used(guest.memory, criterion)),
        Field::Cores => Figure::of(guest.cores.or(guest.cpu.map(|cpu| cpu.cores)).map(Measure::Count)),
        Field::Cpu => live(guest.cpu.map(|cpu| Measure::Share(cpu.share))),
        Field::Disk => Figure::of(guest.disk_size.or(guest.disk.map(|disk| disk.total)).map(Measure::Bytes)),
        // How full the disk of a VM is shows inside it only, and of a container that is off nowhere.
        Field::DiskUsed => Figure::of(used(guest.disk, criterion)),
        Field::Uptime => live(guest.uptime.map(Measure::Time)),
        Field::Name => Figure::of(guest.name.as_deref().map(text)),
        Field::Age | Field::Size | Field::Used | Field::Free => Figure::Unknown,
    }
}

/// A guest's figure for a field, for sorting: of what is in use the bytes. `None` where it has none or nobody can tell.
pub(crate) fn figure(guest: &Guest, field: Field) -> Option<Measure> {
    let value = Measure::Bytes(Bytes(0));
    match of_guest(guest, &Criterion { field, comparison: Comparison::AtLeast, value }) {
        Figure::Is(figure) => Some(figure),
        Figure::HasNone | Figure::Unknown => None,
    }
}

fn of_node(node: &Node, criterion: &Criterion) -> Figure {
    Figure::of(match criterion.field {
        Field::Memory => node.memory.map(|memory| Measure::Bytes(memory.total)),
        Field::MemoryUsed => used(node.memory, criterion),
        Field::Cores => node.cpu.map(|cpu| Measure::Count(cpu.cores)),
        Field::Cpu => node.cpu.map(|cpu| Measure::Share(cpu.share)),
        Field::Disk => node.root_disk.map(|disk| Measure::Bytes(disk.total)),
        Field::DiskUsed => used(node.root_disk, criterion),
        Field::Uptime => node.uptime.map(Measure::Time),
        Field::Name => Some(text(node.name.as_str())),
        Field::Age | Field::Size | Field::Used | Field::Free => None,
    })
}

fn of_storage(row: &StorageRow, criterion: &Criterion) -> Figure {
    Figure::of(match criterion.field {
        Field::Size => row.space.map(|space| Measure::Bytes(space.total)),
        Field::Used => used(row.space, criterion),
        Field::Free => used(row.space.map(|space| Use::new(space.free(), space.total)), criterion),
        Field::Name => Some(text(row.storage.as_str())),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use lotse_model::{
        Bytes, Comparison, CpuUse, Criterion, Field, Guest, GuestState, Measure, Seconds, Share, Timestamp, Use,
    };

    use super::narrow;
    use crate::{
        inventory::sample::named,
        view::{ListFilter, ListView, Narrowed, View},
    };

    fn guest(name: &str, id: &str, state: GuestState, used: u64, total: u64) -> Guest {
        let runs = state == GuestState::Running;
        Guest {
            state,
            memory: Some(Use::new(Bytes::from_gib(used), Bytes::from_gib(total))),
            cores: Some(4.0),
            cpu: runs.then(|| CpuUse { share: Share::new(0.5), cores: 4.0 }),
            uptime: runs.then_some(Seconds(40 * 86_400)),
            ..named(id, name)
        }
    }

    fn narrowed(field: Field, comparison: Comparison, value: Measure) -> (Vec<String>, Narrowed) {
        let guests = vec![
            guest("web", "home/100", GuestState::Running, 7, 8),
            guest("db", "home/101", GuestState::Stopped, 0, 16),
            guest("mail", "home/102", GuestState::Running, 1, 4),
            Guest { memory: None, uptime: None, cores: None, ..guest("lost", "home/103", GuestState::Unknown, 0, 0) },
        ];
        let mut view = View::List(ListView { filter: ListFilter::default(), guests });
        let criterion = Criterion::new(field, comparison, value).expect("a criterion");
        let narrowed = narrow(&mut view, vec![criterion], Vec::new(), Timestamp(0)).expect("narrowed");
        let View::List(view) = view else { unreachable!("it stays a list") };
        (view.guests.iter().map(Guest::label).collect(), narrowed)
    }

    #[test]
    fn what_is_assigned_counts_for_guests_that_are_off_too() {
        let (names, narrowed) = narrowed(Field::Memory, Comparison::More, Measure::Bytes(Bytes::from_gib(4)));
        assert_eq!(names, ["web", "db"]);
        assert_eq!((narrowed.fits, narrowed.of, narrowed.unknown), (2, 4, vec!["lost".to_owned()]));
        let (names, _) = self::narrowed(Field::Cores, Comparison::AtLeast, Measure::Count(4.0));
        assert_eq!(names, ["web", "db", "mail"]);
    }

    #[test]
    fn what_is_off_uses_nothing_and_what_nobody_sees_is_unknown() {
        let (names, narrowed) = narrowed(Field::MemoryUsed, Comparison::Less, Measure::Share(Share::new(0.8)));
        assert_eq!(names, ["mail"], "one that is off uses no memory, and is no answer to who uses little");
        assert_eq!(narrowed.unknown, ["lost"]);
        let (names, _) = self::narrowed(Field::Uptime, Comparison::More, Measure::Time(Seconds(30 * 86_400)));
        assert_eq!(names, ["web", "mail"]);
    }

    #[test]
    fn the_disk_of_a_virtual_machine_is_not_called_empty() {
        let (names, narrowed) = narrowed(Field::DiskUsed, Comparison::Less, Measure::Share(Share::new(0.9)));
        assert!(names.is_empty());
        assert_eq!(narrowed.unknown.len(), 4);
    }

    #[test]
    fn without_criteria_and_without_a_rest_nothing_is_narrowed() {
        let mut view = View::List(ListView { filter: ListFilter::default(), guests: Vec::new() });
        assert_eq!(narrow(&mut view, Vec::new(), Vec::new(), Timestamp(0)), None);
        let rest = vec!["since last week".to_owned()];
        let narrowed = narrow(&mut view, Vec::new(), rest.clone(), Timestamp(0)).expect("something is left out");
        assert_eq!(narrowed.left_out, rest);
    }
}
