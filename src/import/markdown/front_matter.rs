//! Front matter: the settings at the head of a Markdown file, in YAML, TOML or JSON.

use serde_json::{Map, Value};

use crate::import::ReadError;

/// The front matter of a file with its keys in lower case, and the text after it.
pub(super) fn split(text: &str) -> Result<(Map<String, Value>, &str), ReadError> {
    let text = text.trim_start_matches('\u{FEFF}');
    for (fence, read) in [("---", yaml as fn(&str) -> Result<Value, ReadError>), ("+++", toml)] {
        let Some(rest) = text.strip_prefix(fence) else { continue };
        let Some(rest) = rest.trim_start_matches([' ', '\t', '\r']).strip_prefix('\n') else {
            continue;
        };
        let Some((head, body)) = until_fence(rest, fence) else {
            return Err(ReadError::Syntax {
                format: "front matter",
                fault: format!(
                    "it opens with {fence} and never closes; put {fence} on a line of its own after it"
                ),
            });
        };
        return match read(head)? {
            Value::Object(map) => Ok((lower(map), body)),
            Value::Null => Ok((Map::new(), body)),
            _ => Err(ReadError::Unusable(
                "the front matter is no list of `key: value` lines".to_owned(),
            )),
        };
    }
    if text.starts_with('{') {
        let mut values = serde_json::Deserializer::from_str(text).into_iter::<Map<String, Value>>();
        if let Some(Ok(map)) = values.next() {
            let body = text.get(values.byte_offset()..).unwrap_or_default();
            return Ok((lower(map), body));
        }
    }
    Ok((Map::new(), text))
}

/// The text before and after a line that is nothing but the fence.
fn until_fence<'a>(text: &'a str, fence: &str) -> Option<(&'a str, &'a str)> {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if line.trim_end() == fence {
            return Some((text.get(..at)?, text.get(at + line.len()..)?));
        }
        at += line.len();
    }
    None
}

fn yaml(head: &str) -> Result<Value, ReadError> {
    if head.trim().is_empty() {
        return Ok(Value::Null);
    }
    serde_saphyr::from_str(head).map_err(|error| ReadError::Syntax {
        format: "YAML",
        fault: first_line(&error.to_string()),
    })
}

fn toml(head: &str) -> Result<Value, ReadError> {
    let table: toml::Table = toml::from_str(head).map_err(|error| {
        let line = error
            .span()
            .and_then(|span| head.get(..span.start))
            .map_or(0, |before| before.matches('\n').count());
        ReadError::Syntax {
            format: "TOML",
            fault: format!("{} (line {})", first_line(error.message()), line + 2),
        }
    })?;
    Ok(json(toml::Value::Table(table)))
}

fn first_line(message: &str) -> String {
    message.lines().next().unwrap_or_default().to_owned()
}

fn json(value: toml::Value) -> Value {
    match value {
        toml::Value::String(text) => Value::String(text),
        toml::Value::Integer(number) => number.into(),
        toml::Value::Float(number) => number.into(),
        toml::Value::Boolean(truth) => truth.into(),
        toml::Value::Datetime(date) => Value::String(date.to_string()),
        toml::Value::Array(list) => list.into_iter().map(json).collect(),
        toml::Value::Table(table) => {
            table.into_iter().map(|(key, value)| (key, json(value))).collect::<Map<_, _>>().into()
        }
    }
}

/// Hugo's keys are the same in any case.
fn lower(map: Map<String, Value>) -> Map<String, Value> {
    map.into_iter().map(|(key, value)| (key.to_lowercase(), value)).collect()
}
