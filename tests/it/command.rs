//! The program as it is run: what it writes, says and ends with.

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use newswire::fetch::examine;

const GOOD: &str = r#"{"id": "good", "url": "https://news.example/good", "title": "A & B",
    "content_html": "<p>The ferry is late again. It is the fog.</p>", "date_published":
    "2026-11-01T08:00:00Z", "categories": ["Harbour"], "tags": ["Fähre"], "authors": [{"name": "Ada"}]}"#;

/// A site in a folder of its own.
struct Site {
    folder: tempfile::TempDir,
}

impl Site {
    /// `settings` are lines of its `site.toml`.
    fn new(settings: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("articles")).unwrap();
        let site = Self { folder };
        site.write(
            "site.toml",
            &format!(
                "title = \"The Test\"\nurl = \"https://news.example\"\nlanguage = \"en\"\n\
                 timezone = \"UTC\"\ndescription = \"Tests.\"\n{settings}\n"
            ),
        );
        site.article("good", GOOD);
        site
    }

    fn public() -> Self {
        Self::new("base_url = \"https://feeds.news.example\"")
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn write(&self, name: &str, text: &str) {
        fs::write(self.path(name), text).unwrap();
    }

    fn article(&self, name: &str, record: &str) {
        self.write(&format!("articles/{name}.json"), record);
    }

    /// Builds into `out`; returns how it ended and what it said.
    fn build(&self) -> (Option<i32>, String) {
        ended(&newswire(&[
            "build",
            "--site",
            &self.folder.path().to_string_lossy(),
            "--out",
            &self.out(),
        ]))
    }

    fn out(&self) -> String {
        self.path("out").to_string_lossy().into_owned()
    }

    /// The files under `out`, by their paths.
    fn built(&self) -> Vec<String> {
        fn collect(folder: &Path, root: &Path, names: &mut Vec<String>) {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    collect(&path, root, names);
                } else {
                    names.push(path.strip_prefix(root).unwrap().to_string_lossy().into_owned());
                }
            }
        }
        let mut names = Vec::new();
        collect(&self.path("out"), &self.path("out"), &mut names);
        names.sort();
        names
    }
}

fn newswire(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_newswire"))
        .args(arguments)
        .env("NO_COLOR", "1")
        .output()
        .unwrap()
}

fn ended(output: &Output) -> (Option<i32>, String) {
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    (output.status.code(), said)
}

/// A server that stops when the test does.
struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn a_build_writes_the_bytes_that_are_served() {
    let site = Site::public();
    assert_eq!(site.build().0, Some(0));
    let mut server = Server(
        Command::new(env!("CARGO_BIN_EXE_newswire"))
            .args(["serve", "--listen", "127.0.0.1:0", "--site"])
            .arg(site.folder.path())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap(),
    );
    let said = BufReader::new(server.0.stderr.take().unwrap());
    let address = said
        .lines()
        .map(|line| line.unwrap())
        .find_map(|line| Some(line.strip_prefix("listening on ")?.split('/').nth(2)?.to_owned()))
        .unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let mut compared = 0;
    for name in site.built() {
        if name.starts_with('.') || name.ends_with(".gz") || name.ends_with(".br") {
            continue;
        }
        let path = name
            .strip_suffix("index.html")
            .map_or(name.as_str(), |page| page.trim_end_matches('/'));
        let served = runtime.block_on(examine(&format!("http://{address}/{path}"))).unwrap();
        assert_eq!(
            served.document.unwrap(),
            fs::read(site.path("out").join(&name)).unwrap(),
            "{name}"
        );
        compared += 1;
    }
    // all, harbour, author/ada and tag/fähre in six forms each, and two lists.
    assert_eq!(compared, 4 * 6 + 2, "{:?}", site.built());
}

#[cfg(unix)]
#[test]
fn a_stop_tells_who_asked_at_old_addresses() {
    let site = Site::new("retired = [\"gone\"]\n[moved]\nquay = \"harbour\"");
    let mut server = Server(
        Command::new(env!("CARGO_BIN_EXE_newswire"))
            .args(["serve", "--listen", "127.0.0.1:0", "--site"])
            .arg(site.folder.path())
            .env_remove("NEWSWIRE_LOG")
            .stderr(Stdio::piped())
            .spawn()
            .unwrap(),
    );
    let mut said = BufReader::new(server.0.stderr.take().unwrap()).lines().map(|it| it.unwrap());
    let address = said
        .find_map(|line| Some(line.strip_prefix("listening on ")?.split('/').nth(2)?.to_owned()))
        .unwrap();
    for (path, status) in [("quay.rss", "301"), ("quay", "301"), ("gone.atom", "410")] {
        let mut stream = TcpStream::connect(&address).unwrap();
        let request = format!(
            "GET /feeds/{path} HTTP/1.1\r\nHost: a\r\nUser-Agent: yarr/1\r\nConnection: close\r\n\r\n"
        );
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        assert_eq!(answer.split(' ').nth(1), Some(status), "{path}");
    }
    let told = Command::new("kill").arg(server.0.id().to_string()).status().unwrap();
    assert!(told.success());
    let said: Vec<String> = said.filter(|line| line.contains("an old address")).collect();
    assert_eq!(said.len(), 2, "{said:?}");
    let whole = said.join("\n");
    for word in [
        "feed=\"quay\" fate=\"moved\" requests=2 products=\"yarr 2\"",
        "feed=\"gone\" fate=\"retired\" requests=1 products=\"yarr 1\"",
    ] {
        assert!(whole.contains(word), "{whole}");
    }
}

#[test]
fn a_build_takes_away_what_an_earlier_one_left_and_nothing_else() {
    let site = Site::public();
    site.write("briefing.toml", "title = \"Briefing\"\ntags = [\"Fähre\"]\n");
    site.article("other", &GOOD.replace("good", "other").replace("Fähre", "霧"));
    assert_eq!(site.build().0, Some(0));
    let before = site.built();
    for name in ["feeds/briefing.rss", "feeds/briefing/index.html.br", "feeds/tag/霧.atom.gz"] {
        assert!(before.iter().any(|known| known == name), "{name} is not in {before:?}");
    }
    fs::write(site.path("out").join("robots.txt"), "mine").unwrap();
    fs::write(site.path("out/feeds/mine.rss"), "mine").unwrap();
    fs::remove_file(site.path("briefing.toml")).unwrap();
    fs::remove_file(site.path("articles/other.json")).unwrap();
    let (status, said) = site.build();
    assert_eq!(status, Some(0), "{said}");
    assert!(said.contains("18 files of an earlier build removed"), "{said}");
    let after = site.built();
    assert!(!after.iter().any(|name| name.contains("briefing")), "{after:?}");
    assert!(!site.path("out/feeds/briefing").exists(), "an empty folder stays");
    for mine in ["robots.txt", "feeds/mine.rss", "feeds/harbour.rss"] {
        assert!(after.iter().any(|name| name == mine), "{mine} is gone");
    }
    // Nothing is filed under the tag any more: its followers are told, build after build.
    for _ in 0..2 {
        let told = fs::read_to_string(site.path("out/feeds/tag/霧.atom")).unwrap();
        assert!(told.contains("<at:deleted-entry ") && !told.contains("<entry"), "{told}");
        assert_eq!(site.build().0, Some(0));
    }
}

#[test]
fn a_build_writes_archives_and_leaves_what_has_not_changed_as_it_is() {
    let site = Site::public();
    for number in 10..31 {
        site.article(
            &format!("a{number}"),
            &format!(
                r#"{{"id": "a{number}", "url": "https://news.example/a{number}", "title": "A{number}",
                "content_html": "<p>The ferry is late again.</p>", "categories": ["Harbour"],
                "date_published": "2026-10-{number}T08:00:00Z"}}"#
            ),
        );
    }
    assert_eq!(site.build().0, Some(0));
    let built = site.built();
    for number in 1..=2 {
        for ending in ["rss", "atom", "json", "atom.gz", "atom.br"] {
            let name = format!("feeds/harbour/archive/{number}.{ending}");
            assert!(built.contains(&name), "{name}: {built:?}");
        }
    }
    assert!(!built.iter().any(|name| name.starts_with("feeds/harbour/archive/3")));
    // A tag of one article has none.
    assert!(!built.iter().any(|name| name.starts_with("feeds/tag/") && name.contains("archive")));
    let read = |name: &str| fs::read(site.path(&format!("out/feeds/{name}"))).unwrap();
    let written = |name: &str| {
        fs::metadata(site.path(&format!("out/feeds/{name}"))).unwrap().modified().unwrap()
    };
    let (first, live) = ("harbour/archive/1.atom", "harbour.atom");
    let long_ago = std::time::SystemTime::UNIX_EPOCH;
    let age = |name: &str| {
        let path = site.path(&format!("out/feeds/{name}"));
        fs::File::options().append(true).open(path).unwrap().set_modified(long_ago).unwrap();
    };
    let before = read(first);
    age(first);
    age(live);
    site.article("a31", &GOOD.replace("good", "a31"));
    assert_eq!(site.build().0, Some(0));
    assert_eq!((read(first), written(first)), (before, long_ago));
    assert_ne!(written(live), long_ago);
    // A coding that is gone is made again.
    fs::remove_file(site.path("out/feeds/harbour/archive/1.atom.br")).unwrap();
    assert_eq!(site.build().0, Some(0));
    assert_eq!(site.built().iter().filter(|name| name.ends_with("archive/1.atom.br")).count(), 2);
    // When the live document holds everything again, nothing leads to them, and they stay.
    for number in 10..21 {
        fs::remove_file(site.path(&format!("articles/a{number}.json"))).unwrap();
    }
    assert_eq!(site.build().0, Some(0));
    assert!(!String::from_utf8(read(live)).unwrap().contains("prev-archive"));
    assert!(String::from_utf8(read(first)).unwrap().contains("archive/2.atom"));
}

#[test]
fn a_list_of_files_that_leads_out_of_the_folder_removes_nothing() {
    let site = Site::public();
    site.build();
    site.write("precious", "x");
    let absolute = site.path("precious").to_string_lossy().into_owned();
    fs::write(site.path("out/.newswire-files"), format!("../precious\n{absolute}\n\n.\n")).unwrap();
    assert_eq!(site.build().0, Some(0));
    assert!(site.path("precious").exists());
}

#[test]
fn a_name_longer_than_files_may_have_is_told_and_the_rest_is_written() {
    let site = Site::public();
    site.article("long", &GOOD.replace("good", "long").replace("Harbour", &"ไ".repeat(96)));
    let (status, said) = site.build();
    assert_eq!(status, Some(1), "{said}");
    assert!(said.contains("longer than file systems let a name be"), "{said}");
    assert!(site.path("out/feeds/harbour.rss").exists() && site.path("out/feeds.opml").exists());
}

#[test]
fn a_build_without_a_public_address_says_what_to_set() {
    let (status, said) = Site::new("").build();
    assert_eq!(status, Some(1), "{said}");
    assert!(said.contains("set base_url in "), "{said}");
}

#[test]
fn a_build_that_cannot_write_fails_and_names_the_place() {
    let site = Site::public();
    site.write("out", "a file where the folder should be");
    let (status, said) = site.build();
    assert_eq!(status, Some(3), "{said}");
    assert!(said.contains(&site.out()), "{said}");
}

#[test]
fn a_feed_too_long_for_readers_keeps_its_newest_articles() {
    let site = Site::new(
        "base_url = \"https://feeds.news.example\"\n[defaults]\nmin_items = 50\nmax_items = 50",
    );
    let long = "word ".repeat(60_000);
    for day in 10..30 {
        let record = GOOD
            .replace("good", &format!("day-{day}"))
            .replace("2026-11-01", &format!("2026-10-{day}"))
            .replace("It is the fog.", &long);
        site.article(&format!("day-{day}"), &record);
    }
    let (status, said) = site.build();
    assert_eq!(status, Some(1), "{said}");
    assert!(
        said.contains("/feeds/all.rss: day-10 was left out: with it the document has"),
        "{said}"
    );
    let rss = fs::read_to_string(site.path("out/feeds/all.rss")).unwrap();
    assert!(rss.len() <= 5_000_000 && rss.contains("https://news.example/good"));
    assert!(
        rss.contains("https://news.example/day-29") && !rss.contains("https://news.example/day-10")
    );
}

#[test]
fn a_check_ends_with_what_it_found() {
    let site = Site::public();
    let folder = site.folder.path().to_string_lossy().into_owned();
    let check = |arguments: &[&str]| {
        let output = newswire(&[&["check"], arguments].concat());
        let found = String::from_utf8_lossy(&output.stdout).into_owned();
        (output.status.code(), found, ended(&output).1)
    };
    let (status, found, said) = check(&["--site", &folder]);
    assert_eq!((status, found.as_str()), (Some(0), ""), "{said}");
    site.build();
    assert_eq!(check(&[&site.out()]).0, Some(0));
    assert_eq!(check(&[&format!("{}/feeds/all.json", site.out())]).0, Some(0));
    site.write("empty.rss", "");
    let empty = site.path("empty.rss").to_string_lossy().into_owned();
    let (status, found, _) = check(&[&empty]);
    assert_eq!(status, Some(1));
    assert!(found.contains("format-unknown") && found.contains("mend: "), "{found}");
    // What can be checked is, whatever else is asked.
    let (status, found, said) = check(&["nowhere.rss", &empty]);
    assert_eq!(status, Some(3));
    assert!(
        found.contains("format-unknown") && said.contains("nowhere.rss cannot be read"),
        "{said}"
    );
    fs::create_dir(site.path("none")).unwrap();
    assert_eq!(check(&[&site.path("none").to_string_lossy()]).0, Some(3));
    assert_eq!(check(&["--nonsense"]).0, Some(2));
}

#[test]
fn a_check_of_a_site_names_records_losses_and_documents() {
    let site = Site::public();
    site.article("undated", &GOOD.replace("good", "undated").replace("2026-11-01T08:00:00Z", ""));
    site.article(
        "foul",
        &GOOD.replace("good", "foul").replace("A & B", "A <b>bold</b> & B").replace(
            "<p>",
            "<script>x</script><figure><img src='https://news.example/x.png'><figcaption>Photo: \
             Bo</figcaption></figure><p>",
        ),
    );
    let folder = site.folder.path().to_string_lossy().into_owned();
    let output = newswire(&["check", "--json", &folder]);
    assert_eq!(output.status.code(), Some(1));
    let found: Vec<serde_json::Value> = String::from_utf8(output.stdout)
        .unwrap()
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let of = |rule: &str| {
        let found: Vec<_> = found.iter().filter(|finding| finding["rule"] == rule).collect();
        assert_eq!(found.len(), 1, "{rule}: {found:?}");
        found[0].clone()
    };
    let refused = of("record-refused");
    assert_eq!(
        (&refused["document"], &refused["severity"]),
        (&"undated.json".into(), &"error".into())
    );
    assert!(refused["why"].as_str().unwrap().contains("date_published"), "{refused}");
    assert_eq!(of("left-out-markup")["document"], "foul.json");
    assert_eq!(of("left-out-caption")["severity"], "note");
    for finding in &found {
        for member in ["document", "rule", "severity", "place", "why", "mend"] {
            assert!(finding[member].as_str().is_some_and(|text| !text.is_empty()), "{finding}");
        }
    }
}
