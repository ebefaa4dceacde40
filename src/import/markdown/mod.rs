//! Markdown with front matter, one article a file, in the names of Hugo, Jekyll and Zola and in
//! those of the record itself.
//!
//! What front matter does not say comes from the path: the key, the address, the date; the title
//! may be the text's first heading. Shortcodes and `<!--more-->` stay in the body: they are read
//! where text is.
//!
//! Must not know: what makes a record acceptable.

mod address;
mod front_matter;

use std::io::BufRead;

use serde_json::{Map, Value};

use self::address::Address;
use super::byline::{self, Comma};
use super::fields::{Fields, Typing};
use super::source_text::{decode_strictly, read_whole};
use super::{Origin, ReadError, ReadOptions, Record};
use crate::article::{Body, Draft, DraftAuthor, DraftImage, DraftTerm, Markup};

/// The largest file, in bytes; what an article's body may have is less, and not decided here.
const FILE_LIMIT: usize = 64 << 20;

const ID: &[&str] = &["id"];
const GUID: &[&str] = &["guid"];
const URL: &[&str] = &["url", "permalink", "path"];
const SLUG: &[&str] = &["slug"];
const TITLE: &[&str] = &["title"];
/// `description` is what search engines are told, and the next best.
const SUMMARY: &[&str] = &["summary", "excerpt", "description"];
/// The date of publication before the date of writing.
const PUBLISHED: &[&str] =
    &["date_published", "publishdate", "pubdate", "published", "date", "published_at"];
const MODIFIED: &[&str] =
    &["date_modified", "lastmod", "updated", "modified", "last_modified_at", "updated_at"];
const EXPIRES: &[&str] = &["expires", "expirydate", "expiry_date", "unpublishdate"];
const AUTHORS: &[&str] = &["authors", "author"];
const CATEGORIES: &[&str] = &["categories", "category", "sections", "section", "topics", "topic"];
const TAGS: &[&str] = &["tags", "tag", "keywords"];
const LANGUAGE: &[&str] = &["language", "lang", "locale"];
const IMAGE: &[&str] = &[
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
const IMAGE_ALT: &[&str] = &[
    "image_alt",
    "imagealt",
    "featured_image_alt",
    "featuredimagealt",
    "feature_image_alt",
    "cover_image_alt",
    "cover_alt",
    "thumbnail_alt",
];
const IMAGE_WIDTH: &[&str] = &["image_width"];
const IMAGE_HEIGHT: &[&str] = &["image_height"];
const BANNER: &[&str] = &["banner_image", "banner"];
const EXTERNAL: &[&str] = &["external_url", "externalurl", "link"];
const ATTACHMENTS: &[&str] = &["attachments", "enclosure", "audio"];
const STATUS: &[&str] = &["status"];
const RESOURCES: &[&str] = &["resources"];
const EXCERPT_SEPARATOR: &[&str] = &["excerpt_separator"];

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
const OF_THE_GENERATOR: &[&str] = &[
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
fn is_known(name: &str) -> bool {
    KNOWN.iter().any(|names| names.contains(&name))
}

/// Reads one Markdown file.
///
/// # Errors
///
/// When the file cannot be read, is larger than any article, is not UTF-8, is empty, or its front
/// matter is broken.
pub fn read(
    input: &mut dyn BufRead,
    origin: Origin<'_>,
    _options: &ReadOptions,
    each: &mut dyn FnMut(Record),
) -> Result<(), ReadError> {
    let source = decode_strictly(read_whole(input, "the file", FILE_LIMIT)?)?;
    let source = source.replace("\r\n", "\n").replace('\r', "\n");
    if source.trim().is_empty() {
        return Err(ReadError::Unusable("the file is empty".to_owned()));
    }
    let parts = front_matter::split(&source)?;
    let address = Address::of(origin.path);
    let mut fields = Fields::new(parts.fields, Typing::Guessed);
    let draft = draft(&mut fields, &address, parts.body, markup_of(origin.path));
    let unknown_fields = match &draft {
        Ok(_) => fields.rest(),
        Err(_) => Vec::new(),
    };
    each(Record {
        place: String::new(),
        draft,
        unknown_fields: unknown_fields
            .into_iter()
            .filter(|name| !OF_THE_GENERATOR.contains(&name.as_str()))
            .collect(),
    });
    Ok(())
}

/// Front matter may stand above any markup; the file's ending tells which.
fn markup_of(path: &str) -> Markup {
    let ending = path.rsplit('.').next().unwrap_or_default();
    match ending.to_ascii_lowercase().as_str() {
        "html" | "htm" => Markup::Html,
        "txt" | "text" => Markup::Text,
        _ => Markup::Markdown,
    }
}

fn draft(
    fields: &mut Fields,
    address: &Address,
    body: &str,
    markup: Markup,
) -> Result<Draft, ReadError> {
    let is_draft = is_draft(fields) || address.is_draft;
    let url = fields.text(URL)?.filter(|url| !url.contains(':') || url.contains("://"));
    let date = fields.text(PUBLISHED)?;
    let date =
        date.or_else(|| address.date.clone()).or_else(|| url.as_deref().and_then(address::date_in));
    let modified = fields.text(MODIFIED)?;
    if address.is_section && date.is_none() {
        return Err(ReadError::Unusable(
            "it is the page of a section, not an article; give it a `date` if it is one".to_owned(),
        ));
    }
    let slug = fields.key(SLUG)?;
    let url = url.map_or_else(|| address.url(slug.as_deref()), rooted);
    let is_jekyll = address.is_jekyll || fields.has("layout");
    let categories = terms(fields, CATEGORIES, is_jekyll)?;
    let body = match fields.text(EXCERPT_SEPARATOR)? {
        Some(separator) => body.replacen(&separator, "<!--more-->", 1),
        None => body.to_owned(),
    };
    let (heading, rest) = match markup {
        Markup::Markdown => first_heading(&body),
        _ => (None, body.as_str()),
    };
    let title = fields.text(TITLE)?;
    let body = if title.is_none() && heading.is_some() { rest.to_owned() } else { body };
    let status = fields.text(STATUS)?;
    Ok(Draft {
        id: fields.key(ID)?.or_else(|| Some(address.id.clone())),
        guid: fields.key(GUID)?,
        title: title.or(heading),
        body: (!body.trim().is_empty()).then_some(Body { markup, source: body }),
        summary: fields.text(SUMMARY)?,
        // As in Hugo: the date of the last edit is an article's date when it has no other.
        date_published: date.or_else(|| modified.clone()),
        date_modified: modified,
        authors: authors(fields)?,
        categories: if categories.is_empty() {
            address.categories.iter().map(|name| DraftTerm::from(name.as_str())).collect()
        } else {
            categories
        },
        tags: terms(fields, TAGS, is_jekyll)?,
        language: fields.text(LANGUAGE)?.or_else(|| address.language.clone()),
        image: image(fields, address)?,
        banner_image: fields.image(BANNER)?.map(|image| image.url),
        external_url: fields.text(EXTERNAL)?,
        attachments: fields.attachments(ATTACHMENTS)?,
        status: if is_draft { Some("draft".to_owned()) } else { status },
        expires: fields.text(EXPIRES)?,
        url: Some(url),
    })
}

/// Hugo's and Zola's `draft: true`, Jekyll's `published: false`.
fn is_draft(fields: &mut Fields) -> bool {
    let is = |value: &Value, wanted: bool| match value {
        Value::Bool(flag) => *flag == wanted,
        Value::String(text) => text.trim().eq_ignore_ascii_case(&wanted.to_string()),
        _ => false,
    };
    let draft = fields.take(&["draft"]).is_some_and(|(_, value)| is(&value, true));
    let published = fields.take(&["published"]);
    let unpublished = published.as_ref().is_some_and(|(_, value)| is(value, false));
    // Elsewhere `published` is a date.
    if let Some((name, value)) = published.filter(|(_, value)| !is(value, true) && !unpublished) {
        fields.put_back(name, value);
    }
    draft || unpublished
}

/// An address that does not say otherwise begins at the site's root.
fn rooted(url: String) -> String {
    let url = url.trim();
    if url.contains("://") || url.starts_with('/') {
        return url.to_owned();
    }
    let name = url.rsplit('/').next().unwrap_or_default();
    let is_folder = !name.is_empty() && !name.ends_with(".html");
    format!("/{url}{}", if is_folder { "/" } else { "" })
}

/// Categories or tags. In one text, commas separate; without them Jekyll separates at blanks, but
/// only under its plural names.
fn terms(
    fields: &mut Fields,
    names: &[&str],
    is_jekyll: bool,
) -> Result<Vec<DraftTerm>, ReadError> {
    if let Some((name, value)) = fields.take(names) {
        let is_plural = matches!(name.as_str(), "categories" | "tags" | "keywords" | "topics");
        let list = |texts: Vec<&str>| {
            Value::Array(
                texts
                    .into_iter()
                    .map(str::trim)
                    .filter(|text| !text.is_empty())
                    .map(Value::from)
                    .collect(),
            )
        };
        let value = match value {
            Value::String(text) if is_plural && text.contains(',') => {
                list(text.split(',').collect())
            }
            Value::String(text) if is_plural && is_jekyll && name != "keywords" => {
                list(text.split_whitespace().collect())
            }
            Value::Array(values) => Value::Array(values.into_iter().flat_map(leaves).collect()),
            other => other,
        };
        fields.put_back(name, value);
    }
    fields.terms(names)
}

/// Hexo nests the categories of one branch.
fn leaves(value: Value) -> Vec<Value> {
    match value {
        Value::Array(values) => values,
        other => vec![other],
    }
}

fn authors(fields: &mut Fields) -> Result<Vec<DraftAuthor>, ReadError> {
    let authors = fields.authors(AUTHORS)?;
    let mut named = Vec::new();
    for author in authors {
        match &author.name {
            Some(name) if author.url.is_none() && author.avatar.is_none() => {
                let names = byline::names(name, Comma::Separates);
                named.extend(names.iter().map(|name| DraftAuthor::named(name)));
            }
            _ => named.push(author),
        }
    }
    Ok(named)
}

fn image(fields: &mut Fields, address: &Address) -> Result<Option<DraftImage>, ReadError> {
    let resource = resource(fields);
    let mut image = fields.image(IMAGE)?;
    let alt = fields.text(IMAGE_ALT)?;
    let (width, height) = (fields.pixels(IMAGE_WIDTH)?, fields.pixels(IMAGE_HEIGHT)?);
    if let Some(image) = &mut image {
        // Beside `index.md` lie its own pictures; elsewhere addresses begin at the site's root.
        let has_root = image.url.starts_with('/') || image.url.contains(':');
        if !has_root && (!address.is_bundle || image.url.contains('/')) {
            image.url.insert(0, '/');
        }
    }
    let image = image.or_else(|| resource.map(|url| DraftImage { url, ..DraftImage::default() }));
    Ok(image.map(|image| DraftImage {
        alt: image.alt.or(alt),
        width: image.width.or(width),
        height: image.height.or(height),
        url: image.url,
    }))
}

/// Hugo's page resource that is called the article's picture.
fn resource(fields: &mut Fields) -> Option<String> {
    let (_, Value::Array(resources)) = fields.take(RESOURCES)? else { return None };
    let text = |resource: &Map<String, Value>, name: &str| {
        resource.get(name).and_then(Value::as_str).map(str::to_owned)
    };
    resources.iter().filter_map(Value::as_object).find_map(|resource| {
        let name = text(resource, "name")?.to_lowercase();
        let is_picture =
            ["featured", "cover", "thumbnail", "header"].iter().any(|word| name.contains(word));
        text(resource, "src").filter(|source| is_picture && !source.contains('*'))
    })
}

/// The heading that a text begins with, and the text below it.
fn first_heading(body: &str) -> (Option<String>, &str) {
    let start = body.trim_start_matches(['\n', ' ']);
    let (line, rest) = start.split_once('\n').unwrap_or((start, ""));
    if let Some(heading) = line.strip_prefix("# ") {
        let heading = heading.trim().trim_end_matches('#').trim_end();
        // Zola and kramdown: `# Title {#anchor}`.
        let heading = heading
            .rsplit_once(" {")
            .filter(|(_, end)| end.ends_with('}'))
            .map_or(heading, |(heading, _)| heading.trim_end());
        return ((!heading.is_empty()).then(|| heading.to_owned()), rest);
    }
    let (underline, below) = rest.split_once('\n').unwrap_or((rest, ""));
    let underline = underline.trim_end();
    if !line.trim().is_empty() && underline.len() >= 3 && underline.bytes().all(|b| b == b'=') {
        return (Some(line.trim().to_owned()), below);
    }
    (None, body)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::read;
    use crate::article::{Draft, DraftAuthor, DraftTerm, Markup};
    use crate::import::{Origin, ReadError, ReadOptions, Record};

    fn record(path: &str, source: &[u8]) -> Result<Record, ReadError> {
        let mut found = Vec::new();
        let mut input = source;
        let options = ReadOptions::default();
        read(&mut input, Origin { path }, &options, &mut |record| found.push(record))?;
        assert_eq!(found.len(), 1);
        Ok(found.remove(0))
    }

    fn draft(path: &str, source: &str) -> Draft {
        record(path, source.as_bytes()).unwrap().draft.unwrap()
    }

    fn names(terms: &[DraftTerm]) -> Vec<&str> {
        terms.iter().map(|term| term.name.as_str()).collect()
    }

    #[test]
    fn hugo_is_read() {
        let draft = draft(
            "content/posts/harvest/index.md",
            "---\ntitle: Harvest\ndate: 2024-01-01\npublishDate: 2024-05-06T07:08:09Z\n\
             lastmod: 2024-06-01\nexpiryDate: 2025-01-01\ndraft: false\ntags: [Farm]\n\
             categories: World News\ndescription: For search engines\nsummary: By hand\n\
             resources:\n- {src: a.pdf, name: paper}\n- {src: field.jpg, name: featured-image}\n\
             params:\n  Author: Jane Doe\n  colour: red\n---\nText\n<!--more-->\nMore\n",
        );
        assert_eq!(draft.id.as_deref(), Some("content/posts/harvest"));
        assert_eq!(draft.url.as_deref(), Some("/posts/harvest/"));
        assert_eq!(draft.date_published.as_deref(), Some("2024-05-06T07:08:09Z"));
        assert_eq!(draft.date_modified.as_deref(), Some("2024-06-01"));
        assert_eq!(draft.expires.as_deref(), Some("2025-01-01"));
        assert_eq!(draft.summary.as_deref(), Some("By hand"));
        assert_eq!(draft.authors, [DraftAuthor::named("Jane Doe")]);
        assert_eq!(names(&draft.categories), ["World News"]);
        assert_eq!(draft.image.unwrap().url, "field.jpg");
        assert_eq!(draft.status, None);
        let body = draft.body.unwrap();
        assert_eq!(
            (body.markup, body.source.as_str()),
            (Markup::Markdown, "Text\n<!--more-->\nMore\n")
        );
    }

    #[test]
    fn jekyll_is_read() {
        let read = draft(
            "city/_posts/2013-01-23-harvest-begins.markdown",
            "---\nlayout: post\ntitle: Harvest\ncategories: city farm\ntags: one, two three\n\
             excerpt_separator: <!-- cut -->\nimage:\n  path: /img/field.jpg\n  alt: A field\n\
             author: Jane Doe (@jane) and John Roe\nlast_modified_at: 2013-02-01\n---\n\
             One\n<!-- cut -->\nTwo",
        );
        assert_eq!(read.date_published.as_deref(), Some("2013-01-23"));
        assert_eq!(read.url.as_deref(), Some("/city/harvest-begins/"));
        assert_eq!(names(&read.categories), ["city", "farm"]);
        assert_eq!(names(&read.tags), ["one", "two three"]);
        assert_eq!(read.authors, [DraftAuthor::named("Jane Doe"), DraftAuthor::named("John Roe")]);
        assert_eq!(read.image.unwrap().alt.as_deref(), Some("A field"));
        assert!(read.body.unwrap().source.contains("<!--more-->"));
        let plain = draft("city/_posts/2013-01-23-x.md", "---\npublished: false\n---\nText");
        assert_eq!(plain.status.as_deref(), Some("draft"));
        assert_eq!(names(&plain.categories), ["city"]);
        let html = draft("_posts/2013-01-23-x.html", "---\ntitle: x\n---\n<p>Text");
        assert_eq!(html.body.unwrap().markup, Markup::Html);
    }

    #[test]
    fn zola_is_read() {
        let draft = draft(
            "trains.md",
            "+++\npath = \"2014/12/12/Trains\"\ntitle = \"Trains\"\ndraft = true\n\
             updated = 2014-12-13T01:02:03Z\n[taxonomies]\ncategories = [\"Rail\"]\n\
             tags = [\"a b\"]\n[extra]\nauthors = [\"Ada\", \"Grace\"]\nimage = \"/t.png\"\n\
             unheard_of = 1\n+++\n# Not the title\n",
        );
        assert_eq!(draft.url.as_deref(), Some("/2014/12/12/Trains/"));
        assert_eq!(draft.date_published.as_deref(), Some("2014-12-12"));
        assert_eq!(draft.date_modified.as_deref(), Some("2014-12-13T01:02:03Z"));
        assert_eq!(names(&draft.categories), ["Rail"]);
        assert_eq!(names(&draft.tags), ["a b"]);
        assert_eq!(draft.authors.len(), 2);
        assert_eq!(draft.status.as_deref(), Some("draft"));
        assert!(draft.body.unwrap().source.starts_with("# Not the title"));
    }

    #[test]
    fn the_last_edit_is_the_date_of_an_article_without_another() {
        let read = draft("about.md", "---\ntitle: About\nlastmod: 2019-07-30\n---\nText");
        assert_eq!(read.date_published.as_deref(), Some("2019-07-30"));
        let read = draft("2018-01-02-x.md", "---\ntitle: x\nlastmod: 2019-07-30\n---\nText");
        assert_eq!(read.date_published.as_deref(), Some("2018-01-02"));
        assert_eq!(draft("x.md", "# x\n\nText").date_published, None);
    }

    #[test]
    fn newswires_own_names_are_read() {
        let record = record(
            "x.fr.md",
            b"---\nid: 0042\nguid: g\nurl: https://news.example/x\ndate_published: 2024-05-06\n\
              status: withdrawn\nimage: /a.png\nimage_alt: A\nimage_width: 600\nimage_height: 400\n\
              authors:\n- {name: Ada, url: /ada, avatar: /ada.png}\nattachments:\n\
              - {url: /a.mp3, mime_type: audio/mpeg, size_in_bytes: 12}\nlayout: x\nmood: good\n---\n",
        )
        .unwrap();
        assert_eq!(record.unknown_fields, ["mood"]);
        let draft = record.draft.unwrap();
        assert_eq!(draft.id.as_deref(), Some("0042"));
        assert_eq!(draft.url.as_deref(), Some("https://news.example/x"));
        assert_eq!(draft.language.as_deref(), Some("fr"));
        assert_eq!(draft.status.as_deref(), Some("withdrawn"));
        assert_eq!(draft.image.unwrap().height, Some(400));
        assert_eq!(draft.authors[0].url.as_deref(), Some("/ada"));
        assert_eq!(draft.attachments[0].size_in_bytes, Some(12));
        assert_eq!(draft.body, None);
    }

    #[test]
    fn a_text_without_front_matter_has_its_heading_for_a_title() {
        for source in ["# Harvest begins #\n\nText", "\nHarvest begins\n=====\nText"] {
            let draft = draft("2024-05-06 harvest.md", source);
            assert_eq!(draft.title.as_deref(), Some("Harvest begins"));
            assert_eq!(draft.body.unwrap().source.trim(), "Text");
            assert_eq!(draft.date_published.as_deref(), Some("2024-05-06"));
            assert_eq!(draft.url.as_deref(), Some("/harvest/"));
        }
    }

    #[test]
    fn what_cannot_be_read_is_refused_with_its_reason() {
        let fault = |source: &[u8]| record("x.md", source).unwrap_err().to_string();
        assert_eq!(fault(b" \r\n"), "the file is empty");
        assert!(fault(b"---\ntitle: a\n---\n\xFF").contains("in line 4"), "byte and line");
        assert!(fault(b"---\r\na: b: c\r\n---\r\n").contains("line 2"));
        let section = record("news/_index.md", b"---\ntitle: News\n---\n").unwrap();
        assert!(section.draft.unwrap_err().to_string().contains("page of a section"));
        let wrong = record("x.md", b"---\ntitle: [a, b]\n---\n").unwrap();
        assert_eq!(wrong.draft.unwrap_err().to_string(), "`title` is a list; write it as text");
    }

    proptest! {
        #[test]
        fn nothing_makes_it_panic(
            pieces in prop::collection::vec(prop_oneof![
                prop::sample::select(vec![
                    "---\n", "+++\n", "{", "}", "title: x\n", "date = 1\n", "\n", "# x", "=== ",
                    "\u{FEFF}", "- a\n", "  ", "tags: ", "&a *a ", "\"", "published: ",
                ]).prop_map(|piece| piece.as_bytes().to_vec()),
                prop::collection::vec(any::<u8>(), 0..4),
            ], 0..24),
            path in "[-a-z0-9./_\\\\]{0,20}",
        ) {
            let _ = record(&path, &pieces.concat());
        }
    }
}
