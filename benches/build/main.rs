//! How fast documents are built: from articles in memory through arranging to bytes, against the
//! bare `rss`, `atom_syndication` and `serde_json` crates that fill their own structs from the same
//! strings and write them, in one run and by turns; and against the feed libraries of Python and Node.
//!
//! `cargo bench --bench build [-- --alone]`: `--alone` leaves the other languages out.
//!
//! Two bare writers stand beside ours. "Same" writes the very same entries, byte for byte, from
//! excerpts that are cut and escaped already; the difference to ours is what arranging, cutting excerpts and
//! checking every string cost. The run fails when newswire takes more than 1.2 times as long for RSS or
//! Atom. JSON Feed has no bound: `serde_json` borrows every string, so that what remains is little.
//! "Plain" writes less, what a short program would: title, link, description, content, id, dates,
//! author, categories. It shows what the rest of the elements costs. The publish gate, which no
//! other library has, is counted apart.

#![allow(
    clippy::unwrap_used,
    clippy::format_collect,
    reason = "a benchmark that cannot go on has failed"
)]

mod bare;
mod rivals;

use std::hint::black_box;
use std::sync::Arc;
use std::time::{Duration, Instant as Clock};

use newswire::article::{Article, TimeZone};
use newswire::document::{Content, Publication, Publisher, arrange};
use newswire::feed::{FeedDefinition, FeedName, Limits, MaxAges, Selection, Window};
use newswire::render::{self, Format};
use serde_json::json;

const BOUND: f64 = 1.2;
const LONG_ENOUGH: Duration = Duration::from_secs(3);

fn main() {
    println!(
        "{:<6} {:>7} {:>12} {:>12} {:>6} {:>12} {:>6} {:>12} {:>9}",
        "format", "entries", "newswire/s", "same/s", "ratio", "plain/s", "ratio", "gate/s", "bytes"
    );
    let mut worst: f64 = 0.0;
    let mut ours = Vec::new();
    for entries in [50, 1000] {
        let articles = articles(entries);
        for format in Format::ALL {
            let (ratio, seconds) = compare(format, &articles);
            if format != Format::Json {
                worst = worst.max(ratio);
            }
            ours.push((entries, format, seconds));
        }
    }
    if !std::env::args().any(|argument| argument == "--alone") {
        compare_with_rivals(&ours);
    }
    if worst > BOUND {
        eprintln!(
            "newswire takes {worst:.2} times as long as the bare crates; at most {BOUND} is wanted"
        );
        std::process::exit(1);
    }
}

/// A table of the libraries of other languages; milliseconds for a document.
fn compare_with_rivals(ours: &[(usize, Format, f64)]) {
    let rivals = rivals::Rivals::install();
    println!(
        "\n{:<10} {:<6} {:>7} {:>10} {:>10} {:>7}",
        "library", "format", "entries", "ms", "newswire", "times"
    );
    for entries in [50, 1000] {
        for time in rivals.measure(&articles(entries)) {
            let is_same =
                |it: &&(usize, Format, f64)| it.0 == entries && it.1.extension() == time.format;
            let Some((_, _, seconds)) = ours.iter().find(is_same) else { continue };
            let milliseconds = seconds * 1000.0;
            println!(
                "{:<10} {:<6} {entries:>7} {:>10.3} {milliseconds:>10.3} {:>7.1}",
                time.library,
                time.format,
                time.milliseconds,
                time.milliseconds / milliseconds
            );
        }
    }
}

/// One line of the table; the ratio to the bare crate that writes the same entries, and the seconds
/// that a document takes.
fn compare(format: Format, articles: &[Arc<Article>]) -> (f64, f64) {
    let feed = feed();
    let publication = publication();
    let selection = Selection { articles: articles.to_vec(), ..Selection::default() };
    let excerpts: Vec<String> = arrange(&feed, &selection, &publication)
        .entries
        .into_iter()
        .map(|entry| entry.excerpt.to_string())
        .collect();
    // RSS takes HTML for a description.
    let escaped =
        |text: String| text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let excerpts: Vec<String> = match format {
        Format::Rss => excerpts.into_iter().map(escaped).collect(),
        Format::Atom | Format::Json => excerpts,
    };
    let ours = || render::write(&arrange(&feed, &selection, &publication), format).unwrap();
    let bare = |is_same: bool| match format {
        Format::Rss => bare::rss2::write(articles, &excerpts, is_same),
        Format::Atom => bare::atom1::write(articles, &excerpts, is_same),
        Format::Json => bare::json_feed::write(articles, &excerpts, is_same),
    };
    assert!(entries_of(&ours()) == entries_of(&bare(true)), "the two write other entries");
    let document = ours();
    let (mut our_times, mut plain_times, mut same_times, mut gate_times) =
        (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let began = Clock::now();
    while began.elapsed() < LONG_ENOUGH || our_times.len() < 21 {
        // Each comes as often behind the other as behind the third.
        if our_times.len() % 2 == 0 {
            our_times.push(timed(ours));
            same_times.push(timed(|| bare(true)));
        } else {
            same_times.push(timed(|| bare(true)));
            our_times.push(timed(ours));
        }
        plain_times.push(timed(|| bare(false)));
    }
    // Not among them: whoever came next would find the caches and the heap as the gate leaves them.
    while gate_times.len() < 21 {
        gate_times.push(timed(|| newswire::check::gate(&document)));
    }
    let (ours_median, plain, same) = (median(our_times), median(plain_times), median(same_times));
    let gate = median(gate_times);
    let count = f64::from(u32::try_from(articles.len()).unwrap());
    println!(
        "{:<6} {:>7} {:>12.0} {:>12.0} {:>6.2} {:>12.0} {:>6.2} {:>12.0} {:>9}",
        format.extension(),
        articles.len(),
        count / ours_median,
        count / same,
        ours_median / same,
        count / plain,
        ours_median / plain,
        count / gate,
        document.len(),
    );
    (ours_median / same, ours_median)
}

/// What stands from the first entry of a document to the end of the last. chrono ends dates in
/// `+0000` where newswire writes `GMT`.
fn entries_of(document: &[u8]) -> String {
    let document = String::from_utf8_lossy(document);
    let first = ["<item>", "<entry>", "\"items\":["].iter().find_map(|it| document.find(it));
    let last = ["</item>", "</entry>", "]}"].iter().find_map(|it| document.rfind(it));
    let (start, end) = (first.unwrap(), last.unwrap());
    document[start..end].replace(" +0000</pubDate>", " GMT</pubDate>")
}

fn timed<T>(work: impl Fn() -> T) -> f64 {
    let began = Clock::now();
    let made = black_box(work());
    let taken = began.elapsed().as_secs_f64();
    drop(made);
    taken
}

fn median(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}

fn articles(count: usize) -> Vec<Arc<Article>> {
    (0..count).map(|number| Arc::new(article(number))).collect()
}

/// An article as a news site writes them: some 2.7 kB of HTML with links, a figure and entities.
fn article(number: usize) -> Article {
    let paragraphs = [
        "The harbour board voted on Tuesday to keep the winter ferry, after an evening in which",
        "nobody under seventy raised their voice and nobody over seventy lowered it. The crossing",
        "costs the city more than it earns &amp; has done so since 1971, which is, as the chair put",
        "it, \u{201c}rather the point of a ferry\u{201d}. The board\u{2019}s own figures say that &lt;5 % of trips run full.",
    ]
    .join(" ");
    let body: String = (0..6)
        .map(|part| format!(
            "<p>{paragraphs} Part {part}: see <a href=\"https://www.harbourpost.example/{number}/{part}?a=1&amp;b=2\">the minutes</a>.</p>\n"
        ))
        .collect();
    let content = format!(
        "<figure><img src=\"https://www.harbourpost.example/media/{number}.jpg\" alt=\"The ferry\" width=\"1200\" height=\"800\"><figcaption>The ferry at noon</figcaption></figure>\n{body}"
    );
    let minutes = i64::try_from(number).unwrap() * 7;
    let published = chrono::DateTime::from_timestamp(1_795_000_000 - minutes * 60, 0).unwrap();
    let lead = paragraphs.replace("&amp;", "&").replace("&lt;", "<");
    serde_json::from_value(json!({
        "id": format!("{number}"), "guid": format!("tag:harbourpost.example,2026-11-01:{number}"),
        "url": format!("https://www.harbourpost.example/2026/11/ferry-vote-{number}"),
        "title": format!("Board keeps the winter ferry, vote {number}"), "content": content,
        "lead": {"text": format!("{lead} {lead}"), "goes_on": true},
        "published": published.to_rfc3339(), "modified": null,
        "authors": [{"name": "Mai Lin", "slug": "mai-lin", "url": null, "avatar": null}],
        "categories": [{"slug": "harbour", "name": "Harbour"}, {"slug": "city-hall", "name": "City Hall"}],
        "tags": [{"slug": "ferries", "name": "ferries"}], "language": null,
        "image": {"url": format!("https://www.harbourpost.example/media/{number}.jpg"), "alt": "The ferry", "width": 1200, "height": 800},
        "banner_image": null, "external_url": null, "attachments": [], "status": "published", "expires": null
    }))
    .unwrap()
}

fn feed() -> FeedDefinition {
    FeedDefinition {
        name: FeedName::ALL,
        title: "The Harbour Post".to_owned(),
        description: "News from Portavel.".to_owned(),
        language: None,
        filters: Vec::new(),
        facets: Vec::new(),
        limits: Limits {
            window: Window { min_items: 20, keep: Duration::from_hours(48), max_items: 1000 },
            excerpt_chars: 320,
            content: Content::Full,
            max_age: Duration::from_mins(15),
            tombstone_days: 30,
            archive_size: None,
            other_max_ages: MaxAges::default(),
        },
        has_moved: false,
    }
}

fn publication() -> Publication {
    Publication {
        title: "The Harbour Post".to_owned(),
        site_url: "https://www.harbourpost.example/".to_owned(),
        base_url: "https://feeds.harbourpost.example".to_owned(),
        authority: "harbourpost.example".to_owned(),
        timezone: TimeZone::UTC,
        language: "en".to_owned(),
        copyright: Some("© 2026 The Harbour Post".to_owned()),
        icon: None,
        logo: None,
        author: Publisher { name: "The Harbour Post".to_owned(), url: None, email: None },
    }
}
