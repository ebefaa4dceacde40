//! Asked for: documents of other servers, and how these answer those who poll them.
//!
//! Half of what goes wrong with feeds is no fault of the document: its server sends the wrong type,
//! forgets to say whether anything is new, or sends a reader from address to address. [`examine()`]
//! asks for a document as readers do (whole, then whether it is new, then without compression) and
//! judges the answers; the bytes are for [`crate::check`].
//!
//! | file | what it does |
//! |---|---|
//! | `client` | one request to one server, within limits: the only outgoing connections there are |
//! | `coding` | a body made readable |
//! | `answer` | what a server said, neutral to the library that heard it |
//! | `route` | redirects, followed within limits and judged |
//! | `examine` | the questions, and what is made of the answers |
//! | `content_type`, `caching` | the rules over the answers |
//! | `rules` | the rules by name |
//!
//! Who asks is a person at a command line, so any host is asked, this machine too. Must not know:
//! the store, the site, its articles.

mod answer;
mod caching;
mod client;
mod coding;
mod content_type;
mod examine;
mod route;
pub mod rules;

use thiserror::Error;

pub use examine::{Examination, examine, is_address};

/// Why there is no answer to judge.
#[derive(Debug, Error)]
pub enum FetchError {
    /// Nothing can be asked there.
    #[error("`{address}` is no address that can be asked: {why}; write it as https://HOST/PATH")]
    Address {
        /// As it was given.
        address: String,
        /// What is wrong with it.
        why: String,
    },
    /// No connection.
    #[error("{host} cannot be reached; is the name right, and is the server running?")]
    Unreachable {
        /// Name and port.
        host: String,
        /// What the system says.
        #[source]
        source: std::io::Error,
    },
    /// A connection, but not a trustworthy one.
    #[error("{host} does not prove who it is, so that readers refuse it; renew its certificate")]
    Untrusted {
        /// Name and port.
        host: String,
        /// What TLS says.
        #[source]
        source: std::io::Error,
    },
    /// A connection, but no TLS on it.
    #[error("{host} does not speak TLS; is it an http:// address?")]
    NoTls {
        /// Name and port.
        host: String,
        /// What TLS says.
        #[source]
        source: std::io::Error,
    },
    /// This machine trusts nobody.
    #[error(
        "no certificate authority is known here, so that https proves nothing; install the system's \
         ca-certificates, or name a file of them in SSL_CERT_FILE"
    )]
    NoAuthorities,
    /// What came is no HTTP, or broke off.
    #[error("{host} breaks off or does not speak HTTP")]
    Broken {
        /// Name and port.
        host: String,
        /// What the library says.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// Nothing came in time.
    #[error("{host} did not answer whole within {seconds} seconds; readers give up too")]
    Late {
        /// Name and port.
        host: String,
        /// How long was waited.
        seconds: u64,
    },
    /// More came than a feed may be.
    #[error("{host} sends more than {limit} bytes; readers stop long before: send fewer entries")]
    TooLarge {
        /// Name and port.
        host: String,
        /// How much was taken.
        limit: usize,
    },
    /// Redirects without end.
    #[error("{address} leads on and on: {hops} redirects and no document; end them at the feed")]
    Astray {
        /// Where it began.
        address: String,
        /// How many were followed.
        hops: usize,
    },
}
