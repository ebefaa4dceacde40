//! Writings: every change of the store, each call inside one transaction of the caller's.

use std::borrow::Cow;

use rusqlite::{OptionalExtension, Params, Transaction, params};

use super::changes::Changes;
use super::filing::Filing;
use super::naming::filed_by_slug;
use super::read::parse;
use super::{Failure, PUBLISHED, instant, state_number};
use crate::article::{Article, ArticleId, Instant, Status};
use crate::store::facet::public_facets;
use crate::store::{Batch, Conflict, Facet, Incoming, Outcome};

/// What the store already knows of an article.
struct Known {
    key: i64,
    article: Article,
    record: String,
    withdrawn: Option<i64>,
    source: Option<String>,
    /// Of its last change.
    sequence: i64,
}

macro_rules! known {
    ($condition:literal) => {
        concat!(
            "SELECT key, id, record, withdrawn, source, sequence FROM article WHERE ",
            $condition,
            " LIMIT 1"
        )
    };
}

/// By what an article may be known.
const BY_ID: &str = known!("id = ?");
const BY_GUID: &str = known!("guid = ?");
/// As it was left by a change up to this one.
const BY_URL: &str = known!("url = ? AND state = ? AND sequence <= ?");

impl Known {
    fn by(
        transaction: &Transaction<'_>,
        statement: &str,
        values: impl Params,
    ) -> Result<Option<Self>, Failure> {
        let row = transaction
            .prepare_cached(statement)?
            .query_row(values, |row| {
                let id: String = row.get(1)?;
                let record: String = row.get(2)?;
                Ok((row.get::<_, i64>(0)?, id, record, row.get(3)?, row.get(4)?, row.get(5)?))
            })
            .optional()?;
        row.map(|(key, id, record, withdrawn, source, sequence)| {
            Ok(Self { key, article: parse(&id, &record)?, record, withdrawn, source, sequence })
        })
        .transpose()
    }

    /// Whether the public may have seen it, and it was not taken back.
    fn was_seen(&self, now: Instant) -> bool {
        self.article.status == Status::Published && self.article.published <= now
    }
}

/// The record as the store keeps it.
fn written(article: &Article) -> Result<String, Failure> {
    serde_json::to_string(article)
        .map_err(|source| Failure::Record { id: article.id.to_string(), source })
}

/// The writings of one transaction: batch after batch of articles, or withdrawals.
pub(super) struct Writing<'t> {
    transaction: &'t Transaction<'t>,
    filing: Filing<'t>,
    changes: Changes<'t>,
}

impl<'t> Writing<'t> {
    /// Writes within a transaction: what is filed and recorded on the way is written at the end.
    pub(super) fn within<T>(
        transaction: &'t Transaction<'t>,
        write: impl FnOnce(&mut Self) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        let changes = Changes::new(transaction)?;
        let mut writing = Self { transaction, filing: Filing::new(transaction), changes };
        let result = write(&mut writing)?;
        writing.end()?;
        Ok(result)
    }

    /// Puts a batch; what became of each of its articles, in their order.
    pub(super) fn put(
        &mut self,
        incoming: &[Incoming],
        batch: Batch,
    ) -> Result<Vec<Outcome>, Failure> {
        incoming.iter().map(|incoming| self.put_one(incoming, batch)).collect()
    }

    /// Takes articles back; those that were public.
    pub(super) fn withdraw(
        &mut self,
        ids: &[ArticleId],
        now: Instant,
    ) -> Result<Vec<ArticleId>, Failure> {
        let mut gone = Vec::new();
        for id in ids {
            let Some(known) = Known::by(self.transaction, BY_ID, [id.as_str()])? else { continue };
            if known.article.status == Status::Withdrawn {
                continue;
            }
            self.take_back(&known, now)?;
            if known.was_seen(now) {
                gone.push(id.clone());
            }
        }
        Ok(gone)
    }

    fn end(mut self) -> Result<(), Failure> {
        let renamed = self.filing.write()?;
        // An article that names a category by its slug reads otherwise once the category is called
        // otherwise: that is a change of it, unless this transaction changed it anyway.
        for article in filed_by_slug(self.transaction, &renamed, self.changes.before())? {
            self.changes.record(Some(&article), &article, &public_facets(&article))?;
        }
        self.changes.write()
    }

    fn put_one(&mut self, incoming: &Incoming, batch: Batch) -> Result<Outcome, Failure> {
        let transaction = self.transaction;
        let mut article = Cow::Borrowed(incoming.article());
        let mut known = Known::by(transaction, BY_ID, [article.id.as_str()])?;
        if known.is_none()
            && let Some(earlier) = known_by_url(transaction, &article, batch)?
        {
            if !batch.allow_new_ids {
                return Ok(Outcome::Refused(Conflict::UrlKnown { known: earlier.article.id }));
            }
            known = Some(earlier);
        }
        if known.is_none()
            && let Some(other) = Known::by(transaction, BY_GUID, [article.guid.as_str()])?
        {
            if !(batch.allow_new_ids && other.sequence <= began(batch)) {
                return Ok(Outcome::Refused(Conflict::GuidTaken { known: other.article.id }));
            }
            known = Some(other);
        }
        let was_seen = known.as_ref().is_some_and(|known| known.was_seen(batch.now));
        if let Some(known) = known.as_ref().filter(|_| article.status == Status::Draft) {
            if was_seen {
                self.take_back(known, batch.now)?;
                return Ok(Outcome::Withdrawn);
            }
            if known.article.status == Status::Withdrawn {
                return Ok(Outcome::Unchanged);
            }
        }
        // Decided once: no later import changes what readers know the article by.
        if let Some(known) = &known
            && article.guid != known.article.guid
        {
            article.to_mut().guid = known.article.guid.clone();
        }
        let record = match (&article, &incoming.record) {
            (Cow::Borrowed(_), Some(record)) => Cow::Borrowed(record),
            _ => Cow::Owned(written(&article)?),
        };
        if let Some(known) = &known
            && known.record == *record
        {
            if known.source.as_deref() != incoming.source() {
                transaction
                    .prepare_cached("UPDATE article SET source = ? WHERE key = ?")?
                    .execute(params![incoming.source(), known.key])?;
            }
            return Ok(Outcome::Unchanged);
        }
        let before = known.as_ref().map(|known| &known.article);
        let withdrawn = withdrawal_date(&article, known.as_ref(), batch.now);
        let facets = &incoming.facets;
        let sequence = self.changes.record(before, &article, facets)?;
        let (record, source) = (&*record, incoming.source());
        let row = Row { article: &article, facets, record, withdrawn, source, sequence };
        row.write(transaction, &mut self.filing, known.as_ref())?;
        Ok(match known {
            Some(_) if was_seen && article.status == Status::Withdrawn => Outcome::Withdrawn,
            Some(_) => Outcome::Changed,
            None => Outcome::Kept,
        })
    }

    /// Takes an article back: what the public never saw needs no announcement.
    fn take_back(&mut self, known: &Known, now: Instant) -> Result<(), Failure> {
        let mut article = known.article.clone();
        article.status = if known.was_seen(now) { Status::Withdrawn } else { Status::Draft };
        let withdrawn = withdrawal_date(&article, Some(known), now);
        let record = written(&article)?;
        let facets = public_facets(&article);
        let sequence = self.changes.record(Some(&known.article), &article, &facets)?;
        let (record, facets) = (&*record, &*facets);
        let row = Row { article: &article, facets, record, withdrawn, source: None, sequence };
        row.write(self.transaction, &mut self.filing, Some(known))
    }
}

/// The sequence of the last change that is not this import's.
fn began(batch: Batch) -> i64 {
    i64::try_from(batch.began).unwrap_or(i64::MAX)
}

/// An article that an earlier import brought under the same URL and another id.
fn known_by_url(
    transaction: &Transaction<'_>,
    article: &Article,
    batch: Batch,
) -> Result<Option<Known>, Failure> {
    if article.status == Status::Withdrawn {
        return Ok(None);
    }
    Known::by(transaction, BY_URL, params![article.url, PUBLISHED, began(batch)])
}

/// When a withdrawn article was withdrawn: it never changes once it is known; the record's own
/// word comes first, so that the same records give the same documents in a new store too.
fn withdrawal_date(article: &Article, known: Option<&Known>, now: Instant) -> Option<i64> {
    if article.status != Status::Withdrawn {
        return None;
    }
    if let Some(at) = known.and_then(|known| known.withdrawn) {
        return Some(at);
    }
    let stated = article.modified.map(|modified| modified.timestamp());
    // Readers honour a withdrawal only when it is later than the entry they have (RFC 6721).
    let last_seen = known.map(|known| known.article.updated().timestamp());
    match (stated, last_seen) {
        (Some(stated), Some(last_seen)) if stated <= last_seen => {
            Some(now.timestamp().max(last_seen + 1))
        }
        (Some(stated), _) => Some(stated),
        (None, Some(last_seen)) => Some(now.timestamp().max(last_seen + 1)),
        (None, None) => Some(article.published.timestamp()),
    }
}

/// An article's row and the rows it is filed by.
struct Row<'a> {
    article: &'a Article,
    facets: &'a [Facet],
    record: &'a str,
    withdrawn: Option<i64>,
    source: Option<&'a str>,
    sequence: i64,
}

impl Row<'_> {
    fn write(
        &self,
        transaction: &Transaction<'_>,
        filing: &mut Filing<'_>,
        known: Option<&Known>,
    ) -> Result<(), Failure> {
        let article = self.article;
        let updated = article.updated().timestamp();
        let columns = params![
            article.id.as_str(),
            article.guid.as_str(),
            article.url,
            state_number(article.status),
            article.published.timestamp(),
            updated,
            article.expires.map(|expires| expires.timestamp()),
            self.withdrawn,
            self.source,
            self.sequence,
            self.record,
            known.map(|known| known.key),
        ];
        let statement = match known {
            Some(_) => {
                "UPDATE article SET id = ?1, guid = ?2, url = ?3, state = ?4, published = ?5,
                 updated = ?6, expires = ?7, withdrawn = ?8, source = ?9, sequence = ?10,
                 record = ?11 WHERE key = ?12"
            }
            None => {
                "INSERT INTO article (id, guid, url, state, published, updated, expires, withdrawn,
                 source, sequence, record, key)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)"
            }
        };
        transaction.prepare_cached(statement)?.execute(columns)?;
        let key = known.map_or_else(|| transaction.last_insert_rowid(), |known| known.key);
        // What was taken back is ordered by when.
        let updated = self.withdrawn.unwrap_or(updated);
        filing.file(key, article, self.facets, updated, known.map(|known| &known.article))
    }
}

/// Records a document's new digest; its date never goes back.
pub(super) fn document(
    transaction: &Transaction<'_>,
    name: &str,
    digest: &str,
    now: Instant,
) -> Result<Instant, Failure> {
    let since: i64 = transaction
        .prepare_cached(
            "INSERT INTO document (name, digest, since) VALUES (?1, ?2, ?3)
             ON CONFLICT (name) DO UPDATE SET
               since = CASE WHEN digest = excluded.digest THEN since ELSE max(since, excluded.since) END,
               digest = excluded.digest
             RETURNING since",
        )?
        .query_row(params![name, digest, now.timestamp()], |row| row.get(0))?;
    Ok(instant(since))
}
