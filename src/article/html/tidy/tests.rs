//! Tests of tidy markup, held against the parser.

use proptest::prelude::*;
use scraper::{Html, Node};

use super::parse;

/// The nodes of a tree and their depths.
fn shown(html: &Html) -> Vec<String> {
    let mut lines = Vec::new();
    for node in html.root_element().descendants().skip(1) {
        let depth = node.ancestors().count();
        let line = match node.value() {
            Node::Element(element) => {
                let mut attributes: Vec<_> = element.attrs().collect();
                attributes.sort_unstable();
                format!("{:?} {attributes:?}", element.name)
            }
            Node::Text(text) => format!("{:?}", text.to_string()),
            Node::Comment(comment) => format!("comment {:?}", comment.to_string()),
            other => format!("{other:?}"),
        };
        lines.push(format!("{depth} {line}"));
    }
    lines
}

/// Markup made of what is tidy, what is nearly tidy and what is not, with more kinds of attributes.
pub(in super::super::super) fn soup(
    more: &'static [&'static str],
) -> impl Strategy<Value = String> {
    const NAMES: &[&str] = &[
        "p",
        "p",
        "h2",
        "h3",
        "div",
        "blockquote",
        "ul",
        "ol",
        "li",
        "a",
        "b",
        "em",
        "code",
        "span",
        "q",
        "hr",
        "br",
        "img",
        "figure",
        "strike",
        "time",
        "table",
        "pre",
        "dd",
        "center",
        "B",
    ];
    const TEXTS: &[&str] = &[
        "a",
        "b c",
        " ",
        "\n",
        "&amp;",
        "&lt;b",
        "& c",
        "&nbsp;",
        "&#8217;",
        "&#38;",
        "&#150;",
        "&#0;",
        "&eacute;",
        "&copy",
        "&rsquo;",
        "<!-- a -->",
        "<!--more-->",
        "<!-->",
        "<!--a--b-->",
        "<!-- <p> -->",
        "<",
        ">",
        "\u{A0}",
        "é",
        "\r\n",
        "\0",
        "\u{C}",
    ];
    const ATTRIBUTES: &[&str] = &[
        "",
        "",
        "",
        "",
        " class=\"a\"",
        " title=\"a &amp; b\"",
        " title=\"a & b\"",
        " title=\"a>b\"",
        " title='a'",
        " hidden",
        " id=\"&#39;\"",
        "class=\"a\"",
        " /",
        "/",
        " data-a=\"&nbsp;\"",
        "  lang=\"en\"",
        " class=\"a\" class=\"b\"",
    ];
    let name = proptest::sample::select(NAMES);
    let attribute = proptest::sample::select([ATTRIBUTES, more].concat());
    let text = proptest::sample::select(TEXTS).prop_map(str::to_owned);
    let leaf = prop_oneof![
        3 => text,
        1 => (name.clone(), attribute.clone()).prop_map(|(name, more)| format!("<{name}{more}>")),
        1 => name.clone().prop_map(|name| format!("</{name}>")),
        1 => attribute.clone().prop_map(|more| format!("<img{more}>")),
        1 => attribute.clone().prop_map(|more| format!("<br{more}>")),
    ];
    leaf.prop_recursive(5, 24, 5, move |inner| {
        (name.clone(), attribute.clone(), prop::collection::vec(inner, 0..5))
            .prop_map(|(name, more, inner)| format!("<{name}{more}>{}</{name}>", inner.concat()))
    })
}

/// As [`soup`], of what is tidy alone, so that it is not all left to the parser.
pub(in super::super::super) fn tidy_soup() -> impl Strategy<Value = String> {
    let phrase = |inner: BoxedStrategy<String>| {
        let names: &[&str] = &["a", "b", "em", "code", "span", "q", "time"];
        let name = proptest::sample::select(names);
        (name, inner).prop_map(|(name, inner)| format!("<{name} class=\"c\">{inner}</{name}>"))
    };
    let texts: &[&str] =
        &["a", "b c", "&amp;d", "<br>", "<br />", "<img src=\"e\">", "<!-- f -->", "\n", "& "];
    let text = proptest::sample::select(texts).prop_map(str::to_owned).boxed();
    let line = prop_oneof![text.clone(), phrase(text.clone()), phrase(phrase(text).boxed())];
    let lines = prop::collection::vec(line, 0..4).prop_map(|lines| lines.concat()).boxed();
    let names: &[&str] = &["p", "h2", "div", "blockquote", "ul", "ol", "li", "a", "b"];
    let block = lines.prop_recursive(4, 16, 4, move |inner| {
        (proptest::sample::select(names), prop::collection::vec(inner, 0..4))
            .prop_map(|(name, inner)| format!("<{name}>{}</{name}>", inner.concat()))
    });
    prop::collection::vec(block, 0..4).prop_map(|blocks| blocks.concat())
}

fn is_as_parsed(html: &str) -> bool {
    let Some(tree) = parse(html) else { return false };
    let parsed = super::super::parse::parse_anything(html).unwrap();
    assert_eq!(shown(&tree), shown(&parsed), "{html:?}");
    true
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn a_tidy_text_is_read_as_a_parser_reads_it(html in soup(&[])) {
        is_as_parsed(&html);
    }

    #[test]
    fn so_is_one_that_is_tidy_in_most_of_it(html in tidy_soup()) {
        is_as_parsed(&html);
    }
}

#[test]
fn what_articles_are_made_of_is_tidy() {
    for html in [
        "",
        "plain",
        "<p>a &amp; b &ndash; c&#8217;s <em>d <strong>e</strong></em><br />\nf</p>\n\n<p>g</p>\n",
        "<!-- wp:paragraph {\"a\":1} -->\n<p>a</p>\n<!-- /wp:paragraph -->",
        "<h2 id=\"a\">b</h2><ul>\n<li>c</li>\n<li>d <ol><li>e</li></ol></li></ul><hr>",
        "<blockquote class=\"a b\"><p>c</p></blockquote><a href=\"/x?a=1&amp;b=2\"><div>d</div></a>",
        "<figure><img src=\"a.jpg\" alt=\"b & c\" /><figcaption>d</figcaption></figure>",
    ] {
        assert!(is_as_parsed(html), "{html}");
    }
}

#[test]
fn what_parsers_mend_is_left_to_them() {
    for html in [
        "<p>a",
        "a</p>",
        "<p>a<p>b</p></p>",
        "<p>a<div>b</div></p>",
        "<b>a<i>b</b>c</i>",
        "<a href=\"b\">c<a href=\"d\">e</a></a>",
        "<li>a</li>",
        "<ul><li>a<li>b</li></li></ul>",
        "<h2>a<h3>b</h3></h2>",
        "<table><tr><td>a</td></tr></table>",
        "<pre>\na</pre>",
        "a&copyb",
        "a&b;c",
        "a\r\nb",
        "\u{FEFF}a",
        "<p a=b>c</p>",
        "<p a=\"b\"c=\"d\">e</p>",
        "<P>a</P>",
        "<script>a</script>",
        "<!-->a-->",
        "<!--->a-->",
        "<!-- <!-- -->",
        "<!-- a -- b -->",
        "<!-- a --!> b -->",
    ] {
        assert!(parse(html).is_none(), "{html}");
    }
    assert!(parse(&format!("{}{}", "<div>".repeat(40), "</div>".repeat(40))).is_none());
    assert!(parse(&"<br>".repeat(super::MAX_ELEMENTS + 1)).is_none());
}
