//! One request, step by step.

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Instant as Stopwatch;

use http_body_util::Full;
use hyper::body::Incoming;
use hyper::header::{
    ACCEPT, ACCEPT_ENCODING, CACHE_CONTROL, HOST, HeaderMap, HeaderName, HeaderValue,
    IF_MODIFIED_SINCE, IF_NONE_MATCH, VARY,
};
use hyper::{Method, Request, Response, StatusCode, Version};

use super::answering::Answering;
use super::conditional::Outcome;
use super::etiquette::Etiquette;
use super::feed_delta::Base;
use super::headers::Sent;
use super::old_addresses::{Fate, OldAddresses};
use super::outgoing::Payload;
use super::refusal::{
    LASTING_CACHE, Reply, absent, for_people, moved, plain, preflight, too_many, uncached,
    wrong_method,
};
use super::route::{Audience, Route, Routes};
use super::shared_cache::SharedCache;
use super::{Clock, Options, client, conditional, dictionary, feed_delta, headers, log, negotiate};
use crate::article::Instant;
use crate::response::{
    Absence, Answer, Coded, Coding, DeltaCoding, Digest, Freshness, Representation, Resource,
    Responses,
};

/// Answers requests.
pub(super) struct Handler {
    responses: Arc<Responses>,
    routes: Option<Routes>,
    clock: Clock,
    shared_cache: Option<SharedCache>,
    etiquette: Etiquette,
    old_addresses: OldAddresses,
    log_requests: bool,
}

impl Handler {
    pub(super) fn new(responses: Arc<Responses>, clock: Clock, options: &Options) -> Self {
        // The table is fixed and tested; were it ever wrong, every address would be unknown.
        let routes =
            Routes::new().inspect_err(|error| tracing::error!(%error, "no address is known")).ok();
        let shared_cache = options.cdn.map(|cdn| SharedCache::new(cdn, options.cdn_max_age));
        Self {
            responses,
            routes,
            clock,
            shared_cache,
            etiquette: Etiquette::new(options),
            old_addresses: OldAddresses::default(),
            log_requests: options.log_requests,
        }
    }

    /// The time.
    pub(super) fn now(&self) -> Instant {
        (self.clock)()
    }

    pub(super) fn handle(self: &Arc<Self>, request: Request<Incoming>, peer: IpAddr) -> Answering {
        let begun = self.log_requests.then(Stopwatch::now);
        let now = self.now();
        let step = self.hit(&request, now).map(|answer| self.begin(&request, answer, peer, now));
        if let Some(Step::Done(reply)) = step {
            log::request(&request, &reply, begun);
            return reply.into();
        }
        let this = Arc::clone(self);
        Answering::later(async move {
            let reply = match step {
                Some(step) => this.finish(&request, step, now).await,
                None => this.addressed(&request, peer, now).await,
            };
            log::request(&request, &reply, begun);
            reply
        })
    }

    /// What is in memory for a plain request of a representation: the way of nearly all.
    fn hit(&self, request: &Request<Incoming>, now: Instant) -> Option<Answer> {
        let is_read = request.method() == Method::GET || request.method() == Method::HEAD;
        let is_plain = is_read && names_one_host(request) && request.uri().query().is_none();
        if is_plain { self.responses.hit(request.uri().path(), now) } else { None }
    }

    /// The answer, with a key for the network in front where it is kept and is no representation.
    async fn addressed(&self, request: &Request<Incoming>, peer: IpAddr, now: Instant) -> Reply {
        let mut reply = self.answer(request, peer, now).await;
        if let Some(shared_cache) = &self.shared_cache
            && matches!(
                reply.status(),
                StatusCode::MOVED_PERMANENTLY | StatusCode::NOT_FOUND | StatusCode::GONE
            )
        {
            shared_cache.address_refusal(reply.headers_mut());
        }
        reply
    }

    async fn answer(&self, request: &Request<Incoming>, peer: IpAddr, now: Instant) -> Reply {
        if !names_one_host(request) {
            return uncached(plain(StatusCode::BAD_REQUEST, "A request names one Host."));
        }
        if request.method() == Method::OPTIONS {
            return preflight();
        }
        if request.method() != Method::GET && request.method() != Method::HEAD {
            return wrong_method();
        }
        let uri = request.uri();
        let Some(routes) = &self.routes else {
            return plain(StatusCode::INTERNAL_SERVER_ERROR, "The server knows no addresses.");
        };
        match routes.find(uri.path(), uri.query()) {
            Route::Resource(resource) => self.representation(request, &resource, peer, now).await,
            Route::Moved(path) => {
                // One step, also to a feed that has moved itself: each is one more that may fail.
                let resource = match routes.find(&path, None) {
                    Route::Resource(resource) => Some(resource),
                    _ => None,
                };
                let successor = resource.and_then(|resource| {
                    let successor = self.responses.moved(&resource)?;
                    self.count_old(&resource, Fate::Moved, request.headers());
                    Some(successor.path())
                });
                moved(&successor.unwrap_or(path), &self.responses)
            }
            Route::Health => uncached(plain(StatusCode::OK, "alive")),
            Route::Ready => self.ready().await,
            Route::Favicon => {
                let mut reply = plain(StatusCode::NOT_FOUND, "There is no icon here.");
                reply.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static(LASTING_CACHE));
                reply
            }
            Route::Unknown(why, audience) => {
                let mut reply = plain(StatusCode::NOT_FOUND, &why);
                if audience == Audience::Anyone {
                    reply.headers_mut().insert(VARY, headers::VARIES_BY_ACCEPT);
                }
                let is_for_people = match audience {
                    Audience::Programs => false,
                    Audience::People => true,
                    Audience::Anyone => negotiate::prefers_html(values(request.headers(), &ACCEPT)),
                };
                if is_for_people { for_people(reply, &self.responses) } else { reply }
            }
        }
    }

    async fn representation(
        &self,
        request: &Request<Incoming>,
        resource: &Resource,
        peer: IpAddr,
        now: Instant,
    ) -> Reply {
        let asked = request.headers();
        // Without a validator there is no 304 that it could come to.
        let is_unconditional =
            ![IF_NONE_MATCH, IF_MODIFIED_SINCE].iter().any(|it| asked.contains_key(it));
        if request.method() == Method::GET
            && is_unconditional
            && let Err(exceeded) = self.etiquette.foresee(peer, asked, resource, now)
        {
            return too_many(exceeded);
        }
        match self.responses.get(resource, now).await {
            Ok(answer) => {
                let step = self.begin(request, answer, peer, now);
                self.finish(request, step, now).await
            }
            Err(absence) => {
                match absence {
                    Absence::Moved(_) => self.count_old(resource, Fate::Moved, asked),
                    Absence::Retired => self.count_old(resource, Fate::Retired, asked),
                    Absence::Unknown | Absence::Unavailable { .. } => {}
                }
                let reply = absent(resource, &absence, &self.responses);
                let is_for_people = resource.is_page() && !reply.status().is_redirection();
                if is_for_people { for_people(reply, &self.responses) } else { reply }
            }
        }
    }

    /// Judges what a representation comes to for who asks so, and counts it.
    fn begin(
        &self,
        request: &Request<Incoming>,
        answer: Answer,
        peer: IpAddr,
        now: Instant,
    ) -> Step {
        let asked = request.headers();
        let Answer { representation, freshness } = &answer;
        let freshness = *freshness;
        let resource = representation.resource();
        let Some(coding) = negotiate::coding(values(asked, &ACCEPT_ENCODING)) else {
            return Step::Done(plain(
                StatusCode::NOT_ACCEPTABLE,
                "This server codes with br, zstd and gzip, or sends the bytes as they are.",
            ));
        };
        let outcome =
            conditional::evaluate(asked, representation.version(), representation.modified());
        let is_full = outcome == Outcome::Send && request.method() == Method::GET;
        if let Err(exceeded) = self.etiquette.admit(peer, asked, resource, is_full, now) {
            return Step::Done(too_many(exceeded));
        }
        representation.note_use(coding, now);
        match outcome {
            Outcome::Send => match self.made(asked, representation, coding) {
                Some((sent, payload)) => {
                    Step::Done(self.full(asked, representation, freshness, &sent, payload, now))
                }
                None => Step::ToMake(answer, coding),
            },
            Outcome::NotModified => {
                let effort = representation.effort(coding);
                let mut reply = Response::new(Full::default());
                *reply.status_mut() = StatusCode::NOT_MODIFIED;
                let coded = (coding, effort);
                let head = headers::of_304(asked, representation, coded, freshness, now);
                *reply.headers_mut() = self.for_network(head, representation, freshness, now);
                Step::Done(reply)
            }
            Outcome::Failed => Step::Done(uncached(plain(
                StatusCode::PRECONDITION_FAILED,
                "The version that was asked for is no more; ask without If-Match.",
            ))),
        }
    }

    /// Makes what is to be sent, where it is not made yet.
    async fn finish(&self, request: &Request<Incoming>, step: Step, now: Instant) -> Reply {
        match step {
            Step::Done(reply) => reply,
            Step::ToMake(Answer { representation, freshness }, coding) => {
                let asked = request.headers();
                let (sent, payload) = self.make(asked, &representation, coding).await;
                self.full(asked, &representation, freshness, &sent, payload, now)
            }
        }
    }

    /// An answer in full.
    fn full(
        &self,
        asked: &HeaderMap,
        representation: &Representation,
        freshness: Freshness,
        sent: &Sent,
        payload: Payload,
        now: Instant,
    ) -> Reply {
        let mut head = headers::of(asked, representation, sent, freshness, now);
        headers::add_content(&mut head, representation, sent);
        let head = self.for_network(head, representation, freshness, now);
        // hyper leaves the body of a HEAD out and keeps its length.
        let mut reply = payload.into_reply();
        if let Sent::Entries(..) = sent {
            *reply.status_mut() = StatusCode::IM_USED;
        }
        *reply.headers_mut() = head;
        reply
    }

    /// Counts who asks at an old address; once in a while the log has it.
    fn count_old(&self, resource: &Resource, fate: Fate, asked: &HeaderMap) {
        if let Resource::Feed(name, _) | Resource::Archive(name, ..) = resource {
            log::old_addresses(&self.old_addresses.count(
                name,
                fate,
                client::product(asked),
                self.now(),
            ));
        }
    }

    /// To be called when nothing is asked any more: tells what was not told yet.
    pub(super) fn end(&self) {
        log::old_addresses(&self.old_addresses.take());
    }

    /// What is said to everybody, and with it what the network in front is told.
    fn for_network(
        &self,
        mut head: HeaderMap,
        representation: &Representation,
        freshness: Freshness,
        now: Instant,
    ) -> HeaderMap {
        if let Some(shared_cache) = &self.shared_cache {
            shared_cache.address(&mut head, representation, freshness, now);
        }
        head
    }

    /// The version that a client has and takes a delta of.
    fn wanted_delta(
        &self,
        asked: &HeaderMap,
        representation: &Representation,
        coding: Coding,
    ) -> Option<(Digest, DeltaCoding)> {
        let may_be_one = self.shared_cache.as_ref().is_none_or(SharedCache::heeds_vary)
            && representation.use_as_dictionary().is_some();
        if may_be_one { dictionary::wanted(asked, coding) } else { None }
    }

    /// The version that a client has and takes new entries alone besides.
    fn base(&self, asked: &HeaderMap, representation: &Representation) -> Option<Base> {
        // A network in front would ask for its own sake, and give the answer to others.
        if self.shared_cache.is_none() { feed_delta::base(asked, representation) } else { None }
    }

    /// The bytes to send, if they are made.
    fn made(
        &self,
        asked: &HeaderMap,
        representation: &Representation,
        coding: Coding,
    ) -> Option<(Sent, Payload)> {
        // Whether a delta is made, or of use, is looked at where it is made.
        if self.wanted_delta(asked, representation, coding).is_some()
            || self.base(asked, representation).is_some()
        {
            return None;
        }
        Some(as_coded(self.responses.made(representation, coding)?))
    }

    /// Makes the bytes to send: a delta for who has a version that it can be made of, else the entries that
    /// such a version lacks, else a coding. The delta comes first: nobody has to merge it.
    async fn make(
        &self,
        asked: &HeaderMap,
        representation: &Arc<Representation>,
        coding: Coding,
    ) -> (Sent, Payload) {
        if let Some((from, coding)) = self.wanted_delta(asked, representation, coding)
            && let Some(delta) = self.responses.delta(representation, from, coding).await
        {
            return (Sent::Delta(from, coding), delta.into());
        }
        if let Some(base) = self.base(asked, representation)
            && let Some(entries) =
                self.responses.feed_delta(representation, base.digest, coding).await
        {
            return (Sent::Entries(base, coding), entries.into());
        }
        as_coded(self.responses.coded(representation, coding).await)
    }

    async fn ready(&self) -> Reply {
        uncached(match self.responses.get(&Resource::Index, self.now()).await {
            Ok(Answer { freshness: Freshness::Hit | Freshness::Built, .. }) => {
                plain(StatusCode::OK, "ready")
            }
            // What is in memory can be served, and nothing else.
            _ => plain(StatusCode::SERVICE_UNAVAILABLE, "The store is out of reach."),
        })
    }
}

/// How far an answer has come.
enum Step {
    Done(Reply),
    /// Its bytes are still to be made.
    ToMake(Answer, Coding),
}

/// The bytes in a coding.
fn as_coded(Coded { coding, effort, bytes, copy }: Coded) -> (Sent, Payload) {
    (Sent::Coded(coding, effort), Payload { bytes, copy })
}

/// RFC 9112 section 3.2: no host, or two, and nobody knows what is meant.
fn names_one_host(request: &Request<Incoming>) -> bool {
    request.version() != Version::HTTP_11 || request.headers().get_all(HOST).iter().count() == 1
}

fn values<'a>(headers: &'a HeaderMap, name: &HeaderName) -> impl Iterator<Item = &'a str> {
    headers.get_all(name).iter().filter_map(|value| value.to_str().ok())
}
