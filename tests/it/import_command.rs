//! `newswire import` as people and programs meet it: what it prints where, its exit status, and
//! what it leaves behind.

use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

const RECORD: &str = "{\"id\": \"a\", \"url\": \"https://news.example/a\", \"title\": \"A\", \
                      \"date_published\": \"2026-11-01\"}\n";

/// A site without articles, and a folder of files beside it.
fn site(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("site")).unwrap();
    let settings =
        "title = \"News\"\nurl = \"https://news.example\"\nlanguage = \"en\"\ntimezone = \"UTC\"\n";
    std::fs::write(folder.path().join("site/site.toml"), settings).unwrap();
    std::fs::create_dir(folder.path().join("files")).unwrap();
    for (name, content) in files {
        std::fs::write(folder.path().join("files").join(name), content).unwrap();
    }
    folder
}

fn import(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_newswire"))
        .current_dir(folder)
        .args(["import", "--site", "site"])
        .args(arguments)
        .output()
        .unwrap()
}

fn told(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

#[test]
fn the_exit_status_tells_done_refused_wrong_use_and_failed() {
    let folder = site(&[("a.jsonl", RECORD), ("bad.jsonl", "{\n"), ("table.csv", "a,b\n")]);
    for (arguments, status) in [
        (&["files/a.jsonl"][..], 0),
        (&["files/a.jsonl", "files/bad.jsonl"], 1),
        (&["files/table.csv"], 1),
        (&["files/missing.xml"], 1),
        (&[], 2),
        (&["--format", "nonsense", "files/a.jsonl"], 2),
        (&["--category", "!!!", "files/a.jsonl"], 2),
        (&["--store", "files", "files/a.jsonl"], 3),
        (&["--store", "nonsense:x", "files/a.jsonl"], 3),
    ] {
        let output = import(folder.path(), arguments);
        assert_eq!(output.status.code(), Some(status), "{arguments:?}: {}", told(&output));
        assert_eq!(output.stdout, b"", "{arguments:?}");
        assert!(!output.stderr.is_empty(), "{arguments:?}");
    }
}

#[test]
fn people_read_a_report_without_a_bar_when_nobody_watches() {
    let folder = site(&[("a.jsonl", RECORD), ("bad.jsonl", "{\"id\": 1}\n")]);
    let first = told(&import(folder.path(), &["files"]));
    assert!(first.starts_with("Imported: 1 new, 0 changed, 0 unchanged, 1 refused  (2 files)\n"));
    assert!(
        first.contains("  refused  bad.jsonl, line 1: the record has no url; give it"),
        "{first}"
    );
    let again = told(&import(folder.path(), &["files"]));
    assert!(again.starts_with("Imported: 0 new, 0 changed, 1 unchanged, 1 refused"), "{again}");
    for text in [first, again] {
        assert!(!text.contains(['\r', '\u{1B}']), "{text:?}");
    }
}

#[test]
fn programs_read_one_json_object_a_line_the_summary_last() {
    let folder = site(&[("a.jsonl", RECORD), ("bad.jsonl", "{\"id\": 1}\n")]);
    let output = import(folder.path(), &["--json", "files"]);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(told(&output), "");
    let lines: Vec<Value> = String::from_utf8(output.stdout)
        .unwrap()
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(lines[0]["file"], "bad.jsonl");
    assert_eq!(lines[0]["record"], "line 1");
    assert!(lines[0]["refused"].as_str().unwrap().contains("no url"));
    let summary = lines.last().unwrap();
    for (name, count) in [
        ("kept", 1),
        ("changed", 0),
        ("unchanged", 0),
        ("refused", 1),
        ("withdrawn", 0),
        ("files", 2),
    ] {
        assert_eq!(summary[name], count, "{name}");
    }
}

#[test]
fn a_dry_run_leaves_the_site_as_it_was() {
    let folder = site(&[("a.jsonl", RECORD)]);
    let listed = || -> Vec<String> {
        let mut names: Vec<String> = std::fs::read_dir(folder.path().join("site"))
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    };
    let output = import(folder.path(), &["--dry-run", "files"]);
    assert_eq!(output.status.code(), Some(0));
    assert!(told(&output).starts_with("Would import: 1 new, 0 changed"), "{}", told(&output));
    assert_eq!(listed(), ["site.toml"]);
    import(folder.path(), &["files"]);
    let output = import(folder.path(), &["--dry-run", "--category", "World", "files"]);
    assert!(told(&output).starts_with("Would import: 0 new, 1 changed"), "{}", told(&output));
    let output = import(folder.path(), &["files"]);
    assert!(told(&output).starts_with("Imported: 0 new, 0 changed, 1 unchanged"));
}
