//! Refusals, in the order of the records whoever finds them out: the reader at once, admission when a batch
//! is full, the store when it is kept.
//!
//! Must not know: why anything is refused.

use std::error::Error;

use super::report::Refused;

/// Where a record stands, and the how manyeth it is.
#[derive(Debug, Clone)]
pub(super) struct Place {
    number: usize,
    pub(super) file: String,
    pub(super) record: String,
}

/// What was refused so far.
#[derive(Debug, Default)]
pub(super) struct Refusals {
    /// Records met so far, and files.
    met: usize,
    refused: Vec<(usize, Refused)>,
}

impl Refusals {
    /// The place of the next record.
    pub(super) fn place(&mut self, file: &str, record: String) -> Place {
        self.met += 1;
        Place { number: self.met, file: file.to_owned(), record }
    }

    /// Adds a record, with the whole chain of why it is refused.
    pub(super) fn add(&mut self, place: Place, error: &dyn Error) {
        let mut reason = error.to_string();
        let mut cause = error.source();
        while let Some(error) = cause {
            reason.push_str(": ");
            reason.push_str(&error.to_string());
            cause = error.source();
        }
        self.add_for(place, reason);
    }

    /// Adds a record that is refused for this.
    pub(super) fn add_for(&mut self, place: Place, reason: String) {
        let Place { number, file, record } = place;
        self.refused.push((number, Refused { file, record, reason }));
    }

    /// All of them, in order.
    pub(super) fn into_vec(mut self) -> Vec<Refused> {
        self.refused.sort_by_key(|(number, _)| *number);
        self.refused.into_iter().map(|(_, refused)| refused).collect()
    }
}
