//! What the log has of requests: a line for each where that is wanted, and who still asks at old addresses.
//!
//! Must not know: how a request is answered.

use std::time::Instant as Stopwatch;

use hyper::Request;
use hyper::body::Incoming;
use hyper::header::USER_AGENT;

use super::old_addresses::Asked;
use super::refusal::Reply;

/// A request and what it was answered, where requests are told.
pub(super) fn request(request: &Request<Incoming>, reply: &Reply, begun: Option<Stopwatch>) {
    let Some(begun) = begun else { return };
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
}

/// Who still asks at old addresses.
pub(super) fn old_addresses(asked: &[Asked]) {
    for Asked { feed, fate, requests, products } in asked {
        tracing::info!(
            feed,
            fate = fate.as_str(),
            requests,
            products,
            "an old address was asked for"
        );
    }
}
