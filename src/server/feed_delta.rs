//! Delta encoding in HTTP (RFC 3229) with the instance manipulation `feed`: a client that has a version of
//! a document and says so gets the entries alone that it lacks, as a document, in a 226.
//!
//! The danger is a client that takes one for the whole. So a 226 goes to nobody who does not name a version
//! that is known, and through no cache, which would ask with tags of its own for readers who have none.
//!
//! Must not know: how such a document is made.

use hyper::header::{CACHE_CONTROL, HeaderMap, HeaderName, HeaderValue, RANGE, VIA};

use super::{client, conditional, negotiate};
use crate::response::{Digest, Representation};

const A_IM: HeaderName = HeaderName::from_static("a-im");
const IM: HeaderName = HeaderName::from_static("im");
const DELTA_BASE: HeaderName = HeaderName::from_static("delta-base");
/// Of every answer where there are deltas of this kind, whatever came out this time …
pub(super) const VARIES: HeaderValue =
    HeaderValue::from_static("accept-encoding, a-im, if-none-match");
/// … and where there are those of dictionaries too.
pub(super) const VARIES_ALSO_BY_DICTIONARY: HeaderValue =
    HeaderValue::from_static("accept-encoding, available-dictionary, a-im, if-none-match");
/// For every cache there is: none knows what `im` allows.
const NEVER_STORED: HeaderValue = HeaderValue::from_static("no-store, im");
/// Asks for what it cannot read: any 226 is an error to it, and it would learn of nothing until the
/// version it has is forgotten.
const CANNOT_READ: &str = "rss2email";

/// The version that a client has.
#[derive(Debug, Clone)]
pub(super) struct Base {
    pub(super) digest: Digest,
    /// As the client calls it.
    tag: HeaderValue,
}

/// The version of a document that a client has, when it may have what is new instead of the whole.
pub(super) fn base(asked: &HeaderMap, representation: &Representation) -> Option<Base> {
    if !representation.has_feed_deltas() || !is_wanted(asked) {
        return None;
    }
    let (digest, tag) = representation.earlier(|version| conditional::tag_of(asked, version))?;
    Some(Base { digest, tag })
}

/// Whether a request can be answered by a 226 at all.
fn is_wanted(asked: &HeaderMap) -> bool {
    is_named(asked)
        && ![VIA, RANGE].iter().any(|field| asked.contains_key(field))
        && !client::product(asked).eq_ignore_ascii_case(CANNOT_READ)
}

/// Whether a client names `feed` among the instance manipulations it takes.
fn is_named(asked: &HeaderMap) -> bool {
    let values = asked.get_all(A_IM).iter().filter_map(|value| value.to_str().ok());
    negotiate::takes_feed_deltas(values)
}

/// What caches are told of a document that there may be deltas of. An answer to a client that names the
/// manipulation is kept by that client alone: a cache would ask again as this client did, but with a tag.
pub(super) fn kept_apart(asked: &HeaderMap, control: Option<HeaderValue>) -> Option<HeaderValue> {
    if !is_named(asked) {
        return control;
    }
    let control = control?;
    HeaderValue::from_str(&format!("private, {}", control.to_str().ok()?)).ok()
}

/// Makes the head of a whole document that of a 226.
pub(super) fn mark(head: &mut HeaderMap, base: Base) {
    head.insert(CACHE_CONTROL, NEVER_STORED);
    head.insert(IM, HeaderValue::from_static("feed"));
    head.insert(DELTA_BASE, base.tag);
}
