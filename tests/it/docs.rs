//! What `docs/` says of settings and commands is what the program takes.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

fn doc(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs").join(name);
    std::fs::read_to_string(path).unwrap()
}

/// The names in backticks that could be keys.
fn keys(text: &str) -> BTreeSet<&str> {
    text.split('`')
        .skip(1)
        .step_by(2)
        .filter(|word| word.chars().all(|c| c.is_ascii_lowercase() || c == '_'))
        .collect()
}

/// What the program says it would take where it is given a key that there is not.
fn accepted(file: &str, text: &str) -> Vec<String> {
    let site = tempfile::tempdir().unwrap();
    let minimal = "title = \"T\"\nurl = \"https://t.example\"\nlanguage = \"en\"\n";
    std::fs::write(site.path().join("site.toml"), minimal).unwrap();
    let extra = if file == "site.toml" { format!("{minimal}{text}") } else { text.to_owned() };
    std::fs::write(site.path().join(file), extra).unwrap();
    let ran = Command::new(env!("CARGO_BIN_EXE_newswire"))
        .args(["build", "--out"])
        .arg(site.path().join("out"))
        .arg("--site")
        .arg(site.path())
        .output()
        .unwrap();
    let said = String::from_utf8(ran.stderr).unwrap();
    let (_, list) = said.split_once("The keys here are").unwrap_or_else(|| panic!("{said}"));
    list.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

#[test]
fn every_key_of_the_settings_is_explained() {
    let doc = doc("site-folder.md");
    let explained = keys(&doc);
    for (file, text) in [
        ("site.toml", "nonsense = 1\n"),
        ("site.toml", "[defaults]\nnonsense = 1\n"),
        ("site.toml", "[server]\nnonsense = 1\n"),
        ("world.toml", "nonsense = 1\n"),
    ] {
        let accepted = accepted(file, text);
        assert!(accepted.len() > 4, "{accepted:?}");
        for key in accepted {
            let is_table = doc.contains(&format!("`[{key}]`"));
            assert!(is_table || explained.contains(key.as_str()), "{file}: `{key}` is missing");
        }
    }
}

#[test]
fn every_command_is_shown_as_it_explains_itself() {
    let doc = doc("commands.md");
    for command in
        [None, Some("serve"), Some("import"), Some("build"), Some("check"), Some("excerpt")]
    {
        let variables = std::env::vars_os().map(|(name, _)| name);
        let mut program = Command::new(env!("CARGO_BIN_EXE_newswire"));
        for name in variables.filter(|name| name.to_string_lossy().starts_with("NEWSWIRE")) {
            program.env_remove(name);
        }
        let ran = program.args(command).arg("--help").output().unwrap();
        let said = String::from_utf8(ran.stdout).unwrap();
        let said: Vec<&str> = said.trim_end().lines().map(str::trim_end).collect();
        assert!(doc.contains(&said.join("\n")), "docs/commands.md lacks: {}", said.join("\n"));
    }
}

/// The messages that the source writes with `#[error("…")]`, up to the mend after the semicolon, with
/// `…` for what differs.
fn messages(source: &str) -> Vec<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(source);
    let code = std::fs::read_to_string(path).unwrap();
    let texts = code.split("#[error(").skip(1).filter_map(|rest| {
        let (text, _) = rest.trim_start().strip_prefix('"')?.split_once('"')?;
        let mut message = String::new();
        for (index, part) in text.split(['{', '}']).enumerate() {
            message.push_str(if index % 2 == 0 { part } else { "…" });
        }
        let fault = message.split(';').next()?.split(" (").next()?.to_owned();
        fault.chars().any(char::is_alphabetic).then_some(fault)
    });
    texts.collect()
}

#[test]
fn every_error_is_explained() {
    let doc = doc("errors.md");
    let sources = [
        "article/intake/loss.rs",
        "article/html/mod.rs",
        "import/mod.rs",
        "store/mod.rs",
        "config/error.rs",
    ];
    let mut messages: Vec<String> = sources.into_iter().flat_map(messages).collect();
    assert!(messages.len() > 25, "{messages:?}");
    messages.retain(|message| !doc.contains(&format!("| {message} |")));
    assert!(messages.is_empty(), "docs/errors.md lacks: {messages:#?}");
}

#[test]
fn every_status_and_exit_is_explained() {
    let doc = doc("errors.md");
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut statuses = BTreeSet::new();
    let mut paths = vec![root.join("server")];
    while let Some(path) = paths.pop() {
        if path.is_dir() {
            paths.extend(std::fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path()));
            continue;
        }
        let code = std::fs::read_to_string(path).unwrap();
        for rest in code.split("StatusCode::").skip(1) {
            let name: String =
                rest.chars().take_while(|c| c.is_ascii_uppercase() || *c == '_').collect();
            statuses.insert(name);
        }
    }
    for name in statuses {
        let status = match name.as_str() {
            "OK" | "NO_CONTENT" | "" => continue,
            "IM_USED" => 226,
            "MOVED_PERMANENTLY" => 301,
            "NOT_MODIFIED" => 304,
            "BAD_REQUEST" => 400,
            "NOT_FOUND" => 404,
            "METHOD_NOT_ALLOWED" => 405,
            "NOT_ACCEPTABLE" => 406,
            "GONE" => 410,
            "PRECONDITION_FAILED" => 412,
            "TOO_MANY_REQUESTS" => 429,
            "INTERNAL_SERVER_ERROR" => 500,
            "SERVICE_UNAVAILABLE" => 503,
            other => panic!("{other} is a new status: explain it in docs/errors.md"),
        };
        assert!(doc.contains(&format!("\n| {status} | ")), "docs/errors.md lacks {status}");
    }
    for exit in 0..=3 {
        assert!(doc.contains(&format!("\n| {exit} | ")), "docs/errors.md lacks exit {exit}");
    }
}

#[test]
fn what_is_shown_of_the_sample_site_is_what_it_gives() {
    let out = tempfile::tempdir().unwrap();
    let ran = Command::new(env!("CARGO_BIN_EXE_newswire"))
        .args(["build", "--site", "feeds", "--store"])
        .arg(out.path().join("store.sqlite"))
        .arg("--out")
        .arg(out.path())
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    let said = String::from_utf8(ran.stderr).unwrap();
    assert_eq!(ran.status.code(), Some(1), "{said}");
    // What the README shows of the first start is the same report.
    let (report, _) = said.split_once("the documents name").unwrap();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let readme = std::fs::read_to_string(root.join("README.md")).unwrap();
    assert!(readme.contains(report), "README.md lacks: {report}");
    let built = |ending: &str| {
        std::fs::read_to_string(out.path().join("feeds/all").with_extension(ending)).unwrap()
    };
    let doc = doc("formats.md");
    let blocks: Vec<&str> =
        doc.split("\n```xml\n").skip(1).map(|rest| rest.split("\n```\n").next().unwrap()).collect();
    assert_eq!(blocks.len(), 2);
    for (block, ending) in blocks.iter().zip(["rss", "atom"]) {
        let in_one_line: String = block.lines().map(str::trim_start).collect();
        assert!(built(ending).contains(&in_one_line), "{ending}: {in_one_line}");
    }
    let (_, rest) = doc.split_once("\n```json\n").unwrap();
    let shown: serde_json::Value =
        serde_json::from_str(rest.split("\n```\n").next().unwrap()).unwrap();
    let feed: serde_json::Value = serde_json::from_str(&built("json")).unwrap();
    assert!(feed["items"].as_array().unwrap().contains(&shown), "{shown}");
}

#[test]
fn what_is_linked_to_is_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut pages = vec![root.join("README.md")];
    pages.extend(std::fs::read_dir(root.join("docs")).unwrap().map(|entry| entry.unwrap().path()));
    pages.retain(|page| page.extension().is_some_and(|extension| extension == "md"));
    assert!(pages.len() > 8, "{pages:?}");
    let readme = std::fs::read_to_string(root.join("README.md")).unwrap();
    for page in &pages {
        let text = std::fs::read_to_string(page).unwrap();
        for link in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let target = link.split('#').next().unwrap();
            let is_there = target.contains("://") || page.with_file_name(target).exists();
            assert!(is_there, "{}: {link}", page.display());
        }
        let name = page.file_name().unwrap().to_string_lossy();
        let is_found = name == "README.md" || readme.contains(&format!("docs/{name}"));
        assert!(is_found, "README.md leads nobody to {name}");
    }
}
