//! Feed definitions: what a feed is called, which articles it takes and how much of them it shows.

use std::time::Duration;

use serde::Deserialize;

use super::{FeedName, Window};
use crate::article::Slug;
use crate::store::Facet;

/// How much of an article a feed shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Content {
    /// The excerpt and the whole cleaned HTML.
    Full,
    /// The excerpt alone.
    Excerpt,
}

/// The numbers that hold for a feed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Which articles the live document holds.
    pub window: Window,
    /// Excerpts are at most so many grapheme clusters long.
    pub excerpt_chars: usize,
    /// How much of an article is shown.
    pub content: Content,
    /// How long a reader may wait before it asks again.
    pub max_age: Duration,
    /// How long a withdrawal is announced, in days counted back from the feed's newest change.
    pub tombstone_days: u32,
    /// So many articles fill an archive document that is cut from now on; `None`: as many as the live
    /// document holds at least.
    pub archive_size: Option<usize>,
    /// Freshness of what is no live document.
    pub other_max_ages: MaxAges,
}

/// How long what is made of a feed besides its live documents may be used without asking again; what
/// is `None` follows from [`Limits::max_age`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MaxAges {
    /// Pages for people.
    pub page: Option<Duration>,
    /// Excerpts on other sites' pages.
    pub embed: Option<Duration>,
    /// Archive documents that are full.
    pub archive: Option<Duration>,
}

/// People reload, and what was withdrawn should soon be gone from others' pages: asking costs a 304.
const SOON: Duration = Duration::from_mins(5);
/// An archive rarely changes, and yet caches must learn of a withdrawal.
const ARCHIVE_MAX_AGE: Duration = Duration::from_hours(24);

impl Limits {
    /// Of pages for people.
    #[must_use]
    pub fn page_max_age(&self) -> Duration {
        self.other_max_ages.page.unwrap_or(self.max_age.min(SOON))
    }

    /// Of excerpts on other sites' pages.
    #[must_use]
    pub fn embed_max_age(&self) -> Duration {
        self.other_max_ages.embed.unwrap_or(self.max_age.min(SOON))
    }

    /// Of archive documents that are full.
    #[must_use]
    pub fn archive_max_age(&self) -> Duration {
        self.other_max_ages.archive.unwrap_or(self.max_age.max(ARCHIVE_MAX_AGE))
    }
}

impl Limits {
    /// How many articles fill an archive: never more than the live document may hold, which holds
    /// what is in none yet.
    pub(super) fn size_of_archives(&self) -> usize {
        self.archive_size.unwrap_or(self.window.min_items).min(self.window.max_items)
    }
}

/// What a settings file `NAME.toml` says; what it leaves out follows the site's defaults.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeedSettings {
    /// The file's name without its ending.
    pub name: Slug,
    /// For people.
    pub title: Option<String>,
    /// For people.
    pub description: Option<String>,
    /// Which articles; [`Filter::is_empty`] when the file only describes a category.
    pub filter: Filter,
    /// With the site's defaults filled in.
    pub limits: Limits,
}

/// Which articles a feed takes: within a list any of them, across the lists all of them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Filter {
    /// Categories.
    pub categories: Vec<Slug>,
    /// Authors.
    pub authors: Vec<Slug>,
    /// Tags.
    pub tags: Vec<Slug>,
    /// BCP 47 tags in lower case; an article in `en-GB` is taken by `en` too.
    pub languages: Vec<Slug>,
}

impl Filter {
    /// Whether it filters nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.categories.is_empty()
            && self.authors.is_empty()
            && self.tags.is_empty()
            && self.languages.is_empty()
    }

    /// Whether [`Filter::facets`] says all there is to say.
    fn has_one_list_at_most(&self) -> bool {
        let lists = [&self.categories, &self.authors, &self.tags, &self.languages];
        lists.into_iter().filter(|list| !list.is_empty()).count() <= 1
    }

    /// Whether an article filed under these facets passes.
    #[must_use]
    pub fn admits(&self, facets: &[Facet]) -> bool {
        fn any(wanted: &[Slug], mut has: impl FnMut(&Slug) -> bool) -> bool {
            wanted.is_empty() || wanted.iter().any(&mut has)
        }
        any(&self.categories, |slug| facets.contains(&Facet::Category(slug.clone())))
            && any(&self.authors, |slug| facets.contains(&Facet::Author(slug.clone())))
            && any(&self.tags, |slug| facets.contains(&Facet::Tag(slug.clone())))
            && any(&self.languages, |slug| facets.contains(&Facet::Language(slug.clone())))
    }

    /// The facets that find every article the filter may admit: those of its first list.
    #[must_use]
    pub fn facets(&self) -> Vec<Facet> {
        self.lists().swap_remove(0)
    }

    /// The filter in the store's words: an article passes that is filed under any facet of each of
    /// these lists. There is one at least.
    pub(super) fn lists(&self) -> Vec<Vec<Facet>> {
        let lists = [
            (&self.categories, Facet::Category as fn(Slug) -> Facet),
            (&self.authors, Facet::Author),
            (&self.tags, Facet::Tag),
            (&self.languages, Facet::Language),
        ];
        let named: Vec<Vec<Facet>> = lists
            .into_iter()
            .filter(|(slugs, _)| !slugs.is_empty())
            .map(|(slugs, facet)| slugs.iter().cloned().map(facet).collect())
            .collect();
        if named.is_empty() { vec![vec![Facet::All]] } else { named }
    }
}

/// A feed: what a reader subscribes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeedDefinition {
    /// Its canonical name.
    pub name: FeedName,
    /// For people; never empty.
    pub title: String,
    /// For people; never empty.
    pub description: String,
    /// The language of the feed when it is a language's own.
    pub language: Option<String>,
    /// An article belongs if any of these admits it.
    pub filters: Vec<Filter>,
    /// The facets whose changes can touch the feed.
    pub facets: Vec<Facet>,
    /// The numbers.
    pub limits: Limits,
    /// Whether readers may still know it, or a part of it, by an earlier name.
    pub has_moved: bool,
}

impl FeedDefinition {
    /// Whether an article filed under these facets belongs to the feed.
    #[must_use]
    pub fn admits(&self, facets: &[Facet]) -> bool {
        self.filters.iter().any(|filter| filter.admits(facets))
    }

    /// Whether every article of the feed's facets belongs to it, so that none needs a look.
    #[must_use]
    pub fn holds_all_of_its_facets(&self) -> bool {
        self.filters.iter().all(Filter::has_one_list_at_most)
    }
}
