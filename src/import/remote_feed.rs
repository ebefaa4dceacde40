//! Feeds that exist already: RSS of every version and Atom, read through `feed-rs`. A JSON Feed is
//! newswire's own record format and goes to its reader, whatever it was announced as.
//!
//! The ids that readers have seen are kept: `guid` is the feed's own id and the record's too, so
//! that nobody sees an article twice. The parser makes an id up where a feed has none; here it
//! may not: such an item is known by its link. Where a feed gives one id to two links, the second
//! is known by its link as well.
//!
//! Dates stay the text they are: the parser is made to hand over the words, not its reading of
//! them. Atom's `updated` is a significant edit by definition (RFC 4287 section 4.2.15); nothing
//! of RSS is.
//!
//! Every item is parsed by itself ([`split`]), so a broken one is one refused record. Of the feed
//! itself only what stands before its items is known: language, address, Atom's authors.
//!
//! Must not know: how a feed reaches this machine.

mod base;
mod document;
mod names;
mod person;
mod split;

use std::collections::HashMap;
use std::io::BufRead;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, Utc};
use feed_rs::model;
use feed_rs::parser::Builder;

use self::document::KEYWORDS;
use self::split::{Dialect, Head, Item};
use super::{Origin, ReadError, ReadOptions, Record};
use crate::article::{
    Body, Draft, DraftAttachment, DraftAuthor, DraftImage, DraftTerm, Markup, TimeZone, dates,
};

/// Reads a feed. See the module's documentation for what becomes of what.
///
/// # Errors
///
/// When it is no feed, when it is larger than 64 MiB, and when it cannot be read on: what was read
/// before the fault has been handed over.
pub fn read(
    input: &mut dyn BufRead,
    origin: Origin<'_>,
    options: &ReadOptions,
    each: &mut dyn FnMut(Record),
) -> Result<(), ReadError> {
    if is_json(input)? {
        return super::jsonl::read(input, origin, options, each);
    }
    let mut known: HashMap<String, Option<String>> = HashMap::new();
    let mut number = 0_u64;
    let mut take = |head: &Head, item: Item| {
        number += 1;
        let place = format!("item {number}, up to line {}", item.line);
        let draft = draft_of(head, item, &mut known);
        each(Record { place, draft, unknown_fields: Vec::new() });
    };
    split::split(input, &mut take)
}

/// Whether the next thing in the file is a JSON object.
fn is_json(input: &mut dyn BufRead) -> Result<bool, ReadError> {
    let start = input.fill_buf()?;
    let start = start.strip_prefix(b"\xEF\xBB\xBF".as_slice()).unwrap_or(start);
    Ok(start.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'{'))
}

fn draft_of(
    head: &Head,
    item: Item,
    known: &mut HashMap<String, Option<String>>,
) -> Result<Draft, ReadError> {
    let Item { dialect, document, content_base, language, original_link, .. } = item;
    let (entry, dates) = parse(&document?)?;
    let mut draft = Draft { language, ..Draft::default() };
    draft.language = draft.language.or_else(|| head.language.clone());
    draft.guid = Some(entry.id.trim().to_owned()).filter(|id| !id.is_empty());
    draft.url = original_link.or_else(|| link_of(&entry)).or_else(|| {
        draft
            .guid
            .clone()
            .filter(|guid| guid.starts_with("http://") || guid.starts_with("https://"))
    });
    if let Some(guid) = &draft.guid {
        match known.get(guid) {
            Some(url) if *url != draft.url => draft.guid = None,
            Some(_) => {}
            None => {
                known.insert(guid.clone(), draft.url.clone());
            }
        }
    }
    draft.id = draft.guid.clone().or_else(|| draft.url.clone());
    draft.title = entry.title.as_ref().map(|title| match dialect {
        // Atom says which titles are markup, RSS does not.
        Dialect::Atom if title.content_type.subty() == "plain" => literal(&title.content),
        _ => title.content.clone(),
    });
    set_dates(&mut draft, &entry, &dates, dialect);
    set_texts(&mut draft, &entry, content_base.as_ref());
    draft.authors = authors(&entry, head);
    let is_keyword = |category: &&model::Category| category.scheme.as_deref() == Some(KEYWORDS);
    let terms = || entry.categories.iter();
    draft.categories = terms().filter(|term| !is_keyword(term)).filter_map(term).collect();
    draft.tags = terms().filter(is_keyword).filter_map(term).collect();
    set_media(&mut draft, &entry);
    Ok(draft)
}

/// Texts of dates, in the order in which the parser met them.
type Dates = Vec<String>;

/// The only entry of a document. Its dates are places in the list of texts, seconds since 1970.
fn parse(document: &str) -> Result<(model::Entry, Dates), ReadError> {
    let dates: Arc<Mutex<Dates>> = Arc::default();
    let seen = Arc::clone(&dates);
    let parser = Builder::new()
        .sanitize_content(false)
        .id_generator(|_, _, _| String::new())
        .timestamp_parser(move |text| {
            let mut seen = seen.lock().unwrap_or_else(PoisonError::into_inner);
            let place = i64::try_from(seen.len()).ok()?;
            let text = text.trim();
            (!text.is_empty()).then(|| seen.push(text.to_owned()))?;
            DateTime::<Utc>::from_timestamp(place, 0)
        })
        .build();
    // The parser slices and adds unchecked in places; those that are known never get there (see
    // `document`), and one that is not must not take the import with it.
    let parsed = catch_unwind(AssertUnwindSafe(|| parser.parse(document.as_bytes())));
    drop(parser);
    let fault = |fault: String| ReadError::Syntax { format: "feed", fault };
    let feed = parsed
        .map_err(|_| fault("the feed parser failed on this item".to_owned()))?
        .map_err(|error| fault(error.to_string()))?;
    let entry = feed.entries.into_iter().next();
    let entry = entry.ok_or_else(|| fault("there is nothing in this item".to_owned()))?;
    let dates = std::mem::take(&mut *dates.lock().unwrap_or_else(PoisonError::into_inner));
    Ok((entry, dates))
}

fn set_dates(draft: &mut Draft, entry: &model::Entry, texts: &Dates, dialect: Dialect) {
    let text = |date: Option<DateTime<Utc>>| {
        let place = usize::try_from(date?.timestamp()).ok()?;
        texts.get(place).cloned()
    };
    let published = text(entry.published);
    let updated = text(entry.updated);
    let read = |date: &Option<String>| dates::read(date.as_deref()?, &TimeZone::UTC);
    let (first, last) = (read(&published), read(&updated));
    if dialect == Dialect::Atom && first.is_some() && last > first {
        draft.date_modified.clone_from(&updated);
    }
    // A date that nobody can read is worth less than one that somebody can.
    draft.date_published = match (first, last) {
        (None, Some(_)) => updated,
        _ => published.or(updated),
    };
}

fn link_of(entry: &model::Entry) -> Option<String> {
    let is_page = |link: &&model::Link| {
        matches!(link.rel.as_deref(), None | Some("alternate"))
            && link.target.is_none()
            && !link.href.trim().is_empty()
    };
    let is_html =
        |link: &&model::Link| link.media_type.as_deref().is_none_or(|kind| kind.contains("html"));
    let mut links = entry.links.iter().filter(is_page);
    links.clone().find(is_html).or_else(|| links.next()).map(|link| link.href.trim().to_owned())
}

fn set_texts(draft: &mut Draft, entry: &model::Entry, content_base: Option<&url::Url>) {
    let body = |text: &str, markup: Markup| {
        let source = match (markup, content_base) {
            (Markup::Html, Some(base)) => base::absolutise(text, base),
            _ => text.to_owned(),
        };
        (!text.trim().is_empty()).then_some(Body { markup, source })
    };
    let markup = |kind: &str| if kind == "plain" { Markup::Text } else { Markup::Html };
    let content = entry.content.as_ref().and_then(|content| {
        body(content.body.as_deref()?, markup(content.content_type.subty().as_str()))
    });
    let summary = entry.summary.as_ref().filter(|summary| !summary.content.trim().is_empty());
    let described = entry.media.iter().find_map(|media| media.description.as_ref());
    draft.body = content;
    match (&draft.body, summary) {
        (None, Some(summary)) => {
            draft.body = body(&summary.content, markup(summary.content_type.subty().as_str()));
        }
        (Some(body), Some(summary)) => {
            let text = summary.content.trim();
            if text != body.source.trim() && !is_machine_cut(text) {
                draft.summary = Some(match markup(summary.content_type.subty().as_str()) {
                    Markup::Text => literal(text),
                    _ => text.to_owned(),
                });
            }
        }
        (None, None) => {
            draft.body = described
                .and_then(|text| body(&text.content, markup(text.content_type.subty().as_str())));
        }
        (Some(_), None) => {}
    }
}

/// A description that a program cut from the very content it stands beside: newswire cuts better,
/// and nobody wrote it by hand.
fn is_machine_cut(summary: &str) -> bool {
    let text = summary.trim_end_matches(|c: char| c.is_whitespace());
    let text = text.strip_suffix("</p>").unwrap_or(text).trim_end();
    ["[…]", "[...]", "[&#8230;]", "[&hellip;]"].iter().any(|sign| text.ends_with(sign))
}

/// Plain text where markup is expected.
fn literal(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

fn authors(entry: &model::Entry, head: &Head) -> Vec<DraftAuthor> {
    let mut authors: Vec<DraftAuthor> = Vec::new();
    for person in &entry.authors {
        let Some(name) = person.name.as_deref().and_then(person::name) else { continue };
        if !authors.iter().any(|known| known.name.as_deref() == Some(name.as_str())) {
            authors.push(DraftAuthor {
                name: Some(name),
                url: person.uri.clone().filter(|uri| uri.starts_with("http")),
                avatar: None,
            });
        }
    }
    if authors.is_empty() {
        authors.extend(head.authors.iter().map(|name| DraftAuthor::named(name)));
    }
    authors
}

fn term(category: &model::Category) -> Option<DraftTerm> {
    let term = category.term.trim();
    // Blogger marks its entries as entries in this way.
    let is_kind = category.scheme.as_deref().is_some_and(|scheme| scheme.ends_with("2005#kind"));
    if term.is_empty() || is_kind {
        return None;
    }
    let label = category.label.as_deref().map(str::trim).filter(|label| !label.is_empty());
    Some(match label {
        Some(label) => DraftTerm { slug: Some(term.to_owned()), name: label.to_owned() },
        None => DraftTerm::from(term),
    })
}

/// Pictures stand for the article, everything else is a file of it.
fn set_media(draft: &mut Draft, entry: &model::Entry) {
    let mut pictures: Vec<DraftImage> = Vec::new();
    // iTunes says the length of the only file there is, in a place of its own.
    let said = entry.media.iter().find_map(|media| media.duration);
    for media in &entry.media {
        for content in &media.content {
            let Some(url) = content.url.as_ref().map(ToString::to_string) else { continue };
            let mime_type = content.content_type.as_ref().map(|kind| kind.essence().to_string());
            if is_picture(mime_type.as_deref(), &url) {
                pictures.push(DraftImage {
                    url,
                    alt: alternative(media),
                    width: content.width,
                    height: content.height,
                });
            } else if mime_type.as_deref() != Some("application/x-shockwave-flash") {
                attach(
                    draft,
                    DraftAttachment {
                        url,
                        mime_type,
                        title: None,
                        size_in_bytes: content.size.filter(|size| *size > 0),
                        duration_in_seconds: content
                            .duration
                            .or(media.duration)
                            .or(said)
                            .map(|duration| duration.as_secs_f64()),
                    },
                );
            }
        }
    }
    for link in entry.links.iter().filter(|link| link.rel.as_deref() == Some("enclosure")) {
        if is_picture(link.media_type.as_deref(), &link.href) {
            pictures.push(DraftImage { url: link.href.clone(), ..DraftImage::default() });
        } else {
            attach(
                draft,
                DraftAttachment {
                    url: link.href.clone(),
                    mime_type: link.media_type.clone(),
                    title: link.title.clone(),
                    size_in_bytes: link.length.filter(|size| *size > 0),
                    duration_in_seconds: None,
                },
            );
        }
    }
    let thumbnails = entry.media.iter().flat_map(|media| &media.thumbnails);
    let thumbnails = thumbnails.map(|thumbnail| DraftImage {
        url: thumbnail.image.uri.clone(),
        alt: None,
        width: thumbnail.image.width,
        height: thumbnail.image.height,
    });
    // The widest of several renditions; the first when nobody says how wide they are.
    let widest = pictures.iter().filter_map(|picture| picture.width).max();
    let found = pictures.iter().find(|picture| picture.width == widest).cloned();
    draft.image = found.or_else(|| thumbnails.into_iter().find(|image| !image.url.is_empty()));
}

fn alternative(media: &model::MediaObject) -> Option<String> {
    let title = media.title.as_ref()?.content.trim();
    (!title.is_empty()).then(|| title.to_owned())
}

fn attach(draft: &mut Draft, file: DraftAttachment) {
    if !draft.attachments.iter().any(|known| known.url == file.url) {
        draft.attachments.push(file);
    }
}

fn is_picture(mime_type: Option<&str>, url: &str) -> bool {
    if let Some(mime_type) = mime_type {
        return mime_type.starts_with("image/");
    }
    let path = url.split(['?', '#']).next().unwrap_or_default();
    let ending = path.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
    matches!(ending.as_str(), "jpg" | "jpeg" | "png" | "gif" | "webp" | "avif")
}

#[cfg(test)]
mod real_feeds;
#[cfg(test)]
mod tests;
