//! The embedded engine: one `SQLite` file.

/// Articles in one `SQLite` file.
#[derive(Debug)]
pub struct SqliteStore;
