//! What becomes of each shortcode: in content it is resolved, in a lead only its prose stays.
//!
//! Must not know: how brackets are found, and templates that are no brackets.

use std::ops::Range;

use super::super::{Loss, LossKind, Markup};
use super::bracket::{Bracket, Form, brackets};
use super::loss;
use super::name::{Family, family};
use super::scan::find_ignoring_case;

/// Where the text goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Target {
    /// To be shown whole: pictures, code and players are kept in the markup of today.
    Content,
    /// To be cut from: only running text counts.
    Lead,
}

/// A rewritten text.
#[derive(Debug, Default)]
pub(super) struct Rewritten {
    /// `None` when nothing had to change.
    pub(super) text: Option<String>,
    /// A caption without an end took the rest of the text with it.
    pub(super) swallowed: bool,
}

/// Rewrites all brackets of a source.
pub(super) fn rewrite(
    source: &str,
    markup: Markup,
    target: Target,
    losses: &mut Vec<Loss>,
) -> Rewritten {
    if !source.contains('[') {
        return Rewritten::default();
    }
    let mut rewriting = Rewriting {
        source,
        markup,
        target,
        losses,
        brackets: brackets(source, markup),
        edits: Vec::new(),
        swallowed: false,
    };
    rewriting.run();
    Rewritten { text: apply(source, &rewriting.edits), swallowed: rewriting.swallowed }
}

/// A piece of the source and what stands in its place.
type Edit = (Range<usize>, String);

struct Rewriting<'a, 'l> {
    source: &'a str,
    markup: Markup,
    target: Target,
    losses: &'l mut Vec<Loss>,
    brackets: Vec<Bracket<'a>>,
    edits: Vec<Edit>,
    swallowed: bool,
}

impl<'a> Rewriting<'a, '_> {
    fn run(&mut self) {
        let mut done = 0;
        for index in 0..self.brackets.len() {
            let Some(bracket) = self.brackets.get(index).cloned() else {
                break;
            };
            if bracket.span.start < done {
                continue;
            }
            let first_edit = self.edits.len();
            match bracket.form {
                Form::Escaped => self.unescape(&bracket),
                Form::Closing => self.close(&bracket),
                Form::Opening | Form::Unfinished => self.open(&bracket),
            }
            // Whatever lies within a dropped passage is gone with it.
            done = self
                .edits
                .iter()
                .skip(first_edit)
                .map(|(range, _)| range.end)
                .max()
                .unwrap_or(bracket.span.end);
        }
    }

    fn unescape(&mut self, bracket: &Bracket<'_>) {
        let span = bracket.span.start + 1..bracket.span.end - 1;
        if let Some(inner) = self.source.get(span) {
            self.edits.push((bracket.span.clone(), inner.to_owned()));
        }
    }

    /// A closing bracket whose opening one has not decided over it.
    fn close(&mut self, bracket: &Bracket<'_>) {
        let paired = bracket.closing.is_some();
        if paired || family(bracket.name).is_some() || bracket.name.contains('_') {
            let mut place = String::new();
            if paired
                && self.target == Target::Content
                && family(bracket.name) == Some(Family::Caption)
            {
                "</figcaption></figure>\n\n".clone_into(&mut place);
            } else if paired && family(bracket.name) == Some(Family::Note) {
                place.push(')');
            }
            self.replace_bracket(bracket, place);
        }
    }

    fn open(&mut self, bracket: &Bracket<'a>) {
        let closing = bracket
            .closing
            .and_then(|index| self.brackets.get(index))
            .map(|closing| closing.span.clone());
        let whole = closing
            .as_ref()
            .map_or(bracket.span.clone(), |closing| bracket.span.start..closing.end);
        let inner =
            closing.as_ref().and_then(|closing| self.source.get(bracket.span.end..closing.start));
        let Some(family) = family(bracket.name) else {
            if inner.is_some() || bracket.has_named_values() || self.is_identifier(bracket) {
                self.report(bracket);
                self.replace_bracket(bracket, String::new());
            }
            return;
        };
        let certain = inner.is_some() || bracket.has_values() || bracket.form == Form::Unfinished;
        match (family, inner) {
            (Family::Caption, _) if certain => self.caption(bracket, whole, inner),
            (Family::Code, Some(inner)) => {
                let place = match self.target {
                    Target::Lead => " ".to_owned(),
                    Target::Content => code_block(bracket, inner, self.markup),
                };
                self.report(bracket);
                self.edits.push((whole, place));
            }
            (Family::Embed, _) if certain || bracket.alone => {
                self.report(bracket);
                let place = self.embed(bracket, inner.unwrap_or_default());
                self.edits.push((whole, place));
            }
            (Family::Note, Some(_)) if self.target == Target::Content => {
                self.replace_bracket(bracket, " (".to_owned());
            }
            (Family::Aside | Family::Formula, Some(_)) if self.target == Target::Content => {
                self.report(bracket);
                self.replace_bracket(bracket, String::new());
            }
            (
                Family::Private | Family::Widget | Family::Aside | Family::Formula | Family::Note,
                Some(_),
            ) => {
                self.report(bracket);
                self.edits.push((whole, " ".to_owned()));
            }
            (_, None) if certain || bracket.alone || self.is_certain_when_bare(bracket) => {
                self.report(bracket);
                self.edits.push((bracket.span.clone(), " ".to_owned()));
            }
            _ => {}
        }
    }

    /// Unknown names that a program made: no word has an underscore, and none with a hyphen fills
    /// a paragraph. What is glued to a word is part of it (`www.[your_agency].gov`).
    fn is_identifier(&self, bracket: &Bracket<'_>) -> bool {
        let before = self.source.get(..bracket.span.start).unwrap_or_default();
        let after = self.source.get(bracket.span.end..).unwrap_or_default();
        let apart = !before.ends_with(|c: char| c.is_alphanumeric() || c == '.')
            && !after.starts_with(|c: char| c.is_alphanumeric());
        bracket.attributes.trim().is_empty()
            && apart
            && bracket.name.bytes().all(|byte| !byte.is_ascii_uppercase())
            && (bracket.name.contains('_') && (bracket.alone || self.markup == Markup::WordPress)
                || bracket.name.contains('-') && bracket.alone)
    }

    /// Bare names that are no words of any language, and the gallery, which most often is bare.
    fn is_certain_when_bare(&self, bracket: &Bracket<'_>) -> bool {
        bracket.name.contains(['_', '-'])
            || bracket.name == "lwptoc"
            || self.markup == Markup::WordPress
                && matches!(bracket.name, "gallery" | "playlist" | "toc")
    }

    fn caption(&mut self, bracket: &Bracket<'a>, whole: Range<usize>, inner: Option<&str>) {
        let words = bracket.value("caption");
        match (self.target, inner) {
            (Target::Lead, Some(inner)) => {
                let said = visible(inner);
                let said = if said.trim().is_empty() { words.unwrap_or_default() } else { &said };
                if !said.trim().is_empty() {
                    self.losses.push(loss(LossKind::Caption, said));
                }
                self.edits.push((whole, " ".to_owned()));
            }
            (Target::Lead, None) => self.swallow(bracket),
            (Target::Content, Some(inner)) => {
                let picture = bracket.span.end + picture_end(inner);
                self.edits.push((bracket.span.clone(), "\n\n<figure>".to_owned()));
                let words = words.filter(|_| {
                    inner.get(picture_end(inner)..).is_some_and(|rest| rest.trim().is_empty())
                });
                // The end is written where the closing bracket is met.
                self.edits
                    .push((picture..picture, format!("<figcaption>{}", words.unwrap_or_default())));
            }
            (Target::Content, None) => {
                self.report(bracket);
                self.edits.push((bracket.span.clone(), " ".to_owned()));
            }
        }
    }

    /// A caption without an end takes the rest with it; at the very start of a text only its
    /// paragraph, since an article that is nothing but a caption is no article.
    fn swallow(&mut self, bracket: &Bracket<'_>) {
        let before = self.source.get(..bracket.span.start).unwrap_or_default();
        let begun = visible(before).chars().any(char::is_alphanumeric);
        let rest = self.source.get(bracket.span.end..).unwrap_or_default();
        let paragraph = ["\n\n", "\r\n\r\n", "</p>", "</div>"]
            .iter()
            .filter_map(|end| rest.find(end))
            .min()
            .filter(|_| !begun);
        self.swallowed |= begun;
        let end = bracket.span.end + paragraph.unwrap_or(rest.len());
        let said = visible(self.source.get(bracket.span.end..end).unwrap_or_default());
        self.losses.push(loss(LossKind::Caption, &said));
        self.edits.push((bracket.span.start..end, " ".to_owned()));
    }

    /// A player becomes a link to what it plays.
    fn embed(&self, bracket: &Bracket<'_>, inner: &str) -> String {
        if self.target == Target::Lead {
            return " ".to_owned();
        }
        let inner = inner.trim();
        let address = if inner.starts_with("https://") || inner.starts_with("http://") {
            inner.split(|c: char| c.is_whitespace() || c == '<' || c == '"').next()
        } else {
            bracket.address()
        };
        let Some(address) = address.map(|address| address.replace('"', "%22")) else {
            return " ".to_owned();
        };
        match self.markup {
            Markup::Text => address,
            Markup::Markdown => format!("<{address}>"),
            Markup::Html | Markup::WordPress => {
                format!("\n\n<p><a href=\"{address}\">{address}</a></p>\n\n")
            }
        }
    }

    /// Takes the bracket itself out. Where several stand in a row they are the scaffold of a
    /// page builder, and what they part must not be glued together.
    fn replace_bracket(&mut self, bracket: &Bracket<'_>, mut place: String) {
        let neighbour = |at: Option<char>, own: char| at == Some(own);
        let before = self.source.get(..bracket.span.start).unwrap_or_default();
        let after = self.source.get(bracket.span.end..).unwrap_or_default();
        if place.is_empty()
            && (neighbour(before.chars().next_back(), ']') || neighbour(after.chars().next(), '['))
        {
            place.push(' ');
        }
        self.edits.push((bracket.span.clone(), place));
    }

    fn report(&mut self, bracket: &Bracket<'_>) {
        let what = self.source.get(bracket.span.clone()).unwrap_or_default();
        self.losses.push(loss(LossKind::Shortcode, what));
    }
}

/// Makes all edits, which stand in the order of the source; `None` when there are none.
fn apply(source: &str, edits: &[Edit]) -> Option<String> {
    if edits.is_empty() {
        return None;
    }
    let mut text = String::with_capacity(source.len());
    let mut done = 0;
    for (range, place) in edits {
        if range.start < done {
            continue;
        }
        text.push_str(source.get(done..range.start).unwrap_or_default());
        text.push_str(place);
        done = range.end;
    }
    text.push_str(source.get(done..).unwrap_or_default());
    Some(text)
}

/// Source code as HTML or Markdown shows it.
fn code_block(bracket: &Bracket<'_>, code: &str, markup: Markup) -> String {
    let code = code.trim_matches(['\n', '\r']);
    let language: String = bracket
        .value("language")
        .or_else(|| bracket.value("lang"))
        .unwrap_or_default()
        .chars()
        .filter(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '#' | '-' | '_'))
        .collect();
    if markup == Markup::Markdown {
        return format!("\n\n```{language}\n{code}\n```\n\n");
    }
    let class = if language.is_empty() {
        String::new()
    } else {
        format!(" class=\"language-{}\"", language.to_ascii_lowercase())
    };
    format!("\n\n<pre><code{class}>{}</code></pre>\n\n", escape_code(code))
}

/// Escapes what is not yet escaped: old editors stored code both ways.
fn escape_code(code: &str) -> String {
    let mut escaped = String::with_capacity(code.len());
    for (at, c) in code.char_indices() {
        match c {
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '&' if !starts_reference(code.get(at + 1..).unwrap_or_default()) => {
                escaped.push_str("&amp;");
            }
            c => escaped.push(c),
        }
    }
    escaped
}

/// Whether `name;` or `#123;` stands at the start.
fn starts_reference(text: &str) -> bool {
    let name = text.strip_prefix('#').unwrap_or(text);
    let length = name.bytes().take_while(u8::is_ascii_alphanumeric).count();
    (1..=10).contains(&length) && name.as_bytes().get(length) == Some(&b';')
}

/// Where the picture ends that a caption starts with, its link included.
fn picture_end(inner: &str) -> usize {
    let Some(image) = find_ignoring_case(inner, "<img", 0) else {
        return 0;
    };
    let Some(end) = inner.get(image..).and_then(|rest| rest.find('>')) else {
        return 0;
    };
    let end = image + end + 1;
    let rest = inner.get(end..).unwrap_or_default();
    let blanks = rest.len() - rest.trim_start().len();
    let linked = rest.get(blanks..blanks + 4).is_some_and(|tag| tag.eq_ignore_ascii_case("</a>"));
    if linked { end + blanks + 4 } else { end }
}

/// The text between tags, roughly: for reports.
fn visible(markup: &str) -> String {
    let mut text = String::new();
    let mut inside = false;
    for c in markup.chars() {
        match c {
            '<' => inside = true,
            '>' if inside => inside = false,
            c if !inside => text.push(c),
            _ => {}
        }
    }
    text
}
