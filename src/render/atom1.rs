//! Atom 1.0.
//!
//! The `atom_syndication` crate writes; this file decides what, and hands it nothing that has not
//! passed [`super::text`]. Sources: RFC 4287, RFC 5005 (archives), RFC 6721 (withdrawals), Media RSS
//! 1.5.1.
//!
//! Dates are the publisher's and nothing else: two articles of one second carry the same `updated`,
//! although the W3C validator warns of that. A made-up fraction of a second would be untrue, and
//! some readers cannot read one.
//!
//! Must not know: the other formats.

use std::borrow::Cow;
use std::collections::BTreeMap;

use atom_syndication::extension::{Extension, ExtensionMap};
use atom_syndication::{
    Category, Content, Entry as AtomEntry, Feed, FixedDateTime, Generator, Link, Person, Text,
    WriteConfig,
};

use super::body::Body;
use super::{Format, GENERATOR, RenderError, dates, media, namespace, terms, text};
use crate::article::Instant;
use crate::document::{Document, Entry, Head};

/// The crate's own declaration does not name the encoding.
const DECLARATION: &[u8] = b"<?xml version=\"1.0\" encoding=\"utf-8\"?>\n";

/// Writes the document as Atom 1.0.
///
/// # Errors
///
/// When the `atom_syndication` crate fails to write.
pub(super) fn write(document: &Document) -> Result<Vec<u8>, RenderError> {
    let feed = feed(document);
    let mut room = Vec::with_capacity(super::expected_size(document));
    room.extend_from_slice(DECLARATION);
    let plain = WriteConfig { write_document_declaration: false, indent_size: None };
    let mut bytes = feed
        .write_with_config(room, plain)
        .map_err(|source| RenderError::Write { format: "Atom", source: Box::new(source) })?;
    insert_before_entries(&mut bytes, document);
    bytes.push(b'\n');
    Ok(bytes)
}

fn feed(document: &Document) -> Feed {
    let head = &document.head;
    let title = text::line_or(&head.title, &head.stem).into_owned();
    let subtitle = Some(text::line(&head.description)).filter(|line| !line.is_empty());
    Feed {
        id: text::line(&head.id).into_owned(),
        updated: date(head.updated),
        authors: vec![Person {
            name: text::line_or(&head.author.name, &title).into_owned(),
            email: head.author.email.as_deref().and_then(text::email).map(str::to_owned),
            uri: head.author.url.as_deref().and_then(address),
            ..Person::default()
        }],
        generator: Some(Generator { value: GENERATOR.to_owned(), uri: None, version: None }),
        icon: head.icon.as_deref().and_then(address),
        logo: head.logo.as_deref().and_then(address),
        links: feed_links(head),
        rights: head.copyright.as_deref().map(|rights| Text::plain(text::line(rights))),
        subtitle: subtitle.map(Text::plain),
        entries: document.entries.iter().map(|entry| atom_entry(entry, head)).collect(),
        namespaces: std::iter::once(namespace::MEDIA)
            .chain(head.history.is_full.then_some(namespace::HISTORY))
            .chain((!document.withdrawn.is_empty()).then_some(namespace::TOMBSTONES))
            .map(|(prefix, uri)| (prefix.to_owned(), uri.to_owned()))
            .collect(),
        lang: text::language(&head.language).map(str::to_owned),
        title: Text::plain(title),
        ..Feed::default()
    }
}

fn date(instant: Instant) -> FixedDateTime {
    dates::sayable(instant).fixed_offset()
}

fn address(url: &str) -> Option<String> {
    text::web_address(url).map(std::borrow::Cow::into_owned)
}

fn link(rel: &str, href: String, mime_type: Option<&str>) -> Link {
    Link { href, rel: rel.to_owned(), mime_type: mime_type.map(str::to_owned), ..Link::default() }
}

fn feed_links(head: &Head) -> Vec<Link> {
    let page = address(&head.home_url).map(|href| link("alternate", href, Some("text/html")));
    let own = super::address(head, Format::Atom)
        .map(|href| link("self", href, Some(Format::Atom.media_type())));
    let others = super::history_links(head, Format::Atom)
        .map(|(rel, href)| link(rel, href, Some(Format::Atom.media_type())));
    let hubs = head.hubs.iter().filter_map(|hub| address(hub)).map(|href| link("hub", href, None));
    page.into_iter().chain(own).chain(others).chain(hubs).collect()
}

fn atom_entry(entry: &Entry, head: &Head) -> AtomEntry {
    let article = &*entry.article;
    let lang = super::own_language(entry, head).map(str::to_owned);
    let Body { summary, html } = Body::of(entry);
    AtomEntry {
        title: Text { lang: lang.clone(), ..Text::plain(entry.title.as_str()) },
        id: text::line(article.guid.as_iri()).into_owned(),
        updated: date(article.updated()),
        authors: article
            .authors
            .iter()
            .filter_map(|author| {
                let name = Some(author.name.as_str()).filter(|name| !name.is_empty())?;
                let uri = author.url.as_deref().and_then(address);
                Some(Person { name: name.to_owned(), uri, ..Person::default() })
            })
            .collect(),
        categories: terms(article)
            .into_iter()
            .map(|term| Category { term: term.to_owned(), scheme: None, label: None })
            .collect(),
        links: entry_links(entry),
        published: Some(date(article.published)),
        summary: summary.map(|summary| Text { lang: lang.clone(), ..Text::plain(summary) }),
        content: html.map(|html| Content {
            value: Some(html.into_owned()),
            content_type: Some("html".to_owned()),
            lang,
            ..Content::default()
        }),
        extensions: entry_extensions(entry),
        ..AtomEntry::default()
    }
}

fn entry_links(entry: &Entry) -> Vec<Link> {
    let article = &*entry.article;
    let page = address(&article.url).map(|href| link("alternate", href, Some("text/html")));
    let related =
        article.external_url.as_deref().and_then(address).map(|href| link("related", href, None));
    let files = article.attachments.iter().filter_map(|file| {
        let title = file.title.as_ref().map(ToString::to_string);
        Some(Link {
            length: file.size_in_bytes.map(|size| size.to_string()),
            title: title.filter(|title| !title.is_empty()),
            ..link("enclosure", address(&file.url)?, Some(text::media_type(&file.mime_type)))
        })
    });
    page.into_iter().chain(related).chain(files).collect()
}

fn entry_extensions(entry: &Entry) -> ExtensionMap {
    let mut by_name: BTreeMap<String, Vec<Extension>> = BTreeMap::new();
    // Atom carries every file as an enclosure, so Media RSS is left with the picture.
    for element in media::of(&entry.article, usize::MAX) {
        by_name.entry(element.local.to_owned()).or_default().push(extension(element));
    }
    if by_name.is_empty() {
        ExtensionMap::new()
    } else {
        BTreeMap::from([("media".to_owned(), by_name)])
    }
}

/// The crate writes the attributes of extensions as they are, unlike all other attributes.
fn extension(mut element: media::Element) -> Extension {
    for value in element.attributes.values_mut() {
        if let Cow::Owned(escaped) = text::escaped(value) {
            *value = escaped;
        }
    }
    let children = element.child.map(|child| (child.local.to_owned(), vec![extension(*child)]));
    Extension {
        name: element.name.to_owned(),
        value: element.value,
        attrs: element.attributes,
        children: children.into_iter().collect(),
    }
}

/// Puts `fh:archive` (RFC 5005) and `at:deleted-entry` elements (RFC 6721) in front of the entries,
/// where RFC 4287's grammar has all that is said of a feed; the crate would write them behind.
fn insert_before_entries(bytes: &mut Vec<u8>, document: &Document) {
    let mut elements = String::new();
    if document.head.history.is_full {
        elements.push_str("<fh:archive/>");
    }
    for gone in &document.withdrawn {
        elements.push_str("<at:deleted-entry ref=\"");
        elements.push_str(&text::escaped(&text::line(gone.guid.as_iri())));
        elements.push_str("\" when=\"");
        elements.push_str(&dates::rfc3339(gone.at));
        elements.push_str("\"/>");
    }
    if elements.is_empty() {
        return;
    }
    // No text can look like a tag: the crate escapes every `<`, and no CDATA is in the document.
    let starts = |tag: &[u8]| bytes.windows(tag.len()).position(|window| window == tag);
    if let Some(place) = starts(b"<entry>").or_else(|| starts(b"</feed>")) {
        bytes.splice(place..place, elements.into_bytes());
    }
}
