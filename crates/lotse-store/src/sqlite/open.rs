//! Opening a file: looked at before anything is written to it.

use std::{
    fs::{DirBuilder, File, OpenOptions},
    io::{ErrorKind, Read as _},
    os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _},
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use sqlx::{
    ConnectOptions as _, SqliteConnection, SqlitePool,
    sqlite::{SqliteConnectOptions, SqlitePoolOptions, SqliteSynchronous},
};

use super::{
    Sqlite,
    classify::Location,
    migrate::{self, Schema},
};
use crate::StoreError;

/// The first bytes of every SQLite file (https://www.sqlite.org/fileformat2.html#the_database_header).
const MAGIC: &[u8; 16] = b"SQLite format 3\0";
/// So many connections read. Each is a thread with a cache of up to 2 MB.
const READERS: u32 = 2;
/// How long a writer of this process waits for the ones before it. Longer than a file's lock is waited for, so that the one
/// in front is told first.
const QUEUE: Duration = Duration::from_secs(30);
/// The log is cut back to this size after its content went to the file, in bytes.
const LOG_SIZE: &str = "4194304";
/// Between two looks at a lock for which SQLite does not wait by itself.
const AGAIN: Duration = Duration::from_millis(20);

/// Opens or makes the store in a file.
pub(super) async fn file(path: &Path, wait: Duration, schemas: &[Schema]) -> Result<Sqlite, StoreError> {
    let relative = Location::File(path.to_owned());
    // An absolute path is never taken for one of SQLite's `file:` addresses.
    let path = std::path::absolute(path).map_err(|error| relative.io(&error))?;
    let location = Location::File(path.clone());
    prepare(&location, &path)?;

    let options = SqliteConnectOptions::new()
        .filename(&path)
        .busy_timeout(wait)
        .foreign_keys(true)
        .synchronous(SqliteSynchronous::Full)
        .pragma("journal_size_limit", LOG_SIZE)
        .disable_statement_logging();
    let pool = |connections| {
        SqlitePoolOptions::new()
            .max_connections(connections)
            .acquire_timeout(QUEUE)
            .max_lifetime(None)
            .test_before_acquire(false)
    };
    let writes = Arc::default();
    let writer = counting(pool(1), &writes).connect_lazy_with(options.clone());
    let reader = pool(READERS).connect_lazy_with(options);
    if let Err(error) = bring_up(&writer, &location, wait, schemas).await {
        // Nothing of a file that cannot be used is held any longer than that takes to find out.
        writer.close().await;
        return Err(error);
    }
    Ok(Sqlite { location, writer, reader, writes })
}

/// A store in memory: one connection that is never given up, since the store goes with it.
pub(super) async fn memory(schemas: &[Schema]) -> Result<Sqlite, StoreError> {
    let location = Location::Memory;
    let options = SqliteConnectOptions::new().in_memory(true).foreign_keys(true).disable_statement_logging();
    let writes = Arc::default();
    let pool: SqlitePool = counting(SqlitePoolOptions::new(), &writes)
        .max_connections(1)
        .min_connections(1)
        .acquire_timeout(QUEUE)
        .idle_timeout(None)
        .max_lifetime(None)
        .test_before_acquire(false)
        .connect_with(options)
        .await
        .map_err(|error| location.classify(error))?;
    let mut first = pool.acquire().await.map_err(|error| location.classify(error))?;
    migrate::bring_up(&mut first, &location, schemas).await?;
    drop(first);
    Ok(Sqlite { location, writer: pool.clone(), reader: pool, writes })
}

/// A pool whose connections count what they commit (https://www.sqlite.org/c3ref/commit_hook.html).
fn counting(pool: SqlitePoolOptions, writes: &Arc<AtomicU64>) -> SqlitePoolOptions {
    let writes = Arc::clone(writes);
    pool.after_connect(move |connection, _| {
        let writes = Arc::clone(&writes);
        Box::pin(async move {
            connection.lock_handle().await?.set_commit_hook(move || {
                writes.fetch_add(1, Ordering::Relaxed);
                // The commit is let through.
                true
            });
            Ok(())
        })
    })
}

/// Makes the folder and the file where there are none, for nobody else to read, and refuses what is no SQLite file.
fn prepare(location: &Location, path: &Path) -> Result<(), StoreError> {
    let io = |error: std::io::Error| location.io(&error);
    if let Some(folder) = path.parent() {
        DirBuilder::new().recursive(true).mode(0o700).create(folder).map_err(io)?;
    }
    // SQLite gives its log the mode of the file.
    let mut file = match OpenOptions::new().write(true).create_new(true).mode(0o600).open(path) {
        Ok(_) => return Ok(()),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => File::open(path).map_err(io)?,
        // Where no file can be made there may be one all the same.
        Err(error) => File::open(path).map_err(|_| location.io(&error))?,
    };
    let mut head = Vec::with_capacity(MAGIC.len());
    file.by_ref().take(MAGIC.len() as u64).read_to_end(&mut head).map_err(io)?;
    // An empty file is what a process leaves that was killed right after it had made it.
    if head.is_empty() || head == MAGIC { Ok(()) } else { Err(location.corrupt("no SQLite file".to_owned())) }
}

/// Everything that is done to a file before it is used: is it ours, is it of this version or older, then the log, then the schema.
async fn bring_up(
    pool: &SqlitePool,
    location: &Location,
    wait: Duration,
    schemas: &[Schema],
) -> Result<(), StoreError> {
    let mut connection = pool.acquire().await.map_err(|error| location.classify(error))?;
    migrate::version(&mut connection, location, schemas).await?;
    write_ahead(&mut connection, location, wait).await?;
    migrate::bring_up(&mut connection, location, schemas).await
}

/// Turns on the write-ahead log, once in the life of a file. SQLite does not wait for this lock by itself.
async fn write_ahead(connection: &mut SqliteConnection, location: &Location, wait: Duration) -> Result<(), StoreError> {
    let mode: String = sqlx::query_scalar("PRAGMA journal_mode")
        .fetch_one(&mut *connection)
        .await
        .map_err(|error| location.classify(error))?;
    if mode == "wal" {
        return Ok(());
    }
    let deadline = tokio::time::Instant::now() + wait;
    loop {
        let set = sqlx::query_scalar::<_, String>("PRAGMA journal_mode = WAL").fetch_one(&mut *connection).await;
        match set.map_err(|error| location.classify(error)) {
            Ok(mode) if mode == "wal" => return Ok(()),
            // A file system without shared memory keeps the older journal, which promises the same and only makes readers wait.
            Ok(mode) => {
                tracing::info!(%location, mode, "the store has no write-ahead log");
                return Ok(());
            }
            Err(StoreError::Locked { .. }) if tokio::time::Instant::now() < deadline => {
                tokio::time::sleep(AGAIN).await;
            }
            Err(error) => return Err(error),
        }
    }
}
