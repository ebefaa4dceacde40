//! Ready to send: representations, built once per version whoever asks, kept in memory.
//!
//! A request for a feed that nothing touched since it was built is answered without the store,
//! without rendering and without a lock that a build holds. A change of an article makes exactly
//! the feeds of its facets be built again; when that fails, the last good one goes on being served.
//!
//! Must not know: hyper, sockets.

mod backoff;
mod build;
mod cache;
mod changes;
mod coding;
mod codings;
mod delta;
mod freshness;
mod improve;
mod inspect;
mod making;
mod paths;
mod refresh;
mod representation;
mod resource;
mod service;
mod system_copy;
mod usage;
mod work;

pub use crate::render::Format;
pub use crate::render::pages::CONTENT_SECURITY_POLICY as PAGE_POLICY;
pub use crate::store::Facet;
pub use build::{Inspected, LeftOut};
pub use coding::{Coding, Effort};
pub use delta::{Delta, DeltaCoding, Digest};
pub use freshness::Freshness;
pub use inspect::Unavailable;
pub use representation::{Coded, Representation};
pub use resource::{Resource, Variant};
pub use service::{Absence, Answer, Options, Responses};
pub use system_copy::SystemCopy;
