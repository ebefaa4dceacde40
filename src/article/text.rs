//! Plain text that can stand anywhere: in XML, in JSON, in an attribute, on one line.

use std::borrow::Cow;
use std::fmt;

use serde::{Deserialize, Serialize};

/// One line of text: no markup meant, no character XML 1.0 forbids, no bidirectional override, no
/// outer, double or exotic blanks. It is *not* escaped; that is each writer's business, once.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PlainText(String);

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
        for c in text.chars() {
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

/// Whether XML 1.0 (section 2.2) can carry the character.
#[must_use]
pub fn is_xml_char(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | '\u{20}'..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}'
        | '\u{10000}'..='\u{10FFFF}')
}

/// The text without the characters that may not stand in HTML content.
pub(super) fn for_content(text: &str) -> Cow<'_, str> {
    if text.chars().all(may_stand_in_content) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().filter(|c| may_stand_in_content(*c)).collect())
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
