//! Bytes that the system sends from a copy of its own, after a head that is handed to it.

use std::io::{self, IoSlice};
use std::os::fd::{AsFd as _, BorrowedFd};

use rustix::fs::sendfile;
use rustix::net::{SendAncillaryBuffer, SendFlags, sendmsg};

use super::super::outgoing::Outgoing;
use crate::response::SystemCopy;

/// Fewer bytes are a head, or the end of something, and are handed over.
const LEAST_SENT: usize = 4096;

/// Bytes that the system holds, and what goes before them.
pub(super) struct Sending<'a> {
    before: &'a [IoSlice<'a>],
    copy: SystemCopy,
    begin: u64,
    length: usize,
}

impl<'a> Sending<'a> {
    /// Of parts to be written, when one is large enough and the system holds it.
    pub(super) fn find(parts: &'a [IoSlice<'a>], outgoing: &Outgoing) -> Option<Self> {
        let index = parts.iter().position(|part| part.len() >= LEAST_SENT)?;
        let (before, from) = parts.split_at(index);
        let part = from.first()?;
        let (copy, begin) = outgoing.find(part)?;
        Some(Self { before, copy, begin, length: part.len() })
    }

    /// All that is sent by it.
    pub(super) fn total(&self) -> usize {
        self.before.iter().map(|part| part.len()).sum::<usize>() + self.length
    }

    /// Sends what there is room for.
    pub(super) fn send(&self, socket: BorrowedFd<'_>) -> io::Result<usize> {
        let mut sent = 0;
        if !self.before.is_empty() {
            let mut nothing = SendAncillaryBuffer::default();
            sent = sendmsg(socket, self.before, &mut nothing, SendFlags::MORE)?;
        }
        if sent < self.total() - self.length {
            return Ok(sent);
        }
        let mut begin = self.begin;
        match sendfile(socket, self.copy.as_fd(), Some(&mut begin), self.length) {
            Ok(count) => Ok(sent + count),
            // What was sent is told first.
            Err(_) if sent > 0 => Ok(sent),
            Err(error) => Err(error.into()),
        }
    }
}
