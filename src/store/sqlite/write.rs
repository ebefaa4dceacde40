//! Writings: every change of the store, each call inside one transaction of the caller's.

use rusqlite::{OptionalExtension, Transaction, params};

use super::read::parse;
use super::{Failure, PUBLISHED, facet_columns, instant, state_number};
use crate::article::{Article, ArticleId, Instant, Status};
use crate::store::{Batch, Conflict, Facet, Incoming, Outcome};

/// What the store already knows of an article.
struct Known {
    key: i64,
    article: Article,
    record: String,
    withdrawn: Option<i64>,
    source: Option<String>,
}

const KNOWN: &str = "SELECT key, id, record, withdrawn, source FROM article";

impl Known {
    fn by(
        transaction: &Transaction<'_>,
        condition: &str,
        value: &str,
    ) -> Result<Option<Self>, Failure> {
        let row = transaction
            .prepare_cached(&format!("{KNOWN} WHERE {condition} LIMIT 1"))?
            .query_row([value], |row| {
                let id: String = row.get(1)?;
                let record: String = row.get(2)?;
                Ok((row.get::<_, i64>(0)?, id, record, row.get(3)?, row.get(4)?))
            })
            .optional()?;
        row.map(|(key, id, record, withdrawn, source)| {
            Ok(Self { key, article: parse(&id, &record)?, record, withdrawn, source })
        })
        .transpose()
    }

    /// The facets under which readers may know it.
    fn public_facets(&self) -> Vec<Facet> {
        public_facets(&self.article)
    }
}

/// The facets whose documents an article can be in; none for a draft.
fn public_facets(article: &Article) -> Vec<Facet> {
    match article.status {
        Status::Draft => Vec::new(),
        Status::Published | Status::Withdrawn => Facet::of(article),
    }
}

pub(super) fn put(
    transaction: &Transaction<'_>,
    incoming: &[Incoming],
    batch: Batch,
) -> Result<Vec<Outcome>, Failure> {
    incoming.iter().map(|incoming| put_one(transaction, incoming, batch)).collect()
}

fn put_one(
    transaction: &Transaction<'_>,
    incoming: &Incoming,
    batch: Batch,
) -> Result<Outcome, Failure> {
    let mut article = incoming.article.clone();
    let mut known = Known::by(transaction, "id = ?", article.id.as_str())?;
    if known.is_none()
        && let Some(earlier) = known_by_url(transaction, &article, batch)?
    {
        if !batch.allow_new_ids {
            return Ok(Outcome::Refused(Conflict::UrlKnown { known: earlier.article.id }));
        }
        known = Some(earlier);
    }
    match &known {
        // Decided once: no later import changes what readers know the article by.
        Some(known) => article.guid = known.article.guid.clone(),
        None => {
            if let Some(other) = Known::by(transaction, "guid = ?", article.guid.as_str())? {
                return Ok(Outcome::Refused(Conflict::GuidTaken { known: other.article.id }));
            }
        }
    }
    let record = serde_json::to_string(&article)
        .map_err(|source| Failure::Record { id: article.id.to_string(), source })?;
    if let Some(known) = &known
        && known.record == record
    {
        if known.source != incoming.source {
            transaction
                .prepare_cached("UPDATE article SET source = ? WHERE key = ?")?
                .execute(params![incoming.source, known.key])?;
        }
        return Ok(Outcome::Unchanged);
    }
    let before = known.as_ref().map(Known::public_facets).unwrap_or_default();
    let withdrawn = withdrawal_date(&article, known.as_ref(), batch.now);
    let sequence = record_change(transaction, &article.id, &before, &public_facets(&article))?;
    let row = Row {
        article: &article,
        record: &record,
        withdrawn,
        source: incoming.source.as_deref(),
        sequence,
    };
    row.write(transaction, known.as_ref().map(|known| known.key))?;
    Ok(if known.is_some() { Outcome::Changed } else { Outcome::Kept })
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
    let began = i64::try_from(batch.began).unwrap_or(i64::MAX);
    Known::by(
        transaction,
        &format!("url = ? AND state = {PUBLISHED} AND sequence <= {began}"),
        &article.url,
    )
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

pub(super) fn withdraw(
    transaction: &Transaction<'_>,
    ids: &[ArticleId],
    now: Instant,
) -> Result<Vec<ArticleId>, Failure> {
    let mut gone = Vec::new();
    for id in ids {
        let Some(known) = Known::by(transaction, "id = ?", id.as_str())? else { continue };
        let mut article = known.article.clone();
        let after = match article.status {
            Status::Withdrawn => continue,
            // What the public never saw needs no announcement.
            Status::Draft => Status::Draft,
            Status::Published if article.published > now => Status::Draft,
            Status::Published => Status::Withdrawn,
        };
        let before = known.public_facets();
        article.status = after;
        let withdrawn = withdrawal_date(&article, Some(&known), now);
        let record = serde_json::to_string(&article)
            .map_err(|source| Failure::Record { id: id.to_string(), source })?;
        let sequence = record_change(transaction, id, &before, &public_facets(&article))?;
        let row = Row { article: &article, record: &record, withdrawn, source: None, sequence };
        row.write(transaction, Some(known.key))?;
        if after == Status::Withdrawn {
            gone.push(id.clone());
        }
    }
    Ok(gone)
}

fn record_change(
    transaction: &Transaction<'_>,
    id: &ArticleId,
    before: &[Facet],
    after: &[Facet],
) -> Result<i64, Failure> {
    let json = |facets: &[Facet]| {
        serde_json::to_string(facets)
            .map_err(|source| Failure::Record { id: id.to_string(), source })
    };
    transaction
        .prepare_cached("INSERT INTO change (article, before, after) VALUES (?, ?, ?)")?
        .execute(params![id.as_str(), json(before)?, json(after)?])?;
    Ok(transaction.last_insert_rowid())
}

/// An article's row and the rows it is filed by.
struct Row<'a> {
    article: &'a Article,
    record: &'a str,
    withdrawn: Option<i64>,
    source: Option<&'a str>,
    sequence: i64,
}

impl Row<'_> {
    fn write(&self, transaction: &Transaction<'_>, known: Option<i64>) -> Result<(), Failure> {
        let article = self.article;
        let state = state_number(article.status);
        let (published, updated) = (article.published.timestamp(), article.updated().timestamp());
        let expires = article.expires.map(|expires| expires.timestamp());
        let columns = params![
            article.id.as_str(),
            article.guid.as_str(),
            article.url,
            state,
            published,
            updated,
            expires,
            self.withdrawn,
            self.source,
            self.sequence,
            self.record,
            known,
        ];
        let key = if let Some(key) = known {
            transaction
                .prepare_cached(
                    "UPDATE article SET id = ?1, guid = ?2, url = ?3, state = ?4, published = ?5,
                     updated = ?6, expires = ?7, withdrawn = ?8, source = ?9, sequence = ?10,
                     record = ?11 WHERE key = ?12",
                )?
                .execute(columns)?;
            transaction.prepare_cached("DELETE FROM filed WHERE article = ?")?.execute([key])?;
            key
        } else {
            transaction
                .prepare_cached(
                    "INSERT INTO article (id, guid, url, state, published, updated, expires, withdrawn,
                     source, sequence, record, key)
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
                )?
                .execute(columns)?;
            transaction.last_insert_rowid()
        };
        let mut file = transaction.prepare_cached(
            "INSERT INTO filed (facet, state, published, article, updated, expires)
             VALUES (?, ?, ?, ?, ?, ?)",
        )?;
        for facet in public_facets(article) {
            let facet = self.facet_key(transaction, &facet)?;
            let updated = self.withdrawn.unwrap_or(updated);
            file.execute(params![facet, state, published, key, updated, expires])?;
        }
        Ok(())
    }

    /// The facet's key; a new facet is made, and a newer article's way of writing its name wins.
    fn facet_key(&self, transaction: &Transaction<'_>, facet: &Facet) -> Result<i64, Failure> {
        let (kind, slug) = facet_columns(facet);
        let name = name_of(facet, self.article);
        let id = self.article.id.as_str();
        let published = self.article.published.timestamp();
        // Records may file an article under a slug; a name that is written out is worth more.
        let named_at = if name == slug { i64::MIN } else { published };
        let known = transaction
            .prepare_cached("SELECT key, name, published, article, since FROM facet WHERE kind = ? AND slug = ?")?
            .query_row([kind, slug], |row| {
                let named: (String, i64, String) = (row.get(1)?, row.get(2)?, row.get(3)?);
                Ok((row.get::<_, i64>(0)?, named, row.get::<_, i64>(4)?))
            })
            .optional()?;
        let Some((key, known, since)) = known else {
            transaction
                .prepare_cached(
                    "INSERT INTO facet (kind, slug, name, published, article, since)
                     VALUES (?, ?, ?, ?, ?, ?)",
                )?
                .execute(params![kind, slug, name, named_at, id, published])?;
            return Ok(transaction.last_insert_rowid());
        };
        if published < since {
            transaction
                .prepare_cached("UPDATE facet SET since = ? WHERE key = ?")?
                .execute([published, key])?;
        }
        // Ties by id: the order in which records arrive decides nothing.
        let is_newer =
            (named_at, std::cmp::Reverse(id)) > (known.1, std::cmp::Reverse(known.2.as_str()));
        let named = (name.to_owned(), named_at, id.to_owned());
        if (is_newer || known.2 == id) && known != named {
            transaction
                .prepare_cached(
                    "UPDATE facet SET name = ?, published = ?, article = ? WHERE key = ?",
                )?
                .execute(params![named.0, named.1, named.2, key])?;
        }
        Ok(key)
    }
}

/// The facet's name as the article writes it.
fn name_of<'a>(facet: &'a Facet, article: &'a Article) -> &'a str {
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
