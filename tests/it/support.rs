//! What several tests need: articles made to measure, and instants.

use newswire::article::{
    Admitted, Article, Body, Draft, DraftAuthor, DraftTerm, Instant, Intake, Markup, TimeZone,
};
use newswire::store::{Batch, Incoming, Outcome, Store};

/// An instant from RFC 3339.
pub fn at(text: &str) -> Instant {
    text.parse().unwrap()
}

/// The intake of a site at `https://news.example/`.
pub fn intake() -> Intake {
    Intake { site_url: "https://news.example/".parse().unwrap(), timezone: TimeZone::UTC }
}

/// A draft with an id, a date and a category; everything else follows from the id.
pub fn draft(id: &str, date: &str, category: &str) -> Draft {
    Draft {
        id: Some(id.to_owned()),
        url: Some(format!("https://news.example/{id}")),
        title: Some(format!("Title of {id}")),
        body: Some(Body {
            markup: Markup::Html,
            source: format!("<p>The text of {id} is short.</p>"),
        }),
        date_published: Some(date.to_owned()),
        categories: vec![DraftTerm::from(category)],
        authors: vec![DraftAuthor::named("Ada Finch")],
        ..Draft::default()
    }
}

/// The article of a draft that must be admitted.
#[expect(clippy::needless_pass_by_value, reason = "drafts are made to be admitted at once")]
pub fn admit(draft: Draft) -> Article {
    let Admitted { article, .. } = intake().admit(&draft).unwrap();
    article
}

/// The article of [`draft`].
pub fn article(id: &str, date: &str, category: &str) -> Article {
    admit(draft(id, date, category))
}

/// Puts articles into a store as one import.
pub fn put(store: &dyn Store, now: &str, articles: Vec<Article>) -> Vec<Outcome> {
    let began = store.sequence().unwrap();
    let incoming: Vec<Incoming> =
        articles.into_iter().map(|article| Incoming::new(article, None)).collect();
    store
        .put(&incoming, Batch { now: at(now), began, allow_new_ids: false, rehearsal: false })
        .unwrap()
}
