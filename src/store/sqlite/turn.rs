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
/// No turn is longer than this, even where nobody waits.
const LONGEST: Duration = Duration::from_millis(400);
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
    asks: Option<File>,
    /// When it came: from then on others cannot write.
    begun: Option<Moment>,
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
        Turn { turns: self, asks: self.locked(File::try_lock_shared), begun: None }
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
    /// It has come: others cannot write from this moment on.
    pub(super) fn begin(&mut self) {
        self.begun = Some(Moment::now());
    }

    /// Whether it is time that it ends, though there is more to write: somebody waits, or who reads has
    /// seen nothing of what was written for long enough.
    pub(super) fn is_over(&mut self) -> bool {
        self.lasts(LONGEST) || self.is_waited_for()
    }

    pub(super) fn end(self) {
        if self.lasts(LONG) {
            self.turns.others_are_next.store(true, Ordering::Relaxed);
        }
    }

    fn lasts(&self, time: Duration) -> bool {
        self.begun.is_some_and(|begun| begun.elapsed() >= time)
    }

    /// Whether anybody else asks for a turn. Where that cannot be known, somebody may.
    fn is_waited_for(&mut self) -> bool {
        let Some(file) = self.asks.take() else { return true };
        // Only where nobody else asks one can be alone with the file. Who could not has lost its own lock.
        let is_alone = file.try_lock().is_ok();
        self.asks = file.try_lock_shared().is_ok().then_some(file);
        !is_alone
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicBool, Ordering};
    use std::time::{Duration, Instant};

    use super::{LONG, LONGEST, PATIENCE, Turns};

    fn has_written_for_long(turns: &Turns) {
        let mut turn = turns.ask();
        turn.begun = Instant::now().checked_sub(LONG);
        turn.end();
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
                turn.end();
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
        let mut turn = import.ask();
        turn.begin();
        turn.end();
        assert!(!import.others_are_next.load(Ordering::SeqCst));
        has_written_for_long(&import);
        assert!(import.others_are_next.load(Ordering::SeqCst));
        import.ask();
        assert!(!import.others_are_next.load(Ordering::SeqCst));
        // Where there is no file to lock, there is nobody to wait for.
        Turns::of(&folder.path().join("nowhere/newswire.sqlite")).ask();
        Turns::default().ask();
    }

    #[test]
    fn a_turn_goes_on_while_nobody_waits_and_not_for_ever() {
        let folder = tempfile::tempdir().unwrap();
        let store = folder.path().join("newswire.sqlite");
        let (import, server) = (Turns::of(&store), Turns::of(&store));
        let mut turn = import.ask();
        turn.begin();
        assert!(!turn.is_over());
        let other = server.ask();
        assert!(turn.is_over());
        drop(other);
        assert!(!turn.is_over());
        turn.begun = Instant::now().checked_sub(LONGEST);
        assert!(turn.is_over());
        // Nobody knows who waits where there is no file.
        assert!(Turns::default().ask().is_over());
    }
}
