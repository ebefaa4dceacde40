//! The map of the house, held against the code: which module may import which, which crate may be
//! named where, that every file says what it is for, and that none grows past what one reads.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// A module and the modules it may name. `app`, `config`, `cli` and `main` wire everything.
const MAY_IMPORT: [(&str, &[&str]); 10] = [
    ("article", &[]),
    ("store", &["article"]),
    ("import", &["article", "store"]),
    ("feed", &["article", "store"]),
    ("document", &["article", "feed"]),
    ("render", &["article", "document"]),
    ("check", &["article", "document"]),
    ("response", &["article", "store", "feed", "document", "render", "check"]),
    ("server", &["article", "import", "feed", "response"]),
    ("fetch", &["check"]),
];
const WIRING: [&str; 4] = ["app", "config", "cli", "main"];

/// A crate and the places that may name it.
const CONFINED: [(&str, &[&str]); 18] = [
    ("rss", &["src/render/rss2"]),
    ("atom_syndication", &["src/render/atom1"]),
    ("moka", &["src/response/cache"]),
    ("jiff", &["src/article/zone"]),
    ("nix", &["src/server/socket"]),
    ("rustix", &["src/response/system_copy", "src/response/work", "src/server/socket"]),
    ("rusqlite", &["src/store/sqlite"]),
    // Two sides of one protocol: what answers, and the one client that asks.
    ("hyper", &["src/server/", "src/fetch/client"]),
    ("hyper_util", &["src/server/", "src/fetch/client"]),
    ("tokio_rustls", &["src/fetch/client"]),
    ("rustls_native_certs", &["src/fetch/client"]),
    ("flate2", &["src/fetch/coding"]),
    ("matchit", &["src/server/"]),
    ("feed_rs", &["src/import/remote_feed"]),
    ("dom_smoothie", &["src/import/page/"]),
    ("askama", &["src/render/"]),
    ("base64", &["src/server/dictionary"]),
    ("clap", &["src/cli/", "src/main.rs"]),
];

/// Code lines of a file, tests not counted, past which it should be two.
const CEILING: usize = 400;

fn sources() -> Vec<(String, String)> {
    fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                collect(&path, files);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                files.push(path);
            }
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    collect(&root.join("src"), &mut files);
    files.sort();
    assert!(files.len() > 20, "the sources were not found");
    let mut sources: Vec<(String, String)> = files
        .into_iter()
        .map(|path| {
            let name = path.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/");
            (name, fs::read_to_string(&path).unwrap())
        })
        .collect();
    let tests: Vec<String> =
        sources.iter().flat_map(|(file, source)| test_modules(file, source)).collect();
    sources.retain(|(file, _)| !tests.iter().any(|test| file.starts_with(test.as_str())));
    sources
}

/// Where the modules lie that a file declares for tests alone: they are not the program.
fn test_modules(file: &str, source: &str) -> Vec<String> {
    let folder = match file.rsplit_once('/') {
        Some((folder, "mod.rs" | "lib.rs")) => folder.to_owned(),
        _ => file.trim_end_matches(".rs").to_owned(),
    };
    let lines: Vec<&str> = source.lines().collect();
    lines
        .windows(2)
        .filter(|pair| pair[0].trim() == "#[cfg(test)]")
        .filter_map(|pair| pair[1].trim().strip_prefix("mod ")?.strip_suffix(';'))
        .flat_map(|name| [format!("{folder}/{name}.rs"), format!("{folder}/{name}/")])
        .collect()
}

/// The code of a file: no comments, no unit tests (which stand last).
fn code(source: &str) -> Vec<&str> {
    source
        .lines()
        .take_while(|line| line.trim() != "#[cfg(test)]")
        .filter(|line| !line.trim_start().starts_with("//") && !line.trim().is_empty())
        .collect()
}

/// The top-level module a file belongs to.
fn module_of(file: &str) -> &str {
    let inside = file.strip_prefix("src/").unwrap();
    inside.split('/').next().unwrap().trim_end_matches(".rs")
}

/// The names that follow `crate::`, including the list of `crate::{a, b}`.
fn imports(line: &str) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for (at, _) in line.match_indices("crate::") {
        let rest = &line[at + "crate::".len()..];
        let list = rest.strip_prefix('{').and_then(|rest| rest.split('}').next()).unwrap_or(rest);
        for part in list.split(", ") {
            let name: String =
                part.trim().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            names.insert(name);
            if !rest.starts_with('{') {
                break;
            }
        }
    }
    names
}

#[test]
fn a_module_sees_only_what_is_upstream() {
    let rooms: BTreeSet<&str> = MAY_IMPORT.iter().map(|(room, _)| *room).collect();
    let mut faults = Vec::new();
    for (file, source) in sources() {
        let module = module_of(&file);
        if module == "lib" || WIRING.contains(&module) {
            continue;
        }
        let Some((_, allowed)) = MAY_IMPORT.iter().find(|(room, _)| *room == module) else {
            faults.push(format!("{file}: the module `{module}` is not on the map"));
            continue;
        };
        for line in code(&source) {
            for name in imports(line) {
                let is_known = rooms.contains(name.as_str()) || WIRING.contains(&name.as_str());
                if is_known && name != module && !allowed.contains(&name.as_str()) {
                    faults.push(format!(
                        "{file} imports `{name}`, which `{module}` must not know: {line}"
                    ));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn an_outside_crate_is_named_only_in_its_place() {
    let mut faults = Vec::new();
    for (file, source) in sources() {
        for line in code(&source) {
            for (library, places) in CONFINED {
                let is_named = line.match_indices(&format!("{library}::")).any(|(at, _)| {
                    !line[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == ':')
                });
                if is_named && !places.iter().any(|place| file.starts_with(place)) {
                    faults.push(format!(
                        "{file} names `{library}`, which belongs to {places:?}: {line}"
                    ));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn the_clock_is_read_in_one_place() {
    let clocks = ["Utc::now(", "SystemTime::now("];
    for (file, source) in sources() {
        for line in code(&source) {
            let reads_clock = clocks.iter().any(|clock| line.contains(clock));
            assert!(
                !reads_clock || file == "src/app.rs",
                "{file} reads the clock; time is passed in: {line}"
            );
        }
    }
}

#[test]
fn every_file_says_first_what_it_is_for() {
    for (file, source) in sources() {
        assert!(source.starts_with("//! "), "{file} does not open with `//!`");
    }
}

#[test]
fn no_file_grows_past_what_one_reads() {
    for (file, source) in sources() {
        let lines = code(&source).len();
        assert!(
            lines <= CEILING,
            "{file} has {lines} lines of code: which concept in it wants a room of its own?"
        );
    }
}

#[test]
fn the_map_in_the_crate_documentation_names_every_module() {
    let source =
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/lib.rs")).unwrap();
    for (module, _) in MAY_IMPORT {
        assert!(
            source.contains(&format!("//! | [`{module}`]")),
            "lib.rs does not explain `{module}`"
        );
        assert!(
            source.contains(&format!("pub mod {module};")),
            "lib.rs does not declare `{module}`"
        );
    }
}
