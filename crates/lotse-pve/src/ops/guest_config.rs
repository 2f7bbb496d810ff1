//! A guest's configuration (`…/config`): typed where Lotse speaks of it, complete as text where it does not.
//!
//! `GET …/config` shows pending values as if they were applied; `?current=1` shows what runs. Numbers are texts in VM
//! configurations (`memory:"160"`) and numbers in container ones.

use std::collections::BTreeMap;

use lotse_model::{Bytes, GuestKind, Seconds, StorageName, Timestamp};
use percent_encoding::percent_decode_str;
use serde::Serialize;

use super::{
    figures::tags,
    guest_devices::{GuestDisk, GuestNet},
    guest_status::GuestPlace,
    property::{Properties, number_of, numbered},
    row::{Malformed, Row, flag_word, text},
};
use crate::{Deadline, Params, Pve, pve::Answer};

/// A guest's configuration.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct GuestConfig {
    /// VM or container.
    pub kind: GuestKind,
    /// Its name (a container's host name).
    pub name: Option<String>,
    /// Its notes.
    pub description: Option<String>,
    /// Its tags, lower case, sorted.
    pub tags: Vec<String>,
    /// Processor cores: cores times sockets of a VM; `None` for a container that may use all of its node's.
    pub cores: Option<u32>,
    /// Sockets of a VM.
    pub sockets: Option<u32>,
    /// How many of a VM's cores are plugged in at start.
    pub vcpus: Option<u32>,
    /// How much processor time it may have, in cores; `None` without a limit.
    pub cpu_limit: Option<f64>,
    /// The processor type a VM sees.
    pub cpu_type: Option<String>,
    /// Assigned memory.
    pub memory: Bytes,
    /// Least memory of a VM that gives some back (ballooning); `None` when it is the same as `memory`, zero when off.
    pub balloon: Option<Bytes>,
    /// Swap of a container.
    pub swap: Option<Bytes>,
    /// Disks, drives and mount points by their key (`scsi0`, `ide2`, `rootfs`, `mp0`, `unused0`, `efidisk0`).
    pub disks: BTreeMap<String, GuestDisk>,
    /// Network devices by their number.
    pub nets: BTreeMap<u32, GuestNet>,
    /// Devices of the node passed through, by their key (`hostpci0`, `usb0`, `dev0`).
    pub passed_through: BTreeMap<String, Properties>,
    /// Whether a VM's guest agent is set up; `None` for a container, which needs none.
    pub agent: Option<bool>,
    /// Whether it starts when its node boots.
    pub onboot: bool,
    /// When it starts and stops in relation to others.
    pub startup: Startup,
    /// Whether it is protected from removal.
    pub protection: bool,
    /// Whether it is a template.
    pub template: bool,
    /// The lock on it (`backup`, `migrate`, `snapshot`, …).
    pub lock: Option<String>,
    /// The type of its operating system (`l26`, `win11`, `debian`).
    pub os: Option<String>,
    /// The firmware of a VM (`seabios`, `ovmf`).
    pub bios: Option<String>,
    /// The machine type of a VM.
    pub machine: Option<String>,
    /// The boot order of a VM (`scsi0`, `net0`).
    pub boot_order: Vec<String>,
    /// Cloud-init of a VM.
    pub cloud_init: Option<CloudInit>,
    /// Whether a container is unprivileged; `None` for a VM.
    pub unprivileged: Option<bool>,
    /// Features of a container (`nesting=1,…`).
    pub features: Option<Properties>,
    /// The snapshot that the current state is based on.
    pub parent: Option<String>,
    /// When it was created.
    pub created: Option<Timestamp>,
    /// A script of the operator's that runs at start and stop.
    pub hook_script: Option<String>,
    /// A hash of the configuration: sent with a change, it refuses the change when someone else was faster.
    pub digest: Option<String>,
    /// Everything as text, the typed ones too.
    pub raw: BTreeMap<String, String>,
}

/// When a guest starts and stops (`order=2,up=30,down=60`).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Startup {
    /// Its place: lower starts first and stops last.
    pub order: Option<u32>,
    /// How long the next one waits after its start.
    pub up: Option<Seconds>,
    /// How long a shutdown may take; 60 s for a VM where none is set.
    pub down: Option<Seconds>,
}

impl Startup {
    fn read(text: &str) -> Self {
        let properties = Properties::read(text);
        Self {
            order: properties.default_key("order").and_then(|order| order.parse().ok()),
            up: properties.parse("up").map(Seconds),
            down: properties.parse("down").map(Seconds),
        }
    }
}

/// What a VM is told at its first start.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct CloudInit {
    /// The user.
    pub user: Option<String>,
    /// Whether a password is set. The server never shows it.
    pub has_password: bool,
    /// The public keys that may log in.
    pub ssh_keys: Vec<String>,
    /// The addresses by network device (`ip=dhcp`, `ip=192.0.2.5/24,gw=192.0.2.1`).
    pub addresses: BTreeMap<u32, Properties>,
    /// DNS servers.
    pub name_servers: Vec<String>,
    /// The search domain.
    pub search_domain: Option<String>,
    /// Own files in place of the made ones.
    pub custom: Option<Properties>,
}

impl GuestConfig {
    pub(crate) fn read(row: Row<'_>, kind: GuestKind) -> Result<Self, Malformed> {
        let raw: BTreeMap<_, _> =
            row.entries().filter_map(|(key, value)| Some((key.to_owned(), text(value)?))).collect();
        if raw.is_empty() {
            return Err(Malformed::at("digest", None));
        }
        let is_vm = kind == GuestKind::Vm;
        let texts = || raw.iter().map(|(key, value)| (key.as_str(), value.as_str()));
        let sockets = row.small("sockets").filter(|_| is_vm);
        let cores = if is_vm { Some(row.small("cores").unwrap_or(1)) } else { row.small("cores") };
        let passed = |key: &str| ["hostpci", "usb", "dev"].iter().any(|prefix| number_of(key, prefix).is_some());
        Ok(Self {
            kind,
            name: row.word(if is_vm { "name" } else { "hostname" }),
            description: row.word("description"),
            tags: tags(row),
            cores: cores.map(|cores| cores.saturating_mul(sockets.unwrap_or(1))),
            sockets,
            vcpus: row.small("vcpus"),
            cpu_limit: row.real("cpulimit").filter(|&limit| limit > 0.0),
            cpu_type: row.word("cpu").and_then(|cpu| Properties::read(&cpu).default_key("cputype").map(str::to_owned)),
            memory: memory(row),
            balloon: row.whole("balloon").map(Bytes::from_mib),
            // 512 MiB of swap is what the schema gives a container that says nothing.
            swap: (!is_vm).then(|| Bytes::from_mib(row.whole("swap").unwrap_or(512))),
            disks: texts()
                .filter_map(|(key, value)| Some((key.to_owned(), GuestDisk::read(key, value, kind)?)))
                .collect(),
            nets: numbered(texts(), "net").into_iter().map(|(n, value)| (n, GuestNet::read(value, kind))).collect(),
            passed_through: texts()
                .filter(|(key, _)| passed(key))
                .map(|(key, value)| (key.to_owned(), Properties::read(value)))
                .collect(),
            agent: is_vm.then(|| row.text("agent").is_some_and(|agent| agent_enabled(&agent))),
            onboot: row.is("onboot"),
            startup: row.text("startup").map(|startup| Startup::read(&startup)).unwrap_or_default(),
            protection: row.is("protection"),
            template: row.is("template"),
            lock: row.word("lock"),
            os: row.word("ostype"),
            bios: is_vm.then(|| row.word("bios").unwrap_or_else(|| "seabios".to_owned())),
            machine: row.word("machine"),
            boot_order: row.text("boot").map(|boot| Properties::read(&boot).words("order")).unwrap_or_default(),
            cloud_init: cloud_init(row, &raw).filter(|_| is_vm),
            unprivileged: (!is_vm).then(|| row.is("unprivileged")),
            features: row.word("features").map(|features| Properties::read(&features)),
            parent: row.word("parent"),
            created: row.text("meta").and_then(|meta| Properties::read(&meta).parse("ctime").map(Timestamp)),
            hook_script: row.word("hookscript"),
            digest: row.word("digest"),
            raw,
        })
    }

    /// The disks that hold the guest's data: no CD drives, no cloud-init drive, nothing unused.
    pub fn data_disks(&self) -> impl Iterator<Item = (&str, &GuestDisk)> {
        self.disks.iter().filter(|(_, disk)| disk.role.holds_data()).map(|(key, disk)| (key.as_str(), disk))
    }

    /// The storages that it needs, sorted, each once.
    #[must_use]
    pub fn storages(&self) -> Vec<StorageName> {
        let mut storages: Vec<_> = self.disks.values().filter_map(|disk| disk.storage.clone()).collect();
        storages.sort_unstable();
        storages.dedup();
        storages
    }
}

/// Memory in MiB; since 8.1 a VM's may be a property string (`current=2048`). 512 is the default of the schema for both.
fn memory(row: Row<'_>) -> Bytes {
    let stated = row.text("memory").and_then(|memory| {
        memory.parse::<f64>().ok().or_else(|| Properties::read(&memory).default_key("current")?.parse().ok())
    });
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a float to integer cast saturates")]
    Bytes::from_mib(stated.map_or(512, |mib| mib as u64))
}

/// `agent: 1`, `agent: enabled=1,fstrim_cloned_disks=1`.
fn agent_enabled(agent: &str) -> bool {
    Properties::read(agent).default_key("enabled").and_then(flag_word).unwrap_or(false)
}

fn cloud_init(row: Row<'_>, raw: &BTreeMap<String, String>) -> Option<CloudInit> {
    let texts = raw.iter().map(|(key, value)| (key.as_str(), value.as_str()));
    let addresses: BTreeMap<_, _> =
        numbered(texts, "ipconfig").into_iter().map(|(n, value)| (n, Properties::read(value))).collect();
    // Kept percent-encoded, one key a line.
    let keys = row.text("sshkeys").unwrap_or_default();
    let keys = percent_decode_str(&keys).decode_utf8_lossy();
    let init = CloudInit {
        user: row.word("ciuser"),
        has_password: row.word("cipassword").is_some(),
        ssh_keys: keys.lines().map(str::trim).filter(|key| !key.is_empty()).map(str::to_owned).collect(),
        addresses,
        name_servers: row.words("nameserver"),
        search_domain: row.word("searchdomain"),
        custom: row.word("cicustom").map(|custom| Properties::read(&custom)),
    };
    (init != CloudInit::default()).then_some(init)
}

/// Which state of a configuration.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum ConfigOf {
    /// As it will be: pending values as if applied.
    #[default]
    Pending,
    /// As it runs.
    Running,
    /// As it was at a snapshot.
    Snapshot(String),
}

/// A value of a configuration that a running guest takes over only at its next start.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PendingValue {
    /// The key.
    pub key: String,
    /// What runs; `None` when the key is new.
    pub current: Option<String>,
    /// What will be; `None` when nothing changes or the key goes.
    pub pending: Option<String>,
    /// Whether the key will go.
    pub deleted: bool,
}

impl PendingValue {
    pub(crate) fn read(row: Row<'_>) -> Result<Self, Malformed> {
        Ok(Self {
            key: row.need_text("key")?,
            current: row.text("value"),
            pending: row.text("pending"),
            // 1: when the guest allows; 2: by force.
            deleted: row.whole("delete").unwrap_or(0) > 0,
        })
    }

    /// Whether something is about to change.
    #[must_use]
    pub const fn is_change(&self) -> bool {
        self.deleted || self.pending.is_some()
    }
}

impl Pve {
    /// A guest's configuration (`GET …/config`). Needs `VM.Audit` on it.
    pub async fn guest_config(&self, place: &GuestPlace, of: &ConfigOf, deadline: Deadline) -> Answer<GuestConfig> {
        let params = match of {
            ConfigOf::Pending => Params::new(),
            ConfigOf::Running => vec![("current".into(), "1".to_owned())],
            ConfigOf::Snapshot(name) => vec![("snapshot".into(), name.clone())],
        };
        self.one(&place.path().segment("config"), &params, deadline, |row| GuestConfig::read(row, place.kind)).await
    }

    /// What of a guest's configuration waits for its next start (`GET …/pending`), sorted; only the changes. Needs `VM.Audit`.
    pub async fn pending(&self, place: &GuestPlace, deadline: Deadline) -> Answer<Vec<PendingValue>> {
        let path = place.path().segment("pending");
        let mut seen = self.list(&path, &Params::new(), deadline, PendingValue::read).await?;
        seen.value.retain(PendingValue::is_change);
        seen.value.sort_by(|a, b| a.key.cmp(&b.key));
        Ok(seen)
    }
}

#[cfg(test)]
mod tests {
    use lotse_model::{Bytes, GuestKind, Seconds, Timestamp};
    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::{GuestConfig, PendingValue, Row};
    use crate::ops::any_json::any_json;

    fn config(value: &Value, kind: GuestKind) -> GuestConfig {
        GuestConfig::read(Row::of(value).unwrap(), kind).unwrap()
    }

    #[test]
    fn a_vm_of_a_real_server_is_read() {
        let vm = config(
            &json!({
                "memory": "256", "cores": 2, "sockets": "2", "onboot": 1, "agent": "enabled=1,fstrim_cloned_disks=1",
                "scsi0": "local:101/vm-101-disk-0.qcow2,size=1G", "virtio1": "fast:101/vm-101-disk-0.raw,size=1G",
                "ide2": "none,media=cdrom", "unused0": "fast:300/vm-300-disk-1.qcow2", "scsihw": "virtio-scsi-single",
                "net0": "virtio=BC:24:11:69:B1:19,bridge=vmbr0,firewall=0", "boot": "order=scsi0;net0",
                "meta": "creation-qemu=10.0.2,ctime=1795325177", "tags": "Prod;db", "startup": "order=2,down=120",
                "description": "Database\nserver & more", "name": "db01", "cpu": "host,flags=+aes", "digest": "0f",
                "ciuser": "admin", "cipassword": "**********", "sshkeys": "ssh-ed25519%20AAAA%20a%0Assh-rsa%20BBBB%20b%0A",
                "ipconfig0": "ip=192.0.2.5/24,gw=192.0.2.1", "hostpci0": "0000:01:00.0,pcie=1",
            }),
            GuestKind::Vm,
        );
        assert_eq!((vm.cores, vm.memory, vm.agent, vm.onboot), (Some(4), Bytes::from_mib(256), Some(true), true));
        assert_eq!(vm.disks.keys().collect::<Vec<_>>(), ["ide2", "scsi0", "unused0", "virtio1"]);
        assert_eq!(vm.data_disks().map(|(key, _)| key).collect::<Vec<_>>(), ["scsi0", "virtio1"]);
        assert_eq!(vm.storages().iter().map(ToString::to_string).collect::<Vec<_>>(), ["fast", "local"]);
        assert_eq!(vm.created, Some(Timestamp(1_795_325_177)));
        assert_eq!((vm.startup.order, vm.startup.down), (Some(2), Some(Seconds(120))));
        assert_eq!((vm.tags.join(","), vm.boot_order.join(",")), ("db,prod".into(), "scsi0,net0".into()));
        assert_eq!(vm.cpu_type.as_deref(), Some("host"));
        let init = vm.cloud_init.unwrap();
        assert_eq!((init.ssh_keys.len(), init.has_password), (2, true));
        assert_eq!(init.addresses[&0].get("gw"), Some("192.0.2.1"));
        assert_eq!(vm.passed_through["hostpci0"].bare(), Some("0000:01:00.0"));
    }

    #[test]
    fn memory_may_be_a_property_string_and_has_a_default() {
        let memory = |value: Value| config(&json!({ "digest": "0", "memory": value }), GuestKind::Vm).memory;
        assert_eq!(memory(json!("current=2048")), Bytes::from_mib(2048));
        assert_eq!(memory(json!(128)), Bytes::from_mib(128));
        assert_eq!(memory(json!(null)), Bytes::from_mib(512));
    }

    #[test]
    fn a_container_without_cores_may_use_all_of_them() {
        let container = config(
            &json!({
                "hostname": "ct1", "rootfs": "fast:200/vm-200-disk-0.raw,size=1G", "memory": 128, "swap": 0, "unprivileged": 1,
                "net0": "name=eth0,bridge=vmbr0,hwaddr=BC:24:11:FB:EF:E6,ip=10.77.0.9/24,type=veth",
                "mp0": "/srv/data,mp=/data", "digest": "0", "ostype": "debian",
            }),
            GuestKind::Container,
        );
        assert_eq!((container.cores, container.swap, container.agent), (None, Some(Bytes(0)), None));
        assert_eq!(container.disks.keys().collect::<Vec<_>>(), ["mp0", "rootfs"]);
        assert_eq!(container.unprivileged, Some(true));
    }

    #[test]
    fn an_agent_is_on_in_all_its_forms() {
        for (agent, on) in
            [("1", true), ("enabled=1", true), ("1,type=isa", true), ("0", false), ("enabled=0", false), ("", false)]
        {
            assert_eq!(super::agent_enabled(agent), on, "{agent}");
        }
    }

    #[test]
    fn pending_values_are_changes_and_deletions_only() {
        let read = |value: Value| PendingValue::read(Row::of(&value).unwrap()).unwrap();
        assert!(!read(json!({ "key": "cores", "value": 1 })).is_change());
        assert!(read(json!({ "key": "cores", "value": "1", "pending": 2 })).is_change());
        assert!(read(json!({ "key": "cores", "value": 1, "delete": "1" })).is_change());
    }

    proptest! {
        #[test]
        fn any_configuration_is_read_or_refused_without_a_panic(value in any_json()) {
            if let Ok(row) = Row::of(&value) {
                let _ = GuestConfig::read(row, GuestKind::Vm);
                let _ = GuestConfig::read(row, GuestKind::Container);
            }
        }
    }
}
