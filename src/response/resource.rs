//! Resources: what can be asked for, and what its address, media type and file name are.

use crate::feed::{Catalogue, FeedName};
use crate::render::Format;

/// Something that has an address and a representation.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Resource {
    /// A feed in one of its forms.
    Feed(FeedName, Variant),
    /// An archive document of a feed, by its number.
    Archive(FeedName, u32, Format),
    /// The site's feeds, for people.
    Index,
    /// The site's feeds, for programs.
    Opml,
}

/// The forms in which a feed is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Variant {
    /// A document for readers.
    Document(Format),
    /// A page for people.
    Page,
    /// Excerpts for partners' programs.
    ExcerptsJson,
    /// Excerpts for partners' pages.
    ExcerptsHtml,
}

impl Resource {
    /// The path of its address, from the slash on, percent-encoded.
    #[must_use]
    pub fn path(&self) -> String {
        match self {
            Self::Feed(name, Variant::Document(format)) => {
                format!("/feeds/{}.{}", name.to_path(), format.extension())
            }
            Self::Feed(name, Variant::Page) => format!("/feeds/{}", name.to_path()),
            Self::Feed(name, Variant::ExcerptsJson) => format!("/excerpts/{}.json", name.to_path()),
            Self::Feed(name, Variant::ExcerptsHtml) => format!("/excerpts/{}.html", name.to_path()),
            Self::Archive(name, number, format) => {
                format!("/feeds/{}/archive/{number}.{}", name.to_path(), format.extension())
            }
            Self::Index => "/".to_owned(),
            Self::Opml => "/feeds.opml".to_owned(),
        }
    }

    /// The value of `Content-Type`.
    #[must_use]
    pub fn content_type(&self) -> &'static str {
        match self {
            Self::Feed(_, Variant::Document(format)) | Self::Archive(_, _, format) => {
                match format {
                    Format::Rss => "application/rss+xml; charset=utf-8",
                    Format::Atom => "application/atom+xml; charset=utf-8",
                    Format::Json => "application/feed+json; charset=utf-8",
                }
            }
            Self::Feed(_, Variant::ExcerptsJson) => "application/json; charset=utf-8",
            Self::Feed(_, Variant::Page | Variant::ExcerptsHtml) | Self::Index => {
                "text/html; charset=utf-8"
            }
            Self::Opml => "text/x-opml; charset=utf-8",
        }
    }

    /// The format of what is a feed's document.
    pub(super) fn format(&self) -> Option<Format> {
        match self {
            Self::Feed(_, Variant::Document(format)) | Self::Archive(_, _, format) => Some(*format),
            _ => None,
        }
    }

    /// What stands for it since its feed was renamed; `None` when it was not.
    pub(super) fn moved(&self, catalogue: &Catalogue) -> Option<Self> {
        match self {
            Self::Feed(name, variant) => Some(Self::Feed(catalogue.moved(name)?, *variant)),
            Self::Archive(name, number, format) => {
                Some(Self::Archive(catalogue.moved(name)?, *number, *format))
            }
            Self::Index | Self::Opml => None,
        }
    }

    /// Whether a browser shows it as a page of this site.
    #[must_use]
    pub fn is_page(&self) -> bool {
        matches!(self, Self::Index | Self::Feed(_, Variant::Page))
    }
}
