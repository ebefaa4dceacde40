//! Held to account: rules over written bytes, read back by strict parsers that had no part in
//! writing them. The publish gate and `newswire check` are the same rules.
//!
//! Must not know: who wrote the bytes, the store, HTTP.

/// One thing that is wrong with a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The rule's stable name, such as `entry-id-unique`.
    pub rule: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// Where: `entry tag:…`, `channel`, `line 12`.
    pub place: String,
    /// The entry at fault by its position in the document, when it is an entry's.
    pub entry: Option<usize>,
    /// What is wrong, and why that matters.
    pub why: String,
    /// What would be right.
    pub mend: String,
}

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Lawful, and yet some readers stumble.
    Warning,
    /// Never served.
    Error,
}

/// Checks a document of any known format, which it tells from the bytes.
#[must_use]
pub fn check(bytes: &[u8]) -> Vec<Finding> {
    let _ = bytes;
    Vec::new()
}
