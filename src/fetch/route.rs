//! Redirects: followed within limits, and judged.
//!
//! Must not know: what is asked for.

use url::Url;

use super::FetchError;
use super::answer::Answer;
use super::client::Client;
use super::examine::Findings;
use super::rules;

/// Browsers follow twenty, readers between three and ten.
const MAX_HOPS: usize = 10;
/// More than this and readers fall behind.
const GOOD_HOPS: usize = 2;

/// One redirect.
struct Hop {
    status: u16,
    from: Url,
    to: Url,
}

/// Asks, goes where it is sent, and says what is wrong with the way. Returns the last address and
/// what came from there.
pub(super) async fn follow(
    client: &Client,
    start: &Url,
    fields: &[(&str, &str)],
    findings: &mut Findings,
) -> Result<(Url, Answer), FetchError> {
    let mut hops: Vec<Hop> = Vec::new();
    let mut here = start.clone();
    loop {
        let answer = client.get(&here, fields).await?;
        let Some(to) = destination(&here, &answer)? else {
            judge(&hops, findings);
            return Ok((here, answer));
        };
        if hops.len() == MAX_HOPS {
            return Err(FetchError::Astray { address: start.to_string(), hops: MAX_HOPS });
        }
        hops.push(Hop { status: answer.status, from: here, to: to.clone() });
        here = to;
    }
}

/// Where an answer sends the asker; `None` when it does not, or not to any place.
fn destination(here: &Url, answer: &Answer) -> Result<Option<Url>, FetchError> {
    if !matches!(answer.status, 301 | 302 | 303 | 307 | 308) {
        return Ok(None);
    }
    let Some(location) = answer.field("location") else { return Ok(None) };
    let mut to = here.join(&location).map_err(|error| FetchError::Address {
        address: location.clone(),
        why: format!("the redirect from {here} leads there, and {error}"),
    })?;
    if !matches!(to.scheme(), "http" | "https") {
        return Err(FetchError::Address {
            address: location,
            why: format!("the redirect from {here} leaves http and https"),
        });
    }
    to.set_fragment(None);
    Ok(Some(to))
}

fn judge(hops: &[Hop], findings: &mut Findings) {
    for hop in hops {
        let Hop { status, from, to } = hop;
        let rule = if matches!(status, 301 | 308) {
            &rules::REDIRECT_PERMANENT
        } else {
            &rules::REDIRECT_TEMPORARY
        };
        findings.add(rule, "redirect", format!("{from} answers {status} and leads to {to}"));
        if from.scheme() == "https" && to.scheme() == "http" {
            findings.add(&rules::REDIRECT_INSECURE, "redirect", format!("{from} leads to {to}"));
        }
    }
    if hops.len() > GOOD_HOPS {
        findings.add(
            &rules::REDIRECT_CHAIN,
            "redirect",
            format!("it takes {} redirects to get there", hops.len()),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn leads(status: u16, location: &str) -> Result<Option<Url>, FetchError> {
        let here = Url::parse("https://a.example/feeds/x?y").unwrap();
        let fields = vec![("location".to_owned(), location.to_owned())];
        destination(&here, &Answer { status, fields, ..Answer::default() })
    }

    #[test]
    fn a_redirect_leads_to_http_and_nowhere_else() {
        let to = |location| leads(301, location).unwrap().unwrap().to_string();
        assert_eq!(to("/new"), "https://a.example/new");
        assert_eq!(to("z#part"), "https://a.example/feeds/z");
        assert_eq!(to("//b.example/"), "https://b.example/");
        assert!(leads(302, "file:///etc/passwd").is_err());
        assert!(leads(302, "https://").is_err());
        assert!(leads(200, "/new").unwrap().is_none());
        assert!(leads(304, "/new").unwrap().is_none());
    }

    #[test]
    fn the_way_is_judged() {
        let url = |text: &str| Url::parse(text).unwrap();
        let hop = |status, from, to| Hop { status, from: url(from), to: url(to) };
        let mut findings = Findings::default();
        judge(
            &[
                hop(301, "http://a.example/", "https://a.example/"),
                hop(302, "https://a.example/", "http://b.example/"),
                hop(307, "http://b.example/", "http://c.example/"),
            ],
            &mut findings,
        );
        let names: Vec<_> = findings.found.iter().map(|finding| finding.rule).collect();
        assert_eq!(
            names,
            [
                "http-redirect-permanent",
                "http-redirect-temporary",
                "http-redirect-insecure",
                "http-redirect-temporary",
                "http-redirect-chain"
            ]
        );
    }
}
