//! Filing: the facets under which articles stand, as one transaction sees them.
//!
//! Every article of a batch stands under facets that most others of the batch stand under too: each
//! is read once and written once, when the batch is done; and so are the rows of articles under them, in
//! the order in which they stand, for then neighbours are written together.

use std::cmp::Reverse;
use std::collections::HashMap;

use rusqlite::{OptionalExtension, ToSql, Transaction, params};

use super::naming::{Name, best_name, is_by_slug, name_of, weight_of_name};
use super::{Failure, facet_columns, rows, state_number};
use crate::article::Article;
use crate::store::Facet;
use crate::store::facet::public_facets;

/// The facets that a transaction has met.
pub(super) struct Filing<'t> {
    transaction: &'t Transaction<'t>,
    /// Where the drawer of each stands: what is filed under a facet is found by its number from then on, for
    /// a facet is long to compare.
    places: HashMap<Facet, usize>,
    drawers: Vec<Drawer>,
    /// To be written before anybody reads what is filed.
    rows: Vec<Filed>,
}

/// An article under a facet, in the order of the table's key.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Filed {
    facet: i64,
    state: i64,
    published: Reverse<i64>,
    article: i64,
    updated: i64,
    expires: Option<i64>,
    by_slug: bool,
}

/// A facet's row.
struct Drawer {
    key: i64,
    name: Name,
    /// What it was called before the transaction; `None` for a new one.
    former: Option<String>,
    /// The first publication ever filed under it.
    since: i64,
    is_changed: bool,
}

impl<'t> Filing<'t> {
    pub(super) fn new(transaction: &'t Transaction<'t>) -> Self {
        Self { transaction, places: HashMap::new(), drawers: Vec::new(), rows: Vec::new() }
    }

    /// Files an article, which stands as `key`, under these facets, which are its own. `updated` is what
    /// orders it there by its last change. `before` is what it was filed as until now.
    pub(super) fn file(
        &mut self,
        key: i64,
        article: &Article,
        facets: &[Facet],
        updated: i64,
        before: Option<&Article>,
    ) -> Result<(), Failure> {
        let named = match before {
            Some(before) => {
                self.take_out(key, before)?;
                self.named_by(before)?
            }
            None => Vec::new(),
        };
        let state = state_number(article.status);
        let published = article.published.timestamp();
        let expires = article.expires.map(|expires| expires.timestamp());
        for facet in facets {
            let by_slug = is_by_slug(facet, name_of(facet, article));
            let facet = self.drawer_for(facet, article)?;
            let published = Reverse(published);
            self.rows.push(Filed {
                facet,
                state,
                published,
                article: key,
                updated,
                expires,
                by_slug,
            });
        }
        for (facet, name) in named {
            if Name::given_by(article, &facet).as_ref() != Some(&name) {
                self.name_again(&facet)?;
            }
        }
        Ok(())
    }

    fn write_rows(&mut self) -> Result<(), Failure> {
        self.rows.sort_unstable();
        let table = "filed (facet, state, published, article, updated, expires, by_slug)";
        rows::insert(self.transaction, table, &self.rows, |row| -> [&dyn ToSql; 7] {
            let Filed { facet, state, published, article, updated, expires, by_slug } = row;
            [facet, state, &published.0, article, updated, expires, by_slug]
        })?;
        self.rows.clear();
        Ok(())
    }

    /// Takes an article's rows out. They are found by its record: no index is kept for this alone.
    fn take_out(&mut self, key: i64, before: &Article) -> Result<(), Failure> {
        self.write_rows()?;
        let mut delete = self.transaction.prepare_cached(
            "DELETE FROM filed WHERE facet = ? AND state = ? AND published = ? AND article = ?",
        )?;
        let state = state_number(before.status);
        let published = before.published.timestamp();
        for facet in public_facets(before) {
            if let Some(drawer) = self.known(&facet)? {
                delete.execute(params![drawer.key, state, published, key])?;
            }
        }
        Ok(())
    }

    /// The facets whose name is as this article writes it. Where all say the slug, nobody's leaving
    /// changes anything.
    fn named_by(&mut self, article: &Article) -> Result<Vec<(Facet, Name)>, Failure> {
        let mut named = Vec::new();
        for facet in public_facets(article) {
            if let Some(drawer) = self.known(&facet)?
                && drawer.name.article == article.id.as_str()
                && drawer.name.weight > i64::MIN
            {
                let name = drawer.name.clone();
                named.push((facet, name));
            }
        }
        Ok(named)
    }

    /// A facet that was ever used.
    fn known(&mut self, facet: &Facet) -> Result<Option<&mut Drawer>, Failure> {
        let mut place = self.places.get(facet).copied();
        if place.is_none() {
            let (kind, slug) = facet_columns(facet);
            let drawer = self
                .transaction
                .prepare_cached(
                    "SELECT key, name, published, article, since FROM facet WHERE kind = ? AND slug = ?",
                )?
                .query_row([kind, slug], |row| {
                    let name =
                        Name { text: row.get(1)?, weight: row.get(2)?, article: row.get(3)? };
                    let former = Some(name.text.clone());
                    let (key, since) = (row.get(0)?, row.get(4)?);
                    Ok(Drawer { key, name, former, since, is_changed: false })
                })
                .optional()?;
            let Some(drawer) = drawer else { return Ok(None) };
            place = Some(self.add(facet, drawer));
        }
        Ok(place.and_then(|place| self.drawers.get_mut(place)))
    }

    fn add(&mut self, facet: &Facet, drawer: Drawer) -> usize {
        let place = self.drawers.len();
        self.drawers.push(drawer);
        self.places.insert(facet.clone(), place);
        place
    }

    /// The facet's key; a new facet is made, and a newer article's way of writing its name wins.
    fn drawer_for(&mut self, facet: &Facet, article: &Article) -> Result<i64, Failure> {
        let (kind, slug) = facet_columns(facet);
        let text = name_of(facet, article);
        let weight = weight_of_name(text, slug, article);
        let id = article.id.as_str();
        let published = article.published.timestamp();
        let Some(drawer) = self.known(facet)? else {
            self.transaction
                .prepare_cached(
                    "INSERT INTO facet (kind, slug, name, published, article, since)
                     VALUES (?, ?, ?, ?, ?, ?)",
                )?
                .execute(params![kind, slug, text, weight, id, published])?;
            let key = self.transaction.last_insert_rowid();
            let name = Name { text: text.to_owned(), weight, article: id.to_owned() };
            let drawer = Drawer { key, name, former: None, since: published, is_changed: false };
            self.add(facet, drawer);
            return Ok(key);
        };
        if published < drawer.since {
            drawer.since = published;
            drawer.is_changed = true;
        }
        // Ties by id: the order in which records arrive decides nothing.
        let known = &drawer.name;
        if known.is_nobodys()
            || (weight, Reverse(id)) > (known.weight, Reverse(known.article.as_str()))
        {
            drawer.name = Name { text: text.to_owned(), weight, article: id.to_owned() };
            drawer.is_changed = true;
        }
        Ok(drawer.key)
    }

    /// Names a facet again whose article may write it otherwise now: what an article said that says
    /// it no longer is not to be read in a document. Without any other the name stays.
    fn name_again(&mut self, facet: &Facet) -> Result<(), Failure> {
        self.write_rows()?;
        let transaction = self.transaction;
        let Some(drawer) = self.known(facet)? else { return Ok(()) };
        let best = best_name(transaction, drawer.key, facet)?;
        // An empty feed keeps its name until anybody gives it another.
        drawer.name = best.unwrap_or_else(|| Name::nobodys(&drawer.name.text));
        drawer.is_changed = true;
        Ok(())
    }

    /// Writes what was changed of facets; to be called when all is filed. Returns the keys of those
    /// that are called otherwise than before.
    pub(super) fn write(mut self) -> Result<Vec<i64>, Failure> {
        self.write_rows()?;
        let mut renamed = Vec::new();
        let mut update = self.transaction.prepare_cached(
            "UPDATE facet SET name = ?, published = ?, article = ?, since = ? WHERE key = ?",
        )?;
        for drawer in self.drawers.into_iter().filter(|drawer| drawer.is_changed) {
            let Name { text, weight, article } = drawer.name;
            if drawer.former.is_some_and(|former| former != text) {
                renamed.push(drawer.key);
            }
            update.execute(params![text, weight, article, drawer.since, drawer.key])?;
        }
        renamed.sort_unstable();
        Ok(renamed)
    }
}
