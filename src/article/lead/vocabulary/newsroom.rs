//! What newsrooms print around an article: who wrote it, when, where from, and who took the
//! pictures.
//!
//! Must not know: how such a line is built.

use std::sync::LazyLock;

use super::Phrases;

/// What a picture is called where its credit is given.
pub(in super::super) static PICTURES: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::of(&[
        "caption|image caption|photo caption|picture caption|photo|photos|photograph|photographs|photography|photographer|pic|pics|picture|pictures|image\
        |images|credit|credits|illustration|illustrations|graphic|artwork|screenshot|screengrab|video\
        |photo credit|photo credits|image credit|image credits|picture credit|photo source\
        |image source|photo illustration",
        "bildunterschrift|foto|fotos|fotografie|fotograf|fotografin|bild|bilder|bildquelle|bildquellen|bildnachweis\
        |bildrechte|bildrecht|titelbild|titelfoto|beitragsbild|grafik|quelle|beeld|fotografie",
        "légende|pie de foto|legenda|didascalia|photographie|crédit|crédits|crédit photo|crédits photo|crédit image|crédits photos\
        |imagen|imágenes|fotografía|crédito|créditos|imagem|imagens|immagine|immagini|fotografia",
        "billede|billeder|bilde|kuva|kuvat|zdjęcie|zdjęcia|źródło zdjęcia|fot|zdroj foto|foto zdroj|fotó\
        |kép|slika|fotografija|nuotrauka|pilt",
        "фото|фотография|фотографии|изображение|иллюстрация|источник фото|снимка|φωτογραφία|φωτό\
        |fotoğraf|görsel|şəkil",
        "صورة|الصورة|الصور|تصوير|عکس|תמונה|תמונות|צילום|צילומים|फोटो|चित्र|ছবি",
        "ภาพ|ภาพประกอบ|ภาพจาก|ảnh|hình|gambar|写真|画像|撮影|写真提供|画像提供|图|图片|图片来源|图源|配图|摄影\
        |圖|圖片|圖片來源|照片|照片来源|攝影|사진|이미지|사진 제공|사진제공|사진 출처|그래픽",
    ])
});

/// Words before them that say which picture is meant.
pub(in super::super) static WHICH_PICTURE: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::of(&[
        "featured|feature|header|cover|lead|main|top|hero|banner|file|stock|title|above|left\
        |right|ap|afp|epa|reuters|getty|press|handout|courtesy",
    ])
});

/// Lines that are nothing but the kind of a picture.
pub(in super::super) static PICTURE_KINDS: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::of(&[
        "file photo|file image|stock photo|stock image|representational image|representative image\
        |illustrative image|handout photo|courtesy photo|submitted photo|symbolbild|symbolfoto\
        |archivbild|archivfoto|themenbild|archieffoto|photo d'illustration|image d'illustration\
        |photo d'archives|foto de archivo|imagen de archivo|foto di repertorio|immagine di repertorio\
        |foto ilustrativa|imagem ilustrativa|foto de arquivo|zdjęcie ilustracyjne|ilustrační foto\
        |ilustračné foto|архивное фото|иллюстративное фото|arşiv fotoğrafı|صورة أرشيفية|אילוסטרציה\
        |资料图|资料图片|資料照|資料圖片|資料写真|イメージ|자료사진|자료 사진|ภาพประกอบ|ảnh minh họa",
    ])
});

/// What joins a picture to the name behind it where no colon does.
pub(in super::super) const PICTURE_BY: &[&str] = &[
    "by ",
    "courtesy of ",
    "courtesy ",
    "courtesy: ",
    "credit ",
    "via ",
    "from ",
    "source ",
    "©",
    "(c)",
    "provided by ",
];

/// Agencies of news and of pictures.
pub(in super::super) static AGENCIES: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::of(&[
        "reuters|ap|the associated press|associated press|ap photo|afp|afp photo|upi|bloomberg|cnn\
        |bbc|bbc news|getty|getty images|getty images/istockphoto|istock|istockphoto|shutterstock\
        |adobe stock|alamy|alamy stock photo|corbis|wikimedia|wikimedia commons|flickr|unsplash\
        |pixabay|pexels|epa|epa-efe|pa|pa media|press association|aap|cp|the canadian press\
        |business wire|prnewswire|pr newswire|globenewswire|globe newswire|newswire|marketwired|ots\
        |xinhua|sputnik|ians|pti|ani|uni|antara|bernama|vna|kyodo|jiji|yonhap",
        "dpa|dpa/tmn|dpa/lsw|sid|epd|kna|dts|apa|sda|keystone-sda|ats|anp|belga|efe|europa press|ep|ansa|agi\
        |adnkronos|askanews|lapresse|lusa|agência brasil|agencia brasil|télam|telam|notimex|pap|čtk|tasr\
        |sita|mti|tanjug|hina|sta|tt|ntb|ritzau|stt|bns|elta|leta|baltic news service|aa|anadolu\
        |dha|i̇ha|iha|irna|isna|cihan",
        "тасс|итар-тасс|риа новости|ria novosti|интерфакс|интерфакс-украина|регнум|росбалт|унн|унiан\
        |уніан|унiан|укрінформ|укринформ|белта|казинформ",
        "رويترز|أ ف ب|ا ف ب|أ.ف.ب|د ب أ|د.ب.أ|أ ب|واس|وام|قنا|الأناضول|سانا|ايرنا|رووداو",
        "新华社|中新社|中新网|人民网|央视|新華社|中央社|法新社|路透社|美聯社|美联社|共同社|共同通信|共同|時事通信|時事|時事通信社\
        |ロイター|ロイター通信|毎日新聞|朝日新聞|読売新聞|연합뉴스|뉴시스|뉴스1|로이터",
    ])
});

/// What a byline starts with, before a name.
pub(in super::super) static BY: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::of(&[
        "by|written by|words by|story by|text by|posted by|reported by|report by|contributed by\
        |guest post by|a guest post by|this is a guest post by|article by|essay by|opinion by|analysis by\
        |interview by|as told to|story and photos by|text and photos by|words and photos by|photos by\
        |published by|author",
        "von|text von|ein beitrag von|ein gastbeitrag von|gastbeitrag von|geschrieben von\
        |verfasst von|ein kommentar von|kommentar von|eine analyse von|interview von|veröffentlicht von\
        |door|geschreven door|geplaatst door",
        "par|rédigé par|écrit par|publié par|propos recueillis par|texte de|por|escrito por|publicado por\
        |redacción de|texto de|per|escrit per|di|a cura di|scritto da|pubblicato da|de|de către",
        "av|text av|skrivet av|publicerad av|af|skrevet af|skrevet av|kirjoittanut|przez|napisał|napisała",
    ])
});

/// How a byline starts that no sentence starts like: what follows may be a name in small letters.
pub(in super::super) static POSTED_BY: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::of(&[
        "posted by|submitted by|written by|published by|uploaded by|added by|created by|posted on\
        |veröffentlicht von|geschrieben von|verfasst von|eingestellt von|erstellt von|geplaatst door\
        |geschreven door|toegevoegd door",
        "publié par|posté par|rédigé par|écrit par|soumis par|publicado por|escrito por|enviado por\
        |postado por|pubblicato da|scritto da|inviato da|postat de|publicat de",
        "postat av|skrivet av|publicerat av|skrevet af|skrevet av|publiseret af|lagt ut av|opublikowane przez\
        |napisane przez|napisał|dodał|vložil|napsal|опубликовал|опубликовано пользователем|автор записи",
    ])
});

/// How a byline starts that may be a sentence of its own: `This is a guest post by Jane Doe.`
pub(in super::super) static GUEST: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::of(&[
        "guest post by|guest post from|a guest post by|a guest post from|this is a guest post by\
        |this is a guest post from|this is a special guest post by|special guest post by\
        |this guest post is by|this guest post was written by|this post is by|this post was written by\
        |this article was written by|this post was contributed by|the following is a guest post by\
        |today's guest post is by",
        "ein gastbeitrag von|gastbeitrag von|dies ist ein gastbeitrag von|een gastbijdrage van|gastblog van\
        |ceci est un article invité de|article invité de|un article de|artículo invitado de\
        |este es un artículo invitado de|artigo convidado de|articolo ospite di",
    ])
});

/// Units in which an age is told: `4 hours ago`, `vor 4 Stunden`, `4時間前`.
pub(in super::super) static AGO: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::of(&[
        "ago|geleden|fa|atrás|sedan|siden|sitten|temu|zpět|назад|тому|önce|trước|yang lalu|lalu|पहले\
        |前|전|ที่แล้ว",
    ])
});

/// What stands before an age where nothing stands behind it.
pub(in super::super) static SINCE: LazyLock<Phrases> =
    LazyLock::new(|| Phrases::of(&["vor|il y a|hace|há|před|pred|πριν|قبل|منذ|לפני"]));

/// What names the part somebody had in the text. A mark follows, or in scripts without capital
/// letters a blank and the name.
pub(in super::super) static PARTS: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::of(&[
        "by|author|authors|writer|editor|editors|reporter|reporting|words|text|story|source|contributors\
        |autor|autorin|autoren|redaktion|quelle|auteur|auteurs|texte|rédaction|autora|autores|redacción\
        |texto|por|fuente|autore|testo|fonte|a cura di|redazione|von|par|di|door|tekst|bron\
        |skribent|kirjoittaja|teksti|autorka|źródło|zdroj|redakcja|szerző|forrás|autorul|sursa",
        "автор|авторы|автор текста|текст|источник|редактор|корреспондент|автори|джерело|συντάκτης|πηγή|yazan\
        |yazar|haber|kaynak",
        "بقلم|كتب|كتبت|كتبه|إعداد|تقرير|ترجمة|المصدر|الكاتب|تحرير|نویسنده|منبع|از|تحریر|מאת|כתב|כתבה|מקור|עורך",
        "लेखक|लेखिका|रिपोर्ट|स्रोत|লেখক|โดย|เรื่อง|ผู้เขียน|เรียบเรียง|ที่มา|tác giả|nguồn|penulis|oleh|sumber",
        "作者|文|撰文|撰稿|原作者|译者|翻译|编译|记者|编辑|责任编辑|责编|来源|作者/来源|作者 | 文章来源|審校|記者|編輯|責任編輯|責編|來源\
        |譯者|翻譯|編譯|文字|執筆|執筆者|筆者|著者|ライター|取材|取材・文|文・写真|編集|出典|글|글쓴이|기자|취재|편집|출처|작성자",
    ])
});

/// Last words of a byline: what its writer is.
pub(in super::super) static POSTS: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::of(&[
        "staff writer|staff reporter|correspondent|senior correspondent|reporter|editor|contributor|guest contributor\
        |columnist|staff|корреспондент|обозреватель|специально для|기자|특파원|记者|記者|通讯员|本报记者|特派員|報道",
    ])
});

/// Small words inside names and between them.
pub(in super::super) static PARTICLES: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::of(&[
        "and|with|for|the|to|of|in|from|und|mit|für|in|aus|et|avec|y|con|e|com|ed|en|met|voor|og|och|ja|i|oraz|a\
        |и|та|і|ve|و|de|da|di|do|das|del|della|dos|du|des|la|le|van|von|vom|der|den|dem|ter|ten|zu|zum|al|el\
        |bin|ibn|ben|af|av|&",
    ])
});

/// What a line that is no text, but tells a date, starts with.
pub(in super::super) static STAMPS: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::of(&[
        "published|posted|updated|last updated|first published|last modified|date|created|issued",
        "veröffentlicht|aktualisiert|erstellt|stand|datum|gepubliceerd|bijgewerkt|geplaatst",
        "publié|mis à jour|modifié|publicado|actualizado|atualizado|pubblicato|aggiornato|publicat|actualizat",
        "publicerad|publicerat|uppdaterad|publiceret|opdateret|publisert|oppdatert|julkaistu|päivitetty",
        "opublikowano|zaktualizowano|aktualizacja|dodano|publikováno|aktualizováno|zveřejněno|megjelent|frissítve",
        "опубликовано|обновлено|опубліковано|оновлено|публикувано|δημοσιεύτηκε|ενημερώθηκε|yayınlanma|güncellenme",
        "עודכן|פורסם|نشر|نشر في|تم النشر|تم التحديث|آخر تحديث|प्रकाशित|अपडेट|เผยแพร่|เผยแพร่เมื่อ|อัปเดต",
        "发布时间|发布于|发表于|更新时间|更新于|發布時間|發佈於|發表於|更新時間|公開日|更新日|投稿日|掲載日|게시일|입력|수정|등록|발행",
        "diterbitkan|diperbarui|đăng ngày|cập nhật",
    ])
});

/// How long a text takes to be read: what stands before the number of minutes, or behind it.
pub(in super::super) static READING_TIME: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::of(&[
        "reading time|read time|estimated reading time|est. reading time|time to read|min read|mins read\
        |minute read|minutes read|minutes to read|min. read",
        "lesezeit|lesedauer|geschätzte lesezeit|min lesezeit|minuten lesezeit|min. lesezeit|leestijd|min leestijd",
        "temps de lecture|min de lecture|minutes de lecture|tiempo de lectura|min de lectura|minutos de lectura\
        |tempo de leitura|min de leitura|minutos de leitura|tempo di lettura|min di lettura|minuti di lettura",
        "lästid|min läsning|læsetid|lesetid|lukuaika|czas czytania|min czytania|minut czytania|doba čtení|čas čítania",
        "время чтения|время на чтение|мин чтения|минут чтения|час читання|okuma süresi|dk okuma|dakika okuma\
        |وقت القراءة|دقائق قراءة|דקות קריאה|זמן קריאה",
        "阅读时间|阅读时长|预计阅读|分钟阅读|閱讀時間|分鐘閱讀|読了時間|この記事は約|分で読めます|읽는 시간|분 소요|분 읽기",
    ])
});
