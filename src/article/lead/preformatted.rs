//! Prose that is set like code: the last resort for a body that has no other text, such as a plain
//! text pasted into `<pre>`, or an article that Markdown takes for code since its lines are indented.
//!
//! Must not know: what repeats and what leads on.

use scraper::{ElementRef, Html};

use super::super::html::Source;
use super::super::{Markup, excerpt};
use super::element::{Role, is_hidden, role};
use super::line::{Dress, Line, LineEnds, Lines};
use super::page;
use super::walk::Harvest;

/// Of ten signs that are no blanks so many are letters in prose.
const MIN_LETTERS: usize = 8;

/// Fewer words are a command or a label.
const MIN_WORDS: usize = 5;

/// Reads the prose out of what is preformatted; code is none.
pub(super) fn read(source: &Source<'_>, language: Option<&str>) -> Harvest {
    if source.markup() == Markup::Text {
        return Harvest::default();
    }
    let parsed = page::parse(source, language, &mut Vec::new());
    let mut harvest = Harvest { goes_on: parsed.goes_on, ..Harvest::default() };
    for element in elements(&parsed.page) {
        let text: String = element.text().collect();
        harvest.lines.extend(paragraphs(&text).into_iter().filter(is_prose));
    }
    harvest
}

/// The preformatted elements of the article that say of no language that they are written in it.
fn elements(page: &Html) -> impl Iterator<Item = ElementRef<'_>> {
    page.root_element().descendent_elements().filter(|element| {
        let around = element.ancestors().filter_map(ElementRef::wrap);
        let inside = element.descendent_elements();
        matches!(element.value().name(), "pre" | "listing" | "plaintext")
            && !is_hidden(element.value())
            && around.into_iter().all(|outer| role(outer.value()) != Role::None)
            && inside.into_iter().all(|it| !it.value().classes().any(names_language))
    })
}

fn names_language(class: &str) -> bool {
    class.starts_with("lang") || class.starts_with("hljs") || class.starts_with("brush")
}

/// The paragraphs of a text, which blank lines part.
fn paragraphs(text: &str) -> Vec<Line> {
    let mut lines = Lines::new(LineEnds::Blanks);
    for line in text.lines() {
        if line.trim().is_empty() {
            lines.break_block();
        } else {
            lines.push(line, Dress::default());
            lines.push("\n", Dress::default());
        }
    }
    lines.break_block();
    lines.done
}

/// Whether a paragraph is a sentence of a language that people speak.
fn is_prose(line: &Line) -> bool {
    let text = &line.text;
    let signs = text.chars().filter(|c| !c.is_whitespace()).count();
    let letters = text.chars().filter(|c| c.is_alphabetic() || excerpt::is_extending(*c)).count();
    let words = text.split(' ').filter(|word| word.chars().all(|c| !"{}=_<>\\$|".contains(c)));
    let long = words.count() >= MIN_WORDS
        || text.chars().filter(|c| excerpt::is_unspaced(*c)).count() >= MIN_WORDS * 2;
    let comment = ["//", "#", "/*", "*", "--", ";", "%", "<!--", "$", ">"]
        .iter()
        .any(|mark| text.starts_with(mark));
    long && !comment && letters * 10 >= signs * MIN_LETTERS && excerpt::ends_sentence(text)
}
