//! `newswire import`: records from files and folders into the store.

use std::io::IsTerminal as _;
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::Context as _;
use clap::Args;
use clap::builder::BoolishValueParser;
use indicatif::{ProgressBar, ProgressStyle};

use super::{Exit, SiteArguments, print, say};
use crate::app;
use crate::article::Term;
use crate::import::{self, Kind, Report, files};

/// `newswire import`.
#[derive(Debug, Args)]
pub(super) struct Import {
    /// Files and folders to read
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// What they are, instead of telling it by their content
    #[arg(long, value_enum, env = "NEWSWIRE_FORMAT", default_value = "auto")]
    format: Format,
    /// File every article under this category too
    #[arg(long, env = "NEWSWIRE_CATEGORY", value_name = "NAME")]
    category: Option<String>,
    /// Take pages of WordPress and Ghost exports too, not posts alone
    #[arg(long, env = "NEWSWIRE_PAGES", value_parser = BoolishValueParser::new())]
    pages: bool,
    /// Give articles that are known under another id the new one, instead of refusing them
    #[arg(long, env = "NEWSWIRE_ALLOW_NEW_IDS", value_parser = BoolishValueParser::new())]
    allow_new_ids: bool,
    /// Say what would be taken and refused, and keep nothing
    #[arg(long, env = "NEWSWIRE_DRY_RUN", value_parser = BoolishValueParser::new())]
    dry_run: bool,
    /// Print the report as JSON lines on standard output
    #[arg(long, env = "NEWSWIRE_JSON", value_parser = BoolishValueParser::new())]
    json: bool,
}

/// What the files are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// Told by each file's content
    Auto,
    /// JSON Feed, JSON and JSON-lines records
    Jsonl,
    /// Markdown with front matter
    Markdown,
    /// A WordPress export (WXR)
    Wordpress,
    /// A Ghost export
    Ghost,
    /// An article page in HTML, or the text of one
    Page,
    /// RSS, RDF or Atom
    Feed,
}

impl Format {
    fn kind(self) -> Option<Kind> {
        match self {
            Self::Auto => None,
            Self::Jsonl => Some(Kind::Jsonl),
            Self::Markdown => Some(Kind::Markdown),
            Self::Wordpress => Some(Kind::Wordpress),
            Self::Ghost => Some(Kind::Ghost),
            Self::Page => Some(Kind::Page),
            Self::Feed => Some(Kind::Feed),
        }
    }
}

impl Import {
    pub(super) fn run(self, asked: &SiteArguments) -> anyhow::Result<Exit> {
        if let Some(category) = &self.category
            && Term::named(category).is_none()
        {
            say(&format!(
                "newswire: --category `{category}` has no letter or digit that an address could hold; \
                 name it like \"World News\""
            ));
            return Ok(Exit::WrongUse);
        }
        let site = crate::config::load(&asked.site)?;
        let address = asked.store.as_deref();
        let store = if self.dry_run {
            app::open_store_to_rehearse(&site, address)
        } else {
            app::open_store(&site, address)
        }?;
        let options = import::Options {
            kind: self.format.kind(),
            category: self.category,
            dry_run: self.dry_run,
            allow_new_ids: self.allow_new_ids,
            name_losses: self.json,
            synchronise: false,
            read: import::ReadOptions { pages: self.pages },
        };
        let mut found = Vec::new();
        for path in &self.paths {
            let under = files::under(path);
            found.extend(under.map_err(|(folder, error)| {
                anyhow::Error::new(error)
                    .context(format!("the folder {} cannot be listed", folder.display()))
            })?);
        }
        let report =
            run(&site, &store, &options, &found).context("the import could not be finished")?;
        if self.json {
            print(&report.for_programs())?;
        } else {
            let verb = if self.dry_run { "Would import" } else { "Imported" };
            say(format!("{verb}: {}", report.for_people()).trim_end());
        }
        Ok(if report.is_clean() { Exit::Done } else { Exit::Found })
    }
}

/// Runs an import, with a progress bar when people watch and the work is long enough to show.
fn run(
    site: &crate::config::Site,
    store: &Arc<dyn crate::store::Store>,
    options: &import::Options,
    files: &[files::File],
) -> anyhow::Result<Report> {
    let bytes = files
        .iter()
        .filter_map(|file| std::fs::metadata(&file.path).ok())
        .map(|data| data.len())
        .sum();
    let bar = if std::io::stderr().is_terminal() {
        ProgressBar::new(bytes)
    } else {
        ProgressBar::hidden()
    };
    let style =
        ProgressStyle::with_template("{bar:30} {bytes}/{total_bytes}  {eta} left  {wide_msg}");
    bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
    let mut import =
        import::Import::begin(&site.intake, &site.language, store, options, app::now())?;
    for file in files {
        bar.set_message(file.relative.clone());
        import.read(file, &mut |read| bar.inc(read))?;
    }
    let report = import.end()?;
    bar.finish_and_clear();
    Ok(report)
}
