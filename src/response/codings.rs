//! The codings of one version: a quick one is made when somebody first asks for it, and the smallest
//! takes its place when it is asked for often. Of the bytes as they are the system then gets a copy.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{OnceLock, PoisonError, RwLock};

use bytes::Bytes;

use super::representation::kept;
use super::system_copy::{LEAST_BYTES, SystemCopy};
use super::{Coding, Effort};

/// What was made of each coding.
#[derive(Debug, Default)]
pub(super) struct Codings {
    /// Of identity, which needs no making.
    plain: Plain,
    others: [Slot; 3],
}

#[derive(Debug, Default)]
struct Plain {
    /// `None` once it was tried in vain.
    copy: OnceLock<Option<SystemCopy>>,
    sent: AtomicU32,
}

#[derive(Debug, Default)]
struct Slot {
    /// Held for as long as it takes to copy a pointer, never while something is made.
    made: RwLock<Option<Made>>,
    sent: AtomicU32,
}

#[derive(Debug, Clone)]
struct Made {
    /// `None`: the coder failed, and the bytes can only be sent as they are.
    bytes: Option<Bytes>,
    effort: Effort,
    /// More effort makes it no smaller.
    is_best: bool,
}

impl Codings {
    /// The bytes in a coding, and what effort they took; `None` when it is not made, or failed.
    pub(super) fn get(&self, coding: Coding) -> Option<(Bytes, Effort)> {
        let made = self.slot(coding)?.made.read().unwrap_or_else(PoisonError::into_inner);
        let made = made.as_ref()?;
        made.bytes.clone().map(|bytes| (bytes, made.effort))
    }

    /// The effort of what is sent in a coding at present.
    pub(super) fn effort(&self, coding: Coding) -> Effort {
        let made = self.slot(coding).map(|slot| &slot.made);
        made.and_then(|made| {
            Some(made.read().unwrap_or_else(PoisonError::into_inner).as_ref()?.effort)
        })
        .unwrap_or(Effort::Quick)
    }

    /// Whether a coding is made, or was tried in vain.
    pub(super) fn is_made(&self, coding: Coding) -> bool {
        self.slot(coding)
            .is_none_or(|slot| slot.made.read().unwrap_or_else(PoisonError::into_inner).is_some())
    }

    /// Makes a coding quickly, unless it is made already.
    pub(super) fn make(&self, coding: Coding, identity: &[u8]) {
        let Some(slot) = self.slot(coding).filter(|_| !self.is_made(coding)) else { return };
        let bytes = coding.encode(identity, Effort::Quick).map(kept);
        let is_best = bytes.is_none() || !coding.can_be_smaller();
        slot.put(Made { bytes, effort: Effort::Quick, is_best });
    }

    /// The copy that the system holds of the bytes as they are.
    pub(super) fn copy(&self) -> Option<&SystemCopy> {
        self.plain.copy.get()?.as_ref()
    }

    /// Makes the best of a coding: of identity a copy for the system, of others the smallest. That takes the
    /// place of the quick one, whose memory is free when the last answer with it is sent, unless it saves
    /// nothing.
    pub(super) fn make_best(&self, coding: Coding, identity: &[u8]) {
        if coding == Coding::Identity {
            self.plain.copy.get_or_init(|| SystemCopy::of(identity));
        }
        let (Some(slot), Some((quick, Effort::Quick))) = (self.slot(coding), self.get(coding))
        else {
            return;
        };
        // Should it fail, it is not tried again.
        slot.put(Made { bytes: Some(quick.clone()), effort: Effort::Quick, is_best: true });
        let best = coding.encode(identity, Effort::Best).filter(|best| best.len() < quick.len());
        if let Some(best) = best {
            let bytes = Some(kept(best));
            slot.put(Made { bytes, effort: Effort::Best, is_best: true });
        }
    }

    /// Whether what is sent in a coding at present may become better, of so many bytes.
    pub(super) fn can_be_better(&self, coding: Coding, length: usize) -> bool {
        let Some(slot) = self.slot(coding) else {
            return length >= LEAST_BYTES && self.plain.copy.get().is_none();
        };
        let made = slot.made.read().unwrap_or_else(PoisonError::into_inner);
        made.as_ref().is_some_and(|made| !made.is_best)
    }

    /// Takes note that a coding is sent.
    pub(super) fn note_sent(&self, coding: Coding) {
        self.count(coding).fetch_add(1, Ordering::Relaxed);
    }

    /// How often a coding was sent.
    pub(super) fn sent(&self, coding: Coding) -> u32 {
        self.count(coding).load(Ordering::Relaxed)
    }

    fn count(&self, coding: Coding) -> &AtomicU32 {
        self.slot(coding).map_or(&self.plain.sent, |slot| &slot.sent)
    }

    /// The bytes of those that are made.
    pub(super) fn lengths(&self) -> impl Iterator<Item = usize> + '_ {
        Coding::BY_SIZE.into_iter().filter_map(|coding| Some(self.get(coding)?.0.len()))
    }

    fn slot(&self, coding: Coding) -> Option<&Slot> {
        coding.index().checked_sub(1).and_then(|index| self.others.get(index))
    }
}

impl Slot {
    fn put(&self, made: Made) {
        *self.made.write().unwrap_or_else(PoisonError::into_inner) = Some(made);
    }
}

#[cfg(test)]
mod tests {
    use super::{Coding, Codings, Effort};

    #[test]
    fn the_smallest_takes_the_place_of_the_quick_one_and_of_its_memory() {
        // Words in an order that does not come again.
        let words = ["harbour", "ferry", "winter", "tide", "council", "bridge", "keeper", "mole"];
        let mut state = 1_u64;
        let mut text = String::new();
        for _ in 0..3000 {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            text.push_str(words[usize::try_from(state >> 61).unwrap()]);
            text.push(' ');
        }
        let codings = Codings::default();
        for (coding, improves) in
            [(Coding::Gzip, true), (Coding::Brotli, true), (Coding::Zstd, false)]
        {
            // There is nothing yet to be improved.
            codings.make_best(coding, text.as_bytes());
            assert!(!codings.is_made(coding) && !codings.can_be_better(coding, text.len()));
            codings.make(coding, text.as_bytes());
            let (quick, effort) = codings.get(coding).unwrap();
            assert_eq!(
                (effort, codings.can_be_better(coding, text.len())),
                (Effort::Quick, improves)
            );
            codings.make_best(coding, text.as_bytes());
            let (best, effort) = codings.get(coding).unwrap();
            assert_eq!(effort == Effort::Best, improves, "{coding:?}");
            assert_eq!(best.len() < quick.len(), improves, "{coding:?}");
            assert!(!codings.can_be_better(coding, text.len()));
            assert!(codings.lengths().any(|length| length == best.len()));
            assert!(!improves || codings.lengths().all(|length| length != quick.len()));
        }
    }

    #[test]
    fn what_becomes_no_smaller_stays_as_it_is() {
        let codings = Codings::default();
        codings.make(Coding::Gzip, b"a");
        let quick = codings.get(Coding::Gzip).unwrap();
        assert!(codings.can_be_better(Coding::Gzip, 1));
        codings.make_best(Coding::Gzip, b"a");
        assert_eq!(codings.get(Coding::Gzip).unwrap(), quick);
        assert!(!codings.can_be_better(Coding::Gzip, 1));
    }

    #[test]
    fn the_system_gets_a_copy_of_many_bytes() {
        let codings = Codings::default();
        let bytes = vec![b'a'; super::LEAST_BYTES];
        assert!(!codings.can_be_better(Coding::Identity, bytes.len() - 1));
        assert!(codings.can_be_better(Coding::Identity, bytes.len()) && codings.copy().is_none());
        codings.make_best(Coding::Identity, &bytes);
        assert!(!codings.can_be_better(Coding::Identity, bytes.len()));
        assert_eq!(codings.copy().is_some(), cfg!(target_os = "linux"));
        codings.note_sent(Coding::Identity);
        assert_eq!((codings.sent(Coding::Identity), codings.sent(Coding::Gzip)), (1, 0));
    }
}
