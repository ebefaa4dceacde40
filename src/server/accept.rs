//! Connections: how many, how slow, and how they end.

use std::collections::HashMap;
use std::future::Future;
use std::io;
use std::net::IpAddr;
use std::pin::pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};

use super::Options;
use super::client::{Proxies, household};
use super::handler::Handler;
use super::outgoing::Outgoing;
use super::slow::{Busy, Impatient, Patience};
use super::socket::{Listener, Socket};
use crate::article::Instant;

/// Larger heads are answered 431, and so are those of more than a hundred fields: that limit is hyper's,
/// which makes room for a smaller one anew with each request.
const MAX_HEAD_BYTES: usize = 16 * 1024;
/// For what a client sends without waiting for the answers before.
const MAX_BUFFERED_BYTES: usize = 64 * 1024;
/// When the system has no more sockets, accepting again at once would only spin.
const OUT_OF_SOCKETS_PAUSE: Duration = Duration::from_millis(100);

/// Connections that are told at once that they are too many.
const TURNED_AWAY_AT_ONCE: usize = 64;
const RETRY_SECONDS: u32 = 10;
const TURNING_AWAY: Duration = Duration::from_secs(1);
const TOO_MANY_CONNECTIONS: &str = "Too many connections are open from this address. Close some, or use \
                                    one for many requests, and try again.\n";

pub(super) async fn run(
    listener: TcpListener,
    handler: Arc<Handler>,
    options: Options,
    shutdown: impl Future<Output = ()>,
) -> io::Result<()> {
    let listener = Listener::new(listener)?;
    let options = Arc::new(options);
    let mut shutdown = pin!(shutdown);
    let places = Arc::new(Semaphore::new(options.max_connections));
    let addresses = Arc::new(Addresses::default());
    let proxies = Proxies::new(options.trusted_proxies.clone());
    let turned_away = Arc::new(Semaphore::new(TURNED_AWAY_AT_ONCE));
    // Dropping the sender tells every connection to end after the request it is at; the receiver's
    // count tells when all have.
    let (stop, stopping) = watch::channel(());
    loop {
        let accepted = tokio::select! {
            () = &mut shutdown => break,
            accepted = next(&listener, &places) => accepted,
        };
        let Some((stream, outgoing, peer, place)) = accepted else { continue };
        // Behind a proxy are many, and it knows how many it lets in.
        let guest = if proxies.contains(peer) {
            None
        } else {
            let guest = addresses.enter(household(peer), options.max_connections_per_address);
            if guest.is_none() {
                drop(place);
                // Where too many are told, one more is not; the system ends its connection.
                if let Ok(permit) = Arc::clone(&turned_away).try_acquire_owned() {
                    tokio::spawn(turn_away(stream, handler.now(), permit));
                }
                continue;
            }
            guest
        };
        let connection =
            Connection { _place: place, _guest: guest, peer, outgoing, stopping: stopping.clone() };
        tokio::spawn(connection.serve(stream, Arc::clone(&handler), Arc::clone(&options)));
    }
    drop(listener);
    drop(stopping);
    // Wakes every connection; `closed` is reached when the last one has gone.
    stop.send_replace(());
    if tokio::time::timeout(options.stop_timeout, stop.closed()).await.is_err() {
        tracing::warn!(connections = stop.receiver_count(), "closed without waiting any longer");
    }
    Ok(())
}

/// The next connection, once there is a place for it.
async fn next(
    listener: &Listener,
    places: &Arc<Semaphore>,
) -> Option<(Socket, Outgoing, IpAddr, OwnedSemaphorePermit)> {
    let place = Arc::clone(places).acquire_owned().await.ok()?;
    match listener.accept().await {
        Ok((stream, outgoing, peer)) => Some((stream, outgoing, peer.ip(), place)),
        Err(error) if is_the_peers_fault(&error) => None,
        Err(error) => {
            tracing::warn!(%error, "no connection can be accepted; trying again");
            tokio::time::sleep(OUT_OF_SOCKETS_PAUSE).await;
            None
        }
    }
}

fn is_the_peers_fault(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::ConnectionAborted
            | io::ErrorKind::ConnectionReset
            | io::ErrorKind::Interrupted
    )
}

/// Tells a connection that is one too many why it is closed, and reads a little of what it says: a socket
/// closed over unread bytes takes back what was sent on it.
async fn turn_away(mut stream: Socket, now: Instant, _permit: OwnedSemaphorePermit) {
    let answer = format!(
        "HTTP/1.1 429 Too Many Requests\r\ndate: {}\r\ncontent-type: text/plain; charset=utf-8\r\n\
         content-length: {}\r\ncache-control: no-store\r\nretry-after: {RETRY_SECONDS}\r\n\
         connection: close\r\n\r\n{TOO_MANY_CONNECTIONS}",
        httpdate::fmt_http_date(now.into()),
        TOO_MANY_CONNECTIONS.len(),
    );
    let talk = async {
        stream.write_all(answer.as_bytes()).await?;
        stream.shutdown().await?;
        let mut unheard = [0; 1024];
        for _ in 0..MAX_HEAD_BYTES / unheard.len() {
            if stream.read(&mut unheard).await? == 0 {
                break;
            }
        }
        io::Result::Ok(())
    };
    let _ = tokio::time::timeout(TURNING_AWAY, talk).await;
}

struct Connection {
    _place: OwnedSemaphorePermit,
    _guest: Option<Guest>,
    peer: IpAddr,
    outgoing: Outgoing,
    stopping: watch::Receiver<()>,
}

impl Connection {
    async fn serve(mut self, stream: Socket, handler: Arc<Handler>, options: Arc<Options>) {
        let patience = Patience { request: options.header_timeout, write: options.write_timeout };
        let busy = Busy::default();
        let io = TokioIo::new(Impatient::new(stream, patience, busy.clone()));
        let (peer, outgoing) = (self.peer, self.outgoing);
        let service = service_fn(move |request| {
            let mut answering = handler.handle(request, peer);
            answering.tell(&outgoing, &busy);
            answering
        });
        let connection = http1::Builder::new()
            // A client may end its side after the request, and wait for the answer.
            .half_close(true)
            .max_buf_size(MAX_BUFFERED_BYTES)
            .max_header_size(MAX_HEAD_BYTES)
            .serve_connection(io, service);
        let mut connection = pin!(connection);
        tokio::select! {
            // First, so that an answer which becomes ready at the same time says that it is the last.
            biased;
            _ = self.stopping.changed() => connection.as_mut().graceful_shutdown(),
            ended = connection.as_mut() => {
                if let Err(error) = ended {
                    tracing::debug!(%error, "connection ended");
                }
                return;
            }
        }
        let _ = tokio::time::timeout(options.stop_timeout, connection).await;
    }
}

/// How many connections each address holds. An address without any takes no memory.
#[derive(Debug, Default)]
struct Addresses(Mutex<HashMap<IpAddr, usize>>);

/// A connection of an address, counted until it is dropped.
struct Guest {
    addresses: Arc<Addresses>,
    address: IpAddr,
}

impl Addresses {
    fn enter(self: &Arc<Self>, address: IpAddr, limit: usize) -> Option<Guest> {
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let count = held.entry(address).or_default();
        if *count >= limit {
            return None;
        }
        *count += 1;
        Some(Guest { addresses: Arc::clone(self), address })
    }
}

impl Drop for Guest {
    fn drop(&mut self) {
        let mut held = self.addresses.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = held.get_mut(&self.address) {
            *count -= 1;
            if *count == 0 {
                held.remove(&self.address);
            }
        }
    }
}
