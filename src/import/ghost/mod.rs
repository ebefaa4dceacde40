//! Ghost exports: one JSON document with the tables of a site's database, of every version from
//! 0.x (numbers for ids, Markdown) over 1.0 (Mobiledoc) to 6 (Lexical).
//!
//! # What becomes of what
//!
//! | Ghost | draft |
//! |---|---|
//! | `comment_id`, which survives an export and import into another Ghost; where that is an old number `uuid`, which does too | `id` |
//! | `id`; in exports of Ghost 0.x, whose feeds carried it, `uuid` | `guid` |
//! | `/{slug}/` | `url`, relative to the site |
//! | `html`, else `lexical`, `mobiledoc` or `markdown`, rendered | `body` |
//! | `custom_excerpt` | `summary` |
//! | the first public tag | `categories`; the others are `tags`, internal ones (`#…`) nothing |
//! | `published_at`, in milliseconds or as text, always universal time | `date_published` |
//! | `canonical_url` | `external_url`: where the text stood first |
//! | `feature_image` with the alternative text of `posts_meta` | `image` |
//!
//! `updated_at` is left out: Ghost stamps it on every save, and `date_modified` is the publisher's
//! word for a significant edit.
//!
//! # What never gets out
//!
//! Drafts and what was sent by e-mail only are refused and no draft of them exists; where an
//! earlier import brought the post, it is withdrawn. Of posts for
//! members, paying members or tiers only that is handed over which Ghost shows to everybody: title,
//! picture, custom excerpt, and the text above the paywall where there is one. Blocks that are
//! gated inside public posts are cut out. See [`access`].
//!
//! # Memory
//!
//! The document is held as a whole, as tags and authors stand behind the posts: at most
//! [`MAX_FILE_BYTES`].
//!
//! Must not know: which HTML is safe; see [`crate::article::Intake`].

mod access;
mod card;
mod export;
mod lexical;
mod mobiledoc;

use std::collections::HashMap;
use std::io::BufRead;

use chrono::{DateTime, SecondsFormat, Utc};

use self::export::{Link, Post, PostMeta, Rows, Tables};
use super::{Origin, ReadError, ReadOptions, Record};
use crate::article::{Body, Draft, DraftAuthor, DraftImage, DraftTerm, Markup};

/// Of a whole export.
pub const MAX_FILE_BYTES: u64 = 512 * 1024 * 1024;

/// Reads a Ghost export. See the module's documentation for what becomes of what.
///
/// # Errors
///
/// When the file is no JSON, or JSON that is no Ghost export.
pub fn read(
    input: &mut dyn BufRead,
    _origin: Origin<'_>,
    options: &ReadOptions,
    each: &mut dyn FnMut(Record),
) -> Result<(), ReadError> {
    let mut tables = Tables::read(input, MAX_FILE_BYTES)?;
    let posts = std::mem::take(&mut tables.posts);
    let site = Site::new(tables);
    for (number, post) in posts.0.into_iter().enumerate() {
        let place = match &post {
            Ok(post) => post.slug.clone().or(post.id.clone()),
            Err(_) => None,
        };
        let place = place.map_or_else(|| format!("item {}", number + 1), |it| format!("post {it}"));
        let draft = match post {
            // A page of an earlier import that asked for pages may have been taken back.
            Ok(post) if post.is_page() && !options.pages => match site.draft(post) {
                Err(ReadError::NotPublic { id, reason, .. }) => {
                    Err(ReadError::NotPublic { id, reason, is_missed: false })
                }
                _ => Err(ReadError::NotAsked),
            },
            Ok(post) => site.draft(post),
            Err(fault) => Err(ReadError::Syntax { format: "Ghost export", fault }),
        };
        each(Record { place, draft, unknown_fields: Vec::new() });
    }
    Ok(())
}

/// The tables, by the ids through which posts refer to them.
struct Site {
    tags: HashMap<String, Tag>,
    authors: HashMap<String, DraftAuthor>,
    tags_of: HashMap<String, Vec<String>>,
    authors_of: HashMap<String, Vec<String>>,
    meta: HashMap<String, PostMeta>,
    language: Option<String>,
}

struct Tag {
    term: DraftTerm,
    is_internal: bool,
}

impl Site {
    fn new(tables: Tables) -> Self {
        let mut site = Self {
            tags: HashMap::new(),
            authors: HashMap::new(),
            tags_of: in_order(tables.posts_tags),
            authors_of: in_order(tables.posts_authors),
            meta: HashMap::new(),
            language: None,
        };
        for tag in tables.tags.good() {
            let (Some(id), Some(name)) = (tag.id, tag.name) else { continue };
            let is_internal =
                tag.visibility.as_deref() == Some("internal") || name.starts_with('#');
            site.tags.insert(id, Tag { term: DraftTerm { slug: tag.slug, name }, is_internal });
        }
        for user in tables.users.good() {
            let (Some(id), Some(name)) = (user.id, user.name) else { continue };
            let author = DraftAuthor {
                name: Some(name),
                url: user.slug.map(|slug| format!("/author/{slug}/")),
                avatar: user.profile_image.or(user.image).map(address),
            };
            site.authors.insert(id, author);
        }
        for meta in tables.posts_meta.good() {
            if let Some(post) = meta.post_id.clone() {
                site.meta.insert(post, meta);
            }
        }
        for setting in tables.settings.good() {
            if matches!(setting.key.as_deref(), Some("locale" | "lang")) {
                site.language = setting.value.or(site.language);
            }
        }
        site
    }

    fn draft(&self, post: Post) -> Result<Draft, ReadError> {
        let meta = post.id.as_ref().and_then(|id| self.meta.get(id));
        if let Some(reason) = access::refusal(&post, meta) {
            return Err(ReadError::NotPublic {
                id: post.key(),
                reason: reason.to_owned(),
                is_missed: true,
            });
        }
        let (categories, tags) = self.terms(&post);
        let body = access::public_part(body(&post)?, post.visibility.as_deref());
        let image_alt =
            meta.and_then(|meta| meta.feature_image_alt.clone()).or(post.feature_image_alt.clone());
        Ok(Draft {
            id: post.key(),
            guid: post.feed_id(),
            url: post.slug.as_ref().map(|slug| format!("/{slug}/")),
            title: post.title.filter(|title| title != "(Untitled)"),
            body,
            summary: post.custom_excerpt,
            date_published: post.published_at.map(|date| universal(&date)),
            authors: self.byline(post.id.as_deref(), post.author_id.as_deref()),
            categories,
            tags,
            language: self.language.clone(),
            image: post.feature_image.or(post.image).map(|url| DraftImage {
                url: address(url),
                alt: image_alt,
                ..DraftImage::default()
            }),
            external_url: post.canonical_url.map(address),
            status: Some("published".to_owned()),
            ..Draft::default()
        })
    }

    /// The first public tag is the one Ghost files the post under; it is the category.
    fn terms(&self, post: &Post) -> (Vec<DraftTerm>, Vec<DraftTerm>) {
        let ids = post.id.as_ref().and_then(|id| self.tags_of.get(id)).into_iter().flatten();
        let tags = ids.filter_map(|id| self.tags.get(id)).filter(|tag| !tag.is_internal);
        let mut terms: Vec<DraftTerm> = tags.map(|tag| tag.term.clone()).collect();
        let others = terms.split_off(terms.len().min(1));
        (terms, others)
    }

    fn byline(&self, post: Option<&str>, author: Option<&str>) -> Vec<DraftAuthor> {
        let ids = post.and_then(|id| self.authors_of.get(id));
        let mut byline: Vec<DraftAuthor> =
            ids.into_iter().flatten().filter_map(|id| self.authors.get(id).cloned()).collect();
        if byline.is_empty() {
            byline.extend(author.and_then(|id| self.authors.get(id).cloned()));
        }
        byline
    }
}

/// For every post what belongs to it, in the order Ghost keeps; that of the table where it keeps
/// none.
fn in_order(links: Rows<Link>) -> HashMap<String, Vec<String>> {
    let mut ordered: HashMap<String, Vec<(i64, String)>> = HashMap::new();
    for link in links.good() {
        let target = link.tag_id.or(link.author_id);
        if let (Some(post), Some(target)) = (link.post_id, target) {
            let order = link.sort_order.and_then(|order| order.parse().ok()).unwrap_or(0);
            ordered.entry(post).or_default().push((order, target));
        }
    }
    let sorted = ordered.into_iter().map(|(post, mut targets)| {
        targets.sort_by_key(|(order, _)| *order);
        (post, targets.into_iter().map(|(_, target)| target).collect())
    });
    sorted.collect()
}

fn body(post: &Post) -> Result<Option<Body>, ReadError> {
    let has_text = |text: &&String| !text.trim().is_empty();
    let fault = |format, fault| ReadError::Syntax { format, fault };
    let html = if let Some(html) = post.html.as_ref().filter(has_text) {
        html.clone()
    } else if let Some(lexical) = post.lexical.as_ref().filter(has_text) {
        lexical::html(lexical).map_err(|error| fault("Lexical", error))?
    } else if let Some(mobiledoc) = post.mobiledoc.as_ref().filter(has_text) {
        mobiledoc::html(mobiledoc).map_err(|error| fault("Mobiledoc", error))?
    } else {
        let markdown = post.markdown.clone().filter(|text| !text.trim().is_empty());
        return Ok(
            markdown.map(|source| Body { markup: Markup::Markdown, source: address(source) })
        );
    };
    let html = address(html);
    Ok((!html.trim().is_empty()).then_some(Body { markup: Markup::Html, source: html }))
}

/// Ghost writes this for its own address, which the export does not tell; what is left is relative
/// to the site.
fn address(text: String) -> String {
    if text.contains("__GHOST_URL__") { text.replace("__GHOST_URL__", "") } else { text }
}

/// Ghost keeps universal time: as milliseconds since 1970, as `2019-03-05 19:30:15`, or in full.
fn universal(date: &str) -> String {
    if let Ok(milliseconds) = date.parse::<i64>() {
        let date = DateTime::<Utc>::from_timestamp_millis(milliseconds);
        return date.map_or_else(
            || milliseconds.to_string(),
            |date| date.to_rfc3339_opts(SecondsFormat::Secs, true),
        );
    }
    let (day, time) = date.split_once([' ', 'T']).unwrap_or((date, ""));
    let has_zone = time.contains(['Z', 'z', '+', '-']);
    if day.len() == 10 && time.len() >= 8 && !has_zone && time.is_ascii() {
        format!("{day}T{time}Z")
    } else {
        date.to_owned()
    }
}

#[cfg(test)]
mod tests;
