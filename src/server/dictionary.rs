//! Compression dictionaries (RFC 9842): which version a client has, and whether it takes deltas of it.
//!
//! Must not know: how a delta is made.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hyper::header::{ACCEPT_ENCODING, HeaderMap, HeaderName, HeaderValue, IF_NONE_MATCH};

use super::negotiate;
use crate::response::{Coding, DeltaCoding, Digest};

pub(super) const AVAILABLE_DICTIONARY: HeaderName = HeaderName::from_static("available-dictionary");
pub(super) const USE_AS_DICTIONARY: HeaderName = HeaderName::from_static("use-as-dictionary");
/// Of every answer that depends on what a client has, whatever came out this time.
pub(super) const VARIES: HeaderValue =
    HeaderValue::from_static("accept-encoding, available-dictionary");

/// The version that a client has, and the coding in which it takes the newest one as a delta of it.
/// `None` when it names none, or would rather have `otherwise`.
pub(super) fn wanted(asked: &HeaderMap, otherwise: Coding) -> Option<(Digest, DeltaCoding)> {
    let digest = available(asked.get(AVAILABLE_DICTIONARY)?)?;
    let accepted = asked.get_all(ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
    negotiate::delta(accepted, otherwise).map(|coding| (digest, coding))
}

/// The tag of a delta by which a client names the version it has: other dictionaries make other tags
/// of one version, and a 304 speaks of the one that is in the client's cache.
pub(super) fn tag_of_a_delta(asked: &HeaderMap, version: &str) -> Option<HeaderValue> {
    let values = asked.get_all(IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
    let mut tags = values.flat_map(|value| value.split(',')).map(str::trim);
    let tag = tags.find(|tag| {
        let inner = tag.strip_prefix('"').and_then(|tag| tag.strip_suffix('"'));
        let suffix = inner.and_then(|tag| tag.strip_prefix(version));
        suffix.and_then(|suffix| suffix.strip_prefix('-')).is_some_and(|suffix| {
            let (name, dictionary) = suffix.split_once('-').unwrap_or_default();
            DeltaCoding::ALL.iter().any(|coding| coding.name() == name)
                && dictionary.bytes().all(|byte| byte.is_ascii_hexdigit())
        })
    })?;
    HeaderValue::from_str(tag).ok()
}

/// A byte sequence of structured fields (RFC 9651 section 3.3.5): `:BASE64:`.
fn available(value: &HeaderValue) -> Option<Digest> {
    let text = value.to_str().ok()?.trim();
    let encoded = text.strip_prefix(':')?.strip_suffix(':')?;
    Digest::from_bytes(&STANDARD.decode(encoded).ok()?)
}

#[cfg(test)]
mod tests {
    use hyper::header::{ACCEPT_ENCODING, HeaderMap, HeaderValue, IF_NONE_MATCH};

    use super::{AVAILABLE_DICTIONARY, tag_of_a_delta, wanted};
    use crate::response::{Coding, DeltaCoding};

    const OF_NOTHING: &str = ":47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=:";

    fn of(accepted: &'static str, available: &'static str) -> Option<DeltaCoding> {
        let mut asked = HeaderMap::new();
        asked.insert(ACCEPT_ENCODING, HeaderValue::from_static(accepted));
        asked.insert(AVAILABLE_DICTIONARY, HeaderValue::from_static(available));
        wanted(&asked, Coding::Brotli).map(|(digest, coding)| {
            assert_eq!(digest, crate::response::Digest::of(b""));
            coding
        })
    }

    #[test]
    fn a_304_names_the_tag_of_the_delta_that_a_client_has() {
        let tag = |asked: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(IF_NONE_MATCH, HeaderValue::from_static(asked));
            tag_of_a_delta(&headers, "0123")
        };
        assert_eq!(tag("\"a\", \"0123-dcz-beef\"").unwrap(), "\"0123-dcz-beef\"");
        for other in ["\"0123-br\"", "\"0123\"", "\"0124-dcz-beef\"", "W/\"0123-dcz-beef\"", "*"] {
            assert_eq!(tag(other), None, "{other}");
        }
    }

    #[test]
    fn a_dictionary_is_used_by_who_has_one_and_takes_it() {
        assert_eq!(of("gzip, br, zstd, dcb, dcz", OF_NOTHING), Some(DeltaCoding::Zstd));
        assert_eq!(of("gzip, br, dcb", OF_NOTHING), Some(DeltaCoding::Brotli));
        assert_eq!(of("dcz;q=0, dcb;q=0.5", OF_NOTHING), Some(DeltaCoding::Brotli));
        for (accepted, available) in [
            ("gzip, br, zstd", OF_NOTHING),
            ("gzip, *", OF_NOTHING),
            ("dcz;q=0", OF_NOTHING),
            ("br, dcz;q=0.5", OF_NOTHING),
            ("dcz", "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="),
            ("dcz", ":47DEQpj8HBSa:"),
            ("dcz", "::"),
            ("dcz", ":"),
            ("dcz", "\"x\""),
        ] {
            assert_eq!(of(accepted, available), None, "{accepted} {available}");
        }
    }
}
