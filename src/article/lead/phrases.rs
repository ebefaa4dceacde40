//! What systems write below a teaser: "Read more" and "The post … appeared first on …", in the
//! languages they speak.
//!
//! Must not know: where in a text a phrase may stand.

/// Phrases that lead to the rest of an article, in small letters.
const READ_MORE: &[&str] = &[
    // English
    "continue reading",
    "keep reading",
    "read more",
    "read on",
    "read the full article",
    "read the full story",
    "read the full post",
    "read the rest",
    "read the rest of this entry",
    "read full article",
    "read full story",
    "read full post",
    "read the whole story",
    "read the article",
    "click here to read more",
    "click to read more",
    "view full post",
    "view full article",
    "see full article",
    "view original post",
    "more after the break",
    "more after the jump",
    "learn more",
    "find out more",
    "see more",
    "show more",
    "view more",
    // German, Dutch
    "weiterlesen",
    "weiter lesen",
    "mehr lesen",
    "mehr erfahren",
    "jetzt lesen",
    "lies weiter",
    "zum artikel",
    "zum vollständigen artikel",
    "den ganzen artikel lesen",
    "ganzen artikel lesen",
    "lees meer",
    "lees verder",
    "verder lezen",
    "meer lezen",
    // French, Spanish, Catalan, Portuguese, Italian, Romanian
    "lire la suite",
    "lire plus",
    "lire l'article",
    "lire l’article",
    "en savoir plus",
    "continuer la lecture",
    "continuer à lire",
    "voir plus",
    "leer más",
    "seguir leyendo",
    "sigue leyendo",
    "continuar leyendo",
    "continúa leyendo",
    "leer el artículo completo",
    "ver más",
    "llegir més",
    "continua llegint",
    "leia mais",
    "ler mais",
    "continue lendo",
    "continuar lendo",
    "continuar a ler",
    "continue a ler",
    "saiba mais",
    "ver mais",
    "leggi tutto",
    "leggi di più",
    "leggi l'articolo",
    "leggi ancora",
    "leggi l’articolo",
    "continua a leggere",
    "continua la lettura",
    "per saperne di più",
    "citește mai mult",
    "citeste mai mult",
    "continuă să citești",
    "continuă lectura",
    // Swedish, Danish, Norwegian, Finnish, Icelandic
    "läs mer",
    "läs vidare",
    "fortsätt läsa",
    "læs mere",
    "læs videre",
    "fortsæt læsning",
    "les mer",
    "les videre",
    "fortsett å lese",
    "lue lisää",
    "jatka lukemista",
    "lesa meira",
    "lesa áfram",
    // Polish, Czech, Slovak, Croatian, Slovene, Hungarian
    "czytaj dalej",
    "czytaj więcej",
    "więcej",
    "kontynuuj czytanie",
    "číst dále",
    "čtěte dále",
    "číst více",
    "celý článek",
    "pokračovat ve čtení",
    "čítať ďalej",
    "čítať viac",
    "pokračovať v čítaní",
    "pročitaj više",
    "pročitajte više",
    "nastavi čitati",
    "čitaj dalje",
    "preberi več",
    "tovább olvasom",
    "olvass tovább",
    "olvasd tovább",
    "tovább",
    // Russian, Ukrainian, Bulgarian, Greek, Turkish
    "читать далее",
    "читать дальше",
    "читать полностью",
    "читать полностью →",
    "подробнее",
    "далее",
    "читати далі",
    "читати повністю",
    "докладніше",
    "прочети още",
    "прочетете още",
    "διαβάστε περισσότερα",
    "διαβάστε τη συνέχεια",
    "συνέχεια ανάγνωσης",
    "devamını oku",
    "okumaya devam et",
    "devamı",
    // Arabic, Persian, Urdu, Hebrew
    "اقرأ المزيد",
    "إقرأ المزيد",
    "قراءة المزيد",
    "أكمل القراءة",
    "تابع القراءة",
    "المزيد",
    "متابعة القراءة",
    "ادامه مطلب",
    "بیشتر بخوانید",
    "مزید پڑھیں",
    "קרא עוד",
    "קראו עוד",
    "המשך קריאה",
    "המשך לקרוא",
    "להמשך קריאה",
    "לקריאה נוספת",
    // Hindi, Bengali
    "और पढ़ें",
    "आगे पढ़ें",
    "पूरा पढ़ें",
    "আরও পড়ুন",
    "আরো পড়ুন",
    // Thai, Vietnamese, Indonesian, Malay
    "อ่านต่อ",
    "อ่านเพิ่มเติม",
    "อ่านเพิ่ม",
    "đọc tiếp",
    "đọc thêm",
    "xem thêm",
    "baca selengkapnya",
    "selengkapnya",
    "baca lebih lanjut",
    "baca lagi",
    "lanjutkan membaca",
    // Chinese, Japanese, Korean
    "阅读更多",
    "阅读全文",
    "继续阅读",
    "查看全文",
    "查看更多",
    "了解更多",
    "閱讀更多",
    "閱讀全文",
    "繼續閱讀",
    "查看全文",
    "了解更多",
    "続きを読む",
    "続きを見る",
    "もっと読む",
    "全文を読む",
    "더 읽기",
    "더 보기",
    "더보기",
    "계속 읽기",
    "자세히 보기",
    "자세히 읽기",
    "전문 보기",
];

/// Words that lead on when they are all of a link, and only then.
const LINKED_MORE: &[&str] = &[
    "more",
    "more info",
    "full story",
    "full article",
    "full post",
    "permalink",
    "link",
    "source",
    "comments",
    "details",
    "here",
    "mehr",
    "weiter",
    "quelle",
    "meer",
    "suite",
    "la suite",
    "source :",
    "más",
    "mais",
    "altro",
    "continua",
    "mer",
    "mere",
    "lisää",
    "dalej",
    "více",
    "viac",
    "više",
    "még",
    "ещё",
    "еще",
    "ще",
    "ещё →",
    "daha fazla",
    "更多",
    "全文",
    "続き",
    "더",
    "المزيد",
    "עוד",
];

/// What opens and what marks the line a feed of `WordPress` closes with.
const APPEARED_FIRST: &[(&str, &str)] = &[
    ("the post ", " appeared first on "),
    ("the article ", " appeared first on "),
    ("this article ", " appeared first on "),
    ("this post ", " appeared first on "),
    ("this post ", " first appeared on "),
    ("this article ", " first appeared on "),
    ("the post ", " first appeared on "),
    ("der beitrag ", " erschien zuerst auf "),
    ("der artikel ", " erschien zuerst auf "),
    ("het bericht ", " verscheen eerst op "),
    ("l’article ", " est apparu en premier sur "),
    ("l'article ", " est apparu en premier sur "),
    ("cet article ", " est apparu en premier sur "),
    ("la entrada ", " se publicó primero en "),
    ("la entrada ", " aparece primero en "),
    ("el artículo ", " se publicó primero en "),
    ("l'entrada ", " ha aparegut primer a "),
    ("o post ", " apareceu primeiro em "),
    ("o conteúdo ", " apareceu primeiro em "),
    ("o artigo ", " aparece primeiro em "),
    ("l’articolo ", " proviene da "),
    ("l'articolo ", " proviene da "),
    ("l’articolo ", " sembra essere il primo su "),
    ("l'articolo ", " sembra essere il primo su "),
    ("articolul ", " apare prima dată în "),
    ("inlägget ", " dök först upp på "),
    ("indlægget ", " blev først udgivet på "),
    ("innlegget ", " dukket først opp på "),
    ("artikkeli ", " julkaistiin ensimmäisenä "),
    ("artykuł ", " pochodzi z serwisu "),
    ("příspěvek ", " pochází z "),
    ("príspevok ", " zobrazený najskôr "),
    ("a ", " bejegyzés először "),
    ("сообщение ", " появились сначала на "),
    ("запись ", " впервые появилась "),
    ("повідомлення ", "явилися спочатку на "),
    ("το άρθρο ", " εμφανίστηκε πρώτα στο "),
    ("", " üzerinde ortaya çıktı"),
    ("", " ilk önce şu"),
    ("ظهرت المقالة ", " أولاً على "),
    ("הפוסט ", " הופיע לראשונה "),
    ("نوشته ", " اولین بار در "),
    ("bài viết ", " đã xuất hiện đầu tiên "),
    ("artikel ", " pertama kali tampil pada "),
    ("pos ", " muncul pertama kali "),
    ("投稿 ", " に最初に表示されました"),
    ("", "最先出现在"),
    ("", "最早出現於"),
    ("", "最先出現於"),
    ("", "에 처음 등장했습니다"),
];

/// A closing line of `WordPress` is at most this long, in bytes: title and name of the site.
const MAX_APPEARED: usize = 600;

/// A phrase at the end of a text is looked for in this many characters.
const MAX_PHRASE: usize = 40;

/// Small letters, byte for byte: characters whose small form has another length stay as they are.
pub(super) fn fold(text: &str) -> String {
    text.chars()
        .map(|c| {
            let mut small = c.to_lowercase();
            match (small.next(), small.next()) {
                (Some(small), None) if small.len_utf8() == c.len_utf8() => small,
                _ => c,
            }
        })
        .collect()
}

/// Takes off what decorates a phrase: brackets, arrows, dots.
fn bare(text: &str) -> &str {
    text.trim_matches(|c: char| {
        c.is_whitespace()
            || matches!(
                c,
                '[' | ']' | '(' | ')' | '<' | '>' | '«' | '»' | '‹' | '›' | '.' | '…' | ':' | '!'
                    | '-' | '–' | '—' | '|' | '（' | '）' | '【' | '】' | '。' | '*' | '_' | '\u{FE0F}'
                    | '\u{2190}'..='\u{21FF}' | '\u{25A0}'..='\u{25FF}' | '\u{2794}'..='\u{27BF}'
                    | '\u{27F0}'..='\u{27FF}' | '\u{2900}'..='\u{297F}' | '\u{1F446}'..='\u{1F449}'
            )
    })
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
    if READ_MORE.contains(&folded) {
        return LeadsOn::Wholly;
    }
    let starts = READ_MORE.iter().any(|phrase| {
        folded
            .strip_prefix(phrase)
            .is_some_and(|rest| rest.starts_with(|c: char| !c.is_alphanumeric()))
    });
    if starts {
        LeadsOn::ByStart
    } else if LINKED_MORE.contains(&folded) {
        LeadsOn::IfLinked
    } else {
        LeadsOn::No
    }
}

/// Where a phrase starts with which `text` ends, if it stands apart from the text before it.
pub(super) fn trailing_phrase(text: &str) -> Option<usize> {
    let folded = fold(text);
    let end = folded.trim_end_matches(|c: char| bare(c.encode_utf8(&mut [0; 4])).is_empty()).len();
    let words = folded.get(..end)?;
    for (at, c) in words.char_indices().rev().take(MAX_PHRASE) {
        let before = words.get(..at)?;
        let apart = before.trim_end().chars().next_back().is_none_or(|last| {
            !last.is_alphanumeric()
                && !matches!(last, ',' | ';' | '-' | '\'' | '’' | '"' | '&' | '/')
        });
        if c.is_alphanumeric() && apart && READ_MORE.contains(&words.get(at..)?) {
            let kept =
                before.trim_end_matches(['[', '(', '（', '【', '«', '<', '-', '–', '—', '|', ' ']);
            return Some(kept.len());
        }
    }
    None
}

/// Where the line "The post … appeared first on …" starts in `text`, if it ends with one.
pub(super) fn appeared_first(text: &str) -> Option<usize> {
    let folded = fold(text);
    APPEARED_FIRST.iter().find_map(|(opening, mark)| {
        let mark = folded.rfind(mark)?;
        let before = folded.get(..mark)?;
        let start = if opening.is_empty() {
            before.rfind(['.', '!', '?', '。', '…', ']']).map_or(0, |at| {
                at + before.get(at..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8)
            })
        } else {
            before.rmatch_indices(opening).map(|(at, _)| at).find(|at| {
                let last = before.get(..*at).and_then(|text| text.trim_end().chars().next_back());
                last.is_none_or(|c| !c.is_alphanumeric() && c != ',')
            })?
        };
        (text.len() - start <= MAX_APPEARED).then_some(start)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folding_keeps_every_byte_in_its_place() {
        for text in ["READ More", "İstanbul ẞ Ⱥ", "Читать ДАЛЕЕ"] {
            assert_eq!(fold(text).len(), text.len());
        }
    }

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
}
