//! Paragraphs from blank lines, as `WordPress` makes them when it shows what an editor wrote.
//!
//! Must not know: shortcodes; they are gone by then.

use std::collections::HashMap;

use super::scan::{Piece, pieces};

/// Puts runs of text into paragraphs, single line ends become breaks. Markup that already says
/// where its paragraphs are keeps them.
pub(super) fn from_blank_lines(source: &str) -> String {
    let mut writer = Writer {
        out: String::with_capacity(source.len() + source.len() / 8),
        run: String::new(),
        blocks: Vec::new(),
        open: HashMap::new(),
    };
    let mut pieces = pieces(source);
    while let Some(piece) = pieces.next() {
        match piece {
            Piece::Text(text) => writer.run.push_str(text),
            Piece::Comment => {}
            Piece::Open { name, source } => {
                let name = name.to_ascii_lowercase();
                if is_verbatim(&name) {
                    let is_block = is_block(&name);
                    if is_block {
                        writer.end_run();
                    }
                    let content = pieces.skip_past_end_of(&name);
                    // A blank line in code is no paragraph.
                    let target = if is_block { &mut writer.out } else { &mut writer.run };
                    let whole = format!("{source}{content}");
                    target.push_str(&if is_block { whole } else { whole.replace('\n', " ") });
                } else if is_block(&name) {
                    writer.end_run();
                    writer.out.push_str(source);
                    if name != "hr" {
                        writer.open_block(name);
                    }
                } else {
                    writer.run.push_str(source);
                }
            }
            Piece::Close { name, source } => {
                let name = name.to_ascii_lowercase();
                if is_block(&name) {
                    writer.end_run();
                    writer.out.push_str(source);
                    writer.close_block(&name);
                } else {
                    writer.run.push_str(source);
                }
            }
        }
    }
    writer.end_run();
    writer.out
}

struct Writer {
    out: String,
    /// Text and inline markup since the last block.
    run: String,
    /// The blocks that are open, outermost first.
    blocks: Vec<String>,
    /// How many of each name are open: an end tag without a start is told at once, for a hostile
    /// text has as many of them as there are blocks open.
    open: HashMap<String, usize>,
}

impl Writer {
    fn open_block(&mut self, name: String) {
        *self.open.entry(name.clone()).or_default() += 1;
        self.blocks.push(name);
    }

    /// Closes the innermost block of that name and those within it.
    fn close_block(&mut self, name: &str) {
        if self.open.get(name).is_none_or(|count| *count == 0) {
            return;
        }
        while let Some(closed) = self.blocks.pop() {
            if let Some(count) = self.open.get_mut(&closed) {
                *count -= 1;
            }
            if closed == name {
                break;
            }
        }
    }

    fn end_run(&mut self) {
        let run = std::mem::take(&mut self.run).replace("\r\n", "\n").replace('\r', "\n");
        if run.trim().is_empty() {
            self.out.push_str(&run);
            return;
        }
        let container = self.blocks.last().map_or("", String::as_str);
        let paragraphs = split_at_blank_lines(&run);
        let is_wrapped = match container {
            "" | "blockquote" => true,
            "div" | "li" | "td" | "th" | "dd" | "section" | "article" | "aside" | "main"
            | "details" | "header" | "footer" | "figcaption" | "center" | "form" => {
                paragraphs.len() > 1
            }
            _ => false,
        };
        for paragraph in paragraphs {
            let lines = paragraph.trim();
            if is_wrapped {
                self.out.push_str("<p>");
            }
            if is_bare_address(lines) {
                self.out.extend(["<a href=\"", lines, "\">", lines, "</a>"]);
            } else {
                self.push_lines(lines);
            }
            self.out.push_str(if is_wrapped { "</p>\n" } else { "\n" });
        }
    }

    fn push_lines(&mut self, lines: &str) {
        let mut is_first = true;
        for line in lines.split('\n') {
            if !is_first {
                let is_broken = self.out.trim_end().ends_with("<br>")
                    || self.out.trim_end().ends_with("<br />")
                    || self.out.trim_end().ends_with("<br/>");
                self.out.push_str(if is_broken { "\n" } else { "<br>\n" });
            }
            is_first = false;
            self.out.push_str(line.trim_end());
        }
    }
}

/// The address of a video or page that stands alone on its line: an embed.
fn is_bare_address(text: &str) -> bool {
    (text.starts_with("https://") || text.starts_with("http://"))
        && !text.contains(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"' | '['))
}

fn split_at_blank_lines(run: &str) -> Vec<&str> {
    let mut paragraphs = Vec::new();
    let mut start = 0;
    let mut line_start = 0;
    for line in run.split_inclusive('\n') {
        let line_end = line_start + line.len();
        if line.trim().is_empty() {
            paragraphs.extend(run.get(start..line_start));
            start = line_end;
        }
        line_start = line_end;
    }
    paragraphs.extend(run.get(start..));
    paragraphs.retain(|paragraph| !paragraph.trim().is_empty());
    paragraphs
}

fn is_verbatim(name: &str) -> bool {
    matches!(
        name,
        "pre"
            | "script"
            | "style"
            | "textarea"
            | "svg"
            | "math"
            | "object"
            | "select"
            | "noscript"
            | "iframe"
            | "video"
            | "audio"
            | "template"
            | "xmp"
    )
}

fn is_block(name: &str) -> bool {
    matches!(
        name,
        "address"
            | "article"
            | "aside"
            | "blockquote"
            | "caption"
            | "center"
            | "col"
            | "colgroup"
            | "dd"
            | "details"
            | "div"
            | "dl"
            | "dt"
            | "fieldset"
            | "figcaption"
            | "figure"
            | "footer"
            | "form"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "header"
            | "hgroup"
            | "hr"
            | "legend"
            | "li"
            | "main"
            | "nav"
            | "ol"
            | "p"
            | "pre"
            | "script"
            | "section"
            | "style"
            | "summary"
            | "table"
            | "tbody"
            | "td"
            | "tfoot"
            | "th"
            | "thead"
            | "tr"
            | "ul"
            | "xmp"
    )
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use super::from_blank_lines;

    #[test]
    fn blank_lines_make_paragraphs_and_line_ends_breaks() {
        assert_eq!(
            from_blank_lines("One\r\n<b>two</b>\n\n \nThree<br />\nfour"),
            "<p>One<br>\n<b>two</b></p>\n<p>Three<br />\nfour</p>\n"
        );
    }

    #[test]
    fn blocks_end_a_paragraph_and_code_keeps_its_lines() {
        assert_eq!(
            from_blank_lines("Text\n<ul>\n<li>One</li>\n</ul>\nMore\n\n<pre>a\n\nb</pre>\n"),
            "<p>Text</p>\n<ul>\n<li>One\n</li>\n</ul><p>More</p>\n<pre>a\n\nb</pre>\n"
        );
    }

    #[test]
    fn a_quotation_has_paragraphs_and_a_cell_only_when_it_has_several() {
        assert_eq!(
            from_blank_lines("<blockquote>Q</blockquote>"),
            "<blockquote><p>Q</p>\n</blockquote>"
        );
        assert_eq!(from_blank_lines("<td>a</td>"), "<td>a\n</td>");
        assert_eq!(from_blank_lines("<td>a\n\nb</td>"), "<td><p>a</p>\n<p>b</p>\n</td>");
    }

    #[test]
    fn an_end_tag_closes_the_innermost_block_of_its_name_and_another_none() {
        assert_eq!(
            from_blank_lines("<li><div></p>a</li>b"),
            "<li><div></p>a\n</li><p>b</p>\n",
            "nothing but the item is closed, and the division with it"
        );
        let start = Instant::now();
        from_blank_lines(&("<div>".repeat(100_000) + &"</p>".repeat(100_000)));
        // A guard against a stall, on however busy a machine: no figure.
        assert!(start.elapsed() < Duration::from_mins(1), "{:?}", start.elapsed());
    }

    #[test]
    fn an_address_alone_on_its_line_becomes_a_link() {
        assert_eq!(
            from_blank_lines("https://video.example/1"),
            "<p><a href=\"https://video.example/1\">https://video.example/1</a></p>\n"
        );
    }
}
