//! What settings name of the site's articles: mistyped names stop, new ones are told of.

use std::fs;
use std::process::Command;

/// Builds a site of one article in `Harbour`, tagged `Ferries`, and of these settings files.
fn build(settings: &[(&str, &str)]) -> (Option<i32>, String) {
    build_of(settings, "2026-11-01T08:00:00Z", "")
}

/// The same, the article being of that date and having `more` members.
fn build_of(settings: &[(&str, &str)], date: &str, more: &str) -> (Option<i32>, String) {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("articles")).unwrap();
    let site = "title = \"T\"\nurl = \"https://t.example\"\nbase_url = \"https://t.example\"\n\
                language = \"en\"\n";
    fs::write(folder.path().join("site.toml"), site).unwrap();
    let record = format!(
        r#"{{"id": "1", "url": "https://t.example/1", "title": "Fog", "content_text": "Fog.",
            "date_published": "{date}", "categories": ["Harbour"],
            "tags": ["Ferries"], "authors": [{{"name": "Ada Quill"}}]{more}}}"#
    );
    fs::write(folder.path().join("articles/1.json"), record).unwrap();
    for (file, text) in settings {
        let kept = fs::read_to_string(folder.path().join(file)).unwrap_or_default();
        fs::write(folder.path().join(file), format!("{kept}{text}\n")).unwrap();
    }
    let output = Command::new(env!("CARGO_BIN_EXE_newswire"))
        .args(["build", "--out"])
        .arg(folder.path().join("out"))
        .arg("--site")
        .arg(folder.path())
        .output()
        .unwrap();
    (output.status.code(), String::from_utf8(output.stderr).unwrap())
}

#[test]
fn a_mistyped_name_stops_with_its_file_line_and_what_is_meant() {
    for (file, text, place, meant) in [
        ("sea.toml", "title = \"Sea\"\ncategories = [\"harbor\"]", "sea.toml, line 2", "`harbour`"),
        ("sea.toml", "tags = [\n\"ferries\",\n\"feries\"]", "sea.toml, line 3", "`ferries`"),
        ("sea.toml", "authors = [\"Ada Quilll\"]", "sea.toml, line 1", "`ada-quill`"),
        ("harbuor.toml", "title = \"Harbour\"", "harbuor.toml, line 1", "`harbour`"),
    ] {
        let (status, said) = build(&[(file, text)]);
        assert_eq!(status, Some(3), "{text}: {said}");
        assert!(said.contains(place) && said.contains(&format!("{meant} is meant")), "{said}");
    }
}

#[test]
fn a_new_name_is_told_of_and_a_known_one_is_not() {
    for (file, text, told) in [
        (
            "sea.toml",
            "categories = [\"harbour\", \"gardens\"]",
            "no article has the category `gardens`",
        ),
        ("sea.toml", "language = [\"en\", \"is\"]", "no article has the language `is`"),
        ("gardens.toml", "title = \"Gardens\"", "the file is for the category `gardens`"),
        ("harbour.toml", "tags = [\"ferries\"]", "at the address of the category `Harbour`"),
        ("site.toml", "retired = [\"harbour\"]", "1 article is filed under it"),
    ] {
        let (status, said) = build(&[(file, text)]);
        assert_eq!(status, Some(0), "{text}: {said}");
        let doubts: Vec<&str> = said.lines().filter(|line| line.contains("doubtful")).collect();
        assert_eq!(doubts.len(), 1, "{text}: {said}");
        assert!(doubts[0].contains(file) && doubts[0].contains(told), "{said}");
    }
    let well = [
        ("harbour.toml", "title = \"Harbour\""),
        ("all.toml", "title = \"All of it\""),
        ("sea.toml", "categories = [\"Harbour\"]\ntags = [\"ferries\"]\nauthors = [\"Ada Quill\"]"),
        ("site.toml", "retired = [\"old-section\"]"),
    ];
    let (status, said) = build(&well);
    assert_eq!(status, Some(0), "{said}");
    assert!(!said.contains("doubtful"), "{said}");
}

#[test]
fn a_former_name_that_articles_are_filed_under_is_told_of_and_stops_nothing() {
    for (file, text, place, why) in [
        (
            "sea.toml",
            "title = \"Sea\"\ntags = [\"ferries\"]\nformer_names = [\"harbour\"]",
            "sea.toml, line 3",
            "1 article is filed under it, which `sea` does not hold",
        ),
        (
            "site.toml",
            "[moved]\n\"author/ada-quill\" = \"harbour\"",
            "site.toml, line 6",
            "take the former name out",
        ),
    ] {
        let (status, said) = build(&[(file, text)]);
        assert_eq!(status, Some(0), "{text}: {said}");
        let told = said.lines().find(|line| line.contains("doubtful")).unwrap_or_default();
        assert!(told.contains(place) && told.contains(why), "{said}");
    }
}

#[test]
fn a_former_name_that_is_in_use_stops_with_its_place_and_the_mend() {
    for (settings, place, why) in [
        (
            vec![("site.toml", "[moved]\nquay = \"harbor\"")],
            "site.toml, line 6",
            "`harbour` is meant",
        ),
        (
            vec![
                ("sea.toml", "tags = [\"ferries\"]\nformer_names = [\n\"a\",\n\"quay\"]"),
                ("site.toml", "[moved]\nquay = \"harbour\""),
            ],
            "sea.toml, line 4",
            "already (site.toml, line 6)",
        ),
        (
            vec![
                ("sea.toml", "tags = [\"ferries\"]\nformer_names = [\"coast\"]"),
                ("coast.toml", "tags = [\"ferries\"]\nformer_names = [\"quay\"]"),
            ],
            "sea.toml, line 2",
            "coast.toml gives it a feed",
        ),
    ] {
        let (status, said) = build(&settings);
        assert_eq!(status, Some(3), "{settings:?}: {said}");
        assert!(said.contains(place) && said.contains(why), "{said}");
    }
    for (file, text) in [
        // It goes on under the new name with the same articles.
        ("sea.toml", "categories = [\"harbour\"]\nformer_names = [\"harbour\", \"tag/quay\"]"),
        ("site.toml", "[moved]\n\"tag/ferries\" = \"all\""),
        ("site.toml", "[moved]\nquay = \"harbour\"\nold-quay = \"quay\""),
    ] {
        let (status, said) = build(&[(file, text)]);
        assert_eq!(status, Some(0), "{text}: {said}");
        assert!(!said.contains("doubtful"), "{text}: {said}");
    }
    let (status, said) = build(&[("site.toml", "[moved]\nquay = \"waterfront\"")]);
    assert_eq!(status, Some(0), "{said}");
    assert!(said.contains("no article has the category `waterfront`"), "{said}");
}

#[test]
fn what_is_scheduled_or_gone_is_known() {
    for (date, more) in [
        ("2199-01-01", ""),
        ("2026-11-01", r#", "expires": "2026-11-02T00:00:00Z""#),
        ("2026-11-01", r#", "status": "withdrawn""#),
    ] {
        let sea = [("sea.toml", "categories = [\"harbour\"]")];
        let (status, said) = build_of(&sea, date, more);
        assert_eq!(status, Some(0), "{said}");
        assert!(!said.contains("doubtful"), "{date} {more}: {said}");
    }
}
