//! Who wrote an article.

use serde::{Deserialize, Serialize};

use super::{PlainText, Slug};

/// One name of a byline, accepted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Author {
    /// As printed.
    pub name: PlainText,
    /// For `/feeds/author/{slug}`.
    pub slug: Slug,
    /// Absolute URL of a page about the author.
    pub url: Option<String>,
    /// Absolute URL of a picture.
    pub avatar: Option<String>,
}

/// One name of a byline as a source has it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DraftAuthor {
    /// As printed; may be a source's login name when nothing better is there.
    pub name: Option<String>,
    /// May be relative.
    pub url: Option<String>,
    /// May be relative.
    pub avatar: Option<String>,
}

impl DraftAuthor {
    /// An author of whom only the name is known.
    #[must_use]
    pub fn named(name: &str) -> Self {
        Self { name: Some(name.to_owned()), ..Self::default() }
    }
}
