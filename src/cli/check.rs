//! `newswire check`: what is wrong with documents, or with the whole site.

use std::fs;
use std::path::PathBuf;

use anyhow::Context as _;
use clap::Args;

use super::{Exit, SiteArguments, print, say};
use crate::check::{self, Finding, Severity};
use crate::import::files;
use crate::response::{Coding, Format, Resource, Variant};
use crate::{app, config};

/// `newswire check`.
#[derive(Debug, Args)]
pub(super) struct Check {
    #[command(flatten)]
    site: SiteArguments,
    /// Documents or folders of documents; the site's own documents when left out
    #[arg(value_name = "FILE|DIR")]
    targets: Vec<PathBuf>,
    /// Print findings as JSON lines
    #[arg(long, env = "NEWSWIRE_JSON")]
    json: bool,
}

impl Check {
    pub(super) fn run(self) -> anyhow::Result<Exit> {
        let mut errors = 0;
        let mut warnings = 0;
        let mut documents = 0;
        for (name, bytes) in self.documents()? {
            documents += 1;
            for finding in check::check(&bytes) {
                match finding.severity {
                    Severity::Error => errors += 1,
                    Severity::Warning => warnings += 1,
                }
                print(&self.line(&name, &finding))?;
            }
        }
        say(&format!("{documents} documents: {errors} errors, {warnings} warnings"));
        Ok(if errors + warnings == 0 { Exit::Done } else { Exit::Found })
    }

    fn line(&self, name: &str, finding: &Finding) -> String {
        if self.json {
            let line = serde_json::json!({
                "document": name, "rule": finding.rule, "severity": format!("{:?}", finding.severity).to_lowercase(),
                "place": finding.place, "why": finding.why, "mend": finding.mend,
            });
            format!("{line}\n")
        } else {
            let severity = match finding.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
            };
            format!(
                "{name}: {severity} {} at {}\n  why   {}\n  mend  {}\n",
                finding.rule, finding.place, finding.why, finding.mend
            )
        }
    }

    fn documents(&self) -> anyhow::Result<Vec<(String, Vec<u8>)>> {
        if self.targets.is_empty() {
            return self.site_documents();
        }
        let mut documents = Vec::new();
        for target in &self.targets {
            let found = files::under(target).map_err(|(folder, error)| {
                anyhow::Error::new(error)
                    .context(format!("the folder {} cannot be listed", folder.display()))
            })?;
            for file in found {
                let bytes = fs::read(&file.path)
                    .with_context(|| format!("{} cannot be read", file.path.display()))?;
                documents.push((file.path.display().to_string(), bytes));
            }
        }
        Ok(documents)
    }

    /// Every document of the site, as it would be served; and what its records lost on the way.
    fn site_documents(&self) -> anyhow::Result<Vec<(String, Vec<u8>)>> {
        let site = config::load(&self.site.site)?;
        let store = app::open_store(&site, self.site.store.as_deref())?;
        let report = app::synchronise(&site, store.as_ref())?;
        say(report.for_people().trim_end());
        let now = app::now();
        let feeds = app::catalogue(&site).list(store.as_ref(), now)?;
        let responses = app::responses(&site, store, &format!("http://{}", site.listen))?;
        let mut documents = Vec::new();
        for feed in feeds {
            for format in Format::ALL {
                let resource = Resource::Feed(feed.name.clone(), Variant::Document(format));
                match responses.build_now(&resource, now) {
                    Ok(Some(built)) => {
                        documents.push((resource.path(), built.bytes(Coding::Identity).1.to_vec()));
                    }
                    Ok(None) => {}
                    Err(error) => say(&format!("{}: {error}", resource.path())),
                }
            }
        }
        Ok(documents)
    }
}
