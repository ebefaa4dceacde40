//! The namespaces of feeds, and addresses that are nearly one of them.
//!
//! Must not know: elements.

pub(super) const ATOM: &str = "http://www.w3.org/2005/Atom";
pub(super) const ATOM_03: &str = "http://purl.org/atom/ns#";
pub(super) const CONTENT: &str = "http://purl.org/rss/1.0/modules/content/";
pub(super) const DC: &str = "http://purl.org/dc/elements/1.1/";
pub(super) const DCTERMS: &str = "http://purl.org/dc/terms/";
pub(super) const HISTORY: &str = "http://purl.org/syndication/history/1.0";
pub(super) const ITUNES: &str = "http://www.itunes.com/dtds/podcast-1.0.dtd";
pub(super) const MEDIA: &str = "http://search.yahoo.com/mrss/";
pub(super) const RDF: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
pub(super) const RSS_1: &str = "http://purl.org/rss/1.0/";
pub(super) const SLASH: &str = "http://purl.org/rss/1.0/modules/slash/";
pub(super) const SYNDICATION: &str = "http://purl.org/rss/1.0/modules/syndication/";
pub(super) const THREAD: &str = "http://purl.org/syndication/thread/1.0";
pub(super) const TOMBSTONES: &str = "http://purl.org/atompub/tombstones/1.0";
pub(super) const WFW: &str = "http://wellformedweb.org/CommentAPI/";
pub(super) const XHTML: &str = "http://www.w3.org/1999/xhtml";
pub(super) const XML: &str = "http://www.w3.org/XML/1998/namespace";

const KNOWN: [&str; 21] = [
    ATOM,
    CONTENT,
    DC,
    DCTERMS,
    HISTORY,
    ITUNES,
    MEDIA,
    RDF,
    RSS_1,
    SLASH,
    SYNDICATION,
    THREAD,
    TOMBSTONES,
    WFW,
    XHTML,
    "https://podcastindex.org/namespace/1.0",
    "http://webfeeds.org/rss/1.0",
    "http://www.smartnews.be/snf",
    "http://schemas.ingestion.microsoft.com/common/",
    "http://www.georss.org/georss",
    "http://rssnamespace.org/feedburner/ext/1.0",
];

/// The namespace that was meant, when an address differs from it only by its scheme, by `www.`, by
/// case, or by what it ends in.
pub(super) fn meant(uri: &str) -> Option<&'static str> {
    if KNOWN.contains(&uri) {
        return None;
    }
    let bare = core(uri);
    KNOWN.into_iter().find(|known| core(known).eq_ignore_ascii_case(bare))
}

fn core(uri: &str) -> &str {
    let uri = uri.trim();
    let uri = uri.split_once("://").map_or(uri, |(_, rest)| rest);
    let uri = uri.strip_prefix("www.").unwrap_or(uri);
    uri.trim_end_matches(['/', '#'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_misses_are_told_and_strangers_are_not() {
        assert_eq!(meant("http://search.yahoo.com/mrss"), Some(MEDIA));
        assert_eq!(meant("https://www.w3.org/2005/Atom"), Some(ATOM));
        assert_eq!(meant("http://www.w3.org/2005/atom/"), Some(ATOM));
        assert_eq!(meant("http://purl.org/rss/1.0/modules/content"), Some(CONTENT));
        for uri in KNOWN.into_iter().chain(["http://a.example/ns", "", ATOM_03]) {
            assert_eq!(meant(uri), None, "{uri}");
        }
    }
}
