//! Connections on Linux: taken when their request is there, and read before anything waits for them.
//!
//! Many clients end a connection after one request. Such a one is taken, read, answered and closed: the
//! system is not asked to tell when there is more to read, and nothing wakes twice for it. That is two thirds
//! of what it costs otherwise. Large bodies of which the system holds a copy are sent from that.

use std::io::{self, IoSlice, Read as _, Write as _};
use std::mem;
use std::net::SocketAddr;
use std::os::fd::AsFd as _;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use nix::sys::socket::setsockopt;
use nix::{libc, setsockopt_impl, sockopt_impl};
use rustix::net::{SocketFlags, acceptfrom_with, sockopt};
use tokio::io::unix::AsyncFd;
use tokio::io::{AsyncRead, AsyncWrite, Interest, ReadBuf};
use tokio::net::{TcpListener, TcpStream};

use super::super::outgoing::Outgoing;
use super::sending::Sending;

sockopt_impl!(
    /// For how many seconds the system keeps a connection to itself on which nothing was said yet.
    DeferAccept, SetOnly, libc::IPPROTO_TCP, libc::TCP_DEFER_ACCEPT, u32
);

/// Who says nothing for so long is taken nevertheless, and has its time from then on.
const SILENT_SECONDS: u32 = 1;
/// How much is read of a connection before anything waits for it: more than a poll has.
const FIRST_READ: usize = 2048;

/// Where connections come in.
pub(in crate::server) struct Listener(AsyncFd<std::net::TcpListener>);

impl Listener {
    pub(in crate::server) fn new(socket: TcpListener) -> io::Result<Self> {
        // Connections have this from the socket that they come by: small answers do not wait for an
        // acknowledgement of the ones before.
        sockopt::set_tcp_nodelay(&socket, true)?;
        // Where the system does not know it, connections are read too early, and awaited then.
        let _ = setsockopt(&socket, DeferAccept, &SILENT_SECONDS);
        let socket = socket.into_std()?;
        #[expect(
            deprecated,
            reason = "sound where the socket keeps its number, as the standard library's do"
        )]
        AsyncFd::with_interest(socket, Interest::READABLE).map(Self)
    }

    /// The next connection, what is noted of what is written on it, and who is at its other end.
    pub(in crate::server) async fn accept(&self) -> io::Result<(Socket, Outgoing, SocketAddr)> {
        let flags = SocketFlags::CLOEXEC | SocketFlags::NONBLOCK;
        let accept = |socket: &std::net::TcpListener| Ok(acceptfrom_with(socket, flags)?);
        let (stream, peer) = self.0.async_io(Interest::READABLE, accept).await?;
        let peer = peer.ok_or(io::ErrorKind::NotConnected)?.try_into()?;
        let outgoing = Outgoing::default();
        let socket = Socket { state: State::New(stream.into()), outgoing: outgoing.clone() };
        Ok((socket, outgoing, peer))
    }
}

/// A connection.
pub(in crate::server) struct Socket {
    state: State,
    outgoing: Outgoing,
}

enum State {
    /// Nothing was read yet, and nothing waits for it.
    New(std::net::TcpStream),
    /// Its first bytes were read, and nothing waits for more.
    Begun(std::net::TcpStream),
    /// The system tells when there is something to read, or room to write.
    Awaited(TcpStream),
    /// The system refused to.
    Gone,
}

impl State {
    /// Reads what has come already, once: who sends on and on takes turns with others.
    fn read_at_once(&mut self, buffer: &mut ReadBuf<'_>) -> Option<io::Result<()>> {
        let Self::New(stream) = self else { return None };
        let most = buffer.remaining().min(FIRST_READ);
        let outcome = at_once(stream.read(buffer.initialize_unfilled_to(most)))?;
        if let Self::New(stream) = mem::replace(self, Self::Gone) {
            *self = Self::Begun(stream);
        }
        Some(outcome.map(|count| buffer.advance(count)))
    }

    /// Writes what there is room for.
    fn write_at_once(
        &mut self,
        write: impl FnOnce(&mut std::net::TcpStream) -> io::Result<usize>,
    ) -> Option<io::Result<usize>> {
        let (Self::New(stream) | Self::Begun(stream)) = self else { return None };
        at_once(write(stream))
    }

    /// The connection as one that the system tells of.
    fn awaited(&mut self) -> io::Result<Pin<&mut TcpStream>> {
        if let Self::New(_) | Self::Begun(_) = self
            && let Self::New(stream) | Self::Begun(stream) = mem::replace(self, Self::Gone)
        {
            *self = Self::Awaited(TcpStream::from_std(stream)?);
        }
        match self {
            Self::Awaited(stream) => Ok(Pin::new(stream)),
            Self::New(_) | Self::Begun(_) | Self::Gone => Err(io::ErrorKind::NotConnected.into()),
        }
    }

    /// Has the system send what it holds a copy of.
    fn poll_send(
        &mut self,
        context: &mut Context<'_>,
        sending: &Sending<'_>,
    ) -> Poll<io::Result<usize>> {
        if let Some(outcome) = self.write_at_once(|stream| sending.send(stream.as_fd())) {
            return Poll::Ready(outcome);
        }
        let stream = self.awaited()?;
        loop {
            ready!(stream.poll_write_ready(context))?;
            let attempt = || sending.send(stream.as_fd());
            if let Some(outcome) = at_once(stream.try_io(Interest::WRITABLE, attempt)) {
                return Poll::Ready(outcome);
            }
        }
    }
}

/// An outcome that is there; `None` when it has to be waited for.
fn at_once<T>(outcome: io::Result<T>) -> Option<io::Result<T>> {
    match outcome {
        Err(error) if error.kind() == io::ErrorKind::WouldBlock => None,
        outcome => Some(outcome),
    }
}

impl Socket {
    /// Sends what the system holds of parts; `None` when it holds none of them.
    fn poll_send(
        &mut self,
        context: &mut Context<'_>,
        parts: &[IoSlice<'_>],
    ) -> Option<Poll<io::Result<usize>>> {
        let sending = Sending::find(parts, &self.outgoing)?;
        let outcome = self.state.poll_send(context, &sending);
        if let Poll::Ready(Ok(count)) = outcome
            && count == sending.total()
        {
            self.outgoing.forget();
        }
        Some(outcome)
    }
}

impl AsyncRead for Socket {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        match self.state.read_at_once(buffer) {
            Some(outcome) => Poll::Ready(outcome),
            None => self.state.awaited()?.poll_read(context, buffer),
        }
    }
}

impl AsyncWrite for Socket {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.as_mut().poll_write_vectored(context, &[IoSlice::new(bytes)])
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        parts: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        if let Some(outcome) = self.poll_send(context, parts) {
            return outcome;
        }
        match self.state.write_at_once(|stream| stream.write_vectored(parts)) {
            Some(outcome) => Poll::Ready(outcome),
            None => self.state.awaited()?.poll_write_vectored(context, parts),
        }
    }

    fn is_write_vectored(&self) -> bool {
        true
    }

    /// What is written is with the system.
    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.state.awaited()?.poll_shutdown(context)
    }
}

#[cfg(test)]
mod tests {
    use std::io::{IoSlice, Read as _};

    use hyper::body::Bytes;
    use tokio::io::AsyncWriteExt as _;

    use super::super::super::outgoing::Payload;
    use super::super::tests::{many_bytes, pair, read_later};
    use crate::response::SystemCopy;

    #[tokio::test]
    async fn what_the_system_holds_is_sent_after_its_head_and_whole() {
        let (client, mut server, outgoing) = pair().await;
        let reading = read_later(client);
        let sent = many_bytes();
        let bytes = Bytes::from(sent.clone());
        // Told apart by its first byte from what is in memory.
        let mut held = sent.clone();
        held[0] = b'h';
        let mut reply = Payload { bytes: bytes.clone(), copy: SystemCopy::of(&held) }.into_reply();
        outgoing.note(&mut reply);
        let head = b"a head\n";
        let mut written =
            server.write_vectored(&[IoSlice::new(head), IoSlice::new(&bytes)]).await.unwrap();
        assert!(written > head.len() && written < bytes.len());
        written -= head.len();
        server.write_all(&bytes[written..]).await.unwrap();
        drop(server);
        let read = reading.join().unwrap();
        assert!(read == [&head[..], &held].concat());
    }

    #[tokio::test]
    async fn what_is_sent_whole_is_not_kept_for_the_next_answer() {
        let (mut client, mut server, outgoing) = pair().await;
        let (bytes, held) = (Bytes::from(vec![b'm'; 8192]), vec![b'h'; 8192]);
        let mut reply = Payload { bytes: bytes.clone(), copy: SystemCopy::of(&held) }.into_reply();
        outgoing.note(&mut reply);
        server.write_all(&bytes).await.unwrap();
        assert!(outgoing.find(&bytes).is_none());
        server.write_all(&bytes).await.unwrap();
        drop(server);
        let mut read = Vec::new();
        client.read_to_end(&mut read).unwrap();
        assert!(read == [&held[..], &bytes].concat());
    }
}
