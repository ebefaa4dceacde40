//! Telling what a file is, by its content first and its name second.
//!
//! Must not know: how any kind is read.

use encoding_rs::{UTF_16BE, UTF_16LE};

/// The kinds of sources newswire reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// JSON Feed documents, JSON records and JSON lines.
    Jsonl,
    /// Markdown with front matter.
    Markdown,
    /// WordPress export (WXR).
    Wordpress,
    /// Ghost export.
    Ghost,
    /// An article page in HTML, or the text of one.
    Page,
    /// RSS, RDF or Atom.
    Feed,
}

/// How many bytes of a file [`Kind::tell`] wants to see: enough to be past the comment that
/// WordPress opens its exports with.
pub const HEAD_BYTES: usize = 16 << 10;

impl Kind {
    /// What a file is, from its first bytes and its path; `None` when newswire does not read such
    /// files (settings, pictures, programs).
    ///
    /// Content decides where it can: an export is an export whatever its name. The name decides
    /// what content leaves open, above all between Markdown, plain text and HTML without a head.
    ///
    /// ```
    /// use newswire::import::Kind;
    /// assert_eq!(Kind::tell(b"<?xml version='1.0'?><rss>", "backup.txt"), Some(Kind::Feed));
    /// assert_eq!(Kind::tell(b"Harvest begins\n", "articles/harvest.txt"), Some(Kind::Page));
    /// assert_eq!(Kind::tell(b"title = \"News\"\n", "site.toml"), None);
    /// ```
    #[must_use]
    pub fn tell(head: &[u8], path: &str) -> Option<Self> {
        let head = head.get(..HEAD_BYTES).unwrap_or(head);
        let name = Name::of(path);
        let head = text_of(head)?;
        let start = head.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{FEFF}');
        let told = match start.chars().next() {
            Some('<') => markup(start, name),
            Some('{' | '[') => json(start, name),
            Some('-' | '+') if name != Name::Foreign => front_matter(start, name),
            _ => None,
        };
        match told {
            Some(Told::Is(kind)) => Some(kind),
            Some(Told::Foreign) => None,
            None => match name {
                Name::Markdown => Some(Self::Markdown),
                Name::Json => Some(Self::Jsonl),
                Name::Html | Name::Text => Some(Self::Page),
                Name::Feed => Some(Self::Feed),
                Name::Wxr => Some(Self::Wordpress),
                Name::None | Name::Foreign => None,
            },
        }
    }
}

/// What content says.
enum Told {
    Is(Kind),
    /// Something known that is not read here.
    Foreign,
}

/// What a file's ending says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Name {
    Markdown,
    Json,
    Html,
    Text,
    Feed,
    Wxr,
    /// No ending.
    None,
    /// The ending of something else.
    Foreign,
}

impl Name {
    fn of(path: &str) -> Self {
        let file = path.rsplit(['/', '\\']).next().unwrap_or(path);
        let Some((stem, ending)) = file.rsplit_once('.') else { return Self::None };
        if stem.is_empty() {
            return Self::Foreign;
        }
        match ending.to_ascii_lowercase().as_str() {
            "md" | "markdown" | "mdown" | "mkd" | "mdx" => Self::Markdown,
            "json" | "jsonl" | "ndjson" | "jsonfeed" => Self::Json,
            "html" | "htm" | "xhtml" | "shtml" => Self::Html,
            "txt" | "text" => Self::Text,
            "xml" | "rss" | "atom" | "rdf" => Self::Feed,
            "wxr" => Self::Wxr,
            _ => Self::Foreign,
        }
    }
}

/// The head as text, as far as it is any; `None` for pictures, archives and the like.
fn text_of(head: &[u8]) -> Option<String> {
    const MAGIC: [&[u8]; 8] = [
        b"%PDF-",
        b"\x89PNG",
        b"GIF8",
        b"\xFF\xD8\xFF",
        b"PK\x03\x04",
        b"\x1F\x8B",
        b"SQLite format 3",
        b"\x7FELF",
    ];
    if MAGIC.iter().any(|magic| head.starts_with(magic)) {
        return None;
    }
    if head.starts_with(b"\xFF\xFE") {
        return Some(UTF_16LE.decode(head).0.into_owned());
    }
    if head.starts_with(b"\xFE\xFF") {
        return Some(UTF_16BE.decode(head).0.into_owned());
    }
    // A stray control character is a blemish of a text; many of them are no text.
    let is_control = |byte: &&u8| matches!(byte, 0..=8 | 0x0E..=0x1A | 0x1C..=0x1F | 0x7F);
    let controls = head.iter().filter(is_control).count();
    (controls * 20 <= head.len()).then(|| String::from_utf8_lossy(head).into_owned())
}

/// XML and HTML, told by their first element.
fn markup(start: &str, name: Name) -> Option<Told> {
    let opening = Opening::of(start);
    let root = opening.root.as_deref().unwrap_or_default();
    let local = root.rsplit(':').next().unwrap_or(root);
    match local {
        "rss" if start.contains("wordpress.org/export") => Some(Told::Is(Kind::Wordpress)),
        "rss" | "feed" | "rdf" => Some(Told::Is(Kind::Feed)),
        // An entry alone is an Atom document, too (RFC 4287 section 2).
        "entry" if start.contains("http://www.w3.org/2005/Atom") => Some(Told::Is(Kind::Feed)),
        "html" => Some(Told::Is(Kind::Page)),
        _ if opening.is_html => Some(Told::Is(Kind::Page)),
        // Markdown may open with any element of HTML.
        "head" | "body" | "article" | "main" if name != Name::Markdown => {
            Some(Told::Is(Kind::Page))
        }
        "" => None,
        "svg" | "opml" | "urlset" | "sitemapindex" => Some(Told::Foreign),
        _ if start.starts_with("<?xml") || name == Name::Feed || name == Name::Wxr => {
            Some(Told::Foreign)
        }
        _ => None,
    }
}

/// How a text in angle brackets begins.
#[derive(Default)]
struct Opening {
    /// Its document type is HTML's.
    is_html: bool,
    /// The name of the first element, in lower case, past declarations and comments.
    root: Option<String>,
}

impl Opening {
    fn of(text: &str) -> Self {
        let mut opening = Self::default();
        opening.read(text);
        opening
    }

    fn read(&mut self, mut text: &str) -> Option<()> {
        loop {
            text = text.trim_start().strip_prefix('<')?;
            text = if let Some(comment) = text.strip_prefix("!--") {
                comment.split_once("-->")?.1
            } else if text.starts_with('?') {
                text.split_once("?>")?.1
            } else if text.starts_with('!') {
                self.is_html |=
                    text.get(1..13).is_some_and(|name| name.eq_ignore_ascii_case("doctype html"));
                let declaration = text.split_once('>')?;
                // A document type may hold declarations of its own.
                if declaration.0.contains('[') { text.split_once("]>")?.1 } else { declaration.1 }
            } else {
                let end = text.find(|c: char| c.is_whitespace() || matches!(c, '>' | '/'))?;
                self.root = text.get(..end).map(str::to_ascii_lowercase);
                return None;
            };
        }
    }
}

/// JSON, told by its first names.
fn json(start: &str, name: Name) -> Option<Told> {
    let mut after = start.chars().skip(1).filter(|c| !c.is_whitespace());
    let next = after.next();
    let looks_like_json = match start.chars().next() {
        Some('{') => matches!(next, Some('"' | '}')),
        _ => matches!(next, Some('{' | ']')),
    };
    if !looks_like_json {
        return None;
    }
    let dense: String = start.chars().filter(|c| !c.is_whitespace()).collect();
    let is_ghost = ["{\"db\":[{", "{\"meta\":{\"exported_on\"", "{\"data\":{\"posts\":["]
        .iter()
        .any(|opening| dense.starts_with(opening))
        || (dense.starts_with("{\"meta\":{") && dense.contains("},\"data\":{"));
    if is_ghost {
        return Some(Told::Is(Kind::Ghost));
    }
    if dense.contains("\"version\":\"https://jsonfeed.org/version/")
        || dense.contains("\"version\":\"http://jsonfeed.org/version/")
        || dense.contains("\"version\":\"https:\\/\\/jsonfeed.org\\/version\\/")
    {
        return Some(Told::Is(Kind::Jsonl));
    }
    match name {
        Name::Markdown => Some(Told::Is(Kind::Markdown)),
        Name::Foreign => Some(Told::Foreign),
        _ => Some(Told::Is(Kind::Jsonl)),
    }
}

/// Front matter: its fence, and below it something like a key.
fn front_matter(start: &str, name: Name) -> Option<Told> {
    let (fence, rest) = start.split_once('\n')?;
    let separator = match fence.trim_end() {
        "---" => ':',
        "+++" => '=',
        _ => return None,
    };
    let fence = fence.trim_end();
    let mut lines = rest.lines().map(str::trim_end);
    let has_key = lines
        .by_ref()
        .find(|line| !line.is_empty() && !line.starts_with('#'))
        .is_some_and(|line| line.contains(separator) || line.starts_with('[') || line == fence);
    // Without a name that says so, only a closed front matter is one: `---` opens YAML, too.
    let is_closed = name != Name::None || lines.any(|line| line == fence);
    (has_key && is_closed).then_some(Told::Is(Kind::Markdown))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::Kind;

    fn tell(head: &str, path: &str) -> Option<Kind> {
        Kind::tell(head.as_bytes(), path)
    }

    #[test]
    fn an_export_is_an_export_whatever_its_name() {
        let wxr = "<?xml version=\"1.0\"?>\n<!-- generator -->\n<rss version=\"2.0\"\n \
                   xmlns:wp=\"http://wordpress.org/export/1.2/\"><channel>";
        let ghost = "{\n \"db\": [ { \"meta\": {} } ] }";
        for name in ["x.xml", "x.txt", "x", "x.md", "x.json", "x.bak"] {
            assert_eq!(tell(wxr, name), Some(Kind::Wordpress), "{name}");
            assert_eq!(tell(ghost, name), Some(Kind::Ghost), "{name}");
            assert_eq!(tell("<feed xmlns='http://www.w3.org/2005/Atom'>", name), Some(Kind::Feed));
            assert_eq!(tell("\u{FEFF}<!DOCTYPE html>\n<title>x", name), Some(Kind::Page));
        }
        assert_eq!(tell("{\"meta\":{\"a\":1},\"data\":{\"posts\":[]}}", "g"), Some(Kind::Ghost));
        assert_eq!(tell("{\"data\":{\"posts\":[]}}", "g"), Some(Kind::Ghost));
        assert_eq!(tell("<rdf:RDF xmlns:rdf='x'>", "news"), Some(Kind::Feed));
        assert_eq!(tell("<atom:feed xmlns:atom='x'>", "news"), Some(Kind::Feed));
        assert_eq!(tell("<entry xmlns='http://www.w3.org/2005/Atom'>", "e"), Some(Kind::Feed));
        assert_eq!(tell("<entry xmlns='urn:dictionary'>", "e.xml"), None);
    }

    #[test]
    fn the_name_decides_between_kinds_of_plain_text() {
        assert_eq!(tell("Hello\n", "a/b.md"), Some(Kind::Markdown));
        assert_eq!(tell("Hello\n", "a/b.TXT"), Some(Kind::Page));
        assert_eq!(tell("Hello\n", "a/b.html"), Some(Kind::Page));
        assert_eq!(tell("Hello\n", "a/b.csv"), None);
        assert_eq!(tell("Hello\n", "a/LICENSE"), None);
        assert_eq!(tell("", "a/b.jsonl"), Some(Kind::Jsonl));
        assert_eq!(tell("<div dir=\"rtl\">\n\n# x", "b.md"), Some(Kind::Markdown));
        assert_eq!(tell("<article><h1>x</h1>", "b.md"), Some(Kind::Markdown));
        assert_eq!(tell("<article><h1>x</h1>", "b.html"), Some(Kind::Page));
        assert_eq!(tell("<!-- a comment -->\n<p>x</p>", "b.html"), Some(Kind::Page));
        assert_eq!(tell("[caption id=\"\"] x", "b.txt"), Some(Kind::Page));
    }

    #[test]
    fn front_matter_makes_markdown_and_a_rule_does_not() {
        assert_eq!(tell("---\ntitle: x\n---\ntext", "post"), Some(Kind::Markdown));
        assert_eq!(tell("+++\ntitle = \"x\"\n+++\ntext", "post.txt"), Some(Kind::Markdown));
        assert_eq!(tell("---\ntitle: x\n---\n<p>text", "post.html"), Some(Kind::Markdown));
        assert_eq!(tell("{\n  \"title\": \"x\"\n}\ntext", "post.md"), Some(Kind::Markdown));
        assert_eq!(tell("---\nkey: value\n", "settings.yaml"), None);
        assert_eq!(tell("---\nkey: value\n", "settings"), None);
        assert_eq!(tell("---\n\nA text below a rule", "x.txt"), Some(Kind::Page));
    }

    #[test]
    fn json_is_records_unless_its_name_is_foreign() {
        assert_eq!(tell("{\"id\": \"1\"}\n{\"id\": \"2\"}", "a.jsonl"), Some(Kind::Jsonl));
        assert_eq!(tell("[\n  {\"id\": 1}]", "records"), Some(Kind::Jsonl));
        assert_eq!(tell("{\"type\": \"FeatureCollection\"}", "map.geojson"), None);
        assert_eq!(
            tell("{\"version\": \"https://jsonfeed.org/version/1.1\"", "feed.backup"),
            Some(Kind::Jsonl)
        );
    }

    #[test]
    fn what_newswire_does_not_read_is_none() {
        assert_eq!(Kind::tell(b"\x89PNG\r\n\x1A\n\0\0\0", "picture.md"), None);
        assert_eq!(Kind::tell(b"\xFF\xD8\xFF\xE0\0\x10JFIF", "photo.jpg"), None);
        assert_eq!(Kind::tell(&[0; 64], "x.md"), None);
        assert_eq!(tell("%PDF-1.7\n", "paper.txt"), None);
        assert_eq!(tell("title = 1\n", "site.toml"), None);
        assert_eq!(tell("<?xml version=\"1.0\"?><opml version=\"2.0\">", "feeds.xml"), None);
        assert_eq!(tell("<svg xmlns='http://www.w3.org/2000/svg'>", "logo.svg"), None);
        assert_eq!(tell("<?xml version='1.0'?><urlset>", "sitemap.xml"), None);
    }

    #[test]
    fn utf_16_is_read_past_its_mark() {
        let bytes: Vec<u8> =
            "\u{FEFF}<rss version='2.0'>".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(Kind::tell(&bytes, "feed"), Some(Kind::Feed));
    }

    proptest! {
        #[test]
        fn nothing_makes_it_panic(
            opening in prop::sample::select(vec!["", "<", "<!", "<!--", "<?", "---\n", "{", "["]),
            rest in prop::collection::vec(any::<u8>(), 0..200),
            name in "[a-z./]{0,9}",
        ) {
            let _ = Kind::tell(&[opening.as_bytes(), &rest].concat(), &name);
        }
    }
}
