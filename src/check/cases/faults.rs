//! The twelve faults that no public validator sees (sixty were put to five of them; these passed
//! all), each in every format that can show it.
//!
//! Must not know: how a rule is applied.

super::cases! {
    // 1: `javascript:` in RSS content, in every disguise a browser sees through.
    CONTENT_SCRIPT_URL RSS "href=\"https://news.example/who\"" => "href=\"javascript:alert(1)\"", "href=\"https://news.example/javascript:alert(1)\"";
    CONTENT_SCRIPT_URL RSS "href=\"https://news.example/who\"" => "href=' JaVa\tScript&colon;alert(1)'", "href='https://news.example/?javascript&colon;'";
    CONTENT_SCRIPT_URL RSS "href=\"https://news.example/who\"" => "href=&#x6A;&#97vascript:alert(1)", "href=https://news.example/";
    CONTENT_SCRIPT_URL RSS "href=\"https://news.example/who\"" => "href=\"&#1;vbscript:x\"", "href=\"https://news.example/&#1;vbscript:x\"";
    CONTENT_SCRIPT_URL JSON "<p>The river" => "<p><a href='java&Tab;script:x'>The</a> river", "<p><a href='https://a.example/'>The</a> river";
    // 2: the same in Atom content, escaped and inline.
    CONTENT_SCRIPT_URL ATOM "href=\"https://news.example/who\"" => "href=\"javascript:alert(1)\"", "href=\"https://news.example/javascript\"";
    CONTENT_SCRIPT_URL ATOM "It happened" => "<a href=\"java&#9;script:x\">It</a>", "<a href=\"https://a.example/\">It</a>";
    // 3: `data:` as a link.
    CONTENT_DATA_URL RSS "href=\"https://news.example/who\"" => "href=\"data:text/html,&lt;script>x&lt;/script>\"", "href=\"https://news.example/?data:text/html\"";
    CONTENT_DATA_URL ATOM "href=\"https://news.example/who\"" => "href=\"data:text/html;base64,AAAA\"", "href=\"https://news.example/data:\"";
    CONTENT_DATA_URL RSS "src=\"https://news.example/r.jpg\"" => "src=\"data:image/svg+xml,x\"", "src=\"data:image/png;base64,x\"";
    // 4: a shortcode that leaked, and a cut in a word.
    TEXT_SHORTCODE RSS "<description>The" => "<description>[caption id=\"\" width=\"600\"] A river[/caption] The", "<description>[sic] The";
    TEXT_SHORTCODE RSS "<p>Nobody" => "<p>[gallery ids=\"1,2\"]</p><p>Nobody", "<p><code>[gallery ids=\"1,2\"]</code></p><p>Nobody";
    TEXT_SHORTCODE ATOM "<summary>" => "<summary>{{&lt; figure src=\"x\" >}} ", "<summary>{ x } ";
    TEXT_SHORTCODE JSON "\"title\": \"River" => "\"title\": \"[:en]River", "\"title\": \"[video] River";
    EXCERPT_CUT_IN_WORD RSS "Friday morning…" => "Friday morn…", "Friday …";
    EXCERPT_CUT_IN_WORD ATOM "on Thursday…" => "on Thurs...", "on Thursday...";
    EXCERPT_CUT_IN_WORD RSS "Friday morning…" => "Friday morning, and people appear to be seeking ou...", "Friday morning, and people appear to be seeking …";
    // 5: the caption's words printed twice, or as text.
    EXCERPT_CAPTION RSS "<description>The river" => "<description>The river at noon, seen from the bridge The river", "<description>Flood: The river";
    EXCERPT_CAPTION RSS "<description>The" => "<description>A brown river in flood The", "<description>The";
    EXCERPT_REPEATS RSS "<description>The" => "<description>The river at noon, seen from the bridge The river at noon, seen from the bridge The", "<description>The river at noon, seen from the bridge. The";
    // 6: a relative address in srcset, whichever candidate it is.
    CONTENT_SRCSET_RELATIVE RSS "srcset=\"https://news.example/r2.jpg 2x\"" => "srcset=\"https://news.example/r2.jpg 2x, r3.jpg 3x\"", "srcset=\"https://news.example/r2.jpg 2x, https://news.example/r3.jpg 3x\"";
    CONTENT_SRCSET_RELATIVE JSON "<p>The river" => "<p><img src='https://a.example/a.jpg' srcset='/a.jpg'>The river", "<p><img src='https://a.example/a.jpg' srcset='https://a.example/a.jpg'>The river";
    // 7: a relative link whose href is not the first attribute.
    CONTENT_LINK_RELATIVE RSS "href=\"https://news.example/who\"" => "href=\"/who\"", "href=\"mailto:who@news.example\"";
    CONTENT_LINK_RELATIVE RSS "href=\"https://news.example/who\"" => "id=x href=who.html", "id=x href=https://news.example/who.html";
    // 8: a relative link in Atom content, escaped and inline, and in JSON.
    CONTENT_LINK_RELATIVE ATOM "href=\"https://news.example/who\"" => "href=\"/who\"", "href=\"tel:+123\"";
    CONTENT_LINK_RELATIVE ATOM "It happened" => "<a href=\"../x\">It</a>", "<a href=\"https://a.example/x\">It</a>";
    CONTENT_LINK_RELATIVE JSON "<p>The river" => "<p><a href='//a.example/'>The</a> river", "<p><a href='https://a.example/'>The</a> river";
    // 9: an entry updated before it was published.
    UPDATED_BEFORE_PUBLISHED ATOM "<updated>2026-10-01T12:00:00Z</updated>" => "<updated>2026-10-01T11:59:59Z</updated>", "<updated>2026-10-01T12:00:01Z</updated>";
    UPDATED_BEFORE_PUBLISHED RSS "<atom:updated>2026-10-01T14:00:00Z" => "<atom:updated>2026-10-01T12:00:00Z", "<atom:updated>2026-10-01T13:00:00Z";
    UPDATED_BEFORE_PUBLISHED JSON "\"date_modified\": \"2026-10-01T14" => "\"date_modified\": \"2026-10-01T12", "\"date_modified\": \"2026-10-01T13";
    // 10: a feed older than its newest entry.
    FEED_OLDER_THAN_ENTRY ATOM "<updated>2026-10-01T14:00:00Z</updated>\n<author>" => "<updated>2026-10-01T13:59:59Z</updated>\n<author>", "<updated>2026-10-01T16:00:00+02:00</updated>\n<author>";
    FEED_OLDER_THAN_ENTRY RSS "<lastBuildDate>Thu, 01 Oct 2026 14:00:00 GMT" => "<lastBuildDate>Thu, 01 Oct 2026 13:30:00 GMT", "<lastBuildDate>Thu, 01 Oct 2026 15:00:00 GMT";
    // 11: a summary that is the content.
    EXCERPT_IS_CONTENT ATOM "<summary>The river rose by two metres on Thursday…" => "<summary>The river rose by two metres on Thursday, and fell again, said officials.", "<summary>The river rose by two metres on Thursday, and fell again.";
    EXCERPT_IS_CONTENT JSON "The river rose by two metres on Thursday…" => "The river rose by two metres on Thursday, and fell again.", "The river rose by two metres on Thursday";
    // 12: a language tag with a malformed subtag.
    LANGUAGE_MALFORMED RSS "en-GB" => "eng-US-x_", "eng-US-x-a";
    LANGUAGE_MALFORMED ATOM "xml:lang=\"en\"" => "xml:lang=\"en_US\"", "xml:lang=\"zh-Hant-TW\"";
}
