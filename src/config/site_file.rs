//! `site.toml`: the site, its defaults, the server, the store.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::Path;
use std::time::Duration;

use serde::Deserialize;
use toml::Spanned;
use url::Url;

use super::moves::{self, Move};
use super::references::{self, Purpose, Reference};
use super::{Fault, ServerSettings, Site};
use crate::article::{Intake, PlainText, TimeZone};
use crate::document::{Publication, Publisher};
use crate::feed::{Content, FeedName, Limits, MaxAges, Window};
use crate::server::{Cdn, NetworkError};

/// The file as written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    title: Spanned<String>,
    url: Spanned<String>,
    base_url: Option<Spanned<String>>,
    language: Spanned<String>,
    timezone: Option<Spanned<String>>,
    description: Option<String>,
    copyright: Option<String>,
    icon: Option<Spanned<String>>,
    logo: Option<Spanned<String>>,
    author: Option<RawAuthor>,
    #[serde(default)]
    retired: Vec<Spanned<String>>,
    /// Each old name with the new one.
    #[serde(default)]
    moved: BTreeMap<Spanned<String>, Spanned<String>>,
    #[serde(default)]
    defaults: RawLimits,
    #[serde(default)]
    server: RawServer,
    #[serde(default)]
    store: RawStore,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawAuthor {
    name: String,
    url: Option<Spanned<String>>,
    email: Option<String>,
}

/// The numbers of a feed as written: all of them may be left out.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawLimits {
    pub(super) min_items: Option<Spanned<usize>>,
    pub(super) keep_hours: Option<Spanned<u32>>,
    pub(super) max_items: Option<Spanned<usize>>,
    pub(super) excerpt_chars: Option<Spanned<usize>>,
    pub(super) content: Option<Content>,
    pub(super) max_age: Option<Spanned<u32>>,
    pub(super) tombstone_days: Option<Spanned<u32>>,
    pub(super) archive_size: Option<Spanned<usize>>,
    pub(super) page_max_age: Option<Spanned<u32>>,
    pub(super) embed_max_age: Option<Spanned<u32>>,
    pub(super) archive_max_age: Option<Spanned<u32>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawServer {
    listen: Option<String>,
    max_connections: Option<Spanned<usize>>,
    max_connections_per_address: Option<Spanned<usize>>,
    cache_megabytes: Option<Spanned<u64>>,
    log_requests: Option<bool>,
    watch: Option<bool>,
    trusted_proxies: Option<Vec<Spanned<String>>>,
    polls_per_hour: Option<Spanned<u32>>,
    cdn: Option<Cdn>,
    cdn_max_age: Option<Spanned<u32>>,
    feed_deltas: Option<Spanned<bool>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawStore {
    url: Option<String>,
}

/// What holds when `site.toml` is silent.
const DEFAULTS: Limits = Limits {
    window: Window { min_items: 20, keep: Duration::from_hours(48), max_items: 200 },
    excerpt_chars: 320,
    content: Content::Full,
    max_age: Duration::from_mins(15),
    tombstone_days: 30,
    archive_size: None,
    other_max_ages: MaxAges { page: None, embed: None, archive: None },
};

const DEFAULT_LISTEN: &str = "127.0.0.1:8080";

pub(super) fn parse(folder: &Path, text: &str) -> Result<Site, Fault> {
    let raw: Raw = toml::from_str(text).map_err(|error| Fault::of_toml(&error))?;
    let title = one_line(raw.title.get_ref());
    if title.is_empty() {
        return Err(Fault::at(raw.title.span(), "`title` is empty; every feed carries it"));
    }
    let site_url = web_address("url", &raw.url)?;
    let base_url = match &raw.base_url {
        Some(base) => web_address("base_url", base)?.as_str().trim_end_matches('/').to_owned(),
        None => String::new(),
    };
    let language = language("language", raw.language.span(), raw.language.get_ref())?;
    let timezone = match &raw.timezone {
        Some(name) => name.get_ref().parse::<TimeZone>().map_err(|_| {
            Fault::at(
                name.span(),
                format!(
                    "`timezone` is `{}`, which is no IANA time zone; write it like Europe/Dublin",
                    name.get_ref()
                ),
            )
        })?,
        None => TimeZone::UTC,
    };
    let defaults = limits(&raw.defaults, &DEFAULTS)?;
    let description = raw
        .description
        .as_deref()
        .map(one_line)
        .filter(|description| !description.is_empty())
        .unwrap_or_else(|| format!("Articles of {title}."));
    let path = folder.join("site.toml");
    let retired: Vec<(FeedName, &Spanned<String>)> =
        raw.retired.iter().map(|name| Ok((ended(name)?, name))).collect::<Result<_, Fault>>()?;
    let mut references: Vec<Reference> = retired
        .iter()
        .filter_map(|(name, raw)| {
            let facet = references::facet_of(name)?;
            let written = (facet, raw.get_ref().as_str());
            Some(Reference::new((&path, text), raw.span(), written, Purpose::Retired))
        })
        .collect();
    let mut moves = Vec::with_capacity(raw.moved.len());
    for (old, new) in &raw.moved {
        let successor = moves::successor(new)?;
        let written = (successor.facet(), new.get_ref().as_str());
        references.push(Reference::new((&path, text), new.span(), written, Purpose::Successor));
        moves.push(Move::new((&path, text), old, moves::part("moved", old)?, successor));
    }
    let author = publisher(raw.author.as_ref(), &title)?;
    Ok(Site {
        folder: folder.to_owned(),
        language: language.clone(),
        publication: Publication {
            title,
            authority: site_url.host_str().unwrap_or_default().to_owned(),
            site_url: site_url.to_string(),
            base_url,
            timezone: timezone.clone(),
            language,
            copyright: raw.copyright.as_deref().map(one_line).filter(|line| !line.is_empty()),
            icon: picture("icon", raw.icon.as_ref(), &site_url)?,
            logo: picture("logo", raw.logo.as_ref(), &site_url)?,
            author,
        },
        intake: Intake { site_url, timezone },
        description,
        defaults,
        feeds: Vec::new(),
        references,
        moves,
        retired: retired.into_iter().map(|(name, _)| name).collect(),
        listen: raw.server.listen.clone().unwrap_or_else(|| DEFAULT_LISTEN.to_owned()),
        server: server(&raw.server)?,
        store: raw.store.url,
    })
}

fn one_line(text: &str) -> String {
    PlainText::new(text).to_string()
}

/// The name of a feed that is no more, as its address had it.
fn ended(name: &Spanned<String>) -> Result<FeedName, Fault> {
    let fault = |why: String| Fault::at(name.span(), format!("`retired`: {why}"));
    match FeedName::parse(name.get_ref()) {
        Ok(FeedName::ALL) => Err(fault("`all` is the site itself and cannot end".to_owned())),
        Ok(FeedName::Union(_)) => Err(fault(format!(
            "`{}` is a union; name the feeds that have ended one by one",
            name.get_ref()
        ))),
        Ok(single) => Ok(single),
        Err(error) => Err(fault(error.to_string())),
    }
}

fn publisher(author: Option<&RawAuthor>, title: &str) -> Result<Publisher, Fault> {
    let Some(author) = author else {
        return Ok(Publisher { name: title.to_owned(), url: None, email: None });
    };
    let name = one_line(&author.name);
    Ok(Publisher {
        name: if name.is_empty() { title.to_owned() } else { name },
        url: author
            .url
            .as_ref()
            .map(|url| web_address("author.url", url).map(Into::into))
            .transpose()?,
        email: author.email.as_deref().map(one_line).filter(|email| email.contains('@')),
    })
}

fn web_address(key: &str, value: &Spanned<String>) -> Result<Url, Fault> {
    Url::parse(value.get_ref().trim())
        .ok()
        .filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host())
        .ok_or_else(|| {
            Fault::at(
                value.span(),
                format!("`{key}` is `{}`, which is no absolute address; write it like https://www.example.org", value.get_ref()),
            )
        })
}

/// A picture's address may be relative to the site.
fn picture(
    key: &str,
    value: Option<&Spanned<String>>,
    site: &Url,
) -> Result<Option<String>, Fault> {
    let Some(value) = value else { return Ok(None) };
    match site.join(value.get_ref().trim()) {
        Ok(url) if matches!(url.scheme(), "http" | "https") => Ok(Some(url.into())),
        _ => Err(Fault::at(
            value.span(),
            format!("`{key}` is `{}`, which is no address of a picture", value.get_ref()),
        )),
    }
}

/// The shape of a language tag (RFC 5646 section 2.1): enough to tell `en-GB` from `English`.
pub(super) fn language(key: &str, span: Range<usize>, value: &str) -> Result<String, Fault> {
    let tag = value.trim();
    let mut parts = tag.split('-');
    let primary = parts.next().unwrap_or_default();
    let is_well_formed = (2..=3).contains(&primary.len())
        && primary.chars().all(|c| c.is_ascii_alphabetic())
        && parts.all(|part| {
            (1..=8).contains(&part.len()) && part.chars().all(|c| c.is_ascii_alphanumeric())
        });
    if is_well_formed {
        Ok(tag.to_owned())
    } else {
        Err(Fault::at(
            span,
            format!(
                "`{key}` is `{tag}`, which is no language tag; write it like en, en-GB or zh-Hant"
            ),
        ))
    }
}

fn within<T: Copy + PartialOrd + std::fmt::Display>(
    key: &str,
    value: Option<&Spanned<T>>,
    from: T,
    to: T,
) -> Result<Option<T>, Fault> {
    match value {
        Some(value) if *value.get_ref() < from || *value.get_ref() > to => Err(Fault::at(
            value.span(),
            format!("`{key}` is {}; it is a number from {from} to {to}", value.get_ref()),
        )),
        value => Ok(value.map(|value| *value.get_ref())),
    }
}

/// Seconds for which a copy is fresh.
fn age(key: &str, value: Option<&Spanned<u32>>) -> Result<Option<Duration>, Fault> {
    let seconds = within(key, value, 0, 7 * 86400)?;
    Ok(seconds.map(|seconds| Duration::from_secs(u64::from(seconds))))
}

/// The numbers as written, the rest as they are in `otherwise`.
pub(super) fn limits(raw: &RawLimits, otherwise: &Limits) -> Result<Limits, Fault> {
    let min_items = within("min_items", raw.min_items.as_ref(), 1, 1000)?;
    let max_items = within("max_items", raw.max_items.as_ref(), 1, 2000)?;
    let keep = within("keep_hours", raw.keep_hours.as_ref(), 0, 24 * 366)?
        .map_or(otherwise.window.keep, |hours| Duration::from_secs(u64::from(hours) * 3600));
    // A feed that only lowers the maximum means it: the minimum follows.
    let max_given = max_items.unwrap_or(otherwise.window.max_items);
    let window = Window {
        min_items: min_items.unwrap_or_else(|| otherwise.window.min_items.min(max_given)),
        keep,
        max_items: max_given,
    };
    if window.min_items > window.max_items {
        let key = raw.min_items.as_ref().or(raw.max_items.as_ref());
        let span = key.map(Spanned::span).unwrap_or_default();
        return Err(Fault::at(
            span,
            format!(
                "`min_items` is {} and `max_items` is {}; the minimum cannot be the larger one",
                window.min_items, window.max_items
            ),
        ));
    }
    Ok(Limits {
        window,
        excerpt_chars: within("excerpt_chars", raw.excerpt_chars.as_ref(), 40, 2000)?
            .unwrap_or(otherwise.excerpt_chars),
        content: raw.content.unwrap_or(otherwise.content),
        max_age: age("max_age", raw.max_age.as_ref())?.unwrap_or(otherwise.max_age),
        tombstone_days: within("tombstone_days", raw.tombstone_days.as_ref(), 0, 3660)?
            .unwrap_or(otherwise.tombstone_days),
        archive_size: within("archive_size", raw.archive_size.as_ref(), 10, 1000)?
            .or(otherwise.archive_size),
        other_max_ages: MaxAges {
            page: age("page_max_age", raw.page_max_age.as_ref())?.or(otherwise.other_max_ages.page),
            embed: age("embed_max_age", raw.embed_max_age.as_ref())?
                .or(otherwise.other_max_ages.embed),
            archive: age("archive_max_age", raw.archive_max_age.as_ref())?
                .or(otherwise.other_max_ages.archive),
        },
    })
}

fn server(raw: &RawServer) -> Result<ServerSettings, Fault> {
    Ok(ServerSettings {
        max_connections: within("max_connections", raw.max_connections.as_ref(), 1, 1_000_000)?,
        max_connections_per_address: within(
            "max_connections_per_address",
            raw.max_connections_per_address.as_ref(),
            1,
            1_000_000,
        )?,
        cache_megabytes: within("cache_megabytes", raw.cache_megabytes.as_ref(), 1, 1_000_000)?,
        log_requests: raw.log_requests,
        watch: raw.watch.unwrap_or(true),
        trusted_proxies: raw
            .trusted_proxies
            .iter()
            .flatten()
            .map(|written| {
                written.get_ref().trim().parse().map_err(|error: NetworkError| {
                    let what = format!("`{}` in `trusted_proxies`: {error}", written.get_ref());
                    Fault::at(written.span(), what)
                })
            })
            .collect::<Result<_, Fault>>()?,
        polls_per_hour: within("polls_per_hour", raw.polls_per_hour.as_ref(), 0, 1_000_000)?,
        cdn: raw.cdn,
        cdn_max_age: match (&raw.cdn_max_age, raw.cdn) {
            (Some(value), None) => {
                let what = "`cdn_max_age` says how long a CDN may keep answers, and there is none; \
                            add cdn = \"fastly\", \"cloudflare\", \"akamai\" or \"varnish\", or take it out";
                return Err(Fault::at(value.span(), what));
            }
            (value, _) => age("cdn_max_age", value.as_ref())?,
        },
        feed_deltas: match (&raw.feed_deltas, raw.cdn) {
            (Some(value), Some(_)) if *value.get_ref() => {
                let what = "`feed_deltas` is for readers that ask newswire itself: the CDN named in `cdn` would \
                            ask for all of them, and give to one what another lacks; take one of the two out";
                return Err(Fault::at(value.span(), what));
            }
            (value, _) => value.as_ref().is_some_and(|value| *value.get_ref()),
        },
    })
}
