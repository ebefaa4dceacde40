//! What the reader of JSON records must hold, on small files of every shape.

use std::io::{BufReader, Read};

use proptest::prelude::*;

use super::feed::FEED_LIMIT;
use super::{RECORD_LIMIT, read};
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
    let found =
        told("{\"id\":\"a\n{\"id\":\"b\"}\n{\"id\":oops}\n[1]\n{\"id\":\"c\",\"title\":[1]}\n{}");
    let refused: Vec<&str> = found.iter().map(|(_, text)| text.as_str()).collect();
    assert!(refused[0].contains("breaks off"), "{}", refused[0]);
    assert_eq!(refused[1], "b");
    assert!(refused[2].contains("at its character 7"), "{}", refused[2]);
    assert!(refused[3].contains("no JSON object"), "{}", refused[3]);
    assert_eq!(refused[4], "`title` is a list; write it as text");
    assert!(refused[5].contains("no article"), "{}", refused[5]);
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
    // Readers of the feed know them by these texts.
    let guids: Vec<_> = found.iter().filter_map(|draft| draft.guid.as_deref()).collect();
    assert_eq!(guids, ["1", "2", "https://n.example/3"]);
}

#[test]
fn an_item_without_an_id_is_known_by_its_address_and_a_record_is_not() {
    let item = r#"{"url": "/a", "title": "A"}"#;
    let feed = drafts(&format!(
        r#"{{"version": "https://jsonfeed.org/version/1.1", "home_page_url": "https://n.example/",
        "items": [{item}]}}"#
    ));
    assert_eq!(feed[0].id.as_deref(), Some("https://n.example/a"));
    assert_eq!(drafts(item)[0].id, None);
    assert_eq!(drafts(r#"{"id": "x"}"#)[0].guid, None);
}

#[test]
fn unknown_fields_are_told_and_half_an_emoji_is_no_reason_to_refuse() {
    let (mut found, _) = records(br#"{"id":"a","title":"x\ud83d y \ud83d\ude00","_ext":1,"Z":2}"#);
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
