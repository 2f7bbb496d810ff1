//! The journal in its two tables.

use async_trait::async_trait;
use lotse_model::Timestamp;
use sqlx::{FromRow, Row as _, Sqlite as Driver, Transaction, sqlite::SqliteRow};

use super::Sqlite;
use crate::{ActionId, ActionRecord, Appended, Entry, Journal, NewAction, StoreError};

/// A row of `action`.
struct Row {
    id: String,
    at: i64,
    hash: String,
    body: String,
    closed: bool,
    holder: Option<String>,
    held_until: Option<i64>,
}

impl FromRow<'_, SqliteRow> for Row {
    fn from_row(row: &SqliteRow) -> sqlx::Result<Self> {
        Ok(Self {
            id: row.try_get("id")?,
            at: row.try_get("at")?,
            hash: row.try_get("hash")?,
            body: row.try_get("body")?,
            closed: row.try_get("closed")?,
            holder: row.try_get("holder")?,
            held_until: row.try_get("held_until")?,
        })
    }
}

impl Sqlite {
    /// The record of a row, with its entries.
    async fn record(&self, read: &mut Transaction<'static, Driver>, row: Row) -> Result<ActionRecord, StoreError> {
        let id = row.id.parse::<ActionId>().map_err(|error| self.location.row(format!("action {}", row.id), error))?;
        let entries: Vec<(i64, i64, String)> =
            sqlx::query_as("SELECT number, at, event FROM entry WHERE action = ? ORDER BY number")
                .bind(&row.id)
                .fetch_all(&mut **read)
                .await
                .map_err(self.error())?;
        let entries = entries
            .into_iter()
            .zip(1_i64..)
            .map(|((number, at, event), expected)| {
                let what = format!("entry {expected} of action {id}");
                if number != expected {
                    return Err(self.location.row(what, "is missing"));
                }
                let event = serde_json::from_str(&event).map_err(|error| self.location.row(what, error))?;
                Ok(Entry { at: Timestamp(at), event })
            })
            .collect::<Result<_, _>>()?;
        let body = serde_json::from_str(&row.body).map_err(|error| self.location.row(format!("action {id}"), error))?;
        let holder = row.holder.zip(row.held_until.map(Timestamp));
        Ok(ActionRecord { id, at: Timestamp(row.at), hash: row.hash, body, entries, closed: row.closed, holder })
    }

    async fn records(
        &self,
        mut read: Transaction<'static, Driver>,
        rows: Vec<Row>,
    ) -> Result<Vec<ActionRecord>, StoreError> {
        let mut records = Vec::with_capacity(rows.len());
        for row in rows {
            records.push(self.record(&mut read, row).await?);
        }
        Ok(records)
    }
}

#[async_trait]
impl Journal for Sqlite {
    async fn open_action(&self, action: &NewAction) -> Result<(), StoreError> {
        sqlx::query("INSERT INTO action (id, at, hash, body) VALUES (?, ?, ?, ?)")
            .bind(action.id.to_string())
            .bind(action.at.0)
            .bind(&action.hash)
            .bind(action.body.to_string())
            .execute(&self.writer)
            .await
            .map(drop)
            .map_err(|error| match error.as_database_error() {
                Some(refused) if refused.is_unique_violation() => {
                    self.location.row(format!("action {}", action.id), "is there already")
                }
                _ => self.location.classify(error),
            })
    }

    async fn append(
        &self,
        id: ActionId,
        after: usize,
        entries: &[Entry],
        closes: bool,
    ) -> Result<Appended, StoreError> {
        let mut write = self.write().await?;
        let id = id.to_string();
        let open: Option<i64> = sqlx::query_scalar(
            "SELECT coalesce((SELECT max(number) FROM entry WHERE action = action.id), 0) \
             FROM action WHERE id = ? AND closed = 0",
        )
        .bind(&id)
        .fetch_optional(&mut *write)
        .await
        .map_err(self.error())?;
        let Some(last) = open.filter(|last| usize::try_from(*last).is_ok_and(|last| last == after)) else {
            return Ok(Appended::Overtaken);
        };
        for (entry, number) in entries.iter().zip(last + 1..) {
            sqlx::query("INSERT INTO entry (action, number, at, event) VALUES (?, ?, ?, ?)")
                .bind(&id)
                .bind(number)
                .bind(entry.at.0)
                .bind(entry.event.to_string())
                .execute(&mut *write)
                .await
                .map_err(self.error())?;
        }
        if closes {
            sqlx::query("UPDATE action SET closed = 1 WHERE id = ?")
                .bind(&id)
                .execute(&mut *write)
                .await
                .map_err(self.error())?;
        }
        write.commit().await.map_err(self.error())?;
        Ok(Appended::Done)
    }

    async fn hold(&self, id: ActionId, holder: &str, now: Timestamp, until: Timestamp) -> Result<bool, StoreError> {
        let held = sqlx::query(
            "UPDATE action SET holder = ?1, held_until = ?2 \
             WHERE id = ?3 AND (holder IS NULL OR holder = ?1 OR held_until <= ?4)",
        )
        .bind(holder)
        .bind(until.0)
        .bind(id.to_string())
        .bind(now.0)
        .execute(&self.writer)
        .await
        .map_err(self.error())?;
        Ok(held.rows_affected() == 1)
    }

    async fn release(&self, id: ActionId, holder: &str) -> Result<(), StoreError> {
        sqlx::query("UPDATE action SET holder = NULL, held_until = NULL WHERE id = ? AND holder = ?")
            .bind(id.to_string())
            .bind(holder)
            .execute(&self.writer)
            .await
            .map(drop)
            .map_err(self.error())
    }

    async fn action(&self, id: ActionId) -> Result<Option<ActionRecord>, StoreError> {
        let mut read = self.read().await?;
        let row: Option<Row> = sqlx::query_as("SELECT * FROM action WHERE id = ?")
            .bind(id.to_string())
            .fetch_optional(&mut *read)
            .await
            .map_err(self.error())?;
        match row {
            Some(row) => self.record(&mut read, row).await.map(Some),
            None => Ok(None),
        }
    }

    async fn open_actions(&self) -> Result<Vec<ActionRecord>, StoreError> {
        let mut read = self.read().await?;
        // Ids are of version 7: their order is that of their making, also within one second.
        let rows = sqlx::query_as("SELECT * FROM action WHERE closed = 0 ORDER BY id")
            .fetch_all(&mut *read)
            .await
            .map_err(self.error())?;
        self.records(read, rows).await
    }

    async fn actions_of_plan(&self, hash: &str) -> Result<Vec<ActionRecord>, StoreError> {
        let mut read = self.read().await?;
        let rows = sqlx::query_as("SELECT * FROM action WHERE hash = ? ORDER BY id DESC")
            .bind(hash)
            .fetch_all(&mut *read)
            .await
            .map_err(self.error())?;
        self.records(read, rows).await
    }

    async fn forget_actions(&self, before: Timestamp) -> Result<u64, StoreError> {
        sqlx::query("DELETE FROM action WHERE closed = 1 AND at < ?")
            .bind(before.0)
            .execute(&self.writer)
            .await
            .map(|done| done.rows_affected())
            .map_err(self.error())
    }
}
