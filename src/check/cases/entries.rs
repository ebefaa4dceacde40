//! Cases of entries: ids, dates, links, text.
//!
//! Must not know: how a rule is applied.

super::cases! {
    PUBLISHED_MISSING RSS "<pubDate>Thu, 01 Oct 2026 13:00:00 GMT</pubDate>" => "", "<dc:date>2026-10-01</dc:date>";
    PUBLISHED_MISSING JSON "\"date_published\"" => "\"_date\"", "\"date_published\"";
    DESCRIPTION_LATE RSS "<category>World" => "<content:encoded>x</content:encoded><category>World", "<category>World";
    TOMBSTONE_OF_LIVE_ENTRY ATOM "ref=\"tag:news.example,2026:gone\" when=\"2026-09-30T10:00:00Z\"" => "ref=\"tag:news.example,2026:one\" when=\"2026-10-02T10:00:00Z\"", "ref=\"tag:news.example,2026:one\" when=\"2026-09-30T10:00:00Z\"";
    ID_MISSING RSS "<guid isPermaLink=\"false\">tag:news.example,2026:one</guid>" => "", "<guid>https://news.example/river</guid>";
    ID_EMPTY RSS "tag:news.example,2026:one" => " ", "x";
    ID_EMPTY JSON "\"id\": \"one\"" => "\"id\": \"\"", "\"id\": \"0\"";
    ID_DUPLICATE ATOM "urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6" => "tag:news.example,2026:one", "tag:news.example,2026:ONE";
    ID_NOT_IRI ATOM "<id>tag:news.example,2026:one" => "<id>/one", "<id>http://news.example/one";
    ID_NOT_IRI ATOM "<id>tag:news.example,2026:one</id>" => "<id>\ntag:news.example,2026:one\n</id>", "<id>tag:news.example,2026:one</id>";
    ID_NOT_IRI ATOM "ref=\"tag:news.example,2026:gone\"" => "ref=\"gone\"", "ref=\"tag:news.example,2026:away\"";
    ID_SYNTAX ATOM "<id>tag:news.example,2026:one" => "<id>tag:news.example:one", "<id>tag:news.example,2026-10:one";
    ID_SYNTAX ATOM "f81d4fae-7dec" => "f81d4fae-7de", "F81D4FAE-7DEC";
    ID_SYNTAX RSS "tag:news.example,2026:one" => "tag:news.example,26:one", "one, two: three";
    ID_PERMALINK RSS " isPermaLink=\"false\"" => "", " isPermaLink=\"false\"";
    ID_PERMALINK RSS "<guid isPermaLink=\"false\">tag:news.example,2026:one" => "<guid isPermaLink=\"true\">river", "<guid isPermaLink=\"true\">https://news.example/river";
    ID_NOT_CANONICAL ATOM "<id>tag:news.example,2026:one" => "<id>http://News.example:80/one", "<id>http://news.example/One";
    ID_TOO_SHORT RSS "tag:news.example,2026:one" => "17", "20261001130000";
    DATE_RFC822 RSS "Thu, 01 Oct 2026 13:00:00 GMT" => "Thursday 1st October, 2026", "Thu, 01 Oct 2026 14:00:00 +0100";
    DATE_RFC822 RSS "Thu, 01 Oct 2026 14:00:00 GMT" => "2026-10-01T14:00:00Z", "Thu, 01 Oct 2026 14:00:00 GMT";
    DATE_WEEKDAY RSS "Thu, 01 Oct 2026 13:00:00 GMT" => "Fri, 01 Oct 2026 13:00:00 GMT", "Fri, 02 Oct 2026 13:00:00 GMT";
    DATE_UNUSUAL RSS "Thu, 01 Oct 2026 13:00:00 GMT" => "Thu, 1 Oct 2026 08:00 EST", "Thu, 01 Oct 2026 08:00:00 -0500";
    DATE_RFC3339 ATOM "<published>2026-10-01T13:00:00Z" => "<published>2026-10-01T13:00:00", "<published>2026-10-01T13:00:00.5+02:00";
    DATE_RFC3339 ATOM "when=\"2026-09-30T10:00:00Z\"" => "when=\"2026-09-30\"", "when=\"2026-09-30T10:00:00+01:00\"";
    DATE_RFC3339 JSON "2026-10-01T13:00:00Z" => "yesterday", "2026-10-01T13:00:00+00:00";
    DATE_W3C RDF "2026-10-01T13:00:00Z" => "Thu, 01 Oct 2026 13:00:00 GMT", "2026-10-01";
    DATE_IMPLAUSIBLE JSON "2026-10-01T13:00:00Z" => "1970-01-01T00:00:00Z", "1990-01-01T00:00:00Z";
    DATE_FUTURE ATOM "<published>2026-10-01T13:00:00Z" => "<published>2035-01-01T00:00:00Z", "<published>2026-10-01T14:00:00Z";
    URL_RELATIVE RSS "<link>https://news.example/river" => "<link>/river", "<link>https://news.example/a/../river";
    URL_RELATIVE JSON "\"url\": \"https://news.example/river\"" => "\"url\": \"//news.example/river\"", "\"url\": \"http://news.example/river\"";
    URL_RELATIVE ATOM "<uri>https://news.example/" => "<uri>news.example", "<uri>https://news.example/?x#y";
    URL_MALFORMED RSS "<link>https://news.example/river" => "<link>https:///river", "<link>\nhttps://news.example/river\n";
    URL_MALFORMED RSS "https://news.example/r.mp3" => "https://news.example/the river.mp3", "https://news.example/the%20river.mp3";
    URL_MALFORMED ATOM "<link href=\"https://news.example/river\"" => "<link href=\" https://news.example/river\"", "<link href=\"https://[::1]/river\"";
    URL_UNSAFE RSS "<link>https://news.example/river" => "<link>javascript:alert(1)", "<link>https://news.example/javascript:alert(1)";
    URL_UNSAFE JSON "\"url\": \"https://news.example/river\"" => "\"url\": \"data:text/html,x\"", "\"url\": \"mailto:a@news.example\"";
    URL_ODD_CHARACTER RSS "<link>https://news.example/river" => "<link>https://news.example/ri|ver", "<link>https://news.example/ri%7Cver";
    URL_NOT_ASCII RSS "<link>https://news.example/river" => "<link>https://news.example/fluß", "<link>https://news.example/flu%C3%9F";
    LINK_MISSING RSS "<link>https://news.example/river</link>" => "", "<link>https://news.example/</link>";
    LINK_MISSING JSON "\"url\": \"https://news.example/river\"," => "", "\"url\": \"https://news.example/\",";
    ENCLOSURE_LENGTH RSS "length=\"1234\"" => "length=\"-1\"", "length=\"0\"";
    ENCLOSURE_LENGTH JSON "1234" => "12.5", "0";
    ENCLOSURE_DUPLICATE RSS "<enclosure" => "<enclosure url=\"https://a.example/\" length=\"0\" type=\"a/b\"/><enclosure", "<enclosure";
    TEXT_CONTROL_CHARACTER JSON "\"title\": \"River" => "\"title\": \"Ri\\u000bver", "\"title\": \"Ri\\tver";
    TEXT_CONTROL_CHARACTER JSON "<p>The river" => "<p>The \\u0000river", "<p>The\\nriver";
    TEXT_DIRECTION_OVERRIDE RSS "<title>River" => "<title>\u{202E}River", "<title>\u{200F}River";
    TEXT_DIRECTION_OVERRIDE ATOM "<summary>" => "<summary>\u{2066}", "<summary>\u{200E}";
    TEXT_MARKUP RSS "<title>River" => "<title>&lt;b&gt;River&lt;/b&gt;", "<title>River &lt; 3 &gt; 2";
    TEXT_MARKUP JSON "\"summary\": \"" => "\"summary\": \"<em>x</em> ", "\"summary\": \"a < b ";
    TEXT_MARKUP ATOM "<summary>" => "<summary>&lt;p&gt;", "<summary type=\"html\">&lt;p&gt;";
    TEXT_DOUBLE_ESCAPED RSS "<title>River" => "<title>R&amp;amp;D", "<title>R&amp;D;";
    TEXT_DOUBLE_ESCAPED ATOM "&lt;p&gt;The river" => "&lt;p&gt;The&amp;amp;nbsp;river", "&lt;p&gt;The&amp;nbsp;river";
}
