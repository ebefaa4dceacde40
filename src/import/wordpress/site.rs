//! What a WordPress export says of the site as a whole: its address and language, its authors,
//! its categories and how they hang together, its attachments.
//!
//! Must not know: posts.

use std::collections::HashMap;

use percent_encoding::percent_decode_str;
use url::Url;

use crate::article::{DraftImage, DraftTerm};

/// Entries of one table; more authors or categories than this are a fault, and further ones are
/// left out. Attachments are counted separately: a picture desk has many.
const MAX_ENTRIES: usize = 100_000;

/// The tables of one export, as far as they have been read.
#[derive(Default)]
pub(super) struct Site {
    link: Option<String>,
    base_blog_url: Option<String>,
    pub(super) language: Option<String>,
    authors: HashMap<String, String>,
    categories: HashMap<String, Category>,
    pub(super) attachments: Attachments,
    open: HashMap<String, String>,
}

struct Category {
    name: String,
    parent: Option<String>,
}

/// Pictures by the id of their item.
#[derive(Default)]
pub(super) struct Attachments(HashMap<u64, DraftImage>);

impl Attachments {
    const LIMIT: usize = 2_000_000;

    pub(super) fn get(&self, id: u64) -> Option<&DraftImage> {
        self.0.get(&id)
    }

    pub(super) fn insert(&mut self, id: u64, image: DraftImage) {
        if self.0.len() < Self::LIMIT {
            self.0.insert(id, image);
        }
    }
}

impl Site {
    /// Whether an element of the channel says something of the site.
    pub(super) fn wants(element: &str) -> bool {
        matches!(
            element,
            "link"
                | "language"
                | "wp:base_blog_url"
                | "wp:author_login"
                | "wp:author_display_name"
                | "wp:author_first_name"
                | "wp:author_last_name"
                | "wp:category_nicename"
                | "wp:category_parent"
                | "wp:cat_name"
                | "wp:term_taxonomy"
                | "wp:term_slug"
                | "wp:term_parent"
                | "wp:term_name"
                | "wp:wxr_version"
        )
    }

    /// Takes the text of an element that was wanted.
    pub(super) fn learn(&mut self, element: &str, text: &str) {
        let text = text.trim();
        if text.is_empty() {
            return;
        }
        let text = text.to_owned();
        match element {
            "link" => self.link = self.link.take().or(Some(text)),
            "language" => self.language = Some(text),
            "wp:base_blog_url" => self.base_blog_url = Some(text),
            part => {
                self.open.insert(part.to_owned(), text);
            }
        }
    }

    /// An element of the channel ended: if it was an author or a category, it is complete.
    pub(super) fn close(&mut self, element: &str) {
        match element {
            "wp:author" => self.close_author(),
            "wp:category" => {
                self.close_category("wp:category_nicename", "wp:category_parent", "wp:cat_name");
            }
            "wp:term" => {
                if self.open.get("wp:term_taxonomy").is_some_and(|taxonomy| taxonomy == "category")
                {
                    self.close_category("wp:term_slug", "wp:term_parent", "wp:term_name");
                }
                self.open.clear();
            }
            _ => {}
        }
    }

    fn close_author(&mut self) {
        let mut open = std::mem::take(&mut self.open);
        let Some(login) = open.remove("wp:author_login") else { return };
        let name = open.remove("wp:author_display_name").or_else(|| {
            let parts = [open.remove("wp:author_first_name"), open.remove("wp:author_last_name")];
            let name = parts.into_iter().flatten().collect::<Vec<_>>().join(" ");
            (!name.is_empty()).then_some(name)
        });
        if let Some(name) = name.filter(|_| self.authors.len() < MAX_ENTRIES) {
            self.authors.insert(login, name);
        }
    }

    fn close_category(&mut self, slug: &str, parent: &str, name: &str) {
        let mut open = std::mem::take(&mut self.open);
        let (Some(slug), Some(name)) = (open.remove(slug), open.remove(name)) else { return };
        if self.categories.len() < MAX_ENTRIES {
            let parent = open.remove(parent).map(|parent| decoded(&parent));
            self.categories.insert(decoded(&slug), Category { name, parent });
        }
    }

    /// How the export names the bearer of a login: an e-mail address is never a name.
    pub(super) fn author(&self, login: &str) -> Option<String> {
        let login = login.trim();
        let name = self.authors.get(login).map_or(login, String::as_str);
        let name = match name.split_once('@') {
            Some((mailbox, domain)) if domain.contains('.') && !name.contains(' ') => mailbox,
            _ => name,
        };
        (!name.is_empty()).then(|| name.to_owned())
    }

    /// The categories above one, nearest first: who reads the parent's feed wants the child's.
    pub(super) fn above(&self, slug: &str) -> Vec<DraftTerm> {
        let mut above: Vec<DraftTerm> = Vec::new();
        let mut next = self.categories.get(slug).and_then(|category| category.parent.as_deref());
        while let Some(slug) = next {
            let Some(category) = self.categories.get(slug) else { break };
            if above.iter().any(|term| term.slug.as_deref() == Some(slug)) {
                break;
            }
            above.push(DraftTerm { slug: Some(slug.to_owned()), name: category.name.clone() });
            next = category.parent.as_deref();
        }
        above
    }

    /// How many categories are known.
    #[cfg(test)]
    pub(super) fn category_count(&self) -> usize {
        self.categories.len()
    }

    fn base(&self) -> Option<Url> {
        [&self.base_blog_url, &self.link]
            .into_iter()
            .flatten()
            .find_map(|base| Url::parse(&format!("{}/", base.trim_end_matches('/'))).ok())
    }

    /// An address made absolute against the site's.
    pub(super) fn absolute(&self, address: &str) -> String {
        if Url::parse(address).is_ok() {
            return address.to_owned();
        }
        match self.base().and_then(|base| base.join(address).ok()) {
            Some(url) => url.into(),
            None => address.to_owned(),
        }
    }

    /// What WordPress makes the guid of a post: its address by number.
    pub(super) fn by_number(&self, post_id: u64) -> String {
        match self.base() {
            Some(base) => format!("{base}?p={post_id}"),
            None => format!("wordpress:{post_id}"),
        }
    }
}

/// Nice names of other scripts than Latin are percent-encoded.
pub(super) fn decoded(slug: &str) -> String {
    percent_decode_str(slug.trim()).decode_utf8_lossy().into_owned()
}
