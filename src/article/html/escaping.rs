//! Escaping, as HTML parsers do it when they write, and what it costs them and feeds.
//!
//! Must not know: elements.

use super::super::bytes;
use super::HtmlError;

/// See [`Effort`].
const MAX_BYTES_SEEN: usize = 8 << 30;

/// What parsers take to write the texts of a body: from every character that may need a reference
/// html5ever looks to the end of its text, so a text of nothing else costs quadratic time.
#[derive(Default)]
pub(super) struct Effort {
    bytes_seen: usize,
}

impl Effort {
    /// Adds a text.
    ///
    /// # Errors
    ///
    /// When with it the body costs more than any article.
    pub(super) fn add(&mut self, text: &str) -> Result<(), HtmlError> {
        let stops = bytes::count(text.as_bytes(), |byte| is_marked(byte) | (byte == 0xC2));
        let seen = stops.saturating_mul(text.len()) / 2;
        self.bytes_seen = self.bytes_seen.saturating_add(seen);
        if self.bytes_seen > MAX_BYTES_SEEN {
            return Err(HtmlError::TooMonotonous { bytes: text.len() });
        }
        Ok(())
    }
}

/// The bytes that content takes in a feed, which escapes it once more.
pub(super) fn feed_bytes(html: &str) -> usize {
    let more = "&amp;".len() - "&".len();
    html.len() + more * bytes::count(html.as_bytes(), |byte| is_marked(byte) | (byte == b'"'))
}

/// Whether a byte is of markup wherever it stands.
fn is_marked(byte: u8) -> bool {
    (byte == b'&') | (byte == b'<') | (byte == b'>')
}

/// Escapes exactly as HTML parsers do when they write.
pub(super) fn escape(out: &mut String, source: &str, in_attribute: bool) {
    let mut rest = source;
    // 0xC2 begins the no-break space, and what else it begins stays.
    let may_need_care =
        |byte: u8| is_marked(byte) | (byte == 0xC2) | ((byte == b'"') & in_attribute);
    while let Some((plain, after)) =
        bytes::position(rest.as_bytes(), may_need_care).and_then(|at| rest.split_at_checked(at))
    {
        out.push_str(plain);
        let mut chars = after.chars();
        match chars.next() {
            Some('&') => out.push_str("&amp;"),
            Some('<') => out.push_str("&lt;"),
            Some('>') => out.push_str("&gt;"),
            Some('"') => out.push_str("&quot;"),
            Some('\u{A0}') => out.push_str("&nbsp;"),
            other => out.extend(other),
        }
        rest = chars.as_str();
    }
    out.push_str(rest);
}
