//! A light HTML tokenizer: tags, attributes and text by the tokenization rules of the HTML
//! standard (section 13.2.5), in one pass without allocation, for the gate reads every document
//! that is built.
//!
//! It sees at least what a browser sees: where the standard's tree builder would drop a tag, the
//! scanner still reports it. Must not know: which elements are good or bad.

use std::borrow::Cow;
use std::str::Chars;

/// Whether the text is HTML or the source of XML elements.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Syntax {
    Html,
    Xml,
}

/// A piece of markup.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Token<'a> {
    /// Text with its character references still in it.
    Text(&'a str),
    /// Text of an element whose content is no markup (`script`, `style`, `textarea` …), or CDATA.
    Raw(&'a str),
    /// The name of a start tag; its attributes come from [`Scanner::attribute`].
    Start(&'a str),
    /// The name of an end tag.
    End(&'a str),
    /// A comment, declaration or processing instruction.
    Comment,
}

/// An attribute, its value with its character references still in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Attribute<'a> {
    pub name: &'a str,
    pub value: &'a str,
}

/// Elements whose content the tokenizer does not read as markup.
const RAW: [&str; 8] =
    ["script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes"];

/// The tokenizer.
#[derive(Debug)]
pub(super) struct Scanner<'a> {
    text: &'a str,
    /// Byte offset of what is read next; always at a character's start.
    at: usize,
    syntax: Syntax,
    /// Whether the attributes of a tag come next.
    in_tag: bool,
    /// Whether the tag that was read last closes itself.
    closes_itself: bool,
    /// Whether the text broke off inside a tag.
    cut: bool,
    /// The start tag whose content is no markup.
    raw: Option<&'a str>,
}

impl<'a> Scanner<'a> {
    pub fn new(text: &'a str, syntax: Syntax) -> Self {
        Self { text, at: 0, syntax, in_tag: false, closes_itself: false, cut: false, raw: None }
    }

    /// Whether the text broke off inside a tag. True only after the last token.
    pub fn is_cut(&self) -> bool {
        self.cut
    }

    /// Whether the tag that was read last ends in `/>`. Known once its attributes are read.
    pub fn closes_itself(&self) -> bool {
        self.closes_itself
    }

    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn byte(&self, ahead: usize) -> Option<u8> {
        self.text.as_bytes().get(self.at + ahead).copied()
    }

    /// Goes past `length` bytes and returns them.
    fn take(&mut self, length: usize) -> &'a str {
        let end = (self.at + length).min(self.text.len());
        let taken = self.text.get(self.at..end).unwrap_or_default();
        self.at = end;
        taken
    }

    /// The next piece; attributes that nobody asked for are passed over.
    pub fn token(&mut self) -> Option<Token<'a>> {
        while self.in_tag {
            self.attribute();
        }
        if let Some(name) = self.raw.take()
            && !self.closes_itself_in_xml()
        {
            let length = end_of_raw(self.rest(), name);
            if length > 0 {
                return Some(Token::Raw(self.take(length)));
            }
        }
        let rest = self.rest();
        if rest.is_empty() {
            return None;
        }
        let text = rest.find('<').unwrap_or(rest.len());
        if text > 0 {
            return Some(Token::Text(self.take(text)));
        }
        Some(match self.byte(1) {
            Some(byte) if self.begins_name(byte) => self.start_tag(),
            Some(b'/') => match self.byte(2) {
                Some(byte) if self.begins_name(byte) => self.end_tag(),
                Some(_) => self.bogus_comment(),
                None => Token::Text(self.take(2)),
            },
            Some(b'!' | b'?') => self.declaration(),
            _ => Token::Text(self.take(1)),
        })
    }

    fn closes_itself_in_xml(&self) -> bool {
        self.syntax == Syntax::Xml && self.closes_itself
    }

    fn begins_name(&self, byte: u8) -> bool {
        byte.is_ascii_alphabetic()
            || self.syntax == Syntax::Xml && (byte == b'_' || !byte.is_ascii())
    }

    fn start_tag(&mut self) -> Token<'a> {
        self.at += 1;
        let name = self.tag_name();
        self.in_tag = true;
        self.closes_itself = false;
        if self.syntax == Syntax::Html && RAW.iter().any(|raw| raw.eq_ignore_ascii_case(name)) {
            self.raw = Some(name);
        }
        Token::Start(name)
    }

    fn end_tag(&mut self) -> Token<'a> {
        self.at += 2;
        let name = self.tag_name();
        self.in_tag = true;
        Token::End(name)
    }

    fn tag_name(&mut self) -> &'a str {
        let rest = self.rest();
        let length = rest.find(|c: char| is_blank(c) || c == '/' || c == '>').unwrap_or(rest.len());
        self.take(length)
    }

    /// The next attribute of the tag that was read last.
    pub fn attribute(&mut self) -> Option<Attribute<'a>> {
        if !self.in_tag {
            return None;
        }
        loop {
            match self.byte(0) {
                None => {
                    self.in_tag = false;
                    self.cut = true;
                    return None;
                }
                Some(b'>') => {
                    self.at += 1;
                    self.in_tag = false;
                    return None;
                }
                Some(b'/') => {
                    self.closes_itself = self.byte(1) == Some(b'>');
                    self.at += 1;
                }
                Some(byte) if is_blank(char::from(byte)) => self.at += 1,
                Some(_) => break,
            }
        }
        let rest = self.rest();
        // An equals sign in first place is part of the name.
        let length = rest
            .char_indices()
            .find(|(at, c)| is_blank(*c) || matches!(c, '/' | '>') || *c == '=' && *at > 0)
            .map_or(rest.len(), |(at, _)| at);
        let name = self.take(length);
        self.blanks();
        if self.byte(0) != Some(b'=') {
            return Some(Attribute { name, value: "" });
        }
        self.at += 1;
        self.blanks();
        let value = match self.byte(0) {
            Some(b'"') => self.quoted('"'),
            Some(b'\'') => self.quoted('\''),
            Some(b'>') | None => "",
            Some(_) => {
                let rest = self.rest();
                let length = rest.find(|c: char| is_blank(c) || c == '>').unwrap_or(rest.len());
                self.take(length)
            }
        };
        Some(Attribute { name, value })
    }

    fn blanks(&mut self) {
        while self.byte(0).is_some_and(|byte| is_blank(char::from(byte))) {
            self.at += 1;
        }
    }

    fn quoted(&mut self, quote: char) -> &'a str {
        self.at += 1;
        let rest = self.rest();
        let length = rest.find(quote).unwrap_or(rest.len());
        let value = self.take(length);
        // Past the quote, or past the end: then the next look finds the tag cut.
        self.take(1);
        value
    }

    fn declaration(&mut self) -> Token<'a> {
        let rest = self.rest();
        if let Some(comment) = rest.strip_prefix("<!--") {
            self.take(4 + comment_length(comment));
            return Token::Comment;
        }
        if self.syntax == Syntax::Xml
            && let Some(text) = rest.strip_prefix("<![CDATA[")
        {
            let length = text.find("]]>").unwrap_or(text.len());
            self.take(9);
            let text = self.take(length);
            self.take(3);
            return Token::Raw(text);
        }
        self.bogus_comment()
    }

    fn bogus_comment(&mut self) -> Token<'a> {
        let rest = self.rest();
        let length = rest.find('>').map_or(rest.len(), |end| end + 1);
        self.take(length);
        Token::Comment
    }
}

/// The blanks of the tokenizer; a carriage return is one since it becomes a line feed before.
fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{C}')
}

/// How many bytes lie before the end tag of a raw element; all of them if there is none.
fn end_of_raw(text: &str, name: &str) -> usize {
    text.match_indices("</")
        .map(|(at, _)| at)
        .find(|at| {
            let Some(rest) = text.get(at + 2..) else { return false };
            rest.get(..name.len()).is_some_and(|found| found.eq_ignore_ascii_case(name))
                && rest
                    .get(name.len()..)
                    .is_some_and(|rest| rest.starts_with(|c| is_blank(c) || matches!(c, '/' | '>')))
        })
        .unwrap_or(text.len())
}

/// The length of a comment after its `<!--`, its end included.
fn comment_length(text: &str) -> usize {
    if text.starts_with('>') {
        return 1;
    }
    if text.starts_with("->") {
        return 2;
    }
    let mut from = 0;
    while let Some(dashes) = text.get(from..).and_then(|rest| rest.find("--")) {
        let after = from + dashes + 2;
        let rest = text.get(after..).unwrap_or_default();
        if rest.starts_with('>') {
            return after + 1;
        }
        if rest.starts_with("!>") {
            return after + 2;
        }
        from = after - 1;
    }
    text.len()
}

/// A text with its character references resolved, as far as the rules need them: all numeric ones
/// and the named ones that stand for a blank, a mark or a letter of western languages.
pub(super) fn decode(text: &str) -> Cow<'_, str> {
    if text.contains('&') { Cow::Owned(Decoded::new(text).collect()) } else { Cow::Borrowed(text) }
}

/// The characters of a text, its character references resolved.
#[derive(Debug, Clone)]
pub(super) struct Decoded<'a> {
    rest: Chars<'a>,
}

impl<'a> Decoded<'a> {
    pub fn new(text: &'a str) -> Self {
        Self { rest: text.chars() }
    }
}

impl Iterator for Decoded<'_> {
    type Item = char;

    fn next(&mut self) -> Option<char> {
        let c = self.rest.next()?;
        if c != '&' {
            return Some(c);
        }
        let Some((decoded, length)) = reference(self.rest.as_str()) else { return Some(c) };
        self.rest = self.rest.as_str().get(length..).unwrap_or_default().chars();
        Some(decoded)
    }
}

/// The character a reference stands for and the bytes it takes after its ampersand.
fn reference(text: &str) -> Option<(char, usize)> {
    if let Some(number) = text.strip_prefix('#') {
        let (digits, radix, prefix) = match number.strip_prefix(['x', 'X']) {
            Some(digits) => (digits, 16, 2),
            None => (number, 10, 1),
        };
        let length = digits.find(|c: char| !c.is_digit(radix)).unwrap_or(digits.len());
        let digits = digits.get(..length).filter(|digits| !digits.is_empty())?;
        let code = u32::from_str_radix(digits.trim_start_matches('0'), radix)
            .unwrap_or(if digits.bytes().all(|digit| digit == b'0') { 0 } else { u32::MAX });
        let semicolon = text.as_bytes().get(prefix + length) == Some(&b';');
        let decoded = char::from_u32(code).filter(|c| *c != '\0').unwrap_or('\u{FFFD}');
        return Some((decoded, prefix + length + usize::from(semicolon)));
    }
    let length = text.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(text.len());
    let name = text.get(..length)?;
    if text.as_bytes().get(length) == Some(&b';')
        && let Some(c) = named(name)
    {
        return Some((c, length + 1));
    }
    // These five need no semicolon.
    [("amp", '&'), ("lt", '<'), ("gt", '>'), ("quot", '"'), ("nbsp", '\u{A0}')]
        .into_iter()
        .find(|(legacy, _)| name.starts_with(legacy))
        .map(|(legacy, c)| (c, legacy.len()))
}

/// The character of a named reference, if it is a common one.
pub(super) fn named(name: &str) -> Option<char> {
    let at = NAMED.binary_search_by_key(&name, |(name, _)| name).ok()?;
    NAMED.get(at).map(|(_, c)| *c)
}

/// Sorted by name, in the order of bytes.
const NAMED: [(&str, char); 73] = [
    ("AMP", '&'),
    ("Aacute", 'Á'),
    ("Auml", 'Ä'),
    ("Ccedil", 'Ç'),
    ("Eacute", 'É'),
    ("GT", '>'),
    ("LT", '<'),
    ("NewLine", '\n'),
    ("Ntilde", 'Ñ'),
    ("Ouml", 'Ö'),
    ("QUOT", '"'),
    ("Tab", '\t'),
    ("Uuml", 'Ü'),
    ("aacute", 'á'),
    ("acirc", 'â'),
    ("aelig", 'æ'),
    ("agrave", 'à'),
    ("amp", '&'),
    ("apos", '\''),
    ("aring", 'å'),
    ("atilde", 'ã'),
    ("auml", 'ä'),
    ("bsol", '\\'),
    ("bull", '•'),
    ("ccedil", 'ç'),
    ("colon", ':'),
    ("comma", ','),
    ("copy", '©'),
    ("deg", '°'),
    ("eacute", 'é'),
    ("ecirc", 'ê'),
    ("egrave", 'è'),
    ("emsp", '\u{2003}'),
    ("ensp", '\u{2002}'),
    ("euml", 'ë'),
    ("euro", '€'),
    ("excl", '!'),
    ("gt", '>'),
    ("hellip", '…'),
    ("iacute", 'í'),
    ("iuml", 'ï'),
    ("laquo", '«'),
    ("ldquo", '“'),
    ("lpar", '('),
    ("lsquo", '‘'),
    ("lt", '<'),
    ("mdash", '—'),
    ("middot", '·'),
    ("nbsp", '\u{A0}'),
    ("ndash", '–'),
    ("ntilde", 'ñ'),
    ("num", '#'),
    ("oacute", 'ó'),
    ("ocirc", 'ô'),
    ("oslash", 'ø'),
    ("ouml", 'ö'),
    ("period", '.'),
    ("pound", '£'),
    ("quest", '?'),
    ("quot", '"'),
    ("raquo", '»'),
    ("rdquo", '”'),
    ("reg", '®'),
    ("rpar", ')'),
    ("rsquo", '’'),
    ("shy", '\u{AD}'),
    ("sol", '/'),
    ("szlig", 'ß'),
    ("thinsp", '\u{2009}'),
    ("times", '×'),
    ("trade", '™'),
    ("uacute", 'ú'),
    ("uuml", 'ü'),
];

#[cfg(test)]
mod tests {
    use std::fmt::Write;

    use super::*;

    /// Tokens in one line, attributes behind their tag.
    fn scanned(text: &str, syntax: Syntax) -> String {
        let mut scanner = Scanner::new(text, syntax);
        let mut line = String::new();
        while let Some(token) = scanner.token() {
            match token {
                Token::Text(text) => write!(line, "[{text}]").unwrap(),
                Token::Raw(text) => write!(line, "raw[{text}]").unwrap(),
                Token::Start(name) => {
                    write!(line, "<{name}").unwrap();
                    while let Some(Attribute { name, value }) = scanner.attribute() {
                        write!(line, " {name}={value};").unwrap();
                    }
                    line.push_str(if scanner.closes_itself() { "/>" } else { ">" });
                }
                Token::End(name) => write!(line, "</{name}>").unwrap(),
                Token::Comment => line.push('!'),
            }
        }
        if scanner.is_cut() { line + " cut" } else { line }
    }

    #[test]
    fn tags_attributes_and_text_are_told_apart() {
        for (text, tokens) in [
            ("a<b>c</b>d", "[a]<b>[c]</b>[d]"),
            ("<a href=x title='y>z' ID=\"q\">", "<a href=x; title=y>z; ID=q;>"),
            ("<img/src=x/onerror=alert(1)//>", "<img src=x/onerror=alert(1)//;>"),
            ("<img/src=\"x\"/onerror=\"y\"/>", "<img src=x; onerror=y;/>"),
            ("<a\nhref\t=\r\n x>", "<a href=x;>"),
            ("<a =b c>", "<a =b=; c=;>"),
            ("<a b=>c", "<a b=;>[c]"),
            ("1 < 2 <3", "[1 ][<][ 2 ][<][3]"),
            ("<!-- <b> -->x", "![x]"),
            ("<!--><b>", "!<b>"),
            ("<!---><b>", "!<b>"),
            ("<!-- a --!><b>", "!<b>"),
            ("<!-- a ---><b>", "!<b>"),
            ("<!doctype x><?php y?></ z>q", "!!![q]"),
            ("<![CDATA[a>b", "![b]"),
            ("<script>if (a<b) '</x>'</SCRIPT >z", "<script>raw[if (a<b) '</x>']</SCRIPT>[z]"),
            ("<textarea><b></textarea>", "<textarea>raw[<b>]</textarea>"),
            ("</", "[</]"),
            ("<a href='x", "<a href=x;> cut"),
            ("<a", "<a> cut"),
            ("</a x='>'>y", "</a>[y]"),
            ("<ünd>", "[<][ünd>]"),
        ] {
            assert_eq!(scanned(text, Syntax::Html), tokens, "{text}");
        }
        assert_eq!(scanned("<style/><![CDATA[<b>]]><ü/>", Syntax::Xml), "<style/>raw[<b>]<ü/>");
    }

    #[test]
    fn references_are_resolved() {
        assert!(NAMED.is_sorted_by_key(|(name, _)| *name));
        for (text, decoded) in [
            ("a&amp;b", "a&b"),
            ("&#106;&#x61;&#X76;a", "java"),
            ("&#0000106avascript", "javascript"),
            ("javascript&colon;x&Tab;&NewLine;", "javascript:x\t\n"),
            ("a&ampb &bogus; &#; &", "a&b &bogus; &#; &"),
            ("&#0;&#x110000;&#99999999999;", "\u{FFFD}\u{FFFD}\u{FFFD}"),
        ] {
            assert_eq!(decode(text), decoded, "{text}");
        }
    }
}
