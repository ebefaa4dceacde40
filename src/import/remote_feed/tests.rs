//! What the reader of feeds must hold, on small feeds of our own.

use proptest::prelude::*;

use super::read;
use crate::article::{Draft, Markup};
use crate::import::{Origin, ReadError, ReadOptions, Record};

pub(super) fn records_of(bytes: &[u8]) -> (Vec<Record>, Result<(), ReadError>) {
    let mut records = Vec::new();
    let mut input = bytes;
    let outcome =
        read(&mut input, Origin { path: "feed.xml" }, &ReadOptions::default(), &mut |record| {
            records.push(record);
        });
    (records, outcome)
}

fn drafts_of(feed: &str) -> Vec<Draft> {
    let (records, outcome) = records_of(feed.as_bytes());
    outcome.unwrap();
    records.into_iter().map(|record| record.draft.unwrap()).collect()
}

/// The only item of an RSS 2.0 feed.
fn rss(item: &str) -> Draft {
    let feed = format!(
        "<?xml version='1.0'?><rss version='2.0' xmlns:dc='http://purl.org/dc/elements/1.1/'><channel>\
         <title>News</title><link>https://news.example/</link><language>pt-BR</language>\
         <item>{item}</item></channel></rss>"
    );
    let mut drafts = drafts_of(&feed);
    assert_eq!(drafts.len(), 1);
    drafts.remove(0)
}

/// The only entry of an Atom feed.
fn atom(entry: &str) -> Draft {
    let feed = format!(
        "<feed xmlns='http://www.w3.org/2005/Atom' xml:lang='de' xml:base='https://news.example/a/'>\
         <author><name>Redaktion</name></author><entry>{entry}</entry></feed>"
    );
    let mut drafts = drafts_of(&feed);
    assert_eq!(drafts.len(), 1);
    drafts.remove(0)
}

fn source(draft: &Draft) -> &str {
    draft.body.as_ref().map_or("", |body| body.source.as_str())
}

#[test]
fn ids_are_kept_and_none_is_made_up() {
    let draft =
        rss("<guid isPermaLink='false'> 4711 at news </guid><link>https://news.example/1</link>");
    assert_eq!(draft.id.as_deref(), Some("4711 at news"));
    assert_eq!(draft.guid.as_deref(), Some("4711 at news"));
    assert_eq!(draft.url.as_deref(), Some("https://news.example/1"));
    let draft = rss("<title>x</title><link>/1</link>");
    assert_eq!(draft.guid, None);
    assert_eq!(draft.id.as_deref(), Some("https://news.example/1"));
    let draft = rss("<title>x</title>");
    assert_eq!((draft.id, draft.guid, draft.url), (None, None, None));
    let draft = rss("<guid>https://news.example/?p=1</guid>");
    assert_eq!(draft.url.as_deref(), Some("https://news.example/?p=1"));
    assert_eq!(atom("<id>tag:x,2020:1</id><title>x</title>").id.as_deref(), Some("tag:x,2020:1"));
}

#[test]
fn one_id_on_two_links_hides_no_article() {
    let feed = "<rss version='2.0'><channel>\
        <item><guid>same</guid><link>https://a.example/1</link></item>\
        <item><guid>same</guid><link>https://a.example/2</link></item>\
        <item><guid>same</guid><link>https://a.example/1</link></item></channel></rss>";
    let ids: Vec<_> = drafts_of(feed).into_iter().map(|draft| draft.id.unwrap()).collect();
    assert_eq!(ids, ["same", "https://a.example/2", "same"]);
}

#[test]
fn dates_stay_the_words_they_are() {
    for (item, expected) in [
        ("<pubDate>Friday 14th December, 2012</pubDate>", Some("Friday 14th December, 2012")),
        ("<pubDate> Tue, 31 Nov 2012 10:00 EST </pubDate>", Some("Tue, 31 Nov 2012 10:00 EST")),
        ("<dc:date>2012-12-14</dc:date>", Some("2012-12-14")),
        ("<dc:date>2012-12-14</dc:date><pubDate>Fri</pubDate>", Some("Fri")),
        ("<pubDate>Fri</pubDate><dc:date>2012-12-14</dc:date>", Some("Fri")),
        ("<pubDate/><dc:date>2012-12-14</dc:date>", Some("2012-12-14")),
        ("<title>x</title>", None),
    ] {
        assert_eq!(rss(item).date_published.as_deref(), expected, "{item}");
        assert_eq!(rss(item).date_modified, None);
    }
}

#[test]
fn updated_is_an_edit_in_atom_when_it_is_later() {
    let published = "<published>2020-01-01T00:00:00Z</published>";
    let draft = atom(&format!("{published}<updated>2020-01-02T00:00:00Z</updated>"));
    assert_eq!(draft.date_published.as_deref(), Some("2020-01-01T00:00:00Z"));
    assert_eq!(draft.date_modified.as_deref(), Some("2020-01-02T00:00:00Z"));
    let draft = atom(&format!("{published}<updated>2020-01-01T00:00:00Z</updated>"));
    assert_eq!(draft.date_modified, None);
    let draft = atom("<updated>2020-01-02T00:00:00Z</updated>");
    assert_eq!(draft.date_published.as_deref(), Some("2020-01-02T00:00:00Z"));
    assert_eq!(draft.date_modified, None);
}

#[test]
fn a_date_that_nobody_can_read_gives_way_to_the_other_one() {
    let updated = "<updated>2020-01-02T00:00:00Z</updated>";
    let draft = atom(&format!("<published>2019-13-01T00:00:00Z</published>{updated}"));
    assert_eq!(draft.date_published.as_deref(), Some("2020-01-02T00:00:00Z"));
    assert_eq!(draft.date_modified, None);
    // Of two that cannot be read the one that matters is told.
    let draft = atom("<published>soon</published><updated>later</updated>");
    assert_eq!(draft.date_published.as_deref(), Some("soon"));
}

#[test]
fn a_description_is_the_body_unless_there_is_content() {
    let draft = rss("<description>&lt;p&gt;All of it&lt;/p&gt;</description>");
    assert_eq!((source(&draft), draft.summary.as_deref()), ("<p>All of it</p>", None));
    let content = "<content:encoded><![CDATA[<p>All of it</p>]]></content:encoded>";
    let draft = rss(&format!("<description>By hand.</description>{content}"));
    assert_eq!((source(&draft), draft.summary.as_deref()), ("<p>All of it</p>", Some("By hand.")));
    for cut in
        ["All of [&amp;#8230;]", "&lt;p&gt;All […]&lt;/p&gt;", "<![CDATA[<p>All of it</p>]]>"]
    {
        let draft = rss(&format!("<description>{cut}</description>{content}"));
        assert_eq!(draft.summary, None, "{cut}");
    }
    let draft = atom("<summary>Short</summary>");
    assert_eq!(source(&draft), "Short");
}

#[test]
fn markup_that_nobody_escaped_is_not_lost() {
    let draft =
        rss("<title>A <i>b</i> c</title><description>One <b>two</b><br>three</description>");
    assert_eq!(draft.title.as_deref(), Some("A <i>b</i> c"));
    assert_eq!(source(&draft), "One <b>two</b><br>three");
}

#[test]
fn xhtml_becomes_html() {
    let draft = atom(
        "<content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'><p/>1 &lt; 2 &amp;amp; &#233;<br/>\
         <x:em xmlns:x='http://www.w3.org/1999/xhtml'>y</x:em><img src='p.png' alt='&quot; onerror=x'/></div></content>",
    );
    assert_eq!(
        source(&draft),
        "<p></p>1 &lt; 2 &amp;amp; &#233;<br><em xmlns:x='http://www.w3.org/1999/xhtml'>y</em>\
         <img src=\"https://news.example/a/p.png\" alt='&quot; onerror=x'/>"
            .replace("/>", ">")
    );
    assert_eq!(draft.body.unwrap().markup, Markup::Html);
}

#[test]
fn plain_text_is_not_read_as_markup() {
    let draft = atom("<title>AT&amp;T &lt;b&gt;</title><content>1 &lt; 2</content>");
    assert_eq!(draft.title.as_deref(), Some("AT&amp;T &lt;b&gt;"));
    assert_eq!(draft.body.as_ref().map(|body| body.markup), Some(Markup::Text));
    assert_eq!(source(&draft), "1 < 2");
    let draft = atom("<title type='html'>AT&amp;amp;T</title>");
    assert_eq!(draft.title.as_deref(), Some("AT&amp;T"));
}

#[test]
fn bases_are_resolved() {
    let draft = atom(
        "<link href='1.html'/><content type='html' xml:base='b/'>&lt;a href='c'&gt;x&lt;/a&gt;</content>",
    );
    assert_eq!(draft.url.as_deref(), Some("https://news.example/a/1.html"));
    assert_eq!(source(&draft), "<a href=\"https://news.example/a/b/c\">x</a>");
}

#[test]
fn bylines_have_names_and_no_addresses() {
    for (byline, expected) in [
        ("<author>jo@news.example (Jo Ng)</author>", vec!["Jo Ng"]),
        ("<author>“jo@news.example”</author>", vec![]),
        ("<dc:creator>Jo</dc:creator><dc:creator>Bo</dc:creator>", vec!["Jo", "Bo"]),
        ("<itunes:author>Pod</itunes:author>", vec!["Pod"]),
    ] {
        let names: Vec<_> = rss(byline).authors.into_iter().filter_map(|a| a.name).collect();
        assert_eq!(names, expected, "{byline}");
    }
    let author = atom(
        "<author><name>Jo</name><email>j@x.example</email><uri>https://jo.example</uri></author>",
    )
    .authors
    .remove(0);
    assert_eq!(
        (author.name.as_deref(), author.url.as_deref()),
        (Some("Jo"), Some("https://jo.example"))
    );
    assert_eq!(atom("<title>x</title>").authors[0].name.as_deref(), Some("Redaktion"));
}

#[test]
fn pictures_and_files_are_told_apart() {
    let draft = rss(
        "<enclosure url='/1.mp3' length='12' type='audio/mpeg'/><itunes:duration>1:02:03</itunes:duration>\
         <media:content url='https://i.example/s.jpg' medium='image' width='100' height='50'/>\
         <media:content url='https://i.example/l.jpg' medium='image' width='800' height='400'><media:title>Boat</media:title></media:content>",
    );
    let image = draft.image.unwrap();
    assert_eq!(
        (image.url.as_str(), image.width, image.height),
        ("https://i.example/l.jpg", Some(800), Some(400))
    );
    let draft = rss(
        "<enclosure url='/1.mp3' length='12' type='audio/mpeg'/><itunes:duration>1:02:03</itunes:duration>\
         <itunes:image href='/c.jpg'/>",
    );
    assert_eq!(draft.attachments[0].url, "https://news.example/1.mp3");
    assert_eq!(draft.attachments[0].size_in_bytes, Some(12));
    assert_eq!(draft.attachments[0].duration_in_seconds, Some(3723.0));
    assert_eq!(draft.image.unwrap().url, "https://news.example/c.jpg");
    let draft = atom(
        "<link rel='enclosure' href='x.png' type='image/png'/><link rel='enclosure' href='x.pdf' length='7'/>",
    );
    assert_eq!(draft.image.unwrap().url, "https://news.example/a/x.png");
    assert_eq!(draft.attachments[0].size_in_bytes, Some(7));
}

#[test]
fn categories_keep_their_slugs_and_the_feed_its_language() {
    let draft = rss(
        "<category domain='x'>World</category><dc:subject>Sea</dc:subject><itunes:keywords>tea, rum</itunes:keywords>",
    );
    let names: Vec<_> = draft.categories.iter().map(|term| term.name.as_str()).collect();
    assert_eq!(names, ["World", "Sea"]);
    assert_eq!(draft.tags.len(), 2);
    assert_eq!(draft.language.as_deref(), Some("pt-BR"));
    let keywords = "<media:keywords xmlns:media='http://search.yahoo.com/mrss/'>tea, <![CDATA[a&b]]></media:keywords>";
    for draft in [rss(keywords), atom(&format!("{keywords}<category>Sea</category>"))] {
        let names: Vec<_> = draft.tags.iter().map(|term| term.name.as_str()).collect();
        assert_eq!(names, ["tea", "a&b"]);
    }
    assert_eq!(atom("<category>Sea</category>").categories[0].name, "Sea");
    let draft = atom(
        "<category term='world-news' label='World'/><category term='x' scheme='http://schemas.google.com/g/2005#kind'/>",
    );
    assert_eq!(draft.categories.len(), 1);
    assert_eq!(draft.categories[0].slug.as_deref(), Some("world-news"));
    assert_eq!(draft.language.as_deref(), Some("de"));
}

#[test]
fn a_forwarding_link_gives_way_to_the_original() {
    let draft = rss(
        "<link>http://feedproxy.example/~r/1</link><feedburner:origLink>https://news.example/1</feedburner:origLink>",
    );
    assert_eq!(draft.url.as_deref(), Some("https://news.example/1"));
}

#[test]
fn every_version_of_rss_and_atom_is_read() {
    for root in [
        "<rss version='0.91'><channel>ITEM</channel></rss>",
        "<rss version='0.93'><channel>ITEM</channel></rss>",
        "<rss><channel>ITEM</channel></rss>",
        "<rss version='2.0' xmlns='http://backend.userland.com/rss2'><channel>ITEM</channel></rss>",
        "<rss version='2.0' xmlns='http://nobody.example/'><channel>ITEM</channel></rss>",
        "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://purl.org/rss/1.0/'><channel><items><rdf:Seq/></items></channel>ITEM</rdf:RDF>",
        "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://my.netscape.com/rdf/simple/0.9/'><channel/>ITEM</rdf:RDF>",
        "<rdf:RDF xmlns:r='http://purl.org/rss/1.0/'>RITEM</rdf:RDF>",
    ] {
        let item = "<item><title>T</title><link>https://a.example/</link></item>";
        let prefixed = "<r:item><r:title>T</r:title><r:link>https://a.example/</r:link></r:item>";
        let drafts = drafts_of(&root.replace("RITEM", prefixed).replace("ITEM", item));
        assert_eq!(drafts.len(), 1, "{root}");
        assert_eq!(drafts[0].title.as_deref(), Some("T"), "{root}");
        assert_eq!(drafts[0].url.as_deref(), Some("https://a.example/"), "{root}");
    }
    let old = "<feed version='0.3' xmlns='http://purl.org/atom/ns#'><entry><title mode='escaped'>T</title>\
        <issued>2004-01-01T00:00:00Z</issued><modified>2004-01-02T00:00:00Z</modified>\
        <content type='text/html' mode='escaped'>&lt;p&gt;x&lt;/p&gt;</content></entry></feed>";
    let draft = &drafts_of(old)[0];
    assert_eq!(draft.date_published.as_deref(), Some("2004-01-01T00:00:00Z"));
    assert_eq!(draft.date_modified.as_deref(), Some("2004-01-02T00:00:00Z"));
    assert_eq!(source(draft), "<p>x</p>");
    let rdf = "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://purl.org/rss/1.0/'>\
        <item rdf:about='https://a.example/1'><title>T</title></item></rdf:RDF>";
    assert_eq!(drafts_of(rdf)[0].id.as_deref(), Some("https://a.example/1"));
    let lone = "<entry xmlns='http://www.w3.org/2005/Atom'><id>x</id></entry>";
    assert_eq!(drafts_of(lone)[0].id.as_deref(), Some("x"));
}

#[test]
fn a_json_feed_is_read_by_the_reader_of_records() {
    let feed = r#" {"version":"https://jsonfeed.org/version/1.1","title":"x","items":[
        {"id":"7","url":"https://a.example/7","content_text":"1 < 2","date_published":"2020-01-01","image":"i.png"}]}"#;
    let draft = &drafts_of(feed)[0];
    assert_eq!(
        (draft.id.as_deref(), draft.date_published.as_deref()),
        (Some("7"), Some("2020-01-01"))
    );
    assert!(draft.image.is_some());
}

#[test]
fn encodings_control_characters_and_bare_ampersands_cost_nothing() {
    let latin = b"<?xml version='1.0' encoding='iso-8859-1'?><rss version='2.0'><channel><item><title>Caf\xe9 \x0b AT&T &nbsp;</title><link>http://a.example/?a=1&b=2</link></item></channel></rss>";
    let (records, outcome) = records_of(latin);
    outcome.unwrap();
    let draft = records[0].draft.as_ref().unwrap();
    assert_eq!(draft.title.as_deref(), Some("Café  AT&T &nbsp;"));
    assert_eq!(draft.url.as_deref(), Some("http://a.example/?a=1&b=2"));
}

#[test]
fn a_broken_item_costs_itself_and_a_cut_feed_its_last() {
    let feed = "<rss version='2.0'><channel><item><guid>1</guid></item>\
        <item><title>unclosed<guid>2</guid></item><item><guid>3</guid></item><item><guid>4";
    let (records, outcome) = records_of(feed.as_bytes());
    outcome.unwrap();
    assert_eq!(records.len(), 4);
    assert_eq!(records[2].draft.as_ref().unwrap().id.as_deref(), Some("3"));
    assert!(records[3].draft.as_ref().unwrap_err().to_string().contains("ends inside"));
}

#[test]
fn lengths_that_the_parser_cannot_add_do_no_harm() {
    for duration in ["99999999999999999999999:00:00", "18446744073709551615", "1:2:3:4", "abc"] {
        rss(&format!(
            "<itunes:duration>{duration}</itunes:duration><media:content url='http://a.example/a.mp3' duration='{duration}'/>"
        ));
    }
}

#[test]
fn what_is_no_feed_is_told_so() {
    for other in ["", "hello", "<html><body/></html>", "[]", "<rss"] {
        let (records, outcome) = records_of(other.as_bytes());
        assert!(outcome.is_err(), "{other}");
        assert!(records.is_empty());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn any_bytes_and_any_damage_are_survived(
        noise in "[<>&;'\"/a-z: @“é0-9!\\[\\]-]{0,40}|\\PC{0,30}",
        place in 0_usize..900,
    ) {
        let feed = "<rss version='2.0' xmlns:media='http://search.yahoo.com/mrss/'><channel><link>http://a.example/</link><item><title>x</title>\
            <author>jo@a.example (Jo)</author><pubDate>Fri, 14 Dec 2012</pubDate><media:group><media:content url='a.jpg' width='3'/></media:group>\
            <itunes:duration>1:02</itunes:duration><enclosure url='b.mp3' length='3' type='audio/mpeg'/><guid>1</guid></item></channel></rss>";
        let place = (0..=place.min(feed.len())).rev().find(|place| feed.is_char_boundary(*place)).unwrap();
        let damaged = format!("{}{noise}{}", &feed[..place], &feed[place..]);
        let _ = records_of(damaged.as_bytes());
        let _ = records_of(noise.as_bytes());
    }

    #[test]
    fn any_text_in_any_field_is_survived(text in "\\PC{0,40}", name in "author|dc:creator|itunes:duration|pubDate|guid|link|category|content:encoded") {
        rss(&format!("<{name}><![CDATA[{}]]></{name}>", text.replace("]]>", "")));
    }
}
