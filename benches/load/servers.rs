//! The servers under test: started on a core of their own, asked, and read the processor's time of.

use std::fs;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use super::program;

/// A server under test.
pub struct Server {
    pub name: &'static str,
    pub port: u16,
    /// Its time counts, and that of all it starts; ended with the bench.
    child: Child,
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

    /// Processor time so far, in user space and in the kernel, in ticks.
    pub fn ticks(&self) -> u64 {
        self.processes().into_iter().map(|process| ticks_of(&process.to_string(), [11, 12])).sum()
    }

    /// The status, the fields and the body of an answer.
    pub fn get(&self, path: &str, headers: &[String]) -> (u16, Vec<(String, String)>, Vec<u8>) {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        let headers: String = headers
            .iter()
            .filter(|header| !header.starts_with("Connection"))
            .map(|header| format!("{header}\r\n"))
            .collect();
        write!(
            stream,
            "GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{headers}\r\n"
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

/// The sum of two fields of a process's `stat`, counted from after its name.
pub fn ticks_of(process: &str, fields: [usize; 2]) -> u64 {
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
    // The name stands in brackets and may hold anything.
    let after_name = stat.rsplit_once(')').map(|(_, rest)| rest).unwrap_or_default();
    let values: Vec<&str> = after_name.split_whitespace().collect();
    let value = |index: usize| values.get(index).and_then(|it| it.parse::<u64>().ok());
    fields.into_iter().filter_map(value).sum()
}

/// Installs the rivals.
pub fn install() {
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

pub fn pinned(program: &str) -> Command {
    let mut command = Command::new("taskset");
    command.args(["-c", "0", program]).stdout(Stdio::null()).stderr(Stdio::null());
    command
}

pub fn newswire(site: &Path) -> Server {
    let (child, port) = program::serve(pinned(env!("CARGO_BIN_EXE_newswire")), site);
    Server { name: "newswire", port, child, _keep: None }.ready()
}

/// `fresh` is how long it trusts what it knows of a file.
pub fn nginx(root: &Path, fresh: &str) -> Server {
    let port = free_port();
    let own = tempfile::tempdir().unwrap();
    let module = BROTLI_MODULE;
    let log = own.path().join("error.log");
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
  open_file_cache max=10000 inactive=60s;
  open_file_cache_valid {fresh};
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

pub fn varnish(site: &Path, backend: u16) -> Server {
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

pub fn bare(folder: &Path) -> Server {
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
