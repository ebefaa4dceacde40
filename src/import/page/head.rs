//! What a page's head says of it: OpenGraph, Dublin Core, and the names that publishing systems and
//! search engines made customary.
//!
//! Must not know: linked data, the page's body.

use scraper::Html;

use super::element;
use crate::article::DraftImage;

/// Dates of publication, the most exact customs first.
const PUBLISHED: &[&str] = &[
    "article:published_time",
    "og:article:published_time",
    "og:published_time",
    "datepublished",
    "article.published",
    "parsely-pub-date",
    "sailthru.date",
    "cxenseparse:recs:publishtime",
    "bt:pubdate",
    "publication_date",
    "publish-date",
    "publish_date",
    "publishdate",
    "pubdate",
    "published_time",
    "published",
    "dcterms.issued",
    "dc.date.issued",
    "dcterms.created",
    "dc.date.created",
    "dcterms.date",
    "dc.date",
    "citation_publication_date",
    "citation_date",
    "created",
    "date",
];
const MODIFIED: &[&str] = &[
    "article:modified_time",
    "og:article:modified_time",
    "datemodified",
    "article.updated",
    "dcterms.modified",
    "dc.date.modified",
    "last-modified",
    "lastmod",
    "og:updated_time",
    "updated_time",
];
const TITLE: &[&str] = &[
    "dc.title",
    "dcterms.title",
    "og:title",
    "parsely-title",
    "sailthru.title",
    "twitter:title",
    "weibo:article:title",
    "title",
];
const DESCRIPTION: &[&str] = &[
    "dc.description",
    "dcterms.description",
    "og:description",
    "description",
    "twitter:description",
    "weibo:article:description",
];
const AUTHORS: &[&str] = &[
    "dc.creator",
    "dcterms.creator",
    "author",
    "article:author",
    "parsely-author",
    "sailthru.author",
    "citation_author",
    "byl",
    "article.author",
];
const SECTIONS: &[&str] = &["article:section", "parsely-section", "section"];
const TAGS: &[&str] = &["article:tag", "og:article:tag"];
const TAG_LISTS: &[&str] = &["news_keywords", "parsely-tags", "sailthru.tags", "citation_keywords"];
const IMAGE: &[&str] =
    &["og:image:secure_url", "og:image:url", "og:image", "twitter:image", "twitter:image:src"];

/// The statements of a page's head.
#[derive(Debug, Default)]
pub(super) struct Head {
    statements: Vec<Statement>,
    canonical: Option<String>,
    language: Option<String>,
}

#[derive(Debug)]
struct Statement {
    name: String,
    content: String,
    is_property: bool,
}

impl Head {
    /// Reads them wherever they stand: broken pages have them in the body.
    pub(super) fn of(page: &Html) -> Self {
        let mut head = Self {
            language: page.root_element().attr("lang").map(str::to_owned),
            ..Self::default()
        };
        for element in element::all(page) {
            match element.value().name() {
                "meta" => {
                    let Some(content) = element.attr("content").map(str::trim) else { continue };
                    // One element may state a thing under several names at once.
                    for attribute in ["property", "name", "itemprop", "http-equiv"] {
                        let names = element.attr(attribute).unwrap_or_default();
                        for name in names.split_whitespace().filter(|_| !content.is_empty()) {
                            head.statements.push(Statement {
                                name: name_of(name),
                                content: content.to_owned(),
                                is_property: attribute == "property",
                            });
                        }
                    }
                }
                "link" if element::has_word(element, "rel", &["canonical"]) => {
                    let address = element.attr("href").map(str::trim).unwrap_or_default();
                    if head.canonical.is_none() && !address.is_empty() {
                        head.canonical = Some(address.to_owned());
                    }
                }
                _ => {}
            }
        }
        // `property` is written for programs, `name` by habit.
        head.statements.sort_by_key(|statement| !statement.is_property);
        head
    }

    fn all(&self, names: &[&str]) -> Vec<String> {
        let mut values: Vec<String> = Vec::new();
        for name in names {
            for stated in self.statements.iter().filter(|stated| stated.name == *name) {
                if !values.contains(&stated.content) {
                    values.push(stated.content.clone());
                }
            }
        }
        values
    }

    fn first(&self, names: &[&str]) -> Option<String> {
        names.iter().find_map(|name| {
            let stated = self.statements.iter().find(|stated| stated.name == *name);
            stated.map(|stated| stated.content.clone())
        })
    }

    pub(super) fn url(&self) -> Option<String> {
        self.canonical.clone().or_else(|| self.first(&["og:url"]))
    }

    pub(super) fn title(&self) -> Option<String> {
        self.first(TITLE)
    }

    pub(super) fn site_name(&self) -> Option<String> {
        self.first(&["og:site_name", "application-name"])
    }

    pub(super) fn description(&self) -> Option<String> {
        self.first(DESCRIPTION)
    }

    pub(super) fn published(&self) -> Vec<String> {
        self.all(PUBLISHED)
    }

    pub(super) fn modified(&self) -> Vec<String> {
        self.all(MODIFIED)
    }

    /// Bylines; addresses of people's pages are no names.
    pub(super) fn authors(&self) -> Vec<String> {
        let lines = AUTHORS.iter().map(|name| {
            let lines = self.all(&[name]).into_iter();
            lines.filter(|line| !line.contains("://")).collect::<Vec<_>>()
        });
        lines.into_iter().find(|lines| !lines.is_empty()).unwrap_or_default()
    }

    pub(super) fn sections(&self) -> Vec<String> {
        self.all(SECTIONS)
    }

    pub(super) fn tags(&self) -> Vec<String> {
        let tags = self.all(TAGS);
        if tags.is_empty() { self.lists(TAG_LISTS) } else { tags }
    }

    /// What the page would be found by; the last resort, since many systems put the same on all.
    pub(super) fn keywords(&self) -> Vec<String> {
        self.lists(&["keywords"])
    }

    fn lists(&self, names: &[&str]) -> Vec<String> {
        let list = self.first(names).unwrap_or_default();
        list.split([',', ';', '،', '、'])
            .map(str::trim)
            .filter(|name| !name.is_empty())
            .map(str::to_owned)
            .collect()
    }

    pub(super) fn language(&self) -> Option<String> {
        self.language
            .clone()
            .filter(|tag| !tag.trim().is_empty())
            .or_else(|| self.first(&["content-language", "dc.language", "dcterms.language"]))
            .or_else(|| self.first(&["og:locale"]).map(|locale| locale.replace('_', "-")))
    }

    pub(super) fn image(&self) -> Option<DraftImage> {
        let pixels = |name: &str| self.first(&[name]).and_then(|value| value.trim().parse().ok());
        Some(DraftImage {
            url: self.first(IMAGE)?,
            alt: self.first(&["og:image:alt", "twitter:image:alt"]),
            width: pixels("og:image:width"),
            height: pixels("og:image:height"),
        })
    }
}

/// A name as the lists above write it: Dublin Core's prefixes come in several spellings.
fn name_of(name: &str) -> String {
    let name = name.to_ascii_lowercase();
    let spellings = [("dc:", "dc."), ("dcterms:", "dcterms."), ("dcterm:", "dcterms.")];
    spellings
        .iter()
        .find_map(|(spelling, ours)| Some(format!("{ours}{}", name.strip_prefix(spelling)?)))
        .unwrap_or(name)
}

/// The encoding that a page declares in its first kilobyte, as HTML's prescan looks for it.
pub(super) fn declared_encoding(bytes: &[u8]) -> Option<&[u8]> {
    const PRESCAN: usize = 1024;
    let start = bytes.get(..PRESCAN).unwrap_or(bytes);
    let lower = start.to_ascii_lowercase();
    let at = lower.windows(8).position(|window| window == b"charset=")? + 8;
    let rest = start.get(at..)?;
    let rest = match rest.first()? {
        b'"' | b'\'' => rest.get(1..)?,
        _ => rest,
    };
    let end =
        rest.iter().position(|byte| !(byte.is_ascii_alphanumeric() || b"-_.:".contains(byte)));
    rest.get(..end.unwrap_or(rest.len())).filter(|label| !label.is_empty())
}
