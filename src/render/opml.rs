//! OPML 2.0: all feeds of a site in one file, for a reader's "import subscriptions".
//!
//! Feeds are nested in one outline a group, which readers turn into folders. Each is named by its
//! RSS address and `type="rss"`, whatever other formats it has: the one that every reader takes.
//! Source: opml.org/spec2.opml.
//!
//! Must not know: the formats of feed documents beyond their endings.

use std::io;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

use super::feed_list::heading;
use super::{FeedList, Format, ListedFeed, RenderError, dates, text};
use crate::document::Group;

/// The media type, as links name it and answers carry it.
pub const MEDIA_TYPE: &str = "text/x-opml";

/// Writes the list of feeds.
///
/// # Errors
///
/// When the library that writes XML fails.
pub fn write(list: &FeedList) -> Result<Vec<u8>, RenderError> {
    let mut writer =
        Writer::new_with_indent(Vec::with_capacity(512 + 512 * list.feeds.len()), b' ', 2);
    write_document(&mut writer, list)
        .map_err(|source| RenderError::Write { format: "OPML", source: Box::new(source) })?;
    let mut bytes = writer.into_inner();
    bytes.push(b'\n');
    Ok(bytes)
}

fn write_document(writer: &mut Writer<Vec<u8>>, list: &FeedList) -> io::Result<()> {
    writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None)))?;
    writer
        .write_event(Event::Start(BytesStart::new("opml").with_attributes([("version", "2.0")])))?;
    write_head(writer, list)?;
    writer.write_event(Event::Start(BytesStart::new("body")))?;
    for (group, feeds) in list.groups() {
        if group == Group::All {
            feeds.iter().try_for_each(|feed| write_feed(writer, feed, list))?;
            continue;
        }
        // With nothing but `text` it is a folder; with more it would have to be of some type.
        let folder = BytesStart::new("outline").with_attributes([("text", heading(group))]);
        writer.write_event(Event::Start(folder))?;
        feeds.iter().try_for_each(|feed| write_feed(writer, feed, list))?;
        writer.write_event(Event::End(BytesEnd::new("outline")))?;
    }
    if list.feeds.is_empty() {
        // A body must have an outline.
        let title = text::line_or(&list.title, &list.home_url);
        let nothing = BytesStart::new("outline").with_attributes([("text", &*title)]);
        writer.write_event(Event::Empty(nothing))?;
    }
    writer.write_event(Event::End(BytesEnd::new("body")))?;
    writer.write_event(Event::End(BytesEnd::new("opml")))
}

fn write_head(writer: &mut Writer<Vec<u8>>, list: &FeedList) -> io::Result<()> {
    let title = text::line_or(&list.title, &list.home_url);
    writer.write_event(Event::Start(BytesStart::new("head")))?;
    write_element(writer, "title", &title)?;
    write_element(writer, "dateModified", &dates::rfc822(list.updated))?;
    write_element(writer, "ownerName", &text::line_or(&list.owner.name, &title))?;
    if let Some(email) = list.owner.email.as_deref().and_then(text::email) {
        write_element(writer, "ownerEmail", email)?;
    }
    let page = list.owner.url.as_deref().unwrap_or(&list.home_url);
    if let Some(page) = text::web_address(page) {
        write_element(writer, "ownerId", &page)?;
    }
    writer.write_event(Event::End(BytesEnd::new("head")))
}

fn write_element(writer: &mut Writer<Vec<u8>>, name: &str, value: &str) -> io::Result<()> {
    writer.write_event(Event::Start(BytesStart::new(name)))?;
    writer.write_event(Event::Text(BytesText::new(value)))?;
    writer.write_event(Event::End(BytesEnd::new(name)))
}

fn write_feed(writer: &mut Writer<Vec<u8>>, feed: &ListedFeed, list: &FeedList) -> io::Result<()> {
    // Without its address a feed cannot be subscribed to, and the outline would be invalid.
    let Some(stem) = text::web_address(&feed.stem) else { return Ok(()) };
    let title = text::line_or(&feed.title, &feed.stem);
    let description = text::line(&feed.description);
    let address = format!("{stem}.{}", Format::Rss.extension());
    let language = feed.language.as_deref().unwrap_or(&list.language);
    let mut outline = BytesStart::new("outline").with_attributes([
        ("type", "rss"),
        ("text", &*title),
        ("title", &*title),
        ("xmlUrl", &*address),
        ("htmlUrl", &*stem),
        ("version", "RSS2"),
    ]);
    if !description.is_empty() {
        outline.push_attribute(("description", &*description));
    }
    if let Some(language) = text::language(language) {
        outline.push_attribute(("language", language));
    }
    writer.write_event(Event::Empty(outline))
}
