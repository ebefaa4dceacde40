//! Templates in Markdown: Hugo's `{{< … >}}` and `{{% … %}}`, Liquid's `{% … %}` and `{{ … }}`,
//! Kramdown's `{: .class}`, comments and imports of MDX.
//!
//! Must not know: brackets, and how Markdown is rendered.

use std::borrow::Cow;

use super::super::{Loss, LossKind, Markup};
use super::scan::{Regions, find_ignoring_case};
use super::{dialect, loss};

/// A template longer than this is none: its end is that of another one.
const MAX_TEMPLATE: usize = 4096;

/// Templates whose inner text is source code.
const CODE: &[&str] = &["highlight", "code", "codeblock", "mermaid", "prism"];

/// Templates whose inner text is shown nowhere.
const HIDDEN: &[&str] = &["comment", "capture", "schema", "style", "javascript", "script"];

/// Removes all templates outside code.
pub(super) fn strip<'a>(source: &'a str, losses: &mut Vec<Loss>) -> Cow<'a, str> {
    let without_imports = strip_imports(source, losses);
    let plain = match without_imports {
        Cow::Borrowed(rest) => dialect::strip(rest, losses),
        Cow::Owned(rest) => Cow::Owned(dialect::strip(&rest, losses).into_owned()),
    };
    let source: &str = &plain;
    if !source.contains('{') {
        return plain;
    }
    let bytes = source.as_bytes();
    let mut regions = Regions::new(source, Markup::Markdown);
    let mut text = String::new();
    let mut unclosed = Vec::new();
    let (mut done, mut at) = (0, 0);
    while let Some(byte) = bytes.get(at) {
        if *byte == b'{'
            && bytes.get(at.wrapping_sub(1)) != Some(&b'$')
            && let Some(found) = Template::at(source, at)
        {
            text.push_str(source.get(done..at).unwrap_or_default());
            let (end, place) = found.resolve(source, &mut unclosed, losses);
            text.push_str(&place);
            if place.is_empty() && is_destination(source, at, end) {
                // A link without a destination is no link to a Markdown parser.
                text.push('#');
            }
            (done, at) = (end, end);
            continue;
        }
        let region = regions.end(at);
        // A tag may hold templates in its attributes; they go, the tag stays.
        at = match region {
            Some(end) if !holds_template(source, at, end) => end,
            _ => at + 1,
        };
    }
    if done == 0 {
        return plain;
    }
    text.push_str(source.get(done..).unwrap_or_default());
    Cow::Owned(text)
}

/// Whether a template is all there is of a link's destination.
fn is_destination(source: &str, start: usize, end: usize) -> bool {
    source.get(..start).is_some_and(|before| before.ends_with("]("))
        && source.get(end..).is_some_and(|after| after.starts_with([')', ' ']))
}

fn holds_template(source: &str, start: usize, end: usize) -> bool {
    source.get(start..end).is_some_and(|region| {
        region.starts_with('<')
            && !region.starts_with("<!--")
            && region.lines().count() <= 3
            && (region.contains("{{") || region.contains("{%"))
    })
}

/// What kind of template stands at a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Opens, closes or stands alone: Hugo's shortcodes and Liquid's tags.
    Tag,
    /// Stands for a value.
    Value,
    /// Attributes of the element before it.
    Attributes,
    /// Shown nowhere; what it says may mark the end of the teaser.
    Comment,
    /// A template shown as text.
    Escaped,
}

struct Template<'a> {
    kind: Kind,
    /// Without the delimiters.
    inner: &'a str,
    start: usize,
    end: usize,
    delimiters: (&'static str, &'static str),
}

/// Openings with their ends, the longer first.
const DELIMITERS: &[(&str, &str, Kind)] = &[
    ("{{</*", "*/>}}", Kind::Escaped),
    ("{{%/*", "*/%}}", Kind::Escaped),
    ("{{/*", "*/}}", Kind::Comment),
    ("{{- /*", "*/ -}}", Kind::Comment),
    ("{{<", ">}}", Kind::Tag),
    ("{{%", "%}}", Kind::Tag),
    ("{{", "}}", Kind::Value),
    ("{%", "%}", Kind::Tag),
    ("{#", "#}", Kind::Comment),
    ("{/*", "*/}", Kind::Comment),
    ("{::", "}", Kind::Attributes),
    ("{:", "}", Kind::Attributes),
];

impl<'a> Template<'a> {
    fn at(source: &'a str, start: usize) -> Option<Self> {
        let rest = source.get(start..)?;
        let (open, close, kind) = DELIMITERS.iter().find(|(open, ..)| rest.starts_with(open))?;
        let mut limit = rest.len().min(MAX_TEMPLATE);
        while !rest.is_char_boundary(limit) {
            limit -= 1;
        }
        let inside = rest.get(open.len()..limit)?;
        let length = match kind {
            Kind::Attributes => inside.lines().next()?.find(close)?,
            _ => inside.find(close)?,
        };
        let inner = inside.get(..length)?;
        let lawful = match kind {
            Kind::Value => is_expression(inner),
            Kind::Attributes => is_attribute_list(inner),
            _ => true,
        };
        lawful.then(|| Self {
            kind: *kind,
            inner,
            start,
            end: start + open.len() + length + close.len(),
            delimiters: (open, close),
        })
    }

    /// Where the text goes on, and what stands in the template's place.
    fn resolve(
        &self,
        source: &'a str,
        unclosed: &mut Vec<&'a str>,
        losses: &mut Vec<Loss>,
    ) -> (usize, String) {
        let shown = source.get(self.start..self.end).unwrap_or_default();
        match self.kind {
            Kind::Escaped => {
                let (open, close) = self.delimiters;
                let open = open.trim_end_matches("/*");
                let close = close.trim_start_matches("*/");
                return (self.end, format!("{open}{}{close}", self.inner));
            }
            Kind::Comment => {
                let mark = self.inner.trim();
                let place = if mark == "truncate" || mark == "more" { "<!--more-->" } else { "" };
                return (self.end, place.to_owned());
            }
            Kind::Attributes => return (self.end, String::new()),
            Kind::Value => {
                losses.push(loss(LossKind::Shortcode, shown));
                return (self.end, String::new());
            }
            Kind::Tag => {}
        }
        losses.push(loss(LossKind::Shortcode, shown));
        let words = self.inner.trim_matches(['-', ' ', '\n', '\t', '\r']);
        let name = words.split_whitespace().next().unwrap_or_default();
        let rest = words.get(name.len()..).unwrap_or_default().trim();
        let (code, hidden) = (CODE.contains(&name), HIDDEN.contains(&name));
        let paired = (code || hidden || name == "raw") && !unclosed.contains(&name);
        let closing = paired.then(|| self.closing(source, name)).flatten();
        if paired && closing.is_none() {
            // It is not looked for again.
            unclosed.push(name);
        }
        if let Some((start, end)) = closing {
            let inner = source.get(self.end..start).unwrap_or_default();
            return (
                end,
                if hidden {
                    String::new()
                } else if code {
                    let language = rest.split_whitespace().next().unwrap_or_default();
                    format!("\n\n```{language}\n{}\n```\n\n", inner.trim_matches(['\n', '\r']))
                } else {
                    inner.to_owned()
                },
            );
        }
        (self.end, picture(name, rest).unwrap_or_default())
    }

    /// Where the tag that closes this one starts and ends.
    fn closing(&self, source: &str, name: &str) -> Option<(usize, usize)> {
        let (open, close) = self.delimiters;
        let mut from = self.end;
        while let Some(start) = find_ignoring_case(source, open, from) {
            let inside = source.get(start + open.len()..)?;
            let length = inside.find(close)?;
            let words = inside.get(..length)?.trim_matches(['-', ' ']);
            from = start + open.len() + length + close.len();
            let closes = words
                .strip_prefix('/')
                .or_else(|| words.strip_prefix("end"))
                .is_some_and(|closed| closed.trim() == name);
            if closes {
                return Some((start, from));
            }
        }
        None
    }
}

/// Hugo's own figure as a Markdown image.
fn picture(name: &str, attributes: &str) -> Option<String> {
    if name != "figure" {
        return None;
    }
    let source = value(attributes, "src")?;
    let lawful = !source.is_empty() && !source.contains(['(', ')', ' ', '<', '>', '{']);
    let alternative = value(attributes, "alt").or_else(|| value(attributes, "caption"));
    let alternative = alternative.unwrap_or_default().replace(['[', ']'], "");
    lawful.then(|| format!("![{alternative}]({source})"))
}

/// The quoted value of an attribute.
fn value<'a>(attributes: &'a str, name: &str) -> Option<&'a str> {
    let (_, rest) = attributes.split_once(&format!("{name}="))?;
    let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\'' | '`'))?;
    rest.get(1..)?.split(quote).next()
}

/// Whether what stands between `{{` and `}}` is an expression rather than a program's braces.
fn is_expression(inner: &str) -> bool {
    let words =
        inner.trim_start_matches(['{', '-', '~', '!', '>', '#', '/', '^', '&']).trim_start();
    !inner.contains("\n\n")
        && words.starts_with(|c: char| {
            c.is_alphabetic() || matches!(c, '"' | '\'' | '.' | '$' | '_' | '(' | '<')
        })
}

/// Whether what stands between `{:` and `}` is a list of classes, ids and attributes.
fn is_attribute_list(inner: &str) -> bool {
    let list = inner.trim();
    list == "toc"
        || list.starts_with("options ")
        || list.starts_with("nomarkdown")
        || list.starts_with('/')
        || list.starts_with(['.', '#']) && list.len() > 1 && !list.starts_with("#?")
        || list.contains("=\"") && list.starts_with(|c: char| c.is_ascii_alphabetic())
}

/// MDX opens with imports and exports; they are no text.
fn strip_imports<'a>(source: &'a str, losses: &mut Vec<Loss>) -> Cow<'a, str> {
    let mut rest = source;
    loop {
        let trimmed = rest.trim_start();
        let line = trimmed.lines().next().unwrap_or_default();
        let imports = (line.starts_with("import ") && line.contains(" from ")
            || line.starts_with("import {")
            || line.starts_with("import '")
            || line.starts_with("import \"")
            || line.starts_with("export const "))
            && line.trim_end().ends_with([';', '\'', '"']);
        if !imports {
            return Cow::Borrowed(rest);
        }
        losses.push(loss(LossKind::Shortcode, line));
        rest = trimmed.get(line.len()..).unwrap_or_default();
    }
}
