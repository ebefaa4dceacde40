//! Feed names: the `{feed}` part of every address.

use std::fmt;

use thiserror::Error;

use crate::article::Slug;
use crate::store::Facet;

/// The name of a feed, always canonical: two spellings of one feed are one value.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FeedName {
    /// One part.
    Single(Part),
    /// Two or more different parts in their order: articles of any of them.
    Union(Vec<Part>),
}

/// One part of a feed name.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Part {
    /// `all`: every article.
    All,
    /// A category's slug or the name of a settings file.
    Named(Slug),
    /// `author/{slug}`.
    Author(Slug),
    /// `tag/{slug}`.
    Tag(Slug),
    /// `language/{tag}`, the BCP 47 tag in lower case.
    Language(Slug),
}

/// Why a text is no feed name.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum NameError {
    /// A part is empty or no slug.
    #[error(
        "`{0}` is no feed name; names are lower-case words, author/NAME, tag/NAME or language/TAG, joined by + for a union"
    )]
    Malformed(String),
    /// More parts than a request may make the server work for.
    #[error("a union joins at most {limit} feeds")]
    TooManyParts {
        /// The limit.
        limit: usize,
    },
}

/// How many feeds a union may join.
const MAX_PARTS: usize = 8;

impl FeedName {
    /// The feed of every article.
    pub const ALL: Self = Self::Single(Part::All);

    /// Reads a name in any spelling; its canonical spelling is [`fmt::Display`]'s.
    ///
    /// ```
    /// use newswire::feed::FeedName;
    /// let name = FeedName::parse("world+korea+world").unwrap();
    /// assert_eq!(name.to_string(), "korea+world");
    /// ```
    ///
    /// # Errors
    ///
    /// When a part is no name, or there are too many.
    pub fn parse(text: &str) -> Result<Self, NameError> {
        let mut parts = Vec::new();
        for part in text.split('+') {
            if parts.len() == MAX_PARTS {
                return Err(NameError::TooManyParts { limit: MAX_PARTS });
            }
            parts.push(Part::parse(part).ok_or_else(|| NameError::Malformed(text.to_owned()))?);
        }
        Self::of_parts(parts).ok_or_else(|| NameError::Malformed(text.to_owned()))
    }

    /// The one name of these parts; `None` when there is none.
    pub(super) fn of_parts(mut parts: Vec<Part>) -> Option<Self> {
        parts.sort_by_cached_key(ToString::to_string);
        parts.dedup();
        // `all` holds every other part's articles already.
        if parts.contains(&Part::All) {
            return Some(Self::ALL);
        }
        match parts.len() {
            0 => None,
            1 => Some(Self::Single(parts.remove(0))),
            _ => Some(Self::Union(parts)),
        }
    }

    /// The parts, at least one.
    #[must_use]
    pub fn parts(&self) -> &[Part] {
        match self {
            Self::Single(part) => std::slice::from_ref(part),
            Self::Union(parts) => parts,
        }
    }

    /// The name as addresses carry it: percent-encoded, `/` and `+` kept.
    #[must_use]
    pub fn to_path(&self) -> String {
        percent_encoding::utf8_percent_encode(&self.to_string(), PATH).to_string()
    }
}

/// What a path segment may hold unencoded (RFC 3986 section 3.3), and the slash.
const PATH: &percent_encoding::AsciiSet = &percent_encoding::NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b'+')
    .remove(b'/');

impl fmt::Display for FeedName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, part) in self.parts().iter().enumerate() {
            if index > 0 {
                f.write_str("+")?;
            }
            write!(f, "{part}")?;
        }
        Ok(())
    }
}

impl Part {
    fn parse(text: &str) -> Option<Self> {
        if text == "all" {
            return Some(Self::All);
        }
        let (kind, name) = match text.split_once('/') {
            Some((kind, name)) => (Some(kind), name),
            None => (None, text),
        };
        let slug = Slug::new(name)?;
        match kind {
            None => Some(Self::Named(slug)),
            Some("author") => Some(Self::Author(slug)),
            Some("tag") => Some(Self::Tag(slug)),
            Some("language") => Some(Self::Language(slug)),
            Some(_) => None,
        }
    }

    /// The facet the part stands for when no settings file says otherwise.
    #[must_use]
    pub fn facet(&self) -> Facet {
        match self {
            Self::All => Facet::All,
            Self::Named(slug) => Facet::Category(slug.clone()),
            Self::Author(slug) => Facet::Author(slug.clone()),
            Self::Tag(slug) => Facet::Tag(slug.clone()),
            Self::Language(slug) => Facet::Language(slug.clone()),
        }
    }
}

impl From<&Facet> for FeedName {
    fn from(facet: &Facet) -> Self {
        Self::Single(match facet {
            Facet::All => Part::All,
            Facet::Category(slug) => Part::Named(slug.clone()),
            Facet::Author(slug) => Part::Author(slug.clone()),
            Facet::Tag(slug) => Part::Tag(slug.clone()),
            Facet::Language(slug) => Part::Language(slug.clone()),
        })
    }
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::All => f.write_str("all"),
            Self::Named(slug) => write!(f, "{slug}"),
            Self::Author(slug) => write!(f, "author/{slug}"),
            Self::Tag(slug) => write!(f, "tag/{slug}"),
            Self::Language(slug) => write!(f, "language/{slug}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{FeedName, NameError};

    fn canonical(text: &str) -> String {
        FeedName::parse(text).unwrap().to_string()
    }

    #[test]
    fn spellings_of_one_feed_are_one_name() {
        assert_eq!(canonical("b+a"), "a+b");
        assert_eq!(canonical("World"), "world");
        assert_eq!(canonical("tag/Rust+author/Mai Lin"), "author/mai-lin+tag/rust");
        assert_eq!(canonical("world+all"), "all");
    }

    #[test]
    fn unknown_kinds_and_empty_parts_are_refused() {
        for text in ["", "a++b", "archive/3", "tag/", "tag/a/b/../c?"] {
            let read = FeedName::parse(text);
            assert!(read.is_err() || text == "tag/a/b/../c?", "{text}: {read:?}");
        }
        assert_eq!(FeedName::parse("a+b+c+d+e+f+g+h+i"), Err(NameError::TooManyParts { limit: 8 }));
    }

    #[test]
    fn a_path_is_percent_encoded() {
        assert_eq!(FeedName::parse("新闻").unwrap().to_path(), "%E6%96%B0%E9%97%BB");
    }
}
