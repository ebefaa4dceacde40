//! Improving: quick codings first, the smallest for what is asked for often, each under a tag of its
//! own by which its version is known.

use super::site::{Site, request};
use crate::support::{admit, article, draft};

const PATH: &str = "/feeds/world.rss";

fn site() -> Site {
    let site = Site::start();
    let articles = (0..12).map(|number| {
        article(&format!("n{number}"), &format!("2026-11-{:02}T08:00:00Z", number + 1), "World")
    });
    site.publish(articles.collect());
    site
}

fn improve(site: &Site) -> bool {
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    runtime.block_on(site.responses.improve(std::time::Instant::now()))
}

/// Bytes of memory that are taken when what is not needed was let go.
fn weight(site: &Site) -> u64 {
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    runtime.block_on(site.responses.tidy());
    site.responses.weight()
}

fn ask(site: &Site, coding: &str) -> super::client::Answer {
    site.ask("GET", PATH, &[&format!("Accept-Encoding: {coding}")])
}

#[test]
fn what_is_asked_for_often_becomes_smaller_under_another_tag() {
    let site = site();
    for (coding, ending, often) in [("br", "-br11\"", 32), ("gzip", "-gzip12\"", 16)] {
        let quick = ask(&site, coding);
        for _ in 1..often {
            assert_eq!(ask(&site, coding).tag(), quick.tag());
        }
        assert!(!improve(&site), "{coding}");
        ask(&site, coding);
        assert!(improve(&site), "{coding}");
        let best = ask(&site, coding);
        assert!(best.tag().ends_with(ending), "{}", best.tag());
        assert!(best.body.len() < quick.body.len(), "{coding}");
        assert_eq!(best.header("content-encoding"), Some(coding));
        assert_eq!(best.decoded(), quick.decoded());
        assert_eq!(best.header("last-modified"), quick.header("last-modified"));
        // Both name the version, and a 304 speaks of the one that the client has.
        for tag in [quick.tag(), best.tag(), &format!("\"x\", {}", quick.tag())] {
            let known = format!("If-None-Match: {tag}");
            let accepted = format!("Accept-Encoding: {coding}");
            let answer = site.ask("GET", PATH, &[&accepted, &known]);
            assert_eq!(answer.status, 304);
            assert!(tag.ends_with(answer.tag()), "{tag}: {}", answer.tag());
        }
        // Who has both, or a weak one, is told of what is sent at present.
        for tags in [
            format!("{}, {}", quick.tag(), best.tag()),
            format!("W/{}", quick.tag()),
            "*".to_owned(),
        ] {
            let known = format!("If-None-Match: {tags}");
            let accepted = format!("Accept-Encoding: {coding}");
            let answer = site.ask("GET", PATH, &[&accepted, &known]);
            assert_eq!((answer.status, answer.tag()), (304, best.tag()), "{tags}");
        }
    }
    // Nothing more is to be gained.
    while improve(&site) {}
    assert_eq!(ask(&site, "identity").body, ask(&site, "br").decoded());
}

#[test]
fn what_is_asked_for_again_after_it_has_stood_becomes_smaller() {
    let site = site();
    ask(&site, "gzip");
    site.advance(9);
    ask(&site, "gzip");
    assert!(!improve(&site));
    site.advance(1);
    ask(&site, "gzip");
    assert!(improve(&site));
    assert!(ask(&site, "gzip").tag().ends_with("-gzip12\""));
    // A new version begins with the quick ones.
    site.publish(vec![article("news", "2026-11-24T11:00:00Z", "World")]);
    assert!(ask(&site, "gzip").tag().ends_with("-gzip\""));
}

#[test]
fn what_follows_a_version_that_stood_is_as_small_as_can_be_before_anybody_asks() {
    let site = site();
    ask(&site, "br");
    let change = |number: usize| {
        site.publish(vec![article(&format!("m{number}"), "2026-11-24T11:00:00Z", "World")]);
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
        runtime.block_on(site.responses.refresh(site.now()));
    };
    // Its version stood for no time at all: the next may go as fast.
    change(1);
    assert!(!improve(&site));
    site.advance(10);
    assert!(ask(&site, "br").tag().ends_with("-br\""));
    change(2);
    assert!(improve(&site));
    assert!(ask(&site, "br").tag().ends_with("-br11\""));
    // A coding that nobody took is not made for anybody.
    assert!(ask(&site, "gzip").tag().ends_with("-gzip\""));
}

#[test]
fn what_was_replaced_takes_no_memory() {
    let site = site();
    site.get(PATH);
    let alone = weight(&site);
    for _ in 0..33 {
        ask(&site, "br");
    }
    let quick = ask(&site, "br").body.len() as u64;
    assert_eq!(weight(&site), alone + quick);
    improve(&site);
    let best = ask(&site, "br").body.len() as u64;
    assert!(best < quick);
    assert_eq!(weight(&site), alone + best);
}

#[test]
fn what_is_large_and_often_asked_for_as_it_is_is_sent_from_a_copy_that_the_system_has() {
    let site = site();
    let mut large = draft("large", "2026-11-24T10:00:00Z", "Large");
    let text = "<p>A harbour has many words for rain.</p>".repeat(6_000);
    large.body.as_mut().unwrap().source = text;
    site.publish(vec![admit(large)]);
    let path = "/feeds/large.rss";
    let before = site.get(path);
    let alone = weight(&site);
    for _ in 1..16 {
        site.get(path);
    }
    assert!(!improve(&site));
    site.get(path);
    assert_eq!(improve(&site), cfg!(target_os = "linux"));
    if cfg!(target_os = "linux") {
        assert_eq!(weight(&site), alone + before.body.len() as u64);
    }
    // Many answers on one connection, more than the system takes before they are read; some have no body,
    // some another one.
    let mut client = site.connect();
    let row = [
        request("GET", path, &[]),
        request("HEAD", path, &[]),
        request("GET", path, &[]),
        request("GET", path, &["Accept-Encoding: gzip"]),
        request("GET", path, &[&format!("If-None-Match: {}", before.tag())]),
    ];
    client.send(row.concat().repeat(8));
    std::thread::sleep(std::time::Duration::from_millis(100));
    for _ in 0..8 {
        assert_eq!(client.receive().body, before.body);
        let head = client.receive_head();
        assert_eq!(head.header("content-length"), before.header("content-length"));
        assert_eq!(client.receive().body, before.body);
        assert_eq!(client.receive().decoded(), before.body);
        assert_eq!(client.receive().status, 304);
    }
    // A new version has none yet, and is what is sent.
    site.publish(vec![article("news", "2026-11-24T11:00:00Z", "Large")]);
    let after = site.get(path);
    assert!(after.body != before.body && after.text().contains("news"));
}
