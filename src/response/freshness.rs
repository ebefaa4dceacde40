//! Freshness: for how long an answer may be used without asking again (RFC 9111, RFC 5861).

use std::time::Duration;

use crate::article::Instant;

/// A shared cache may go on serving while it asks again: a poll never has to wait for a build.
const STALE_WHILE_REVALIDATE: Duration = Duration::from_hours(24);
/// Readers would rather have yesterday's document than an error.
const STALE_IF_ERROR: Duration = Duration::from_hours(7 * 24);

/// How an answer was come by (RFC 9211).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Freshness {
    /// From memory, and current.
    Hit,
    /// Built for this request, or for another that asked for the same.
    Built,
    /// The last good one: a newer one could not be built.
    Stale {
        /// When it is worth asking again.
        retry: Duration,
    },
}

/// The value of `Cache-Control` for what may be used for `max_age`, and changes by itself after
/// `left`: neither freshness nor the time a cache may serve while it asks again reach past that, so
/// that no cache holds a scheduled article back or goes on showing one that has expired.
pub(super) fn cache_control(max_age: Duration, left: Option<Duration>) -> String {
    let fresh = left.map_or(max_age, |left| left.min(max_age));
    let grace = left.map_or(STALE_WHILE_REVALIDATE, |left| {
        left.saturating_sub(fresh).min(STALE_WHILE_REVALIDATE)
    });
    format!(
        "max-age={}, stale-while-revalidate={}, stale-if-error={}",
        fresh.as_secs(),
        grace.as_secs(),
        STALE_IF_ERROR.as_secs()
    )
}

/// The value of a field that tells one kind of shared cache alone (RFC 9213). It asks again soon, so that
/// it need not go on for long while it does: a withdrawal reaches it within twice `max_age`.
pub(super) fn targeted(max_age: Duration, left: Option<Duration>) -> String {
    let fresh = left.map_or(max_age, |left| left.min(max_age));
    let grace = left.map_or(max_age, |left| left.saturating_sub(fresh).min(max_age));
    format!(
        "max-age={}, stale-while-revalidate={}, stale-if-error={}",
        fresh.as_secs(),
        grace.as_secs(),
        STALE_IF_ERROR.as_secs()
    )
}

/// How long it is until `until`; `None` when nothing is due, or was due already.
pub(super) fn left(until: Option<Instant>, now: Instant) -> Option<Duration> {
    until.and_then(|until| (until - now).to_std().ok()).filter(|left| !left.is_zero())
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{cache_control, targeted};

    #[test]
    fn neither_does_what_a_network_in_front_keeps() {
        let of =
            |left: Option<u64>| targeted(Duration::from_mins(1), left.map(Duration::from_secs));
        let rest = "stale-if-error=604800";
        assert_eq!(of(None), format!("max-age=60, stale-while-revalidate=60, {rest}"));
        assert_eq!(of(Some(10)), format!("max-age=10, stale-while-revalidate=0, {rest}"));
        assert_eq!(of(Some(70)), format!("max-age=60, stale-while-revalidate=10, {rest}"));
    }

    #[test]
    fn nothing_outlives_what_is_due() {
        let quarter = Duration::from_mins(15);
        let of = |left: Option<u64>| cache_control(quarter, left.map(Duration::from_secs));
        let rest = "stale-if-error=604800";
        assert_eq!(of(None), format!("max-age=900, stale-while-revalidate=86400, {rest}"));
        assert_eq!(of(Some(60)), format!("max-age=60, stale-while-revalidate=0, {rest}"));
        assert_eq!(of(Some(1000)), format!("max-age=900, stale-while-revalidate=100, {rest}"));
        assert_eq!(
            of(Some(1_000_000)),
            format!("max-age=900, stale-while-revalidate=86400, {rest}")
        );
    }
}
