//! Configuration of containers.

use super::drive::{MOUNT_POINT, ROOTFS, UNUSED_VOLUME};
use super::net::CT_NET;
use super::shared::STORAGE_PAIRS;
use crate::api::format::{DNS_NAME, NODE};
use crate::api::param::Format;
use crate::api::param::Param;
use crate::world::version::Releases;

/// Everything that `pct set` knows beside volumes and what VMs have, too.
pub const OPTIONS: &[Param] = &[
    Param::choice("arch", &["amd64", "i386", "arm64", "armhf", "riscv32", "riscv64"]).optional(),
    Param::choice("cmode", &["shell", "console", "tty"]).optional(),
    Param::boolean("console").optional(),
    Param::integer("cores").min(1.0).max(8192.0).optional(),
    Param::number("cpulimit").min(0.0).max(8192.0).optional(),
    Param::integer("cpuunits").min(0.0).max(500_000.0).optional(),
    Param::boolean("debug").optional(),
    Param::string("dev[n]").format(DEVICE).count(256).optional(),
    Param::string("entrypoint").pattern(is_printable).optional().releases(Releases::NINE),
    Param::string("env").optional().releases(Releases::NINE),
    Param::string("features").format(FEATURES).optional(),
    Param::string("hostname").max_length(255).format(DNS_NAME).optional(),
    Param::choice(
        "lock",
        &[
            "backup",
            "create",
            "destroyed",
            "disk",
            "fstrim",
            "migrate",
            "mounted",
            "rollback",
            "snapshot",
            "snapshot-delete",
        ],
    )
    .optional(),
    Param::integer("memory").min(16.0).optional(),
    Param::string("nameserver").format(Format::Named("lxc-ip-with-ll-iface-list", |_| Ok(()))).optional(),
    Param::string("net[n]").format(CT_NET).count(32).optional(),
    Param::choice("ostype", OS_TYPES).optional(),
    Param::string("searchdomain").format(Format::List("dns-name-list", crate::api::format::dns_name)).optional(),
    Param::integer("swap").min(0.0).optional(),
    Param::string("timezone").format(Format::Named("pve-ct-timezone", |_| Ok(()))).optional(),
    Param::integer("tty").min(0.0).max(6.0).optional(),
    Param::boolean("unprivileged").optional(),
];

/// Volumes of containers.
pub const VOLUMES: &[Param] = &[
    Param::string("mp[n]").format(MOUNT_POINT).count(256).optional(),
    Param::string("rootfs").format(ROOTFS).optional(),
    Param::string("unused[n]").format(UNUSED_VOLUME).count(256).optional(),
];

/// What creation takes beside the configuration.
pub const CREATE: &[Param] = &[
    Param::string("ostemplate").max_length(255),
    Param::boolean("ignore-unpack-errors").optional(),
    Param::string("password").min_length(5).optional(),
    Param::boolean("restore").optional(),
    Param::string("ssh-public-keys").optional(),
];

/// What migration takes.
pub const MIGRATE: &[Param] = &[
    Param::string("target").format(NODE),
    Param::boolean("online").optional(),
    Param::boolean("restart").optional(),
    Param::string("target-storage").format(STORAGE_PAIRS).optional(),
    Param::integer("timeout").optional(),
];

/// Size of the console.
pub const CONSOLE_SIZE: &[Param] = &[
    Param::integer("height").min(16.0).max(2160.0).optional(),
    Param::integer("width").min(16.0).max(4096.0).optional(),
];

const OS_TYPES: &[&str] = &[
    "debian",
    "devuan",
    "ubuntu",
    "centos",
    "fedora",
    "opensuse",
    "archlinux",
    "alpine",
    "gentoo",
    "nixos",
    "unmanaged",
];
const DEVICE: Format = Format::Properties {
    default: Some("path"),
    keys: &[
        Param::string("path").optional(),
        Param::boolean("deny-write").optional(),
        Param::integer("gid").min(0.0).optional(),
        Param::string("mode").optional(),
        Param::integer("uid").min(0.0).optional(),
    ],
};
const FEATURES: Format = Format::Properties {
    default: None,
    keys: &[
        Param::boolean("force_rw_sys").optional(),
        Param::boolean("fuse").optional(),
        Param::boolean("keyctl").optional(),
        Param::boolean("mknod").optional(),
        Param::string("mount").optional(),
        Param::boolean("nesting").optional(),
    ],
};

fn is_printable(value: &str) -> bool {
    !value.is_empty() && value.chars().all(|c| !c.is_control())
}
