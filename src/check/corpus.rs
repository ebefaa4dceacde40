//! The rules against the world: the W3C validator's own suite, and feeds as they are found. The
//! data lies beside the project or where `NEWSWIRE_TEST_DATA` says; without it these tests say so
//! and prove nothing.
//!
//! Must not know: how a rule is applied.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::{Finding, Severity, check, check_by, rules};

fn data(folder: &str) -> Option<PathBuf> {
    let root = std::env::var_os("NEWSWIRE_TEST_DATA").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data"),
        PathBuf::from,
    );
    let path = root.join(folder);
    if path.exists() {
        return Some(path);
    }
    println!("NOT TESTED: {} is not there", path.display());
    None
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    let mut inside: Vec<PathBuf> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    inside.sort();
    for path in inside {
        if path.is_dir() { files(&path, found) } else { found.push(path) }
    }
}

/// The validator's classes and the rules that stand for them here.
const CLASSES: &[(&str, &[&rules::Rule])] = &[
    ("ArchiveIncomplete", &[&rules::HISTORY_INCOMPLETE]),
    ("AttrNotBlank", &[&rules::REQUIRED_EMPTY, &rules::URL_MALFORMED, &rules::LINK_RELATION]),
    ("BadCharacters", &[&rules::CHARACTER_DAMAGED]),
    ("BooleanAttribute", &[&rules::VALUE_INVALID]),
    ("CharacterData", &[&rules::TEXT_MARKUP]),
    ("Cloud", &[&rules::ATTRIBUTE_MISSING, &rules::VALUE_INVALID]),
    ("Contact", &[&rules::EMAIL_INVALID]),
    ("AddrSpec", &[&rules::EMAIL_INVALID]),
    ("ContainsEmail", &[&rules::EMAIL_IN_NAME]),
    ("ContainsHTML", &[&rules::TEXT_MARKUP, &rules::TEXT_DOUBLE_ESCAPED]),
    ("ContainsRelRef", &[&rules::CONTENT_LINK_RELATIVE, &rules::CONTENT_SOURCE_RELATIVE]),
    ("ContainsUndeclaredHTML", &[&rules::TEXT_MARKUP, &rules::TEXT_DOUBLE_ESCAPED]),
    ("DangerousStyleAttr", &[&rules::CONTENT_STYLE, &rules::CONTENT_STYLE_ACTIVE]),
    ("Day", &[&rules::VALUE_INVALID]),
    ("DuplicateAtomLink", &[&rules::LINK_DUPLICATE]),
    ("DuplicateElement", &[&rules::ELEMENT_DUPLICATE]),
    ("DuplicateEnclosure", &[&rules::ENCLOSURE_DUPLICATE]),
    ("DuplicateEntries", &[&rules::ID_DUPLICATE]),
    ("DuplicateValue", &[&rules::VALUE_DUPLICATE, &rules::ID_DUPLICATE]),
    ("Duration", &[&rules::VALUE_INVALID]),
    ("EightDaysAWeek", &[&rules::VALUE_INVALID]),
    ("Element", &[&rules::ELEMENT_UNKNOWN]),
    ("FeedHistoryRelInEntry", &[&rules::LINK_RELATION_PLACE]),
    ("FeedRelInCompleteFeed", &[&rules::HISTORY_CONTRADICTION]),
    ("Float", &[&rules::VALUE_INVALID]),
    ("FormComponentName", &[&rules::VALUE_INVALID]),
    ("FullLink", &[&rules::URL_MALFORMED, &rules::URL_RELATIVE]),
    ("Height", &[&rules::IMAGE_SIZE]),
    ("Hour", &[&rules::VALUE_INVALID]),
    (
        "Html",
        &[&rules::CONTENT_UNBALANCED, &rules::CONTENT_ELEMENT_UNKNOWN, &rules::CONTENT_TAG_CUT],
    ),
    ("HttpGUID", &[&rules::ID_PERMALINK]),
    ("IRI", &[&rules::URL_MALFORMED, &rules::ID_NOT_IRI]),
    ("ImageLinkDoesntMatch", &[&rules::IMAGE_MISMATCH]),
    ("ImageUrlFormat", &[&rules::IMAGE_FORMAT]),
    ("ImplausibleDate", &[&rules::DATE_FUTURE, &rules::DATE_IMPLAUSIBLE]),
    ("Integer", &[&rules::VALUE_INVALID]),
    ("IntegerAttribute", &[&rules::VALUE_INVALID, &rules::ENCLOSURE_LENGTH]),
    ("MissingCurrentInArchive", &[&rules::HISTORY_CURRENT_MISSING]),
    ("NonNegativeInteger", &[&rules::VALUE_INVALID, &rules::ENCLOSURE_LENGTH]),
    ("PositiveInteger", &[&rules::VALUE_INVALID]),
    ("Language", &[&rules::LANGUAGE_MALFORMED]),
    ("Link", &[&rules::URL_MALFORMED, &rules::URL_RELATIVE, &rules::URL_UNSAFE]),
    ("MIMEAttribute", &[&rules::MEDIA_TYPE_INVALID]),
    ("MIMEType", &[&rules::MEDIA_TYPE_INVALID, &rules::TEXT_TYPE_INVALID]),
    ("MediaExpression", &[&rules::VALUE_INVALID]),
    ("MediaHash", &[&rules::VALUE_INVALID]),
    ("MediaMedium", &[&rules::VALUE_INVALID]),
    ("MediaRssNamespace", &[&rules::NAMESPACE_MISSPELT]),
    ("MediaTextType", &[&rules::TEXT_TYPE_INVALID]),
    ("MisplacedItem", &[&rules::ELEMENT_MISPLACED]),
    ("MissingAttribute", &[&rules::ATTRIBUTE_MISSING]),
    ("MissingDescription", &[&rules::REQUIRED_MISSING]),
    ("MissingElement", &[&rules::REQUIRED_MISSING]),
    ("MissingHref", &[&rules::ATTRIBUTE_MISSING]),
    ("MissingLink", &[&rules::REQUIRED_MISSING]),
    ("MissingNamespace", &[&rules::FORMAT_UNKNOWN]),
    ("MissingSelf", &[&rules::SELF_MISSING]),
    ("MissingSummary", &[&rules::REQUIRED_MISSING]),
    ("MissingTitle", &[&rules::REQUIRED_MISSING]),
    ("MissingTypeAttr", &[&rules::CONTENT_TYPE_MISSING]),
    ("Namespace", &[&rules::FORMAT_UNKNOWN, &rules::NAMESPACE_MISSPELT]),
    ("NeedDescriptionBeforeContent", &[&rules::DESCRIPTION_LATE]),
    ("NonCanonicalURI", &[&rules::ID_NOT_CANONICAL]),
    (
        "NotBlank",
        &[
            &rules::REQUIRED_EMPTY,
            &rules::ID_EMPTY,
            &rules::VALUE_INVALID,
            &rules::URL_MALFORMED,
            &rules::ATTRIBUTE_MISSING,
        ],
    ),
    (
        "NotHtml",
        &[&rules::CONTENT_UNBALANCED, &rules::CONTENT_ELEMENT_UNKNOWN, &rules::CONTENT_TAG_CUT],
    ),
    ("NotInline", &[&rules::XHTML_DIV_MISSING, &rules::TEXT_MARKUP]),
    ("NotSufficientlyUnique", &[&rules::ID_TOO_SHORT]),
    ("ObsoleteNamespace", &[&rules::FORMAT_UNKNOWN]),
    ("ProblematicalRFC822Date", &[&rules::DATE_UNUSUAL]),
    ("RFC2822Date", &[&rules::DATE_RFC822, &rules::DATE_WEEKDAY]),
    ("RFC3339Date", &[&rules::DATE_RFC3339]),
    ("SAXError", &[&rules::XML_WELL_FORMED]),
    ("SecurityRisk", &[&rules::CONTENT_ELEMENT_UNSAFE]),
    ("SecurityRiskAttr", &[&rules::CONTENT_EVENT_HANDLER, &rules::CONTENT_ELEMENT_UNSAFE]),
    ("TAG", &[&rules::ID_SYNTAX, &rules::ID_NOT_IRI]),
    ("TextType", &[&rules::TEXT_TYPE_INVALID]),
    ("TrueFalse", &[&rules::VALUE_INVALID]),
    ("URI", &[&rules::URL_MALFORMED, &rules::ID_NOT_IRI]),
    ("URLAttribute", &[&rules::URL_MALFORMED]),
    ("URN", &[&rules::ID_SYNTAX, &rules::ID_NOT_IRI]),
    (
        "UndefinedElement",
        &[&rules::ELEMENT_UNKNOWN, &rules::CHILDREN_UNEXPECTED, &rules::CONTENT_ELEMENT_UNKNOWN],
    ),
    ("UnexpectedText", &[&rules::TEXT_UNEXPECTED, &rules::CONTENT_OUT_OF_LINE]),
    ("AtomLinkNotEmpty", &[&rules::TEXT_UNEXPECTED]),
    ("UnexpectedWhitespace", &[&rules::URL_MALFORMED, &rules::ID_NOT_IRI, &rules::DATE_RFC3339]),
    ("UnregisteredAtomLinkRel", &[&rules::LINK_RELATION]),
    ("AtomLinkRel", &[&rules::LINK_RELATION]),
    ("UriChar", &[&rules::URL_MALFORMED, &rules::XML_BASE]),
    ("UriNotIri", &[&rules::URL_NOT_ASCII]),
    ("W3CDTFDate", &[&rules::DATE_W3C, &rules::DATE_RFC3339]),
    ("Width", &[&rules::IMAGE_SIZE]),
];

/// What a case of the validator's suite expects.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Expects {
    Raised,
    NotRaised,
}

/// The expectation in a case's comment: the class as the table spells it, and which way.
fn expectation(text: &str) -> Option<(String, Expects)> {
    let (_, rest) = text.split_once("Expect:")?;
    let rest = rest.trim_start();
    let (expects, rest) = match rest.strip_prefix('!') {
        Some(rest) => (Expects::NotRaised, rest),
        None => (Expects::Raised, rest),
    };
    let end = rest.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(rest.len());
    let name = &rest[..end];
    if let Some(valid) = name.strip_prefix("Valid") {
        let opposite =
            if expects == Expects::Raised { Expects::NotRaised } else { Expects::Raised };
        return Some((valid.to_owned(), opposite));
    }
    Some((name.strip_prefix("Invalid").unwrap_or(name).to_owned(), expects))
}

/// The element that the expectation names.
fn element_of(text: &str) -> Option<&str> {
    let (_, rest) = text.split_once("Expect:")?;
    let line = rest.lines().next()?;
    let (_, rest) = line.split_once("element:")?;
    rest.split([',', '}']).next().map(|name| name.rsplit(':').next().unwrap_or(name))
}

fn rules_of(class: &str) -> Option<&'static [&'static rules::Rule]> {
    CLASSES.iter().find(|(name, _)| *name == class).map(|(_, rules)| *rules)
}

/// Errors that are errors here by intent, though the formats allow what they forbid: readers leave
/// relative addresses as they are (so they are lawful in Atom, and dead).
const STRICTER: [&rules::Rule; 5] = [
    &rules::URL_RELATIVE,
    &rules::CONTENT_LINK_RELATIVE,
    &rules::CONTENT_SOURCE_RELATIVE,
    &rules::CONTENT_ELEMENT_UNSAFE,
    &rules::ID_DUPLICATE,
];

#[test]
fn the_validators_own_suite_is_judged_alike() {
    let Some(folder) = data("feeds/feedvalidator") else { return };
    let mut paths = Vec::new();
    files(&folder, &mut paths);
    let now = crate::article::Instant::from_timestamp(1_791_000_000, 0);
    let standards = super::Standards { now, ..super::Standards::default() };
    let (mut raised, mut raised_there) = (0, 0);
    let (mut missed, mut unmapped) = (Vec::new(), Vec::new());
    let (mut silent, mut alarms, mut by_intent) = (0, Vec::new(), Vec::new());
    for path in &paths {
        let bytes = std::fs::read(path).unwrap();
        let text = String::from_utf8_lossy(&bytes);
        let Some((class, expects)) = expectation(&text) else { continue };
        let name = path.strip_prefix(&folder).unwrap().display().to_string();
        let findings = check_by(&bytes, &standards);
        if class == "Error" {
            let errors: Vec<&Finding> =
                findings.iter().filter(|f| f.severity == Severity::Error).collect();
            let stricter = |f: &&&Finding| STRICTER.iter().any(|rule| rule.name == f.rule);
            if let Some(error) = errors.iter().find(|f| !stricter(f)) {
                alarms.push(format!("{name}: {} {} {}", error.rule, error.place, error.why));
            } else if let Some(error) = errors.first() {
                by_intent.push(format!("{name}: {}", error.rule));
            } else {
                silent += 1;
            }
            continue;
        }
        let Some(rules) = rules_of(&class) else {
            if expects == Expects::Raised {
                unmapped.push(class);
            } else {
                silent += 1;
            }
            continue;
        };
        let mut hits = findings.iter().filter(|f| rules.iter().any(|rule| rule.name == f.rule));
        let hit = hits.clone().next();
        let element = element_of(&text);
        let at_element = hits.any(|f| {
            element.is_none_or(|element| f.place.contains(element) || f.why.contains(element))
        });
        match (expects, hit) {
            (Expects::Raised, Some(_)) => {
                raised += 1;
                raised_there += usize::from(at_element);
            }
            (Expects::Raised, None) => {
                let found: Vec<_> = findings.iter().map(|f| f.rule).collect();
                missed.push(format!("{name}: {class} {found:?}"));
            }
            (Expects::NotRaised, None) => silent += 1,
            (Expects::NotRaised, Some(hit)) => {
                alarms.push(format!("{name}: {} {} {}", hit.rule, hit.place, hit.why));
            }
        }
    }
    let mut not_checked: BTreeMap<&str, usize> = BTreeMap::new();
    for class in &unmapped {
        *not_checked.entry(class).or_default() += 1;
    }
    println!("missed:\n  {}", missed.join("\n  "));
    println!("false alarms:\n  {}", alarms.join("\n  "));
    println!("stricter by intent:\n  {}", by_intent.join("\n  "));
    println!("not checked: {not_checked:?}");
    println!(
        "to be raised: {raised} raised ({raised_there} naming the element that the case names), \
         {} missed, {} of classes we do not check; \
         to stay silent: {silent} silent, {} alarms, {} stricter by intent",
        missed.len(),
        unmapped.len(),
        alarms.len(),
        by_intent.len()
    );
    assert!(raised >= 200, "{raised} faults are found");
    assert!(alarms.len() <= 10, "{} false alarms", alarms.len());
}

#[test]
fn feeds_as_they_are_found_are_judged_without_a_panic_or_a_stall() {
    for folder in ["feeds/rsparser", "feeds/feed-rs", "feeds/gofeed", "hostile/feedparser-sanitize"]
    {
        let Some(folder) = data(folder) else { continue };
        let mut paths = Vec::new();
        files(&folder, &mut paths);
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        let (mut bytes_total, mut time, mut clean) = (0, Duration::ZERO, 0);
        for path in &paths {
            let bytes = std::fs::read(path).unwrap();
            let start = Instant::now();
            let findings = check(&bytes);
            let spent = start.elapsed();
            assert!(spent < Duration::from_secs(5), "{} took {spent:?}", path.display());
            time += spent;
            bytes_total += bytes.len();
            clean += usize::from(findings.iter().all(|f| f.severity != Severity::Error));
            for finding in &findings {
                *counts.entry(finding.rule).or_default() += 1;
            }
        }
        println!(
            "{}: {} files, {bytes_total} bytes, {time:?}, {clean} without error: {counts:?}",
            folder.display(),
            paths.len()
        );
    }
}

/// What the real parser sees that must not be there, and the rules of which one must say so.
fn unsafe_parts(html: &str) -> Vec<(String, Vec<&'static str>)> {
    // Inside of an unsafe element the tokenizer may stop at it.
    let element = rules::CONTENT_ELEMENT_UNSAFE.name;
    let handler = vec![rules::CONTENT_EVENT_HANDLER.name, element];
    let address = vec![
        rules::CONTENT_SCRIPT_URL.name,
        rules::CONTENT_DATA_URL.name,
        rules::CONTENT_PICTURE_EMBEDDED.name,
        element,
    ];
    let page = scraper::Html::parse_fragment(html);
    let mut parts = Vec::new();
    for node in page.tree.nodes() {
        let Some(seen) = node.value().as_element() else { continue };
        let name = seen.name();
        if super::html_names::element(name) == super::html_names::Element::Unsafe {
            parts.push((format!("<{name}>"), vec![element]));
        }
        for (attribute, value) in seen.attrs() {
            if attribute.len() > 3 && attribute.starts_with("on") {
                parts.push((format!("<{name} {attribute}>"), handler.clone()));
            }
            if ["href", "src", "poster", "cite", "background"].contains(&attribute) {
                let base = url::Url::parse("https://base.example/").unwrap();
                if let Ok(url) = base.join(value)
                    && super::urls::is_unsafe_scheme(url.scheme())
                {
                    parts.push((format!("<{name} {attribute}={value:?}>"), address.clone()));
                }
            }
        }
    }
    parts
}

/// The errors that the rules find in a content.
fn errors_in(html: &str) -> Vec<&'static str> {
    let mut findings = super::findings::Findings::default();
    let mut gist = super::gist::Gist::default();
    gist.begin(1000);
    let spot = super::findings::Spot { entry: Some(0), name: "content", at: None };
    let syntax = super::html_scan::Syntax::Html;
    super::html_content::check(html, syntax, spot, &mut findings, &mut gist);
    let found = findings.finish("", |_| None);
    // A picture held in a data: address is a warning; the reference counts it as unsafe.
    let counts = |f: &Finding| {
        f.severity == Severity::Error || f.rule == rules::CONTENT_PICTURE_EMBEDDED.name
    };
    found.into_iter().filter(counts).map(|f| f.rule).collect()
}

/// What the real parser sees and no rule tells.
fn unseen(html: &str) -> Vec<String> {
    let errors = errors_in(html);
    unsafe_parts(html)
        .into_iter()
        .filter(|(_, any_of)| !any_of.iter().any(|rule| errors.contains(rule)))
        .map(|(part, _)| part)
        .collect()
}

#[test]
fn no_payload_that_a_browser_would_run_passes() {
    let mut payloads = Vec::new();
    if let Some(path) = data("hostile/xss-payload-list.txt") {
        payloads.extend(std::fs::read_to_string(path).unwrap().lines().map(str::to_owned));
    }
    if let Some(path) = data("hostile/dompurify-expect.json") {
        let text = std::fs::read_to_string(path).unwrap();
        let cases: Vec<serde_json::Value> = serde_json::from_str(&text).unwrap();
        payloads
            .extend(cases.iter().filter_map(|case| case["payload"].as_str().map(str::to_owned)));
    }
    if let Some(path) = data("hostile/blns.json") {
        let text = std::fs::read_to_string(path).unwrap();
        payloads.extend(serde_json::from_str::<Vec<String>>(&text).unwrap());
    }
    let (mut dangerous, mut refused) = (0, 0);
    for payload in &payloads {
        let errors = errors_in(payload);
        refused += usize::from(!errors.is_empty());
        let seen = unsafe_parts(payload);
        dangerous += usize::from(!seen.is_empty());
        assert_eq!(unseen(payload), [""; 0], "{payload}");
    }
    println!(
        "{} payloads: a real parser sees something unsafe in {dangerous}, the rules refuse {refused}",
        payloads.len()
    );
}

mod properties {
    use proptest::prelude::*;

    use super::unseen;

    /// Markup made of the pieces that parsers disagree about.
    fn markup() -> impl Strategy<Value = String> {
        let piece = prop::sample::select(vec![
            "<",
            ">",
            "</",
            "/>",
            "<!--",
            "-->",
            "--!>",
            "<!",
            "<?",
            "<![CDATA[",
            "]]>",
            "\"",
            "'",
            "=",
            " ",
            "\n",
            "\t",
            "/",
            "&",
            ";",
            "a",
            "img",
            "p",
            "b",
            "div",
            "script",
            "style",
            "title",
            "textarea",
            "svg",
            "noscript",
            "table",
            "select",
            "iframe",
            "href",
            "src",
            "onerror",
            "onclick",
            "ONLOAD",
            "javascript:",
            "java&#9;script:",
            "&#106;avascript:",
            "data:",
            "vbscript&colon;",
            "http://a.example/",
            "x",
            "é",
            "\u{0}",
            "`",
            "-",
            "--",
            "poster",
            "<a href=",
            "<img src=x ",
            "<p ",
            "\r",
            "\u{c}",
            "=\"",
            "='",
        ]);
        prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(20_000))]

        #[test]
        fn what_a_real_parser_sees_the_scanner_sees_too(html in markup()) {
            prop_assert_eq!(unseen(&html), Vec::<String>::new(), "{:?}", html);
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]

        #[test]
        fn no_bytes_make_the_check_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let _ = super::check(&bytes);
        }

        #[test]
        fn no_damage_to_a_document_makes_the_check_panic(
            document in prop::sample::select(super::super::cases::documents().to_vec()),
            at in any::<prop::sample::Index>(),
            cut in 0..40_usize,
            put in prop::sample::select(vec![
                "", "<", "&", "\u{b}", "</item>", "é", "]]>", "<a>", "\"", "{", "[1]", "null", "\\u0000",
            ]),
        ) {
            let mut bytes = document.as_bytes().to_vec();
            let start = at.index(bytes.len());
            let end = (start + cut).min(bytes.len());
            bytes.splice(start..end, put.bytes());
            let _ = super::check(&bytes);
        }
    }
}
