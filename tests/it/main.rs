//! The integration tests: one binary, one file a subject.

mod feed;
mod store;
mod support;
