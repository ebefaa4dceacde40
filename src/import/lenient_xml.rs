//! XML as programs really write it, made readable: a bare `&` is an ampersand, an end tag that is
//! missing ends nothing else, and a reader says in which line it stands.
//!
//! Must not know: what the elements mean.

use std::io::{self, BufRead};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::ReadError;
use super::decoded::{Decoded, Overflow};
use super::references::{decode_references, escaped, push_reference};

pub(super) use super::decoded::Limits;

/// Pulls events out of a byte stream; holds one of them in memory.
pub(super) struct XmlReader<'a> {
    reader: Reader<Decoded<'a>>,
    buffer: Vec<u8>,
}

impl<'a> XmlReader<'a> {
    pub(super) fn new(input: &'a mut dyn BufRead, limits: Limits) -> Self {
        let mut reader = Reader::from_reader(Decoded::new(input, limits));
        let config = reader.config_mut();
        // End tags are matched by those who know which elements matter: one unclosed tag inside
        // one article must not end the file.
        config.check_end_names = false;
        config.allow_unmatched_ends = true;
        config.allow_dangling_amp = true;
        Self { reader, buffer: Vec::new() }
    }

    /// The next event; `Eof` again and again at the end.
    pub(super) fn next(&mut self) -> Result<Event<'_>, ReadError> {
        self.buffer.clear();
        self.reader.get_mut().begin_token();
        match self.reader.read_event_into(&mut self.buffer) {
            Ok(event) => Ok(event),
            Err(error) => Err(fault(error, self.reader.get_ref())),
        }
    }

    /// What stands in the element whose start tag was just read, up to its end tag. The end tag
    /// of one of `parents` ends it too: somebody forgot to close it. Beyond `limit` bytes nothing
    /// is kept.
    pub(super) fn inner(
        &mut self,
        element: &str,
        parents: &[&str],
        limit: usize,
        style: Style,
    ) -> Result<Inner, ReadError> {
        let mut inner = Inner { text: String::new(), has_markup: false, ended: Ended::Closed };
        let mut nested = 0_u32;
        let mut overflows = false;
        loop {
            match self.next()? {
                Event::Eof => {
                    inner.ended = Ended::File;
                    break;
                }
                Event::End(tag) if nested == 0 && is_named(tag.name().as_ref(), element) => break,
                Event::End(tag)
                    if parents.iter().any(|parent| is_named(tag.name().as_ref(), parent)) =>
                {
                    inner.ended = Ended::Parent;
                    break;
                }
                event => {
                    match &event {
                        Event::Start(tag) if is_named(tag.name().as_ref(), element) => nested += 1,
                        Event::End(tag) if is_named(tag.name().as_ref(), element) => nested -= 1,
                        _ => {}
                    }
                    inner.push(&event, style);
                }
            }
            if inner.text.len() > limit {
                overflows = true;
                inner.text.clear();
            }
        }
        if overflows {
            inner.text.clear();
            inner.ended = Ended::TooLarge;
        }
        Ok(inner)
    }

    /// The line, from 1, in which the last event ended.
    pub(super) fn line(&self) -> u64 {
        self.reader.get_ref().line()
    }
}

/// How an element's content is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    /// As text: references are resolved, and markup that nobody escaped is text too.
    Text,
    /// As markup of XHTML, written so that an HTML parser reads the same.
    Markup,
}

/// The content of an element.
#[derive(Debug)]
pub(super) struct Inner {
    pub text: String,
    /// There were elements in it.
    pub has_markup: bool,
    pub ended: Ended,
}

/// Why an element's content ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ended {
    Closed,
    /// Its parent ended.
    Parent,
    /// The file ended.
    File,
    /// It was read to its end, and was too large to keep.
    TooLarge,
}

/// Elements of HTML that have no end tag: `<p/>` is an empty paragraph to XML and an open one to
/// HTML.
const VOID: [&str; 14] = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
    "track", "wbr",
];

impl Inner {
    fn push(&mut self, event: &Event<'_>, style: Style) {
        let text = &mut self.text;
        match (event, style) {
            (Event::Start(tag), _) => {
                self.has_markup = true;
                push_between(text, "<", without_prefix(tag, style), ">");
            }
            (Event::End(tag), _) => push_between(text, "</", without_prefix(tag, style), ">"),
            (Event::Empty(tag), _) => {
                self.has_markup = true;
                let tag = without_prefix(tag, style);
                let name = tag.split(u8::is_ascii_whitespace).next().unwrap_or_default();
                let is_void = VOID.iter().any(|void| is_named(name, void));
                if style == Style::Text {
                    push_between(text, "<", tag, "/>");
                } else {
                    push_between(text, "<", tag, ">");
                    if !is_void {
                        push_between(text, "</", name, ">");
                    }
                }
            }
            (Event::Comment(comment), Style::Text) => push_between(text, "<!--", comment, "-->"),
            (Event::Text(bytes), Style::Markup) => {
                text.push_str(&String::from_utf8_lossy(bytes).replace('&', "&amp;"));
            }
            (Event::CData(bytes), Style::Markup) => {
                text.push_str(&escaped(&String::from_utf8_lossy(bytes)));
            }
            (Event::GeneralRef(name), Style::Markup) => push_between(text, "&", name, ";"),
            (event, _) => push_text(text, event),
        }
    }
}

fn is_named(name: &[u8], expected: &str) -> bool {
    name == expected.as_bytes()
}

/// A tag's inside; XHTML's own prefix, if it has one, means nothing to HTML.
fn without_prefix(tag: &[u8], style: Style) -> &[u8] {
    let end = tag.iter().position(u8::is_ascii_whitespace).unwrap_or(tag.len());
    match tag.get(..end).unwrap_or_default().iter().position(|byte| *byte == b':') {
        Some(colon) if style == Style::Markup => tag.get(colon + 1..).unwrap_or_default(),
        _ => tag,
    }
}

fn push_between(text: &mut String, open: &str, inner: &[u8], close: &str) {
    text.push_str(open);
    text.push_str(&String::from_utf8_lossy(inner));
    text.push_str(close);
}

fn fault(error: quick_xml::Error, at: &Decoded<'_>) -> ReadError {
    if let Some(overflow) = at.overflow() {
        return match overflow {
            Overflow::Token => ReadError::TooLarge {
                what: "a single element",
                limit: megabytes(at.limits().token as u64),
            },
            Overflow::File => {
                ReadError::TooLarge { what: "the file", limit: megabytes(at.limits().file) }
            }
        };
    }
    match error {
        quick_xml::Error::Io(error) => {
            ReadError::Io(io::Error::new(error.kind(), error.to_string()))
        }
        other => ReadError::Syntax { format: "XML", fault: format!("line {}: {other}", at.line()) },
    }
}

/// A limit in the words of [`ReadError::TooLarge`].
pub(super) fn megabytes(bytes: u64) -> String {
    format!("{} MiB", bytes / (1024 * 1024))
}

/// What an event adds to the text of the element it stands in: text, CDATA and references,
/// decoded. A reference nobody knows stays as it was written, for the HTML parser to judge.
pub(super) fn push_text(text: &mut String, event: &Event<'_>) {
    match event {
        Event::Text(bytes) => text.push_str(&String::from_utf8_lossy(bytes)),
        Event::CData(bytes) => text.push_str(&String::from_utf8_lossy(bytes)),
        Event::GeneralRef(reference) => {
            push_reference(text, &String::from_utf8_lossy(reference));
        }
        _ => {}
    }
}

/// The value of an attribute, decoded.
pub(super) fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let mut attributes = tag.html_attributes();
    attributes.with_checks(false).filter_map(Result::ok).find_map(|attribute| {
        (attribute.key.as_ref() == name.as_bytes())
            .then(|| decode_references(&String::from_utf8_lossy(&attribute.value)))
    })
}

#[cfg(test)]
mod tests {
    use std::io::BufReader;

    use proptest::prelude::*;

    use super::*;

    const LIMITS: Limits = Limits { token: 1024 * 1024, file: 4 * 1024 * 1024 };

    fn text_of(bytes: &[u8]) -> Result<String, ReadError> {
        // A tiny buffer, so that every sequence is cut somewhere.
        let mut input = BufReader::with_capacity(3, bytes);
        let mut xml = XmlReader::new(&mut input, LIMITS);
        let mut text = String::new();
        loop {
            match xml.next()? {
                Event::Eof => return Ok(text),
                event => push_text(&mut text, &event),
            }
        }
    }

    #[test]
    fn latin_1_bytes_under_a_utf_8_declaration_are_read() {
        let bytes =
            b"<?xml version='1.0' encoding='UTF-8'?><a>Caf\xe9 \xc3\xa9t\xc3\xa9 \x93x\x94</a>";
        assert_eq!(text_of(bytes).unwrap(), "Café été “x”");
    }

    #[test]
    fn utf_8_under_a_latin_1_declaration_is_read() {
        let bytes = "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><a>été 😀</a>".as_bytes();
        assert_eq!(text_of(bytes).unwrap(), "été 😀");
    }

    #[test]
    fn other_encodings_are_decoded_as_declared_or_marked() {
        let mut cyrillic = b"<?xml version='1.0' encoding='windows-1251'?><a>".to_vec();
        cyrillic.extend([0xCF, 0xF0, 0xE8]);
        cyrillic.extend(b"</a>");
        assert_eq!(text_of(&cyrillic).unwrap(), "При");
        let marked: Vec<u8> =
            "\u{FEFF}<a>日本</a>".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(text_of(&marked).unwrap(), "日本");
        assert_eq!(text_of("\u{FEFF}<a>é</a>".as_bytes()).unwrap(), "é");
        assert_eq!(text_of(b"<?xml version='1.0' encoding='klingon'?><a>x</a>").unwrap(), "x");
    }

    #[test]
    fn forbidden_characters_and_unknown_references_do_not_stop_the_reader() {
        let bytes = b"<a>a\x00\x0b\x1bb&#11;&#xFFFF;c &nbsp; AT&T &amp; &#8230;</a>";
        assert_eq!(text_of(bytes).unwrap(), "abc &nbsp; AT&T & …");
    }

    #[test]
    fn a_split_cdata_section_is_one_text() {
        assert_eq!(text_of(b"<a><![CDATA[x]]]]><![CDATA[>y]]></a>").unwrap(), "x]]>y");
    }

    #[test]
    fn faults_name_their_line() {
        let error = text_of(b"<a>\n<b>\n<![CDATA[ never closed\n").unwrap_err();
        assert!(error.to_string().contains("line 4"), "{error}");
    }

    #[test]
    fn one_endless_element_and_one_endless_file_are_refused() {
        let long = [b"<a><![CDATA[".as_slice(), &vec![b'x'; 1024 * 1024 + 8]].concat();
        assert!(matches!(
            text_of(&long),
            Err(ReadError::TooLarge { what: "a single element", .. })
        ));
        let many = b"<b/>".repeat(1024 * 1024 + 1);
        assert!(matches!(text_of(&many), Err(ReadError::TooLarge { what: "the file", .. })));
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
            let _ = text_of(&bytes);
        }

        #[test]
        fn whatever_is_read_has_no_forbidden_character(text in "\\PC{0,40}|[\\x00-\\x20<>&;#a]{0,40}") {
            if let Ok(read) = text_of(format!("<a>{text}</a>").as_bytes()) {
                prop_assert!(read.chars().all(crate::import::references::is_lawful));
            }
        }
    }
}
