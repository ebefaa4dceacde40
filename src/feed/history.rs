//! A feed's history: its older articles in archive documents (RFC 5005 section 4), cut oldest first.
//!
//! A full archive is closed: its range never moves. What is in none yet stays in the live document,
//! so that an archive is linked from there only once it is full. A reader that comes back stops at
//! the first archive it knows, and would miss whatever had joined one that was open when it read it.

use std::sync::Arc;

use super::{FeedDefinition, FeedName, Filter, select};
use crate::article::{Article, Instant};
use crate::store::{self, Facet, Mark, Store, StoreError};

/// What an archive document is arranged from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArchiveSelection {
    /// Its number.
    pub number: u32,
    /// Newest publication first, ties by id.
    pub articles: Vec<Arc<Article>>,
    /// When last an article of it was withdrawn.
    pub withdrawn: Option<Instant>,
    /// Whether it is closed. The one that is not follows the last that is, for those who walk towards
    /// the present.
    pub is_full: bool,
    /// The archive before it in time.
    pub previous: Option<u32>,
    /// The archive after it.
    pub next: Option<u32>,
    /// The dates of what can touch it: from here …
    pub from: Option<Instant>,
    /// … to here, both included; without an end there is none.
    pub to: Option<Instant>,
    /// From this instant on it may differ although nothing was changed.
    pub until: Option<Instant>,
}

/// Selects what a feed's archive of that number holds at `now`; `None` when there never was one. It
/// is there for whoever has its address, also when the live document has come to hold everything:
/// a walk that is under way must not end early.
///
/// # Errors
///
/// When the store cannot answer.
pub fn archive(
    feed: &FeedDefinition,
    store: &dyn Store,
    number: u32,
    now: Instant,
) -> Result<Option<ArchiveSelection>, StoreError> {
    let Some(of_feed) = FeedHistory::of(feed) else { return Ok(None) };
    let history = of_feed.as_store_knows_it();
    // Whichever document is asked for first, the archives are the same.
    store.cut(&history, now)?;
    let Some(archive) = store.archive(&history, number, now)? else { return Ok(None) };
    let articles = store.archived(&history, &archive, now)?;
    let until = match archive.to {
        Some(_) => articles.iter().filter_map(|article| article.expires).min(),
        None => store.next_due(&feed.facets, now)?,
    };
    Ok(Some(ArchiveSelection {
        number,
        articles,
        withdrawn: store.tally(&history, &archive, now)?.withdrawn,
        is_full: archive.to.is_some(),
        previous: of_feed.previous(&archive, store, now)?,
        next: archive.next,
        // An article anywhere may come to be where a reader goes on.
        from: archive.after.filter(|_| !of_feed.shares_archives).map(|mark| mark.published),
        to: archive.to.filter(|_| !of_feed.shares_archives).map(|mark| mark.published),
        until,
    }))
}

/// How many archives a feed has at `now`: their numbers go from 1 to this. None when the live
/// document holds all there is: nothing leads to them then, and a new store would have none.
///
/// # Errors
///
/// When the store cannot answer.
pub fn archives(feed: &FeedDefinition, store: &dyn Store, now: Instant) -> Result<u32, StoreError> {
    match FeedHistory::of(feed) {
        Some(history) if select(feed, store, now)?.previous.is_some() => {
            store.archives(&history.as_store_knows_it())
        }
        _ => Ok(0),
    }
}

/// A feed in the words in which the store keeps histories.
struct FeedHistory {
    name: String,
    filed: Vec<Vec<Facet>>,
    cut_by: Vec<Vec<Facet>>,
    size: usize,
    /// Whether it is cut where all articles of the site together are cut, so that most of an archive
    /// are not its own and some archives are empty.
    shares_archives: bool,
}

/// What the archives of all unions are kept under: the name of no feed. Anyone can make up any number
/// of unions, and the store must not grow by what strangers ask.
const OF_UNIONS: &str = "+";

/// More conditions than this a union of selections does not come to; it goes without archives.
const MOST_LISTS: usize = 16;

impl FeedHistory {
    fn of(feed: &FeedDefinition) -> Option<Self> {
        let size = feed.limits.size_of_archives();
        let filed = any_of(&feed.filters)?;
        Some(match feed.name {
            FeedName::Single(_) => Self {
                name: feed.name.to_string(),
                cut_by: filed.clone(),
                filed,
                size,
                shares_archives: false,
            },
            FeedName::Union(_) => Self {
                name: OF_UNIONS.to_owned(),
                filed,
                cut_by: vec![vec![Facet::All]],
                // Of its own window nothing may come in: it would cut for others too.
                size: feed.limits.archive_size.unwrap_or(size),
                shares_archives: true,
            },
        })
    }

    fn as_store_knows_it(&self) -> store::History<'_> {
        store::History {
            name: &self.name,
            filed: &self.filed,
            cut_by: &self.cut_by,
            size: self.size,
        }
    }

    /// The archive in which a reader goes on behind another one.
    fn previous(
        &self,
        archive: &store::Archive,
        store: &dyn Store,
        now: Instant,
    ) -> Result<Option<u32>, StoreError> {
        if self.shares_archives {
            store.inhabited_before(&self.as_store_knows_it(), archive, now)
        } else {
            Ok(archive.previous)
        }
    }
}

/// Filters of which any is enough, as lists of which each must fit.
fn any_of(filters: &[Filter]) -> Option<Vec<Vec<Facet>>> {
    let mut lists: Vec<Vec<Facet>> = vec![Vec::new()];
    for filter in filters {
        let more = filter.lists();
        if lists.len() * more.len() > MOST_LISTS {
            return None;
        }
        let joined = lists.iter().flat_map(|list| {
            more.iter().map(move |more| list.iter().chain(more).cloned().collect::<Vec<Facet>>())
        });
        lists = joined.collect();
    }
    Some(lists)
}

/// What a live document need not hold, because full archives do.
pub(super) struct Past {
    history: FeedHistory,
    newest: Option<store::Archive>,
}

impl Past {
    /// Of a feed that has a history.
    pub(super) fn of(
        feed: &FeedDefinition,
        store: &dyn Store,
        now: Instant,
    ) -> Result<Option<Self>, StoreError> {
        let Some(history) = FeedHistory::of(feed) else { return Ok(None) };
        let newest = store.cut(&history.as_store_knows_it(), now)?;
        Ok(Some(Self { history, newest }))
    }

    fn end(&self) -> Option<&Mark> {
        self.newest.as_ref()?.to.as_ref()
    }

    /// The number of the newest archive that is full.
    pub(super) fn newest(&self) -> Option<u32> {
        self.newest.as_ref().map(|archive| archive.number)
    }

    /// Whether an article is in a full archive.
    pub(super) fn holds(&self, article: &Article) -> bool {
        self.end().is_some_and(|end| Mark::of(article) <= *end)
    }

    /// Whether all that was published at an instant or before is in full archives.
    pub(super) fn ends_after(&self, published: Instant) -> bool {
        self.end().is_some_and(|end| published < end.published)
    }

    /// The newest archive that holds a public article which is not among these.
    pub(super) fn newest_needed(
        &self,
        articles: &[Arc<Article>],
        store: &dyn Store,
        now: Instant,
    ) -> Result<Option<u32>, StoreError> {
        let history = self.history.as_store_knows_it();
        let mut next = self.newest.clone();
        while let Some(archive) = next {
            let is_in_it = |article: &&Arc<Article>| {
                let mark = Mark::of(article);
                archive.after.as_ref().is_none_or(|after| mark > *after)
                    && archive.to.as_ref().is_none_or(|to| mark <= *to)
            };
            let here = articles.iter().filter(is_in_it).count();
            if store.tally(&history, &archive, now)?.articles > here {
                return Ok(Some(archive.number));
            }
            next = match self.history.previous(&archive, store, now)? {
                Some(previous) => store.archive(&history, previous, now)?,
                None => None,
            };
        }
        Ok(None)
    }
}
