//! Rules about addresses as they stand: those that readers follow, and the document's own.
//!
//! Must not know: how a format is written, addresses inside of markup.

use super::findings::{Findings, Quoted};
use super::read_back::{Facts, Format, Link, Target};
use super::urls::Address;
use super::{Standards, rules, urls};

/// Judges an address that readers follow or load.
pub(super) fn check(link: &Link<'_>, facts: &Facts<'_>, format: Format, findings: &mut Findings) {
    let text = &*link.field.text;
    let spot = facts.place(&link.field);
    let quoted = Quoted(text);
    match urls::classify(text) {
        Address::Web => {
            if let Some(c) = urls::odd_character(text) {
                findings.add(
                    &rules::URL_ODD_CHARACTER,
                    spot,
                    format_args!("`{quoted}` holds `{c}`"),
                );
            }
            if !text.is_ascii() && matches!(format, Format::Rss | Format::Rdf) {
                findings.add(&rules::URL_NOT_ASCII, spot, format_args!("`{quoted}`"));
            }
        }
        Address::Other(_) => {}
        Address::Unsafe(scheme) => findings.add(
            &rules::URL_UNSAFE,
            spot,
            format_args!("`{quoted}` has the scheme {}", Quoted(scheme)),
        ),
        Address::Relative => {
            findings.add(&rules::URL_RELATIVE, spot, format_args!("`{quoted}` is relative"));
        }
        Address::Malformed(fault) => {
            findings.add(&rules::URL_MALFORMED, spot, format_args!("in `{quoted}` {fault}"));
        }
    }
}

/// Judges what the document says its own address is.
pub(super) fn check_own(
    feed: &Facts<'_>,
    format: Format,
    standards: &Standards<'_>,
    findings: &mut Findings,
) {
    let mut own = feed.links.iter().filter(|link| link.to == Target::Itself).peekable();
    if own.peek().is_none() && format != Format::Rdf {
        findings.add(
            &rules::SELF_MISSING,
            feed.spot(),
            format_args!("it does not state its own address"),
        );
    }
    for link in own {
        let text = &*link.field.text;
        if let Address::Other(scheme) = urls::classify(text) {
            findings.add(
                &rules::SELF_WRONG,
                feed.place(&link.field),
                format_args!("the scheme `{}` is not http or https", Quoted(scheme)),
            );
        }
        if let Some(address) = standards.address
            && address != text
        {
            findings.add(
                &rules::SELF_ELSEWHERE,
                feed.place(&link.field),
                format_args!("`{}` is not `{}`", Quoted(text), Quoted(address)),
            );
        }
    }
}
