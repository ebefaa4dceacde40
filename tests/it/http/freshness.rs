//! Changes and instants: who sees what, and when.

use std::collections::BTreeMap;

use newswire::article::DraftAuthor;

use super::site::Site;
use crate::support::{admit, article, draft};

const PATHS: [&str; 12] = [
    "/feeds/all.rss",
    "/feeds/world.rss",
    "/feeds/world.atom",
    "/feeds/world.json",
    "/feeds/world",
    "/excerpts/world.json",
    "/feeds/sport.rss",
    "/feeds/sport.atom",
    "/feeds/sport.json",
    "/feeds/sport",
    "/feeds/sport+world.rss",
    "/excerpts/sport.html",
];

fn tags(site: &Site) -> BTreeMap<&'static str, String> {
    PATHS.into_iter().map(|path| (path, site.get(path).tag().to_owned())).collect()
}

fn touched(before: &BTreeMap<&'static str, String>, site: &Site) -> Vec<&'static str> {
    let after = tags(site);
    PATHS.into_iter().filter(|path| before[path] != after[path]).collect()
}

#[test]
fn a_change_is_seen_by_the_next_request_of_the_feeds_it_touches_and_by_no_other() {
    let site = Site::start();
    let before = tags(&site);
    let builds = site.store.builds();
    site.advance(60);
    site.publish(vec![article("cup", "2026-11-24T12:00:30Z", "Sport")]);
    let expected = [
        "/feeds/all.rss",
        "/feeds/sport.rss",
        "/feeds/sport.atom",
        "/feeds/sport.json",
        "/feeds/sport",
        "/feeds/sport+world.rss",
        "/excerpts/sport.html",
    ];
    assert_eq!(touched(&before, &site), expected);
    // Nothing else was even built: a union looks two feeds up.
    assert_eq!(site.store.builds(), builds + expected.len() + 1);
    assert_eq!(touched(&tags(&site), &site), Vec::<&str>::new());
}

#[test]
fn an_article_that_moves_is_seen_where_it_was_and_where_it_is() {
    let site = Site::start();
    site.get("/feeds/world.json");
    site.get("/feeds/sport.json");
    site.publish(vec![article("harbour", "2026-11-21T08:00:00Z", "Sport")]);
    assert!(!site.get("/feeds/world.json").text().contains("Title of harbour"));
    assert!(site.get("/feeds/sport.json").text().contains("Title of harbour"));
}

#[test]
fn a_withdrawal_is_seen_by_the_next_request_of_every_form() {
    let site = Site::start();
    let before = tags(&site);
    site.advance(60);
    site.withdraw(&["storm"]);
    for path in touched(&before, &site) {
        assert!(!path.contains("sport.") && !path.ends_with("/sport"), "{path}");
    }
    for path in ["/feeds/world.rss", "/feeds/world", "/excerpts/world.json", "/feeds/all.rss"] {
        assert!(!site.get(path).text().contains("Title of storm"), "{path}");
    }
}

#[test]
fn a_scheduled_article_is_there_at_its_second_and_no_cache_holds_it_back() {
    let site = Site::start();
    site.publish(vec![article("embargo", "2026-11-24T12:05:00Z", "World")]);
    let before = site.get("/feeds/world.rss");
    assert!(!before.text().contains("embargo"));
    // Five minutes are left of the fifteen that a client may wait.
    assert_eq!(
        before.header("cache-control"),
        Some("max-age=300, stale-while-revalidate=0, stale-if-error=604800")
    );
    site.set_clock("2026-11-24T12:04:59Z");
    let builds = site.store.builds();
    let last = site.get("/feeds/world.rss");
    assert_eq!(last.tag(), before.tag());
    assert!(last.header("cache-control").unwrap().starts_with("max-age=1, "));
    assert_eq!(site.store.builds(), builds);
    site.set_clock("2026-11-24T12:05:00Z");
    let at = site.get("/feeds/world.rss");
    assert!(at.text().contains("Title of embargo"));
    assert_eq!(at.header("last-modified"), Some("Tue, 24 Nov 2026 12:05:00 GMT"));
    assert!(at.header("cache-control").unwrap().starts_with("max-age=900, "));
    assert_eq!(
        site.ask("GET", "/feeds/world.rss", &[&format!("If-None-Match: {}", before.tag())]).status,
        200
    );
    // Others were not touched by it.
    assert!(!site.get("/feeds/sport.rss").text().contains("embargo"));
}

#[test]
fn a_feed_that_begins_with_a_scheduled_article_begins_at_its_second() {
    let site = Site::start();
    site.publish(vec![article("first", "2026-11-24T12:00:02Z", "Weather")]);
    assert_eq!(site.get("/feeds/weather.rss").status, 404);
    assert_eq!(site.get("/feeds/weather.rss").status, 404);
    site.set_clock("2026-11-24T12:00:02Z");
    let answer = site.get("/feeds/weather.rss");
    assert_eq!(answer.status, 200);
    assert!(answer.text().contains("Title of first"));
}

#[test]
fn a_feed_that_begins_with_a_change_begins_with_the_next_request() {
    let site = Site::start();
    assert_eq!(site.get("/feeds/weather.rss").status, 404);
    site.publish(vec![article("first", "2026-11-24T11:00:00Z", "Weather")]);
    assert_eq!(site.get("/feeds/weather.rss").status, 200);
    assert!(site.get("/").text().contains("/feeds/weather"));
}

#[test]
fn an_article_that_expires_is_gone_at_its_second() {
    let site = Site::start();
    let mut offer = draft("offer", "2026-11-24T10:00:00Z", "World");
    offer.expires = Some("2026-11-24T12:00:10Z".to_owned());
    site.publish(vec![admit(offer)]);
    let before = site.get("/feeds/world.json");
    assert!(before.text().contains("Title of offer"));
    assert!(
        before
            .header("cache-control")
            .unwrap()
            .starts_with("max-age=10, stale-while-revalidate=0,")
    );
    site.set_clock("2026-11-24T12:00:10Z");
    assert!(!site.get("/feeds/world.json").text().contains("Title of offer"));
    assert!(!site.get("/excerpts/world.json").text().contains("Title of offer"));
}

#[test]
fn an_edit_that_changes_no_byte_of_a_feed_changes_none_of_its_validators() {
    let site = Site::start();
    let before = site.get("/feeds/world.rss");
    site.advance(3600);
    // The same record again, and one that is filed elsewhere.
    site.publish(vec![article("storm", "2026-11-20T08:00:00Z", "World")]);
    site.publish(vec![article("regatta", "2026-11-22T09:00:00Z", "Sport")]);
    let after = site.get("/feeds/world.rss");
    assert_eq!(after.tag(), before.tag());
    assert_eq!(after.header("last-modified"), before.header("last-modified"));
}

#[test]
fn a_category_that_gets_its_name_later_changes_every_document_of_its_articles() {
    let site = Site::start();
    site.publish(vec![article("by-slug", "2026-11-23T12:00:00Z", "city-hall")]);
    let paths = ["/feeds/all.rss", "/feeds/author/ada-finch.json", "/feeds/city-hall+sport.atom"];
    let before: Vec<String> = paths.map(|path| site.get(path).tag().to_owned()).into();
    let world = site.get("/feeds/world.rss").tag().to_owned();
    site.advance(60);
    let mut names = draft("names", "2020-01-01T12:00:00Z", "City Hall");
    names.authors = vec![DraftAuthor::named("Bo Reed")];
    site.publish(vec![admit(names)]);
    for (path, before) in paths.iter().zip(before) {
        let answer = site.get(path);
        assert_ne!(answer.tag(), before, "{path}");
        assert!(answer.text().contains("City Hall"), "{path}: {}", answer.text());
        assert!(!answer.text().contains(">city-hall<"), "{path}");
    }
    assert_eq!(site.get("/feeds/world.rss").tag(), world);
}
