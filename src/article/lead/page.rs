//! Pages: a source in any markup becomes a page that can be walked over, within bounds.
//!
//! Must not know: what of the page is text.

use std::borrow::Cow;

use pulldown_cmark::{Options, Parser};
use scraper::Html;

use super::super::html::{self, Source};
use super::super::{Loss, Markup, shortcode};
use super::line::{Dress, LineEnds, Lines};
use super::nesting::{self, MAX_BYTES};
use super::walk::{Harvest, walk};

/// Reads the running text out of a source.
pub(super) fn read(source: &Source<'_>, language: Option<&str>, losses: &mut Vec<Loss>) -> Harvest {
    match source.markup() {
        Markup::Text => read_text(source.text(), language, losses),
        Markup::Markdown => read_markdown(source, language, losses),
        Markup::Html | Markup::WordPress => read_page(source, language, losses),
    }
}

fn read_text(source: &str, language: Option<&str>, losses: &mut Vec<Loss>) -> Harvest {
    let (start, cut_off) = start_of(source);
    let (text, swallowed) = shortcode::remove(start, Markup::Text, language, losses);
    let mut lines = Lines::new(LineEnds::Breaks);
    lines.push(&text, Dress::default());
    lines.break_block();
    Harvest { lines: lines.done, goes_on: cut_off || swallowed, ..Harvest::default() }
}

fn read_markdown(source: &Source<'_>, language: Option<&str>, losses: &mut Vec<Loss>) -> Harvest {
    let mut harvest = read_page(source, language, losses);
    for line in &mut harvest.lines {
        drop_footnote_marks(&mut line.text);
        if line.coded == 0 {
            drop_emphasis_marks(&mut line.text);
        }
    }
    harvest
}

fn read_page(source: &Source<'_>, language: Option<&str>, losses: &mut Vec<Loss>) -> Harvest {
    let parsed = parse(source, language, losses);
    let mut harvest = walk(&parsed.page, parsed.line_ends, losses);
    harvest.goes_on |= parsed.goes_on;
    harvest
}

/// A source as a tree.
pub(super) struct Parsed<'a> {
    pub(super) page: Cow<'a, Html>,
    line_ends: LineEnds,
    /// There is more of it.
    pub(super) goes_on: bool,
}

/// Parses a source in any markup.
pub(super) fn parse<'a>(
    source: &'a Source<'_>,
    language: Option<&str>,
    losses: &mut Vec<Loss>,
) -> Parsed<'a> {
    if source.markup() == Markup::Markdown {
        parse_markdown(source.text(), language, losses)
    } else {
        parse_html(source, language, losses)
    }
}

fn parse_markdown(source: &str, language: Option<&str>, losses: &mut Vec<Loss>) -> Parsed<'static> {
    let (start, cut_off) = start_of(source);
    let (text, swallowed) = shortcode::remove(start, Markup::Markdown, language, losses);
    let text = open_containers(&text);
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_GFM;
    let mut page = String::with_capacity(text.len() * 3 / 2);
    pulldown_cmark::html::push_html(&mut page, Parser::new_ext(&text, options));
    let (page, too_long) = nesting::bound(&page);
    Parsed {
        page: Cow::Owned(parse_text(&page)),
        line_ends: LineEnds::Blanks,
        goes_on: cut_off || too_long || swallowed,
    }
}

fn parse_html<'a>(
    source: &'a Source<'_>,
    language: Option<&str>,
    losses: &mut Vec<Loss>,
) -> Parsed<'a> {
    let text = source.text();
    // What is tidy is within every bound but that of its size.
    let tidy = (text.len() <= MAX_BYTES).then(|| source.tidy_tree()).flatten();
    let (bounded, cut_off) = match tidy {
        Some(_) => (Cow::Borrowed(text), false),
        None => bounded(text),
    };
    let (bounded, cut_off) = match unescape_page(&bounded) {
        Some(page) => {
            let (bounded, cut_off) = nesting::bound(&page);
            (Cow::Owned(bounded), cut_off)
        }
        None => (bounded, cut_off),
    };
    let (text, swallowed) = shortcode::remove(&bounded, source.markup(), language, losses);
    // Where nothing else parts paragraphs, line ends do.
    let line_ends = if source.markup() == Markup::WordPress || !has_blocks(&text) {
        LineEnds::Breaks
    } else {
        LineEnds::Blanks
    };
    let page = match tidy.filter(|_| source.is(&text)) {
        Some(tree) => Cow::Borrowed(tree),
        None => Cow::Owned(parse_text(&text)),
    };
    Parsed { page, line_ends, goes_on: cut_off || swallowed }
}

fn parse_text(html: &str) -> Html {
    html::parse_tidy(html).unwrap_or_else(|| Html::parse_document(html))
}

fn bounded(source: &str) -> (Cow<'_, str>, bool) {
    let (bounded, cut_off) = nesting::bound(source);
    (Cow::Owned(bounded), cut_off)
}

/// The part of a source that is read, and whether there is more.
fn start_of(source: &str) -> (&str, bool) {
    let end = nesting::floor(source, MAX_BYTES);
    (source.get(..end).unwrap_or_default(), end < source.len())
}

fn has_blocks(source: &str) -> bool {
    ["<p", "<div", "<br", "<li", "<P", "<DIV", "<BR", "<LI", "<td", "<section", "<h"]
        .iter()
        .any(|tag| source.contains(tag))
}

/// A page of which every tag was escaped, once too often.
fn unescape_page(source: &str) -> Option<String> {
    let start = source.trim_start().strip_prefix("&lt;")?;
    let tagged = start.starts_with(|c: char| c.is_ascii_alphabetic())
        && !source.contains('<')
        && (source.contains("&lt;/") || source.contains("/&gt;"));
    tagged.then(|| Html::parse_fragment(source).root_element().text().collect())
}

/// Kramdown reads Markdown inside an element that says so; `CommonMark` does when a blank line
/// follows its tag.
fn open_containers(source: &str) -> Cow<'_, str> {
    if !source.contains("markdown=") {
        return source.into();
    }
    let mut opened = String::with_capacity(source.len());
    for line in source.split_inclusive('\n') {
        opened.push_str(line);
        let trimmed = line.trim();
        if trimmed.starts_with('<') && trimmed.contains("markdown=") && trimmed.ends_with('>') {
            opened.push('\n');
        }
    }
    opened.into()
}

/// Marks of strong text that `CommonMark` leaves as they are, since punctuation or a script without
/// blanks stands beside them: `**文字。**文字`, `__“Stop,”__ he`.
fn drop_emphasis_marks(text: &mut String) {
    for mark in ["**", "__"] {
        if !text.contains(mark) {
            continue;
        }
        let plain = |c: Option<char>| c.is_none_or(|c| c.is_ascii_alphanumeric() || c == ' ');
        let mut kept = String::with_capacity(text.len());
        let mut rest = text.as_str();
        while let Some((before, after)) = rest.split_once(mark) {
            kept.push_str(before);
            let (last, next) = (kept.chars().next_back(), after.chars().next());
            let longer = next == mark.chars().next();
            // An operator or part of a name.
            if longer || plain(last) && plain(next) {
                kept.push_str(mark);
            }
            rest = after;
        }
        kept.push_str(rest);
        *text = kept;
    }
}

/// Footnote marks whose footnote is not there are no marks to the parser.
fn drop_footnote_marks(text: &mut String) {
    let mut from = 0;
    while let Some(at) = text.get(from..).and_then(|rest| rest.find("[^")) {
        let at = from + at;
        let label = text.get(at + 2..).unwrap_or_default();
        let end = label.find(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '_' | '.')));
        match end {
            Some(end) if end > 0 && label.get(end..).is_some_and(|rest| rest.starts_with(']')) => {
                text.replace_range(at..=(at + 2 + end), "");
                from = at;
            }
            _ => from = at + 2,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_is_tidy_is_read_as_a_page_is_parsed(source in html::tidy_soup()) {
            prop_assume!(html::parse_tidy(&source).is_some());
            let mut losses = Vec::new();
            let found = read_page(&Source::new(&source, Markup::Html), None, &mut losses);
            let (bounded, _) = nesting::bound(&source);
            let line_ends = if has_blocks(&source) { LineEnds::Blanks } else { LineEnds::Breaks };
            let mut others = Vec::new();
            let expected = walk(&Html::parse_document(&bounded), line_ends, &mut others);
            prop_assert_eq!(found.lines, expected.lines);
            prop_assert_eq!(found.captions, expected.captions);
            prop_assert_eq!((found.goes_on, found.ended), (expected.goes_on, expected.ended));
            prop_assert_eq!(losses, others);
        }
    }
}
