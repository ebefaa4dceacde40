//! What articles lose on their way in, as findings: what each kind of loss means and whether
//! anything is to be done.
//!
//! Must not know: how a loss comes about.

use crate::article::{Loss, LossKind};
use crate::check::{Finding, Severity};

/// A loss as a finding.
pub(super) fn finding(loss: &Loss, record: &str) -> Finding {
    let (rule, severity, why, mend) = match loss.kind {
        LossKind::Caption => (
            "left-out-caption",
            Severity::Note,
            "a caption explains a picture that an excerpt does not show",
            "nothing; the content keeps it",
        ),
        LossKind::Shortcode => (
            "left-out-shortcode",
            Severity::Note,
            "what a template would have made of it is not known here, and readers would see brackets",
            "write what it stands for as HTML, if readers should have it",
        ),
        LossKind::Byline => (
            "left-out-byline",
            Severity::Note,
            "an excerpt is shown beside the author's name as it is",
            "nothing; the content keeps it",
        ),
        LossKind::Dateline => (
            "left-out-dateline",
            Severity::Note,
            "an excerpt is shown beside the date as it is",
            "nothing; the content keeps it",
        ),
        LossKind::RepeatedTitle => (
            "left-out-title",
            Severity::Note,
            "an excerpt is shown under the title as it is",
            "nothing; the content keeps it",
        ),
        LossKind::ReadMore => (
            "left-out-read-more",
            Severity::Note,
            "an excerpt has its own way to the article",
            "nothing",
        ),
        LossKind::Furniture => (
            "left-out-furniture",
            Severity::Note,
            "tags, calls and links to other articles belong to the page and say nothing of this one",
            "nothing; the content keeps it",
        ),
        LossKind::UpstreamCut => (
            "left-out-cut-word",
            Severity::Warning,
            "an earlier system cut the summary inside a word, and a stump is no text",
            "write the summary out, or leave it out so that one is cut from the text",
        ),
        LossKind::UnsafeMarkup => (
            "left-out-markup",
            Severity::Warning,
            "readers drop what is unsafe or unknown, and each another part of it",
            "use plain HTML: links, pictures, headings, lists, tables, quotes",
        ),
        LossKind::Value => (
            "left-out-value",
            Severity::Warning,
            "it cannot be used as what its field is for",
            "mend the value in the record, or take the field out",
        ),
    };
    Finding {
        rule,
        severity,
        place: if record.is_empty() { "record".to_owned() } else { record.to_owned() },
        entry: None,
        why: format!("`{}` was left out: {why}", loss.what),
        mend: mend.to_owned(),
    }
}
