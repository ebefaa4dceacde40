//! The list of a site's feeds, neutral to whether people or programs read it.
//!
//! Must not know: how the list came about.

use crate::article::{Instant, TimeZone};
use crate::document::{Group, Publisher};

/// All feeds of a site. Text is plain text, URLs are absolute.
#[derive(Debug, Clone, PartialEq)]
pub struct FeedList {
    /// The site's name; never empty.
    pub title: String,
    /// What the site is about; may be empty.
    pub description: String,
    /// Where people read the site.
    pub home_url: String,
    /// Where newswire is reached by the public, without a slash at its end.
    pub base_url: String,
    /// BCP 47; of the title and the description.
    pub language: String,
    /// The zone of dates that people read.
    pub timezone: TimeZone,
    /// Who publishes.
    pub owner: Publisher,
    /// The last change of any feed. Never the clock.
    pub updated: Instant,
    /// In the order in which they are shown: by group, within it as they come.
    pub feeds: Vec<ListedFeed>,
}

/// One feed of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedFeed {
    /// What it is a feed of.
    pub group: Group,
    /// For a reader's list of subscriptions, where feeds of many sites stand side by side.
    pub title: String,
    /// The same without the site's name, for a list under that name.
    pub label: String,
    /// One line; may be empty.
    pub description: String,
    /// The public address of its documents without their ending; its page for people.
    pub stem: String,
    /// BCP 47, of a feed that is a language's own.
    pub language: Option<String>,
    /// How many public articles it draws on, if that is known.
    pub articles: Option<u64>,
    /// The publication of its newest article, if that is known.
    pub newest: Option<Instant>,
}

impl FeedList {
    /// The feeds by group, in the order of groups; no group is empty.
    pub(super) fn groups(&self) -> Vec<(Group, Vec<&ListedFeed>)> {
        const ORDER: [Group; 6] = [
            Group::All,
            Group::Chosen,
            Group::Category,
            Group::Language,
            Group::Author,
            Group::Tag,
        ];
        ORDER
            .into_iter()
            .map(|group| {
                (group, self.feeds.iter().filter(|feed| feed.group == group).collect::<Vec<_>>())
            })
            .filter(|(_, feeds)| !feeds.is_empty())
            .collect()
    }
}

/// What a group of feeds is called, in lists for people.
pub(super) fn heading(group: Group) -> &'static str {
    match group {
        Group::All => "Everything",
        Group::Chosen => "Selections",
        Group::Category => "Categories",
        Group::Language => "Languages",
        Group::Author => "Authors",
        Group::Tag => "Tags",
    }
}
