//! Small values that formats define: media types, e-mail addresses, link relations, numbers.
//!
//! Must not know: where a value stands.

/// Whether a text is `type/subtype` with parameters or without (RFC 2045 section 5.1).
pub(super) fn is_media_type(text: &str) -> bool {
    let is_token = |token: &str| {
        !token.is_empty()
            && token.bytes().all(|b| b.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&b))
    };
    let mut parts = text.split(';').map(str::trim);
    let Some((kind, subtype)) = parts.next().and_then(|name| name.split_once('/')) else {
        return false;
    };
    is_token(kind)
        && is_token(subtype)
        && parts.all(|parameter| {
            parameter.split_once('=').is_some_and(|(name, value)| {
                is_token(name)
                    && (is_token(value) || value.starts_with('"') && value.ends_with('"'))
            })
        })
}

/// Whether two media types are the same, parameters aside.
pub(super) fn same_media_type(one: &str, other: &str) -> bool {
    let bare = |text| str::trim(str::split(text, ';').next().unwrap_or_default());
    bare(one).eq_ignore_ascii_case(bare(other))
}

/// Whether a text is an e-mail address and nothing else (RFC 4287 section 3.2.3).
pub(super) fn is_email(text: &str) -> bool {
    let Some((local, host)) = text.rsplit_once('@') else { return false };
    let is_local = |c: char| c.is_alphanumeric() || ".!#$%&'*+/=?^_`{|}~-".contains(c);
    let is_host = |c: char| c.is_alphanumeric() || c == '-' || c == '.';
    !local.is_empty()
        && local.chars().all(is_local)
        && host.split('.').all(|label| !label.is_empty())
        && host.chars().all(is_host)
}

/// Whether a text is a contact of RSS: `address`, `address (Name)`, or the address in brackets
/// after the name.
pub(super) fn is_contact(text: &str) -> bool {
    let text = text.trim();
    let decoded = text.strip_prefix("mailto:").map(|address| {
        let address = address.split('?').next().unwrap_or_default();
        percent_encoding::percent_decode_str(address).decode_utf8_lossy()
    });
    let text = decoded.as_deref().unwrap_or(text);
    let address = match (text.split_once('('), text.split_once('<')) {
        (Some((address, name)), _) if name.ends_with(')') => address,
        (_, Some((_, address))) if address.ends_with('>') => address.trim_end_matches('>'),
        _ => text,
    };
    is_email(address.trim())
}

/// An e-mail address among the words of a text.
pub(super) fn email_in(text: &str) -> Option<&str> {
    if !text.contains('@') {
        return None;
    }
    text.split(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | '<' | '>' | ',')).find(
        |word| is_email(word) && word.rsplit('@').next().is_some_and(|host| host.contains('.')),
    )
}

/// Relations that are registered with IANA and met in feeds.
const RELATIONS: [&str; 26] = [
    "alternate",
    "current",
    "current-archive",
    "describedby",
    "edit",
    "edit-media",
    "enclosure",
    "first",
    "hub",
    "last",
    "license",
    "next",
    "next-archive",
    "payment",
    "prev",
    "prev-archive",
    "previous",
    "related",
    "replies",
    "search",
    "self",
    "service",
    "up",
    "via",
    "author",
    "canonical",
];

/// Whether a link relation is registered or an address of one's own.
pub(super) fn is_relation(rel: &str) -> bool {
    RELATIONS.contains(&rel)
        || RELATIONS.iter().any(|known| rel.strip_prefix(IANA) == Some(*known))
        || super::urls::scheme(rel).is_some()
}

/// Where RFC 4287 section 4.2.7.2 has the registered relations.
const IANA: &str = "http://www.iana.org/assignments/relation/";

/// Whether a text is a whole number from `least` up.
pub(super) fn is_integer_from(least: u64, text: &str) -> bool {
    !text.is_empty()
        && text.bytes().all(|byte| byte.is_ascii_digit())
        && text.parse::<u64>().is_ok_and(|number| number >= least)
}

/// Whether a text is Base64 (RFC 4648), with line breaks or without.
pub(super) fn is_base64(text: &str) -> bool {
    let mut count = 0_usize;
    let mut padding = 0_usize;
    for byte in text.bytes().filter(|byte| !byte.is_ascii_whitespace()) {
        count += 1;
        match byte {
            b'=' => padding += 1,
            _ if padding > 0 => return false,
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'+' | b'/' => {}
            _ => return false,
        }
    }
    count.is_multiple_of(4) && padding <= 2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn media_types_are_told() {
        for text in ["audio/mpeg", "text/html; charset=utf-8", "image/svg+xml", "a/b;c=\"d e\""] {
            assert!(is_media_type(text), "{text}");
        }
        for text in ["", "mp3", "audio/", "a b/c", "audio/mpeg;", "text/html; utf-8"] {
            assert!(!is_media_type(text), "{text}");
        }
        assert!(same_media_type("application/atom+xml;type=feed", "Application/atom+xml"));
    }

    #[test]
    fn contacts_are_told() {
        for text in [
            "a@b.example",
            "a@b.example (A B)",
            "A B <a@b.example>",
            "mailto:a@b.example?subject=x",
            "mailto:A%20B%20%3Ca%40b%2Eexample%3E?subject=x",
        ] {
            assert!(is_contact(text), "{text}");
        }
        for text in ["A B", "a@", "@b.example", "a@b..example", "a b@c.example"] {
            assert!(!is_contact(text), "{text}");
        }
        assert!(!is_email("A <a@b.example>"));
        assert_eq!(email_in("Ann (ann@b.example)"), Some("ann@b.example"));
        assert_eq!(email_in("@ann on b"), None);
    }

    #[test]
    fn numbers_relations_and_base64_are_told() {
        assert!(is_integer_from(0, "0") && is_integer_from(1, "12"));
        assert!(
            !is_integer_from(1, "0") && !is_integer_from(0, "-1") && !is_integer_from(0, "1.5")
        );
        assert!(is_relation("self") && is_relation("https://a.example/rel"));
        assert!(is_relation("http://www.iana.org/assignments/relation/via"));
        assert!(!is_relation("Selfie") && !is_relation("a/b"));
        assert!(
            is_base64("QUJD\nRA==") && is_base64("") && !is_base64("QUJ") && !is_base64("Q=JD")
        );
    }
}
