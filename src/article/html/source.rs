//! Every markup's way to HTML, which is foul still.
//!
//! Must not know: what is safe.

use std::borrow::Cow;

use pulldown_cmark::{Options, Parser};

use super::super::{Body, Markup, shortcode};
use super::losses::Losses;
use super::paragraphs;

/// The body as HTML.
pub(super) fn to_html<'a>(
    body: &'a Body,
    language: Option<&str>,
    losses: &mut Losses,
) -> Cow<'a, str> {
    match body.markup {
        Markup::Html => Cow::Borrowed(&body.source),
        Markup::Text => Cow::Owned(from_text(&body.source)),
        Markup::Markdown => Cow::Owned(from_markdown(&without_templates(&body.source, losses))),
        Markup::WordPress => from_wordpress(&body.source, language, losses),
    }
}

fn from_text(text: &str) -> String {
    let escaped = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    paragraphs::from_blank_lines(&escaped)
}

fn from_markdown(markdown: &str) -> String {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS;
    let mut html = String::with_capacity(markdown.len() * 3 / 2);
    pulldown_cmark::html::push_html(&mut html, Parser::new_ext(markdown, options));
    html
}

fn from_wordpress<'a>(
    source: &'a str,
    language: Option<&str>,
    losses: &mut Losses,
) -> Cow<'a, str> {
    let resolved = without_shortcodes(source, language, losses);
    // The block editor writes its own paragraphs.
    if resolved.contains("<!-- wp:") {
        return resolved;
    }
    Cow::Owned(paragraphs::from_blank_lines(&resolved))
}

fn without_shortcodes<'a>(
    source: &'a str,
    language: Option<&str>,
    losses: &mut Losses,
) -> Cow<'a, str> {
    let (resolved, lost) = shortcode::resolve(source, language);
    for loss in lost {
        losses.add(loss);
    }
    resolved
}

fn without_templates<'a>(source: &'a str, losses: &mut Losses) -> Cow<'a, str> {
    let (stripped, lost) = shortcode::strip_templates(source);
    for loss in lost {
        losses.add(loss);
    }
    stripped
}
