//! Posts whose featured image stands further down in the file.
//!
//! Must not know: how a post or an image is read.

use std::collections::{BTreeMap, HashMap};

use crate::article::{Draft, DraftImage};
use crate::import::Record;

/// Records that wait for their picture, in the order in which they came.
#[derive(Default)]
pub(super) struct Waiting {
    records: BTreeMap<u64, (u64, Record)>,
    by_picture: HashMap<u64, Vec<u64>>,
    bytes: usize,
    arrivals: u64,
}

impl Waiting {
    /// Bytes of text that may wait. An export of posts without media makes all of them wait.
    pub(super) const LIMIT: usize = 256 * 1024 * 1024;

    /// Takes a record whose picture is not known yet; lets the oldest go when there is no room.
    pub(super) fn add(&mut self, picture: u64, record: Record, each: &mut dyn FnMut(Record)) {
        self.bytes += size(&record);
        self.arrivals += 1;
        self.by_picture.entry(picture).or_default().push(self.arrivals);
        self.records.insert(self.arrivals, (picture, record));
        while self.bytes > Self::LIMIT {
            let Some((number, (picture, record))) = self.records.pop_first() else { break };
            if let Some(others) = self.by_picture.get_mut(&picture) {
                others.retain(|other| *other != number);
            }
            self.bytes = self.bytes.saturating_sub(size(&record));
            each(record);
        }
    }

    /// A picture has come: those who waited for it go.
    pub(super) fn arrived(
        &mut self,
        picture: u64,
        image: &DraftImage,
        each: &mut dyn FnMut(Record),
    ) {
        for number in self.by_picture.remove(&picture).unwrap_or_default() {
            let Some((_, mut record)) = self.records.remove(&number) else { continue };
            self.bytes = self.bytes.saturating_sub(size(&record));
            if let Ok(draft) = &mut record.draft {
                draft.image = Some(image.clone());
            }
            each(record);
        }
    }

    /// The file is at its end: everybody goes, in the file's order.
    pub(super) fn release_all(&mut self, each: &mut dyn FnMut(Record)) {
        self.by_picture.clear();
        self.bytes = 0;
        for (_, (_, record)) in std::mem::take(&mut self.records) {
            each(record);
        }
    }
}

fn size(record: &Record) -> usize {
    let Ok(Draft { body, summary, .. }) = &record.draft else { return 0 };
    body.as_ref().map_or(0, |body| body.source.len()) + summary.as_ref().map_or(0, String::len)
}
