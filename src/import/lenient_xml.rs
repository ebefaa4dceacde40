//! XML as programs really write it, made readable: bytes are decoded whatever the declaration
//! says, characters that XML forbids are dropped, a bare `&` is an ampersand, and a reader says
//! in which line it stands.
//!
//! Must not know: what the elements mean.

use std::io::{self, BufRead, Read};

use encoding_rs::{CoderResult, Decoder, Encoding, UTF_16BE, UTF_16LE, WINDOWS_1252};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::ReadError;

/// What protects the importer from a file that is not what it seems.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limits {
    /// Bytes of one tag, text or CDATA section: the parser holds one of them in memory.
    pub token: usize,
    /// Bytes of the whole file.
    pub file: u64,
}

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
        self.reader.get_mut().token_bytes = 0;
        match self.reader.read_event_into(&mut self.buffer) {
            Ok(event) => Ok(event),
            Err(error) => Err(fault(error, self.reader.get_ref())),
        }
    }

    /// The line, from 1, in which the last event ended.
    pub(super) fn line(&self) -> u64 {
        self.reader.get_ref().line
    }
}

fn fault(error: quick_xml::Error, at: &Decoded<'_>) -> ReadError {
    if let Some(overflow) = at.overflow {
        return match overflow {
            Overflow::Token => ReadError::TooLarge {
                what: "a single element",
                limit: megabytes(at.limits.token as u64),
            },
            Overflow::File => {
                ReadError::TooLarge { what: "the file", limit: megabytes(at.limits.file) }
            }
        };
    }
    match error {
        quick_xml::Error::Io(error) => {
            ReadError::Io(io::Error::new(error.kind(), error.to_string()))
        }
        other => ReadError::Syntax { format: "XML", fault: format!("line {}: {other}", at.line) },
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

fn push_reference(text: &mut String, name: &str) {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hexadecimal) => u32::from_str_radix(hexadecimal, 16),
            None => number.parse(),
        };
        if let Some(c) = code.ok().and_then(char::from_u32).filter(|c| is_lawful(*c)) {
            text.push(c);
        }
        return;
    }
    match name {
        "amp" => text.push('&'),
        "lt" => text.push('<'),
        "gt" => text.push('>'),
        "quot" => text.push('"'),
        "apos" => text.push('\''),
        other => {
            text.push('&');
            text.push_str(other);
            text.push(';');
        }
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

/// Decodes the character references of an attribute's value; what is none stays as it is.
pub(super) fn decode_references(value: &str) -> String {
    let mut decoded = String::with_capacity(value.len());
    let mut rest = value;
    while let Some((before, after)) = rest.split_once('&') {
        decoded.push_str(before);
        match after.split_once(';') {
            Some((name, tail)) if is_reference_name(name) => {
                push_reference(&mut decoded, name);
                rest = tail;
            }
            _ => {
                decoded.push('&');
                rest = after;
            }
        }
    }
    decoded.push_str(rest);
    decoded
}

fn is_reference_name(name: &str) -> bool {
    let name = name.strip_prefix('#').unwrap_or(name);
    !name.is_empty() && name.len() <= 32 && name.bytes().all(|b| b.is_ascii_alphanumeric())
}

/// What may stand in XML 1.0 (section 2.2).
fn is_lawful(c: char) -> bool {
    !matches!(c, '\0'..='\u{8}' | '\u{B}' | '\u{C}' | '\u{E}'..='\u{1F}' | '\u{FFFE}' | '\u{FFFF}')
}

/// What of a file is looked at for a byte order mark and an XML declaration.
const HEAD: usize = 1024;
/// How much is read at a time.
const CHUNK: usize = 32 * 1024;

/// A stream of UTF-8 without forbidden characters, whatever comes in.
struct Decoded<'a> {
    input: &'a mut dyn BufRead,
    decoding: Decoding,
    /// Bytes that were read and wait for those that follow.
    pending: Vec<u8>,
    ready: Vec<u8>,
    taken: usize,
    line: u64,
    token_bytes: usize,
    file_bytes: u64,
    limits: Limits,
    overflow: Option<Overflow>,
    ended: bool,
}

enum Decoding {
    Unknown,
    /// UTF-8, and single bytes that are none are windows-1252: half of all wrongly declared files
    /// mix the two, and valid UTF-8 is hardly ever meant as anything else.
    Utf8,
    Declared(Box<Decoder>),
}

#[derive(Debug, Clone, Copy)]
enum Overflow {
    Token,
    File,
}

impl<'a> Decoded<'a> {
    fn new(input: &'a mut dyn BufRead, limits: Limits) -> Self {
        Self {
            input,
            decoding: Decoding::Unknown,
            pending: Vec::new(),
            ready: Vec::new(),
            taken: 0,
            line: 1,
            token_bytes: 0,
            file_bytes: 0,
            limits,
            overflow: None,
            ended: false,
        }
    }

    /// Reads and decodes until something is ready or the end is reached.
    fn refill(&mut self) -> io::Result<()> {
        while self.taken == self.ready.len() && !self.ended {
            self.ready.clear();
            self.taken = 0;
            let chunk = self.input.fill_buf()?;
            let size = chunk.len().min(CHUNK);
            self.pending.extend_from_slice(chunk.get(..size).unwrap_or_default());
            self.input.consume(size);
            self.ended = size == 0;
            self.file_bytes += size as u64;
            if self.file_bytes > self.limits.file {
                self.overflow = Some(Overflow::File);
                return Err(io::Error::other("the file is too large"));
            }
            if matches!(self.decoding, Decoding::Unknown) {
                if self.pending.len() < HEAD && !self.ended {
                    continue;
                }
                self.decide();
            }
            self.decode();
        }
        Ok(())
    }

    fn decide(&mut self) {
        if let Some((encoding, mark)) = Encoding::for_bom(&self.pending) {
            self.pending.drain(..mark);
            self.decoding = Decoding::of(encoding);
            return;
        }
        self.decoding = match self.pending.as_slice() {
            [b'<', 0, ..] => Decoding::of(UTF_16LE),
            [0, b'<', ..] => Decoding::of(UTF_16BE),
            head => match declared_encoding(head.get(..HEAD).unwrap_or(head)) {
                // The declaration was readable as ASCII, so it is wrong.
                Some(encoding) if encoding == UTF_16LE || encoding == UTF_16BE => Decoding::Utf8,
                Some(encoding) => Decoding::of(encoding),
                None => Decoding::Utf8,
            },
        };
    }

    fn decode(&mut self) {
        let mut text = String::new();
        match &mut self.decoding {
            Decoding::Unknown => {}
            Decoding::Utf8 => decode_utf8(&mut self.pending, self.ended, &mut text),
            Decoding::Declared(decoder) => {
                let mut read = 0;
                loop {
                    let bytes = self.pending.get(read..).unwrap_or_default();
                    let room = decoder.max_utf8_buffer_length(bytes.len()).unwrap_or(CHUNK);
                    text.reserve(room);
                    let (result, used, _) = decoder.decode_to_string(bytes, &mut text, self.ended);
                    read += used;
                    if result == CoderResult::InputEmpty {
                        break;
                    }
                }
                self.pending.clear();
            }
        }
        if text.contains(|c| !is_lawful(c)) {
            text.retain(is_lawful);
        }
        self.ready = text.into_bytes();
    }
}

impl Decoding {
    fn of(encoding: &'static Encoding) -> Self {
        if encoding == encoding_rs::UTF_8 || encoding == WINDOWS_1252 {
            Self::Utf8
        } else {
            Self::Declared(Box::new(encoding.new_decoder_without_bom_handling()))
        }
    }
}

/// The encoding that the XML declaration names, if it is one that is known.
fn declared_encoding(head: &[u8]) -> Option<&'static Encoding> {
    let head = String::from_utf8_lossy(head);
    let declaration = head.trim_start().strip_prefix("<?xml")?.split_once("?>")?.0;
    let value = declaration.split_once("encoding")?.1.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let label = value.get(1..)?.split(quote).next()?;
    Encoding::for_label(label.as_bytes())
}

fn decode_utf8(pending: &mut Vec<u8>, ended: bool, text: &mut String) {
    let mut start = 0;
    loop {
        let rest = pending.get(start..).unwrap_or_default();
        match std::str::from_utf8(rest) {
            Ok(valid) => {
                text.push_str(valid);
                pending.clear();
                return;
            }
            Err(error) => {
                let valid = rest.get(..error.valid_up_to()).unwrap_or_default();
                text.push_str(&String::from_utf8_lossy(valid));
                start += valid.len();
                let faulty = match error.error_len() {
                    Some(length) => length,
                    None if ended => rest.len() - valid.len(),
                    None => {
                        pending.drain(..start);
                        return;
                    }
                };
                let bytes = pending.get(start..start + faulty).unwrap_or_default();
                text.push_str(&WINDOWS_1252.decode_without_bom_handling(bytes).0);
                start += faulty;
            }
        }
    }
}

impl Read for Decoded<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let ready = self.fill_buf()?;
        let size = ready.len().min(buffer.len());
        if let (Some(to), Some(from)) = (buffer.get_mut(..size), ready.get(..size)) {
            to.copy_from_slice(from);
        }
        self.consume(size);
        Ok(size)
    }
}

impl BufRead for Decoded<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.token_bytes > self.limits.token {
            self.overflow = Some(Overflow::Token);
            return Err(io::Error::other("a single element is too large"));
        }
        self.refill()?;
        Ok(self.ready.get(self.taken..).unwrap_or_default())
    }

    fn consume(&mut self, amount: usize) {
        let end = (self.taken + amount).min(self.ready.len());
        let bytes = self.ready.get(self.taken..end).unwrap_or_default();
        self.line += bytes.split(|byte| *byte == b'\n').skip(1).count() as u64;
        self.token_bytes += bytes.len();
        self.taken = end;
    }
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

    #[test]
    fn attribute_values_are_decoded() {
        assert_eq!(decode_references("a?b=1&c=2&amp;d=&#233;&eacute;"), "a?b=1&c=2&d=é&eacute;");
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
            let _ = text_of(&bytes);
        }

        #[test]
        fn whatever_is_read_has_no_forbidden_character(text in "\\PC{0,40}|[\\x00-\\x20<>&;#a]{0,40}") {
            if let Ok(read) = text_of(format!("<a>{text}</a>").as_bytes()) {
                prop_assert!(read.chars().all(is_lawful));
            }
        }
    }
}
