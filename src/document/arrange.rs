//! Arranging: a selection becomes a document.

use std::sync::Arc;

use chrono_tz::Tz;

use super::{Document, Entry, Head, Publisher, Withdrawal};
use crate::article::Instant;
use crate::article::excerpt;
use crate::feed::{FeedDefinition, Selection};

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
    pub timezone: Tz,
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

/// Arranges the selected articles as the feed's document.
#[must_use]
pub fn arrange(
    feed: &FeedDefinition,
    selection: &Selection,
    publication: &Publication,
) -> Document {
    let language = feed.language.clone().unwrap_or_else(|| publication.language.clone());
    let entries: Vec<Entry> = selection
        .articles
        .iter()
        .map(|article| Entry {
            article: Arc::clone(article),
            title: article.headline(),
            excerpt: excerpt::cut(&article.lead, feed.limits.excerpt_chars),
            content: feed.limits.content,
            language: article.language.clone().unwrap_or_else(|| publication.language.clone()),
        })
        .collect();
    let withdrawn: Vec<Withdrawal> = selection
        .withdrawn
        .iter()
        .map(|gone| Withdrawal { guid: gone.guid.clone(), url: gone.url.clone(), at: gone.at })
        .collect();
    let updated = entries
        .iter()
        .map(|entry| entry.article.updated())
        .chain(withdrawn.iter().map(|gone| gone.at))
        .max()
        .unwrap_or(BEFORE_EVERYTHING);
    Document {
        head: Head {
            id: format!(
                "tag:{},2000:newswire/feeds/{}",
                publication.authority,
                feed.name.to_path()
            ),
            title: feed.title.clone(),
            site_title: publication.title.clone(),
            description: feed.description.clone(),
            home_url: publication.site_url.clone(),
            stem: format!("{}/feeds/{}", publication.base_url, feed.name.to_path()),
            base_url: publication.base_url.clone(),
            timezone: publication.timezone,
            language,
            updated,
            copyright: publication.copyright.clone(),
            icon: publication.icon.clone(),
            logo: publication.logo.clone(),
            author: publication.author.clone(),
            max_age: feed.limits.max_age,
            hubs: Vec::new(),
        },
        entries,
        withdrawn,
    }
}
