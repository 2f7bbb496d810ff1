//! Property strings of disks: `scsi0`, `virtio1`, `efidisk0`, a container's `rootfs` and `mp0`.

use super::shared::{DISK_SIZE, URLENCODED};
use crate::api::param::Format;
use crate::api::param::Param;
use crate::world::version::Releases;

/// The disks of a VM in the order in which refusals name them.
pub const VM_DISKS: &[(&str, u16)] =
    &[("ide", 4), ("scsi", 31), ("virtio", 16), ("sata", 6), ("efidisk0", 0), ("tpmstate0", 0)];
/// The same with unused volumes.
pub const VM_DISKS_AND_UNUSED: &[(&str, u16)] =
    &[("ide", 4), ("scsi", 31), ("virtio", 16), ("sata", 6), ("efidisk0", 0), ("tpmstate0", 0), ("unused", 256)];
/// The volumes of a container.
pub const CT_VOLUMES: &[(&str, u16)] = &[("rootfs", 0), ("mp", 256)];
/// The same with unused volumes.
pub const CT_VOLUMES_AND_UNUSED: &[(&str, u16)] = &[("rootfs", 0), ("mp", 256), ("unused", 256)];

const FILE: Param = Param::string("file").format(Format::Named("pve-volume-id-or-qm-path", |_| Ok(())));
const FORMATS: &[&str] = &["raw", "qcow", "qed", "qcow2", "vmdk", "cloop"];
const IMPORT: Param =
    Param::string("import-from").format(Format::Named("pve-volume-id-or-absolute-path", |_| Ok(()))).optional();
const SIZE: Param = Param::string("size").format(DISK_SIZE).optional();

/// What every bus takes.
const COMMON: &[Param] = &[
    FILE,
    Param::choice("aio", &["native", "threads", "io_uring"]).optional(),
    Param::boolean("backup").optional(),
    Param::integer("bps").optional(),
    Param::integer("bps_max_length").min(1.0).optional(),
    Param::integer("bps_rd").optional(),
    Param::integer("bps_rd_max_length").min(1.0).optional(),
    Param::integer("bps_wr").optional(),
    Param::integer("bps_wr_max_length").min(1.0).optional(),
    Param::choice("cache", &["none", "writethrough", "writeback", "unsafe", "directsync"]).optional(),
    Param::integer("cyls").optional().releases(Releases::EIGHT),
    Param::boolean("detect_zeroes").optional(),
    Param::choice("discard", &["ignore", "on"]).optional(),
    Param::choice("format", FORMATS).optional(),
    Param::integer("heads").optional().releases(Releases::EIGHT),
    IMPORT,
    Param::integer("iops").optional(),
    Param::integer("iops_max").optional(),
    Param::integer("iops_max_length").min(1.0).optional(),
    Param::integer("iops_rd").optional(),
    Param::integer("iops_rd_max").optional(),
    Param::integer("iops_rd_max_length").min(1.0).optional(),
    Param::integer("iops_wr").optional(),
    Param::integer("iops_wr_max").optional(),
    Param::integer("iops_wr_max_length").min(1.0).optional(),
    Param::number("mbps").optional(),
    Param::number("mbps_max").optional(),
    Param::number("mbps_rd").optional(),
    Param::number("mbps_rd_max").optional(),
    Param::number("mbps_wr").optional(),
    Param::number("mbps_wr_max").optional(),
    Param::choice("media", &["cdrom", "disk"]).optional(),
    Param::boolean("replicate").optional(),
    Param::choice("rerror", &["ignore", "report", "stop"]).optional(),
    Param::string("serial").max_length(60).format(URLENCODED).optional(),
    Param::boolean("shared").optional(),
    SIZE,
    Param::boolean("snapshot").optional(),
    Param::choice("werror", &["enospc", "ignore", "report", "stop"]).optional(),
];
const SECS: Param = Param::integer("secs").optional().releases(Releases::EIGHT);
const TRANS: Param = Param::choice("trans", &["none", "lba", "auto"]).optional().releases(Releases::EIGHT);
const SSD: Param = Param::boolean("ssd").optional();
const WWN: Param = Param::string("wwn").optional();
const IO_THREAD: Param = Param::boolean("iothread").optional();
const READ_ONLY: Param = Param::boolean("ro").optional();

const IDE_KEYS: [Param; COMMON.len() + 5] =
    join(COMMON, &[Param::string("model").max_length(120).format(URLENCODED).optional(), SECS, SSD, TRANS, WWN]);
const SATA_KEYS: [Param; COMMON.len() + 4] = join(COMMON, &[SECS, SSD, TRANS, WWN]);
const SCSI_KEYS: [Param; COMMON.len() + 10] = join(
    COMMON,
    &[
        IO_THREAD,
        Param::string("product").max_length(16).optional(),
        Param::integer("queues").min(2.0).optional(),
        READ_ONLY,
        Param::boolean("scsiblock").optional(),
        SECS,
        SSD,
        TRANS,
        Param::string("vendor").max_length(8).optional(),
        WWN,
    ],
);
const VIRTIO_KEYS: [Param; COMMON.len() + 4] = join(COMMON, &[IO_THREAD, READ_ONLY, SECS, TRANS]);

/// Format of `ide0`.
pub const IDE: Format = Format::Properties { default: Some("file"), keys: &IDE_KEYS };
/// Format of `sata0`.
pub const SATA: Format = Format::Properties { default: Some("file"), keys: &SATA_KEYS };
/// Format of `scsi0`.
pub const SCSI: Format = Format::Properties { default: Some("file"), keys: &SCSI_KEYS };
/// Format of `virtio0`.
pub const VIRTIO: Format = Format::Properties { default: Some("file"), keys: &VIRTIO_KEYS };

/// Two tables in one; `N` is the sum of their lengths.
#[expect(clippy::indexing_slicing, reason = "evaluated by the compiler, which refuses what is out of bounds")]
const fn join<const N: usize>(first: &[Param], second: &[Param]) -> [Param; N] {
    let mut all = [FILE; N];
    let mut at = 0;
    while at < N {
        all[at] = if at < first.len() { first[at] } else { second[at - first.len()] };
        at += 1;
    }
    all
}

/// Format of `efidisk0`.
pub const EFIDISK: Format = Format::Properties {
    default: Some("file"),
    keys: &[
        FILE,
        Param::choice("efitype", &["2m", "4m"]).optional(),
        Param::choice("format", FORMATS).optional(),
        IMPORT,
        Param::choice("ms-cert", &["2011", "2023", "2023w", "2023k"]).optional(),
        Param::boolean("pre-enrolled-keys").optional(),
        SIZE,
    ],
};

/// Format of `tpmstate0`.
pub const TPMSTATE: Format = Format::Properties {
    default: Some("file"),
    keys: &[
        FILE,
        Param::choice("format", &["raw", "qcow2", "vmdk"]).optional().releases(Releases::NINE),
        IMPORT,
        SIZE,
        Param::choice("version", &["v1.2", "v2.0"]).optional(),
    ],
};

/// Format of `unused0` of a VM.
pub const UNUSED: Format = Format::Properties { default: Some("file"), keys: &[FILE] };

const VOLUME: Param = Param::string("volume");

/// Format of a container's `rootfs`.
pub const ROOTFS: Format = Format::Properties {
    default: Some("volume"),
    keys: &[
        VOLUME,
        Param::boolean("acl").optional(),
        Param::string("mountoptions").optional(),
        Param::boolean("quota").optional(),
        Param::boolean("replicate").optional(),
        Param::boolean("ro").optional(),
        Param::boolean("shared").optional(),
        SIZE,
    ],
};

/// Format of a container's mount points.
pub const MOUNT_POINT: Format = Format::Properties {
    default: Some("volume"),
    keys: &[
        VOLUME,
        Param::boolean("acl").optional(),
        Param::boolean("backup").optional(),
        Param::boolean("keepattrs").optional().releases(Releases::NINE),
        Param::string("mountoptions").optional(),
        Param::string("mp"),
        Param::boolean("quota").optional(),
        Param::boolean("replicate").optional(),
        Param::boolean("ro").optional(),
        Param::boolean("shared").optional(),
        SIZE,
    ],
};

/// Format of `unused0` of a container.
pub const UNUSED_VOLUME: Format = Format::Properties { default: Some("volume"), keys: &[VOLUME] };
