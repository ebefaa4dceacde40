//! Compression dictionaries (RFC 9842): a version that a client has makes the next one small, and the
//! same to the byte.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha256};

use super::client::Answer;
use super::site::Site;
use crate::support::article;

const FEED: &str = "/feeds/world.rss";
const EVERYTHING: &str = "Accept-Encoding: gzip, br, zstd, dcb, dcz";

pub fn available(version: &[u8]) -> String {
    format!("Available-Dictionary: :{}:", STANDARD.encode(Sha256::digest(version)))
}

/// A site with more to say than fits beside a header.
fn site() -> Site {
    let site = Site::start();
    publish(&site, 0..40);
    site
}

/// Each is an hour newer than the one before.
pub fn publish(site: &Site, numbers: std::ops::Range<u32>) {
    let articles = numbers.map(|number| {
        let (day, hour) = (number / 20 + 1, number % 20);
        article(&format!("n{number}"), &format!("2026-11-{day:02}T{hour:02}:00:00Z"), "World")
    });
    site.publish(articles.collect());
}

fn undone(answer: &Answer, dictionary: &[u8]) -> Vec<u8> {
    assert_eq!(answer.header("content-encoding"), Some("dcz"));
    assert_eq!(answer.body[..8], [0x5E, 0x2A, 0x4D, 0x18, 0x20, 0, 0, 0]);
    assert_eq!(answer.body[8..40], Sha256::digest(dictionary)[..]);
    let mut decoder = zstd::bulk::Decompressor::with_dictionary(dictionary).unwrap();
    decoder.decompress(&answer.body[40..], 16 << 20).unwrap()
}

#[test]
fn a_poll_that_finds_something_new_gets_just_that() {
    let site = site();
    let first = site.ask("GET", FEED, &[EVERYTHING]);
    assert_eq!(first.header("use-as-dictionary"), Some(r#"match="/feeds/world.rss""#));
    assert_eq!(first.header("vary"), Some("accept-encoding, available-dictionary"));
    let old = first.decoded();
    site.advance(60);
    publish(&site, 40..41);
    let delta = site.ask("GET", FEED, &[EVERYTHING, &available(&old)]);
    let plain = site.ask("GET", FEED, &["Accept-Encoding: br"]);
    let new = plain.decoded();
    assert_ne!(old, new);
    assert_eq!(undone(&delta, &old), new);
    assert!(
        delta.body.len() * 3 < plain.body.len(),
        "{} of {}",
        delta.body.len(),
        plain.body.len()
    );
    assert_eq!(delta.header("vary"), Some("accept-encoding, available-dictionary"));
    // Another tag for other bytes, and the same version all the same.
    assert_ne!(delta.tag(), plain.tag());
    let asked = format!("If-None-Match: {}", delta.tag());
    let known = site.ask("GET", FEED, &[EVERYTHING, &available(&new), &asked]);
    assert_eq!((known.status, known.tag()), (304, delta.tag()));
    assert_eq!(known.header("vary"), Some("accept-encoding, available-dictionary"));
    // HEAD says what GET does.
    let head = site.ask("HEAD", FEED, &[EVERYTHING, &available(&old)]);
    assert_eq!(head.names(), delta.names());
    assert_eq!(head.header("content-length"), delta.header("content-length"));
}

#[test]
fn who_missed_many_versions_gets_a_delta_too_in_either_coding() {
    let site = site();
    let old = site.get(FEED).body;
    for number in 40..50 {
        site.advance(60);
        publish(&site, number..number + 1);
        site.get(FEED);
    }
    let new = site.get(FEED).body;
    let delta = site.ask("GET", FEED, &[EVERYTHING, &available(&old)]);
    assert_eq!(undone(&delta, &old), new);
    let delta = site.ask("GET", FEED, &["Accept-Encoding: dcb, br", &available(&old)]);
    assert_eq!(delta.header("content-encoding"), Some("dcb"));
    assert_eq!(delta.body[..4], [0xFF, 0x44, 0x43, 0x42]);
    assert_eq!(delta.body[4..36], Sha256::digest(&old)[..]);
    let mut undone = Vec::new();
    brotli::BrotliDecompressCustomIoCustomDict(
        &mut brotli::IoReaderWrapper(&mut std::io::Cursor::new(&delta.body[36..])),
        &mut brotli::IoWriterWrapper(&mut undone),
        &mut [0; 4096],
        &mut [0; 4096],
        brotli::HeapAlloc::default(),
        brotli::HeapAlloc::default(),
        brotli::HeapAlloc::default(),
        old.into(),
        std::io::Error::from(std::io::ErrorKind::UnexpectedEof),
    )
    .unwrap();
    assert_eq!(undone, new);
}

#[test]
fn nobody_gets_a_delta_who_did_not_ask_for_one_or_has_what_is_not_ours() {
    let site = site();
    let old = site.get(FEED).body;
    site.advance(60);
    publish(&site, 40..41);
    let have = available(&old);
    let coding = |headers: &[&str]| {
        let answer = site.ask("GET", FEED, headers);
        assert_eq!(answer.status, 200);
        answer.header("content-encoding").map(str::to_owned)
    };
    assert_eq!(coding(&["Accept-Encoding: gzip, br", &have]).as_deref(), Some("br"));
    assert_eq!(coding(&["Accept-Encoding: gzip, *", &have]).as_deref(), Some("br"));
    assert_eq!(coding(&[&have]), None);
    assert_eq!(coding(&[EVERYTHING]).as_deref(), Some("br"));
    assert_eq!(coding(&[EVERYTHING, &available(b"<rss>mine</rss>")]).as_deref(), Some("br"));
    assert_eq!(coding(&[EVERYTHING, "Available-Dictionary: nonsense"]).as_deref(), Some("br"));
    assert_eq!(coding(&["Accept-Encoding: dcz", &available(b"x")]), None);
    // The list of feeds is no dictionary, and depends on none.
    let list = site.ask("GET", "/feeds.opml", &[EVERYTHING, &have]);
    assert_eq!(list.header("use-as-dictionary"), None);
    assert_eq!(list.header("vary"), Some("accept-encoding"));
}
