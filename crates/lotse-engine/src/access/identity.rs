//! Whether a number is still the guest that a rule was written for.
//!
//! A rule by number (`guest:home/100`) means one guest. Proxmox gives the number of a deleted guest to the next one, so what is
//! remembered with the number is what tells guests apart: the SMBIOS UUID of a machine, the time of creation of a container. When
//! something else is seen, or the guest is gone, the rule dangles: it grants nothing until a person confirms it for the guest
//! that has the number then, or the guest itself comes back.

use std::collections::BTreeSet;

use lotse_model::{GuestRef, Timestamp};
use lotse_store::{Appended, Document, Shared, StoreError};
use serde::{Deserialize, Serialize};

use super::Person;

/// The kind of its documents; the key is the guest's reference.
const KIND: &str = "identity";
/// How often a write is tried anew on top of somebody else's.
const TRIES: usize = 100;

/// What is remembered of a guest that a rule names by number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Remembered {
    /// What tells it from another guest.
    pub identity: String,
    /// Since when it is remembered.
    pub since: Timestamp,
    /// Who confirmed it, where the number had another guest before.
    #[serde(default)]
    pub confirmed_by: Option<Person>,
    /// Why rules that name the number grant nothing, when they do not.
    #[serde(default)]
    pub dangles: Option<Dangles>,
}

/// Why a rule grants nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "why", rename_all = "kebab-case")]
pub enum Dangles {
    /// The guest is gone.
    Gone,
    /// Another guest has its number.
    Another {
        /// What was seen of that one.
        identity: String,
    },
}

/// What was read, freshly, of the guest with a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Observed<'a> {
    /// It is there, and this tells it from others.
    Is(&'a str),
    /// It is surely not there: the whole list was seen, or it was deleted.
    Gone,
    /// It could not be read, or has nothing that tells it from others.
    Unknown,
}

/// What follows for rules that name the number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// They count: it is the guest that is remembered, or the first that was seen.
    Counts,
    /// They grant nothing, until a person confirms them.
    Dangles(Dangles),
    /// Nobody knows whether it is the same guest, so they grant nothing this time.
    Unknown,
}

/// What follows from what is remembered and what was seen, and what is remembered from then on. Pure.
#[must_use]
pub fn judge(known: Option<&Remembered>, observed: Observed<'_>, now: Timestamp) -> (Verdict, Option<Remembered>) {
    let Some(known) = known else {
        return match observed {
            Observed::Is(identity) => {
                let first = Remembered { identity: identity.to_owned(), since: now, confirmed_by: None, dangles: None };
                (Verdict::Counts, Some(first))
            }
            // What was never seen cannot have been deleted or replaced.
            Observed::Gone | Observed::Unknown => (Verdict::Unknown, None),
        };
    };
    let dangles = match observed {
        Observed::Is(identity) if identity == known.identity => None,
        Observed::Is(identity) => Some(Dangles::Another { identity: identity.to_owned() }),
        Observed::Gone => Some(Dangles::Gone),
        Observed::Unknown => {
            let verdict = known.dangles.clone().map_or(Verdict::Unknown, Verdict::Dangles);
            return (verdict, Some(known.clone()));
        }
    };
    let verdict = dangles.clone().map_or(Verdict::Counts, Verdict::Dangles);
    (verdict, Some(Remembered { dangles, ..known.clone() }))
}

/// Judges what was seen of a guest that rules name by number, and remembers it. Writes nothing when nothing is new.
pub async fn observe(
    store: &Shared,
    guest: &GuestRef,
    observed: Observed<'_>,
    now: Timestamp,
) -> Result<Verdict, StoreError> {
    let key = guest.to_string();
    for _ in 0..TRIES {
        let document = store.document(KIND, &key).await?;
        let version = document.as_ref().map_or(0, |document| document.version);
        let known = document.map(|document| read(store, document)).transpose()?;
        let (verdict, remembered) = judge(known.as_ref(), observed, now);
        let Some(remembered) = remembered.filter(|remembered| Some(remembered) != known.as_ref()) else {
            return Ok(verdict);
        };
        if write(store, &key, &remembered, version, now).await? == Appended::Done {
            return Ok(verdict);
        }
    }
    Err(StoreError::Locked { place: store.place() })
}

/// A person says that rules by this number mean the guest that has it now.
pub async fn confirm(
    store: &Shared,
    guest: &GuestRef,
    identity: &str,
    by: &Person,
    now: Timestamp,
) -> Result<(), StoreError> {
    let key = guest.to_string();
    let confirmed =
        Remembered { identity: identity.to_owned(), since: now, confirmed_by: Some(by.clone()), dangles: None };
    for _ in 0..TRIES {
        let version = store.document(KIND, &key).await?.map_or(0, |document| document.version);
        if write(store, &key, &confirmed, version, now).await? == Appended::Done {
            return Ok(());
        }
    }
    Err(StoreError::Locked { place: store.place() })
}

/// What is remembered of a guest.
pub async fn remembered(store: &Shared, guest: &GuestRef) -> Result<Option<Remembered>, StoreError> {
    let document = store.document(KIND, &guest.to_string()).await?;
    document.map(|document| read(store, document)).transpose()
}

/// The numbers by which no rule grants anything now: [`Grants::without`](super::Grants::without) leaves them out.
pub async fn dangling(store: &Shared) -> Result<BTreeSet<GuestRef>, StoreError> {
    let mut dangling = BTreeSet::new();
    for document in store.documents(KIND).await? {
        let guest: GuestRef =
            document.key.parse().map_err(|error: lotse_model::IdError| row(store, &document.key, &error))?;
        if read(store, document)?.dangles.is_some() {
            dangling.insert(guest);
        }
    }
    Ok(dangling)
}

async fn write(
    store: &Shared,
    key: &str,
    remembered: &Remembered,
    version: u64,
    now: Timestamp,
) -> Result<Appended, StoreError> {
    let body = serde_json::to_value(remembered).map_err(|error| row(store, key, &error))?;
    store.put_document(KIND, key, &body, version, now).await
}

/// What cannot be read is an error, never nothing: a rule does not begin to count because of it.
fn read(store: &Shared, document: Document) -> Result<Remembered, StoreError> {
    serde_json::from_value(document.body).map_err(|error| row(store, &document.key, &error))
}

fn row(store: &Shared, key: &str, error: &dyn std::error::Error) -> StoreError {
    StoreError::Row { place: store.place(), what: format!("document {KIND}/{key}"), detail: error.to_string() }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use lotse_model::{GuestRef, Timestamp};
    use lotse_store::{Shared, Sqlite};
    use proptest::prelude::*;

    use super::{Dangles, Observed, Verdict, confirm, dangling, judge, observe, remembered};
    use crate::access::Person;

    async fn store() -> Shared {
        Arc::new(Sqlite::in_memory().await.expect("a store"))
    }

    fn guest() -> GuestRef {
        "home/100".parse().expect("valid")
    }

    #[tokio::test]
    async fn a_rule_dangles_after_a_delete_until_a_person_confirms_the_new_guest() {
        let store = store().await;
        assert_eq!(observe(&store, &guest(), Observed::Is("one"), Timestamp(1)).await, Ok(Verdict::Counts));
        assert_eq!(observe(&store, &guest(), Observed::Gone, Timestamp(2)).await, Ok(Verdict::Dangles(Dangles::Gone)));
        let other = Verdict::Dangles(Dangles::Another { identity: "two".to_owned() });
        assert_eq!(observe(&store, &guest(), Observed::Is("two"), Timestamp(3)).await, Ok(other));
        assert_eq!(dangling(&store).await.map(|all| all.len()), Ok(1));
        confirm(&store, &guest(), "two", &Person::at_terminal("anna"), Timestamp(4)).await.expect("confirmed");
        assert_eq!(observe(&store, &guest(), Observed::Is("two"), Timestamp(5)).await, Ok(Verdict::Counts));
        assert_eq!(dangling(&store).await.map(|all| all.len()), Ok(0));
        let who = remembered(&store, &guest()).await.expect("read").and_then(|known| known.confirmed_by);
        assert_eq!(who.map(|person| person.id).as_deref(), Some("terminal:anna"));
    }

    #[tokio::test]
    async fn the_guest_itself_that_comes_back_needs_nobody() {
        let store = store().await;
        observe(&store, &guest(), Observed::Is("one"), Timestamp(1)).await.expect("seen");
        observe(&store, &guest(), Observed::Gone, Timestamp(2)).await.expect("seen");
        assert_eq!(observe(&store, &guest(), Observed::Is("one"), Timestamp(3)).await, Ok(Verdict::Counts));
    }

    #[tokio::test]
    async fn what_is_seen_again_costs_no_write() {
        let store = store().await;
        for at in 1..4 {
            observe(&store, &guest(), Observed::Is("one"), Timestamp(at)).await.expect("seen");
        }
        let document = store.document("identity", "home/100").await.expect("read").expect("there");
        assert_eq!(document.version, 1);
    }

    #[test]
    fn what_could_not_be_read_never_counts() {
        assert_eq!(judge(None, Observed::Unknown, Timestamp(1)).0, Verdict::Unknown);
        let (_, known) = judge(None, Observed::Is("one"), Timestamp(1));
        assert_eq!(judge(known.as_ref(), Observed::Unknown, Timestamp(2)).0, Verdict::Unknown);
        let (_, gone) = judge(known.as_ref(), Observed::Gone, Timestamp(2));
        assert_eq!(judge(gone.as_ref(), Observed::Unknown, Timestamp(3)).0, Verdict::Dangles(Dangles::Gone));
    }

    proptest! {
        #[test]
        fn no_sequence_of_looks_lets_another_guest_count(looks in proptest::collection::vec(0..4_u8, 1..20)) {
            let mut known = None;
            for (at, look) in looks.into_iter().enumerate() {
                let observed = match look {
                    0 => Observed::Is("one"),
                    1 => Observed::Is("two"),
                    2 => Observed::Gone,
                    _ => Observed::Unknown,
                };
                let first = known.as_ref().map(|known: &super::Remembered| known.identity.clone());
                let (verdict, next) = judge(known.as_ref(), observed, Timestamp(i64::try_from(at).unwrap_or_default()));
                if verdict == Verdict::Counts {
                    let Observed::Is(seen) = observed else { return Err(TestCaseError::fail("nothing was seen")) };
                    prop_assert!(first.is_none_or(|first| first == seen));
                }
                known = next;
            }
        }
    }
}
