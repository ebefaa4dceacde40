//! Work off the threads that serve, so many pieces at once and no more. What nobody waits for gives way: it
//! must not make anybody wait.
//!
//! Must not know: what the work is.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, OnceLock, PoisonError, mpsc};

use tokio::sync::{OwnedSemaphorePermit, Semaphore, oneshot};

use super::service::Responses;

/// Who waits for a piece of work when it begins.
#[derive(Debug, Clone, Copy)]
pub(super) enum Urgency {
    /// Somebody does.
    Asked,
    /// Nobody yet. It gives way to what serves, but gets a tenth of the processor all the same: somebody may
    /// come to wait for it.
    Ahead,
    /// Nobody ever: it gets what time all others leave.
    Spare,
}

/// Where work is done, and how much of it at once.
pub(super) struct Workshop {
    places: Arc<Semaphore>,
    ahead: Threads,
    spare: Threads,
}

impl Workshop {
    pub(super) fn new(places: usize) -> Self {
        let places = places.max(1);
        Self {
            places: Arc::new(Semaphore::new(places)),
            // Half of the places stay free for what somebody waits for.
            ahead: Threads::new((places / 2).max(1), 10),
            spare: Threads::new(1, 19),
        }
    }

    /// How many pieces of work that nobody waits for yet are done at once.
    pub(super) fn ahead_at_once(&self) -> usize {
        self.ahead.count
    }

    /// Does work off the threads that serve; a panic in it is an error for those who wait for it.
    async fn off_the_serving<T: Send + 'static>(
        &self,
        urgency: Urgency,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, String> {
        let threads = match urgency {
            Urgency::Asked => {
                let done = tokio::task::spawn_blocking(work).await;
                return done.map_err(|error| error.to_string());
            }
            Urgency::Ahead => &self.ahead,
            Urgency::Spare => &self.spare,
        };
        let (tell, told) = oneshot::channel();
        threads.give(Box::new(move || {
            let _ = tell.send(work());
        }))?;
        told.await.map_err(|_| "the work panicked".to_owned())
    }
}

type Work = Box<dyn FnOnce() + Send>;

/// Threads that give way, begun when there is first something for them to do. A thread that gave way cannot
/// take it back, so they do nothing else; they stay, since a change brings each of them several pieces.
struct Threads {
    count: usize,
    nice: i32,
    give: OnceLock<mpsc::Sender<Work>>,
}

impl Threads {
    fn new(count: usize, nice: i32) -> Self {
        Self { count, nice, give: OnceLock::new() }
    }

    fn give(&self, work: Work) -> Result<(), String> {
        let give = self.give.get_or_init(|| self.begin());
        give.send(work).map_err(|_| "there is no thread to do the work".to_owned())
    }

    /// Whoever gives work is told when no thread could be begun: then nobody is there to take it.
    fn begin(&self) -> mpsc::Sender<Work> {
        let (give, given) = mpsc::channel::<Work>();
        let given = Arc::new(Mutex::new(given));
        for _ in 0..self.count {
            let (given, nice) = (Arc::clone(&given), self.nice);
            let thread = std::thread::Builder::new().name("beside".to_owned()).spawn(move || {
                give_way(nice);
                loop {
                    let next = given.lock().unwrap_or_else(PoisonError::into_inner).recv();
                    let Ok(work) = next else { break };
                    // Who waits for it is told by its end.
                    let _ = catch_unwind(AssertUnwindSafe(work));
                }
            });
            if let Err(error) = thread {
                tracing::warn!(%error, "a thread for work in the background could not be begun");
            }
        }
        give
    }
}

/// On Linux priorities are of threads, not of processes. Where they are not, or are not to be had, the work
/// is done all the same.
fn give_way(nice: i32) {
    #[cfg(target_os = "linux")]
    let _ = rustix::process::setpriority_process(None, nice);
    #[cfg(not(target_os = "linux"))]
    let _ = nice;
}

impl Responses {
    /// A place to work at, of as many as there are.
    pub(super) async fn place(&self) -> Option<OwnedSemaphorePermit> {
        // There is always one to come: the places are never closed.
        Arc::clone(&self.workshop.places).acquire_owned().await.ok()
    }

    /// Does work at a place, which is free again when it is done.
    pub(super) async fn work<T: Send + 'static>(
        &self,
        place: Option<OwnedSemaphorePermit>,
        urgency: Urgency,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, String> {
        let work = move || {
            let _place = place;
            work()
        };
        self.workshop.off_the_serving(urgency, work).await
    }
}
