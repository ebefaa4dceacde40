//! Credits: lines above a text that say who wrote it, when, and who took the pictures.
//!
//! Must not know: what stands around a line.

use super::super::excerpt;
use super::phrases::fold;

/// A longer line is text. In characters.
const MAX_CREDIT: usize = 120;

/// What a line of picture credits starts with, in small letters.
const PICTURES: &[&str] = &[
    "photo",
    "photos",
    "photograph",
    "image",
    "images",
    "picture",
    "credit",
    "photo credit",
    "image credit",
    "photo by",
    "image by",
    "photo courtesy",
    "image courtesy",
    "foto",
    "fotos",
    "bild",
    "bildquelle",
    "bildnachweis",
    "titelbild",
    "crédit photo",
    "crédits photo",
    "imagen",
    "imagem",
    "crédito",
    "immagine",
    "beeld",
    "billede",
    "kuva",
    "zdjęcie",
    "fot",
    "фото",
    "изображение",
    "φωτογραφία",
    "fotoğraf",
    "صورة",
    "الصورة",
    "תמונה",
    "צילום",
    "ภาพ",
    "ảnh",
    "写真",
    "画像",
    "图",
    "图片",
    "圖",
    "圖片",
    "照片",
    "사진",
    "이미지",
];

/// What a line that is no text, but tells a date, starts with, in small letters.
const STAMPS: &[&str] = &[
    "published",
    "posted",
    "updated",
    "last updated",
    "first published",
    "last modified",
    "date",
    "veröffentlicht",
    "aktualisiert",
    "stand",
    "publié",
    "mis à jour",
    "publicado",
    "actualizado",
    "atualizado",
    "pubblicato",
    "aggiornato",
    "gepubliceerd",
    "bijgewerkt",
    "publicerad",
    "uppdaterad",
    "publiceret",
    "publisert",
    "oppdatert",
    "julkaistu",
    "päivitetty",
    "opublikowano",
    "aktualizacja",
    "publikováno",
    "aktualizováno",
    "опубликовано",
    "обновлено",
    "опубліковано",
    "оновлено",
    "yayınlanma",
    "güncellenme",
    "עודכן",
    "פורסם",
    "نشر",
    "تم التحديث",
    "发布时间",
    "发布于",
    "更新时间",
    "發布時間",
    "公開日",
    "更新日",
    "投稿日",
    "게시일",
    "입력",
    "수정",
    "diterbitkan",
    "đăng ngày",
    "cập nhật",
];

/// What a byline starts with.
const BYLINES: &[&str] = &[
    "By ",
    "BY ",
    "by ",
    "Written by ",
    "Words by ",
    "Von ",
    "VON ",
    "Par ",
    "PAR ",
    "Por ",
    "POR ",
    "Di ",
    "Door ",
    "Av ",
    "Af ",
    "Text: ",
    "Autor: ",
    "Autorin: ",
    "Author: ",
    "Auteur : ",
    "Автор: ",
    "作者：",
    "作者:",
    "文：",
    "文/",
    "글: ",
];

/// Small words inside names.
const PARTICLES: &[&str] = &[
    "and", "und", "et", "y", "e", "en", "og", "och", "i", "de", "da", "di", "del", "della", "dos",
    "la", "le", "van", "von", "der", "den", "ter", "zu", "al", "el", "bin", "&",
];

/// Whether a line is nothing but the credit of a picture: `Photo: Jane Doe`.
pub(super) fn is_picture_credit(text: &str) -> bool {
    const MAX_WORDS: usize = 8;
    let told = excerpt::ends_sentence(text) && text.split(' ').count() > MAX_WORDS;
    if text.chars().count() > MAX_CREDIT || told {
        return false;
    }
    let folded = fold(text.trim_start_matches(['(', '[', '©', ' ']));
    let named = |mark: char| {
        folded
            .split_once(mark)
            .is_some_and(|(name, rest)| !rest.trim().is_empty() && PICTURES.contains(&name.trim()))
    };
    let by =
        ["photo by ", "photo courtesy of ", "image courtesy of ", "photo credit ", "image by "]
            .iter()
            .any(|start| folded.starts_with(start));
    named(':') || named('：') || by && !excerpt::ends_sentence(text)
}

/// Whether a line tells when the text was published: `Updated: 3 May 2024, 14:30 · 5 min read`.
pub(super) fn is_stamp(text: &str) -> bool {
    let folded = fold(text);
    let digits = text.chars().filter(|c| c.is_numeric()).count();
    text.chars().count() <= MAX_CREDIT
        && digits >= 3
        && !excerpt::ends_sentence(text)
        && STAMPS.iter().any(|start| {
            folded
                .strip_prefix(start)
                .is_some_and(|rest| rest.starts_with(|c: char| !c.is_alphabetic()))
        })
}

/// Whether a line tells who wrote the text: `By Jane Doe and John Roe`.
pub(super) fn is_byline(text: &str) -> bool {
    const MAX_WORDS: usize = 10;
    if text.chars().count() > MAX_CREDIT || text.ends_with(['.', ':', '?', '!']) {
        return false;
    }
    let Some(names) = BYLINES.iter().find_map(|start| text.strip_prefix(start)) else {
        return false;
    };
    let mut words = 0;
    let mut names_only = true;
    for word in names.split([' ', ',', '|', '·']).filter(|word| !word.is_empty()) {
        words += 1;
        let first = word.trim_start_matches(['(', '"', '“']).chars().next();
        let named = first.is_some_and(|c| {
            c.is_uppercase() || c.is_alphabetic() && !c.is_lowercase() || c == '@'
        });
        names_only &= named || PARTICLES.contains(&word);
    }
    names_only && (1..=MAX_WORDS).contains(&words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn credits_are_told_from_text() {
        for credit in
            ["Photo: Jane Doe", "(Foto: dpa)", "Photo by Jane Doe on Unsplash", "写真：山田太郎"]
        {
            assert!(is_picture_credit(credit), "{credit}");
        }
        for text in [
            "Images: they are everywhere in this town, and nobody knows who paints them.",
            "Photo by photo, the town has changed.",
            "Foto Müller schließt",
        ] {
            assert!(!is_picture_credit(text), "{text}");
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
        ] {
            assert!(is_byline(byline), "{byline}");
        }
        for text in
            ["By the sea", "By Monday, all will be well", "Par exemple", "By Jane Doe.", "Di notte"]
        {
            assert!(!is_byline(text), "{text}");
        }
    }
}
