//! Work off the threads that serve, so many pieces at once and no more. What nobody waits for gives way: it
//! must not make anybody wait.
//!
//! Must not know: what the work is.

use std::sync::Arc;

use tokio::sync::{OwnedSemaphorePermit, oneshot};

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

impl Urgency {
    /// On Linux priorities are of threads, not of processes. Where they are not, or are not to be had,
    /// the work is done all the same.
    fn take_effect(self) {
        #[cfg(target_os = "linux")]
        {
            let nice = match self {
                Self::Asked => return,
                Self::Ahead => 10,
                Self::Spare => 19,
            };
            let _ = rustix::process::setpriority_process(None, nice);
        }
    }
}

/// Does work off the threads that serve; a panic in it is an error for those who wait for it.
pub(super) async fn off_the_serving<T: Send + 'static>(
    urgency: Urgency,
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, String> {
    if let Urgency::Asked = urgency {
        return tokio::task::spawn_blocking(work).await.map_err(|error| error.to_string());
    }
    // A thread that gave way cannot take it back: it does this and ends.
    let (tell, told) = oneshot::channel();
    let thread = std::thread::Builder::new().name("beside".to_owned()).spawn(move || {
        urgency.take_effect();
        let _ = tell.send(work());
    });
    thread.map_err(|error| error.to_string())?;
    told.await.map_err(|_| "the work panicked".to_owned())
}

impl Responses {
    /// A place to work at, of as many as there are.
    pub(super) async fn place(&self) -> Option<OwnedSemaphorePermit> {
        // There is always one to come: the places are never closed.
        Arc::clone(&self.working).acquire_owned().await.ok()
    }

    /// Does work at a place, which is free again when it is done.
    pub(super) async fn work<T: Send + 'static>(
        &self,
        place: Option<OwnedSemaphorePermit>,
        urgency: Urgency,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, String> {
        off_the_serving(urgency, move || {
            let _place = place;
            work()
        })
        .await
    }
}
