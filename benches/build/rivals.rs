//! The feed libraries that sites use today, in their own languages, on the same articles: installed
//! from their registries into a folder of the build, which may be deleted at any time.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use newswire::article::{Article, excerpt};
use serde_json::{Value, json};

/// What a rival takes for one document, in milliseconds.
pub struct Time {
    pub library: String,
    pub format: String,
    pub milliseconds: f64,
}

/// The rivals that could be installed.
pub struct Rivals {
    folder: PathBuf,
    python: bool,
    node: bool,
}

impl Rivals {
    /// Installs them; what cannot be had is said and left out.
    pub fn install() -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("rivals");
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("rivals.py"), PYTHON).unwrap();
        fs::write(folder.join("rivals.cjs"), NODE).unwrap();
        let venv = folder.join("venv");
        let has_venv = venv.join("bin/pip").exists()
            || succeeds(Command::new("python3").args(["-m", "venv"]).arg(&venv));
        let python = has_venv
            && succeeds(
                Command::new(venv.join("bin/pip")).args(["install", "-q", "feedgen", "django"]),
            );
        let node = succeeds(
            Command::new("npm")
                .args(["install", "--silent", "--ignore-scripts", "--prefix"])
                .arg(&folder)
                .args(["feed", "rss"]),
        );
        for (name, is_there) in [("feedgen and Django", python), ("feed and rss", node)] {
            if !is_there {
                eprintln!("{name} could not be installed and are left out");
            }
        }
        Self { folder, python, node }
    }

    /// How long each takes from records in memory to a document of all these articles.
    pub fn measure(&self, articles: &[Arc<Article>]) -> Vec<Time> {
        let records = self.folder.join("records.json");
        fs::write(&records, articles.iter().map(|it| record(it)).collect::<Value>().to_string())
            .unwrap();
        let mut times = Vec::new();
        if self.python {
            let python = self.folder.join("venv/bin/python");
            times
                .extend(run(Command::new(python).arg(self.folder.join("rivals.py")).arg(&records)));
        }
        if self.node {
            times.extend(run(Command::new("node")
                .arg(self.folder.join("rivals.cjs"))
                .arg(&records)));
        }
        times
    }
}

fn succeeds(command: &mut Command) -> bool {
    command.status().is_ok_and(|status| status.success())
}

/// Reads lines like `feedgen rss 2.41`.
fn run(command: &mut Command) -> Vec<Time> {
    let output = command.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).unwrap();
    text.lines()
        .map(|line| {
            let mut words = line.split(' ');
            let mut word = || words.next().unwrap().to_owned();
            Time { library: word(), format: word(), milliseconds: word().parse().unwrap() }
        })
        .collect()
}

fn record(article: &Article) -> Value {
    json!({
        "id": article.guid.as_str(), "url": article.url,
        "title": article.title.as_ref().unwrap().as_str(),
        "excerpt": excerpt::cut(&article.lead, 320).as_str(),
        "content": article.content.as_str(), "published": article.published.to_rfc3339(),
        "author": article.authors[0].name.as_str(),
        "terms": article.categories.iter().chain(&article.tags).map(|term| term.name.as_str()).collect::<Vec<_>>(),
    })
}

const PYTHON: &str = r#"
import datetime, json, statistics, sys, time
from django.conf import settings
settings.configure(USE_TZ=True)
from django.utils import feedgenerator
from feedgen.feed import FeedGenerator

records = json.load(open(sys.argv[1]))
for record in records:
    record["published"] = datetime.datetime.fromisoformat(record["published"])

def feedgen(is_atom):
    feed = FeedGenerator()
    feed.id("https://www.harbourpost.example/")
    feed.title("The Harbour Post")
    feed.link(href="https://www.harbourpost.example/")
    feed.description("News from Portavel.")
    for record in records:
        entry = feed.add_entry(order="append")
        entry.id(record["id"])
        entry.title(record["title"])
        entry.link(href=record["url"])
        entry.description(record["excerpt"])
        entry.content(record["content"], type="html" if is_atom else "CDATA")
        entry.published(record["published"])
        entry.updated(record["published"])
        entry.author(name=record["author"])
        entry.category([{"term": term} for term in record["terms"]])
    return feed.atom_str() if is_atom else feed.rss_str()

def django(is_atom):
    kind = feedgenerator.Atom1Feed if is_atom else feedgenerator.Rss201rev2Feed
    feed = kind(title="The Harbour Post", link="https://www.harbourpost.example/", description="News from Portavel.")
    for record in records:
        feed.add_item(title=record["title"], link=record["url"], description=record["content"],
            unique_id=record["id"], unique_id_is_permalink=False, pubdate=record["published"],
            updateddate=record["published"], author_name=record["author"], categories=record["terms"])
    return feed.writeString("utf-8")

for name, build in [("feedgen", feedgen), ("Django", django)]:
    for form in ["rss", "atom"]:
        times = []
        while len(times) < 7 or sum(times) < 1:
            began = time.perf_counter()
            build(form == "atom")
            times.append(time.perf_counter() - began)
        print(name, form, statistics.median(times) * 1000)
"#;

const NODE: &str = r#"
const fs = require("node:fs");
const { Feed } = require("feed");
const RSS = require("rss");
const records = JSON.parse(fs.readFileSync(process.argv[2], "utf8"));
for (const record of records) record.published = new Date(record.published);

function feed(form) {
  const feed = new Feed({ id: "https://www.harbourpost.example/", title: "The Harbour Post",
    link: "https://www.harbourpost.example/", description: "News from Portavel." });
  for (const record of records) {
    feed.addItem({ id: record.id, guid: record.id, title: record.title, link: record.url, description: record.excerpt,
      content: record.content, date: record.published, published: record.published,
      author: [{ name: record.author }], category: record.terms.map((name) => ({ name })) });
  }
  return form === "atom" ? feed.atom1() : feed.rss2();
}
function rss() {
  const feed = new RSS({ title: "The Harbour Post", site_url: "https://www.harbourpost.example/",
    feed_url: "https://www.harbourpost.example/feed", description: "News from Portavel." });
  for (const record of records) {
    feed.item({ guid: record.id, title: record.title, url: record.url, description: record.excerpt,
      date: record.published, author: record.author, categories: record.terms,
      custom_elements: [{ "content:encoded": record.content }] });
  }
  return feed.xml();
}
for (const [name, form, build] of [["feed", "rss", feed], ["feed", "atom", feed], ["rss", "rss", rss]]) {
  const times = [];
  const began = performance.now();
  while (times.length < 7 || performance.now() - began < 1000) {
    const start = performance.now();
    build(form);
    times.push(performance.now() - start);
  }
  times.sort((a, b) => a - b);
  console.log(name, form, times[times.length >> 1]);
}
"#;
