//! Backing off: a build that failed is not tried again at every request.

use std::time::Duration;

use crate::article::Instant;
use crate::store::Sequence;

/// A build that failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Failure {
    pub(super) why: String,
    /// How many builds of this resource have failed one after the other.
    times: u32,
    /// When it failed.
    at: Instant,
    /// What of the store was known then: a change may have mended the cause.
    sequence: Sequence,
}

/// Waits double from the first to the last.
const FIRST_WAIT: Duration = Duration::from_secs(1);
const LAST_WAIT: Duration = Duration::from_mins(1);

impl Failure {
    /// A failure after another one, or the first.
    pub(super) fn after(
        previous: Option<&Self>,
        why: String,
        at: Instant,
        sequence: Sequence,
    ) -> Self {
        let times = previous.map_or(0, |previous| previous.times).saturating_add(1);
        Self { why, times, at, sequence }
    }

    /// How long to wait yet before the build is tried again; `None` when it is time.
    pub(super) fn wait(&self, now: Instant, seen: Sequence) -> Option<Duration> {
        if seen > self.sequence {
            return None;
        }
        // A clock that was set back must not make the wait longer.
        let waited = (now - self.at).to_std().unwrap_or(LAST_WAIT);
        self.whole_wait().checked_sub(waited).filter(|left| !left.is_zero())
    }

    /// How long to wait when it has just failed.
    pub(super) fn whole_wait(&self) -> Duration {
        let doubled = 2_u32.saturating_pow(self.times.saturating_sub(1));
        FIRST_WAIT.saturating_mul(doubled).min(LAST_WAIT)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::Failure;
    use crate::article::Instant;

    fn at(seconds: i64) -> Instant {
        Instant::from_timestamp(1_790_000_000 + seconds, 0).unwrap()
    }

    #[test]
    fn waits_double_to_a_minute_and_end_with_a_change() {
        let mut failure = Failure::after(None, "out of reach".to_owned(), at(0), 7);
        let mut waits = Vec::new();
        for _ in 0..8 {
            waits.push(failure.wait(at(0), 7).unwrap().as_secs());
            failure = Failure::after(Some(&failure), "out of reach".to_owned(), at(0), 7);
        }
        assert_eq!(waits, [1, 2, 4, 8, 16, 32, 60, 60]);
        assert_eq!(failure.wait(at(20), 7), Some(Duration::from_secs(40)));
        assert_eq!(failure.wait(at(60), 7), None);
        assert_eq!(failure.wait(at(0), 8), None);
        assert_eq!(failure.wait(at(-3600), 7), None);
    }
}
