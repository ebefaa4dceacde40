//! The names that front matter has for the parts of a record: newswire's own first, then those of
//! Hugo, Jekyll, Zola and their like.
//!
//! Must not know: how a value is read.

pub(super) const ID: &[&str] = &["id"];
pub(super) const GUID: &[&str] = &["guid"];
pub(super) const URL: &[&str] = &["url", "permalink", "path"];
pub(super) const SLUG: &[&str] = &["slug"];
pub(super) const TITLE: &[&str] = &["title"];
/// `description` is what search engines are told, and the next best.
pub(super) const SUMMARY: &[&str] = &["summary", "excerpt", "description"];
/// The date of publication before the date of writing.
pub(super) const PUBLISHED: &[&str] =
    &["date_published", "publishdate", "pubdate", "published", "date", "published_at"];
pub(super) const MODIFIED: &[&str] =
    &["date_modified", "lastmod", "updated", "modified", "last_modified_at", "updated_at"];
pub(super) const EXPIRES: &[&str] = &["expires", "expirydate", "expiry_date", "unpublishdate"];
pub(super) const AUTHORS: &[&str] = &["authors", "author"];
pub(super) const CATEGORIES: &[&str] =
    &["categories", "category", "sections", "section", "topics", "topic"];
pub(super) const TAGS: &[&str] = &["tags", "tag", "keywords"];
pub(super) const LANGUAGE: &[&str] = &["language", "lang", "locale"];
pub(super) const IMAGE: &[&str] = &[
    "image",
    "featured_image",
    "featuredimage",
    "feature_image",
    "featureimage",
    "cover_image",
    "coverimage",
    "cover",
    "images",
    "og_image",
    "ogimage",
    "thumbnail",
    "header",
    "hero",
    "hero_image",
    "teaser",
];
pub(super) const IMAGE_ALT: &[&str] = &[
    "image_alt",
    "imagealt",
    "featured_image_alt",
    "featuredimagealt",
    "feature_image_alt",
    "cover_image_alt",
    "cover_alt",
    "thumbnail_alt",
];
pub(super) const IMAGE_WIDTH: &[&str] = &["image_width"];
pub(super) const IMAGE_HEIGHT: &[&str] = &["image_height"];
pub(super) const BANNER: &[&str] = &["banner_image", "banner"];
pub(super) const EXTERNAL: &[&str] = &["external_url", "externalurl", "link"];
pub(super) const ATTACHMENTS: &[&str] = &["attachments", "enclosure", "audio"];
pub(super) const STATUS: &[&str] = &["status"];
pub(super) const RESOURCES: &[&str] = &["resources"];
pub(super) const EXCERPT_SEPARATOR: &[&str] = &["excerpt_separator"];

/// Everything that is read, by name.
const KNOWN: &[&[&str]] = &[
    ID,
    GUID,
    URL,
    SLUG,
    TITLE,
    SUMMARY,
    PUBLISHED,
    MODIFIED,
    EXPIRES,
    AUTHORS,
    CATEGORIES,
    TAGS,
    LANGUAGE,
    IMAGE,
    IMAGE_ALT,
    IMAGE_WIDTH,
    IMAGE_HEIGHT,
    BANNER,
    EXTERNAL,
    ATTACHMENTS,
    STATUS,
    RESOURCES,
    EXCERPT_SEPARATOR,
    &["draft"],
];

/// What generators are told about pages and nobody else needs: not worth a line in a report.
pub(super) const OF_THE_GENERATOR: &[&str] = &[
    "aliases",
    "build",
    "cascade",
    "class",
    "comments",
    "disqus",
    "generate_feeds",
    "headless",
    "identifier",
    "insert_anchor_links",
    "in_search_index",
    "layout",
    "linktitle",
    "markup",
    "math",
    "mathjax",
    "menu",
    "menus",
    "nav_order",
    "noindex",
    "order",
    "outputs",
    "page_template",
    "pagination",
    "paginate_by",
    "parent",
    "pin",
    "redirect_from",
    "redirect_to",
    "render",
    "robots",
    "series",
    "sidebar",
    "sitemap",
    "sort_by",
    "template",
    "toc",
    "translationkey",
    "transparent",
    "type",
    "weight",
];

/// Whether a name of front matter is read.
pub(super) fn is_known(name: &str) -> bool {
    KNOWN.iter().any(|names| names.contains(&name))
}
