//! A representation: one version of one resource, ready to send in every coding.

use std::fmt::Write as _;
use std::sync::OnceLock;
use std::time::Duration;

use bytes::Bytes;
use sha2::{Digest as _, Sha256};

use super::{Coding, Resource};
use crate::article::Instant;
use crate::store::{Facet, Sequence};

/// The bytes of a resource and all that a response says of them.
#[derive(Debug)]
pub struct Representation {
    resource: Resource,
    version: String,
    identity: Bytes,
    coded: [OnceLock<Option<Bytes>>; 3],
    /// Since when the resource has had these bytes.
    pub modified: Instant,
    /// From this instant on something may be due: it must be built again.
    pub until: Option<Instant>,
    /// How long a client may use it without asking.
    pub max_age: Duration,
    /// The public address of the resource.
    pub address: String,
    /// A change under any of these after `built` makes it outdated.
    pub(super) facets: Vec<Facet>,
    /// The store's sequence before the articles were read.
    pub(super) built: Sequence,
}

/// What a build found out besides the bytes.
pub(super) struct Circumstances {
    pub(super) until: Option<Instant>,
    pub(super) max_age: Duration,
    pub(super) address: String,
    pub(super) facets: Vec<Facet>,
    pub(super) built: Sequence,
}

/// Bytes of the digest that stand in entity tags: 96 bits, so that no two versions share one.
const VERSION_BYTES: usize = 12;

/// The version of some bytes: what entity tags begin with.
pub(super) fn version_of(bytes: &[u8]) -> String {
    let digest = Sha256::digest(bytes);
    let mut version = String::with_capacity(2 * VERSION_BYTES);
    for byte in digest.iter().take(VERSION_BYTES) {
        // Writing to a string cannot fail.
        let _ = write!(version, "{byte:02x}");
    }
    version
}

impl Representation {
    pub(super) fn new(
        resource: Resource,
        version: String,
        identity: Vec<u8>,
        modified: Instant,
        circumstances: Circumstances,
    ) -> Self {
        let Circumstances { until, max_age, address, facets, built } = circumstances;
        Self {
            resource,
            version,
            identity: identity.into(),
            coded: Default::default(),
            modified,
            until,
            max_age,
            address,
            facets,
            built,
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

    /// The strong entity tag of a coding, quotes included (RFC 9110 section 8.8.3: codings are
    /// different bytes and need different tags).
    #[must_use]
    pub fn entity_tag(&self, coding: Coding) -> String {
        match coding {
            Coding::Identity => format!("\"{}\"", self.version),
            coded => format!("\"{}-{}\"", self.version, coded.name()),
        }
    }

    /// The bytes in a coding, and the coding they are really in: identity when coding failed.
    ///
    /// The first call for a coding makes it, which takes milliseconds; others wait for it.
    #[must_use]
    pub fn bytes(&self, coding: Coding) -> (Coding, Bytes) {
        match self
            .slot(coding)
            .map(|slot| slot.get_or_init(|| coding.encode(&self.identity).map(Bytes::from)))
        {
            Some(Some(coded)) => (coding, coded.clone()),
            _ => (Coding::Identity, self.identity.clone()),
        }
    }

    /// Whether the coding is made already, so that its bytes cost nothing.
    #[must_use]
    pub fn is_coded(&self, coding: Coding) -> bool {
        self.slot(coding).is_none_or(|slot| slot.get().is_some())
    }

    /// Bytes of memory it may come to hold: its codings are counted before they are made.
    pub(super) fn weight(&self) -> usize {
        self.identity.len() * 2 + 1024
    }

    fn slot(&self, coding: Coding) -> Option<&OnceLock<Option<Bytes>>> {
        match coding {
            Coding::Identity => None,
            Coding::Gzip => Some(&self.coded[0]),
            Coding::Brotli => Some(&self.coded[1]),
            Coding::Zstd => Some(&self.coded[2]),
        }
    }
}
