//! JSON text cut into whole values without understanding them, so that one broken or endless value
//! costs neither its neighbours nor memory.
//!
//! Must not know: what the values mean.

use std::io::{self, BufRead};

use super::ReadError;

/// How deep inside a value some bytes end.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Nesting {
    /// Open lists and objects.
    pub(super) depth: usize,
    /// Inside a string, which no line break may interrupt.
    pub(super) in_string: bool,
    escaped: bool,
}

impl Nesting {
    /// The nesting at the end of `bytes`.
    pub(super) fn at_end_of(bytes: &[u8]) -> Self {
        let mut nesting = Self::default();
        for &byte in bytes {
            nesting.step(byte);
        }
        nesting
    }

    fn step(&mut self, byte: u8) {
        if self.in_string {
            match byte {
                _ if self.escaped => self.escaped = false,
                b'\\' => self.escaped = true,
                b'"' => self.in_string = false,
                _ => {}
            }
        } else {
            match byte {
                b'"' => self.in_string = true,
                b'{' | b'[' => self.depth += 1,
                b'}' | b']' => self.depth = self.depth.saturating_sub(1),
                _ => {}
            }
        }
    }
}

/// One value, or that it was too large to keep; it has been read to its end either way.
#[derive(Debug)]
pub(super) enum Piece {
    /// Its bytes.
    Whole(Vec<u8>),
    /// Passed over.
    TooLarge,
}

/// Reads JSON text value by value.
pub(super) struct Scanner<R> {
    input: R,
    /// Bytes taken so far.
    pub(super) position: usize,
    /// The line, counted from 1, of the next byte.
    pub(super) line: usize,
}

impl<R: BufRead> Scanner<R> {
    /// Begins in line `line` of a text.
    pub(super) fn new(input: R, line: usize) -> Self {
        Self { input, position: 0, line }
    }

    /// The next byte that is no blank; stays.
    pub(super) fn peek(&mut self) -> io::Result<Option<u8>> {
        loop {
            let buffer = self.input.fill_buf()?;
            if buffer.is_empty() {
                return Ok(None);
            }
            let blanks = buffer.iter().take_while(|byte| is_blank(**byte)).count();
            let next = buffer.get(blanks).copied();
            self.line += buffer.iter().take(blanks).filter(|byte| **byte == b'\n').count();
            self.position += blanks;
            self.input.consume(blanks);
            if next.is_some() {
                return Ok(next);
            }
        }
    }

    /// Takes the next byte that is no blank if it is `wanted`.
    pub(super) fn take_if(&mut self, wanted: u8) -> io::Result<bool> {
        let found = self.peek()? == Some(wanted);
        if found {
            self.input.consume(1);
            self.position += 1;
        }
        Ok(found)
    }

    /// Takes `wanted` or says what stands there instead.
    pub(super) fn expect(&mut self, wanted: u8) -> Result<(), ReadError> {
        if self.take_if(wanted)? {
            return Ok(());
        }
        let found = match self.peek()? {
            Some(byte) if byte.is_ascii_graphic() => format!("`{}`", char::from(byte)),
            Some(byte) => format!("the byte {byte:#04x}"),
            None => "the end of the file".to_owned(),
        };
        Err(syntax(format!(
            "line {} has {found} where `{}` must stand",
            self.line,
            char::from(wanted)
        )))
    }

    /// Takes one value of at most `limit` bytes. When there are more, `more` is asked, with what
    /// there is, whether they are wanted all the same, and up to how many.
    pub(super) fn value(
        &mut self,
        limit: usize,
        more: impl FnOnce(&[u8]) -> usize,
    ) -> Result<Piece, ReadError> {
        let Some(first) = self.peek()? else {
            return Err(syntax(format!("it ends in line {} where a value must stand", self.line)));
        };
        let begins = self.line;
        let is_nested = matches!(first, b'{' | b'[' | b'"');
        let (mut limit, mut more) = (limit, Some(more));
        let mut nesting = Nesting::default();
        let mut kept = Some(Vec::new());
        loop {
            let buffer = self.input.fill_buf()?;
            if buffer.is_empty() {
                if is_nested {
                    return Err(syntax(format!(
                        "it ends inside a value that begins in line {begins}"
                    )));
                }
                break;
            }
            let (taken, ended) = ends_at(buffer, &mut nesting, is_nested);
            let bytes = buffer.get(..taken).unwrap_or_default();
            self.line += bytes.iter().filter(|byte| **byte == b'\n').count();
            if let Some(kept_bytes) = &mut kept {
                let room = taken.min(limit - kept_bytes.len());
                let (within, beyond) = bytes.split_at(room);
                kept_bytes.extend_from_slice(within);
                if !beyond.is_empty() {
                    limit = more.take().map_or(0, |more| more(kept_bytes)).max(limit);
                    if kept_bytes.len() + beyond.len() <= limit {
                        kept_bytes.extend_from_slice(beyond);
                    } else {
                        kept = None;
                    }
                }
            }
            self.position += taken;
            self.input.consume(taken);
            if ended {
                break;
            }
        }
        match kept {
            Some(bytes) if bytes.is_empty() => Err(syntax(format!(
                "line {} has `{}` where a value must stand",
                self.line,
                char::from(first)
            ))),
            Some(bytes) => Ok(Piece::Whole(bytes)),
            None => Ok(Piece::TooLarge),
        }
    }
}

/// How many bytes of `buffer` belong to the value, and whether it ends there.
fn ends_at(buffer: &[u8], nesting: &mut Nesting, is_nested: bool) -> (usize, bool) {
    for (index, &byte) in buffer.iter().enumerate() {
        if is_nested {
            nesting.step(byte);
            if nesting.depth == 0 && !nesting.in_string {
                return (index + 1, true);
            }
        } else if is_blank(byte) || matches!(byte, b',' | b']' | b'}' | b':') {
            return (index, true);
        }
    }
    (buffer.len(), false)
}

fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r')
}

/// A fault of the JSON text.
pub(super) fn syntax(fault: String) -> ReadError {
    ReadError::Syntax { format: "JSON", fault }
}

#[cfg(test)]
mod tests {
    use std::io::BufReader;

    use super::{Piece, Scanner};

    fn pieces(text: &str, limit: usize) -> Vec<String> {
        // A small buffer, so that values lie across its borders.
        let mut scanner = Scanner::new(BufReader::with_capacity(3, text.as_bytes()), 1);
        let mut found = Vec::new();
        while scanner.peek().unwrap().is_some() {
            match scanner.value(limit, |_| 0) {
                Ok(Piece::Whole(bytes)) => found.push(String::from_utf8(bytes).unwrap()),
                Ok(Piece::TooLarge) => found.push("too large".to_owned()),
                Err(fault) => {
                    found.push(fault.to_string());
                    break;
                }
            }
        }
        found
    }

    #[test]
    fn values_end_where_they_end() {
        assert_eq!(
            pieces("{\"a\":\"}\\\"]\"} [1,[2]]\n \"x\\\\\" 12 null", 99),
            ["{\"a\":\"}\\\"]\"}", "[1,[2]]", "\"x\\\\\"", "12", "null"]
        );
    }

    #[test]
    fn a_value_over_the_limit_is_passed_over_and_the_next_is_read() {
        assert_eq!(pieces("[1,2,3,4,5,6,7] [1]", 8), ["too large", "[1]"]);
    }

    #[test]
    fn an_unfinished_value_is_told_with_its_line() {
        assert_eq!(
            pieces("1\n\n{\"a\":", 99).last().map(String::as_str),
            Some("it is not well-formed JSON: it ends inside a value that begins in line 3")
        );
        assert_eq!(
            pieces(",", 99),
            ["it is not well-formed JSON: line 1 has `,` where a value must stand"]
        );
    }
}
