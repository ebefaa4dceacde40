//! Connections on systems of which no more is asked than all have.

use std::io;
use std::net::SocketAddr;

use tokio::net::{TcpListener, TcpStream};

use super::super::outgoing::Outgoing;

/// A connection.
pub(in crate::server) type Socket = TcpStream;

/// Where connections come in.
pub(in crate::server) struct Listener(TcpListener);

impl Listener {
    #[expect(clippy::unnecessary_wraps, reason = "others may fail")]
    pub(in crate::server) fn new(socket: TcpListener) -> io::Result<Self> {
        Ok(Self(socket))
    }

    /// The next connection, what is noted of what is written on it, and who is at its other end.
    pub(in crate::server) async fn accept(&self) -> io::Result<(Socket, Outgoing, SocketAddr)> {
        let (stream, peer) = self.0.accept().await?;
        // Small answers do not wait for an acknowledgement of the ones before.
        let _ = stream.set_nodelay(true);
        Ok((stream, Outgoing::default(), peer))
    }
}
