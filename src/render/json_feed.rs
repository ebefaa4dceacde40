//! JSON Feed 1.1, in full.
//!
//! Source: the specification at jsonfeed.org/version/1.1. What it has no word for, withdrawals,
//! goes into the extension `_newswire`, which readers that do not know it pass over.
//!
//! Must not know: the other formats.

use std::borrow::Cow;

use serde::Serialize;

use super::body::Body;
use super::{Format, RenderError, dates, terms, text};
use crate::article::{Article, Attachment, PlainText};
use crate::document::{Document, Entry, Head, Publisher, Withdrawal};

const VERSION: &str = "https://jsonfeed.org/version/1.1";

/// What the members of `_newswire` mean: those of `at:deleted-entry`.
const ABOUT: &str = "https://www.rfc-editor.org/rfc/rfc6721";

#[derive(Serialize)]
struct Feed<'a> {
    version: &'static str,
    title: Cow<'a, str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    home_page_url: Option<Cow<'a, str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    feed_url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<Cow<'a, str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    icon: Option<Cow<'a, str>>,
    authors: [Person<'a>; 1],
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    hubs: Vec<Hub<'a>>,
    #[serde(rename = "_newswire", skip_serializing_if = "Option::is_none")]
    extension: Option<Extension<'a>>,
    items: Vec<Item<'a>>,
}

#[derive(Serialize)]
struct Person<'a> {
    name: Cow<'a, str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<Cow<'a, str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    avatar: Option<Cow<'a, str>>,
}

#[derive(Serialize)]
struct Hub<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    url: Cow<'a, str>,
}

#[derive(Serialize)]
struct Extension<'a> {
    about: &'static str,
    withdrawn: Vec<Withdrawn<'a>>,
}

#[derive(Serialize)]
struct Withdrawn<'a> {
    id: Cow<'a, str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<Cow<'a, str>>,
    date_withdrawn: String,
}

#[derive(Serialize)]
struct Item<'a> {
    id: Cow<'a, str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<Cow<'a, str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    external_url: Option<Cow<'a, str>>,
    title: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    content_html: Option<Cow<'a, str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    content_text: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    summary: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    image: Option<Cow<'a, str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    banner_image: Option<Cow<'a, str>>,
    date_published: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_modified: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    authors: Vec<Person<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tags: Vec<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    attachments: Vec<File<'a>>,
}

#[derive(Serialize)]
struct File<'a> {
    url: Cow<'a, str>,
    mime_type: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    size_in_bytes: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    duration_in_seconds: Option<u64>,
}

/// Writes the document as JSON Feed 1.1.
///
/// # Errors
///
/// When `serde_json` fails to write.
pub(super) fn write(document: &Document) -> Result<Vec<u8>, RenderError> {
    let mut bytes = Vec::with_capacity(super::expected_size(document));
    serde_json::to_writer(&mut bytes, &feed(document))
        .map_err(|source| RenderError::Write { format: "JSON Feed", source: Box::new(source) })?;
    bytes.push(b'\n');
    Ok(bytes)
}

fn feed(document: &Document) -> Feed<'_> {
    let head = &document.head;
    Feed {
        version: VERSION,
        title: text::line_or(&head.title, &head.stem),
        home_page_url: text::web_address(&head.home_url),
        feed_url: super::address(head, Format::Json),
        // "The next n items, where n is determined by the publisher": those before.
        next_url: head
            .history
            .previous
            .as_deref()
            .and_then(|stem| super::in_format(stem, Format::Json)),
        description: Some(text::line(&head.description)).filter(|line| !line.is_empty()),
        icon: head.icon.as_deref().and_then(text::web_address),
        authors: [publisher(&head.author, head)],
        language: text::language(&head.language),
        hubs: head
            .hubs
            .iter()
            .filter_map(|hub| Some(Hub { kind: "WebSub", url: text::web_address(hub)? }))
            .collect(),
        extension: extension(&document.withdrawn),
        items: document.entries.iter().map(|entry| item(entry, head)).collect(),
    }
}

fn publisher<'a>(author: &'a Publisher, head: &'a Head) -> Person<'a> {
    Person {
        name: text::line_or(&author.name, &head.title),
        url: author.url.as_deref().and_then(text::web_address),
        avatar: None,
    }
}

fn extension(withdrawn: &[Withdrawal]) -> Option<Extension<'_>> {
    (!withdrawn.is_empty()).then(|| Extension {
        about: ABOUT,
        withdrawn: withdrawn
            .iter()
            .map(|gone| Withdrawn {
                id: text::line(gone.guid.as_str()),
                url: text::web_address(&gone.url),
                date_withdrawn: dates::rfc3339(gone.at),
            })
            .collect(),
    })
}

fn item<'a>(entry: &'a Entry, head: &Head) -> Item<'a> {
    let article = &*entry.article;
    let Body { summary, html } = Body::of(entry);
    // Plain text without HTML is the content itself, not a summary of it.
    let (content_text, summary) = if html.is_none() { (summary, None) } else { (None, summary) };
    Item {
        id: text::line(article.guid.as_str()),
        url: text::web_address(&article.url),
        external_url: article.external_url.as_deref().and_then(text::web_address),
        title: entry.title.as_str(),
        content_html: html,
        content_text,
        summary,
        image: article.image.as_ref().and_then(|image| text::web_address(&image.url)),
        banner_image: article.banner_image.as_deref().and_then(text::web_address),
        date_published: dates::rfc3339(article.published),
        date_modified: article.modified.map(|_| dates::rfc3339(article.updated())),
        authors: authors(article),
        tags: terms(article).collect(),
        language: super::own_language(entry, head),
        attachments: article.attachments.iter().filter_map(file).collect(),
    }
}

fn authors(article: &Article) -> Vec<Person<'_>> {
    article
        .authors
        .iter()
        .filter_map(|author| {
            Some(Person {
                name: Some(Cow::Borrowed(author.name.as_str())).filter(|name| !name.is_empty())?,
                url: author.url.as_deref().and_then(text::web_address),
                avatar: author.avatar.as_deref().and_then(text::web_address),
            })
        })
        .collect()
}

fn file(attachment: &Attachment) -> Option<File<'_>> {
    Some(File {
        url: text::web_address(&attachment.url)?,
        mime_type: text::media_type(&attachment.mime_type),
        title: attachment.title.as_ref().map(PlainText::as_str).filter(|title| !title.is_empty()),
        size_in_bytes: attachment.size_in_bytes,
        duration_in_seconds: attachment.duration_in_seconds,
    })
}
