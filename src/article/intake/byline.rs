//! Names: authors, categories and tags.
//!
//! Must not know: bodies and dates.

use percent_encoding::percent_decode_str;
use url::Url;

use super::super::{Author, DraftAuthor, DraftTerm, PlainText, Slug, Term, html};
use super::file::address;
use super::loss::Losses;

/// More names of one kind are no byline and no list of keywords.
const MAX_NAMES: usize = 100;
/// Longer names are none, in characters.
const MAX_CHARS: usize = 200;

/// The byline: cleaned, each author once.
pub(super) fn authors(drafts: &[DraftAuthor], site: &Url, losses: &mut Losses) -> Vec<Author> {
    let mut authors: Vec<Author> = Vec::new();
    for draft in within_limit("authors", drafts, losses) {
        let given = draft.name.as_deref().unwrap_or_default();
        let name = without_mail_addresses(name("author", given, losses));
        let Some(slug) = Slug::new(name.as_str()) else {
            losses.value("author", given, "is no name");
            continue;
        };
        if authors.iter().any(|author| author.slug == slug) {
            continue;
        }
        let url = address("author url", draft.url.as_deref(), site, losses);
        let avatar = address("author avatar", draft.avatar.as_deref(), site, losses);
        authors.push(Author { name, slug, url, avatar });
    }
    authors
}

/// Categories or tags: cleaned, each slug once. A slug of the source's own wins over the name's.
pub(super) fn terms(field: &'static str, drafts: &[DraftTerm], losses: &mut Losses) -> Vec<Term> {
    let mut terms: Vec<Term> = Vec::new();
    for draft in within_limit(field, drafts, losses) {
        let name = name(field, &draft.name, losses);
        let own = draft.slug.as_deref().and_then(|slug| {
            // WordPress keeps slugs of other scripts percent-encoded.
            Slug::new(&percent_decode_str(slug).decode_utf8_lossy())
        });
        let Some(slug) = own.or_else(|| Slug::new(name.as_str())) else {
            losses.value(field, &draft.name, "has no letter or digit");
            continue;
        };
        if terms.iter().all(|term| term.slug != slug) {
            let name = if name.is_empty() { PlainText::new(slug.as_str()) } else { name };
            terms.push(Term { slug, name });
        }
    }
    terms
}

fn within_limit<'a, T>(field: &str, drafts: &'a [T], losses: &mut Losses) -> &'a [T] {
    let kept = drafts.get(..MAX_NAMES).unwrap_or(drafts);
    if kept.len() < drafts.len() {
        let count = drafts.len().to_string();
        losses.value(field, &count, &format!("are too many; the first {MAX_NAMES} are kept"));
    }
    kept
}

/// A name without markup; one that is as long as a paragraph is cut.
fn name(field: &str, given: &str, losses: &mut Losses) -> PlainText {
    let end = given.floor_char_boundary(MAX_CHARS * 16);
    let name = html::plain_text(given.get(..end).unwrap_or(given));
    if name.as_str().chars().count() <= MAX_CHARS {
        return name;
    }
    losses.value(field, given, "is cut, it is too long for a name");
    PlainText::new(&name.as_str().chars().take(MAX_CHARS).collect::<String>())
}

/// RSS has `jane@news.example (Jane Doe)`, mail has `Jane Doe <jane@news.example>`; neither the
/// address nor its brackets are part of the name.
fn without_mail_addresses(name: PlainText) -> PlainText {
    if !name.as_str().contains('@') {
        return name;
    }
    let is_address = |word: &str| {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric());
        let word = word.strip_prefix("mailto:").unwrap_or(word);
        word.split_once('@').is_some_and(|(user, host)| !user.is_empty() && host.contains('.'))
    };
    let kept: Vec<&str> = name.as_str().split(' ').filter(|word| !is_address(word)).collect();
    let rest = kept.join(" ");
    let bare = rest
        .strip_prefix('(')
        .and_then(|rest| rest.strip_suffix(')'))
        .unwrap_or(&rest)
        .trim_matches(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '<' | '>' | '"'));
    PlainText::new(bare)
}
