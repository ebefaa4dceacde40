//! The questions a reader asks of a feed's server, and what is made of the answers.
//!
//! Must not know: how a request is made, what is in a document.

use url::Url;

use super::caching::{self, Condition};
use super::client::Client;
use super::{FetchError, coding, content_type, route, rules};
use crate::check::Finding;
use crate::check::rules::Rule;

/// What came of asking.
#[derive(Debug)]
pub struct Examination {
    /// Where the document came from, after all redirects.
    pub address: String,
    /// The document, decoded; `None` when there was none to be had.
    pub document: Option<Vec<u8>>,
    /// What is wrong with the way and the answers.
    pub findings: Vec<Finding>,
}

/// What readers ask for.
const ACCEPT: &str = "application/atom+xml, application/rss+xml, application/feed+json, \
                      application/xml;q=0.9, text/xml;q=0.9, */*;q=0.5";

/// Findings about answers: each where it was met, in the order of asking.
#[derive(Debug, Default)]
pub(super) struct Findings {
    pub found: Vec<Finding>,
}

impl Findings {
    /// Notes a breach.
    #[expect(clippy::needless_pass_by_value, reason = "callers have just written it")]
    pub fn add(&mut self, rule: &'static Rule, place: &str, detail: String) {
        self.found.push(Finding {
            rule: rule.name,
            severity: rule.severity,
            place: place.to_owned(),
            entry: None,
            // A server's words are shown, and must not move the cursor of who reads them.
            why: format!("{}: {}", detail.replace(char::is_control, "\u{FFFD}"), rule.why),
            mend: rule.mend.to_owned(),
        });
    }
}

/// Whether an argument is meant as an address.
#[must_use]
pub fn is_address(text: &str) -> bool {
    text.split_once("://").is_some_and(|(scheme, _)| {
        !scheme.is_empty() && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric())
    })
}

/// Asks for a document as readers do, and judges how its server answers.
///
/// # Errors
///
/// When there is no answer to judge.
pub async fn examine(address: &str) -> Result<Examination, FetchError> {
    let start = parse(address)?;
    let client = Client::default();
    let mut findings = Findings::default();
    let fields = [("accept", ACCEPT), ("accept-encoding", coding::ACCEPTED)];
    let (url, whole) = route::follow(&client, &start, &fields, &mut findings).await?;
    let address = url.to_string();
    if whole.status != 200 {
        findings.add(&rules::STATUS, "answer", format!("{url} answers {}", whole.status));
        return Ok(Examination { address, document: None, findings: findings.found });
    }
    caching::judge_whole(&whole, &mut findings);
    let document = match coding::decoded(&whole) {
        Ok(document) => Some(document),
        Err(error) => {
            findings.add(&rules::CODING_BROKEN, "answer, Content-Encoding", error.to_string());
            None
        }
    };
    if let Some(document) = &document {
        content_type::judge(&whole, document, &mut findings);
    }
    for (condition, field, validator) in [
        (Condition::NoneMatch, "if-none-match", "etag"),
        (Condition::ModifiedSince, "if-modified-since", "last-modified"),
    ] {
        if let Some(value) = whole.field(validator) {
            let [accept, codings] = fields;
            let again = client.get(&url, &[accept, codings, (field, &value)]).await?;
            caching::judge_conditional(&whole, &again, condition, &mut findings);
        }
    }
    if !whole.codings().is_empty() {
        let identity = [("accept", ACCEPT), ("accept-encoding", "identity")];
        let plain = client.get(&url, &identity).await?;
        caching::judge_identity(&whole, &plain, &mut findings);
    }
    Ok(Examination { address, document, findings: findings.found })
}

fn parse(address: &str) -> Result<Url, FetchError> {
    let wrong = |why: String| FetchError::Address { address: address.to_owned(), why };
    let mut url = Url::parse(address).map_err(|error| wrong(error.to_string()))?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err(wrong(format!("its scheme is `{}`", url.scheme())));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(wrong("it holds a name or password, which is not sent".to_owned()));
    }
    url.set_fragment(None);
    Ok(url)
}

#[cfg(test)]
mod tests {
    use super::{is_address, parse};

    #[test]
    fn an_address_is_told_from_a_file() {
        for address in ["https://a.example/feed", "http://[::1]:8080/", "ftp://a.example/"] {
            assert!(is_address(address), "{address}");
        }
        for file in ["feed.xml", "a/b.rss", "C:\\feed.xml", "./http:/x", "://x"] {
            assert!(!is_address(file), "{file}");
        }
    }

    #[test]
    fn only_plain_web_addresses_are_asked() {
        assert_eq!(parse("https://a.example/x#y").unwrap().as_str(), "https://a.example/x");
        for wrong in ["ftp://a.example/", "https://", "https://me:secret@a.example/", "file:///x"] {
            assert!(parse(wrong).is_err(), "{wrong}");
        }
    }
}
