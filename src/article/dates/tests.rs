//! Tests of date reading.

use chrono::{DateTime, FixedOffset, SecondsFormat};
use proptest::prelude::*;

use super::{is_dateline, of_file_name, read};

fn utc(text: &str) -> Option<String> {
    within(text, "UTC")
}

fn within(text: &str, zone: &str) -> Option<String> {
    read(text, &zone.parse().unwrap()).map(|date| date.to_rfc3339_opts(SecondsFormat::AutoSi, true))
}

#[track_caller]
fn all_are(expected: &str, texts: &[&str]) {
    let wrong: Vec<_> = texts
        .iter()
        .map(|text| (text, utc(text)))
        .filter(|(_, read)| read.as_deref() != Some(expected))
        .collect();
    assert!(wrong.is_empty(), "not {expected}: {wrong:#?}");
}

#[test]
fn dates_of_programs() {
    all_are(
        "2012-12-14T09:05:07Z",
        &[
            "2012-12-14T09:05:07Z",
            " 2012-12-14t09:05:07z\n",
            "2012-12-14 09:05:07",
            "2012-12-14 09:05:07Z",
            "2012-12-14 09:05:07 UTC",
            "2012-12-14T09:05:07.999Z",
            "2012-12-14T09:05:07,123456789Z",
            "2012-12-14T10:05:07+01:00",
            "2012-12-14T10:05:07+0100",
            "2012-12-14T10:05:07+01",
            "2012-12-14 4:05:07 -0500",
            "2012-12-14 T 04:05:07-05:00",
            "2012-12-14T04:05:07 -05:00",
            "20121214T090507Z",
            "20121214T100507+01:00",
            "20121214090507",
            "Fri, 14 Dec 2012 09:05:07 GMT",
            "Fri, 14 Dec 2012 09:05:07 +0000 (UTC)",
            "Fri, 14 Dec 2012 10:05:07 +0100 (Central European Time)",
            "Mon, 14 Dec 2012 09:05:07 Z",
            "14 Dec 12 09:05:07 UT",
            "Friday, 14-Dec-12 09:05:07 GMT",
            "Fri,14 Dec 2012 10:05:07 CET",
            "fri, 14 DEC 2012 04:05:07 EST",
            "Fri Dec 14 09:05:07 2012",
            "Fri Dec 14 04:05:07 EST 2012",
            "Fri Dec 14 2012 10:05:07 GMT+0100 (Central European Standard Time)",
            "2012-12-14T10:05:07+01:00[Europe/Berlin]",
            "2012-12-14 10:05:07 Europe/Berlin",
            "٢٠١٢-١٢-١٤ ٠٩:٠٥:٠٧",
        ],
    );
    all_are(
        "2012-12-14T09:05:00Z",
        &["2012-12-14T09:05Z", "14 Dec 2012 09:05 +0000", "Fri, 14 Dec 2012 9:05 GMT"],
    );
    all_are("1994-11-06T08:49:37Z", &["Sunday, 06-Nov-94 08:49:37 GMT", "6 Nov 94 08:49:37"]);
    all_are("2012-12-15T00:00:00Z", &["2012-12-14T24:00:00Z"]);
    all_are("2016-12-31T23:59:59Z", &["2016-12-31T23:59:60Z"]);
}

#[test]
fn dates_alone() {
    all_are(
        "2012-12-14T00:00:00Z",
        &[
            "2012-12-14",
            "20121214",
            "2012/12/14",
            "2012.12.14",
            "2012. 12. 14.",
            "14/12/2012",
            "12/14/2012",
            "14-12-2012",
            "14.12.2012",
            "14. 12. 2012",
            "14-Dec-2012",
            "2012-12-14Z",
        ],
    );
    all_are("2012-05-04T00:00:00Z", &["04.05.2012", "4.5.2012", "2012-5-4"]);
    all_are("2012-05-05T00:00:00Z", &["05/05/2012"]);
}

#[test]
fn dates_in_words() {
    all_are(
        "2012-12-14T00:00:00Z",
        &[
            "Friday 14th December, 2012",
            "Friday, December 14, 2012",
            "Friday, December 14, 2012\u{a0}",
            "14 December 2012",
            "the 14th of December 2012",
            "Dec. 14, 2012",
            "[14 Dec 2012]",
            "Published: 14 December 2012",
            "Last updated on Friday, 14 December 2012",
            "vendredi 14 décembre 2012",
            "Vendredi 14 de\u{301}cembre 2012",
            "Publié le 14 décembre 2012",
            "Freitag, 14. Dezember 2012",
            "Fr., 14. Dez. 2012",
            "Veröffentlicht am 14. Dezember 2012",
            "Stand: 14. Dezember 2012",
            "14 de diciembre de 2012",
            "Publicado el viernes 14 de diciembre del 2012",
            "venerdì 14 dicembre 2012",
            "14 grudnia 2012",
            "14 grudnia 2012 r.",
            "14 декабря 2012 г.",
            "пятница, 14 декабря 2012 года",
            "vrijdag 14 december 2012",
            "sexta-feira, 14 de dezembro de 2012",
            "fredagen den 14 december 2012",
            "fredag den 14. december 2012",
            "fredag 14. desember 2012",
            "perjantai 14. joulukuuta 2012",
            "14 Aralık 2012 Cuma",
            "pátek 14. prosince 2012",
            "Παρασκευή, 14 Δεκεμβρίου 2012",
            "14 грудня 2012 року",
            "2012. december 14., péntek",
            "2012. december 14-én",
            "2012年12月14日(金)",
            "2012年12月14日（金）",
            "2012年12月14日 星期五",
            "2012年12月14日星期五",
            "公開日: 2012年12月14日",
            "2012년 12월 14일",
            "2012년 12월 14일 금요일",
            "14 ديسمبر 2012",
            "الجمعة، 14 ديسمبر 2012",
            "١٤ كانون الأول ٢٠١٢",
            "14 בדצמבר 2012",
            "יום שישי, 14 בדצמבר 2012",
            "14 दिसंबर 2012",
            "१४ दिसम्बर २०१२",
            "14 ธันวาคม 2555",
            "วันศุกร์ที่ 14 ธันวาคม พ.ศ. 2555",
            "๑๔ ธ.ค. ๒๕๕๕",
            "14 tháng 12 năm 2012",
            "14 decembrie 2012",
            "14 Desember 2012",
        ],
    );
    all_are(
        "2012-03-13T00:00:00Z",
        &["mar. 13 mars 2012", "mar 13 de marzo de 2012", "13 mar 2012"],
    );
    all_are("2012-08-01T00:00:00Z", &["1er août 2012", "1 Aout 2012", "1º de agosto de 2012"]);
    all_are("2012-01-01T00:00:00Z", &["1 كانون الثاني 2012", "1 Ocak 2012", "1 січня 2012"]);
}

#[test]
fn dates_in_words_with_a_time() {
    all_are(
        "2012-12-14T21:05:00Z",
        &[
            "Dec. 14, 2012 at 9:05 p.m.",
            "December 14, 2012 9:05PM",
            "Dec. 14, 2012 at 4:05 p.m. EST",
            "Dec. 14, 2012 at 4:05 p.m. ET",
            "9:05 pm, 14 December 2012",
            "14 December 2012, 21:05 UTC",
            "le vendredi 14 décembre 2012 à 21h05",
            "14.12.2012 klo 21.05",
            "14. desember 2012 kl. 21.05",
            "Freitag, 14. Dezember 2012, 21:05 Uhr",
            "Veröffentlicht am 14. Dezember 2012 um 21:05 Uhr",
            "14 de diciembre de 2012 a las 21:05 h",
            "venerdì 14 dicembre 2012 alle ore 21.05",
            "14 декабря 2012 в 21:05",
            "2012年12月14日 21:05",
            "2012年12月14日下午9:05",
            "2012年12月14日 21時05分",
            "2012년 12월 14일 오후 9:05",
            "14 ธันวาคม 2555 เวลา 21.05 น.",
        ],
    );
    all_are(
        "2012-12-14T12:05:00Z",
        &["14 Dec 2012 12:05 pm", "Veröffentlicht am 14. Dezember 2012 um 12:05 Uhr"],
    );
    all_are("2012-12-14T00:05:00Z", &["14 Dec 2012 12:05 a.m."]);
    all_are("2012-12-14T09:00:00Z", &["14 Dec 2012, 9 a.m.", "14. Dezember 2012, 9 Uhr"]);
    all_are(
        "2012-07-14T20:05:00Z",
        &[
            "July 14, 2012 4:05 p.m. ET",
            "July 14, 2012 3:05 p.m. CT",
            "July 14, 2012 2:05 p.m. MT",
            "July 14, 2012 1:05 p.m. PT",
        ],
    );
}

#[test]
fn what_is_no_date_or_not_plain_is_not_read() {
    for text in [
        "",
        "2012",
        "2012-12",
        "December 2012",
        "In December 2012",
        "May 4 be with you",
        "14 December",
        "31 February 2012",
        "2011-02-29",
        "2012-13-01",
        "2012-12-14T25:00:00Z",
        "2012-12-14T09:61:00Z",
        "0000-00-00 00:00:00",
        "1899-12-31",
        "2201-01-01",
        "2555-12-14",
        "04/05/2012",
        "4-5-2012",
        "14/12/12",
        "1355443200",
        "1355443200000",
        "yesterday",
        "14 Dec 2012 09:00 IST",
        "14 Dec 2012 09:00 10:00",
        "14 Dec 2012 15 Dec 2012",
        "14 et 15 décembre 2012",
        "insert updated date here",
        "99999999999999999999999999",
        "12:30",
        "1.2.3",
        "2012-12-14T09:00:00+25:00",
    ] {
        assert_eq!(utc(text), None, "{text}");
    }
}

#[test]
fn a_date_far_ahead_is_a_date() {
    all_are("2031-01-01T00:00:00Z", &["2031-01-01T00:00:00Z"]);
}

#[test]
fn a_date_without_a_zone_is_the_sites() {
    let berlin = "Europe/Berlin";
    assert_eq!(within("2012-12-14", berlin).as_deref(), Some("2012-12-13T23:00:00Z"));
    assert_eq!(within("2012-07-14 09:05:00", berlin).as_deref(), Some("2012-07-14T07:05:00Z"));
    assert_eq!(within("14 Dec 2012 09:05 EST", berlin).as_deref(), Some("2012-12-14T14:05:00Z"));
}

#[test]
fn of_an_hour_that_comes_twice_the_first_is_meant() {
    let berlin = "Europe/Berlin";
    assert_eq!(within("2012-10-28 02:30", berlin).as_deref(), Some("2012-10-28T00:30:00Z"));
}

#[test]
fn an_hour_or_day_that_never_was_is_the_first_instant_after_it() {
    let berlin = within("2012-03-25 02:30", "Europe/Berlin");
    assert_eq!(berlin.as_deref(), Some("2012-03-25T01:00:00Z"));
    // Midnight did not exist in Brazil when summer time began.
    let sao_paulo = within("2012-10-21", "America/Sao_Paulo");
    assert_eq!(sao_paulo.as_deref(), Some("2012-10-21T03:00:00Z"));
    // Samoa had no 30 December 2011.
    let apia = within("2011-12-30", "Pacific/Apia");
    assert_eq!(apia.as_deref(), Some("2011-12-30T10:00:00Z"));
}

#[test]
fn datelines() {
    for line in [
        "Friday 14th December, 2012",
        "Friday, January 4, 2019\u{a0}",
        "(14 December 2012)",
        "Friday, 14 December",
        "Published: 14 December 2012 | Updated: 15 December 2012, 9:05 a.m.",
        "Posted on 04/05/2012",
        "14.12.12",
        "2012-12-14T09:05:07Z",
        "2012年12月14日（金）",
        "פורסם: 14 בדצמבר 2012",
        "تاريخ النشر: 14 ديسمبر 2012",
        "Обновлено: 14 декабря 2012 г. в 21:05",
    ] {
        assert!(is_dateline(line), "{line}");
    }
    for line in [
        "",
        "2012",
        "May 4 be with you",
        "May 4",
        "In December 2012",
        "December 2012",
        "On 14 December 2012 the harbour froze.",
        "14",
        "Friday",
        "31 February 2012",
        "1.2.3",
        "Updated",
        "12:30",
        "Chapter 14, December 2012",
        "14 December 2012!",
        "2012–2014",
        "Sun 24/7",
        "|",
    ] {
        assert!(!is_dateline(line), "{line}");
    }
}

#[test]
fn names_of_files_may_begin_with_a_date() {
    assert_eq!(of_file_name("2026-05-03-title.md"), Some(("2026-05-03", "title.md")));
    assert_eq!(of_file_name("20260503_title.md"), Some(("20260503", "title.md")));
    assert_eq!(of_file_name("2026-05-03.md"), Some(("2026-05-03", ".md")));
    for name in ["title.md", "2026-02-31-title.md", "20260503123.md", "2026-05", "é026-05-03", ""]
    {
        assert_eq!(of_file_name(name), None, "{name}");
    }
}

proptest! {
    #[test]
    fn nothing_makes_reading_panic(text in "\\PC{0,60}") {
        let _ = (utc(&text), is_dateline(&text), of_file_name(&text));
    }

    #[test]
    fn nothing_like_a_date_makes_reading_panic(
        text in "([0-9]{1,14}|[-/.:,()+T ]|Dec|mar|am|pm|EST|年|月|日|ธ.ค.|तारीख|Uhr|kl|tháng){0,12}",
    ) {
        let _ = (within(&text, "America/Sao_Paulo"), is_dateline(&text));
    }

    #[test]
    fn rfc_3339_comes_back(
        seconds in -2_177_452_800_i64..7_258_118_400,
        quarters in -48_i32..=56,
        nanoseconds in 0_u32..1_000_000_000,
    ) {
        let zone = FixedOffset::east_opt(quarters * 900).unwrap();
        let date = DateTime::from_timestamp(seconds, nanoseconds).unwrap();
        let whole = DateTime::from_timestamp(seconds, 0).unwrap();
        let written = date.with_timezone(&zone);
        let kathmandu = "Asia/Kathmandu".parse().unwrap();
        prop_assert_eq!(read(&written.to_rfc3339(), &kathmandu), Some(whole));
        if seconds > 0 {
            let rfc_2822 = read(&written.to_rfc2822(), &kathmandu);
            prop_assert_eq!(rfc_2822, Some(whole));
        }
    }
}
