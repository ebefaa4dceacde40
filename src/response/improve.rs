//! Improving: what is asked for often is coded once more with the most effort, in the background, and
//! sent smaller from then on.

use std::cmp::Reverse;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use tokio::sync::oneshot;

use super::service::Responses;
use super::{Coding, Representation};

/// Sent so often, a coding is worth the effort; and so is one that is sent again when its version has
/// stood for a while, and the first one that is made where the version before has.
const OFTEN: u32 = 8;
/// Improved at once, one after the other; then the hottest are looked for again.
const ROUND: usize = 16;
/// Bytes from which on the effort takes too long: some ten seconds.
const TOO_LARGE: usize = 8 << 20;

/// Whether a coding of a version has shown that it is asked for, or is sure to be.
fn is_worth_it(representation: &Representation, coding: Coding) -> bool {
    let (sent, usage) = (representation.sent(coding), representation.usage());
    representation.can_be_smaller(coding)
        && representation.length() <= TOO_LARGE
        && (usage.is_steady() || sent > OFTEN || sent > 1 && usage.stood(representation.at()))
}

impl Responses {
    /// Codes once more, with the most effort, what is asked for often, the most often first and one at
    /// a time, on a thread that gives way to all others. Returns whether it did anything: then
    /// there may be more.
    pub async fn improve(self: &Arc<Self>) -> bool {
        // Nothing was sent that could be smaller: nothing to look for.
        if !self.improvable.swap(false, Ordering::Relaxed) {
            return false;
        }
        let mut worth: Vec<(Arc<Representation>, Coding)> = Vec::new();
        for representation in self.cache.iter() {
            for coding in Coding::BY_SIZE {
                if is_worth_it(&representation, coding) {
                    worth.push((Arc::clone(&representation), coding));
                }
            }
        }
        worth.sort_by_cached_key(|(it, coding)| {
            (Reverse(it.sent(*coding)), it.resource().clone(), coding.index())
        });
        let did_anything = !worth.is_empty();
        for (representation, coding) in worth.into_iter().take(ROUND) {
            let of = Arc::clone(&representation);
            if let Err(why) = on_the_last_thread(move || of.code_best(coding)).await {
                tracing::error!(document = %representation.resource().path(), why, "not improved");
                continue;
            }
            self.cache.weigh_again(&representation).await;
        }
        if did_anything {
            self.improvable.store(true, Ordering::Relaxed);
        }
        did_anything
    }
}

/// Does work on a thread of its own that gets what time the others leave.
async fn on_the_last_thread(work: impl FnOnce() + Send + 'static) -> Result<(), String> {
    let (tell, told) = oneshot::channel();
    let thread = std::thread::Builder::new().name("improve".to_owned()).spawn(move || {
        give_way();
        work();
        let _ = tell.send(());
    });
    thread.map_err(|error| error.to_string())?;
    told.await.map_err(|_| "the coder panicked".to_owned())
}

/// On Linux priorities are of threads, not of processes. Where they are not, or are not to be had,
/// the work is done all the same.
fn give_way() {
    #[cfg(target_os = "linux")]
    {
        const LAST: i32 = 19;
        let _ = rustix::process::setpriority_process(None, LAST);
    }
}
