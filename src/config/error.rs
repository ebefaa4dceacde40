//! Faults in settings: they stop the start, and say where, what and what would be right.

use std::ops::Range;
use std::path::{Path, PathBuf};

use thiserror::Error;

use super::toml_words;

/// Why a site folder cannot be served.
#[derive(Debug, Error)]
pub enum ConfigError {
    /// There is no such folder.
    #[error("there is no folder {}; name the site folder with --site DIR", path.display())]
    NoFolder {
        /// Which.
        path: PathBuf,
    },
    /// A file is missing or out of reach.
    #[error("{} cannot be read; a site folder has a site.toml (name it with --site DIR)", path.display())]
    Unreadable {
        /// Which.
        path: PathBuf,
        /// The system's word.
        #[source]
        source: std::io::Error,
    },
    /// Something in it is wrong.
    #[error("{}, line {line}: {what}", path.display())]
    Wrong {
        /// The file.
        path: PathBuf,
        /// Counted from 1.
        line: usize,
        /// What is wrong and what would be right.
        what: String,
    },
}

/// The line of a place in a text, counted from 1.
pub(super) fn line_of(text: &str, place: usize) -> usize {
    text.get(..place).unwrap_or_default().matches('\n').count() + 1
}

/// A fault before its file is known: where in the text, and what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    at: Option<Range<usize>>,
    what: String,
    /// Whether `what` is TOML's own word, to be said in the publisher's.
    is_raw: bool,
}

impl Fault {
    /// A fault at a place of the file.
    pub(super) fn at(span: Range<usize>, what: impl Into<String>) -> Self {
        Self { at: Some(span), what: what.into(), is_raw: false }
    }

    /// A fault of the file's name.
    pub(super) fn of_file(what: impl Into<String>) -> Self {
        Self { at: None, what: what.into(), is_raw: false }
    }

    /// What TOML or the shape of the settings says.
    pub(super) fn of_toml(error: &toml::de::Error) -> Self {
        Self { at: error.span(), what: error.message().to_owned(), is_raw: true }
    }

    pub(super) fn in_file(self, path: &Path, text: &str) -> ConfigError {
        let span = self.at.unwrap_or_default();
        let before = text.get(..span.start).unwrap_or_default();
        let line = line_of(text, span.start);
        let what = if self.is_raw {
            toml_words::told(&self.what, before, text.get(span).unwrap_or_default())
        } else {
            self.what
        };
        ConfigError::Wrong { path: path.to_owned(), line, what }
    }
}
