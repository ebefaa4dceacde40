//! What a poll costs a server: newswire beside nginx, Varnish and a bare hyper server that serve the
//! same bytes of the same feed; and a mix of polls of many feeds while articles are published, beside
//! nginx (see [`mix`]).
//!
//! `cargo bench --bench load [-- SECONDS]`, or `-- mix` for the mix alone. Needs Debian or what is like it, two cores and root:
//! nginx, its module for Brotli, Varnish and wrk are installed from the system's packages if they
//! are not there. The server under test has one core, wrk the other. wrk is the bottleneck, so what
//! is compared is the processor time a request takes of the server, read from `/proc`. The servers
//! take turns, round by round; a cell is the median of its rounds.

#![allow(
    clippy::unwrap_used,
    clippy::format_collect,
    reason = "a benchmark that cannot go on has failed, and its input may cost what it will"
)]

mod bare;
mod mix;
#[path = "../shared/program.rs"]
mod program;
mod servers;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use serde_json::json;

use servers::Server;

/// Rounds of every case at every server.
const ROUNDS: usize = 3;
const CONNECTIONS: &str = "64";
const FEED: &str = "/feeds/all.rss";

fn main() {
    let mut arguments = std::env::args().skip(1).filter(|argument| argument != "--bench");
    match arguments.next().as_deref() {
        // The bench runs itself where something is to have a core of its own.
        Some("bare") => bare::serve(Path::new(&arguments.next().unwrap())),
        Some("regenerate") => mix::regenerate(Path::new(&arguments.next().unwrap())),
        Some("poll") => mix::poll(arguments.next().unwrap().parse().unwrap()),
        Some("mix") => {
            servers::install();
            mix::compare();
        }
        seconds => {
            servers::install();
            compare(seconds.and_then(|seconds| seconds.parse().ok()).unwrap_or(2));
            mix::compare();
        }
    }
}

fn compare(seconds: u64) {
    let folder = tempfile::tempdir().unwrap();
    let site = folder.path();
    write_site(site);
    let newswire = servers::newswire(site);
    let stored = Stored::fetch(&newswire);
    stored.write(&site.join("static"));
    let servers = [
        servers::nginx(&site.join("static"), "60s"),
        servers::bare(&site.join("static")),
        servers::varnish(site, newswire.port),
        newswire,
    ];
    println!(
        "{} bytes, {} gzip, {} br; {seconds} s a round, {ROUNDS} rounds; microseconds of processor time a request",
        stored.identity.len(),
        stored.gzip.len(),
        stored.br.len()
    );
    print!("{:<14}", "");
    for server in &servers {
        print!("{:>12}", server.name);
    }
    println!("{:>12}{:>12}{:>12}", "to nginx", "to hyper", "to Varnish");
    for case in Case::ALL {
        let mut costs: BTreeMap<&str, Vec<f64>> = BTreeMap::new();
        for _ in 0..ROUNDS {
            for server in &servers {
                costs.entry(server.name).or_default().push(case.cost(server, seconds));
            }
        }
        let median = |name: &str| {
            let mut costs = costs[name].clone();
            costs.sort_by(f64::total_cmp);
            costs[costs.len() / 2]
        };
        print!("{:<14}", case.name());
        for server in &servers {
            print!("{:>12.1}", median(server.name));
        }
        let ours = median("newswire");
        for rival in ["nginx", "hyper", "Varnish"] {
            print!("{:>12.2}", ours / median(rival));
        }
        println!();
    }
}

/// What a client asks for.
#[derive(Clone, Copy)]
enum Case {
    /// It has the version already.
    NotModified,
    Gzip,
    Brotli,
    Identity,
    /// As `NotModified`, by a connection of its own.
    NewConnection,
}

impl Case {
    const ALL: [Self; 5] =
        [Self::NotModified, Self::Gzip, Self::Brotli, Self::Identity, Self::NewConnection];

    fn name(self) -> &'static str {
        match self {
            Self::NotModified => "304",
            Self::Gzip => "200 gzip",
            Self::Brotli => "200 br",
            Self::Identity => "200 identity",
            Self::NewConnection => "304, new conn.",
        }
    }

    /// Processor time of the server for one request, in microseconds.
    fn cost(self, server: &Server, seconds: u64) -> f64 {
        let coding = match self {
            Self::NotModified | Self::NewConnection | Self::Gzip => "gzip",
            Self::Brotli => "br",
            Self::Identity => "identity",
        };
        let mut headers = vec![format!("Accept-Encoding: {coding}")];
        let mut expected = 200;
        if matches!(self, Self::NotModified | Self::NewConnection) {
            let (_, head, _) = server.get(FEED, &headers);
            let tag = head.iter().find(|(name, _)| name == "etag").unwrap();
            headers.push(format!("If-None-Match: {}", tag.1));
            expected = 304;
        }
        if matches!(self, Self::NewConnection) {
            headers.push("Connection: close".to_owned());
        }
        let (status, head, _) = server.get(FEED, &headers);
        assert_eq!(status, expected, "{}", server.name);
        if matches!(self, Self::Gzip | Self::Brotli) {
            let is_coded = head.contains(&("content-encoding".to_owned(), coding.to_owned()));
            assert!(is_coded, "{} does not send {coding}: {head:?}", server.name);
        }
        let before = server.ticks();
        let requests = wrk(server.port, &headers, seconds);
        let ticks = server.ticks() - before;
        // A tick of /proc is 10 milliseconds on every Linux that people run.
        f64::from(u32::try_from(ticks).unwrap()) * 10_000.0 / requests
    }
}

/// Runs wrk on the second core; how many requests were answered.
fn wrk(port: u16, headers: &[String], seconds: u64) -> f64 {
    let mut command = Command::new("taskset");
    command.args(["-c", "1", "wrk", "-t1", "-c", CONNECTIONS, "-d", &format!("{seconds}s")]);
    for header in headers {
        command.args(["-H", header]);
    }
    let output = command.arg(format!("http://127.0.0.1:{port}{FEED}")).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let line = text.lines().find(|line| line.contains(" requests in ")).unwrap();
    line.split_whitespace().next().unwrap().parse().unwrap()
}

/// The feed in every coding, as newswire made it.
struct Stored {
    identity: Vec<u8>,
    gzip: Vec<u8>,
    br: Vec<u8>,
    /// The fields of an answer in each coding, and of a 304.
    heads: Vec<(&'static str, String)>,
}

impl Stored {
    fn fetch(newswire: &Server) -> Self {
        let body = |coding: &str| newswire.get(FEED, &[format!("Accept-Encoding: {coding}")]).2;
        // Quick codings come first, the best ones a little later.
        body("br");
        body("gzip");
        std::thread::sleep(Duration::from_secs(3));
        let head = |headers: &[String]| {
            let fields = newswire.get(FEED, headers).1.into_iter();
            // hyper writes these by itself.
            let own = ["date", "content-length", "connection"];
            let said = fields.filter(|(name, _)| !own.contains(&name.as_str()));
            said.map(|(name, value)| format!("{name}: {value}\n")).collect::<String>()
        };
        let accepted = |coding: &str| format!("Accept-Encoding: {coding}");
        let gzip = head(&[accepted("gzip")]);
        let tag = gzip.lines().find_map(|line| line.strip_prefix("etag: ")).unwrap();
        let unmodified = head(&[accepted("gzip"), format!("If-None-Match: {tag}")]);
        Self {
            identity: body("identity"),
            gzip: body("gzip"),
            br: body("br"),
            heads: vec![
                ("identity", head(&[accepted("identity")])),
                ("br", head(&[accepted("br")])),
                ("304", unmodified),
                ("gzip", gzip),
            ],
        }
    }

    fn write(&self, folder: &Path) {
        let file = folder.join(FEED.trim_start_matches('/'));
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(&file, &self.identity).unwrap();
        fs::write(file.with_extension("rss.gz"), &self.gzip).unwrap();
        fs::write(file.with_extension("rss.br"), &self.br).unwrap();
        for (name, head) in &self.heads {
            fs::write(folder.join(format!("{name}.head")), head).unwrap();
        }
    }
}

/// A site whose `all` feed has 50 entries and some 170 kB.
fn write_site(site: &Path) {
    fs::create_dir_all(site.join("articles")).unwrap();
    fs::write(
        site.join("site.toml"),
        "title = \"Load\"\nurl = \"https://www.harbourpost.example\"\nlanguage = \"en\"\n\
         [defaults]\nmin_items = 50\n",
    )
    .unwrap();
    let words = ["harbour", "ferry", "winter", "council", "tide", "minutes", "bridge", "keeper"];
    let records: Vec<String> = (0..50_u64)
        .map(|number| {
            // A body that compresses as prose does: words in an order that does not come again.
            let mut state = number * 2_654_435_761 + 1;
            let mut body = String::new();
            for word in 0..430 {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                let start = if word % 90 == 0 { "</p><p>" } else { " " };
                body.push_str(if word == 0 { "<p>" } else { start });
                body.push_str(words[(state >> 61) as usize]);
                if number % 4 == word % 4 {
                    body.push_str(&(state >> 50).to_string());
                }
            }
            let published = chrono::DateTime::from_timestamp(
                1_790_000_000 - i64::try_from(number).unwrap() * 9000,
                0,
            )
            .unwrap();
            json!({
                "id": format!("a{number}"), "title": format!("Number {number}"),
                "url": format!("https://www.harbourpost.example/{number}"),
                "content_html": format!("{body}.</p>"),
                "date_published": published.to_rfc3339(),
            })
            .to_string()
        })
        .collect();
    fs::write(site.join("articles/all.jsonl"), records.join("\n")).unwrap();
}
