//! What a change costs, step by step: from the articles in the store to the bytes in every coding. Each
//! step is spent once per document, whoever asks for it.
//!
//! `cargo bench --bench steps`. A feed of 50 articles of some 2.7 kB, out of a store that holds 5,000; a cell
//! is the median of its rounds. The steps take turns, so that what disturbs the machine disturbs all.

#![allow(clippy::unwrap_used, reason = "a benchmark that cannot go on has failed")]

use std::fmt::Write as _;
use std::hint::black_box;
use std::time::{Duration, Instant as Clock};

use newswire::article::{
    Admitted, Body, Draft, DraftAuthor, DraftTerm, Instant, Intake, Markup, TimeZone,
};
use newswire::check;
use newswire::document::{Content, Publication, Publisher, arrange};
use newswire::feed::{Catalogue, FeedName, Limits, MaxAges, Window, select};
use newswire::render::{self, Format};
use newswire::response::{Coding, DeltaCoding, Digest, Effort};
use newswire::store::{Batch, Incoming, SqliteStore, Store};

const ARTICLES: u64 = 5_000;
const ROUNDS: usize = 15;

fn main() {
    let now = at(0);
    let store = SqliteStore::in_memory().unwrap();
    keep(&store, 1..ARTICLES, now);
    let catalogue = Catalogue::new("News".to_owned(), "News.".to_owned(), Vec::new(), limits());
    let publication = publication();
    let feed = catalogue.resolve(&FeedName::ALL, &store, now).unwrap().unwrap();
    let before = arrange(&feed, &select(&feed, &store, now).unwrap(), &publication);
    keep(&store, 0..1, now);
    let selection = select(&feed, &store, now).unwrap();
    let document = arrange(&feed, &selection, &publication);

    println!("milliseconds a document, and the share of what is made before it is sent first:");
    println!("{:<42}{:>18}{:>18}{:>18}", "", "rss", "atom", "json");
    let columns: Vec<Vec<Step>> = Format::ALL
        .into_iter()
        .map(|format| {
            let bytes = render::write(&document, format).unwrap();
            let old = render::write(&before, format).unwrap();
            let digest = Digest::of(&old);
            let coded = |coding: Coding, effort| {
                let name = match effort {
                    Effort::Quick => format!("{}, quick", coding.name()),
                    Effort::Best => format!("{}, best", coding.name()),
                };
                let size = coding.encode(&bytes, effort).unwrap().len();
                let bytes = &bytes;
                Step::of(name, Some(size), effort == Effort::Quick, move || {
                    black_box(coding.encode(bytes, effort));
                })
            };
            let delta = |coding: DeltaCoding| {
                let size = coding.encode(&bytes, &old, digest).unwrap().len();
                let (bytes, old) = (&bytes, &old);
                Step::of(
                    format!("{}, one article new", coding.name()),
                    Some(size),
                    false,
                    move || {
                        black_box(coding.encode(bytes, old, digest));
                    },
                )
            };
            let mut steps = [
                Step::of("look the feed up, read the articles".to_owned(), None, true, || {
                    let feed = catalogue.resolve(&FeedName::ALL, &store, now).unwrap().unwrap();
                    black_box(select(&feed, &store, now).unwrap());
                }),
                Step::of("arrange".to_owned(), None, true, || {
                    black_box(arrange(&feed, &selection, &publication));
                }),
                Step::of("write".to_owned(), Some(bytes.len()), true, || {
                    black_box(render::write(&document, format).unwrap());
                }),
                Step::of("read back: the publish gate".to_owned(), None, true, || {
                    assert!(matches!(check::gate(&bytes), check::Verdict::Pass(_)));
                }),
                Step::of("digest".to_owned(), None, true, || {
                    black_box(Digest::of(&bytes));
                }),
                coded(Coding::Gzip, Effort::Quick),
                coded(Coding::Brotli, Effort::Quick),
                coded(Coding::Zstd, Effort::Quick),
                delta(DeltaCoding::Zstd),
                delta(DeltaCoding::Brotli),
                coded(Coding::Gzip, Effort::Best),
                coded(Coding::Brotli, Effort::Best),
            ];
            for _ in 0..ROUNDS {
                for step in &mut steps {
                    step.time();
                }
            }
            steps.into_iter().map(Step::done).collect()
        })
        .collect();
    let wholes: Vec<f64> = columns
        .iter()
        .map(|steps| steps.iter().filter(|step| step.is_first).map(Step::median).sum())
        .collect();
    for row in 0..columns.first().map_or(0, Vec::len) {
        print!("{:<42}", columns[0][row].name);
        for (steps, whole) in columns.iter().zip(&wholes) {
            let step = &steps[row];
            print!("{:>10.2} {:>5.0} %", step.median() * 1e3, step.median() / whole * 100.0);
        }
        let sizes: Vec<String> =
            columns.iter().filter_map(|steps| Some(steps[row].size?.to_string())).collect();
        println!("   {}", if sizes.is_empty() { String::new() } else { sizes.join(" / ") + " B" });
    }
    print!("{:<42}", "whole, before it is sent first");
    for whole in &wholes {
        print!("{:>10.2} {:>5} %", whole * 1e3, 100);
    }
    println!();
}

/// One step of the way of a change.
struct Step<'a> {
    name: String,
    /// Bytes that come out.
    size: Option<usize>,
    /// Whether it is done before the document is sent first, were every coding asked for.
    is_first: bool,
    work: Box<dyn Fn() + 'a>,
    times: Vec<f64>,
}

impl<'a> Step<'a> {
    fn of(name: String, size: Option<usize>, is_first: bool, work: impl Fn() + 'a) -> Self {
        Self { name, size, is_first, work: Box::new(work), times: Vec::new() }
    }

    fn time(&mut self) {
        let began = Clock::now();
        (self.work)();
        self.times.push(began.elapsed().as_secs_f64());
    }

    fn done(self) -> Step<'static> {
        Step { work: Box::new(|| ()), ..self }
    }

    fn median(&self) -> f64 {
        let mut times = self.times.clone();
        times.sort_by(f64::total_cmp);
        times.get(times.len() / 2).copied().unwrap_or_default()
    }
}

fn at(minutes_ago: u64) -> Instant {
    let seconds = 1_790_000_000 - i64::try_from(minutes_ago * 60).unwrap();
    Instant::from_timestamp(seconds, 0).unwrap()
}

/// Keeps the articles of these numbers; 0 is the newest.
fn keep(store: &SqliteStore, numbers: std::ops::Range<u64>, now: Instant) {
    let intake =
        Intake { site_url: "https://news.example/".parse().unwrap(), timezone: TimeZone::UTC };
    let incoming: Vec<Incoming> = numbers
        .map(|number| {
            let draft = Draft {
                id: Some(format!("a{number}")),
                url: Some(format!("https://news.example/2026/{number}")),
                title: Some(format!("Council keeps the winter ferry, vote {number}")),
                body: Some(Body { markup: Markup::Html, source: prose(number) }),
                date_published: Some(at(number * 200).to_rfc3339()),
                categories: vec![DraftTerm::from("Harbour"), DraftTerm::from("City Hall")],
                authors: vec![DraftAuthor::named("Mai Lin")],
                ..Draft::default()
            };
            let Admitted { article, .. } = intake.admit(&draft).unwrap();
            Incoming::new(article, None)
        })
        .collect();
    let began = store.sequence().unwrap();
    let batch = Batch { now, began, allow_new_ids: false, rehearsal: false };
    store.put(&incoming, batch).unwrap();
}

/// Some 2.7 kB that compress as prose does: syllables in an order that does not come again make words of
/// which some are frequent.
fn prose(number: u64) -> String {
    const SYLLABLES: [&str; 16] = [
        "har", "bour", "fer", "ry", "win", "ter", "coun", "cil", "tide", "min", "utes", "bridge",
        "keep", "er", "the", "of",
    ];
    let mut state = number.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    let mut next = |below: u64| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state % below
    };
    let mut text = "<p>".to_owned();
    while text.len() < 2_700 {
        for _ in 0..=next(3) {
            // The lower of two draws: the first syllables are the frequent ones.
            let index = next(16).min(next(16));
            text.push_str(SYLLABLES[usize::try_from(index).unwrap()]);
        }
        match next(40) {
            0 => text.push_str(".</p>\n<p>"),
            1 => {
                let target = next(100_000);
                write!(text, " <a href=\"https://news.example/{target}\">here</a> ").unwrap();
            }
            _ => text.push(' '),
        }
    }
    text + "end.</p>"
}

fn limits() -> Limits {
    Limits {
        window: Window { min_items: 50, keep: Duration::from_hours(1), max_items: 50 },
        excerpt_chars: 320,
        content: Content::Full,
        max_age: Duration::from_mins(15),
        other_max_ages: MaxAges::default(),
        tombstone_days: 30,
        archive_size: None,
    }
}

fn publication() -> Publication {
    Publication {
        title: "News".to_owned(),
        site_url: "https://news.example/".to_owned(),
        base_url: "https://feeds.news.example".to_owned(),
        authority: "news.example".to_owned(),
        timezone: TimeZone::UTC,
        language: "en".to_owned(),
        copyright: None,
        icon: None,
        logo: None,
        author: Publisher { name: "News".to_owned(), url: None, email: None },
    }
}
