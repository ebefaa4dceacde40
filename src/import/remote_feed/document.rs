//! One item of a feed written anew, as a document that the feed parser reads as it was meant.
//!
//! Only what becomes part of a draft is written. Every text is escaped, every address absolute,
//! every name without the e-mail address on which the parser would stumble.
//!
//! Must not know: the file, drafts, the feed parser.

mod modules;

use url::Url;

use super::names::Namespace;
use super::person;
use super::split::{Dialect, Tag, joined};
use crate::import::lenient_xml::Style;
use crate::import::references::escaped;

/// The document as it grows.
#[derive(Default)]
pub(super) struct ItemWriter {
    is_atom: bool,
    xml: String,
    /// What is written only if nothing better comes: key and element.
    fallbacks: Vec<(&'static str, String)>,
    seen: Vec<&'static str>,
    open: Vec<&'static str>,
    base: Option<Url>,
    fallback: Option<Url>,
    pub(super) content_base: Option<Url>,
    pub(super) language: Option<String>,
    pub(super) original_link: Option<String>,
}

/// How the text of an element of Atom is to be understood.
#[derive(Clone, Copy, PartialEq, Eq)]
enum TextKind {
    Plain,
    Html,
    Xhtml,
    /// Something else than text.
    Foreign,
}

impl ItemWriter {
    /// An item whose addresses are relative to `base` where `xml:base` says so, else to
    /// `fallback`.
    pub(super) fn new(dialect: Dialect, base: Option<Url>, fallback: Option<Url>) -> Self {
        Self { is_atom: dialect == Dialect::Atom, base, fallback, ..Self::default() }
    }

    /// Notes the address by which RDF knows the item: its id, and where it is read.
    pub(super) fn about(&mut self, address: &str) {
        self.fall_back("id", element("guid", address));
        self.fall_back("link", element("link", address));
    }

    /// Whether the elements in an element are read one by one.
    pub(super) fn is_container(&self, tag: &Tag) -> bool {
        match tag.namespace {
            Namespace::Own => self.is_atom && tag.name == "author",
            Namespace::Media => matches!(tag.name.as_str(), "group" | "content"),
            _ => false,
        }
    }

    /// A container begins.
    pub(super) fn open(&mut self, tag: &Tag) {
        let name = match tag.name.as_str() {
            "author" => "author",
            "group" => "media:group",
            _ => "media:content",
        };
        if name == "author" {
            self.seen.push("author");
        }
        self.add(&format!("<{name}{}>", self.media_attributes(tag)));
        self.open.push(name);
    }

    /// An element ended that is not read as a whole.
    pub(super) fn close(&mut self, name: &str) {
        let found = self.open.iter().rposition(|open| open.rsplit(':').next() == Some(name));
        let ended = self.open.split_off(found.unwrap_or(self.open.len()));
        ended.iter().rev().for_each(|open| self.add(&format!("</{open}>")));
    }

    /// How the content of an element is to be taken.
    pub(super) fn style(&self, tag: &Tag) -> Style {
        if self.is_atom && tag.namespace == Namespace::Own && kind(tag) == TextKind::Xhtml {
            Style::Markup
        } else {
            Style::Text
        }
    }

    /// Takes an element and what stood in it.
    pub(super) fn write(&mut self, tag: &Tag, text: &str, has_markup: bool) {
        match tag.namespace {
            Namespace::Own if self.is_atom => self.write_atom(tag, text, has_markup),
            Namespace::Own => self.write_rss(tag, text),
            Namespace::Content if tag.name == "encoded" => self.write_content(tag, text),
            Namespace::DublinCore => self.write_dublin_core(tag, text),
            Namespace::Media => self.write_media(tag, text),
            Namespace::Itunes => self.write_itunes(tag, text),
            Namespace::Atom => self.write_atom_in_rss(tag, text),
            Namespace::FeedBurner if tag.name == "origLink" => {
                self.original_link = Some(text.trim().to_owned()).filter(|link| !link.is_empty());
            }
            _ => {}
        }
    }

    fn write_rss(&mut self, tag: &Tag, text: &str) {
        let text = text.trim();
        match tag.name.as_str() {
            "link" => {
                let address = if text.is_empty() { tag.attribute("href") } else { Some(text) };
                let address = address.map(|address| self.absolute(tag, address));
                self.push("link", address.map(|address| element("link", &address)));
            }
            "guid" if !text.is_empty() => self.push("id", Some(element("guid", text))),
            "author" => self.creator(text),
            "pubDate" | "pubdate" | "PubDate" if !text.is_empty() => {
                self.push("date", Some(element("pubDate", text)));
            }
            "published" | "date" if !text.is_empty() => {
                self.fall_back("date", element("pubDate", text));
            }
            "updated" | "modified" if !text.is_empty() => {
                self.push("updated", Some(element("a:updated", text)));
            }
            "category" if !text.is_empty() => {
                self.push("category", Some(element("category", text)));
            }
            "title" => self.push("title", Some(element("title", text))),
            "description" => {
                self.note_base_and_language(tag);
                self.push("description", Some(element("description", text)));
            }
            "enclosure" => self.enclosure(tag, "url"),
            _ => {}
        }
    }

    fn write_atom(&mut self, tag: &Tag, text: &str, has_markup: bool) {
        let word = text.trim();
        match tag.name.as_str() {
            "title" | "summary" => {
                let name = if tag.name == "title" { "title" } else { "summary" };
                let written = text_construct(name, kind(tag), text, has_markup);
                self.push(name, written);
            }
            "content" => {
                self.note_base_and_language(tag);
                let written = match tag.attribute("src") {
                    Some(source) if word.is_empty() => {
                        let source = self.absolute(tag, source);
                        let kind = tag.attribute("type").filter(|kind| kind.contains('/'));
                        let kind = kind.unwrap_or("text/html");
                        Some(format!(
                            "<content src=\"{}\" type=\"{}\"/>",
                            escaped(&source),
                            escaped(kind)
                        ))
                    }
                    _ => text_construct("content", kind(tag), text, has_markup),
                };
                self.push("content", written);
            }
            "id" if !word.is_empty() => self.push("id", Some(element("id", word))),
            "published" | "issued" | "pubDate" if !word.is_empty() => {
                self.push("date", Some(element("published", word)));
            }
            "created" if !word.is_empty() => self.fall_back("date", element("published", word)),
            "updated" | "modified" if !word.is_empty() => {
                self.push("updated", Some(element("updated", word)));
            }
            "link" => {
                let href = tag.attribute("href").map(|href| self.absolute(tag, href));
                if let Some(href) = href {
                    let others = attributes(tag, &["rel", "type", "title", "length", "hreflang"]);
                    self.add(&format!("<link href=\"{}\"{others}/>", escaped(&href)));
                }
            }
            "category" => {
                let others = attributes(tag, &["label", "scheme"]);
                // Where RSS writes it, those write it who took one format for the other.
                let term = tag.attribute("term").map_or(word, str::trim);
                self.add(&format!("<category term=\"{}\"{others}/>", escaped(term)));
            }
            "name" | "uri" if self.open.last() == Some(&"author") => {
                let name = if tag.name == "name" { "name" } else { "uri" };
                self.xml.push_str(&element(name, word));
            }
            _ => {}
        }
    }

    fn creator(&mut self, byline: &str) {
        let Some(name) = person::name(byline) else { return };
        if self.is_atom {
            self.fall_back("author", format!("<author>{}</author>", element("name", &name)));
        } else {
            self.push("author", Some(element("dc:creator", &name)));
        }
    }

    fn enclosure(&mut self, tag: &Tag, address: &str) {
        let Some(url) = tag.attribute(address).map(|url| self.absolute(tag, url)) else { return };
        let others = attributes(tag, &["type", "length"]);
        self.add(&format!("<enclosure url=\"{}\"{others}/>", escaped(&url)));
    }

    fn note_base_and_language(&mut self, tag: &Tag) {
        self.content_base =
            joined(self.base.as_ref(), tag.attribute("xml:base")).or_else(|| self.base.clone());
        if let Some(language) = tag.attribute("xml:lang") {
            self.language = Some(language.to_owned());
        }
    }

    fn absolute(&self, tag: &Tag, address: &str) -> String {
        let address = address.trim();
        let base = joined(self.base.as_ref(), tag.attribute("xml:base"));
        let base = base.as_ref().or(self.base.as_ref()).or(self.fallback.as_ref());
        match (Url::parse(address), base) {
            (Err(url::ParseError::RelativeUrlWithoutBase), Some(base)) if !address.is_empty() => {
                base.join(address).map_or_else(|_| address.to_owned(), Into::into)
            }
            _ => address.to_owned(),
        }
    }

    fn push(&mut self, key: &'static str, written: Option<String>) {
        if let Some(written) = written {
            self.seen.push(key);
            self.add(&written);
        }
    }

    fn add(&mut self, written: &str) {
        self.xml.push_str(written);
    }

    fn fall_back(&mut self, key: &'static str, written: String) {
        self.fallbacks.push((key, written));
    }

    /// The finished document.
    pub(super) fn document(mut self) -> String {
        self.close_all();
        for (key, written) in std::mem::take(&mut self.fallbacks) {
            if !self.seen.contains(&key) {
                self.push(key, Some(written));
            }
        }
        if self.is_atom {
            format!("{ATOM_OPEN}<entry>{}</entry></feed>", self.xml)
        } else {
            format!("{RSS_OPEN}<channel><item>{}</item></channel></rss>", self.xml)
        }
    }

    fn close_all(&mut self) {
        for open in std::mem::take(&mut self.open).iter().rev() {
            self.add(&format!("</{open}>"));
        }
    }
}

/// The domain under which keywords travel, which are tags and no categories.
pub(super) const KEYWORDS: &str = "urn:keywords";

const ATOM_OPEN: &str = "<feed xmlns=\"http://www.w3.org/2005/Atom\" \
    xmlns:media=\"http://search.yahoo.com/mrss/\">";
const RSS_OPEN: &str = "<rss version=\"2.0\" xmlns:a=\"http://www.w3.org/2005/Atom\" \
    xmlns:content=\"http://purl.org/rss/1.0/modules/content/\" \
    xmlns:dc=\"http://purl.org/dc/elements/1.1/\" \
    xmlns:media=\"http://search.yahoo.com/mrss/\" \
    xmlns:itunes=\"http://www.itunes.com/dtds/podcast-1.0.dtd\">";

fn element(name: &str, text: &str) -> String {
    format!("<{name}>{}</{name}>", escaped(text))
}

fn attributes(tag: &Tag, names: &[&str]) -> String {
    let mut written = String::new();
    for name in names {
        let value = tag.attribute(name).map_or("", str::trim);
        if !value.is_empty() {
            for part in [" ", name, "=\"", &escaped(value), "\""] {
                written.push_str(part);
            }
        }
    }
    written
}

fn kind(tag: &Tag) -> TextKind {
    let kind = tag.attribute("type").unwrap_or_default().trim().to_ascii_lowercase();
    let mode = tag.attribute("mode").unwrap_or_default();
    match (kind.as_str(), mode) {
        (_, "base64") => TextKind::Foreign,
        ("xhtml" | "application/xhtml+xml", _) | ("text/html" | "html", "xml") => TextKind::Xhtml,
        ("html" | "text/html", _) => TextKind::Html,
        // Atom 0.3's default is XML, and its escaped text is markup.
        ("" | "text" | "text/plain", "escaped") if kind != "text/plain" => TextKind::Html,
        ("" | "text" | "plain" | "text/plain", _) => TextKind::Plain,
        (other, _) if !other.contains('/') => TextKind::Html,
        _ => TextKind::Foreign,
    }
}

fn text_construct(name: &str, kind: TextKind, text: &str, has_markup: bool) -> Option<String> {
    let (kind, text) = match kind {
        TextKind::Foreign => return None,
        TextKind::Plain if !has_markup => ("text", text),
        TextKind::Plain | TextKind::Html => ("html", text),
        TextKind::Xhtml => ("html", without_div(text.trim())),
    };
    Some(format!("<{name} type=\"{kind}\">{}</{name}>", escaped(text)))
}

/// What stands in the one `div` that XHTML in Atom is wrapped in (RFC 4287 section 3.1.1.3).
fn without_div(markup: &str) -> &str {
    let inner = markup.strip_prefix("<div").and_then(|rest| rest.strip_suffix("</div>"));
    match inner.and_then(|inner| inner.split_once('>')) {
        Some((attributes, inner)) if !attributes.contains('<') => inner,
        _ => markup,
    }
}
