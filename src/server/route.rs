//! Routing: what a request's target stands for. Pure: no store, no state.

use matchit::Router;
use percent_encoding::percent_decode_str;

use crate::article::Slug;
use crate::feed::{FeedName, Part};
use crate::response::{Format, Resource, Variant};

/// What a target stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Route {
    /// Something with a representation.
    Resource(Resource),
    /// It has moved for good; a path from the slash on.
    Moved(String),
    /// The process is alive.
    Health,
    /// It can answer requests.
    Ready,
    /// There is none; pollers ask for it all the same.
    Favicon,
    /// Nothing, why, and who asks for such an address.
    Unknown(String, Audience),
}

/// Who opens an address: what is said there has to be of use to them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Audience {
    /// Feed readers and scripts: HTML would be taken for what they asked for.
    Programs,
    /// People, in a browser.
    People,
    /// Either; the request says.
    Anyone,
}

/// How addresses of what programs read end, here and elsewhere.
const DOCUMENT_ENDINGS: [&str; 7] = [".rss", ".atom", ".json", ".xml", ".rdf", ".opml", ".jsonl"];

/// The part of a feed's name that a slug is.
type PartOf = fn(Slug) -> Part;

/// What a path's pattern stands for.
#[derive(Debug, Clone, Copy)]
enum Pattern {
    Index,
    Opml,
    Feed,
    Excerpts,
    Health,
    Ready,
    Favicon,
    /// WordPress's addresses of the site's own feed.
    WordPressAll,
    /// WordPress's addresses of a category's, tag's or author's feed.
    WordPressTerm(PartOf),
}

/// Every address the server knows.
pub(super) struct Routes(Router<Pattern>);

impl Routes {
    pub(super) fn new() -> Result<Self, matchit::InsertError> {
        let mut router = Router::new();
        for (path, pattern) in [
            ("/", Pattern::Index),
            ("/feeds.opml", Pattern::Opml),
            ("/feeds/{*feed}", Pattern::Feed),
            ("/excerpts/{*feed}", Pattern::Excerpts),
            ("/healthz", Pattern::Health),
            ("/readyz", Pattern::Ready),
            ("/favicon.ico", Pattern::Favicon),
            ("/feed", Pattern::WordPressAll),
            ("/feed/", Pattern::WordPressAll),
            ("/feed/{kind}", Pattern::WordPressAll),
            ("/feed/{kind}/", Pattern::WordPressAll),
        ] {
            router.insert(path, pattern)?;
        }
        let terms: [(&str, PartOf); 3] =
            [("category", Part::Named), ("tag", Part::Tag), ("author", Part::Author)];
        for (taxonomy, part) in terms {
            for end in ["feed", "feed/", "feed/{kind}", "feed/{kind}/"] {
                router
                    .insert(format!("/{taxonomy}/{{slug}}/{end}"), Pattern::WordPressTerm(part))?;
            }
        }
        Ok(Self(router))
    }

    /// What a path and query stand for.
    pub(super) fn find(&self, path: &str, query: Option<&str>) -> Route {
        let Ok(found) = self.0.at(path) else {
            let is_document = DOCUMENT_ENDINGS.iter().any(|ending| path.ends_with(ending));
            let audience = if is_document { Audience::Programs } else { Audience::Anyone };
            return Route::Unknown(unknown(path), audience);
        };
        let kind = found.params.get("kind");
        match found.value {
            Pattern::Index => match query.and_then(wordpress_query) {
                Some(format) => moved_to(&FeedName::ALL, format),
                None => Route::Resource(Resource::Index),
            },
            Pattern::Opml => Route::Resource(Resource::Opml),
            Pattern::Feed => feed(path, found.params.get("feed").unwrap_or_default()),
            Pattern::Excerpts => excerpts(path, found.params.get("feed").unwrap_or_default()),
            Pattern::Health => Route::Health,
            Pattern::Ready => Route::Ready,
            Pattern::Favicon => Route::Favicon,
            Pattern::WordPressAll => match wordpress_kind(kind) {
                Some(format) => moved_to(&FeedName::ALL, format),
                None => Route::Unknown(unknown(path), Audience::Programs),
            },
            Pattern::WordPressTerm(part) => {
                let slug =
                    found.params.get("slug").and_then(decoded).and_then(|slug| Slug::new(&slug));
                match (slug, wordpress_kind(kind)) {
                    (Some(slug), Some(format)) => moved_to(&FeedName::Single(part(slug)), format),
                    _ => Route::Unknown(unknown(path), Audience::Programs),
                }
            }
        }
    }
}

fn unknown(path: &str) -> String {
    format!("Nothing is at {path}. The list of feeds is at /")
}

fn decoded(text: &str) -> Option<String> {
    percent_decode_str(text).decode_utf8().ok().map(std::borrow::Cow::into_owned)
}

fn feed(path: &str, rest: &str) -> Route {
    let endings = [
        (".rss", Variant::Document(Format::Rss)),
        // The same document under the name that many readers guess.
        (".xml", Variant::Document(Format::Rss)),
        (".atom", Variant::Document(Format::Atom)),
        (".json", Variant::Document(Format::Json)),
    ];
    // `%2E` is a dot and `%72` an r (RFC 3986 section 6.2.2.2): the ending is looked for afterwards.
    let Some(rest) = decoded(rest) else { return undecodable(path) };
    let (name, variant, ending) = endings
        .into_iter()
        .find_map(|(ending, variant)| rest.strip_suffix(ending).map(|name| (name, variant, ending)))
        .unwrap_or((&rest, Variant::Page, ""));
    if let Some((name, number)) = name.rsplit_once("/archive/") {
        return archive(path, name, number, variant, ending);
    }
    let audience = if variant == Variant::Page { Audience::People } else { Audience::Programs };
    named(path, name, audience, |name| {
        let canonical = format!("/feeds/{}{ending}", name.to_path());
        (Resource::Feed(name, variant), canonical)
    })
}

/// An archive document, by its number in decimal digits.
fn archive(path: &str, name: &str, number: &str, variant: Variant, ending: &str) -> Route {
    let is_decimal = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    let number = number.parse::<u32>().ok().filter(|number| is_decimal && *number > 0);
    let (Some(number), Variant::Document(format)) = (number, variant) else {
        let why = format!(
            "Nothing is at {path}. Archives have addresses like /feeds/NAME/archive/1.rss, .atom and .json"
        );
        return Route::Unknown(why, Audience::Programs);
    };
    named(path, name, Audience::Programs, |name| {
        let canonical = format!("/feeds/{}/archive/{number}{ending}", name.to_path());
        (Resource::Archive(name, number, format), canonical)
    })
}

fn excerpts(path: &str, rest: &str) -> Route {
    let Some(rest) = decoded(rest) else { return undecodable(path) };
    let found =
        [(".json", Variant::ExcerptsJson), (".html", Variant::ExcerptsHtml)].into_iter().find_map(
            |(ending, variant)| rest.strip_suffix(ending).map(|name| (name, variant, ending)),
        );
    let Some((name, variant, ending)) = found else {
        let why = format!("Nothing is at {path}. Excerpts are at {path}.json and {path}.html");
        return Route::Unknown(why, Audience::Programs);
    };
    named(path, name, Audience::Programs, |name| {
        let canonical = format!("/excerpts/{}{ending}", name.to_path());
        (Resource::Feed(name, variant), canonical)
    })
}

fn undecodable(path: &str) -> Route {
    let why = format!("Nothing is at {path}: its percent-encoding is not UTF-8");
    Route::Unknown(why, Audience::Programs)
}

/// The resource of a feed's name, or where its canonical spelling is.
fn named(
    path: &str,
    name: &str,
    audience: Audience,
    resource: impl FnOnce(FeedName) -> (Resource, String),
) -> Route {
    let name = match FeedName::parse(name) {
        Ok(name) => name,
        Err(error) => return Route::Unknown(format!("Nothing is at {path}: {error}"), audience),
    };
    let (resource, canonical) = resource(name);
    if is_same_path(path, &canonical) { Route::Resource(resource) } else { Route::Moved(canonical) }
}

/// Whether two paths are the same after percent-decoding: `%41` for `A` needs no redirect.
fn is_same_path(path: &str, canonical: &str) -> bool {
    path == canonical
        || decoded(path)
            .is_some_and(|path| decoded(canonical).is_some_and(|canonical| path == canonical))
}

fn moved_to(name: &FeedName, format: Format) -> Route {
    Route::Moved(Resource::Feed(name.clone(), Variant::Document(format)).path())
}

/// The format of `/feed/KIND/`; RSS when WordPress's address names none.
fn wordpress_kind(kind: Option<&str>) -> Option<Format> {
    match kind {
        None | Some("rss2" | "rss" | "rdf") => Some(Format::Rss),
        Some("atom") => Some(Format::Atom),
        Some("json") => Some(Format::Json),
        Some(_) => None,
    }
}

/// The format of `/?feed=KIND`.
fn wordpress_query(query: &str) -> Option<Format> {
    let kind = query.split('&').find_map(|pair| pair.strip_prefix("feed="))?;
    wordpress_kind(Some(kind))
}

#[cfg(test)]
mod tests {
    use super::{Audience, Route, Routes};

    fn find(path: &str) -> String {
        let (path, query) =
            path.split_once('?').map_or((path, None), |(path, query)| (path, Some(query)));
        match Routes::new().unwrap().find(path, query) {
            Route::Resource(resource) => resource.path(),
            Route::Moved(to) => format!("-> {to}"),
            Route::Unknown(..) => "404".to_owned(),
            other => format!("{other:?}"),
        }
    }

    #[test]
    fn addresses_and_what_is_there() {
        for (path, expected) in [
            ("/", "/"),
            ("/?utm_source=x", "/"),
            ("/?feed=atom", "-> /feeds/all.atom"),
            ("/feeds.opml", "/feeds.opml"),
            ("/feeds/world", "/feeds/world"),
            ("/feeds/world.rss", "/feeds/world.rss"),
            ("/feeds/world.xml", "/feeds/world.rss"),
            ("/feeds/world.rss?", "/feeds/world.rss"),
            ("/feeds/b+a.json", "-> /feeds/a+b.json"),
            ("/feeds/World.xml", "-> /feeds/world.xml"),
            ("/feeds/author/mai-lin.atom", "/feeds/author/mai-lin.atom"),
            ("/feeds/%E6%96%B0%E9%97%BB.rss", "/feeds/%E6%96%B0%E9%97%BB.rss"),
            ("/feeds/%77orld.rss", "/feeds/world.rss"),
            ("/feeds/world%2Erss", "/feeds/world.rss"),
            ("/feeds/author%2Fmai.rss", "/feeds/author/mai.rss"),
            ("/feeds/a%2Bb.rss", "/feeds/a+b.rss"),
            ("/feeds/%2577orld.rss", "-> /feeds/77orld.rss"),
            ("/feeds/..%2F..%2Fetc%2Fpasswd.rss", "404"),
            ("/feeds/world%00.rss", "-> /feeds/world.rss"),
            ("/feeds/world%0d%0ax-evil:%201.rss", "-> /feeds/world-x-evil-1.rss"),
            ("/feeds%2Fworld.rss", "404"),
            ("//feeds/world.rss", "404"),
            ("/feeds/%FF.rss", "404"),
            ("/feeds/", "404"),
            ("/feeds/nonsense/x.rss", "404"),
            ("/feeds/world/archive/1.rss", "/feeds/world/archive/1.rss"),
            ("/feeds/world/archive/1.xml", "/feeds/world/archive/1.rss"),
            ("/feeds/tag/rust/archive/12.atom", "/feeds/tag/rust/archive/12.atom"),
            ("/feeds/tag/archive/archive/1.json", "/feeds/tag/archive/archive/1.json"),
            ("/feeds/author/archive.json", "/feeds/author/archive.json"),
            ("/feeds/World/archive/3.json", "-> /feeds/world/archive/3.json"),
            ("/feeds/world/archive/003.xml", "-> /feeds/world/archive/3.xml"),
            ("/feeds/world/archive/3%2Ejson", "/feeds/world/archive/3.json"),
            ("/feeds/b+a/archive/1.rss", "-> /feeds/a+b/archive/1.rss"),
            ("/feeds/world/archive/0.rss", "404"),
            ("/feeds/world/archive/-1.rss", "404"),
            ("/feeds/world/archive/+1.rss", "404"),
            ("/feeds/world/archive/4294967296.rss", "404"),
            ("/feeds/world/archive/x.rss", "404"),
            ("/feeds/world/archive/.rss", "404"),
            ("/feeds/world/archive/1", "404"),
            ("/feeds/world/archive/1/2.rss", "404"),
            ("/feeds//archive/1.rss", "404"),
            ("/excerpts/world.json", "/excerpts/world.json"),
            ("/excerpts/world", "404"),
            ("/feed/", "-> /feeds/all.rss"),
            ("/feed/atom/", "-> /feeds/all.atom"),
            ("/feed/nonsense/", "404"),
            ("/category/world/feed/", "-> /feeds/world.rss"),
            ("/tag/Rust/feed/atom", "-> /feeds/tag/rust.atom"),
            ("/author/mai/feed", "-> /feeds/author/mai.rss"),
            ("/healthz", "Health"),
            ("/wp-login.php", "404"),
        ] {
            assert_eq!(find(path), expected, "{path}");
        }
    }
    #[test]
    fn pages_are_for_people_and_documents_for_programs() {
        for (path, expected) in [
            ("/feeds/nonsense/x", Audience::People),
            ("/feeds/nonsense/x.rss", Audience::Programs),
            ("/feeds/%FF", Audience::Programs),
            ("/excerpts/world", Audience::Programs),
            ("/feed/nonsense/", Audience::Programs),
            ("/category/world/feed/nonsense", Audience::Programs),
            ("/rss.xml", Audience::Programs),
            ("/blog/index.rdf", Audience::Programs),
            ("/about", Audience::Anyone),
            ("/feeds/", Audience::Anyone),
        ] {
            let found = Routes::new().unwrap().find(path, None);
            let Route::Unknown(_, audience) = found else { panic!("{path}: {found:?}") };
            assert_eq!(audience, expected, "{path}");
        }
    }
}
