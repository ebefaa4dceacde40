//! Who may read what: what Ghost shows to everybody gets out, and nothing else.
//!
//! Must not know: how bodies are written.

use super::export::{Post, PostMeta};
use crate::article::{Body, Markup};

/// Why nothing at all of a post may be shown.
pub(super) fn refusal(post: &Post, meta: Option<&PostMeta>) -> Option<&'static str> {
    let flags = [meta.and_then(|meta| meta.email_only.as_deref()), post.email_only.as_deref()];
    let by_mail_only = flags.into_iter().any(is_true);
    match post.status.as_deref().unwrap_or_default() {
        "published" | "scheduled" if by_mail_only => {
            Some("it goes out by e-mail only and is on no page")
        }
        "published" | "scheduled" => None,
        "draft" => Some("it is a draft; publish it in Ghost first"),
        "sent" => Some("it went out by e-mail only and is on no page"),
        _ => Some("it has no status that makes it public"),
    }
}

pub(super) fn is_true(flag: Option<&str>) -> bool {
    matches!(flag, Some("1" | "true"))
}

/// What everybody may read of a body. Exports of versions without members name no visibility.
pub(super) fn public_part(body: Option<Body>, visibility: Option<&str>) -> Option<Body> {
    let Body { markup, source } = body?;
    let source = without_gated_blocks(&source);
    let source = match visibility.map(str::trim) {
        None | Some("" | "public") => source,
        // Ghost gives strangers what stands above the paywall, and nothing when there is none.
        Some(_) if markup == Markup::Html => above_paywall(&source)?.to_owned(),
        Some(_) => return None,
    };
    (!source.trim().is_empty()).then_some(Body { markup, source })
}

/// The part above the first `<!--members-only-->`.
fn above_paywall(html: &str) -> Option<&str> {
    comments(html)
        .find(|comment| comment.text == "members-only")
        .and_then(|it| html.get(..it.start))
}

/// Blocks between `<!--kg-gated-block:begin nonMember:false … -->` and `<!--kg-gated-block:end-->`
/// go; those that are for strangers stay. Whatever is written badly is for nobody.
fn without_gated_blocks(html: &str) -> String {
    let mut public = String::with_capacity(html.len());
    let mut kept = 0;
    let mut gated = false;
    for comment in comments(html) {
        if let Some(who) = comment.text.strip_prefix("kg-gated-block:begin") {
            if !gated {
                public.push_str(html.get(kept..comment.start).unwrap_or_default());
                kept = comment.end;
            }
            gated |= !who.split_whitespace().any(|rule| rule == "nonMember:true");
        } else if comment.text == "kg-gated-block:end" {
            if !gated {
                public.push_str(html.get(kept..comment.start).unwrap_or_default());
            }
            kept = comment.end;
            gated = false;
        }
    }
    if !gated {
        public.push_str(html.get(kept..).unwrap_or_default());
    }
    public
}

struct Comment<'a> {
    start: usize,
    end: usize,
    text: &'a str,
}

fn comments(html: &str) -> impl Iterator<Item = Comment<'_>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + html.get(at..)?.find("<!--")?;
        let inner = html.get(start + 4..)?;
        let length = inner.find("-->").unwrap_or(inner.len());
        let end = (start + 4 + length + 3).min(html.len());
        at = end;
        Some(Comment { start, end, text: inner.get(..length)?.trim() })
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn part(html: &str, visibility: Option<&str>) -> Option<String> {
        let body = Body { markup: Markup::Html, source: html.to_owned() };
        public_part(Some(body), visibility).map(|body| body.source)
    }

    #[test]
    fn strangers_read_what_stands_above_the_paywall() {
        let html = "<p>free</p><!--members-only--><p>paid</p>";
        for visibility in ["members", "paid", "tiers", "status:-free", "anything"] {
            assert_eq!(part(html, Some(visibility)).as_deref(), Some("<p>free</p>"));
            assert_eq!(part("<p>paid</p>", Some(visibility)), None);
            assert_eq!(part("<!-- members-only --><p>paid</p>", Some(visibility)), None);
        }
        for visibility in [None, Some(""), Some("public")] {
            assert_eq!(part(html, visibility).as_deref(), Some(html));
        }
        let markdown = Body { markup: Markup::Markdown, source: "paid".to_owned() };
        assert_eq!(public_part(Some(markdown), Some("paid")), None);
    }

    #[test]
    fn gated_blocks_are_cut_out_of_public_posts() {
        let gated = |rules: &str| {
            format!("a<!--kg-gated-block:begin {rules} -->b<!--kg-gated-block:end-->c")
        };
        assert_eq!(
            part(&gated("nonMember:false memberSegment:\"status:free\""), None).unwrap(),
            "ac"
        );
        assert_eq!(part(&gated("nonMember:true memberSegment:\"\""), None).unwrap(), "abc");
        assert_eq!(part(&gated(""), None).unwrap(), "ac");
        assert_eq!(part("a<!--kg-gated-block:begin nonMember:false-->b", None).unwrap(), "a");
        assert_eq!(part("a<!-- kg-gated-block:begin x", None).unwrap(), "a");
        let nested = "a<!--kg-gated-block:begin nonMember:false-->b<!--kg-gated-block:begin nonMember:true-->c<!--kg-gated-block:end-->";
        assert_eq!(part(nested, None).unwrap(), "a");
    }

    proptest! {
        #[test]
        fn nothing_between_the_marks_is_left(before in "[a-z<>]{0,9}", after in "[a-z<>]{0,9}") {
            let html = format!("{before}<!--kg-gated-block:begin nonMember:false-->SECRET<!--kg-gated-block:end-->{after}");
            prop_assert!(!part(&html, None).unwrap_or_default().contains("SECRET"));
            let html = format!("{before}<!--members-only-->SECRET{after}");
            prop_assert!(!part(&html, Some("paid")).unwrap_or_default().contains("SECRET"));
        }
    }
}
