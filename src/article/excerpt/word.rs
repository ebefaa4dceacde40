//! Word ends: at blanks, at dashes, and by dictionary where a script writes no blanks.
//!
//! Must not know: what a sentence is, beyond asking.

use icu_segmenter::WordSegmenter;
use icu_segmenter::options::WordBreakInvariantOptions;

use super::{Place, cluster, sentence};

/// An abbreviation is no place to stop, and its words go one by one (`z. B.`); no further than this.
const MAX_STEPS_BACK: usize = 8;

/// The last word end at or before byte `limit`, which is a boundary of clusters.
pub(in crate::article) fn last_end(text: &str, limit: usize) -> usize {
    let before = text.get(..limit).unwrap_or(text);
    let after = text.get(limit..).unwrap_or_default();
    if after.is_empty() || after.starts_with(' ') {
        return limit;
    }
    let start = before.rfind(' ').map_or(0, |blank| blank + 1);
    let piece = before.get(start..).unwrap_or_default();
    let next = after.chars().next();
    if piece.chars().chain(next).any(is_unspaced) {
        return dictionary_end(text, start, limit);
    }
    // Words that a dash joins are words of their own.
    let dash = piece.rfind(['—', '…']).or_else(|| piece.rfind('–'));
    match dash {
        Some(dash) if dash > 0 => start + dash,
        _ if next.is_some_and(|c| matches!(c, '—' | '…')) => limit,
        _ => start,
    }
}

/// The last word end at or before `limit` in a text without blanks from `start` on.
fn dictionary_end(text: &str, start: usize, limit: usize) -> usize {
    // Punctuation parts words as surely as blanks do: what lies beyond it does not matter.
    let before = text.get(start..limit).unwrap_or_default();
    let from = before
        .char_indices()
        .rev()
        .skip(1)
        .find(|(at, c)| {
            let behind = at + c.len_utf8();
            is_wide_punctuation(*c)
                && before.get(behind..).is_some_and(|rest| {
                    // Some marks count as letters; they belong to what they stand on.
                    rest.starts_with(char::is_alphanumeric)
                        && !rest.starts_with(cluster::is_extending)
                })
        })
        .map_or(start, |(at, c)| start + at + c.len_utf8());
    let rest = text.get(limit..).unwrap_or_default();
    let length = rest.find(|c| c == ' ' || is_wide_punctuation(c)).unwrap_or(rest.len());
    let window = text.get(from..limit + length).unwrap_or_default();
    let mut end = from;
    // Words end inside clusters, too: their rules pair flags apart.
    let mut clusters = cluster::boundaries(window).peekable();
    let words = WordSegmenter::new_dictionary(WordBreakInvariantOptions::default());
    for boundary in words.segment_str(window) {
        let here = from + boundary;
        if here > limit {
            break;
        }
        while clusters.next_if(|end| *end < boundary).is_some() {}
        let whole = boundary == 0 || clusters.peek() == Some(&boundary);
        let next = text.get(here..).and_then(|rest| rest.chars().next());
        if whole && next.is_none_or(|c| !clings(c)) && !parts_apostrophe(text, here) {
            end = here;
        }
    }
    end
}

/// Whether an apostrophe inside a word stands at `at`.
fn parts_apostrophe(text: &str, at: usize) -> bool {
    let apostrophe = |c: char| matches!(c, '\'' | '’');
    let (before, after) = text.split_at_checked(at).unwrap_or_default();
    let (mut before, mut after) = (before.chars().rev(), after.chars());
    let inside = |other: Option<char>| {
        other.is_some_and(|c| c.is_alphanumeric() || cluster::is_extending(c))
    };
    match (before.next(), after.next()) {
        (Some(last), Some(mark)) if apostrophe(mark) => inside(Some(last)) && inside(after.next()),
        (Some(mark), Some(first)) if apostrophe(mark) => {
            inside(before.next()) && inside(Some(first))
        }
        _ => false,
    }
}

/// Signs that repeat or shorten the word before them and cannot start a line.
fn clings(c: char) -> bool {
    matches!(c, 'ๆ' | 'ฯ' | 'ໆ' | 'ໍ' | 'ៗ' | '々' | 'ー' | '〻' | 'ゝ' | 'ヽ')
        || cluster::is_extending(c)
}

fn is_wide_punctuation(c: char) -> bool {
    matches!(
        c,
        '、' | '。' | '，' | '！' | '？' | '；' | '：' | '「' | '」' | '『' | '』' | '（' | '）'
    )
}

/// Whether a character belongs to a script that is written without blanks between words.
pub(in crate::article) fn is_unspaced(c: char) -> bool {
    matches!(u32::from(c),
        0x0E00..=0x0EFF
        | 0x1000..=0x109F
        | 0x1780..=0x17FF
        | 0x3005..=0x3007
        | 0x3040..=0x30FF
        | 0x31F0..=0x31FF
        | 0x3400..=0x4DBF
        | 0x4E00..=0x9FFF
        | 0xA9E0..=0xA9FF
        | 0xAA60..=0xAA7F
        | 0xF900..=0xFAFF
        | 0xFF66..=0xFF9F
        | 0x20000..=0x3FFFF)
}

/// A place inside a long piece without blanks, such as an address: beside punctuation, else, when
/// the piece is longer than all the room, between any two clusters. Not before `least`.
pub(super) fn inner_end(text: &str, limit: usize, least: usize) -> Option<usize> {
    let before = text.get(..limit)?;
    let start = before.rfind(' ').map_or(0, |blank| blank + 1);
    let piece = before.get(start..)?;
    let punctuation = |at: usize| {
        text.get(at..)
            .and_then(|rest| rest.chars().next())
            .is_some_and(|c| !c.is_alphanumeric() && !matches!(c, '\'' | '’'))
    };
    let mut beside = None;
    let mut previous = start;
    for boundary in cluster::boundaries(piece).map(|boundary| start + boundary) {
        if boundary >= least && (punctuation(previous) || punctuation(boundary)) {
            beside = Some(boundary);
        }
        previous = boundary;
    }
    let longer_than_room = text.get(start..)?.find(' ').is_none_or(|end| end >= limit);
    beside.or_else(|| (longer_than_room && limit > 0).then_some(limit))
}

/// Settles how a text ends that is cut at the word end `end`: nothing that leads on stands last,
/// and no abbreviation.
pub(super) fn settle(text: &str, end: usize) -> Place {
    let mut end = tidy(text, end);
    for _ in 0..MAX_STEPS_BACK {
        let kept = text.get(..end).unwrap_or_default();
        if kept.is_empty() {
            return Place::Nowhere;
        }
        if sentence::last_end(text, end, end).is_some() {
            return Place::Sentence(end);
        }
        if !kept.ends_with('.') {
            return Place::Word(end);
        }
        let without_dots = kept.trim_end_matches('.');
        let previous = if without_dots.len() + 1 < kept.len() {
            without_dots.len()
        } else {
            kept.rfind(' ').unwrap_or(0)
        };
        match tidy(text, previous) {
            0 => break,
            tidied => end = tidied,
        }
    }
    Place::Word(end)
}

/// Takes off what must not stand before the sign: blanks, commas, dashes, opening brackets.
fn tidy(text: &str, end: usize) -> usize {
    let mut kept = text.get(..end).unwrap_or_default();
    while let Some(c) = kept.chars().next_back() {
        let before = kept.get(..kept.len() - c.len_utf8()).unwrap_or_default();
        let leads_on = match c {
            // Straight marks open only behind a blank.
            '"' | '\'' | '’' | '”' | '»' => before.is_empty() || before.ends_with(' '),
            c => is_leading_on(c),
        };
        let is_part = before.chars().next_back().is_some_and(|last| cluster::are_one(last, c));
        if !leads_on || is_part {
            break;
        }
        kept = before;
    }
    kept.len()
}

fn is_leading_on(c: char) -> bool {
    matches!(
        c,
        ' ' | ','
            | ';'
            | ':'
            | '-'
            | '–'
            | '—'
            | '―'
            | '‒'
            | '…'
            | '/'
            | '&'
            | '+'
            | '='
            | '|'
            | '·'
            | '•'
            | '('
            | '['
            | '{'
            | '<'
            | '“'
            | '„'
            | '‘'
            | '‚'
            | '«'
            | '‹'
            | '¿'
            | '¡'
            | '、'
            | '，'
            | '；'
            | '：'
            | '「'
            | '『'
            | '（'
            | '［'
            | '【'
            | '《'
            | '〈'
            | '・'
            | '،'
            | '؛'
            | '።'
            | '។'
            | '៕'
            | '။'
            | '၊'
            | '։'
            | '՝'
            | '་'
            | '།'
            | '\u{200B}'
            | '\u{200E}'
            | '\u{200F}'
    )
}
