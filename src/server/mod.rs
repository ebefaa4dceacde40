//! Sent: HTTP/1.1 by hyper. Accept, route, negotiate, answer.
//!
//! Must not know: the store's engines, SQL, render, check.

mod accept;
mod answering;
mod budget;
mod client;
mod conditional;
mod dictionary;
mod etiquette;
mod feed_delta;
mod handler;
mod headers;
mod log;
mod negotiate;
mod old_addresses;
mod outgoing;
mod refusal;
mod route;
mod shared_cache;
mod slow;
mod socket;

use std::future::Future;
use std::io;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpListener;

use crate::article::Instant;
use crate::response::Responses;

pub use client::{Network, NetworkError};
pub use shared_cache::Cdn;

/// Where the server reads the time: passed in, so that tests move it.
pub type Clock = Arc<dyn Fn() -> Instant + Send + Sync>;

/// What may be chosen of the server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// Connections open at once; more wait in the system's queue.
    pub max_connections: usize,
    /// Connections open at once from one address, of IPv6 from one /64; more are turned away. Those of
    /// trusted proxies are not counted.
    pub max_connections_per_address: usize,
    /// Proxies whose word is taken for who asks.
    pub trusted_proxies: Vec<Network>,
    /// How often an hour one client may have one feed in full; `None`: as often as it likes.
    pub polls_per_hour: Option<u32>,
    /// For a request's head to arrive whole, and for an idle connection to be kept.
    pub header_timeout: Duration,
    /// For a client to take some of what it was sent.
    pub write_timeout: Duration,
    /// For requests under way to end when the server stops.
    pub stop_timeout: Duration,
    /// The content delivery network in front, which is told of purging and freshness.
    pub cdn: Option<Cdn>,
    /// How long that may use an answer without asking again.
    pub cdn_max_age: Duration,
    /// One log line a request.
    pub log_requests: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            max_connections: 10_000,
            max_connections_per_address: 1_000,
            trusted_proxies: Vec::new(),
            polls_per_hour: Some(600),
            header_timeout: Duration::from_secs(30),
            write_timeout: Duration::from_secs(30),
            stop_timeout: Duration::from_secs(10),
            cdn: None,
            // Asking again costs it a 304, and a change reaches it soon without a purge.
            cdn_max_age: Duration::from_mins(1),
            log_requests: false,
        }
    }
}

/// Serves until `shutdown` ends; then takes no more connections, lets the requests under way end,
/// and closes what is left at the deadline.
///
/// # Errors
///
/// When the system does not tell of connections to the listener.
pub async fn run(
    listener: TcpListener,
    responses: Arc<Responses>,
    clock: Clock,
    options: Options,
    shutdown: impl Future<Output = ()>,
) -> io::Result<()> {
    let handler = Arc::new(handler::Handler::new(responses, clock, &options));
    let outcome = accept::run(listener, Arc::clone(&handler), options, shutdown).await;
    handler.end();
    outcome
}
