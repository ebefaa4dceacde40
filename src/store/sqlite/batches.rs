//! Batches: how they are shared out among transactions. Several are one where nobody waits, for a transaction
//! costs much beside what it holds; and one is several where somebody does.
//!
//! Must not know: what putting an article is.

use super::Failure;
use super::turn::Turn;
use super::write::Writing;
use crate::store::{Batch, Batches, Incoming, Outcome};

/// Articles that are put before it is looked whether somebody waits: a few hundredths of a second.
const PIECE: usize = 512;

/// A batch that is being put, as one of several in a transaction, or in several transactions.
pub(super) struct UnderWay {
    pub(super) articles: Vec<Incoming>,
    batch: Batch,
    /// Of the articles that are put.
    pub(super) outcomes: Vec<Outcome>,
}

impl UnderWay {
    pub(super) fn new(articles: Vec<Incoming>, batch: Batch) -> Self {
        Self { articles, batch, outcomes: Vec::new() }
    }

    pub(super) fn is_put(&self) -> bool {
        self.outcomes.len() == self.articles.len()
    }

    /// Puts it and the batches that follow at once, until it is time that the transaction ends; returns
    /// the last one, which may not be put to its end, and is still to be told of.
    pub(super) fn write(
        mut self,
        writing: &mut Writing<'_>,
        turn: &mut Turn<'_>,
        batches: &mut dyn Batches,
    ) -> Result<Self, Failure> {
        loop {
            let rest = self.articles.get(self.outcomes.len()..).unwrap_or_default();
            let piece = rest.get(..PIECE).unwrap_or(rest);
            self.outcomes.extend(writing.put(piece, self.batch)?);
            // What is only tried is tried as a whole.
            let is_over = !self.batch.rehearsal && turn.is_over();
            if !self.is_put() && !is_over {
                continue;
            }
            let is_refused = |outcome: &Outcome| matches!(outcome, Outcome::Refused(_));
            if is_over || self.batch.rehearsal || self.outcomes.iter().any(is_refused) {
                break;
            }
            let Some((articles, batch)) = batches.next_at_once() else { break };
            let put = std::mem::replace(&mut self, Self::new(articles, batch));
            batches.tell(put.articles, put.outcomes);
        }
        Ok(self)
    }
}
