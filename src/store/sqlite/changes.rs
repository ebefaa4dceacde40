//! Changes, as one transaction records them: of each article it touches, under what it was filed before
//! and is now.
//!
//! Must not know: who reads them.

use rusqlite::{ToSql, Transaction};

use super::{Failure, rows};
use crate::article::Article;
use crate::store::Facet;
use crate::store::facet::public_facets;

/// The changes of a transaction.
pub(super) struct Changes<'t> {
    transaction: &'t Transaction<'t>,
    /// The sequence of the last change that is not of this transaction.
    before: i64,
    last: i64,
    /// To be written before it ends.
    rows: Vec<Row>,
}

struct Row {
    sequence: i64,
    article: String,
    before: String,
    after: String,
    published_before: Option<i64>,
    published_after: i64,
}

impl<'t> Changes<'t> {
    pub(super) fn new(transaction: &'t Transaction<'t>) -> Result<Self, Failure> {
        let last: Option<i64> = transaction
            .prepare_cached("SELECT max(sequence) FROM change")?
            .query_row([], |row| row.get(0))?;
        let last = last.unwrap_or(0);
        Ok(Self { transaction, before: last, last, rows: Vec::new() })
    }

    /// The sequence that the transaction began with.
    pub(super) fn before(&self) -> i64 {
        self.before
    }

    /// Records that an article is filed under these facets from now on; the sequence of the change.
    pub(super) fn record(
        &mut self,
        before: Option<&Article>,
        after: &Article,
        facets_after: &[Facet],
    ) -> Result<i64, Failure> {
        let facets = |facets: &[Facet]| {
            serde_json::to_string(facets)
                .map_err(|source| Failure::Record { id: after.id.to_string(), source })
        };
        self.last += 1;
        self.rows.push(Row {
            sequence: self.last,
            article: after.id.to_string(),
            before: facets(&before.map(public_facets).unwrap_or_default())?,
            after: facets(facets_after)?,
            published_before: before.map(|before| before.published.timestamp()),
            published_after: after.published.timestamp(),
        });
        Ok(self.last)
    }

    /// To be called when all is recorded.
    pub(super) fn write(self) -> Result<(), Failure> {
        let table = "change (sequence, article, before, after, published_before, published_after)";
        rows::insert(self.transaction, table, &self.rows, |row| -> [&dyn ToSql; 6] {
            let Row { sequence, article, before, after, published_before, published_after } = row;
            [sequence, article, before, after, published_before, published_after]
        })
    }
}
