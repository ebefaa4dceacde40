//! The parts of RSS that have parts of their own: picture, enclosure, cloud, days and hours.
//!
//! Must not know: the channel and item around them.

use super::findings::Quoted;
use super::read_back::{Facts, Link, Target};
use super::rss2::{again, missing, text, unknown};
use super::xml::{Context, Element, Once, attribute, elements, namespace};
use super::{rules, values};

/// The channel's picture, once title and link of the channel are known.
pub(super) fn image<'a>(node: Element<'a>, feed: &mut Facts<'a>, context: &mut Context<'a, '_>) {
    context.no_text(node, None);
    let mut once = Once::default();
    for child in elements(node) {
        if namespace(child).is_some() {
            continue;
        }
        let name = child.tag_name().name();
        if !once.first(name) {
            again(child, name, None, context);
            continue;
        }
        match name {
            "url" => {
                let field = context.trimmed(child, None);
                if !has_image_ending(&field.text) {
                    context.add(
                        &rules::IMAGE_FORMAT,
                        child,
                        None,
                        format_args!("`{}` is of another kind", Quoted(&field.text)),
                    );
                }
                feed.links.push(Link { field, to: Target::Other });
            }
            "link" => {
                let field = context.trimmed(child, None);
                let page = feed.links.iter().find(|link| link.to == Target::Page);
                if page.is_some_and(|page| page.field.text != field.text) {
                    mismatch(child, &field.text, context);
                }
                feed.links.push(Link { field, to: Target::Other });
            }
            "title" => {
                let field = context.trimmed(child, None);
                if feed.title.as_ref().is_some_and(|title| title.text != field.text) {
                    mismatch(child, &field.text, context);
                }
                feed.texts.push(field);
            }
            "description" => text(child, feed, context),
            "width" => size(child, 144, context),
            "height" => size(child, 400, context),
            _ => unknown(child, name, None, context),
        }
    }
    for name in ["url", "title", "link"] {
        if !once.has(name) {
            missing(&format!("image {name}"), feed, context);
        }
    }
}

fn mismatch<'a>(node: Element<'a>, text: &str, context: &mut Context<'a, '_>) {
    context.add(
        &rules::IMAGE_MISMATCH,
        node,
        None,
        format_args!("`{}` is not the channel's", Quoted(text)),
    );
}

/// Whether the address ends like a picture that readers expect, or does not tell.
fn has_image_ending(url: &str) -> bool {
    let path = url.split(['?', '#']).next().unwrap_or_default();
    let file = path.rsplit('/').next().unwrap_or_default();
    file.rsplit_once('.').is_none_or(|(_, ending)| {
        ["gif", "jpg", "jpeg", "png"].iter().any(|known| known.eq_ignore_ascii_case(ending))
    })
}

fn size<'a>(node: Element<'a>, most: u64, context: &mut Context<'a, '_>) {
    let field = context.trimmed(node, None);
    let fits = values::is_integer_from(1, &field.text)
        && field.text.parse::<u64>().is_ok_and(|pixels| pixels <= most);
    if !fits {
        context.add(
            &rules::IMAGE_SIZE,
            node,
            None,
            format_args!("`{}` is no number from 1 to {most}", Quoted(&field.text)),
        );
    }
}

pub(super) fn enclosure<'a>(
    node: Element<'a>,
    item: &mut Facts<'a>,
    context: &mut Context<'a, '_>,
) {
    let url = context.required(node, "url", item.entry);
    item.links.extend(url.map(|field| Link { field, to: Target::Other }));
    let length = context.required(node, "length", item.entry);
    if let Some(length) = length
        && !values::is_integer_from(0, &length.text)
    {
        context.add(
            &rules::ENCLOSURE_LENGTH,
            node,
            item.entry,
            format_args!("length is `{}`", Quoted(&length.text)),
        );
    }
    let media_type = context.required(node, "type", item.entry);
    if let Some(media_type) = media_type
        && !values::is_media_type(&media_type.text)
    {
        context.add(
            &rules::MEDIA_TYPE_INVALID,
            node,
            item.entry,
            format_args!("type is `{}`", Quoted(&media_type.text)),
        );
    }
}

pub(super) fn cloud<'a>(node: Element<'a>, context: &mut Context<'a, '_>) {
    for name in ["domain", "path", "registerProcedure", "protocol", "port"] {
        context.required(node, name, None);
    }
    if let Some(port) = attribute(node, "port")
        && !values::is_integer_from(1, port)
    {
        invalid(node, "port", port, context);
    }
}

pub(super) fn text_input<'a>(
    node: Element<'a>,
    feed: &mut Facts<'a>,
    context: &mut Context<'a, '_>,
) {
    let mut once = Once::default();
    for child in elements(node) {
        let name = child.tag_name().name();
        if namespace(child).is_some() {
            continue;
        }
        if !once.first(name) {
            again(child, name, None, context);
            continue;
        }
        match name {
            "title" | "description" => text(child, feed, context),
            "link" => {
                let field = context.trimmed(child, None);
                feed.links.push(Link { field, to: Target::Other });
            }
            "name" => {
                let field = context.trimmed(child, None);
                let is_name = field.text.starts_with(|c: char| c.is_ascii_alphabetic())
                    && !field.text.contains(char::is_whitespace);
                if !is_name {
                    invalid(child, "name", &field.text, context);
                }
            }
            _ => unknown(child, name, None, context),
        }
    }
    for name in ["title", "description", "name", "link"] {
        if !once.has(name) {
            missing(&format!("textInput {name}"), feed, context);
        }
    }
}

pub(super) fn skip_hours<'a>(node: Element<'a>, context: &mut Context<'a, '_>) {
    list(node, "hour", 24, context, |text| {
        // 24 stood for midnight until 2002.
        values::is_integer_from(0, text) && text.parse::<u64>().is_ok_and(|hour| hour <= 24)
    });
}

pub(super) fn skip_days<'a>(node: Element<'a>, context: &mut Context<'a, '_>) {
    let days = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
    list(node, "day", 7, context, |text| days.contains(&text));
}

fn list<'a>(
    node: Element<'a>,
    item: &str,
    most: usize,
    context: &mut Context<'a, '_>,
    is_valid: impl Fn(&str) -> bool,
) {
    let mut seen: Vec<String> = Vec::new();
    for child in elements(node) {
        let name = child.tag_name().name();
        if name != item {
            unknown(child, name, None, context);
            continue;
        }
        if seen.len() == most {
            context.add(
                &rules::VALUE_INVALID,
                child,
                None,
                format_args!("there are more than {most} of them"),
            );
            break;
        }
        let text = context.trimmed(child, None).text;
        if !is_valid(&text) {
            invalid(child, item, &text, context);
        }
        // Both ways to write midnight are one hour.
        let text = if item == "hour" && text == "24" { "0".to_owned() } else { text.into_owned() };
        let text = text.trim_start_matches('0').to_owned();
        if seen.contains(&text) {
            context.add(
                &rules::VALUE_DUPLICATE,
                child,
                None,
                format_args!("this {item} is there already"),
            );
        }
        seen.push(text);
    }
}

fn invalid<'a>(node: Element<'a>, name: &str, text: &str, context: &mut Context<'a, '_>) {
    context.add(&rules::VALUE_INVALID, node, None, format_args!("{name} is `{}`", Quoted(text)));
}
