//! Dialects of Markdown: what `CommonMark` would show as text of directives (`:::note`, `!!! tip`),
//! tables of contents (`[[TOC]]`, `* x` above `{:toc}`), attributes (`{.lead}`, `](x){target=_blank}`)
//! and footnotes written where their mark stands (`^[…]`).
//!
//! Must not know: templates and brackets of other kinds.

use std::borrow::Cow;

use super::super::{Loss, LossKind};
use super::loss;

/// An inline footnote or list of attributes is at most this long, in bytes.
const MAX_INLINE: usize = 1000;

/// Removes the dialects' marks outside code.
pub(super) fn strip<'a>(source: &'a str, losses: &mut Vec<Loss>) -> Cow<'a, str> {
    if ![":::", "!!!", "???", "[toc", "[TOC", "[[", "{:toc", "{.", "{#", "){", "]{", "^["]
        .iter()
        .any(|mark| source.contains(mark))
    {
        return Cow::Borrowed(source);
    }
    let mut text = String::with_capacity(source.len());
    let mut fence: Option<&str> = None;
    let mut lines = source.split_inclusive('\n').peekable();
    while let Some(line) = lines.next() {
        let trimmed = line.trim();
        let mark = ["```", "~~~"].into_iter().find(|mark| trimmed.starts_with(mark));
        match (fence, mark) {
            (Some(open), Some(close)) if open == close => fence = None,
            (None, Some(open)) => fence = Some(open),
            _ => {}
        }
        if fence.is_some() || mark.is_some() || line.starts_with("    ") || line.starts_with('\t') {
            text.push_str(line);
            continue;
        }
        let contents =
            is_item(trimmed) && lines.peek().is_some_and(|next| is_toc_list(next.trim()));
        if contents || is_mark(trimmed) {
            losses.push(loss(LossKind::Shortcode, trimmed));
            text.push('\n');
        } else {
            strip_inline(line, &mut text, losses);
        }
    }
    if text == source { Cow::Borrowed(source) } else { Cow::Owned(text) }
}

/// An item of a list, which `{:toc}` below it turns into a table of contents.
fn is_item(line: &str) -> bool {
    line.starts_with(['*', '-', '+']) && line.get(1..2) == Some(" ") || line.starts_with("1. ")
}

fn is_toc_list(line: &str) -> bool {
    line.strip_prefix("{:")
        .and_then(|list| list.strip_suffix('}'))
        .is_some_and(|list| list.split_whitespace().any(|word| word == "toc"))
}

/// A line that is nothing but a mark.
fn is_mark(line: &str) -> bool {
    let directive = line.starts_with(":::")
        || ["!!! ", "???+ ", "??? "].iter().any(|mark| {
            line.strip_prefix(mark)
                .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_lowercase()))
        });
    let contents = matches!(
        &*line.to_ascii_lowercase(),
        "[toc]" | "[[toc]]" | "[[_toc_]]" | "${toc}" | "@[toc]" | "[[table of contents]]"
    );
    let attributes = line
        .strip_prefix('{')
        .and_then(|list| list.strip_suffix('}'))
        .is_some_and(is_attribute_list);
    directive || contents || attributes
}

/// `.lead`, `#top .wide`, `target="_blank"`
fn is_attribute_list(list: &str) -> bool {
    let mut words = list.split_whitespace().peekable();
    words.peek().is_some()
        && words.all(|word| {
            let named = word.strip_prefix(['.', '#']).unwrap_or_default();
            let valued = word.split_once('=').is_some_and(|(name, value)| {
                !value.is_empty()
                    && !name.is_empty()
                    && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-')
            });
            valued
                || named.starts_with(|c: char| c.is_ascii_alphabetic())
                    && named
                        .bytes()
                        .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
        })
}

/// Adds a line without attributes behind links and spans and without inline footnotes.
fn strip_inline(line: &str, text: &mut String, losses: &mut Vec<Loss>) {
    for (index, piece) in line.split('`').enumerate() {
        if index > 0 {
            text.push('`');
        }
        // Between backticks stands code.
        if index % 2 == 1 {
            text.push_str(piece);
            continue;
        }
        let mut rest = piece;
        while let Some((at, length)) = next_inline(rest) {
            text.push_str(rest.get(..at).unwrap_or_default());
            losses.push(loss(LossKind::Shortcode, rest.get(at..at + length).unwrap_or_default()));
            rest = rest.get(at + length..).unwrap_or_default();
        }
        text.push_str(rest);
    }
}

/// Where the next list of attributes or footnote stands, and how long it is.
fn next_inline(text: &str) -> Option<(usize, usize)> {
    text.char_indices().find_map(|(at, c)| {
        let length = match c {
            '{' if text.get(..at)?.ends_with([')', ']', '*', '_']) => attributes_length(text, at),
            '^' => note_length(text, at),
            _ => None,
        };
        length.map(|length| (at, length))
    })
}

/// The length of the list of attributes at `at`; none holds a brace.
fn attributes_length(text: &str, at: usize) -> Option<usize> {
    let near = text.as_bytes().get(at + 1..)?.iter().take(MAX_INLINE);
    let end = near.take_while(|byte| **byte != b'{').position(|byte| *byte == b'}')?;
    is_attribute_list(text.get(at + 1..=at + end)?).then_some(end + 2)
}

/// The length of the footnote at `at`, brackets in it counted; none holds another.
fn note_length(text: &str, at: usize) -> Option<usize> {
    let bytes = text.as_bytes().get(at..)?;
    if bytes.get(1) != Some(&b'[') {
        return None;
    }
    let mut depth = 0_usize;
    for (index, byte) in bytes.iter().enumerate().take(MAX_INLINE).skip(1) {
        match byte {
            b'^' => return None,
            b'[' => depth += 1,
            b']' if depth == 1 => return Some(index + 1),
            b']' => depth -= 1,
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_of_dialects_go_and_text_and_code_stay() {
        for (source, expected) in [
            (":::note\nA note.\n:::\n", "\nA note.\n\n"),
            ("* Contents\n{:toc}\n\nText", "\n{:toc}\n\nText"),
            ("[[TOC]]\nText", "\nText"),
            ("{.lead}\nText", "\nText"),
            ("A [link](x){target=\"_blank\" .wide} here", "A [link](x) here"),
            ("A word^[with [a] note] here", "A word here"),
            ("`x^[2]` and f(x){.y} and a{b}", "`x^[2]` and f(x) and a{b}"),
            ("```\n:::note\n```\n", "```\n:::note\n```\n"),
            ("Use {name} and (a){b} and x^2", "Use {name} and (a){b} and x^2"),
        ] {
            assert_eq!(strip(source, &mut Vec::new()), expected);
        }
    }
}
