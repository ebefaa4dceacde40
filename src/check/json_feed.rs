//! JSON Feed read back: 1.0 and 1.1.
//!
//! Must not know: other formats, rules that hold for every format.

use std::borrow::Cow;

use super::findings::{Findings, Quoted, Spot};
use super::json::Json;
use super::read_back::{
    Body, Date, Facts, Field, Format, Id, IdKind, Link, Markup, Meaning, ReadBack, Role, Target,
};
use super::rules::{self, Rule};
use super::{dates, values};

/// Parses a document, or reports why it is none.
pub(super) fn parse<'t>(text: &'t str, findings: &mut Findings) -> Option<Json<'t>> {
    match serde_json::from_str::<Json<'t>>(text) {
        Ok(json) => {
            if let Some(name) = json.duplicate() {
                findings.add(
                    &rules::JSON_DUPLICATE_KEY,
                    Spot::document("", None),
                    format_args!("`{}` comes twice in one object", Quoted(name)),
                );
            }
            Some(json)
        }
        Err(error) => {
            let lines = text.split_inclusive('\n').take(error.line().saturating_sub(1));
            let at = lines.map(str::len).sum();
            findings.add(
                &rules::JSON_WELL_FORMED,
                Spot::document("", Some(at)),
                format_args!("{error}"),
            );
            None
        }
    }
}

/// Whether an object is meant as a JSON Feed, faults aside.
pub(super) fn is_feed(json: &Json<'_>) -> bool {
    matches!(json.get("version"), Some(Json::String(version)) if version.contains("jsonfeed.org"))
}

const FEED_MEMBERS: [&str; 15] = [
    "version",
    "title",
    "home_page_url",
    "feed_url",
    "description",
    "user_comment",
    "next_url",
    "icon",
    "favicon",
    "author",
    "authors",
    "language",
    "expired",
    "hubs",
    "items",
];
const ITEM_MEMBERS: [&str; 16] = [
    "id",
    "url",
    "external_url",
    "title",
    "content_html",
    "content_text",
    "summary",
    "image",
    "banner_image",
    "date_published",
    "date_modified",
    "author",
    "authors",
    "tags",
    "language",
    "attachments",
];
const AUTHOR_MEMBERS: [&str; 3] = ["name", "url", "avatar"];
const ATTACHMENT_MEMBERS: [&str; 5] =
    ["url", "mime_type", "title", "size_in_bytes", "duration_in_seconds"];

/// Reads a feed.
pub(super) fn read<'a>(json: &'a Json<'a>, findings: &mut Findings) -> ReadBack<'a> {
    let mut document = ReadBack::new(Format::Json, None);
    let mut reader = Reader { facts: Facts::new(None, None), findings };
    reader.feed(json);
    let feed = reader.facts;
    let items = match json.get("items") {
        Some(Json::Array(items)) => items.as_slice(),
        _ => &[],
    };
    for (position, item) in items.iter().enumerate() {
        let mut reader = Reader { facts: Facts::new(Some(position), None), findings };
        reader.item(item);
        document.entries.push(reader.facts);
    }
    document.feed = feed;
    document
}

/// Reads the members of the feed or of one item.
struct Reader<'a, 'f> {
    facts: Facts<'a>,
    findings: &'f mut Findings,
}

impl<'a> Reader<'a, '_> {
    fn add(&mut self, rule: &'static Rule, name: &str, detail: std::fmt::Arguments<'_>) {
        self.findings.add(rule, Spot { entry: self.facts.entry, name, at: None }, detail);
    }

    fn feed(&mut self, json: &'a Json<'a>) {
        match json.get("version") {
            Some(Json::String(version)) => {
                let known = ["https://jsonfeed.org/version/1.1", "https://jsonfeed.org/version/1"];
                if !known.contains(&&**version) {
                    self.add(
                        &rules::VERSION_INVALID,
                        "version",
                        format_args!("it is `{}`", Quoted(version)),
                    );
                }
            }
            Some(other) => self.wrong_type("version", "a string", other),
            None => self.missing("version"),
        }
        self.known(json, &FEED_MEMBERS, "");
        self.title(json);
        if self.facts.title.is_none() {
            self.missing("title");
        }
        self.text(json, "description");
        self.link(json, "home_page_url", Target::Page);
        self.link(json, "feed_url", Target::Itself);
        for name in ["next_url", "icon", "favicon"] {
            self.link(json, name, Target::Other);
        }
        let next = json.get("next_url");
        if next.is_some() && next == json.get("feed_url") {
            self.add(&rules::VALUE_INVALID, "next_url", format_args!("it is the feed_url again"));
        }
        self.people(json);
        self.language(json);
        if let Some(other) = json.get("expired").filter(|value| !matches!(value, Json::Bool(_))) {
            self.wrong_type("expired", "true or false", other);
        }
        self.hubs(json);
        match json.get("items") {
            Some(Json::Array(_)) => {}
            Some(other) => self.wrong_type("items", "an array", other),
            None => self.missing("items"),
        }
    }

    fn item(&mut self, json: &'a Json<'a>) {
        if !matches!(json, Json::Object(_)) {
            self.wrong_type("item", "an object", json);
            return;
        }
        self.known(json, &ITEM_MEMBERS, "");
        match self.string(json, "id") {
            Some(field) => self.facts.id = Some(Id { field, kind: IdKind::Opaque }),
            None if json.get("id").is_none() => self.missing("id"),
            None => {}
        }
        self.title(json);
        self.link(json, "url", Target::Page);
        for name in ["external_url", "image", "banner_image"] {
            self.link(json, name, Target::Other);
        }
        for (name, markup, role) in [
            ("summary", Markup::Plain, Role::Summary),
            ("content_html", Markup::Html, Role::Content),
            ("content_text", Markup::Plain, Role::Content),
        ] {
            if let Some(field) = self.string(json, name) {
                self.facts.bodies.push(Body { field, markup, role });
            }
        }
        if self.facts.body(Role::Content).is_none() {
            self.missing("content_html or content_text");
        }
        self.date(json, "date_published", Meaning::Published);
        self.date(json, "date_modified", Meaning::Updated);
        self.people(json);
        self.language(json);
        if let Some(tags) = self.array(json, "tags") {
            for tag in tags {
                match tag {
                    Json::String(text) => self.facts.texts.push(field(text, "tags")),
                    other => self.wrong_type("tags", "strings", other),
                }
            }
        }
        self.attachments(json);
    }

    fn attachments(&mut self, json: &'a Json<'a>) {
        for attachment in self.array(json, "attachments").unwrap_or_default() {
            self.known(attachment, &ATTACHMENT_MEMBERS, "attachments ");
            for name in ["url", "mime_type"] {
                if attachment.get(name).is_none() {
                    self.missing(&format!("attachments {name}"));
                }
            }
            self.link(attachment, "url", Target::Other);
            if let Some(media_type) = self.string(attachment, "mime_type")
                && !values::is_media_type(&media_type.text)
            {
                self.add(
                    &rules::MEDIA_TYPE_INVALID,
                    "attachments",
                    format_args!("mime_type is `{}`", Quoted(&media_type.text)),
                );
            }
            self.text(attachment, "title");
            for name in ["size_in_bytes", "duration_in_seconds"] {
                match attachment.get(name) {
                    None | Some(Json::Number { .. }) => {}
                    Some(other) => self.wrong_type(name, "a number", other),
                }
            }
            if attachment.get("size_in_bytes") == Some(&Json::Number { whole: false }) {
                self.add(
                    &rules::ENCLOSURE_LENGTH,
                    "attachments",
                    format_args!("size_in_bytes is no whole number from 0 up"),
                );
            }
        }
    }

    fn hubs(&mut self, json: &'a Json<'a>) {
        for hub in self.array(json, "hubs").unwrap_or_default() {
            for name in ["type", "url"] {
                if hub.get(name).is_none() {
                    self.missing(&format!("hubs {name}"));
                }
            }
            self.string(hub, "type");
            self.link(hub, "url", Target::Other);
        }
    }

    fn people(&mut self, json: &'a Json<'a>) {
        let list = self.array(json, "authors").unwrap_or_default().iter().chain(json.get("author"));
        for person in list {
            if !matches!(person, Json::Object(_)) {
                self.wrong_type("authors", "objects", person);
                continue;
            }
            self.known(person, &AUTHOR_MEMBERS, "authors ");
            if !AUTHOR_MEMBERS.iter().any(|name| person.get(name).is_some()) {
                self.missing("name, url or avatar of an author");
            }
            if let Some(name) = self.string(person, "name") {
                if let Some(email) = values::email_in(&name.text) {
                    self.add(
                        &rules::EMAIL_IN_NAME,
                        "authors",
                        format_args!("a name is `{}`", Quoted(email)),
                    );
                }
                self.facts.texts.push(name);
            }
            self.link(person, "url", Target::Other);
            self.link(person, "avatar", Target::Other);
        }
    }

    fn title(&mut self, json: &'a Json<'a>) {
        if let Some(title) = self.string(json, "title") {
            self.facts.texts.push(title.clone());
            self.facts.title = Some(title);
        }
    }

    fn text(&mut self, json: &'a Json<'a>, name: &'static str) {
        let text = self.string(json, name);
        self.facts.texts.extend(text);
    }

    fn language(&mut self, json: &'a Json<'a>) {
        let language = self.string(json, "language");
        self.facts.languages.extend(language);
    }

    fn link(&mut self, json: &'a Json<'a>, name: &'static str, to: Target) {
        if let Some(field) = self.string(json, name) {
            self.facts.links.push(Link { field, to });
        }
    }

    fn date(&mut self, json: &'a Json<'a>, name: &'static str, meaning: Meaning) {
        let Some(field) = self.string(json, name) else { return };
        let at = dates::rfc3339(&field.text).at();
        if at.is_none() {
            self.add(
                &rules::DATE_RFC3339,
                name,
                format_args!("`{}` is no date of RFC 3339", Quoted(&field.text)),
            );
        }
        self.facts.dates.push(Date { field, meaning, at });
    }

    /// A member that is a string; anything else is reported.
    fn string(&mut self, json: &'a Json<'a>, name: &'static str) -> Option<Field<'a>> {
        match json.get(name)? {
            Json::String(text) => Some(field(text, name)),
            other => {
                self.wrong_type(name, "a string", other);
                None
            }
        }
    }

    /// A member that is an array; anything else is reported.
    fn array(&mut self, json: &'a Json<'a>, name: &'static str) -> Option<&'a [Json<'a>]> {
        match json.get(name)? {
            Json::Array(values) => Some(values),
            other => {
                self.wrong_type(name, "an array", other);
                None
            }
        }
    }

    fn wrong_type(&mut self, name: &str, expected: &str, found: &Json<'_>) {
        self.add(&rules::JSON_TYPE, name, format_args!("it is {}, not {expected}", found.kind()));
    }

    fn missing(&mut self, name: &str) {
        self.add(&rules::REQUIRED_MISSING, "", format_args!("it has no {name}"));
    }

    /// Reports members that are neither defined nor extensions (`_` and a letter, no dot).
    fn known(&mut self, json: &'a Json<'a>, known: &[&str], of: &str) {
        for (name, _) in json.members() {
            let is_extension = name
                .strip_prefix('_')
                .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_alphabetic()))
                && !name.contains('.');
            if !is_extension && !known.contains(&&**name) {
                self.add(
                    &rules::JSON_MEMBER_UNKNOWN,
                    "",
                    format_args!("JSON Feed has no member `{of}{}`", Quoted(name)),
                );
            }
        }
    }
}

fn field<'a>(text: &'a str, name: &'static str) -> Field<'a> {
    Field { text: Cow::Borrowed(text), name, at: None }
}
