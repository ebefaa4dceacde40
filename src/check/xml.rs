//! XML read back strictly: the parser, what it lets pass, and what readers of formats need of it.
//!
//! Must not know: formats.

use std::borrow::Cow;

use roxmltree::{Document, Error, Node, ParsingOptions};

use super::findings::{Findings, Quoted, Spot};
use super::namespaces;
use super::read_back::{Facts, Field};
use super::rules::{self, Rule};

/// An element of a parsed document.
pub(super) type Element<'a> = Node<'a, 'a>;

/// Parses a document, or reports why it is none.
pub(super) fn parse<'t>(text: &'t str, findings: &mut Findings) -> Option<Document<'t>> {
    let start = text.trim_start();
    if start.len() < text.len() && start.starts_with("<?xml") {
        findings.add(
            &rules::XML_LEADING_BLANK,
            Spot::document("", Some(0)),
            format_args!("blanks stand before <?xml"),
        );
    }
    surrogate_reference(text, findings);
    // With the blanks gone, the rest can be read and judged as well.
    let leading = text.len() - start.len();
    match Document::parse_with_options(start, ParsingOptions::default()) {
        Ok(document) => {
            after_root(&document, leading, findings);
            Some(document)
        }
        // The scan of all characters has reported it.
        Err(Error::NonXmlChar(..)) => None,
        Err(error) => {
            let at = offset(start, &error).map(|at| at + leading);
            let (rule, detail) = explain(&error, start, at.map(|at| at - leading));
            findings.add(rule, Spot::document("", at), format_args!("{detail}"));
            None
        }
    }
}

/// Where the parser stopped.
fn offset(text: &str, error: &Error) -> Option<usize> {
    if matches!(error, Error::NoRootNode) {
        return None;
    }
    if matches!(error, Error::UnclosedRootNode | Error::UnexpectedEndOfStream) {
        return Some(text.len());
    }
    if matches!(error, Error::DtdDetected) {
        return text.find("<!DOCTYPE");
    }
    let position = error.pos();
    let row = usize::try_from(position.row).ok()?.checked_sub(1)?;
    let mut line_at = 0;
    for line in text.split_inclusive('\n').take(row) {
        line_at += line.len();
    }
    let column = usize::try_from(position.col).ok()?.checked_sub(1)?;
    let line = text.get(line_at..)?;
    Some(line_at + line.char_indices().nth(column).map_or(line.len(), |(at, _)| at))
}

fn explain(error: &Error, text: &str, at: Option<usize>) -> (&'static Rule, String) {
    let near = at.and_then(|at| text.get(at..)).unwrap_or_default();
    match error {
        Error::DtdDetected => (&rules::XML_DOCTYPE, "a DOCTYPE stands before the root".to_owned()),
        Error::MalformedEntityReference(_) if is_numeric(near) => (
            &rules::XML_FORBIDDEN_CHARACTER,
            format!("`{}` refers to no character of XML", Quoted(reference(near))),
        ),
        Error::MalformedEntityReference(_) => (
            &rules::XML_WELL_FORMED,
            format!("an & is followed by `{}`", Quoted(near.get(1..).unwrap_or_default())),
        ),
        Error::UnknownEntityReference(name, _) => {
            (&rules::XML_UNDEFINED_ENTITY, format!("`&{};` is not defined", Quoted(name)))
        }
        Error::UnknownNamespace(prefix, _) => (
            &rules::XML_UNDECLARED_PREFIX,
            format!("the prefix `{}` is not declared", Quoted(prefix)),
        ),
        Error::UnknownToken(_) => {
            (&rules::XML_AFTER_ROOT, format!("after the root stands `{}`", Quoted(near)))
        }
        error => (&rules::XML_WELL_FORMED, error.to_string()),
    }
}

/// Whether a numeric reference is written as one, be its number allowed or not.
fn is_numeric(text: &str) -> bool {
    let Some(digits) = text.strip_prefix("&#") else { return false };
    let (digits, radix) = digits.strip_prefix('x').map_or((digits, 10), |digits| (digits, 16));
    digits.starts_with(|c: char| c.is_digit(radix))
        && digits.trim_start_matches(|c: char| c.is_digit(radix)).starts_with(';')
}

fn reference(text: &str) -> &str {
    text.split_inclusive(';').next().unwrap_or_default()
}

/// References to surrogates, which the parser reads as U+FFFD and XML 1.0 section 4.1 forbids.
fn surrogate_reference(text: &str, findings: &mut Findings) {
    for (at, _) in text.match_indices('&') {
        let Some(rest) = text.get(at..).and_then(|rest| rest.strip_prefix("&#")) else { continue };
        let (digits, radix) = rest.strip_prefix('x').map_or((rest, 10), |digits| (digits, 16));
        let end = digits.find(|c: char| !c.is_digit(radix)).unwrap_or(digits.len());
        let code = digits.get(..end).and_then(|digits| u32::from_str_radix(digits, radix).ok());
        let is_none = code.is_some_and(|code| char::from_u32(code).is_none());
        if is_none && !in_cdata(text, at) {
            findings.add(
                &rules::XML_FORBIDDEN_CHARACTER,
                Spot::document("", Some(at)),
                format_args!("`{}` refers to no character", Quoted(reference(&text[at..]))),
            );
        }
    }
}

fn in_cdata(text: &str, at: usize) -> bool {
    let before = text.get(..at).unwrap_or_default();
    match (before.rfind("<![CDATA["), before.rfind("]]>")) {
        (Some(opened), Some(closed)) => opened > closed,
        (opened, _) => opened.is_some(),
    }
}

fn after_root(document: &Document<'_>, leading: usize, findings: &mut Findings) {
    let mut after = document.root_element().next_siblings().skip(1);
    if let Some(node) = after.find(|node| node.is_comment() || node.is_pi()) {
        findings.add(
            &rules::XML_COMMENT_AFTER_ROOT,
            Spot::document("", Some(node.range().start + leading)),
            format_args!("something stands after the root"),
        );
    }
}

/// What the readers of XML formats share while they read a document.
pub(super) struct Context<'a, 'f> {
    /// The document, without blanks before it.
    pub text: &'a str,
    /// How many bytes were before it.
    pub leading: usize,
    pub findings: &'f mut Findings,
    /// Namespaces that were judged already.
    judged: Vec<&'a str>,
}

impl<'a, 'f> Context<'a, 'f> {
    pub fn new(document: &'a Document<'a>, leading: usize, findings: &'f mut Findings) -> Self {
        Self { text: document.input_text(), leading, findings, judged: Vec::new() }
    }

    /// Where an element begins.
    pub fn at(&self, node: Element<'a>) -> usize {
        node.range().start + self.leading
    }

    /// The element's name as it is written, with its prefix.
    pub fn name(&self, node: Element<'a>) -> &'a str {
        let source = self.text.get(node.range()).unwrap_or_default();
        let name = source.strip_prefix('<').unwrap_or_default();
        name.split(|c: char| c.is_ascii_whitespace() || matches!(c, '>' | '/'))
            .next()
            .unwrap_or_default()
    }

    /// The place of an element of the feed or an entry.
    pub fn spot(&self, node: Element<'a>, entry: Option<usize>) -> Spot<'a> {
        Spot { entry, name: self.name(node), at: Some(self.at(node)) }
    }

    /// Notes a breach at an element.
    pub fn add(
        &mut self,
        rule: &'static Rule,
        node: Element<'a>,
        entry: Option<usize>,
        detail: std::fmt::Arguments<'_>,
    ) {
        let spot = self.spot(node, entry);
        self.findings.add(rule, spot, detail);
    }

    /// The text of an element that holds nothing else.
    pub fn text_of(&mut self, node: Element<'a>, entry: Option<usize>) -> Cow<'a, str> {
        let mut children = node.children();
        let text = match (children.next(), children.next()) {
            (None, _) => return Cow::Borrowed(""),
            (Some(only), None) if only.is_text() => {
                return Cow::Borrowed(only.text().unwrap_or_default());
            }
            _ => node.children().filter(Node::is_text).filter_map(|child| child.text()).collect(),
        };
        if let Some(child) = node.children().find(Node::is_element) {
            let child = self.name(child);
            self.add(
                &rules::CHILDREN_UNEXPECTED,
                node,
                entry,
                format_args!("<{}> stands in it", Quoted(child)),
            );
        }
        Cow::Owned(text)
    }

    /// The text of an element and its place, blanks included.
    pub fn field(&mut self, node: Element<'a>, entry: Option<usize>) -> Field<'a> {
        Field { text: self.text_of(node, entry), name: self.name(node), at: Some(self.at(node)) }
    }

    /// The text of an element without the blanks around it, which RSS does not count.
    pub fn trimmed(&mut self, node: Element<'a>, entry: Option<usize>) -> Field<'a> {
        let field = self.field(node, entry);
        let text = match field.text {
            Cow::Borrowed(text) => Cow::Borrowed(text.trim()),
            Cow::Owned(text) => Cow::Owned(text.trim().to_owned()),
        };
        Field { text, ..field }
    }

    /// An attribute without a namespace as a field of its element.
    pub fn attribute(&self, node: Element<'a>, name: &str) -> Option<Field<'a>> {
        let value = attribute(node, name)?;
        Some(Field { text: Cow::Borrowed(value), name: self.name(node), at: Some(self.at(node)) })
    }

    /// An attribute that must be there.
    pub fn required(
        &mut self,
        node: Element<'a>,
        name: &str,
        entry: Option<usize>,
    ) -> Option<Field<'a>> {
        let field = self.attribute(node, name);
        if field.is_none() {
            let element = self.name(node);
            self.add(
                &rules::ATTRIBUTE_MISSING,
                node,
                entry,
                format_args!("<{}> has no {name}", Quoted(element)),
            );
        }
        field
    }

    /// Reports text between the elements of a container.
    pub fn no_text(&mut self, node: Element<'a>, entry: Option<usize>) {
        let stray = node
            .children()
            .filter(Node::is_text)
            .find_map(|child| child.text().filter(|text| !text.trim_ascii().is_empty()));
        if let Some(stray) = stray {
            self.add(
                &rules::TEXT_UNEXPECTED,
                node,
                entry,
                format_args!("`{}` stands between elements", Quoted(stray)),
            );
        }
    }

    /// Reports a namespace that was meant to be another.
    pub fn namespace(&mut self, uri: &'a str) {
        if self.judged.contains(&uri) || self.judged.len() == MOST_KINDS {
            return;
        }
        self.judged.push(uri);
        if let Some(meant) = namespaces::meant(uri) {
            let at = self.text.find(uri).map(|at| at + self.leading);
            self.findings.add(
                &rules::NAMESPACE_MISSPELT,
                Spot::document("", at),
                format_args!("`{}` should be `{meant}`", Quoted(uri)),
            );
        }
    }

    /// Reports every namespace declared at an element, and its `xml:` attributes.
    pub fn scope(&mut self, node: Element<'a>, facts: &mut Facts<'a>) {
        for namespace in node.namespaces() {
            self.namespace(namespace.uri());
        }
        self.inherited(node, facts);
    }

    /// Reads `xml:lang` and reports `xml:base`.
    pub fn inherited(&mut self, node: Element<'a>, facts: &mut Facts<'a>) {
        for attribute in node.attributes() {
            if attribute.namespace() != Some(namespaces::XML) {
                continue;
            }
            let (name, at) = (self.name(node), Some(self.at(node)));
            match attribute.name() {
                "lang" if !attribute.value().is_empty() => {
                    facts.languages.push(Field {
                        text: Cow::Borrowed(attribute.value()),
                        name,
                        at,
                    });
                }
                "base" => self.add(
                    &rules::XML_BASE,
                    node,
                    facts.entry,
                    format_args!("xml:base=\"{}\"", Quoted(attribute.value())),
                ),
                _ => {}
            }
        }
    }
}

/// The value of an attribute without a namespace.
pub(super) fn attribute<'a>(node: Element<'a>, name: &str) -> Option<&'a str> {
    node.attributes()
        .find(|attribute| attribute.namespace().is_none() && attribute.name() == name)
        .map(|attribute| attribute.value())
}

/// The child elements.
pub(super) fn elements(node: Element<'_>) -> impl Iterator<Item = Element<'_>> {
    node.children().filter(Node::is_element)
}

/// The namespace of an element; RSS has none.
pub(super) fn namespace(node: Element<'_>) -> Option<&str> {
    node.tag_name().namespace().filter(|uri| !uri.is_empty())
}

/// More kinds of elements, or namespaces, than any feed has.
const MOST_KINDS: usize = 64;

/// Elements that may stand once in a container.
#[derive(Debug, Default)]
pub(super) struct Once<'a> {
    seen: Vec<&'a str>,
}

impl<'a> Once<'a> {
    /// Whether the name comes for the first time.
    pub fn first(&mut self, name: &'a str) -> bool {
        let first = !self.seen.contains(&name);
        // No format has that many; beyond it nothing is compared, so that time stays linear.
        if first && self.seen.len() < MOST_KINDS {
            self.seen.push(name);
        }
        first
    }

    /// Whether it has been there.
    pub fn has(&self, name: &str) -> bool {
        self.seen.contains(&name)
    }
}
