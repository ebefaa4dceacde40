//! Bounds on what is parsed: every HTML parser spends quadratic time on deep nesting, on a heap of
//! unclosed formatting and on a tag with thousands of attributes.
//!
//! Must not know: what the elements mean.

/// More of a source is not parsed: a lead stands at the start.
pub(super) const MAX_BYTES: usize = 256 * 1024;

/// More of a source is not even looked at, however much of it is pictures inside attributes.
const MAX_SCANNED: usize = 16 * 1024 * 1024;

/// Deeper elements are left out, their text stays.
const MAX_DEPTH: usize = 200;

/// More open formatting elements are left out: the parser repeats them all in every paragraph.
const MAX_FORMATTING: usize = 12;

/// The attributes of a longer tag are left out: they hold a picture, or an attack.
const MAX_TAG: usize = 4096;

/// A source made fit to be parsed, and whether it was cut off.
pub(super) fn bound(source: &str) -> (String, bool) {
    let mut bounding = Bounding::default();
    let mut at = 0;
    let bytes = source.as_bytes();
    let limit = source.len().min(MAX_SCANNED);
    while at < limit && bounding.bounded.len() < MAX_BYTES {
        let rest = source.get(at..).unwrap_or_default();
        let near = floor(rest, MAX_BYTES);
        let text = rest.get(..near).and_then(|near| near.find('<')).unwrap_or(near);
        if text > 0 {
            bounding.bounded.push_str(rest.get(..text).unwrap_or_default());
            at += text;
            continue;
        }
        let end = tag_end(bytes, at);
        match source.get(at..end) {
            Some(tag) => bounding.tag(tag),
            None => bounding.bounded.push('<'),
        }
        at = end.max(at + 1);
    }
    let mut bounded = bounding.bounded;
    let cut_off = at < source.len() || bounded.len() > MAX_BYTES;
    let end = floor(&bounded, MAX_BYTES);
    bounded.truncate(end);
    (bounded, cut_off)
}

/// At most `limit` bytes of whole characters.
pub(super) fn floor(text: &str, limit: usize) -> usize {
    let mut end = limit.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    end
}

/// The end of the tag or comment at `at`; `at + 1` when it is neither.
fn tag_end(bytes: &[u8], at: usize) -> usize {
    let rest = bytes.get(at + 1..).unwrap_or_default();
    match rest.first() {
        Some(b'!') if rest.starts_with(b"!--") => {
            let inside = rest.get(3..).unwrap_or_default();
            let end = inside.windows(3).position(|window| window == b"-->");
            return end.map_or(bytes.len(), |end| at + 4 + end + 3);
        }
        Some(b'/' | b'!' | b'?') => {}
        Some(byte) if byte.is_ascii_alphabetic() => {}
        _ => return at + 1,
    }
    let mut quote = None;
    let mut value_starts = false;
    for (offset, byte) in rest.iter().enumerate() {
        match (quote, byte) {
            (None, b'>') => return at + 1 + offset + 1,
            (None, b'"' | b'\'') if value_starts => quote = Some(*byte),
            (None, b'=') => value_starts = true,
            (None, byte) if !byte.is_ascii_whitespace() => value_starts = false,
            (Some(open), byte) if open == *byte => {
                quote = None;
                value_starts = false;
            }
            _ => {}
        }
    }
    // The parser drops a tag that never ends, and all behind it.
    bytes.len()
}

/// An open element, and whether its tag was written.
#[derive(Debug)]
struct Open {
    name: String,
    written: bool,
}

#[derive(Debug, Default)]
struct Bounding {
    bounded: String,
    open: Vec<Open>,
    /// How many of the open elements are written.
    depth: usize,
    /// How many of those are formatting.
    formatting: usize,
}

impl Bounding {
    fn tag(&mut self, tag: &str) {
        let closing = tag.starts_with("</");
        let name: String = tag
            .trim_start_matches(['<', '/'])
            .chars()
            .take_while(|c| !c.is_whitespace() && !matches!(c, '>' | '/'))
            .take(32)
            .flat_map(char::to_lowercase)
            .collect();
        if name.starts_with(['!', '?']) || is_verbatim(&name) || is_leaf(&name) {
            self.write(tag, &name);
        } else if closing {
            self.close(tag, &name);
        } else {
            self.open(tag, name);
        }
    }

    fn open(&mut self, tag: &str, name: String) {
        if is_table_part(&name) {
            let table = self.open.iter().rposition(|open| open.name == "table");
            if let Some(table) = table {
                self.truncate(table + 1);
            }
            self.write(tag, &name);
            return;
        }
        let formatting = is_formatting(&name);
        let written = self.depth < MAX_DEPTH && !(formatting && self.formatting >= MAX_FORMATTING);
        // Beyond some depth not even the closing tags are told apart any more.
        if self.open.len() >= MAX_DEPTH * 4 {
            return;
        }
        self.formatting += usize::from(formatting && written);
        self.depth += usize::from(written);
        if written {
            self.write(tag, &name);
        }
        self.open.push(Open { name, written });
    }

    /// Takes the element off the list of open ones. Those inside it go with it where the parser
    /// closes them, too; where it would not, they stay on the list, which then is too long rather
    /// than too short.
    fn close(&mut self, tag: &str, name: &str) {
        if is_table_part(name) {
            self.write(tag, name);
            return;
        }
        let Some(at) = self.open.iter().rposition(|open| open.name == name) else {
            if name == "p" || name == "br" {
                self.write(tag, name);
            }
            return;
        };
        let written = self.open.get(at).is_some_and(|open| open.written);
        let walled = self.open.iter().skip(at + 1).any(|open| is_wall(&open.name));
        if is_block(name) && !walled {
            self.truncate(at);
        } else {
            let closed = self.open.remove(at);
            self.depth -= usize::from(closed.written);
            self.formatting -= usize::from(closed.written && is_formatting(&closed.name));
        }
        if written {
            self.write(tag, name);
        }
    }

    fn truncate(&mut self, length: usize) {
        while self.open.len() > length {
            let Some(closed) = self.open.pop() else { break };
            self.depth -= usize::from(closed.written);
            self.formatting -= usize::from(closed.written && is_formatting(&closed.name));
        }
    }

    fn write(&mut self, tag: &str, name: &str) {
        if tag.len() <= MAX_TAG || tag.starts_with("<!") {
            self.bounded.push_str(tag);
        } else {
            self.bounded.push('<');
            self.bounded.push_str(name);
            self.bounded.push('>');
        }
    }
}

/// Elements the parser reads as text; they do not nest.
fn is_verbatim(name: &str) -> bool {
    matches!(
        name,
        "script"
            | "style"
            | "textarea"
            | "title"
            | "xmp"
            | "iframe"
            | "noembed"
            | "noframes"
            | "noscript"
            | "plaintext"
    )
}

/// Elements that are empty, or that the next of their kind closes.
fn is_leaf(name: &str) -> bool {
    matches!(
        name,
        "area"
            | "base"
            | "br"
            | "col"
            | "embed"
            | "hr"
            | "img"
            | "input"
            | "link"
            | "meta"
            | "param"
            | "source"
            | "track"
            | "wbr"
            | "p"
            | "li"
            | "dd"
            | "dt"
            | "option"
            | "html"
            | "head"
            | "body"
    )
}

fn is_table_part(name: &str) -> bool {
    matches!(name, "td" | "th" | "tr" | "tbody" | "thead" | "tfoot" | "caption" | "colgroup")
}

fn is_formatting(name: &str) -> bool {
    matches!(
        name,
        "a" | "b"
            | "big"
            | "code"
            | "em"
            | "font"
            | "i"
            | "nobr"
            | "s"
            | "small"
            | "strike"
            | "strong"
            | "tt"
            | "u"
    )
}

/// Elements whose closing tag closes all that is open inside.
fn is_block(name: &str) -> bool {
    matches!(
        name,
        "address"
            | "article"
            | "aside"
            | "blockquote"
            | "center"
            | "details"
            | "dialog"
            | "dir"
            | "div"
            | "dl"
            | "fieldset"
            | "figcaption"
            | "figure"
            | "footer"
            | "header"
            | "hgroup"
            | "main"
            | "menu"
            | "nav"
            | "ol"
            | "pre"
            | "section"
            | "summary"
            | "ul"
            | "table"
    )
}

/// Elements that a closing tag from outside does not reach across.
fn is_wall(name: &str) -> bool {
    matches!(name, "table" | "template" | "object" | "applet" | "marquee" | "svg" | "math")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sound_markup_passes_unchanged() {
        let source =
            "<!-- c --><div class=\"a>b\"><p>x <b>y</b></p><ul><li>z<li>w</ul>1 < 2</div><br/>";
        assert_eq!(bound(source), (source.to_owned(), false));
    }

    #[test]
    fn what_is_too_deep_loses_its_tags_and_keeps_its_text() {
        let source = format!("{}text{}", "<div>".repeat(20_000), "</div>".repeat(20_000));
        let (bounded, _) = bound(&source);
        assert_eq!(bounded.matches("<div>").count(), MAX_DEPTH);
        assert!(bounded.contains("text"));
    }

    #[test]
    fn a_picture_inside_an_attribute_does_not_fill_the_bounds() {
        let source =
            format!("<img src=\"data:image/png;base64,{}\"><p>text</p>", "A".repeat(900_000));
        assert_eq!(bound(&source), ("<img><p>text</p>".to_owned(), false));
    }

    #[test]
    fn a_large_source_is_cut_off() {
        let (bounded, cut_off) = bound(&"é".repeat(MAX_BYTES));
        assert!(cut_off && bounded.len() <= MAX_BYTES);
    }
}
