//! JSON records: JSON Feed documents (1.0 and 1.1), single records, lists of records and JSON
//! lines. Which of them a file is, is told from its first line.
//!
//! A record has JSON Feed's item names and newswire's own; a feed hands its authors and its
//! language down to the items that have none. Broken, oversized and wrongly typed records are
//! refused one by one, and the rest of the file is read.
//!
//! Must not know: what makes a record acceptable.

mod feed;
mod record;

use std::io::{BufRead, Read};

use serde_json::Value;

use self::feed::{FEED_LIMIT, Inherited, begins_feed, feed, is_feed};
use self::record::{parse, record};
use super::fields::shortened;
use super::json_text::{Nesting, Piece, Scanner, syntax};
use super::{Origin, ReadError, ReadOptions, Record};

/// The largest record, in bytes: far more than any article, far less than the memory of a small
/// machine.
const RECORD_LIMIT: usize = 8 << 20;

/// Reads JSON records.
///
/// # Errors
///
/// When the file cannot be read on: input and output, or a list or feed whose syntax is broken
/// between its records. Faults of a record are its own.
pub fn read(
    input: &mut dyn BufRead,
    _origin: Origin<'_>,
    _options: &ReadOptions,
    each: &mut dyn FnMut(Record),
) -> Result<(), ReadError> {
    let mut lines = Lines { input, number: 0 };
    let mut first = Vec::new();
    let mut length;
    loop {
        first.clear();
        length = lines.next(&mut first, RECORD_LIMIT)?;
        if length == Length::None {
            return Ok(());
        }
        if lines.number == 1 {
            refuse_utf16(&first)?;
            if first.starts_with(b"\xEF\xBB\xBF") {
                first.drain(..3);
            }
        }
        if !first.trim_ascii().is_empty() {
            break;
        }
    }
    let number = lines.number;
    if first.trim_ascii_start().starts_with(b"[") {
        return list(&mut Scanner::new(first.chain(lines.input), number), None, "", each);
    }
    if !is_line(&first, length, lines.input)? {
        return documents(first.chain(lines.input), number, each);
    }
    loop {
        line(&first, length, lines.number, each);
        if length == Length::TooLong {
            lines.input.skip_until(b'\n')?;
        }
        first.clear();
        length = lines.next(&mut first, RECORD_LIMIT)?;
        if length == Length::None {
            return Ok(());
        }
    }
}

/// How much of a line was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Length {
    /// There is no further line.
    None,
    /// All of it.
    Whole,
    /// As much as the limit allows; the rest is still to be read.
    TooLong,
}

struct Lines<'a> {
    input: &'a mut dyn BufRead,
    /// Of the line read last, counted from 1.
    number: usize,
}

impl Lines<'_> {
    fn next(&mut self, line: &mut Vec<u8>, limit: usize) -> Result<Length, ReadError> {
        let most = limit as u64 + 1;
        let read = Read::take(&mut *self.input, most).read_until(b'\n', line)?;
        self.number += 1;
        Ok(match read {
            0 => Length::None,
            _ if line.len() > limit && !line.ends_with(b"\n") => Length::TooLong,
            _ => Length::Whole,
        })
    }
}

fn refuse_utf16(head: &[u8]) -> Result<(), ReadError> {
    if head.starts_with(b"\xFF\xFE") || head.starts_with(b"\xFE\xFF") {
        return Err(syntax("it is UTF-16; save it as UTF-8".to_owned()));
    }
    Ok(())
}

/// Whether the first line is a record of its own, rather than the first of a document that goes on
/// in the next.
fn is_line(first: &[u8], length: Length, rest: &mut dyn BufRead) -> Result<bool, ReadError> {
    if length == Length::TooLong {
        return Ok(!begins_feed(first));
    }
    let nesting = Nesting::at_end_of(first);
    if nesting.depth == 0 || nesting.in_string {
        // Whole, or broken off: no string goes on in the next line.
        return Ok(true);
    }
    if matches!(first.trim_ascii_end().last(), Some(b'{' | b'[' | b',' | b':')) {
        return Ok(false);
    }
    // Behind a value a document goes on with a comma or closes; another record begins anew.
    let next = rest.fill_buf()?.trim_ascii_start().first().copied();
    Ok(next == Some(b'{'))
}

fn line(bytes: &[u8], length: Length, number: usize, each: &mut dyn FnMut(Record)) {
    let place = format!("line {number}");
    if length == Length::TooLong {
        each(refused(place, too_large("the line", RECORD_LIMIT)));
    } else if !bytes.trim_ascii().is_empty() {
        match parse(bytes.trim_ascii_end()) {
            Err(fault) => each(refused(place, fault)),
            Ok(map) if is_feed(&map) => {
                if let Err(fault) = feed(bytes, 1, &format!("line {number}, "), each) {
                    each(refused(place, fault));
                }
            }
            Ok(map) => each(record(map, place, None)),
        }
    }
}

/// Objects that go over several lines, usually one: a JSON Feed or a record.
fn documents(
    input: impl BufRead,
    line: usize,
    each: &mut dyn FnMut(Record),
) -> Result<(), ReadError> {
    let mut scanner = Scanner::new(input, line);
    let mut first = true;
    while scanner.peek()?.is_some() {
        let line = scanner.line;
        let more = |head: &[u8]| if begins_feed(head) { FEED_LIMIT } else { 0 };
        let document = match scanner.value(RECORD_LIMIT, more)? {
            Piece::Whole(document) => document,
            Piece::TooLarge => {
                each(refused(format!("line {line}"), too_large("the record", RECORD_LIMIT)));
                continue;
            }
        };
        if begins_feed(&document) {
            feed(&document, line, "", each)?;
        } else {
            let is_only = first && scanner.peek()?.is_none();
            let place = if is_only { String::new() } else { format!("line {line}") };
            match parse(&document) {
                Ok(map) => each(record(map, place, None)),
                Err(fault) if is_only => return Err(fault),
                Err(fault) => each(refused(place, fault)),
            }
        }
        first = false;
    }
    Ok(())
}

/// A list of records.
fn list(
    scanner: &mut Scanner<impl BufRead>,
    inherited: Option<&Inherited>,
    place: &str,
    each: &mut dyn FnMut(Record),
) -> Result<(), ReadError> {
    scanner.expect(b'[')?;
    let mut index = 0;
    if !scanner.take_if(b']')? {
        loop {
            index += 1;
            let place = format!("{place}item {index}");
            match scanner.value(RECORD_LIMIT, |_| 0)? {
                Piece::TooLarge => each(refused(place, too_large("the item", RECORD_LIMIT))),
                Piece::Whole(bytes) => each(match parse(&bytes) {
                    Ok(map) => {
                        let place = match map.get("id") {
                            Some(Value::String(id)) => format!("{place} (id {})", shortened(id)),
                            Some(Value::Number(id)) => format!("{place} (id {id})"),
                            _ => place,
                        };
                        record(map, place, inherited)
                    }
                    Err(fault) => refused(place, fault),
                }),
            }
            if !scanner.take_if(b',')? {
                scanner.expect(b']')?;
                break;
            }
        }
    }
    match scanner.peek()? {
        None => Ok(()),
        Some(_) => Err(syntax(format!("line {} has text behind the list", scanner.line))),
    }
}

fn refused(place: String, fault: ReadError) -> Record {
    Record { place, draft: Err(fault), unknown_fields: Vec::new() }
}

fn too_large(what: &'static str, limit: usize) -> ReadError {
    ReadError::TooLarge { what, limit: format!("{} MiB", limit >> 20) }
}

#[cfg(test)]
mod tests;
