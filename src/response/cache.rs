//! The cache: the only file that names moka. The keys of what is being built carry the version, so
//! that a build that was overtaken by a change can never be taken for the newer one.

use std::sync::Arc;
use std::time::Duration;

use moka::future::Cache;
use moka::policy::EvictionPolicy;

use super::service::Unavailable;
use super::{Representation, Resource};
use crate::article::Instant;
use crate::store::Sequence;

/// What is built: a resource as the store was after a change, at the last due instant.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct BuildKey {
    pub(super) resource: Resource,
    pub(super) sequence: Sequence,
    /// Set while the last representation ran out by the clock alone.
    pub(super) due: Option<Instant>,
}

/// `None` stands for a resource that does not exist.
pub(super) type Built = Option<Arc<Representation>>;

/// The last good representation of each resource, and the builds under way.
pub(super) struct Representations {
    latest: Cache<Resource, Arc<Representation>>,
    builds: Cache<BuildKey, Built>,
}

/// How long a finished build answers those who asked for the same: long enough for a crowd that
/// came together, and for names that do not exist not to reach the store each time.
const BUILD_KEPT: Duration = Duration::from_secs(5);
/// Unknown names cost an entry each; more are forgotten sooner.
const BUILDS_KEPT: u64 = 4096;

impl Representations {
    pub(super) fn new(capacity_bytes: u64) -> Self {
        let latest = Cache::builder()
            .max_capacity(capacity_bytes)
            .weigher(|_, representation: &Arc<Representation>| {
                u32::try_from(representation.weight()).unwrap_or(u32::MAX)
            })
            // The default policy may refuse a new entry while old ones are popular.
            .eviction_policy(EvictionPolicy::lru())
            .build();
        let builds = Cache::builder()
            .max_capacity(BUILDS_KEPT)
            .time_to_live(BUILD_KEPT)
            .eviction_policy(EvictionPolicy::lru())
            .build();
        Self { latest, builds }
    }

    pub(super) async fn latest(&self, resource: &Resource) -> Option<Arc<Representation>> {
        self.latest.get(resource).await
    }

    /// Keeps a representation unless a newer one was kept meanwhile.
    pub(super) async fn keep(&self, representation: &Arc<Representation>) {
        let resource = representation.resource();
        let is_overtaken = self
            .latest
            .get(resource)
            .await
            .is_some_and(|latest| latest.built > representation.built);
        if !is_overtaken {
            self.latest.insert(resource.clone(), Arc::clone(representation)).await;
        }
    }

    /// The outcome of a build; however many ask, `build` runs once.
    pub(super) async fn built(
        &self,
        key: BuildKey,
        build: impl Future<Output = Result<Built, Unavailable>>,
    ) -> Result<Built, Unavailable> {
        self.builds.try_get_with(key, build).await.map_err(|error| (*error).clone())
    }

    /// Frees what was evicted; moka has no thread of its own.
    pub(super) async fn tidy(&self) {
        self.latest.run_pending_tasks().await;
        self.builds.run_pending_tasks().await;
    }
}
