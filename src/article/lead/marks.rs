//! Marks: raised text and links that call a note, and raised text that is part of its word.
//!
//! Must not know: elements, and where a mark stands.

/// `1`, `[12]`, `*`, `(a)`: what a footnote is called.
pub(super) fn is_bare_mark(text: &str) -> bool {
    let inner = text.trim_matches(['[', ']', '(', ')', ' ', '^']);
    let count = inner.chars().count();
    let digits = inner.chars().all(|c| c.is_ascii_digit());
    let signs = inner.chars().all(|c| "*†‡§¶#↩⁂※".contains(c) || c == '\u{FE0E}');
    (1..=3).contains(&count) && (digits || signs)
        || count == 1 && inner.len() < text.len() && inner.chars().all(char::is_alphanumeric)
}

/// Whether raised text is a footnote's mark.
pub(super) fn is_note_mark(text: &str, before: &str, internal: bool) -> bool {
    if text.is_empty() {
        return false;
    }
    let bracketed = text.starts_with('[') && text.ends_with(']');
    if bracketed || internal && text.chars().count() <= 20 {
        return true;
    }
    if !text.chars().any(char::is_alphanumeric) {
        return !text.contains(['®', '™', '℠', '©', '°', 'º', 'ª', '+', '-', '−', '′', '″']);
    }
    let digits = text.chars().all(|c| c.is_ascii_digit() || matches!(c, ',' | ' ' | '-' | '–'));
    if !digits || text.chars().count() > 9 {
        return false;
    }
    let word = before.chars().rev().take_while(|c| c.is_alphabetic()).count();
    // Units have short names; a number raised behind a word or a stop is no power.
    word >= 4 || before.ends_with(['.', ',', ';', ':', '!', '?', '”', '’', '"', '»', '。', '」'])
}

/// Digits and signs as raised characters, where all of them exist.
pub(super) fn superscript(text: &str) -> Option<String> {
    let digits = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    text.chars()
        .map(|c| match c {
            '+' => Some('⁺'),
            '-' | '−' | '–' => Some('⁻'),
            'n' if text.len() == 1 => Some('ⁿ'),
            c => c.to_digit(10).and_then(|digit| digits.get(digit as usize).copied()),
        })
        .collect::<Option<String>>()
        .filter(|raised| !raised.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_of_notes_are_told_from_powers_and_ordinals() {
        for (text, before) in
            [("1", "works"), ("[1]", "x"), ("2,3", "the end."), ("†", "relation.")]
        {
            assert!(is_note_mark(text, before, false), "{text} behind {before}");
        }
        assert!(is_note_mark("a", "x", true));
        for (text, before) in [("th", "14"), ("2", "m"), ("2", "mc"), ("®", "Brand"), ("", "works")]
        {
            assert!(!is_note_mark(text, before, false), "{text} behind {before}");
        }
        assert!(is_bare_mark("[12]") && is_bare_mark("*") && is_bare_mark("(a)"));
        assert!(!is_bare_mark("a") && !is_bare_mark("1234") && !is_bare_mark("see"));
        assert_eq!(superscript("-2").as_deref(), Some("⁻²"));
        assert_eq!(superscript("th"), None);
    }
}
