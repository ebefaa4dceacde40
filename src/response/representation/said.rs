//! What is said of a representation: field values written out once for every answer, and those that
//! depend on the time.
//!
//! Must not know: requests, and which fields an answer has.

use std::time::{Duration, SystemTime};

use bytes::Bytes;
use http::HeaderValue;

use super::super::freshness::{self, Freshness};
use super::super::{Coding, DeltaCoding, Digest, Effort};
use super::Representation;
use crate::article::Instant;

/// Field values that are the same in every response, looked at once whether they can be said: `None`
/// is what cannot, and is left out.
#[derive(Debug)]
pub(super) struct Said {
    /// By coding, quick and best.
    tags: [[Option<HeaderValue>; 2]; 4],
    last_modified: Option<HeaderValue>,
    link: Option<HeaderValue>,
    /// While nothing is due.
    cache_control: Option<HeaderValue>,
    use_as_dictionary: Option<HeaderValue>,
}

fn said(text: String) -> Option<HeaderValue> {
    HeaderValue::from_maybe_shared(Bytes::from(text)).ok()
}

/// The last second of the year 9999.
const LAST_HTTP_SECOND: i64 = 253_402_300_799;

impl Said {
    pub(super) fn of(
        version: &str,
        modified: Instant,
        address: &str,
        max_age: Duration,
        use_as_dictionary: Option<String>,
    ) -> Self {
        let tag =
            |coding: Coding, effort| said(format!("\"{version}{}\"", coding.tag_ending(effort)));
        Self {
            tags: Coding::ALL
                .map(|coding| [Effort::Quick, Effort::Best].map(|effort| tag(coding, effort))),
            last_modified: http_date(modified),
            link: said(format!("<{address}>; rel=\"self\"")),
            cache_control: said(freshness::cache_control(max_age, None)),
            use_as_dictionary: use_as_dictionary.and_then(said),
        }
    }
}

impl Representation {
    /// The strong entity tag of a coding, quotes included (RFC 9110 section 8.8.3: codings are
    /// different bytes and need different tags), made with this effort.
    #[must_use]
    pub fn entity_tag(&self, coding: Coding, effort: Effort) -> Option<HeaderValue> {
        let [quick, best] = &self.said.tags[coding.index()];
        match effort {
            Effort::Quick => quick.clone(),
            Effort::Best => best.clone(),
        }
    }

    /// The value of `Last-Modified` in an answer at `now`. Never later than that: a clock that was
    /// set back must not make validators of the future.
    #[must_use]
    pub fn last_modified(&self, now: Instant) -> Option<HeaderValue> {
        if self.modified <= now { self.said.last_modified.clone() } else { http_date(now) }
    }

    /// The value of `Link`: the resource's public address.
    #[must_use]
    pub fn link(&self) -> Option<HeaderValue> {
        self.said.link.clone()
    }

    /// The value of `Cache-Control` in an answer at `now`.
    #[must_use]
    pub fn cache_control(&self, now: Instant, freshness: Freshness) -> Option<HeaderValue> {
        if let Freshness::Stale { retry } = freshness {
            return said(freshness::cache_control(self.max_age.min(retry), Some(retry)));
        }
        match freshness::left(self.until, now) {
            None => self.said.cache_control.clone(),
            left => said(freshness::cache_control(self.max_age, left)),
        }
    }

    /// The same for one kind of shared cache, which may use it for `max_age`.
    #[must_use]
    pub fn targeted_cache_control(
        &self,
        now: Instant,
        freshness: Freshness,
        max_age: Duration,
    ) -> Bytes {
        match freshness {
            Freshness::Stale { retry } => freshness::targeted(max_age.min(retry), Some(retry)),
            _ => freshness::targeted(max_age, freshness::left(self.until, now)),
        }
        .into()
    }

    /// The value of `Use-As-Dictionary` (RFC 9842 section 2.1): later versions can be had as deltas of
    /// this one. `None` where they cannot, and nothing depends on what a client has.
    #[must_use]
    pub fn use_as_dictionary(&self) -> Option<HeaderValue> {
        self.said.use_as_dictionary.clone()
    }

    /// The strong entity tag of a delta, quotes included: other dictionaries give other bytes.
    #[must_use]
    pub fn delta_tag(&self, from: Digest, coding: DeltaCoding) -> Option<HeaderValue> {
        said(format!("\"{}-{}-{}\"", self.version, coding.name(), from.start(4)))
    }
}

/// Dates that HTTP cannot say (a clock that is far out) become the nearest it can.
fn http_date(instant: Instant) -> Option<HeaderValue> {
    let seconds = instant.timestamp().clamp(0, LAST_HTTP_SECOND).unsigned_abs();
    said(httpdate::fmt_http_date(SystemTime::UNIX_EPOCH + Duration::from_secs(seconds)))
}
