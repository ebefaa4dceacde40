//! Credits: lines around a text that say who wrote it, when, and who took the pictures.
//!
//! Must not know: what stands around a line.

use super::super::bytes::ByteSet;
use super::super::excerpt;
use super::dateline::is_date;
use super::vocabulary::{fold, newsroom};

/// A longer line is text. In characters.
const MAX_CREDIT: usize = 120;

/// A credit that ends like a sentence has at most this many words.
const MAX_SENTENCE: usize = 8;

/// A caption that ends in a credit is at most this long. In bytes.
const MAX_CAPTION: usize = 600;

/// What parts the pieces of a line above a text: `By Jane Doe | 3 May 2024 | 5 min read`.
const SEPARATORS: &[&str] =
    &[" | ", " • ", " · ", " — ", " – ", " - ", " / ", "｜", "|", "•", " // "];

/// Whether a line is nothing but the credit of a picture: `Photo: Jane Doe`.
pub(super) fn is_picture_credit(text: &str) -> bool {
    if text.chars().nth(MAX_CREDIT).is_some() {
        return false;
    }
    let words = text.split(' ').count();
    let told = words > MAX_SENTENCE && excerpt::ends_sentence(text);
    if told {
        return false;
    }
    let folded = fold(unbracketed(text));
    let folded = folded.as_str();
    let plain = folded.trim_end_matches('.');
    if newsroom::PICTURE_KINDS.hold(plain) || newsroom::AGENCIES.hold(plain) {
        return true;
    }
    if folded.starts_with('©') || folded.starts_with("(c) ") {
        return words <= MAX_SENTENCE;
    }
    let which = newsroom::WHICH_PICTURE.strip(folded).map_or(folded, str::trim_start);
    let Some(rest) = newsroom::PICTURES.strip(which).filter(|rest| !rest.is_empty()) else {
        // 张三摄
        return is_marked(folded, &[":", "："], &newsroom::AGENCIES) || folded.ends_with('摄');
    };
    let behind = rest.trim_start();
    if let Some(name) = after_mark(behind) {
        return !name.is_empty();
    }
    // `fot. Jan Kowalski`
    if let Some(name) = rest.strip_prefix(". ") {
        return which.starts_with("fot") && !name.is_empty() && words <= MAX_SENTENCE;
    }
    let courtesy = behind.starts_with("courtesy of ") && !excerpt::ends_sentence(text);
    newsroom::PICTURE_BY.iter().any(|by| behind.starts_with(by))
        && words <= MAX_SENTENCE + 2
        && (courtesy || is_name_next(text, behind))
}

/// Whether what follows the first words of a credit is a name rather than text: "Photo by photo,
/// the town has changed" has none.
fn is_name_next(text: &str, behind: &str) -> bool {
    let text = unbracketed(text);
    let start = text.len().saturating_sub(behind.len());
    let name = text.get(start..).unwrap_or_default();
    let mut words = name
        .split(' ')
        .skip_while(|word| newsroom::PICTURE_BY.iter().any(|by| by.trim().contains(&fold(word))));
    words.next().is_some_and(|word| !word.starts_with(char::is_lowercase) || word.contains('.'))
}

/// Whether one of `phrases` stands before one of `marks` and something behind it.
fn is_marked(folded: &str, marks: &[&str], phrases: &super::vocabulary::Phrases) -> bool {
    marks.iter().any(|mark| {
        folded
            .split_once(mark)
            .is_some_and(|(name, rest)| phrases.hold(name.trim()) && !rest.trim().is_empty())
    })
}

/// What stands behind a mark that parts a label from a name.
fn after_mark(text: &str) -> Option<&str> {
    text.strip_prefix([':', '：', '=', '＝', '/', '／', '|', '｜', '©']).map(str::trim)
}

/// A text without the brackets around it.
fn unbracketed(text: &str) -> &str {
    const PAIRS: &[(char, char)] =
        &[('(', ')'), ('[', ']'), ('（', '）'), ('【', '】'), ('［', '］')];
    let text = text.trim();
    PAIRS
        .iter()
        .find_map(|(open, close)| text.strip_prefix(*open)?.strip_suffix(*close))
        .or_else(|| {
            PAIRS.iter().find_map(|(open, close)| {
                text.strip_prefix(*open).filter(|rest| !rest.contains(*close))
            })
        })
        .unwrap_or(text)
        .trim()
}

/// Whether a line is a caption with the credit of its picture at its end: `The hall (Photo: Doe)`.
pub(super) fn ends_in_picture_credit(text: &str) -> bool {
    if text.len() > MAX_CAPTION {
        return false;
    }
    let bracketed = [('(', ')'), ('[', ']'), ('（', '）')].iter().any(|(open, close)| {
        text.trim_end_matches('.')
            .strip_suffix(*close)
            .and_then(|inner| inner.rsplit_once(*open))
            .is_some_and(|(before, credit)| !before.is_empty() && is_picture_credit(credit))
    });
    if bracketed {
        return true;
    }
    let bytes = ByteSet::of(text);
    CREDIT_MARKS.iter().filter(|mark| bytes.may_hold(mark)).any(|mark| {
        let parts = last_mark(text, mark).filter(|(before, _)| !before.is_empty());
        parts.is_some_and(|(_, credit)| {
            *mark == " © " && credit.split(' ').count() <= 4 || is_labelled_credit(credit)
        })
    })
}

/// What parts a caption from the credit behind it.
const CREDIT_MARKS: [&str; 9] = [". ", " | ", " / ", " — ", " – ", "。", "! ", "? ", " © "];

/// What stands before and behind the last place where a mark stands. What such marks have besides blanks
/// is rare, and found quickly.
pub(super) fn last_mark<'a>(text: &'a str, mark: &str) -> Option<(&'a str, &'a str)> {
    let sign = mark.chars().find(|c| *c != ' ')?;
    let offset = mark.find(sign)?;
    text.rmatch_indices(sign).find_map(|(at, _)| {
        let (before, rest) = text.split_at_checked(at.checked_sub(offset)?)?;
        Some((before, rest.strip_prefix(mark)?))
    })
}

/// A credit that says what it is; the name of an agency alone may be text.
fn is_labelled_credit(text: &str) -> bool {
    is_picture_credit(text) && !newsroom::AGENCIES.hold(&fold(text))
}

/// Whether a line tells when the text was published: `Updated: 3 May 2024, 14:30 · 5 min read`.
pub(super) fn is_stamp(text: &str) -> bool {
    // Where no blank parts words and no stop ends sentences, only the length tells.
    const MAX_UNSPACED: usize = 60;
    let length = text.chars().count();
    if length > MAX_CREDIT {
        return false;
    }
    let digits = text.chars().filter(|c| c.is_numeric()).count();
    let most = if text.chars().any(excerpt::is_unspaced) { MAX_UNSPACED } else { MAX_CREDIT };
    length <= most
        && digits >= 3
        && !excerpt::ends_sentence(text)
        && newsroom::STAMPS
            .strip(&fold(text))
            .is_some_and(|rest| rest.starts_with(|c: char| !c.is_alphabetic()))
}

/// Whether a line tells who wrote the text, and perhaps when and how long it takes to be read.
pub(super) fn is_byline(text: &str) -> bool {
    if text.chars().count() > MAX_CREDIT || text.ends_with(['.', ':', '?', '!', '。', '！', '？'])
    {
        return false;
    }
    if is_author(text) || is_reading_time(text) {
        return true;
    }
    SEPARATORS.iter().any(|separator| {
        let mut told = false;
        text.contains(separator)
            && text.split(separator).map(str::trim).filter(|piece| !piece.is_empty()).all(|piece| {
                let is_told =
                    is_author(piece) || is_date(piece) || is_stamp(piece) || is_reading_time(piece);
                told |= is_told;
                is_told || are_names(piece)
            })
            && told
    }) || is_dated(text)
}

/// `January 4, 2019 by Jane Doe`, `2012-12-14 10:30 来源：新华网`
fn is_dated(text: &str) -> bool {
    let folded = fold(text);
    let parted = text.match_indices(' ').any(|(at, _)| {
        text.split_at_checked(at)
            .is_some_and(|(date, rest)| is_author(rest.trim()) && is_date(date))
    });
    if parted {
        return true;
    }
    [" by ", " von ", " par ", " por ", " di ", " door ", " av ", " af "].iter().any(|by| {
        folded.find(by).is_some_and(|at| {
            let (before, names) = (text.get(..at), text.get(at + by.len()..));
            before.is_some_and(|date| is_date(date) || is_stamp(date))
                && names.is_some_and(are_names)
        })
    })
}

/// `By Jane Doe`, `作者：张三`, `بقلم محمد علي`
fn is_author(text: &str) -> bool {
    const MAX_NAMES: usize = 40;
    let folded = fold(text);
    if let Some(rest) = newsroom::BY.strip(&folded)
        && let Some(names) = text.get(text.len() - rest.len()..)
        && let Some(names) = names.strip_prefix(' ')
        && are_names(names)
        // Small words open sentences, too: what starts small must be followed by a full name.
        && (text.starts_with(char::is_uppercase) || names.split(' ').count() >= 2)
    {
        return true;
    }
    if let Some(rest) = newsroom::PARTS.strip(&folded) {
        let caseless = rest.chars().any(char::is_alphabetic)
            && !text.chars().any(|c| c.is_lowercase() || c.is_uppercase());
        let named = after_mark(rest.trim_start())
            .or_else(|| rest.strip_prefix(' ').filter(|name| caseless && are_names(name)))
            .is_some_and(|name| {
                !name.is_empty()
                    && name.chars().count() <= MAX_NAMES
                    && name.split(' ').count() <= 6
            });
        if named && !excerpt::ends_sentence(text) {
            return true;
        }
    }
    // 홍길동 기자 hong@example.org; Jane Doe, Associated Press
    let mut words: Vec<&str> = folded.split(' ').filter(|word| !word.contains('@')).collect();
    if (2..=5).contains(&words.len())
        && let Some(last) = words.pop()
        && newsroom::POSTS.hold(last)
        && !last.is_ascii()
        && !text.ends_with(',')
    {
        return are_names(text.split(' ').next().unwrap_or_default());
    }
    text.rsplit_once(", ").is_some_and(|(names, post)| {
        let post = fold(post);
        (newsroom::AGENCIES.hold(&post) || newsroom::POSTS.hold(&post))
            && (2..=6).contains(&names.split(' ').count())
            && are_names(names)
    })
}

/// Whether all words are names or stand between names.
pub(super) fn are_names(text: &str) -> bool {
    const MAX_WORDS: usize = 12;
    // Where no letter is a capital and no blank parts words, only the length tells names from text.
    const MAX_CASELESS: usize = 24;
    let caseless = text
        .chars()
        .filter(|c| c.is_alphabetic() && !c.is_lowercase() && !c.is_uppercase())
        .count();
    if caseless > MAX_CASELESS {
        return false;
    }
    let mut words = 0;
    let mut names = 0;
    let fits =
        text.split([' ', ',', '|', '·', '/', '&']).filter(|word| !word.is_empty()).all(|word| {
            words += 1;
            let first = word.trim_start_matches(['(', '"', '“', '\'', '‘']).chars().next();
            let named = first.is_some_and(|c| {
                c.is_uppercase() || c.is_alphabetic() && !c.is_lowercase() || c == '@'
            });
            names += usize::from(named);
            named || newsroom::PARTICLES.hold(&fold(word.trim_matches(['(', ')'])))
        });
    fits && names > 0 && words <= MAX_WORDS && !excerpt::ends_sentence(text)
}

/// `5 min read`, `Reading time: 5 minutes`
fn is_reading_time(text: &str) -> bool {
    const MAX_TIME: usize = 40;
    let folded = fold(text);
    let digit = |c: char| c.is_numeric() || matches!(c, '~' | '≈' | ' ' | '<' | '約');
    text.chars().count() <= MAX_TIME
        && text.chars().any(char::is_numeric)
        && (newsroom::READING_TIME.strip(&folded).is_some()
            || newsroom::READING_TIME
                .strip(folded.trim_start_matches(digit))
                .is_some_and(|rest| rest.len() <= 8))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn credits_are_told_from_text() {
        for credit in [
            "Photo: Jane Doe",
            "(Foto: dpa)",
            "Photo by Jane Doe on Unsplash",
            "写真：山田太郎",
            "© Jane Doe",
            "Featured image: Jane Doe",
            "AP Photo/Jane Doe",
            "Getty Images",
            "图/张三",
            "（图/张三摄）",
            "[사진=연합뉴스]",
            "Fot. Jan Kowalski",
            "Symbolbild",
            "Photo courtesy of the town museum",
            "Image caption: The hall",
        ] {
            assert!(is_picture_credit(credit), "{credit}");
        }
        for text in [
            "Images: they are everywhere in this town, and nobody knows who paints them.",
            "Photo by photo, the town has changed.",
            "Photos courtesy of the museum show it.",
            "Foto Müller schließt",
            "Pictures from the hall were shown",
            "Image processing is hard",
            "AP classes start",
        ] {
            assert!(!is_picture_credit(text), "{text}");
        }
    }

    #[test]
    fn captions_that_end_in_a_credit_are_told_from_text() {
        for caption in [
            "The hall in 1950. (Photo: Jane Doe)",
            "Die Halle 1950. Foto: dpa",
            "The hall | Photo: Doe",
        ] {
            assert!(ends_in_picture_credit(caption), "{caption}");
        }
        for text in ["The hall (and its photo) opened.", "It opened. Photos were taken."] {
            assert!(!ends_in_picture_credit(text), "{text}");
        }
    }

    #[test]
    fn stamps_are_told_from_text() {
        for stamp in [
            "Published 21 November 2019",
            "Updated: 2024-05-03 14:30",
            "Publié le 3 mai 2024",
            "עודכן ב־5 בפברואר, 2024",
        ] {
            assert!(is_stamp(stamp), "{stamp}");
        }
        for text in ["Published in 2019, the book sold well.", "Dates 2019", "Updated daily"] {
            assert!(!is_stamp(text), "{text}");
        }
    }

    #[test]
    fn bylines_are_told_from_text() {
        for byline in [
            "By Jane Doe",
            "By Jane Doe and John van der Roe",
            "Von Erika Mustermann, Berlin",
            "By JANE DOE | Staff Writer",
            "By: Jane Doe",
            "Posted by Jane Doe",
            "von Erika Mustermann",
            "Jane Doe, Associated Press",
            "By Jane Doe • 5 min read",
            "January 4, 2019 by Jane Doe",
            "5 min read",
            "Lesezeit: 5 Minuten",
            "作者：张三",
            "记者 张三",
            "홍길동 기자",
            "بقلم محمد علي",
        ] {
            assert!(is_byline(byline), "{byline}");
        }
        for text in [
            "By the sea",
            "By Monday, all will be well",
            "Par exemple",
            "By Jane Doe.",
            "Di notte",
            "Text: it is everything we have and everything we ever wanted to have",
            "In 5 minutes all was over",
            "de Paris",
        ] {
            assert!(!is_byline(text), "{text}");
        }
    }
}
