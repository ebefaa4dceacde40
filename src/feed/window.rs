//! The window: how far back a live document reaches.

use std::time::Duration;

/// The newest `min_items`, and everything published, significantly edited or withdrawn within
/// `keep` of the feed's newest entry, up to `max_items`.
///
/// Counted from the newest entry and not from the clock, so that the bytes of a quiet feed stand
/// still; a burst between two polls loses nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// Always held, however old.
    pub min_items: usize,
    /// Everything this close to the newest entry is held too.
    pub keep: Duration,
    /// Never more.
    pub max_items: usize,
}
