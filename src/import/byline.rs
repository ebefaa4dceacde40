//! Bylines in words: `By Jane Doe and John Roe (@roe)` names two people.
//!
//! Must not know: where the byline stood.

/// Words that open a byline and belong to no name, in lower case.
const OPENINGS: [&str; 14] = [
    "by",
    "written by",
    "posted by",
    "published by",
    "authored by",
    "words by",
    "story by",
    "reported by",
    "author:",
    "authors:",
    "by:",
    "von",
    "par",
    "por",
];

/// What follows a comma and is no name of its own.
const SUFFIXES: [&str; 12] =
    ["jr", "jr.", "sr", "sr.", "ii", "iii", "iv", "phd", "ph.d.", "md", "m.d.", "esq."];

/// How a comma between two names is to be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Comma {
    /// It separates people, unless it stands between two single words (`Doe, Jane`).
    Separates,
    /// It separates people whose names have two words each; else it may stand between a family
    /// name and a given name (`Jong, Michiel de`).
    SeparatesFullNames,
}

/// The names of a byline, in its order.
pub(super) fn names(byline: &str, comma: Comma) -> Vec<String> {
    let line = byline.split_whitespace().collect::<Vec<_>>().join(" ");
    let line = without_handles(&line);
    let line = without_opening(line.trim());
    let mut names: Vec<String> = Vec::new();
    for part in line.split(';').flat_map(|part| part.split(" & ")).flat_map(split_at_and) {
        for name in split_at_commas(part, comma) {
            let name = name.trim_matches(|c: char| c.is_whitespace() || ",;|·•-–—".contains(c));
            if !name.is_empty() && !names.iter().any(|known| known == name) {
                names.push(name.to_owned());
            }
        }
    }
    names
}

/// The line without a byline's opening words; the line itself when it has none.
pub(super) fn without_opening(line: &str) -> &str {
    opened(line).unwrap_or(line)
}

/// What follows a byline's opening words; `None` when there are none.
pub(super) fn opened(line: &str) -> Option<&str> {
    let opening = OPENINGS
        .iter()
        .filter(|opening| {
            line.get(..opening.len()).is_some_and(|start| start.eq_ignore_ascii_case(opening))
        })
        .map(|opening| opening.len())
        .max()?;
    let rest = line.get(opening..)?;
    let name = rest.trim_start_matches(|c: char| c.is_whitespace() || c == ':');
    (name.len() < rest.len() || line.get(..opening)?.ends_with(':'))
        .then_some(name)
        .filter(|name| !name.is_empty())
}

/// Whether a word opens a byline or joins its names.
pub(super) fn is_connective(word: &str) -> bool {
    let word = word.trim_end_matches(':').to_lowercase();
    matches!(word.as_str(), "and" | "&" | "und" | "et" | "y" | "e" | "og" | "och" | "en")
        || OPENINGS
            .iter()
            .any(|opening| opening.split(' ').any(|part| part.trim_end_matches(':') == word))
}

/// Drops `(@handle)`, `(site.example/who)` and `<who@example.org>` behind names.
fn without_handles(line: &str) -> String {
    let mut kept = String::with_capacity(line.len());
    let mut rest = line;
    while let Some(open) = rest.find(['(', '<']) {
        let (before, from) = rest.split_at(open);
        let close = if from.starts_with('(') { ')' } else { '>' };
        let Some(end) = from.find(close) else { break };
        let inside = from.get(1..end).unwrap_or_default();
        kept.push_str(before.trim_end());
        let is_address = inside.contains(['@', '/', '.']) || !inside.contains(char::is_uppercase);
        if !is_address || inside.contains(' ') {
            kept.push(' ');
            kept.push_str(from.get(..=end).unwrap_or_default());
        }
        rest = from.get(end + 1..).unwrap_or_default();
    }
    kept.push_str(rest);
    kept
}

fn split_at_and(part: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut rest = part;
    let lower = part.to_ascii_lowercase();
    let mut at = 0;
    while let Some(found) = lower.get(at..).and_then(|lower| lower.find(" and ")) {
        let (before, after) = rest.split_at(found);
        parts.push(before);
        rest = after.get(5..).unwrap_or_default();
        at += found + 5;
    }
    parts.push(rest);
    // "The Parks and Recreation Department" is one author.
    let is_one =
        parts.iter().any(|part| part.trim_start().to_ascii_lowercase().starts_with("the "));
    if is_one { vec![part] } else { parts }
}

fn split_at_commas(part: &str, comma: Comma) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    for piece in part.split(',') {
        let piece = piece.trim();
        match parts.last_mut() {
            Some(last) if SUFFIXES.contains(&piece.to_lowercase().as_str()) => {
                last.push_str(", ");
                last.push_str(piece);
            }
            _ if piece.is_empty() => {}
            _ => parts.push(piece.to_owned()),
        }
    }
    let is_full = |name: &String| name.contains(' ');
    let separates = match comma {
        Comma::Separates => parts.len() != 2 || parts.iter().any(is_full),
        Comma::SeparatesFullNames => parts.iter().all(is_full),
    };
    if separates { parts } else { vec![part.trim().to_owned()] }
}

#[cfg(test)]
mod tests {
    use super::{Comma, names};

    #[test]
    fn people_are_told_apart() {
        let of = |byline| names(byline, Comma::Separates);
        assert_eq!(of("Michael Dawson and Myles Borins"), ["Michael Dawson", "Myles Borins"]);
        assert_eq!(of("Ada & Grace; Edsger"), ["Ada", "Grace", "Edsger"]);
        assert_eq!(
            of("A. Mauroy, Richard Lau, and J. Doe, Jr."),
            ["A. Mauroy", "Richard Lau", "J. Doe, Jr."]
        );
        assert_eq!(of("AugustinMauroy, Richard Lau"), ["AugustinMauroy", "Richard Lau"]);
        assert_eq!(
            of("The Parks and Recreation Department"),
            ["The Parks and Recreation Department"]
        );
        assert_eq!(of("Doe, Jane"), ["Doe, Jane"]);
        assert_eq!(of(""), Vec::<String>::new());
    }

    #[test]
    fn openings_handles_and_addresses_are_no_names() {
        let of = |byline| names(byline, Comma::SeparatesFullNames);
        assert_eq!(of("By  Nathan\n Willis"), ["Nathan Willis"]);
        assert_eq!(of("Written by: Byron Byrd"), ["Byron Byrd"]);
        assert_eq!(of("Minwoo Jung (github.com/JungMinu)"), ["Minwoo Jung"]);
        assert_eq!(
            of("Julian Duque (julianduque) & Y. Furukawa (@yf)"),
            ["Julian Duque", "Y. Furukawa"]
        );
        assert_eq!(of("Jane Doe <jane@news.example>"), ["Jane Doe"]);
        assert_eq!(of("Jane Doe (City Desk)"), ["Jane Doe (City Desk)"]);
        assert_eq!(of("Jong, Michiel de"), ["Jong, Michiel de"]);
    }
}
