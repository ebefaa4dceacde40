//! What of an entry's text goes where: the excerpt, the whole HTML, or what stands in for both.
//!
//! The three formats need the same decisions. None of them may say the same text twice (RFC 4287
//! section 4.2.13, the Profile's rule on `description`), and all of them need something to show for
//! an article that is nothing but a picture or a title.
//!
//! Must not know: RSS, Atom, JSON.

use std::borrow::Cow;

use super::text;
use crate::article::PlainText;
use crate::document::{Content, Entry};

/// The text of an entry; at least one of the two is there.
pub(super) struct Body<'a> {
    /// Plain text, not escaped.
    pub(super) summary: Option<&'a str>,
    /// HTML that is safe to embed; says more than the summary does.
    pub(super) html: Option<Cow<'a, str>>,
}

impl<'a> Body<'a> {
    /// What the entry shows.
    pub(super) fn of(entry: &'a Entry) -> Self {
        let summary = Some(entry.excerpt.as_str()).filter(|text| !text.is_empty());
        let html = match entry.content {
            Content::Full => Some(entry.article.content.as_str()),
            Content::Excerpt => None,
        };
        match (summary, html.filter(|html| !html.trim().is_empty())) {
            (Some(summary), Some(html)) if says_nothing_more(html, summary) => {
                Self { summary: None, html: Some(Cow::Borrowed(html)) }
            }
            (None, None) => Self { summary: None, html: Some(Cow::Owned(stand_in(entry))) },
            (summary, html) => Self { summary, html: html.map(Cow::Borrowed) },
        }
    }
}

/// Whether the HTML, stripped of its markup, is the very text of the summary. Looks no further than
/// the first difference, which in a longer article comes right behind the excerpt.
fn says_nothing_more(html: &str, summary: &str) -> bool {
    let mut left = summary.chars().filter(|c| !c.is_whitespace());
    let mut rest = html;
    while let Some(c) = rest.chars().next() {
        match c {
            '<' => {
                let Some((_, behind)) = rest.split_once('>') else { return false };
                rest = behind;
                continue;
            }
            '&' => {
                let Some((reference, behind)) = rest.split_once(';') else { return false };
                let said = match reference {
                    "&amp" => '&',
                    "&lt" => '<',
                    "&gt" => '>',
                    "&quot" => '"',
                    "&nbsp" => ' ',
                    // Any other reference is rare in cleaned HTML; then the summary is sent too.
                    _ => return false,
                };
                if !said.is_whitespace() && left.next() != Some(said) {
                    return false;
                }
                rest = behind;
                continue;
            }
            c if c.is_whitespace() => {}
            c if left.next() == Some(c) => {}
            _ => return false,
        }
        rest = rest.get(c.len_utf8()..).unwrap_or_default();
    }
    left.next().is_none()
}

/// The body of an article without any text: its picture, and the way to it under its title.
fn stand_in(entry: &Entry) -> String {
    let article = &entry.article;
    let title = entry.title.as_str();
    let mut html = String::new();
    let picture =
        article.image.as_ref().and_then(|image| Some((image, text::web_address(&image.url)?)));
    if let Some((image, address)) = picture {
        let alt = image.alt.as_ref().map(PlainText::as_str).unwrap_or_default();
        html.push_str("<p><img src=\"");
        html.push_str(&text::escaped(&address));
        html.push_str("\" alt=\"");
        html.push_str(&text::escaped(alt));
        html.push_str("\"></p>");
    }
    html.push_str("<p>");
    match text::web_address(&article.url) {
        Some(address) => {
            html.push_str("<a href=\"");
            html.push_str(&text::escaped(&address));
            html.push_str("\">");
            html.push_str(&text::escaped(title));
            html.push_str("</a>");
        }
        None => html.push_str(&text::escaped(title)),
    }
    html.push_str("</p>");
    html
}

#[cfg(test)]
mod tests {
    use super::says_nothing_more;

    #[test]
    fn a_short_note_is_said_once() {
        assert!(says_nothing_more("<p>Tea &amp; <em>cake</em>.</p>\n", "Tea & cake."));
        assert!(says_nothing_more("<p>1 &lt; 2</p>", "1 < 2"));
        assert!(says_nothing_more(
            "<p><img src=\"https://a.example/b.png\" alt=\"\">Tea.</p>",
            "Tea."
        ));
    }

    #[test]
    fn one_word_more_or_less_is_another_text() {
        for html in ["<p>Tea. Cake.</p>", "<p>Te.</p>", "<p>Tea", "<p>Tea.<", "&copy;", "Tea.&", ""]
        {
            assert!(!says_nothing_more(html, "Tea."), "{html}");
        }
    }
}
