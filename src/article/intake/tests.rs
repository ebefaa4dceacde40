//! Tests of admission.

use chrono::DateTime;
use proptest::prelude::*;
use url::Url;

use super::super::{
    Body, Draft, DraftAttachment, DraftAuthor, DraftImage, DraftTerm, Image, Markup, PlainText,
    Status,
};
use super::{Admitted, Intake, LossKind, Refusal};

fn intake() -> Intake {
    Intake {
        site_url: Url::parse("https://news.example/").unwrap(),
        timezone: "Europe/Berlin".parse().unwrap(),
    }
}

fn draft() -> Draft {
    Draft {
        id: Some("1".to_owned()),
        url: Some("/a".to_owned()),
        title: Some("Title".to_owned()),
        date_published: Some("2012-12-14T09:05:00Z".to_owned()),
        ..Draft::default()
    }
}

#[expect(clippy::unnecessary_wraps, reason = "the field of a draft is optional")]
fn html(source: &str) -> Option<Body> {
    Some(Body { markup: Markup::Html, source: source.to_owned() })
}

#[expect(clippy::unnecessary_wraps, reason = "the field of a draft is optional")]
fn text(value: &str) -> Option<String> {
    Some(value.to_owned())
}

fn admit(draft: &Draft) -> Admitted {
    intake().admit(draft).unwrap()
}

fn refused(draft: &Draft) -> Refusal {
    intake().admit(draft).unwrap_err()
}

fn values(admitted: &Admitted) -> Vec<&str> {
    let values = admitted.losses.iter().filter(|loss| loss.kind == LossKind::Value);
    values.map(|loss| loss.what.as_str()).collect()
}

#[test]
fn a_plain_record_loses_nothing() {
    let admitted = admit(&Draft {
        body: html("<p>One sentence that is text.</p>"),
        date_modified: text("2012-12-15"),
        language: text("en_gb"),
        ..draft()
    });
    assert_eq!(admitted.losses, []);
    let article = admitted.article;
    assert_eq!(article.id.as_str(), "1");
    assert_eq!(article.url, "https://news.example/a");
    assert_eq!(article.guid.as_str(), "tag:news.example,2012-12-14:1");
    assert_eq!(article.content.as_str(), "<p>One sentence that is text.</p>");
    assert_eq!(article.lead.text.as_str(), "One sentence that is text.");
    assert_eq!(article.published, DateTime::from_timestamp(1_355_475_900, 0).unwrap());
    // Midnight in Berlin.
    assert_eq!(article.modified, DateTime::from_timestamp(1_355_526_000, 0));
    assert_eq!(article.language.as_deref(), Some("en-GB"));
}

#[test]
fn an_id_is_needed_and_of_visible_characters() {
    for id in [None, text(""), text(" \t")] {
        assert_eq!(refused(&Draft { id, ..draft() }), Refusal::NoId);
    }
    let bad = refused(&Draft { id: text("a\u{0}b"), ..draft() });
    assert_eq!(bad, Refusal::BadId("a\u{FFFD}b".to_owned()));
    let long = refused(&Draft { id: text(&"x".repeat(1025)), ..draft() });
    assert_eq!(long, Refusal::TooLong { field: "id", bytes: 1025, limit: 1024 });
    assert_eq!(admit(&Draft { id: text(" a b "), ..draft() }).article.id.as_str(), "a b");
}

#[test]
fn a_url_is_needed_and_leads_to_the_web() {
    for url in [None, text(" ")] {
        assert_eq!(refused(&Draft { url, ..draft() }), Refusal::NoUrl);
    }
    for bad in
        ["javascript:alert(1)", "mailto:a@b.example", "http://", "ftp://a.example/", "https://a b/"]
    {
        let refusal = refused(&Draft { url: text(bad), ..draft() });
        assert_eq!(refusal, Refusal::BadUrl(bad.to_owned()), "{bad}");
    }
    for (given, expected) in [
        ("/a b", "https://news.example/a%20b"),
        ("//other.example", "https://other.example/"),
        ("HTTPS://Bücher.Example/ü?q=ü#x", "https://xn--bcher-kva.example/%C3%BC?q=%C3%BC#x"),
    ] {
        assert_eq!(admit(&Draft { url: text(given), ..draft() }).article.url, expected);
    }
    let long = refused(&Draft { url: text(&format!("/{}", "x".repeat(3000))), ..draft() });
    assert_eq!(long, Refusal::TooLong { field: "url", bytes: 3001, limit: 2048 });
}

#[test]
fn a_date_is_needed_and_never_guessed() {
    for date_published in [None, text("  ")] {
        assert_eq!(refused(&Draft { date_published, ..draft() }), Refusal::NoDate);
    }
    let bad = refused(&Draft { date_published: text("04/05/2012"), ..draft() });
    assert_eq!(
        bad.to_string(),
        "`date_published` is `04/05/2012`, which is no date that can be read; write it like \
         2026-11-24T09:00:00Z"
    );
    let in_words = admit(&Draft { date_published: text("Friday 14th December, 2012"), ..draft() });
    assert_eq!(in_words.article.published, DateTime::from_timestamp(1_355_439_600, 0).unwrap());
}

#[test]
fn what_should_end_is_refused_when_nobody_can_tell_when() {
    let bad = refused(&Draft { expires: text("soon"), ..draft() });
    assert_eq!(bad, Refusal::BadDate { field: "expires", value: "soon".to_owned() });
    let ends = admit(&Draft { expires: text("2031-01-01"), ..draft() }).article.expires;
    assert_eq!(ends, DateTime::from_timestamp(1_924_988_400, 0));
    assert_eq!(admit(&Draft { expires: text(""), ..draft() }).article.expires, None);
}

#[test]
fn a_modification_that_cannot_be_is_left_out() {
    for (given, fault) in [
        ("yesterday", "date_modified `yesterday` is no date that can be read"),
        ("2012-12-13", "date_modified `2012-12-13` is before date_published"),
    ] {
        let admitted = admit(&Draft { date_modified: text(given), ..draft() });
        assert_eq!(admitted.article.modified, None);
        assert_eq!(values(&admitted), [fault]);
    }
    let same = admit(&Draft { date_modified: text("2012-12-14T09:05:00Z"), ..draft() });
    assert_eq!((same.article.modified, same.losses), (None, Vec::new()));
}

#[test]
fn titles_are_plain_text() {
    let title = |given: &str| admit(&Draft { title: text(given), ..draft() }).article.title;
    assert_eq!(title(" <b>R&amp;amp;D</b>\n at Caf&eacute; ").unwrap().as_str(), "R&D at Café");
    assert_eq!(
        refused(&Draft { title: text(&"x".repeat(5000)), ..draft() }),
        Refusal::TooLong { field: "title", bytes: 5000, limit: 4096 }
    );
}

#[test]
fn something_must_be_shown_unless_it_was_withdrawn() {
    let empty = Draft { title: text("<br>"), body: html("<script>x</script> "), ..draft() };
    assert_eq!(refused(&empty), Refusal::Empty);
    assert!(intake().admit(&Draft { status: text("withdrawn"), ..empty.clone() }).is_ok());
    assert!(intake().admit(&Draft { summary: text("A summary."), ..empty.clone() }).is_ok());
    let attachments = vec![DraftAttachment { url: "/e.mp3".to_owned(), ..Default::default() }];
    assert!(intake().admit(&Draft { attachments, ..empty }).is_ok());
}

#[test]
fn a_written_summary_wins_over_the_body() {
    let body = html("<p>The body says this.</p>");
    let lead = |summary: Option<String>| {
        admit(&Draft { body: body.clone(), summary, ..draft() }).article.lead.text
    };
    assert_eq!(lead(text("<p>The summary says that.</p>")).as_str(), "The summary says that.");
    assert_eq!(lead(text(" <br> ")).as_str(), "The body says this.");
    let deep = admit(&Draft { body, summary: text(&"<div>".repeat(5000)), ..draft() });
    assert_eq!(deep.article.lead.text.as_str(), "The body says this.");
    assert_eq!(values(&deep).len(), 1);
}

#[test]
fn bodies_that_no_article_has_are_refused() {
    let deep = refused(&Draft { body: html(&"<div>".repeat(20_000)), ..draft() });
    assert!(matches!(deep, Refusal::Body(_)));
    let long = refused(&Draft { summary: text(&"x".repeat(70_000)), ..draft() });
    assert_eq!(long, Refusal::TooLong { field: "summary", bytes: 70_000, limit: 65_536 });
}

#[test]
fn the_id_of_an_earlier_system_is_kept() {
    let guid =
        |guid: &str| admit(&Draft { guid: text(guid), ..draft() }).article.guid.as_str().to_owned();
    assert_eq!(guid("http://old.example/?p=1"), "http://old.example/?p=1");
    assert_eq!(guid(" "), "tag:news.example,2012-12-14:1");
    let long = refused(&Draft { guid: text(&"x".repeat(2049)), ..draft() });
    assert_eq!(long, Refusal::TooLong { field: "guid", bytes: 2049, limit: 2048 });
}

#[test]
fn bylines_hold_names_and_each_once() {
    let author = |name: &str| DraftAuthor::named(name);
    let admitted = admit(&Draft {
        authors: vec![
            author("<b>Jane Doe</b>"),
            author("jane doe"),
            author("john@news.example (John Roe)"),
            author("Mary Major <mary@news.example>"),
            author("desk@news.example"),
            author("–"),
            DraftAuthor::default(),
            DraftAuthor {
                name: text("Li"),
                url: text("/li"),
                avatar: text("data:image/png;base64,AAAA"),
            },
        ],
        ..draft()
    });
    let authors = &admitted.article.authors;
    let names: Vec<_> = authors.iter().map(|author| author.name.as_str()).collect();
    assert_eq!(names, ["Jane Doe", "John Roe", "Mary Major", "Li"]);
    assert_eq!(authors[3].url.as_deref(), Some("https://news.example/li"));
    assert_eq!(authors[3].avatar, None);
    assert_eq!(
        values(&admitted),
        [
            "author `desk@news.example` is no name",
            "author `–` is no name",
            "author `` is no name",
            "author avatar `data:image/png;base64,AAAA` is no web address",
        ]
    );
}

#[test]
fn terms_keep_their_order_and_their_own_slugs() {
    let term = |slug: Option<&str>, name: &str| DraftTerm {
        slug: slug.map(str::to_owned),
        name: name.to_owned(),
    };
    let admitted = admit(&Draft {
        categories: vec![
            term(Some("City_Hall"), "City &amp; Hall"),
            term(None, "Harbour"),
            term(None, "harbour"),
            term(Some("%e6%96%b0%e9%97%bb"), "新闻"),
            term(Some("!"), "Arts"),
            term(Some("world"), " "),
            term(None, "!!!"),
        ],
        ..draft()
    });
    let categories: Vec<_> = admitted
        .article
        .categories
        .iter()
        .map(|term| (term.slug.as_str(), term.name.as_str()))
        .collect();
    assert_eq!(
        categories,
        [
            ("city-hall", "City & Hall"),
            ("harbour", "Harbour"),
            ("新闻", "新闻"),
            ("arts", "Arts"),
            ("world", "world"),
        ]
    );
    assert_eq!(values(&admitted), ["category `!!!` has no letter or digit"]);
}

#[test]
fn a_language_that_is_none_is_left_out() {
    let admitted = admit(&Draft { language: text("eng-US-x_"), ..draft() });
    assert_eq!(admitted.article.language, None);
    assert_eq!(values(&admitted), ["language `eng-US-x_` is no language tag; write it like en-GB"]);
}

#[test]
fn the_first_picture_of_the_content_stands_in_for_the_records() {
    let body = html("<p><img src=/i.png width=16><img src=p.jpg alt='A &amp; b' width=640></p>");
    let found = admit(&Draft { body: body.clone(), ..draft() }).article.image;
    let expected = Image {
        url: "https://news.example/p.jpg".to_owned(),
        alt: Some(PlainText::new("A & b")),
        width: Some(640),
        height: None,
    };
    assert_eq!(found, Some(expected));
    let own = |url: &str| Some(DraftImage { url: url.to_owned(), ..Default::default() });
    let image = |image| admit(&Draft { image, body: body.clone(), ..draft() }).article.image;
    assert_eq!(image(own("own.jpg")).unwrap().url, "https://news.example/own.jpg");
    assert_eq!(image(own("data:x")).unwrap().url, "https://news.example/p.jpg");
}

#[test]
fn attachments_have_a_media_type_or_are_left_out() {
    let file = |url: &str, mime_type: Option<&str>| DraftAttachment {
        url: url.to_owned(),
        mime_type: mime_type.map(str::to_owned),
        duration_in_seconds: Some(59.5),
        ..Default::default()
    };
    let admitted = admit(&Draft {
        attachments: vec![
            file("/1.MP3?x=1.zip", None),
            file("/1.MP3?x=1.zip", None),
            file("/2", Some("Video/MP4; codecs=x")),
            file("/3.epub", Some("application/octet-stream")),
            file("/4.bin", None),
            file("javascript:x", Some("audio/mpeg")),
            DraftAttachment {
                duration_in_seconds: Some(f64::NAN),
                ..file("/5.pdf", Some("nonsense"))
            },
        ],
        ..draft()
    });
    let files: Vec<_> = admitted
        .article
        .attachments
        .iter()
        .map(|file| (file.mime_type.as_str(), file.duration_in_seconds))
        .collect();
    assert_eq!(
        files,
        [
            ("audio/mpeg", Some(60)),
            ("video/mp4", Some(60)),
            ("application/epub+zip", Some(60)),
            ("application/pdf", None),
        ]
    );
    assert_eq!(values(&admitted).len(), 3);
}

#[test]
fn status_is_one_of_the_known_words() {
    for (word, is_known) in [
        ("Published", true),
        ("publish", true),
        ("public", true),
        ("", true),
        ("draft", true),
        ("withdrawn", true),
        ("private", true),
        ("Pending", true),
        ("hidden", true),
        ("trash", true),
        ("publishd", false),
    ] {
        assert_eq!(intake().admit(&Draft { status: text(word), ..draft() }).is_ok(), is_known);
    }
    let bad = refused(&Draft { status: text("publishd"), ..draft() });
    assert_eq!(bad.to_string(), "`status` is `publishd`; it is one of published, draft, withdrawn");
}

#[test]
fn what_is_not_for_everybody_is_a_draft_and_a_slip_is_not() {
    for word in ["draft", "private", "pending", "hidden", "trash"] {
        let draft = Draft { status: text(word), ..draft() };
        assert!(!draft.is_for_the_public(), "{word}");
        assert_eq!(admit(&draft).article.status, Status::Draft, "{word}");
    }
    assert!(!Draft { status: text("withdrawn"), ..draft() }.is_for_the_public());
    for word in ["", "published", "publishd"] {
        assert!(Draft { status: text(word), ..draft() }.is_for_the_public(), "{word}");
    }
}

#[test]
fn no_list_of_a_record_is_without_end() {
    let many = vec![DraftTerm::from("a"); 100_000];
    let files =
        vec![DraftAttachment { url: "javascript:x".to_owned(), ..Default::default() }; 100_000];
    let admitted = admit(&Draft {
        tags: many,
        authors: (0..1000).map(|number| DraftAuthor::named(&format!("A{number}"))).collect(),
        attachments: files,
        ..draft()
    });
    assert_eq!(admitted.article.authors.len(), 100);
    assert!(admitted.losses.len() < 10, "{:?}", admitted.losses);
}

proptest! {
    #[test]
    fn no_record_makes_admission_panic(
        fields in proptest::collection::vec(proptest::option::of("\\PC{0,40}|[<>&;a-z \"'=/:.]{0,40}"), 16),
        markup in 0..4_usize,
    ) {
        let field = |index: usize| fields[index].clone();
        let markup = [Markup::Html, Markup::WordPress, Markup::Markdown, Markup::Text][markup];
        let named = DraftAuthor { name: field(6), url: field(7), avatar: field(8) };
        let term = DraftTerm { slug: field(9), name: field(10).unwrap_or_default() };
        let wild = Draft {
            id: field(0).or(text("x")),
            guid: field(1),
            url: text(&format!("/{}", field(2).unwrap_or_default())),
            title: field(3),
            body: field(4).map(|source| Body { markup, source }),
            summary: field(5),
            authors: vec![named],
            categories: vec![term.clone()],
            tags: vec![term],
            language: field(11),
            image: field(12).map(|url| DraftImage { url, alt: field(13), ..Default::default() }),
            banner_image: field(14),
            attachments: vec![DraftAttachment {
                url: field(15).unwrap_or_default(),
                mime_type: field(14),
                title: field(13),
                ..Default::default()
            }],
            ..draft()
        };
        if let Ok(Admitted { article, losses }) = intake().admit(&wild) {
            prop_assert!(article.url.starts_with("http"));
            prop_assert!(Url::parse(&article.url).is_ok());
            prop_assert!(!article.headline().is_empty());
            prop_assert!(losses.iter().all(|loss| !loss.what.is_empty()));
            // The same record gives the same article.
            prop_assert_eq!(intake().admit(&wild).unwrap().article, article);
        }
        let _ = intake().admit(&Draft { url: field(2), expires: field(3), status: field(4), date_modified: field(5), date_published: field(6), ..wild });
    }
}
