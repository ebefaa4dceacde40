//! The lead: the running text of an article, from which excerpts of any length are cut.
//!
//! Extraction parses HTML and is paid once, at admission; cutting ([`super::excerpt`]) is cheap
//! and happens whenever a document is arranged.
//!
//! A source travels through here in this order: shortcodes are removed, Markdown becomes HTML, HTML
//! is bounded in size and depth and parsed ([`page`]), what a reader of the page would read becomes
//! lines ([`walk`], [`element`], [`marks`], `line`), what repeats title, date and captions goes
//! ([`repeats`], [`credits`], [`dateline`]), and so does what leads to the rest of the article
//! ([`tails`], [`phrases`]). The words all this is known by stand in [`vocabulary`].
//!
//! Must not know: how long an excerpt is, and what content is made of.

mod credits;
mod dateline;
mod element;
mod line;
mod marks;
mod nesting;
mod page;
mod phrases;
mod references;
mod repeats;
mod tails;
mod vocabulary;
mod walk;

use serde::{Deserialize, Serialize};

use super::excerpt::{self, Place};
use super::{Body, Loss, Markup, PlainText};
use line::{Line, Rank};
use walk::Harvest;

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
    /// For a summary: the body it may have been cut from. A summary that is nothing but the start
    /// of the body, broken off, is no one's handwriting, and the body is cut better.
    pub body: Option<&'a Body>,
}

/// A lead is at most this long, in grapheme clusters.
const MAX_CHARS: usize = 4000;

/// The lead of a body and what was left out of it.
#[must_use]
pub fn extract(body: &Body, context: Context<'_>) -> (Lead, Vec<Loss>) {
    let mut losses = Vec::new();
    let harvest = page::read(&body.source, body.markup, context.language, &mut losses);
    let lines = running(harvest.lines);
    let harvest = Harvest { lines, ..harvest };
    (compose(harvest, context, &mut losses), losses)
}

/// The lead that a hand-written summary gives: it wins over the body, but markup, shortcodes and
/// an earlier system's cut in mid-word are mended. `None` when no text is left of it.
#[must_use]
pub fn from_summary(summary: &str, context: Context<'_>) -> Option<(Lead, Vec<Loss>)> {
    let mut losses = Vec::new();
    // Line ends part lines here as they do in old editors; the rest is HTML.
    let harvest = page::read(summary, Markup::WordPress, context.language, &mut losses);
    // Nobody writes an excerpt of headings; but if all of it is one, it is meant.
    let mut lines = harvest.lines.clone();
    lines.retain(|line| line.rank.may_stand());
    if lines.is_empty() {
        lines = harvest.lines;
    }
    let lead = compose(Harvest { lines, ..harvest }, context, &mut losses);
    if lead.text.is_empty() {
        return None;
    }
    let own = context.body.map(|body| extract(body, Context { body: None, ..context }));
    match own {
        Some((body, more)) if is_broken_off(&lead, &body) => {
            losses.extend(more);
            Some((body, losses))
        }
        _ => Some((lead, losses)),
    }
}

/// Whether a summary is the start of the body and ends in mid-sentence.
fn is_broken_off(summary: &Lead, body: &Lead) -> bool {
    let (summary, body) = (summary.text.as_str(), body.text.as_str());
    let start = repeats::letters(summary);
    !excerpt::ends_sentence(summary)
        && start.len() >= MIN_BROKEN_OFF
        && repeats::letters(body).starts_with(&start)
}

/// Shorter summaries may start like the body by chance, or be a subtitle. In bytes.
const MIN_BROKEN_OFF: usize = 40;

/// Whether two lines in a row are one said twice, a slip of the pen aside: a caption, and what
/// stands for its picture.
#[must_use]
pub fn is_said_twice(line: &str, next: &str) -> bool {
    repeats::is_twin(&repeats::letters(line), &repeats::letters(next))
}

/// The lines that are running text; where a page has none, the prose of a layout table, else
/// labels. Where a page has hardly any, but a table full of prose, the table is the page.
fn running(mut lines: Vec<Line>) -> Vec<Line> {
    let size = |rank: Rank| -> usize {
        lines.iter().filter(|line| line.rank == rank).map(|line| line.text.len()).sum()
    };
    let (running, layout) = (size(Rank::Running), size(Rank::Layout));
    let page_of_tables = layout >= MIN_LAYOUT && layout / 10 >= running;
    let best = lines.iter().map(|line| line.rank).min();
    lines.retain(|line| {
        line.rank.may_stand()
            && (Some(line.rank) == best || page_of_tables && line.rank == Rank::Layout)
    });
    lines
}

/// Less prose in a table is the content of its cells. In bytes.
const MIN_LAYOUT: usize = 2000;

/// Makes one text of the lines that are left when nothing repeats and nothing leads on.
fn compose(harvest: Harvest, context: Context<'_>, losses: &mut Vec<Loss>) -> Lead {
    let Harvest { mut lines, captions, goes_on, ended } = harvest;
    let title = context.title.map(references::decode_all);
    repeats::drop_repeats(&mut lines, &captions, title.as_deref(), losses);
    let broken_off = tails::drop_tails(&mut lines, goes_on || ended, losses);
    let mut text = line::join(&lines);
    excerpt::cap_marks(&mut text);
    // What no text may hold goes first: a mark may stand behind it.
    let text = PlainText::new(&text);
    let text =
        PlainText::new(text.as_str().trim_start_matches(|c| c == ' ' || excerpt::is_extending(c)));
    let goes_on = goes_on || broken_off;
    match excerpt::place(text.as_str(), goes_on, MAX_CHARS) {
        Place::Sentence(end) | Place::Word(end) => Lead {
            goes_on: goes_on || end < text.as_str().len(),
            text: PlainText::new(text.as_str().get(..end).unwrap_or_default()),
        },
        Place::Whole | Place::Nowhere => Lead { text, goes_on },
    }
}

#[cfg(test)]
mod tests;
