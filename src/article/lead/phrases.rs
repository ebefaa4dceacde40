//! Phrases: whether words lead to the rest of an article, point to another one, or belong to the
//! page around it.
//!
//! Must not know: markup, and where in a text a phrase may stand.

use super::super::excerpt;
use super::vocabulary::{fold, leading_on, newsroom};

/// A closing line of `WordPress` is at most this long, in bytes: title and name of the site.
const MAX_APPEARED: usize = 600;

/// A phrase at the end of a text is looked for in this many characters.
const MAX_PHRASE: usize = 40;

/// Takes off what decorates a phrase: brackets, arrows, dots. None of it has a small form.
fn bare(text: &str) -> &str {
    text.trim_matches(is_decoration)
}

fn is_decoration(c: char) -> bool {
    c.is_whitespace()
        || matches!(
            c,
            '[' | ']' | '(' | ')' | '<' | '>' | '«' | '»' | '‹' | '›' | '.' | '…' | ':' | '!'
                | '-' | '–' | '—' | '|' | '（' | '）' | '【' | '】' | '。' | '*' | '_' | '\u{FE0F}'
                | '\u{2190}'..='\u{21FF}' | '\u{25A0}'..='\u{25FF}' | '\u{2794}'..='\u{27BF}'
                | '\u{27F0}'..='\u{27FF}' | '\u{2900}'..='\u{297F}' | '\u{1F446}'..='\u{1F449}'
        )
}

/// How sure it is that words lead to the rest of an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LeadsOn {
    /// They say so and nothing else.
    Wholly,
    /// They start so: "Continue reading" and the title.
    ByStart,
    /// Only if they are a link.
    IfLinked,
    /// They are text.
    No,
}

/// How sure it is that `words` lead on.
pub(super) fn leads_on(words: &str) -> LeadsOn {
    let folded = fold(words);
    let folded = bare(&folded);
    if folded.is_empty() {
        return LeadsOn::No;
    }
    if leading_on::READ_MORE.hold(folded) {
        return LeadsOn::Wholly;
    }
    if leading_on::READ_MORE.strip(folded).is_some() {
        LeadsOn::ByStart
    } else if leading_on::LINKED_MORE.hold(folded) {
        // `More…`, `Details »`
        let pointed =
            words.trim_end().ends_with(['…', '»', '→', '>', '›', '➔']) || words.ends_with("...");
        if pointed { LeadsOn::Wholly } else { LeadsOn::IfLinked }
    } else {
        LeadsOn::No
    }
}

/// Whether a line points to another article: `Read also: The hall`.
pub(super) fn points_elsewhere(line: &str) -> bool {
    let folded = fold(line);
    let folded = bare(&folded);
    leading_on::SEE_ALSO.strip(folded).is_some_and(|rest| {
        let rest = rest.trim_start();
        rest.starts_with([':', '：', '»', '>', '|', '→']) && !excerpt::ends_sentence(line)
            || rest.is_empty()
    })
}

/// Whether a line tells where the article stood before: `This article first appeared on X.`
pub(super) fn tells_origin(line: &str) -> bool {
    const MAX_SENTENCES: usize = 1;
    let folded = fold(line);
    let folded = bare(&folded);
    let guest = newsroom::GUEST.strip(folded).is_some_and(|rest| {
        rest.split(", ").any(|piece| leading_on::ORIGIN.strip(piece).is_some())
    });
    (guest || leading_on::ORIGIN.strip(folded).is_some())
        && line.trim_end_matches('.').matches(". ").count() < MAX_SENTENCES + 1
}

/// Whether a line says who handed the text in, as link aggregators close their entries.
pub(super) fn is_submission(line: &str) -> bool {
    line.strip_prefix("submitted by ").is_some_and(|rest| rest.starts_with(['/', 'u', '@']))
        && line.split(' ').count() <= 6
}

/// Whether a last line belongs to the page rather than to the article: `Share this:`, `Tags: x`.
pub(super) fn is_furniture(line: &str) -> bool {
    const MAX_WORDS: usize = 16;
    let short = line.split(' ').nth(MAX_WORDS).is_none();
    let bared = bare(line);
    if !short && leading_on::FURNITURE.are_shorter_than(bared.len()) {
        return false;
    }
    let folded = &*fold(bared);
    leading_on::FURNITURE.hold(folded)
        || short
            && leading_on::FURNITURE.strip(folded).is_some_and(|rest| {
                rest.trim_start().starts_with([':', '：', '©']) && !excerpt::ends_sentence(line)
            })
        || short && leading_on::CALLS.strip(folded).is_some() && !excerpt::ends_sentence(line)
        || short
            && (folded.starts_with('©')
                || folded.starts_with("copyright ©")
                || folded.starts_with("copyright (c)"))
}

/// Where a phrase starts with which `text` ends, if it stands apart from the text before it.
pub(super) fn trailing_phrase(text: &str) -> Option<usize> {
    let words = text.trim_end_matches(is_decoration);
    let near = words.char_indices().rev().take(MAX_PHRASE).last().map_or(0, |(at, _)| at);
    let folded = fold(words.get(near..)?);
    for (at, c) in folded.char_indices().rev() {
        let before = words.get(..near + at)?;
        let apart = before.trim_end().chars().next_back().is_none_or(|last| {
            !last.is_alphanumeric()
                && !matches!(
                    last,
                    ',' | ';' | '-' | '\'' | '’' | '"' | '&' | '/' | '，' | '、' | '；' | '،' | '؛'
                )
        });
        if c.is_alphanumeric() && apart && leading_on::READ_MORE.hold(folded.get(at..)?) {
            return Some(without_opening(before).len());
        }
    }
    None
}

/// A text without the signs at its end that open or lead to a link.
pub(super) fn without_opening(text: &str) -> &str {
    text.trim_end_matches(['[', '(', '（', '【', '«', '<', '>', '›', '-', '–', '—', '|', '→', ' '])
}

/// Where the line "The post … appeared first on …" starts in `text`, if it ends with one.
pub(super) fn appeared_first(text: &str) -> Option<usize> {
    let near = text.len().saturating_sub(MAX_APPEARED * 2);
    let near = (near..=text.len()).find(|at| text.is_char_boundary(*at))?;
    let folded = fold(text.get(near..)?);
    if !leading_on::APPEARED_MARKS.is_match(&folded) {
        return None;
    }
    leading_on::APPEARED_FIRST.iter().find_map(|(opening, mark)| {
        let mark = folded.rfind(mark)?;
        let before = folded.get(..mark)?;
        let start = if opening.is_empty() {
            before.rfind(['.', '!', '?', '。', '…', ']']).map_or(0, |at| {
                at + before.get(at..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8)
            })
        } else {
            before.rmatch_indices(opening).map(|(at, _)| at).find(|at| {
                let last = before.get(..*at).and_then(|text| text.trim_end().chars().next_back());
                let next = before.get(at + opening.len()..).and_then(|rest| rest.chars().next());
                last.is_none_or(|c| !c.is_alphanumeric() && c != ',')
                    && next.is_none_or(|c| !c.is_alphanumeric())
            })?
        };
        (folded.len() - start <= MAX_APPEARED).then_some(near + start)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_lead_on_whatever_decorates_them() {
        for words in [
            "Read more",
            "READ MORE »",
            "[Continue reading…]",
            "Lire la suite →",
            "続きを読む",
            "(weiterlesen)",
        ] {
            assert_eq!(leads_on(words), LeadsOn::Wholly, "{words}");
        }
        assert_eq!(leads_on("Continue reading The market hall →"), LeadsOn::ByStart);
        assert_eq!(leads_on("more"), LeadsOn::IfLinked);
        for words in ["Readmore is a company", "They read more books", "Moreover", "→"] {
            assert_eq!(leads_on(words), LeadsOn::No, "{words}");
        }
    }

    #[test]
    fn a_phrase_at_the_end_stands_apart_from_the_text() {
        for (text, kept) in [
            ("It opened. Read more", "It opened."),
            ("It opened… [Read more »]", "It opened…"),
            ("It opened. (weiterlesen)", "It opened."),
            ("開きました。続きを読む", "開きました。"),
        ] {
            assert_eq!(trailing_phrase(text).and_then(|end| text.get(..end)), Some(kept));
        }
        for text in
            ["Children should read more", "If you want to know, read more.", "He lives here"]
        {
            assert_eq!(trailing_phrase(text), None, "{text}");
        }
    }

    #[test]
    fn the_closing_line_of_a_feed_is_found_in_many_languages() {
        for (text, kept) in [
            ("It opened. The post Hall open appeared first on Example.", "It opened. "),
            ("Sie öffnet. Der Beitrag Halle erschien zuerst auf Beispiel.", "Sie öffnet. "),
            ("Elle ouvre. L’article Halle est apparu en premier sur Exemple.", "Elle ouvre. "),
            ("开放了。市场最先出现在示例。", "开放了。"),
            ("The post office appeared in 1900.", "The post office appeared in 1900."),
        ] {
            let end = appeared_first(text).unwrap_or(text.len());
            assert_eq!(text.get(..end), Some(kept));
        }
    }

    #[test]
    fn lines_beside_the_article_are_told_from_text() {
        for line in
            ["Read also: The hall", "LIRE AUSSI : La halle", "相关阅读：市场", "Related articles"]
        {
            assert!(points_elsewhere(line), "{line}");
        }
        for line in ["Related work is hard", "Watch the hall: it opens.", "Read also the minutes"] {
            assert!(!points_elsewhere(line), "{line}");
        }
        assert!(tells_origin("This article was originally published on Example."));
        assert!(tells_origin("Originally published at example.com"));
        assert!(tells_origin("This is a guest post by Jane Doe, originally posted on her blog."));
        assert!(!tells_origin("This article was published by mistake."));
        assert!(!tells_origin("This is a guest post from the bakers, to clarify what they bake."));
        for line in ["Share this:", "Tags: market, town", "Follow us on Example", "© 2019 Example"]
        {
            assert!(is_furniture(line), "{line}");
        }
        for line in ["Share prices fell.", "Tags are words.", "Follow us on our way to the top."] {
            assert!(!is_furniture(line), "{line}");
        }
    }
}
