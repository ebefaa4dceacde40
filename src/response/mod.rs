//! Ready to send: representations, built once per version whoever asks, kept in memory.
//!
//! Must not know: hyper, sockets.
