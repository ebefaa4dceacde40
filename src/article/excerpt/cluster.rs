//! Grapheme clusters (UAX #29): what a reader counts as one character.
//!
//! Must not know: words and sentences.

use icu_segmenter::GraphemeClusterSegmenter;

use super::super::bytes;

/// For each of the ascending `counts`, the byte offset after that many clusters, or the length of
/// the text where it has fewer.
pub(super) fn offsets<const N: usize>(text: &str, counts: [usize; N]) -> [usize; N] {
    let mut offsets = [text.len(); N];
    let mut walk = Clusters::new(text);
    for (count, offset) in counts.iter().zip(&mut offsets) {
        *offset = walk.advance(*count);
    }
    offsets
}

/// The ends of the clusters of a text, in bytes.
pub(super) fn boundaries(text: &str) -> impl Iterator<Item = usize> + '_ {
    GraphemeClusterSegmenter::new().segment_str(text).skip(1)
}

/// A walk over the clusters of a text.
struct Clusters<'a> {
    text: &'a str,
    /// Clusters passed.
    passed: usize,
    /// Bytes passed.
    at: usize,
}

impl<'a> Clusters<'a> {
    fn new(text: &'a str) -> Self {
        Self { text, passed: 0, at: 0 }
    }

    /// Goes on to the end of cluster `count` and says where that is.
    fn advance(&mut self, count: usize) -> usize {
        while self.passed < count && self.at < self.text.len() {
            self.pass_plain(count);
            self.pass_composed(count);
        }
        self.at
    }

    /// Passes characters that are clusters of their own: between two such there is always a
    /// boundary, so the last one before any other is left to the segmenter.
    fn pass_plain(&mut self, count: usize) {
        let bytes = self.text.as_bytes();
        while self.passed < count {
            // Most text is ASCII: many at once, all but the last of which have a plain successor.
            let most = (count - self.passed).saturating_add(1);
            let rest = bytes.get(self.at..).unwrap_or_default();
            let passed = plain_start(rest.get(..most).unwrap_or(rest)).saturating_sub(1);
            self.at += passed;
            self.passed += passed;
            if self.passed == count {
                return;
            }
            match (bytes.get(self.at), bytes.get(self.at + 1)) {
                (Some(0x20..=0x7E), Some(0x20..=0x7E) | None) => self.at += 1,
                (None, _) => return,
                _ => match self.plain_length() {
                    Some(length) => self.at += length,
                    None => return,
                },
            }
            self.passed += 1;
        }
    }

    /// The length of the next character if it and its successor are plain.
    fn plain_length(&self) -> Option<usize> {
        let mut chars = self.text.get(self.at..)?.chars();
        let first = chars.next().filter(|c| is_plain(*c))?;
        chars.next().is_none_or(is_plain).then(|| first.len_utf8())
    }

    /// Passes clusters of any kind up to the next plain ones.
    fn pass_composed(&mut self, count: usize) {
        if self.passed >= count || self.at >= self.text.len() {
            return;
        }
        let start = self.at;
        let rest = self.text.get(start..).unwrap_or_default();
        for boundary in boundaries(rest) {
            self.at = start + boundary;
            self.passed += 1;
            if self.passed >= count || self.plain_length().is_some() {
                return;
            }
        }
    }
}

/// How many ASCII characters that are no controls a text starts with.
fn plain_start(text: &[u8]) -> usize {
    bytes::position(text, |byte| !(0x20..=0x7E).contains(&byte)).unwrap_or(text.len())
}

/// Whether all characters of a text are plain.
fn is_all_plain(text: &str) -> bool {
    let mut rest = text;
    loop {
        rest = rest.get(plain_start(rest.as_bytes())..).unwrap_or_default();
        let mut chars = rest.chars();
        match chars.next() {
            None => return true,
            Some(c) if is_plain(c) => rest = chars.as_str(),
            Some(_) => return false,
        }
    }
}

/// Whether a character neither joins what stands before it nor what stands after it, if that is
/// plain, too. Not all such characters are listed, only those of common scripts.
fn is_plain(c: char) -> bool {
    matches!(u32::from(c),
        0x20..=0x7E
        | 0xA0..=0xAC
        | 0xAE..=0x2FF
        | 0x370..=0x482
        | 0x48A..=0x58F
        | 0x5D0..=0x5F4
        | 0x620..=0x64A
        | 0x660..=0x66F
        | 0x671..=0x6D5
        | 0xE01..=0xE30
        | 0xE40..=0xE46
        | 0x10A0..=0x10FF
        | 0x1E00..=0x1FFF
        | 0x2010..=0x2027
        | 0x202F..=0x205E
        | 0x20A0..=0x20CF
        | 0x2100..=0x2BFF
        | 0x3001..=0x3029
        | 0x3030..=0x3096
        | 0x309B..=0x30FF
        | 0x3400..=0x9FFF
        | 0xAC00..=0xD7A3
        | 0xF900..=0xFAFF
        | 0xFF01..=0xFF9D
        | 0x20000..=0x2FFFF)
}

/// Whether a character only ever stands with the one before it: a mark, a joiner.
pub(in crate::article) fn is_extending(c: char) -> bool {
    if is_plain(c) {
        return false;
    }
    let mut pair = [b'a'; 5];
    let length = c.encode_utf8(pair.get_mut(1..).unwrap_or_default()).len();
    let pair = pair.get(..=length).unwrap_or_default();
    str::from_utf8(pair).is_ok_and(|pair| {
        GraphemeClusterSegmenter::new().segment_str(pair).nth(1) == Some(pair.len())
    })
}

/// Whether two characters in a row stand in one cluster: a few signs take whatever follows them.
pub(super) fn are_one(first: char, second: char) -> bool {
    if is_plain(first) && is_plain(second) {
        return false;
    }
    let mut pair = [0; 8];
    let middle = first.encode_utf8(&mut pair).len();
    let end = middle + second.encode_utf8(pair.get_mut(middle..).unwrap_or_default()).len();
    let pair = pair.get(..end).unwrap_or_default();
    str::from_utf8(pair).is_ok_and(|pair| boundaries(pair).next() == Some(end))
}

/// More marks on one character are noise: no script stacks that many.
const MAX_MARKS: usize = 8;

/// More code points in one cluster are noise: the longest emoji in use have eleven.
const MAX_CLUSTER: usize = 16;

/// Takes from every cluster what no script needs, so that a text that is short for its reader is
/// short for its carrier, too.
pub(in crate::article) fn cap_marks(text: &mut String) {
    if is_all_plain(text) {
        return;
    }
    let mut capped = String::with_capacity(text.len());
    let mut start = 0;
    for end in boundaries(text) {
        let mut marks = 0;
        let kept = text.get(start..end).unwrap_or_default().chars().take(MAX_CLUSTER);
        capped.extend(kept.filter(|c| {
            marks += usize::from(is_diacritic(*c));
            !is_diacritic(*c) || marks <= MAX_MARKS
        }));
        start = end;
    }
    *text = capped;
}

/// The combining marks that belong to no script and are the stuff of stacks.
fn is_diacritic(c: char) -> bool {
    matches!(u32::from(c),
        0x300..=0x36F | 0x483..=0x489 | 0x1AB0..=0x1AFF | 0x1DC0..=0x1DFF | 0x20D0..=0x20FF
        | 0xFE20..=0xFE2F)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn boundary_between(first: char, second: char) -> bool {
        let pair = format!("{first}{second}");
        GraphemeClusterSegmenter::new()
            .segment_str(&pair)
            .any(|boundary| boundary == first.len_utf8())
    }

    #[test]
    fn every_plain_character_is_a_cluster_among_plain_ones() {
        let plain: Vec<char> =
            (0..=0x0002_FFFF).filter_map(char::from_u32).filter(|c| is_plain(*c)).collect();
        let companions = ['a', '©', '☺', '가', '각', 'ก', 'א', 'ع', '漢', '。', '\u{2014}'];
        for c in plain {
            for other in companions {
                assert!(boundary_between(c, other), "{c:?} {other:?}");
                assert!(boundary_between(other, c), "{other:?} {c:?}");
            }
        }
    }

    #[test]
    fn a_text_is_plain_when_all_of_it_is() {
        let long = "a plain text that is longer than what is looked at together, “quoted” — über ";
        for (text, plain) in [
            (String::new(), true),
            (long.to_owned(), true),
            (format!("{long}{long}漢字"), true),
            (format!("{long}e\u{301}{long}"), false),
            ("\u{200D}".to_owned(), false),
            (format!("{long}\u{7F}"), false),
        ] {
            assert_eq!(is_all_plain(&text), plain, "{text:?}");
            assert_eq!(text.chars().all(is_plain), plain, "{text:?}");
        }
    }

    #[test]
    fn a_mark_extends_and_a_letter_does_not() {
        assert!(is_extending('\u{301}') && is_extending('\u{200D}') && is_extending('\u{E31}'));
        assert!(
            !is_extending('a') && !is_extending('ก') && !is_extending('🙂') && !is_extending('ا')
        );
    }

    #[test]
    fn stacks_of_marks_are_capped_and_emoji_are_whole() {
        let mut zalgo = format!("o{}k", "\u{34B}".repeat(500));
        cap_marks(&mut zalgo);
        assert_eq!(zalgo, format!("o{}k", "\u{34B}".repeat(MAX_MARKS)));
        let mut joiners = format!("a{}", "\u{200D}".repeat(500));
        cap_marks(&mut joiners);
        assert_eq!(joiners.chars().count(), MAX_CLUSTER);
        let family = "👩🏽‍❤️‍💋‍👨🏿 🏴󠁧󠁢󠁥󠁮󠁧󠁿 בְּרֵאשִׁית";
        let mut text = family.to_owned();
        cap_marks(&mut text);
        assert_eq!(text, family);
    }
}
