//! Datelines: lines that are nothing but a date, and what a newsroom prints before the first words
//! of a report: `LONDON, Jan. 4 (Reuters) —`, `14 décembre 2012 |`, `新华社北京12月14日电`.
//!
//! Must not know: what stands around a line, and what a date means.

use super::super::{dates, excerpt};
use super::credits::is_stamp;
use super::nesting;
use super::vocabulary::{fold, newsroom};

/// A dateline before a text is at most this long, in bytes.
const MAX_DATELINE: usize = 120;

/// The place of a dateline has at most this many words.
const MAX_PLACE: usize = 4;

/// Whether a line is nothing but a date, with the place perhaps: `Berlin, den 14. Dezember 2012`.
pub(super) fn is_date(text: &str) -> bool {
    let text = text.trim().trim_end_matches(['.', ',']);
    if dates::is_dateline(text) || dates::is_dateline(&arabic_numerals(text)) {
        return true;
    }
    text.split_once(", ").is_some_and(|(place, date)| {
        let date = ["den ", "le ", "il ", "el ", "a ", "dne ", "dnia "]
            .iter()
            .find_map(|article| date.strip_prefix(article))
            .unwrap_or(date);
        is_place(place) && dates::is_dateline(date)
    })
}

/// What follows the dateline with which a text starts.
pub(super) fn behind_dateline(text: &str) -> Option<&str> {
    let near = text.get(..nesting::floor(text, MAX_DATELINE))?;
    let behind = behind_dash(near)
        .or_else(|| behind_brackets(near))
        .or_else(|| behind_agency(near))
        .or_else(|| behind_wire(near))?;
    let rest = text.get(behind..)?.trim_start();
    let told = rest.chars().find(|c| c.is_alphanumeric())?;
    (!told.is_lowercase()).then_some(rest)
}

/// `【東京＝山田太郎】`, `（中央社台北14日電）`, `(서울=연합뉴스) 홍길동 기자 =`
fn behind_brackets(near: &str) -> Option<usize> {
    const PAIRS: &[(char, char)] =
        &[('【', '】'), ('（', '）'), ('［', '］'), ('(', ')'), ('[', ']')];
    let (inner, rest) =
        PAIRS.iter().find_map(|(open, close)| near.strip_prefix(*open)?.split_once(*close))?;
    // (CNN) The town …
    if newsroom::AGENCIES.hold(&fold(inner)) && rest.trim_start().starts_with(char::is_uppercase) {
        return Some(near.len() - rest.len());
    }
    let foreign = inner.chars().any(|c| u32::from(c) >= 0x2E80);
    let wired = inner.contains(['＝', '='])
        || inner.ends_with(['讯', '訊', '电', '電'])
        || ["報導", "报道", "報道", "発"].iter().any(|end| inner.ends_with(end))
        || inner.split([' ', '、', '，', '/']).any(|word| newsroom::AGENCIES.hold(&fold(word)));
    if !(foreign && wired) {
        return None;
    }
    let behind = near.len() - rest.len();
    // The reporter, and what parts him from the text.
    let reporter = rest.split_once("= ").filter(|(names, _)| names.split_whitespace().count() <= 4);
    Some(reporter.map_or(behind, |(names, _)| behind + names.len() + 2))
}

/// `LONDON (Reuters) The town …`: no dash follows.
fn behind_agency(near: &str) -> Option<usize> {
    let (place, rest) = near.split_once(" (")?;
    let (agency, rest) = rest.split_once(") ")?;
    let place = place.split(", ").all(|piece| is_place(piece) || is_place_and_day(piece))
        && is_shouted(place);
    (place && newsroom::AGENCIES.hold(&fold(agency))).then_some(near.len() - rest.len())
}

/// `新华社北京12月14日电`
fn behind_wire(near: &str) -> Option<usize> {
    let rest = newsroom::AGENCIES.strip(near)?;
    let end = rest.find(['电', '電', '讯', '訊'])?;
    let between = rest.get(..end)?;
    let dated = between.contains(['日', '月']) && between.chars().count() <= 16;
    let behind = rest.get(end..)?.chars().next()?.len_utf8() + end;
    dated.then_some(near.len() - rest.len() + behind)
}

/// Places, dates and agencies before a dash, a bar or a stop: the last of these that only such
/// things stand before.
fn behind_dash(near: &str) -> Option<usize> {
    const MARKS: &[&str] = &[
        " — ",
        " – ",
        " - ",
        " -- ",
        "--",
        "— ",
        "– ",
        ".- ",
        " | ",
        " ‖ ",
        " // ",
        " · ",
        " • ",
        "/. ",
        "РИА Новости. ",
    ];
    // What the marks have that hardly any text starts with.
    let is_part = |c| matches!(c, '-' | '—' | '–' | '|' | '‖' | '/' | '·' | '•' | 'Р');
    if !near.contains(is_part) {
        return None;
    }
    let mut ends: Vec<(usize, usize)> = MARKS
        .iter()
        .flat_map(|mark| near.match_indices(mark).map(|(at, mark)| (at, at + mark.len())))
        .collect();
    ends.sort_unstable_by(|one, other| other.cmp(one));
    ends.into_iter().find_map(|(start, end)| {
        let slashed = near.get(start..end)?.starts_with(['/', 'Р']);
        let before = near.get(..if slashed { end } else { start })?;
        is_dateline(before).then_some(end)
    })
}

/// Whether a text is made of the parts of a dateline, and one of them is certain.
fn is_dateline(text: &str) -> bool {
    let mut certain = false;
    let all = text
        .split(['(', ')', '|', '—', '–'])
        .flat_map(|piece| piece.split(" -- "))
        .flat_map(|piece| piece.split(" - "))
        .flat_map(|piece| piece.split(" /"))
        .map(|piece| {
            piece.trim_matches(|c: char| c.is_whitespace() || matches!(c, ',' | '.' | '-' | '/'))
        })
        .filter(|piece| !piece.is_empty())
        .all(|piece| {
            let folded = fold(piece);
            // dpa/lsw: the agency and its desk.
            let desk = folded.split('/').next().unwrap_or_default();
            let agency = newsroom::AGENCIES.hold(&folded) || newsroom::AGENCIES.hold(desk);
            let dated = is_date(piece)
                || is_stamp(piece)
                || is_place_and_day(piece)
                || is_place_and_slip(piece);
            let shouted = is_place(piece) && is_shouted(piece);
            certain |= agency || dated || shouted;
            agency || dated || is_place(piece)
        });
    all && certain
}

/// `LONDON, Jan. 4`, `MADRID, 14 Dic`: the year is missing.
pub(super) fn is_place_and_day(text: &str) -> bool {
    let (place, day) = text.split_once(", ").unwrap_or(("", text));
    let day = day.trim_end_matches('.');
    (place.is_empty() || is_place(place))
        && day.chars().any(char::is_numeric)
        && dates::is_dateline(&format!("{day} 2000"))
        || text.rsplit_once(' ').is_some_and(|(place, day)| {
            is_place(place) && day.ends_with('日') && day.chars().count() <= 6
        })
}

/// `SAN FRANCISCO, Calif., April 31st, 2016`: the places may be several, and the day one that no
/// calendar has.
fn is_place_and_slip(text: &str) -> bool {
    if !text.contains(char::is_numeric) {
        return false;
    }
    let days = text.split(' ').map(|word| {
        let digits = word.bytes().take_while(u8::is_ascii_digit).count();
        if (1..=2).contains(&digits) { "1" } else { word.trim_end_matches(',') }
    });
    let mended: Vec<&str> = days.collect();
    (0..=MAX_PLACE.min(mended.len())).any(|places| {
        let date = mended.get(places..).unwrap_or_default().join(" ");
        let place = mended.get(..places).unwrap_or_default().join(" ");
        let parted =
            text.split(' ').nth(places.wrapping_sub(1)).is_some_and(|it| it.ends_with(','));
        (places == 0 || parted && is_place(&place))
            && (dates::is_dateline(&date) || is_month_of_year(&date))
    })
}

/// Whether a dateline, the mark behind it included, says more than a date.
pub(super) fn names_place(dateline: &str) -> bool {
    let told = dateline.trim_end_matches(|c: char| !c.is_alphanumeric() && c != ')');
    !dates::is_dateline(told) && !is_month_of_year(told)
}

/// `January 2019`, `2019年1月`: the day is missing.
pub(super) fn is_month_of_year(text: &str) -> bool {
    const MAX_WORDS: usize = 4;
    text.chars().filter(|c| c.is_numeric()).count() >= 4
        && text.split(' ').count() <= MAX_WORDS
        && !is_date(text)
        && (dates::is_dateline(&format!("1 {text}")) || dates::is_dateline(&format!("{text}1日")))
}

/// Words that can name a place: all of them start with a capital letter, or in a script without.
fn is_place(text: &str) -> bool {
    let mut words = 0;
    let named = text.split([' ', ',']).filter(|word| !word.is_empty()).all(|word| {
        words += 1;
        let first = word.chars().next();
        first.is_some_and(|c| c.is_alphabetic() && !c.is_lowercase())
            || words > 1 && newsroom::PARTICLES.hold(word)
    });
    named && (1..=MAX_PLACE).contains(&words) && !excerpt::ends_sentence(&format!("{text} A"))
}

/// Whether the first word of a text is in capital letters and too long for an abbreviation.
fn is_shouted(text: &str) -> bool {
    const MIN_LETTERS: usize = 5;
    let first = text.split([' ', ',']).next().unwrap_or_default();
    first.chars().all(|c| c.is_uppercase() || matches!(c, '-' | '\'' | '’' | '.'))
        && text.chars().filter(|c| c.is_uppercase()).count() >= MIN_LETTERS
}

/// Dates in Chinese numerals and in the years of Japanese eras, as digits.
fn arabic_numerals(text: &str) -> String {
    const ERAS: &[(&str, u32)] = &[("令和", 2018), ("平成", 1988), ("昭和", 1925)];
    if text.len() > MAX_DATELINE || !(text.contains('年') && text.contains('日')) {
        return String::new();
    }
    let mut digits = String::new();
    let mut number: Vec<u32> = Vec::new();
    for c in text.chars() {
        let value = match c {
            '十' => Some(10),
            '元' => Some(1),
            c => "〇一二三四五六七八九"
                .chars()
                .position(|digit| digit == c)
                .or_else(|| (c == '零').then_some(0))
                .and_then(|value| u32::try_from(value).ok()),
        };
        match value {
            // 日 and the other units part numbers.
            Some(value) => number.push(value),
            None => {
                digits.push_str(&spelled(&number));
                number.clear();
                digits.push(c);
            }
        }
    }
    for (era, before) in ERAS {
        if let Some(rest) = digits.strip_prefix(era)
            && let Some((year, rest)) = rest.split_once('年')
            && let Ok(year) = year.trim().parse::<u32>()
        {
            return format!("{}年{rest}", before + year.min(99));
        }
    }
    digits
}

/// The digits of a number written with signs for one to ten.
fn spelled(signs: &[u32]) -> String {
    match signs.iter().position(|sign| *sign == 10) {
        Some(ten) => {
            let tens = signs.get(..ten).and_then(|before| before.last()).unwrap_or(&1);
            let ones = signs.get(ten + 1).unwrap_or(&0);
            (tens * 10 + ones).to_string()
        }
        None => signs.iter().map(u32::to_string).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_with_a_place_and_in_other_numerals_are_dates() {
        for date in [
            "14 décembre 2012",
            "Berlin, den 14. Dezember 2012",
            "Paris, le 14 décembre 2012",
            "二〇一二年十二月十四日",
            "平成24年12月14日",
            "令和元年五月一日",
        ] {
            assert!(is_date(date), "{date}");
        }
        for text in ["Berlin, die Stadt", "年末の日", "In 2012", "Am 14. Dezember 2012 war es kalt"]
        {
            assert!(!is_date(text), "{text}");
        }
    }

    #[test]
    fn a_dateline_before_the_text_is_found() {
        for dateline in [
            "LONDON (Reuters) — ",
            "LONDON, Jan. 4 (Reuters) – ",
            "NEW YORK, January 4, 2019 /PRNewswire/ -- ",
            "NEW YORK--(BUSINESS WIRE)--",
            "WASHINGTON — ",
            "San Francisco, Calif. – January 4, 2019 – ",
            "Berlin (dpa) - ",
            "Berlin, 14. Dezember – ",
            "MADRID, 14 Dic. (EUROPA PRESS) - ",
            "(ANSA) - ROMA, 14 DIC - ",
            "14 décembre 2012 | ",
            "МОСКВА, 14 декабря. /ТАСС/. ",
            "МОСКВА, 14 дек — РИА Новости. ",
            "القاهرة (رويترز) - ",
            "SAN FRANCISCO, April, 12, 2016 — ",
            "San Francisco, Calif., April 31st, 2016 – ",
            "Paris, January 2019 – ",
            "(CNN)",
            "WASHINGTON (AP) ",
            "LONDON, Jan. 4 (Reuters) ",
        ] {
            let text = format!("{dateline}The hall opens.");
            assert_eq!(behind_dateline(&text), Some("The hall opens."), "{dateline}");
        }
        for dateline in [
            "新华社北京12月14日电 ",
            "（中央社台北14日電）",
            "【東京＝山田太郎】",
            "(서울=연합뉴스) 홍길동 기자 = ",
        ] {
            let text = format!("{dateline}市場が開く。");
            assert_eq!(behind_dateline(&text), Some("市場が開く。"), "{dateline}");
        }
    }

    #[test]
    fn text_that_resembles_a_dateline_stays() {
        for text in [
            "Mozilla Firefox (ESR) – Version 5 is out.",
            "Rust 1.0 — It is here.",
            "The Hall – The town's pride – opens.",
            "Berlin – Die Stadt feiert.",
            "IBM – A company.",
            "LONDON — a big town — opens.",
            "【速報】市場が開く。",
            "(The hall) It opens - Now.",
            "(AP) classes start.",
            "Windows 10, April 2018 Update – It is here.",
            "IBM (AP) Is it so.",
            "(It is 2019) The hall.",
        ] {
            assert_eq!(behind_dateline(text), None, "{text}");
        }
    }
}
