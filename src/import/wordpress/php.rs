//! The few values worth having out of PHP's serialised arrays, in which WordPress keeps what it
//! knows of a picture.
//!
//! Scanned, not parsed: the lengths in such a text count bytes of an encoding it may have lost on
//! its way, and a parser that believes them reads nothing.
//!
//! Must not know: WordPress's tables.

/// The first number under a key, whether it was kept as an integer or as text.
pub(super) fn number(serialised: &str, key: &str) -> Option<u32> {
    let value = value(serialised, key)?;
    let digits = match value.strip_prefix("i:") {
        Some(integer) => integer.split(';').next(),
        None => quoted(value),
    };
    digits?.parse().ok().filter(|number| *number > 0)
}

/// The first text under a key.
pub(super) fn text<'a>(serialised: &'a str, key: &str) -> Option<&'a str> {
    quoted(value(serialised, key)?)
}

fn value<'a>(serialised: &'a str, key: &str) -> Option<&'a str> {
    serialised.split_once(&format!("s:{}:\"{key}\";", key.len())).map(|(_, value)| value)
}

fn quoted(value: &str) -> Option<&str> {
    value.strip_prefix("s:")?.split_once(":\"")?.1.split_once("\";").map(|(text, _)| text)
}

#[cfg(test)]
mod tests {
    use super::{number, text};

    #[test]
    fn sizes_are_found_as_integers_and_as_text() {
        let new = r#"a:3:{s:5:"width";i:1200;s:6:"height";i:800;s:5:"sizes";a:1:{s:5:"thumb";a:1:{s:5:"width";i:150;}}}"#;
        assert_eq!((number(new, "width"), number(new, "height")), (Some(1200), Some(800)));
        let old = r#"a:2:{s:5:"width";s:3:"300";s:6:"height";s:3:"299";}"#;
        assert_eq!((number(old, "width"), number(old, "height")), (Some(300), Some(299)));
        assert_eq!(text(r#"a:1:{s:8:"duration";s:8:"00:29:24";}"#, "duration"), Some("00:29:24"));
    }

    #[test]
    fn rubbish_gives_nothing() {
        for rubbish in ["", "s:5:\"width\";", "s:5:\"width\";i:", "s:5:\"width\";i:-1;", "i:0;"] {
            assert_eq!(number(rubbish, "width"), None);
        }
    }
}
