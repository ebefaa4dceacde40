//! Rules about HTML in summaries and contents.
//!
//! Must not know: how a rule is applied.

super::rules! {
    CONTENT_ELEMENT_UNSAFE Error "content-element-unsafe":
        "it can run code, load pages or draw over the reader's own; readers strip it or suffer it";
        "remove the element, or put a link in its place".
    CONTENT_EVENT_HANDLER Error "content-event-handler":
        "it runs code in the reader of whoever opens the entry";
        "remove the attribute".
    CONTENT_SCRIPT_URL Error "content-script-url":
        "it runs code in the reader of whoever follows it";
        "link to an http or https address".
    CONTENT_DATA_URL Error "content-data-url":
        "it holds a page of its own, which may run code";
        "link to an http or https address".
    CONTENT_PICTURE_EMBEDDED Warning "content-picture-embedded":
        "many readers show no pictures from data: addresses, and every poll carries them";
        "link to the picture at its http or https address".
    CONTENT_PICTURE_LAZY Warning "content-picture-lazy":
        "the picture's address stands where only the site's script finds it; readers show nothing";
        "put the real address into src".
    CONTENT_LINK_RELATIVE Error "content-link-relative":
        "readers have no page it could be relative to: a dead link";
        "write the address in full, with scheme and host".
    CONTENT_SOURCE_RELATIVE Error "content-source-relative":
        "readers have no page it could be relative to: a missing picture";
        "write the address in full, with scheme and host".
    CONTENT_SRCSET_RELATIVE Error "content-srcset-relative":
        "readers that choose from srcset show no picture";
        "write every candidate's address in full, with scheme and host".
    CONTENT_LINK_FRAGMENT Warning "content-link-fragment":
        "readers have no page in which it could lead anywhere";
        "put the article's address before the #".
    CONTENT_URL_EMPTY Warning "content-url-empty":
        "a link without an address leads back to the reader itself";
        "fill in the address or remove the attribute".
    CONTENT_STYLE_ACTIVE Error "content-style-active":
        "the style loads or runs something, or draws outside of the entry";
        "remove the style".
    CONTENT_STYLE Warning "content-style":
        "readers strip it, and what stays may hide or overlap text";
        "leave the look to the reader".
    CONTENT_UNBALANCED Warning "content-unbalanced":
        "what follows in the reader's list may be drawn inside of it";
        "close every element that was opened, in order".
    CONTENT_TAG_CUT Error "content-tag-cut":
        "the markup breaks off inside a tag, and swallows what the reader puts after it";
        "cut text between tags, never inside of one".
    CONTENT_ELEMENT_UNKNOWN Warning "content-element-unknown":
        "HTML does not define it, and readers strip it with or without its text";
        "use elements of HTML, and escape < where text is meant".
    CONTENT_WHOLE_PAGE Warning "content-whole-page":
        "an entry holds a piece of a page; html, head and body belong to the reader";
        "keep what is inside of body".
    CONTENT_DEEP Warning "content-deep":
        "markup nested this deep costs every parser time that grows with its square";
        "close elements that were left open".
    CONTENT_CAPTION_TWICE Warning "content-caption-twice":
        "people read the caption of the picture twice";
        "leave the caption in figcaption only".
}
