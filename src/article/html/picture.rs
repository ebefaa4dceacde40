//! Pictures: which address is the real one, which pictures nobody is meant to see.
//!
//! Must not know: how content is written.

use scraper::Html;
use scraper::node::Element;
use url::Url;

use super::super::{Image, PlainText};
use super::address::{Purpose, absolute, candidates, largest};
use super::scan::{Piece, pieces};

/// Where scripts that load pictures late keep their addresses, the best first.
const LATE_ADDRESSES: [&str; 8] = [
    "data-src",
    "data-lazy-src",
    "data-original",
    "data-lazy",
    "data-lazyload",
    "data-actualsrc",
    "data-orig-src",
    "data-url",
];
const LATE_CANDIDATES: [&str; 3] = ["data-srcset", "data-lazy-srcset", "data-original-set"];

/// The addresses of a picture or source, each absolute.
pub(super) struct Addresses {
    /// The one for everybody.
    pub(super) src: Result<String, String>,
    /// Others by size.
    pub(super) srcset: Option<String>,
}

/// Finds the real addresses of a picture, whatever stands in for them until a script has run.
pub(super) fn addresses(element: &Element, base: &Url) -> Addresses {
    let late = |names: &[&str]| {
        names.iter().find_map(|name| element.attr(name).filter(|value| !value.trim().is_empty()))
    };
    let srcset = late(&LATE_CANDIDATES)
        .and_then(|set| candidates(set, base))
        .or_else(|| element.attr("srcset").and_then(|set| candidates(set, base)));
    let given = element.attr("src").unwrap_or_default();
    let src = late(&LATE_ADDRESSES)
        .and_then(|address| absolute(address, base, Purpose::Resource).ok())
        .map_or_else(|| absolute(given, base, Purpose::Resource), Ok);
    let src = match &srcset {
        Some(set)
            if src.is_err() || is_stand_in(given) && src.as_deref().is_ok_and(is_stand_in) =>
        {
            largest(set).map_or(src, |largest| Ok(largest.to_owned()))
        }
        _ => src,
    };
    Addresses { src, srcset }
}

/// Whether an address is that of a picture that only keeps the place of another.
pub(super) fn is_stand_in(address: &str) -> bool {
    if address.trim().is_empty() || address.starts_with("data:") || address == "about:blank" {
        return true;
    }
    let path = address.split(['?', '#']).next().unwrap_or_default();
    let name = path.rsplit('/').next().unwrap_or_default().to_ascii_lowercase();
    let Some((stem, ending)) = name.rsplit_once('.') else {
        return false;
    };
    matches!(ending, "gif" | "png" | "svg" | "jpg" | "webp")
        && matches!(
            stem,
            "blank"
                | "placeholder"
                | "spacer"
                | "pixel"
                | "loading"
                | "loader"
                | "lazy"
                | "lazyload"
                | "transparent"
                | "1x1"
                | "1px"
                | "grey"
                | "gray"
                | "clear"
                | "empty"
        )
}

/// Whether a picture counts readers instead of showing something.
pub(super) fn is_pixel(element: &Element, address: &str) -> bool {
    let size = |name: &str| {
        let attribute = element.attr(name).and_then(leading_number);
        attribute.or_else(|| leading_number(declaration(element.attr("style")?, name)?))
    };
    let is_tiny = match (size("width"), size("height")) {
        (Some(width), Some(height)) => width <= 1 && height <= 1,
        (Some(one), None) | (None, Some(one)) => one <= 1,
        (None, None) => false,
    };
    is_tiny || COUNTERS.iter().any(|counter| address.contains(counter))
}

/// Addresses of well-known counters whose pictures do not always say that they are tiny.
const COUNTERS: [&str; 8] = [
    "://pixel.wp.com/",
    "://stats.wordpress.com/",
    "://feeds.wordpress.com/1.0/",
    "://feeds.feedburner.com/~r/",
    ".doubleclick.net/",
    "://www.facebook.com/tr?",
    "google-analytics.com/",
    "://pixel.quantserve.com/",
];

/// The value of a property in a style attribute.
pub(super) fn declaration<'a>(style: &'a str, property: &str) -> Option<&'a str> {
    style.split(';').find_map(|declaration| {
        let (name, value) = declaration.split_once(':')?;
        name.trim().eq_ignore_ascii_case(property).then_some(value.trim())
    })
}

/// The number a length begins with: `600`, `600px`. Shares of a width are none.
pub(super) fn leading_number(text: &str) -> Option<u32> {
    let text = text.trim();
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (number, unit) = text.split_at(end);
    let unit = unit
        .strip_prefix('.')
        .map_or(unit, |rest| rest.trim_start_matches(|c: char| c.is_ascii_digit()));
    matches!(unit.trim(), "" | "px").then(|| number.parse().ok()).flatten()
}

/// A picture whose sides are below this, in pixels, is an icon.
const ICON: u32 = 64;

/// The first picture of an article that is more than an icon, to stand for the article.
pub(super) fn first(content: &str, base: &Url) -> Option<Image> {
    // Nothing else in clean content looks like it, and most articles have none.
    if !content.contains("<img") {
        return None;
    }
    pieces(content).find_map(|piece| {
        let Piece::Open { name: "img", source } = piece else {
            return None;
        };
        let tag = Html::parse_fragment(source);
        let image = tag
            .tree
            .nodes()
            .find_map(|node| node.value().as_element().filter(|element| element.name() == "img"))?;
        let size = |name: &str| image.attr(name).and_then(leading_number).filter(|side| *side > 0);
        let (width, height) = (size("width"), size("height"));
        if [width, height].into_iter().flatten().any(|side| side < ICON) {
            return None;
        }
        let url = absolute(image.attr("src")?, base, Purpose::Resource).ok()?;
        let alt = image.attr("alt").map(PlainText::new).filter(|alt| !alt.is_empty());
        Some(Image { url, alt, width, height })
    })
}
