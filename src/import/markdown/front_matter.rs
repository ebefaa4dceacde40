//! Front matter: YAML between `---`, TOML between `+++`, or a JSON object, and the text below it.
//!
//! Names come out in lower case with `_` for `-`, as Hugo takes them; what Zola puts into `extra`
//! and `taxonomies`, and Hugo into `params`, stands beside the rest.
//!
//! Must not know: what any name means.

use serde_json::{Map, Value};

use crate::import::ReadError;

/// A source cut in two.
#[derive(Debug)]
pub(super) struct Parts<'a> {
    /// By name.
    pub(super) fields: Map<String, Value>,
    /// Below the front matter; everything when there is none.
    pub(super) body: &'a str,
}

/// Tables whose members stand beside the rest unless the rest has their names.
const TRANSPARENT: [&str; 3] = ["taxonomies", "params", "extra"];

/// The largest front matter, in bytes; the longest that people write are a tenth of it. Parsers
/// make hundreds of times its size of a table.
const MAX_BYTES: usize = 256 << 10;

/// Cuts a source, whose line ends are LF.
///
/// # Errors
///
/// When there is front matter and it cannot be read: with the line, and the mend.
pub(super) fn split(source: &str) -> Result<Parts<'_>, ReadError> {
    let bare = Parts { fields: Map::new(), body: source };
    let start = source.trim_start_matches(char::is_whitespace);
    let skipped = source.len() - start.len();
    let lines_before = source.get(..skipped).unwrap_or_default().matches('\n').count();
    let (fields, body) = if start.starts_with('{') {
        let Some(found) = json(start)? else { return Ok(bare) };
        found
    } else {
        let fence = start.lines().next().unwrap_or_default().trim_end();
        let (format, separator) = match fence {
            "---" => ("YAML", ':'),
            "+++" => ("TOML", '='),
            _ => return Ok(bare),
        };
        let inside = start.get(fence.len()..).unwrap_or_default();
        let Some((matter, body)) = closed(inside, fence) else {
            // Markdown may open with a rule, which looks the same.
            let first = inside.lines().map(str::trim).find(|line| !line.is_empty());
            return match first {
                Some(line) if line.contains(separator) && !line.contains(". ") => {
                    Err(ReadError::Syntax {
                        format: "front matter",
                        fault: format!(
                            "it begins in line {} and no line `{fence}` ends it",
                            lines_before + 1
                        ),
                    })
                }
                _ => Ok(bare),
            };
        };
        if matter.len() > MAX_BYTES {
            return Err(ReadError::TooLarge {
                what: "the front matter",
                limit: format!("{} KiB", MAX_BYTES >> 10),
            });
        }
        // Empty lines in place of what stands before, so that faults have the file's own lines.
        let matter = "\n".repeat(lines_before) + matter;
        let fields = if format == "YAML" { yaml(&matter) } else { toml(&matter) };
        (fields?, body)
    };
    Ok(Parts { fields: flattened(named_alike(fields)), body })
}

/// What stands before the line `fence` and what behind it. YAML may also be ended by `...`.
fn closed<'a>(inside: &'a str, fence: &str) -> Option<(&'a str, &'a str)> {
    let mut at = 0;
    for line in inside.split_inclusive('\n') {
        let text = line.trim_end();
        if at > 0 && (text == fence || (fence == "---" && text == "...")) {
            return Some((inside.get(..at)?, inside.get(at + line.len()..)?));
        }
        at += line.len();
    }
    None
}

fn json(start: &str) -> Result<Option<(Map<String, Value>, &str)>, ReadError> {
    let mut values = serde_json::Deserializer::from_str(start).into_iter::<Map<String, Value>>();
    match values.next() {
        Some(Ok(map)) => {
            let body = start.get(values.byte_offset()..).unwrap_or_default();
            Ok(Some((map, body)))
        }
        // `{{< shortcode >}}` or `{: .class}` may open a text.
        _ if !start.trim_start_matches('{').trim_start().starts_with('"') => Ok(None),
        Some(Err(fault)) => {
            Err(ReadError::Syntax { format: "JSON front matter", fault: fault.to_string() })
        }
        None => Ok(None),
    }
}

fn toml(matter: &str) -> Result<Map<String, Value>, ReadError> {
    let table: toml::Table = matter.parse().map_err(|fault: toml::de::Error| {
        let at = fault.span().map_or(0, |span| span.start);
        let line = matter.get(..at).unwrap_or_default().matches('\n').count() + 1;
        ReadError::Syntax {
            format: "TOML front matter",
            fault: format!("line {line}: {}", fault.message()),
        }
    })?;
    Ok(table.into_iter().map(|(name, value)| (name, json_of(value))).collect())
}

fn json_of(value: toml::Value) -> Value {
    match value {
        toml::Value::String(text) => Value::String(text),
        toml::Value::Integer(number) => Value::from(number),
        toml::Value::Float(number) => Value::from(number),
        toml::Value::Boolean(flag) => Value::Bool(flag),
        toml::Value::Datetime(date) => Value::String(date.to_string()),
        toml::Value::Array(values) => Value::Array(values.into_iter().map(json_of).collect()),
        toml::Value::Table(table) => {
            Value::Object(table.into_iter().map(|(name, value)| (name, json_of(value))).collect())
        }
    }
}

fn yaml(matter: &str) -> Result<Map<String, Value>, ReadError> {
    let options = serde_saphyr::options! {
        duplicate_keys: serde_saphyr::options::DuplicateKeyPolicy::LastWins,
        // `NO` is a country and `007` is a name.
        strict_booleans: true,
        leading_zero_numbers_as_strings: true,
        underscored_numbers_as_strings: true,
        with_snippet: false,
    };
    let value: Value = serde_saphyr::from_str_with_options(matter, options).map_err(|fault| {
        let line = fault.location().map_or(1, |location| location.line());
        let text = fault.without_snippet().to_string();
        let text = text.lines().next().unwrap_or_default();
        ReadError::Syntax {
            format: "YAML front matter",
            fault: format!(
                "line {line}: {text}; put a value that has `: ` or `#` in it, or that begins with \
                 a sign, in quotes"
            ),
        }
    })?;
    match value {
        Value::Object(map) => Ok(map),
        Value::Null => Ok(Map::new()),
        _ => Err(ReadError::Syntax {
            format: "front matter",
            fault: "it has no `name: value` lines".to_owned(),
        }),
    }
}

fn named_alike(map: Map<String, Value>) -> Map<String, Value> {
    let mut alike = Map::new();
    for (name, value) in map {
        let name = name.to_lowercase().replace('-', "_");
        alike.entry(name).or_insert(values_named_alike(value));
    }
    alike
}

fn values_named_alike(value: Value) -> Value {
    match value {
        Value::Object(map) => Value::Object(named_alike(map)),
        Value::Array(values) => Value::Array(values.into_iter().map(values_named_alike).collect()),
        other => other,
    }
}

fn flattened(mut map: Map<String, Value>) -> Map<String, Value> {
    for name in TRANSPARENT {
        if let Some(Value::Object(inner)) = map.remove(name) {
            for (name, value) in inner {
                // Names of the site's own templates mean nothing, and are not told as unknown.
                if super::is_known(&name) {
                    map.entry(name).or_insert(value);
                }
            }
        }
    }
    map
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::split;

    fn fields(source: &str) -> Value {
        Value::Object(split(source).unwrap().fields)
    }

    fn fault(source: &str) -> String {
        split(source).unwrap_err().to_string()
    }

    #[test]
    fn three_syntaxes_say_the_same() {
        let expected = json!({"title": "A: b", "date": "2024-05-06", "tags": ["x", "y"]});
        let sources = [
            "---\ntitle: 'A: b'\nDate: 2024-05-06\ntags: [x, y]\n---\nText\n",
            "---\ntitle: |-\n  A: b\ndate: 2024-05-06\ntags:\n- x\n- y\n...\nText\n",
            "+++\ntitle = \"A: b\"\ndate = 2024-05-06\n[taxonomies]\ntags = [\"x\", \"y\"]\n+++\nText\n",
            "\n{\"Title\": \"A: b\", \"date\": \"2024-05-06\", \"tags\": [\"x\", \"y\"]}\nText\n",
        ];
        for source in sources {
            assert_eq!(fields(source), expected, "{source}");
            assert_eq!(split(source).unwrap().body.trim(), "Text");
        }
    }

    #[test]
    fn dates_and_words_stay_as_they_are_written() {
        assert_eq!(
            fields(
                "---\ndate: 2013-01-23 11:37:08 -0400\na: no\nb: 007\nc: 1_000\nlast-mod: ~\n---\n"
            ),
            json!({"date": "2013-01-23 11:37:08 -0400", "a": "no", "b": "007", "c": "1_000",
                   "last_mod": null})
        );
        assert_eq!(
            fields("+++\ndate = 2013-01-23T11:37:08-04:00\nb = 2013-01-23 11:37:08\n+++\n"),
            json!({"date": "2013-01-23T11:37:08-04:00", "b": "2013-01-23T11:37:08"})
        );
    }

    #[test]
    fn a_fault_has_the_line_of_the_file() {
        let yaml = fault("---\ntitle: One\nsummary: two: three\n---\n");
        assert!(yaml.contains("YAML front matter: line 3: "), "{yaml}");
        assert!(yaml.contains("in quotes"), "{yaml}");
        let toml = fault("\n+++\ntitle = \"One\"\nsummary = two\n+++\n");
        assert!(toml.contains("TOML front matter: line 4: "), "{toml}");
        let json = fault("{\n\"title\": \"One\",\n\"summary\": two}\n");
        assert!(json.contains("line 3"), "{json}");
        let open = fault("---\ntitle: One\n\nText\n");
        assert!(open.contains("begins in line 1 and no line `---` ends it"), "{open}");
    }

    #[test]
    fn a_rule_and_a_shortcode_are_no_front_matter() {
        for source in ["---\n\nText below a rule.\n", "{{< figure >}}\ntext", "{: .x}\n", "+++", ""]
        {
            let parts = split(source).unwrap();
            assert!(parts.fields.is_empty() && parts.body == source, "{source}");
        }
        assert_eq!(split("---\n---\nText").unwrap().body, "Text");
    }

    #[test]
    fn a_front_matter_without_end_is_refused_before_it_is_parsed() {
        let told = fault(&format!("+++\n{}+++\n", "[[tables]]\n".repeat(30_000)));
        assert!(told.starts_with("the front matter is larger than the 256 KiB"), "{told}");
    }

    #[test]
    fn an_alias_bomb_is_refused() {
        use std::fmt::Write as _;
        let mut source = "---\na0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
        for level in 1..10 {
            let inner = format!("*a{}", level - 1);
            writeln!(source, "a{level}: &a{level} [{}]", [inner.as_str(); 10].join(", ")).unwrap();
        }
        source.push_str("---\n");
        assert!(split(&source).is_err());
    }
}
