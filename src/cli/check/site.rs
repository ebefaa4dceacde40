//! A whole site: records that are refused or lose something, feeds that cannot be built, articles
//! that the publish gate leaves out, and every document as it is served.
//!
//! Must not know: rules, formats.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt::Write as _;
use std::path::Path;

use super::super::say;
use super::account::Account;
use super::losses;
use crate::article::ArticleId;
use crate::check::{self, Finding, Severity, Standards};
use crate::config::{Doubt, Move};
use crate::feed::FeedName;
use crate::import::{Options, Report};
use crate::response::{Coding, Format, LeftOut, Resource, Variant};
use crate::{app, config};

/// Checks a site.
pub(super) fn check(
    folder: &Path,
    store: Option<&str>,
    account: &mut Account,
) -> anyhow::Result<()> {
    let site = config::load(folder)?;
    let store = app::open_store(&site, store)?;
    let options = Options { name_losses: true, ..Options::default() };
    let report = app::synchronise_by(&site, &store, &options, &BTreeSet::new())?;
    records(&report, account)?;
    let now = app::now();
    for doubt in site.doubts(store.as_ref(), now)? {
        account.found(&doubt.file.clone(), &[doubtful(doubt)])?;
    }
    for it in &site.moves {
        let (file, line) = it.place();
        account.found(&file, &[former_name(it, line)])?;
    }
    let feeds = app::catalogue(&site).list(store.as_ref(), now)?;
    let responses = app::responses(&site, store, &format!("http://{}", site.listen))?;
    let mut resources = Vec::new();
    for feed in &feeds {
        for format in Format::ALL {
            resources.push(Resource::Feed(feed.name.clone(), Variant::Document(format)));
            resources.extend(responses.archives(&feed.name, format, now)?);
        }
    }
    resources.push(Resource::Opml);
    let mut repeats = Repeats::default();
    let mut documents = Vec::new();
    for resource in resources {
        let inspected = match responses.build_now(&resource, now) {
            Ok(Some(inspected)) => inspected,
            Ok(None) => continue,
            Err(error) => {
                account.found(&resource.path(), &[not_built(&error)])?;
                continue;
            }
        };
        let path = resource.path();
        let address = format!("{}{path}", responses.base_url());
        let standards = match resource {
            Resource::Archive(..) => Standards::ARCHIVE,
            _ => Standards::default(),
        };
        let standards = Standards { now: Some(now), address: Some(&address), ..standards };
        let bytes = inspected.representation.coded(Coding::Identity).bytes;
        let mut findings: Vec<Told> = inspected.left_out.iter().map(left_out).collect();
        findings.extend(check::check_by(&bytes, &standards).into_iter().map(|finding| Told {
            article: finding.entry.and_then(|entry| inspected.entries.get(entry)).cloned(),
            finding,
        }));
        findings.retain(|told| repeats.is_first(told));
        documents.push((path, findings));
    }
    for (path, findings) in documents {
        let findings: Vec<Finding> =
            findings.into_iter().map(|told| repeats.counted(told)).collect();
        account.document(&path, &findings)?;
    }
    Ok(())
}

/// What was refused, ignored or lost of the records, file by file.
fn records(report: &Report, account: &mut Account) -> anyhow::Result<()> {
    let place = |record: &str| if record.is_empty() { "record" } else { record }.to_owned();
    let mut files: BTreeMap<&str, Vec<Finding>> = BTreeMap::new();
    for refused in &report.refused {
        files.entry(&refused.file).or_default().push(Finding {
            rule: "record-refused",
            severity: Severity::Error,
            place: place(&refused.record),
            entry: None,
            why: format!("{}: no feed holds it", refused.reason),
            mend: "change the record as the reason says, or take it out of the folder".to_owned(),
        });
    }
    for of in &report.losses_of {
        for loss in &of.losses {
            files.entry(&of.file).or_default().push(losses::finding(loss, &of.record));
        }
    }
    for (name, findings) in files {
        account.found(name, &findings)?;
    }
    for (field, first) in &report.unknown_fields {
        say(&format!(
            "unknown field `{field}` (first in {first}) means nothing here and was left out"
        ));
    }
    for file in &report.ignored {
        say(&format!("{file} is of no kind that newswire reads and was passed over"));
    }
    Ok(())
}

fn doubtful(doubt: Doubt) -> Finding {
    Finding {
        rule: "setting-doubtful",
        severity: Severity::Warning,
        place: format!("line {}", doubt.line),
        entry: None,
        why: doubt.what,
        mend: doubt.mend,
    }
}

/// Nothing is wrong with a former name, and its followers are easily forgotten.
fn former_name(it: &Move, line: usize) -> Finding {
    let old = FeedName::Single(it.old.clone()).to_path();
    Finding {
        rule: "former-name",
        severity: Severity::Note,
        place: format!("line {line}"),
        entry: None,
        why: format!(
            "every address of `{}`, such as /feeds/{old}.rss, answers 301 to `{}`",
            it.old, it.new
        ),
        mend:
            "keep it for as long as anybody asks there; the log of `newswire serve` tells who does"
                .to_owned(),
    }
}

fn not_built(error: &dyn std::error::Error) -> Finding {
    Finding {
        rule: "document-not-built",
        severity: Severity::Error,
        place: "document".to_owned(),
        entry: None,
        why: format!("{error}; readers get the last good one, or nothing if there never was one"),
        mend: "mend what the reason names".to_owned(),
    }
}

fn left_out(gone: &LeftOut) -> Told {
    let finding = Finding {
        place: format!("article {}", gone.article),
        why: format!("the publish gate left it out: {}", gone.finding.why),
        ..gone.finding.clone()
    };
    Told { article: Some(gone.article.clone()), finding }
}

/// A finding, and the article it is about.
struct Told {
    article: Option<ArticleId>,
    finding: Finding,
}

/// An article stands in many documents, and one fault of it is one fault: it is told where it is
/// met first, with the number of the others.
#[derive(Default)]
struct Repeats {
    /// In how many documents an article breaks a rule.
    met: HashMap<(&'static str, ArticleId), usize>,
}

impl Repeats {
    fn is_first(&mut self, told: &Told) -> bool {
        let Some(article) = &told.article else { return true };
        let times = self.met.entry((told.finding.rule, article.clone())).or_insert(0);
        *times += 1;
        *times == 1
    }

    fn counted(&self, told: Told) -> Finding {
        let Told { article, mut finding } = told;
        let times = article.and_then(|article| self.met.get(&(finding.rule, article)));
        if let Some(others) = times.and_then(|times| times.checked_sub(1)).filter(|n| *n > 0) {
            let others = check::counted(others, "other document");
            let _ = write!(finding.why, " (in {others} too)");
        }
        finding
    }
}
