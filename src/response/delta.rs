//! Deltas: a document as what it adds to a version of it that a client has, by the compression
//! dictionaries of RFC 9842. Byte for byte the same document comes out, whoever reads it.
//!
//! Must not know: HTTP fields, resources, what a document says.

use std::fmt;
use std::io;
use std::sync::{Mutex, PoisonError};

use bytes::Bytes;
use sha2::{Digest as _, Sha256};

use super::representation::kept;

/// The SHA-256 of a document's bytes as they are: what a client names its dictionary by.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Digest([u8; 32]);

impl Digest {
    /// Of some bytes.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }

    /// As a client names it; `None` when it has another length.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }

    /// The 32 bytes.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// The first bytes of it in hexadecimal digits.
    #[must_use]
    pub fn start(&self, bytes: usize) -> String {
        use fmt::Write as _;
        self.0.iter().take(bytes).fold(String::with_capacity(2 * bytes), |mut text, byte| {
            // Writing to a string cannot fail.
            let _ = write!(text, "{byte:02x}");
            text
        })
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.start(32))
    }
}

/// The content codings of RFC 9842.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DeltaCoding {
    /// Zstandard with the dictionary, section 5.
    Zstd,
    /// Brotli with the dictionary, section 4.
    Brotli,
}

/// A level at which a delta of a feed of 50 articles takes less than a millisecond.
const ZSTD_LEVEL: i32 = 3;
const BROTLI_QUALITY: i32 = 5;
/// Decoders of dcz take windows of 8 MB at least (RFC 9842 section 5); no document is larger.
const ZSTD_WINDOW_LOG: u32 = 23;
/// From this size on, a far match is worth looking for.
const FAR: usize = 1 << 20;

impl DeltaCoding {
    /// Both, the one that is preferred first.
    pub const ALL: [Self; 2] = [Self::Zstd, Self::Brotli];

    /// The name in `Accept-Encoding` and `Content-Encoding`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Zstd => "dcz",
            Self::Brotli => "dcb",
        }
    }

    /// What stands before the digest of the dictionary: for stock tools a frame to skip, and a
    /// byte that no Brotli stream begins with.
    pub(super) fn magic(self) -> &'static [u8] {
        match self {
            Self::Zstd => &[0x5E, 0x2A, 0x4D, 0x18, 0x20, 0, 0, 0],
            Self::Brotli => &[0xFF, 0x44, 0x43, 0x42],
        }
    }

    /// What `bytes` add to `dictionary`, which has this digest; `None` when the coder fails.
    #[must_use]
    pub fn encode(self, bytes: &[u8], dictionary: &[u8], digest: Digest) -> Option<Vec<u8>> {
        let mut coded = self.magic().to_vec();
        coded.extend_from_slice(digest.as_bytes());
        match self {
            Self::Zstd => coded.extend(zstd_delta(bytes, dictionary).ok()?),
            Self::Brotli => brotli_delta(bytes, dictionary, &mut coded).ok()?,
        }
        Some(coded)
    }
}

/// What `bytes` add to `dictionary`, as a Zstandard frame.
pub(super) fn zstd_delta(bytes: &[u8], dictionary: &[u8]) -> io::Result<Vec<u8>> {
    use zstd::zstd_safe::{CCtx, CParameter, compress_bound, get_error_name};
    let failed = |code| io::Error::other(get_error_name(code));
    let mut coder = CCtx::create();
    coder.set_parameter(CParameter::CompressionLevel(ZSTD_LEVEL)).map_err(failed)?;
    if bytes.len() + dictionary.len() > FAR {
        coder.set_parameter(CParameter::WindowLog(ZSTD_WINDOW_LOG)).map_err(failed)?;
        coder.set_parameter(CParameter::EnableLongDistanceMatching(true)).map_err(failed)?;
    }
    // A prefix, not a dictionary to be used again: far matches are looked for in it too.
    coder.ref_prefix(dictionary).map_err(failed)?;
    let mut coded = Vec::with_capacity(compress_bound(bytes.len()));
    coder.compress2(&mut coded, bytes).map_err(failed)?;
    Ok(coded)
}

/// The window holds dictionary and document together: only then do the encoder's distances mean
/// what decoders with an attached dictionary take them for.
fn brotli_delta(bytes: &[u8], dictionary: &[u8], coded: &mut Vec<u8>) -> io::Result<()> {
    const SMALLEST_WINDOW: u32 = 16;
    const LARGEST_WINDOW: u32 = 24;
    let needed = bytes.len() + dictionary.len() + 64;
    let window = needed.next_power_of_two().trailing_zeros().max(SMALLEST_WINDOW);
    if window > LARGEST_WINDOW {
        return Err(io::Error::other("larger than the largest window"));
    }
    let parameters = brotli::enc::BrotliEncoderParams {
        quality: BROTLI_QUALITY,
        lgwin: i32::try_from(window).unwrap_or(22),
        size_hint: bytes.len(),
        ..Default::default()
    };
    let mut buffers = (vec![0; 64 * 1024], vec![0; 64 * 1024]);
    brotli::BrotliCompressCustomIoCustomDict(
        &mut brotli::IoReaderWrapper(&mut io::Cursor::new(bytes)),
        &mut brotli::IoWriterWrapper(coded),
        &mut buffers.0,
        &mut buffers.1,
        &parameters,
        brotli::enc::StandardAlloc::default(),
        &mut |_, _, _, _| (),
        dictionary,
        io::Error::from(io::ErrorKind::UnexpectedEof),
    )?;
    Ok(())
}

/// What was made already of one version of a document for those who have an earlier one, in codings of
/// one kind.
#[derive(Debug)]
pub(super) struct Deltas<C>(Mutex<Vec<Made<C>>>);

#[derive(Debug)]
struct Made<C> {
    from: Digest,
    coding: C,
    delta: Delta,
}

/// What has become of a delta.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Delta {
    /// Nobody has asked for it yet.
    NotMade,
    /// It cannot be made, or would be no shorter than what is sent without it.
    OfNoUse,
    /// It can be sent.
    Made(Bytes),
}

impl Delta {
    /// What can be sent.
    pub(super) fn made(self) -> Option<Bytes> {
        match self {
            Self::Made(bytes) => Some(bytes),
            Self::NotMade | Self::OfNoUse => None,
        }
    }
}

/// Clients that poll are one or two versions behind; who is farther behind is rare.
const DELTAS_KEPT: usize = 16;

impl<C> Default for Deltas<C> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<C: Copy + PartialEq> Deltas<C> {
    /// The delta of an earlier version.
    pub(super) fn get(&self, from: Digest, coding: C) -> Delta {
        let made = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let made = made.iter().find(|it| it.from == from && it.coding == coding);
        made.map_or(Delta::NotMade, |it| it.delta.clone())
    }

    /// Keeps the delta of the version `from`, if one could be made. Only one that is shorter than `limit`
    /// is worth sending.
    pub(super) fn keep(&self, from: Digest, coding: C, bytes: Option<Vec<u8>>, limit: usize) {
        let bytes = bytes.filter(|bytes| bytes.len() < limit).map(kept);
        let mut made = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if made.len() >= DELTAS_KEPT {
            made.remove(0);
        }
        made.push(Made { from, coding, delta: bytes.map_or(Delta::OfNoUse, Delta::Made) });
    }

    /// Whether any was made in this coding, or tried.
    pub(super) fn any(&self, coding: C) -> bool {
        let made = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        made.iter().any(|it| it.coding == coding)
    }

    /// Bytes of memory.
    pub(super) fn weight(&self) -> usize {
        let made = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let lengths = made.iter().map(|it| match &it.delta {
            Delta::Made(bytes) => bytes.len(),
            Delta::NotMade | Delta::OfNoUse => 0,
        });
        lengths.sum()
    }
}
