//! Tests of the cut, by what must hold.

use icu_segmenter::options::WordBreakInvariantOptions;
use icu_segmenter::{GraphemeClusterSegmenter, WordSegmenter};
use proptest::prelude::*;

use super::super::{Lead, PlainText};
use super::*;

fn cut_to(text: &str, max: usize) -> String {
    let lead = Lead { text: PlainText::new(text), goes_on: false };
    cut(&lead, max).to_string()
}

fn clusters(text: &str) -> usize {
    GraphemeClusterSegmenter::new().segment_str(text).skip(1).count()
}

#[test]
fn a_whole_text_is_left_alone() {
    for text in ["One. Two", "Wait...", "日本語", "👨‍👩‍👦", "a,"] {
        assert_eq!(cut_to(text, 20), text);
        assert_eq!(cut_to(text, clusters(text)), text);
    }
}

#[test]
fn a_text_that_goes_on_gets_a_sign_unless_a_sentence_ends() {
    for (text, max, expected) in [
        ("Permanence does not exist on the", 100, "Permanence does not exist on the…"),
        ("It ended there.", 100, "It ended there."),
        ("At the U.S.", 100, "At the…"),
        ("Won by the weightlifter,", 100, "Won by the weightlifter…"),
        ("exactly as long", 15, "exactly as…"),
        ("exactly as long", 16, "exactly as long…"),
        ("said „Ja.“", 40, "said „Ja.“"),
    ] {
        let lead = Lead { text: PlainText::new(text), goes_on: true };
        assert_eq!(cut(&lead, max).as_str(), expected);
    }
}

#[test]
fn a_sentence_that_fills_the_room_well_ends_the_excerpt() {
    for (text, max, expected) in [
        ("The council met on Monday. It decided nothing at all.", 40, "The council met on Monday."),
        (
            "It met. The council decided nothing at all on Monday.",
            40,
            "It met. The council decided nothing at…",
        ),
        ("Er fragte: „Wirklich?“ Dann ging er nach Hause.", 30, "Er fragte: „Wirklich?“"),
        (
            "\u{201C}What is this?\u{201D} she asked the man in the garden.",
            30,
            "“What is this?” she asked the…",
        ),
        ("彼は「行きます。」と言った。それから帰った。", 16, "彼は「行きます。」と言った。"),
        ("यह एक वाक्य है। यह दूसरा वाक्य है।", 17, "यह एक वाक्य है।"),
        ("هل هذا صحيح؟ نعم إنه صحيح جدا يا صديقي", 18, "هل هذا صحيح؟"),
        ("See WhiteHouse.gov. Then go on reading there.", 24, "See WhiteHouse.gov."),
        (
            "Il dit : « La halle est ouverte. » Puis il rentra chez lui.",
            48,
            "Il dit : « La halle est ouverte. » Puis il…",
        ),
    ] {
        assert_eq!(cut_to(text, max), expected);
    }
}

#[test]
fn abbreviations_initials_ordinals_and_numbers_end_no_sentence() {
    for (text, max, expected) in [
        (
            "The report was written by Dr. Miller of the institute.",
            31,
            "The report was written by…",
        ),
        (
            "The report was sent to the U.S. Government in the autumn.",
            33,
            "The report was sent to the…",
        ),
        ("Das Fest findet am 14. Dezember in der großen Halle statt.", 24, "Das Fest findet am…"),
        ("Viele Tiere leben hier, z. B. Füchse und Hasen im Wald.", 31, "Viele Tiere leben hier…"),
        ("A book by J. R. R. Tolkien was found in the old library.", 22, "A book by…"),
        (
            "The price rose by 3.5 percent over the whole of last year.",
            22,
            "The price rose by 3.5…",
        ),
        ("They waited... and nothing came of it for a very long time.", 20, "They waited… and…"),
        ("On Art. 5 and No. 7 there was no agreement in the meeting.", 20, "On Art. 5 and No. 7…"),
        ("Il est né vers 50 av. J.-C. à Rome, dit-on depuis toujours.", 29, "Il est né vers 50…"),
        ("Он родился в 1990 г. в Москве и учился там много лет подряд.", 22, "Он родился в 1990…"),
    ] {
        let cut = cut_to(text, max);
        // Three dots in mid-sentence are left as they are.
        assert_eq!(cut.replace("...", "…"), expected, "{text}");
    }
}

#[test]
fn nothing_that_leads_on_stands_before_the_sign() {
    for (text, max, expected) in [
        ("One two three, four five", 15, "One two three…"),
        ("One two three — four five", 17, "One two three…"),
        ("One two three (four five six", 16, "One two three…"),
        ("One two three \"four\" five six", 16, "One two three…"),
        ("One two—three four five six", 12, "One two…"),
        ("שלום עולם, זה טקסט ארוך", 12, "שלום עולם…"),
        ("Une heure « plus tard » dans la nuit", 13, "Une heure…"),
        ("C’est aujourd’hui l’homme de la rue", 21, "C’est aujourd’hui…"),
    ] {
        assert_eq!(cut_to(text, max), expected);
    }
}

#[test]
fn words_are_found_where_no_blanks_part_them() {
    for (text, max, expected) in [
        ("ภาษาไทยเป็นภาษาที่สวยงาม", 9, "ภาษาไทย…"),
        ("使用图书馆的计算机", 6, "使用图书馆…"),
        ("東京都庁舎の図書館に行きました", 9, "東京都庁舎の…"),
        ("Wir benutzen 图书馆計算機", 17, "Wir benutzen 图书馆…"),
    ] {
        assert_eq!(cut_to(text, max), expected);
    }
}

#[test]
fn clusters_stay_whole() {
    assert_eq!(cut_to("👨‍👩‍👦 👨‍👩‍👧‍👦 👨‍👨‍👦", 3), "👨‍👩‍👦…");
    assert_eq!(cut_to("🇺🇸🇷🇺🇸🇦🇫🇦🇲🇸", 3), "🇺🇸🇷🇺…");
    assert_eq!(cut_to("क्षत्रियक्षत्रिय", 4), "क्षत्रिय…");
}

#[test]
fn a_word_longer_than_the_room_is_cut_beside_punctuation_or_hard() {
    assert_eq!(
        cut_to("https://www.archive.example/flow/FlowPlayerLight.swf?config=true", 40),
        "https://www.archive.example/flow…"
    );
    assert_eq!(cut_to(&"a".repeat(100), 10), "aaaaaaaaa…");
    assert_eq!(
        cut_to("See https://archive.example/flow/FlowPlayerLight.swf?config=true", 30),
        "See https://archive.example…"
    );
}

#[test]
fn hardly_any_room_is_survived() {
    for text in ["Word and word", "", "日本語", "👨‍👩‍👦👨‍👩‍👦"] {
        assert_eq!(cut_to(text, 0), "");
        assert!(clusters(&cut_to(text, 1)) <= 1, "{:?}", cut_to(text, 1));
        assert!(clusters(&cut_to(text, 2)) <= 2);
    }
}

/// Pieces of text that meet badly.
pub(in crate::article) fn any_text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "[a-zA-Z]{1,12}",
        "[ .,;:!?…—–()\"'“”„«»-]{1,3}",
        "[ก-ฮะ-ู]{1,12}",
        "[一-龥]{1,8}",
        "[ぁ-ゖァ-ヺー々]{1,8}",
        "[क-ह्ा-ौ]{1,8}",
        "[א-ת\u{5B0}-\u{5BC}]{1,8}",
        "[👨👩🏽🇺🇸❤\u{200D}\u{FE0F}\u{301}]{1,4}",
        "(Dr|z\\. B|U\\.S|14|No)\\. ",
        "[。！？、「」।؟]",
        " ",
        "\\PC{1,4}",
    ];
    proptest::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

/// Whether the text may be cut at byte `at`, asked of the segmenters alone.
fn is_lawful(text: &str, at: usize) -> bool {
    let cluster = GraphemeClusterSegmenter::new().segment_str(text).any(|end| end == at);
    let words = WordSegmenter::new_dictionary(WordBreakInvariantOptions::default());
    // The segmenter takes format characters and stray marks to what stands before them, even to a
    // full stop, which is part of no word.
    let stop = text.get(..at).is_some_and(|kept| kept.ends_with(['।', '॥', '。', '！', '？']));
    // Nor is a mark of direction, which nobody sees: it may stay behind.
    let behind = text.get(at..).unwrap_or_default();
    let unmarked = behind.trim_start_matches(['\u{200B}', '\u{200E}', '\u{200F}']);
    let ends = [at, text.len() - unmarked.len()];
    cluster && (stop || words.segment_str(text).any(|end| ends.contains(&end)))
}

/// So many cases, or as many more as the environment asks for (`PROPTEST_CASES`).
pub(in crate::article) fn at_least(cases: u32) -> ProptestConfig {
    let usual = ProptestConfig::default();
    ProptestConfig { cases: usual.cases.max(cases), ..usual }
}

/// What every excerpt keeps to, whatever its lead is.
pub(in crate::article) fn keeps_to_the_rules(lead: &Lead, max: usize) -> Result<(), String> {
    let whole = lead.text.as_str();
    let excerpt = cut(lead, max).to_string();
    if clusters(&excerpt) > max {
        return Err(format!("{excerpt:?} is longer than {max}"));
    }
    if PlainText::new(&excerpt).as_str() != excerpt {
        return Err(format!("{excerpt:?} is no plain text"));
    }
    if clusters(whole) <= max && !lead.goes_on {
        let kept = excerpt == whole;
        return if kept { Ok(()) } else { Err(format!("{whole:?} fits, but became {excerpt:?}")) };
    }
    if excerpt.is_empty() {
        return Ok(());
    }
    // An ellipsis at the end is the text's own or the sign.
    let stripped = excerpt.strip_suffix('…');
    let own = whole.starts_with(&excerpt).then_some(&*excerpt);
    let long_word = whole.split(' ').any(|word| clusters(word) * 5 > max * 2);
    let lawful = own.into_iter().chain(stripped).any(|kept| {
        let boundary = cluster::boundaries(whole).any(|end| end == kept.len());
        whole.starts_with(kept)
            && boundary
            && (kept.len() == whole.len() || long_word || is_lawful(whole, kept.len()))
    });
    if lawful {
        Ok(())
    } else {
        Err(format!("{whole:?} is cut inside a word or cluster: {excerpt:?}"))
    }
}

#[test]
fn a_sign_that_takes_what_follows_keeps_it() {
    let lead = Lead { text: PlainText::new("ൎ、"), goes_on: true };
    assert_eq!(cut(&lead, 2).as_str(), "ൎ、…");
    assert_eq!(keeps_to_the_rules(&lead, 2), Ok(()));
}

proptest! {
    #![proptest_config(at_least(2000))]

    #[test]
    fn every_cut_keeps_to_the_rules(text in any_text(), max in 0_usize..120, goes_on: bool) {
        let lead = Lead { text: PlainText::new(&text), goes_on };
        prop_assert_eq!(keeps_to_the_rules(&lead, max), Ok(()));
    }

    #[test]
    fn clusters_are_counted_as_the_segmenter_counts_them(text in any_text(), count in 0_usize..80) {
        let expected = GraphemeClusterSegmenter::new().segment_str(&text).nth(count).unwrap_or(text.len());
        prop_assert_eq!(cluster::offsets(&text, [count]), [expected]);
    }
}
