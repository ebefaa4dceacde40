//! What a document's answer says of it.

use super::site::{BASE, Site, request};
use crate::support::article;

const DOCUMENTS: [(&str, &str); 7] = [
    ("/feeds/world.rss", "application/rss+xml; charset=utf-8"),
    ("/feeds/world.atom", "application/atom+xml; charset=utf-8"),
    ("/feeds/world.json", "application/feed+json; charset=utf-8"),
    ("/feeds/world", "text/html; charset=utf-8"),
    ("/feeds.opml", "text/x-opml; charset=utf-8"),
    ("/excerpts/world.json", "application/json; charset=utf-8"),
    ("/excerpts/world.html", "text/html; charset=utf-8"),
];

#[test]
fn each_kind_of_document_says_what_it_is_and_how_long_it_is_good() {
    let site = Site::start();
    for (path, media_type) in DOCUMENTS {
        let answer = site.get(path);
        assert_eq!(answer.status, 200, "{path}");
        assert_eq!(answer.header("content-type"), Some(media_type), "{path}");
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"), "{path}");
        let is_embedded = path.starts_with("/excerpts/");
        let seconds = if is_embedded || path == "/feeds/world" { 300 } else { 900 };
        let expected =
            format!("max-age={seconds}, stale-while-revalidate=86400, stale-if-error=604800");
        assert_eq!(answer.header("cache-control"), Some(expected.as_str()), "{path}");
        // Live forms of feeds are had as deltas of what a client has.
        let varies = if path.starts_with("/feeds/") || path.starts_with("/excerpts/") {
            "accept-encoding, available-dictionary"
        } else {
            "accept-encoding"
        };
        assert_eq!(answer.header("vary"), Some(varies), "{path}");
        assert_eq!(answer.header("access-control-allow-origin"), Some("*"), "{path}");
        assert_eq!(answer.header("access-control-expose-headers"), Some("*"), "{path}");
        let link = format!("<{BASE}{path}>; rel=\"self\"");
        assert_eq!(answer.header("link"), Some(link.as_str()), "{path}");
        assert_eq!(answer.header("last-modified"), Some("Tue, 24 Nov 2026 12:00:00 GMT"), "{path}");
        assert!(answer.header("date").is_some(), "{path}");
        assert_eq!(answer.header("content-encoding"), None, "{path}");
        assert_eq!(answer.header("cache-status"), Some("newswire; fwd=miss; stored"), "{path}");
        assert_eq!(answer.header("expires"), None, "{path}");
        let tag = answer.tag();
        assert!(tag.starts_with('"') && tag.ends_with('"') && tag.len() > 18, "{path}: {tag}");
        assert!(!answer.body.is_empty(), "{path}");
    }
}

#[test]
fn the_address_that_readers_guess_is_the_same_document_under_its_own_name() {
    let site = Site::start();
    let (rss, xml) = (site.get("/feeds/world.rss"), site.get("/feeds/world.xml"));
    assert_eq!(xml.status, 200);
    assert_eq!((rss.tag(), &rss.body), (xml.tag(), &xml.body));
    assert_eq!(xml.header("link"), rss.header("link"));
    assert_eq!(site.store.builds(), 1);
}

#[test]
fn a_head_is_a_get_without_its_body() {
    let site = Site::start();
    for coding in ["identity", "gzip", "br", "zstd"] {
        let asked = format!("Accept-Encoding: {coding}");
        for (path, _) in DOCUMENTS {
            let get = site.ask("GET", path, &[&asked]);
            let mut client = site.connect();
            client.send(request("HEAD", path, &[&asked]));
            let head = client.receive_head();
            assert_eq!(head.status, 200);
            assert_eq!(head.names(), get.names(), "{path} {coding}");
            for name in ["content-length", "etag", "content-type", "content-encoding", "vary"] {
                assert_eq!(head.header(name), get.header(name), "{path} {coding} {name}");
            }
            assert_eq!(head.header("content-length"), Some(get.body.len().to_string().as_str()));
            // The next answer follows at once: nothing of a body was sent.
            client.send(request("GET", path, &[&asked, "Connection: close"]));
            assert_eq!(client.receive().body, get.body, "{path} {coding}");
            client.assert_closed();
        }
    }
    let missing = site.ask("HEAD", "/feeds/nothing.rss", &[]);
    assert_eq!(missing.status, 404);
}

#[test]
fn pages_allow_nothing_but_pictures_and_their_own_style() {
    let site = Site::start();
    for path in ["/", "/feeds/world"] {
        let policy = site.get(path).header("content-security-policy").unwrap().to_owned();
        assert!(policy.starts_with("default-src 'none'"), "{path}: {policy}");
    }
    // A fragment stands in pages of others, under their policy.
    assert_eq!(site.get("/excerpts/world.html").header("content-security-policy"), None);
}

#[test]
fn a_date_is_never_of_the_future_when_the_clock_is_set_back() {
    let site = Site::start();
    site.get("/feeds/world.rss");
    site.set_clock("2026-11-24T11:00:00Z");
    let answer = site.get("/feeds/world.rss");
    assert_eq!(answer.header("last-modified"), Some("Tue, 24 Nov 2026 11:00:00 GMT"));
}

#[test]
fn a_union_is_one_document_and_the_store_does_not_grow_by_what_strangers_ask() {
    let site = Site::start();
    let union = site.get("/feeds/sport+world.rss");
    assert_eq!(union.status, 200);
    for title in ["Title of storm", "Title of harbour", "Title of regatta"] {
        assert!(union.text().contains(title), "{title}");
    }
    assert_eq!(union.header("last-modified"), Some("Tue, 24 Nov 2026 12:00:00 GMT"));
    // Its date stands still while its bytes do, and moves when they do.
    site.set_clock("2026-11-24T13:00:00Z");
    site.publish(vec![article("old", "2001-01-01T00:00:00Z", "Elsewhere")]);
    let same = site.get("/feeds/sport+world.rss");
    assert_eq!(
        (same.tag(), same.header("last-modified")),
        (union.tag(), union.header("last-modified"))
    );
    site.publish(vec![article("new", "2026-11-24T12:30:00Z", "Sport")]);
    let changed = site.get("/feeds/sport+world.rss");
    assert_ne!(changed.tag(), union.tag());
    assert_eq!(changed.header("last-modified"), Some("Tue, 24 Nov 2026 13:00:00 GMT"));
    assert_eq!(site.store.dated(), Vec::<String>::new());
}

#[test]
fn a_hit_asks_the_store_nothing() {
    let site = Site::start();
    for (path, _) in DOCUMENTS {
        for coding in ["identity", "gzip", "br", "zstd"] {
            site.ask("GET", path, &[&format!("Accept-Encoding: {coding}")]);
        }
    }
    let calls = site.store.calls();
    for (path, _) in DOCUMENTS {
        for coding in ["identity", "gzip", "br", "zstd"] {
            let asked = format!("Accept-Encoding: {coding}");
            let answer = site.ask("GET", path, &[&asked]);
            let known = format!("If-None-Match: {}", answer.tag());
            assert_eq!(site.ask("GET", path, &[&asked, &known]).status, 304);
        }
    }
    assert_eq!(site.store.calls(), calls);
}
