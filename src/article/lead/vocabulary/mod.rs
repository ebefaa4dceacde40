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
    /// Bytes of the longest.
    longest: usize,
}

/// Phrases that start with so many bytes in common are looked at one by one.
const KEY: usize = 2;

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
        let longest = entries.iter().map(String::len).max().unwrap_or_default();
        Self { entries, longest }
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
        let bytes = text.as_bytes();
        let key = bytes.get(..KEY.min(bytes.len()))?;
        let start = self.entries.partition_point(|entry| entry.as_bytes() < key);
        let alike = self.entries.get(start..)?;
        let count = alike.iter().take_while(|entry| entry.as_bytes().starts_with(key)).count();
        // Of two that fit, the longer one stands behind the shorter.
        let fitting = alike.iter().take(count).rev();
        fitting.map(String::as_str).chain(self.single(bytes)).find_map(|entry| {
            let rest = text.strip_prefix(entry)?;
            let last = entry.chars().next_back()?;
            let parted = !rest.starts_with(char::is_alphanumeric)
                || !last.is_alphanumeric()
                || super::excerpt::is_unspaced(last);
            parted.then_some(rest)
        })
    }

    /// The phrase of one byte with which a text starts.
    fn single(&self, text: &[u8]) -> Option<&str> {
        let first = text.get(..1)?;
        let at = self.entries.binary_search_by(|entry| entry.as_bytes().cmp(first)).ok()?;
        self.entries.get(at).map(String::as_str)
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
}
