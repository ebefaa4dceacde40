//! Rules about titles, summaries and other text for people.
//!
//! Must not know: how a rule is applied.

super::rules! {
    TEXT_CONTROL_CHARACTER Error "text-control-character":
        "readers that turn it into XML or show it in a terminal fail";
        "remove the character where the text comes in".
    TEXT_DIRECTION_OVERRIDE Error "text-direction-override":
        "it turns the direction of everything that follows it in the reader's list";
        "remove the character, and mark direction in markup".
    TEXT_MARKUP Warning "text-markup":
        "this is plain text: most readers show the tags, some strip what looks like one";
        "remove the markup".
    TEXT_DOUBLE_ESCAPED Warning "text-double-escaped":
        "people see &amp; or &#8217; instead of the character";
        "escape text once, when the document is written".
    TEXT_SHORTCODE Warning "text-shortcode":
        "people see the brackets of an editing system instead of what it would have made of them";
        "resolve or remove shortcodes where the text comes in".
    EXCERPT_CUT_IN_WORD Warning "excerpt-cut-in-word":
        "half a word reads like a fault, and is another word in many languages";
        "cut at the end of a sentence or a word".
    EXCERPT_CAPTION Warning "excerpt-caption":
        "people expect the article's text, and the picture is often not beside it";
        "start the excerpt with the first running text".
    EXCERPT_REPEATS Warning "excerpt-repeats":
        "the room for a summary is spent on the same words twice";
        "say it once".
    EXCERPT_READ_MORE Warning "excerpt-read-more":
        "partners refuse it, and readers show their own link";
        "end with the text itself".
    EXCERPT_IS_CONTENT Warning "excerpt-is-content":
        "readers that show both show the text twice (RFC 4287 section 4.2.13 advises against it)";
        "leave out the summary".
}
