//! Who still asks at an old address: counted by product, so that the publisher knows when a former name may
//! be forgotten and whose readers would be lost by it.
//!
//! Must not know: the log, where a feed has moved to.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use chrono::TimeDelta;

use crate::article::Instant;
use crate::feed::FeedName;

/// How often the counts are told.
const PERIOD: TimeDelta = TimeDelta::hours(1);
/// Products that one address counts apart; anyone can make up any number.
const MAX_PRODUCTS: usize = 32;
/// Addresses that are counted apart. The settings name them, and seldom so many.
const MAX_ADDRESSES: usize = 1024;
/// What stands for all beyond.
const OTHERS: &str = "others";
/// Anyone can make up any number of unions, too.
const UNIONS: &str = "unions";
/// Who does not say what he is.
const NAMELESS: &str = "nameless";

/// What an old address answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fate {
    /// 301.
    Moved,
    /// 410.
    Retired,
}

impl Fate {
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Moved => "moved",
            Self::Retired => "retired",
        }
    }
}

/// Counts since they were last told.
#[derive(Debug, Default)]
pub(super) struct OldAddresses(Mutex<Counts>);

#[derive(Debug, Default)]
struct Counts {
    since: Option<Instant>,
    feeds: BTreeMap<(String, Fate), BTreeMap<String, u64>>,
}

/// What was asked for at one old name, by whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Asked {
    pub(super) feed: String,
    pub(super) fate: Fate,
    pub(super) requests: u64,
    /// Each product with its number, the most first.
    pub(super) products: String,
}

impl OldAddresses {
    /// Counts a request. Once a period it returns what is to be told of the one before.
    pub(super) fn count(
        &self,
        name: &FeedName,
        fate: Fate,
        product: &str,
        now: Instant,
    ) -> Vec<Asked> {
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let is_due = counts.since.is_some_and(|since| now - since >= PERIOD || now < since);
        let told = if is_due { counts.take() } else { Vec::new() };
        counts.since.get_or_insert(now);
        let name = match name {
            FeedName::Single(_) => name.to_string(),
            FeedName::Union(_) => UNIONS.to_owned(),
        };
        let mut feed = (name, fate);
        if counts.feeds.len() >= MAX_ADDRESSES && !counts.feeds.contains_key(&feed) {
            OTHERS.clone_into(&mut feed.0);
        }
        let products = counts.feeds.entry(feed).or_default();
        let product = if product.is_empty() { NAMELESS } else { product };
        let is_one_more = products.len() >= MAX_PRODUCTS && !products.contains_key(product);
        let product = if is_one_more { OTHERS } else { product };
        let count = products.entry(product.to_owned()).or_default();
        *count = count.saturating_add(1);
        told
    }

    /// What was counted and not told yet.
    pub(super) fn take(&self) -> Vec<Asked> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

impl Counts {
    fn take(&mut self) -> Vec<Asked> {
        self.since = None;
        let told = |((feed, fate), products): ((String, Fate), BTreeMap<String, u64>)| {
            let requests = products.values().sum();
            let mut products: Vec<(String, u64)> = products.into_iter().collect();
            products.sort_by(|a, b| (b.1, &a.0).cmp(&(a.1, &b.0)));
            let products: Vec<String> =
                products.into_iter().map(|(product, count)| format!("{product} {count}")).collect();
            Asked { feed, fate, requests, products: products.join(", ") }
        };
        std::mem::take(&mut self.feeds).into_iter().map(told).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::{Asked, Fate, MAX_PRODUCTS, OldAddresses};
    use crate::article::Instant;
    use crate::feed::FeedName;

    fn at(minute: u32) -> Instant {
        format!("2026-11-24T{:02}:{:02}:00Z", minute / 60, minute % 60).parse().unwrap()
    }

    fn name(text: &str) -> FeedName {
        FeedName::parse(text).unwrap()
    }

    #[test]
    fn counts_are_told_once_an_hour_and_at_the_end() {
        let asked = OldAddresses::default();
        let told = |feed: &str, fate, product: &str, minute| {
            asked.count(&name(feed), fate, product, at(minute))
        };
        assert_eq!(told("games", Fate::Moved, "Miniflux", 10), []);
        assert_eq!(told("games", Fate::Moved, "FreshRSS", 20), []);
        assert_eq!(told("games", Fate::Moved, "FreshRSS", 69), []);
        assert_eq!(told("tag/x", Fate::Retired, "", 69), []);
        assert_eq!(told("games+world", Fate::Moved, "a", 69), []);
        let of = |feed: &str, fate, requests, products: &str| Asked {
            feed: feed.to_owned(),
            fate,
            requests,
            products: products.to_owned(),
        };
        let expected = [
            of("games", Fate::Moved, 3, "FreshRSS 2, Miniflux 1"),
            of("tag/x", Fate::Retired, 1, "nameless 1"),
            of("unions", Fate::Moved, 1, "a 1"),
        ];
        assert_eq!(told("games", Fate::Moved, "yarr", 70), expected);
        assert_eq!(told("games", Fate::Moved, "yarr", 129), []);
        assert_eq!(asked.take(), [of("games", Fate::Moved, 2, "yarr 2")]);
        assert_eq!(asked.take(), []);
    }

    #[test]
    fn products_that_are_made_up_take_no_memory() {
        let asked = OldAddresses::default();
        for made_up in 0..10_000 {
            let product = format!("p{made_up:05}");
            assert_eq!(asked.count(&name("a"), Fate::Moved, &product, at(0)), []);
        }
        let [told] = asked.take().try_into().unwrap();
        assert_eq!(told.requests, 10_000);
        assert_eq!(told.products.split(", ").count(), MAX_PRODUCTS + 1);
        assert!(told.products.starts_with("others 9968, "), "{}", told.products);
    }
}
