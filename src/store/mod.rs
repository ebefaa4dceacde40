//! Where articles are kept: the port that every engine implements, and what crosses it.
//!
//! A store commits articles and tells what changed; it answers "the newest of these" and "what is
//! due next". It keeps what an article is, never how it looks in a feed.
//!
//! Must not know: feeds (it knows facets: what an article is filed under), formats, HTTP. SQL
//! stays in the engines' own files. The calls block; callers inside an async runtime hand them to
//! a blocking thread.

mod batch;
mod facet;
mod incoming;
mod sqlite;

use std::collections::BTreeMap;
use std::sync::Arc;

use thiserror::Error;

use crate::article::{Article, ArticleId, Guid, Instant};

pub use batch::{Batch, Batches, Conflict, Outcome};
pub use facet::{Facet, FacetSummary};
pub use incoming::Incoming;
pub use sqlite::SqliteStore;

/// Grows by one with every change the store commits; 0 before the first.
pub type Sequence = u64;

/// One committed change of one article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Its place in the order of all changes.
    pub sequence: Sequence,
    /// Which article.
    pub article: ArticleId,
    /// What it was filed under before; empty for a new one.
    pub before: Vec<Facet>,
    /// What it is filed under now; empty for one that is not public.
    pub after: Vec<Facet>,
    /// When it was published, before and now: where in a history the change took place. Empty when
    /// that is not known.
    pub dates: Vec<Instant>,
}

impl Change {
    /// Every facet whose documents the change can touch.
    pub fn facets(&self) -> impl Iterator<Item = &Facet> {
        self.before.iter().chain(self.after.iter().filter(|facet| !self.before.contains(facet)))
    }
}

/// Which of the two dates a page of articles follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// By first availability.
    Published,
    /// By the last significant change.
    Updated,
}

/// A request for public articles, newest first.
#[derive(Debug, Clone)]
pub struct Query<'a> {
    /// Articles filed under any of these, each once.
    pub any_of: &'a [Facet],
    /// The date that decides what is newest; ties are broken by id, ascending.
    pub order: Order,
    /// Only what is public at this instant.
    pub at: Instant,
    /// Only what is not older than this.
    pub since: Option<Instant>,
    /// Only what comes after this position: the date and id of the last one seen.
    pub after: Option<(Instant, ArticleId)>,
    /// At most so many.
    pub limit: usize,
}

/// A place in a history: articles stand in it by publication, then by id.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mark {
    /// Of the article.
    pub published: Instant,
    /// Of the article.
    pub id: ArticleId,
}

impl Mark {
    /// Where an article stands.
    #[must_use]
    pub fn of(article: &Article) -> Self {
        Self { published: article.published, id: article.id.clone() }
    }
}

/// Everything that was ever public under some facets, oldest first, cut into archives.
#[derive(Debug, Clone, Copy)]
pub struct History<'a> {
    /// What its archives are kept under.
    pub name: &'a str,
    /// An article is part of it that is filed under any facet of each of these lists.
    pub filed: &'a [Vec<Facet>],
    /// The articles that decide where it is cut, said in the same way: its own, or those of a larger
    /// history whose archives it shares.
    pub cut_by: &'a [Vec<Facet>],
    /// So many articles fill an archive that is cut from now on.
    pub size: usize,
}

/// A part of a history: the articles between two marks. The marks never move, so that a withdrawal
/// or an article of an earlier date touches one archive and no other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Archive {
    /// What it is called for ever, from 1. Counted up from the oldest, except where an archive that
    /// had become too large was cut later.
    pub number: u32,
    /// It begins after this; `None`: at the beginning.
    pub after: Option<Mark>,
    /// It ends with this; `None`: it takes whatever comes, and is not full yet.
    pub to: Option<Mark>,
    /// The one before it in time.
    pub previous: Option<u32>,
    /// The one after it in time.
    pub next: Option<u32>,
}

/// What is known of an archive without reading its articles.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tally {
    /// How many public articles it holds.
    pub articles: usize,
    /// When last an article of it was withdrawn.
    pub withdrawn: Option<Instant>,
}

/// An article that was public and was taken back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Withdrawn {
    /// The record's key.
    pub id: ArticleId,
    /// What readers know it by.
    pub guid: Guid,
    /// Where it was read.
    pub url: String,
    /// When it was withdrawn: as the record says, else the time of the commit that took it back.
    pub at: Instant,
}

/// Why a store cannot answer.
#[derive(Debug, Error)]
pub enum StoreError {
    /// It cannot be opened.
    #[error("the store {place} cannot be opened")]
    Open {
        /// The file or address.
        place: String,
        /// The engine's own error.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// It was written by a newer newswire.
    #[error(
        "the store {place} has schema {found} and this newswire knows up to {known}; use a newer newswire"
    )]
    Newer {
        /// The file or address.
        place: String,
        /// What it has.
        found: u32,
        /// What is known here.
        known: u32,
    },
    /// The engine failed.
    #[error("the store failed while it was asked to {action}")]
    Engine {
        /// What was being done.
        action: &'static str,
        /// The engine's own error.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// What it holds is not what was put into it.
    #[error("the store holds an article `{id}` that cannot be read back")]
    Corrupt {
        /// The article.
        id: String,
        /// Why.
        #[source]
        source: serde_json::Error,
    },
}

/// The port: what newswire asks of an engine.
pub trait Store: Send + Sync {
    /// Takes a batch in one transaction; the outcomes are in the order of the batch.
    ///
    /// The id that feeds carry is decided by the first one: an article that is known keeps its.
    /// A draft of an article that was public withdraws it: of the draft itself nothing is kept, for
    /// a withdrawal is told to everybody and a draft to nobody.
    ///
    /// # Errors
    ///
    /// When the engine fails; then nothing of the batch is kept.
    fn put(&self, incoming: &[Incoming], batch: Batch) -> Result<Vec<Outcome>, StoreError>;

    /// Takes batch after batch, as [`Self::put`] does, until there are no more: several in one
    /// transaction while the next one is there at once and nobody else waits to write, since a
    /// transaction costs much beside what it holds; and one in several where somebody does.
    ///
    /// What became of a batch is told before it is committed, unless an article was refused: who asks
    /// the store why finds what it was refused for. When this returns, everything is committed.
    ///
    /// # Errors
    ///
    /// When the engine fails; then nothing is kept of the transaction, and all before it is.
    fn put_all(&self, batches: &mut dyn Batches) -> Result<(), StoreError>;

    /// Withdraws articles in one transaction; returns those that were public. What the public has
    /// not seen yet becomes a draft.
    ///
    /// # Errors
    ///
    /// When the engine fails.
    fn withdraw(&self, ids: &[ArticleId], now: Instant) -> Result<Vec<ArticleId>, StoreError>;

    /// One article as it was put, whatever its status; `None` when it was never seen.
    ///
    /// # Errors
    ///
    /// When the engine fails.
    fn article(&self, id: &ArticleId) -> Result<Option<Arc<Article>>, StoreError>;

    /// Public articles, newest first. A category that an article names by its slug alone has the
    /// name that the others give it; when that changes, so has the article.
    ///
    /// # Errors
    ///
    /// When the engine fails.
    fn page(&self, query: &Query<'_>) -> Result<Vec<Arc<Article>>, StoreError>;

    /// Cuts full archives off the end of a history, as long as more than fills one has been public
    /// since the last; returns the newest full one. Whatever was public counts, also what was
    /// withdrawn or has expired since, so that a new store cuts as the old one did.
    ///
    /// # Errors
    ///
    /// When the engine fails.
    fn cut(&self, history: &History<'_>, at: Instant) -> Result<Option<Archive>, StoreError>;

    /// An archive by its number; `None` when there is none. One that articles of earlier dates have
    /// made more than twice as large as it was cut keeps the newest of them, and the others become
    /// archives before it.
    ///
    /// # Errors
    ///
    /// When the engine fails.
    fn archive(
        &self,
        history: &History<'_>,
        number: u32,
        at: Instant,
    ) -> Result<Option<Archive>, StoreError>;

    /// The number of the newest archive before another one that holds a public article of the
    /// history.
    ///
    /// # Errors
    ///
    /// When the engine fails.
    fn inhabited_before(
        &self,
        history: &History<'_>,
        archive: &Archive,
        at: Instant,
    ) -> Result<Option<u32>, StoreError>;

    /// How many archives a history has been cut into, the one that is not full counted: their numbers
    /// go from 1 to this.
    ///
    /// # Errors
    ///
    /// When the engine fails.
    fn archives(&self, history: &History<'_>) -> Result<u32, StoreError>;

    /// The public articles of an archive, newest first, ties by id; named as those of a page are.
    ///
    /// # Errors
    ///
    /// When the engine fails.
    fn archived(
        &self,
        history: &History<'_>,
        archive: &Archive,
        at: Instant,
    ) -> Result<Vec<Arc<Article>>, StoreError>;

    /// How much an archive holds.
    ///
    /// # Errors
    ///
    /// When the engine fails.
    fn tally(
        &self,
        history: &History<'_>,
        archive: &Archive,
        at: Instant,
    ) -> Result<Tally, StoreError>;

    /// What was withdrawn from any of these facets since an instant, newest first, at most `limit`.
    ///
    /// # Errors
    ///
    /// When the engine fails.
    fn withdrawn(
        &self,
        any_of: &[Facet],
        since: Instant,
        limit: usize,
    ) -> Result<Vec<Withdrawn>, StoreError>;

    /// The name that people see of one facet; `None` when nothing public was ever filed under it.
    /// What once was a feed stays one: readers follow it.
    ///
    /// # Errors
    ///
    /// When the engine fails.
    fn facet_name(&self, facet: &Facet, at: Instant) -> Result<Option<String>, StoreError>;

    /// All facets in use but authors' and tags' without a public article, in their order.
    ///
    /// # Errors
    ///
    /// When the engine fails.
    fn facets(&self, at: Instant) -> Result<Vec<FacetSummary>, StoreError>;

    /// The first instant after `at` when an article of any of these facets becomes public or
    /// expires.
    ///
    /// # Errors
    ///
    /// When the engine fails.
    fn next_due(&self, any_of: &[Facet], at: Instant) -> Result<Option<Instant>, StoreError>;

    /// The last change's sequence.
    ///
    /// # Errors
    ///
    /// When the engine fails.
    fn sequence(&self) -> Result<Sequence, StoreError>;

    /// The changes after a sequence, oldest first, at most `limit`.
    ///
    /// # Errors
    ///
    /// When the engine fails.
    fn changes(&self, after: Sequence, limit: usize) -> Result<Vec<Change>, StoreError>;

    /// The ids of the public articles of each file of the site folder.
    ///
    /// # Errors
    ///
    /// When the engine fails.
    fn sources(&self) -> Result<BTreeMap<String, Vec<ArticleId>>, StoreError>;

    /// Since when a document has had this digest: the instant of the first call that named it
    /// since the document last differed. Survives restarts, never goes back.
    ///
    /// # Errors
    ///
    /// When the engine fails.
    fn document_since(
        &self,
        document: &str,
        digest: &str,
        now: Instant,
    ) -> Result<Instant, StoreError>;
}
