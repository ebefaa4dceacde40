//! Elements of the extensions that feeds use, in any XML format.
//!
//! Must not know: the elements of the formats themselves.

use super::findings::Quoted;
use super::links::Relations;
use super::namespaces::{
    ATOM, CONTENT, DC, DCTERMS, HISTORY, ITUNES, MEDIA, SLASH, SYNDICATION, THREAD, WFW,
};
use super::read_back::{Body, Date, Facts, Field, Link, Markup, Meaning, Role, Target};
use super::xml::{Context, Element, Once, attribute, elements, namespace};
use super::{dates, modules, rules, values, vocabulary};

/// Extension elements of a feed or entry while it is read.
pub(super) struct Extensions<'a> {
    pub relations: Relations<'a>,
    /// `fh:complete` of the feed.
    pub complete: Option<Element<'a>>,
    /// `fh:archive` of the feed.
    pub archive: Option<Element<'a>>,
    /// The media type of the document.
    own_type: &'static str,
    once: Once<'a>,
    /// How many media elements are around.
    depth: usize,
}

/// Media RSS nests a group, its contents, and what is said of each.
const MEDIA_DEPTH: usize = 3;

impl<'a> Extensions<'a> {
    pub fn new(own_type: &'static str) -> Self {
        Self {
            relations: Relations::default(),
            complete: None,
            archive: None,
            own_type,
            once: Once::default(),
            depth: 0,
        }
    }

    /// Reads an element of the namespace `uri`.
    pub fn read(
        &mut self,
        node: Element<'a>,
        uri: &'a str,
        facts: &mut Facts<'a>,
        context: &mut Context<'a, '_>,
    ) {
        let local = node.tag_name().name();
        if let Some(defined) = vocabulary::defined(uri)
            && !defined.contains(&local)
        {
            context.add(
                &rules::ELEMENT_UNKNOWN,
                node,
                facts.entry,
                format_args!("its namespace has no element `{}`", Quoted(local)),
            );
            return;
        }
        match uri {
            ATOM => self.atom(node, local, facts, context),
            CONTENT => self.content(node, facts, context),
            DC => modules::dublin_core(node, local, facts, context),
            DCTERMS => modules::dublin_core_terms(node, local, facts, context),
            SYNDICATION => modules::syndication(node, local, facts, context),
            SLASH if local == "comments" => {
                value(node, facts, context, "a number", |text| values::is_integer_from(0, text));
            }
            THREAD => modules::thread(node, local, facts, context),
            HISTORY if facts.entry.is_none() && local == "complete" => self.complete = Some(node),
            HISTORY if facts.entry.is_none() => self.archive = Some(node),
            WFW => {
                let field = context.trimmed(node, facts.entry);
                facts.links.push(Link { field, to: Target::Other });
            }
            MEDIA => self.media(node, local, facts, context),
            ITUNES => self.itunes(node, local, facts, context),
            _ => context.namespace(uri),
        }
    }

    /// Whether an element that may stand once is there for the first time.
    fn once(
        &mut self,
        node: Element<'a>,
        facts: &Facts<'a>,
        context: &mut Context<'a, '_>,
    ) -> bool {
        let name = context.name(node);
        let first = self.once.first(name);
        if !first {
            context.add(
                &rules::ELEMENT_DUPLICATE,
                node,
                facts.entry,
                format_args!("<{}> is there already", Quoted(name)),
            );
        }
        first
    }

    /// Atom's elements in RSS.
    fn atom(
        &mut self,
        node: Element<'a>,
        local: &str,
        facts: &mut Facts<'a>,
        context: &mut Context<'a, '_>,
    ) {
        match local {
            "link" => self.relations.read(node, facts, self.own_type, context),
            "updated" => date3339(node, Meaning::Updated, facts, context),
            "published" => date3339(node, Meaning::Published, facts, context),
            _ => {}
        }
    }

    fn content(&mut self, node: Element<'a>, facts: &mut Facts<'a>, context: &mut Context<'a, '_>) {
        if self.once(node, facts, context) {
            let field = context.field(node, facts.entry);
            facts.bodies.push(Body { field, markup: Markup::Html, role: Role::Content });
        }
    }

    fn media(
        &mut self,
        node: Element<'a>,
        local: &str,
        facts: &mut Facts<'a>,
        context: &mut Context<'a, '_>,
    ) {
        match local {
            "group" | "content" => {
                if local == "content" {
                    media_content(node, facts, context);
                }
                if self.depth == MEDIA_DEPTH {
                    return;
                }
                let mut inner = Self { depth: self.depth + 1, ..Self::new(self.own_type) };
                for child in elements(node) {
                    if let Some(uri) = namespace(child) {
                        inner.read(child, uri, facts, context);
                    }
                }
            }
            "thumbnail" | "player" => {
                let url = context.required(node, "url", facts.entry);
                facts.links.extend(url.map(|field| Link { field, to: Target::Other }));
                for side in ["width", "height"] {
                    positive(node, side, facts, context);
                }
            }
            "title" | "description" | "text" => {
                let kind = attribute(node, "type").unwrap_or("plain");
                let field = context.field(node, facts.entry);
                facts.languages.extend(context.attribute(node, "lang"));
                match kind {
                    "plain" => facts.texts.push(field),
                    "html" => {
                        facts.bodies.push(Body { field, markup: Markup::Html, role: Role::Other });
                    }
                    _ => context.add(
                        &rules::TEXT_TYPE_INVALID,
                        node,
                        facts.entry,
                        format_args!("type is `{}`, not plain or html", Quoted(kind)),
                    ),
                }
            }
            "credit" => {
                facts.texts.push(context.field(node, facts.entry));
                let role = attribute(node, "role").unwrap_or_default();
                if role.chars().any(char::is_uppercase) {
                    invalid(node, facts, context, "role", role);
                }
            }
            "copyright" => {
                self.once(node, facts, context);
                facts.texts.push(context.field(node, facts.entry));
            }
            "hash" => {
                let algorithm = attribute(node, "algo").unwrap_or("md5");
                if !["md5", "sha-1"].contains(&algorithm) {
                    invalid(node, facts, context, "algo", algorithm);
                }
            }
            "restriction" => {
                context.required(node, "relationship", facts.entry);
            }
            _ => {}
        }
    }

    fn itunes(
        &mut self,
        node: Element<'a>,
        local: &str,
        facts: &mut Facts<'a>,
        context: &mut Context<'a, '_>,
    ) {
        match local {
            "image" => {
                let href = context.required(node, "href", facts.entry);
                facts.links.extend(href.map(|field| Link { field, to: Target::Other }));
            }
            "new-feed-url" => {
                let field = context.trimmed(node, facts.entry);
                facts.links.push(Link { field, to: Target::Other });
            }
            "explicit" => {
                self.once(node, facts, context);
                value(node, facts, context, "true or false", |text| {
                    ["true", "false", "yes", "no", "clean", "explicit"]
                        .iter()
                        .any(|word| word.eq_ignore_ascii_case(text))
                });
            }
            "duration" => value(node, facts, context, "seconds or HH:MM:SS", is_duration),
            "season" | "episode" => {
                value(node, facts, context, "a number", |text| values::is_integer_from(1, text));
            }
            "author" | "title" | "subtitle" | "summary" => {
                facts.texts.push(context.field(node, facts.entry));
            }
            _ => {}
        }
    }
}

fn media_content<'a>(node: Element<'a>, facts: &mut Facts<'a>, context: &mut Context<'a, '_>) {
    if let Some(field) = context.attribute(node, "url") {
        facts.links.push(Link { field, to: Target::Other });
    } else if !elements(node).any(|child| child.tag_name().name() == "player") {
        context.required(node, "url", facts.entry);
    }
    for side in ["width", "height"] {
        positive(node, side, facts, context);
    }
    facts.languages.extend(context.attribute(node, "lang"));
    let numbers = ["fileSize", "bitrate", "framerate", "samplingrate", "channels", "duration"];
    for name in numbers {
        if let Some(text) = attribute(node, name)
            && !text.parse::<f64>().is_ok_and(|number| number >= 0.0)
        {
            invalid(node, facts, context, name, text);
        }
    }
    let words: [(&str, &[&str]); 2] = [
        ("medium", &["image", "audio", "video", "document", "executable"]),
        ("expression", &["sample", "full", "nonstop"]),
    ];
    for (name, allowed) in words {
        if let Some(text) = attribute(node, name)
            && !allowed.contains(&text)
        {
            invalid(node, facts, context, name, text);
        }
    }
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

fn is_duration(text: &str) -> bool {
    let mut parts = text.split(':').rev();
    let is_sixtieth = |part: &str| part.len() == 2 && part < "60";
    let is_number = |part: &str| values::is_integer_from(0, part);
    match (parts.next(), parts.next(), parts.next(), parts.next()) {
        (Some(seconds), None, ..) => is_number(seconds),
        (Some(seconds), Some(minutes), None, _) => is_number(minutes) && is_sixtieth(seconds),
        (Some(seconds), Some(minutes), Some(hours), None) => {
            is_number(hours)
                && is_number(minutes)
                && is_number(seconds)
                && minutes < "60"
                && is_sixtieth(seconds)
        }
        _ => false,
    }
}

/// An attribute that is a number from 1 up, if it is there.
pub(super) fn positive<'a>(
    node: Element<'a>,
    name: &str,
    facts: &Facts<'a>,
    context: &mut Context<'a, '_>,
) {
    if let Some(text) = attribute(node, name)
        && !values::is_integer_from(1, text)
    {
        invalid(node, facts, context, name, text);
    }
}

pub(super) fn invalid<'a>(
    node: Element<'a>,
    facts: &Facts<'a>,
    context: &mut Context<'a, '_>,
    name: &str,
    text: &str,
) {
    context.add(
        &rules::VALUE_INVALID,
        node,
        facts.entry,
        format_args!("{name} is `{}`", Quoted(text)),
    );
}

/// Checks the text of an element that takes certain values only.
pub(super) fn value<'a>(
    node: Element<'a>,
    facts: &Facts<'a>,
    context: &mut Context<'a, '_>,
    expected: &str,
    is_valid: impl Fn(&str) -> bool,
) {
    let field = context.trimmed(node, facts.entry);
    if !is_valid(&field.text) {
        context.add(
            &rules::VALUE_INVALID,
            node,
            facts.entry,
            format_args!("it is `{}`, not {expected}", Quoted(&field.text)),
        );
    }
}

/// Reads a date of RFC 3339.
pub(super) fn date3339<'a>(
    node: Element<'a>,
    meaning: Meaning,
    facts: &mut Facts<'a>,
    context: &mut Context<'a, '_>,
) {
    let field = context.field(node, facts.entry);
    let at = dates::rfc3339(&field.text).at();
    if at.is_none() {
        context.findings.add(
            &rules::DATE_RFC3339,
            facts.place(&field),
            format_args!("`{}` is no date of RFC 3339", Quoted(&field.text)),
        );
    }
    facts.dates.push(Date { field, meaning, at });
}

pub(super) fn w3c_date<'a>(
    field: Field<'a>,
    meaning: Meaning,
    facts: &mut Facts<'a>,
    context: &mut Context<'a, '_>,
) {
    let at = dates::w3c(&field.text).at();
    if at.is_none() {
        context.findings.add(
            &rules::DATE_W3C,
            facts.place(&field),
            format_args!("`{}` is no W3C date", Quoted(&field.text)),
        );
    }
    facts.dates.push(Date { field, meaning, at });
}
