//! What a document says, neutral to its format: the readers fill it, the rules judge it.
//!
//! Must not know: how a format is written, how a rule is applied.

use std::borrow::Cow;

use super::findings::Spot;

/// The formats a document may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// RSS 0.9x and 2.0.
    Rss,
    /// RSS 1.0, an application of RDF.
    Rdf,
    /// RFC 4287.
    Atom,
    /// JSON Feed 1.0 and 1.1.
    Json,
    /// OPML 1.0 and 2.0.
    Opml,
}

/// A document, read back.
#[derive(Debug)]
pub(super) struct ReadBack<'a> {
    pub format: Format,
    /// What is said of the feed itself.
    pub feed: Facts<'a>,
    /// In the order of the document.
    pub entries: Vec<Facts<'a>>,
    /// Entries announced as withdrawn, with the date of withdrawal.
    pub withdrawn: Vec<(Field<'a>, Option<i64>)>,
    /// Whether the document is one entry alone (RFC 4287 section 2).
    pub is_entry: bool,
}

impl ReadBack<'_> {
    /// A document of which nothing has been read yet.
    pub fn new(format: Format, at: Option<usize>) -> Self {
        Self {
            format,
            feed: Facts::new(None, at),
            entries: Vec::new(),
            withdrawn: Vec::new(),
            is_entry: false,
        }
    }
}

/// What is said of the feed or of an entry.
#[derive(Debug)]
pub(super) struct Facts<'a> {
    /// The entry's position; `None` for the feed.
    pub entry: Option<usize>,
    /// Where it begins.
    pub at: Option<usize>,
    pub id: Option<Id<'a>>,
    pub title: Option<Field<'a>>,
    /// Plain text for people besides the title: names, categories, rights.
    pub texts: Vec<Field<'a>>,
    pub links: Vec<Link<'a>>,
    pub dates: Vec<Date<'a>>,
    pub languages: Vec<Field<'a>>,
    pub bodies: Vec<Body<'a>>,
}

impl<'a> Facts<'a> {
    /// Nothing is known yet.
    pub fn new(entry: Option<usize>, at: Option<usize>) -> Self {
        Self {
            entry,
            at,
            id: None,
            title: None,
            texts: Vec::new(),
            links: Vec::new(),
            dates: Vec::new(),
            languages: Vec::new(),
            bodies: Vec::new(),
        }
    }

    /// The entry or feed as a whole.
    pub fn spot(&self) -> Spot<'static> {
        Spot { entry: self.entry, name: "", at: self.at }
    }

    /// The place of one of its fields.
    pub fn place<'f>(&self, field: &'f Field<'a>) -> Spot<'f> {
        Spot { entry: self.entry, name: field.name, at: field.at }
    }

    /// What messages call the entry: its id, else its title.
    pub fn label(&self) -> Option<&str> {
        let id = self.id.as_ref().map(|id| &*id.field.text);
        let title = self.title.as_ref().map(|title| &*title.text);
        id.into_iter().chain(title).find(|text| !text.trim().is_empty())
    }

    /// The first body that plays a role.
    pub fn body(&self, role: Role) -> Option<&Body<'a>> {
        self.bodies.iter().find(|body| body.role == role)
    }

    /// The latest instant of a meaning.
    pub fn instant(&self, meaning: Meaning) -> Option<i64> {
        self.dates.iter().filter(|date| date.meaning == meaning).filter_map(|date| date.at).max()
    }
}

/// A piece of text and where it stands.
#[derive(Debug, Clone)]
pub(super) struct Field<'a> {
    pub text: Cow<'a, str>,
    /// The element, attribute or member.
    pub name: &'a str,
    /// Byte offset.
    pub at: Option<usize>,
}

/// An id and what it claims to be.
#[derive(Debug)]
pub(super) struct Id<'a> {
    pub field: Field<'a>,
    pub kind: IdKind,
}

/// What an id claims to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum IdKind {
    /// An absolute IRI (`atom:id`).
    Iri,
    /// A guid that is followed as a link.
    Permalink,
    /// Any text.
    Opaque,
}

/// An address.
#[derive(Debug)]
pub(super) struct Link<'a> {
    pub field: Field<'a>,
    pub to: Target,
}

/// What an address leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Target {
    /// The page for people.
    Page,
    /// The document itself.
    Itself,
    /// A picture, file or anything else that readers load or offer.
    Other,
}

/// A date.
#[derive(Debug)]
pub(super) struct Date<'a> {
    pub field: Field<'a>,
    pub meaning: Meaning,
    /// Seconds since 1970, when it could be read.
    pub at: Option<i64>,
}

/// What a date tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meaning {
    /// First availability.
    Published,
    /// Last change.
    Updated,
    /// Anything else.
    Other,
}

/// A text for people that may be long or marked up.
#[derive(Debug)]
pub(super) struct Body<'a> {
    pub field: Field<'a>,
    pub markup: Markup,
    pub role: Role,
}

/// How a body is marked up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Markup {
    Plain,
    Html,
    /// The source of XML elements; offsets in it are offsets in the document.
    Xhtml,
}

/// What a body is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Summary,
    Content,
    /// A title or a description in markup.
    Other,
}
