//! What pages for people need to know of a language tag: which way it is written, and what its
//! readers call it.
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

/// What readers of the language call it, for lists in which everyone looks for their own; `None`
/// when it is not one of the languages most of the world's news is written in.
pub(super) fn own_name(tag: &str) -> Option<&'static str> {
    let language = tag.split(['-', '_']).next()?.to_ascii_lowercase();
    let known = NAMES.binary_search_by_key(&language.as_str(), |(code, _)| code).ok()?;
    NAMES.get(known).map(|(_, name)| *name)
}

const NAMES: [(&str, &str); 57] = [
    ("af", "Afrikaans"),
    ("ar", "العربية"),
    ("az", "Azərbaycanca"),
    ("bg", "Български"),
    ("bn", "বাংলা"),
    ("ca", "Català"),
    ("cs", "Čeština"),
    ("cy", "Cymraeg"),
    ("da", "Dansk"),
    ("de", "Deutsch"),
    ("el", "Ελληνικά"),
    ("en", "English"),
    ("es", "Español"),
    ("et", "Eesti"),
    ("eu", "Euskara"),
    ("fa", "فارسی"),
    ("fi", "Suomi"),
    ("fr", "Français"),
    ("ga", "Gaeilge"),
    ("gl", "Galego"),
    ("gu", "ગુજરાતી"),
    ("he", "עברית"),
    ("hi", "हिन्दी"),
    ("hr", "Hrvatski"),
    ("hu", "Magyar"),
    ("hy", "Հայերեն"),
    ("id", "Bahasa Indonesia"),
    ("is", "Íslenska"),
    ("it", "Italiano"),
    ("ja", "日本語"),
    ("ka", "ქართული"),
    ("kk", "Қазақша"),
    ("ko", "한국어"),
    ("lt", "Lietuvių"),
    ("lv", "Latviešu"),
    ("mr", "मराठी"),
    ("ms", "Bahasa Melayu"),
    ("nb", "Norsk bokmål"),
    ("nl", "Nederlands"),
    ("no", "Norsk"),
    ("pl", "Polski"),
    ("pt", "Português"),
    ("ro", "Română"),
    ("ru", "Русский"),
    ("sk", "Slovenčina"),
    ("sl", "Slovenščina"),
    ("sr", "Српски"),
    ("sv", "Svenska"),
    ("sw", "Kiswahili"),
    ("ta", "தமிழ்"),
    ("te", "తెలుగు"),
    ("th", "ไทย"),
    ("tr", "Türkçe"),
    ("uk", "Українська"),
    ("ur", "اردو"),
    ("vi", "Tiếng Việt"),
    ("zh", "中文"),
];

#[cfg(test)]
mod tests {
    use super::{NAMES, direction, own_name};

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

    #[test]
    fn names_are_found() {
        assert!(NAMES.is_sorted_by_key(|(code, _)| code));
        assert_eq!(own_name("de-AT"), Some("Deutsch"));
        assert_eq!(own_name("tlh"), None);
    }
}
