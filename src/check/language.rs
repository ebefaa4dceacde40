//! Language tags: BCP 47 (RFC 5646 section 2.1), every subtag of them.
//!
//! Must not know: where a tag stands.

/// Tags from before the grammar, kept by RFC 5646 section 2.2.8. Those that the grammar allows
/// anyway are left out.
const IRREGULAR: [&str; 17] = [
    "en-gb-oed",
    "i-ami",
    "i-bnn",
    "i-default",
    "i-enochian",
    "i-hak",
    "i-klingon",
    "i-lux",
    "i-mingo",
    "i-navajo",
    "i-pwn",
    "i-tao",
    "i-tay",
    "i-tsu",
    "sgn-be-fr",
    "sgn-be-nl",
    "sgn-ch-de",
];

/// What is wrong with a tag; `None` when it is well-formed.
pub(super) fn fault(tag: &str) -> Option<&'static str> {
    if tag.is_empty() {
        return Some("it is empty");
    }
    if IRREGULAR.iter().any(|known| known.eq_ignore_ascii_case(tag)) {
        return None;
    }
    let mut subtags = tag.split('-').peekable();
    for subtag in tag.split('-') {
        if subtag.is_empty() {
            return Some("a subtag is empty");
        }
        if !subtag.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            return Some("subtags are letters and digits, joined by hyphens");
        }
        if subtag.len() > 8 {
            return Some("a subtag has at most eight characters");
        }
    }
    let language = subtags.next().unwrap_or_default();
    if language.eq_ignore_ascii_case("x") {
        return subtags.peek().is_none().then_some("nothing follows x");
    }
    // The grammar allows up to eight letters, but none of more than three was ever registered.
    if !is_alphabetic(language, 2..=3) {
        return Some("it does not begin with a language of two or three letters");
    }
    for _ in 0..3 {
        subtags.next_if(|subtag| is_alphabetic(subtag, 3..=3));
    }
    subtags.next_if(|subtag| is_alphabetic(subtag, 4..=4));
    subtags.next_if(|subtag| {
        is_alphabetic(subtag, 2..=2)
            || subtag.len() == 3 && subtag.bytes().all(|byte| byte.is_ascii_digit())
    });
    while subtags.next_if(|subtag| is_variant(subtag)).is_some() {}
    while let Some(singleton) = subtags.next_if(|subtag| subtag.len() == 1) {
        let private = singleton.eq_ignore_ascii_case("x");
        let mut count = 0;
        while subtags.next_if(|subtag| private || subtag.len() > 1).is_some() {
            count += 1;
        }
        if count == 0 {
            return Some("nothing follows a subtag of one letter");
        }
    }
    subtags.next().map(|_| "a subtag is of no kind that may stand there")
}

fn is_alphabetic(subtag: &str, length: std::ops::RangeInclusive<usize>) -> bool {
    length.contains(&subtag.len()) && subtag.bytes().all(|byte| byte.is_ascii_alphabetic())
}

fn is_variant(subtag: &str) -> bool {
    subtag.len() >= 5 || subtag.len() == 4 && subtag.starts_with(|c: char| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::fault;

    #[test]
    fn tags_of_bcp_47_pass() {
        for tag in [
            "en",
            "en-US",
            "pt-BR",
            "zh-Hant-TW",
            "zh-cmn-Hans-CN",
            "de-CH-1901",
            "sl-rozaj-biske",
            "es-419",
            "de-1996",
            "x-private",
            "en-x-news",
            "en-a-bbb-x-a",
            "i-klingon",
            "ast",
            "sr-Latn-RS",
            "sgn-BE-FR",
            "en-GB-oed",
            "art-lojban",
        ] {
            assert_eq!(fault(tag), None, "{tag}");
        }
    }

    #[test]
    fn malformed_subtags_are_told() {
        for tag in [
            "",
            "e",
            "eng-US-x_",
            "en_US",
            "en-x-a_b",
            "en-",
            "-en",
            "en--US",
            "en-US-x",
            "x",
            "english language",
            "en-US-US",
            "en-12",
            "toolongalanguage",
            "en-a",
            "en-toolongsubtag",
            "English",
            "12",
            "fr-Latn-Cyrl",
        ] {
            assert!(fault(tag).is_some(), "{tag}");
        }
    }
}
