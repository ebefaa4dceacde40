//! What systems write below a teaser: "Read more" and "The post … appeared first on …".
//!
//! Must not know: where in a text a phrase may stand.

use std::sync::LazyLock;

use aho_corasick::packed::Searcher;

use super::Phrases;

/// Phrases that lead to the rest of an article.
pub(in super::super) static READ_MORE: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::of(&[
        // English
        "continue reading|continue|keep reading|read more|read on|read the full article\
        |read the full story|read the full post|read the full report|read the rest\
        |read the rest of this entry|read the rest of this post|read the rest of this article\
        |read the rest of this story|read full article|read full story|read full post\
        |read the whole story|read the whole article|read the whole post|read the article\
        |read the story|read the post|read the original article|read the original post\
        |read this article|read it here|read more here|read in browser|read online\
        |view in browser|view online|click here to read more|click here to continue\
        |click here to continue reading|click here for more|click here for the full story\
        |click to read more|click to continue reading|tap to read more|view full post\
        |view full article|view full story|view the full article|view the full post\
        |see full article|see the full article|view original post|view the original post\
        |view post|more after the break|more after the jump|learn more|find out more|see more\
        |show more|view more|load more|discover more|to read more click here",
        // German, Dutch
        "weiterlesen|weiter lesen|hier weiterlesen|mehr lesen|mehr erfahren|mehr dazu|mehr dazu hier\
        |jetzt lesen|jetzt weiterlesen|lies weiter|lesen sie mehr|lesen sie weiter\
        |lesen sie hier weiter|lesen sie hier mehr|lesen sie den ganzen artikel|zum artikel\
        |zum beitrag|zum ganzen artikel|zum vollständigen artikel|den ganzen artikel lesen\
        |den vollständigen artikel lesen|ganzen artikel lesen|ganzen beitrag lesen|artikel lesen\
        |beitrag lesen|beitrag ansehen|mehr anzeigen|zur originalmeldung",
        "lees meer|lees verder|verder lezen|meer lezen|lees het hele artikel|lees het volledige artikel\
        |meer informatie|bekijk meer|lees hier verder|lees hier meer",
        // French
        "lire la suite|lire la suite de l'article|lire plus|lire l'article|lire l'article complet\
        |lire l'article en entier|lire l'intégralité de l'article|en savoir plus|en lire plus\
        |continuer la lecture|continuer à lire|poursuivre la lecture|voir plus|voir l'article\
        |lire davantage|découvrir la suite|cliquez ici pour lire la suite",
        // Spanish, Catalan, Galician, Basque
        "leer más|leer mas|seguir leyendo|sigue leyendo|siga leyendo|continuar leyendo|continúa leyendo\
        |continuar la lectura|leer el artículo completo|leer artículo completo|leer la nota completa\
        |leer nota completa|leer noticia completa|ver más|ver nota completa|más información\
        |saber más|llegir més|llegeix més|continua llegint|segueix llegint|ler máis\
        |seguir lendo|irakurri gehiago|jarraitu irakurtzen",
        // Portuguese
        "leia mais|ler mais|ler artigo completo|leia o artigo completo|leia a matéria completa\
        |leia na íntegra|continue lendo|continuar lendo|continuar a ler|continue a ler\
        |continuar leitura|continue a leitura|saiba mais|saber mais|ver mais|veja mais",
        // Italian, Romanian
        "leggi tutto|leggi di più|leggi l'articolo|leggi l'articolo completo|leggi tutto l'articolo\
        |leggi ancora|leggi il seguito|continua a leggere|continua la lettura|continua la lettura di\
        |per saperne di più|scopri di più|vai all'articolo",
        "citește mai mult|citeste mai mult|citește mai departe|citește tot articolul|citește continuarea\
        |continuă să citești|continuă lectura|continuă citirea|află mai multe|mai mult",
        // Swedish, Danish, Norwegian, Finnish, Icelandic, Estonian, Latvian, Lithuanian
        "läs mer|läs mera|läs vidare|läs hela artikeln|läs hela inlägget|fortsätt läsa|visa mer",
        "læs mere|læs videre|læs hele artiklen|fortsæt læsning|fortsæt med at læse|vis mere",
        "les mer|les meir|les videre|les hele saken|les hele artikkelen|fortsett å lese|vis mer",
        "lue lisää|jatka lukemista|lue koko artikkeli|lue koko juttu|näytä lisää",
        "lesa meira|lesa áfram|halda áfram að lesa",
        "loe edasi|loe lähemalt|loe rohkem|lasīt tālāk|lasīt vairāk|turpināt lasīt|skaityti daugiau\
        |skaityti toliau|plačiau",
        // Polish, Czech, Slovak, Slovene, Croatian, Serbian, Hungarian, Albanian
        "czytaj dalej|czytaj więcej|czytaj całość|przeczytaj całość|przeczytaj więcej|więcej\
        |dowiedz się więcej|zobacz więcej|pokaż więcej|kontynuuj czytanie|czytaj cały artykuł",
        "číst dále|číst dál|čtěte dále|čtěte více|číst více|číst celý článek|celý článek\
        |pokračovat ve čtení|více informací|zobrazit více|čítať ďalej|čítať viac|čítajte ďalej\
        |pokračovať v čítaní|celý článok|zobraziť viac",
        "preberi več|preberite več|beri dalje|nadaljuj z branjem|pročitaj više|pročitajte više\
        |nastavi čitati|nastavite čitati|čitaj dalje|opširnije|saznaj više|прочитај више\
        |опширније|настави са читањем",
        "tovább olvasom|tovább|tovább a cikkhez|olvass tovább|olvasd tovább|bővebben\
        |a teljes cikk elolvasása|lexo më shumë|vazhdo leximin",
        // Russian, Ukrainian, Belarusian, Bulgarian, Macedonian
        "читать далее|читать дальше|читать полностью|читать статью|читать статью полностью\
        |читать весь текст|читать продолжение|читать ещё|читать еще|продолжить чтение|подробнее\
        |подробности|далее|узнать больше|узнать подробнее|показать ещё|показать больше",
        "читати далі|читати більше|читати повністю|продовжити читання|докладніше|детальніше\
        |дізнатися більше|чытаць далей|прочети още|прочетете още|прочети повече|прочетете повече\
        |чети още|научете повече|виж още|прочитај повеќе|повеќе",
        // Greek, Turkish, Azerbaijani
        "διαβάστε περισσότερα|διαβάστε τη συνέχεια|διαβάστε περισσότερα εδώ|συνέχεια ανάγνωσης\
        |συνεχίστε την ανάγνωση|περισσότερα|δείτε περισσότερα",
        "devamını oku|devamını okuyun|devamını okumak için tıklayın|okumaya devam et\
        |okumaya devam edin|devamı|devamı için tıklayın|daha fazla oku|daha fazlasını oku\
        |haberin devamı|ardını oxu|davamını oxu|ətraflı",
        // Arabic, Persian, Urdu, Kurdish, Hebrew
        "اقرأ المزيد|إقرأ المزيد|أقرأ المزيد|اقرأ أكثر|قراءة المزيد|أكمل القراءة|اكمل القراءة\
        |تابع القراءة|تابع قراءة|متابعة القراءة|متابعة قراءة|استمر في القراءة|المزيد|لقراءة المزيد\
        |عرض المزيد|التفاصيل|اعرف المزيد",
        "ادامه مطلب|ادامه|ادامهٔ مطلب|ادامه خبر|بیشتر بخوانید|خواندن ادامه مطلب|بیشتر|مشاهده بیشتر\
        |مزید پڑھیں|مزید جانیں|زیاتر بخوێنەوە",
        "קרא עוד|קראו עוד|קראי עוד|המשך קריאה|המשך לקרוא|המשיכו לקרוא|להמשך קריאה|להמשך הכתבה\
        |לכתבה המלאה|לקריאה נוספת|למידע נוסף|קרא את הכתבה המלאה",
        // Hindi, Marathi, Bengali, Tamil, Telugu, Gujarati, Punjabi, Malayalam
        "और पढ़ें|और पढ़े|आगे पढ़ें|पूरा पढ़ें|अधिक पढ़ें|ज़्यादा पढ़ें|ज्यादा पढ़ें|पढ़ना जारी रखें|पूरी खबर पढ़ें\
        |विस्तार से पढ़ें|और जानें|अधिक जानें|अधिक वाचा|पुढे वाचा",
        "আরও পড়ুন|আরো পড়ুন|বিস্তারিত পড়ুন|বিস্তারিত|மேலும் படிக்க|மேலும் வாசிக்க|ఇంకా చదవండి\
        |మరింత చదవండి|વધુ વાંચો|ਹੋਰ ਪੜ੍ਹੋ|കൂടുതൽ വായിക്കുക|ಮುಂದೆ ಓದಿ|තවත් කියවන්න",
        // Thai, Lao, Khmer, Burmese, Vietnamese, Indonesian, Malay, Filipino
        "อ่านต่อ|อ่านเพิ่มเติม|อ่านเพิ่ม|อ่านทั้งหมด|อ่านฉบับเต็ม|ดูเพิ่มเติม|ดูทั้งหมด|คลิกอ่านต่อ\
        |ອ່ານຕໍ່|ອ່ານເພີ່ມເຕີມ|អានបន្ត|អានបន្ថែម|ဆက်ဖတ်ရန်|ဆက်လက်ဖတ်ရှုရန်",
        "đọc tiếp|đọc thêm|xem thêm|xem tiếp|tiếp tục đọc|xem chi tiết|chi tiết",
        "baca selengkapnya|baca selanjutnya|selengkapnya|baca lebih lanjut|baca lebih lengkap|baca lagi\
        |baca seterusnya|lanjutkan membaca|lanjut membaca|magbasa pa|magpatuloy sa pagbabasa",
        // Chinese
        "阅读更多|阅读全文|点击阅读全文|点击查看全文|阅读原文|点击阅读原文|继续阅读|查看全文|查看更多\
        |查看原文|查看详情|了解更多|点击了解更多|展开全文|显示更多|更多|未完待续|更多内容\
        |閱讀更多|閱讀全文|點擊閱讀全文|閱讀原文|繼續閱讀|看更多|查看更多|查看全文|瞭解更多|了解更多\
        |顯示更多|未完待續|更多內容|詳全文|全文閱讀",
        // Japanese, Korean
        "続きを読む|続きを見る|続きはこちら|続きはこちらから|続きはこちらへ|続きは本文で|続きを表示\
        |この記事の続きを読む|記事の続きを読む|記事を読む|記事全文を読む|もっと読む|もっと見る|全文を読む\
        |全文を表示|詳しくはこちら|詳しくはこちらへ|詳細はこちら|詳細を見る|さらに読む|元記事を読む",
        "더 읽기|더 보기|더보기|계속 읽기|계속읽기|계속 보기|이어서 읽기|이어 읽기|자세히 보기|자세히보기\
        |자세히 읽기|전문 보기|전체 보기|기사 더 보기|기사 전문 보기|기사 보기|원문 보기|본문 보기",
    ])
});

/// Words that lead on when they are all of a link, and only then.
pub(in super::super) static LINKED_MORE: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::of(&[
        "more|more info|more information|more details|full story|full article|full post|full text\
        |full report|permalink|link|source|original|original article|original post|comments|comment\
        |leave a comment|add a comment|no comments|join the conversation|discuss|discuss this|details\
        |here|via|share|reply|back to top|top|edit|print|download|rss|subscribe|sign up|tweet|pin it\
        |like|email this|facebook|twitter",
        "mehr|weiter|quelle|details|kommentare|kommentieren|teilen|meer|reacties|bron",
        "suite|la suite|plus|source|commentaires|partager|más|fuente|comentarios|compartir|mais\
        |fonte|comentários|altro|continua|commenti|mai mult|sursa",
        "mer|mera|mere|lisää|kommentarer|dalej|więcej|źródło|komentarze|více|viac|zdroj|više|več|még\
        |forrás",
        "ещё|еще|ще|източник|источник|комментарии|джерело|περισσότερα|πηγή|daha fazla|kaynak",
        "المزيد|المصدر|منبع|עוד|מקור|更多|全文|详情|詳情|来源|來源|原文|続き|詳細|出典|더|출처|원문\
        |और|เพิ่มเติม|ที่มา|thêm|nguồn|sumber",
    ])
});

/// With what a line starts that points to another article, when a colon or a link follows.
pub(in super::super) static SEE_ALSO: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::of(&[
        "read more|read also|also read|see also|related|related article|related articles|related story\
        |related stories|related post|related posts|related coverage|related reading|more on this story\
        |must read|recommended|recommended reading|you may also like|you might also like|don't miss\
        |read next|up next|further reading|watch|watch now|watch also|listen|in pictures",
        "lesen sie auch|lesen sie dazu|lesen sie mehr|mehr zum thema|siehe auch|auch interessant\
        |auch lesen|das könnte sie auch interessieren|passend dazu|lees ook|zie ook",
        "lire aussi|à lire aussi|lire également|à lire également|à lire|voir aussi|sur le même sujet\
        |lee también|lea también|leer también|te puede interesar|le puede interesar|vea también\
        |ver también|leia também|leia mais|veja também|leggi anche|vedi anche|citește și|citeşte şi",
        "läs också|läs även|läs mer|les også|læs også|lue myös|czytaj też|czytaj także|czytaj również\
        |zobacz też|zobacz także|przeczytaj też|čtěte také|čítajte aj|pročitajte i|olvasd el|olvassa el",
        "читайте также|читайте ещё|читайте еще|смотрите также|см. также|читайте по теме|читайте також\
        |прочетете още|вижте още|διαβάστε επίσης|δείτε επίσης|ayrıca bakınız|bunlar da ilginizi çekebilir",
        "اقرأ أيضًا|اقرأ أيضا|إقرأ أيضا|اقرأ أيضاً|اقرأ ايضا|شاهد أيضًا|شاهد أيضا|شاهد أيضاً|بیشتر بخوانید\
        |همچنین بخوانید|یہ بھی پڑھیں|קראו גם|קרא גם|ראו גם|यह भी पढ़ें|ये भी पढ़ें|इसे भी पढ़ें|আরও পড়ুন",
        "อ่านข่าวที่เกี่ยวข้อง|ข่าวที่เกี่ยวข้อง|อ่านเพิ่มเติม|xem thêm|đọc thêm|baca juga|lihat juga\
        |相关阅读|相关新闻|延伸阅读|推荐阅读|更多阅读|相關新聞|延伸閱讀|推薦閱讀|更多新聞|関連記事|あわせて読みたい\
        |合わせて読みたい|こちらもおすすめ|관련기사|관련 기사|함께 보기",
    ])
});

/// Lines that stand below an article on its page and get into its text: what a last line is, or
/// what it starts with when a colon follows.
pub(in super::super) static FURNITURE: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::of(&[
        "share this|share this article|share this post|share this story|share|share on|like this\
        |like loading|loading|comments|leave a comment|leave a reply|add a comment|post a comment\
        |join the conversation|filed under|posted in|tagged|tags|categories|category|topics\
        |print this|print friendly|email this|save|all rights reserved|advertisement|sponsored|source|via",
        "teilen|diesen beitrag teilen|kommentare|schlagwörter|schlagworte|kategorien|kategorie|anzeige\
        |alle rechte vorbehalten|quelle|delen|bron|deel dit|reacties|trefwoorden",
        "partager|partager cet article|commentaires|mots-clés|étiquettes|catégories|tous droits réservés\
        |compartir|comparte|comentarios|etiquetas|categorías|compartilhe|compartilhar|comentários\
        |categorias|fuente|fonte|condividi|commenti|categorie|etichette|tutti i diritti riservati",
        "dela|del|kommentarer|taggar|udostępnij|tagi|kategorie|komentarze|sdílet|štítky|zdieľať\
        |поделиться|теги|метки|рубрики|комментарии|источник|джерело|поділитися|κοινοποίηση|ετικέτες|paylaş|etiketler",
        "شارك|شارك هذا|الوسوم|تعليقات|שתפו|שתף|תגיות|แชร์|แท็ก|chia sẻ|bagikan|分享|标签|標籤|关键词\
        |關鍵字|タグ|カテゴリ|カテゴリー|シェア|ツイート|出典|来源|來源|출처|공유|공유하기|태그",
    ])
});

/// What stands alone above an article: buttons to share, to hear, to print it.
pub(in super::super) static BUTTONS: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::of(&[
        "share on facebook|share on twitter|share on x|share on linkedin|share on whatsapp\
        |share on reddit|share via email|share by email|share this page|share link|copy link|tweet\
        |tweet this|pin it|email|print|print this article|print article|save article|save for later\
        |bookmark|listen|listen to this article|listen to this story|listen now|play audio\
        |audio version|subscribe|subscribe now|follow|skip to content|skip to main content\
        |jump to navigation|table of contents|contents|advertisement|sponsored content|scroll to continue",
        "auf facebook teilen|auf twitter teilen|artikel teilen|artikel anhören|artikel drucken|drucken\
        |merken|inhaltsverzeichnis|inhalt|werbung|zum inhalt springen|deel dit artikel|inhoudsopgave\
        |advertentie",
        "partager sur facebook|partager sur twitter|écouter l'article|imprimer|sommaire|publicité\
        |table des matières|compartir en facebook|compartir en twitter|escuchar este artículo|imprimir\
        |índice|publicidad|compartilhar no facebook|ouvir este artigo|sumário|publicidade\
        |condividi su facebook|ascolta l'articolo|stampa|indice|pubblicità",
        "dela på facebook|annons|del på facebook|annonce|annonse|innehåll|indhold|innhold|reklama|spis treści\
        |obsah|udostępnij na facebooku|реклама|содержание|зміст|распечатать|слушать|reklam|içindekiler",
        "إعلان|محتويات|פרסומת|תוכן עניינים|โฆษณา|สารบัญ|quảng cáo|mục lục|iklan|daftar isi|广告|目录|分享到|收藏|打印\
        |廣告|目錄|広告|目次|印刷|광고|목차|인쇄",
    ])
});

/// With what a line starts that names the shelf an article stands on.
pub(in super::super) static SHELVES: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::of(&[
        "posted in|filed under|filed in|tagged with|tagged|veröffentlicht in|abgelegt unter|geplaatst in\
        |publié dans|classé dans|publicado en|archivado en|publicado em|arquivado em|pubblicato in\
        |archiviato in|publicerat i|opublikowano w|рубрика|опубликовано в",
    ])
});

/// How a line starts that asks for something besides the article.
pub(in super::super) static CALLS: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::of(&[
        "reporting by|additional reporting by|editing by|follow us on|follow us at|follow me on|find us on|like us on|subscribe to our|subscribe to the\
        |sign up for our|sign up for the|sign up to our|sign up here|get our|click here to subscribe\
        |you can follow|join our newsletter|download our app",
        "folgen sie uns|abonnieren sie|folge uns|jetzt abonnieren|volg ons op|schrijf je in\
        |suivez-nous|abonnez-vous|inscrivez-vous|síguenos|suscríbete|suscríbase|siga-nos|inscreva-se\
        |assine|seguici su|iscriviti|följ oss|prenumerera|följ|obserwuj nas|zapisz się",
        "подписывайтесь|подпишитесь|следите за|підписуйтесь|bizi takip edin|abone olun|تابعونا|تابعنا\
        |اشترك|עקבו אחרינו|הירשמו|ติดตาม|关注我们|欢迎关注|關注我們|フォロー|구독",
    ])
});

/// How a line starts that says where the article stood before; names and links follow.
pub(in super::super) static ORIGIN: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::of(&[
        "this post first appeared|this post originally appeared|this post was first published\
        |this post was originally published|this article first appeared\
        |this article originally appeared|this article was first published\
        |this article was originally published|this article is republished\
        |this article was republished|this story first appeared|this story originally appeared\
        |this story was first published|this story was originally published\
        |this piece first appeared|this piece originally appeared|this piece was first published\
        |this piece was originally published|this column first appeared\
        |this blog was originally published|this blog post was originally published\
        |this was originally published|originally published|originally posted\
        |originally appeared|first published on|first published at|first published in\
        |first appeared|cross-posted from|cross-posted on|crossposted from|cross-posted to\
        |republished from|republished with permission|reposted from|reposted with permission",
        "dieser artikel erschien|dieser artikel ist zuerst|dieser beitrag erschien\
        |dieser beitrag ist zuerst|dieser text erschien|dieser text ist zuerst|zuerst erschienen\
        |dit artikel verscheen|dit artikel is eerder|eerder verschenen",
        "cet article a été publié|cet article a d'abord été publié|cet article est paru\
        |cet article est apparu|cet article est d'abord paru|article publié initialement\
        |este artículo fue publicado|este artículo se publicó|este artículo apareció\
        |publicado originalmente|artículo publicado originalmente|este artigo foi publicado\
        |este texto foi publicado|originalmente publicado|questo articolo è stato pubblicato\
        |questo articolo è apparso|pubblicato originariamente",
        "статья впервые опубликована|статья была впервые опубликована|впервые опубликовано\
        |вперше опубліковано|ten artykuł ukazał się|artykuł pierwotnie ukazał się|bu yazı ilk olarak\
        |bu makale ilk olarak|نشر هذا المقال|نُشر هذا المقال|本文首发于|本文首发|本文最初发表于|本文原载\
        |本文转载自|本文首發於|本文原載|本文轉載自|この記事は最初に|이 글은 원래",
    ])
});

/// What opens and what marks the line a feed of `WordPress` closes with.
pub(in super::super) const APPEARED_FIRST: &[(&str, &str)] = &[
    ("the post", " appeared first on "),
    ("the article", " appeared first on "),
    ("this article", " appeared first on "),
    ("this post", " appeared first on "),
    ("this post", " first appeared on "),
    ("this article", " first appeared on "),
    ("the post", " first appeared on "),
    ("the article", " first appeared on "),
    ("der beitrag", " erschien zuerst auf "),
    ("der artikel", " erschien zuerst auf "),
    ("het bericht", " verscheen eerst op "),
    ("l’article", " est apparu en premier sur "),
    ("l'article", " est apparu en premier sur "),
    ("cet article", " est apparu en premier sur "),
    ("la entrada", " se publicó primero en "),
    ("la entrada", " aparece primero en "),
    ("el artículo", " se publicó primero en "),
    ("l'entrada", " ha aparegut primer a "),
    ("l’entrada", " ha aparegut primer a "),
    ("o post", " apareceu primeiro em "),
    ("o conteúdo", " apareceu primeiro em "),
    ("o artigo", " aparece primeiro em "),
    ("l’articolo", " proviene da "),
    ("l'articolo", " proviene da "),
    ("l’articolo", " sembra essere il primo su "),
    ("l'articolo", " sembra essere il primo su "),
    ("articolul", " apare prima dată în "),
    ("inlägget", " dök först upp på "),
    ("indlægget", " blev først udgivet på "),
    ("innlegget", " dukket først opp på "),
    ("artikkeli", " julkaistiin ensimmäisenä "),
    ("artykuł", " pochodzi z serwisu "),
    ("příspěvek", " pochází z "),
    ("príspevok", " zobrazený najskôr "),
    ("a", " bejegyzés először "),
    ("сообщение", " появились сначала на "),
    ("запись", " впервые появилась "),
    ("повідомлення", "явилися спочатку на "),
    ("το άρθρο", " εμφανίστηκε πρώτα στο "),
    ("", " üzerinde ortaya çıktı"),
    ("", " ilk önce şu"),
    ("ظهرت المقالة", " أولاً على "),
    ("הפוסט", " הופיע לראשונה "),
    ("نوشته", " اولین بار در "),
    ("bài viết", " đã xuất hiện đầu tiên "),
    ("artikel", " pertama kali tampil pada "),
    ("pos", " muncul pertama kali "),
    ("投稿", " に最初に表示されました"),
    ("", "最先出现在"),
    ("", "最早出現於"),
    ("", "最先出現於"),
    ("", "에 처음 등장했습니다"),
];

/// Finds in one look whether a text holds any of these marks; hardly one does.
pub(in super::super) static APPEARED_MARKS: LazyLock<Marks> =
    LazyLock::new(|| Marks(Searcher::new(APPEARED_FIRST.iter().map(|(_, mark)| mark))));

/// A finder of many phrases at once: one that is made in no time, for most imports are of a few articles.
#[derive(Debug)]
pub(in super::super) struct Marks(Option<Searcher>);

impl Marks {
    /// Whether one of them stands in `text`.
    pub(in super::super) fn is_match(&self, text: &str) -> bool {
        // A finder that could not be built finds anything.
        self.0.as_ref().is_none_or(|finder| finder.find(text).is_some())
    }
}

#[cfg(test)]
mod tests {
    /// Without it every text is looked through for every mark, which is right and slow.
    #[test]
    #[cfg(any(target_arch = "x86_64", target_arch = "aarch64"))]
    fn the_finder_takes_as_many_marks_as_there_are() {
        assert!(super::APPEARED_MARKS.0.is_some());
        assert!(super::APPEARED_MARKS.is_match("it appeared first on the quay"));
        assert!(!super::APPEARED_MARKS.is_match("it appeared on the quay"));
    }
}
