//! A socket that gives up on slow clients, for hyper, which closes what it has shut down: on one who takes
//! nothing of what it is sent, of which hyper knows nothing, and on one whose request does not come, for which
//! hyper makes a timer anew with each request. Here a connection has one, which looks when it is time.

use std::future::Future as _;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Instant, Sleep, sleep_until};

/// For how long a client may do nothing.
#[derive(Debug, Clone, Copy)]
pub(super) struct Patience {
    /// For a request's head to arrive whole, after the answer before.
    pub(super) request: Duration,
    /// For some of an answer to be taken.
    pub(super) write: Duration,
}

/// Whether a request is being answered, which takes its time. Shared by a connection and whoever answers on it.
#[derive(Debug, Clone, Default)]
pub(super) struct Busy(Arc<AtomicBool>);

impl Busy {
    pub(super) fn set(&self, is_busy: bool) {
        self.0.store(is_busy, Ordering::Relaxed);
    }

    fn get(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// A stream whose reads fail when no request comes, and its writes when nothing can be written.
pub(super) struct Impatient<S> {
    stream: S,
    patience: Patience,
    busy: Busy,
    /// When something was written last; before that, when the connection was taken.
    since: Instant,
    /// When it is looked whether a request should have come. Set from when the first is waited for.
    look: Option<Pin<Box<Sleep>>>,
    /// Set while a write is pending.
    deadline: Option<Pin<Box<Sleep>>>,
}

impl<S> Impatient<S> {
    pub(super) fn new(stream: S, patience: Patience, busy: Busy) -> Self {
        Self { stream, patience, busy, since: Instant::now(), look: None, deadline: None }
    }

    /// Whether a request should have come, while there is nothing to read. When that may be next, the task is
    /// woken.
    fn is_overdue(&mut self, context: &mut Context<'_>) -> bool {
        if self.look.as_ref().is_some_and(|look| !look.is_elapsed()) {
            return false;
        }
        let now = Instant::now();
        // Who is being answered, or still takes an answer, owes no request.
        let since = if self.busy.get() || self.deadline.is_some() { now } else { self.since };
        let due = since + self.patience.request;
        if due <= now {
            return true;
        }
        let look = self.look.get_or_insert_with(|| Box::pin(sleep_until(due)));
        look.as_mut().reset(due);
        look.as_mut().poll(context).is_ready()
    }

    /// Passes a write's outcome on; a write that stays pending past the limit becomes an error.
    fn limited<T>(
        &mut self,
        outcome: Poll<io::Result<T>>,
        context: &mut Context<'_>,
    ) -> Poll<io::Result<T>> {
        if outcome.is_ready() {
            self.deadline = None;
            self.since = Instant::now();
            return outcome;
        }
        let limit = self.patience.write;
        let deadline =
            self.deadline.get_or_insert_with(|| Box::pin(sleep_until(Instant::now() + limit)));
        ready!(deadline.as_mut().poll(context));
        Poll::Ready(Err(io::Error::new(
            io::ErrorKind::TimedOut,
            "the client takes nothing of the answer",
        )))
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Impatient<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let outcome = Pin::new(&mut self.stream).poll_read(context, buffer);
        if outcome.is_pending() && self.is_overdue(context) {
            let why = "no request came";
            return Poll::Ready(Err(io::Error::new(io::ErrorKind::TimedOut, why)));
        }
        outcome
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Impatient<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let outcome = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.limited(outcome, context)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        parts: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let outcome = Pin::new(&mut self.stream).poll_write_vectored(context, parts);
        self.limited(outcome, context)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    /// What is written is with the system: there is nothing to wait for.
    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    /// Nothing: what follows is that the stream is closed, which ends it as well.
    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }
}

#[cfg(test)]
mod tests {
    use std::io::ErrorKind;
    use std::time::Duration;

    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, DuplexStream, duplex};
    use tokio::time::{Instant, sleep, timeout};

    use super::{Busy, Impatient, Patience};

    const LIMIT: Duration = Duration::from_millis(300);
    const SOON: Duration = Duration::from_millis(20);
    const LONG: Duration = Duration::from_secs(20);

    fn pair(room: usize) -> (DuplexStream, Impatient<DuplexStream>, Busy) {
        let (client, server) = duplex(room);
        let busy = Busy::default();
        let patience = Patience { request: LIMIT, write: LIMIT };
        (client, Impatient::new(server, patience, busy.clone()), busy)
    }

    /// How long it takes until it is given up to read; what comes is passed over.
    async fn given_up(server: &mut Impatient<DuplexStream>) -> Duration {
        let begun = Instant::now();
        let reading = async {
            loop {
                match server.read_u8().await {
                    Ok(_) => {}
                    Err(error) => break error.kind(),
                }
            }
        };
        assert_eq!(timeout(LONG, reading).await.unwrap(), ErrorKind::TimedOut);
        begun.elapsed()
    }

    #[tokio::test]
    async fn who_says_nothing_or_little_by_little_is_given_up() {
        let (_client, mut server, _) = pair(64);
        assert!(given_up(&mut server).await + SOON >= LIMIT);
        let (mut client, mut server, _) = pair(64);
        let trickling = tokio::spawn(async move {
            while client.write_u8(b'a').await.is_ok() {
                sleep(SOON).await;
            }
        });
        given_up(&mut server).await;
        drop(server);
        trickling.await.unwrap();
    }

    #[tokio::test]
    async fn after_an_answer_the_time_begins_anew() {
        let (_client, mut server, _) = pair(64);
        let mut nothing = [0];
        for _ in 0..20 {
            assert!(timeout(SOON, server.read(&mut nothing)).await.is_err());
            server.write_all(b"ok").await.unwrap();
        }
        assert!(given_up(&mut server).await + SOON >= LIMIT);
    }

    #[tokio::test]
    async fn who_is_being_answered_owes_no_request() {
        let (_client, mut server, busy) = pair(64);
        busy.set(true);
        let mut nothing = [0];
        assert!(timeout(LIMIT * 3, server.read(&mut nothing)).await.is_err());
        server.write_all(b"ok").await.unwrap();
        busy.set(false);
        assert!(given_up(&mut server).await + SOON >= LIMIT);
    }

    #[tokio::test]
    async fn who_takes_nothing_is_given_up() {
        let (_client, mut server, _) = pair(4);
        let outcome = timeout(LONG, server.write_all(b"an answer")).await.unwrap();
        assert_eq!(outcome.unwrap_err().kind(), ErrorKind::TimedOut);
    }
}
