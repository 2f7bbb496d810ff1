//! The audit of a store.

use std::sync::Arc;

use lotse_model::{GuestRef, Timestamp};
use lotse_store::{Appended, AuditLine, AuditQuery, Shared, StoreError};
use secrecy::SecretString;
use tokio::sync::Mutex;

use super::{
    chain::{Key, Link},
    entry::AuditEntry,
    head::Head,
    record::Record,
    verify::{Verdict, Verifier},
};
use crate::access::Person;

/// The tracing target by which the system's journal gets the head.
pub const HEAD_TARGET: &str = "lotse::audit::head";

/// So many lines are read at once to be verified.
const PAGE: u64 = 500;
/// How often a line is chained anew behind one of another process. Each time means that the other one did write.
const TRIES: usize = 1000;
/// Seconds of a day, in UTC: the head is told once in each.
const DAY: i64 = 24 * 60 * 60;

/// The audit of a store. Cheap to clone; the clones write one behind the other.
#[derive(Debug, Clone)]
pub struct Audit {
    store: Shared,
    key: Arc<Key>,
    /// The day on which the head was told last. Its lock is held while a line is written, so that the clones do not overtake each
    /// other.
    told: Arc<Mutex<Option<i64>>>,
}

/// A line as a person reads it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recorded {
    /// Its number, from 1.
    pub number: u64,
    /// When.
    pub at: Timestamp,
    /// Who, as rules name people.
    pub who: String,
    /// The guests it is about.
    pub guests: Vec<GuestRef>,
    /// What, and by whom in full; `None` when it cannot be read.
    pub record: Option<Record>,
    /// Its link.
    pub link: String,
}

impl Audit {
    /// The audit of this store, chained with this key.
    #[must_use]
    pub fn new(store: Shared, key: SecretString) -> Self {
        Self { store, key: Arc::new(Key::new(key)), told: Arc::default() }
    }

    /// Writes a line; it is on disk afterwards. Secrets are taken out of it before.
    pub async fn add(&self, at: Timestamp, person: &Person, entry: AuditEntry) -> Result<(), StoreError> {
        let (guests, destructive) = (entry.guests(), entry.is_destructive());
        let body = Record { by: person.clone(), entry }.body();
        let mut line = AuditLine { number: 0, at, who: person.id.clone(), guests, body, link: String::new() };
        let mut told = self.told.lock().await;
        for _ in 0..TRIES {
            let before = self.head_line().await?;
            line.number = before.map_or(1, |head| head.number.saturating_add(1));
            let chained = self.key.link(before.map(|head| head.link), &line);
            line.link = chained.to_string();
            if self.store.add_line(&line).await? == Appended::Done {
                let day = at.0.div_euclid(DAY);
                if destructive || *told != Some(day) {
                    *told = Some(day);
                    tell(&Head { number: line.number, link: chained });
                }
                return Ok(());
            }
        }
        Err(StoreError::Locked { place: self.store.place() })
    }

    /// The last line, to be kept elsewhere.
    pub async fn head(&self) -> Result<Option<Head>, StoreError> {
        self.head_line().await
    }

    /// Tells the head to the system's journal when that was not done on this day. For `serve`, where days go by without a change.
    pub async fn tell_head(&self, now: Timestamp) -> Result<(), StoreError> {
        let mut told = self.told.lock().await;
        let day = now.0.div_euclid(DAY);
        if *told == Some(day) {
            return Ok(());
        }
        if let Some(head) = self.head_line().await? {
            tell(&head);
        }
        *told = Some(day);
        Ok(())
    }

    /// Lines, in order.
    pub async fn query(&self, query: &AuditQuery) -> Result<Vec<Recorded>, StoreError> {
        let lines = self.store.lines(query).await?;
        let read = |line: AuditLine| {
            let AuditLine { number, at, who, guests, body, link } = line;
            Recorded { number, at, who, guests, record: Record::parse(&body).ok(), link }
        };
        Ok(lines.into_iter().map(read).collect())
    }

    /// Goes over every line. With a head that was kept elsewhere also a cut tail is found.
    pub async fn verify(&self, head: Option<&Head>) -> Result<Verdict, StoreError> {
        let mut verifier = Verifier::new(&self.key, head);
        let mut after = 0;
        loop {
            let page = self.page(after).await?;
            let Some(last) = page.last() else { return Ok(verifier.end()) };
            after = last.number;
            for line in &page {
                if let Err(broken) = verifier.next(line) {
                    return Ok(Verdict::Broken(broken));
                }
            }
        }
    }

    /// The lines behind one, the oldest first, a page of them.
    async fn page(&self, after: u64) -> Result<Vec<AuditLine>, StoreError> {
        let page = AuditQuery { after: Some(after), limit: Some(PAGE), oldest: true, ..AuditQuery::default() };
        self.store.lines(&page).await
    }

    async fn head_line(&self) -> Result<Option<Head>, StoreError> {
        let Some(line) = self.store.last_line().await? else { return Ok(None) };
        let chained = line.link.parse::<Link>().map_err(|error| StoreError::Row {
            place: self.store.place(),
            what: format!("line {} of the audit", line.number),
            detail: error.to_string(),
        })?;
        Ok(Some(Head { number: line.number, link: chained }))
    }
}

fn tell(head: &Head) {
    tracing::info!(target: HEAD_TARGET, %head, "head of the audit");
}
