//! Tidy markup: the little HTML in which most articles are written, every element closed where it
//! must be and every attribute quoted. All parsers read it alike, and so can be read by far less
//! than a parser, in one look from start to end.
//!
//! Whatever is not certainly tidy is left to the parser: a doubt costs time, never a difference.
//! Tests hold both to one another.
//!
//! Must not know: what is safe ([`super::sanitise`]), and what becomes of an element.

mod element;
mod token;
mod tree;

use super::super::bytes;
use super::parse::MAX_ELEMENTS;
use element::{Kind, KnownElement};

pub(super) use token::{Attribute, Token, resolved};
pub(in super::super) use tree::parse;

/// Deeper is not tidy.
const MAX_DEPTH: usize = 32;

/// Markup that is not certainly tidy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Untidy;

/// The tokens of a text, each where a parser would put it, up to the first doubt.
pub(super) struct Tokens<'a> {
    rest: &'a str,
    /// The elements that are open, outermost first.
    open: Vec<KnownElement>,
    /// How many were opened so far.
    elements: usize,
}

/// Reads a text token by token.
///
/// # Errors
///
/// When it holds what parsers drop or rewrite wherever it stands.
pub(super) fn tokens(html: &str) -> Result<Tokens<'_>, Untidy> {
    let is_rewritten = |byte: u8| (byte == 0) | (byte == b'\r');
    if html.starts_with('\u{FEFF}') || bytes::position(html.as_bytes(), is_rewritten).is_some() {
        return Err(Untidy);
    }
    Ok(Tokens { rest: html, open: Vec::new(), elements: 0 })
}

impl<'a> Tokens<'a> {
    fn next_token(&mut self) -> Result<Option<Token<'a>>, Untidy> {
        let Some((token, rest)) = token::next(self.rest)? else {
            return if self.open.is_empty() { Ok(None) } else { Err(Untidy) };
        };
        self.rest = rest;
        match &token {
            Token::Start { element, .. } => self.open(*element)?,
            Token::End { name } => {
                self.open.pop_if(|open| open.name == *name).ok_or(Untidy)?;
            }
            Token::Text(_) | Token::Comment(_) => {}
        }
        Ok(Some(token))
    }

    /// Opens an element if a parser would put it right here and close nothing for it (HTML,
    /// section 13.2.6.4.7).
    fn open(&mut self, element: KnownElement) -> Result<(), Untidy> {
        let is_in = |kind: Kind| self.open.iter().any(|open| open.kind == kind);
        let fits = match element.kind {
            Kind::Paragraph | Kind::Block | Kind::List | Kind::Rule => !is_in(Kind::Paragraph),
            Kind::Heading => !is_in(Kind::Paragraph) && !is_in(Kind::Heading),
            Kind::ListItem => {
                self.open.last().is_some_and(|parent| parent.kind == Kind::List)
                    && !is_in(Kind::Paragraph)
            }
            Kind::Formatting => self.open.iter().all(|open| open.name != element.name),
            Kind::Phrase | Kind::Void => true,
        };
        self.elements += 1;
        if !fits || self.open.len() >= MAX_DEPTH || self.elements > MAX_ELEMENTS {
            return Err(Untidy);
        }
        if !element.is_void() {
            self.open.push(element);
        }
        Ok(())
    }
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Result<Token<'a>, Untidy>;

    fn next(&mut self) -> Option<Self::Item> {
        self.next_token().transpose()
    }
}

#[cfg(test)]
pub(in super::super) use tests::{soup, tidy_soup};

#[cfg(test)]
mod tests;
