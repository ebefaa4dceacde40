//! The rules: what each is called, how bad its breach is, why it matters and how it is mended.
//!
//! A rule is an error only if its breach is certain and does harm, for an error takes the entry out
//! of the document. What rests on a guess about language or intent (most faults of excerpts) is a
//! warning: losing an article is worse than showing it with a blemish.
//!
//! Must not know: how a rule is applied.

mod bytes;
mod content;
mod dates;
mod identity;
mod links;
mod structure;
mod text;

use super::Severity;

pub use bytes::*;
pub use content::*;
pub use dates::*;
pub use identity::*;
pub use links::*;
pub use structure::*;
pub use text::*;

/// One rule.
#[derive(Debug, PartialEq, Eq)]
pub struct Rule {
    /// Stable; scripts and docs quote it.
    pub name: &'static str,
    /// How bad a breach is.
    pub severity: Severity,
    /// What a breach does to readers, in one line.
    pub why: &'static str,
    /// What would be right, in one line.
    pub mend: &'static str,
}

/// Rules about one thing.
#[derive(Debug)]
pub struct Group {
    /// What they are about, fit for a heading.
    pub title: &'static str,
    /// In the order in which a document is read.
    pub rules: &'static [&'static Rule],
}

/// Every rule there is.
pub static ALL: &[Group] = &[
    Group { title: "Bytes and well-formedness", rules: bytes::GROUP },
    Group { title: "Structure", rules: structure::GROUP },
    Group { title: "Identity", rules: identity::GROUP },
    Group { title: "Dates", rules: dates::GROUP },
    Group { title: "Links, files, pictures and languages", rules: links::GROUP },
    Group { title: "HTML content", rules: content::GROUP },
    Group { title: "Titles and excerpts", rules: text::GROUP },
];

/// Declares a group of rules and the list of them, so that none is forgotten in the list.
macro_rules! rules {
    ($($id:ident $severity:ident $name:literal: $why:literal; $mend:literal.)+) => {
        $(
            #[doc = $why]
            pub static $id: $crate::check::rules::Rule = $crate::check::rules::Rule {
                name: $name,
                severity: $crate::check::Severity::$severity,
                why: $why,
                mend: $mend,
            };
        )+
        /// The rules of this file.
        pub(super) static GROUP: &[&$crate::check::rules::Rule] = &[$(&$id),+];
    };
}
use rules;
