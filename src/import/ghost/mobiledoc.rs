//! Mobiledoc 0.3, in which Ghost kept posts from 1.0 to 4, as HTML.
//!
//! Lists of lists: sections refer by number to cards, markers open markups by number and say how
//! many close after them. A number that refers to nothing gives nothing.
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
    let document: Value = serde_json::from_str(document).map_err(|error| error.to_string())?;
    let sections = document["sections"].as_array().ok_or("there are no `sections`")?;
    let document = Mobiledoc { document: &document };
    let mut written = String::new();
    for section in sections {
        document.section(section, &mut written);
    }
    Ok(written)
}

struct Mobiledoc<'a> {
    document: &'a Value,
}

/// Elements that sections and markups may be.
const KNOWN: [&str; 30] = [
    "p",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "blockquote",
    "aside",
    "ul",
    "ol",
    "li",
    "pull-quote",
    "a",
    "b",
    "strong",
    "i",
    "em",
    "s",
    "strike",
    "del",
    "u",
    "sub",
    "sup",
    "code",
    "mark",
    "span",
    "small",
    "q",
    "abbr",
];

fn known(name: &Value) -> Option<&'static str> {
    let name = name.as_str()?.to_ascii_lowercase();
    KNOWN.into_iter().find(|known| *known == name)
}

impl Mobiledoc<'_> {
    fn section(&self, section: &Value, written: &mut String) {
        match section[0].as_u64() {
            Some(1) => {
                let name = match known(&section[1]) {
                    Some("aside" | "pull-quote") => "blockquote",
                    name => name.unwrap_or("p"),
                };
                let start = written.len();
                self.element(name, &section[2], written);
                if written.get(start..) == Some("<p></p>") {
                    written.truncate(start);
                }
            }
            Some(2) => {
                if let Some(source) = section[1].as_str() {
                    for part in ["<img src=\"", &escaped(source), "\">"] {
                        written.push_str(part);
                    }
                }
            }
            Some(3) => {
                let name = if section[1] == "ol" { "ol" } else { "ul" };
                for part in ["<", name, ">"] {
                    written.push_str(part);
                }
                for item in section[2].as_array().into_iter().flatten() {
                    self.element("li", item, written);
                }
                for part in ["</", name, ">"] {
                    written.push_str(part);
                }
            }
            Some(10) => {
                let card = self.entry("cards", &section[1]);
                let kind = card[0].as_str().unwrap_or_default();
                written.push_str(&card::html(kind, &card[1]).unwrap_or_default());
            }
            _ => {}
        }
    }

    fn entry(&self, table: &str, number: &Value) -> &Value {
        let number = number.as_u64().and_then(|number| usize::try_from(number).ok());
        number.map_or(&Value::Null, |number| &self.document[table][number])
    }

    fn element(&self, name: &str, markers: &Value, written: &mut String) {
        for part in ["<", name, ">"] {
            written.push_str(part);
        }
        let mut open: Vec<Option<&str>> = Vec::new();
        for marker in markers.as_array().into_iter().flatten() {
            for markup in marker[1].as_array().into_iter().flatten() {
                open.push(self.open(markup, written));
            }
            match marker[0].as_u64() {
                Some(0) => written.push_str(&escaped(marker[3].as_str().unwrap_or_default())),
                Some(1) => self.atom(&marker[3], written),
                _ => {}
            }
            let closing = marker[2].as_u64().and_then(|count| usize::try_from(count).ok());
            let left = open.len().saturating_sub(closing.unwrap_or(0));
            close(open.split_off(left), written);
        }
        close(open, written);
        for part in ["</", name, ">"] {
            written.push_str(part);
        }
    }

    /// Opens a markup; a link keeps its address, everything else its name only.
    fn open(&self, markup: &Value, written: &mut String) -> Option<&'static str> {
        let markup = self.entry("markups", markup);
        let name = known(&markup[0])?;
        written.push('<');
        written.push_str(name);
        let attributes = markup[1].as_array().map_or(&[][..], Vec::as_slice);
        for pair in attributes.chunks(2) {
            if let [attribute, value] = pair
                && name == "a"
                && attribute == "href"
            {
                let value = escaped(value.as_str().unwrap_or_default());
                for part in [" href=\"", &value, "\""] {
                    written.push_str(part);
                }
            }
        }
        written.push('>');
        Some(name)
    }

    fn atom(&self, number: &Value, written: &mut String) {
        let atom = self.entry("atoms", number);
        if atom[0] == "soft-return" {
            written.push_str("<br>");
        } else {
            written.push_str(&escaped(atom[1].as_str().unwrap_or_default()));
        }
    }
}

fn close(names: Vec<Option<&str>>, written: &mut String) {
    for name in names.into_iter().rev().flatten() {
        for part in ["</", name, ">"] {
            written.push_str(part);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::html;

    fn of(sections: &Value) -> String {
        let document = json!({
            "version": "0.3.1",
            "atoms": [["soft-return", "", {}], ["mention", "@jo & co", {}]],
            "cards": [["hr", {}], ["image", {"src": "a.jpg"}], ["email", {"html": "SECRET"}]],
            "markups": [["strong"], ["a", ["href", "https://x.example/?a&b", "onclick", "x"]], ["script"]],
            "sections": sections,
        });
        html(&document.to_string()).unwrap()
    }

    #[test]
    fn sections_markers_atoms_and_cards_are_written() {
        assert_eq!(
            of(&json!([
                [1, "h2", [[0, [], 0, "A < B"]]],
                [
                    1,
                    "p",
                    [
                        [0, [0], 0, "bold "],
                        [0, [1], 2, "link"],
                        [1, [], 0, 0],
                        [1, [], 0, 1],
                        [0, [], 0, "!"]
                    ]
                ],
                [1, "p", [[0, [], 0, ""]]],
                [1, "aside", [[0, [], 0, "said"]]],
                [3, "ol", [[[0, [], 0, "one"]], [[0, [0], 1, "two"]]]],
                [2, "b.jpg"],
                [10, 0],
                [10, 1],
                [10, 2],
                [10, 9],
                [1, "script", [[0, [2], 1, "x"]]],
            ])),
            "<h2>A &lt; B</h2><p><strong>bold <a href=\"https://x.example/?a&amp;b\">link</a></strong><br>@jo &amp; co!</p>\
             <blockquote>said</blockquote><ol><li>one</li><li><strong>two</strong></li></ol><img src=\"b.jpg\">\
             <hr><figure class=\"kg-card kg-image-card\"><img src=\"a.jpg\"></figure><p>x</p>"
        );
    }

    #[test]
    fn what_is_no_document_is_told_so_and_bad_numbers_give_nothing() {
        for other in ["", "null", "{}", "{\"sections\": 1}", "[1]"] {
            assert!(html(other).is_err(), "{other}");
        }
        assert_eq!(
            of(&json!([7, null, [], [1], [1, "p", 3], [10, -1], [1, "p", [[0, [99], 99, "x"]]]])),
            "<p>x</p>"
        );
    }

    proptest! {
        #[test]
        fn any_sections_are_survived(numbers in proptest::collection::vec(any::<i64>(), 0..12), words in "\\PC{0,12}") {
            let sections: Vec<Value> = numbers
                .iter()
                .map(|number| json!([number % 12, words, [[number % 3, [number], number, words], number]]))
                .collect();
            let _ = of(&json!(sections));
        }
    }
}
