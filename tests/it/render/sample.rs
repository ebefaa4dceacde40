//! A document with everything in it that a newspaper sends, and one made of foul strings.

use std::sync::Arc;
use std::time::Duration;

use newswire::article::Article;
use newswire::document::{Content, Document, Entry, Group, Head, History, Publisher, Withdrawal};
use newswire::render::{FeedList, ListedFeed};
use serde_json::{Value, json};

use crate::support::at;

/// The address the sample's documents are served at, without its ending.
pub const STEM: &str = "https://feeds.harbourpost.example/feeds/harbour";

/// An article as a store keeps it, so that what intake would clean stays as foul as it is. What
/// `fields` leaves out is empty.
pub fn article(fields: &Value) -> Article {
    let mut record = json!({
        "id": "x", "guid": "tag:harbourpost.example,2026-11-01:x", "url": "https://www.harbourpost.example/x",
        "title": null, "content": "", "lead": {"text": "", "goes_on": false},
        "published": "2026-11-01T08:00:00Z", "modified": null, "authors": [], "categories": [], "tags": [],
        "language": null, "image": null, "banner_image": null, "external_url": null, "attachments": [],
        "status": "published", "expires": null
    });
    for (name, value) in fields.as_object().unwrap() {
        record[name] = value.clone();
    }
    serde_json::from_value(record).unwrap()
}

/// An entry whose excerpt is the whole lead.
pub fn entry(fields: &Value) -> Entry {
    let article = article(fields);
    Entry {
        title: article.headline(),
        excerpt: article.lead.text.clone(),
        content: Content::Full,
        language: article.language.as_deref().unwrap_or("en").into(),
        article: Arc::new(article),
    }
}

/// The head of the sample.
pub fn head() -> Head {
    Head {
        id: "tag:harbourpost.example,2000:newswire/feeds/harbour".to_owned(),
        title: "Harbour & Sea – The Harbour Post".to_owned(),
        site_title: "The Harbour Post".to_owned(),
        description: "Ships, tides and the people who wait for both.".to_owned(),
        home_url: "https://www.harbourpost.example/".to_owned(),
        stem: STEM.to_owned(),
        base_url: "https://feeds.harbourpost.example".to_owned(),
        timezone: "Europe/Dublin".parse().unwrap(),
        language: "en".to_owned(),
        updated: at("2026-11-22T17:30:00Z"),
        copyright: Some("© 2026 The Harbour Post".to_owned()),
        icon: Some("https://www.harbourpost.example/media/icon-512.png".to_owned()),
        logo: Some("https://www.harbourpost.example/media/logo-wide.png".to_owned()),
        author: Publisher {
            name: "The Harbour Post".to_owned(),
            url: Some("https://www.harbourpost.example/newsroom".to_owned()),
            email: Some("newsroom@harbourpost.example".to_owned()),
        },
        max_age: Duration::from_mins(15),
        hubs: Vec::new(),
        history: History::default(),
        has_moved: false,
    }
}

/// Twelve entries: many scripts, pictures, a podcast, no title, no text, an edit, a link post, a
/// note that is all excerpt; two withdrawals; a hub.
pub fn document() -> Document {
    let mut entries = vec![
        entry(&json!({
            "id": "ferry", "guid": "tag:harbourpost.example,2026-11-22:ferry",
            "url": "https://www.harbourpost.example/2026/11/ferry-timetable?from=feed&utm=%C3%A9",
            "title": "AT&T's mast & the \"winter\" ferry: 3 < 4 crossings",
            "content": "<p>The winter timetable drops the 06:10 &amp; keeps the rest.</p>\n<p>More of it &lt;here&gt;, with ]]&gt; in it, a <a href=\"https://www.harbourpost.example/map?a=1&amp;b=2\">map</a> and <img src=\"https://www.harbourpost.example/media/quay.jpg\" alt=\"The quay, empty\">.</p>",
            "lead": {"text": "The winter timetable drops the 06:10 & keeps the rest.", "goes_on": true},
            "published": "2026-11-22T09:00:00Z", "modified": "2026-11-22T17:30:00Z",
            "authors": [
                {"name": "Mai Lin", "slug": "mai-lin", "url": "https://www.harbourpost.example/people/mai-lin", "avatar": "https://www.harbourpost.example/people/mai-lin.png"},
                {"name": "Ruairí O'Shea", "slug": "ruairí-oshea", "url": null, "avatar": null}
            ],
            "categories": [{"slug": "harbour", "name": "Harbour"}, {"slug": "city-hall", "name": "City Hall & Co."}],
            "tags": [{"slug": "ferries", "name": "ferries"}, {"slug": "harbour", "name": "Harbour"}],
            "image": {"url": "https://www.harbourpost.example/media/ferry.webp?w=1200&h=800", "alt": "A ferry, \"Storm Petrel\", leaving port", "width": 1200, "height": 800},
            "banner_image": "https://www.harbourpost.example/media/ferry-wide.jpg"
        })),
        entry(&json!({
            "id": "ar", "guid": "tag:harbourpost.example,2026-11-21:ar", "url": "https://www.harbourpost.example/ar/maktaba",
            "title": "مكتبة البحّارة تفتح أبوابها من جديد", "language": "ar",
            "content": "<p>بعد عامين من الترميم، عادت مكتبة البحّارة إلى القرّاء في المرفأ القديم.</p><p>وتضم المكتبة خرائط من القرن الثامن عشر.</p>",
            "lead": {"text": "بعد عامين من الترميم، عادت مكتبة البحّارة إلى القرّاء في المرفأ القديم.", "goes_on": true},
            "published": "2026-11-21T08:00:00Z",
            "authors": [{"name": "ليلى حدّاد", "slug": "ليلى-حدّاد", "url": null, "avatar": null}],
            "image": {"url": "https://www.harbourpost.example/media/library.jpg", "alt": "رفوف من الكتب", "width": 900, "height": 600}
        })),
        entry(&json!({
            "id": "ja", "guid": "tag:harbourpost.example,2026-11-20:ja", "url": "https://www.harbourpost.example/ja/neko",
            "title": "堤防の猫、今年も帰る", "language": "ja",
            "content": "<p>灯台の猫が、今年も堤防に戻ってきた。漁師たちは朝いちばんの魚を残しておく。</p><p>名前はまだない。</p>",
            "lead": {"text": "灯台の猫が、今年も堤防に戻ってきた。漁師たちは朝いちばんの魚を残しておく。", "goes_on": true},
            "published": "2026-11-20T07:30:00Z"
        })),
        entry(&json!({
            "id": "podcast", "guid": "tag:harbourpost.example,2026-11-19:podcast", "url": "https://www.harbourpost.example/tide-and-time/12",
            "title": "Tide & Time 12: the bell buoy",
            "content": "<p>How a bell without a ringer keeps time.</p><p>With a visit to the buoy yard.</p>",
            "lead": {"text": "How a bell without a ringer keeps time.", "goes_on": true},
            "published": "2026-11-19T06:00:00Z",
            "attachments": [
                {"url": "https://media.harbourpost.example/tide/12.mp3", "mime_type": "audio/mpeg", "title": "Tide & Time 12", "size_in_bytes": 23_456_789, "duration_in_seconds": 1845},
                {"url": "https://media.harbourpost.example/tide/12.opus", "mime_type": "audio/ogg; codecs=opus", "title": "Tide & Time 12", "size_in_bytes": null, "duration_in_seconds": 1845},
                {"url": "https://media.harbourpost.example/tide/12.pdf", "mime_type": "application/pdf", "title": null, "size_in_bytes": 40_000, "duration_in_seconds": null}
            ]
        })),
        entry(&json!({
            "id": "link", "guid": "urn:uuid:3f2504e0-4f89-41d3-9a0c-0305e82c3301", "url": "https://www.harbourpost.example/links/tides",
            "title": "The tide tables, explained", "external_url": "https://tides.example/how?x=1&y=2",
            "content": "<p>A patient page about springs and neaps.</p><p>We read it twice.</p>",
            "lead": {"text": "A patient page about springs and neaps.", "goes_on": true},
            "published": "2026-11-18T12:00:00Z"
        })),
        entry(&json!({
            "id": "note", "guid": "https://old.harbourpost.example/?p=4711", "url": "https://www.harbourpost.example/notes/7",
            "content": "<p>Seal in the lock again. Do not feed it.</p>",
            "lead": {"text": "Seal in the lock again. Do not feed it.", "goes_on": false},
            "published": "2026-11-17T15:45:00Z"
        })),
        entry(&json!({
            "id": "picture", "guid": "tag:harbourpost.example,2026-11-16:picture", "url": "https://www.harbourpost.example/pictures/fog",
            "title": "Fog", "published": "2026-11-16T08:00:00Z",
            "image": {"url": "https://www.harbourpost.example/media/fog.png", "alt": null, "width": null, "height": null}
        })),
        entry(&json!({
            "id": "title-only", "guid": "tag:harbourpost.example,2026-11-15:title-only", "url": "https://www.harbourpost.example/flash/1",
            "title": "Swing bridge stuck; use the old one", "published": "2026-11-15T08:00:00Z"
        })),
        entry(&json!({
            "id": "he", "guid": "tag:harbourpost.example,2026-11-14:he", "url": "https://www.harbourpost.example/he/shaon",
            "title": "שעון הגאות מתקתק שוב", "language": "he",
            "content": "<p>אחרי שנה של שתיקה, שעון הגאות חזר לפעול.</p><p>התיקון עלה פחות מן הצפוי.</p>",
            "lead": {"text": "אחרי שנה של שתיקה, שעון הגאות חזר לפעול.", "goes_on": true},
            "published": "2026-11-14T10:00:00Z",
            "authors": [{"name": "נועה ברק", "slug": "נועה-ברק", "url": null, "avatar": null}]
        })),
        entry(&json!({
            "id": "th", "guid": "tag:harbourpost.example,2026-11-13:th", "url": "https://www.harbourpost.example/th/talat",
            "title": "ตลาดน้ำยามเช้า", "language": "th",
            "content": "<p>พ่อค้าแม่ค้าเริ่มพายเรือตั้งแต่ก่อนฟ้าสาง</p><p>ปลาสดหมดก่อนแปดโมง</p>",
            "lead": {"text": "พ่อค้าแม่ค้าเริ่มพายเรือตั้งแต่ก่อนฟ้าสาง", "goes_on": true},
            "published": "2026-11-13T05:00:00Z"
        })),
        entry(&json!({
            "id": "zh", "guid": "tag:harbourpost.example,2026-11-12:zh", "url": "https://www.harbourpost.example/zh/jiaozi",
            "title": "码头上的饺子夜 🥟", "language": "zh-Hans",
            "content": "<p>码头工人食堂每周四包饺子，来的人不分国籍。</p><p>醋不够。</p>",
            "lead": {"text": "码头工人食堂每周四包饺子，来的人不分国籍。", "goes_on": true},
            "published": "2026-11-12T18:00:00Z"
        })),
        entry(&json!({
            "id": "excerpt", "guid": "tag:harbourpost.example,2026-11-11:excerpt", "url": "https://www.harbourpost.example/long/night",
            "title": "A night on the pilot boat",
            "content": "<p>Not to be given away whole.</p>",
            "lead": {"text": "The pilot boat leaves at four, when the harbour is still a rumour…", "goes_on": true},
            "published": "2026-11-11T04:00:00Z"
        })),
    ];
    entries.last_mut().unwrap().content = Content::Excerpt;
    let withdrawn = [("2026-11-20T10:00:00Z", "gone-1"), ("2026-11-10T10:00:00Z", "gone&2")];
    Document {
        head: Head { hubs: vec!["https://feeds.harbourpost.example/hub".to_owned()], ..head() },
        entries,
        withdrawn: withdrawn
            .into_iter()
            .map(|(when, id)| Withdrawal {
                guid: format!("tag:harbourpost.example,2026-11-01:{id}").into(),
                url: format!("https://www.harbourpost.example/{id}"),
                at: at(when),
            })
            .collect(),
    }
}

/// A document whose every string is the given one.
pub fn made_of(foul: &str) -> Document {
    let article = json!({
        "id": foul, "guid": foul, "url": foul, "title": foul, "content": foul,
        "lead": {"text": foul, "goes_on": true}, "modified": "2026-11-02T08:00:00Z",
        "authors": [{"name": foul, "slug": foul, "url": foul, "avatar": foul}],
        "categories": [{"slug": foul, "name": foul}], "tags": [{"slug": foul, "name": foul}],
        "language": foul, "image": {"url": foul, "alt": foul, "width": 0, "height": 7},
        "banner_image": foul, "external_url": foul,
        "attachments": [
            {"url": foul, "mime_type": foul, "title": foul, "size_in_bytes": 1, "duration_in_seconds": 1},
            {"url": foul, "mime_type": foul, "title": foul, "size_in_bytes": 1, "duration_in_seconds": 1}
        ]
    });
    // The same in lawful places, so that the foul parts are reached at all.
    let mut placed = article.clone();
    placed["guid"] = json!("tag:harbourpost.example,2026-11-01:placed");
    placed["url"] = json!(format!("https://www.harbourpost.example/{foul}"));
    placed["image"]["url"] = json!(format!("https://www.harbourpost.example/{foul}.jpg?{foul}"));
    placed["attachments"][1]["url"] = json!(format!("https://www.harbourpost.example/?{foul}"));
    let entries = [article, placed].iter().map(entry).collect();
    let foul = foul.to_owned();
    Document {
        head: Head {
            id: foul.clone(),
            title: foul.clone(),
            site_title: foul.clone(),
            description: foul.clone(),
            home_url: foul.clone(),
            language: foul.clone(),
            copyright: Some(foul.clone()),
            icon: Some(foul.clone()),
            logo: Some(format!("https://www.harbourpost.example/{foul}")),
            author: Publisher {
                name: foul.clone(),
                url: Some(foul.clone()),
                email: Some(foul.clone()),
            },
            hubs: vec![foul.clone(), format!("https://www.harbourpost.example/{foul}")],
            ..head()
        },
        entries,
        withdrawn: vec![Withdrawal {
            guid: foul.clone().into(),
            url: foul,
            at: at("2026-11-20T10:00:00Z"),
        }],
    }
}

/// A list of feeds of every group.
pub fn list() -> FeedList {
    let feed = |group, label: &str, name: &str, language: Option<&str>, articles| ListedFeed {
        group,
        title: format!("{label} – The Harbour Post"),
        label: label.to_owned(),
        description: format!("Articles in {label}."),
        stem: format!("https://feeds.harbourpost.example/feeds/{name}"),
        language: language.map(str::to_owned),
        articles,
        newest: articles.map(|_| at("2026-11-22T09:00:00Z")),
    };
    let mut feeds = vec![
        feed(Group::Tag, "ferries", "tag/ferries", None, Some(1)),
        feed(Group::All, "All articles", "all", None, Some(1204)),
        feed(Group::Chosen, "Morning briefing", "briefing", None, None),
        feed(Group::Category, "City Hall & Co.", "city-hall", None, Some(12)),
        feed(Group::Category, "Harbour", "harbour", None, Some(48)),
        feed(Group::Language, "العربية", "language/ar", Some("ar"), Some(3)),
        feed(Group::Language, "Deutsch", "language/de", Some("de"), Some(2)),
        feed(Group::Author, "Mai Lin", "author/mai-lin", None, Some(31)),
    ];
    feeds.extend((1..=20).map(|n| {
        feed(Group::Tag, &format!("topic {n}"), &format!("tag/topic-{n}"), None, Some(n))
    }));
    FeedList {
        title: "The Harbour Post".to_owned(),
        description:
            "News from Portavel: the harbour, the city, and the weather that thinks it owns both."
                .to_owned(),
        home_url: "https://www.harbourpost.example/".to_owned(),
        base_url: "https://feeds.harbourpost.example".to_owned(),
        language: "en".to_owned(),
        timezone: "Europe/Dublin".parse().unwrap(),
        owner: head().author,
        updated: at("2026-11-22T17:30:00Z"),
        feeds,
    }
}
