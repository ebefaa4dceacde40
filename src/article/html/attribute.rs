//! Attributes: which stay, and with which value.
//!
//! Must not know: where in the content an element stands.

use scraper::node::Element;
use url::Url;

use super::super::text::may_stand_in_content;
use super::super::{PlainText, language};
use super::address::{Purpose, absolute, candidates};
use super::losses::Losses;
use super::picture::{declaration, leading_number};
use super::policy::{self, Value};

/// Longer texts in attributes are cut, in characters.
const MAX_TEXT: usize = 1000;

/// An attribute that stays.
pub(super) type Attribute = (&'static str, String);

/// The attributes that stay on the element of that (new) name, in the order of the policy.
pub(super) fn of(
    name: &'static str,
    element: &Element,
    base: &Url,
    losses: &mut Losses,
) -> Vec<Attribute> {
    let mut kept = Vec::new();
    // Most elements have nothing but their name.
    if element.attrs().next().is_none() {
        return kept;
    }
    for (attribute, kind) in policy::GLOBAL.iter().chain(policy::attributes(name)) {
        let given = element.attr(attribute).or_else(|| stand_in(name, attribute, element));
        if let Some(value) = given.and_then(|given| value(*kind, given, base, losses)) {
            kept.push((*attribute, value));
        }
    }
    kept
}

/// Older spellings of an attribute.
fn stand_in<'a>(name: &str, attribute: &str, element: &'a Element) -> Option<&'a str> {
    match (name, attribute) {
        ("a", "id") => element.attr("name"),
        ("td" | "th", "align") => declaration(element.attr("style")?, "text-align"),
        _ => None,
    }
}

fn value(kind: Value, given: &str, base: &Url, losses: &mut Losses) -> Option<String> {
    match kind {
        Value::Link | Value::Resource => {
            let (purpose, thing) = if kind == Value::Link {
                (Purpose::Link, "link")
            } else {
                (Purpose::Resource, "source")
            };
            match absolute(given, base, purpose) {
                Ok(address) => Some(address),
                Err(fault) => {
                    losses.unsafe_markup(&format!("{fault} {thing}"));
                    None
                }
            }
        }
        Value::Candidates => candidates(given, base),
        Value::Text => text(given),
        Value::Token => {
            let token = given.trim();
            let is_plain = |c: char| c.is_ascii_alphanumeric() || " -_.:;,/+()=%*".contains(c);
            let fits = !token.is_empty() && token.len() <= 300 && token.chars().all(is_plain);
            fits.then(|| token.to_owned())
        }
        Value::Number => {
            leading_number(given).filter(|number| *number > 0).map(|number| number.to_string())
        }
        Value::Integer => given.trim().parse::<i32>().ok().map(|number| number.to_string()),
        Value::Language => language::canonical(given),
        Value::OneOf(words) => {
            let word = given.trim();
            // The types of a list differ in nothing but case.
            let exact = words.iter().find(|lawful| **lawful == word);
            exact
                .or_else(|| words.iter().find(|lawful| lawful.eq_ignore_ascii_case(word)))
                .map(|word| (*word).to_owned())
        }
        Value::Flag => Some(String::new()),
        Value::Classes => classes(given),
        Value::Target => {
            let fits = !given.is_empty() && given.len() <= 200;
            let is_whole = |c: char| !c.is_whitespace() && may_stand_in_content(c);
            (fits && given.chars().all(is_whole)).then(|| given.to_owned())
        }
    }
}

/// Text for people, on one line and not without end; `None` when there is none.
pub(super) fn text(given: &str) -> Option<String> {
    let text = PlainText::new(given);
    let short: String = text.as_str().chars().take(MAX_TEXT).collect();
    (!text.is_empty()).then(|| short.trim_end().to_owned())
}

fn classes(given: &str) -> Option<String> {
    let mut kept: Vec<String> = Vec::new();
    for class in given.split_ascii_whitespace() {
        let class = class
            .strip_prefix("lang-")
            .map_or_else(|| class.to_owned(), |code| format!("language-{code}"));
        if policy::is_meaningful_class(&class) && !kept.contains(&class) {
            kept.push(class);
        }
    }
    (!kept.is_empty()).then(|| kept.join(" "))
}
