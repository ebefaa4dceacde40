//! Turns: a writer that kept others waiting for long lets those who wait go first.
//!
//! `SQLite` lets in whoever asks at the right moment. An import keeps one batch after the other, and a
//! server that writes a line now and then would find the store free by chance only. Whoever writes, or
//! waits to, says so by a lock on an empty file, which only ever tells others to be polite: where files
//! cannot be locked, all goes on as chance has it.
//!
//! Must not know: what is written.

use std::fs::{File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant as Moment};

/// Who kept others from writing for so long lets those go first who wait.
const LONG: Duration = Duration::from_millis(10);
/// No longer than this anybody waits for a turn.
const PATIENCE: Duration = Duration::from_millis(100);
/// So often it is looked whether it has come.
const LOOK_AGAIN: Duration = Duration::from_millis(1);

/// The turns of one writer.
#[derive(Debug, Default)]
pub(super) struct Turns {
    /// `None` where nobody else can write.
    file: Option<PathBuf>,
    others_are_next: AtomicBool,
}

/// The right of one transaction to be waited for.
pub(super) struct Turn<'a> {
    turns: &'a Turns,
    /// Locked together with all others who wait.
    _asks: Option<File>,
}

impl Turns {
    /// For the writers of the store in this file.
    pub(super) fn of(store: &Path) -> Self {
        let mut file = store.as_os_str().to_owned();
        file.push("-turn");
        Self { file: Some(file.into()), ..Self::default() }
    }

    /// Waits for those who are next, then asks for a turn.
    pub(super) fn ask(&self) -> Turn<'_> {
        if self.others_are_next.swap(false, Ordering::Relaxed) {
            // Only where nobody asks one can be alone with the file.
            self.locked(File::try_lock);
        }
        Turn { turns: self, _asks: self.locked(File::try_lock_shared) }
    }

    /// The file, once it could be locked.
    fn locked(&self, lock: fn(&File) -> Result<(), TryLockError>) -> Option<File> {
        let file = self.open()?;
        let begun = Moment::now();
        loop {
            match lock(&file) {
                Ok(()) => return Some(file),
                Err(TryLockError::WouldBlock) if begun.elapsed() < PATIENCE => {
                    std::thread::sleep(LOOK_AGAIN);
                }
                Err(_) => return None,
            }
        }
    }

    fn open(&self) -> Option<File> {
        OpenOptions::new().create(true).append(true).open(self.file.as_ref()?).ok()
    }
}

impl Turn<'_> {
    /// Ends a turn in which others could not write from this moment on.
    pub(super) fn end(self, begun: Moment) {
        if begun.elapsed() >= LONG {
            self.turns.others_are_next.store(true, Ordering::Relaxed);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicBool, Ordering};
    use std::time::{Duration, Instant};

    use super::{LONG, PATIENCE, Turns};

    fn has_written_for_long(turns: &Turns) {
        turns.ask().end(Instant::now().checked_sub(LONG).unwrap());
    }

    #[test]
    fn who_has_written_for_long_waits_for_those_who_wait() {
        let folder = tempfile::tempdir().unwrap();
        let store = folder.path().join("newswire.sqlite");
        let (import, server) = (Turns::of(&store), Turns::of(&store));
        let is_written = AtomicBool::new(false);
        std::thread::scope(|scope| {
            let turn = server.ask();
            has_written_for_long(&import);
            let (is_written, began) = (&is_written, Instant::now());
            scope.spawn(move || {
                std::thread::sleep(Duration::from_millis(20));
                is_written.store(true, Ordering::SeqCst);
                turn.end(Instant::now());
            });
            import.ask();
            assert!(is_written.load(Ordering::SeqCst) || began.elapsed() >= PATIENCE);
        });
    }

    #[test]
    fn nobody_is_waited_for_without_end_and_few_are_waited_for_at_all() {
        let folder = tempfile::tempdir().unwrap();
        let store = folder.path().join("newswire.sqlite");
        let (import, hung) = (Turns::of(&store), Turns::of(&store));
        let _turn = hung.ask();
        import.ask().end(Instant::now());
        assert!(!import.others_are_next.load(Ordering::SeqCst));
        has_written_for_long(&import);
        assert!(import.others_are_next.load(Ordering::SeqCst));
        import.ask();
        assert!(!import.others_are_next.load(Ordering::SeqCst));
        // Where there is no file to lock, there is nobody to wait for.
        Turns::of(&folder.path().join("nowhere/newswire.sqlite")).ask();
        Turns::default().ask();
    }
}
