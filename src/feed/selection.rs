//! The selection: which articles and withdrawals a feed's live document holds at an instant.

use std::sync::Arc;

use super::FeedDefinition;
use crate::article::{Article, Instant};
use crate::store::{Store, StoreError, Withdrawn};

/// What a document is arranged from.
#[derive(Debug, Clone, Default)]
pub struct Selection {
    /// Newest publication first, ties by id.
    pub articles: Vec<Arc<Article>>,
    /// Newest first.
    pub withdrawn: Vec<Withdrawn>,
    /// From this instant on the selection may differ although nothing was changed: a scheduled
    /// article becomes public or one expires.
    pub until: Option<Instant>,
}

/// Selects what a feed's live document holds at `now`.
///
/// # Errors
///
/// When the store cannot answer.
pub fn select(
    feed: &FeedDefinition,
    store: &dyn Store,
    now: Instant,
) -> Result<Selection, StoreError> {
    let _ = (feed, store, now);
    Ok(Selection::default())
}
