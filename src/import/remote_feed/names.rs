//! The namespaces of feeds, under every address and prefix by which feeds call them.
//!
//! Must not know: what the elements in them mean.

use quick_xml::events::BytesStart;

/// A vocabulary.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Namespace {
    /// The feed's own: RSS in a feed of RSS, Atom in one of Atom.
    Own,
    Rss,
    Atom,
    Content,
    DublinCore,
    Media,
    Itunes,
    FeedBurner,
    Rdf,
    /// Nothing in it is read.
    Other,
}

/// Where each is at home, and how it is usually called. The addresses are compared without
/// scheme, case and closing slash: feeds get all three wrong.
const KNOWN: [(Namespace, &str, &str); 17] = [
    (Namespace::Atom, "www.w3.org/2005/atom", "atom"),
    (Namespace::Atom, "purl.org/atom/ns#", "a10"),
    (Namespace::Atom, "www.w3.org/2005/atom/", "atom10"),
    (Namespace::Rss, "purl.org/rss/1.0", "rss"),
    (Namespace::Rss, "purl.org/net/rss1.1#", "rss11"),
    (Namespace::Rss, "my.netscape.com/rdf/simple/0.9", "rss09"),
    (Namespace::Rss, "channel.netscape.com/rdf/simple/0.9", "rss090"),
    (Namespace::Rss, "backend.userland.com/rss2", "rss2"),
    (Namespace::Rss, "blogs.law.harvard.edu/tech/rss", "rss20"),
    (Namespace::Content, "purl.org/rss/1.0/modules/content", "content"),
    (Namespace::DublinCore, "purl.org/dc/elements/1.1", "dc"),
    (Namespace::DublinCore, "purl.org/dc/elements/1.0", "dc10"),
    (Namespace::Media, "search.yahoo.com/mrss", "media"),
    (Namespace::Itunes, "www.itunes.com/dtds/podcast-1.0.dtd", "itunes"),
    (Namespace::FeedBurner, "rssnamespace.org/feedburner/ext/1.0", "feedburner"),
    (Namespace::Rdf, "www.w3.org/1999/02/22-rdf-syntax-ns#", "rdf"),
    (Namespace::Other, "www.w3.org/1999/xhtml", "xhtml"),
];

impl Namespace {
    fn at(address: &str) -> Option<Self> {
        let address = address.trim().to_ascii_lowercase();
        let address = address.split_once("://").map_or(address.as_str(), |(_, rest)| rest);
        let address = address.trim_end_matches('/');
        KNOWN.iter().find(|(_, home, _)| *home == address).map(|(namespace, _, _)| *namespace)
    }

    fn called(prefix: &str) -> Self {
        let known = KNOWN.iter().find(|(_, _, name)| name.eq_ignore_ascii_case(prefix));
        known.map_or(Self::Other, |(namespace, _, _)| *namespace)
    }
}

/// The prefixes that are bound where the reader stands, innermost last.
#[derive(Debug, Default)]
pub(super) struct Scope(Vec<(String, Namespace)>);

/// More declarations than any feed has; further ones are not looked at.
const MAX_DECLARATIONS: usize = 512;

impl Scope {
    /// Adds what an element declares.
    pub(super) fn declare(&mut self, tag: &BytesStart<'_>) {
        let mut attributes = tag.html_attributes();
        for attribute in attributes.with_checks(false).flatten() {
            let key = String::from_utf8_lossy(attribute.key.as_ref());
            let Some(rest) = key.strip_prefix("xmlns") else { continue };
            let prefix = match rest.strip_prefix(':') {
                Some(prefix) => prefix,
                None if rest.is_empty() => "",
                None => continue,
            };
            if self.0.len() < MAX_DECLARATIONS {
                let address = String::from_utf8_lossy(&attribute.value);
                let namespace = Namespace::at(&address).unwrap_or(match prefix {
                    // Feeds in a namespace nobody knows are feeds all the same.
                    "" => Namespace::Own,
                    _ => Namespace::Other,
                });
                self.0.push((prefix.to_owned(), namespace));
            }
        }
    }

    /// How much is declared, to be forgotten again by [`Self::forget`].
    pub(super) fn mark(&self) -> usize {
        self.0.len()
    }

    pub(super) fn forget(&mut self, mark: usize) {
        self.0.truncate(mark);
    }

    /// The namespace and the name in it of `prefix:name`. A prefix nobody declared means what it
    /// usually does.
    pub(super) fn resolve<'a>(&self, qualified: &'a str) -> (Namespace, &'a str) {
        let (prefix, name) = qualified.split_once(':').unwrap_or(("", qualified));
        let declared = self.0.iter().rev().find(|(known, _)| known == prefix);
        let namespace = match declared {
            Some((_, namespace)) => *namespace,
            None if prefix.is_empty() => Namespace::Own,
            None => Namespace::called(prefix),
        };
        (namespace, name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_known_however_they_are_written() {
        let mut scope = Scope::default();
        let tag = BytesStart::from_content(
            "rss xmlns:m='https://search.yahoo.com/mrss' xmlns:i='http://www.itunes.com/DTDs/Podcast-1.0.dtd' \
             xmlns:x='urn:x' xmlns='http://purl.org/atom/ns#'",
            3,
        );
        scope.declare(&tag);
        assert_eq!(scope.resolve("m:content"), (Namespace::Media, "content"));
        assert_eq!(scope.resolve("i:image"), (Namespace::Itunes, "image"));
        assert_eq!(scope.resolve("x:image"), (Namespace::Other, "image"));
        assert_eq!(scope.resolve("entry"), (Namespace::Atom, "entry"));
        assert_eq!(scope.resolve("dc:date"), (Namespace::DublinCore, "date"));
        scope.forget(0);
        assert_eq!(scope.resolve("entry"), (Namespace::Own, "entry"));
    }
}
