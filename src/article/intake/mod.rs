//! Admission: a draft becomes an article, or is refused with a reason.
//!
//! Refused is what cannot be mended without guessing: a record that has no id, address or date,
//! that has nothing to show, or whose end cannot be read. Everything else that is wrong is left
//! out and reported.

mod byline;
mod file;
mod loss;

use url::Url;

use super::{
    Article, ArticleId, CleanHtml, Draft, Guid, Instant, Lead, Markup, PlainText, Status, TimeZone,
    dates, html, language, lead,
};
use loss::{Losses, shown};

pub use loss::{Loss, LossKind, Refusal};

/// What every admission needs to know of the site.
#[derive(Debug, Clone)]
pub struct Intake {
    /// Where people read the site; relative URLs are resolved against it.
    pub site_url: Url,
    /// Dates without a zone are in this one.
    pub timezone: TimeZone,
}

/// An accepted article, and what it lost on the way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Admitted {
    /// What is kept.
    pub article: Article,
    /// What is not, each thing once; for the import report and `newswire check`.
    pub losses: Vec<Loss>,
}

/// The largest of each field that is taken, in bytes.
const MAX_ID: usize = 1024;
const MAX_GUID: usize = 2048;
const MAX_TITLE: usize = 4096;
const MAX_SUMMARY: usize = 64 * 1024;

impl Draft {
    /// Whether its record says that everybody may see it, now or later. One that says nothing does;
    /// a word that nobody knows is a slip and takes nothing back.
    #[must_use]
    pub fn is_for_the_public(&self) -> bool {
        !matches!(status(self.status.as_deref()), Ok(Status::Draft | Status::Withdrawn))
    }
}

impl Intake {
    /// Accepts a draft or says why not.
    ///
    /// # Errors
    ///
    /// The [`Refusal`] names the first thing that cannot be mended.
    pub fn admit(&self, draft: &Draft) -> Result<Admitted, Refusal> {
        let mut losses = Losses::default();
        let id = id(draft.id.as_deref())?;
        let url = self.url(draft.url.as_deref())?;
        let status = status(draft.status.as_deref())?;
        let published =
            self.date("date_published", draft.date_published.as_deref())?.ok_or(Refusal::NoDate)?;
        // What should end and nobody knows when would otherwise be public for ever.
        let expires = self.date("expires", draft.expires.as_deref())?;
        let modified = self.modified(draft.date_modified.as_deref(), published, &mut losses);
        let guid = within("guid", draft.guid.as_deref(), MAX_GUID)?;
        let title = within("title", draft.title.as_deref(), MAX_TITLE)?
            .map(html::plain_text)
            .filter(|title| !title.is_empty());
        let language = language_of(draft.language.as_deref(), &mut losses);
        let (content, lead) = body(draft, title.as_ref(), language.as_deref(), &url, &mut losses)?;
        let attachments = file::attachments(&draft.attachments, &url, &mut losses);
        let shows_something = title.is_some()
            || !content.is_empty()
            || !lead.text.is_empty()
            || !attachments.is_empty();
        if status == Status::Published && !shows_something {
            return Err(Refusal::Empty);
        }
        let image = draft.image.as_ref().and_then(|image| file::image(image, &url, &mut losses));
        let authority = self.site_url.host_str().unwrap_or("localhost");
        let article = Article {
            guid: Guid::decide(guid, &id, authority, published),
            id,
            title,
            lead,
            published,
            modified,
            authors: byline::authors(&draft.authors, &self.site_url, &mut losses),
            categories: byline::terms("category", &draft.categories, &mut losses),
            tags: byline::terms("tag", &draft.tags, &mut losses),
            language,
            image: image.or_else(|| html::first_picture(&content, &url)),
            content,
            banner_image: file::address(
                "banner_image",
                draft.banner_image.as_deref(),
                &url,
                &mut losses,
            ),
            external_url: file::address(
                "external_url",
                draft.external_url.as_deref(),
                &url,
                &mut losses,
            ),
            attachments,
            status,
            expires,
            url: url.into(),
        };
        Ok(Admitted { article, losses: losses.into_vec() })
    }

    fn url(&self, given: Option<&str>) -> Result<Url, Refusal> {
        let given = given.map(str::trim).filter(|url| !url.is_empty()).ok_or(Refusal::NoUrl)?;
        let given = within("url", Some(given), file::MAX_ADDRESS)?.unwrap_or_default();
        file::web_address(given, &self.site_url).ok_or_else(|| Refusal::BadUrl(shown(given)))
    }

    /// A date that may be missing but not unreadable.
    fn date(&self, field: &'static str, given: Option<&str>) -> Result<Option<Instant>, Refusal> {
        let Some(given) = given.map(str::trim).filter(|date| !date.is_empty()) else {
            return Ok(None);
        };
        let date = dates::read(given, &self.timezone);
        date.map(Some).ok_or_else(|| Refusal::BadDate { field, value: shown(given) })
    }

    fn modified(
        &self,
        given: Option<&str>,
        published: Instant,
        losses: &mut Losses,
    ) -> Option<Instant> {
        let given = given.map(str::trim).filter(|date| !date.is_empty())?;
        let Some(modified) = dates::read(given, &self.timezone) else {
            losses.value("date_modified", given, "is no date that can be read");
            return None;
        };
        if modified < published {
            losses.value("date_modified", given, "is before date_published");
        }
        // At the moment of publication nothing was modified.
        (modified > published).then_some(modified)
    }
}

fn id(given: Option<&str>) -> Result<ArticleId, Refusal> {
    let id = given.map(str::trim).filter(|id| !id.is_empty()).ok_or(Refusal::NoId)?;
    let id = within("id", Some(id), MAX_ID)?.unwrap_or_default();
    if id.chars().any(char::is_control) {
        return Err(Refusal::BadId(shown(id)));
    }
    Ok(ArticleId::from(id))
}

fn within<'a>(
    field: &'static str,
    given: Option<&'a str>,
    limit: usize,
) -> Result<Option<&'a str>, Refusal> {
    match given.map(str::len) {
        Some(bytes) if bytes > limit => Err(Refusal::TooLong { field, bytes, limit }),
        _ => Ok(given),
    }
}

/// The words of several systems: what is not for everybody is a draft here.
fn status(word: Option<&str>) -> Result<Status, Refusal> {
    match word.map(|word| word.trim().to_ascii_lowercase()).as_deref() {
        None | Some("" | "published" | "publish" | "public") => Ok(Status::Published),
        Some("draft" | "private" | "pending" | "hidden" | "trash") => Ok(Status::Draft),
        Some("withdrawn") => Ok(Status::Withdrawn),
        Some(other) => Err(Refusal::BadStatus(shown(other))),
    }
}

fn language_of(given: Option<&str>, losses: &mut Losses) -> Option<String> {
    let given = given.map(str::trim).filter(|tag| !tag.is_empty())?;
    let tag = language::canonical(given);
    if tag.is_none() {
        losses.value("language", given, "is no language tag; write it like en-GB");
    }
    tag
}

/// The content, and the lead: of the summary if that says anything, else of the body.
fn body(
    draft: &Draft,
    title: Option<&PlainText>,
    language: Option<&str>,
    url: &Url,
    losses: &mut Losses,
) -> Result<(CleanHtml, Lead), Refusal> {
    let source = draft.body.as_ref().map(html::Source::from);
    let context = lead::Context {
        title: title.map(PlainText::as_str),
        language,
        authors: &draft.authors,
        body: source.as_ref(),
    };
    // The limits are held here, before anything else may look at the body.
    let content = match &source {
        Some(source) => {
            let (content, lost) = html::clean(source, url, language)?;
            losses.extend(lost);
            content
        }
        None => CleanHtml::default(),
    };
    let summary = within("summary", draft.summary.as_deref(), MAX_SUMMARY)?
        .filter(|summary| !summary.trim().is_empty())
        // Line ends part lines here as they do in old editors; the rest is HTML.
        .map(|summary| html::Source::new(summary, Markup::WordPress))
        .filter(|summary| {
            let is_readable = html::is_within_limits(summary);
            if !is_readable {
                losses.value("summary", summary.text(), "is nested too deep");
            }
            is_readable
        });
    let found = summary
        .and_then(|summary| lead::from_summary(&summary, context))
        .or_else(|| source.as_ref().map(|source| lead::extract(source, context)));
    let (lead, lost) = found.unwrap_or_default();
    losses.extend(lost);
    Ok((content, lead))
}

#[cfg(test)]
mod tests;
