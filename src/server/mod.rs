//! Sent: HTTP/1.1 by hyper. Accept, route, negotiate, answer.
//!
//! Must not know: the store's engines, SQL, render, check.
