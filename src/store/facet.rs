//! Facets: what an article is filed under.
//!
//! Must not know: engines, feeds.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::article::{Article, Instant, Slug, Status};

/// What an article is filed under: the unit by which the store finds articles and by which a
/// change says whom it touches.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "kind", content = "slug", rename_all = "lowercase")]
pub enum Facet {
    /// Every article.
    All,
    /// A category.
    Category(Slug),
    /// An author.
    Author(Slug),
    /// A tag.
    Tag(Slug),
    /// A language range: a BCP 47 tag in lower case. An article in `en-GB` is filed under `en` and
    /// under `en-gb`.
    Language(Slug),
}

impl Facet {
    /// Everything an article is filed under, in one fixed order, without repetition. What engines
    /// keep is found again by this: should it ever come to something else, they must file anew.
    #[must_use]
    pub fn of(article: &Article) -> Vec<Self> {
        let mut facets = vec![Self::All];
        facets.extend(article.categories.iter().map(|term| Self::Category(term.slug.clone())));
        facets.extend(article.authors.iter().map(|author| Self::Author(author.slug.clone())));
        facets.extend(article.tags.iter().map(|term| Self::Tag(term.slug.clone())));
        facets.extend(article.language.as_deref().map(language_ranges).unwrap_or_default());
        facets.sort();
        facets.dedup();
        facets
    }
}

/// `zh-Hant-TW` is found under `zh`, `zh-hant` and `zh-hant-tw` (RFC 4647 section 3.3.1).
fn language_ranges(tag: &str) -> Vec<Facet> {
    let ends = tag.match_indices('-').map(|(at, _)| at).chain([tag.len()]);
    ends.filter_map(|end| Slug::new(&tag[..end])).map(Facet::Language).collect()
}

impl fmt::Display for Facet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::All => f.write_str("all"),
            Self::Category(slug) => write!(f, "category/{slug}"),
            Self::Author(slug) => write!(f, "author/{slug}"),
            Self::Tag(slug) => write!(f, "tag/{slug}"),
            Self::Language(slug) => write!(f, "language/{slug}"),
        }
    }
}

/// The facets whose documents an article can be in; none for a draft.
pub(super) fn public_facets(article: &Article) -> Vec<Facet> {
    match article.status {
        Status::Draft => Vec::new(),
        Status::Published | Status::Withdrawn => Facet::of(article),
    }
}

/// A facet in use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FacetSummary {
    /// Which.
    pub facet: Facet,
    /// The name people see.
    pub name: String,
    /// How many public articles it holds.
    pub articles: u64,
    /// The date of publication of its newest public article.
    pub newest: Option<Instant>,
}
