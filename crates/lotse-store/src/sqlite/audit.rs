//! The audit in its two tables. Triggers of the schema refuse every change of a line, whoever asks for it.

use std::collections::BTreeMap;

use async_trait::async_trait;
use lotse_model::{ClusterName, GuestRef, Timestamp, Vmid};
use sqlx::{FromRow, QueryBuilder, Row as _, Sqlite as Driver, Transaction, sqlite::SqliteRow};

use super::Sqlite;
use crate::{Appended, AuditLine, AuditLog, AuditQuery, StoreError};

/// A row of `audit`.
struct Row {
    number: i64,
    at: i64,
    who: String,
    body: String,
    link: String,
}

impl FromRow<'_, SqliteRow> for Row {
    fn from_row(row: &SqliteRow) -> sqlx::Result<Self> {
        Ok(Self {
            number: row.try_get("number")?,
            at: row.try_get("at")?,
            who: row.try_get("who")?,
            body: row.try_get("body")?,
            link: row.try_get("link")?,
        })
    }
}

impl Sqlite {
    /// The lines of rows in order, with their guests.
    async fn audit_lines(
        &self,
        read: &mut Transaction<'static, Driver>,
        rows: Vec<Row>,
    ) -> Result<Vec<AuditLine>, StoreError> {
        let (Some(first), Some(last)) = (rows.first(), rows.last()) else { return Ok(Vec::new()) };
        let named: Vec<(i64, String, i64)> = sqlx::query_as(
            "SELECT number, cluster, vmid FROM audit_guest WHERE number BETWEEN ? AND ? ORDER BY number, position",
        )
        .bind(first.number)
        .bind(last.number)
        .fetch_all(&mut **read)
        .await
        .map_err(self.error())?;
        let mut guests: BTreeMap<i64, Vec<GuestRef>> = BTreeMap::new();
        for (number, cluster, vmid) in named {
            let what = || format!("guest of line {number} of the audit");
            let cluster = ClusterName::new(cluster).map_err(|error| self.location.row(what(), error))?;
            let vmid = u32::try_from(vmid).map_err(|error| self.location.row(what(), error))?;
            let vmid = Vmid::new(vmid).map_err(|error| self.location.row(what(), error))?;
            guests.entry(number).or_default().push(GuestRef::new(cluster, vmid));
        }
        rows.into_iter()
            .map(|row| {
                let guests = guests.remove(&row.number).unwrap_or_default();
                let number = u64::try_from(row.number)
                    .map_err(|error| self.location.row(format!("line {} of the audit", row.number), error))?;
                let Row { at, who, body, link, .. } = row;
                Ok(AuditLine { number, at: Timestamp(at), who, guests, body, link })
            })
            .collect()
    }
}

#[async_trait]
impl AuditLog for Sqlite {
    async fn add_line(&self, line: &AuditLine) -> Result<Appended, StoreError> {
        let mut write = self.write().await?;
        let last: i64 = sqlx::query_scalar("SELECT coalesce(max(number), 0) FROM audit")
            .fetch_one(&mut *write)
            .await
            .map_err(self.error())?;
        if i64::try_from(line.number).ok() != Some(last.saturating_add(1)) {
            return Ok(Appended::Overtaken);
        }
        let number = last.saturating_add(1);
        sqlx::query("INSERT INTO audit (number, at, who, body, link) VALUES (?, ?, ?, ?, ?)")
            .bind(number)
            .bind(line.at.0)
            .bind(&line.who)
            .bind(&line.body)
            .bind(&line.link)
            .execute(&mut *write)
            .await
            .map_err(self.error())?;
        for (guest, position) in line.guests.iter().zip(0_i64..) {
            sqlx::query("INSERT INTO audit_guest (cluster, vmid, number, position) VALUES (?, ?, ?, ?)")
                .bind(guest.cluster.as_str())
                .bind(i64::from(guest.vmid.get()))
                .bind(number)
                .bind(position)
                .execute(&mut *write)
                .await
                .map_err(self.error())?;
        }
        write.commit().await.map_err(self.error())?;
        Ok(Appended::Done)
    }

    async fn last_line(&self) -> Result<Option<AuditLine>, StoreError> {
        Ok(self.lines(&AuditQuery { limit: Some(1), ..AuditQuery::default() }).await?.pop())
    }

    async fn lines(&self, query: &AuditQuery) -> Result<Vec<AuditLine>, StoreError> {
        let mut sql = QueryBuilder::<Driver>::new("SELECT number, at, who, body, link FROM audit WHERE number > ");
        let bound = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
        sql.push_bind(bound(query.after.unwrap_or(0)));
        if let Some(since) = query.since {
            sql.push(" AND at >= ").push_bind(since.0);
        }
        if let Some(who) = &query.who {
            sql.push(" AND who = ").push_bind(who);
        }
        if let Some(guest) = &query.guest {
            sql.push(" AND number IN (SELECT number FROM audit_guest WHERE cluster = ")
                .push_bind(guest.cluster.as_str())
                .push(" AND vmid = ")
                .push_bind(i64::from(guest.vmid.get()))
                .push(")");
        }
        sql.push(if query.oldest { " ORDER BY number LIMIT " } else { " ORDER BY number DESC LIMIT " })
            .push_bind(query.limit.map_or(-1, bound));
        let mut read = self.read().await?;
        let mut rows: Vec<Row> = sql.build_query_as().fetch_all(&mut *read).await.map_err(self.error())?;
        if !query.oldest {
            rows.reverse();
        }
        self.audit_lines(&mut read, rows).await
    }
}
