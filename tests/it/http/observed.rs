//! A store that counts what it is asked and, when it is told to, keeps those who ask waiting, fails
//! or panics: what the server makes of it is seen from outside.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex};

use newswire::article::{Article, ArticleId, Instant};
use newswire::store::{
    Archive, Batch, Batches, Change, Facet, FacetSummary, History, Incoming, Outcome, Query,
    Sequence, SqliteStore, Store, StoreError, Tally, Withdrawn,
};

pub struct ObservedStore {
    inner: SqliteStore,
    calls: AtomicUsize,
    builds: AtomicUsize,
    articles: AtomicUsize,
    is_out_of_reach: AtomicBool,
    panics: AtomicBool,
    gate: Gate,
    dated: Mutex<Vec<String>>,
}

/// Lets those who come pass, or holds them until they are released.
#[derive(Default)]
struct Gate {
    state: Mutex<GateState>,
    changed: Condvar,
}

#[derive(Default)]
struct GateState {
    holds_who_comes: bool,
    /// How many were ever held, and how many of them were released.
    held: usize,
    released: usize,
}

impl ObservedStore {
    pub fn new() -> Self {
        Self {
            inner: SqliteStore::in_memory().unwrap(),
            calls: AtomicUsize::new(0),
            builds: AtomicUsize::new(0),
            articles: AtomicUsize::new(0),
            is_out_of_reach: AtomicBool::new(false),
            panics: AtomicBool::new(false),
            gate: Gate::default(),
            dated: Mutex::default(),
        }
    }

    /// Calls of any kind so far.
    pub fn calls(&self) -> usize {
        self.calls.load(Ordering::SeqCst)
    }

    /// Builds that began so far: each looks a feed up once.
    pub fn builds(&self) -> usize {
        self.builds.load(Ordering::SeqCst)
    }

    /// Articles that were read page by page so far.
    pub fn articles(&self) -> usize {
        self.articles.load(Ordering::SeqCst)
    }

    /// The documents whose dates the store was told to remember.
    pub fn dated(&self) -> Vec<String> {
        self.dated.lock().unwrap().clone()
    }

    /// From now on every call fails, or none does.
    pub fn set_out_of_reach(&self, is_out_of_reach: bool) {
        self.is_out_of_reach.store(is_out_of_reach, Ordering::SeqCst);
    }

    /// From now on every build panics, or none does.
    pub fn set_panics(&self, panics: bool) {
        self.panics.store(panics, Ordering::SeqCst);
    }

    /// From now on builds wait at their end: the bytes are made, and not kept yet.
    pub fn hold_builds(&self) {
        self.gate.state.lock().unwrap().holds_who_comes = true;
    }

    /// Returns when so many builds were held since the beginning.
    pub fn wait_until_held(&self, builds: usize) {
        let state = self.gate.state.lock().unwrap();
        drop(self.gate.changed.wait_while(state, |state| state.held < builds).unwrap());
    }

    /// From now on builds pass; those that wait go on waiting.
    pub fn let_others_pass(&self) {
        self.gate.state.lock().unwrap().holds_who_comes = false;
    }

    /// All builds go on.
    pub fn release_builds(&self) {
        let mut state = self.gate.state.lock().unwrap();
        state.holds_who_comes = false;
        state.released = state.held;
        drop(state);
        self.gate.changed.notify_all();
    }

    fn call(&self, action: &'static str) -> Result<(), StoreError> {
        self.calls.fetch_add(1, Ordering::SeqCst);
        if self.is_out_of_reach.load(Ordering::SeqCst) {
            return Err(StoreError::Engine { action, source: "the cable is cut".into() });
        }
        Ok(())
    }

    fn end_build(&self) {
        let mut state = self.gate.state.lock().unwrap();
        if state.holds_who_comes {
            let ticket = state.held;
            state.held += 1;
            self.gate.changed.notify_all();
            drop(self.gate.changed.wait_while(state, |state| state.released <= ticket).unwrap());
        } else {
            drop(state);
        }
        assert!(!self.panics.load(Ordering::SeqCst), "told to panic");
    }
}

impl Store for ObservedStore {
    fn put(&self, incoming: &[Incoming], batch: Batch) -> Result<Vec<Outcome>, StoreError> {
        self.call("put")?;
        self.inner.put(incoming, batch)
    }

    fn put_all(&self, batches: &mut dyn Batches) -> Result<(), StoreError> {
        self.call("put")?;
        self.inner.put_all(batches)
    }

    fn withdraw(&self, ids: &[ArticleId], now: Instant) -> Result<Vec<ArticleId>, StoreError> {
        self.call("withdraw")?;
        self.inner.withdraw(ids, now)
    }

    fn article(&self, id: &ArticleId) -> Result<Option<Arc<Article>>, StoreError> {
        self.call("article")?;
        self.inner.article(id)
    }

    fn page(&self, query: &Query<'_>) -> Result<Vec<Arc<Article>>, StoreError> {
        self.call("page")?;
        let page = self.inner.page(query)?;
        self.articles.fetch_add(page.len(), Ordering::SeqCst);
        Ok(page)
    }

    fn cut(&self, history: &History<'_>, at: Instant) -> Result<Option<Archive>, StoreError> {
        self.call("cut")?;
        self.inner.cut(history, at)
    }

    fn archive(
        &self,
        history: &History<'_>,
        number: u32,
        at: Instant,
    ) -> Result<Option<Archive>, StoreError> {
        self.call("archive")?;
        self.inner.archive(history, number, at)
    }

    fn inhabited_before(
        &self,
        history: &History<'_>,
        archive: &Archive,
        at: Instant,
    ) -> Result<Option<u32>, StoreError> {
        self.call("inhabited_before")?;
        self.inner.inhabited_before(history, archive, at)
    }

    fn archives(&self, history: &History<'_>) -> Result<u32, StoreError> {
        self.call("archives")?;
        self.inner.archives(history)
    }

    fn archived(
        &self,
        history: &History<'_>,
        archive: &Archive,
        at: Instant,
    ) -> Result<Vec<Arc<Article>>, StoreError> {
        self.call("archived")?;
        self.inner.archived(history, archive, at)
    }

    fn tally(
        &self,
        history: &History<'_>,
        archive: &Archive,
        at: Instant,
    ) -> Result<Tally, StoreError> {
        self.call("tally")?;
        self.inner.tally(history, archive, at)
    }

    fn withdrawn(
        &self,
        any_of: &[Facet],
        since: Instant,
        limit: usize,
    ) -> Result<Vec<Withdrawn>, StoreError> {
        self.call("withdrawn")?;
        self.inner.withdrawn(any_of, since, limit)
    }

    fn facet_name(&self, facet: &Facet, at: Instant) -> Result<Option<String>, StoreError> {
        self.call("facet_name")?;
        self.builds.fetch_add(1, Ordering::SeqCst);
        self.inner.facet_name(facet, at)
    }

    fn facets(&self, at: Instant) -> Result<Vec<FacetSummary>, StoreError> {
        self.call("facets")?;
        self.inner.facets(at)
    }

    fn next_due(&self, any_of: &[Facet], at: Instant) -> Result<Option<Instant>, StoreError> {
        self.call("next_due")?;
        self.inner.next_due(any_of, at)
    }

    fn sequence(&self) -> Result<Sequence, StoreError> {
        self.call("sequence")?;
        self.inner.sequence()
    }

    fn changes(&self, after: Sequence, limit: usize) -> Result<Vec<Change>, StoreError> {
        self.call("changes")?;
        self.inner.changes(after, limit)
    }

    fn sources(&self) -> Result<BTreeMap<String, Vec<ArticleId>>, StoreError> {
        self.call("sources")?;
        self.inner.sources()
    }

    fn document_since(
        &self,
        document: &str,
        digest: &str,
        now: Instant,
    ) -> Result<Instant, StoreError> {
        self.call("document_since")?;
        self.dated.lock().unwrap().push(document.to_owned());
        self.end_build();
        self.inner.document_since(document, digest, now)
    }
}
