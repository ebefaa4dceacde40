//! OPML read back: 1.0 and 2.0 lists of feeds.
//!
//! Must not know: other formats, rules that hold for every format.

use super::findings::Quoted;
use super::read_back::{Date, Facts, Field, Format, Link, Meaning, ReadBack, Target};
use super::rss2::{again, missing, unknown};
use super::xml::{Context, Element, Once, attribute, elements};
use super::{dates, rules, values};

/// Reads an `opml` document.
pub(super) fn read<'a>(root: Element<'a>, context: &mut Context<'a, '_>) -> ReadBack<'a> {
    let mut document = ReadBack::new(Format::Opml, Some(context.at(root)));
    context.scope(root, &mut document.feed);
    match context.required(root, "version", None) {
        Some(version) if !["1.0", "1.1", "2.0"].contains(&&*version.text) => context.add(
            &rules::VERSION_INVALID,
            root,
            None,
            format_args!("version is `{}`", Quoted(&version.text)),
        ),
        _ => {}
    }
    let mut once = Once::default();
    for child in elements(root) {
        let name = child.tag_name().name();
        if !once.first(name) {
            again(child, name, None, context);
            continue;
        }
        match name {
            "head" => head(child, &mut document.feed, context),
            "body" => body(child, &mut document.feed, context),
            _ => unknown(child, name, None, context),
        }
    }
    for name in ["head", "body"] {
        if !once.has(name) {
            missing(name, &document.feed, context);
        }
    }
    document
}

fn head<'a>(node: Element<'a>, feed: &mut Facts<'a>, context: &mut Context<'a, '_>) {
    for child in elements(node) {
        let field = context.trimmed(child, None);
        match child.tag_name().name() {
            "title" => {
                feed.texts.push(field.clone());
                feed.title = Some(field);
            }
            "dateCreated" | "dateModified" => date(field, feed, context),
            "ownerName" => feed.texts.push(field),
            "ownerId" | "docs" => feed.links.push(Link { field, to: Target::Other }),
            "ownerEmail" if !values::is_contact(&field.text) => context.add(
                &rules::EMAIL_INVALID,
                child,
                None,
                format_args!("`{}` is no e-mail address", Quoted(&field.text)),
            ),
            "ownerEmail" | "expansionState" | "vertScrollState" | "windowTop" | "windowLeft"
            | "windowBottom" | "windowRight" => {}
            name => unknown(child, name, None, context),
        }
    }
}

fn date<'a>(field: Field<'a>, feed: &mut Facts<'a>, context: &mut Context<'a, '_>) {
    let reading = dates::rfc822(&field.text);
    if reading == dates::Reading::Wrong {
        context.findings.add(
            &rules::DATE_RFC822,
            feed.place(&field),
            format_args!("`{}` is no date of RFC 822", Quoted(&field.text)),
        );
    }
    feed.dates.push(Date { field, meaning: Meaning::Other, at: reading.at() });
}

fn body<'a>(node: Element<'a>, feed: &mut Facts<'a>, context: &mut Context<'a, '_>) {
    let mut outlines = 0;
    for outline in node.descendants().skip(1).filter(roxmltree::Node::is_element) {
        let name = outline.tag_name().name();
        if name != "outline" {
            unknown(outline, name, None, context);
            continue;
        }
        outlines += 1;
        feed.texts.extend(context.required(outline, "text", None));
        feed.texts.extend(context.attribute(outline, "title"));
        feed.languages.extend(
            context.attribute(outline, "language").filter(|language| language.text != "unknown"),
        );
        let is_feed =
            attribute(outline, "type").is_some_and(|kind| kind.eq_ignore_ascii_case("rss"));
        let address = if is_feed {
            context.required(outline, "xmlUrl", None)
        } else {
            context.attribute(outline, "xmlUrl")
        };
        let others = ["htmlUrl", "url"].map(|name| context.attribute(outline, name));
        feed.links.extend(
            others
                .into_iter()
                .chain([address])
                .flatten()
                .filter(|field| !field.text.is_empty())
                .map(|field| Link { field, to: Target::Other }),
        );
    }
    if outlines == 0 {
        context.add(&rules::REQUIRED_MISSING, node, None, format_args!("the body has no outline"));
    }
}
