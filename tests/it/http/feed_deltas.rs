//! RFC 3229 with `feed`: who has a version gets the entries alone that it lacks, and nobody else does.

use std::collections::BTreeMap;

use newswire::check;
use newswire::response;
use proptest::prelude::*;

use super::client::Answer;
use super::dictionaries::{available, publish};
use super::site::{Setup, Site, request, usual_limits};
use crate::support::{admit, article, draft};

const FEEDS: [&str; 3] = ["/feeds/world.rss", "/feeds/world.atom", "/feeds/world.json"];
const A_IM: &str = "A-IM: feed";

fn setup() -> Setup {
    let responses = response::Options { feed_deltas: true, ..response::Options::default() };
    Setup { responses, ..Setup::default() }
}

/// A site with more to say than one entry.
fn site() -> Site {
    let site = Site::start_with(setup());
    publish(&site, 0..30);
    site
}

fn have(tag: &str) -> String {
    format!("If-None-Match: {tag}")
}

/// The entries of a document by id, in order, as parsers see them that had no part in writing it.
fn entries(path: &str, text: &str) -> Vec<(String, String)> {
    if path.ends_with(".json") {
        let json: serde_json::Value = serde_json::from_str(text).unwrap();
        let items = json["items"].as_array().unwrap().iter();
        return items.map(|it| (it["id"].as_str().unwrap().to_owned(), it.to_string())).collect();
    }
    let xml = roxmltree::Document::parse(text).unwrap();
    let entries = xml.descendants().filter(|it| ["item", "entry"].contains(&it.tag_name().name()));
    let id = |entry: roxmltree::Node<'_, '_>| {
        let mut children = entry.children();
        let id = children.find(|it| ["guid", "id"].contains(&it.tag_name().name()));
        id.and_then(|id| id.text()).unwrap().to_owned()
    };
    entries.map(|entry| (id(entry), text[entry.range()].to_owned())).collect()
}

/// It is a document as any other, but for that it may hold nothing.
fn assert_sound(document: &[u8]) {
    let mut findings = check::check(document);
    findings.retain(|finding| finding.rule != "entries-none");
    assert!(findings.is_empty(), "{findings:?}");
}

fn ids(path: &str, answer: &Answer) -> Vec<String> {
    let text = String::from_utf8(answer.decoded()).unwrap();
    assert_sound(text.as_bytes());
    let ids = entries(path, &text).into_iter().map(|(id, _)| id);
    ids.map(|id| id.rsplit([':', '/']).next().unwrap().to_owned()).collect()
}

#[test]
fn a_poll_that_finds_something_new_gets_the_new_entries() {
    let site = site();
    for (number, path) in (30_u32..).step_by(2).zip(FEEDS) {
        let first = site.ask("GET", path, &[A_IM]);
        assert_eq!(first.status, 200, "{path}");
        site.advance(60);
        publish(&site, number..number + 2);
        let asked = [A_IM, &have(first.tag())];
        let new = site.ask("GET", path, &asked);
        assert_eq!(new.status, 226, "{path}");
        assert_eq!(ids(path, &new), [format!("n{}", number + 1), format!("n{number}")]);
        let whole = site.get(path);
        for name in ["etag", "last-modified", "content-type", "link", "vary"] {
            assert_eq!(new.header(name), whole.header(name), "{path} {name}");
        }
        assert_eq!(
            new.header("vary"),
            Some("accept-encoding, available-dictionary, a-im, if-none-match")
        );
        assert_eq!(new.header("im"), Some("feed"));
        assert_eq!(new.header("delta-base"), Some(first.tag()));
        assert_eq!(new.header("cache-control"), Some("no-store, im"));
        assert_eq!(new.header("use-as-dictionary"), None);
        // The whole but for the entries that it leaves out.
        let starts = ["<item>", "<entry>", "{\"id\":"];
        let head = starts.iter().find_map(|start| whole.text().find(start)).unwrap();
        assert_eq!(new.text().get(..head), whole.text().get(..head), "{path}");
        assert!(new.body.len() * 3 < whole.body.len(), "{path}");
        let of_head = site.ask("HEAD", path, &asked);
        assert_eq!((of_head.status, of_head.names()), (226, new.names()));
        assert_eq!(of_head.header("content-length"), new.header("content-length"));
        let again = site.ask("GET", path, &[A_IM, &have(new.tag())]);
        assert_eq!((again.status, again.tag()), (304, new.tag()));
        assert_eq!(again.header("vary"), new.header("vary"));
    }
}

#[test]
fn nobody_gets_entries_alone_who_does_not_have_the_rest_or_would_take_them_for_all() {
    let site = site();
    let path = "/feeds/world.rss";
    let tag = have(site.get(path).tag());
    site.advance(60);
    publish(&site, 30..31);
    let present = site.get(path).body;
    assert_eq!(site.ask("GET", path, &[A_IM, &tag]).status, 226);
    for headers in [
        &[A_IM][..],
        &[A_IM, "If-None-Match: \"somebody-elses\""],
        &[A_IM, "If-None-Match: \"0123456789abcdef01234567\""],
        &[A_IM, "If-Modified-Since: Tue, 24 Nov 2026 11:00:00 GMT"],
        &[&tag],
        &["A-IM: feed;q=0", &tag],
        &["A-IM: vcdiff, gzip", &tag],
        &["A-IM: *", &tag],
        // A cache may ask with a tag of its own for a reader that has none.
        &[A_IM, &tag, "Via: 1.1 cache.example"],
        &[A_IM, &tag, "Range: bytes=0-99"],
        &[A_IM, &tag, "User-Agent: rss2email/3.14 (https://github.com/rss2email/rss2email)"],
    ] {
        let answer = site.ask("GET", path, headers);
        assert_eq!((answer.status, &answer.body), (200, &present), "{headers:?}");
        assert_eq!(answer.header("im"), None, "{headers:?}");
        // And no cache has a copy that it would ask for again in this client's words.
        let control = answer.header("cache-control").unwrap();
        let is_named = headers.contains(&A_IM);
        assert_eq!(control.starts_with("private, max-age="), is_named, "{headers:?}: {control}");
    }
    // A version of another document is none of this one.
    let tag = have(site.get("/feeds/sport.rss").tag());
    assert_eq!(site.ask("GET", path, &[A_IM, &tag]).status, 200);
}

#[test]
fn pages_lists_and_archives_are_always_whole() {
    let mut limits = usual_limits();
    limits.archive_size = Some(10);
    let site = Site::start_with(Setup { limits: Some(limits), ..setup() });
    publish(&site, 0..30);
    let paths =
        ["/", "/feeds/world", "/excerpts/world.json", "/feeds.opml", "/feeds/world/archive/1.rss"];
    let tags = paths.map(|path| site.get(path).tag().to_owned());
    site.advance(60);
    let mut edited = draft("n0", "2026-11-01T00:00:00Z", "World");
    edited.title = Some("Otherwise".to_owned());
    site.publish(vec![admit(edited), article("new", "2026-11-23T00:00:00Z", "World")]);
    for (path, tag) in paths.iter().zip(tags) {
        let answer = site.ask("GET", path, &[A_IM, &have(&tag)]);
        assert!([200, 304].contains(&answer.status), "{path}: {}", answer.status);
        assert!(!answer.header("vary").unwrap().contains("a-im"), "{path}");
    }
}

#[test]
fn every_spelling_of_a_tag_names_the_version_in_every_coding() {
    let site = site();
    let path = "/feeds/world.atom";
    let version = site.get(path).tag().trim_matches('"').to_owned();
    site.advance(60);
    publish(&site, 30..31);
    let plain = site.ask("GET", path, &[A_IM, &have(&format!("\"{version}\""))]);
    for (tag, coding) in [
        (format!("\"{version}-gzip\""), "gzip"),
        (format!("W/\"{version}-br11\""), "br"),
        (format!("\"other\", W/\"{version}\""), "zstd"),
        (format!("\"{version}-dcz-01020304\""), "gzip"),
    ] {
        let accepted = format!("Accept-Encoding: {coding}");
        let new = site.ask("GET", path, &[A_IM, &have(&tag), &accepted]);
        assert_eq!((new.status, new.header("content-encoding")), (226, Some(coding)), "{tag}");
        assert_eq!(new.decoded(), plain.body, "{tag}");
        assert_eq!(new.header("delta-base"), tag.split(", ").last());
        assert_eq!(new.tag(), site.ask("GET", path, &[&accepted]).tag());
    }
}

#[test]
fn who_missed_some_versions_gets_all_that_came_since() {
    // Over http nothing is said of dictionaries; the versions are known all the same.
    let site = Site::start_with(Setup { base_url: Some("http://feeds.example"), ..setup() });
    publish(&site, 0..30);
    let path = "/feeds/world.json";
    let first = site.get(path);
    assert_eq!(first.header("vary"), Some("accept-encoding, a-im, if-none-match"));
    assert_eq!(first.header("use-as-dictionary"), None);
    let mut tags = vec![first.tag().to_owned()];
    for number in 30..34 {
        site.advance(60);
        publish(&site, number..number + 1);
        tags.push(site.get(path).tag().to_owned());
    }
    let new = site.ask("GET", path, &[A_IM, &have(&tags[0])]);
    assert_eq!(
        (new.status, ids(path, &new)),
        (226, ["n33", "n32", "n31", "n30"].map(str::to_owned).to_vec())
    );
    // Of several the newest, which has least to add, and it is named.
    let all = have(&tags[..4].join(", "));
    let new = site.ask("GET", path, &[A_IM, &all]);
    assert_eq!((new.status, ids(path, &new)), (226, vec!["n33".to_owned()]));
    assert_eq!(new.header("delta-base"), Some(tags[3].as_str()));
}

#[test]
fn what_cannot_be_told_by_new_entries_is_told_by_the_whole() {
    let site = site();
    let tags = FEEDS.map(|path| site.get(path).tag().to_owned());
    site.advance(60);
    site.withdraw(&["n20"]);
    for (path, tag) in FEEDS.iter().zip(&tags) {
        assert_eq!(site.ask("GET", path, &[A_IM, &have(tag)]).status, 200, "{path}");
    }
}

#[test]
fn a_change_of_the_head_alone_has_no_entries() {
    let site = site();
    for (path, oldest) in [("/feeds/world.atom", "n0"), ("/feeds/world.json", "n1")] {
        let tag = site.get(path).tag().to_owned();
        site.advance(60);
        // No entry follows it that would be told to have gone.
        site.withdraw(&[oldest]);
        let new = site.ask("GET", path, &[A_IM, &have(&tag)]);
        assert_eq!((new.status, ids(path, &new)), (226, Vec::new()), "{path}");
        assert!(new.text().contains(oldest), "{path}");
    }
}

#[test]
fn who_has_a_dictionary_gets_the_whole_by_it() {
    let site = site();
    let path = "/feeds/world.rss";
    let first = site.get(path);
    site.advance(60);
    publish(&site, 30..31);
    let asked = [A_IM, &have(first.tag()), "Accept-Encoding: gzip, dcz", &available(&first.body)];
    let delta = site.ask("GET", path, &asked);
    assert_eq!((delta.status, delta.header("content-encoding")), (200, Some("dcz")));
    // One that is not known is no help.
    let asked = [A_IM, &have(first.tag()), "Accept-Encoding: gzip, dcz", &available(b"x")];
    assert_eq!(site.ask("GET", path, &asked).status, 226);
}

#[test]
fn nothing_is_different_unless_it_is_switched_on() {
    let site = Site::start();
    publish(&site, 0..30);
    let path = "/feeds/world.rss";
    let tag = site.get(path).tag().to_owned();
    site.advance(60);
    publish(&site, 30..31);
    let usual = site.get(path);
    let mut client = site.connect();
    client.send(request("GET", path, &[A_IM, &have(&tag)]));
    let asked = client.receive();
    assert_eq!((asked.status, &asked.body), (200, &usual.body));
    for name in ["vary", "cache-control", "etag", "im", "use-as-dictionary"] {
        assert_eq!(asked.header(name), usual.header(name), "{name}");
    }
    assert_eq!(usual.header("vary"), Some("accept-encoding, available-dictionary"));
}

/// A reader that takes a 226 for what is new, and a 200 for all there is.
#[derive(Default)]
struct Reader {
    tag: Option<String>,
    entries: BTreeMap<String, String>,
    /// What stood in the document that its tag names.
    known: BTreeMap<String, String>,
    deltas: u32,
}

impl Reader {
    fn poll(&mut self, site: &Site, path: &str) {
        let condition = self.tag.as_deref().map(have);
        let headers: Vec<&str> = [A_IM].into_iter().chain(condition.as_deref()).collect();
        let answer = site.ask("GET", path, &headers);
        self.tag = Some(answer.tag().to_owned());
        match answer.status {
            304 => return,
            226 => self.deltas += 1,
            200 => self.entries.clear(),
            other => panic!("{other}"),
        }
        assert_sound(&answer.body);
        for (id, entry) in entries(path, answer.text()) {
            let is_told_twice = answer.status == 226 && self.known.get(&id) == Some(&entry);
            assert!(!is_told_twice, "{path}: {id}");
            self.entries.insert(id, entry);
        }
        self.known = entries(path, site.get(path).text()).into_iter().collect();
        for id in gone(path, answer.text()) {
            self.entries.remove(&id);
        }
    }
}

/// The ids of what a document says was withdrawn.
fn gone(path: &str, text: &str) -> Vec<String> {
    if path.ends_with(".json") {
        let json: serde_json::Value = serde_json::from_str(text).unwrap();
        let gone = json["_newswire"]["withdrawn"].as_array().cloned().unwrap_or_default();
        return gone.iter().map(|it| it["id"].as_str().unwrap().to_owned()).collect();
    }
    let xml = roxmltree::Document::parse(text).unwrap();
    let gone = xml.descendants().filter(|it| it.tag_name().name() == "deleted-entry");
    gone.map(|it| it.attribute("ref").unwrap().to_owned()).collect()
}

/// Something that happens.
#[derive(Debug, Clone)]
enum Event {
    Publish(u32),
    /// Of the one that many before the newest.
    Edit(u32),
    Withdraw(u32),
    /// Another reader polls, so that there is a version between.
    Between,
    Poll,
}

fn event() -> impl Strategy<Value = Event> {
    prop_oneof![
        3 => (1_u32..5).prop_map(Event::Publish),
        2 => (0_u32..40).prop_map(Event::Edit),
        1 => (0_u32..40).prop_map(Event::Withdraw),
        2 => Just(Event::Between),
        4 => Just(Event::Poll),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, ..ProptestConfig::default() })]

    #[test]
    fn who_merges_what_is_new_has_every_article_as_it_is(
        events in prop::collection::vec(event(), 10..40)
    ) {
        let site = site();
        let mut readers = FEEDS.map(|path| (path, Reader::default()));
        let (mut next, mut edits) = (30, 0);
        for event in events.into_iter().chain([Event::Publish(1), Event::Poll]) {
            site.advance(60);
            match event {
                Event::Publish(count) => {
                    publish(&site, next..next + count);
                    next += count;
                }
                Event::Edit(back) => {
                    let number = (next - 1).saturating_sub(back);
                    let date = format!("2026-11-{:02}T{:02}:00:00Z", number / 20 + 1, number % 20);
                    let mut edited = draft(&format!("n{number}"), &date, "World");
                    edits += 1;
                    edited.title = Some(format!("Title of n{number}, edited {edits}"));
                    site.publish(vec![admit(edited)]);
                }
                Event::Withdraw(back) => {
                    site.withdraw(&[&format!("n{}", (next - 1).saturating_sub(back))]);
                }
                Event::Between => {
                    for path in FEEDS {
                        site.get(path);
                    }
                }
                Event::Poll => {
                    for (path, reader) in &mut readers {
                        reader.poll(&site, path);
                        let whole = site.get(path);
                        for (id, entry) in entries(path, whole.text()) {
                            prop_assert_eq!(reader.entries.get(&id), Some(&entry), "{}", path);
                        }
                        for id in gone(path, whole.text()) {
                            prop_assert!(!reader.entries.contains_key(&id), "{}: {}", path, id);
                        }
                    }
                }
            }
        }
    }
}

#[test]
fn a_reader_that_merges_polls_once_in_full_and_then_what_is_new() {
    let site = site();
    let mut reader = Reader::default();
    for number in 30..40 {
        reader.poll(&site, FEEDS[0]);
        site.advance(60);
        publish(&site, number..number + 1);
    }
    assert_eq!(reader.deltas, 9);
}
