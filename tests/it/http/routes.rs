//! What addresses stand for: documents, moved, unknown, ended, wrong methods.

use newswire::feed::FeedName;

use super::client::Answer;
use super::site::{BASE, Setup, Site};

#[test]
fn old_and_uncanonical_addresses_lead_to_the_feed_in_one_step() {
    let site = Site::start();
    for (old, new) in [
        ("/feed", "/feeds/all.rss"),
        ("/feed/", "/feeds/all.rss"),
        ("/feed/rss2/", "/feeds/all.rss"),
        ("/feed/atom/", "/feeds/all.atom"),
        ("/?feed=rss2", "/feeds/all.rss"),
        ("/?feed=atom", "/feeds/all.atom"),
        ("/category/world/feed/", "/feeds/world.rss"),
        ("/category/world/feed/atom/", "/feeds/world.atom"),
        ("/tag/harbour/feed/", "/feeds/tag/harbour.rss"),
        ("/author/ada-finch/feed/", "/feeds/author/ada-finch.rss"),
        ("/feeds/World.rss", "/feeds/world.rss"),
        ("/feeds/WORLD.xml", "/feeds/world.xml"),
        ("/feeds/world+sport.rss", "/feeds/sport+world.rss"),
        ("/feeds/world+world.json", "/feeds/world.json"),
        ("/feeds/author/Ada%20Finch.atom", "/feeds/author/ada-finch.atom"),
        ("/excerpts/World.html", "/excerpts/world.html"),
    ] {
        let answer = site.get(old);
        assert_eq!(answer.status, 301, "{old}");
        assert_eq!(answer.header("location"), Some(format!("{BASE}{new}").as_str()), "{old}");
        assert_eq!(answer.header("cache-control"), Some("max-age=86400"), "{old}");
        assert_eq!(answer.header("content-type"), Some("text/plain; charset=utf-8"), "{old}");
        assert!(answer.text().contains(new), "{old}");
        let head = site.ask("HEAD", old, &[]);
        assert_eq!((head.status, head.header("location")), (301, answer.header("location")));
    }
}

#[test]
fn unknown_queries_change_nothing() {
    let site = Site::start();
    let plain = site.get("/feeds/world.rss");
    for query in ["?", "?_=123", "?null", "?utm_source=x&y=%00", "?feed=atom"] {
        let answer = site.get(&format!("/feeds/world.rss{query}"));
        assert_eq!((answer.status, answer.tag()), (200, plain.tag()), "{query}");
    }
    assert_eq!(site.store.builds(), 1);
}

#[test]
fn what_is_not_there_is_told_in_text_and_not_asked_of_the_store_twice() {
    let site = Site::start();
    for path in [
        "/feeds/nothing.rss",
        "/feeds/author/nobody.atom",
        "/feeds/nothing+world.rss",
        "/feeds/.rss",
        "/feeds/archive/1.rss",
        "/feeds/a+b+c+d+e+f+g+h+i.rss",
        "/feeds/%FF.rss",
        "/excerpts/world",
        "/excerpts/nothing.json",
        "/feed/nonsense/",
        "/rss.xml",
        "/feeds/../../etc/passwd.rss",
        "/feeds/%2e%2e%2f%2e%2e%2fetc%2fpasswd.rss",
        "//feeds/world.rss",
        "/feeds%2fworld.rss",
    ] {
        // HTML would be taken for the feed, whatever a reader says that it would take.
        let answer = site.ask("GET", path, &[BROWSER]);
        assert_eq!(answer.status, 404, "{path}");
        assert_eq!(answer.header("content-type"), Some("text/plain; charset=utf-8"), "{path}");
        assert_eq!(answer.header("cache-control"), Some("max-age=60"), "{path}");
        assert_eq!(answer.header("vary"), Some("accept-encoding"), "{path}");
        assert_eq!(answer.header("access-control-allow-origin"), Some("*"), "{path}");
        assert_eq!(answer.header("etag"), None, "{path}");
    }
    let builds = site.store.builds();
    assert_eq!(site.get("/feeds/nothing.rss").status, 404);
    assert_eq!(site.store.builds(), builds);
}

/// What browsers send.
const BROWSER: &str =
    "Accept: text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8";

#[test]
fn people_see_a_page_where_there_is_nothing() {
    let retired = FeedName::parse("sport").unwrap();
    let site = Site::start_with(Setup { retired: vec![retired], ..Setup::default() });
    let is_page = |answer: &Answer| {
        answer.header("content-type") == Some("text/html; charset=utf-8")
            && answer.header("content-security-policy").is_some()
            && answer.text().contains(&format!("href=\"{BASE}/\""))
    };
    // The addresses that only browsers open.
    for (path, status) in
        [("/feeds/nothing", 404), ("/feeds/../../etc/passwd", 404), ("/feeds/sport", 410)]
    {
        let answer = site.get(path);
        assert_eq!(answer.status, status, "{path}");
        assert!(is_page(&answer), "{path}: {}", answer.text());
        assert_eq!(answer.header("vary"), Some("accept-encoding"), "{path}");
        let head = site.ask("HEAD", path, &[]);
        assert_eq!(head.header("content-length"), answer.header("content-length"), "{path}");
    }
    // Any other: whoever names HTML first.
    for path in ["/about", "/wp-login.php", "/.git/config", "/feeds/"] {
        for (accept, expected) in [
            (BROWSER, true),
            ("Accept: text/html", true),
            ("Accept: */*", false),
            ("Accept: application/rss+xml, text/html;q=0.9, */*;q=0.1", false),
            ("Accept: text/html;q=0, */*", false),
            ("X-Accept: none", false),
        ] {
            let answer = site.ask("GET", path, &[accept]);
            assert_eq!((answer.status, is_page(&answer)), (404, expected), "{path} {accept}");
            assert_eq!(answer.header("vary"), Some("accept, accept-encoding"), "{path}");
        }
    }
    let site = Site::start();
    site.store.set_out_of_reach(true);
    for path in ["/", "/feeds/world"] {
        let answer = site.get(path);
        assert_eq!((answer.status, is_page(&answer)), (503, true), "{path}: {}", answer.text());
        assert!(answer.header("retry-after").is_some());
    }
}

#[test]
fn an_encoding_trick_reaches_the_same_document_or_none() {
    let site = Site::start();
    let plain = site.get("/feeds/world.rss");
    for path in ["/feeds/%77orld.rss", "/feeds/world%2Erss", "/feeds/%77%6f%72%6c%64.%72ss"] {
        let answer = site.get(path);
        assert_eq!((answer.status, answer.tag()), (200, plain.tag()), "{path}");
    }
    // A name that decodes to line ends cannot write into the head.
    let answer = site.get("/feeds/World%0d%0aSet-Cookie:%20a.rss");
    assert_eq!(answer.status, 301);
    assert_eq!(
        answer.header("location"),
        Some(format!("{BASE}/feeds/world-set-cookie-a.rss").as_str())
    );
    assert_eq!(answer.header("set-cookie"), None);
}

#[test]
fn feeds_are_read_only() {
    let site = Site::start();
    for method in ["POST", "PUT", "DELETE", "PATCH", "TRACE", "PROPFIND", "BREW"] {
        for path in ["/feeds/world.rss", "/", "/nothing"] {
            let answer = site.ask(method, path, &["Content-Length: 0"]);
            assert_eq!(answer.status, 405, "{method} {path}");
            assert_eq!(answer.header("allow"), Some("GET, HEAD, OPTIONS"), "{method} {path}");
        }
    }
    assert_eq!(site.store.builds(), 0);
}

#[test]
fn scripts_of_other_sites_may_ask_on_conditions() {
    let site = Site::start();
    for target in ["/feeds/world.json", "*"] {
        let answer = site.ask(
            "OPTIONS",
            target,
            &[
                "Origin: https://partner.example",
                "Access-Control-Request-Method: GET",
                "Access-Control-Request-Headers: if-none-match",
            ],
        );
        assert_eq!(answer.status, 204, "{target}");
        assert_eq!(answer.header("access-control-allow-origin"), Some("*"));
        assert!(answer.header("access-control-allow-methods").unwrap().contains("GET"));
        let allowed = answer.header("access-control-allow-headers").unwrap();
        assert!(allowed.contains("if-none-match") && allowed.contains("if-modified-since"));
        assert!(answer.header("access-control-max-age").is_some());
        assert_eq!(answer.header("content-length"), None);
    }
    let answer = site.ask("GET", "/feeds/world.json", &["Origin: https://partner.example"]);
    assert_eq!(answer.header("access-control-allow-origin"), Some("*"));
    assert_eq!(answer.header("set-cookie"), None);
}

#[test]
fn a_feed_that_the_publisher_has_ended_is_gone_in_every_form() {
    let retired = FeedName::parse("sport").unwrap();
    let site = Site::start_with(Setup { retired: vec![retired], ..Setup::default() });
    for path in [
        "/feeds/sport.rss",
        "/feeds/sport.atom",
        "/feeds/sport.json",
        "/feeds/sport.xml",
        "/feeds/sport",
        "/excerpts/sport.json",
        "/excerpts/sport.html",
        "/feeds/sport+world.rss",
    ] {
        let answer = site.ask("GET", path, &["If-None-Match: *"]);
        assert_eq!(answer.status, 410, "{path}");
        let kind = if path == "/feeds/sport" { "text/html" } else { "text/plain" };
        let kind = format!("{kind}; charset=utf-8");
        assert_eq!(answer.header("content-type"), Some(kind.as_str()), "{path}");
        assert_eq!(answer.header("cache-control"), Some("max-age=86400"), "{path}");
    }
    assert_eq!(site.store.builds(), 0);
    // Its articles are not gone, and no list names it.
    assert!(site.get("/feeds/all.rss").text().contains("Title of regatta"));
    assert!(!site.get("/feeds.opml").text().contains("/feeds/sport."));
    assert!(site.get("/feeds.opml").text().contains("/feeds/world."));
}

#[test]
fn a_feed_whose_articles_were_all_withdrawn_goes_on_and_says_so() {
    let site = Site::start();
    let before = site.get("/feeds/sport.atom");
    site.advance(60);
    site.withdraw(&["regatta"]);
    let answer = site.get("/feeds/sport.atom");
    assert_eq!(answer.status, 200);
    assert_ne!(answer.tag(), before.tag());
    assert!(!answer.text().contains("Title of regatta"));
    assert!(answer.text().contains("deleted-entry"), "{}", answer.text());
    for path in ["/feeds/sport.rss", "/feeds/sport.json", "/feeds/sport", "/excerpts/sport.html"] {
        let answer = site.get(path);
        assert_eq!(answer.status, 200, "{path}");
        assert!(!answer.text().contains("Title of regatta"), "{path}");
    }
}

#[test]
fn the_process_tells_how_it_is() {
    let site = Site::start();
    assert_eq!(site.get("/healthz").status, 200);
    assert_eq!(site.get("/readyz").status, 200);
    assert_eq!(site.get("/healthz").header("cache-control"), Some("no-store"));
    let icon = site.get("/favicon.ico");
    assert_eq!(icon.status, 404);
    assert_eq!(icon.header("cache-control"), Some("max-age=86400"));
}
