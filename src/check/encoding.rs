//! From bytes to text: what encoding a document is in, and characters that were damaged before.
//!
//! Must not know: formats beyond the XML declaration.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

use super::findings::{Findings, Quoted, Spot};
use super::rules;

/// The text of a document. What is not UTF-8 is reported, and read all the same as far as its
/// declaration allows, so that one fault does not hide the others. Bytes that are not what they are
/// declared to be are an error; another encoding that is truly declared is lawful in XML.
pub(super) fn decode<'b>(bytes: &'b [u8], findings: &mut Findings) -> Cow<'b, str> {
    let nowhere = Spot::document("", None);
    if let Some((encoding, _)) = Encoding::for_bom(bytes)
        && (encoding == UTF_16LE || encoding == UTF_16BE)
    {
        let (text, _, is_broken) = encoding.decode(bytes);
        let is_lawful = !is_broken && text.trim_start().starts_with('<');
        let rule = if is_lawful { &rules::ENCODING_OTHER } else { &rules::ENCODING_UTF8 };
        findings.add(rule, nowhere, format_args!("it is in {}", encoding.name()));
        return text;
    }
    let bytes = if let Some(rest) = bytes.strip_prefix(b"\xEF\xBB\xBF") {
        findings.add(
            &rules::BYTE_ORDER_MARK,
            Spot::document("", Some(0)),
            format_args!("a byte order mark comes first"),
        );
        rest
    } else {
        bytes
    };
    let declared = declared_encoding(bytes);
    match std::str::from_utf8(bytes) {
        Ok(text) => {
            if let Some(declared) = declared
                && !is_right_name(declared, text)
            {
                findings.add(
                    &rules::ENCODING_DECLARED,
                    Spot::document("", Some(0)),
                    format_args!("the text is UTF-8 and declares `{}`", Quoted(declared)),
                );
            }
            Cow::Borrowed(text)
        }
        Err(error) => {
            if let Some(encoding) = declared.and_then(|name| Encoding::for_label(name.as_bytes()))
                && encoding != UTF_8
                && let Some(text) =
                    encoding.decode_without_bom_handling_and_without_replacement(bytes)
            {
                findings.add(
                    &rules::ENCODING_OTHER,
                    nowhere,
                    format_args!("it is in {}, as it declares", encoding.name()),
                );
                return text;
            }
            let byte = bytes.get(error.valid_up_to()).copied().unwrap_or_default();
            let line = 1 + bytes.iter().take(error.valid_up_to()).filter(|b| **b == b'\n').count();
            findings.add(
                &rules::ENCODING_UTF8,
                nowhere,
                format_args!("byte 0x{byte:02X} in line {line} is no UTF-8"),
            );
            let encoding =
                declared.and_then(|name| Encoding::for_label(name.as_bytes())).unwrap_or(UTF_8);
            encoding.decode_without_bom_handling(bytes).0
        }
    }
}

/// The name in the XML declaration; the document begins with it.
#[must_use]
pub fn declared_encoding(bytes: &[u8]) -> Option<&str> {
    let declaration = bytes.strip_prefix(b"<?xml")?;
    let end = declaration.windows(2).take(200).position(|window| window == b"?>")?;
    let declaration = std::str::from_utf8(declaration.get(..end)?).ok()?;
    let (_, rest) = declaration.split_once("encoding")?;
    let rest = rest.trim_start().strip_prefix('=')?.trim_start();
    let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    rest.get(1..)?.split(quote).next()
}

/// UTF-8, or ASCII if the text is.
fn is_right_name(name: &str, text: &str) -> bool {
    name.eq_ignore_ascii_case("utf-8") || name.eq_ignore_ascii_case("us-ascii") && text.is_ascii()
}

/// Bytes that are looked at together; most hold nothing to look at.
const CHUNK: usize = 64;

/// Checks every character as it stands: those XML forbids, and traces of a wrong decoding. XML is
/// checked here besides by its parser, since parsers have been found to let some pass.
pub(super) fn characters(text: &str, is_xml: bool, findings: &mut Findings) {
    let bytes = text.as_bytes();
    for (chunk_at, chunk) in bytes.chunks(CHUNK).enumerate() {
        // A loop without a way out is done many bytes at a time.
        if chunk.iter().fold(0, |found, byte| found | u8::from(is_suspicious(*byte))) == 0 {
            continue;
        }
        for at in (chunk_at * CHUNK..).take(chunk.len()) {
            if is_worth_a_look(bytes, at) {
                character(text, at, is_xml, findings);
            }
        }
    }
}

/// Controls, and the first bytes of the characters that are looked for.
fn is_suspicious(byte: u8) -> bool {
    byte < 0x20 || matches!(byte, 0xC2 | 0xC3 | 0xEF)
}

/// The same with the byte after it: letters with accents share their first byte with what is looked
/// for.
fn is_worth_a_look(bytes: &[u8], at: usize) -> bool {
    let next = bytes.get(at + 1).copied().unwrap_or_default();
    match bytes.get(at) {
        // C1 controls.
        Some(0xC2) => (0x80..=0x9F).contains(&next),
        // Ã, Â and â.
        Some(0xC3) => matches!(next, 0x82 | 0x83 | 0xA2),
        // U+FFFD, U+FFFE, U+FFFF.
        Some(0xEF) => next == 0xBF,
        Some(byte) => is_suspicious(*byte),
        None => false,
    }
}

fn character(text: &str, at: usize, is_xml: bool, findings: &mut Findings) {
    let mut following = text.get(at..).unwrap_or_default().chars();
    let (Some(c), next) = (following.next(), following.next()) else { return };
    let spot = Spot::document("", Some(at));
    let next_is = |low, high| next.is_some_and(|next| (low..=high).contains(&next));
    match c {
        '\t' | '\n' | '\r' => {}
        '\0'..='\u{1F}' | '\u{FFFE}' | '\u{FFFF}' if is_xml => findings.add(
            &rules::XML_FORBIDDEN_CHARACTER,
            spot,
            format_args!("U+{:04X} stands in it", u32::from(c)),
        ),
        '\u{FFFD}' | '\u{80}'..='\u{9F}' => findings.add(
            &rules::CHARACTER_DAMAGED,
            spot,
            format_args!("U+{:04X} stands in it", u32::from(c)),
        ),
        'Ã' | 'Â' if next_is('\u{80}', '\u{BF}') => damaged(text, at, spot, findings),
        'â' if next == Some('€') => damaged(text, at, spot, findings),
        _ => {}
    }
}

/// UTF-8 that was taken for Latin-1 or Windows-1252 and encoded once more.
fn damaged(text: &str, at: usize, spot: Spot<'_>, findings: &mut Findings) {
    let end = text.get(at..).and_then(|rest| rest.char_indices().nth(2)).map(|(length, _)| length);
    let shown = text.get(at..end.map_or(text.len(), |length| at + length)).unwrap_or_default();
    findings.add(
        &rules::CHARACTER_DAMAGED,
        spot,
        format_args!("`{}` is one character, encoded twice", Quoted(shown)),
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(bytes: &[u8]) -> Vec<&'static str> {
        let mut findings = Findings::default();
        let text = decode(bytes, &mut findings);
        characters(&text, true, &mut findings);
        findings.finish(&text, |_| None).into_iter().map(|finding| finding.rule).collect()
    }

    #[test]
    fn utf8_with_a_right_declaration_or_none_passes() {
        for text in [
            "<?xml version=\"1.0\" encoding=\"utf-8\"?><a>é</a>",
            "<?xml version='1.0' encoding = 'US-ASCII' ?><a/>",
            "<a>São Paulo, NÃO, Â, â, «É»</a>",
            "{}",
        ] {
            assert_eq!(found(text.as_bytes()), [""; 0], "{text}");
        }
    }

    #[test]
    fn every_other_encoding_is_told() {
        assert_eq!(found(b"<a>caf\xE9</a>"), ["encoding-utf8", "character-damaged"]);
        assert_eq!(
            found(b"<?xml version='1.0' encoding='iso-8859-1'?><a>\xE9</a>"),
            ["encoding-other"]
        );
        assert_eq!(
            found(b"<?xml version='1.0' encoding='shift_jis'?><a>\xFF\xFF</a>"),
            ["encoding-utf8", "character-damaged", "character-damaged"]
        );
        assert_eq!(
            found(b"<?xml version='1.0' encoding='klingon'?><a>\xE9</a>"),
            ["encoding-utf8", "character-damaged"]
        );
        assert_eq!(
            found(b"<?xml version='1.0' encoding='iso-8859-1'?><a/>"),
            ["encoding-declared"]
        );
        assert_eq!(found(b"\xFF\xFE<\0a\0/\0>\0"), ["encoding-other"]);
        assert_eq!(found(b"\xFF\xFE{\0}\0"), ["encoding-utf8"], "JSON is UTF-8");
        assert_eq!(found(b"\xEF\xBB\xBF<a/>"), ["byte-order-mark"]);
    }

    #[test]
    fn forbidden_and_damaged_characters_are_found_wherever_they_stand() {
        let padding = "x".repeat(CHUNK - 1);
        for c in ['\u{B}', '\u{0}', '\u{FFFE}', '\u{FFFF}'] {
            assert_eq!(
                found(format!("{padding}{c}{padding}").as_bytes()),
                ["xml-forbidden-character"]
            );
        }
        for text in ["\u{FFFD}", "\u{92}", "CafÃ©", "donâ€™t", "Â\u{a0}"] {
            assert_eq!(
                found(format!("{padding}{text}").as_bytes()),
                ["character-damaged"],
                "{text}"
            );
        }
    }
}
