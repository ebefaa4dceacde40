//! Real feeds, when they are there: nothing that other parsers read of them may be missing here.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use super::tests::records_of;

fn data() -> Option<PathBuf> {
    let root = std::env::var_os("NEWSWIRE_TEST_DATA").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/data"),
        PathBuf::from,
    );
    let feeds = root.join("feeds");
    if !feeds.is_dir() {
        println!("skipped: no real feeds at {}", feeds.display());
        return None;
    }
    Some(feeds)
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for path in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if path.is_dir() { folders.push(path) } else { found.push(path) }
        }
    }
    found.sort();
    found
}

#[test]
fn real_feeds_are_read() {
    let Some(feeds) = data() else { return };
    for collection in ["feed-rs", "gofeed", "rsparser", "feedvalidator"] {
        let mut said = String::new();
        let (mut count, mut items, mut refused, mut failed) = (0, 0, 0, 0);
        for file in files(&feeds.join(collection)) {
            let name = file.to_string_lossy().into_owned();
            let is_gofeeds = collection == "gofeed" && !name.contains("/json/");
            if name.contains(".serde.")
                || name.contains("expected.")
                || (is_gofeeds && file.extension().unwrap() == "json")
            {
                continue;
            }
            count += 1;
            let (records, outcome) = records_of(&std::fs::read(&file).unwrap());
            items += records.len();
            if let Err(error) = outcome {
                failed += 1;
                writeln!(said, "  {name}: {error}").unwrap();
            }
            for record in &records {
                if let Err(error) = &record.draft {
                    refused += 1;
                    writeln!(said, "  {name}: {}: {error}", record.place).unwrap();
                }
            }
        }
        println!(
            "== {collection}: {count} files, {items} items, {refused} refused, {failed} files with a fault\n{said}"
        );
        assert!(items > 0);
    }
}

/// What the feed parser itself reads of the same files: nothing of it may be missing here.
#[test]
fn nothing_that_others_read_is_missing() {
    let Some(feeds) = data() else { return };
    let (mut compared, mut differing) = (0, 0);
    for file in files(&feeds.join("feed-rs")) {
        let name = file.to_string_lossy().into_owned();
        let Some(stem) = name.strip_suffix(".serde.json") else { continue };
        let source = ["xml", "json"].iter().map(|ending| PathBuf::from(format!("{stem}.{ending}")));
        let Some(source) = source.into_iter().find(|path| path.exists()) else { continue };
        let expected: serde_json::Value =
            serde_json::from_slice(&std::fs::read(&file).unwrap()).unwrap();
        let (records, _) = records_of(&std::fs::read(source).unwrap());
        let entries = expected["entries"].as_array().unwrap();
        if records.len() != entries.len() {
            println!("{stem}: {} records, {} expected", records.len(), entries.len());
            differing += 1;
        }
        for (record, entry) in records.iter().zip(entries) {
            let Ok(draft) = &record.draft else { continue };
            compared += 1;
            let mut faults = String::new();
            let id = entry["id"].as_str().unwrap_or_default();
            if draft.guid.is_some() && draft.guid.as_deref() != Some(id.trim()) {
                write!(faults, " id {id} / {:?}", draft.guid).unwrap();
            }
            let read =
                |date: &str| crate::article::dates::read(date, &crate::article::TimeZone::UTC);
            let date = |name: &str| entry[name].as_str().and_then(read);
            let ours = draft.date_published.as_deref().and_then(read);
            let theirs = date("published").or(date("updated"));
            if ours != theirs {
                write!(faults, " date {theirs:?} / {:?}", draft.date_published).unwrap();
            }
            let title = entry["title"]["content"].as_str().unwrap_or_default().trim();
            let plain = |text: &str| text.replace("&amp;", "&").replace("&lt;", "<");
            if plain(title) != plain(draft.title.as_deref().unwrap_or_default()).trim() {
                write!(faults, " title {title:?} / {:?}", draft.title).unwrap();
            }
            let links = entry["links"].as_array().map_or(&[][..], Vec::as_slice);
            let known = |url: &str| links.iter().any(|link| link["href"].as_str() == Some(url));
            if !draft.url.as_deref().is_none_or(known) && draft.url.as_deref() != Some(id) {
                write!(faults, " url {:?}", draft.url).unwrap();
            }
            let has = |name: &str| entry[name].as_array().map_or(0, Vec::len);
            if has("categories") > draft.categories.len() || has("authors") > draft.authors.len() {
                write!(
                    faults,
                    " categories {} / {} authors {} / {}",
                    has("categories"),
                    draft.categories.len(),
                    has("authors"),
                    draft.authors.len()
                )
                .unwrap();
            }
            let body = entry["content"]["body"].as_str().or(entry["summary"]["content"].as_str());
            let length = body.map_or(0, |body| body.trim().len());
            if length > 0 && draft.body.as_ref().map_or(0, |body| body.source.len()) < length / 2 {
                write!(
                    faults,
                    " body {length} / {:?}",
                    draft.body.as_ref().map(|body| body.source.len())
                )
                .unwrap();
            }
            if !faults.is_empty() {
                differing += 1;
                println!("{stem} {}:{faults}", record.place);
            }
        }
    }
    println!("compared {compared} entries, {differing} differ");
    // What differs is what must: ids that feed-rs makes up, links that forward, dates it cannot read.
    assert!(compared >= 100 && differing <= 15);
}

/// gofeed keeps the texts of dates, which is what is wanted here.
#[test]
fn ids_links_titles_and_dates_are_those_that_gofeed_reads() {
    let Some(feeds) = data() else { return };
    let (mut compared, mut differing) = (0, 0);
    for file in files(&feeds.join("gofeed/translator")) {
        if file.extension().is_none_or(|ending| ending != "xml") {
            continue;
        }
        let Ok(expected) = std::fs::read(file.with_extension("json")) else { continue };
        let expected: serde_json::Value = serde_json::from_slice(&expected).unwrap();
        let items = expected["items"].as_array().map_or(&[][..], Vec::as_slice);
        let (records, _) = records_of(&std::fs::read(&file).unwrap());
        let name = file.file_name().unwrap().to_string_lossy().into_owned();
        if records.len() != items.len() {
            differing += 1;
            println!("{name}: {} records, {} expected", records.len(), items.len());
        }
        for (record, item) in records.iter().zip(items) {
            compared += 1;
            let draft = match &record.draft {
                Ok(draft) => draft,
                Err(error) => {
                    differing += 1;
                    println!("{name}: {error}");
                    continue;
                }
            };
            let names: Vec<_> = draft.authors.iter().filter_map(|a| a.name.as_deref()).collect();
            let terms: Vec<_> = draft.categories.iter().map(|term| term.name.as_str()).collect();
            let mut said = String::new();
            for (field, ours) in [
                ("guid", draft.guid.as_deref()),
                ("link", draft.url.as_deref()),
                ("title", draft.title.as_deref()),
                ("published", draft.date_published.as_deref()),
                ("content", draft.body.as_ref().map(|body| body.source.as_str())),
                (
                    "description",
                    draft
                        .summary
                        .as_deref()
                        .or(draft.body.as_ref().map(|body| body.source.as_str())),
                ),
            ] {
                if let Some(theirs) = item[field].as_str()
                    && ours.map(str::trim) != Some(theirs.trim())
                {
                    write!(said, " {field}: {theirs:?} / {ours:?}").unwrap();
                }
            }
            for category in item["categories"].as_array().into_iter().flatten() {
                if !terms.contains(&category.as_str().unwrap()) {
                    write!(said, " categories: {category} / {terms:?}").unwrap();
                }
            }
            if let Some(author) = item["author"]["name"].as_str()
                && !names.contains(&author)
            {
                write!(said, " author: {author} / {names:?}").unwrap();
            }
            if let Some(image) = item["image"]["url"].as_str()
                && draft.image.as_ref().map(|image| image.url.as_str()) != Some(image)
            {
                write!(said, " image: {image} / {:?}", draft.image).unwrap();
            }
            for file in item["enclosures"].as_array().into_iter().flatten() {
                let url = file["url"].as_str();
                if url.is_some()
                    && !draft.attachments.iter().any(|known| Some(known.url.as_str()) == url)
                {
                    write!(said, " enclosure: {url:?} / {:?}", draft.attachments).unwrap();
                }
            }
            if !said.is_empty() {
                differing += 1;
                println!("{name}:{said}");
            }
        }
    }
    println!("compared {compared} items, {differing} differ");
    // Closing slashes, pictures out of bodies, keywords that are tags here.
    assert!(compared >= 45 && differing <= 9);
}
