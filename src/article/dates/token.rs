//! Tokens of a date: numbers, words and signs.
//!
//! Must not know: what they mean together.

use super::words::{self, Role};

/// One piece of a date's text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Token {
    /// What it is.
    pub(super) kind: Kind,
    /// Whether a blank stands before it.
    pub(super) spaced: bool,
}

/// The kinds of tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Digits.
    Number {
        /// Their value.
        value: u64,
        /// How many there are.
        digits: usize,
    },
    /// A word that can stand in a date.
    Word(Role),
    /// Anything else that can.
    Sign(char),
}

/// No date needs more.
const MAX_TOKENS: usize = 48;

/// The tokens of folded text; `None` when anything in it cannot stand in a date.
pub(super) fn tokens(folded: &str) -> Option<Vec<Token>> {
    let mut tokens = Vec::new();
    let mut rest = folded;
    let mut spaced = false;
    while let Some(first) = rest.chars().next() {
        if first.is_whitespace() {
            spaced = true;
            rest = rest.trim_start();
            continue;
        }
        if tokens.len() == MAX_TOKENS {
            return None;
        }
        let (length, kind) = next(rest, first)?;
        tokens.push(Token { kind, spaced });
        spaced = false;
        rest = rest.get(length..)?;
    }
    Some(tokens)
}

fn next(rest: &str, first: char) -> Option<(usize, Kind)> {
    if first.is_ascii_digit() {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let value = rest.get(..digits)?.parse().ok()?;
        return Some((digits, Kind::Number { value, digits }));
    }
    if let Some((length, role)) = words::ideographs(rest) {
        return Some((length, Kind::Word(role)));
    }
    if is_word_char(first) {
        let length = word_length(rest);
        let word = rest.get(..length)?;
        let role = if word.contains(['.', '-']) {
            words::role(&word.replace('.', ""))
        } else {
            words::role(word)
        };
        return Some((length, Kind::Word(role?)));
    }
    let known = matches!(
        first,
        '-' | '/'
            | '.'
            | ':'
            | ','
            | ';'
            | '('
            | ')'
            | '['
            | ']'
            | '+'
            | '\''
            | '’'
            | '|'
            | '@'
            | '・'
            | '·'
    );
    known.then_some((first.len_utf8(), Kind::Sign(first)))
}

/// The length of the word `rest` begins with, in bytes. A dot or hyphen between letters belongs
/// to it: "p.m.", "ธ.ค.", "sexta-feira"; so does the apostrophe of "п'ятниця".
fn word_length(rest: &str) -> usize {
    let mut length = 0;
    let mut chars = rest.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let inside = is_word_char(c)
            || (matches!(c, '.' | '-' | '\'' | '’' | 'ʼ')
                && chars
                    .peek()
                    .is_some_and(|(_, next)| is_word_char(*next) && !is_ideograph(*next)));
        if !inside || (at > 0 && is_ideograph(c)) {
            break;
        }
        length = at + c.len_utf8();
    }
    length
}

fn is_word_char(c: char) -> bool {
    c.is_alphabetic() || matches!(c, '\u{E00}'..='\u{E7F}' | '\u{900}'..='\u{963}')
}

fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{4E00}'..='\u{9FFF}')
}
