//! Brackets: finding `[name …]` and `[/name]` in a source, and pairing them.
//!
//! Must not know: what becomes of a shortcode.

use std::collections::HashMap;
use std::ops::Range;

use super::super::Markup;
use super::name::{Family, family};
use super::scan::{Regions, find_ignoring_case};

/// One bracket that could be (part of) a shortcode.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Bracket<'a> {
    /// Bytes, the brackets included.
    pub(super) span: Range<usize>,
    pub(super) name: &'a str,
    pub(super) form: Form,
    /// What stands between name and `]`.
    pub(super) attributes: &'a str,
    /// Nothing else stands on its line.
    pub(super) alone: bool,
    /// Index of the closing bracket.
    pub(super) closing: Option<usize>,
}

/// The form of a bracket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    Opening,
    Closing,
    /// `[[name …]]`: an author showing a shortcode.
    Escaped,
    /// The text ends before the `]`.
    Unfinished,
}

/// More is no shortcode any more.
const MAX_ATTRIBUTES: usize = 4096;

impl Bracket<'_> {
    /// Whether the attributes hold `name=value`, or a value glued to the name (`[youtube=…]`).
    pub(super) fn has_named_values(&self) -> bool {
        let glued = self.attributes.starts_with('=');
        if self.attributes.contains('<') && family(self.name).is_none() {
            // Prose in brackets that holds a link.
            return false;
        }
        glued && family(self.name).is_some()
            || self.attributes.split('=').zip(self.attributes.split('=').skip(1)).any(
                |(before, after)| {
                    let name = before.trim_end();
                    let named = name
                        .ends_with(|c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-')
                        && name.contains(char::is_whitespace);
                    let first_word = name.split_whitespace().count() <= 1;
                    let quoted = after.trim_start().starts_with(['"', '\'', '“', '”', '″', '&']);
                    named && !after.is_empty() && (first_word || quoted)
                },
            )
    }

    /// Whether the attributes look like what a player is given: an address, a number, an id.
    pub(super) fn has_values(&self) -> bool {
        let player = family(self.name) == Some(Family::Embed)
            && self.name.bytes().all(|byte| !byte.is_ascii_uppercase());
        let id = |word: &str| {
            word.len() >= 5
                && word.bytes().any(|byte| byte.is_ascii_digit())
                && word.bytes().all(is_name_byte)
        };
        self.has_named_values()
            || is_glued_address(self.name, self.attributes)
            || player
                && (self.attributes.contains("://")
                    || self.attributes.split_whitespace().next().is_some_and(id))
    }

    /// The value of an attribute, without its quotes.
    pub(super) fn value(&self, name: &str) -> Option<&str> {
        let mut from = 0;
        while let Some(at) = find_ignoring_case(self.attributes, name, from) {
            from = at + name.len();
            let starts = self
                .attributes
                .get(..at)
                .is_some_and(|before| before.ends_with(char::is_whitespace));
            let rest = self.attributes.get(from..)?.trim_start();
            if let (true, Some(value)) = (starts, rest.strip_prefix('=')) {
                let value = value.trim_start();
                return match value.chars().next() {
                    Some(quote @ ('"' | '\'')) => {
                        let value = value.get(1..)?;
                        // The last quote that ends a word: captions quote inside their quotes.
                        let end = value
                            .match_indices(quote)
                            .map(|(at, _)| at)
                            .find(|at| ends_value(value.get(at + 1..).unwrap_or_default()))
                            .or_else(|| value.rfind(quote));
                        value.get(..end?)
                    }
                    _ => value.split_whitespace().next(),
                };
            }
        }
        None
    }

    /// The address the shortcode was given, by whatever name.
    pub(super) fn address(&self) -> Option<&str> {
        let start = ["https://", "http://"]
            .iter()
            .filter_map(|scheme| find_ignoring_case(self.attributes, scheme, 0))
            .min()?;
        self.attributes
            .get(start..)?
            .split(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '<' | '>' | '|' | '”'))
            .next()
    }
}

/// Whether an attribute's value can end before `rest`: nothing follows, or another attribute.
fn ends_value(rest: &str) -> bool {
    let next = rest.trim_start();
    next.is_empty()
        || next == "/"
        || rest.len() != next.len()
            && next
                .split_once('=')
                .is_some_and(|(name, _)| !name.is_empty() && name.bytes().all(is_name_byte))
}

fn is_name_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-'
}

/// All brackets of a source, in order, paired.
pub(super) fn brackets(source: &str, markup: Markup) -> Vec<Bracket<'_>> {
    let bytes = source.as_bytes();
    let mut found = Vec::new();
    let mut regions = Regions::new(source, markup);
    let mut unclosed_code: Vec<&str> = Vec::new();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        if *byte != b'[' {
            at = regions.end(at).unwrap_or(at + 1);
            continue;
        }
        let Some(bracket) = read(source, at, markup) else {
            at += 1;
            continue;
        };
        at = bracket.span.end;
        let is_code = bracket.form == Form::Opening && family(bracket.name) == Some(Family::Code);
        let name = bracket.name;
        found.push(bracket);
        if is_code && !unclosed_code.contains(&name) {
            // Between these nothing is a shortcode.
            match find_ignoring_case(source, &format!("[/{name}]"), at) {
                Some(closing) => at = closing,
                None => unclosed_code.push(name),
            }
        }
    }
    pair(&mut found);
    found
}

/// Gives every opening bracket the closing one that follows it with nothing of its name between.
fn pair(brackets: &mut [Bracket<'_>]) {
    let mut open: HashMap<String, Vec<usize>> = HashMap::new();
    let mut pairs = Vec::new();
    for (index, bracket) in brackets.iter().enumerate() {
        let name = bracket.name.to_ascii_lowercase();
        match bracket.form {
            Form::Opening => open.entry(name).or_default().push(index),
            Form::Closing => {
                if let Some(opening) = open.get_mut(&name).and_then(Vec::pop) {
                    pairs.push((opening, index));
                }
            }
            Form::Escaped | Form::Unfinished => {}
        }
    }
    for (opening, closing) in pairs {
        for (index, other) in [(opening, closing), (closing, opening)] {
            if let Some(bracket) = brackets.get_mut(index) {
                bracket.closing = Some(other);
            }
        }
    }
}

/// The bracket that starts at `at`.
fn read(source: &str, at: usize, markup: Markup) -> Option<Bracket<'_>> {
    let bytes = source.as_bytes();
    if bytes.get(at + 1) == Some(&b'[') {
        let inner = read_one(source, at + 1, Markup::Text)?;
        if inner.form == Form::Unfinished
            || family(inner.name).is_none() && !inner.has_named_values()
        {
            return None;
        }
        let end = if bytes.get(inner.span.end) == Some(&b']') {
            inner.span.end + 1
        } else {
            // `[[caption …]text[/caption]]`
            let near = source.get(..(inner.span.end + MAX_ATTRIBUTES).min(source.len()));
            let closing = format!("[/{}]]", inner.name);
            find_ignoring_case(near.unwrap_or(source), &closing, inner.span.end)? + closing.len()
        };
        return Some(Bracket { span: at..end, form: Form::Escaped, ..inner });
    }
    read_one(source, at, markup)
}

fn read_one(source: &str, at: usize, markup: Markup) -> Option<Bracket<'_>> {
    let bytes = source.as_bytes();
    let closing = bytes.get(at + 1) == Some(&b'/');
    let start = at + 1 + usize::from(closing);
    let length = bytes.get(start..)?.iter().take_while(|byte| is_name_byte(**byte)).count();
    let name = source.get(start..start + length)?;
    if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    let after = start + length;
    let rest = source.get(after..)?;
    if !(rest.is_empty()
        || rest.starts_with([']', '=', '\u{A0}'])
        || rest.starts_with("/]")
        || is_glued_address(name, rest)
        || rest.starts_with("&nbsp;")
        || rest.starts_with(char::is_whitespace))
    {
        return None;
    }
    let end = attributes_end(source, after);
    let (form, attributes_end, end) = match end {
        Some(_) if closing => (Form::Closing, end?, end? + 1),
        Some(end) => (Form::Opening, end, end + 1),
        // A text that was cut inside the bracket.
        None if !closing && source.len() - after <= MAX_ATTRIBUTES => {
            (Form::Unfinished, source.len(), source.len())
        }
        None => return None,
    };
    let attributes = source.get(after..attributes_end)?;
    let bracket = Bracket {
        span: at..end,
        name,
        form,
        attributes: attributes.trim_end_matches('/'),
        alone: stands_alone(source, at, end),
        closing: None,
    };
    let follows = source.get(end..).unwrap_or_default();
    if markup == Markup::Markdown
        && (follows.starts_with(['(', ':'])
            || follows.starts_with('[')
                && !follows.starts_with("[/")
                && !bracket.has_named_values())
    {
        return None;
    }
    // A text may end in a bracket for many reasons; only a certain shortcode swallows.
    if form == Form::Unfinished
        && (family(name).is_none() || without_cut_sign(attributes).contains('['))
    {
        return None;
    }
    Some(bracket)
}

/// Whether a colon parts a player's name from what it plays: `[flv:/films/hall.flv 480 360]`.
fn is_glued_address(name: &str, rest: &str) -> bool {
    let Some(given) = rest.strip_prefix(':') else { return false };
    let word = given.split(|c: char| c.is_whitespace() || c == ']').next().unwrap_or_default();
    // A stop inside the word: a file's ending or a host's name.
    let dotted = word
        .split_once('.')
        .is_some_and(|(_, ending)| ending.starts_with(|c: char| c.is_ascii_alphanumeric()));
    family(name) == Some(Family::Embed) && (word.contains("://") || dotted)
}

/// What an earlier cut left behind the attributes it went through.
fn without_cut_sign(attributes: &str) -> &str {
    let trimmed = attributes.trim_end();
    ["[…]", "[...]", "[&hellip;]", "[&#8230;]", "[&#8230"]
        .iter()
        .find_map(|sign| trimmed.strip_suffix(sign))
        .unwrap_or(trimmed)
}

/// Where the `]` of a bracket stands: outside quotes, or where quotes do not match the first one.
fn attributes_end(source: &str, from: usize) -> Option<usize> {
    let bytes = source.as_bytes();
    let limit = bytes.len().min(from + MAX_ATTRIBUTES);
    let mut here = from;
    let mut value_starts = false;
    while here < limit {
        let byte = *bytes.get(here)?;
        match byte {
            b']' => return Some(here),
            b'[' => break,
            b'"' | b'\'' if value_starts => {
                if let Some(end) =
                    bytes.get(here + 1..limit)?.iter().position(|other| *other == byte)
                {
                    here += 1 + end;
                }
                value_starts = false;
            }
            b'=' => value_starts = true,
            byte if byte.is_ascii_whitespace() => {}
            _ => value_starts = false,
        }
        here += 1;
    }
    let first = bytes.get(from..limit)?.iter().position(|byte| matches!(byte, b']' | b'['))?;
    (bytes.get(from + first) == Some(&b']')).then_some(from + first)
}

/// Whether nothing but the bracket stands on its line, or between two tags.
fn stands_alone(source: &str, start: usize, end: usize) -> bool {
    let blank = |c: char| c == ' ' || c == '\t' || c == '\r' || c == '\u{A0}';
    let before = source.get(..start).unwrap_or_default().trim_end_matches(blank);
    let after = source.get(end..).unwrap_or_default().trim_start_matches(blank);
    (before.is_empty() || BREAKS_BEFORE.iter().any(|end| before.ends_with(end)))
        && (after.is_empty() || BREAKS_AFTER.iter().any(|start| after.starts_with(start)))
}

const BREAKS_BEFORE: &[&str] = &["\n", "-->", "<p>", "</p>", "<div>", "</div>", "<br>", "<br />"];
const BREAKS_AFTER: &[&str] = &["\n", "<!--", "<p>", "</p>", "<div>", "</div>", "<br>", "<br />"];
