//! `newswire serve`: the main job.

use super::{Exit, SiteArguments, say, say_doubts};
use crate::{app, config};

/// `newswire serve`.
pub(super) fn run(asked: &SiteArguments, listen: Option<String>) -> anyhow::Result<Exit> {
    let site = config::load(&asked.site)?;
    let store = app::open_store(&site, asked.store.as_deref())?;
    let files = app::Files::of(&site);
    let report = app::synchronise(&site, &store)?;
    say(&format!("{}\n{}", site.publication.title, report.for_people().trim_end()));
    say_doubts(&site.doubts(store.as_ref(), app::now())?);
    let feeds = app::catalogue(&site).list(store.as_ref(), app::now())?;
    let listen = listen.unwrap_or_else(|| site.listen.clone());
    app::serve(&site, store, files, &listen, |address, base| {
        let mut text = format!("listening on http://{address}/ with {} feeds", feeds.len());
        text.push_str("\nopen");
        for path in ["/", "/feeds/all.rss", "/feeds/all.atom", "/feeds/all.json", "/feeds.opml"] {
            text.push_str("\n  ");
            text.push_str(base);
            text.push_str(path);
        }
        say(&text);
    })?;
    Ok(Exit::Done)
}
