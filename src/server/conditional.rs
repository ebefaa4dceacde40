//! Conditional requests (RFC 9110 section 13): whether a client has the present version already.

use crate::article::Instant;

/// Whether the answer is 304.
///
/// `If-None-Match` decides alone where it is present. Tags are compared weakly and by version: a
/// proxy that codes again makes `W/"v"` or `"v-gzip"` of our tag, and it still names this version.
/// `If-Modified-Since` counts only alone, once and when it is a date.
pub(super) fn is_unmodified<'a>(
    mut none_match: impl Iterator<Item = &'a str>,
    mut modified_since: impl Iterator<Item = &'a str>,
    version: &str,
    modified: Instant,
) -> bool {
    if let Some(first) = none_match.next() {
        let tags: Vec<&str> = std::iter::once(first)
            .chain(none_match)
            .flat_map(|value| value.split(','))
            .map(str::trim)
            .collect();
        // `*` stands for any version, and only when it stands alone.
        return tags == ["*"] || tags.iter().any(|tag| names_version(tag, version));
    }
    let (Some(since), None) = (modified_since.next(), modified_since.next()) else { return false };
    let Ok(since) = httpdate::parse_http_date(since.trim()) else { return false };
    Instant::from(since) >= modified
}

/// Quotes may be missing: some clients lose them.
fn names_version(tag: &str, version: &str) -> bool {
    let tag = tag.strip_prefix("W/").unwrap_or(tag).trim_matches('"');
    tag.strip_prefix(version).is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
}

#[cfg(test)]
mod tests {
    use super::is_unmodified;

    const VERSION: &str = "0123456789abcdef";

    fn check(none_match: &[&str], since: &[&str]) -> bool {
        let modified = "2026-11-24T08:00:00Z".parse().unwrap();
        is_unmodified(none_match.iter().copied(), since.iter().copied(), VERSION, modified)
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
            assert!(check(&[tag], &[]), "{tag}");
        }
        for tag in ["\"other\"", "\"0123456789abcde\"", "\"0123456789abcdefg\"", "", "\"other\", *"]
        {
            assert!(!check(&[tag], &[]), "{tag}");
        }
        assert!(check(&["\"a\"", "\"0123456789abcdef\""], &[]));
    }

    #[test]
    fn a_date_counts_when_it_is_equal_or_later_and_alone() {
        assert!(check(&[], &["Tue, 24 Nov 2026 08:00:00 GMT"]));
        assert!(check(&[], &["Tue, 24 Nov 2026 08:00:01 GMT"]));
        assert!(!check(&[], &["Tue, 24 Nov 2026 07:59:59 GMT"]));
        assert!(!check(&[], &["yesterday"]));
        assert!(!check(&[], &["Tue, 24 Nov 2026 08:00:00 GMT", "Tue, 24 Nov 2026 08:00:00 GMT"]));
        assert!(!check(&["\"other\""], &["Tue, 24 Nov 2026 08:00:00 GMT"]));
        assert!(!check(&[], &[]));
    }
}
