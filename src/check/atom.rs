//! Atom read back: RFC 4287 with tombstones (RFC 6721).
//!
//! Must not know: other formats, rules that hold for every format.

use super::atom_text as texts;
use super::extensions::{Extensions, date3339};
use super::findings::Quoted;
use super::namespaces::{ATOM, TOMBSTONES};
use super::read_back::{Facts, Format, Id, IdKind, Link, Meaning, ReadBack, Target};
use super::rss2::{again, missing, unknown};
use super::xml::{Context, Element, Once, attribute, elements, namespace};
use super::{dates, rules, values};

/// The media type that a self link names.
const ATOM_TYPE: &str = "application/atom+xml";

/// Reads an `atom:feed`.
pub(super) fn read_feed<'a>(root: Element<'a>, context: &mut Context<'a, '_>) -> ReadBack<'a> {
    let mut document = ReadBack::new(Format::Atom, Some(context.at(root)));
    context.scope(root, &mut document.feed);
    let feed_has_author = elements(root)
        .any(|child| namespace(child) == Some(ATOM) && child.tag_name().name() == "author");
    let mut extensions = Extensions::new(ATOM_TYPE);
    let mut once = Once::default();
    context.no_text(root, None);
    for child in elements(root) {
        let name = child.tag_name().name();
        match namespace(child) {
            Some(ATOM) if name == "entry" => {
                read_entry(child, feed_has_author, &mut document, context);
            }
            Some(ATOM) => {
                if !document.entries.is_empty() {
                    context.add(
                        &rules::ELEMENT_MISPLACED,
                        child,
                        None,
                        format_args!("<{}> stands after an entry", Quoted(name)),
                    );
                }
                if !repeats(name) && !once.first(name) {
                    again(child, name, None, context);
                    continue;
                }
                feed_element(child, name, &mut document.feed, &mut extensions, context);
            }
            Some(TOMBSTONES) => tombstone(child, name, &mut document, context),
            Some(uri) => extensions.read(child, uri, &mut document.feed, context),
            None => unknown(child, name, None, context),
        }
    }
    for name in ["id", "title", "updated"] {
        if !once.has(name) {
            missing(name, &document.feed, context);
        }
    }
    extensions.relations.history(extensions.complete, extensions.archive, context);
    document
}

/// Reads an `atom:entry` that is a document of its own.
pub(super) fn read_entry_document<'a>(
    root: Element<'a>,
    context: &mut Context<'a, '_>,
) -> ReadBack<'a> {
    let mut document = ReadBack::new(Format::Atom, Some(context.at(root)));
    document.is_entry = true;
    context.scope(root, &mut document.feed);
    read_entry(root, false, &mut document, context);
    document
}

/// Elements that may stand any number of times.
fn repeats(name: &str) -> bool {
    matches!(name, "author" | "category" | "contributor" | "link")
}

fn feed_element<'a>(
    node: Element<'a>,
    name: &'a str,
    feed: &mut Facts<'a>,
    extensions: &mut Extensions<'a>,
    context: &mut Context<'a, '_>,
) {
    match name {
        "subtitle" => texts::construct(node, feed, context),
        "icon" | "logo" => {
            let field = context.field(node, None);
            feed.links.push(Link { field, to: Target::Other });
        }
        "generator" => {
            let text = context.field(node, None);
            feed.texts.push(text);
            let uri = context.attribute(node, "uri");
            feed.links.extend(uri.map(|field| Link { field, to: Target::Other }));
        }
        _ => common_element(node, name, feed, extensions, context),
    }
}

/// Elements that feeds, entries and sources share.
fn common_element<'a>(
    node: Element<'a>,
    name: &'a str,
    facts: &mut Facts<'a>,
    extensions: &mut Extensions<'a>,
    context: &mut Context<'a, '_>,
) {
    match name {
        "id" => {
            let field = context.field(node, facts.entry);
            facts.id = Some(Id { field, kind: IdKind::Iri });
        }
        "title" => texts::title(node, facts, context),
        "updated" => date3339(node, Meaning::Updated, facts, context),
        "rights" => texts::construct(node, facts, context),
        "link" => extensions.relations.read(node, facts, ATOM_TYPE, context),
        "author" | "contributor" => person(node, facts, context),
        "category" => category(node, facts, context),
        _ => unknown(node, name, facts.entry, context),
    }
}

fn read_entry<'a>(
    node: Element<'a>,
    feed_has_author: bool,
    document: &mut ReadBack<'a>,
    context: &mut Context<'a, '_>,
) {
    let mut entry = Facts::new(Some(document.entries.len()), Some(context.at(node)));
    let mut extensions = Extensions::new(ATOM_TYPE);
    let mut once = Once::default();
    context.inherited(node, &mut entry);
    context.no_text(node, entry.entry);
    let mut has_author = feed_has_author;
    let mut out_of_line = false;
    for child in elements(node) {
        let name = child.tag_name().name();
        match namespace(child) {
            Some(ATOM) => {
                if !repeats(name) && !once.first(name) {
                    again(child, name, entry.entry, context);
                    continue;
                }
                has_author |= name == "author";
                match name {
                    "published" => date3339(child, Meaning::Published, &mut entry, context),
                    "summary" => texts::summary(child, &mut entry, context),
                    "content" => out_of_line = texts::content(child, &mut entry, context),
                    "source" => has_author |= source(child, &mut entry, context),
                    _ => common_element(child, name, &mut entry, &mut extensions, context),
                }
                once.first(name);
            }
            Some(uri) => extensions.read(child, uri, &mut entry, context),
            None => unknown(child, name, entry.entry, context),
        }
    }
    for name in ["id", "title", "updated"] {
        if !once.has(name) {
            missing(name, &entry, context);
        }
    }
    if !has_author {
        missing("author, nor has the feed", &entry, context);
    }
    if !once.has("content") && !extensions.relations.has("alternate") {
        missing("content and no link rel=\"alternate\"", &entry, context);
    }
    if out_of_line && !once.has("summary") {
        missing("summary, and its content is not text", &entry, context);
    }
    document.entries.push(entry);
}

/// A person construct (section 3.2).
fn person<'a>(node: Element<'a>, facts: &mut Facts<'a>, context: &mut Context<'a, '_>) {
    let entry = facts.entry;
    let mut once = Once::default();
    context.no_text(node, entry);
    for child in elements(node).filter(|child| namespace(*child) == Some(ATOM)) {
        let name = child.tag_name().name();
        if !once.first(name) {
            again(child, name, entry, context);
            continue;
        }
        let field = context.field(child, entry);
        match name {
            "name" => {
                if field.text.trim().is_empty() {
                    context.add(
                        &rules::REQUIRED_EMPTY,
                        child,
                        entry,
                        format_args!("a name is empty"),
                    );
                }
                if let Some(email) = values::email_in(&field.text) {
                    context.add(
                        &rules::EMAIL_IN_NAME,
                        child,
                        entry,
                        format_args!("a name is `{}`", Quoted(email)),
                    );
                }
                facts.texts.push(field);
            }
            "uri" => facts.links.push(Link { field, to: Target::Other }),
            "email" => {
                if !values::is_email(&field.text) {
                    context.add(
                        &rules::EMAIL_INVALID,
                        child,
                        entry,
                        format_args!("`{}` is no e-mail address", Quoted(&field.text)),
                    );
                }
            }
            _ => unknown(child, name, entry, context),
        }
    }
    if !once.has("name") {
        context.add(&rules::REQUIRED_MISSING, node, entry, format_args!("it has no name"));
    }
}

fn category<'a>(node: Element<'a>, facts: &mut Facts<'a>, context: &mut Context<'a, '_>) {
    let term = context.required(node, "term", facts.entry);
    if term.is_some_and(|term| term.text.trim().is_empty()) {
        context.add(&rules::REQUIRED_EMPTY, node, facts.entry, format_args!("term is empty"));
    }
    facts.texts.extend(context.attribute(node, "label"));
    let scheme = context.attribute(node, "scheme").filter(|scheme| !scheme.text.is_empty());
    facts.links.extend(scheme.map(|field| Link { field, to: Target::Other }));
}

/// Where the entry was copied from (section 4.2.11); whether it names an author.
fn source<'a>(node: Element<'a>, entry: &mut Facts<'a>, context: &mut Context<'a, '_>) -> bool {
    let mut origin = Facts::new(entry.entry, Some(context.at(node)));
    let mut extensions = Extensions::new(ATOM_TYPE);
    let mut once = Once::default();
    for child in elements(node) {
        let name = child.tag_name().name();
        match namespace(child) {
            Some(ATOM) if !repeats(name) && !once.first(name) => {
                again(child, name, entry.entry, context);
            }
            Some(ATOM) => {
                once.first(name);
                match name {
                    "subtitle" | "icon" | "logo" | "generator" => {}
                    _ => common_element(child, name, &mut origin, &mut extensions, context),
                }
            }
            Some(uri) => extensions.read(child, uri, &mut origin, context),
            None => unknown(child, name, entry.entry, context),
        }
    }
    entry.links.append(&mut origin.links);
    entry.texts.append(&mut origin.texts);
    entry.languages.append(&mut origin.languages);
    once.has("author")
}

/// An `at:deleted-entry`.
fn tombstone<'a>(
    node: Element<'a>,
    name: &str,
    document: &mut ReadBack<'a>,
    context: &mut Context<'a, '_>,
) {
    if name != "deleted-entry" {
        unknown(node, name, None, context);
        return;
    }
    let reference = context.required(node, "ref", None);
    let when = context.required(node, "when", None).and_then(|when| {
        let at = dates::rfc3339(&when.text).at();
        if at.is_none() {
            context.add(
                &rules::DATE_RFC3339,
                node,
                None,
                format_args!("when is `{}`", Quoted(&when.text)),
            );
        }
        at
    });
    for child in elements(node) {
        if namespace(child) == Some(ATOM) && attribute(child, "href").is_some() {
            let href = context.attribute(child, "href");
            document.feed.links.extend(href.map(|field| Link { field, to: Target::Other }));
        }
    }
    document.withdrawn.extend(reference.map(|reference| (reference, when)));
}
