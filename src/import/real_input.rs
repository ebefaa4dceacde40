//! The readers of records over real files, where these are: counts, and what must not get worse.

use std::collections::BTreeMap;
use std::fs;
use std::io::BufReader;
use std::path::{Path, PathBuf};

use super::{Kind, Origin, ReadOptions, Reader, Record, jsonl, markdown, page};

fn data() -> Option<PathBuf> {
    let folder = std::env::var_os("NEWSWIRE_TEST_DATA").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data"),
        PathBuf::from,
    );
    if !folder.is_dir() {
        println!("not run: there is no {}; set NEWSWIRE_TEST_DATA", folder.display());
        return None;
    }
    Some(folder)
}

/// All files below a folder, in order, with paths relative to it.
fn files(folder: &Path) -> Vec<(String, PathBuf)> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let relative = path.strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
                found.push((relative, path));
            }
        }
    }
    found.sort();
    found
}

fn records(reader: Reader, relative: &str, path: &Path) -> Vec<Record> {
    let mut found = Vec::new();
    let mut input = BufReader::new(fs::File::open(path).unwrap());
    let result = reader(&mut input, Origin { path: relative }, &ReadOptions::default(), &mut |r| {
        found.push(r);
    });
    if let Err(fault) = result {
        found.push(Record {
            place: "file".to_owned(),
            draft: Err(fault),
            unknown_fields: Vec::new(),
        });
    }
    found
}

fn tell(path: &Path) -> Option<Kind> {
    let bytes = fs::read(path).unwrap();
    Kind::tell(&bytes, path.to_str().unwrap())
}

#[test]
fn whole_blogs_are_read() {
    let Some(data) = data() else { return };
    // Files that hold no article: two section pages of rust-blog.
    let expected = [
        ("digitalgov", 300, 0),
        ("letsencrypt-he", 27, 0),
        ("letsencrypt-th", 8, 0),
        ("nodejs", 148, 0),
        ("opensource-guide", 36, 0),
        ("rust-blog", 388, 2),
    ];
    for (blog, kept, refused) in expected {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        let mut unknown: BTreeMap<String, usize> = BTreeMap::new();
        for (relative, path) in files(&data.join("md").join(blog)) {
            assert_eq!(tell(&path), Some(Kind::Markdown), "{relative}");
            for record in records(markdown::read, &relative, &path) {
                for name in record.unknown_fields {
                    *unknown.entry(name).or_default() += 1;
                }
                match record.draft {
                    Ok(draft) => {
                        let mut count = |name, is: bool| {
                            *counts.entry(name).or_default() += usize::from(is);
                        };
                        count("read", true);
                        count("title", draft.title.is_some());
                        count("date", draft.date_published.is_some());
                        count("modified", draft.date_modified.is_some());
                        count("authors", !draft.authors.is_empty());
                        count("categories", !draft.categories.is_empty());
                        count("tags", !draft.tags.is_empty());
                        count("summary", draft.summary.is_some());
                        count("image", draft.image.is_some());
                        count("language", draft.language.is_some());
                        count("body", draft.body.is_some());
                        if std::env::var_os("NEWSWIRE_SHOW").is_some() {
                            let authors: Vec<_> =
                                draft.authors.iter().filter_map(|a| a.name.as_deref()).collect();
                            println!(
                                "{relative}\n  {:?} {:?} {:?}\n  {:?} {authors:?} {:?}",
                                draft.title,
                                draft.url,
                                draft.id,
                                draft.date_published,
                                draft.image.map(|image| image.url)
                            );
                        }
                    }
                    Err(fault) => {
                        println!("{blog}/{relative}: {fault}");
                        *counts.entry("refused").or_default() += 1;
                    }
                }
            }
        }
        println!("{blog}: {counts:?}; unknown {unknown:?}");
        assert_eq!(counts.get("read").copied().unwrap_or_default(), kept, "{blog}");
        assert_eq!(counts.get("refused").copied().unwrap_or_default(), refused, "{blog}");
    }
}

#[test]
fn real_json_feeds_are_read() {
    let Some(data) = data() else { return };
    for (relative, path) in files(&data.join("feeds/feed-rs/jsonfeed")) {
        if relative.ends_with(".serde.json") {
            continue;
        }
        assert_eq!(tell(&path), Some(Kind::Jsonl), "{relative}");
        let found = records(jsonl::read, &relative, &path);
        println!("{relative}: {} items", found.len());
        assert!(!found.is_empty(), "{relative}");
        for record in found {
            let draft = record.draft.unwrap();
            assert!(draft.id.is_some(), "{relative} {}", record.place);
        }
    }
}

#[test]
fn real_pages_are_read() {
    let Some(data) = data() else { return };
    let (mut dated, mut pages) = (0, 0);
    for (relative, path) in files(&data.join("html/readability")) {
        if !relative.ends_with("source.html") {
            continue;
        }
        pages += 1;
        for record in records(page::read, &relative, &path) {
            let draft = record.draft.unwrap();
            assert!(draft.title.is_some() || draft.body.is_some(), "{relative}");
            dated += usize::from(draft.date_published.is_some());
        }
    }
    // The other pages are made for tests of their own and say no date anywhere.
    assert_eq!((pages, dated), (41, 7));
    let seed = "seed/north-hamgyong.txt";
    let mut found = records(page::read, "north-hamgyong.txt", &data.join(seed));
    let draft = found.remove(0).draft.unwrap();
    assert_eq!(draft.date_published.as_deref(), Some("Friday 14th December, 2012"));
    let body = draft.body.unwrap().source;
    assert!(body.starts_with("Across the border"), "{body}");
    assert!(body.ends_with("furthest away from the state\u{2019}s control."), "{body}");
}

#[test]
fn every_kind_of_real_file_is_told() {
    let Some(data) = data() else { return };
    let mut told: BTreeMap<(String, String), usize> = BTreeMap::new();
    for folder in ["feeds", "ghost", "hostile", "html", "md", "news", "seed", "wxr"] {
        for (relative, path) in files(&data.join(folder)) {
            let kind = tell(&path).map_or_else(|| "none".to_owned(), |kind| format!("{kind:?}"));
            let ending = relative.rsplit('.').next().unwrap_or_default().to_owned();
            if std::env::var_os("NEWSWIRE_SHOW").is_some() && (kind == "none" || folder == "ghost")
            {
                println!("{folder}/{relative}: {kind}");
            }
            *told.entry((format!("{folder} .{ending}"), kind)).or_default() += 1;
        }
    }
    for ((files, kind), count) in told {
        println!("{files}: {count} {kind}");
    }
}
