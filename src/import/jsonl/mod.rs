//! JSON records: JSON Feed documents (1.0 and 1.1), single records, lists of records and JSON
//! lines. Which of them a file is, is told from its first line.
//!
//! A record has JSON Feed's item names and newswire's own; a feed hands its authors and its
//! language down to the items that have none. Broken, oversized and wrongly typed records are
//! refused one by one, and the rest of the file is read.
//!
//! Must not know: what makes a record acceptable.

use std::io::{BufRead, Read};

use serde_json::{Map, Value};
use url::Url;

use super::fields::{Fields, Typing, shortened};
use super::json_text::{Nesting, Piece, Scanner, syntax};
use super::{Origin, ReadError, ReadOptions, Record};
use crate::article::{Body, Draft, DraftAuthor, DraftImage, Markup};

/// The largest record, in bytes: far more than any article, far less than the memory of a small
/// machine.
const RECORD_LIMIT: usize = 8 << 20;

/// The largest JSON Feed document, in bytes. It is held in memory whole, because what its items
/// inherit may stand behind them. Lists and lines are streamed and may be of any length.
const FEED_LIMIT: usize = 256 << 20;

/// Reads JSON records.
///
/// # Errors
///
/// When the file cannot be read on: input and output, or a list or feed whose syntax is broken
/// between its records. Faults of a record are its own.
pub fn read(
    input: &mut dyn BufRead,
    _origin: Origin<'_>,
    _options: &ReadOptions,
    each: &mut dyn FnMut(Record),
) -> Result<(), ReadError> {
    let mut lines = Lines { input, number: 0 };
    let mut first = Vec::new();
    let mut length;
    loop {
        first.clear();
        length = lines.next(&mut first, RECORD_LIMIT)?;
        if length == Length::None {
            return Ok(());
        }
        if lines.number == 1 {
            refuse_utf16(&first)?;
            if first.starts_with(b"\xEF\xBB\xBF") {
                first.drain(..3);
            }
        }
        if !first.trim_ascii().is_empty() {
            break;
        }
    }
    let number = lines.number;
    if first.trim_ascii_start().starts_with(b"[") {
        return list(&mut Scanner::new(first.chain(lines.input), number), None, "", each);
    }
    if !is_line(&first, length, lines.input)? {
        return documents(first.chain(lines.input), number, each);
    }
    loop {
        line(&first, length, lines.number, each);
        if length == Length::TooLong {
            lines.input.skip_until(b'\n')?;
        }
        first.clear();
        length = lines.next(&mut first, RECORD_LIMIT)?;
        if length == Length::None {
            return Ok(());
        }
    }
}

/// How much of a line was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Length {
    /// There is no further line.
    None,
    /// All of it.
    Whole,
    /// As much as the limit allows; the rest is still to be read.
    TooLong,
}

struct Lines<'a> {
    input: &'a mut dyn BufRead,
    /// Of the line read last, counted from 1.
    number: usize,
}

impl Lines<'_> {
    fn next(&mut self, line: &mut Vec<u8>, limit: usize) -> Result<Length, ReadError> {
        let most = limit as u64 + 1;
        let read = Read::take(&mut *self.input, most).read_until(b'\n', line)?;
        self.number += 1;
        Ok(match read {
            0 => Length::None,
            _ if line.len() > limit && !line.ends_with(b"\n") => Length::TooLong,
            _ => Length::Whole,
        })
    }
}

fn refuse_utf16(head: &[u8]) -> Result<(), ReadError> {
    if head.starts_with(b"\xFF\xFE") || head.starts_with(b"\xFE\xFF") {
        return Err(syntax("it is UTF-16; save it as UTF-8".to_owned()));
    }
    Ok(())
}

/// Whether the first line is a record of its own, rather than the first of a document that goes on
/// in the next.
fn is_line(first: &[u8], length: Length, rest: &mut dyn BufRead) -> Result<bool, ReadError> {
    if length == Length::TooLong {
        return Ok(!begins_feed(first));
    }
    let nesting = Nesting::at_end_of(first);
    if nesting.depth == 0 || nesting.in_string {
        // Whole, or broken off: no string goes on in the next line.
        return Ok(true);
    }
    if matches!(first.trim_ascii_end().last(), Some(b'{' | b'[' | b',' | b':')) {
        return Ok(false);
    }
    // Behind a value a document goes on with a comma or closes; another record begins anew.
    let next = rest.fill_buf()?.trim_ascii_start().first().copied();
    Ok(next == Some(b'{'))
}

fn line(bytes: &[u8], length: Length, number: usize, each: &mut dyn FnMut(Record)) {
    let place = format!("line {number}");
    if length == Length::TooLong {
        each(refused(place, too_large("the line", RECORD_LIMIT)));
    } else if !bytes.trim_ascii().is_empty() {
        match parse(bytes.trim_ascii_end()) {
            Err(fault) => each(refused(place, fault)),
            Ok(map) if is_feed(&map) => {
                if let Err(fault) = feed(bytes, 1, &format!("line {number}, "), each) {
                    each(refused(place, fault));
                }
            }
            Ok(map) => each(record(map, place, None)),
        }
    }
}

/// Objects that go over several lines, usually one: a JSON Feed or a record.
fn documents(
    input: impl BufRead,
    line: usize,
    each: &mut dyn FnMut(Record),
) -> Result<(), ReadError> {
    let mut scanner = Scanner::new(input, line);
    let mut first = true;
    while scanner.peek()?.is_some() {
        let line = scanner.line;
        let more = |head: &[u8]| if begins_feed(head) { FEED_LIMIT } else { 0 };
        let document = match scanner.value(RECORD_LIMIT, more)? {
            Piece::Whole(document) => document,
            Piece::TooLarge => {
                each(refused(format!("line {line}"), too_large("the record", RECORD_LIMIT)));
                continue;
            }
        };
        if begins_feed(&document) {
            feed(&document, line, "", each)?;
        } else {
            let is_only = first && scanner.peek()?.is_none();
            let place = if is_only { String::new() } else { format!("line {line}") };
            match parse(&document) {
                Ok(map) => each(record(map, place, None)),
                Err(fault) if is_only => return Err(fault),
                Err(fault) => each(refused(place, fault)),
            }
        }
        first = false;
    }
    Ok(())
}

/// What items take from their feed.
#[derive(Debug, Default)]
struct Inherited {
    authors: Vec<DraftAuthor>,
    language: Option<String>,
    /// What relative addresses are relative to.
    home_page: Option<Url>,
}

/// A JSON Feed document: its own members first, wherever they stand, then its items.
fn feed(
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

/// A list of records.
fn list(
    scanner: &mut Scanner<impl BufRead>,
    inherited: Option<&Inherited>,
    place: &str,
    each: &mut dyn FnMut(Record),
) -> Result<(), ReadError> {
    scanner.expect(b'[')?;
    let mut index = 0;
    if !scanner.take_if(b']')? {
        loop {
            index += 1;
            let place = format!("{place}item {index}");
            match scanner.value(RECORD_LIMIT, |_| 0)? {
                Piece::TooLarge => each(refused(place, too_large("the item", RECORD_LIMIT))),
                Piece::Whole(bytes) => each(match parse(&bytes) {
                    Ok(map) => {
                        let place = match map.get("id") {
                            Some(Value::String(id)) => format!("{place} (id {})", shortened(id)),
                            Some(Value::Number(id)) => format!("{place} (id {id})"),
                            _ => place,
                        };
                        record(map, place, inherited)
                    }
                    Err(fault) => refused(place, fault),
                }),
            }
            if !scanner.take_if(b',')? {
                scanner.expect(b']')?;
                break;
            }
        }
    }
    match scanner.peek()? {
        None => Ok(()),
        Some(_) => Err(syntax(format!("line {} has text behind the list", scanner.line))),
    }
}

fn refused(place: String, fault: ReadError) -> Record {
    Record { place, draft: Err(fault), unknown_fields: Vec::new() }
}

fn too_large(what: &'static str, limit: usize) -> ReadError {
    ReadError::TooLarge { what, limit: format!("{} MiB", limit >> 20) }
}

/// Parses one object.
fn parse(bytes: &[u8]) -> Result<Map<String, Value>, ReadError> {
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

/// Whether an object is a JSON Feed and not a record.
fn is_feed(map: &Map<String, Value>) -> bool {
    map.get("version").and_then(Value::as_str).is_some_and(names_json_feed)
        || (map.get("items").is_some_and(Value::is_array) && !map.contains_key("id"))
}

fn names_json_feed(version: &str) -> bool {
    version.contains("jsonfeed.org/version")
}

/// Whether the beginning of an object is that of a JSON Feed.
fn begins_feed(head: &[u8]) -> bool {
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

fn record(map: Map<String, Value>, place: String, inherited: Option<&Inherited>) -> Record {
    let mut fields = Fields::new(map, Typing::Declared);
    let draft = draft(&mut fields, inherited);
    Record { place, unknown_fields: if draft.is_ok() { fields.rest() } else { Vec::new() }, draft }
}

fn draft(fields: &mut Fields, inherited: Option<&Inherited>) -> Result<Draft, ReadError> {
    let id = fields.key(&["id"])?;
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
        status: fields.text(&["status"])?,
        expires: fields.text(&["expires"])?,
        id,
    };
    // JSON Feed 1.1: "the ideal id is the full URL of the resource", and then `url` may be absent.
    if draft.url.is_none() {
        draft.url = draft.id.clone().filter(|id| id.starts_with("http"));
    }
    if let Some(inherited) = inherited {
        if draft.authors.is_empty() {
            draft.authors.clone_from(&inherited.authors);
        }
        draft.language = draft.language.or_else(|| inherited.language.clone());
        if let (Some(home), Some(url)) = (&inherited.home_page, &draft.url) {
            draft.url = home.join(url).map(String::from).ok().or(draft.url);
        }
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

#[cfg(test)]
mod tests {
    use std::io::{BufReader, Read};

    use proptest::prelude::*;

    use super::{FEED_LIMIT, RECORD_LIMIT, read};
    use crate::article::{Draft, DraftAuthor, Markup};
    use crate::import::{Origin, ReadError, ReadOptions, Record};

    fn records(bytes: &[u8]) -> (Vec<Record>, Result<(), ReadError>) {
        let mut found = Vec::new();
        let result = read(
            &mut BufReader::with_capacity(7, bytes),
            Origin { path: "x.jsonl" },
            &ReadOptions::default(),
            &mut |record| found.push(record),
        );
        (found, result)
    }

    fn drafts(text: &str) -> Vec<Draft> {
        let (records, result) = records(text.as_bytes());
        result.unwrap();
        records.into_iter().map(|record| record.draft.unwrap()).collect()
    }

    /// Place and id, or place and fault.
    fn told(text: &str) -> Vec<(String, String)> {
        let (records, result) = records(text.as_bytes());
        let fault = result.err().map(|fault| ("file".to_owned(), fault.to_string()));
        records
            .into_iter()
            .map(|record| match record.draft {
                Ok(draft) => (record.place, draft.id.unwrap_or_default()),
                Err(fault) => (record.place, fault.to_string()),
            })
            .chain(fault)
            .collect()
    }

    fn pairs(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        pairs.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect()
    }

    #[test]
    fn every_field_of_a_record_is_read() {
        let draft = drafts(
            r#"{"id": 17, "url": "https://news.example/a", "title": "T", "content_html": "<p>H",
            "content_text": "X", "summary": "S", "date_published": "2026-01-02T03:04:05Z",
            "date_modified": "2026-01-03", "authors": [{"name": "Ada", "url": "/ada",
            "avatar": "/ada.png"}, "Grace"], "tags": ["t"], "categories": "City", "language": "en",
            "image": "/i.png", "image_alt": "A", "image_width": 600, "image_height": 400.0,
            "banner_image": "/b.png", "external_url": "https://else.example/",
            "attachments": [{"url": "/a.mp3", "mime_type": "audio/mpeg", "title": "Part",
            "size_in_bytes": 12, "duration_in_seconds": 1.5}], "guid": "g", "status": "draft",
            "expires": "2027-01-01"}"#,
        )
        .remove(0);
        assert_eq!(draft.id.as_deref(), Some("17"));
        assert_eq!(draft.guid.as_deref(), Some("g"));
        let body = draft.body.unwrap();
        assert_eq!((body.markup, body.source.as_str()), (Markup::Html, "<p>H"));
        assert_eq!(draft.authors.len(), 2);
        assert_eq!(draft.authors[0].avatar.as_deref(), Some("/ada.png"));
        assert_eq!(draft.authors[1], DraftAuthor::named("Grace"));
        assert_eq!(draft.categories[0].name, "City");
        let image = draft.image.unwrap();
        assert_eq!((image.width, image.height), (Some(600), Some(400)));
        assert_eq!(image.alt.as_deref(), Some("A"));
        assert_eq!(draft.attachments[0].duration_in_seconds, Some(1.5));
        assert_eq!(draft.status.as_deref(), Some("draft"));
        assert_eq!(draft.expires.as_deref(), Some("2027-01-01"));
    }

    #[test]
    fn all_shapes_of_a_file_are_told_apart() {
        assert_eq!(told("{\"id\":\"a\"}"), pairs(&[("line 1", "a")]));
        assert_eq!(told("{\n \"id\":\"a\"\n}\n"), pairs(&[("", "a")]));
        let two = [("line 1", "a"), ("line 3", "b")];
        assert_eq!(told("{\"id\":\"a\"}\r\n\r\n{\"id\":\"b\"}"), pairs(&two));
        assert_eq!(
            told("\u{FEFF}[{\"id\":\"a\"},\n{\"id\":2}]"),
            pairs(&[("item 1 (id a)", "a"), ("item 2 (id 2)", "2")])
        );
        let feed = r#""version": "https://jsonfeed.org/version/1.1", "items": [{"id":"a"}]"#;
        assert_eq!(told(&format!("{{{feed}}}")), pairs(&[("line 1, item 1 (id a)", "a")]));
        assert_eq!(told(&format!("{{\n{feed}\n}}")), pairs(&[("item 1 (id a)", "a")]));
        assert_eq!(
            told("{\n\"id\":\"a\"\n}\n{\n\"id\":\"b\"\n}"),
            pairs(&[("line 1", "a"), ("line 4", "b")])
        );
        assert_eq!(told("{\"items\": [\n{\"id\":\"a\"}\n]}"), pairs(&[("item 1 (id a)", "a")]));
        assert_eq!(told("\n \n"), []);
        assert_eq!(told("[]"), []);
    }

    #[test]
    fn a_broken_line_is_refused_and_the_others_are_read() {
        let found = told(
            "{\"id\":\"a\n{\"id\":\"b\"}\n{\"id\":oops}\n[1]\n{\"id\":\"c\",\"title\":[1]}\n{}",
        );
        let refused: Vec<&str> = found.iter().map(|(_, text)| text.as_str()).collect();
        assert!(refused[0].contains("breaks off"), "{}", refused[0]);
        assert_eq!(refused[1], "b");
        assert!(refused[2].contains("at its character 7"), "{}", refused[2]);
        assert!(refused[3].contains("no JSON object"), "{}", refused[3]);
        assert_eq!(refused[4], "`title` is a list; write it as text");
        assert_eq!(refused[5], "");
        assert_eq!(found[5].0, "line 6");
    }

    #[test]
    fn text_that_is_not_utf_8_costs_its_own_record_alone() {
        let bytes = b"{\"id\":\"\xFF\"}\n{\"id\":\"b\"}\n";
        let (found, result) = records(bytes);
        result.unwrap();
        let fault = found[0].draft.as_ref().unwrap_err().to_string();
        assert!(fault.contains("byte 8 of the record is not UTF-8; save"), "{fault}");
        assert_eq!(found[1].draft.as_ref().unwrap().id.as_deref(), Some("b"));
        let listed = [b"[", &bytes[..10], b",", &bytes[11..], b"]"].concat();
        let (found, result) = records(&listed);
        result.unwrap();
        assert!(found[0].draft.is_err());
        assert_eq!(found[1].draft.as_ref().unwrap().id.as_deref(), Some("b"));
    }

    #[test]
    fn an_endless_line_is_passed_over_without_being_kept() {
        let text = b"{\"id\":\"a\",\"content_text\":\"";
        let long = std::io::repeat(b'x').take(3 * RECORD_LIMIT as u64);
        let rest = b"\"}\n{\"id\":\"b\"}\n";
        for (before, after) in [("", ""), ("[", "]"), ("{\"id\":\"first\"}\n", "")] {
            let rest = if after.is_empty() { &rest[..] } else { b"\"},{\"id\":\"b\"}]" };
            let input = before
                .as_bytes()
                .chain(&text[..])
                .chain(std::io::Read::take(std::io::repeat(b'x'), long.limit()));
            let mut found = Vec::new();
            read(
                &mut BufReader::new(input.chain(rest)),
                Origin { path: "x" },
                &ReadOptions::default(),
                &mut |record| found.push(record),
            )
            .unwrap();
            let last = found.pop().unwrap();
            assert_eq!(last.draft.unwrap().id.as_deref(), Some("b"));
            let fault = found.pop().unwrap().draft.unwrap_err().to_string();
            assert!(fault.contains("8 MiB"), "{fault}");
        }
    }

    #[test]
    fn a_feed_on_one_line_may_be_larger_than_a_record() {
        const { assert!(FEED_LIMIT > 2 * RECORD_LIMIT) };
        let body = "x".repeat(RECORD_LIMIT / 3);
        let items: Vec<String> = (0..5)
            .map(|number| format!("{{\"id\":\"{number}\",\"content_text\":\"{body}\"}}"))
            .collect();
        let feed = format!(
            "{{\"version\":\"https://jsonfeed.org/version/1\",\"items\":[{}],\"language\":\"de\"}}",
            items.join(",")
        );
        let found = drafts(&feed);
        assert_eq!(found.len(), 5);
        assert_eq!(found[4].language.as_deref(), Some("de"));
    }

    #[test]
    fn items_inherit_from_their_feed_wherever_it_says_so() {
        let found = drafts(
            r#"{"items": [{"id": "1", "url": "/a", "author": {"name": "Own"}}, {"id": "2"},
            {"id": "https://n.example/3", "language": "fr", "authors": null}],
            "home_page_url": "https://n.example/", "language": "en", "author": {"name": "Feed"},
            "version": "https://jsonfeed.org/version/1"}"#,
        );
        assert_eq!(found[0].authors, [DraftAuthor::named("Own")]);
        assert_eq!(found[0].url.as_deref(), Some("https://n.example/a"));
        assert_eq!(found[1].authors, [DraftAuthor::named("Feed")]);
        assert_eq!(found[1].language.as_deref(), Some("en"));
        assert_eq!(found[2].language.as_deref(), Some("fr"));
        assert_eq!(found[2].url.as_deref(), Some("https://n.example/3"));
    }

    #[test]
    fn unknown_fields_are_told_and_half_an_emoji_is_no_reason_to_refuse() {
        let (mut found, _) =
            records(br#"{"id":"a","title":"x\ud83d y \ud83d\ude00","_ext":1,"Z":2}"#);
        let record = found.remove(0);
        assert_eq!(record.unknown_fields, ["Z", "_ext"]);
        assert_eq!(record.draft.unwrap().title.as_deref(), Some("x\u{FFFD} y \u{1F600}"));
    }

    #[test]
    fn a_document_broken_between_its_records_keeps_those_before() {
        let found = told("[{\"id\":\"a\"} {\"id\":\"b\"}]");
        assert_eq!(found[0].1, "a");
        assert!(found[1].1.contains("has `{` where `]` must stand"), "{}", found[1].1);
        assert!(told("[1] x")[1].1.contains("text behind the list"));
        assert!(told("{\n\"id\": 1,\n")[0].1.contains("inside a value that begins in line 1"));
        assert!(
            told("\u{FEFF}{\"version\":\"https://jsonfeed.org/version/1.1\"}")[0]
                .1
                .contains("without `items`")
        );
    }

    proptest! {
        #[test]
        fn nothing_makes_it_panic(
            pieces in prop::collection::vec(prop_oneof![
                prop::sample::select(vec![
                    "{", "}", "[", "]", "\"", ",", ":", "\n", "\\", "\\ud800", "\"id\":", "\"items\":[",
                    "1", "null", "\u{FEFF}", "{\"id\":\"a\"}",
                ]).prop_map(|piece| piece.as_bytes().to_vec()),
                prop::collection::vec(any::<u8>(), 0..4),
            ], 0..24),
        ) {
            let _ = records(&pieces.concat());
        }

        #[test]
        fn every_record_of_a_file_of_lines_is_reported_once(
            sound in prop::collection::vec(any::<bool>(), 1..20),
        ) {
            let text: Vec<String> = sound
                .iter()
                .enumerate()
                .map(|(index, sound)| {
                    if *sound { format!("{{\"id\":{index}}}") } else { "{\"id\":".to_owned() + "\"" }
                })
                .collect();
            let (found, result) = records(text.join("\n").as_bytes());
            prop_assert!(result.is_ok());
            let kept: Vec<bool> = found.iter().map(|record| record.draft.is_ok()).collect();
            prop_assert_eq!(kept, sound);
        }
    }
}
