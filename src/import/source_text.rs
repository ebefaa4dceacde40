//! A file read whole, within a limit, and decoded.
//!
//! Must not know: what the text means.

use std::io::{BufRead, Read};

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::ReadError;

/// Reads at most `limit` bytes; a larger file is refused once that many have been seen.
pub(super) fn read_whole(
    input: &mut dyn BufRead,
    what: &'static str,
    limit: usize,
) -> Result<Vec<u8>, ReadError> {
    let mut bytes = Vec::new();
    input.take(limit as u64 + 1).read_to_end(&mut bytes)?;
    if bytes.len() > limit {
        return Err(ReadError::TooLarge { what, limit: format!("{} MiB", limit >> 20) });
    }
    Ok(bytes)
}

/// The encoding that a byte order mark names, and what follows the mark.
fn marked(bytes: &[u8]) -> Option<(&'static Encoding, &[u8])> {
    let (encoding, length) = Encoding::for_bom(bytes)?;
    Some((encoding, bytes.get(length..).unwrap_or_default()))
}

/// Decodes text that is UTF-8, or UTF-16 by its mark.
///
/// # Errors
///
/// With the place of the first byte that is neither, so that nobody's letters are silently lost.
pub(super) fn decode_strictly(bytes: Vec<u8>) -> Result<String, ReadError> {
    if let Some((encoding, text)) = marked(&bytes)
        && encoding != UTF_8
    {
        return Ok(encoding.decode_without_bom_handling(text).0.into_owned());
    }
    let mut text = String::from_utf8(bytes).map_err(|fault| {
        let at = fault.utf8_error().valid_up_to();
        let line = fault.as_bytes().iter().take(at).filter(|byte| **byte == b'\n').count() + 1;
        ReadError::Unusable(format!(
            "byte {} (in line {line}) is not UTF-8; save the file as UTF-8",
            at + 1
        ))
    })?;
    if text.starts_with('\u{FEFF}') {
        text.drain(..'\u{FEFF}'.len_utf8());
    }
    Ok(text)
}

/// Decodes text of any age: by its mark, as UTF-8 when it is that, as `declared`, else as the
/// windows-1252 that undeclared pages are written in.
pub(super) fn decode_leniently(bytes: &[u8], declared: Option<&'static Encoding>) -> String {
    if let Some((encoding, text)) = marked(bytes) {
        return encoding.decode_without_bom_handling(text).0.into_owned();
    }
    // Text that is UTF-8 by accident is rarer than a wrong declaration.
    if let Ok(text) = std::str::from_utf8(bytes)
        && declared.is_none_or(Encoding::is_ascii_compatible)
        && !declared.is_some_and(is_seven_bit)
    {
        return text.to_owned();
    }
    let encoding = match declared {
        // A page cannot declare in single bytes that it has none.
        Some(declared) if declared == UTF_16LE || declared == UTF_16BE => UTF_8,
        Some(declared) => declared,
        None => WINDOWS_1252,
    };
    encoding.decode_without_bom_handling(bytes).0.into_owned()
}

/// Encodings that hide other scripts behind ASCII, so that everything is UTF-8 by accident.
fn is_seven_bit(encoding: &'static Encoding) -> bool {
    encoding == encoding_rs::ISO_2022_JP || encoding == encoding_rs::REPLACEMENT
}

#[cfg(test)]
mod tests {
    use encoding_rs::{ISO_8859_2, UTF_8};

    use super::{decode_leniently, decode_strictly, read_whole};

    #[test]
    fn marks_are_believed_and_dropped() {
        assert_eq!(decode_strictly(b"\xEF\xBB\xBFHej".to_vec()).unwrap(), "Hej");
        assert_eq!(decode_strictly(b"\xFF\xFEH\0\xE5\0".to_vec()).unwrap(), "H\u{E5}");
        assert_eq!(decode_leniently(b"\xFE\xFF\0H\0\xE5", Some(UTF_8)), "H\u{E5}");
    }

    #[test]
    fn a_byte_that_is_no_utf_8_is_named_with_the_mend() {
        let fault = decode_strictly(b"one\ntw\xF6".to_vec()).unwrap_err().to_string();
        assert_eq!(fault, "byte 7 (in line 2) is not UTF-8; save the file as UTF-8");
    }

    #[test]
    fn pages_are_read_in_what_they_are_written_in() {
        assert_eq!(decode_leniently(b"caf\xE9 \x96", None), "caf\u{E9} \u{2013}");
        assert_eq!(decode_leniently(b"\xB1", Some(ISO_8859_2)), "\u{105}");
        assert_eq!(decode_leniently("caf\u{E9}".as_bytes(), Some(ISO_8859_2)), "caf\u{E9}");
    }

    #[test]
    fn a_file_over_the_limit_is_refused() {
        let mut input: &[u8] = &[b'x'; 11];
        assert!(read_whole(&mut input, "the file", 10).is_err());
        let mut input: &[u8] = &[b'x'; 10];
        assert_eq!(read_whole(&mut input, "the file", 10).unwrap().len(), 10);
    }
}
