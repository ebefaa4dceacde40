//! One request, step by step.

use std::sync::Arc;
use std::time::Instant as Stopwatch;

use http_body_util::Full;
use hyper::body::{Bytes, Incoming};
use hyper::header::{
    ACCEPT_ENCODING, ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS,
    ACCESS_CONTROL_ALLOW_ORIGIN, ACCESS_CONTROL_MAX_AGE, ALLOW, CACHE_CONTROL, CONTENT_TYPE,
    HeaderMap, HeaderName, HeaderValue, IF_MODIFIED_SINCE, IF_NONE_MATCH, LOCATION, RETRY_AFTER,
    USER_AGENT, VARY,
};
use hyper::{Method, Request, Response, StatusCode};

use super::route::{Route, Routes};
use super::{Clock, conditional, headers, negotiate};
use crate::response::{Answer, Resource, Responses};

type Reply = Response<Full<Bytes>>;

/// Answers requests.
pub(super) struct Handler {
    responses: Arc<Responses>,
    routes: Option<Routes>,
    clock: Clock,
    log_requests: bool,
}

const METHODS: &str = "GET, HEAD, OPTIONS";
/// A wrong address is asked again; not each time at once.
const ERROR_CACHE: &str = "public, max-age=60";
/// Moved addresses stay moved, but a publisher's mistake can be mended within a day.
const MOVED_CACHE: &str = "public, max-age=86400";
/// Seconds after which a client may try a document again that could not be built.
const RETRY_SECONDS: &str = "30";

impl Handler {
    pub(super) fn new(responses: Arc<Responses>, clock: Clock, log_requests: bool) -> Self {
        // The table is fixed and tested; were it ever wrong, every address would be unknown.
        let routes =
            Routes::new().inspect_err(|error| tracing::error!(%error, "no address is known")).ok();
        Self { responses, routes, clock, log_requests }
    }

    pub(super) async fn handle(&self, request: &Request<Incoming>) -> Reply {
        if !self.log_requests {
            return self.answer(request).await;
        }
        let begun = Stopwatch::now();
        let reply = self.answer(request).await;
        let client =
            request.headers().get(USER_AGENT).and_then(|agent| agent.to_str().ok()).unwrap_or("-");
        tracing::info!(
            method = %request.method(),
            target = %request.uri(),
            status = reply.status().as_u16(),
            micros = u64::try_from(begun.elapsed().as_micros()).unwrap_or(u64::MAX),
            client,
            "request"
        );
        reply
    }

    async fn answer(&self, request: &Request<Incoming>) -> Reply {
        if request.method() == Method::OPTIONS {
            return preflight();
        }
        if request.method() != Method::GET && request.method() != Method::HEAD {
            let mut reply =
                plain(StatusCode::METHOD_NOT_ALLOWED, "Feeds are read with GET or HEAD.");
            reply.headers_mut().insert(ALLOW, HeaderValue::from_static(METHODS));
            return reply;
        }
        let uri = request.uri();
        let Some(routes) = &self.routes else {
            return plain(StatusCode::INTERNAL_SERVER_ERROR, "The server knows no addresses.");
        };
        match routes.find(uri.path(), uri.query()) {
            Route::Resource(resource) => self.representation(request.headers(), &resource).await,
            Route::Moved(path) => self.moved(&path),
            Route::Health => uncached(plain(StatusCode::OK, "alive")),
            Route::Ready => self.ready().await,
            Route::Favicon => {
                let mut reply = plain(StatusCode::NOT_FOUND, "There is no icon here.");
                reply.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static(MOVED_CACHE));
                reply
            }
            Route::Unknown(why) => plain(StatusCode::NOT_FOUND, &why),
        }
    }

    async fn representation(&self, asked: &HeaderMap, resource: &Resource) -> Reply {
        let now = (self.clock)();
        let Answer { representation, freshness } = match self.responses.get(resource, now).await {
            Ok(Some(answer)) => answer,
            Ok(None) => return unknown_feed(resource),
            Err(_) => return unavailable(),
        };
        let Some(coding) = negotiate::coding(values(asked, &ACCEPT_ENCODING)) else {
            let mut reply = plain(
                StatusCode::NOT_ACCEPTABLE,
                "This server codes with br, zstd and gzip, or sends the bytes as they are.",
            );
            reply.headers_mut().insert(VARY, HeaderValue::from_static("accept-encoding"));
            return reply;
        };
        let is_unmodified = conditional::is_unmodified(
            values(asked, &IF_NONE_MATCH),
            values(asked, &IF_MODIFIED_SINCE),
            representation.version(),
            representation.modified,
        );
        if is_unmodified {
            let mut reply = Response::new(Full::default());
            *reply.status_mut() = StatusCode::NOT_MODIFIED;
            *reply.headers_mut() = headers::of(&representation, coding, now);
            headers::add_freshness(reply.headers_mut(), freshness);
            return reply;
        }
        self.responses.encode(&representation, coding).await;
        let (coding, body) = representation.bytes(coding);
        let mut head = headers::of(&representation, coding, now);
        headers::add_content(&mut head, &representation, coding);
        headers::add_freshness(&mut head, freshness);
        // hyper leaves the body of a HEAD out and keeps its length.
        let mut reply = Response::new(Full::new(body));
        *reply.headers_mut() = head;
        reply
    }

    fn moved(&self, path: &str) -> Reply {
        // Absolute: some clients cannot follow a relative one.
        let target = format!("{}{path}", self.responses.base_url());
        let mut reply = plain(StatusCode::MOVED_PERMANENTLY, &format!("The feed is at {target}"));
        headers::insert(reply.headers_mut(), LOCATION, &target);
        reply.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static(MOVED_CACHE));
        reply
    }

    async fn ready(&self) -> Reply {
        uncached(match self.responses.get(&Resource::Index, (self.clock)()).await {
            Ok(_) => plain(StatusCode::OK, "ready"),
            Err(_) => plain(StatusCode::SERVICE_UNAVAILABLE, "The store is out of reach."),
        })
    }
}

fn values<'a>(headers: &'a HeaderMap, name: &HeaderName) -> impl Iterator<Item = &'a str> {
    headers.get_all(name).iter().filter_map(|value| value.to_str().ok())
}

/// An answer of one line, for whoever reads logs or asks by hand. Never HTML: on a feed's address
/// it would be taken for the feed.
fn plain(status: StatusCode, line: &str) -> Reply {
    let mut reply = Response::new(Full::new(Bytes::from(format!("{line}\n"))));
    *reply.status_mut() = status;
    let headers = reply.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static(ERROR_CACHE));
    headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    reply
}

fn uncached(mut reply: Reply) -> Reply {
    reply.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    reply
}

fn unknown_feed(resource: &Resource) -> Reply {
    plain(
        StatusCode::NOT_FOUND,
        &format!("There is no feed at {}. The list of feeds is at /", resource.path()),
    )
}

fn unavailable() -> Reply {
    let mut reply = plain(
        StatusCode::SERVICE_UNAVAILABLE,
        "The document cannot be built now; try again later.",
    );
    reply.headers_mut().insert(RETRY_AFTER, HeaderValue::from_static(RETRY_SECONDS));
    uncached(reply)
}

/// What a browser asks before a script of another site may send conditional requests.
fn preflight() -> Reply {
    let mut reply = Response::new(Full::default());
    *reply.status_mut() = StatusCode::NO_CONTENT;
    let headers = reply.headers_mut();
    headers.insert(ALLOW, HeaderValue::from_static(METHODS));
    headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    headers.insert(ACCESS_CONTROL_ALLOW_METHODS, HeaderValue::from_static(METHODS));
    headers.insert(
        ACCESS_CONTROL_ALLOW_HEADERS,
        HeaderValue::from_static("if-none-match, if-modified-since"),
    );
    headers.insert(ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static("86400"));
    reply
}
