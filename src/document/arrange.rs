//! Arranging: a selection becomes a document.

use std::sync::Arc;

use super::{Document, Entry, Head, History, Publisher, Withdrawal};
use crate::article::excerpt;
use crate::article::{Article, Instant, TimeZone};
use crate::feed::{ArchiveSelection, FeedDefinition, Selection};

/// What every document of a site says alike. Text is plain text, URLs are absolute.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Publication {
    /// The site's name.
    pub title: String,
    /// Where people read the site.
    pub site_url: String,
    /// Where newswire is reached by the public, without a slash at its end.
    pub base_url: String,
    /// The host that stands in ids; it outlives addresses.
    pub authority: String,
    /// The zone of dates that people read.
    pub timezone: TimeZone,
    /// BCP 47.
    pub language: String,
    /// Rights.
    pub copyright: Option<String>,
    /// Square picture.
    pub icon: Option<String>,
    /// Wide picture.
    pub logo: Option<String>,
    /// Who answers for it.
    pub author: Publisher,
}

/// A feed that never held anything is dated at this instant: there is no better one that stands
/// still, and readers take dates before 1990 for a fault.
pub const BEFORE_EVERYTHING: Instant = match chrono::DateTime::from_timestamp(946_684_800, 0) {
    Some(instant) => instant,
    None => chrono::DateTime::UNIX_EPOCH,
};

/// Arranges the selected articles as the feed's live document.
#[must_use]
pub fn arrange(
    feed: &FeedDefinition,
    selection: &Selection,
    publication: &Publication,
) -> Document {
    let withdrawn: Vec<Withdrawal> = selection
        .withdrawn
        .iter()
        .map(|gone| Withdrawal { guid: gone.guid.clone(), url: gone.url.clone(), at: gone.at })
        .collect();
    let stem = stem(feed, publication);
    let history = History {
        previous: selection.previous.map(|number| archive_stem(&stem, number)),
        ..History::default()
    };
    Document {
        head: Head {
            updated: updated(&selection.articles, withdrawn.iter().map(|gone| gone.at)),
            ..head(feed, publication, stem, history)
        },
        entries: entries(feed, &selection.articles, publication),
        withdrawn,
    }
}

/// Arranges the articles of an archive as a document of the feed.
#[must_use]
pub fn arrange_archive(
    feed: &FeedDefinition,
    archive: &ArchiveSelection,
    publication: &Publication,
) -> Document {
    let live = stem(feed, publication);
    let neighbour = |number: Option<u32>| number.map(|number| archive_stem(&live, number));
    let history = History {
        is_full: archive.is_full,
        previous: neighbour(archive.previous),
        next: neighbour(archive.next),
        current: Some(live.clone()),
    };
    let head = head(feed, publication, archive_stem(&live, archive.number), history);
    Document {
        head: Head {
            updated: updated(&archive.articles, archive.withdrawn),
            max_age: if archive.is_full { feed.limits.archive_max_age() } else { head.max_age },
            ..head
        },
        entries: entries(feed, &archive.articles, publication),
        withdrawn: Vec::new(),
    }
}

/// The public address of the feed's live document without its ending.
fn stem(feed: &FeedDefinition, publication: &Publication) -> String {
    format!("{}/feeds/{}", publication.base_url, feed.name.to_path())
}

fn archive_stem(live: &str, number: u32) -> String {
    format!("{live}/archive/{number}")
}

/// The last significant change of articles and of what was withdrawn from among them.
fn updated(articles: &[Arc<Article>], withdrawn: impl IntoIterator<Item = Instant>) -> Instant {
    let articles = articles.iter().map(|article| article.updated());
    articles.chain(withdrawn).max().unwrap_or(BEFORE_EVERYTHING)
}

fn entries(
    feed: &FeedDefinition,
    articles: &[Arc<Article>],
    publication: &Publication,
) -> Vec<Entry> {
    let language: Arc<str> = publication.language.as_str().into();
    let entry = |article: &Arc<Article>| Entry {
        article: Arc::clone(article),
        title: article.headline(),
        excerpt: excerpt::cut(&article.lead, feed.limits.excerpt_chars),
        content: feed.limits.content,
        language: match &article.language {
            Some(own) => own.as_str().into(),
            None => Arc::clone(&language),
        },
    };
    articles.iter().map(entry).collect()
}

/// What every document of a feed says of it. All of them are one feed: they share its id.
fn head(feed: &FeedDefinition, publication: &Publication, stem: String, history: History) -> Head {
    Head {
        id: format!("tag:{},2000:newswire/feeds/{}", publication.authority, feed.name.to_path()),
        title: feed.title.clone(),
        site_title: publication.title.clone(),
        description: feed.description.clone(),
        home_url: publication.site_url.clone(),
        stem,
        base_url: publication.base_url.clone(),
        timezone: publication.timezone.clone(),
        language: feed.language.clone().unwrap_or_else(|| publication.language.clone()),
        updated: BEFORE_EVERYTHING,
        copyright: publication.copyright.clone(),
        icon: publication.icon.clone(),
        logo: publication.logo.clone(),
        author: publication.author.clone(),
        max_age: feed.limits.max_age,
        hubs: Vec::new(),
        history,
        has_moved: feed.has_moved,
    }
}
