//! Articles on their way in.

use super::facet::{Facet, public_facets};
use crate::article::Article;

/// An article on its way in, with what an engine keeps of it written out: whoever brings it does that,
/// on whatever thread, so that a store, which takes one batch after the other, has the less to do.
#[derive(Debug, Clone)]
pub struct Incoming {
    article: Article,
    source: Option<String>,
    /// The article as JSON; `None` when it cannot be written, which whoever is to keep it finds out.
    pub(super) record: Option<String>,
    /// What its public sees it under.
    pub(super) facets: Vec<Facet>,
}

impl Incoming {
    /// An article as it was admitted. `source` is the file of the site folder that holds its record,
    /// relative to it; `None` for an import from elsewhere. When a file goes, so do its articles.
    #[must_use]
    pub fn new(article: Article, source: Option<String>) -> Self {
        let record = serde_json::to_string(&article).ok();
        let facets = public_facets(&article);
        Self { article, source, record, facets }
    }

    /// The article.
    #[must_use]
    pub fn article(&self) -> &Article {
        &self.article
    }

    /// The file that holds its record.
    #[must_use]
    pub fn source(&self) -> Option<&str> {
        self.source.as_deref()
    }
}
