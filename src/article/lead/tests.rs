//! Tests of the lead, by what must hold.

use std::path::{Path, PathBuf};

use proptest::prelude::*;

use super::excerpt::tests::{any_text, at_least, keeps_to_the_rules};
use super::*;
use crate::article::Markup;

fn lead_of(markup: Markup, source: &str, title: Option<&str>) -> Lead {
    extract(&Source::new(source, markup), Context { title, ..Context::default() }).0
}

fn text_of(markup: Markup, source: &str) -> String {
    lead_of(markup, source, None).text.as_str().to_owned()
}

/// Every case of the table whose answers are given one by one is answered with one of them. The
/// table lies beside the project; cases that allow more have a judge of their own there.
#[test]
fn the_table_of_excerpt_cases_is_answered() {
    let data = std::env::var_os("NEWSWIRE_TEST_DATA").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/data"),
        PathBuf::from,
    );
    let path = Path::new(&data).join("excerpt_cases.jsonl");
    let Ok(table) = std::fs::read_to_string(&path) else {
        println!("not run: there is no {}; set NEWSWIRE_TEST_DATA", path.display());
        return;
    };
    for line in table.lines() {
        let case: serde_json::Value = serde_json::from_str(line).unwrap();
        let text = |name: &str| case.get(name).and_then(serde_json::Value::as_str);
        let markup = match text("input_format") {
            Some("wp") => Markup::WordPress,
            Some("html") => Markup::Html,
            Some("markdown") => Markup::Markdown,
            _ => Markup::Text,
        };
        let source = text("input_html").or(text("input_markdown")).or(text("input_text")).unwrap();
        let body = Source::new(source, markup);
        let context =
            Context { title: text("title"), language: text("lang"), ..Context::default() };
        let max = usize::try_from(case["max_chars"].as_u64().unwrap()).unwrap();
        let (lead, _) = extract(&body, context);
        let id = text("id").unwrap();
        assert_eq!(keeps_to_the_rules(&lead, max), Ok(()), "{id}");
        let excerpt = excerpt::cut(&lead, max).to_string();
        if case["expected_properties"]["exact"].as_bool() == Some(true) {
            let expected = case["expected"].as_array().map_or_else(
                || vec![case["expected"].as_str().unwrap_or_default()],
                |answers| answers.iter().filter_map(serde_json::Value::as_str).collect(),
            );
            assert!(expected.contains(&&*excerpt), "{id}: {excerpt:?}");
        }
        for leftover in case["expected_properties"]["not_contains"].as_array().into_iter().flatten()
        {
            let leftover = leftover.as_str().unwrap().to_lowercase();
            assert!(!excerpt.to_lowercase().contains(&leftover), "{id}: {excerpt:?}");
        }
    }
}

#[test]
fn what_is_set_below_a_picture_is_its_caption() {
    let text = "The hall opens. All are glad.";
    for source in [
        "![The hall](a.jpg)\n*The hall, seen from the north.*\n\nThe hall opens. All are glad.",
        "![The hall](a.jpg)\n\n*The hall in 1950*\n\nThe hall opens. All are glad.",
        "![](a.jpg)\n\nThe hall in 1950. (Photo: Jane Doe)\n\nThe hall opens. All are glad.",
        "The hall opens.\n\n![](a.jpg)\n\nPhoto: Jane Doe\n\nAll are glad.",
    ] {
        assert_eq!(text_of(Markup::Markdown, source), text, "{source}");
    }
    // A subtitle in italics and a credit that is a list's are text.
    let source = "![](a.jpg)\n\n*The hall opens.*\n\nAll are glad.";
    assert_eq!(text_of(Markup::Markdown, source), text);
    let source = "The steps:\n\n- Image: the newest\n- Name: any";
    assert_eq!(text_of(Markup::Markdown, source), "The steps: Image: the newest Name: any");
}

#[test]
fn what_stands_around_an_article_on_its_page_is_no_text() {
    let text = "The hall opens. All are glad.";
    for source in [
        "<p>By Jane Doe | January 4, 2019</p><p>The hall opens.</p><p>All are glad.</p>",
        "<p>Categories: News</p><p>LONDON (Reuters) — The hall opens.</p><p>All are glad.</p>",
        "<p>The hall opens.</p><p>Read also: The old hall</p><p>All are glad.</p>",
        "<p>The hall opens.</p><p>All are glad.</p><p>This article first appeared on Example.</p>",
        "<p>The hall opens.</p><p>All are glad.</p><p>Tags: hall, town</p><p>Share this:</p>",
        "<p>The hall opens[<a href='#1'>1</a>].</p><p>All are glad. <a href='x'>Read more</a></p>",
        "<p>The hall opens.</p> submitted by <a href='x'>/u/doe</a>",
    ] {
        let found = text_of(Markup::Html, source);
        assert!(found == text || text.starts_with(&found) && found.ends_with("opens."), "{found}");
    }
}

#[test]
fn strong_text_that_markdown_does_not_see_loses_its_marks() {
    for (source, expected) in [
        ("**市场。**重新开放。", "市场。重新开放。"),
        ("The “hall,”__ they say.", "The “hall,” they say."),
        ("2 ** 3 and **kwargs", "2 ** 3 and **kwargs"),
    ] {
        assert_eq!(text_of(Markup::Markdown, source), expected);
    }
}

#[test]
fn a_body_that_is_nothing_but_preformatted_prose_shows_it() {
    let text = "The hall opens on a Monday in May. All are glad of it.";
    for (markup, source) in [
        (Markup::Html, "<pre>The hall opens on a\n  Monday in May. All are\n glad of it.</pre>"),
        (
            Markup::WordPress,
            "<pre>HALL/2019 v=1\n\nThe hall opens on a\nMonday in May. All are glad of it.</pre>",
        ),
        (Markup::Markdown, "    The hall opens on a\n    Monday in May. All are glad of it.\n"),
    ] {
        assert_eq!(text_of(markup, source), text, "{source}");
    }
    for source in [
        "<pre>let x = 1;\nreturn x + 2;</pre>",
        "<pre># This comment says what the program does.\nrun it</pre>",
        "<pre><code class=\"language-text\">The hall opens on a Monday in May.</code></pre>",
        "<aside><pre>The hall opens on a Monday in May.</pre></aside>",
    ] {
        assert_eq!(text_of(Markup::Html, source), "", "{source}");
    }
    let source = "<p>By Jane Doe</p><!--more--><pre>The hall opens on a Monday in May.</pre>";
    assert_eq!(text_of(Markup::Html, source), "");
    let source = "<p>Short.</p><pre>The hall opens on a Monday in May.</pre>";
    assert_eq!(text_of(Markup::Html, source), "Short.");
}

#[test]
fn a_summary_that_nobody_wrote_gives_way_to_the_body() {
    let body = Source::new(
        "<h2>Highlights</h2><p>The hall opens on Monday, and the town is glad of it.</p>",
        Markup::Html,
    );
    let context = Context { body: Some(&body), ..Context::default() };
    let text = |summary: &str| {
        from_summary(&Source::new(summary, Markup::WordPress), context)
            .map(|(lead, _)| lead.text.to_string())
    };
    assert_eq!(text("none"), None);
    assert_eq!(text("N/A"), None);
    assert_eq!(text("None of them opened."), Some("None of them opened.".to_owned()));
    let cut = "Highlights The hall opens on Monday, and the town is";
    let whole = "The hall opens on Monday, and the town is glad of it.";
    assert_eq!(text(cut), Some(whole.to_owned()));
}

#[test]
fn the_name_of_an_author_alone_is_no_text() {
    let authors = [DraftAuthor::named("Jane Doe")];
    let context = Context { authors: &authors, ..Context::default() };
    for line in ["Jane Doe", "(Jane Doe)", "by jane doe"] {
        let source = format!("{line}\n\nThe hall opens.");
        let lead = extract(&Source::new(&source, Markup::Text), context).0;
        assert_eq!(lead.text.as_str(), "The hall opens.", "{line}");
    }
}

#[test]
fn a_title_is_known_whatever_its_site_adds_to_it() {
    for (title, first) in [
        ("The hall opens again | Example", "The hall opens again"),
        ("The hall opens again", "The hall opens again - Example News"),
        ("“The hall” &amp; the town", "“The hall” & the town"),
    ] {
        let source = format!("{first}\n\nAll are glad.");
        assert_eq!(lead_of(Markup::Text, &source, Some(title)).text.as_str(), "All are glad.");
    }
}

/// Pieces of sources that meet badly: tags that do not match, shortcodes that do not end, marks of
/// every markup between texts of every script.
fn any_source() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => any_text(),
        2 => "</?(p|div|b|i|em|a|ul|li|table|td|figure|figcaption|blockquote|sup|pre|code|h2|br|img|span)>",
        1 => "<(a href=\"#x\"|img alt=\"A hall in the town\"|p hidden|p class=\"byline\"|!--more--|!--|script)>",
        1 => "\\[/?(caption|gallery|embed|code|vc_row|x_y)( [a-z]+=\"?[a-z0-9 ]{0,6}\"?)?\\]?",
        1 => "(\\{\\{[<%] |\\{% |\\{: |\\{\\{ )[a-z]{0,6}( [>%]\\}\\}| %\\}|\\}|\\}\\})?",
        1 => "(\n\n|\n|\r\n|# |\\* |> |```\n|\\*\\*|__|\\[\\^1\\]|\\^\\[|:::note\n|---\n|\\| )",
        1 => "&(amp;)?(eacute|nbsp|#8217|lt|#x0|shy|zwnj);?",
        1 => "(Read more|Continue reading →|\\[…\\]|\\.\\.\\.|Photo: X|By Jane Doe|14 December 2012|LONDON \\(AP\\) — )",
        1 => "[\u{0}-\u{1F}\u{7F}-\u{9F}\u{AD}\u{200B}-\u{200F}\u{202A}-\u{202E}\u{2066}-\u{2069}\u{FEFF}\u{FFFE}]{1,2}",
    ];
    proptest::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

fn any_markup() -> impl Strategy<Value = Markup> {
    prop_oneof![
        Just(Markup::Html),
        Just(Markup::WordPress),
        Just(Markup::Markdown),
        Just(Markup::Text)
    ]
}

proptest! {
    #![proptest_config(at_least(1000))]

    #[test]
    fn every_source_gives_an_excerpt_that_keeps_to_the_rules(
        source in any_source(),
        markup in any_markup(),
        title in proptest::option::of(any_text()),
        max in 0_usize..200,
    ) {
        let body = Source::new(&source, markup);
        let context = Context { title: title.as_deref(), ..Context::default() };
        let (lead, losses) = extract(&body, context);
        prop_assert_eq!(keeps_to_the_rules(&lead, max), Ok(()));
        prop_assert_eq!(&extract(&body, context), &(lead.clone(), losses));
        prop_assert!(!lead.text.as_str().starts_with(excerpt::is_extending));
        let with_body = Context { body: Some(&body), ..context };
        let summary = Source::new(&source, Markup::WordPress);
        if let Some((lead, _)) = from_summary(&summary, with_body) {
            prop_assert_eq!(keeps_to_the_rules(&lead, max), Ok(()));
        }
    }
}
