//! Records in: every kind of source becomes drafts, every draft is admitted or refused, and the
//! store takes what was admitted.
//!
//! One file a source kind. A reader fills drafts and judges nothing: see [`crate::article::Intake`].
//!
//! Must not know: output formats, feeds, the server.

mod address;
mod byline;
mod decoded;
mod departures;
mod fields;
pub mod files;
mod ghost;
mod json_text;
mod jsonl;
mod kind;
mod lenient_xml;
mod markdown;
mod page;
mod pipeline;
mod references;
mod refusals;
mod remote_feed;
pub mod report;
mod source_text;
mod stages;
mod wordpress;

#[cfg(test)]
mod real_input;

use std::io::BufRead;

use thiserror::Error;

use crate::article::Draft;

pub use kind::Kind;
pub use pipeline::{Import, Options, Progress};
pub use report::Report;

/// One record as a reader found it.
#[derive(Debug)]
pub struct Record {
    /// Where in its file: `line 12`, `item 3`, `post 4711`; empty when the file is one record.
    pub place: String,
    /// The draft, or why there is none. A broken record does not end the file.
    pub draft: Result<Draft, ReadError>,
    /// Names of fields that were met and mean nothing here.
    pub unknown_fields: Vec<String>,
}

/// What a reader may need to know of a file besides its bytes.
#[derive(Debug, Clone, Copy)]
pub struct Origin<'a> {
    /// Path relative to the folder that was named for import, `/` between its parts; the file's
    /// own name when a file was named. Identity and addresses of records without their own come
    /// from it, so it must not depend on where the folder lies.
    pub path: &'a str,
}

/// What the importer was asked to do beyond the usual.
#[derive(Debug, Clone, Default)]
pub struct ReadOptions {
    /// WordPress pages and Ghost pages too, not posts alone.
    pub pages: bool,
}

/// Why a file or one of its records cannot be read. The text names the mend.
#[derive(Debug, Error)]
pub enum ReadError {
    /// The file itself.
    #[error("the file cannot be read; see that it is there and may be read")]
    Io(#[from] std::io::Error),
    /// Its syntax.
    #[error("it is not well-formed {format}: {fault}")]
    Syntax {
        /// Such as `JSON`.
        format: &'static str,
        /// What and where.
        fault: String,
    },
    /// A limit that protects the importer.
    #[error("{what} is larger than the {limit} that are taken; split it")]
    TooLarge {
        /// What.
        what: &'static str,
        /// With its unit.
        limit: String,
    },
    /// Its system does not show it to everybody, so no draft of it exists. An article that is
    /// known under its id was public once, and is withdrawn.
    #[error("{reason}")]
    NotPublic {
        /// The id it would have, as far as it has one.
        id: Option<String>,
        /// Why, and what would make it public.
        reason: String,
        /// Whether anybody would miss it in a report.
        is_missed: bool,
    },
    /// It was not asked for.
    #[error("it is a page; --pages takes it")]
    NotAsked,
    /// It is what it seems to be, and yet nothing for an importer.
    #[error("{0}")]
    Unusable(String),
}

impl ReadError {
    /// The fault of a record of which the key and the status could be read: one that says it is not
    /// public is not, whatever else is wrong with it.
    fn of(self, draft: Draft) -> Self {
        if draft.is_for_the_public() {
            return self;
        }
        let reason = format!("its record says that it is not public; besides, {self}");
        Self::NotPublic { id: draft.id, reason, is_missed: true }
    }
}

/// A reader of one kind of source: calls `each` for every record, in the file's order, and fails
/// only when it cannot go on. Memory stays bounded by one record where the format can be streamed.
pub type Reader =
    fn(&mut dyn BufRead, Origin<'_>, &ReadOptions, &mut dyn FnMut(Record)) -> Result<(), ReadError>;

/// The reader of a kind.
fn reader(kind: Kind) -> Reader {
    match kind {
        Kind::Jsonl => jsonl::read,
        Kind::Markdown => markdown::read,
        Kind::Wordpress => wordpress::read,
        Kind::Ghost => ghost::read,
        Kind::Page => page::read,
        Kind::Feed => remote_feed::read,
    }
}
