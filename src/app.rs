//! Wiring: builds everything from the settings, runs it, stops it. The only file that names the
//! store's engines, and the only one that reads the clock.

mod files;
mod signals;
mod upkeep;

use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use chrono::{SubsecRound as _, Utc};
use tokio::net::TcpListener;
use tokio::runtime::{self, Runtime};
use tokio::sync::oneshot;
use tokio::task::JoinError;

use crate::article::Instant;
use crate::config::Site;
use crate::feed::Catalogue;
use crate::import::{self, Import, Options, Report};
use crate::response::{self, Responses};
use crate::server;
use crate::store::{SqliteStore, Store};

pub use files::Files;

/// For work on other threads to end once the server has stopped; the store survives what is cut.
const LAST_WORK: Duration = Duration::from_secs(2);

/// The time, in the whole seconds that feeds can say.
#[must_use]
pub fn now() -> Instant {
    Utc::now().trunc_subsecs(0)
}

/// How long it is until [`now`] is no earlier than an instant.
fn time_until(instant: Instant) -> Duration {
    let whole = instant.trunc_subsecs(0);
    let second = if whole < instant { whole + Duration::from_secs(1) } else { whole };
    (second - Utc::now()).to_std().unwrap_or_default()
}

/// Opens the store that the command line or the settings name; else the one in the site's folder.
///
/// # Errors
///
/// When the address is of no engine, or the store cannot be opened.
pub fn open_store(site: &Site, address: Option<&str>) -> anyhow::Result<Arc<dyn Store>> {
    Ok(Arc::new(SqliteStore::open(&place_of_store(site, address)?)?))
}

/// Opens the store for an import that keeps nothing: one that is not there yet is not made.
///
/// # Errors
///
/// As [`open_store`].
pub fn open_store_to_rehearse(
    site: &Site,
    address: Option<&str>,
) -> anyhow::Result<Arc<dyn Store>> {
    let path = place_of_store(site, address)?;
    Ok(Arc::new(if path.exists() { SqliteStore::open(&path)? } else { SqliteStore::in_memory()? }))
}

fn place_of_store(site: &Site, address: Option<&str>) -> anyhow::Result<PathBuf> {
    Ok(match address.or(site.store.as_deref()) {
        None => site.state().join("newswire.sqlite"),
        Some(address) => match address.split_once(':') {
            Some(("sqlite", path)) => PathBuf::from(path),
            // A drive letter is no scheme.
            Some((scheme, _)) if scheme.len() > 1 => {
                anyhow::bail!(
                    "the store `{address}` is of no known engine; write a path, or sqlite:PATH"
                )
            }
            _ => PathBuf::from(address),
        },
    })
}

/// Brings the store up to the records in the site folder.
///
/// # Errors
///
/// When a folder cannot be listed or the store cannot keep what was read.
pub fn synchronise(site: &Site, store: &Arc<dyn Store>) -> anyhow::Result<Report> {
    synchronise_by(site, store, &Options::default(), &BTreeSet::new())
}

/// Brings the store up to the records in the site folder, and reports as the options ask. Articles of
/// the files that are `left` for later stay as they are.
///
/// # Errors
///
/// When a folder cannot be listed or the store cannot keep what was read.
pub fn synchronise_by(
    site: &Site,
    store: &Arc<dyn Store>,
    asked: &Options,
    left: &BTreeSet<String>,
) -> anyhow::Result<Report> {
    let options = Options { synchronise: true, ..asked.clone() };
    let mut import = Import::begin(&site.intake, &site.language, store, &options, now())?;
    let articles = site.articles();
    if articles.is_dir() {
        let files = import::files::under(&articles).map_err(|(folder, error)| {
            anyhow::Error::new(error)
                .context(format!("the folder {} cannot be listed", folder.display()))
        })?;
        for file in files {
            if left.contains(&file.relative) {
                import.leave(file.relative);
            } else {
                import.read(&file, &mut |_| {})?;
            }
        }
    }
    Ok(import.end()?)
}

/// The service that answers for a site, reached by the public at `base_url`.
///
/// # Errors
///
/// When the store cannot answer.
pub fn responses(site: &Site, store: Arc<dyn Store>, base_url: &str) -> anyhow::Result<Responses> {
    let mut publication = site.publication.clone();
    if publication.base_url.is_empty() {
        base_url.clone_into(&mut publication.base_url);
    }
    let mut options = response::Options::default();
    if let Some(megabytes) = site.server.cache_megabytes {
        options.cache_bytes = megabytes * 1024 * 1024;
    }
    options.feed_deltas = site.server.feed_deltas;
    Ok(Responses::new(store, catalogue(site), publication, &options)?)
}

/// The site's feeds.
#[must_use]
pub fn catalogue(site: &Site) -> Catalogue {
    Catalogue::new(
        site.publication.title.clone(),
        site.description.clone(),
        site.feeds.clone(),
        site.defaults.clone(),
    )
    .without(site.retired.iter().cloned())
    .with_moves(site.moves())
}

/// Serves a site until the process is told to stop.
///
/// `files` are the articles as they were when they were read. `ready` is called once, with the
/// address it listens on and where the public reaches it.
///
/// # Errors
///
/// When it cannot listen or the store cannot answer.
pub fn serve(
    site: &Site,
    store: Arc<dyn Store>,
    files: Files,
    listen: &str,
    ready: impl FnOnce(SocketAddr, &str),
) -> anyhow::Result<()> {
    let runtime = runtime()?;
    let outcome = runtime.block_on(async {
        // Before anything is said: who reads that it listens may tell it to stop at once.
        let signals = "the system's signals cannot be heard";
        let mut stop = signals::Stop::new().context(signals)?;
        let reread = signals::Reread::new().context(signals)?;
        let listener = TcpListener::bind(listen).await.map_err(|error| {
            let mend = mend_of_listening(error.kind());
            anyhow::Error::new(error).context(format!("nothing can listen on {listen}; {mend}"))
        })?;
        let address = listener.local_addr()?;
        let responses = Arc::new(responses(site, Arc::clone(&store), &reachable(address))?);
        if site.publication.base_url.is_empty() && !address.ip().is_loopback() {
            tracing::warn!(
                "site.toml has no `base_url`: feeds name {} as their address, which others may not reach",
                responses.base_url()
            );
        }
        ready(address, responses.base_url());
        let keep_up = tokio::spawn(upkeep::keep_up(Arc::clone(&responses)));
        let refresh = tokio::spawn(upkeep::refresh(Arc::clone(&responses)));
        let improve = tokio::spawn(upkeep::improve(Arc::clone(&responses)));
        let follow = tokio::spawn(upkeep::follow_articles(
            Arc::new(site.clone()),
            store,
            Arc::clone(&responses),
            reread,
            files,
        ));
        let clock: server::Clock = Arc::new(now);
        let (tell, told) = oneshot::channel();
        let shutdown = async {
            // An error is the sender's end, which is a stop too.
            let _ = told.await;
        };
        let options = server_options(site);
        // As a task: connections are accepted on the threads that serve them, and no other has to be
        // woken for each.
        let serving = server::run(listener, responses, clock, options, shutdown);
        let mut serving = tokio::spawn(serving);
        let outcome = tokio::select! {
            ended = &mut serving => outcome_of(ended),
            () = stop.told() => {
                tracing::info!("stopping; tell it again to stop at once");
                let _ = tell.send(());
                tokio::select! {
                    ended = &mut serving => outcome_of(ended),
                    () = stop.told() => {
                        tracing::warn!("stopped without waiting");
                        Ok(())
                    }
                }
            }
        };
        keep_up.abort();
        refresh.abort();
        improve.abort();
        follow.abort();
        outcome
    });
    runtime.shutdown_timeout(LAST_WORK);
    outcome
}

/// A thread for each processor; where there is one, the thread there is, which has nobody to hand work to.
fn runtime() -> std::io::Result<Runtime> {
    let one = std::thread::available_parallelism().is_ok_and(|processors| processors.get() == 1);
    let mut runtime = if one {
        runtime::Builder::new_current_thread()
    } else {
        runtime::Builder::new_multi_thread()
    };
    runtime.enable_all().build()
}

/// What a server's end comes to: whoever watches over the process hears of one that it did not ask for.
fn outcome_of(ended: Result<std::io::Result<()>, JoinError>) -> anyhow::Result<()> {
    ended.context("the server has ended")?.context("nothing can wait for connections")
}

/// The address at which a program on this machine reaches a listener.
fn reachable(address: SocketAddr) -> String {
    if address.ip().is_unspecified() {
        format!("http://localhost:{}", address.port())
    } else {
        format!("http://{address}")
    }
}

/// What to do when an address cannot be listened on.
fn mend_of_listening(kind: std::io::ErrorKind) -> &'static str {
    use std::io::ErrorKind;
    match kind {
        ErrorKind::AddrInUse => {
            "another program listens there, perhaps another newswire: stop it, or choose a port with --listen (port 0 takes any free one)"
        }
        ErrorKind::InvalidInput => {
            "write an address and a port like 127.0.0.1:8080, or 0.0.0.0:8080 for all addresses of this machine"
        }
        ErrorKind::AddrNotAvailable => {
            "this machine has no such address; 0.0.0.0:PORT stands for all that it has"
        }
        ErrorKind::PermissionDenied => {
            "ports below 1024 need rights of their own; choose another with --listen, such as 127.0.0.1:8080, and put a proxy in front"
        }
        _ => "choose another with --listen, such as 127.0.0.1:8080",
    }
}

fn server_options(site: &Site) -> server::Options {
    let mut options = server::Options::default();
    let settings = &site.server;
    options.max_connections = settings.max_connections.unwrap_or(options.max_connections);
    options.max_connections_per_address =
        settings.max_connections_per_address.unwrap_or(options.max_connections_per_address);
    options.trusted_proxies.clone_from(&settings.trusted_proxies);
    if let Some(polls) = settings.polls_per_hour {
        options.polls_per_hour = Some(polls).filter(|polls| *polls > 0);
    }
    options.cdn = settings.cdn;
    options.cdn_max_age = settings.cdn_max_age.unwrap_or(options.cdn_max_age);
    options.log_requests = settings.log_requests.unwrap_or(options.log_requests);
    options
}
