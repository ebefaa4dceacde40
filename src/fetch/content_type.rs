//! What the answer says the document is, against what it is.
//!
//! Must not know: how the document was asked for, caches.

use super::answer::Answer;
use super::examine::Findings;
use super::rules;
use crate::check::{self, Kind};

/// The media types that readers take for a format, the right one first.
fn media_types(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Rss => &["application/rss+xml", "application/xml", "text/xml"],
        Kind::Rdf => &["application/rss+xml", "application/rdf+xml", "application/xml", "text/xml"],
        Kind::Atom => &["application/atom+xml", "application/xml", "text/xml"],
        Kind::Json => &["application/feed+json", "application/json"],
        Kind::Opml => &["text/x-opml", "text/x-opml+xml", "application/xml", "text/xml"],
    }
}

/// Judges `Content-Type`.
pub(super) fn judge(answer: &Answer, document: &[u8], findings: &mut Findings) {
    let place = "answer, Content-Type";
    let kind = check::kind_of(document);
    let Some(field) = answer.field("content-type") else {
        if let Some(kind) = kind {
            let right = media_types(kind).first().unwrap_or(&"");
            findings.add(&rules::TYPE_MISSING, place, format!("it is missing; {right} is right"));
        }
        return;
    };
    let mut parts = field.split(';').map(str::trim);
    let media_type = parts.next().unwrap_or_default().to_ascii_lowercase();
    if let Some(kind) = kind
        && !media_types(kind).contains(&media_type.as_str())
    {
        let right = media_types(kind).first().unwrap_or(&"");
        findings.add(
            &rules::TYPE_WRONG,
            place,
            format!("it says `{media_type}`, and the document is {right}"),
        );
    }
    let charset = parts.find_map(|part| {
        let (name, value) = part.split_once('=')?;
        name.trim().eq_ignore_ascii_case("charset").then(|| value.trim().trim_matches('"'))
    });
    if let Some(charset) = charset {
        judge_charset(charset, document, findings);
    }
}

fn judge_charset(charset: &str, document: &[u8], findings: &mut Findings) {
    let mut mismatch = |what: String| {
        findings.add(&rules::CHARSET_MISMATCH, "answer, Content-Type", what);
    };
    let is_utf8 =
        |name: &str| name.eq_ignore_ascii_case("utf-8") || name.eq_ignore_ascii_case("utf8");
    match check::declared_encoding(document) {
        Some(declared)
            if !declared.eq_ignore_ascii_case(charset)
                && !(is_utf8(declared) && is_utf8(charset)) =>
        {
            mismatch(format!("it says charset={charset}, and the document declares {declared}"));
        }
        Some(_) => {}
        None if is_utf8(charset) && std::str::from_utf8(document).is_err() => {
            mismatch(format!("it says charset={charset}, and the document is in another"));
        }
        // Without a declaration XML and JSON are UTF-8.
        None if !is_utf8(charset)
            && !document.is_ascii()
            && std::str::from_utf8(document).is_ok() =>
        {
            mismatch(format!("it says charset={charset}, and the document is UTF-8"));
        }
        None => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RSS: &str = "<?xml version=\"1.0\" encoding=\"utf-8\"?><rss version=\"2.0\"/>";

    fn judged(content_type: Option<&str>, document: &[u8]) -> Vec<&'static str> {
        let mut answer = Answer::default();
        if let Some(value) = content_type {
            answer.fields.push(("content-type".to_owned(), value.to_owned()));
        }
        let mut findings = Findings::default();
        judge(&answer, document, &mut findings);
        findings.found.iter().map(|finding| finding.rule).collect()
    }

    #[test]
    fn a_fitting_type_is_fine_in_every_spelling() {
        for good in [
            "application/rss+xml",
            "Application/RSS+XML; charset=\"UTF-8\"",
            "text/xml;charset=utf8",
            "application/xml; v=1; charset=utf-8",
        ] {
            assert!(judged(Some(good), RSS.as_bytes()).is_empty(), "{good}");
        }
        let json = br#"{"version": "https://jsonfeed.org/version/1.1", "title": "x", "items": []}"#;
        assert!(judged(Some("application/feed+json"), json).is_empty());
    }

    #[test]
    fn a_type_or_charset_that_does_not_fit_is_told() {
        for (field, document, rule) in [
            (None, RSS, "http-type-missing"),
            (Some("text/html"), RSS, "http-type-wrong"),
            (Some("application/atom+xml"), RSS, "http-type-wrong"),
            (Some("application/rss+xml; charset=iso-8859-1"), RSS, "http-charset-mismatch"),
            (Some("text/xml; charset=iso-8859-1"), "<rss>é</rss>", "http-charset-mismatch"),
        ] {
            assert_eq!(judged(field, document.as_bytes()), [rule], "{field:?}");
        }
        assert_eq!(
            judged(Some("text/xml; charset=utf-8"), b"<rss>\xE9</rss>"),
            ["http-charset-mismatch"]
        );
        // What is no feed is told by the document's own rules.
        assert!(judged(Some("text/html"), b"<html>").is_empty());
    }
}
