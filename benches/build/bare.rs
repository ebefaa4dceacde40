//! The bare crates, as a program that has nothing but them uses them.

use std::collections::BTreeMap;
use std::sync::Arc;

use newswire::article::Article;

/// The attributes of the picture's elements.
fn picture(article: &Article, is_content: bool) -> BTreeMap<String, String> {
    let image = article.image.as_ref().unwrap();
    let mut attributes = BTreeMap::from([
        ("url".to_owned(), image.url.clone()),
        ("width".to_owned(), image.width.unwrap().to_string()),
        ("height".to_owned(), image.height.unwrap().to_string()),
    ]);
    if is_content {
        attributes.insert("medium".to_owned(), "image".to_owned());
        attributes.insert("type".to_owned(), "image/jpeg".to_owned());
    }
    attributes
}

/// The picture's elements: two crates have the same types under two names.
macro_rules! media {
    () => {
        fn media(article: &Article) -> ExtensionMap {
            let description = Extension {
                name: "media:description".to_owned(),
                value: Some("The ferry".to_owned()),
                attrs: BTreeMap::from([("type".to_owned(), "plain".to_owned())]),
                ..Extension::default()
            };
            let content = Extension {
                name: "media:content".to_owned(),
                attrs: picture(article, true),
                children: BTreeMap::from([("description".to_owned(), vec![description])]),
                ..Extension::default()
            };
            let thumbnail = Extension {
                name: "media:thumbnail".to_owned(),
                attrs: picture(article, false),
                ..Extension::default()
            };
            BTreeMap::from([(
                "media".to_owned(),
                BTreeMap::from([
                    ("content".to_owned(), vec![content]),
                    ("thumbnail".to_owned(), vec![thumbnail]),
                ]),
            )])
        }
    };
}

pub mod rss2 {
    use super::{Arc, Article, BTreeMap, picture};
    use rss::extension::dublincore::DublinCoreExtension;
    use rss::extension::{Extension, ExtensionMap};
    use rss::{Category, Channel, Guid, Item};

    pub fn write(articles: &[Arc<Article>], excerpts: &[String], is_same: bool) -> Vec<u8> {
        let channel = Channel {
            title: "The Harbour Post".to_owned(),
            link: "https://www.harbourpost.example/".to_owned(),
            description: "News from Portavel.".to_owned(),
            items: articles
                .iter()
                .zip(excerpts)
                .map(|(article, excerpt)| item(article, excerpt, is_same))
                .collect(),
            namespaces: BTreeMap::from([(
                "media".to_owned(),
                "http://search.yahoo.com/mrss/".to_owned(),
            )]),
            ..Channel::default()
        };
        channel.write_to(Vec::new()).unwrap()
    }

    fn item(article: &Article, excerpt: &str, is_same: bool) -> Item {
        Item {
            title: article.title.as_ref().map(ToString::to_string),
            link: Some(article.url.clone()),
            description: Some(excerpt.to_owned()),
            content: Some(article.content.as_str().to_owned()),
            guid: Some(Guid { value: article.guid.as_str().to_owned(), permalink: false }),
            pub_date: Some(article.published.to_rfc2822()),
            categories: article
                .categories
                .iter()
                .chain(&article.tags)
                .map(|term| Category { name: term.name.to_string(), domain: None })
                .collect(),
            dublin_core_ext: Some(DublinCoreExtension {
                creators: article.authors.iter().map(|author| author.name.to_string()).collect(),
                ..DublinCoreExtension::default()
            }),
            extensions: if is_same { media(article) } else { ExtensionMap::new() },
            ..Item::default()
        }
    }

    media!();
}

pub mod atom1 {
    use super::{Arc, Article, BTreeMap, picture};
    use atom_syndication::extension::{Extension, ExtensionMap};
    use atom_syndication::{Category, Content, Entry, Feed, Link, Person, Text};

    pub fn write(articles: &[Arc<Article>], excerpts: &[String], is_same: bool) -> Vec<u8> {
        let feed = Feed {
            title: Text::plain("The Harbour Post"),
            id: "tag:harbourpost.example,2000:newswire/feeds/all".to_owned(),
            entries: articles
                .iter()
                .zip(excerpts)
                .map(|(article, excerpt)| entry(article, excerpt, is_same))
                .collect(),
            namespaces: BTreeMap::from([(
                "media".to_owned(),
                "http://search.yahoo.com/mrss/".to_owned(),
            )]),
            ..Feed::default()
        };
        feed.write_to(Vec::new()).unwrap()
    }

    fn entry(article: &Article, excerpt: &str, is_same: bool) -> Entry {
        Entry {
            title: Text::plain(article.title.as_ref().unwrap().as_str()),
            id: article.guid.as_str().to_owned(),
            updated: article.updated().fixed_offset(),
            published: Some(article.published.fixed_offset()),
            authors: article
                .authors
                .iter()
                .map(|author| Person { name: author.name.to_string(), ..Person::default() })
                .collect(),
            categories: article
                .categories
                .iter()
                .chain(&article.tags)
                .map(|term| Category { term: term.name.to_string(), ..Category::default() })
                .collect(),
            links: vec![Link {
                href: article.url.clone(),
                mime_type: is_same.then(|| "text/html".to_owned()),
                ..Link::default()
            }],
            summary: Some(Text::plain(excerpt)),
            content: Some(Content {
                value: Some(article.content.as_str().to_owned()),
                content_type: Some("html".to_owned()),
                ..Content::default()
            }),
            extensions: if is_same { media(article) } else { ExtensionMap::new() },
            ..Entry::default()
        }
    }

    media!();
}

pub mod json_feed {
    use super::{Arc, Article};
    use chrono::SecondsFormat;
    use serde::Serialize;

    #[derive(Serialize)]
    struct Feed<'a> {
        version: &'a str,
        title: &'a str,
        home_page_url: &'a str,
        items: Vec<Item<'a>>,
    }

    #[derive(Serialize)]
    struct Item<'a> {
        id: &'a str,
        url: &'a str,
        title: &'a str,
        content_html: &'a str,
        summary: &'a str,
        #[serde(skip_serializing_if = "Option::is_none")]
        image: Option<&'a str>,
        date_published: String,
        authors: Vec<Author<'a>>,
        tags: Vec<&'a str>,
    }

    #[derive(Serialize)]
    struct Author<'a> {
        name: &'a str,
    }

    pub fn write(articles: &[Arc<Article>], excerpts: &[String], is_same: bool) -> Vec<u8> {
        let feed = Feed {
            version: "https://jsonfeed.org/version/1.1",
            title: "The Harbour Post",
            home_page_url: "https://www.harbourpost.example/",
            items: articles
                .iter()
                .zip(excerpts)
                .map(|(article, excerpt)| item(article, excerpt, is_same))
                .collect(),
        };
        serde_json::to_vec(&feed).unwrap()
    }

    fn item<'a>(article: &'a Article, excerpt: &'a str, is_same: bool) -> Item<'a> {
        let image = article.image.as_ref().filter(|_| is_same);
        Item {
            id: article.guid.as_str(),
            url: &article.url,
            title: article.title.as_ref().unwrap().as_str(),
            content_html: article.content.as_str(),
            summary: excerpt,
            image: image.map(|image| image.url.as_str()),
            date_published: article.published.to_rfc3339_opts(SecondsFormat::Secs, true),
            authors: article
                .authors
                .iter()
                .map(|author| Author { name: author.name.as_str() })
                .collect(),
            tags: article
                .categories
                .iter()
                .chain(&article.tags)
                .map(|term| term.name.as_str())
                .collect(),
        }
    }
}
