//! The rules for text that people read as it is: titles, names, summaries.
//!
//! Must not know: formats, markup beyond what leaks from it.

use super::findings::{Findings, Quoted, Spot};
use super::{html_scan, rules};

/// Checks a piece of plain text.
pub(super) fn plain(text: &str, spot: Spot<'_>, findings: &mut Findings) {
    characters(text, spot, findings);
    if let Some(tag) = tag(text) {
        findings.add(&rules::TEXT_MARKUP, spot, format_args!("it says `{}`", Quoted(tag)));
    }
    if let Some(escape) = double_escape(text) {
        findings.add(
            &rules::TEXT_DOUBLE_ESCAPED,
            spot,
            format_args!("it says `{}`", Quoted(escape)),
        );
    }
    if let Some(shortcode) = shortcode(text) {
        findings.add(
            &rules::TEXT_SHORTCODE,
            spot,
            format_args!("it shows `{}`", Quoted(shortcode)),
        );
    }
}

/// Checks for characters that no text for people may hold.
pub(super) fn characters(text: &str, spot: Spot<'_>, findings: &mut Findings) {
    control_character(text, spot, findings);
    // U+202A-202E and U+2066-2069 share their first byte in UTF-8.
    if text.as_bytes().contains(&0xE2)
        && let Some(c) =
            text.chars().find(|c| matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}'))
    {
        findings.add(
            &rules::TEXT_DIRECTION_OVERRIDE,
            spot,
            format_args!("it holds U+{:04X}", u32::from(c)),
        );
    }
}

/// Checks for characters that XML cannot carry (JSON can).
pub(super) fn control_character(text: &str, spot: Spot<'_>, findings: &mut Findings) {
    let is_control = |c: &char| (*c < ' ' && !matches!(c, '\t' | '\n' | '\r')) || *c == '\u{7F}';
    if text.bytes().any(|byte| is_control(&char::from(byte)))
        && let Some(c) = text.chars().find(is_control)
    {
        findings.add(
            &rules::TEXT_CONTROL_CHARACTER,
            spot,
            format_args!("it holds U+{:04X}", u32::from(c)),
        );
    }
}

/// What looks like a tag to readers that strip tags: `<` right before a letter or slash.
fn tag(text: &str) -> Option<&str> {
    text.match_indices('<').find_map(|(at, _)| {
        let rest = text.get(at..)?;
        if !rest.get(1..)?.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/') {
            return None;
        }
        Some(rest.find('>').and_then(|end| rest.get(..=end)).unwrap_or(rest))
    })
}

/// A character reference that is left in text for people.
fn double_escape(text: &str) -> Option<&str> {
    text.match_indices('&').find_map(|(at, _)| {
        let rest = text.get(at + 1..)?;
        text.get(at..=at + reference_length(rest)?)
    })
}

/// A character reference that is left once markup is resolved, such as `&amp;nbsp;`.
pub(super) fn double_escape_in_markup(text: &str) -> Option<&str> {
    text.match_indices('&').find_map(|(at, _)| {
        let rest = text.get(at..)?.strip_prefix("&amp;")?;
        text.get(at..at + "&amp;".len() + reference_length(rest)?)
    })
}

/// The length of the reference whose ampersand lies before the text.
fn reference_length(text: &str) -> Option<usize> {
    if let Some(digits) = text.strip_prefix('#') {
        let digits = digits.strip_prefix(['x', 'X']).unwrap_or(digits);
        let end = digits.find(|c: char| !c.is_ascii_hexdigit())?;
        return (end > 0 && digits.as_bytes().get(end) == Some(&b';'))
            .then_some(text.len() - digits.len() + end + 1);
    }
    let end = text.find(|c: char| !c.is_ascii_alphanumeric())?;
    let name = text.get(..end)?;
    (text.as_bytes().get(end) == Some(&b';') && html_scan::named(name).is_some()).then_some(end + 1)
}

/// Shortcodes that stand without attributes. Words that people put in brackets themselves, such
/// as `[video]`, are not among them.
const BARE: [&str; 7] = [
    "caption",
    "wp_caption",
    "gallery",
    "playlist",
    "contact-form",
    "contact-form-7",
    "sourcecode",
];

/// How far the end of a shortcode may be from its start, in bytes.
const SHORTCODE_REACH: usize = 400;

/// A shortcode that was left in a text: `[caption id="…"]`, `[/caption]`, `[:en]`, `{{< … >}}`,
/// `{% … %}`. Bracketed prose is none.
pub(super) fn shortcode(text: &str) -> Option<&str> {
    if !text.contains('[') && !text.contains('{') {
        return None;
    }
    text.match_indices(['[', '{']).find_map(|(at, _)| {
        let rest = text.get(at..)?;
        if rest.starts_with('[') { bracketed(rest) } else { braced(rest) }
    })
}

fn braced(text: &str) -> Option<&str> {
    let end = if text.starts_with("{{<") {
        ">}}"
    } else if text.starts_with("{{%") {
        "%}}"
    } else if text.starts_with("{% ") {
        "%}"
    } else {
        return None;
    };
    let reach = reach(text);
    let length = reach.find(end).map_or(3, |at| at + end.len());
    text.get(..length)
}

fn bracketed(text: &str) -> Option<&str> {
    let inside = text.get(1..)?;
    let reach = reach(text);
    let end = reach.find(']').map(|at| at + 1);
    let closing = inside.strip_prefix('/');
    let name_and_rest = closing.unwrap_or(inside);
    if let Some(language) = name_and_rest.strip_prefix(':') {
        let is_language =
            language.get(..2).is_some_and(|tag| tag.bytes().all(|b| b.is_ascii_lowercase()))
                && language.get(2..3) == Some("]");
        return is_language.then(|| text.get(..end?)).flatten();
    }
    let length = name_and_rest.find(|c: char| {
        !(c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '_' | '-'))
    })?;
    let (name, rest) = name_and_rest.split_at_checked(length)?;
    if name.len() < 2 || !name.starts_with(|c: char| c.is_ascii_lowercase()) {
        return None;
    }
    let is_shortcode = if closing.is_some() {
        rest.starts_with(']')
    } else {
        let known = BARE.contains(&name) && rest.starts_with([']', ' ', '/']);
        known || rest.starts_with(' ') && has_attribute(rest.get(..SHORTCODE_REACH).unwrap_or(rest))
    };
    if !is_shortcode {
        return None;
    }
    // A summary may break off before the bracket closes.
    text.get(..end.unwrap_or(reach.len()))
}

/// The beginning of the text, in which a shortcode must end.
fn reach(text: &str) -> &str {
    let mut end = SHORTCODE_REACH.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or(text)
}

/// Whether `name="value"` or `name=value` stands before the closing bracket.
fn has_attribute(text: &str) -> bool {
    let inside = text.split([']', '[']).next().unwrap_or_default();
    inside.split_ascii_whitespace().any(|word| {
        word.split_once('=').is_some_and(|(name, value)| {
            !name.is_empty()
                && name
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'))
                && value.starts_with(|c: char| {
                    c.is_alphanumeric() || matches!(c, '"' | '\'' | '“' | '”')
                })
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shortcodes_are_told_from_prose() {
        for (text, shown) in [
            ("x [caption id=\"\" width=\"600\"] y", "[caption id=\"\" width=\"600\"]"),
            ("KBS[/caption] North", "[/caption]"),
            ("[gallery]", "[gallery]"),
            ("[gallery ids=\"1,2\"]", "[gallery ids=\"1,2\"]"),
            ("[vc_row el_class=wide]", "[vc_row el_class=wide]"),
            ("see [youtube id=abc", "[youtube id=abc"),
            ("[caption align=\"align", "[caption align=\"align"),
            ("[:fr]Bonjour", "[:fr]"),
            ("a {{< figure src=\"x\" >}} b", "{{< figure src=\"x\" >}}"),
            ("{% include x %}", "{% include x %}"),
        ] {
            assert_eq!(shortcode(text), Some(shown), "{text}");
        }
        for text in [
            "He said [sic] so",
            "[Update] now",
            "Man bites dog [video]",
            "[a = b]",
            "array[0] and [1, 2]",
            "[...]",
            "[…] goes on",
            "{{ x }} {a}",
            "[the editor of the paper = a friend]",
            "[",
            "[/]",
            "[ü",
        ] {
            assert_eq!(shortcode(text), None, "{text}");
        }
    }

    #[test]
    fn leaked_markup_and_references_are_told() {
        assert_eq!(tag("a <b>bold</b> word"), Some("<b>"));
        assert_eq!(tag("x </i> y"), Some("</i>"));
        assert_eq!(tag("1 < 2 > 0 <3"), None);
        assert_eq!(tag("I <love it"), Some("<love it"));
        assert_eq!(double_escape("AT&amp;T"), Some("&amp;"));
        assert_eq!(double_escape("don&#8217;t"), Some("&#8217;"));
        assert_eq!(double_escape("don&#x2019;t"), Some("&#x2019;"));
        assert_eq!(double_escape("AT&T; R&D &# &#; &#x;"), None);
        assert_eq!(double_escape_in_markup("AT&amp;amp;T"), Some("&amp;amp;"));
        assert_eq!(double_escape_in_markup("AT&amp;T &amp; co"), None);
    }
}
