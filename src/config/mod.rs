//! Settings: what the site folder says, read and checked once, before anything starts.
//!
//! Raw (a TOML file as written) becomes checked (the options of each module) here and nowhere
//! else. Every module owns its own options; this one knows them all and is known by none.

mod error;
mod feed_file;
mod moves;
mod references;
mod site_file;
mod toml_words;

use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::article::Intake;
use crate::document::Publication;
use crate::feed::{FeedName, FeedSettings, Limits, Part};
use crate::server::{Cdn, Network};

use self::feed_file::FeedFile;
pub use error::{ConfigError, Fault};
pub use moves::Move;
pub use references::{Doubt, Reference, ReferenceError};

/// A site, checked.
#[derive(Debug, Clone)]
pub struct Site {
    /// The folder it was read from.
    pub folder: PathBuf,
    /// How records are admitted.
    pub intake: Intake,
    /// The language of articles that do not say; BCP 47.
    pub language: String,
    /// What every document says alike. `base_url` is empty when the settings leave it out: then it
    /// is the address newswire listens on.
    pub publication: Publication,
    /// For people.
    pub description: String,
    /// What holds for feeds without settings of their own.
    pub defaults: Limits,
    /// Feeds with a settings file.
    pub feeds: Vec<FeedSettings>,
    /// Feeds that have ended for good: their addresses say so.
    pub retired: Vec<FeedName>,
    /// Feeds that go on under other names than they had.
    pub moves: Vec<Move>,
    /// What the settings name of the site's articles.
    pub references: Vec<Reference>,
    /// Where to listen, such as `127.0.0.1:8080`.
    pub listen: String,
    /// Limits of the server and the cache.
    pub server: ServerSettings,
    /// Where articles are kept, if the settings say.
    pub store: Option<String>,
}

/// `[server]`: what may be left out is `None`, so that each module's own default holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServerSettings {
    /// Connections open at once.
    pub max_connections: Option<usize>,
    /// Connections open at once from one address.
    pub max_connections_per_address: Option<usize>,
    /// Memory for representations, in MiB.
    pub cache_megabytes: Option<u64>,
    /// One log line a request.
    pub log_requests: Option<bool>,
    /// Proxies whose word is taken for who asks.
    pub trusted_proxies: Vec<Network>,
    /// How often an hour one client may have one feed in full; 0: as often as it likes.
    pub polls_per_hour: Option<u32>,
    /// The content delivery network in front.
    pub cdn: Option<Cdn>,
    /// How long it may keep answers.
    pub cdn_max_age: Option<Duration>,
    /// Whether readers that have an earlier version may have new entries alone.
    pub feed_deltas: bool,
    /// Whether `articles/` is read again when its files change.
    pub watch: bool,
}

impl Site {
    /// Where articles to be synchronised lie.
    #[must_use]
    pub fn articles(&self) -> PathBuf {
        self.folder.join("articles")
    }

    /// Where state lives that is not the publisher's to edit.
    #[must_use]
    pub fn state(&self) -> PathBuf {
        self.folder.join(".newswire")
    }
}

/// Reads a site folder.
///
/// # Errors
///
/// The first fault found, with its file, line, what is wrong and what would be right.
pub fn load(folder: &Path) -> Result<Site, ConfigError> {
    if !folder.is_dir() {
        return Err(ConfigError::NoFolder { path: folder.to_owned() });
    }
    let path = folder.join("site.toml");
    let text = read(&path)?;
    let mut site = site_file::parse(folder, &text).map_err(|fault| fault.in_file(&path, &text))?;
    for path in feed_files(folder)? {
        let text = read(&path)?;
        let FeedFile { settings, references, moves } =
            feed_file::parse(&path, &text, &site.defaults)
                .map_err(|fault| fault.in_file(&path, &text))?;
        if site.retired.contains(&FeedName::Single(Part::Named(settings.name.clone()))) {
            let fault = Fault::of_file(format!(
                "`{}` is among the `retired` feeds of site.toml; delete this file, or take it from that list",
                settings.name
            ));
            return Err(fault.in_file(&path, &text));
        }
        site.feeds.push(settings);
        site.references.extend(references);
        site.moves.extend(moves);
    }
    moves::check(&site)?;
    Ok(site)
}

fn read(path: &Path) -> Result<String, ConfigError> {
    std::fs::read_to_string(path)
        .map_err(|source| ConfigError::Unreadable { path: path.to_owned(), source })
}

/// Every `NAME.toml` beside `site.toml`, in one order on every machine.
fn feed_files(folder: &Path) -> Result<Vec<PathBuf>, ConfigError> {
    let unreadable = |source| ConfigError::Unreadable { path: folder.to_owned(), source };
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        let is_toml = path.extension().is_some_and(|extension| extension == "toml");
        if is_toml && path.file_name().is_none_or(|name| name != "site.toml") && path.is_file() {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::time::Duration;

    use super::load;
    use crate::feed::FeedName;
    use crate::server::Cdn;

    /// Loads a site of these lines besides what every site has, and of an empty `sport.toml`.
    fn site(lines: &str) -> Result<super::Site, String> {
        let folder = tempfile::tempdir().unwrap();
        let given = "title = \"News\"\nurl = \"https://news.example\"\nlanguage = \"en\"\n";
        fs::write(folder.path().join("site.toml"), format!("{given}{lines}\n")).unwrap();
        fs::write(folder.path().join("sport.toml"), "title = \"Sport\"\n").unwrap();
        load(folder.path()).map_err(|error| error.to_string())
    }

    #[test]
    fn feeds_that_have_ended_are_named_as_their_addresses_had_them() {
        let retired = site("retired = [\"Old News\", \"tag/x\"]").unwrap().retired;
        let names: Vec<String> = retired.iter().map(ToString::to_string).collect();
        assert_eq!(names, ["old-news", "tag/x"]);
        for (lines, why) in [
            ("retired = [\"all\"]", "site.toml, line 4"),
            ("retired = [\"a+b\"]", "one by one"),
            ("retired = [\"page/x\"]", "is no feed name"),
            ("retired = [\"sport\"]", "sport.toml"),
            ("retired = \"sport\"", "site.toml, line 4"),
        ] {
            let error = site(lines).unwrap_err();
            assert!(error.contains(why), "{lines}: {error}");
        }
    }

    #[test]
    fn former_names_lead_somewhere_or_stop_the_start() {
        let moves = |lines: &str| site(lines).unwrap().moves();
        let leads = |lines: &str, old: &str| {
            let name = FeedName::parse(old).unwrap();
            moves(lines).of(&name).map(|name| name.to_string())
        };
        let lines = "[moved]\n\"Old News\" = \"sport\"\n\"tag/a\" = \"tag/b\"\n\"tag/b\" = \"all\"";
        assert_eq!(leads(lines, "old-news").as_deref(), Some("sport"));
        assert_eq!(leads(lines, "tag/a").as_deref(), Some("all"));
        assert_eq!(leads("", "old-news"), None);
        for (lines, place, why) in [
            ("[moved]\nall = \"sport\"", 5, "keeps its name"),
            ("[moved]\n\"a+b\" = \"sport\"", 5, "one by one"),
            ("[moved]\na = \"b+c\"", 5, "one by one"),
            ("[moved]\n\"page/x\" = \"sport\"", 5, "is no feed name"),
            ("[moved]\nsport = \"games\"", 5, "sport.toml gives it a feed"),
            ("[moved]\na = \"a\"", 5, "is called now"),
            ("[moved]\na = \"b\"\nx = \"sport\"\nb = \"a\"", 5, "in a circle"),
            ("[moved]\nA = \"b\"\na = \"c\"", 6, "already (site.toml, line 5)"),
            ("retired = [\"a\"]\n[moved]\na = \"sport\"", 6, "among the `retired`"),
            ("retired = [\"b\"]\n[moved]\na = \"b\"", 6, "among the `retired`"),
            ("[moved]\na = 1", 5, "text in quotes"),
        ] {
            let error = site(lines).unwrap_err();
            let place = format!("site.toml, line {place}: ");
            assert!(error.contains(&place) && error.contains(why), "{lines}: {error}");
        }
    }

    #[test]
    fn a_network_in_front_is_one_that_is_known() {
        let server = |lines: &str| site(&format!("[server]\n{lines}")).map(|site| site.server);
        assert_eq!(server("").unwrap().cdn, None);
        assert!(!server("").unwrap().feed_deltas);
        assert!(!server("cdn = \"fastly\"\nfeed_deltas = false").unwrap().feed_deltas);
        assert!(server("feed_deltas = true").unwrap().feed_deltas);
        let given = server("cdn = \"akamai\"\ncdn_max_age = 300").unwrap();
        assert_eq!(given.cdn, Some(Cdn::Akamai));
        assert_eq!(given.cdn_max_age, Some(Duration::from_mins(5)));
        for (lines, why) in [
            ("cdn = \"fastlane\"", "`cdn` is \"fastlane\"; it is \"fastly\" or"),
            ("cdn_max_age = 300", "line 5: `cdn_max_age` says how long a CDN"),
            ("cdn = \"fastly\"\ncdn_max_age = 9999999", "from 0 to 604800"),
            ("cdn = \"fastly\"\nfeed_deltas = true", "line 6: `feed_deltas` is for readers"),
        ] {
            let error = server(lines).unwrap_err();
            assert!(error.contains(why), "{lines}: {error}");
        }
    }

    #[test]
    fn proxies_are_addresses_or_networks() {
        let server = |lines: &str| site(&format!("[server]\n{lines}")).map(|site| site.server);
        let given =
            server("trusted_proxies = [\"127.0.0.1\", \"2001:db8::/32\"]\npolls_per_hour = 0");
        let given = given.unwrap();
        assert_eq!(
            given.trusted_proxies,
            ["127.0.0.1", "2001:db8::/32"].map(|it| it.parse().unwrap())
        );
        assert_eq!(given.polls_per_hour, Some(0));
        for (lines, why) in [
            (
                "trusted_proxies = [\n\"::1\",\n\"localhost\"]",
                "line 7: `localhost` in `trusted_proxies`",
            ),
            ("trusted_proxies = \"::1\"", "it should be a list"),
            ("polls_per_hour = -1", "not below 0"),
        ] {
            let error = server(lines).unwrap_err();
            assert!(error.contains(why), "{lines}: {error}");
        }
    }

    #[test]
    fn articles_are_watched_unless_the_site_says_otherwise() {
        assert!(site("").unwrap().server.watch);
        assert!(!site("[server]\nwatch = false").unwrap().server.watch);
    }
}
