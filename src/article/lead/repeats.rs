//! What is said twice: the title at the start of the text, a date the record knows, captions.
//!
//! Must not know: markup.

use std::cell::LazyCell;

use super::super::bytes::{self, ByteSet};
use super::super::shortcode::loss;
use super::super::{Loss, LossKind, excerpt};
use super::credits::{ends_in_picture_credit, is_byline, is_picture_credit, is_stamp, last_mark};
use super::dateline::{behind_dateline, is_date, names_place};
use super::line::Line;
use super::masthead;
use super::phrases::is_furniture;

/// Of a shorter line it cannot be told whether it repeats another or just begins like it.
const MIN_LETTERS: usize = 12;

/// A dateline opens one of the first lines, or none.
const DATELINE_LINES: usize = 3;

/// A longer line is no caption. In characters.
const MAX_CAPTION: usize = 300;

/// Of so many letters one may be a slip of the pen.
const LETTERS_A_SLIP: usize = 16;

/// In no text are more of them.
const MAX_SLIPS: usize = MAX_CAPTION / LETTERS_A_SLIP;

/// Drops lines at the start that repeat the title, a caption or each other, or are a date; and
/// captions wherever they are repeated.
pub(super) fn drop_repeats(
    lines: &mut Vec<Line>,
    captions: &[String],
    title: Option<&str>,
    authors: &[String],
    losses: &mut Vec<Loss>,
) {
    let captions: Vec<String> = captions
        .iter()
        .map(|caption| letters(caption))
        .filter(|caption| caption.chars().count() >= MIN_LETTERS)
        .collect();
    let title = title.map(|title| (title.trim(), names_of(title)));
    let mut start = 0;
    while let Some(line) = lines.get(start) {
        let own = LazyCell::new(|| letters(&line.text));
        let (kind, count) = if title.as_ref().is_some_and(|(_, titles)| {
            let short = without_site(&line.text);
            titles.iter().any(|title| {
                may_be_near(&line.text, title) && is_same(&own, title)
                    || short.is_some_and(|short| {
                        may_be_near(short, title) && is_same(&letters(short), title)
                    })
            })
        }) {
            (LossKind::RepeatedTitle, 1)
        } else if is_date(&line.text) || is_stamp(&line.text) {
            (LossKind::Dateline, 1)
        } else if !captions.is_empty() && is_caption(line, &own, &captions)
            || is_picture_credit(&line.text)
            || ends_in_picture_credit(&line.text)
        {
            (LossKind::Caption, 1)
        } else if is_byline(&line.text) {
            (LossKind::Byline, 1)
        } else if is_furniture(&line.text) && line.text.contains(':') {
            (LossKind::Furniture, 1)
        } else if let Some(kind) =
            lines.get(start + 1).and_then(|next| masthead::kind(&line.text, &next.text, authors))
        {
            (kind, 1)
        } else if lines.get(start + 1).is_some_and(|next| {
            may_be_twins(&line.text, &next.text) && is_twin(&own, &letters(&next.text))
        }) {
            let sentence = excerpt::ends_sentence(&line.text);
            (LossKind::Caption, if sentence { 1 } else { 2 })
        } else {
            break;
        };
        for line in lines.iter().skip(start).take(count) {
            losses.push(loss(kind, &line.text));
        }
        start += count;
    }
    lines.drain(..start.min(lines.len()));
    lines.retain(|line| {
        let repeats = !captions.is_empty() && is_caption(line, &letters(&line.text), &captions)
            || line.below_picture
                && (is_picture_credit(&line.text) || ends_in_picture_credit(&line.text));
        if repeats {
            losses.push(loss(LossKind::Caption, &line.text));
        }
        !repeats
    });
    if let (Some((title, _)), Some(line)) = (title, lines.first_mut())
        && let Some(rest) = behind_title(&line.text, title)
    {
        losses.push(loss(LossKind::RepeatedTitle, title));
        line.text = rest.to_owned();
        line.last_link = None;
    }
    drop_dateline(lines, losses);
}

/// Drops the dateline that opens the report, and the subtitle above it.
fn drop_dateline(lines: &mut Vec<Line>, losses: &mut Vec<Loss>) {
    let found = lines.iter_mut().take(DATELINE_LINES).enumerate().find_map(|(index, line)| {
        let rest = behind_dateline(&line.text)?.to_owned();
        Some((index, line, rest))
    });
    let Some((index, line, rest)) = found else { return };
    let dateline = line.text.get(..line.text.len() - rest.len()).unwrap_or_default();
    losses.push(loss(LossKind::Dateline, dateline));
    // A date alone may stand before each item of a list.
    let placed = names_place(dateline);
    line.text = rest;
    line.last_link = None;
    let headings = lines.get(..index).unwrap_or_default();
    if placed && headings.iter().all(|line| is_subtitle(&line.text)) {
        losses.extend(headings.iter().map(|line| loss(LossKind::Furniture, &line.text)));
        lines.drain(..index);
    }
}

/// Whether a line can be a heading: no sentence, and nothing that leads to what follows.
fn is_subtitle(text: &str) -> bool {
    !excerpt::ends_sentence(text)
        && !text.ends_with([':', ',', ';', '：', '，', '、'])
        && !text.starts_with(char::is_lowercase)
}

/// Letters and digits in small letters: what is left of a text when nothing of its dress is.
pub(super) fn letters(text: &str) -> String {
    let mut letters = String::with_capacity(text.len());
    for word in text.split(|c: char| !c.is_alphanumeric()) {
        letters.push_str(word);
    }
    if letters.is_ascii() {
        letters.make_ascii_lowercase();
        letters
    } else {
        letters.chars().flat_map(char::to_lowercase).collect()
    }
}

/// The title as [`letters`] leaves it, and without a site's name behind it or a date before it.
fn names_of(title: &str) -> Vec<String> {
    [Some(title), without_site(title), behind_dateline(title)]
        .into_iter()
        .flatten()
        .map(letters)
        .enumerate()
        .filter(|(index, name)| *index == 0 || name.len() >= MIN_LETTERS)
        .map(|(_, name)| name)
        .collect()
}

/// A title without the name of the site: `The hall | Example News`.
fn without_site(title: &str) -> Option<&str> {
    const MAX_SITE: usize = 4;
    let bytes = ByteSet::of(title);
    let marks = [" | ", " - ", " – ", " — ", " :: ", " » ", " · "];
    marks.iter().filter(|mark| bytes.may_hold(mark)).find_map(|mark| {
        let (short, site) = last_mark(title, mark)?;
        (site.split(' ').count() <= MAX_SITE && !excerpt::ends_sentence(site)).then_some(short)
    })
}

/// Whether a text may say what a name says: most texts are far longer, and need not be taken apart.
fn may_be_near(text: &str, name: &str) -> bool {
    let most = name.chars().count() + MAX_SLIPS;
    text.bytes().filter(u8::is_ascii_alphanumeric).nth(most).is_none()
}

/// Whether two lines may be one said twice, by how long they are.
fn may_be_twins(one: &str, other: &str) -> bool {
    // Letters of ASCII are one each; of every other byte there is at most one.
    let letters = |text: &str| {
        let least = bytes::count(text.as_bytes(), |byte| byte.is_ascii_alphanumeric());
        (least, least + bytes::count(text.as_bytes(), |byte| !byte.is_ascii()))
    };
    let ((least, most), (other_least, other_most)) = (letters(one), letters(other));
    least <= other_most + MAX_SLIPS && other_least <= most + MAX_SLIPS
}

/// Whether two texts say the same, a slip of the pen aside.
fn is_same(one: &str, other: &str) -> bool {
    !one.is_empty() && (one == other || one.chars().count() >= 20 && is_near(one, other))
}

/// Whether two lines in a row, as [`letters`] leaves them, are one said twice.
pub(super) fn is_twin(one: &str, other: &str) -> bool {
    one.chars().count() >= MIN_LETTERS && (one == other || is_near(one, other))
}

/// Whether two texts differ in at most one letter of sixteen, and in no digit.
fn is_near(one: &str, other: &str) -> bool {
    let (length, other_length) = (one.chars().count(), other.chars().count());
    let slips = length.max(other_length).min(MAX_CAPTION) / LETTERS_A_SLIP;
    if slips == 0 || length.abs_diff(other_length) > slips || excess(one, other) > slips {
        return false;
    }
    let digits = |text: &str| text.chars().filter(|c| c.is_numeric()).collect::<String>();
    let first = |text: &str| text.chars().take(MAX_CAPTION).collect::<Vec<char>>();
    digits(one) == digits(other) && is_within(&first(one), &first(other), slips)
}

/// How many letters one of two texts has that the other has not, whatever their order: so many at
/// least have to change. Letters that share a drawer are taken for the same.
fn excess(one: &str, other: &str) -> usize {
    const DRAWERS: usize = 64;
    let mut balance = [0_i32; DRAWERS];
    let mut count = |text: &str, step: i32| {
        for c in text.chars().take(MAX_CAPTION) {
            if let Some(drawer) = balance.get_mut(c as usize % DRAWERS) {
                *drawer += step;
            }
        }
    };
    count(one, 1);
    count(other, -1);
    let sum = |sign: i32| balance.iter().map(|drawer| (drawer * sign).max(0).unsigned_abs()).sum();
    let (more, less): (u32, u32) = (sum(1), sum(-1));
    usize::try_from(more.max(less)).unwrap_or(usize::MAX)
}

/// Whether at most `slips` letters have to change to make one text the other (Levenshtein). Only
/// the diagonals are looked at on which so few changes can lie.
fn is_within(one: &[char], other: &[char], slips: usize) -> bool {
    let far = slips + 1;
    let mut row: Vec<usize> = (0..=other.len()).map(|count| count.min(far)).collect();
    for (i, a) in one.iter().enumerate() {
        let from = (i + 1).saturating_sub(slips).max(1);
        let to = (i + 1 + slips).min(other.len());
        let mut diagonal = row.get(from - 1).copied().unwrap_or(far);
        let mut left = if from == 1 { (i + 1).min(far) } else { far };
        if let Some(before) = row.get_mut(from - 1) {
            *before = left;
        }
        let mut least = left;
        for (b, above) in other.iter().zip(row.iter_mut().skip(1)).take(to).skip(from - 1) {
            let best = (diagonal + usize::from(a != b)).min(left + 1).min(*above + 1).min(far);
            diagonal = *above;
            *above = best;
            left = best;
            least = least.min(best);
        }
        if least >= far {
            return false;
        }
    }
    row.last().is_some_and(|changes| *changes <= slips)
}

/// Whether a line says again what a caption or the alternative of a picture says.
fn is_caption(line: &Line, own: &str, captions: &[String]) -> bool {
    own.len() >= MIN_LETTERS
        && line.text.len() <= MAX_CAPTION * 4
        && captions.iter().any(|caption| caption == own || is_near(caption, own))
}

/// The text behind a title that stands at the start of its first line, parted from it by a mark no
/// sentence has there.
fn behind_title<'a>(text: &'a str, title: &str) -> Option<&'a str> {
    if title.chars().filter(|c| c.is_alphanumeric()).count() < MIN_LETTERS || !title.contains(' ') {
        return None;
    }
    let mut rest = text.chars();
    let mut expected = title.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase);
    let mut wanted = expected.next();
    while let Some(letter) = wanted {
        let c = rest.next()?;
        if c.is_alphanumeric() {
            for small in c.to_lowercase() {
                if Some(small) != wanted && wanted != Some(letter) {
                    return None;
                }
                if Some(small) != wanted {
                    return None;
                }
                wanted = expected.next();
            }
        }
    }
    let rest = rest.as_str();
    let behind = rest.trim_start_matches(|c: char| {
        c.is_whitespace()
            || matches!(c, ':' | '|' | '—' | '–' | '-' | '.' | '!' | '?' | '·' | '"' | '”' | '»')
    });
    let mark = rest.get(..rest.len() - behind.len())?;
    let parted = mark.contains([':', '|', '—', '–', '·', '.', '!', '?']) || mark.contains(" - ");
    (parted && mark.ends_with(' ') && behind.starts_with(|c: char| !c.is_lowercase()))
        .then_some(behind)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dropped(
        texts: &[&str],
        captions: &[&str],
        title: Option<&str>,
    ) -> (Vec<String>, Vec<LossKind>) {
        let mut lines: Vec<Line> =
            texts.iter().map(|text| Line { text: (*text).to_owned(), ..Line::default() }).collect();
        let captions: Vec<String> = captions.iter().map(|text| (*text).to_owned()).collect();
        let mut losses = Vec::new();
        drop_repeats(&mut lines, &captions, title, &[], &mut losses);
        (
            lines.into_iter().map(|line| line.text).collect(),
            losses.into_iter().map(|loss| loss.kind).collect(),
        )
    }

    #[test]
    fn a_caption_printed_twice_goes_and_a_sentence_stays_once() {
        let (left, losses) = dropped(
            &[
                "A 'town of tomorrow' in Westhamptom province",
                "A ‘town of tomorrow’ in Westhampton province",
                "The article.",
            ],
            &[],
            None,
        );
        assert_eq!((left, losses), (vec!["The article.".to_owned()], vec![LossKind::Caption; 2]));
        let sentence = "The hall opens again on Monday.";
        assert_eq!(dropped(&[sentence, sentence, "More."], &[], None).0, [sentence, "More."]);
    }

    /// The whole table of Levenshtein, to hold the narrow one against.
    fn distance(one: &[char], other: &[char]) -> usize {
        let mut row: Vec<usize> = (0..=other.len()).collect();
        for (i, a) in one.iter().enumerate() {
            let mut diagonal = i;
            row[0] = i + 1;
            for (j, b) in other.iter().enumerate() {
                let best = (diagonal + usize::from(a != b)).min(row[j] + 1).min(row[j + 1] + 1);
                diagonal = row[j + 1];
                row[j + 1] = best;
            }
        }
        row[other.len()]
    }

    proptest::proptest! {
        #[test]
        fn the_narrow_table_and_the_count_of_letters_agree_with_the_whole_table(
            one in "[abcé]{0,24}",
            other in "[abcé]{0,24}",
            slips in 0_usize..8,
        ) {
            let (first, second): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
            let distance = distance(&first, &second);
            proptest::prop_assert_eq!(is_within(&first, &second, slips), distance <= slips);
            proptest::prop_assert!(excess(&one, &other) <= distance);
        }
    }

    #[test]
    fn the_title_goes_where_it_is_repeated_and_stays_where_it_starts_a_sentence() {
        let title = Some("The hall opens again");
        assert_eq!(dropped(&["The Hall Opens Again!", "Text."], &[], title).0, ["Text."]);
        assert_eq!(
            dropped(&["The hall opens again — On Monday it did."], &[], title).0,
            ["On Monday it did."]
        );
        for text in ["The hall opens again on Monday.", "The hall opens again, says the mayor."] {
            assert_eq!(dropped(&[text], &[], title).0, [text]);
        }
        assert_eq!(
            dropped(&["Announcing Rust 1.72.1 today!"], &[], Some("Announcing Rust 1.72.0 today!"))
                .0
                .len(),
            1
        );
    }

    #[test]
    fn a_subtitle_above_a_dateline_goes_and_what_introduces_a_list_stays() {
        for (above, left) in [
            ("Town also adds a roof", vec!["The hall opens."]),
            (
                "The hall is the pride of the town.",
                vec!["The hall is the pride of the town.", "The hall opens."],
            ),
            ("The news are these:", vec!["The news are these:", "The hall opens."]),
        ] {
            let lines = [above, "BERNSTADT, April, 12, 2016 — The hall opens."];
            assert_eq!(dropped(&lines, &[], None).0, left);
        }
        assert_eq!(
            dropped(&["Our dates", "4 January 2019 – The hall opens."], &[], None).0,
            ["Our dates", "The hall opens."]
        );
    }

    #[test]
    fn captions_and_credits_are_no_text() {
        assert_eq!(
            dropped(
                &[
                    "Photo: Jane Doe",
                    "The old pier at dawn",
                    "The article.",
                    "The old pier at dawn."
                ],
                &["The old pier at dawn"],
                None
            )
            .0,
            ["The article."]
        );
        assert_eq!(dropped(&["Images: they are everywhere in this town, and nobody knows who paints them, says the mayor, who has asked everyone."], &[], None).0.len(), 1);
        assert_eq!(dropped(&["Photo by photo, the town has changed."], &[], None).0.len(), 1);
    }
}
