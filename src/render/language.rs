//! What pages for people need to know of a language tag: which way it is written.
//!
//! Must not know: documents, articles, formats.

/// The value of `dir` for text in that language (BCP 47): by its script where the tag names one,
/// else by the script the language is usually written in.
pub(super) fn direction(tag: &str) -> &'static str {
    let mut subtags = tag.split(['-', '_']);
    let language = subtags.next().unwrap_or_default().to_ascii_lowercase();
    let script = subtags.find(|subtag| subtag.len() == 4).map(str::to_ascii_lowercase);
    let is_right_to_left = match script.as_deref() {
        Some(script) => matches!(
            script,
            "adlm"
                | "arab"
                | "aran"
                | "hebr"
                | "mand"
                | "mend"
                | "nkoo"
                | "rohg"
                | "samr"
                | "syrc"
                | "thaa"
        ),
        None => matches!(
            language.as_str(),
            "ar" | "arc"
                | "arz"
                | "ary"
                | "ckb"
                | "dv"
                | "fa"
                | "glk"
                | "he"
                | "iw"
                | "ks"
                | "mzn"
                | "nqo"
                | "ps"
                | "sd"
                | "syr"
                | "ug"
                | "ur"
                | "yi"
        ),
    };
    if is_right_to_left { "rtl" } else { "ltr" }
}

#[cfg(test)]
mod tests {
    use super::direction;

    #[test]
    fn the_script_decides_before_the_language() {
        for (tag, way) in [
            ("ar", "rtl"),
            ("he-IL", "rtl"),
            ("az", "ltr"),
            ("az-Arab", "rtl"),
            ("ur-Latn", "ltr"),
            ("", "ltr"),
            ("pa-Arab-PK", "rtl"),
            ("yi", "rtl"),
            ("zh-Hant", "ltr"),
        ] {
            assert_eq!(direction(tag), way, "{tag}");
        }
    }
}
