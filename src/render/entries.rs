//! Where entries stand in a document that was written here, so that it can be had with those alone that
//! an earlier version of it lacks.
//!
//! Must not know: what an entry says besides its id, who has which version.

use std::collections::HashSet;
use std::ops::Range;

use super::Format;

/// The present version of a document without the entries that stand in an earlier one, byte for byte:
/// what is new and what was edited, in the document's order, under the whole head. `None` when nothing
/// could be left out, or when it would not tell all: an entry has gone from among others, and who keeps
/// those of the earlier version would keep that one. (One that went off the end is merely old.)
#[must_use]
pub fn since(earlier: &[u8], present: &[u8], format: Format) -> Option<Vec<u8>> {
    let (known, entries) = (Entries::of(earlier, format)?, Entries::of(present, format)?);
    let ids: HashSet<&[u8]> = entries.ids()?.into_iter().collect();
    let stays: Vec<bool> = known.ids()?.into_iter().map(|id| ids.contains(id)).collect();
    let known: HashSet<&[u8]> = known.all.into_iter().collect();
    let new: Vec<&[u8]> = entries.all.iter().copied().filter(|it| !known.contains(it)).collect();
    if new.len() == entries.all.len() || !stays.is_sorted_by(|one, next| one >= next) {
        return None;
    }
    Some([entries.head, &new.join(between(format)), entries.end].concat())
}

/// A document taken apart.
struct Entries<'a> {
    format: Format,
    head: &'a [u8],
    all: Vec<&'a [u8]>,
    end: &'a [u8],
}

impl<'a> Entries<'a> {
    /// `None` when anything but [`between`] stands between the entries, and when there are none.
    fn of(document: &'a [u8], format: Format) -> Option<Self> {
        let places = match format {
            Format::Rss => elements(document, b"<item>", b"</item>")?,
            Format::Atom => elements(document, b"<entry>", b"</entry>")?,
            Format::Json => items(document)?,
        };
        let mut at = places.first()?.start;
        let head = document.get(..at)?;
        let mut all = Vec::with_capacity(places.len());
        for place in places {
            let gap = if all.is_empty() { &b""[..] } else { between(format) };
            if document.get(at..place.start)? != gap {
                return None;
            }
            at = place.end;
            all.push(document.get(place)?);
        }
        Some(Self { format, head, all, end: document.get(at..)? })
    }

    /// By what readers know them, as it is written.
    fn ids(&self) -> Option<Vec<&'a [u8]>> {
        self.all.iter().map(|entry| id(entry, self.format)).collect()
    }
}

/// What stands between two entries.
fn between(format: Format) -> &'static [u8] {
    match format {
        Format::Rss | Format::Atom => b"",
        Format::Json => b",",
    }
}

/// The elements with these tags. Markup begins at every `<` outside of CDATA and nowhere else: the
/// writers escape it in text and in attributes.
fn elements(document: &[u8], start_tag: &[u8], end_tag: &[u8]) -> Option<Vec<Range<usize>>> {
    let (mut places, mut open, mut at) = (Vec::new(), None, 0);
    while let Some(found) = find(document, at, b"<") {
        let rest = document.get(found..)?;
        at = found + 1;
        if rest.starts_with(b"<![CDATA[") {
            at = find(document, found, b"]]>")?;
        } else if rest.starts_with(start_tag) {
            if open.replace(found).is_some() {
                return None;
            }
        } else if rest.starts_with(end_tag) {
            places.push(open.take()?..found + end_tag.len());
        }
    }
    open.is_none().then_some(places)
}

/// The items of a JSON Feed. The key that opens their list stands in no string: its quotes would be
/// escaped there.
fn items(document: &[u8]) -> Option<Vec<Range<usize>>> {
    const LIST: &[u8] = b"\"items\":[";
    let (mut places, mut open, mut depth) = (Vec::new(), 0, 0_usize);
    let mut at = find(document, 0, LIST)? + LIST.len();
    loop {
        match *document.get(at)? {
            b'"' => at = string_end(document, at)?,
            b'{' | b'[' => {
                if depth == 0 {
                    open = at;
                }
                depth += 1;
            }
            b']' if depth == 0 => return Some(places),
            b'}' | b']' => {
                depth = depth.checked_sub(1)?;
                if depth == 0 {
                    places.push(open..at + 1);
                }
            }
            _ => {}
        }
        at += 1;
    }
}

/// The place of the quote that ends the string which begins at `start`.
fn string_end(text: &[u8], start: usize) -> Option<usize> {
    let mut at = start + 1;
    loop {
        match *text.get(at)? {
            b'"' => return Some(at),
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
}

fn id(entry: &[u8], format: Format) -> Option<&[u8]> {
    let within = |start: &[u8], end: &[u8]| {
        let start = find(entry, 0, start)?;
        entry.get(start..find(entry, start, end)?)
    };
    match format {
        Format::Rss => within(b"<guid ", b"</guid>"),
        Format::Atom => within(b"<id>", b"</id>"),
        Format::Json => {
            const FIRST: &[u8] = b"{\"id\":";
            let start = entry.starts_with(FIRST).then_some(FIRST.len())?;
            entry.get(start..string_end(entry, start)?)
        }
    }
}

/// The first place of `wanted` at or after `from`.
fn find(bytes: &[u8], from: usize, wanted: &[u8]) -> Option<usize> {
    let rest = bytes.get(from..)?;
    let place = match wanted {
        [byte] => rest.iter().position(|it| it == byte),
        _ => rest.windows(wanted.len()).position(|window| window == wanted),
    };
    place.map(|place| from + place)
}

#[cfg(test)]
mod tests {
    use super::{Format, since};

    /// A document of entries with these ids and texts, as each format is written.
    fn document(format: Format, entries: &[(&str, &str)]) -> String {
        let written = entries.iter().map(|(id, text)| match format {
            Format::Rss => format!(
                "<item><title>{id}</title><description><![CDATA[{text}]]></description>\
                 <guid isPermaLink=\"false\">{id}</guid></item>"
            ),
            Format::Atom => {
                format!("<entry><title>{id}</title><id>{id}</id><content>{text}</content></entry>")
            }
            Format::Json => format!(
                "{{\"id\":\"{id}\",\"content_text\":\"{text}\",\"authors\":[{{\"name\":\"x\"}}]}}"
            ),
        });
        let written: Vec<String> = written.collect();
        match format {
            Format::Rss => {
                format!("<rss><channel><title>a</title>{}</channel></rss>\n", written.concat())
            }
            Format::Atom => format!("<feed><id>x</id>{}</feed>\n", written.concat()),
            Format::Json => {
                format!("{{\"title\":\"\\\"items\\\":[\",\"items\":[{}]}}\n", written.join(","))
            }
        }
    }

    fn cut(format: Format, earlier: &[(&str, &str)], present: &[(&str, &str)]) -> Option<String> {
        let of = |entries| document(format, entries).into_bytes();
        since(&of(earlier), &of(present), format).map(|bytes| String::from_utf8(bytes).unwrap())
    }

    #[test]
    fn what_is_new_and_what_was_edited_stays_under_the_whole_head() {
        let earlier = [("c", "3"), ("b", "2"), ("a", "1")];
        let present = [("e", "5"), ("d", "4"), ("c", "3"), ("b", "2!"), ("a", "1")];
        for format in Format::ALL {
            let expected = document(format, &[("e", "5"), ("d", "4"), ("b", "2!")]);
            assert_eq!(cut(format, &earlier, &present), Some(expected), "{format:?}");
            // Nothing but the head has changed.
            assert_eq!(cut(format, &present, &present), Some(document(format, &[])), "{format:?}");
        }
    }

    #[test]
    fn what_went_off_the_end_is_old_and_what_went_from_the_midst_is_told_by_the_whole() {
        let earlier = [("c", "3"), ("b", "2"), ("a", "1")];
        for format in Format::ALL {
            let old = cut(format, &earlier, &[("d", "4"), ("c", "3")]);
            assert_eq!(old, Some(document(format, &[("d", "4")])), "{format:?}");
            assert_eq!(cut(format, &earlier, &[("d", "4"), ("c", "3"), ("a", "1")]), None);
            assert_eq!(cut(format, &earlier, &[("b", "2"), ("a", "1")]), None);
            // An edit is no departure.
            assert!(cut(format, &earlier, &[("c", "3"), ("b", "!"), ("a", "1")]).is_some());
        }
    }

    #[test]
    fn where_nothing_can_be_left_out_there_is_nothing_to_gain() {
        for format in Format::ALL {
            for (earlier, present) in [
                (&[("a", "1")][..], &[("a", "2")][..]),
                (&[("a", "1")], &[("b", "2")]),
                (&[], &[("a", "1")]),
                (&[("a", "1")], &[]),
            ] {
                assert_eq!(cut(format, earlier, present), None, "{format:?} {earlier:?}");
            }
        }
    }

    #[test]
    fn text_that_looks_like_an_entry_is_text() {
        let traps = [
            (Format::Rss, "<item><guid isPermaLink=\"false\">a</guid></item></channel>"),
            (Format::Atom, "&lt;entry>&lt;/entry>]]&gt;"),
            (Format::Json, "]}\\\"items\\\":[{\\\\"),
        ];
        for (format, trap) in traps {
            let expected = document(format, &[("c", trap)]);
            let cut =
                cut(format, &[("b", trap), ("a", "1")], &[("c", trap), ("b", trap), ("a", "1")]);
            assert_eq!(cut, Some(expected), "{format:?}");
        }
    }

    #[test]
    fn what_was_not_written_here_is_left_alone() {
        for text in [
            "",
            "<rss><item>",
            "<rss></item>",
            "<item><item></item></item>",
            "{\"items\":[{\"id\":",
        ] {
            for format in Format::ALL {
                assert_eq!(since(text.as_bytes(), text.as_bytes(), format), None, "{text}");
            }
        }
    }
}
