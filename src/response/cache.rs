//! The cache: the only file that names moka. The keys of what is being built carry the version, so
//! that a build that was overtaken by a change can never be taken for the newer one.

use std::sync::Arc;
use std::time::Duration;

use moka::future::Cache;
use moka::notification::RemovalCause;
use moka::ops::compute::{CompResult, Op};
use moka::policy::EvictionPolicy;

use super::backoff::Failure;
use super::build::Absent;
use super::paths::Paths;
use super::{Representation, Resource};
use crate::article::Instant;
use crate::store::Sequence;

/// What is built: a resource as the store was after a change, at the last due instant.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct BuildKey {
    pub(super) resource: Resource,
    pub(super) sequence: Sequence,
    /// Set while the last outcome ran out by the clock alone.
    pub(super) due: Option<Instant>,
}

/// What was built; its memory is shared by all who asked.
#[derive(Debug, Clone)]
pub(super) enum Built {
    /// What the resource is.
    Present(Arc<Representation>),
    Absent(Absent),
}

/// The last good representation of each resource, the builds under way, and what failed lately.
pub(super) struct Representations {
    latest: Cache<Resource, Arc<Representation>>,
    paths: Arc<Paths>,
    builds: Cache<BuildKey, Built>,
    failures: Cache<Resource, Failure>,
}

/// How long it is remembered that a name stands for nothing, so that asking for it again and again
/// does not reach the store each time.
const ABSENCE_KEPT: Duration = Duration::from_secs(5);
/// Unknown names cost an entry each; more are forgotten sooner.
const ABSENCES_KEPT: u64 = 4096;
/// Longer than the longest wait before a build is tried again.
const FAILURE_KEPT: Duration = Duration::from_mins(10);
const FAILURES_KEPT: u64 = 4096;

impl Representations {
    pub(super) fn new(capacity_bytes: u64) -> Self {
        let paths = Arc::new(Paths::default());
        let known = Arc::clone(&paths);
        let latest = Cache::builder()
            .max_capacity(capacity_bytes)
            .weigher(|_, representation: &Arc<Representation>| {
                u32::try_from(representation.weight()).unwrap_or(u32::MAX)
            })
            // The default policy may refuse a new entry while old ones are popular.
            .eviction_policy(EvictionPolicy::lru())
            // What another one replaces was overwritten among the paths already.
            .eviction_listener(move |_, gone: Arc<Representation>, cause| {
                if cause != RemovalCause::Replaced {
                    known.forget(&gone);
                }
            })
            .build();
        let builds = Cache::builder()
            .max_capacity(ABSENCES_KEPT)
            .time_to_live(ABSENCE_KEPT)
            .eviction_policy(EvictionPolicy::lru())
            .build();
        let failures =
            Cache::builder().max_capacity(FAILURES_KEPT).time_to_live(FAILURE_KEPT).build();
        Self { latest, paths, builds, failures }
    }

    /// The latest representation of what has this path in canonical spelling. It is no use in the
    /// eyes of the cache: who takes it tells it of that by [`Self::latest`] now and then.
    pub(super) fn at(&self, path: &str) -> Option<Arc<Representation>> {
        self.paths.get(path)
    }

    pub(super) async fn latest(&self, resource: &Resource) -> Option<Arc<Representation>> {
        self.latest.get(resource).await
    }

    /// Keeps a representation unless a newer one was kept meanwhile.
    pub(super) async fn keep(&self, representation: &Arc<Representation>) {
        let entry = self.latest.entry_by_ref(representation.resource());
        let outcome = entry
            .and_compute_with(async |latest| match latest {
                Some(latest) if latest.value().is_newer_than(representation) => Op::Nop,
                _ => {
                    // Within the entry's turn: the paths have the same order as the entries.
                    self.paths.note(representation);
                    Op::Put(Arc::clone(representation))
                }
            })
            .await;
        // Capacity is soft: what is too much goes when the cache is tidied, and nobody else does.
        if !matches!(outcome, CompResult::Unchanged(_)) {
            self.latest.run_pending_tasks().await;
        }
    }

    /// All of them, in no order; being looked at is no use.
    pub(super) fn iter(&self) -> impl Iterator<Item = Arc<Representation>> + '_ {
        self.latest.iter().map(|(_, representation)| representation)
    }

    /// Forgets a representation of what there is no more, unless there is another meanwhile.
    pub(super) async fn forget(&self, gone: &Arc<Representation>) {
        let entry = self.latest.entry_by_ref(gone.resource());
        entry
            .and_compute_with(async |latest| match latest {
                Some(latest) if Arc::ptr_eq(latest.value(), gone) => Op::Remove,
                _ => Op::Nop,
            })
            .await;
    }

    /// Takes note that a representation has grown by a coding. Weights are asked for when something
    /// is put in, and only then.
    pub(super) async fn weigh_again(&self, representation: &Arc<Representation>) {
        let entry = self.latest.entry_by_ref(representation.resource());
        entry
            .and_compute_with(async |latest| match latest {
                Some(latest) if Arc::ptr_eq(latest.value(), representation) => {
                    Op::Put(Arc::clone(representation))
                }
                // It was overtaken or evicted, and goes when its last reader has it.
                _ => Op::Nop,
            })
            .await;
    }

    /// The outcome of a build; however many ask, `build` runs once.
    pub(super) async fn built(
        &self,
        key: &BuildKey,
        build: impl Future<Output = Result<Built, Failure>>,
    ) -> Result<Built, Failure> {
        let outcome = self.builds.try_get_with_by_ref(key, build).await;
        if matches!(outcome, Ok(Built::Present(_))) {
            // It is kept where its weight counts.
            self.builds.invalidate(key).await;
        }
        outcome.map_err(|error| (*error).clone())
    }

    /// The last failure to build a resource, if nothing was built since.
    pub(super) async fn failure(&self, resource: &Resource) -> Option<Failure> {
        self.failures.get(resource).await
    }

    pub(super) async fn note_failure(&self, resource: &Resource, failure: Failure) {
        self.failures.insert(resource.clone(), failure).await;
    }

    pub(super) async fn forget_failure(&self, resource: &Resource) {
        self.failures.invalidate(resource).await;
    }

    /// Bytes of memory that representations take; exact after [`Self::tidy`].
    pub(super) fn weight(&self) -> u64 {
        self.latest.weighted_size()
    }

    /// Frees what was evicted; moka has no thread of its own.
    pub(super) async fn tidy(&self) {
        self.latest.run_pending_tasks().await;
        self.builds.run_pending_tasks().await;
        self.failures.run_pending_tasks().await;
    }
}
