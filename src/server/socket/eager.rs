//! Connections on Linux: taken when their request is there, and read before anything waits for them.
//!
//! Many clients end a connection after one request. Such a one is taken, read, answered and closed: the
//! system is not asked to tell when there is more to read, and nothing wakes twice for it. That is two thirds
//! of what it costs otherwise.

use std::io::{self, IoSlice, Read as _, Write as _};
use std::mem;
use std::net::SocketAddr;
use std::pin::Pin;
use std::task::{Context, Poll};

use nix::sys::socket::setsockopt;
use nix::{libc, setsockopt_impl, sockopt_impl};
use rustix::net::{SocketFlags, acceptfrom_with, sockopt};
use tokio::io::unix::AsyncFd;
use tokio::io::{AsyncRead, AsyncWrite, Interest, ReadBuf};
use tokio::net::{TcpListener, TcpStream};

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

    /// The next connection, and who is at its other end.
    pub(in crate::server) async fn accept(&self) -> io::Result<(Socket, SocketAddr)> {
        let flags = SocketFlags::CLOEXEC | SocketFlags::NONBLOCK;
        let accept = |socket: &std::net::TcpListener| Ok(acceptfrom_with(socket, flags)?);
        let (stream, peer) = self.0.async_io(Interest::READABLE, accept).await?;
        let peer = peer.ok_or(io::ErrorKind::NotConnected)?.try_into()?;
        Ok((Socket::New(stream.into()), peer))
    }
}

/// A connection.
pub(in crate::server) enum Socket {
    /// Nothing was read yet, and nothing waits for it.
    New(std::net::TcpStream),
    /// Its first bytes were read, and nothing waits for more.
    Begun(std::net::TcpStream),
    /// The system tells when there is something to read, or room to write.
    Awaited(TcpStream),
    /// The system refused to.
    Gone,
}

impl Socket {
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
}

/// An outcome that is there; `None` when it has to be waited for.
fn at_once<T>(outcome: io::Result<T>) -> Option<io::Result<T>> {
    match outcome {
        Err(error) if error.kind() == io::ErrorKind::WouldBlock => None,
        outcome => Some(outcome),
    }
}

impl AsyncRead for Socket {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        match self.read_at_once(buffer) {
            Some(outcome) => Poll::Ready(outcome),
            None => self.awaited()?.poll_read(context, buffer),
        }
    }
}

impl AsyncWrite for Socket {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        match self.write_at_once(|stream| stream.write(bytes)) {
            Some(outcome) => Poll::Ready(outcome),
            None => self.awaited()?.poll_write(context, bytes),
        }
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        parts: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        match self.write_at_once(|stream| stream.write_vectored(parts)) {
            Some(outcome) => Poll::Ready(outcome),
            None => self.awaited()?.poll_write_vectored(context, parts),
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
        self.awaited()?.poll_shutdown(context)
    }
}
