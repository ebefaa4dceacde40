//! JSON Feed documents: what a feed says of itself, and its items.
//!
//! Must not know: what a record holds.

use std::io::BufRead;

use serde_json::{Map, Value};
use url::Url;

use super::super::fields::{Fields, Typing};
use super::super::json_text::{Piece, Scanner, syntax};
use super::{RECORD_LIMIT, ReadError, Record, list};
use crate::article::DraftAuthor;

/// The largest JSON Feed document, in bytes. It is held in memory whole, because what its items
/// inherit may stand behind them. Lists and lines are streamed and may be of any length.
pub(super) const FEED_LIMIT: usize = 256 << 20;

/// What items take from their feed.
#[derive(Debug, Default)]
pub(super) struct Inherited {
    pub(super) authors: Vec<DraftAuthor>,
    pub(super) language: Option<String>,
    /// What relative addresses are relative to.
    pub(super) home_page: Option<Url>,
}

/// A JSON Feed document: its own members first, wherever they stand, then its items.
pub(super) fn feed(
    document: &[u8],
    line: usize,
    place: &str,
    each: &mut dyn FnMut(Record),
) -> Result<(), ReadError> {
    let mut own = Map::new();
    let mut items = None;
    let mut scanner = Scanner::new(document, line);
    members(&mut scanner, |name, scanner| {
        scanner.peek()?;
        let (begins, line) = (scanner.position, scanner.line);
        match scanner.value(RECORD_LIMIT, |_| 0)? {
            _ if name == "items" => {
                items = document.get(begins..scanner.position).map(|bytes| (bytes, line));
            }
            Piece::Whole(bytes) => {
                if let Ok(value) = serde_json::from_slice(&bytes) {
                    own.insert(name, value);
                }
            }
            Piece::TooLarge => {}
        }
        Ok(())
    })?;
    let Some((items, line)) = items else {
        return Err(ReadError::Unusable("it is a JSON Feed without `items`".to_owned()));
    };
    let mut own = Fields::new(own, Typing::Declared);
    let inherited = Inherited {
        authors: own.authors(&["authors", "author"]).unwrap_or_default(),
        language: own.text(&["language"]).unwrap_or_default(),
        home_page: own
            .text(&["home_page_url"])
            .unwrap_or_default()
            .and_then(|url| Url::parse(&url).ok()),
    };
    list(&mut Scanner::new(items, line), Some(&inherited), place, each)
}

/// Calls `member` for every member of an object; it must take the value.
fn members<R: BufRead>(
    scanner: &mut Scanner<R>,
    mut member: impl FnMut(String, &mut Scanner<R>) -> Result<(), ReadError>,
) -> Result<(), ReadError> {
    scanner.expect(b'{')?;
    if scanner.take_if(b'}')? {
        return Ok(());
    }
    loop {
        let name = match scanner.value(RECORD_LIMIT, |_| 0)? {
            Piece::Whole(name) => serde_json::from_slice(&name)
                .map_err(|_| syntax(format!("line {} has no name of a member", scanner.line)))?,
            Piece::TooLarge => String::new(),
        };
        scanner.expect(b':')?;
        member(name, scanner)?;
        if !scanner.take_if(b',')? {
            return scanner.expect(b'}');
        }
    }
}

/// Whether an object is a JSON Feed and not a record.
pub(super) fn is_feed(map: &Map<String, Value>) -> bool {
    map.get("version").and_then(Value::as_str).is_some_and(names_json_feed)
        || (map.get("items").is_some_and(Value::is_array) && !map.contains_key("id"))
}

fn names_json_feed(version: &str) -> bool {
    version.contains("jsonfeed.org/version")
}

/// Whether the beginning of an object is that of a JSON Feed.
pub(super) fn begins_feed(head: &[u8]) -> bool {
    let (mut has_id, mut has_items, mut has_version) = (false, false, false);
    // A head ends anywhere: the fault at its end is no news.
    let _ = members(&mut Scanner::new(head, 1), |name, scanner| {
        has_id |= name == "id";
        has_items |= name == "items" && scanner.peek()? == Some(b'[');
        if let Piece::Whole(value) = scanner.value(RECORD_LIMIT, |_| 0)? {
            has_version |= name == "version"
                && serde_json::from_slice::<String>(&value)
                    .is_ok_and(|version| names_json_feed(&version));
        }
        Ok(())
    });
    has_version || (has_items && !has_id)
}
