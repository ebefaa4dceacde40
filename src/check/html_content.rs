//! The rules for HTML in summaries and contents: nothing that runs, nothing that leads nowhere,
//! nothing that spills over into the reader's page.
//!
//! Must not know: formats, the document around the content.

use super::findings::{Findings, Quoted, Spot};
use super::gist::Gist;
use super::html_names::{self, Element, Holds};
use super::html_scan::{Attribute, Scanner, Syntax, Token, decode};
use super::style;
use super::text_rules;
use super::{rules, urls};

/// Nesting beyond this costs parsers dear; nothing is balanced below it.
const DEPTH_LIMIT: usize = 200;

/// Checks one piece of markup and gathers what it says into `gist`.
pub(super) fn check<'a>(
    text: &'a str,
    syntax: Syntax,
    spot: Spot<'a>,
    findings: &mut Findings,
    gist: &mut Gist,
) {
    let mut content =
        Content { spot, syntax, findings, gist, open: Vec::new(), deep: false, verbatim: 0 };
    let mut scanner = Scanner::new(text, syntax);
    while let Some(token) = scanner.token() {
        match token {
            Token::Text(text) => content.text(text),
            Token::Raw(text) if syntax == Syntax::Xml => content.gist.words(text),
            Token::Start(name) => content.start(name, &mut scanner),
            Token::End(name) => content.end(name),
            Token::Raw(_) | Token::Comment => {}
        }
    }
    if scanner.is_cut() {
        content.add(&rules::CONTENT_TAG_CUT, format_args!("the last tag has no end"));
    }
    content.finish();
}

/// Markup that is being read.
struct Content<'a, 'f> {
    spot: Spot<'a>,
    syntax: Syntax,
    findings: &'f mut Findings,
    gist: &'f mut Gist,
    /// Elements that were opened and not closed yet.
    open: Vec<&'a str>,
    /// Whether the nesting went beyond the limit, so that it is followed no more.
    deep: bool,
    /// How many elements around show text as it is.
    verbatim: usize,
}

impl<'a> Content<'a, '_> {
    fn add(&mut self, rule: &'static rules::Rule, detail: std::fmt::Arguments<'_>) {
        self.findings.add(rule, self.spot, detail);
    }

    fn text(&mut self, text: &str) {
        if self.verbatim == 0 {
            if let Some(shortcode) = text_rules::shortcode(text) {
                self.add(&rules::TEXT_SHORTCODE, format_args!("it shows `{}`", Quoted(shortcode)));
            }
            if self.syntax == Syntax::Html
                && let Some(escape) = text_rules::double_escape_in_markup(text)
            {
                self.add(
                    &rules::TEXT_DOUBLE_ESCAPED,
                    format_args!("the markup says `{}`", Quoted(escape)),
                );
            }
        }
        self.gist.encoded(text);
    }

    fn start(&mut self, name: &'a str, scanner: &mut Scanner<'a>) {
        let element = html_names::element(name);
        match element {
            Element::Unsafe => {
                self.add(
                    &rules::CONTENT_ELEMENT_UNSAFE,
                    format_args!("it holds <{}>", Quoted(name)),
                );
            }
            Element::Page => {
                self.add(&rules::CONTENT_WHOLE_PAGE, format_args!("it holds <{}>", Quoted(name)));
            }
            Element::Unknown => self
                .add(&rules::CONTENT_ELEMENT_UNKNOWN, format_args!("it holds <{}>", Quoted(name))),
            _ => {}
        }
        let mut picture = Picture::default();
        let mut is_caption = name.eq_ignore_ascii_case("figcaption");
        while let Some(attribute) = scanner.attribute() {
            self.attribute(name, attribute, &mut picture, &mut is_caption);
        }
        if name.eq_ignore_ascii_case("img") {
            self.picture(&picture);
        }
        self.gist.tag(element);
        if is_caption {
            self.gist.caption_begins(name);
        }
        let closed = self.syntax == Syntax::Xml && scanner.closes_itself();
        if !closed && element != Element::Void {
            self.push(name, element);
        }
    }

    fn push(&mut self, name: &'a str, element: Element) {
        if element == Element::Verbatim {
            self.verbatim += 1;
        }
        if self.deep || is_void_elsewhere(name) {
            return;
        }
        if self.open.len() == DEPTH_LIMIT {
            self.deep = true;
            self.add(
                &rules::CONTENT_DEEP,
                format_args!("elements are nested deeper than {DEPTH_LIMIT}"),
            );
            return;
        }
        self.open.push(name);
    }

    fn end(&mut self, name: &'a str) {
        let element = html_names::element(name);
        if element == Element::Verbatim {
            self.verbatim = self.verbatim.saturating_sub(1);
        }
        self.gist.caption_ends(name);
        self.gist.tag(element);
        if self.deep {
            return;
        }
        let Some(depth) = self.open.iter().rposition(|open| open.eq_ignore_ascii_case(name)) else {
            // An end tag of p alone makes an empty paragraph, and one of br a line break.
            if !matches!(element, Element::Void | Element::SelfEnding) && !is_void_elsewhere(name) {
                self.add(
                    &rules::CONTENT_UNBALANCED,
                    format_args!("</{}> closes nothing", Quoted(name)),
                );
            }
            return;
        };
        self.unclosed_from(depth + 1);
        self.open.truncate(depth);
    }

    /// Reports the elements that are open from a depth on and may not be left so.
    fn unclosed_from(&mut self, depth: usize) {
        for at in depth..self.open.len() {
            let Some(name) = self.open.get(at).copied() else { continue };
            let element = html_names::element(name);
            if !matches!(element, Element::SelfEnding | Element::Page) {
                self.add(
                    &rules::CONTENT_UNBALANCED,
                    format_args!("<{}> is not closed", Quoted(name)),
                );
            }
        }
    }

    fn finish(mut self) {
        self.unclosed_from(0);
        if let Some(caption) = self.gist.caption_twice() {
            self.findings.add(
                &rules::CONTENT_CAPTION_TWICE,
                self.spot,
                format_args!(
                    "the text after the picture says its caption `{}` again",
                    Quoted(caption)
                ),
            );
        }
    }

    fn attribute(
        &mut self,
        element: &str,
        attribute: Attribute<'a>,
        picture: &mut Picture,
        is_caption: &mut bool,
    ) {
        let Attribute { name, value } = attribute;
        match html_names::attribute(name) {
            Holds::Handler => self.add(
                &rules::CONTENT_EVENT_HANDLER,
                format_args!("<{} {}>", Quoted(element), Quoted(name)),
            ),
            Holds::Link => self.address(attribute, &rules::CONTENT_LINK_RELATIVE, false),
            Holds::Source => {
                let is_picture = name.eq_ignore_ascii_case("src") && is_picture(element);
                picture.has_source |= usable_source(value);
                picture.src = true;
                self.address(attribute, &rules::CONTENT_SOURCE_RELATIVE, is_picture);
            }
            Holds::SourceSet => {
                picture.has_source |= !value.trim().is_empty();
                self.source_set(attribute);
            }
            Holds::Style => self.style(value),
            Holds::Class => {
                *is_caption |=
                    value.split_ascii_whitespace().any(|class| class == "wp-caption-text");
            }
            Holds::Alternative => self.gist.alternative(value),
            Holds::LazySource => picture.lazy = true,
            Holds::Other => {}
        }
    }

    fn picture(&mut self, picture: &Picture) {
        if picture.has_source {
            return;
        }
        if picture.lazy {
            self.add(
                &rules::CONTENT_PICTURE_LAZY,
                format_args!("a picture has its address in data-src"),
            );
        } else if !picture.src {
            self.add(&rules::CONTENT_URL_EMPTY, format_args!("a picture has no src"));
        }
    }

    fn style(&mut self, value: &str) {
        match style::judge(&decode(value)) {
            style::Style::Harmless => {}
            style::Style::Odd(what) => {
                self.add(&rules::CONTENT_STYLE, format_args!("a style sets `{}`", Quoted(&what)));
            }
            style::Style::Active(what) => self.add(
                &rules::CONTENT_STYLE_ACTIVE,
                format_args!("a style says `{}`", Quoted(&what)),
            ),
        }
    }

    fn source_set(&mut self, attribute: Attribute<'_>) {
        let value = decode(attribute.value);
        for url in candidates(&value) {
            let attribute = Attribute { value: url, ..attribute };
            self.decoded_address(attribute, &rules::CONTENT_SRCSET_RELATIVE, true);
        }
    }

    fn address(
        &mut self,
        attribute: Attribute<'_>,
        relative: &'static rules::Rule,
        is_picture: bool,
    ) {
        let value = decode(attribute.value);
        let attribute = Attribute { value: &value, ..attribute };
        self.decoded_address(attribute, relative, is_picture);
    }

    fn decoded_address(
        &mut self,
        attribute: Attribute<'_>,
        relative: &'static rules::Rule,
        is_picture: bool,
    ) {
        let Attribute { name, value } = attribute;
        let (rule, what) = match destination(value) {
            Destination::Absolute => return,
            Destination::Empty => (&rules::CONTENT_URL_EMPTY, "is empty"),
            Destination::Fragment if *relative == rules::CONTENT_LINK_RELATIVE => {
                (&rules::CONTENT_LINK_FRAGMENT, "leads into the same page")
            }
            Destination::Relative | Destination::Fragment => (relative, "is relative"),
            Destination::Data if is_picture && is_image_data(value) => {
                (&rules::CONTENT_PICTURE_EMBEDDED, "holds the picture")
            }
            Destination::Data => (&rules::CONTENT_DATA_URL, "holds data"),
            Destination::Script => (&rules::CONTENT_SCRIPT_URL, "has an unsafe scheme"),
        };
        self.add(rule, format_args!("{}=\"{}\" {what}", Quoted(name), Quoted(value)));
    }
}

/// What is known of a picture once its attributes are read.
#[derive(Default)]
struct Picture {
    src: bool,
    has_source: bool,
    lazy: bool,
}

/// Void elements that are reported as unsafe: they need no end tag all the same.
fn is_void_elsewhere(name: &str) -> bool {
    ["input", "embed", "link", "meta", "base", "param", "frame", "keygen", "bgsound", "isindex"]
        .iter()
        .any(|void| void.eq_ignore_ascii_case(name))
}

fn is_picture(element: &str) -> bool {
    ["img", "image", "source"].iter().any(|name| name.eq_ignore_ascii_case(element))
}

fn usable_source(value: &str) -> bool {
    let value = value.trim_start();
    !value.is_empty() && !value.get(..5).is_some_and(|scheme| scheme.eq_ignore_ascii_case("data:"))
}

/// Data of a picture format that cannot hold code; SVG can.
fn is_image_data(url: &str) -> bool {
    let lower: String = url
        .chars()
        .filter(|c| !c.is_ascii_whitespace() && !c.is_control())
        .take(16)
        .collect::<String>()
        .to_ascii_lowercase();
    ["png", "gif", "jpeg", "jpg", "webp", "avif"]
        .iter()
        .any(|kind| lower.strip_prefix("data:image/").is_some_and(|rest| rest.starts_with(kind)))
}

/// The addresses of a `srcset`: each is followed by a blank and what it is for, or by a comma.
fn candidates(value: &str) -> impl Iterator<Item = &str> {
    let mut rest = value;
    std::iter::from_fn(move || {
        rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == ',');
        if rest.is_empty() {
            return None;
        }
        let end = rest.find(|c: char| c.is_ascii_whitespace()).unwrap_or(rest.len());
        let (url, after) = rest.split_at_checked(end)?;
        let bare = url.trim_end_matches(',');
        rest = if bare.len() < url.len() { after } else { after_descriptor(after) };
        Some(bare)
    })
}

/// What follows the comma that ends a candidate; commas in parentheses do not count.
fn after_descriptor(text: &str) -> &str {
    let mut depth = 0_usize;
    for (at, c) in text.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            ',' if depth == 0 => return text.get(at + 1..).unwrap_or_default(),
            _ => {}
        }
    }
    ""
}

/// Where a browser would go.
#[derive(Debug, PartialEq, Eq)]
enum Destination {
    Absolute,
    Relative,
    Fragment,
    Empty,
    Data,
    Script,
}

/// Where a browser goes for an address whose references are resolved. As the URL standard has it,
/// blanks and controls around it and line ends and tabs inside of it do not count.
fn destination(url: &str) -> Destination {
    /// Longer than every scheme that matters.
    const SCHEME: usize = 16;
    let mut characters = url
        .trim_start_matches(|c: char| c <= ' ')
        .chars()
        .filter(|c| !matches!(c, '\t' | '\n' | '\r'))
        .peekable();
    match characters.peek() {
        None => return Destination::Empty,
        Some('#') => return Destination::Fragment,
        Some(c) if !c.is_ascii_alphabetic() => return Destination::Relative,
        Some(_) => {}
    }
    let mut scheme = String::with_capacity(SCHEME);
    loop {
        match characters.next() {
            Some(':') => break,
            Some(c) if c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.') => {
                scheme.push(c.to_ascii_lowercase());
            }
            _ => return Destination::Relative,
        }
    }
    match scheme.as_str() {
        "http" | "https" => {
            let slashes = (characters.next(), characters.next());
            let host = characters.peek().is_some_and(|c| !matches!(c, '/' | '?' | '#' | ' '));
            if slashes == (Some('/'), Some('/')) && host {
                Destination::Absolute
            } else {
                Destination::Relative
            }
        }
        "data" => Destination::Data,
        scheme if urls::is_unsafe_scheme(scheme) => Destination::Script,
        _ => Destination::Absolute,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_destination_is_what_a_browser_makes_of_it() {
        for (url, goes) in [
            ("https://a.example/", Destination::Absolute),
            (" \u{1}java\tscr\nipt:alert(1)", Destination::Script),
            ("JAVASCRIPT:x", Destination::Script),
            ("vbscript:x", Destination::Script),
            ("data:text/html,x", Destination::Data),
            ("mailto:x@a.example", Destination::Absolute),
            ("/x", Destination::Relative),
            ("//a.example", Destination::Relative),
            ("http:x", Destination::Relative),
            ("https:///x", Destination::Relative),
            ("x:y", Destination::Absolute),
            ("x/y:z", Destination::Relative),
            ("#n", Destination::Fragment),
            (" ", Destination::Empty),
        ] {
            assert_eq!(destination(url), goes, "{url:?}");
        }
    }

    #[test]
    fn candidates_of_a_srcset_are_split_as_browsers_split_them() {
        let split = |value| candidates(value).collect::<Vec<_>>();
        assert_eq!(split("a.jpg 1x, /b,c.jpg 2x"), ["a.jpg", "/b,c.jpg"]);
        assert_eq!(split(" a.jpg, b.jpg"), ["a.jpg", "b.jpg"]);
        assert_eq!(split(",, a 1x (x,y), b"), ["a", "b"]);
        assert_eq!(split("data:image/png;base64,AAA 1x"), ["data:image/png;base64,AAA"]);
        assert!(split(" , ").is_empty());
    }
}
