//! What a server said.
//!
//! Must not know: how it was asked, the library that heard it.

/// An answer, its body as it came over the wire.
#[derive(Debug, Clone, Default)]
pub(super) struct Answer {
    pub status: u16,
    /// Names in lower case, in the order in which they came.
    pub fields: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Answer {
    /// A field's value; several lines of one name are one list (RFC 9110 section 5.3).
    pub fn field(&self, name: &str) -> Option<String> {
        let values: Vec<&str> = self
            .fields
            .iter()
            .filter(|(known, _)| known == name)
            .map(|(_, value)| value.trim())
            .collect();
        (!values.is_empty()).then(|| values.join(", "))
    }

    /// The members of a list field, in lower case.
    pub fn members(&self, name: &str) -> Vec<String> {
        let list = self.field(name).unwrap_or_default();
        list.split(',')
            .map(|member| member.trim().to_ascii_lowercase())
            .filter(|member| !member.is_empty())
            .collect()
    }

    /// The codings of the body, first applied first; `identity` is none.
    pub fn codings(&self) -> Vec<String> {
        let mut codings = self.members("content-encoding");
        codings.retain(|coding| coding != "identity");
        codings
    }
}

#[cfg(test)]
mod tests {
    use super::Answer;

    #[test]
    fn lines_of_one_name_are_one_list() {
        let answer = Answer {
            fields: vec![
                ("vary".to_owned(), "Origin".to_owned()),
                ("vary".to_owned(), " Accept-Encoding, ".to_owned()),
            ],
            ..Answer::default()
        };
        assert_eq!(answer.members("vary"), ["origin", "accept-encoding"]);
        assert_eq!(answer.field("etag"), None);
        assert!(answer.codings().is_empty());
    }
}
