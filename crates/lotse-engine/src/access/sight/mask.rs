//! Leaves names and numbers of guests out of a text.

use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
};

use lotse_model::Guest;

/// What stands for what is left out.
pub(super) const HIDDEN: &str = "…";

/// The words before a number by which Proxmox names a guest's disks, archives and services (`vm-100-disk-0`,
/// `base-9000-disk-0`, `subvol-200-disk-0`, `vzdump-qemu-100-…`).
const BEFORE_NUMBERS: &[&str] =
    &["vm", "ct", "base", "subvol", "basevol", "qemu", "lxc", "openvz", "guest", "vmid", "cloudinit"];

/// The names and numbers of one cluster that may not be said.
#[derive(Debug)]
pub(super) struct Mask {
    numbers: BTreeSet<u32>,
    /// By the first word of the name: a name may hold what parts words, and is then longer than one.
    names: BTreeSet<String>,
    /// Names with characters that part words.
    odd: BTreeMap<usize, Vec<String>>,
}

impl Mask {
    pub(super) fn new(seen: &[&Guest], hidden: &[&Guest]) -> Self {
        let lower = |guest: &&Guest| guest.name.as_deref().filter(|name| !name.is_empty()).map(str::to_lowercase);
        let said: BTreeSet<String> = seen.iter().filter_map(lower).collect();
        let mut mask = Self { numbers: BTreeSet::new(), names: BTreeSet::new(), odd: BTreeMap::new() };
        mask.numbers.extend(hidden.iter().map(|guest| guest.id.vmid.get()));
        for guest in seen {
            mask.numbers.remove(&guest.id.vmid.get());
        }
        for name in hidden.iter().filter_map(lower).filter(|name| !said.contains(name)) {
            if name.chars().all(is_of_word) {
                // A stop at the end of a sentence is no part of a name in it.
                mask.names.insert(name.trim_matches(is_edge).to_owned());
            } else {
                mask.odd.entry(name.len()).or_default().push(name);
            }
        }
        mask.names.remove("");
        mask
    }

    /// The text with `…` for each word that names a guest.
    pub(super) fn hide<'t>(&self, text: &'t str) -> Cow<'t, str> {
        let mut hidden = String::new();
        let mut rest = text;
        let mut is_changed = false;
        while let Some(start) = rest.find(is_of_word) {
            let (before, from) = rest.split_at(start);
            let end = from.find(|c| !is_of_word(c)).unwrap_or(from.len());
            let (word, after) = from.split_at(end);
            hidden.push_str(before);
            if self.names(word) {
                hidden.push_str(HIDDEN);
                is_changed = true;
            } else {
                hidden.push_str(word);
            }
            rest = after;
        }
        hidden.push_str(rest);
        // Longer names first, so that one within another leaves no remains.
        for name in self.odd.values().rev().flatten() {
            if let Some(without) = without(&hidden, name) {
                hidden = without;
                is_changed = true;
            }
        }
        if is_changed { Cow::Owned(hidden) } else { Cow::Borrowed(text) }
    }

    fn names(&self, word: &str) -> bool {
        let word = word.to_lowercase();
        let bare = word.trim_matches(is_edge);
        self.names.contains(bare) || self.is_number(bare) || self.holds_number(bare)
    }

    fn is_number(&self, text: &str) -> bool {
        !text.is_empty()
            && text.bytes().all(|byte| byte.is_ascii_digit())
            && text.parse().is_ok_and(|number| self.numbers.contains(&number))
    }

    /// `vm-100-disk-0`, `vm100`, `100.conf`, `100-0` (a replication job).
    fn holds_number(&self, word: &str) -> bool {
        let parts: Vec<&str> = word.split(['-', '_', '.']).collect();
        let after_word = parts.windows(2).any(|pair| match pair {
            [before, number] => BEFORE_NUMBERS.contains(before) && self.is_number(number),
            _ => false,
        });
        let joined = parts.iter().any(|part| {
            let number = part.trim_start_matches(|c: char| c.is_ascii_alphabetic());
            let before = part.strip_suffix(number).unwrap_or_default();
            BEFORE_NUMBERS.contains(&before) && self.is_number(number)
        });
        let first = match parts.as_slice() {
            [number, "conf" | "fw" | "pid" | "qmp" | "log"] => self.is_number(number),
            [number, job] if word.contains('-') => self.is_number(number) && job.bytes().all(|b| b.is_ascii_digit()),
            _ => false,
        };
        after_word || joined || first
    }
}

/// `text` with `…` for each `name` in it, in whatever case; `None` when there is none.
fn without(text: &str, name: &str) -> Option<String> {
    let lower = text.to_lowercase();
    if !lower.contains(name) {
        return None;
    }
    // Where folding the case moves the letters, the places no longer agree: then nothing of the text is sure.
    if lower.len() != text.len() {
        return Some(HIDDEN.to_owned());
    }
    let mut parts = String::new();
    let mut at = 0;
    for (found, _) in lower.match_indices(name) {
        parts.push_str(text.get(at..found)?);
        parts.push_str(HIDDEN);
        at = found + name.len();
    }
    parts.push_str(text.get(at..)?);
    Some(parts)
}

fn is_of_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '-' | '_' | '.')
}

const fn is_edge(c: char) -> bool {
    matches!(c, '-' | '_' | '.')
}
