//! What an article loses on its way in, and why a record is refused.

use thiserror::Error;

use super::super::html;

/// Something that was left out of an article's content or excerpt, for the publisher to know.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Loss {
    /// What kind of thing.
    pub kind: LossKind,
    /// The thing itself, shortened.
    pub what: String,
}

/// The kinds of things that articles lose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum LossKind {
    /// From the excerpt: a caption.
    Caption,
    /// From the excerpt or content: a template's leftover.
    Shortcode,
    /// From the excerpt: a line that is nothing but its author's name.
    Byline,
    /// From the excerpt: a line that is nothing but a date.
    Dateline,
    /// From the excerpt: the title said again.
    RepeatedTitle,
    /// From the excerpt: the stump of a word an earlier system cut in two.
    UpstreamCut,
    /// From the excerpt: "Read more" and its kin.
    ReadMore,
    /// From the excerpt: what a page puts around an article: tags, calls to share, links to other
    /// articles, where it stood first.
    Furniture,
    /// From the content: an element, attribute or URL that is unsafe or unknown.
    UnsafeMarkup,
    /// From the record: a value that could not be used (an author without a name, a bad picture).
    Value,
}

/// Why a record is refused. The text says what would be right.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum Refusal {
    /// Without it the next import could not know the record again.
    #[error("the record has no id; give it an `id` that never changes")]
    NoId,
    /// Control characters in an id are a fault of whatever wrote it, and invisible to people.
    #[error("the id `{0}` holds control characters; give the record an `id` of visible ones")]
    BadId(String),
    /// Readers need somewhere to go.
    #[error("the record has no url; give it the absolute address where it is read")]
    NoUrl,
    /// It cannot be made absolute, or is not http or https.
    #[error(
        "the url `{0}` is no http or https address; write it like https://news.example/harvest"
    )]
    BadUrl(String),
    /// An undated article would be stamped \"now\" by every reader, again and again.
    #[error(
        "the record has no date; give it a `date_published` (in front matter `date`) like 2026-11-24T09:00:00Z"
    )]
    NoDate,
    /// Never guessed.
    #[error(
        "`{field}` is `{value}`, which is no date that can be read; write it like 2026-11-24T09:00:00Z"
    )]
    BadDate {
        /// The record's field.
        field: &'static str,
        /// As it stands there, shortened.
        value: String,
    },
    /// Neither title nor text nor file: nothing to show.
    #[error("the record has neither a title nor any content; give it one, or leave it out")]
    Empty,
    /// Unknown word in `status`.
    #[error("`status` is `{0}`; it is one of published, draft, withdrawn")]
    BadStatus(String),
    /// So that no single record can fill a store or a feed.
    #[error("`{field}` has {bytes} bytes and at most {limit} are taken; shorten it")]
    TooLong {
        /// The record's field.
        field: &'static str,
        /// Its length.
        bytes: usize,
        /// The limit.
        limit: usize,
    },
    /// The body cannot be taken.
    #[error(transparent)]
    Body(#[from] html::HtmlError),
}

/// Characters of a value that are shown in a report.
const MAX_SHOWN: usize = 80;

/// A value as reports show it: on one line, shortened.
pub(super) fn shown(value: &str) -> String {
    let mut chars = value.chars().map(|c| if c.is_control() { '\u{FFFD}' } else { c });
    let mut shown: String = chars.by_ref().take(MAX_SHOWN).collect();
    if chars.next().is_some() {
        shown.push('…');
    }
    shown
}

/// The losses of one record: each once, in the order in which they were met, and not without end.
#[derive(Default)]
pub(super) struct Losses(Vec<Loss>);

/// A report that names more is read by nobody.
const MAX_LOSSES: usize = 60;

impl Losses {
    /// A value of the record that could not be used.
    pub(super) fn value(&mut self, field: &str, value: &str, fault: &str) {
        let what = format!("{field} `{}` {fault}", shown(value));
        self.extend([Loss { kind: LossKind::Value, what }]);
    }

    /// Losses of content and lead.
    pub(super) fn extend(&mut self, losses: impl IntoIterator<Item = Loss>) {
        for loss in losses {
            if self.0.len() < MAX_LOSSES && !self.0.contains(&loss) {
                self.0.push(loss);
            }
        }
    }

    /// The list.
    pub(super) fn into_vec(self) -> Vec<Loss> {
        self.0
    }
}
