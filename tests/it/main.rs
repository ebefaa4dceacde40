//! The integration tests: one binary, one file a subject.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod feed;
mod http;
mod render;
mod store;
mod support;
