//! `newswire check`: what is wrong with documents, with how their servers answer, or with a site.
//!
//! | file | what it does |
//! |---|---|
//! | `account` | prints what was found, and counts |
//! | `folder` | which files of a folder are documents |
//! | `site` | a whole site: its records, its feeds, its documents |
//! | `losses` | what the losses of articles mean |

mod account;
mod folder;
mod losses;
mod site;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use clap::Args;
use clap::builder::BoolishValueParser;

use self::account::Account;
use super::{Exit, SiteArguments, say};
use crate::check::{self, Standards};
use crate::{app, fetch};

/// `newswire check`.
#[derive(Debug, Args)]
pub(super) struct Check {
    /// Documents, addresses (https://…), folders of documents or site folders; the site when left
    /// out
    ///
    /// A document by its address is fetched as readers fetch it, and the answers of its server are
    /// judged too. Of a folder, the files that are feeds or claim to be are checked.
    #[arg(value_name = "FILE|URL|DIR")]
    targets: Vec<PathBuf>,
    /// Print findings as JSON lines
    #[arg(long, env = "NEWSWIRE_JSON", value_parser = BoolishValueParser::new())]
    json: bool,
}

impl Check {
    pub(super) fn run(self, asked: &SiteArguments) -> anyhow::Result<Exit> {
        let mut account = Account::new(self.json);
        if self.targets.is_empty() {
            site::check(&asked.site, asked.store.as_deref(), &mut account)?;
        }
        for target in &self.targets {
            // One target that cannot be had is no reason to leave the others unchecked.
            if let Err(error) = check_target(target, &mut account) {
                account.failed += 1;
                super::tell(&error);
            }
        }
        Ok(account.close())
    }
}

fn check_target(target: &Path, account: &mut Account) -> anyhow::Result<()> {
    match target.to_str().filter(|text| fetch::is_address(text)) {
        Some(address) => check_address(address, account),
        None if target.join("site.toml").is_file() => site::check(target, None, account),
        None if target.is_dir() => folder::check(target, account),
        None => check_file(target, account),
    }
}

fn check_file(path: &Path, account: &mut Account) -> anyhow::Result<()> {
    let bytes = fs::read(path).with_context(|| format!("{} cannot be read", path.display()))?;
    let standards = Standards { now: Some(app::now()), ..Standards::default() };
    account.document(&path.display().to_string(), &check::check_by(&bytes, &standards))
}

fn check_address(address: &str, account: &mut Account) -> anyhow::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let examination = runtime
        .block_on(fetch::examine(address))
        .with_context(|| format!("{address} cannot be checked"))?;
    let mut findings = examination.findings;
    if let Some(document) = &examination.document {
        let standards = Standards {
            now: Some(app::now()),
            address: Some(&examination.address),
            ..Standards::default()
        };
        findings.extend(check::check_by(document, &standards));
    }
    if examination.address != address {
        say(&format!("{address} leads to {}", examination.address));
    }
    account.document(address, &findings)
}
