//! Mojibake: UTF-8 that an earlier system read as Windows-1252 and wrote again (`CristÃ³bal`,
//! `itâ€™s`), and Windows-1252 that was read as Latin-1.
//!
//! Nearly every such pair of characters is nobody's spelling; those that are (`„Ä“`, `IRMÃ…`) are
//! told by what they stand beside. In doubt the text stays as it is.
//!
//! Must not know: markup, and where the text comes from.

use std::borrow::Cow;

use memchr::memchr;

/// The characters of Windows-1252 from 0x80 on; what it leaves open is the control character.
const WINDOWS: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8D}', 'Ž', '\u{8F}',
    '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9D}', 'ž', 'Ÿ',
];

/// The character that a control character stands for where Windows-1252 was taken for Latin-1.
pub(super) fn of_control(c: char) -> char {
    match u32::from(c).checked_sub(0x80).map(usize::try_from) {
        Some(Ok(index)) => WINDOWS.get(index).copied().unwrap_or(c),
        _ => c,
    }
}

/// Reads again what was read wrongly.
pub(super) fn mend(text: &str) -> Cow<'_, str> {
    // The first byte of every character that may lead.
    if memchr(0xC3, text.as_bytes()).is_none() {
        return Cow::Borrowed(text);
    }
    let mut mended = String::new();
    let mut done = 0;
    let mut at = 0;
    // Where the last sequence ended, certain or not: two side by side make each other certain.
    let mut last_end = None;
    while let Some(lead) = text.get(at..).and_then(|rest| rest.find(is_lead)) {
        at += lead;
        let certain = sequence(text, at).filter(|(meant, length)| {
            let beside = last_end == Some(at) || sequence(text, at + length).is_some();
            is_certain(text, at, at + length, *meant, beside)
        });
        let Some((meant, length)) = certain else {
            at += 2;
            continue;
        };
        mended.push_str(text.get(done..at).unwrap_or_default());
        mended.push(meant);
        at += length;
        done = at;
        last_end = Some(at);
    }
    if done == 0 {
        return Cow::Borrowed(text);
    }
    mended.push_str(text.get(done..).unwrap_or_default());
    Cow::Owned(mended)
}

/// Whether the character is what Windows-1252 reads the first byte of a sequence as. All of these
/// have two bytes.
fn is_lead(c: char) -> bool {
    matches!(c, '\u{C2}'..='\u{F4}')
}

/// The character whose UTF-8 stands at `at` as characters of Windows-1252, and the length of these.
fn sequence(text: &str, at: usize) -> Option<(char, usize)> {
    let rest = text.get(at..)?;
    let mut bytes = [0; 4];
    let mut chars = rest.chars();
    let lead = byte_of(chars.next()?)?;
    let count = match lead {
        0xC2..=0xDF => 2,
        0xE0..=0xEF => 3,
        0xF0..=0xF4 => 4,
        _ => return None,
    };
    for (index, byte) in bytes.iter_mut().take(count).enumerate() {
        *byte = if index == 0 { lead } else { byte_of(chars.next()?)? };
    }
    let meant = std::str::from_utf8(bytes.get(..count)?).ok()?.chars().next()?;
    Some((meant, rest.len() - chars.as_str().len()))
}

/// The byte that Windows-1252, or Latin-1, reads as the character.
fn byte_of(c: char) -> Option<u8> {
    match u32::from(c) {
        0x80..=0xFF => u8::try_from(u32::from(c)).ok(),
        0..=0x7F => None,
        _ => {
            let index = WINDOWS.iter().position(|known| *known == c)?;
            u8::try_from(0x80 + index).ok()
        }
    }
}

/// Whether the characters from `at` to `end` are nobody's spelling, so that `meant` was meant.
fn is_certain(text: &str, at: usize, end: usize, meant: char, beside: bool) -> bool {
    let before = text.get(..at).and_then(|before| before.chars().next_back());
    let after = text.get(end..).and_then(|after| after.chars().next());
    match meant {
        // `â€™`, `â„¢`, `ï»¿`, `ðŸ™‚`
        '\u{2010}'..='\u{2BFF}' | '\u{FEFF}' | '\u{1F000}'..='\u{1FAFF}' => true,
        // The letter that opens all of these is a word of no language, and ends few.
        '\u{A0}'..='\u{BF}' => !before.is_some_and(char::is_uppercase),
        '\u{C0}'..='\u{17F}' => {
            before.is_some_and(char::is_lowercase)
                || after.is_some_and(char::is_lowercase)
                || beside
        }
        // Letters of other scripts come by the word.
        meant => beside && meant.is_alphabetic(),
    }
}

#[cfg(test)]
mod tests {
    use super::mend;

    #[test]
    fn what_was_read_wrongly_is_read_again() {
        for (text, expected) in [
            ("CristÃ³bal met LuÃ\u{AD}s GonÃ§alves", "Cristóbal met Luís Gonçalves"),
            ("Itâ€™s â€œgoodâ€\u{9D} â€“ a hallâ€¦", "It’s “good” – a hall…"),
            ("Commons.Â\u{A0}He pays Â£5", "Commons.\u{A0}He pays £5"),
            ("Ã‰tat et Å¡koda", "État et škoda"),
            ("ÐœÐ¾Ñ\u{81}ÐºÐ²Ð°", "Москва"),
            ("æ—¥æœ¬", "日本"),
            ("ðŸ™‚ ok", "🙂 ok"),
        ] {
            assert_eq!(mend(text), expected);
        }
    }

    #[test]
    fn what_somebody_may_have_spelled_stays() {
        for text in [
            "Cristóbal, voilà… l’été» et „Ä“ und »Ä«",
            "A MAÇÃ” e a IRMÃ… de AMANHÃ»",
            "CAFÉ» ouvert, là–bas",
            "Ångström, Ñandú, Øre, Ðiện",
            "日本語 Москва ไทย",
        ] {
            assert_eq!(mend(text), text);
        }
    }
}
