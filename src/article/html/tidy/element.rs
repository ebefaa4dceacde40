//! The elements of tidy markup, by how a parser treats them.

use html5ever::{LocalName, local_name};

/// What a parser does about the elements around it when one opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// It closes an open paragraph.
    Paragraph,
    /// As [`Kind::Paragraph`], and an open heading.
    Heading,
    /// As [`Kind::Paragraph`].
    Block,
    /// As [`Kind::Block`], and it holds items.
    List,
    /// It closes the item before it.
    ListItem,
    /// As [`Kind::Block`], and it has no content.
    Rule,
    /// It is opened again behind whatever closed it.
    Formatting,
    /// It stays as it is.
    Phrase,
    /// As [`Kind::Phrase`], and it has no content.
    Void,
}

/// An element that tidy markup may have.
#[derive(Debug, Clone, Copy)]
pub(in super::super) struct KnownElement {
    pub(in super::super) name: &'static str,
    pub(super) kind: Kind,
}

impl KnownElement {
    /// Whether it has no content and no end tag.
    pub(in super::super) fn is_void(self) -> bool {
        matches!(self.kind, Kind::Rule | Kind::Void)
    }
}

/// The elements by their names.
macro_rules! elements {
    ($($kind:ident: [$($name:tt)+];)+) => {
        /// The element of a name.
        pub(super) fn named(name: &str) -> Option<KnownElement> {
            Some(match name {
                $($($name => KnownElement { name: $name, kind: Kind::$kind },)+)+
                _ => return None,
            })
        }

        /// The name as parsers keep it.
        pub(super) fn local_name(element: KnownElement) -> LocalName {
            match element.name {
                $($($name => local_name!($name),)+)+
                other => LocalName::from(other),
            }
        }
    };
}

elements! {
    Paragraph: ["p"];
    Heading: ["h1" "h2" "h3" "h4" "h5" "h6"];
    Block: ["article" "aside" "blockquote" "div" "figcaption" "figure" "footer" "header" "section"];
    List: ["ol" "ul"];
    ListItem: ["li"];
    Rule: ["hr"];
    Formatting: ["a" "b" "big" "code" "em" "i" "s" "small" "strike" "strong" "tt" "u"];
    Phrase: ["abbr" "bdi" "bdo" "cite" "del" "dfn" "ins" "kbd" "mark" "q" "samp" "span" "sub" "sup"
        "time" "var"];
    Void: ["br" "img" "wbr"];
}
