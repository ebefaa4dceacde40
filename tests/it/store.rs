//! The contract of a store, run on every engine.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use newswire::article::{Article, ArticleId, Slug, Status};
use newswire::store::{
    Batch, Batches, Conflict, Facet, Incoming, Order, Outcome, Query, Sequence, SqliteStore, Store,
};

use crate::support::{admit, article, at, draft, put};

const NOW: &str = "2026-11-24T12:00:00Z";

/// Runs a test on every engine: in memory, and in a file that is closed and opened again.
fn on_every_engine(test: impl Fn(&dyn Store)) {
    test(&SqliteStore::in_memory().unwrap());
    let folder = tempfile::tempdir().unwrap();
    test(&SqliteStore::open(&folder.path().join("deep/er/news.sqlite")).unwrap());
}

fn category(name: &str) -> Facet {
    Facet::Category(Slug::new(name).unwrap())
}

fn ids(store: &dyn Store, facets: &[Facet], order: Order, now: &str) -> Vec<String> {
    let query = Query { any_of: facets, order, at: at(now), since: None, after: None, limit: 100 };
    store.page(&query).unwrap().iter().map(|article| article.id.to_string()).collect()
}

#[test]
fn the_same_record_twice_changes_nothing() {
    on_every_engine(|store| {
        let articles = || vec![article("a", "2026-11-01T08:00:00Z", "World")];
        assert_eq!(put(store, NOW, articles()), [Outcome::Kept]);
        let sequence = store.sequence().unwrap();
        assert_eq!(put(store, NOW, articles()), [Outcome::Unchanged]);
        assert_eq!(store.sequence().unwrap(), sequence);
    });
}

#[test]
fn the_id_that_feeds_carry_outlives_every_edit() {
    on_every_engine(|store| {
        put(store, NOW, vec![article("a", "2026-11-01T08:00:00Z", "World")]);
        let guid = store.article(&ArticleId::from("a")).unwrap().unwrap().guid.clone();
        let mut edited = draft("a", "2026-11-02T08:00:00Z", "World");
        edited.guid = Some("urn:uuid:00000000-0000-4000-8000-000000000001".to_owned());
        edited.title = Some("Another title".to_owned());
        edited.url = Some("https://elsewhere.example/b".to_owned());
        assert_eq!(put(store, NOW, vec![admit(edited)]), [Outcome::Changed]);
        let kept = store.article(&ArticleId::from("a")).unwrap().unwrap();
        assert_eq!(kept.guid, guid);
        assert_eq!(kept.title.as_ref().unwrap().as_str(), "Another title");
    });
}

#[test]
fn a_page_is_newest_first_and_goes_on_where_it_ended_even_among_equal_dates() {
    on_every_engine(|store| {
        let date = "2026-11-01T08:00:00Z";
        let mut articles: Vec<Article> =
            ["e", "b", "d", "a", "c"].iter().map(|id| article(id, date, "World")).collect();
        articles.push(article("z", "2026-11-02T08:00:00Z", "World"));
        put(store, NOW, articles);
        let facets = [category("World"), Facet::All];
        let mut seen = Vec::new();
        let mut after = None;
        loop {
            let query = Query {
                any_of: &facets,
                order: Order::Published,
                at: at(NOW),
                since: None,
                after,
                limit: 2,
            };
            let page = store.page(&query).unwrap();
            let Some(last) = page.last() else { break };
            after = Some((last.published, last.id.clone()));
            seen.extend(page.iter().map(|article| article.id.to_string()));
        }
        assert_eq!(seen, ["z", "a", "b", "c", "d", "e"]);
    });
}

#[test]
fn what_is_scheduled_or_expired_is_in_no_page_and_due_at_its_second() {
    on_every_engine(|store| {
        let mut expiring = draft("expiring", "2026-11-20T00:00:00Z", "World");
        expiring.expires = Some("2026-12-01T00:00:00Z".to_owned());
        let mut secret = draft("draft", "2026-11-20T00:00:00Z", "World");
        secret.status = Some("draft".to_owned());
        put(
            store,
            NOW,
            vec![
                article("scheduled", "2026-11-25T06:30:00Z", "World"),
                admit(expiring),
                admit(secret),
            ],
        );
        let world = [category("World")];
        assert_eq!(ids(store, &world, Order::Published, NOW), ["expiring"]);
        assert_eq!(store.next_due(&world, at(NOW)).unwrap(), Some(at("2026-11-25T06:30:00Z")));
        assert_eq!(
            ids(store, &world, Order::Published, "2026-11-25T06:30:00Z"),
            ["scheduled", "expiring"]
        );
        let next = store.next_due(&world, at("2026-11-25T06:30:00Z")).unwrap();
        assert_eq!(next, Some(at("2026-12-01T00:00:00Z")));
        assert_eq!(ids(store, &world, Order::Published, "2026-12-01T00:00:00Z"), ["scheduled"]);
        assert_eq!(store.next_due(&world, at("2026-12-01T00:00:00Z")).unwrap(), None);
        let count = |now: &str| {
            let facets = store.facets(at(now)).unwrap();
            let world = facets.into_iter().find(|summary| summary.facet == category("World"));
            world.map(|summary| (summary.articles, summary.newest))
        };
        assert_eq!(count(NOW), Some((1, Some(at("2026-11-20T00:00:00Z")))));
        assert_eq!(count("2026-11-30T00:00:00Z").map(|(articles, _)| articles), Some(2));
        let scheduled_alone = (1, Some(at("2026-11-25T06:30:00Z")));
        assert_eq!(count("2026-12-01T00:00:00Z"), Some(scheduled_alone));
    });
}

#[test]
fn a_withdrawal_leaves_every_page_and_is_told_with_a_date_later_than_the_article() {
    on_every_engine(|store| {
        put(
            store,
            NOW,
            vec![
                article("a", "2026-11-01T08:00:00Z", "World"),
                article("b", "2026-11-01T09:00:00Z", "World"),
            ],
        );
        let gone =
            store.withdraw(&[ArticleId::from("a"), ArticleId::from("unknown")], at(NOW)).unwrap();
        assert_eq!(gone, [ArticleId::from("a")]);
        assert_eq!(ids(store, &[category("World")], Order::Published, NOW), ["b"]);
        let told = store
            .withdrawn(&[category("World"), Facet::All], at("2026-01-01T00:00:00Z"), 10)
            .unwrap();
        assert_eq!(told.len(), 1);
        assert_eq!(told[0].at, at(NOW));
        assert_eq!(
            store.article(&ArticleId::from("a")).unwrap().unwrap().status,
            Status::Withdrawn
        );
        // It may come back.
        put(store, NOW, vec![article("a", "2026-11-01T08:00:00Z", "World")]);
        assert_eq!(ids(store, &[category("World")], Order::Published, NOW), ["b", "a"]);
        assert_eq!(store.withdrawn(&[Facet::All], at("2026-01-01T00:00:00Z"), 10).unwrap(), []);
    });
}

#[test]
fn a_change_names_the_facets_before_and_after() {
    on_every_engine(|store| {
        put(store, NOW, vec![article("a", "2026-11-01T08:00:00Z", "World")]);
        let before = store.sequence().unwrap();
        put(store, NOW, vec![article("a", "2026-11-01T08:00:00Z", "Sport")]);
        let changes = store.changes(before, 10).unwrap();
        assert_eq!(changes.len(), 1);
        let touched: Vec<&Facet> = changes[0].facets().collect();
        assert!(touched.contains(&&category("World")) && touched.contains(&&category("Sport")));
        assert!(!changes[0].after.contains(&category("World")));
        // The category that lost its article is still a feed: readers follow it.
        assert_eq!(
            store.facet_name(&category("World"), at(NOW)).unwrap().as_deref(),
            Some("World")
        );
        let facets = store.facets(at(NOW)).unwrap();
        let world = facets.iter().find(|summary| summary.facet == category("World"));
        assert_eq!(world.map(|summary| summary.articles), Some(0));
    });
}

#[test]
fn an_article_known_by_its_url_is_not_taken_under_a_new_id_unless_told() {
    on_every_engine(|store| {
        put(store, NOW, vec![article("old", "2026-11-01T08:00:00Z", "World")]);
        let guid = store.article(&ArticleId::from("old")).unwrap().unwrap().guid.clone();
        let renamed = || {
            let mut renamed = draft("new", "2026-11-01T08:00:00Z", "World");
            renamed.url = Some("https://news.example/old".to_owned());
            admit(renamed)
        };
        let known = ArticleId::from("old");
        assert_eq!(
            put(store, NOW, vec![renamed()]),
            [Outcome::Refused(Conflict::UrlKnown { known })]
        );
        let began = store.sequence().unwrap();
        let batch = Batch { now: at(NOW), began, allow_new_ids: true, rehearsal: false };
        let outcomes = store.put(&[Incoming::new(renamed(), None)], batch).unwrap();
        assert_eq!(outcomes, [Outcome::Changed]);
        assert_eq!(ids(store, &[Facet::All], Order::Published, NOW), ["new"]);
        // Readers see nothing twice: the id that feeds carry stayed.
        assert_eq!(store.article(&ArticleId::from("new")).unwrap().unwrap().guid, guid);
    });
}

#[test]
fn two_articles_never_share_a_guid() {
    on_every_engine(|store| {
        let with_guid = |id: &str| {
            let mut with_guid = draft(id, "2026-11-01T08:00:00Z", "World");
            with_guid.guid = Some("http://old.example/?p=1".to_owned());
            admit(with_guid)
        };
        let outcomes = put(store, NOW, vec![with_guid("a"), with_guid("b")]);
        assert_eq!(
            outcomes[1],
            Outcome::Refused(Conflict::GuidTaken { known: ArticleId::from("a") })
        );
        // Told that new ids are meant, the article is the one its guid says, once.
        let began = store.sequence().unwrap();
        let batch = Batch { now: at(NOW), began, allow_new_ids: true, rehearsal: false };
        let incoming = ["b", "c"].map(|id| Incoming::new(with_guid(id), None));
        let outcomes = store.put(&incoming, batch).unwrap();
        let known = ArticleId::from("b");
        assert_eq!(outcomes, [Outcome::Changed, Outcome::Refused(Conflict::GuidTaken { known })]);
        assert_eq!(ids(store, &[Facet::All], Order::Published, NOW), ["b"]);
    });
}

#[test]
fn a_documents_date_moves_with_its_bytes_and_never_back() {
    on_every_engine(|store| {
        let since =
            |digest: &str, now: &str| store.document_since("all.rss", digest, at(now)).unwrap();
        assert_eq!(since("1", "2026-11-24T10:00:00Z"), at("2026-11-24T10:00:00Z"));
        assert_eq!(since("1", "2026-11-24T11:00:00Z"), at("2026-11-24T10:00:00Z"));
        assert_eq!(since("2", "2026-11-24T12:00:00Z"), at("2026-11-24T12:00:00Z"));
        // A clock that was set back does not take the date with it.
        assert_eq!(since("1", "2026-11-24T09:00:00Z"), at("2026-11-24T12:00:00Z"));
    });
}

#[test]
fn the_name_of_a_category_does_not_depend_on_the_order_of_arrival() {
    let names = |order: [usize; 3]| {
        let store = SqliteStore::in_memory().unwrap();
        let articles = [
            article("a", "2026-11-01T08:00:00Z", "City hall"),
            article("b", "2026-11-03T08:00:00Z", "City Hall"),
            article("c", "2026-11-04T08:00:00Z", "city-hall"),
        ];
        for index in order {
            put(&store, NOW, vec![articles[index].clone()]);
        }
        store.facet_name(&category("City Hall"), at(NOW)).unwrap().unwrap()
    };
    for order in [[0, 1, 2], [2, 1, 0], [1, 2, 0], [0, 2, 1]] {
        assert_eq!(names(order), "City Hall");
    }
}

#[test]
fn a_page_by_the_last_change_mixes_what_was_edited_with_what_was_not() {
    on_every_engine(|store| {
        let edited = |id: &str, published: &str, modified: &str| {
            let mut draft = draft(id, published, "World");
            draft.date_modified = Some(modified.to_owned());
            admit(draft)
        };
        put(
            store,
            NOW,
            vec![
                article("a", "2026-11-01T08:00:00Z", "World"),
                edited("b", "2026-10-01T08:00:00Z", "2026-11-02T08:00:00Z"),
                article("c", "2026-11-02T08:00:00Z", "World"),
                edited("d", "2026-10-02T08:00:00Z", "2026-10-30T08:00:00Z"),
            ],
        );
        let world = [category("World")];
        assert_eq!(ids(store, &world, Order::Updated, NOW), ["b", "c", "a", "d"]);
        assert_eq!(ids(store, &world, Order::Published, NOW), ["c", "a", "d", "b"]);
        // The first of equal dates is the last one seen: the next page begins behind it.
        let after = Some((at("2026-11-02T08:00:00Z"), ArticleId::from("b")));
        let (any_of, order) = (&world[..], Order::Updated);
        let query = Query { any_of, order, at: at(NOW), since: None, after, limit: 2 };
        let page = store.page(&query).unwrap();
        assert_eq!(page.iter().map(|it| it.id.as_str()).collect::<Vec<_>>(), ["c", "a"]);
        // An edit taken back.
        put(store, NOW, vec![article("b", "2026-10-01T08:00:00Z", "World")]);
        assert_eq!(ids(store, &world, Order::Updated, NOW), ["c", "a", "d", "b"]);
    });
}

#[test]
fn a_store_of_an_older_program_is_brought_up_to_date() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("news.sqlite");
    let mut expiring = draft("expiring", "2026-11-20T00:00:00Z", "World");
    expiring.expires = Some("2026-12-01T00:00:00Z".to_owned());
    let slugged = article("slugged", "2026-11-19T00:00:00Z", "city-hall");
    put(&SqliteStore::open(&path).unwrap(), NOW, vec![admit(expiring), slugged]);
    // As version 1 left it.
    let connection = rusqlite::Connection::open(&path).unwrap();
    connection
        .execute_batch(
            "DROP INDEX filed_by_slug; ALTER TABLE filed DROP COLUMN by_slug;
             DROP INDEX filed_expires; ALTER TABLE filed DROP COLUMN expires;
             CREATE INDEX article_expires ON article (expires) WHERE expires IS NOT NULL;
             DROP INDEX filed_updated;
             CREATE INDEX filed_updated ON filed (facet, state, updated DESC, article);
             CREATE INDEX filed_article ON filed (article);
             DROP TABLE archive; ALTER TABLE change DROP COLUMN published_before;
             ALTER TABLE change DROP COLUMN published_after;
             PRAGMA user_version = 1;",
        )
        .unwrap();
    drop(connection);
    let store = SqliteStore::open(&path).unwrap();
    let world = [category("World")];
    assert_eq!(store.next_due(&world, at(NOW)).unwrap(), Some(at("2026-12-01T00:00:00Z")));
    assert_eq!(ids(&store, &world, Order::Published, NOW), ["expiring"]);
    assert_eq!(ids(&store, &world, Order::Published, "2026-12-02T00:00:00Z"), [""; 0]);
    let before = store.sequence().unwrap();
    put(&store, NOW, vec![article("names", "2020-01-01T00:00:00Z", "City Hall")]);
    let touched = store.changes(before, 10).unwrap();
    assert!(touched.iter().any(|change| change.article.as_str() == "slugged"), "{touched:?}");
}

#[test]
fn a_category_has_the_name_it_would_have_in_a_new_store() {
    let name =
        |store: &dyn Store| store.facet_name(&category("City Hall"), at(NOW)).unwrap().unwrap();
    on_every_engine(|store| {
        let older = || article("a", "2026-11-01T08:00:00Z", "City hall");
        let newer = || article("b", "2026-11-03T08:00:00Z", "CITY HALL");
        put(store, NOW, vec![newer(), older()]);
        assert_eq!(name(store), "CITY HALL");
        // The article that named it is renamed, filed elsewhere, taken back, made a draft.
        put(store, NOW, vec![article("b", "2026-11-03T08:00:00Z", "City Hall")]);
        assert_eq!(name(store), "City Hall");
        put(store, NOW, vec![article("b", "2026-11-03T08:00:00Z", "Sport")]);
        assert_eq!(name(store), "City hall");
        put(store, NOW, vec![newer()]);
        assert_eq!(name(store), "CITY HALL");
        store.withdraw(&[ArticleId::from("b")], at(NOW)).unwrap();
        assert_eq!(name(store), "City hall");
        // Dated back, it is no longer the newest.
        put(store, NOW, vec![newer()]);
        put(store, NOW, vec![article("b", "2026-10-01T08:00:00Z", "CITY HALL")]);
        assert_eq!(name(store), "City hall");
        // Without any article it keeps its name until the next one comes.
        put(store, NOW, vec![article("a", "2026-11-01T08:00:00Z", "Sport")]);
        put(store, NOW, vec![article("b", "2026-10-01T08:00:00Z", "Sport")]);
        assert!(["City hall", "CITY HALL"].contains(&name(store).as_str()));
        put(store, NOW, vec![article("c", "2020-01-01T08:00:00Z", "city-hall")]);
        assert_eq!(name(store), "city-hall");
    });
}

#[test]
fn a_category_named_by_its_slug_is_shown_by_its_name_and_moves_with_it() {
    on_every_engine(|store| {
        let shown = || {
            let query = Query {
                any_of: &[Facet::All],
                order: Order::Published,
                at: at(NOW),
                since: None,
                after: None,
                limit: 10,
            };
            let page = store.page(&query).unwrap();
            let slugged = page.iter().find(|article| article.id.as_str() == "slugged").unwrap();
            slugged.categories[0].name.to_string()
        };
        // What was touched after this, each article with its facets.
        let touched = |before: u64| -> Vec<String> {
            let changes = store.changes(before, 10).unwrap();
            changes.iter().map(|change| change.article.to_string()).collect()
        };
        let slugged = || article("slugged", "2026-11-01T08:00:00Z", "city-hall");
        put(store, NOW, vec![slugged(), article("other", "2026-11-01T08:00:00Z", "Sport")]);
        assert_eq!(shown(), "city-hall");
        let before = store.sequence().unwrap();
        put(store, NOW, vec![article("names", "2020-01-01T08:00:00Z", "City Hall")]);
        assert_eq!(
            (shown().as_str(), touched(before)),
            ("City Hall", vec!["names".into(), "slugged".into()])
        );
        let change = store.changes(before, 10).unwrap().pop().unwrap();
        let facets: Vec<&Facet> = change.facets().collect();
        assert!(facets.contains(&&Facet::All) && facets.contains(&&category("City Hall")));
        // Named as before, nothing else is touched; nor is the record itself another one.
        let before = store.sequence().unwrap();
        put(store, NOW, vec![article("again", "2021-01-01T08:00:00Z", "City Hall"), slugged()]);
        assert_eq!(touched(before), ["again"]);
        // Two names on the way to a third are one change.
        let before = store.sequence().unwrap();
        let renamed =
            ["City hall", "CITY HALL"].map(|name| article(name, "2022-01-01T08:00:00Z", name));
        put(store, NOW, renamed.to_vec());
        assert_eq!(touched(before).iter().filter(|id| *id == "slugged").count(), 1);
        let before = store.sequence().unwrap();
        let all = ["names", "again", "City hall", "CITY HALL"].map(ArticleId::from);
        store.withdraw(&all, at(NOW)).unwrap();
        let kept = put(store, NOW, vec![slugged()]);
        assert_eq!(kept, [Outcome::Unchanged]);
        assert_eq!(touched(before).len(), 4);
    });
}

#[test]
fn a_draft_of_what_was_public_withdraws_it_and_of_anything_else_says_nothing() {
    on_every_engine(|store| {
        let as_draft = |id: &str, date: &str| {
            let mut secret = draft(id, date, "World");
            secret.status = Some("draft".to_owned());
            secret.title = Some("Secret".to_owned());
            secret.url = Some("https://news.example/secret".to_owned());
            admit(secret)
        };
        let (past, future) = ("2026-11-01T08:00:00Z", "2027-01-01T08:00:00Z");
        put(store, NOW, vec![article("seen", past, "World"), article("coming", future, "World")]);
        let drafts =
            || vec![as_draft("seen", past), as_draft("coming", future), as_draft("new", past)];
        assert_eq!(
            put(store, NOW, drafts()),
            [Outcome::Withdrawn, Outcome::Changed, Outcome::Kept]
        );
        assert_eq!(ids(store, &[Facet::All], Order::Published, future), Vec::<String>::new());
        let told = store.withdrawn(&[category("World")], at(past), 10).unwrap();
        assert_eq!(told.len(), 1);
        // Where the draft lies is nobody's business.
        assert_eq!(told[0].url, "https://news.example/seen");
        let sequence = store.sequence().unwrap();
        assert_eq!(put(store, future, drafts()), vec![Outcome::Unchanged; 3]);
        assert_eq!(store.sequence().unwrap(), sequence);
        // Published again it is back.
        put(store, NOW, vec![article("seen", past, "World")]);
        assert_eq!(ids(store, &[Facet::All], Order::Published, NOW), ["seen"]);
        let mut withdrawn = draft("seen", past, "World");
        withdrawn.status = Some("withdrawn".to_owned());
        assert_eq!(put(store, NOW, vec![admit(withdrawn)]), [Outcome::Withdrawn]);
    });
}

#[test]
fn a_rehearsal_tells_the_outcomes_and_keeps_nothing() {
    on_every_engine(|store| {
        put(store, NOW, vec![article("a", "2026-11-01T08:00:00Z", "World")]);
        let sequence = store.sequence().unwrap();
        let batch = Batch { now: at(NOW), began: sequence, allow_new_ids: false, rehearsal: true };
        let incoming: Vec<Incoming> = [
            article("a", "2026-11-01T08:00:00Z", "World"),
            article("b", "2026-11-01T08:00:00Z", "Sport"),
            article("a", "2026-11-01T08:00:00Z", "Sport"),
        ]
        .map(|article| Incoming::new(article, None))
        .into();
        assert_eq!(
            store.put(&incoming, batch).unwrap(),
            [Outcome::Unchanged, Outcome::Kept, Outcome::Changed]
        );
        assert_eq!(store.sequence().unwrap(), sequence);
        assert_eq!(store.article(&ArticleId::from("b")).unwrap(), None);
        assert_eq!(store.facet_name(&category("Sport"), at(NOW)).unwrap(), None);
        assert_eq!(
            put(store, NOW, vec![article("b", "2026-11-01T08:00:00Z", "S")]),
            [Outcome::Kept]
        );
    });
}

/// Batches that are there at once, and what is told of them.
struct Given<'a> {
    store: &'a dyn Store,
    batch: Batch,
    batches: std::vec::IntoIter<Vec<Article>>,
    told: Vec<Vec<Outcome>>,
    /// How much was committed when each was told.
    committed: Vec<Sequence>,
}

impl Batches for Given<'_> {
    fn next(&mut self) -> Option<(Vec<Incoming>, Batch)> {
        let articles = self.batches.next()?;
        let incoming = articles.into_iter().map(|article| Incoming::new(article, None));
        Some((incoming.collect(), self.batch))
    }

    fn next_at_once(&mut self) -> Option<(Vec<Incoming>, Batch)> {
        self.next()
    }

    fn tell(&mut self, articles: Vec<Incoming>, outcomes: Vec<Outcome>) {
        assert_eq!(articles.len(), outcomes.len());
        self.told.push(outcomes);
        self.committed.push(self.store.sequence().unwrap());
    }
}

fn given(store: &dyn Store, batches: Vec<Vec<Article>>, rehearsal: bool) -> Given<'_> {
    let began = store.sequence().unwrap();
    let batch = Batch { now: at(NOW), began, allow_new_ids: false, rehearsal };
    let (told, committed) = (Vec::new(), Vec::new());
    Given { store, batch, batches: batches.into_iter(), told, committed }
}

#[test]
fn batches_that_come_at_once_come_to_what_each_comes_to_alone() {
    let batches = || {
        let mut draft_of_a = draft("a", "2026-11-01T08:00:00Z", "World");
        draft_of_a.status = Some("draft".to_owned());
        let mut by_slug = draft("d", "2026-11-04T08:00:00Z", "world-news");
        by_slug.tags = vec!["Harbour".into()];
        vec![
            vec![article("a", "2026-11-01T08:00:00Z", "World"), admit(by_slug)],
            vec![article("b", "2026-11-02T08:00:00Z", "World News")],
            vec![article("b", "2026-11-03T08:00:00Z", "Sport"), admit(draft_of_a)],
            vec![article("c", "2026-11-05T08:00:00Z", "WORLD NEWS")],
        ]
    };
    let looked_at = |store: &dyn Store| {
        let page = ids(store, &[Facet::All], Order::Published, NOW);
        let world = store.facet_name(&category("world-news"), at(NOW)).unwrap();
        let changes = store.changes(0, 100).unwrap();
        let newest: BTreeMap<_, _> =
            changes.into_iter().map(|change| (change.article, change.after)).collect();
        (page, world, newest, store.facets(at(NOW)).unwrap().len())
    };
    let alone = SqliteStore::in_memory().unwrap();
    let outcomes: Vec<_> =
        batches().into_iter().map(|articles| put(&alone, NOW, articles)).collect();
    on_every_engine(|store| {
        let mut together = given(store, batches(), false);
        store.put_all(&mut together).unwrap();
        assert_eq!(together.told, outcomes);
        assert_eq!(looked_at(store), looked_at(&alone));
    });
}

#[test]
fn several_batches_are_one_transaction_and_a_refusal_is_committed_before_it_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let store = SqliteStore::open(&folder.path().join("news.sqlite")).unwrap();
    let with_guid = |id: &str| {
        let mut draft = draft(id, "2026-11-01T08:00:00Z", "World");
        draft.guid = Some("urn:uuid:00000000-0000-4000-8000-000000000001".to_owned());
        draft.url = Some(format!("https://news.example/{id}"));
        admit(draft)
    };
    let plain = |id: &str| article(id, "2026-11-01T08:00:00Z", "World");
    let batches =
        || vec![vec![with_guid("a")], vec![plain("b")], vec![with_guid("c")], vec![plain("d")]];
    let mut together = given(&store, batches(), false);
    store.put_all(&mut together).unwrap();
    let refused = Outcome::Refused(Conflict::GuidTaken { known: ArticleId::from("a") });
    let expected = [Outcome::Kept, Outcome::Kept, refused, Outcome::Kept];
    assert_eq!(together.told.concat(), expected);
    assert_eq!(together.committed, [0, 0, 2, 3]);

    // Nothing that is only tried sees what was tried before.
    let mut tried = given(&store, vec![vec![plain("e")], vec![plain("e")]], true);
    store.put_all(&mut tried).unwrap();
    assert_eq!(tried.told.concat(), [Outcome::Kept, Outcome::Kept]);
    assert_eq!(tried.committed, [3, 3]);
}

#[test]
fn a_long_batch_lets_others_go_first_before_its_end() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("news.sqlite");
    let store = SqliteStore::open(&path).unwrap();
    let reader = SqliteStore::open(&path).unwrap();
    // As another process does that waits to write.
    let asks = std::fs::File::create(folder.path().join("news.sqlite-turn")).unwrap();
    asks.lock_shared().unwrap();
    let number = 1200;
    let articles: Vec<_> = (0..number)
        .map(|number| article(&format!("a{number}"), "2026-11-01T08:00:00Z", "World"))
        .collect();
    let is_put = AtomicBool::new(false);
    let committed = std::thread::scope(|scope| {
        let reading = scope.spawn(|| {
            let mut committed = BTreeSet::new();
            while !is_put.load(Ordering::SeqCst) {
                committed.insert(reader.sequence().unwrap());
                std::thread::sleep(Duration::from_millis(1));
            }
            committed
        });
        let mut given = given(&store, vec![articles], false);
        store.put_all(&mut given).unwrap();
        is_put.store(true, Ordering::SeqCst);
        assert_eq!(given.told, [vec![Outcome::Kept; number]]);
        reading.join().unwrap()
    });
    assert_eq!(reader.sequence().unwrap(), 1200);
    assert!(committed.iter().any(|sequence| (1..1200).contains(sequence)), "{committed:?}");
}

#[test]
fn a_withdrawal_is_told_by_the_very_ids_that_documents_carried() {
    on_every_engine(|store| {
        for guid in ["5ddc9063c35e7700383b27e0", "http://old.example/?p=1", "{\"iri\": 1}"] {
            let mut foreign = draft(guid, "2026-11-01T08:00:00Z", "World");
            foreign.guid = Some(guid.to_owned());
            foreign.url = Some(format!("https://news.example/{}", guid.len()));
            put(store, NOW, vec![admit(foreign)]);
            let known = store.article(&ArticleId::from(guid)).unwrap().unwrap().guid.clone();
            assert_eq!(known.as_str(), guid);
            store.withdraw(&[ArticleId::from(guid)], at(NOW)).unwrap();
            let told = store.withdrawn(&[Facet::All], at("2026-01-01T00:00:00Z"), 10).unwrap();
            assert!(told.iter().any(|gone| gone.guid == known), "{told:?}");
        }
    });
}

#[test]
fn a_store_is_opened_while_another_process_writes() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("news.sqlite");
    put(
        &SqliteStore::open(&path).unwrap(),
        NOW,
        vec![article("a", "2026-11-01T08:00:00Z", "World")],
    );
    let writer = rusqlite::Connection::open(&path).unwrap();
    writer.execute_batch("BEGIN IMMEDIATE").unwrap();
    let (opened, is_open) = std::sync::mpsc::channel();
    std::thread::spawn(move || opened.send(SqliteStore::open(&path).unwrap().sequence().unwrap()));
    let sequence = is_open.recv_timeout(Duration::from_secs(20));
    writer.execute_batch("COMMIT").unwrap();
    assert_eq!(sequence, Ok(1));
}

#[test]
fn a_store_of_a_newer_program_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("news.sqlite");
    drop(SqliteStore::open(&path).unwrap());
    let connection = rusqlite::Connection::open(&path).unwrap();
    connection.pragma_update(None, "user_version", 99).unwrap();
    drop(connection);
    let error = SqliteStore::open(&path).unwrap_err();
    assert!(error.to_string().contains("use a newer newswire"), "{error}");
}
