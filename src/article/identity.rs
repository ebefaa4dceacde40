//! Identity: the record's key, and the id that feeds carry for ever.

use std::fmt;

use chrono::Datelike;
use serde::{Deserialize, Serialize};
use url::Url;

use super::Instant;
use super::text::is_xml_char;

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

/// The id that feeds carry: `guid` in RSS, `id` in JSON Feed, `atom:id`. Compared character by
/// character and never dereferenced.
///
/// RSS and JSON Feed take any text, and readers of an earlier system's feed know its articles by
/// the very text that stood there. Atom wants an IRI (RFC 4287 section 4.2.6): where the text is
/// none, it has one beside it that is decided with it and kept with it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(from = "Kept", into = "Kept")]
pub struct Guid {
    id: String,
    /// Only when `id` is no IRI.
    iri: Option<String>,
}

/// The form in which an id is kept: mostly one text.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum Kept {
    Same(String),
    Both { id: String, iri: String },
}

impl From<Kept> for Guid {
    fn from(kept: Kept) -> Self {
        match kept {
            Kept::Same(id) => Self { id, iri: None },
            Kept::Both { id, iri } => Self { id, iri: Some(iri) },
        }
    }
}

impl From<Guid> for Kept {
    fn from(Guid { id, iri }: Guid) -> Self {
        match iri {
            None => Self::Same(id),
            Some(iri) => Self::Both { id, iri },
        }
    }
}

impl Guid {
    /// Decides the id of an article that is seen for the first time.
    ///
    /// In this order: the guid of an earlier system, verbatim, so that its readers see nothing
    /// twice; the record's own id when that is a URI; else a `tag:` URI (RFC 4151) of the site's
    /// authority and the date of publication. Title, URL and slug play no part: they may change.
    #[must_use]
    pub fn decide(
        earlier: Option<&str>,
        id: &ArticleId,
        authority: &str,
        published: Instant,
    ) -> Self {
        let tag = |specific: &str| {
            format!(
                "tag:{},{:04}-{:02}-{:02}:{}",
                authority,
                published.year(),
                published.month(),
                published.day(),
                percent_encoding::utf8_percent_encode(specific, SPECIFIC)
            )
        };
        match earlier.map(carried).filter(|guid| !guid.is_empty()) {
            Some(guid) => Self { iri: (!is_iri(&guid)).then(|| tag(&guid)), id: guid },
            None if is_iri(id.as_str()) => Self { id: id.as_str().to_owned(), iri: None },
            None => Self { id: tag(id.as_str()), iri: None },
        }
    }

    /// The id as it was kept: its text, and its IRI when the text is none.
    #[must_use]
    pub fn kept(id: String, iri: Option<String>) -> Self {
        Self { id, iri }
    }

    /// The id as text: what RSS and JSON Feed carry.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.id
    }

    /// The id as an IRI: what Atom carries. The same as the text wherever that is one.
    #[must_use]
    pub fn as_iri(&self) -> &str {
        self.iri.as_deref().unwrap_or(&self.id)
    }
}

impl From<String> for Guid {
    fn from(id: String) -> Self {
        Self { id, iri: None }
    }
}

impl fmt::Display for Guid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.id)
    }
}

/// An earlier guid as its readers have it: no document could carry what XML forbids, and parsers
/// read any run of blanks in it as one.
fn carried(guid: &str) -> String {
    let lawful = |c: char| is_xml_char(c) && (!c.is_control() || c.is_whitespace());
    let guid: String = guid.chars().filter(|c| lawful(*c)).collect();
    guid.split_whitespace().collect::<Vec<_>>().join(" ")
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

/// Whether the text is an absolute URI that may stand in `atom:id` as it is.
fn is_iri(text: &str) -> bool {
    let forbidden = |c: char| c.is_whitespace() || c.is_control() || "<>\"{}|\\^`".contains(c);
    if text.chars().any(forbidden) {
        return false;
    }
    let Some((scheme, rest)) = text.split_once(':') else { return false };
    let known = matches!(scheme.to_ascii_lowercase().as_str(), "http" | "https" | "tag" | "urn");
    known && !rest.is_empty() && Url::parse(text).is_ok()
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::{ArticleId, Guid};

    fn guid(earlier: Option<&str>, id: &str) -> Guid {
        let published = DateTime::from_timestamp(1_355_443_200, 0).unwrap();
        Guid::decide(earlier, &ArticleId::from(id), "news.example", published)
    }

    fn decide(earlier: Option<&str>, id: &str) -> String {
        guid(earlier, id).as_str().to_owned()
    }

    #[test]
    fn the_earlier_system_wins_then_a_uri_then_a_tag() {
        assert_eq!(decide(Some("http://old.example/?p=1"), "x"), "http://old.example/?p=1");
        assert_eq!(decide(Some(" 4711\n"), "urn:uuid:1-2"), "4711");
        assert_eq!(decide(None, "urn:uuid:1-2"), "urn:uuid:1-2");
        assert_eq!(decide(None, "posts/one two"), "tag:news.example,2012-12-14:posts/one%20two");
        assert_eq!(decide(Some(" "), "x"), "tag:news.example,2012-12-14:x");
        assert_eq!(decide(Some("\0\u{B}"), "x"), "tag:news.example,2012-12-14:x");
        assert_eq!(decide(Some("a\0 \r\n b"), "x"), "a b");
    }

    #[test]
    fn an_earlier_guid_is_kept_verbatim_and_has_an_iri_where_it_is_none() {
        for (earlier, iri) in [
            ("5ddc9063c35e7700383b27e0", "tag:news.example,2012-12-14:5ddc9063c35e7700383b27e0"),
            ("a b", "tag:news.example,2012-12-14:a%20b"),
            ("http://old.example/a b", "tag:news.example,2012-12-14:http://old.example/a%20b"),
            ("http://old.example/?p=1", "http://old.example/?p=1"),
            ("tag:old.example,2010:1", "tag:old.example,2010:1"),
        ] {
            let guid = guid(Some(earlier), "x");
            assert_eq!((guid.as_str(), guid.as_iri()), (earlier, iri));
            let kept = serde_json::to_string(&guid).unwrap();
            assert_eq!(serde_json::from_str::<Guid>(&kept).unwrap(), guid);
        }
    }

    #[test]
    fn a_windows_path_or_a_word_with_a_colon_is_no_uri() {
        assert!(decide(None, "c:news").starts_with("tag:"));
        assert!(decide(None, "javascript:alert(1)").starts_with("tag:"));
    }
}
