//! What persons typed, in its table.

use async_trait::async_trait;
use lotse_model::Timestamp;

use super::Sqlite;
use crate::{History, StoreError, Typed};

#[async_trait]
impl History for Sqlite {
    async fn add_typed(&self, who: &str, at: Timestamp, text: &str, keep: u64) -> Result<(), StoreError> {
        let mut write = self.write().await?;
        sqlx::query("INSERT INTO typed (who, at, text) VALUES (?, ?, ?)")
            .bind(who)
            .bind(at.0)
            .bind(text)
            .execute(&mut *write)
            .await
            .map_err(self.error())?;
        sqlx::query(
            "DELETE FROM typed WHERE who = ?1 AND number <= \
             (SELECT number FROM typed WHERE who = ?1 ORDER BY number DESC LIMIT 1 OFFSET ?2)",
        )
        .bind(who)
        .bind(i64::try_from(keep).unwrap_or(i64::MAX))
        .execute(&mut *write)
        .await
        .map_err(self.error())?;
        write.commit().await.map_err(self.error())
    }

    async fn typed(&self, who: &str, limit: u64) -> Result<Vec<Typed>, StoreError> {
        let mut rows: Vec<(i64, i64, String)> =
            sqlx::query_as("SELECT number, at, text FROM typed WHERE who = ? ORDER BY number DESC LIMIT ?")
                .bind(who)
                .bind(i64::try_from(limit).unwrap_or(i64::MAX))
                .fetch_all(&self.reader)
                .await
                .map_err(self.error())?;
        rows.reverse();
        let typed = |(number, at, text)| Typed { number, who: who.to_owned(), at: Timestamp(at), text };
        Ok(rows.into_iter().map(typed).collect())
    }

    async fn forget_typed(&self, who: &str) -> Result<(), StoreError> {
        sqlx::query("DELETE FROM typed WHERE who = ?")
            .bind(who)
            .execute(&self.writer)
            .await
            .map(drop)
            .map_err(self.error())
    }
}
