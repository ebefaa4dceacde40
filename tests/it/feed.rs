//! Which articles a feed holds: the window, names, filters, unions.

use std::time::Duration;

use newswire::article::{Article, ArticleId, Slug};
use newswire::feed::{
    Catalogue, Content, FeedName, FeedSettings, Filter, Limits, MaxAges, Window, archive, select,
};
use newswire::store::{SqliteStore, Store};

use crate::support::{admit, article, at, draft, put};

const NOW: &str = "2026-11-24T12:00:00Z";

fn limits(min_items: usize, keep_hours: u64, max_items: usize) -> Limits {
    Limits {
        window: Window { min_items, keep: Duration::from_secs(keep_hours * 3600), max_items },
        excerpt_chars: 320,
        content: Content::Full,
        max_age: Duration::from_mins(15),
        tombstone_days: 30,
        archive_size: None,
        other_max_ages: MaxAges::default(),
    }
}

fn catalogue(limits: Limits, settings: Vec<FeedSettings>) -> Catalogue {
    Catalogue::new("News".to_owned(), "All the news.".to_owned(), settings, limits)
}

fn held(catalogue: &Catalogue, store: &dyn Store, name: &str, now: &str) -> Vec<String> {
    let name = FeedName::parse(name).unwrap();
    let feed = catalogue.resolve(&name, store, at(now)).unwrap().unwrap();
    select(&feed, store, at(now))
        .unwrap()
        .articles
        .iter()
        .map(|article| article.id.to_string())
        .collect()
}

/// Articles `a0`, `a1`, … an hour apart, the first the oldest.
fn hourly(count: u32) -> Vec<Article> {
    (0..count)
        .map(|index| {
            let date = at("2026-11-01T00:00:00Z") + chrono::TimeDelta::hours(i64::from(index));
            article(&format!("a{index}"), &date.to_rfc3339(), "World")
        })
        .collect()
}

#[test]
fn a_quiet_feed_holds_its_minimum_and_a_burst_everything() {
    let store = SqliteStore::in_memory().unwrap();
    put(&store, NOW, hourly(100));
    assert_eq!(held(&catalogue(limits(5, 0, 200), vec![]), &store, "world", NOW).len(), 5);
    // 48 hours back from the newest one: that hour's own article and 48 before it.
    assert_eq!(held(&catalogue(limits(5, 48, 200), vec![]), &store, "world", NOW).len(), 49);
    assert_eq!(held(&catalogue(limits(5, 48, 30), vec![]), &store, "world", NOW).len(), 30);
}

#[test]
fn a_correction_of_an_old_article_reaches_those_who_have_it() {
    let store = SqliteStore::in_memory().unwrap();
    put(&store, NOW, hourly(100));
    let mut corrected = draft("a3", "2026-11-01T03:00:00Z", "World");
    corrected.date_modified = Some("2026-11-10T00:00:00Z".to_owned());
    put(&store, NOW, vec![admit(corrected)]);
    let held = held(&catalogue(limits(5, 48, 200), vec![]), &store, "world", NOW);
    assert_eq!(held.last().map(String::as_str), Some("a3"), "{held:?}");
    assert_eq!(held.len(), 6);
}

#[test]
fn the_window_stands_still_while_the_clock_moves() {
    let store = SqliteStore::in_memory().unwrap();
    put(&store, NOW, hourly(60));
    let catalogue = catalogue(limits(5, 48, 200), vec![]);
    assert_eq!(
        held(&catalogue, &store, "all", NOW),
        held(&catalogue, &store, "all", "2031-01-01T00:00:00Z")
    );
}

#[test]
fn a_withdrawal_is_announced_for_its_days_counted_from_the_newest_change() {
    let store = SqliteStore::in_memory().unwrap();
    put(&store, "2026-11-05T00:00:00Z", hourly(10));
    store.withdraw(&[ArticleId::from("a3")], at("2026-11-05T00:00:00Z")).unwrap();
    let catalogue = catalogue(limits(5, 48, 200), vec![]);
    let announced = |now: &str| {
        let feed = catalogue.resolve(&FeedName::ALL, &store, at(now)).unwrap().unwrap();
        select(&feed, &store, at(now)).unwrap().withdrawn.len()
    };
    assert_eq!(announced("2030-01-01T00:00:00Z"), 1);
    put(&store, NOW, vec![article("later", "2026-12-06T00:00:00Z", "World")]);
    assert_eq!(announced("2030-01-01T00:00:00Z"), 0);
}

#[test]
fn a_union_holds_each_article_once_and_a_filter_of_two_lists_asks_both() {
    let store = SqliteStore::in_memory().unwrap();
    let mut both = draft("both", "2026-11-03T00:00:00Z", "World");
    both.categories.push("Sport".into());
    both.authors = vec![newswire::article::DraftAuthor::named("Mo Reed")];
    put(
        &store,
        NOW,
        vec![
            admit(both),
            article("w", "2026-11-01T00:00:00Z", "World"),
            article("s", "2026-11-02T00:00:00Z", "Sport"),
        ],
    );
    let filter = Filter {
        categories: vec![Slug::new("world").unwrap(), Slug::new("sport").unwrap()],
        authors: vec![Slug::new("ada-finch").unwrap()],
        ..Filter::default()
    };
    let settings = FeedSettings {
        name: Slug::new("by-ada").unwrap(),
        title: None,
        description: None,
        filter,
        limits: limits(20, 48, 200),
    };
    let catalogue = catalogue(limits(20, 48, 200), vec![settings]);
    assert_eq!(held(&catalogue, &store, "sport+world", NOW), ["both", "s", "w"]);
    assert_eq!(held(&catalogue, &store, "author/mo-reed", NOW), ["both"]);
    assert_eq!(held(&catalogue, &store, "by-ada", NOW), ["s", "w"]);
}

#[test]
fn a_feed_that_nothing_was_ever_filed_under_is_unknown() {
    let store = SqliteStore::in_memory().unwrap();
    put(&store, NOW, vec![article("future", "2030-01-01T00:00:00Z", "Space")]);
    let catalogue = catalogue(limits(20, 48, 200), vec![]);
    let resolve = |name: &str, now: &str| {
        catalogue.resolve(&FeedName::parse(name).unwrap(), &store, at(now)).unwrap().is_some()
    };
    assert!(!resolve("nowhere", NOW));
    assert!(
        !resolve("all+nowhere", NOW) || FeedName::parse("all+nowhere").unwrap() == FeedName::ALL
    );
    // What is only scheduled is no feed yet: its name would give it away.
    assert!(!resolve("space", NOW));
    assert!(resolve("space", "2030-01-01T00:00:00Z"));
    assert!(resolve("all", NOW));
}

#[test]
fn a_union_of_selections_says_what_it_holds_in_the_stores_words() {
    let store = SqliteStore::in_memory().unwrap();
    let by = |id: &str, hour: u32, category: &str, author: &str| {
        let mut draft = draft(id, &format!("2026-11-01T{hour:02}:00:00Z"), category);
        draft.authors = vec![newswire::article::DraftAuthor::named(author)];
        admit(draft)
    };
    let articles = (0..12).map(|number| {
        let category = ["World", "Sport", "City"][number as usize % 3];
        by(&format!("a{number:02}"), number, category, ["Mo", "Ada"][number as usize % 2])
    });
    put(&store, NOW, articles.collect());
    let mut settings = limits(1, 0, 20);
    settings.archive_size = Some(2);
    let mo = FeedSettings {
        name: Slug::new("mo-world").unwrap(),
        title: None,
        description: None,
        filter: Filter {
            categories: vec![Slug::new("world").unwrap()],
            authors: vec![Slug::new("mo").unwrap()],
            ..Filter::default()
        },
        limits: settings.clone(),
    };
    let catalogue = catalogue(settings, vec![mo]);
    let name = FeedName::parse("city+mo-world").unwrap();
    let feed = catalogue.resolve(&name, &store, at(NOW)).unwrap().unwrap();
    let live = select(&feed, &store, at(NOW)).unwrap();
    let mut found: Vec<String> = live.articles.iter().map(|it| it.id.to_string()).collect();
    let mut next = live.previous;
    while let Some(number) = next {
        let archive = archive(&feed, &store, number, at(NOW)).unwrap().unwrap();
        found.extend(archive.articles.iter().map(|article| article.id.to_string()));
        next = archive.previous;
    }
    found.sort();
    found.dedup();
    // All of the city, and of the world what Mo wrote.
    assert_eq!(found, ["a00", "a02", "a05", "a06", "a08", "a11"]);
}

#[test]
fn an_article_in_a_regional_language_is_in_the_language_feed_too() {
    let store = SqliteStore::in_memory().unwrap();
    let mut british = draft("gb", "2026-11-03T00:00:00Z", "World");
    british.language = Some("en-GB".to_owned());
    put(&store, NOW, vec![admit(british)]);
    let catalogue = catalogue(limits(20, 48, 200), vec![]);
    assert_eq!(held(&catalogue, &store, "language/en", NOW), ["gb"]);
    assert_eq!(held(&catalogue, &store, "language/en-gb", NOW), ["gb"]);
}
