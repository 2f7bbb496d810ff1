//! Which drives and mount points are backed up with their guest.

use super::config::property;
use super::guest::GuestKind;

/// Whether a drive or mount point is backed up with its guest, and why (the words of the real server).
#[must_use]
pub fn volume_included(kind: GuestKind, key: &str, value: &str) -> (bool, &'static str) {
    let flag = property(value, None, "backup");
    match kind {
        GuestKind::Qemu => match (flag, value.contains("media=cdrom")) {
            (_, true) => (false, "disk is a cdrom"),
            (Some("0"), _) => (false, "backup=no"),
            _ if key.starts_with("efidisk") || key.starts_with("tpmstate") => (true, "backup=yes"),
            _ => (true, "backup=yes"),
        },
        GuestKind::Lxc if key == "rootfs" => (true, "rootfs"),
        GuestKind::Lxc => match flag {
            Some("1") => (true, "enabled"),
            _ if value.starts_with('/') => (false, "not a volume"),
            Some(_) | None => (false, "disabled"),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::{GuestKind, volume_included};

    #[test]
    fn mount_points_are_left_out_unless_they_are_switched_on() {
        assert_eq!(volume_included(GuestKind::Lxc, "rootfs", "local:x"), (true, "rootfs"));
        assert!(!volume_included(GuestKind::Lxc, "mp0", "local:x,mp=/data").0);
        assert!(volume_included(GuestKind::Lxc, "mp0", "local:x,mp=/data,backup=1").0);
        assert!(!volume_included(GuestKind::Qemu, "ide2", "none,media=cdrom").0);
        assert!(!volume_included(GuestKind::Qemu, "scsi1", "local:x,backup=0").0);
    }
}
