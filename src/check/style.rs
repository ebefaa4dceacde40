//! What a `style` attribute does to the page of a reader.
//!
//! Must not know: elements, findings.

/// How bad a style is.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Style {
    /// Colours, fonts and spaces of ordinary size.
    Harmless,
    /// Sets something that readers strip or suffer.
    Odd(String),
    /// Loads, runs or draws outside of its box.
    Active(String),
}

/// What changes no more than the look of its own text (the list of the W3C's feed validator).
const HARMLESS: [&str; 37] = [
    "azimuth",
    "background-color",
    "border-bottom-color",
    "border-collapse",
    "border-color",
    "border-left-color",
    "border-right-color",
    "border-top-color",
    "clear",
    "color",
    "cursor",
    "direction",
    "display",
    "elevation",
    "float",
    "font",
    "font-family",
    "font-size",
    "font-style",
    "font-variant",
    "font-weight",
    "height",
    "letter-spacing",
    "line-height",
    "list-style-type",
    "max-width",
    "overflow",
    "pause",
    "text-align",
    "text-decoration",
    "text-indent",
    "unicode-bidi",
    "vertical-align",
    "voice-family",
    "white-space",
    "width",
    "aspect-ratio",
];

/// Shorthands that are harmless as long as their values are.
const BOXES: [&str; 4] = ["background", "border", "margin", "padding"];

/// Functions and words that load or run something.
const ACTIVE: [&str; 6] =
    ["url(", "expression(", "javascript:", "vbscript:", "@import", "image-set("];

/// Judges a style by its worst declaration. Character references are resolved already.
pub(super) fn judge(style: &str) -> Style {
    let mut odd = None;
    for declaration in style.split(';') {
        let declaration = declaration.trim();
        if declaration.is_empty() {
            continue;
        }
        let lower = declaration.to_ascii_lowercase();
        let (property, value) = match lower.split_once(':') {
            Some((property, value)) => (property.trim(), value.trim()),
            None => (lower.as_str(), ""),
        };
        if is_active(property, value) {
            return Style::Active(declaration.to_owned());
        }
        if odd.is_none() && !is_harmless(property, value) {
            odd = Some(declaration.to_owned());
        }
    }
    odd.map_or(Style::Harmless, Style::Odd)
}

fn is_active(property: &str, value: &str) -> bool {
    ACTIVE.iter().any(|active| value.contains(active) || property.contains(active))
        || matches!(property, "behavior" | "-moz-binding")
        || property == "position"
            && ["fixed", "absolute", "sticky"].iter().any(|p| value.contains(p))
}

fn is_harmless(property: &str, value: &str) -> bool {
    let known = HARMLESS.contains(&property)
        || BOXES.iter().any(|shorthand| {
            property
                .strip_prefix(shorthand)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
        });
    known
        && !value.is_empty()
        && !value.contains(['\\', '{', '}', '<'])
        && !value.contains("/*")
        && !has_long_number(value)
}

/// Lengths of five digits move text out of sight. Colours are numbers too.
fn has_long_number(value: &str) -> bool {
    value
        .split(|c: char| c.is_ascii_whitespace() || c == ',')
        .filter(|word| !word.starts_with('#'))
        .any(|word| word.split(|c: char| !c.is_ascii_digit()).any(|digits| digits.len() >= 5))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_worst_declaration_decides() {
        for style in
            ["color: red", "margin:0 15px 0 0; width:300px;", "border: 1px solid #000000", ""]
        {
            assert_eq!(judge(style), Style::Harmless, "{style}");
        }
        for style in ["mso-highlight: yellow", "margin: 99999em", "color", "any: thing"] {
            assert!(matches!(judge(style), Style::Odd(_)), "{style}");
        }
        for style in [
            "background:URL(//x)",
            "width: expression(alert(1))",
            "color:red;behavior:x",
            "position : FIXED",
            "-moz-binding: x",
        ] {
            assert!(matches!(judge(style), Style::Active(_)), "{style}");
        }
    }
}
