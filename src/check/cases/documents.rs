//! Good documents of every format, of our own writing.
//!
//! Must not know: rules.

pub(super) const ALL: [&str; 6] = [RSS, ATOM, JSON, OPML, RDF, ATOM_ENTRY];

macro_rules! rss_item {
    () => {
        r#"<item>
<title>River rises &amp; falls</title>
<link>https://news.example/river</link>
<guid isPermaLink="false">tag:news.example,2026:one</guid>
<pubDate>Thu, 01 Oct 2026 13:00:00 GMT</pubDate>
<dc:creator>Ann Other</dc:creator>
<category>World</category>
<description>The river rose by two metres on Thursday, and fell again by Friday morning…</description>
<content:encoded><![CDATA[<figure><img src="https://news.example/r.jpg" alt="A brown river in flood" srcset="https://news.example/r2.jpg 2x" width="600"><figcaption>The river at noon, seen from the bridge</figcaption></figure><p>The river rose by two metres on Thursday, and fell again by Friday morning, said <a class="x" href="https://news.example/who">officials</a>.</p><p>Nobody was hurt.</p>]]></content:encoded>
<enclosure url="https://news.example/r.mp3" length="1234" type="audio/mpeg"/>
<media:content url="https://news.example/r.jpg" medium="image" type="image/jpeg" width="600" height="400"><media:title type="plain">River</media:title></media:content>
<atom:updated>2026-10-01T14:00:00Z</atom:updated>
</item>
"#
    };
}

pub(super) const RSS_ITEM: &str = rss_item!();

pub(super) const RSS: &str = concat!(
    r#"<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/">
<channel>
<title>World</title>
<link>https://news.example/world</link>
<description>News of the world</description>
<language>en-GB</language>
<lastBuildDate>Thu, 01 Oct 2026 14:00:00 GMT</lastBuildDate>
<ttl>15</ttl>
<image><url>https://news.example/logo.png</url><title>World</title><link>https://news.example/world</link><width>144</width><height>144</height></image>
<atom:link rel="self" type="application/rss+xml" href="https://feeds.example/feeds/world.rss"/>
<sy:updatePeriod>hourly</sy:updatePeriod>
"#,
    rss_item!(),
    r#"</channel>
</rss>
"#
);

pub(super) const ATOM: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xmlns:thr="http://purl.org/syndication/thread/1.0" xmlns:at="http://purl.org/atompub/tombstones/1.0" xmlns:fh="http://purl.org/syndication/history/1.0" xml:lang="en">
<id>tag:news.example,2026:feed</id>
<title>World</title>
<subtitle>News of the world</subtitle>
<updated>2026-10-01T14:00:00Z</updated>
<author><name>Desk</name><uri>https://news.example/</uri><email>desk@news.example</email></author>
<link rel="self" type="application/atom+xml" href="https://feeds.example/feeds/world.atom"/>
<link href="https://news.example/world"/>
<at:deleted-entry ref="tag:news.example,2026:gone" when="2026-09-30T10:00:00Z"/>
<entry>
<id>tag:news.example,2026:one</id>
<title>River rises</title>
<published>2026-10-01T13:00:00Z</published>
<updated>2026-10-01T14:00:00Z</updated>
<link href="https://news.example/river"/>
<link rel="replies" thr:count="3" href="https://news.example/river/replies"/>
<category term="world" label="World"/>
<summary>The river rose by two metres on Thursday…</summary>
<content type="html">&lt;p&gt;The river rose by two metres on Thursday, and fell again, said &lt;a class="x" href="https://news.example/who"&gt;officials&lt;/a&gt;.&lt;/p&gt;</content>
</entry>
<entry>
<id>urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6</id>
<title type="html">A &lt;em&gt;second&lt;/em&gt; thing</title>
<published>2026-10-01T12:00:00Z</published>
<updated>2026-10-01T12:00:00Z</updated>
<link href="https://news.example/second"/>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>It happened<br/>twice, <img src="https://news.example/x.png" alt=""/> all told.</p></div></content>
</entry>
</feed>
"#;

pub(super) const ATOM_ENTRY: &str = r#"<entry xmlns="http://www.w3.org/2005/Atom">
<id>tag:news.example,2026:one</id>
<title>River rises</title>
<updated>2026-10-01T14:00:00Z</updated>
<author><name>Desk</name></author>
<link href="https://news.example/river"/>
<content type="image/png" src="https://news.example/r.png"/>
<summary>A picture of the river</summary>
</entry>
"#;

pub(super) const JSON: &str = r#"{
"version": "https://jsonfeed.org/version/1.1",
"title": "World",
"home_page_url": "https://news.example/world",
"feed_url": "https://feeds.example/feeds/world.json",
"language": "en",
"authors": [{"name": "Desk", "url": "https://news.example/"}],
"hubs": [{"type": "WebSub", "url": "https://hub.example/"}],
"_newswire": {"about": "https://news.example/about"},
"items": [{
"id": "one",
"url": "https://news.example/river",
"title": "River rises",
"content_html": "<p>The river rose by two metres on Thursday, and fell again.</p>",
"summary": "The river rose by two metres on Thursday…",
"date_published": "2026-10-01T13:00:00Z",
"date_modified": "2026-10-01T14:00:00Z",
"tags": ["river"],
"attachments": [{"url": "https://news.example/r.mp3", "mime_type": "audio/mpeg", "size_in_bytes": 1234}]
}]
}
"#;

pub(super) const OPML: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<opml version="2.0">
<head><title>Feeds</title><dateModified>Thu, 01 Oct 2026 14:00:00 GMT</dateModified></head>
<body><outline text="All"><outline text="World" title="World" type="rss" xmlUrl="https://feeds.example/feeds/world.rss" htmlUrl="https://news.example/world"/></outline></body>
</opml>
"#;

pub(super) const RDF: &str = r#"<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel rdf:about="https://news.example/world.rdf"><title>World</title><link>https://news.example/world</link><description>News of the world</description><dc:language>en</dc:language><items><rdf:Seq><rdf:li resource="https://news.example/river"/></rdf:Seq></items></channel>
<item rdf:about="https://news.example/river"><title>River rises</title><link>https://news.example/river</link><dc:date>2026-10-01T13:00:00Z</dc:date></item>
</rdf:RDF>
"#;
