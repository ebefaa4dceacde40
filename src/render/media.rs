//! Media RSS: pictures and files of an article as elements that RSS and Atom carry alike.
//!
//! Source: Media RSS 1.5.1. Must not know: the crates that write RSS and Atom.

use std::collections::BTreeMap;

use super::text;
use crate::article::{Article, Attachment, Image, PlainText};

/// One element of the `media` namespace, in the shape that the crates take. Values are not escaped.
pub(super) struct Element {
    /// With its prefix.
    pub(super) name: &'static str,
    /// Without it.
    pub(super) local: &'static str,
    /// By name.
    pub(super) attributes: BTreeMap<String, String>,
    /// Text.
    pub(super) value: Option<String>,
    /// What describes it.
    pub(super) child: Option<Box<Element>>,
}

/// The picture, whole and as a thumbnail, and the files behind the first `already_enclosed` ones.
pub(super) fn of(article: &Article, already_enclosed: usize) -> Vec<Element> {
    let mut elements = Vec::new();
    if let Some((image, address)) =
        article.image.as_ref().and_then(|image| Some((image, text::web_address(&image.url)?)))
    {
        elements.push(picture(image, &address));
        elements.push(thumbnail(image, address.into_owned()));
    }
    elements.extend(article.attachments.iter().skip(already_enclosed).filter_map(file));
    elements
}

fn picture(image: &Image, address: &str) -> Element {
    let mut attributes = sized(image);
    attributes.insert("medium".to_owned(), "image".to_owned());
    if let Some(kind) = picture_type(address) {
        attributes.insert("type".to_owned(), kind.to_owned());
    }
    attributes.insert("url".to_owned(), address.to_owned());
    let alt = image.alt.as_ref().filter(|alt| !alt.is_empty());
    let child = alt.map(|alt| Box::new(described("media:description", "description", alt)));
    Element { name: "media:content", local: "content", attributes, value: None, child }
}

fn thumbnail(image: &Image, address: String) -> Element {
    let mut attributes = sized(image);
    attributes.insert("url".to_owned(), address);
    Element { name: "media:thumbnail", local: "thumbnail", attributes, value: None, child: None }
}

fn file(attachment: &Attachment) -> Option<Element> {
    let kind = text::media_type(&attachment.mime_type);
    let mut attributes = BTreeMap::new();
    if let Some(seconds) = attachment.duration_in_seconds.filter(|seconds| *seconds > 0) {
        attributes.insert("duration".to_owned(), seconds.to_string());
    }
    if let Some(size) = attachment.size_in_bytes.filter(|size| *size > 0) {
        attributes.insert("fileSize".to_owned(), size.to_string());
    }
    if let Some(medium) = medium(kind) {
        attributes.insert("medium".to_owned(), medium.to_owned());
    }
    attributes.insert("type".to_owned(), kind.to_owned());
    attributes.insert("url".to_owned(), text::web_address(&attachment.url)?.into_owned());
    let title = attachment.title.as_ref().filter(|title| !title.is_empty());
    let child = title.map(|title| Box::new(described("media:title", "title", title)));
    Some(Element { name: "media:content", local: "content", attributes, value: None, child })
}

fn described(name: &'static str, local: &'static str, value: &PlainText) -> Element {
    let attributes = BTreeMap::from([("type".to_owned(), "plain".to_owned())]);
    Element { name, local, attributes, value: Some(value.to_string()), child: None }
}

/// The attributes of a picture's size, as far as it is known.
fn sized(image: &Image) -> BTreeMap<String, String> {
    let known = |pixels: Option<u32>| pixels.filter(|pixels| *pixels > 0);
    let mut attributes = BTreeMap::new();
    if let Some(pixels) = known(image.height) {
        attributes.insert("height".to_owned(), pixels.to_string());
    }
    if let Some(pixels) = known(image.width) {
        attributes.insert("width".to_owned(), pixels.to_string());
    }
    attributes
}

/// The media type that the ending of a picture's address tells; `None` when it tells none.
fn picture_type(address: &str) -> Option<&'static str> {
    const TYPES: [(&str, &str); 7] = [
        ("jpg", "image/jpeg"),
        ("jpeg", "image/jpeg"),
        ("png", "image/png"),
        ("gif", "image/gif"),
        ("webp", "image/webp"),
        ("avif", "image/avif"),
        ("svg", "image/svg+xml"),
    ];
    let ending = text::ending(address)?;
    TYPES.iter().find(|(known, _)| ending.eq_ignore_ascii_case(known)).map(|(_, kind)| *kind)
}

/// The `medium` of a media type, where Media RSS has a word for it.
fn medium(kind: &str) -> Option<&'static str> {
    match kind.split('/').next()? {
        "audio" => Some("audio"),
        "image" => Some("image"),
        "video" => Some("video"),
        "text" => Some("document"),
        _ => (kind == "application/pdf").then_some("document"),
    }
}
