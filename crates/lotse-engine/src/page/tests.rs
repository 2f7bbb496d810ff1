//! What every page promises: absent is never shown as empty, machines' text is clean, every language says something.

use lotse_model::{
    Bytes, ClusterName, Guest, GuestKind, GuestState, Hidden, HiddenWhy, Seconds, Share, Timestamp, Use,
};
use lotse_text::{Language, Zone};

use super::{Block, Page, Reader};
use crate::{
    topics::Source,
    view::{
        Answer, BackupsView, ListFilter, ListView, NodesView, PoolsView, ProblemsView, SnapshotsView, StorageView,
        TaskView, TasksView, View,
    },
};

fn reader(language: Language) -> Reader {
    Reader {
        language,
        zone: Zone::utc(),
        now: Timestamp(1_800_000_060),
        several_clusters: false,
        storage_limits: (0.8, 0.9),
    }
}

fn hidden() -> Hidden {
    Hidden {
        cluster: ClusterName::new("home").unwrap(),
        node: None,
        what: "/cluster/tasks".to_owned(),
        why: HiddenWhy::Privilege { needs: vec!["Sys.Audit".to_owned()], path: "/".to_owned() },
    }
}

fn answer(view: View, missing: Vec<Hidden>) -> Answer {
    let sources = vec![Source { call: "/cluster/resources".to_owned(), as_of: Timestamp(1_800_000_000) }];
    Answer { missing, sources, ..Answer::of(view) }
}

/// The page as plain lines, cells of a row separated by ` | `.
fn plain(answer: &Answer, language: Language) -> String {
    let page = Page::of(answer, &reader(language));
    let mut lines = Vec::new();
    for block in &page.blocks {
        match block {
            Block::Heading(line) => lines.push(format!("# {}", line.text())),
            Block::Line(line) => lines.push(line.text()),
            Block::Facts(facts) => {
                lines.extend(facts.iter().map(|(name, value)| format!("{name}: {}", value.text())));
            }
            Block::Table(table) => {
                let titles: Vec<_> = table.columns.iter().map(|column| column.title.as_str()).collect();
                lines.push(titles.join(" | "));
                for row in &table.rows {
                    assert_eq!(row.len(), table.columns.len(), "a row is as long as its header");
                    lines.push(row.iter().map(super::Line::text).collect::<Vec<_>>().join(" | "));
                }
            }
            Block::Verbatim(text) => lines.extend(text.clone()),
            Block::Chart(chart) => lines.extend(chart.curves.iter().map(|curve| curve.summary.clone())),
        }
    }
    lines.join("\n")
}

fn guest(vmid: u32, name: &str, kind: GuestKind, state: GuestState, template: bool) -> Guest {
    let running = state == GuestState::Running;
    Guest {
        kind,
        state,
        template,
        tags: vec!["prod".to_owned()],
        cpu: running.then(|| lotse_model::CpuUse { share: Share::new(0.0534), cores: 2.0 }),
        memory: running.then(|| Use::new(Bytes::from_gib(2), Bytes::from_gib(4))),
        uptime: running.then_some(Seconds(11_520)),
        ..crate::inventory::sample::named(&format!("home/{vmid}"), name)
    }
}

fn list() -> View {
    View::List(ListView {
        filter: ListFilter { kind: Some(GuestKind::Vm), ..ListFilter::default() },
        guests: vec![
            guest(100, "web", GuestKind::Vm, GuestState::Running, false),
            guest(101, "db", GuestKind::Vm, GuestState::Stopped, false),
            guest(102, "lost", GuestKind::Vm, GuestState::Unknown, false),
            guest(9000, "debian", GuestKind::Vm, GuestState::Stopped, true),
        ],
    })
}

/// Each view with nothing in it.
fn empty_views() -> Vec<View> {
    let backups = BackupsView {
        guest: None,
        jobs: Some(Vec::new()),
        not_backed_up: Some(Vec::new()),
        archives: Some(Vec::new()),
        tasks: Vec::new(),
        only_missing: false,
    };
    vec![
        View::List(ListView { filter: ListFilter::default(), guests: Vec::new() }),
        View::Storage(StorageView { storages: Vec::new() }),
        View::Tasks(TasksView { tasks: Vec::new(), more: 0 }),
        View::Task(TaskView { task: None, log: Vec::new(), earlier_lines: 0 }),
        View::Snapshots(SnapshotsView { guest: None, guests_read: 0, snapshots: Vec::new() }),
        View::Pools(PoolsView { pools: Vec::new() }),
        View::Nodes(NodesView { nodes: Vec::new() }),
        View::Backups(backups),
    ]
}

#[test]
fn an_empty_list_from_which_something_is_missing_is_never_called_empty() {
    for language in Language::ALL {
        for view in empty_views() {
            let whole = plain(&answer(view.clone(), Vec::new()), language);
            let partial = plain(&answer(view.clone(), vec![hidden()]), language);
            assert!(partial.contains("Sys.Audit"), "{language:?} {partial}");
            // Backups and nodes say it in their own part: a part that could not be read is `None` there.
            if matches!(view, View::Backups(_) | View::Nodes(_)) {
                continue;
            }
            assert_ne!(whole.lines().next(), partial.lines().next(), "{language:?} {}", view.schema());
        }
    }
}

#[test]
fn backups_that_could_not_be_read_are_not_called_none() {
    let view = |part: Option<Vec<()>>| BackupsView {
        guest: None,
        jobs: part.clone().map(|_| Vec::new()),
        not_backed_up: part.clone().map(|_| Vec::new()),
        archives: part.map(|_| Vec::new()),
        tasks: Vec::new(),
        only_missing: false,
    };
    for language in Language::ALL {
        let none = plain(&answer(View::Backups(view(Some(Vec::new()))), Vec::new()), language);
        let unseen = plain(&answer(View::Backups(view(None)), Vec::new()), language);
        for (none, unseen) in none.lines().zip(unseen.lines()).filter(|(none, _)| !none.starts_with('#')) {
            if !none.contains(&lotse_text::time(Timestamp(1_800_000_000), &Zone::utc())) {
                assert_ne!(none, unseen, "{language:?}");
            }
        }
    }
}

#[test]
fn no_problems_is_said_only_of_checks_that_ran() {
    let view = |ran: usize| {
        View::Problems(ProblemsView {
            findings: Vec::new(),
            ran: (0..ran)
                .map(|_| crate::findings::CheckRan { check: "node-offline", as_of: Timestamp(1_800_000_000) })
                .collect(),
            not_run: Vec::new(),
            deep: false,
        })
    };
    for language in Language::ALL {
        let some = plain(&answer(view(3), Vec::new()), language);
        let none = plain(&answer(view(0), Vec::new()), language);
        assert!(some.contains('3'), "{some}");
        assert_ne!(some.lines().next(), none.lines().next(), "{language:?}");
    }
}

#[test]
fn a_list_of_one_kind_shows_what_runs_and_names_the_rest() {
    insta::assert_snapshot!("list_en", plain(&answer(list(), Vec::new()), Language::En));
    insta::assert_snapshot!("list_de", plain(&answer(list(), Vec::new()), Language::De));
    insta::assert_snapshot!("list_ja", plain(&answer(list(), Vec::new()), Language::Ja));
}

#[test]
fn text_from_a_machine_reaches_a_page_without_control_characters() {
    let mut hostile = guest(100, "web\u{1b}[2J\u{202e}evil", GuestKind::Vm, GuestState::Running, false);
    hostile.lock = Some("back\u{7}up".to_owned());
    hostile.tags = vec!["a\nb".to_owned()];
    let view = View::List(ListView { filter: ListFilter::default(), guests: vec![hostile] });
    let page = Page::of(&answer(view, Vec::new()), &reader(Language::En));
    let text = format!("{page:?}");
    for forbidden in ["\\u{1b}", "\\u{202e}", "\\u{7}", "\\n"] {
        assert!(!text.contains(forbidden), "{forbidden} in {text}");
    }
}

#[test]
fn the_headings_of_the_context_document_are_frozen() {
    use lotse_text::tr;
    let headings = |language| {
        [
            tr::context_heading_cluster(language),
            tr::context_heading_vms(language),
            tr::context_heading_containers(language),
            tr::context_heading_nodes(language),
            tr::context_heading_tasks(language),
            tr::context_heading_backups(language),
            tr::context_heading_storage(language),
            tr::context_heading_ha(language),
            tr::context_heading_zfs(language),
            tr::context_heading_ceph(language),
            tr::context_heading_problems(language, 2_u64),
        ]
    };
    assert_eq!(
        headings(Language::De),
        [
            "=== PROXMOX-CLUSTER ===",
            "=== PROXMOX-VMs ===",
            "=== PROXMOX-CONTAINER ===",
            "=== PROXMOX-NODE-STATUS ===",
            "=== PROXMOX-TASKS ===",
            "=== PROXMOX-BACKUP-JOBS ===",
            "=== PROXMOX-SPEICHER ===",
            "=== PROXMOX-HA ===",
            "=== PROXMOX-ZFS ===",
            "=== PROXMOX-CEPH ===",
            "PROXMOX-PROBLEME (2 gefunden):",
        ]
    );
    let [_, vms, containers, .., storage, _, _, _, _] = headings(Language::Ja);
    assert_eq!(
        [vms, containers, storage],
        ["=== PROXMOX 仮想マシン ===", "=== PROXMOX コンテナ ===", "=== PROXMOX ストレージ ==="]
    );
    let [_, vms, containers, .., storage, _, _, _, _] = headings(Language::En);
    assert_eq!(
        [vms, containers, storage],
        ["=== PROXMOX VMs ===", "=== PROXMOX CONTAINERS ===", "=== PROXMOX STORAGE ==="]
    );
}

#[test]
fn every_command_and_argument_has_its_help_in_every_language() {
    for command in crate::command::TABLE {
        let arguments = command.arguments.iter().map(crate::command::Command::argument_key);
        for key in std::iter::once(command.help_key()).chain(arguments) {
            for language in Language::ALL {
                let has = lotse_text::keys(language).iter().any(|(known, _)| *known == key);
                assert!(has, "{key} is missing in {language:?}");
            }
        }
    }
}

mod changes;
