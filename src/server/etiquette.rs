//! Etiquette: whether a client has asked too often. Readers never come near the limits; who asks every few
//! seconds and takes everything each time does.
//!
//! Must not know: how budgets are kept, what is answered.

use std::hash::Hash;
use std::net::IpAddr;
use std::sync::atomic::{AtomicBool, Ordering};

use hyper::header::HeaderMap;

use super::Options;
use super::budget::{Budgets, Cost, Exceeded};
use super::client::{self, Proxies};
use crate::article::Instant;
use crate::feed::FeedName;
use crate::response::{Resource, Variant};

/// The rules of asking.
pub(super) struct Etiquette {
    /// `None` when anyone may ask as often as he likes.
    budgets: Option<Budgets>,
    proxies: Proxies,
    /// While no proxy is named, private addresses are taken for some, behind which are all readers.
    spares_private: bool,
    has_warned: AtomicBool,
}

/// What has a budget of its own. An aggregator asks for many feeds of a site; it may ask for each as often
/// as another for one.
#[derive(Hash)]
enum Scope<'a> {
    Feed(&'a FeedName),
    Archive(&'a FeedName, u32),
    /// All unions together: anyone can make up any number.
    Unions,
    Lists,
}

impl Etiquette {
    pub(super) fn new(options: &Options) -> Self {
        Self {
            budgets: options.polls_per_hour.map(Budgets::new),
            proxies: Proxies::new(options.trusted_proxies.clone()),
            spares_private: options.trusted_proxies.is_empty(),
            has_warned: AtomicBool::new(false),
        }
    }

    /// Whether a client may have an answer, in full or not.
    pub(super) fn admit(
        &self,
        peer: IpAddr,
        asked: &HeaderMap,
        resource: &Resource,
        is_full: bool,
        now: Instant,
    ) -> Result<(), Exceeded> {
        let Some((budgets, address)) = self.counted(peer, asked) else { return Ok(()) };
        let (scope, is_document) = scope_of(resource);
        // Pages and excerpts are fetched by people's browsers, of which thousands may share an address.
        let cost = if is_full && is_document { Cost::Full } else { Cost::Little };
        let who = (address, client::product(asked), scope);
        let admitted = budgets.spend(who, cost, now.timestamp());
        if admitted.is_err() {
            self.warn_of_proxy(peer, asked);
        }
        admitted
    }

    /// Whether an answer in full could be had at all, before anything is built for it: of unions, which
    /// anyone can make up.
    pub(super) fn foresee(
        &self,
        peer: IpAddr,
        asked: &HeaderMap,
        resource: &Resource,
        now: Instant,
    ) -> Result<(), Exceeded> {
        let (scope @ Scope::Unions, true) = scope_of(resource) else { return Ok(()) };
        let Some((budgets, address)) = self.counted(peer, asked) else { return Ok(()) };
        budgets.has_full((address, client::product(asked), scope), now.timestamp())
    }

    /// The budgets, and the household whose requests are counted; `None` for whom nothing is.
    fn counted(&self, peer: IpAddr, asked: &HeaderMap) -> Option<(&Budgets, IpAddr)> {
        let budgets = self.budgets.as_ref()?;
        // Where only proxies are known there is nobody to count.
        let address = self.proxies.client(peer, asked)?;
        let is_spared = self.spares_private && client::is_private(address);
        (!is_spared).then(|| (budgets, client::household(address)))
    }

    /// A proxy that nobody named has all its readers taken for one: the publisher should know, once.
    fn warn_of_proxy(&self, peer: IpAddr, asked: &HeaderMap) {
        if client::is_forwarded(asked)
            && !self.proxies.contains(peer)
            && !self.has_warned.swap(true, Ordering::Relaxed)
        {
            tracing::warn!(
                %peer,
                "a client was told that it asks too often, and says that it is a proxy: if it is yours, \
                 name it in `trusted_proxies` of site.toml"
            );
        }
    }
}

/// What a resource's budget is, and whether it is a document that readers poll.
fn scope_of(resource: &Resource) -> (Scope<'_>, bool) {
    match resource {
        Resource::Feed(name, variant) => {
            let is_document = matches!(variant, Variant::Document(_));
            let is_union = matches!(name, FeedName::Union(_));
            (if is_union { Scope::Unions } else { Scope::Feed(name) }, is_document)
        }
        Resource::Archive(FeedName::Union(_), ..) => (Scope::Unions, true),
        Resource::Archive(name, number, _) => (Scope::Archive(name, *number), true),
        Resource::Opml => (Scope::Lists, true),
        Resource::Index => (Scope::Lists, false),
    }
}
