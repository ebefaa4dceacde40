//! Character references that are still there after decoding because they were escaped twice.
//!
//! One that is glued to a letter or digit (`caf&eacute;`) was escaped once too often and is decoded
//! again; one that stands alone (`&nbsp;` as a word) is text about markup.
//!
//! Must not know: where the text comes from.

use std::borrow::Cow;

use memchr::memchr;
use scraper::Html;

/// The longest name of HTML's references has 31 letters.
const MAX_NAME: usize = 32;

/// More than this in one text node are not mended: a text may be about them.
const MAX_MENDED: usize = 500;

/// Decodes the references in `text` that were escaped twice; `before` is the character that stands
/// before the text.
pub(super) fn mend(text: &str, before: Option<char>) -> Cow<'_, str> {
    if memchr(b'&', text.as_bytes()).is_none() {
        return Cow::Borrowed(text);
    }
    let mut mended = String::new();
    let mut rest = text;
    let mut glued = before.is_some_and(is_glue);
    let mut count = 0;
    while let Some(at) = rest.find('&') {
        let (plain, from) = rest.split_at(at);
        mended.push_str(plain);
        if let Some(last) = plain.chars().next_back() {
            glued = is_glue(last);
        }
        let Some(length) = reference_length(from) else {
            mended.push('&');
            rest = from.get(1..).unwrap_or_default();
            glued = false;
            continue;
        };
        let (reference, behind) = from.split_at(length);
        let next = behind.chars().next();
        let joined = glued || next.is_some_and(char::is_alphanumeric);
        let decoded = (joined && count < MAX_MENDED).then(|| decode(reference)).flatten();
        if let Some(decoded) = decoded {
            count += 1;
            mended.push_str(&decoded);
            // What follows a mended reference was escaped by the same hand.
            glued = true;
        } else {
            mended.push_str(reference);
            glued = false;
        }
        rest = behind;
    }
    if count == 0 {
        return Cow::Borrowed(text);
    }
    mended.push_str(rest);
    Cow::Owned(mended)
}

/// Decodes all references of a line that may hold some: a title as its source has it.
pub(super) fn decode_all(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    Cow::Owned(Html::parse_fragment(&text.replace('<', "&lt;")).root_element().text().collect())
}

/// Letters and digits, and the marks that follow a word without a blank.
fn is_glue(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '.' | ',' | '!' | '?' | ';' | ':' | ')')
}

/// The length of the reference at the start of `text`, however often it was escaped.
fn reference_length(text: &str) -> Option<usize> {
    let mut name = text.get(1..)?;
    while let Some(inner) = name.strip_prefix("amp;").filter(|inner| is_named(inner)) {
        name = inner;
    }
    is_named(name).then(|| name.find(';').map(|end| text.len() - name.len() + end + 1)).flatten()
}

/// Whether `name;` or `#123;` stands at the start.
fn is_named(text: &str) -> bool {
    let Some(end) = text.bytes().take(MAX_NAME).position(|byte| byte == b';') else {
        return false;
    };
    let name = text.get(..end).unwrap_or_default();
    match name.strip_prefix('#') {
        Some(number) => match number.strip_prefix(['x', 'X']) {
            Some(hex) => !hex.is_empty() && hex.bytes().all(|byte| byte.is_ascii_hexdigit()),
            None => !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()),
        },
        None => name.len() > 1 && name.bytes().all(|byte| byte.is_ascii_alphanumeric()),
    }
}

/// What a reference stands for; `None` when HTML does not know it.
fn decode(reference: &str) -> Option<String> {
    let name = reference.trim_start_matches('&').replace("amp;", "");
    let name = if name.is_empty() { "amp;" } else { &name };
    let parsed = Html::parse_fragment(&format!("&{name}"));
    let decoded: String = parsed.root_element().text().collect();
    (!decoded.is_empty() && !decoded.starts_with('&') || name == "amp;").then_some(decoded)
}

#[cfg(test)]
mod tests {
    use super::mend;

    #[test]
    fn a_reference_glued_to_a_word_is_decoded_and_one_that_stands_alone_is_text() {
        for (text, expected) in [
            ("caf&eacute; it&#8217;s R&amp;D", "café it’s R&D"),
            ("&ldquo;Hello&rdquo; she said", "“Hello” she said"),
            ("the &nbsp; and &lt; signs, \"&amp;\"", "the &nbsp; and &lt; signs, \"&amp;\""),
            ("Test &#xg; AT&T; x&y; Q&A", "Test &#xg; AT&T; x&y; Q&A"),
            ("th&amp;amp;eacute;", "thé"),
            ("end.&rdquo;&nbsp;&ndash; he", "end.”\u{A0}– he"),
            ("&", "&"),
        ] {
            assert_eq!(mend(text, None), expected);
        }
    }

    #[test]
    fn glue_may_stand_in_the_node_before() {
        assert_eq!(mend("&eacute;", Some('f')), "é");
        assert_eq!(mend("&eacute;", Some(' ')), "&eacute;");
    }
}
