//! Requests as they come: in pieces, in rows, in old versions, in other forms, and broken.

use super::site::{Site, request};

const PATH: &str = "/feeds/world.rss";

#[test]
fn a_connection_is_kept_and_answers_in_order() {
    let site = Site::start();
    let mut client = site.connect();
    for path in [PATH, "/feeds/sport.atom", PATH] {
        client.send(request("GET", path, &[]));
        let answer = client.receive();
        assert_eq!((answer.status, answer.version.as_str()), (200, "HTTP/1.1"));
        assert_eq!(answer.header("connection"), None);
    }
    let mut row = String::new();
    for path in ["/feeds/world.json", "/nothing", "/feed/", "/feeds/sport.json"] {
        row.push_str(&request("GET", path, &[]));
    }
    row.push_str(&request("HEAD", PATH, &[]));
    row.push_str(&request("GET", "/healthz", &["Connection: close"]));
    client.send(row);
    let statuses: Vec<u16> = (0..4).map(|_| client.receive().status).collect();
    assert_eq!(statuses, [200, 404, 301, 200]);
    assert_eq!(client.receive_head().status, 200);
    let last = client.receive();
    assert_eq!((last.text(), last.header("connection")), ("alive\n", Some("close")));
    client.assert_closed();
}

#[test]
fn a_request_may_come_byte_by_byte() {
    let site = Site::start();
    let mut client = site.connect();
    for byte in request("GET", PATH, &["Accept-Encoding: gzip"]).into_bytes() {
        client.send([byte]);
    }
    assert_eq!(client.receive().header("content-encoding"), Some("gzip"));
}

#[test]
fn who_says_no_more_after_a_whole_request_gets_the_whole_answer() {
    let site = Site::start();
    let whole = site.get(PATH);
    let mut client = site.connect();
    client.send(request("GET", PATH, &["Connection: close"]));
    client.end();
    assert_eq!(client.receive().body, whole.body);
    client.assert_closed();
}

#[test]
fn http_1_0_is_answered_and_closed() {
    let site = Site::start();
    let whole = site.get(PATH);
    let mut client = site.connect();
    // No host: there was none in 1.0.
    client.send(format!("GET {PATH} HTTP/1.0\r\n\r\n"));
    let answer = client.receive();
    assert_eq!((answer.status, answer.version.as_str()), (200, "HTTP/1.0"));
    assert_eq!(answer.body, whole.body);
    assert_eq!(answer.header("transfer-encoding"), None);
    client.assert_closed();
    let mut client = site.connect();
    client.send(format!("GET {PATH} HTTP/1.0\r\nConnection: keep-alive\r\n\r\n"));
    assert_eq!(client.receive().header("connection"), Some("keep-alive"));
    client.send(format!("GET {PATH} HTTP/1.0\r\n\r\n"));
    assert_eq!(client.receive().status, 200);
    client.assert_closed();
}

#[test]
fn a_request_names_one_host() {
    let site = Site::start();
    for head in [
        "GET /feeds/world.rss HTTP/1.1\r\n\r\n",
        "GET /feeds/world.rss HTTP/1.1\r\nHost: a.example\r\nHost: b.example\r\n\r\n",
    ] {
        let mut client = site.connect();
        client.send(head);
        assert_eq!(client.receive().status, 400, "{head}");
    }
    // Whatever it is, addresses in answers are the site's own.
    let mut client = site.connect();
    client.send("GET /feed/ HTTP/1.1\r\nHost: evil.example\r\n\r\n");
    let answer = client.receive();
    assert_eq!(answer.header("location"), Some("https://feeds.example/feeds/all.rss"));
}

#[test]
fn a_target_may_be_absolute_as_through_a_proxy() {
    let site = Site::start();
    let whole = site.get(PATH);
    for target in
        ["http://feeds.example/feeds/world.rss", "HTTPS://elsewhere.example/feeds/world.rss?x"]
    {
        let answer = site.get(target);
        assert_eq!((answer.status, answer.tag()), (200, whole.tag()), "{target}");
    }
    assert_eq!(site.get("http://feeds.example").status, 200);
    let connect = site.ask("CONNECT", "feeds.example:443", &[]);
    assert_eq!(connect.status, 405);
}

#[test]
fn the_body_of_a_request_is_not_taken_for_the_next_one() {
    let site = Site::start();
    let smuggled = request("GET", "/healthz", &[]);
    let length = format!("Content-Length: {}", smuggled.len());
    for headers in [vec![length.as_str()], vec!["Transfer-Encoding: chunked"]] {
        let mut client = site.connect();
        client.send(request("GET", PATH, &headers));
        if headers.len() == 1 && headers[0].starts_with("Transfer") {
            client.send(format!("{:x}\r\n{smuggled}\r\n0\r\n\r\n", smuggled.len()));
        } else {
            client.send(&smuggled);
        }
        assert_eq!(client.receive().status, 200);
        client
            .send_as_far_as_it_goes(request("GET", "/nothing", &["Connection: close"]).as_bytes());
        // Either the body was read past and the next request is answered, or it closed.
        let rest = String::from_utf8(client.rest()).unwrap();
        assert!(!rest.contains("alive"), "{rest}");
        assert!(rest.is_empty() || rest.starts_with("HTTP/1.1 404 "), "{rest}");
    }
}

#[test]
fn who_waits_to_be_asked_for_a_body_gets_the_answer_instead() {
    let site = Site::start();
    let mut client = site.connect();
    client.send(request("PUT", PATH, &["Content-Length: 1000000", "Expect: 100-continue"]));
    let answer = client.receive();
    assert_eq!(answer.status, 405);
    client.assert_closed();
    let mut client = site.connect();
    client.send(request("GET", PATH, &["Expect: 100-continue"]));
    assert_eq!(client.receive().status, 200);
}

#[test]
fn what_is_no_http_is_refused_and_closed() {
    let site = Site::start();
    for garbage in [
        &b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03 a TLS hello\r\n\r\n"[..],
        b"\x00\x00\x00\x00\r\n\r\n",
        b"GET\r\n\r\n",
        b"GET /feeds/world.rss\r\n\r\n",
        b"GET /feeds/world.rss HTTP/9.9\r\nHost: a\r\n\r\n",
        b"GET /feeds/w orld.rss HTTP/1.1\r\nHost: a\r\n\r\n",
        b"GET /feeds/\x01.rss HTTP/1.1\r\nHost: a\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nbroken header\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nContent-Length: minus one\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: nonsense\r\n\r\n",
    ] {
        let mut client = site.connect();
        client.send(garbage);
        let rest = client.rest();
        let shown = String::from_utf8_lossy(garbage);
        // Binary is closed on without a word; the rest is told 400, or 505 for a version unknown.
        let is_refusal = rest.is_empty()
            || rest.starts_with(b"HTTP/1.1 400 ")
            || rest.starts_with(b"HTTP/1.1 505 ");
        assert!(is_refusal, "{shown}: {}", String::from_utf8_lossy(&rest));
    }
    // HTTP/2 without TLS is not spoken.
    let mut client = site.connect();
    client.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
    let rest = client.rest();
    assert!(!rest.starts_with(b"HTTP/1.1 200 "), "{}", String::from_utf8_lossy(&rest));
    assert_eq!(site.get(PATH).status, 200);
}

#[test]
fn heads_have_a_limit_in_bytes_and_in_fields() {
    let site = Site::start();
    let long = format!("X-Long: {}", "a".repeat(12 * 1024));
    assert_eq!(site.ask("GET", PATH, &[&long]).status, 200);
    for size in [20 * 1024, 200 * 1024] {
        let long = format!("X-Long: {}", "a".repeat(size));
        let mut client = site.connect();
        client.send_as_far_as_it_goes(request("GET", PATH, &[&long]).as_bytes());
        assert_eq!(client.receive().status, 431, "{size}");
    }
    let fields: Vec<String> = (0..60).map(|index| format!("X-{index}: a")).collect();
    let fields: Vec<&str> = fields.iter().map(String::as_str).collect();
    assert_eq!(site.ask("GET", PATH, &fields).status, 200);
    let fields: Vec<String> = (0..100).map(|index| format!("X-{index}: a")).collect();
    let fields: Vec<&str> = fields.iter().map(String::as_str).collect();
    let answer = site.ask("GET", PATH, &fields);
    assert_eq!(answer.status, 431);
    let target = format!("/feeds/{}.rss", "a".repeat(70_000));
    let mut client = site.connect();
    client.send_as_far_as_it_goes(request("GET", &target, &[]).as_bytes());
    let status = client.receive().status;
    assert!(matches!(status, 414 | 431), "{status}");
}
