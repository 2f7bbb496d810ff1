//! The checks over answers in the API's own form.

mod cluster;
mod guests;
mod nodes;
mod storages;
mod texts;

use std::{sync::Arc, time::Duration};

use lotse_model::Finding;
use lotse_pve::Deadline;
use serde_json::{Value, json};

use super::{Depth, Problems, Thresholds};
use crate::{canned::Canned, fleet::Fleet, topics::Ask};

const DAY: i64 = 86_400;

/// A cluster of two healthy nodes, a guest on each, all of it backed up.
struct Site {
    server: Arc<Canned>,
    resources: Vec<Value>,
}

impl Site {
    fn healthy() -> Self {
        Self::on(Canned::new())
    }

    fn on(server: Canned) -> Self {
        let server = Arc::new(server);
        let resources = vec![
            node("pve1", "online"),
            node("pve2", "online"),
            node("pve3", "online"),
            guest("qemu", 100, "pve1", "running"),
            guest("lxc", 200, "pve2", "running"),
            storage("local", "pve1", 10),
            shared("nas", "pve1", 10),
            shared("nas", "pve2", 10),
        ];
        server.set("/cluster/status", status(true, &[("pve1", 1), ("pve2", 1), ("pve3", 1)]));
        server.set("/cluster/ha/status/current", json!([{ "type": "quorum", "id": "quorum", "quorate": 1 }]));
        server.set("/cluster/ha/status/manager_status", json!({ "manager_status": { "node_status": {} } }));
        server.set("/cluster/tasks", json!([]));
        server.set("/cluster/backup", json!([{ "id": "all", "all": 1, "enabled": 1, "schedule": "02:30" }]));
        server.set("/cluster/backup-info/not-backed-up", json!([]));
        server.set("/cluster/ceph/status", Value::Null);
        server.fail(
            "/cluster/ceph/status",
            lotse_pve::CallError::Failed {
                call: String::new(),
                status: Some(500),
                message: "binary not installed: /usr/bin/ceph-mon".to_owned(),
            },
        );
        let site = Self { server, resources };
        site.archives(&[(100, 1), (200, 1)]);
        for node in ["pve1", "pve2", "pve3"] {
            site.healthy_node(node);
        }
        for (kind, vmid, node) in [("qemu", 100, "pve1"), ("lxc", 200, "pve2")] {
            site.healthy_guest(kind, vmid, node);
        }
        site
    }

    fn healthy_node(&self, node: &str) {
        let set = |what: &str, data: Value| self.server.set(&format!("/nodes/{node}/{what}"), data);
        set("status", json!({ "pveversion": "pve-manager/8.4.21/2606ac850d46da29", "uptime": 86_400 }));
        set("time", json!({ "time": crate::fleet::now().0, "localtime": crate::fleet::now().0, "timezone": "UTC" }));
        set("apt/update", json!([]));
        set("apt/versions", kernels("6.8.12-9-pve", &["6.8.12-9-pve", "6.8.12-4-pve"]));
        set("certificates/info", certificate(365));
        set("disks/list", json!([{ "devpath": "/dev/sda", "health": "PASSED", "model": "Disk" }]));
        set("disks/zfs", json!([{ "name": "rpool", "health": "ONLINE" }]));
        set("disks/lvmthin", json!([]));
        set("replication", json!([]));
        set(
            "storage",
            json!([{ "storage": "local", "active": 1, "enabled": 1 }, { "storage": "nas", "active": 1, "enabled": 1 }]),
        );
    }

    fn healthy_guest(&self, kind: &str, vmid: u32, node: &str) {
        let set = |what: &str, data: Value| self.server.set(&format!("/nodes/{node}/{kind}/{vmid}/{what}"), data);
        set("config", json!({ "digest": "d", "memory": "1024", "name": "x" }));
        set("status/current", json!({ "vmid": vmid, "status": "running", "qmpstatus": "running" }));
        set("snapshot", json!([{ "name": "current", "description": "You are here!" }]));
        set("agent/get-fsinfo", json!({ "result": [{ "mountpoint": "/", "total-bytes": 100, "used-bytes": 10 }] }));
    }

    /// The archives on the shared storage: guest and age in days. None lie on the local one.
    fn archives(&self, archives: &[(u32, i64)]) {
        let volumes: Vec<_> = archives
            .iter()
            .map(|(vmid, days)| {
                let created = now() - days * DAY;
                json!({ "volid": format!("nas:backup/vzdump-qemu-{vmid}-x.vma.zst"), "content": "backup", "vmid": vmid, "ctime": created })
            })
            .collect();
        self.server.set("/nodes/pve1/storage/nas/content", Value::Array(volumes.clone()));
        self.server.set("/nodes/pve2/storage/nas/content", Value::Array(volumes));
        self.server.set("/nodes/pve1/storage/local/content", json!([]));
    }

    /// Changes the fields of the entry with this id in the list.
    fn change(&mut self, id: &str, fields: &Value) {
        let entry = self.resources.iter_mut().find(|entry| entry["id"] == id).expect("listed");
        for (key, value) in fields.as_object().unwrap() {
            entry[key] = value.clone();
        }
    }

    fn add(&mut self, entry: Value) {
        self.resources.push(entry);
    }

    fn remove(&mut self, id: &str) {
        self.resources.retain(|entry| entry["id"] != id);
    }

    async fn problems(&self, depth: Depth) -> Problems {
        self.server.set("/cluster/resources", Value::Array(self.resources.clone()));
        let fleet = Fleet::new([self.server.client("home")]);
        let ask = Ask::by(Deadline::after(Duration::from_secs(30)));
        fleet.problems(&[], depth, &Thresholds::default(), ask).await
    }

    /// Everything looked at.
    async fn deep(&self) -> Problems {
        self.problems(Depth { guests: true, disks: true }).await
    }

    /// The ids of what is found when everything is looked at.
    async fn ids(&self) -> Vec<String> {
        ids(&self.deep().await)
    }

    /// The one finding of this id.
    async fn one(&self, id: &str) -> Finding {
        let mut found = self.deep().await.findings;
        found.retain(|finding| finding.id.0 == id);
        assert_eq!(found.len(), 1, "{found:#?}");
        found.remove(0)
    }
}

fn now() -> i64 {
    crate::fleet::now().0
}

fn ids(problems: &Problems) -> Vec<String> {
    problems.findings.iter().map(|finding| finding.id.0.to_string()).collect()
}

fn ran(problems: &Problems, check: &str) -> bool {
    problems.ran.iter().any(|ran| ran.check == check)
}

fn not_run(problems: &Problems, check: &str) -> Vec<String> {
    let skipped = problems.not_run.iter().filter(|skipped| skipped.check == check);
    skipped.flat_map(|skipped| skipped.missing.iter().map(|hidden| hidden.what.clone())).collect()
}

fn node(name: &str, status: &str) -> Value {
    json!({ "type": "node", "id": format!("node/{name}"), "node": name, "status": status, "maxmem": 100, "mem": 10,
            "maxdisk": 100, "disk": 10, "uptime": 86_400, "cpu": 0.1, "maxcpu": 8 })
}

fn guest(kind: &str, vmid: u32, node: &str, status: &str) -> Value {
    json!({ "type": kind, "id": format!("{kind}/{vmid}"), "vmid": vmid, "name": format!("g{vmid}"), "node": node,
            "status": status, "maxmem": 1000, "mem": 100, "maxdisk": 1000, "disk": 100, "uptime": 1000, "template": 0 })
}

fn storage(name: &str, node: &str, percent: u64) -> Value {
    json!({ "type": "storage", "id": format!("storage/{node}/{name}"), "storage": name, "node": node, "status": "available",
            "plugintype": "dir", "content": "backup,images", "shared": 0, "disk": percent, "maxdisk": 100 })
}

fn shared(name: &str, node: &str, percent: u64) -> Value {
    let mut storage = storage(name, node, percent);
    storage["shared"] = json!(1);
    storage
}

fn status(quorate: bool, members: &[(&str, u8)]) -> Value {
    let mut list = vec![
        json!({ "type": "cluster", "id": "cluster", "name": "acme", "quorate": u8::from(quorate), "nodes": members.len() }),
    ];
    list.extend(
        members.iter().map(
            |(name, online)| json!({ "type": "node", "id": format!("node/{name}"), "name": name, "online": online }),
        ),
    );
    Value::Array(list)
}

fn kernels(running: &str, installed: &[&str]) -> Value {
    let mut list = vec![json!({ "Package": "proxmox-ve", "Version": "8.4.0", "RunningKernel": running })];
    list.extend(installed.iter().map(|kernel| {
        json!({ "Package": format!("proxmox-kernel-{kernel}-signed"), "Version": "1", "CurrentState": "Installed" })
    }));
    Value::Array(list)
}

fn certificate(days: i64) -> Value {
    json!([{ "filename": "pve-ssl.pem", "notafter": now() + days * DAY, "fingerprint": "AB" }])
}

fn task(kind: &str, id: &str, ago: i64, status: Option<&str>) -> Value {
    let started = now() - ago;
    let upid = format!("UPID:pve1:0000716A:000C584E:{started:08X}:{kind}:{id}:root@pam:");
    let mut task =
        json!({ "upid": upid, "node": "pve1", "starttime": started, "type": kind, "id": id, "user": "root@pam" });
    if let Some(status) = status {
        task["status"] = json!(status);
        task["endtime"] = json!(started + 10);
    }
    task
}

#[tokio::test(start_paused = true)]
async fn a_healthy_cluster_has_no_findings_and_every_check_ran() {
    let problems = Site::healthy().deep().await;
    assert_eq!(ids(&problems), Vec::<String>::new(), "{:#?}", problems.findings);
    assert_eq!(problems.not_run, vec![]);
    let all: Vec<_> = super::CHECKS.iter().map(|check| check.id).collect();
    let ran: Vec<_> = problems.ran.iter().map(|ran| ran.check).collect();
    assert_eq!(ran, all);
}

#[tokio::test(start_paused = true)]
async fn without_depth_guests_and_disks_are_left_alone_and_that_is_said() {
    let site = Site::healthy();
    let problems = site.problems(Depth::default()).await;
    let calls = site.server.calls();
    let of_guests: Vec<_> = calls.iter().filter(|call| call.contains("/qemu/") || call.contains("/lxc/")).collect();
    assert_eq!(of_guests, Vec::<&String>::new());
    assert!(!calls.iter().any(|call| call.ends_with("disks/list")), "disks may sleep");
    assert_eq!(not_run(&problems, "snapshot-old"), ["/nodes/{node}/{kind}/{vmid}/snapshot"]);
    assert!(!not_run(&problems, "smart-failing").is_empty());
    assert!(ran(&problems, "storage-full"));
    assert!(not_run(&problems, "storage-full").is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_server_that_refuses_leaves_every_check_unmade() {
    let site = Site::healthy();
    site.server.fail_all(&crate::canned::refused());
    let fleet = Fleet::new([site.server.client("home")]);
    let ask = Ask::by(Deadline::after(Duration::from_secs(30)));
    site.server.fail("/cluster/resources", crate::canned::refused());
    let problems = fleet.problems(&[], Depth::default(), &Thresholds::default(), ask).await;
    assert_eq!((problems.findings.len(), problems.ran.len()), (0, 0));
    assert_eq!(problems.not_run.len(), super::CHECKS.len());
}

#[tokio::test(start_paused = true)]
async fn no_node_is_asked_by_more_than_a_few_at_once() {
    let mut site = Site::healthy();
    for vmid in 300..400 {
        site.add(guest("qemu", vmid, "pve1", "running"));
        site.healthy_guest("qemu", vmid, "pve1");
    }
    site.deep().await;
    // Eight guests, with four calls each, three nodes' worth of ten, and what the cluster is asked.
    assert!(site.server.most_at_once() <= 8 * 4 + 3 * 10 + 8 + 8, "{}", site.server.most_at_once());
}

#[test]
fn of_nothing_nothing_is_said() {
    let cluster = lotse_model::ClusterName::new("home").unwrap();
    let why = lotse_model::HiddenWhy::Unreachable;
    let material = super::Material::empty(cluster, lotse_model::Timestamp(0), &why);
    let problems = super::evaluate(&[material], &Thresholds::default());
    assert_eq!((problems.findings.len(), problems.ran.len()), (0, 0));
    let skipped: Vec<_> = problems.not_run.iter().map(|skipped| skipped.check).collect();
    let all: Vec<_> = super::CHECKS.iter().map(|check| check.id).collect();
    assert_eq!(skipped, all);
    assert!(problems.not_run.iter().flat_map(|skipped| &skipped.missing).all(|hidden| hidden.why == why));
}
