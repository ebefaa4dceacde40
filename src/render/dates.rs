//! Dates in the two forms feeds know, and in the one people read.
//!
//! Written here and not by chrono: its RFC 2822 has a one-digit day and panics outside the years 0
//! to 9999, and its formatting machinery costs more than all else that is written of a small entry.
//!
//! Must not know: documents, articles, the clock.

use chrono::{Datelike, Timelike, Weekday};

use crate::article::{Instant, TimeZone};

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// The first and the last second of a year of four digits.
const SAYABLE: std::ops::RangeInclusive<i64> = -62_135_596_800..=253_402_300_799;

/// The instant in whole seconds and in a year of four digits: no format can say another.
pub(super) fn sayable(instant: Instant) -> Instant {
    let seconds = instant.timestamp().clamp(*SAYABLE.start(), *SAYABLE.end());
    Instant::from_timestamp(seconds, 0).unwrap_or_default()
}

/// RFC 822 with a four-digit year as all readers take it: `Wed, 02 Oct 2002 13:00:00 GMT`.
pub(super) fn rfc822(instant: Instant) -> String {
    let instant = sayable(instant);
    let mut date = String::with_capacity(29);
    date.push_str(match instant.weekday() {
        Weekday::Mon => "Mon, ",
        Weekday::Tue => "Tue, ",
        Weekday::Wed => "Wed, ",
        Weekday::Thu => "Thu, ",
        Weekday::Fri => "Fri, ",
        Weekday::Sat => "Sat, ",
        Weekday::Sun => "Sun, ",
    });
    push_two(&mut date, instant.day());
    date.push(' ');
    date.push_str(month(&instant).get(..3).unwrap_or_default());
    date.push(' ');
    push_four(&mut date, instant.year().unsigned_abs());
    date.push(' ');
    push_time(&mut date, instant);
    date.push_str(" GMT");
    date
}

/// RFC 3339 in UTC: `2012-12-14T09:00:00Z`.
pub(super) fn rfc3339(instant: Instant) -> String {
    let instant = sayable(instant);
    let mut date = String::with_capacity(20);
    push_four(&mut date, instant.year().unsigned_abs());
    date.push('-');
    push_two(&mut date, instant.month());
    date.push('-');
    push_two(&mut date, instant.day());
    date.push('T');
    push_time(&mut date, instant);
    date.push('Z');
    date
}

/// The day for people who read English: `14 December 2012`.
pub(super) fn day(instant: Instant, timezone: &TimeZone) -> String {
    let local = timezone.local(sayable(instant));
    format!("{} {} {}", local.day(), month(&local), local.year())
}

/// The day for people of any language: `2012-12-14`.
pub(super) fn iso_day(instant: Instant, timezone: &TimeZone) -> String {
    timezone.local(sayable(instant)).format("%Y-%m-%d").to_string()
}

fn month(date: &impl Datelike) -> &'static str {
    usize::try_from(date.month0())
        .ok()
        .and_then(|index| MONTHS.get(index).copied())
        .unwrap_or_default()
}

fn push_time(date: &mut String, instant: Instant) {
    push_two(date, instant.hour());
    date.push(':');
    push_two(date, instant.minute());
    date.push(':');
    push_two(date, instant.second());
}

fn push_four(date: &mut String, number: u32) {
    push_two(date, number / 100);
    push_two(date, number);
}

/// The last two digits of a number.
fn push_two(date: &mut String, number: u32) {
    const DIGITS: &str = "00010203040506070809101112131415161718192021222324252627282930313233343536373839404142434445464748495051525354555657585960616263646566676869707172737475767778798081828384858687888990919293949596979899";
    let place = 2 * (number % 100) as usize;
    date.push_str(DIGITS.get(place..place + 2).unwrap_or_default());
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, NaiveDate, Utc};
    use proptest::prelude::*;

    use super::{TimeZone, day, iso_day, rfc822, rfc3339};

    #[test]
    fn dates_have_the_one_form_that_every_reader_takes() {
        let instant = DateTime::from_timestamp(1_033_563_600, 999_999_999).unwrap();
        assert_eq!(rfc822(instant), "Wed, 02 Oct 2002 13:00:00 GMT");
        assert_eq!(rfc3339(instant), "2002-10-02T13:00:00Z");
    }

    #[test]
    fn a_day_is_the_publishers_not_greenwichs() {
        let midnight_in_dublin = DateTime::from_timestamp(1_780_182_000, 0).unwrap();
        assert_eq!(rfc3339(midnight_in_dublin), "2026-05-30T23:00:00Z");
        let dublin = "Europe/Dublin".parse().unwrap();
        assert_eq!(day(midnight_in_dublin, &dublin), "31 May 2026");
        assert_eq!(iso_day(midnight_in_dublin, &dublin), "2026-05-31");
    }

    #[test]
    fn years_that_no_format_knows_do_not_panic() {
        let tokyo = "Asia/Tokyo".parse().unwrap();
        for year in [-200_000, -1, 0, 10_000, 200_000] {
            let date = NaiveDate::from_ymd_opt(year, 2, 28)
                .unwrap()
                .and_hms_opt(1, 2, 3)
                .unwrap()
                .and_utc();
            assert_eq!(rfc3339(date).len(), 20, "{}", rfc3339(date));
            assert_eq!(rfc822(date).len(), 29);
            let _ = (day(date, &tokyo), iso_day(date, &TimeZone::UTC));
        }
        let _ = (rfc822(DateTime::<Utc>::MIN_UTC), rfc822(DateTime::<Utc>::MAX_UTC));
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(seconds in -62_135_596_800_i64..253_402_300_799) {
            let instant = DateTime::from_timestamp(seconds, 0).unwrap();
            prop_assert_eq!(DateTime::parse_from_rfc3339(&rfc3339(instant)).unwrap(), instant);
            prop_assert_eq!(instant.format("%a, %d %b %Y %H:%M:%S GMT").to_string(), rfc822(instant));
        }
    }
}
