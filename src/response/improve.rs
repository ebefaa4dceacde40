//! Improving: what is asked for often is coded once more with the most effort, in the background, and
//! sent smaller from then on, or given to the system to be sent as it is; and what is asked for seldom is coded
//! so, as far as there is time to spare.

use std::cmp::Reverse;
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant as Stopwatch};

use super::service::Responses;
use super::work::Urgency;
use super::{Coding, Representation};

/// Sent more often than this, a coding is worth the effort: a millisecond of it saves some 700 bytes of a feed
/// of 172 kB, by `cargo bench --bench steps`.
fn often(coding: Coding) -> u32 {
    match coding {
        // It takes more than three times as long as gzip and saves half as much again.
        Coding::Brotli => 32,
        _ => 16,
    }
}

/// What is sent less often costs the processor more than it saves the network: a site of few readers has
/// all of it made, one of many feeds as much of it as takes a fiftieth of one processor.
const SPARE_SHARE: u32 = 50;
/// Improved at once, one after the other; then the hottest are looked for again.
const ROUND: usize = 16;
/// Copies that the system holds at once: each is an open file, of which a process may have a thousand, and
/// connections need them.
const MOST_COPIES: usize = 128;
/// Bytes from which on the effort takes too long: some ten seconds.
const TOO_LARGE: usize = 8 << 20;

/// How much a coding of a version is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Demand {
    /// It will be sent again.
    Low,
    /// It pays to make it smaller.
    High,
}

impl Demand {
    /// By what was sent already, or of the version before where this one is likely to stand as long.
    fn of(representation: &Representation, coding: Coding) -> Option<Self> {
        let (sent, usage) = (representation.sent(coding), representation.usage());
        if !representation.can_be_better(coding) || representation.length() > TOO_LARGE {
            None
        } else if sent > often(coding)
            || usage.is_steady() && usage.sent_before(coding) > often(coding)
        {
            Some(Self::High)
        } else if coding == Coding::Identity {
            None
        } else if usage.is_steady() || sent > 1 && usage.stood(representation.at()) {
            Some(Self::Low)
        } else {
            None
        }
    }
}

/// Leaves those out that are more copies than may be, when there are so many already.
fn leave_out_copies<T>(worth: &mut Vec<(Demand, T, Coding)>, mut copies: usize) {
    worth.retain(|(_, _, coding)| {
        copies += usize::from(*coding == Coding::Identity);
        *coding != Coding::Identity || copies <= MOST_COPIES
    });
}

/// When there is time to spare again.
#[derive(Debug, Default)]
pub(super) struct Spare(Mutex<Option<Stopwatch>>);

impl Spare {
    fn is_there(&self, now: Stopwatch) -> bool {
        let from = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        from.is_none_or(|from| from <= now)
    }

    /// Takes note that some was used.
    fn use_up(&self, time: Duration, now: Stopwatch) {
        let from = now.checked_add(time.saturating_mul(SPARE_SHARE));
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = from;
    }
}

impl Responses {
    /// Makes the best of what is asked for often, the most often first and one at a time, on a thread that gives
    /// way to all others; then of what is asked for seldom, while there is time to spare at `now`. Returns
    /// whether it did anything: then there may be more to do at once.
    pub async fn improve(self: &Arc<Self>, now: Stopwatch) -> bool {
        // Nothing was sent that could be smaller: nothing to look for.
        if !self.improvable.swap(false, Ordering::Relaxed) {
            return false;
        }
        let has_spare = self.spare.is_there(now);
        let mut worth: Vec<(Demand, Arc<Representation>, Coding)> = Vec::new();
        let mut copies = 0;
        for representation in self.cache.iter() {
            copies += usize::from(representation.has_copy());
            for coding in Coding::ALL {
                if let Some(demand) = Demand::of(&representation, coding) {
                    self.improvable.store(true, Ordering::Relaxed);
                    if demand == Demand::High || has_spare {
                        worth.push((demand, Arc::clone(&representation), coding));
                    }
                }
            }
        }
        worth.sort_by_cached_key(|(demand, it, coding)| {
            (Reverse((*demand, it.sent(*coding))), it.resource().clone(), coding.index())
        });
        leave_out_copies(&mut worth, copies);
        let mut did_anything = false;
        for (demand, representation, coding) in worth.into_iter().take(ROUND) {
            if demand == Demand::Low && !self.spare.is_there(now) {
                break;
            }
            did_anything = true;
            let begun = Stopwatch::now();
            let of = Arc::clone(&representation);
            // It takes no place: it must keep nobody from one.
            if let Err(why) = self.work(None, Urgency::Spare, move || of.code_best(coding)).await {
                tracing::error!(document = %representation.resource().path(), why, "not improved");
                continue;
            }
            if demand == Demand::Low {
                self.spare.use_up(begun.elapsed(), now);
            }
            self.cache.weigh_again(&representation).await;
        }
        did_anything
    }
}

#[cfg(test)]
mod tests {
    use super::{Coding, Demand, MOST_COPIES, leave_out_copies};

    #[test]
    fn there_are_so_many_copies_and_no_more() {
        let wanted = [
            (Demand::High, 1, Coding::Identity),
            (Demand::High, 2, Coding::Gzip),
            (Demand::High, 3, Coding::Identity),
            (Demand::Low, 4, Coding::Brotli),
        ];
        for (copies, left) in [
            (0, &[1, 2, 3, 4][..]),
            (MOST_COPIES - 2, &[1, 2, 3, 4]),
            (MOST_COPIES - 1, &[1, 2, 4]),
            (MOST_COPIES, &[2, 4]),
        ] {
            let mut worth = wanted.to_vec();
            leave_out_copies(&mut worth, copies);
            assert_eq!(worth.iter().map(|it| it.1).collect::<Vec<_>>(), left, "{copies}");
        }
    }
}
