//! The written document: bytes in the formats readers know, and pages for people. One file a format.
//!
//! | file | writes |
//! |---|---|
//! | `rss2`, `atom1`, `json_feed` | a feed's document for readers: [`write()`] |
//! | [`opml`] | the list of all feeds for readers |
//! | [`pages`] | the list, a feed and an error for people |
//! | [`excerpts`] | a feed's excerpts for the pages of others |
//!
//! [`entries`] finds them again in a written document, for who has some of them already.
//!
//! Every string passes `text` on its way in, every date `dates`; `body` decides which of an entry's
//! texts goes where, so that all formats say the same.
//!
//! Must not know: the store, HTTP, compression, the clock. The same document gives the same bytes.

mod atom1;
mod body;
mod dates;
pub mod entries;
pub mod excerpts;
mod feed_list;
mod json_feed;
mod language;
mod media;
pub mod opml;
mod overwrite;
pub mod pages;
mod parts;
mod rss2;
mod text;

use thiserror::Error;

use crate::article::Article;
use crate::document::{Document, Entry, Head};

pub use feed_list::{FeedList, ListedFeed};

/// The name of the program that made a document. Without its version: an upgrade that changes
/// nothing in a feed must not make every reader fetch it anew.
const GENERATOR: &str = "newswire";

/// The namespaces that documents declare. The crates declare none for extensions, and parsers that
/// take an undeclared prefix hide the fault; the one for Atom writes the addresses unescaped.
mod namespace {
    /// Those of every RSS document, so that its root element stands still.
    pub(super) const RSS: [(&str, &str); 5] = [
        ("atom", "http://www.w3.org/2005/Atom"),
        ("content", "http://purl.org/rss/1.0/modules/content/"),
        ("dc", "http://purl.org/dc/elements/1.1/"),
        MEDIA,
        ("sy", "http://purl.org/rss/1.0/modules/syndication/"),
    ];
    /// Media RSS.
    pub(super) const MEDIA: (&str, &str) = ("media", "http://search.yahoo.com/mrss/");
    /// RFC 5005; only in archive documents.
    pub(super) const HISTORY: (&str, &str) = ("fh", "http://purl.org/syndication/history/1.0");
    /// Podcasts; only where one has moved.
    pub(super) const ITUNES: (&str, &str) =
        ("itunes", "http://www.itunes.com/dtds/podcast-1.0.dtd");
    /// RFC 6721; only where something was withdrawn, since the W3C validator does not know it.
    pub(super) const TOMBSTONES: (&str, &str) = ("at", "http://purl.org/atompub/tombstones/1.0");
}

/// The formats of feed documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Format {
    /// RSS 2.0.
    Rss,
    /// Atom 1.0, RFC 4287.
    Atom,
    /// JSON Feed 1.1.
    Json,
}

impl Format {
    /// All of them, in the order in which they are offered: RSS first, since several clients take
    /// the first.
    pub const ALL: [Self; 3] = [Self::Rss, Self::Atom, Self::Json];

    /// The ending of addresses and file names, without its dot.
    #[must_use]
    pub fn extension(self) -> &'static str {
        match self {
            Self::Rss => "rss",
            Self::Atom => "atom",
            Self::Json => "json",
        }
    }

    /// The media type, as links name it.
    #[must_use]
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Rss => "application/rss+xml",
            Self::Atom => "application/atom+xml",
            Self::Json => "application/feed+json",
        }
    }
}

/// Why a document could not be written.
#[derive(Debug, Error)]
pub enum RenderError {
    /// The library that writes the format failed.
    #[error("the {format} document could not be written")]
    Write {
        /// Such as `RSS`.
        format: &'static str,
        /// The library's own error.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
}

/// Writes a document in a format.
///
/// # Errors
///
/// When the library that writes the format fails.
pub fn write(document: &Document, format: Format) -> Result<Vec<u8>, RenderError> {
    match format {
        Format::Rss => rss2::write(document),
        Format::Atom => atom1::write(document),
        Format::Json => json_feed::write(document),
    }
}

/// The public address of the document in a format.
fn address(head: &Head, format: Format) -> Option<String> {
    in_format(&head.stem, format)
}

/// An address without its ending, in a format.
fn in_format(stem: &str, format: Format) -> Option<String> {
    let stem = text::web_address(stem)?;
    Some(format!("{stem}.{}", format.extension()))
}

/// Links to the other documents of the feed, as Atom names them (RFC 5005 section 4).
fn history_links(head: &Head, format: Format) -> impl Iterator<Item = (&'static str, String)> {
    let history = &head.history;
    [
        ("current", &history.current),
        ("prev-archive", &history.previous),
        ("next-archive", &history.next),
    ]
    .into_iter()
    .filter_map(move |(rel, stem)| Some((rel, in_format(stem.as_deref()?, format)?)))
}

/// The language of an entry where it is not the feed's own.
fn own_language<'a>(entry: &'a Entry, head: &Head) -> Option<&'a str> {
    text::language(&entry.language).filter(|tag| !tag.eq_ignore_ascii_case(&head.language))
}

/// The names of an article's categories and tags, each once: readers know one kind of term.
fn terms(article: &Article) -> impl Iterator<Item = &str> {
    let terms = article.categories.iter().chain(&article.tags);
    let names = terms.map(|term| term.name.as_str());
    let earlier = names.clone();
    names.enumerate().filter_map(move |(place, name)| {
        let is_new = !earlier.clone().take(place).any(|other| other == name);
        (is_new && !name.is_empty()).then_some(name)
    })
}

/// Room for the bytes of a document, so that they are rarely moved while they are written.
fn expected_size(document: &Document) -> usize {
    const PER_DOCUMENT: usize = 2048;
    const PER_ENTRY: usize = 1280;
    let texts = document.entries.iter().map(|entry| {
        let content = entry.article.content.as_str().len();
        // Escaped markup is about a sixth longer.
        PER_ENTRY
            + entry.title.as_str().len()
            + entry.excerpt.as_str().len()
            + content
            + content / 6
    });
    PER_DOCUMENT + texts.sum::<usize>()
}
