//! The text of a page, as someone copied it: headline, dateline in words, captions, the article, and
//! below it the beginnings of others.
//!
//! Must not know: HTML.

use super::super::address::Address;
use super::super::byline::{self, Comma};
use super::super::{Origin, ReadError};
use crate::article::{Body, Draft, DraftAuthor, Markup, dates, lead};

/// A longer first line is text and no headline. In characters.
const MAX_HEADLINE: usize = 200;
/// Longer lines are sentences. In characters.
const MAX_LABEL: usize = 80;
/// Longer lines are no captions. In bytes.
const MAX_CAPTION: usize = 600;
/// Dateline and byline stand among the first lines or nowhere.
const TOP: usize = 6;

/// The article of a page's text. What has no date there or in its file's name is refused later.
pub(super) fn draft(source: &str, origin: Origin<'_>) -> Result<Draft, ReadError> {
    let path = Address::of(origin.path);
    let mut blocks = blocks(source);
    if blocks.is_empty() {
        return Err(ReadError::Unusable("the file is empty".to_owned()));
    }
    let title = take_headline(&mut blocks);
    let top = blocks.len().min(TOP);
    let dated = blocks.iter().take(top).position(|block| is_dateline(block));
    let date = dated.map(|place| blocks.remove(place)).or(path.date.clone());
    let signed = blocks.iter().take(top).position(|block| is_byline(block));
    let authors = signed.map(|place| names(&blocks.remove(place))).unwrap_or_default();
    // The next dateline is another article's, and so is all that follows.
    if let Some(end) = blocks.iter().position(|block| is_dateline(block)) {
        blocks.truncate(end);
    }
    drop_labels_at_the_end(&mut blocks);
    drop_twins(&mut blocks);
    Ok(Draft {
        url: Some(path.url(None)),
        id: Some(path.id),
        title,
        body: Some(Body { markup: Markup::Text, source: blocks.join("\n\n") }),
        date_published: date,
        authors,
        language: path.language,
        ..Draft::default()
    })
}

/// Paragraphs. Lines that stand alone are paragraphs where blank lines part nothing; a dateline or
/// a byline directly below the headline is a line of its own either way.
fn blocks(source: &str) -> Vec<String> {
    let mut blocks: Vec<String> = Vec::new();
    let mut is_open = false;
    let has_gaps = source.lines().any(|line| line.trim().is_empty());
    for line in source.lines().map(str::trim) {
        let stands_alone = !has_gaps || is_dateline(line) || is_byline(line);
        match blocks.last_mut() {
            _ if line.is_empty() => is_open = false,
            Some(open) if is_open && !stands_alone => {
                open.push('\n');
                open.push_str(line);
            }
            _ => {
                blocks.push(line.to_owned());
                is_open = !stands_alone;
            }
        }
    }
    blocks
}

/// The first line, if it is short and no sentence that goes on.
fn take_headline(blocks: &mut Vec<String>) -> Option<String> {
    let first = blocks.first()?;
    let (line, rest) = first.split_once('\n').unwrap_or((first, ""));
    let is_headline =
        line.chars().count() <= MAX_HEADLINE && !is_dateline(line) && !line.ends_with('.');
    if !is_headline {
        return None;
    }
    let (line, rest) = (line.to_owned(), rest.to_owned());
    if rest.is_empty() {
        blocks.remove(0);
    } else if let Some(first) = blocks.first_mut() {
        *first = rest;
    }
    Some(line)
}

fn is_dateline(block: &str) -> bool {
    !block.contains('\n') && dates::is_dateline(block)
}

fn is_byline(block: &str) -> bool {
    block.chars().count() <= MAX_LABEL
        && !block.ends_with('.')
        && byline::opened(block).is_some_and(|names| {
            names.split_whitespace().all(|word| {
                word.starts_with(char::is_uppercase)
                    || matches!(
                        word,
                        "and" | "&" | "de" | "van" | "von" | "der" | "la" | "und" | "et" | "y"
                    )
            })
        })
}

fn names(byline: &str) -> Vec<DraftAuthor> {
    let names = byline::names(byline, Comma::SeparatesFullNames);
    names.iter().map(|name| DraftAuthor::named(name)).collect()
}

/// `Proudly in partnership with`, `Related articles`, `Share this`: what follows the last sentence.
fn drop_labels_at_the_end(blocks: &mut Vec<String>) {
    let is_label = |block: &String| {
        block.chars().count() <= MAX_LABEL
            && !block.ends_with(|c: char| ".!?…。！？।؟\"”’»)".contains(c))
    };
    let is_prose = |block: &String| !is_label(block);
    let end = blocks.iter().rposition(is_prose).map_or(0, |last| last + 1);
    if end > 0 {
        blocks.truncate(end);
    }
}

/// A caption and the text that stands for its picture. Without the picture neither says anything.
fn drop_twins(blocks: &mut Vec<String>) {
    let mut place = 0;
    while let (Some(one), Some(other)) = (blocks.get(place), blocks.get(place + 1)) {
        if one.len().max(other.len()) <= MAX_CAPTION && lead::is_said_twice(one, other) {
            blocks.drain(place..place + 2);
        } else {
            place += 1;
        }
    }
}
