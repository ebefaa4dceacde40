//! From a foul record to the document that is served: what is admitted is in every format, says
//! what the article says, and passes the gate; what may not be served is left out alone.

use std::sync::Arc;
use std::time::Duration;

use newswire::article::{
    Article, Body, Draft, DraftAttachment, DraftAuthor, DraftImage, DraftTerm, Guid, Markup,
    TimeZone,
};
use newswire::check::{self, Severity};
use newswire::document::{Publication, Publisher};
use newswire::feed::{Catalogue, Content, FeedName, Limits, MaxAges, Window};
use newswire::response::{Coding, Format, Inspected, Options, Resource, Responses, Variant};
use newswire::store::{SqliteStore, Store};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::render::sample;
use crate::support::{article, at, intake, put};

const NOW: &str = "2026-11-24T12:00:00Z";

/// The service over these articles.
fn service(articles: Vec<Article>, content: Content) -> Responses {
    let store: Arc<dyn Store> = Arc::new(SqliteStore::in_memory().unwrap());
    put(store.as_ref(), NOW, articles);
    let limits = Limits {
        window: Window { min_items: 100, keep: Duration::ZERO, max_items: 100 },
        excerpt_chars: 320,
        content,
        max_age: Duration::from_mins(15),
        tombstone_days: 30,
        archive_size: None,
        other_max_ages: MaxAges::default(),
    };
    let publication = Publication {
        title: "News".to_owned(),
        site_url: "https://news.example/".to_owned(),
        base_url: "https://feeds.news.example".to_owned(),
        authority: "news.example".to_owned(),
        timezone: TimeZone::UTC,
        language: "en".to_owned(),
        copyright: None,
        icon: None,
        logo: None,
        author: Publisher { name: "News".to_owned(), url: None, email: None },
    };
    let catalogue = Catalogue::new("News".to_owned(), "All of it.".to_owned(), Vec::new(), limits);
    Responses::new(store, catalogue, publication, &Options::default()).unwrap()
}

fn built(service: &Responses, format: Format) -> (Inspected, String) {
    let resource = Resource::Feed(FeedName::ALL, Variant::Document(format));
    let inspected = service.build_now(&resource, at(NOW)).unwrap().unwrap();
    let bytes = inspected.representation.coded(Coding::Identity).bytes.to_vec();
    (inspected, String::from_utf8(bytes).unwrap())
}

/// Id, title and date of publication of each entry, as strict parsers read them.
fn read_back(format: Format, text: &str) -> Vec<(String, String, i64)> {
    let instant = |date: &str| at(date).timestamp();
    if format == Format::Json {
        let json: Value = serde_json::from_str(text).unwrap();
        let member = |item: &Value, name: &str| item[name].as_str().unwrap().to_owned();
        let items = json["items"].as_array().unwrap();
        return items
            .iter()
            .map(|item| {
                let date = instant(&member(item, "date_published"));
                (member(item, "id"), member(item, "title"), date)
            })
            .collect();
    }
    let (entry, id, published) = match format {
        Format::Rss => ("item", "guid", "pubDate"),
        _ => ("entry", "id", "published"),
    };
    let xml = roxmltree::Document::parse(text).unwrap();
    let entries = xml.descendants().filter(|node| node.tag_name().name() == entry);
    entries
        .map(|node| {
            let child = |name| {
                let child = node.children().find(|child| child.tag_name().name() == name).unwrap();
                child
                    .descendants()
                    .filter_map(|text| text.is_text().then(|| text.text())?)
                    .collect()
            };
            let date: String = child(published);
            let at = chrono::DateTime::parse_from_rfc2822(&date).map(|date| date.timestamp());
            (child(id), child("title"), at.unwrap_or_else(|_| instant(&date)))
        })
        .collect()
}

/// Strings that have broken feeds, and parts of markup that clean up to something.
fn foul() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "<script>alert(1)</script>",
        "]]>",
        "<![CDATA[",
        "&nbsp;&#0;&",
        "&amp;amp;",
        "\" onload='x' \"",
        "\u{0}\u{b}\u{1b}\u{fffe}\u{ffff}\u{85}\r\n\t",
        "\u{202E}\u{2066}",
        "--><?xml ?>{{x}}",
        "<a href=\"javascript:x\">a</a>",
        "<a href=\"/b?c=1&d\">b</a>",
        "<img src=x onerror=y srcset='a.jpg 1x, //b 2x' alt='a \"b\"'>",
        "<p>word word. ",
        "</div></p>",
        "<table><td>x<svg><style>",
        "<pre><code>if a < b && c</code></pre>",
        "[caption id=\"a\"]b[/caption]",
        "https://a.example/?a=1&b=[2] x",
        "<math><mi//xlink:href=\"data:x,<script>\">",
        "<iframe src=\"https://a.example\">",
        "<p style=\"position:fixed;color:red\" class=a id=b>c",
        "<details open ontoggle=x><summary>d",
        "<b><i></b></i>",
        "\u{1F468}\u{200D}\u{1F469} ไทย 日本 e\u{301}",
        "word ",
        " ",
    ]);
    let any = prop_oneof![6 => piece.prop_map(str::to_owned), 1 => any::<String>()];
    prop::collection::vec(any, 0..7).prop_map(|pieces| pieces.concat())
}

/// A record that has what it must have, and anything in every field.
fn draft() -> impl Strategy<Value = Draft> {
    let markup =
        prop::sample::select(vec![Markup::Html, Markup::WordPress, Markup::Markdown, Markup::Text]);
    let texts = prop::collection::vec(foul(), 12);
    let times = (0_i64..1_700_000_000, prop::option::of(0_i64..1_700_000_000));
    (markup, texts, times, any::<bool>()).prop_map(|(markup, texts, times, is_sparse)| {
        let text = |index: usize| texts[index].clone();
        let date = |seconds| chrono::DateTime::from_timestamp(seconds, 0).unwrap().to_rfc3339();
        let optional = |index: usize| (!is_sparse).then(|| text(index));
        Draft {
            id: Some(format!("x{}", text(0))),
            guid: optional(1).filter(|guid| !guid.is_empty()),
            url: Some(format!("https://news.example/{}", text(2))),
            title: optional(3),
            body: Some(Body { markup, source: text(4) }),
            summary: optional(5),
            date_published: Some(date(times.0)),
            date_modified: times.1.map(date),
            authors: vec![DraftAuthor {
                name: Some(text(6)),
                url: optional(2),
                avatar: optional(7),
            }],
            categories: vec![DraftTerm::from(text(8).as_str())],
            tags: vec![DraftTerm::from(text(9).as_str()), DraftTerm::from("tag")],
            language: optional(10),
            image: optional(7).map(|url| DraftImage {
                url,
                alt: Some(text(11)),
                ..DraftImage::default()
            }),
            banner_image: optional(7),
            external_url: optional(2),
            attachments: vec![DraftAttachment {
                url: text(7),
                mime_type: optional(10),
                title: optional(11),
                ..DraftAttachment::default()
            }],
            status: None,
            expires: None,
        }
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn whatever_is_admitted_is_served_in_every_format(
        drafts in prop::collection::vec(draft(), 1..5),
        is_full in any::<bool>(),
    ) {
        let mut articles: Vec<Article> = Vec::new();
        for admitted in drafts.iter().filter_map(|draft| intake().admit(draft).ok()) {
            let is_new = |known: &Article| {
                // The store knows a guid by its text, whatever IRI stands beside it.
                known.id != admitted.article.id
                    && known.guid.as_str() != admitted.article.guid.as_str()
                    && known.url != admitted.article.url
            };
            if articles.iter().all(is_new) {
                articles.push(admitted.article);
            }
        }
        let content = if is_full { Content::Full } else { Content::Excerpt };
        let service = service(articles.clone(), content);
        // Atom's ids are IRIs; the others carry what an earlier system said, whatever it is.
        let id_in = |format, guid: &Guid| match format {
            Format::Atom => guid.as_iri().to_owned(),
            _ => guid.to_string(),
        };
        let mut titles: Vec<Vec<String>> = Vec::new();
        for format in Format::ALL {
            let (inspected, text) = built(&service, format);
            prop_assert_eq!(&inspected.left_out, &[], "{:?} of {:?}", format, drafts);
            let errors: Vec<_> = check::check(text.as_bytes())
                .into_iter()
                .filter(|finding| finding.severity == Severity::Error)
                .collect();
            prop_assert_eq!(errors, []);
            let entries = read_back(format, &text);
            let mut expected: Vec<(String, i64)> = articles
                .iter()
                .map(|article| (id_in(format, &article.guid), article.published.timestamp()))
                .collect();
            expected.sort();
            let mut read: Vec<(String, i64)> =
                entries.iter().map(|(id, _, date)| (id.clone(), *date)).collect();
            read.sort();
            prop_assert_eq!(&read, &expected, "{:?}", format);
            titles.push(entries.into_iter().map(|(_, title, _)| title).collect());
        }
        prop_assert!(titles.windows(2).all(|pair| pair[0] == pair[1]), "{:?}", titles);
        for (title, id) in titles[0].iter().zip(built(&service, Format::Rss).0.entries) {
            let article = articles.iter().find(|article| article.id == id).unwrap();
            if let Some(said) = &article.title {
                prop_assert_eq!(title, said.as_str());
            }
            prop_assert!(!title.trim().is_empty());
        }
    }
}

/// Articles as no intake would make them: an older version, or another program, may have kept them.
#[test]
fn an_entry_that_may_not_be_served_is_left_out_alone() {
    for (name, fault) in [
        ("a link that runs", json!({"content": "<p><a href=\"javascript:x\">x</a></p>"})),
        ("a script", json!({"content": "<p>x</p><script>x</script>"})),
        ("a relative picture", json!({"content": "<p><img src=\"/x.png\" alt=\"\"></p>"})),
        ("a handler", json!({"content": "<p onclick=\"x\">x</p>"})),
    ] {
        let mut fields = json!({
            "id": "bad", "guid": "tag:news.example,2026:bad", "url": "https://news.example/bad",
            "title": "Bad", "lead": {"text": "Something else.", "goes_on": true},
        });
        fields.as_object_mut().unwrap().extend(fault.as_object().unwrap().clone());
        let mut articles: Vec<Article> = (1..6)
            .map(|day| article(&format!("good-{day}"), &format!("2026-11-0{day}"), "World"))
            .collect();
        articles.insert(2, sample::article(&fields));
        let service = service(articles, Content::Full);
        for format in Format::ALL {
            let (inspected, text) = built(&service, format);
            let gone: Vec<String> =
                inspected.left_out.iter().map(|gone| gone.article.to_string()).collect();
            assert_eq!(gone, ["bad"], "{name} in {format:?}");
            assert_eq!(inspected.entries.len(), 5);
            let read = read_back(format, &text);
            assert_eq!(read.len(), 5);
            assert!(read.iter().all(|(id, ..)| !id.ends_with("bad")) && !text.contains("/bad"));
        }
    }
}
