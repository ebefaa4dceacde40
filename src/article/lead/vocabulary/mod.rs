//! Vocabulary: the words by which leftovers around a text are known, in the languages systems and
//! newsrooms speak. Every list of words of the lead lives here, and nothing else does.
//!
//! A list is one string a language, its entries parted by `|`, in small letters. The phrases of
//! systems (`leading_on`) are those of the translations of `WordPress`, Ghost, Medium and Blogger;
//! those of newsrooms (`newsroom`) are what papers and agencies print around their articles.
//!
//! Must not know: where in a text a phrase may stand, and what becomes of it.

pub(super) mod leading_on;
pub(super) mod newsroom;

use super::super::bytes;

/// Phrases that can be asked for.
#[derive(Debug)]
pub(super) struct Phrases {
    /// Sorted by their bytes: those that start alike stand side by side.
    entries: Vec<String>,
    /// What each starts with, by [`start_of`]: side by side, so that most texts, which start like none, are
    /// held against nothing else.
    starts: Vec<u16>,
    /// Bytes of the longest.
    longest: usize,
}

/// The first two bytes of a text; of one byte that byte and nothing.
fn start_of(text: &[u8]) -> Option<u16> {
    let (first, rest) = text.split_first()?;
    Some(u16::from_be_bytes([*first, rest.first().copied().unwrap_or(0)]))
}

impl Phrases {
    /// The phrases of lists as they are written here.
    fn of(lists: &[&str]) -> Self {
        let mut entries = Vec::new();
        for entry in lists.iter().flat_map(|list| list.split('|')).map(str::trim) {
            // Apostrophes are set in two ways.
            if entry.contains('\'') {
                entries.push(entry.replace('\'', "’"));
            }
            entries.push(entry.to_owned());
        }
        entries.retain(|entry| !entry.is_empty());
        entries.sort_unstable();
        entries.dedup();
        let starts = entries.iter().filter_map(|entry| start_of(entry.as_bytes())).collect();
        let longest = entries.iter().map(String::len).max().unwrap_or_default();
        Self { entries, starts, longest }
    }

    /// Whether a text of so many bytes is longer than all of them.
    pub(super) fn are_shorter_than(&self, bytes: usize) -> bool {
        bytes > self.longest
    }

    /// Whether `text`, in small letters, is one of them.
    pub(super) fn hold(&self, text: &str) -> bool {
        text.len() <= self.longest
            && self.entries.binary_search_by(|entry| entry.as_str().cmp(text)).is_ok()
    }

    /// What follows the longest of them with which `text`, in small letters, starts: not inside a
    /// word, unless the phrase ends in a script without blanks.
    pub(super) fn strip<'a>(&self, text: &'a str) -> Option<&'a str> {
        let start = start_of(text.as_bytes())?;
        // Of two that fit, the longer one stands behind the shorter.
        let alike = self.starting(start).iter().rev();
        let single = self.starting(start & 0xff00).iter().take(1);
        alike.chain(single).find_map(|entry| {
            let rest = text.strip_prefix(entry.as_str())?;
            let last = entry.chars().next_back()?;
            let parted = !rest.starts_with(char::is_alphanumeric)
                || !last.is_alphanumeric()
                || super::excerpt::is_unspaced(last);
            parted.then_some(rest)
        })
    }

    /// Those that start so.
    fn starting(&self, start: u16) -> &[String] {
        let from = self.starts.partition_point(|other| *other < start);
        let rest = self.starts.get(from..).unwrap_or_default();
        let count = rest.iter().take_while(|other| **other == start).count();
        self.entries.get(from..from + count).unwrap_or_default()
    }
}

/// Small letters, byte for byte: characters whose small form has another length stay as they are.
pub(super) fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let mut rest = text;
    // Most text is ASCII: so much of it at once as there is.
    while let Some((plain, other)) = bytes::position(rest.as_bytes(), |byte| !byte.is_ascii())
        .and_then(|at| rest.split_at_checked(at))
    {
        folded.push_str(plain);
        let mut chars = other.chars();
        folded.extend(chars.next().map(small));
        rest = chars.as_str();
    }
    folded.push_str(rest);
    folded.make_ascii_lowercase();
    folded
}

/// The small form of a character, if it has one of the same length.
fn small(c: char) -> char {
    let mut small = c.to_lowercase();
    match (small.next(), small.next()) {
        (Some(small), None) if small.len_utf8() == c.len_utf8() => small,
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folding_keeps_every_byte_in_its_place() {
        for text in ["READ More", "İstanbul ẞ Ⱥ", "Читать ДАЛЕЕ"] {
            assert_eq!(fold(text).len(), text.len());
        }
    }

    #[test]
    fn phrases_are_whole_words_and_the_longest_wins() {
        let phrases = Phrases::of(&["photo|photo credit|l'article", "写真"]);
        assert!(phrases.hold("photo") && phrases.hold("l’article") && phrases.hold("l'article"));
        assert_eq!(phrases.strip("photo credit: x"), Some(": x"));
        assert_eq!(phrases.strip("photo: x"), Some(": x"));
        assert_eq!(phrases.strip("写真山田"), Some("山田"));
        assert_eq!(phrases.strip("photographers"), None);
        assert_eq!(phrases.strip("photo creditors"), Some(" creditors"));
        assert!(!phrases.hold("") && phrases.strip("").is_none());
        let short = Phrases::of(&["a|av|a b|και|图"]);
        for (text, rest) in [
            ("a", Some("")),
            ("a b", Some("")),
            ("a c", Some(" c")),
            ("av c", Some(" c")),
            ("avc", None),
            ("και", Some("")),
            ("图片", Some("片")),
            ("b", None),
        ] {
            assert_eq!(short.strip(text), rest, "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn what_is_found_is_what_trying_all_of_them_finds(
            entries in proptest::collection::vec("[ab é写]{1,4}", 1..20),
            text in "[ab é写]{0,6}",
        ) {
            let phrases = Phrases::of(&[&entries.join("|")]);
            let fits = |entry: &&String| {
                let rest = text.strip_prefix(entry.as_str());
                rest.is_some_and(|rest| {
                    entry.ends_with(['写', ' ']) || !rest.starts_with(char::is_alphanumeric)
                })
            };
            let longest = phrases.entries.iter().filter(fits).max_by_key(|entry| entry.len());
            let expected = longest.map(|entry| &text[entry.len()..]);
            proptest::prop_assert_eq!(phrases.strip(&text), expected);
        }
    }
}
