//! Builds: one per version however many ask, whatever becomes of those who asked; and what is sent
//! when there is none.

use std::sync::Arc;
use std::time::Duration;

use newswire::feed::FeedName;
use newswire::response::{self, Format, Resource, Variant};

use super::client::Client;
use super::site::{Setup, Site, request};
use crate::support::article;

const PATH: &str = "/feeds/world.rss";

fn world() -> Resource {
    Resource::Feed(FeedName::parse("world").unwrap(), Variant::Document(Format::Rss))
}

#[test]
fn a_crowd_that_comes_together_makes_one_build() {
    let site = Site::start();
    site.store.hold_builds();
    let mut crowd: Vec<Client> = (0..100).map(|_| site.connect()).collect();
    for (index, client) in crowd.iter_mut().enumerate() {
        let coding = ["identity", "gzip", "br", "zstd"][index % 4];
        client.send(request("GET", PATH, &[&format!("Accept-Encoding: {coding}")]));
    }
    site.store.wait_until_held(1);
    site.store.release_builds();
    let bodies: Vec<Vec<u8>> = crowd
        .iter_mut()
        .map(|client| {
            let answer = client.receive();
            assert_eq!(answer.status, 200);
            answer.decoded()
        })
        .collect();
    assert!(bodies.iter().all(|body| *body == bodies[0]));
    assert_eq!(site.store.builds(), 1);
}

#[test]
fn a_client_that_hangs_up_neither_ends_nor_restarts_the_build() {
    let site = Site::start();
    site.store.hold_builds();
    let resource = world();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let ask = || {
        let (responses, resource, now) =
            (Arc::clone(&site.responses), resource.clone(), site.now());
        runtime.spawn(async move { responses.get(&resource, now).await.is_ok() })
    };
    let first = ask();
    site.store.wait_until_held(1);
    let second = ask();
    first.abort();
    assert!(runtime.block_on(first).unwrap_err().is_cancelled());
    site.store.release_builds();
    assert!(runtime.block_on(second).unwrap());
    assert_eq!(site.store.builds(), 1);
}

#[test]
fn a_build_goes_on_when_everybody_has_hung_up() {
    let site = Site::start();
    site.store.hold_builds();
    let mut only = site.connect();
    only.send(request("GET", PATH, &[]));
    site.store.wait_until_held(1);
    drop(only);
    assert_eq!(site.get("/healthz").status, 200);
    site.store.release_builds();
    assert_eq!(site.get(PATH).status, 200);
    assert_eq!(site.store.builds(), 1);
}

#[test]
fn a_panic_is_an_error_for_those_who_wait_and_for_nobody_else() {
    let site = Site::start();
    assert_eq!(site.get("/feeds/sport.rss").status, 200);
    site.store.set_panics(true);
    let answer = site.get(PATH);
    assert_eq!(answer.status, 503);
    assert_eq!(site.get("/feeds/sport.rss").status, 200);
    site.store.set_panics(false);
    site.advance(60);
    assert_eq!(site.get(PATH).status, 200);
}

#[test]
fn without_a_build_the_last_good_document_is_served_and_marked() {
    let site = Site::start();
    let good = site.get(PATH);
    site.publish(vec![article("news", "2026-11-24T11:00:00Z", "World")]);
    site.store.set_out_of_reach(true);
    let stale = site.get(PATH);
    assert_eq!((stale.status, stale.tag(), &stale.body), (200, good.tag(), &good.body));
    let marked = stale.header("cache-status").unwrap();
    assert!(marked.starts_with("newswire; hit; ttl=-1"), "{marked}");
    // It is worth asking again soon.
    assert_eq!(
        stale.header("cache-control"),
        Some("max-age=1, stale-while-revalidate=0, stale-if-error=604800")
    );
    let known = format!("If-None-Match: {}", good.tag());
    let unmodified = site.ask("GET", PATH, &[&known]);
    assert_eq!(unmodified.status, 304);
    assert!(unmodified.header("cache-status").is_some());
    // What was never built cannot be served, and what nothing touched is as good as ever.
    assert_eq!(site.get("/feeds/world.json").status, 503);
    site.store.set_out_of_reach(false);
    site.advance(120);
    let answer = site.get(PATH);
    let built = Some("newswire; fwd=miss; stored");
    assert_eq!((answer.status, answer.header("cache-status")), (200, built));
    assert!(answer.text().contains("Title of news"));
}

#[test]
fn without_any_document_the_client_is_told_when_to_come_back() {
    let site = Site::start();
    site.store.set_out_of_reach(true);
    let answer = site.get(PATH);
    assert_eq!(answer.status, 503);
    let seconds: u64 = answer.header("retry-after").unwrap().parse().unwrap();
    assert!((1..=60).contains(&seconds), "{seconds}");
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    assert_eq!(answer.header("content-type"), Some("text/plain; charset=utf-8"));
    assert_eq!(answer.header("etag"), None);
    assert_eq!(site.get("/readyz").status, 503);
    assert_eq!(site.get("/healthz").status, 200);
}

#[test]
fn a_build_that_fails_is_not_tried_again_at_every_request() {
    let site = Site::start();
    site.store.set_out_of_reach(true);
    site.get(PATH);
    let calls = site.store.calls();
    for _ in 0..20 {
        assert_eq!(site.get(PATH).status, 503);
    }
    assert_eq!(site.store.calls(), calls);
    // After a second it is tried once more, then after two, after four …
    site.advance(1);
    assert_eq!(site.get(PATH).status, 503);
    let second_try = site.store.calls();
    assert!(second_try > calls);
    site.advance(1);
    assert_eq!(site.get(PATH).status, 503);
    assert_eq!(site.store.calls(), second_try);
    // … and at once when something was changed, which may have mended it.
    site.store.set_out_of_reach(false);
    site.publish(vec![article("news", "2026-11-24T11:00:00Z", "World")]);
    assert_eq!(site.get(PATH).status, 200);
}

#[test]
fn a_build_that_was_overtaken_replaces_nothing_newer() {
    let site = Site::start();
    site.store.hold_builds();
    let mut early = site.connect();
    early.send(request("GET", PATH, &[]));
    site.store.wait_until_held(1);
    site.store.let_others_pass();
    site.publish(vec![article("news", "2026-11-24T11:00:00Z", "World")]);
    let newer = site.get(PATH);
    assert!(newer.text().contains("Title of news"));
    site.store.release_builds();
    // It asked before the change.
    assert!(!early.receive().text().contains("Title of news"));
    let now = site.get(PATH);
    assert_eq!((now.tag(), &now.body), (newer.tag(), &newer.body));
    assert_eq!(site.store.builds(), 2);
}

#[test]
fn a_build_that_takes_too_long_keeps_nobody_waiting_for_ever() {
    let options =
        response::Options { patience: Duration::from_millis(100), ..response::Options::default() };
    let site = Site::start_with(Setup { responses: options, ..Setup::default() });
    let good = site.get(PATH);
    site.publish(vec![article("news", "2026-11-24T11:00:00Z", "World")]);
    site.store.hold_builds();
    let stale = site.get(PATH);
    assert_eq!((stale.status, stale.tag()), (200, good.tag()));
    assert!(stale.header("cache-status").is_some());
    assert_eq!(site.get("/feeds/world.atom").status, 503);
    site.store.release_builds();
    site.advance(60);
    assert!(site.get(PATH).text().contains("Title of news"));
}

#[test]
fn memory_holds_what_was_allowed_every_coding_counted() {
    let cache_bytes = 40_000;
    let options = response::Options { cache_bytes, ..response::Options::default() };
    let site = Site::start_with(Setup { responses: options, ..Setup::default() });
    let tidy = || {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(site.responses.tidy());
        site.responses.weight()
    };
    let identity = site.get(PATH).body.len();
    let alone = tidy();
    let mut coded = 0;
    for coding in ["gzip", "br", "zstd"] {
        coded += site.ask("GET", PATH, &[&format!("Accept-Encoding: {coding}")]).body.len();
    }
    assert!(alone >= identity as u64);
    assert_eq!(tidy(), alone + coded as u64);
    for ending in ["rss", "atom", "json"] {
        for feed in ["all", "world", "sport", "author/ada-finch", "sport+world"] {
            for coding in ["identity", "gzip", "br", "zstd"] {
                let path = format!("/feeds/{feed}.{ending}");
                let answer = site.ask("GET", &path, &[&format!("Accept-Encoding: {coding}")]);
                assert_eq!(answer.status, 200, "{path}");
            }
        }
    }
    // Versions, and deltas of them, take their room, too.
    let mut known = site.get(PATH).body;
    for number in 0..20 {
        site.publish(vec![article(&format!("n{number}"), "2026-11-24T11:00:00Z", "World")]);
        let answer = site.ask(
            "GET",
            PATH,
            &["Accept-Encoding: zstd, dcb, dcz", &super::dictionaries::available(&known)],
        );
        assert!(matches!(answer.header("content-encoding"), Some("dcz" | "zstd")));
        known = site.get(PATH).body;
        // Whatever comes, there is no more than was allowed, also between two tidyings.
        assert!(site.responses.weight() <= cache_bytes, "{}", site.responses.weight());
    }
    let weight = tidy();
    assert!(weight <= cache_bytes, "{weight}");
    assert!(weight > cache_bytes / 2, "{weight}");
}

#[test]
fn what_is_asked_for_stays_in_memory_and_what_is_not_goes() {
    let options = response::Options { cache_bytes: 20_000, ..response::Options::default() };
    let site = Site::start_with(Setup { responses: options, ..Setup::default() });
    site.get(PATH);
    for minute in 0..15 {
        site.advance(60);
        let builds = site.store.builds();
        assert_eq!(site.get(PATH).status, 200);
        assert_eq!(site.store.builds(), builds, "{minute}");
        let feed = ["all", "sport", "author/ada-finch", "sport+world", "language/en"][minute % 5];
        let ending = ["atom", "json", "rss"][minute % 3];
        site.get(&format!("/feeds/{feed}.{ending}"));
    }
    // What was asked for first, and once, had to go meanwhile.
    let builds = site.store.builds();
    assert_eq!(site.get("/feeds/all.atom").status, 200);
    assert!(site.store.builds() > builds);
}

#[test]
fn the_short_way_to_a_document_leads_to_what_the_long_one_does() {
    let site = Site::start();
    let first = site.get(PATH);
    for target in [PATH, "/feeds/world.xml", "/feeds/%77orld.rss", "/feeds/world.rss?x=1"] {
        for _ in 0..2 {
            let answer = site.get(target);
            assert_eq!((answer.tag(), &answer.body), (first.tag(), &first.body), "{target}");
        }
    }
    assert_eq!(site.get("/").status, 200);
    assert_eq!(site.get("/?feed=rss2").status, 301);
    site.publish(vec![article("news", "2026-11-24T11:00:00Z", "World")]);
    assert!(site.get(PATH).text().contains("Title of news"));
    assert_eq!(site.get("/feeds/world.xml").tag(), site.get(PATH).tag());
}
