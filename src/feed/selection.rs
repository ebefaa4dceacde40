//! The selection: which articles and withdrawals a feed's live document holds at an instant.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::TimeDelta;

use super::FeedDefinition;
use super::history::Past;
use crate::article::{Article, ArticleId, Instant};
use crate::store::{Facet, Order, Query, Store, StoreError, Withdrawn};

/// What a document is arranged from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Selection {
    /// Newest publication first, ties by id.
    pub articles: Vec<Arc<Article>>,
    /// Newest first.
    pub withdrawn: Vec<Withdrawn>,
    /// From this instant on the selection may differ although nothing was changed: a scheduled
    /// article becomes public or one expires.
    pub until: Option<Instant>,
    /// The newest archive that holds an article which is not here: where a reader goes on.
    pub previous: Option<u32>,
    /// The newest archive that is full: where a reader goes on should not all of this fit into a
    /// document.
    pub newest_archive: Option<u32>,
}

/// Withdrawals are small; more than this in one document would serve nobody.
const MAX_WITHDRAWN: usize = 500;

/// Articles asked of the store at once.
const PAGE: usize = 100;

/// Selects what a feed's live document holds at `now`: see [`super::Window`], and whatever is in no
/// full archive yet. A reader takes an archive for known once it has read it, so what is older than
/// the window must not wait in one that still grows.
///
/// # Errors
///
/// When the store cannot answer.
pub fn select(
    feed: &FeedDefinition,
    store: &dyn Store,
    now: Instant,
) -> Result<Selection, StoreError> {
    let window = feed.limits.window;
    let past = Past::of(feed, store, now)?;
    let is_archived = |article: &Article| past.as_ref().is_none_or(|past| past.holds(article));
    let mut chosen: BTreeMap<ArticleId, Arc<Article>> = BTreeMap::new();
    let mut walk = Walk::new(feed, store, now, Order::Published, None);
    let least = window.min_items.min(window.max_items);
    let mut all_older_is_archived = past.is_none();
    // One step further may cost a page of the store.
    while chosen.len() < least || !all_older_is_archived {
        let Some(article) = walk.next()? else { break };
        all_older_is_archived |=
            past.as_ref().is_some_and(|past| past.ends_after(article.published));
        if chosen.len() < least || !is_archived(&article) {
            chosen.insert(article.id.clone(), article);
        }
    }
    // The newest change of the feed, and everything close to it, may be of an old article.
    let newest =
        Walk::new(feed, store, now, Order::Updated, None).next()?.map(|article| article.updated());
    if let Some(newest) = newest {
        let since = back(newest, TimeDelta::from_std(window.keep).unwrap_or(TimeDelta::MAX));
        let mut walk = Walk::new(feed, store, now, Order::Updated, Some(since));
        let mut recent = 0;
        while recent < window.max_items {
            let Some(article) = walk.next()? else { break };
            recent += 1;
            chosen.insert(article.id.clone(), article);
        }
    }
    let mut articles: Vec<Arc<Article>> = chosen.into_values().collect();
    if articles.len() > window.max_items {
        let needed = articles.iter().filter(|article| !is_archived(article)).count();
        articles.sort_by_key(|article| {
            (is_archived(article), Reverse(article.updated()), Reverse(article.published))
        });
        articles.truncate(window.max_items.max(needed));
    }
    articles.sort_by(|a, b| b.published.cmp(&a.published).then_with(|| a.id.cmp(&b.id)));
    let previous = match &past {
        Some(past) => past.newest_needed(&articles, store, now)?,
        None => None,
    };
    Ok(Selection {
        previous,
        newest_archive: past.as_ref().and_then(Past::newest),
        articles,
        withdrawn: withdrawn(feed, store, newest)?,
        until: store.next_due(&feed.facets, now)?,
    })
}

/// What was withdrawn within the tombstone days of the feed's newest change.
fn withdrawn(
    feed: &FeedDefinition,
    store: &dyn Store,
    newest: Option<Instant>,
) -> Result<Vec<Withdrawn>, StoreError> {
    let mut gone = store.withdrawn(&feed.facets, Instant::MIN_UTC, MAX_WITHDRAWN)?;
    // Only a feed with a filter of its own asks its facets for more than it holds.
    if !feed.holds_all_of_its_facets() {
        let mut admitted = Vec::with_capacity(gone.len());
        for withdrawal in gone {
            let article = store.article(&withdrawal.id)?;
            if article.is_some_and(|article| feed.admits(&Facet::of(&article))) {
                admitted.push(withdrawal);
            }
        }
        gone = admitted;
    }
    let newest = gone.first().map(|gone| gone.at).max(newest);
    if let Some(newest) = newest {
        let since = back(newest, TimeDelta::days(i64::from(feed.limits.tombstone_days)));
        gone.retain(|gone| gone.at >= since);
    }
    Ok(gone)
}

fn back(from: Instant, by: TimeDelta) -> Instant {
    from.checked_sub_signed(by).unwrap_or(Instant::MIN_UTC)
}

/// A feed's public articles one after the other, newest first, read from the store page by page.
struct Walk<'a> {
    feed: &'a FeedDefinition,
    store: &'a dyn Store,
    query: Query<'a>,
    page: std::vec::IntoIter<Arc<Article>>,
    ended: bool,
}

impl<'a> Walk<'a> {
    fn new(
        feed: &'a FeedDefinition,
        store: &'a dyn Store,
        now: Instant,
        order: Order,
        since: Option<Instant>,
    ) -> Self {
        let limit = feed.limits.window.min_items.clamp(1, PAGE);
        let query = Query { any_of: &feed.facets, order, at: now, since, after: None, limit };
        Self { feed, store, query, page: Vec::new().into_iter(), ended: false }
    }

    fn next(&mut self) -> Result<Option<Arc<Article>>, StoreError> {
        loop {
            for article in self.page.by_ref() {
                if self.feed.admits(&Facet::of(&article)) {
                    return Ok(Some(article));
                }
            }
            if self.ended {
                return Ok(None);
            }
            let page = self.store.page(&self.query)?;
            self.ended = page.len() < self.query.limit;
            if let Some(last) = page.last() {
                let date = match self.query.order {
                    Order::Published => last.published,
                    Order::Updated => last.updated(),
                };
                self.query.after = Some((date, last.id.clone()));
                self.query.limit = PAGE;
            }
            self.page = page.into_iter();
        }
    }
}
