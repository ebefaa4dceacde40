//! What a piece of markup says, as far as the rules of excerpts need it: the running text up to a
//! limit, and the words of the first picture.
//!
//! Must not know: rules, formats.

use super::html_names::Element;
use super::html_scan::decode;

/// Captions shorter than this say too little to be told from other text, in bytes.
const SHORTEST_CAPTION: usize = 12;
/// A caption is gathered up to here, in bytes.
const LONGEST_CAPTION: usize = 400;

/// The words of a piece of markup.
#[derive(Debug, Default)]
pub(super) struct Gist {
    /// Running text on one line, captions left out.
    text: Line,
    /// The caption of the first picture that has one.
    caption: Line,
    /// What stands for the first picture.
    alternative: Line,
    /// Where the text was when the caption ended.
    after_caption: usize,
    /// The element of the caption that is being read.
    in_caption: Option<String>,
}

impl Gist {
    /// Starts over; at most `limit` bytes of running text are kept.
    pub fn begin(&mut self, limit: usize) {
        self.text.begin(limit);
        self.caption.begin(LONGEST_CAPTION);
        self.alternative.begin(LONGEST_CAPTION);
        self.after_caption = 0;
        self.in_caption = None;
    }

    /// The running text.
    pub fn text(&self) -> &str {
        &self.text.words
    }

    /// Whether [`Self::text`] is all there is.
    pub fn is_complete(&self) -> bool {
        !self.text.overflows
    }

    /// The words of the first picture, long enough to be recognised: its caption, what stands for
    /// it.
    pub fn picture_words(&self) -> impl Iterator<Item = &str> {
        [&self.caption.words, &self.alternative.words]
            .into_iter()
            .map(String::as_str)
            .filter(|words| words.len() >= SHORTEST_CAPTION)
    }

    /// The caption, if the text right after it says it again.
    pub fn caption_twice(&self) -> Option<&str> {
        let caption =
            self.picture_words().next().filter(|caption| *caption == self.caption.words)?;
        let after = self.text.words.get(self.after_caption..)?.trim_start();
        after.starts_with(caption).then_some(caption)
    }

    /// Text is read.
    pub fn words(&mut self, text: &str) {
        let line = self.line();
        if !line.overflows {
            line.push(text);
        }
    }

    /// Text is read in which character references stand.
    pub fn encoded(&mut self, text: &str) {
        let line = self.line();
        if !line.overflows {
            line.push(&decode(text));
        }
    }

    fn line(&mut self) -> &mut Line {
        match self.in_caption {
            Some(_) => &mut self.caption,
            None => &mut self.text,
        }
    }

    /// A tag is read: blocks and line breaks part words.
    pub fn tag(&mut self, element: Element) {
        if matches!(element, Element::Block | Element::SelfEnding | Element::Void | Element::Unsafe)
        {
            self.text.gap = true;
            self.caption.gap = true;
        }
    }

    /// The value of an `alt` is read.
    pub fn alternative(&mut self, value: &str) {
        if self.alternative.words.is_empty() {
            self.alternative.push(&decode(value));
        }
    }

    /// An element that holds a caption begins.
    pub fn caption_begins(&mut self, name: &str) {
        if self.caption.words.is_empty() && self.in_caption.is_none() {
            self.in_caption = Some(name.to_owned());
        }
    }

    /// Any element ends.
    pub fn caption_ends(&mut self, name: &str) {
        if self.in_caption.as_ref().is_some_and(|open| open.eq_ignore_ascii_case(name)) {
            self.in_caption = None;
            self.after_caption = self.text.words.len();
        }
    }
}

/// Words on one line, each parted from the next by one blank.
#[derive(Debug, Default)]
struct Line {
    words: String,
    limit: usize,
    gap: bool,
    overflows: bool,
}

impl Line {
    fn begin(&mut self, limit: usize) {
        self.words.clear();
        self.limit = limit;
        self.gap = false;
        self.overflows = false;
    }

    fn push(&mut self, text: &str) {
        self.gap |= text.starts_with(char::is_whitespace);
        for word in text.split_whitespace() {
            if self.words.len() >= self.limit {
                self.overflows = true;
                return;
            }
            if self.gap && !self.words.is_empty() {
                self.words.push(' ');
            }
            self.words.push_str(word);
            self.gap = true;
        }
        self.gap = text.ends_with(char::is_whitespace) || self.gap && text.trim().is_empty();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gist(limit: usize, pieces: &[&str]) -> Gist {
        let mut gist = Gist::default();
        gist.begin(limit);
        for piece in pieces {
            gist.words(piece);
            gist.tag(Element::Block);
        }
        gist
    }

    #[test]
    fn blocks_part_words_and_blanks_become_one() {
        let gist = gist(100, &["  a \n b", "c"]);
        assert_eq!(gist.text(), "a b c");
        assert!(gist.is_complete());
    }

    #[test]
    fn text_beyond_the_limit_is_known_to_be_missing() {
        assert!(!gist(3, &["abc", "d"]).is_complete());
        assert!(gist(4, &["abc", " "]).is_complete());
    }

    #[test]
    fn a_caption_is_no_running_text() {
        let mut gist = gist(100, &["before"]);
        gist.caption_begins("figcaption");
        gist.words("A picture of it");
        gist.caption_ends("FIGCAPTION");
        gist.words("A picture of it, and more");
        assert_eq!(gist.text(), "before A picture of it, and more");
        assert_eq!(gist.caption_twice(), Some("A picture of it"));
    }
}
