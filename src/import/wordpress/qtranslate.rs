//! qTranslate and its descendants, which keep every language of a text in one field:
//! `[:fr]Bonjour[:en]Hello[:]`, in older sites `<!--:fr-->Bonjour<!--:--><!--:en-->Hello<!--:-->`.
//! An article is in one language, so one is chosen.
//!
//! Must not know: posts.

/// A piece of such a text; `None` belongs to every language.
type Piece<'a> = (Option<&'a str>, &'a str);

/// The language of a post whose texts are given, if they hold several: the site's own when it is
/// among them, else the first.
pub(super) fn choose<'a>(texts: &[&'a str], site: Option<&str>) -> Option<&'a str> {
    let languages: Vec<&str> =
        texts.iter().flat_map(|text| pieces(text)).filter_map(|(language, _)| language).collect();
    let site = site.and_then(|site| site.get(..2)).map(str::to_ascii_lowercase);
    let own = languages.iter().find(|language| Some(**language) == site.as_deref());
    own.or(languages.first()).copied()
}

/// What a text says in a language; all of it when it holds no languages, and its first language
/// when it lacks the one that is asked for.
pub(super) fn in_language(text: String, language: &str) -> String {
    let pieces = pieces(&text);
    let Some(first) = pieces.iter().find_map(|(language, _)| *language) else { return text };
    let has = pieces.iter().any(|(other, _)| *other == Some(language));
    let language = if has { language } else { first };
    pieces
        .iter()
        .filter(|(other, _)| other.is_none_or(|other| other == language))
        .map(|(_, piece)| *piece)
        .collect()
}

fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut language = None;
    let mut start = 0;
    let mut at = 0;
    while let Some(found) = text.get(at..).and_then(|rest| rest.find(['[', '<'])) {
        at += found;
        let rest = text.get(at..).unwrap_or_default();
        match marker(rest) {
            Some((next, length)) => {
                pieces.push((language, text.get(start..at).unwrap_or_default()));
                language = next;
                at += length;
                start = at;
            }
            None => at += 1,
        }
    }
    pieces.push((language, text.get(start..).unwrap_or_default()));
    pieces
}

/// The language that begins here, or `None` where one ends, and the marker's length.
fn marker(text: &str) -> Option<(Option<&str>, usize)> {
    for (open, close) in [("[:", "]"), ("<!--:", "-->")] {
        let Some(rest) = text.strip_prefix(open) else { continue };
        if rest.starts_with(close) {
            return Some((None, open.len() + close.len()));
        }
        let language = rest.get(..2)?;
        let lawful = language.bytes().all(|byte| byte.is_ascii_lowercase());
        if lawful && rest.get(2..)?.starts_with(close) {
            return Some((Some(language), open.len() + 2 + close.len()));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{choose, in_language};

    const NEW: &str = "[:fr]Sous le ciel[:][:en]Under heaven[:] *";
    const OLD: &str = "<!--:fr-->Sous le ciel<!--:--><!--:en-->Under heaven<!--:-->";

    #[test]
    fn the_sites_language_is_chosen_else_the_first() {
        assert_eq!(choose(&[NEW], Some("en-US")), Some("en"));
        assert_eq!(choose(&[OLD], Some("de")), Some("fr"));
        assert_eq!(choose(&["[:] [sic] <!--more-->", "plain"], Some("en")), None);
    }

    #[test]
    fn only_that_language_is_left() {
        assert_eq!(in_language(NEW.to_owned(), "en"), "Under heaven *");
        assert_eq!(in_language(OLD.to_owned(), "fr"), "Sous le ciel");
        assert_eq!(in_language("[:fr]Oui[:en]Yes".to_owned(), "de"), "Oui");
        assert_eq!(in_language("a [b] <c>".to_owned(), "de"), "a [b] <c>");
    }
}
