//! What a page's body marks as an article's parts: microdata, `<time>`, bylines and links of their
//! own kind.
//!
//! Must not know: the page's head, linked data.

use scraper::{ElementRef, Html};

use super::super::byline;
use super::element;
use crate::article::{DraftImage, TimeZone, dates};

/// The marks in the page's article, or in all of it where it has none.
#[derive(Debug, Default)]
pub(super) struct Marks {
    headline: Option<String>,
    published: Vec<String>,
    modified: Vec<String>,
    authors: Vec<String>,
    author_links: Vec<(String, String)>,
    sections: Vec<String>,
    tags: Vec<String>,
    image: Option<DraftImage>,
}

/// Class names, as whole words or parts between hyphens, of a date of publication.
const DATE_CLASSES: &[&str] =
    &["published", "date", "dateline", "posted", "pubdate", "timestamp", "datetime", "publish"];
const BYLINE_CLASSES: &[&str] = &["byline", "author", "authors", "byl", "writer", "vcard"];
/// Longer lines are prose. In bytes.
const MAX_LINE: usize = 160;
/// A dateline stands above the text, so no further into the page than this many elements.
const NEAR_THE_TOP: usize = 120;

impl Marks {
    pub(super) fn of(page: &Html) -> Self {
        let scope = element::main_article(page).unwrap_or_else(|| page.root_element());
        let mut marks = Self::default();
        marks.read_properties(page);
        marks.read_times(scope);
        marks.read_lines(scope);
        marks
    }

    /// Microdata of the article, and links that say what they lead to.
    fn read_properties(&mut self, page: &Html) {
        let scope = main_scope(page);
        let is_of_the_article = |part: ElementRef<'_>| match scope {
            Some(scope) => scope_of(part).is_some_and(|outer| outer.id() == scope.id()),
            None => !element::is_aside(part),
        };
        for part in element::all(page) {
            if part.value().name() == "meta" && scope.is_none() || !is_of_the_article(part) {
                continue;
            }
            let says = |names: &[&str]| element::has_word(part, "itemprop", names);
            if says(&["headline"]) && self.headline.is_none() {
                self.headline = Some(value_of(part)).filter(|title| !title.is_empty());
            }
            if says(&["datePublished"]) {
                self.published.push(value_of(part));
            }
            if says(&["dateModified"]) {
                self.modified.push(value_of(part));
            }
            if says(&["articleSection"]) {
                self.sections.push(value_of(part));
            }
            if says(&["keywords"]) || element::has_word(part, "rel", &["tag"]) {
                self.tags
                    .push(part.attr("content").map_or_else(|| element::text(part), str::to_owned));
            }
            if says(&["image"]) && self.image.is_none() && part.value().name() == "img" {
                self.image = image(part);
            }
            if says(&["author"]) || element::has_word(part, "rel", &["author"]) {
                self.read_author(part);
            }
        }
        self.tags.retain(|tag| is_line(tag));
        self.tags.dedup();
    }

    fn read_author(&mut self, part: ElementRef<'_>) {
        let name = element::below(part)
            .find(|inner| element::has_word(*inner, "itemprop", &["name"]))
            .map_or_else(|| value_of(part), value_of);
        if !is_line(&name) {
            return;
        }
        let link =
            part.attr("href").or_else(|| element::below(part).find_map(|inner| inner.attr("href")));
        if let Some(link) = link {
            self.author_links.push((name.clone(), link.to_owned()));
        }
        if !self.authors.contains(&name) {
            self.authors.push(name);
        }
    }

    fn read_times(&mut self, scope: ElementRef<'_>) {
        let times: Vec<ElementRef<'_>> = element::below(scope)
            .filter(|part| part.value().name() == "time" && !element::is_aside(*part))
            .collect();
        let is_update = |time: &ElementRef<'_>| {
            let class = time.attr("class").unwrap_or_default().to_ascii_lowercase();
            class.contains("updated") || class.contains("modified")
        };
        let is_publication =
            |time: &ElementRef<'_>| time.attr("pubdate").is_some() || has_part(*time, DATE_CLASSES);
        let first = times.iter().filter(|time| is_publication(time) && !is_update(time));
        let others = times.iter().filter(|time| !is_publication(time) && !is_update(time));
        self.published.extend(first.chain(others).map(|time| value_of(*time)));
        self.modified
            .extend(times.iter().filter(|time| is_update(time)).map(|time| value_of(*time)));
        self.published.retain(|date| !date.is_empty());
    }

    /// Lines that their class or their text shows to be a dateline or a byline.
    fn read_lines(&mut self, scope: ElementRef<'_>) {
        let mut datelines = Vec::new();
        for (place, part) in element::below(scope).enumerate() {
            let name = part.value().name();
            if matches!(name, "script" | "style" | "time" | "a" | "img") || element::is_aside(part)
            {
                continue;
            }
            let is_dated = has_part(part, DATE_CLASSES);
            let is_byline = has_part(part, BYLINE_CLASSES);
            let is_near = place < NEAR_THE_TOP
                && matches!(
                    name,
                    "p" | "div"
                        | "span"
                        | "li"
                        | "dd"
                        | "h2"
                        | "h3"
                        | "h4"
                        | "h5"
                        | "h6"
                        | "em"
                        | "i"
                        | "small"
                        | "td"
                        | "font"
                        | "b"
                        | "strong"
                );
            if !(is_dated || is_byline || is_near) {
                continue;
            }
            let line = element::text(part);
            if !is_line(&line) {
                continue;
            }
            if is_byline && self.authors.is_empty() && line.chars().any(char::is_alphabetic) {
                // Names stand in front, dates and places behind a bar.
                let name = line.split(['|', '·', '•', '\n']).next().unwrap_or_default().trim();
                if !name.is_empty() && !dates::is_dateline(name) {
                    self.authors.push(name.to_owned());
                }
            }
            let pieces =
                std::iter::once(line.as_str()).chain(line.split(['|', '·', '•', '—', '–']));
            for piece in pieces.map(str::trim) {
                let piece = if is_byline || byline::opened(piece).is_some() {
                    behind_names(piece)
                } else {
                    piece
                };
                let is_date =
                    dates::is_dateline(piece) && dates::read(piece, &TimeZone::UTC).is_some();
                if is_date {
                    datelines.push((!is_dated, piece.to_owned()));
                    break;
                }
            }
        }
        // A class that says so before a line that only looks so.
        datelines.sort_by_key(|(is_unmarked, _)| *is_unmarked);
        self.published.extend(datelines.into_iter().map(|(_, line)| line));
    }

    pub(super) fn headline(&self) -> Option<String> {
        self.headline.clone()
    }

    pub(super) fn published(&self) -> Vec<String> {
        self.published.clone()
    }

    pub(super) fn modified(&self) -> Vec<String> {
        self.modified.clone()
    }

    pub(super) fn authors(&self) -> Vec<String> {
        self.authors.clone()
    }

    /// The page about an author, where the byline links to it.
    pub(super) fn address_of(&self, name: &str) -> Option<String> {
        self.author_links
            .iter()
            .find(|(linked, _)| linked.contains(name))
            .map(|(_, address)| address.clone())
    }

    pub(super) fn sections(&self) -> Vec<String> {
        self.sections.clone()
    }

    pub(super) fn tags(&self) -> Vec<String> {
        self.tags.clone()
    }

    pub(super) fn image(&self) -> Option<DraftImage> {
        self.image.clone()
    }
}

/// A byline without the date behind the names: `By Jane Doe March 25, 2015`.
pub(super) fn without_date(line: &str) -> &str {
    line.match_indices(' ')
        .filter_map(|(at, _)| line.split_at_checked(at))
        .find(|(names, rest)| !names.trim().is_empty() && dates::is_dateline(rest.trim()))
        .map_or(line, |(names, _)| names)
}

/// The item that an element is a property of (HTML, microdata).
fn scope_of(part: ElementRef<'_>) -> Option<ElementRef<'_>> {
    part.ancestors().filter_map(ElementRef::wrap).find(|outer| outer.attr("itemscope").is_some())
}

/// The item that is the page's article: of several, the one with the most text.
fn main_scope(page: &Html) -> Option<ElementRef<'_>> {
    element::all(page)
        .filter(|part| {
            part.attr("itemscope").is_some()
                && part.attr("itemtype").is_some_and(|kinds| {
                    kinds.split_whitespace().any(|kind| {
                        kind.contains("schema.org/")
                            && (kind.ends_with("Article") || kind.ends_with("Posting"))
                    })
                })
        })
        .max_by_key(|part| element::text(*part).len())
}

fn is_line(text: &str) -> bool {
    !text.is_empty() && text.len() <= MAX_LINE
}

/// The date behind the names of a byline; all of it where there are none.
fn behind_names(line: &str) -> &str {
    let rest = line.get(without_date(line).len()..).unwrap_or_default().trim();
    if rest.is_empty() { line } else { rest }
}

/// The value of a microdata property or a time: what machines are told before what people read.
fn value_of(part: ElementRef<'_>) -> String {
    let told = ["content", "datetime"].iter().find_map(|attribute| part.attr(attribute));
    told.map(str::trim)
        .filter(|value| !value.is_empty())
        .map_or_else(|| element::text(part), str::to_owned)
}

fn image(part: ElementRef<'_>) -> Option<DraftImage> {
    let pixels = |name: &str| part.attr(name).and_then(|value| value.trim().parse().ok());
    Some(DraftImage {
        url: part.attr("src").or_else(|| part.attr("data-src"))?.to_owned(),
        alt: part.attr("alt").map(str::to_owned),
        width: pixels("width"),
        height: pixels("height"),
    })
}

/// Whether the class or id has one of these words, alone or between hyphens.
fn has_part(part: ElementRef<'_>, words: &[&str]) -> bool {
    ["class", "id"].iter().filter_map(|attribute| part.attr(attribute)).any(|value| {
        value
            .split(|c: char| c.is_whitespace() || c == '-' || c == '_')
            .any(|word| words.iter().any(|known| word.eq_ignore_ascii_case(known)))
    })
}
