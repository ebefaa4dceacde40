//! The pollers' budget: how often one client may have one feed in full.
//!
//! A token bucket for each client and feed, in a table of fixed size: who has not asked for longest makes
//! room, and what is forgotten of him is at most that he has asked. Nothing here reads the clock.
//!
//! Must not know: HTTP, who a client is.

use std::hash::{BuildHasher as _, Hash, RandomState};
use std::sync::{Mutex, PoisonError};

/// The time in which a budget is filled again, in seconds.
pub(super) const WINDOW: i64 = 3600;
/// A request that costs next to nothing is let through until there are so many times as many of them.
const FAR_BEYOND: u32 = 30;
/// Clients that share a lock; one of them makes room for another that comes.
const WAYS: usize = 16;
/// 65,536 clients and feeds in 2 MiB.
const SETS: usize = 4096;

/// What an answer costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cost {
    /// A document sent in full: a token of the budget.
    Full,
    /// A 304, or what people's browsers fetch: nothing, until far beyond.
    Little,
}

/// A request that is one too many.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Exceeded {
    /// Of which kind there were too many.
    pub(super) of: Cost,
    /// How many are allowed in [`WINDOW`].
    pub(super) quota: u32,
    /// In so many seconds one more is allowed.
    pub(super) wait: i64,
}

/// The budgets of all clients.
pub(super) struct Budgets {
    quota: u32,
    hasher: RandomState,
    sets: Box<[Mutex<[Account; WAYS]>]>,
}

/// What one client has had of one feed. Zeroes are an account that nobody has.
#[derive(Debug, Clone, Copy, Default)]
struct Account {
    key: u64,
    /// When it was last asked for.
    last: i64,
    full: Bucket,
    any: Bucket,
}

/// A token bucket as the generic cell rate algorithm keeps it: the instant at which it will be full again,
/// in ticks, of which a second has as many as the quota. So it is exact, and one number.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Bucket(i64);

impl Bucket {
    /// Takes a token at `now`, or tells how long it is until there is one.
    fn take(&mut self, quota: u32, now: i64) -> Result<(), i64> {
        let quota = i64::from(quota);
        let now = now.saturating_mul(quota);
        // What was taken and has not come back; a clock that is set back makes nobody wait longer than
        // for a whole bucket.
        let owed = self.0.saturating_sub(now).clamp(0, WINDOW * quota);
        let over = owed + WINDOW - WINDOW * quota;
        if over > 0 {
            return Err(over.div_euclid(quota) + i64::from(over.rem_euclid(quota) > 0));
        }
        self.0 = now.saturating_add(owed + WINDOW);
        Ok(())
    }
}

impl Budgets {
    /// Budgets of so many full answers an hour.
    pub(super) fn new(quota: u32) -> Self {
        Self::with_sets(quota, SETS)
    }

    fn with_sets(quota: u32, sets: usize) -> Self {
        let sets = (0..sets.max(1)).map(|_| Mutex::default()).collect();
        Self { quota: quota.max(1), hasher: RandomState::new(), sets }
    }

    /// Takes from the budget of a client what an answer costs; `now` in seconds.
    pub(super) fn spend(&self, client: impl Hash, cost: Cost, now: i64) -> Result<(), Exceeded> {
        self.with_account(client, |account| {
            account.last = now;
            if cost == Cost::Full {
                self.take_full(&mut account.full, now)?;
            }
            let quota = self.quota.saturating_mul(FAR_BEYOND);
            let taken = account.any.take(quota, now);
            taken.map_err(|wait| Exceeded { of: Cost::Little, quota, wait })
        })
    }

    /// Whether a client has a full answer left, which is not taken yet.
    pub(super) fn has_full(&self, client: impl Hash, now: i64) -> Result<(), Exceeded> {
        self.with_account(client, |account| {
            let mut full = account.full;
            self.take_full(&mut full, now)
        })
    }

    fn take_full(&self, bucket: &mut Bucket, now: i64) -> Result<(), Exceeded> {
        let taken = bucket.take(self.quota, now);
        taken.map_err(|wait| Exceeded { of: Cost::Full, quota: self.quota, wait })
    }

    fn with_account(
        &self,
        client: impl Hash,
        then: impl FnOnce(&mut Account) -> Result<(), Exceeded>,
    ) -> Result<(), Exceeded> {
        // Keyed at random, so that nobody can make others share an account. Zero is nobody's.
        let key = self.hasher.hash_one(client).max(1);
        let index = usize::try_from(key % self.sets.len() as u64).unwrap_or_default();
        let Some(set) = self.sets.get(index) else { return Ok(()) };
        let mut accounts = set.lock().unwrap_or_else(PoisonError::into_inner);
        then(account_of(&mut accounts, key))
    }
}

/// The account of a key: its own, or that of whoever has not asked for longest, emptied.
fn account_of(accounts: &mut [Account; WAYS], key: u64) -> &mut Account {
    let known = accounts.iter().position(|account| account.key == key);
    let index = known.unwrap_or_else(|| {
        let oldest = (0..WAYS).min_by_key(|index| accounts[*index].last).unwrap_or(0);
        accounts[oldest] = Account { key, ..Account::default() };
        oldest
    });
    &mut accounts[index]
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Bucket, Budgets, Cost, Exceeded, FAR_BEYOND, WAYS, WINDOW};

    const NOW: i64 = 1_795_000_000;

    #[test]
    fn full_answers_cost_and_little_ones_do_not_until_far_beyond() {
        let budgets = Budgets::new(10);
        for _ in 0..10 {
            assert_eq!(budgets.spend("a", Cost::Full, NOW), Ok(()));
        }
        let refused = Exceeded { of: Cost::Full, quota: 10, wait: 360 };
        assert_eq!(budgets.spend("a", Cost::Full, NOW), Err(refused));
        // Whoever else asks has his own.
        assert_eq!(budgets.spend("b", Cost::Full, NOW), Ok(()));
        let far = 10 * FAR_BEYOND;
        for _ in 0..far - 10 {
            assert_eq!(budgets.spend("a", Cost::Little, NOW), Ok(()));
        }
        let refused = Exceeded { of: Cost::Little, quota: far, wait: 12 };
        assert_eq!(budgets.spend("a", Cost::Little, NOW), Err(refused));
        assert_eq!(budgets.spend("a", Cost::Little, NOW + 12), Ok(()));
        // A token comes back each six minutes.
        assert!(budgets.spend("a", Cost::Full, NOW + 359).is_err());
        assert_eq!(budgets.spend("a", Cost::Full, NOW + 360), Ok(()));
        assert!(budgets.spend("a", Cost::Full, NOW + 361).is_err());
    }

    #[test]
    fn who_has_not_asked_for_longest_makes_room() {
        let budgets = Budgets::with_sets(1, 1);
        for client in 0_usize..WAYS {
            let now = NOW + i64::try_from(client).unwrap();
            assert_eq!(budgets.spend(client, Cost::Full, now), Ok(()));
        }
        let later = NOW + 100;
        // The first is refused, and so has asked last.
        assert!(budgets.spend(0_usize, Cost::Full, later).is_err());
        assert_eq!(budgets.spend("another", Cost::Full, later), Ok(()));
        // The second made room; the first and the third are remembered.
        assert!(budgets.spend(0_usize, Cost::Full, later).is_err());
        assert!(budgets.spend(2_usize, Cost::Full, later).is_err());
        assert_eq!(budgets.spend(1_usize, Cost::Full, later + 1), Ok(()));
    }

    #[test]
    fn a_clock_that_is_set_back_makes_nobody_wait_for_longer_than_the_window() {
        let mut bucket = Bucket::default();
        bucket.take(2, NOW).unwrap();
        let back = NOW - 100_000;
        let wait = bucket.take(2, back).unwrap_err();
        assert!((1..=WINDOW).contains(&wait), "{wait}");
        assert_eq!(bucket.take(2, back + 200_000), Ok(()));
    }

    proptest! {
        /// Held against what a token bucket is: a level that rises with time up to the quota, and from
        /// which each answer takes one.
        #[test]
        fn it_gives_what_a_level_that_rises_gives(
            quota in 1_u32..200,
            steps in prop::collection::vec((0_i64..600, 1_usize..40), 1..40),
        ) {
            let mut bucket = Bucket::default();
            // In shares of a token, so that it is exact.
            let whole = i64::from(quota) * WINDOW;
            let (mut level, mut now) = (whole, NOW);
            let mut given = 0_i64;
            for (pause, asked) in steps {
                now += pause;
                level = whole.min(level + pause * i64::from(quota));
                for _ in 0..asked {
                    match bucket.take(quota, now) {
                        Ok(()) => {
                            prop_assert!(level >= WINDOW);
                            level -= WINDOW;
                            given += 1;
                        }
                        Err(wait) => {
                            prop_assert!(level < WINDOW);
                            // What is said of the wait is true to the second.
                            let (mut in_time, mut early) = (bucket, bucket);
                            prop_assert_eq!(in_time.take(quota, now + wait), Ok(()));
                            prop_assert!(wait >= 1 && early.take(quota, now + wait - 1).is_err());
                        }
                    }
                }
                let most = i64::from(quota) + (now - NOW) * i64::from(quota) / WINDOW;
                prop_assert!(given <= most);
            }
            prop_assert_eq!(bucket.take(quota, now + WINDOW), Ok(()));
        }
    }
}
