//! The contract of histories: where a store cuts them into archives, and what stands still.

use newswire::article::{Article, ArticleId, Slug};
use newswire::store::{Archive, Facet, History, SqliteStore, Store, Tally};

use crate::support::{admit, article, at, draft, put};

const NOW: &str = "2026-11-24T12:00:00Z";

fn world() -> Vec<Vec<Facet>> {
    vec![vec![Facet::Category(Slug::new("world").unwrap())]]
}

fn of(filed: &[Vec<Facet>], size: usize) -> History<'_> {
    History { name: "world", filed, cut_by: filed, size }
}

/// Articles `a00`, `a01`, … a day apart, the first the oldest.
fn daily(numbers: std::ops::Range<u32>) -> Vec<Article> {
    numbers
        .map(|number| {
            let date = at("2026-10-01T08:00:00Z") + chrono::TimeDelta::days(i64::from(number));
            article(&format!("a{number:02}"), &date.to_rfc3339(), "World")
        })
        .collect()
}

fn held(store: &dyn Store, history: &History<'_>, archive: &Archive) -> Vec<String> {
    let articles = store.archived(history, archive, at(NOW)).unwrap();
    let tally = store.tally(history, archive, at(NOW)).unwrap();
    assert_eq!(tally.articles, articles.len());
    articles.iter().map(|article| article.id.to_string()).collect()
}

/// The numbers and articles of every archive, oldest first, by the links between them.
fn archives(store: &dyn Store, history: &History<'_>) -> Vec<(u32, Vec<String>)> {
    let mut found = Vec::new();
    let mut next = store.cut(history, at(NOW)).unwrap();
    while let Some(archive) = next {
        found.push((archive.number, held(store, history, &archive)));
        let previous = archive.previous;
        next = previous.and_then(|number| store.archive(history, number, at(NOW)).unwrap());
        if let Some(before) = &next {
            assert_eq!(before.next, Some(archive.number));
            assert_eq!(before.to, archive.after);
        }
    }
    found.reverse();
    found
}

fn numbered(archives: &[(u32, &[&str])]) -> Vec<(u32, Vec<String>)> {
    let owned = |ids: &[&str]| ids.iter().map(|id| (*id).to_owned()).collect();
    archives.iter().map(|(number, ids)| (*number, owned(ids))).collect()
}

#[test]
fn full_archives_are_cut_oldest_first_and_one_that_is_not_full_takes_what_comes() {
    let store = SqliteStore::in_memory().unwrap();
    let filed = world();
    let history = of(&filed, 3);
    put(&store, NOW, daily(0..3));
    // Three fill one; it is cut once there is a fourth to begin the next with.
    assert_eq!(store.cut(&history, at(NOW)).unwrap(), None);
    assert_eq!(store.archive(&history, 1, at(NOW)).unwrap(), None);
    put(&store, NOW, daily(3..8));
    let expected = numbered(&[(1, &["a02", "a01", "a00"]), (2, &["a05", "a04", "a03"])]);
    assert_eq!(archives(&store, &history), expected);
    let open = store.archive(&history, 3, at(NOW)).unwrap().unwrap();
    assert_eq!((open.to.clone(), open.previous, open.next), (None, Some(2), None));
    assert_eq!(held(&store, &history, &open), ["a07", "a06"]);
    assert_eq!(store.archives(&history).unwrap(), 3);
    for number in [0, 4, u32::MAX] {
        assert_eq!(store.archive(&history, number, at(NOW)).unwrap(), None);
    }
    // Another history of the same articles is another one.
    let other = History { name: "other", ..history };
    assert_eq!(store.archive(&other, 1, at(NOW)).unwrap(), None);
}

#[test]
fn neither_a_withdrawal_nor_an_article_of_an_earlier_date_nor_another_size_moves_an_archive() {
    let store = SqliteStore::in_memory().unwrap();
    let filed = world();
    let history = of(&filed, 3);
    put(&store, NOW, daily(0..10));
    archives(&store, &history);
    store.withdraw(&[ArticleId::from("a04")], at(NOW)).unwrap();
    put(&store, NOW, vec![article("old", "2026-10-01T09:00:00Z", "World")]);
    let expected = numbered(&[
        (1, &["a02", "a01", "old", "a00"]),
        (2, &["a05", "a03"]),
        (3, &["a08", "a07", "a06"]),
    ]);
    assert_eq!(archives(&store, &history), expected);
    let second = store.archive(&history, 2, at(NOW)).unwrap().unwrap();
    let tally = store.tally(&history, &second, at(NOW)).unwrap();
    assert_eq!(tally, Tally { articles: 2, withdrawn: Some(at(NOW)) });
    // A size holds for what is cut from now on: 9 to 12 and 13 to 16 are cut by fours.
    put(&store, NOW, daily(10..18));
    let larger = of(&filed, 4);
    let now = archives(&store, &larger);
    assert_eq!(now[..3], expected);
    let later = numbered(&[(4, &["a12", "a11", "a10", "a09"]), (5, &["a16", "a15", "a14", "a13"])]);
    assert_eq!(now[3..], later);
    assert_eq!(archives(&store, &of(&filed, 2))[..5], now);
}

#[test]
fn the_same_records_are_cut_alike_in_whatever_order_they_came_and_when_they_were_withdrawn() {
    let cut = |order: &dyn Fn(&mut Vec<Article>), at_a_time: usize, withdrawn_after: bool| {
        let store = SqliteStore::in_memory().unwrap();
        let filed = world();
        let history = of(&filed, 4);
        let mut records = daily(0..11);
        // Seven of one second, across a border.
        records.extend(
            ["t3", "t1", "t7", "t5", "t2", "t6", "t4"]
                .map(|id| article(id, "2026-10-06T08:00:00Z", "World")),
        );
        let mut gone = draft("gone", "2026-10-03T10:00:00Z", "World");
        if withdrawn_after {
            records.push(admit(gone));
        } else {
            gone.status = Some("withdrawn".to_owned());
            records.push(admit(gone));
        }
        order(&mut records);
        for batch in records.chunks(at_a_time) {
            put(&store, NOW, batch.to_vec());
        }
        if withdrawn_after {
            archives(&store, &history);
            store.withdraw(&[ArticleId::from("gone")], at(NOW)).unwrap();
        }
        archives(&store, &history)
    };
    let expected = cut(&|_| {}, 100, false);
    let sizes: Vec<usize> = expected.iter().map(|(_, ids)| ids.len()).collect();
    assert_eq!(sizes, [3, 4, 4, 4]);
    assert_eq!(cut(&|records| records.reverse(), 3, false), expected);
    assert_eq!(cut(&|records| records.rotate_left(7), 5, true), expected);
}

#[test]
fn only_what_has_been_public_counts() {
    let store = SqliteStore::in_memory().unwrap();
    let filed = world();
    let history = of(&filed, 2);
    let mut secret = draft("draft", "2026-10-01T09:00:00Z", "World");
    secret.status = Some("draft".to_owned());
    let mut records = daily(0..2);
    records.push(admit(secret));
    records.push(article("later", "2026-11-24T12:00:01Z", "World"));
    records.push(article("elsewhere", "2026-10-01T09:00:00Z", "Sport"));
    put(&store, NOW, records);
    assert_eq!(archives(&store, &history), []);
    let due = at("2026-11-24T12:00:01Z");
    let archive = store.cut(&history, due).unwrap().unwrap();
    assert_eq!(held(&store, &history, &archive), ["a01", "a00"]);
    // A clock that was set back shows nothing that is not public yet.
    let open = store.archive(&history, 2, at(NOW)).unwrap().unwrap();
    assert_eq!(held(&store, &history, &open), [""; 0]);
    assert_eq!(store.archived(&history, &open, due).unwrap().len(), 1);
    // What expires leaves, and its archive stays where it is.
    let mut expiring = draft("a01", "2026-10-02T08:00:00Z", "World");
    expiring.expires = Some("2026-11-24T11:00:00Z".to_owned());
    put(&store, NOW, vec![admit(expiring)]);
    assert_eq!(archives(&store, &history), numbered(&[(1, &["a00"])]));
}

#[test]
fn a_history_of_two_conditions_asks_both() {
    let store = SqliteStore::in_memory().unwrap();
    let mut records = daily(0..6);
    for article in records.iter_mut().step_by(2) {
        let date = article.published.to_rfc3339();
        let mut other = draft(article.id.as_str(), &date, "World");
        other.authors = vec![newswire::article::DraftAuthor::named("Mo Reed")];
        *article = admit(other);
    }
    put(&store, NOW, records);
    let mut filed = world();
    filed.push(vec![
        Facet::Author(Slug::new("mo-reed").unwrap()),
        Facet::Author(Slug::new("nobody").unwrap()),
    ]);
    assert_eq!(archives(&store, &of(&filed, 2)), numbered(&[(1, &["a02", "a00"])]));
    filed.push(vec![Facet::Author(Slug::new("nobody").unwrap())]);
    let none = History { name: "none", ..of(&filed, 2) };
    assert_eq!(store.cut(&none, at(NOW)).unwrap(), None);
}

#[test]
fn a_history_that_is_imported_later_makes_archives_of_its_own() {
    let store = SqliteStore::in_memory().unwrap();
    let filed = world();
    let history = of(&filed, 3);
    put(&store, NOW, daily(20..25));
    assert_eq!(archives(&store, &history), numbered(&[(1, &["a22", "a21", "a20"])]));
    put(&store, NOW, daily(0..3));
    // Twice as large is not too large yet.
    let joined = numbered(&[(1, &["a22", "a21", "a20", "a02", "a01", "a00"])]);
    assert_eq!(archives(&store, &history), joined);
    put(&store, NOW, daily(3..10));
    let open = store.archive(&history, 2, at(NOW)).unwrap().unwrap();
    assert_eq!(open.previous, Some(1));
    let first = store.archive(&history, 1, at(NOW)).unwrap().unwrap();
    assert_eq!(first.next, Some(2));
    // Its newest keep its number; the others are cut as ever, under numbers that are free.
    let expected = numbered(&[
        (3, &["a02", "a01", "a00"]),
        (4, &["a05", "a04", "a03"]),
        (5, &["a08", "a07", "a06"]),
        (1, &["a22", "a21", "a20", "a09"]),
    ]);
    assert_eq!(archives(&store, &history), expected);
    // And goes on as before.
    put(&store, NOW, daily(25..30));
    let numbers: Vec<u32> =
        archives(&store, &history).into_iter().map(|(number, _)| number).collect();
    assert_eq!(numbers, [3, 4, 5, 1, 2, 6]);
}

#[test]
fn two_who_cut_at_once_cut_once() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("news.sqlite");
    let filed = world();
    put(&SqliteStore::open(&path).unwrap(), NOW, daily(0..40));
    let begin = std::sync::Barrier::new(4);
    let cut = || {
        let store = SqliteStore::open(&path).unwrap();
        begin.wait();
        archives(&store, &of(&filed, 3))
    };
    let found: Vec<_> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..4).map(|_| scope.spawn(cut)).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    let numbers: Vec<u32> = found[0].iter().map(|(number, _)| *number).collect();
    assert_eq!(numbers, (1..=13).collect::<Vec<u32>>());
    assert!(found.iter().all(|archives| *archives == found[0]));
    let store = SqliteStore::open(&path).unwrap();
    assert_eq!(store.archives(&of(&filed, 3)).unwrap(), 14);
}

#[test]
fn a_change_says_where_in_a_history_it_took_place() {
    let store = SqliteStore::in_memory().unwrap();
    put(&store, NOW, daily(0..1));
    put(&store, NOW, vec![article("a00", "2026-09-01T08:00:00Z", "World")]);
    store.withdraw(&[ArticleId::from("a00")], at(NOW)).unwrap();
    let dates: Vec<Vec<_>> =
        store.changes(0, 10).unwrap().into_iter().map(|change| change.dates).collect();
    let (first, then) = (at("2026-10-01T08:00:00Z"), at("2026-09-01T08:00:00Z"));
    assert_eq!(dates, [vec![first], vec![first, then], vec![then, then]]);
}
