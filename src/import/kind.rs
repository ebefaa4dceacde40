//! Telling what a file is, by its content first and its name second.

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

impl Kind {
    /// The kind of a file that begins with `head`; `None` for what newswire does not read.
    #[must_use]
    pub fn tell(head: &[u8], path: &str) -> Option<Self> {
        let text = String::from_utf8_lossy(head);
        let text = text.trim_start_matches('\u{FEFF}').trim_start();
        let ending = path
            .rsplit_once('.')
            .map(|(_, ending)| ending.to_ascii_lowercase())
            .unwrap_or_default();
        by_content(text, &ending).or_else(|| by_name(&ending))
    }
}

fn by_content(text: &str, ending: &str) -> Option<Kind> {
    let lower = text.get(..text.floor_char_boundary(2048)).unwrap_or_default().to_ascii_lowercase();
    if lower.starts_with("<?xml")
        || lower.starts_with("<rss")
        || lower.starts_with("<feed")
        || lower.starts_with("<rdf:")
    {
        if text.contains("wordpress.org/export/") {
            return Some(Kind::Wordpress);
        }
        if ["<rss", "<feed", "<rdf:rdf", "<channel"].iter().any(|root| lower.contains(root)) {
            return Some(Kind::Feed);
        }
    }
    if lower.starts_with("<!doctype html")
        || lower.starts_with("<html")
        || lower.starts_with("<head")
    {
        return Some(Kind::Page);
    }
    if text.starts_with('{') && !matches!(ending, "md" | "markdown") {
        let squeezed: String = lower.chars().filter(|c| !c.is_whitespace()).take(400).collect();
        let is_ghost = squeezed.starts_with("{\"db\":[")
            || squeezed.starts_with("{\"meta\":{\"exported_on\"")
            || squeezed.starts_with("{\"data\":{");
        return Some(if is_ghost { Kind::Ghost } else { Kind::Jsonl });
    }
    let is_front_matter =
        text.starts_with("---\n") || text.starts_with("---\r\n") || text.starts_with("+++");
    (is_front_matter && matches!(ending, "md" | "markdown" | "" | "mdx" | "html" | "txt"))
        .then_some(Kind::Markdown)
}

fn by_name(ending: &str) -> Option<Kind> {
    Some(match ending {
        "md" | "markdown" | "mdx" => Kind::Markdown,
        "json" | "jsonl" | "ndjson" => Kind::Jsonl,
        "html" | "htm" | "xhtml" | "txt" | "text" => Kind::Page,
        "wxr" => Kind::Wordpress,
        "rss" | "atom" | "rdf" => Kind::Feed,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::Kind;

    #[test]
    fn content_comes_before_the_name() {
        for (head, path, kind) in [
            ("---\ntitle: x\n---\n", "a.md", Some(Kind::Markdown)),
            ("# no front matter", "a.md", Some(Kind::Markdown)),
            ("{\"version\":\"https://jsonfeed.org/version/1.1\"", "feed.txt", Some(Kind::Jsonl)),
            ("{ \"db\" : [ {\"meta\":", "export.json", Some(Kind::Ghost)),
            (
                "\u{FEFF}<?xml version=\"1.0\"?><rss xmlns:wp=\"http://wordpress.org/export/1.2/\">",
                "x",
                Some(Kind::Wordpress),
            ),
            ("<?xml version=\"1.0\"?>\n<feed xmlns=", "x.xml", Some(Kind::Feed)),
            ("<!DOCTYPE html><html>", "x.php", Some(Kind::Page)),
            ("A headline\n\nText", "story.txt", Some(Kind::Page)),
            ("\u{0}\u{1}PNG", "picture.png", None),
            ("title = 1", "site.toml", None),
        ] {
            assert_eq!(Kind::tell(head.as_bytes(), path), kind, "{path}");
        }
    }
}
