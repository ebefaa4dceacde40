//! A feed taken apart: every item becomes a small document of its own, in the one dialect that
//! the feed parser reads without a fault.
//!
//! One item at a time is in memory, and a broken one costs nobody else. On the way what feeds get
//! wrong is put right: namespaces under any address or prefix, RSS of every version as 2.0 and
//! Atom 0.3 as 1.0, markup that should have been escaped, XHTML written as HTML, unclosed
//! elements, and names and lengths on which the parser would stumble.
//!
//! Must not know: drafts, the feed parser.

use std::io::BufRead;

use quick_xml::events::{BytesStart, Event};
use url::Url;

use super::document::ItemWriter;
use super::names::{Namespace, Scope};
use super::person;
use crate::import::ReadError;
use crate::import::lenient_xml::{Ended, Limits, Style, XmlReader};
use crate::import::references::decode_references;

/// The largest feeds of whole sites are a tenth of it.
const LIMITS: Limits = Limits { token: 64 * 1024 * 1024, file: 64 * 1024 * 1024 };

/// The dialect of a feed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Dialect {
    /// RSS 0.90 to 2.0, RDF or not.
    Rss,
    /// Atom 0.3 and 1.0.
    Atom,
}

/// What the feed says of all its items, as far as it stands before them.
#[derive(Debug, Default, Clone)]
pub(super) struct Head {
    pub(super) language: Option<String>,
    /// The site's address, else the feed's own, else what `xml:base` says.
    pub(super) base: Option<Url>,
    pub(super) authors: Vec<String>,
    site: Option<String>,
    own: Option<String>,
}

/// One item.
#[derive(Debug)]
pub(super) struct Item {
    /// The line in which it ends.
    pub(super) line: u64,
    pub(super) dialect: Dialect,
    /// A whole document with nothing but this item; an error when it is cut short or too large.
    pub(super) document: Result<String, ReadError>,
    /// What relative references of its body are relative to, where it says so.
    pub(super) content_base: Option<Url>,
    pub(super) language: Option<String>,
    /// Where `link` only forwards to (`feedburner:origLink`).
    pub(super) original_link: Option<String>,
}

/// Takes a feed apart.
///
/// # Errors
///
/// When it is no feed, or cannot be read on; what was read before has been handed over.
pub(super) fn split(
    input: &mut dyn BufRead,
    each: &mut dyn FnMut(&Head, Item),
) -> Result<(), ReadError> {
    let mut splitter = Splitter {
        xml: XmlReader::new(input, LIMITS),
        scope: Scope::default(),
        dialect: Dialect::Rss,
        head: Head::default(),
        explicit_base: None,
    };
    splitter.read_root(each)
}

struct Splitter<'a> {
    xml: XmlReader<'a>,
    scope: Scope,
    dialect: Dialect,
    head: Head,
    /// What `xml:base` of the root says.
    explicit_base: Option<Url>,
}

/// A start tag, kept after its event is gone.
pub(super) struct Tag {
    qualified: String,
    pub(super) namespace: Namespace,
    pub(super) name: String,
    attributes: Vec<(String, String)>,
    is_empty: bool,
    mark: usize,
}

impl Tag {
    /// The value of an attribute, which is named as it was written.
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }
}

impl Splitter<'_> {
    /// The tag's name and attributes; its declarations hold until its mark is forgotten.
    fn owned(scope: &mut Scope, dialect: Dialect, tag: &BytesStart<'_>, is_empty: bool) -> Tag {
        let mark = scope.mark();
        scope.declare(tag);
        let qualified = String::from_utf8_lossy(tag.name().as_ref()).into_owned();
        let (namespace, name) = scope.resolve(&qualified);
        let namespace = match (dialect, namespace) {
            (Dialect::Rss, Namespace::Rss) | (Dialect::Atom, Namespace::Atom) => Namespace::Own,
            (_, namespace) => namespace,
        };
        let name = name.to_owned();
        let mut attributes = Vec::new();
        let mut read = tag.html_attributes();
        for attribute in read.with_checks(false).flatten() {
            let key = String::from_utf8_lossy(attribute.key.as_ref()).into_owned();
            if !key.starts_with("xmlns") {
                let value = decode_references(&String::from_utf8_lossy(&attribute.value));
                attributes.push((key, value));
            }
        }
        Tag { qualified, namespace, name, attributes, is_empty, mark }
    }

    fn read_root(&mut self, each: &mut dyn FnMut(&Head, Item)) -> Result<(), ReadError> {
        loop {
            let (name, tag) = match self.xml.next()? {
                Event::Start(tag) => {
                    let qualified = String::from_utf8_lossy(tag.name().as_ref()).into_owned();
                    (qualified, tag.to_owned())
                }
                Event::Eof => {
                    return Err(ReadError::Unusable(
                        "it is no feed: there is no element in it; fetch it again".to_owned(),
                    ));
                }
                _ => continue,
            };
            let local = name.rsplit(':').next().unwrap_or_default();
            self.dialect = match local.to_ascii_lowercase().as_str() {
                "rss" | "rdf" => Dialect::Rss,
                "feed" | "entry" => Dialect::Atom,
                _ => {
                    return Err(ReadError::Unusable(format!(
                        "it is no RSS, RDF or Atom feed: it begins with <{name}>"
                    )));
                }
            };
            let tag = Self::owned(&mut self.scope, self.dialect, &tag, false);
            self.explicit_base = joined(None, tag.attribute("xml:base"));
            self.head.language = tag.attribute("xml:lang").map(str::to_owned);
            if tag.name == "entry" {
                return self.read_item(&tag, each);
            }
            return self.read_channel(each);
        }
    }

    fn read_channel(&mut self, each: &mut dyn FnMut(&Head, Item)) -> Result<(), ReadError> {
        let item_name = if self.dialect == Dialect::Atom { "entry" } else { "item" };
        loop {
            let tag = match self.xml.next()? {
                Event::Start(tag) => Self::owned(&mut self.scope, self.dialect, &tag, false),
                Event::Empty(tag) => Self::owned(&mut self.scope, self.dialect, &tag, true),
                Event::Eof => return Ok(()),
                _ => continue,
            };
            match (tag.namespace, tag.name.as_str()) {
                (Namespace::Own, name) if name == item_name => self.read_item(&tag, each)?,
                (Namespace::Own, "channel") if !tag.is_empty => {
                    self.explicit_base =
                        joined(self.explicit_base.as_ref(), tag.attribute("xml:base"))
                            .or(self.explicit_base.take());
                    continue;
                }
                // RSS 0.91 and 1.0 wrap their items in all sorts of things.
                (Namespace::Own, "items") => {}
                _ => self.read_head(&tag)?,
            }
            self.scope.forget(tag.mark);
        }
    }

    fn read_head(&mut self, tag: &Tag) -> Result<(), ReadError> {
        let inner = if tag.is_empty {
            String::new()
        } else {
            self.xml.inner(&tag.qualified, &["item", "channel"], 64 * 1024, Style::Text)?.text
        };
        let text = inner.trim();
        let said = || (!text.is_empty()).then(|| text.to_owned());
        let is_link =
            tag.name == "link" && matches!(tag.namespace, Namespace::Own | Namespace::Atom);
        match (tag.namespace, tag.name.as_str()) {
            _ if is_link && tag.attribute("href").is_some() => {
                let address = tag.attribute("href").map(str::to_owned);
                match tag.attribute("rel") {
                    Some("self") => self.head.own = address,
                    None | Some("alternate") => self.head.site = address,
                    _ => {}
                }
            }
            _ if is_link => self.head.site = said().or(self.head.site.take()),
            (Namespace::Own | Namespace::DublinCore, "language") => {
                self.head.language = said().or(self.head.language.take());
            }
            (Namespace::Own, "author") if self.dialect == Dialect::Atom => {
                let name = inner.split_once("name>").and_then(|(_, rest)| rest.split_once("</"));
                self.head.authors.extend(name.and_then(|(name, _)| person::name(name)));
            }
            _ => {}
        }
        let relative_to = self.explicit_base.as_ref();
        self.head.base = relative_to.cloned().or_else(|| {
            let addresses = [self.head.site.as_deref(), self.head.own.as_deref()];
            addresses.into_iter().find_map(|address| joined(None, address))
        });
        Ok(())
    }

    fn read_item(
        &mut self,
        root: &Tag,
        each: &mut dyn FnMut(&Head, Item),
    ) -> Result<(), ReadError> {
        let base = joined(self.explicit_base.as_ref(), root.attribute("xml:base"));
        let base = base.or_else(|| self.explicit_base.clone());
        let mut writer = ItemWriter::new(self.dialect, base, self.head.base.clone());
        writer.language = root.attribute("xml:lang").map(str::to_owned);
        if let Some(address) = root.attribute("rdf:about") {
            writer.about(address);
        }
        let ended = if root.is_empty {
            Ended::Closed
        } else {
            self.read_children(&root.qualified, &mut writer)?
        };
        let item = Item {
            line: self.xml.line(),
            dialect: self.dialect,
            document: Ok(String::new()),
            content_base: writer.content_base.take(),
            language: writer.language.take(),
            original_link: writer.original_link.take(),
        };
        let document = match ended {
            Ended::Closed | Ended::Parent => Ok(writer.document()),
            Ended::File => Err(ReadError::Syntax {
                format: "XML",
                fault: format!("line {}: the file ends inside this item", self.xml.line()),
            }),
            Ended::TooLarge => {
                Err(ReadError::TooLarge { what: "the item", limit: "16 MiB".to_owned() })
            }
        };
        each(&self.head, Item { document, ..item });
        Ok(())
    }

    fn read_children(&mut self, item: &str, writer: &mut ItemWriter) -> Result<Ended, ReadError> {
        let mut room = MAX_ITEM_BYTES;
        loop {
            let tag = match self.xml.next()? {
                Event::Start(tag) => Self::owned(&mut self.scope, self.dialect, &tag, false),
                Event::Empty(tag) => Self::owned(&mut self.scope, self.dialect, &tag, true),
                Event::End(tag) => {
                    let name = String::from_utf8_lossy(tag.name().as_ref()).into_owned();
                    if name == item {
                        return Ok(if room == 0 { Ended::TooLarge } else { Ended::Closed });
                    }
                    if matches!(name.as_str(), "channel" | "rss" | "feed") {
                        return Ok(Ended::Parent);
                    }
                    writer.close(self.scope.resolve(&name).1);
                    continue;
                }
                Event::Eof => return Ok(Ended::File),
                _ => continue,
            };
            if !tag.is_empty && writer.is_container(&tag) {
                writer.open(&tag);
                continue;
            }
            let mut inner = (String::new(), false);
            if !tag.is_empty {
                let style = writer.style(&tag);
                let read = self.xml.inner(&tag.qualified, &[item, "channel"], room, style)?;
                match read.ended {
                    Ended::Parent | Ended::File => {
                        writer.write(&tag, &read.text, read.has_markup);
                        return Ok(if read.ended == Ended::File {
                            Ended::File
                        } else {
                            Ended::Closed
                        });
                    }
                    Ended::TooLarge => room = 0,
                    Ended::Closed => room -= read.text.len(),
                }
                inner = (read.text, read.has_markup);
            }
            writer.write(&tag, &inner.0, inner.1);
            self.scope.forget(tag.mark);
        }
    }
}

/// Kept text of one item.
const MAX_ITEM_BYTES: usize = 16 * 1024 * 1024;

pub(super) fn joined(base: Option<&Url>, address: Option<&str>) -> Option<Url> {
    let address = address?.trim();
    match base {
        Some(base) => base.join(address).ok(),
        None => Url::parse(address).ok().filter(Url::has_host),
    }
}
