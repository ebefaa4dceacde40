//! What of an import goes on at the same time: a file is read ahead by a thread of its own, drafts are
//! admitted on every core, and one more thread has the store keep articles.
//!
//! Must not know: what becomes of an article.

use std::sync::{Arc, mpsc};
use std::thread::JoinHandle;

use super::pipeline::Pending;
use super::{ReadError, Record};
use crate::article::{Admitted, Intake, Loss, Refusal};
use crate::store::{Batch, Batches, Incoming, Outcome, Store, StoreError};

/// Records are handed over so many at a time, since each handing over costs …
const RECORDS: usize = 64;
/// … or fewer when they are large together, for what was read and not taken is in memory. In bytes.
const RECORD_BYTES: usize = 1 << 20;
/// So often records are handed over before any is taken: a batch is read while the one before is admitted.
const AHEAD: usize = 16;

/// Reads while what was read is taken: in the order of reading, by this thread.
pub(super) fn read_ahead(
    read: impl FnOnce(&mut dyn FnMut(Record)) -> Result<(), ReadError> + Send,
    take: &mut dyn FnMut(Record),
) -> Result<(), ReadError> {
    std::thread::scope(|scope| {
        let (give, given) = mpsc::sync_channel(AHEAD);
        let reading = scope.spawn(move || {
            let (mut records, mut bytes) = (Vec::with_capacity(RECORDS), 0);
            let result = read(&mut |record| {
                bytes += body_bytes(&record);
                records.push(record);
                if records.len() == RECORDS || bytes >= RECORD_BYTES {
                    bytes = 0;
                    // It takes them until the end: there is nobody else to tell.
                    let _ = give.send(std::mem::replace(&mut records, Vec::with_capacity(RECORDS)));
                }
            });
            let _ = give.send(records);
            result
        });
        given.into_iter().flatten().for_each(take);
        ended(reading.join())
    })
}

fn body_bytes(record: &Record) -> usize {
    let body = record.draft.as_ref().ok().and_then(|draft| draft.body.as_ref());
    body.map_or(0, |body| body.source.len())
}

/// A record, and what came of it: an article with what it lost.
pub(super) type Judged = (Pending, Result<(Incoming, Vec<Loss>), Refusal>);

/// Admits drafts on every core, in order, and makes them ready to be kept. `names_files` when their files
/// are to be kept with them.
pub(super) fn admit_all(
    intake: &Intake,
    mut pending: Vec<Pending>,
    names_files: bool,
) -> Vec<Judged> {
    let judge = |pending: Pending| {
        let admitted = intake.admit(&pending.draft);
        let result = admitted.map(|Admitted { article, losses }| {
            let source = names_files.then(|| pending.place.file.clone());
            (Incoming::new(article, source), losses)
        });
        (pending, result)
    };
    let workers = std::thread::available_parallelism().map_or(1, usize::from);
    let share = pending.len().div_ceil(workers).max(1);
    if pending.len() < 2 * workers || workers == 1 {
        return pending.into_iter().map(judge).collect();
    }
    let mut shares = Vec::with_capacity(workers);
    while pending.len() > share {
        let rest = pending.split_off(share);
        shares.push(std::mem::replace(&mut pending, rest));
    }
    shares.push(pending);
    std::thread::scope(|scope| {
        let workers: Vec<_> = shares
            .into_iter()
            .map(|share| scope.spawn(move || share.into_iter().map(judge).collect::<Vec<Judged>>()))
            .collect();
        workers.into_iter().flat_map(|worker| ended(worker.join())).collect()
    })
}

/// The thread that has the store keep articles, batch by batch.
pub(super) struct Keeper {
    give: Option<mpsc::Sender<(Vec<Incoming>, Batch)>>,
    kept: mpsc::Receiver<Kept>,
    thread: Option<JoinHandle<Result<(), StoreError>>>,
}

/// The articles of a batch, and what became of each.
pub(super) type Kept = (Vec<Incoming>, Vec<Outcome>);

impl Keeper {
    pub(super) fn begin(store: &Arc<dyn Store>) -> Self {
        let store = Arc::clone(store);
        let (give, given) = mpsc::channel();
        let (tell, kept) = mpsc::channel();
        let thread = std::thread::spawn(move || store.put_all(&mut Given { given, tell }));
        Self { give: Some(give), kept, thread: Some(thread) }
    }

    /// Has a batch kept, after those before it.
    pub(super) fn keep(&self, articles: Vec<Incoming>, batch: Batch) {
        // There is nobody who takes it only after a failure, and that one [`Keeper::kept`] passes on.
        let _ = self.give.as_ref().map(|give| give.send((articles, batch)));
    }

    /// Waits for the first batch that was not yet waited for. What the store says of it is what it does
    /// with it unless it fails; that all is kept is known at the [end](Self::end).
    pub(super) fn kept(&mut self) -> Result<Kept, StoreError> {
        match self.kept.recv() {
            Ok(kept) => Ok(kept),
            Err(_) => self.end().map(|()| (Vec::new(), Vec::new())),
        }
    }

    /// Waits until everything is kept.
    pub(super) fn end(&mut self) -> Result<(), StoreError> {
        self.give = None;
        self.thread.take().map_or(Ok(()), |thread| ended(thread.join()))
    }
}

impl Drop for Keeper {
    /// An import that fails leaves nobody behind who still writes.
    fn drop(&mut self) {
        self.give = None;
        let _ = self.thread.take().map(JoinHandle::join);
    }
}

/// What a keeper was given.
struct Given {
    given: mpsc::Receiver<(Vec<Incoming>, Batch)>,
    tell: mpsc::Sender<Kept>,
}

impl Batches for Given {
    fn next(&mut self) -> Option<(Vec<Incoming>, Batch)> {
        self.given.recv().ok()
    }

    fn next_at_once(&mut self) -> Option<(Vec<Incoming>, Batch)> {
        self.given.try_recv().ok()
    }

    fn tell(&mut self, articles: Vec<Incoming>, outcomes: Vec<Outcome>) {
        // An import that failed does not ask.
        let _ = self.tell.send((articles, outcomes));
    }
}

/// What a thread came to. Nothing panics by intent; if something does, it is not hidden here.
fn ended<T>(outcome: std::thread::Result<T>) -> T {
    outcome.unwrap_or_else(|panic| std::panic::resume_unwind(panic))
}
