//! Lines: pieces of running text between two breaks, and how text nodes become them.
//!
//! Must not know: elements, and what a line says.

use super::super::bytes;
use super::super::excerpt::is_unspaced;
use super::super::text::plain_words;
use super::{mojibake, references};

/// One line of visible text, with what is known of its parts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Line {
    /// One blank between words, none outside.
    pub(super) text: String,
    /// Bytes of it inside links.
    pub(super) linked: usize,
    /// Bytes of it inside code.
    pub(super) coded: usize,
    /// Bytes of it in bold.
    pub(super) bold: usize,
    /// Where the last link starts, if the line ends with it.
    pub(super) last_link: Option<usize>,
    /// Bytes of it slanted or in small print.
    pub(super) slanted: usize,
    /// Whether nothing was read between a picture and it.
    pub(super) below_picture: bool,
    /// Whether that picture stands in its own block.
    pub(super) beside_picture: bool,
    /// Whether it is the first of its block.
    pub(super) starts_block: bool,
    pub(super) rank: Rank,
}

/// How good a text a line is; the best of a page are taken, and no others.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Rank {
    /// Running text.
    #[default]
    Running,
    /// Prose in a table, which then is there for the layout.
    Layout,
    /// An item of a list of links; a line that is nothing but a link or bold: headings in disguise.
    Label,
    /// A heading, the cell of a table: never an excerpt of a body.
    Aside,
}

impl Rank {
    /// Whether an excerpt can be made of it at all.
    pub(super) fn may_stand(self) -> bool {
        self < Self::Aside
    }
}

impl Line {
    /// Whether all of it is in links.
    pub(super) fn is_link(&self) -> bool {
        self.linked > 0 && self.linked >= visible_bytes(&self.text)
    }

    /// Whether all of it is bold.
    pub(super) fn is_bold(&self) -> bool {
        self.bold > 0 && self.bold >= visible_bytes(&self.text)
    }

    /// Whether all of it is slanted or in small print.
    pub(super) fn is_slanted(&self) -> bool {
        self.slanted > 0 && self.slanted >= visible_bytes(&self.text)
    }

    /// Whether all of it is in code.
    pub(super) fn is_code(&self) -> bool {
        self.coded > 0 && self.coded >= visible_bytes(&self.text)
    }
}

fn visible_bytes(text: &str) -> usize {
    bytes::count(text.as_bytes(), |byte| byte != b' ')
}

/// What stands between two words.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Gap {
    #[default]
    None,
    Blank,
    /// A blank that is a line end: none between two characters of Chinese or Japanese.
    LineEnd,
}

/// What line ends in a text node mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LineEnds {
    /// Blanks, as in HTML.
    Blanks,
    /// They part lines, and two of them paragraphs, as in text and in old editors.
    Breaks,
}

/// How a piece of text is dressed.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Dress {
    pub(super) link: bool,
    pub(super) code: bool,
    pub(super) bold: bool,
    pub(super) slanted: bool,
}

/// Builds lines.
#[derive(Debug)]
pub(super) struct Lines {
    pub(super) done: Vec<Line>,
    line: Line,
    gap: Gap,
    block_starts: bool,
    /// The bracket that closes next belongs to a mark that was taken back.
    bracket_open: bool,
    /// Nothing was read since a picture.
    pictured: bool,
    /// Nor did a block end.
    pictured_here: bool,
    line_ends: LineEnds,
    /// Bytes in all lines so far.
    bytes: usize,
}

impl Lines {
    pub(super) fn new(line_ends: LineEnds) -> Self {
        Self {
            done: Vec::new(),
            line: Line::default(),
            gap: Gap::None,
            block_starts: true,
            bracket_open: false,
            pictured: false,
            pictured_here: false,
            line_ends,
            bytes: 0,
        }
    }

    /// Bytes collected so far.
    pub(super) fn bytes(&self) -> usize {
        self.bytes + self.line.text.len()
    }

    /// Adds the text of a node.
    pub(super) fn push(&mut self, text: &str, dress: Dress) {
        let read_again;
        let mended;
        let text = if dress.code {
            text
        } else {
            read_again = mojibake::mend(text);
            mended = references::mend(&read_again, self.line.text.chars().next_back());
            &*mended
        };
        let mut line_ends = 0;
        let mut rest = text;
        while let Some((run, behind)) = rest.split_at_checked(plain_words(rest)) {
            if !run.is_empty() {
                line_ends = 0;
                self.put(run, dress);
            }
            let mut chars = behind.chars();
            let Some(c) = chars.next() else { break };
            rest = chars.as_str();
            if c == '\n' && self.line_ends == LineEnds::Breaks {
                line_ends += 1;
                match line_ends {
                    1 => self.break_line(),
                    _ => self.break_block(),
                }
            } else if c.is_whitespace() || matches!(c, '\u{1C}'..='\u{1F}') {
                let gap = if c == '\n' || c == '\r' { Gap::LineEnd } else { Gap::Blank };
                // A line end counts even with blanks around it.
                if self.gap != Gap::LineEnd {
                    self.gap = gap;
                }
            } else {
                let c = mojibake::of_control(c);
                if !is_dropped(c) {
                    line_ends = 0;
                    self.put(c.encode_utf8(&mut [0; 4]), dress);
                }
            }
        }
    }

    /// Adds visible characters, between which nothing stands but single blanks.
    fn put(&mut self, run: &str, dress: Dress) {
        let closes = std::mem::take(&mut self.bracket_open) && run.starts_with(']');
        let run = if closes { run.get(1..).unwrap_or_default() } else { run };
        let Some(first) = run.chars().next() else { return };
        let line = &mut self.line;
        if line.text.is_empty() {
            line.below_picture = std::mem::take(&mut self.pictured);
            line.beside_picture = std::mem::take(&mut self.pictured_here);
        }
        if let Some(last) = line.text.chars().next_back()
            && (self.gap == Gap::Blank || self.gap == Gap::LineEnd && !joins(last, first))
        {
            line.text.push(' ');
        }
        self.gap = Gap::None;
        if !dress.link {
            line.last_link = None;
        }
        line.text.push_str(run);
        for (bytes, is_so) in [
            (&mut line.linked, dress.link),
            (&mut line.coded, dress.code),
            (&mut line.bold, dress.bold),
            (&mut line.slanted, dress.slanted),
        ] {
            *bytes += if is_so { visible_bytes(run) } else { 0 };
        }
    }

    /// What follows is not glued to what came before.
    pub(super) fn blank(&mut self) {
        if self.gap == Gap::None {
            self.gap = Gap::Blank;
        }
    }

    /// A picture stands here: what comes next may be what is written below it.
    pub(super) fn picture(&mut self) {
        self.blank();
        self.pictured = self.line.text.is_empty();
        self.pictured_here = self.pictured;
    }

    /// As [`Lines::blank`], if so.
    pub(super) fn blank_if(&mut self, needed: bool) {
        if needed {
            self.blank();
        }
    }

    /// A link starts here.
    pub(super) fn start_link(&mut self) {
        self.line.last_link = Some(self.line.text.len());
    }

    /// Where the current line stands, to come back to with [`Lines::text_from`].
    pub(super) fn mark(&self) -> Mark {
        Mark { lines: self.done.len(), at: self.line.text.len() }
    }

    /// What was added to the line since `mark`; `None` when lines were broken since.
    pub(super) fn text_from(&self, mark: Mark) -> Option<&str> {
        (mark.lines == self.done.len()).then(|| self.line.text.get(mark.at..)).flatten()
    }

    /// What stands in the line before `mark`.
    pub(super) fn text_before(&self, mark: Mark) -> &str {
        self.line.text.get(..mark.at).unwrap_or_default().trim_end()
    }

    /// Puts `text` in the place of what was added since `mark`.
    pub(super) fn replace_from(&mut self, mark: Mark, text: &str) {
        if self.text_from(mark).is_some() {
            self.line.text.truncate(mark.at);
            self.line.text.push_str(text);
        }
    }

    /// Takes back what was added since `mark`.
    pub(super) fn take_back(&mut self, mark: Mark) {
        if let Some(added) = self.text_from(mark) {
            let bytes = visible_bytes(added);
            self.line.linked = self.line.linked.saturating_sub(bytes);
            self.line.coded = self.line.coded.saturating_sub(bytes);
            self.line.bold = self.line.bold.saturating_sub(bytes);
            self.line.slanted = self.line.slanted.saturating_sub(bytes);
            self.line.last_link = None;
            self.line.text.truncate(mark.at);
            let kept = self.line.text.trim_end().len();
            if kept < self.line.text.len() {
                self.line.text.truncate(kept);
                self.gap = Gap::Blank;
            }
        }
    }

    /// Takes back the bracket before a mark that was taken back, and the one that closes it.
    pub(super) fn take_back_brackets(&mut self) {
        if self.line.text.ends_with('[') {
            self.line.text.pop();
            let kept = self.line.text.trim_end().len();
            self.line.text.truncate(kept);
            self.bracket_open = true;
        }
    }

    /// The line ends; the block goes on.
    pub(super) fn break_line(&mut self) {
        self.gap = Gap::None;
        self.bracket_open = false;
        if self.line.text.is_empty() {
            self.line = Line::default();
            return;
        }
        let mut line = std::mem::take(&mut self.line);
        line.starts_block = self.block_starts;
        self.block_starts = false;
        self.bytes += line.text.len();
        self.done.push(line);
    }

    /// Line and block end.
    pub(super) fn break_block(&mut self) {
        self.break_line();
        self.block_starts = true;
        self.pictured_here = false;
    }
}

/// A place in a line.
#[derive(Debug, Clone, Copy)]
pub(super) struct Mark {
    lines: usize,
    at: usize,
}

/// Characters that no excerpt has: replacements of what was broken, soft hyphens, object
/// replacements and the like. What XML forbids goes later.
fn is_dropped(c: char) -> bool {
    matches!(c, '\u{FFFD}' | '\u{FFFC}' | '\u{AD}' | '\u{FEFF}' | '\u{2060}') || c.is_control()
}

/// Joins lines: with one blank, or none between two characters of Chinese or Japanese.
pub(super) fn join(lines: &[Line]) -> String {
    let mut text = String::new();
    for line in lines {
        // Between Chinese or Japanese lines no blank is needed where punctuation parts them.
        if let (Some(last), Some(first)) = (text.chars().next_back(), line.text.chars().next())
            && (last.is_alphanumeric() || !joins(last, first))
        {
            text.push(' ');
        }
        text.push_str(&line.text);
    }
    text
}

/// Whether no blank is needed between two characters: both are Chinese or Japanese.
fn joins(last: char, first: char) -> bool {
    is_east_asian(last) && is_east_asian(first)
}

fn is_east_asian(c: char) -> bool {
    match u32::from(c) {
        0x3001..=0x303F | 0xFF01..=0xFF65 => true,
        code => code >= 0x3000 && is_unspaced(c) && !(0xA9E0..=0xAA7F).contains(&code),
    }
}
