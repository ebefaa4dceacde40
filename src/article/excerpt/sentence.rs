//! Sentence ends: where a full stop is one, and where it is part of an abbreviation, a number, an
//! initial, an address or three dots.
//!
//! In doubt a stop ends nothing: missing one end costs an excerpt a few words, taking "Dr." for one
//! makes it look broken.
//!
//! Must not know: how long an excerpt may be.

use super::abbreviation::{Stop, stop_after};
use super::cluster::is_extending;
use super::word::is_unspaced;

/// How far back an opening quotation mark is looked for, in bytes.
const QUOTE_REACH: usize = 600;

/// Whether the text as a whole ends with a sentence.
pub(in crate::article) fn ends_sentence(text: &str) -> bool {
    let stop = text.trim_end_matches(|c| is_closer(c) || matches!(c, '“' | '«' | '‘'));
    stop.chars()
        .next_back()
        .is_some_and(|c| end_after(text, stop.len() - c.len_utf8(), c) == Some(text.len()))
}

/// The end of the last sentence that ends within `from..=to`.
pub(super) fn last_end(text: &str, from: usize, to: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = to.min(bytes.len());
    // A stop stands before the end it makes; closing marks may stand between.
    while at > from.saturating_sub(8) {
        at -= 1;
        let byte = *bytes.get(at)?;
        let stop = match byte {
            b'.' | b'!' | b'?' => char::from(byte),
            // The first bytes of … 。 ！ ． ？ । ॥ ؟ ۔ are these.
            0xE2 | 0xE3 | 0xEF | 0xE0 | 0xD8 | 0xDB => match text.get(at..)?.chars().next() {
                Some(c) if is_stop(c) => c,
                _ => continue,
            },
            _ => continue,
        };
        if let Some(end) = end_after(text, at, stop)
            && (from..=to).contains(&end)
        {
            return Some(end);
        }
    }
    None
}

fn is_stop(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '…' | '。' | '！' | '？' | '．' | '؟' | '۔' | '।' | '॥' | '｡')
}

/// The end of the sentence whose stop `stop` stands at `at`, closing marks included; `None` when
/// the stop ends no sentence.
fn end_after(text: &str, at: usize, stop: char) -> Option<usize> {
    if !is_stop(stop) {
        return None;
    }
    let before = text.get(..at)?;
    let after = text.get(at + stop.len_utf8()..)?;
    let closers = closers_length(before, after);
    let rest = after.get(closers..)?;
    let end = text.len() - rest.len();
    // French sets a blank before the mark that closes: it may not be left behind.
    if before.is_empty() || rest.starts_with(" »") && is_open(before, '«', '»') {
        return None;
    }
    let next = rest.chars().next();
    let lawful = match stop {
        // A quotation that its sentence goes on after.
        '。' | '！' | '？' | '｡' => {
            !(closers > 0 && next == Some('と')) && !next.is_some_and(is_stop)
        }
        '।' | '॥' => !next.is_some_and(is_stop),
        '．' => !next.is_some_and(char::is_numeric),
        _ => {
            let parted = match next {
                None => true,
                Some(c) => {
                    c.is_whitespace()
                        || stop != '.'
                            && stop != '…'
                            && is_unspaced(c)
                            && before.chars().next_back().is_some_and(is_unspaced)
                }
            };
            parted && !goes_on(rest) && (stop != '.' || is_full_stop(before, rest))
        }
    };
    (lawful && !next.is_some_and(is_extending)).then_some(end)
}

/// The length of the closing quotation marks and brackets that follow a stop.
fn closers_length(before: &str, after: &str) -> usize {
    let mut length = 0;
    for c in after.chars() {
        let closes = match c {
            // These open in some languages and close in others.
            '“' => is_open(before, '„', '“'),
            '‘' => is_open(before, '‚', '‘'),
            '«' => is_open(before, '»', '«'),
            c => is_closer(c),
        };
        if !closes {
            break;
        }
        length += c.len_utf8();
    }
    length
}

fn is_closer(c: char) -> bool {
    matches!(
        c,
        '"' | '\''
            | '”'
            | '’'
            | '»'
            | '›'
            | ')'
            | ']'
            | '）'
            | '］'
            | '」'
            | '』'
            | '】'
            | '》'
            | '〉'
    )
}

/// Whether `open` stands in the text just before and is not yet closed.
fn is_open(before: &str, open: char, close: char) -> bool {
    let mut start = before.len().saturating_sub(QUOTE_REACH);
    while !before.is_char_boundary(start) {
        start -= 1;
    }
    let near = before.get(start..).unwrap_or_default();
    near.rfind(open) > near.rfind(close)
}

/// Whether the sentence goes on behind the stop: the next word starts with a small letter.
fn goes_on(rest: &str) -> bool {
    rest.chars().find(|c| !c.is_whitespace() && !is_opener(*c)).is_some_and(char::is_lowercase)
}

fn is_opener(c: char) -> bool {
    matches!(c, '"' | '\'' | '“' | '„' | '‘' | '‚' | '«' | '»' | '‹' | '(' | '[' | '¿' | '¡')
}

/// Whether a dot after `before` and with `rest` behind it is a full stop.
fn is_full_stop(before: &str, rest: &str) -> bool {
    if before.ends_with('.') {
        // Three dots: `goes_on` has told whether they stand in mid-sentence.
        return before.ends_with("..") && !before.ends_with("...");
    }
    let start = before
        .rfind(|c: char| {
            c.is_whitespace()
                || matches!(c, '(' | '[' | '"' | '“' | '„' | '«' | '»' | '—' | '–' | '/')
        })
        .map_or(0, |at| {
            at + before.get(at..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8)
        });
    let word = before.get(start..).unwrap_or_default();
    let word = word.trim_matches(|c: char| matches!(c, '\'' | '’' | '‘' | ')' | ']' | '”' | ','));
    match stop_after(word) {
        Stop::Full => {
            !word.is_empty() || before.ends_with([')', ']', '"', '”', '»', '’', '\'', '%'])
        }
        Stop::Abbreviation => false,
        Stop::BeforeNumber => !rest.trim_start().starts_with(|c: char| c.is_ascii_digit()),
    }
}
