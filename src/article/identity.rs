//! Identity: the record's key, and the id that feeds carry for ever.

use std::fmt;

use chrono::Datelike;
use serde::{Deserialize, Serialize};
use url::Url;

use super::Instant;

/// The record's key in its source, unique in the store. Never empty.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ArticleId(pub(super) String);

impl ArticleId {
    /// The key as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<&str> for ArticleId {
    fn from(id: &str) -> Self {
        Self(id.trim().to_owned())
    }
}

impl fmt::Display for ArticleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The id that feeds carry: `guid` in RSS, `atom:id`, `id` in JSON Feed. An IRI, compared
/// character by character and never dereferenced (RFC 4287 section 4.2.6).
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Guid(String);

impl Guid {
    /// Decides the id of an article that is seen for the first time.
    ///
    /// In this order: the guid of an earlier system, so that its readers see nothing twice; the
    /// record's own id when that is a URI; else a `tag:` URI (RFC 4151) of the site's authority
    /// and the date of publication. Title, URL and slug play no part: they may change.
    ///
    /// An earlier guid that is no URI is kept verbatim in meaning but put into a `tag:` URI, since
    /// `atom:id` must be an IRI.
    #[must_use]
    pub fn decide(
        earlier: Option<&str>,
        id: &ArticleId,
        authority: &str,
        published: Instant,
    ) -> Self {
        let earlier = earlier.map(str::trim).filter(|guid| !guid.is_empty());
        if let Some(uri) = earlier.and_then(as_iri).or_else(|| as_iri(id.as_str())) {
            return Self(uri);
        }
        let specific = earlier.unwrap_or_else(|| id.as_str());
        Self(format!(
            "tag:{},{:04}-{:02}-{:02}:{}",
            authority,
            published.year(),
            published.month(),
            published.day(),
            percent_encoding::utf8_percent_encode(specific, SPECIFIC)
        ))
    }

    /// The id as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<String> for Guid {
    fn from(guid: String) -> Self {
        Self(guid)
    }
}

impl fmt::Display for Guid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What RFC 4151 allows unencoded in the specific part of a `tag:` URI stays as it is.
const SPECIFIC: &percent_encoding::AsciiSet = &percent_encoding::NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b':')
    .remove(b'@')
    .remove(b'!')
    .remove(b'$')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b'+')
    .remove(b',')
    .remove(b';')
    .remove(b'=')
    .remove(b'/')
    .remove(b'?');

/// The text if it is an absolute URI that may stand in `atom:id` as it is.
fn as_iri(text: &str) -> Option<String> {
    let forbidden = |c: char| c.is_whitespace() || c.is_control() || "<>\"{}|\\^`".contains(c);
    if text.chars().any(forbidden) {
        return None;
    }
    let (scheme, rest) = text.split_once(':')?;
    let known = matches!(scheme.to_ascii_lowercase().as_str(), "http" | "https" | "tag" | "urn");
    (known && !rest.is_empty() && Url::parse(text).is_ok()).then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::{ArticleId, Guid};

    fn decide(earlier: Option<&str>, id: &str) -> String {
        let published = DateTime::from_timestamp(1_355_443_200, 0).unwrap();
        Guid::decide(earlier, &ArticleId::from(id), "news.example", published).as_str().to_owned()
    }

    #[test]
    fn the_earlier_system_wins_then_a_uri_then_a_tag() {
        assert_eq!(decide(Some("http://old.example/?p=1"), "x"), "http://old.example/?p=1");
        assert_eq!(decide(None, "urn:uuid:1-2"), "urn:uuid:1-2");
        assert_eq!(decide(None, "posts/one two"), "tag:news.example,2012-12-14:posts/one%20two");
        assert_eq!(decide(Some("4711"), "x"), "tag:news.example,2012-12-14:4711");
    }

    #[test]
    fn a_windows_path_or_a_word_with_a_colon_is_no_uri() {
        assert!(decide(None, "c:news").starts_with("tag:"));
        assert!(decide(None, "javascript:alert(1)").starts_with("tag:"));
    }
}
