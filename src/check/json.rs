//! JSON as it is written: every member in its order, none silently dropped.
//!
//! Must not know: JSON Feed.

use std::borrow::Cow;
use std::collections::HashSet;
use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

/// A JSON value that keeps members that come twice.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Json<'a> {
    Null,
    Bool(bool),
    /// A number and whether it is whole and not negative.
    Number {
        whole: bool,
    },
    String(Cow<'a, str>),
    Array(Vec<Self>),
    Object(Vec<(Cow<'a, str>, Self)>),
}

impl<'a> Json<'a> {
    /// The first member of an object with the name.
    pub fn get(&self, name: &str) -> Option<&Self> {
        self.members().iter().find(|(known, _)| known == name).map(|(_, value)| value)
    }

    /// The members of an object; none of anything else.
    pub fn members(&self) -> &[(Cow<'a, str>, Self)] {
        if let Self::Object(members) = self { members } else { &[] }
    }

    /// What it is, in words.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Bool(_) => "true or false",
            Self::Number { .. } => "a number",
            Self::String(_) => "a string",
            Self::Array(_) => "an array",
            Self::Object(_) => "an object",
        }
    }

    /// The name that an object, or one inside of it, has twice.
    pub fn duplicate(&self) -> Option<&str> {
        match self {
            Self::Object(members) => {
                let mut seen = HashSet::with_capacity(members.len());
                members
                    .iter()
                    .find(|(name, _)| !seen.insert(&**name))
                    .map(|(name, _)| &**name)
                    .or_else(|| members.iter().find_map(|(_, value)| value.duplicate()))
            }
            Self::Array(values) => values.iter().find_map(Self::duplicate),
            _ => None,
        }
    }
}

impl<'de> Deserialize<'de> for Json<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(AnyValue)
    }
}

/// A string that borrows where nothing is escaped.
struct Text<'a>(Cow<'a, str>);

impl<'de> Deserialize<'de> for Text<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match Json::deserialize(deserializer)? {
            Json::String(text) => Ok(Self(text)),
            _ => Err(serde::de::Error::custom("a member's name must be a string")),
        }
    }
}

struct AnyValue;

impl<'de> Visitor<'de> for AnyValue {
    type Value = Json<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(Json::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Self::Value, E> {
        Ok(Json::Bool(value))
    }

    fn visit_u64<E>(self, _: u64) -> Result<Self::Value, E> {
        Ok(Json::Number { whole: true })
    }

    fn visit_i64<E>(self, _: i64) -> Result<Self::Value, E> {
        Ok(Json::Number { whole: false })
    }

    fn visit_f64<E>(self, _: f64) -> Result<Self::Value, E> {
        Ok(Json::Number { whole: false })
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(Json::String(Cow::Borrowed(text)))
    }

    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Json::String(Cow::Owned(text.to_owned())))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut values: A) -> Result<Self::Value, A::Error> {
        let mut array = Vec::new();
        while let Some(value) = values.next_element()? {
            array.push(value);
        }
        Ok(Json::Array(array))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Self::Value, A::Error> {
        let mut object = Vec::new();
        while let Some((Text(name), value)) = members.next_entry::<Text<'de>, Json<'de>>()? {
            object.push((name, value));
        }
        Ok(Json::Object(object))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_that_come_twice_are_kept_and_found() {
        let json: Json<'_> = serde_json::from_str(r#"{"a":[{"b":1,"c":-1,"b":2.5}]}"#).unwrap();
        assert_eq!(json.duplicate(), Some("b"));
        let json: Json<'_> =
            serde_json::from_str(r#"{"a":[{"b":1},{"b":"\u00e9"}],"b":null}"#).unwrap();
        assert_eq!(json.duplicate(), None);
        assert_eq!(json.get("b"), Some(&Json::Null));
    }

    #[test]
    fn what_is_no_json_is_refused() {
        for text in ["", "{", "{}x", "[1,]", "{'a':1}", "\"\\ud800\"", "\"\u{1}\"", "01", "NaN"] {
            assert!(serde_json::from_str::<Json<'_>>(text).is_err(), "{text}");
        }
    }
}
