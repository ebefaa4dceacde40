//! The masthead: lines above the first sentence that say no more than when a text was published, by
//! whom and on which shelf, or that are the buttons of its page.
//!
//! Much of what stands here could be text elsewhere ("Friday", "Share"), so these rules are for
//! lines of their own that stand above others and are no sentences.
//!
//! Must not know: markup.

use super::super::{LossKind, dates, excerpt};
use super::credits::{are_names, is_byline};
use super::dateline::{is_date, is_month_of_year, is_place_and_day};
use super::repeats::letters;
use super::vocabulary::{fold, leading_on, newsroom};

/// A longer line is text. In words.
const MAX_WORDS: usize = 14;

/// What a line above the text is, if it is none; `authors` are the names of those who wrote it, as
/// [`letters`] leaves them.
pub(super) fn kind(line: &str, next: &str, authors: &[String]) -> Option<LossKind> {
    let line = line.trim();
    if is_guest_byline(line) {
        return Some(LossKind::Byline);
    }
    if line.split(' ').nth(MAX_WORDS).is_some()
        || excerpt::ends_sentence(line)
        || line.ends_with(':')
    {
        return None;
    }
    if is_time(line) {
        Some(LossKind::Dateline)
    } else if is_posted_by(line)
        || is_shouted_name(line, next)
        || is_author(line, authors)
        || is_dated_byline(line)
    {
        Some(LossKind::Byline)
    } else if is_button(line) || is_shelf(line) {
        Some(LossKind::Furniture)
    } else {
        None
    }
}

/// `January 2019`, `Friday`, `12 Dec`, `4 hours ago`, and several of these side by side.
fn is_time(line: &str) -> bool {
    let mut pieces = line.split(['|', '•', '·', '—', '–']).map(str::trim).peekable();
    pieces.peek().is_some()
        && pieces.filter(|piece| !piece.is_empty()).all(|piece| {
            is_date(piece)
                || is_month_of_year(piece)
                || is_weekday(piece)
                || is_clock(piece)
                || is_age(piece)
                || piece.chars().any(char::is_numeric) && is_place_and_day(piece)
        })
        && line.chars().any(char::is_alphanumeric)
}

/// A day of the week alone. Short forms are words of other languages.
fn is_weekday(piece: &str) -> bool {
    let name = piece.trim_end_matches(',');
    let caseless = !name.starts_with(char::is_uppercase) && !name.starts_with(char::is_lowercase);
    let long = name.chars().count() >= if caseless { 3 } else { 5 };
    // A day without its year is a date only where the weekday is with it.
    let in_words = format!("{name} 14 December");
    long && !name.contains(' ')
        && name.chars().all(char::is_alphabetic)
        && !name.starts_with(char::is_lowercase)
        && (dates::is_dateline(&in_words) || dates::is_dateline(&format!("12月14日{name}")))
}

/// `10:30 a.m.`, which makes a whole date with any day.
fn is_clock(piece: &str) -> bool {
    piece.contains([':', '.', 'h'])
        && piece.chars().any(char::is_numeric)
        && dates::is_dateline(&format!("14 December 2012 {piece}"))
}

/// `4 hours ago`
fn is_age(piece: &str) -> bool {
    const MAX_AGE: usize = 5;
    let folded = fold(piece);
    let folded = newsroom::STAMPS.strip(&folded).unwrap_or(&folded).trim_start_matches([':', ' ']);
    let numbered = folded.starts_with(|c: char| c.is_numeric()) || folded.starts_with("an hour");
    let told_behind = folded.rsplit(' ').next().is_some_and(|last| newsroom::AGO.hold(last))
        || folded.ends_with("yang lalu")
        || folded.ends_with(['前', '전']);
    let told_before = newsroom::SINCE
        .strip(folded)
        .is_some_and(|rest| rest.trim_start().starts_with(|c: char| c.is_numeric()));
    piece.split(' ').count() <= MAX_AGE && (numbered && told_behind || told_before)
}

/// `Posted by jdoe`, `Submitted by admin on Fri, 01/04/2019 - 10:30`
fn is_posted_by(line: &str) -> bool {
    const MAX_NAMES: usize = 3;
    const MIN_DIGITS: usize = 4;
    newsroom::POSTED_BY.strip(&fold(line)).is_some_and(|rest| {
        let digits = rest.chars().filter(|c| c.is_numeric()).count();
        let words = rest.split(' ').filter(|word| !word.is_empty()).count();
        rest.starts_with([' ', ':']) && words > 0 && (words <= MAX_NAMES || digits >= MIN_DIGITS)
    })
}

/// `JANE DOE` above a text that is not shouted: a byline, or a heading in disguise.
fn is_shouted_name(line: &str, next: &str) -> bool {
    let shouted = |word: &str| {
        word.chars().all(|c| c.is_uppercase() || matches!(c, '.' | '-' | '\'' | '’'))
            && word.starts_with(char::is_uppercase)
    };
    (2..=4).contains(&line.split(' ').count())
        && line.split(' ').all(shouted)
        && line.split(' ').any(|word| word.chars().count() > 2)
        && excerpt::ends_sentence(next)
        && next.chars().any(char::is_lowercase)
}

/// The name of one of those who wrote the text, with or without a "by".
fn is_author(line: &str, authors: &[String]) -> bool {
    let folded = fold(line);
    let names = newsroom::BY.strip(&folded).map_or(&*folded, |names| names.trim_start_matches(':'));
    let own = letters(names);
    // Systems call whoever set them up so.
    let login = folded.len() > names.len() && matches!(&*own, "admin" | "administrator" | "editor");
    !own.is_empty() && authors.contains(&own) || login
}

/// `By Jane Doe in Bern, 4 January 2019`, `By Jane Doe | 4 hours ago`
fn is_dated_byline(line: &str) -> bool {
    let parted = line.split(['|', '•', '·', '—', '–']).map(str::trim);
    parted.clone().any(is_byline) && parted.clone().all(|piece| is_byline(piece) || is_time(piece))
        || line.match_indices(", ").any(|(at, mark)| {
            let (names, date) = (line.get(..at), line.get(at + mark.len()..));
            names.is_some_and(is_byline) && date.is_some_and(is_date)
        })
}

/// `This is a guest post by Jane Doe of the bakery.` with nothing but names behind it.
fn is_guest_byline(line: &str) -> bool {
    const MAX_GUEST: usize = 200;
    let line = line.trim_end_matches('.');
    line.len() <= MAX_GUEST
        && newsroom::GUEST.strip(&fold(line)).is_some_and(|rest| {
            let names = line.get(line.len() - rest.len()..).unwrap_or_default();
            names.starts_with(' ') && are_names(names)
        })
}

fn is_button(line: &str) -> bool {
    let folded = fold(line);
    let folded = folded.trim_matches(|c: char| !c.is_alphanumeric());
    leading_on::BUTTONS.hold(folded) || leading_on::FURNITURE.hold(folded)
}

/// `Posted in News`
fn is_shelf(line: &str) -> bool {
    leading_on::SHELVES.strip(&fold(line)).is_some_and(|rest| {
        let shelves = line.get(line.len() - rest.len()..).unwrap_or_default();
        shelves.starts_with(' ') && are_names(shelves)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "The council met in the town hall on Monday.";

    #[test]
    fn lines_that_only_tell_when_by_whom_and_where_are_no_text() {
        for (line, expected) in [
            ("January 2019", LossKind::Dateline),
            ("Friday", LossKind::Dateline),
            ("Freitag", LossKind::Dateline),
            ("金曜日", LossKind::Dateline),
            ("2019年1月", LossKind::Dateline),
            ("Janvier 2019", LossKind::Dateline),
            ("12 Dec", LossKind::Dateline),
            ("Jan. 4, 2019 | 10:30 a.m.", LossKind::Dateline),
            ("4 hours ago", LossKind::Dateline),
            ("vor 4 Stunden", LossKind::Dateline),
            ("4時間前", LossKind::Dateline),
            ("JANE DOE", LossKind::Byline),
            ("Posted by jdoe", LossKind::Byline),
            ("Submitted by admin on Fri, 01/04/2019 - 10:30", LossKind::Byline),
            ("By Jane Doe in Bern, 2023-01-08", LossKind::Byline),
            ("This is a guest post by Jane Doe of Doe Bakeries.", LossKind::Byline),
            ("by jane doe", LossKind::Byline),
            ("Jane Doe", LossKind::Byline),
            ("By Jane Doe | 4 hours ago", LossKind::Byline),
            ("Updated 4 hours ago", LossKind::Dateline),
            ("by admin", LossKind::Byline),
            ("Share on Facebook", LossKind::Furniture),
            ("ADVERTISEMENT", LossKind::Furniture),
            ("Posted in News", LossKind::Furniture),
        ] {
            assert_eq!(kind(line, TEXT, &["janedoe".to_owned()]), Some(expected), "{line}");
        }
    }

    #[test]
    fn lines_that_say_something_are_text() {
        for line in [
            "Friday was cold.",
            "Friday night",
            "May",
            "March of the penguins 2019",
            "Published",
            "So",
            "Two hours ago the hall opened",
            "Long ago",
            "2019",
            "IBM AND THE PC: A STORY",
            "Jane Doe",
            "Posted by the mayor on the wall of the town hall",
            "This is a guest post from the compiler project, to clarify how we work together.",
            "This post is by no means the last.",
            "Share prices fall",
            "Shared values",
            "Posted in the window of the shop",
        ] {
            assert_eq!(kind(line, TEXT, &[]), None, "{line}");
        }
        assert_eq!(kind("SOLD OUT", "ALL OF IT.", &[]), None);
    }
}
