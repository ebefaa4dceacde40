//! Documents, written and read back by parsers that had no part in writing them: a strict one for
//! XML (`roxmltree`), a reader's (`feed-rs`), `serde_json`, and a browser's (`scraper`).
//!
//! With `NEWSWIRE_TEST_OUT` set to a folder, the sample is left there for judges outside.

pub mod sample;

use std::collections::BTreeSet;
use std::path::Path;

use feed_rs::model::{Entry as ReadEntry, Feed as ReadFeed};
use newswire::check;
use newswire::document::{Content, Document, Group, History};
use newswire::render::{self, Format, ListedFeed, excerpts, opml, pages};
use proptest::prelude::*;
use roxmltree::{Document as Xml, Node};
use scraper::{Html, Selector};
use serde_json::{Value, json};

use crate::support::at;

const MEDIA: &str = "http://search.yahoo.com/mrss/";
const ATOM: &str = "http://www.w3.org/2005/Atom";
const CONTENT: &str = "http://purl.org/rss/1.0/modules/content/";

fn written(document: &Document, format: Format) -> String {
    let text = String::from_utf8(render::write(document, format).unwrap()).unwrap();
    assert!(
        text.starts_with(['<', '{']) && text.ends_with(">\n") | text.ends_with("}\n"),
        "{text}"
    );
    text
}

fn read(document: &Document, format: Format) -> ReadFeed {
    feed_rs::parser::parse(written(document, format).as_bytes()).unwrap()
}

fn read_json(document: &Document) -> Value {
    serde_json::from_str(&written(document, Format::Json)).unwrap()
}

fn child<'a>(node: Node<'a, 'a>, namespace: Option<&str>, name: &str) -> Option<Node<'a, 'a>> {
    node.children()
        .find(|child| child.tag_name().name() == name && child.tag_name().namespace() == namespace)
}

fn text_of<'a>(node: Node<'a, 'a>, namespace: Option<&str>, name: &str) -> Option<String> {
    child(node, namespace, name).map(|node| {
        node.descendants().filter(Node::is_text).filter_map(|text| text.text()).collect()
    })
}

fn items<'a>(xml: &'a Xml<'a>) -> Vec<Node<'a, 'a>> {
    xml.descendants().filter(|node| matches!(node.tag_name().name(), "item" | "entry")).collect()
}

/// The entries of a document as they are written.
fn entries_in(document: &Document, format: Format) -> String {
    let around = written(&Document { entries: Vec::new(), ..document.clone() }, format);
    let end = match format {
        Format::Rss => "</channel></rss>\n",
        _ => "</feed>\n",
    };
    let start = around.strip_suffix(end).unwrap();
    let text = written(document, format);
    text.strip_prefix(start).unwrap().strip_suffix(end).unwrap().to_owned()
}

#[test]
fn an_entry_is_written_the_same_whatever_was_written_before_it() {
    let sample = sample::document();
    let foul = sample::made_of("<a b=\"c\">&amp; \u{b}]]>\r\n");
    let bare = sample::entry(&json!({"title": "Bare"}));
    let entries: Vec<_> = sample.entries.iter().chain(&foul.entries).chain([&bare]).collect();
    let of = |entries| Document { entries, ..sample.clone() };
    for format in [Format::Rss, Format::Atom] {
        for before in &entries {
            for after in &entries {
                let alone = |entry| entries_in(&of(vec![entry]), format);
                let together = [vec![(*before).clone(); 8], vec![(*after).clone(); 8]].concat();
                let expected =
                    alone((*before).clone()).repeat(8) + &alone((*after).clone()).repeat(8);
                assert_eq!(entries_in(&of(together), format), expected);
            }
        }
    }
}

/// Every document of a kind that could be served, by the name it would have.
fn everything(document: &Document) -> Vec<(&'static str, Vec<u8>)> {
    let list = sample::list();
    vec![
        ("x.rss", render::write(document, Format::Rss).unwrap()),
        ("x.atom", render::write(document, Format::Atom).unwrap()),
        ("x.json", render::write(document, Format::Json).unwrap()),
        ("x.opml", opml::write(&list).unwrap()),
        ("index.html", pages::index(&list).unwrap()),
        ("feed.html", pages::feed(document).unwrap()),
        (
            "404.html",
            pages::error(404, &document.head.site_title, &document.head.base_url).unwrap(),
        ),
        ("excerpts.json", excerpts::json(document).unwrap()),
        ("excerpts.html", excerpts::html(document).unwrap()),
    ]
}

#[test]
fn the_sample_is_left_for_judges_outside() {
    let Some(folder) = std::env::var_os("NEWSWIRE_TEST_OUT") else {
        println!("NEWSWIRE_TEST_OUT is not set: the sample documents are not left anywhere");
        return;
    };
    std::fs::create_dir_all(&folder).unwrap();
    for (name, bytes) in everything(&sample::document()) {
        std::fs::write(Path::new(&folder).join(name), bytes).unwrap();
    }
}

#[test]
fn the_same_document_gives_the_same_bytes() {
    assert_eq!(everything(&sample::document()), everything(&sample::document()));
}

#[test]
fn what_is_written_is_as_approved() {
    let foul = "a<b>&amp;\u{0}\u{b}\u{fffe}\r\n]]>\"'é😀";
    let mut document = sample::made_of(foul);
    document.entries.truncate(2);
    insta::assert_snapshot!("foul_rss", written(&document, Format::Rss));
    insta::assert_snapshot!("foul_atom", written(&document, Format::Atom));
    insta::assert_snapshot!("foul_json", written(&document, Format::Json));
    let mut document = sample::document();
    document.entries.truncate(1);
    insta::assert_snapshot!("entry_rss", written(&document, Format::Rss));
    insta::assert_snapshot!("entry_atom", written(&document, Format::Atom));
    insta::assert_snapshot!("entry_json", written(&document, Format::Json));
    insta::assert_snapshot!(
        "entry_excerpts",
        String::from_utf8(excerpts::html(&document).unwrap()).unwrap()
    );
}

#[test]
fn an_earlier_systems_id_is_carried_verbatim_and_atom_has_an_iri_for_it() {
    for (id, iri) in [
        ("5ddc9063c35e7700383b27e0", "tag:harbourpost.example,2020-01-02:5ddc9063c35e7700383b27e0"),
        ("post 1 <a&b>", "tag:harbourpost.example,2020-01-02:post%201%20%3Ca%26b%3E"),
    ] {
        let mut document = sample::document();
        document.entries = vec![sample::entry(&json!({"guid": {"id": id, "iri": iri}}))];
        document.withdrawn.truncate(1);
        document.withdrawn[0].guid = document.entries[0].article.guid.clone();
        let rss = written(&document, Format::Rss);
        let rss = Xml::parse(&rss).unwrap();
        assert_eq!(text_of(items(&rss)[0], None, "guid").as_deref(), Some(id));
        let json = read_json(&document);
        assert_eq!(json["items"][0]["id"], id);
        assert_eq!(json["_newswire"]["withdrawn"][0]["id"], id);
        let atom = written(&document, Format::Atom);
        let atom = Xml::parse(&atom).unwrap();
        assert_eq!(text_of(items(&atom)[0], Some(ATOM), "id").as_deref(), Some(iri));
        let gone = atom.descendants().find(|node| node.tag_name().name() == "deleted-entry");
        assert_eq!(gone.unwrap().attribute("ref"), Some(iri));
    }
}

#[test]
fn a_reader_understands_all_formats_alike() {
    let document = sample::document();
    for format in Format::ALL {
        let feed = read(&document, format);
        assert_eq!(feed.title.unwrap().content, document.head.title);
        assert_eq!(feed.entries.len(), 12);
        for (entry, ours) in feed.entries.iter().zip(&document.entries) {
            assert_eq!(entry.id, ours.article.guid.as_str());
            assert_eq!(entry.title.as_ref().unwrap().content, ours.title.as_str(), "{format:?}");
            assert_eq!(entry.published, Some(ours.article.published));
            assert_eq!(entry.links.first().unwrap().href, ours.article.url);
            let names: Vec<&str> =
                entry.authors.iter().filter_map(|author| author.name.as_deref()).collect();
            let ours_names: Vec<&str> =
                ours.article.authors.iter().map(|author| author.name.as_str()).collect();
            if !ours_names.is_empty() {
                assert_eq!(names, ours_names, "{format:?}");
            }
        }
        let ferry = &feed.entries[0];
        assert_eq!(
            content(ferry),
            Some(document.entries[0].article.content.as_str()),
            "{format:?}"
        );
        let terms: Vec<&str> =
            ferry.categories.iter().map(|category| category.term.as_str()).collect();
        assert_eq!(terms, ["Harbour", "City Hall & Co.", "ferries"], "{format:?}");
    }
}

fn content(entry: &ReadEntry) -> Option<&str> {
    entry.content.as_ref().and_then(|content| content.body.as_deref())
}

#[test]
fn a_full_feed_has_the_excerpt_and_the_whole_and_an_excerpt_feed_the_excerpt_alone() {
    let mut document = sample::document();
    let text = written(&document, Format::Rss);
    let xml = Xml::parse(&text).unwrap();
    let ferry = items(&xml)[0];
    assert_eq!(
        text_of(ferry, None, "description").unwrap(),
        "The winter timetable drops the 06:10 &amp; keeps the rest."
    );
    assert_eq!(
        text_of(ferry, Some(CONTENT), "encoded").unwrap(),
        document.entries[0].article.content.as_str()
    );
    for entry in &mut document.entries {
        entry.content = Content::Excerpt;
    }
    for format in Format::ALL {
        let text = written(&document, format);
        assert!(text.contains("drops the 06:10"));
        for secret in [
            "More of it",
            "Not to be given away",
            "buoy yard",
            "content:encoded>",
            "content_html\":\"<p>The",
        ] {
            assert!(!text.contains(secret), "{format:?} gives away {secret}");
        }
    }
}

#[test]
fn nothing_is_said_twice() {
    let document = sample::document();
    // The note's excerpt is its whole text.
    let text = written(&document, Format::Rss);
    let xml = Xml::parse(&text).unwrap();
    let note = items(&xml)[5];
    assert_eq!(
        text_of(note, None, "description").unwrap(),
        document.entries[5].article.content.as_str()
    );
    assert!(child(note, Some(CONTENT), "encoded").is_none());
    let atom = read(&document, Format::Atom);
    assert!(atom.entries[5].summary.is_none() && content(&atom.entries[5]).is_some());
    let json = read_json(&document);
    assert!(json["items"][5]["summary"].is_null() && json["items"][5]["content_html"].is_string());
    // Text without HTML is content, not a summary of nothing.
    assert!(
        json["items"][11]["summary"].is_null() && json["items"][11]["content_text"].is_string()
    );
}

#[test]
fn an_article_without_text_is_still_an_entry() {
    let document = sample::document();
    let json = read_json(&document);
    assert_eq!(
        json["items"][6]["content_html"],
        "<p><img src=\"https://www.harbourpost.example/media/fog.png\" alt=\"\"></p><p><a href=\"https://www.harbourpost.example/pictures/fog\">Fog</a></p>"
    );
    for (index, format) in [(6, Format::Atom), (7, Format::Atom)] {
        assert!(content(&read(&document, format).entries[index]).is_some());
    }
    let rss = written(&document, Format::Rss);
    let xml = Xml::parse(&rss).unwrap();
    assert!(
        items(&xml).iter().all(|item| !text_of(*item, None, "description").unwrap().is_empty())
    );
}

#[test]
fn an_rss_item_keeps_to_the_profile() {
    let document = sample::document();
    let text = written(&document, Format::Rss);
    let xml = Xml::parse(&text).unwrap();
    for item in items(&xml) {
        assert_eq!(child(item, None, "guid").unwrap().attribute("isPermaLink"), Some("false"));
        assert!(item.children().filter(|node| node.has_tag_name("enclosure")).count() <= 1);
    }
    let ferry = items(&xml)[0];
    assert_eq!(text_of(ferry, None, "pubDate").unwrap(), "Sun, 22 Nov 2026 09:00:00 GMT");
    assert_eq!(text_of(ferry, Some(ATOM), "updated").unwrap(), "2026-11-22T17:30:00Z");
    let picture = child(ferry, Some(MEDIA), "content").unwrap();
    assert_eq!(picture.attribute("width"), Some("1200"));
    assert_eq!(picture.attribute("type"), Some("image/webp"));
    assert_eq!(
        text_of(picture, Some(MEDIA), "description").unwrap(),
        "A ferry, \"Storm Petrel\", leaving port"
    );
    assert_eq!(
        child(ferry, Some(MEDIA), "thumbnail").unwrap().attribute("url"),
        Some("https://www.harbourpost.example/media/ferry.webp?w=1200&h=800")
    );
    let podcast = items(&xml)[3];
    let enclosure = child(podcast, None, "enclosure").unwrap();
    assert_eq!(enclosure.attribute("length"), Some("23456789"));
    let others: Vec<_> = podcast
        .children()
        .filter(|node| node.has_tag_name((MEDIA, "content")))
        .map(|node| node.attribute("type"))
        .collect();
    assert_eq!(others, [Some("audio/ogg"), Some("application/pdf")]);
}

#[test]
fn a_channel_tells_its_tempo_its_address_and_its_hub() {
    for (seconds, ttl, period, frequency) in [
        (900, "15", "hourly", "4"),
        (0, "1", "hourly", "60"),
        (7 * 3600, "420", "daily", "3"),
        (400 * 86400, "576000", "yearly", "1"),
    ] {
        let mut document = sample::document();
        document.head.max_age = std::time::Duration::from_secs(seconds);
        let text = written(&document, Format::Rss);
        let xml = Xml::parse(&text).unwrap();
        let channel = xml.descendants().find(|node| node.has_tag_name("channel")).unwrap();
        let sy = Some("http://purl.org/rss/1.0/modules/syndication/");
        assert_eq!(text_of(channel, None, "ttl").unwrap(), ttl);
        assert_eq!(text_of(channel, sy, "updatePeriod").unwrap(), period);
        assert_eq!(text_of(channel, sy, "updateFrequency").unwrap(), frequency);
        let links: Vec<_> = channel
            .children()
            .filter(|node| node.has_tag_name((ATOM, "link")))
            .map(|link| (link.attribute("rel"), link.attribute("href")))
            .collect();
        assert_eq!(
            links,
            [
                (Some("self"), Some("https://feeds.harbourpost.example/feeds/harbour.rss")),
                (Some("hub"), Some("https://feeds.harbourpost.example/hub"))
            ]
        );
        let last_metadata = channel.children().position(|node| node.has_tag_name("item")).unwrap();
        assert!(channel.children().skip(last_metadata).all(|node| node.has_tag_name("item")));
    }
}

#[test]
fn withdrawals_are_announced() {
    let document = sample::document();
    let text = written(&document, Format::Atom);
    let xml = Xml::parse(&text).unwrap();
    let tombstones: Vec<_> = xml
        .descendants()
        .filter(|node| {
            node.has_tag_name(("http://purl.org/atompub/tombstones/1.0", "deleted-entry"))
        })
        .map(|node| (node.attribute("ref").unwrap(), node.attribute("when").unwrap()))
        .collect();
    assert_eq!(
        tombstones,
        [
            ("tag:harbourpost.example,2026-11-01:gone-1", "2026-11-20T10:00:00Z"),
            ("tag:harbourpost.example,2026-11-01:gone&2", "2026-11-10T10:00:00Z")
        ]
    );
    let json = read_json(&document);
    assert_eq!(
        json["_newswire"]["withdrawn"][0],
        json!({"id": "tag:harbourpost.example,2026-11-01:gone-1", "url": "https://www.harbourpost.example/gone-1", "date_withdrawn": "2026-11-20T10:00:00Z"})
    );
    let mut quiet = document;
    quiet.withdrawn.clear();
    assert!(read_json(&quiet)["_newswire"].is_null());
}

#[test]
fn an_archive_says_what_it_is_before_its_entries() {
    const HISTORY: &str = "http://purl.org/syndication/history/1.0";
    let mut document = sample::document();
    let stem = format!("{}/archive/2", sample::STEM);
    document.head.stem.clone_from(&stem);
    document.head.history = History {
        is_full: true,
        previous: Some(format!("{}/archive/1", sample::STEM)),
        next: Some(format!("{}/archive/3", sample::STEM)),
        current: Some(sample::STEM.to_owned()),
    };
    for format in [Format::Rss, Format::Atom] {
        let text = written(&document, format);
        let xml = Xml::parse(&text).unwrap();
        let mark = xml.descendants().find(|node| node.has_tag_name((HISTORY, "archive"))).unwrap();
        assert!(items(&xml).iter().all(|entry| mark.range().end <= entry.range().start));
        let links: Vec<(&str, &str)> = mark
            .parent()
            .unwrap()
            .children()
            .filter(|node| node.has_tag_name((ATOM, "link")))
            .filter_map(|link| Some((link.attribute("rel")?, link.attribute("href")?)))
            .collect();
        for (rel, to) in [
            ("self", stem.as_str()),
            ("current", sample::STEM),
            ("prev-archive", document.head.history.previous.as_deref().unwrap()),
            ("next-archive", document.head.history.next.as_deref().unwrap()),
        ] {
            let to = format!("{to}.{}", format.extension());
            assert_eq!(
                links.iter().filter(|link| **link == (rel, to.as_str())).count(),
                1,
                "{rel}"
            );
        }
        assert_eq!(read(&document, format).entries.len(), document.entries.len());
    }
    let json = read_json(&document);
    assert_eq!(json["next_url"], format!("{}/archive/1.json", sample::STEM));
    assert_eq!(json["feed_url"], format!("{stem}.json"));
    for format in Format::ALL {
        let found = check::check(written(&document, format).as_bytes());
        assert!(!found.iter().any(|finding| finding.rule.starts_with("history")), "{found:?}");
    }
    // A document of a feed without a history declares nothing of it.
    let text = written(&sample::document(), Format::Rss);
    assert!(!text.contains(HISTORY) && !text.contains("archive"));
}

#[test]
fn a_language_is_told_where_it_changes() {
    let document = sample::document();
    let text = written(&document, Format::Atom);
    let xml = Xml::parse(&text).unwrap();
    let lang = |node: Node<'_, '_>| {
        node.attribute(("http://www.w3.org/XML/1998/namespace", "lang")).map(str::to_owned)
    };
    assert_eq!(lang(xml.root_element()).as_deref(), Some("en"));
    let arabic = items(&xml)[1];
    for name in ["title", "summary", "content"] {
        assert_eq!(lang(child(arabic, Some(ATOM), name).unwrap()).as_deref(), Some("ar"));
    }
    assert_eq!(lang(child(items(&xml)[0], Some(ATOM), "title").unwrap()), None);
    let json = read_json(&document);
    assert_eq!(json["items"][10]["language"], "zh-Hans");
    assert!(json["items"][0]["language"].is_null());
}

#[test]
fn json_feed_says_all_it_has_a_word_for() {
    let document = sample::document();
    let json = read_json(&document);
    assert_eq!(
        json["hubs"],
        json!([{"type": "WebSub", "url": "https://feeds.harbourpost.example/hub"}])
    );
    assert_eq!(json["feed_url"], "https://feeds.harbourpost.example/feeds/harbour.json");
    let ferry = &json["items"][0];
    assert_eq!(ferry["date_modified"], "2026-11-22T17:30:00Z");
    assert_eq!(ferry["banner_image"], "https://www.harbourpost.example/media/ferry-wide.jpg");
    assert_eq!(ferry["authors"][0]["avatar"], "https://www.harbourpost.example/people/mai-lin.png");
    assert_eq!(ferry["tags"], json!(["Harbour", "City Hall & Co.", "ferries"]));
    assert_eq!(json["items"][4]["external_url"], "https://tides.example/how?x=1&y=2");
    let files = json["items"][3]["attachments"].as_array().unwrap();
    assert_eq!(files.len(), 3);
    assert_eq!(files[0]["duration_in_seconds"], 1845);
    assert!(files[1]["size_in_bytes"].is_null());
}

#[test]
fn an_opml_list_nests_feeds_in_their_groups() {
    let text = String::from_utf8(opml::write(&sample::list()).unwrap()).unwrap();
    let xml = Xml::parse(&text).unwrap();
    let body = xml.descendants().find(|node| node.has_tag_name("body")).unwrap();
    let top: Vec<_> = body
        .children()
        .filter(Node::is_element)
        .map(|node| node.attribute("text").unwrap())
        .collect();
    assert_eq!(
        top,
        [
            "All articles – The Harbour Post",
            "Selections",
            "Categories",
            "Languages",
            "Authors",
            "Tags"
        ]
    );
    let feeds: Vec<_> =
        xml.descendants().filter(|node| node.attribute("type") == Some("rss")).collect();
    assert_eq!(feeds.len(), 28);
    assert_eq!(
        feeds[1].attribute("xmlUrl"),
        Some("https://feeds.harbourpost.example/feeds/briefing.rss")
    );
    assert!(text.contains("<dateModified>Sun, 22 Nov 2026 17:30:00 GMT</dateModified>"));
    let mut none = sample::list();
    none.feeds.clear();
    let text = String::from_utf8(opml::write(&none).unwrap()).unwrap();
    assert!(Xml::parse(&text).unwrap().descendants().any(|node| node.has_tag_name("outline")));
}

fn page(bytes: &[u8]) -> Html {
    Html::parse_document(std::str::from_utf8(bytes).unwrap())
}

fn found<'a>(page: &'a Html, selector: &str) -> Vec<scraper::ElementRef<'a>> {
    page.select(&Selector::parse(selector).unwrap()).collect()
}

#[test]
fn the_page_of_all_feeds_shows_every_address_and_offers_all_first() {
    let page = page(&pages::index(&sample::list()).unwrap());
    let offered: Vec<_> = found(&page, "link[rel=alternate]")
        .iter()
        .map(|link| {
            (link.attr("type").unwrap(), link.attr("href").unwrap().rsplit('/').next().unwrap())
        })
        .collect();
    assert_eq!(
        offered[..4],
        [
            ("application/rss+xml", "all.rss"),
            ("application/atom+xml", "all.atom"),
            ("application/feed+json", "all.json"),
            ("application/rss+xml", "briefing.rss"),
        ]
    );
    let all_feeds = sample::list().feeds.len();
    assert_eq!(found(&page, "dd a, .kinds a").len(), all_feeds * 3);
    let spelt_out: Vec<String> =
        found(&page, "code").iter().map(|code| code.text().collect()).collect();
    assert!(
        spelt_out.iter().filter(|address| address.contains("/all.")).count() == 3
            && ["briefing", "city-hall", "harbour"].iter().all(|feed| {
                spelt_out.iter().any(|address| address.ends_with(&format!("/{feed}.rss")))
            }),
        "{spelt_out:?}"
    );
    let arabic = found(&page, ".name [dir=rtl]");
    assert_eq!(arabic[0].text().collect::<String>(), "العربية");
    assert_eq!(
        found(&page, "main h2").len(),
        found(&page, "nav a").len() + 1,
        "the way to every group"
    );
}

#[test]
fn hundreds_of_tags_are_folded_and_hundreds_of_categories_stay_in_sight() {
    let mut list = sample::list();
    let model = list.feeds.clone();
    for (group, kind) in [(Group::Tag, "tag/"), (Group::Category, "")] {
        let one = model.iter().find(|feed| feed.group == group).unwrap();
        list.feeds.extend((0..200).map(|n| ListedFeed {
            label: format!("more {n}"),
            stem: format!("https://feeds.harbourpost.example/feeds/{kind}more-{n}"),
            ..one.clone()
        }));
    }
    let page = page(&pages::index(&list).unwrap());
    assert_eq!(found(&page, "#main > section").len(), 6);
    let folded = found(&page, "details.fold li");
    assert_eq!(folded.len(), 221, "the tags, and nothing but the tags");
    assert_eq!(found(&page, ".names .kinds a[href$='/more-199.rss']").len(), 2);
}

#[test]
fn the_pages_load_nothing() {
    let document = sample::document();
    for (name, bytes) in everything(&document) {
        if !name.ends_with(".html") || name == "excerpts.html" {
            continue;
        }
        let page = page(&bytes);
        assert!(
            found(&page, "script, img, iframe, object, embed, link[rel=stylesheet]").is_empty(),
            "{name}"
        );
        for icon in found(&page, "link[rel=icon]") {
            assert!(icon.attr("href").unwrap().starts_with("data:"), "{name}");
        }
    }
}

#[test]
fn the_page_of_a_feed_shows_each_entry_in_its_language() {
    let document = sample::document();
    let page = page(&pages::feed(&document).unwrap());
    let entries = found(&page, "article");
    assert_eq!(entries.len(), 12);
    assert_eq!((entries[1].attr("lang"), entries[1].attr("dir")), (Some("ar"), Some("rtl")));
    assert_eq!((entries[0].attr("lang"), entries[0].attr("dir")), (Some("en"), Some("ltr")));
    assert_eq!(
        found(&page, "article h3")[0].text().collect::<String>(),
        document.entries[0].title.as_str()
    );
    assert_eq!(found(&page, "article time")[0].attr("datetime"), Some("2026-11-22T09:00:00Z"));
    let codes: Vec<String> =
        found(&page, "code").iter().map(|code| code.text().collect()).collect();
    assert_eq!(
        codes,
        [
            format!("{}.rss", sample::STEM),
            format!("{}.atom", sample::STEM),
            format!("{}.json", sample::STEM)
        ]
    );
    assert_eq!(found(&page, "footer a[href*='/excerpts/']").len(), 2);
}

#[test]
fn every_status_has_a_page_that_leads_on() {
    for status in [400, 404, 405, 410, 429, 500, 503] {
        let page = page(&pages::error(status, "A & B", "https://feeds.example").unwrap());
        assert_eq!(found(&page, "main a")[0].attr("href"), Some("https://feeds.example/"));
        assert!(!found(&page, "h1")[0].text().collect::<String>().is_empty());
    }
}

#[test]
fn an_excerpt_can_be_embedded_and_names_its_source() {
    let document = sample::document();
    let fragment = page(&excerpts::html(&document).unwrap());
    let cards = found(&fragment, "article.newswire-excerpt");
    assert_eq!(cards.len(), 12);
    assert_eq!(found(&fragment, "a.newswire-excerpt-source").len(), 12);
    assert_eq!(
        found(&fragment, "a.newswire-excerpt-link[rel~=canonical]")[0].attr("href"),
        Some(document.entries[0].article.url.as_str())
    );
    assert!(found(&fragment, "style, script, [style], [onclick]").is_empty());
    // A page without styles for it shows a picture of modest size.
    for picture in found(&fragment, "img") {
        assert!(picture.attr("width").unwrap().parse::<u32>().unwrap() <= 320);
    }
    let json: Value = serde_json::from_slice(&excerpts::json(&document).unwrap()).unwrap();
    assert_eq!(json["items"][0]["image"]["alt"], "A ferry, \"Storm Petrel\", leaving port");
    assert_eq!(
        json["items"][0]["source"],
        json!({"name": "The Harbour Post", "url": "https://www.harbourpost.example/"})
    );
    assert_eq!(
        json["items"][0]["excerpt"],
        "The winter timetable drops the 06:10 & keeps the rest."
    );
}

#[test]
fn a_feed_without_entries_is_a_document() {
    let mut document = sample::document();
    document.entries.clear();
    document.withdrawn.clear();
    for format in Format::ALL {
        assert_eq!(read(&document, format).entries.len(), 0);
    }
    assert!(
        String::from_utf8(pages::feed(&document).unwrap())
            .unwrap()
            .contains("Nothing has been published")
    );
}

#[test]
fn two_articles_of_one_second_keep_their_dates() {
    let mut document = sample::document();
    document.entries.retain(|entry| entry.article.modified.is_none());
    let twin = document.entries[0].clone();
    document.entries.insert(0, twin);
    let feed = read(&document, Format::Atom);
    assert_eq!(feed.entries[0].updated, Some(at("2026-11-21T08:00:00Z")));
    assert_eq!(feed.entries[0].updated, feed.entries[1].updated);
}

fn element_names(page: &Html) -> BTreeSet<String> {
    found(page, "*").iter().map(|element| element.value().name().to_owned()).collect()
}

/// Strings that have broken feeds: markup, references, XML's forbidden, and anything at all.
fn foul() -> impl Strategy<Value = String> {
    let pieces = prop_oneof![
        Just("<script>alert(1)</script>".to_owned()),
        Just("]]>".to_owned()),
        Just("<![CDATA[".to_owned()),
        Just("&nbsp;&#0;&".to_owned()),
        Just("\" onload='x' \"".to_owned()),
        Just("\u{0}\u{b}\u{1b}\u{fffe}\u{ffff}\u{85}\r\n\t".to_owned()),
        Just("--><?xml ?>{{x}}".to_owned()),
        Just("https://a.example/?a=1&b=[2]".to_owned()),
        Just("en".to_owned()),
        any::<String>(),
    ];
    proptest::collection::vec(pieces, 0..5).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    #[test]
    fn whatever_the_strings_every_document_is_well_formed(foul in foul()) {
        let document = sample::made_of(&foul);
        for format in [Format::Rss, Format::Atom] {
            let text = written(&document, format);
            let xml = Xml::parse(&text);
            prop_assert!(xml.is_ok(), "{:?}: {:?}\n{}", format, xml, text);
            prop_assert_eq!(items(&xml.unwrap()).len(), 2);
            prop_assert_eq!(read(&document, format).entries.len(), 2);
        }
        let json = read_json(&document);
        prop_assert_eq!(json["items"].as_array().unwrap().len(), 2);
        for item in json["items"].as_array().unwrap() {
            prop_assert!(item["content_html"].is_string() || item["content_text"].is_string());
        }
        let mut list = sample::list();
        list.title.clone_from(&foul);
        list.description.clone_from(&foul);
        list.owner = document.head.author.clone();
        for feed in &mut list.feeds {
            feed.title.clone_from(&foul);
            feed.label.clone_from(&foul);
            feed.description.clone_from(&foul);
            feed.language = Some(foul.clone());
            feed.stem.push_str(&foul);
        }
        let text = String::from_utf8(opml::write(&list).unwrap()).unwrap();
        prop_assert!(Xml::parse(&text).is_ok(), "{}", text);
        // No string becomes an element of a page.
        let calm = element_names(&page(&pages::index(&sample::list()).unwrap()));
        prop_assert!(element_names(&page(&pages::index(&list).unwrap())).is_subset(&calm));
        let calm = element_names(&page(&pages::feed(&sample::document()).unwrap()));
        prop_assert!(element_names(&page(&pages::feed(&document).unwrap())).is_subset(&calm));
        let calm = element_names(&page(&excerpts::html(&sample::document()).unwrap()));
        prop_assert!(element_names(&page(&excerpts::html(&document).unwrap())).is_subset(&calm));
    }
}
