//! Held to account: rules over written bytes, read back by strict parsers that had no part in
//! writing them. The publish gate and `newswire check` are the same rules.
//!
//! A document is decoded (`encoding`), told by its root (`read`), read into one neutral form
//! (`read_back`) by the reader of its format, which reports what the format itself forbids, and
//! judged (`judge`) by the rules that hold for every format. [`rules`] is the list of them all.
//!
//! Must not know: who wrote the bytes, the store, HTTP.

mod addresses;
mod atom;
mod atom_text;
mod dates;
mod encoding;
mod excerpt_rules;
mod extensions;
mod findings;
mod gist;
mod html_content;
mod html_names;
mod html_scan;
mod identity;
mod json;
mod json_feed;
mod judge;
mod language;
mod links;
mod modules;
mod namespaces;
mod opml;
mod read;
mod read_back;
mod report;
mod rss2;
mod rss_parts;
pub mod rules;
mod style;
mod text_rules;
mod urls;
mod values;
mod vocabulary;
mod xml;

#[cfg(test)]
mod cases;
#[cfg(test)]
mod corpus;

use crate::article::Instant;

pub use encoding::declared_encoding;
pub use findings::{Finding, Severity};
pub use read::kind_of;
pub use read_back::Format as Kind;
pub use report::{counted, report};

/// What a document is held to besides its format.
#[derive(Debug, Clone, Copy)]
pub struct Standards<'a> {
    /// The time, if dates are to be compared with it: the rules have no clock.
    pub now: Option<Instant>,
    /// The address at which the document is served, if it is known: self links are compared.
    pub address: Option<&'a str>,
    /// More bytes than this are an error. The W3C's validator stops at five million.
    pub max_bytes: usize,
    /// More entries than this are a warning.
    pub max_entries: usize,
}

impl Default for Standards<'_> {
    fn default() -> Self {
        Self { now: None, address: None, max_bytes: 5_000_000, max_entries: 500 }
    }
}

impl Standards<'_> {
    /// For archive documents: they are read once, by programs that come for all of it, and what was
    /// left out of one for its length would be nowhere else.
    pub const ARCHIVE: Self =
        Self { now: None, address: None, max_bytes: 100_000_000, max_entries: usize::MAX };
}

/// What the publish gate decides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// The document may be served. The warnings are for the publisher.
    Pass(Vec<Finding>),
    /// The document may be served once these entries are left out of it.
    LeaveOut {
        /// Their positions in the document, ascending.
        entries: Vec<usize>,
        /// Everything that was found.
        findings: Vec<Finding>,
    },
    /// The document itself is at fault: the last good one goes on being served.
    Refuse {
        /// Everything that was found.
        findings: Vec<Finding>,
    },
}

/// Checks a document of any known format, which it tells from the bytes.
///
/// ```
/// let found = newswire::check::check(b"<html><body>Service unavailable</body></html>");
/// assert_eq!(found[0].rule, "format-unknown");
/// ```
#[must_use]
pub fn check(bytes: &[u8]) -> Vec<Finding> {
    check_by(bytes, &Standards::default())
}

/// Checks a document of any known format by standards of one's own.
#[must_use]
pub fn check_by(bytes: &[u8], standards: &Standards<'_>) -> Vec<Finding> {
    read::document(bytes, standards)
}

/// Decides whether a document may be served.
#[must_use]
pub fn gate(bytes: &[u8]) -> Verdict {
    gate_by(bytes, &Standards::default())
}

/// Decides whether a document may be served, by standards of one's own.
#[must_use]
pub fn gate_by(bytes: &[u8], standards: &Standards<'_>) -> Verdict {
    let findings = check_by(bytes, standards);
    let mut entries = Vec::new();
    for finding in findings.iter().filter(|finding| finding.severity == Severity::Error) {
        match finding.entry {
            None => return Verdict::Refuse { findings },
            Some(entry) => entries.push(entry),
        }
    }
    entries.sort_unstable();
    entries.dedup();
    if entries.is_empty() {
        Verdict::Pass(findings)
    } else {
        Verdict::LeaveOut { entries, findings }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ITEM: &str = "<item><title>One</title><link>https://a.example/1</link>\
        <guid isPermaLink=\"false\">tag:a.example,2026:1</guid>\
        <pubDate>Wed, 02 Oct 2002 13:00:00 GMT</pubDate></item>";

    fn rss(items: &str) -> String {
        format!(
            "<rss version=\"2.0\" xmlns:atom=\"http://www.w3.org/2005/Atom\"><channel>\
             <title>News</title><link>https://a.example/</link><description>All</description>\
             <language>en</language><atom:link rel=\"self\" type=\"application/rss+xml\" \
             href=\"https://a.example/feed.rss\"/>{items}</channel></rss>"
        )
    }

    #[test]
    fn the_gate_passes_a_good_document() {
        assert_eq!(gate(rss(ITEM).as_bytes()), Verdict::Pass(Vec::new()));
    }

    #[test]
    fn the_gate_leaves_out_entries_at_fault_and_refuses_documents_at_fault() {
        let bad = ITEM.replace("https://a.example/1", "/1").replace("2026:1", "2026:2");
        let Verdict::LeaveOut { entries, .. } = gate(rss(&format!("{ITEM}{bad}")).as_bytes())
        else {
            panic!("an entry with a relative link must be left out");
        };
        assert_eq!(entries, [1]);
        let refused = gate(rss(ITEM).replace("</title>", "</tit>").as_bytes());
        assert!(matches!(refused, Verdict::Refuse { .. }));
    }

    #[test]
    fn of_two_entries_with_one_id_the_later_is_left_out() {
        let Verdict::LeaveOut { entries, .. } = gate(rss(&format!("{ITEM}{ITEM}")).as_bytes())
        else {
            panic!("a second entry of the same id must be left out");
        };
        assert_eq!(entries, [1]);
    }
}
