//! What an import did: for people on standard error, for programs as JSON lines.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::Serialize;

use crate::article::{ArticleId, Loss, LossKind};

/// The account of one import.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// Records that were not known before.
    pub kept: u64,
    /// Records that were known and differ.
    pub changed: u64,
    /// Records that were known and are the same.
    pub unchanged: u64,
    /// Articles that were public and are no longer.
    pub withdrawn: Vec<Withdrawal>,
    /// Records and files that were not taken, in the order in which they were met.
    pub refused: Vec<Refused>,
    /// Files that were read.
    pub files: u64,
    /// Pages of exports, which were not asked for.
    pub pages: u64,
    /// Files of no kind that newswire reads.
    pub ignored: Vec<String>,
    /// Fields that mean nothing here, with the first place where each was met.
    pub unknown_fields: BTreeMap<String, String>,
    /// What was left out of articles that were kept, by kind.
    pub losses: BTreeMap<LossKind, u64>,
    /// The losses themselves, when they were asked for.
    pub losses_of: Vec<ArticleLosses>,
}

/// One article that was taken back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Withdrawal {
    /// Which.
    pub id: ArticleId,
    /// Why.
    pub reason: String,
}

/// One record that was not taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Refused {
    /// As it was named for import.
    pub file: String,
    /// Where in the file; empty when it is one record.
    pub record: String,
    /// Why, and what would be right.
    pub reason: String,
}

/// What one article lost on its way in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArticleLosses {
    /// The file.
    pub file: String,
    /// Where in it.
    pub record: String,
    /// What.
    pub losses: Vec<Loss>,
}

/// How many refusals, and how many of what else may be many, people are shown before the rest is
/// counted.
const SHOWN: usize = 40;

impl Report {
    /// Whether nothing was refused.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        self.refused.is_empty()
    }

    /// How many records were taken, whether they changed anything or not.
    #[must_use]
    pub fn taken(&self) -> u64 {
        self.kept + self.changed + self.unchanged
    }

    /// For people, several lines.
    #[must_use]
    pub fn for_people(&self) -> String {
        let mut text = format!(
            "{} new, {} changed, {} unchanged, {} refused",
            self.kept,
            self.changed,
            self.unchanged,
            self.refused.len()
        );
        if !self.withdrawn.is_empty() {
            let _ = write!(text, ", {} withdrawn", self.withdrawn.len());
        }
        let _ =
            writeln!(text, "  ({} {})", self.files, if self.files == 1 { "file" } else { "files" });
        for refused in self.refused.iter().take(SHOWN) {
            let _ = writeln!(text, "  refused  {}", refused.for_people());
        }
        if let Some(more) = self.refused.len().checked_sub(SHOWN).filter(|more| *more > 0) {
            let _ = writeln!(text, "  refused  … and {more} more (--json shows all)");
        }
        for Withdrawal { id, reason } in self.withdrawn.iter().take(SHOWN) {
            let _ = writeln!(text, "  withdrawn  {id}: {reason}");
        }
        if let Some(more) = self.withdrawn.len().checked_sub(SHOWN).filter(|more| *more > 0) {
            let _ = writeln!(text, "  withdrawn  … and {more} more (--json shows all)");
        }
        for (field, place) in self.unknown_fields.iter().take(SHOWN) {
            let _ = writeln!(
                text,
                "  unknown field  `{field}` (first in {place}) means nothing here and was left out"
            );
        }
        if let Some(more) = self.unknown_fields.len().checked_sub(SHOWN).filter(|more| *more > 0) {
            let _ = writeln!(text, "  unknown field  … and {more} more (--json shows all)");
        }
        if self.pages > 0 {
            let pages = if self.pages == 1 { "page" } else { "pages" };
            let _ = writeln!(text, "  passed over  {} {pages}; --pages takes them", self.pages);
        }
        if !self.ignored.is_empty() {
            let _ = writeln!(
                text,
                "  ignored  {} of no kind newswire reads, such as {}",
                count(self.ignored.len(), "file"),
                self.ignored[0]
            );
        }
        if !self.losses.is_empty() {
            let losses: Vec<String> = self
                .losses
                .iter()
                .map(|(kind, times)| format!("{times} {}", loss_words(*kind)))
                .collect();
            let _ = writeln!(text, "  left out  {}", losses.join(", "));
        }
        text
    }

    /// For programs: one JSON object a line, the summary last.
    #[must_use]
    pub fn for_programs(&self) -> String {
        let mut lines = String::new();
        for refused in &self.refused {
            let line = serde_json::json!({
                "refused": refused.reason, "file": refused.file, "record": refused.record,
            });
            let _ = writeln!(lines, "{line}");
        }
        for Withdrawal { id, reason } in &self.withdrawn {
            let line = serde_json::json!({ "withdrawn": id, "reason": reason });
            let _ = writeln!(lines, "{line}");
        }
        for of in &self.losses_of {
            for loss in &of.losses {
                let line = serde_json::json!({
                    "left_out": loss_words(loss.kind), "what": loss.what, "file": of.file, "record": of.record,
                });
                let _ = writeln!(lines, "{line}");
            }
        }
        let summary = serde_json::json!({
            "kept": self.kept, "changed": self.changed, "unchanged": self.unchanged,
            "refused": self.refused.len(), "withdrawn": self.withdrawn.len(),
            "files": self.files, "pages_passed_over": self.pages, "ignored": self.ignored, "unknown_fields": self.unknown_fields,
        });
        let _ = writeln!(lines, "{summary}");
        lines
    }
}

impl Refused {
    fn for_people(&self) -> String {
        if self.record.is_empty() {
            format!("{}: {}", self.file, self.reason)
        } else {
            format!("{}, {}: {}", self.file, self.record, self.reason)
        }
    }
}

fn count(number: usize, noun: &str) -> String {
    if number == 1 { format!("1 {noun}") } else { format!("{number} {noun}s") }
}

/// A kind of loss in words.
#[must_use]
pub fn loss_words(kind: LossKind) -> &'static str {
    match kind {
        LossKind::Caption => "caption",
        LossKind::Shortcode => "shortcode",
        LossKind::Byline => "byline",
        LossKind::Dateline => "dateline",
        LossKind::RepeatedTitle => "repeated title",
        LossKind::UpstreamCut => "word cut in two upstream",
        LossKind::ReadMore => "\"read more\"",
        LossKind::Furniture => "page furniture",
        LossKind::UnsafeMarkup => "unsafe or unknown markup",
        LossKind::Value => "unusable value",
    }
}
