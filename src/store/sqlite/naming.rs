//! The names of facets: as the newest public article that is filed under them writes them, whatever
//! happened before.

use rusqlite::{Transaction, params};

use super::read::{facet_named, parse};
use super::{Failure, facet_columns};
use crate::article::{Article, Status};
use crate::store::Facet;

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

/// A facet whose name is as an article writes it.
pub(super) struct Named {
    facet: i64,
    name: String,
    weight: i64,
}

impl Named {
    /// Whether a facet is this one and the article goes on saying the same.
    pub(super) fn is_still(&self, facet: i64, name: &str, weight: i64) -> bool {
        self.facet == facet && self.name == name && self.weight == weight
    }
}

/// The facets whose name is as this article writes it. Where all say the slug, nobody's leaving
/// changes anything.
pub(super) fn named_by(
    transaction: &Transaction<'_>,
    key: i64,
    id: &str,
) -> Result<Vec<Named>, Failure> {
    let mut statement = transaction.prepare_cached(
        "SELECT k.key, k.name, k.published FROM filed f JOIN facet k ON k.key = f.facet
         WHERE f.article = ? AND k.article = ? AND k.published > ?",
    )?;
    let named = statement.query_map(params![key, id, i64::MIN], |row| {
        Ok(Named { facet: row.get(0)?, name: row.get(1)?, weight: row.get(2)? })
    })?;
    Ok(named.collect::<Result<_, _>>()?)
}

/// Names facets again whose article may write them otherwise now: what an article said that says
/// it no longer is not to be read in a document. Without any other the name stays.
pub(super) fn name_again(transaction: &Transaction<'_>, facets: &[Named]) -> Result<(), Failure> {
    for Named { facet: key, .. } in facets {
        let facet = transaction
            .prepare_cached("SELECT kind, slug FROM facet WHERE key = ?")?
            .query_row([key], |row| {
                Ok(facet_named(&row.get::<_, String>(0)?, &row.get::<_, String>(1)?))
            })?;
        let Some(facet) = facet else { continue };
        let slug = facet_columns(&facet).1;
        let mut statement = transaction.prepare_cached(
            "SELECT a.id, a.record FROM filed f JOIN article a ON a.key = f.article
             WHERE f.facet = ? ORDER BY f.state, f.published DESC, a.id",
        )?;
        let mut rows = statement.query([key])?;
        let mut best: Option<(i64, String, String)> = None;
        while let Some(row) = rows.next()? {
            let (id, record): (String, String) = (row.get(0)?, row.get(1)?);
            let article = parse(&id, &record)?;
            let name = name_of(&facet, &article);
            let weight = weight_of_name(name, slug, &article);
            if best.as_ref().is_none_or(|best| {
                (weight, std::cmp::Reverse(&id)) > (best.0, std::cmp::Reverse(&best.1))
            }) {
                best = Some((weight, id, name.to_owned()));
            }
            // In this order the first public one that is written out is the one.
            if weight > i64::MIN && article.status == Status::Published {
                break;
            }
        }
        // An empty feed keeps its name until anybody gives it another.
        let (weight, id, name) = best
            .map_or((i64::MIN, String::new(), None), |(weight, id, name)| (weight, id, Some(name)));
        transaction
            .prepare_cached(
                "UPDATE facet SET name = ifnull(?, name), published = ?, article = ? WHERE key = ?",
            )?
            .execute(params![name, weight, id, key])?;
    }
    Ok(())
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
