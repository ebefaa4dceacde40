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
use std::io::Write;

use atom_syndication::extension::Extension;
use atom_syndication::{
    Category, Content, Entry as AtomEntry, Feed, FixedDateTime, Generator, Link, Person, Text,
    WriteConfig,
};

use super::body::Body;
use super::parts::{self, Whole};
use super::{Format, GENERATOR, RenderError, dates, media, namespace, overwrite, terms, text};
use crate::article::{Article, Instant, PlainText};
use crate::document::{Document, Entry, Head};

/// The crate's own declaration does not name the encoding.
const DECLARATION: &[u8] = b"<?xml version=\"1.0\" encoding=\"utf-8\"?>\n";

/// Writes the document as Atom 1.0.
///
/// # Errors
///
/// When the `atom_syndication` crate fails to write.
pub(super) fn write(document: &Document) -> Result<Vec<u8>, RenderError> {
    let mut room = Vec::with_capacity(super::expected_size(document));
    room.extend_from_slice(DECLARATION);
    let head = &document.head;
    let before_entries = before_entries(document);
    parts::write(feed(document), room, &before_entries, &document.entries, |place, entry| {
        write_entry(place, entry, head);
    })
}

impl Whole for Feed {
    type Part = AtomEntry;
    type Error = atom_syndication::Error;
    const FORMAT: &'static str = "Atom";
    const END: &'static [u8] = b"</feed>";

    fn parts(&mut self) -> &mut Vec<AtomEntry> {
        &mut self.entries
    }

    fn forget_head(&mut self) {
        *self = Self::default();
    }

    fn write(&self, to: impl Write) -> Result<(), Self::Error> {
        let plain = WriteConfig { write_document_declaration: false, indent_size: None };
        self.write_with_config(to, plain).map(drop)
    }
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

/// Writes an entry over another one.
fn write_entry(place: &mut AtomEntry, entry: &Entry, head: &Head) {
    let article = &*entry.article;
    let lang = super::own_language(entry, head);
    let Body { summary, html } = Body::of(entry);
    write_text(&mut place.title, entry.title.as_str(), lang);
    (*text::line(article.guid.as_iri())).clone_into(&mut place.id);
    place.updated = date(article.updated());
    place.published = Some(date(article.published));
    let authors = article.authors.iter().filter(|author| !author.name.is_empty());
    overwrite::list(&mut place.authors, authors, |person: &mut Person, author| {
        author.name.as_str().clone_into(&mut person.name);
        overwrite::text(&mut person.uri, author.url.as_deref().and_then(text::web_address));
    });
    overwrite::list(&mut place.categories, terms(article), |category: &mut Category, term| {
        term.clone_into(&mut category.term);
    });
    overwrite::list(&mut place.links, links(article), |place, link| write_link(place, &link));
    overwrite::one(&mut place.summary, summary, |place, summary| write_text(place, summary, lang));
    overwrite::one(&mut place.content, html, |content: &mut Content, html| {
        overwrite::text(&mut content.value, Some(html));
        overwrite::text(&mut content.content_type, Some("html"));
        overwrite::text(&mut content.lang, lang);
    });
    // Atom carries every file as an enclosure, so Media RSS is left with the picture.
    media::write(&mut place.extensions, article, usize::MAX);
}

/// Plain text, which is what a text is from the start.
fn write_text(place: &mut Text, text: &str, lang: Option<&str>) {
    text.clone_into(&mut place.value);
    overwrite::text(&mut place.lang, lang);
}

/// A link of an entry.
#[derive(Default)]
struct EntryLink<'a> {
    rel: &'static str,
    href: Cow<'a, str>,
    mime_type: Option<&'a str>,
    title: Option<&'a str>,
    length: Option<u64>,
}

fn links(article: &Article) -> impl Iterator<Item = EntryLink<'_>> {
    let link = |rel, url, mime_type| {
        let href = text::web_address(url)?;
        Some(EntryLink { rel, href, mime_type, ..EntryLink::default() })
    };
    let page = link("alternate", &article.url, Some("text/html"));
    let related = article.external_url.as_deref().and_then(|url| link("related", url, None));
    let files = article.attachments.iter().filter_map(move |file| {
        let title = file.title.as_ref().map(PlainText::as_str);
        Some(EntryLink {
            length: file.size_in_bytes,
            title: title.filter(|title| !title.is_empty()),
            ..link("enclosure", &file.url, Some(text::media_type(&file.mime_type)))?
        })
    });
    page.into_iter().chain(related).chain(files)
}

/// Writes a link over another one.
fn write_link(place: &mut Link, link: &EntryLink<'_>) {
    link.rel.clone_into(&mut place.rel);
    (*link.href).clone_into(&mut place.href);
    overwrite::text(&mut place.mime_type, link.mime_type);
    overwrite::text(&mut place.title, link.title);
    place.length = link.length.map(|length| length.to_string());
}

impl media::Extension for Extension {
    fn parts(&mut self) -> media::Parts<'_, Self> {
        media::Parts {
            name: &mut self.name,
            value: &mut self.value,
            attributes: &mut self.attrs,
            children: &mut self.children,
        }
    }

    /// The crate writes the attributes of extensions as they are, unlike all other attributes.
    fn attribute(value: &str) -> Cow<'_, str> {
        text::escaped(value)
    }
}

/// `fh:archive` (RFC 5005) and `at:deleted-entry` elements (RFC 6721) stand in front of the entries,
/// where RFC 4287's grammar has all that is said of a feed; the crate would write them behind.
fn before_entries(document: &Document) -> String {
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
    elements
}
