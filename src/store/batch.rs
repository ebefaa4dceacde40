//! Batches: articles on their way to a store, and what becomes of each.
//!
//! Must not know: how they are kept.

use thiserror::Error;

use super::{Incoming, Sequence};
use crate::article::{ArticleId, Instant};

/// The circumstances of a batch.
#[derive(Debug, Clone, Copy)]
pub struct Batch {
    /// The time of the commit.
    pub now: Instant,
    /// The sequence at which the import began: an article that an *earlier* import brought under
    /// the same URL and another id is a conflict.
    pub began: Sequence,
    /// Whether such an article, or one that an earlier import brought under the same guid, takes the
    /// new id instead of being refused.
    pub allow_new_ids: bool,
    /// Only the outcomes are wanted: nothing is kept.
    pub rehearsal: bool,
}

/// Batches on their way to a store, and who hears what became of them. All are rehearsals, or none is.
pub trait Batches {
    /// The next one, which is waited for; `None` when there are no more.
    fn next(&mut self) -> Option<(Vec<Incoming>, Batch)>;

    /// The next one if it is there already.
    fn next_at_once(&mut self) -> Option<(Vec<Incoming>, Batch)>;

    /// Tells what became of the articles of a batch, in their order.
    fn tell(&mut self, articles: Vec<Incoming>, outcomes: Vec<Outcome>);
}

/// What became of one incoming article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It was not known before.
    Kept,
    /// It was known and differs.
    Changed,
    /// It was known and is the same to the byte.
    Unchanged,
    /// It was public and is no longer: its record says `withdrawn` or `draft`. Readers are told.
    Withdrawn,
    /// It contradicts what the store holds.
    Refused(Conflict),
}

/// Why a store refuses an article.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Conflict {
    /// Readers would see every article of the site a second time.
    #[error(
        "its url is known as the article `{known}`; a new id would show it twice (allow new ids to give `{known}` this id)"
    )]
    UrlKnown {
        /// The id it is known by.
        known: ArticleId,
    },
    /// Two articles cannot share the id that feeds carry.
    #[error(
        "its guid is already the article `{known}`'s; give it its own (or allow new ids to give `{known}` this id)"
    )]
    GuidTaken {
        /// The article that has it.
        known: ArticleId,
    },
}
