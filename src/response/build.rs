//! Building: from a resource's name to its bytes, through every room of the house.

use std::sync::Arc;

use super::representation::{Circumstances, Representation, version_of};
use super::{Resource, Variant};
use crate::article::Instant;
use crate::check::{self, Finding, Severity, Verdict};
use crate::document::{self, Document, Publication};
use crate::feed::{Catalogue, FeedDefinition, FeedName, FeedSummary, Part, select};
use crate::render::{self, FeedList, Format, ListedFeed, RenderError};
use crate::store::{Facet, Store, StoreError};

/// What a build works with.
pub(super) struct Builder {
    pub(super) store: Arc<dyn Store>,
    pub(super) catalogue: Catalogue,
    pub(super) publication: Publication,
}

/// What was built; its memory is shared by all who asked.
#[derive(Debug, Clone)]
pub(super) enum Built {
    /// What the resource is.
    Present(Arc<Representation>),
    /// There is no such resource.
    Absent {
        /// From this instant on there may be.
        until: Option<Instant>,
    },
}

/// Why nothing was built.
#[derive(Debug, thiserror::Error)]
pub(super) enum BuildError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Render(#[from] RenderError),
    #[error("the publish gate refuses {resource}: {why}")]
    Refused { resource: String, why: String },
}

/// Rounds of leaving out entries at fault. Each leaves out all that were found, so that a second
/// round only meets what the first one hid.
const GATE_ROUNDS: usize = 4;

impl Builder {
    /// Builds a resource as it is at `now`; `previous` is what it was before, if that is known.
    pub(super) fn build(
        &self,
        resource: &Resource,
        now: Instant,
        previous: Option<&Representation>,
    ) -> Result<Built, BuildError> {
        let built = self.store.sequence()?;
        let (bytes, until, max_age, facets) = match resource {
            Resource::Feed(name, variant) => {
                let Some(feed) = self.catalogue.resolve(name, self.store.as_ref(), now)? else {
                    let facets: Vec<Facet> = name.parts().iter().map(Part::facet).collect();
                    return Ok(Built::Absent { until: self.store.next_due(&facets, now)? });
                };
                let selection = select(&feed, self.store.as_ref(), now)?;
                let mut document = document::arrange(&feed, &selection, &self.publication);
                let bytes = write(resource, *variant, &mut document)?;
                (bytes, selection.until, feed.limits.max_age, feed.facets)
            }
            Resource::Index | Resource::Opml => {
                let Some(all) = self.all(now)? else { return Ok(Built::Absent { until: None }) };
                let feeds = self.catalogue.list(self.store.as_ref(), now)?;
                let max_age = all.limits.max_age;
                let list = self.list_of(feeds, all);
                let bytes = match resource {
                    Resource::Opml => render::opml::write(&list)?,
                    _ => render::pages::index(&list)?,
                };
                let until = self.store.next_due(&[Facet::All], now)?;
                (bytes, until, max_age, vec![Facet::All])
            }
        };
        let version = version_of(&bytes);
        let circumstances = Circumstances {
            modified: self.modified(resource, &version, now, previous)?,
            until,
            max_age,
            address: self.address(resource),
            facets,
            built,
            at: now,
        };
        let representation = Representation::new(resource.clone(), version, bytes, circumstances);
        Ok(Built::Present(Arc::new(representation)))
    }

    /// Since when the resource has had the bytes of this version. The store remembers it, except
    /// for unions: anyone can make up any number of those, and the store must not grow by what
    /// strangers ask.
    fn modified(
        &self,
        resource: &Resource,
        version: &str,
        now: Instant,
        previous: Option<&Representation>,
    ) -> Result<Instant, StoreError> {
        if !matches!(resource, Resource::Feed(FeedName::Union(_), _)) {
            return self.store.document_since(&resource.path(), version, now);
        }
        Ok(match previous {
            Some(previous) if previous.version() == version => previous.modified(),
            Some(previous) => now.max(previous.modified()),
            None => now,
        })
    }

    fn all(&self, now: Instant) -> Result<Option<FeedDefinition>, StoreError> {
        self.catalogue.resolve(&FeedName::ALL, self.store.as_ref(), now)
    }

    fn address(&self, resource: &Resource) -> String {
        format!("{}{}", self.publication.base_url, resource.path())
    }

    fn list_of(&self, feeds: Vec<FeedSummary>, all: FeedDefinition) -> FeedList {
        let listed = |feed: FeedSummary| ListedFeed {
            stem: format!("{}/feeds/{}", self.publication.base_url, feed.name.to_path()),
            language: match &feed.name {
                FeedName::Single(Part::Language(tag)) => Some(tag.to_string()),
                _ => None,
            },
            group: feed.group,
            title: feed.title,
            label: feed.label,
            description: feed.description,
            articles: feed.articles,
            newest: feed.newest,
        };
        let updated = feeds.iter().filter_map(|feed| feed.newest).max();
        let publication = &self.publication;
        FeedList {
            title: publication.title.clone(),
            description: all.description,
            home_url: publication.site_url.clone(),
            base_url: publication.base_url.clone(),
            language: publication.language.clone(),
            timezone: publication.timezone,
            icon: publication.icon.clone(),
            owner: publication.author.clone(),
            updated: updated.unwrap_or(document::BEFORE_EVERYTHING),
            feeds: feeds.into_iter().map(listed).collect(),
        }
    }
}

/// Writes a feed in one of its forms; documents pass the gate.
fn write(
    resource: &Resource,
    variant: Variant,
    document: &mut Document,
) -> Result<Vec<u8>, BuildError> {
    match variant {
        Variant::Document(format) => pass_gate(resource, format, document),
        Variant::Page => Ok(render::pages::feed(document)?),
        Variant::ExcerptsJson => Ok(render::excerpts::json(document)?),
        Variant::ExcerptsHtml => Ok(render::excerpts::html(document)?),
    }
}

/// Writes a document until the gate lets it pass: an entry at fault is left out and reported, the
/// others go on. A document that is at fault itself is an error, and the last good one stays.
fn pass_gate(
    resource: &Resource,
    format: Format,
    document: &mut Document,
) -> Result<Vec<u8>, BuildError> {
    let mut findings = Vec::new();
    for _ in 0..GATE_ROUNDS {
        let bytes = render::write(document, format)?;
        match check::gate(&bytes) {
            Verdict::Pass(_) => return Ok(bytes),
            Verdict::Refuse { findings: found } => {
                findings = found;
                break;
            }
            Verdict::LeaveOut { entries, findings: found } => {
                leave_out(resource, document, &entries, &found);
                findings = found;
            }
        }
    }
    let error = findings.iter().find(|finding| finding.severity == Severity::Error);
    let why = error.map_or_else(
        || "every round found more entries at fault".to_owned(),
        |finding| format!("{} at {}: {}", finding.rule, finding.place, finding.why),
    );
    Err(BuildError::Refused { resource: resource.path(), why })
}

/// Takes the entries at these positions out of the document, and says so where it is read.
fn leave_out(
    resource: &Resource,
    document: &mut Document,
    positions: &[usize],
    findings: &[Finding],
) {
    for position in positions.iter().rev() {
        if *position >= document.entries.len() {
            continue;
        }
        let entry = document.entries.remove(*position);
        let finding = findings.iter().find(|finding| finding.entry == Some(*position));
        tracing::warn!(
            document = %resource.path(),
            article = %entry.article.id,
            rule = finding.map_or("", |finding| finding.rule),
            why = finding.map_or("", |finding| finding.why.as_str()),
            "an entry was left out by the publish gate"
        );
    }
}
