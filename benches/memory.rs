//! What the program holds in memory when every form of 1,000 feeds was asked for in every coding, for budgets
//! of the cache that hold all of it and that do not.
//!
//! `cargo bench --bench memory [-- FEEDS]`. Reads the resident memory from `/proc`: Linux only.

#![allow(clippy::unwrap_used, reason = "a benchmark that cannot go on has failed")]

#[path = "shared/program.rs"]
mod program;

use std::fmt::Write as _;
use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command};

use serde_json::json;

/// Of each feed.
const ARTICLES: usize = 20;
const FORMS: [&str; 6] = [
    "/feeds/{}.rss",
    "/feeds/{}.atom",
    "/feeds/{}.json",
    "/feeds/{}",
    "/excerpts/{}.json",
    "/excerpts/{}.html",
];
const CODINGS: [&str; 4] = ["identity", "gzip", "br", "zstd"];

fn main() {
    let feeds = std::env::args().skip(1).find_map(|it| it.parse().ok()).unwrap_or(1000);
    let folder = tempfile::tempdir().unwrap();
    println!(
        "{:>12}{:>12}{:>12}{:>12}{:>12}{:>12}",
        "budget, MB", "bytes, MB", "start, MB", "half, MB", "end, MB", "growth/MB"
    );
    for budget in [16, 64, 256, 1024] {
        write_site(folder.path(), feeds, budget);
        let newswire = Newswire::start(folder.path());
        let start = newswire.resident();
        let mut stream = newswire.connect();
        let mut sent = 0;
        let mut half = start;
        for feed in 0..feeds {
            if feed == feeds / 2 {
                half = newswire.resident();
            }
            for form in FORMS {
                for coding in CODINGS {
                    let path = form.replace("{}", &format!("section-{feed}"));
                    sent += ask(&mut stream, &path, coding);
                }
            }
        }
        // Memory is tidied every five seconds.
        std::thread::sleep(std::time::Duration::from_secs(6));
        let end = newswire.resident();
        let megabytes = |bytes: usize| f64::from(u32::try_from(bytes / 1024).unwrap()) / 1024.0;
        println!(
            "{budget:>12}{:>12.1}{:>12.1}{:>12.1}{:>12.1}{:>12.2}",
            megabytes(sent),
            megabytes(start),
            megabytes(half),
            megabytes(end),
            (megabytes(end) - megabytes(start)) / f64::from(budget).min(megabytes(sent)),
        );
    }
}

/// Asks for a document; how many bytes came.
fn ask(stream: &mut BufReader<TcpStream>, path: &str, coding: &str) -> usize {
    write!(
        stream.get_mut(),
        "GET {path} HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: {coding}\r\n\r\n"
    )
    .unwrap();
    let mut length = 0;
    loop {
        let mut line = String::new();
        stream.read_line(&mut line).unwrap();
        assert!(
            !line.starts_with("HTTP/1.1 ") || line.starts_with("HTTP/1.1 200"),
            "{path}: {line}"
        );
        if let Some(value) = line.strip_prefix("content-length: ") {
            length = value.trim().parse().unwrap();
        }
        if line == "\r\n" {
            break;
        }
    }
    let mut body = vec![0; length];
    stream.read_exact(&mut body).unwrap();
    length
}

/// The program, ended with the bench.
struct Newswire {
    child: Child,
    port: u16,
}

impl Drop for Newswire {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Newswire {
    fn start(site: &Path) -> Self {
        let (child, port) = program::serve(Command::new(env!("CARGO_BIN_EXE_newswire")), site);
        Self { child, port }
    }

    fn connect(&self) -> BufReader<TcpStream> {
        let stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.set_nodelay(true).unwrap();
        BufReader::new(stream)
    }

    /// Bytes of resident memory.
    fn resident(&self) -> usize {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
        line.trim().trim_end_matches(" kB").parse::<usize>().unwrap() * 1024
    }
}

fn write_site(site: &Path, feeds: usize, budget: u32) {
    fs::create_dir_all(site.join("articles")).unwrap();
    fs::write(
        site.join("site.toml"),
        format!(
            "title = \"Memory\"\nurl = \"https://www.harbourpost.example\"\nlanguage = \"en\"\n\
             [server]\ncache_megabytes = {budget}\nwatch = false\n"
        ),
    )
    .unwrap();
    let mut records = String::new();
    for feed in 0..feeds {
        for number in 0..ARTICLES {
            let id = feed * ARTICLES + number;
            let text = format!("The harbour board met for the {id}th time and kept the ferry. ");
            let minutes = i64::try_from(id).unwrap();
            let published = chrono::DateTime::from_timestamp(1_790_000_000 - minutes * 60, 0);
            let record = json!({
                "id": format!("a{id}"), "title": format!("Number {id}"),
                "url": format!("https://www.harbourpost.example/{id}"),
                "content_html": format!("<p>{}</p>", text.repeat(16)),
                "date_published": published.unwrap().to_rfc3339(),
                "categories": [format!("Section {feed}")],
            });
            writeln!(records, "{record}").unwrap();
        }
    }
    fs::write(site.join("articles/all.jsonl"), records).unwrap();
}
