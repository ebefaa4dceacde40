//! The lead: the running text of an article, from which excerpts of any length are cut.
//!
//! Extraction parses HTML and is paid once, at admission; cutting ([`super::excerpt`]) is cheap
//! and happens whenever a document is arranged.
//!
//! A source travels through here in this order: shortcodes are removed, Markdown becomes HTML, HTML
//! is bounded in size and depth and parsed ([`page`]), what a reader of the page would read becomes
//! lines ([`walk`], [`element`], [`marks`], `line`), what repeats title, date and captions goes
//! ([`repeats`], [`masthead`], [`credits`], [`dateline`]), and so does what leads to the rest of the
//! article ([`tails`], [`phrases`]). Where nothing is left, prose that is set like code is taken
//! ([`preformatted`]). The words all this is known by stand in [`vocabulary`].
//!
//! Must not know: how long an excerpt is, and what content is made of.

mod credits;
mod dateline;
mod element;
mod line;
mod marks;
mod masthead;
mod mojibake;
mod nesting;
mod page;
mod phrases;
mod preformatted;
mod references;
mod repeats;
mod tails;
mod vocabulary;
mod walk;

use serde::{Deserialize, Serialize};

use super::excerpt::{self, Place};
use super::html::Source;
use super::{DraftAuthor, Loss, PlainText};
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
    /// Who wrote it: a line that is nothing but a name of theirs is no text.
    pub authors: &'a [DraftAuthor],
    /// For a summary: the body it may have been cut from. A summary that is nothing but the start
    /// of the body, broken off, is no one's handwriting, and the body is cut better.
    pub body: Option<&'a Source<'a>>,
}

/// A lead is at most this long, in grapheme clusters.
const MAX_CHARS: usize = 4000;

/// The lead of a body and what was left out of it.
#[must_use]
pub fn extract(body: &Source<'_>, context: Context<'_>) -> (Lead, Vec<Loss>) {
    let mut losses = Vec::new();
    let harvest = page::read(body, context.language, &mut losses);
    let lead = of_harvest(body, harvest, context, &mut losses);
    (lead, losses)
}

/// The lead of a body that was read.
fn of_harvest(
    body: &Source<'_>,
    harvest: Harvest,
    context: Context<'_>,
    losses: &mut Vec<Loss>,
) -> Lead {
    let lines = running(harvest.lines);
    let ended = harvest.ended;
    let lead = compose(Harvest { lines, ..harvest }, context, losses);
    if !lead.text.is_empty() || ended {
        return lead;
    }
    // Nothing may stand; prose that is set like code is better than nothing.
    let harvest = preformatted::read(body, context.language);
    compose(harvest, context, losses)
}

/// The lead that a hand-written summary gives: it wins over the body, but markup, shortcodes and
/// an earlier system's cut in mid-word are mended. `None` when no text is left of it.
#[must_use]
pub fn from_summary(summary: &Source<'_>, context: Context<'_>) -> Option<(Lead, Vec<Loss>)> {
    let mut losses = Vec::new();
    let harvest = page::read(summary, context.language, &mut losses);
    // Nobody writes an excerpt of headings; but if all of it is one, it is meant.
    let mut lines = harvest.lines.clone();
    lines.retain(|line| line.rank.may_stand());
    if lines.is_empty() {
        lines = harvest.lines;
    }
    let lead = compose(Harvest { lines, ..harvest }, context, &mut losses);
    if lead.text.is_empty() || is_placeholder(lead.text.as_str()) {
        return None;
    }
    if let Some(body) = context.body
        && let Some((body, more)) = better_cut(&lead, body, context)
    {
        losses.extend(more);
        return Some((body, losses));
    }
    Some((lead, losses))
}

/// Whether a program or a form wrote the summary where nobody did.
fn is_placeholder(summary: &str) -> bool {
    let word = repeats::letters(summary);
    matches!(&*word, "none" | "null" | "na" | "nil" | "nan" | "undefined" | "tbd" | "tba" | "todo")
}

/// The lead of the body, if a summary is nothing but its start and ends in mid-sentence. Systems
/// that cut so take headings for text.
fn better_cut(
    summary: &Lead,
    body: &Source<'_>,
    context: Context<'_>,
) -> Option<(Lead, Vec<Loss>)> {
    let start = repeats::letters(summary.text.as_str());
    if excerpt::ends_sentence(summary.text.as_str()) || start.len() < MIN_BROKEN_OFF {
        return None;
    }
    let mut losses = Vec::new();
    let harvest = page::read(body, context.language, &mut losses);
    let with_headings: String =
        harvest.lines.iter().map(|line| repeats::letters(&line.text)).collect();
    let lead = of_harvest(body, harvest, Context { body: None, ..context }, &mut losses);
    let is_start = repeats::letters(lead.text.as_str()).starts_with(&start)
        || with_headings.starts_with(&start) && !lead.text.is_empty();
    is_start.then_some((lead, losses))
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
    let title =
        context.title.map(|title| mojibake::mend(&references::decode_all(title)).into_owned());
    let authors: Vec<String> = context
        .authors
        .iter()
        .filter_map(|author| author.name.as_deref())
        .map(repeats::letters)
        .collect();
    repeats::drop_repeats(&mut lines, &captions, title.as_deref(), &authors, losses);
    let broken_off = tails::drop_tails(&mut lines, goes_on || ended, losses);
    let mut text = line::join(&lines);
    excerpt::cap_marks(&mut text);
    // What no text may hold goes first: a mark may stand behind it.
    let mut text = PlainText::new(&text);
    let start = text.as_str().trim_start_matches(|c| c == ' ' || excerpt::is_extending(c));
    if start.len() < text.as_str().len() {
        text = PlainText::new(start);
    }
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
