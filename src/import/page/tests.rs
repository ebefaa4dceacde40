//! Tests of the reader of pages, over pages made for them.

use std::io::BufReader;

use proptest::prelude::*;

use super::super::{Origin, ReadError, ReadOptions};
use super::read;
use crate::article::{Draft, Markup};

fn try_read(page: &[u8], path: &str) -> Result<Draft, ReadError> {
    let mut found = None;
    let origin = Origin { path };
    read(&mut BufReader::new(page), origin, &ReadOptions::default(), &mut |record| {
        found = Some(record.draft);
    })?;
    found.expect("a page is one record")
}

fn draft(page: &str, path: &str) -> Draft {
    try_read(page.as_bytes(), path).unwrap()
}

fn names(draft: &Draft) -> Vec<&str> {
    draft.authors.iter().filter_map(|author| author.name.as_deref()).collect()
}

fn content(draft: &Draft) -> &str {
    &draft.body.as_ref().unwrap().source
}

/// Enough text to be an article among other things.
const STORY: &str = "<p>The ferry was late again on Monday, by eleven minutes, which the harbour \
    master put down to a seal that had gone to sleep on the slipway, and to the crew, who had let it.</p>\
    <p>Passengers were offered tea. Two of them took the seal's side, one the timetable's, and by \
    the time the gangway was down there was a petition for a bench, a bell and a sign for seals.</p>\
    <p>The next ferry was on time and nobody noticed, said the harbour master, as is usual with ferries.</p>";

fn page(head: &str, above: &str) -> String {
    format!(
        "<!DOCTYPE html><html lang=\"en-IE\"><head><title>A seal on the slipway | The Quay</title>{head}</head>\
         <body><header><nav><a href=\"/\">Home</a> <a href=\"/news\">News</a></nav></header>\
         <main><article><h1>A seal on the slipway</h1>{above}{STORY}\
         <aside class=\"related\"><h2>Read next</h2><ul><li><a href=\"/x\">The gull that stayed</a></li></ul></aside>\
         </article></main><footer>About us and our cookies</footer></body></html>"
    )
}

#[test]
fn linked_data_is_believed_first() {
    let head = r##"<link rel="canonical" href="https://quay.example/news/seal">
        <meta property="og:title" content="Another title">
        <meta property="og:image" content="/media/seal.jpg"><meta property="og:image:alt" content="A seal">
        <script type="application/ld+json">{not json at all}</script>
        <script type="application/ld+json">{"@context": "https://schema.org", "@graph": [
          {"@type": "WebSite", "name": "The Quay", "@id": "#site"},
          {"@type": "Person", "@id": "#ada", "name": "Ada Finch", "url": "/people/ada"},
          {"@type": ["NewsArticle"], "headline": "A seal on the slipway | The Quay",
           "datePublished": "2026-05-04T09:00:00+01:00", "dateModified": "2026-05-05T10:00:00+01:00",
           "author": [{"@id": "#ada"}, "Ben Okri", "https://quay.example/people/x"],
           "publisher": {"@type": "Organization", "name": "The Quay"},
           "articleSection": ["Harbour"], "keywords": "seals, ferries", "inLanguage": "en",
           "image": {"@type": "ImageObject", "url": "/media/seal.jpg", "width": 1200, "height": "800px"}}
        ]}</script>"##;
    let draft =
        draft(&page(head, "<p class=\"byline\">By Ada Finch and Ben Okri</p>"), "a/seal.html");
    assert_eq!(draft.title.as_deref(), Some("A seal on the slipway"));
    assert_eq!(draft.id.as_deref(), Some("https://quay.example/news/seal"));
    assert_eq!(draft.url, draft.id);
    assert_eq!(draft.date_published.as_deref(), Some("2026-05-04T09:00:00+01:00"));
    assert_eq!(draft.date_modified.as_deref(), Some("2026-05-05T10:00:00+01:00"));
    assert_eq!(names(&draft), ["Ada Finch", "Ben Okri"]);
    assert_eq!(draft.authors[0].url.as_deref(), Some("/people/ada"));
    assert_eq!(draft.categories[0].name, "Harbour");
    assert_eq!(
        draft.tags.iter().map(|tag| tag.name.as_str()).collect::<Vec<_>>(),
        ["seals", "ferries"]
    );
    assert_eq!(draft.language.as_deref(), Some("en"));
    let image = draft.image.as_ref().unwrap();
    assert_eq!((image.url.as_str(), image.alt.as_deref()), ("/media/seal.jpg", Some("A seal")));
    assert_eq!((image.width, image.height), (Some(1200), Some(800)));
}

#[test]
fn the_text_is_what_is_left_without_what_surrounds_it() {
    let above = "<p class=\"kicker\"><a href=\"/harbour\">Harbour</a></p><p>By Ada Finch</p>\
                 <p><time datetime=\"2026-05-04\">Monday 4 May 2026</time> · 2 minute read</p>\
                 <figure><img src=\"/s.jpg\" alt=\"A seal\"><figcaption>Asleep. Photo: Quay</figcaption></figure>";
    let head = "<meta property=\"article:section\" content=\"Harbour\"><meta name=\"author\" content=\"Ada Finch\">";
    let draft = draft(&page(head, above), "seal.html");
    let content = content(&draft);
    for kept in ["The ferry was late", "as is usual with ferries", "<figcaption>", "/s.jpg"] {
        assert!(content.contains(kept), "{kept}: {content}");
    }
    for gone in [
        "Home",
        "Read next",
        "gull that stayed",
        "cookies",
        "By Ada",
        "4 May",
        "minute read",
        ">Harbour<",
    ] {
        assert!(!content.contains(gone), "{gone}: {content}");
    }
}

#[test]
fn a_page_without_linked_data_is_read_by_its_head() {
    let head = r#"<meta property="og:site_name" content="The Quay"><meta property="og:url" content="https://quay.example/seal">
        <meta property="og:title" content="A seal on the slipway &#8211; The Quay">
        <meta property="og:description" content="Eleven minutes late."><meta property="og:locale" content="en_IE">
        <meta property="article:published_time" content="2026-05-04T09:00:00+01:00">
        <meta property="article:tag" content="seals"><meta property="article:tag" content="ferries">
        <meta property="article:author" content="https://social.example/ada"><meta name="author" content="By Ada Finch">"#;
    let draft = draft(&page(head, ""), "seal.html");
    assert_eq!(draft.title.as_deref(), Some("A seal on the slipway"));
    assert_eq!(draft.url.as_deref(), Some("https://quay.example/seal"));
    assert_eq!(draft.summary.as_deref(), Some("Eleven minutes late."));
    assert_eq!(draft.date_published.as_deref(), Some("2026-05-04T09:00:00+01:00"));
    assert_eq!(names(&draft), ["Ada Finch"]);
    assert_eq!(draft.tags.len(), 2);
    assert_eq!(draft.language.as_deref(), Some("en-IE"));
}

#[test]
fn microdata_is_the_articles_wherever_it_stands_and_a_teasers_is_not() {
    let page = format!(
        "<html><body><div itemscope itemtype=\"https://schema.org/BlogPosting\"><h1 itemprop=\"headline\">Seal</h1>{STORY}\
         <aside><span itemprop=\"author\" itemscope itemtype=\"https://schema.org/Person\"><a href=\"/ada\" itemprop=\"name\">Ada Finch</a></span>\
         <time itemprop=\"datePublished\" datetime=\"2026-05-04\">on Monday</time></aside></div>\
         <div itemscope itemtype=\"https://schema.org/BlogPosting\"><span itemprop=\"headline\">Gull</span>\
         <time itemprop=\"datePublished\" datetime=\"2011-01-01\">old</time><span itemprop=\"author\">Someone Else</span></div></body></html>"
    );
    let draft = draft(&page, "seal.html");
    assert_eq!(draft.title.as_deref(), Some("Seal"));
    assert_eq!(draft.date_published.as_deref(), Some("2026-05-04"));
    assert_eq!(names(&draft), ["Ada Finch"]);
    assert_eq!(draft.authors[0].url.as_deref(), Some("/ada"));
}

#[test]
fn a_date_in_words_stands_in_the_body() {
    for above in [
        "<p class=\"meta\">By Ada Finch | Monday 4th May, 2026</p>",
        "<div class=\"post-date\">4 May 2026</div>",
        "<p>By Ada Finch<br>May 4, 2026</p>",
        "<span class=\"entry-date published\">4. Mai 2026</span>",
    ] {
        let found = draft(&page("", above), "seal.html").date_published.unwrap();
        let date = crate::article::dates::read(&found, &crate::article::TimeZone::UTC).unwrap();
        assert_eq!(date.to_rfc3339(), "2026-05-04T00:00:00+00:00", "{above}");
    }
}

#[test]
fn the_path_says_what_the_page_does_not() {
    let found = draft(&page("", ""), "2026/05/04/seal.html");
    assert_eq!(found.date_published.as_deref(), Some("2026-05-04"));
    assert_eq!(found.url.as_deref(), Some("/2026/05/04/seal.html"));
    assert_eq!(found.id.as_deref(), Some("2026/05/04/seal"));
    assert_eq!(draft(&page("", ""), "news/seal/index.html").url.as_deref(), Some("/news/seal/"));
    // A page that names its site's address as its own has none.
    let head = "<link rel=\"canonical\" href=\"https://quay.example/\">";
    assert_eq!(draft(&page(head, ""), "news/seal.html").url.as_deref(), Some("/news/seal.html"));
    // Nothing is ever dated by the clock.
    assert_eq!(draft(&page("", ""), "seal.html").date_published, None);
}

#[test]
fn a_list_of_articles_is_refused() {
    let teasers = format!("<article><h2>One</h2>{STORY}</article>").repeat(4);
    let fault =
        try_read(format!("<html><body>{teasers}</body></html>").as_bytes(), "i.html").unwrap_err();
    assert_eq!(
        fault.to_string(),
        "the page lists 4 articles and is none itself; name the pages of the articles"
    );
    // Teasers below an article make no list of it.
    let page = page("<meta name=\"date\" content=\"2026-05-04\">", "").replace(
        "</main>",
        &format!("{}</main>", "<article><h2>x</h2><p>A teaser.</p></article>".repeat(4)),
    );
    assert!(draft(&page, "i.html").body.is_some());
}

#[test]
fn pages_are_decoded_as_they_declare() {
    let page =
        page("<meta charset=\"windows-1252\"><meta name=\"date\" content=\"2026-05-04\">", "")
            .replace("slipway", "caf\u{E9}");
    let bytes: Vec<u8> = page.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
    let draft = try_read(&bytes, "seal.html").unwrap();
    assert_eq!(draft.title.as_deref(), Some("A seal on the caf\u{E9}"));
}

#[test]
fn what_unfolds_to_more_than_an_article_is_refused() {
    let deep = format!("<html><body>{}x", "<div>".repeat(20_000));
    let fault = try_read(deep.as_bytes(), "deep.html").unwrap_err().to_string();
    assert!(fault.contains("the markup is probably broken"), "{fault}");
    let page = draft("<html><body></body></html>", "empty.html");
    assert_eq!((page.title, page.date_published), (None, None));
}

#[test]
fn the_text_of_a_page_is_its_first_article() {
    let text = "Seal holds up the ferry\n\nFriday 8th May, 2026\nA seal on the slip-way at Portavel\n\n\
                A seal on the slipway at Portavel\n\nBy Ada Finch\n\nThe ferry was late again on Monday.\n\n\
                Passengers were offered \u{201c}tea\u{201d}.\n\nProudly in partnership with\n\n\
                Friday 1st May, 2026\n\n[caption id=\"\"] A gull[/caption] The gull that stayed has been...";
    let draft = draft(text, "harbour/seal.txt");
    assert_eq!(draft.title.as_deref(), Some("Seal holds up the ferry"));
    assert_eq!(draft.date_published.as_deref(), Some("Friday 8th May, 2026"));
    assert_eq!(names(&draft), ["Ada Finch"]);
    assert_eq!(draft.url.as_deref(), Some("/harbour/seal/"));
    let body = draft.body.unwrap();
    assert_eq!(body.markup, Markup::Text);
    assert_eq!(
        body.source,
        "The ferry was late again on Monday.\n\nPassengers were offered \u{201c}tea\u{201d}."
    );
}

#[test]
fn a_text_of_lines_has_a_paragraph_a_line() {
    let found = draft("A headline\n4 May 2026\nFirst.\nSecond.", "2026-01-01-x.txt");
    assert_eq!(found.title.as_deref(), Some("A headline"));
    assert_eq!(found.date_published.as_deref(), Some("4 May 2026"));
    assert_eq!(content(&found), "First.\n\nSecond.");
    // A text that begins with a sentence has no headline, and its name may date it.
    let found = draft("A text begins.\n\nIt goes on.", "2026-01-01-x.txt");
    assert_eq!(
        (found.title.as_deref(), found.date_published.as_deref()),
        (None, Some("2026-01-01"))
    );
    assert!(matches!(try_read(b"  \n", "x.txt"), Err(ReadError::Unusable(_))));
}

proptest! {
    #[test]
    fn no_page_makes_it_panic(
        pieces in prop::collection::vec(
            prop::sample::select(vec![
                "<p>", "</p>", "<div class=\"byline\">", "</div>", "<article>", "<time datetime=\"2026\">",
                "<br>", "<br>", "text, and more text, ", "<img src=x>", "<h1>", "<a href=/x>", "</a>",
                "<table><tr><td>", "</table>", "<noscript>", "<script type=application/ld+json>", "{\"@type\":\"Article\"}",
                "</script>", "<li>", "<span itemprop=author itemscope>", "&amp;", "\u{0}", "\u{200F}", "By Ada Finch 4 May 2026",
            ]),
            0..60,
        )
    ) {
        let page = format!("<html>{}", pieces.concat());
        let _ = try_read(page.as_bytes(), "x.html");
        let _ = try_read(pieces.concat().as_bytes(), "x.txt");
    }
}
