//! RSS read back: 0.9x and 2.0, and the basic elements of RSS 1.0.
//!
//! Must not know: other formats, rules that hold for every format.

use std::borrow::Cow;

use super::extensions::{Extensions, value};
use super::findings::{Quoted, Spot};
use super::read_back::{
    Body, Date, Facts, Field, Format, Id, IdKind, Link, Markup, Meaning, ReadBack, Role, Target,
};
use super::rss_parts as parts;
use super::xml::{Context, Element, Once, attribute, elements, namespace};
use super::{dates, namespaces, rules, values};

/// The media type that a self link names.
const RSS_TYPE: &str = "application/rss+xml";
/// The media type of RSS 1.0.
const RDF_TYPE: &str = "application/rdf+xml";

/// Reads an `rss` document.
pub(super) fn read<'a>(root: Element<'a>, context: &mut Context<'a, '_>) -> ReadBack<'a> {
    let mut document = ReadBack::new(Format::Rss, Some(context.at(root)));
    context.scope(root, &mut document.feed);
    match attribute(root, "version") {
        Some("2.0" | "0.91" | "0.92" | "0.93" | "0.94") => {}
        Some(other) => context.add(
            &rules::VERSION_INVALID,
            root,
            None,
            format_args!("version is `{}`", Quoted(other)),
        ),
        None => {
            context.required(root, "version", None);
        }
    }
    context.no_text(root, None);
    let mut channels = 0;
    for child in elements(root) {
        match (namespace(child), child.tag_name().name()) {
            (None, "channel") => {
                channels += 1;
                if channels == 1 {
                    read_channel(child, &mut document, context);
                } else {
                    context.add(
                        &rules::ELEMENT_DUPLICATE,
                        child,
                        None,
                        format_args!("a second channel"),
                    );
                }
            }
            (None, name) => unknown(child, name, None, context),
            (Some(uri), _) => context.namespace(uri),
        }
    }
    if channels == 0 {
        missing("channel", &document.feed, context);
    }
    document
}

/// Reads an `rdf:RDF` document: its items stand beside the channel.
pub(super) fn read_rdf<'a>(root: Element<'a>, context: &mut Context<'a, '_>) -> ReadBack<'a> {
    let mut document = ReadBack::new(Format::Rdf, Some(context.at(root)));
    context.scope(root, &mut document.feed);
    let mut channels = 0;
    for child in elements(root) {
        match (namespace(child), child.tag_name().name()) {
            (Some(namespaces::RSS_1), "channel") => {
                channels += 1;
                read_channel(child, &mut document, context);
            }
            (Some(namespaces::RSS_1), "item") => read_item(child, &mut document, context),
            (Some(namespaces::RSS_1), "image" | "textinput") => {}
            (Some(uri), _) => context.namespace(uri),
            (None, name) => unknown(child, name, None, context),
        }
    }
    if channels == 0 {
        missing("channel", &document.feed, context);
    }
    document
}

fn read_channel<'a>(node: Element<'a>, document: &mut ReadBack<'a>, context: &mut Context<'a, '_>) {
    let is_rdf = document.format == Format::Rdf;
    let mut extensions = Extensions::new(if is_rdf { RDF_TYPE } else { RSS_TYPE });
    let mut once = Once::default();
    document.feed.at = Some(context.at(node));
    context.inherited(node, &mut document.feed);
    context.no_text(node, None);
    let mut image = None;
    for child in elements(node) {
        let name = child.tag_name().name();
        match namespace(child) {
            Some(namespaces::RSS_1) | None => {
                if name == "item" {
                    read_item(child, document, context);
                    continue;
                }
                if !document.entries.is_empty() && !is_rdf {
                    context.add(
                        &rules::ELEMENT_MISPLACED,
                        child,
                        None,
                        format_args!("<{}> stands after an item", Quoted(name)),
                    );
                }
                if name != "category" && !once.first(name) {
                    again(child, name, None, context);
                    continue;
                }
                if name == "image" && !is_rdf {
                    image = Some(child);
                }
                channel_element(child, name, &mut document.feed, context);
            }
            Some(uri) => extensions.read(child, uri, &mut document.feed, context),
        }
    }
    for name in ["title", "link", "description"] {
        if !once.has(name) {
            missing(name, &document.feed, context);
        }
    }
    if let Some(image) = image {
        parts::image(image, &mut document.feed, context);
    }
    extensions.relations.history(extensions.complete, extensions.archive, context);
}

fn channel_element<'a>(
    node: Element<'a>,
    name: &'a str,
    feed: &mut Facts<'a>,
    context: &mut Context<'a, '_>,
) {
    match name {
        "title" => {
            let title = context.trimmed(node, None);
            feed.texts.push(title.clone());
            feed.title = Some(title);
        }
        "link" => page_link(node, feed, context),
        "docs" => {
            let field = context.trimmed(node, None);
            feed.links.push(Link { field, to: Target::Other });
        }
        "description" => {
            let field = context.trimmed(node, None);
            if field.text.is_empty() {
                empty(&field, feed, context);
            }
            feed.texts.push(field);
        }
        "copyright" | "category" => text(node, feed, context),
        "language" => feed.languages.push(context.trimmed(node, None)),
        "managingEditor" | "webMaster" => contact(node, feed, context),
        "pubDate" => date(node, Meaning::Other, feed, context),
        "lastBuildDate" => date(node, Meaning::Updated, feed, context),
        "ttl" => value(node, feed, context, "a number of minutes", |text| {
            values::is_integer_from(0, text)
        }),
        "cloud" => parts::cloud(node, context),
        "textInput" | "textinput" => parts::text_input(node, feed, context),
        "skipHours" => parts::skip_hours(node, context),
        "skipDays" => parts::skip_days(node, context),
        "image" | "generator" | "rating" | "items" => {}
        _ => unknown(node, name, None, context),
    }
}

fn read_item<'a>(node: Element<'a>, document: &mut ReadBack<'a>, context: &mut Context<'a, '_>) {
    let is_rdf = document.format == Format::Rdf;
    let entry = Some(document.entries.len());
    let mut item = Facts::new(entry, Some(context.at(node)));
    let mut extensions = Extensions::new(if is_rdf { RDF_TYPE } else { RSS_TYPE });
    let mut once = Once::default();
    context.inherited(node, &mut item);
    context.no_text(node, entry);
    for child in elements(node) {
        let name = child.tag_name().name();
        match namespace(child) {
            Some(namespaces::RSS_1) | None => {
                if !matches!(name, "category" | "enclosure") && !once.first(name) {
                    again(child, name, entry, context);
                    continue;
                }
                if name == "enclosure" && !once.first(name) {
                    context.add(
                        &rules::ENCLOSURE_DUPLICATE,
                        child,
                        entry,
                        format_args!("the item has another enclosure"),
                    );
                }
                item_element(child, name, &mut item, context);
            }
            Some(uri) => extensions.read(child, uri, &mut item, context),
        }
    }
    if is_rdf {
        let about = node
            .attributes()
            .find(|a| a.namespace() == Some(namespaces::RDF) && a.name() == "about");
        item.id = about.map(|about| Id {
            field: Field {
                text: Cow::Borrowed(about.value()),
                name: "rdf:about",
                at: Some(context.at(node)),
            },
            kind: IdKind::Opaque,
        });
    }
    if !once.has("title") && !once.has("description") {
        missing("title or description", &item, context);
    }
    arrange_bodies(&mut item);
    document.entries.push(item);
}

/// A description beside the full content is its summary; alone it is the content.
fn arrange_bodies(item: &mut Facts<'_>) {
    let has_content = item.body(Role::Content).is_some();
    for body in &mut item.bodies {
        if body.role == Role::Summary && !has_content {
            body.role = Role::Content;
        }
    }
}

fn item_element<'a>(
    node: Element<'a>,
    name: &'a str,
    item: &mut Facts<'a>,
    context: &mut Context<'a, '_>,
) {
    let entry = item.entry;
    match name {
        "title" => {
            let title = context.trimmed(node, entry);
            item.texts.push(title.clone());
            item.title = Some(title);
        }
        "link" => page_link(node, item, context),
        "description" => {
            if item.body(Role::Content).is_some() {
                context.add(
                    &rules::DESCRIPTION_LATE,
                    node,
                    entry,
                    format_args!("it stands after content:encoded"),
                );
            }
            let field = context.field(node, entry);
            item.bodies.push(Body { field, markup: Markup::Html, role: Role::Summary });
        }
        "author" => contact(node, item, context),
        "category" => text(node, item, context),
        "comments" => {
            let field = context.trimmed(node, entry);
            item.links.push(Link { field, to: Target::Other });
        }
        "enclosure" => parts::enclosure(node, item, context),
        "guid" => guid(node, item, context),
        "pubDate" => date(node, Meaning::Published, item, context),
        "source" => {
            let url = context.required(node, "url", entry);
            item.links.extend(url.map(|field| Link { field, to: Target::Other }));
            text(node, item, context);
        }
        _ => unknown(node, name, entry, context),
    }
}

fn guid<'a>(node: Element<'a>, item: &mut Facts<'a>, context: &mut Context<'a, '_>) {
    let kind = match attribute(node, "isPermaLink") {
        Some("false") => IdKind::Opaque,
        Some("true") | None => IdKind::Permalink,
        Some(other) => {
            context.add(
                &rules::VALUE_INVALID,
                node,
                item.entry,
                format_args!("isPermaLink is `{}`, not true or false", Quoted(other)),
            );
            IdKind::Opaque
        }
    };
    let field = context.trimmed(node, item.entry);
    item.id = Some(Id { field, kind });
}

fn page_link<'a>(node: Element<'a>, facts: &mut Facts<'a>, context: &mut Context<'a, '_>) {
    let field = context.trimmed(node, facts.entry);
    facts.links.push(Link { field, to: Target::Page });
}

/// Plain text for people that may not be empty.
pub(super) fn text<'a>(node: Element<'a>, facts: &mut Facts<'a>, context: &mut Context<'a, '_>) {
    let field = context.trimmed(node, facts.entry);
    if field.text.is_empty() {
        empty(&field, facts, context);
    }
    facts.texts.push(field);
}

fn contact<'a>(node: Element<'a>, facts: &mut Facts<'a>, context: &mut Context<'a, '_>) {
    let field = context.trimmed(node, facts.entry);
    if !values::is_contact(&field.text) {
        context.add(
            &rules::EMAIL_INVALID,
            node,
            facts.entry,
            format_args!("`{}` is no e-mail address", Quoted(&field.text)),
        );
    }
    // The address may stand in angle brackets, which are no markup.
    let name = match &field.text {
        Cow::Borrowed(text) => text.split_once('(').map(|(_, name)| Cow::Borrowed(name)),
        Cow::Owned(text) => text.split_once('(').map(|(_, name)| Cow::Owned(name.to_owned())),
    };
    facts.texts.extend(name.map(|text| Field { text, ..field }));
}

/// Reads a date of RFC 822.
fn date<'a>(
    node: Element<'a>,
    meaning: Meaning,
    facts: &mut Facts<'a>,
    context: &mut Context<'a, '_>,
) {
    let field = context.trimmed(node, facts.entry);
    let reading = dates::rfc822(&field.text);
    let quoted = Quoted(&field.text);
    let spot = facts.place(&field);
    match reading {
        dates::Reading::Exact(_) => {}
        dates::Reading::Unusual(_, how) => {
            context.findings.add(&rules::DATE_UNUSUAL, spot, format_args!("in `{quoted}` {how}"));
        }
        dates::Reading::WrongWeekday(_) => context.findings.add(
            &rules::DATE_WEEKDAY,
            spot,
            format_args!("`{quoted}` is another day of the week"),
        ),
        dates::Reading::Wrong => context.findings.add(
            &rules::DATE_RFC822,
            spot,
            format_args!("`{quoted}` is no date of RFC 822"),
        ),
    }
    facts.dates.push(Date { field, meaning, at: reading.at() });
}

/// Reports an element that must be there.
pub(super) fn missing(name: &str, facts: &Facts<'_>, context: &mut Context<'_, '_>) {
    context.findings.add(&rules::REQUIRED_MISSING, facts.spot(), format_args!("it has no {name}"));
}

fn empty(field: &Field<'_>, facts: &Facts<'_>, context: &mut Context<'_, '_>) {
    let spot: Spot<'_> = facts.place(field);
    context.findings.add(&rules::REQUIRED_EMPTY, spot, format_args!("it is empty"));
}

/// Reports an element that the format does not define.
pub(super) fn unknown<'a>(
    node: Element<'a>,
    name: &str,
    entry: Option<usize>,
    context: &mut Context<'a, '_>,
) {
    context.add(
        &rules::ELEMENT_UNKNOWN,
        node,
        entry,
        format_args!("the format has no element `{}` here", Quoted(name)),
    );
}

/// Reports an element that may stand once and has been there.
pub(super) fn again<'a>(
    node: Element<'a>,
    name: &str,
    entry: Option<usize>,
    context: &mut Context<'a, '_>,
) {
    context.add(
        &rules::ELEMENT_DUPLICATE,
        node,
        entry,
        format_args!("<{}> is there already", Quoted(name)),
    );
}
