//! The tree of tidy markup, as a parser would have built it.

use html5ever::tendril::StrTendril;
use html5ever::tree_builder::{ElementFlags, NodeOrText, TreeSink};
use html5ever::{Attribute, LocalName, QualName, local_name, ns};
use scraper::{Html, HtmlTreeSink};

use super::element::{self, KnownElement};
use super::token::resolved;
use super::{Token, Untidy, tokens};

/// Parses a text that is certainly tidy; `None` when it is not.
pub(in super::super::super) fn parse(html: &str) -> Option<Html> {
    build(html).ok()
}

fn build(html: &str) -> Result<Html, Untidy> {
    let tokens = tokens(html)?;
    let sink = HtmlTreeSink::new(Html::new_fragment());
    let root = create(&sink, local_name!("html"), Vec::new());
    sink.append(&sink.get_document(), NodeOrText::AppendNode(root));
    let mut open = vec![root];
    for token in tokens {
        let parent = *open.last().ok_or(Untidy)?;
        match token? {
            Token::Text(text) => {
                let text = StrTendril::from_slice(&resolved(text)?);
                sink.append(&parent, NodeOrText::AppendText(text));
            }
            Token::Start { element, attributes, .. } => {
                let node = start(&sink, element, &attributes)?;
                sink.append(&parent, NodeOrText::AppendNode(node));
                if !element.is_void() {
                    open.push(node);
                }
            }
            Token::End { .. } => {
                open.pop();
            }
            Token::Comment(comment) => {
                let node = sink.create_comment(StrTendril::from_slice(comment));
                sink.append(&parent, NodeOrText::AppendNode(node));
            }
        }
    }
    Ok(sink.finish())
}

type Handle = <HtmlTreeSink as TreeSink>::Handle;

fn start(
    sink: &HtmlTreeSink,
    element: KnownElement,
    attributes: &[super::Attribute<'_>],
) -> Result<Handle, Untidy> {
    let attributes = attributes.iter().map(|attribute| {
        Ok(Attribute {
            name: QualName::new(None, ns!(), LocalName::from(attribute.name)),
            value: StrTendril::from_slice(&resolved(attribute.value)?),
        })
    });
    let attributes = attributes.collect::<Result<_, Untidy>>()?;
    Ok(create(sink, element::local_name(element), attributes))
}

fn create(sink: &HtmlTreeSink, name: LocalName, attributes: Vec<Attribute>) -> Handle {
    let name = QualName::new(None, ns!(html), name);
    sink.create_element(name, attributes, ElementFlags::default())
}
