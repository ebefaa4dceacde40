//! A file as a stream of UTF-8 without characters that XML forbids, whatever it is encoded in and
//! whatever it says of that itself.
//!
//! Must not know: what the text means.

use std::io::{self, BufRead, Read};

use encoding_rs::{CoderResult, Decoder, Encoding, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::references::is_lawful;

/// What protects the importer from a file that is not what it seems.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limits {
    /// Bytes of one tag, text or CDATA section: the parser holds one of them in memory.
    pub token: usize,
    /// Bytes of the whole file.
    pub file: u64,
}

/// What of a file is looked at for a byte order mark and an XML declaration.
const HEAD: usize = 1024;
/// How much is read at a time.
const CHUNK: usize = 32 * 1024;

/// A stream of UTF-8 without forbidden characters, whatever comes in.
pub(super) struct Decoded<'a> {
    input: &'a mut dyn BufRead,
    decoding: Decoding,
    /// Bytes that were read and wait for those that follow.
    pending: Vec<u8>,
    ready: Vec<u8>,
    taken: usize,
    line: u64,
    token_bytes: usize,
    file_bytes: u64,
    limits: Limits,
    overflow: Option<Overflow>,
    ended: bool,
}

enum Decoding {
    Unknown,
    /// UTF-8, and single bytes that are none are windows-1252: half of all wrongly declared files
    /// mix the two, and valid UTF-8 is hardly ever meant as anything else.
    Utf8,
    Declared(Box<Decoder>),
}

/// Which limit was reached.
#[derive(Debug, Clone, Copy)]
pub(super) enum Overflow {
    Token,
    File,
}

impl<'a> Decoded<'a> {
    pub(super) fn new(input: &'a mut dyn BufRead, limits: Limits) -> Self {
        Self {
            input,
            decoding: Decoding::Unknown,
            pending: Vec::new(),
            ready: Vec::new(),
            taken: 0,
            line: 1,
            token_bytes: 0,
            file_bytes: 0,
            limits,
            overflow: None,
            ended: false,
        }
    }

    /// The next token is counted from here.
    pub(super) fn begin_token(&mut self) {
        self.token_bytes = 0;
    }

    /// The line, from 1, up to which everything was taken.
    pub(super) fn line(&self) -> u64 {
        self.line
    }

    pub(super) fn overflow(&self) -> Option<Overflow> {
        self.overflow
    }

    pub(super) fn limits(&self) -> Limits {
        self.limits
    }

    /// Reads and decodes until something is ready or the end is reached.
    fn refill(&mut self) -> io::Result<()> {
        while self.taken == self.ready.len() && !self.ended {
            self.ready.clear();
            self.taken = 0;
            let chunk = self.input.fill_buf()?;
            let size = chunk.len().min(CHUNK);
            self.pending.extend_from_slice(chunk.get(..size).unwrap_or_default());
            self.input.consume(size);
            self.ended = size == 0;
            self.file_bytes += size as u64;
            if self.file_bytes > self.limits.file {
                self.overflow = Some(Overflow::File);
                return Err(io::Error::other("the file is too large"));
            }
            if matches!(self.decoding, Decoding::Unknown) {
                if self.pending.len() < HEAD && !self.ended {
                    continue;
                }
                self.decide();
            }
            self.decode();
        }
        Ok(())
    }

    fn decide(&mut self) {
        if let Some((encoding, mark)) = Encoding::for_bom(&self.pending) {
            self.pending.drain(..mark);
            self.decoding = Decoding::of(encoding);
            return;
        }
        self.decoding = match self.pending.as_slice() {
            [b'<', 0, ..] => Decoding::of(UTF_16LE),
            [0, b'<', ..] => Decoding::of(UTF_16BE),
            head => match declared_encoding(head.get(..HEAD).unwrap_or(head)) {
                // The declaration was readable as ASCII, so it is wrong.
                Some(encoding) if encoding == UTF_16LE || encoding == UTF_16BE => Decoding::Utf8,
                Some(encoding) => Decoding::of(encoding),
                None => Decoding::Utf8,
            },
        };
    }

    fn decode(&mut self) {
        let mut text = String::new();
        match &mut self.decoding {
            Decoding::Unknown => {}
            Decoding::Utf8 => decode_utf8(&mut self.pending, self.ended, &mut text),
            Decoding::Declared(decoder) => {
                let mut read = 0;
                loop {
                    let bytes = self.pending.get(read..).unwrap_or_default();
                    let room = decoder.max_utf8_buffer_length(bytes.len()).unwrap_or(CHUNK);
                    text.reserve(room);
                    let (result, used, _) = decoder.decode_to_string(bytes, &mut text, self.ended);
                    read += used;
                    if result == CoderResult::InputEmpty {
                        break;
                    }
                }
                self.pending.clear();
            }
        }
        if text.contains(|c| !is_lawful(c)) {
            text.retain(is_lawful);
        }
        self.ready = text.into_bytes();
    }
}

impl Decoding {
    fn of(encoding: &'static Encoding) -> Self {
        if encoding == encoding_rs::UTF_8 || encoding == WINDOWS_1252 {
            Self::Utf8
        } else {
            Self::Declared(Box::new(encoding.new_decoder_without_bom_handling()))
        }
    }
}

/// The encoding that the XML declaration names, if it is one that is known.
fn declared_encoding(head: &[u8]) -> Option<&'static Encoding> {
    let head = String::from_utf8_lossy(head);
    let declaration = head.trim_start().strip_prefix("<?xml")?.split_once("?>")?.0;
    let value = declaration.split_once("encoding")?.1.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let label = value.get(1..)?.split(quote).next()?;
    Encoding::for_label(label.as_bytes())
}

fn decode_utf8(pending: &mut Vec<u8>, ended: bool, text: &mut String) {
    let mut start = 0;
    loop {
        let rest = pending.get(start..).unwrap_or_default();
        match std::str::from_utf8(rest) {
            Ok(valid) => {
                text.push_str(valid);
                pending.clear();
                return;
            }
            Err(error) => {
                let valid = rest.get(..error.valid_up_to()).unwrap_or_default();
                text.push_str(&String::from_utf8_lossy(valid));
                start += valid.len();
                let faulty = match error.error_len() {
                    Some(length) => length,
                    None if ended => rest.len() - valid.len(),
                    None => {
                        pending.drain(..start);
                        return;
                    }
                };
                let bytes = pending.get(start..start + faulty).unwrap_or_default();
                text.push_str(&WINDOWS_1252.decode_without_bom_handling(bytes).0);
                start += faulty;
            }
        }
    }
}

impl Read for Decoded<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let ready = self.fill_buf()?;
        let size = ready.len().min(buffer.len());
        if let (Some(to), Some(from)) = (buffer.get_mut(..size), ready.get(..size)) {
            to.copy_from_slice(from);
        }
        self.consume(size);
        Ok(size)
    }
}

impl BufRead for Decoded<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.token_bytes > self.limits.token {
            self.overflow = Some(Overflow::Token);
            return Err(io::Error::other("a single element is too large"));
        }
        self.refill()?;
        Ok(self.ready.get(self.taken..).unwrap_or_default())
    }

    fn consume(&mut self, amount: usize) {
        let end = (self.taken + amount).min(self.ready.len());
        let bytes = self.ready.get(self.taken..end).unwrap_or_default();
        self.line += bytes.split(|byte| *byte == b'\n').skip(1).count() as u64;
        self.token_bytes += bytes.len();
        self.taken = end;
    }
}
