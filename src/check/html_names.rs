//! What HTML's names mean to the rules: which elements are unsafe, void or unknown, and which
//! attributes hold addresses.
//!
//! Must not know: findings.

/// What an element is to the rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Element {
    /// Runs code, loads pages, asks for input or changes the page around it.
    Unsafe,
    /// Belongs to a whole page.
    Page,
    /// Has no end tag.
    Void,
    /// May go without its end tag.
    SelfEnding,
    /// Is closed by its end tag; a paragraph or box of its own.
    Block,
    /// Is closed by its end tag, and runs with the text.
    Inline,
    /// Shows text as it is, code above all.
    Verbatim,
    /// HTML does not define it.
    Unknown,
}

/// The longest name of an element, and then some: a longer one is unknown.
const LONGEST: usize = 16;

/// What an element is, whatever its case and its prefix.
pub(super) fn element(name: &str) -> Element {
    let name = name.rsplit(':').next().unwrap_or(name);
    let mut buffer = [0; LONGEST];
    let Some(lower) = buffer.get_mut(..name.len()) else { return Element::Unknown };
    lower.copy_from_slice(name.as_bytes());
    lower.make_ascii_lowercase();
    match &*lower {
        b"script" | b"iframe" | b"frame" | b"frameset" | b"object" | b"embed" | b"applet"
        | b"form" | b"input" | b"button" | b"textarea" | b"select" | b"option" | b"optgroup"
        | b"datalist" | b"fieldset" | b"keygen" | b"isindex" | b"style" | b"meta" | b"link"
        | b"base" | b"svg" | b"math" | b"template" | b"slot" | b"noscript" | b"noembed"
        | b"noframes" | b"xmp" | b"plaintext" | b"listing" | b"title" | b"param" | b"portal"
        | b"dialog" | b"layer" | b"ilayer" | b"bgsound" | b"xml" | b"xss" | b"canvas"
        | b"fencedframe" => Element::Unsafe,
        b"html" | b"head" | b"body" => Element::Page,
        b"area" | b"br" | b"col" | b"hr" | b"img" | b"image" | b"source" | b"track" | b"wbr" => {
            Element::Void
        }
        b"p" | b"li" | b"dt" | b"dd" | b"rt" | b"rp" | b"tr" | b"td" | b"th" | b"thead"
        | b"tbody" | b"tfoot" | b"colgroup" | b"caption" => Element::SelfEnding,
        b"address" | b"article" | b"aside" | b"blockquote" | b"center" | b"details" | b"dir"
        | b"div" | b"dl" | b"figcaption" | b"figure" | b"footer" | b"h1" | b"h2" | b"h3"
        | b"h4" | b"h5" | b"h6" | b"header" | b"hgroup" | b"main" | b"menu" | b"nav" | b"ol"
        | b"search" | b"section" | b"summary" | b"table" | b"ul" => Element::Block,
        b"pre" | b"code" | b"kbd" | b"samp" | b"tt" => Element::Verbatim,
        b"a" | b"abbr" | b"acronym" | b"audio" | b"b" | b"bdi" | b"bdo" | b"big" | b"cite"
        | b"data" | b"del" | b"dfn" | b"em" | b"font" | b"i" | b"ins" | b"label" | b"legend"
        | b"map" | b"mark" | b"marquee" | b"meter" | b"nobr" | b"output" | b"picture"
        | b"progress" | b"q" | b"ruby" | b"rb" | b"rtc" | b"s" | b"small" | b"span" | b"strike"
        | b"strong" | b"sub" | b"sup" | b"time" | b"u" | b"var" | b"video" => Element::Inline,
        _ => Element::Unknown,
    }
}

/// What an attribute holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Holds {
    /// Code that runs on an event.
    Handler,
    /// An address that is followed.
    Link,
    /// An address that is loaded.
    Source,
    /// Addresses to choose from.
    SourceSet,
    Style,
    Class,
    /// The text that stands for a picture.
    Alternative,
    /// A picture's address for a script of the site.
    LazySource,
    Other,
}

/// What an attribute holds, whatever its case.
pub(super) fn attribute(name: &str) -> Holds {
    let is = |known: &str| known.eq_ignore_ascii_case(name);
    let any = |known: &[&str]| known.iter().any(|known| known.eq_ignore_ascii_case(name));
    match name.as_bytes().first().map(u8::to_ascii_lowercase) {
        Some(b'o')
            if name.len() > 3 && name.get(..2).is_some_and(|on| on.eq_ignore_ascii_case("on")) =>
        {
            Holds::Handler
        }
        Some(b'h') if is("href") => Holds::Link,
        Some(b's') if is("src") => Holds::Source,
        Some(b's') if is("srcset") => Holds::SourceSet,
        Some(b's') if is("style") => Holds::Style,
        Some(b'c') if is("class") => Holds::Class,
        Some(b'c') if any(&["cite", "classid", "codebase"]) => Holds::Link,
        Some(b'a') if is("alt") => Holds::Alternative,
        Some(b'a') if any(&["action", "archive"]) => Holds::Link,
        Some(b'd') if any(&["data-src", "data-lazy-src", "data-original", "data-srcset"]) => {
            Holds::LazySource
        }
        Some(b'd') if any(&["data", "dynsrc"]) => Holds::Source,
        Some(b'b') if is("background") => Holds::Source,
        Some(b'f') if is("formaction") => Holds::Link,
        Some(b'i') if is("imagesrcset") => Holds::SourceSet,
        Some(b'l') if is("lowsrc") => Holds::Source,
        Some(b'l') if is("longdesc") => Holds::Link,
        Some(b'm') if is("manifest") => Holds::Link,
        Some(b'p') if is("poster") => Holds::Source,
        Some(b'p') if any(&["ping", "profile"]) => Holds::Link,
        Some(b'x') if any(&["xlink:href", "xml:base"]) => Holds::Link,
        _ => Holds::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_count_in_any_case_and_with_any_prefix() {
        assert_eq!(element("ScRiPt"), Element::Unsafe);
        assert_eq!(element("xhtml:div"), Element::Block);
        assert_eq!(element("IMG"), Element::Void);
        assert_eq!(element("a-name-longer-than-any"), Element::Unknown);
        assert_eq!(element("ünd"), Element::Unknown);
        assert_eq!(attribute("oNcLiCk"), Holds::Handler);
        assert_eq!(attribute("one"), Holds::Other);
        assert_eq!(attribute("HREF"), Holds::Link);
        assert_eq!(attribute("onü"), Holds::Handler);
    }
}
