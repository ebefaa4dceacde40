//! Dates as the formats define them, to the letter: whatever is looser is told.
//!
//! Must not know: where a date stands, the clock.

use chrono::{Datelike, NaiveDate, Weekday};

/// How a date reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reading {
    /// In the one form every reader understands. Seconds since 1970.
    Exact(i64),
    /// Lawful, yet not that form; and how it differs.
    Unusual(i64, &'static str),
    /// The day of the week belongs to another date.
    WrongWeekday(i64),
    /// Not of the form at all.
    Wrong,
}

impl Reading {
    /// The instant, if any.
    pub fn at(self) -> Option<i64> {
        match self {
            Self::Exact(at) | Self::Unusual(at, _) | Self::WrongWeekday(at) => Some(at),
            Self::Wrong => None,
        }
    }
}

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const DAYS: [(&str, Weekday); 7] = [
    ("Mon", Weekday::Mon),
    ("Tue", Weekday::Tue),
    ("Wed", Weekday::Wed),
    ("Thu", Weekday::Thu),
    ("Fri", Weekday::Fri),
    ("Sat", Weekday::Sat),
    ("Sun", Weekday::Sun),
];
/// Zones that RFC 822 names, in hours from UTC.
const ZONES: [(&str, i64); 11] = [
    ("GMT", 0),
    ("UT", 0),
    ("Z", 0),
    ("EST", -5),
    ("EDT", -4),
    ("CST", -6),
    ("CDT", -5),
    ("MST", -7),
    ("MDT", -6),
    ("PST", -8),
    ("PDT", -7),
];

/// Reads a date of RSS: RFC 822 section 5 with the year in four digits (RSS 2.0), exact being
/// what the Best Practices Profile found to work everywhere: `Thu, 04 Oct 2007 23:59:45 GMT`.
pub(super) fn rfc822(text: &str) -> Reading {
    read_rfc822(text).unwrap_or(Reading::Wrong)
}

/// A date of RFC 822 while it is read: how it differs from the one form that works everywhere.
#[derive(Default)]
struct Rfc822 {
    unusual: Option<&'static str>,
}

fn read_rfc822(text: &str) -> Option<Reading> {
    let mut reader = Rfc822::default();
    let without_comments = text.contains('(').then(|| without_comments(text));
    let text = without_comments.as_deref().unwrap_or(text);
    if without_comments.is_some() {
        reader.unusual = Some("it carries a comment");
    }
    let (weekday, rest) = reader.weekday(text)?;
    let mut parts = rest.split_ascii_whitespace();
    let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
    let (clock, zone) = (parts.next()?, parts.next()?);
    if parts.next().is_some() {
        return None;
    }
    let date = reader.date(day, month, year)?;
    let at = reader.clock(date, clock)? - reader.zone(zone)?;
    if weekday.is_some_and(|weekday| weekday != date.weekday()) {
        return Some(Reading::WrongWeekday(at));
    }
    Some(reader.unusual.map_or(Reading::Exact(at), |how| Reading::Unusual(at, how)))
}

/// The text with a blank for each comment, which may nest (RFC 822 section 3.1.4).
fn without_comments(text: &str) -> String {
    let mut depth = 0_usize;
    let mut escaped = false;
    let mut left = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '(' => {
                depth += 1;
                left.push(' ');
            }
            ')' if depth > 0 => depth -= 1,
            _ if depth == 0 => left.push(c),
            _ => {}
        }
    }
    left
}

impl Rfc822 {
    /// The weekday, if it is named, and what follows it.
    fn weekday<'t>(&mut self, text: &'t str) -> Option<(Option<Weekday>, &'t str)> {
        if text.contains("  ") || text.contains(['\n', '\t']) {
            self.unusual = Some("its parts are not separated by one blank");
        }
        let Some((name, rest)) = text.split_once(',') else {
            self.unusual = Some("it has no weekday");
            return Some((None, text));
        };
        let (spelt, day) = DAYS.iter().find(|(day, _)| day.eq_ignore_ascii_case(name.trim()))?;
        if *spelt != name {
            self.unusual = Some("its weekday is not spelt as in English");
        }
        if !rest.starts_with(' ') {
            self.unusual = Some("its parts are not separated by one blank");
        }
        Some((Some(*day), rest))
    }

    fn date(&mut self, day: &str, month: &str, year: &str) -> Option<NaiveDate> {
        if day.len() == 1 {
            self.unusual = Some("its day has one digit");
        }
        let month_at = MONTHS.iter().position(|name| name.eq_ignore_ascii_case(month))?;
        if MONTHS.get(month_at) != Some(&month) {
            self.unusual = Some("its month is not spelt as in English");
        }
        let full_year = match (year.len(), number(year, 2, 4)?) {
            (4, year) => year,
            (2, year) => {
                self.unusual = Some("its year has two digits");
                if year < 50 { 2000 + year } else { 1900 + year }
            }
            _ => return None,
        };
        let month = u32::try_from(month_at).ok()? + 1;
        NaiveDate::from_ymd_opt(i32::try_from(full_year).ok()?, month, number(day, 1, 2)?)
    }

    fn clock(&mut self, date: NaiveDate, text: &str) -> Option<i64> {
        let mut parts = text.split(':');
        let hour = number(parts.next()?, 2, 2)?;
        let minute = number(parts.next()?, 2, 2)?;
        let second = if let Some(second) = parts.next() {
            number(second, 2, 2)?
        } else {
            self.unusual = Some("it has no seconds");
            0
        };
        if parts.next().is_some() {
            return None;
        }
        instant(date, hour, minute, second)
    }

    /// Seconds east of UTC.
    fn zone(&mut self, text: &str) -> Option<i64> {
        let Some(digits) = text.strip_prefix(['+', '-']) else {
            if text.len() == 1 && !text.eq_ignore_ascii_case("z") && text != "J" {
                // RFC 822 had the signs of military zones wrong, so they tell nothing.
                self.unusual = Some("its zone is military, which no reader knows");
                return text.starts_with(|c: char| c.is_ascii_alphabetic()).then_some(0);
            }
            let (_, hours) = ZONES.iter().find(|(name, _)| name.eq_ignore_ascii_case(text))?;
            if text != "GMT" {
                self.unusual = Some("its zone is a name other than GMT, which readers pass over");
            }
            return Some(hours * 3600);
        };
        let hours = number(digits.get(..2)?, 2, 2)?;
        let minutes = number(digits.get(2..)?, 2, 2)?;
        if minutes > 59 || hours > 23 {
            return None;
        }
        if hours > 14 || !minutes.is_multiple_of(15) {
            self.unusual = Some("no place on earth has that zone");
        }
        let seconds = i64::from(hours * 3600 + minutes * 60);
        Some(if text.starts_with('-') { -seconds } else { seconds })
    }
}

/// Reads a date of Atom and JSON Feed: RFC 3339 section 5.6, seconds and zone compulsory, `T` and
/// `Z` in upper case (RFC 4287 section 3.3).
pub(super) fn rfc3339(text: &str) -> Reading {
    match read_w3c(text) {
        Some((at, Precision::Second)) => Reading::Exact(at),
        _ => Reading::Wrong,
    }
}

/// Reads a W3C date (`dc:date`, `dcterms:*`): a year, a month, a day, or a time with its zone.
pub(super) fn w3c(text: &str) -> Reading {
    read_w3c(text).map_or(Reading::Wrong, |(at, _)| Reading::Exact(at))
}

#[derive(PartialEq)]
enum Precision {
    Second,
    Coarser,
}

fn read_w3c(text: &str) -> Option<(i64, Precision)> {
    let (day, clock) = match text.split_once('T') {
        Some((day, clock)) => (day, Some(clock)),
        None => (text, None),
    };
    let mut parts = day.split('-');
    let year = i32::try_from(number(parts.next()?, 4, 4)?).ok()?;
    let month = parts.next().map(|part| number(part, 2, 2));
    let day = parts.next().map(|part| number(part, 2, 2));
    if parts.next().is_some() || clock.is_some() && day.is_none() {
        return None;
    }
    let month = month.map_or(Some(1), |month| month)?;
    let day = day.map_or(Some(1), |day| day)?;
    let date = NaiveDate::from_ymd_opt(year, month, day)?;
    let Some(clock) = clock else {
        return Some((instant(date, 0, 0, 0)?, Precision::Coarser));
    };
    let zone_at = clock.find(['Z', '+', '-'])?;
    let (clock, zone) = clock.split_at_checked(zone_at)?;
    let offset = if zone == "Z" {
        0
    } else {
        let (hours, minutes) = zone.get(1..)?.split_once(':')?;
        let (hours, minutes) = (number(hours, 2, 2)?, number(minutes, 2, 2)?);
        if hours > 23 || minutes > 59 {
            return None;
        }
        let seconds = i64::from(hours * 3600 + minutes * 60);
        if zone.starts_with('-') { -seconds } else { seconds }
    };
    let (clock, fraction) = match clock.split_once('.') {
        Some((clock, fraction)) => (clock, Some(fraction)),
        None => (clock, None),
    };
    if fraction.is_some_and(|digits| digits.is_empty() || !is_digits(digits)) {
        return None;
    }
    let mut parts = clock.split(':');
    let hour = number(parts.next()?, 2, 2)?;
    let minute = number(parts.next()?, 2, 2)?;
    let second = parts.next().map(|part| number(part, 2, 2));
    if parts.next().is_some() || second.is_none() && fraction.is_some() {
        return None;
    }
    let precision = if second.is_some() { Precision::Second } else { Precision::Coarser };
    let second = second.map_or(Some(0), |second| second)?;
    Some((instant(date, hour, minute, second)? - offset, precision))
}

/// A leap second counts as the second before it.
fn instant(date: NaiveDate, hour: u32, minute: u32, second: u32) -> Option<i64> {
    if second > 60 || second == 60 && minute != 59 {
        return None;
    }
    Some(date.and_hms_opt(hour, minute, second.min(59))?.and_utc().timestamp())
}

fn is_digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Digits only, between `least` and `most` of them.
fn number(text: &str, least: usize, most: usize) -> Option<u32> {
    ((least..=most).contains(&text.len()) && is_digits(text)).then(|| text.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_one_form_of_rss_dates_is_exact() {
        assert_eq!(rfc822("Wed, 02 Oct 2002 13:00:00 GMT"), Reading::Exact(1_033_563_600));
        assert_eq!(rfc822("Wed, 02 Oct 2002 15:00:00 +0200"), Reading::Exact(1_033_563_600));
    }

    #[test]
    fn lawful_but_odd_rss_dates_are_told() {
        for text in [
            "02 Oct 2002 13:00:00 GMT",
            "Wed, 2 Oct 2002 13:00:00 GMT",
            "Wed, 02 Oct 02 13:00:00 GMT",
            "Wed, 02 Oct 2002 13:00 GMT",
            "Wed, 02 Oct 2002 08:00:00 EST",
            "Wed,  02 Oct 2002 13:00:00 GMT",
            "wed, 02 oct 2002 13:00:00 gmt",
            "Wed, 02 Oct 2002 13:00:00 GMT (noon)",
            "Wed, 02 Oct 2002 18:37:00 +0537",
            "Wed, 02 Oct 2002 13:00:00 G",
            "Wed, 02 (a (b) \\) c)Oct 2002 13:00:00 GMT",
        ] {
            assert!(matches!(rfc822(text), Reading::Unusual(..)), "{text}: {:?}", rfc822(text));
        }
    }

    #[test]
    fn what_is_no_rss_date_is_wrong() {
        for text in [
            "",
            "Friday 14th December, 2012",
            "2002-10-02T13:00:00Z",
            "Wed, 32 Oct 2002 13:00:00 GMT",
            "Wed, 02 Okt 2002 13:00:00 GMT",
            "Wed, 02 Oct 2002 24:00:00 GMT",
            "Wed, 02 Oct 2002 13:00:00",
            "Wed, 02 Oct 2002 13:00:00 CET",
            "Wed, 02 Oct 2002 13:00:00 +02:00",
            "Wednesday, 02 Oct 2002 13:00:00 GMT",
            "Wed, 02 Oct 2002 13:00:00 GMT x",
            "8/21/2018 9:00:00 AM",
            "Tue,",
            "(",
        ] {
            assert_eq!(rfc822(text), Reading::Wrong, "{text}");
        }
        assert!(matches!(rfc822("Thu, 02 Oct 2002 13:00:00 GMT"), Reading::WrongWeekday(_)));
    }

    #[test]
    fn atom_dates_need_seconds_and_zone() {
        for text in ["2002-10-02T13:00:00Z", "2002-10-02T15:00:00.25+02:00"] {
            assert_eq!(rfc3339(text), Reading::Exact(1_033_563_600), "{text}");
        }
        for text in [
            "2002-10-02T13:00:00",
            "2002-10-02T13:00Z",
            "2002-10-02t13:00:00z",
            "2002-10-02 13:00:00Z",
            " 2002-10-02T13:00:00Z",
            "2002-10-02T13:00:00+0200",
            "2002-10-02T13:00:00.Z",
            "2002-13-02T13:00:00Z",
            "2002-02-30T13:00:00Z",
            "2002-10-02T25:00:00Z",
            "2002-10-02",
            "20021002T130000Z",
        ] {
            assert_eq!(rfc3339(text), Reading::Wrong, "{text}");
        }
        assert_eq!(rfc3339("1998-12-31T23:59:60Z").at(), Some(915_148_799));
    }

    #[test]
    fn w3c_dates_may_be_coarse() {
        for text in ["2002", "2002-10", "2002-10-02", "2002-10-02T13:00Z", "2002-10-02T13:00:00Z"] {
            assert!(matches!(w3c(text), Reading::Exact(_)), "{text}");
        }
        for text in ["02", "2002-1", "2002-10-02T13:00", "2002-10T13:00Z", "yesterday"] {
            assert_eq!(w3c(text), Reading::Wrong, "{text}");
        }
    }
}
