//! The rules that hold for every format, each written once, over the document as it was read back.
//!
//! Must not know: how a format is written.

use super::findings::{Findings, Quoted};
use super::gist::Gist;
use super::html_scan::Syntax;
use super::read_back::{
    Body, Facts, Field, Format, IdKind, Markup, Meaning, ReadBack, Role, Target,
};
use super::{
    Standards, addresses, excerpt_rules, html_content, identity, language, rules, text_rules,
};

/// Clocks differ by so much, in seconds.
const CLOCK_TOLERANCE: i64 = 600;
/// 1990-01-01, before there were feeds.
const BEFORE_FEEDS: i64 = 631_152_000;
/// How much of a summary is looked at, in bytes.
const SUMMARY_REACH: usize = 8_000;
/// How much of a content is looked at beyond twice its summary, in bytes.
const CONTENT_REACH: usize = 600;

/// Judges a document.
pub(super) fn judge(document: &ReadBack<'_>, standards: &Standards<'_>, findings: &mut Findings) {
    let mut judge = Judge {
        format: document.format,
        standards,
        findings,
        summary: Gist::default(),
        content: Gist::default(),
        aside: Gist::default(),
    };
    judge.feed(document);
    document.entries.iter().for_each(|entry| judge.entry(entry));
    identity::unique(&document.entries, findings);
    identity::withdrawn(document, findings);
}

struct Judge<'s, 'f> {
    format: Format,
    standards: &'s Standards<'s>,
    findings: &'f mut Findings,
    /// Reused from entry to entry.
    summary: Gist,
    content: Gist,
    aside: Gist,
}

impl Judge<'_, '_> {
    fn feed(&mut self, document: &ReadBack<'_>) {
        let feed = &document.feed;
        self.facts(feed);
        for body in &feed.bodies {
            self.aside.begin(0);
            read(body, feed, self.format, self.findings, &mut self.aside);
        }
        if document.is_entry || document.format == Format::Opml {
            return;
        }
        let spot = feed.spot();
        if document.entries.is_empty() && document.withdrawn.is_empty() {
            self.findings.add(&rules::ENTRIES_NONE, spot, format_args!("it holds no entry"));
        }
        if document.entries.len() > self.standards.max_entries {
            self.findings.add(
                &rules::ENTRIES_MANY,
                spot,
                format_args!("it holds {} entries", document.entries.len()),
            );
        }
        if feed.languages.is_empty() && document.entries.iter().any(|e| e.languages.is_empty()) {
            self.findings.add(&rules::LANGUAGE_MISSING, spot, format_args!("it names no language"));
        }
        addresses::check_own(feed, self.format, self.standards, self.findings);
        self.feed_date(document);
    }

    fn feed_date(&mut self, document: &ReadBack<'_>) {
        let Some(updated) = document.feed.instant(Meaning::Updated) else { return };
        let newest = document.entries.iter().filter_map(|entry| {
            let dates = [entry.instant(Meaning::Published), entry.instant(Meaning::Updated)];
            Some((dates.into_iter().flatten().max()?, entry))
        });
        let Some((at, entry)) = newest.max_by_key(|(at, _)| *at) else { return };
        if at > updated {
            self.findings.add(
                &rules::FEED_OLDER_THAN_ENTRY,
                document.feed.spot(),
                format_args!(
                    "entry `{}` is {} seconds newer than the feed",
                    Quoted(entry.label().unwrap_or_default()),
                    at - updated
                ),
            );
        }
    }

    fn entry(&mut self, entry: &Facts<'_>) {
        self.facts(entry);
        self.entry_dates(entry);
        if !entry.links.iter().any(|link| link.to == Target::Page)
            && !entry.id.as_ref().is_some_and(|id| id.kind == IdKind::Permalink)
        {
            self.findings.add(
                &rules::LINK_MISSING,
                entry.spot(),
                format_args!("it has no link to a page"),
            );
        }
        if entry.id.is_none() && matches!(self.format, Format::Rss | Format::Rdf) {
            self.findings.add(&rules::ID_MISSING, entry.spot(), format_args!("it has no id"));
        }
        self.bodies(entry);
    }

    fn entry_dates(&mut self, entry: &Facts<'_>) {
        let published = entry.instant(Meaning::Published);
        let updated = entry.instant(Meaning::Updated);
        if !entry.dates.iter().any(|date| date.meaning == Meaning::Published)
            && self.format != Format::Atom
        {
            self.findings.add(
                &rules::PUBLISHED_MISSING,
                entry.spot(),
                format_args!("it has no date of publication"),
            );
        }
        if let (Some(published), Some(updated)) = (published, updated)
            && updated < published
        {
            self.findings.add(
                &rules::UPDATED_BEFORE_PUBLISHED,
                entry.spot(),
                format_args!(
                    "it was updated {} seconds before it was published",
                    published - updated
                ),
            );
        }
    }

    /// What is said of feeds and entries alike.
    fn facts(&mut self, facts: &Facts<'_>) {
        for text in &facts.texts {
            text_rules::plain(&text.text, facts.place(text), self.findings);
        }
        if let Some(title) = &facts.title
            && title.text.trim().is_empty()
        {
            self.findings.add(
                &rules::REQUIRED_EMPTY,
                facts.place(title),
                format_args!("it is empty"),
            );
        }
        for link in &facts.links {
            addresses::check(link, facts, self.format, self.findings);
        }
        for tag in &facts.languages {
            if let Some(fault) = language::fault(&tag.text) {
                self.findings.add(
                    &rules::LANGUAGE_MALFORMED,
                    facts.place(tag),
                    format_args!("in `{}` {fault}", Quoted(&tag.text)),
                );
            }
        }
        for date in &facts.dates {
            self.date(&date.field, date.at, facts);
        }
        identity::check(facts, self.format, self.findings);
    }

    fn date(&mut self, field: &Field<'_>, at: Option<i64>, facts: &Facts<'_>) {
        let Some(at) = at else { return };
        let quoted = Quoted(&field.text);
        if at < BEFORE_FEEDS {
            self.findings.add(
                &rules::DATE_IMPLAUSIBLE,
                facts.place(field),
                format_args!("`{quoted}` is before 1990"),
            );
        }
        if self.standards.now.is_some_and(|now| at > now.timestamp() + CLOCK_TOLERANCE) {
            self.findings.add(
                &rules::DATE_FUTURE,
                facts.place(field),
                format_args!("`{quoted}` is in the future"),
            );
        }
    }

    fn bodies(&mut self, entry: &Facts<'_>) {
        let summary = entry.body(Role::Summary);
        let content = entry.body(Role::Content);
        self.summary.begin(SUMMARY_REACH);
        if let Some(body) = summary {
            read(body, entry, self.format, self.findings, &mut self.summary);
            text_rules::characters(self.summary.text(), entry.place(&body.field), self.findings);
        }
        // A description that stands alone is read as an excerpt too, if it is as short as one.
        let alone =
            summary.is_none() && content.is_some_and(|body| body.field.name == "description");
        let reach =
            if alone { SUMMARY_REACH } else { self.summary.text().len() * 2 + CONTENT_REACH };
        self.content.begin(reach);
        if let Some(body) = content {
            read(body, entry, self.format, self.findings, &mut self.content);
        }
        for body in entry.bodies.iter().filter(|body| body.role == Role::Other) {
            self.aside.begin(0);
            read(body, entry, self.format, self.findings, &mut self.aside);
        }
        if let Some(body) = summary {
            let content = content.map(|_| &self.content);
            let spot = entry.place(&body.field);
            excerpt_rules::check(self.summary.text(), content, spot, self.findings);
        } else if let Some(body) = content.filter(|_| alone && self.content.is_complete()) {
            let spot = entry.place(&body.field);
            excerpt_rules::check(self.content.text(), None, spot, self.findings);
        }
    }
}

/// Reads a body as people see it, and judges its markup on the way.
fn read(
    body: &Body<'_>,
    facts: &Facts<'_>,
    format: Format,
    findings: &mut Findings,
    gist: &mut Gist,
) {
    let spot = facts.place(&body.field);
    let text = &*body.field.text;
    match body.markup {
        Markup::Plain => {
            text_rules::plain(text, spot, findings);
            gist.words(text);
        }
        Markup::Html => {
            // XML cannot carry one; JSON can.
            if format == Format::Json {
                text_rules::control_character(text, spot, findings);
            }
            html_content::check(text, Syntax::Html, spot, findings, gist);
        }
        Markup::Xhtml => html_content::check(text, Syntax::Xml, spot, findings, gist),
    }
}
