//! `NAME.toml`: a feed of its own, or one category's title and numbers.

use std::path::Path;

use serde::Deserialize;
use toml::Spanned;

use super::Fault;
use super::moves::{self, Move};
use super::references::{Purpose, Reference};
use super::site_file::{RawLimits, language, limits};
use crate::article::{PlainText, Slug};
use crate::feed::{Content, FeedSettings, Filter, Limits, Part};
use crate::store::Facet;

/// The file as written. The numbers stand beside the rest, not in a table of their own (serde's
/// `flatten` would give up the check for unknown keys).
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    title: Option<String>,
    description: Option<String>,
    categories: Option<Vec<Spanned<String>>>,
    authors: Option<Vec<Spanned<String>>>,
    tags: Option<Vec<Spanned<String>>>,
    /// What the feed was called before.
    #[serde(default)]
    former_names: Vec<Spanned<String>>,
    /// One tag or a list of them.
    language: Option<Spanned<toml::Value>>,
    min_items: Option<Spanned<usize>>,
    keep_hours: Option<Spanned<u32>>,
    max_items: Option<Spanned<usize>>,
    excerpt_chars: Option<Spanned<usize>>,
    content: Option<Content>,
    max_age: Option<Spanned<u32>>,
    tombstone_days: Option<Spanned<u32>>,
    archive_size: Option<Spanned<usize>>,
    page_max_age: Option<Spanned<u32>>,
    embed_max_age: Option<Spanned<u32>>,
    archive_max_age: Option<Spanned<u32>>,
}

/// Names that addresses use for something else.
const RESERVED: [&str; 4] = ["author", "tag", "language", "archive"];

/// A settings file, read.
pub(super) struct FeedFile {
    pub(super) settings: FeedSettings,
    /// What it names of the site's articles.
    pub(super) references: Vec<Reference>,
    /// From its former names.
    pub(super) moves: Vec<Move>,
}

pub(super) fn parse(path: &Path, text: &str, defaults: &Limits) -> Result<FeedFile, Fault> {
    let stem = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
    let name = Slug::new(stem).filter(|slug| slug.as_str() == stem).ok_or_else(|| {
        Fault::of_file(format!(
            "`{stem}` cannot stand in an address; name the file in lower case with hyphens, like {}.toml",
            Slug::new(stem).map_or_else(|| "world-news".to_owned(), |slug| slug.to_string())
        ))
    })?;
    if RESERVED.contains(&stem) {
        return Err(Fault::of_file(format!(
            "`{stem}` stands for something else in addresses; name the file otherwise"
        )));
    }
    let raw: Raw = toml::from_str(text).map_err(|error| Fault::of_toml(&error))?;
    let filter = Filter {
        categories: slugs("categories", raw.categories.as_deref())?,
        authors: slugs("authors", raw.authors.as_deref())?,
        tags: slugs("tags", raw.tags.as_deref())?,
        languages: languages(raw.language.as_ref())?,
    };
    let references = references((path, text), &raw, &filter, &name);
    let feed = if stem == "all" { Part::All } else { Part::Named(name.clone()) };
    let moves = raw
        .former_names
        .iter()
        .map(|old| {
            let part = moves::part("former_names", old)?;
            Ok(Move::new((path, text), old, part, feed.clone()))
        })
        .collect::<Result<_, Fault>>()?;
    let numbers = RawLimits {
        min_items: raw.min_items,
        keep_hours: raw.keep_hours,
        max_items: raw.max_items,
        excerpt_chars: raw.excerpt_chars,
        content: raw.content,
        max_age: raw.max_age,
        tombstone_days: raw.tombstone_days,
        archive_size: raw.archive_size,
        page_max_age: raw.page_max_age,
        embed_max_age: raw.embed_max_age,
        archive_max_age: raw.archive_max_age,
    };
    let one_line =
        |text: &String| Some(PlainText::new(text).to_string()).filter(|line| !line.is_empty());
    let settings = FeedSettings {
        name,
        title: raw.title.as_ref().and_then(one_line),
        description: raw.description.as_ref().and_then(one_line),
        filter,
        limits: limits(&numbers, defaults)?,
    };
    Ok(FeedFile { settings, references, moves })
}

/// What the filter names; without one, the category that the file is named after.
fn references(file: (&Path, &str), raw: &Raw, filter: &Filter, name: &Slug) -> Vec<Reference> {
    if filter.is_empty() {
        let facet = Facet::Category(name.clone());
        let words = Reference::new(file, 0..0, (facet, name.as_str()), Purpose::Words);
        return if name.as_str() == "all" { Vec::new() } else { vec![words] };
    }
    let lists = [
        (&raw.categories, &filter.categories, Facet::Category as fn(Slug) -> Facet),
        (&raw.authors, &filter.authors, Facet::Author),
        (&raw.tags, &filter.tags, Facet::Tag),
    ];
    let mut references = Vec::new();
    for (written, slugs, facet) in lists {
        let written = written.iter().flatten();
        references.extend(written.zip(slugs).map(|(written, slug)| {
            let named = (facet(slug.clone()), written.get_ref().as_str());
            Reference::new(file, written.span(), named, Purpose::Filter)
        }));
    }
    let span = raw.language.as_ref().map(Spanned::span).unwrap_or_default();
    references.extend(filter.languages.iter().map(|tag| {
        let named = (Facet::Language(tag.clone()), tag.as_str());
        Reference::new(file, span.clone(), named, Purpose::Filter)
    }));
    references
}

fn slugs(key: &str, names: Option<&[Spanned<String>]>) -> Result<Vec<Slug>, Fault> {
    let Some(names) = names else { return Ok(Vec::new()) };
    if names.is_empty() {
        return Err(Fault::at(
            0..0,
            format!(
                "`{key}` is an empty list, which no article matches; name some or leave it out"
            ),
        ));
    }
    names
        .iter()
        .map(|name| {
            Slug::new(name.get_ref()).ok_or_else(|| {
                Fault::at(
                    name.span(),
                    format!("`{}` in `{key}` has no letter or digit", name.get_ref()),
                )
            })
        })
        .collect()
}

fn languages(raw: Option<&Spanned<toml::Value>>) -> Result<Vec<Slug>, Fault> {
    let Some(raw) = raw else { return Ok(Vec::new()) };
    let tags = match raw.get_ref() {
        toml::Value::Array(tags) => tags.as_slice(),
        one => std::slice::from_ref(one),
    };
    let wrong = || {
        let what = "`language` is a language tag such as \"en-GB\", or a list of some";
        Fault::at(raw.span(), what)
    };
    if tags.is_empty() {
        return Err(wrong());
    }
    tags.iter()
        .map(|tag| {
            let tag = tag.as_str().ok_or_else(wrong)?;
            let checked = language("language", raw.span(), tag)?;
            Slug::new(&checked).ok_or_else(wrong)
        })
        .collect()
}
