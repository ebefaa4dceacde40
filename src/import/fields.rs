//! Named fields of a record, whatever syntax they were written in: taken one by one, by type, so
//! that what is left at the end is what nobody here knows.
//!
//! Must not know: what the fields mean, which syntax they came from.

use serde_json::{Map, Value};

use super::ReadError;
use crate::article::{DraftAttachment, DraftAuthor, DraftImage, DraftTerm};

/// How far the types of values are to be believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Typing {
    /// JSON records: a number is a number because someone wrote one.
    Declared,
    /// Front matter: YAML takes `title: 1984` for a number, and its author did not.
    Guessed,
}

/// The fields of one record that have not been taken yet.
#[derive(Debug)]
pub(super) struct Fields {
    map: Map<String, Value>,
    typing: Typing,
}

type Taken<T> = Result<T, ReadError>;

impl Fields {
    /// All fields of a record.
    pub(super) fn new(map: Map<String, Value>, typing: Typing) -> Self {
        Self { map, typing }
    }

    /// Takes the fields of these names; of those that say something, the first.
    pub(super) fn take(&mut self, names: &[&str]) -> Option<(String, Value)> {
        let mut found = None;
        for name in names {
            if let Some(value) = self.map.remove(*name)
                && found.is_none()
                && says_something(&value)
            {
                found = Some(((*name).to_owned(), value));
            }
        }
        found
    }

    /// Puts a field back that was taken, perhaps in another form.
    pub(super) fn put_back(&mut self, name: String, value: Value) {
        self.map.insert(name, value);
    }

    /// Whether a field of this name is there and says something.
    pub(super) fn has(&self, name: &str) -> bool {
        self.map.get(name).is_some_and(says_something)
    }

    /// Text, never blank.
    pub(super) fn text(&mut self, names: &[&str]) -> Taken<Option<String>> {
        let typing = self.typing;
        self.take(names).map(|(name, value)| text(&name, value, typing)).transpose()
    }

    /// A key: text, or a number that means one.
    pub(super) fn key(&mut self, names: &[&str]) -> Taken<Option<String>> {
        self.take(names).map(|(name, value)| text(&name, value, Typing::Guessed)).transpose()
    }

    /// Categories or tags: names, or objects with `name` and `slug`.
    pub(super) fn terms(&mut self, names: &[&str]) -> Taken<Vec<DraftTerm>> {
        let typing = self.typing;
        let Some((name, value)) = self.take(names) else { return Ok(Vec::new()) };
        let terms = each(&name, value, |place, value| match value {
            Value::Object(map) => {
                let mut fields = Fields::new(map, typing);
                let slug = fields.text(&["slug"]).map_err(|fault| within(place, fault))?;
                let name = fields
                    .text(&["name", "title", "label"])
                    .map_err(|fault| within(place, fault))?;
                Ok(name.or_else(|| slug.clone()).map(|name| DraftTerm { slug, name }))
            }
            value => text(place, value, typing).map(|name| Some(DraftTerm::from(name.as_str()))),
        })?;
        Ok(terms.into_iter().flatten().collect())
    }

    /// Authors: objects with `name`, `url`, `avatar`, or names; one or a list.
    pub(super) fn authors(&mut self, names: &[&str]) -> Taken<Vec<DraftAuthor>> {
        let typing = self.typing;
        let Some((name, value)) = self.take(names) else { return Ok(Vec::new()) };
        let authors = each(&name, value, |place, value| match value {
            Value::Object(map) => {
                let mut fields = Fields::new(map, typing);
                let mut take =
                    |names: &[&str]| fields.text(names).map_err(|fault| within(place, fault));
                Ok(DraftAuthor {
                    name: take(&["name"])?,
                    url: take(&["url", "uri", "website"])?,
                    avatar: take(&["avatar", "picture"])?,
                })
            }
            value => text(place, value, typing).map(|name| DraftAuthor::named(&name)),
        })?;
        Ok(authors.into_iter().filter(|author| *author != DraftAuthor::default()).collect())
    }

    /// A picture: its URL, or an object with `url` (or `src`), `alt`, `width`, `height`. Of a list
    /// the first.
    pub(super) fn image(&mut self, names: &[&str]) -> Taken<Option<DraftImage>> {
        let typing = self.typing;
        let Some((name, value)) = self.take(names) else { return Ok(None) };
        let images = each(&name, value, |place, value| match value {
            Value::Object(map) => {
                let mut fields = Fields::new(map, typing);
                let mut take =
                    |names: &[&str]| fields.text(names).map_err(|fault| within(place, fault));
                let url = take(&["url", "src", "image", "path", "file"])?;
                let alt = take(&["alt", "alttext", "image_alt"])?;
                let width = fields.pixels(&["width"]).map_err(|fault| within(place, fault))?;
                let height = fields.pixels(&["height"]).map_err(|fault| within(place, fault))?;
                Ok(url.map(|url| DraftImage { url, alt, width, height }))
            }
            // `header: true` tells a theme something, not us.
            Value::Bool(_) | Value::Number(_) if typing == Typing::Guessed => Ok(None),
            value => text(place, value, typing)
                .map(|url| Some(DraftImage { url, ..DraftImage::default() })),
        })?;
        Ok(images.into_iter().flatten().next())
    }

    /// Files: objects with `url` and more, or URLs.
    pub(super) fn attachments(&mut self, names: &[&str]) -> Taken<Vec<DraftAttachment>> {
        let typing = self.typing;
        let Some((name, value)) = self.take(names) else { return Ok(Vec::new()) };
        each(&name, value, |place, value| match value {
            Value::Object(map) => attachment(Fields::new(map, typing))
                .and_then(|found| {
                    found.ok_or_else(|| ReadError::Unusable("`url` is missing".to_owned()))
                })
                .map_err(|fault| within(place, fault)),
            value => text(place, value, typing)
                .map(|url| DraftAttachment { url, ..DraftAttachment::default() }),
        })
    }

    /// A whole number that is not negative.
    pub(super) fn count(&mut self, names: &[&str]) -> Taken<Option<u64>> {
        let Some((name, value)) = self.take(names) else { return Ok(None) };
        let number = match &value {
            Value::Number(number) => number.as_u64().or_else(|| number.as_f64().and_then(whole)),
            Value::String(text) => text.trim().parse().ok(),
            _ => None,
        };
        number.map(Some).ok_or_else(|| wrong(&name, &value, "a whole number"))
    }

    /// Pixels: a whole number, `600px` too.
    pub(super) fn pixels(&mut self, names: &[&str]) -> Taken<Option<u32>> {
        let Some((name, mut value)) = self.take(names) else { return Ok(None) };
        if let Value::String(text) = &mut value
            && let Some(digits) = text.trim().strip_suffix("px")
        {
            *text = digits.to_owned();
        }
        let mut only = Fields::new(Map::from_iter([(name.clone(), value)]), self.typing);
        Ok(only.count(&[&name])?.and_then(|pixels| u32::try_from(pixels).ok()))
    }

    /// Seconds; fractions are lawful.
    fn seconds(&mut self, names: &[&str]) -> Taken<Option<f64>> {
        let Some((name, value)) = self.take(names) else { return Ok(None) };
        let seconds = match &value {
            Value::Number(number) => number.as_f64(),
            Value::String(text) => text.trim().parse().ok(),
            _ => None,
        };
        match seconds {
            Some(seconds) if seconds.is_finite() && seconds >= 0.0 => Ok(Some(seconds)),
            _ => Err(wrong(&name, &value, "a number of seconds")),
        }
    }

    /// The names of what was not taken, in alphabetical order.
    pub(super) fn rest(self) -> Vec<String> {
        let mut names: Vec<String> = self.map.into_iter().map(|(name, _)| name).collect();
        names.sort_unstable();
        names
    }
}

fn attachment(mut fields: Fields) -> Taken<Option<DraftAttachment>> {
    let Some(url) = fields.text(&["url", "src"])? else { return Ok(None) };
    Ok(Some(DraftAttachment {
        url,
        mime_type: fields.text(&["mime_type", "type"])?,
        title: fields.text(&["title"])?,
        size_in_bytes: fields.count(&["size_in_bytes", "length"])?,
        duration_in_seconds: fields.seconds(&["duration_in_seconds", "duration"])?,
    }))
}

/// Calls `read` for every value of a list, or for the value itself when it is none; `null` is no
/// value. The place is the name, with its index in a list.
fn each<T>(
    name: &str,
    value: Value,
    mut read: impl FnMut(&str, Value) -> Taken<T>,
) -> Taken<Vec<T>> {
    match value {
        Value::Array(values) => values
            .into_iter()
            .enumerate()
            .filter(|(_, value)| says_something(value))
            .map(|(index, value)| read(&format!("{name}[{index}]"), value))
            .collect(),
        value => Ok(vec![read(name, value)?]),
    }
}

fn text(name: &str, value: Value, typing: Typing) -> Taken<String> {
    match value {
        Value::String(text) => Ok(text),
        Value::Number(number) if typing == Typing::Guessed => Ok(number.to_string()),
        Value::Bool(flag) if typing == Typing::Guessed => Ok(flag.to_string()),
        value => Err(wrong(name, &value, "text")),
    }
}

fn wrong(name: &str, value: &Value, wanted: &str) -> ReadError {
    let found = match value {
        Value::Null => "null".to_owned(),
        Value::Bool(flag) => format!("`{flag}`"),
        Value::Number(number) => format!("the number {number}"),
        Value::String(text) => format!("`{}`", shortened(text)),
        Value::Array(_) => "a list".to_owned(),
        Value::Object(_) => "an object".to_owned(),
    };
    ReadError::Unusable(format!("`{name}` is {found}; write it as {wanted}"))
}

/// Puts the place of an object before a fault of one of its fields.
fn within(place: &str, fault: ReadError) -> ReadError {
    match fault {
        ReadError::Unusable(text) => ReadError::Unusable(format!("in `{place}`: {text}")),
        other => other,
    }
}

/// As much of a foreign text as a message can carry.
pub(super) fn shortened(text: &str) -> String {
    const CHARS: usize = 60;
    match text.char_indices().nth(CHARS) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}

fn says_something(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::String(text) => !text.trim().is_empty(),
        Value::Array(values) => !values.is_empty(),
        _ => true,
    }
}

/// A float that stands for a whole number: some writers know no other numbers.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "checked to be whole, not negative and below 2^53"
)]
fn whole(number: f64) -> Option<u64> {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    (number.fract() == 0.0 && (0.0..EXACT).contains(&number)).then_some(number as u64)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{Fields, Typing};
    use crate::article::DraftTerm;

    fn fields(value: Value, typing: Typing) -> Fields {
        match value {
            Value::Object(map) => Fields::new(map, typing),
            other => panic!("not an object: {other}"),
        }
    }

    #[test]
    fn a_wrong_type_names_its_field_and_the_right_type() {
        let mut record = fields(
            json!({"title": ["x"], "tags": ["a", ["b"]], "authors": [{"name": 3}],
                   "attachments": [{"url": "/a.mp3", "size_in_bytes": -1}]}),
            Typing::Declared,
        );
        let text = |fault: super::ReadError| fault.to_string();
        assert_eq!(
            record.text(&["title"]).map_err(text),
            Err("`title` is a list; write it as text".to_owned())
        );
        assert_eq!(
            record.terms(&["tags"]).map_err(text),
            Err("`tags[1]` is a list; write it as text".to_owned())
        );
        assert_eq!(
            record.authors(&["authors"]).map_err(text),
            Err("in `authors[0]`: `name` is the number 3; write it as text".to_owned())
        );
        assert_eq!(
            record.attachments(&["attachments"]).map_err(text),
            Err("in `attachments[0]`: `size_in_bytes` is the number -1; \
                 write it as a whole number"
                .to_owned())
        );
    }

    #[test]
    fn the_first_name_that_says_something_wins_and_its_aliases_are_not_unknown() {
        let mut record =
            fields(json!({"summary": " ", "description": "D", "other": 1}), Typing::Guessed);
        assert_eq!(record.text(&["summary", "description"]).unwrap().as_deref(), Some("D"));
        assert_eq!(record.rest(), ["other"]);
    }

    #[test]
    fn front_matter_may_look_like_numbers() {
        let mut record = fields(json!({"title": 1984, "tags": [2024, true]}), Typing::Guessed);
        assert_eq!(record.text(&["title"]).unwrap().as_deref(), Some("1984"));
        let tags = record.terms(&["tags"]).unwrap();
        assert_eq!(tags, [DraftTerm::from("2024"), DraftTerm::from("true")]);
    }

    #[test]
    fn a_whole_number_may_be_written_as_a_float_or_as_text() {
        let mut record = fields(json!({"a": 10.0, "b": " 7 ", "c": "600px"}), Typing::Declared);
        assert_eq!(record.count(&["a"]).unwrap(), Some(10));
        assert_eq!(record.count(&["b"]).unwrap(), Some(7));
        assert_eq!(record.pixels(&["c"]).unwrap(), Some(600));
    }
}
