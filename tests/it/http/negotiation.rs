//! Which coding is sent: strictly what was asked for.

use std::collections::BTreeSet;

use super::site::Site;

const PATH: &str = "/feeds/world.rss";

#[test]
fn every_coding_is_the_same_document_under_a_tag_of_its_own() {
    let site = Site::start();
    let identity = site.get(PATH);
    let mut tags = BTreeSet::from([identity.tag().to_owned()]);
    for coding in ["gzip", "br", "zstd"] {
        let answer = site.ask("GET", PATH, &[&format!("Accept-Encoding: {coding}")]);
        assert_eq!(answer.status, 200);
        assert_eq!(answer.header("content-encoding"), Some(coding));
        assert_eq!(answer.header("vary"), Some("accept-encoding, available-dictionary"));
        assert_eq!(answer.header("content-type"), identity.header("content-type"));
        assert!(answer.body.len() < identity.body.len(), "{coding}");
        assert_eq!(answer.decoded(), identity.body, "{coding}");
        assert!(!answer.tag().starts_with("W/"));
        tags.insert(answer.tag().to_owned());
    }
    assert_eq!(tags.len(), 4);
}

#[test]
fn nothing_is_coded_that_was_not_asked_for() {
    let site = Site::start();
    for (asked, coding) in [
        (None, None),
        (Some(""), None),
        (Some("identity"), None),
        (Some("deflate"), None),
        (Some("compress, x-unknown"), None),
        (Some("gzip;q=0"), None),
        (Some("gzip;q=0, *;q=0.5"), Some("br")),
        (Some("gzip"), Some("gzip")),
        (Some("GZip"), Some("gzip")),
        (Some("x-gzip"), Some("gzip")),
        (Some("gzip, deflate"), Some("gzip")),
        (Some("gzip;q=1.0,deflate;q=0.6,identity;q=0.3"), Some("gzip")),
        (Some("deflate, gzip, br, zstd"), Some("br")),
        (Some("gzip, zstd"), Some("zstd")),
        (Some("br;q=0.5, gzip;q=0.9"), Some("gzip")),
        (Some("br;q=0.001, identity;q=1"), None),
        (Some("gzip;q=0.5, identity"), None),
        (Some("identity;q=0.5, gzip;q=0.5"), Some("gzip")),
        (Some("*"), Some("br")),
        (Some("identity;q=0, gzip"), Some("gzip")),
    ] {
        let header = asked.map(|asked| format!("Accept-Encoding: {asked}"));
        let headers: Vec<&str> = header.iter().map(String::as_str).collect();
        let answer = site.ask("GET", PATH, &headers);
        assert_eq!(answer.status, 200, "{asked:?}");
        assert_eq!(answer.header("content-encoding"), coding, "{asked:?}");
        assert_eq!(
            answer.header("vary"),
            Some("accept-encoding, available-dictionary"),
            "{asked:?}"
        );
    }
    let lines = ["Accept-Encoding: gzip;q=0.1", "Accept-Encoding: zstd"];
    assert_eq!(site.ask("GET", PATH, &lines).header("content-encoding"), Some("zstd"));
}

#[test]
fn who_takes_no_coding_at_all_is_told_so() {
    let site = Site::start();
    for asked in ["identity;q=0", "*;q=0", "identity;q=0, deflate", "identity;q=0, *;q=0"] {
        let answer = site.ask("GET", PATH, &[&format!("Accept-Encoding: {asked}")]);
        assert_eq!(answer.status, 406, "{asked}");
        assert_eq!(answer.header("vary"), Some("accept-encoding"));
        assert_eq!(answer.header("content-type"), Some("text/plain; charset=utf-8"));
    }
}

#[test]
fn the_address_decides_the_format_whatever_is_accepted() {
    let site = Site::start();
    let plain = site.get(PATH);
    for accept in ["text/html", "text/html;q=1, */*;q=0", "application/atom+xml", "nonsense", ""] {
        let answer = site.ask("GET", PATH, &[&format!("Accept: {accept}")]);
        assert_eq!((answer.status, answer.tag()), (200, plain.tag()), "{accept}");
        assert_eq!(answer.header("content-type"), plain.header("content-type"), "{accept}");
    }
    // Deltas are not given: some ask for them without having anything (RFC 3229).
    let answer = site.ask("GET", PATH, &["A-IM: feed, gzip"]);
    assert_eq!((answer.status, answer.tag()), (200, plain.tag()));
    assert_eq!(answer.header("content-encoding"), None);
    // Nor are parts: all of it is right (RFC 9110 section 14.2).
    let answer = site.ask("GET", PATH, &["Range: bytes=0-9"]);
    assert_eq!((answer.status, answer.body), (200, plain.body));
}
