//! Admission: a draft becomes an article, or is refused with a reason.

use chrono_tz::Tz;
use thiserror::Error;
use url::Url;

use super::{
    Article, ArticleId, Attachment, Author, CleanHtml, Draft, DraftAttachment, DraftAuthor,
    DraftImage, DraftTerm, Guid, Image, PlainText, Slug, Status, Term, dates, html, lead,
};

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
    pub fn admit(&self, draft: &Draft) -> Result<Admitted, Refusal> {
        let mut losses = Vec::new();
        let id =
            draft.id.as_deref().map(str::trim).filter(|id| !id.is_empty()).ok_or(Refusal::NoId)?;
        let id = ArticleId::from(id);
        let url = draft
            .url
            .as_deref()
            .map(str::trim)
            .filter(|url| !url.is_empty())
            .ok_or(Refusal::NoUrl)?;
        let url = self.absolute(url).ok_or_else(|| Refusal::BadUrl(url.to_owned()))?;
        let status = status(draft.status.as_deref())?;
        let date = draft.date_published.as_deref().map(str::trim).filter(|date| !date.is_empty());
        let published = self.date("date_published", date.ok_or(Refusal::NoDate)?)?;
        let expires =
            draft.expires.as_deref().map(|date| self.date("expires", date)).transpose()?;
        let modified = draft.date_modified.as_deref().and_then(|date| {
            let read = dates::read(date, self.timezone).filter(|modified| *modified > published);
            if read.is_none() && dates::read(date, self.timezone).is_none() {
                losses.push(Loss::value(&format!("date_modified `{date}` is no date")));
            }
            read
        });
        let title = draft.title.as_deref().map(html::plain_text).filter(|title| !title.is_empty());
        let language = draft.language.as_deref().and_then(|tag| {
            let language = language_tag(tag);
            if language.is_none() {
                losses.push(Loss::value(&format!("language `{tag}` is no language tag")));
            }
            language
        });
        let context = lead::Context {
            title: title.as_ref().map(PlainText::as_str),
            language: language.as_deref(),
        };
        let content = match &draft.body {
            Some(body) => {
                let (content, lost) = html::clean(body, &url, language.as_deref())?;
                losses.extend(lost);
                content
            }
            None => CleanHtml::default(),
        };
        let written =
            draft.summary.as_deref().and_then(|summary| lead::from_summary(summary, context));
        let found =
            written.or_else(|| draft.body.as_ref().map(|body| lead::extract(body, context)));
        let (lead, lost) = found.unwrap_or_default();
        losses.extend(lost);
        if title.is_none()
            && lead.text.is_empty()
            && content.is_empty()
            && status == Status::Published
        {
            return Err(Refusal::Empty);
        }
        let authority = self.site_url.host_str().unwrap_or("localhost");
        let article = Article {
            guid: Guid::decide(draft.guid.as_deref(), &id, authority, published),
            id,
            url: url.clone().into(),
            title,
            content,
            lead,
            published,
            modified,
            authors: self.authors(&draft.authors, &mut losses),
            categories: terms(&draft.categories, &mut losses),
            tags: terms(&draft.tags, &mut losses),
            language,
            image: draft.image.as_ref().and_then(|image| image_of(image, &url, &mut losses)),
            banner_image: address("banner_image", draft.banner_image.as_deref(), &url, &mut losses),
            external_url: address("external_url", draft.external_url.as_deref(), &url, &mut losses),
            attachments: attachments(&draft.attachments, &url, &mut losses),
            status,
            expires,
        };
        Ok(Admitted { article, losses })
    }

    fn absolute(&self, url: &str) -> Option<Url> {
        let url = self.site_url.join(url).ok()?;
        (matches!(url.scheme(), "http" | "https") && url.has_host()).then_some(url)
    }

    fn date(&self, field: &'static str, value: &str) -> Result<super::Instant, Refusal> {
        dates::read(value, self.timezone)
            .ok_or_else(|| Refusal::BadDate { field, value: value.chars().take(80).collect() })
    }

    fn authors(&self, drafts: &[DraftAuthor], losses: &mut Vec<Loss>) -> Vec<Author> {
        let mut authors: Vec<Author> = Vec::with_capacity(drafts.len());
        for draft in drafts {
            let name = html::plain_text(draft.name.as_deref().unwrap_or_default());
            let Some(slug) = Slug::new(name.as_str()) else {
                losses.push(Loss::value("an author without a name"));
                continue;
            };
            if authors.iter().all(|author| author.slug != slug) {
                authors.push(Author {
                    name,
                    slug,
                    url: address("author.url", draft.url.as_deref(), &self.site_url, losses),
                    avatar: address(
                        "author.avatar",
                        draft.avatar.as_deref(),
                        &self.site_url,
                        losses,
                    ),
                });
            }
        }
        authors
    }
}

impl Loss {
    fn value(what: &str) -> Self {
        Self { kind: LossKind::Value, what: what.chars().take(200).collect() }
    }
}

fn status(word: Option<&str>) -> Result<Status, Refusal> {
    match word.map(|word| word.trim().to_ascii_lowercase()).as_deref() {
        None | Some("" | "published" | "publish" | "public") => Ok(Status::Published),
        Some("draft") => Ok(Status::Draft),
        Some("withdrawn") => Ok(Status::Withdrawn),
        Some(other) => Err(Refusal::BadStatus(other.chars().take(80).collect())),
    }
}

fn terms(drafts: &[DraftTerm], losses: &mut Vec<Loss>) -> Vec<Term> {
    let mut terms: Vec<Term> = Vec::with_capacity(drafts.len());
    for draft in drafts {
        let name = html::plain_text(&draft.name);
        let own = draft.slug.as_deref().and_then(Slug::new);
        match own.or_else(|| Slug::new(name.as_str())) {
            Some(slug) if terms.iter().all(|term| term.slug != slug) => {
                let name = if name.is_empty() { PlainText::new(slug.as_str()) } else { name };
                terms.push(Term { slug, name });
            }
            Some(_) => {}
            None => {
                losses
                    .push(Loss::value(&format!("category or tag `{}` has no letter", draft.name)));
            }
        }
    }
    terms
}

/// A well-formed BCP 47 tag in its usual case; `en_US` is mended. `None` when it is none.
fn language_tag(tag: &str) -> Option<String> {
    let tag = tag.trim().replace('_', "-");
    let mut canonical = String::with_capacity(tag.len());
    for (index, part) in tag.split('-').enumerate() {
        let letters = part.chars().all(|c| c.is_ascii_alphabetic());
        let well_formed = match index {
            0 => (2..=3).contains(&part.len()) && letters,
            _ => (1..=8).contains(&part.len()) && part.chars().all(|c| c.is_ascii_alphanumeric()),
        };
        if !well_formed {
            return None;
        }
        if index > 0 {
            canonical.push('-');
        }
        match (index, part.len()) {
            (0, _) => canonical.push_str(&part.to_ascii_lowercase()),
            (_, 2) => canonical.push_str(&part.to_ascii_uppercase()),
            (_, 4) if letters => {
                canonical.push_str(&part[..1].to_ascii_uppercase());
                canonical.push_str(&part[1..].to_ascii_lowercase());
            }
            _ => canonical.push_str(&part.to_ascii_lowercase()),
        }
    }
    // A single letter opens an extension, which needs something after it (RFC 5646 section 2.1).
    canonical.rsplit('-').next().is_none_or(|last| last.len() != 1).then_some(canonical)
}

fn is_media_type(kind: &str) -> bool {
    kind.split_once('/').is_some_and(|(kind, sub)| !kind.is_empty() && !sub.is_empty())
        && kind.chars().all(|c| c.is_ascii_alphanumeric() || "/.+-".contains(c))
}

/// The media type an address's ending tells.
fn media_type_of(url: &str) -> Option<&'static str> {
    let path = url.split(['?', '#']).next().unwrap_or_default();
    let ending = path.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase())?;
    Some(match ending.as_str() {
        "mp3" => "audio/mpeg",
        "m4a" => "audio/mp4",
        "ogg" | "oga" | "opus" => "audio/ogg",
        "mp4" | "m4v" => "video/mp4",
        "webm" => "video/webm",
        "pdf" => "application/pdf",
        "epub" => "application/epub+zip",
        "jpg" | "jpeg" => "image/jpeg",
        "png" => "image/png",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "zip" => "application/zip",
        _ => return None,
    })
}

fn whole_seconds(seconds: f64) -> Option<u64> {
    let seconds = std::time::Duration::try_from_secs_f64(seconds).ok()?;
    Some(seconds.as_secs() + u64::from(seconds.subsec_millis() >= 500))
}

/// An optional address against the article's own; what cannot be used is reported.
fn address(field: &str, value: Option<&str>, base: &Url, losses: &mut Vec<Loss>) -> Option<String> {
    let value = value.map(str::trim).filter(|value| !value.is_empty())?;
    let url = base.join(value).ok().filter(|url| matches!(url.scheme(), "http" | "https"));
    if url.is_none() {
        losses.push(Loss::value(&format!("{field} `{value}` is no web address")));
    }
    url.map(Into::into)
}

fn image_of(draft: &DraftImage, base: &Url, losses: &mut Vec<Loss>) -> Option<Image> {
    Some(Image {
        url: address("image", Some(&draft.url), base, losses)?,
        alt: draft.alt.as_deref().map(html::plain_text).filter(|alt| !alt.is_empty()),
        width: draft.width.filter(|width| *width > 0),
        height: draft.height.filter(|height| *height > 0),
    })
}

fn attachments(drafts: &[DraftAttachment], base: &Url, losses: &mut Vec<Loss>) -> Vec<Attachment> {
    let mut attachments = Vec::with_capacity(drafts.len());
    for draft in drafts {
        let Some(url) = address("attachment", Some(&draft.url), base, losses) else {
            continue;
        };
        let told = draft.mime_type.clone().filter(|kind| is_media_type(kind));
        let Some(mime_type) = told.or_else(|| media_type_of(&url).map(str::to_owned)) else {
            losses.push(Loss::value(&format!("attachment `{url}` has no mime_type")));
            continue;
        };
        attachments.push(Attachment {
            url,
            mime_type,
            title: draft.title.as_deref().map(html::plain_text).filter(|title| !title.is_empty()),
            size_in_bytes: draft.size_in_bytes,
            duration_in_seconds: draft.duration_in_seconds.and_then(whole_seconds),
        });
    }
    attachments
}
