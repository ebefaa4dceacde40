//! What is to be written on a connection and the system holds a copy of: whoever answers notes it here, and
//! the connection looks here before it hands the system any bytes.
//!
//! Must not know: how it is written, what is answered.

use std::sync::{Arc, Mutex, PoisonError};

use http_body_util::Full;
use hyper::Response;
use hyper::body::Bytes;

use super::refusal::Reply;
use crate::response::SystemCopy;

/// The bytes of an answer.
pub(super) struct Payload {
    pub(super) bytes: Bytes,
    pub(super) copy: Option<SystemCopy>,
}

impl From<Bytes> for Payload {
    fn from(bytes: Bytes) -> Self {
        Self { bytes, copy: None }
    }
}

impl Payload {
    /// A reply that has them for its body.
    pub(super) fn into_reply(self) -> Reply {
        let Some(copy) = self.copy else { return Response::new(Full::new(self.bytes)) };
        let mut reply = Response::new(Full::new(self.bytes.clone()));
        reply.extensions_mut().insert(Copied { bytes: self.bytes, copy });
        reply
    }
}

/// Bytes and their copy. While the bytes are here nobody else gets their memory: a place in it is one in the
/// copy.
#[derive(Clone)]
struct Copied {
    bytes: Bytes,
    copy: SystemCopy,
}

/// Shared by a connection and whoever answers on it.
#[derive(Clone, Default)]
pub(super) struct Outgoing(Arc<Mutex<Option<Copied>>>);

impl Outgoing {
    /// Takes note of the body of a reply that is about to be written.
    pub(super) fn note(&self, reply: &mut Reply) {
        if let Some(copied) = reply.extensions_mut().remove::<Copied>() {
            *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(copied);
        }
    }

    /// The copy of what these bytes are a part of, and where in it they begin.
    #[cfg_attr(not(target_os = "linux"), expect(dead_code, reason = "there are no copies"))]
    pub(super) fn find(&self, part: &[u8]) -> Option<(SystemCopy, u64)> {
        let noted = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let Copied { bytes, copy } = noted.as_ref()?;
        let begin = part.as_ptr().addr().checked_sub(bytes.as_ptr().addr())?;
        let is_inside = begin.checked_add(part.len()).is_some_and(|end| end <= bytes.len());
        if is_inside { Some((copy.clone(), u64::try_from(begin).ok()?)) } else { None }
    }

    /// To be called when all of it is written: the connection may be idle for long.
    #[cfg_attr(not(target_os = "linux"), expect(dead_code, reason = "there are no copies"))]
    pub(super) fn forget(&self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use hyper::body::Bytes;

    use super::{Outgoing, Payload};
    use crate::response::SystemCopy;

    #[test]
    fn a_part_is_found_where_it_is_and_no_other_bytes_are() {
        let bytes = Bytes::from(b"a document and more".to_vec());
        let copy = SystemCopy::of(&bytes);
        assert!(copy.is_some());
        let mut reply = Payload { bytes: bytes.clone(), copy }.into_reply();
        let outgoing = Outgoing::default();
        assert!(outgoing.find(&bytes).is_none());
        outgoing.note(&mut reply);
        assert_eq!(outgoing.find(&bytes).unwrap().1, 0);
        assert_eq!(outgoing.find(&bytes[2..10]).unwrap().1, 2);
        for other in [&bytes.to_vec()[..], b"a document and more", &[0; 64]] {
            assert!(outgoing.find(other).is_none());
        }
        // Nothing new is noted by a reply without a copy.
        outgoing.note(&mut Payload::from(Bytes::from_static(b"another")).into_reply());
        assert!(outgoing.find(&bytes).is_some());
        outgoing.forget();
        assert!(outgoing.find(&bytes).is_none());
    }
}
