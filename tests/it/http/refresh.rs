//! Refreshing: what is in use is built again before anybody asks, once for many changes, the hottest
//! first, and never in the way of those who wait.

use std::sync::Arc;

use newswire::article::Instant;
use newswire::feed::FeedName;
use newswire::response::{self, Coding, DeltaCoding, Digest, Format, Freshness, Resource, Variant};

use super::site::{Setup, Site, request};
use crate::support::{admit, article, at, draft};

const PATH: &str = "/feeds/world.rss";

fn resource(feed: &str) -> Resource {
    Resource::Feed(FeedName::parse(feed).unwrap(), Variant::Document(Format::Rss))
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap()
}

fn refresh(site: &Site) -> usize {
    runtime().block_on(site.responses.refresh(site.now()))
}

/// A round that is held at the end of its first build.
fn held_round(site: &Site, runtime: &tokio::runtime::Runtime) -> tokio::task::JoinHandle<usize> {
    site.store.hold_builds();
    let (responses, now) = (Arc::clone(&site.responses), site.now());
    let round = runtime.spawn(async move { responses.refresh(now).await });
    site.store.wait_until_held(1);
    round
}

fn news(number: usize) -> newswire::article::Article {
    article(&format!("news-{number}"), "2026-11-24T11:00:00Z", "World")
}

#[test]
fn after_a_change_the_next_poll_is_a_hit() {
    let site = Site::start();
    let old = site.get(PATH);
    site.ask("GET", PATH, &["Accept-Encoding: gzip"]);
    let has_it = format!("If-None-Match: {}", old.tag());
    assert_eq!(site.ask("GET", PATH, &["Accept-Encoding: zstd", &has_it]).status, 304);
    let sport = site.get("/feeds/sport.rss");
    site.publish(vec![news(1)]);
    let builds = site.store.builds();
    assert_eq!(refresh(&site), 0);
    assert_eq!(site.store.builds(), builds + 1);
    let calls = site.store.calls();
    let answer = runtime().block_on(site.responses.get(&resource("world"), site.now())).unwrap();
    assert_eq!(answer.freshness, Freshness::Hit);
    // The codings that were taken, and those of which clients have the version before.
    for (coding, is_coded) in [(Coding::Gzip, true), (Coding::Zstd, true), (Coding::Brotli, false)]
    {
        assert_eq!(answer.representation.is_coded(coding), is_coded, "{coding:?}");
    }
    assert!(site.get(PATH).text().contains("Title of news-1"));
    assert_eq!(site.get("/feeds/sport.rss").tag(), sport.tag());
    assert_eq!(site.store.calls(), calls);
    // Nothing is left to do.
    assert_eq!(refresh(&site), 0);
    assert_eq!(site.store.builds(), builds + 1);
}

#[test]
fn deltas_that_were_asked_for_are_made_again() {
    let site = Site::start();
    let ask = |known: &[u8]| {
        let digest = base64::Engine::encode(
            &base64::engine::general_purpose::STANDARD,
            Digest::of(known).as_bytes(),
        );
        let dictionary = format!("Available-Dictionary: :{digest}:");
        site.ask("GET", PATH, &["Accept-Encoding: zstd, dcz", &dictionary])
    };
    let first = site.get(PATH).body;
    site.publish((0..20).map(news).collect());
    ask(&first);
    let second = site.get(PATH).body;
    site.publish(vec![news(21)]);
    refresh(&site);
    let answer = runtime().block_on(site.responses.get(&resource("world"), site.now())).unwrap();
    let delta = answer.representation.delta(Digest::of(&second), DeltaCoding::Zstd);
    assert!(matches!(delta, response::Delta::Made(_)), "{delta:?}");
}

#[test]
fn what_nobody_asked_for_lately_waits_for_who_does() {
    let site = Site::start();
    site.get(PATH);
    site.advance(3601);
    site.publish(vec![news(1)]);
    let builds = site.store.builds();
    assert_eq!(refresh(&site), 0);
    assert_eq!(site.store.builds(), builds);
    assert!(site.get(PATH).text().contains("Title of news-1"));
}

#[test]
fn an_article_is_there_at_its_second_before_anybody_asks_and_gone_at_it() {
    let site = Site::start();
    let mut offer = draft("offer", "2026-11-24T12:05:00Z", "World");
    offer.expires = Some("2026-11-24T12:06:00Z".to_owned());
    site.publish(vec![admit(offer)]);
    site.get(PATH);
    for (instant, is_there) in [("2026-11-24T12:05:00Z", true), ("2026-11-24T12:06:00Z", false)] {
        assert_eq!(site.responses.next_due(), Some(at(instant)));
        site.set_clock(instant);
        refresh(&site);
        let calls = site.store.calls();
        assert_eq!(site.get(PATH).text().contains("Title of offer"), is_there, "{instant}");
        assert_eq!(site.store.calls(), calls);
    }
    assert_eq!(site.responses.next_due(), None::<Instant>);
}

#[test]
fn many_changes_cost_the_build_under_way_and_one_more() {
    let site = Site::start();
    site.get(PATH);
    site.publish(vec![news(0)]);
    let builds = site.store.builds();
    let runtime = runtime();
    let round = held_round(&site, &runtime);
    for number in 1..=10 {
        site.publish(vec![news(number)]);
    }
    site.store.release_builds();
    runtime.block_on(round).unwrap();
    refresh(&site);
    assert_eq!(site.store.builds(), builds + 2);
    let calls = site.store.calls();
    assert!(site.get(PATH).text().contains("Title of news-10"));
    assert_eq!(site.store.calls(), calls);
}

#[test]
fn who_asks_meanwhile_waits_for_the_same_build() {
    let site = Site::start();
    site.get(PATH);
    site.publish(vec![news(1)]);
    let builds = site.store.builds();
    let runtime = runtime();
    let round = held_round(&site, &runtime);
    let mut client = site.connect();
    client.send(request("GET", PATH, &[]));
    // Answered by the same threads, so that the other request has come, too.
    assert_eq!(site.get("/healthz").status, 200);
    site.store.release_builds();
    assert!(client.receive().text().contains("Title of news-1"));
    runtime.block_on(round).unwrap();
    assert_eq!(site.store.builds(), builds + 1);
}

#[test]
fn the_hottest_come_first_and_half_of_the_places_stay_free() {
    let options = response::Options { builds_at_once: 2, ..response::Options::default() };
    let site = Site::start_with(Setup { responses: options, ..Setup::default() });
    let feeds = ["sport+world", "all", "world"];
    for (times, feed) in feeds.iter().enumerate() {
        for _ in 0..=times {
            site.get(&format!("/feeds/{feed}.rss"));
        }
    }
    site.publish(vec![news(1)]);
    let dated = site.store.dated().len();
    let runtime = runtime();
    let round = held_round(&site, &runtime);
    site.store.let_others_pass();
    // It has a place, though much is to be refreshed.
    assert_eq!(site.get("/feeds/sport.json").status, 200);
    site.store.release_builds();
    runtime.block_on(round).unwrap();
    let order: Vec<String> =
        site.store.dated()[dated..].iter().filter(|it| it.ends_with(".rss")).cloned().collect();
    assert_eq!(order, ["/feeds/world.rss", "/feeds/all.rss"]);
    // A union is not dated by the store; it was built all the same.
    let calls = site.store.calls();
    assert!(site.get("/feeds/sport+world.rss").text().contains("Title of news-1"));
    assert_eq!(site.store.calls(), calls);
}

#[test]
fn what_cannot_be_built_backs_off() {
    let site = Site::start();
    site.get(PATH);
    site.publish(vec![news(1)]);
    site.store.set_out_of_reach(true);
    refresh(&site);
    let calls = site.store.calls();
    assert_eq!(refresh(&site), 0);
    assert_eq!(site.store.calls(), calls);
    site.store.set_out_of_reach(false);
    site.advance(60);
    refresh(&site);
    let calls = site.store.calls();
    assert!(site.get(PATH).text().contains("Title of news-1"));
    assert_eq!(site.store.calls(), calls);
}
