//! Every rule with a document that breaks it and a document, one step away, that does not.
//!
//! Must not know: how a rule is applied.

mod content;
mod documents;
mod entries;
mod faults;
mod structure;

use std::collections::BTreeSet;

use super::{Finding, Severity, Standards, check_by, rules};
use crate::article::Instant;

/// One rule put to the test: `from` is a piece of a good document, `bad` breaks the rule in its
/// place, `good` comes near and does not.
struct Case {
    rule: &'static rules::Rule,
    document: &'static str,
    from: &'static str,
    bad: &'static str,
    good: &'static str,
}

/// `rule document from => bad | good;`
macro_rules! cases {
    ($($rule:ident $document:ident $from:expr => $bad:expr, $good:expr;)+) => {
        pub(super) const CASES: &[super::Case] = &[$(super::Case {
            rule: &super::rules::$rule,
            document: super::documents::$document,
            from: $from,
            bad: $bad,
            good: $good,
        }),+];
    };
}
use cases;

const ALL: [&[Case]; 4] = [structure::CASES, entries::CASES, content::CASES, faults::CASES];

/// What the cases are held to: the documents are of October 2026.
fn standards() -> Standards<'static> {
    Standards {
        now: Instant::from_timestamp(1_791_000_000, 0),
        address: None,
        max_bytes: 2_000_000,
        max_entries: 3,
    }
}

/// The good documents, for tests that damage them.
pub(super) fn documents() -> &'static [&'static str] {
    &documents::ALL
}

fn found(document: &str) -> Vec<Finding> {
    check_by(document.as_bytes(), &standards())
}

fn has(findings: &[Finding], rule: &rules::Rule) -> bool {
    findings.iter().any(|finding| finding.rule == rule.name && finding.severity == rule.severity)
}

#[test]
fn good_documents_draw_no_finding() {
    for document in documents::ALL {
        assert_eq!(found(document), [], "{document}");
    }
}

#[test]
fn every_case_is_found_and_its_near_miss_is_not() {
    let mut failures = Vec::new();
    for Case { rule, document, from, bad, good } in ALL.into_iter().flatten() {
        if !document.contains(from) {
            failures.push(format!("{}: no document holds {from}", rule.name));
            continue;
        }
        let findings = found(&document.replacen(from, bad, 1));
        if !has(&findings, rule) {
            failures.push(format!("{} is not found in {bad}: {findings:#?}", rule.name));
        }
        for finding in &findings {
            assert!(
                !finding.place.is_empty() && !finding.why.is_empty() && !finding.mend.is_empty()
            );
        }
        let findings = found(&document.replacen(from, good, 1));
        if has(&findings, rule) {
            failures.push(format!("{} is found in {good}: {findings:#?}", rule.name));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn every_rule_has_a_case_and_a_name_of_its_own() {
    let tried: BTreeSet<&str> = ALL.into_iter().flatten().map(|case| case.rule.name).collect();
    let tried_elsewhere = BTreeSet::from([
        rules::ENCODING_UTF8.name,
        rules::ENCODING_OTHER.name,
        rules::DOCUMENT_LARGE.name,
        rules::DOCUMENT_TOO_LARGE.name,
        rules::SELF_ELSEWHERE.name,
        rules::CONTENT_DEEP.name,
        rules::ENTRIES_MANY.name,
    ]);
    let mut names = BTreeSet::new();
    for rule in rules::ALL.iter().flat_map(|group| group.rules) {
        assert!(names.insert(rule.name), "{} is declared twice", rule.name);
        assert!(
            tried.contains(rule.name) || tried_elsewhere.contains(rule.name),
            "{} has no case",
            rule.name
        );
    }
}

#[test]
fn size_is_limited() {
    let padded = |bytes: usize| {
        let comment = format!("<!--{}-->", "x".repeat(bytes));
        documents::RSS.replacen("<channel>", &format!("<channel>{comment}"), 1)
    };
    assert!(!has(&found(&padded(900_000)), &rules::DOCUMENT_LARGE));
    assert!(has(&found(&padded(1_000_001)), &rules::DOCUMENT_LARGE));
    assert!(!has(&found(&padded(1_900_000)), &rules::DOCUMENT_TOO_LARGE));
    assert!(has(&found(&padded(2_000_001)), &rules::DOCUMENT_TOO_LARGE));
}

#[test]
fn entries_are_counted() {
    let entry = documents::RSS_ITEM;
    let entries = |count: usize| {
        let more: String =
            (0..count).map(|n| entry.replace(":one", &format!(":more{n}"))).collect();
        documents::RSS.replacen(entry, &more, 1)
    };
    assert_eq!(found(&entries(3)), []);
    assert!(has(&found(&entries(4)), &rules::ENTRIES_MANY));
}

#[test]
fn bytes_that_are_no_utf8_are_refused() {
    let mut bytes = documents::RSS.as_bytes().to_vec();
    let at = documents::RSS.find("River").unwrap();
    bytes[at] = 0xE9;
    assert!(has(&check_by(&bytes, &standards()), &rules::ENCODING_UTF8));
    assert!(!has(&check_by(documents::RSS.as_bytes(), &standards()), &rules::ENCODING_UTF8));
}

#[test]
fn the_own_address_is_compared_where_it_is_known() {
    for (address, is_elsewhere) in
        [("https://feeds.example/feeds/world.rss", false), ("https://a.example/world.rss", true)]
    {
        let standards = Standards { address: Some(address), ..standards() };
        let findings = check_by(documents::RSS.as_bytes(), &standards);
        assert_eq!(has(&findings, &rules::SELF_ELSEWHERE), is_elsewhere, "{address}");
    }
}

#[test]
fn depth_is_limited_and_costs_no_stack() {
    let nested = |depth: usize| {
        let html = format!("{}x{}", "&lt;div&gt;".repeat(depth), "&lt;/div&gt;".repeat(depth));
        found(&documents::ATOM.replacen(
            "&lt;p&gt;The river",
            &format!("{html}&lt;p&gt;The river"),
            1,
        ))
    };
    assert!(!has(&nested(150), &rules::CONTENT_DEEP));
    assert!(has(&nested(20_000), &rules::CONTENT_DEEP));
    let elements = "<a>".repeat(100_000);
    assert!(has(&found(&elements), &rules::XML_WELL_FORMED));
    assert!(has(&found(&"[".repeat(100_000)), &rules::FORMAT_UNKNOWN));
    assert!(has(&found(&"{\"a\":".repeat(100_000)), &rules::JSON_WELL_FORMED));
}

#[test]
fn errors_of_entries_name_the_entry() {
    let findings = found(&documents::ATOM.replacen("https://news.example/river", "/river", 1));
    let finding = findings.iter().find(|f| f.rule == rules::URL_RELATIVE.name).unwrap();
    assert_eq!(finding.entry, Some(0));
    assert_eq!(finding.severity, Severity::Error);
    assert!(finding.place.starts_with("entry 1 (tag:news.example,2026:one), link, line "));
}
