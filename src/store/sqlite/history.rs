//! Histories: where they are cut into archives, and what is between two cuts.
//!
//! Cutting reads the facets' index alone: an id is looked up only where a cut falls among articles
//! of one second.

use std::fmt::Write as _;
use std::sync::Arc;

use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};

use super::read::{in_full, keys};
use super::{Failure, PUBLISHED, WITHDRAWN, instant};
use crate::article::{Article, ArticleId, Instant};
use crate::store::{Archive, Facet, History, Mark, Tally};

/// An end as a row has it: date and id.
type End = (i64, String);

/// The end of the archive that takes what comes.
const OPEN: i64 = i64::MAX;

/// A row of the table, and the end of the one before it.
struct Piece {
    after: Option<End>,
    end: End,
    size: usize,
}

impl Piece {
    fn is_open(&self) -> bool {
        self.end.0 == OPEN
    }
}

fn end(row: &Row<'_>) -> rusqlite::Result<End> {
    Ok((row.get(0)?, row.get(1)?))
}

fn mark((published, id): End) -> Mark {
    Mark { published: instant(published), id: ArticleId::from(id.as_str()) }
}

/// The end of the last full archive.
fn last_end(connection: &Connection, name: &str) -> Result<Option<End>, Failure> {
    Ok(connection
        .prepare_cached(
            "SELECT published, id FROM archive WHERE history = ? AND published < ?
             ORDER BY published DESC, id DESC LIMIT 1",
        )?
        .query_row(params![name, OPEN], end)
        .optional()?)
}

fn piece(connection: &Connection, name: &str, number: u32) -> Result<Option<Piece>, Failure> {
    let row = connection
        .prepare_cached("SELECT published, id, size FROM archive WHERE history = ? AND number = ?")?
        .query_row(params![name, number], |row| Ok((end(row)?, row.get::<_, i64>(2)?)))
        .optional()?;
    let Some((end_of_it, size)) = row else { return Ok(None) };
    let after = connection
        .prepare_cached(
            "SELECT published, id FROM archive WHERE history = ?1 AND (published, id) < (?2, ?3)
             ORDER BY published DESC, id DESC LIMIT 1",
        )?
        .query_row(params![name, end_of_it.0, end_of_it.1], end)
        .optional()?;
    let size = usize::try_from(size).unwrap_or(usize::MAX);
    Ok(Some(Piece { after, end: end_of_it, size }))
}

/// An archive by its number.
pub(super) fn archive(
    connection: &Connection,
    history: &History<'_>,
    number: u32,
) -> Result<Option<Archive>, Failure> {
    let Some(piece) = piece(connection, history.name, number)? else { return Ok(None) };
    let nearest = |sign: &str, direction: &str| -> Result<Option<u32>, Failure> {
        Ok(connection
            .prepare_cached(&format!(
                "SELECT number FROM archive WHERE history = ?1 AND (published, id) {sign} (?2, ?3)
                 ORDER BY published {direction}, id {direction} LIMIT 1"
            ))?
            .query_row(params![history.name, piece.end.0, piece.end.1], |row| row.get(0))
            .optional()?)
    };
    Ok(Some(Archive {
        number,
        previous: nearest("<", "DESC")?,
        next: nearest(">", "ASC")?,
        to: (!piece.is_open()).then(|| mark(piece.end.clone())),
        after: piece.after.map(mark),
    }))
}

/// The newest full archive.
pub(super) fn newest(
    connection: &Connection,
    history: &History<'_>,
) -> Result<Option<Archive>, Failure> {
    let Some((published, id)) = last_end(connection, history.name)? else { return Ok(None) };
    let number = connection
        .prepare_cached(
            "SELECT number FROM archive WHERE history = ? AND published = ? AND id = ?",
        )?
        .query_row(params![history.name, published, id], |row| row.get(0))?;
    archive(connection, history, number)
}

/// Whether more has been public since the last full archive than fills one.
pub(super) fn is_due(
    connection: &Connection,
    history: &History<'_>,
    at: Instant,
) -> Result<bool, Failure> {
    let after = last_end(connection, history.name)?;
    let entries = Entries::within(connection, history, after.as_ref(), (at.timestamp(), None))?;
    Ok(entries.len() > history.size.max(1))
}

/// Cuts the end of a history: see [`crate::store::Store::cut`]. Whoever else cut it meanwhile has
/// moved its end, and nothing is cut twice.
pub(super) fn cut(
    transaction: &Transaction<'_>,
    history: &History<'_>,
    at: Instant,
) -> Result<(), Failure> {
    let after = last_end(transaction, history.name)?;
    let entries = Entries::within(transaction, history, after.as_ref(), (at.timestamp(), None))?;
    let size = history.size.max(1);
    let ends = entries.ends(transaction, size, size)?;
    if ends.is_empty() {
        return Ok(());
    }
    let open: Option<u32> = transaction
        .prepare_cached("SELECT number FROM archive WHERE history = ? AND published = ?")?
        .query_row(params![history.name, OPEN], |row| row.get(0))
        .optional()?;
    let mut number = open;
    for end in ends.into_iter().chain([(OPEN, String::new())]) {
        let this = match number.take() {
            Some(number) => number,
            None => count(transaction, history.name)? + 1,
        };
        keep(transaction, history.name, this, &end, size)?;
    }
    Ok(())
}

/// Whether articles of earlier dates have made a full archive more than twice as large as it was.
pub(super) fn is_overfull(
    connection: &Connection,
    history: &History<'_>,
    number: u32,
    at: Instant,
) -> Result<bool, Failure> {
    let piece = piece(connection, history.name, number)?;
    let Some(piece) = piece.filter(|piece| !piece.is_open()) else { return Ok(false) };
    let most = piece.size.saturating_mul(2);
    Ok(Entries::of(connection, history, &piece, at)?.len() > most)
}

/// Cuts an archive that has become too large: see [`crate::store::Store::archive`].
pub(super) fn split(
    transaction: &Transaction<'_>,
    history: &History<'_>,
    number: u32,
    at: Instant,
) -> Result<(), Failure> {
    let piece = piece(transaction, history.name, number)?;
    let Some(piece) = piece.filter(|piece| !piece.is_open()) else { return Ok(()) };
    let size = piece.size;
    let entries = Entries::of(transaction, history, &piece, at)?;
    if entries.len() <= size.saturating_mul(2) {
        return Ok(());
    }
    for end in entries.ends(transaction, size, size.saturating_mul(2) - 1)? {
        let number = count(transaction, history.name)? + 1;
        keep(transaction, history.name, number, &end, size)?;
    }
    Ok(())
}

/// The greatest number that was given.
pub(super) fn count(connection: &Connection, name: &str) -> Result<u32, Failure> {
    Ok(connection
        .prepare_cached("SELECT ifnull(max(number), 0) FROM archive WHERE history = ?")?
        .query_row([name], |row| row.get(0))?)
}

fn keep(
    transaction: &Transaction<'_>,
    name: &str,
    number: u32,
    (published, id): &End,
    size: usize,
) -> Result<(), Failure> {
    transaction
        .prepare_cached(
            "INSERT INTO archive (history, number, published, id, size) VALUES (?, ?, ?, ?, ?)
             ON CONFLICT (history, number) DO UPDATE SET
               published = excluded.published, id = excluded.id, size = excluded.size",
        )?
        .execute(params![name, number, published, id, i64::try_from(size).unwrap_or(i64::MAX)])?;
    Ok(())
}

/// Lists of facets as a statement has them: those to walk along, and the condition that the others make.
fn filed(connection: &Connection, lists: &[Vec<Facet>]) -> Result<(Vec<i64>, String), Failure> {
    let mut lists = lists.iter();
    let along = match lists.next() {
        Some(facets) => keys(connection, facets)?,
        None => Vec::new(),
    };
    let mut also = String::new();
    for facets in lists {
        let keys: Vec<String> =
            keys(connection, facets)?.into_iter().map(|key| key.to_string()).collect();
        // Writing to a string cannot fail.
        let _ = write!(
            also,
            " AND EXISTS (SELECT 1 FROM filed g WHERE g.facet IN ({}) AND g.state = f.state
                AND g.published = f.published AND g.article = f.article)",
            keys.join(", ")
        );
    }
    Ok((along, also))
}

/// The articles that decide where a part of a history is cut, as the index has them: date and key,
/// in order of their dates.
struct Entries(Vec<(i64, i64)>);

impl Entries {
    fn of(
        connection: &Connection,
        history: &History<'_>,
        piece: &Piece,
        at: Instant,
    ) -> Result<Self, Failure> {
        let (published, id) = &piece.end;
        let to = if *published > at.timestamp() {
            (at.timestamp(), None)
        } else {
            (*published, Some(id.as_str()))
        };
        Self::within(connection, history, piece.after.as_ref(), to)
    }

    /// Those after one end, up to another; without an id the whole second is meant.
    fn within(
        connection: &Connection,
        history: &History<'_>,
        after: Option<&End>,
        to: (i64, Option<&str>),
    ) -> Result<Self, Failure> {
        let (along, also) = filed(connection, history.cut_by)?;
        let mut statement = connection.prepare_cached(&format!(
            "SELECT f.published, f.article FROM filed f
             WHERE f.facet = ?1 AND f.state = ?2 AND f.published >= ?3 AND f.published <= ?4{also}"
        ))?;
        let mut found: Vec<(i64, i64)> = Vec::new();
        for facet in &along {
            for state in [PUBLISHED, WITHDRAWN] {
                let from = after.map_or(i64::MIN, |(published, _)| *published);
                let mut rows = statement.query(params![facet, state, from, to.0])?;
                while let Some(row) = rows.next()? {
                    found.push((row.get(0)?, row.get(1)?));
                }
            }
        }
        found.sort_unstable();
        found.dedup();
        // Of the seconds in which it begins and ends, those on the right side by their ids.
        let mut id_of = connection.prepare_cached("SELECT id FROM article WHERE key = ?")?;
        let mut kept = Vec::with_capacity(found.len());
        for (published, key) in found {
            let begins = after.filter(|(at, _)| *at == published).map(|(_, id)| id);
            let ends = to.1.filter(|_| to.0 == published);
            if begins.is_some() || ends.is_some() {
                let id: String = id_of.query_row([key], |row| row.get(0))?;
                if begins.is_some_and(|begin| id <= *begin)
                    || ends.is_some_and(|end| id.as_str() > end)
                {
                    continue;
                }
            }
            kept.push((published, key));
        }
        Ok(Self(kept))
    }

    fn len(&self) -> usize {
        self.0.len()
    }

    /// Where to cut it, oldest first, into parts of `size`, as long as more than `rest` remains.
    fn ends(&self, connection: &Connection, size: usize, rest: usize) -> Result<Vec<End>, Failure> {
        let mut id_of = connection.prepare_cached("SELECT id FROM article WHERE key = ?")?;
        let mut ends = Vec::new();
        let mut begin = 0;
        while self.0.len() - begin > rest {
            let last = begin + size - 1;
            let Some((published, _)) = self.0.get(last) else { break };
            // The second that the cut falls into, its articles in the order of their ids.
            let first = self.0.partition_point(|(at, _)| at < published);
            let behind = self.0.partition_point(|(at, _)| at <= published);
            let mut ids = Vec::with_capacity(behind - first);
            for (_, key) in self.0.get(first..behind).unwrap_or_default() {
                ids.push(id_of.query_row([key], |row| row.get::<_, String>(0))?);
            }
            ids.sort_unstable();
            let Some(id) = ids.into_iter().nth(last - first) else { break };
            ends.push((*published, id));
            begin += size;
        }
        Ok(ends)
    }
}

/// The condition that an article is within an archive; its four values follow the others.
const WITHIN: &str = "f.published >= ?3 AND f.published <= ?5
    AND (f.published > ?3 OR a.id > ?4) AND (f.published < ?5 OR a.id <= ?6)";

/// The values of [`WITHIN`]: an archive without a beginning begins before everything.
fn bounds(archive: &Archive) -> (i64, &str, i64, &str) {
    let (from, after) = archive
        .after
        .as_ref()
        .map_or((i64::MIN, ""), |mark| (mark.published.timestamp(), mark.id.as_str()));
    let (to, last) = archive
        .to
        .as_ref()
        .map_or((OPEN, ""), |mark| (mark.published.timestamp(), mark.id.as_str()));
    (from, after, to, last)
}

pub(super) fn articles(
    connection: &Connection,
    history: &History<'_>,
    archive: &Archive,
    at: Instant,
) -> Result<Vec<Arc<Article>>, Failure> {
    let (along, also) = filed(connection, history.filed)?;
    let (from, after, to, last) = bounds(archive);
    let mut statement = connection.prepare_cached(&format!(
        "SELECT f.published, a.id, a.record FROM filed f JOIN article a ON a.key = f.article
         WHERE f.facet = ?1 AND f.state = {PUBLISHED} AND {WITHIN}
           AND f.published <= ?2 AND (f.expires IS NULL OR f.expires > ?2){also}"
    ))?;
    let mut found = std::collections::BTreeMap::new();
    for facet in along {
        let mut rows = statement.query(params![facet, at.timestamp(), from, after, to, last])?;
        while let Some(row) = rows.next()? {
            let published: i64 = row.get(0)?;
            let id: String = row.get(1)?;
            found.entry((std::cmp::Reverse(published), id)).or_insert(row.get::<_, String>(2)?);
        }
    }
    in_full(connection, found.into_iter().map(|((_, id), record)| (id, record)))
}

pub(super) fn tally(
    connection: &Connection,
    history: &History<'_>,
    archive: &Archive,
    at: Instant,
) -> Result<Tally, Failure> {
    let (along, also) = filed(connection, history.filed)?;
    let (from, after, to, last) = bounds(archive);
    let mut statement = connection.prepare_cached(&format!(
        "SELECT f.state, f.article, f.updated FROM filed f JOIN article a ON a.key = f.article
         WHERE f.facet = ?1 AND f.state IN ({PUBLISHED}, {WITHDRAWN}) AND {WITHIN}
           AND f.published <= ?2 AND (f.state = {WITHDRAWN} OR f.expires IS NULL OR f.expires > ?2){also}"
    ))?;
    let mut articles = std::collections::BTreeSet::new();
    let mut withdrawn: Option<i64> = None;
    for facet in along {
        let mut rows = statement.query(params![facet, at.timestamp(), from, after, to, last])?;
        while let Some(row) = rows.next()? {
            if row.get::<_, i64>(0)? == PUBLISHED {
                articles.insert(row.get::<_, i64>(1)?);
            } else {
                withdrawn = withdrawn.max(Some(row.get(2)?));
            }
        }
    }
    Ok(Tally { articles: articles.len(), withdrawn: withdrawn.map(instant) })
}

pub(super) fn inhabited_before(
    connection: &Connection,
    history: &History<'_>,
    archive: &Archive,
    at: Instant,
) -> Result<Option<u32>, Failure> {
    let Some(Mark { published, id }) = &archive.after else { return Ok(None) };
    let (along, also) = filed(connection, history.filed)?;
    let mut statement = connection.prepare_cached(&format!(
        "SELECT f.published, a.id FROM filed f JOIN article a ON a.key = f.article
         WHERE f.facet = ?1 AND f.state = {PUBLISHED} AND f.published <= min(?2, ?3)
           AND (f.published < ?2 OR a.id <= ?4) AND (f.expires IS NULL OR f.expires > ?3){also}
         ORDER BY f.published DESC, a.id DESC LIMIT 1"
    ))?;
    let mut newest: Option<End> = None;
    for facet in along {
        let values = params![facet, published.timestamp(), at.timestamp(), id.as_str()];
        newest = newest.max(statement.query_row(values, end).optional()?);
    }
    let Some((published, id)) = newest else { return Ok(None) };
    Ok(connection
        .prepare_cached(
            "SELECT number FROM archive WHERE history = ? AND (published, id) >= (?, ?)
             ORDER BY published, id LIMIT 1",
        )?
        .query_row(params![history.name, published, id], |row| row.get(0))
        .optional()?)
}
