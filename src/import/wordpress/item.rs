//! One item of a WordPress export: what was read of it, whether the public may see it, and the
//! draft it becomes.
//!
//! Must not know: XML, the order of the file.

use std::collections::HashSet;

use super::php;
use super::qtranslate;
use super::site::{Site, decoded};
use crate::article::{Body, Draft, DraftAttachment, DraftAuthor, DraftImage, DraftTerm, Markup};

/// An item as far as it was read; every text as it stands in the file.
#[derive(Default)]
pub(super) struct Item {
    title: String,
    link: String,
    pub_date: String,
    creator: String,
    guid: String,
    content: String,
    excerpt: String,
    post_id: String,
    post_date: String,
    post_date_gmt: String,
    status: String,
    post_type: String,
    password: String,
    attachment_url: String,
    terms: Vec<ItemTerm>,
    meta_key: String,
    pub(super) thumbnail: Option<u64>,
    alternative: String,
    metadata: String,
    enclosures: Vec<String>,
}

struct ItemTerm {
    domain: Option<String>,
    slug: Option<String>,
    name: String,
}

/// Whether an item may be handed over.
pub(super) enum Verdict {
    Take,
    /// The public may not see it.
    Keep {
        reason: String,
        /// Whether anybody would miss it in a report.
        is_missed: bool,
    },
}

impl Item {
    /// Whether the text of an element is kept. Of the many metas only four are.
    pub(super) fn wants(&self, element: &str) -> bool {
        match element {
            "wp:meta_value" => matches!(
                self.meta_key.as_str(),
                "_thumbnail_id"
                    | "_wp_attachment_image_alt"
                    | "_wp_attachment_metadata"
                    | "enclosure"
            ),
            "category" => true,
            other => Self::slot(&mut Self::default(), other).is_some(),
        }
    }

    fn slot<'a>(item: &'a mut Self, element: &str) -> Option<&'a mut String> {
        Some(match element {
            "title" => &mut item.title,
            "link" => &mut item.link,
            "pubDate" => &mut item.pub_date,
            "dc:creator" => &mut item.creator,
            "guid" => &mut item.guid,
            "content:encoded" => &mut item.content,
            "excerpt:encoded" => &mut item.excerpt,
            "wp:post_id" => &mut item.post_id,
            "wp:post_date" => &mut item.post_date,
            "wp:post_date_gmt" => &mut item.post_date_gmt,
            "wp:status" => &mut item.status,
            "wp:post_type" => &mut item.post_type,
            "wp:post_password" => &mut item.password,
            "wp:attachment_url" => &mut item.attachment_url,
            "wp:meta_key" => &mut item.meta_key,
            _ => return None,
        })
    }

    /// Takes the text of an element that was wanted.
    pub(super) fn learn(&mut self, element: &str, text: String) {
        if element == "wp:meta_value" {
            match self.meta_key.as_str() {
                "_thumbnail_id" => self.thumbnail = text.trim().parse().ok().filter(|id| *id > 0),
                "_wp_attachment_image_alt" => self.alternative = text,
                "_wp_attachment_metadata" => self.metadata = text,
                "enclosure" => self.enclosures.push(text),
                _ => {}
            }
        } else if let Some(slot) = Self::slot(self, element) {
            // Bodies keep their blanks, everything else is a word or a line.
            *slot = match element {
                "content:encoded" | "wp:post_password" => text,
                _ => text.trim().to_owned(),
            };
        }
    }

    /// A new meta begins: whatever the key of the last one was, it is over.
    pub(super) fn begin_meta(&mut self) {
        self.meta_key.clear();
    }

    /// A `category` element.
    pub(super) fn add_term(
        &mut self,
        domain: Option<String>,
        nicename: Option<String>,
        name: &str,
    ) {
        let name = name.trim().to_owned();
        let slug = nicename.map(|slug| decoded(&slug)).filter(|slug| !slug.is_empty());
        if !name.is_empty() || slug.is_some() {
            self.terms.push(ItemTerm { domain, slug, name });
        }
    }

    /// Whether WordPress wrote it, or some other feed's author.
    pub(super) fn is_wordpress(&self) -> bool {
        !(self.post_type.is_empty() && self.status.is_empty() && self.post_id.is_empty())
    }

    pub(super) fn is_attachment(&self) -> bool {
        self.post_type == "attachment"
    }

    /// Posts are; pages when they were asked for. The oldest exports name no type.
    pub(super) fn is_wanted(&self, pages: bool) -> bool {
        matches!(self.post_type.as_str(), "post" | "") || (pages && self.is_page())
    }

    pub(super) fn is_page(&self) -> bool {
        self.post_type == "page"
    }

    pub(super) fn post_id(&self) -> Option<u64> {
        self.post_id.parse().ok()
    }

    /// Whether the public may see it: only what WordPress itself shows to everybody.
    pub(super) fn verdict(&self) -> Verdict {
        let reason = match self.status.as_str() {
            "publish" | "future" if self.is_protected() => {
                "it is protected by a password; remove the password in WordPress to make it public"
                    .to_owned()
            }
            "publish" | "future" => return Verdict::Take,
            "trash" => "it is in the trash".to_owned(),
            "auto-draft" | "inherit" => "it was never saved as a post".to_owned(),
            "draft" => "it is a draft; publish it in WordPress first".to_owned(),
            "pending" => "it is waiting for review; publish it in WordPress first".to_owned(),
            "private" => "it is private; make it public in WordPress first".to_owned(),
            "" => "it has no status, so nobody has said that it is public".to_owned(),
            other => format!(
                "its status is `{other}`, which is not public; publish it in WordPress first"
            ),
        };
        let is_missed = !matches!(self.status.as_str(), "trash" | "auto-draft" | "inherit");
        Verdict::Keep { reason, is_missed }
    }

    /// The record's id and, where it is that, the guid WordPress gave it. `taken` holds the ids
    /// that earlier posts of the file have.
    pub(super) fn identify(
        &self,
        site: &Site,
        taken: &mut HashSet<String>,
    ) -> (Option<String>, Option<String>) {
        let guid = Some(self.guid.as_str())
            .filter(|guid| !guid.is_empty() && !taken.contains(*guid))
            .map(str::to_owned);
        let id = guid.clone().or_else(|| self.post_id().map(|id| site.by_number(id)));
        taken.extend(id.clone());
        (id, guid)
    }

    /// A password may be a blank; an empty element that somebody indented holds a line break.
    fn is_protected(&self) -> bool {
        !self.password.trim().is_empty()
            || (!self.password.is_empty() && !self.password.contains('\n'))
    }

    /// The picture an attachment holds; `None` when it is none or in the trash.
    pub(super) fn into_attachment(self) -> Option<(u64, DraftImage)> {
        let id = self.post_id()?;
        let url = if self.attachment_url.is_empty() { self.guid } else { self.attachment_url };
        (!url.is_empty() && self.status != "trash").then(|| {
            let image = DraftImage {
                url,
                alt: Some(self.alternative.trim().to_owned()).filter(|alt| !alt.is_empty()),
                width: php::number(&self.metadata, "width"),
                height: php::number(&self.metadata, "height"),
            };
            (id, image)
        })
    }

    /// The draft, without its image. `taken` holds the ids that earlier posts of the file have.
    pub(super) fn into_draft(self, site: &Site, taken: &mut HashSet<String>) -> Draft {
        let (id, guid) = self.identify(site, taken);
        let url = match (self.link.is_empty(), self.guid.is_empty()) {
            (false, _) => site.absolute(&self.link),
            (true, false) => self.guid.clone(),
            (true, true) => id.clone().unwrap_or_default(),
        };
        let (date_published, authors) = (self.date(), self.authors(site));
        let (categories, tags) = self.categories_and_tags(site);
        let language = self.terms_of("language").find_map(|term| term.slug.clone());
        let texts = [self.title.as_str(), self.content.as_str()];
        let several = qtranslate::choose(&texts, site.language.as_deref()).map(str::to_owned);
        let said = |text: String| match &several {
            Some(language) => qtranslate::in_language(text, language),
            None => text,
        };
        let (title, summary) = (some(said(self.title)), some(said(self.excerpt)));
        let content = said(self.content);
        Draft {
            id,
            guid,
            url: some(url),
            date_published,
            authors,
            categories,
            tags,
            language: language.or(several).or_else(|| site.language.clone()),
            attachments: self.enclosures.iter().filter_map(|meta| attachment(meta)).collect(),
            status: Some("published".to_owned()),
            title,
            summary,
            body: Some(content)
                .filter(|content| !content.trim().is_empty())
                .map(|source| Body { markup: Markup::WordPress, source }),
            ..Draft::default()
        }
    }

    /// The universal time when WordPress knows it, else the site's own, else the feed's; a shape
    /// that is not WordPress's own only when there is nothing else.
    fn date(&self) -> Option<String> {
        let universal = self.post_date_gmt.trim_end_matches("+0000").trim_end_matches("UTC").trim();
        if is_timestamp(universal) {
            return Some(format!("{}Z", universal.replacen(' ', "T", 1)));
        }
        if is_timestamp(&self.post_date) {
            return Some(self.post_date.clone());
        }
        [&self.pub_date, &self.post_date_gmt, &self.post_date]
            .into_iter()
            .find(|date| !date.is_empty() && !date.starts_with("0000") && !date.contains("-0001"))
            .cloned()
    }

    fn terms_of<'a>(&'a self, domain: &'a str) -> impl Iterator<Item = &'a ItemTerm> {
        self.terms.iter().filter(move |term| term.domain.as_deref() == Some(domain))
    }

    fn authors(&self, site: &Site) -> Vec<DraftAuthor> {
        let mut names: Vec<String> =
            self.terms_of("author").filter_map(|term| site.author(&term.name)).collect();
        if names.is_empty() {
            names.extend(site.author(&self.creator));
        }
        names.iter().map(|name| DraftAuthor::named(name)).collect()
    }

    fn categories_and_tags(&self, site: &Site) -> (Vec<DraftTerm>, Vec<DraftTerm>) {
        // The first exports wrote every term twice, once without domain and nice name.
        let has_domains = self.terms.iter().any(|term| term.domain.is_some());
        let mut categories = Vec::new();
        let mut tags = Vec::new();
        for term in &self.terms {
            match term.domain.as_deref() {
                Some("category") => {
                    add(&mut categories, term);
                    for above in term.slug.iter().flat_map(|slug| site.above(slug)) {
                        add_term(&mut categories, above);
                    }
                }
                Some("post_tag" | "tag") => add(&mut tags, term),
                None if !has_domains => add(&mut categories, term),
                _ => {}
            }
        }
        (categories, tags)
    }
}

fn add(terms: &mut Vec<DraftTerm>, term: &ItemTerm) {
    let name = if term.name.is_empty() { term.slug.clone() } else { Some(term.name.clone()) };
    if let Some(name) = name {
        add_term(terms, DraftTerm { slug: term.slug.clone(), name });
    }
}

/// Adds a term unless it is there; one with a nice name is worth more than one without.
fn add_term(terms: &mut Vec<DraftTerm>, term: DraftTerm) {
    let same = terms.iter_mut().find(|known| match (&known.slug, &term.slug) {
        (Some(known), Some(new)) => known == new,
        _ => known.name == term.name,
    });
    match same {
        Some(known) if known.slug.is_none() => *known = term,
        Some(_) => {}
        None => terms.push(term),
    }
}

fn some(text: String) -> Option<String> {
    (!text.is_empty()).then_some(text)
}

/// `2012-12-14 08:30:00`, and not the zero that stands for "never".
fn is_timestamp(text: &str) -> bool {
    let shape = text.bytes().enumerate().all(|(index, byte)| match index {
        4 | 7 => byte == b'-',
        10 => byte == b' ',
        13 | 16 => byte == b':',
        _ => byte.is_ascii_digit(),
    });
    text.len() == 19 && shape && !text.starts_with("0000")
}

/// The meta that podcast plugins keep: address, length, type, each on a line of its own, then what
/// else is known.
fn attachment(meta: &str) -> Option<DraftAttachment> {
    let mut lines = meta.lines().map(str::trim);
    let url = lines.next().filter(|url| !url.is_empty())?.to_owned();
    let size_in_bytes = lines.next().and_then(|size| size.parse().ok()).filter(|size| *size > 0);
    let mime_type = lines.next().filter(|kind| kind.contains('/')).map(str::to_owned);
    let duration_in_seconds = php::text(meta, "duration").and_then(seconds);
    Some(DraftAttachment { url, mime_type, title: None, size_in_bytes, duration_in_seconds })
}

/// `00:29:24`, `29:24` or `1764`.
fn seconds(duration: &str) -> Option<f64> {
    let mut total = 0_u32;
    for part in duration.split(':') {
        let part: u32 = part.trim().parse().ok()?;
        total = total.checked_mul(60)?.checked_add(part)?;
    }
    (total > 0).then(|| f64::from(total))
}
