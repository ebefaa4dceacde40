//! Regions of a source in which brackets and braces mean themselves: tags, comments, code.
//!
//! Must not know: what a shortcode is.

use super::super::Markup;

/// Finds the ends of protected regions in one pass over a source. What was once looked for in vain
/// is not looked for again, so that broken markup costs no more than sound markup.
#[derive(Debug)]
pub(super) struct Regions<'a> {
    source: &'a str,
    markup: Markup,
    /// Needles that do not occur from some place on.
    absent: Vec<(&'static str, usize)>,
}

/// Elements whose content means itself.
const VERBATIM: &[(&str, &str)] = &[
    ("script", "</script"),
    ("style", "</style"),
    ("pre", "</pre"),
    ("code", "</code"),
    ("textarea", "</textarea"),
    ("xmp", "</xmp"),
];

/// A code span is at most this long: an unpaired backtick must not cost a search of everything.
const MAX_CODE_SPAN: usize = 4096;

impl<'a> Regions<'a> {
    pub(super) fn new(source: &'a str, markup: Markup) -> Self {
        Self { source, markup, absent: Vec::new() }
    }

    /// The end of the protected region that starts at byte `at`, if one does.
    pub(super) fn end(&mut self, at: usize) -> Option<usize> {
        match (self.source.as_bytes().get(at)?, self.markup) {
            (b'<', Markup::Html | Markup::WordPress | Markup::Markdown) => self.markup_end(at),
            (b'`' | b'~', Markup::Markdown) => self.code_end(at),
            _ => None,
        }
    }

    /// The end of the tag, comment or verbatim element at `at`.
    fn markup_end(&mut self, at: usize) -> Option<usize> {
        let rest = self.source.get(at + 1..)?;
        if rest.starts_with("!--") {
            // Without an end a comment swallows all.
            let end = self.find("-->", at + 4).map_or(self.source.len(), |end| end + 3);
            return Some(end);
        }
        let first = rest.bytes().next()?;
        if !(first.is_ascii_alphabetic() || matches!(first, b'/' | b'!' | b'?')) {
            return None;
        }
        let end = self.tag_end(at)?;
        for (name, closing) in VERBATIM {
            let named =
                rest.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name))
                    && !rest.as_bytes().get(name.len()).is_some_and(u8::is_ascii_alphanumeric);
            if named {
                return Some(self.find(closing, end).unwrap_or(end));
            }
        }
        Some(end)
    }

    /// The end of a tag: the first `>` outside quotes.
    fn tag_end(&mut self, at: usize) -> Option<usize> {
        let bytes = self.source.as_bytes();
        let mut here = at + 1;
        let mut value_starts = false;
        while let Some(byte) = bytes.get(here) {
            match byte {
                b'>' => return Some(here + 1),
                b'"' | b'\'' if value_starts => {
                    let quote = if *byte == b'"' { "\"" } else { "'" };
                    if let Some(end) = self.find(quote, here + 1) {
                        here = end;
                    }
                    value_starts = false;
                }
                b'=' => value_starts = true,
                byte if byte.is_ascii_whitespace() => {}
                _ => value_starts = false,
            }
            here += 1;
        }
        None
    }

    /// The end of a code span or fenced block of Markdown.
    fn code_end(&self, at: usize) -> Option<usize> {
        let bytes = self.source.as_bytes();
        let mark = *bytes.get(at)?;
        let run = run_length(bytes, at, mark);
        let line = self.source.get(..at)?.rsplit('\n').next()?;
        let opens_line = line.len() <= 3 && line.bytes().all(|byte| byte == b' ');
        if run >= 3 && opens_line {
            let mut start = at;
            for line in self.source.get(at..)?.split_inclusive('\n') {
                let indent = line.len() - line.trim_start_matches(' ').len();
                let closes = start > at
                    && indent <= 3
                    && run_length(line.as_bytes(), indent, mark) >= run
                    && line.trim().bytes().all(|byte| byte == mark);
                start += line.len();
                if closes {
                    break;
                }
            }
            return Some(start);
        }
        if mark == b'~' {
            return None;
        }
        let mut here = at + run;
        let limit = bytes.len().min(here + MAX_CODE_SPAN);
        while here < limit {
            if bytes.get(here) == Some(&b'`') {
                let length = run_length(bytes, here, b'`');
                here += length;
                if length == run {
                    return Some(here);
                }
            } else {
                here += 1;
            }
        }
        Some(at + run)
    }

    /// Where an ASCII needle stands next, in any case.
    fn find(&mut self, needle: &'static str, from: usize) -> Option<usize> {
        if self.absent.iter().any(|(absent, after)| *absent == needle && from >= *after) {
            return None;
        }
        let found = find_ignoring_case(self.source, needle, from);
        if found.is_none() {
            self.absent.push((needle, from));
        }
        found
    }
}

/// Where an ASCII needle stands next at or after `from`, in any case.
pub(super) fn find_ignoring_case(source: &str, needle: &str, from: usize) -> Option<usize> {
    let needle = needle.as_bytes();
    let first = *needle.first()?;
    let bytes = source.as_bytes().get(from..)?;
    let mut here = 0;
    while let Some(offset) =
        bytes.get(here..)?.iter().position(|byte| byte.eq_ignore_ascii_case(&first))
    {
        here += offset;
        if bytes.get(here..here + needle.len())?.eq_ignore_ascii_case(needle) {
            return Some(from + here);
        }
        here += 1;
    }
    None
}

fn run_length(bytes: &[u8], at: usize, mark: u8) -> usize {
    bytes.iter().skip(at).take_while(|byte| **byte == mark).count()
}
