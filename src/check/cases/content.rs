//! Cases of HTML content.
//!
//! Must not know: how a rule is applied.

super::cases! {
    CONTENT_ELEMENT_UNSAFE RSS "<p>Nobody" => "<script>x</script><p>Nobody", "<p>&lt;script>Nobody";
    CONTENT_ELEMENT_UNSAFE RSS "<p>Nobody" => "<IFRAME/src=x></iframe><p>Nobody", "<video></video><p>Nobody";
    CONTENT_ELEMENT_UNSAFE ATOM "&lt;p&gt;The river" => "&lt;svg/&gt;&lt;p&gt;The river", "&lt;p&gt;The river";
    CONTENT_ELEMENT_UNSAFE ATOM "It happened" => "<object/>", "<b>It</b>";
    CONTENT_ELEMENT_UNSAFE JSON "<p>The river" => "<form><p>The river", "<p>The river";
    CONTENT_EVENT_HANDLER RSS "<p>Nobody" => "<p\nonMouseOver=x()>Nobody", "<p title=\"onclick=x()\">Nobody";
    CONTENT_EVENT_HANDLER ATOM "It happened" => "<b onclick='x()'>It</b>", "<b title='onclick'>It</b>";
    CONTENT_PICTURE_EMBEDDED RSS "src=\"https://news.example/r.jpg\"" => "src=\"data:image/png;base64,AAAA\"", "src=\"https://news.example/r.jpg\"";
    CONTENT_PICTURE_LAZY RSS "<p>Nobody" => "<p><img data-src=\"https://news.example/l.jpg\" alt=\"\">Nobody", "<p><img data-src=\"x\" src=\"https://news.example/l.jpg\" alt=\"\">Nobody";
    CONTENT_SOURCE_RELATIVE RSS "src=\"https://news.example/r.jpg\"" => "src=r.jpg", "src='https://news.example/r.jpg'";
    CONTENT_SOURCE_RELATIVE RSS "<p>Nobody" => "<video poster=\"/p.jpg\"></video><p>Nobody", "<video poster=\"https://a.example/p.jpg\"></video><p>Nobody";
    CONTENT_SOURCE_RELATIVE ATOM "https://news.example/x.png" => "x.png", "https://news.example/y.png";
    CONTENT_LINK_FRAGMENT RSS "<p>Nobody" => "<p><a href=\"#note\">1</a>Nobody", "<p><a href=\"https://news.example/river#note\">1</a>Nobody";
    CONTENT_URL_EMPTY RSS "<p>Nobody" => "<p><a href=\"\">1</a>Nobody", "<p><a>1</a>Nobody";
    CONTENT_STYLE_ACTIVE RSS "<p>Nobody" => "<p style=\"background: url(//a.example)\">Nobody", "<p style=\"color: red\">Nobody";
    CONTENT_STYLE RSS "<p>Nobody" => "<p style=\"mso-x: y\">Nobody", "<p style=\"text-align: left\">Nobody";
    CONTENT_UNBALANCED RSS "<p>Nobody" => "<p><b>Nobody", "<p><b></b>Nobody";
    CONTENT_UNBALANCED RSS "<p>Nobody" => "</div><p>Nobody", "</p><p>Nobody";
    CONTENT_UNBALANCED JSON "<p>The river" => "<ul><li>x<li>y<p>The river", "<ul><li>x<li>y</ul><p>The river";
    CONTENT_TAG_CUT RSS "hurt.</p>" => "hurt.</p><a href=\"https://a.exa", "hurt.</p> a < b";
    CONTENT_TAG_CUT JSON "again.</p>" => "again.</p", "again.</p>";
    CONTENT_ELEMENT_UNKNOWN RSS "<p>Nobody" => "<p><bogus>Nobody</bogus>", "<p><mark>Nobody</mark>";
    CONTENT_WHOLE_PAGE RSS "<p>Nobody" => "<html><body><p>Nobody", "<p>Nobody";
    CONTENT_CAPTION_TWICE RSS "</figure><p>" => "</figure><p>The river at noon, seen from the bridge. ", "</figure><p>The river at night, seen from the bridge. ";
    EXCERPT_READ_MORE RSS "Friday morning…</description>" => "Friday morning. Read more »</description>", "Friday morning. They read more.</description>";
    EXCERPT_READ_MORE ATOM "on Thursday…</summary>" => "on Thursday. Continue reading</summary>", "on Thursday</summary>";
    EXCERPT_REPEATS ATOM "<summary>" => "<summary>The river rose by two metres on Thursday ", "<summary>On and on and on. ";
}
