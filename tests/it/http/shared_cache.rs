//! What shared caches are told: freshness of their own, the keys to purge by, how an answer was come by.

use std::time::Duration;

use newswire::feed::{FeedName, Limits, MaxAges};
use newswire::server::{self, Cdn};

use super::moved::moves;
use super::site::{Setup, Site, usual_limits};
use crate::support::article;

const FIELDS: [&str; 6] = [
    "cdn-cache-control",
    "surrogate-control",
    "surrogate-key",
    "cache-tag",
    "edge-cache-tag",
    "xkey",
];

fn behind(cdn: Cdn) -> Site {
    let server = server::Options { cdn: Some(cdn), ..server::Options::default() };
    Site::start_with(Setup {
        server,
        retired: vec![FeedName::parse("ended").unwrap()],
        moves: moves(&[("games", "sport")]),
        ..Setup::default()
    })
}

#[test]
fn without_a_network_nothing_is_said_to_one() {
    let site = Site::start();
    for path in
        ["/", "/feeds/world.rss", "/feeds/world", "/feeds/nothing.rss", "/excerpts/world.json"]
    {
        let answer = site.get(path);
        for field in FIELDS {
            assert_eq!(answer.header(field), None, "{path} {field}");
        }
    }
}

#[test]
fn each_network_is_told_in_its_own_words_and_in_no_others() {
    for (cdn, said, keys) in [
        (
            Cdn::Fastly,
            ["cdn-cache-control", "surrogate-control", "surrogate-key"].as_slice(),
            "newswire feed.world category.world",
        ),
        (
            Cdn::Cloudflare,
            &["cdn-cache-control", "cache-tag"],
            "newswire,feed.world,category.world",
        ),
        (
            Cdn::Akamai,
            &["cdn-cache-control", "edge-cache-tag"],
            "newswire,feed.world,category.world",
        ),
        (Cdn::Varnish, &["cdn-cache-control", "xkey"], "newswire feed.world category.world"),
    ] {
        let site = behind(cdn);
        let full = site.get("/feeds/world.rss");
        let known =
            site.ask("GET", "/feeds/world.rss", &[&format!("If-None-Match: {}", full.tag())]);
        assert_eq!((full.status, known.status), (200, 304));
        for answer in [&full, &known] {
            for field in FIELDS {
                assert_eq!(
                    answer.header(field).is_some(),
                    said.contains(&field),
                    "{cdn:?} {field}"
                );
            }
            let soon = "max-age=60, stale-while-revalidate=60, stale-if-error=604800";
            assert_eq!(answer.header("cdn-cache-control"), Some(soon));
            assert!(answer.header("cache-control").unwrap().starts_with("max-age=900, "));
            assert_eq!(answer.header(said[said.len() - 1]), Some(keys));
        }
        // What may be kept and is no representation can be purged, too.
        for (path, status) in
            [("/feeds/games.rss", 301), ("/feeds/no.rss", 404), ("/feeds/ended.rss", 410)]
        {
            let answer = site.get(path);
            assert_eq!(answer.status, status);
            assert_eq!(answer.header(said[said.len() - 1]), Some("newswire"), "{path}");
        }
        assert_eq!(site.get("/healthz").header(said[said.len() - 1]), None);
    }
}

#[test]
fn keys_name_every_part_and_lists_go_by_every_change() {
    let site = behind(Cdn::Varnish);
    for (path, keys) in [
        ("/", "newswire all"),
        ("/feeds.opml", "newswire all"),
        ("/feeds/all.rss", "newswire feed.all all"),
        ("/feeds/sport+world.json", "newswire feed.sport feed.world category.sport category.world"),
        ("/feeds/author/ada-finch", "newswire feed.author.ada-finch author.ada-finch"),
        ("/excerpts/world.html", "newswire feed.world category.world"),
    ] {
        assert_eq!(site.get(path).header("xkey"), Some(keys), "{path}");
    }
}

#[test]
fn no_network_keeps_an_answer_past_what_is_due() {
    let site = behind(Cdn::Fastly);
    site.publish(vec![article("soon", "2026-11-24T12:00:20Z", "World")]);
    let expected = "max-age=20, stale-while-revalidate=0, stale-if-error=604800";
    for field in ["cdn-cache-control", "surrogate-control"] {
        assert_eq!(site.get("/feeds/world.rss").header(field), Some(expected));
    }
    // The last good document is good until it is worth asking again.
    site.publish(vec![article("news", "2026-11-24T11:00:00Z", "World")]);
    site.store.set_out_of_reach(true);
    let stale = site.get("/feeds/world.rss");
    assert_eq!(stale.header("cache-status"), Some("newswire; hit; ttl=-1; detail=last-good"));
    let expected = "max-age=1, stale-while-revalidate=0, stale-if-error=604800";
    assert_eq!(stale.header("cdn-cache-control"), Some(expected));
}

#[test]
fn a_network_that_does_not_heed_vary_is_given_no_deltas() {
    for (cdn, heeds) in
        [(Cdn::Fastly, true), (Cdn::Varnish, true), (Cdn::Cloudflare, false), (Cdn::Akamai, false)]
    {
        let site = behind(cdn);
        let first = site.get("/feeds/world.rss");
        assert_eq!(first.header("use-as-dictionary").is_some(), heeds, "{cdn:?}");
        let varies =
            if heeds { "accept-encoding, available-dictionary" } else { "accept-encoding" };
        assert_eq!(first.header("vary"), Some(varies), "{cdn:?}");
        site.publish(vec![article("news", "2026-11-24T11:00:00Z", "World")]);
        let digest = newswire::response::Digest::of(&first.body);
        let available = {
            use base64::Engine as _;
            base64::engine::general_purpose::STANDARD.encode(digest.as_bytes())
        };
        let asked = [
            "Accept-Encoding: gzip, dcz".to_owned(),
            format!("Available-Dictionary: :{available}:"),
        ];
        let asked: Vec<&str> = asked.iter().map(String::as_str).collect();
        let answer = site.ask("GET", "/feeds/world.rss", &asked);
        let coding = if heeds { "dcz" } else { "gzip" };
        assert_eq!(answer.header("content-encoding"), Some(coding), "{cdn:?}");
    }
}

#[test]
fn each_kind_of_document_is_as_fresh_as_the_publisher_says() {
    let ages = |seconds: [u64; 4]| {
        let [live, page, embed, archive] = seconds.map(Duration::from_secs);
        let other_max_ages =
            MaxAges { page: Some(page), embed: Some(embed), archive: Some(archive) };
        Limits { max_age: live, other_max_ages, archive_size: Some(10), ..usual_limits() }
    };
    let limits = Some(ages([100, 20, 30, 4000]));
    let site = Site::start_with(Setup { limits, ..Setup::default() });
    site.publish(
        (1..=20)
            .map(|day| article(&format!("d{day}"), &format!("2026-10-{day:02}T08:00:00Z"), "World"))
            .collect(),
    );
    for (path, seconds) in [
        ("/feeds/world.rss", 100),
        ("/feeds/world.atom", 100),
        ("/feeds.opml", 100),
        ("/feeds/world", 20),
        ("/", 20),
        ("/feeds/sport+world", 20),
        ("/excerpts/world.json", 30),
        ("/excerpts/world.html", 30),
        ("/feeds/world/archive/1.rss", 4000),
    ] {
        let control = site.get(path).header("cache-control").map(str::to_owned).unwrap();
        assert!(control.starts_with(&format!("max-age={seconds}, ")), "{path}: {control}");
    }
}

#[test]
fn how_an_answer_was_come_by_is_said() {
    let site = Site::start();
    let status = |path: &str| site.get(path).header("cache-status").map(str::to_owned).unwrap();
    assert_eq!(status("/feeds/world.rss"), "newswire; fwd=miss; stored");
    assert_eq!(status("/feeds/world.rss"), "newswire; hit");
    site.publish(vec![article("news", "2026-11-24T11:00:00Z", "World")]);
    assert_eq!(status("/feeds/world.rss"), "newswire; fwd=miss; stored");
    assert_eq!(status("/feeds/world.rss"), "newswire; hit");
}
