//! Rules about ids: readers know an entry by nothing else.
//!
//! Must not know: how a rule is applied.

super::rules! {
    ID_MISSING Warning "id-missing":
        "every reader guesses differently, and an edit makes the entry new";
        "give every entry an id that never changes".
    ID_EMPTY Error "id-empty":
        "all entries with an empty id are one and the same to readers";
        "give every entry an id that never changes".
    ID_DUPLICATE Error "id-duplicate":
        "readers keep one of the two, so an article is lost";
        "give every entry an id of its own".
    ID_NOT_IRI Error "id-not-iri":
        "RFC 4287 section 4.2.6 wants an absolute IRI; others cannot refer to the entry";
        "use a tag: or urn:uuid: address, or the entry's permanent URL".
    ID_SYNTAX Warning "id-syntax":
        "the id breaks the rules of its own scheme, and strict programs refuse it";
        "write tag:host,YYYY-MM-DD:name (RFC 4151), urn:space:name or urn:uuid: and a UUID".
    ID_PERMALINK Error "id-permalink":
        "without isPermaLink=\"false\" a guid is followed as a link, and this one leads nowhere";
        "add isPermaLink=\"false\"".
    ID_NOT_CANONICAL Warning "id-not-canonical":
        "ids are compared character by character, and programs that tidy addresses change this one";
        "write scheme and host in lower case, no default port, no . or .. in the path".
    ID_TOO_SHORT Warning "id-too-short":
        "a small number is likely to be used again by this feed or another";
        "use a tag: or urn:uuid: address".
}
