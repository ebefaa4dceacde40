//! Connections that are slow, silent, many, or still there when the server stops.

use std::net::{TcpStream, ToSocketAddrs as _};
use std::time::{Duration, Instant as Stopwatch};

use newswire::server;

use super::client::Client;
use super::site::{Setup, Site, hasty, request};
use crate::support::{admit, draft};

const PATH: &str = "/feeds/world.rss";

fn hasty_site() -> Site {
    Site::start_with(Setup { server: hasty(), ..Setup::default() })
}

#[test]
fn who_says_nothing_or_only_half_is_closed_on() {
    let site = hasty_site();
    let mut silent = site.connect();
    let mut half = site.connect();
    half.send("GET /feeds/world.rss HTTP/1.1\r\nHost: feeds.exam");
    let mut first_byte = site.connect();
    first_byte.send("P");
    let mut idle = site.connect();
    idle.send(request("GET", PATH, &[]));
    assert_eq!(idle.receive().status, 200);
    for client in [&mut silent, &mut first_byte, &mut idle] {
        client.assert_closed();
    }
    let rest = half.rest();
    assert!(rest.is_empty() || rest.starts_with(b"HTTP/1.1 408 "));
}

#[test]
fn a_head_that_trickles_is_not_given_more_time_by_each_byte() {
    let site = hasty_site();
    let mut client = site.connect();
    let begun = Stopwatch::now();
    client.send("GET /feeds/world.rss HTTP/1.1\r\nHost: feeds.example\r\n");
    // More is sent than one limit's worth of time lets through; the server ends it.
    let mut sent = 0_u32;
    while begun.elapsed() < Duration::from_secs(20) {
        if !client.trickle(b"X-A: b\r\n", Duration::from_millis(20)) {
            break;
        }
        sent += 1;
    }
    assert!(begun.elapsed() < Duration::from_secs(20), "{sent} lines went through");
}

#[test]
fn who_does_not_read_is_given_up() {
    let site = hasty_site();
    // More than the system's buffers of both sides take.
    let mut large = draft("large", "2026-11-24T10:00:00Z", "Large");
    let text = "<p>A harbour has many words for rain.</p>".repeat(6_000);
    large.body.as_mut().unwrap().source = text;
    site.publish(vec![admit(large)]);
    let length = site.get("/feeds/large.rss").body.len();
    assert!(length > 200_000, "{length}");
    let mut client = site.connect();
    // A row of requests, so that the answers outgrow every buffer.
    let row = request("GET", "/feeds/large.rss", &[]).repeat(100);
    client.send(row);
    client.wait_until_abandoned();
    assert_eq!(site.get(PATH).status, 200);
}

#[test]
fn one_address_holds_so_many_connections_and_the_next_is_told_so() {
    let options = server::Options { max_connections_per_address: 3, ..server::Options::default() };
    let site = Site::start_with(Setup { server: options, ..Setup::default() });
    let mut held: Vec<Client> = (0..3).map(|_| site.connect()).collect();
    for client in &mut held {
        client.send(request("GET", PATH, &[]));
        assert_eq!(client.receive().status, 200);
    }
    let mut turned_away = site.connect();
    turned_away.send_as_far_as_it_goes(request("GET", PATH, &[]).as_bytes());
    let refusal = turned_away.receive();
    assert_eq!((refusal.status, refusal.header("retry-after")), (429, Some("10")));
    assert_eq!(refusal.header("cache-control"), Some("no-store"));
    assert_eq!(refusal.header("date"), Some("Tue, 24 Nov 2026 12:00:00 GMT"));
    assert!(refusal.text().contains("connections"), "{}", refusal.text());
    turned_away.assert_closed();
    // A place that is left is free again, as soon as the server has seen it.
    held[0].send(request("GET", PATH, &["Connection: close"]));
    assert_eq!(held[0].receive().status, 200);
    held[0].assert_closed();
    let begun = Stopwatch::now();
    let answered = std::iter::from_fn(|| {
        let mut client = site.connect();
        client.send_as_far_as_it_goes(request("GET", PATH, &["Connection: close"]).as_bytes());
        (begun.elapsed() < Duration::from_secs(20)).then(|| client.rest())
    })
    .find(|rest| rest.starts_with(b"HTTP/1.1 200 "));
    assert!(answered.is_some());
}

#[test]
fn a_proxy_holds_as_many_connections_as_it_likes() {
    let options = server::Options {
        max_connections_per_address: 1,
        trusted_proxies: vec!["127.0.0.1".parse().unwrap()],
        ..server::Options::default()
    };
    let site = Site::start_with(Setup { server: options, ..Setup::default() });
    let mut held: Vec<Client> = (0..5).map(|_| site.connect()).collect();
    for client in &mut held {
        client.send(request("GET", PATH, &[]));
        assert_eq!(client.receive().status, 200);
    }
}

#[test]
fn above_the_limit_of_all_a_connection_waits_for_its_turn() {
    let options = server::Options { max_connections: 2, ..server::Options::default() };
    let site = Site::start_with(Setup { server: options, ..Setup::default() });
    let mut held: Vec<Client> = (0..2).map(|_| site.connect()).collect();
    for client in &mut held {
        client.send(request("GET", PATH, &[]));
        assert_eq!(client.receive().status, 200);
    }
    let mut waiting = site.connect();
    waiting.send(request("GET", PATH, &[]));
    assert!(waiting.is_quiet_for(Duration::from_millis(200)));
    held.pop();
    assert_eq!(waiting.receive().status, 200);
}

#[test]
fn a_stop_lets_the_request_under_way_end_and_takes_no_more() {
    let mut site = Site::start();
    site.store.hold_builds();
    let mut busy = site.connect();
    busy.send(request("GET", PATH, &[]));
    site.store.wait_until_held(1);
    let mut idle = site.connect();
    idle.send(request("GET", "/healthz", &[]));
    assert_eq!(idle.receive().status, 200);
    site.tell_to_stop();
    idle.assert_closed();
    let is_refused = || {
        let address = site.address.to_socket_addrs().unwrap().next().unwrap();
        TcpStream::connect_timeout(&address, Duration::from_secs(5)).is_err()
    };
    assert!(is_refused());
    site.store.release_builds();
    let answer = busy.receive();
    assert_eq!(answer.status, 200);
    assert_eq!(answer.header("connection"), Some("close"));
    busy.assert_closed();
    site.wait();
}

#[test]
fn a_stop_has_an_end_whoever_hangs_on() {
    let mut site = hasty_site();
    site.store.hold_builds();
    let mut stuck = site.connect();
    stuck.send(request("GET", PATH, &[]));
    site.store.wait_until_held(1);
    let mut half = site.connect();
    half.send("GET / HTTP/1.1\r\nHost: a");
    let begun = Stopwatch::now();
    site.tell_to_stop();
    site.wait();
    assert!(begun.elapsed() < Duration::from_secs(10), "{:?}", begun.elapsed());
    assert!(stuck.rest().is_empty());
    half.rest();
}
