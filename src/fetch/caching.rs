//! Whether polling is cheap: validators, answers to conditional requests, codings, freshness.
//!
//! Must not know: what the document is.

use std::time::SystemTime;

use super::answer::Answer;
use super::examine::Findings;
use super::rules;

/// Smaller bodies fit into one packet as they are.
const WORTH_COMPRESSING: usize = 1400;

/// Judges what the whole answer says of itself.
pub(super) fn judge_whole(answer: &Answer, findings: &mut Findings) {
    validators(answer, findings);
    freshness(answer, findings);
    let vary = answer.members("vary");
    if vary.iter().any(|member| member == "*") {
        findings.add(&rules::VARY_STAR, "answer, Vary", "it is `*`".to_owned());
    } else if !answer.codings().is_empty() && !vary.iter().any(|name| name == "accept-encoding") {
        let codings = answer.codings().join(", ");
        findings.add(
            &rules::VARY_MISSING,
            "answer, Vary",
            format!("the answer is coded in {codings} and does not say that this was a choice"),
        );
    }
    if answer.codings().is_empty() && answer.body.len() > WORTH_COMPRESSING {
        findings.add(
            &rules::UNCOMPRESSED,
            "answer, Content-Encoding",
            format!("{} bytes come as they are", answer.body.len()),
        );
    }
}

fn validators(answer: &Answer, findings: &mut Findings) {
    let etag = answer.field("etag");
    let modified = answer.field("last-modified");
    let missing = |what: &str| format!("there is no {what}");
    match (&etag, &modified) {
        (None, None) => {
            findings.add(&rules::VALIDATOR_MISSING, "answer", missing("ETag and no Last-Modified"));
        }
        (None, Some(_)) => findings.add(&rules::ETAG_MISSING, "answer, ETag", missing("ETag")),
        (Some(_), None) => findings.add(
            &rules::MODIFIED_MISSING,
            "answer, Last-Modified",
            missing("Last-Modified"),
        ),
        (Some(_), Some(_)) => {}
    }
    if let Some(etag) = etag.filter(|etag| !is_etag(etag)) {
        findings.add(&rules::ETAG_MALFORMED, "answer, ETag", format!("it is `{etag}`"));
    }
    if let Some(modified) = modified {
        match httpdate::parse_http_date(&modified) {
            Err(_) => findings.add(
                &rules::MODIFIED_MALFORMED,
                "answer, Last-Modified",
                format!("it is `{modified}`"),
            ),
            Ok(at) if sent(answer).is_some_and(|sent| at > sent) => findings.add(
                &rules::MODIFIED_FUTURE,
                "answer, Last-Modified",
                format!("it is `{modified}`, later than the answer's Date"),
            ),
            Ok(_) => {}
        }
    }
}

/// When the server says it sent the answer.
fn sent(answer: &Answer) -> Option<SystemTime> {
    httpdate::parse_http_date(&answer.field("date")?).ok()
}

/// `entity-tag` of RFC 9110 section 8.8.3.
fn is_etag(text: &str) -> bool {
    let opaque = text.strip_prefix("W/").unwrap_or(text);
    opaque
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'))
        .is_some_and(|inside| inside.chars().all(|c| c > ' ' && !matches!(c, '"' | '\u{7F}')))
}

fn freshness(answer: &Answer, findings: &mut Findings) {
    let directives = answer.members("cache-control");
    let has = |name: &str| {
        directives.iter().any(|one| one.split('=').next().is_some_and(|known| known.trim() == name))
    };
    if has("no-store") {
        findings.add(
            &rules::FRESHNESS_FORBIDDEN,
            "answer, Cache-Control",
            "it says no-store".to_owned(),
        );
    } else if !has("max-age")
        && !has("s-maxage")
        && !has("no-cache")
        && answer.field("expires").is_none()
    {
        findings.add(
            &rules::FRESHNESS_MISSING,
            "answer, Cache-Control",
            "there is no max-age and no Expires".to_owned(),
        );
    }
}

/// Which validator came back to the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Condition {
    NoneMatch,
    ModifiedSince,
}

/// Judges the answer to a request that sent a validator of `whole` back at once.
pub(super) fn judge_conditional(
    whole: &Answer,
    again: &Answer,
    condition: Condition,
    findings: &mut Findings,
) {
    let (rule, place) = match condition {
        Condition::NoneMatch => (&rules::ETAG_IGNORED, "answer to If-None-Match"),
        Condition::ModifiedSince => (&rules::MODIFIED_IGNORED, "answer to If-Modified-Since"),
    };
    match again.status {
        304 => {
            let forgotten: Vec<&str> = ["etag", "vary", "cache-control", "expires"]
                .into_iter()
                .filter(|name| whole.field(name).is_some() && again.field(name).is_none())
                .collect();
            if !forgotten.is_empty() {
                findings.add(
                    &rules::NOT_MODIFIED_INCOMPLETE,
                    place,
                    format!("the 304 does not repeat {}", forgotten.join(", ")),
                );
            }
        }
        200 if condition == Condition::NoneMatch && again.field("etag") != whole.field("etag") => {
            let etag = again.field("etag").unwrap_or_default();
            findings.add(
                &rules::ETAG_UNSTEADY,
                place,
                format!(
                    "it is `{etag}` now, and was `{}`",
                    whole.field("etag").unwrap_or_default()
                ),
            );
        }
        status => findings.add(rule, place, format!("it is {status} and not 304")),
    }
}

/// Judges the answer to a request that accepts no coding.
pub(super) fn judge_identity(whole: &Answer, plain: &Answer, findings: &mut Findings) {
    let place = "answer to Accept-Encoding: identity";
    let codings = plain.codings();
    if !codings.is_empty() {
        findings.add(
            &rules::CODING_UNASKED,
            place,
            format!("it is coded in {} all the same", codings.join(", ")),
        );
        return;
    }
    if let (Some(coded), Some(bare)) = (whole.field("etag"), plain.field("etag"))
        && coded == bare
        && !coded.starts_with("W/")
    {
        findings.add(&rules::ETAG_SHARED, place, format!("both have the ETag `{coded}`"));
    }
    if !plain.members("vary").iter().any(|name| name == "accept-encoding" || name == "*") {
        findings.add(&rules::VARY_MISSING, place, "it has no Vary: Accept-Encoding".to_owned());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(status: u16, fields: &[(&str, &str)]) -> Answer {
        let fields = fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        Answer { status, fields: fields.collect(), body: Vec::new() }
    }

    const GOOD: [(&str, &str); 6] = [
        ("etag", "\"a-gz\""),
        ("last-modified", "Wed, 02 Oct 2002 13:00:00 GMT"),
        ("date", "Wed, 02 Oct 2002 13:00:00 GMT"),
        ("content-encoding", "gzip"),
        ("vary", "Accept-Encoding"),
        ("cache-control", "public, max-age=900"),
    ];

    /// The good answer with one field changed, or taken out.
    fn but(name: &str, value: Option<&str>) -> Answer {
        let mut fields: Vec<(&str, &str)> =
            GOOD.into_iter().filter(|(known, _)| *known != name).collect();
        fields.extend(value.map(|value| (name, value)));
        answer(200, &fields)
    }

    fn whole(answer: &Answer) -> Vec<&'static str> {
        let mut findings = Findings::default();
        judge_whole(answer, &mut findings);
        findings.found.iter().map(|finding| finding.rule).collect()
    }

    #[test]
    fn a_good_answer_is_left_alone() {
        assert!(whole(&answer(200, &GOOD)).is_empty());
        assert!(whole(&but("etag", Some("W/\"ü!\""))).is_empty());
        assert!(whole(&but("cache-control", Some("No-Cache"))).is_empty());
        assert!(whole(&but("content-encoding", None)).is_empty(), "a small body may be bare");
    }

    #[test]
    fn each_fault_of_an_answer_has_its_rule() {
        for (name, value, rule) in [
            ("etag", None, "http-etag-missing"),
            ("etag", Some("a"), "http-etag-malformed"),
            ("etag", Some("\"a b\""), "http-etag-malformed"),
            ("etag", Some("w/\"a\""), "http-etag-malformed"),
            ("last-modified", None, "http-last-modified-missing"),
            ("last-modified", Some("2002-10-02"), "http-last-modified-malformed"),
            ("last-modified", Some("Wed, 02 Oct 2002 13:00:01 GMT"), "http-last-modified-future"),
            ("vary", None, "http-vary-missing"),
            ("vary", Some("Origin"), "http-vary-missing"),
            ("vary", Some("*"), "http-vary-star"),
            ("cache-control", None, "http-freshness-missing"),
            ("cache-control", Some("public"), "http-freshness-missing"),
            ("cache-control", Some("max-age=9, no-store"), "http-no-store"),
        ] {
            assert_eq!(whole(&but(name, value)), [rule], "{name}: {value:?}");
        }
        let mut bare = but("etag", None);
        bare.fields.retain(|(name, _)| name != "last-modified");
        assert_eq!(whole(&bare), ["http-validator-missing"]);
        let mut long = but("content-encoding", None);
        long.body = vec![b' '; WORTH_COMPRESSING + 1];
        assert_eq!(whole(&long), ["http-uncompressed"]);
    }

    #[test]
    fn a_validator_that_comes_back_must_be_heeded() {
        let judged = |again: &Answer, condition| {
            let mut findings = Findings::default();
            judge_conditional(&answer(200, &GOOD), again, condition, &mut findings);
            findings.found.iter().map(|finding| finding.rule).collect::<Vec<_>>()
        };
        let mut good = answer(304, &GOOD);
        assert!(judged(&good, Condition::NoneMatch).is_empty());
        good.fields.retain(|(name, _)| name != "vary");
        assert_eq!(judged(&good, Condition::ModifiedSince), ["http-304-incomplete"]);
        let same = answer(200, &GOOD);
        assert_eq!(judged(&same, Condition::NoneMatch), ["http-etag-ignored"]);
        assert_eq!(judged(&same, Condition::ModifiedSince), ["http-last-modified-ignored"]);
        let other = but("etag", Some("\"b\""));
        assert_eq!(judged(&other, Condition::NoneMatch), ["http-etag-unsteady"]);
        assert_eq!(judged(&answer(500, &[]), Condition::NoneMatch), ["http-etag-ignored"]);
    }

    #[test]
    fn the_plain_bytes_are_for_whoever_asks_for_them_and_another_representation() {
        let judged = |plain: &Answer| {
            let mut findings = Findings::default();
            judge_identity(&answer(200, &GOOD), plain, &mut findings);
            findings.found.iter().map(|finding| finding.rule).collect::<Vec<_>>()
        };
        let plain = |etag, vary| answer(200, &[("etag", etag), ("vary", vary)]);
        assert!(judged(&plain("\"a\"", "accept-encoding")).is_empty());
        assert_eq!(judged(&answer(200, &GOOD)), ["http-coding-unasked"]);
        assert_eq!(judged(&plain("\"a-gz\"", "accept-encoding")), ["http-etag-shared"]);
        assert_eq!(judged(&plain("\"a\"", "origin")), ["http-vary-missing"]);
    }
}
