//! References: the names in settings that stand for what articles are filed under, held against
//! what the store knows.
//!
//! A name that no article bears may be a new section's, or mistyped. One that differs from a known
//! one as mistyped words do is wrong, and stops the start; any other is told of.

use std::fmt;
use std::ops::Range;
use std::path::{Path, PathBuf};

use super::{ConfigError, Site, moves};
use crate::article::Instant;
use crate::feed::{FeedName, FeedSettings};
use crate::store::{Facet, FacetSummary, Store, StoreError};

/// A name in the settings that stands for a facet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    path: PathBuf,
    line: usize,
    facet: Facet,
    /// As it is written there.
    written: String,
    purpose: Purpose,
}

/// What a name is there for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    /// A feed takes the articles filed under it.
    Filter,
    /// A file gives it words and numbers.
    Words,
    /// Its feed has ended.
    Retired,
    /// Its feed has taken another's place.
    Successor,
}

/// A setting that may not mean what it says, or does nothing; in the words of [`fmt::Display`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Doubt {
    /// The file, without the folder.
    pub file: String,
    /// Counted from 1.
    pub line: usize,
    /// What is doubtful.
    pub what: String,
    /// What would be right.
    pub mend: String,
}

/// Why references could not be held against a store.
#[derive(Debug, thiserror::Error)]
pub enum ReferenceError {
    /// One is wrong.
    #[error(transparent)]
    Wrong(#[from] ConfigError),
    /// The store cannot say.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Reference {
    pub(super) fn new(
        (path, text): (&Path, &str),
        span: Range<usize>,
        (facet, written): (Facet, &str),
        purpose: Purpose,
    ) -> Self {
        let line = super::error::line_of(text, span.start);
        Self { path: path.to_owned(), line, facet, written: written.to_owned(), purpose }
    }

    fn doubt(&self, what: String, mend: String) -> Doubt {
        Doubt { file: file_name(&self.path), line: self.line, what, mend }
    }
}

impl fmt::Display for Doubt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, line {}: {}; {}", self.file, self.line, self.what, self.mend)
    }
}

impl Site {
    /// Holds what the settings name against what articles are, ever were or are about to be filed
    /// under; returns what is doubtful, in the order of the files.
    ///
    /// # Errors
    ///
    /// When a name is a known one mistyped, and when the store cannot answer.
    pub fn doubts(&self, store: &dyn Store, now: Instant) -> Result<Vec<Doubt>, ReferenceError> {
        let public = store.facets(now)?;
        let mut doubts = moves::in_use(self, &public);
        // What is scheduled is known too.
        let known = store.facets(Instant::MAX_UTC)?;
        for reference in &self.references {
            if reference.purpose == Purpose::Retired {
                doubts.extend(goes_on(reference, &public));
                continue;
            }
            if reference.purpose == Purpose::Successor && self.goes_on_as(&reference.facet) {
                continue;
            }
            // What was once filed under is known for ever: no withdrawal makes a setting wrong.
            if store.facet_name(&reference.facet, Instant::MAX_UTC)?.is_some() {
                continue;
            }
            let what = unknown(reference);
            let alike = known.iter().filter(|known| is_same_kind(&known.facet, &reference.facet));
            if let Some(meant) =
                alike.clone().find(|known| is_mistyped(slug(&reference.facet), slug(&known.facet)))
            {
                return Err(ReferenceError::Wrong(ConfigError::Wrong {
                    path: reference.path.clone(),
                    line: reference.line,
                    what: format!(
                        "{what}; `{}` is meant, it seems: write that, or publish an article under `{}` \
                         before it is named here",
                        slug(&meant.facet),
                        reference.written
                    ),
                }));
            }
            let likeness = |known: &FacetSummary| {
                strsim::jaro_winkler(slug(&reference.facet), slug(&known.facet))
            };
            let meant = alike
                .filter(|known| likeness(known) > 0.85)
                .max_by(|a, b| likeness(a).total_cmp(&likeness(b)))
                .map(|known| format!("write `{}` if that is meant", slug(&known.facet)));
            let mend = meant.unwrap_or_else(|| "it is well if one is about to".to_owned());
            doubts.push(reference.doubt(what, mend));
        }
        doubts.extend(self.feeds.iter().filter_map(|feed| hides(feed, &known)));
        doubts.sort_by(|a, b| (&a.file, a.line).cmp(&(&b.file, b.line)));
        Ok(doubts)
    }
}

impl Site {
    /// Whether the settings give a feed, or one that took its place, to what this facet's feed would be
    /// called.
    fn goes_on_as(&self, facet: &Facet) -> bool {
        if self.moves.iter().any(|it| it.old.facet() == *facet) {
            return true;
        }
        match facet {
            Facet::All => true,
            Facet::Category(slug) => self.feeds.iter().any(|feed| feed.name == *slug),
            Facet::Author(_) | Facet::Tag(_) | Facet::Language(_) => false,
        }
    }
}

/// A feed that stands at the address of a category and takes nothing of it.
fn hides(feed: &FeedSettings, known: &[FacetSummary]) -> Option<Doubt> {
    if feed.filter.is_empty() || feed.filter.categories.contains(&feed.name) {
        return None;
    }
    let category = Facet::Category(feed.name.clone());
    let hidden = known.iter().find(|known| known.facet == category)?;
    Some(Doubt {
        file: format!("{}.toml", feed.name),
        line: 1,
        what: format!(
            "the feed stands at the address of the category `{}`, which has no feed of its own",
            hidden.name
        ),
        mend: format!("name the file otherwise, or add \"{}\" to its `categories`", feed.name),
    })
}

/// A feed that is said to have ended while articles are filed under it.
fn goes_on(reference: &Reference, public: &[FacetSummary]) -> Option<Doubt> {
    let going = public.iter().find(|known| known.facet == reference.facet && known.articles > 0)?;
    let articles = if going.articles == 1 { "article is" } else { "articles are" };
    let what = format!(
        "`{}` is among the `retired` feeds, and {} {articles} filed under it",
        reference.written, going.articles
    );
    Some(reference.doubt(what, "take it from that list if readers are to follow them".to_owned()))
}

/// What is wrong with a reference that nothing stands for.
fn unknown(reference: &Reference) -> String {
    let facet = match reference.facet {
        Facet::All => "feed",
        Facet::Category(_) => "category",
        Facet::Author(_) => "author",
        Facet::Tag(_) => "tag",
        Facet::Language(_) => "language",
    };
    let written = &reference.written;
    match reference.purpose {
        Purpose::Words => format!("the file is for the category `{written}`, which no article has"),
        Purpose::Filter | Purpose::Retired | Purpose::Successor => {
            format!("no article has the {facet} `{written}`")
        }
    }
}

/// The facet of a feed's only part.
pub(super) fn facet_of(name: &FeedName) -> Option<Facet> {
    match name {
        FeedName::Single(part) => Some(part.facet()),
        FeedName::Union(_) => None,
    }
}

pub(super) fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

fn slug(facet: &Facet) -> &str {
    match facet {
        Facet::All => "all",
        Facet::Category(slug) | Facet::Author(slug) | Facet::Tag(slug) | Facet::Language(slug) => {
            slug.as_str()
        }
    }
}

fn is_same_kind(a: &Facet, b: &Facet) -> bool {
    std::mem::discriminant(a) == std::mem::discriminant(b)
}

/// A word this long is seldom another word with one letter changed.
const LONG: usize = 5;

/// The first characters of scripts in which one character is a word or a syllable (CJK radicals on).
const SYLLABLES: char = '\u{2E80}';

/// Whether one slug is the other with a slip of the hand: the hyphens set otherwise, or in one
/// long word a letter too many, too few, another or two in the wrong order, the first one and all
/// digits right. Names that mean different things differ like that too seldom to be thought of:
/// `north` and `south`, `politics-uk` and `politics-us`, `season-1` and `season-2` do not.
fn is_mistyped(written: &str, known: &str) -> bool {
    if written.replace('-', "") == known.replace('-', "") {
        return true;
    }
    let (ours, theirs): (Vec<&str>, Vec<&str>) =
        (written.split('-').collect(), known.split('-').collect());
    let mut differing = ours.iter().zip(&theirs).filter(|(a, b)| a != b);
    let (Some((a, b)), None) = (differing.next(), differing.next()) else { return false };
    let digits = |word: &str| word.chars().filter(char::is_ascii_digit).collect::<String>();
    ours.len() == theirs.len()
        && a.chars().count().max(b.chars().count()) >= LONG
        && a.chars().next() == b.chars().next()
        && digits(a) == digits(b)
        && !a.chars().chain(b.chars()).any(|c| c >= SYLLABLES)
        && strsim::osa_distance(a, b) == 1
}

#[cfg(test)]
mod tests {
    use super::is_mistyped;

    #[test]
    fn a_slip_of_the_hand_is_told_from_another_name() {
        for (written, known) in [
            ("harbor", "harbour"),
            ("habrour", "harbour"),
            ("enviroment", "environment"),
            ("cityhall", "city-hall"),
            ("spotr", "sport"),
            ("кулътура", "культура"),
        ] {
            assert!(is_mistyped(written, known), "{written} {known}");
        }
        for (written, known) in [
            ("north", "south"),
            ("region-north", "region-south"),
            ("politics-uk", "politics-us"),
            ("season-1", "season-2"),
            ("budget2026", "budget2027"),
            ("film", "firm"),
            ("国际新闻", "国内新闻"),
            ("국제뉴스부문", "국내뉴스부문"),
            ("culture", "agriculture"),
            ("youth", "south"),
            ("en", "de"),
        ] {
            assert!(!is_mistyped(written, known), "{written} {known}");
        }
    }
}
