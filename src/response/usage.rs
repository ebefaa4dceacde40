//! Usage: what of a resource was asked for, and when last. It says what is worth making before
//! anybody asks again. Time is passed in.

use std::sync::atomic::{AtomicI64, AtomicU32, Ordering};
use std::time::Duration;

use super::Coding;
use crate::article::Instant;

/// What was asked for of a version, and of those before it.
#[derive(Debug)]
pub(super) struct Usage {
    /// When each coding was last asked for, by [`Coding::index`], in seconds.
    last: [AtomicI64; 4],
    /// How often, that of versions before counted half, a quarter …
    times: AtomicU32,
    /// When the cache was last told that it is used.
    told: AtomicI64,
    before: Before,
}

/// What may be expected of a version, by what became of the one before.
#[derive(Debug, Default)]
struct Before {
    /// Whether it stood for a while.
    stood: bool,
    /// How often each coding of it was sent, by [`Coding::index`].
    sent: [u32; 4],
}

/// Most clients poll once an hour or more often: what nobody asked for in this time is not worth
/// making again before somebody does.
const LATELY: Duration = Duration::from_hours(1);
/// What the cache lets go is what was not used for longest: a minute more or less does not count.
const TOLD_EVERY: Duration = Duration::from_mins(1);
/// A version that is asked for after so long will stand on, and so will, likely, the one after it.
const STOOD: Duration = Duration::from_secs(10);
const NEVER: i64 = i64::MIN;

impl Default for Usage {
    fn default() -> Self {
        Self {
            last: [const { AtomicI64::new(NEVER) }; 4],
            times: AtomicU32::new(0),
            told: AtomicI64::new(NEVER),
            before: Before::default(),
        }
    }
}

impl Usage {
    /// That of the version after this one, which was built for an instant and sent so often in each
    /// coding.
    pub(super) fn followed(&self, at: Instant, sent: [u32; 4]) -> Self {
        let last = std::array::from_fn(|index| {
            AtomicI64::new(self.last.get(index).map_or(NEVER, |last| last.load(Ordering::Relaxed)))
        });
        Self {
            last,
            times: AtomicU32::new(self.heat() / 2),
            told: AtomicI64::new(NEVER),
            before: Before { stood: self.stood(at), sent },
        }
    }

    /// Takes note that somebody asked, and took this coding or has it already.
    pub(super) fn note(&self, coding: Coding, now: Instant) {
        let now = now.timestamp();
        if let Some(last) = self.last.get(coding.index())
            // Within a second, threads only read what they share.
            && last.load(Ordering::Relaxed) < now
        {
            last.store(now, Ordering::Relaxed);
        }
        self.times.fetch_add(1, Ordering::Relaxed);
    }

    /// Whether it is time to tell the cache that it is used, which then need not be told again at once.
    pub(super) fn is_to_be_told(&self, now: Instant) -> bool {
        let now = now.timestamp();
        let is_time = now.abs_diff(self.told.load(Ordering::Relaxed)) >= TOLD_EVERY.as_secs();
        if is_time {
            self.told.store(now, Ordering::Relaxed);
        }
        is_time
    }

    /// How much it is asked for, to be compared with that of others.
    pub(super) fn heat(&self) -> u32 {
        self.times.load(Ordering::Relaxed)
    }

    /// Whether anybody asked for a coding lately.
    pub(super) fn wants(&self, coding: Coding, now: Instant) -> bool {
        let last = self.last.get(coding.index()).map(|last| last.load(Ordering::Relaxed));
        last.is_some_and(|last| now.timestamp().abs_diff(last) <= LATELY.as_secs())
    }

    /// Whether a version that was built for an instant was still asked for when it had stood for a while.
    pub(super) fn stood(&self, at: Instant) -> bool {
        let last = self.last.iter().map(|last| last.load(Ordering::Relaxed)).max();
        let seconds = i64::try_from(STOOD.as_secs()).unwrap_or(i64::MAX);
        last.is_some_and(|last| last >= at.timestamp().saturating_add(seconds))
    }

    /// Whether this version may be expected to stand for a while: the one before it did.
    pub(super) fn is_steady(&self) -> bool {
        self.before.stood
    }

    /// How often a coding of the version before was sent.
    pub(super) fn sent_before(&self, coding: Coding) -> u32 {
        self.before.sent.get(coding.index()).copied().unwrap_or(0)
    }

    /// Whether anybody asked for anything lately.
    pub(super) fn is_in_use(&self, now: Instant) -> bool {
        Coding::ALL.into_iter().any(|coding| self.wants(coding, now))
    }
}

#[cfg(test)]
mod tests {
    use super::Usage;
    use crate::article::Instant;
    use crate::response::Coding;

    fn at(seconds: i64) -> Instant {
        Instant::from_timestamp(1_790_000_000 + seconds, 0).unwrap()
    }

    #[test]
    fn what_was_asked_for_is_wanted_for_an_hour_whatever_the_version() {
        let usage = Usage::default();
        assert!(!usage.is_in_use(at(0)));
        let told = [0, 1, 59, 60, 61].map(|seconds| usage.is_to_be_told(at(seconds)));
        assert_eq!(told, [true, false, false, true, false]);
        usage.note(Coding::Gzip, at(0));
        usage.note(Coding::Brotli, at(60));
        let next = usage.followed(at(0), [0; 4]).followed(at(0), [0; 4]);
        for usage in [&usage, &next] {
            assert!(usage.wants(Coding::Gzip, at(3600)) && !usage.wants(Coding::Zstd, at(3600)));
            assert!(!usage.wants(Coding::Gzip, at(3601)) && usage.is_in_use(at(3660)));
            assert!(!usage.is_in_use(at(3661)));
        }
    }

    #[test]
    fn heat_fades_with_the_versions() {
        let (hot, cool) = (Usage::default(), Usage::default());
        for _ in 0..10 {
            hot.note(Coding::Identity, at(0));
        }
        cool.note(Coding::Gzip, at(1));
        assert!(hot.heat() > cool.heat());
        assert_eq!(
            (
                hot.followed(at(0), [0; 4]).heat(),
                hot.followed(at(0), [0; 4]).followed(at(0), [0; 4]).heat()
            ),
            (5, 2)
        );
    }
}
