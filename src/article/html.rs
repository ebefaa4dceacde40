//! Clean HTML: what is left of a body once everything unsafe, broken or relative is gone.

use std::borrow::Cow;
use std::collections::HashSet;

use ammonia::UrlRelative;
use serde::{Deserialize, Serialize};
use thiserror::Error;
use url::Url;

use super::text::is_xml_char;
use super::{Body, Loss, Markup, PlainText, shortcode};

/// A body that may be embedded anywhere: well-formed when parsed as HTML, no script, no event
/// handler, no unsafe or relative URL, no character that XML 1.0 forbids, line ends are LF.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CleanHtml(String);

impl CleanHtml {
    /// The HTML.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether nothing is left.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Why a body cannot be taken.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum HtmlError {
    /// Before parsing, so that nobody's page can stall an import.
    #[error(
        "the body has {bytes} bytes and at most {limit} are taken; shorten it or split the article"
    )]
    TooLarge {
        /// Of the source.
        bytes: usize,
        /// The limit.
        limit: usize,
    },
    /// Before parsing: nesting costs quadratic time in every HTML parser.
    #[error(
        "elements are nested deeper than {limit}; the markup is probably broken, close its elements"
    )]
    TooDeep {
        /// The limit.
        limit: usize,
    },
}

const MAX_BYTES: usize = 4 * 1024 * 1024;
const MAX_DEPTH: usize = 256;

/// Cleans a body, resolving every URL in it against `base`, and tells what it lost.
///
/// # Errors
///
/// When the body is larger or deeper than any article: see [`HtmlError`].
pub fn clean(
    body: &Body,
    base: &Url,
    language: Option<&str>,
) -> Result<(CleanHtml, Vec<Loss>), HtmlError> {
    let bytes = body.source.len();
    if bytes > MAX_BYTES {
        return Err(HtmlError::TooLarge { bytes, limit: MAX_BYTES });
    }
    let (html, losses) = to_html(body, language);
    if is_too_deep(&html) {
        return Err(HtmlError::TooDeep { limit: MAX_DEPTH });
    }
    let clean = sanitise(&html, base);
    Ok((CleanHtml(clean.trim().to_owned()), losses))
}

/// The body as HTML of any quality, its shortcodes and templates resolved.
pub(super) fn to_html<'a>(body: &'a Body, language: Option<&str>) -> (Cow<'a, str>, Vec<Loss>) {
    let source = lawful(&body.source);
    match body.markup {
        Markup::Html => (source, Vec::new()),
        Markup::Markdown => {
            let (stripped, losses) = shortcode::strip_templates(&source);
            (Cow::Owned(markdown(&stripped)), losses)
        }
        Markup::WordPress => {
            let (resolved, losses) = shortcode::resolve(&source, language);
            (Cow::Owned(paragraphs(&resolved)), losses)
        }
        Markup::Text => {
            let escaped = source.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
            (Cow::Owned(paragraphs(&escaped)), Vec::new())
        }
    }
}

/// The characters XML can carry and people can see, with LF line ends.
fn lawful(text: &str) -> Cow<'_, str> {
    let is_unwanted = |c: char| {
        c == '\r'
            || !is_xml_char(c)
            || matches!(c, '\u{7F}'..='\u{9F}' | '\u{FEFF}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
            || u32::from(c) & 0xFFFE == 0xFFFE
    };
    if !text.contains(is_unwanted) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n").replace(is_unwanted, ""))
}

fn markdown(source: &str) -> String {
    use pulldown_cmark::{Options, Parser, html};
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS;
    let mut written = String::with_capacity(source.len() * 3 / 2);
    html::push_html(&mut written, Parser::new_ext(source, options));
    written
}

/// Blank lines are paragraphs and single line ends are breaks, outside of blocks that say
/// themselves what they are.
fn paragraphs(source: &str) -> String {
    const BLOCKS: [&str; 28] = [
        "<p",
        "<div",
        "<h1",
        "<h2",
        "<h3",
        "<h4",
        "<h5",
        "<h6",
        "<ul",
        "<ol",
        "<li",
        "<table",
        "<tr",
        "<td",
        "<blockquote",
        "<pre",
        "<figure",
        "<section",
        "<article",
        "<aside",
        "<hr",
        "<dl",
        "<iframe",
        "<object",
        "<video",
        "<audio",
        "<!--",
        "</",
    ];
    let mut html = String::with_capacity(source.len() + source.len() / 8);
    let mut in_pre = false;
    for part in source.split("\n\n") {
        let trimmed = part.trim();
        let lower =
            trimmed.get(..trimmed.floor_char_boundary(16)).unwrap_or_default().to_ascii_lowercase();
        let is_block = in_pre || BLOCKS.iter().any(|block| lower.starts_with(block));
        if trimmed.is_empty() && !in_pre {
            continue;
        }
        if is_block {
            html.push_str(part);
            html.push_str("\n\n");
        } else {
            html.push_str("<p>");
            html.push_str(&trimmed.replace('\n', "<br>\n"));
            html.push_str("</p>\n");
        }
        let (opened, closed) = (part.matches("<pre").count(), part.matches("</pre").count());
        in_pre = (in_pre || opened > closed) && closed <= opened;
    }
    html
}

/// Elements that HTML closes by itself, or that hold nothing: they do not nest.
const FLAT: [&str; 30] = [
    "p", "li", "td", "tr", "th", "dt", "dd", "option", "br", "hr", "img", "input", "meta", "link",
    "source", "track", "wbr", "col", "area", "base", "embed", "param", "tbody", "thead", "tfoot",
    "colgroup", "rp", "rt", "caption", "optgroup",
];

/// Whether elements are nested deeper than any article's, told without a parser: parsers take
/// quadratic time over nesting.
pub(super) fn is_too_deep(html: &str) -> bool {
    let mut depth = 0_usize;
    for piece in html.split('<').skip(1) {
        let (closes, rest) = match piece.strip_prefix('/') {
            Some(rest) => (true, rest),
            None => (false, piece),
        };
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(rest.len());
        let Some(name) =
            rest.get(..end).filter(|name| name.starts_with(|c: char| c.is_ascii_alphabetic()))
        else {
            continue;
        };
        if FLAT.iter().any(|flat| name.eq_ignore_ascii_case(flat)) {
            continue;
        }
        if closes {
            depth = depth.saturating_sub(1);
        } else {
            depth += 1;
        }
        if depth > MAX_DEPTH {
            return true;
        }
    }
    false
}

fn sanitise(html: &str, base: &Url) -> String {
    let base_of_filter = base.clone();
    let mut cleaner = ammonia::Builder::default();
    cleaner
        .add_tags(["figure", "figcaption", "picture", "source", "video", "audio"])
        .add_tag_attributes("source", ["src", "srcset", "type", "media", "sizes"])
        .add_tag_attributes("img", ["srcset", "sizes"])
        .add_tag_attributes("video", ["src", "poster", "width", "height", "controls"])
        .add_tag_attributes("audio", ["src", "controls"])
        .url_schemes(HashSet::from(["http", "https", "mailto", "tel"]))
        .url_relative(UrlRelative::RewriteWithBase(base.clone()))
        .link_rel(None)
        .attribute_filter(move |_, attribute, value| match attribute {
            "srcset" => srcset(value, &base_of_filter).map(Cow::Owned),
            "poster" | "cite" | "src" => absolute(value, &base_of_filter).map(Cow::Owned),
            _ => Some(Cow::Borrowed(value)),
        });
    cleaner.clean(html).to_string()
}

fn absolute(value: &str, base: &Url) -> Option<String> {
    let url = base.join(value.trim()).ok()?;
    matches!(url.scheme(), "http" | "https").then(|| url.into())
}

/// Every candidate of a `srcset` made absolute; those that cannot be are left out.
fn srcset(value: &str, base: &Url) -> Option<String> {
    let candidates: Vec<String> = value
        .split(", ")
        .filter_map(|candidate| {
            let mut parts = candidate.split_whitespace();
            let url = absolute(parts.next()?.trim_end_matches(','), base)?;
            let descriptor = parts.next().map(|width| format!(" {width}")).unwrap_or_default();
            Some(format!("{url}{descriptor}"))
        })
        .collect();
    (!candidates.is_empty()).then(|| candidates.join(", "))
}

/// Text of a field that may hold markup and character references: a title, a name.
#[must_use]
pub fn plain_text(field: &str) -> PlainText {
    if !field.contains(['<', '&']) {
        return PlainText::new(field);
    }
    let fragment = scraper::Html::parse_fragment(field);
    PlainText::new(&fragment.root_element().text().collect::<String>())
}
