//! Time zones: what the clocks of a place show at an instant, and when they showed a time.
//!
//! The IANA database is a part of the program, so that results never depend on what a machine has
//! installed. It is a table of bytes of which only the zones that are named are ever unpacked:
//! a table of all transitions would be laid out anew at every start of the program.
//!
//! Must not know: how dates are written, the zone and the clock of the machine.

use std::str::FromStr;

use chrono::{NaiveDateTime, TimeDelta};
use jiff::Timestamp;
use jiff::tz::{self, Offset, TimeZoneDatabase};
use thiserror::Error;

use super::Instant;

/// A zone of the IANA database. A clone is cheap.
///
/// It is parsed from its name, links such as `US/Eastern` included; upper and lower case are alike.
///
/// ```
/// use newswire::article::TimeZone;
/// let dublin: TimeZone = "Europe/Dublin".parse().unwrap();
/// assert_eq!("europe/dublin".parse(), Ok(dublin));
/// assert!("Dublin".parse::<TimeZone>().is_err());
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimeZone(tz::TimeZone);

impl TimeZone {
    /// Where clocks show the time of instants.
    pub const UTC: Self = Self(tz::TimeZone::UTC);

    /// The day and time that clocks of this zone show at an instant.
    #[must_use]
    pub fn local(&self, instant: Instant) -> NaiveDateTime {
        // The database ends with the year 9999, a day early: what held there holds after it.
        let earliest_or_latest =
            if instant.timestamp() < 0 { Timestamp::MIN } else { Timestamp::MAX };
        let known = Timestamp::from_second(instant.timestamp()).unwrap_or(earliest_or_latest);
        let distance = TimeDelta::seconds(self.0.to_offset(known).seconds().into());
        let utc = instant.naive_utc();
        utc.checked_add_signed(distance).unwrap_or(utc)
    }

    /// The first instant, in whole seconds, at which clocks of this zone show a day and time: the
    /// earlier one of a time that comes twice, and of a time that is skipped the first after the
    /// gap. `None` outside the years -9999 to 9999.
    #[must_use]
    pub fn first_instant(&self, local: NaiveDateTime) -> Option<Instant> {
        let seconds = local.and_utc().timestamp();
        let mut since = Timestamp::from_second(seconds - FURTHEST).ok()?;
        let mut offset = self.0.to_offset(since);
        // The first instant of a stretch without a change that is not before the local time.
        let first = |since: Timestamp, offset: Offset| {
            since.as_second().max(seconds - i64::from(offset.seconds()))
        };
        for change in self.0.following(since) {
            if first(since, offset) < change.timestamp().as_second() {
                break;
            }
            (since, offset) = (change.timestamp(), change.offset());
        }
        Instant::from_timestamp(first(since, offset), 0)
    }
}

/// No clock is as many seconds from UTC.
const FURTHEST: i64 = 48 * 60 * 60;

impl FromStr for TimeZone {
    type Err = UnknownZone;

    fn from_str(name: &str) -> Result<Self, UnknownZone> {
        TimeZoneDatabase::bundled()
            .get(name)
            .ok()
            // "Etc/Unknown" is a name, but of no zone.
            .filter(|zone| !zone.is_unknown())
            .map(Self)
            .ok_or_else(|| UnknownZone(name.to_owned()))
    }
}

/// A name that no time zone has.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("`{0}` is no IANA time zone")]
pub struct UnknownZone(String);

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;
    use proptest::prelude::*;

    use super::{Instant, TimeZone, UnknownZone};

    fn zone(name: &str) -> TimeZone {
        name.parse().unwrap()
    }

    /// When clocks first show a time, in RFC 3339.
    fn first(name: &str, local: &str) -> String {
        let instant = zone(name).first_instant(local.parse().unwrap()).unwrap();
        instant.to_rfc3339_opts(chrono::SecondsFormat::Secs, true)
    }

    #[test]
    fn every_name_of_the_database_is_a_zone() {
        for name in ["Europe/Dublin", "Europe/Kiev", "US/Eastern", "Etc/UTC", "Etc/GMT+5", "GMT"] {
            let zone = zone(name);
            assert_eq!(name.to_lowercase().parse(), Ok(zone.clone()));
            assert_eq!(name.to_uppercase().parse(), Ok(zone));
        }
        assert_eq!(zone("UTC"), TimeZone::UTC);
        for name in ["", " UTC", "Dublin", "Europe/", "Europe/Atlantis", "Etc/Unknown", "+01:00"] {
            assert_eq!(name.parse::<TimeZone>(), Err(UnknownZone(name.to_owned())));
        }
        let error = "Atlantis".parse::<TimeZone>().unwrap_err();
        assert_eq!(error.to_string(), "`Atlantis` is no IANA time zone");
    }

    #[test]
    fn a_skipped_time_is_the_second_after_the_gap() {
        for local in ["2012-03-25T02:00:00", "2012-03-25T02:30:15", "2012-03-25T02:59:59"] {
            assert_eq!(first("Europe/Berlin", local), "2012-03-25T01:00:00Z", "{local}");
        }
        assert_eq!(first("Europe/Berlin", "2012-03-25T01:59:59"), "2012-03-25T00:59:59Z");
        assert_eq!(first("Europe/Berlin", "2012-03-25T03:00:01"), "2012-03-25T01:00:01Z");
        // Clocks in Dublin were 25 minutes and 21 seconds behind.
        assert_eq!(first("Europe/Dublin", "1916-05-21T02:10:00"), "1916-05-21T02:25:21Z");
        // Samoa had no 30 December 2011.
        assert_eq!(first("Pacific/Apia", "2011-12-30T13:00:00"), "2011-12-30T10:00:00Z");
    }

    #[test]
    fn of_a_time_that_comes_twice_the_earlier_is_meant() {
        assert_eq!(first("Europe/Berlin", "2012-10-28T02:00:00"), "2012-10-28T00:00:00Z");
        assert_eq!(first("Europe/Berlin", "2012-10-28T02:59:59"), "2012-10-28T00:59:59Z");
        assert_eq!(first("Europe/Berlin", "2012-10-28T03:00:00"), "2012-10-28T02:00:00Z");
        // Kwajalein went back by 23 hours.
        assert_eq!(first("Pacific/Kwajalein", "1969-09-30T12:00:00"), "1969-09-30T01:00:00Z");
    }

    #[test]
    fn where_a_rule_takes_over_from_the_table_no_time_comes_twice() {
        // Greenland kept its clocks in autumn 2023, and put them back in the years after.
        assert_eq!(first("America/Nuuk", "2023-10-28T23:30:00"), "2023-10-29T01:30:00Z");
        assert_eq!(first("America/Nuuk", "2024-10-26T23:30:00"), "2024-10-27T00:30:00Z");
    }

    #[test]
    fn summer_time_has_no_end() {
        assert_eq!(first("Europe/Berlin", "2150-07-01T12:00:00"), "2150-07-01T10:00:00Z");
    }

    #[test]
    fn the_ends_of_the_calendar_do_not_panic() {
        let (tokyo, apia) = (zone("Asia/Tokyo"), zone("Pacific/Apia"));
        let last = NaiveDate::from_ymd_opt(9999, 12, 31).unwrap().and_hms_opt(12, 0, 0).unwrap();
        assert_eq!(tokyo.local(last.and_utc()), last + chrono::TimeDelta::hours(9));
        for zone in [tokyo, apia, TimeZone::UTC] {
            for instant in [Instant::MIN_UTC, Instant::MAX_UTC] {
                let _ = (zone.local(instant), zone.first_instant(instant.naive_utc()));
            }
        }
    }

    proptest! {
        #[test]
        fn what_clocks_show_first_is_what_they_show(
            seconds in -2_208_988_800_i64..7_289_654_400,
            name in prop::sample::select(vec![
                "Europe/Dublin", "America/Sao_Paulo", "Pacific/Apia", "America/Nuuk", "Africa/Casablanca",
                "Australia/Lord_Howe", "Asia/Kathmandu", "UTC",
            ]),
        ) {
            let zone = zone(name);
            let instant = Instant::from_timestamp(seconds, 0).unwrap();
            let first = zone.first_instant(zone.local(instant)).unwrap();
            prop_assert!(first <= instant);
            prop_assert_eq!(zone.local(first), zone.local(instant));
        }
    }
}
