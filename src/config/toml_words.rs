//! What TOML's reader says of a settings file, in the words of whoever wrote it: which key, what
//! is wrong with it, what would be right.
//!
//! Must not know: which keys there are.

/// The message again, for the key in whose line or value the fault lies.
pub(super) fn told(message: &str, before: &str, value: &str) -> String {
    let message = message.trim().replace('\n', " ");
    let mut quoted = message.split('`').skip(1).step_by(2);
    let subject = quoted.next().unwrap_or_default();
    if message.starts_with("unknown field") {
        let keys: Vec<&str> = quoted.collect();
        let meant = keys
            .iter()
            .map(|key| (strsim::jaro_winkler(subject, key), *key))
            .filter(|(likeness, _)| *likeness > 0.8)
            .max_by(|a, b| a.0.total_cmp(&b.0))
            .map_or_else(|| ".".to_owned(), |(_, key)| format!("; is `{key}` meant?"));
        let list: Vec<String> = keys.iter().map(|key| format!("`{key}`")).collect();
        return format!("there is no key `{subject}`{meant} The keys here are {}", list.join(", "));
    }
    if message.starts_with("missing field") {
        return format!("`{subject}` is missing; add a line {subject} = \"…\" above the tables");
    }
    let key = key_of(before);
    if message.starts_with("unknown variant") {
        let words: Vec<String> = quoted.map(|word| format!("\"{word}\"")).collect();
        return format!("`{key}` is \"{subject}\"; it is {}", words.join(" or "));
    }
    if let Some((_, expected)) =
        message.strip_prefix("invalid ").and_then(|rest| rest.rsplit_once(", expected "))
    {
        let right = match expected {
            "a string" => "text in quotes, like \"…\"".to_owned(),
            "usize" | "u32" | "u64" => "a whole number without quotes, not below 0".to_owned(),
            "a sequence" => "a list, like [\"…\"]".to_owned(),
            "a boolean" => "true or false".to_owned(),
            _ if expected.starts_with("struct") => "a table of keys and values".to_owned(),
            other => other.to_owned(),
        };
        return format!("`{key}` is {}; it should be {right}", value.trim());
    }
    message
}

/// The key whose value the text ends in front of.
fn key_of(before: &str) -> &str {
    let line = before.rsplit('\n').next().unwrap_or_default();
    let key = line.rsplit_once('=').map_or(line, |(key, _)| key);
    key.rsplit(['{', ',']).next().unwrap_or_default().trim()
}

#[cfg(test)]
mod tests {
    use super::told;

    #[test]
    fn the_key_the_fault_and_the_mend_are_named() {
        assert_eq!(
            told("unknown field `timezon`, expected one of `title`, `timezone`", "", "timezon"),
            "there is no key `timezon`; is `timezone` meant? The keys here are `title`, `timezone`"
        );
        assert_eq!(
            told("unknown field `qqq`, expected `title` or `url`", "", "qqq"),
            "there is no key `qqq`. The keys here are `title`, `url`"
        );
        assert_eq!(
            told("invalid type: string \"20\", expected usize", "a = 1\nmin_items = ", "\"20\""),
            "`min_items` is \"20\"; it should be a whole number without quotes, not below 0"
        );
        assert_eq!(
            told("invalid type: integer `5`, expected a string", "author = { name = ", "5"),
            "`name` is 5; it should be text in quotes, like \"…\""
        );
        assert_eq!(
            told("unknown variant `summary`, expected `full` or `excerpt`", "content = ", ""),
            "`content` is \"summary\"; it is \"full\" or \"excerpt\""
        );
    }
}
