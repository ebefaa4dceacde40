//! Language tags of qTranslate: one post holds several languages, `[:en]…[:fr]…[:]` or
//! `<!--:en-->…<!--:-->`.
//!
//! Must not know: brackets of other kinds.

use std::borrow::Cow;

use super::super::{Loss, LossKind, Markup};
use super::loss;

/// A tag: where it stands, and the language it opens or `None` where it closes.
struct Tag<'a> {
    start: usize,
    end: usize,
    language: Option<&'a str>,
}

/// Keeps the passages in `language`, or in the first language of the text if it has none in that
/// one, and whatever is in no language.
pub(super) fn choose<'a>(
    source: &'a str,
    markup: Markup,
    language: Option<&str>,
    losses: &mut Vec<Loss>,
) -> Cow<'a, str> {
    let tags = tags(source, markup);
    let opened: Vec<&str> = tags.iter().filter_map(|tag| tag.language).collect();
    let Some(first) = opened.first() else {
        return Cow::Borrowed(source);
    };
    // One tag alone may be a slice of a list in prose about programming.
    let closed = tags.len() > opened.len();
    if !closed && opened.iter().all(|language| language == first) {
        return Cow::Borrowed(source);
    }
    let wanted = language.and_then(|tag| tag.split(['-', '_']).next());
    let chosen = wanted
        .and_then(|wanted| opened.iter().find(|language| language.eq_ignore_ascii_case(wanted)))
        .unwrap_or(first);
    let mut text = String::with_capacity(source.len());
    let mut from = 0;
    let mut current = None;
    let mut dropped: Vec<&str> = Vec::new();
    let mut keep = |upto: usize, from: usize, current: Option<&'a str>| {
        let passage = source.get(from..upto).unwrap_or_default();
        match current {
            Some(language) if language != *chosen => {
                if !passage.trim().is_empty() && !dropped.contains(&language) {
                    dropped.push(language);
                }
            }
            _ => text.push_str(passage),
        }
    };
    for tag in &tags {
        keep(tag.start, from, current);
        from = tag.end;
        current = tag.language;
    }
    keep(source.len(), from, current);
    for language in dropped {
        losses.push(loss(LossKind::Shortcode, &format!("[:{language}]")));
    }
    Cow::Owned(text)
}

fn tags(source: &str, markup: Markup) -> Vec<Tag<'_>> {
    let mut tags = Vec::new();
    if markup == Markup::Markdown {
        return tags;
    }
    let mut from = 0;
    while let Some(colon) = source.get(from..).and_then(|rest| rest.find(':')) {
        let colon = from + colon;
        from = colon + 1;
        let before = source.get(..colon).unwrap_or_default();
        let after = source.get(colon + 1..).unwrap_or_default();
        let length = after.bytes().take_while(u8::is_ascii_lowercase).count();
        let rest = after.get(length..).unwrap_or_default();
        let ends = [("[", "]"), ("<!--", "-->"), ("{", "}")];
        let Some((open, close)) = ends
            .into_iter()
            .find(|(open, close)| before.ends_with(open) && rest.starts_with(close))
        else {
            continue;
        };
        if matches!(length, 0 | 2 | 3) && (open != "{" || markup == Markup::WordPress) {
            let end = colon + 1 + length + close.len();
            tags.push(Tag {
                start: colon - open.len(),
                end,
                language: (length > 0).then(|| after.get(..length)).flatten(),
            });
            from = end;
        }
    }
    tags
}
