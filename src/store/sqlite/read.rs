//! Readings: every question the port asks, as SQL.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use rusqlite::{Connection, OptionalExtension, params, params_from_iter};

use super::{DRAFT, Failure, PUBLISHED, WITHDRAWN, facet_columns, instant};
use crate::article::{Article, ArticleId, Guid, Instant, PlainText, Slug};
use crate::store::{Change, Facet, FacetSummary, Order, Query, Sequence, Withdrawn};

/// The stored JSON as an article.
pub(super) fn parse(id: &str, record: &str) -> Result<Article, Failure> {
    serde_json::from_str(record).map_err(|source| Failure::Record { id: id.to_owned(), source })
}

pub(super) fn article(
    connection: &Connection,
    id: &ArticleId,
) -> Result<Option<Arc<Article>>, Failure> {
    let record: Option<String> = connection
        .prepare_cached("SELECT record FROM article WHERE id = ?")?
        .query_row([id.as_str()], |row| row.get(0))
        .optional()?;
    record.map(|record| parse(id.as_str(), &record).map(Arc::new)).transpose()
}

/// The keys of those facets that were ever used.
pub(super) fn keys(connection: &Connection, facets: &[Facet]) -> Result<Vec<i64>, Failure> {
    let mut statement =
        connection.prepare_cached("SELECT key FROM facet WHERE kind = ? AND slug = ?")?;
    let mut keys = Vec::with_capacity(facets.len());
    for facet in facets {
        let (kind, slug) = facet_columns(facet);
        keys.extend(statement.query_row([kind, slug], |row| row.get::<_, i64>(0)).optional()?);
    }
    keys.sort_unstable();
    keys.dedup();
    Ok(keys)
}

/// A walk along one index of a facet, newest first.
///
/// Ties are broken by id, which is not in the index: the share of a date that a page ends in is
/// read whole, the order is made here. The unary plus keeps the planner on the facet's index.
fn walk(column: &str, condition: &str) -> String {
    format!(
        "SELECT a.id, f.{column}, a.record FROM filed f JOIN article a ON a.key = f.article
         WHERE f.facet = ?1 AND f.state = {PUBLISHED} AND f.{column} <= ?2 AND f.{column} >= ?3
           AND +f.published <= ?4 AND (f.expires IS NULL OR f.expires > ?4)
           AND (f.{column} < ?2 OR ?5 IS NULL OR a.id > ?5) {condition}
         ORDER BY f.{column} DESC, a.id LIMIT ?6"
    )
}

/// What a facet gives to a page is one walk by publication; by the last change it is one over what
/// was changed and one over all else. A union merges what its facets give. Each is at most a page
/// long, so the cost does not grow with the number of articles.
pub(super) fn page(
    connection: &Connection,
    query: &Query<'_>,
) -> Result<Vec<Arc<Article>>, Failure> {
    let walks = match query.order {
        Order::Published => vec![walk("published", "")],
        Order::Updated => vec![
            walk("updated", "AND f.updated <> f.published"),
            walk("published", "AND f.updated = f.published"),
        ],
    };
    let (newest, after_id) = match &query.after {
        Some((date, id)) => (date.timestamp(), Some(id.as_str())),
        None => (i64::MAX, None),
    };
    let oldest = query.since.map_or(i64::MIN, |since| since.timestamp());
    let limit = i64::try_from(query.limit).unwrap_or(i64::MAX);
    let keys = keys(connection, query.any_of)?;
    let mut found: BTreeMap<(std::cmp::Reverse<i64>, String), String> = BTreeMap::new();
    for walk in walks {
        let mut statement = connection.prepare_cached(&walk)?;
        for key in &keys {
            let at = query.at.timestamp();
            let mut rows = statement.query(params![key, newest, oldest, at, after_id, limit])?;
            while let Some(row) = rows.next()? {
                found.entry((std::cmp::Reverse(row.get(1)?), row.get(0)?)).or_insert(row.get(2)?);
            }
        }
    }
    in_full(connection, found.into_iter().take(query.limit).map(|((_, id), record)| (id, record)))
}

/// Articles as they are read, from their ids and records: categories have the names that the store
/// knows.
pub(super) fn in_full(
    connection: &Connection,
    records: impl Iterator<Item = (String, String)>,
) -> Result<Vec<Arc<Article>>, Failure> {
    let mut names = Names::default();
    records
        .map(|(id, record)| {
            let mut article = parse(&id, &record)?;
            names.give(connection, &mut article)?;
            Ok(Arc::new(article))
        })
        .collect()
}

/// The names of categories that articles are filed under by their slug.
#[derive(Default)]
struct Names(HashMap<Slug, PlainText>);

impl Names {
    /// Gives an article's categories the names that others write out.
    fn give(&mut self, connection: &Connection, article: &mut Article) -> Result<(), Failure> {
        for term in &mut article.categories {
            if term.name.as_str() != term.slug.as_str() {
                continue;
            }
            if !self.0.contains_key(&term.slug) {
                let name: Option<String> = connection
                    .prepare_cached("SELECT name FROM facet WHERE kind = 'category' AND slug = ?")?
                    .query_row([term.slug.as_str()], |row| row.get(0))
                    .optional()?;
                let name = name.map_or_else(|| term.name.clone(), |name| PlainText::new(&name));
                self.0.insert(term.slug.clone(), name);
            }
            if let Some(name) = self.0.get(&term.slug) {
                term.name.clone_from(name);
            }
        }
        Ok(())
    }
}

pub(super) fn withdrawn(
    connection: &Connection,
    any_of: &[Facet],
    since: Instant,
    limit: usize,
) -> Result<Vec<Withdrawn>, Failure> {
    // Filed rows of a withdrawn article carry the time of the withdrawal as `updated`.
    let mut statement = connection.prepare_cached(&format!(
        "SELECT a.id, a.guid, json_extract(a.record, '$.guid.iri'), a.url, f.updated FROM filed f JOIN article a ON a.key = f.article
         WHERE f.facet = ?1 AND f.state = {WITHDRAWN} AND f.updated >= ?2
         ORDER BY f.updated DESC, a.id LIMIT ?3"
    ))?;
    let mut found = BTreeMap::new();
    for key in keys(connection, any_of)? {
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let mut rows = statement.query(params![key, since.timestamp(), limit])?;
        while let Some(row) = rows.next()? {
            let (id, at): (String, i64) = (row.get(0)?, row.get(4)?);
            let gone = Withdrawn {
                id: ArticleId::from(id.as_str()),
                guid: Guid::kept(row.get(1)?, row.get(2)?),
                url: row.get(3)?,
                at: instant(at),
            };
            found.insert((std::cmp::Reverse(at), id), gone);
        }
    }
    Ok(found.into_values().take(limit).collect())
}

/// Every facet in use, with what is public under it at an instant: how many articles, and the
/// newest. Counting reads the facets' index once; what has expired is taken off the count by an
/// index that holds nothing else.
const SUMMARIES: &str = "
    SELECT k.kind, k.slug, k.name,
      (SELECT count(*) FROM filed f WHERE f.facet = k.key AND f.state = 0 AND f.published <= ?1)
      - (SELECT count(*) FROM filed f
         WHERE f.facet = k.key AND f.state = 0 AND f.expires <= ?1 AND +f.published <= ?1),
      (SELECT f.published FROM filed f
       WHERE f.facet = k.key AND f.state = 0 AND f.published <= ?1
         AND (f.expires IS NULL OR f.expires > ?1) ORDER BY f.published DESC LIMIT 1),
      k.since <= ?1
    FROM facet k";

/// A facet's row, and whether anything public was ever filed under it.
fn summary(row: &rusqlite::Row<'_>) -> rusqlite::Result<Option<(FacetSummary, bool)>> {
    let (kind, slug): (String, String) = (row.get(0)?, row.get(1)?);
    let Some(facet) = facet_named(&kind, &slug) else { return Ok(None) };
    let newest: Option<i64> = row.get(4)?;
    let articles: i64 = row.get(3)?;
    let summary = FacetSummary {
        facet,
        name: row.get(2)?,
        articles: u64::try_from(articles).unwrap_or(0),
        newest: newest.map(instant),
    };
    Ok(Some((summary, row.get(5)?)))
}

pub(super) fn facet_named(kind: &str, slug: &str) -> Option<Facet> {
    match kind {
        "all" => Some(Facet::All),
        "category" => Slug::new(slug).map(Facet::Category),
        "author" => Slug::new(slug).map(Facet::Author),
        "tag" => Slug::new(slug).map(Facet::Tag),
        "language" => Slug::new(slug).map(Facet::Language),
        _ => None,
    }
}

pub(super) fn facet_name(
    connection: &Connection,
    facet: &Facet,
    at: Instant,
) -> Result<Option<String>, Failure> {
    let (kind, slug) = facet_columns(facet);
    Ok(connection
        .prepare_cached("SELECT name FROM facet WHERE kind = ? AND slug = ? AND since <= ?")?
        .query_row(params![kind, slug, at.timestamp()], |row| row.get(0))
        .optional()?)
}

pub(super) fn facets(connection: &Connection, at: Instant) -> Result<Vec<FacetSummary>, Failure> {
    let mut statement = connection.prepare_cached(SUMMARIES)?;
    let mut rows = statement.query([at.timestamp()])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let Some((summary, ever_public)) = summary(row)? else { continue };
        let lasting = matches!(summary.facet, Facet::All | Facet::Category(_));
        if summary.articles > 0 || (ever_public && lasting) {
            found.push(summary);
        }
    }
    found.sort_by(|a, b| a.facet.cmp(&b.facet));
    Ok(found)
}

pub(super) fn next_due(
    connection: &Connection,
    any_of: &[Facet],
    at: Instant,
) -> Result<Option<Instant>, Failure> {
    let mut scheduled = connection.prepare_cached(&format!(
        "SELECT min(published) FROM filed WHERE facet = ?1 AND state = {PUBLISHED} AND published > ?2"
    ))?;
    let mut expiring = connection.prepare_cached(&format!(
        "SELECT min(expires) FROM filed WHERE facet = ?1 AND state = {PUBLISHED} AND expires > ?2"
    ))?;
    let mut due: Option<i64> = None;
    for key in keys(connection, any_of)? {
        for statement in [&mut scheduled, &mut expiring] {
            let next: Option<i64> =
                statement.query_row(params![key, at.timestamp()], |row| row.get(0))?;
            due = match (due, next) {
                (Some(a), Some(b)) => Some(a.min(b)),
                (a, b) => a.or(b),
            };
        }
    }
    Ok(due.map(instant))
}

pub(super) fn sequence(connection: &Connection) -> Result<Sequence, Failure> {
    let last: Option<i64> = connection
        .prepare_cached("SELECT max(sequence) FROM change")?
        .query_row([], |row| row.get(0))?;
    Ok(last.and_then(|last| Sequence::try_from(last).ok()).unwrap_or(0))
}

pub(super) fn changes(
    connection: &Connection,
    after: Sequence,
    limit: usize,
) -> Result<Vec<Change>, Failure> {
    let mut statement = connection.prepare_cached(
        "SELECT sequence, article, before, after, published_before, published_after FROM change
         WHERE sequence > ? ORDER BY sequence LIMIT ?",
    )?;
    let after = i64::try_from(after).unwrap_or(i64::MAX);
    let mut rows = statement.query(params![after, i64::try_from(limit).unwrap_or(i64::MAX)])?;
    let mut changes = Vec::new();
    while let Some(row) = rows.next()? {
        let article: String = row.get(1)?;
        let facets = |column: usize| -> Result<Vec<Facet>, Failure> {
            let text: String = row.get(column)?;
            serde_json::from_str(&text)
                .map_err(|source| Failure::Record { id: article.clone(), source })
        };
        let sequence: i64 = row.get(0)?;
        let dates: [Option<i64>; 2] = [row.get(4)?, row.get(5)?];
        changes.push(Change {
            sequence: Sequence::try_from(sequence).unwrap_or(0),
            before: facets(2)?,
            after: facets(3)?,
            dates: dates.into_iter().flatten().map(instant).collect(),
            article: ArticleId::from(article.as_str()),
        });
    }
    Ok(changes)
}

pub(super) fn sources(
    connection: &Connection,
) -> Result<BTreeMap<String, Vec<ArticleId>>, Failure> {
    let mut statement = connection.prepare_cached(&format!(
        "SELECT source, id FROM article WHERE source IS NOT NULL AND state IN ({PUBLISHED}, {DRAFT})
         ORDER BY source, id"
    ))?;
    let mut rows = statement.query([])?;
    let mut sources: BTreeMap<String, Vec<ArticleId>> = BTreeMap::new();
    while let Some(row) = rows.next()? {
        let id: String = row.get(1)?;
        sources.entry(row.get(0)?).or_default().push(ArticleId::from(id.as_str()));
    }
    Ok(sources)
}

/// A document's digest and since when it has had it.
pub(super) fn document(
    connection: &Connection,
    name: &str,
) -> Result<Option<(String, Instant)>, Failure> {
    Ok(connection
        .prepare_cached("SELECT digest, since FROM document WHERE name = ?")?
        .query_row(params_from_iter([name]), |row| Ok((row.get(0)?, instant(row.get(1)?))))
        .optional()?)
}
