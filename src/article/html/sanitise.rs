//! The second sanitiser: what was written is judged once more by someone who did not write it.
//!
//! What is tidy, and has no element, attribute or scheme but those of the policy, passes at a
//! glance; everything else goes through `ammonia`, which shares nothing with the writer but the
//! lists. What passes at a glance is what `ammonia` would leave untouched.
//!
//! Must not know: what the content was before it was written.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use memchr::memchr_iter;
use url::Url;

use super::super::bytes;
use super::address;
use super::policy::{self, Value};
use super::tidy::{self, Attribute, Token};

/// The schemes that an address may have.
const SCHEMES: [&str; 4] = ["http", "https", "mailto", "tel"];

/// What is lawful of a text; `None` where all of it is, at a glance.
pub(super) fn corrected(html: &str) -> Option<String> {
    (!is_lawful_at_a_glance(html)).then(|| AMMONIA.clean(html).to_string())
}

fn is_lawful_at_a_glance(html: &str) -> bool {
    tidy::tokens(html)
        .is_ok_and(|mut tokens| tokens.all(|token| token.is_ok_and(|token| is_lawful(&token))))
}

/// Whether a token may stand, and is written as parsers write.
fn is_lawful(token: &Token<'_>) -> bool {
    match token {
        Token::Text(text) => is_escaped(text, &["amp", "lt", "gt", "nbsp"]),
        Token::Comment(_) => false,
        Token::End { .. } => true,
        Token::Start { element, attributes, source } => {
            let written = |attribute: &Attribute<'_>| {
                " =\"\"".len() + attribute.name.len() + attribute.value.len()
            };
            let length =
                "<>".len() + element.name.len() + attributes.iter().map(written).sum::<usize>();
            // Longer, it has blanks or a slash that no parser writes.
            source.len() == length
                && is_kept(element.name)
                && attributes.iter().all(|attribute| may_stand(element.name, attribute))
        }
    }
}

fn is_kept(element: &str) -> bool {
    element == "img" || policy::KEPT.contains(&element)
}

fn may_stand(element: &str, attribute: &Attribute<'_>) -> bool {
    let known = policy::GLOBAL.iter().chain(policy::attributes(element));
    let mut kinds = known.filter(|(name, _)| *name == attribute.name).map(|(_, kind)| *kind);
    kinds.next().is_some_and(|kind| match kind {
        Value::Link | Value::Resource => is_address(attribute.value),
        _ => true,
    }) && is_escaped(attribute.value, &["amp", "lt", "gt", "nbsp", "quot"])
}

fn is_address(value: &str) -> bool {
    tidy::resolved(value).is_ok_and(|value| {
        address::is_plain(&value)
            || Url::parse(&value).is_ok_and(|url| SCHEMES.contains(&url.scheme()))
    })
}

/// Whether a text is escaped as parsers escape it: by these references and no other, and wherever
/// one must stand.
fn is_escaped(text: &str, references: &[&str]) -> bool {
    let is_forbidden =
        |byte: u8, next: u8| (byte == b'<') | (byte == b'>') | ((byte == 0xC2) & (next == 0xA0));
    let mut references_in = memchr_iter(b'&', text.as_bytes()).filter_map(|at| text.get(at + 1..));
    bytes::pair_position(text.as_bytes(), is_forbidden).is_none()
        && references_in
            .all(|rest| rest.split_once(';').is_some_and(|(name, _)| references.contains(&name)))
}

/// What the writer writes passes unchanged; whatever else were in it would go.
static AMMONIA: LazyLock<ammonia::Builder<'static>> = LazyLock::new(|| {
    let names = |list: &'static [(&'static str, Value)]| {
        list.iter().map(|(name, _)| *name).collect::<HashSet<_>>()
    };
    let tags: HashSet<&str> = policy::KEPT.iter().copied().chain(["img"]).collect();
    let attributes: HashMap<_, _> =
        tags.iter().map(|tag| (*tag, names(policy::attributes(tag)))).collect();
    let mut builder = ammonia::Builder::empty();
    builder
        .tags(tags)
        .clean_content_tags(["script", "style"].into())
        .generic_attributes(names(policy::GLOBAL))
        .tag_attributes(attributes)
        .url_schemes(SCHEMES.into())
        .url_relative(ammonia::UrlRelative::Deny)
        .link_rel(None)
        .strip_comments(true);
    builder
});

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{AMMONIA, is_lawful_at_a_glance};

    #[test]
    fn what_articles_are_made_of_passes_at_a_glance() {
        for html in [
            "",
            "a &amp; b&nbsp;c",
            "<p>a <em>b</em> <a href=\"https://a.example/?b=1&amp;c=2\">c</a></p>\n<ul><li>d</li></ul>",
            "<figure><img src=\"https://a.example/b.jpg\" alt=\"a &quot;b&quot;\"></figure><hr>",
        ] {
            assert!(is_lawful_at_a_glance(html), "{html}");
        }
    }

    #[test]
    fn nothing_else_does() {
        for html in [
            "<p>a",
            "<P>a</P>",
            "<p >a</p>",
            "<br />",
            "a > b",
            "a & b",
            "a&#39;b",
            "a\u{A0}b",
            "<!-- a -->",
            "<big>a</big>",
            "<p onclick=\"a\">b</p>",
            "<p style=\"a\">b</p>",
            "<a href=\"javascript:a\">b</a>",
            "<a href=\"java&amp;script:a\">b</a>",
            "<a href=\"/b\">b</a>",
            "<a href=\"https://a b/\">b</a>",
            "<p title=\"a>b\">c</p>",
            "<p><p>a</p></p>",
            "<script>a</script>",
        ] {
            assert!(!is_lawful_at_a_glance(html), "{html}");
        }
    }

    proptest! {
        #[test]
        fn what_passes_at_a_glance_the_other_leaves_untouched(
            html in super::tidy::soup(&[
                " href=\"https://a.example/?a&amp;b\"", " href=\"javascript:a\"", " href=\"//a\"",
                " src=\"https://a.example/\"", " href=\"http://a:b\"", " title=\"a&quot;b&lt;\"",
                " title=\"a<b\"", " onclick=\"a\"", " alt=\"\"", " id=\"a\"", " datetime=\"a\"",
            ])
        ) {
            if is_lawful_at_a_glance(&html) {
                prop_assert_eq!(AMMONIA.clean(&html).to_string(), html);
            }
        }
    }
}
