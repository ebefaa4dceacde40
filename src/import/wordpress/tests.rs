//! What the reader of WordPress exports must hold, on small exports of our own.

use std::path::PathBuf;

use proptest::prelude::*;

use super::read;
use crate::article::{Draft, Markup};
use crate::import::{Origin, ReadError, ReadOptions, Record};

fn records_of(bytes: &[u8], pages: bool) -> (Vec<Record>, Result<(), ReadError>) {
    let mut records = Vec::new();
    let mut input = bytes;
    let outcome =
        read(&mut input, Origin { path: "export.xml" }, &ReadOptions { pages }, &mut |record| {
            records.push(record);
        });
    (records, outcome)
}

/// A whole export around the items.
fn export(items: &str) -> String {
    format!(
        r#"<?xml version="1.0" encoding="UTF-8" ?>
<rss version="2.0" xmlns:wp="http://wordpress.org/export/1.2/"><channel>
<title>Harbour News</title><link>https://news.example</link><language>en-GB</language>
<wp:base_blog_url>https://news.example/blog</wp:base_blog_url>
<wp:author><wp:author_login><![CDATA[ines]]></wp:author_login><wp:author_email>i@news.example</wp:author_email><wp:author_display_name><![CDATA[Inês Faria]]></wp:author_display_name></wp:author>
<wp:category><wp:category_nicename>world</wp:category_nicename><wp:category_parent></wp:category_parent><wp:cat_name><![CDATA[World]]></wp:cat_name></wp:category>
<wp:category><wp:category_nicename>asia</wp:category_nicename><wp:category_parent>world</wp:category_parent><wp:cat_name><![CDATA[Asia]]></wp:cat_name></wp:category>
<wp:category><wp:category_nicename>%ed%95%9c%ea%b5%ad</wp:category_nicename><wp:category_parent>asia</wp:category_parent><wp:cat_name><![CDATA[한국]]></wp:cat_name></wp:category>
<image><url>https://news.example/logo.png</url><link>https://elsewhere.example</link></image>
{items}</channel></rss>"#
    )
}

fn post(id: u32, more: &str) -> String {
    format!(
        "<item><title>Post {id}</title><link>https://news.example/{id}/</link>\
         <dc:creator><![CDATA[ines]]></dc:creator>\
         <guid isPermaLink=\"false\">https://news.example/?p={id}</guid>\
         <content:encoded><![CDATA[Text of {id}.]]></content:encoded>\
         <wp:post_id>{id}</wp:post_id><wp:post_date>2020-01-02 10:00:00</wp:post_date>\
         <wp:post_date_gmt>2020-01-02 09:00:00</wp:post_date_gmt><wp:status>publish</wp:status>\
         <wp:post_type>post</wp:post_type><wp:post_password></wp:post_password>{more}</item>\n"
    )
}

fn drafts_of(items: &str) -> Vec<Draft> {
    let (records, outcome) = records_of(export(items).as_bytes(), false);
    outcome.unwrap();
    records.into_iter().map(|record| record.draft.unwrap()).collect()
}

fn only(items: &str) -> Draft {
    let mut drafts = drafts_of(items);
    assert_eq!(drafts.len(), 1);
    drafts.remove(0)
}

/// Why the only record was refused.
fn refusal(items: &str) -> String {
    let (records, _) = records_of(export(items).as_bytes(), false);
    assert_eq!(records.len(), 1);
    records.into_iter().next().unwrap().draft.unwrap_err().to_string()
}

#[test]
fn a_post_keeps_its_guid_and_everything_it_says() {
    let draft = only(&post(
        7,
        "<excerpt:encoded><![CDATA[By hand.]]></excerpt:encoded>\
         <category domain=\"category\" nicename=\"asia\"><![CDATA[Asia]]></category>\
         <category domain=\"post_tag\" nicename=\"tea\"><![CDATA[Tea &amp; more]]></category>",
    ));
    assert_eq!(draft.id.as_deref(), Some("https://news.example/?p=7"));
    assert_eq!(draft.guid, draft.id);
    assert_eq!(draft.url.as_deref(), Some("https://news.example/7/"));
    assert_eq!(draft.date_published.as_deref(), Some("2020-01-02T09:00:00Z"));
    assert_eq!(draft.date_modified, None);
    assert_eq!(draft.authors[0].name.as_deref(), Some("Inês Faria"));
    assert_eq!(draft.summary.as_deref(), Some("By hand."));
    assert_eq!(draft.language.as_deref(), Some("en-GB"));
    let body = draft.body.unwrap();
    assert_eq!((body.markup, body.source.as_str()), (Markup::WordPress, "Text of 7."));
    assert_eq!(draft.tags[0].slug.as_deref(), Some("tea"));
    assert_eq!(draft.tags[0].name, "Tea &amp; more");
}

#[test]
fn a_child_category_brings_its_parents_and_its_nice_name_is_decoded() {
    let draft = only(&post(
        1,
        "<category domain=\"category\" nicename=\"%ed%95%9c%ea%b5%ad\"><![CDATA[한국]]></category>\
         <category domain=\"category\" nicename=\"asia\"><![CDATA[Asia]]></category>",
    ));
    let slugs: Vec<_> = draft.categories.iter().filter_map(|term| term.slug.as_deref()).collect();
    assert_eq!(slugs, ["한국", "asia", "world"]);
}

#[test]
fn categories_that_are_each_others_parents_end() {
    let circle = "<wp:category><wp:category_nicename>a</wp:category_nicename><wp:category_parent>b</wp:category_parent><wp:cat_name>A</wp:cat_name></wp:category>\
        <wp:category><wp:category_nicename>b</wp:category_nicename><wp:category_parent>a</wp:category_parent><wp:cat_name>B</wp:cat_name></wp:category>";
    let item = post(1, "<category domain=\"category\" nicename=\"a\"><![CDATA[A]]></category>");
    assert_eq!(only(&format!("{circle}{item}")).categories.len(), 2);
}

#[test]
fn nothing_that_is_not_public_gets_out() {
    for (status, reason) in [
        ("draft", "draft"),
        ("pending", "review"),
        ("private", "private"),
        ("acf-disabled", "acf-disabled"),
        ("", "no status"),
    ] {
        let item = post(1, &format!("<wp:status>{status}</wp:status>"));
        assert!(refusal(&item).contains(reason), "{status}: {}", refusal(&item));
    }
    for password in ["<![CDATA[secret]]>", " "] {
        let item = post(1, &format!("<wp:post_password>{password}</wp:post_password>"));
        assert!(refusal(&item).contains("password"));
        let future =
            format!("<wp:status>future</wp:status><wp:post_password>{password}</wp:post_password>");
        assert!(refusal(&post(1, &future)).contains("password"));
    }
    for status in ["trash", "auto-draft", "inherit"] {
        let (id, is_missed) = kept_back(&format!("<wp:status>{status}</wp:status>"), false);
        assert_eq!((id.as_deref(), is_missed), (Some("https://news.example/?p=1"), false));
    }
}

/// The id of the only post, which is not public, and whether it is worth a line in a report.
fn kept_back(more: &str, pages: bool) -> (Option<String>, bool) {
    let (mut records, _) = records_of(export(&post(1, more)).as_bytes(), pages);
    assert_eq!(records.len(), 1);
    match records.remove(0).draft.unwrap_err() {
        ReadError::NotPublic { id, is_missed, .. } => (id, is_missed),
        other => panic!("{other}"),
    }
}

#[test]
fn what_was_public_once_is_told_by_its_id_pages_too() {
    let page = "<wp:post_type>page</wp:post_type><wp:status>private</wp:status>";
    let id = Some("https://news.example/?p=1".to_owned());
    assert_eq!(kept_back(page, false), (id.clone(), false));
    assert_eq!(kept_back(page, true), (id.clone(), true));
    assert_eq!(kept_back("<wp:post_password>x</wp:post_password>", false), (id, true));
    // Which post of two has a guid does not change when one of them is taken back.
    let twin = "<guid>https://news.example/?p=1</guid>";
    let drafts = [post(1, "<wp:status>draft</wp:status>"), post(2, twin)].concat();
    let (records, _) = records_of(export(&drafts).as_bytes(), false);
    let second = records[1].draft.as_ref().unwrap();
    assert_eq!(second.id.as_deref(), Some("https://news.example/blog/?p=2"));
}

#[test]
fn an_indented_empty_password_is_none() {
    assert_eq!(drafts_of(&post(1, "<wp:post_password>\n   </wp:post_password>")).len(), 1);
}

#[test]
fn a_future_post_keeps_its_date() {
    let draft = only(&post(
        1,
        "<wp:status>future</wp:status><wp:post_date_gmt>2199-01-01 00:00:00</wp:post_date_gmt>",
    ));
    assert_eq!(draft.date_published.as_deref(), Some("2199-01-01T00:00:00Z"));
    assert_eq!(draft.status.as_deref(), Some("published"));
}

#[test]
fn zero_and_empty_dates_fall_back() {
    let date = |more: &str| only(&post(1, more)).date_published;
    let zero = "<wp:post_date_gmt>0000-00-00 00:00:00</wp:post_date_gmt>";
    assert_eq!(date(zero).as_deref(), Some("2020-01-02 10:00:00"));
    let none = "<wp:post_date_gmt></wp:post_date_gmt><wp:post_date></wp:post_date>";
    assert_eq!(
        date(&format!("{none}<pubDate>Thu, 02 Jan 2020 09:00:00 +0000</pubDate>")).as_deref(),
        Some("Thu, 02 Jan 2020 09:00:00 +0000")
    );
    assert_eq!(date(&format!("{none}<pubDate>Wed, 30 Nov -0001 00:00:00 +0000</pubDate>")), None);
    let zoned = "<wp:post_date_gmt>2015-06-20 18:04:13 +0000</wp:post_date_gmt>";
    assert_eq!(date(zoned).as_deref(), Some("2015-06-20T18:04:13Z"));
}

#[test]
fn only_posts_are_read_unless_pages_are_asked_for() {
    let types = ["page", "attachment", "nav_menu_item", "revision", "wp_block", "custom"];
    let items: String =
        types.iter().map(|kind| post(1, &format!("<wp:post_type>{kind}</wp:post_type>"))).collect();
    let (records, _) = records_of(export(&items).as_bytes(), false);
    assert_eq!(records.len(), 1);
    assert!(matches!(records[0].draft, Err(ReadError::NotAsked)));
    assert_eq!(records_of(export(&items).as_bytes(), true).0.len(), 1);
}

const PICTURE: &str = "<item><title>boat</title><guid>https://news.example/boat.jpg</guid><wp:post_id>90</wp:post_id>\
    <wp:status>inherit</wp:status><wp:post_type>attachment</wp:post_type>\
    <wp:attachment_url>https://news.example/up/boat.jpg</wp:attachment_url>\
    <wp:postmeta><wp:meta_key>_wp_attachment_image_alt</wp:meta_key><wp:meta_value><![CDATA[A boat]]></wp:meta_value></wp:postmeta>\
    <wp:postmeta><wp:meta_key>_wp_attachment_metadata</wp:meta_key><wp:meta_value><![CDATA[a:2:{s:5:\"width\";i:800;s:6:\"height\";i:600;}]]></wp:meta_value></wp:postmeta></item>";
const THUMBNAIL: &str = "<wp:postmeta><wp:meta_key>_thumbnail_id</wp:meta_key><wp:meta_value><![CDATA[90]]></wp:meta_value></wp:postmeta>";

#[test]
fn a_featured_image_is_found_before_and_behind_its_post() {
    for items in
        [format!("{PICTURE}{}", post(1, THUMBNAIL)), format!("{}{PICTURE}", post(1, THUMBNAIL))]
    {
        let image = only(&items).image.unwrap();
        assert_eq!(image.url, "https://news.example/up/boat.jpg");
        assert_eq!(image.alt.as_deref(), Some("A boat"));
        assert_eq!((image.width, image.height), (Some(800), Some(600)));
    }
}

#[test]
fn a_post_whose_image_never_comes_is_not_lost() {
    let items = format!("{}{}{}", post(1, THUMBNAIL), post(2, ""), post(3, THUMBNAIL));
    let drafts = drafts_of(&items);
    let titles: Vec<_> = drafts.iter().filter_map(|draft| draft.title.as_deref()).collect();
    assert_eq!(titles, ["Post 2", "Post 1", "Post 3"]);
    let cut = format!("{}{}", export(&post(1, THUMBNAIL)), "<![CDATA[");
    let (records, outcome) = records_of(cut.as_bytes(), false);
    assert!(outcome.is_err());
    assert_eq!(records.len(), 1);
}

#[test]
fn two_posts_with_one_guid_are_two_records() {
    let twice = format!(
        "{}{}",
        post(1, "<guid>https://news.example</guid>"),
        post(2, "<guid>https://news.example</guid>")
    );
    let drafts = drafts_of(&twice);
    assert_eq!(drafts[0].id.as_deref(), Some("https://news.example"));
    assert_eq!(drafts[1].id.as_deref(), Some("https://news.example/blog/?p=2"));
    assert_eq!(drafts[1].guid, None);
    let without = only(&post(5, "<guid></guid>"));
    assert_eq!(without.id.as_deref(), Some("https://news.example/blog/?p=5"));
}

#[test]
fn comments_and_foreign_metas_do_not_spill_into_the_post() {
    let draft = only(&post(
        1,
        "<wp:comment><wp:comment_content><![CDATA[First!]]></wp:comment_content>\
         <wp:commentmeta><wp:meta_key>_thumbnail_id</wp:meta_key><wp:meta_value>9</wp:meta_value></wp:commentmeta>\
         <title>Spam</title></wp:comment>\
         <wp:postmeta><wp:meta_key>_yoast_wpseo_metadesc</wp:meta_key><wp:meta_value>x</wp:meta_value></wp:postmeta>\
         <wp:postmeta><wp:meta_key></wp:meta_key><wp:meta_value>90</wp:meta_value></wp:postmeta>",
    ));
    assert_eq!(draft.title.as_deref(), Some("Post 1"));
    assert_eq!(draft.image, None);
}

#[test]
fn a_podcast_episode_is_an_attachment() {
    let draft = only(&post(
        1,
        "<wp:postmeta><wp:meta_key>enclosure</wp:meta_key><wp:meta_value><![CDATA[https://a.example/1.mp3\n2116\naudio/mpeg\na:1:{s:8:\"duration\";s:8:\"00:29:24\";}]]></wp:meta_value></wp:postmeta>",
    ));
    let file = &draft.attachments[0];
    assert_eq!(file.url, "https://a.example/1.mp3");
    assert_eq!(file.size_in_bytes, Some(2116));
    assert_eq!(file.mime_type.as_deref(), Some("audio/mpeg"));
    assert_eq!(file.duration_in_seconds, Some(1764.0));
}

#[test]
fn control_characters_references_and_split_sections_are_read() {
    let items = post(
        1,
        "<title>Fish &amp;amp; chips&nbsp;\u{b}&#8211; AT&T</title>\
         <content:encoded><![CDATA[a ]]]]><![CDATA[> b\u{1b}]]></content:encoded>",
    );
    let draft = only(&items);
    assert_eq!(draft.title.as_deref(), Some("Fish &amp; chips&nbsp;– AT&T"));
    assert_eq!(draft.body.unwrap().source, "a ]]> b");
}

#[test]
fn markup_that_nobody_escaped_is_kept_as_markup() {
    let draft = only(&post(
        1,
        "<content:encoded><p>One<br/><!-- wp:x --><b>two</p><!--more--></content:encoded>",
    ));
    assert_eq!(draft.body.unwrap().source, "<p>One<br/><!-- wp:x --><b>two</p><!--more-->");
}

#[test]
fn an_unclosed_element_costs_its_post_at_most() {
    let broken =
        "<item><title>Broken<wp:post_id>1</wp:post_id><wp:status>publish</wp:status></item>";
    let (records, outcome) =
        records_of(export(&format!("{broken}{}", post(2, ""))).as_bytes(), false);
    outcome.unwrap();
    assert_eq!(records.len(), 1);
    assert_eq!(records[0].place, "post 2");
}

#[test]
fn what_was_read_before_the_fault_is_kept_and_the_fault_has_a_line() {
    let whole = export(&format!("{}{}", post(1, ""), post(2, "")));
    let cut = whole.find("Text of 2").unwrap();
    let (records, outcome) = records_of(&whole.as_bytes()[..cut], false);
    assert_eq!(records.len(), 1);
    assert!(outcome.unwrap_err().to_string().contains("line 1"), "place missing");
    let cut = whole.find("<wp:post_id>2").unwrap();
    let (records, outcome) = records_of(&whole.as_bytes()[..cut], false);
    outcome.unwrap();
    assert_eq!(records.len(), 2);
    assert!(records[1].draft.as_ref().unwrap_err().to_string().contains("ends inside"));
}

#[test]
fn a_post_of_seventeen_megabytes_is_refused_and_the_next_one_read() {
    let long = format!("<content:encoded><![CDATA[{}]]></content:encoded>", "x".repeat(17 << 20));
    let (records, outcome) =
        records_of(export(&format!("{}{}", post(1, &long), post(2, ""))).as_bytes(), false);
    outcome.unwrap();
    assert!(matches!(records[0].draft, Err(ReadError::TooLarge { what: "the post", .. })));
    assert!(records[1].draft.is_ok());
    // What tells a post stands behind its text in real exports.
    let text_first = post(1, "").replace("<item>", &format!("<item>{long}"));
    let (records, outcome) = records_of(export(&text_first).as_bytes(), false);
    outcome.unwrap();
    assert_eq!(records[0].place, "post 1");
    assert!(matches!(records[0].draft, Err(ReadError::TooLarge { what: "the post", .. })));
}

#[test]
fn other_files_are_told_from_exports() {
    let feed = "<rss version='2.0'><channel><item><title>x</title></item></channel></rss>";
    let said = records_of(feed.as_bytes(), false).1.unwrap_err().to_string();
    assert!(said.contains("--format feed"), "{said}");
    for other in ["", "{}", "<html><body>x</body></html>", "plain text"] {
        assert!(records_of(other.as_bytes(), false).1.is_err(), "{other}");
    }
}

#[test]
fn an_e_mail_address_is_no_name() {
    let draft = only(&post(1, "<dc:creator>jo@news.example</dc:creator>"));
    assert_eq!(draft.authors[0].name.as_deref(), Some("jo"));
}

#[test]
fn old_exports_without_domains_and_plugins_for_authors_and_languages_are_understood() {
    let draft = only(&post(1, "<category><![CDATA[News]]></category>"));
    assert_eq!(draft.categories[0].name, "News");
    let draft = only(&post(
        1,
        "<category><![CDATA[News]]></category>\
         <category domain=\"category\" nicename=\"news\"><![CDATA[News]]></category>\
         <category domain=\"author\" nicename=\"cap-ines\"><![CDATA[ines]]></category>\
         <category domain=\"author\" nicename=\"cap-bo\"><![CDATA[Bo]]></category>\
         <category domain=\"language\" nicename=\"fr\"><![CDATA[Français]]></category>",
    ));
    assert_eq!(draft.categories.len(), 1);
    let names: Vec<_> = draft.authors.iter().filter_map(|author| author.name.as_deref()).collect();
    assert_eq!(names, ["Inês Faria", "Bo"]);
    assert_eq!(draft.language.as_deref(), Some("fr"));
}

#[test]
fn several_languages_in_one_field_become_one() {
    let draft = only(&post(
        1,
        "<title>[:fr]Oui[:en]Yes[:]</title>\
         <content:encoded><![CDATA[[:fr]Bonjour[:en]Hello[:]]]></content:encoded>",
    ));
    assert_eq!(draft.title.as_deref(), Some("Yes"));
    assert_eq!(draft.body.unwrap().source, "Hello");
    assert_eq!(draft.language.as_deref(), Some("en"));
}

#[test]
fn a_post_without_an_address_has_the_one_by_number() {
    let draft = only(&post(9, "<link></link><guid></guid>"));
    assert_eq!(draft.url.as_deref(), Some("https://news.example/blog/?p=9"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn any_bytes_and_any_damage_are_survived(
        noise in proptest::collection::vec(any::<u8>(), 0..40),
        place in 0_usize..4000,
    ) {
        let mut bytes = export(&format!("{}{PICTURE}{}", post(1, THUMBNAIL), post(2, ""))).into_bytes();
        let place = place.min(bytes.len());
        bytes.splice(place..place, noise.iter().copied());
        let _ = records_of(&bytes, true);
        let _ = records_of(&noise, true);
    }
}

/// Real exports, when they are there: see what comes out of them.
#[test]
fn real_exports_are_read() {
    let root = std::env::var_os("NEWSWIRE_TEST_DATA").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/data"),
        PathBuf::from,
    );
    let Ok(labs) = std::fs::read(root.join("wxr/cc-labs.wxr.xml")) else {
        println!("skipped: no real exports at {}", root.display());
        return;
    };
    let (records, outcome) = records_of(&labs, false);
    outcome.unwrap();
    let kept = records.iter().filter(|record| record.draft.is_ok()).count();
    println!("cc-labs: {} records, {kept} kept", records.len());
    for record in records.iter().filter(|record| record.draft.is_err()) {
        println!("  {}: {}", record.place, record.draft.as_ref().unwrap_err());
    }
    assert_eq!(kept, 219);
    let mut input = labs.as_slice();
    let mut export = super::Export::new(&mut input, &ReadOptions::default());
    export.read_channel(&mut |_| {}).unwrap();
    assert_eq!(export.site.category_count(), 98);
    let mut files: Vec<PathBuf> = Vec::new();
    let mut folders = vec![root.join("wxr")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if entry.is_dir() { folders.push(entry) } else { files.push(entry) }
        }
    }
    files.sort();
    for file in files {
        let (records, outcome) = records_of(&std::fs::read(&file).unwrap(), true);
        println!("== {}: {} records, {outcome:?}", file.display(), records.len());
        for record in records.iter().take(8) {
            match &record.draft {
                Ok(draft) => println!(
                    "  {} | {:?} | {:?} | {:?} | {:?} | {:?} | image {:?} | {} B",
                    record.place,
                    draft.id,
                    draft.url,
                    draft.title,
                    draft.date_published,
                    draft.authors.iter().map(|author| &author.name).collect::<Vec<_>>(),
                    draft.image,
                    draft.body.as_ref().map_or(0, |body| body.source.len()),
                ),
                Err(error) => println!("  {} | refused: {error}", record.place),
            }
        }
    }
}
