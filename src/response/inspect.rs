//! Looking into a site: building what nobody asked for over the wire, and keeping none of it. For static
//! files, and for whoever checks the site.

use thiserror::Error;

use super::service::{Responses, chain};
use super::{Format, Inspected, Resource};
use crate::article::Instant;
use crate::feed::FeedName;

/// Why a document could not be built.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("the document cannot be built now: {0}")]
pub struct Unavailable(pub String);

impl Responses {
    /// Builds a resource without keeping it, and tells what was left out of it: for static files
    /// and for whoever looks into a site. Blocks.
    ///
    /// # Errors
    ///
    /// When it cannot be built.
    pub fn build_now(
        &self,
        resource: &Resource,
        now: Instant,
    ) -> Result<Option<Inspected>, Unavailable> {
        let built = self.builder.build(resource, now, None);
        built.map(Result::ok).map_err(|error| Unavailable(chain(&error)))
    }

    /// A feed's archive documents in a format, in the order of their numbers. Blocks.
    ///
    /// # Errors
    ///
    /// When the store cannot answer.
    pub fn archives(
        &self,
        name: &FeedName,
        format: Format,
        now: Instant,
    ) -> Result<impl Iterator<Item = Resource> + use<>, Unavailable> {
        let count = self.builder.archives(name, now).map_err(|error| Unavailable(chain(&error)))?;
        let name = name.clone();
        Ok((1..=count).map(move |number| Resource::Archive(name.clone(), number, format)))
    }
}
