//! What was found: printed as it is found, counted for the end.
//!
//! Must not know: how anything was found.

use super::super::{Exit, print, say};
use crate::check::{self, Finding, Severity, counted};
use std::fmt::Write as _;

/// The account of one check.
pub(super) struct Account {
    json: bool,
    documents: usize,
    errors: usize,
    warnings: usize,
    notes: usize,
    /// Targets that could not be had.
    pub(super) failed: usize,
}

impl Account {
    pub(super) fn new(json: bool) -> Self {
        Self { json, documents: 0, errors: 0, warnings: 0, notes: 0, failed: 0 }
    }

    /// Notes what was found in a document.
    pub(super) fn document(&mut self, name: &str, findings: &[Finding]) -> anyhow::Result<()> {
        self.documents += 1;
        self.found(name, findings)
    }

    /// Notes what was found in something that is no document: a record, a feed.
    pub(super) fn found(&mut self, name: &str, findings: &[Finding]) -> anyhow::Result<()> {
        for finding in findings {
            match finding.severity {
                Severity::Error => self.errors += 1,
                Severity::Warning => self.warnings += 1,
                Severity::Note => self.notes += 1,
            }
        }
        if findings.is_empty() {
            return Ok(());
        }
        if !self.json {
            return print(&format!("{}\n", check::report(findings, name)));
        }
        for finding in findings {
            let line = serde_json::json!({
                "document": name, "rule": finding.rule, "severity": finding.severity,
                "place": finding.place, "why": finding.why, "mend": finding.mend,
            });
            print(&format!("{line}\n"))?;
        }
        Ok(())
    }

    /// Sums up. Notes tell of nothing wrong.
    pub(super) fn close(self) -> Exit {
        let mut text = format!(
            "{}: {}, {}",
            counted(self.documents, "document"),
            counted(self.errors, "error"),
            counted(self.warnings, "warning")
        );
        if self.notes > 0 {
            let _ = write!(text, ", {}", counted(self.notes, "note"));
        }
        if self.failed > 0 {
            let _ = write!(text, "; {} could not be checked", self.failed);
        }
        say(&text);
        if self.failed > 0 {
            Exit::Failed
        } else if self.errors + self.warnings > 0 {
            Exit::Found
        } else {
            Exit::Done
        }
    }
}
