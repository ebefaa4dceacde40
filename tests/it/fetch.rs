//! Documents fetched from servers that answer as they are told: what is said of the answers.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::thread;

use newswire::fetch::{Examination, FetchError, examine};

const FEED: &str =
    "<?xml version=\"1.0\" encoding=\"utf-8\"?><rss version=\"2.0\"><channel/></rss>";
const FIELDS: &str = "Content-Type: application/rss+xml; charset=utf-8\r\nETag: \"a\"\r\n\
    Last-Modified: Wed, 02 Oct 2002 13:00:00 GMT\r\nDate: Wed, 02 Oct 2002 13:00:00 GMT\r\n\
    Cache-Control: max-age=60\r\nVary: Accept-Encoding\r\n";

/// A server that gives each request to `answer`, in lower case, and sends what that returns. It
/// ends with the tests.
fn serve(answer: impl Fn(&str, SocketAddr) -> Vec<u8> + Send + 'static) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    thread::spawn(move || {
        for stream in listener.incoming() {
            let Ok(mut stream) = stream else { continue };
            let request = request(&mut stream);
            // A client that hung up has heard enough.
            let _ = stream.write_all(&answer(&request, address));
        }
    });
    address
}

fn request(stream: &mut TcpStream) -> String {
    let (mut head, mut byte) = (Vec::new(), [0]);
    while !head.ends_with(b"\r\n\r\n") && stream.read(&mut byte).is_ok_and(|read| read == 1) {
        head.push(byte[0]);
    }
    String::from_utf8_lossy(&head).to_lowercase()
}

fn ok(fields: &str, body: &[u8]) -> Vec<u8> {
    let mut answer =
        format!("HTTP/1.1 200 OK\r\n{fields}Content-Length: {}\r\n\r\n", body.len()).into_bytes();
    answer.extend_from_slice(body);
    answer
}

fn ask(address: &str) -> Result<Examination, FetchError> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(examine(address))
}

fn rules(examination: &Examination) -> Vec<&str> {
    examination.findings.iter().map(|finding| finding.rule).collect()
}

#[test]
fn a_server_that_does_everything_right_is_left_alone() {
    let address = serve(|request, _| {
        let condition =
            ["if-none-match: \"a\"", "if-modified-since: wed, 02 oct 2002 13:00:00 gmt"];
        if condition.iter().any(|condition| request.contains(condition)) {
            return format!("HTTP/1.1 304 Not Modified\r\n{FIELDS}\r\n").into_bytes();
        }
        if request.contains("accept-encoding: identity") {
            return ok(&FIELDS.replace("\"a\"", "\"b\""), FEED.as_bytes());
        }
        let coded = zstd::encode_all(FEED.as_bytes(), 3).unwrap();
        ok(&format!("{FIELDS}Content-Encoding: zstd\r\n"), &coded)
    });
    let examination = ask(&format!("http://{address}/feed.rss?x=1#part")).unwrap();
    assert_eq!(rules(&examination), [""; 0]);
    assert_eq!(examination.document.as_deref(), Some(FEED.as_bytes()));
    assert_eq!(examination.address, format!("http://{address}/feed.rss?x=1"));
}

#[test]
fn a_server_that_heeds_nothing_is_told_all_of_it() {
    let address = serve(|_, _| {
        let coded = zstd::encode_all(FEED.as_bytes(), 3).unwrap();
        let fields = FIELDS.replace("application/rss+xml", "text/html").replace("Vary", "X-Vary");
        ok(&format!("{fields}Content-Encoding: zstd\r\n"), &coded)
    });
    assert_eq!(
        rules(&ask(&format!("http://{address}/")).unwrap()),
        [
            "http-vary-missing",
            "http-type-wrong",
            "http-etag-ignored",
            "http-last-modified-ignored",
            "http-coding-unasked"
        ]
    );
}

#[test]
fn redirects_are_followed_told_and_ended() {
    let address = serve(|request, address| {
        let to = match request.split(' ').nth(1).unwrap() {
            "/old" => "/older".to_owned(),
            "/older" => format!("http://{address}/feed"),
            "/feed" => return ok("", FEED.as_bytes()),
            "/out" => "gopher://a.example/".to_owned(),
            _ => "/round".to_owned(),
        };
        format!("HTTP/1.1 301 Moved\r\nLocation: {to}\r\nContent-Length: 0\r\n\r\n").into_bytes()
    });
    let examination = ask(&format!("http://{address}/old")).unwrap();
    assert_eq!(examination.address, format!("http://{address}/feed"));
    assert_eq!(rules(&examination)[..2], ["http-redirect-permanent", "http-redirect-permanent"]);
    assert!(examination.document.is_some());
    let lost = ask(&format!("http://{address}/round"));
    assert!(matches!(lost, Err(FetchError::Astray { hops: 10, .. })), "{lost:?}");
    assert!(matches!(ask(&format!("http://{address}/out")), Err(FetchError::Address { .. })));
}

#[test]
fn an_error_a_broken_body_and_a_broken_answer_are_told_apart() {
    let address = serve(|request, _| match request.split(' ').nth(1).unwrap() {
        "/gone" => b"HTTP/1.1 410 Gone\r\nContent-Length: 0\r\n\r\n".to_vec(),
        "/coded" => ok("Content-Encoding: gzip\r\n", b"not gzip"),
        "/cut" => b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n<rss".to_vec(),
        _ => b"SSH-2.0-OpenSSH\r\n".to_vec(),
    });
    let gone = ask(&format!("http://{address}/gone")).unwrap();
    assert_eq!((rules(&gone), &gone.document), (vec!["http-status"], &None));
    let coded = ask(&format!("http://{address}/coded")).unwrap();
    assert!(rules(&coded).contains(&"http-coding-broken") && coded.document.is_none());
    for path in ["/cut", "/ssh"] {
        let broken = ask(&format!("http://{address}{path}"));
        assert!(matches!(broken, Err(FetchError::Broken { .. })), "{path}: {broken:?}");
    }
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    thread::spawn(move || listener.accept().unwrap().0.write_all(b"HTTP/1.1 400 What?\r\n\r\n"));
    let plain = ask(&format!("https://{address}/"));
    assert!(
        matches!(plain, Err(FetchError::NoTls { .. } | FetchError::NoAuthorities)),
        "{plain:?}"
    );
    let closed = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    assert!(matches!(ask(&format!("http://{closed}/")), Err(FetchError::Unreachable { .. })));
}
