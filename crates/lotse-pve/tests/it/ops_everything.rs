//! Every question, asked of real answers and of any answers.

use std::collections::{BTreeSet, HashMap};

use lotse_model::{GuestKind, Hidden, HiddenWhy, NodeName, StorageName, Timestamp, Upid, Vmid};
use lotse_pve::{
    Answer as Asked, CallError, Caller, Pve,
    ops::{
        content::ContentQuery,
        feature::Feature,
        guest_config::ConfigOf,
        guest_status::GuestPlace,
        logs::{JournalQuery, SyslogQuery},
        rrd::TimeFrame,
        tasks::TaskQuery,
    },
};
use proptest::prelude::*;
use serde_json::Value;

use crate::ops_wire::{Answer, Wire, looked_at, soon};

/// What is asked about.
struct Scope {
    nodes: Vec<NodeName>,
    storages: Vec<StorageName>,
    vms: Vec<Vmid>,
    containers: Vec<Vmid>,
    upids: Vec<Upid>,
    pools: Vec<String>,
}

impl Scope {
    /// That of the recorded server.
    fn recorded(upids: Vec<Upid>) -> Self {
        let vmids = |numbers: &[u32]| numbers.iter().map(|&number| Vmid::new(number).unwrap()).collect();
        Self {
            nodes: vec!["pve".parse().unwrap()],
            storages: ["local", "fast", "backup", "isos", "off"].map(|name| name.parse().unwrap()).into(),
            vms: vmids(&[100, 101, 102, 103, 104, 110, 300, 301, 310, 311, 312, 314, 400, 9000]),
            containers: vmids(&[200, 210, 211, 212]),
            upids,
            pools: vec!["lab".into(), "prod".into()],
        }
    }
}

/// What an answer held back, or why there was none.
type Gaps = Result<Vec<Hidden>, CallError>;

fn gaps<T>(answer: Asked<T>) -> Gaps {
    answer.map(|seen| seen.hidden)
}

/// Asks every question there is.
async fn ask_everything(pve: &Pve, scope: &Scope) -> Vec<Gaps> {
    let mut all = ask_about_the_cluster(pve, scope).await;
    for node in &scope.nodes {
        all.extend(ask_about_a_node(pve, scope, node).await);
        for &vmid in &scope.vms {
            all.extend(ask_about_a_guest(pve, &GuestPlace::new(node.clone(), GuestKind::Vm, vmid)).await);
        }
        for &vmid in &scope.containers {
            all.extend(ask_about_a_guest(pve, &GuestPlace::new(node.clone(), GuestKind::Container, vmid)).await);
        }
    }
    all
}

async fn ask_about_the_cluster(pve: &Pve, scope: &Scope) -> Vec<Gaps> {
    let mut all = vec![
        gaps(pve.version(soon()).await),
        gaps(pve.resources(soon()).await),
        gaps(pve.cluster_status(soon()).await),
        gaps(pve.cluster_options(soon()).await),
        gaps(pve.cluster_tasks(soon()).await),
        gaps(pve.next_id(soon()).await),
        gaps(pve.ha_status(soon()).await),
        gaps(pve.ha_manager_status(soon()).await),
        gaps(pve.ha_resources(soon()).await),
        gaps(pve.ha_groups(soon()).await),
        gaps(pve.ha_rules(soon()).await),
        gaps(pve.replication_jobs(soon()).await),
        gaps(pve.backup_jobs(soon()).await),
        gaps(pve.uncovered_guests(soon()).await),
        gaps(pve.pools(soon()).await),
        gaps(pve.ceph_status(soon()).await),
        gaps(pve.storage_configs(soon()).await),
        gaps(pve.nodes(soon()).await),
    ];
    for pool in &scope.pools {
        all.push(gaps(pve.pool(&pool.parse().unwrap(), soon()).await));
    }
    for upid in &scope.upids {
        all.push(gaps(pve.task_status(upid, soon()).await));
        all.push(gaps(pve.task_log(upid, 0, 0, soon()).await));
    }
    all
}

async fn ask_about_a_node(pve: &Pve, scope: &Scope, node: &NodeName) -> Vec<Gaps> {
    let mut all = vec![
        gaps(pve.node_status(node, soon()).await),
        gaps(pve.node_time(node, soon()).await),
        gaps(pve.node_figures(node, TimeFrame::Hour, soon()).await),
        gaps(pve.syslog(node, &SyslogQuery::default(), soon()).await),
        gaps(pve.journal(node, &JournalQuery::Last(10), soon()).await),
        gaps(pve.journal(node, &JournalQuery::Between(Timestamp(0), Timestamp(1)), soon()).await),
        gaps(pve.disks(node, false, soon()).await),
        gaps(pve.smart(node, "/dev/sda", soon()).await),
        gaps(pve.zfs_pools(node, soon()).await),
        gaps(pve.zfs_pool(node, "tank", soon()).await),
        gaps(pve.thin_pools(node, soon()).await),
        gaps(pve.node_ceph_status(node, soon()).await),
        gaps(pve.ceph_osds(node, soon()).await),
        gaps(pve.services(node, soon()).await),
        gaps(pve.updates(node, soon()).await),
        gaps(pve.package_versions(node, soon()).await),
        gaps(pve.certificates(node, soon()).await),
        gaps(pve.subscription(node, soon()).await),
        gaps(pve.network(node, soon()).await),
        gaps(pve.replication_states(node, soon()).await),
        gaps(pve.guests_of_node(node, GuestKind::Vm, soon()).await),
        gaps(pve.guests_of_node(node, GuestKind::Container, soon()).await),
        gaps(pve.storages_of_node(node, soon()).await),
        gaps(pve.node_tasks(node, &TaskQuery::default(), soon()).await),
    ];
    for storage in &scope.storages {
        all.push(gaps(pve.storage_status(node, storage, soon()).await));
        all.push(gaps(pve.storage_figures(node, storage, TimeFrame::Day, soon()).await));
        all.push(gaps(pve.content(node, storage, &ContentQuery::default(), soon()).await));
    }
    all
}

async fn ask_about_a_guest(pve: &Pve, place: &GuestPlace) -> Vec<Gaps> {
    vec![
        gaps(pve.guest_status(place, soon()).await),
        gaps(pve.guest_config(place, &ConfigOf::Pending, soon()).await),
        gaps(pve.pending(place, soon()).await),
        gaps(pve.snapshots(place, soon()).await),
        gaps(pve.guest_figures(place, TimeFrame::Hour, soon()).await),
        gaps(pve.guest_network(place, soon()).await),
        gaps(pve.guest_file_systems(place, soon()).await),
        gaps(pve.guest_feature(place, Feature::Snapshot, None, soon()).await),
        gaps(pve.migration(place, &place.node, soon()).await),
    ]
}

/// The answered reads of a recording: path without query, and the data.
fn recorded(name: &str) -> Option<Vec<(String, Value)>> {
    let text = std::fs::read_to_string(reference_data::find(name)?).expect("readable");
    let exchange = |line: &str| {
        let line: Value = serde_json::from_str(line).expect("JSON lines");
        let is_read = line["method"].as_str().unwrap_or("GET") == "GET" && line["status"] == 200;
        let path = line["path"].as_str()?.split('?').next()?;
        let path = path.strip_prefix("/api2/json").unwrap_or(path).to_owned();
        (is_read && path.starts_with('/') && !path.starts_with("/api2")).then_some(())?;
        // Long bodies were cut, and `text` was recorded where the body was compressed.
        Some((path, line["body"].as_object()?.get("data")?.clone()))
    };
    Some(text.lines().filter_map(exchange).collect())
}

fn upids(exchanges: &[(String, Value)]) -> Vec<Upid> {
    let mut upids: Vec<Upid> = exchanges.iter().filter_map(|(path, _)| path.split('/').nth(4)?.parse().ok()).collect();
    upids.sort();
    upids.dedup();
    upids
}

/// What of the recorded answers was not read, and which paths were asked for.
struct Reading {
    unread: Vec<String>,
    paths: BTreeSet<String>,
}

/// Asks everything of a wire that holds the recorded answers, each of them in turn.
async fn read_all(name: &str) -> Option<Reading> {
    let exchanges = recorded(name)?;
    assert!(exchanges.len() > 100, "a recording has many exchanges");
    let upids = upids(&exchanges);
    let mut wire = Wire::new(Caller::Root);
    let mut times = HashMap::<String, usize>::new();
    for (path, data) in exchanges {
        *times.entry(path.clone()).or_default() += 1;
        wire = wire.on(&format!("GET {path}"), data);
    }
    let rounds = times.values().copied().max().unwrap_or(1);
    let (pve, wire) = looked_at(wire);
    let scope = Scope::recorded(upids);
    let mut unread = Vec::new();
    for _ in 0..rounds {
        for gaps in ask_everything(&pve, &scope).await {
            match gaps {
                Ok(hidden) => unread.extend(
                    hidden
                        .iter()
                        .filter(|hidden| matches!(hidden.why, HiddenWhy::Unreadable { .. }))
                        .map(|hidden| format!("{hidden:?}")),
                ),
                Err(error @ CallError::Broken { .. }) => unread.push(error.to_string()),
                Err(_) => {}
            }
        }
    }
    let asked: BTreeSet<_> = wire.calls().iter().filter_map(|call| call.split(' ').nth(1).map(str::to_owned)).collect();
    let paths = times.into_keys().filter(|path| asked.contains(path)).collect();
    Some(Reading { unread, paths })
}

#[tokio::test]
async fn every_answer_of_a_real_server_is_read_to_the_last_row() {
    let Some(reading) = read_all("pve/gets.jsonl").await else { return };
    assert_eq!(reading.unread, [""; 0]);
    for path in [
        "/version",
        "/cluster/resources",
        "/cluster/status",
        "/cluster/options",
        "/cluster/tasks",
        "/cluster/nextid",
        "/cluster/ha/status/current",
        "/cluster/ha/status/manager_status",
        "/cluster/ha/resources",
        "/cluster/ha/groups",
        "/cluster/replication",
        "/cluster/backup",
        "/cluster/backup-info/not-backed-up",
        "/pools",
        "/storage",
        "/nodes",
        "/nodes/pve/status",
        "/nodes/pve/time",
        "/nodes/pve/disks/list",
        "/nodes/pve/disks/lvmthin",
        "/nodes/pve/services",
        "/nodes/pve/apt/versions",
        "/nodes/pve/certificates/info",
        "/nodes/pve/subscription",
        "/nodes/pve/network",
        "/nodes/pve/replication",
        "/nodes/pve/qemu",
        "/nodes/pve/lxc",
        "/nodes/pve/storage",
        "/nodes/pve/storage/local/status",
        "/nodes/pve/storage/local/content",
        "/nodes/pve/storage/local/rrddata",
        "/nodes/pve/tasks",
        "/nodes/pve/qemu/100/status/current",
        "/nodes/pve/qemu/100/config",
        "/nodes/pve/qemu/100/pending",
        "/nodes/pve/qemu/100/snapshot",
        "/nodes/pve/qemu/100/rrddata",
        "/nodes/pve/qemu/100/agent/network-get-interfaces",
        "/nodes/pve/qemu/100/agent/get-fsinfo",
        "/nodes/pve/lxc/200/status/current",
        "/nodes/pve/lxc/200/config",
        "/nodes/pve/lxc/200/interfaces",
        "/nodes/pve/lxc/200/snapshot",
    ] {
        assert!(reading.paths.contains(path), "{path} is not asked for");
    }
}

#[tokio::test]
async fn every_answer_of_the_recorded_run_is_read_to_the_last_row() {
    let Some(reading) = read_all("pve/recordings.jsonl").await else { return };
    assert_eq!(reading.unread, [""; 0]);
    assert!(reading.paths.len() > 80, "most recorded paths are asked for: {}", reading.paths.len());
}

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        "[ -~äß„“\u{0}\u{1b}]{0,12}".prop_map(Value::from),
        prop::sample::select(vec!["node", "qemu", "service", "running", "100", "pve", "current", "osd", "-1", "1e9"])
            .prop_map(Value::from),
    ];
    let key = prop::sample::select(vec![
        "type",
        "vmid",
        "node",
        "status",
        "name",
        "upid",
        "data",
        "result",
        "time",
        "children",
        "root",
        "health",
        "memory",
        "net0",
        "scsi0",
        "rootfs",
        "agent",
        "ha",
        "members",
        "loadavg",
        "volid",
        "storage",
        "poolid",
        "id",
        "sid",
        "n",
        "t",
        "disk",
        "maxdisk",
        "ip-addresses",
        "attributes",
        "osdid",
        "ipconfig0",
        "sshkeys",
        "startup",
        "meta",
        "boot",
        "prune-backups",
    ]);
    leaf.prop_recursive(4, 48, 6, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::hash_map(key.clone(), inner, 0..8)
                .prop_map(|map| Value::Object(map.into_iter().map(|(key, value)| (key.to_owned(), value)).collect())),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]
    #[test]
    fn no_answer_at_all_makes_a_question_panic(body in any_json()) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
        runtime.block_on(async {
            let (pve, _) = looked_at(Wire::token().otherwise(Answer::Data(body)));
            let upid = "UPID:pve:00005A69:0009EB22:6B0287E0:qmstart:103:root@pam:".parse().unwrap();
            let scope = Scope {
                nodes: vec!["pve".parse().unwrap()],
                storages: vec!["local".parse().unwrap()],
                vms: vec![Vmid::new(100).unwrap()],
                containers: vec![Vmid::new(200).unwrap()],
                upids: vec![upid],
                pools: vec!["lab".into(), "lab/inner".into()],
            };
            ask_everything(&pve, &scope).await;
        });
    }
}
