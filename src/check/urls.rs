//! Addresses: what kind of address a text is, and what is wrong with it. RFC 3986 and 3987, told
//! without building anything, since a document holds hundreds.
//!
//! Must not know: where an address stands.

/// What a text is as an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Address<'a> {
    /// `http` or `https`, with a host.
    Web,
    /// Of another scheme, which names or transports something.
    Other(&'a str),
    /// Of a scheme that runs or holds code, or reads local files.
    Unsafe(&'a str),
    /// Without a scheme.
    Relative,
    /// No address; and why not.
    Malformed(&'static str),
}

/// Schemes that run or hold code, or reach into the machine of whoever follows them.
const UNSAFE: [&str; 12] = [
    "javascript",
    "vbscript",
    "data",
    "livescript",
    "mocha",
    "jscript",
    "ecmascript",
    "blob",
    "filesystem",
    "file",
    "view-source",
    "jar",
];

/// Whether a scheme runs or holds code, or reaches into the machine of whoever follows it.
pub(super) fn is_unsafe_scheme(scheme: &str) -> bool {
    UNSAFE.iter().any(|name| name.eq_ignore_ascii_case(scheme))
}

/// What the text is as an address.
pub(super) fn classify(text: &str) -> Address<'_> {
    if text.is_empty() {
        return Address::Malformed("it is empty");
    }
    let scheme = scheme(text);
    if let Some(scheme) = scheme
        && is_unsafe_scheme(scheme)
    {
        return Address::Unsafe(scheme);
    }
    if text.chars().any(|c| c <= ' ' || c == '\u{7F}' || c.is_whitespace()) {
        return Address::Malformed("it contains a blank or control character");
    }
    if text.contains(['<', '>', '"']) {
        return Address::Malformed("it contains <, > or a quote");
    }
    let Some(scheme) = scheme else { return Address::Relative };
    if !scheme.eq_ignore_ascii_case("http") && !scheme.eq_ignore_ascii_case("https") {
        return if text.len() > scheme.len() + 1 {
            Address::Other(scheme)
        } else {
            Address::Malformed("nothing follows the scheme")
        };
    }
    match text.get(scheme.len()..).and_then(|rest| rest.strip_prefix("://")) {
        Some(rest) => host_fault(rest).map_or(Address::Web, Address::Malformed),
        None => Address::Malformed("two slashes and a host must follow the scheme"),
    }
}

/// A character that RFC 3986 has no place for and that browsers accept all the same, or a percent
/// sign that encodes nothing.
pub(super) fn odd_character(url: &str) -> Option<char> {
    // Square brackets enclose an IPv6 host; anywhere else they are odd.
    let tail = url.find(']').filter(|_| url.contains("://[")).map_or(0, |end| end + 1);
    let bytes = url.as_bytes();
    bytes.iter().enumerate().find_map(|(at, byte)| {
        let odd = match byte {
            b'\\' | b'^' | b'`' | b'{' | b'|' | b'}' => true,
            b'[' | b']' => at >= tail,
            b'%' => !(1..=2).all(|next| bytes.get(at + next).is_some_and(u8::is_ascii_hexdigit)),
            _ => false,
        };
        odd.then_some(char::from(*byte))
    })
}

/// Why an absolute IRI would be changed by programs that tidy addresses (RFC 3986 section 6.2).
pub(super) fn not_canonical(url: &str) -> Option<&'static str> {
    let scheme = scheme(url)?;
    if scheme.bytes().any(|byte| byte.is_ascii_uppercase()) {
        return Some("its scheme has upper-case letters");
    }
    let rest = url.get(scheme.len()..)?.strip_prefix("://")?;
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (authority, path) = rest.split_at_checked(end)?;
    if authority.bytes().any(|byte| byte.is_ascii_uppercase()) {
        return Some("its host has upper-case letters");
    }
    if authority.ends_with(':')
        || scheme == "http" && authority.ends_with(":80")
        || scheme == "https" && authority.ends_with(":443")
    {
        return Some("it names the default port");
    }
    if authority.rsplit_once('@').is_some_and(|(user, _)| matches!(user, "" | ":")) {
        return Some("it names nobody before the @");
    }
    if path.is_empty() {
        return Some("it has no path");
    }
    let path = path.split(['?', '#']).next().unwrap_or_default();
    if path.split('/').any(|segment| segment == "." || segment == "..") {
        return Some("its path has . or .. in it");
    }
    encodes_needlessly(path).then_some("it percent-encodes a letter, digit or -._~")
}

fn encodes_needlessly(path: &str) -> bool {
    path.split('%').skip(1).any(|rest| {
        rest.get(..2)
            .and_then(|digits| u8::from_str_radix(digits, 16).ok())
            .is_some_and(|byte| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte))
    })
}

/// What is wrong with a `tag:` (RFC 4151), `urn:` (RFC 8141) or `urn:uuid:` (RFC 9562) address.
pub(super) fn id_fault(id: &str) -> Option<&'static str> {
    let scheme = scheme(id)?;
    let rest = id.get(scheme.len() + 1..)?;
    if scheme.eq_ignore_ascii_case("tag") {
        tag_fault(rest)
    } else if scheme.eq_ignore_ascii_case("urn") {
        urn_fault(rest)
    } else {
        None
    }
}

fn tag_fault(rest: &str) -> Option<&'static str> {
    let Some((authority, rest)) = rest.split_once(',') else {
        return Some("a tag needs a date after its authority and a comma");
    };
    let host = authority.rsplit('@').next().unwrap_or_default();
    let is_name =
        |label: &str| !label.is_empty() && label.chars().all(|c| c.is_alphanumeric() || c == '-');
    if !host.split('.').all(is_name) || authority.starts_with('@') {
        return Some("a tag's authority is a host or e-mail address");
    }
    let Some((date, specific)) = rest.split_once(':') else {
        return Some("a colon follows a tag's date");
    };
    let lengths: Vec<usize> = date.split('-').map(str::len).collect();
    if !matches!(lengths.as_slice(), [4] | [4, 2] | [4, 2, 2])
        || !date.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-')
    {
        return Some("a tag's date is YYYY, YYYY-MM or YYYY-MM-DD");
    }
    let mut parts = date.split('-').skip(1).filter_map(|part| part.parse::<u8>().ok());
    if parts.next().is_some_and(|month| !(1..=12).contains(&month))
        || parts.next().is_some_and(|day| !(1..=31).contains(&day))
    {
        return Some("a tag's date must exist");
    }
    specific
        .chars()
        .any(|c| !(c.is_alphanumeric() || "-._~!$&'()*+,;=:@/?%#".contains(c)))
        .then_some("a tag's last part has characters that must be percent-encoded")
}

fn urn_fault(rest: &str) -> Option<&'static str> {
    let Some((space, name)) = rest.split_once(':') else {
        return Some("a urn needs a name after its name space and a colon");
    };
    let is_space = (2..=32).contains(&space.len())
        && space.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        && !space.starts_with('-')
        && !space.ends_with('-');
    if !is_space || space.eq_ignore_ascii_case("urn") {
        return Some("a urn's name space is two to 32 letters, digits and inner hyphens");
    }
    if name.is_empty() {
        return Some("a urn needs a name after its name space");
    }
    if space.eq_ignore_ascii_case("uuid") {
        let groups: Vec<usize> = name.split('-').map(str::len).collect();
        let is_uuid = groups.as_slice() == [8, 4, 4, 4, 12]
            && name.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-');
        return (!is_uuid).then_some("a UUID is 32 hexadecimal digits in groups of 8-4-4-4-12");
    }
    name.chars()
        .any(|c| !(c.is_alphanumeric() || "-._~!$&'()*+,;=:@/?%#".contains(c)))
        .then_some("a urn's name has characters that must be percent-encoded")
}

/// The scheme, if the text begins with one.
pub(super) fn scheme(text: &str) -> Option<&str> {
    let end = text.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.')))?;
    let scheme = text.get(..end)?;
    (text.as_bytes().get(end) == Some(&b':')
        && scheme.starts_with(|c: char| c.is_ascii_alphabetic()))
    .then_some(scheme)
}

/// What is wrong with the host of what follows `http://`.
fn host_fault(rest: &str) -> Option<&'static str> {
    let authority = rest.split(['/', '?', '#', '\\']).next().unwrap_or_default();
    let host = authority.rsplit('@').next().unwrap_or_default();
    let (name, port) = if let Some(inside) = host.strip_prefix('[') {
        let Some((address, port)) = inside.split_once(']') else {
            return Some("its host has no closing bracket");
        };
        if address.parse::<std::net::Ipv6Addr>().is_err() {
            return Some("its host is no IPv6 address");
        }
        ("v6", port.strip_prefix(':').or(port.is_empty().then_some("")))
    } else {
        match host.split_once(':') {
            Some((name, port)) => (name, Some(port)),
            None => (host, Some("")),
        }
    };
    if name.is_empty() {
        return Some("it has no host");
    }
    let is_host = |c: char| c.is_alphanumeric() || !c.is_ascii() || "-._~!$&'()*+,;=%".contains(c);
    if !name.chars().all(is_host) || name.starts_with('.') || name.contains("..") {
        return Some("its host is no name");
    }
    let Some(port) = port else { return Some("its host is no name") };
    (!port.is_empty() && port.parse::<u16>().is_err())
        .then_some("its port is no number up to 65535")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_told_apart() {
        for text in [
            "https://a.example/x?y=1#z",
            "HTTP://a.example",
            "http://[2001:db8::1]:8080/",
            "http://user:pass@a.example/",
            "http://bücher.example/ä",
            "http://localhost:3000/x",
            "http://a.example/a|b",
        ] {
            assert_eq!(classify(text), Address::Web, "{text}");
        }
        for text in ["mailto:a@b.example", "tel:+123", "tag:a.example,2026:1", "urn:isbn:1"] {
            assert!(matches!(classify(text), Address::Other(_)), "{text}");
        }
        for text in ["/a", "a/b", "//a.example/x", "#top", "?x", "a.example/x", "1http://a"] {
            assert_eq!(classify(text), Address::Relative, "{text}");
        }
        for text in ["JavaScript:alert(1)", "data:text/html,x", "vbscript:x", "file:///etc"] {
            assert!(matches!(classify(text), Address::Unsafe(_)), "{text}");
        }
        for text in [
            "",
            "http://",
            "http:///x",
            "http:a.example",
            "http://a b/",
            "http://a.example/\u{a0}",
            "http://a.example/<b>",
            "http://[::x]/",
            "http://[::1]x/",
            "http://a.example:99999/",
            "http://a..example/",
            "mailto:",
            "http://exa<mple/",
            " http://a.example/",
        ] {
            assert!(
                matches!(classify(text), Address::Malformed(_)),
                "{text:?} {:?}",
                classify(text)
            );
        }
    }

    #[test]
    fn odd_characters_are_found_outside_of_ipv6_hosts() {
        assert_eq!(odd_character("http://[::1]/a"), None);
        assert_eq!(odd_character("http://[::1]/a[1]"), Some('['));
        assert_eq!(odd_character("http://a.example/100%"), Some('%'));
        assert_eq!(odd_character("http://a.example/100%25?a=b|c"), Some('|'));
    }

    #[test]
    fn canonical_form_is_told() {
        for id in ["http://a.example/x?y=..", "https://a.example:8443/", "tag:A.example,2026:X"] {
            assert_eq!(not_canonical(id), None, "{id}");
        }
        for id in [
            "HTTP://a.example/",
            "http://A.example/",
            "http://a.example:80/",
            "http://:@a.example/",
            "http://@a.example/",
            "http://a.example",
            "http://a.example/a/../b",
            "http://a.example/%7Ea",
        ] {
            assert!(not_canonical(id).is_some(), "{id}");
        }
    }

    #[test]
    fn ids_keep_the_rules_of_their_scheme() {
        for id in [
            "tag:a.example,2026-12-01:x/y",
            "tag:me@a.example,2026:",
            "urn:isbn:0-486-27557-4",
            "urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6",
            "http://a.example/",
        ] {
            assert_eq!(id_fault(id), None, "{id}");
        }
        for id in [
            "tag:a.example:x",
            "tag:a.example,26:x",
            "tag:a.example,2026-1:x",
            "tag:a..b,2026:x",
            "tag:a.example,2026-13:x",
            "tag:a.example,2026:a b",
            "tag:a.example,2026",
            "urn:isbn",
            "urn:a.b:c",
            "urn:-ab:c",
            "urn:uuid:1",
            "urn:isbn:",
        ] {
            assert!(id_fault(id).is_some(), "{id}");
        }
    }
}
