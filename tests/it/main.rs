//! The integration tests: one binary, one file a subject.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod determinism;
mod feed;
mod import;
mod import_command;
mod render;
mod store;
mod support;
