//! Making codings and deltas of a representation when somebody asks for them: once, off the threads that
//! serve, and kept with it.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use bytes::Bytes;

use super::service::Responses;
use super::work::Urgency;
use super::{Coded, Coding, Delta, DeltaCoding, Digest, Representation};

impl Responses {
    /// Makes a coding of a representation off the threads that serve, unless it is made already;
    /// once, however many ask. Nobody waits for it longer than for a build. Whatever becomes of it,
    /// the bytes as they are are there.
    pub(super) async fn encode(
        self: &Arc<Self>,
        representation: &Arc<Representation>,
        coding: Coding,
        urgency: Urgency,
    ) {
        let is_made = move |it: &Representation| it.is_coded(coding);
        self.in_turn(representation, urgency, is_made, move |it| it.code(coding)).await;
    }

    /// The bytes of a representation to send in a coding, which is made for it unless it is made already.
    pub async fn coded(
        self: &Arc<Self>,
        representation: &Arc<Representation>,
        coding: Coding,
    ) -> Coded {
        self.encode(representation, coding, Urgency::Asked).await;
        self.sent(representation, coding)
    }

    /// The same if it is made already.
    #[must_use]
    pub fn made(&self, representation: &Representation, coding: Coding) -> Option<Coded> {
        representation.is_coded(coding).then(|| self.sent(representation, coding))
    }

    fn sent(&self, representation: &Representation, coding: Coding) -> Coded {
        representation.note_sent(coding);
        if representation.can_be_better(coding) && !self.improvable.load(Ordering::Relaxed) {
            self.improvable.store(true, Ordering::Relaxed);
        }
        representation.coded(coding)
    }

    /// What a representation adds to the version `from`, which a client has; `None` when that is not
    /// known any more, or nothing is saved. It is made as a coding is.
    pub async fn delta(
        self: &Arc<Self>,
        representation: &Arc<Representation>,
        from: Digest,
        coding: DeltaCoding,
    ) -> Option<Bytes> {
        if !representation.can_follow(from) {
            return None;
        }
        self.make_delta(representation, from, coding, Urgency::Asked).await;
        representation.delta(from, coding).made()
    }

    pub(super) async fn make_delta(
        self: &Arc<Self>,
        representation: &Arc<Representation>,
        from: Digest,
        coding: DeltaCoding,
        urgency: Urgency,
    ) {
        let is_made = move |it: &Representation| it.delta(from, coding) != Delta::NotMade;
        self.in_turn(representation, urgency, is_made, move |it| it.make_delta(from, coding)).await;
    }

    /// A representation with the entries alone that the version `from` lacks, which a client has; `None`
    /// when that is not known any more, would not tell all, or saves nothing. It is made as a coding is.
    pub async fn feed_delta(
        self: &Arc<Self>,
        representation: &Arc<Representation>,
        from: Digest,
        coding: Coding,
    ) -> Option<Bytes> {
        self.make_feed_delta(representation, from, coding, Urgency::Asked).await;
        representation.feed_delta(from, coding).made()
    }

    pub(super) async fn make_feed_delta(
        self: &Arc<Self>,
        representation: &Arc<Representation>,
        from: Digest,
        coding: Coding,
        urgency: Urgency,
    ) {
        let is_made = move |it: &Representation| it.feed_delta(from, coding) != Delta::NotMade;
        let make = move |it: &Representation| it.make_feed_delta(from, coding);
        self.in_turn(representation, urgency, is_made, make).await;
    }

    /// Makes something of a representation, one thing at a time, unless it is made already or meanwhile.
    async fn in_turn(
        self: &Arc<Self>,
        representation: &Arc<Representation>,
        urgency: Urgency,
        is_made: impl Fn(&Representation) -> bool + Send + 'static,
        make: impl FnOnce(&Representation) + Send + 'static,
    ) {
        if is_made(representation) {
            return;
        }
        let this = Arc::clone(self);
        let representation = Arc::clone(representation);
        // In a task of its own, as a build is.
        let making = tokio::spawn(async move {
            let _turn = representation.turn_to_code().await;
            if is_made(&representation) {
                return;
            }
            let of = Arc::clone(&representation);
            let place = this.place().await;
            if let Err(why) = this.work(place, urgency, move || make(&of)).await {
                tracing::error!(document = %representation.resource().path(), why, "not coded");
            }
            this.cache.weigh_again(&representation).await;
        });
        let _ = tokio::time::timeout(self.patience, making).await;
    }
}
