//! Property strings: `virtio=BC:24:11:6C:64:69,bridge=vmbr0,firewall=1`, the form in which Proxmox keeps structured options.
//!
//! The form is that of `PVE::JSONSchema::parse_property_string`: parts with commas between, each `key=value`, and one
//! part, usually the first, that may leave its key out (the *default key*: `local:100/vm-100-disk-0.qcow2,size=2G`). Which
//! key that is depends on the option, so it is kept here as the *bare* value. Order is kept, unknown keys are kept,
//! and what was read is written back as it was: a change to one key changes nothing else.

use std::{collections::BTreeMap, fmt};

use serde::{Serialize, Serializer};

use super::row::{flag_word, split};
use lotse_model::Bytes;

/// A property string, taken apart.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Properties {
    parts: Vec<Part>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Part {
    key: Option<String>,
    value: String,
}

/// A key or value that no property string can hold: it contains a comma or a line break, or the key an equals sign.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not possible in a property string: {0:?}")]
pub struct PropertyError(pub String);

impl Properties {
    /// Reads a property string. Every text is one; empty parts are left out, as Proxmox does.
    #[must_use]
    pub fn read(text: &str) -> Self {
        let part = |part: &str| match part.split_once('=') {
            Some((key, value)) if is_key(key) => Part { key: Some(key.to_owned()), value: value.to_owned() },
            _ => Part { key: None, value: part.to_owned() },
        };
        let parts = text.split(',').map(str::trim).filter(|part| !part.is_empty()).map(part).collect();
        Self { parts }
    }

    /// The same in the order of its keys: for options that mean the same in every order, which Proxmox writes in another one each
    /// time.
    #[must_use]
    pub fn sorted(mut self) -> Self {
        self.parts.sort_by(|one, other| one.key.cmp(&other.key));
        self
    }

    /// The value of `key`, the first when it is there twice.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&str> {
        self.parts.iter().find(|part| part.key.as_deref() == Some(key)).map(|part| part.value.as_str())
    }

    /// The value that stands without a key.
    #[must_use]
    pub fn bare(&self) -> Option<&str> {
        self.parts.iter().find(|part| part.key.is_none()).map(|part| part.value.as_str())
    }

    /// The value of `key`, or the bare one: for an option whose default key is `key`.
    #[must_use]
    pub fn default_key(&self, key: &str) -> Option<&str> {
        self.get(key).or_else(|| self.bare())
    }

    /// The boolean value of `key`.
    #[must_use]
    pub fn flag(&self, key: &str) -> Option<bool> {
        self.get(key).and_then(flag_word)
    }

    /// The value of `key` as a number, name or whatever reads from text.
    #[must_use]
    pub fn parse<T: std::str::FromStr>(&self, key: &str) -> Option<T> {
        self.get(key).and_then(|value| value.parse().ok())
    }

    /// The size under `key` (`size=32G`).
    #[must_use]
    pub fn size(&self, key: &str) -> Option<Bytes> {
        self.get(key).and_then(read_size)
    }

    /// The words under `key`, which are separated by semicolons there (`trunks=10;20`).
    #[must_use]
    pub fn words(&self, key: &str) -> Vec<String> {
        self.get(key).map(split).unwrap_or_default()
    }

    /// The keys with their values, in order; the bare value has no key.
    pub fn parts(&self) -> impl Iterator<Item = (Option<&str>, &str)> {
        self.parts.iter().map(|part| (part.key.as_deref(), part.value.as_str()))
    }

    /// Sets `key` to `value`, in its place where it is there, else at the end.
    pub fn set(&mut self, key: &str, value: &str) -> Result<(), PropertyError> {
        if !is_key(key) {
            return Err(PropertyError(key.to_owned()));
        }
        check(value)?;
        match self.parts.iter_mut().find(|part| part.key.as_deref() == Some(key)) {
            Some(part) => value.clone_into(&mut part.value),
            None => self.parts.push(Part { key: Some(key.to_owned()), value: value.to_owned() }),
        }
        Ok(())
    }

    /// Sets the bare value, in its place where there is one, else at the front.
    pub fn set_bare(&mut self, value: &str) -> Result<(), PropertyError> {
        check(value)?;
        if value.is_empty() || value.split_once('=').is_some_and(|(key, _)| is_key(key)) {
            return Err(PropertyError(value.to_owned()));
        }
        match self.parts.iter_mut().find(|part| part.key.is_none()) {
            Some(part) => value.clone_into(&mut part.value),
            None => self.parts.insert(0, Part { key: None, value: value.to_owned() }),
        }
        Ok(())
    }

    /// Takes `key` out.
    pub fn remove(&mut self, key: &str) {
        self.parts.retain(|part| part.key.as_deref() != Some(key));
    }

    /// Whether nothing is in it.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.parts.is_empty()
    }
}

impl fmt::Display for Properties {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, part) in self.parts.iter().enumerate() {
            if index > 0 {
                f.write_str(",")?;
            }
            if let Some(key) = &part.key {
                write!(f, "{key}=")?;
            }
            f.write_str(&part.value)?;
        }
        Ok(())
    }
}

impl Serialize for Properties {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

fn is_key(key: &str) -> bool {
    !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
}

fn check(value: &str) -> Result<(), PropertyError> {
    let fits = value.trim() == value && !value.contains([',', '\n', '\r', '\0']);
    if fits { Ok(()) } else { Err(PropertyError(value.to_owned())) }
}

/// Reads a size as disks have it (`32G`, `512M`, `4194304K`, `528384`, `1.5G`), in units of 1024, as
/// `PVE::JSONSchema::parse_size` does.
#[must_use]
pub fn read_size(text: &str) -> Option<Bytes> {
    let text = text.trim();
    let (number, unit) = match text.char_indices().last()? {
        (at, unit) if unit.is_ascii_alphabetic() => (text.get(..at)?, unit.to_ascii_uppercase()),
        _ => (text, 'B'),
    };
    let shift = match unit {
        'B' => 0,
        'K' => 10,
        'M' => 20,
        'G' => 30,
        'T' => 40,
        _ => return None,
    };
    if let Ok(whole) = number.parse::<u64>() {
        return whole.checked_mul(1 << shift).map(Bytes);
    }
    number.parse::<f64>().ok().and_then(|number| scaled(number, shift))
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "checked range"
)]
fn scaled(number: f64, shift: u32) -> Option<Bytes> {
    let bytes = number * (1_u64 << shift) as f64;
    (0.0..=9_007_199_254_740_992.0).contains(&bytes).then_some(Bytes(bytes as u64))
}

/// The keys `prefix0`, `prefix1`, … of a configuration, by their number (`net0` … `net31`).
pub(crate) fn numbered<'a, T>(entries: impl Iterator<Item = (&'a str, T)>, prefix: &str) -> BTreeMap<u32, T> {
    entries.filter_map(|(key, value)| Some((number_of(key, prefix)?, value))).collect()
}

/// The number of `key` when it is `prefix` with a number behind it, without leading zeros.
pub(crate) fn number_of(key: &str, prefix: &str) -> Option<u32> {
    let digits = key.strip_prefix(prefix)?;
    let plain = digits == "0" || (digits.starts_with(|c: char| matches!(c, '1'..='9')) && digits.len() < 6);
    if plain && digits.bytes().all(|byte| byte.is_ascii_digit()) { digits.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use lotse_model::Bytes;
    use proptest::prelude::*;

    use super::{Properties, number_of, numbered, read_size};

    #[test]
    fn a_network_device_is_taken_apart_and_put_together() {
        let text = "virtio=BC:24:11:6C:64:69,bridge=vmbr0,firewall=1,trunks=10;20";
        let properties = Properties::read(text);
        assert_eq!(properties.get("virtio"), Some("BC:24:11:6C:64:69"));
        assert_eq!(properties.flag("firewall"), Some(true));
        assert_eq!(properties.words("trunks"), ["10", "20"]);
        assert_eq!(properties.bare(), None);
        assert_eq!(properties.to_string(), text);
    }

    #[test]
    fn a_volume_may_hold_an_equals_sign_only_behind_its_key() {
        let disk = Properties::read("local:100/vm-100-disk-0.qcow2,size=2G,serial=a=b");
        assert_eq!(disk.bare(), Some("local:100/vm-100-disk-0.qcow2"));
        assert_eq!(disk.default_key("file"), Some("local:100/vm-100-disk-0.qcow2"));
        assert_eq!(disk.size("size"), Some(Bytes::from_gib(2)));
        assert_eq!(disk.get("serial"), Some("a=b"));
        assert_eq!(Properties::read("file=local:1/a.raw").default_key("file"), Some("local:1/a.raw"));
    }

    #[test]
    fn a_change_leaves_the_rest_as_it_was() {
        let mut net = Properties::read("virtio=BC:24:11:6C:64:69,bridge=vmbr0,new-option=x");
        net.set("bridge", "vmbr1").unwrap();
        net.set("firewall", "1").unwrap();
        assert_eq!(net.to_string(), "virtio=BC:24:11:6C:64:69,bridge=vmbr1,new-option=x,firewall=1");
        net.remove("firewall");
        assert_eq!(net.to_string(), "virtio=BC:24:11:6C:64:69,bridge=vmbr1,new-option=x");
    }

    #[test]
    fn a_value_cannot_smuggle_a_second_option_in() {
        let mut net = Properties::default();
        assert!(net.set("bridge", "vmbr0,firewall=0").is_err());
        assert!(net.set("bridge", "vmbr0\nargs: x").is_err());
        assert!(net.set("a=b", "c").is_err());
        assert!(net.set_bare("key=value").is_err());
        assert!(net.is_empty());
    }

    #[test]
    fn sizes_are_read_in_units_of_1024() {
        assert_eq!(read_size("32G"), Some(Bytes::from_gib(32)));
        assert_eq!(read_size("528K"), Some(Bytes(528 << 10)));
        assert_eq!(read_size("1.5G"), Some(Bytes(1_610_612_736)));
        assert_eq!(read_size("4194304"), Some(Bytes(4_194_304)));
        assert_eq!(read_size("1T"), Some(Bytes(1 << 40)));
        for none in ["", "G", "-1G", "many", "1Q", "99999999999999999999T", "ä"] {
            assert_eq!(read_size(none), None, "{none:?}");
        }
    }

    #[test]
    fn numbered_keys_are_those_with_a_plain_number_behind() {
        assert_eq!(number_of("net31", "net"), Some(31));
        for none in ["net", "net01", "netx", "nets1", "scsihw", "net1a", "net-1"] {
            assert_eq!(number_of(none, "net"), None, "{none}");
        }
        let nets = numbered([("net1", 'b'), ("net0", 'a'), ("name", 'n')].into_iter(), "net");
        assert_eq!(nets.into_iter().collect::<Vec<_>>(), [(0, 'a'), (1, 'b')]);
    }

    proptest! {
        #[test]
        fn what_was_set_is_read_back(
            bare in "[a-z:/0-9.-]{1,20}",
            pairs in prop::collection::btree_map("[a-z][a-z0-9_-]{0,8}", "[ -+.-~äß]{0,12}", 0..6),
        ) {
            let mut properties = Properties::default();
            properties.set_bare(&bare).unwrap();
            let pairs: Vec<_> = pairs.into_iter().map(|(key, value)| (key, value.trim().to_owned())).collect();
            for (key, value) in &pairs {
                properties.set(key, value).unwrap();
            }
            let again = Properties::read(&properties.to_string());
            prop_assert_eq!(&again, &properties);
            prop_assert_eq!(again.bare(), Some(bare.as_str()));
            for (key, value) in &pairs {
                prop_assert_eq!(again.get(key), Some(value.as_str()));
            }
        }

        #[test]
        fn any_text_is_read_and_its_writing_is_stable(text in ".{0,60}") {
            let once = Properties::read(&text);
            prop_assert_eq!(&Properties::read(&once.to_string()), &once);
            let _ = read_size(&text);
        }
    }
}
