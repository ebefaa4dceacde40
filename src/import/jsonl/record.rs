//! One JSON object as a draft.
//!
//! Must not know: the file it stands in.

use serde_json::{Map, Value};

use super::super::fields::{Fields, Typing};
use super::super::json_text::syntax;
use super::feed::Inherited;
use super::{ReadError, Record};
use crate::article::{Body, Draft, DraftImage, Markup};

/// Parses one object.
pub(super) fn parse(bytes: &[u8]) -> Result<Map<String, Value>, ReadError> {
    let text = std::str::from_utf8(bytes).map_err(|fault| {
        let at = fault.valid_up_to() + 1;
        syntax(format!("byte {at} of the record is not UTF-8; save the file as UTF-8"))
    })?;
    let value = serde_json::from_str(text).or_else(|fault| {
        // JavaScript writes half an emoji as `\ud83d`; the rest of the record is sound.
        with_whole_surrogates(text)
            .and_then(|mended| serde_json::from_str(&mended).ok())
            .ok_or(fault)
    });
    match value {
        Ok(Value::Object(map)) => Ok(map),
        Ok(_) => Err(ReadError::Unusable(
            "it is no JSON object; a record is written like {\"id\": \"…\", \"url\": \"…\"}"
                .to_owned(),
        )),
        Err(fault) if fault.is_eof() => Err(syntax("it breaks off before its end".to_owned())),
        Err(fault) if fault.line() == 1 => {
            Err(syntax(fault.to_string().replace(" at line 1 column ", " at its character ")))
        }
        Err(fault) => Err(syntax(fault.to_string())),
    }
}

/// The text with every `\uD800` to `\uDFFF` that has no partner replaced; `None` when all have.
fn with_whole_surrogates(text: &str) -> Option<String> {
    let unit = |at: usize| -> Option<u32> {
        let digits = text.get(at..at + 6)?.strip_prefix("\\u")?;
        u32::from_str_radix(digits, 16).ok()
    };
    let mut mended = String::new();
    let (mut copied, mut at) = (0, 0);
    while let Some(found) = text.get(at..).and_then(|rest| rest.find('\\')) {
        at += found;
        let step = match (unit(at), unit(at + 6)) {
            (Some(0xD800..=0xDBFF), Some(0xDC00..=0xDFFF)) => 12,
            (Some(0xD800..=0xDFFF), _) => {
                mended.push_str(text.get(copied..at)?);
                mended.push_str("\\ufffd");
                copied = at + 6;
                6
            }
            _ => 2,
        };
        at += step;
        if !text.is_char_boundary(at.min(text.len())) {
            return None;
        }
    }
    (copied > 0).then(|| mended + text.get(copied..).unwrap_or_default())
}

/// An object without any of these is something else.
const OF_A_RECORD: [&str; 6] =
    ["id", "url", "date_published", "content_html", "content_markdown", "content_text"];

pub(super) fn record(
    map: Map<String, Value>,
    place: String,
    inherited: Option<&Inherited>,
) -> Record {
    if !OF_A_RECORD.iter().any(|name| map.contains_key(*name)) {
        let fault = "it is JSON, but no article: it has neither `id` nor `url`, date or content; a \
                     record is written like {\"id\": \"…\", \"url\": \"…\"}";
        let draft = Err(ReadError::Unusable(fault.to_owned()));
        return Record { place, draft, unknown_fields: Vec::new() };
    }
    let mut fields = Fields::new(map, Typing::Declared);
    let draft = draft(&mut fields, inherited);
    Record { place, unknown_fields: if draft.is_ok() { fields.rest() } else { Vec::new() }, draft }
}

fn draft(fields: &mut Fields, inherited: Option<&Inherited>) -> Result<Draft, ReadError> {
    // First what decides whether the rest matters.
    let id = fields.key(&["id"])?;
    let status = fields.text(&["status"])?;
    let draft = Draft { id, status, ..Draft::default() };
    filled(draft.clone(), fields, inherited).map_err(|fault| fault.of(draft))
}

fn filled(
    known: Draft,
    fields: &mut Fields,
    inherited: Option<&Inherited>,
) -> Result<Draft, ReadError> {
    let body = [
        ("content_html", Markup::Html),
        ("content_markdown", Markup::Markdown),
        ("content_text", Markup::Text),
    ];
    let mut found = None;
    for (name, markup) in body {
        let source = fields.text(&[name])?;
        found = found.or(source.map(|source| Body { markup, source }));
    }
    let mut draft = Draft {
        url: fields.text(&["url"])?,
        guid: fields.key(&["guid"])?,
        title: fields.text(&["title"])?,
        body: found,
        summary: fields.text(&["summary"])?,
        date_published: fields.text(&["date_published"])?,
        date_modified: fields.text(&["date_modified"])?,
        // `author` is JSON Feed 1.0.
        authors: fields.authors(&["authors", "author"])?,
        categories: fields.terms(&["categories"])?,
        tags: fields.terms(&["tags"])?,
        language: fields.text(&["language"])?,
        image: image(fields)?,
        banner_image: fields.text(&["banner_image"])?,
        external_url: fields.text(&["external_url"])?,
        attachments: fields.attachments(&["attachments"])?,
        expires: fields.text(&["expires"])?,
        ..known
    };
    // JSON Feed 1.1: "the ideal id is the full URL of the resource", and then `url` may be absent.
    if draft.url.is_none() {
        draft.url = draft.id.clone().filter(|id| id.starts_with("http"));
    }
    if let Some(inherited) = inherited {
        // An item of a feed is known to readers by the very text of its id, and without one by
        // its address.
        draft.guid = draft.guid.or_else(|| draft.id.clone());
        if draft.authors.is_empty() {
            draft.authors.clone_from(&inherited.authors);
        }
        draft.language = draft.language.or_else(|| inherited.language.clone());
        if let (Some(home), Some(url)) = (&inherited.home_page, &draft.url) {
            draft.url = home.join(url).map(String::from).ok().or(draft.url);
        }
        draft.id = draft.id.or_else(|| draft.url.clone());
    }
    Ok(draft)
}

fn image(fields: &mut Fields) -> Result<Option<DraftImage>, ReadError> {
    let image = fields.image(&["image"])?;
    let alt = fields.text(&["image_alt"])?;
    let (width, height) = (fields.pixels(&["image_width"])?, fields.pixels(&["image_height"])?);
    Ok(image.map(|image| DraftImage {
        alt: alt.or(image.alt),
        width: width.or(image.width),
        height: height.or(image.height),
        url: image.url,
    }))
}
