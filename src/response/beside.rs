//! Work beside the serving, on threads that give way: what nobody waits for must not make anybody wait.
//!
//! Must not know: what the work is.

use tokio::sync::oneshot;

/// Whom a thread gives way to.
#[derive(Debug, Clone, Copy)]
pub(super) enum GivesWay {
    /// To what serves, as long as that needs the processor; it gets a tenth of it all the same, for somebody
    /// may come to wait for the result.
    ToServing,
    /// To everything: it gets what time the others leave.
    ToAll,
}

/// Does work on a thread of its own; an error says that it did not come to its end.
pub(super) async fn beside<T: Send + 'static>(
    gives_way: GivesWay,
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, String> {
    let (tell, told) = oneshot::channel();
    let thread = std::thread::Builder::new().name("beside".to_owned()).spawn(move || {
        gives_way.take_effect();
        let _ = tell.send(work());
    });
    thread.map_err(|error| error.to_string())?;
    told.await.map_err(|_| "the work panicked".to_owned())
}

impl GivesWay {
    /// On Linux priorities are of threads, not of processes. Where they are not, or are not to be had,
    /// the work is done all the same.
    fn take_effect(self) {
        #[cfg(target_os = "linux")]
        {
            let nice = match self {
                Self::ToServing => 10,
                Self::ToAll => 19,
            };
            let _ = rustix::process::setpriority_process(None, nice);
        }
    }
}
