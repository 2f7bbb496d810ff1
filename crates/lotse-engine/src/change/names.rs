//! Names that Proxmox takes, and for one that it does not take, one close to it. Pure.

use jiff::tz::TimeZone;
use lotse_model::{Timestamp, Vmid};
use lotse_pve::ops::guest_changes::SnapshotName;
use lotse_text::fold;

use super::romanise::romanise;
use crate::command::CommandError;

/// The longest label of a DNS name, and the longest name (RFC 1035, 2.3.4).
const LABEL: usize = 63;
const NAME: usize = 253;

/// The longest name of a snapshot (`maxLength` of `snapname` in the API schema).
const SNAPSHOT: usize = 40;

/// Whether Proxmox takes `name` for a guest: format `dns-name` of the API schema, labels of letters, digits and `-` with dots
/// between.
#[must_use]
pub fn is_guest_name(name: &str) -> bool {
    let is_label = |label: &str| {
        (1..=LABEL).contains(&label.len())
            && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    name.len() <= NAME && name.split('.').all(is_label)
}

/// Checks the name of a guest; one that is not valid is answered with one that is.
pub fn guest_name(name: &str, id: Option<Vmid>) -> Result<(), CommandError> {
    if is_guest_name(name) {
        return Ok(());
    }
    let neutral = || id.map_or_else(|| "guest".to_owned(), |id| format!("vm-{id}"));
    let suggestion = close(name, LABEL).filter(|close| is_guest_name(close)).unwrap_or_else(neutral);
    Err(CommandError::BadName { kind: "guest", value: name.to_owned(), suggestion })
}

/// Checks the name of a snapshot to be taken at `now`; one that is not valid is answered with one that is.
pub fn snapshot_name(name: &str, now: Timestamp) -> Result<SnapshotName, CommandError> {
    name.parse().map_err(|_| {
        let starts = |close: &String| close.starts_with(|c: char| c.is_ascii_alphabetic());
        let close = close(name, SNAPSHOT).map(|close| if starts(&close) { close } else { format!("snap-{close}") });
        let cut = close.map(|close| close.chars().take(SNAPSHOT).collect::<String>().trim_end_matches('-').to_owned());
        let valid = cut.filter(|close| close.parse::<SnapshotName>().is_ok());
        let suggestion = valid.unwrap_or_else(|| neutral_snapshot(now));
        CommandError::BadName { kind: "snapshot", value: name.to_owned(), suggestion }
    })
}

/// A name that says nothing but when: `snap-20261122-1015`, in UTC.
fn neutral_snapshot(now: Timestamp) -> String {
    let at = jiff::Timestamp::from_second(now.0).unwrap_or_default().to_zoned(TimeZone::UTC);
    at.strftime("snap-%Y%m%d-%H%M").to_string()
}

/// The words in ASCII letters, digits and `-`; `None` when less than half of them could be said so.
fn close(name: &str, longest: usize) -> Option<String> {
    let mut written = String::with_capacity(name.len());
    let (mut said, mut lost) = (0_usize, 0_usize);
    for character in romanise(&keep_case(name)).chars() {
        if character.is_ascii_alphanumeric() {
            written.push(character);
            said += 1;
        } else {
            // What has no letters of its own (blanks, dots, signs) separates words; a letter that is left out is a loss.
            lost += usize::from(character.is_alphabetic());
            if !written.is_empty() && !written.ends_with('-') {
                written.push('-');
            }
        }
    }
    let close: String = written.chars().take(longest).collect::<String>().trim_matches('-').to_owned();
    (said > lost && close.len() > 1).then_some(close)
}

/// ASCII stays as it is; everything else in the folded form (full width, umlauts written out).
fn keep_case(name: &str) -> String {
    if name.is_ascii() { name.to_owned() } else { fold(name) }
}

#[cfg(test)]
mod tests {
    use lotse_model::{Timestamp, Vmid};
    use lotse_pve::ops::guest_changes::SnapshotName;
    use proptest::prelude::*;

    use super::{guest_name, is_guest_name, snapshot_name};
    use crate::command::CommandError;

    /// 2026-11-22 10:15 UTC.
    const NOW: Timestamp = Timestamp(1_795_342_500);

    fn for_snapshot(name: &str) -> String {
        match snapshot_name(name, NOW) {
            Err(CommandError::BadName { suggestion, .. }) => suggestion,
            other => panic!("{other:?}"),
        }
    }

    fn for_guest(name: &str) -> String {
        match guest_name(name, Vmid::new(105).ok()) {
            Err(CommandError::BadName { suggestion, .. }) => suggestion,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_name_keeps_to_the_form_of_the_schema() {
        for good in ["web", "web-01", "db.example.org", "1", "X"] {
            assert!(guest_name(good, None).is_ok(), "{good}");
        }
        for bad in ["", "-web", "web-", "a..b", "a_b", "web server", "Büro", &"x".repeat(64)] {
            assert!(!is_guest_name(bad), "{bad}");
        }
    }

    #[test]
    fn words_of_three_languages_become_a_name_that_one_recognises() {
        assert_eq!(for_guest("Büro"), "buero");
        assert_eq!(for_guest("Straße 7"), "strasse-7");
        assert_eq!(for_guest("マイクラ"), "maikura");
        assert_eq!(for_guest("my_server"), "my-server");
        assert_eq!(for_snapshot("my snapshot!"), "my-snapshot");
        assert_eq!(for_snapshot("Vor dem Update"), "Vor-dem-Update");
        assert_eq!(for_snapshot("2026 update"), "snap-2026-update");
        assert_eq!(for_snapshot("バックアップ"), "bakkuappu");
    }

    #[test]
    fn what_cannot_be_said_in_letters_gets_a_neutral_name() {
        assert_eq!(for_guest("更新前"), "vm-105");
        assert_eq!(for_snapshot("更新前"), "snap-20261122-1015");
        assert_eq!(for_snapshot("!!!"), "snap-20261122-1015");
        assert_eq!(for_snapshot("current"), "snap-20261122-1015");
    }

    proptest! {
        #[test]
        fn every_suggestion_is_valid(name in "\\PC{0,60}") {
            if let Err(CommandError::BadName { suggestion, .. }) = guest_name(&name, None) {
                prop_assert!(is_guest_name(&suggestion), "{suggestion}");
            }
            if let Err(CommandError::BadName { suggestion, .. }) = snapshot_name(&name, NOW) {
                prop_assert!(suggestion.parse::<SnapshotName>().is_ok(), "{suggestion}");
            }
        }
    }
}
