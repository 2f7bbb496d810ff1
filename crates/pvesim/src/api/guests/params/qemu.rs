//! Configuration of VMs.

use super::drive::{EFIDISK, IDE, SATA, SCSI, TPMSTATE, UNUSED, VIRTIO};
use super::net::VM_NET;
use super::shared::{CIDR, STORAGE_PAIRS, URLENCODED};
use crate::api::format::{CONFIG_ID, DNS_NAME, NODE, STORAGE_ID};
use crate::api::param::Format;
use crate::api::param::Param;
use crate::world::version::Releases;

/// Everything that `qm set` knows beside disks and what containers have, too.
pub const OPTIONS: &[Param] = &[
    Param::boolean("acpi").optional(),
    Param::string("affinity").format(any("pve-cpuset")).optional(),
    Param::string("agent").format(AGENT).optional(),
    Param::boolean("allow-ksm").optional().releases(Releases::NINE),
    Param::string("amd-sev").format(any("pve-qemu-sev-fmt")).optional(),
    Param::choice("arch", &["x86_64", "aarch64"]).optional(),
    Param::string("args").optional(),
    Param::string("audio0").format(AUDIO).optional(),
    Param::boolean("autostart").optional(),
    Param::integer("balloon").min(0.0).optional(),
    Param::choice("bios", &["seabios", "ovmf"]).optional(),
    Param::string("boot").format(any("pve-qm-boot")).optional(),
    Param::string("bootdisk").format(any("pve-qm-bootdisk")).pattern(is_boot_disk).optional(),
    Param::string("cdrom").format(any("pve-qm-ide")).optional(),
    Param::string("cicustom").format(any("pve-qm-cicustom")).optional(),
    Param::string("cipassword").optional(),
    Param::choice("citype", &["configdrive2", "nocloud", "opennebula"]).optional(),
    Param::boolean("ciupgrade").optional(),
    Param::string("ciuser").optional(),
    Param::integer("cores").min(1.0).optional(),
    Param::string("cpu").format(any("pve-vm-cpu-conf")).optional(),
    Param::number("cpulimit").min(0.0).max(128.0).optional(),
    Param::integer("cpuunits").min(1.0).max(262_144.0).optional(),
    Param::boolean("force").optional(),
    Param::boolean("freeze").optional(),
    Param::string("hostpci[n]").format(any("pve-qm-hostpci")).count(16).optional(),
    Param::string("hotplug").format(any("pve-hotplug-features")).optional(),
    Param::choice("hugepages", &["any", "2", "1024"]).optional(),
    Param::string("intel-tdx").format(any("pve-qemu-tdx-fmt")).optional().releases(Releases::NINE),
    Param::string("ipconfig[n]").format(any("pve-qm-ipconfig")).count(32).optional(),
    Param::string("ivshmem").format(IVSHMEM).optional(),
    Param::boolean("keephugepages").optional(),
    Param::choice("keyboard", KEYBOARDS).optional(),
    Param::boolean("kvm").optional(),
    Param::boolean("localtime").optional(),
    Param::choice(
        "lock",
        &["backup", "clone", "create", "migrate", "rollback", "snapshot", "snapshot-delete", "suspending", "suspended"],
    )
    .optional(),
    Param::string("machine").format(MACHINE).optional(),
    Param::string("memory").format(MEMORY).optional(),
    Param::number("migrate_downtime").min(0.0).optional(),
    Param::integer("migrate_speed").min(0.0).optional(),
    Param::string("name").format(DNS_NAME).optional(),
    Param::string("nameserver").format(any("address-list")).optional(),
    Param::string("net[n]").format(VM_NET).count(32).optional(),
    Param::boolean("numa").optional(),
    Param::string("numa[n]").format(NUMA).count(8).optional(),
    Param::choice("ostype", OS_TYPES).optional(),
    Param::string("parallel[n]").pattern(is_parallel).count(3).optional(),
    Param::boolean("reboot").optional(),
    Param::string("rng0").format(any("pve-qm-rng")).optional(),
    Param::choice("scsihw", &["lsi", "lsi53c810", "virtio-scsi-pci", "virtio-scsi-single", "megasas", "pvscsi"])
        .optional(),
    Param::string("searchdomain").optional(),
    Param::string("serial[n]").pattern(is_serial).count(4).optional(),
    Param::integer("shares").min(0.0).max(50_000.0).optional(),
    Param::string("smbios1").max_length(512).format(any("pve-qm-smbios1")).optional(),
    Param::integer("smp").min(1.0).optional(),
    Param::integer("sockets").min(1.0).optional(),
    Param::string("spice_enhancements").format(SPICE_ENHANCEMENTS).optional(),
    Param::string("sshkeys").format(URLENCODED).optional(),
    Param::string("startdate").pattern(is_start_date).optional(),
    Param::boolean("tablet").optional(),
    Param::boolean("tdf").optional(),
    Param::string("usb[n]").format(USB).count(14).optional(),
    Param::integer("vcpus").min(1.0).optional(),
    Param::string("vga").format(VGA).optional(),
    Param::string("virtiofs[n]").format(VIRTIOFS).count(10).optional(),
    Param::string("vmgenid").pattern(is_generation_id).optional(),
    Param::string("vmstatestorage").format(STORAGE_ID).optional(),
    Param::string("watchdog").format(any("pve-qm-watchdog")).optional(),
];

/// Disks of VMs.
pub const DISKS: &[Param] = &[
    Param::string("efidisk0").format(EFIDISK).optional(),
    Param::string("ide[n]").format(IDE).count(4).optional(),
    Param::string("sata[n]").format(SATA).count(6).optional(),
    Param::string("scsi[n]").format(SCSI).count(31).optional(),
    Param::string("tpmstate0").format(TPMSTATE).optional(),
    Param::string("unused[n]").format(UNUSED).count(256).optional(),
    Param::string("virtio[n]").format(VIRTIO).count(16).optional(),
];

/// Restore from an archive and what belongs to creation.
pub const CREATE: &[Param] = &[
    Param::string("archive").max_length(255).optional(),
    Param::string("import-working-storage").format(STORAGE_ID).optional(),
    Param::boolean("live-restore").optional(),
];

/// What the asynchronous change takes beside the synchronous one's parameters.
pub const POST_CONFIG: &[Param] = &[
    Param::integer("background_delay").min(1.0).max(30.0).optional(),
    Param::string("import-working-storage").format(STORAGE_ID).optional(),
];

/// What starting takes; most of it belongs to migration.
pub const START: &[Param] = &[
    Param::string("force-cpu").optional(),
    Param::string("machine").format(MACHINE).optional(),
    Param::string("migratedfrom").format(NODE).optional(),
    Param::string("migration_network").format(CIDR).optional(),
    Param::choice("migration_type", &["secure", "insecure"]).optional(),
    Param::string("nets-host-mtu").optional(),
    Param::string("stateuri").max_length(128).optional(),
    Param::string("targetstorage").format(STORAGE_PAIRS).optional(),
    Param::boolean("with-conntrack-state").optional().releases(Releases::NINE),
];

/// What migration takes.
pub const MIGRATE: &[Param] = &[
    Param::string("target").format(NODE),
    Param::boolean("force").optional(),
    Param::string("migration_network").format(CIDR).optional(),
    Param::choice("migration_type", &["secure", "insecure"]).optional(),
    Param::boolean("online").optional(),
    Param::string("targetstorage").format(STORAGE_PAIRS).optional(),
    Param::boolean("with-conntrack-state").optional().releases(Releases::NINE),
    Param::boolean("with-local-disks").optional(),
];

const OS_TYPES: &[&str] =
    &["other", "wxp", "w2k", "w2k3", "w2k8", "wvista", "win7", "win8", "win10", "win11", "l24", "l26", "solaris"];
const KEYBOARDS: &[&str] = &[
    "de", "de-ch", "da", "en-gb", "en-us", "es", "fi", "fr", "fr-be", "fr-ca", "fr-ch", "hu", "is", "it", "ja", "lt",
    "mk", "nl", "no", "pl", "pt", "pt-br", "sv", "sl", "tr",
];

/// A format whose inside the simulator does not judge.
const fn any(name: &'static str) -> Format {
    Format::Named(name, |_| Ok(()))
}

const AGENT: Format = Format::Properties {
    default: Some("enabled"),
    keys: &[
        Param::boolean("enabled"),
        Param::boolean("freeze-fs").optional().releases(Releases::NINE),
        Param::boolean("freeze-fs-on-backup").optional().releases(Releases::EIGHT),
        Param::boolean("fstrim_cloned_disks").optional(),
        Param::choice("type", &["virtio", "isa"]).optional(),
    ],
};
const AUDIO: Format = Format::Properties {
    default: None,
    keys: &[
        Param::choice("device", &["ich9-intel-hda", "intel-hda", "AC97"]),
        Param::choice("driver", &["spice", "none"]).optional(),
    ],
};
const IVSHMEM: Format =
    Format::Properties { default: None, keys: &[Param::integer("size").min(1.0), Param::string("name").optional()] };
const MACHINE: Format = Format::Properties {
    default: Some("type"),
    keys: &[
        Param::string("type").max_length(40).pattern(is_machine).optional(),
        Param::number("aw-bits").min(32.0).max(64.0).optional().releases(Releases::NINE),
        Param::boolean("enable-s3").optional(),
        Param::boolean("enable-s4").optional(),
        Param::choice("viommu", &["intel", "virtio"]).optional(),
    ],
};
const MEMORY: Format = Format::Properties { default: Some("current"), keys: &[Param::integer("current").min(16.0)] };
const NUMA: Format = Format::Properties {
    default: None,
    keys: &[
        Param::string("cpus"),
        Param::string("hostnodes").optional(),
        Param::number("memory").optional(),
        Param::choice("policy", &["preferred", "bind", "interleave"]).optional(),
    ],
};
const SPICE_ENHANCEMENTS: Format = Format::Properties {
    default: None,
    keys: &[
        Param::boolean("foldersharing").optional(),
        Param::choice("videostreaming", &["off", "all", "filter"]).optional(),
    ],
};
const USB: Format = Format::Properties {
    default: Some("host"),
    keys: &[
        Param::string("host").optional(),
        Param::string("mapping").format(CONFIG_ID).optional(),
        Param::boolean("usb3").optional(),
    ],
};
const VGA: Format = Format::Properties {
    default: Some("type"),
    keys: &[
        Param::choice("type", VGA_TYPES).optional(),
        Param::integer("memory").min(4.0).max(512.0).optional(),
        Param::choice("clipboard", &["vnc"]).optional(),
    ],
};
const VGA_TYPES: &[&str] = &[
    "cirrus",
    "qxl",
    "qxl2",
    "qxl3",
    "qxl4",
    "none",
    "serial0",
    "serial1",
    "serial2",
    "serial3",
    "std",
    "virtio",
    "virtio-gl",
    "vmware",
];
const VIRTIOFS: Format = Format::Properties {
    default: Some("dirid"),
    keys: &[
        Param::string("dirid").format(CONFIG_ID),
        Param::choice("cache", &["auto", "always", "metadata", "never"]).optional(),
        Param::boolean("direct-io").optional(),
        Param::boolean("expose-acl").optional(),
        Param::boolean("expose-xattr").optional(),
    ],
};

fn is_boot_disk(value: &str) -> bool {
    ["ide", "sata", "scsi", "virtio"].iter().any(|bus| {
        value.strip_prefix(bus).is_some_and(|digits| !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()))
    })
}

fn is_parallel(value: &str) -> bool {
    value.starts_with("/dev/parport") || value.starts_with("/dev/usb/lp")
}

fn is_serial(value: &str) -> bool {
    value == "socket" || value.starts_with("/dev/") && value.len() > 5
}

fn is_start_date(value: &str) -> bool {
    value == "now"
        || value.split(['-', 'T', ':']).all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()))
}

fn is_generation_id(value: &str) -> bool {
    matches!(value, "0" | "1") || value.len() == 36 && uuid::Uuid::try_parse(value).is_ok()
}

fn is_machine(value: &str) -> bool {
    value == "pc" || value == "q35" || value == "virt" || ["pc-", "virt-"].iter().any(|stem| value.starts_with(stem))
}
