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
