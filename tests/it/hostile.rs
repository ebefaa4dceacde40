//! Hostile records through the real program: each is refused with a reason or comes out clean, and
//! every document is well-formed to parsers that wrote none of it.

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};

const FORBIDDEN: &str = "\u{1}\u{8}\u{b}\u{1f}\u{7f}\u{85}\u{202e}\u{feff}\u{fffe}\u{fdd0}";

fn record(id: &str, more: Value) -> Value {
    let mut record = json!({
        "id": id, "url": format!("https://news.example/{}", id.len()),
        "date_published": "2024-01-01T00:00:00Z", "title": "A title", "categories": ["c"],
    });
    if let (Value::Object(record), Value::Object(more)) = (&mut record, more) {
        record.extend(more);
    }
    record
}

fn html(id: &str, body: &str) -> Value {
    record(id, json!({"content_html": body}))
}

/// Records that are kept, whatever is left of them.
fn kept() -> Vec<Value> {
    vec![
        record(
            "controls",
            json!({
                "title": format!("a{FORBIDDEN}b]]>"), "summary": format!("s{FORBIDDEN}]]>"),
                "content_html": format!("<p title='{FORBIDDEN}'>a{FORBIDDEN}b]]></p>"),
                "tags": [format!("t{FORBIDDEN}")], "authors": [{"name": format!("n{FORBIDDEN}")}],
                "guid": format!("g{FORBIDDEN}"), "image_alt": FORBIDDEN, "language": FORBIDDEN,
            }),
        ),
        html("no text", &FORBIDDEN.repeat(9)),
        html(
            "unsafe",
            "<p onclick=x>a<script>]]></script><img src=x onerror=y><a href=javascript:z>b",
        ),
        html("token", &format!("<p title=\"{}\">x", "a".repeat(1 << 20))),
        html(
            "picture",
            &format!("<img src=\"data:image/png;base64,{}\">x", "ab/c".repeat(1 << 18)),
        ),
        html("set", &format!("<img src=a srcset=\"{}\">", "/b 1x,".repeat(100_000))),
        record("markdown", json!({"content_markdown": "![[*a_ `".repeat(9_000)})),
        record("text", json!({"content_text": "<&>]]>\n\n".repeat(2_000)})),
        record("categories", json!({"categories": vec!["c"; 100_000]})),
    ]
}

/// Records that are refused, and a word of the reason.
fn refused() -> Vec<(Value, &'static str)> {
    vec![
        (html("deep", &"<div>".repeat(20_000)), "nested deeper"),
        (html("formatting", &"<b><i><u>".repeat(20_000)), "nested deeper"),
        (html("tables", &"<table><b><tr><td>".repeat(20_000)), "nested deeper"),
        (html("adoption", &"<a><p></a>".repeat(120_000)), "unfolds"),
        (html("attributes", &format!("<p {}>", "a b c ".repeat(20_000))), "attributes"),
        (html("ampersands", &"&".repeat(150_000)), "paragraphs"),
        (record("title", json!({"title": "a".repeat(1 << 20)})), "`title` has"),
        (record("line\nend", json!({})), "control characters"),
        (record("address", json!({"url": "javascript:x"})), "no"),
    ]
}

fn build(site: &Path) -> String {
    let done = Command::new(env!("CARGO_BIN_EXE_newswire"))
        .args(["build", "--site"])
        .arg(site)
        .arg("--out")
        .arg(site.join("out"))
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&done.stderr).into_owned();
    assert_eq!(done.status.code(), Some(1), "{said}");
    said
}

/// Reads every document and gives how many entries the feed of category `c` has.
fn entries(folder: &Path) -> usize {
    let mut documents = 0;
    for entry in fs::read_dir(folder.join("feeds")).unwrap() {
        let path = entry.unwrap().path();
        let text = |path: &Path| fs::read_to_string(path).unwrap();
        match path.extension().and_then(|ending| ending.to_str()) {
            Some("rss" | "atom") => {
                let text = text(&path);
                roxmltree::Document::parse(&text)
                    .unwrap_or_else(|fault| panic!("{}: {fault}", path.display()));
            }
            Some("json") => {
                serde_json::from_str::<Value>(&text(&path)).unwrap();
            }
            _ => continue,
        }
        documents += 1;
    }
    assert!(documents >= 6, "only {documents} documents");
    let feed = fs::read_to_string(folder.join("feeds/c.json")).unwrap();
    let feed: Value = serde_json::from_str(&feed).unwrap();
    feed["items"].as_array().unwrap().len()
}

#[test]
fn hostile_records_are_refused_or_come_out_clean() {
    let folder = tempfile::tempdir().unwrap();
    let articles = folder.path().join("articles");
    fs::create_dir(&articles).unwrap();
    let site = "title = \"T\"\nurl = \"https://news.example\"\nlanguage = \"en\"\n";
    fs::write(folder.path().join("site.toml"), site).unwrap();
    let (kept, refused) = (kept(), refused());
    let mut lines: Vec<String> = kept.iter().map(Value::to_string).collect();
    lines.extend(refused.iter().map(|(record, _)| record.to_string()));
    // Syntax that no writer of JSON would write.
    let broken = [
        format!("{{\"id\":\"x\",\"a\":{}{}}}", "[".repeat(100_000), "]".repeat(100_000)),
        format!("{{\"id\":\"x\",\"image_width\":{}}}", "9".repeat(100_000)),
    ];
    lines.extend(broken.iter().cloned());
    let mut bytes = lines.join("\n").into_bytes();
    bytes.extend(b"\n{\"id\":\"latin\",\"title\":\"caf\xe9\"}\n");
    fs::write(articles.join("records.jsonl"), bytes).unwrap();
    let matter = |fields: String| format!("---\ntitle: t\ndate: 2024-01-01\n{fields}\n---\nText");
    fs::write(articles.join("lists.md"), matter(format!("a: {}", "[".repeat(100_000)))).unwrap();
    fs::write(articles.join("keys.md"), matter("a: b\n".repeat(100_000))).unwrap();
    let levels: String = (1..10).fold(String::new(), |levels, level| {
        levels + &format!("<!ENTITY l{level} \"{}\">", format!("&l{};", level - 1).repeat(10))
    });
    let feed = format!(
        "<!DOCTYPE rss [<!ENTITY l0 \"lol\"><!ENTITY file SYSTEM \"file:///etc/passwd\">{levels}]>\
         <rss version=\"2.0\"><channel><title>T</title><item><title>&l9;&file;</title>\
         <guid>https://news.example/f</guid><link>https://news.example/f</link>\
         <pubDate>Mon, 01 Jan 2024 00:00:00 +0000</pubDate><category>c</category></item></channel></rss>"
    );
    fs::write(articles.join("feed.xml"), feed).unwrap();

    let said = build(folder.path());
    assert!(!said.contains("panicked"), "{said}");
    for (record, reason) in &refused {
        assert!(said.contains(reason), "{}: {reason:?} is not in {said}", record["id"]);
    }
    // Three broken lines and two front matters.
    let expected = refused.len() + 5;
    assert_eq!(said.matches("\n  refused  ").count(), expected, "{said}");
    assert_eq!(entries(&folder.path().join("out")), kept.len() + 1, "{said}");
    let all = fs::read_to_string(folder.path().join("out/feeds/c.atom")).unwrap();
    for gone in ["root:", "lollol", "onclick", "onerror", "javascript:", "script"] {
        assert!(!all.contains(gone), "{gone} came through");
    }
}
