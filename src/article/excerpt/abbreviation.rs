//! Abbreviations, initials and ordinals: words whose dot is no full stop.
//!
//! Most are told by their shape, in any language: single letters (`J.`, `z. B.`), letters with dots
//! between them (`U.S.`, `т.е.`), consonants only (`bzw.`, `Mgr.`). The list holds the others.
//!
//! Must not know: what follows the dot.

use std::borrow::Cow;
use std::sync::LazyLock;

/// What a dot after a word can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stop {
    /// The end of a sentence.
    Full,
    /// Part of the word.
    Abbreviation,
    /// Part of the word if a number follows (`No. 5`, `Jan. 3`), else the end of a sentence.
    BeforeNumber,
}

/// What a dot after `word` is. The word comes without it and without quotation marks.
pub(super) fn stop_after(word: &str) -> Stop {
    let letters = word.chars().filter(|c| c.is_alphabetic()).count();
    if letters == 0 {
        return digits_stop(word);
    }
    if is_initial(word)
        || is_dotted(word)
        || is_roman(word)
        || is_doubled(word)
        || is_voiceless(word)
        || is_street(word)
    {
        return Stop::Abbreviation;
    }
    listed(word)
}

/// `14.` may be an ordinal (`14. Dezember`) or the number of an item of a list; a year is neither.
fn digits_stop(word: &str) -> Stop {
    let digits = word.chars().filter(|c| c.is_numeric()).count();
    if digits == word.chars().count() && (1..=2).contains(&digits) {
        Stop::Abbreviation
    } else {
        Stop::Full
    }
}

/// A single letter. Syllables and ideographs are whole words and no initials.
fn is_initial(word: &str) -> bool {
    let mut chars = word.chars();
    let first = chars.next();
    chars.next().is_none() && first.is_some_and(|c| c.is_alphabetic() && u32::from(c) < 0x0E00)
}

/// Letters with dots between them: `U.S`, `e.g`, `Ph.D`, `J.-C`, `т.е`, `f.eks`.
fn is_dotted(word: &str) -> bool {
    // Behind a single letter the last part may be longer.
    let last = if word.chars().nth(1) == Some('.') { 3 } else { 2 };
    let mut parts = word.split(['.', '-']).rev();
    word.contains('.')
        && parts.next().is_some_and(|part| is_short(part, last))
        && parts.all(|part| is_short(part, 2))
}

fn is_short(part: &str, most: usize) -> bool {
    part.chars().count() <= most && part.chars().all(char::is_alphabetic)
}

/// `Hauptstr`: German streets are shortened in one word.
fn is_street(word: &str) -> bool {
    word.len() > 4 && word.ends_with("str")
}

/// `XIV`: an ordinal in many languages.
fn is_roman(word: &str) -> bool {
    word.len() >= 2 && word.bytes().all(|byte| matches!(byte, b'I' | b'V' | b'X'))
}

/// `EE.` of `EE. UU.`, `CC. OO.`: plurals of Spanish.
fn is_doubled(word: &str) -> bool {
    matches!(word.as_bytes(), [first, second] if first == second && first.is_ascii_uppercase())
}

/// Up to five Latin consonants that are no acronym: `bzw`, `Mgr`, `vgl`, `Sgt`.
fn is_voiceless(word: &str) -> bool {
    (2..=5).contains(&word.len())
        && word.bytes().all(|byte| byte.is_ascii_alphabetic())
        && word.bytes().skip(1).any(|byte| byte.is_ascii_lowercase())
        && !word.bytes().any(|byte| {
            matches!(byte.to_ascii_lowercase(), b'a' | b'e' | b'i' | b'o' | b'u' | b'y')
        })
}

/// All listed abbreviations with what their dot is, in small letters, sorted for searching.
static LISTED: LazyLock<Vec<(&str, Class)>> = LazyLock::new(|| {
    let mut listed: Vec<_> = [
        (ANYWHERE, Class::Anywhere),
        (BEFORE_NAMES, Class::Capital),
        (BEFORE_NUMBERS, Class::Number),
    ]
    .into_iter()
    .flat_map(|(words, class)| words.iter().map(move |word| (*word, class)))
    .flat_map(|(words, class)| words.split(' ').map(move |word| (word, class)))
    .collect();
    listed.sort_unstable();
    listed
});

/// When a listed word is an abbreviation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Class {
    Anywhere,
    /// If it starts with a capital letter.
    Capital,
    /// If a number follows.
    Number,
}

/// No listed word has more bytes.
const LONGEST: usize = 16;

fn listed(word: &str) -> Stop {
    if word.len() > LONGEST {
        return Stop::Full;
    }
    let is_small = word.bytes().all(|byte| byte.is_ascii_lowercase());
    let small = if is_small { Cow::Borrowed(word) } else { Cow::Owned(word.to_lowercase()) };
    let found = LISTED.binary_search_by(|(entry, _)| (*entry).cmp(&*small));
    let class = found.ok().and_then(|index| LISTED.get(index));
    match class {
        Some((_, Class::Anywhere)) => Stop::Abbreviation,
        Some((_, Class::Capital)) if word.starts_with(char::is_uppercase) => Stop::Abbreviation,
        Some((_, Class::Number)) => Stop::BeforeNumber,
        _ => Stop::Full,
    }
}

/// Abbreviations that are no words of their language nor of a neighbour.
const ANYWHERE: &[&str] = &[
    // English and what all languages share
    "approx asst ave bldg bros ca cf corp dept etc ibid inc incl messrs mmes prof univ viz",
    // German, Dutch
    "allg anm aufl ausg bes bhf dipl ehem eigtl einschl engl etw evtl exkl geb gegr gest ggf inkl",
    "insb kap mio sog städt tel usf usw vorm bijv dhr mevr excl",
    // Danish, Norwegian, Swedish, Finnish
    "eks osv esim ym",
    // French
    "boul chap cie env éd mlle mlles mme réf",
    // Spanish, Portuguese, Catalan
    "admón aprox atte av avda cía dra ej excmo gral ilmo lic ltda núm pág págs profa prov sra sras srta",
    "tfno uds",
    // Italian, Romanian
    "avv cfr dott ecc egr sigg sig",
    // Polish, Czech, Slovak, Croatian, Hungarian
    "atd atp hab inż itd itp nab např napr płk tis tzv wyd ul čl čís św",
    // Turkish
    "örn yrd",
    // Greek
    "βλ κλπ κτλ πχ σελ",
    // Russian, Ukrainian, Bulgarian
    "акад бул вул гг гр губ доц др зам им кв коп млн млрд напр обл пл пр просп проф руб св см ст стр",
    "тел тов тыс ул чел",
    // Hindi, Marathi
    "डॉ प्रो रु",
];

/// Titles and the like, which are words, too, when they are written small.
const BEFORE_NAMES: &[&str] = &[
    "abg adm brig capt cmdr co col cons doc est fam gen gouv gov hon ing kapt lt maj max min mons",
    "pres red rep rev sen supt tit",
];

/// Words, or often last in their sentence, unless a number follows.
const BEFORE_NUMBERS: &[&str] = &[
    "abb abs art bd bl ch chr fig figs lib no nos num p pag par pos pp s sec sect t tab ver vers",
    "vol рис табл",
    // Months and days
    "apr aug avr dec déc dez dic ene feb fev févr fri jan janv juil jul jun lug mag mar mon nov",
    "oct okt ott sat sep sept set sun thu thurs tue tues wed",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_word_is_listed_twice_or_too_long() {
        assert!(LISTED.iter().all(|(word, _)| word.len() <= LONGEST));
        for pair in LISTED.windows(2) {
            assert!(pair[0].0 != pair[1].0, "{pair:?}");
        }
    }

    #[test]
    fn abbreviations_are_known_by_shape_or_by_name() {
        for word in [
            "U.S", "Dr", "z", "B", "e.g", "i.e", "p", "Mr", "St", "J", "Ph.D", "J.-C", "т.е", "г",
            "bzw", "Mgr", "f.eks", "Hauptstr", "XIV", "14", "EE", "etc", "Prof", "डॉ", "Inc", "vs",
            "approx", "Mme", "Sra", "ул",
        ] {
            assert_eq!(stop_after(word), Stop::Abbreviation, "{word}");
        }
        for word in [
            "end",
            "2014",
            "NHK",
            "gov",
            "WhiteHouse.gov",
            "v1.2",
            "네",
            "是",
            "Paris",
            "why",
            "30.5",
        ] {
            assert_eq!(stop_after(word), Stop::Full, "{word}");
        }
        for word in ["No", "Jan", "Art", "рис"] {
            assert_eq!(stop_after(word), Stop::BeforeNumber, "{word}");
        }
    }
}
