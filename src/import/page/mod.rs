//! Article pages: one article a file, as HTML or as the text of a page.
//!
//! What a page says of itself is believed in the order of how hard it is to say by accident: linked
//! data, then the head, then the marks in its body, then its path. Its text is what is left without
//! navigation, related links and other articles.
//!
//! Must not know: what makes a record acceptable, where a page came from.

mod content;
mod element;
mod head;
mod linked_data;
mod marks;
mod page_text;

use std::io::BufRead;

use encoding_rs::Encoding;
use scraper::Html;
use url::Url;

use self::head::Head;
use self::linked_data::LinkedData;
use self::marks::Marks;
use super::address::{self, Address};
use super::byline::{self, Comma};
use super::source_text::{decode_leniently, read_whole};
use super::{Origin, ReadError, ReadOptions, Record};
use crate::article::{
    Body, Draft, DraftAuthor, DraftImage, DraftTerm, Markup, TimeZone, dates, html,
};

/// The largest page that is taken, in bytes: ten times the article it may hold.
const PAGE_LIMIT: usize = 16 << 20;

/// Reads one page as one record.
///
/// # Errors
///
/// When the file cannot be read or is too large. A page that is no article is a record that is
/// refused.
pub(super) fn read(
    input: &mut dyn BufRead,
    origin: Origin<'_>,
    _options: &ReadOptions,
    each: &mut dyn FnMut(Record),
) -> Result<(), ReadError> {
    let bytes = read_whole(input, "the page", PAGE_LIMIT)?;
    let source = decode_leniently(&bytes, head::declared_encoding(&bytes).and_then(of_label));
    let start = source.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{FEFF}');
    let is_html = start.starts_with('<');
    let draft = if is_html { from_html(start, origin) } else { page_text::draft(&source, origin) };
    each(Record { place: String::new(), draft, unknown_fields: Vec::new() });
    Ok(())
}

fn of_label(label: &[u8]) -> Option<&'static Encoding> {
    Encoding::for_label(label)
}

fn from_html(source: &str, origin: Origin<'_>) -> Result<Draft, ReadError> {
    if !html::is_within_limits(&html::Source::new(source, Markup::Html)) {
        return Err(ReadError::Unusable(
            "its elements are nested deeper, or are more, than in any article; the markup is probably broken"
                .to_owned(),
        ));
    }
    let page = Html::parse_document(source);
    let head = Head::of(&page);
    let linked = LinkedData::of(&page);
    if linked.is_none() && head.published().is_empty() {
        refuse_a_list(&page)?;
    }
    let linked = linked.unwrap_or_default();
    let marks = Marks::of(&page);
    let path = Address::of(origin.path);
    let url = [linked.url(), head.url()].into_iter().flatten().find(|url| is_of_an_article(url));
    let address = url.clone().unwrap_or_else(|| own_address(origin.path, &path));
    let article = content::of(source, url.as_deref())?;
    let title = title(&linked, &head, &marks, article.title.as_deref());
    let authors = authors(&linked, &head, &marks, article.byline.as_deref());
    let sections = [linked.sections(), head.sections(), marks.sections()];
    let names = authors.iter().filter_map(|author| author.name.clone());
    let known: Vec<String> = names.chain(sections.iter().flatten().cloned()).collect();
    let content = article.content.map(|content| content::without_top_matter(&content, &known));
    let body = content.or_else(|| linked.body());
    Ok(Draft {
        id: Some(url.unwrap_or(path.id)),
        title,
        body: body.map(|source| Body { markup: Markup::Html, source }),
        summary: linked.description().or_else(|| head.description()),
        date_published: first_date(
            linked.published().into_iter().chain(head.published()).chain(marks.published()),
        )
        .or_else(|| address::date_in(address_path(&address)))
        .or(path.date),
        date_modified: first_date(
            linked.modified().into_iter().chain(head.modified()).chain(marks.modified()),
        ),
        authors,
        categories: terms(sections),
        tags: terms([linked.keywords(), head.tags(), marks.tags(), head.keywords()]),
        language: linked.language().or_else(|| head.language()).or(path.language),
        image: linked.image().or_else(|| head.image()).or_else(|| marks.image()).map(|image| {
            // The head often knows the size and the text of the very picture.
            let known = head.image().filter(|known| known.url == image.url).unwrap_or_default();
            DraftImage {
                alt: image.alt.or(known.alt),
                width: image.width.or(known.width),
                height: image.height.or(known.height),
                url: image.url,
            }
        }),
        url: Some(address),
        ..Draft::default()
    })
}

/// A page of many articles is none: each of them has its own.
fn refuse_a_list(page: &Html) -> Result<(), ReadError> {
    let sizes = element::outermost_articles(page);
    let all: usize = sizes.iter().sum();
    let largest = sizes.iter().max().copied().unwrap_or_default();
    if sizes.len() >= 3 && largest * 2 < all {
        return Err(ReadError::Unusable(format!(
            "the page lists {} articles and is none itself; name the pages of the articles",
            sizes.len()
        )));
    }
    Ok(())
}

/// Whether an address can be an article's own: many pages give their site's as theirs.
fn is_of_an_article(address: &str) -> bool {
    match Url::parse(address) {
        Ok(url) => {
            matches!(url.scheme(), "http" | "https")
                && (!url.path().trim_matches('/').is_empty() || url.query().is_some())
        }
        Err(_) => address.starts_with('/') && !address.trim_matches('/').is_empty(),
    }
}

/// Where a page without an address lies on its site: at its path.
fn own_address(file: &str, path: &Address) -> String {
    if path.is_bundle {
        return path.url(None);
    }
    let ending = file.rsplit('/').next().and_then(|name| name.rsplit_once('.')).map(|(_, end)| end);
    match ending {
        Some(ending) => format!("{}.{ending}", path.url(None).trim_end_matches('/')),
        None => path.url(None),
    }
}

fn address_path(address: &str) -> &str {
    let behind = address.split_once("://").map_or(address, |(_, rest)| rest);
    let path = behind.find('/').and_then(|start| behind.get(start..)).unwrap_or_default();
    path.split(['?', '#']).next().unwrap_or_default()
}

/// The first that can be read; the zone, which is not known here, changes nothing of that.
fn first_date(candidates: impl IntoIterator<Item = String>) -> Option<String> {
    let mut unreadable = None;
    for candidate in candidates {
        if dates::read(&candidate, &TimeZone::UTC).is_some() {
            return Some(candidate);
        }
        unreadable.get_or_insert(candidate);
    }
    // The refusal will show it.
    unreadable
}

/// The title as the publisher gives it to others, without the name of the site behind it.
fn title(linked: &LinkedData, head: &Head, marks: &Marks, guessed: Option<&str>) -> Option<String> {
    let stated = [linked.headline(), marks.headline(), head.title()]
        .into_iter()
        .flatten()
        .find(|title| !title.trim().is_empty());
    let Some(stated) = stated else {
        return guessed.map(str::trim).filter(|title| !title.is_empty()).map(str::to_owned);
    };
    let site = head.site_name().or_else(|| linked.publisher());
    Some(without_site(stated.trim(), site.as_deref()).to_owned())
}

/// `The cat who kept the light | The Harbour Post` without the newspaper.
fn without_site<'a>(title: &'a str, site: Option<&str>) -> &'a str {
    let Some(site) = site.map(str::trim).filter(|site| !site.is_empty()) else { return title };
    let Some(rest) = title.strip_suffix(site) else { return title };
    let rest = rest.trim_end();
    let parted = rest.trim_end_matches(['|', '-', '–', '—', '·', '•', '»', '/', ':']);
    if parted.len() < rest.len() && !parted.trim().is_empty() { parted.trim_end() } else { title }
}

fn authors(
    linked: &LinkedData,
    head: &Head,
    marks: &Marks,
    guessed: Option<&str>,
) -> Vec<DraftAuthor> {
    let named = linked.authors();
    if !named.is_empty() {
        return named;
    }
    let stated = head.authors();
    let lines = if stated.is_empty() { marks.authors() } else { stated };
    let lines =
        if lines.is_empty() { guessed.into_iter().map(str::to_owned).collect() } else { lines };
    let mut names: Vec<String> = Vec::new();
    for line in lines {
        let line = marks::without_date(&line);
        for name in byline::names(line, Comma::SeparatesFullNames) {
            let is_name = !name.contains("://") && name.chars().any(char::is_alphabetic);
            if is_name && !names.contains(&name) {
                names.push(name);
            }
        }
    }
    let address = |name: &String| marks.address_of(name);
    names
        .iter()
        .map(|name| DraftAuthor { url: address(name), ..DraftAuthor::named(name) })
        .collect()
}

/// The first of several lists that says anything.
fn terms<const N: usize>(lists: [Vec<String>; N]) -> Vec<DraftTerm> {
    let list = lists.into_iter().find(|list| !list.is_empty()).unwrap_or_default();
    list.iter().map(|name| DraftTerm::from(name.as_str())).collect()
}

#[cfg(test)]
mod tests;
