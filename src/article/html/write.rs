//! Writing clean content from a parsed body: element by element by the policy, without recursion,
//! in the very form in which HTML parsers write, so that the result can be compared with theirs.
//!
//! Must not know: what the body was before it was HTML.

use std::collections::HashSet;

use html5ever::ns;
use html5ever::tree_builder::TreeSink;
use percent_encoding::percent_decode_str;
use scraper::node::Element;
use scraper::{ElementRef, Html, HtmlTreeSink, Node};
use url::Url;

use super::super::{PlainText, text};
use super::HtmlError;
use super::attribute::{self, Attribute};
use super::escaping::{Effort, escape, feed_bytes};
use super::losses::Losses;
use super::policy::{self, Emptiness, Treatment};
use super::{embed, picture};

/// Elements in which a paragraph may stand.
const HOLD_PARAGRAPHS: [&str; 9] =
    ["div", "figure", "blockquote", "section", "article", "li", "td", "aside", "dd"];

/// Clean content never grows past this, in bytes, even when a feed escapes it once more: no
/// single article may fill a document.
const MAX_WRITTEN: usize = 4 << 20;

type NodeId = <HtmlTreeSink as TreeSink>::Handle;

/// What was written.
pub(super) struct Written {
    /// The content.
    pub(super) html: String,
    /// Whether writing it again gives the same, as far as the writer can tell.
    pub(super) is_settled: bool,
}

/// Writes what may stay of a parsed body.
///
/// # Errors
///
/// When there is more of it than an article may have.
pub(super) fn write(body: &Html, base: &Url, losses: &mut Losses) -> Result<Written, HtmlError> {
    let mut writer = Writer {
        base,
        losses,
        out: String::new(),
        open: Vec::new(),
        targets: targets(body, base),
        linked: HashSet::new(),
        labelled: Vec::new(),
        shown: HashSet::new(),
        pre_starts_at: None,
        effort: Effort::default(),
    };
    let root = *body.root_element();
    let mut next = root.first_child();
    while let Some(node) = next {
        let descends = match node.value() {
            Node::Text(text) => {
                writer.effort.add(text)?;
                writer.text(text);
                false
            }
            Node::Element(_) => match ElementRef::wrap(node) {
                Some(element) => writer.enter(element, node.id())?,
                None => false,
            },
            _ => false,
        };
        next = node.first_child().filter(|_| descends);
        let mut done = Some(node).filter(|_| next.is_none());
        while let Some(node) = done {
            writer.leave(node.id());
            next = node.next_sibling();
            done = node.parent().filter(|parent| next.is_none() && parent.id() != root.id());
        }
    }
    let written = writer.finish();
    let bytes = feed_bytes(&written.html);
    if bytes > MAX_WRITTEN {
        return Err(HtmlError::TooLargeWritten { bytes, limit: MAX_WRITTEN });
    }
    Ok(written)
}

/// The places in the article that its own links lead to.
fn targets(body: &Html, base: &Url) -> HashSet<String> {
    let elements = body.tree.nodes().filter_map(|node| node.value().as_element());
    elements
        .filter(|element| element.name() == "a")
        .filter_map(|link| target(link.attr("href")?, base))
        .collect()
}

/// The place in the article that an address leads to.
fn target(address: &str, base: &Url) -> Option<String> {
    let (page, place) = address.trim().split_once('#')?;
    let own = base.as_str().split('#').next().unwrap_or_default();
    (page.is_empty() || page == own).then(|| decoded(place)).filter(|place| !place.is_empty())
}

fn decoded(place: &str) -> String {
    percent_decode_str(place).decode_utf8_lossy().into_owned()
}

struct Open {
    node: NodeId,
    name: &'static str,
    /// Where its start tag begins and ends.
    starts_at: usize,
    content_at: usize,
    /// Whether it holds more than blanks.
    has_substance: bool,
}

struct Writer<'a> {
    base: &'a Url,
    losses: &'a mut Losses,
    out: String,
    open: Vec<Open>,
    targets: HashSet<String>,
    /// Targets of links that were written.
    linked: HashSet<String>,
    /// Targets that were written.
    labelled: Vec<String>,
    /// Pictures that were written.
    shown: HashSet<String>,
    /// Where the content of a `pre` begins: parsers swallow a line end there.
    pre_starts_at: Option<usize>,
    effort: Effort,
}

impl Writer<'_> {
    /// Writes the start of an element; `false` when nothing of what is in it matters.
    fn enter(&mut self, element: ElementRef<'_>, node: NodeId) -> Result<bool, HtmlError> {
        if self.out.len() > MAX_WRITTEN {
            let bytes = self.out.len();
            return Err(HtmlError::TooLargeWritten { bytes, limit: MAX_WRITTEN });
        }
        let value = element.value();
        self.report_handlers(value);
        let name = value.name();
        let treatment = if value.name.ns == ns!(html) {
            policy::treatment(name)
        } else if name == "math" {
            Treatment::Formula
        } else {
            Treatment::DropAloud
        };
        if is_hidden(value) && treatment != Treatment::Picture {
            return Ok(false);
        }
        match treatment {
            Treatment::Keep(name) => return Ok(self.keep(name, value, node)),
            Treatment::Unwrap => return Ok(true),
            Treatment::Unknown => {
                self.losses.unsafe_markup(name);
                return Ok(true);
            }
            Treatment::Object if has_fallback(element) => return Ok(true),
            Treatment::Drop => {}
            Treatment::DropAloud => self.losses.unsafe_markup(name),
            Treatment::Picture => self.picture(value),
            Treatment::Embed | Treatment::Object => self.embed(element),
            Treatment::NoScript => self.pictures_without_scripts(element),
            Treatment::Input => self.input(value),
            Treatment::Formula => self.formula(element),
        }
        Ok(false)
    }

    fn report_handlers(&mut self, element: &Element) {
        for (name, _) in element.attrs() {
            if name.len() > 2 && name.starts_with("on") {
                self.losses.unsafe_markup(name);
            }
        }
    }

    fn keep(&mut self, name: &'static str, element: &Element, node: NodeId) -> bool {
        let mut attributes = attribute::of(name, element, self.base, self.losses);
        attributes.retain(|(name, value)| *name != "id" || self.targets.contains(&decoded(value)));
        match name {
            "a" if attributes.is_empty() || self.is_inside("a") => return true,
            "span" if attributes.is_empty() => return true,
            "source" => {
                attributes.retain(|(name, _)| !matches!(*name, "src" | "srcset"));
                if !self.add_source(element, &mut attributes) {
                    return false;
                }
            }
            "audio" | "video" if !attributes.iter().any(|(name, _)| *name == "controls") => {
                attributes.push(("controls", String::new()));
            }
            _ => {}
        }
        self.start_tag(name, &attributes, node);
        true
    }

    /// A source of a picture has candidates, one of a film an address.
    fn add_source(&self, element: &Element, attributes: &mut Vec<Attribute>) -> bool {
        let addresses = picture::addresses(element, self.base);
        let found = if self.is_inside("picture") {
            addresses.srcset.map(|set| ("srcset", set))
        } else {
            addresses.src.ok().map(|address| ("src", address))
        };
        found.map(|attribute| attributes.insert(0, attribute)).is_some()
    }

    fn is_inside(&self, name: &str) -> bool {
        self.open.iter().any(|open| open.name == name)
    }

    fn start_tag(&mut self, name: &'static str, attributes: &[Attribute], node: NodeId) {
        for (attribute, value) in attributes {
            match *attribute {
                "href" => self.linked.extend(target(value, self.base)),
                "id" => self.labelled.push(decoded(value)),
                _ => {}
            }
        }
        let starts_at = self.out.len();
        self.write_tag(name, attributes);
        let content_at = self.out.len();
        let has_substance = match name {
            "source" => !self.is_inside("picture"),
            "audio" | "video" => attributes.iter().any(|(name, _)| *name == "src"),
            _ => policy::is_substance(name) || attributes.iter().any(|(name, _)| *name == "id"),
        };
        if name == "pre" {
            self.pre_starts_at = Some(content_at);
        }
        self.open.push(Open { node, name, starts_at, content_at, has_substance });
    }

    fn leave(&mut self, node: NodeId) {
        let Some(open) = self.open.pop_if(|open| open.node == node) else {
            return;
        };
        let is_empty = !open.has_substance
            && match policy::emptiness(open.name) {
                Emptiness::Lawful => false,
                Emptiness::Nothing => self.out.len() == open.content_at,
                Emptiness::Blank => true,
            };
        if is_empty {
            self.out.truncate(open.starts_at);
            let is_glued = !self.out.is_empty() && !self.out.ends_with([' ', '\n', '\t', '>']);
            if is_glued && !policy::is_inline(open.name) {
                self.out.push('\n');
            }
            return;
        }
        if !policy::is_void(open.name) {
            self.out.push_str("</");
            self.out.push_str(open.name);
            self.out.push('>');
        }
        if open.has_substance {
            self.mark_substance();
        }
    }

    fn mark_substance(&mut self) {
        if let Some(open) = self.open.last_mut() {
            open.has_substance = true;
        }
    }

    fn text(&mut self, text: &str) {
        let text = text::for_content(text);
        let text = if self.pre_starts_at == Some(self.out.len()) {
            text.trim_start_matches('\n')
        } else {
            &text
        };
        escape(&mut self.out, text, false);
        if text.contains(|c: char| !c.is_whitespace() && c != '\u{200B}') {
            self.mark_substance();
        }
    }

    fn picture(&mut self, element: &Element) {
        let alt = element.attr("alt").map(PlainText::new).unwrap_or_default();
        let is_emoji = element
            .attr("class")
            .is_some_and(|classes| classes.contains("wp-smiley") || classes.contains("emoji"));
        if is_emoji && !alt.is_empty() {
            self.text(alt.as_str());
            return;
        }
        let addresses = picture::addresses(element, self.base);
        let src = match addresses.src {
            Ok(src) if picture::is_pixel(element, &src) => {
                self.losses.unsafe_markup("tracking pixel");
                return;
            }
            Ok(src) if picture::is_stand_in(&src) => return,
            Ok(src) => src,
            Err(fault) => {
                if fault != "empty" {
                    self.losses.unsafe_markup(&format!("{fault} picture"));
                }
                return;
            }
        };
        let mut attributes = attribute::of("img", element, self.base, &mut Losses::default());
        attributes.retain(|(name, _)| !matches!(*name, "src" | "srcset" | "alt" | "id"));
        let mut all = vec![("src", src.clone())];
        all.extend(addresses.srcset.map(|set| ("srcset", set)));
        all.push(("alt", attribute::text(alt.as_str()).unwrap_or_default()));
        all.append(&mut attributes);
        self.shown.insert(src);
        self.write_tag("img", &all);
        self.mark_substance();
    }

    fn write_tag(&mut self, name: &str, attributes: &[Attribute]) {
        self.out.push('<');
        self.out.push_str(name);
        for (attribute, value) in attributes {
            self.out.push(' ');
            self.out.push_str(attribute);
            self.out.push_str("=\"");
            escape(&mut self.out, value, true);
            self.out.push('"');
        }
        self.out.push('>');
    }

    fn pictures_without_scripts(&mut self, element: ElementRef<'_>) {
        for element in element.descendants().filter_map(ElementRef::wrap) {
            let value = element.value();
            let is_new = || {
                let addresses = picture::addresses(value, self.base);
                addresses.src.is_ok_and(|src| !self.shown.contains(&src))
            };
            if value.name() == "img" && !is_hidden(value) && is_new() {
                self.picture(value);
            }
        }
    }

    fn embed(&mut self, element: ElementRef<'_>) {
        let name = element.value().name();
        let Some(address) = embed::address(element, self.base) else {
            self.losses.unsafe_markup(name);
            return;
        };
        self.losses.unsafe_markup(&format!("{name} (a link takes its place)"));
        let title = element.value().attr("title").map(PlainText::new).unwrap_or_default();
        let shown = if title.is_empty() {
            address.split_once("://").map_or(address.as_str(), |(_, rest)| rest)
        } else {
            title.as_str()
        };
        let container = self.open.last().map(|open| open.name);
        let is_paragraph = container.is_none_or(|name| HOLD_PARAGRAPHS.contains(&name));
        let is_link = !self.is_inside("a");
        if is_paragraph {
            self.out.push_str("<p>");
        } else if !self.out.ends_with([' ', '\n', '>']) {
            self.out.push(' ');
        }
        if is_link {
            self.out.push_str("<a href=\"");
            escape(&mut self.out, &address, true);
            self.out.push_str("\">");
        }
        escape(&mut self.out, shown, false);
        self.out.push_str(if is_link { "</a>" } else { "" });
        self.out.push_str(if is_paragraph { "</p>" } else { " " });
        self.mark_substance();
    }

    fn input(&mut self, element: &Element) {
        let is_box = element.attr("type").is_some_and(|kind| kind.eq_ignore_ascii_case("checkbox"));
        match (is_box && element.attr("disabled").is_some(), element.attr("checked")) {
            (false, _) => self.losses.unsafe_markup("input"),
            (true, Some(_)) => self.text("☑"),
            (true, None) => self.text("☐"),
        }
    }

    fn formula(&mut self, element: ElementRef<'_>) {
        let annotation = || {
            let mut parts = element.descendants().filter_map(ElementRef::wrap);
            let annotation = parts.find(|part| part.value().name() == "annotation")?;
            Some(annotation.text().collect::<String>())
        };
        let alternative = element.value().attr("alttext").map(str::to_owned).or_else(annotation);
        match alternative.map(|text| PlainText::new(&text)).filter(|text| !text.is_empty()) {
            Some(text) => self.text(text.as_str()),
            None => self.losses.unsafe_markup("math"),
        }
    }

    fn finish(self) -> Written {
        let is_settled = self.labelled.iter().all(|place| self.linked.contains(place));
        let html = self.out.trim_matches([' ', '\n', '\t']);
        Written { html: html.to_owned(), is_settled }
    }
}

/// Whether people with a style sheet would not see the element. Pictures are not asked: scripts
/// that load them late hide them first.
fn is_hidden(element: &Element) -> bool {
    const FOR_SCREEN_READERS: [&str; 4] =
        ["screen-reader-text", "sr-only", "visually-hidden", "visuallyhidden"];
    // Most elements have nothing but their name.
    if element.attrs().next().is_none() {
        return false;
    }
    element.attr("hidden").is_some()
        || element
            .attr("style")
            .and_then(|style| picture::declaration(style, "display"))
            .is_some_and(|display| display.to_ascii_lowercase().starts_with("none"))
        || element.attr("class").is_some_and(|classes| {
            classes.split_ascii_whitespace().any(|class| FOR_SCREEN_READERS.contains(&class))
        })
}

fn has_fallback(element: ElementRef<'_>) -> bool {
    element.children().any(|child| match child.value() {
        Node::Element(child) => child.name() != "param",
        Node::Text(text) => !text.trim().is_empty(),
        _ => false,
    })
}
