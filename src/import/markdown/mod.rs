//! Markdown with front matter, one article a file, in the names of Hugo, Jekyll and Zola and in
//! those of the record itself.
//!
//! What front matter does not say comes from the path: the key, the address, the date; the title
//! may be the text's first heading. Shortcodes and `<!--more-->` stay in the body: they are read
//! where text is.
//!
//! Must not know: what makes a record acceptable.

mod front_matter;
mod names;

use std::io::BufRead;

use serde_json::{Map, Value};

use self::names::{
    ATTACHMENTS, AUTHORS, BANNER, CATEGORIES, EXCERPT_SEPARATOR, EXPIRES, EXTERNAL, GUID, ID,
    IMAGE, IMAGE_ALT, IMAGE_HEIGHT, IMAGE_WIDTH, LANGUAGE, MODIFIED, OF_THE_GENERATOR, PUBLISHED,
    RESOURCES, SLUG, STATUS, SUMMARY, TAGS, TITLE, URL, is_known,
};
use super::address::{self, Address};
use super::byline::{self, Comma};
use super::fields::{Fields, Typing};
use super::source_text::{decode_strictly, read_whole};
use super::{Origin, ReadError, ReadOptions, Record};
use crate::article::{Body, Draft, DraftAuthor, DraftImage, DraftTerm, Markup};

/// The largest file, in bytes; what an article's body may have is less, and not decided here.
const FILE_LIMIT: usize = 64 << 20;

/// Reads one Markdown file.
///
/// # Errors
///
/// When the file cannot be read, is larger than any article, is not UTF-8, is empty, or its front
/// matter is broken.
pub fn read(
    input: &mut dyn BufRead,
    origin: Origin<'_>,
    _options: &ReadOptions,
    each: &mut dyn FnMut(Record),
) -> Result<(), ReadError> {
    let source = decode_strictly(read_whole(input, "the file", FILE_LIMIT)?)?;
    let source = source.replace("\r\n", "\n").replace('\r', "\n");
    if source.trim().is_empty() {
        return Err(ReadError::Unusable(
            "the file is empty; write the article, or remove the file".to_owned(),
        ));
    }
    let parts = front_matter::split(&source)?;
    let address = Address::of(origin.path);
    let mut fields = Fields::new(parts.fields, Typing::Guessed);
    let draft = draft(&mut fields, &address, parts.body, markup_of(origin.path));
    let unknown_fields = match &draft {
        Ok(_) => fields.rest(),
        Err(_) => Vec::new(),
    };
    each(Record {
        place: String::new(),
        draft,
        unknown_fields: unknown_fields
            .into_iter()
            .filter(|name| !OF_THE_GENERATOR.contains(&name.as_str()))
            .collect(),
    });
    Ok(())
}

/// Front matter may stand above any markup; the file's ending tells which.
fn markup_of(path: &str) -> Markup {
    let ending = path.rsplit('.').next().unwrap_or_default();
    match ending.to_ascii_lowercase().as_str() {
        "html" | "htm" => Markup::Html,
        "txt" | "text" => Markup::Text,
        _ => Markup::Markdown,
    }
}

fn draft(
    fields: &mut Fields,
    address: &Address,
    body: &str,
    markup: Markup,
) -> Result<Draft, ReadError> {
    // First what decides whether the rest matters.
    let is_draft = is_draft(fields) || address.is_draft;
    let id = fields.key(ID)?.or_else(|| Some(address.id.clone()));
    let status = fields.text(STATUS)?;
    let status = if is_draft { Some("draft".to_owned()) } else { status };
    let draft = Draft { id, status, ..Draft::default() };
    filled(draft.clone(), fields, address, body, markup).map_err(|fault| fault.of(draft))
}

fn filled(
    known: Draft,
    fields: &mut Fields,
    address: &Address,
    body: &str,
    markup: Markup,
) -> Result<Draft, ReadError> {
    let url = fields.text(URL)?.filter(|url| !url.contains(':') || url.contains("://"));
    let date = fields.text(PUBLISHED)?;
    let date =
        date.or_else(|| address.date.clone()).or_else(|| url.as_deref().and_then(address::date_in));
    let modified = fields.text(MODIFIED)?;
    if address.is_section && date.is_none() {
        return Err(ReadError::Unusable(
            "it is the page of a section, not an article; give it a `date` if it is one".to_owned(),
        ));
    }
    let slug = fields.key(SLUG)?;
    let url = url.map_or_else(|| address.url(slug.as_deref()), |url| rooted(&url));
    let is_jekyll = address.is_jekyll || fields.has("layout");
    let categories = terms(fields, CATEGORIES, is_jekyll)?;
    let body = match fields.text(EXCERPT_SEPARATOR)? {
        Some(separator) => body.replacen(&separator, "<!--more-->", 1),
        None => body.to_owned(),
    };
    let (heading, rest) = match markup {
        Markup::Markdown => first_heading(&body),
        _ => (None, body.as_str()),
    };
    let title = fields.text(TITLE)?;
    let body = if title.is_none() && heading.is_some() { rest.to_owned() } else { body };
    Ok(Draft {
        guid: fields.key(GUID)?,
        title: title.or(heading),
        body: (!body.trim().is_empty()).then_some(Body { markup, source: body }),
        summary: fields.text(SUMMARY)?,
        // As in Hugo: the date of the last edit is an article's date when it has no other.
        date_published: date.or_else(|| modified.clone()),
        date_modified: modified,
        authors: authors(fields)?,
        categories: if categories.is_empty() {
            address.categories.iter().map(|name| DraftTerm::from(name.as_str())).collect()
        } else {
            categories
        },
        tags: terms(fields, TAGS, is_jekyll)?,
        language: fields.text(LANGUAGE)?.or_else(|| address.language.clone()),
        image: image(fields, address)?,
        banner_image: fields.image(BANNER)?.map(|image| image.url),
        external_url: fields.text(EXTERNAL)?,
        attachments: fields.attachments(ATTACHMENTS)?,
        expires: fields.text(EXPIRES)?,
        url: Some(url),
        ..known
    })
}

/// Hugo's and Zola's `draft: true`, Jekyll's `published: false`.
fn is_draft(fields: &mut Fields) -> bool {
    let is = |value: &Value, wanted: bool| match value {
        Value::Bool(flag) => *flag == wanted,
        Value::String(text) => text.trim().eq_ignore_ascii_case(&wanted.to_string()),
        _ => false,
    };
    let draft = fields.take(&["draft"]).is_some_and(|(_, value)| is(&value, true));
    let published = fields.take(&["published"]);
    let unpublished = published.as_ref().is_some_and(|(_, value)| is(value, false));
    // Elsewhere `published` is a date.
    if let Some((name, value)) = published.filter(|(_, value)| !is(value, true) && !unpublished) {
        fields.put_back(name, value);
    }
    draft || unpublished
}

/// An address that does not say otherwise begins at the site's root.
fn rooted(url: &str) -> String {
    let url = url.trim();
    if url.contains("://") || url.starts_with('/') {
        return url.to_owned();
    }
    let name = url.rsplit('/').next().unwrap_or_default();
    let is_folder = !name.is_empty() && !name.ends_with(".html");
    format!("/{url}{}", if is_folder { "/" } else { "" })
}

/// Categories or tags. In one text, commas separate; without them Jekyll separates at blanks, but
/// only under its plural names.
fn terms(
    fields: &mut Fields,
    names: &[&str],
    is_jekyll: bool,
) -> Result<Vec<DraftTerm>, ReadError> {
    if let Some((name, value)) = fields.take(names) {
        let is_plural = matches!(name.as_str(), "categories" | "tags" | "keywords" | "topics");
        let list = |texts: Vec<&str>| {
            Value::Array(
                texts
                    .into_iter()
                    .map(str::trim)
                    .filter(|text| !text.is_empty())
                    .map(Value::from)
                    .collect(),
            )
        };
        let value = match value {
            Value::String(text) if is_plural && text.contains(',') => {
                list(text.split(',').collect())
            }
            Value::String(text) if is_plural && is_jekyll && name != "keywords" => {
                list(text.split_whitespace().collect())
            }
            Value::Array(values) => Value::Array(values.into_iter().flat_map(leaves).collect()),
            other => other,
        };
        fields.put_back(name, value);
    }
    fields.terms(names)
}

/// Hexo nests the categories of one branch.
fn leaves(value: Value) -> Vec<Value> {
    match value {
        Value::Array(values) => values,
        other => vec![other],
    }
}

fn authors(fields: &mut Fields) -> Result<Vec<DraftAuthor>, ReadError> {
    let authors = fields.authors(AUTHORS)?;
    let mut named = Vec::new();
    for author in authors {
        match &author.name {
            Some(name) if author.url.is_none() && author.avatar.is_none() => {
                let names = byline::names(name, Comma::Separates);
                named.extend(names.iter().map(|name| DraftAuthor::named(name)));
            }
            _ => named.push(author),
        }
    }
    Ok(named)
}

fn image(fields: &mut Fields, address: &Address) -> Result<Option<DraftImage>, ReadError> {
    let resource = resource(fields);
    let mut image = fields.image(IMAGE)?;
    let alt = fields.text(IMAGE_ALT)?;
    let (width, height) = (fields.pixels(IMAGE_WIDTH)?, fields.pixels(IMAGE_HEIGHT)?);
    if let Some(image) = &mut image {
        // Beside `index.md` lie its own pictures; elsewhere addresses begin at the site's root.
        let has_root = image.url.starts_with('/') || image.url.contains(':');
        if !has_root && (!address.is_bundle || image.url.contains('/')) {
            image.url.insert(0, '/');
        }
    }
    let image = image.or_else(|| resource.map(|url| DraftImage { url, ..DraftImage::default() }));
    Ok(image.map(|image| DraftImage {
        alt: image.alt.or(alt),
        width: image.width.or(width),
        height: image.height.or(height),
        url: image.url,
    }))
}

/// Hugo's page resource that is called the article's picture.
fn resource(fields: &mut Fields) -> Option<String> {
    let (_, Value::Array(resources)) = fields.take(RESOURCES)? else { return None };
    let text = |resource: &Map<String, Value>, name: &str| {
        resource.get(name).and_then(Value::as_str).map(str::to_owned)
    };
    resources.iter().filter_map(Value::as_object).find_map(|resource| {
        let name = text(resource, "name")?.to_lowercase();
        let is_picture =
            ["featured", "cover", "thumbnail", "header"].iter().any(|word| name.contains(word));
        text(resource, "src").filter(|source| is_picture && !source.contains('*'))
    })
}

/// The heading that a text begins with, and the text below it.
fn first_heading(body: &str) -> (Option<String>, &str) {
    let start = body.trim_start_matches(['\n', ' ']);
    let (line, rest) = start.split_once('\n').unwrap_or((start, ""));
    if let Some(heading) = line.strip_prefix("# ") {
        let heading = heading.trim().trim_end_matches('#').trim_end();
        // Zola and kramdown: `# Title {#anchor}`.
        let heading = heading
            .rsplit_once(" {")
            .filter(|(_, end)| end.ends_with('}'))
            .map_or(heading, |(heading, _)| heading.trim_end());
        return ((!heading.is_empty()).then(|| heading.to_owned()), rest);
    }
    let (underline, below) = rest.split_once('\n').unwrap_or((rest, ""));
    let underline = underline.trim_end();
    if !line.trim().is_empty() && underline.len() >= 3 && underline.bytes().all(|b| b == b'=') {
        return (Some(line.trim().to_owned()), below);
    }
    (None, body)
}

#[cfg(test)]
mod tests;
