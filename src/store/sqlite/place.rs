//! Places: where a database lies, how it is connected to, and how its file becomes what this newswire
//! writes.
//!
//! Must not know: what is read and written.

use std::path::PathBuf;
use std::time::Duration;

use rusqlite::{Connection, OpenFlags};

use crate::store::StoreError;

/// The steps from an empty file to what this newswire writes. `PRAGMA user_version` says how many
/// of them a file has behind it.
const MIGRATIONS: [&str; 5] = [
    include_str!("schema/1.sql"),
    include_str!("schema/2.sql"),
    include_str!("schema/3.sql"),
    include_str!("schema/4.sql"),
    include_str!("schema/5.sql"),
];

#[expect(clippy::cast_possible_truncation, reason = "a handful of steps")]
const KNOWN_VERSION: u32 = MIGRATIONS.len() as u32;

/// Where the database lies.
#[derive(Debug, Clone)]
pub(super) enum Place {
    File(PathBuf),
    /// In memory: the writer's connection is the only one, so reads wait for writes.
    Memory,
}

/// How often it is tried to write while another process does. SQLite's own way waits ever longer, up to a
/// tenth of a second, and so long an import would stand still that lets others go first.
const TRY_AGAIN: Duration = Duration::from_millis(2);
/// So long and no longer.
const PATIENCE: Duration = Duration::from_secs(30);

fn wait_for_the_lock(tries: i32) -> bool {
    let is_in_time = u32::try_from(tries).is_ok_and(|tries| TRY_AGAIN * tries < PATIENCE);
    if is_in_time {
        std::thread::sleep(TRY_AGAIN);
    }
    is_in_time
}

impl Place {
    /// A connection that keeps so many KiB of the file in memory.
    pub(super) fn connect(&self, cache: i64) -> Result<Connection, StoreError> {
        let open = || -> rusqlite::Result<Connection> {
            let mut connection = match self {
                Self::File(path) => {
                    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
                        | OpenFlags::SQLITE_OPEN_CREATE
                        | OpenFlags::SQLITE_OPEN_NO_MUTEX;
                    Connection::open_with_flags(path, flags)?
                }
                Self::Memory => Connection::open_in_memory()?,
            };
            connection.busy_handler(Some(wait_for_the_lock))?;
            // WAL lets readers go on beside the writer; NORMAL loses nothing but the last commits
            // when the machine itself fails, and never the file.
            connection.execute_batch(
                "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA temp_store = MEMORY;",
            )?;
            // SQLite takes a negative size for KiB, a positive one for pages.
            connection.pragma_update(None, "cache_size", -cache)?;
            connection.set_prepared_statement_cache_capacity(64);
            Ok(connection)
        };
        open().map_err(|error| self.unopened(error))
    }

    pub(super) fn unopened(&self, error: rusqlite::Error) -> StoreError {
        StoreError::Open { place: self.to_string(), source: Box::new(error) }
    }
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::File(path) => write!(f, "{}", path.display()),
            Self::Memory => f.write_str("in memory"),
        }
    }
}

/// Brings a file to what this newswire writes.
pub(super) fn migrate(connection: &Connection, place: &Place) -> Result<(), StoreError> {
    let opening = |error| place.unopened(error);
    let version = || -> rusqlite::Result<u32> {
        connection.query_row("PRAGMA user_version", [], |row| row.get(0))
    };
    // Nothing is to be written nearly always, and nobody is to be waited for then.
    if version().map_err(opening)? == KNOWN_VERSION {
        return Ok(());
    }
    // Two processes may open a new file at once: the second finds the schema made.
    connection.execute_batch("BEGIN IMMEDIATE").map_err(opening)?;
    let found = version().map_err(opening)?;
    let result = match MIGRATIONS.get(found as usize..) {
        Some(steps) => steps
            .iter()
            .try_for_each(|step| connection.execute_batch(step))
            .and_then(|()| connection.pragma_update(None, "user_version", KNOWN_VERSION))
            .map_err(opening),
        None => Err(StoreError::Newer { place: place.to_string(), found, known: KNOWN_VERSION }),
    };
    let end = if result.is_ok() { "COMMIT" } else { "ROLLBACK" };
    connection.execute_batch(end).map_err(opening)?;
    result
}
