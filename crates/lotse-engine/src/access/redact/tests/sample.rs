//! A fleet with names and numbers that stand nowhere else, and every kind of view of all of it.

mod changes;
mod watched;

use std::collections::BTreeMap;

use lotse_model::{
    Argument, ClusterName, Evidence, Finding, FindingId, Guest, GuestKind, GuestState, HiddenWhy, Node, Outcome,
    Severity, Storage, Subject, Task, TaskState, Timestamp,
};
use serde_json::{Value, json};

use crate::{
    findings::CheckSkipped,
    inventory::{Change, sample},
    view::{
        Address, ArchiveRow, AuditVerifyView, BackupJobRow, BackupsView, CacheRow, CacheView, ClusterRow,
        ContextSection, ContextView, Counts, DiskRow, FreezeDid, GraphView, GuestConfirmView, GuestLabel, HaCluster,
        HaServiceRow, HaView, HelpEntry, HelpGroup, HelpView, InfoView, ListFilter, ListView, LrmRow, NodeDetail,
        NodeView, NodesView, PoolRow, PoolsView, ProblemsView, RefreshView, RefreshedTopic, Selection, SnapshotRow,
        SnapshotsView, StatusView, StorageView, TaskView, TasksView, View, WhoamiRow, WhoamiView,
    },
};

pub(super) use self::changes::plan;
use self::changes::{audit, freeze, frozen, outcome};

/// The guest with this place in the fleet.
pub(super) fn guest(
    index: usize,
    cluster: &str,
    node: &str,
    pool: Option<&str>,
    web: bool,
    db: bool,
    runs: bool,
) -> Guest {
    Guest {
        id: format!("{cluster}/{}", 70_000_000 + index).parse().unwrap(),
        name: Some(format!("Qx{index}zzy-vault")),
        node: node.parse().unwrap(),
        state: if runs { GuestState::Running } else { GuestState::Stopped },
        kind: GuestKind::Vm,
        tags: [("web", web), ("db", db)].iter().filter(|(_, is)| *is).map(|(tag, _)| (*tag).to_owned()).collect(),
        pool: pool.map(|pool| pool.parse().unwrap()),
        ..sample::guest(100)
    }
}

/// The nodes and storages of a cluster.
pub(super) fn whole_fleet(cluster: &ClusterName) -> (Vec<Node>, Vec<Storage>) {
    let node = |name: &str| Node { cluster: cluster.clone(), ..sample::node(name) };
    let storage = |name: &str, node: &str| Storage { cluster: cluster.clone(), ..sample::storage(name, node, 10) };
    (vec![node("pve1"), node("pve2")], vec![storage("local", "pve1"), storage("local", "pve2")])
}

fn of<'g>(fleet: &'g [Guest], cluster: &str) -> impl Iterator<Item = &'g Guest> {
    fleet.iter().filter(move |guest| guest.id.cluster.as_str() == cluster)
}

fn label(guest: &Guest) -> GuestLabel {
    GuestLabel { id: guest.id.clone(), name: guest.name.clone() }
}

/// A sentence of a machine about a guest.
fn gossip(guest: &Guest) -> String {
    format!("{} (VM {}) on vm-{}-disk-0", guest.label(), guest.id.vmid, guest.id.vmid)
}

fn task(guest: &Guest, id: &str) -> Task {
    let upid = format!("UPID:{}:0004A2F1:0312C9D4:6740B0FF:vzdump:{id}:root@pam:", guest.node);
    let outcome = Outcome::Failed { message: gossip(guest) };
    let state = TaskState::Finished { ended: Some(Timestamp(2)), outcome };
    Task { cluster: guest.id.cluster.clone(), upid: upid.parse().unwrap(), state }
}

/// Of each guest its own task, one of its archive, and one of its node that speaks of it.
fn tasks(fleet: &[Guest]) -> Vec<Task> {
    let of = |guest: &Guest| {
        let number = guest.id.vmid.to_string();
        [task(guest, &number), task(guest, &format!("{number}@local")), task(guest, "")]
    };
    fleet.iter().flat_map(of).collect()
}

fn finding(guest: &Guest, subject: Subject) -> Finding {
    let call = format!("/nodes/{}/qemu/{}/config", guest.node, guest.id.vmid);
    let facts = BTreeMap::from([("lock".to_owned(), gossip(guest))]);
    Finding {
        id: FindingId("guest-locked".into()),
        severity: Severity::Warning,
        subject,
        evidence: vec![Evidence { call, as_of: Timestamp(1), facts }],
        arguments: BTreeMap::from([("name".to_owned(), Argument::Text(gossip(guest)))]),
    }
}

/// Findings about everything, each of which speaks of a guest.
fn findings(fleet: &[Guest]) -> Vec<Finding> {
    let of = |guest: &Guest| {
        let (cluster, node) = (guest.id.cluster.clone(), guest.node.clone());
        let other = |name: String| Subject::Other { cluster: cluster.clone(), node: Some(node.clone()), name };
        let subjects = [
            Subject::Guest { guest: guest.id.clone(), name: guest.name.clone() },
            Subject::Cluster { cluster: cluster.clone() },
            Subject::Node { cluster: cluster.clone(), node: node.clone() },
            Subject::Storage { cluster: cluster.clone(), storage: "local".parse().unwrap(), node: Some(node.clone()) },
            other(task(guest, &guest.id.vmid.to_string()).upid.to_string()),
            other(format!("{}-0", guest.id.vmid)),
            Subject::Other { cluster: cluster.clone(), node: None, name: format!("vm:{}", guest.id.vmid) },
        ];
        subjects.map(|subject| finding(guest, subject))
    };
    fleet.iter().flat_map(of).collect()
}

pub(super) fn list(fleet: &[Guest]) -> ListView {
    ListView { filter: ListFilter::default(), guests: fleet.to_vec() }
}

fn status(fleet: &[Guest]) -> StatusView {
    let row = |name: &str| {
        let cluster: ClusterName = name.parse().unwrap();
        ClusterRow {
            nodes: whole_fleet(&cluster).0,
            cluster,
            corosync_name: Some(format!("corosync-{name}")),
            version: Some("9.0".to_owned()),
            quorate: Some(true),
            guests: Some(Counts { vms_running: fleet.len(), ..Counts::default() }),
            unreachable: None,
        }
    };
    let problems = Some(findings(fleet));
    let watch = Some(watched::health(fleet));
    StatusView {
        unread: None,
        frozen: Some(frozen()),
        watch,
        clusters: vec![row("home"), row("lab")],
        problems,
        checks_not_run: Some(1),
    }
}

fn problems(fleet: &[Guest]) -> ProblemsView {
    let hidden = |guest: &Guest| lotse_model::Hidden {
        cluster: guest.id.cluster.clone(),
        node: Some(guest.node.clone()),
        what: format!("qemu/{}/snapshot", guest.id.vmid),
        why: HiddenWhy::Unreadable { rows: 1, first: gossip(guest) },
    };
    let not_run = vec![CheckSkipped { check: "snapshot-old", missing: fleet.iter().map(hidden).collect() }];
    ProblemsView { findings: findings(fleet), ran: Vec::new(), not_run, deep: true }
}

/// What a guest's own configuration says of another.
fn info(guest: &Guest, other: &Guest) -> InfoView {
    InfoView {
        node: guest.node.clone(),
        guest: guest.clone(),
        cores: Some(2),
        memory: None,
        on_boot: Some(true),
        protection: Some(false),
        agent: Some(true),
        os_type: None,
        description: Some(gossip(other)),
        disks: Some(vec![DiskRow {
            key: "scsi0".to_owned(),
            volume: format!("local:base-{}-disk-0/vm-{}-disk-0", other.id.vmid, guest.id.vmid),
            size: None,
            no_backup: false,
        }]),
        networks: Some(Vec::new()),
        addresses: Some(vec![Address { interface: "eth0".to_owned(), address: "192.0.2.1/24".to_owned() }]),
        file_systems: Some(Vec::new()),
        snapshots: Some(0),
        pending: Vec::new(),
        last_backup: None,
        backups_seen: true,
    }
}

fn ha(fleet: &[Guest]) -> HaView {
    let row = |name: &str| {
        let service = |guest: &Guest| HaServiceRow {
            sid: format!("vm:{}", guest.id.vmid),
            name: guest.name.clone(),
            node: Some(guest.node.clone()),
            state: Some("started".to_owned()),
            requested: None,
            group: None,
        };
        HaCluster {
            cluster: name.parse().unwrap(),
            quorate: Some(true),
            master: Some("pve1".parse().unwrap()),
            master_seen: Some(Timestamp(1)),
            lrm: vec![LrmRow { node: "pve2".parse().unwrap(), state: "active".to_owned() }],
            services: of(fleet, name).map(service).collect(),
        }
    };
    HaView { clusters: vec![row("home"), row("lab")] }
}

fn backups(fleet: &[Guest], guest: Option<&Guest>) -> BackupsView {
    let job = |everything: bool, cluster: &str| BackupJobRow {
        cluster: cluster.parse().unwrap(),
        id: "backup-1".to_owned(),
        enabled: true,
        schedule: None,
        next_run: None,
        storage: Some("store".to_owned()),
        selection: Selection {
            everything,
            guests: of(fleet, cluster).map(|guest| guest.id.vmid.to_string()).chain(["pool:prod".to_owned()]).collect(),
        },
        mode: None,
        comment: of(fleet, cluster).next().map(gossip),
    };
    let archive = |pair: [&Guest; 2]| ArchiveRow {
        guest: label(pair[0]),
        at: Timestamp(1),
        size: None,
        storage: "store".to_owned(),
        volume: format!("store:backup/vzdump-qemu-{}-2026.vma", pair[0].id.vmid),
        protected: false,
        notes: Some(gossip(pair[1])),
    };
    BackupsView {
        guest: guest.map(label),
        jobs: Some(vec![job(true, "home"), job(false, "home"), job(false, "lab")]),
        not_backed_up: Some(fleet.iter().map(label).collect()),
        archives: Some(pairs(fleet).map(archive).collect()),
        tasks: tasks(fleet),
        only_missing: false,
    }
}

/// Each guest with one of the same cluster: what a machine says of others, it says of its own cluster's.
fn pairs(fleet: &[Guest]) -> impl Iterator<Item = [&Guest; 2]> {
    fleet.iter().flat_map(move |one| {
        let others = fleet.iter().filter(|other| other.id.cluster == one.id.cluster);
        others.map(move |other| [one, other])
    })
}

fn snapshots(fleet: &[Guest], guest: Option<&Guest>) -> SnapshotsView {
    let row = |pair: [&Guest; 2]| SnapshotRow {
        guest: label(pair[0]),
        name: "before".to_owned(),
        at: None,
        with_memory: false,
        parent: None,
        description: Some(gossip(pair[1])),
        current: false,
    };
    SnapshotsView { guest: guest.map(label), guests_read: fleet.len(), snapshots: pairs(fleet).map(row).collect() }
}

fn pools(fleet: &[Guest]) -> PoolsView {
    let row = |cluster: &str, pool: &str| PoolRow {
        cluster: cluster.parse().unwrap(),
        pool: pool.to_owned(),
        comment: of(fleet, cluster).next().map(gossip),
        guests: of(fleet, cluster).map(label).collect(),
    };
    PoolsView { pools: vec![row("home", "prod"), row("home", "prod/web"), row("lab", "prod")] }
}

fn graph(target: String, name: Option<String>) -> GraphView {
    GraphView { target, name, timeframe: "day", times: Vec::new(), series: Vec::new() }
}

fn refresh(fleet: &[Guest]) -> RefreshView {
    let change = |guest: &Guest| {
        let id = guest.id.clone();
        [
            Change::GuestAppeared { guest: Box::new(guest.clone()) },
            Change::GuestGone { guest: Box::new(guest.clone()) },
            Change::GuestRenamed { guest: id.clone(), from: None, to: guest.name.clone() },
            Change::GuestRestarted { guest: id },
            Change::Quorum { cluster: guest.id.cluster.clone(), quorate: true },
            Change::NodeRestarted { cluster: guest.id.cluster.clone(), node: guest.node.clone() },
        ]
    };
    let topic = |cluster: &str, topic: &'static str| RefreshedTopic {
        cluster: cluster.parse().unwrap(),
        topic,
        count: Some(fleet.len()),
        as_of: Some(Timestamp(1)),
    };
    RefreshView {
        topics: ["home", "lab"].iter().flat_map(|one| [topic(one, "vms"), topic(one, "storage")]).collect(),
        changes: fleet.iter().flat_map(change).collect(),
        shown: Some(Box::new(View::Tasks(TasksView { tasks: tasks(fleet), more: 0 }))),
    }
}

fn cache(fleet: &[Guest]) -> CacheView {
    let row = |guest: &Guest| CacheRow {
        cluster: guest.id.cluster.clone(),
        call: format!("/nodes/{}/qemu/{}/config", guest.node, guest.id.vmid),
        as_of: Timestamp(1),
        fresh_for_seconds: 1,
    };
    CacheView { cleared: false, rows: fleet.iter().map(row).collect() }
}

fn context(fleet: &[Guest]) -> ContextView {
    let lines = fleet.iter().map(|guest| format!("  VM {}: {} (running)", guest.id.vmid, guest.label())).collect();
    let services: Vec<Value> = fleet
        .iter()
        .map(|guest| json!({"sid": format!("vm:{}", guest.id.vmid), "vmid": guest.id.vmid.get()}))
        .collect();
    let mut data = serde_json::Map::new();
    data.insert("guests".to_owned(), json!(fleet));
    data.insert("ha_status".to_owned(), json!({ "services": services }));
    ContextView { sections: vec![ContextSection { topic: "vms", lines, heading: "VMs".to_owned() }], data }
}

fn whoami(fleet: &[Guest]) -> WhoamiView {
    let row = |guest: &Guest| WhoamiRow {
        cluster: guest.id.cluster.clone(),
        login: Some(format!("lotse@{}!bot", guest.id.cluster)),
        method: Some("token"),
        privileges: Some(BTreeMap::from([(format!("/vms/{}", guest.id.vmid), vec!["VM.Audit".to_owned()])])),
        writes: true,
    };
    WhoamiView {
        person: "discord-user:1".to_owned(),
        roles: Vec::new(),
        may: Some("look"),
        grants: None,
        ceiling: None,
        commands: vec!["list"],
        clusters: fleet.iter().map(row).collect(),
    }
}

fn help() -> HelpView {
    let entry = HelpEntry { call: "list".to_owned(), shortcut: None, code: None, text: "command-list".to_owned() };
    HelpView { command: None, groups: vec![HelpGroup { id: "commands", entries: vec![entry] }] }
}

/// Every kind of view, of everything.
pub(super) fn views(fleet: &[Guest]) -> Vec<View> {
    let mut views = vec![
        View::Status(status(fleet)),
        View::Problems(problems(fleet)),
        View::List(list(fleet)),
        View::Ha(ha(fleet)),
        View::Tasks(TasksView { tasks: tasks(fleet), more: 0 }),
        View::Backups(backups(fleet, None)),
        View::Snapshots(snapshots(fleet, None)),
        View::Pools(pools(fleet)),
        View::Refresh(refresh(fleet)),
        View::Cache(cache(fleet)),
        View::Context(context(fleet)),
        View::Whoami(whoami(fleet)),
        View::Help(help()),
        plan(fleet),
        View::Outcome(Box::new(outcome(fleet))),
        freeze(FreezeDid::Froze),
        freeze(FreezeDid::Thawed),
        audit(fleet),
        View::AuditVerify(AuditVerifyView { whole: true, lines: 0, head: None, compared: false, broken: None }),
        View::MonitorList(watched::list(fleet)),
        View::MonitorAdd(watched::added(fleet)),
    ];
    for cluster in ["home", "lab"] {
        let (nodes, storages) = whole_fleet(&cluster.parse().unwrap());
        let rows = crate::command::storage_rows(storages.iter());
        views.push(View::Storage(StorageView { storages: rows }));
        for node in &nodes {
            let guests = fleet.iter().filter(|guest| guest.node == node.name).cloned().collect();
            let (node, detail) = (node.clone(), NodeDetail::default());
            views.push(View::Graph(graph(format!("{cluster}/{}", node.name), None)));
            views.push(View::Node(Box::new(NodeView { node, detail, guests: Some(guests) })));
        }
        views.push(View::Nodes(NodesView { nodes }));
    }
    for [guest, other] in pairs(fleet) {
        views.push(View::Info(Box::new(info(guest, other))));
        let log = vec![gossip(guest), gossip(other)];
        for task in tasks(std::slice::from_ref(guest)) {
            views.push(View::Task(TaskView { task: Some(task), log: log.clone(), earlier_lines: 0 }));
        }
        views.push(View::Graph(graph(guest.id.to_string(), guest.name.clone())));
        let (identity, before) = ("uuid:1".to_owned(), None);
        views.push(View::GuestConfirm(GuestConfirmView { guest: label(guest), identity, before }));
        views.extend(watched::of_one(guest, other));
        views.push(plan(std::slice::from_ref(guest)));
        views.push(View::Backups(backups(std::slice::from_ref(guest), Some(guest))));
        views.push(View::Snapshots(snapshots(std::slice::from_ref(guest), Some(guest))));
    }
    views
}
