//! The lead: the running text of an article, from which excerpts of any length are cut.
//!
//! Extraction parses HTML and is paid once, at admission; cutting ([`super::excerpt`]) is cheap
//! and happens whenever a document is arranged.

use ego_tree::NodeRef;
use scraper::{ElementRef, Html, Node};
use serde::{Deserialize, Serialize};

use super::{Body, Loss, LossKind, Markup, PlainText, dates, excerpt, html, shortcode};

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

/// A lead is no longer than this many bytes: no excerpt is.
const MAX_BYTES: usize = 6000;
/// So much of a body holds its lead.
const MAX_SOURCE: usize = 256 * 1024;

/// The lead of a body and what was left out of it.
#[must_use]
pub fn extract(body: &Body, context: Context<'_>) -> (Lead, Vec<Loss>) {
    let mut losses = Vec::new();
    let source = until_more(&body.source);
    let source = source.get(..source.floor_char_boundary(MAX_SOURCE)).unwrap_or(source);
    let part = Body {
        markup: body.markup,
        source: without_shortcodes(source, body.markup, &context, &mut losses),
    };
    let (markup, _) = html::to_html(&part, context.language);
    if html::is_too_deep(&markup) {
        return (Lead::default(), losses);
    }
    let document = Html::parse_fragment(&markup);
    let mut blocks = Blocks::default();
    blocks.walk(*document.root_element(), &mut losses, 0);
    blocks.end();
    (assemble(blocks.done, &context, &mut losses), losses)
}

/// The lead that a hand-written summary gives: it wins over the body, but markup, shortcodes and
/// an earlier system's cut in mid-word are mended. `None` when no text is left of it.
#[must_use]
pub fn from_summary(summary: &str, context: Context<'_>) -> Option<(Lead, Vec<Loss>)> {
    let body = Body { markup: Markup::WordPress, source: summary.to_owned() };
    let (lead, losses) = extract(&body, context);
    (!lead.text.is_empty()).then_some((lead, losses))
}

/// The text before `<!--more-->`.
fn until_more(source: &str) -> &str {
    let mut rest = source;
    let mut at = 0;
    while let Some(found) = rest.find("<!--") {
        let inside = rest.get(found + 4..).unwrap_or_default();
        if inside.trim_start().starts_with("more") && inside.contains("-->") {
            return source.get(..at + found).unwrap_or(source);
        }
        at += found + 4;
        rest = inside;
    }
    source
}

fn without_shortcodes(
    source: &str,
    markup: Markup,
    context: &Context<'_>,
    losses: &mut Vec<Loss>,
) -> String {
    match markup {
        Markup::Html | Markup::WordPress | Markup::Markdown => {
            shortcode::remove(source, markup, context.language, losses).0.into_owned()
        }
        Markup::Text => source.to_owned(),
    }
}

/// The text of a page, block by block.
#[derive(Default)]
struct Blocks {
    done: Vec<String>,
    open: String,
    bytes: usize,
}

/// Elements whose text is not running text.
const LEFT_OUT: [&str; 36] = [
    "script",
    "style",
    "noscript",
    "template",
    "figure",
    "figcaption",
    "pre",
    "table",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "aside",
    "nav",
    "footer",
    "iframe",
    "object",
    "embed",
    "audio",
    "video",
    "svg",
    "math",
    "form",
    "button",
    "select",
    "textarea",
    "head",
    "title",
    "canvas",
    "map",
    "picture",
    "header",
    "dialog",
    "img",
];
const INLINE: [&str; 34] = [
    "a", "abbr", "b", "bdi", "bdo", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins",
    "kbd", "label", "mark", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup",
    "time", "tt", "u", "var", "wbr", "ruby", "big", "center",
];
/// Classes of what a reader of the page never sees, or sees beside the text.
const HIDDEN: [&str; 10] = [
    "screen-reader-text",
    "sr-only",
    "visually-hidden",
    "footnotes",
    "footnote-definition",
    "wp-caption",
    "wp-caption-text",
    "caption",
    "twitter-tweet",
    "instagram-media",
];
/// The walk goes no deeper; nothing readable is.
const MAX_DEPTH: usize = 300;

impl Blocks {
    fn walk(&mut self, node: NodeRef<'_, Node>, losses: &mut Vec<Loss>, depth: usize) {
        for child in node.children() {
            if self.bytes > MAX_BYTES || depth > MAX_DEPTH {
                return;
            }
            match child.value() {
                Node::Text(text) => self.push(text),
                Node::Element(element) => {
                    let name = element.name();
                    if name == "br" {
                        // A dateline above the text, or the title, is a line of its own.
                        if self.done.len() < 3 && dates::is_dateline(self.open.trim()) {
                            self.end();
                        }
                        self.open.push(' ');
                        continue;
                    }
                    let Some(element) = ElementRef::wrap(child) else { continue };
                    if is_left_out(element, losses) {
                        if !INLINE.contains(&name) {
                            self.end();
                        }
                        continue;
                    }
                    if INLINE.contains(&name) {
                        self.walk(child, losses, depth + 1);
                    } else {
                        self.end();
                        self.walk(child, losses, depth + 1);
                        self.end();
                    }
                }
                _ => {}
            }
        }
    }

    fn push(&mut self, text: &str) {
        self.bytes += text.len();
        self.open.push_str(text);
    }

    fn end(&mut self) {
        let block = PlainText::new(&std::mem::take(&mut self.open));
        if !block.is_empty() {
            self.done.push(block.to_string());
        }
    }
}

fn is_left_out(element: ElementRef<'_>, losses: &mut Vec<Loss>) -> bool {
    let value = element.value();
    let name = value.name();
    let is_caption = matches!(name, "figure" | "figcaption")
        || value.classes().any(|class| class.contains("caption"));
    if is_caption {
        let text = PlainText::new(&element.text().collect::<String>());
        if !text.is_empty() {
            losses.push(shortcode::loss(LossKind::Caption, text.as_str()));
        }
        return true;
    }
    let style = value.attr("style").unwrap_or_default().replace(' ', "");
    LEFT_OUT.contains(&name)
        || value.attr("hidden").is_some()
        || style.contains("display:none")
        || value.classes().any(|class| HIDDEN.contains(&class))
        || (name == "sup" && is_footnote_mark(element))
}

fn is_footnote_mark(element: ElementRef<'_>) -> bool {
    let text: String = element.text().collect();
    let text = text.trim().trim_matches(['[', ']']);
    element.value().classes().any(|class| class.contains("footnote"))
        || (element.children().any(|child| child.value().is_element())
            && text.chars().all(|c| c.is_ascii_digit()))
        || (!text.is_empty() && text.chars().all(|c| "*†‡§¶".contains(c)))
}

/// Joins blocks to the lead, without what is no text of the article.
fn assemble(blocks: Vec<String>, context: &Context<'_>, losses: &mut Vec<Loss>) -> Lead {
    let mut blocks: Vec<String> =
        blocks.into_iter().filter(|block| !is_bare_address(block)).collect();
    while let Some(first) = blocks.first() {
        let repeats = context.title.is_some_and(|title| letters(title) == letters(first));
        let is_twice = blocks.get(1).is_some_and(|second| is_caption_twice(first, second));
        let (kind, count) = if repeats {
            (LossKind::RepeatedTitle, 1)
        } else if dates::is_dateline(first) {
            (LossKind::Dateline, 1)
        } else if is_twice {
            (LossKind::Caption, 2)
        } else {
            break;
        };
        losses.push(shortcode::loss(kind, first));
        blocks.drain(..count);
    }
    while let Some(last) = blocks.last() {
        if !is_read_more(last) {
            break;
        }
        losses.push(shortcode::loss(LossKind::ReadMore, last));
        blocks.pop();
    }
    let mut text = blocks.join(" ");
    let goes_on = text.len() > MAX_BYTES;
    if goes_on {
        text.truncate(text.floor_char_boundary(MAX_BYTES));
        let end = text.rfind(' ').unwrap_or(text.len());
        text.truncate(end);
    }
    let (mut text, was_cut) = mend_cut(&decode_glued(&text), losses);
    excerpt::cap_marks(&mut text);
    Lead { text: PlainText::new(&text), goes_on: goes_on || was_cut }
}

/// Two lines without a full stop that say the same but for a slip of the pen: a picture's caption
/// and its alternative text, printed as text.
fn is_caption_twice(first: &str, second: &str) -> bool {
    let (a, b) = (letters(first), letters(second));
    let differing = a.chars().zip(b.chars()).filter(|(a, b)| a != b).count();
    let length = a.chars().count().max(b.chars().count());
    !first.ends_with(['.', '!', '?', '。'])
        && length >= 12
        && a.chars().count().abs_diff(b.chars().count()) <= 2
        && differing * 10 <= length
}

fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// An embed that its system makes of an address on a line of its own.
fn is_bare_address(block: &str) -> bool {
    (block.starts_with("http://") || block.starts_with("https://"))
        && !block.contains(' ')
        && block.len() < 200
        && block.contains("watch?")
}

fn is_read_more(block: &str) -> bool {
    let lower = block.to_lowercase();
    let lower = lower.trim_end_matches(|c: char| !c.is_alphanumeric());
    matches!(
        lower,
        "read more" | "continue reading" | "more" | "weiterlesen" | "lire la suite" | "leer más"
    ) || lower.starts_with("continue reading ")
        || (lower.starts_with("the post ") && lower.contains(" appeared first on "))
}

/// Decodes character references that are still there and touch a letter or digit: they were escaped
/// twice upstream. One that stands alone is the author's text.
fn decode_glued(text: &str) -> String {
    let mut decoded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        let (before, from) = rest.split_at(at);
        decoded.push_str(before);
        let end = from.char_indices().take(12).find(|(_, c)| *c == ';').map(|(end, _)| end + 1);
        let reference = end.and_then(|end| from.get(..end)).filter(|reference| reference.len() > 3);
        let Some(reference) = reference else {
            decoded.push('&');
            rest = from.get(1..).unwrap_or_default();
            continue;
        };
        rest = from.get(reference.len()..).unwrap_or_default();
        let is_glued = before
            .chars()
            .next_back()
            .or_else(|| decoded.chars().next_back())
            .is_some_and(char::is_alphanumeric)
            || rest.starts_with(char::is_alphanumeric);
        if is_glued {
            decoded.push_str(
                &Html::parse_fragment(reference).root_element().text().collect::<String>(),
            );
        } else {
            decoded.push_str(reference);
        }
    }
    decoded.push_str(rest);
    decoded
}

/// Three dots that an earlier system left at the end: the stump of a word before them goes, and
/// what is left is known to go on.
fn mend_cut(text: &str, losses: &mut Vec<Loss>) -> (String, bool) {
    let trimmed = text.trim_end();
    for sign in ["[…]", "[...]", "(...)", " ...", " …"] {
        if let Some(rest) = trimmed.strip_suffix(sign) {
            return (rest.trim_end().to_owned(), true);
        }
    }
    let Some(rest) = trimmed.strip_suffix("...") else { return (trimmed.to_owned(), false) };
    let Some((before, stump)) = rest.rsplit_once(' ') else { return (trimmed.to_owned(), false) };
    if stump.is_empty() || !stump.chars().all(char::is_alphabetic) {
        return (trimmed.to_owned(), false);
    }
    losses.push(shortcode::loss(LossKind::UpstreamCut, stump));
    (before.trim_end().to_owned(), true)
}
