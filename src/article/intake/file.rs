//! Pictures, attachments and other addresses beside the content.
//!
//! Must not know: what is behind an address.

use url::Url;

use super::super::{Attachment, DraftAttachment, DraftImage, Image, PlainText, html};
use super::loss::Losses;

/// Longer addresses are refused, in bytes; mail programs and caches cut them.
pub(super) const MAX_ADDRESS: usize = 2048;
/// More files are no attachments.
const MAX_ATTACHMENTS: usize = 100;
/// Longer texts beside a file are cut, in characters.
const MAX_TEXT: usize = 1000;

/// An optional address, made absolute; what cannot be used is reported.
pub(super) fn address(
    field: &str,
    given: Option<&str>,
    base: &Url,
    losses: &mut Losses,
) -> Option<String> {
    let given = given.map(str::trim).filter(|given| !given.is_empty())?;
    let found = web_address(given, base);
    if found.is_none() {
        losses.value(field, given, "is no web address");
    }
    found.map(Into::into)
}

/// An address that a browser can open, made absolute and written in ASCII.
pub(super) fn web_address(given: &str, base: &Url) -> Option<Url> {
    if given.len() > MAX_ADDRESS {
        return None;
    }
    let url = base.join(given).ok()?;
    let is_web = matches!(url.scheme(), "http" | "https") && url.has_host();
    // What a second reading would read otherwise has no one meaning.
    let is_plain = url.as_str().len() <= MAX_ADDRESS
        && Url::parse(url.as_str()).is_ok_and(|again| again == url);
    (is_web && is_plain).then_some(url)
}

/// The main picture.
pub(super) fn image(draft: &DraftImage, base: &Url, losses: &mut Losses) -> Option<Image> {
    Some(Image {
        url: address("image", Some(&draft.url), base, losses)?,
        alt: draft.alt.as_deref().and_then(text),
        width: draft.width.filter(|width| *width > 0),
        height: draft.height.filter(|height| *height > 0),
    })
}

/// The files, each address once. One without a media type has it told by its ending.
pub(super) fn attachments(
    drafts: &[DraftAttachment],
    base: &Url,
    losses: &mut Losses,
) -> Vec<Attachment> {
    let mut attachments: Vec<Attachment> = Vec::new();
    for draft in drafts.iter().take(MAX_ATTACHMENTS) {
        let Some(url) = address("attachment", Some(&draft.url), base, losses) else {
            continue;
        };
        if attachments.iter().any(|attachment| attachment.url == url) {
            continue;
        }
        let told = draft.mime_type.as_deref().and_then(media_type);
        let Some(mime_type) = told.or_else(|| of_ending(&url).map(str::to_owned)) else {
            losses.value("attachment", &url, "has no mime_type, and its ending tells none");
            continue;
        };
        let duration_in_seconds = draft.duration_in_seconds.and_then(whole_seconds);
        if duration_in_seconds.is_none()
            && let Some(given) = draft.duration_in_seconds
        {
            losses.value("duration_in_seconds", &given.to_string(), "is no duration");
        }
        attachments.push(Attachment {
            url,
            mime_type,
            title: draft.title.as_deref().and_then(text),
            size_in_bytes: draft.size_in_bytes,
            duration_in_seconds,
        });
    }
    if drafts.len() > MAX_ATTACHMENTS {
        let count = drafts.len().to_string();
        losses.value("attachments", &count, &format!("are too many; {MAX_ATTACHMENTS} are kept"));
    }
    attachments
}

fn text(given: &str) -> Option<PlainText> {
    let end = given.floor_char_boundary(MAX_TEXT * 16);
    let text = html::plain_text(given.get(..end).unwrap_or(given));
    let text = if text.as_str().chars().count() > MAX_TEXT {
        PlainText::new(&text.as_str().chars().take(MAX_TEXT).collect::<String>())
    } else {
        text
    };
    (!text.is_empty()).then_some(text)
}

/// The media type in lower case without its parameters, which enclosures have no use for.
fn media_type(given: &str) -> Option<String> {
    let essence = given.split(';').next()?.trim().to_ascii_lowercase();
    let (kind, subtype) = essence.split_once('/')?;
    let is_name = |name: &str| {
        (1..=127).contains(&name.len())
            && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"!#$&-^_.+".contains(&byte))
    };
    // Servers say "some bytes" of what they do not know; the ending may tell more.
    let says_nothing = matches!(subtype, "octet-stream" | "binary");
    (is_name(kind) && is_name(subtype) && !says_nothing).then_some(essence)
}

/// The media type that the ending of an address tells.
fn of_ending(url: &str) -> Option<&'static str> {
    let path = url.split(['?', '#']).next()?;
    let file = path.rsplit('/').next()?;
    let ending = file.rsplit_once('.')?.1.to_ascii_lowercase();
    Some(match ending.as_str() {
        "mp3" => "audio/mpeg",
        "m4a" | "m4b" => "audio/mp4",
        "aac" => "audio/aac",
        "ogg" | "oga" | "opus" => "audio/ogg",
        "flac" => "audio/flac",
        "wav" => "audio/wav",
        "mp4" | "m4v" => "video/mp4",
        "mov" => "video/quicktime",
        "webm" => "video/webm",
        "ogv" => "video/ogg",
        "jpg" | "jpeg" => "image/jpeg",
        "png" => "image/png",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "svg" => "image/svg+xml",
        "pdf" => "application/pdf",
        "epub" => "application/epub+zip",
        "zip" => "application/zip",
        "txt" => "text/plain",
        "vtt" => "text/vtt",
        "csv" => "text/csv",
        "json" => "application/json",
        "torrent" => "application/x-bittorrent",
        _ => return None,
    })
}

/// Rounded; nobody's episode lasts a year.
fn whole_seconds(seconds: f64) -> Option<u64> {
    let duration = std::time::Duration::try_from_secs_f64(seconds).ok()?;
    let whole = duration.as_secs() + u64::from(duration.subsec_millis() >= 500);
    (whole < 366 * 24 * 3600).then_some(whole)
}
