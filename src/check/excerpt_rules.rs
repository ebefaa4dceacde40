//! The rules of excerpts, which no public validator knows: where a summary begins, where it ends,
//! and whether it says anything twice.
//!
//! Must not know: formats, markup.

use super::findings::{Findings, Quoted, Spot};
use super::gist::Gist;
use super::rules;

/// A hand-written teaser may end in three dots; an excerpt that long was cut.
const CUT_CHARS: usize = 60;
/// The words before a cut by which it is found in the content, in bytes.
const NEEDLE: usize = 24;
/// Repetition counts from this many words on.
const FEWEST_WORDS: usize = 5;
/// Repetition is looked for among the first words only.
const MOST_WORDS: usize = 80;

/// Checks a summary, against the content where there is one. `summary` and `content` are plain.
pub(super) fn check(
    summary: &str,
    content: Option<&Gist>,
    spot: Spot<'_>,
    findings: &mut Findings,
) {
    if summary.is_empty() {
        return;
    }
    if let Some(end) = cut_in_word(summary, content.map(Gist::text)) {
        findings.add(&rules::EXCERPT_CUT_IN_WORD, spot, format_args!("it ends `{}`", Quoted(end)));
    }
    if let Some(end) = read_more(summary) {
        findings.add(&rules::EXCERPT_READ_MORE, spot, format_args!("it ends `{}`", Quoted(end)));
    }
    if let Some(words) = said_twice(summary) {
        findings.add(
            &rules::EXCERPT_REPEATS,
            spot,
            format_args!("it says `{}` twice", Quoted(words)),
        );
    }
    let Some(content) = content else { return };
    let begins_with_picture = content
        .picture_words()
        .find(|words| summary.starts_with(*words) && !content.text().starts_with(*words));
    if let Some(words) = begins_with_picture {
        findings.add(
            &rules::EXCERPT_CAPTION,
            spot,
            format_args!("it begins with the words of the picture, `{}`", Quoted(words)),
        );
    }
    if content.is_complete() && content.text() == summary {
        findings.add(
            &rules::EXCERPT_IS_CONTENT,
            spot,
            format_args!("the summary says all that the content says"),
        );
    }
}

/// The end of a text that was cut inside of a word. The content tells for certain; without it,
/// three dots right after a letter are what careless cutting leaves.
fn cut_in_word<'a>(summary: &'a str, content: Option<&str>) -> Option<&'a str> {
    let (stem, dots) = match summary.strip_suffix("...") {
        Some(stem) => (stem, true),
        None => (summary.strip_suffix('…')?, false),
    };
    let last = stem.chars().next_back().filter(|c| c.is_alphanumeric())?;
    let needle = tail(stem, NEEDLE);
    let mut found = false;
    let content = content.unwrap_or_default();
    for (at, _) in content.match_indices(needle) {
        found = true;
        let next = content.get(at + needle.len()..).and_then(|rest| rest.chars().next());
        // Scripts without blanks between words may be cut between any two letters.
        if !next.is_some_and(|next| next.is_alphanumeric() && !(runs_on(last) && runs_on(next))) {
            return None;
        }
    }
    let cut = found || dots && summary.chars().nth(CUT_CHARS).is_some() && !runs_on(last);
    cut.then(|| tail(summary, NEEDLE))
}

/// The last bytes of a text, whole characters.
fn tail(text: &str, bytes: usize) -> &str {
    let mut start = text.len().saturating_sub(bytes);
    while !text.is_char_boundary(start) {
        start += 1;
    }
    text.get(start..).unwrap_or(text)
}

/// Whether a letter belongs to a script that puts no blanks between words: Thai, Lao, Burmese,
/// Khmer, Chinese, Japanese.
fn runs_on(c: char) -> bool {
    matches!(c, '\u{E00}'..='\u{EFF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17FF}'
        | '\u{3040}'..='\u{30FF}' | '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}'
        | '\u{20000}'..='\u{3FFFF}')
}

/// What sites end their summaries with, in lower case.
const READ_MORE: [&str; 12] = [
    "read more",
    "continue reading",
    "read the full story",
    "read the rest of this entry",
    "keep reading",
    "click here to read more",
    "weiterlesen",
    "mehr lesen",
    "lire la suite",
    "leer más",
    "leggi tutto",
    "lees verder",
];

/// A link's text at the end of a summary: it begins in upper case, or an arrow, bracket or dots
/// follow it. Anything else is a sentence.
fn read_more(summary: &str) -> Option<&str> {
    let end = tail(summary, 64);
    let bare = end.trim_end_matches(|c: char| !c.is_alphanumeric());
    let marked =
        end.get(bare.len()..)?.contains(['…', '»', '›', '→', '>', ']']) || end.ends_with("...");
    READ_MORE
        .iter()
        .find(|phrase| {
            let start = bare.len().checked_sub(phrase.len());
            let words = start.and_then(|start| bare.split_at_checked(start));
            words.is_some_and(|(before, words)| {
                words.to_lowercase() == **phrase
                    && !before.ends_with(|c: char| c.is_alphanumeric())
                    && (marked || words.starts_with(char::is_uppercase))
            })
        })
        .map(|_| tail(summary, NEEDLE))
}

/// The words a text begins with and repeats at once, or a sentence it says twice. Words that differ
/// in a letter count as the same: a picture's alt text is often its caption with one mistake.
fn said_twice(text: &str) -> Option<&str> {
    beginning_twice(text).or_else(|| sentence_twice(text))
}

fn beginning_twice(text: &str) -> Option<&str> {
    let mut words = [""; MOST_WORDS];
    let mut count = 0;
    for (slot, word) in words.iter_mut().zip(text.split(' ')) {
        *slot = word;
        count += 1;
    }
    let words = words.get(..count)?;
    let first = bare(words.first()?);
    (FEWEST_WORDS..=count / 2).find_map(|length| {
        if bare(words.get(length)?) != first {
            return None;
        }
        let (once, again) = (words.get(..length)?, words.get(length..length * 2)?);
        let same = once.iter().zip(again).filter(|(a, b)| bare(a) == bare(b)).count();
        let end: usize = once.iter().map(|word| word.len() + 1).sum();
        (same * 10 >= length * 8).then(|| text.get(..end - 1)).flatten()
    })
}

/// A word without the marks around it.
fn bare(word: &str) -> &str {
    word.trim_matches(|c: char| !c.is_alphanumeric())
}

fn sentence_twice(text: &str) -> Option<&str> {
    let mut sentences: [&str; 12] = [""; 12];
    for (at, sentence) in text.split_inclusive(['.', '!', '?', '。']).enumerate() {
        let sentence = sentence.trim();
        if sentence.split(' ').count() >= FEWEST_WORDS && sentences.contains(&sentence) {
            return Some(sentence);
        }
        *sentences.get_mut(at)? = sentence;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cut_in_a_word_is_known_by_the_content() {
        let content = Some("Some officials appear to be seeking ought or outlets for their views.");
        assert!(cut_in_word("Some officials appear to be seeking ou…", content).is_some());
        assert!(cut_in_word("Some officials appear to be seeking ou...", content).is_some());
        assert_eq!(cut_in_word("Some officials appear to be…", content), None);
        assert_eq!(cut_in_word("Some officials appear to be seeking ought...", content), None);
        assert_eq!(cut_in_word("Some officials appear to be …", content), None);
        assert_eq!(cut_in_word("Some officials", content), None);
    }

    #[test]
    fn without_content_only_dots_after_a_letter_tell() {
        let long = "As outside observers look to the upcoming congress and attempt to seek ou";
        assert!(cut_in_word(&format!("{long}..."), None).is_some());
        assert_eq!(cut_in_word(&format!("{long}…"), None), None);
        assert_eq!(cut_in_word(&format!("{long} ..."), None), None);
        assert_eq!(cut_in_word("Wait for it...", None), None);
    }

    #[test]
    fn scripts_without_blanks_may_be_cut_between_letters() {
        assert_eq!(cut_in_word("北京的天气很…", Some("北京的天气很好，我们出去玩。")), None);
    }

    #[test]
    fn repetition_is_found_at_the_start_and_between_sentences() {
        let caption = "A ‘city of the future’ in North Hamgyong province, North Korea";
        let alt = "A 'city of the future' in North Hamgyung province, North Korea";
        assert_eq!(said_twice(&format!("{alt} {caption} Across the border lies")), Some(alt));
        let sentence = "The river rose by two metres.";
        assert_eq!(
            said_twice(&format!("It rained. {sentence} So {sentence} {sentence}")),
            Some(sentence)
        );
        for text in [
            "The cat sat. The cat ran. The cat slept.",
            "Never, never, never, never, never, never, never give up",
            "The more you look the more you see",
            "",
        ] {
            assert_eq!(said_twice(text), None, "{text}");
        }
    }

    #[test]
    fn links_to_the_rest_are_no_text() {
        assert!(read_more("It rained. Continue reading →").is_some());
        assert!(read_more("It rained. [Read more…]").is_some());
        assert_eq!(read_more("He wished he could read more books"), None);
        assert_eq!(read_more("Children spread more"), None);
    }
}
