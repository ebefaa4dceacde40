//! Excerpts: cutting a lead so that it reads as if someone had written it to that length.
//!
//! This is the hot path: it runs for every entry whenever a document is arranged. Ordinary text
//! costs one pass over the bytes that are kept; the segmenters are asked about a window of text
//! that needs them and about no more.
//!
//! Must not know: markup, and where a lead comes from.

mod abbreviation;
mod cluster;
mod sentence;
mod word;

use super::{Lead, PlainText};

pub(super) use cluster::{cap_marks, is_extending};
pub(super) use sentence::ends_sentence;
pub(super) use word::{is_unspaced, last_end as word_end};

/// The sign that text was left out.
const ELLIPSIS: char = '…';

/// Cuts a lead to at most `max_chars` grapheme clusters, the "…" counted.
///
/// It ends at a sentence if one ends in the last 40 % of the room, else at a word (found by
/// dictionary in scripts without blanks), never inside a grapheme cluster. A whole text is left as
/// it is. Where nothing lawful fits, the excerpt is empty.
#[must_use]
pub fn cut(lead: &Lead, max_chars: usize) -> PlainText {
    let text = lead.text.as_str();
    let (end, sign) = match place(text, lead.goes_on, max_chars) {
        Place::Whole => (text.len(), false),
        Place::Sentence(end) => (end, false),
        Place::Word(end) => (end, true),
        Place::Nowhere => (0, false),
    };
    lead.text.start(end, sign.then_some(ELLIPSIS))
}

/// Where a text is cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// Not at all.
    Whole,
    /// After this many bytes a sentence ends.
    Sentence(usize),
    /// After this many bytes a word ends, and a sign has to say that the text goes on.
    Word(usize),
    /// Nothing fits.
    Nowhere,
}

/// Finds the place at which `text` is cut to `max_chars` clusters.
pub(super) fn place(text: &str, goes_on: bool, max_chars: usize) -> Place {
    if text.is_empty() || max_chars == 0 {
        return Place::Nowhere;
    }
    let room = Room::measure(text, max_chars);
    if room.all == text.len() && (!goes_on || sentence::ends_sentence(text)) {
        return Place::Whole;
    }
    if let Some(end) = sentence::last_end(text, room.most, room.all) {
        return Place::Sentence(end);
    }
    let mut end = word::last_end(text, room.signed);
    if end < room.least {
        end = word::inner_end(text, room.signed, room.least).unwrap_or(end);
    }
    word::settle(text, end)
}

/// Byte offsets of what fits into the room.
struct Room {
    /// A fill below this is too little: 40 % of the room.
    least: usize,
    /// A sentence that ends from here on fills the room well enough: 60 % of it.
    most: usize,
    /// All of the room but one cluster, which is the sign's.
    signed: usize,
    /// All of the room.
    all: usize,
}

impl Room {
    fn measure(text: &str, max_chars: usize) -> Self {
        let signed = max_chars - 1;
        let share = |fifths: usize| max_chars.saturating_mul(fifths).div_ceil(5).min(signed);
        let counts = [share(2), share(3), signed, max_chars];
        let [least, most, signed, all] = cluster::offsets(text, counts);
        Self { least, most, signed, all }
    }
}

#[cfg(test)]
pub(in crate::article) mod tests;
