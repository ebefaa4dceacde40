//! Changes: what was touched, and when, as far as this process knows. It answers without the store
//! whether something that was built still stands.

use std::collections::{BTreeMap, HashMap};
use std::ops::RangeInclusive;

use crate::article::Instant;
use crate::store::{Change, Facet, Sequence};

/// What a representation was made of: a change outside of it leaves it as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Extent {
    /// Articles filed under any of these …
    pub(super) facets: Vec<Facet>,
    /// … and published within these dates, both included; `None`: whenever.
    pub(super) dates: Option<Span>,
}

impl Extent {
    /// Everything filed under these.
    pub(super) fn of(facets: Vec<Facet>) -> Self {
        Self { facets, dates: None }
    }
}

/// A stretch of time; without an end it has none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Span {
    pub(super) from: Option<Instant>,
    pub(super) to: Option<Instant>,
}

/// When each facet was last touched.
#[derive(Debug, Default)]
pub(super) struct Changes {
    pub(super) seen: Sequence,
    touched: HashMap<Facet, Touched>,
}

#[derive(Debug, Default)]
struct Touched {
    last: Sequence,
    /// The last change that may have been anywhere.
    anywhere: Sequence,
    /// The last one among the articles of a day; only days on which one was.
    days: BTreeMap<i64, Sequence>,
}

const DAY_SECONDS: i64 = 24 * 60 * 60;

fn day(instant: Instant) -> i64 {
    instant.timestamp().div_euclid(DAY_SECONDS)
}

impl Span {
    fn days(self) -> RangeInclusive<i64> {
        self.from.map_or(i64::MIN, day)..=self.to.map_or(i64::MAX, day)
    }
}

impl Changes {
    /// When everything up to a change is known.
    pub(super) fn since(seen: Sequence) -> Self {
        Self { seen, touched: HashMap::new() }
    }

    /// Takes note of changes; two may read them at once, and tell of them in either order.
    pub(super) fn note(&mut self, changes: &[Change]) {
        for change in changes {
            self.seen = self.seen.max(change.sequence);
            for facet in change.facets() {
                let touched = self.touched.entry(facet.clone()).or_default();
                touched.last = touched.last.max(change.sequence);
                if change.dates.is_empty() {
                    touched.anywhere = touched.anywhere.max(change.sequence);
                }
                for date in &change.dates {
                    let last = touched.days.entry(day(*date)).or_default();
                    *last = change.sequence.max(*last);
                }
            }
        }
    }

    /// Whether nothing that was changed after a sequence can touch what has this extent.
    pub(super) fn leave(&self, extent: &Extent, built: Sequence) -> bool {
        extent.facets.iter().filter_map(|facet| self.touched.get(facet)).all(|touched| {
            touched.last <= built
                || extent.dates.is_some_and(|span| {
                    touched.anywhere <= built
                        && touched.days.range(span.days()).all(|(_, last)| *last <= built)
                })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{Changes, Extent, Span};
    use crate::article::{ArticleId, Instant};
    use crate::store::{Change, Facet};

    fn at(text: &str) -> Instant {
        text.parse().unwrap()
    }

    fn change(sequence: u64, dates: &[&str]) -> Change {
        Change {
            sequence,
            article: ArticleId::from("a"),
            before: Vec::new(),
            after: vec![Facet::All],
            dates: dates.iter().map(|date| at(date)).collect(),
        }
    }

    #[test]
    fn an_archive_is_touched_by_changes_within_its_dates_alone() {
        let of = |from: Option<&str>, to: Option<&str>| Extent {
            facets: vec![Facet::All],
            dates: Some(Span { from: from.map(at), to: to.map(at) }),
        };
        let oldest = of(None, Some("2026-03-04T12:00:00Z"));
        let middle = of(Some("2026-03-04T12:00:00Z"), Some("2026-05-01T00:00:00Z"));
        let open = of(Some("2026-05-01T00:00:00Z"), None);
        let live = Extent { facets: vec![Facet::All], dates: None };
        let standing = |changes: &Changes, built| {
            [&oldest, &middle, &open, &live].map(|extent| changes.leave(extent, built))
        };
        let mut changes = Changes::since(5);
        assert_eq!(standing(&changes, 5), [true; 4]);
        changes.note(&[change(6, &["2026-06-01T00:00:00Z"])]);
        assert_eq!(standing(&changes, 5), [true, true, false, false]);
        assert_eq!(standing(&changes, 6), [true; 4]);
        // An article that moves touches where it was and where it is.
        changes.note(&[change(7, &["1999-01-01T00:00:00Z", "2026-04-01T00:00:00Z"])]);
        assert_eq!(standing(&changes, 6), [false, false, true, false]);
        // A change of which it is not known where it was may have been anywhere.
        changes.note(&[change(8, &[])]);
        assert_eq!(standing(&changes, 7), [false; 4]);
        changes.note(&[change(7, &["2026-04-01T00:00:00Z"])]);
        assert_eq!(standing(&changes, 8), [true; 4]);
    }
}
