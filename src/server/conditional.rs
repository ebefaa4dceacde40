//! Conditional requests (RFC 9110 section 13): whether a client has the present version already, or
//! wants another one than there is.

use hyper::header::{
    HeaderMap, HeaderName, HeaderValue, IF_MATCH, IF_MODIFIED_SINCE, IF_NONE_MATCH,
    IF_UNMODIFIED_SINCE,
};

use crate::article::Instant;

/// What the preconditions of a request come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Outcome {
    /// There are none, or they are met.
    Send,
    /// 304: the client has it.
    NotModified,
    /// 412: the client wants a version that there is no more.
    Failed,
}

/// Evaluates them in the order of RFC 9110 section 13.2.2: the tag decides alone where it is given,
/// and a date counts only when it is one.
pub(super) fn evaluate(asked: &HeaderMap, version: &str, modified: Instant) -> Outcome {
    let is_wanted = any_tag(asked, &IF_MATCH, |tag| !is_weak(tag) && names_version(tag, version));
    let is_met = is_wanted
        .unwrap_or_else(|| date(asked, &IF_UNMODIFIED_SINCE).is_none_or(|since| modified <= since));
    if !is_met {
        return Outcome::Failed;
    }
    let is_known = any_tag(asked, &IF_NONE_MATCH, |tag| names_version(tag, version));
    // Equal or later: some clients invent dates.
    let is_known = is_known
        .unwrap_or_else(|| date(asked, &IF_MODIFIED_SINCE).is_some_and(|since| modified <= since));
    if is_known { Outcome::NotModified } else { Outcome::Send }
}

/// Whether any tag of all the lists satisfies, or the one value is `*`, which stands for any
/// version there is; `None` when there are no lists.
fn any_tag(
    asked: &HeaderMap,
    name: &HeaderName,
    satisfies: impl Fn(&[u8]) -> bool,
) -> Option<bool> {
    let (mut lists, mut last) = (0, None);
    for list in asked.get_all(name) {
        // Nearly all lists are one tag; of others it is the first that this looks at.
        if satisfies(list.as_bytes()) || tags(list).any(&satisfies) {
            return Some(true);
        }
        lists += 1;
        last = Some(list);
    }
    last.map(|last| lists == 1 && last == "*")
}

/// The tags of a list, as they are given.
fn tags(list: &HeaderValue) -> impl Iterator<Item = &[u8]> {
    list.as_bytes().split(|byte| *byte == b',').map(<[u8]>::trim_ascii)
}

/// Whether a client has what this strong tag names.
pub(super) fn names_tag(asked: &HeaderMap, tag: &[u8]) -> bool {
    asked.get_all(IF_NONE_MATCH).iter().any(|list| list == tag || tags(list).any(|it| it == tag))
}

/// The tag by which a client names a version that it has, as it was given, quotes included.
pub(super) fn tag_of(asked: &HeaderMap, version: &str) -> Option<HeaderValue> {
    let mut tags = asked.get_all(IF_NONE_MATCH).iter().flat_map(tags);
    let tag = tags.find(|tag| names_version(tag, version))?;
    if tag.ends_with(b"\"") {
        return HeaderValue::from_bytes(tag).ok();
    }
    HeaderValue::from_bytes(&[b"\"", tag, b"\""].concat()).ok()
}

fn is_weak(tag: &[u8]) -> bool {
    tag.starts_with(b"W/")
}

/// Tags are compared by version: a proxy that codes again makes `W/"v"` or `"v-gzip"` of ours, and
/// it still names this version. Quotes may be missing: some clients lose them.
fn names_version(tag: &[u8], version: &str) -> bool {
    let mut tag = tag.strip_prefix(b"W/").unwrap_or(tag);
    while let Some(rest) = tag.strip_prefix(b"\"") {
        tag = rest;
    }
    while let Some(rest) = tag.strip_suffix(b"\"") {
        tag = rest;
    }
    tag.strip_prefix(version.as_bytes()).is_some_and(|rest| matches!(rest, [] | [b'-', ..]))
}

/// A date that is given once and can be read.
fn date(asked: &HeaderMap, name: &HeaderName) -> Option<Instant> {
    let mut values = asked.get_all(name).iter().map(HeaderValue::to_str);
    let (Some(Ok(value)), None) = (values.next(), values.next()) else { return None };
    httpdate::parse_http_date(value.trim()).ok().map(Instant::from)
}

#[cfg(test)]
mod tests {
    use hyper::header::{
        HeaderMap, HeaderName, HeaderValue, IF_MATCH, IF_MODIFIED_SINCE, IF_NONE_MATCH,
        IF_UNMODIFIED_SINCE,
    };

    use super::{Outcome, evaluate};

    const VERSION: &str = "0123456789abcdef";
    const EQUAL: &str = "Tue, 24 Nov 2026 08:00:00 GMT";
    const EARLIER: &str = "Tue, 24 Nov 2026 07:59:59 GMT";

    fn check(headers: &[(HeaderName, &str)]) -> Outcome {
        let mut asked = HeaderMap::new();
        for (name, value) in headers {
            asked.append(name, HeaderValue::from_bytes(value.as_bytes()).unwrap());
        }
        evaluate(&asked, VERSION, "2026-11-24T08:00:00Z".parse().unwrap())
    }

    #[test]
    fn tags_name_a_version_in_every_spelling() {
        for tag in [
            "\"0123456789abcdef\"",
            "W/\"0123456789abcdef\"",
            "\"0123456789abcdef-gzip\"",
            "W/\"0123456789abcdef-br\"",
            "\"0123456789abcdef-gzip-gzip\"",
            "0123456789abcdef",
            "\"other\", \"0123456789abcdef-br\"",
            "*",
        ] {
            assert_eq!(check(&[(IF_NONE_MATCH, tag)]), Outcome::NotModified, "{tag}");
        }
        for tag in [
            "\"other\"",
            "\"0123456789abcde\"",
            "\"0123456789abcdefg\"",
            "",
            "\"other\", *",
            "caf\u{e9}",
        ] {
            assert_eq!(check(&[(IF_NONE_MATCH, tag)]), Outcome::Send, "{tag}");
            // A tag decides alone, even one that is none.
            let both = [(IF_NONE_MATCH, tag), (IF_MODIFIED_SINCE, EQUAL)];
            assert_eq!(check(&both), Outcome::Send, "{tag}");
        }
        let lines = [(IF_NONE_MATCH, "\"a\""), (IF_NONE_MATCH, "\"0123456789abcdef\"")];
        assert_eq!(check(&lines), Outcome::NotModified);
    }

    #[test]
    fn a_version_that_a_client_has_is_called_as_the_client_calls_it() {
        let tag = |given: &'static str| {
            let asked = HeaderMap::from_iter([(IF_NONE_MATCH, HeaderValue::from_static(given))]);
            super::tag_of(&asked, VERSION)
        };
        for (given, expected) in [
            ("\"a\", W/\"0123456789abcdef-gzip\"", "W/\"0123456789abcdef-gzip\""),
            ("\"0123456789abcdef\",\"b\"", "\"0123456789abcdef\""),
            ("0123456789abcdef-br", "\"0123456789abcdef-br\""),
        ] {
            assert_eq!(tag(given).unwrap(), expected);
        }
        for given in ["*", "", "\"0123456789abcde\"", "\"0123456789abcdefg\""] {
            assert_eq!(tag(given), None, "{given}");
        }
    }

    #[test]
    fn a_date_counts_when_it_is_equal_or_later_and_alone() {
        let since = |value| check(&[(IF_MODIFIED_SINCE, value)]);
        assert_eq!(since(EQUAL), Outcome::NotModified);
        assert_eq!(since("Tue, 24 Nov 2026 08:00:01 GMT"), Outcome::NotModified);
        assert_eq!(since("Tuesday, 24-Nov-26 08:00:00 GMT"), Outcome::NotModified);
        assert_eq!(since("Tue Nov 24 08:00:00 2026"), Outcome::NotModified);
        assert_eq!(since(EARLIER), Outcome::Send);
        assert_eq!(since("yesterday"), Outcome::Send);
        let twice = [(IF_MODIFIED_SINCE, EQUAL), (IF_MODIFIED_SINCE, EQUAL)];
        assert_eq!(check(&twice), Outcome::Send);
        assert_eq!(check(&[]), Outcome::Send);
    }

    #[test]
    fn who_wants_another_version_is_told() {
        for (tag, expected) in [
            ("\"0123456789abcdef\"", Outcome::Send),
            ("\"a\", \"0123456789abcdef-br\"", Outcome::Send),
            ("*", Outcome::Send),
            ("W/\"0123456789abcdef\"", Outcome::Failed),
            ("\"other\"", Outcome::Failed),
        ] {
            // The date does not count beside a tag.
            let asked = [(IF_MATCH, tag), (IF_UNMODIFIED_SINCE, EARLIER)];
            assert_eq!(check(&asked), expected, "{tag}");
        }
        assert_eq!(check(&[(IF_UNMODIFIED_SINCE, EQUAL)]), Outcome::Send);
        assert_eq!(check(&[(IF_UNMODIFIED_SINCE, EARLIER)]), Outcome::Failed);
        assert_eq!(check(&[(IF_UNMODIFIED_SINCE, "yesterday")]), Outcome::Send);
        let both = [(IF_MATCH, "*"), (IF_NONE_MATCH, "\"0123456789abcdef\"")];
        assert_eq!(check(&both), Outcome::NotModified);
    }
}
