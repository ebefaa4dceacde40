//! Moves: which feed has taken the place of one that was renamed.

use std::collections::BTreeMap;

use super::FeedName;
use super::name::Part;

/// The feeds that were renamed, each with the one that stands for it now.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Moves(BTreeMap<Part, Part>);

impl Moves {
    /// Of pairs of an old name and the one that took its place. A name that was changed twice leads to
    /// the last one at once; names that lead to each other in a circle lead nowhere.
    pub fn new(pairs: impl IntoIterator<Item = (Part, Part)>) -> Self {
        let steps: BTreeMap<Part, Part> = pairs.into_iter().collect();
        let last = |old: &Part| {
            let path = std::iter::successors(Some(old), |part| steps.get(part));
            // A path of more names than there are goes round.
            let path: Vec<&Part> = path.take(steps.len() + 2).collect();
            let end = path.last().filter(|_| path.len() < steps.len() + 2)?;
            Some((old.clone(), (*end).clone()))
        };
        Self(steps.keys().filter_map(last).collect())
    }

    /// The feed that took a part's place; `None` when nothing did.
    #[must_use]
    pub fn successor(&self, part: &Part) -> Option<&Part> {
        self.0.get(part)
    }

    /// The name under which a feed goes on, itself or a part of it having been renamed; `None` when
    /// none was.
    #[must_use]
    pub fn of(&self, name: &FeedName) -> Option<FeedName> {
        if self.0.is_empty() || !name.parts().iter().any(|part| self.0.contains_key(part)) {
            return None;
        }
        let parts = name.parts().iter();
        FeedName::of_parts(parts.map(|part| self.0.get(part).unwrap_or(part).clone()).collect())
    }

    /// Whether a feed, or a part of it, has another's place.
    #[must_use]
    pub fn lead_to(&self, name: &FeedName) -> bool {
        self.0.values().any(|new| name.parts().contains(new))
    }
}

#[cfg(test)]
mod tests {
    use super::Moves;
    use crate::feed::{FeedName, Part};

    fn part(text: &str) -> Part {
        FeedName::parse(text).unwrap().parts()[0].clone()
    }

    fn moves(pairs: &[(&str, &str)]) -> Moves {
        Moves::new(pairs.iter().map(|(old, new)| (part(old), part(new))))
    }

    #[test]
    fn every_name_leads_to_the_last_one_at_once() {
        let moves = moves(&[("a", "b"), ("b", "tag/c"), ("x", "all"), ("y", "z"), ("z", "y")]);
        for (old, new) in [
            ("a", Some("tag/c")),
            ("b", Some("tag/c")),
            ("tag/c", None),
            ("a+d", Some("d+tag/c")),
            ("a+b", Some("tag/c")),
            ("a+tag/c", Some("tag/c")),
            ("d+x", Some("all")),
            ("d", None),
            ("y", None),
        ] {
            let found = moves.of(&FeedName::parse(old).unwrap());
            assert_eq!(found.map(|name| name.to_string()).as_deref(), new, "{old}");
        }
        assert!(moves.lead_to(&FeedName::parse("d+tag/c").unwrap()));
        assert!(!moves.lead_to(&FeedName::parse("b+y").unwrap()));
    }
}
