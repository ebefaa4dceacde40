//! Lexical, in which Ghost has kept posts since 5.0, as HTML.
//!
//! A tree of nodes, each with its `type`: blocks, text with its formats as bits of a number, and
//! cards. A node nobody knows gives what its children give, so that no text is lost.
//!
//! Must not know: posts.

use serde_json::Value;

use super::card;
use crate::import::references::escaped;

/// A document as HTML.
///
/// # Errors
///
/// The fault, when it is no document.
pub(super) fn html(document: &str) -> Result<String, String> {
    // The parser refuses more than 128 levels, so the recursion below ends as well.
    let document: Value = serde_json::from_str(document).map_err(|error| error.to_string())?;
    let root = document.get("root").ok_or("there is no `root`")?;
    let mut written = String::new();
    children(root, &mut written);
    Ok(written)
}

/// The bits of `format` and the elements they stand for, outermost first.
const FORMATS: [(u64, &str); 8] = [
    (1, "strong"),
    (2, "em"),
    (4, "s"),
    (8, "u"),
    (16, "code"),
    (32, "sub"),
    (64, "sup"),
    (128, "mark"),
];

fn children(node: &Value, written: &mut String) {
    for child in node["children"].as_array().into_iter().flatten() {
        render(child, written);
    }
}

fn element(name: &str, node: &Value, written: &mut String) {
    for part in ["<", name, ">"] {
        written.push_str(part);
    }
    children(node, written);
    for part in ["</", name, ">"] {
        written.push_str(part);
    }
}

fn render(node: &Value, written: &mut String) {
    let kind = node["type"].as_str().unwrap_or_default();
    match kind {
        "text" | "extended-text" | "code-highlight" | "tk" | "emoji" | "hashtag" | "zwnj" => {
            text(node, written);
        }
        "linebreak" => written.push_str("<br>"),
        "tab" => written.push('\t'),
        "paragraph" => paragraph(node, written),
        "heading" | "extended-heading" => {
            let tag = node["tag"].as_str().unwrap_or_default();
            let known = ["h1", "h2", "h3", "h4", "h5", "h6"].into_iter().find(|name| *name == tag);
            element(known.unwrap_or("h2"), node, written);
        }
        "quote" | "extended-quote" | "aside" => element("blockquote", node, written),
        "list" => {
            let is_numbered = node["listType"] == "number" || node["tag"] == "ol";
            element(if is_numbered { "ol" } else { "ul" }, node, written);
        }
        "listitem" => element("li", node, written),
        "link" | "autolink" => {
            let url = node["url"].as_str().unwrap_or_default();
            for part in ["<a href=\"", &escaped(url), "\">"] {
                written.push_str(part);
            }
            children(node, written);
            written.push_str("</a>");
        }
        "table" => element("table", node, written),
        "tablerow" => element("tr", node, written),
        "tablecell" => element("td", node, written),
        card => match card::html(card, node) {
            Some(html) => written.push_str(&html),
            None if card::is_gated(node) => {}
            None => children(node, written),
        },
    }
}

/// Ghost drops empty paragraphs, which only keep the editor's distance.
fn paragraph(node: &Value, written: &mut String) {
    let start = written.len();
    element("p", node, written);
    if written.get(start..) == Some("<p></p>") {
        written.truncate(start);
    }
}

fn text(node: &Value, written: &mut String) {
    let text = node["text"].as_str().unwrap_or_default();
    let format = node["format"].as_u64().unwrap_or(0);
    let formats = || FORMATS.iter().filter(move |(bit, _)| format & bit != 0);
    for (_, name) in formats() {
        for part in ["<", name, ">"] {
            written.push_str(part);
        }
    }
    written.push_str(&escaped(text));
    for (_, name) in formats().rev() {
        for part in ["</", name, ">"] {
            written.push_str(part);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::html;

    fn of(children: &serde_json::Value) -> String {
        html(&json!({"root": {"type": "root", "children": children}}).to_string()).unwrap()
    }

    fn text(text: &str, format: u64) -> serde_json::Value {
        json!({"type": "extended-text", "text": text, "format": format})
    }

    #[test]
    fn blocks_text_and_links_are_written() {
        assert_eq!(
            of(&json!([
                {"type": "extended-heading", "tag": "h3", "children": [text("A & B", 0)]},
                {"type": "paragraph", "children": [
                    text("bold italic", 3), {"type": "linebreak"}, text("code <x>", 16),
                    {"type": "link", "url": "https://x.example/?a=\"b\"", "children": [text("link", 0)]},
                ]},
                {"type": "paragraph", "children": []},
                {"type": "list", "listType": "number", "children": [
                    {"type": "listitem", "children": [text("one", 0)]},
                    {"type": "listitem", "children": [{"type": "list", "listType": "bullet", "children": [
                        {"type": "listitem", "children": [text("deep", 0)]}]}]},
                ]},
                {"type": "extended-quote", "children": [text("said", 0)]},
                {"type": "horizontalrule"},
                {"type": "image", "src": "a.jpg"},
                {"type": "unheard-of", "children": [{"type": "paragraph", "children": [text("kept", 0)]}]},
            ])),
            "<h3>A &amp; B</h3>\
             <p><strong><em>bold italic</em></strong><br><code>code &lt;x&gt;</code><a href=\"https://x.example/?a=&quot;b&quot;\">link</a></p>\
             <ol><li>one</li><li><ul><li>deep</li></ul></li></ol>\
             <blockquote>said</blockquote><hr>\
             <figure class=\"kg-card kg-image-card\"><img src=\"a.jpg\"></figure><p>kept</p>"
        );
    }

    #[test]
    fn a_gated_card_gives_nothing_at_all() {
        let gated = json!([{"type": "html", "html": "SECRET", "visibility": {"web": {"nonMember": false}}}]);
        assert_eq!(of(&gated), "");
    }

    #[test]
    fn what_is_no_document_is_told_so() {
        for other in ["", "null", "[]", "{}", "{\"root\":"] {
            assert!(html(other).is_err(), "{other}");
        }
        let deep = format!("{}{}", "{\"root\":".repeat(300), "}".repeat(300));
        assert!(html(&deep).is_err());
        assert_eq!(html("{\"root\": 7}").unwrap(), "");
    }

    proptest! {
        #[test]
        fn any_text_comes_out_escaped(words in "\\PC{0,30}", format in any::<u64>()) {
            let written = of(&json!([text(&words, format)]));
            prop_assert!(!written.contains("<script"));
            prop_assert_eq!(written.matches('<').count() % 2, 0);
        }
    }
}
