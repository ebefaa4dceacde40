//! Conditional requests, as RFC 9110 section 13 has them and as real clients send them.

use super::site::{Site, request};
use crate::support::article;

const PATH: &str = "/feeds/world.atom";

#[test]
fn a_tag_is_recognised_in_every_spelling_that_comes_back() {
    let site = Site::start();
    let gzip = site.ask("GET", PATH, &["Accept-Encoding: gzip"]);
    let identity = site.get(PATH);
    let version = identity.tag().trim_matches('"').to_owned();
    assert_eq!(gzip.tag(), format!("\"{version}-gzip\""));
    for known in [
        format!("\"{version}\""),
        format!("W/\"{version}\""),
        // Of another coding: what the client has decodes to the same.
        format!("\"{version}-gzip\""),
        format!("\"{version}-br\""),
        // What proxies make of it that code by themselves.
        format!("W/\"{version}-gzip\""),
        format!("\"{version}-gzip-gzip\""),
        // Lists.
        format!("\"one\", \"two\",\"{version}\""),
        format!("\"{version}\" , W/\"two\""),
        format!(",, \"{version}\""),
        // Some lose the quotes.
        version.clone(),
        "*".to_owned(),
    ] {
        let answer = site.ask("GET", PATH, &[&format!("If-None-Match: {known}")]);
        assert_eq!(answer.status, 304, "{known}");
        assert!(answer.body.is_empty());
    }
    for other in ["\"other\"", "W/\"other\"", "\"\"", "", "\"*\"", &version[..20]] {
        let answer = site.ask("GET", PATH, &[&format!("If-None-Match: {other}")]);
        assert_eq!(answer.status, 200, "{other}");
    }
    let lines = ["If-None-Match: \"one\"", &format!("If-None-Match: \"{version}\"")];
    assert_eq!(site.ask("GET", PATH, &lines).status, 304);
    assert_eq!(site.ask("HEAD", PATH, &[&format!("If-None-Match: \"{version}\"")]).status, 304);
}

#[test]
fn a_304_repeats_what_a_cache_needs_and_nothing_of_the_body() {
    let site = Site::start();
    for coding in ["identity", "gzip", "br", "zstd"] {
        let asked = format!("Accept-Encoding: {coding}");
        let whole = site.ask("GET", PATH, &[&asked]);
        let mut client = site.connect();
        let known = format!("If-None-Match: {}", whole.tag());
        client.send(request("GET", PATH, &[&asked, &known, "Connection: close"]));
        let answer = client.receive();
        assert_eq!(answer.status, 304);
        for name in ["etag", "cache-control", "vary"] {
            assert!(answer.header(name).is_some(), "{name}");
            assert_eq!(answer.header(name), whole.header(name), "{coding} {name}");
        }
        assert_eq!(answer.names(), ["cache-control", "connection", "date", "etag", "vary"]);
        // A script of another site must be let read this one, too.
        let script = site.ask("GET", PATH, &[&asked, &known, "Origin: https://a.example"]);
        assert_eq!(script.status, 304);
        assert_eq!(script.header("access-control-allow-origin"), Some("*"));
        assert!(script.header("access-control-expose-headers").is_some());
        for name in ["content-type", "content-encoding", "content-length", "transfer-encoding"] {
            assert_eq!(answer.header(name), None, "{coding} {name}");
        }
        client.assert_closed();
    }
}

#[test]
fn a_date_counts_when_it_is_equal_or_later_and_can_be_read() {
    let site = Site::start();
    site.get(PATH);
    let modified = "Tue, 24 Nov 2026 12:00:00 GMT";
    for (since, status) in [
        (modified, 304),
        ("Tue, 24 Nov 2026 12:00:01 GMT", 304),
        // Invented from the client's own clock.
        ("Wed, 01 Jan 2031 00:00:00 GMT", 304),
        ("Tuesday, 24-Nov-26 12:00:00 GMT", 304),
        ("Tue Nov 24 12:00:00 2026", 304),
        ("Tue, 24 Nov 2026 11:59:59 GMT", 200),
        ("Thu, 01 Jan 1970 00:00:00 GMT", 200),
        ("yesterday", 200),
        ("0", 200),
        ("2026-11-24T12:00:00Z", 200),
        ("", 200),
    ] {
        let answer = site.ask("GET", PATH, &[&format!("If-Modified-Since: {since}")]);
        assert_eq!(answer.status, status, "{since}");
        let head = site.ask("HEAD", PATH, &[&format!("If-Modified-Since: {since}")]);
        assert_eq!(head.status, status, "{since}");
    }
}

#[test]
fn a_tag_decides_alone() {
    let site = Site::start();
    let tag = site.get(PATH).tag().to_owned();
    let (equal, earlier) = (
        "If-Modified-Since: Tue, 24 Nov 2026 12:00:00 GMT",
        "If-Modified-Since: Mon, 23 Nov 2026 12:00:00 GMT",
    );
    let known = format!("If-None-Match: {tag}");
    assert_eq!(site.ask("GET", PATH, &[&known, earlier]).status, 304);
    assert_eq!(site.ask("GET", PATH, &["If-None-Match: \"other\"", equal]).status, 200);
    assert_eq!(site.ask("GET", PATH, &["If-None-Match: ", equal]).status, 200);
    assert_eq!(site.ask("GET", PATH, &[earlier, earlier]).status, 200);
}

#[test]
fn a_version_that_is_no_more_is_refused_to_whoever_wants_only_that() {
    let site = Site::start();
    let tag = site.get(PATH).tag().to_owned();
    assert_eq!(site.ask("GET", PATH, &[&format!("If-Match: {tag}")]).status, 200);
    assert_eq!(site.ask("GET", PATH, &["If-Match: *"]).status, 200);
    let refused = site.ask("GET", PATH, &["If-Match: \"other\""]);
    assert_eq!(refused.status, 412);
    assert_eq!(refused.header("cache-control"), Some("no-store"));
    let since = "If-Unmodified-Since: Mon, 23 Nov 2026 12:00:00 GMT";
    assert_eq!(site.ask("GET", PATH, &[since]).status, 412);
}

#[test]
fn an_old_version_is_no_match_after_a_change() {
    let site = Site::start();
    let old = site.get(PATH).tag().to_owned();
    site.advance(60);
    site.publish(vec![article("news", "2026-11-24T12:00:30Z", "World")]);
    let known = format!("If-None-Match: {old}");
    let answer = site.ask("GET", PATH, &[&known]);
    assert_eq!(answer.status, 200);
    assert_ne!(answer.tag(), old);
    assert_eq!(answer.header("last-modified"), Some("Tue, 24 Nov 2026 12:01:00 GMT"));
    assert!(answer.text().contains("Title of news"));
    let since = "If-Modified-Since: Tue, 24 Nov 2026 12:00:00 GMT";
    assert_eq!(site.ask("GET", PATH, &[since]).status, 200);
}

#[test]
fn no_precondition_turns_an_error_into_a_304() {
    let site = Site::start();
    for path in ["/feeds/nothing.rss", "/nothing"] {
        assert_eq!(site.ask("GET", path, &["If-None-Match: *"]).status, 404, "{path}");
    }
}
