//! The catalogue: which feeds there are, and what a name stands for.

use std::collections::{BTreeMap, BTreeSet};

use super::language_name;
use super::name::Part;
use super::{Content, FeedDefinition, FeedName, FeedSettings, Filter, Limits, MaxAges, Moves};
use crate::article::{Instant, Slug};
use crate::store::{Facet, FacetSummary, Store, StoreError};

/// The feeds of a site: those with a settings file, and one for every facet in use.
#[derive(Debug, Clone)]
pub struct Catalogue {
    site_title: String,
    site_description: String,
    settings: BTreeMap<Slug, FeedSettings>,
    defaults: Limits,
    retired: BTreeSet<FeedName>,
    moves: Moves,
}

/// One feed in a list for people or programs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeedSummary {
    /// Its name.
    pub name: FeedName,
    /// What it is a feed of.
    pub group: Group,
    /// For people: the feed's own title.
    pub title: String,
    /// For people: the same without the site's name, for a list under that name.
    pub label: String,
    /// The publisher's own words for people; empty when there are none.
    pub description: String,
    /// How many public articles it draws on; `None` for a feed with a filter of its own.
    pub articles: Option<u64>,
    /// The publication of its newest article, when that is known without reading it.
    pub newest: Option<Instant>,
}

/// What a feed is a feed of; the order in which lists show them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Group {
    /// Everything.
    All,
    /// A settings file with a filter of its own.
    Chosen,
    /// A category.
    Category,
    /// A language.
    Language,
    /// An author.
    Author,
    /// A tag.
    Tag,
}

/// One part of a name, looked up.
struct Resolved {
    title: String,
    label: String,
    description: String,
    language: Option<String>,
    filter: Filter,
    limits: Limits,
}

impl Catalogue {
    /// A catalogue of the feeds that settings files describe and, by the defaults, of all others.
    #[must_use]
    pub fn new(
        site_title: String,
        site_description: String,
        settings: Vec<FeedSettings>,
        defaults: Limits,
    ) -> Self {
        let settings =
            settings.into_iter().map(|settings| (settings.name.clone(), settings)).collect();
        Self {
            site_title,
            site_description,
            settings,
            defaults,
            retired: BTreeSet::new(),
            moves: Moves::default(),
        }
    }

    /// The same catalogue without feeds that the publisher has ended for good.
    #[must_use]
    pub fn without(mut self, retired: impl IntoIterator<Item = FeedName>) -> Self {
        self.retired.extend(retired);
        self
    }

    /// The same catalogue with feeds that go on under other names than they had.
    #[must_use]
    pub fn with_moves(mut self, moves: Moves) -> Self {
        self.moves = moves;
        self
    }

    /// The name under which a feed goes on that was renamed, or joins one that was.
    #[must_use]
    pub fn moved(&self, name: &FeedName) -> Option<FeedName> {
        self.moves.of(name)
    }

    /// Whether the publisher has ended this feed, or one that a union of this name is to join.
    #[must_use]
    pub fn is_retired(&self, name: &FeedName) -> bool {
        !self.retired.is_empty()
            && name
                .parts()
                .iter()
                .any(|part| self.retired.contains(&FeedName::Single(part.clone())))
    }

    /// The feed of that name; `None` when any of its parts stands for nothing: no settings file,
    /// and nothing public was ever filed under it, or it is retired or goes on under another name. A
    /// feed whose articles were all withdrawn goes on: those who follow it learn of the withdrawals, and
    /// of the next article.
    ///
    /// # Errors
    ///
    /// When the store cannot answer.
    pub fn resolve(
        &self,
        name: &FeedName,
        store: &dyn Store,
        now: Instant,
    ) -> Result<Option<FeedDefinition>, StoreError> {
        if self.is_retired(name) || self.moved(name).is_some() {
            return Ok(None);
        }
        let mut parts = Vec::with_capacity(name.parts().len());
        for part in name.parts() {
            match self.resolve_part(part, store, now)? {
                Some(resolved) => parts.push(resolved),
                None => return Ok(None),
            }
        }
        Ok(self.joined(name, parts))
    }

    /// One definition of all parts. Where they differ, the stricter one of the publisher's wishes
    /// holds for the union: what a part gives as excerpts only is not given whole through another.
    fn joined(&self, name: &FeedName, parts: Vec<Resolved>) -> Option<FeedDefinition> {
        let labels: Vec<&str> = parts.iter().map(|part| part.label.as_str()).collect();
        let union_title = format!("{} – {}", labels.join(" + "), self.site_title);
        let union_description = format!("Articles of any of: {}.", labels.join(", "));
        let filters: Vec<Filter> = parts.iter().map(|part| part.filter.clone()).collect();
        let mut facets: Vec<Facet> = filters.iter().flat_map(Filter::facets).collect();
        facets.sort();
        facets.dedup();
        let is_union = parts.len() > 1;
        let size_of_archives = self.defaults.size_of_archives();
        let first = parts.into_iter().reduce(|mut joined, part| {
            if part.limits.content == Content::Excerpt {
                joined.limits.content = Content::Excerpt;
            }
            joined.limits.excerpt_chars =
                joined.limits.excerpt_chars.min(part.limits.excerpt_chars);
            joined.limits.other_max_ages = MaxAges {
                page: Some(joined.limits.page_max_age().min(part.limits.page_max_age())),
                embed: Some(joined.limits.embed_max_age().min(part.limits.embed_max_age())),
                archive: Some(joined.limits.archive_max_age().min(part.limits.archive_max_age())),
            };
            joined.limits.max_age = joined.limits.max_age.min(part.limits.max_age);
            // All unions of a site share their archives.
            joined.limits.archive_size = Some(size_of_archives);
            joined.language =
                joined.language.filter(|language| part.language.as_ref() == Some(language));
            joined
        })?;
        Some(FeedDefinition {
            name: name.clone(),
            title: if is_union { union_title } else { first.title },
            description: if is_union { union_description } else { first.description },
            language: first.language,
            filters,
            facets,
            limits: first.limits,
            has_moved: self.moves.lead_to(name),
        })
    }

    fn resolve_part(
        &self,
        part: &Part,
        store: &dyn Store,
        now: Instant,
    ) -> Result<Option<Resolved>, StoreError> {
        let settings = self.settings_of(part);
        if let Some(settings) = settings.filter(|settings| !settings.filter.is_empty()) {
            return Ok(Some(self.described(part, settings.filter.clone(), None, Some(settings))));
        }
        let facet = part.facet();
        let name = store.facet_name(&facet, now)?;
        // `all` is there before the first article is, and so is what a settings file names.
        if name.is_none() && facet != Facet::All && settings.is_none() {
            return Ok(None);
        }
        Ok(Some(self.described(part, filter_of(&facet), name.as_deref(), settings)))
    }

    fn settings_of(&self, part: &Part) -> Option<&FeedSettings> {
        match part {
            Part::All => {
                self.settings.iter().find(|(name, _)| name.as_str() == "all").map(|(_, all)| all)
            }
            Part::Named(slug) => self.settings.get(slug),
            Part::Author(_) | Part::Tag(_) | Part::Language(_) => None,
        }
    }

    fn described(
        &self,
        part: &Part,
        filter: Filter,
        facet_name: Option<&str>,
        settings: Option<&FeedSettings>,
    ) -> Resolved {
        let site = &self.site_title;
        let name = facet_name.filter(|name| !name.is_empty()).map(str::to_owned);
        let (label, description) = match part {
            Part::All => ("All articles".to_owned(), self.site_description.clone()),
            Part::Named(slug) => {
                let label = name.unwrap_or_else(|| slug.to_string());
                let description = format!("Articles in {label}.");
                (label, description)
            }
            Part::Author(slug) => {
                let label = name.unwrap_or_else(|| slug.to_string());
                let description = format!("Articles by {label}.");
                (label, description)
            }
            Part::Tag(slug) => {
                let label = name.unwrap_or_else(|| slug.to_string());
                let description = format!("Articles tagged {label}.");
                (label, description)
            }
            Part::Language(slug) => {
                let label = language_name::label(slug.as_str());
                let description = format!("Articles in the language {slug}.");
                (label, description)
            }
        };
        let title = match part {
            Part::All => site.clone(),
            _ => format!("{label} – {site}"),
        };
        let chosen_title = settings.and_then(|settings| settings.title.clone());
        Resolved {
            label: match part {
                Part::All => label,
                _ => chosen_title.clone().unwrap_or(label),
            },
            title: chosen_title.unwrap_or(title),
            description: settings
                .and_then(|settings| settings.description.clone())
                .unwrap_or(description),
            language: match (part, filter.languages.as_slice()) {
                (Part::Language(slug), _) => Some(slug.to_string()),
                (_, [only]) => Some(only.to_string()),
                _ => None,
            },
            filter,
            limits: settings
                .map_or_else(|| self.defaults.clone(), |settings| settings.limits.clone()),
        }
    }

    /// Every feed of the site, group by group, each group by name. A site in one language has no
    /// language feeds: they would repeat `all`.
    ///
    /// # Errors
    ///
    /// When the store cannot answer.
    pub fn list(&self, store: &dyn Store, now: Instant) -> Result<Vec<FeedSummary>, StoreError> {
        let facets = store.facets(now)?;
        let languages =
            facets.iter().filter(|summary| matches!(summary.facet, Facet::Language(_))).count();
        let mut feeds = Vec::with_capacity(facets.len() + self.settings.len());
        if !facets.iter().any(|summary| summary.facet == Facet::All) {
            feeds.push(self.listed(&Part::All, None));
        }
        for summary in &facets {
            if matches!(summary.facet, Facet::Language(_)) && languages < 2 {
                continue;
            }
            if let FeedName::Single(part) = FeedName::from(&summary.facet) {
                feeds.push(self.listed(&part, Some(summary)));
            }
        }
        for name in self.settings.keys() {
            let part = Part::Named(name.clone());
            let is_listed = name.as_str() == "all"
                || feeds.iter().any(|feed| feed.name == FeedName::Single(part.clone()));
            if !is_listed {
                feeds.push(self.listed(&part, None));
            }
        }
        feeds.retain(|feed| !self.is_retired(&feed.name) && self.moved(&feed.name).is_none());
        feeds.sort_by(|a, b| (a.group, &a.name).cmp(&(b.group, &b.name)));
        Ok(feeds)
    }

    fn listed(&self, part: &Part, summary: Option<&FacetSummary>) -> FeedSummary {
        let settings = self.settings_of(part);
        let own_filter =
            settings.map(|settings| settings.filter.clone()).filter(|filter| !filter.is_empty());
        let is_chosen = own_filter.is_some();
        let summary = summary.filter(|_| !is_chosen);
        let filter = own_filter.unwrap_or_else(|| filter_of(&part.facet()));
        let described =
            self.described(part, filter, summary.map(|summary| summary.name.as_str()), settings);
        FeedSummary {
            name: FeedName::Single(part.clone()),
            group: match part {
                Part::All => Group::All,
                Part::Named(_) if is_chosen => Group::Chosen,
                Part::Named(_) => Group::Category,
                Part::Author(_) => Group::Author,
                Part::Tag(_) => Group::Tag,
                Part::Language(_) => Group::Language,
            },
            title: described.title,
            label: described.label,
            // A list that says "Articles in Harbour." below "Harbour" says nothing twice.
            description: match (part, settings.and_then(|settings| settings.description.clone())) {
                (_, Some(description)) => description,
                (Part::All, None) => self.site_description.clone(),
                (_, None) => String::new(),
            },
            articles: summary.map(|summary| summary.articles),
            newest: summary.and_then(|summary| summary.newest),
        }
    }
}

/// The filter that takes everything filed under one facet.
fn filter_of(facet: &Facet) -> Filter {
    let mut filter = Filter::default();
    match facet {
        Facet::All => {}
        Facet::Category(slug) => filter.categories.push(slug.clone()),
        Facet::Author(slug) => filter.authors.push(slug.clone()),
        Facet::Tag(slug) => filter.tags.push(slug.clone()),
        Facet::Language(slug) => filter.languages.push(slug.clone()),
    }
    filter
}
