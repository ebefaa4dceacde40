//! The draft: whatever a source had to say about one article, before anything of it is believed.
//!
//! Importers fill drafts and verify nothing: dates are text, URLs may be relative, HTML is foul.
//! All judgement is [`super::Intake::admit`]'s, so that every source is held to the same rules.

use super::DraftAuthor;

/// One record as a source has it. Text fields hold plain text unless they say otherwise.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Draft {
    /// The record's key in its source.
    pub id: Option<String>,
    /// The id that feeds of an earlier system carried; kept as the feed id when present.
    pub guid: Option<String>,
    /// Where it is read; may be relative to the site.
    pub url: Option<String>,
    /// May hold markup and character references; they are removed and decoded.
    pub title: Option<String>,
    /// The body in its source's own markup.
    pub body: Option<Body>,
    /// An excerpt written by hand, possibly with markup; it wins over anything cut from the body.
    pub summary: Option<String>,
    /// As written: RFC 3339, RFC 2822, a date alone, or a dateline in words.
    pub date_published: Option<String>,
    /// As written; a significant edit.
    pub date_modified: Option<String>,
    /// The byline.
    pub authors: Vec<DraftAuthor>,
    /// Names or slugs, or both where the source knows both.
    pub categories: Vec<DraftTerm>,
    /// Names.
    pub tags: Vec<DraftTerm>,
    /// BCP 47, as written.
    pub language: Option<String>,
    /// The main picture.
    pub image: Option<DraftImage>,
    /// URL, may be relative.
    pub banner_image: Option<String>,
    /// URL, may be relative.
    pub external_url: Option<String>,
    /// Files.
    pub attachments: Vec<DraftAttachment>,
    /// `published`, `draft` or `withdrawn`; `None` is published.
    pub status: Option<String>,
    /// As written.
    pub expires: Option<String>,
}

/// A category or tag as the source writes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftTerm {
    /// Where the source has its own (WordPress's nicename); else made from the name.
    pub slug: Option<String>,
    /// For people.
    pub name: String,
}

impl From<&str> for DraftTerm {
    fn from(name: &str) -> Self {
        Self { slug: None, name: name.to_owned() }
    }
}

/// A body and the language it is written in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Body {
    /// The markup of `source`.
    pub markup: Markup,
    /// As it came.
    pub source: String,
}

/// What a body is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Markup {
    /// HTML as a page or feed carries it.
    Html,
    /// WordPress `post_content`: shortcodes, block delimiters, blank lines are paragraphs.
    WordPress,
    /// CommonMark with tables and footnotes, and the shortcodes of Hugo and Jekyll.
    Markdown,
    /// Plain text; blank lines are paragraphs.
    Text,
}

/// A picture as the source has it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DraftImage {
    /// May be relative.
    pub url: String,
    /// Alternative text.
    pub alt: Option<String>,
    /// Pixels.
    pub width: Option<u32>,
    /// Pixels.
    pub height: Option<u32>,
}

/// A file as the source has it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct DraftAttachment {
    /// May be relative.
    pub url: String,
    /// May be absent: then told from the URL's ending.
    pub mime_type: Option<String>,
    /// For people.
    pub title: Option<String>,
    /// Bytes.
    pub size_in_bytes: Option<u64>,
    /// Seconds; fractions are rounded.
    pub duration_in_seconds: Option<f64>,
}
