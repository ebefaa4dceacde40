//! Slugs: the part of an address that stands for a name.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A name as addresses carry it: lower case, Unicode letters and digits kept (percent-encoding is
/// the address's business), everything else folded into single hyphens.
///
/// ```
/// use newswire::article::Slug;
/// let slug = Slug::new("City Hall & Harbour").unwrap();
/// assert_eq!(slug.as_str(), "city-hall-harbour");
/// assert_eq!(Slug::new("新闻").unwrap().as_str(), "新闻");
/// assert!(Slug::new("!!!").is_none());
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Slug(String);

/// Longer names are cut: an address has to be read and copied.
const MAX_CHARS: usize = 96;

impl Slug {
    /// The slug of a name; `None` when the name has no letter or digit.
    #[must_use]
    pub fn new(name: &str) -> Option<Self> {
        let mut slug = String::with_capacity(name.len());
        let mut gap = false;
        let mut chars = 0;
        for c in name.chars().flat_map(char::to_lowercase) {
            if c.is_alphanumeric() || is_mark_inside_word(c) {
                if gap && !slug.is_empty() {
                    slug.push('-');
                    chars += 1;
                }
                gap = false;
                slug.push(c);
                chars += 1;
                if chars >= MAX_CHARS {
                    break;
                }
            } else if !matches!(c, '\'' | '’') {
                gap = true;
            }
        }
        slug.chars().any(char::is_alphanumeric).then_some(Self(slug))
    }

    /// The text of the slug, not percent-encoded.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Slug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Vowel signs and tone marks of Indic scripts, Thai, Arabic and Hebrew and the general combining
/// marks: they are not alphanumeric to Rust, and a slug without them would be another word.
fn is_mark_inside_word(c: char) -> bool {
    matches!(u32::from(c),
        0x0300..=0x036F | 0x0591..=0x05C7 | 0x0610..=0x061A | 0x064B..=0x065F
        | 0x0900..=0x0903 | 0x093A..=0x094F | 0x0951..=0x0957 | 0x0962..=0x0963
        | 0x0981..=0x0983 | 0x09BC..=0x09CD | 0x0A01..=0x0A4D | 0x0A81..=0x0ACD
        | 0x0B01..=0x0B57 | 0x0B82 | 0x0BBE..=0x0BCD | 0x0C00..=0x0C4D | 0x0C81..=0x0CCD
        | 0x0D00..=0x0D4D | 0x0DCA..=0x0DDF | 0x0E31 | 0x0E34..=0x0E3A | 0x0E47..=0x0E4E
        | 0x0EB1 | 0x0EB4..=0x0EBC | 0x0EC8..=0x0ECD | 0x0F71..=0x0F84 | 0x102B..=0x103E
        | 0x17B6..=0x17D3 | 0x3099..=0x309A)
}

#[cfg(test)]
mod tests {
    use super::Slug;

    #[test]
    fn marks_that_belong_to_a_word_stay() {
        for name in ["हिन्दी", "ภาษาไทย", "שלום", "العربية"] {
            assert_eq!(Slug::new(name).map(|slug| slug.as_str().to_owned()), Some(name.to_owned()));
        }
    }

    #[test]
    fn punctuation_folds_into_one_hyphen_and_never_at_an_end() {
        assert_eq!(Slug::new(" --C++ & Rust!-- ").unwrap().as_str(), "c-rust");
        assert_eq!(Slug::new("Children's day").unwrap().as_str(), "childrens-day");
    }

    #[test]
    fn a_slug_is_its_own_slug() {
        for name in ["City Hall", "İstanbul", "ǅ", "ẞ"] {
            let once = Slug::new(name).unwrap();
            assert_eq!(Slug::new(once.as_str()).unwrap(), once);
        }
    }
}
