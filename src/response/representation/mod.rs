//! A representation: one version of one resource, ready to send in every coding, with what is said
//! of it written out once.

mod editions;
mod said;

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use bytes::Bytes;
use tokio::sync::{Mutex, MutexGuard};

use super::changes::Extent;
use super::codings::Codings;
use super::delta::{DeltaCoding, Deltas, Digest};
use super::usage::Usage;
use super::{Coding, Effort, Resource, SystemCopy};
use crate::article::Instant;
use crate::store::{Facet, Sequence};
use editions::Editions;
use said::Said;

/// The bytes of a resource and all that a response says of them.
#[derive(Debug)]
pub struct Representation {
    resource: Resource,
    digest: Digest,
    version: String,
    identity: Bytes,
    codings: Codings,
    /// What clients may have that it can be told as a delta of.
    editions: Editions,
    deltas: Deltas<DeltaCoding>,
    /// Whether it can be had with the entries alone that an earlier version lacks, and those documents.
    has_feed_deltas: bool,
    feed_deltas: Deltas<Coding>,
    /// Held by whoever makes a coding: others wait for it without holding a thread.
    coding: Mutex<()>,
    usage: Usage,
    /// How many times changes had been noted when it was last found to be untouched by them.
    verified: AtomicU64,
    said: Said,
    modified: Instant,
    /// How long a client may use it without asking.
    max_age: Duration,
    /// From this instant on something may be due: it must be built again.
    until: Option<Instant>,
    /// A change within this after `built` makes it outdated.
    pub(super) extent: Extent,
    /// The store's sequence before the articles were read.
    pub(super) built: Sequence,
    /// The instant it was built for.
    at: Instant,
}

/// The bytes of a representation as they are sent.
#[derive(Debug, Clone)]
pub struct Coded {
    /// The coding they are really in.
    pub coding: Coding,
    /// What was put into it.
    pub effort: Effort,
    /// The bytes.
    pub bytes: Bytes,
    /// The copy of them that the system holds, where it does.
    pub copy: Option<SystemCopy>,
}

/// What a build found out besides the bytes.
pub(super) struct Circumstances {
    pub(super) modified: Instant,
    pub(super) until: Option<Instant>,
    pub(super) max_age: Duration,
    pub(super) address: String,
    pub(super) extent: Extent,
    pub(super) built: Sequence,
    pub(super) at: Instant,
    /// Of the versions before.
    pub(super) usage: Usage,
    /// Earlier versions, where anybody is told of them.
    pub(super) editions: Editions,
    /// The value of `Use-As-Dictionary`; `None` for what is not to be one.
    pub(super) use_as_dictionary: Option<String>,
    pub(super) has_feed_deltas: bool,
}

/// Bytes of the digest that stand in entity tags: 96 bits, so that no two versions share one.
const VERSION_BYTES: usize = 12;
/// What the cache and the allocator need for one representation, about.
const OVERHEAD_BYTES: usize = 2048;

/// Bytes to be kept: without the room that was there for more, which nobody would count.
pub(super) fn kept(bytes: Vec<u8>) -> Bytes {
    Bytes::from(bytes.into_boxed_slice())
}

/// The version that has this digest: what entity tags begin with.
pub(super) fn version_of(digest: Digest) -> String {
    digest.start(VERSION_BYTES)
}

impl Representation {
    pub(super) fn new(
        resource: Resource,
        digest: Digest,
        identity: Vec<u8>,
        circumstances: Circumstances,
    ) -> Self {
        let Circumstances {
            modified,
            until,
            max_age,
            address,
            extent,
            built,
            at,
            usage,
            editions,
            use_as_dictionary,
            has_feed_deltas,
        } = circumstances;
        let version = version_of(digest);
        let said = Said::of(&version, modified, &address, max_age, use_as_dictionary);
        Self {
            resource,
            digest,
            version,
            identity: kept(identity),
            codings: Codings::default(),
            editions,
            deltas: Deltas::default(),
            has_feed_deltas,
            feed_deltas: Deltas::default(),
            coding: Mutex::default(),
            usage,
            verified: AtomicU64::new(u64::MAX),
            said,
            modified,
            max_age,
            until,
            extent,
            built,
            at,
        }
    }

    /// What it represents.
    #[must_use]
    pub fn resource(&self) -> &Resource {
        &self.resource
    }

    /// A digest of the identity bytes: the same for every coding.
    #[must_use]
    pub fn version(&self) -> &str {
        &self.version
    }

    /// Takes note that somebody asked for it, and took this coding or has it already: what is asked
    /// for is made again when it changes, before anybody asks.
    pub fn note_use(&self, coding: Coding, now: Instant) {
        self.usage.note(coding, now);
    }

    pub(super) fn usage(&self) -> &Usage {
        &self.usage
    }

    /// That of the version after this one.
    pub(super) fn usage_after(&self) -> Usage {
        self.usage.followed(self.at, Coding::ALL.map(|coding| self.sent(coding)))
    }

    pub(super) fn digest(&self) -> Digest {
        self.digest
    }

    /// Since when the resource has had these bytes.
    #[must_use]
    pub fn modified(&self) -> Instant {
        self.modified
    }

    /// What articles are filed under whose changes may touch it.
    #[must_use]
    pub fn facets(&self) -> &[Facet] {
        &self.extent.facets
    }

    /// The bytes in a coding, or as they are when that is not made or failed.
    #[must_use]
    pub fn coded(&self, coding: Coding) -> Coded {
        match self.codings.get(coding) {
            Some((bytes, effort)) => Coded { coding, effort, bytes, copy: None },
            None => Coded {
                coding: Coding::Identity,
                effort: Effort::Quick,
                bytes: self.identity.clone(),
                copy: self.codings.copy().cloned(),
            },
        }
    }

    /// The effort of what is sent in a coding at present.
    #[must_use]
    pub fn effort(&self, coding: Coding) -> Effort {
        self.codings.effort(coding)
    }

    /// Makes a coding unless it is made already; takes milliseconds.
    pub fn code(&self, coding: Coding) {
        self.codings.make(coding, &self.identity);
    }

    /// Makes the best of a coding that is made; takes hundreds of milliseconds.
    pub(super) fn code_best(&self, coding: Coding) {
        self.codings.make_best(coding, &self.identity);
    }

    /// Whether a coding is made already, or was tried in vain.
    #[must_use]
    pub fn is_coded(&self, coding: Coding) -> bool {
        self.codings.is_made(coding)
    }

    /// Whether what is sent in a coding at present may become better.
    pub(super) fn can_be_better(&self, coding: Coding) -> bool {
        self.codings.can_be_better(coding, self.identity.len())
    }

    /// Whether the system holds a copy of it.
    pub(super) fn has_copy(&self) -> bool {
        self.codings.copy().is_some()
    }

    /// Takes note that a coding is sent.
    pub(super) fn note_sent(&self, coding: Coding) {
        self.codings.note_sent(coding);
    }

    /// How often a coding was sent.
    pub(super) fn sent(&self, coding: Coding) -> u32 {
        self.codings.sent(coding)
    }

    /// Of the bytes as they are.
    pub(super) fn length(&self) -> usize {
        self.identity.len()
    }

    /// The instant it was built for.
    pub(super) fn at(&self) -> Instant {
        self.at
    }

    /// The right to make a coding; one at a time.
    pub(super) async fn turn_to_code(&self) -> MutexGuard<'_, ()> {
        self.coding.lock().await
    }

    /// Bytes of memory it holds, every coding that was made counted.
    pub(super) fn weight(&self) -> usize {
        OVERHEAD_BYTES
            + self.identity.len()
            + self.codings.copy().map_or(0, |_| self.identity.len())
            + self.codings.lengths().sum::<usize>()
            + self.editions.weight()
            + self.deltas.weight()
            + self.feed_deltas.weight()
    }

    /// Whether changes up to these leave it as it is; `look` is asked when there were any since it was
    /// asked last.
    pub(super) fn is_untouched(&self, noted: u64, look: impl FnOnce() -> bool) -> bool {
        if self.verified.load(Ordering::Acquire) == noted {
            return true;
        }
        let is_untouched = look();
        if is_untouched {
            self.verified.store(noted, Ordering::Release);
        }
        is_untouched
    }

    /// Whether it is what the resource is at `now`, were nothing changed.
    pub(super) fn holds_at(&self, now: Instant) -> bool {
        self.until.is_none_or(|until| now < until)
    }

    /// From this instant on something may be due.
    pub(super) fn until(&self) -> Option<Instant> {
        self.until
    }

    /// The instant from which on it does not hold, when that has come.
    pub(super) fn ran_out(&self, now: Instant) -> Option<Instant> {
        self.until.filter(|until| *until <= now)
    }

    /// Whether it was made of a later state of the store, or of the same at a later instant.
    pub(super) fn is_newer_than(&self, other: &Self) -> bool {
        (self.built, self.at) > (other.built, other.at)
    }
}
