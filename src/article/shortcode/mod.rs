//! Shortcodes: what an earlier system's templates left in the text.
//!
//! Five families are known: `WordPress` brackets (`[caption …]…[/caption]`), qTranslate's language
//! tags (`[:en]…[:]`), Hugo and Jekyll templates (`{{< … >}}`, `{% … %}`, `{{ … }}`),
//! Kramdown's attribute lists (`{: .class}`), and marks of other dialects of Markdown (`:::note`). A bracket is a shortcode when its name is a known
//! one, when it carries `name=value` attributes, or when it has a closing tag; every other bracket
//! is prose (`[sic]`, `[PDF]`, `www.[agency].gov`) and stays.
//!
//! Must not know: how HTML is parsed or cleaned, and what an excerpt is cut from.

mod bracket;
mod dialect;
mod language;
mod name;
mod rewrite;
mod scan;
mod template;

use std::borrow::Cow;

use super::{Loss, LossKind, Markup};
use rewrite::{Rewritten, Target, rewrite};

/// Resolves the shortcodes of a `WordPress` (or HTML) body for its content: captions become figures,
/// embeds links, source code `<pre>`, members' passages go, other known ones are removed and their prose stays.
/// Of qTranslate's languages the one of the article is taken, else the first.
#[must_use]
pub fn resolve<'a>(source: &'a str, language: Option<&str>) -> (Cow<'a, str>, Vec<Loss>) {
    let mut losses = Vec::new();
    let text = language::choose(source, Markup::WordPress, language, &mut losses);
    let text =
        apply(text, |text| rewrite(text, Markup::WordPress, Target::Content, &mut losses).text);
    (text, losses)
}

/// Removes what Hugo, Jekyll, Kramdown or `WordPress` left in a Markdown body; the result is
/// Markdown. Code stays untouched; highlighted code becomes fenced code, Hugo's own figures
/// become Markdown images.
#[must_use]
pub fn strip_templates(source: &str) -> (Cow<'_, str>, Vec<Loss>) {
    let mut losses = Vec::new();
    let text = template::strip(source, &mut losses);
    let text =
        apply(text, |text| rewrite(text, Markup::Markdown, Target::Content, &mut losses).text);
    (text, losses)
}

/// Removes every kind of shortcode for an excerpt, with whatever in it is no running text. The
/// flag says that a caption without an end swallowed the rest.
pub(super) fn remove<'a>(
    source: &'a str,
    markup: Markup,
    language: Option<&str>,
    losses: &mut Vec<Loss>,
) -> (Cow<'a, str>, bool) {
    let text = match markup {
        Markup::Markdown => template::strip(source, losses),
        _ => language::choose(source, markup, language, losses),
    };
    let mut swallowed = false;
    let text = apply(text, |text| {
        let Rewritten { text, swallowed: rest } = rewrite(text, markup, Target::Lead, losses);
        swallowed = rest;
        text
    });
    (text, swallowed)
}

/// Rewrites what may already be owned without copying what does not change.
fn apply(text: Cow<'_, str>, step: impl FnOnce(&str) -> Option<String>) -> Cow<'_, str> {
    match step(&text) {
        Some(changed) => Cow::Owned(changed),
        None => text,
    }
}

/// A loss that shows the beginning of what was lost, on one line.
pub(super) fn loss(kind: LossKind, what: &str) -> Loss {
    const SHOWN: usize = 80;
    let mut shown = String::new();
    let mut words = what.split_whitespace().peekable();
    while let Some(word) = words.next() {
        if !shown.is_empty() {
            shown.push(' ');
        }
        shown.extend(word.chars().take(SHOWN));
        if words.peek().is_some() && shown.chars().count() >= SHOWN {
            shown.push('…');
            break;
        }
    }
    Loss { kind, what: shown }
}

#[cfg(test)]
mod tests;
