//! Plain text from fields that may hold markup: titles, names, alternative texts.
//!
//! Must not know: bodies.

use scraper::Html;

use super::super::PlainText;
use super::scan::{Piece, pieces};

/// Text of a field that may hold markup and character references.
///
/// Tags of HTML go, `Option<T>` and `a < b` are text. References are decoded once; one that is
/// still there and touches a letter or digit (`R&amp;amp;D`, `Caf&amp;eacute;`) was escaped twice
/// and is decoded again, one that stands alone is text.
#[must_use]
pub fn plain_text(field: &str) -> PlainText {
    if !field.contains(['<', '&']) {
        return PlainText::new(field);
    }
    let text = decode(&without_tags(field));
    if text.contains('&') { PlainText::new(&decode_glued(&text)) } else { PlainText::new(&text) }
}

fn without_tags(field: &str) -> String {
    let mut text = String::with_capacity(field.len());
    let mut pieces = pieces(field);
    while let Some(piece) = pieces.next() {
        match piece {
            Piece::Text(part) => text.push_str(part),
            Piece::Comment => {}
            Piece::Open { name, .. } if is_hidden(name) => {
                pieces.skip_past_end_of(name);
            }
            Piece::Open { name, source } | Piece::Close { name, source } => {
                if !is_element(name) {
                    text.push_str(source);
                } else if is_break(name) {
                    text.push(' ');
                }
            }
        }
    }
    text
}

fn decode(text: &str) -> String {
    if !text.contains('&') {
        return text.to_owned();
    }
    let parsed = Html::parse_fragment(&text.replace('<', "&lt;"));
    parsed.root_element().text().collect()
}

fn decode_glued(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        let (before, reference) = rest.split_at(at);
        out.push_str(before);
        let length = reference_length(reference);
        let (reference, after) = reference.split_at(length.unwrap_or(1));
        let touches =
            before.ends_with(char::is_alphanumeric) || after.starts_with(char::is_alphanumeric);
        if length.is_some() && touches {
            out.push_str(&decode(reference));
        } else {
            out.push_str(reference);
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

/// The length of the character reference that `text` begins with.
fn reference_length(text: &str) -> Option<usize> {
    const LONGEST: usize = 34;
    let end = text.bytes().take(LONGEST).position(|byte| byte == b';')?;
    let name = text.get(1..end)?;
    let is_name = !name.is_empty()
        && name
            .bytes()
            .enumerate()
            .all(|(at, byte)| byte.is_ascii_alphanumeric() || (at == 0 && byte == b'#'));
    is_name.then_some(end + 1)
}

fn is_hidden(name: &str) -> bool {
    ["script", "style"].iter().any(|hidden| name.eq_ignore_ascii_case(hidden))
}

fn is_break(name: &str) -> bool {
    const BREAKS: [&str; 10] = ["br", "p", "div", "li", "h1", "h2", "h3", "h4", "h5", "h6"];
    BREAKS.iter().any(|element| name.eq_ignore_ascii_case(element))
}

fn is_element(name: &str) -> bool {
    const ELEMENTS: [&str; 32] = [
        "a",
        "abbr",
        "acronym",
        "b",
        "bdi",
        "bdo",
        "big",
        "blockquote",
        "cite",
        "code",
        "del",
        "em",
        "font",
        "i",
        "img",
        "ins",
        "kbd",
        "mark",
        "q",
        "s",
        "samp",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "time",
        "tt",
        "u",
        "var",
        "wbr",
    ];
    is_break(name) || ELEMENTS.iter().any(|element| name.eq_ignore_ascii_case(element))
}

#[cfg(test)]
mod tests {
    use super::plain_text;

    fn plain(field: &str) -> String {
        plain_text(field).as_str().to_owned()
    }

    #[test]
    fn tags_go_and_what_only_looks_like_one_stays() {
        assert_eq!(
            plain("<b>Bold</b> &amp; <i class='x'>slanted</i><br>two"),
            "Bold & slanted two"
        );
        assert_eq!(plain("Using Option<T> when a < b"), "Using Option<T> when a < b");
        assert_eq!(plain("a <b>\u{20B9}</b>4 <i>\u{E9}</i>"), "a \u{20B9}4 \u{E9}");
        assert_eq!(plain("A<script>alert('</b>')</script>B<!-- c -->"), "AB");
        assert_eq!(plain("&lt;i&gt; is a tag"), "<i> is a tag");
    }

    #[test]
    fn references_are_decoded_once_and_again_where_they_touch_a_word() {
        assert_eq!(plain("Caf&eacute; &#8217;n &nbsp; R&D"), "Café ’n R&D");
        assert_eq!(plain("Caf&amp;eacute; it&amp;#8217;s R&amp;amp;D"), "Café it’s R&D");
        assert_eq!(plain("What &amp;nbsp; means"), "What &nbsp; means");
        assert_eq!(plain("AT&T; a &b"), "AT&T; a &b");
    }
}
