//! Excerpts for the pages of others: a feed's entries as JSON, and as a fragment of HTML that can
//! be put into any page.
//!
//! The fragment carries no style and no script, only class names to hang styles on; everything in
//! it is text of ours or escaped. A picture states a modest size, so that the fragment fits a page
//! that has no styles for it yet, under any security policy. Every excerpt names the site it is from and links to the article.
//!
//! Must not know: partners, HTTP.

use std::borrow::Cow;

use askama::Template;
use serde::Serialize;

use super::language::direction;
use super::{Format, RenderError, dates, text};
use crate::article::PlainText;
use crate::document::{Document, Entry, Head};

#[derive(Serialize)]
struct Excerpts<'a> {
    title: Cow<'a, str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    home_url: Option<Cow<'a, str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    feed_url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<&'a str>,
    items: Vec<Excerpt<'a>>,
}

#[derive(Serialize)]
struct Excerpt<'a> {
    id: Cow<'a, str>,
    url: Cow<'a, str>,
    title: &'a str,
    date_published: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_modified: Option<String>,
    excerpt: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<&'a str>,
    authors: Vec<Author<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    image: Option<Picture<'a>>,
    source: Source<'a>,
    #[serde(skip)]
    day: String,
}

#[derive(Serialize)]
struct Author<'a> {
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<Cow<'a, str>>,
}

#[derive(Serialize)]
struct Picture<'a> {
    url: Cow<'a, str>,
    alt: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    width: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    height: Option<u32>,
}

#[derive(Serialize)]
struct Source<'a> {
    name: Cow<'a, str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<Cow<'a, str>>,
}

/// Writes the excerpts of a feed as JSON. Member names are JSON Feed's where it has them.
///
/// # Errors
///
/// When `serde_json` fails to write.
pub fn json(document: &Document) -> Result<Vec<u8>, RenderError> {
    let mut bytes = serde_json::to_vec(&excerpts(document)).map_err(|source| {
        RenderError::Write { format: "excerpt JSON", source: Box::new(source) }
    })?;
    bytes.push(b'\n');
    Ok(bytes)
}

/// Writes the excerpts of a feed as one HTML `section`.
///
/// # Errors
///
/// When the template fails to write.
pub fn html(document: &Document) -> Result<Vec<u8>, RenderError> {
    let fragment = Fragment { feed: excerpts(document) };
    fragment
        .render()
        .map(String::into_bytes)
        .map_err(|source| RenderError::Write { format: "excerpt HTML", source: Box::new(source) })
}

#[derive(Template)]
#[template(path = "excerpts.html")]
struct Fragment<'a> {
    feed: Excerpts<'a>,
}

/// The width of a picture in a page without styles for it, in CSS pixels.
const SHOWN_WIDTH: u32 = 320;

impl Picture<'_> {
    /// Width and, when it is known, height in their true relation.
    fn shown_size(&self) -> (u32, Option<u32>) {
        match (self.width, self.height) {
            (Some(width), Some(height)) if width > 0 && height > 0 => {
                let shown = width.min(SHOWN_WIDTH);
                let height = u64::from(height) * u64::from(shown) / u64::from(width);
                (shown, u32::try_from(height.max(1)).ok())
            }
            (Some(width), _) if width > 0 => (width.min(SHOWN_WIDTH), None),
            _ => (SHOWN_WIDTH, None),
        }
    }
}

impl Excerpt<'_> {
    fn direction(&self) -> &'static str {
        direction(self.language.unwrap_or_default())
    }
}

fn excerpts(document: &Document) -> Excerpts<'_> {
    let head = &document.head;
    Excerpts {
        title: text::line_or(&head.title, &head.stem),
        home_url: text::web_address(&head.home_url),
        feed_url: super::address(head, Format::Json),
        language: text::language(&head.language),
        items: document.entries.iter().filter_map(|entry| excerpt(entry, head)).collect(),
    }
}

/// `None` when there is no address to link to: an excerpt must lead to its article.
fn excerpt<'a>(entry: &'a Entry, head: &'a Head) -> Option<Excerpt<'a>> {
    let article = &*entry.article;
    let authors = article.authors.iter().map(|author| Author {
        name: author.name.as_str(),
        url: author.url.as_deref().and_then(text::web_address),
    });
    Some(Excerpt {
        id: text::line(article.guid.as_str()),
        url: text::web_address(&article.url)?,
        title: entry.title.as_str(),
        date_published: dates::rfc3339(article.published),
        date_modified: article.modified.map(|_| dates::rfc3339(article.updated())),
        excerpt: entry.excerpt.as_str(),
        language: text::language(&entry.language),
        authors: authors.filter(|author| !author.name.is_empty()).collect(),
        image: article.image.as_ref().and_then(|image| {
            Some(Picture {
                url: text::web_address(&image.url)?,
                alt: image.alt.as_ref().map(PlainText::as_str).unwrap_or_default(),
                width: image.width,
                height: image.height,
            })
        }),
        source: Source {
            name: text::line_or(&head.site_title, &head.title),
            url: text::web_address(&head.home_url),
        },
        day: dates::iso_day(article.published, &head.timezone),
    })
}
