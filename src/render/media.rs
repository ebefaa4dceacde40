//! Media RSS: pictures and files of an article as elements that RSS and Atom carry alike.
//!
//! Source: Media RSS 1.5.1. Must not know: the crates that write RSS and Atom.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::{overwrite, text};
use crate::article::{Article, Attachment, Image, PlainText};

/// An element of another namespace, in the shape that the crates take.
pub(super) struct Parts<'a, E> {
    /// With its prefix.
    pub(super) name: &'a mut String,
    /// Text.
    pub(super) value: &'a mut Option<String>,
    /// By name.
    pub(super) attributes: &'a mut BTreeMap<String, String>,
    /// By name without prefix.
    pub(super) children: &'a mut BTreeMap<String, Vec<E>>,
}

/// An element of a crate.
pub(super) trait Extension: Default {
    /// What it is made of.
    fn parts(&mut self) -> Parts<'_, Self>;

    /// The value of an attribute as the crate writes it rightly.
    fn attribute(value: &str) -> Cow<'_, str>;
}

/// Elements by prefix and by name.
type Extensions<E> = BTreeMap<String, BTreeMap<String, Vec<E>>>;

/// Writes the picture, whole and as a thumbnail, and the files behind the first `already_enclosed` ones,
/// over the elements of another article.
pub(super) fn write<E: Extension>(
    extensions: &mut Extensions<E>,
    article: &Article,
    already_enclosed: usize,
) {
    let image = article.image.as_ref();
    let image = image.and_then(|image| Some((image, text::web_address(&image.url)?)));
    let picture = image.as_ref().map(|(image, address)| picture(image, address));
    let thumbnail = image.as_ref().map(|(image, address)| thumbnail(image, address));
    let files = article.attachments.iter().skip(already_enclosed).filter_map(file);
    overwrite::named(extensions, "media", |media| {
        overwrite::named(media, "content", |list| {
            overwrite::list(list, picture.into_iter().chain(files), |place: &mut E, element| {
                element.write(place, "media:content");
            });
        });
        overwrite::named(media, "thumbnail", |list| {
            overwrite::list(list, thumbnail, |place: &mut E, element| {
                element.write(place, "media:thumbnail");
            });
        });
    });
}

/// What an element says. Nothing of it is escaped.
#[derive(Default)]
struct Element<'a> {
    duration: Option<u64>,
    file_size: Option<u64>,
    height: Option<u32>,
    medium: Option<&'a str>,
    media_type: Option<&'a str>,
    url: Cow<'a, str>,
    width: Option<u32>,
    description: Option<Description<'a>>,
}

/// An element within an element: plain text that describes it.
struct Description<'a> {
    name: &'static str,
    local: &'static str,
    text: &'a PlainText,
}

impl Element<'_> {
    fn write<E: Extension>(&self, place: &mut E, name: &str) {
        let Parts { name: place, value, attributes, children } = place.parts();
        name.clone_into(place);
        *value = None;
        write_attributes::<E>(attributes, &self.attributes());
        let Some(Description { name, local, text }) = self.description else {
            children.clear();
            return;
        };
        if !children.contains_key(local) {
            children.clear();
        }
        overwrite::named(children, local, |list| {
            overwrite::list(list, [text], |place: &mut E, text| {
                let Parts { name: place, value, attributes, children } = place.parts();
                name.clone_into(place);
                overwrite::text(value, Some(text.as_str()));
                write_attributes::<E>(attributes, &[("type", Some(Cow::Borrowed("plain")))]);
                children.clear();
            });
        });
    }

    fn attributes(&self) -> [Attribute<'_>; 7] {
        let number =
            |number: Option<u64>| Some(Cow::Owned(number.filter(|it| *it > 0)?.to_string()));
        [
            ("duration", number(self.duration)),
            ("fileSize", number(self.file_size)),
            ("height", number(self.height.map(u64::from))),
            ("medium", self.medium.map(Cow::Borrowed)),
            ("type", self.media_type.map(Cow::Borrowed)),
            ("url", Some(Cow::Borrowed(&*self.url))),
            ("width", number(self.width.map(u64::from))),
        ]
    }
}

/// A name, and a value if it has one. They stand in the order of their names, as they are written.
type Attribute<'a> = (&'static str, Option<Cow<'a, str>>);

/// Elements of a kind mostly have the same attributes: then only their values are written.
fn write_attributes<E: Extension>(
    places: &mut BTreeMap<String, String>,
    attributes: &[Attribute<'_>],
) {
    let said = || attributes.iter().filter_map(|(name, value)| Some((*name, value.as_deref()?)));
    if places.keys().map(String::as_str).eq(said().map(|(name, _)| name)) {
        for (place, (_, value)) in places.values_mut().zip(said()) {
            (*E::attribute(value)).clone_into(place);
        }
    } else {
        *places = said()
            .map(|(name, value)| (name.to_owned(), E::attribute(value).into_owned()))
            .collect();
    }
}

fn picture<'a>(image: &'a Image, address: &'a str) -> Element<'a> {
    let alt = image.alt.as_ref().filter(|alt| !alt.is_empty());
    Element {
        medium: Some("image"),
        media_type: picture_type(address),
        description: alt.map(|text| Description {
            name: "media:description",
            local: "description",
            text,
        }),
        ..thumbnail(image, address)
    }
}

fn thumbnail<'a>(image: &Image, address: &'a str) -> Element<'a> {
    Element {
        height: image.height,
        url: Cow::Borrowed(address),
        width: image.width,
        ..Element::default()
    }
}

fn file(attachment: &Attachment) -> Option<Element<'_>> {
    let media_type = text::media_type(&attachment.mime_type);
    let title = attachment.title.as_ref().filter(|title| !title.is_empty());
    Some(Element {
        duration: attachment.duration_in_seconds,
        file_size: attachment.size_in_bytes,
        medium: medium(media_type),
        media_type: Some(media_type),
        url: text::web_address(&attachment.url)?,
        description: title.map(|text| Description { name: "media:title", local: "title", text }),
        ..Element::default()
    })
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
