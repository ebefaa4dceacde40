//! Looking at many bytes at once. Every byte of an article is looked at a dozen times on its way in; these
//! looks are written so that the compiler makes vector code of them.
//!
//! A condition handed over here is made of comparisons joined with `|` and `&`: what stops at the first
//! that holds is no vector code. For the same reason the loops are plain ones into an array: the compiler
//! sees through these whatever is inlined where, which it does not through an iterator's `map` or `fold`.
//!
//! Must not know: what the bytes mean.

/// So many are looked at before it is asked whether any was meant.
const STRIDE: usize = 32;

/// The most that one byte can count, in whole vectors.
const COUNTED: usize = 224;

/// Where the first byte stands that is so.
pub(super) fn position(bytes: &[u8], is_so: impl Fn(u8) -> bool) -> Option<usize> {
    let (chunks, _) = bytes.as_chunks::<STRIDE>();
    let mut from = 0;
    for chunk in chunks {
        let mut found = [0; STRIDE];
        for (found, byte) in found.iter_mut().zip(chunk) {
            *found = u8::from(is_so(*byte));
        }
        if found != [0; STRIDE] {
            break;
        }
        from += STRIDE;
    }
    bytes.get(from..)?.iter().position(|byte| is_so(*byte)).map(|at| from + at)
}

/// Where the first byte stands that is so with the one behind it; behind the last one stands a zero.
pub(super) fn pair_position(bytes: &[u8], is_so: impl Fn(u8, u8) -> bool) -> Option<usize> {
    let chunk = |at: usize| bytes.get(at..).and_then(|rest| rest.first_chunk::<STRIDE>());
    let mut from = 0;
    while let (Some(these), Some(next)) = (chunk(from), chunk(from + 1)) {
        let mut found = [0; STRIDE];
        for ((found, byte), next) in found.iter_mut().zip(these).zip(next) {
            *found = u8::from(is_so(*byte, *next));
        }
        if found != [0; STRIDE] {
            break;
        }
        from += STRIDE;
    }
    let rest = bytes.get(from..)?;
    let is_pair = |pair: &[u8]| matches!(pair, [byte, next] if is_so(*byte, *next));
    rest.windows(2)
        .position(is_pair)
        .or_else(|| rest.last().filter(|last| is_so(**last, 0)).map(|_| rest.len() - 1))
        .map(|at| from + at)
}

/// How many bytes are so.
pub(super) fn count(bytes: &[u8], is_so: impl Fn(u8) -> bool) -> usize {
    let of_chunk =
        |chunk: &[u8]| chunk.iter().fold(0, |sum: u8, &byte| sum + u8::from(is_so(byte)));
    bytes.chunks(COUNTED).map(|chunk| usize::from(of_chunk(chunk))).sum()
}

/// Which bytes a text is made of: where it is asked for many rare marks, it hardly ever has to be looked
/// through for one.
pub(super) struct ByteSet([bool; 256]);

impl ByteSet {
    /// The bytes of a text.
    pub(super) fn of(text: &str) -> Self {
        let mut set = [false; 256];
        for byte in text.bytes() {
            set[usize::from(byte)] = true;
        }
        Self(set)
    }

    /// Whether the text may hold a mark: `false` is certain.
    pub(super) fn may_hold(&self, mark: &str) -> bool {
        mark.bytes().all(|byte| self.0[usize::from(byte)])
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{ByteSet, count, pair_position, position};

    #[test]
    fn a_set_of_bytes_denies_no_mark_that_is_there() {
        let set = ByteSet::of("a — b");
        assert!(set.may_hold(" — ") && set.may_hold("a"));
        assert!(!set.may_hold(" | ") && !set.may_hold("–"));
    }

    proptest! {
        #[test]
        fn they_see_what_one_look_after_the_other_sees(bytes in prop::collection::vec(0_u8..40, 0..600)) {
            let is_so = |byte: u8| (byte == 7) | (byte == 30);
            prop_assert_eq!(position(&bytes, is_so), bytes.iter().position(|byte| is_so(*byte)));
            prop_assert_eq!(count(&bytes, is_so), bytes.iter().filter(|byte| is_so(**byte)).count());
            let pair = bytes.windows(2).position(|pair| pair[0] < 4 && pair[1] == 9);
            prop_assert_eq!(pair_position(&bytes, |byte, next| (byte < 4) & (next == 9)), pair);
            let last = bytes.len().checked_sub(1);
            prop_assert_eq!(pair_position(&bytes, |_, next| next == 50), None);
            let zero = bytes.iter().skip(1).position(|byte| *byte == 0).or(last);
            prop_assert_eq!(pair_position(&bytes, |_, next| next == 0), zero);
        }
    }
}
