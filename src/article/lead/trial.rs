//! Temporary.
use super::*;
#[test]
fn trial() {
    let Some(path) = std::env::var_os("TRIAL") else { return };
    let mut out = String::new();
    for line in std::fs::read_to_string(path).unwrap().lines() {
        let case: serde_json::Value = serde_json::from_str(line).unwrap();
        let text = |name: &str| case.get(name).and_then(serde_json::Value::as_str);
        let markup = match text("markup") {
            Some("wp") => Markup::WordPress,
            Some("html") => Markup::Html,
            Some("md") => Markup::Markdown,
            _ => Markup::Text,
        };
        let context =
            Context { title: text("title"), language: text("lang"), ..Context::default() };
        let start = std::time::Instant::now();
        let (lead, losses) = if markup == Markup::Text && text("summary").is_some() {
            from_summary(text("summary").unwrap(), context).unwrap_or_default()
        } else {
            extract(&Body { markup, source: text("source").unwrap().to_owned() }, context)
        };
        let took = start.elapsed().as_millis();
        let losses: Vec<String> =
            losses.iter().map(|l| format!("{:?}:{}", l.kind, l.what)).collect();
        out.push_str(&format!(
            "== {} | {} | {took}ms | goes_on {} {}\n160: {}\n320: {}\n     {}\n",
            text("set").unwrap(),
            text("title").unwrap_or("-"),
            lead.goes_on,
            lead.text.as_str().chars().count(),
            excerpt::cut(&lead, 160),
            excerpt::cut(&lead, 320),
            losses.join(" ¦ ").chars().take(400).collect::<String>()
        ));
    }
    std::fs::write("/tmp/trial.txt", out).unwrap();
}
