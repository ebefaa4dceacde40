//! Links as Atom writes them, in Atom documents and in RSS (RFC 4287 section 4.2.7), and the
//! history they tell of (RFC 5005).
//!
//! Must not know: the elements around a link.

use super::findings::Quoted;
use super::read_back::{Facts, Link, Target};
use super::rules;
use super::values;
use super::xml::{Context, Element, attribute};
use super::{dates, namespaces};

/// What a document's links say besides their addresses.
#[derive(Debug, Default)]
pub(super) struct Relations<'a> {
    /// Relation, media type and language of every link of the feed or entry.
    links: Vec<(&'a str, &'a str, &'a str)>,
    /// The feed's own addresses, and where it says that it goes on.
    own: Vec<&'a str>,
    ways: Vec<Element<'a>>,
}

/// Relations of a feed's pages (RFC 5005 section 3).
const PAGES: [&str; 5] = ["first", "last", "next", "previous", "prev"];
/// Relations of a feed's archive (RFC 5005 section 4).
const ARCHIVES: [&str; 3] = ["prev-archive", "next-archive", "current"];
/// Relations that lead to another document than this one.
const STEPS: [&str; 5] = ["prev-archive", "next-archive", "next", "previous", "prev"];

/// More links than any feed or entry has.
const MOST_LINKS: usize = 256;

impl<'a> Relations<'a> {
    /// Whether a link of the relation was read.
    pub fn has(&self, rel: &str) -> bool {
        self.links.iter().any(|(known, ..)| *known == rel)
    }

    /// Reads an `atom:link`. `own_type` is the media type of the document.
    pub fn read(
        &mut self,
        node: Element<'a>,
        facts: &mut Facts<'a>,
        own_type: &str,
        context: &mut Context<'a, '_>,
    ) {
        let entry = facts.entry;
        let rel = attribute(node, "rel").unwrap_or("alternate");
        let media_type = attribute(node, "type").unwrap_or_default();
        let language = attribute(node, "hreflang").unwrap_or_default();
        values_of(node, facts, context);
        context.no_text(node, entry);
        if !values::is_relation(rel) {
            context.add(
                &rules::LINK_RELATION,
                node,
                entry,
                format_args!("the relation `{}` is not registered", Quoted(rel)),
            );
        }
        if entry.is_some() && (PAGES.contains(&rel) || ARCHIVES.contains(&rel)) {
            context.add(
                &rules::LINK_RELATION_PLACE,
                node,
                entry,
                format_args!("the relation `{rel}` stands in an entry"),
            );
        }
        if rel == "alternate" && self.links.contains(&(rel, media_type, language)) {
            context.add(
                &rules::LINK_DUPLICATE,
                node,
                entry,
                format_args!("another link of the same kind stands before it"),
            );
        }
        let feed_self = rel == "self" && entry.is_none();
        if feed_self && !media_type.is_empty() && !values::same_media_type(media_type, own_type) {
            context.add(
                &rules::SELF_WRONG,
                node,
                entry,
                format_args!("the self link names `{}`, this is {own_type}", Quoted(media_type)),
            );
        }
        // No feed has that many; beyond it nothing is compared, so that time stays linear.
        if self.links.len() < MOST_LINKS {
            self.links.push((rel, media_type, language));
        }
        if entry.is_none() && self.ways.len() + self.own.len() < MOST_LINKS {
            if rel == "self" {
                self.own.extend(attribute(node, "href"));
            } else if STEPS.contains(&rel) {
                self.ways.push(node);
            }
        }
        if let Some(field) = context.required(node, "href", entry) {
            let to = match rel {
                "self" if entry.is_none() => Target::Itself,
                "alternate" => Target::Page,
                _ => Target::Other,
            };
            facts.links.push(Link { field, to });
        }
    }

    /// Checks what `fh:complete` and `fh:archive` promise against the feed's links.
    pub fn history(
        &self,
        complete: Option<Element<'a>>,
        archive: Option<Element<'a>>,
        context: &mut Context<'a, '_>,
    ) {
        let paging = PAGES.iter().chain(&ARCHIVES).find(|rel| **rel != "current" && self.has(rel));
        if let (Some(node), Some(rel)) = (complete, paging) {
            context.add(
                &rules::HISTORY_CONTRADICTION,
                node,
                None,
                format_args!("the feed calls itself complete and has a link rel=\"{rel}\""),
            );
        }
        for way in &self.ways {
            let href = attribute(*way, "href");
            if href.is_some_and(|href| self.own.contains(&href)) {
                let rel = attribute(*way, "rel").unwrap_or_default();
                context.add(
                    &rules::HISTORY_LOOP,
                    *way,
                    None,
                    format_args!("rel=\"{rel}\" leads to the document itself"),
                );
            }
        }
        if let Some(node) = archive
            && complete.is_none()
            && !self.has("current")
        {
            context.add(
                &rules::HISTORY_CURRENT_MISSING,
                node,
                None,
                format_args!("an archive document has no link to the live one"),
            );
        }
        if let Some(node) = archive
            && complete.is_none()
            && !self.has("prev-archive")
            && !self.has("next-archive")
        {
            context.add(
                &rules::HISTORY_INCOMPLETE,
                node,
                None,
                format_args!("an archive document links to no other"),
            );
        }
    }
}

/// The attributes that have a form of their own.
fn values_of<'a>(node: Element<'a>, facts: &mut Facts<'a>, context: &mut Context<'a, '_>) {
    let entry = facts.entry;
    if let Some(media_type) = attribute(node, "type")
        && !values::is_media_type(media_type)
    {
        context.add(
            &rules::MEDIA_TYPE_INVALID,
            node,
            entry,
            format_args!("type is `{}`", Quoted(media_type)),
        );
    }
    facts.languages.extend(context.attribute(node, "hreflang"));
    facts.texts.extend(context.attribute(node, "title"));
    if let Some(length) = attribute(node, "length")
        && !values::is_integer_from(0, length)
    {
        context.add(
            &rules::ENCLOSURE_LENGTH,
            node,
            entry,
            format_args!("length is `{}`", Quoted(length)),
        );
    }
    for attribute in node.attributes() {
        if attribute.namespace() != Some(namespaces::THREAD) {
            continue;
        }
        let valid = match attribute.name() {
            "count" => values::is_integer_from(0, attribute.value()),
            "updated" | "when" => dates::rfc3339(attribute.value()).at().is_some(),
            _ => true,
        };
        if !valid {
            context.add(
                &rules::VALUE_INVALID,
                node,
                entry,
                format_args!("thr:{} is `{}`", attribute.name(), Quoted(attribute.value())),
            );
        }
    }
}
