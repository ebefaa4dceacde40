//! The same records give the same bytes: from any order and split of files, in any store, after
//! any history that led to them, in any zone and language of the machine.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};

const SETTINGS: &str = "title = \"News\"\nurl = \"https://news.example\"\n\
    base_url = \"https://feeds.news.example\"\nlanguage = \"en\"\ntimezone = \"Asia/Seoul\"\n";

/// A site folder with these records.
fn site(files: &[(&str, String)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("site.toml"), SETTINGS).unwrap();
    fill(folder.path(), files);
    folder
}

fn fill(site: &Path, files: &[(&str, String)]) {
    let articles = site.join("articles");
    let _ = fs::remove_dir_all(&articles);
    fs::create_dir_all(&articles).unwrap();
    for (name, content) in files {
        let path = articles.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }
}

fn newswire() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_newswire"));
    command.env_remove("TZ").env_remove("LANG").env_remove("LC_ALL");
    command
}

/// Every document of a site, by its path.
fn documents(site: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    documents_of(&mut newswire(), site)
}

fn documents_of(command: &mut Command, site: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let out = tempfile::tempdir().unwrap();
    let output =
        command.arg("build").arg("--site").arg(site).arg("--out").arg(out.path()).output().unwrap();
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(matches!(output.status.code(), Some(0 | 1)), "{told}");
    let mut documents = BTreeMap::new();
    let mut folders = vec![out.path().to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(out.path()).unwrap().to_owned();
                documents.insert(name, fs::read(&path).unwrap());
            }
        }
    }
    assert!(documents.len() > 20, "{told}");
    documents
}

/// Names the documents that differ instead of printing them.
fn assert_same(
    case: &str,
    ours: &BTreeMap<PathBuf, Vec<u8>>,
    expected: &BTreeMap<PathBuf, Vec<u8>>,
) {
    let mut differ = String::new();
    for name in ours.keys().chain(expected.keys().filter(|name| !ours.contains_key(*name))) {
        if ours.get(name) != expected.get(name) {
            let _ = writeln!(differ, "{}", name.display());
        }
    }
    assert!(differ.is_empty(), "{case}: these are not the same\n{differ}");
}

/// Articles that share dates, categories in several spellings, authors and tags; some scheduled in
/// the past, edited, withdrawn, drafts.
fn records() -> Vec<Value> {
    (0_u32..40)
        .map(|number| {
            let spelling =
                ["City Hall", "City hall", "city-hall", "CITY HALL"][number as usize % 4];
            let mut record = json!({
                "id": format!("article-{number:02}"),
                "url": format!("https://news.example/{number}"),
                "title": format!("Title {number}"),
                "content_html": format!("<p>Text of number {number}, which says little more.</p>"),
                // Five share every instant.
                "date_published": format!("2025-03-{:02}T08:00:00Z", 1 + number / 5),
                "authors": [{"name": if number % 3 == 0 { "Ana Maria" } else { "ana maria" }}],
                "categories": [spelling, if number % 2 == 0 { "Harbour" } else { "Sport" }],
                "tags": [format!("tag {}", number % 2)],
                "language": if number % 5 == 0 { "pt" } else { "en" },
            });
            match number % 10 {
                3 => record["date_modified"] = json!("2025-04-01T00:00:00Z"),
                7 => {
                    record["status"] = json!("withdrawn");
                    record["date_modified"] = json!("2025-04-02T00:00:00Z");
                }
                9 => record["status"] = json!("draft"),
                _ => {}
            }
            record
        })
        .collect()
}

fn lines<'a>(records: impl IntoIterator<Item = &'a Value>) -> String {
    let lines: Vec<String> = records.into_iter().map(ToString::to_string).collect();
    lines.join("\n")
}

#[test]
fn the_order_and_the_split_of_files_change_no_byte() {
    let records = records();
    let expected = documents(site(&[("all.jsonl", lines(&records))]).path());
    // By its slug, a category is called as it is by the others.
    let everything = String::from_utf8(expected[Path::new("feeds/all.rss")].clone()).unwrap();
    assert!(everything.contains("<category>CITY HALL</category>"), "{everything}");
    assert!(!everything.contains("<category>city-hall</category>"));
    let backwards = site(&[("all.jsonl", lines(records.iter().rev()))]);
    assert_same("backwards", &documents(backwards.path()), &expected);
    let list = site(&[("list.json", json!(records).to_string())]);
    assert_same("one list", &documents(list.path()), &expected);
    // One file a record, in folders, with names that sort otherwise than the ids.
    let names: Vec<String> =
        (0..records.len()).map(|at| format!("{}/{}.json", at % 7, (at * 37) % 40)).collect();
    let split: Vec<(&str, String)> = names
        .iter()
        .zip(&records)
        .map(|(name, record)| (name.as_str(), record.to_string()))
        .collect();
    assert_same("one file a record", &documents(site(&split).path()), &expected);
}

#[test]
fn the_history_of_a_store_changes_no_byte() {
    let records = records();
    let expected = documents(site(&[("all.jsonl", lines(&records))]).path());
    let site = site(&[("all.jsonl", lines(records.iter().take(20)))]);
    documents(site.path());
    // Other spellings, dates and texts on the way to what the records say now.
    let other: Vec<Value> = records
        .iter()
        .map(|record| {
            let mut other = record.clone();
            if other["status"] != "withdrawn" {
                other["categories"] = json!(["cITY hALL", "HARBOUR", "Sport"]);
                other["title"] = json!("Another");
                other["date_modified"] = json!("2025-05-05T05:05:05Z");
            }
            other
        })
        .filter(|record| record["status"] != "draft")
        .collect();
    fill(site.path(), &[("other.jsonl", lines(&other))]);
    documents(site.path());
    fill(site.path(), &[("end.jsonl", lines(records.iter().rev()))]);
    assert_same("after a history", &documents(site.path()), &expected);
    // Twice in a row, and once more in a store of its own elsewhere.
    assert_same("again", &documents(site.path()), &expected);
    fs::remove_dir_all(site.path().join(".newswire")).unwrap();
    assert_same("in a new store", &documents(site.path()), &expected);
}

#[test]
fn the_zone_and_language_of_the_machine_change_no_byte() {
    let mut records = records();
    // Dates that must be read in the site's zone, and in nobody else's.
    records[0]["date_published"] = json!("2012-12-14");
    records[1]["date_published"] = json!("2012-12-14 09:05");
    for record in &mut records[..2] {
        record["categories"] = json!(["Archive"]);
    }
    let site = site(&[("all.jsonl", lines(&records))]);
    let expected = documents(site.path());
    let dated = String::from_utf8(expected[Path::new("feeds/archive.json")].clone()).unwrap();
    for instant in ["2012-12-13T15:00:00Z", "2012-12-14T00:05:00Z"] {
        assert!(dated.contains(instant), "{instant}");
    }
    for (zone, language) in
        [("America/St_Johns", "de_DE.UTF-8"), ("Asia/Kolkata", "tr_TR.UTF-8"), ("", "C")]
    {
        fs::remove_dir_all(site.path().join(".newswire")).unwrap();
        let mut command = newswire();
        command.env("TZ", zone).env("LANG", language).env("LC_ALL", language);
        assert_same(zone, &documents_of(&mut command, site.path()), &expected);
    }
}

#[test]
fn the_sample_site_gives_the_same_bytes_in_every_new_store() {
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("feeds");
    let copy = || {
        let folder = tempfile::tempdir().unwrap();
        copy_folder(&sample, folder.path());
        folder
    };
    let (one, other) = (copy(), copy());
    assert_same("another store", &documents(one.path()), &documents(other.path()));
    assert_same("the same store", &documents(one.path()), &documents(other.path()));
}

/// Everything but the state.
fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name();
        if name == ".newswire" {
            continue;
        }
        if entry.path().is_dir() {
            copy_folder(&entry.path(), &to.join(name));
        } else {
            fs::copy(entry.path(), to.join(name)).unwrap();
        }
    }
}
