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

pub mod article;
