//! A source, and every markup's way to HTML, which is foul still.
//!
//! Must not know: what is safe.

use std::borrow::Cow;
use std::cell::OnceCell;

use pulldown_cmark::{Options, Parser};
use scraper::Html;

use super::super::{Body, Markup, shortcode};
use super::losses::Losses;
use super::{paragraphs, tidy};

/// A text in its markup. Content is made of it, and the lead: where it is tidy HTML as it stands, one
/// tree serves both.
#[derive(Debug)]
pub struct Source<'a> {
    text: &'a str,
    markup: Markup,
    tree: OnceCell<Option<Html>>,
}

impl<'a> From<&'a Body> for Source<'a> {
    fn from(body: &'a Body) -> Self {
        Self::new(&body.source, body.markup)
    }
}

impl<'a> Source<'a> {
    /// A text in this markup.
    #[must_use]
    pub fn new(text: &'a str, markup: Markup) -> Self {
        Self { text, markup, tree: OnceCell::new() }
    }

    /// As it came.
    #[must_use]
    pub fn text(&self) -> &'a str {
        self.text
    }

    /// Whether a text is this one as it came: most often it is so to the letter, and need not be read.
    pub(in super::super) fn is(&self, text: &str) -> bool {
        std::ptr::eq(self.text, text) || self.text == text
    }

    /// What it is written in.
    #[must_use]
    pub fn markup(&self) -> Markup {
        self.markup
    }

    /// The tree that every parser makes of the text; `None` when it is not tidy.
    pub(in super::super) fn tidy_tree(&self) -> Option<&Html> {
        self.tree.get_or_init(|| tidy::parse(self.text)).as_ref()
    }

    /// The text as HTML; borrowed where it is what it was.
    pub(super) fn to_html(&self, language: Option<&str>, losses: &mut Losses) -> Cow<'a, str> {
        match self.markup {
            Markup::Html => Cow::Borrowed(self.text),
            Markup::Text => Cow::Owned(from_text(self.text)),
            Markup::Markdown => Cow::Owned(from_markdown(&without_templates(self.text, losses))),
            Markup::WordPress => from_wordpress(self.text, language, losses),
        }
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
