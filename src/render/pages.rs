//! Pages for people: the list of all feeds, one feed with a look inside, and what is shown when
//! there is nothing to show.
//!
//! They work without scripts and load nothing at all, not even the articles' pictures: whoever looks
//! at a feed is known to no third party, and a picture that has moved breaks no page. Their own
//! words are English and marked as such; every title and excerpt carries its own language and
//! direction.
//!
//! Must not know: HTTP, who asks.

use std::borrow::Cow;

use askama::Template;

use super::feed_list::heading;
use super::language::direction;
use super::{FeedList, Format, ListedFeed, RenderError, dates, opml, text};
use crate::article::{Attachment, Instant, TimeZone};
use crate::document::{Document, Entry, Group};

/// The style of all pages, as it stands between `<style>` and `</style>`.
const STYLE: &str = include_str!("templates/page.css");

/// The value of `Content-Security-Policy` under which the pages work: their own style and icon,
/// nothing else.
pub const CONTENT_SECURITY_POLICY: &str = concat!(
    "default-src 'none'; img-src data:; base-uri 'none'; form-action 'none'; ",
    "frame-ancestors 'self'; style-src 'sha256-lPr7ghI+nh950L6TC0Bxewm+p3RSxF5G82eBJX2zNPs='"
);

/// The media type of the pages.
pub const MEDIA_TYPE: &str = "text/html";

/// Longer groups of feeds are lists of names; their addresses are links, and spelt out on each
/// feed's own page.
const TERSE_FROM: usize = 25;

/// Longer groups of authors and tags are folded, so that they do not bury the rest.
const FOLDED_FROM: usize = 41;

/// Writes the page of all feeds.
///
/// # Errors
///
/// When the template fails to write.
pub fn index(list: &FeedList) -> Result<Vec<u8>, RenderError> {
    let mut everything = Vec::new();
    let mut sections = Vec::new();
    for (group, feeds) in list.groups() {
        let rows: Vec<Row<'_>> = feeds.into_iter().filter_map(|feed| row(feed, list)).collect();
        if group == Group::All {
            everything = rows;
        } else if !rows.is_empty() {
            let heading = heading(group);
            let is_minor = matches!(group, Group::Author | Group::Tag);
            sections.push(Section {
                id: heading.to_ascii_lowercase(),
                heading,
                is_terse: is_minor || group == Group::Language || rows.len() >= TERSE_FROM,
                is_folded: is_minor && rows.len() >= FOLDED_FROM,
                rows,
            });
        }
    }
    let language = text::language(&list.language).unwrap_or("und");
    written(&IndexPage {
        title: text::line_or(&list.title, &list.home_url),
        description: text::line(&list.description),
        language,
        direction: direction(language),
        home: text::web_address(&list.home_url),
        opml: format!("{}/feeds.opml", list.base_url),
        opml_type: opml::MEDIA_TYPE,
        discovery: list_discovery(list),
        everything,
        sections,
    })
}

/// Writes the page of one feed.
///
/// # Errors
///
/// When the template fails to write.
pub fn feed(document: &Document) -> Result<Vec<u8>, RenderError> {
    let head = &document.head;
    let title = text::line_or(&head.title, &head.stem);
    let site_title = text::line_or(&head.site_title, &head.title);
    // The site stands above the heading already.
    let heading = title
        .strip_suffix(&*site_title)
        .map(|rest| rest.trim_end_matches([' ', '–', '-', '|', ':', '·']))
        .filter(|rest| !rest.is_empty())
        .unwrap_or(&title)
        .to_owned();
    let newest = document.entries.first().map(|entry| entry.article.published);
    written(&FeedPage {
        description: text::line(&head.description),
        language: text::language(&head.language).unwrap_or("und"),
        site_title,
        heading,
        page: text::web_address(&head.stem),
        index: format!("{}/", head.base_url),
        home: text::web_address(&head.home_url),
        rights: head.copyright.as_deref().map(text::line),
        facts: Facts::new(u64::try_from(document.entries.len()).ok(), newest, &head.timezone),
        discovery: discovery(&title, &head.stem, &Format::ALL),
        addresses: addresses(&head.stem),
        excerpts: excerpts(&head.base_url, &head.stem),
        entries: document.entries.iter().map(|entry| shown(entry, &head.timezone)).collect(),
        title,
    })
}

/// Writes the page that people see instead of what they asked for. `site_title` and `base_url` are
/// those of [`FeedList`]; any status has a page.
///
/// # Errors
///
/// When the template fails to write.
pub fn error(status: u16, site_title: &str, base_url: &str) -> Result<Vec<u8>, RenderError> {
    let (heading, advice) = words(status);
    let index = format!("{base_url}/");
    written(&ErrorPage {
        status,
        heading,
        advice,
        site_title: text::line_or(site_title, base_url),
        index,
    })
}

fn words(status: u16) -> (&'static str, &'static str) {
    match status {
        404 => (
            "There is no feed at this address",
            "It may be misspelt, or the feed has another name by now. The list of all feeds shows what there is.",
        ),
        410 => (
            "This was taken back",
            "The publisher has withdrawn what was here, and it will not return. If your feed reader still asks for it, you can remove it there.",
        ),
        429 => (
            "That was too often",
            "This address was asked for many times in a short while. Wait a few minutes and try again.",
        ),
        503 => (
            "Back in a moment",
            "The feeds cannot be reached just now. Nothing is lost: try again in a few minutes.",
        ),
        400..=499 => (
            "This request cannot be answered",
            "Something about it is not as it should be. The list of all feeds is a good place to start over.",
        ),
        _ => (
            "Something went wrong here",
            "It is our fault, not yours, and it has been noted. Try again in a few minutes.",
        ),
    }
}

fn written(page: &impl Template) -> Result<Vec<u8>, RenderError> {
    page.render()
        .map(String::into_bytes)
        .map_err(|source| RenderError::Write { format: "HTML", source: Box::new(source) })
}

#[derive(Template)]
#[template(path = "index.html")]
struct IndexPage<'a> {
    title: Cow<'a, str>,
    description: Cow<'a, str>,
    language: &'a str,
    direction: &'static str,
    home: Option<Cow<'a, str>>,
    opml: String,
    opml_type: &'static str,
    discovery: Vec<Discovery>,
    /// At most one.
    everything: Vec<Row<'a>>,
    sections: Vec<Section<'a>>,
}

#[derive(Template)]
#[template(path = "feed.html")]
struct FeedPage<'a> {
    title: Cow<'a, str>,
    description: Cow<'a, str>,
    language: &'a str,
    site_title: Cow<'a, str>,
    heading: String,
    page: Option<Cow<'a, str>>,
    index: String,
    home: Option<Cow<'a, str>>,
    rights: Option<Cow<'a, str>>,
    facts: Facts,
    discovery: Vec<Discovery>,
    addresses: Vec<Address>,
    /// Where the excerpts for other sites' pages are, without their ending.
    excerpts: Option<String>,
    entries: Vec<Shown<'a>>,
}

#[derive(Template)]
#[template(path = "error.html")]
struct ErrorPage<'a> {
    status: u16,
    heading: &'static str,
    advice: &'static str,
    site_title: Cow<'a, str>,
    index: String,
}

/// A group of feeds.
struct Section<'a> {
    id: String,
    heading: &'static str,
    is_terse: bool,
    is_folded: bool,
    rows: Vec<Row<'a>>,
}

/// One feed of the list.
struct Row<'a> {
    label: Cow<'a, str>,
    language: &'a str,
    direction: &'static str,
    description: Cow<'a, str>,
    page: Cow<'a, str>,
    facts: Facts,
    addresses: Vec<Address>,
}

/// One entry of a feed.
struct Shown<'a> {
    title: &'a str,
    url: Option<Cow<'a, str>>,
    language: &'a str,
    direction: &'static str,
    published: Date,
    authors: Vec<&'a str>,
    excerpt: &'a str,
    file: Option<File<'a>>,
}

/// What an entry brings to listen to, to watch or to load.
struct File<'a> {
    url: Cow<'a, str>,
    mime_type: &'a str,
    kind: &'static str,
    /// Such as `31 min`; empty when it is unknown.
    length: String,
}

/// Where a feed is found in one format.
struct Address {
    format: &'static str,
    media_type: &'static str,
    url: String,
}

/// One `link` that feed readers look for in a page.
struct Discovery {
    title: String,
    media_type: &'static str,
    url: String,
}

/// How much there is and how fresh it is.
struct Facts {
    /// Such as `1,204`; empty when nobody counted or there is nothing.
    number: String,
    /// Such as `articles`, what the number counts; empty when nobody counted.
    unit: &'static str,
    newest: Option<Date>,
}

struct Date {
    instant: String,
    day: String,
}

impl Date {
    fn new(instant: Instant, timezone: &TimeZone) -> Self {
        Self { instant: dates::rfc3339(instant), day: dates::day(instant, timezone) }
    }
}

impl Facts {
    fn new(articles: Option<u64>, newest: Option<Instant>, timezone: &TimeZone) -> Self {
        let (number, unit) = match articles {
            None => (String::new(), ""),
            Some(0) => (String::new(), "no articles yet"),
            Some(1) => ("1".to_owned(), "article"),
            Some(articles) => (grouped(articles), "articles"),
        };
        Self { number, unit, newest: newest.map(|instant| Date::new(instant, timezone)) }
    }
}

/// A number with its thousands set apart, as English does it.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

fn format_name(format: Format) -> &'static str {
    match format {
        Format::Rss => "RSS",
        Format::Atom => "Atom",
        Format::Json => "JSON Feed",
    }
}

fn addresses(stem: &str) -> Vec<Address> {
    let Some(stem) = text::web_address(stem) else { return Vec::new() };
    Format::ALL
        .into_iter()
        .map(|format| Address {
            format: format_name(format),
            media_type: format.media_type(),
            url: format!("{stem}.{}", format.extension()),
        })
        .collect()
}

/// Where a feed's excerpts are, from where its documents are.
fn excerpts(base: &str, stem: &str) -> Option<String> {
    let name = stem.strip_prefix(base)?.strip_prefix("/feeds/")?;
    text::web_address(&format!("{base}/excerpts/{name}")).map(Cow::into_owned)
}

fn discovery(title: &str, stem: &str, formats: &[Format]) -> Vec<Discovery> {
    let Some(stem) = text::web_address(stem) else { return Vec::new() };
    formats
        .iter()
        .map(|format| Discovery {
            title: format!("{title} ({})", format_name(*format)),
            media_type: format.media_type(),
            url: format!("{stem}.{}", format.extension()),
        })
        .collect()
}

/// The feed of everything in every format, since clients take the first; then the feeds a publisher
/// or an editor made, one format each. Authors and tags can be thousands, and clients show them all.
fn list_discovery(list: &FeedList) -> Vec<Discovery> {
    let mut links = Vec::new();
    for (group, feeds) in list.groups() {
        let formats: &[Format] = match group {
            Group::All => &Format::ALL,
            Group::Chosen | Group::Category | Group::Language => &[Format::Rss],
            Group::Author | Group::Tag => &[],
        };
        for feed in feeds {
            links.extend(discovery(&text::line_or(&feed.title, &feed.stem), &feed.stem, formats));
        }
    }
    links
}

/// `None` when the feed has no address that could be copied.
fn row<'a>(feed: &'a ListedFeed, list: &'a FeedList) -> Option<Row<'a>> {
    let language = feed
        .language
        .as_deref()
        .and_then(text::language)
        .or(text::language(&list.language))
        .unwrap_or("und");
    Some(Row {
        page: text::web_address(&feed.stem)?,
        label: text::line_or(&feed.label, &feed.title),
        language,
        direction: direction(language),
        description: text::line(&feed.description),
        facts: Facts::new(feed.articles, feed.newest, &list.timezone),
        addresses: addresses(&feed.stem),
    })
}

fn shown<'a>(entry: &'a Entry, timezone: &TimeZone) -> Shown<'a> {
    let article = &*entry.article;
    let language = text::language(&entry.language).unwrap_or("und");
    let names = article.authors.iter().map(|author| author.name.as_str());
    Shown {
        title: entry.title.as_str(),
        url: text::web_address(&article.url),
        language,
        direction: direction(language),
        published: Date::new(article.published, timezone),
        authors: names.filter(|name| !name.is_empty()).collect(),
        excerpt: entry.excerpt.as_str(),
        file: article.attachments.first().and_then(file),
    }
}

fn file(attachment: &Attachment) -> Option<File<'_>> {
    let mime_type = text::media_type(&attachment.mime_type);
    let kind = match mime_type.split('/').next() {
        Some("audio") => "Listen",
        Some("video") => "Watch",
        _ => "File",
    };
    let minutes = attachment.duration_in_seconds.map(|seconds| seconds.div_ceil(60));
    let length = minutes.map(|minutes| format!("{minutes} min")).unwrap_or_default();
    Some(File { url: text::web_address(&attachment.url)?, mime_type, kind, length })
}

#[cfg(test)]
mod tests {
    use sha2::{Digest, Sha256};

    use super::{CONTENT_SECURITY_POLICY, STYLE, grouped};

    fn base64(bytes: &[u8]) -> String {
        const ALPHABET: &[u8; 64] =
            b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        let mut text = String::new();
        for chunk in bytes.chunks(3) {
            let mut group = [0; 3];
            group[..chunk.len()].copy_from_slice(chunk);
            let bits = u32::from_be_bytes([0, group[0], group[1], group[2]]);
            for place in 0..4 {
                let index = usize::try_from(bits >> (18 - 6 * place) & 63).unwrap();
                text.push(if place > chunk.len() { '=' } else { char::from(ALPHABET[index]) });
            }
        }
        text
    }

    #[test]
    fn the_policy_lets_the_pages_have_their_style() {
        let digest = base64(&Sha256::digest(STYLE));
        assert!(CONTENT_SECURITY_POLICY.contains(&digest), "the style's digest is now {digest}");
    }

    #[test]
    fn the_style_is_small() {
        assert!(STYLE.len() < 6000, "{} bytes", STYLE.len());
    }

    #[test]
    fn thousands_are_set_apart() {
        assert_eq!([0, 999, 1204, 1_000_000].map(grouped), ["0", "999", "1,204", "1,000,000"]);
    }
}
