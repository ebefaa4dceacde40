//! The files in `articles/`, and when they are to be read again: once what changed stands still, for a
//! file that is being written is not read half.
//!
//! Must not know: what the files hold.

use std::collections::{BTreeSet, HashMap};
use std::hash::{DefaultHasher, Hash, Hasher as _};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant as Stopwatch};

use crate::config::Site;
use crate::import;

/// How often the files are looked at; less often where that takes long, so that it never costs more
/// than a fiftieth of one processor.
const LOOK: Duration = Duration::from_secs(1);
const LOOK_SHARE: u32 = 50;
/// So many looks in a row at which something moved, and what stands still is read without it: a file
/// that never rests must not keep all others from the readers.
const PATIENCE: u32 = 10;

/// The files as they were when they were read.
#[derive(Debug, Clone)]
pub struct Files {
    folder: PathBuf,
    read: Prints,
}

/// By a digest of a file's name, one of its length and date: of a million files as well.
type Prints = HashMap<u64, u64>;

/// The files as they are, beside how they were a look ago.
#[derive(Debug, Default)]
struct Look {
    prints: Prints,
    /// The names of those that were otherwise, or not there.
    moving: BTreeSet<String>,
    /// Whether any is gone.
    has_gone: bool,
}

impl Files {
    /// As they are now; to be asked for before they are read, so that no change is overlooked.
    #[must_use]
    pub fn of(site: &Site) -> Self {
        let folder = site.articles();
        let read = list(&folder).map(|(print, name)| (digest(&name), print)).collect();
        Self { folder, read }
    }

    /// Ends when they are to be read again: with how they will have been read, and those that must be
    /// left for later.
    pub(super) async fn changed(&self) -> (Self, BTreeSet<String>) {
        let mut before = self.read.clone();
        let mut pause = LOOK;
        let mut restless = 0;
        loop {
            tokio::time::sleep(pause).await;
            let folder = self.folder.clone();
            let looked = tokio::task::spawn_blocking(move || {
                let begun = Stopwatch::now();
                (Look::of(list(&folder), &before), begun.elapsed())
            });
            let Ok((look, took)) = looked.await else {
                before = Prints::new();
                continue;
            };
            restless = if look.is_still() { 0 } else { restless + 1 };
            if let Some(read) = look.to_be_read(&self.read, restless) {
                return (Self { folder: self.folder.clone(), read }, look.moving);
            }
            before = look.prints;
            pause = LOOK.max(took.saturating_mul(LOOK_SHARE));
        }
    }
}

impl Look {
    fn of(files: impl Iterator<Item = (u64, String)>, before: &Prints) -> Self {
        let mut look = Self::default();
        for (print, name) in files {
            let key = digest(&name);
            look.prints.insert(key, print);
            if before.get(&key) != Some(&print) {
                look.moving.insert(name);
            }
        }
        look.has_gone = before.keys().any(|key| !look.prints.contains_key(key));
        look
    }

    fn is_still(&self) -> bool {
        self.moving.is_empty() && !self.has_gone
    }

    /// How the files will have been read, if they are to be: all when they stand still and are not as
    /// they were `read`; without those that move when something has moved at so many looks. What just
    /// went may be about to come back, and is waited for.
    fn to_be_read(&self, read: &Prints, restless: u32) -> Option<Prints> {
        if self.is_still() {
            return (self.prints != *read).then(|| self.prints.clone());
        }
        if restless < PATIENCE || self.has_gone {
            return None;
        }
        let mut prints = self.prints.clone();
        for name in &self.moving {
            let key = digest(name);
            match read.get(&key) {
                Some(print) => prints.insert(key, *print),
                None => prints.remove(&key),
            };
        }
        (prints != *read).then_some(prints)
    }
}

/// The files in a folder: of each a digest of its length and date, and its name. One that cannot be
/// listed is as good as empty, and told of when it is read.
fn list(folder: &Path) -> impl Iterator<Item = (u64, String)> + use<> {
    let files = if folder.is_dir() { import::files::under(folder) } else { Ok(Vec::new()) };
    files.unwrap_or_default().into_iter().map(|file| {
        let facts = std::fs::metadata(&file.path).ok();
        (digest(&facts.map(|facts| (facts.len(), facts.modified().ok()))), file.relative)
    })
}

fn digest(of: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    of.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::{Look, PATIENCE, Prints};

    fn look(files: &[(&str, u64)], before: &Look) -> Look {
        let files = files.iter().map(|(name, print)| (*print, (*name).to_owned()));
        Look::of(files, &before.prints)
    }

    #[test]
    fn what_changed_is_read_once_it_stands_still() {
        let read = look(&[("a", 1), ("b", 1)], &Look::default());
        let moving = look(&[("a", 2), ("b", 1)], &read);
        assert_eq!(moving.to_be_read(&read.prints, 1), None);
        let still = look(&[("a", 2), ("b", 1)], &moving);
        assert_eq!(still.to_be_read(&read.prints, 0), Some(still.prints.clone()));
        assert!(still.moving.is_empty());
        // As they were again: nothing to read.
        let back = look(&[("a", 1), ("b", 1)], &read);
        assert_eq!(back.to_be_read(&read.prints, 0), None);
        // One that is gone is waited for.
        let gone = look(&[("b", 1)], &read);
        assert_eq!(gone.to_be_read(&read.prints, PATIENCE), None);
        assert!(look(&[("b", 1)], &gone).to_be_read(&read.prints, 0).is_some());
    }

    #[test]
    fn a_file_that_never_rests_keeps_no_other_from_being_read() {
        let read = look(&[("a", 1), ("log", 1)], &Look::default());
        let mut before = look(&[("a", 2), ("log", 2)], &read);
        for restless in 1..PATIENCE {
            before = look(&[("a", 2), ("log", u64::from(restless) + 2)], &before);
            assert_eq!(before.to_be_read(&read.prints, restless), None);
        }
        let look_at_last = look(&[("a", 2), ("log", 99), ("new", 1)], &before);
        let read_then = look_at_last.to_be_read(&read.prints, PATIENCE).unwrap();
        assert_eq!(Vec::from_iter(&look_at_last.moving), ["log", "new"]);
        let as_read: Prints = look(&[("a", 2), ("log", 1)], &Look::default()).prints;
        assert_eq!(read_then, as_read);
        // Nothing else has changed since: it is waited for.
        let again = look(&[("a", 2), ("log", 100)], &look_at_last);
        assert_eq!(again.to_be_read(&as_read, PATIENCE), None);
        let rests = look(&[("a", 2), ("log", 100)], &again);
        assert!(rests.to_be_read(&as_read, 0).is_some());
    }
}
