//! Who asks too often: what costs, who is one client, and what the refusal says.

use newswire::server::{Network, Options};

use super::client::Answer;
use super::site::{Setup, Site, request};
use crate::support::article;

const PATH: &str = "/feeds/world.rss";

fn networks(of: &[&str]) -> Vec<Network> {
    of.iter().map(|text| text.parse().unwrap()).collect()
}

/// A site that lets one client have a feed in full so often an hour, behind these proxies.
fn site(polls_per_hour: Option<u32>, proxies: &[&str]) -> Site {
    let trusted_proxies = networks(proxies);
    let server = Options { polls_per_hour, trusted_proxies, ..Options::default() };
    Site::start_with(Setup { server, ..Setup::default() })
}

/// The statuses of so many requests on one connection.
fn statuses(site: &Site, times: usize, path: &str, headers: &[&str]) -> Vec<u16> {
    let mut client = site.connect();
    let one = |_| {
        client.send(request("GET", path, headers));
        client.receive().status
    };
    (0..times).map(one).collect()
}

fn is_refusal(answer: &Answer) -> bool {
    answer.status == 429
}

#[test]
fn what_is_over_the_budget_is_refused_with_why_and_until_when() {
    let site = site(Some(5), &["192.0.2.1"]);
    let known = format!("If-None-Match: {}", site.get(PATH).tag());
    assert_eq!(statuses(&site, 6, PATH, &[]), [200, 200, 200, 200, 429, 429]);
    let refusal = site.get(PATH);
    assert!(is_refusal(&refusal));
    for (field, value) in [
        ("retry-after", "720"),
        ("cache-control", "no-store"),
        ("content-type", "text/plain; charset=utf-8"),
        ("ratelimit-policy", "\"full\";q=5;w=3600"),
        ("ratelimit", "\"full\";r=0;t=720"),
        ("access-control-allow-origin", "*"),
        ("etag", ""),
    ] {
        assert_eq!(refusal.header(field).unwrap_or_default(), value, "{field}");
    }
    for word in ["5 times", "If-None-Match", "720 seconds", "15 minutes"] {
        assert!(refusal.text().contains(word), "{}", refusal.text());
    }
    // What costs next to nothing is not refused, …
    assert_eq!(site.ask("GET", PATH, &[&known]).status, 304);
    assert_eq!(site.ask("HEAD", PATH, &[]).status, 200);
    // … nor another feed, what people look at, or another program at the same address.
    for path in ["/feeds/sport.rss", "/feeds/world", "/excerpts/world.json", "/", "/feeds.opml"] {
        assert_eq!(site.get(path).status, 200, "{path}");
    }
    assert_eq!(site.ask("GET", PATH, &["User-Agent: Miniflux/2.2"]).status, 200);
    // All formats are one feed.
    assert!(is_refusal(&site.get("/feeds/world.json")));
    site.advance(719);
    assert!(is_refusal(&site.get(PATH)));
    site.advance(1);
    assert_eq!(site.get(PATH).status, 200);
    assert!(is_refusal(&site.get(PATH)));
}

#[test]
fn a_poll_that_finds_something_costs_and_one_that_finds_nothing_does_until_far_beyond() {
    let site = site(Some(2), &["192.0.2.1"]);
    let first = site.get(PATH);
    let known = format!("If-None-Match: {}", first.tag());
    assert_eq!(statuses(&site, 50, PATH, &[&known]), [304; 50]);
    site.publish(vec![article("news", "2026-11-24T11:00:00Z", "World")]);
    // Validators of nothing that was ever here are no way around it.
    assert_eq!(statuses(&site, 3, PATH, &["If-None-Match: \"made-up\""]), [200, 429, 429]);
    let newest = site.ask("HEAD", PATH, &[]);
    let known = format!("If-None-Match: {}", newest.tag());
    let answers = statuses(&site, 20, PATH, &[&known]);
    let passed = answers.iter().filter(|status| **status == 304).count();
    // Thirty times the budget: 1 full, 50, 1 full and the HEAD went before.
    assert_eq!(passed, 60 - 53, "{answers:?}");
    let refusal = site.ask("GET", PATH, &[&known]);
    assert_eq!(refusal.header("ratelimit-policy"), Some("\"any\";q=60;w=3600"));
    assert_eq!(refusal.header("retry-after"), Some("60"));
}

#[test]
fn behind_a_proxy_each_client_has_his_own_and_cannot_make_up_another() {
    let site = site(Some(2), &["127.0.0.0/8", "10.0.0.0/8"]);
    let of = |value: &str| {
        let header = format!("X-Forwarded-For: {value}");
        let [one] = statuses(&site, 1, PATH, &[&header]).try_into().unwrap();
        one
    };
    assert_eq!([of("203.0.113.1"), of("203.0.113.1"), of("203.0.113.1")], [200, 200, 429]);
    assert_eq!(of("203.0.113.2"), 200);
    // What he says himself stands to the left of what the proxy says.
    assert_eq!(of("198.51.100.9, 203.0.113.1"), 429);
    assert_eq!(of("203.0.113.1, 10.9.9.9"), 429);
    // A network of 64 bits is one household.
    assert_eq!([of("2001:db8::1"), of("2001:db8::2"), of("2001:db8::3")], [200, 200, 429]);
    assert_eq!(of("2001:db8:0:1::1"), 200);
    let forwarded = ["Forwarded: for=203.0.113.1;proto=https"];
    assert_eq!(statuses(&site, 1, PATH, &forwarded), [429]);
    // The proxy itself, asking whether all is well, is nobody's client.
    assert_eq!(statuses(&site, 5, PATH, &[]), [200; 5]);
}

#[test]
fn nobody_else_is_believed() {
    let site = site(Some(2), &["192.0.2.1"]);
    let answers: Vec<u16> = (0..4)
        .flat_map(|index| {
            statuses(&site, 1, PATH, &[&format!("X-Forwarded-For: 203.0.113.{index}")])
        })
        .collect();
    assert_eq!(answers, [200, 200, 429, 429]);
}

#[test]
fn unions_that_are_made_up_have_one_budget_together_and_archives_each_their_own() {
    let site = site(Some(3), &["192.0.2.1"]);
    let days = (1..=40).map(|day| {
        article(
            &format!("d{day}"),
            &format!("2026-10-{:02}T0{}:00:00Z", day % 20 + 1, day % 3),
            "World",
        )
    });
    site.publish(days.collect());
    let unions = [
        "sport+world",
        "author/ada-finch+world",
        "author/ada-finch+sport",
        "author/ada-finch+sport+world",
    ];
    let answers = unions.map(|name| site.get(&format!("/feeds/{name}.rss")).status);
    assert_eq!(answers, [200, 200, 200, 429]);
    // One that cannot be had any more is not built either.
    let builds = site.store.builds();
    assert!(is_refusal(&site.get("/feeds/author/ada-finch+language/en.rss")));
    assert_eq!(site.store.builds(), builds);
    for number in [1, 2] {
        let path = format!("/feeds/world/archive/{number}.rss");
        assert_eq!(statuses(&site, 4, &path, &[]), [200, 200, 200, 429], "{path}");
    }
}

#[test]
fn it_can_be_switched_off_and_spares_what_may_be_a_proxy_that_nobody_named() {
    for site in [site(None, &["192.0.2.1"]), site(Some(1), &[])] {
        assert_eq!(statuses(&site, 100, PATH, &[]), [200; 100]);
    }
}

#[test]
fn no_reader_meets_the_limits_that_hold_unless_others_are_set() {
    let trusted_proxies = networks(&["192.0.2.1"]);
    let server = Options { trusted_proxies, ..Options::default() };
    let site = Site::start_with(Setup { server, ..Setup::default() });
    // A script that knows nothing of validators and asks each minute; and a hundred installations of
    // one at the same address that ask twice an hour.
    let mut times: Vec<i64> = (0..120).map(|minute| minute * 60).collect();
    times.extend((0..400).map(|poll| poll % 4 * 1800));
    times.sort_unstable();
    let mut client = site.connect();
    let mut now = 0;
    for time in times {
        site.advance(time - now);
        now = time;
        client.send(request("GET", PATH, &["User-Agent: SimplePie/1.3.1"]));
        assert_eq!(client.receive().status, 200, "at {time}");
    }
}
