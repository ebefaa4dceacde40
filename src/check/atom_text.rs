//! Text and content of Atom (RFC 4287 sections 3.1 and 4.1.3).
//!
//! Must not know: the entry or feed around them.

use std::borrow::Cow;

use super::findings::Quoted;
use super::namespaces::XHTML;
use super::read_back::{Body, Facts, Field, Link, Markup, Role, Target};
use super::xml::{Context, Element, attribute, elements, namespace};
use super::{rules, values};

/// A title.
pub(super) fn title<'a>(node: Element<'a>, facts: &mut Facts<'a>, context: &mut Context<'a, '_>) {
    let Some((field, markup)) = text(node, facts, context) else { return };
    if markup == Markup::Plain {
        facts.texts.push(field.clone());
    } else {
        facts.bodies.push(Body { field: field.clone(), markup, role: Role::Other });
    }
    facts.title = Some(field);
}

/// A subtitle or rights.
pub(super) fn construct<'a>(
    node: Element<'a>,
    facts: &mut Facts<'a>,
    context: &mut Context<'a, '_>,
) {
    let Some((field, markup)) = text(node, facts, context) else { return };
    if field.text.trim().is_empty() {
        context.add(&rules::REQUIRED_EMPTY, node, facts.entry, format_args!("it is empty"));
    }
    if markup == Markup::Plain {
        facts.texts.push(field);
    } else {
        facts.bodies.push(Body { field, markup, role: Role::Other });
    }
}

/// A summary.
pub(super) fn summary<'a>(node: Element<'a>, facts: &mut Facts<'a>, context: &mut Context<'a, '_>) {
    let Some((field, markup)) = text(node, facts, context) else { return };
    facts.bodies.push(Body { field, markup, role: Role::Summary });
}

/// A text construct: its text, and how it is marked up.
fn text<'a>(
    node: Element<'a>,
    facts: &mut Facts<'a>,
    context: &mut Context<'a, '_>,
) -> Option<(Field<'a>, Markup)> {
    context.inherited(node, facts);
    match attribute(node, "type") {
        None | Some("text") => Some((context.field(node, facts.entry), Markup::Plain)),
        Some("html") => Some((context.field(node, facts.entry), Markup::Html)),
        Some("xhtml") => xhtml(node, facts, context).map(|field| (field, Markup::Xhtml)),
        Some(other) => {
            context.add(
                &rules::TEXT_TYPE_INVALID,
                node,
                facts.entry,
                format_args!("type is `{}`, not text, html or xhtml", Quoted(other)),
            );
            None
        }
    }
}

/// The source of the one XHTML div.
fn xhtml<'a>(
    node: Element<'a>,
    facts: &Facts<'a>,
    context: &mut Context<'a, '_>,
) -> Option<Field<'a>> {
    context.no_text(node, facts.entry);
    let mut children = elements(node);
    let first = children.next();
    let is_div =
        |div: &Element<'a>| namespace(*div) == Some(XHTML) && div.tag_name().name() == "div";
    let Some(div) = first.filter(is_div).filter(|_| children.next().is_none()) else {
        context.add(
            &rules::XHTML_DIV_MISSING,
            node,
            facts.entry,
            format_args!("it holds no div, or more than that"),
        );
        return None;
    };
    Some(Field {
        text: Cow::Borrowed(context.text.get(div.range()).unwrap_or_default()),
        name: context.name(node),
        at: Some(context.at(div)),
    })
}

/// The content; whether it cannot be read in the document itself, so that a summary must stand in.
pub(super) fn content<'a>(
    node: Element<'a>,
    facts: &mut Facts<'a>,
    context: &mut Context<'a, '_>,
) -> bool {
    let entry = facts.entry;
    let media_type = attribute(node, "type");
    if let Some(source) = context.attribute(node, "src") {
        facts.links.push(Link { field: source, to: Target::Other });
        let has_text = node.text().is_some_and(|text| !text.trim().is_empty());
        if has_text || elements(node).next().is_some() {
            context.add(
                &rules::CONTENT_OUT_OF_LINE,
                node,
                entry,
                format_args!("it has src and is not empty"),
            );
        }
        match media_type {
            None => context.add(
                &rules::CONTENT_TYPE_MISSING,
                node,
                entry,
                format_args!("it has src and no type"),
            ),
            Some(media_type) if !values::is_media_type(media_type) || is_composite(media_type) => {
                invalid_type(node, facts, context, media_type);
            }
            Some(_) => {}
        }
        return true;
    }
    match media_type {
        None | Some("text" | "html" | "xhtml") => {
            if let Some((field, markup)) = text(node, facts, context) {
                if field.text.trim().is_empty() {
                    context.add(&rules::REQUIRED_EMPTY, node, entry, format_args!("it is empty"));
                }
                facts.bodies.push(Body { field, markup, role: Role::Content });
            }
            false
        }
        Some(media_type) => other_content(node, media_type, facts, context),
    }
}

fn other_content<'a>(
    node: Element<'a>,
    media_type: &str,
    facts: &mut Facts<'a>,
    context: &mut Context<'a, '_>,
) -> bool {
    if is_composite(media_type) || !values::is_media_type(media_type) {
        invalid_type(node, facts, context, media_type);
        return false;
    }
    let kind = media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    if kind.ends_with("+xml") || kind.ends_with("/xml") {
        context.no_text(node, facts.entry);
        return false;
    }
    let field = context.field(node, facts.entry);
    if kind == "text/html" {
        facts.bodies.push(Body { field, markup: Markup::Html, role: Role::Content });
        return false;
    }
    if kind.starts_with("text/") {
        facts.bodies.push(Body { field, markup: Markup::Plain, role: Role::Content });
        return false;
    }
    if !values::is_base64(&field.text) {
        context.add(
            &rules::CONTENT_NOT_BASE64,
            node,
            facts.entry,
            format_args!("content of type `{}` is no Base64", Quoted(media_type)),
        );
    }
    true
}

/// Types that hold other types (section 4.1.3.1 forbids them).
fn is_composite(media_type: &str) -> bool {
    ["multipart/", "message/"].iter().any(|kind| {
        media_type.get(..kind.len()).is_some_and(|start| start.eq_ignore_ascii_case(kind))
    })
}

fn invalid_type<'a>(
    node: Element<'a>,
    facts: &Facts<'a>,
    context: &mut Context<'a, '_>,
    media_type: &str,
) {
    context.add(
        &rules::MEDIA_TYPE_INVALID,
        node,
        facts.entry,
        format_args!("type is `{}`", Quoted(media_type)),
    );
}
