//! The embedded engine: one `SQLite` file, one writer, a few readers.
//!
//! The only file tree that speaks `SQLite`'s SQL. Writers and readers are connections of their
//! own (WAL), so that an import never keeps a feed waiting.

mod batches;
mod changes;
mod checkpoint;
mod filing;
mod history;
mod naming;
mod place;
mod read;
mod rows;
mod turn;
mod write;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rusqlite::{Connection, Transaction, TransactionBehavior};

use super::{
    Archive, Batch, Batches, Change, Facet, FacetSummary, History, Incoming, Outcome, Query,
    Sequence, Store, StoreError, Tally, Withdrawn,
};
use crate::article::{Article, ArticleId, Instant, Status};
use batches::UnderWay;
use place::{Place, migrate};
use turn::{Turn, Turns};
use write::Writing;

/// Idle readers kept open; more are opened when more ask at once.
const IDLE_READERS: usize = 4;

/// An import goes through the whole file again and again, and one transaction of two batches writes some 13 MB
/// of pages. In KiB.
const WRITER_CACHE: i64 = 16_384;
/// A document is read from few pages, and the system keeps the file in memory besides. In KiB.
const READER_CACHE: i64 = 1024;

/// Articles in one `SQLite` file.
#[derive(Debug)]
pub struct SqliteStore {
    place: Place,
    writer: Mutex<Connection>,
    turns: Turns,
    readers: Mutex<Vec<Connection>>,
}

impl SqliteStore {
    /// Opens a store, making the file and the folders to it when they are not there.
    ///
    /// # Errors
    ///
    /// When the file cannot be made or opened, is no database, or was written by a newer newswire.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder).map_err(|source| StoreError::Open {
                place: path.display().to_string(),
                source: Box::new(source),
            })?;
        }
        Self::at(Place::File(path.to_owned()))
    }

    /// A store that is gone when it is dropped.
    ///
    /// # Errors
    ///
    /// When the engine cannot start.
    pub fn in_memory() -> Result<Self, StoreError> {
        Self::at(Place::Memory)
    }

    fn at(place: Place) -> Result<Self, StoreError> {
        let mut writer = place.connect(WRITER_CACHE)?;
        checkpoint::leave_to_others(&mut writer, &place, checkpoint::LENGTHS)
            .map_err(|error| place.unopened(error))?;
        migrate(&writer, &place)?;
        let turns = match &place {
            Place::File(path) => Turns::of(path),
            Place::Memory => Turns::default(),
        };
        Ok(Self { place, writer: Mutex::new(writer), turns, readers: Mutex::default() })
    }

    /// Runs a reading on a connection of its own.
    fn read<T>(
        &self,
        action: &'static str,
        reading: impl FnOnce(&Connection) -> Result<T, Failure>,
    ) -> Result<T, StoreError> {
        if matches!(self.place, Place::Memory) {
            return reading(&lock(&self.writer)).map_err(|failure| failure.during(action));
        }
        let idle = lock(&self.readers).pop();
        let connection = match idle {
            Some(connection) => connection,
            None => self.place.connect(READER_CACHE)?,
        };
        let result = reading(&connection).map_err(|failure| failure.during(action));
        let mut readers = lock(&self.readers);
        if readers.len() < IDLE_READERS {
            readers.push(connection);
        }
        result
    }

    /// Runs a writing in one transaction, and keeps what it wrote.
    fn write<T>(
        &self,
        action: &'static str,
        writing: impl FnOnce(&Transaction<'_>) -> Result<T, Failure>,
    ) -> Result<T, StoreError> {
        self.transact(action, |transaction, _| writing(transaction), false)
    }

    /// Runs a writing in one transaction, of which nothing is kept if it is a rehearsal.
    fn transact<T>(
        &self,
        action: &'static str,
        writing: impl FnOnce(&Transaction<'_>, &mut Turn<'_>) -> Result<T, Failure>,
        is_rehearsal: bool,
    ) -> Result<T, StoreError> {
        let mut turn = self.turns.ask();
        let mut writer = lock(&self.writer);
        let transaction = writer
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(|error| Failure::from(error).during(action))?;
        turn.begin();
        let result = writing(&transaction, &mut turn).map_err(|failure| failure.during(action))?;
        let ended = if is_rehearsal { transaction.rollback() } else { transaction.commit() };
        ended.map_err(|error| Failure::from(error).during(action))?;
        turn.end();
        Ok(result)
    }
}

/// A panic while the lock was held left the connection itself whole: the transaction it had open
/// was rolled back when it was dropped.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Why a statement or a row failed, before it is known what was being done.
#[derive(Debug)]
enum Failure {
    Engine(rusqlite::Error),
    Record { id: String, source: serde_json::Error },
}

impl From<rusqlite::Error> for Failure {
    fn from(error: rusqlite::Error) -> Self {
        Self::Engine(error)
    }
}

impl Failure {
    fn during(self, action: &'static str) -> StoreError {
        match self {
            Self::Engine(source) => StoreError::Engine { action, source: Box::new(source) },
            Self::Record { id, source } => StoreError::Corrupt { id, source },
        }
    }
}

fn state_number(status: Status) -> i64 {
    match status {
        Status::Published => PUBLISHED,
        Status::Draft => DRAFT,
        Status::Withdrawn => WITHDRAWN,
    }
}

/// What is done when articles are put.
const KEEP: &str = "keep articles";

const PUBLISHED: i64 = 0;
const DRAFT: i64 = 1;
const WITHDRAWN: i64 = 2;

/// The two columns that name a facet.
fn facet_columns(facet: &Facet) -> (&'static str, &str) {
    match facet {
        Facet::All => ("all", ""),
        Facet::Category(slug) => ("category", slug.as_str()),
        Facet::Author(slug) => ("author", slug.as_str()),
        Facet::Tag(slug) => ("tag", slug.as_str()),
        Facet::Language(slug) => ("language", slug.as_str()),
    }
}

fn instant(seconds: i64) -> Instant {
    Instant::from_timestamp(seconds, 0).unwrap_or(Instant::MIN_UTC)
}

impl Store for SqliteStore {
    fn put(&self, incoming: &[Incoming], batch: Batch) -> Result<Vec<Outcome>, StoreError> {
        let writing = |transaction: &Transaction<'_>, _: &mut Turn<'_>| {
            Writing::within(transaction, |writing| writing.put(incoming, batch))
        };
        self.transact(KEEP, writing, batch.rehearsal)
    }

    fn put_all(&self, batches: &mut dyn Batches) -> Result<(), StoreError> {
        while let Some((articles, batch)) = batches.next() {
            let mut under_way = UnderWay::new(articles, batch);
            loop {
                let writing = |transaction: &Transaction<'_>, turn: &mut Turn<'_>| {
                    Writing::within(transaction, |writing| under_way.write(writing, turn, batches))
                };
                under_way = self.transact(KEEP, writing, batch.rehearsal)?;
                if under_way.is_put() {
                    batches.tell(under_way.articles, under_way.outcomes);
                    break;
                }
            }
        }
        Ok(())
    }

    fn withdraw(&self, ids: &[ArticleId], now: Instant) -> Result<Vec<ArticleId>, StoreError> {
        self.write("withdraw articles", |transaction| {
            Writing::within(transaction, |writing| writing.withdraw(ids, now))
        })
    }

    fn article(&self, id: &ArticleId) -> Result<Option<Arc<Article>>, StoreError> {
        self.read("find an article", |connection| read::article(connection, id))
    }

    fn page(&self, query: &Query<'_>) -> Result<Vec<Arc<Article>>, StoreError> {
        self.read("list articles", |connection| read::page(connection, query))
    }

    fn cut(&self, history: &History<'_>, at: Instant) -> Result<Option<Archive>, StoreError> {
        let action = "cut archives";
        if self.read(action, |connection| history::is_due(connection, history, at))? {
            self.write(action, |transaction| history::cut(transaction, history, at))?;
        }
        self.read(action, |connection| history::newest(connection, history))
    }

    fn archive(
        &self,
        history: &History<'_>,
        number: u32,
        at: Instant,
    ) -> Result<Option<Archive>, StoreError> {
        let action = "find an archive";
        if self.read(action, |connection| history::is_overfull(connection, history, number, at))? {
            self.write(action, |transaction| history::split(transaction, history, number, at))?;
        }
        self.read(action, |connection| history::archive(connection, history, number))
    }

    fn inhabited_before(
        &self,
        history: &History<'_>,
        archive: &Archive,
        at: Instant,
    ) -> Result<Option<u32>, StoreError> {
        self.read("find an archive", |connection| {
            history::inhabited_before(connection, history, archive, at)
        })
    }

    fn archives(&self, history: &History<'_>) -> Result<u32, StoreError> {
        self.read("count archives", |connection| history::count(connection, history.name))
    }

    fn archived(
        &self,
        history: &History<'_>,
        archive: &Archive,
        at: Instant,
    ) -> Result<Vec<Arc<Article>>, StoreError> {
        self.read("read an archive", |connection| {
            history::articles(connection, history, archive, at)
        })
    }

    fn tally(
        &self,
        history: &History<'_>,
        archive: &Archive,
        at: Instant,
    ) -> Result<Tally, StoreError> {
        self.read("count an archive", |connection| history::tally(connection, history, archive, at))
    }

    fn withdrawn(
        &self,
        any_of: &[Facet],
        since: Instant,
        limit: usize,
    ) -> Result<Vec<Withdrawn>, StoreError> {
        self.read("list withdrawals", |connection| {
            read::withdrawn(connection, any_of, since, limit)
        })
    }

    fn facet_name(&self, facet: &Facet, at: Instant) -> Result<Option<String>, StoreError> {
        self.read("find a feed", |connection| read::facet_name(connection, facet, at))
    }

    fn facets(&self, at: Instant) -> Result<Vec<FacetSummary>, StoreError> {
        self.read("list feeds", |connection| read::facets(connection, at))
    }

    fn next_due(&self, any_of: &[Facet], at: Instant) -> Result<Option<Instant>, StoreError> {
        self.read("find what is due", |connection| read::next_due(connection, any_of, at))
    }

    fn sequence(&self) -> Result<Sequence, StoreError> {
        // The first that is asked, and by an import the only reading: no reader is opened for one number
        // while the writer has nothing to do.
        match self.writer.try_lock() {
            Ok(writer) => {
                read::sequence(&writer).map_err(|failure| failure.during("count changes"))
            }
            Err(_) => self.read("count changes", read::sequence),
        }
    }

    fn changes(&self, after: Sequence, limit: usize) -> Result<Vec<Change>, StoreError> {
        self.read("list changes", |connection| read::changes(connection, after, limit))
    }

    fn sources(&self) -> Result<BTreeMap<String, Vec<ArticleId>>, StoreError> {
        self.read("list sources", read::sources)
    }

    fn document_since(
        &self,
        document: &str,
        digest: &str,
        now: Instant,
    ) -> Result<Instant, StoreError> {
        let known =
            self.read("date a document", |connection| read::document(connection, document))?;
        match known {
            Some((known, since)) if known == digest => Ok(since),
            _ => self.write("date a document", |transaction| {
                write::document(transaction, document, digest, now)
            }),
        }
    }
}
