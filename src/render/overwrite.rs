//! Writing over: the crates that write RSS and Atom take every entry as some seventy strings and lists
//! of their own. The entries of a feed are much alike, so that each is written over one before it, in
//! the room that it left: asking for it anew is a good part of the time that a document takes.
//!
//! Must not know: documents, formats.

use std::collections::BTreeMap;

/// Writes a text, or nothing, over a text.
pub(super) fn text(place: &mut Option<String>, text: Option<impl AsRef<str>>) {
    one(place, text, |place, text| text.as_ref().clone_into(place));
}

/// Writes a value, or nothing, over a value.
pub(super) fn one<T: Default, V>(
    place: &mut Option<T>,
    value: Option<V>,
    write: impl FnOnce(&mut T, V),
) {
    match value {
        Some(value) => write(place.get_or_insert_default(), value),
        None => *place = None,
    }
}

/// Writes values over a list, which is as long as they are afterwards.
pub(super) fn list<T: Default, V>(
    list: &mut Vec<T>,
    values: impl IntoIterator<Item = V>,
    mut write: impl FnMut(&mut T, V),
) {
    let mut length = 0;
    for value in values {
        if length == list.len() {
            list.push(T::default());
        }
        if let Some(place) = list.get_mut(length) {
            write(place, value);
        }
        length += 1;
    }
    list.truncate(length);
}

/// Writes over what a map has under a name; the names are not written again.
pub(super) fn named<T: Default>(
    map: &mut BTreeMap<String, T>,
    name: &str,
    write: impl FnOnce(&mut T),
) {
    if let Some(place) = map.get_mut(name) {
        write(place);
    } else {
        let mut place = T::default();
        write(&mut place);
        map.insert(name.to_owned(), place);
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::{list, named, text};

    #[test]
    fn nothing_is_left_of_what_stood_there() {
        let mut place = Some("a longer text".to_owned());
        text(&mut place, Some("short"));
        assert_eq!(place.as_deref(), Some("short"));
        text(&mut place, None::<&str>);
        assert_eq!(place, None);

        let mut words = Vec::new();
        for values in [&["one", "two"][..], &["three"], &[], &["four", "five", "six"]] {
            list(&mut words, values, |place: &mut String, word| (*word).clone_into(place));
            assert_eq!(words, values);
        }

        let mut map = BTreeMap::from([("a".to_owned(), 1)]);
        named(&mut map, "a", |place| *place = 2);
        named(&mut map, "b", |place| *place += 3);
        assert_eq!(map, BTreeMap::from([("a".to_owned(), 2), ("b".to_owned(), 3)]));
    }
}
