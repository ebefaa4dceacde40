//! Rules about addresses and what they lead to, and about language tags.
//!
//! Must not know: how a rule is applied.

super::rules! {
    URL_RELATIVE Error "url-relative":
        "sixteen of 27 readers leave it as it is: a dead link";
        "write the address in full, with scheme and host".
    URL_MALFORMED Error "url-malformed":
        "it leads nowhere";
        "write an absolute address with scheme and host, its blanks percent-encoded".
    URL_UNSAFE Error "url-unsafe":
        "it runs or holds code in the reader of whoever follows it";
        "use http or https".
    URL_ODD_CHARACTER Warning "url-odd-character":
        "RFC 3986 has no place for it, and strict programs refuse the address";
        "percent-encode it".
    URL_NOT_ASCII Warning "url-not-ascii":
        "RSS takes URLs, not IRIs, and old readers do not convert them";
        "percent-encode the path, and write the host in its xn-- form".
    LINK_MISSING Warning "link-missing":
        "people cannot go on to the article";
        "add the link of the article's page".
    LINK_DUPLICATE Error "link-duplicate":
        "two alternates of one type and language: readers cannot tell which is meant";
        "keep one, or tell them apart by type or hreflang".
    LINK_RELATION Warning "link-relation":
        "readers pass over a relation that is not registered";
        "use a registered relation, or an absolute IRI of your own".
    LINK_RELATION_PLACE Warning "link-relation-place":
        "a relation of the feed's history means nothing in an entry";
        "put the link at the feed".
    SELF_MISSING Warning "self-missing":
        "readers that got the document another way cannot subscribe to it, nor find its hub";
        "state the document's own address".
    SELF_WRONG Error "self-wrong":
        "readers that move to the address get another format, or nothing";
        "state the http(s) address and media type of exactly this document".
    SELF_ELSEWHERE Warning "self-elsewhere":
        "readers that move to the stated address may be subscribed twice";
        "state the address at which the document is served".
    ENCLOSURE_LENGTH Error "enclosure-length":
        "podcast players refuse a file without its length in bytes";
        "write the length in bytes, 0 if it is unknown".
    ENCLOSURE_DUPLICATE Warning "enclosure-duplicate":
        "many readers take only the first or the last of several";
        "keep one enclosure and write the others as media:content".
    IMAGE_SIZE Error "image-size":
        "RSS 2.0 allows at most 144 by 400 pixels for the channel's picture";
        "state the true size of a smaller picture".
    IMAGE_FORMAT Warning "image-format":
        "readers expect a GIF, JPEG or PNG as the channel's picture";
        "offer one of these".
    IMAGE_MISMATCH Warning "image-mismatch":
        "the picture stands for the channel, and readers link and name it so";
        "repeat the channel's title and link".
    LANGUAGE_MALFORMED Error "language-malformed":
        "readers choose fonts, voices and filters by the tag, and ignore a broken one";
        "write a tag of BCP 47, such as en, pt-BR or zh-Hant".
    LANGUAGE_MISSING Warning "language-missing":
        "readers and aggregators have to guess the language";
        "state the feed's language".
}
