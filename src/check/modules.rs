//! The small RSS modules: Dublin Core, syndication and threading.

use super::extensions::{value, w3c_date};
use super::findings::Quoted;
use super::read_back::{Facts, Link, Meaning, Target};
use super::xml::{Context, Element, attribute};
use super::{rules, values};

pub(super) fn dublin_core<'a>(
    node: Element<'a>,
    local: &str,
    facts: &mut Facts<'a>,
    context: &mut Context<'a, '_>,
) {
    let field = context.trimmed(node, facts.entry);
    match local {
        "date" => {
            let meaning = if facts.entry.is_some() { Meaning::Published } else { Meaning::Other };
            w3c_date(field, meaning, facts, context);
        }
        "language" => facts.languages.push(field),
        "creator" | "contributor" | "publisher" | "rights" | "subject" | "title" => {
            facts.texts.push(field);
        }
        _ => {}
    }
}

pub(super) fn dublin_core_terms<'a>(
    node: Element<'a>,
    local: &str,
    facts: &mut Facts<'a>,
    context: &mut Context<'a, '_>,
) {
    let meaning = match local {
        "modified" => Meaning::Updated,
        "created" | "issued" | "available" => Meaning::Other,
        _ => return,
    };
    let field = context.trimmed(node, facts.entry);
    w3c_date(field, meaning, facts, context);
}

pub(super) fn syndication<'a>(
    node: Element<'a>,
    local: &str,
    facts: &mut Facts<'a>,
    context: &mut Context<'a, '_>,
) {
    match local {
        "updatePeriod" => {
            value(node, facts, context, "hourly, daily, weekly, monthly or yearly", |text| {
                ["hourly", "daily", "weekly", "monthly", "yearly"].contains(&text)
            });
        }
        "updateFrequency" => {
            value(node, facts, context, "a number from 1 up", |text| {
                values::is_integer_from(1, text)
            });
        }
        _ => {
            let field = context.trimmed(node, facts.entry);
            w3c_date(field, Meaning::Other, facts, context);
        }
    }
}

pub(super) fn thread<'a>(
    node: Element<'a>,
    local: &str,
    facts: &mut Facts<'a>,
    context: &mut Context<'a, '_>,
) {
    if local == "total" {
        value(node, facts, context, "a number", |text| values::is_integer_from(0, text));
        return;
    }
    let reference = context.required(node, "ref", facts.entry);
    let href = context.attribute(node, "href");
    let source = context.attribute(node, "source");
    facts.links.extend(
        [reference, href, source]
            .into_iter()
            .flatten()
            .map(|field| Link { field, to: Target::Other }),
    );
    if let Some(media_type) = attribute(node, "type")
        && !values::is_media_type(media_type)
    {
        context.add(
            &rules::MEDIA_TYPE_INVALID,
            node,
            facts.entry,
            format_args!("type is `{}`", Quoted(media_type)),
        );
    }
}
