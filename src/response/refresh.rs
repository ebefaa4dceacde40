//! Refreshing: what is in use and was touched by a change, or ran out by the clock, is built again
//! before anybody asks for it, so that the next poll is a hit.

use std::cmp::Reverse;
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::{Notify, Semaphore};
use tokio::task::JoinSet;

use super::cache::Built;
use super::service::Responses;
use super::work::Urgency;
use super::{Coding, Representation};
use crate::article::Instant;

/// When to look for what is outdated.
#[derive(Debug, Default)]
pub(super) struct Watch {
    changed: Notify,
    /// No later than the first instant at which something kept runs out.
    due: Mutex<Option<Instant>>,
}

/// Documents built in one round. Changes that come meanwhile are seen after it, and then the
/// hottest come first again.
const ROUND: usize = 64;

impl Watch {
    /// Takes note of changes.
    pub(super) fn note_change(&self) {
        self.changed.notify_one();
    }

    /// Takes note that something runs out at an instant.
    pub(super) fn note_due(&self, until: Option<Instant>) {
        let Some(until) = until else { return };
        let mut due = self.due.lock().unwrap_or_else(PoisonError::into_inner);
        if due.is_none_or(|due| until < due) {
            *due = Some(until);
            drop(due);
            self.changed.notify_one();
        }
    }

    fn due(&self) -> Option<Instant> {
        *self.due.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn forget_due(&self) {
        *self.due.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }
}

impl Responses {
    /// Ends when [`Self::refresh`] may have something to do, or [`Self::next_due`] has become earlier.
    pub async fn changed(&self) {
        self.watch.changed.notified().await;
    }

    /// At this instant, and not before unless something changes, [`Self::refresh`] may have something
    /// to do.
    #[must_use]
    pub fn next_due(&self) -> Option<Instant> {
        self.watch.due()
    }

    /// Builds again what was asked for lately and is outdated at `now`, the hottest first, with the
    /// codings and deltas that were asked for of the version before. Requests that come meanwhile
    /// wait for the same build. So many documents and no more; returns how many are left.
    ///
    /// A document is built once however many changes came before its turn: called again and again
    /// during an import, this costs what one round costs, not what the import does.
    pub async fn refresh(self: &Arc<Self>, now: Instant) -> usize {
        let mut outdated = self.outdated(now);
        outdated.sort_by_cached_key(|it| (Reverse(it.usage().heat()), it.resource().clone()));
        let mut outdated = outdated.into_iter();
        let places = Arc::new(Semaphore::new(self.workshop.ahead_at_once()));
        let mut builds = JoinSet::new();
        let mut begun = 0;
        for previous in outdated.by_ref() {
            let failure = self.cache.failure(previous.resource()).await;
            if failure.is_some_and(|failure| failure.wait(now, self.seen()).is_some()) {
                continue;
            }
            let Ok(place) = Arc::clone(&places).acquire_owned().await else { break };
            let this = Arc::clone(self);
            builds.spawn(async move {
                this.follow(&previous, now).await;
                drop(place);
            });
            begun += 1;
            if begun == ROUND {
                break;
            }
        }
        builds.join_all().await;
        outdated.len()
    }

    /// What is kept, in use, and not what it should be.
    fn outdated(&self, now: Instant) -> Vec<Arc<Representation>> {
        // Before the look: what is kept meanwhile notes its own.
        self.watch.forget_due();
        let mut due: Option<Instant> = None;
        let mut outdated = Vec::new();
        for representation in self.cache.iter() {
            if !representation.usage().is_in_use(now) {
                continue;
            }
            if !self.is_current(&representation, now) {
                outdated.push(representation);
            } else if let Some(until) = representation.until() {
                due = Some(due.map_or(until, |due| due.min(until)));
            }
        }
        self.watch.note_due(due);
        outdated
    }

    /// Builds what follows a representation, and makes of it what was asked for of that one: on threads that
    /// give way to what serves.
    async fn follow(self: &Arc<Self>, previous: &Arc<Representation>, now: Instant) {
        let due = previous.ran_out(now);
        // In a task of its own, as a request's build is: others may have come to wait for it.
        let build = Arc::clone(self).build(previous.resource().clone(), now, due, Urgency::Ahead);
        let Ok(Ok(Built::Present(next))) = tokio::spawn(build).await else { return };
        for coding in Coding::BY_SIZE {
            if previous.usage().wants(coding, now) {
                self.encode(&next, coding, Urgency::Ahead).await;
            }
        }
        // What was coded quickly here may be sent as small as can be from the first poll on.
        if next.usage().is_steady() {
            self.improvable.store(true, Ordering::Relaxed);
        }
        for coding in previous.delta_codings() {
            if next.can_follow(previous.digest()) {
                self.make_delta(&next, previous.digest(), coding, Urgency::Ahead).await;
            }
        }
        for coding in previous.feed_delta_codings() {
            self.make_feed_delta(&next, previous.digest(), coding, Urgency::Ahead).await;
        }
    }
}
