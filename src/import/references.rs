//! Characters in markup: which may stand there, how they are referred to, how text is escaped.
//!
//! Must not know: elements.

/// Text as it may stand between tags and in a double-quoted attribute.
pub(super) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// Decodes the character references of an attribute's value; what is none stays as it is.
pub(super) fn decode_references(value: &str) -> String {
    let mut decoded = String::with_capacity(value.len());
    let mut rest = value;
    while let Some((before, after)) = rest.split_once('&') {
        decoded.push_str(before);
        match after.split_once(';') {
            Some((name, tail)) if is_reference_name(name) => {
                push_reference(&mut decoded, name);
                rest = tail;
            }
            _ => {
                decoded.push('&');
                rest = after;
            }
        }
    }
    decoded.push_str(rest);
    decoded
}

fn is_reference_name(name: &str) -> bool {
    let name = name.strip_prefix('#').unwrap_or(name);
    !name.is_empty() && name.len() <= 32 && name.bytes().all(|b| b.is_ascii_alphanumeric())
}

/// Adds the character that `&name;` refers to. A name that XML does not know stays as it was
/// written, for the HTML parser to judge; a number that stands for no lawful character is dropped.
pub(super) fn push_reference(text: &mut String, name: &str) {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hexadecimal) => u32::from_str_radix(hexadecimal, 16),
            None => number.parse(),
        };
        if let Some(c) = code.ok().and_then(char::from_u32).filter(|c| is_lawful(*c)) {
            text.push(c);
        }
        return;
    }
    match name {
        "amp" => text.push('&'),
        "lt" => text.push('<'),
        "gt" => text.push('>'),
        "quot" => text.push('"'),
        "apos" => text.push('\''),
        other => {
            text.push('&');
            text.push_str(other);
            text.push(';');
        }
    }
}

/// What may stand in XML 1.0 (section 2.2).
pub(super) fn is_lawful(c: char) -> bool {
    !matches!(c, '\0'..='\u{8}' | '\u{B}' | '\u{C}' | '\u{E}'..='\u{1F}' | '\u{FFFE}' | '\u{FFFF}')
}

#[cfg(test)]
mod tests {
    use super::{decode_references, escaped};

    #[test]
    fn attribute_values_are_decoded() {
        assert_eq!(decode_references("a?b=1&c=2&amp;d=&#233;&eacute;"), "a?b=1&c=2&d=é&eacute;");
        assert_eq!(decode_references("&#0;&#xB;&#x110000;&#;&"), "&#;&");
    }

    #[test]
    fn what_is_escaped_is_decoded_to_itself() {
        let text = "a < b && \"c\" > &amp; 'd'";
        assert_eq!(decode_references(&escaped(text)), text);
    }
}
