//! What is kept, by the path of its address: the short way to what is asked for over and over, without
//! reading the address part by part.
//!
//! It holds nothing: what the cache lets go is gone from here, too.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock, Weak};

use super::Representation;

/// The latest representations by their paths in canonical spelling.
#[derive(Debug, Default)]
pub(super) struct Paths(RwLock<HashMap<String, Weak<Representation>>>);

impl Paths {
    pub(super) fn get(&self, path: &str) -> Option<Arc<Representation>> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).get(path)?.upgrade()
    }

    /// Takes note of what is kept under its path now.
    pub(super) fn note(&self, latest: &Arc<Representation>) {
        let path = latest.resource().path();
        let mut paths = self.0.write().unwrap_or_else(PoisonError::into_inner);
        paths.insert(path, Arc::downgrade(latest));
    }

    /// Forgets what is kept no more, unless another is kept under its path by now.
    pub(super) fn forget(&self, gone: &Arc<Representation>) {
        let path = gone.resource().path();
        let mut paths = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if paths.get(&path).is_some_and(|known| std::ptr::eq(known.as_ptr(), Arc::as_ptr(gone))) {
            paths.remove(&path);
        }
    }
}
