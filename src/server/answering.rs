//! An answer on its way: there at once, as nearly all are, or after some work.
//!
//! hyper moves what answers a request to where it keeps it, so that what is large there costs each
//! request: work is put into a box, and what needs none needs no box.
//!
//! Must not know: what is answered.

use std::convert::Infallible;
use std::future::{self, Future};
use std::mem;
use std::pin::Pin;
use std::task::{Context, Poll};

use super::outgoing::Outgoing;
use super::refusal::Reply;
use super::slow::Busy;

/// A future that gives a reply.
pub(super) enum Answering {
    /// It is there; `None` once it was taken.
    AtOnce(Option<Reply>),
    /// Something is made for it first.
    Later(Pin<Box<dyn Future<Output = Reply> + Send>>),
}

impl Answering {
    pub(super) fn later(work: impl Future<Output = Reply> + Send + 'static) -> Self {
        Self::Later(Box::pin(work))
    }

    /// Has the connection know of it: what body it is about to write, and that nothing is asked meanwhile.
    pub(super) fn tell(&mut self, outgoing: &Outgoing, busy: &Busy) {
        match self {
            Self::AtOnce(Some(reply)) => outgoing.note(reply),
            Self::AtOnce(None) => {}
            Self::Later(work) => {
                let work = mem::replace(work, Box::pin(future::pending()));
                let (outgoing, busy) = (outgoing.clone(), busy.clone());
                busy.set(true);
                *self = Self::later(async move {
                    let mut reply = work.await;
                    outgoing.note(&mut reply);
                    busy.set(false);
                    reply
                });
            }
        }
    }
}

impl From<Reply> for Answering {
    fn from(reply: Reply) -> Self {
        Self::AtOnce(Some(reply))
    }
}

impl Future for Answering {
    type Output = Result<Reply, Infallible>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        match &mut *self {
            Self::AtOnce(reply) => {
                reply.take().map_or(Poll::Pending, |reply| Poll::Ready(Ok(reply)))
            }
            Self::Later(work) => work.as_mut().poll(context).map(Ok),
        }
    }
}
