//! The record: what an article is once it has been accepted.
//!
//! A source hands over a [`Draft`]: whatever it had, unverified. [`Intake::admit`] turns it into an
//! [`Article`] or refuses it with a reason. Nothing downstream ever meets a draft, so what an
//! `Article` promises (an absolute URL, a date, clean HTML, clean text) holds everywhere.
//!
//! Must not know: the store, the formats of sources or feeds, the network, the clock. The time of
//! an admission is passed in.

mod author;
mod bytes;
pub mod dates;
mod draft;
pub mod excerpt;
pub mod html;
mod identity;
mod intake;
mod language;
pub mod lead;
pub mod shortcode;
mod slug;
pub mod text;
mod zone;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

pub use author::{Author, DraftAuthor};
pub use draft::{Body, Draft, DraftAttachment, DraftImage, DraftTerm, Markup};
pub use html::CleanHtml;
pub use identity::{ArticleId, Guid};
pub use intake::{Admitted, Intake, Loss, LossKind, Refusal};
pub use lead::Lead;
pub use slug::Slug;
pub use text::PlainText;
pub use zone::{TimeZone, UnknownZone};

/// A point in time, always UTC and always whole seconds: feeds cannot say less.
pub type Instant = DateTime<Utc>;

/// An accepted article.
///
/// The JSON form of this type is what a store keeps; it is not an exchange format (that is the
/// record of JSON Feed's item names, read by `import`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Article {
    /// The key: what the source calls the record.
    pub id: ArticleId,
    /// The id feeds carry (`guid`, `atom:id`); decided once, kept for ever.
    pub guid: Guid,
    /// Where the article is read; absolute, `http` or `https`.
    pub url: String,
    /// Plain text without markup. `None` for an untitled note; see [`Article::headline`].
    pub title: Option<PlainText>,
    /// The whole body, cleaned once at admission; safe to embed, every URL in it absolute.
    pub content: CleanHtml,
    /// The running text that excerpts are cut from.
    pub lead: Lead,
    /// First availability. Every article has one.
    pub published: Instant,
    /// The publisher's word for a *significant* edit (RFC 4287 section 4.2.15). Never before
    /// `published`.
    pub modified: Option<Instant>,
    /// Who wrote it, in the order of the byline.
    pub authors: Vec<Author>,
    /// The feeds it belongs to.
    pub categories: Vec<Term>,
    /// Keywords.
    pub tags: Vec<Term>,
    /// BCP 47 tag in canonical case; `None` means the site's language.
    pub language: Option<String>,
    /// The main picture.
    pub image: Option<Image>,
    /// A wide picture for the top of a page.
    pub banner_image: Option<String>,
    /// For a link post: the page it talks about.
    pub external_url: Option<String>,
    /// Podcast episodes and other files.
    pub attachments: Vec<Attachment>,
    /// Whether the public may see it.
    pub status: Status,
    /// From this instant on the article is in no document.
    pub expires: Option<Instant>,
}

impl Article {
    /// The last significant change: `modified`, else `published`.
    #[must_use]
    pub fn updated(&self) -> Instant {
        self.modified.map_or(self.published, |modified| modified.max(self.published))
    }

    /// A title for people, never empty: the title, else the first words of the text, else the URL.
    #[must_use]
    pub fn headline(&self) -> PlainText {
        if let Some(title) = self.title.as_ref().filter(|title| !title.is_empty()) {
            return title.clone();
        }
        let first_words = excerpt::cut(&self.lead, HEADLINE_CHARS);
        if first_words.is_empty() { PlainText::new(&self.url) } else { first_words }
    }

    /// Whether the public may see it at `now`: published, no longer in the future, not expired.
    #[must_use]
    pub fn is_visible(&self, now: Instant) -> bool {
        self.status == Status::Published
            && self.published <= now
            && self.expires.is_none_or(|expires| now < expires)
    }
}

/// How long the stand-in for a missing title may be, in grapheme clusters.
const HEADLINE_CHARS: usize = 80;

/// A category or tag: the name people see and the slug addresses use.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Term {
    /// Lower case, Unicode kept; unique among the terms of its kind.
    pub slug: Slug,
    /// As the publisher writes it.
    pub name: PlainText,
}

impl Term {
    /// The term named `name`; `None` when nothing of it can stand in an address.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        let name = PlainText::new(name);
        Some(Self { slug: Slug::new(name.as_str())?, name })
    }
}

/// A picture that stands for the article.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Image {
    /// Absolute URL.
    pub url: String,
    /// What it shows, for those who cannot see it.
    pub alt: Option<PlainText>,
    /// Pixels.
    pub width: Option<u32>,
    /// Pixels.
    pub height: Option<u32>,
}

/// A file that belongs to the article (RSS `enclosure`, JSON Feed `attachments`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachment {
    /// Absolute URL.
    pub url: String,
    /// Such as `audio/mpeg`.
    pub mime_type: String,
    /// Attachments with the same title are alternatives of one thing (JSON Feed 1.1).
    pub title: Option<PlainText>,
    /// Bytes; `None` when unknown.
    pub size_in_bytes: Option<u64>,
    /// Whole seconds.
    pub duration_in_seconds: Option<u64>,
}

/// Whether the public may see an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// From `published` on, until `expires`.
    Published,
    /// Never.
    Draft,
    /// It was public and was taken back: documents announce the withdrawal.
    Withdrawn,
}
