//! Lawful text: the one place that every string of a document passes on its way into it.
//!
//! Text of articles is lawful by its type and is not looked at again. This place holds the same
//! promise for what a settings file hands over, and for addresses: one forbidden character makes a
//! whole document unreadable to strict parsers, while the libraries that write XML pass it on
//! without a word. What cannot be mended (an address that is none) is left out.
//!
//! Must not know: documents, articles, formats.

use std::borrow::Cow;
use std::fmt::Write;

pub(super) use crate::article::text::line;

/// The line, or what stands in for it when nothing is left.
pub(super) fn line_or<'a>(text: &'a str, stand_in: &'a str) -> Cow<'a, str> {
    let clean = line(text);
    if clean.is_empty() { line(stand_in) } else { clean }
}

/// Markup-escaped text: safe as HTML text and in a quoted attribute.
pub(super) fn escaped(text: &str) -> Cow<'_, str> {
    /// Looked at together: most text has nothing to escape for many bytes on end.
    const RUN: usize = 32;
    let is_plain = |byte: u8| !matches!(byte, b'&' | b'<' | b'>' | b'"');
    let mut markup = String::new();
    let mut written = 0;
    for (index, run) in text.as_bytes().chunks(RUN).enumerate() {
        if run.iter().fold(true, |plain, &byte| plain & is_plain(byte)) {
            continue;
        }
        for (offset, byte) in run.iter().enumerate() {
            let reference = match byte {
                b'&' => "&amp;",
                b'<' => "&lt;",
                b'>' => "&gt;",
                b'"' => "&quot;",
                _ => continue,
            };
            if written == 0 {
                markup.reserve(text.len() + text.len() / 8 + 8);
            }
            let at = index * RUN + offset;
            markup.push_str(text.get(written..at).unwrap_or_default());
            markup.push_str(reference);
            written = at + 1;
        }
    }
    if written == 0 {
        return Cow::Borrowed(text);
    }
    markup.push_str(text.get(written..).unwrap_or_default());
    Cow::Owned(markup)
}

/// The text as the URI of something on the web: `http` or `https`, with a host, every character
/// that RFC 3986 does not know percent-encoded (RSS takes no IRI). `None` when it is no such thing.
pub(super) fn web_address(text: &str) -> Option<Cow<'_, str>> {
    let text = text.trim();
    let begins = |scheme: &&str| {
        text.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme))
    };
    let authority_start = ["https://", "http://"].iter().find(|scheme| begins(scheme))?.len();
    let rest = text.get(authority_start..)?;
    let authority_end = rest.bytes().position(|byte| matches!(byte, b'/' | b'?' | b'#'));
    let authority = rest.get(..authority_end.unwrap_or(rest.len()))?;
    if authority.is_empty() {
        return None;
    }
    if !authority.bytes().all(|byte| may_stand(byte, IN_HOST)) {
        return None;
    }
    let (head, tail) = text.split_at_checked(authority_start + authority.len())?;
    if tail.bytes().all(|byte| may_stand(byte, AS_IT_IS)) {
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
        if is_escape || may_stand(byte, AS_IT_IS) || (byte == b'#' && !is_second_hash) {
            uri.push(char::from(byte));
        } else {
            // Writing into a string cannot fail.
            let _ = write!(uri, "%{byte:02X}");
        }
    }
    Some(Cow::Owned(uri))
}

/// In the part of an address that names the host and port; `[` and `]` enclose an IPv6 address.
const IN_HOST: u8 = 1;
/// Behind the host, whatever stands beside it. `%` and `#` may stand there too, but not anywhere.
const AS_IT_IS: u8 = 2;

/// Whether a byte is one of the characters of RFC 3986 sections 2.2 and 2.3 that `place` takes.
fn may_stand(byte: u8, place: u8) -> bool {
    const PLACES: [u8; 256] = {
        let mut table = [0; 256];
        let mut byte = 0;
        while byte < 128_u8 {
            if byte.is_ascii_alphanumeric() {
                table[byte as usize] = IN_HOST | AS_IT_IS;
            }
            byte += 1;
        }
        let lists: [(&[u8], u8); 3] =
            [(b"-._~:@!$&'()*+,;=", IN_HOST | AS_IT_IS), (b"/?", AS_IT_IS), (b"%[]", IN_HOST)];
        let mut list = 0;
        while list < lists.len() {
            let (bytes, places) = lists[list];
            let mut index = 0;
            while index < bytes.len() {
                table[bytes[index] as usize] = places;
                index += 1;
            }
            list += 1;
        }
        table
    };
    PLACES[usize::from(byte)] & place != 0
}

/// The ending of an address's last path segment, such as `jpg` or `JPG`.
pub(super) fn ending(address: &str) -> Option<&str> {
    let end = address.bytes().position(|byte| matches!(byte, b'?' | b'#'));
    let path = address.get(..end.unwrap_or(address.len()))?;
    let dot = path.bytes().rposition(|byte| matches!(byte, b'.' | b'/'))?;
    let ending = path.get(dot..)?.strip_prefix('.')?;
    // What stands behind nothing but the two slashes of the scheme is a host.
    let has_path = path.bytes().take(dot).filter(|byte| *byte == b'/').nth(2).is_some();
    (has_path && (1..=5).contains(&ending.len())).then_some(ending)
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

    use super::{email, ending, escaped, language, media_type, web_address};

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
