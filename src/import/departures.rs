//! Departures: what was public before an import and may not be after it. Records say so themselves, or
//! are gone from the site folder, or have moved to another file under another id.
//!
//! Must not know: how records are read and kept.

use std::collections::{BTreeSet, HashSet};

use super::refusals::Place;
use crate::article::ArticleId;
use crate::store::{Incoming, Store, StoreError};

/// What an import has met so far, and what that means for what it has not.
#[derive(Default)]
pub(super) struct Departures {
    met: HashSet<String>,
    half_read: HashSet<String>,
    unpublished: Vec<ArticleId>,
    moved: Vec<Moved>,
}

/// A record whose address or guid is known under another id. If that one's record is gone, it has only
/// moved to another file, or has come back.
pub(super) struct Moved {
    pub(super) incoming: Incoming,
    pub(super) place: Place,
    pub(super) known: ArticleId,
}

impl Departures {
    /// Takes note of a record; whether it is the first of its id. A second one is to be refused, for which
    /// of them held would depend on the order of files.
    pub(super) fn meet(&mut self, id: &str) -> bool {
        self.met.insert(id.to_owned())
    }

    /// Whether an article's record was met.
    pub(super) fn has_met(&self, id: &ArticleId) -> bool {
        self.met.contains(id.as_str())
    }

    /// Takes note of a file that may hold records whose ids are not known: nothing in it is gone.
    pub(super) fn half_read(&mut self, file: String) {
        self.half_read.insert(file);
    }

    /// Takes note of an article that its system no longer shows to everybody.
    pub(super) fn unpublish(&mut self, id: ArticleId) {
        self.unpublished.push(id);
    }

    /// The articles that are no longer shown to everybody.
    pub(super) fn unpublished(&self) -> &[ArticleId] {
        &self.unpublished
    }

    /// Takes note of a record that may have moved.
    pub(super) fn may_have_moved(&mut self, moved: Moved) {
        self.moved.push(moved);
    }

    /// The records that may have moved, once all were met.
    pub(super) fn take_moved(&mut self) -> Vec<Moved> {
        std::mem::take(&mut self.moved)
    }

    /// Articles whose record was in the site folder and is no longer. A file that could not be read whole
    /// withdraws nothing: a slip of the pen takes no article off the air.
    ///
    /// # Errors
    ///
    /// When the store cannot answer.
    pub(super) fn gone(&self, store: &dyn Store) -> Result<BTreeSet<ArticleId>, StoreError> {
        let mut gone = BTreeSet::new();
        for (source, ids) in store.sources()? {
            if !self.half_read.contains(&source) {
                gone.extend(ids.into_iter().filter(|id| !self.has_met(id)));
            }
        }
        Ok(gone)
    }
}
