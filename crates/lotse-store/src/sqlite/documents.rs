//! Documents in their table.

use async_trait::async_trait;
use lotse_model::Timestamp;
use serde_json::Value;
use sqlx::{FromRow, Row as _, Sqlite as Driver, Transaction, sqlite::SqliteRow};

use super::Sqlite;
use crate::{Appended, Document, DocumentWrite, Documents, StoreError};

/// A row of `document`.
struct Row {
    kind: String,
    key: String,
    body: String,
    version: i64,
    at: i64,
}

impl FromRow<'_, SqliteRow> for Row {
    fn from_row(row: &SqliteRow) -> sqlx::Result<Self> {
        Ok(Self {
            kind: row.try_get("kind")?,
            key: row.try_get("key")?,
            body: row.try_get("body")?,
            version: row.try_get("version")?,
            at: row.try_get("at")?,
        })
    }
}

impl Sqlite {
    fn to_document(&self, row: Row) -> Result<Document, StoreError> {
        let what = || format!("document {}/{}", row.kind, row.key);
        let body = serde_json::from_str(&row.body).map_err(|error| self.location.row(what(), error))?;
        let version = u64::try_from(row.version).map_err(|error| self.location.row(what(), error))?;
        Ok(Document { kind: row.kind, key: row.key, body, version, at: Timestamp(row.at) })
    }

    /// One of several writes, within their transaction; whether the version was the one that is known.
    async fn write_one(
        &self,
        write: &mut Transaction<'static, Driver>,
        one: &DocumentWrite,
        at: Timestamp,
    ) -> Result<bool, StoreError> {
        let (kind, key, version) = match one {
            DocumentWrite::Put { kind, key, version, .. } | DocumentWrite::Remove { kind, key, version } => {
                (kind, key, *version)
            }
        };
        let there: Option<(String, i64)> =
            sqlx::query_as("SELECT body, version FROM document WHERE kind = ? AND key = ?")
                .bind(kind)
                .bind(key)
                .fetch_optional(&mut **write)
                .await
                .map_err(self.error())?;
        let known = there.as_ref().map_or(0, |(_, version)| *version);
        if i64::try_from(version) != Ok(known) {
            return Ok(false);
        }
        let statement = match one {
            DocumentWrite::Remove { .. } if there.is_none() => return Ok(false),
            DocumentWrite::Remove { .. } => {
                sqlx::query("DELETE FROM document WHERE kind = ? AND key = ?").bind(kind).bind(key)
            }
            DocumentWrite::Put { body, .. } => {
                let text = body.to_string();
                if there.is_some_and(|(there, _)| says(&there, &text, body)) {
                    return Ok(true);
                }
                sqlx::query("INSERT OR REPLACE INTO document (kind, key, body, version, at) VALUES (?, ?, ?, ?, ?)")
                    .bind(kind)
                    .bind(key)
                    .bind(text)
                    .bind(known.saturating_add(1))
                    .bind(at.0)
            }
        };
        statement.execute(&mut **write).await.map_err(self.error())?;
        Ok(true)
    }
}

/// Whether a text that is there says the same as a value: the order of the keys of an object means nothing.
fn says(there: &str, text: &str, body: &Value) -> bool {
    there == text || serde_json::from_str::<Value>(there).is_ok_and(|there| there == *body)
}

#[async_trait]
impl Documents for Sqlite {
    async fn document(&self, kind: &str, key: &str) -> Result<Option<Document>, StoreError> {
        let row: Option<Row> = sqlx::query_as("SELECT * FROM document WHERE kind = ? AND key = ?")
            .bind(kind)
            .bind(key)
            .fetch_optional(&self.reader)
            .await
            .map_err(self.error())?;
        row.map(|row| self.to_document(row)).transpose()
    }

    async fn documents(&self, kind: &str) -> Result<Vec<Document>, StoreError> {
        let rows: Vec<Row> = sqlx::query_as("SELECT * FROM document WHERE kind = ? ORDER BY key")
            .bind(kind)
            .fetch_all(&self.reader)
            .await
            .map_err(self.error())?;
        rows.into_iter().map(|row| self.to_document(row)).collect()
    }

    async fn put_document(
        &self,
        kind: &str,
        key: &str,
        body: &Value,
        version: u64,
        at: Timestamp,
    ) -> Result<Appended, StoreError> {
        let Ok(known) = i64::try_from(version) else { return Ok(Appended::Overtaken) };
        let text = body.to_string();
        if version > 0 {
            // Reading is free, and most writes of a watch say what is there already.
            let there: Option<(String, i64)> =
                sqlx::query_as("SELECT body, version FROM document WHERE kind = ? AND key = ?")
                    .bind(kind)
                    .bind(key)
                    .fetch_optional(&self.reader)
                    .await
                    .map_err(self.error())?;
            match there {
                Some((_, there)) if there != known => return Ok(Appended::Overtaken),
                None => return Ok(Appended::Overtaken),
                Some((there, _)) if says(&there, &text, body) => return Ok(Appended::Done),
                Some(_) => {}
            }
        }
        let written = if version == 0 {
            sqlx::query(
                "INSERT INTO document (kind, key, body, version, at) VALUES (?1, ?2, ?3, 1, ?4) ON CONFLICT DO NOTHING",
            )
        } else {
            sqlx::query(
                "UPDATE document SET body = ?3, version = version + 1, at = ?4 WHERE kind = ?1 AND key = ?2 AND version = ?5",
            )
        };
        let written = written.bind(kind).bind(key).bind(text).bind(at.0);
        let written = if version == 0 { written } else { written.bind(known) };
        let done = written.execute(&self.writer).await.map_err(self.error())?;
        Ok(if done.rows_affected() == 1 { Appended::Done } else { Appended::Overtaken })
    }

    async fn remove_document(&self, kind: &str, key: &str, version: u64) -> Result<Appended, StoreError> {
        let Ok(known) = i64::try_from(version) else { return Ok(Appended::Overtaken) };
        let done = sqlx::query("DELETE FROM document WHERE kind = ? AND key = ? AND version = ?")
            .bind(kind)
            .bind(key)
            .bind(known)
            .execute(&self.writer)
            .await
            .map_err(self.error())?;
        Ok(if done.rows_affected() == 1 { Appended::Done } else { Appended::Overtaken })
    }

    async fn put_documents(&self, writes: &[DocumentWrite], at: Timestamp) -> Result<Appended, StoreError> {
        if writes.is_empty() {
            return Ok(Appended::Done);
        }
        let mut write = self.write().await?;
        for one in writes {
            if !self.write_one(&mut write, one, at).await? {
                write.rollback().await.map_err(self.error())?;
                return Ok(Appended::Overtaken);
            }
        }
        write.commit().await.map_err(self.error())?;
        Ok(Appended::Done)
    }
}
