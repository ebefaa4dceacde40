//! Linked data: what a page says of its article in JSON-LD with schema.org's words.
//!
//! Must not know: HTML beyond the script element that holds it.

use scraper::Html;
use serde_json::{Map, Value};

use super::element;
use crate::article::{DraftAuthor, DraftImage};

/// Types that are an article (schema.org's subtypes of `Article`), in the order of preference: a
/// page may describe itself and the article on it.
const ARTICLES: &[&str] = &[
    "NewsArticle",
    "BlogPosting",
    "Article",
    "ReportageNewsArticle",
    "AnalysisNewsArticle",
    "BackgroundNewsArticle",
    "OpinionNewsArticle",
    "ReviewNewsArticle",
    "AskPublicNewsArticle",
    "AdvertiserContentArticle",
    "SatiricalArticle",
    "ScholarlyArticle",
    "TechArticle",
    "APIReference",
    "Report",
    "LiveBlogPosting",
    "SocialMediaPosting",
    "DiscussionForumPosting",
    "Recipe",
    "Review",
    "PodcastEpisode",
    "VideoObject",
];

/// The description of one article.
#[derive(Debug, Default)]
pub(super) struct LinkedData {
    article: Map<String, Value>,
    /// Every described thing that has an `@id`, for those that are only pointed at.
    things: Vec<Map<String, Value>>,
}

/// How deep descriptions nest.
const MAX_DEPTH: usize = 16;

impl LinkedData {
    /// The description of the article on the page; `None` when there is none. Scripts that are not
    /// JSON are passed over.
    pub(super) fn of(page: &Html) -> Option<Self> {
        let mut things = Vec::new();
        for script in element::all(page).filter(|element| element.value().name() == "script") {
            let is_linked_data = script.attr("type").is_some_and(|kind| {
                let kind = kind.split(';').next().unwrap_or_default().trim();
                kind.eq_ignore_ascii_case("application/ld+json")
            });
            if is_linked_data {
                let source: String = script.text().collect();
                if let Some(value) = parse(&source) {
                    collect(value, 0, &mut things);
                }
            }
        }
        let place = ARTICLES
            .iter()
            .find_map(|kind| things.iter().position(|thing| is_of_type(thing, kind)))?;
        let article = things.get(place)?.clone();
        Some(Self { article, things })
    }

    fn text(&self, name: &str) -> Option<String> {
        strings(self.article.get(name)?).into_iter().next()
    }

    pub(super) fn headline(&self) -> Option<String> {
        self.text("headline").or_else(|| self.text("name"))
    }

    pub(super) fn url(&self) -> Option<String> {
        let page = self.article.get("mainEntityOfPage").and_then(|page| match page {
            Value::Object(page) => {
                let named = page.get("@id").or_else(|| page.get("url"))?;
                named.as_str().map(str::to_owned)
            }
            Value::String(address) => Some(address.clone()),
            _ => None,
        });
        self.text("url").or(page).filter(|address| address.contains("://"))
    }

    pub(super) fn description(&self) -> Option<String> {
        self.text("description")
    }

    /// The text itself, where a page has it nowhere else.
    pub(super) fn body(&self) -> Option<String> {
        self.text("articleBody").map(|body| {
            if body.contains('<') {
                return body;
            }
            let escaped = body.replace('&', "&amp;");
            escaped
                .split("\n\n")
                .map(|part| format!("<p>{part}</p>\n"))
                .collect::<Vec<_>>()
                .concat()
        })
    }

    pub(super) fn published(&self) -> Option<String> {
        self.text("datePublished")
            .or_else(|| self.text("dateCreated"))
            .or_else(|| self.text("uploadDate"))
    }

    pub(super) fn modified(&self) -> Option<String> {
        self.text("dateModified")
    }

    pub(super) fn language(&self) -> Option<String> {
        match self.article.get("inLanguage")? {
            Value::Object(language) => language.get("alternateName")?.as_str().map(str::to_owned),
            other => strings(other).into_iter().next(),
        }
    }

    pub(super) fn sections(&self) -> Vec<String> {
        self.article.get("articleSection").map(strings).unwrap_or_default()
    }

    /// A list, or one text with commas.
    pub(super) fn keywords(&self) -> Vec<String> {
        let Some(keywords) = self.article.get("keywords") else { return Vec::new() };
        let named = strings(keywords);
        match (keywords, named.as_slice()) {
            (Value::String(_), [list]) => list
                .split(',')
                .map(str::trim)
                .filter(|name| !name.is_empty())
                .map(str::to_owned)
                .collect(),
            _ => named,
        }
    }

    pub(super) fn publisher(&self) -> Option<String> {
        let publisher = self.resolved(self.article.get("publisher")?)?;
        strings(publisher.get("name")?).into_iter().next()
    }

    pub(super) fn authors(&self) -> Vec<DraftAuthor> {
        let Some(stated) = self.article.get("author").or_else(|| self.article.get("creator"))
        else {
            return Vec::new();
        };
        let one = std::slice::from_ref(stated);
        let each = stated.as_array().map_or(one, Vec::as_slice);
        each.iter().filter_map(|author| self.author(author)).collect()
    }

    fn author(&self, author: &Value) -> Option<DraftAuthor> {
        if let Value::String(name) = author {
            return (!name.contains("://")).then(|| DraftAuthor::named(name.trim()));
        }
        let person = self.resolved(author)?;
        let name = strings(person.get("name")?).into_iter().next()?;
        let url = person.get("url").map(strings).and_then(|urls| urls.into_iter().next());
        Some(DraftAuthor { url, ..DraftAuthor::named(&name) })
    }

    pub(super) fn image(&self) -> Option<DraftImage> {
        let stated = self.article.get("image").or_else(|| self.article.get("thumbnailUrl"))?;
        let first = stated.as_array().map_or(Some(stated), |images| images.first())?;
        if let Value::String(url) = first {
            return Some(DraftImage { url: url.clone(), ..DraftImage::default() });
        }
        let image = self.resolved(first)?;
        let text = |name: &str| image.get(name).map(strings).and_then(|all| all.into_iter().next());
        Some(DraftImage {
            url: text("url").or_else(|| text("contentUrl"))?,
            alt: text("description").or_else(|| text("name")),
            width: image.get("width").and_then(pixels),
            height: image.get("height").and_then(pixels),
        })
    }

    /// A thing, or the one that it points at by its `@id`.
    fn resolved<'a>(&'a self, value: &'a Value) -> Option<&'a Map<String, Value>> {
        let thing = match value {
            Value::Array(things) => things.first()?.as_object()?,
            value => value.as_object()?,
        };
        let id = thing.get("@id");
        if thing.len() > 1 || id.is_none() {
            return Some(thing);
        }
        self.things.iter().find(|known| known.get("@id") == id && known.len() > 1)
    }
}

/// JSON as pages have it: in a comment or CDATA section, with raw line ends in its texts.
fn parse(source: &str) -> Option<Value> {
    let source = source.trim();
    let source = source.strip_prefix("<!--").unwrap_or(source);
    let source = source.strip_suffix("-->").unwrap_or(source).trim();
    let source = source.strip_prefix("//").unwrap_or(source).trim();
    let source = source.strip_prefix("<![CDATA[").unwrap_or(source);
    let source = source.strip_suffix("]]>").unwrap_or(source).trim();
    let source = source.strip_suffix("//").unwrap_or(source).trim().trim_end_matches(';');
    serde_json::from_str(source).ok().or_else(|| {
        let without_controls: String =
            source.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        serde_json::from_str(&without_controls).ok()
    })
}

/// Every described thing, the outer before the inner.
fn collect(value: Value, depth: usize, things: &mut Vec<Map<String, Value>>) {
    if depth > MAX_DEPTH {
        return;
    }
    match value {
        Value::Array(values) => {
            for value in values {
                collect(value, depth + 1, things);
            }
        }
        Value::Object(map) => {
            let inner: Vec<Value> =
                ["@graph", "mainEntity", "mainEntityOfPage", "author", "publisher", "image"]
                    .iter()
                    .filter_map(|name| map.get(*name).cloned())
                    .collect();
            things.push(map);
            for value in inner {
                collect(value, depth + 1, things);
            }
        }
        _ => {}
    }
}

fn is_of_type(thing: &Map<String, Value>, kind: &str) -> bool {
    thing.get("@type").is_some_and(|stated| {
        strings(stated).iter().any(|stated| {
            let local = stated.rsplit(['/', '#', ':']).next().unwrap_or(stated);
            local == kind
        })
    })
}

/// The texts of a value: itself, each of a list, or what an object has for a name.
fn strings(value: &Value) -> Vec<String> {
    match value {
        Value::String(text) => {
            let text = text.trim();
            if text.is_empty() { Vec::new() } else { vec![text.to_owned()] }
        }
        Value::Number(number) => vec![number.to_string()],
        Value::Array(values) => {
            values.iter().filter(|value| !value.is_array()).flat_map(strings).collect()
        }
        Value::Object(map) => ["@value", "name", "@id"]
            .iter()
            .find_map(|name| map.get(*name).and_then(Value::as_str))
            .map(|text| vec![text.trim().to_owned()])
            .unwrap_or_default(),
        Value::Null | Value::Bool(_) => Vec::new(),
    }
}

/// Pixels: a number, a text such as `1200px`, or an object with a value.
fn pixels(value: &Value) -> Option<u32> {
    match value {
        Value::Number(number) => number.as_u64().and_then(|pixels| u32::try_from(pixels).ok()),
        Value::String(text) => text.trim().trim_end_matches("px").trim().parse().ok(),
        Value::Object(map) => map.get("value").and_then(pixels),
        _ => None,
    }
}
