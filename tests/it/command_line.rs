//! What the command line takes: flags on either side of the command, and a variable for each.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::{Command, Output};

const COMMANDS: [&str; 5] = ["serve", "import", "build", "check", "excerpt"];

/// Runs the program with these variables and no other of its own.
fn newswire(arguments: &[&str], variables: &[(&str, &str)]) -> Output {
    let mut program = Command::new(env!("CARGO_BIN_EXE_newswire"));
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("NEWSWIRE") {
            program.env_remove(name);
        }
    }
    program.args(arguments).envs(variables.iter().copied()).output().unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// A site folder, and a place for what is built from it.
fn site() -> (tempfile::TempDir, String, String) {
    let folder = tempfile::tempdir().unwrap();
    let settings = "title = \"T\"\nurl = \"https://t.example\"\nlanguage = \"en\"\n\
                    base_url = \"https://t.example\"\n";
    std::fs::write(folder.path().join("site.toml"), settings).unwrap();
    let site = folder.path().to_string_lossy().into_owned();
    let out = folder.path().join("out").to_string_lossy().into_owned();
    (folder, site, out)
}

#[test]
fn a_flag_of_all_commands_stands_before_or_after_the_command() {
    for arguments in [["--site", "SITE", "build"], ["build", "--site", "SITE"]] {
        let (_folder, site, out) = site();
        let arguments = arguments.map(|word| if word == "SITE" { &site } else { word });
        let ran = newswire(&[&arguments[..], &["--out", &out]].concat(), &[]);
        assert_eq!(ran.status.code(), Some(0), "{arguments:?}: {}", said(&ran));
        assert!(Path::new(&out).join("feeds/all.rss").is_file());
    }
    let (_folder, site, _) = site();
    let listen = ["--site", &site, "--listen", "nowhere"];
    for arguments in [&listen[..], &[&listen[..], &["serve"]].concat()] {
        let ran = newswire(arguments, &[("NEWSWIRE_LISTEN", "elsewhere")]);
        assert!(said(&ran).contains("nothing can listen on nowhere"), "{}", said(&ran));
        assert_eq!(ran.status.code(), Some(3));
    }
}

#[test]
fn a_flag_that_a_command_has_no_use_for_is_wrong_use() {
    for arguments in [
        &["--listen", "127.0.0.1:0", "build", "--out", "x"][..],
        &["check", "--listen", "127.0.0.1:0"],
        &["excerpt", "--site", "x"],
        &["--store", "x", "excerpt"],
    ] {
        let ran = newswire(arguments, &[]);
        assert_eq!(ran.status.code(), Some(2), "{arguments:?}");
        assert!(said(&ran).contains("has no use for --"), "{}", said(&ran));
    }
}

#[test]
fn a_variable_does_what_its_flag_does_and_the_flag_wins() {
    let (_folder, site, out) = site();
    let built = newswire(&["build"], &[("NEWSWIRE_SITE", &site), ("NEWSWIRE_OUT", &out)]);
    assert_eq!(built.status.code(), Some(0), "{}", said(&built));
    let wins = newswire(&["build", "--site", &site, "--out", &out], &[("NEWSWIRE_SITE", "none")]);
    assert_eq!(wins.status.code(), Some(0), "{}", said(&wins));
    // A variable for a command that has no use for it is no fault: it is there for another.
    let excerpt = newswire(&["excerpt", "-"], &[("NEWSWIRE_LISTEN", "x"), ("NEWSWIRE_SITE", "x")]);
    assert_eq!(excerpt.status.code(), Some(3), "{}", said(&excerpt));
    let file = Path::new(&site).join("one.json");
    std::fs::write(&file, "{\"id\": \"1\"}").unwrap();
    let file = file.to_string_lossy().into_owned();
    for yes in ["1", "true", "yes", "on"] {
        let ran = newswire(&["import", "--site", &site, &file], &[("NEWSWIRE_DRY_RUN", yes)]);
        assert!(said(&ran).starts_with("Would import"), "{yes}: {}", said(&ran));
    }
    for no in ["0", "false", "no", "off"] {
        let ran = newswire(&["import", "--site", &site, &file], &[("NEWSWIRE_DRY_RUN", no)]);
        assert!(said(&ran).starts_with("Imported"), "{no}: {}", said(&ran));
    }
    let ran = newswire(&["import", "--site", &site, &file], &[("NEWSWIRE_DRY_RUN", "perhaps")]);
    assert_eq!(ran.status.code(), Some(2), "{}", said(&ran));
}

#[test]
fn every_flag_tells_its_variable() {
    let mut told = BTreeSet::new();
    for command in COMMANDS {
        let help = newswire(&[command, "--help"], &[]);
        let help = String::from_utf8(help.stdout).unwrap();
        let help = help.split_whitespace().collect::<Vec<_>>().join(" ");
        let flags: Vec<(usize, &str)> = help
            .match_indices(" --")
            .map(|(at, _)| (at, help[at + 3..].split([' ', '.', ',']).next().unwrap()))
            .collect();
        for (place, (at, flag)) in flags.iter().enumerate() {
            let upto = flags.get(place + 1).map_or(help.len(), |(next, _)| *next);
            let is_explained = help[*at..upto].contains("[env: ");
            let variable = flag.replace('-', "_").to_uppercase();
            if is_explained {
                assert!(
                    help[*at..upto].contains(&format!("[env: NEWSWIRE_{variable}=]")),
                    "{flag}"
                );
                told.insert((*flag).to_owned());
            }
        }
        // Every flag that is no help has been explained somewhere.
        for (_, flag) in flags {
            assert!(told.contains(flag) || flag.starts_with("help"), "{command} --{flag}");
        }
    }
    assert!(told.len() > 12, "{told:?}");
}
