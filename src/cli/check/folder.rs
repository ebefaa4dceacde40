//! A folder: of its files those are checked that are feeds, or claim to be.
//!
//! Must not know: rules.

use std::fs;
use std::path::Path;

use anyhow::Context as _;

use super::super::say;
use super::account::Account;
use crate::app;
use crate::check::{self, Standards, rules};
use crate::import::files;

/// Endings of feeds and of nothing else.
const FEEDS: [&str; 5] = ["rss", "atom", "rdf", "opml", "jsonfeed"];
/// Endings that feeds share with other things: those are passed over.
const PERHAPS: [&str; 2] = ["xml", "json"];

/// Checks the documents under a folder.
pub(super) fn check(folder: &Path, account: &mut Account) -> anyhow::Result<()> {
    let files = files::under(folder).map_err(|(folder, error)| {
        anyhow::Error::new(error)
            .context(format!("the folder {} cannot be listed", folder.display()))
    })?;
    let standards = Standards { now: Some(app::now()), ..Standards::default() };
    let (mut checked, mut passed_over) = (0_usize, 0_usize);
    for file in files {
        let ending = file.path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
        let ending = ending.to_ascii_lowercase();
        let claims = FEEDS.contains(&ending.as_str());
        if !claims && !PERHAPS.contains(&ending.as_str()) {
            passed_over += 1;
            continue;
        }
        let bytes = fs::read(&file.path)
            .with_context(|| format!("{} cannot be read", file.path.display()))?;
        let findings = check::check_by(&bytes, &standards);
        let is_foreign = findings.iter().any(|finding| finding.rule == rules::FORMAT_UNKNOWN.name)
            || ending == "json" && check::kind_of(&bytes).is_none() && is_json(&bytes);
        if !claims && is_foreign {
            passed_over += 1;
            continue;
        }
        checked += 1;
        account.document(&file.path.display().to_string(), &findings)?;
    }
    if passed_over > 0 {
        say(&format!(
            "{}: {} passed over, which are no feeds",
            folder.display(),
            check::counted(passed_over, "file")
        ));
    }
    anyhow::ensure!(
        checked > 0,
        "{} holds no feed; name a folder of .rss, .atom, .json, .xml or .opml files, or a file itself",
        folder.display()
    );
    Ok(())
}

/// Whether the bytes are JSON of any kind: what is none may be a feed that broke.
fn is_json(bytes: &[u8]) -> bool {
    serde_json::from_slice::<serde::de::IgnoredAny>(bytes).is_ok()
}
