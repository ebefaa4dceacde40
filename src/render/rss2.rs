//! RSS 2.0 as the RSS Advisory Board's Best Practices Profile wants it.
//!
//! The `rss` crate writes; this file decides what, and hands it nothing that has not passed
//! [`super::text`]. Sources: RSS 2.0.11, the Profile 1.0, Media RSS 1.5.1.
//!
//! Must not know: the other formats.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::Write;

use rss::extension::atom::{AtomExtension, Link};
use rss::extension::dublincore::DublinCoreExtension;
use rss::extension::{Extension, ExtensionMap};
use rss::{Category, Channel, Enclosure, Guid, Image, Item};

use super::body::Body;
use super::parts::{self, Whole};
use super::{Format, GENERATOR, RenderError, dates, media, namespace, overwrite, terms, text};
use crate::article::{Article, Attachment};
use crate::document::{Document, Entry, Head};

/// What this file follows; the Profile wants it said.
const SPECIFICATION: &str = "https://www.rssboard.org/rss-specification";

/// Writes the document as RSS 2.0.
///
/// # Errors
///
/// When the `rss` crate fails to write.
pub(super) fn write(document: &Document) -> Result<Vec<u8>, RenderError> {
    let room = Vec::with_capacity(super::expected_size(document));
    let head = &document.head;
    parts::write(channel(document), room, "", &document.entries, |item, entry| {
        write_item(item, entry, head);
    })
}

impl Whole for Channel {
    type Part = Item;
    type Error = rss::Error;
    const FORMAT: &'static str = "RSS";
    const END: &'static [u8] = b"</channel></rss>";

    fn parts(&mut self) -> &mut Vec<Item> {
        &mut self.items
    }

    fn forget_head(&mut self) {
        // The crate declares those that an item needs where they are not declared already.
        let namespaces = std::mem::take(&mut self.namespaces);
        *self = Self { namespaces, ..Self::default() };
    }

    fn write(&self, to: impl Write) -> Result<(), Self::Error> {
        self.write_to(to).map(drop)
    }
}

fn channel(document: &Document) -> Channel {
    let head = &document.head;
    let title = text::line_or(&head.title, &head.stem).into_owned();
    let link = text::web_address(&head.home_url)
        .or_else(|| text::web_address(&head.stem))
        .unwrap_or_default()
        .into_owned();
    let contact = contact(head);
    Channel {
        description: text::line_or(&head.description, &title).into_owned(),
        language: text::language(&head.language).map(str::to_owned),
        copyright: head.copyright.as_deref().map(|rights| text::line(rights).into_owned()),
        last_build_date: Some(dates::rfc822(head.updated)),
        generator: Some(GENERATOR.to_owned()),
        docs: Some(SPECIFICATION.to_owned()),
        ttl: Some(minutes(head).to_string()),
        image: image(head, &title, &link),
        atom_ext: Some(AtomExtension { links: links(head) }),
        // The Profile wants one of the two, never both.
        dublin_core_ext: contact.is_none().then(|| DublinCoreExtension {
            creators: vec![text::line_or(&head.author.name, &title).into_owned()],
            ..DublinCoreExtension::default()
        }),
        managing_editor: contact,
        extensions: channel_extensions(document),
        namespaces: namespace::RSS
            .iter()
            .chain(head.history.is_full.then_some(&namespace::HISTORY))
            .chain(new_address(document).is_some().then_some(&namespace::ITUNES))
            .map(|(prefix, uri)| ((*prefix).to_owned(), (*uri).to_owned()))
            .collect(),
        title,
        link,
        ..Channel::default()
    }
}

/// `addr (Name)`, the form of e-mail addresses in RSS.
fn contact(head: &Head) -> Option<String> {
    let email = text::email(head.author.email.as_deref()?)?;
    let name: String = text::line(&head.author.name)
        .chars()
        .filter(|c| !matches!(c, '(' | ')' | '\\' | '"'))
        .collect();
    Some(format!("{email} ({name})")).filter(|_| !name.is_empty())
}

/// Whole minutes a reader may wait: never fewer than it may use its copy.
fn minutes(head: &Head) -> u64 {
    head.max_age.as_secs().div_ceil(60).max(1)
}

/// The same tempo in the words of the Syndication module; it knows no finer period than the hour.
/// Without `updateBase`: it would say nothing but the clock.
fn tempo(head: &Head) -> ExtensionMap {
    const PERIODS: [(&str, u64); 4] =
        [("hourly", 60), ("daily", 24 * 60), ("weekly", 7 * 24 * 60), ("monthly", 30 * 24 * 60)];
    let wait = minutes(head);
    let (period, length) = PERIODS
        .into_iter()
        .find(|(_, length)| wait <= *length)
        .unwrap_or(("yearly", 365 * 24 * 60));
    let frequency = (length / wait).max(1).to_string();
    extensions("sy", [("updatePeriod", period.to_owned()), ("updateFrequency", frequency)])
}

fn channel_extensions(document: &Document) -> ExtensionMap {
    let head = &document.head;
    let mut map = tempo(head);
    if let Some(address) = new_address(document) {
        map.extend(extensions(namespace::ITUNES.0, [("new-feed-url", address)]));
    }
    if head.history.is_full {
        let (prefix, _) = namespace::HISTORY;
        let archive = Extension { name: format!("{prefix}:archive"), ..Extension::default() };
        let elements = BTreeMap::from([("archive".to_owned(), vec![archive])]);
        map.insert(prefix.to_owned(), elements);
    }
    map
}

/// What moves the listeners of a podcast that has another address than it had: directories follow this
/// where they do not trust a redirect. Only live documents are subscribed to.
fn new_address(document: &Document) -> Option<String> {
    let head = &document.head;
    let is_heard = |file: &Attachment| {
        ["audio/", "video/"].iter().any(|kind| {
            let start = file.mime_type.as_bytes().get(..kind.len());
            start.is_some_and(|start| start.eq_ignore_ascii_case(kind.as_bytes()))
        })
    };
    let is_podcast =
        || document.entries.iter().any(|entry| entry.article.attachments.iter().any(is_heard));
    (head.has_moved && head.history.current.is_none() && is_podcast())
        .then(|| super::address(head, Format::Rss))?
}

fn extensions<const N: usize>(prefix: &str, values: [(&str, String); N]) -> ExtensionMap {
    let elements = values
        .into_iter()
        .map(|(local, value)| {
            let name = format!("{prefix}:{local}");
            (local.to_owned(), vec![Extension { name, value: Some(value), ..Extension::default() }])
        })
        .collect();
    BTreeMap::from([(prefix.to_owned(), elements)])
}

/// The channel's picture: the square one before the wide one, if readers of RSS can show it.
fn image(head: &Head, title: &str, link: &str) -> Option<Image> {
    let is_shown = |url: &&str| {
        let shown = ["png", "jpg", "jpeg", "gif"];
        text::ending(url)
            .is_none_or(|ending| shown.iter().any(|shown| ending.eq_ignore_ascii_case(shown)))
    };
    let picture =
        [&head.icon, &head.logo].into_iter().filter_map(|url| url.as_deref()).find(is_shown)?;
    Some(Image {
        url: text::web_address(picture)?.into_owned(),
        title: title.to_owned(),
        link: link.to_owned(),
        ..Image::default()
    })
}

fn links(head: &Head) -> Vec<Link> {
    let of_this_kind = |(rel, href): (&str, String)| Link {
        href,
        rel: rel.to_owned(),
        mime_type: Some(Format::Rss.media_type().to_owned()),
        ..Link::default()
    };
    let own = super::address(head, Format::Rss).map(|href| ("self", href));
    let documents = own.into_iter().chain(super::history_links(head, Format::Rss));
    let hubs = head.hubs.iter().filter_map(|hub| text::web_address(hub)).map(|hub| Link {
        href: hub.into_owned(),
        rel: "hub".to_owned(),
        ..Link::default()
    });
    documents.map(of_this_kind).chain(hubs).collect()
}

/// Writes an entry over another one.
fn write_item(item: &mut Item, entry: &Entry, head: &Head) {
    let article = &*entry.article;
    // In RSS, `description` is HTML: a plain excerpt is escaped as HTML before it is written.
    let (description, content) = match Body::of(entry) {
        Body { summary: Some(summary), html } => (text::escaped(summary), html),
        Body { summary: None, html } => (html.unwrap_or_default(), None),
    };
    overwrite::text(&mut item.title, Some(entry.title.as_str()));
    overwrite::text(&mut item.link, text::web_address(&article.url));
    overwrite::text(&mut item.description, Some(description));
    overwrite::text(&mut item.content, content);
    overwrite::list(&mut item.categories, terms(article), |category: &mut Category, name| {
        name.clone_into(&mut category.name);
    });
    overwrite::one(&mut item.guid, Some(article.guid.as_str()), |guid: &mut Guid, id| {
        (*text::line(id)).clone_into(&mut guid.value);
        guid.permalink = false;
    });
    item.pub_date = Some(dates::rfc822(article.published));
    item.enclosure = enclosure(entry);
    write_dublin_core(&mut item.dublin_core_ext, entry, head);
    item.atom_ext = related(entry);
    write_extensions(&mut item.extensions, article);
}

/// The first file: the Profile allows one, and many readers take the last of several.
fn enclosure(entry: &Entry) -> Option<Enclosure> {
    let file = entry.article.attachments.first()?;
    Some(Enclosure {
        url: text::web_address(&file.url)?.into_owned(),
        length: file.size_in_bytes.unwrap_or(0).to_string(),
        mime_type: text::media_type(&file.mime_type).to_owned(),
    })
}

/// Names of authors (RSS's own `author` takes nothing but e-mail addresses), and the language where
/// it is not the channel's.
fn write_dublin_core(place: &mut Option<DublinCoreExtension>, entry: &Entry, head: &Head) {
    let authors = entry.article.authors.iter().map(|author| author.name.as_str());
    let creators = authors.filter(|name| !name.is_empty());
    let language = super::own_language(entry, head);
    let says_anything = language.is_some() || creators.clone().next().is_some();
    overwrite::one(place, says_anything.then_some(()), |elements, ()| {
        let write = |place: &mut String, text: &str| text.clone_into(place);
        overwrite::list(&mut elements.creators, creators, write);
        overwrite::list(&mut elements.languages, language, write);
    });
}

/// What a link post talks about. RSS has no element of its own for it.
fn related(entry: &Entry) -> Option<AtomExtension> {
    let address = text::web_address(entry.article.external_url.as_deref()?)?;
    let link = Link { href: address.into_owned(), rel: "related".to_owned(), ..Link::default() };
    Some(AtomExtension { links: vec![link] })
}

fn write_extensions(map: &mut ExtensionMap, article: &Article) {
    map.remove("atom");
    if article.modified.is_some() {
        map.extend(extensions("atom", [("updated", dates::rfc3339(article.updated()))]));
    }
    media::write(map, article, 1);
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

    fn attribute(value: &str) -> Cow<'_, str> {
        Cow::Borrowed(value)
    }
}
