//! What a poll costs a server: newswire beside nginx, Varnish and a bare hyper server that serve the
//! same bytes of the same feed.
//!
//! `cargo bench --bench load [-- SECONDS]`. Needs Debian or what is like it, two cores and root:
//! nginx, its module for Brotli, Varnish and wrk are installed from the system's packages if they
//! are not there. The server under test has one core, wrk the other. wrk is the bottleneck, so what
//! is compared is the processor time a request takes of the server, read from `/proc`. The servers
//! take turns, round by round; a cell is the median of its rounds.

#![allow(
    clippy::unwrap_used,
    clippy::format_collect,
    reason = "a benchmark that cannot go on has failed, and its input may cost what it will"
)]

#[path = "shared/program.rs"]
mod program;

use std::collections::BTreeMap;
use std::fs;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::json;

/// Rounds of every case at every server.
const ROUNDS: usize = 3;
const CONNECTIONS: &str = "64";
const FEED: &str = "/feeds/all.rss";

fn main() {
    let mut arguments = std::env::args().skip(1).filter(|argument| argument != "--bench");
    match arguments.next().as_deref() {
        // The bench runs itself as the bare server: it is to have a core of its own.
        Some("bare") => bare::serve(Path::new(&arguments.next().unwrap())),
        seconds => compare(seconds.and_then(|seconds| seconds.parse().ok()).unwrap_or(2)),
    }
}

fn compare(seconds: u64) {
    install();
    let folder = tempfile::tempdir().unwrap();
    let site = folder.path();
    write_site(site);
    let newswire = start_newswire(site);
    let stored = Stored::fetch(&newswire);
    stored.write(&site.join("static"));
    let servers = [
        start_nginx(site),
        start_bare(&site.join("static")),
        start_varnish(site, newswire.port),
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
            let (_, head, _) = server.get(&headers);
            let tag = head.iter().find(|(name, _)| name == "etag").unwrap();
            headers.push(format!("If-None-Match: {}", tag.1));
            expected = 304;
        }
        if matches!(self, Self::NewConnection) {
            headers.push("Connection: close".to_owned());
        }
        let (status, head, _) = server.get(&headers);
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

/// A server under test.
struct Server {
    name: &'static str,
    port: u16,
    /// Ended with the bench.
    child: Child,
    /// Whose time counts: the process and all it started.
    _keep: Option<tempfile::TempDir>,
}

impl Drop for Server {
    fn drop(&mut self) {
        for process in self.processes() {
            let _ = Command::new("kill").arg(process.to_string()).status();
        }
        let _ = self.child.wait();
    }
}

impl Server {
    /// The process and those it started.
    fn processes(&self) -> Vec<u32> {
        let mut known = vec![self.child.id()];
        let mut next = 0;
        while let Some(parent) = known.get(next).copied() {
            let children = format!("/proc/{parent}/task/{parent}/children");
            let children = fs::read_to_string(children).unwrap_or_default();
            known.extend(children.split_whitespace().filter_map(|id| id.parse::<u32>().ok()));
            next += 1;
        }
        known
    }

    /// Processor time so far, in user space and in the kernel.
    fn ticks(&self) -> u64 {
        let of = |process: u32| {
            let stat = fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
            // The name stands in brackets and may hold anything.
            let fields = stat.rsplit_once(')').map(|(_, rest)| rest.to_owned()).unwrap_or_default();
            let fields: Vec<&str> = fields.split_whitespace().collect();
            let field = |index: usize| fields.get(index).and_then(|it| it.parse::<u64>().ok());
            field(11).unwrap_or(0) + field(12).unwrap_or(0)
        };
        self.processes().into_iter().map(of).sum()
    }

    /// The status, the fields and the body of an answer.
    fn get(&self, headers: &[String]) -> (u16, Vec<(String, String)>, Vec<u8>) {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        let headers: String = headers
            .iter()
            .filter(|header| !header.starts_with("Connection"))
            .map(|header| format!("{header}\r\n"))
            .collect();
        write!(
            stream,
            "GET {FEED} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{headers}\r\n"
        )
        .unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        let end = answer.windows(4).position(|window| window == b"\r\n\r\n").unwrap();
        let head = String::from_utf8_lossy(&answer[..end]).into_owned();
        let mut lines = head.lines();
        let status = lines.next().unwrap().split(' ').nth(1).unwrap().parse().unwrap();
        let fields = lines
            .filter_map(|line| line.split_once(':'))
            .map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned()))
            .collect();
        (status, fields, answer[end + 4..].to_vec())
    }

    /// Waits until it answers.
    fn ready(self) -> Self {
        let began = Instant::now();
        while TcpStream::connect(("127.0.0.1", self.port)).is_err() {
            assert!(began.elapsed() < Duration::from_secs(20), "{} does not start", self.name);
            std::thread::sleep(Duration::from_millis(50));
        }
        self
    }
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
        let body = |coding: &str| newswire.get(&[format!("Accept-Encoding: {coding}")]).2;
        // Quick codings come first, the best ones a little later.
        body("br");
        body("gzip");
        std::thread::sleep(Duration::from_secs(3));
        let head = |headers: &[String]| {
            let fields = newswire.get(headers).1.into_iter();
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

/// Installs the rivals.
fn install() {
    let is_there = |program: &str| {
        Command::new("which").arg(program).stdout(Stdio::null()).status().unwrap().success()
    };
    if ["nginx", "varnishd", "wrk", "taskset"].into_iter().all(is_there)
        && Path::new(BROTLI_MODULE).exists()
    {
        return;
    }
    eprintln!("installing nginx, its Brotli module, Varnish and wrk");
    let packages = ["nginx-light", "libnginx-mod-http-brotli-static", "varnish", "wrk"];
    let status = Command::new("apt-get")
        .args(["install", "-y", "-q", "--no-install-recommends"])
        .args(packages)
        .env("DEBIAN_FRONTEND", "noninteractive")
        .stdout(Stdio::null())
        .status()
        .unwrap();
    assert!(status.success(), "apt-get install {}", packages.join(" "));
}

const BROTLI_MODULE: &str = "/usr/lib/nginx/modules/ngx_http_brotli_static_module.so";

fn pinned(program: &str) -> Command {
    let mut command = Command::new("taskset");
    command.args(["-c", "0", program]).stdout(Stdio::null()).stderr(Stdio::null());
    command
}

fn start_newswire(site: &Path) -> Server {
    let (child, port) = program::serve(pinned(env!("CARGO_BIN_EXE_newswire")), site);
    Server { name: "newswire", port, child, _keep: None }.ready()
}

fn start_nginx(site: &Path) -> Server {
    let port = free_port();
    let own = tempfile::tempdir().unwrap();
    let module = BROTLI_MODULE;
    let (root, log) = (site.join("static"), own.path().join("error.log"));
    let config = format!(
        "load_module {module};
daemon off;
worker_processes 1;
error_log {log};
pid {pid};
user root;
events {{ worker_connections 1024; }}
http {{
  access_log off;
  sendfile on;
  tcp_nopush on;
  keepalive_requests 1000000000;
  open_file_cache max=1000 inactive=60s;
  open_file_cache_valid 60s;
  types {{ application/rss+xml rss; }}
  server {{
    listen 127.0.0.1:{port} backlog=1024;
    root {root};
    gzip_static on;
    gzip_vary on;
    brotli_static on;
    add_header Cache-Control 'max-age=900';
  }}
}}
",
        log = log.display(),
        pid = own.path().join("nginx.pid").display(),
        root = root.display(),
    );
    let file = own.path().join("nginx.conf");
    fs::write(&file, config).unwrap();
    let child = pinned("nginx").arg("-c").arg(&file).arg("-e").arg(&log).spawn().unwrap();
    Server { name: "nginx", port, child, _keep: Some(own) }.ready()
}

fn start_varnish(site: &Path, backend: u16) -> Server {
    let port = free_port();
    let own = tempfile::tempdir_in(site).unwrap();
    let child = pinned("varnishd")
        .args(["-F", "-a", &format!("127.0.0.1:{port}"), "-b", &format!("127.0.0.1:{backend}")])
        // With it on, Varnish asks for gzip whatever a client takes.
        .args(["-p", "http_gzip_support=off"])
        .args(["-s", "malloc,256m", "-p", "timeout_idle=60", "-n"])
        .arg(own.path().join("varnish"))
        .spawn()
        .unwrap();
    Server { name: "Varnish", port, child, _keep: Some(own) }.ready()
}

fn start_bare(folder: &Path) -> Server {
    let port = free_port();
    let child = pinned(std::env::current_exe().unwrap().to_str().unwrap())
        .arg("bare")
        .arg(folder)
        .env("PORT", port.to_string())
        .spawn()
        .unwrap();
    Server { name: "hyper", port, child, _keep: None }.ready()
}

fn free_port() -> u16 {
    std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
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

/// The least that a server with hyper can do: the same bytes with the same head from memory.
mod bare {
    use std::collections::HashMap;
    use std::convert::Infallible;
    use std::path::Path;

    use bytes::Bytes;
    use http_body_util::Full;
    use hyper::header::{ACCEPT_ENCODING, ETAG, HeaderMap, HeaderName, HeaderValue, IF_NONE_MATCH};
    use hyper::service::service_fn;
    use hyper::{Request, Response, StatusCode};
    use hyper_util::rt::TokioIo;

    struct Stored {
        /// By coding.
        answers: HashMap<&'static str, (HeaderMap, Bytes)>,
        unmodified: HeaderMap,
    }

    pub fn serve(folder: &Path) {
        let head = |name: &str| {
            let text = std::fs::read_to_string(folder.join(format!("{name}.head"))).unwrap();
            let mut head = HeaderMap::new();
            for (name, value) in text.lines().filter_map(|line| line.split_once(": ")) {
                let name: HeaderName = name.parse().unwrap();
                head.insert(name, HeaderValue::from_str(value).unwrap());
            }
            head
        };
        let answer = |coding: &'static str, ending: &str| {
            let path = folder.join(format!("feeds/all.rss{ending}"));
            (coding, (head(coding), Bytes::from(std::fs::read(path).unwrap())))
        };
        let stored: &'static Stored = Box::leak(Box::new(Stored {
            answers: HashMap::from([
                answer("identity", ""),
                answer("gzip", ".gz"),
                answer("br", ".br"),
            ]),
            unmodified: head("304"),
        }));
        let port: u16 = std::env::var("PORT").unwrap().parse().unwrap();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async move {
            let listener = tokio::net::TcpListener::bind(("127.0.0.1", port)).await.unwrap();
            loop {
                let (stream, _) = listener.accept().await.unwrap();
                stream.set_nodelay(true).unwrap();
                tokio::spawn(async move {
                    let service = service_fn(move |request| async move {
                        Ok::<_, Infallible>(answer_to(stored, &request))
                    });
                    let _ = hyper::server::conn::http1::Builder::new()
                        .serve_connection(TokioIo::new(stream), service)
                        .await;
                });
            }
        });
    }

    fn answer_to(
        stored: &'static Stored,
        request: &Request<hyper::body::Incoming>,
    ) -> Response<Full<Bytes>> {
        let asked = request.headers().get(ACCEPT_ENCODING).and_then(|it| it.to_str().ok());
        let (head, bytes) = &stored.answers[asked.unwrap_or("identity")];
        let is_known = request.headers().get(IF_NONE_MATCH).is_some_and(|it| head[ETAG] == it);
        let mut response = Response::new(Full::default());
        if is_known {
            *response.status_mut() = StatusCode::NOT_MODIFIED;
            response.headers_mut().clone_from(&stored.unmodified);
        } else {
            response.headers_mut().clone_from(head);
            *response.body_mut() = Full::new(bytes.clone());
        }
        response
    }
}
