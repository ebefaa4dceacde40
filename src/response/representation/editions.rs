//! Editions: the versions of a document before the present one, which clients may have, and the present
//! one as what it adds to them.
//!
//! Must not know: HTTP fields, who asks.

use bytes::Bytes;

use super::super::delta::{Delta, Deltas, zstd_delta};
use super::super::{Coding, DeltaCoding, Digest, Effort};
use super::{Representation, kept, version_of};
use crate::render;

/// A document's earlier versions, newest first: those that clients may have. Each is kept as what
/// makes it of the one after it, so that many take no more room than one.
#[derive(Debug, Clone, Default)]
pub(in super::super) struct Editions(Vec<Edition>);

#[derive(Debug, Clone)]
struct Edition {
    digest: Digest,
    length: usize,
    /// Zstandard, with the next newer version as its dictionary.
    delta: Bytes,
}

/// A client that polls once a week has missed no more versions of a busy feed.
const EDITIONS_KEPT: usize = 32;
/// And no more bytes of them.
const BYTES_KEPT: usize = 256 * 1024;

impl Editions {
    /// The earlier versions of `new`, when those of `old` were these.
    pub(super) fn followed(&self, old: &[u8], digest: Digest, new: &[u8]) -> Self {
        let Ok(delta) = zstd_delta(old, new) else { return Self::default() };
        let latest = Edition { digest, length: old.len(), delta: kept(delta) };
        let mut room = BYTES_KEPT;
        let kept = std::iter::once(&latest).chain(&self.0).take(EDITIONS_KEPT).take_while(|it| {
            let fits = it.delta.len() <= room;
            room = room.saturating_sub(it.delta.len());
            fits
        });
        Self(kept.cloned().collect())
    }

    /// Whether the version of this digest can be made again.
    pub(super) fn holds(&self, digest: Digest) -> bool {
        self.0.iter().any(|edition| edition.digest == digest)
    }

    /// The newest version of which something is found by what its entity tags begin with.
    pub(super) fn find_by_version<T>(
        &self,
        find: impl Fn(&str) -> Option<T>,
    ) -> Option<(Digest, T)> {
        self.0.iter().find_map(|it| Some((it.digest, find(&version_of(it.digest))?)))
    }

    /// An earlier version, made again of the newest one, step by step.
    pub(super) fn find(&self, digest: Digest, newest: &[u8]) -> Option<Vec<u8>> {
        if !self.holds(digest) {
            return None;
        }
        let mut version = newest.to_vec();
        for edition in &self.0 {
            let mut decompressor = zstd::bulk::Decompressor::with_dictionary(&version).ok()?;
            version = decompressor.decompress(&edition.delta, edition.length).ok()?;
            if edition.digest == digest {
                return Some(version);
            }
        }
        None
    }

    /// Bytes of memory.
    pub(super) fn weight(&self) -> usize {
        self.0.iter().map(|edition| edition.delta.len() + size_of::<Edition>()).sum()
    }
}

impl Representation {
    /// Whether a delta of the version `from` can be made. One of this very version is none.
    #[must_use]
    pub fn can_follow(&self, from: Digest) -> bool {
        self.editions.holds(from)
    }

    /// The delta of a version that a client has.
    #[must_use]
    pub fn delta(&self, from: Digest, coding: DeltaCoding) -> Delta {
        self.deltas.get(from, coding)
    }

    /// The codings in which deltas were asked for.
    pub(in super::super) fn delta_codings(&self) -> Vec<DeltaCoding> {
        DeltaCoding::ALL.into_iter().filter(|coding| self.deltas.any(*coding)).collect()
    }

    /// Makes a delta; takes milliseconds. What is no shorter than another coding is of no use.
    pub(in super::super) fn make_delta(&self, from: Digest, coding: DeltaCoding) {
        let limit = self.codings.lengths().min().unwrap_or(self.identity.len());
        self.deltas.make(&self.identity, &self.editions, (from, coding), limit);
    }

    /// Whether a client with an earlier version may have the entries alone that this one adds: not every
    /// site wants that.
    #[must_use]
    pub fn has_feed_deltas(&self) -> bool {
        self.has_feed_deltas
    }

    /// The newest earlier version that is known and of which `find` finds something by what its entity tags
    /// begin with.
    pub fn earlier<T>(&self, find: impl Fn(&str) -> Option<T>) -> Option<(Digest, T)> {
        self.editions.find_by_version(find)
    }

    /// The document with the entries alone that the version `from` lacks, in a coding.
    pub(in super::super) fn feed_delta(&self, from: Digest, coding: Coding) -> Delta {
        self.feed_deltas.get(from, coding)
    }

    /// Makes that; takes milliseconds.
    pub(in super::super) fn make_feed_delta(&self, from: Digest, coding: Coding) {
        let whole = self.codings.get(coding).map_or(self.identity.len(), |(bytes, _)| bytes.len());
        let bytes = self.resource.format().and_then(|format| {
            let earlier = self.editions.find(from, &self.identity)?;
            let entries = render::entries::since(&earlier, &self.identity, format)?;
            coding.encode(&entries, Effort::Quick)
        });
        self.feed_deltas.keep(from, coding, bytes, whole);
    }

    /// The codings in which such documents were asked for.
    pub(in super::super) fn feed_delta_codings(&self) -> Vec<Coding> {
        Coding::ALL.into_iter().filter(|coding| self.feed_deltas.any(*coding)).collect()
    }

    /// The versions that clients of a later one, with these bytes, may have.
    pub(in super::super) fn editions_before(&self, digest: Digest, bytes: &[u8]) -> Editions {
        if self.digest == digest {
            return self.editions.clone();
        }
        self.editions.followed(&self.identity, self.digest, bytes)
    }
}

impl Deltas<DeltaCoding> {
    /// Makes a delta to `newest` of the version `from`, which is its dictionary; takes milliseconds.
    fn make(
        &self,
        newest: &[u8],
        editions: &Editions,
        (from, coding): (Digest, DeltaCoding),
        limit: usize,
    ) {
        let dictionary = editions.find(from, newest);
        let bytes = dictionary.and_then(|dictionary| coding.encode(newest, &dictionary, from));
        self.keep(from, coding, bytes, limit);
    }
}

#[cfg(test)]
mod tests {
    use std::io;

    use super::{Delta, DeltaCoding, Deltas, Digest, Editions};

    fn document(from: usize, to: usize) -> Vec<u8> {
        (from..to)
            .rev()
            .flat_map(|number| {
                let text = format!("{:x} ", number.wrapping_mul(2_654_435_761)).repeat(3);
                format!("<item><title>Ferry {number}</title><p>{text}</p></item>\n").into_bytes()
            })
            .collect()
    }

    fn undo(coding: DeltaCoding, coded: &[u8], dictionary: &[u8]) -> Vec<u8> {
        let header = coding.magic().len() + 32;
        assert_eq!(&coded[coding.magic().len()..header], Digest::of(dictionary).as_bytes());
        match coding {
            DeltaCoding::Zstd => {
                // The stock decoder skips the header by itself.
                let mut decoder = zstd::bulk::Decompressor::with_dictionary(dictionary).unwrap();
                decoder.decompress(&coded[header..], 16 << 20).unwrap()
            }
            DeltaCoding::Brotli => {
                let mut bytes = Vec::new();
                brotli::BrotliDecompressCustomIoCustomDict(
                    &mut brotli::IoReaderWrapper(&mut io::Cursor::new(&coded[header..])),
                    &mut brotli::IoWriterWrapper(&mut bytes),
                    &mut [0; 4096],
                    &mut [0; 4096],
                    brotli::HeapAlloc::default(),
                    brotli::HeapAlloc::default(),
                    brotli::HeapAlloc::default(),
                    dictionary.to_vec().into(),
                    io::Error::from(io::ErrorKind::UnexpectedEof),
                )
                .unwrap();
                bytes
            }
        }
    }

    #[test]
    fn a_delta_is_the_document_again_and_a_fraction_of_it() {
        let (old, new) = (document(0, 400), document(2, 402));
        let plain = zstd::bulk::compress(&new, 9).unwrap().len();
        let editions = Editions::default().followed(&old, Digest::of(&old), &new);
        for coding in DeltaCoding::ALL {
            let deltas = Deltas::default();
            let asked = (Digest::of(&old), coding);
            assert_eq!(deltas.get(asked.0, coding), Delta::NotMade);
            deltas.make(&new, &editions, asked, new.len());
            let Delta::Made(made) = deltas.get(asked.0, coding) else { panic!("{coding:?}") };
            assert_eq!(undo(coding, &made, &old), new, "{coding:?}");
            assert!(made.len() * 8 < plain, "{coding:?}: {} of {plain}", made.len());
        }
    }

    #[test]
    fn many_versions_back_are_known_and_no_more_than_are_kept() {
        let versions: Vec<Vec<u8>> = (0..40).map(|at| document(at, at + 300)).collect();
        let mut editions = Editions::default();
        for pair in versions.windows(2) {
            editions = editions.followed(&pair[0], Digest::of(&pair[0]), &pair[1]);
        }
        let newest = versions.last().unwrap();
        for (age, version) in versions.iter().rev().skip(1).enumerate() {
            let found = editions.find(Digest::of(version), newest);
            assert_eq!(found.as_ref(), (age < super::EDITIONS_KEPT).then_some(version), "{age}");
        }
        assert_eq!(editions.find(Digest::of(b"another"), newest), None);
        // All of them take less than one.
        assert!(editions.weight() < newest.len(), "{}", editions.weight());
    }

    #[test]
    fn a_delta_that_saves_nothing_is_not_sent() {
        let (old, new) = (document(0, 50), document(5000, 5050));
        let editions = Editions::default().followed(&old, Digest::of(&old), &new);
        let deltas = Deltas::default();
        let asked = (Digest::of(&old), DeltaCoding::Zstd);
        deltas.make(&new, &editions, asked, 100);
        assert_eq!(deltas.get(asked.0, asked.1), Delta::OfNoUse);
        assert_eq!(deltas.weight(), 0);
    }

    #[test]
    fn versions_of_any_size_have_deltas() {
        // The largest is about as large as a document may be.
        for size in [1, 1000, 60_000] {
            let (old, new) = (document(0, size), document(1, size + 1));
            let editions = Editions::default().followed(&old, Digest::of(&old), &new);
            for coding in DeltaCoding::ALL {
                let deltas = Deltas::default();
                deltas.make(&new, &editions, (Digest::of(&old), coding), usize::MAX);
                let Delta::Made(made) = deltas.get(Digest::of(&old), coding) else {
                    panic!("{size} {coding:?}")
                };
                assert_eq!(undo(coding, &made, &old), new, "{size} {coding:?}");
            }
        }
    }

    #[test]
    fn a_document_that_no_window_holds_has_none_in_brotli() {
        let (old, new) = (vec![b'a'; 9 << 20], vec![b'b'; 9 << 20]);
        assert_eq!(DeltaCoding::Brotli.encode(&new, &old, Digest::of(&old)), None);
    }
}
