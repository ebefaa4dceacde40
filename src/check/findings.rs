//! Collecting what is wrong, and saying where.
//!
//! Must not know: which rules there are, formats.

use std::collections::HashMap;
use std::fmt::{self, Write};

use serde::Serialize;

use super::rules::Rule;

/// One thing that is wrong with a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// The rule's stable name, such as `id-duplicate`.
    pub rule: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// Where: `entry 3 (tag:…), description, line 12`.
    pub place: String,
    /// The entry at fault by its position in the document, from 0, when it is an entry's.
    pub entry: Option<usize>,
    /// What is wrong, and why that matters.
    pub why: String,
    /// What would be right.
    pub mend: String,
}

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Nothing is wrong, and it is good to know. No rule over documents is of this kind.
    Note,
    /// Lawful, and yet some readers or people stumble.
    Warning,
    /// Never served.
    Error,
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        })
    }
}

/// A place in a document.
#[derive(Debug, Clone, Copy)]
pub(super) struct Spot<'a> {
    /// The entry's position, from 0; `None` for the document itself.
    pub entry: Option<usize>,
    /// The element, attribute or member; empty for the whole entry or document.
    pub name: &'a str,
    /// Byte offset in the decoded text, where the format tells.
    pub at: Option<usize>,
}

impl<'a> Spot<'a> {
    /// Something said of the document itself.
    pub fn document(name: &'a str, at: Option<usize>) -> Self {
        Self { entry: None, name, at }
    }
}

/// How often a rule is reported for the document itself before the rest is only counted.
const DOCUMENT_REPEATS: usize = 8;
/// How much of a document's own words a finding repeats, in characters.
const QUOTE_CHARS: usize = 60;

/// What has been found so far.
#[derive(Debug, Default)]
pub(super) struct Findings {
    found: Vec<Found>,
    /// The last finding of a rule in an entry, and how many there are.
    last: HashMap<(&'static str, Option<usize>), (usize, usize)>,
}

#[derive(Debug)]
struct Found {
    rule: &'static Rule,
    entry: Option<usize>,
    name: String,
    at: Option<usize>,
    detail: String,
    /// How many more breaches of the rule follow this one.
    more: usize,
}

impl Findings {
    /// Notes a breach. Of one rule each entry shows the first and counts the others, so that a
    /// report stays readable and a hostile document cannot make it endless.
    pub fn add(&mut self, rule: &'static Rule, spot: Spot<'_>, detail: fmt::Arguments<'_>) {
        let repeats = if spot.entry.is_some() { 1 } else { DOCUMENT_REPEATS };
        let (last, count) = self.last.entry((rule.name, spot.entry)).or_insert((0, 0));
        *count += 1;
        if *count > repeats {
            if let Some(found) = self.found.get_mut(*last) {
                found.more += 1;
            }
            return;
        }
        *last = self.found.len();
        self.found.push(Found {
            rule,
            entry: spot.entry,
            name: spot.name.to_owned(),
            at: spot.at,
            detail: detail.to_string(),
            more: 0,
        });
    }

    /// Whether anything was found.
    pub fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    /// The findings as they are reported: the document's own first, then entry by entry, each in
    /// the order of the text. `label` names an entry, `text` is what offsets count in.
    pub fn finish(mut self, text: &str, label: impl Fn(usize) -> Option<String>) -> Vec<Finding> {
        if self.found.is_empty() {
            return Vec::new();
        }
        self.found.sort_by_key(|found| (found.entry, found.at));
        let lines = Lines::new(text);
        self.found
            .into_iter()
            .map(|found| {
                let mut why = format!("{}: {}", found.detail, found.rule.why);
                if found.more > 0 {
                    // Writing to a string cannot fail.
                    let _ = write!(why, " (and {} more like it)", found.more);
                }
                Finding {
                    rule: found.rule.name,
                    severity: found.rule.severity,
                    place: place(&found, &lines, &label),
                    entry: found.entry,
                    why,
                    mend: found.rule.mend.to_owned(),
                }
            })
            .collect()
    }
}

fn place(found: &Found, lines: &Lines, label: &impl Fn(usize) -> Option<String>) -> String {
    let mut parts = Vec::with_capacity(3);
    if let Some(entry) = found.entry {
        parts.push(match label(entry) {
            Some(label) => format!("entry {} ({})", entry + 1, Quoted(&label)),
            None => format!("entry {}", entry + 1),
        });
    }
    if !found.name.is_empty() {
        parts.push(found.name.clone());
    }
    if let Some(at) = found.at {
        parts.push(format!("line {}", lines.number(at)));
    }
    if parts.is_empty() { "document".to_owned() } else { parts.join(", ") }
}

/// Where the lines of a text begin.
struct Lines {
    ends: Vec<usize>,
}

impl Lines {
    fn new(text: &str) -> Self {
        Self { ends: text.match_indices('\n').map(|(at, _)| at).collect() }
    }

    /// The line of a byte offset, from 1.
    fn number(&self, at: usize) -> usize {
        self.ends.partition_point(|end| *end < at) + 1
    }
}

/// A piece of the document's own text in a message: shortened, and harmless in a terminal.
pub(super) struct Quoted<'a>(pub &'a str);

impl fmt::Display for Quoted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut characters = self.0.trim().chars();
        for c in characters.by_ref().take(QUOTE_CHARS) {
            if c == '\n' || c == '\t' {
                f.write_char(' ')?;
            } else if c.is_control() || is_invisible(c) {
                write!(f, "<U+{:04X}>", u32::from(c))?;
            } else {
                f.write_char(c)?;
            }
        }
        if characters.next().is_some() { f.write_char('…') } else { Ok(()) }
    }
}

/// Characters that a message must name, since nobody sees them where they stand.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
        | '\u{FEFF}' | '\u{FFF0}'..='\u{FFFF}' | '\u{2028}' | '\u{2029}')
}

#[cfg(test)]
mod tests {
    use super::super::rules;
    use super::*;

    #[test]
    fn an_entry_shows_the_first_breach_of_a_rule_and_counts_the_others() {
        let mut findings = Findings::default();
        for at in [4, 1, 9] {
            let spot = Spot { entry: Some(0), name: "link", at: Some(at) };
            findings.add(&rules::URL_RELATIVE, spot, format_args!("fault {at}"));
        }
        let report = findings.finish("a\nbc\nde\nfgh", |_| Some("tag:x".to_owned()));
        assert_eq!(report.len(), 1);
        assert_eq!(report[0].place, "entry 1 (tag:x), link, line 2");
        assert!(report[0].why.starts_with("fault 4: "), "{}", report[0].why);
        assert!(report[0].why.ends_with("(and 2 more like it)"), "{}", report[0].why);
    }

    #[test]
    fn quotes_are_short_and_show_what_is_invisible() {
        assert_eq!(Quoted("a\u{202E}b\u{1B}[31m").to_string(), "a<U+202E>b<U+001B>[31m");
        assert_eq!(Quoted(&"x".repeat(100)).to_string().chars().count(), QUOTE_CHARS + 1);
    }
}
