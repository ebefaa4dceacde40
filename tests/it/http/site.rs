//! A small site, served in this process on a port of its own, with a clock that the test moves.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, mpsc};
use std::thread::JoinHandle;
use std::time::Duration;

use newswire::article::{Article, ArticleId, Instant, TimeZone};
use newswire::document::{Publication, Publisher};
use newswire::feed::{Catalogue, Content, FeedName, Limits, MaxAges, Moves, Window};
use newswire::response::{self, Responses};
use newswire::server;
use newswire::store::Store as _;
use tokio::sync::oneshot;

use super::client::{Answer, Client};
use super::observed::ObservedStore;
use crate::support::{article, at, put};

/// Where the public reaches the site: not where it listens, as behind a proxy.
pub const BASE: &str = "https://feeds.example";
pub const NOW: &str = "2026-11-24T12:00:00Z";

/// A server that stops when it is dropped.
pub struct Site {
    pub address: SocketAddr,
    pub store: Arc<ObservedStore>,
    pub responses: Arc<Responses>,
    clock: Arc<AtomicI64>,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

/// What a test may want to be different.
#[derive(Default)]
pub struct Setup {
    pub server: server::Options,
    pub responses: response::Options,
    pub retired: Vec<FeedName>,
    pub moves: Moves,
    /// Of every feed, unless they are to be the usual ones.
    pub limits: Option<Limits>,
    /// Where the public reaches the site, unless that is [`BASE`].
    pub base_url: Option<&'static str>,
}

impl Site {
    /// Three articles, two in `world` and one in `sport`.
    pub fn start() -> Self {
        Self::start_with(Setup::default())
    }

    pub fn start_with(setup: Setup) -> Self {
        let store = Arc::new(ObservedStore::new());
        put(
            store.as_ref(),
            NOW,
            vec![
                article("storm", "2026-11-20T08:00:00Z", "World"),
                article("harbour", "2026-11-21T08:00:00Z", "World"),
                article("regatta", "2026-11-22T08:00:00Z", "Sport"),
            ],
        );
        let responses = Responses::new(
            Arc::<ObservedStore>::clone(&store),
            catalogue(setup.limits.unwrap_or_else(usual_limits))
                .without(setup.retired)
                .with_moves(setup.moves),
            publication(setup.base_url.unwrap_or(BASE)),
            &setup.responses,
        );
        let responses = Arc::new(responses.unwrap());
        let clock = Arc::new(AtomicI64::new(at(NOW).timestamp()));
        let (stop, told) = oneshot::channel::<()>();
        let (listens, address) = mpsc::channel();
        let served = Arc::clone(&responses);
        let now = Arc::clone(&clock);
        let thread = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_multi_thread()
                .worker_threads(2)
                .enable_all()
                .build()
                .unwrap();
            runtime.block_on(async {
                let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
                listens.send(listener.local_addr().unwrap()).unwrap();
                let now = move || Instant::from_timestamp(now.load(Ordering::SeqCst), 0).unwrap();
                let told = async {
                    let _ = told.await;
                };
                server::run(listener, served, Arc::new(now), setup.server, told).await.unwrap();
            });
            runtime.shutdown_background();
        });
        let address = address.recv().unwrap();
        Self { address, store, responses, clock, stop: Some(stop), thread: Some(thread) }
    }

    pub fn connect(&self) -> Client {
        Client::connect(self.address)
    }

    /// Answers a request on a connection of its own; `headers` are whole lines.
    pub fn ask(&self, method: &str, target: &str, headers: &[&str]) -> Answer {
        let mut client = self.connect();
        client.send(request(method, target, headers));
        if method == "HEAD" { client.receive_head() } else { client.receive() }
    }

    pub fn get(&self, target: &str) -> Answer {
        self.ask("GET", target, &[])
    }

    /// Commits articles and lets the server take note, as one that keeps them itself does.
    pub fn publish(&self, articles: Vec<Article>) {
        put(self.store.as_ref(), &self.now().to_rfc3339(), articles);
        self.responses.catch_up().unwrap();
    }

    pub fn withdraw(&self, ids: &[&str]) {
        let ids: Vec<ArticleId> = ids.iter().copied().map(ArticleId::from).collect();
        self.store.withdraw(&ids, self.now()).unwrap();
        self.responses.catch_up().unwrap();
    }

    pub fn now(&self) -> Instant {
        Instant::from_timestamp(self.clock.load(Ordering::SeqCst), 0).unwrap()
    }

    pub fn set_clock(&self, to: &str) {
        self.clock.store(at(to).timestamp(), Ordering::SeqCst);
    }

    pub fn advance(&self, seconds: i64) {
        self.clock.fetch_add(seconds, Ordering::SeqCst);
    }

    /// Tells the server to stop, without waiting.
    pub fn tell_to_stop(&mut self) {
        if let Some(stop) = self.stop.take() {
            let _ = stop.send(());
        }
    }

    /// Waits until the server has stopped.
    pub fn wait(&mut self) {
        if let Some(thread) = self.thread.take() {
            thread.join().unwrap();
        }
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        self.store.release_builds();
        self.tell_to_stop();
        if !std::thread::panicking() {
            self.wait();
        }
    }
}

/// A request as a client writes it.
pub fn request(method: &str, target: &str, headers: &[&str]) -> String {
    let mut text = format!("{method} {target} HTTP/1.1\r\nHost: feeds.example\r\n");
    for header in headers {
        text.push_str(header);
        text.push_str("\r\n");
    }
    text.push_str("\r\n");
    text
}

/// Server options that give up soon.
pub fn hasty() -> server::Options {
    server::Options {
        header_timeout: Duration::from_secs(1),
        write_timeout: Duration::from_millis(500),
        stop_timeout: Duration::from_millis(500),
        ..server::Options::default()
    }
}

pub fn usual_limits() -> Limits {
    Limits {
        window: Window { min_items: 20, keep: Duration::from_hours(48), max_items: 200 },
        excerpt_chars: 320,
        content: Content::Full,
        max_age: Duration::from_mins(15),
        tombstone_days: 30,
        archive_size: None,
        other_max_ages: MaxAges::default(),
    }
}

fn catalogue(limits: Limits) -> Catalogue {
    Catalogue::new("News".to_owned(), "All the news.".to_owned(), Vec::new(), limits)
}

fn publication(base_url: &str) -> Publication {
    Publication {
        title: "News".to_owned(),
        site_url: "https://news.example/".to_owned(),
        base_url: base_url.to_owned(),
        authority: "news.example".to_owned(),
        timezone: TimeZone::UTC,
        language: "en".to_owned(),
        copyright: None,
        icon: None,
        logo: None,
        author: Publisher { name: "News".to_owned(), url: None, email: None },
    }
}
