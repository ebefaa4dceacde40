//! What a large site costs: importing it, starting on it, and its first documents, through the real
//! program; beside two bounds measured in the same run.
//!
//! `cargo bench --bench scale [-- ARTICLES [CATEGORIES]]`, by default 10,000, 100,000 and 1,000,000
//! articles in 1,000 categories, short ones and long ones. The bounds are what no importer can leave out: one sanitiser over the same bodies on
//! every core, and the same bytes as rows of one bare `SQLite` table. Needs Linux for the figures
//! of memory; a million long articles need 12 GB of disk and 5 GB of memory for a while.

#![allow(
    clippy::unwrap_used,
    clippy::format_collect,
    reason = "a benchmark that cannot go on has failed, and its input may cost what it will"
)]

#[path = "shared/program.rs"]
mod program;

use std::fs;
use std::io::{BufWriter, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use chrono::{DateTime, SecondsFormat, Utc};
use newswire::article::Slug;
use newswire::store::{Facet, Order, Query, SqliteStore, Store as _};
use serde_json::json;

fn main() {
    let mut numbers = std::env::args().skip(1).filter_map(|argument| argument.parse().ok());
    let sizes = numbers.next().map_or_else(|| vec![10_000, 100_000, 1_000_000], |size| vec![size]);
    let categories = numbers.next().unwrap_or(1000);
    for articles in sizes {
        for paragraphs in [1, 6] {
            measure(articles, categories, paragraphs);
        }
    }
}

fn measure(articles: usize, categories: usize, paragraphs: usize) {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("articles")).unwrap();
    fs::write(folder.path().join("site.toml"), SITE).unwrap();
    let records = folder.path().join("records.jsonl");
    let bodies = write_records(&records, articles, categories, paragraphs);
    let megabytes = megabytes(bodies.iter().map(|body| body.len() as u64).sum());
    println!("\n{articles} articles in {categories} categories, {megabytes:.0} MB of bodies");

    let import = timed(|| run(folder.path(), &["import", records.to_str().unwrap()]));
    let per_second = count(articles) / import.as_secs_f64();
    let cleaning = timed(|| clean(&bodies));
    let rows = timed(|| insert(folder.path(), &bodies));
    let bound = cleaning.max(rows);
    println!("  import         {import:>8.2?}  {per_second:.0} articles a second");
    println!(
        "  cleaning alone {cleaning:>8.2?}  import takes {:.2} of it",
        ratio(import, cleaning)
    );
    println!("  rows alone     {rows:>8.2?}  import takes {:.2} of it", ratio(import, rows));
    println!("  the larger one {bound:>8.2?}  import takes {:.2} of it", ratio(import, bound));
    let again = timed(|| run(folder.path(), &["import", records.to_str().unwrap()]));
    println!("  import again   {again:>8.2?}  nothing changed");
    let store = fs::metadata(folder.path().join(".newswire/newswire.sqlite")).unwrap().len();
    println!("  store          {:>6.0} MB", self::megabytes(store));

    let began = Instant::now();
    let server = Server::start(folder.path());
    println!("  start          {:>8.2?}", began.elapsed());
    println!("  memory at rest {:>6.0} MB", server.memory());
    for path in [
        "/feeds/all.rss",
        "/feeds/all/archive/1.rss",
        "/feeds/category-7.rss",
        "/feeds/author/author-3.atom",
        "/",
    ] {
        let first = timed(|| server.get(path));
        let hit = timed(|| server.get(path));
        println!("  {path:<28} first {first:>8.2?}, then {hit:>8.2?}");
    }
    for category in 0..categories.min(400) {
        server.get(&format!("/feeds/category-{category}.rss"));
    }
    println!("  memory with {} feeds in use {:.0} MB", categories.min(400), server.memory());
    let (publishing, visible) = publish(folder.path(), &server, articles);
    println!(
        "  one article    {publishing:>8.2?} to import, then {visible:.2?} until a poll finds it"
    );
    drop(server);
    println!("  newest 50      {:>8.2?} of a category, read", newest(folder.path(), categories));
}

/// Publishes articles one by one into a feed that is in use: how long the import of one takes, and
/// how long after it the feed shows the article, as medians.
fn publish(site: &Path, server: &Server, articles: usize) -> (Duration, Duration) {
    const TIMES: usize = 9;
    let (mut imports, mut waits) = (Vec::new(), Vec::new());
    for number in articles..articles + TIMES {
        let title = format!("Off the press {number}");
        let record = json!({
            "id": format!("a{number}"), "title": title, "content_html": "<p>New.</p>",
            "url": format!("https://www.harbourpost.example/{number}"),
            "date_published": Utc::now().to_rfc3339_opts(SecondsFormat::Secs, true),
            "categories": ["Category 7"],
        });
        let file = site.join("new.jsonl");
        fs::write(&file, record.to_string()).unwrap();
        imports.push(timed(|| run(site, &["import", file.to_str().unwrap()])));
        waits.push(timed(|| {
            let shows =
                |answer: &[u8]| answer.windows(title.len()).any(|it| it == title.as_bytes());
            while !shows(&server.get("/feeds/category-7.rss")) {
                std::thread::sleep(Duration::from_millis(2));
            }
        }));
        // Not in step with what the server does at intervals.
        std::thread::sleep(Duration::from_millis(337));
    }
    imports.sort_unstable();
    waits.sort_unstable();
    (imports[TIMES / 2], waits[TIMES / 2])
}

/// Reads the newest articles of each category from a store that was just opened: the mean time.
fn newest(site: &Path, categories: usize) -> Duration {
    let store = SqliteStore::open(&site.join(".newswire/newswire.sqlite")).unwrap();
    let at = Utc::now();
    let all = timed(|| {
        for category in 0..categories {
            let facets = [Facet::Category(Slug::new(&format!("category-{category}")).unwrap())];
            let query = Query {
                any_of: &facets,
                order: Order::Published,
                at,
                since: None,
                after: None,
                limit: 50,
            };
            assert!(!std::hint::black_box(store.page(&query).unwrap()).is_empty());
        }
    });
    all / u32::try_from(categories).unwrap()
}

const SITE: &str = r#"
title = "Scale"
url = "https://www.harbourpost.example"
language = "en"
timezone = "UTC"
description = "A large site."
"#;

/// Writes the records and returns their bodies.
fn write_records(
    path: &Path,
    articles: usize,
    categories: usize,
    paragraphs: usize,
) -> Vec<String> {
    // From 2000 to 2026.
    let step = 820_000_000 / i64::try_from(articles).unwrap();
    let mut file = BufWriter::new(fs::File::create(path).unwrap());
    let mut bodies = Vec::with_capacity(articles);
    for number in 0..articles {
        let body: String = PARAGRAPHS[..paragraphs]
            .iter()
            .enumerate()
            .map(|(part, text)| {
                format!("<p>{text} <a href=\"/{number}/{part}?a=1&amp;b=2\">The minutes</a>.</p>\n")
            })
            .collect();
        let published: DateTime<Utc> =
            DateTime::from_timestamp(946_684_800 + i64::try_from(number).unwrap() * step, 0)
                .unwrap();
        let record = json!({
            "id": format!("a{number}"),
            "url": format!("https://www.harbourpost.example/{}/vote-{number}", published.format("%Y/%m")),
            "title": format!("Board keeps the winter ferry, vote {number}"),
            "content_html": body,
            "date_published": published.to_rfc3339_opts(SecondsFormat::Secs, true),
            "authors": [{"name": format!("Author {}", number % 40)}],
            "categories": [
                format!("Category {}", number * 7919 % categories),
                format!("Category {}", (number * 104_729 + 13) % categories),
            ],
            "tags": [format!("tag {}", number % 200)],
        });
        writeln!(file, "{record}").unwrap();
        bodies.push(body);
    }
    file.flush().unwrap();
    bodies
}

/// What an article is made of. No two are alike: of a paragraph that is said twice an importer may do
/// more, or less, than of others.
const PARAGRAPHS: [&str; 6] = [
    "The harbour board voted on Tuesday to keep the winter ferry, after an evening in which \
     nobody under seventy raised their voice and nobody over seventy lowered it. The crossing \
     costs the city more than it earns &amp; has done so since 1971, which is, as the chair put \
     it, \u{201c}rather the point of a ferry\u{201d}. The board\u{2019}s own figures say that &lt;5 % of trips run full.",
    "Opponents had asked for a bus over the new bridge instead, every twenty minutes and heated. \
     Their petition carries 4,112 names, among them two of the three skippers, who would rather \
     drive than freeze. \u{201c}You cannot wave from a bus,\u{201d} said a councillor for the old quarter, to \
     applause from the gallery &amp; a cough from the treasurer. The bridge opens in May, or so says the sign.",
    "What tipped the vote was a letter from the island school, read aloud by its youngest pupil. \
     It lists what the boat has carried this year: nine pianos, a bride, the mail, one escaped \
     goat and every child between six and sixteen, twice a day. The pupil added, unasked, that \
     the goat had paid no fare. Nobody in the room is known to have contradicted her since.",
    "The finance committee will look for the missing 310,000 a year in the budget for dredging, \
     where it hopes that the sand will keep still. Engineers doubt it. A survey of last autumn \
     shows the channel moving eastward by a hand\u{2019}s breadth each month, which at low water is \
     the difference between a ferry and a pier; the report runs to ninety pages &amp; one map.",
    "Tickets stay at two crowns until the summer, when a card for residents is to make them \
     cheaper for some and dearer for the rest. Bicycles go free, dogs by weight. Visitors who \
     ask for a timetable are still told to look at the tide, as they have been since the line \
     was founded by a baker with a debt and a barge. His portrait hangs in the waiting room.",
    "The next meeting is on the fourteenth, in the hall above the fish market, with the windows \
     open. On the agenda stand the price of ice, a name for the second crane, and the question \
     of who owns the bench at the end of the mole, on which three families have engraved \
     themselves. Written remarks reach the clerk until noon &gt; later ones reach the gulls.",
];

/// One sanitiser over every body, on every core.
fn clean(bodies: &[String]) {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        for share in bodies.chunks(bodies.len().div_ceil(cores)) {
            scope.spawn(move || {
                for body in share {
                    std::hint::black_box(ammonia::clean(body));
                }
            });
        }
    });
}

/// The bodies as rows of one table, in batches as large as newswire's.
fn insert(folder: &Path, bodies: &[String]) {
    let mut connection = rusqlite::Connection::open(folder.join("rows.sqlite")).unwrap();
    connection
        .execute_batch(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;
             CREATE TABLE body (id INTEGER PRIMARY KEY, url TEXT UNIQUE, body TEXT);",
        )
        .unwrap();
    for (batch, bodies) in bodies.chunks(1024).enumerate() {
        let transaction = connection.transaction().unwrap();
        {
            let mut insert =
                transaction.prepare_cached("INSERT INTO body (url, body) VALUES (?, ?)").unwrap();
            for (index, body) in bodies.iter().enumerate() {
                let url = format!("https://www.harbourpost.example/vote-{batch}-{index}");
                insert.execute((url, body)).unwrap();
            }
        }
        transaction.commit().unwrap();
    }
}

fn newswire(site: &Path) -> Command {
    let mut program = Command::new(env!("CARGO_BIN_EXE_newswire"));
    program.env("NEWSWIRE_SITE", site).stdout(Stdio::null()).stderr(Stdio::piped());
    program
}

fn run(site: &Path, arguments: &[&str]) {
    let output = newswire(site).args(arguments).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

/// The real server, stopped when it is dropped.
struct Server {
    process: Child,
    address: String,
}

impl Server {
    fn start(site: &Path) -> Self {
        let (process, port) = program::serve(Command::new(env!("CARGO_BIN_EXE_newswire")), site);
        Self { process, address: format!("127.0.0.1:{port}") }
    }

    fn get(&self, path: &str) -> Vec<u8> {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        let request = format!("GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        assert!(answer.starts_with(b"HTTP/1.1 200"), "{path}");
        answer
    }

    /// Resident memory in MB.
    fn memory(&self) -> f64 {
        let status = fs::read_to_string(format!("/proc/{}/status", self.process.id())).unwrap();
        let line = status.lines().find(|line| line.starts_with("VmRSS")).unwrap();
        let kilobytes = line.split_whitespace().nth(1).unwrap();
        megabytes(kilobytes.parse::<u64>().unwrap() * 1024)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn timed<T>(work: impl FnOnce() -> T) -> Duration {
    let began = Instant::now();
    work();
    began.elapsed()
}

fn ratio(ours: Duration, bound: Duration) -> f64 {
    ours.as_secs_f64() / bound.as_secs_f64()
}

fn count(articles: usize) -> f64 {
    f64::from(u32::try_from(articles).unwrap())
}

#[expect(clippy::cast_precision_loss, reason = "shown to the megabyte")]
fn megabytes(bytes: u64) -> f64 {
    bytes as f64 / 1e6
}
