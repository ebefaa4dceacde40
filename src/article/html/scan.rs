//! A glance at markup as text: where its tags and comments are. For what must be done before a
//! parser may see a text; nothing that has to be safe rests on it.
//!
//! Must not know: what the tags mean.

/// One piece of markup, as it stands in the source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Piece<'a> {
    /// Between tags.
    Text(&'a str),
    /// A start tag.
    Open {
        /// As written.
        name: &'a str,
        /// The whole tag.
        source: &'a str,
    },
    /// An end tag.
    Close {
        /// As written.
        name: &'a str,
        /// The whole tag.
        source: &'a str,
    },
    /// A comment, doctype or processing instruction.
    Comment,
}

/// The pieces of a text, in order; together they are the text.
pub(super) struct Pieces<'a> {
    rest: &'a str,
}

/// Takes markup apart.
pub(super) fn pieces(source: &str) -> Pieces<'_> {
    Pieces { rest: source }
}

impl<'a> Pieces<'a> {
    /// Everything up to the end tag of that name, the tag included; for elements whose content is
    /// nobody's business.
    pub(super) fn skip_past_end_of(&mut self, name: &str) -> &'a str {
        let mut from = 0;
        while let Some(at) = self.rest.get(from..).and_then(|rest| rest.find("</")) {
            let tag = from + at;
            let is_end = self
                .rest
                .get(tag + 2..tag + 2 + name.len())
                .is_some_and(|found| found.eq_ignore_ascii_case(name));
            if is_end {
                let end = self.rest.get(tag..).and_then(|rest| rest.find('>'));
                return self.take(end.map_or(self.rest.len(), |end| tag + end + 1));
            }
            from = tag + 2;
        }
        self.take(self.rest.len())
    }

    fn take(&mut self, length: usize) -> &'a str {
        let (taken, rest) = self.rest.split_at_checked(length).unwrap_or((self.rest, ""));
        self.rest = rest;
        taken
    }
}

impl<'a> Iterator for Pieces<'a> {
    type Item = Piece<'a>;

    fn next(&mut self) -> Option<Piece<'a>> {
        if self.rest.is_empty() {
            return None;
        }
        let bytes = self.rest.as_bytes();
        match (bytes.first(), bytes.get(1), bytes.get(2)) {
            (Some(b'<'), Some(b'!' | b'?'), _) => {
                let (end, length) =
                    if self.rest.starts_with("<!--") { ("-->", 3) } else { (">", 1) };
                let at = self.rest.get(2..).and_then(|rest| rest.find(end));
                self.take(at.map_or(self.rest.len(), |at| at + 2 + length));
                Some(Piece::Comment)
            }
            (Some(b'<'), Some(first), _) if first.is_ascii_alphabetic() => {
                let name = name_at(self.rest, 1);
                let source = self.take(tag_length(bytes, 1 + name.len()));
                Some(Piece::Open { name, source })
            }
            (Some(b'<'), Some(b'/'), Some(first)) if first.is_ascii_alphabetic() => {
                let name = name_at(self.rest, 2);
                let source = self.take(tag_length(bytes, 2 + name.len()));
                Some(Piece::Close { name, source })
            }
            _ => {
                // A "<" that opens nothing is text.
                let next = bytes.iter().skip(1).position(|byte| *byte == b'<');
                Some(Piece::Text(self.take(next.map_or(self.rest.len(), |at| at + 1))))
            }
        }
    }
}

fn name_at(source: &str, at: usize) -> &str {
    let rest = source.get(at..).unwrap_or_default();
    let end = rest
        .find(|c: char| c.is_ascii_whitespace() || matches!(c, '/' | '>' | '<'))
        .unwrap_or(rest.len());
    rest.get(..end).unwrap_or_default()
}

/// A ">" in a quoted value does not end the tag.
fn tag_length(bytes: &[u8], from: usize) -> usize {
    let mut quote = None;
    let mut after_equals = false;
    for (at, byte) in bytes.iter().enumerate().skip(from) {
        match (quote, byte) {
            (Some(open), byte) => quote = Some(open).filter(|open| open != byte),
            (None, b'"' | b'\'') if after_equals => quote = Some(*byte),
            (None, b'>') => return at + 1,
            _ => {}
        }
        after_equals = *byte == b'=' || (after_equals && byte.is_ascii_whitespace());
    }
    bytes.len()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Piece, pieces};

    #[test]
    fn tags_comments_and_text_are_told_apart() {
        let found: Vec<_> = pieces("a < b<!-- <p> --><A title='>'>c</a\n>").collect();
        assert_eq!(
            found,
            [
                Piece::Text("a "),
                Piece::Text("< b"),
                Piece::Comment,
                Piece::Open { name: "A", source: "<A title='>'>" },
                Piece::Text("c"),
                Piece::Close { name: "a", source: "</a\n>" },
            ]
        );
    }

    proptest! {
        #[test]
        fn no_text_makes_it_stall_or_panic(source in "([<>/!='\"-]|--|[a-zé ]){0,40}") {
            prop_assert!(pieces(&source).count() <= source.len());
            pieces(&source).skip_past_end_of("é");
        }
    }
}
