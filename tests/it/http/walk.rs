//! Nothing lost, however rarely one polls: a reader that follows RFC 5005 section 4.2 walks from the
//! live document back while articles are published, edited, dated back and withdrawn under it, goes
//! away, and comes back.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use newswire::article::ArticleId;
use newswire::feed::{Limits, Window};
use newswire::store::Store as _;
use proptest::prelude::*;

use super::site::{BASE, Setup, Site, usual_limits};
use crate::support::{admit, article, draft};

/// What a document says, as far as a walk needs it.
struct Read {
    ids: Vec<String>,
    gone: Vec<String>,
    previous: Option<String>,
}

/// Reads a document by parsers that had no part in writing it.
fn read(path: &str, text: &str) -> Read {
    let strings = |found: Vec<&str>| found.into_iter().map(str::to_owned).collect();
    if path.ends_with(".json") {
        let json: serde_json::Value = serde_json::from_str(text).unwrap();
        let ids = |list: &serde_json::Value| {
            let items = list.as_array().map(Vec::as_slice).unwrap_or_default();
            strings(items.iter().map(|item| item["id"].as_str().unwrap()).collect())
        };
        return Read {
            ids: ids(&json["items"]),
            gone: ids(&json["_newswire"]["withdrawn"]),
            previous: json["next_url"].as_str().map(str::to_owned),
        };
    }
    let xml = roxmltree::Document::parse(text).unwrap();
    let is_entry =
        |node: roxmltree::Node<'_, '_>| ["item", "entry"].contains(&node.tag_name().name());
    let links: Vec<&str> = xml
        .descendants()
        .filter(|node| node.attribute("rel") == Some("prev-archive"))
        .map(|node| node.attribute("href").unwrap())
        .collect();
    assert!(links.len() <= 1, "{links:?}");
    Read {
        ids: strings(
            xml.descendants()
                .filter(|node| is_entry(*node))
                .map(|entry| {
                    let id = |child: &roxmltree::Node<'_, '_>| {
                        ["guid", "id"].contains(&child.tag_name().name())
                    };
                    entry.children().find(id).and_then(|id| id.text()).unwrap()
                })
                .collect(),
        ),
        gone: strings(
            xml.descendants()
                .filter(|node| node.tag_name().name() == "deleted-entry")
                .map(|node| node.attribute("ref").unwrap())
                .collect(),
        ),
        previous: links.first().map(|link| (*link).to_owned()),
    }
}

/// A reader that keeps what it has read, and the addresses of the archives it knows.
#[derive(Default)]
struct Reader {
    articles: BTreeSet<String>,
    archives: BTreeSet<String>,
}

impl Reader {
    /// Reads the live document and every archive before it up to the first one that is known;
    /// `meanwhile` happens between two documents.
    fn visit(&mut self, site: &Site, live: &str, mut meanwhile: impl FnMut()) {
        let mut gone = BTreeSet::new();
        let mut next = Some(format!("{BASE}{live}"));
        let mut walked = Vec::new();
        while let Some(address) = next.take() {
            let path = address.strip_prefix(BASE).unwrap();
            let answer = site.get(path);
            assert_eq!(answer.status, 200, "{path}");
            let read = read(path, answer.text());
            let once: BTreeSet<&String> = read.ids.iter().collect();
            assert_eq!(once.len(), read.ids.len(), "{path}");
            // What a newer document withdraws, no older one brings back.
            gone.extend(read.gone);
            self.articles.extend(read.ids.into_iter().filter(|id| !gone.contains(id)));
            assert!(!walked.contains(&address), "{address} leads to itself");
            walked.push(address);
            meanwhile();
            next = read.previous.filter(|previous| !self.archives.contains(previous));
        }
        self.articles.retain(|id| !gone.contains(id));
        self.archives.extend(walked.into_iter().skip(1));
    }
}

/// Something a newsroom does.
#[derive(Debug, Clone)]
enum Deed {
    /// So many at once, so many minutes after what was before.
    Publish {
        count: usize,
        minutes: i64,
    },
    /// One dated back among what is there.
    DateBack {
        hours: i64,
    },
    /// One of those that are there, counted from the newest.
    Edit {
        which: usize,
        is_significant: bool,
    },
    Withdraw {
        which: usize,
    },
    /// One for later.
    Schedule {
        minutes: i64,
    },
}

fn deed() -> impl Strategy<Value = Deed> {
    prop_oneof![
        4 => (1_usize..4, 0_i64..200).prop_map(|(count, minutes)| Deed::Publish { count, minutes }),
        2 => (1_i64..3000).prop_map(|hours| Deed::DateBack { hours }),
        3 => (0_usize..60, any::<bool>())
            .prop_map(|(which, is_significant)| Deed::Edit { which, is_significant }),
        2 => (0_usize..60).prop_map(|which| Deed::Withdraw { which }),
        1 => (1_i64..500).prop_map(|minutes| Deed::Schedule { minutes }),
    ]
}

#[derive(Debug, Clone)]
struct Known {
    published: i64,
    guid: String,
    is_withdrawn: bool,
    was_dated_back: bool,
}

/// A newsroom and what it has done.
struct Newsroom<'a> {
    site: &'a Site,
    /// The categories that the feed takes.
    taken: &'a [&'a str],
    articles: BTreeMap<String, Known>,
}

/// By its id: most are in one feed, many in a union of two, some in neither.
fn category(id: &str) -> &'static str {
    match id.bytes().last().unwrap() {
        b'7' | b'8' => "Sport",
        b'9' | b'0' => "Other",
        _ => "World",
    }
}

impl Newsroom<'_> {
    fn put(&mut self, id: &str, published: i64, modified: Option<i64>, was_dated_back: bool) {
        let rfc3339 = |seconds| chrono::DateTime::from_timestamp(seconds, 0).unwrap().to_rfc3339();
        let mut draft = draft(id, &rfc3339(published), category(id));
        draft.title = Some(format!("{id} as of {}", self.site.now()));
        draft.date_modified = modified.map(rfc3339);
        self.site.publish(vec![admit(draft)]);
        let guid = self.site.store.article(&ArticleId::from(id)).unwrap().unwrap().guid.to_string();
        let known = Known { published, guid, is_withdrawn: false, was_dated_back };
        self.articles.insert(id.to_owned(), known);
    }

    /// Counted from the newest; among what is not withdrawn.
    fn nth(&self, which: usize) -> Option<(String, Known)> {
        let mut there: Vec<_> =
            self.articles.iter().filter(|(_, known)| !known.is_withdrawn).collect();
        there.sort_by_key(|(_, known)| std::cmp::Reverse(known.published));
        let (id, known) = there.get(which % there.len().max(1))?;
        Some(((*id).clone(), (*known).clone()))
    }

    fn act(&mut self, deed: &Deed) {
        let now = || self.site.now().timestamp();
        let number = self.articles.len();
        match deed {
            Deed::Publish { count, minutes } => {
                self.site.advance(minutes * 60);
                // The newest of one second has the least id: ties fall into either archive.
                for at in 0..*count {
                    self.put(
                        &format!("p{:04}", 9000 - number - at),
                        self.site.now().timestamp(),
                        None,
                        false,
                    );
                }
            }
            Deed::DateBack { hours } => {
                let published = now() - hours * 3600;
                self.put(&format!("b{number}"), published, None, true);
            }
            Deed::Edit { which, is_significant } => {
                let modified = is_significant.then(now);
                if let Some((id, known)) = self.nth(*which) {
                    self.put(&id, known.published, modified, known.was_dated_back);
                }
            }
            Deed::Withdraw { which } => {
                if let Some((id, known)) = self.nth(*which) {
                    self.site.withdraw(&[&id]);
                    self.articles.insert(id, Known { is_withdrawn: true, ..known });
                }
            }
            Deed::Schedule { minutes } => {
                let published = now() + minutes * 60;
                self.put(&format!("s{number}"), published, None, false);
            }
        }
    }

    fn public(&self) -> BTreeMap<String, Known> {
        let now = self.site.now().timestamp();
        self.articles
            .iter()
            .filter(|(_, known)| !known.is_withdrawn && known.published <= now)
            .filter(|(id, _)| self.taken.contains(&category(id)))
            .map(|(id, known)| (id.clone(), known.clone()))
            .collect()
    }
}

fn limits() -> impl Strategy<Value = Limits> {
    let keep = prop_oneof![Just(0_u64), Just(3), Just(100)];
    let size = prop_oneof![Just(None), (1_usize..9).prop_map(Some)];
    (1_usize..7, keep, 0_usize..12, size).prop_map(|(min_items, hours, more, archive_size)| {
        Limits {
            window: Window {
                min_items,
                keep: Duration::from_hours(hours),
                max_items: min_items + more,
            },
            archive_size,
            ..usual_limits()
        }
    })
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 48,
        max_shrink_iters: 400,
        ..ProptestConfig::default()
    })]

    #[test]
    fn a_walk_finds_every_article_and_so_does_whoever_comes_back(
        limits in limits(),
        ending in prop::sample::select(vec!["rss", "atom", "json"]),
        is_union in any::<bool>(),
        before in prop::collection::vec(deed(), 0..40),
        during in prop::collection::vec(prop::collection::vec(deed(), 0..3), 0..12),
        between in prop::collection::vec(deed(), 0..40),
        is_polled in any::<bool>(),
    ) {
        let site = Site::start_with(Setup { limits: Some(limits), ..Setup::default() });
        let (feed, taken): (_, &[&str]) =
            if is_union { ("sport+world", &["Sport", "World"]) } else { ("world", &["World"]) };
        let live = format!("/feeds/{feed}.{ending}");
        site.withdraw(&["regatta"]);
        let mut newsroom = Newsroom { site: &site, taken, articles: BTreeMap::new() };
        let ids = ["storm", "harbour"];
        for (id, published) in ids.into_iter().zip([1_795_161_600, 1_795_248_000]) {
            let article = site.store.article(&ArticleId::from(id)).unwrap().unwrap();
            prop_assert_eq!(article.published.timestamp(), published);
            let guid = article.guid.to_string();
            let known = Known { published, guid, is_withdrawn: false, was_dated_back: false };
            newsroom.articles.insert(id.to_owned(), known);
        }
        for deed in &before {
            newsroom.act(deed);
            // Archives are cut whenever somebody asks: at once, or all in the end.
            if is_polled {
                site.get(&live);
            }
        }
        let at_first = newsroom.public();
        let withdrawn_before: Vec<String> = newsroom
            .articles
            .values()
            .filter(|known| known.is_withdrawn)
            .map(|known| known.guid.clone())
            .collect();
        let mut reader = Reader::default();
        let mut deeds = during.into_iter();
        reader.visit(&site, &live, || {
            for deed in deeds.next().unwrap_or_default() {
                newsroom.act(&deed);
            }
        });
        for (id, known) in newsroom.public() {
            if at_first.contains_key(&id) {
                prop_assert!(reader.articles.contains(&known.guid), "{} is lost", id);
            }
        }
        for guid in withdrawn_before {
            prop_assert!(!reader.articles.contains(&guid), "{} is shown", guid);
        }
        // The reader goes away. It misses nothing but what is dated back into archives it knows.
        let first_visit = newsroom.site.now();
        for deed in &between {
            newsroom.act(deed);
            if is_polled {
                site.get(&live);
            }
        }
        site.advance(1);
        reader.visit(&site, &live, || {});
        for (id, known) in newsroom.public() {
            if !known.was_dated_back {
                prop_assert!(reader.articles.contains(&known.guid), "{} is lost after {}", id, first_visit);
            }
        }
        // A new one finds everything, each once, and nothing else.
        let mut newcomer = Reader::default();
        newcomer.visit(&site, &live, || {});
        let public: BTreeSet<String> =
            newsroom.public().into_values().map(|known| known.guid).collect();
        prop_assert_eq!(newcomer.articles, public);
    }
}

#[test]
fn what_is_too_much_for_one_document_is_found_in_the_archives() {
    let limits = Limits {
        window: Window { min_items: 2, keep: Duration::from_hours(48), max_items: 200 },
        ..usual_limits()
    };
    let site = Site::start_with(Setup { limits: Some(limits), ..Setup::default() });
    let now = site.now();
    let text = "<p>The ferry is late again, for the fog came in at noon.</p>".repeat(15_000);
    let long = (0..8).map(|number| {
        let date = now - chrono::TimeDelta::hours(number);
        let mut draft = draft(&format!("long-{number}"), &date.to_rfc3339(), "World");
        draft.body.as_mut().unwrap().source = text.clone();
        admit(draft)
    });
    site.publish(long.collect());
    for ending in ["rss", "atom", "json"] {
        let live = format!("/feeds/world.{ending}");
        let held = read(&live, site.get(&live).text()).ids.len();
        assert!((2..8).contains(&held), "{held}");
        let mut reader = Reader::default();
        reader.visit(&site, &live, || {});
        assert_eq!(reader.articles.len(), 10);
    }
}

#[test]
fn the_walk_of_this_test_notices_what_is_missing() {
    let limits = Limits {
        window: Window { min_items: 2, keep: Duration::ZERO, max_items: 10 },
        ..usual_limits()
    };
    let site = Site::start_with(Setup { limits: Some(limits), ..Setup::default() });
    let hourly = (1..10)
        .map(|hour| article(&format!("a{hour}"), &format!("2026-11-23T{hour:02}:00:00Z"), "World"));
    site.publish(hourly.collect());
    let mut reader = Reader::default();
    reader.visit(&site, "/feeds/world.atom", || {});
    assert_eq!((reader.articles.len(), reader.archives.len()), (11, 5));
    // One that takes an archive for known does not go on behind it.
    let known = format!("{BASE}/feeds/world/archive/3.atom");
    let mut hasty = Reader { archives: BTreeSet::from([known]), ..Reader::default() };
    hasty.visit(&site, "/feeds/world.atom", || {});
    assert_eq!(hasty.articles.len(), 5);
}
