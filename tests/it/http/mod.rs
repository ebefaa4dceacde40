//! The server over raw sockets: what goes over the wire, byte for byte, in the test's own process.

mod archives;
mod builds;
mod client;
mod conditional;
mod connections;
mod dictionaries;
mod documents;
mod etiquette;
mod excerpts;
mod feed_deltas;
mod freshness;
mod improve;
mod moved;
mod negotiation;
mod observed;
mod refresh;
mod requests;
mod routes;
mod shared_cache;
mod site;
mod walk;
