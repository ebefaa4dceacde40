//! Refusals: what is said where there is no representation. A line of text for programs and for
//! whoever asks by hand; a page for people, at the addresses that they open.

use http_body_util::Full;
use hyper::body::Bytes;
use hyper::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
    ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_MAX_AGE, ALLOW, CACHE_CONTROL, CONTENT_TYPE,
    HeaderName, HeaderValue, LOCATION, RETRY_AFTER, VARY, X_CONTENT_TYPE_OPTIONS,
};
use hyper::{Response, StatusCode};

use super::budget::{self, Cost, Exceeded};
use super::headers;
use crate::response::{Absence, Resource, Responses, Variant};

pub(super) type Reply = Response<Full<Bytes>>;

const METHODS: &str = "GET, HEAD, OPTIONS";
/// A wrong address is asked again; not each time at once.
const ERROR_CACHE: &str = "max-age=60";
/// What was moved or ended stays so, but a publisher's mistake can be mended within a day.
pub(super) const LASTING_CACHE: &str = "max-age=86400";
/// As draft-ietf-httpapi-ratelimit-headers has them.
const RATELIMIT: HeaderName = HeaderName::from_static("ratelimit");
const RATELIMIT_POLICY: HeaderName = HeaderName::from_static("ratelimit-policy");
/// Sooner no client need try a document again that could not be built.
const LEAST_RETRY_SECONDS: u64 = 10;

/// An answer of one line, for whoever reads logs or asks by hand. HTML would be taken for the feed on
/// a feed's address.
pub(super) fn plain(status: StatusCode, line: &str) -> Reply {
    let mut reply = Response::new(Full::new(Bytes::from(format!("{line}\n"))));
    *reply.status_mut() = status;
    let head = reply.headers_mut();
    head.insert(CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
    head.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    head.insert(CACHE_CONTROL, HeaderValue::from_static(ERROR_CACHE));
    head.insert(VARY, headers::VARIES);
    head.insert(ACCESS_CONTROL_ALLOW_ORIGIN, headers::ANYBODY);
    reply
}

/// What is said to who would write.
pub(super) fn wrong_method() -> Reply {
    let mut reply = plain(StatusCode::METHOD_NOT_ALLOWED, "Feeds are read with GET or HEAD.");
    reply.headers_mut().insert(ALLOW, HeaderValue::from_static(METHODS));
    reply
}

/// What a browser asks before a script of another site may send conditional requests.
pub(super) fn preflight() -> Reply {
    let mut reply = Response::new(Full::default());
    *reply.status_mut() = StatusCode::NO_CONTENT;
    let head = reply.headers_mut();
    head.insert(ALLOW, HeaderValue::from_static(METHODS));
    head.insert(ACCESS_CONTROL_ALLOW_ORIGIN, headers::ANYBODY);
    head.insert(ACCESS_CONTROL_ALLOW_METHODS, HeaderValue::from_static(METHODS));
    head.insert(
        ACCESS_CONTROL_ALLOW_HEADERS,
        HeaderValue::from_static("if-none-match, if-modified-since"),
    );
    head.insert(ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static("86400"));
    reply
}

pub(super) fn uncached(mut reply: Reply) -> Reply {
    reply.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    reply
}

/// The same answer with a page for its body.
pub(super) fn for_people(mut reply: Reply, responses: &Responses) -> Reply {
    let Some(page) = responses.error_page(reply.status().as_u16()) else { return reply };
    *reply.body_mut() = Full::new(Bytes::from(page));
    headers::add_page(reply.headers_mut());
    reply
}

/// Where an address leads that is another's now.
pub(super) fn moved(path: &str, responses: &Responses) -> Reply {
    // Absolute: some clients cannot follow a relative one.
    let target = format!("{}{path}", responses.base_url());
    let mut reply = plain(StatusCode::MOVED_PERMANENTLY, &format!("The feed is at {target}"));
    headers::insert(reply.headers_mut(), LOCATION, target.into());
    reply.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static(LASTING_CACHE));
    reply
}

/// Too many requests: why, what to do, and when to come back.
pub(super) fn too_many(exceeded: Exceeded) -> Reply {
    let Exceeded { of, quota, wait } = exceeded;
    let (policy, what) = match of {
        Cost::Full => ("full", "had this in full"),
        Cost::Little => ("any", "asked for this"),
    };
    let mut reply = uncached(plain(
        StatusCode::TOO_MANY_REQUESTS,
        &format!(
            "This client has {what} {quota} times within an hour, and that is more than this site gives. \
             Ask again in {wait} seconds. Keep the ETag of an answer and send it as If-None-Match: a poll \
             that finds nothing new is a 304 and costs nothing. Ask no more often than Cache-Control \
             says; once in 15 minutes is plenty."
        ),
    ));
    let head = reply.headers_mut();
    headers::insert(head, RETRY_AFTER, wait.to_string().into());
    let window = budget::WINDOW;
    headers::insert(head, RATELIMIT_POLICY, format!("\"{policy}\";q={quota};w={window}").into());
    headers::insert(head, RATELIMIT, format!("\"{policy}\";r=0;t={wait}").into());
    head.insert(ACCESS_CONTROL_EXPOSE_HEADERS, headers::EXPOSED);
    reply
}

/// Why there is no document.
pub(super) fn absent(resource: &Resource, absence: &Absence, responses: &Responses) -> Reply {
    match absence {
        Absence::Unknown => plain(
            StatusCode::NOT_FOUND,
            &match resource {
                Resource::Archive(name, _, format) => format!(
                    "There is no archive at {}. What there is begins at the prev-archive link (in JSON Feed next_url) of {}",
                    resource.path(),
                    Resource::Feed(name.clone(), Variant::Document(*format)).path()
                ),
                _ => format!("There is no feed at {}. The list of feeds is at /", resource.path()),
            },
        ),
        Absence::Moved(successor) => moved(&successor.path(), responses),
        Absence::Retired => {
            let line = "This feed was ended by its publisher. The list of feeds is at /";
            let mut reply = plain(StatusCode::GONE, line);
            reply.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static(LASTING_CACHE));
            reply
        }
        Absence::Unavailable { retry, .. } => {
            let mut reply = uncached(plain(
                StatusCode::SERVICE_UNAVAILABLE,
                "The document cannot be built now; try again later.",
            ));
            let seconds = retry.as_secs().max(LEAST_RETRY_SECONDS).to_string();
            headers::insert(reply.headers_mut(), RETRY_AFTER, seconds.into());
            reply
        }
    }
}
