//! Response heads: what is said of a representation.

use hyper::body::Bytes;
use hyper::header::{
    ACCESS_CONTROL_ALLOW_ORIGIN, ACCESS_CONTROL_EXPOSE_HEADERS, CACHE_CONTROL, CONTENT_ENCODING,
    CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG, HeaderMap, HeaderName, HeaderValue, LAST_MODIFIED,
    LINK, ORIGIN, REFERRER_POLICY, VARY, X_CONTENT_TYPE_OPTIONS,
};

use super::feed_delta::{self, Base};
use super::{conditional, dictionary};
use crate::article::Instant;
use crate::response::{
    Coding, DeltaCoding, Digest, Effort, Freshness, PAGE_POLICY, Representation,
};

const CACHE_STATUS: HeaderName = HeaderName::from_static("cache-status");
/// Scripts of other sites may read all of a head (Fetch standard, of requests without credentials): the
/// tag, to ask again with, and what the answer is worth.
pub(super) const EXPOSED: HeaderValue = ANYBODY;
/// Every answer of an address that has several codings says so, whatever came out this time.
pub(super) const VARIES: HeaderValue = HeaderValue::from_static("accept-encoding");
/// Where text and a page stand at one address.
pub(super) const VARIES_BY_ACCEPT: HeaderValue =
    HeaderValue::from_static("accept, accept-encoding");
pub(super) const ANYBODY: HeaderValue = HeaderValue::from_static("*");

/// How the bytes of an answer are coded.
#[derive(Debug, Clone)]
pub(super) enum Sent {
    /// By themselves.
    Coded(Coding, Effort),
    /// As what they add to a version that the client has.
    Delta(Digest, DeltaCoding),
    /// By themselves, and they are the entries alone that a version lacks which the client has.
    Entries(Base, Coding),
}

/// What a 304 repeats of the 200 it stands for (RFC 9110 section 15.4.5), and no more: most polls
/// find nothing, and what a cache has of the rest it keeps.
pub(super) fn of_304(
    asked: &HeaderMap,
    representation: &Representation,
    (coding, effort): (Coding, Effort),
    freshness: Freshness,
    now: Instant,
) -> HeaderMap {
    // As many as there can be here: room for more is more than 1 kB, with every poll.
    let mut headers = HeaderMap::with_capacity(6);
    // The tag by which a client knows its copy, where more effort or another dictionary made it: a
    // cache takes a 304 for that one alone (RFC 9111 section 4.3.4).
    let tag = known_tag(asked, representation, coding, effort)
        .or_else(|| representation.entity_tag(coding, effort));
    let cache_control = cache_control(asked, representation, freshness, now);
    for (name, value) in [(ETAG, tag), (CACHE_CONTROL, cache_control)] {
        if let Some(value) = value {
            headers.insert(name, value);
        }
    }
    headers.insert(VARY, varies(representation));
    // A browser asks for leave again; no other client needs to hear of it.
    if asked.contains_key(ORIGIN) {
        headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, ANYBODY);
        headers.insert(ACCESS_CONTROL_EXPOSE_HEADERS, EXPOSED);
    }
    if let Freshness::Stale { .. } = freshness {
        headers.insert(CACHE_STATUS, cache_status(freshness));
    }
    headers
}

/// What a 200 says, whatever its body is, and a 226.
pub(super) fn of(
    asked: &HeaderMap,
    representation: &Representation,
    sent: &Sent,
    freshness: Freshness,
    now: Instant,
) -> HeaderMap {
    let mut headers = HeaderMap::with_capacity(16);
    let tag = match sent {
        Sent::Coded(coding, effort) => representation.entity_tag(*coding, *effort),
        Sent::Delta(from, coding) => representation.delta_tag(*from, *coding),
        // Of the whole: with these entries the client has it (RFC 3229 section 5.2).
        Sent::Entries(_, coding) => {
            representation.entity_tag(*coding, representation.effort(*coding))
        }
    };
    for (name, value) in [
        (ETAG, tag),
        (LAST_MODIFIED, representation.last_modified(now)),
        (CACHE_CONTROL, cache_control(asked, representation, freshness, now)),
        (LINK, representation.link()),
    ] {
        if let Some(value) = value {
            headers.insert(name, value);
        }
    }
    headers.insert(VARY, varies(representation));
    match sent {
        Sent::Coded(..) | Sent::Delta(..) => {
            if let Some(pattern) = representation.use_as_dictionary() {
                headers.insert(dictionary::USE_AS_DICTIONARY, pattern);
            }
        }
        Sent::Entries(base, _) => feed_delta::mark(&mut headers, base.clone()),
    }
    headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, ANYBODY);
    headers.insert(ACCESS_CONTROL_EXPOSE_HEADERS, EXPOSED);
    headers.insert(CACHE_STATUS, cache_status(freshness));
    headers
}

fn varies(representation: &Representation) -> HeaderValue {
    let is_dictionary = representation.use_as_dictionary().is_some();
    match (is_dictionary, representation.has_feed_deltas()) {
        (false, false) => VARIES,
        (true, false) => dictionary::VARIES,
        (false, true) => feed_delta::VARIES,
        (true, true) => feed_delta::VARIES_ALSO_BY_DICTIONARY,
    }
}

fn cache_control(
    asked: &HeaderMap,
    representation: &Representation,
    freshness: Freshness,
    now: Instant,
) -> Option<HeaderValue> {
    let control = representation.cache_control(now, freshness);
    if representation.has_feed_deltas() { feed_delta::kept_apart(asked, control) } else { control }
}

/// How an answer was come by (RFC 9211).
fn cache_status(freshness: Freshness) -> HeaderValue {
    HeaderValue::from_static(match freshness {
        Freshness::Hit => "newswire; hit",
        Freshness::Built => "newswire; fwd=miss; stored",
        Freshness::Stale { .. } => "newswire; hit; ttl=-1; detail=last-good",
    })
}

/// The tag by which a client knows what it has, when that is the version but not what would be sent
/// now in the coding it takes.
fn known_tag(
    asked: &HeaderMap,
    representation: &Representation,
    coding: Coding,
    effort: Effort,
) -> Option<HeaderValue> {
    let other = match effort {
        Effort::Quick => Effort::Best,
        Effort::Best => Effort::Quick,
    };
    let names = |tag: &HeaderValue| conditional::names_tag(asked, tag.as_bytes());
    if representation.entity_tag(coding, effort).is_some_and(|tag| names(&tag)) {
        return None;
    }
    if let Some(tag) = representation.entity_tag(coding, other).filter(names) {
        return Some(tag);
    }
    dictionary::tag_of_a_delta(asked, representation.version())
}

/// What only a 200 says, and a 226.
pub(super) fn add_content(headers: &mut HeaderMap, representation: &Representation, sent: &Sent) {
    let resource = representation.resource();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(resource.content_type()));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    let coding = match sent {
        Sent::Coded(Coding::Identity, _) | Sent::Entries(_, Coding::Identity) => None,
        Sent::Coded(coding, _) | Sent::Entries(_, coding) => Some(coding.name()),
        Sent::Delta(_, coding) => Some(coding.name()),
    };
    if let Some(coding) = coding {
        headers.insert(CONTENT_ENCODING, HeaderValue::from_static(coding));
    }
    if resource.is_page() {
        add_page(headers);
    }
}

/// What every page for people says.
pub(super) fn add_page(headers: &mut HeaderMap) {
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(PAGE_POLICY));
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
}

/// Every value written here is ASCII by construction; one that is not is left out.
pub(super) fn insert(headers: &mut HeaderMap, name: HeaderName, value: Bytes) {
    if let Ok(value) = HeaderValue::from_maybe_shared(value) {
        headers.insert(name, value);
    }
}
