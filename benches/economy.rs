//! What a subscriber costs in a day: a week of polls by clients with their real headers, of a feed
//! with ten new articles a day, from newswire, from nginx with the same documents as static files in
//! gzip and Brotli, and from a server that knows no conditional requests.
//!
//! `cargo bench --bench economy`. Needs nginx with its Brotli module, which `cargo bench --bench load`
//! installs. No one waits: every server is asked in the order of a week, as fast as it answers, with a
//! clock that is set. Bytes are those of whole answers, heads and all. The processor's time is that of
//! the server's threads while they answer, read from `/proc`: codings and deltas that are made for a
//! poll are in it; what is made of a new version before anybody asks for it is in neither.

#![allow(
    clippy::unwrap_used,
    clippy::format_collect,
    reason = "a benchmark that cannot go on has failed"
)]

use std::collections::BTreeMap;
use std::fs;
use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use newswire::article::{Article, Instant, TimeZone};
use newswire::document::{Publication, Publisher};
use newswire::feed::{Catalogue, Content, Limits, MaxAges, Window};
use newswire::response::{self, Responses};
use newswire::server;
use newswire::store::{Batch, Incoming, SqliteStore, Store};
use serde_json::json;
use sha2::{Digest as _, Sha256};

const FEED: &str = "/feeds/all.rss";
const BEGIN: i64 = 1_790_000_000;
const DAY: i64 = 24 * 60 * 60;
const DAYS: i64 = 7;
const ARTICLES_A_DAY: i64 = 10;
/// Subscribers of each kind, who ask at other times.
const EACH: usize = 8;

/// A kind of client.
struct Kind {
    name: &'static str,
    agent: &'static str,
    codings: Option<&'static str>,
    minutes: i64,
    tags: bool,
    dates: bool,
    dictionaries: bool,
}

/// What the wild sends: see the projects' sources. The last one is a reader in a browser.
const KINDS: [Kind; 9] = [
    kind(
        "Miniflux",
        "Mozilla/5.0 (compatible; Miniflux/2.2; +https://miniflux.app)",
        Some("br,gzip"),
        60,
        true,
        true,
    ),
    kind(
        "FreshRSS",
        "FreshRSS/1.25.0 (Linux; https://freshrss.org)",
        Some("deflate, gzip, br, zstd"),
        60,
        true,
        true,
    ),
    kind("newsboat", "newsboat/2.21.0 (Linux x86_64)", Some("gzip, deflate"), 60, true, true),
    kind(
        "feedparser",
        "feedparser/6.0.14 +https://github.com/kurtmckee/feedparser/",
        Some("gzip, deflate"),
        120,
        true,
        true,
    ),
    kind("feed2exec", "feed2exec/0.23.0", Some("gzip, deflate"), 30, true, false),
    kind("gofeed", "Gofeed/1.0", Some("gzip"), 60, false, false),
    kind("sfeed", "", None, 240, false, false),
    kind("requests", "python-requests/2.32", Some("gzip, deflate"), 60, false, false),
    Kind {
        dictionaries: true,
        ..kind(
            "browser reader",
            "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36",
            Some("gzip, deflate, br, zstd, dcb, dcz"),
            30,
            true,
            true,
        )
    },
];

const fn kind(
    name: &'static str,
    agent: &'static str,
    codings: Option<&'static str>,
    minutes: i64,
    tags: bool,
    dates: bool,
) -> Kind {
    Kind { name, agent, codings, minutes, tags, dates, dictionaries: false }
}

/// What a client has of one server.
#[derive(Default)]
struct Held {
    tag: Option<String>,
    date: Option<String>,
    body: Vec<u8>,
    polls: u32,
    found: u32,
    bytes: u64,
    cpu_nanoseconds: u64,
}

fn main() {
    let folder = tempfile::tempdir().unwrap();
    let site = Site::start();
    let nginx = Nginx::start(folder.path());
    let mut events: Vec<(i64, Option<usize>)> = Vec::new();
    for article in 0..DAYS * ARTICLES_A_DAY {
        // By day, not by night.
        let hour = 7 * 3600 + article % ARTICLES_A_DAY * 5400;
        events.push((BEGIN + article / ARTICLES_A_DAY * DAY + hour + article * 7 % 600, None));
    }
    for client in 0..KINDS.len() * EACH {
        let seconds = KINDS[client / EACH].minutes * 60;
        let offset = i64::try_from(client).unwrap() * 1733 % seconds;
        let polls = DAYS * DAY / seconds;
        events.extend((0..polls).map(|poll| (BEGIN + offset + poll * seconds, Some(client))));
    }
    events.sort_unstable();
    site.publish(-50..0, BEGIN);
    nginx.write(&site, BEGIN);
    let mut published = 0;
    let mut held: Vec<[Held; 3]> = (0..KINDS.len() * EACH).map(|_| Default::default()).collect();
    for (at, poller) in events {
        site.clock.store(at, Ordering::SeqCst);
        match poller {
            None => {
                site.publish(published..published + 1, at);
                site.refresh(at);
                published += 1;
                nginx.write(&site, at);
            }
            Some(client) => {
                let kind = &KINDS[client / EACH];
                let [ours, static_files, unconditional] = &mut held[client];
                poll(kind, ours, site.address, &|| site.cpu());
                site.improve();
                poll(kind, static_files, nginx.address, &|| nginx.cpu());
                // The same bytes, whatever a client has.
                let blind = Kind { tags: false, dates: false, ..*kind };
                poll(&blind, unconditional, nginx.address, &|| nginx.cpu());
                assert_eq!(ours.body, static_files.body, "{}", kind.name);
            }
        }
    }
    print(&held);
}

fn print(held: &[[Held; 3]]) {
    println!("a subscriber and day: kilobytes sent, milliseconds of the server's processor");
    println!(
        "{:<15} {:>6} {:>6} | {:>9} {:>9} {:>9} {:>6} | {:>8} {:>8} {:>8}",
        "client",
        "polls",
        "news",
        "newswire",
        "nginx",
        "blind",
        "ratio",
        "newswire",
        "nginx",
        "blind"
    );
    let share = f64::from(u32::try_from(DAYS).unwrap()) * f64::from(u32::try_from(EACH).unwrap());
    for (kind, held) in KINDS.iter().zip(held.chunks(EACH)) {
        // Of one of the three servers, for a subscriber and day.
        let sum = |server: usize, of: fn(&Held) -> u64| {
            let sum: u64 = held.iter().map(|it| of(&it[server])).sum();
            f64::from(u32::try_from(sum).unwrap()) / share
        };
        let kilobytes = |server| sum(server, |it| it.bytes) / 1000.0;
        let milliseconds = |server| sum(server, |it| it.cpu_nanoseconds / 1000) / 1000.0;
        println!(
            "{:<15} {:>6.0} {:>6.1} | {:>9.1} {:>9.1} {:>9.1} {:>6.2} | {:>8.2} {:>8.2} {:>8.2}",
            kind.name,
            sum(0, |it| u64::from(it.polls)),
            sum(0, |it| u64::from(it.found)),
            kilobytes(0),
            kilobytes(1),
            kilobytes(2),
            kilobytes(0) / kilobytes(1),
            milliseconds(0),
            milliseconds(1),
            milliseconds(2),
        );
    }
}

/// One poll, as the kind of client makes it.
fn poll(kind: &Kind, held: &mut Held, address: SocketAddr, cpu: &dyn Fn() -> u64) {
    let mut request = format!("GET {FEED} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n");
    let mut add = |name: &str, value: &str| {
        for part in [name, ": ", value, "\r\n"] {
            request.push_str(part);
        }
    };
    if !kind.agent.is_empty() {
        add("User-Agent", kind.agent);
    }
    if let Some(codings) = kind.codings {
        add("Accept-Encoding", codings);
    }
    if let Some(tag) = held.tag.as_ref().filter(|_| kind.tags) {
        add("If-None-Match", tag);
    }
    if let Some(date) = held.date.as_ref().filter(|_| kind.dates) {
        add("If-Modified-Since", date);
    }
    if kind.dictionaries && !held.body.is_empty() {
        let digest = STANDARD.encode(Sha256::digest(&held.body));
        add("Available-Dictionary", &format!(":{digest}:"));
    }
    request.push_str("\r\n");
    let before = cpu();
    let mut stream = TcpStream::connect(address).unwrap();
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    held.cpu_nanoseconds += cpu().saturating_sub(before);
    held.polls += 1;
    held.bytes += answer.len() as u64;
    let end = answer.windows(4).position(|it| it == b"\r\n\r\n").unwrap();
    let head = String::from_utf8_lossy(&answer[..end]).into_owned();
    let fields: BTreeMap<String, String> = head
        .lines()
        .filter_map(|line| line.split_once(':'))
        .map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned()))
        .collect();
    if head.starts_with("HTTP/1.1 304") {
        return;
    }
    assert!(head.starts_with("HTTP/1.1 200"), "{}: {head}", kind.name);
    held.tag = fields.get("etag").cloned();
    held.date = fields.get("last-modified").cloned();
    let body = decoded(&answer[end + 4..], fields.get("content-encoding"), &held.body);
    held.found += u32::from(body != held.body);
    held.body = body;
}

fn decoded(body: &[u8], coding: Option<&String>, dictionary: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::new();
    match coding.map(String::as_str) {
        None => bytes.extend_from_slice(body),
        Some("gzip") => {
            flate2::read::GzDecoder::new(body).read_to_end(&mut bytes).unwrap();
        }
        Some("br") => {
            brotli::Decompressor::new(body, 4096).read_to_end(&mut bytes).unwrap();
        }
        Some("zstd") => bytes = zstd::decode_all(body).unwrap(),
        Some("dcz") => {
            let mut decoder = zstd::bulk::Decompressor::with_dictionary(dictionary).unwrap();
            bytes = decoder.decompress(&body[40..], 16 << 20).unwrap();
        }
        Some(other) => panic!("coded in {other}"),
    }
    bytes
}

/// newswire, in this process and on threads of its own, with a clock that is set.
struct Site {
    address: SocketAddr,
    store: Arc<SqliteStore>,
    responses: Arc<Responses>,
    clock: Arc<AtomicI64>,
    /// What the program does beside serving.
    beside: tokio::runtime::Runtime,
    began: std::time::Instant,
}

const THREADS: &str = "newswire";

impl Site {
    fn start() -> Self {
        let store = Arc::new(SqliteStore::in_memory().unwrap());
        let limits = Limits {
            window: Window { min_items: 50, keep: Duration::from_hours(48), max_items: 200 },
            excerpt_chars: 320,
            content: Content::Full,
            max_age: Duration::from_mins(15),
            tombstone_days: 30,
            archive_size: None,
            other_max_ages: MaxAges::default(),
        };
        let name = "The Harbour Post".to_owned();
        let publication = Publication {
            title: name.clone(),
            site_url: "https://www.harbourpost.example/".to_owned(),
            base_url: "https://feeds.harbourpost.example".to_owned(),
            authority: "harbourpost.example".to_owned(),
            timezone: TimeZone::UTC,
            language: "en".to_owned(),
            copyright: None,
            icon: None,
            logo: None,
            author: Publisher { name: name.clone(), url: None, email: None },
        };
        let catalogue = Catalogue::new(name, "News from Portavel.".to_owned(), Vec::new(), limits);
        let kept: Arc<SqliteStore> = Arc::clone(&store);
        let options = response::Options::default();
        let responses = Arc::new(Responses::new(kept, catalogue, publication, &options).unwrap());
        let clock = Arc::new(AtomicI64::new(BEGIN));
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        listener.set_nonblocking(true).unwrap();
        let address = listener.local_addr().unwrap();
        let (served, time) = (Arc::clone(&responses), Arc::clone(&clock));
        std::thread::Builder::new()
            .name(THREADS.to_owned())
            .spawn(move || {
                let runtime = tokio::runtime::Builder::new_multi_thread()
                    .thread_name(THREADS)
                    .enable_all()
                    .build()
                    .unwrap();
                runtime.block_on(async move {
                    let listener = tokio::net::TcpListener::from_std(listener).unwrap();
                    let now =
                        move || Instant::from_timestamp(time.load(Ordering::SeqCst), 0).unwrap();
                    let never = std::future::pending::<()>();
                    server::run(listener, served, Arc::new(now), server::Options::default(), never)
                        .await
                        .unwrap();
                });
            })
            .unwrap();
        let beside = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        Self { address, store, responses, clock, beside, began: std::time::Instant::now() }
    }

    /// Makes what is in use anew, as the program does at once after a change.
    fn refresh(&self, at: i64) {
        let now = Instant::from_timestamp(at, 0).unwrap();
        while self.beside.block_on(self.responses.refresh(now)) > 0 {}
        self.improve();
    }

    /// Lets what is asked for again become smaller, as the program does in the time between polls: its share
    /// of the processor is of the week that is played, not of the seconds in which it is.
    fn improve(&self) {
        let passed = u64::try_from(self.clock.load(Ordering::SeqCst) - BEGIN).unwrap();
        let now = self.began + Duration::from_secs(passed);
        while self.beside.block_on(self.responses.improve(now)) {}
    }

    fn publish(&self, numbers: std::ops::Range<i64>, at: i64) {
        let incoming: Vec<Incoming> = numbers
            .map(|number| {
                Incoming::new(article(number, at.min(BEGIN + number * 9000).min(at)), None)
            })
            .collect();
        let began = self.store.sequence().unwrap();
        let now = Instant::from_timestamp(at, 0).unwrap();
        let batch = Batch { now, began, allow_new_ids: false, rehearsal: false };
        self.store.put(&incoming, batch).unwrap();
        self.responses.catch_up().unwrap();
    }

    fn document(&self) -> Vec<u8> {
        let mut stream = TcpStream::connect(self.address).unwrap();
        write!(stream, "GET {FEED} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            .unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        let end = answer.windows(4).position(|it| it == b"\r\n\r\n").unwrap();
        answer[end + 4..].to_vec()
    }

    /// Nanoseconds of the processor of the server's threads.
    #[allow(clippy::unused_self, reason = "it stands beside nginx's")]
    fn cpu(&self) -> u64 {
        let tasks = fs::read_dir("/proc/self/task").unwrap().map(|task| task.unwrap().path());
        tasks
            .filter(|task| {
                fs::read_to_string(task.join("comm")).is_ok_and(|name| name.starts_with(THREADS))
            })
            .map(|task| nanoseconds(&task))
            .sum()
    }
}

/// The first number of `schedstat`.
fn nanoseconds(task: &Path) -> u64 {
    let text = fs::read_to_string(task.join("schedstat")).unwrap_or_default();
    text.split(' ').next().and_then(|number| number.parse().ok()).unwrap_or(0)
}

/// An article of some 2.7 kB that compresses as prose does.
fn article(number: i64, published: i64) -> Article {
    let words = [
        "harbour", "ferry", "winter", "council", "tide", "minutes", "bridge", "keeper", "gull",
        "lamp", "rope", "quay",
    ];
    let mut state = number.unsigned_abs().wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    let body: String = (0..400)
        .map(|at| {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            let word = words[usize::try_from(state >> 33).unwrap() % words.len()];
            let tail = if at % 5 == 0 { (state >> 54).to_string() } else { String::new() };
            if at % 80 == 79 { format!("{word}{tail}.</p>\n<p>") } else { format!("{word}{tail} ") }
        })
        .collect();
    let published = Instant::from_timestamp(published, 0).unwrap();
    serde_json::from_value(json!({
        "id": format!("n{number}"), "guid": format!("tag:harbourpost.example,2026:{number}"),
        "url": format!("https://www.harbourpost.example/{number}"),
        "title": format!("Number {number} of the harbour"), "content": format!("<p>{body}end.</p>"),
        "lead": {"text": body.replace("</p>\n<p>", " "), "goes_on": false},
        "published": published.to_rfc3339(), "modified": null, "authors": [], "categories": [], "tags": [],
        "language": null, "image": null, "banner_image": null, "external_url": null, "attachments": [],
        "status": "published", "expires": null
    }))
    .unwrap()
}

/// nginx with the documents as files.
struct Nginx {
    address: SocketAddr,
    file: PathBuf,
    child: Child,
}

impl Drop for Nginx {
    fn drop(&mut self) {
        let _ = Command::new("kill").arg(self.child.id().to_string()).status();
        let _ = self.child.wait();
    }
}

impl Nginx {
    fn start(folder: &Path) -> Self {
        let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let address = free.local_addr().unwrap();
        drop(free);
        let file = folder.join("static").join(FEED.trim_start_matches('/'));
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        let config = format!(
            "load_module /usr/lib/nginx/modules/ngx_http_brotli_static_module.so;
daemon off; worker_processes 1; user root; pid {folder}/pid; error_log {folder}/log;
events {{ }}
http {{
  access_log off; sendfile on; types {{ application/rss+xml rss; }}
  server {{
    listen {address}; root {folder}/static; gzip_static on; gzip_vary on; brotli_static on;
    add_header Cache-Control 'max-age=900';
  }}
}}
",
            folder = folder.display()
        );
        let path = folder.join("nginx.conf");
        fs::write(&path, config).unwrap();
        let child = Command::new("nginx")
            .arg("-c")
            .arg(&path)
            .stderr(Stdio::null())
            .spawn()
            .expect("nginx, which `cargo bench --bench load` installs");
        while TcpStream::connect(address).is_err() {
            std::thread::sleep(Duration::from_millis(20));
        }
        Self { address, file, child }
    }

    /// Writes the document as newswire has it now, in the best codings, as a site generator would.
    fn write(&self, site: &Site, at: i64) {
        let bytes = site.document();
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        gzip.write_all(&bytes).unwrap();
        let mut brotli = Vec::new();
        brotli::CompressorWriter::new(&mut brotli, 4096, 11, 22).write_all(&bytes).unwrap();
        let written = std::time::SystemTime::UNIX_EPOCH + Duration::from_secs(at.unsigned_abs());
        for (ending, bytes) in
            [("rss", bytes), ("rss.gz", gzip.finish().unwrap()), ("rss.br", brotli)]
        {
            let path = self.file.with_extension(ending);
            fs::write(&path, bytes).unwrap();
            fs::File::options().write(true).open(&path).unwrap().set_modified(written).unwrap();
        }
    }

    /// Nanoseconds of its worker.
    fn cpu(&self) -> u64 {
        let id = self.child.id();
        let children = fs::read_to_string(format!("/proc/{id}/task/{id}/children")).unwrap();
        children
            .split_whitespace()
            .map(|worker| nanoseconds(&PathBuf::from(format!("/proc/{worker}"))))
            .sum()
    }
}
