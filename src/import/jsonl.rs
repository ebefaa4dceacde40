//! JSON Feed 1.1 documents, JSON records and JSON lines.
//!
//! The field names are JSON Feed's item names and newswire's own. A line or item that is broken is
//! refused by itself. Sources: <https://www.jsonfeed.org/version/1.1/>.

use std::io::{BufRead, Read as _};

use serde_json::{Map, Value};

use super::{Origin, ReadError, ReadOptions, Record};
use crate::article::{Body, Draft, DraftAttachment, DraftAuthor, DraftImage, DraftTerm, Markup};

/// A record larger than this is no article.
const MAX_RECORD: u64 = 8 * 1024 * 1024;
/// A document that is read whole.
const MAX_DOCUMENT: u64 = 256 * 1024 * 1024;

/// Reads a file of records: one document, or one record a line.
///
/// # Errors
///
/// When the file cannot be read, or is one document that is not JSON.
pub fn read(
    input: &mut dyn BufRead,
    _origin: Origin<'_>,
    _options: &ReadOptions,
    each: &mut dyn FnMut(Record),
) -> Result<(), ReadError> {
    let mut first = Vec::new();
    let mut number = 0;
    // The first line that holds something tells which of the two the file is.
    loop {
        number += 1;
        if !read_line(input, &mut first)? {
            return Ok(());
        }
        if !first.trim_ascii().is_empty() {
            break;
        }
    }
    let start = first.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&first).to_vec();
    if matches!(serde_json::from_slice::<Value>(&start), Ok(Value::Object(object)) if !is_document(&object))
        || first.len() as u64 > MAX_RECORD
    {
        return lines(input, start, number, each);
    }
    let mut document = start;
    input.take(MAX_DOCUMENT).read_to_end(&mut document)?;
    if document.len() as u64 > MAX_DOCUMENT {
        return Err(ReadError::TooLarge { what: "the document", limit: "256 MiB".to_owned() });
    }
    match serde_json::from_slice(&document) {
        Ok(value) => {
            whole(value, each);
            Ok(())
        }
        // A first line that is broken may still be followed by lines that are not.
        Err(_) if document.split(|byte| *byte == b'\n').skip(1).any(is_record_line) => {
            let mut rest = std::io::Cursor::new(document);
            let mut line = Vec::new();
            read_line(&mut rest, &mut line)?;
            lines(&mut rest, line, 1, each)
        }
        Err(error) => Err(ReadError::Syntax { format: "JSON", fault: error.to_string() }),
    }
}

fn is_record_line(line: &[u8]) -> bool {
    matches!(serde_json::from_slice::<Value>(line), Ok(Value::Object(object)) if object.contains_key("id"))
}

/// One line, at most a little more than a record may have; the rest of a longer one is skipped.
fn read_line(input: &mut dyn BufRead, line: &mut Vec<u8>) -> std::io::Result<bool> {
    line.clear();
    let read = input.take(MAX_RECORD + 1).read_until(b'\n', line)?;
    if line.len() as u64 > MAX_RECORD && line.last() != Some(&b'\n') {
        input.skip_until(b'\n')?;
    }
    Ok(read > 0)
}

fn lines(
    input: &mut dyn BufRead,
    mut line: Vec<u8>,
    mut number: u64,
    each: &mut dyn FnMut(Record),
) -> Result<(), ReadError> {
    loop {
        let content = line.trim_ascii();
        if !content.is_empty() {
            let value = if content.len() as u64 > MAX_RECORD {
                Err(ReadError::TooLarge { what: "the record", limit: "8 MiB".to_owned() })
            } else {
                serde_json::from_slice(content)
                    .map_err(|error| ReadError::Syntax { format: "JSON", fault: error.to_string() })
            };
            each(record(format!("line {number}"), value, None));
        }
        number += 1;
        if !read_line(input, &mut line)? {
            return Ok(());
        }
    }
}

fn is_document(object: &Map<String, Value>) -> bool {
    object.get("items").is_some_and(Value::is_array)
}

/// A JSON Feed, a list of records, or one record.
fn whole(value: Value, each: &mut dyn FnMut(Record)) {
    match value {
        Value::Object(mut feed) if is_document(&feed) => {
            let Some(Value::Array(items)) = feed.remove("items") else { return };
            for (index, item) in items.into_iter().enumerate() {
                each(record(format!("item {}", index + 1), Ok(item), Some(&feed)));
            }
        }
        Value::Array(items) => {
            for (index, item) in items.into_iter().enumerate() {
                each(record(format!("item {}", index + 1), Ok(item), None));
            }
        }
        other => each(record(String::new(), Ok(other), None)),
    }
}

fn record(
    place: String,
    value: Result<Value, ReadError>,
    feed: Option<&Map<String, Value>>,
) -> Record {
    let mut unknown_fields = Vec::new();
    let draft = value.and_then(|value| match value {
        Value::Object(object) => draft(object, feed, &mut unknown_fields),
        other => Err(ReadError::Unusable(format!(
            "a record is an object in braces, and this is {}",
            kind_of(&other)
        ))),
    });
    Record { place, draft, unknown_fields }
}

fn kind_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

fn wrong(field: &str, expected: &str, found: &Value) -> ReadError {
    ReadError::Unusable(format!("`{field}` is {}; it should be {expected}", kind_of(found)))
}

fn text(field: &str, value: Value) -> Result<Option<String>, ReadError> {
    match value {
        Value::Null => Ok(None),
        Value::String(text) => Ok(Some(text)),
        // JSON Feed 1.1: a reader takes a number for an id as its text.
        Value::Number(number) => Ok(Some(number.to_string())),
        other => Err(wrong(field, "a text", &other)),
    }
}

fn number(field: &str, value: Value) -> Result<Option<f64>, ReadError> {
    match value {
        Value::Null => Ok(None),
        Value::Number(number) => Ok(number.as_f64()),
        other => Err(wrong(field, "a number", &other)),
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "checked to be in range"
)]
fn whole_number(field: &str, value: Value) -> Result<Option<u64>, ReadError> {
    Ok(number(field, value)?
        .filter(|number| (0.0..=9e15).contains(number))
        .map(|number| number as u64))
}

/// A list, or one thing in its place.
fn list(value: Value) -> Vec<Value> {
    match value {
        Value::Null => Vec::new(),
        Value::Array(list) => list,
        one => vec![one],
    }
}

fn draft(
    object: Map<String, Value>,
    feed: Option<&Map<String, Value>>,
    unknown: &mut Vec<String>,
) -> Result<Draft, ReadError> {
    let mut draft = Draft::default();
    let mut bodies: [Option<String>; 3] = [None, None, None];
    let mut image = DraftImage::default();
    for (field, value) in object {
        match field.as_str() {
            "id" => draft.id = text("id", value)?,
            "url" => draft.url = text("url", value)?,
            "title" => draft.title = text("title", value)?,
            "content_html" => bodies[0] = text("content_html", value)?,
            "content_markdown" => bodies[1] = text("content_markdown", value)?,
            "content_text" => bodies[2] = text("content_text", value)?,
            "summary" => draft.summary = text("summary", value)?,
            "date_published" => draft.date_published = text("date_published", value)?,
            "date_modified" => draft.date_modified = text("date_modified", value)?,
            "authors" | "author" => draft.authors = authors(&field, value)?,
            "tags" => draft.tags = terms("tags", value)?,
            "categories" => draft.categories = terms("categories", value)?,
            "language" => draft.language = text("language", value)?,
            "image" => image.url = text("image", value)?.unwrap_or_default(),
            "image_alt" => image.alt = text("image_alt", value)?,
            "image_width" => {
                image.width =
                    whole_number("image_width", value)?.and_then(|n| u32::try_from(n).ok());
            }
            "image_height" => {
                image.height =
                    whole_number("image_height", value)?.and_then(|n| u32::try_from(n).ok());
            }
            "banner_image" => draft.banner_image = text("banner_image", value)?,
            "external_url" => draft.external_url = text("external_url", value)?,
            "attachments" => draft.attachments = attachments(value)?,
            "guid" => draft.guid = text("guid", value)?,
            "status" => draft.status = text("status", value)?,
            "expires" => draft.expires = text("expires", value)?,
            _ => unknown.push(field),
        }
    }
    let [html, markdown, plain] = bodies;
    draft.body = [(html, Markup::Html), (markdown, Markup::Markdown), (plain, Markup::Text)]
        .into_iter()
        .find_map(|(source, markup)| source.map(|source| Body { markup, source }));
    draft.image = (!image.url.trim().is_empty()).then_some(image);
    if let Some(feed) = feed {
        inherit(&mut draft, feed);
    }
    // A JSON Feed item may have an id alone that is its address.
    if draft.url.is_none() {
        draft.url =
            draft.id.clone().filter(|id| id.starts_with("http://") || id.starts_with("https://"));
    }
    Ok(draft)
}

/// What the feed says of all its items.
fn inherit(draft: &mut Draft, feed: &Map<String, Value>) {
    if draft.authors.is_empty() {
        let of_feed =
            feed.get("authors").or_else(|| feed.get("author")).cloned().unwrap_or(Value::Null);
        draft.authors = authors("authors", of_feed).unwrap_or_default();
    }
    if draft.language.is_none() {
        draft.language = feed.get("language").and_then(Value::as_str).map(str::to_owned);
    }
}

fn authors(field: &str, value: Value) -> Result<Vec<DraftAuthor>, ReadError> {
    list(value)
        .into_iter()
        .map(|author| match author {
            Value::String(name) => Ok(DraftAuthor::named(&name)),
            Value::Object(mut author) => {
                let mut take = |key: &str| text(key, author.remove(key).unwrap_or(Value::Null));
                Ok(DraftAuthor { name: take("name")?, url: take("url")?, avatar: take("avatar")? })
            }
            other => Err(wrong(field, "a list of {name, url, avatar}", &other)),
        })
        .collect()
}

fn terms(field: &str, value: Value) -> Result<Vec<DraftTerm>, ReadError> {
    list(value)
        .into_iter()
        .map(|term| match term {
            Value::String(name) => Ok(DraftTerm::from(name.as_str())),
            other => Err(wrong(field, "a list of names", &other)),
        })
        .collect()
}

fn attachments(value: Value) -> Result<Vec<DraftAttachment>, ReadError> {
    list(value)
        .into_iter()
        .map(|attachment| match attachment {
            Value::Object(mut attachment) => {
                let mut take = |key: &str| attachment.remove(key).unwrap_or(Value::Null);
                Ok(DraftAttachment {
                    url: text("url", take("url"))?.unwrap_or_default(),
                    mime_type: text("mime_type", take("mime_type"))?,
                    title: text("title", take("title"))?,
                    size_in_bytes: whole_number("size_in_bytes", take("size_in_bytes"))?,
                    duration_in_seconds: number(
                        "duration_in_seconds",
                        take("duration_in_seconds"),
                    )?,
                })
            }
            other => Err(wrong("attachments", "a list of {url, mime_type}", &other)),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::{Origin, ReadOptions, Record};
    use super::read;

    fn records(input: &[u8]) -> Vec<Record> {
        let mut records = Vec::new();
        let origin = Origin { path: "x.jsonl" };
        read(&mut &input[..], origin, &ReadOptions::default(), &mut |record| records.push(record))
            .unwrap();
        records
    }

    #[test]
    fn a_broken_line_refuses_itself_alone() {
        let records = records(b"{\"id\":\"a\"}\n{\"id\":\n\xFF\xFE\n[1]\n\n{\"id\":7}\n");
        let ids: Vec<Option<String>> = records
            .iter()
            .map(|record| record.draft.as_ref().ok().and_then(|draft| draft.id.clone()))
            .collect();
        assert_eq!(ids, [Some("a".to_owned()), None, None, None, Some("7".to_owned())]);
        assert_eq!(records[4].place, "line 6");
    }

    #[test]
    fn a_broken_first_line_does_not_take_the_others_with_it() {
        let records = records(b"{\"id\":\n{\"id\":\"b\"}\n");
        assert_eq!(records.len(), 2);
        assert!(records[0].draft.is_err() && records[1].draft.is_ok());
    }

    #[test]
    fn items_inherit_what_the_feed_says_of_all() {
        let records = records(
            b"{\"version\":\"https://jsonfeed.org/version/1.1\",\"language\":\"fr\",\n
            \"authors\":[{\"name\":\"Mai\"}],\"items\":[{\"id\":\"https://a.example/1\",\"odd\":1}]}",
        );
        let draft = records[0].draft.as_ref().unwrap();
        assert_eq!(draft.language.as_deref(), Some("fr"));
        assert_eq!(draft.authors[0].name.as_deref(), Some("Mai"));
        assert_eq!(draft.url.as_deref(), Some("https://a.example/1"));
        assert_eq!(records[0].unknown_fields, ["odd"]);
    }

    #[test]
    fn a_record_of_fifty_megabytes_is_refused_and_the_next_one_taken() {
        let mut input = b"{\"id\":\"a\"}\n{\"id\":\"big\",\"content_text\":\"".to_vec();
        input.resize(input.len() + 50_000_000, b'x');
        input.extend_from_slice(b"\"}\n{\"id\":\"c\"}\n");
        let records = records(&input);
        assert_eq!(records.len(), 3);
        assert!(records[1].draft.is_err() && records[2].draft.is_ok());
    }
}
