//! Plain text that can stand anywhere: in XML, in JSON, in an attribute, on one line.

use std::borrow::Cow;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::bytes;

/// One line of text: no markup meant, no character XML 1.0 forbids, no bidirectional override, no
/// outer, double or exotic blanks. It is *not* escaped; that is each writer's business, once.
///
/// The promise holds for what a store hands back, too: there it is looked at once more, so that
/// nothing downstream has to doubt it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub struct PlainText(String);

impl From<String> for PlainText {
    fn from(text: String) -> Self {
        match line(&text) {
            Cow::Borrowed(same) if same.len() == text.len() => Self(text),
            _ => Self::new(&text),
        }
    }
}

impl From<PlainText> for String {
    fn from(text: PlainText) -> Self {
        text.0
    }
}

impl PlainText {
    /// Makes any text presentable. What may not be is dropped, every run of blanks becomes one.
    ///
    /// ```
    /// use newswire::article::PlainText;
    /// assert_eq!(PlainText::new(" Tab\tand\u{0} nul,\r\n\u{b}vt ").as_str(), "Tab and nul, vt");
    /// ```
    #[must_use]
    pub fn new(text: &str) -> Self {
        let mut line = String::with_capacity(text.len());
        let mut gap = false;
        let mut rest = text;
        while let Some((run, behind)) = rest.split_at_checked(plain_words(rest)) {
            if !run.is_empty() {
                if gap && !line.is_empty() {
                    line.push(' ');
                }
                gap = false;
                line.push_str(run);
            }
            let mut chars = behind.chars();
            let Some(c) = chars.next() else { break };
            rest = chars.as_str();
            if c.is_whitespace() || matches!(c, '\u{B}' | '\u{1C}'..='\u{1F}' | '\u{85}') {
                gap = true;
            } else if is_presentable(c) {
                if gap && !line.is_empty() {
                    line.push(' ');
                }
                gap = false;
                line.push(c);
            }
        }
        Self(line)
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The text up to a byte at which a word ends, and a sign behind it.
    pub(super) fn start(&self, end: usize, sign: Option<char>) -> Self {
        let text = self.0.get(..end).unwrap_or_default().trim_end();
        let mut start = String::with_capacity(text.len() + 4);
        start.push_str(text);
        start.extend(sign);
        Self(start)
    }

    /// Whether nothing is left.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Display for PlainText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The bytes of the plain words that a text starts with, one blank between any two: most text is
/// made of them, and nothing of them ever goes.
pub(super) fn plain_words(text: &str) -> usize {
    let bytes = text.as_bytes();
    if bytes.first() == Some(&b' ') {
        return 0;
    }
    let ends = |byte: u8, next: u8| {
        !(byte.is_ascii_graphic() | (byte == b' ')) | ((byte == b' ') & (next == b' '))
    };
    let end = bytes::pair_position(bytes, ends).unwrap_or(bytes.len());
    // The blank before what ends them is none between two words.
    let has_blank = bytes.get(..end).is_some_and(|words| words.ends_with(b" "));
    end - usize::from(has_blank)
}

/// The text without what XML 1.0 forbids (section 2.2), without other control characters, and with
/// LF as its only line end: a CR would be read back as LF, and bytes must not depend on who reads.
#[must_use]
pub fn lawful(text: &str) -> Cow<'_, str> {
    if is_lawful(text.as_bytes()) {
        return Cow::Borrowed(text);
    }
    let mut clean = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\r' if chars.peek() != Some(&'\n') => {
                clean.push('\n');
            }
            // NEXT LINE is a line end where it still occurs.
            '\u{85}' => clean.push('\n'),
            '\n' | '\t' => clean.push(c),
            c if is_xml_char(c) && !c.is_control() => clean.push(c),
            _ => {}
        }
    }
    Cow::Owned(clean)
}

/// Whether nothing of the text can need a change. It may doubt what is lawful, never the reverse.
fn is_lawful(text: &[u8]) -> bool {
    let is_control =
        |byte: u8| ((byte < 0x20) & (byte != b'\n') & (byte != b'\t')) | (byte == 0x7F);
    // C2 80 to C2 9F are the C1 controls; every encoding of U+xxFFFE and U+xxFFFF ends in BF BE or
    // BF BF.
    let is_unlawful = |byte: u8, next: u8| {
        is_control(byte) | ((byte == 0xC2) & (next < 0xA0)) | ((byte == 0xBF) & (next >= 0xBE))
    };
    bytes::pair_position(text, is_unlawful).is_none()
}

/// Lawful text on one line without blanks at its ends: for titles, names and attributes, whose line
/// ends XML parsers would turn into blanks anyway (section 3.3.3).
#[must_use]
pub fn line(text: &str) -> Cow<'_, str> {
    let clean = lawful(text);
    let has_line_end = clean.bytes().any(|byte| matches!(byte, b'\n' | b'\t'));
    if !has_line_end && clean.trim().len() == clean.len() {
        return clean;
    }
    let mut line = String::with_capacity(clean.len());
    for word in clean.split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    Cow::Owned(line)
}

/// Whether XML 1.0 (section 2.2) can carry the character.
#[must_use]
pub fn is_xml_char(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | '\u{20}'..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}'
        | '\u{10000}'..='\u{10FFFF}')
}

/// The text without the characters that may not stand in HTML content.
pub(super) fn for_content(text: &str) -> Cow<'_, str> {
    let mut rest = text;
    let is_other =
        |byte: u8| !(byte.is_ascii_graphic() | (byte == b' ') | (byte == b'\n') | (byte == b'\t'));
    while let Some(other) = bytes::position(rest.as_bytes(), is_other) {
        let mut chars = rest.get(other..).unwrap_or_default().chars();
        if chars.next().is_some_and(|c| !may_stand_in_content(c)) {
            return Cow::Owned(text.chars().filter(|c| may_stand_in_content(*c)).collect());
        }
        rest = chars.as_str();
    }
    Cow::Borrowed(text)
}

/// Whether the character may stand in HTML content: as in plain text, and soft hyphens with it.
pub(super) fn may_stand_in_content(c: char) -> bool {
    matches!(c, '\n' | '\t' | '\u{AD}') || is_presentable(c)
}

/// Whether the character may stand in text shown to people: XML can carry it, it is no control,
/// no non-character, no soft hyphen, no byte order mark, and it cannot turn the direction of what
/// follows it (U+202A-202E and the isolates U+2066-2069).
fn is_presentable(c: char) -> bool {
    is_xml_char(c)
        && !c.is_control()
        && !matches!(c, '\u{AD}' | '\u{FEFF}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
        && u32::from(c) & 0xFFFE != 0xFFFE
        && !matches!(c, '\u{FDD0}'..='\u{FDEF}')
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use proptest::prelude::*;

    use super::{PlainText, is_xml_char, lawful, line};

    #[test]
    fn what_xml_forbids_is_dropped_and_line_ends_become_lf() {
        assert_eq!(lawful("a\u{0}b\u{b}c\u{fffe}d\u{ffff}e\u{7f}f\u{80}g"), "abcdefg");
        assert_eq!(lawful("one\r\ntwo\rthree\u{85}four\tfive"), "one\ntwo\nthree\nfour\tfive");
        assert_eq!(lawful("end\r"), "end\n");
        assert_eq!(line(" a\r\nb\t c "), "a b c");
    }

    #[test]
    fn what_is_lawful_is_not_copied() {
        for text in ["", "plain", "Ünïcode «quoted» ©", "新闻，标点。", "😀🇩🇪", "a\n\tb"]
        {
            assert!(matches!(lawful(text), Cow::Borrowed(_)), "{text}");
        }
    }

    #[test]
    fn what_a_store_hands_back_is_lawful_again() {
        let read = |json: &str| serde_json::from_str::<PlainText>(json).unwrap();
        for text in ["", "plain", "Ünïcode «quoted»", "新闻，标点。", "a  b"] {
            let kept = serde_json::to_string(text).unwrap();
            assert_eq!(read(&kept).as_str(), text);
        }
        assert_eq!(read(r#"" a\u0000\tb\ufffe\n""#).as_str(), "a b");
    }

    proptest! {
        #[test]
        fn nothing_unlawful_comes_out(text in any::<String>()) {
            let clean = lawful(&text);
            prop_assert!(clean.chars().all(|c| is_xml_char(c) && c != '\r' && (c == '\n' || c == '\t' || !c.is_control())));
            // and the quick look agrees with the slow one
            prop_assert_eq!(lawful(&clean).into_owned(), clean.clone().into_owned());
            let kept: String = text.chars().filter(|c| is_xml_char(*c) && !c.is_control()).collect();
            let left: String = clean.chars().filter(|c| !c.is_control()).collect();
            prop_assert_eq!(left, kept);
        }
    }
}
