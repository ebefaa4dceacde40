//! The report for people: what was found in one document, grouped by place.
//!
//! Must not know: how anything was found.

use std::fmt::Write;

use super::{Finding, Severity};

/// Lays out the findings of the document called `name`: a line that sums up, then each place with
/// what is wrong there, why that matters and what would be right.
///
/// ```
/// assert_eq!(newswire::check::report(&[], "world.rss"), "world.rss: nothing wrong\n");
/// ```
#[must_use]
pub fn report(findings: &[Finding], name: &str) -> String {
    let of = |severity| findings.iter().filter(|finding| finding.severity == severity).count();
    let counts: Vec<String> = [Severity::Error, Severity::Warning, Severity::Note]
        .into_iter()
        .filter_map(|severity| Some(of(severity)).filter(|count| *count > 0).zip(Some(severity)))
        .map(|(count, severity)| counted(count, &severity.to_string()))
        .collect();
    if counts.is_empty() {
        return format!("{name}: nothing wrong\n");
    }
    let mut text = format!("{name}: {}\n", counts.join(", "));
    let width = findings.iter().map(|finding| finding.rule.len()).max().unwrap_or(0);
    let margin = " ".repeat(4 + SEVERITY_WIDTH + 2 + width + 2);
    let mut place = None;
    for finding in findings {
        if place != Some(&finding.place) {
            // Writing to a string cannot fail.
            let _ = writeln!(text, "\n  {}", finding.place);
            place = Some(&finding.place);
        }
        let severity = finding.severity.to_string();
        let _ = writeln!(
            text,
            "    {severity:SEVERITY_WIDTH$}  {rule:width$}  {why}\n{margin}mend: {mend}",
            rule = finding.rule,
            why = finding.why,
            mend = finding.mend,
        );
    }
    text
}

const SEVERITY_WIDTH: usize = "warning".len();

/// A number and what it counts: `1 error`, `2 errors`.
#[must_use]
pub fn counted(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn findings_stand_under_their_place_in_columns() {
        let finding = |rule, severity, place: &str| Finding {
            rule,
            severity,
            place: place.to_owned(),
            entry: None,
            why: "it is so: it matters".to_owned(),
            mend: "change it".to_owned(),
        };
        let found = [
            finding("self-missing", Severity::Warning, "channel"),
            finding("url-relative", Severity::Error, "entry 1, link, line 9"),
            finding("id-empty", Severity::Error, "entry 1, link, line 9"),
        ];
        assert_eq!(
            report(&found, "world.rss"),
            "world.rss: 2 errors, 1 warning

  channel
    warning  self-missing  it is so: it matters
                           mend: change it

  entry 1, link, line 9
    error    url-relative  it is so: it matters
                           mend: change it
    error    id-empty      it is so: it matters
                           mend: change it
"
        );
    }
}
