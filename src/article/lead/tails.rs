//! What leads from a teaser to the rest of its article: "Read more", cut signs, closing lines, bare
//! addresses of players.
//!
//! Must not know: markup.

use super::super::shortcode::loss;
use super::super::{Loss, LossKind, excerpt};
use super::line::Line;
use super::phrases::{
    LeadsOn, appeared_first, is_furniture, is_submission, leads_on, points_elsewhere, tells_origin,
    trailing_phrase, without_opening,
};

/// A longer line is text even if it starts like "Read more". In bytes.
const MAX_LEADING_ON: usize = 300;

/// In a longer text three dots are its author's, too: it is no teaser. In characters.
const MAX_TEASER: usize = 1000;

/// In a shorter text three dots are its author's: no system cuts that early. In characters.
const MIN_CUT: usize = 40;

/// Drops lines and line ends that lead on; tells whether the text was cut off before its end. A
/// text whose end is not reached, or that its author ended, keeps its last words.
pub(super) fn drop_tails(lines: &mut Vec<Line>, keep_end: bool, losses: &mut Vec<Loss>) -> bool {
    let count = lines.len();
    let mut index = 0;
    lines.retain(|line| {
        index += 1;
        let last = index == count && count > 1;
        let kept = !(is_ornament(&line.text)
            || is_address(line)
            || is_formula(&line.text)
            || is_markup(&line.text)
            || line.is_code() && line.starts_block);
        if !kept {
            return false;
        }
        let kind = if is_leading_on(line, last) {
            LossKind::ReadMore
        } else if is_beside_the_article(line) {
            LossKind::Furniture
        } else {
            return true;
        };
        losses.push(loss(kind, &line.text));
        false
    });
    drop_furniture(lines, losses);
    strip_bullets(lines);
    for line in lines.iter_mut() {
        strip_textile(&mut line.text);
    }
    lines.retain(|line| !line.text.is_empty());
    if keep_end { false } else { mend_end(lines, losses) }
}

/// Drops the lines at the end that belong to the page.
fn drop_furniture(lines: &mut Vec<Line>, losses: &mut Vec<Loss>) {
    while lines.len() > 1
        && let Some(line) = lines.pop_if(|line| is_furniture(&line.text))
    {
        losses.push(loss(LossKind::Furniture, &line.text));
    }
}

/// Whether a line points to another article, or tells where this one comes from.
fn is_beside_the_article(line: &Line) -> bool {
    let text = &line.text;
    text.len() <= MAX_LEADING_ON
        && (points_elsewhere(text) || tells_origin(text) || is_submission(text))
}

/// Strips the end of the text until nothing there leads on. Whether a cut sign was among it.
fn mend_end(lines: &mut Vec<Line>, losses: &mut Vec<Loss>) -> bool {
    let mut broken_off = false;
    let mut stripped_link = false;
    let size: usize = lines.iter().map(|line| line.text.chars().count()).sum();
    while let Some(line) = lines.last_mut() {
        let text = line.text.trim_end();
        let length = text.len();
        if let Some(start) = appeared_first(text).or_else(|| trailing_phrase(text)) {
            losses.push(loss(LossKind::ReadMore, text.get(start..).unwrap_or_default()));
            line.text.truncate(start);
        } else if let Some(start) = linked_phrase(line, stripped_link) {
            stripped_link = true;
            losses.push(loss(LossKind::ReadMore, line.text.get(start..).unwrap_or_default()));
            line.text.truncate(start);
        } else if let Some((end, sign)) =
            cut_sign(text).filter(|(_, sign)| size <= MAX_TEASER || *sign == Sign::Bracketed)
        {
            broken_off = true;
            let stump = (sign == Sign::Dots && size >= MIN_CUT).then(|| stump(text, end)).flatten();
            if let Some(start) = stump {
                losses.push(loss(LossKind::UpstreamCut, text.get(start..).unwrap_or_default()));
            }
            line.text.truncate(stump.unwrap_or(end));
        } else {
            line.text.truncate(length);
            break;
        }
        line.last_link = None;
        let kept = line.text.trim_end().len();
        line.text.truncate(kept);
        if line.text.is_empty() {
            lines.pop();
        }
    }
    broken_off
}

/// A formula in TeX that stands alone.
fn is_formula(text: &str) -> bool {
    [("$$", "$$"), ("\\[", "\\]"), ("\\begin{", "}")]
        .iter()
        .any(|(start, end)| text.starts_with(start) && text.ends_with(end) && text.len() > 4)
}

/// Escaped markup that stands alone: code that no element marks as such.
fn is_markup(text: &str) -> bool {
    const MIN_MARKUP: usize = 24;
    let opens =
        |rest: &str| rest.starts_with(|c: char| c.is_ascii_alphabetic() || c == '!' || c == '/');
    text.len() >= MIN_MARKUP && text.ends_with('>') && text.strip_prefix('<').is_some_and(opens)
}

/// Nothing but rules, bullets and bars, the blank an editor leaves behind, or a legend of colours.
fn is_ornament(text: &str) -> bool {
    if text.starts_with(|c| matches!(c, '\u{2580}'..='\u{259F}'))
        || matches!(text, "&nbsp;" | "&#160;")
    {
        return true;
    }
    text.chars().all(|c| {
        c.is_ascii_punctuation()
            || c.is_whitespace()
            || matches!(c, '\u{A0}'..='\u{BF}' | '\u{2010}'..='\u{205E}' | '\u{2190}'..='\u{21FF}' | '\u{2500}'..='\u{25FF}' | '×' | '÷' | '\u{200B}'..='\u{200F}')
    })
}

/// An address alone on its line: a player stands there on the page.
fn is_address(line: &Line) -> bool {
    let text = line.text.as_str();
    let word = !text.contains(' ');
    word && (text.contains("://") && text.starts_with("http")
        || line.is_link() && text.starts_with("www."))
}

fn is_leading_on(line: &Line, last: bool) -> bool {
    if line.text.len() > MAX_LEADING_ON {
        return false;
    }
    let linked = line.is_link();
    match leads_on(&line.text) {
        LeadsOn::Wholly => true,
        LeadsOn::ByStart => {
            linked || last && !excerpt::ends_sentence(&line.text) && !points_elsewhere(&line.text)
        }
        LeadsOn::IfLinked => linked,
        LeadsOn::No => appeared_first(&line.text) == Some(0),
    }
}

/// Where the link starts with which a line ends, if it leads on. Behind one such link others in
/// brackets may stand: `[link] [comments]`.
fn linked_phrase(line: &Line, beside_another: bool) -> Option<usize> {
    let bracket = || line.text.ends_with(']').then(|| line.text.rfind('[')).flatten();
    let start = line.last_link.or_else(|| bracket().filter(|_| beside_another))?;
    let words = line.text.get(start..)?;
    let sure = leads_on(words);
    let before = line.text.get(..start)?;
    let elsewhere = points_elsewhere(words) || tells_origin(words) || is_furniture(words);
    if words.len() > MAX_LEADING_ON || sure == LeadsOn::No && !elsewhere {
        return None;
    }
    let kept = without_opening(before);
    // In mid-sentence ("see more here") the words belong to it, unless they open like a line.
    let opens = sure == LeadsOn::Wholly && !words.trim_start().starts_with(char::is_lowercase);
    let apart = kept.is_empty()
        || !kept.ends_with(|c: char| c.is_alphanumeric() || matches!(c, ',' | ';' | '\'' | '’'))
        || kept.len() + 1 < before.len()
        || opens && (before.ends_with(' ') || words.starts_with(' '));
    apart.then_some(kept.len())
}

/// What a system ends a teaser with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sign {
    /// Three dots glued to the last word: it may be the stump of one.
    Dots,
    /// Dots or an ellipsis in brackets: no author ends a text so.
    Bracketed,
    /// Any other sign.
    Other,
}

/// Where the text ends before a cut sign.
fn cut_sign(text: &str) -> Option<(usize, Sign)> {
    const BRACKETED: &[&str] = &[
        "[…]",
        "[...]",
        "[..]",
        "(…)",
        "(...)",
        "[ … ]",
        "[ ... ]",
        "{…}",
        "(more…)",
        "(more...)",
        "[more…]",
        "[more...]",
        "（…）",
        "【…】",
        "［…］",
        "[……]",
    ];
    if let Some(kept) = BRACKETED.iter().find_map(|sign| text.strip_suffix(sign)) {
        return Some((kept.trim_end().len(), Sign::Bracketed));
    }
    let kept = text.trim_end_matches(['.', '…']);
    let sign = text.get(kept.len()..)?;
    if sign.contains('…') {
        Some((kept.trim_end().len(), Sign::Other))
    } else if sign.len() >= 3 {
        let spaced = kept.trim_end();
        let glued = spaced.len() == kept.len();
        Some((spaced.len(), if glued { Sign::Dots } else { Sign::Other }))
    } else if text.ends_with(". . .") {
        Some((text.trim_end_matches(['.', ' ']).len(), Sign::Other))
    } else {
        None
    }
}

/// Where the last word starts that a cut may have gone through; `None` where no word is cut: behind
/// punctuation, and in Chinese and Japanese, where any character may end a cut text.
fn stump(text: &str, end: usize) -> Option<usize> {
    let kept = text.get(..end)?;
    let last =
        kept.chars().next_back().filter(|c| c.is_alphanumeric() || excerpt::is_extending(*c))?;
    if excerpt::is_unspaced(last) {
        let east_asian = u32::from(last) >= 0x3000;
        let before = end - last.len_utf8();
        return (!east_asian).then(|| excerpt::word_end(kept, before)).filter(|start| *start > 0);
    }
    kept.rfind(' ').map(|blank| blank + 1)
}

/// Takes the stars off the items of a list that no markup marks as such.
fn strip_bullets(lines: &mut [Line]) {
    let starred = |line: &Line| line.text.starts_with("* ");
    // One star alone may call a note.
    if lines.iter().filter(|line| starred(line)).count() < 2 {
        return;
    }
    for line in lines.iter_mut().filter(|line| starred(line)) {
        line.text.drain(.."* ".len());
        line.last_link = None;
    }
}

/// Takes the addresses out of Textile's links: `"text":http://…` becomes `"text"`.
fn strip_textile(text: &mut String) {
    if !text.contains(':') {
        return;
    }
    let mut from = 0;
    while let Some(at) = text.get(from..).and_then(|rest| rest.find(":http")) {
        let at = from + at;
        let quoted = text.get(..at).is_some_and(|before| before.ends_with(['"', '”', '“']));
        let address = text.get(at + 1..).unwrap_or_default();
        if !quoted || !(address.starts_with("http://") || address.starts_with("https://")) {
            from = at + 1;
            continue;
        }
        let end = address.find(' ').unwrap_or(address.len());
        let word = address.get(..end).unwrap_or_default();
        let length = word.trim_end_matches(['.', ',', ';', ':', '!', '?', ')', '"', '\'']).len();
        text.replace_range(at..at + 1 + length, "");
        from = at;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mended(texts: &[&str]) -> (String, bool) {
        let mut lines: Vec<Line> =
            texts.iter().map(|text| Line { text: (*text).to_owned(), ..Line::default() }).collect();
        let broken_off = drop_tails(&mut lines, false, &mut Vec::new());
        (super::super::line::join(&lines), broken_off)
    }

    #[test]
    fn the_stump_of_a_word_goes_with_the_dots_that_are_glued_to_it() {
        for (text, expected) in [
            (
                "As observers look to the congress some officials appear to be seeking ou...",
                "As observers look to the congress some officials appear to be seeking",
            ),
            (
                "As observers look to the congress some officials appear to be seeking ...",
                "As observers look to the congress some officials appear to be seeking",
            ),
            (
                "As observers look to the congress some officials appear to be seeking […]",
                "As observers look to the congress some officials appear to be seeking",
            ),
            (
                "As observers look to the congress some officials appear to be seeking…",
                "As observers look to the congress some officials appear to be seeking",
            ),
            (
                "As observers look to the congress they said (and they laughed)...",
                "As observers look to the congress they said (and they laughed)",
            ),
            ("Stay tuned...", "Stay tuned"),
        ] {
            assert_eq!(mended(&[text]), (expected.to_owned(), true));
        }
    }

    #[test]
    fn lines_and_ends_that_lead_on_go() {
        assert_eq!(mended(&["It opened.", "Read more"]).0, "It opened.");
        assert_eq!(mended(&["It opened.", "Continue reading Hall opens →"]).0, "It opened.");
        assert_eq!(mended(&["It opened. Read more »"]).0, "It opened.");
        assert_eq!(mended(&["It has […] Read more"]), ("It has".to_owned(), true));
        assert_eq!(
            mended(&["It has […]", "Weiterlesen", "The post X appeared first on Y."]),
            ("It has".to_owned(), true)
        );
        assert_eq!(
            mended(&["These:", "* A roof", "* A door", "End."]).0,
            "These: A roof A door End."
        );
        assert_eq!(mended(&["It opened.", "* Not yet."]).0, "It opened. * Not yet.");
        assert_eq!(mended(&["Read more books."]).0, "Read more books.");
        assert_eq!(
            mended(&["It opened.", "* * *", "https://video.example/1", "End."]).0,
            "It opened. End."
        );
    }

    #[test]
    fn links_of_textile_lose_their_addresses() {
        let mut text =
            "See \"one\":http://a.example/x, and \"two\":https://b.example. \"no\":x".to_owned();
        strip_textile(&mut text);
        assert_eq!(text, "See \"one\", and \"two\". \"no\":x");
    }
}
