//! Names in bylines, without the e-mail addresses that RSS puts beside them.
//!
//! Must not know: feeds' elements.

/// The name in `ines@news.example (Inês Faria)`, `Inês Faria <ines@news.example>` and their kin;
/// `None` when there is nothing but an address. No name holds an `@` sign.
pub(super) fn name(byline: &str) -> Option<String> {
    let byline = byline.trim();
    if !byline.contains('@') {
        return tidy(byline);
    }
    if let Some((before, inner)) = byline.rsplit_once('(') {
        let inner = inner.split(')').next().unwrap_or_default();
        // The address may stand inside the brackets and the name outside.
        let name = if inner.contains('@') { without_addresses(before) } else { inner.to_owned() };
        return tidy(&name).or_else(|| tidy(&without_addresses(byline)));
    }
    tidy(&without_addresses(byline))
}

fn without_addresses(byline: &str) -> String {
    let words: Vec<&str> = byline.split_whitespace().filter(|word| !word.contains('@')).collect();
    words.join(" ")
}

fn tidy(name: &str) -> Option<String> {
    let name = name.trim_matches(|c: char| c.is_whitespace() || "()[]<>\"',;:".contains(c));
    (!name.is_empty() && !name.contains('@')).then(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::name;

    #[test]
    fn the_name_is_found_on_either_side_of_the_address() {
        for (byline, expected) in [
            ("ines@news.example (Inês Faria)", Some("Inês Faria")),
            ("Inês Faria <ines@news.example>", Some("Inês Faria")),
            ("Inês Faria (ines@news.example)", Some("Inês Faria")),
            ("“ines@news.example”", None),
            ("ines@news.example", None),
            ("mailto:ines@news.example Inês", Some("Inês")),
            ("  Inês Faria ", Some("Inês Faria")),
            ("@ines", None),
            ("", None),
        ] {
            assert_eq!(name(byline).as_deref(), expected, "{byline}");
        }
    }
}
