//! Rules about identity: what each entry is known by, that no two share it, and what is withdrawn.
//!
//! Must not know: how a format is written.

use std::collections::HashMap;

use super::findings::{Findings, Quoted, Spot};
use super::read_back::{Facts, Format, IdKind, Meaning, ReadBack};
use super::urls::Address;
use super::{rules, text_rules, urls};

/// Shorter guids that are mere numbers are likely to be used again.
const SHORT_NUMBER: usize = 9;

/// Judges the id of a feed or entry.
pub(super) fn check(facts: &Facts<'_>, format: Format, findings: &mut Findings) {
    let Some(id) = &facts.id else { return };
    let text = &*id.field.text;
    let spot = facts.place(&id.field);
    let quoted = Quoted(text);
    if text.trim().is_empty() {
        findings.add(&rules::ID_EMPTY, spot, format_args!("the id is empty"));
        return;
    }
    text_rules::control_character(text, spot, findings);
    let address = urls::classify(text);
    match id.kind {
        IdKind::Iri => match address {
            Address::Relative => {
                findings.add(&rules::ID_NOT_IRI, spot, format_args!("`{quoted}` is relative"));
                return;
            }
            Address::Malformed(fault) => {
                findings.add(&rules::ID_NOT_IRI, spot, format_args!("in `{quoted}` {fault}"));
                return;
            }
            _ => {
                if let Some(how) = urls::not_canonical(text) {
                    findings.add(
                        &rules::ID_NOT_CANONICAL,
                        spot,
                        format_args!("in `{quoted}` {how}"),
                    );
                }
            }
        },
        IdKind::Permalink if address != Address::Web => {
            findings.add(&rules::ID_PERMALINK, spot, format_args!("`{quoted}` is no URL"));
            return;
        }
        IdKind::Permalink => return,
        IdKind::Opaque => {
            let is_number = text.bytes().all(|byte| byte.is_ascii_digit());
            if is_number && text.len() < SHORT_NUMBER && format == Format::Rss {
                findings.add(
                    &rules::ID_TOO_SHORT,
                    spot,
                    format_args!("`{quoted}` is a small number"),
                );
            }
        }
    }
    if let Some(fault) = urls::id_fault(text) {
        findings.add(&rules::ID_SYNTAX, spot, format_args!("in `{quoted}` {fault}"));
    }
}

/// Tells the entries whose id an earlier one has.
pub(super) fn unique(entries: &[Facts<'_>], findings: &mut Findings) {
    let mut first: HashMap<&str, usize> = HashMap::with_capacity(entries.len());
    for (position, entry) in entries.iter().enumerate() {
        let Some(id) = &entry.id else { continue };
        let text = id.field.text.trim();
        if text.is_empty() {
            continue;
        }
        let known = *first.entry(text).or_insert(position);
        if known != position {
            findings.add(
                &rules::ID_DUPLICATE,
                entry.place(&id.field),
                format_args!("entry {} has the id `{}` too", known + 1, Quoted(text)),
            );
        }
    }
}

/// Judges the entries that are announced as withdrawn.
pub(super) fn withdrawn(document: &ReadBack<'_>, findings: &mut Findings) {
    if document.withdrawn.is_empty() {
        return;
    }
    let mut gone: HashMap<&str, Option<i64>> = HashMap::new();
    for (reference, when) in &document.withdrawn {
        if matches!(urls::classify(&reference.text), Address::Relative | Address::Malformed(_)) {
            findings.add(
                &rules::ID_NOT_IRI,
                Spot::document(reference.name, reference.at),
                format_args!("ref is `{}`", Quoted(&reference.text)),
            );
        }
        gone.insert(&reference.text, *when);
    }
    for entry in &document.entries {
        let Some(id) = &entry.id else { continue };
        let Some(when) = gone.get(&*id.field.text) else { continue };
        // An entry that was updated later has come back.
        let came_back = when.zip(entry.instant(Meaning::Updated)).is_some_and(|(w, u)| u > w);
        if !came_back {
            findings.add(
                &rules::TOMBSTONE_OF_LIVE_ENTRY,
                entry.place(&id.field),
                format_args!("an at:deleted-entry withdraws `{}`", Quoted(&id.field.text)),
            );
        }
    }
}
