//! The walk over a parsed page: what a reader would read of it becomes lines.
//!
//! It goes from node to node without recursion, so that no page can exhaust the stack.
//!
//! Must not know: what repeats and what leads on.

use scraper::{ElementRef, Html, Node};

use super::super::shortcode::loss;
use super::super::{Loss, LossKind, excerpt};
use super::element::{Role, role};
use super::line::{Dress, Line, LineEnds, Lines, Mark, Rank};
use super::marks::{is_bare_mark, is_note_mark, superscript};

/// When this much running text is found, the rest is left unread. In bytes.
const ENOUGH: usize = 32 * 1024;

/// A line of a table that is longer than this, and a sentence, is prose: the table is a layout.
const MIN_PROSE: usize = 80;

/// A line in bold or in a link that is longer than this is no heading in disguise. In bytes.
const MAX_LABEL: usize = 300;

/// What a page gives.
#[derive(Debug, Default)]
pub(super) struct Harvest {
    pub(super) lines: Vec<Line>,
    /// Captions and alternatives of pictures: where they are said again, they are no text.
    pub(super) captions: Vec<String>,
    /// Text was left unread.
    pub(super) goes_on: bool,
    /// The author ended the teaser with a mark.
    pub(super) ended: bool,
}

/// Walks over a page.
pub(super) fn walk(page: &Html, line_ends: LineEnds, losses: &mut Vec<Loss>) -> Harvest {
    let mut walk = Walk {
        lines: Lines::new(line_ends),
        open: Vec::new(),
        links: 0,
        code: 0,
        bold: 0,
        slanted: 0,
        figures: Vec::new(),
        counted: 0,
        harvest: Harvest::default(),
        losses,
    };
    let root = article(page);
    let mut node = *root;
    'walk: loop {
        let step = match node.value() {
            Node::Text(text) => walk.text(text),
            Node::Comment(comment) => walk.comment(comment),
            Node::Element(_) => ElementRef::wrap(node).map_or(Step::Over, |it| walk.enter(it)),
            _ => Step::Over,
        };
        match (step, node.first_child()) {
            (Step::Stop, _) => break,
            (Step::Into, Some(child)) => {
                node = child;
                continue;
            }
            (Step::Into, None) => walk.leave(),
            (Step::Over, _) => {}
        }
        loop {
            if node == *root {
                break 'walk;
            }
            if let Some(next) = node.next_sibling() {
                node = next;
                break;
            }
            match node.parent() {
                Some(parent) => node = parent,
                None => break 'walk,
            }
            walk.leave();
        }
    }
    walk.finish()
}

/// The element that holds the article: the one `article` that has most of the page's text, or
/// `main`, or the whole body.
fn article(page: &Html) -> ElementRef<'_> {
    let whole = page.root_element();
    let mut body = whole;
    let mut best: Option<ElementRef<'_>> = None;
    let mut main = None;
    for node in page.tree.nodes() {
        let Some(element) = ElementRef::wrap(node) else { continue };
        match element.value().name() {
            "body" => body = element,
            "main" => main = main.or(Some(element)),
            // The first of several nested ones is the outer one.
            "article" => best = best.or(Some(element)),
            _ => {}
        }
    }
    let length = |element: ElementRef<'_>| -> usize { element.text().map(str::len).sum() };
    let scope = main.unwrap_or(body);
    best.filter(|best| length(*best) * 2 >= length(scope)).unwrap_or(scope)
}

/// Where the walk goes from a node.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    Into,
    Over,
    Stop,
}

/// An element the walk is in.
#[derive(Debug)]
struct Open {
    role: Role,
    /// Where its text starts.
    mark: Mark,
    first_line: usize,
    /// For raised text and links: whether it leads to a place on the same page.
    internal: bool,
}

/// A figure the walk is in.
#[derive(Debug, Default)]
struct Figure {
    caption: String,
    /// Quotations open in it: their text is text.
    quotes: usize,
}

struct Walk<'l> {
    lines: Lines,
    open: Vec<Open>,
    links: usize,
    code: usize,
    bold: usize,
    slanted: usize,
    figures: Vec<Figure>,
    /// Bytes in lines that turned out to be no running text.
    counted: usize,
    harvest: Harvest,
    losses: &'l mut Vec<Loss>,
}

impl Walk<'_> {
    fn text(&mut self, text: &str) -> Step {
        match self.figures.last_mut() {
            Some(figure) if figure.quotes == 0 => {
                figure.caption.push_str(text);
                figure.caption.push(' ');
            }
            _ => self.lines.push(text, self.dress()),
        }
        if self.lines.bytes() > ENOUGH + self.counted {
            self.harvest.goes_on = true;
            return Step::Stop;
        }
        Step::Over
    }

    fn dress(&self) -> Dress {
        Dress {
            link: self.links > 0,
            code: self.code > 0,
            bold: self.bold > 0,
            slanted: self.slanted > 0,
        }
    }

    fn comment(&mut self, comment: &str) -> Step {
        if is_more_mark(comment) { self.more() } else { Step::Over }
    }

    /// The author's mark for the end of the teaser; before any text there is nothing to end.
    fn more(&mut self) -> Step {
        self.lines.break_block();
        let begun =
            self.lines.done.iter().any(|line| {
                line.rank == Rank::Running && line.text.chars().any(char::is_alphanumeric)
            });
        if begun {
            self.harvest.ended = true;
            return Step::Stop;
        }
        Step::Over
    }

    fn enter(&mut self, element: ElementRef<'_>) -> Step {
        let own = role(element.value());
        let mark = match own {
            Role::None => {
                self.lines.blank_if(is_replaced(element.value().name()));
                return Step::Over;
            }
            Role::MoreMark => return self.more(),
            Role::LineBreak => {
                self.lines.break_line();
                return Step::Over;
            }
            Role::Image => {
                self.image(element);
                return Step::Over;
            }
            Role::ReadMore => {
                let words: String = element.text().collect();
                self.losses.push(loss(LossKind::ReadMore, &words));
                return Step::Over;
            }
            Role::Block | Role::List | Role::Table | Role::Heading | Role::Quote | Role::Figure => {
                self.lines.break_block();
                self.lines.mark()
            }
            Role::Inline | Role::Link | Role::Code | Role::Bold | Role::Slanted | Role::Raised => {
                self.lines.mark()
            }
        };
        let internal = match own {
            Role::Link => {
                self.lines.start_link();
                self.links += 1;
                element.value().attr("href").is_some_and(|href| href.contains('#'))
            }
            _ => false,
        };
        match own {
            Role::Code => self.code += 1,
            Role::Bold => self.bold += 1,
            Role::Slanted => self.slanted += 1,
            Role::Figure => self.figures.push(Figure::default()),
            Role::Quote => {
                if let Some(figure) = self.figures.last_mut() {
                    figure.quotes += 1;
                }
            }
            _ => {}
        }
        if internal
            && let Some(raised) = self.open.iter_mut().rfind(|open| open.role == Role::Raised)
        {
            raised.internal = true;
        }
        let first_line = self.lines.done.len();
        self.open.push(Open { role: own, mark, first_line, internal });
        Step::Into
    }

    fn leave(&mut self) {
        let Some(open) = self.open.pop() else { return };
        match open.role {
            Role::Link => {
                self.links -= 1;
                if open.internal
                    && self.lines.text_from(open.mark).is_some_and(|text| is_bare_mark(text.trim()))
                {
                    self.lines.take_back(open.mark);
                    self.lines.take_back_brackets();
                }
            }
            Role::Code => self.code -= 1,
            Role::Bold => self.bold -= 1,
            Role::Slanted => self.slanted -= 1,
            Role::Raised => self.raised(&open),
            Role::Quote => {
                self.lines.break_block();
                if let Some(figure) = self.figures.last_mut() {
                    figure.quotes = figure.quotes.saturating_sub(1);
                }
            }
            Role::Figure => {
                self.lines.break_block();
                self.caption();
            }
            Role::Block => self.lines.break_block(),
            Role::Heading => {
                self.lines.break_block();
                self.rank(open.first_line, |_| Rank::Aside);
            }
            Role::Table => {
                self.lines.break_block();
                self.rank(open.first_line, |line| {
                    let prose = line.text.len() >= MIN_PROSE && excerpt::ends_sentence(&line.text);
                    if prose { Rank::Layout } else { Rank::Aside }
                });
            }
            Role::List => {
                self.lines.break_block();
                let mut items = self.lines.done.iter().skip(open.first_line);
                if items.all(Line::is_link) {
                    self.rank(open.first_line, |_| Rank::Label);
                }
            }
            _ => {}
        }
    }

    /// Ranks the lines since `first` that are still taken for running text.
    fn rank(&mut self, first: usize, rank: impl Fn(&Line) -> Rank) {
        for line in self.lines.done.iter_mut().skip(first) {
            if line.rank == Rank::Running {
                line.rank = rank(line);
                self.counted += line.text.len();
            }
        }
    }

    /// Raised text is a mark, or it is part of what it stands behind (`14th`, `m²`).
    fn raised(&mut self, open: &Open) {
        let Some(text) = self.lines.text_from(open.mark).map(str::trim) else { return };
        let before = self.lines.text_before(open.mark);
        if is_note_mark(text, before, open.internal) {
            self.lines.take_back(open.mark);
        } else if let Some(raised) = superscript(text) {
            self.lines.replace_from(open.mark, &raised);
        }
    }

    fn image(&mut self, element: ElementRef<'_>) {
        let image = element.value();
        let alternative = image.attr("alt").unwrap_or_default();
        let emoji = !alternative.is_empty()
            && alternative.chars().count() <= 12
            && !alternative.chars().any(|c| c.is_ascii() || c.is_alphanumeric());
        if emoji && image.classes().any(|class| matches!(class, "emoji" | "wp-smiley")) {
            self.lines.push(alternative, self.dress());
            return;
        }
        for said in [alternative, image.attr("title").unwrap_or_default()] {
            if !said.trim().is_empty() {
                self.harvest.captions.push(said.to_owned());
            }
        }
        self.lines.picture();
    }

    fn caption(&mut self) {
        let Some(figure) = self.figures.pop() else { return };
        self.lines.picture();
        if figure.caption.trim().is_empty() {
            return;
        }
        match self.figures.last_mut() {
            Some(outer) => outer.caption.push_str(&figure.caption),
            None => {
                self.losses.push(loss(LossKind::Caption, &figure.caption));
                self.harvest.captions.push(figure.caption);
            }
        }
    }

    fn finish(mut self) -> Harvest {
        while !self.open.is_empty() {
            self.leave();
        }
        self.lines.break_block();
        self.rank(0, |line| {
            let dressed = line.is_link() && line.starts_block || line.is_bold();
            let short = line.text.len() <= MAX_LABEL;
            let label = dressed && short && !excerpt::ends_sentence(&line.text);
            if label { Rank::Label } else { Rank::Running }
        });
        let losses = self.losses;
        self.lines.done.retain(|line| {
            let caption = is_caption_below(line);
            if caption {
                losses.push(loss(LossKind::Caption, &line.text));
            }
            !caption
        });
        Harvest { lines: self.lines.done, ..self.harvest }
    }
}

/// Whether a line below a picture is set as captions are where no element holds them: slanted or
/// small, and in the picture's own block or no sentence.
fn is_caption_below(line: &Line) -> bool {
    line.below_picture
        && line.is_slanted()
        && line.text.len() <= MAX_LABEL
        && (line.beside_picture || !excerpt::ends_sentence(&line.text))
}

/// Elements that take room in the line though nothing of them is read.
fn is_replaced(name: &str) -> bool {
    matches!(
        name,
        "audio"
            | "button"
            | "canvas"
            | "embed"
            | "iframe"
            | "input"
            | "object"
            | "pre"
            | "select"
            | "svg"
            | "textarea"
            | "video"
            | "aside"
            | "nav"
            | "form"
            | "footer"
    )
}

/// Comments that end a teaser: `WordPress`, Hugo, Zola, Drupal, Docusaurus, Hexo and others.
fn is_more_mark(comment: &str) -> bool {
    let mark = comment.trim().to_ascii_lowercase();
    let word = mark.split([' ', ':']).next().unwrap_or_default();
    matches!(word, "more" | "readmore" | "read-more" | "truncate" | "break" | "members-only")
        || matches!(
            &*mark,
            "read more"
                | "end excerpt"
                | "endexcerpt"
                | "excerpt-end"
                | "excerpt end"
                | "preview_end"
                | "fold"
                | "jump"
        )
}
