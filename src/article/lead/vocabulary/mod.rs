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

use std::collections::HashSet;

/// Phrases that can be asked for.
#[derive(Debug)]
pub(super) struct Phrases {
    entries: HashSet<String>,
    /// Bytes of the longest.
    longest: usize,
}

impl Phrases {
    /// The phrases of lists as they are written here.
    fn of(lists: &[&str]) -> Self {
        let mut entries = HashSet::new();
        for entry in lists.iter().flat_map(|list| list.split('|')).map(str::trim) {
            // Apostrophes are set in two ways.
            if entry.contains('\'') {
                entries.insert(entry.replace('\'', "’"));
            }
            entries.insert(entry.to_owned());
        }
        entries.remove("");
        let longest = entries.iter().map(String::len).max().unwrap_or_default();
        Self { entries, longest }
    }

    /// Whether `text`, in small letters, is one of them.
    pub(super) fn hold(&self, text: &str) -> bool {
        text.len() <= self.longest && self.entries.contains(text)
    }

    /// What follows the longest of them with which `text`, in small letters, starts: not inside a
    /// word, unless the phrase ends in a script without blanks.
    pub(super) fn strip<'a>(&self, text: &'a str) -> Option<&'a str> {
        let near = super::nesting::floor(text, self.longest);
        let ends =
            text.char_indices().map(|(at, c)| at + c.len_utf8()).take_while(|end| *end <= near);
        let ends: Vec<usize> = ends.collect();
        ends.into_iter().rev().find_map(|end| {
            let (phrase, rest) = text.split_at_checked(end)?;
            let last = phrase.chars().next_back()?;
            let parted = !rest.starts_with(char::is_alphanumeric)
                || !last.is_alphanumeric()
                || super::excerpt::is_unspaced(last);
            (parted && self.entries.contains(phrase)).then_some(rest)
        })
    }
}

/// Small letters, byte for byte: characters whose small form has another length stay as they are.
pub(super) fn fold(text: &str) -> String {
    text.chars()
        .map(|c| {
            let mut small = c.to_lowercase();
            match (small.next(), small.next()) {
                (Some(small), None) if small.len_utf8() == c.len_utf8() => small,
                _ => c,
            }
        })
        .collect()
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
    }
}
