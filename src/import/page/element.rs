//! Elements of a page: finding them, and what a reader of the page would read in them.
//!
//! Must not know: what any element means for an article.

use scraper::{ElementRef, Html, Node};

/// Every element below another, in the order of the page.
pub(super) fn below(element: ElementRef<'_>) -> impl Iterator<Item = ElementRef<'_>> {
    element.descendants().skip(1).filter_map(ElementRef::wrap)
}

/// Every element of a page.
pub(super) fn all(page: &Html) -> impl Iterator<Item = ElementRef<'_>> {
    below(page.root_element())
}

/// The text in an element, one blank between its words; without scripts, styles and what is hidden.
pub(super) fn text(element: ElementRef<'_>) -> String {
    let mut text = String::new();
    collect(element, &mut text);
    text
}

fn collect(element: ElementRef<'_>, text: &mut String) {
    // A walk without recursion: pages nest as deep as the limits let them.
    let mut stack = vec![element.first_child()];
    while let Some(next) = stack.pop() {
        let Some(node) = next else { continue };
        stack.push(node.next_sibling());
        match node.value() {
            Node::Text(part) => {
                for word in part.split_whitespace() {
                    let glued = text.is_empty() || part.starts_with(word) && !text.ends_with(' ');
                    if !glued && !text.ends_with(' ') {
                        text.push(' ');
                    }
                    text.push_str(word);
                    text.push(' ');
                }
                if !part.ends_with(char::is_whitespace) && text.ends_with(' ') {
                    text.pop();
                }
            }
            Node::Element(inner) => {
                let is_unread = matches!(
                    inner.name(),
                    "script" | "style" | "template" | "noscript" | "svg" | "math" | "select"
                ) || inner.attr("hidden").is_some();
                if is_block(inner.name()) && !text.is_empty() && !text.ends_with(' ') {
                    text.push(' ');
                }
                if !is_unread {
                    stack.push(node.first_child());
                }
            }
            _ => {}
        }
    }
    let end = text.trim_end().len();
    text.truncate(end);
}

fn is_block(name: &str) -> bool {
    !matches!(
        name,
        "a" | "abbr"
            | "b"
            | "bdi"
            | "bdo"
            | "cite"
            | "code"
            | "em"
            | "font"
            | "i"
            | "mark"
            | "q"
            | "s"
            | "small"
            | "span"
            | "strong"
            | "sub"
            | "sup"
            | "time"
            | "u"
            | "wbr"
    )
}

/// Whether an attribute of several words holds one of these, in any case.
pub(super) fn has_word(element: ElementRef<'_>, attribute: &str, words: &[&str]) -> bool {
    element.attr(attribute).is_some_and(|value| {
        value.split_whitespace().any(|word| words.iter().any(|w| word.eq_ignore_ascii_case(w)))
    })
}

/// Whether an element stands in a part of the page that is not its article.
pub(super) fn is_aside(element: ElementRef<'_>) -> bool {
    element.ancestors().filter_map(ElementRef::wrap).any(|outer| {
        let name = outer.value().name();
        matches!(name, "nav" | "aside" | "form")
            || (name == "footer" && !outer.ancestors().filter_map(ElementRef::wrap).any(is_article))
            || ["id", "class"].iter().any(|attribute| {
                outer.attr(attribute).is_some_and(|value| {
                    let value = value.to_ascii_lowercase();
                    ["comment", "related", "sidebar", "recommend", "most-read", "popular"]
                        .iter()
                        .any(|part| value.contains(part))
                        && !matches!(name, "html" | "body" | "main" | "article")
                })
            })
    })
}

fn is_article(element: ElementRef<'_>) -> bool {
    element.value().name() == "article"
}

/// How much text each `<article>` holds that is in no other, in characters.
pub(super) fn outermost_articles(page: &Html) -> Vec<usize> {
    all(page)
        .filter(|element| is_article(*element))
        .filter(|element| !element.ancestors().filter_map(ElementRef::wrap).any(is_article))
        .map(|element| text(element).chars().count())
        .collect()
}

/// The `<article>` with the most text; `None` when the page has none.
pub(super) fn main_article(page: &Html) -> Option<ElementRef<'_>> {
    all(page)
        .filter(|element| is_article(*element) && !is_aside(*element))
        .filter(|element| !element.ancestors().filter_map(ElementRef::wrap).any(is_article))
        .max_by_key(|element| text(*element).len())
}
