//! Excerpts for partners' pages: what their programs and their readers get.

use newswire::article::DraftImage;

use super::site::Site;
use crate::support::{admit, draft};

fn illustrated(site: &Site) {
    let mut draft = draft("pier", "2026-11-23T08:00:00Z", "World");
    draft.title = Some("Pier & <harbour>".to_owned());
    draft.image = Some(DraftImage {
        url: "https://news.example/pier.jpg".to_owned(),
        alt: Some("The pier at \"low\" tide".to_owned()),
        ..DraftImage::default()
    });
    site.publish(vec![admit(draft)]);
}

#[test]
fn a_fragment_is_clean_attributed_and_leads_to_the_article() {
    let site = Site::start();
    illustrated(&site);
    let answer = site.get("/excerpts/world.html");
    assert_eq!(answer.status, 200);
    let html = answer.text();
    for needed in [
        "Pier &amp; &lt;harbour&gt;",
        "datetime=\"2026-11-23T08:00:00Z\"",
        "The text of pier is short.",
        "src=\"https://news.example/pier.jpg\"",
        "alt=\"The pier at &quot;low&quot; tide\"",
        "href=\"https://news.example/pier\"",
        "News",
    ] {
        let escaped =
            needed.replace("&amp;", "&#38;").replace("&lt;", "&#60;").replace("&gt;", "&#62;");
        let escaped = escaped.replace("&quot;", "&#34;");
        assert!(html.contains(needed) || html.contains(&escaped), "{needed}\n{html}");
    }
    for unwanted in ["<script", "<style", "style=", " onclick", "<html", "<body"] {
        assert!(!html.contains(unwanted), "{unwanted}");
    }
}

#[test]
fn the_same_entries_are_there_for_programs() {
    let site = Site::start();
    illustrated(&site);
    let answer = site.get("/excerpts/world.json");
    let json: serde_json::Value = serde_json::from_slice(&answer.body).unwrap();
    let items = json["items"].as_array().unwrap();
    let ids: Vec<&str> = items.iter().map(|item| item["url"].as_str().unwrap()).collect();
    assert_eq!(
        ids,
        ["https://news.example/pier", "https://news.example/harbour", "https://news.example/storm"]
    );
    let pier = &items[0];
    assert_eq!(pier["title"], "Pier & <harbour>");
    assert_eq!(pier["date_published"], "2026-11-23T08:00:00Z");
    assert_eq!(pier["excerpt"], "The text of pier is short.");
    assert_eq!(pier["image"]["alt"], "The pier at \"low\" tide");
    assert_eq!(pier["source"]["name"], "News");
    assert_eq!(pier["source"]["url"], "https://news.example/");
    assert_eq!(pier["authors"][0]["name"], "Ada Finch");
}

#[test]
fn a_partner_asks_from_another_site_and_on_conditions() {
    let site = Site::start();
    for path in ["/excerpts/world.json", "/excerpts/world.html"] {
        let answer = site.ask("GET", path, &["Origin: https://partner.example"]);
        assert_eq!(answer.header("access-control-allow-origin"), Some("*"), "{path}");
        let known = format!("If-None-Match: {}", answer.tag());
        let again = site.ask("GET", path, &["Origin: https://partner.example", &known]);
        assert_eq!(again.status, 304, "{path}");
        assert_eq!(again.header("access-control-allow-origin"), Some("*"), "{path}");
    }
}
