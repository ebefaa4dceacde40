//! Building: from a resource's name to its bytes, through every room of the house.

use std::sync::Arc;

use super::changes::{Extent, Span};
use super::delta::Digest;
use super::representation::{Circumstances, Representation, version_of};
use super::{Resource, Variant};
use crate::article::{ArticleId, Instant};
use crate::check::{self, Finding, Severity, Standards, Verdict, rules};
use crate::document::{self, Document, Publication};
use crate::feed::{self, Catalogue, FeedDefinition, FeedName, FeedSummary, Part, select};
use crate::render::{self, FeedList, Format, ListedFeed, RenderError};
use crate::store::{Facet, Store, StoreError};

/// What a build works with.
pub(super) struct Builder {
    pub(super) store: Arc<dyn Store>,
    pub(super) catalogue: Catalogue,
    pub(super) publication: Publication,
    /// Whether who has an earlier version of a live document may have its new entries alone.
    pub(super) has_feed_deltas: bool,
}

/// There is no such resource.
#[derive(Debug, Clone, Copy)]
pub(super) struct Absent {
    /// From this instant on there may be.
    pub(super) until: Option<Instant>,
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

/// A resource as it was built, and what became of its articles.
#[derive(Debug)]
pub struct Inspected {
    /// What is to be sent.
    pub representation: Representation,
    /// The articles in the document, in its order; none for what is no feed.
    pub entries: Vec<ArticleId>,
    /// The articles that the publish gate left out.
    pub left_out: Vec<LeftOut>,
}

/// An article that the publish gate left out of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    /// Which.
    pub article: ArticleId,
    /// Why, and what would be right.
    pub finding: Finding,
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
    ) -> Result<Result<Inspected, Absent>, BuildError> {
        let built = self.store.sequence()?;
        let (mut entries, mut left_out) = (Vec::new(), Vec::new());
        let store = self.store.as_ref();
        let (bytes, until, max_age, extent) = match resource {
            Resource::Feed(name, variant) => {
                let Some(feed) = self.catalogue.resolve(name, store, now)? else {
                    return Ok(Err(self.absent(name, now)?));
                };
                let mut selection = select(&feed, store, now)?;
                let mut document = document::arrange(&feed, &selection, &self.publication);
                let mut bytes = write(resource, *variant, &mut document, &mut left_out)?;
                if !left_out.is_empty() && selection.previous != selection.newest_archive {
                    // What was left out may be in any archive.
                    selection.previous = selection.newest_archive;
                    document = document::arrange(&feed, &selection, &self.publication);
                    left_out.clear();
                    bytes = write(resource, *variant, &mut document, &mut left_out)?;
                }
                entries = ids(&document);
                let max_age = match variant {
                    Variant::Document(_) => feed.limits.max_age,
                    Variant::Page => feed.limits.page_max_age(),
                    Variant::ExcerptsJson | Variant::ExcerptsHtml => feed.limits.embed_max_age(),
                };
                (bytes, selection.until, max_age, Extent::of(feed.facets))
            }
            Resource::Archive(name, number, format) => {
                let found = match self.catalogue.resolve(name, store, now)? {
                    Some(feed) => {
                        feed::archive(&feed, store, *number, now)?.map(|archive| (feed, archive))
                    }
                    None => None,
                };
                let Some((feed, archive)) = found else { return Ok(Err(self.absent(name, now)?)) };
                let mut document = document::arrange_archive(&feed, &archive, &self.publication);
                let bytes = pass_gate(
                    resource,
                    *format,
                    &mut document,
                    &Standards::ARCHIVE,
                    &mut left_out,
                )?;
                entries = ids(&document);
                let dates = Some(Span { from: archive.from, to: archive.to });
                let extent = Extent { facets: feed.facets, dates };
                (bytes, archive.until, document.head.max_age, extent)
            }
            Resource::Index | Resource::Opml => {
                let Some(all) = self.all(now)? else { return Ok(Err(Absent { until: None })) };
                let feeds = self.catalogue.list(self.store.as_ref(), now)?;
                let max_age = match resource {
                    Resource::Opml => all.limits.max_age,
                    _ => all.limits.page_max_age(),
                };
                let list = self.list_of(feeds, all);
                let bytes = match resource {
                    Resource::Opml => whole(resource, render::opml::write(&list)?)?,
                    _ => render::pages::index(&list)?,
                };
                let until = self.store.next_due(&[Facet::All], now)?;
                (bytes, until, max_age, Extent::of(vec![Facet::All]))
            }
        };
        let digest = Digest::of(&bytes);
        let use_as_dictionary = self.use_as_dictionary(resource);
        let has_feed_deltas =
            self.has_feed_deltas && matches!(resource, Resource::Feed(_, Variant::Document(_)));
        let circumstances = Circumstances {
            modified: self.modified(resource, &version_of(digest), now, previous)?,
            until,
            max_age,
            address: self.address(resource),
            extent,
            built,
            at: now,
            usage: previous.map(Representation::usage_after).unwrap_or_default(),
            editions: previous
                .filter(|_| use_as_dictionary.is_some() || has_feed_deltas)
                .map(|it| it.editions_before(digest, &bytes))
                .unwrap_or_default(),
            use_as_dictionary,
            has_feed_deltas,
        };
        let representation = Representation::new(resource.clone(), digest, bytes, circumstances);
        Ok(Ok(Inspected { representation, entries, left_out }))
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
        let name = match resource {
            Resource::Feed(name, _) | Resource::Archive(name, ..) => Some(name),
            Resource::Index | Resource::Opml => None,
        };
        if !matches!(name, Some(FeedName::Union(_))) {
            return self.store.document_since(&resource.path(), version, now);
        }
        Ok(match previous {
            Some(previous) if previous.version() == version => previous.modified(),
            Some(previous) => now.max(previous.modified()),
            None => now,
        })
    }

    /// How many archives a feed has.
    pub(super) fn archives(&self, name: &FeedName, now: Instant) -> Result<u32, BuildError> {
        let store = self.store.as_ref();
        let feed = self.catalogue.resolve(name, store, now)?;
        Ok(feed.map(|feed| feed::archives(&feed, store, now)).transpose()?.unwrap_or(0))
    }

    /// Nothing has that name or number; a feed may come to be when an article of it is due.
    fn absent(&self, name: &FeedName, now: Instant) -> Result<Absent, StoreError> {
        let facets: Vec<Facet> = name.parts().iter().map(Part::facet).collect();
        Ok(Absent { until: self.store.next_due(&facets, now)? })
    }

    fn all(&self, now: Instant) -> Result<Option<FeedDefinition>, StoreError> {
        self.catalogue.resolve(&FeedName::ALL, self.store.as_ref(), now)
    }

    fn address(&self, resource: &Resource) -> String {
        format!("{}{}", self.publication.base_url, resource.path())
    }

    /// The value of `Use-As-Dictionary` for what is asked for again and again: the live forms of
    /// feeds. Clients take it over HTTPS and on their own machine alone (RFC 9842 section 8), so
    /// that nothing is said elsewhere.
    fn use_as_dictionary(&self, resource: &Resource) -> Option<String> {
        let Resource::Feed(..) = resource else { return None };
        let address = url::Url::parse(&self.address(resource)).ok()?;
        let is_secure = address.scheme() == "https"
            || address
                .host_str()
                .is_some_and(|host| ["localhost", "127.0.0.1", "[::1]"].contains(&host));
        is_secure.then(|| {
            // A URL pattern, as a string of a structured field: what means something there is escaped.
            let pattern = escaped_pattern(address.path());
            format!("match=\"{pattern}\"")
        })
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
            timezone: publication.timezone.clone(),
            owner: publication.author.clone(),
            updated: updated.unwrap_or(document::BEFORE_EVERYTHING),
            feeds: feeds.into_iter().map(listed).collect(),
        }
    }
}

/// A path as a URL pattern that matches it and nothing else, within a string of a structured field:
/// one backslash for the pattern is two in the string.
fn escaped_pattern(path: &str) -> String {
    let mut pattern = String::with_capacity(path.len() + 4);
    for c in path.chars() {
        if matches!(c, '+' | '*' | '?' | ':' | '(' | ')' | '{' | '}') {
            pattern.push_str("\\\\");
        }
        pattern.push(c);
    }
    pattern
}

/// The articles in a document.
fn ids(document: &Document) -> Vec<ArticleId> {
    document.entries.iter().map(|entry| entry.article.id.clone()).collect()
}

/// Writes a feed in one of its forms; documents pass the gate.
fn write(
    resource: &Resource,
    variant: Variant,
    document: &mut Document,
    left_out: &mut Vec<LeftOut>,
) -> Result<Vec<u8>, BuildError> {
    match variant {
        Variant::Document(format) => {
            pass_gate(resource, format, document, &Standards::default(), left_out)
        }
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
    standards: &Standards<'_>,
    left_out: &mut Vec<LeftOut>,
) -> Result<Vec<u8>, BuildError> {
    let mut findings = Vec::new();
    for _ in 0..GATE_ROUNDS {
        let bytes = write_within(standards.max_bytes, format, document, left_out)?;
        match check::gate_by(&bytes, standards) {
            Verdict::Pass(_) => return Ok(bytes),
            Verdict::Refuse { findings: found } => {
                findings = found;
                break;
            }
            Verdict::LeaveOut { entries, findings: found } => {
                leave_out(document, &entries, &found, left_out);
                findings = found;
            }
        }
    }
    Err(refused(resource, &findings))
}

/// A list passes the gate whole or not at all.
fn whole(resource: &Resource, bytes: Vec<u8>) -> Result<Vec<u8>, BuildError> {
    match check::gate(&bytes) {
        Verdict::Pass(_) => Ok(bytes),
        Verdict::LeaveOut { findings, .. } | Verdict::Refuse { findings } => {
            Err(refused(resource, &findings))
        }
    }
}

fn refused(resource: &Resource, findings: &[Finding]) -> BuildError {
    let error = findings.iter().find(|finding| finding.severity == Severity::Error);
    let why = error.map_or_else(
        || "every round found more entries at fault".to_owned(),
        |finding| format!("{} at {}: {}", finding.rule, finding.place, finding.why),
    );
    BuildError::Refused { resource: resource.path(), why }
}

/// Writes a document that is no longer than readers read. What is too much is left out: an article
/// that takes up half of the room by itself, else the oldest ones. Refusing the document would take
/// the new articles from readers for the sake of the old.
fn write_within(
    limit: usize,
    format: Format,
    document: &mut Document,
    left_out: &mut Vec<LeftOut>,
) -> Result<Vec<u8>, RenderError> {
    loop {
        let bytes = render::write(document, format)?;
        let size = bytes.len();
        if size <= limit || document.entries.is_empty() {
            return Ok(bytes);
        }
        let length = |entry: &document::Entry| entry.article.content.as_str().len();
        let longest = (0..document.entries.len())
            .filter_map(|position| Some((length(document.entries.get(position)?), position)))
            .max()
            .filter(|(length, _)| *length > limit / 2);
        let gone = match longest {
            Some((_, position)) => vec![(position, document.entries.remove(position))],
            None => {
                let all = document.entries.len();
                let kept = (all.saturating_mul(limit) / size).clamp(1, all - 1);
                document
                    .entries
                    .split_off(kept)
                    .into_iter()
                    .zip(kept..)
                    .map(|(e, p)| (p, e))
                    .collect()
            }
        };
        left_out.extend(gone.into_iter().map(|(position, entry)| LeftOut {
            article: entry.article.id.clone(),
            finding: Finding {
                rule: rules::DOCUMENT_TOO_LARGE.name,
                severity: rules::DOCUMENT_TOO_LARGE.severity,
                place: format!("entry {}", position + 1),
                entry: Some(position),
                why: format!(
                    "with it the document has {size} bytes: {}",
                    rules::DOCUMENT_TOO_LARGE.why
                ),
                mend: "lower max_items, or send content = \"excerpt\"".to_owned(),
            },
        }));
    }
}

/// Takes the entries at these positions out of the document.
fn leave_out(
    document: &mut Document,
    positions: &[usize],
    findings: &[Finding],
    left_out: &mut Vec<LeftOut>,
) {
    for position in positions.iter().rev() {
        if *position >= document.entries.len() {
            continue;
        }
        let entry = document.entries.remove(*position);
        let is_why = |finding: &&Finding| {
            finding.entry == Some(*position) && finding.severity == Severity::Error
        };
        left_out.extend(findings.iter().find(is_why).map(|finding| LeftOut {
            article: entry.article.id.clone(),
            finding: finding.clone(),
        }));
    }
}

impl Inspected {
    /// Says in the log what was left out of the document.
    pub(super) fn log(&self) {
        for LeftOut { article, finding } in &self.left_out {
            tracing::warn!(
                document = %self.representation.resource().path(),
                article = %article,
                rule = finding.rule,
                why = %finding.why,
                "an entry was left out by the publish gate"
            );
        }
    }
}
