//! Clean HTML: what is left of a body once everything unsafe, broken or relative is gone.
//!
//! A body becomes HTML ([`source`]), is parsed under watch ([`parse`]), and is written again
//! element by element (`write`) by one policy ([`policy`]). The result goes through a second
//! sanitiser that shares nothing with the first but the lists; only what it leaves untouched is
//! clean.
//!
//! Must not know: the rest of the record.

mod address;
mod attribute;
mod crowding;
mod embed;
mod escaping;
mod field;
mod losses;
mod paragraphs;
mod parse;
mod picture;
mod policy;
mod sanitise;
mod scan;
mod source;
mod tidy;
mod write;

use std::borrow::Cow;

use scraper::Html;
use serde::{Deserialize, Serialize};
use thiserror::Error;
use url::Url;

use super::{Image, Loss, text};
use losses::Losses;

pub use field::plain_text;
pub use source::Source;
pub(super) use tidy::parse as parse_tidy;
#[cfg(test)]
pub(super) use tidy::tidy_soup;

/// A body that may be embedded anywhere: well-formed when parsed as HTML, no script, no event
/// handler, no unsafe or relative URL, no character that XML 1.0 forbids, line ends are LF.
///
/// What a store hands back is looked at once more for what XML cannot carry: a fault there must not
/// make a document unreadable.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub struct CleanHtml(String);

impl From<String> for CleanHtml {
    fn from(html: String) -> Self {
        match text::lawful(&html) {
            Cow::Borrowed(_) => Self(html),
            Cow::Owned(lawful) => Self(lawful),
        }
    }
}

impl From<CleanHtml> for String {
    fn from(html: CleanHtml) -> Self {
        html.0
    }
}

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
#[derive(Debug, Clone, Error, PartialEq, Eq)]
pub enum HtmlError {
    /// Before parsing, or as soon as what is written grows past it.
    #[error(
        "the body has {bytes} bytes and at most {limit} are taken; shorten it or split the article"
    )]
    TooLarge {
        /// Of the source.
        bytes: usize,
        /// The limit.
        limit: usize,
    },
    /// While parsing: nesting costs quadratic time in every HTML parser.
    #[error(
        "elements are nested deeper than {limit}; the markup is probably broken, close its elements"
    )]
    TooDeep {
        /// The limit.
        limit: usize,
    },
    /// Before parsing: attributes are compared with one another.
    #[error("a tag has more than {limit} attributes; its quotes are probably not closed")]
    TooCrowded {
        /// The limit.
        limit: u32,
    },
    /// A text in which much must be escaped takes quadratic time to write in one piece.
    #[error(
        "the body has one text of {bytes} bytes without any markup in it; put it into paragraphs"
    )]
    TooMonotonous {
        /// Of that text.
        bytes: usize,
    },
    /// No document could carry it beside any other article.
    #[error(
        "the body takes {bytes} bytes in a feed and at most {limit} are taken; shorten it or split the article"
    )]
    TooLargeWritten {
        /// Escaped once more.
        bytes: usize,
        /// The limit.
        limit: usize,
    },
    /// Formatting that is never closed is opened again in every paragraph.
    #[error(
        "the markup unfolds to more than {limit} elements; close its formatting elements or split the article"
    )]
    TooMany {
        /// The limit.
        limit: usize,
    },
}

/// The largest body that is taken, in bytes.
pub const MAX_BODY_BYTES: usize = 4 << 20;

/// Markup that a parser reads otherwise than it was written settles in one more round; no text is
/// known that needs more than three.
const MAX_ROUNDS: usize = 5;

/// Cleans a source, resolving every URL in it against `base` (the article's own), and tells what it
/// lost. Of a source in several languages that of `language` is taken.
///
/// Cleaning what is clean changes nothing.
///
/// # Errors
///
/// When the body is larger or deeper than any article: see [`HtmlError`].
pub fn clean(
    source: &Source<'_>,
    base: &Url,
    language: Option<&str>,
) -> Result<(CleanHtml, Vec<Loss>), HtmlError> {
    let bytes = source.text().len();
    if bytes > MAX_BODY_BYTES {
        return Err(HtmlError::TooLarge { bytes, limit: MAX_BODY_BYTES });
    }
    let mut losses = Losses::default();
    let mut html = source.to_html(language, &mut losses);
    for _ in 0..MAX_ROUNDS {
        let tree = tree(source, &html)?;
        let written = write::write(&tree, base, &mut losses)?;
        let corrected = sanitise::corrected(&written.html);
        let is_settled =
            written.is_settled && corrected.as_ref().is_none_or(|html| *html == written.html);
        html = Cow::Owned(corrected.unwrap_or(written.html));
        if is_settled {
            break;
        }
    }
    Ok((CleanHtml(html.into_owned()), losses.into_vec()))
}

/// The tree of what a source became.
fn tree<'a>(source: &'a Source<'_>, html: &str) -> Result<Cow<'a, Html>, HtmlError> {
    if !source.is(html) {
        return parse::parse(html).map(Cow::Owned);
    }
    match source.tidy_tree() {
        Some(tree) => Ok(Cow::Borrowed(tree)),
        None => parse::parse_anything(html).map(Cow::Owned),
    }
}

/// Whether a parser would make no more of a text than of any article.
#[must_use]
pub fn is_within_limits(source: &Source<'_>) -> bool {
    tree(source, source.text()).is_ok()
}

/// The first picture of an article that is more than an icon, to stand for an article whose record
/// names none.
#[must_use]
pub fn first_picture(content: &CleanHtml, base: &Url) -> Option<Image> {
    picture::first(&content.0, base)
}

#[cfg(test)]
mod tests;
