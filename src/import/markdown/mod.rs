//! Markdown with front matter, as Hugo, Jekyll and Zola keep it: one file, one record.
//!
//! Identity and address of a file without its own come from its path, so that they hold as long
//! as the file stays where it is.

mod front_matter;

use std::io::{BufRead, Read as _};

use serde_json::{Map, Value};

use super::{Origin, ReadError, ReadOptions, Record};
use crate::article::{
    Body, Draft, DraftAttachment, DraftAuthor, DraftImage, DraftTerm, Markup, Slug,
};

/// No article is longer.
const MAX_FILE: u64 = 16 * 1024 * 1024;

/// Reads a Markdown file.
///
/// # Errors
///
/// When the file cannot be read.
pub fn read(
    input: &mut dyn BufRead,
    origin: Origin<'_>,
    _options: &ReadOptions,
    each: &mut dyn FnMut(Record),
) -> Result<(), ReadError> {
    let mut bytes = Vec::new();
    input.take(MAX_FILE + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MAX_FILE {
        return Err(ReadError::TooLarge { what: "the file", limit: "16 MiB".to_owned() });
    }
    let text = String::from_utf8(bytes).map_err(|error| {
        ReadError::Unusable(format!(
            "it is not UTF-8 from byte {} on; save it as UTF-8",
            error.utf8_error().valid_up_to()
        ))
    })?;
    let mut unknown_fields = Vec::new();
    let draft = draft(&text, origin.path, &mut unknown_fields);
    each(Record { place: String::new(), draft, unknown_fields });
    Ok(())
}

/// What a path says of its article.
struct PathFacts<'a> {
    /// The path without its ending, `index` and language left out.
    id: String,
    /// The same with the slug in place of the file's name.
    folder: &'a str,
    slug: String,
    /// From `2026-05-03-title.md`.
    date: Option<String>,
    /// From `post.fr.md`.
    language: Option<String>,
}

impl<'a> PathFacts<'a> {
    fn of(path: &'a str) -> Self {
        let stem = path.rsplit_once('.').map_or(path, |(stem, _)| stem);
        let (stem, language) = match stem.rsplit_once('.') {
            Some((rest, tag)) if is_language(tag) => (rest, Some(tag.to_owned())),
            _ => (stem, None),
        };
        let stem =
            stem.strip_suffix("/index").or_else(|| stem.strip_suffix("/_index")).unwrap_or(stem);
        let (folder, name) = stem.rsplit_once('/').unwrap_or(("", stem));
        let (date, slug) = match dated(name) {
            Some((date, rest)) => (Some(date.to_owned()), rest),
            None => (None, name),
        };
        let id = match &language {
            Some(language) => format!("{stem}.{language}"),
            None => stem.to_owned(),
        };
        Self { id, folder, slug: slug.to_owned(), date, language }
    }
}

fn is_language(tag: &str) -> bool {
    let primary = tag.split('-').next().unwrap_or_default();
    (2..=3).contains(&primary.len())
        && tag.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
        && primary.chars().all(|c| c.is_ascii_lowercase())
}

/// `2026-05-03-title` as date and rest.
fn dated(name: &str) -> Option<(&str, &str)> {
    let (date, rest) = name.split_at_checked(10)?;
    let is_date = date.bytes().enumerate().all(|(index, byte)| match index {
        4 | 7 => byte == b'-',
        _ => byte.is_ascii_digit(),
    });
    let rest = rest.strip_prefix(['-', '_']).or_else(|| rest.is_empty().then_some(name))?;
    is_date.then_some((date, rest))
}

fn draft(text: &str, path: &str, unknown: &mut Vec<String>) -> Result<Draft, ReadError> {
    let (mut front, body) = front_matter::split(text)?;
    let facts = PathFacts::of(path);
    // Zola and Hugo keep what is not their own in tables of their own.
    for nested in ["extra", "params", "taxonomies"] {
        if let Some(Value::Object(table)) = front.remove(nested) {
            for (key, value) in table {
                front.entry(key.to_lowercase()).or_insert(value);
            }
        }
    }
    let mut take = |names: &[&str]| {
        names.iter().find_map(|name| front.remove(*name)).filter(|value| !value.is_null())
    };
    let mut draft = Draft {
        id: take(&["id"]).and_then(text_of),
        guid: take(&["guid"]).and_then(text_of),
        title: take(&["title"]).and_then(text_of),
        summary: take(&["summary", "excerpt"]).and_then(text_of),
        date_published: take(&["date_published", "date", "publishdate", "pubdate"])
            .and_then(text_of),
        date_modified: take(&[
            "date_modified",
            "lastmod",
            "updated",
            "last_modified_at",
            "modified",
        ])
        .and_then(text_of),
        language: take(&["language", "lang", "locale"]).and_then(text_of),
        banner_image: take(&["banner_image"]).and_then(text_of),
        external_url: take(&["external_url"]).and_then(text_of),
        status: take(&["status"]).and_then(text_of),
        expires: take(&["expires", "expirydate"]).and_then(text_of),
        ..Draft::default()
    };
    let description = take(&["description"]).and_then(text_of);
    draft.summary = draft
        .summary
        .filter(|summary| !summary.trim().is_empty())
        .or(description)
        .filter(|summary| !summary.trim().is_empty());
    draft.authors =
        [take(&["authors"]), take(&["author"])].into_iter().flatten().flat_map(authors).collect();
    draft.categories = [take(&["categories"]), take(&["category"])]
        .into_iter()
        .flatten()
        .flat_map(terms)
        .collect();
    draft.tags = [take(&["tags"]), take(&["tag"]), take(&["keywords"])]
        .into_iter()
        .flatten()
        .flat_map(terms)
        .collect();
    draft.image = image(&mut take);
    draft.attachments = take(&["attachments"]).map(attachments).unwrap_or_default();
    let is_draft = take(&["draft"]) == Some(Value::Bool(true))
        || take(&["published"]) == Some(Value::Bool(false));
    if is_draft {
        draft.status = Some("draft".to_owned());
    }
    let slug = take(&["slug"]).and_then(text_of);
    let address = take(&["url"]).or_else(|| take(&["permalink", "path"])).and_then(text_of);
    draft.url = Some(address.unwrap_or_else(|| address_of(&facts, slug.as_deref())));
    draft.id = draft.id.or(Some(facts.id));
    draft.date_published = draft.date_published.or(facts.date);
    draft.language = draft.language.or(facts.language);
    // What only a site generator needs is no loss.
    const GENERATOR: [&str; 12] = [
        "layout",
        "weight",
        "template",
        "aliases",
        "type",
        "menu",
        "toc",
        "featured",
        "comments",
        "date_gmt",
        "redirect_from",
        "markup",
    ];
    unknown.extend(
        front.into_iter().map(|(key, _)| key).filter(|key| !GENERATOR.contains(&key.as_str())),
    );
    let (heading, body) = if draft.title.is_none() { first_heading(body) } else { (None, body) };
    draft.title = draft.title.or(heading);
    draft.body = Some(Body { markup: Markup::Markdown, source: body.to_owned() });
    Ok(draft)
}

fn address_of(facts: &PathFacts<'_>, slug: Option<&str>) -> String {
    let name = slug
        .map(|slug| slug.trim_matches('/'))
        .filter(|slug| !slug.is_empty())
        .unwrap_or(&facts.slug);
    let name = Slug::new(name).map_or_else(|| name.to_owned(), |slug| slug.to_string());
    let language =
        facts.language.as_ref().map(|language| format!("/{language}")).unwrap_or_default();
    let folder = if facts.folder.is_empty() { String::new() } else { format!("/{}", facts.folder) };
    format!("{language}{folder}/{name}/")
}

/// A text, or anything that reads as one.
fn text_of(value: Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

fn authors(value: Value) -> Vec<DraftAuthor> {
    match value {
        Value::Array(list) => list.into_iter().flat_map(authors).collect(),
        Value::Object(mut author) => {
            let mut take = |key: &str| author.remove(key).and_then(text_of);
            vec![DraftAuthor { name: take("name"), url: take("url"), avatar: take("avatar") }]
        }
        other => text_of(other).map(|name| DraftAuthor::named(&name)).into_iter().collect(),
    }
}

fn terms(value: Value) -> Vec<DraftTerm> {
    match value {
        Value::Array(list) => list.into_iter().flat_map(terms).collect(),
        other => text_of(other).map(|name| DraftTerm::from(name.as_str())).into_iter().collect(),
    }
}

fn image(take: &mut impl FnMut(&[&str]) -> Option<Value>) -> Option<DraftImage> {
    let alt = take(&["image_alt", "featured_image_alt"]).and_then(text_of);
    let mut pixels = |name: &str| {
        take(&[name]).and_then(|value| value.as_u64()).and_then(|n| u32::try_from(n).ok())
    };
    let (width, height) = (pixels("image_width"), pixels("image_height"));
    let found =
        take(&["image"]).or_else(|| take(&["featured_image", "images", "cover", "thumbnail"]))?;
    let mut image = picture(found)?;
    image.alt = alt.or(image.alt);
    image.width = width.or(image.width);
    image.height = height.or(image.height);
    Some(image)
}

/// A picture's address, the first of a list, or an object that has one.
fn picture(value: Value) -> Option<DraftImage> {
    match value {
        Value::String(url) if !url.trim().is_empty() => {
            Some(DraftImage { url, ..DraftImage::default() })
        }
        Value::Array(list) => list.into_iter().find_map(picture),
        Value::Object(mut object) => {
            let url = ["url", "src", "image", "path", "relative"]
                .into_iter()
                .find_map(|key| object.remove(key).and_then(text_of))?;
            let alt = object.remove("alt").and_then(text_of);
            let mut pixels = |key: &str| {
                object
                    .remove(key)
                    .and_then(|value| value.as_u64())
                    .and_then(|n| u32::try_from(n).ok())
            };
            Some(DraftImage { url, alt, width: pixels("width"), height: pixels("height") })
        }
        _ => None,
    }
}

fn attachments(value: Value) -> Vec<DraftAttachment> {
    let Value::Array(list) = value else { return Vec::new() };
    list.into_iter()
        .filter_map(|value| match value {
            Value::String(url) => Some(DraftAttachment { url, ..DraftAttachment::default() }),
            Value::Object(attachment) => Some(attachment_of(attachment)),
            _ => None,
        })
        .collect()
}

fn attachment_of(mut object: Map<String, Value>) -> DraftAttachment {
    let size_in_bytes = object.remove("size_in_bytes").and_then(|value| value.as_u64());
    let duration_in_seconds = object.remove("duration_in_seconds").and_then(|value| value.as_f64());
    let mut take = |key: &str| object.remove(key).and_then(text_of);
    DraftAttachment {
        url: take("url").unwrap_or_default(),
        mime_type: take("mime_type"),
        title: take("title"),
        size_in_bytes,
        duration_in_seconds,
    }
}

/// The title of a file that keeps it as its first heading, and the text after it.
fn first_heading(body: &str) -> (Option<String>, &str) {
    let start = body.trim_start();
    match start.strip_prefix("# ") {
        Some(rest) => {
            let (title, rest) = rest.split_once('\n').unwrap_or((rest, ""));
            (Some(title.trim().trim_end_matches('#').trim_end().to_owned()), rest)
        }
        None => (None, body),
    }
}

#[cfg(test)]
mod tests {
    use super::draft;
    use crate::article::Draft;

    fn read(text: &str, path: &str) -> Draft {
        draft(text, path, &mut Vec::new()).unwrap()
    }

    #[test]
    fn yaml_as_hugo_writes_it() {
        let draft = read(
            "---\nTitle: \"A: b\"\ndate: 2026-05-03T08:00:00+01:00\nlastmod: 2026-05-04\ndraft: false\ncategories: [Harbour, City Hall]\nauthor: Mai Lin\nimages:\n  - /media/a.jpg\nexpiryDate: 2031-01-01\n---\nText.\n",
            "harbour/a-b.md",
        );
        assert_eq!(draft.title.as_deref(), Some("A: b"));
        assert_eq!(draft.id.as_deref(), Some("harbour/a-b"));
        assert_eq!(draft.url.as_deref(), Some("/harbour/a-b/"));
        assert_eq!(draft.date_published.as_deref(), Some("2026-05-03T08:00:00+01:00"));
        assert_eq!(draft.date_modified.as_deref(), Some("2026-05-04"));
        assert_eq!(draft.expires.as_deref(), Some("2031-01-01"));
        assert_eq!(draft.categories.len(), 2);
        assert_eq!(draft.image.unwrap().url, "/media/a.jpg");
        assert_eq!(draft.status, None);
    }

    #[test]
    fn toml_as_zola_writes_it() {
        let draft = read(
            "+++\ntitle = \"T\"\ndate = 2026-05-03\ndraft = true\n[taxonomies]\ntags = [\"a\"]\n[extra]\nauthor = \"Mai\"\n+++\nText",
            "t.md",
        );
        assert_eq!(draft.date_published.as_deref(), Some("2026-05-03"));
        assert_eq!(draft.status.as_deref(), Some("draft"));
        assert_eq!((draft.tags.len(), draft.authors.len()), (1, 1));
    }

    #[test]
    fn a_path_gives_date_slug_and_language() {
        let draft = read("# Heading\n\nText", "posts/2026-05-03-swing-bridge.fr.md");
        assert_eq!(draft.title.as_deref(), Some("Heading"));
        assert_eq!(draft.date_published.as_deref(), Some("2026-05-03"));
        assert_eq!(draft.language.as_deref(), Some("fr"));
        assert_eq!(draft.url.as_deref(), Some("/fr/posts/swing-bridge/"));
    }

    #[test]
    fn broken_front_matter_is_refused_with_its_place() {
        let error = super::draft("+++\ntitle = \n+++\n", "a.md", &mut Vec::new()).unwrap_err();
        assert!(error.to_string().contains("line 2"), "{error}");
        assert!(super::draft("---\ntitle: x\n", "a.md", &mut Vec::new()).is_err());
    }
}
