//! From bytes to findings: the document is decoded, told by its root, read back and judged.
//!
//! Must not know: what any format holds below its root.

use super::findings::{Finding, Findings, Quoted, Spot};
use super::namespaces::{self, ATOM, ATOM_03, RDF};
use super::read_back::{Format, ReadBack};
use super::xml::{self, Context, Element, namespace};
use super::{Standards, atom, encoding, json_feed, judge, opml, rss2, rules};

/// Documents beyond this cost readers and aggregators dear, in bytes.
const LARGE: usize = 1_000_000;

/// Checks a document of any known format.
pub(super) fn document(bytes: &[u8], standards: &Standards<'_>) -> Vec<Finding> {
    let mut findings = Findings::default();
    let whole = Spot::document("", None);
    let size = bytes.len();
    if size > standards.max_bytes {
        findings.add(&rules::DOCUMENT_TOO_LARGE, whole, format_args!("it has {size} bytes"));
        return findings.finish("", |_| None);
    }
    if size > LARGE {
        findings.add(&rules::DOCUMENT_LARGE, whole, format_args!("it has {size} bytes"));
    }
    let text = encoding::decode(bytes, &mut findings);
    let start = text.trim_start();
    if start.starts_with('{') {
        encoding::characters(&text, false, &mut findings);
        json(&text, standards, findings)
    } else if start.starts_with('<') && !is_page(start) {
        encoding::characters(&text, true, &mut findings);
        xml(&text, standards, findings)
    } else {
        let what = if start.is_empty() {
            "the document is empty"
        } else if is_page(start) {
            "this is an HTML page"
        } else {
            "this is neither XML nor a JSON object"
        };
        findings.add(&rules::FORMAT_UNKNOWN, whole, format_args!("{what}"));
        findings.finish(&text, |_| None)
    }
}

/// Which format a document is in, faults aside; `None` when it is in none, or cannot be parsed.
#[must_use]
pub fn kind_of(bytes: &[u8]) -> Option<Format> {
    let mut faults = Findings::default();
    let text = encoding::decode(bytes, &mut faults);
    let start = text.trim_start();
    if start.starts_with('{') {
        let json = json_feed::parse(&text, &mut faults)?;
        return json_feed::is_feed(&json).then_some(Format::Json);
    }
    let parsed = xml::parse(&text, &mut faults)?;
    let root = parsed.root_element();
    match (namespace(root), root.tag_name().name()) {
        (None, "rss") => Some(Format::Rss),
        (Some(RDF), "RDF") => Some(Format::Rdf),
        (Some(ATOM | ATOM_03), "feed" | "entry") => Some(Format::Atom),
        (None, "opml") => Some(Format::Opml),
        _ => None,
    }
}

/// Whether the text is a web page: what servers send instead of a feed when they are in trouble.
fn is_page(text: &str) -> bool {
    ["<!doctype html", "<html"]
        .iter()
        .any(|start| text.get(..start.len()).is_some_and(|text| text.eq_ignore_ascii_case(start)))
}

fn json(text: &str, standards: &Standards<'_>, mut findings: Findings) -> Vec<Finding> {
    let Some(json) = json_feed::parse(text, &mut findings) else {
        return findings.finish(text, |_| None);
    };
    let document = json_feed::read(&json, &mut findings);
    judge::judge(&document, standards, &mut findings);
    finish(text, &document, findings)
}

fn xml(text: &str, standards: &Standards<'_>, mut findings: Findings) -> Vec<Finding> {
    let Some(parsed) = xml::parse(text, &mut findings) else {
        return findings.finish(text, |_| None);
    };
    let leading = text.len() - text.trim_start().len();
    let mut context = Context::new(&parsed, leading, &mut findings);
    let Some(document) = by_root(parsed.root_element(), &mut context) else {
        return findings.finish(text, |_| None);
    };
    judge::judge(&document, standards, &mut findings);
    finish(text, &document, findings)
}

fn by_root<'a>(root: Element<'a>, context: &mut Context<'a, '_>) -> Option<ReadBack<'a>> {
    match (namespace(root), root.tag_name().name()) {
        (None, "rss") => Some(rss2::read(root, context)),
        (Some(ATOM), "feed") => Some(atom::read_feed(root, context)),
        (Some(ATOM), "entry") => Some(atom::read_entry_document(root, context)),
        (Some(RDF), "RDF") => Some(rss2::read_rdf(root, context)),
        (None, "opml") => Some(opml::read(root, context)),
        (Some(ATOM_03), _) => {
            context.add(
                &rules::FORMAT_UNKNOWN,
                root,
                None,
                format_args!("this is Atom 0.3, which Atom 1.0 replaced in 2005"),
            );
            None
        }
        (Some(uri), _) if namespaces::meant(uri).is_some() => {
            context.namespace(uri);
            None
        }
        (uri, name) => {
            let uri = uri.unwrap_or("no namespace");
            context.add(
                &rules::FORMAT_UNKNOWN,
                root,
                None,
                format_args!("the root is <{}> in {}", Quoted(name), Quoted(uri)),
            );
            None
        }
    }
}

fn finish(text: &str, document: &ReadBack<'_>, findings: Findings) -> Vec<Finding> {
    if findings.is_empty() {
        return Vec::new();
    }
    findings.finish(text, |entry| document.entries.get(entry)?.label().map(str::to_owned))
}
