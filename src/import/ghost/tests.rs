//! What the reader of Ghost exports must hold, on small exports of our own and on real ones.

use std::path::PathBuf;

use proptest::prelude::*;
use serde_json::{Value, json};

use super::read;
use crate::article::{Draft, Markup};
use crate::import::{Origin, ReadError, ReadOptions, Record};

fn records_of(bytes: &[u8], pages: bool) -> (Vec<Record>, Result<(), ReadError>) {
    let mut records = Vec::new();
    let mut input = bytes;
    let outcome =
        read(&mut input, Origin { path: "export.json" }, &ReadOptions { pages }, &mut |record| {
            records.push(record);
        });
    (records, outcome)
}

const ID: &str = "5c7ece47da174000c0c5c6d7";

/// An export with these posts and the tables around them.
fn export(posts: &Value) -> String {
    json!({"db": [{"meta": {"version": "6.0.0"}, "data": {
        "posts": posts,
        "tags": [
            {"id": "t1", "name": "News", "slug": "news", "visibility": "public"},
            {"id": "t2", "name": "#hidden", "slug": "hash-hidden", "visibility": "internal"},
            {"id": "t3", "name": "Tea", "slug": "tea"},
        ],
        "users": [
            {"id": "u1", "name": "Jo", "slug": "jo", "email": "jo@x.example", "profile_image": "__GHOST_URL__/content/jo.jpg"},
            {"id": "u2", "name": "Bo", "slug": "bo"},
        ],
        "posts_tags": [
            {"post_id": ID, "tag_id": "t3", "sort_order": 2},
            {"post_id": ID, "tag_id": "t2", "sort_order": 0},
            {"post_id": ID, "tag_id": "t1", "sort_order": 1},
        ],
        "posts_authors": [
            {"post_id": ID, "author_id": "u1", "sort_order": 1},
            {"post_id": ID, "author_id": "u2", "sort_order": 0},
        ],
        "posts_meta": [{"post_id": ID, "feature_image_alt": "A boat", "email_only": 0}],
        "settings": [{"key": "locale", "value": "pt"}],
    }}]})
    .to_string()
}

fn post(more: &Value) -> Value {
    let mut post = json!({
        "id": ID, "uuid": "3a033ce7-9e2d-4b3b-a9ef-76887efacc7f", "comment_id": ID,
        "title": "Welcome", "slug": "welcome", "html": "<p>Text</p>", "type": "post",
        "status": "published", "visibility": "public", "published_at": "2020-01-02T09:00:00.000Z",
        "updated_at": "2024-01-01T00:00:00.000Z",
    });
    for (name, value) in more.as_object().unwrap() {
        post[name] = value.clone();
    }
    post
}

fn outcome_of(more: &Value) -> Result<Draft, ReadError> {
    let (mut records, outcome) = records_of(export(&json!([post(more)])).as_bytes(), false);
    outcome.unwrap();
    assert_eq!(records.len(), 1);
    records.remove(0).draft
}

fn draft(more: &Value) -> Draft {
    outcome_of(more).unwrap()
}

fn html(draft: &Draft) -> &str {
    draft.body.as_ref().map_or("", |body| body.source.as_str())
}

#[test]
fn a_post_says_everything_it_knows() {
    let draft = draft(&json!({
        "custom_excerpt": "By hand", "feature_image": "__GHOST_URL__/content/images/a.jpg",
        "canonical_url": "https://first.example/a", "html": "<p><img src=\"__GHOST_URL__/b.jpg\"></p>",
    }));
    assert_eq!(draft.id.as_deref(), Some(ID));
    assert_eq!(draft.guid.as_deref(), Some(ID));
    assert_eq!(draft.url.as_deref(), Some("/welcome/"));
    assert_eq!(draft.title.as_deref(), Some("Welcome"));
    assert_eq!(draft.summary.as_deref(), Some("By hand"));
    assert_eq!(draft.date_published.as_deref(), Some("2020-01-02T09:00:00.000Z"));
    assert_eq!(draft.date_modified, None);
    assert_eq!(draft.external_url.as_deref(), Some("https://first.example/a"));
    assert_eq!(html(&draft), "<p><img src=\"/b.jpg\"></p>");
    assert_eq!(draft.language.as_deref(), Some("pt"));
    let image = draft.image.as_ref().unwrap();
    assert_eq!(
        (image.url.as_str(), image.alt.as_deref()),
        ("/content/images/a.jpg", Some("A boat"))
    );
    let names: Vec<_> = draft.authors.iter().filter_map(|author| author.name.as_deref()).collect();
    assert_eq!(names, ["Bo", "Jo"]);
    assert_eq!(draft.authors[1].avatar.as_deref(), Some("/content/jo.jpg"));
    assert_eq!(draft.categories.len(), 1);
    assert_eq!(draft.categories[0].slug.as_deref(), Some("news"));
    assert_eq!(draft.tags.len(), 1);
    assert_eq!(draft.tags[0].name, "Tea");
}

#[test]
fn ids_survive_a_move_and_feeds_keep_theirs() {
    let moved = draft(&json!({"comment_id": "5951f5fca366002ebd5dbef7"}));
    assert_eq!(moved.id.as_deref(), Some("5951f5fca366002ebd5dbef7"));
    assert_eq!(moved.guid.as_deref(), Some(ID));
    let uuid = "3a033ce7-9e2d-4b3b-a9ef-76887efacc7f";
    assert_eq!(draft(&json!({"comment_id": "134"})).id.as_deref(), Some(uuid));
    let old = draft(&json!({"id": 7, "comment_id": null}));
    assert_eq!((old.id.as_deref(), old.guid.as_deref()), (Some(uuid), Some(uuid)));
    let bare = draft(&json!({"id": 7, "comment_id": null, "uuid": null}));
    assert_eq!((bare.id.as_deref(), bare.guid.as_deref()), (Some("ghost:7"), Some("7")));
}

#[test]
fn dates_of_every_version_are_universal_time() {
    for (written, expected) in [
        (json!(1_283_780_649_000_i64), "2010-09-06T13:44:09Z"),
        (json!("2019-03-05 19:30:15"), "2019-03-05T19:30:15Z"),
        (json!("2019-03-05T19:30:15.000"), "2019-03-05T19:30:15.000Z"),
        (json!("2012-11-27T15:30:00.000+00:00"), "2012-11-27T15:30:00.000+00:00"),
        (json!("2012-11-27"), "2012-11-27"),
        (json!("Tue Nov 27"), "Tue Nov 27"),
    ] {
        assert_eq!(
            draft(&json!({"published_at": written})).date_published.as_deref(),
            Some(expected)
        );
    }
    assert_eq!(draft(&json!({"published_at": null})).date_published, None);
}

#[test]
fn nothing_that_is_not_public_gets_out() {
    for (more, reason) in [
        (json!({"status": "draft"}), "draft"),
        (json!({"status": "sent"}), "e-mail"),
        (json!({"status": null}), "no status"),
        (json!({"status": "scheduled", "email_only": true}), "e-mail"),
    ] {
        let said = outcome_of(&more).unwrap_err().to_string();
        assert!(said.contains(reason), "{more}: {said}");
    }
    let scheduled = draft(&json!({"status": "scheduled", "published_at": "2199-01-01T00:00:00Z"}));
    assert_eq!(scheduled.date_published.as_deref(), Some("2199-01-01T00:00:00Z"));
}

#[test]
fn members_only_text_stays_behind_in_every_format() {
    let lexical = json!({"root": {"children": [
        {"type": "paragraph", "children": [{"type": "text", "text": "free"}]},
        {"type": "paywall"},
        {"type": "paragraph", "children": [{"type": "text", "text": "SECRET"}]},
    ]}});
    let mobiledoc = json!({"sections": [[1, "p", [[0, [], 0, "free"]]], [10, 0], [1, "p", [[0, [], 0, "SECRET"]]]],
        "cards": [["paywall", {}]]});
    for visibility in ["members", "paid", "tiers", "status:-free,label:x"] {
        for (field, value) in [
            ("html", json!("<p>free</p><!--members-only--><p>SECRET</p>")),
            ("lexical", json!(lexical.to_string())),
            ("mobiledoc", json!(mobiledoc.to_string())),
        ] {
            let mut more =
                json!({"html": null, "visibility": visibility, "custom_excerpt": "For all"});
            more[field] = value;
            let draft = draft(&more);
            assert_eq!(html(&draft), "<p>free</p>", "{field}");
            assert_eq!(draft.summary.as_deref(), Some("For all"));
        }
        let closed = draft(&json!({"visibility": visibility, "html": "<p>SECRET</p>"}));
        assert_eq!(closed.body, None);
        assert_eq!(closed.title.as_deref(), Some("Welcome"));
        let markdown =
            draft(&json!({"visibility": visibility, "html": null, "markdown": "SECRET"}));
        assert_eq!(markdown.body, None);
    }
}

#[test]
fn bodies_of_every_version_are_rendered() {
    let lexical =
        r#"{"root":{"children":[{"type":"paragraph","children":[{"type":"text","text":"L"}]}]}}"#;
    let mobiledoc = r#"{"sections":[[1,"p",[[0,[],0,"M"]]]]}"#;
    assert_eq!(html(&draft(&json!({"lexical": lexical}))), "<p>Text</p>");
    assert_eq!(
        html(&draft(&json!({"html": null, "lexical": lexical, "mobiledoc": mobiledoc}))),
        "<p>L</p>"
    );
    assert_eq!(html(&draft(&json!({"html": "", "mobiledoc": mobiledoc}))), "<p>M</p>");
    let old = draft(&json!({"html": null, "markdown": "*x*"})).body.unwrap();
    assert_eq!((old.markup, old.source.as_str()), (Markup::Markdown, "*x*"));
    assert_eq!(draft(&json!({"html": null})).body, None);
    assert!(outcome_of(&json!({"html": null, "lexical": "{"})).is_err());
}

#[test]
fn pages_are_read_only_when_asked_for() {
    let pages = json!([
        post(&json!({"type": "page"})),
        post(&json!({"type": null, "page": 1})),
        post(&json!({"type": null, "page": true})),
        post(&json!({"type": null, "page": false})),
    ]);
    let taken = |pages_too: bool| {
        let (records, _) = records_of(export(&pages).as_bytes(), pages_too);
        assert_eq!(records.len(), 4);
        records.iter().filter(|record| record.draft.is_ok()).count()
    };
    assert_eq!(taken(false), 1);
    assert_eq!(taken(true), 4);
}

#[test]
fn tables_stand_where_any_version_put_them() {
    let posts = json!([post(&json!({}))]);
    for whole in [
        json!({"db": [{"data": {"posts": posts}}]}),
        json!({"db": {"data": {"posts": posts}}}),
        json!({"data": {"posts": posts, "tags": null, "settings": "?"}, "meta": 1}),
        json!({"data": {"posts": posts, "tags": null}, "db": null}),
    ] {
        let (records, outcome) = records_of(format!("\u{FEFF}{whole}").as_bytes(), false);
        if whole["data"]["settings"] == "?" {
            assert!(outcome.is_err());
        } else {
            outcome.unwrap();
            assert_eq!(records.len(), 1, "{whole}");
        }
    }
}

#[test]
fn one_bad_row_is_one_bad_row() {
    let (records, outcome) = records_of(
        export(&json!([7, post(&json!({"title": ["x"], "slug": 9}))])).as_bytes(),
        false,
    );
    outcome.unwrap();
    assert!(records[0].draft.is_err());
    let draft = records[1].draft.as_ref().unwrap();
    assert_eq!((draft.title.as_deref(), draft.url.as_deref()), (None, Some("/9/")));
}

#[test]
fn other_files_are_told_from_exports() {
    for other in [
        "",
        "{}",
        "[]",
        "7",
        "{\"posts\":[]}",
        "{\"db\":[]}",
        "{\"data\":{}}",
        "<rss/>",
        "{\"db\":[{\"data\":{\"posts\":[",
    ] {
        let (records, outcome) = records_of(other.as_bytes(), false);
        assert!(outcome.is_err(), "{other}");
        assert!(records.is_empty());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn any_damage_is_survived(noise in "[\\[\\]{}:,\"0-9a-z\\\\]{0,12}", place in 0_usize..2000) {
        let whole = export(&json!([post(&json!({})), post(&json!({"html": null, "lexical": "{\"root\":{}}"}))]));
        let place = place.min(whole.len());
        let damaged = format!("{}{noise}{}", &whole[..place], &whole[place..]);
        let _ = records_of(damaged.as_bytes(), true);
        let _ = records_of(noise.as_bytes(), true);
    }
}

/// Real exports, when they are there; most files beside them are what exports were made from.
#[test]
fn real_exports_are_read_and_other_files_refused() {
    let root = std::env::var_os("NEWSWIRE_TEST_DATA").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/data"),
        PathBuf::from,
    );
    let folder = root.join("ghost");
    if !folder.is_dir() {
        println!("skipped: no real exports at {}", folder.display());
        return;
    }
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder.join("tryghost-migrate"))
        .unwrap()
        .chain(std::fs::read_dir(&folder).unwrap())
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_file())
        .collect();
    files.sort();
    let (mut exports, mut drafts) = (0, 0);
    for file in files {
        let (records, outcome) = records_of(&std::fs::read(&file).unwrap(), true);
        let name = file.file_name().unwrap().to_string_lossy().into_owned();
        match outcome {
            Err(error) => println!("{name}: {error}"),
            Ok(()) => exports += 1,
        }
        for record in records {
            drafts += 1;
            println!("{name}: {}: {:?}", record.place, record.draft);
        }
    }
    println!("{exports} exports, {drafts} records");
    assert!(exports == 2 && drafts == 4);
}
