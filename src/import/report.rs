//! What an import did, for people and for programs.
