//! Shortcodes: what an earlier system's templates left in the text.
