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
//!
//! [`app`] builds everything and is the only place that knows the store's engine and the clock,
//! [`config`] reads the site folder, [`cli`] has the commands. Nobody imports these three.
//!
//! # The way of a request
//!
//! A poll that finds nothing new costs next to nothing, and that decides how it goes:
//!
//! 1. [`server`] accepts the connection within its limits ([`server::Options`]), reads the head, and
//!    makes of the target a [`Resource`](response::Resource): a feed's name, which has one spelling
//!    ([`feed::FeedName`]), in one form.
//! 2. [`response::Responses::get`] looks for the [`Representation`](response::Representation) in
//!    memory. It is current when no change since has touched a facet of its feed and no article has
//!    become due or expired: two comparisons, no store.
//! 3. If it is not, it is built, once however many ask, in a task of its own: the catalogue resolves the
//!    name ([`feed::Catalogue`]), the window selects ([`feed::select`]), the selection is arranged
//!    ([`document::arrange`]), written ([`render::write`]), and read back by parsers that had no part
//!    in it ([`check::gate`]). An entry at fault is left out; a document at fault leaves the last good
//!    one in its place.
//! 4. The client's validators are held against the version, a digest of the bytes: 304, or the bytes in
//!    the coding it takes, made once a version.
//!
//! # The way of a change
//!
//! 1. A reader of [`import`] makes a [`Draft`](article::Draft) of a record: whatever it had, unverified.
//! 2. [`article::Intake::admit`] dates it, cleans its HTML, finds its running text, and gives an
//!    [`Article`](article::Article) or a [`Refusal`](article::Refusal) that names the mend. After this
//!    nothing is cleaned or guessed again.
//! 3. [`store::Store::put`] keeps it and records a [`Change`](store::Change) with all it was and is filed
//!    under ([`Facet`](store::Facet)s), in one transaction.
//! 4. [`response::Responses::catch_up`] reads the changes, of this process or of another, and lets
//!    exactly those feeds be built anew that it touches. The next request sees it.
//! 5. [`response::Responses::refresh`] builds those of them that are in use before that request comes,
//!    and what an article that is due or expires has touched, at its second.
//!
//! # Decisions
//!
//! - **The id that readers know is decided once.** [`article::Guid`] is made when an article is first
//!   seen and outlives every edit; [`store::Conflict`] refuses what would show an article twice.
//! - **The same records give the same bytes.** Time is passed in as an [`article::Instant`], nothing goes
//!   by the order of arrival, names of categories included. So a version can be a digest, and
//!   `newswire build` writes what the server sends.
//! - **The window counts from the newest entry, not from the clock** ([`feed::Window`]): the bytes of a
//!   quiet feed stand still, and a burst between two polls loses nothing.
//! - **Excerpts are cut from the lead, not from the content** ([`article::lead`], [`article::excerpt`]):
//!   what no reader would call the beginning of the text is told apart once, on the way in.
//! - **Rules are one list** ([`check::rules`]): the publish gate and `newswire check` hold documents to
//!   the same, and neither knows who wrote them.
//! - **A store is a port** ([`store::Store`]): SQL stays in the engines, which one contract test holds
//!   to the same answers.
//! - **An outside crate is named in one place**, so that it can be left: `tests/architecture.rs` has the
//!   list, and the table above.

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
