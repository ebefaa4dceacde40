//! newswire: article records in, dated RSS, Atom and JSON feeds out.
//!
//! # The journey of an article
//!
//! The modules stand in the order in which data travels, and each sees only what is upstream of
//! it. `tests/architecture.rs` holds this map against the code.
//!
//! | module | what happens there | must not know |
//! |---|---|---|
//! | [`article`] | the record: a draft is cleaned, dated and accepted, or refused | store, formats, network, the clock |
//! | [`import`] | records in: each kind of source becomes drafts | output formats, server |
//! | [`store`] | kept: the port, the changes, the engines | feeds; SQL stays in the engines |
//! | [`feed`] | chosen: names, definitions, the window, the selection | bytes, HTTP |
//! | [`document`] | arranged: a feed's content, neutral to format | RSS, Atom, JSON |
//! | [`render`] | written: document to bytes | store, HTTP, compression |
//! | [`check`] | held to account: rules over written bytes | who wrote the bytes, store, HTTP |
//! | [`response`] | ready to send: representations, cached | hyper, sockets |
//! | [`server`] | sent: HTTP | engines, SQL, render, check |
//!
//! Beside the journey:
//!
//! | module | what happens there | must not know |
//! |---|---|---|
//! | [`fetch`] | asked for: documents of other servers, and how these answer | the store, the site, its articles |

#![forbid(unsafe_code)]

pub mod article;
pub mod import;
pub mod store;
pub mod feed;
pub mod document;
pub mod render;
pub mod check;
pub mod response;
pub mod server;
pub mod fetch;
pub mod app;
pub mod config;
pub mod cli;
