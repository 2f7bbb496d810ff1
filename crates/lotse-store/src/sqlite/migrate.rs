//! From an older schema to this version's.

use std::path::{Path, PathBuf};

use sqlx::{Connection as _, SqliteConnection};

use super::{backup, classify::Location};
use crate::StoreError;

/// One step of the schema: its number, and the statements that lead to it from the one before. They set `user_version` to the
/// number, in the same transaction.
#[derive(Debug, Clone, Copy)]
pub(super) struct Schema {
    pub(super) number: i64,
    pub(super) statements: &'static str,
}

/// Every schema there ever was, in order. One that was released is never changed again.
pub(super) const SCHEMAS: &[Schema] = &[Schema { number: 1, statements: include_str!("schema/0001.sql") }];

/// `application_id` of our files, as the first schema sets it.
const APPLICATION: i64 = 0x4c6f_7473;

/// The schema of a file, 0 for an empty one; an error when it is not ours or of a newer version. Changes nothing.
pub(super) async fn version(
    connection: &mut SqliteConnection,
    location: &Location,
    schemas: &[Schema],
) -> Result<i64, StoreError> {
    let (found, application, tables): (i64, i64, i64) = sqlx::query_as(
        "SELECT (SELECT user_version FROM pragma_user_version), (SELECT application_id FROM pragma_application_id), \
         (SELECT count(*) FROM sqlite_schema)",
    )
    .fetch_one(connection)
    .await
    .map_err(|error| location.classify(error))?;
    let known = schemas.last().map_or(0, |schema| schema.number);
    match (application, found) {
        (APPLICATION, found) if found > known => Err(StoreError::Newer { path: location.path(), found, known }),
        (APPLICATION, 1..) => Ok(found),
        (0, 0) if tables == 0 => Ok(0),
        _ => Err(location.corrupt("a database of another program".to_owned())),
    }
}

/// Brings a file to the newest schema. An older one is copied beside itself before.
pub(super) async fn bring_up(
    connection: &mut SqliteConnection,
    location: &Location,
    schemas: &[Schema],
) -> Result<(), StoreError> {
    let known = schemas.last().map_or(0, |schema| schema.number);
    let found = version(connection, location, schemas).await?;
    if found == known {
        return Ok(());
    }
    let copy = match location {
        Location::File(path) if found > 0 => Some(copy_from_before(connection, location, path, found).await?),
        Location::File(_) | Location::Memory => None,
    };
    migrate(connection, location, schemas).await.map_err(|error| match error {
        // These say themselves what to do, and after them the next start tries again.
        StoreError::Full { .. } | StoreError::Locked { .. } | StoreError::ReadOnly { .. } => error,
        error => StoreError::Migrate { path: location.path(), copy: copy.clone(), detail: error.to_string() },
    })?;
    if let Some(copy) = copy {
        tracing::info!(%location, from = found, to = known, copy = %copy.display(), "the store was brought up to date");
    }
    Ok(())
}

/// All steps in one transaction: a file is never between two schemas.
async fn migrate(connection: &mut SqliteConnection, location: &Location, schemas: &[Schema]) -> Result<(), StoreError> {
    let failed = |error| location.classify(error);
    let mut transaction = connection.begin_with("BEGIN IMMEDIATE").await.map_err(failed)?;
    // Another process may have done it while this one waited for the lock.
    let found = version(&mut transaction, location, schemas).await?;
    for schema in schemas.iter().filter(|schema| schema.number > found) {
        sqlx::raw_sql(schema.statements).execute(&mut *transaction).await.map_err(failed)?;
    }
    transaction.commit().await.map_err(failed)
}

/// A copy of a file beside itself: `store.db.schema-1`, and `store.db.schema-1.2` where there is one already.
async fn copy_from_before(
    connection: &mut SqliteConnection,
    location: &Location,
    path: &Path,
    schema: i64,
) -> Result<PathBuf, StoreError> {
    let named = |end: String| {
        let mut name = path.as_os_str().to_owned();
        name.push(end);
        PathBuf::from(name)
    };
    let first = named(format!(".schema-{schema}"));
    let mut copy = first;
    for count in 2_u32.. {
        match backup::copy(&mut *connection, location, &copy).await {
            Err(StoreError::Exists { .. }) => copy = named(format!(".schema-{schema}.{count}")),
            Err(error) => return Err(error),
            Ok(()) => break,
        }
    }
    Ok(copy)
}

#[cfg(test)]
mod tests {
    use std::{path::Path, time::Duration};

    use sqlx::{Connection as _, SqliteConnection};

    use super::{SCHEMAS, Schema};
    use crate::{StoreError, sqlite::open};

    const FIRST: Schema = SCHEMAS[0];
    const SECOND: Schema =
        Schema { number: 2, statements: "CREATE TABLE newer (x INTEGER) STRICT; PRAGMA user_version = 2;" };
    const BROKEN: Schema =
        Schema { number: 2, statements: "CREATE TABLE half (x); PRAGMA user_version = 2; CREATE TABLE action (y);" };

    async fn open_with(path: &Path, schemas: &[Schema]) -> Result<(), StoreError> {
        use crate::Store as _;
        open::file(path, Duration::from_millis(100), schemas).await?.close().await;
        Ok(())
    }

    async fn number(path: &Path, sql: &'static str) -> i64 {
        let mut connection =
            SqliteConnection::connect(&format!("sqlite://{}", path.display())).await.expect("opened by hand");
        sqlx::query_scalar(sql).fetch_one(&mut connection).await.expect("a number")
    }

    #[test]
    fn every_schema_says_its_number_itself() {
        for (index, schema) in SCHEMAS.iter().enumerate() {
            assert_eq!(schema.number, i64::try_from(index).expect("few") + 1);
            assert!(schema.statements.contains(&format!("PRAGMA user_version = {};", schema.number)));
        }
    }

    #[tokio::test]
    async fn an_older_file_is_copied_beside_itself_and_then_migrated() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("store.db");
        open_with(&path, &[FIRST]).await.expect("made");
        open_with(&path, &[FIRST, SECOND]).await.expect("migrated");
        assert_eq!(number(&path, "PRAGMA user_version").await, 2);
        assert_eq!(number(&path, "SELECT count(*) FROM newer").await, 0);
        let copy = folder.path().join("store.db.schema-1");
        assert_eq!(number(&copy, "PRAGMA user_version").await, 1, "the copy is the file from before");
        open_with(&copy, &[FIRST]).await.expect("the copy is a store of the older version");
    }

    #[tokio::test]
    async fn a_migration_that_fails_leaves_the_file_and_names_its_copy() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("store.db");
        open_with(&path, &[FIRST]).await.expect("made");
        let error = open_with(&path, &[FIRST, BROKEN]).await.expect_err("broken");
        let StoreError::Migrate { copy: Some(copy), detail, .. } = &error else { panic!("{error:?}") };
        assert!(copy.exists() && detail.contains("already exists"), "{error}");
        assert_eq!(number(&path, "PRAGMA user_version").await, 1);
        assert_eq!(number(&path, "SELECT count(*) FROM sqlite_schema WHERE name = 'half'").await, 0);
        // The next try makes a copy of its own: the first one is never overwritten.
        let error = open_with(&path, &[FIRST, BROKEN]).await.expect_err("still broken");
        let StoreError::Migrate { copy: Some(second), .. } = &error else { panic!("{error:?}") };
        assert!(second.exists() && second != copy);
        open_with(&path, &[FIRST]).await.expect("the version from before still opens it");
    }

    #[tokio::test]
    async fn a_newer_file_is_left_as_it_is() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("store.db");
        open_with(&path, &[FIRST, SECOND]).await.expect("made");
        let before = std::fs::read(&path).expect("read");
        let error = open_with(&path, &[FIRST]).await.expect_err("newer");
        assert_eq!(error, StoreError::Newer { path: path.clone(), found: 2, known: 1 });
        assert_eq!(std::fs::read(&path).expect("read"), before);
    }

    #[tokio::test]
    async fn two_who_open_a_new_file_at_once_both_have_it() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("store.db");
        let open = || {
            let path = path.clone();
            tokio::spawn(async move { open::file(&path, Duration::from_secs(30), &[FIRST, SECOND]).await.map(drop) })
        };
        let all: Vec<_> = (0..6).map(|_| open()).collect();
        for one in all {
            one.await.expect("no panic").expect("opened");
        }
    }
}
