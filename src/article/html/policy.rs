//! What may stand in an article, element by element and attribute by attribute.
//!
//! The lists are the safety list that feed validators hold content to, without what needs a
//! script, a form or a style sheet. Must not know: how content is written.

/// What becomes of an element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Treatment {
    /// It stays under this name, which is its modern one where it has grown old.
    Keep(&'static str),
    /// Its tags go, its content stays.
    Unwrap,
    /// It goes with all its content, because that is no part of the article.
    Drop,
    /// As [`Treatment::Drop`], and the publisher is told.
    DropAloud,
    /// A picture.
    Picture,
    /// A page within the page: a link takes its place.
    Embed,
    /// As [`Treatment::Embed`] when it is empty, else its content stays.
    Object,
    /// What people without scripts see: pictures that scripts would load.
    NoScript,
    /// A control of a form; a ticked box of a list of tasks becomes a sign.
    Input,
    /// Formulas: their alternative text stays.
    Formula,
    /// Not an element of HTML: its content stays, and the publisher is told.
    Unknown,
}

/// What happens to an element of HTML by that name.
pub(super) fn treatment(name: &str) -> Treatment {
    if let Some(kept) = KEPT.iter().find(|kept| **kept == name) {
        return Treatment::Keep(kept);
    }
    match name {
        "strike" => Treatment::Keep("s"),
        "acronym" => Treatment::Keep("abbr"),
        "tt" => Treatment::Keep("code"),
        "listing" | "xmp" | "plaintext" => Treatment::Keep("pre"),
        "dir" | "menu" => Treatment::Keep("ul"),
        "center" | "fieldset" | "form" | "main" | "hgroup" | "search" => Treatment::Keep("div"),
        "img" | "amp-img" => Treatment::Picture,
        "iframe" | "embed" | "frame" | "amp-iframe" => Treatment::Embed,
        "object" | "applet" => Treatment::Object,
        "noscript" => Treatment::NoScript,
        "input" => Treatment::Input,
        "math" => Treatment::Formula,
        "script" | "svg" | "button" | "select" | "textarea" | "frameset" => Treatment::DropAloud,
        "area" | "base" | "basefont" | "bgsound" | "datalist" | "dialog" | "head" | "keygen"
        | "link" | "map" | "meta" | "noembed" | "noframes" | "param" | "style" | "template"
        | "title" | "amp-ad" | "amp-analytics" | "amp-pixel" => Treatment::Drop,
        "bdo" | "big" | "blink" | "body" | "canvas" | "data" | "font" | "html" | "label"
        | "legend" | "marquee" | "meter" | "multicol" | "nobr" | "optgroup" | "option"
        | "output" | "progress" | "rb" | "rtc" | "slot" => Treatment::Unwrap,
        _ => Treatment::Unknown,
    }
}

/// The elements that stay, pictures among them.
pub(super) const KEPT: &[&str] = &[
    "a",
    "abbr",
    "address",
    "article",
    "aside",
    "audio",
    "b",
    "bdi",
    "blockquote",
    "br",
    "caption",
    "cite",
    "code",
    "col",
    "colgroup",
    "dd",
    "del",
    "details",
    "dfn",
    "div",
    "dl",
    "dt",
    "em",
    "figcaption",
    "figure",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "i",
    "ins",
    "kbd",
    "li",
    "mark",
    "nav",
    "ol",
    "p",
    "picture",
    "pre",
    "q",
    "rp",
    "rt",
    "ruby",
    "s",
    "samp",
    "section",
    "small",
    "source",
    "span",
    "strong",
    "sub",
    "summary",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "time",
    "tr",
    "track",
    "u",
    "ul",
    "var",
    "video",
    "wbr",
];

/// How an attribute's value is made fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Value {
    /// Something to follow.
    Link,
    /// Something to load.
    Resource,
    /// Several of them.
    Candidates,
    /// Text for people.
    Text,
    /// A short word of letters, digits and plain signs.
    Token,
    /// A whole number from nought up.
    Number,
    /// A whole number of either sign.
    Integer,
    /// A language tag.
    Language,
    /// One of these words.
    OneOf(&'static [&'static str]),
    /// Its presence is its value.
    Flag,
    /// Those classes that carry meaning.
    Classes,
    /// A target of a link within the article.
    Target,
}

/// Attributes that stay on every element, in the order in which they are written.
pub(super) const GLOBAL: &[(&str, Value)] = &[
    ("id", Value::Target),
    ("class", Value::Classes),
    ("lang", Value::Language),
    ("dir", Value::OneOf(&["ltr", "rtl", "auto"])),
    ("title", Value::Text),
];

/// Attributes that stay on the element of that (new) name, in the order in which they are written.
pub(super) fn attributes(element: &str) -> &'static [(&'static str, Value)] {
    const CITED: &[(&str, Value)] = &[("cite", Value::Link)];
    const CELL: &[(&str, Value)] = &[
        ("colspan", Value::Number),
        ("rowspan", Value::Number),
        ("scope", Value::OneOf(&["row", "col", "rowgroup", "colgroup"])),
        ("align", Value::OneOf(&["left", "right", "center"])),
    ];
    match element {
        "a" => &[("href", Value::Link), ("hreflang", Value::Language)],
        "blockquote" | "q" => CITED,
        "del" | "ins" => &[("cite", Value::Link), ("datetime", Value::Token)],
        "time" => &[("datetime", Value::Token)],
        "td" | "th" => CELL,
        "col" | "colgroup" => &[("span", Value::Number)],
        "ol" => &[
            ("type", Value::OneOf(&["1", "a", "A", "i", "I"])),
            ("start", Value::Integer),
            ("reversed", Value::Flag),
        ],
        "li" => &[("value", Value::Integer)],
        "img" => &[
            ("src", Value::Resource),
            ("srcset", Value::Candidates),
            ("sizes", Value::Token),
            ("alt", Value::Text),
            ("width", Value::Number),
            ("height", Value::Number),
        ],
        "source" => &[
            ("src", Value::Resource),
            ("srcset", Value::Candidates),
            ("sizes", Value::Token),
            ("type", Value::Token),
            ("media", Value::Token),
            ("width", Value::Number),
            ("height", Value::Number),
        ],
        "track" => &[
            ("src", Value::Resource),
            ("kind", Value::OneOf(&["subtitles", "captions", "descriptions", "chapters"])),
            ("srclang", Value::Language),
            ("label", Value::Text),
        ],
        "audio" => &[("src", Value::Resource), ("controls", Value::Flag)],
        "video" => &[
            ("src", Value::Resource),
            ("poster", Value::Resource),
            ("width", Value::Number),
            ("height", Value::Number),
            ("controls", Value::Flag),
        ],
        _ => &[],
    }
}

/// Whether a class says what something is, not what it looks like: the language of code, and
/// footnotes.
pub(super) fn is_meaningful_class(class: &str) -> bool {
    let is_plain =
        class.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_+#".contains(&byte));
    is_plain
        && class.len() <= 40
        && (class.starts_with("language-")
            || matches!(
                class,
                "footnote"
                    | "footnotes"
                    | "footnote-ref"
                    | "footnote-reference"
                    | "footnote-backref"
                    | "footnote-definition"
                    | "footnote-definition-label"
            ))
}

/// When an element is left out for want of content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Emptiness {
    /// It may be empty: a cell, a break.
    Lawful,
    /// Without anything in it, not even a blank.
    Nothing,
    /// With nothing but blanks and breaks in it.
    Blank,
}

/// When an element of that (new) name is left out.
pub(super) fn emptiness(element: &str) -> Emptiness {
    match element {
        "br" | "hr" | "img" | "wbr" | "source" | "track" | "col" | "colgroup" | "td" | "th"
        | "tr" | "tbody" | "thead" | "tfoot" | "li" | "dt" | "dd" | "rt" | "rp" => {
            Emptiness::Lawful
        }
        "a" | "abbr" | "b" | "bdi" | "cite" | "code" | "del" | "dfn" | "em" | "i" | "ins"
        | "kbd" | "mark" | "q" | "ruby" | "s" | "samp" | "small" | "span" | "strong" | "sub"
        | "sup" | "time" | "u" | "var" | "pre" => Emptiness::Nothing,
        _ => Emptiness::Blank,
    }
}

/// Elements without an end tag among those that stay.
pub(super) fn is_void(element: &str) -> bool {
    matches!(element, "br" | "col" | "hr" | "img" | "source" | "track" | "wbr")
}

/// Whether an element is a thing in itself, so that what holds it is not empty.
pub(super) fn is_substance(element: &str) -> bool {
    matches!(element, "hr" | "img" | "source" | "video" | "audio")
}

/// Whether an element stands in a line of text.
pub(super) fn is_inline(element: &str) -> bool {
    matches!(emptiness(element), Emptiness::Nothing) && element != "pre"
}
