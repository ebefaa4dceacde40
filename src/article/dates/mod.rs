//! Dates as people and programs write them.
//!
//! One small tokenizer and one table of words read every form, so that a date behind a label, in
//! brackets or in another order is no new case. Nothing is guessed: where two readings are
//! possible there is none.
//!
//! Must not know: the clock. "Yesterday" is no date.

mod reading;
mod rfc3339;
mod token;
mod words;

use chrono::{NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};

use super::{Instant, TimeZone};
use reading::{Reading, Zone, reading, starts_like_prose};

/// Reads a date in any of the forms sources use; a date without a zone is in `timezone`, a date
/// alone is that day's first instant there. `None` when it is no date. The clock plays no part.
///
/// Read are RFC 3339 and what resembles it (a blank for the T, no seconds, no colon in the zone,
/// fractions cut off), RFC 2822 and 822 (two-digit years, zones by name, a weekday that is wrong
/// or missing: the date wins), dates alone (2012-12-14, 20121214, 2012/12/14, 14.12.2012), and
/// dates in words in thirty languages, with or without a time.
///
/// Refused are days that no calendar has, years outside 1900 to 2200, numbers of seconds, zones
/// whose letters are in use twice (IST), and 04/05/2012, which is April to some and May to others;
/// 14/12/2012 is plain. Between dots the day is first unless it cannot be.
///
/// Of a local time that comes twice the earlier is meant; one that summer time skips is the first
/// instant after it.
#[must_use]
pub fn read(text: &str, timezone: &TimeZone) -> Option<Instant> {
    let text = text.trim();
    let (text, named) =
        split_zone_name(text).map_or((text, None), |(text, zone)| (text, Some(zone)));
    let found = reading(text).or_else(|| reading(without_comment(text)?))?;
    if found.ambiguous {
        return None;
    }
    let local = local(&found)?;
    match found.zone {
        Some(Zone::Offset(seconds)) => {
            local.and_utc().checked_sub_signed(TimeDelta::seconds(seconds.into()))
        }
        Some(Zone::Named(name)) => name.parse::<TimeZone>().ok()?.first_instant(local),
        None => named.as_ref().unwrap_or(timezone).first_instant(local),
    }
}

/// Whether a line of text is nothing but a date, in any language: a dateline. Labels ("Published:",
/// "Updated") and a time may be with it; several dates may stand side by side. The year may be
/// missing where a weekday or a time shows that a day is meant.
#[must_use]
pub fn is_dateline(line: &str) -> bool {
    if line.len() > MAX_DATELINE_BYTES || starts_like_prose(line) {
        return false;
    }
    let mut dates = 0;
    for piece in line.split(['|', '•', '–', '—']).map(str::trim).filter(|piece| !piece.is_empty())
    {
        match reading(piece) {
            Some(found) if is_whole(&found) => dates += 1,
            _ => return false,
        }
    }
    dates > 0
}

/// Splits the name of a file that begins with its date, as static site generators have it:
/// `2026-05-03-title.md` is `2026-05-03` and `title.md`.
#[must_use]
pub fn of_file_name(name: &str) -> Option<(&str, &str)> {
    let separated = |at: usize| name.as_bytes().get(at) == Some(&b'-');
    let length = if separated(4) && separated(7) { 10 } else { 8 };
    let (date, rest) = name.split_at_checked(length)?;
    let digits = date.bytes().filter(u8::is_ascii_digit).count();
    if digits != 8 || rest.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    local(&reading(date)?)?;
    Some((date, rest.trim_start_matches(['-', '_', ' '])))
}

/// Longer lines are prose.
const MAX_DATELINE_BYTES: usize = 600;

fn is_whole(found: &Reading) -> bool {
    let says_which_day = found.year.is_some() || found.weekday || found.time.is_some();
    // A leap year lets every day stand that some year has.
    let year = found.year.unwrap_or(2000);
    says_which_day && local(&Reading { year: Some(year), ..*found }).is_some()
}

/// `2012-12-14T09:05:00+01:00[Europe/Berlin]` and `2012-12-14 09:05:00 Europe/Berlin`.
fn split_zone_name(text: &str) -> Option<(&str, TimeZone)> {
    let inner = text.strip_suffix(']').unwrap_or(text);
    let (rest, name) = inner.rsplit_once(['[', ' '])?;
    let zone = if name.contains('/') { name.parse().ok()? } else { return None };
    Some((rest.trim_end(), zone))
}

/// A comment at the end, which RFC 2822 allows: `(Central European Time)`.
fn without_comment(text: &str) -> Option<&str> {
    let (rest, _) = text.strip_suffix(')')?.rsplit_once('(')?;
    Some(rest.trim_end())
}

/// Day and time where they were written; midnight when no time was.
fn local(found: &Reading) -> Option<NaiveDateTime> {
    let year = found.year.filter(|year| (1900..=2200).contains(year))?;
    let date = NaiveDate::from_ymd_opt(year, found.month?, found.day?)?;
    match found.time {
        None => Some(date.and_time(NaiveTime::MIN)),
        Some([24, 0, 0]) => Some(date.succ_opt()?.and_time(NaiveTime::MIN)),
        // A leap second is the second before it: instants have none.
        Some([hour, minute, second]) => {
            date.and_hms_opt(hour, minute, if second == 60 { 59 } else { second })
        }
    }
}

#[cfg(test)]
mod tests;
