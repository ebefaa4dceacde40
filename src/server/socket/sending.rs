//! Bytes that the system sends from a copy of its own, after a head that is handed to it.

use std::io::{self, IoSlice};
use std::os::fd::{AsFd as _, BorrowedFd};

use rustix::fs::sendfile;
use rustix::io::Errno;
use rustix::net::{SendAncillaryBuffer, SendFlags, send, sendmsg};

use super::super::outgoing::Outgoing;
use crate::response::SystemCopy;

/// Fewer bytes are a head, or the end of something, and are handed over.
const LEAST_SENT: usize = 4096;

/// Bytes that the system holds, and what goes before them.
pub(super) struct Sending<'a> {
    before: &'a [IoSlice<'a>],
    part: &'a [u8],
    copy: SystemCopy,
    /// Where in the copy the part is.
    begin: u64,
}

impl<'a> Sending<'a> {
    /// Of parts to be written, when one is large enough and the system holds it.
    pub(super) fn find(parts: &'a [IoSlice<'a>], outgoing: &Outgoing) -> Option<Self> {
        let index = parts.iter().position(|part| part.len() >= LEAST_SENT)?;
        let (before, from) = parts.split_at(index);
        let part = from.first()?;
        let (copy, begin) = outgoing.find(part)?;
        Some(Self { before, part, copy, begin })
    }

    /// All that is sent by it.
    pub(super) fn total(&self) -> usize {
        self.before.iter().map(|part| part.len()).sum::<usize>() + self.part.len()
    }

    /// Sends what there is room for.
    pub(super) fn send(&self, socket: BorrowedFd<'_>) -> io::Result<usize> {
        let mut sent = 0;
        if !self.before.is_empty() {
            let mut nothing = SendAncillaryBuffer::default();
            sent =
                sendmsg(socket, self.before, &mut nothing, SendFlags::MORE | SendFlags::NOSIGNAL)?;
        }
        if sent < self.total() - self.part.len() {
            return Ok(sent);
        }
        let mut begin = self.begin;
        let outcome = match sendfile(socket, self.copy.as_fd(), Some(&mut begin), self.part.len()) {
            Ok(count) => Ok(count),
            Err(Errno::AGAIN) => Err(Errno::AGAIN),
            // Where the system does not do that, or is kept from it, it is handed the bytes.
            Err(_) => send(socket, self.part, SendFlags::NOSIGNAL),
        };
        match outcome {
            Ok(count) => Ok(sent + count),
            // What was sent is told first.
            Err(_) if sent > 0 => Ok(sent),
            Err(error) => Err(error.into()),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::{IoSlice, Read as _};
    use std::net::{TcpListener, TcpStream};
    use std::os::fd::AsFd as _;

    use super::Sending;
    use crate::response::SystemCopy;

    #[test]
    fn where_the_system_does_not_send_the_copy_it_is_handed_the_bytes() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let mut client = TcpStream::connect(listener.local_addr().unwrap()).unwrap();
        let (server, _) = listener.accept().unwrap();
        let before = [IoSlice::new(b"a head\n")];
        // No file has a place like that.
        let begin = u64::MAX;
        let copy = SystemCopy::of(b"the copy").unwrap();
        let sending = Sending { before: &before, part: b"the bytes", copy, begin };
        assert_eq!(sending.send(server.as_fd()).unwrap(), sending.total());
        drop(server);
        let mut read = String::new();
        client.read_to_string(&mut read).unwrap();
        assert_eq!(read, "a head\nthe bytes");
    }
}
