//! Language tags (BCP 47, RFC 5646).
//!
//! Must not know: which languages there are; a tag is well-formed or it is not.

/// A well-formed tag in its usual case: `en-GB`, `zh-Hant`. `en_US` is mended. `None` when it is
/// none: `eng-US-x_`, `english`.
pub(super) fn canonical(tag: &str) -> Option<String> {
    let tag = tag.trim().replace('_', "-");
    let mut subtags = tag.split('-').peekable();
    let language = subtags.next()?;
    if !(2..=3).contains(&language.len()) || !is_alphabetic(language) {
        return None;
    }
    let mut out = language.to_ascii_lowercase();
    let mut push = |subtag: String| {
        out.push('-');
        out.push_str(&subtag);
    };
    // Extended languages, script, region, variants come in this order, and each may be missing.
    for _ in 0..3 {
        if let Some(extended) = subtags.next_if(|part| part.len() == 3 && is_alphabetic(part)) {
            push(extended.to_ascii_lowercase());
        }
    }
    if let Some(script) = subtags.next_if(|part| part.len() == 4 && is_alphabetic(part)) {
        let mut script = script.to_ascii_lowercase();
        if let Some(first) = script.get_mut(..1) {
            first.make_ascii_uppercase();
        }
        push(script);
    }
    if let Some(region) = subtags.next_if(|part| {
        (part.len() == 2 && is_alphabetic(part))
            || (part.len() == 3 && part.bytes().all(|byte| byte.is_ascii_digit()))
    }) {
        push(region.to_ascii_uppercase());
    }
    while let Some(variant) = subtags.next_if(|part| {
        let begins_with_digit = part.starts_with(|c: char| c.is_ascii_digit());
        is_alphanumeric(part)
            && ((5..=8).contains(&part.len()) || part.len() == 4 && begins_with_digit)
    }) {
        push(variant.to_ascii_lowercase());
    }
    // A single letter opens an extension, `x` private use; something has to follow either.
    while let Some(singleton) = subtags.next_if(|part| part.len() == 1 && is_alphanumeric(part)) {
        let shortest = if singleton.eq_ignore_ascii_case("x") { 1 } else { 2 };
        push(singleton.to_ascii_lowercase());
        let mut is_empty = true;
        while let Some(part) =
            subtags.next_if(|part| (shortest..=8).contains(&part.len()) && is_alphanumeric(part))
        {
            push(part.to_ascii_lowercase());
            is_empty = false;
        }
        if is_empty {
            return None;
        }
    }
    subtags.next().is_none().then_some(out)
}

fn is_alphabetic(part: &str) -> bool {
    part.bytes().all(|byte| byte.is_ascii_alphabetic())
}

fn is_alphanumeric(part: &str) -> bool {
    part.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::canonical;

    #[test]
    fn well_formed_tags_get_their_usual_case() {
        for (tag, expected) in [
            ("en", "en"),
            ("EN-gb", "en-GB"),
            ("en_US", "en-US"),
            ("zh-hant", "zh-Hant"),
            ("ZH-HANT-tw", "zh-Hant-TW"),
            (" es-419 ", "es-419"),
            ("de-CH-1996", "de-CH-1996"),
            ("sl-rozaj-biske", "sl-rozaj-biske"),
            ("zh-yue-HK", "zh-yue-HK"),
            ("en-u-ca-Buddhist", "en-u-ca-buddhist"),
            ("en-x-Twain", "en-x-twain"),
        ] {
            assert_eq!(canonical(tag).as_deref(), Some(expected), "{tag}");
        }
    }

    #[test]
    fn anything_else_is_no_tag() {
        for tag in
            ["", "e", "english", "eng-US-x_", "en-", "en-x", "en--US", "de-ü", "en-US-GB", "12"]
        {
            assert_eq!(canonical(tag), None, "{tag}");
        }
    }
}
