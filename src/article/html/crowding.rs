//! How many attributes a tag may have before a parser sees it: parsers compare each attribute
//! with all before it, so a tag of 300,000 costs them many seconds.
//!
//! Which `<` begins a tag only the parser knows: it may stand in a comment, in a script, in
//! another tag. So every one of them is taken for a beginning, and what all of these tags might
//! be in is followed at once. The bound may be too high, never too low.
//!
//! Must not know: what the attributes mean.

/// Attributes of one tag; those that people and programs write have below 60.
pub(super) const MAX_ATTRIBUTES: u32 = 1000;

/// Where in a tag its next byte stands (HTML, section 13.2.5.6 to 13.2.5.40).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// Behind `<` or `</`.
    Opening,
    TagName,
    /// Before the name of an attribute.
    Between,
    Name,
    AfterName,
    BeforeValue,
    DoubleQuoted,
    SingleQuoted,
    Unquoted,
}

const STATES: [State; 9] = [
    State::Opening,
    State::TagName,
    State::Between,
    State::Name,
    State::AfterName,
    State::BeforeValue,
    State::DoubleQuoted,
    State::SingleQuoted,
    State::Unquoted,
];

impl State {
    /// The state after a byte; `None` when the tag ends.
    fn after(self, byte: u8) -> Option<Self> {
        let is_blank = matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | 0x0C);
        Some(match (self, byte) {
            (Self::Opening, b'/') => Self::Opening,
            (Self::Opening, _) if byte.is_ascii_alphabetic() => Self::TagName,
            (Self::Opening, _) => return None,
            (Self::DoubleQuoted, b'"') | (Self::SingleQuoted, b'\'') => Self::Between,
            (Self::DoubleQuoted | Self::SingleQuoted, _) => self,
            (_, b'>') => return None,
            (Self::BeforeValue, b'"') => Self::DoubleQuoted,
            (Self::BeforeValue, b'\'') => Self::SingleQuoted,
            (Self::BeforeValue, _) if is_blank => Self::BeforeValue,
            (Self::Unquoted, _) if is_blank => Self::Between,
            (Self::BeforeValue | Self::Unquoted, _) => Self::Unquoted,
            (Self::Name | Self::AfterName, b'=') => Self::BeforeValue,
            (_, b'/') => Self::Between,
            (Self::Name, _) if is_blank => Self::AfterName,
            (Self::TagName, _) if is_blank => Self::Between,
            (Self::Between | Self::AfterName, _) if is_blank => self,
            (Self::TagName, _) => Self::TagName,
            (Self::Between | Self::Name | Self::AfterName, _) => Self::Name,
        })
    }
}

/// Whether a text has enough of what stands before an attribute for any tag to have too many: most
/// articles have not, and need not be followed byte by byte.
pub(super) fn is_possible(source: &str) -> bool {
    let parts =
        |byte: &u8| matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | 0x0C | b'/' | b'"' | b'\'');
    source.bytes().filter(parts).count() > MAX_ATTRIBUTES as usize
}

/// What the tags that may be open have, at most; fed piece by piece.
#[derive(Default)]
pub(super) struct Crowding {
    /// For each state the most attributes that a tag in it may have so far.
    most: [Option<u32>; STATES.len()],
    /// Whether any is open.
    is_open: bool,
}

impl Crowding {
    /// Whether, with this piece, a tag may have more attributes than any tag of an article.
    pub(super) fn grows_past_limit(&mut self, piece: &str) -> bool {
        let mut rest = piece.bytes();
        loop {
            let next_byte =
                if self.is_open { rest.next() } else { rest.find(|byte| *byte == b'<') };
            let Some(byte) = next_byte else { return false };
            let mut next = [None; STATES.len()];
            self.is_open = byte == b'<';
            for (state, count) in STATES.into_iter().zip(self.most) {
                let Some(count) = count else { continue };
                let Some(after) = state.after(byte) else { continue };
                let begins = after == State::Name && state != State::Name;
                let count = count + u32::from(begins);
                if count > MAX_ATTRIBUTES {
                    return true;
                }
                if let Some(slot) = next.get_mut(after as usize) {
                    *slot = (*slot).max(Some(count));
                }
                self.is_open = true;
            }
            if byte == b'<'
                && let Some(slot) = next.get_mut(State::Opening as usize)
            {
                *slot = (*slot).max(Some(0));
            }
            self.most = next;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Crowding, MAX_ATTRIBUTES, is_possible};

    fn is_crowded(source: &str) -> bool {
        let (one, other) = source.split_at(source.len() / 2);
        let mut crowding = Crowding::default();
        let is_crowded = crowding.grows_past_limit(one) || crowding.grows_past_limit(other);
        assert!(!is_crowded || is_possible(source), "{source:.40}");
        is_crowded
    }

    #[test]
    fn tags_of_too_many_attributes_are_seen_however_they_hide() {
        let many = MAX_ATTRIBUTES as usize + 1;
        for (before, attribute) in [
            ("<p ", "a=1 "),
            ("<p ", "a "),
            ("<p", "/a"),
            ("</p ", "a=\">\""),
            ("<p\n", "a='>'\n"),
            ("<!-- <b \" --><p ", "a=1 "),
            ("<style><p x=\"</style><p ", "a=1 "),
            ("<p x='<a y=\"'><p ", "a=\">\" "),
            ("a <b, c\" <i ", "a=x/y "),
        ] {
            let source = format!("{before}{}", attribute.repeat(many));
            assert!(is_crowded(&source), "{before}{attribute}…");
        }
    }

    #[test]
    fn what_parts_so_many_attributes_is_counted_wherever_it_stands() {
        let short = "<p class=\"a\" title='b'>word </p>".repeat(60);
        assert!(!is_possible(&short) && is_possible(&short.repeat(3)));
    }

    #[test]
    fn long_values_and_long_texts_are_no_crowd() {
        for source in [
            "<p a=1>x</p>".repeat(20_000),
            format!("<img src=\"data:image/png;base64,{}\">", "ab/c+".repeat(20_000)),
            format!("<img src=data:image/png;base64,{}>", "ab/c+".repeat(20_000)),
            format!("<p title=\"{}\">", "a word, ".repeat(20_000)),
            "a < b and c, ".repeat(20_000),
            format!("<!-- {} -->", "<p a=b>word words</p> ".repeat(20_000)),
        ] {
            let shown: String = source.chars().take(40).collect();
            assert!(!is_crowded(&source), "{shown}");
        }
    }
}
