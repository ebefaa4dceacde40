//! Imports from end to end: files in, a report out, and what the store holds then.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use newswire::article::{Article, ArticleId, Instant};
use newswire::import::{Import, Options, ReadOptions, Report, files};
use newswire::store::{Facet, Order, Query, SqliteStore, Store};
use serde_json::{Value, json};

use crate::support::{at, intake};

const NOW: &str = "2026-11-24T12:00:00Z";
const LATER: &str = "2026-11-24T13:00:00Z";

/// A folder of records, and a store that imports them.
struct Newsroom {
    folder: tempfile::TempDir,
    store: Arc<dyn Store>,
}

impl Newsroom {
    fn new() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
            store: Arc::new(SqliteStore::in_memory().unwrap()),
        }
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    fn write(&self, name: &str, content: impl AsRef<[u8]>) -> &Self {
        let path = self.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
        self
    }

    fn remove(&self, name: &str) -> &Self {
        fs::remove_file(self.path().join(name)).unwrap();
        self
    }

    fn run(&self, path: &Path, options: &Options, now: &str) -> Report {
        let intake = intake();
        let mut import = Import::begin(&intake, "en", &self.store, options, at(now)).unwrap();
        for file in files::under(path).unwrap() {
            import.read(&file, &mut |_| {}).unwrap();
        }
        import.end().unwrap()
    }

    /// Imports the folder, as `newswire import` does.
    fn import(&self) -> Report {
        self.run(self.path(), &Options::default(), NOW)
    }

    /// Brings the store up to the folder, as the start of a site does.
    fn synchronise(&self) -> Report {
        self.run(self.path(), &Options { synchronise: true, ..Options::default() }, NOW)
    }

    fn public(&self, now: Instant) -> Vec<String> {
        let query = Query {
            any_of: &[Facet::All],
            order: Order::Published,
            at: now,
            since: None,
            after: None,
            limit: 1000,
        };
        let mut titles: Vec<String> = self
            .store
            .page(&query)
            .unwrap()
            .iter()
            .map(|article| article.headline().to_string())
            .collect();
        titles.sort();
        titles
    }

    fn titles(&self) -> Vec<String> {
        self.public(at(NOW))
    }

    fn article(&self, id: &str) -> Article {
        (*self.store.article(&ArticleId::from(id)).unwrap().unwrap()).clone()
    }

    fn told_as_withdrawn(&self) -> Vec<String> {
        let gone = self.store.withdrawn(&[Facet::All], Instant::MIN_UTC, 100).unwrap();
        gone.into_iter().map(|gone| gone.id.to_string()).collect()
    }
}

/// New, changed, unchanged, refused, withdrawn.
fn counts(report: &Report) -> [usize; 5] {
    let number = |count: u64| usize::try_from(count).unwrap();
    [
        number(report.kept),
        number(report.changed),
        number(report.unchanged),
        report.refused.len(),
        report.withdrawn.len(),
    ]
}

fn record(id: &str, more: &Value) -> Value {
    let mut record = json!({
        "id": id, "url": format!("https://news.example/{id}"), "title": format!("Title of {id}"),
        "content_text": "Text.", "date_published": "2026-11-01T08:00:00Z", "categories": ["World"],
    });
    for (name, value) in more.as_object().unwrap() {
        record[name] = value.clone();
    }
    record
}

fn lines(records: &[Value]) -> String {
    let lines: Vec<String> = records.iter().map(ToString::to_string).collect();
    lines.join("\n") + "\n"
}

/// A WordPress export of posts: number and what differs from a published post.
fn wordpress(posts: &[(u32, &str)]) -> String {
    let items: Vec<String> = posts
        .iter()
        .map(|(number, more)| {
            format!(
                "<item><title>Post {number}</title><link>https://old.example/post-{number}/</link>\
                 <guid isPermaLink=\"false\">https://old.example/?p={number}</guid>\
                 <content:encoded><![CDATA[Text of {number}.]]></content:encoded>\
                 <wp:post_id>{number}</wp:post_id>\
                 <wp:post_date_gmt>2020-01-02 09:00:00</wp:post_date_gmt>\
                 <wp:status>publish</wp:status><wp:post_type>post</wp:post_type>{more}</item>\n"
            )
        })
        .collect();
    format!(
        "<?xml version=\"1.0\"?>\n<rss version=\"2.0\" xmlns:wp=\"http://wordpress.org/export/1.2/\">\
         <channel><wp:base_blog_url>https://old.example</wp:base_blog_url>\n{}</channel></rss>",
        items.concat()
    )
}

fn ghost(posts: &[(&str, &str)]) -> String {
    let posts: Vec<Value> = posts
        .iter()
        .map(|(id, status)| {
            json!({
                "id": id, "comment_id": id, "title": format!("Ghost {id}"), "slug": format!("g-{id}"),
                "html": "<p>Text</p>", "type": "post", "status": status, "visibility": "public",
                "published_at": "2020-01-02T09:00:00.000Z",
            })
        })
        .collect();
    json!({"db": [{"meta": {"version": "6.0.0"}, "data": {"posts": posts}}]}).to_string()
}

const GHOST_ID: &str = "5ddc9063c35e7700383b27e0";

#[test]
fn what_wordpress_unpublished_is_withdrawn_by_the_next_export() {
    let room = Newsroom::new();
    let numbers = [1, 2, 3, 4, 5, 6];
    room.write("export.xml", wordpress(&numbers.map(|number| (number, ""))));
    assert_eq!(counts(&room.import()), [6, 0, 0, 0, 0]);
    let after = wordpress(&[
        (1, ""),
        (2, "<wp:status>draft</wp:status>"),
        (3, "<wp:status>private</wp:status>"),
        (4, "<wp:post_password>x</wp:post_password>"),
        (5, "<wp:status>trash</wp:status>"),
        (6, "<wp:status>pending</wp:status>"),
        (7, "<wp:status>draft</wp:status>"),
        (8, "<wp:status>trash</wp:status>"),
    ]);
    room.write("export.xml", &after);
    let report = room.import();
    assert_eq!(counts(&report), [0, 0, 1, 1, 5], "{}", report.for_people());
    assert!(
        report.for_people().contains("withdrawn  https://old.example/?p=5: it is in the trash")
    );
    assert!(report.refused[0].record.contains("post 7"));
    assert_eq!(room.titles(), ["Post 1"]);
    assert_eq!(room.told_as_withdrawn().len(), 5);
    // Again: nothing is left to be done, and the five are told as the draft is.
    let sequence = room.store.sequence().unwrap();
    assert_eq!(counts(&room.import()), [0, 0, 1, 5, 0]);
    assert_eq!(room.store.sequence().unwrap(), sequence);
    // Published again, they are back under the ids that readers know.
    room.write("export.xml", wordpress(&numbers.map(|number| (number, ""))));
    assert_eq!(counts(&room.import()), [0, 5, 1, 0, 0]);
    assert_eq!(room.article("https://old.example/?p=4").guid.as_str(), "https://old.example/?p=4");
}

#[test]
fn an_export_in_the_site_folder_withdraws_what_it_unpublished_and_what_it_lost() {
    let room = Newsroom::new();
    room.write("wp.xml", wordpress(&[(1, ""), (2, ""), (3, "")]));
    assert_eq!(counts(&room.synchronise()), [3, 0, 0, 0, 0]);
    room.write("wp.xml", wordpress(&[(1, ""), (2, "<wp:status>draft</wp:status>")]));
    let report = room.synchronise();
    assert_eq!(counts(&report), [0, 0, 1, 0, 2], "{}", report.for_people());
    assert_eq!(room.titles(), ["Post 1"]);
}

#[test]
fn what_ghost_unpublished_is_withdrawn_and_ghosts_ids_are_kept_verbatim() {
    let room = Newsroom::new();
    let other = "5ddc9063c35e7700383b27e1";
    room.write("ghost.json", ghost(&[(GHOST_ID, "published"), (other, "published")]));
    assert_eq!(counts(&room.import()), [2, 0, 0, 0, 0]);
    let guid = room.article(GHOST_ID).guid;
    assert_eq!(guid.as_str(), GHOST_ID);
    assert_eq!(guid.as_iri(), format!("tag:news.example,2020-01-02:{GHOST_ID}"));
    room.write("ghost.json", ghost(&[(GHOST_ID, "published"), (other, "draft")]));
    assert_eq!(counts(&room.import()), [0, 0, 1, 0, 1]);
    assert_eq!(room.titles(), [format!("Ghost {GHOST_ID}")]);
}

#[test]
fn a_record_that_says_it_is_a_draft_is_withdrawn_however_little_else_it_says() {
    let room = Newsroom::new();
    let all = ["a", "b", "c", "d", "e"];
    room.write("r.jsonl", lines(&all.map(|id| record(id, &json!({})))));
    assert_eq!(counts(&room.import()), [5, 0, 0, 0, 0]);
    let changed = [
        record("a", &json!({"status": "draft"})),
        record("b", &json!({"status": "private", "title": ["T"], "date_published": null})),
        record("c", &json!({"status": "withdrawn"})),
        // A slip takes nothing off the air.
        record("d", &json!({"status": "drafft"})),
        record("e", &json!({"date_published": null})),
    ];
    room.write("r.jsonl", lines(&changed));
    let report = room.import();
    assert_eq!(counts(&report), [0, 0, 0, 2, 3], "{}", report.for_people());
    assert_eq!(room.titles(), ["Title of d", "Title of e"]);
    assert_eq!(counts(&room.import()), [0, 0, 2, 3, 0]);
}

#[test]
fn front_matter_that_says_draft_withdraws() {
    let room = Newsroom::new();
    let post = |more: &str| format!("---\ntitle: Harvest\ndate: 2026-11-01\n{more}---\nText.\n");
    room.write("harvest.md", post("")).write("x/other.md", post(""));
    assert_eq!(counts(&room.synchronise()), [2, 0, 0, 0, 0]);
    // Whatever else is wrong with it.
    room.write("harvest.md", "---\ntitle: [Harvest]\ndraft: true\n---\nText.\n");
    room.write("x/other.md", post("published: false\n"));
    assert_eq!(counts(&room.synchronise()), [0, 0, 0, 0, 2]);
    assert_eq!(room.titles(), Vec::<String>::new());
    room.write("harvest.md", post("draft: true\n"));
    assert_eq!(counts(&room.synchronise()), [0, 0, 2, 0, 0]);
    room.write("harvest.md", post("draft: false\n"));
    assert_eq!(counts(&room.synchronise()), [0, 1, 1, 0, 0]);
    assert_eq!(room.titles(), ["Harvest"]);
}

#[test]
fn the_same_files_twice_change_nothing_whatever_their_kind() {
    let feed = "<rss version='2.0'><channel><item><title>R</title><link>https://r.example/1</link>\
                <guid>r1</guid><pubDate>Fri, 14 Dec 2012 09:05:00 GMT</pubDate></item></channel></rss>";
    let atom = "<feed xmlns='http://www.w3.org/2005/Atom'><entry><title>A</title><id>urn:x:1</id>\
                <link href='https://a.example/1'/><updated>2012-12-14T09:05:00Z</updated></entry></feed>";
    let json_feed = json!({"version": "https://jsonfeed.org/version/1.1", "items": [
        {"id": "7", "url": "https://j.example/7", "content_text": "J", "date_published": "2012-12-14"}]});
    let room = Newsroom::new();
    room.write("1.xml", wordpress(&[(1, ""), (2, "")]))
        .write("2.json", ghost(&[(GHOST_ID, "published")]))
        .write("3.md", "---\ntitle: M\ndate: Friday 14th December, 2012\n---\nText")
        .write("4.jsonl", lines(&[record("l", &json!({}))]))
        .write("5.rss", feed)
        .write("6.atom", atom)
        .write("7.json", json_feed.to_string());
    assert_eq!(counts(&room.import()), [8, 0, 0, 0, 0]);
    let sequence = room.store.sequence().unwrap();
    let report = room.run(room.path(), &Options::default(), LATER);
    assert_eq!(counts(&report), [0, 0, 8, 0, 0]);
    assert!(report.for_people().starts_with("0 new, 0 changed, 8 unchanged, 0 refused"));
    assert_eq!(room.store.sequence().unwrap(), sequence);
    // What readers of the old feeds know is what they go on seeing.
    for guid in ["r1", "urn:x:1", "7"] {
        assert_eq!(room.article(guid).guid.as_str(), guid);
    }
}

#[test]
fn one_edit_is_one_change_and_never_a_new_article() {
    let room = Newsroom::new();
    let put = |b: &Value| {
        room.write("r.jsonl", lines(&[record("a", &json!({})), record("b", b)]));
        room.import()
    };
    assert_eq!(counts(&put(&json!({}))), [2, 0, 0, 0, 0]);
    let guid = room.article("b").guid;
    for edit in [
        json!({"title": "Renamed"}),
        json!({"categories": ["World Affairs"]}),
        json!({"url": "https://news.example/another-slug"}),
        json!({"url": "http://elsewhere.example/b", "date_published": "2026-11-02T08:00:00Z"}),
        json!({"guid": "somebody-else-says"}),
    ] {
        assert_eq!(counts(&put(&edit)), [0, 1, 1, 0, 0], "{edit}");
        assert_eq!(counts(&put(&edit)), [0, 0, 2, 0, 0], "{edit}");
        assert_eq!(room.article("b").guid, guid, "{edit}");
    }
}

#[test]
fn new_ids_for_known_articles_are_refused_unless_they_are_allowed() {
    let room = Newsroom::new();
    room.write("r.jsonl", lines(&[record("a", &json!({})), record("b", &json!({}))]));
    room.import();
    let guid = room.article("a").guid;
    let renamed = record("a2", &json!({"url": "https://news.example/a"}));
    room.write("r.jsonl", lines(&[renamed, record("b", &json!({}))]));
    let report = room.import();
    assert_eq!(counts(&report), [0, 0, 1, 1, 0]);
    assert!(report.refused[0].reason.contains("allow new ids"), "{}", report.refused[0].reason);
    let allowed = Options { allow_new_ids: true, ..Options::default() };
    assert_eq!(counts(&room.run(room.path(), &allowed, NOW)), [0, 1, 1, 0, 0]);
    assert_eq!(room.titles().len(), 2);
    assert_eq!(room.article("a2").guid, guid);
}

#[test]
fn a_file_that_is_gone_withdraws_its_articles_and_one_that_moved_does_not() {
    let room = Newsroom::new();
    let post =
        |url: &str| format!("---\ntitle: {url}\ndate: 2026-11-01\nurl: /{url}\n---\nText.\n");
    room.write("kept.md", post("kept")).write("z.md", post("moved")).write("gone.md", post("gone"));
    assert_eq!(counts(&room.synchronise()), [3, 0, 0, 0, 0]);
    let guid = room.article("z").guid;
    room.remove("z.md").remove("gone.md").write("archive/2026.md", post("moved"));
    let report = room.synchronise();
    assert_eq!(counts(&report), [0, 1, 1, 0, 1], "{}", report.for_people());
    assert_eq!(room.titles(), ["kept", "moved"]);
    assert_eq!(room.article("archive/2026").guid, guid);
    assert_eq!(room.told_as_withdrawn(), ["gone"]);
    // Two files of one address are a mistake, not a move.
    room.write("twin.md", post("kept"));
    assert_eq!(counts(&room.synchronise()), [0, 0, 2, 1, 0]);
    assert_eq!(room.titles(), ["kept", "moved"]);
}

#[test]
fn a_record_that_comes_back_elsewhere_is_the_article_its_guid_says() {
    let room = Newsroom::new();
    let post = "---\ntitle: Harvest\ndate: 2026-11-01\nguid: old-1\n---\nText.\n";
    room.write("a.md", post);
    assert_eq!(counts(&room.synchronise()), [1, 0, 0, 0, 0]);
    // Moved: its address follows the path, its guid stays.
    room.remove("a.md").write("b.md", post);
    assert_eq!(counts(&room.synchronise()), [0, 1, 0, 0, 0]);
    // Gone for a while.
    room.remove("b.md");
    assert_eq!(counts(&room.synchronise()), [0, 0, 0, 0, 1]);
    room.write("c.md", post);
    let report = room.synchronise();
    assert_eq!(counts(&report), [0, 1, 0, 0, 0], "{}", report.for_people());
    assert_eq!(room.titles(), ["Harvest"]);
    assert_eq!(room.article("c").guid.as_str(), "old-1");
    // Two records of one guid are a mistake, whatever the one says of itself.
    let withdrawn = post.replace("guid:", "status: withdrawn\nguid:");
    room.write("c.md", &withdrawn).write("d.md", post);
    assert_eq!(counts(&room.synchronise()), [0, 0, 0, 1, 1]);
    assert_eq!(counts(&room.synchronise()), [0, 0, 1, 1, 0]);
    assert_eq!(room.titles(), Vec::<String>::new());
}

#[test]
fn a_file_that_cannot_be_read_today_withdraws_nothing() {
    let room = Newsroom::new();
    let post = "---\ntitle: Harvest\ndate: 2026-11-01\n---\nText.\n";
    room.write("a.md", post).write("b.md", post);
    room.write("c.jsonl", lines(&[record("c1", &json!({})), record("c2", &json!({}))]));
    assert_eq!(counts(&room.synchronise()), [4, 0, 0, 0, 0]);
    room.write("a.md", "")
        .write("b.md", b"\x89PNG\r\n\x1A\n")
        .write("c.jsonl", "{\"id\": \"c1\"\n");
    let report = room.synchronise();
    assert!(report.withdrawn.is_empty(), "{}", report.for_people());
    assert_eq!(room.titles().len(), 4);
}

#[test]
fn a_bad_record_keeps_its_article_and_nobody_elses() {
    let room = Newsroom::new();
    room.write("r.jsonl", lines(&["a", "b", "c"].map(|id| record(id, &json!({})))));
    assert_eq!(counts(&room.synchronise()), [3, 0, 0, 0, 0]);
    // Of `b` it is known which article it is; `c` is gone.
    let undated = record("b", &json!({"date_published": "soon"}));
    room.write("r.jsonl", lines(&[record("a", &json!({})), undated]));
    assert_eq!(counts(&room.synchronise()), [0, 0, 1, 1, 1]);
    assert_eq!(room.titles(), ["Title of a", "Title of b"]);
    // Of this one it is not.
    room.write("r.jsonl", lines(&[record("a", &json!({})), record("b", &json!({"id": null}))]));
    assert_eq!(counts(&room.synchronise()), [0, 0, 1, 1, 0]);
    assert_eq!(room.titles(), ["Title of a", "Title of b"]);
}

#[test]
fn a_rehearsal_says_what_an_import_would_do() {
    let room = Newsroom::new();
    room.write("r.jsonl", lines(&["a", "b", "c"].map(|id| record(id, &json!({})))));
    room.import();
    room.write("w.xml", wordpress(&[(1, "")]));
    room.import();
    let next = [
        record("a", &json!({})),
        record("b", &json!({"title": "Edited"})),
        record("c", &json!({"status": "draft"})),
        record("d", &json!({})),
        record("e", &json!({"url": null})),
    ];
    room.write("r.jsonl", lines(&next));
    room.write("w.xml", wordpress(&[(1, "<wp:status>trash</wp:status>")]));
    let sequence = room.store.sequence().unwrap();
    let rehearsal = Options { dry_run: true, ..Options::default() };
    let told = room.run(room.path(), &rehearsal, NOW);
    assert_eq!(room.store.sequence().unwrap(), sequence);
    assert_eq!(counts(&told), [1, 1, 1, 1, 2], "{}", told.for_people());
    assert_eq!(told, room.import());
}

#[test]
fn one_bad_record_refuses_that_record_only_and_says_where() {
    let room = Newsroom::new();
    room.write(
        "r.jsonl",
        format!(
            "{}{{\"id\": \"broken\n{}",
            lines(&[record("a", &json!({})), record("b", &json!({"date_published": "soon"}))]),
            lines(&[record("c", &json!({})), record("d", &json!({"title": {}}))])
        ),
    );
    let report = room.import();
    assert_eq!(counts(&report), [2, 0, 0, 3, 0]);
    let mut told: Vec<(&str, &str)> = report
        .refused
        .iter()
        .map(|refused| (refused.record.as_str(), refused.reason.as_str()))
        .collect();
    told.sort_unstable();
    assert_eq!(told[0].0, "line 2");
    assert!(told[0].1.contains("`soon`") && told[0].1.contains("write it like"), "{}", told[0].1);
    assert_eq!(told[1].0, "line 3");
    assert!(told[1].1.contains("breaks off"), "{}", told[1].1);
    assert_eq!(told[2], ("line 5", "`title` is an object; write it as text"));
    assert!(report.refused.iter().all(|refused| refused.file == "r.jsonl"));
}

#[test]
fn a_file_of_no_kind_is_refused_when_it_was_named_and_passed_over_in_a_folder() {
    let room = Newsroom::new();
    room.write("table.csv", "url,date\n").write("data.zip", b"PK\x03\x04\x14\0").write("x", "");
    let report = room.import();
    assert_eq!(counts(&report), [0; 5]);
    assert_eq!(report.ignored, ["data.zip", "table.csv", "x"]);
    for name in ["table.csv", "data.zip", "x"] {
        let report = room.run(&room.path().join(name), &Options::default(), NOW);
        assert_eq!(counts(&report), [0, 0, 0, 1, 0], "{name}");
        assert!(report.refused[0].reason.contains("--format"), "{}", report.refused[0].reason);
    }
    let missing = room.run(&room.path().join("missing.xml"), &Options::default(), NOW);
    assert!(missing.refused[0].reason.contains("cannot be read"), "{}", missing.for_people());
}

#[test]
fn pages_are_counted_and_taken_when_they_are_asked_for() {
    let room = Newsroom::new();
    let page = "<wp:post_type>page</wp:post_type>";
    room.write("w.xml", wordpress(&[(1, ""), (2, page)]));
    let report = room.import();
    assert_eq!((counts(&report), report.pages), ([1, 0, 0, 0, 0], 1));
    assert!(report.for_people().contains("passed over  1 page; --pages takes them"));
    let pages = Options { read: ReadOptions { pages: true }, ..Options::default() };
    assert_eq!(counts(&room.run(room.path(), &pages, NOW)), [1, 0, 1, 0, 0]);
    // Without pages it stays; taken back in WordPress it goes all the same.
    assert_eq!(counts(&room.import()), [0, 0, 1, 0, 0]);
    assert_eq!(room.titles().len(), 2);
    let private = format!("{page}<wp:status>private</wp:status>");
    room.write("w.xml", wordpress(&[(1, ""), (2, &private)]));
    assert_eq!(counts(&room.import()), [0, 0, 1, 0, 1]);
    assert_eq!(room.titles(), ["Post 1"]);
}

#[test]
fn a_scheduled_post_is_public_at_its_instant_unless_it_is_taken_back_before() {
    let room = Newsroom::new();
    let future =
        "<wp:status>future</wp:status><wp:post_date_gmt>2026-11-25 06:00:00</wp:post_date_gmt>";
    room.write("w.xml", wordpress(&[(1, future), (2, future)]));
    assert_eq!(counts(&room.import()), [2, 0, 0, 0, 0]);
    assert_eq!(room.titles(), Vec::<String>::new());
    let back = format!("{future}<wp:status>draft</wp:status>");
    room.write("w.xml", wordpress(&[(1, future), (2, &back)]));
    // Nobody has seen it, so nobody is told.
    assert_eq!(counts(&room.import()), [0, 0, 1, 1, 0]);
    assert_eq!(room.public(at("2026-11-25T06:00:00Z")), ["Post 1"]);
    assert_eq!(room.told_as_withdrawn(), Vec::<String>::new());
}

#[test]
fn a_report_names_what_was_refused_in_the_order_of_the_file_whoever_found_it_out() {
    let mut lines: Vec<String> = (1..=3000)
        .map(|number| {
            let record = json!({
                "id": format!("a{number}"),
                "url": format!("https://news.example/{number}"),
                "title": format!("Ferry {number}"),
                "date_published": "2026-11-20T08:00:00Z",
                "guid": format!("g{number}"),
            });
            record.to_string()
        })
        .collect();
    for number in [1, 1020, 2600] {
        // The store finds out that another has the guid, admission that there is no date, the reader
        // that it is no JSON.
        lines[number] = lines[number].replace(&format!("g{}", number + 1), "g2999");
        lines[number + 1] = lines[number + 1].replace("2026-11-20T08:00:00Z", "");
        lines[number + 2].truncate(20);
    }
    let first = lines.remove(2998);
    lines.insert(0, first);
    let room = Newsroom::new();
    let report = room.write("all.jsonl", lines.join("\n")).import();
    let refused: Vec<&str> = report.refused.iter().map(|it| it.record.as_str()).collect();
    let expected = [1, 1020, 2600].map(|number| [3, 4, 5].map(|more| number + more - 1));
    let expected: Vec<String> =
        expected.as_flattened().iter().map(|line| format!("line {line}")).collect();
    assert_eq!(refused, expected);
    assert_eq!(report.kept, 3000 - 9);
}
