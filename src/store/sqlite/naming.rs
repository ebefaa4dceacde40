//! The names of facets: as the newest public article that is filed under them writes them, whatever
//! happened before.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use rusqlite::Transaction;

use super::read::parse;
use super::{Failure, PUBLISHED, facet_columns};
use crate::article::{Article, Status};
use crate::store::Facet;
use crate::store::facet::public_facets;

/// A facet's name, and who gave it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Name {
    pub(super) text: String,
    /// What the article's word is worth: see [`weight_of_name`].
    pub(super) weight: i64,
    /// The article's id; empty when nobody says it any more.
    pub(super) article: String,
}

impl Name {
    /// The name that an article gives to a facet it is filed under.
    pub(super) fn given_by(article: &Article, facet: &Facet) -> Option<Self> {
        if !public_facets(article).contains(facet) {
            return None;
        }
        let text = name_of(facet, article);
        let weight = weight_of_name(text, facet_columns(facet).1, article);
        Some(Self { text: text.to_owned(), weight, article: article.id.to_string() })
    }

    pub(super) fn nobodys(text: &str) -> Self {
        Self { text: text.to_owned(), weight: i64::MIN, article: String::new() }
    }

    pub(super) fn is_nobodys(&self) -> bool {
        self.article.is_empty()
    }
}

/// What an article's way of writing a name is worth against another's: the newer counts more. Less
/// than any is one that is not public, and less than that a slug, by which records may file an
/// article too.
pub(super) fn weight_of_name(name: &str, slug: &str, article: &Article) -> i64 {
    match article.status {
        _ if name == slug => i64::MIN,
        Status::Published => article.published.timestamp(),
        Status::Draft | Status::Withdrawn => i64::MIN + 1,
    }
}

/// The name of a facet as the articles write it that are filed under it now; `None` without any.
pub(super) fn best_name(
    transaction: &Transaction<'_>,
    key: i64,
    facet: &Facet,
) -> Result<Option<Name>, Failure> {
    let mut statement = transaction.prepare_cached(
        "SELECT a.id, a.record FROM filed f JOIN article a ON a.key = f.article
         WHERE f.facet = ? ORDER BY f.state, f.published DESC, a.id",
    )?;
    let mut rows = statement.query([key])?;
    let mut best: Option<Name> = None;
    while let Some(row) = rows.next()? {
        let (id, record): (String, String) = (row.get(0)?, row.get(1)?);
        let article = parse(&id, &record)?;
        let text = name_of(facet, &article);
        let weight = weight_of_name(text, facet_columns(facet).1, &article);
        if best
            .as_ref()
            .is_none_or(|best| (weight, Reverse(&id)) > (best.weight, Reverse(&best.article)))
        {
            best = Some(Name { text: text.to_owned(), weight, article: id });
        }
        // In this order the first public one that is written out is the one.
        if weight > i64::MIN && article.status == Status::Published {
            break;
        }
    }
    Ok(best)
}

/// Whether a facet's name says no more than its slug.
pub(super) fn is_by_slug(facet: &Facet, name: &str) -> bool {
    matches!(facet, Facet::Category(slug) if slug.as_str() == name)
}

/// The public articles that are filed under any of these facets by its slug alone, each once, but for
/// those that were changed after `began`.
pub(super) fn filed_by_slug(
    transaction: &Transaction<'_>,
    facets: &[i64],
    began: i64,
) -> Result<Vec<Article>, Failure> {
    let mut statement = transaction.prepare_cached(&format!(
        "SELECT a.id, a.record FROM filed f JOIN article a ON a.key = f.article
         WHERE f.facet = ? AND f.by_slug AND f.state = {PUBLISHED} AND a.sequence <= ?"
    ))?;
    let mut found = BTreeMap::new();
    for facet in facets {
        let mut rows = statement.query([*facet, began])?;
        while let Some(row) = rows.next()? {
            let (id, record): (String, String) = (row.get(0)?, row.get(1)?);
            let article = parse(&id, &record)?;
            found.insert(id, article);
        }
    }
    Ok(found.into_values().collect())
}

/// The facet's name as the article writes it.
pub(super) fn name_of<'a>(facet: &'a Facet, article: &'a Article) -> &'a str {
    let named = match facet {
        Facet::All => None,
        Facet::Category(slug) => {
            article.categories.iter().find(|term| term.slug == *slug).map(|term| term.name.as_str())
        }
        Facet::Tag(slug) => {
            article.tags.iter().find(|term| term.slug == *slug).map(|term| term.name.as_str())
        }
        Facet::Author(slug) => article
            .authors
            .iter()
            .find(|author| author.slug == *slug)
            .map(|author| author.name.as_str()),
        Facet::Language(slug) => Some(slug.as_str()),
    };
    named.unwrap_or_default()
}
