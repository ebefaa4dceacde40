//! The integration tests: one binary, one file a subject.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod command;
mod command_line;
mod determinism;
mod docs;
mod feed;
mod fetch;
mod gate;
mod history;
mod hostile;
mod import;
mod import_command;
mod http;
mod render;
mod settings;
mod store;
mod support;
