//! Tests of the lead, by what must hold.

use super::*;

/// Cuts every case of the table and leaves the answers where its judge can read them.
#[test]
fn the_table_of_excerpt_cases_is_answered() {
    let Some(data) = std::env::var_os("NEWSWIRE_TEST_DATA") else {
        println!("NEWSWIRE_TEST_DATA is not set: no excerpt cases");
        return;
    };
    let path = std::path::Path::new(&data).join("excerpt_cases.jsonl");
    let mut results = String::new();
    for line in std::fs::read_to_string(path).unwrap().lines() {
        let case: serde_json::Value = serde_json::from_str(line).unwrap();
        let text = |name: &str| case.get(name).and_then(serde_json::Value::as_str);
        let markup = match text("input_format") {
            Some("wp") => Markup::WordPress,
            Some("html") => Markup::Html,
            Some("markdown") => Markup::Markdown,
            _ => Markup::Text,
        };
        let source = text("input_html").or(text("input_markdown")).or(text("input_text")).unwrap();
        let body = Body { markup, source: source.to_owned() };
        let context =
            Context { title: text("title"), language: text("lang"), ..Context::default() };
        let max = usize::try_from(case["max_chars"].as_u64().unwrap()).unwrap();
        let excerpt = excerpt::cut(&extract(&body, context).0, max);
        let result = serde_json::json!({"id": text("id"), "excerpt": excerpt});
        results.push_str(&format!("{result}\n"));
    }
    let path = std::env::temp_dir().join("newswire-excerpt-results.jsonl");
    std::fs::write(&path, results).unwrap();
    println!("{}", path.display());
}
