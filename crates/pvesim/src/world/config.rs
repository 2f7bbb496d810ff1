//! A guest's configuration: keys and values in the order of the file.

use indexmap::IndexMap;
use sha1::{Digest as _, Sha1};

/// The current part of a configuration, or that of a snapshot.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Config {
    entries: IndexMap<String, String>,
}

impl Config {
    /// From pairs.
    #[must_use]
    pub fn from_pairs<K: Into<String>, V: Into<String>>(pairs: impl IntoIterator<Item = (K, V)>) -> Self {
        Self { entries: pairs.into_iter().map(|(key, value)| (key.into(), value.into())).collect() }
    }

    /// A value.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&str> {
        self.entries.get(key).map(String::as_str)
    }

    /// A whole number.
    #[must_use]
    pub fn integer(&self, key: &str) -> Option<u64> {
        self.get(key).and_then(|text| text.parse().ok())
    }

    /// Whether a switch is on.
    #[must_use]
    pub fn flag(&self, key: &str) -> bool {
        self.get(key) == Some("1")
    }

    /// Whether there is such a key.
    #[must_use]
    pub fn has(&self, key: &str) -> bool {
        self.entries.contains_key(key)
    }

    /// Sets a value.
    pub fn set(&mut self, key: impl Into<String>, value: impl Into<String>) {
        self.entries.insert(key.into(), value.into());
    }

    /// Removes a key.
    pub fn remove(&mut self, key: &str) -> Option<String> {
        self.entries.shift_remove(key)
    }

    /// Every key and value.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.entries.iter().map(|(key, value)| (key.as_str(), value.as_str()))
    }

    /// One part of a property string: `part("agent", Some("enabled"), "enabled")` is `1` for `agent: 1`.
    #[must_use]
    pub fn part(&self, key: &str, default: Option<&str>, part: &str) -> Option<&str> {
        property(self.get(key)?, default, part)
    }

    /// The disks: key and value of every entry that names a volume, CD drives included, `unused` left out.
    pub fn drives(&self) -> impl Iterator<Item = (&str, &str)> {
        self.iter().filter(|(key, _)| is_drive(key))
    }

    /// The disks on which a guest's own data lies: no CD drive, no cloud-init drive (attached as one, `media=cdrom`, or
    /// still to be made: `local:cloudinit`), none that holds a firmware's variables or a TPM's state.
    pub fn data_disks(&self) -> impl Iterator<Item = (&str, &str)> {
        self.drives().filter(|(key, value)| is_data_disk(key, value))
    }

    /// Configured disk size in bytes of the boot disk or root file system, as lists show it in `maxdisk`.
    #[must_use]
    pub fn max_disk(&self) -> u64 {
        let boot = if self.has("rootfs") { Some("rootfs") } else { self.boot_disk() };
        boot.and_then(|key| self.part(key, None, "size")).and_then(size_bytes).unwrap_or(0)
    }

    /// The first disk of the boot order that is a disk.
    #[must_use]
    pub fn boot_disk(&self) -> Option<&str> {
        let order = self.part("boot", Some("legacy"), "order").unwrap_or_default();
        let listed = order.split(';').find(|device| self.is_disk(device));
        let key = listed.or_else(|| {
            // Without an order: the first disk by name, as `bootdisk` was chosen of old.
            self.drives().map(|(key, _)| key).find(|key| self.is_disk(key)).filter(|_| !self.has("boot"))
        })?;
        self.entries.get_key_value(key).map(|(key, _)| key.as_str())
    }

    fn is_disk(&self, key: &str) -> bool {
        self.get(key).is_some_and(|value| is_data_disk(key, value))
    }

    /// Fingerprint of the content: SHA-1 over the lines, as `PVE::AbstractConfig` takes it over the file.
    pub fn feed(&self, digest: &mut Sha1) {
        for (key, value) in &self.entries {
            digest.update(format!("{key}: {value}\n"));
        }
    }
}

/// Lower-case hexadecimal of a finished digest.
#[must_use]
pub fn hex(digest: Sha1) -> String {
    let digit = |nibble: u8| char::from_digit(u32::from(nibble), 16).unwrap_or('0');
    digest.finalize().iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

/// Whether a key names a disk or CD drive of a VM, or a volume of a container.
#[must_use]
pub fn is_drive(key: &str) -> bool {
    let stem = key.trim_end_matches(|c: char| c.is_ascii_digit());
    let numbered = stem.len() < key.len();
    match stem {
        "ide" | "sata" | "scsi" | "virtio" | "mp" | "efidisk" | "tpmstate" => numbered,
        "rootfs" => !numbered,
        _ => false,
    }
}

/// Whether a drive holds data of the guest. Firmware variables and TPM state are drives, but no system starts from them
/// and none sees them (`PVE::QemuServer::Drive::valid_drive_names_for_boot`).
fn is_data_disk(key: &str, value: &str) -> bool {
    let of_the_firmware = key.starts_with("efidisk") || key.starts_with("tpmstate");
    let volume = volume_of(value);
    let of_cloud_init = volume.ends_with(":cloudinit") || volume.contains("-cloudinit");
    is_drive(key)
        && !of_the_firmware
        && !of_cloud_init
        && property(value, None, "media") != Some("cdrom")
        && volume != "none"
}

/// The volume id at the front of a drive's value.
#[must_use]
pub fn volume_of(value: &str) -> &str {
    let first = value.split(',').find(|part| !part.contains('=')).or_else(|| {
        value.split(',').find_map(|part| part.strip_prefix("file=").or_else(|| part.strip_prefix("volume=")))
    });
    first.unwrap_or_default()
}

/// One part of a property string.
#[must_use]
pub fn property<'a>(value: &'a str, default: Option<&str>, part: &str) -> Option<&'a str> {
    value.split(',').find_map(|piece| match piece.split_once('=') {
        Some((key, text)) => (key.trim() == part).then_some(text),
        None => (default == Some(part)).then_some(piece),
    })
}

/// A property string with one part set to a value, or taken out.
#[must_use]
pub fn with_property(value: &str, part: &str, to: Option<&str>) -> String {
    let mut found = false;
    let mut pieces: Vec<String> = Vec::new();
    for piece in value.split(',').filter(|piece| !piece.is_empty()) {
        if piece.split_once('=').is_some_and(|(key, _)| key == part) {
            found = true;
            pieces.extend(to.map(|text| format!("{part}={text}")));
        } else {
            pieces.push(piece.to_owned());
        }
    }
    if let (false, Some(text)) = (found, to) {
        pieces.push(format!("{part}={text}"));
    }
    pieces.join(",")
}

/// Bytes of a size with a unit: `32G`, `528K`, `4M`, `1T`, or plain bytes.
#[must_use]
pub fn size_bytes(text: &str) -> Option<u64> {
    let (digits, unit) = match text.char_indices().last()? {
        (at, unit @ ('K' | 'M' | 'G' | 'T')) => (text.get(..at)?, unit),
        _ => (text, 'B'),
    };
    let factor: u64 = match unit {
        'K' => 1 << 10,
        'M' => 1 << 20,
        'G' => 1 << 30,
        'T' => 1 << 40,
        _ => 1,
    };
    if let Ok(whole) = digits.parse::<u64>() {
        return whole.checked_mul(factor);
    }
    let number: f64 = digits.parse().ok().filter(|number: &f64| number.is_finite() && *number >= 0.0)?;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "sizes of disks"
    )]
    Some((number * factor as f64) as u64)
}

/// A size as configurations write it: the largest unit that leaves a whole number.
#[must_use]
pub fn size_text(bytes: u64) -> String {
    for (shift, unit) in [(40, "T"), (30, "G"), (20, "M"), (10, "K")] {
        if bytes >= 1 << shift && bytes.is_multiple_of(1 << shift) {
            // Proxmox writes terabytes that are whole gigabytes below 1 T only; 1024G becomes 1T.
            return format!("{}{unit}", bytes >> shift);
        }
    }
    bytes.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_read_and_written_as_in_configurations() {
        assert_eq!(size_bytes("32G"), Some(32 << 30));
        assert_eq!(size_bytes("1.5G"), Some(3 << 29));
        assert_eq!(size_bytes("big"), None);
        assert_eq!(size_text(3 << 30), "3G");
        assert_eq!(size_text(528 << 10), "528K");
        assert_eq!(size_text(1 << 40), "1T");
    }

    #[test]
    fn the_boot_disk_gives_the_size_of_a_guest() {
        let config = Config::from_pairs([
            ("boot", "order=ide2;scsi0;net0"),
            ("ide2", "none,media=cdrom"),
            ("scsi0", "local:100/vm-100-disk-0.qcow2,size=2G"),
            ("scsi1", "local:100/vm-100-disk-1.qcow2,size=9G"),
        ]);
        assert_eq!(config.boot_disk(), Some("scsi0"));
        assert_eq!(config.max_disk(), 2 << 30);
    }

    #[test]
    fn only_disks_with_the_guests_own_data_are_booted_and_counted() {
        let config = Config::from_pairs([
            ("efidisk0", "tank:vm-1-disk-0,efitype=4m,size=1M"),
            ("tpmstate0", "tank:vm-1-disk-1,size=4M,version=v2.0"),
            ("ide0", "none,media=cdrom"),
            ("ide2", "tank:vm-1-cloudinit,media=cdrom"),
            ("ide3", "tank:cloudinit"),
            ("scsi0", "tank:vm-1-disk-2,size=32G"),
            ("unused0", "tank:vm-1-disk-3"),
        ]);
        assert_eq!(config.data_disks().map(|(key, _)| key).collect::<Vec<_>>(), ["scsi0"]);
        assert_eq!(config.boot_disk(), Some("scsi0"));
        assert_eq!(config.max_disk(), 32 << 30);
    }

    #[test]
    fn parts_of_a_property_string_can_be_changed() {
        assert_eq!(property("1,fstrim_cloned_disks=1", Some("enabled"), "enabled"), Some("1"));
        assert_eq!(with_property("local:x,size=1G", "size", Some("2G")), "local:x,size=2G");
        assert_eq!(with_property("local:x,size=1G", "size", None), "local:x");
        assert_eq!(volume_of("local:x,size=1G"), "local:x");
    }
}
