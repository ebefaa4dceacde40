//! What a body lost, for the report: each thing once, and not without end.

use super::super::{Loss, LossKind};

/// More than these are not told apart; the report stays readable.
const MAX_LOSSES: usize = 20;

/// Characters of a loss that are shown.
const MAX_SHOWN: usize = 80;

/// A growing list of losses.
#[derive(Default)]
pub(super) struct Losses(Vec<Loss>);

impl Losses {
    /// Something unsafe, unknown or useless in the markup.
    pub(super) fn unsafe_markup(&mut self, what: &str) {
        self.add(Loss {
            kind: LossKind::UnsafeMarkup,
            what: what.chars().filter(|c| !c.is_control()).take(MAX_SHOWN).collect(),
        });
    }

    /// Any loss.
    pub(super) fn add(&mut self, loss: Loss) {
        if self.0.len() < MAX_LOSSES && !self.0.contains(&loss) {
            self.0.push(loss);
        }
    }

    /// The losses in the order in which they were met.
    pub(super) fn into_vec(self) -> Vec<Loss> {
        self.0
    }
}
