//! Admission: a draft becomes an article, or is refused with a reason.

use chrono_tz::Tz;
use thiserror::Error;
use url::Url;

use super::dates;
use super::{Article, ArticleId, Draft, Guid, Lead, PlainText, Status, Term, html, lead};

/// What every admission needs to know of the site.
#[derive(Debug, Clone)]
pub struct Intake {
    /// Where people read the site; relative URLs are resolved against it.
    pub site_url: Url,
    /// Dates without a zone are in this one.
    pub timezone: Tz,
}

/// An accepted article, and what it lost on the way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Admitted {
    /// What is kept.
    pub article: Article,
    /// What is not; for the import report and `newswire check`.
    pub losses: Vec<Loss>,
}

/// Something that was left out of an article's content or excerpt, for the publisher to know.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Loss {
    /// What kind of thing.
    pub kind: LossKind,
    /// The thing itself, shortened.
    pub what: String,
}

/// The kinds of things that articles lose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum LossKind {
    /// From the excerpt: a caption.
    Caption,
    /// From the excerpt or content: a template's leftover.
    Shortcode,
    /// From the excerpt: a line that is nothing but a date.
    Dateline,
    /// From the excerpt: the title said again.
    RepeatedTitle,
    /// From the excerpt: the stump of a word an earlier system cut in two.
    UpstreamCut,
    /// From the excerpt: "Read more" and its kin.
    ReadMore,
    /// From the content: an element, attribute or URL that is unsafe or unknown.
    UnsafeMarkup,
    /// From the record: a value that could not be used (an author without a name, a bad picture).
    Value,
}

/// Why a record is refused. The text says what would be right.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum Refusal {
    /// Without it the next import could not know the record again.
    #[error("the record has no id; give it an `id` that never changes")]
    NoId,
    /// Readers need somewhere to go.
    #[error("the record has no url; give it the absolute address where it is read")]
    NoUrl,
    /// It cannot be made absolute, or is not http or https.
    #[error("the url `{0}` is not an absolute http or https address")]
    BadUrl(String),
    /// An undated article would be stamped \"now\" by every reader, again and again.
    #[error("the record has no date_published; every article needs its date")]
    NoDate,
    /// Never guessed.
    #[error(
        "`{field}` is `{value}`, which is no date that can be read; write it like 2026-11-24T09:00:00Z"
    )]
    BadDate {
        /// The record's field.
        field: &'static str,
        /// As it stands there.
        value: String,
    },
    /// Neither title nor text: nothing to show.
    #[error("the record has neither a title nor any content")]
    Empty,
    /// Unknown word in `status`.
    #[error("`status` is `{0}`; it is one of published, draft, withdrawn")]
    BadStatus(String),
    /// The body cannot be taken.
    #[error(transparent)]
    Body(#[from] html::HtmlError),
}

impl Intake {
    /// Accepts a draft or says why not.
    ///
    /// # Errors
    ///
    /// The [`Refusal`] names the first thing that cannot be mended.
    pub fn admit(&self, draft: Draft) -> Result<Admitted, Refusal> {
        let id =
            draft.id.as_deref().map(str::trim).filter(|id| !id.is_empty()).ok_or(Refusal::NoId)?;
        let id = ArticleId::from(id);
        let url = draft.url.as_deref().ok_or(Refusal::NoUrl)?;
        let url = self.site_url.join(url).map_err(|_| Refusal::BadUrl(url.to_owned()))?;
        let date = draft.date_published.as_deref().ok_or(Refusal::NoDate)?;
        let published = dates::read(date, self.timezone)
            .ok_or_else(|| Refusal::BadDate { field: "date_published", value: date.to_owned() })?;
        let (content, losses) = match &draft.body {
            Some(body) => html::clean(body, &url)?,
            None => Default::default(),
        };
        let lead = match &draft.body {
            Some(body) => lead::extract(body, lead::Context::default()).0,
            None => Lead::default(),
        };
        let authority = self.site_url.host_str().unwrap_or("localhost");
        Ok(Admitted {
            article: Article {
                guid: Guid::decide(draft.guid.as_deref(), &id, authority, published),
                id,
                url: url.into(),
                title: draft.title.as_deref().map(PlainText::new).filter(|title| !title.is_empty()),
                content,
                lead,
                published,
                modified: None,
                authors: Vec::new(),
                categories: draft
                    .categories
                    .iter()
                    .filter_map(|term| Term::named(&term.name))
                    .collect(),
                tags: Vec::new(),
                language: draft.language,
                image: None,
                banner_image: None,
                external_url: None,
                attachments: Vec::new(),
                status: Status::Published,
                expires: None,
            },
            losses,
        })
    }
}
