//! The rules over answers: what each is called, how bad its breach is, why it matters and how it is
//! mended. Sources: RFC 9110 and 9111, RFC 7303, and what readers and aggregators do.
//!
//! Must not know: how a rule is applied.

use crate::check::Severity;
use crate::check::rules::Rule;

/// Declares rules and the list of them, so that none is forgotten in the list.
macro_rules! rules {
    ($($id:ident $severity:ident $name:literal: $why:literal; $mend:literal.)+) => {
        $(
            #[doc = concat!("`", $name, "`.")]
            pub static $id: Rule =
                Rule { name: $name, severity: Severity::$severity, why: $why, mend: $mend };
        )+
        /// Every rule over answers.
        pub static ALL: &[&Rule] = &[$(&$id),+];
    };
}

rules! {
    STATUS Error "http-status":
        "readers get no feed, and many give up on it after some days";
        "answer 200 with the feed; 301 to where it went; 410 if it is gone for good".
    REDIRECT_TEMPORARY Warning "http-redirect-temporary":
        "every poll of every reader costs two requests, for ever";
        "give readers the address where it ends, or answer 301 or 308 if it moved for good".
    REDIRECT_PERMANENT Warning "http-redirect-permanent":
        "readers that heed it change the address; the others ask twice at each poll";
        "give readers the address where it ends".
    REDIRECT_CHAIN Warning "http-redirect-chain":
        "each hop costs time, and some readers follow only few";
        "redirect to the last address at once".
    REDIRECT_INSECURE Error "http-redirect-insecure":
        "whoever is on the way can now read and change the feed, and strict readers refuse";
        "redirect to an https address".
    CODING_BROKEN Error "http-coding-broken":
        "readers cannot unpack it and show nothing";
        "send what Content-Encoding says, in a coding that was asked for".
    CODING_UNASKED Warning "http-coding-unasked":
        "clients that cannot unpack, scripts above all, get bytes they cannot read";
        "send it uncoded to whoever does not accept the coding".
    UNCOMPRESSED Warning "http-uncompressed":
        "every whole fetch moves several times the bytes it must";
        "compress with gzip, br or zstd for clients that accept it".
    TYPE_MISSING Warning "http-type-missing":
        "readers must guess, and several take it for a web page";
        "name the format's media type in Content-Type".
    TYPE_WRONG Warning "http-type-wrong":
        "strict readers and aggregators go by it and refuse the document";
        "send application/rss+xml, application/atom+xml or application/feed+json as it fits".
    CHARSET_MISMATCH Warning "http-charset-mismatch":
        "the field wins over the document (RFC 7303): readers that heed it garble letters";
        "send charset=utf-8, and the document in it".
    VALIDATOR_MISSING Warning "http-validator-missing":
        "nobody can ask whether anything is new: each poll fetches everything";
        "send an ETag made from the content, and Last-Modified".
    ETAG_MISSING Warning "http-etag-missing":
        "a date tells two changes of one second not apart, and some readers send nothing else back";
        "send an ETag made from the content as well".
    ETAG_MALFORMED Warning "http-etag-malformed":
        "caches and readers drop it, and fetch everything at each poll";
        "write it in double quotes, without blanks or controls in it".
    ETAG_UNSTEADY Warning "http-etag-unsteady":
        "a moment apart the document was another: no poll ever finds nothing new";
        "leave the clock, counters and random out of the document and its ETag".
    ETAG_SHARED Warning "http-etag-shared":
        "a strong ETag stands for one sequence of bytes; caches mix up the coded and the plain one";
        "let it differ for each coding".
    MODIFIED_MISSING Warning "http-last-modified-missing":
        "readers that keep no ETags cannot ask whether anything is new";
        "send the time of the last change of the content as Last-Modified as well".
    MODIFIED_MALFORMED Warning "http-last-modified-malformed":
        "readers that send it back are not understood";
        "write it as `Wed, 02 Oct 2002 13:00:00 GMT`".
    MODIFIED_FUTURE Warning "http-last-modified-future":
        "it cannot have changed later than it was sent; caches make of it what they like";
        "send the time of the last change of the content".
    ETAG_IGNORED Warning "http-etag-ignored":
        "the ETag that was sent is not heeded when it comes back: each poll fetches everything";
        "answer 304 when If-None-Match holds the current ETag".
    MODIFIED_IGNORED Warning "http-last-modified-ignored":
        "the date that was sent is not heeded when it comes back";
        "answer 304 when If-Modified-Since is not before the last change".
    NOT_MODIFIED_INCOMPLETE Warning "http-304-incomplete":
        "caches cannot tell what is still good, nor for how long (RFC 9110 section 15.4.5)";
        "repeat ETag, Vary, Cache-Control and Expires in a 304 as a 200 would have them".
    VARY_MISSING Warning "http-vary-missing":
        "caches between give the coded bytes to clients that cannot unpack them";
        "send `Vary: Accept-Encoding` with every answer, coded or not".
    VARY_STAR Warning "http-vary-star":
        "no cache may use it for anyone else: every poll reaches the server";
        "name what it depends on, Accept-Encoding alone as a rule".
    FRESHNESS_MISSING Warning "http-freshness-missing":
        "caches and readers must guess for how long it is good";
        "send Cache-Control with max-age".
    FRESHNESS_FORBIDDEN Warning "http-no-store":
        "no reader may keep it, so that each poll fetches everything";
        "use max-age, or no-cache if it must be asked for each time".
}
