//! Moves: feeds that were renamed, and why a name cannot be another's old one.
//!
//! An old name that other settings give a feed, or that leads nowhere or to two feeds, would take a feed
//! from those who follow it: it stops the start.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use toml::Spanned;

use super::{ConfigError, Doubt, Fault, Site};
use crate::feed::{FeedName, FeedSettings, Moves, Part};
use crate::store::{Facet, FacetSummary};

/// A feed that was renamed, as the settings say it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Move {
    /// What it was called.
    pub old: Part,
    /// What it is called.
    pub new: Part,
    path: PathBuf,
    line: usize,
}

impl Move {
    pub(super) fn new(
        (path, text): (&Path, &str),
        written: &Spanned<String>,
        old: Part,
        new: Part,
    ) -> Self {
        let line = super::error::line_of(text, written.span().start);
        Self { old, new, path: path.to_owned(), line }
    }

    /// The file's name and the line in which the settings say it.
    #[must_use]
    pub fn place(&self) -> (String, usize) {
        (super::references::file_name(&self.path), self.line)
    }

    fn wrong(&self, what: String) -> ConfigError {
        ConfigError::Wrong { path: self.path.clone(), line: self.line, what }
    }
}

/// The old name of a feed, as its address had it.
pub(super) fn part(key: &str, written: &Spanned<String>) -> Result<Part, Fault> {
    let fault = |why: String| Fault::at(written.span(), format!("`{key}`: {why}"));
    match FeedName::parse(written.get_ref()) {
        Ok(FeedName::ALL) => {
            Err(fault("`all` is the site itself and keeps its name; take it out".to_owned()))
        }
        Ok(FeedName::Single(part)) => Ok(part),
        Ok(FeedName::Union(_)) => Err(fault(format!(
            "`{}` is a union; name its feeds one by one, and it moves with them",
            written.get_ref()
        ))),
        Err(error) => Err(fault(error.to_string())),
    }
}

/// The name of the feed that took another's place.
pub(super) fn successor(written: &Spanned<String>) -> Result<Part, Fault> {
    match FeedName::parse(written.get_ref()) {
        Ok(FeedName::ALL) => Ok(Part::All),
        _ => part("moved", written),
    }
}

impl Site {
    /// The feeds that go on under other names.
    #[must_use]
    pub fn moves(&self) -> Moves {
        Moves::new(self.moves.iter().map(|it| (it.old.clone(), it.new.clone())))
    }
}

/// Holds the moves against each other and the other settings.
pub(super) fn check(site: &Site) -> Result<(), ConfigError> {
    let retired = |part: &Part| site.retired.contains(&FeedName::Single(part.clone()));
    let mut known: BTreeMap<&Part, &Move> = BTreeMap::new();
    for it in &site.moves {
        let (old, new) = (&it.old, &it.new);
        if old == new {
            return Err(it.wrong(format!(
                "`{old}` is what the feed is called now; write what it was called before, or take it out"
            )));
        }
        if let Part::Named(slug) = old
            && site.feeds.iter().any(|feed| feed.name == *slug)
        {
            return Err(it.wrong(format!(
                "`{old}` is said to be a former name of `{new}`, and {slug}.toml gives it a feed; \
                 delete that file, or take the former name out"
            )));
        }
        if retired(old) {
            return Err(it.wrong(format!(
                "`{old}` is said to be a former name of `{new}`, and is among the `retired` feeds of \
                 site.toml; take it from that list if it goes on as `{new}`"
            )));
        }
        if retired(new) {
            return Err(it.wrong(format!(
                "`{old}` leads to `{new}`, which is among the `retired` feeds of site.toml; name a feed \
                 that goes on, or put `{old}` on that list too"
            )));
        }
        if let Some(other) = known.insert(old, it) {
            let (file, line) = other.place();
            return Err(it.wrong(format!(
                "`{old}` is a former name of `{}` already ({file}, line {line}); it leads to one feed, \
                 take one of the two out",
                other.new
            )));
        }
    }
    let moves = site.moves();
    match site.moves.iter().find(|it| moves.successor(&it.old).is_none()) {
        Some(it) => Err(it.wrong(format!(
            "the former names lead in a circle from `{}` over `{}` back to it; take out the one that is \
             the feed's name now",
            it.old, it.new
        ))),
        None => Ok(()),
    }
}

/// Old names that public articles are filed under: who follows one of them misses what is published under
/// it. An article may come from anywhere, so that this is no reason for all feeds to stop.
pub(super) fn in_use(site: &Site, public: &[FacetSummary]) -> Vec<Doubt> {
    let moves = site.moves();
    let doubts = site.moves.iter().filter_map(|it| {
        let facet = it.old.facet();
        let articles = public.iter().find(|known| known.facet == facet)?.articles;
        let last = moves.successor(&it.old).filter(|_| articles > 0)?;
        if takes(site, last, &facet) {
            return None;
        }
        let filed = if articles == 1 { "article is" } else { "articles are" };
        let (file, line) = it.place();
        Some(Doubt {
            file,
            line,
            what: format!(
                "`{}` is said to be a former name of `{last}`, and {articles} {filed} filed under it, \
                 which `{last}` does not hold",
                it.old
            ),
            mend: format!(
                "file them under `{last}`, let the filter of its settings file take `{}` too, or take the \
                 former name out",
                slug_of(&it.old)
            ),
        })
    });
    doubts.collect()
}

/// Whether the settings give a feed the articles of a facet.
fn takes(site: &Site, feed: &Part, facet: &Facet) -> bool {
    let named = |feed: &FeedSettings| match facet {
        Facet::All => false,
        Facet::Category(slug) => feed.filter.categories.contains(slug),
        Facet::Author(slug) => feed.filter.authors.contains(slug),
        Facet::Tag(slug) => feed.filter.tags.contains(slug),
        Facet::Language(slug) => feed.filter.languages.contains(slug),
    };
    match feed {
        Part::All => true,
        Part::Named(slug) => site.feeds.iter().any(|feed| feed.name == *slug && named(feed)),
        Part::Author(_) | Part::Tag(_) | Part::Language(_) => false,
    }
}

fn slug_of(part: &Part) -> String {
    let name = part.to_string();
    name.rsplit_once('/').map_or(name.clone(), |(_, slug)| slug.to_owned())
}
