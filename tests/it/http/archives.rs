//! Archive documents over the wire: their addresses, heads and freshness, and what touches them.

use std::time::Duration;

use newswire::feed::{Limits, Window};

use super::client::Answer;
use super::site::{BASE, Setup, Site, usual_limits};
use crate::support::{admit, article, at, draft};

/// `a00` to `a24` in `world`, a day apart from the second of October on, after the two that are
/// there; archives of five, the live document holds five.
fn site() -> Site {
    let limits = Limits {
        window: Window { min_items: 5, keep: Duration::ZERO, max_items: 20 },
        ..usual_limits()
    };
    let site = Site::start_with(Setup { limits: Some(limits), ..Setup::default() });
    site.publish((0..25).map(daily).collect());
    site
}

fn date(number: i64) -> String {
    (at("2026-10-02T08:00:00Z") + chrono::TimeDelta::days(number)).to_rfc3339()
}

fn daily(number: i64) -> newswire::article::Article {
    article(&format!("a{number:02}"), &date(number), "World")
}

fn archive(site: &Site, number: u32) -> Answer {
    site.get(&format!("/feeds/world/archive/{number}.atom"))
}

/// The value of `href` of the link with this relation.
fn link(answer: &Answer, rel: &str) -> Option<String> {
    let xml = roxmltree::Document::parse(answer.text()).unwrap();
    let link = xml.descendants().find(|node| node.attribute("rel") == Some(rel))?;
    link.attribute("href").map(|href| href.strip_prefix(BASE).unwrap().to_owned())
}

fn is_marked(answer: &Answer) -> bool {
    let xml = roxmltree::Document::parse(answer.text()).unwrap();
    xml.descendants()
        .any(|node| node.has_tag_name(("http://purl.org/syndication/history/1.0", "archive")))
}

#[test]
fn every_document_leads_to_those_beside_it() {
    let site = site();
    for ending in ["rss", "xml", "atom"] {
        let written = if ending == "xml" { "rss" } else { ending };
        let path = |number: u32| Some(format!("/feeds/world/archive/{number}.{written}"));
        let live = site.get(&format!("/feeds/world.{ending}"));
        assert_eq!((link(&live, "prev-archive"), link(&live, "current")), (path(5), None));
        assert!(!is_marked(&live));
        for number in 1..=6 {
            let answer = site.get(&format!("/feeds/world/archive/{number}.{ending}"));
            assert_eq!(link(&answer, "self"), path(number));
            assert_eq!(link(&answer, "current"), Some(format!("/feeds/world.{written}")));
            assert_eq!(link(&answer, "prev-archive"), path(number - 1).filter(|_| number > 1));
            assert_eq!(link(&answer, "next-archive"), path(number + 1).filter(|_| number < 6));
            // The one that is not full is none that a reader may take for known.
            assert_eq!(is_marked(&answer), number < 6);
        }
    }
    let json =
        |path: &str| -> serde_json::Value { serde_json::from_slice(&site.get(path).body).unwrap() };
    assert_eq!(json("/feeds/world.json")["next_url"], format!("{BASE}/feeds/world/archive/5.json"));
    let third = json("/feeds/world/archive/3.json");
    assert_eq!(third["next_url"], format!("{BASE}/feeds/world/archive/2.json"));
    assert_eq!(third["feed_url"], format!("{BASE}/feeds/world/archive/3.json"));
    assert!(json("/feeds/world/archive/1.json").get("next_url").is_none());
    // All are one feed.
    let id = |answer: &Answer| {
        let text = answer.text();
        text[text.find("<id>").unwrap()..text.find("</id>").unwrap()].to_owned()
    };
    assert_eq!(id(&archive(&site, 2)), id(&site.get("/feeds/world.atom")));
}

#[test]
fn an_archive_is_answered_as_every_document_is_and_may_be_kept_for_long() {
    let site = site();
    for (ending, kind) in [
        ("rss", "application/rss+xml; charset=utf-8"),
        ("xml", "application/rss+xml; charset=utf-8"),
        ("atom", "application/atom+xml; charset=utf-8"),
        ("json", "application/feed+json; charset=utf-8"),
    ] {
        let path = format!("/feeds/world/archive/2.{ending}");
        let answer = site.get(&path);
        assert_eq!((answer.status, answer.header("content-type")), (200, Some(kind)), "{path}");
        assert_eq!(
            answer.header("cache-control"),
            Some("max-age=86400, stale-while-revalidate=86400, stale-if-error=604800")
        );
        let head = site.ask("HEAD", &path, &[]);
        assert_eq!((head.status, head.tag(), head.names()), (200, answer.tag(), answer.names()));
        let known = format!("If-None-Match: {}", answer.tag());
        assert_eq!(site.ask("GET", &path, &[&known]).status, 304);
        let since = format!("If-Modified-Since: {}", answer.header("last-modified").unwrap());
        assert_eq!(site.ask("GET", &path, &[&since]).status, 304);
        for coding in ["gzip", "br", "zstd"] {
            let coded = site.ask("GET", &path, &[&format!("Accept-Encoding: {coding}")]);
            assert_eq!(coded.header("content-encoding"), Some(coding));
            assert_eq!(coded.decoded(), answer.body);
        }
    }
    // What says how often to ask agrees with it, and the one that still grows is as fresh as a feed.
    assert!(site.get("/feeds/world/archive/2.rss").text().contains("<ttl>1440</ttl>"));
    let open = archive(&site, 6);
    let expected = "max-age=900, stale-while-revalidate=86400, stale-if-error=604800";
    assert_eq!(open.header("cache-control"), Some(expected));
}

#[test]
fn a_live_document_is_made_of_what_it_holds() {
    let site = site();
    // Three of the five newest stand in no archive, two in the last one.
    site.publish(vec![article("b1", "2026-11-01T08:00:00Z", "World")]);
    let before = site.store.articles();
    assert_eq!(site.get("/feeds/world.atom").status, 200);
    // By publication, the last change, and what was changed near it: five each.
    let read = site.store.articles() - before;
    assert!(read <= 15, "{read}");
}

#[test]
fn what_is_no_archive_is_not_found_and_says_where_they_begin() {
    let site = site();
    for path in [
        "/feeds/world/archive/7.rss",
        "/feeds/world/archive/0.rss",
        "/feeds/world/archive/99999999999.json",
        "/feeds/nowhere/archive/1.rss",
        "/feeds/sport/archive/1.rss",
        "/feeds/world/archive/1",
    ] {
        assert_eq!(site.get(path).status, 404, "{path}");
    }
    assert!(site.get("/feeds/world/archive/7.json").text().contains("/feeds/world.json"));
    let moved = site.get("/feeds/World/archive/02.atom");
    let target = format!("{BASE}/feeds/world/archive/2.atom");
    assert_eq!((moved.status, moved.header("location")), (301, Some(target.as_str())));
    // A feed that fits into its live document has no history.
    assert_eq!(link(&site.get("/feeds/sport.atom"), "prev-archive"), None);
}

#[test]
fn unions_share_their_archives_and_the_store_keeps_nothing_of_each() {
    let site = site();
    let mut path = "/feeds/sport+world.atom".to_owned();
    let mut numbers = Vec::new();
    loop {
        let answer = site.get(&path);
        assert_eq!(answer.status, 200, "{path}");
        let Some(previous) = link(&answer, "prev-archive") else { break };
        numbers.push(previous.clone());
        path = previous;
    }
    // Cut by fives, as everything is; the last three are in no full archive.
    let expected: Vec<String> =
        (1..=5).rev().map(|number| format!("/feeds/sport+world/archive/{number}.atom")).collect();
    assert_eq!(numbers, expected);
    // A rare one passes over the archives in which it has nothing.
    site.publish(vec![
        article("old", "2026-10-04T09:00:00Z", "Rare"),
        article("older", "2026-10-04T09:00:00Z", "Rarer"),
    ]);
    let live = site.get("/feeds/rare+rarer.atom");
    assert_eq!(link(&live, "prev-archive"), None);
    for number in 0..5 {
        site.publish(vec![article(&format!("r{number}"), "2026-11-24T10:00:00Z", "Rare")]);
    }
    let live = site.get("/feeds/rare+rarer.atom");
    assert_eq!(link(&live, "prev-archive"), Some("/feeds/rare+rarer/archive/1.atom".to_owned()));
    let first = site.get("/feeds/rare+rarer/archive/1.atom");
    assert!(first.text().contains("Title of old<") && first.text().contains("Title of older<"));
    assert!(!first.text().contains("Title of a"));
    assert_eq!(site.store.dated().iter().filter(|path| path.contains('+')).count(), 0);
}

#[test]
fn a_change_touches_the_archive_that_holds_the_article_and_no_other() {
    let site = site();
    let read = || -> Vec<String> {
        (1..=5).map(|number| archive(&site, number).tag().to_owned()).collect()
    };
    let touched = |before: &[String]| -> Vec<usize> {
        read()
            .iter()
            .zip(before)
            .enumerate()
            .filter(|(_, (a, b))| a != b)
            .map(|(n, _)| n + 1)
            .collect()
    };
    let before = read();
    let calls = site.store.calls();
    assert_eq!(touched(&before), [0; 0]);
    assert_eq!(site.store.calls(), calls);
    // Publishing builds none of them again, and full ones do not know that others follow.
    site.publish(vec![article("news", "2026-11-24T11:00:00Z", "World")]);
    let calls = site.store.calls();
    assert_eq!(touched(&before), [0; 0]);
    assert_eq!(site.store.calls(), calls);
    for number in 0..12 {
        site.publish(vec![article(&format!("n{number}"), "2026-11-24T11:30:00Z", "World")]);
        site.get("/feeds/world.atom");
    }
    assert_eq!(touched(&before), [0; 0]);
    assert_eq!(archive(&site, 8).status, 200);
    // An edit, a withdrawal, one dated back: each its own archive.
    let mut edited = draft("a07", &date(7), "World");
    edited.title = Some("Another title".to_owned());
    site.publish(vec![admit(edited)]);
    assert_eq!(touched(&before), [2]);
    let before = read();
    site.withdraw(&["a13"]);
    assert_eq!(touched(&before), [3]);
    let before = read();
    site.publish(vec![article("back", "2026-10-02T09:00:00Z", "World")]);
    assert_eq!(touched(&before), [1]);
}

#[test]
fn a_correction_and_a_withdrawal_in_an_archive_are_told_in_the_live_document() {
    let site = site();
    let live = || site.get("/feeds/world.atom");
    let mut corrected = draft("a03", &date(3), "World");
    corrected.date_modified = Some("2026-11-24T11:59:00Z".to_owned());
    site.publish(vec![admit(corrected)]);
    assert!(live().text().contains("Title of a03"));
    let minor = draft("a04", &date(4), "World");
    site.publish(vec![admit(newswire::article::Draft {
        title: Some("Small".to_owned()),
        ..minor
    })]);
    assert!(!live().text().contains("Small"));
    assert!(archive(&site, 1).text().contains("Small"));
    site.withdraw(&["a03"]);
    let (live, archive) = (live(), archive(&site, 1));
    assert!(live.text().contains("<at:deleted-entry ref=\"tag:news.example,2026-10-05:a03\""));
    assert!(!archive.text().contains("Title of a03"));
    // The archive's date tells of it and never goes back.
    let updated =
        |answer: &Answer| answer.text().split("<updated>").nth(1).unwrap()[..19].to_owned();
    assert_eq!(updated(&archive), "2026-11-24T12:00:00");
}

#[test]
fn an_archive_is_not_kept_past_the_instant_at_which_an_article_of_it_expires() {
    let site = site();
    let mut expiring = draft("a06", &date(6), "World");
    expiring.expires = Some("2026-11-24T12:01:00Z".to_owned());
    site.publish(vec![admit(expiring)]);
    let before = archive(&site, 2);
    assert!(before.text().contains("Title of a06"));
    let expected = "max-age=60, stale-while-revalidate=0, stale-if-error=604800";
    assert_eq!(before.header("cache-control"), Some(expected));
    site.advance(60);
    let after = archive(&site, 2);
    assert!(!after.text().contains("Title of a06"));
    assert_ne!(after.tag(), before.tag());
}

#[test]
fn a_scheduled_article_is_in_no_archive_before_its_second() {
    let site = site();
    site.publish(vec![article("soon", "2026-11-24T12:00:30Z", "World")]);
    assert!(!archive(&site, 6).text().contains("Title of soon"));
    site.advance(30);
    assert!(archive(&site, 6).text().contains("Title of soon"));
}

#[test]
fn without_a_store_the_last_good_archive_is_served() {
    let site = site();
    let good = archive(&site, 1);
    site.publish(vec![article("back", "2026-10-02T09:00:00Z", "World")]);
    site.store.set_out_of_reach(true);
    let stale = archive(&site, 1);
    assert_eq!((stale.status, stale.tag()), (200, good.tag()));
    assert!(stale.header("cache-status").is_some());
    assert_eq!(archive(&site, 2).status, 503);
}
