//! What a language is called where its feed stands in a list.
//!
//! Must not know: feeds, documents, which way a language is written.

/// The label of a language's feed: what its readers call the language, with the tag where it says
/// more than that (`中文 (zh-hant)`); the tag alone when the name is not known.
pub(super) fn label(tag: &str) -> String {
    match own_name(tag) {
        Some(name) if tag.contains('-') => format!("{name} ({tag})"),
        Some(name) => name.to_owned(),
        None => tag.to_owned(),
    }
}

/// What readers of the language call it, for lists in which everyone looks for their own; `None`
/// when it is not one of the languages most of the world's news is written in.
fn own_name(tag: &str) -> Option<&'static str> {
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
    use super::{NAMES, label};

    #[test]
    fn two_feeds_are_never_called_alike() {
        assert!(NAMES.is_sorted_by_key(|(code, _)| code));
        assert_eq!(label("de"), "Deutsch");
        assert_eq!(label("pt-br"), "Português (pt-br)");
        assert_eq!(label("zh-hant"), "中文 (zh-hant)");
        assert_eq!(label("tlh"), "tlh");
    }
}
