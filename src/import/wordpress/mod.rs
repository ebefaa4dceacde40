//! WordPress exports (WXR): an RSS 2.0 document whose items are posts, pages, attachments, menu
//! entries and whatever plugins keep; read as a stream, posts only.
//!
//! # What becomes of what
//!
//! | WXR | draft |
//! |---|---|
//! | `guid`, verbatim | `guid`, and `id`: WordPress never changes it, so a second export of the site meets the same records. Without one, or when an earlier post of the file has the same, `{base_blog_url}/?p={wp:post_id}`, which is what WordPress would have made it |
//! | `link` | `url`, made absolute against `wp:base_blog_url` |
//! | `wp:post_date_gmt`; when zero or empty `wp:post_date`, which has no zone and is read in the site's; then `pubDate` | `date_published` |
//! | `category` of domain `category`, with the categories above it | `categories`, nice name and name |
//! | `category` of domain `post_tag` | `tags` |
//! | `dc:creator` through `wp:author`, or the terms of Co-Authors Plus | `authors` |
//! | `_thumbnail_id` through the attachment's item | `image` with its alternative text and size |
//! | `enclosure` of the post's meta | `attachments` |
//! | `excerpt:encoded` | `summary` |
//! | `language` of the channel, Polylang's term, or the language chosen where qTranslate keeps several in one text | `language` |
//!
//! `wp:post_modified` is left out: WordPress stamps it on every save, bulk edit and plugin run,
//! and `date_modified` is the publisher's word for a significant edit.
//!
//! # What never gets out
//!
//! Only the statuses `publish` and `future` are handed over (the second with its future date, so
//! it is scheduled). Drafts, pending, private and password-protected posts, and those of unknown
//! status, are refused with a reason and no draft exists of them; where an earlier import brought
//! the post, it is withdrawn. Trash and unsaved drafts do the same without a word when nothing is
//! known of them; all items that are no posts are passed over.
//!
//! # Memory
//!
//! One item, the tables of authors, categories and attachments, the guids, and the posts whose
//! featured image has not been met yet: attachments come behind the posts that show them. Such a
//! post is handed over when its image arrives, at the latest at the end of the file, so it may
//! come after posts that follow it. They wait in at most [`Waiting::LIMIT`] bytes; beyond that the
//! oldest goes without its picture.
//!
//! Must not know: what HTML, shortcodes and blocks mean; see [`crate::article::Intake`].

mod item;
mod php;
mod qtranslate;
mod site;
mod waiting;

use std::collections::HashSet;
use std::io::BufRead;

use quick_xml::events::Event;

use self::item::{Item, Verdict};
use self::site::Site;
use self::waiting::Waiting;
use super::lenient_xml::{Ended, Limits, Style, XmlReader, attribute, megabytes};
use super::{Origin, ReadError, ReadOptions, Record};

/// A database of ten thousand posts is some 100 MB; what is larger than this is no export.
const LIMITS: Limits = Limits { token: 64 * 1024 * 1024, file: 64 * 1024 * 1024 * 1024 };

/// Kept text of one item; the longest novels are a tenth of it.
const MAX_ITEM_BYTES: usize = 16 * 1024 * 1024;

/// Reads a WordPress export. See the module's documentation for what becomes of what.
///
/// # Errors
///
/// When the file cannot be read on: what was read before the fault has been handed over. When it
/// is no WordPress export at all.
pub fn read(
    input: &mut dyn BufRead,
    _origin: Origin<'_>,
    options: &ReadOptions,
    each: &mut dyn FnMut(Record),
) -> Result<(), ReadError> {
    let mut export = Export::new(input, options);
    let outcome = export.read_channel(each);
    export.waiting.release_all(each);
    outcome?;
    if export.is_wordpress { Ok(()) } else { Err(export.not_an_export()) }
}

struct Export<'a> {
    xml: XmlReader<'a>,
    site: Site,
    waiting: Waiting,
    /// Ids that have been given to a post of this file.
    guids: HashSet<String>,
    pages: bool,
    items: u64,
    /// Something was met that only WordPress's exports have.
    is_wordpress: bool,
    /// The end of the item was met inside an element that nobody closed.
    item_ended: bool,
}

/// What of an item may still be kept.
struct Room {
    left: usize,
    /// Something was too large for it.
    was_exceeded: bool,
}

impl Default for Room {
    fn default() -> Self {
        Self { left: MAX_ITEM_BYTES, was_exceeded: false }
    }
}

/// What the outer loops need to know of an event after it is gone.
enum Tag {
    Start(String),
    End(String),
    EndOfFile,
    Other,
}

impl<'a> Export<'a> {
    fn new(input: &'a mut dyn BufRead, options: &ReadOptions) -> Self {
        Self {
            xml: XmlReader::new(input, LIMITS),
            site: Site::default(),
            waiting: Waiting::default(),
            guids: HashSet::new(),
            pages: options.pages,
            items: 0,
            is_wordpress: false,
            item_ended: false,
        }
    }

    fn not_an_export(&self) -> ReadError {
        ReadError::Unusable(if self.items == 0 {
            "it is not a WordPress export: nothing in it is WordPress's; in WordPress choose \
             Tools, Export, All content"
                .to_owned()
        } else {
            "it is a feed, not a WordPress export; import it with --format feed".to_owned()
        })
    }

    fn next_tag(&mut self) -> Result<Tag, ReadError> {
        Ok(match self.xml.next()? {
            Event::Start(tag) => Tag::Start(name(tag.name().as_ref())),
            Event::End(tag) => Tag::End(name(tag.name().as_ref())),
            Event::Eof => Tag::EndOfFile,
            _ => Tag::Other,
        })
    }

    fn read_channel(&mut self, each: &mut dyn FnMut(Record)) -> Result<(), ReadError> {
        let mut in_image = false;
        loop {
            match self.next_tag()? {
                Tag::EndOfFile => return Ok(()),
                Tag::Start(tag) if tag == "item" => self.read_item(each)?,
                Tag::Start(tag) if tag == "image" => in_image = true,
                Tag::End(tag) if tag == "image" => in_image = false,
                Tag::Start(tag) if Site::wants(&tag) && !in_image => {
                    self.is_wordpress |= tag.starts_with("wp:");
                    let text = self.text_of(&tag, &mut Room::default())?;
                    self.site.learn(&tag, &text);
                }
                Tag::End(tag) => self.site.close(&tag),
                Tag::Start(_) | Tag::Other => {}
            }
        }
    }

    fn read_item(&mut self, each: &mut dyn FnMut(Record)) -> Result<(), ReadError> {
        self.items += 1;
        self.item_ended = false;
        let mut item = Item::default();
        let mut room = Room::default();
        let mut in_comment = false;
        while !self.item_ended {
            let (tag, term) = match self.xml.next()? {
                Event::Start(tag) => {
                    let term = (tag.name().as_ref() == b"category")
                        .then(|| (attribute(&tag, "domain"), attribute(&tag, "nicename")));
                    (name(tag.name().as_ref()), term)
                }
                Event::End(tag) => {
                    match tag.name().as_ref() {
                        b"item" | b"channel" => break,
                        b"wp:comment" => in_comment = false,
                        _ => {}
                    }
                    continue;
                }
                Event::Eof => {
                    each(self.cut_short(&item));
                    return Ok(());
                }
                _ => continue,
            };
            if tag == "wp:comment" {
                in_comment = true;
            } else if tag == "wp:postmeta" {
                item.begin_meta();
            } else if !in_comment && item.wants(&tag) {
                let text = self.text_of(&tag, &mut room)?;
                match term {
                    Some((domain, nicename)) => item.add_term(domain, nicename, &text),
                    None => item.learn(&tag, text),
                }
            }
        }
        self.finish(item, room.was_exceeded, each);
        Ok(())
    }

    /// The text of the element whose start tag was just read; nothing when it takes more room
    /// than is left. What follows is kept all the same: it says whose the large text was.
    fn text_of(&mut self, element: &str, room: &mut Room) -> Result<String, ReadError> {
        let inner = self.xml.inner(element, &["item", "channel"], room.left, Style::Text)?;
        self.item_ended |= inner.ended == Ended::Parent;
        room.was_exceeded |= inner.ended == Ended::TooLarge;
        room.left -= inner.text.len();
        Ok(inner.text)
    }

    fn place(&self, item: &Item) -> String {
        match item.post_id() {
            Some(id) => format!("post {id}"),
            None => format!("item {}", self.items),
        }
    }

    fn cut_short(&self, item: &Item) -> Record {
        Record {
            place: self.place(item),
            draft: Err(ReadError::Syntax {
                format: "XML",
                fault: format!(
                    "line {}: the file ends inside this item; export it again",
                    self.xml.line()
                ),
            }),
            unknown_fields: Vec::new(),
        }
    }

    fn finish(&mut self, item: Item, too_large: bool, each: &mut dyn FnMut(Record)) {
        self.is_wordpress |= item.is_wordpress();
        if item.is_attachment() {
            if let Some((id, image)) = item.into_attachment() {
                self.waiting.arrived(id, &image, each);
                self.site.attachments.insert(id, image);
            }
            return;
        }
        let is_wanted = item.is_wanted(self.pages);
        if !item.is_wordpress() || !(is_wanted || item.is_page()) {
            return;
        }
        let place = self.place(&item);
        let unknown_fields = Vec::new();
        let draft = match item.verdict() {
            Verdict::Keep { reason, is_missed } => Err(ReadError::NotPublic {
                id: item.identify(&self.site, &mut self.guids).0,
                reason,
                is_missed: is_missed && is_wanted,
            }),
            Verdict::Take if !is_wanted => Err(ReadError::NotAsked),
            Verdict::Take if too_large => Err(ReadError::TooLarge {
                what: "the post",
                limit: megabytes(MAX_ITEM_BYTES as u64),
            }),
            Verdict::Take => {
                let picture = item.thumbnail;
                let mut draft = item.into_draft(&self.site, &mut self.guids);
                draft.image = picture.and_then(|id| self.site.attachments.get(id).cloned());
                if let (Some(id), None) = (picture, &draft.image) {
                    let record = Record { place, draft: Ok(draft), unknown_fields };
                    return self.waiting.add(id, record, each);
                }
                Ok(draft)
            }
        };
        each(Record { place, draft, unknown_fields });
    }
}

fn name(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[cfg(test)]
mod tests;
