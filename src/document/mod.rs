//! The arranged document: what a feed says, neutral to the format it is written in.
//!
//! Must not know: RSS, Atom, JSON, bytes, HTTP, the store's engine, the clock. The same articles
//! and settings give the same document.

mod arrange;

use std::sync::Arc;
use std::time::Duration;

use crate::article::{Article, Guid, Instant, PlainText, TimeZone};
pub use crate::feed::{Content, Group};

pub use arrange::{BEFORE_EVERYTHING, Publication, arrange, arrange_archive};

/// A feed, ready to be written.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    /// What is said of the feed itself.
    pub head: Head,
    /// Newest publication first; every entry's guid is different.
    pub entries: Vec<Entry>,
    /// What readers should forget, newest first.
    pub withdrawn: Vec<Withdrawal>,
}

/// What is said of the feed itself. Text is plain text, URLs are absolute.
#[derive(Debug, Clone, PartialEq)]
pub struct Head {
    /// The feed's own id (`atom:id`): an IRI that never changes.
    pub id: String,
    /// Never empty.
    pub title: String,
    /// The name of the site the feed is one of: whom an excerpt elsewhere is attributed to.
    pub site_title: String,
    /// One line; never empty.
    pub description: String,
    /// The page for people that the feed follows.
    pub home_url: String,
    /// The public address of this document without its ending, such as
    /// `https://feeds.example/feeds/world`; each format adds its own.
    pub stem: String,
    /// Where the list of all feeds is, without a slash at its end.
    pub base_url: String,
    /// The zone of dates that people read; what programs read is in UTC.
    pub timezone: TimeZone,
    /// BCP 47.
    pub language: String,
    /// The last significant change of the feed's content: the newest date of its entries and
    /// withdrawals. Never the clock.
    pub updated: Instant,
    /// Rights, if the site states them.
    pub copyright: Option<String>,
    /// Square picture, 1:1.
    pub icon: Option<String>,
    /// Wide picture, 2:1.
    pub logo: Option<String>,
    /// Who answers for the feed, and for entries without an author of their own.
    pub author: Publisher,
    /// How long a reader may wait before it asks again.
    pub max_age: Duration,
    /// Hubs that push this feed.
    pub hubs: Vec<String>,
    /// Where the rest of the feed is.
    pub history: History,
    /// Whether readers may still know the feed by an earlier address.
    pub has_moved: bool,
}

/// The other documents of the same feed (RFC 5005 section 4): public addresses without their ending.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct History {
    /// Whether this is an archive document whose range is closed: no other article will join it but
    /// one of an earlier date.
    pub is_full: bool,
    /// The archive document before this in time.
    pub previous: Option<String>,
    /// The one after it.
    pub next: Option<String>,
    /// The live document, in every other.
    pub current: Option<String>,
}

/// Who publishes a feed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Publisher {
    /// Never empty: the site's author, else its title.
    pub name: String,
    /// Address of a page.
    pub url: Option<String>,
    /// E-mail, only if the site states one.
    pub email: Option<String>,
}

/// One article of a document.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// The article, shared with every other document that holds it.
    pub article: Arc<Article>,
    /// Never empty.
    pub title: PlainText,
    /// The excerpt, cut to the feed's length; empty when the article has no text.
    pub excerpt: PlainText,
    /// Whether the whole content goes into the document.
    pub content: Content,
    /// BCP 47: the article's own language, else the site's.
    pub language: Arc<str>,
}

/// An entry that readers should forget.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Withdrawal {
    /// What they know it by.
    pub guid: Guid,
    /// Where it was read.
    pub url: String,
    /// When it was withdrawn; later than the entry's last update.
    pub at: Instant,
}
