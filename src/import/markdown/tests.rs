//! What the reader of Markdown must hold, on small files of every generator.

use proptest::prelude::*;

use super::read;
use crate::article::{Draft, DraftAuthor, DraftTerm, Markup};
use crate::import::{Origin, ReadError, ReadOptions, Record};

fn record(path: &str, source: &[u8]) -> Result<Record, ReadError> {
    let mut found = Vec::new();
    let mut input = source;
    let options = ReadOptions::default();
    read(&mut input, Origin { path }, &options, &mut |record| found.push(record))?;
    assert_eq!(found.len(), 1);
    Ok(found.remove(0))
}

fn draft(path: &str, source: &str) -> Draft {
    record(path, source.as_bytes()).unwrap().draft.unwrap()
}

fn names(terms: &[DraftTerm]) -> Vec<&str> {
    terms.iter().map(|term| term.name.as_str()).collect()
}

#[test]
fn hugo_is_read() {
    let draft = draft(
        "content/posts/harvest/index.md",
        "---\ntitle: Harvest\ndate: 2024-01-01\npublishDate: 2024-05-06T07:08:09Z\n\
         lastmod: 2024-06-01\nexpiryDate: 2025-01-01\ndraft: false\ntags: [Farm]\n\
         categories: World News\ndescription: For search engines\nsummary: By hand\n\
         resources:\n- {src: a.pdf, name: paper}\n- {src: field.jpg, name: featured-image}\n\
         params:\n  Author: Jane Doe\n  colour: red\n---\nText\n<!--more-->\nMore\n",
    );
    assert_eq!(draft.id.as_deref(), Some("content/posts/harvest"));
    assert_eq!(draft.url.as_deref(), Some("/posts/harvest/"));
    assert_eq!(draft.date_published.as_deref(), Some("2024-05-06T07:08:09Z"));
    assert_eq!(draft.date_modified.as_deref(), Some("2024-06-01"));
    assert_eq!(draft.expires.as_deref(), Some("2025-01-01"));
    assert_eq!(draft.summary.as_deref(), Some("By hand"));
    assert_eq!(draft.authors, [DraftAuthor::named("Jane Doe")]);
    assert_eq!(names(&draft.categories), ["World News"]);
    assert_eq!(draft.image.unwrap().url, "field.jpg");
    assert_eq!(draft.status, None);
    let body = draft.body.unwrap();
    assert_eq!(
        (body.markup, body.source.as_str()),
        (Markup::Markdown, "Text\n<!--more-->\nMore\n")
    );
}

#[test]
fn jekyll_is_read() {
    let read = draft(
        "city/_posts/2013-01-23-harvest-begins.markdown",
        "---\nlayout: post\ntitle: Harvest\ncategories: city farm\ntags: one, two three\n\
         excerpt_separator: <!-- cut -->\nimage:\n  path: /img/field.jpg\n  alt: A field\n\
         author: Jane Doe (@jane) and John Roe\nlast_modified_at: 2013-02-01\n---\n\
         One\n<!-- cut -->\nTwo",
    );
    assert_eq!(read.date_published.as_deref(), Some("2013-01-23"));
    assert_eq!(read.url.as_deref(), Some("/city/harvest-begins/"));
    assert_eq!(names(&read.categories), ["city", "farm"]);
    assert_eq!(names(&read.tags), ["one", "two three"]);
    assert_eq!(read.authors, [DraftAuthor::named("Jane Doe"), DraftAuthor::named("John Roe")]);
    assert_eq!(read.image.unwrap().alt.as_deref(), Some("A field"));
    assert!(read.body.unwrap().source.contains("<!--more-->"));
    let plain = draft("city/_posts/2013-01-23-x.md", "---\npublished: false\n---\nText");
    assert_eq!(plain.status.as_deref(), Some("draft"));
    assert_eq!(names(&plain.categories), ["city"]);
    let html = draft("_posts/2013-01-23-x.html", "---\ntitle: x\n---\n<p>Text");
    assert_eq!(html.body.unwrap().markup, Markup::Html);
}

#[test]
fn zola_is_read() {
    let draft = draft(
        "trains.md",
        "+++\npath = \"2014/12/12/Trains\"\ntitle = \"Trains\"\ndraft = true\n\
         updated = 2014-12-13T01:02:03Z\n[taxonomies]\ncategories = [\"Rail\"]\n\
         tags = [\"a b\"]\n[extra]\nauthors = [\"Ada\", \"Grace\"]\nimage = \"/t.png\"\n\
         unheard_of = 1\n+++\n# Not the title\n",
    );
    assert_eq!(draft.url.as_deref(), Some("/2014/12/12/Trains/"));
    assert_eq!(draft.date_published.as_deref(), Some("2014-12-12"));
    assert_eq!(draft.date_modified.as_deref(), Some("2014-12-13T01:02:03Z"));
    assert_eq!(names(&draft.categories), ["Rail"]);
    assert_eq!(names(&draft.tags), ["a b"]);
    assert_eq!(draft.authors.len(), 2);
    assert_eq!(draft.status.as_deref(), Some("draft"));
    assert!(draft.body.unwrap().source.starts_with("# Not the title"));
}

#[test]
fn the_last_edit_is_the_date_of_an_article_without_another() {
    let read = draft("about.md", "---\ntitle: About\nlastmod: 2019-07-30\n---\nText");
    assert_eq!(read.date_published.as_deref(), Some("2019-07-30"));
    let read = draft("2018-01-02-x.md", "---\ntitle: x\nlastmod: 2019-07-30\n---\nText");
    assert_eq!(read.date_published.as_deref(), Some("2018-01-02"));
    assert_eq!(draft("x.md", "# x\n\nText").date_published, None);
}

#[test]
fn newswires_own_names_are_read() {
    let record = record(
        "x.fr.md",
        b"---\nid: 0042\nguid: g\nurl: https://news.example/x\ndate_published: 2024-05-06\n\
          status: withdrawn\nimage: /a.png\nimage_alt: A\nimage_width: 600\nimage_height: 400\n\
          authors:\n- {name: Ada, url: /ada, avatar: /ada.png}\nattachments:\n\
          - {url: /a.mp3, mime_type: audio/mpeg, size_in_bytes: 12}\nlayout: x\nmood: good\n---\n",
    )
    .unwrap();
    assert_eq!(record.unknown_fields, ["mood"]);
    let draft = record.draft.unwrap();
    assert_eq!(draft.id.as_deref(), Some("0042"));
    assert_eq!(draft.url.as_deref(), Some("https://news.example/x"));
    assert_eq!(draft.language.as_deref(), Some("fr"));
    assert_eq!(draft.status.as_deref(), Some("withdrawn"));
    assert_eq!(draft.image.unwrap().height, Some(400));
    assert_eq!(draft.authors[0].url.as_deref(), Some("/ada"));
    assert_eq!(draft.attachments[0].size_in_bytes, Some(12));
    assert_eq!(draft.body, None);
}

#[test]
fn a_text_without_front_matter_has_its_heading_for_a_title() {
    for source in ["# Harvest begins #\n\nText", "\nHarvest begins\n=====\nText"] {
        let draft = draft("2024-05-06 harvest.md", source);
        assert_eq!(draft.title.as_deref(), Some("Harvest begins"));
        assert_eq!(draft.body.unwrap().source.trim(), "Text");
        assert_eq!(draft.date_published.as_deref(), Some("2024-05-06"));
        assert_eq!(draft.url.as_deref(), Some("/harvest/"));
    }
}

#[test]
fn what_cannot_be_read_is_refused_with_its_reason() {
    let fault = |source: &[u8]| record("x.md", source).unwrap_err().to_string();
    assert_eq!(fault(b" \r\n"), "the file is empty; write the article, or remove the file");
    assert!(fault(b"---\ntitle: a\n---\n\xFF").contains("in line 4"), "byte and line");
    assert!(fault(b"---\r\na: b: c\r\n---\r\n").contains("line 2"));
    let section = record("news/_index.md", b"---\ntitle: News\n---\n").unwrap();
    assert!(section.draft.unwrap_err().to_string().contains("page of a section"));
    let wrong = record("x.md", b"---\ntitle: [a, b]\n---\n").unwrap();
    assert_eq!(wrong.draft.unwrap_err().to_string(), "`title` is a list; write it as text");
}

proptest! {
    #[test]
    fn nothing_makes_it_panic(
        pieces in prop::collection::vec(prop_oneof![
            prop::sample::select(vec![
                "---\n", "+++\n", "{", "}", "title: x\n", "date = 1\n", "\n", "# x", "=== ",
                "\u{FEFF}", "- a\n", "  ", "tags: ", "&a *a ", "\"", "published: ",
            ]).prop_map(|piece| piece.as_bytes().to_vec()),
            prop::collection::vec(any::<u8>(), 0..4),
        ], 0..24),
        path in "[-a-z0-9./_\\\\]{0,20}",
    ) {
        let _ = record(&path, &pieces.concat());
    }
}
