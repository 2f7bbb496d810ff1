//! Disks and network devices of a guest, as their property strings describe them.

use lotse_model::{Bytes, GuestKind, StorageName};
use serde::Serialize;

use super::property::{Properties, number_of};

/// What a disk is to its guest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum DiskRole {
    /// A disk of a VM.
    Disk,
    /// A CD drive, with or without a disc.
    CdDrive,
    /// The drive with cloud-init's data.
    CloudInit,
    /// Where UEFI keeps its variables.
    Efi,
    /// The state of a virtual TPM.
    Tpm,
    /// The root disk of a container.
    Root,
    /// A further mount point of a container.
    MountPoint,
    /// A volume that belongs to the guest and is not attached.
    Unused,
}

impl DiskRole {
    /// Whether the guest keeps data of its own there.
    #[must_use]
    pub const fn holds_data(self) -> bool {
        matches!(self, Self::Disk | Self::Root | Self::MountPoint)
    }
}

/// A disk, drive or mount point of a guest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct GuestDisk {
    /// What it is to its guest.
    pub role: DiskRole,
    /// The volume (`local:100/vm-100-disk-0.qcow2`), or a path of the node; `None` for an empty drive.
    pub volume: Option<String>,
    /// The storage of the volume; `None` for a path of the node.
    pub storage: Option<StorageName>,
    /// Its size as the configuration says.
    pub size: Option<Bytes>,
    /// Whether backups hold it. Disks of VMs are in unless they are taken out, mount points only when they are put in.
    pub backup: bool,
    /// Where a container mounts it.
    pub mount_point: Option<String>,
    /// The whole option.
    pub options: Properties,
}

impl GuestDisk {
    /// Reads the option `key`; `None` when `key` names no disk.
    pub(crate) fn read(key: &str, text: &str, kind: GuestKind) -> Option<Self> {
        let is = |prefix: &str| number_of(key, prefix).is_some();
        let options = Properties::read(text);
        let volume = options.default_key(if kind == GuestKind::Vm { "file" } else { "volume" });
        let volume = volume.filter(|volume| *volume != "none" && !volume.is_empty()).map(str::to_owned);
        let role = match kind {
            _ if is("unused") => DiskRole::Unused,
            GuestKind::Container if key == "rootfs" => DiskRole::Root,
            GuestKind::Container if is("mp") => DiskRole::MountPoint,
            GuestKind::Vm if is("efidisk") => DiskRole::Efi,
            GuestKind::Vm if is("tpmstate") => DiskRole::Tpm,
            GuestKind::Vm if ["scsi", "virtio", "sata", "ide"].into_iter().any(is) => {
                drive_role(&options, volume.as_deref())
            }
            _ => return None,
        };
        let backup = match role {
            DiskRole::MountPoint => options.flag("backup").unwrap_or(false),
            DiskRole::Disk | DiskRole::Root | DiskRole::Efi | DiskRole::Tpm => options.flag("backup").unwrap_or(true),
            DiskRole::CdDrive | DiskRole::CloudInit | DiskRole::Unused => false,
        };
        Some(Self {
            role,
            storage: volume.as_deref().and_then(storage_of),
            volume,
            size: options.size("size"),
            backup,
            mount_point: options
                .get("mp")
                .map(str::to_owned)
                .or_else(|| (role == DiskRole::Root).then(|| "/".to_owned())),
            options,
        })
    }
}

fn drive_role(options: &Properties, volume: Option<&str>) -> DiskRole {
    let is_init = volume.is_some_and(|volume| {
        let file = volume.rsplit(['/', ':']).next().unwrap_or_default();
        file.contains("-cloudinit") || file == "cloudinit"
    });
    match options.get("media") {
        _ if is_init => DiskRole::CloudInit,
        Some("cdrom") => DiskRole::CdDrive,
        _ => DiskRole::Disk,
    }
}

/// The storage of a volume id (`local:100/…`); none of a path (`/srv/data`) or of `cdrom`, the node's own drive.
pub(crate) fn storage_of(volume: &str) -> Option<StorageName> {
    let (storage, _) = volume.split_once(':')?;
    storage.parse().ok()
}

/// A network device of a guest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct GuestNet {
    /// The model of a VM's card (`virtio`, `e1000`), or `veth` of a container.
    pub model: Option<String>,
    /// Its MAC address, upper case.
    pub mac: Option<String>,
    /// The bridge it is connected to.
    pub bridge: Option<String>,
    /// Its VLAN.
    pub vlan: Option<u32>,
    /// Whether the firewall applies.
    pub firewall: bool,
    /// Whether its cable is pulled.
    pub link_down: bool,
    /// Its limit in MB/s.
    pub rate: Option<String>,
    /// A container's name for it.
    pub name: Option<String>,
    /// A container's IPv4 setting (`dhcp`, `manual`, `192.0.2.5/24`).
    pub ip: Option<String>,
    /// A container's IPv6 setting.
    pub ip6: Option<String>,
    /// The whole option.
    pub options: Properties,
}

/// The models of network cards that a VM can have (schema of `net[n]`).
const MODELS: &[&str] = &[
    "virtio",
    "e1000",
    "e1000-82540em",
    "e1000-82544gc",
    "e1000-82545em",
    "e1000e",
    "i82551",
    "i82557b",
    "i82559er",
    "ne2k_isa",
    "ne2k_pci",
    "pcnet",
    "rtl8139",
    "vmxnet3",
];

impl GuestNet {
    pub(crate) fn read(text: &str, kind: GuestKind) -> Self {
        let options = Properties::read(text);
        let (model, mac) = match kind {
            GuestKind::Vm => vm_card(&options),
            GuestKind::Container => (
                Some(options.get("type").unwrap_or("veth").to_owned()),
                options.get("hwaddr").map(str::to_ascii_uppercase),
            ),
        };
        let own = |key: &str| options.get(key).map(str::to_owned);
        Self {
            model,
            mac,
            bridge: own("bridge"),
            vlan: options.parse("tag"),
            firewall: options.flag("firewall").unwrap_or(false),
            link_down: options.flag("link_down").unwrap_or(false),
            rate: own("rate"),
            name: own("name"),
            ip: own("ip"),
            ip6: own("ip6"),
            options,
        }
    }
}

/// `virtio=BC:24:11:6C:64:69`, `model=virtio,macaddr=…`, or just `virtio`.
fn vm_card(options: &Properties) -> (Option<String>, Option<String>) {
    let by_key = MODELS.iter().find_map(|model| Some((*model, options.get(model)?)));
    match by_key {
        Some((model, mac)) => (Some(model.to_owned()), Some(mac.to_ascii_uppercase())),
        None => (options.default_key("model").map(str::to_owned), options.get("macaddr").map(str::to_ascii_uppercase)),
    }
}

#[cfg(test)]
mod tests {
    use lotse_model::{Bytes, GuestKind};

    use super::{DiskRole, GuestDisk, GuestNet};

    fn role(key: &str, text: &str) -> Option<DiskRole> {
        GuestDisk::read(key, text, GuestKind::Vm).map(|disk| disk.role)
    }

    #[test]
    fn a_drive_is_told_by_its_medium() {
        assert_eq!(role("scsi0", "local:100/vm-100-disk-0.qcow2,size=2G"), Some(DiskRole::Disk));
        assert_eq!(role("ide2", "none,media=cdrom"), Some(DiskRole::CdDrive));
        assert_eq!(role("ide2", "local:iso/debian-12.iso,media=cdrom,size=600M"), Some(DiskRole::CdDrive));
        assert_eq!(role("ide0", "local-lvm:vm-100-cloudinit,media=cdrom"), Some(DiskRole::CloudInit));
        assert_eq!(role("efidisk0", "local-lvm:vm-100-disk-1,efitype=4m,size=4M"), Some(DiskRole::Efi));
        assert_eq!(role("tpmstate0", "local-lvm:vm-100-disk-2,size=4M"), Some(DiskRole::Tpm));
        assert_eq!(role("unused3", "fast:300/vm-300-disk-1.qcow2"), Some(DiskRole::Unused));
        for none in ["scsihw", "name", "virtiofs0", "net0", "rootfs"] {
            assert_eq!(role(none, "x"), None, "{none}");
        }
    }

    #[test]
    fn a_disk_is_in_the_backup_unless_it_is_taken_out_and_a_mount_point_only_when_put_in() {
        let backup = |key: &str, text: &str, kind| GuestDisk::read(key, text, kind).unwrap().backup;
        assert!(backup("scsi0", "a:1/x", GuestKind::Vm));
        assert!(!backup("scsi0", "a:1/x,backup=0", GuestKind::Vm));
        assert!(backup("rootfs", "a:1/x", GuestKind::Container));
        assert!(!backup("mp0", "a:1/x,mp=/data", GuestKind::Container));
        assert!(backup("mp0", "a:1/x,mp=/data,backup=1", GuestKind::Container));
    }

    #[test]
    fn a_bind_mount_has_no_storage() {
        let bind = GuestDisk::read("mp0", "/srv/data,mp=/data", GuestKind::Container).unwrap();
        assert_eq!((bind.storage, bind.volume.as_deref()), (None, Some("/srv/data")));
        let disk = GuestDisk::read("scsi0", "file=fast:1/x.raw,size=3G", GuestKind::Vm).unwrap();
        assert_eq!((disk.storage.unwrap().as_str(), disk.size), ("fast", Some(Bytes::from_gib(3))));
    }

    #[test]
    fn network_cards_are_read_in_their_forms() {
        let card = |text| {
            let net = GuestNet::read(text, GuestKind::Vm);
            (net.model.unwrap_or_default(), net.mac.unwrap_or_default())
        };
        let known = ("virtio".to_owned(), "BC:24:11:6C:64:69".to_owned());
        assert_eq!(card("virtio=BC:24:11:6C:64:69,bridge=vmbr0"), known);
        assert_eq!(card("bridge=vmbr0,macaddr=bc:24:11:6c:64:69,model=virtio"), known);
        assert_eq!(card("e1000,bridge=vmbr0"), ("e1000".to_owned(), String::new()));
        let net =
            GuestNet::read("name=eth0,bridge=vmbr0,hwaddr=bc:24:11:fb:ef:e6,ip=dhcp,tag=20", GuestKind::Container);
        assert_eq!((net.model.as_deref(), net.vlan, net.ip.as_deref()), (Some("veth"), Some(20), Some("dhcp")));
    }
}
