//! Documents in parts: the crates that write RSS and Atom want all entries of a document at once, in
//! strings of their own, which would be a second copy of all its articles. Here they get some at a
//! time, as a document whose start and end are left out; the next ones are written over them.
//!
//! Must not know: RSS, Atom, what an entry says.

use std::io::{self, Write};

use super::{RenderError, overwrite};
use crate::document::Entry;

/// A document as a crate takes it. What the crate writes before its entries does not depend on them.
pub(super) trait Whole {
    /// An entry as the crate takes it.
    type Part: Default;
    /// Why the crate may fail.
    type Error: std::error::Error + Send + Sync + 'static;
    /// What is written.
    const FORMAT: &'static str;
    /// What the crate writes behind the last entry.
    const END: &'static [u8];

    /// The entries.
    fn parts(&mut self) -> &mut Vec<Self::Part>;

    /// Forgets what is said once, so that each part has a short start.
    fn forget_head(&mut self);

    /// Has the crate write all of it.
    fn write(&self, to: impl Write) -> Result<(), Self::Error>;
}

/// The start costs each part as much as a tenth of an entry; the first entries cost as much again as the
/// others, since nothing was written before them.
const AT_ONCE: usize = 4;

/// Writes a document behind `bytes`: what the crate writes of `whole`, then `before_entries`, then the
/// entries, each as `fill` writes it over an earlier one.
pub(super) fn write<W: Whole>(
    mut whole: W,
    mut bytes: Vec<u8>,
    before_entries: &str,
    entries: &[Entry],
    fill: impl Fn(&mut W::Part, &Entry),
) -> Result<Vec<u8>, RenderError> {
    write_rest(&whole, 0, &mut bytes)?;
    bytes.extend_from_slice(before_entries.as_bytes());
    whole.forget_head();
    let mut start = Vec::new();
    write_rest(&whole, 0, &mut start)?;
    for entries in entries.chunks(AT_ONCE) {
        overwrite::list(whole.parts(), entries, &fill);
        write_rest(&whole, start.len(), &mut bytes)?;
    }
    bytes.extend_from_slice(W::END);
    bytes.push(b'\n');
    Ok(bytes)
}

/// Writes a document without its first `left_out` bytes and without its end.
fn write_rest<W: Whole>(
    whole: &W,
    left_out: usize,
    bytes: &mut Vec<u8>,
) -> Result<(), RenderError> {
    let failed = |source| RenderError::Write { format: W::FORMAT, source: Box::new(source) };
    whole.write(Rest { left_out, bytes }).map_err(failed)?;
    bytes.truncate(bytes.len().saturating_sub(W::END.len()));
    Ok(())
}

/// Takes what is written from some byte on.
struct Rest<'a> {
    left_out: usize,
    bytes: &'a mut Vec<u8>,
}

impl Write for Rest<'_> {
    fn write(&mut self, written: &[u8]) -> io::Result<usize> {
        let left_out = self.left_out.min(written.len());
        self.left_out -= left_out;
        self.bytes.extend_from_slice(written.get(left_out..).unwrap_or_default());
        Ok(written.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
