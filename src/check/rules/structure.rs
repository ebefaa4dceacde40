//! Rules about structure: what must be there, what may be there, and how often.
//!
//! Must not know: how a rule is applied.

super::rules! {
    REQUIRED_MISSING Error "required-missing":
        "the format demands it, and readers rely on it";
        "add it".
    REQUIRED_EMPTY Warning "required-empty":
        "readers show a blank or make something up";
        "fill it, or leave it out where the format allows that".
    ELEMENT_DUPLICATE Error "element-duplicate":
        "it may stand there once, and readers differ in which one they take";
        "keep one of them".
    ELEMENT_UNKNOWN Error "element-unknown":
        "the format does not define it, so no reader uses it";
        "correct its name, or move it into a namespace of its own".
    ELEMENT_MISPLACED Warning "element-misplaced":
        "readers that work while they load see it too late";
        "write what is said of the feed before the first entry".
    ATTRIBUTE_MISSING Error "attribute-missing":
        "without it the element says nothing";
        "add the attribute, or leave the element out".
    VALUE_INVALID Error "value-invalid":
        "readers ignore or misread a value of the wrong form";
        "write a value of the form the format defines".
    VALUE_DUPLICATE Error "value-duplicate":
        "the format forbids to say it twice";
        "keep one of them".
    VERSION_INVALID Error "version-invalid":
        "readers choose by the version how they read the rest";
        "write the version of the format exactly".
    CHILDREN_UNEXPECTED Error "children-unexpected":
        "the element holds text only, so readers lose or mangle what is marked up in it";
        "escape the markup: &lt; for < and &amp; for &".
    TEXT_UNEXPECTED Warning "text-unexpected":
        "text between elements belongs to nothing, and nobody sees it";
        "remove it, or put it into an element".
    EMAIL_INVALID Error "email-invalid":
        "the format wants an e-mail address here, and programs write to it";
        "write address@host (Name) in RSS and the bare address in Atom; for a mere name use dc:creator".
    EMAIL_IN_NAME Warning "email-in-name":
        "address collectors find it, and people see it as the author's name";
        "put the address where addresses go, or leave it out".
    MEDIA_TYPE_INVALID Error "media-type-invalid":
        "readers choose by the media type how to open it";
        "write type/subtype, such as audio/mpeg".
    TEXT_TYPE_INVALID Error "text-type-invalid":
        "readers cannot tell whether it is text or markup";
        "use text, html or xhtml".
    XHTML_DIV_MISSING Error "xhtml-div-missing":
        "RFC 4287 section 3.1.1.3 wants one XHTML div around it; readers show raw text or nothing";
        "wrap it in one div of the XHTML namespace, or use type=\"html\"".
    CONTENT_OUT_OF_LINE Error "content-out-of-line":
        "content with src must be empty (RFC 4287 section 4.1.3.2); readers show one or the other";
        "give either src or the content itself".
    CONTENT_TYPE_MISSING Warning "content-type-missing":
        "readers must fetch it to learn what it is";
        "add type with the media type of what src names".
    CONTENT_NOT_BASE64 Error "content-not-base64":
        "readers cannot decode it";
        "encode the content in Base64, or name a text type".
    JSON_TYPE Error "json-type":
        "readers in typed languages refuse the whole document";
        "write the member with the type JSON Feed gives it".
    JSON_MEMBER_UNKNOWN Warning "json-member-unknown":
        "JSON Feed does not define it, so no reader uses it";
        "correct its name, or start an extension's name with _ and a letter".
    ENTRIES_NONE Warning "entries-none":
        "some readers call a feed without entries invalid";
        "leave the newest entries in, however old they are".
    ENTRIES_MANY Warning "entries-many":
        "readers load and compare all of them at every change";
        "keep the newest and move the others to archive documents (RFC 5005)".
    PUBLISHED_MISSING Warning "published-missing":
        "readers stamp the entry with the time they first saw it, and again when they lose it";
        "date every entry".
    DESCRIPTION_LATE Warning "description-late":
        "readers that take the first text they meet show the whole article as its summary";
        "write description before content:encoded".
    HISTORY_CONTRADICTION Error "history-contradiction":
        "a complete feed has no other pages (RFC 5005 section 2)";
        "leave out fh:complete, or the paging links".
    HISTORY_INCOMPLETE Warning "history-incomplete":
        "an archive document that leads nowhere ends the reader's walk (RFC 5005 section 4)";
        "add links to the archives before and after it".
    HISTORY_CURRENT_MISSING Warning "history-current-missing":
        "who comes upon an archive document cannot tell where the feed goes on (RFC 5005 section 4)";
        "add a link rel=\"current\" to the live document".
    HISTORY_LOOP Error "history-loop":
        "the document names itself as the one before or after it: a reader that walks never ends";
        "link to the other document, or leave the link out".
    TOMBSTONE_OF_LIVE_ENTRY Error "tombstone-of-live-entry":
        "the document shows and withdraws the same entry; readers do either";
        "leave out the entry that was withdrawn, or the notice of its withdrawal".
}
