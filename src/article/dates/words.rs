//! The words of dates: month names, weekdays, zones and what stands around them.
//!
//! Must not know: in which order they come. Every name is kept as people write it and folded once
//! (see [`fold`]), so that accents, case and scripts' digits make no difference.

use std::collections::HashMap;
use std::sync::LazyLock;

/// What a word can mean in a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// 1 is January.
    Month(u32),
    /// Which one does not matter: the date wins.
    Weekday,
    /// "mar." is March in Italian and Tuesday in French; another month's name decides.
    MonthOrWeekday(u32),
    /// Forenoon or afternoon.
    Meridiem(Meridiem),
    /// A word that stands for a whole time of day.
    Hour(u32),
    /// A zone of fixed distance to UTC, in seconds.
    Offset(i32),
    /// The name of a zone that knows summer time.
    Zone(&'static str),
    /// The number before it is a part of the date (Chinese, Japanese, Korean).
    Unit(Unit),
    /// The number after it is a month (Vietnamese).
    MonthFollows,
    /// What follows is a time, perhaps written with a dot: "kl. 9.05".
    TimeFollows,
    /// The number before it is an hour: "9 Uhr", "9h".
    HourPrecedes,
    /// The year that follows is one of the Thai Buddhist era.
    BuddhistYear,
    /// "Published", "Updated" and their kin.
    Label,
    /// Says nothing: "of", "the", "st".
    Filler,
}

/// Forenoon or afternoon.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meridiem {
    /// Before noon.
    Am,
    /// After noon.
    Pm,
}

/// Parts of a date and time that are marked by the sign that follows the number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unit {
    /// 年, 년
    Year,
    /// 月, 월
    Month,
    /// 日, 일
    Day,
    /// 時, 시
    Hour,
    /// 分, 분
    Minute,
    /// 秒, 초
    Second,
}

/// What the folded word means, if it can stand in a date at all.
pub(super) fn role(word: &str) -> Option<Role> {
    WORDS.get(word).copied().or_else(|| {
        // Thai writes "on Friday the" as one word; Hebrew glues its preposition to the month.
        let thai = word.strip_prefix("วัน").unwrap_or(word);
        let thai = thai.strip_suffix("ที่").unwrap_or(thai);
        let bare = if thai == word { word.strip_prefix('ב')? } else { thai };
        WORDS.get(bare).copied()
    })
}

/// Names in Chinese and Japanese are not set apart by blanks: the longest that `text` starts with.
pub(super) fn ideographs(text: &str) -> Option<(usize, Role)> {
    if text.starts_with(|c: char| c.is_ascii()) {
        return None;
    }
    IDEOGRAPHS
        .iter()
        .find(|(name, _)| text.starts_with(*name))
        .map(|(name, role)| (name.len(), *role))
}

/// Lower case without accents, ASCII digits, letters that are written in several ways made one.
/// Invisible direction marks and joiners go.
pub(super) fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_ascii() {
            folded.push(c.to_ascii_lowercase());
        } else {
            folded.extend(c.to_lowercase().filter_map(fold_char));
        }
    }
    folded
}

fn fold_char(c: char) -> Option<char> {
    Some(match c {
        '\u{300}'..='\u{36F}'
        | '\u{93C}'
        | '\u{AD}'
        | '\u{61C}'
        | '\u{FEFF}'
        | '\u{200B}'..='\u{200F}'
        | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{2069}' => return None,
        'á' | 'à' | 'â' | 'ä' | 'ã' | 'å' | 'ā' | 'ă' | 'ą' | 'ª' => 'a',
        'ç' | 'ć' | 'č' => 'c',
        'ď' => 'd',
        'é' | 'è' | 'ê' | 'ë' | 'ē' | 'ė' | 'ę' | 'ě' => 'e',
        'ğ' => 'g',
        'í' | 'ì' | 'î' | 'ï' | 'ī' | 'į' | 'ı' => 'i',
        'ł' => 'l',
        'ñ' | 'ń' | 'ň' => 'n',
        'ó' | 'ò' | 'ô' | 'ö' | 'õ' | 'ø' | 'ő' | 'º' => 'o',
        'ř' => 'r',
        'ś' | 'š' | 'ş' | 'ș' => 's',
        'ť' | 'ţ' | 'ț' => 't',
        'ú' | 'ù' | 'û' | 'ü' | 'ū' | 'ű' | 'ů' => 'u',
        'ý' => 'y',
        'ź' | 'ż' | 'ž' => 'z',
        'ά' => 'α',
        'έ' => 'ε',
        'ή' => 'η',
        'ί' | 'ϊ' | 'ΐ' => 'ι',
        'ό' => 'ο',
        'ύ' | 'ϋ' | 'ΰ' => 'υ',
        'ώ' => 'ω',
        'ς' => 'σ',
        'ё' => 'е',
        'й' => 'и',
        'ї' => 'і',
        'أ' | 'إ' | 'آ' => 'ا',
        'ى' => 'ي',
        'ة' => 'ه',
        '\u{95E}' => 'फ',
        '０'..='９' => digit(c, '０')?,
        '٠'..='٩' => digit(c, '٠')?,
        '۰'..='۹' => digit(c, '۰')?,
        '०'..='९' => digit(c, '०')?,
        '๐'..='๙' => digit(c, '๐')?,
        '：' => ':',
        '／' => '/',
        '（' => '(',
        '）' => ')',
        '，' | '、' | '،' => ',',
        '。' | '．' => '.',
        '‐' | '‑' | '−' => '-',
        other => other,
    })
}

fn digit(c: char, zero: char) -> Option<char> {
    char::from_digit(u32::from(c).checked_sub(u32::from(zero))?, 10)
}

static WORDS: LazyLock<HashMap<String, Role>> = LazyLock::new(|| {
    let mut words = HashMap::new();
    let mut add = |names: &str, role: Role| {
        for name in names.split_whitespace() {
            words.entry(fold(name)).or_insert(role);
        }
    };
    for (month, names) in (1..).zip(MONTHS) {
        add(names, Role::Month(month));
    }
    add("mar", Role::MonthOrWeekday(3));
    add("am vorm 오전 오전에 πμ dop ص", Role::Meridiem(Meridiem::Am));
    add("pm nachm 오후 오후에 μμ odp م", Role::Meridiem(Meridiem::Pm));
    add("noon midi mittag", Role::Hour(12));
    add("midnight minuit mitternacht", Role::Hour(0));
    for (names, hours_and_minutes) in OFFSETS {
        let sign = if *hours_and_minutes < 0 { -1 } else { 1 };
        let distance = hours_and_minutes.abs();
        add(names, Role::Offset(sign * (distance / 100 * 3600 + distance % 100 * 60)));
    }
    add("et", Role::Zone("America/New_York"));
    add("ct", Role::Zone("America/Chicago"));
    add("mt", Role::Zone("America/Denver"));
    add("pt", Role::Zone("America/Los_Angeles"));
    add("년", Role::Unit(Unit::Year));
    add("월", Role::Unit(Unit::Month));
    add("일", Role::Unit(Unit::Day));
    add("시", Role::Unit(Unit::Hour));
    add("분", Role::Unit(Unit::Minute));
    add("초", Role::Unit(Unit::Second));
    add("tháng", Role::MonthFollows);
    add(
        "at um kl klo в у ob ore alle las saat godz godzina o la à às lúc เวลา الساعة",
        Role::TimeFollows,
    );
    add("h hs hrs o'clock o’clock ч uhr heures heure uur hod น", Role::HourPrecedes);
    add("พศ", Role::BuddhistYear);
    add(WEEKDAYS, Role::Weekday);
    add(LABELS, Role::Label);
    add(FILLERS, Role::Filler);
    words
});

/// January first; English, French, German, Spanish, Italian, Portuguese, Dutch, Swedish, Danish,
/// Norwegian, Finnish, Polish, Czech, Hungarian, Romanian, Turkish, Indonesian, Greek, Russian,
/// Ukrainian, Bulgarian, Arabic (east, Levant, Maghreb), Hebrew, Hindi, Thai. Croatian is left
/// out: its names for two months are Czech and Polish names of others.
const MONTHS: [&str; 12] = [
    "january jan janvier janv januar jänner jän enero ene gennaio gen janeiro januari janvāris \
     tammikuu tammikuuta tammi styczeń stycznia sty leden ledna január ianuarie ian ocak \
     ιανουάριος ιανουαρίου ιαν январь января янв січень січня січ януари يناير كانونالثاني جانفي \
     ינואר ינו जनवरी มกราคม มค มกรา",
    "february feb febr février févr fév februar feber febrero febbraio fevereiro fev februari \
     helmikuu helmikuuta helmi luty lutego lut únor února február februarie şubat pebruari \
     φεβρουάριος φεβρουαρίου φεβ февраль февраля фев февр лютий лютого лют февруари فبراير شباط \
     فيفري פברואר פבר फरवरी กุมภาพันธ์ กพ กุมภา",
    "march mars märz mrz marzo março marts maart mrt maaliskuu maaliskuuta maalis marzec marca \
     březen března március márc martie mart maret μάρτιος μαρτίου μαρ март марта мар березень \
     березня бер مارس اذار מרץ मार्च มีนาคม มีค มีนา",
    "april apr avril avr abril abr aprile huhtikuu huhtikuuta huhti kwiecień kwietnia kwi duben \
     dubna április ápr aprilie nisan απρίλιος απριλίου απρ апрель апреля апр квітень квітня квіт \
     април ابريل نيسان افريل אפריל אפר अप्रैल เมษายน เมย เมษา",
    "may mai mayo maggio mag maio maj maja mei toukokuu toukokuuta touko květen května május máj \
     mayıs μάιος μαΐου μάι май мая травень травня трав مايو ايار ماي מאי मई พฤษภาคม พค พฤษภา",
    "june jun juin juni junio giugno giu junho kesäkuu kesäkuuta kesä czerwiec czerwca cze červen \
     června június jún iunie iun haziran ιούνιος ιουνίου ιουν ιούν июнь июня июн червень червня \
     черв юни يونيو يونيه حزيران جوان יוני जून มิถุนายน มิย มิถุนา",
    "july jul juillet juil juli julio luglio lug julho heinäkuu heinäkuuta heinä lipiec lipca lip \
     červenec července július júl iulie iul temmuz ιούλιος ιουλίου ιουλ ιούλ июль июля июл липень \
     липня лип юли يوليو يوليه تموز جويلية יולי जुलाई กรกฎาคม กค กรกฎา",
    "august aug août agosto ago augustus agustus augusti elokuu elokuuta elo sierpień sierpnia sie \
     srpen srpna augusztus ağustos αύγουστος αυγούστου αυγ август августа авг серпень серпня серп \
     اغسطس اب اوت אוגוסט אוג अगस्त สิงหาคม สค สิงหา",
    "september sept sep septembre septiembre setiembre settembre set setembro syyskuu syyskuuta \
     syys wrzesień września wrz září szeptember szept septembrie eylül σεπτέμβριος σεπτεμβρίου \
     σεπ σεπτ сентябрь сентября сен сент вересень вересня вер септември سبتمبر ايلول ספטמבר ספט \
     सितंबर सितम्बर กันยายน กย กันยา",
    "october oct octobre oktober okt octubre ottobre ott outubro out lokakuu lokakuuta loka \
     październik października paź říjen října október octombrie ekim οκτώβριος οκτωβρίου οκτ \
     октябрь октября окт жовтень жовтня жовт октомври اكتوبر تشرينالاول אוקטובר אוק अक्टूबर \
     अक्तूबर ตุลาคม ตค ตุลา",
    "november nov novembre noviembre novembro marraskuu marraskuuta marras listopad listopada \
     listopadu lis noiembrie kasım nopember νοέμβριος νοεμβρίου νοε ноябрь ноября ноя нояб \
     листопад листопада лист ноември نوفمبر تشرينالثاني נובמבר נוב नवंबर नवम्बर พฤศจิกายน พย \
     พฤศจิกา",
    "december dec décembre déc dezember dez diciembre dic dicembre dezembro desember des joulukuu \
     joulukuuta joulu grudzień grudnia gru prosinec prosince decembrie aralık desember \
     δεκέμβριος δεκεμβρίου δεκ декабрь декабря дек грудень грудня груд декември ديسمبر كانونالاول \
     דצמבר דצמ दिसंबर दिसम्बर ธันวาคม ธค ธันวา",
];

const WEEKDAYS: &str = "monday mon tuesday tue tues wednesday wed weds thursday thu thur thurs \
    friday fri saturday sat sunday sun \
    lundi lun mardi mercredi mer jeudi jeu vendredi ven samedi sam dimanche dim \
    montag mo dienstag di mittwoch mi donnerstag do freitag fr samstag sonnabend sa sonntag so \
    lunes martes miércoles mié jueves jue viernes vie sábado sáb domingo dom \
    lunedì martedì mercoledì giovedì gio venerdì sabato domenica \
    segunda segunda-feira seg terça terça-feira ter quarta quarta-feira qua quinta quinta-feira \
    qui sexta sexta-feira sex feira \
    maandag ma dinsdag woensdag wo donderdag vrijdag vr zaterdag za zondag zo \
    måndag tisdag onsdag torsdag fredag lördag söndag \
    måndagen tisdagen onsdagen torsdagen fredagen lördagen söndagen mandag tirsdag lørdag søndag man tir tirs \
    ons tor tors fre lør lör søn sön \
    maanantai maanantaina tiistai tiistaina keskiviikko keskiviikkona torstai torstaina perjantai \
    perjantaina lauantai lauantaina sunnuntai sunnuntaina ti ke to pe su \
    poniedziałek wtorek środa czwartek piątek sobota niedziela pon śr czw sob niedz \
    pondělí úterý středa čtvrtek pátek neděle \
    hétfő kedd szerda csütörtök péntek szombat vasárnap \
    luni marți miercuri joi vineri sâmbătă duminică \
    pazartesi salı çarşamba perşembe cuma cumartesi pazar \
    senin selasa rabu kamis jumat sabtu minggu \
    δευτέρα τρίτη τετάρτη πέμπτη παρασκευή σάββατο κυριακή δευ τρι τετ πεμ παρ σαβ κυρ \
    понедельник вторник среда четверг пятница суббота воскресенье пн вт ср чт пт сб вс нд \
    понеділок вівторок середа пʼятниця п'ятниця п’ятниця субота неділя \
    понеделник вторник сряда четвъртък петък събота \
    월요일 화요일 수요일 목요일 금요일 토요일 일요일 월 화 수 목 금 토 \
    الاثنين الإثنين الثلاثاء الأربعاء الخميس الجمعة السبت الأحد يوم \
    שני שלישי רביעי חמישי שישי שבת ראשון יום \
    सोमवार मंगलवार बुधवार गुरुवार बृहस्पतिवार शुक्रवार शनिवार रविवार \
    จันทร์ อังคาร พุธ พฤหัสบดี พฤหัส ศุกร์ เสาร์ อาทิตย์";

const LABELS: &str = "published publication posted post updated update last modified modification \
    date dated created edited released issued revised reviewed submitted on \
    veröffentlicht veröffentlichung aktualisiert aktualisierung stand erstellt geändert zuletzt \
    erschienen datum vom \
    publié publiée publication mis mise jour modifié écrit posté parution dernière màj \
    publicado publicada publicación actualizado actualizada actualización fecha última \
    atualizado atualizada publicação data em \
    pubblicato pubblicata aggiornato aggiornata aggiornamento ultimo ultima \
    gepubliceerd bijgewerkt geplaatst laatst gewijzigd op \
    publicerad publicerat uppdaterad uppdaterat senast publisert oppdatert sist publiceret udgivet \
    opdateret senest dato \
    julkaistu päivitetty viimeksi muokattu \
    opublikowano opublikowany zaktualizowano aktualizacja publikacji dodano dnia utworzono \
    publikováno zveřejněno vydáno aktualizováno dne \
    közzétéve megjelent frissítve dátum \
    publicat actualizat \
    yayınlanma yayımlanma yayınlandı tarihi tarih güncelleme güncellendi son eklenme \
    diterbitkan diperbarui \
    δημοσιεύτηκε δημοσιεύθηκε δημοσίευση ενημερώθηκε ενημέρωση ημερομηνία τελευταία \
    опубликовано опубликован дата публикации обновлено обновлён обновлена последнее обновление \
    опубліковано оновлено публікації публикувано \
    게시 게시일 작성 작성일 입력 수정 수정일 등록 등록일 발행 발행일 \
    نشر تم النشر نشرت تاريخ التحديث تحديث اخر آخر بتاريخ في \
    פורסם עודכן תאריך עדכון אחרון פרסום \
    प्रकाशित अपडेट दिनांक तारीख तिथि \
    เผยแพร่ เผยแพร่เมื่อ โพสต์ โพสต์เมื่อ อัปเดต อัพเดต อัปเดตล่าสุด เมื่อ ที่ วันที่ \
    ngày đăng cập nhật";

const FILLERS: &str = "t the of st nd rd th day \
    le l de du er re e ème eme an \
    am den der das ten \
    el del los a da do dos d año ano dia \
    il dell anno giorno \
    den d di te \
    r roku rok \
    év i án én jén ján \
    г г. года году год го е р року рік \
    του της στις ος η \
    كانون ה של को का की के ค ศ ที่ năm";

/// Hours and minutes east of UTC as hhmm. Zones whose letters are in use in two parts of the
/// world (IST, AST) are not here: nobody's hour is guessed.
const OFFSETS: &[(&str, i32)] = &[
    ("z utc gmt ut wet", 0),
    ("west bst cet mez wat", 100),
    ("cest mesz eet sast cat", 200),
    ("eest idt msk trt eat", 300),
    ("pkt", 500),
    ("npt", 545),
    ("ict wib", 700),
    ("hkt sgt awst pht wita", 800),
    ("jst kst", 900),
    ("acst", 930),
    ("aest", 1000),
    ("acdt", 1030),
    ("aedt", 1100),
    ("nzst", 1200),
    ("nzdt", 1300),
    ("nst", -330),
    ("ndt", -230),
    ("adt brt art", -300),
    ("edt", -400),
    ("est cdt", -500),
    ("cst mdt", -600),
    ("mst pdt", -700),
    ("pst akdt", -800),
    ("akst", -900),
    ("hst", -1000),
];

/// Longest first where one begins like another.
const IDEOGRAPHS: &[(&str, Role)] = &[
    ("星期一", Role::Weekday),
    ("星期二", Role::Weekday),
    ("星期三", Role::Weekday),
    ("星期四", Role::Weekday),
    ("星期五", Role::Weekday),
    ("星期六", Role::Weekday),
    ("星期日", Role::Weekday),
    ("星期天", Role::Weekday),
    ("月曜日", Role::Weekday),
    ("火曜日", Role::Weekday),
    ("水曜日", Role::Weekday),
    ("木曜日", Role::Weekday),
    ("金曜日", Role::Weekday),
    ("土曜日", Role::Weekday),
    ("日曜日", Role::Weekday),
    ("月曜", Role::Weekday),
    ("火曜", Role::Weekday),
    ("水曜", Role::Weekday),
    ("木曜", Role::Weekday),
    ("金曜", Role::Weekday),
    ("土曜", Role::Weekday),
    ("日曜", Role::Weekday),
    ("周一", Role::Weekday),
    ("周二", Role::Weekday),
    ("周三", Role::Weekday),
    ("周四", Role::Weekday),
    ("周五", Role::Weekday),
    ("周六", Role::Weekday),
    ("周日", Role::Weekday),
    ("週一", Role::Weekday),
    ("週二", Role::Weekday),
    ("週三", Role::Weekday),
    ("週四", Role::Weekday),
    ("週五", Role::Weekday),
    ("週六", Role::Weekday),
    ("週日", Role::Weekday),
    ("上午", Role::Meridiem(Meridiem::Am)),
    ("午前", Role::Meridiem(Meridiem::Am)),
    ("下午", Role::Meridiem(Meridiem::Pm)),
    ("午後", Role::Meridiem(Meridiem::Pm)),
    ("发布时间", Role::Label),
    ("发布日期", Role::Label),
    ("發佈日期", Role::Label),
    ("發布日期", Role::Label),
    ("发布于", Role::Label),
    ("發佈於", Role::Label),
    ("发表于", Role::Label),
    ("發表於", Role::Label),
    ("发布", Role::Label),
    ("發佈", Role::Label),
    ("更新时间", Role::Label),
    ("更新時間", Role::Label),
    ("更新日", Role::Label),
    ("更新于", Role::Label),
    ("更新", Role::Label),
    ("最后", Role::Label),
    ("最終", Role::Label),
    ("公開日", Role::Label),
    ("公開", Role::Label),
    ("投稿日", Role::Label),
    ("掲載日", Role::Label),
    ("配信", Role::Label),
    ("日期", Role::Label),
    ("時間", Role::Label),
    ("时间", Role::Label),
    ("年", Role::Unit(Unit::Year)),
    ("月", Role::Unit(Unit::Month)),
    ("日", Role::Unit(Unit::Day)),
    ("号", Role::Unit(Unit::Day)),
    ("號", Role::Unit(Unit::Day)),
    ("時", Role::Unit(Unit::Hour)),
    ("时", Role::Unit(Unit::Hour)),
    ("点", Role::Unit(Unit::Hour)),
    ("點", Role::Unit(Unit::Hour)),
    ("分", Role::Unit(Unit::Minute)),
    ("秒", Role::Unit(Unit::Second)),
    ("火", Role::Weekday),
    ("水", Role::Weekday),
    ("木", Role::Weekday),
    ("金", Role::Weekday),
    ("土", Role::Weekday),
    ("祝", Role::Filler),
];
