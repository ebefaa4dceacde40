//! Telling what a file is, by its content first and its name second.

use clap::ValueEnum;

/// The kinds of sources newswire reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, ValueEnum)]
pub enum Kind {
    /// JSON Feed documents, JSON records and JSON lines.
    Jsonl,
    /// Markdown with front matter.
    Markdown,
    /// WordPress export (WXR).
    Wordpress,
    /// Ghost export.
    Ghost,
    /// An article page in HTML, or the text of one.
    Page,
    /// RSS, RDF or Atom.
    Feed,
}
