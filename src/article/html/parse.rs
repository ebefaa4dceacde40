//! Parsing under watch: the parser is fed piece by piece and stopped as soon as what it builds is
//! deeper or larger than any article.
//!
//! Nesting costs quadratic time in every HTML parser, and unclosed formatting elements are opened
//! again in each paragraph, so a few kilobytes can unfold to gigabytes. What counts is what the
//! parser makes of a text, which no scan of the text before it can tell for certain.
//!
//! Must not know: which elements are good or bad.

use std::borrow::Cow;
use std::cell::{Cell, Ref};

use html5ever::tendril::{StrTendril, TendrilSink};
use html5ever::tree_builder::{ElementFlags, NodeOrText, QuirksMode, TreeBuilderOpts, TreeSink};
use html5ever::{Attribute, ParseOpts, QualName, driver, local_name, ns};
use scraper::{Html, HtmlTreeSink};

use super::crowding::{self, Crowding, MAX_ATTRIBUTES};
use super::{HtmlError, tidy};

/// Elements within elements; pages that people write stay below 60.
pub(super) const MAX_DEPTH: usize = 256;
/// Elements of one body.
pub(super) const MAX_ELEMENTS: usize = 200_000;

/// So much is parsed before the limits are looked at, in bytes.
const PIECE: usize = 4096;

/// Parses the content of a body as a browser without scripts does.
///
/// # Errors
///
/// When a tag has too many attributes, or it unfolds to more than the limits allow.
pub(super) fn parse(html: &str) -> Result<Html, HtmlError> {
    match tidy::parse(html) {
        Some(tree) => Ok(tree),
        None => parse_anything(html),
    }
}

/// Parses what may not be tidy.
pub(super) fn parse_anything(html: &str) -> Result<Html, HtmlError> {
    let options = ParseOpts {
        tree_builder: TreeBuilderOpts { scripting_enabled: false, ..Default::default() },
        ..Default::default()
    };
    let sink = Watched {
        tree: HtmlTreeSink::new(Html::new_fragment()),
        elements: Cell::new(0),
        is_too_deep: Cell::new(false),
    };
    let context = QualName::new(None, ns!(html), local_name!("body"));
    let mut parser = driver::parse_fragment(sink, options, context, Vec::new(), false);
    let mut crowding = crowding::is_possible(html).then(Crowding::default);
    let mut rest = html;
    while !rest.is_empty() {
        let (piece, after) = rest.split_at(rest.ceil_char_boundary(PIECE));
        if crowding.as_mut().is_some_and(|crowding| crowding.grows_past_limit(piece)) {
            return Err(HtmlError::TooCrowded { limit: MAX_ATTRIBUTES });
        }
        parser.process(StrTendril::from_slice(piece));
        parser.tokenizer.sink.sink.check()?;
        rest = after;
    }
    parser.finish()
}

struct Watched {
    tree: HtmlTreeSink,
    elements: Cell<usize>,
    is_too_deep: Cell<bool>,
}

type Handle = <HtmlTreeSink as TreeSink>::Handle;

impl Watched {
    fn check(&self) -> Result<(), HtmlError> {
        if self.is_too_deep.get() {
            Err(HtmlError::TooDeep { limit: MAX_DEPTH })
        } else if self.elements.get() > MAX_ELEMENTS {
            Err(HtmlError::TooMany { limit: MAX_ELEMENTS })
        } else {
            Ok(())
        }
    }

    fn watch(&self, parent: Handle) {
        let html = self.tree.0.borrow();
        let too_deep =
            html.tree.get(parent).is_some_and(|node| node.ancestors().nth(MAX_DEPTH).is_some());
        drop(html);
        if too_deep {
            self.is_too_deep.set(true);
        }
    }
}

impl TreeSink for Watched {
    type Handle = Handle;
    type Output = Result<Html, HtmlError>;
    type ElemName<'a> = Ref<'a, QualName>;

    fn finish(self) -> Self::Output {
        self.check().map(|()| self.tree.finish())
    }

    fn create_element(
        &self,
        name: QualName,
        attributes: Vec<Attribute>,
        flags: ElementFlags,
    ) -> Handle {
        self.elements.set(self.elements.get() + 1);
        self.tree.create_element(name, attributes, flags)
    }

    fn append(&self, parent: &Handle, child: NodeOrText<Handle>) {
        if matches!(child, NodeOrText::AppendNode(_)) {
            self.watch(*parent);
        }
        self.tree.append(parent, child);
    }

    // Everything else is the tree's business.

    fn parse_error(&self, message: Cow<'static, str>) {
        self.tree.parse_error(message);
    }
    fn get_document(&self) -> Handle {
        self.tree.get_document()
    }
    fn elem_name<'a>(&'a self, target: &'a Handle) -> Self::ElemName<'a> {
        self.tree.elem_name(target)
    }
    fn create_comment(&self, text: StrTendril) -> Handle {
        self.tree.create_comment(text)
    }
    fn create_pi(&self, target: StrTendril, data: StrTendril) -> Handle {
        self.tree.create_pi(target, data)
    }
    fn append_based_on_parent_node(
        &self,
        element: &Handle,
        previous: &Handle,
        child: NodeOrText<Handle>,
    ) {
        // Whichever of the two it is, the element found a place at most one deeper than this.
        self.watch(*element);
        self.watch(*previous);
        self.tree.append_based_on_parent_node(element, previous, child);
    }
    fn append_doctype_to_document(
        &self,
        name: StrTendril,
        public_id: StrTendril,
        system_id: StrTendril,
    ) {
        self.tree.append_doctype_to_document(name, public_id, system_id);
    }
    fn get_template_contents(&self, target: &Handle) -> Handle {
        self.tree.get_template_contents(target)
    }
    fn same_node(&self, one: &Handle, other: &Handle) -> bool {
        one == other
    }
    fn set_quirks_mode(&self, mode: QuirksMode) {
        self.tree.set_quirks_mode(mode);
    }
    fn append_before_sibling(&self, sibling: &Handle, node: NodeOrText<Handle>) {
        self.tree.append_before_sibling(sibling, node);
    }
    fn add_attrs_if_missing(&self, target: &Handle, attributes: Vec<Attribute>) {
        self.tree.add_attrs_if_missing(target, attributes);
    }
    fn remove_from_parent(&self, target: &Handle) {
        self.tree.remove_from_parent(target);
    }
    fn reparent_children(&self, node: &Handle, parent: &Handle) {
        self.tree.reparent_children(node, parent);
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use super::{HtmlError, MAX_DEPTH, MAX_ELEMENTS, parse};

    #[test]
    fn deep_nesting_of_any_kind_is_refused_at_once() {
        let deep = HtmlError::TooDeep { limit: MAX_DEPTH };
        for hostile in [
            "<div>".repeat(20_000),
            "<b>".repeat(20_000),
            "<span><div></span>".repeat(20_000),
            "<div><table><tr><td></div>".repeat(20_000),
            "<svg><g>".repeat(20_000),
            format!("<math><annotation-xml><style>{}", "<div>".repeat(20_000)),
            format!("<select><title><!--</title></select>{}", "<div>".repeat(20_000)),
            "<ul><li>".repeat(20_000),
        ] {
            let start = Instant::now();
            let shown: String = hostile.chars().take(60).collect();
            assert_eq!(parse(&hostile).err(), Some(deep.clone()), "{shown}");
            // A debug build on a busy machine; the parser alone takes minutes for these.
            // A guard against a stall, on however busy a machine: no figure.
            assert!(start.elapsed() < Duration::from_mins(1), "{shown}: {:?}", start.elapsed());
        }
    }

    #[test]
    fn formatting_that_is_never_closed_cannot_unfold_without_end() {
        let mut bomb = String::from("<p>");
        for number in 0..200 {
            bomb.extend(["<b title=", &number.to_string(), ">"]);
        }
        bomb.push_str(&"</p><p>x".repeat(100_000));
        assert_eq!(parse(&bomb).err(), Some(HtmlError::TooMany { limit: MAX_ELEMENTS }));
    }

    #[test]
    fn real_pages_are_not_refused_for_elements_they_never_close() {
        for page in ["<p>text\n", "<li>text\n", "<p><br>text", "<dt>a<dd>b"] {
            assert!(parse(&page.repeat(20_000)).is_ok(), "{page}");
        }
        assert!(parse(&format!("<table>{}", "<tr><td>cell".repeat(20_000))).is_ok());
    }
}
