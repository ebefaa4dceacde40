//! Media RSS: pictures and files of an article as elements that RSS and Atom carry alike.
//!
//! Source: Media RSS 1.5.1. Must not know: the crates that write RSS and Atom.

use std::borrow::Cow;

use super::text;
use crate::article::{Article, Attachment, Image};

/// One element of the `media` namespace. Values are not escaped.
pub(super) struct Element<'a> {
    /// With its prefix.
    pub(super) name: &'static str,
    /// Without it.
    pub(super) local: &'static str,
    /// In no particular order.
    pub(super) attributes: Vec<(&'static str, Cow<'a, str>)>,
    /// Text.
    pub(super) value: Option<Cow<'a, str>>,
    /// What describes it.
    pub(super) child: Option<Box<Element<'a>>>,
}

/// The picture, whole and as a thumbnail, and the files behind the first `already_enclosed` ones.
pub(super) fn of(article: &Article, already_enclosed: usize) -> Vec<Element<'_>> {
    let mut elements = Vec::new();
    if let Some((image, address)) =
        article.image.as_ref().and_then(|image| Some((image, text::web_address(&image.url)?)))
    {
        elements.push(picture(image, address.clone()));
        elements.push(thumbnail(image, address));
    }
    elements.extend(article.attachments.iter().skip(already_enclosed).filter_map(file));
    elements
}

fn picture<'a>(image: &'a Image, address: Cow<'a, str>) -> Element<'a> {
    let mut attributes = Vec::with_capacity(5);
    if let Some(kind) = picture_type(&address) {
        attributes.push(("type", Cow::Borrowed(kind)));
    }
    attributes.push(("url", address));
    attributes.push(("medium", Cow::Borrowed("image")));
    push_size(&mut attributes, image);
    let alt = image.alt.as_ref().map(|alt| text::line(alt.as_str())).filter(|alt| !alt.is_empty());
    let child = alt.map(|alt| Box::new(described("media:description", "description", alt)));
    Element { name: "media:content", local: "content", attributes, value: None, child }
}

fn thumbnail<'a>(image: &Image, address: Cow<'a, str>) -> Element<'a> {
    let mut attributes = Vec::with_capacity(3);
    attributes.push(("url", address));
    push_size(&mut attributes, image);
    Element { name: "media:thumbnail", local: "thumbnail", attributes, value: None, child: None }
}

fn file(attachment: &Attachment) -> Option<Element<'_>> {
    let kind = text::media_type(&attachment.mime_type);
    let mut attributes = Vec::with_capacity(5);
    attributes.push(("url", text::web_address(&attachment.url)?));
    attributes.push(("type", Cow::Borrowed(kind)));
    if let Some(medium) = medium(kind) {
        attributes.push(("medium", Cow::Borrowed(medium)));
    }
    if let Some(size) = attachment.size_in_bytes.filter(|size| *size > 0) {
        attributes.push(("fileSize", Cow::Owned(size.to_string())));
    }
    if let Some(seconds) = attachment.duration_in_seconds.filter(|seconds| *seconds > 0) {
        attributes.push(("duration", Cow::Owned(seconds.to_string())));
    }
    let title = attachment.title.as_ref().map(|title| text::line(title.as_str()));
    let child = title
        .filter(|title| !title.is_empty())
        .map(|title| Box::new(described("media:title", "title", title)));
    Some(Element { name: "media:content", local: "content", attributes, value: None, child })
}

fn described<'a>(name: &'static str, local: &'static str, value: Cow<'a, str>) -> Element<'a> {
    let attributes = vec![("type", Cow::Borrowed("plain"))];
    Element { name, local, attributes, value: Some(value), child: None }
}

fn push_size(attributes: &mut Vec<(&'static str, Cow<'_, str>)>, image: &Image) {
    for (name, pixels) in [("width", image.width), ("height", image.height)] {
        if let Some(pixels) = pixels.filter(|pixels| *pixels > 0) {
            attributes.push((name, Cow::Owned(pixels.to_string())));
        }
    }
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
