//! Checkpoints: what was written goes from the write-ahead log into the file, beside whoever writes on.
//!
//! `SQLite`'s own way is to do it in the commit that made the log long, and to wait there until the disk
//! has it: a tenth of an import's time.
//!
//! Must not know: what was written.

use std::ffi::c_int;
use std::thread::JoinHandle;

use rusqlite::Connection;
use rusqlite::hooks::Wal;

use super::{Failure, Place};
use crate::store::StoreError;

/// How long a log grows, in pages of 4 KiB.
pub(super) struct Lengths {
    /// A page that an import touches again and again goes into the file once for so many written.
    pub(super) checkpoint: c_int,
    /// Only a log of which all is in the file begins anew, and beside a writer who goes on and on there
    /// is always more. From here on the writer itself adds what little a checkpoint left.
    pub(super) anew: c_int,
}

/// 32 MB and 128 MB.
pub(super) const LENGTHS: Lengths = Lengths { checkpoint: 8192, anew: 32_768 };

/// A checkpoint goes past the cache. In KiB.
const CACHE: i64 = 64;

/// The checkpoints of a writer.
struct Checkpoints {
    place: Place,
    lengths: Lengths,
    /// How long the log was when the last one began, in pages.
    begun_at: c_int,
    under_way: Option<JoinHandle<()>>,
}

/// Takes the writer's checkpoints off its hands.
pub(super) fn leave_to_others(
    writer: &mut Connection,
    place: &Place,
    lengths: Lengths,
) -> rusqlite::Result<()> {
    let mut checkpoints =
        Checkpoints { place: place.clone(), lengths, begun_at: 0, under_way: None };
    writer.wal_hook(Some(move |log: &mut Wal, pages| {
        checkpoints.after_commit(log, pages);
        Ok(())
    }))
}

impl Checkpoints {
    /// Nothing that fails here is lost: what is kept is in the log, and the next checkpoint takes it.
    fn after_commit(&mut self, log: &mut Wal, pages: c_int) {
        if pages < self.begun_at {
            // The log has begun anew.
            self.begun_at = 0;
        }
        if self.under_way.as_ref().is_some_and(|under_way| !under_way.is_finished()) {
            return;
        }
        let Lengths { checkpoint, anew } = self.lengths;
        if self.begun_at >= anew {
            let _ = log.checkpoint();
        } else if pages >= anew || pages - self.begun_at >= checkpoint {
            let place = self.place.clone();
            let beside = std::thread::Builder::new().name("checkpoint".to_owned());
            self.under_way = beside.spawn(move || drop(into_the_file(&place))).ok();
            if self.under_way.is_none() {
                // There is no thread to be had.
                let _ = log.checkpoint();
            }
            self.begun_at = pages;
        }
    }
}

fn into_the_file(place: &Place) -> Result<(), StoreError> {
    // As much as can be done without keeping anybody waiting.
    let passive = "PRAGMA wal_checkpoint(PASSIVE)";
    place
        .connect(CACHE)?
        .query_row(passive, [], |_| Ok(()))
        .map_err(|error| Failure::from(error).during("write the log into the file"))
}

impl Drop for Checkpoints {
    fn drop(&mut self) {
        self.under_way.take().map(JoinHandle::join);
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::time::{Duration, Instant};

    use super::{Lengths, leave_to_others};
    use crate::store::sqlite::Place;

    #[test]
    fn a_log_goes_into_the_file_and_begins_anew_while_its_writer_goes_on() {
        const PAGE: u64 = 4096;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("store.sqlite");
        let place = Place::File(path.clone());
        let mut writer = place.connect(64).unwrap();
        leave_to_others(&mut writer, &place, Lengths { checkpoint: 20, anew: 60 }).unwrap();
        writer.execute_batch("CREATE TABLE body (text TEXT)").unwrap();
        let length = |path: &std::path::Path| fs::metadata(path).map_or(0, |file| file.len());
        let (begun, mut written) = (Instant::now(), 0);
        // Each writes two pages at least.
        while written < 400 || length(&folder.path().join("store.sqlite-wal")) > written * PAGE / 2
        {
            assert!(begun.elapsed() < Duration::from_mins(1), "the log grows and grows");
            writer.execute("INSERT INTO body VALUES (zeroblob(5000) || 'x')", []).unwrap();
            written += 2;
            std::thread::sleep(Duration::from_millis(1));
        }
        assert!(length(&path) > 60 * PAGE);
        let rows: u32 =
            writer.query_row("SELECT count(*) FROM body", [], |row| row.get(0)).unwrap();
        assert_eq!(u64::from(rows) * 2, written);
    }
}
