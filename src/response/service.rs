//! The service: what the server asks for representations.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use thiserror::Error;
use tokio::sync::Semaphore;

use super::build::{BuildError, Builder, Inspected};
use super::cache::{BuildKey, Built, Representations};
use super::{Coding, Representation, Resource};
use crate::article::Instant;
use crate::document::Publication;
use crate::feed::Catalogue;
use crate::store::{Change, Facet, Sequence, Store, StoreError};

/// What may be chosen of the service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// Bytes of memory for representations, all codings counted.
    pub cache_bytes: u64,
    /// Documents built at once; more wait.
    pub builds_at_once: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self { cache_bytes: 256 * 1024 * 1024, builds_at_once: 4 }
    }
}

/// An answer to a request for a resource.
#[derive(Debug, Clone)]
pub struct Answer {
    /// What to send.
    pub representation: Arc<Representation>,
    /// How it was come by.
    pub freshness: Freshness,
}

/// How an answer was come by (RFC 9211).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Freshness {
    /// From memory, and current.
    Hit,
    /// Built for this request, or for another that asked for the same.
    Built,
    /// The last good one: a newer one could not be built.
    Stale,
}

/// Why there is no answer, not even an old one.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("the document cannot be built now: {0}")]
pub struct Unavailable(pub String);

/// Representations of every resource, built when they are first asked for and kept until a change
/// touches them.
pub struct Responses {
    builder: Arc<Builder>,
    cache: Representations,
    changes: RwLock<Changes>,
    building: Arc<Semaphore>,
}

/// When each facet was last touched.
#[derive(Default)]
struct Changes {
    seen: Sequence,
    last: HashMap<Facet, Sequence>,
}

/// Changes read from the store at once.
const CHANGES_AT_ONCE: usize = 10_000;

impl Responses {
    /// A service over a store.
    ///
    /// # Errors
    ///
    /// When the store cannot answer.
    pub fn new(
        store: Arc<dyn Store>,
        catalogue: Catalogue,
        publication: Publication,
        options: &Options,
    ) -> Result<Self, StoreError> {
        let seen = store.sequence()?;
        Ok(Self {
            builder: Arc::new(Builder { store, catalogue, publication }),
            cache: Representations::new(options.cache_bytes),
            changes: RwLock::new(Changes { seen, last: HashMap::new() }),
            building: Arc::new(Semaphore::new(options.builds_at_once.max(1))),
        })
    }

    /// Where the public reaches this service, without a slash at its end.
    #[must_use]
    pub fn base_url(&self) -> &str {
        &self.builder.publication.base_url
    }

    /// The representation of a resource at `now`; `None` when there is no such resource.
    ///
    /// # Errors
    ///
    /// When it cannot be built and was never built before.
    pub async fn get(
        &self,
        resource: &Resource,
        now: Instant,
    ) -> Result<Option<Answer>, Unavailable> {
        let latest = self.cache.latest(resource).await;
        let mut due = None;
        if let Some(latest) = &latest {
            let is_due = latest.until.is_some_and(|until| until <= now);
            if !is_due && self.is_current(latest) {
                return Ok(Some(Answer {
                    representation: Arc::clone(latest),
                    freshness: Freshness::Hit,
                }));
            }
            due = latest.until.filter(|_| is_due);
        }
        let key = BuildKey { resource: resource.clone(), sequence: self.seen(), due };
        match self.cache.built(key, self.build(resource.clone(), now)).await {
            Ok(Some(representation)) => {
                self.cache.keep(&representation).await;
                Ok(Some(Answer { representation, freshness: Freshness::Built }))
            }
            Ok(None) => Ok(None),
            Err(unavailable) => match latest {
                Some(representation) => {
                    Ok(Some(Answer { representation, freshness: Freshness::Stale }))
                }
                None => Err(unavailable),
            },
        }
    }

    /// A build in a task of its own: a client who hangs up neither ends nor restarts it, and a
    /// panic in it is an error for those who wait.
    async fn build(&self, resource: Resource, now: Instant) -> Result<Built, Unavailable> {
        let builder = Arc::clone(&self.builder);
        let building = Arc::clone(&self.building);
        let name = resource.path();
        let task = tokio::spawn(async move {
            let permit = building.acquire_owned().await;
            tokio::task::spawn_blocking(move || {
                let _permit = permit;
                let built = builder.build(&resource, now)?;
                Ok(built.map(|built| {
                    built.log();
                    built.representation
                }))
            })
            .await
        });
        let failed = |why: String| {
            tracing::error!(document = %name, why, "not built; the last good one is served if there is one");
            Unavailable(why)
        };
        match task.await {
            Ok(Ok(Ok(built))) => Ok(built.map(Arc::new)),
            Ok(Ok(Err(error))) => Err(failed(chain(&error))),
            Ok(Err(error)) | Err(error) => Err(failed(error.to_string())),
        }
    }

    /// Makes a coding of a representation off the threads that serve, unless it is made already.
    pub async fn encode(&self, representation: &Arc<Representation>, coding: Coding) {
        if !representation.is_coded(coding) {
            let representation = Arc::clone(representation);
            // A failure leaves the identity bytes, which are always there.
            let _ = tokio::task::spawn_blocking(move || {
                let _ = representation.bytes(coding);
            })
            .await;
        }
    }

    /// Takes note of changes: the feeds they touch are built again when they are next asked for.
    pub fn apply(&self, changes: &[Change]) {
        let mut noted = self.changes.write().unwrap_or_else(PoisonError::into_inner);
        for change in changes {
            noted.seen = noted.seen.max(change.sequence);
            for facet in change.facets() {
                noted.last.insert(facet.clone(), change.sequence);
            }
        }
    }

    /// Reads what changed in the store since the last time, by this process or another; returns
    /// how much. Blocks on the store.
    ///
    /// # Errors
    ///
    /// When the store cannot answer.
    pub fn catch_up(&self) -> Result<usize, StoreError> {
        let mut total = 0;
        loop {
            let changes = self.builder.store.changes(self.seen(), CHANGES_AT_ONCE)?;
            if changes.is_empty() {
                return Ok(total);
            }
            total += changes.len();
            self.apply(&changes);
        }
    }

    /// Frees memory that is no longer used; to be called now and then.
    pub async fn tidy(&self) {
        self.cache.tidy().await;
    }

    fn seen(&self) -> Sequence {
        self.changes.read().unwrap_or_else(PoisonError::into_inner).seen
    }

    fn is_current(&self, representation: &Representation) -> bool {
        let noted = self.changes.read().unwrap_or_else(PoisonError::into_inner);
        representation
            .facets
            .iter()
            .all(|facet| noted.last.get(facet).is_none_or(|last| *last <= representation.built))
    }
}

impl Responses {
    /// Builds a resource without keeping it, and tells what was left out of it: for static files
    /// and for whoever looks into a site. Blocks.
    ///
    /// # Errors
    ///
    /// When it cannot be built.
    pub fn build_now(
        &self,
        resource: &Resource,
        now: Instant,
    ) -> Result<Option<Inspected>, Unavailable> {
        self.builder.build(resource, now).map_err(|error| Unavailable(chain(&error)))
    }
}

/// How a build error reads in a log: with its causes.
fn chain(error: &BuildError) -> String {
    let mut text = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(error) = cause {
        text.push_str(": ");
        text.push_str(&error.to_string());
        cause = error.source();
    }
    text
}
