//! The text of a page without what surrounds it. `dom_smoothie` finds it, as the reader views of
//! browsers do.
//!
//! Must not know: what else a page says of its article.

use std::panic::{AssertUnwindSafe, catch_unwind};

use dom_smoothie::{Config, Readability, ReadabilityError};

use scraper::{ElementRef, Html};

use super::super::{ReadError, byline};
use super::element;
use crate::article::dates;

/// What was found.
#[derive(Debug, Default)]
pub(super) struct Content {
    /// HTML, not clean.
    pub(super) content: Option<String>,
    pub(super) title: Option<String>,
    pub(super) byline: Option<String>,
}

/// Finds the article of a page. A page without any text has none, which is no error here.
///
/// # Errors
///
/// When the library fails on the page.
pub(super) fn of(source: &str, url: Option<&str>) -> Result<Content, ReadError> {
    let url = url.filter(|url| url.contains("://"));
    // Linked data is read elsewhere. Classes tell captions and notes from text later on.
    let config = Config { disable_json_ld: true, keep_classes: true, ..Config::default() };
    // The page is within limits; should the library meet one that it did not foresee, this record
    // is refused and the others go on.
    let found = catch_unwind(AssertUnwindSafe(|| {
        let mut readability = Readability::new(source, url, Some(config))?;
        readability.parse()
    }));
    match found {
        Ok(Ok(article)) => Ok(Content {
            content: Some(article.content.to_string()).filter(|html| !html.trim().is_empty()),
            title: Some(article.title).filter(|title| !title.is_empty()),
            byline: article.byline,
        }),
        Ok(Err(ReadabilityError::GrabFailed)) => Ok(Content::default()),
        Ok(Err(fault)) => Err(ReadError::Unusable(format!("its text cannot be found: {fault}"))),
        Err(_) => Err(ReadError::Unusable(
            "its text cannot be told from what surrounds it; give the article as Markdown or JSON"
                .to_owned(),
        )),
    }
}

/// Longer lines are prose. In bytes.
const MAX_LINE: usize = 160;

/// Takes the lines above the text away that say what every entry says anyway: who wrote it, when,
/// under which section.
pub(super) fn without_top_matter(content: &str, known: &[String]) -> String {
    let mut page = Html::parse_fragment(content);
    let mut top = Vec::new();
    for part in element::all(&page) {
        let is_line_of_its_own = element::below(part).all(|inner| !is_container(inner));
        if !is_container(part) || !is_line_of_its_own {
            continue;
        }
        let text = element::text(part);
        let has_picture = element::below(part).any(|inner| inner.value().name() == "img");
        if has_picture || is_caption(part) || text.is_empty() || is_heading(part) {
            continue;
        }
        if !says_what_is_known(&text, known) {
            break;
        }
        top.push(part.id());
    }
    if top.is_empty() {
        return content.to_owned();
    }
    for id in top {
        if let Some(mut node) = page.tree.get_mut(id) {
            node.detach();
        }
    }
    page.root_element().inner_html()
}

fn is_container(part: ElementRef<'_>) -> bool {
    matches!(
        part.value().name(),
        "p" | "div"
            | "header"
            | "section"
            | "article"
            | "ul"
            | "ol"
            | "li"
            | "dl"
            | "dd"
            | "dt"
            | "blockquote"
            | "pre"
            | "table"
            | "figure"
            | "figcaption"
            | "h1"
            | "h2"
            | "h3"
    )
}

fn is_heading(part: ElementRef<'_>) -> bool {
    matches!(part.value().name(), "h1" | "h2" | "h3")
}

fn is_caption(part: ElementRef<'_>) -> bool {
    part.value().name() == "figcaption"
        || part
            .ancestors()
            .filter_map(ElementRef::wrap)
            .any(|outer| outer.value().name() == "figure")
}

/// Whether a line holds nothing but what is known of the article, dates and the time it takes to
/// read.
fn says_what_is_known(line: &str, known: &[String]) -> bool {
    if line.len() > MAX_LINE {
        return false;
    }
    if dates::is_dateline(line) {
        return true;
    }
    let mut rest = line.to_owned();
    for name in known.iter().filter(|name| !name.is_empty()) {
        rest = rest.replace(name.as_str(), ",");
    }
    let mut says_anything_known = rest != line;
    let is_known = rest.split(['|', '·', '•', '—', '–', ',', '\n']).map(str::trim).all(|piece| {
        let is_date = is_date(piece);
        says_anything_known |= is_date;
        is_date
            || piece.is_empty()
            || piece.split_whitespace().all(byline::is_connective)
            || is_reading_time(piece)
    });
    is_known && says_anything_known
}

/// A date; of two on a line, the first is often without its year.
fn is_date(piece: &str) -> bool {
    dates::is_dateline(piece)
        || !piece.is_empty() && dates::is_dateline(&format!("{piece} {ANY_YEAR}"))
}

const ANY_YEAR: &str = "2000";

/// `2 minute read`, `5 min`.
fn is_reading_time(piece: &str) -> bool {
    let mut words = piece.split_whitespace();
    let number = words.next().is_some_and(|word| word.bytes().all(|byte| byte.is_ascii_digit()));
    number
        && words.next().is_some_and(|word| word.to_lowercase().starts_with("min"))
        && words.count() <= 1
}
