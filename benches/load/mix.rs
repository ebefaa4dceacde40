//! The poll mix: what aggregators do to a publisher of many feeds, quiet and while articles are
//! published, asked of newswire and of nginx with static files that a script regenerates.
//!
//! A thousand feeds; nine of ten polls find nothing new, most others take gzip. Polls come at a fixed
//! rate, so that latency is what a client sees and not how long its own queue is; a poll that could
//! not be sent in time has waited since then. Five articles a second: newswire's come by `newswire
//! import`, a process for each; nginx's by a script that knows all articles and does no more than
//! write the feed with the bare `rss` crate and code it in gzip and Brotli as well as they go. All of
//! it shares one core with the server, and its time counts.

use std::collections::HashMap;
use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};
use serde_json::json;

use super::servers::{self, Server};

const FEEDS: usize = 1000;
const ENTRIES: usize = 20;
const ARTICLES_A_SECOND: u32 = 5;
/// Polls are made by so many threads, each by a connection and with feeds of its own.
const THREADS: usize = 8;
const POLLS_A_SECOND: u32 = 4000;
const SECONDS: u64 = 10;
const ROUNDS: usize = 3;

pub fn compare() {
    let folder = tempfile::tempdir().unwrap();
    let site = folder.path().join("site");
    let root = folder.path().join("static");
    write_site(&site);
    let newswire = servers::newswire(&site);
    warm(&newswire);
    let bytes = write_files(&newswire, &root);
    let nginx = servers::nginx(&root, "1s");
    println!(
        "\n{FEEDS} feeds of {ENTRIES} entries and {} kB; {POLLS_A_SECOND} polls a second: 90 % 304, 8 % gzip, 1 % br, \
         1 % identity; {ARTICLES_A_SECOND} articles a second; microseconds of processor time a poll, latencies in \
         microseconds",
        bytes / FEEDS / 1000
    );
    println!(
        "{:<10}{:>8}{:>8}{:>8} |{:>12}{:>10}{:>10}{:>8}{:>8}{:>12}",
        "", "quiet", "p50", "p99", "publishing", "serving", "making", "p50", "p99", "p99 / quiet"
    );
    let mut sides = [
        Side { server: &newswire, publisher: Publisher::import(&site), figures: Vec::new() },
        Side { server: &nginx, publisher: Publisher::script(&site, &root), figures: Vec::new() },
    ];
    let mut next = FEEDS * ENTRIES;
    for _ in 0..ROUNDS {
        for side in &mut sides {
            side.measure(&mut next);
        }
    }
    let [ours, theirs] = sides.map(Side::print);
    println!(
        "newswire to nginx: quiet {:.2}, publishing {:.2}",
        ours.quiet / theirs.quiet,
        ours.publishing() / theirs.publishing()
    );
}

/// One of those that are compared.
struct Side<'a> {
    server: &'a Server,
    publisher: Publisher,
    figures: Vec<Figures>,
}

/// What one round came to.
#[derive(Clone, Copy)]
struct Figures {
    quiet: f64,
    quiet_latency: [u32; 2],
    serving: f64,
    making: f64,
    latency: [u32; 2],
}

impl Figures {
    fn publishing(self) -> f64 {
        self.serving + self.making
    }
}

impl Side<'_> {
    fn measure(&mut self, next: &mut usize) {
        let mut pollers = Pollers::start(self.server.port);
        let before = self.server.ticks();
        let quiet = pollers.poll();
        let quiet_ticks = self.server.ticks() - before;
        let mut pollers = Pollers::start(self.server.port);
        let before = (self.server.ticks(), self.publisher.ticks());
        let publisher = &mut self.publisher;
        let busy = thread::scope(|scope| {
            let publishing = scope.spawn(|| {
                let begun = Instant::now();
                let number = u32::try_from(SECONDS).unwrap() * ARTICLES_A_SECOND;
                for article in 0..number {
                    let at = Duration::from_secs(1) * article / ARTICLES_A_SECOND;
                    thread::sleep(at.saturating_sub(begun.elapsed()));
                    publisher.publish(*next);
                    *next += 1;
                }
            });
            let busy = pollers.poll();
            publishing.join().unwrap();
            busy
        });
        let serving = self.server.ticks() - before.0;
        let making = self.publisher.ticks() - before.1;
        drop(pollers);
        self.shows(*next - 1);
        let microseconds = |ticks: u64, polled: &Polled| {
            // A tick of /proc is 10 milliseconds on every Linux that people run.
            f64::from(u32::try_from(ticks).unwrap()) * 10_000.0 / f64::from(polled.polls)
        };
        self.figures.push(Figures {
            quiet: microseconds(quiet_ticks, &quiet),
            quiet_latency: [quiet.p50, quiet.p99],
            serving: microseconds(serving, &busy),
            making: microseconds(making, &busy),
            latency: [busy.p50, busy.p99],
        });
    }

    /// What was published is there to be read.
    fn shows(&self, number: usize) {
        let begun = Instant::now();
        let title = title(number);
        loop {
            let (_, _, body) = self.server.get(&path(number % FEEDS), &[]);
            if body.windows(title.len()).any(|window| window == title.as_bytes()) {
                return;
            }
            let is_late = begun.elapsed() > Duration::from_secs(10);
            assert!(!is_late, "{} does not show {title}", self.server.name);
            thread::sleep(Duration::from_millis(100));
        }
    }

    /// Prints the medians of the rounds.
    fn print(self) -> Figures {
        let number = |of: fn(&Figures) -> f64| {
            let mut all: Vec<f64> = self.figures.iter().map(of).collect();
            all.sort_by(f64::total_cmp);
            all[all.len() / 2]
        };
        let latency = |of: fn(&Figures) -> u32| {
            let mut all: Vec<u32> = self.figures.iter().map(of).collect();
            all.sort_unstable();
            all[all.len() / 2]
        };
        let figures = Figures {
            quiet: number(|it| it.quiet),
            quiet_latency: [latency(|it| it.quiet_latency[0]), latency(|it| it.quiet_latency[1])],
            serving: number(|it| it.serving),
            making: number(|it| it.making),
            latency: [latency(|it| it.latency[0]), latency(|it| it.latency[1])],
        };
        let Figures { quiet, quiet_latency: [quiet50, quiet99], serving, making, latency } =
            figures;
        let [p50, p99] = latency;
        println!(
            "{:<10}{quiet:>8.1}{quiet50:>8}{quiet99:>8} |{:>12.1}{serving:>10.1}{making:>10.1}{p50:>8}{p99:>8}{:>12.2}",
            self.server.name,
            figures.publishing(),
            f64::from(p99) / f64::from(quiet99)
        );
        figures
    }
}

/// How new articles come to a server.
enum Publisher {
    /// By the program's own command.
    Import { site: PathBuf },
    /// By a script that writes files.
    Script { child: Child, input: ChildStdin },
}

impl Publisher {
    fn import(site: &Path) -> Self {
        Self::Import { site: site.to_owned() }
    }

    fn script(site: &Path, root: &Path) -> Self {
        let mut child = servers::pinned(std::env::current_exe().unwrap().to_str().unwrap())
            .arg("regenerate")
            .arg(root)
            .stdin(Stdio::piped())
            .spawn()
            .unwrap();
        let mut input = child.stdin.take().unwrap();
        input.write_all(&fs::read(site.join(RECORDS)).unwrap()).unwrap();
        input.write_all(b"\n").unwrap();
        // It reads what is known before it writes anything.
        thread::sleep(Duration::from_secs(1));
        Self::Script { child, input }
    }

    fn publish(&mut self, number: usize) {
        let record = record(number, chrono::Utc::now());
        match self {
            Self::Import { site } => {
                let file = site.join("new.jsonl");
                fs::write(&file, record).unwrap();
                let status = servers::pinned(env!("CARGO_BIN_EXE_newswire"))
                    .args(["import", "--site"])
                    .arg(site)
                    .arg(file)
                    .status()
                    .unwrap();
                assert!(status.success());
            }
            Self::Script { input, .. } => writeln!(input, "{record}").unwrap(),
        }
    }

    /// Processor time so far, in ticks.
    fn ticks(&self) -> u64 {
        match self {
            // Of all children that were waited for, and these are the only ones meanwhile.
            Self::Import { .. } => servers::ticks_of("self", [13, 14]),
            Self::Script { child, .. } => servers::ticks_of(&child.id().to_string(), [11, 12]),
        }
    }
}

impl Drop for Publisher {
    fn drop(&mut self) {
        if let Self::Script { child, .. } = self {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

/// Who polls, on the second core.
struct Pollers {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

/// What they met.
#[derive(Serialize, Deserialize)]
struct Polled {
    polls: u32,
    p50: u32,
    p99: u32,
}

impl Pollers {
    /// They know every feed when this returns.
    fn start(port: u16) -> Self {
        let mut child = Command::new("taskset")
            .args(["-c", "1"])
            .arg(std::env::current_exe().unwrap())
            .args(["poll", &port.to_string()])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let input = child.stdin.take().unwrap();
        let mut output = BufReader::new(child.stdout.take().unwrap());
        output.read_line(&mut String::new()).unwrap();
        Self { child, input, output }
    }

    fn poll(&mut self) -> Polled {
        writeln!(self.input, "go").unwrap();
        let mut line = String::new();
        self.output.read_line(&mut line).unwrap();
        serde_json::from_str(&line).unwrap()
    }
}

impl Drop for Pollers {
    fn drop(&mut self) {
        let _ = self.child.wait();
    }
}

/// The process of the pollers.
pub fn poll(port: u16) {
    let mut pollers: Vec<Poller> = (0..THREADS).map(|thread| Poller::start(port, thread)).collect();
    println!("ready");
    std::io::stdin().read_line(&mut String::new()).unwrap();
    let begun = Instant::now();
    let mut latencies: Vec<u32> = thread::scope(|scope| {
        let threads: Vec<_> =
            pollers.iter_mut().map(|poller| scope.spawn(move || poller.run(begun))).collect();
        threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
    });
    latencies.sort_unstable();
    let polled = Polled {
        polls: u32::try_from(latencies.len()).unwrap(),
        p50: latencies[latencies.len() / 2],
        p99: latencies[latencies.len() * 99 / 100],
    };
    println!("{}", serde_json::to_string(&polled).unwrap());
}

struct Poller {
    thread: usize,
    stream: BufReader<TcpStream>,
    /// By feed; only those of this thread are polled.
    tags: HashMap<usize, String>,
    random: u64,
}

impl Poller {
    fn start(port: u16, thread: usize) -> Self {
        let stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
        stream.set_nodelay(true).unwrap();
        let random = 0x9E37_79B9_7F4A_7C15 ^ thread as u64;
        let stream = BufReader::with_capacity(64 * 1024, stream);
        let mut poller = Self { thread, stream, tags: HashMap::new(), random };
        for feed in (thread..FEEDS).step_by(THREADS) {
            poller.ask(feed, "gzip", false);
        }
        poller
    }

    /// Polls at the common rate; the latency of each poll in microseconds.
    fn run(&mut self, begun: Instant) -> Vec<u32> {
        let threads = u32::try_from(THREADS).unwrap();
        let thread = u32::try_from(self.thread).unwrap();
        let polls = u32::try_from(SECONDS).unwrap() * POLLS_A_SECOND / threads;
        let mut latencies = Vec::new();
        for poll in 0..polls {
            let due = begun + Duration::from_secs(1) * (poll * threads + thread) / POLLS_A_SECOND;
            let feed =
                self.thread + THREADS * (usize::try_from(self.next()).unwrap() % (FEEDS / THREADS));
            let dice = self.next() % 100;
            // Too late is the server's fault where the one before was not answered yet; where this
            // thread slept too long it is nobody's.
            let mut sent_at = due;
            if let Some(pause) = due.checked_duration_since(Instant::now()) {
                thread::sleep(pause);
                sent_at = Instant::now();
            }
            match dice {
                0..90 => self.ask(feed, "gzip", true),
                90..98 => self.ask(feed, "gzip", false),
                98 => self.ask(feed, "br", false),
                _ => self.ask(feed, "identity", false),
            }
            latencies.push(u32::try_from(sent_at.elapsed().as_micros()).unwrap());
        }
        latencies
    }

    fn next(&mut self) -> u64 {
        self.random = next_random(self.random);
        self.random >> 33
    }

    /// One poll, answered to its last byte.
    fn ask(&mut self, feed: usize, coding: &str, is_conditional: bool) {
        let mut request = format!(
            "GET {} HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: {coding}\r\nUser-Agent: Miniflux/2.2\r\n",
            path(feed)
        );
        if let Some(tag) = self.tags.get(&feed).filter(|_| is_conditional) {
            request.extend(["If-None-Match: ", tag, "\r\n"]);
        }
        request.push_str("\r\n");
        self.stream.get_mut().write_all(request.as_bytes()).unwrap();
        let mut line = String::new();
        self.stream.read_line(&mut line).unwrap();
        let is_full = line.contains(" 200 ");
        assert!(is_full || is_conditional && line.contains(" 304 "), "{line}");
        let mut length = 0;
        loop {
            line.clear();
            self.stream.read_line(&mut line).unwrap();
            let Some((name, value)) = line.trim_end().split_once(": ") else { break };
            if name.eq_ignore_ascii_case("content-length") {
                length = value.parse().unwrap();
            } else if name.eq_ignore_ascii_case("etag") && coding == "gzip" {
                self.tags.insert(feed, value.to_owned());
            }
        }
        if is_full {
            let mut body = vec![0; length];
            self.stream.read_exact(&mut body).unwrap();
        }
    }
}

/// Takes the feeds as a site has them in the middle of its days: the first is about to change, the last has
/// just changed, and each was taken, at random and at the pollers' rates, for as long as its version stands;
/// until what is sent in gzip is as small as it gets, of the older half.
fn warm(newswire: &Server) {
    let begun = Instant::now();
    let between_changes = FEEDS / ARTICLES_A_SECOND as usize * POLLS_A_SECOND as usize;
    let mut state = 1_u64;
    let mut random = |below: usize| {
        state = next_random(state);
        usize::try_from(state >> 33).unwrap() % below
    };
    for (coding, percent) in [("gzip", 8), ("br", 1)] {
        for _ in 0..between_changes * percent / 100 {
            let feed = random(FEEDS);
            if random(FEEDS) >= feed {
                newswire.get(&path(feed), &[format!("Accept-Encoding: {coding}")]);
            }
        }
    }
    let mut waiting: Vec<usize> = (0..FEEDS / 2).collect();
    while !waiting.is_empty() {
        assert!(begun.elapsed() < Duration::from_mins(10), "it does not come to rest");
        thread::sleep(Duration::from_secs(5));
        waiting.retain(|feed| {
            let (_, head, _) = newswire.get(&path(*feed), &["Accept-Encoding: gzip".to_owned()]);
            !head.iter().any(|(name, tag)| name == "etag" && tag.ends_with("-gzip12\""))
        });
    }
}

fn next_random(state: u64) -> u64 {
    state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407)
}

/// Writes the feeds as files, as newswire has them; how many bytes they have.
fn write_files(newswire: &Server, root: &Path) -> usize {
    fs::create_dir_all(root.join("feeds")).unwrap();
    let mut bytes = 0;
    for feed in 0..FEEDS {
        let file = root.join(path(feed).trim_start_matches('/'));
        for (coding, ending) in [("identity", "rss"), ("gzip", "rss.gz"), ("br", "rss.br")] {
            let (_, _, body) = newswire.get(&path(feed), &[format!("Accept-Encoding: {coding}")]);
            bytes += if coding == "identity" { body.len() } else { 0 };
            fs::write(file.with_extension(ending), body).unwrap();
        }
    }
    bytes
}

fn path(feed: usize) -> String {
    format!("/feeds/category-{feed}.rss")
}

fn title(number: usize) -> String {
    format!("Number {number} of the harbour")
}

const RECORDS: &str = "records.jsonl";

fn write_site(site: &Path) {
    fs::create_dir_all(site.join("articles")).unwrap();
    fs::write(
        site.join("site.toml"),
        format!(
            "title = \"Mix\"\nurl = \"https://www.harbourpost.example\"\nlanguage = \"en\"\n\
             [defaults]\nmin_items = {ENTRIES}\n[server]\ncache_megabytes = 512\n"
        ),
    )
    .unwrap();
    let now = chrono::Utc::now();
    let records: Vec<String> = (0..FEEDS * ENTRIES)
        .map(|number| {
            let back = i64::try_from(FEEDS * ENTRIES - number).unwrap();
            record(number, now - chrono::TimeDelta::days(3) - chrono::TimeDelta::minutes(back))
        })
        .collect();
    fs::write(site.join(RECORDS), records.join("\n")).unwrap();
    let status = Command::new(env!("CARGO_BIN_EXE_newswire"))
        .args(["import", "--site"])
        .arg(site)
        .arg(site.join(RECORDS))
        .stderr(Stdio::null())
        .status()
        .unwrap();
    assert!(status.success());
}

fn record(number: usize, published: chrono::DateTime<chrono::Utc>) -> String {
    let words = ["harbour", "ferry", "winter", "council", "tide", "minutes", "bridge", "keeper"];
    let mut state = number as u64 * 2_654_435_761 + 1;
    let body: String = (0..100)
        .map(|word| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            let tail = if word % 7 == 0 { (state >> 50).to_string() } else { String::new() };
            format!("{}{tail} ", words[(state >> 61) as usize])
        })
        .collect();
    json!({
        "id": format!("a{number}"), "title": title(number),
        "url": format!("https://www.harbourpost.example/{number}"),
        "content_html": format!("<p>{body}end.</p>"),
        "date_published": published.to_rfc3339(),
        "categories": [format!("Category {}", number % FEEDS)],
    })
    .to_string()
}

/// The script that writes static files: records come line by line, first those that stand in the files
/// already. It keeps the newest of each feed in memory, and does not look at what it is given.
pub fn regenerate(root: &Path) {
    #[derive(Deserialize)]
    struct Article {
        title: String,
        url: String,
        content_html: String,
        date_published: chrono::DateTime<chrono::Utc>,
        categories: [String; 1],
    }
    let mut feeds: HashMap<String, Vec<rss::Item>> = HashMap::new();
    for (line, number) in std::io::stdin().lock().lines().map_while(Result::ok).zip(0..) {
        let article: Article = serde_json::from_str(&line).unwrap();
        let [category] = article.categories;
        let items = feeds.entry(category.clone()).or_default();
        let item = rss::ItemBuilder::default()
            .title(article.title)
            .link(article.url.clone())
            .guid(rss::GuidBuilder::default().value(article.url).build())
            .pub_date(article.date_published.to_rfc2822())
            .content(article.content_html)
            .build();
        items.insert(0, item);
        items.truncate(ENTRIES);
        if number < FEEDS * ENTRIES {
            continue;
        }
        let channel = rss::ChannelBuilder::default()
            .title(category.clone())
            .link("https://www.harbourpost.example/")
            .items(items.clone())
            .build();
        let bytes = channel.write_to(Vec::new()).unwrap();
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        gzip.write_all(&bytes).unwrap();
        let mut brotli = Vec::new();
        brotli::CompressorWriter::new(&mut brotli, 4096, 11, 22).write_all(&bytes).unwrap();
        let stem = category.to_lowercase().replace(' ', "-");
        for (ending, bytes) in
            [("rss", bytes), ("rss.gz", gzip.finish().unwrap()), ("rss.br", brotli)]
        {
            // Never half a file.
            let new = root.join("new");
            fs::write(&new, bytes).unwrap();
            fs::rename(new, root.join("feeds").join(format!("{stem}.{ending}"))).unwrap();
        }
    }
}
