//! RFC 3339 as programs write it: `2012-12-14T09:05:00+01:00`.
//!
//! Nearly every record's dates are of this one form, which needs neither tokens nor words. It is a shorter
//! way to what the general reading says of the same text, never another answer: what is not of this form to
//! the letter is left to it.

use super::reading::{Reading, Zone};

/// More digits of a fraction than anybody writes.
const MAX_FRACTION: usize = 9;

pub(super) fn reading(text: &str) -> Option<Reading> {
    let (date, rest) = text.as_bytes().split_first_chunk()?;
    let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2, b'T'] = *date else { return None };
    let (time, rest) = rest.split_first_chunk()?;
    let [h1, h2, b':', i1, i2, b':', s1, s2] = *time else { return None };
    let year = number([y1, y2])? * 100 + number([y3, y4])?;
    let zone = match without_fraction(rest)? {
        b"Z" => Zone::Offset(0),
        [sign @ (b'+' | b'-'), h1, h2, b':', m1, m2] => {
            Zone::at(*sign == b'+', number([*h1, *h2])?, number([*m1, *m2])?)?
        }
        _ => return None,
    };
    Some(Reading {
        year: Some(year.try_into().ok()?),
        month: Some(number([m1, m2])?),
        day: Some(number([d1, d2])?),
        time: Some([number([h1, h2])?, number([i1, i2])?, number([s1, s2])?]),
        zone: Some(zone),
        ..Reading::default()
    })
}

fn without_fraction(rest: &[u8]) -> Option<&[u8]> {
    let Some(fraction) = rest.strip_prefix(b".") else { return Some(rest) };
    let digits = fraction.iter().take_while(|byte| byte.is_ascii_digit()).count();
    if (1..=MAX_FRACTION).contains(&digits) { fraction.get(digits..) } else { None }
}

fn number(digits: [u8; 2]) -> Option<u32> {
    let [tens, ones] = digits.map(|digit| char::from(digit).to_digit(10));
    Some(tens? * 10 + ones?)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::reading::in_any_form;
    use super::reading;

    #[test]
    fn what_programs_write_is_read() {
        for text in [
            "2012-12-14T09:05:00Z",
            "2012-12-14T09:05:00+01:00",
            "2012-12-14T09:05:00.123-03:30",
            "2012-12-14T24:00:00Z",
        ] {
            assert!(reading(text).is_some(), "{text}");
            assert_eq!(reading(text), in_any_form(text), "{text}");
        }
        for text in [
            "",
            "2012-12-14",
            "2012-12-14T09:05:00",
            "2012-12-14t09:05:00z",
            "2012-12-14T09:05:00.Z",
            "2012-12-14T09:05:00+0100",
            "2012-12-14T09:05:00+16:00",
            "2012-12-14T09:05:00Z ",
            "2o12-12-14T09:05:00Z",
        ] {
            assert_eq!(reading(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn the_short_way_and_the_long_one_come_to_the_same(
            text in "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,12})?(Z|[+-][01][0-9]:[0-7][0-9])"
        ) {
            if let Some(short) = reading(&text) {
                prop_assert_eq!(Some(short), in_any_form(&text));
            }
        }
    }
}
