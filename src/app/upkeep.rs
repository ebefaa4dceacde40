//! What goes on beside the server: taking note of what other processes change in the store, building
//! again what is in use, freeing memory, and reading `articles/` again when its files change or the
//! process is told to.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::{Duration, Instant as Stopwatch};

use super::files::Files;
use super::signals::Reread;
use super::{now, synchronise_by, time_until};
use crate::config::Site;
use crate::import::{self, Options};
use crate::response::Responses;
use crate::store::Store;

/// How often the store is asked for what other processes changed: what was published shows as soon as
/// that. It is most of what an idle server does, half a percent of a slow processor.
const CATCH_UP: Duration = Duration::from_millis(100);
/// How often memory that is no longer used is freed.
const TIDY: Duration = Duration::from_secs(5);
/// Looking for it costs no more than a fiftieth of one processor.
const IMPROVE_SHARE: u32 = 50;
/// After documents in use were built again, the next changes wait for so long, and for as long as it
/// took: an import in many batches costs a few rounds, and never more than half of one processor.
const REST: Duration = Duration::from_millis(100);
/// A clock that is set is noticed within this.
const LONGEST_SLEEP: Duration = Duration::from_mins(1);
/// How often it is looked for what is worth to be coded again; seldomer where looking takes long.
const IMPROVE: Duration = Duration::from_secs(1);

/// Takes note of what other processes change, and frees memory.
pub(super) async fn keep_up(responses: Arc<Responses>) {
    let mut catch_up = tokio::time::interval(CATCH_UP);
    let mut tidy = tokio::time::interval(TIDY);
    let mut is_answering = true;
    loop {
        tokio::select! {
            _ = catch_up.tick() => {
                let responses = Arc::clone(&responses);
                match tokio::task::spawn_blocking(move || responses.catch_up()).await {
                    Ok(Ok(changes)) => {
                        if !is_answering {
                            tracing::info!("the store answers again");
                        }
                        is_answering = true;
                        if changes > 0 {
                            tracing::info!(changes, "the store was changed");
                        }
                    }
                    // Said once, not at every look.
                    Ok(Err(error)) if is_answering => {
                        is_answering = false;
                        tracing::warn!(%error, "the store does not answer; what is in memory is served");
                    }
                    Ok(Err(_)) | Err(_) => {}
                }
            }
            _ = tidy.tick() => responses.tidy().await,
        }
    }
}

/// Builds what is in use again as soon as a change touches it, and at the second at which an article
/// appears or expires.
pub(super) async fn refresh(responses: Arc<Responses>) {
    loop {
        let pause = responses.next_due().map_or(LONGEST_SLEEP, time_until).min(LONGEST_SLEEP);
        tokio::select! {
            () = responses.changed() => {}
            () = tokio::time::sleep(pause) => {}
        }
        loop {
            let begun = Stopwatch::now();
            let left = responses.refresh(now()).await;
            tokio::time::sleep(begun.elapsed().max(REST)).await;
            if left == 0 {
                break;
            }
        }
    }
}

/// Codes what is asked for often once more, and smaller.
pub(super) async fn improve(responses: Arc<Responses>) {
    loop {
        let begun = Stopwatch::now();
        let pause = if responses.improve(begun).await {
            IMPROVE
        } else {
            IMPROVE.max(begun.elapsed().saturating_mul(IMPROVE_SHARE))
        };
        tokio::time::sleep(pause).await;
    }
}

/// Brings the store up to `articles/` again and again: when the files have changed, and when the
/// process is told to.
pub(super) async fn follow_articles(
    site: Arc<Site>,
    store: Arc<dyn Store>,
    responses: Arc<Responses>,
    mut reread: Reread,
    mut files: Files,
) {
    loop {
        let mut unsettled = BTreeSet::new();
        if site.server.watch {
            tokio::select! {
                () = reread.told() => files = Files::of(&site),
                changed = files.changed() => (files, unsettled) = changed,
            }
        } else {
            reread.told().await;
        }
        if !unsettled.is_empty() {
            let example = unsettled.first().map_or("", String::as_str);
            tracing::warn!(
                files = unsettled.len(),
                example,
                "files in articles/ change all the time and are left for later; the others are read"
            );
        }
        let (site, store) = (Arc::clone(&site), Arc::clone(&store));
        let responses = Arc::clone(&responses);
        let outcome = tokio::task::spawn_blocking(move || {
            let report = synchronise_by(&site, &store, &Options::default(), &unsettled)?;
            // The very next request sees it.
            responses.catch_up()?;
            anyhow::Ok(report)
        })
        .await;
        match outcome {
            Ok(Ok(report)) => tell(&report),
            Ok(Err(error)) => tracing::error!("articles/ was not read again: {error:#}"),
            Err(error) => tracing::error!(%error, "articles/ was not read again"),
        }
    }
}

fn tell(report: &import::Report) {
    for refused in &report.refused {
        tracing::warn!(
            file = refused.file,
            record = refused.record,
            reason = refused.reason,
            "refused"
        );
    }
    tracing::info!(
        kept = report.kept,
        changed = report.changed,
        unchanged = report.unchanged,
        withdrawn = report.withdrawn.len(),
        refused = report.refused.len(),
        "articles/ was read again"
    );
}
