//! The service: what the server asks for representations.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use chrono::TimeDelta;
use thiserror::Error;

use super::backoff::Failure;
use super::build::{BuildError, Builder};
use super::cache::{BuildKey, Built, Representations};
use super::changes::Changes;
use super::improve::Spare;
use super::refresh::Watch;
use super::work::{Urgency, Workshop};
use super::{Freshness, Representation, Resource};
use crate::article::Instant;
use crate::document::Publication;
use crate::feed::Catalogue;
use crate::render;
use crate::store::{Change, Sequence, Store, StoreError};

/// What may be chosen of the service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// Bytes of memory for representations, all codings counted.
    pub cache_bytes: u64,
    /// Documents built or coded at once; more wait.
    pub builds_at_once: usize,
    /// How long a request waits for a build before it gets the last good document instead.
    pub patience: Duration,
    /// Whether who has an earlier version of a live document may have its new entries alone.
    pub feed_deltas: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            cache_bytes: 256 * 1024 * 1024,
            builds_at_once: 4,
            patience: Duration::from_secs(10),
            feed_deltas: false,
        }
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

/// Why there is no answer, not even an old one.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Absence {
    /// It stands for nothing.
    #[error("there is no such feed")]
    Unknown,
    /// The publisher has ended it for good.
    #[error("the feed was ended by its publisher")]
    Retired,
    /// It goes on under another name.
    #[error("the feed has moved to {}", .0.path())]
    Moved(Resource),
    /// It cannot be built now, and was never built before.
    #[error("the document cannot be built now: {why}")]
    Unavailable {
        /// For the log.
        why: String,
        /// When it is worth asking again.
        retry: Duration,
    },
}

/// Representations of every resource, built when they are first asked for and kept until a change
/// touches them.
pub struct Responses {
    pub(super) builder: Arc<Builder>,
    pub(super) cache: Representations,
    pub(super) watch: Watch,
    /// Whether something was sent that could be smaller.
    pub(super) improvable: AtomicBool,
    pub(super) spare: Spare,
    changes: RwLock<Changes>,
    /// How many times some were noted.
    noted: AtomicU64,
    pub(super) workshop: Workshop,
    pub(super) patience: Duration,
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
            builder: Arc::new(Builder {
                store,
                catalogue,
                publication,
                has_feed_deltas: options.feed_deltas,
            }),
            cache: Representations::new(options.cache_bytes),
            watch: Watch::default(),
            improvable: AtomicBool::new(false),
            spare: Spare::default(),
            changes: RwLock::new(Changes::since(seen)),
            noted: AtomicU64::new(0),
            workshop: Workshop::new(options.builds_at_once),
            patience: options.patience,
        })
    }

    /// Where the public reaches this service, without a slash at its end.
    #[must_use]
    pub fn base_url(&self) -> &str {
        &self.builder.publication.base_url
    }

    /// The page that people see where there is no representation; `None` when it cannot be written.
    #[must_use]
    pub fn error_page(&self, status: u16) -> Option<Vec<u8>> {
        let publication = &self.builder.publication;
        render::pages::error(status, &publication.title, &publication.base_url).ok()
    }

    /// What is in memory for the path of an address, in canonical spelling, and current at `now`: the
    /// way of nearly all requests. `None` says nothing; [`Self::get`] does.
    #[must_use]
    pub fn hit(&self, path: &str, now: Instant) -> Option<Answer> {
        let representation = self.cache.at(path).filter(|latest| self.is_current(latest, now))?;
        // That it is used must be known to the cache, which then has it stay.
        (!representation.usage().is_to_be_told(now))
            .then_some(Answer { representation, freshness: Freshness::Hit })
    }

    /// The representation of a resource at `now`.
    ///
    /// # Errors
    ///
    /// When there is none, and why.
    pub async fn get(
        self: &Arc<Self>,
        resource: &Resource,
        now: Instant,
    ) -> Result<Answer, Absence> {
        let latest = self.cache.latest(resource).await;
        if let Some(latest) = &latest
            && self.is_current(latest, now)
        {
            let representation = Arc::clone(latest);
            return Ok(Answer { representation, freshness: Freshness::Hit });
        }
        if self.is_retired(resource) {
            return Err(Absence::Retired);
        }
        if let Some(successor) = self.moved(resource) {
            return Err(Absence::Moved(successor));
        }
        if let Some(failure) = self.cache.failure(resource).await
            && let Some(wait) = failure.wait(now, self.seen())
        {
            return otherwise(latest, failure.why, wait);
        }
        let mut due = latest.as_ref().and_then(|latest| latest.ran_out(now));
        loop {
            // In a task of its own: a client who hangs up neither ends nor restarts the build.
            let build = Arc::clone(self).build(resource.clone(), now, due, Urgency::Asked);
            let outcome = match tokio::time::timeout(self.patience, tokio::spawn(build)).await {
                Ok(Ok(outcome)) => outcome,
                Ok(Err(error)) => return otherwise(latest, error.to_string(), self.patience),
                Err(_) => {
                    let failure = self.note_slow(resource, now).await;
                    let retry = failure.whole_wait();
                    return otherwise(latest, failure.why, retry);
                }
            };
            // A build that began before the instant this request is at may have run out meanwhile.
            let ran_out = match &outcome {
                Ok(Built::Present(built)) => built.ran_out(now),
                Ok(Built::Absent(absent)) => absent.until.filter(|until| *until <= now),
                Err(_) => None,
            };
            match outcome {
                _ if ran_out.is_some() && ran_out != due => due = ran_out,
                Ok(Built::Present(representation)) => {
                    return Ok(Answer { representation, freshness: Freshness::Built });
                }
                Ok(Built::Absent(_)) => return Err(Absence::Unknown),
                Err(failure) => {
                    let retry = failure.whole_wait();
                    return otherwise(latest, failure.why, retry);
                }
            }
        }
    }

    /// Builds a resource, once for all who ask at the same time, and keeps it.
    pub(super) async fn build(
        self: Arc<Self>,
        resource: Resource,
        now: Instant,
        due: Option<Instant>,
        urgency: Urgency,
    ) -> Result<Built, Failure> {
        let key = BuildKey { resource, sequence: self.seen(), due };
        self.cache.built(&key, self.build_and_keep(&key.resource, now, urgency)).await
    }

    async fn build_and_keep(
        &self,
        resource: &Resource,
        now: Instant,
        urgency: Urgency,
    ) -> Result<Built, Failure> {
        let place = self.place().await;
        let previous = self.cache.latest(resource).await;
        // Another build may have ended before this one's turn came.
        if let Some(latest) = &previous
            && self.is_current(latest, now)
        {
            return Ok(Built::Present(Arc::clone(latest)));
        }
        let seen = self.seen();
        let builder = Arc::clone(&self.builder);
        let (wanted, before) = (resource.clone(), previous.clone());
        let outcome = self
            .work(place, urgency, move || {
                let built = builder.build(&wanted, now, before.as_deref());
                Ok(match built.map_err(|error| chain(&error))? {
                    Ok(inspected) => {
                        inspected.log();
                        Built::Present(Arc::new(inspected.representation))
                    }
                    Err(absent) => Built::Absent(absent),
                })
            })
            .await
            .and_then(std::convert::identity);
        match outcome {
            Ok(built) => {
                match (&built, &previous) {
                    (Built::Present(representation), _) => {
                        self.cache.keep(representation).await;
                        self.watch.note_due(representation.until());
                    }
                    (Built::Absent(_), Some(gone)) => self.cache.forget(gone).await,
                    (Built::Absent(_), None) => {}
                }
                self.cache.forget_failure(resource).await;
                Ok(built)
            }
            Err(why) => {
                tracing::error!(
                    document = %resource.path(),
                    why,
                    "not built; the last good one is served if there is one"
                );
                let previous = self.cache.failure(resource).await;
                let failure = Failure::after(previous.as_ref(), why, now, seen);
                self.cache.note_failure(resource, failure.clone()).await;
                Err(failure)
            }
        }
    }

    /// Takes note that a build keeps those who wait for it too long: until it ends, or it is time to
    /// wait for it again, others are answered at once.
    async fn note_slow(&self, resource: &Resource, began: Instant) -> Failure {
        let now = TimeDelta::from_std(self.patience)
            .ok()
            .and_then(|patience| began.checked_add_signed(patience))
            .unwrap_or(began);
        let previous = self.cache.failure(resource).await;
        // Of many who waited together the first one counts.
        if let Some(previous) = previous.clone().filter(|it| it.wait(now, self.seen()).is_some()) {
            return previous;
        }
        let why = "the build takes longer than a request waits".to_owned();
        tracing::warn!(document = %resource.path(), why, "answered without it");
        let failure = Failure::after(previous.as_ref(), why, now, self.seen());
        self.cache.note_failure(resource, failure.clone()).await;
        failure
    }

    /// Takes note of changes: the feeds they touch are built again, at the latest when they are next
    /// asked for.
    pub fn apply(&self, changes: &[Change]) {
        if !changes.is_empty() {
            let mut noted = self.changes.write().unwrap_or_else(PoisonError::into_inner);
            noted.note(changes);
            // Last: who reads the new number finds all that it counts.
            self.noted.fetch_add(1, Ordering::Release);
            drop(noted);
            self.watch.note_change();
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

    /// Bytes of memory that representations and their codings take, as of the last tidying.
    #[must_use]
    pub fn weight(&self) -> u64 {
        self.cache.weight()
    }

    /// What stands for a resource since its feed was renamed; `None` when it was not.
    #[must_use]
    pub fn moved(&self, resource: &Resource) -> Option<Resource> {
        resource.moved(&self.builder.catalogue)
    }

    pub(super) fn seen(&self) -> Sequence {
        self.changes.read().unwrap_or_else(PoisonError::into_inner).seen
    }

    /// Whether nothing was changed and nothing became due since it was built.
    pub(super) fn is_current(&self, representation: &Representation, now: Instant) -> bool {
        // First: what is noted later is looked at the next time.
        let noted = self.noted.load(Ordering::Acquire);
        representation.holds_at(now)
            && representation.is_untouched(noted, || {
                let changes = self.changes.read().unwrap_or_else(PoisonError::into_inner);
                changes.leave(&representation.extent, representation.built)
            })
    }

    fn is_retired(&self, resource: &Resource) -> bool {
        match resource {
            Resource::Feed(name, _) | Resource::Archive(name, ..) => {
                self.builder.catalogue.is_retired(name)
            }
            Resource::Index | Resource::Opml => false,
        }
    }
}

/// The last good representation when there is no current one; else why there is none.
fn otherwise(
    latest: Option<Arc<Representation>>,
    why: String,
    retry: Duration,
) -> Result<Answer, Absence> {
    let retry = retry.max(Duration::from_secs(1));
    match latest {
        Some(representation) => {
            Ok(Answer { representation, freshness: Freshness::Stale { retry } })
        }
        None => Err(Absence::Unavailable { why, retry }),
    }
}

/// How a build error reads in a log: with its causes.
pub(super) fn chain(error: &BuildError) -> String {
    let mut text = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(error) = cause {
        text.push_str(": ");
        text.push_str(&error.to_string());
        cause = error.source();
    }
    text
}
