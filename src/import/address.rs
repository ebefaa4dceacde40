//! What a file's path says of the article in it: its key, its address, its date, its language.
//!
//! Must not know: front matter.

use chrono::NaiveDate;
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

/// What a path says.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Address {
    /// The path without the file's ending; of `index.md` the folder.
    pub(super) id: String,
    /// The folders that show in the address.
    folders: Vec<String>,
    /// The file's own name, without date and language.
    slug: String,
    /// `2024-05-06` before the name, or in folders of year, month and day.
    pub(super) date: Option<String>,
    /// `post.fr.md` is French.
    pub(super) language: Option<String>,
    /// The folders above Jekyll's `_posts` are categories.
    pub(super) categories: Vec<String>,
    /// Below Jekyll's `_drafts`.
    pub(super) is_draft: bool,
    /// `_index.md`: the page of a section.
    pub(super) is_section: bool,
    /// `index.md`: pictures lie beside it.
    pub(super) is_bundle: bool,
    /// The name or the folder is Jekyll's.
    pub(super) is_jekyll: bool,
}

/// What would end a path, or climb out of it, were it not encoded.
const COMPONENT: &AsciiSet =
    &CONTROLS.add(b' ').add(b'"').add(b'#').add(b'%').add(b'<').add(b'>').add(b'?').add(b'\\');

impl Address {
    /// Reads a path with `/` between its parts.
    pub(super) fn of(path: &str) -> Self {
        let mut folders: Vec<&str> =
            path.split(['/', '\\']).filter(|part| !matches!(*part, "" | "." | "..")).collect();
        let file = folders.pop().unwrap_or_default();
        let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
        let (stem, language) = match stem.rsplit_once('.') {
            Some((name, tag)) if is_language(tag) => (name, Some(tag.to_owned())),
            _ => (stem, None),
        };
        let is_section = stem == "_index";
        let is_bundle = matches!(stem, "index" | "_index");
        let mut id: Vec<&str> = folders.clone();
        let name = if is_bundle { folders.pop().unwrap_or(stem) } else { stem };
        if !is_bundle || id.is_empty() {
            id.push(stem);
        }
        let mut id = id.join("/");
        if let Some(language) = &language {
            id = format!("{id}.{language}");
        }
        let (date, slug) = dated_name(name);
        let posts = folders.iter().position(|part| matches!(*part, "_posts" | "_drafts"));
        let shown = |part: &&&str| !matches!(**part, "_posts" | "_drafts" | "content");
        Self {
            id,
            date: date.or_else(|| dated_folders(&folders)),
            slug: slug.unwrap_or(name).to_owned(),
            categories: posts
                .and_then(|at| folders.get(..at))
                .unwrap_or_default()
                .iter()
                .filter(|part| !matches!(**part, "content" | "src"))
                .map(|part| (*part).to_owned())
                .collect(),
            is_draft: folders.contains(&"_drafts"),
            is_jekyll: posts.is_some(),
            folders: folders.iter().filter(shown).map(|part| (*part).to_owned()).collect(),
            language,
            is_section,
            is_bundle,
        }
    }

    /// The address relative to the site, with the record's own slug where it has one.
    pub(super) fn url(&self, slug: Option<&str>) -> String {
        let slug = slug.map(|slug| slug.trim().trim_matches('/')).filter(|slug| !slug.is_empty());
        let mut url = "/".to_owned();
        let folders = self.folders.iter().map(String::as_str);
        for part in self.language.as_deref().into_iter().chain(folders) {
            url.push_str(&encoded(part));
            url.push('/');
        }
        for part in slug.unwrap_or(&self.slug).split('/').filter(|part| !part.is_empty()) {
            url.push_str(&encoded(part));
            url.push('/');
        }
        url
    }
}

fn encoded(part: &str) -> String {
    let hyphened = part.split_whitespace().collect::<Vec<_>>().join("-");
    utf8_percent_encode(&hyphened, COMPONENT).to_string()
}

/// The date in a path of year, month and day, such as Zola's `path` or a permalink:
/// `2014/12/12/trains` or `/2014-12-12-trains/`.
pub(super) fn date_in(path: &str) -> Option<String> {
    let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
    dated_folders(&parts).or_else(|| parts.last().and_then(|name| dated_name(name).0))
}

/// Three neighbours that are a year, a month and a day.
fn dated_folders(parts: &[&str]) -> Option<String> {
    parts.windows(3).find_map(|parts| match parts {
        [year, month, day] => date(year, month, day),
        _ => None,
    })
}

/// The date before a name, and the name without it: `2013-01-23-title`, `2013_01_23 title`,
/// `20130123-title`.
fn dated_name(name: &str) -> (Option<String>, Option<&str>) {
    let digits = |from: usize, length: usize| {
        name.get(from..from + length).filter(|part| part.bytes().all(|b| b.is_ascii_digit()))
    };
    let separator = |at: usize| name.get(at..=at).filter(|part| "-_.".contains(*part));
    let found = (|| {
        let year = digits(0, 4)?;
        if separator(4).is_none() {
            return Some((date(year, digits(4, 2)?, digits(6, 2)?)?, 8));
        }
        let month = digits(5, 2).or_else(|| digits(5, 1))?;
        let day_at = 5 + month.len() + separator(5 + month.len())?.len();
        let day = digits(day_at, 2).or_else(|| digits(day_at, 1))?;
        Some((date(year, month, day)?, day_at + day.len()))
    })();
    let Some((date, length)) = found else { return (None, None) };
    let rest = name.get(length..).unwrap_or_default();
    let slug = rest.trim_start_matches(['-', '_', '.', ' ']);
    if rest.is_empty() {
        (Some(date), None)
    } else if slug.len() < rest.len() {
        (Some(date), Some(slug).filter(|slug| !slug.is_empty()))
    } else {
        (None, None)
    }
}

fn date(year: &str, month: &str, day: &str) -> Option<String> {
    let number = |text: &str, most: usize| {
        (text.len() <= most && text.bytes().all(|byte| byte.is_ascii_digit()))
            .then(|| text.parse::<u32>().ok())
            .flatten()
    };
    if year.len() != 4 {
        return None;
    }
    let year = i32::try_from(number(year, 4)?).ok().filter(|year| (1000..=9999).contains(year))?;
    let date = NaiveDate::from_ymd_opt(year, number(month, 2)?, number(day, 2)?)?;
    Some(date.format("%Y-%m-%d").to_string())
}

/// ISO 639-1, two letters each.
const LANGUAGES: &str = "aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch \
    co cr cs cu cv cy da de dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he \
    hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv \
    kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny \
    oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su \
    sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu";

/// Whether a name's second ending is a language: `fr`, `pt-br`, `zh_Hans`.
fn is_language(tag: &str) -> bool {
    let mut parts = tag.split(['-', '_']);
    let language = parts.next().unwrap_or_default().to_ascii_lowercase();
    let is_known = LANGUAGES.split_whitespace().any(|known| known == language);
    is_known
        && parts.all(|part| {
            (2..=4).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
        })
}

#[cfg(test)]
mod tests {
    use super::{Address, date_in};

    #[test]
    fn the_path_is_the_key_and_the_address() {
        let id_and_url = |path: &str| {
            let address = Address::of(path);
            (address.id.clone(), address.url(None))
        };
        let pair = |id: &str, url: &str| (id.to_owned(), url.to_owned());
        assert_eq!(id_and_url("city/harvest.md"), pair("city/harvest", "/city/harvest/"));
        assert_eq!(id_and_url("a/2013-01-23-x.md"), pair("a/2013-01-23-x", "/a/x/"));
        assert_eq!(id_and_url("trains/index.md"), pair("trains", "/trains/"));
        assert_eq!(id_and_url("index.md"), pair("index", "/index/"));
        assert_eq!(id_and_url("content/news/x.fr.md"), pair("content/news/x.fr", "/fr/news/x/"));
        assert_eq!(id_and_url("Rust-1.34.2.md"), pair("Rust-1.34.2", "/Rust-1.34.2/"));
        assert_eq!(id_and_url("node.js.md"), pair("node.js", "/node.js/"));
        assert_eq!(id_and_url("2024-05-06.md"), pair("2024-05-06", "/2024-05-06/"));
        assert_eq!(id_and_url("../../etc/x y?#.md"), pair("etc/x y?#", "/etc/x-y%3F%23/"));
        assert_eq!(id_and_url("\\\\evil.example\\x.md").1, "/evil.example/x/");
        assert_eq!(Address::of("a/b.md").url(Some("/c d/")), "/a/c-d/");
    }

    #[test]
    fn a_date_is_one_that_the_calendar_has() {
        let date = |path: &str| Address::of(path).date;
        assert_eq!(date("2013-01-23-x.md").as_deref(), Some("2013-01-23"));
        assert_eq!(date("2013-1-2_x.md").as_deref(), Some("2013-01-02"));
        assert_eq!(date("20130123-x.md").as_deref(), Some("2013-01-23"));
        assert_eq!(date("2014/12/12/x.md").as_deref(), Some("2014-12-12"));
        assert_eq!(date("2013-01-23/index.md").as_deref(), Some("2013-01-23"));
        assert_eq!(date("2013-02-30-x.md"), None);
        assert_eq!(date("2013-01-23x.md"), None);
        assert_eq!(date("20130123456.md"), None);
        assert_eq!(date_in("2014/12/12/Trains").as_deref(), Some("2014-12-12"));
        assert_eq!(date_in("/blog/12/12/Trains"), None);
    }

    #[test]
    fn jekylls_folders_are_no_part_of_an_address() {
        let address = Address::of("city/_posts/2013-01-23-x.md");
        assert_eq!(address.url(None), "/city/x/");
        assert_eq!(address.categories, ["city"]);
        assert!(address.is_jekyll && !address.is_draft);
        assert!(Address::of("_drafts/x.md").is_draft);
    }
}
