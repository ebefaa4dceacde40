//! Tokens: a text taken apart where nobody can take it apart otherwise.
//!
//! Must not know: which element may stand in which.

use std::borrow::Cow;

use memchr::memchr;

use super::Untidy;
use super::element::{self, KnownElement};

/// More attributes of one tag are not tidy: each is compared with all before it.
const MAX_ATTRIBUTES: usize = 16;

/// One piece of tidy markup.
#[derive(Debug)]
pub(in super::super) enum Token<'a> {
    /// Between tags, with its references.
    Text(&'a str),
    /// A start tag.
    Start {
        /// Which.
        element: KnownElement,
        /// As written, each name once.
        attributes: Vec<Attribute<'a>>,
        /// The whole tag.
        source: &'a str,
    },
    /// An end tag.
    End {
        /// Of the element.
        name: &'a str,
    },
    /// What stands in a comment.
    Comment(&'a str),
}

/// An attribute of a start tag.
#[derive(Debug, Clone, Copy)]
pub(in super::super) struct Attribute<'a> {
    /// In small letters.
    pub(in super::super) name: &'a str,
    /// What stands between the quotes, with its references.
    pub(in super::super) value: &'a str,
}

/// What stands before and behind the first place of a sign of ASCII.
fn parted(text: &str, sign: u8) -> Option<(&str, &str)> {
    let at = memchr(sign, text.as_bytes())?;
    Some((text.get(..at)?, text.get(at + 1..)?))
}

/// The first token of a text and what stands behind it.
pub(super) fn next(html: &str) -> Result<Option<(Token<'_>, &str)>, Untidy> {
    if html.is_empty() {
        return Ok(None);
    }
    let Some(markup) = html.strip_prefix('<') else {
        let (text, rest) = html.split_at(memchr(b'<', html.as_bytes()).unwrap_or(html.len()));
        return Ok(Some((Token::Text(text), rest)));
    };
    let (token, rest) = if let Some(behind) = markup.strip_prefix("!--") {
        comment(behind)?
    } else if let Some(behind) = markup.strip_prefix('/') {
        let (name, rest) = parted(behind, b'>').ok_or(Untidy)?;
        (Token::End { name }, rest)
    } else {
        start(html, markup)?
    };
    Ok(Some((token, rest)))
}

/// A comment that ends where everybody sees it end.
fn comment(behind: &str) -> Result<(Token<'_>, &str), Untidy> {
    let (comment, rest) = behind.split_once("--").ok_or(Untidy)?;
    let rest = rest.strip_prefix('>').ok_or(Untidy)?;
    let is_plain = !comment.starts_with(['>', '-']) && !comment.contains('<');
    if is_plain { Ok((Token::Comment(comment), rest)) } else { Err(Untidy) }
}

fn start<'a>(html: &'a str, markup: &'a str) -> Result<(Token<'a>, &'a str), Untidy> {
    let letters = |text: &str, is_part: fn(u8) -> bool| {
        text.bytes().position(|byte| !is_part(byte)).unwrap_or(text.len())
    };
    let (name, mut rest) = markup.split_at(letters(markup, |byte| byte.is_ascii_alphanumeric()));
    let element = element::named(name).ok_or(Untidy)?;
    let mut attributes = Vec::new();
    let rest = loop {
        let inside = rest.trim_start_matches(' ');
        if let Some(behind) = inside.strip_prefix('>') {
            break behind;
        }
        if let Some(behind) = inside.strip_prefix("/>").filter(|_| element.is_void()) {
            break behind;
        }
        // Without a blank it would be part of what stands before.
        if inside.len() == rest.len() {
            return Err(Untidy);
        }
        let (name, behind) =
            inside.split_at(letters(inside, |byte| byte.is_ascii_lowercase() || byte == b'-'));
        let (value, behind) =
            behind.strip_prefix("=\"").and_then(|rest| parted(rest, b'"')).ok_or(Untidy)?;
        let is_new = attributes.iter().all(|known: &Attribute<'_>| known.name != name);
        if name.is_empty() || !is_new || attributes.len() >= MAX_ATTRIBUTES {
            return Err(Untidy);
        }
        attributes.push(Attribute { name, value });
        rest = behind;
    };
    let source = html.get(..html.len() - rest.len()).unwrap_or_default();
    Ok((Token::Start { element, attributes, source }, rest))
}

/// A text with its references resolved, if each is one that everybody resolves alike.
pub(in super::super) fn resolved(text: &str) -> Result<Cow<'_, str>, Untidy> {
    let Some((plain, mut rest)) = parted(text, b'&') else {
        return Ok(Cow::Borrowed(text));
    };
    let mut resolved = String::with_capacity(text.len());
    resolved.push_str(plain);
    loop {
        // What stands before a blank is no reference.
        if rest.starts_with(' ') {
            resolved.push('&');
        } else {
            let (name, behind) = parted(rest, b';').ok_or(Untidy)?;
            resolved.push(character(name).ok_or(Untidy)?);
            rest = behind;
        }
        let Some((plain, behind)) = parted(rest, b'&') else { break };
        resolved.push_str(plain);
        rest = behind;
    }
    resolved.push_str(rest);
    Ok(Cow::Owned(resolved))
}

/// The character of a reference.
fn character(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let digits = number.len() <= 6 && number.bytes().all(|byte| byte.is_ascii_digit());
        let c = char::from_u32(number.parse().ok().filter(|_| digits)?)?;
        // Others are forbidden, or mean what they meant in another encoding.
        return matches!(c, ' '..='~' | '\u{A0}'..='\u{FDCF}' | '\u{FDF0}'..='\u{FFFD}' | '\u{10000}'..='\u{1FFFD}')
            .then_some(c);
    }
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => '\u{A0}',
        "hellip" => '…',
        "mdash" => '—',
        "ndash" => '–',
        "lsquo" => '‘',
        "rsquo" => '’',
        "ldquo" => '“',
        "rdquo" => '”',
        _ => return None,
    })
}
