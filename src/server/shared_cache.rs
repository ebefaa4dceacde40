//! What a content delivery network in front is told besides what everybody is: how long it may keep an
//! answer (RFC 9213), and the keys by which its copies are purged.
//!
//! Every key is a token of RFC 9110, so that no network takes offence: kinds and names are joined by a
//! dot, which stands in no name, and what is not ASCII is percent-encoded.

use std::time::Duration;

use hyper::header::{HeaderMap, HeaderName, HeaderValue, VARY};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Deserialize;

use super::{dictionary, headers};
use crate::article::Instant;
use crate::feed::{FeedName, Part};
use crate::response::{Digest, Facet, Freshness, Representation, Resource};

/// A content delivery network, or a cache of one's own, that purges by keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Cdn {
    /// `Surrogate-Key`, and `Surrogate-Control` in the place of the standard's field.
    Fastly,
    /// `Cache-Tag`.
    Cloudflare,
    /// `Edge-Cache-Tag`.
    Akamai,
    /// `xkey`, of the vmod of that name.
    Varnish,
}

/// What one network wants: where keys stand, what is between them, and how many it takes. What is beyond
/// that it ignores without a word.
struct Dialect {
    keys: HeaderName,
    separator: &'static str,
    max_keys: usize,
    max_bytes: usize,
    /// Besides `CDN-Cache-Control`.
    own_control: Option<HeaderName>,
    /// Whether it keeps answers apart by everything that `Vary` names. One that does not would keep no
    /// answer at all, or give one client's delta to another.
    heeds_vary: bool,
}

impl Cdn {
    fn dialect(self) -> Dialect {
        let of = |keys, separator| Dialect {
            keys: HeaderName::from_static(keys),
            separator,
            max_keys: 1000,
            max_bytes: 16_000,
            own_control: None,
            heeds_vary: true,
        };
        match self {
            Self::Fastly => Dialect {
                own_control: Some(HeaderName::from_static("surrogate-control")),
                ..of("surrogate-key", " ")
            },
            Self::Cloudflare => Dialect { heeds_vary: false, ..of("cache-tag", ",") },
            // All fields of an answer together have 8 KiB.
            Self::Akamai => Dialect {
                max_keys: 128,
                max_bytes: 6_000,
                heeds_vary: false,
                ..of("edge-cache-tag", ",")
            },
            // `http_resp_hdr_len`, unless it is raised.
            Self::Varnish => Dialect { max_bytes: 8_000, ..of("xkey", " ") },
        }
    }
}

const CDN_CACHE_CONTROL: HeaderName = HeaderName::from_static("cdn-cache-control");
/// The key of everything that newswire says.
const EVERYTHING: &str = "newswire";
/// The key of what holds articles whatever they are filed under: every change touches it.
const ALL: &str = "all";
/// The shortest limit of any network; the same key is sent to each.
const MAX_KEY_BYTES: usize = 128;
const TOKEN: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-');

/// A network in front, and how long it may keep answers.
pub(super) struct SharedCache {
    dialect: Dialect,
    max_age: Duration,
}

impl SharedCache {
    pub(super) fn new(cdn: Cdn, max_age: Duration) -> Self {
        Self { dialect: cdn.dialect(), max_age }
    }

    /// Whether answers may depend on what a client has.
    pub(super) fn heeds_vary(&self) -> bool {
        self.dialect.heeds_vary
    }

    /// Adds what the network is told of a representation.
    pub(super) fn address(
        &self,
        head: &mut HeaderMap,
        representation: &Representation,
        freshness: Freshness,
        now: Instant,
    ) {
        let control = representation.targeted_cache_control(now, freshness, self.max_age);
        if let Ok(control) = HeaderValue::from_maybe_shared(control) {
            if let Some(name) = &self.dialect.own_control {
                head.insert(name, control.clone());
            }
            head.insert(CDN_CACHE_CONTROL, control);
        }
        let keys = self.keys(representation.resource(), representation.facets());
        headers::insert(head, self.dialect.keys.clone(), keys.into());
        if !self.dialect.heeds_vary {
            head.remove(dictionary::USE_AS_DICTIONARY);
            head.insert(VARY, headers::VARIES);
        }
    }

    /// Adds the key of everything to an answer that is no representation and may be kept.
    pub(super) fn address_refusal(&self, head: &mut HeaderMap) {
        head.insert(self.dialect.keys.clone(), HeaderValue::from_static(EVERYTHING));
    }

    /// What a purge of this resource goes by: everything, its feeds, and what a change touches that
    /// touches it. Facets that are too many for the network give way to the key that stands for any.
    fn keys(&self, resource: &Resource, facets: &[Facet]) -> String {
        let mut keys = vec![EVERYTHING.to_owned()];
        if let Resource::Feed(name, _) | Resource::Archive(name, ..) = resource {
            keys.extend(name.parts().iter().map(key_of_feed));
        }
        let few = keys.len();
        keys.extend(facets.iter().map(key_of_facet));
        let separator = self.dialect.separator;
        let fits = |keys: &[String]| {
            let bytes: usize = keys.iter().map(|key| key.len() + separator.len()).sum();
            keys.len() <= self.dialect.max_keys && bytes <= self.dialect.max_bytes
        };
        if !fits(&keys) {
            keys.truncate(few);
            keys.push(ALL.to_owned());
        }
        keys.join(separator)
    }
}

fn key_of_feed(part: &Part) -> String {
    let name = FeedName::Single(part.clone()).to_string();
    // `author/mai-lin` is `feed.author.mai-lin`.
    key("feed", name.split('/'))
}

fn key_of_facet(facet: &Facet) -> String {
    let (kind, slug) = match facet {
        Facet::All => return ALL.to_owned(),
        Facet::Category(slug) => ("category", slug),
        Facet::Author(slug) => ("author", slug),
        Facet::Tag(slug) => ("tag", slug),
        Facet::Language(slug) => ("language", slug),
    };
    key(kind, std::iter::once(slug.as_str()))
}

/// A key; where it would be too long, its beginning is followed by a digest of the whole.
fn key<'a>(kind: &str, names: impl Iterator<Item = &'a str>) -> String {
    let mut key = kind.to_owned();
    for name in names {
        key.push('.');
        key.extend(utf8_percent_encode(name, TOKEN));
    }
    if key.len() > MAX_KEY_BYTES {
        let digest = Digest::of(key.as_bytes()).start(16);
        key.truncate(MAX_KEY_BYTES - 1 - digest.len());
        key.push('.');
        key.push_str(&digest);
    }
    key
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{Cdn, MAX_KEY_BYTES, SharedCache};
    use crate::article::Slug;
    use crate::feed::FeedName;
    use crate::response::{Facet, Format, Resource, Variant};

    fn keys(cdn: Cdn, feed: &str, facets: &[Facet]) -> String {
        let variant = Variant::Document(Format::Rss);
        let resource = Resource::Feed(FeedName::parse(feed).unwrap(), variant);
        SharedCache::new(cdn, Duration::from_mins(1)).keys(&resource, facets)
    }

    fn slug(name: &str) -> Slug {
        Slug::new(name).unwrap()
    }

    #[test]
    fn keys_are_what_a_change_would_purge() {
        let facets = [Facet::Author(slug("Mai Lin")), Facet::Category(slug("新闻"))];
        assert_eq!(
            keys(Cdn::Fastly, "新闻+author/mai-lin", &facets),
            "newswire feed.author.mai-lin feed.%E6%96%B0%E9%97%BB author.mai-lin category.%E6%96%B0%E9%97%BB"
        );
        assert_eq!(keys(Cdn::Cloudflare, "all", &[Facet::All]), "newswire,feed.all,all");
        assert_eq!(keys(Cdn::Varnish, "x", &[Facet::Tag(slug("x"))]), "newswire feed.x tag.x");
    }

    #[test]
    fn long_keys_stay_apart_within_the_limit() {
        let long = |end: &str| Facet::Category(slug(&format!("{}{end}", "新".repeat(60))));
        let of = |facet: &Facet| super::key_of_facet(facet);
        assert_ne!(of(&long("a")), of(&long("b")));
        assert_eq!(of(&long("a")), of(&long("a")));
        assert_eq!(of(&long("a")).len(), MAX_KEY_BYTES);
    }

    #[test]
    fn what_a_network_would_ignore_gives_way_to_the_key_of_every_change() {
        let facets = |count: usize| -> Vec<Facet> {
            (0..count).map(|index| Facet::Category(slug(&format!("c{index}")))).collect()
        };
        assert_eq!(keys(Cdn::Akamai, "x", &facets(126)).split(',').count(), 128);
        assert_eq!(keys(Cdn::Akamai, "x", &facets(127)), "newswire,feed.x,all");
        for cdn in [Cdn::Fastly, Cdn::Cloudflare, Cdn::Akamai, Cdn::Varnish] {
            let long: Vec<Facet> = (0..120)
                .map(|index| Facet::Tag(slug(&format!("{}{index}", "新".repeat(60)))))
                .collect();
            let sent = keys(cdn, "x", &long);
            assert!(sent.len() <= cdn.dialect().max_bytes, "{cdn:?}: {}", sent.len());
        }
    }
}
