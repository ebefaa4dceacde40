//! What the modules of RSS and Atom say of an item: Dublin Core, Media RSS, iTunes, content, and Atom
//! inside RSS.
//!
//! Must not know: the formats' own elements.

use super::super::person;
use super::super::split::Tag;
use super::{ItemWriter, KEYWORDS, TextKind, attributes, element, text_construct};
use crate::import::references::escaped;

/// The parser throws away what iTunes says of a picture and a length unless there is a title.
const ITUNES_MARK: &str = "<itunes:title></itunes:title>";

impl ItemWriter {
    pub(super) fn write_content(&mut self, tag: &Tag, text: &str) {
        self.note_base_and_language(tag);
        if self.is_atom {
            let written = text_construct("content", TextKind::Html, text, true);
            self.fall_back("content", written.unwrap_or_default());
        } else {
            self.push("content", Some(element("content:encoded", text)));
        }
    }

    pub(super) fn write_dublin_core(&mut self, tag: &Tag, text: &str) {
        let text = text.trim();
        if text.is_empty() {
            return;
        }
        match tag.name.as_str() {
            "creator" | "author" => self.creator(text),
            "date" if self.is_atom => self.fall_back("date", element("published", text)),
            "date" => self.fall_back("date", element("pubDate", text)),
            "subject" if self.is_atom => {
                self.add(&format!("<category term=\"{}\"/>", escaped(text)));
            }
            "subject" => self.push("category", Some(element("category", text))),
            "title" => self.fall_back("title", element("title", text)),
            "description" if !self.is_atom => {
                self.fall_back("description", element("description", text));
            }
            "language" => self.language = Some(text.to_owned()),
            _ => {}
        }
    }

    pub(super) fn write_media(&mut self, tag: &Tag, text: &str) {
        let written = match tag.name.as_str() {
            "keywords" => return self.keywords(text),
            "content" | "thumbnail" => {
                let attributes = self.media_attributes(tag);
                format!("<media:{}{attributes}/>", tag.name)
            }
            "title" | "description" => {
                let kind = if tag.attribute("type") == Some("html") { "html" } else { "plain" };
                format!(
                    "<media:{0} type=\"{kind}\">{1}</media:{0}>",
                    tag.name,
                    escaped(text.trim())
                )
            }
            _ => return,
        };
        self.add(&written);
    }

    /// Keywords, which commas separate.
    fn keywords(&mut self, text: &str) {
        for keyword in text.split(',').map(str::trim).filter(|word| !word.is_empty()) {
            let keyword = escaped(keyword);
            self.add(&if self.is_atom {
                format!("<category scheme=\"{KEYWORDS}\" term=\"{keyword}\"/>")
            } else {
                format!("<category domain=\"{KEYWORDS}\">{keyword}</category>")
            });
        }
    }

    pub(super) fn write_itunes(&mut self, tag: &Tag, text: &str) {
        let text = text.trim();
        match tag.name.as_str() {
            "image" if !self.is_atom => {
                let address = tag.attribute("href").or(tag.attribute("url")).or(Some(text));
                if let Some(address) = address.filter(|address| !address.is_empty()) {
                    let address = escaped(&self.absolute(tag, address));
                    self.add(&format!("<itunes:image href=\"{address}\"/>{ITUNES_MARK}"));
                }
            }
            "duration" if !self.is_atom && is_time(text) => {
                self.xml.push_str(&element("itunes:duration", text));
                self.xml.push_str(ITUNES_MARK);
            }
            "keywords" if !self.is_atom => self.keywords(text),
            "author" if !self.is_atom => {
                if let Some(name) = person::name(text) {
                    self.fall_back("author", element("dc:creator", &name));
                }
            }
            "summary" if !self.is_atom => {
                self.fall_back("description", element("description", text));
            }
            _ => {}
        }
    }

    pub(super) fn write_atom_in_rss(&mut self, tag: &Tag, text: &str) {
        let word = text.trim();
        match (tag.name.as_str(), tag.attribute("href")) {
            ("link", Some(_)) if tag.attribute("rel") == Some("enclosure") => {
                self.enclosure(tag, "href");
            }
            ("link", Some(href)) if matches!(tag.attribute("rel"), None | Some("alternate")) => {
                let href = self.absolute(tag, href);
                self.fall_back("link", element("link", &href));
            }
            ("category", _) => {
                let term = tag.attribute("label").or(tag.attribute("term"));
                self.push("category", term.map(|term| element("category", term)));
            }
            ("updated", _) if !word.is_empty() => {
                self.push("updated", Some(element("a:updated", word)));
            }
            ("published", _) if !word.is_empty() => {
                self.fall_back("date", element("pubDate", word));
            }
            ("author", _) => {
                let name = text.split_once("name>").and_then(|(_, rest)| rest.split_once("</"));
                self.creator(name.map_or("", |(name, _)| name));
            }
            ("summary", _) => self.fall_back("description", element("description", text)),
            ("content", _) => self.fall_back("content", element("content:encoded", text)),
            _ => {}
        }
    }

    pub(super) fn media_attributes(&self, tag: &Tag) -> String {
        let written = attributes(tag, &["type", "width", "height", "fileSize", "duration"]);
        let url = tag.attribute("url").map(|url| escaped(&self.absolute(tag, url)));
        let url = url.map(|url| format!(" url=\"{url}\"")).unwrap_or_default();
        // The parser knows no `medium`, and many feeds say nothing else of their pictures.
        let is_picture =
            tag.attribute("type").is_none() && tag.attribute("medium") == Some("image");
        let kind = if is_picture { " type=\"image/unknown\"" } else { "" };
        format!("{written}{url}{kind}")
    }
}

/// Hours, minutes and seconds of a length that exists: the parser adds them up unchecked.
fn is_time(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= 12
        && text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b':' | b'.'))
}
