//! The command line of newswire.

fn main() {}
