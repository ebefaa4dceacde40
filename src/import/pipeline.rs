//! The pipeline: files become records, records articles, articles go to the store in batches.
//!
//! Admission (cleaning and excerpting) is what costs; it runs on every core, while the store keeps
//! the batch before and the next one is read (`stages`). The order of records is kept, so that a
//! report reads like its files.

use std::collections::{BTreeSet, VecDeque};
use std::fs;
use std::io::{BufReader, Read as _};
use std::sync::Arc;

use super::departures::{Departures, Moved};
use super::files::File;
use super::kind::{HEAD_BYTES, Kind};
use super::refusals::{Place, Refusals};
use super::report::{ArticleLosses, Report, Withdrawal};
use super::stages::{Keeper, admit_all, read_ahead};
use super::{Origin, ReadError, ReadOptions, Record, reader};
use crate::article::{ArticleId, Draft, DraftTerm, Instant, Intake, Loss, Refusal, Status};
use crate::store::{Batch, Conflict, Incoming, Outcome, Sequence, Store, StoreError};

/// How an import is to be done.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// What every file is, instead of telling it by its content.
    pub kind: Option<Kind>,
    /// A category for every article.
    pub category: Option<String>,
    /// Tells what would be refused and keeps nothing.
    pub dry_run: bool,
    /// Whether an article known under another id takes the new one.
    pub allow_new_ids: bool,
    /// Whether the report names every loss.
    pub name_losses: bool,
    /// The files are the site folder's own: what is gone from them is withdrawn.
    pub synchronise: bool,
    /// For the readers.
    pub read: ReadOptions,
}

/// Called as an import goes on, with the number of bytes read so far.
pub type Progress<'a> = &'a mut (dyn FnMut(u64) + Send);

/// Records admitted and kept at once: one commit's cost is spread over them, and their memory is the
/// import's. Twice as many make an import a little faster; but a server on the same store writes, too,
/// and waits for the commit.
const BATCH: usize = 2048;
/// Records together larger than this are a batch of their own, however few.
const BATCH_BYTES: usize = 2 << 20;
/// Batches that the store may still have to keep when it is given another: with none, it and
/// admission would wait for each other.
const MAX_WAITING: usize = 1;

/// One import, under way.
pub struct Import<'a> {
    intake: &'a Intake,
    language: &'a str,
    store: &'a Arc<dyn Store>,
    options: &'a Options,
    now: Instant,
    began: Sequence,
    report: Report,
    refusals: Refusals,
    pending: Vec<Pending>,
    pending_bytes: usize,
    keeper: Keeper,
    /// Where each article comes from, of every batch that the store may still be keeping.
    keeping: VecDeque<Vec<Place>>,
    departures: Departures,
}

/// A record that waits for its batch.
pub(super) struct Pending {
    pub(super) place: Place,
    pub(super) draft: Draft,
}

impl<'a> Import<'a> {
    /// Begins an import.
    ///
    /// `language` is the site's: articles that do not say are in it.
    ///
    /// # Errors
    ///
    /// When the store cannot answer.
    pub fn begin(
        intake: &'a Intake,
        language: &'a str,
        store: &'a Arc<dyn Store>,
        options: &'a Options,
        now: Instant,
    ) -> Result<Self, StoreError> {
        Ok(Self {
            intake,
            language,
            store,
            options,
            now,
            began: store.sequence()?,
            report: Report::default(),
            refusals: Refusals::default(),
            pending: Vec::new(),
            pending_bytes: 0,
            keeper: Keeper::begin(store),
            keeping: VecDeque::new(),
            departures: Departures::default(),
        })
    }

    /// Takes note of a file that is there and not read this time: its articles stay as they are.
    pub fn leave(&mut self, relative: String) {
        self.departures.half_read(relative);
    }

    /// Reads one file. What is wrong with it goes into the report; only the store can fail.
    ///
    /// # Errors
    ///
    /// When the store cannot keep what was read.
    pub fn read(&mut self, file: &File, progress: Progress<'_>) -> Result<(), StoreError> {
        if let Err(error) = self.read_records(file, progress)? {
            let place = self.refusals.place(&file.relative, String::new());
            self.refuse_unread(place, &error);
        }
        Ok(())
    }

    fn read_records(
        &mut self,
        file: &File,
        progress: Progress<'_>,
    ) -> Result<Result<(), ReadError>, StoreError> {
        let opened = fs::File::open(&file.path).and_then(|opened| {
            let mut input = BufReader::with_capacity(64 * 1024, opened);
            let mut head = Vec::with_capacity(HEAD_BYTES);
            input.by_ref().take(HEAD_BYTES as u64).read_to_end(&mut head)?;
            Ok((head, input))
        });
        let (head, rest) = match opened {
            Ok(opened) => opened,
            Err(error) => return Ok(Err(error.into())),
        };
        let Some(kind) = self.options.kind.or_else(|| Kind::tell(&head, &file.relative)) else {
            if file.is_named {
                return Ok(Err(ReadError::Unusable(NO_KIND.to_owned())));
            }
            self.report.ignored.push(file.relative.clone());
            // It is there, and once it may have been read.
            self.departures.half_read(file.relative.clone());
            return Ok(Ok(()));
        };
        self.report.files += 1;
        // What is in memory already is read faster than a thread is begun.
        let is_whole = head.len() < HEAD_BYTES;
        let read_options = &self.options.read;
        let mut input =
            BufReader::new(Counted { inner: std::io::Cursor::new(head).chain(rest), progress });
        let mut failed = None;
        let mut take = |record| {
            if failed.is_none() {
                failed = self.take(&file.relative, record).err();
            }
        };
        let origin = Origin { path: &file.relative };
        let result = if is_whole {
            reader(kind)(&mut input, origin, read_options, &mut take)
        } else {
            read_ahead(|give| reader(kind)(&mut input, origin, read_options, give), &mut take)
        };
        failed.map_or(Ok(result), Err)
    }

    fn take(&mut self, file: &str, record: Record) -> Result<(), StoreError> {
        for field in record.unknown_fields {
            let place = || format!("{file} {}", record.place).trim_end().to_owned();
            self.report.unknown_fields.entry(field).or_insert_with(place);
        }
        let place = self.refusals.place(file, record.place);
        let mut draft = match record.draft {
            Ok(draft) => draft,
            Err(ReadError::NotPublic { id, reason, is_missed }) => {
                let id = id.as_deref().map(str::trim).filter(|id| self.departures.meet(id));
                let is_withdrawn = match id {
                    Some(id) => self.take_back(&ArticleId::from(id), &reason)?,
                    None => false,
                };
                if is_missed && !is_withdrawn {
                    self.refusals.add_for(place, reason);
                }
                return Ok(());
            }
            Err(ReadError::NotAsked) => {
                self.report.pages += 1;
                return Ok(());
            }
            Err(error) => {
                self.refuse_unread(place, &error);
                return Ok(());
            }
        };
        if let Some(id) = draft.id.as_deref().map(str::trim).filter(|id| !id.is_empty())
            && !self.departures.meet(id)
        {
            let twice = ReadError::Unusable(format!(
                "the id `{id}` stands in this import twice; give each record its own"
            ));
            self.refusals.add(place, &twice);
            return Ok(());
        }
        if let Some(category) = &self.options.category {
            draft.categories.push(DraftTerm::from(category.as_str()));
        }
        draft.language.get_or_insert_with(|| self.language.to_owned());
        self.pending_bytes += draft.body.as_ref().map_or(0, |body| body.source.len());
        self.pending.push(Pending { place, draft });
        if self.pending.len() >= BATCH || self.pending_bytes >= BATCH_BYTES {
            self.flush()?;
        }
        Ok(())
    }

    /// Sees to it that an article is not public when the import has ended; whether anybody saw it.
    fn take_back(&mut self, id: &ArticleId, reason: &str) -> Result<bool, StoreError> {
        let Some(known) = self.store.article(id)? else { return Ok(false) };
        if known.status != Status::Published {
            return Ok(false);
        }
        self.departures.unpublish(id.clone());
        let was_seen = known.published <= self.now;
        if was_seen {
            self.report.withdrawn.push(Withdrawal { id: id.clone(), reason: reason.to_owned() });
        }
        Ok(was_seen)
    }

    /// Refuses what nobody knows the id of: it may be any of the articles the file held before.
    fn refuse_unread(&mut self, place: Place, error: &dyn std::error::Error) {
        self.departures.half_read(place.file.clone());
        self.refusals.add(place, error);
    }

    /// Admits what is pending, and has the store keep it.
    fn flush(&mut self) -> Result<(), StoreError> {
        let pending = std::mem::take(&mut self.pending);
        self.pending_bytes = 0;
        let judged = admit_all(self.intake, pending, self.options.synchronise);
        self.settle(MAX_WAITING)?;
        let (mut articles, mut places) = (Vec::with_capacity(judged.len()), Vec::new());
        for (pending, result) in judged {
            match result {
                Ok((article, losses)) => {
                    self.note_losses(&pending, losses);
                    articles.push(article);
                    places.push(pending.place);
                }
                Err(refusal) => self.refuse_draft(pending, &refusal)?,
            }
        }
        if !articles.is_empty() {
            let batch = self.batch(self.options.allow_new_ids);
            self.keeper.keep(articles, batch);
            self.keeping.push_back(places);
        }
        Ok(())
    }

    /// Waits until the store has at most so many batches left, and takes note of what it says.
    fn settle(&mut self, left: usize) -> Result<(), StoreError> {
        while self.keeping.len() > left {
            let places = self.keeping.pop_front().unwrap_or_default();
            let (articles, outcomes) = self.keeper.kept()?;
            self.take_note(articles, outcomes, places)?;
        }
        Ok(())
    }

    fn take_note(
        &mut self,
        articles: Vec<Incoming>,
        outcomes: Vec<Outcome>,
        places: Vec<Place>,
    ) -> Result<(), StoreError> {
        for ((outcome, place), incoming) in outcomes.into_iter().zip(places).zip(articles) {
            match outcome {
                Outcome::Refused(Conflict::UrlKnown { known } | Conflict::GuidTaken { known })
                    if self.may_be_gone(&known)? =>
                {
                    self.departures.may_have_moved(Moved { incoming, place, known });
                }
                outcome => self.count(outcome, place, &incoming.article().id),
            }
        }
        Ok(())
    }

    fn note_losses(&mut self, pending: &Pending, losses: Vec<Loss>) {
        for loss in &losses {
            *self.report.losses.entry(loss.kind).or_default() += 1;
        }
        if self.options.name_losses && !losses.is_empty() {
            self.report.losses_of.push(ArticleLosses {
                file: pending.place.file.clone(),
                record: pending.place.record.clone(),
                losses,
            });
        }
    }

    /// Refuses a draft that was not admitted. Whatever is wrong with it: if its record says that it
    /// is not public, then it is not.
    fn refuse_draft(&mut self, pending: Pending, refusal: &Refusal) -> Result<(), StoreError> {
        let is_public = pending.draft.is_for_the_public();
        if let Some(id) = pending.draft.id.filter(|_| !is_public)
            && self.take_back(&ArticleId::from(id.as_str()), SAYS_SO)?
        {
            return Ok(());
        }
        match refusal {
            Refusal::NoId => self.refuse_unread(pending.place, refusal),
            _ => self.refusals.add(pending.place, refusal),
        }
        Ok(())
    }

    /// Whether it may turn out that an article's record is gone.
    fn may_be_gone(&self, known: &ArticleId) -> Result<bool, StoreError> {
        Ok(self.options.synchronise || !self.is_public(known)?)
    }

    fn is_public(&self, id: &ArticleId) -> Result<bool, StoreError> {
        let known = self.store.article(id)?;
        Ok(known.is_some_and(|known| known.status == Status::Published))
    }

    fn batch(&self, allow_new_ids: bool) -> Batch {
        let rehearsal = self.options.dry_run;
        Batch { now: self.now, began: self.began, allow_new_ids, rehearsal }
    }

    fn count(&mut self, outcome: Outcome, place: Place, id: &ArticleId) {
        match outcome {
            Outcome::Kept => self.report.kept += 1,
            Outcome::Changed => self.report.changed += 1,
            Outcome::Unchanged => self.report.unchanged += 1,
            Outcome::Withdrawn => {
                let reason = SAYS_SO.to_owned();
                self.report.withdrawn.push(Withdrawal { id: id.clone(), reason });
            }
            Outcome::Refused(conflict) => self.refusals.add(place, &conflict),
        }
    }

    /// Ends the import: keeps the last records and withdraws what is no longer public and, when it
    /// synchronised, what is gone.
    ///
    /// # Errors
    ///
    /// When the store cannot keep them.
    pub fn end(mut self) -> Result<Report, StoreError> {
        self.flush()?;
        self.settle(0)?;
        self.keeper.end()?;
        let mut gone = if self.options.synchronise {
            self.departures.gone(self.store.as_ref())?
        } else {
            BTreeSet::new()
        };
        self.follow_moved(&mut gone)?;
        self.report.refused = std::mem::take(&mut self.refusals).into_vec();
        if self.options.dry_run {
            return Ok(self.report);
        }
        self.store.withdraw(self.departures.unpublished(), self.now)?;
        if self.options.synchronise {
            let gone: Vec<ArticleId> = gone.into_iter().collect();
            for id in self.store.withdraw(&gone, self.now)? {
                let reason = "its record is gone".to_owned();
                self.report.withdrawn.push(Withdrawal { id, reason });
            }
        }
        Ok(self.report)
    }

    /// Takes the articles whose records moved; those they were known as are not gone.
    fn follow_moved(&mut self, gone: &mut BTreeSet<ArticleId>) -> Result<(), StoreError> {
        for Moved { incoming, place, known } in self.departures.take_moved() {
            let is_gone = gone.remove(&known)
                || !(self.departures.has_met(&known) || self.is_public(&known)?);
            let batch = self.batch(is_gone || self.options.allow_new_ids);
            let outcomes = self.store.put(std::slice::from_ref(&incoming), batch)?;
            for outcome in outcomes {
                self.count(outcome, place.clone(), &incoming.article().id);
            }
        }
        Ok(())
    }
}

/// Why a file that was named is not read.
const NO_KIND: &str = "it is nothing that newswire reads: no JSON, Markdown, WordPress or Ghost \
                       export, feed, HTML or text; unpack it if it is an archive, turn a table into \
                       JSON lines, or say what it is with --format";

/// Why an article is withdrawn whose record speaks for itself.
const SAYS_SO: &str = "its record says that it is not public";

/// A reader that tells how many bytes went through it.
struct Counted<'p, R> {
    inner: R,
    progress: Progress<'p>,
}

impl<R: std::io::Read> std::io::Read for Counted<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let read = self.inner.read(buffer)?;
        (self.progress)(read as u64);
        Ok(read)
    }
}
