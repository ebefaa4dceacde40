//! `xml:base`: HTML in a feed that names the address its references are relative to. An article
//! keeps no such address, so its references are made absolute before it leaves the feed.
//!
//! Must not know: feeds, and which URLs are safe.

use url::Url;

use crate::import::references::{decode_references, escaped};

/// Attributes that hold one URL.
const ADDRESSES: [&str; 8] =
    ["href", "src", "poster", "data", "cite", "background", "longdesc", "action"];

/// HTML whose references are absolute. What is no tag, and what is absolute, stays byte by byte.
pub(super) fn absolutise(html: &str, base: &Url) -> String {
    let mut absolute = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(open) = rest.find('<') {
        let (text, tag) = rest.split_at(open);
        absolute.push_str(text);
        let is_tag =
            tag.get(1..).is_some_and(|tag| tag.starts_with(|c: char| c.is_ascii_alphabetic()));
        let end = match is_tag {
            true => tag_end(tag),
            false if tag.starts_with("<!--") => tag.find("-->").map_or(tag.len(), |end| end + 3),
            false => 1,
        };
        let (tag, after) = tag.split_at(end);
        rest = after;
        if is_tag {
            push_tag(&mut absolute, tag, base);
        } else {
            absolute.push_str(tag);
        }
    }
    absolute.push_str(rest);
    absolute
}

/// Where a tag ends; a `>` in quotes does not end it.
fn tag_end(tag: &str) -> usize {
    let mut quote = None;
    let mut after_equals = false;
    for (index, c) in tag.char_indices().skip(1) {
        match (quote, c) {
            (Some(open), close) if open == close => quote = None,
            (None, '"' | '\'') if after_equals => quote = Some(c),
            (None, '>') => return index + 1,
            _ => {}
        }
        after_equals = c == '=' || (after_equals && c.is_ascii_whitespace());
    }
    tag.len()
}

fn push_tag(absolute: &mut String, tag: &str, base: &Url) {
    let mut rest = tag;
    while let Some(equals) = rest.find('=') {
        let (before, value) = rest.split_at(equals + 1);
        absolute.push_str(before);
        let name = before.trim_end_matches(['=', ' ', '\t', '\n', '\r']);
        let name = name.rsplit([' ', '\t', '\n', '\r', '/', '"', '\'']).next().unwrap_or_default();
        let blanks = value.len() - value.trim_start().len();
        absolute.push_str(value.get(..blanks).unwrap_or_default());
        let value = value.trim_start();
        let (written, length) = if let Some(quote @ ('"' | '\'')) = value.chars().next() {
            let inner = value.get(1..).unwrap_or_default();
            let end = inner.find(quote).unwrap_or(inner.len());
            (inner.get(..end).unwrap_or_default(), (end + 2).min(value.len()))
        } else {
            let end = value.find([' ', '\t', '\n', '\r', '>']).unwrap_or(value.len());
            (value.get(..end).unwrap_or_default(), end)
        };
        match resolved(&name.to_ascii_lowercase(), written, base) {
            Some(url) => {
                absolute.push('"');
                absolute.push_str(&escaped(&url));
                absolute.push('"');
            }
            None => absolute.push_str(value.get(..length).unwrap_or_default()),
        }
        rest = value.get(length..).unwrap_or_default();
    }
    absolute.push_str(rest);
}

fn resolved(attribute: &str, value: &str, base: &Url) -> Option<String> {
    let value = decode_references(value);
    if attribute == "srcset" {
        let candidates = value.split(", ").map(|candidate| {
            let candidate = candidate.trim();
            let (address, size) = candidate.split_once(' ').unwrap_or((candidate, ""));
            let address = join(address, base).unwrap_or_else(|| address.to_owned());
            format!("{address} {size}").trim_end().to_owned()
        });
        return Some(candidates.collect::<Vec<_>>().join(", "));
    }
    ADDRESSES.contains(&attribute).then(|| join(&value, base)).flatten()
}

/// The absolute form of a relative reference; `None` for what needs none.
fn join(address: &str, base: &Url) -> Option<String> {
    let address = address.trim();
    match Url::parse(address) {
        Err(url::ParseError::RelativeUrlWithoutBase) if !address.is_empty() => {
            base.join(address).ok().map(Into::into)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use url::Url;

    use super::absolutise;

    fn base() -> Url {
        Url::parse("https://news.example/2024/a/").unwrap()
    }

    #[test]
    fn relative_references_become_absolute_and_nothing_else_changes() {
        for (html, expected) in [
            (
                "<p>5 < 6 <a class=x href='../b?x=1&amp;y=2'>b</a>",
                "<p>5 < 6 <a class=x href=\"https://news.example/2024/b?x=1&amp;y=2\">b</a>",
            ),
            (
                "<img src=pic.png alt='a = b > c'/>",
                "<img src=\"https://news.example/2024/a/pic.png\" alt='a = b > c'/>",
            ),
            ("<a href=\"https://x.example/é\">", "<a href=\"https://x.example/é\">"),
            ("<a href='mailto:x@y'>", "<a href='mailto:x@y'>"),
            ("<a href=\"#n\">", "<a href=\"https://news.example/2024/a/#n\">"),
            (
                "<img srcset=\"/a.png 1x, b.png 2x\">",
                "<img srcset=\"https://news.example/a.png 1x, https://news.example/2024/a/b.png 2x\">",
            ),
            ("<!-- href=\"x\" -->", "<!-- href=\"x\" -->"),
            ("a <b", "a <b"),
        ] {
            assert_eq!(absolutise(html, &base()), expected);
        }
    }

    proptest! {
        #[test]
        fn any_text_is_survived(html in "[<>a-z =\"'/&;:é#-]{0,80}|\\PC{0,60}") {
            let once = absolutise(&html, &base());
            prop_assert!(once.len() >= html.len() / 2);
        }
    }
}
