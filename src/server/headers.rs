//! Response heads: what is said of a representation, and of its absence.

use std::time::Duration;

use hyper::header::{
    ACCESS_CONTROL_ALLOW_ORIGIN, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_SECURITY_POLICY,
    CONTENT_TYPE, ETAG, HeaderMap, HeaderName, HeaderValue, LAST_MODIFIED, LINK, REFERRER_POLICY,
    VARY, X_CONTENT_TYPE_OPTIONS,
};

use crate::article::Instant;
use crate::response::{Coding, Freshness, PAGE_POLICY, Representation};

/// A shared cache may go on serving while it asks again: a poll never has to wait for a build.
const STALE_WHILE_REVALIDATE: u32 = 86_400;
/// Readers would rather have yesterday's document than an error.
const STALE_IF_ERROR: u32 = 7 * 86_400;

const CACHE_STATUS: HeaderName = HeaderName::from_static("cache-status");

/// What a 200 says, and a 304 repeats (RFC 9110 section 15.4.5).
pub(super) fn of(representation: &Representation, coding: Coding, now: Instant) -> HeaderMap {
    let mut headers = HeaderMap::with_capacity(12);
    insert(&mut headers, ETAG, &representation.entity_tag(coding));
    // Never later than `Date`: a clock that was set back must not make validators of the future.
    let modified = representation.modified.min(now);
    insert(&mut headers, LAST_MODIFIED, &httpdate::fmt_http_date(modified.into()));
    insert(&mut headers, CACHE_CONTROL, &cache_control(max_age(representation, now)));
    headers.insert(VARY, HeaderValue::from_static("accept-encoding"));
    headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    insert(&mut headers, LINK, &format!("<{}>; rel=\"self\"", representation.address));
    headers
}

/// What only a 200 says.
pub(super) fn add_content(
    headers: &mut HeaderMap,
    representation: &Representation,
    coding: Coding,
) {
    let resource = representation.resource();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(resource.content_type()));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    if coding != Coding::Identity {
        headers.insert(CONTENT_ENCODING, HeaderValue::from_static(coding.name()));
    }
    if resource.is_page() {
        headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(PAGE_POLICY));
        headers.insert(REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    }
}

/// How the answer was come by (RFC 9211), said when it is not what one would hope.
pub(super) fn add_freshness(headers: &mut HeaderMap, freshness: Freshness) {
    if freshness == Freshness::Stale {
        headers.insert(
            CACHE_STATUS,
            HeaderValue::from_static("newswire; hit; ttl=-1; detail=last-good"),
        );
    }
}

/// Freshness ends when something is due, so that no cache holds a scheduled article back.
fn max_age(representation: &Representation, now: Instant) -> Duration {
    let until = representation.until.and_then(|until| (until - now).to_std().ok());
    until.map_or(representation.max_age, |until| until.min(representation.max_age))
}

fn cache_control(max_age: Duration) -> String {
    format!(
        "public, max-age={}, stale-while-revalidate={STALE_WHILE_REVALIDATE}, stale-if-error={STALE_IF_ERROR}",
        max_age.as_secs()
    )
}

/// Every value written here is ASCII by construction; one that is not is left out.
pub(super) fn insert(headers: &mut HeaderMap, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        headers.insert(name, value);
    }
}
