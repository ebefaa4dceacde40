//! Lawful text: the one place that every string of a document passes on its way into it.
//!
//! Articles promise clean text already. This place holds the promise for them, whatever a store,
//! a settings file or a fault upstream hands over: one forbidden character makes a whole document
//! unreadable to strict parsers, while the libraries that write XML pass it on without a word.
//! What cannot be mended (an address that is none) is left out.
//!
//! Must not know: documents, articles, formats.

use std::borrow::Cow;
use std::fmt::Write;

use crate::article::text::is_xml_char;

/// The text without what XML 1.0 forbids (section 2.2), without other control characters, and with
/// LF as its only line end: a CR would be read back as LF, and bytes must not depend on who reads.
pub(super) fn lawful(text: &str) -> Cow<'_, str> {
    if is_lawful(text.as_bytes()) {
        return Cow::Borrowed(text);
    }
    let mut clean = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\r' if chars.peek() != Some(&'\n') => {
                clean.push('\n');
            }
            // NEXT LINE is a line end where it still occurs.
            '\u{85}' => clean.push('\n'),
            '\n' | '\t' => clean.push(c),
            c if is_xml_char(c) && !c.is_control() => clean.push(c),
            _ => {}
        }
    }
    Cow::Owned(clean)
}

/// Whether nothing of the text can need a change. It may doubt what is lawful, never the reverse.
///
/// Written so that the compiler makes vector code of it: this runs over every byte that is served.
fn is_lawful(bytes: &[u8]) -> bool {
    const STRIDE: usize = 256;
    // C2 80 to C2 9F are the C1 controls; every encoding of U+xxFFFE and U+xxFFFF ends in BF BE or
    // BF BF. Most text has neither byte, and only where one is does the next one matter.
    let is_lead = |byte: u8| (byte == 0xC2) | (byte == 0xBF);
    let is_control = |byte: u8| (byte < 0x20 && byte != b'\n' && byte != b'\t') | (byte == 0x7F);
    let is_unlawful = |byte: u8, next: u8| {
        is_control(byte) | ((byte == 0xC2) & (next < 0xA0)) | ((byte == 0xBF) & (next >= 0xBE))
    };
    bytes.chunks(STRIDE).enumerate().all(|(index, chunk)| {
        let is_doubtful =
            chunk.iter().fold(false, |doubt, &byte| doubt | is_control(byte) | is_lead(byte));
        if !is_doubtful {
            return true;
        }
        let following = bytes.get(index * STRIDE + 1..).unwrap_or_default();
        let nexts = following.iter().chain(std::iter::once(&b' '));
        !chunk.iter().zip(nexts).any(|(&byte, &next)| is_unlawful(byte, next))
    })
}

/// Lawful text on one line without blanks at its ends: for titles, names and attributes, whose line
/// ends XML parsers would turn into blanks anyway (section 3.3.3).
pub(super) fn line(text: &str) -> Cow<'_, str> {
    let clean = lawful(text);
    let has_line_end = clean.bytes().any(|byte| matches!(byte, b'\n' | b'\t'));
    if !has_line_end && clean.trim().len() == clean.len() {
        return clean;
    }
    let mut line = String::with_capacity(clean.len());
    for word in clean.split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    Cow::Owned(line)
}

/// The line, or what stands in for it when nothing is left.
pub(super) fn line_or<'a>(text: &'a str, stand_in: &'a str) -> Cow<'a, str> {
    let clean = line(text);
    if clean.is_empty() { line(stand_in) } else { clean }
}

/// Markup-escaped text: safe as HTML text and in a quoted attribute.
pub(super) fn escaped(text: &str) -> Cow<'_, str> {
    let is_plain = |byte: &u8| !matches!(byte, b'&' | b'<' | b'>' | b'"');
    if text.as_bytes().iter().all(is_plain) {
        return Cow::Borrowed(text);
    }
    let mut markup = String::with_capacity(text.len() + text.len() / 8 + 8);
    let mut written = 0;
    for (index, byte) in text.bytes().enumerate() {
        let reference = match byte {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            _ => continue,
        };
        markup.push_str(text.get(written..index).unwrap_or_default());
        markup.push_str(reference);
        written = index + 1;
    }
    markup.push_str(text.get(written..).unwrap_or_default());
    Cow::Owned(markup)
}

/// The text as the URI of something on the web: `http` or `https`, with a host, every character
/// that RFC 3986 does not know percent-encoded (RSS takes no IRI). `None` when it is no such thing.
pub(super) fn web_address(text: &str) -> Option<Cow<'_, str>> {
    let text = text.trim();
    let scheme_end = text.find("://")?;
    let (scheme, rest) = text.split_at_checked(scheme_end)?;
    if !scheme.eq_ignore_ascii_case("https") && !scheme.eq_ignore_ascii_case("http") {
        return None;
    }
    let rest = rest.get(3..)?;
    let authority = rest.split(['/', '?', '#']).next().filter(|authority| !authority.is_empty())?;
    // `[` and `]` enclose an IPv6 address; elsewhere they have no place in a URI.
    let is_in_host =
        |byte: u8| matches!(byte, b'[' | b']') || (is_in_uri(byte) && !b"/?#".contains(&byte));
    if !authority.bytes().all(is_in_host) {
        return None;
    }
    let (head, tail) = text.split_at_checked(scheme_end + 3 + authority.len())?;
    if tail.bytes().all(|byte| is_in_uri(byte) && byte != b'%' && byte != b'#') {
        return Some(Cow::Borrowed(text));
    }
    let mut uri = String::with_capacity(text.len() + 16);
    uri.push_str(head);
    let bytes = tail.as_bytes();
    let mut in_fragment = false;
    for (index, &byte) in bytes.iter().enumerate() {
        let is_escape = byte == b'%'
            && bytes
                .get(index + 1..index + 3)
                .is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit));
        // A second `#` may not stand in a fragment as it is.
        let is_second_hash = byte == b'#' && std::mem::replace(&mut in_fragment, true);
        if is_escape || (is_in_uri(byte) && byte != b'%' && !is_second_hash) {
            uri.push(char::from(byte));
        } else {
            // Writing into a string cannot fail.
            let _ = write!(uri, "%{byte:02X}");
        }
    }
    Some(Cow::Owned(uri))
}

/// The characters of RFC 3986 sections 2.2 and 2.3 save the brackets, and the percent sign.
fn is_in_uri(byte: u8) -> bool {
    const IN_URI: [bool; 256] = {
        let others = b"-._~:/?#@!$&'()*+,;=%";
        let mut table = [false; 256];
        let mut byte = 0;
        while byte < 128_u8 {
            table[byte as usize] = byte.is_ascii_alphanumeric();
            byte += 1;
        }
        let mut index = 0;
        while index < others.len() {
            table[others[index] as usize] = true;
            index += 1;
        }
        table
    };
    IN_URI[usize::from(byte)]
}

/// The ending of an address's last path segment, such as `jpg` or `JPG`.
pub(super) fn ending(address: &str) -> Option<&str> {
    let path = address.split(['?', '#']).next()?;
    let segments = path.split_once("://").map_or(path, |(_, rest)| rest);
    let (_, last) = segments.rsplit_once('/')?;
    let (_, ending) = last.rsplit_once('.')?;
    (1..=5).contains(&ending.len()).then_some(ending)
}

/// The tag if it is formed like one of BCP 47: `xml:lang`, `<language>` and JSON Feed's `language`
/// take nothing else.
pub(super) fn language(tag: &str) -> Option<&str> {
    let mut subtags = tag.split('-');
    let primary = subtags.next()?;
    let is_primary =
        (2..=8).contains(&primary.len()) && primary.bytes().all(|byte| byte.is_ascii_alphabetic());
    let is_subtag = |subtag: &str| {
        (1..=8).contains(&subtag.len()) && subtag.bytes().all(|byte| byte.is_ascii_alphanumeric())
    };
    (is_primary && subtags.all(is_subtag)).then_some(tag)
}

/// The media type without parameters; what is none becomes the type of unknown bytes, since every
/// format requires one.
pub(super) fn media_type(text: &str) -> &str {
    let essence = text.split(';').next().unwrap_or_default().trim();
    let is_token = |token: &str| {
        !token.is_empty()
            && token
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"!#$&-^_.+".contains(&byte))
    };
    match essence.split_once('/') {
        Some((kind, subtype)) if is_token(kind) && is_token(subtype) => essence,
        _ => "application/octet-stream",
    }
}

/// The text if it is a plain e-mail address, `name@host.tld`.
pub(super) fn email(text: &str) -> Option<&str> {
    let (name, host) = text.split_once('@')?;
    let is_name = !name.is_empty()
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"-._+'!#$%&*/=?^`{|}~".contains(&byte));
    let is_label = |label: &str| {
        !label.is_empty() && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    (is_name && host.contains('.') && host.split('.').all(is_label)).then_some(text)
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use proptest::prelude::*;

    use super::{email, ending, escaped, language, lawful, line, media_type, web_address};
    use crate::article::text::is_xml_char;

    #[test]
    fn what_xml_forbids_is_dropped_and_line_ends_become_lf() {
        assert_eq!(lawful("a\u{0}b\u{b}c\u{fffe}d\u{ffff}e\u{7f}f\u{80}g"), "abcdefg");
        assert_eq!(lawful("one\r\ntwo\rthree\u{85}four\tfive"), "one\ntwo\nthree\nfour\tfive");
        assert_eq!(lawful("end\r"), "end\n");
        assert_eq!(line(" a\r\nb\t c "), "a b c");
    }

    #[test]
    fn what_is_lawful_is_not_copied() {
        for text in ["", "plain", "Ünïcode «quoted» ©", "新闻，标点。", "😀🇩🇪", "a\n\tb"]
        {
            assert!(matches!(lawful(text), Cow::Borrowed(_)), "{text}");
        }
    }

    #[test]
    fn addresses_become_uris_or_nothing() {
        let address = |text| web_address(text).map(Cow::into_owned);
        let same = "https://a.example:8080/x%20y?q=1&r='2'#part";
        assert_eq!(address(same).as_deref(), Some(same));
        assert_eq!(
            address("http://a.example/ä b[1]|\"<>\\^`{}?t[]=100%#a#b").as_deref(),
            Some(
                "http://a.example/%C3%A4%20b%5B1%5D%7C%22%3C%3E%5C%5E%60%7B%7D?t%5B%5D=100%25#a%23b"
            )
        );
        assert_eq!(address("http://[::1]:80/").as_deref(), Some("http://[::1]:80/"));
        for none in [
            "",
            "/a",
            "javascript:alert(1)",
            "data:text/html,x",
            "https:///x",
            "http://a b/",
            "ftp://a/",
        ] {
            assert_eq!(address(none), None, "{none}");
        }
    }

    #[test]
    fn endings_are_those_of_the_path() {
        assert_eq!(ending("https://a.example/x.y/b.JPG?v=1.png#c.gif"), Some("JPG"));
        assert_eq!(ending("https://a.example"), None);
        assert_eq!(ending("https://a.example/b"), None);
    }

    #[test]
    fn malformed_tags_types_and_addresses_are_told() {
        assert_eq!(language("zh-Hant-TW"), Some("zh-Hant-TW"));
        for none in ["", "e", "eng-US-x_", "de_DE", "en-", "verylonglanguage"] {
            assert_eq!(language(none), None, "{none}");
        }
        assert_eq!(media_type("audio/mpeg; codecs=x"), "audio/mpeg");
        assert_eq!(media_type("mp3"), "application/octet-stream");
        assert_eq!(email("news@harbour.example"), Some("news@harbour.example"));
        for none in ["a@b", "a b@c.example", "a@b@c.example", "<a@b.example>", "@b.example"] {
            assert_eq!(email(none), None, "{none}");
        }
    }

    proptest! {
        #[test]
        fn nothing_unlawful_comes_out(text in any::<String>()) {
            let clean = lawful(&text);
            prop_assert!(clean.chars().all(|c| is_xml_char(c) && c != '\r' && (c == '\n' || c == '\t' || !c.is_control())));
            // and the quick look agrees with the slow one
            prop_assert_eq!(lawful(&clean).into_owned(), clean.clone().into_owned());
            let kept: String = text.chars().filter(|c| is_xml_char(*c) && !c.is_control()).collect();
            let left: String = clean.chars().filter(|c| !c.is_control()).collect();
            prop_assert_eq!(left, kept);
        }

        #[test]
        fn an_address_that_comes_out_is_a_uri(text in "https?://[a-z.]{1,9}\\PC{0,40}") {
            if let Some(uri) = web_address(&text) {
                let is_lawful = |byte: u8| byte.is_ascii_graphic() && !b"<>\"{}|\\^`".contains(&byte);
                prop_assert!(uri.bytes().all(is_lawful));
                prop_assert_eq!(web_address(&uri).map(Cow::into_owned), Some(uri.into_owned()));
            }
        }

        #[test]
        fn escaping_is_undone_by_reading(text in "\\PC{0,60}") {
            let escaped = escaped(&text);
            prop_assert!(!escaped.contains(['<', '>', '"']));
            let read = escaped.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&");
            prop_assert_eq!(read, text);
        }
    }
}
