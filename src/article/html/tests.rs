//! Tests of cleaning.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use proptest::prelude::*;
use scraper::Html;
use url::Url;

use super::super::{LossKind, Markup, PlainText};
use super::{CleanHtml, HtmlError, MAX_BODY_BYTES, Source, clean, first_picture};

fn base() -> Url {
    Url::parse("https://news.example/2012/a.html").unwrap()
}

fn cleaned(markup: Markup, source: &str) -> (String, Vec<String>) {
    let (content, losses) = clean(&Source::new(source, markup), &base(), None).unwrap();
    assert!(losses.iter().all(|loss| !loss.what.is_empty()));
    (content.as_str().to_owned(), losses.into_iter().map(|loss| loss.what).collect())
}

fn html(source: &str) -> String {
    cleaned(Markup::Html, source).0
}

fn lost(source: &str) -> Vec<String> {
    cleaned(Markup::Html, source).1
}

#[track_caller]
fn stays(source: &str) {
    assert_eq!(html(source), source);
    assert_eq!(lost(source), Vec::<String>::new());
}

#[test]
fn what_articles_are_made_of_stays() {
    for source in [
        "<h2>A</h2><p>b <em>c</em> <code class=\"language-rust\">d</code></p>",
        "<figure><img src=\"https://a.example/b.jpg\" alt=\"\"><figcaption>c</figcaption></figure>",
        "<table><caption>a</caption><tbody><tr><th scope=\"row\">b</th><td colspan=\"2\">c</td></tr></tbody></table>",
        "<ol type=\"a\" start=\"3\"><li>b</li></ol><dl><dt>c</dt><dd>d</dd></dl>",
        "<p lang=\"he\" dir=\"rtl\">\u{5d0} <bdi>b</bdi> <ruby>c<rt>d</rt></ruby></p>",
        "<blockquote cite=\"https://a.example/\"><p>b</p></blockquote><hr><p>c<br>d<wbr>e</p>",
        "<details><summary>a</summary><p>b</p></details>",
        "<p><del datetime=\"2012-12-14\">a</del> <time datetime=\"2012-12-14T09:05Z\">b</time></p>",
        "<p><a href=\"mailto:a@b.example\">a</a> <a href=\"tel:+49\">b</a></p>",
        "<picture><source srcset=\"https://a.example/b.webp 2x\" type=\"image/webp\"><img src=\"https://a.example/b.jpg\" alt=\"b\" width=\"640\" height=\"480\"></picture>",
        "<video src=\"https://a.example/b.mp4\" poster=\"https://a.example/b.jpg\" controls=\"\"></video>",
        "<pre><code>a\n\n  b &lt;c&gt;\n</code></pre>",
        "<p>a&nbsp;b &amp; c\u{ad}d</p>",
    ] {
        stays(source);
    }
}

#[test]
fn scripts_and_their_kin_go_and_are_reported() {
    let source = "<p onclick=x() style='color:red'>a<script>alert('</p>')</script></p>\
        <style>p{}</style><svg><a href=x>b</a></svg><button>c</button><input value=d>\
        <template><p>e</p></template><object data=javascript:x></object>";
    assert_eq!(html(source), "<p>a</p>");
    assert_eq!(lost(source), ["onclick", "script", "svg", "button", "input", "object"]);
    let (_, losses) = clean(&Source::new(source, Markup::Html), &base(), None).unwrap();
    assert!(losses.iter().all(|loss| loss.kind == LossKind::UnsafeMarkup));
}

#[test]
fn unsafe_addresses_go_and_their_text_stays() {
    let source = "<a href='java&#10;script:x'>a</a> <a href=\" data:x\">b</a> <a href=ftp://c>c</a>\
        <img src=data:image/png;base64,AAAA><blockquote cite=vbscript:x>d</blockquote>";
    assert_eq!(html(source), "a b c<blockquote>d</blockquote>");
    assert_eq!(
        lost(source),
        ["javascript: link", "data: link", "ftp: link", "data: picture", "vbscript: link"]
    );
}

#[test]
fn every_address_becomes_absolute() {
    assert_eq!(
        html("<a title=t href=b.html>a</a><img src=/c.png srcset='c.png, /d.png 2x' alt='\"'>"),
        "<a href=\"https://news.example/2012/b.html\" title=\"t\">a</a>\
         <img src=\"https://news.example/c.png\" \
         srcset=\"https://news.example/2012/c.png, https://news.example/d.png 2x\" alt=\"&quot;\">"
            .replace(
                "href=\"https://news.example/2012/b.html\" title=\"t\"",
                "title=\"t\" href=\"https://news.example/2012/b.html\""
            )
    );
    assert_eq!(
        html("<video poster=p.jpg><source src=//v.example/v.mp4 type=video/mp4></video>"),
        "<video poster=\"https://news.example/2012/p.jpg\" controls=\"\">\
         <source src=\"https://v.example/v.mp4\" type=\"video/mp4\"></video>"
    );
}

#[test]
fn places_stay_only_where_the_article_links_to_them() {
    assert_eq!(
        html("<p id=top>a<a href=#fn1 id=r1>1</a></p><p id=fn1>b <a name=x></a></p>"),
        "<p>a<a href=\"https://news.example/2012/a.html#fn1\">1</a></p><p id=\"fn1\">b </p>"
    );
    stays(
        "<p>a<sup class=\"footnote-ref\"><a href=\"https://news.example/2012/a.html#fn1\">1</a></sup></p>\
         <p id=\"fn1\">b</p>",
    );
}

#[test]
fn pictures_that_scripts_load_late_show_their_real_address() {
    let real = "<img src=\"https://news.example/r.jpg\" alt=\"\">";
    for source in [
        "<img src=data:image/gif;base64,R0 data-src=/r.jpg>",
        "<img src=/blank.gif data-lazy-src=/r.jpg>",
        "<img class=lazy data-original=/r.jpg style='display:none'>",
        "<img src=/blank.gif><noscript><img src=/r.jpg></noscript>",
        "<img data-src=/r.jpg><noscript><img src=/r.jpg></noscript>",
        "<amp-img src=/r.jpg layout=responsive><noscript><img src=/r.jpg></noscript></amp-img>",
    ] {
        assert_eq!(html(source), real, "{source}");
    }
    assert_eq!(
        html("<img src=/blank.gif data-srcset='/s.jpg 300w, /l.jpg 900w'>"),
        "<img src=\"https://news.example/l.jpg\" \
         srcset=\"https://news.example/s.jpg 300w, https://news.example/l.jpg 900w\" alt=\"\">"
    );
}

#[test]
fn counters_and_what_nobody_sees_go() {
    assert_eq!(lost("a<img src=/c.gif width=1 height=1>"), ["tracking pixel"]);
    assert_eq!(lost("a<img src=/c.gif style='width: 1px; height:1px'>"), ["tracking pixel"]);
    assert_eq!(
        html("<p>a<span style='display: none'>spam</span></p><div hidden>b</div>"),
        "<p>a</p>"
    );
    assert_eq!(
        html("<a href=/b>b<span class=screen-reader-text> (new window)</span></a>"),
        "<a href=\"https://news.example/b\">b</a>"
    );
    assert_eq!(html("<p>a <img class=wp-smiley src=/s.gif alt=':-)'></p>"), "<p>a :-)</p>");
}

#[test]
fn a_page_within_the_page_becomes_a_link() {
    let source = "<div><iframe src=//www.youtube.com/embed/abc title='A film'></iframe></div>";
    assert_eq!(
        html(source),
        "<div><p><a href=\"https://www.youtube.com/watch?v=abc\">A film</a></p></div>"
    );
    assert_eq!(lost(source), ["iframe (a link takes its place)"]);
    assert_eq!(html("<iframe src=https://ad.doubleclick.net/x></iframe>"), "");
    assert_eq!(
        html(
            "<p>a<object><param name=movie value=http://v.example/1><embed src=http://v.example/1></object></p>"
        ),
        "<p>a <a href=\"http://v.example/1\">v.example/1</a> </p>"
    );
}

#[test]
fn old_and_unknown_elements_leave_their_content() {
    assert_eq!(
        html(
            "<center><font color=red>a</font></center><strike>b</strike><tt>c</tt><form><label>d</label></form>"
        ),
        "<div>a</div><s>b</s><code>c</code><div>d</div>"
    );
    assert_eq!(html("<my-box><p>a</p></my-box>"), "<p>a</p>");
    assert_eq!(lost("<my-box><p>a</p></my-box>"), ["my-box"]);
    assert_eq!(html("<math alttext='a^2'><mi>a</mi></math>"), "a^2");
}

#[test]
fn what_is_empty_goes() {
    assert_eq!(html("<p></p>a<p>&nbsp;<br></p>b<b></b><div><p> </p></div><h2></h2>"), "a\nb");
    stays("<table><tbody><tr><td></td><td>a</td></tr></tbody></table>");
}

#[test]
fn characters_that_no_document_may_carry_go() {
    assert_eq!(
        html(
            "<p title='a\u{1}b'>\u{0}a\u{b}b&#x202e;c\u{85}d\u{ffff}e\u{fdd0}f&#13;\r\ng&#xFEFF;</p>"
        ),
        "<p title=\"ab\">abcdef\ng</p>"
    );
}

#[test]
fn what_holds_nothing_but_forbidden_characters_is_empty() {
    for markup in [Markup::Html, Markup::WordPress, Markup::Markdown, Markup::Text] {
        assert_eq!(cleaned(markup, "\u{1}\u{80}\u{feff}\u{fffe}").0, "", "{markup:?}");
    }
    assert_eq!(html("a<p>\u{1}</p><pre>\u{1}\n\nb</pre>"), "a\n<pre>b</pre>");
    assert_eq!(
        html("<a href='#x%E2%80%AE'>a</a><p id='x\u{202e}'>b</p>").matches(" id=").count(),
        0
    );
}

#[test]
fn markdown_has_tables_footnotes_and_tasks() {
    let (content, losses) = cleaned(
        Markup::Markdown,
        "# A\n\nb[^1] ~~c~~ <script>x</script>\n\n|d|\n|-:|\n|e|\n\n- [x] f\n- [ ] g\n\n```rust\nh < i\n```\n\n[^1]: j\n",
    );
    for part in [
        "<h1>A</h1>",
        "<a href=\"https://news.example/2012/a.html#1\">1</a>",
        "<s>c</s>",
        "<td align=\"right\">e</td>",
        "☑\nf",
        "<code class=\"language-rust\">h &lt; i\n</code>",
        "<div id=\"1\" class=\"footnote-definition\">",
    ] {
        let part = part.replace("<s>", "<del>").replace("</s>", "</del>");
        assert!(content.contains(&part), "{part} is not in {content}");
    }
    assert_eq!(losses, ["script"]);
}

#[test]
fn text_is_escaped_and_keeps_its_paragraphs() {
    let (content, _) = cleaned(Markup::Text, "a < b & c\nd\r\n\r\n<script>");
    assert_eq!(content, "<p>a &lt; b &amp; c<br>\nd</p>\n<p>&lt;script&gt;</p>");
}

#[test]
fn wordpress_paragraphs_are_made_and_its_comments_go() {
    let (content, _) = cleaned(Markup::WordPress, "a\n<!--more-->\n\n<b>b</b>\n<!--nextpage-->\nc");
    assert_eq!(content, "<p>a</p>\n<p><b>b</b></p>\n<p>c</p>");
    let (content, _) = cleaned(
        Markup::WordPress,
        "<!-- wp:paragraph {\"a\":1} -->\n<p>a\nb</p>\n<!-- /wp:paragraph -->",
    );
    assert_eq!(content, "<p>a\nb</p>");
}

#[test]
fn hostile_bodies_cost_little() {
    let refused = |source: String| {
        let start = Instant::now();
        let result = clean(&Source::new(&source, Markup::Html), &base(), None);
        // A guard against a stall, on however busy a machine: no figure.
        assert!(start.elapsed() < Duration::from_mins(1), "{:?}", start.elapsed());
        result.unwrap_err()
    };
    assert!(matches!(refused("<div>".repeat(20_000)), HtmlError::TooDeep { .. }));
    assert!(matches!(refused("a".repeat(MAX_BODY_BYTES + 1)), HtmlError::TooLarge { .. }));
    assert!(matches!(refused("<br>".repeat(400_000)), HtmlError::TooMany { .. }));
    assert!(matches!(
        refused(format!("<p {}>", "a b ".repeat(9_000))),
        HtmlError::TooCrowded { .. }
    ));
    assert!(matches!(refused("&".repeat(150_000)), HtmlError::TooMonotonous { .. }));
    // What needs no reference here needs one in a feed.
    assert!(matches!(refused("\"".repeat(1 << 20)), HtmlError::TooLargeWritten { .. }));
}

#[test]
fn the_first_picture_that_is_no_icon_stands_for_the_article() {
    let content = html(
        "<p><img src=/i.png width=16 height=16></p><img src=/p.jpg alt='A &amp; b' width=640>",
    );
    let image = first_picture(&CleanHtml(content), &base()).unwrap();
    assert_eq!(image.url, "https://news.example/p.jpg");
    assert_eq!(image.alt, Some(PlainText::new("A & b")));
    assert_eq!((image.width, image.height), (Some(640), None));
    assert_eq!(first_picture(&CleanHtml("<p>a</p>".to_owned()), &base()), None);
}

/// Reads clean content with a parser and names everything in it that must not be.
fn faults(content: &str) -> Vec<String> {
    let lawful: BTreeSet<&str> = super::policy::KEPT.iter().copied().chain(["img"]).collect();
    let mut faults = Vec::new();
    for node in Html::parse_fragment(content).root_element().descendants().skip(1) {
        let Some(element) = node.value().as_element() else {
            if let Some(text) = node.value().as_text() {
                faults.extend(forbidden(text));
            } else {
                faults.push(format!("{:?}", node.value()));
            }
            continue;
        };
        let name = element.name();
        if !lawful.contains(name) {
            faults.push(format!("<{name}>"));
        }
        for (attribute, value) in element.attrs() {
            let known = super::policy::attributes(name)
                .iter()
                .chain(super::policy::GLOBAL)
                .any(|(known, _)| *known == attribute);
            if !known {
                faults.push(format!("{name} {attribute}"));
            }
            faults.extend(forbidden(value));
            let addresses: Vec<&str> = match attribute {
                "href" | "src" | "cite" | "poster" => vec![value],
                "srcset" => value.split(", ").filter_map(|part| part.split(' ').next()).collect(),
                _ => Vec::new(),
            };
            for address in addresses {
                let schemes: &[&str] = if matches!(attribute, "href" | "cite") {
                    &["http", "https", "mailto", "tel"]
                } else {
                    &["http", "https"]
                };
                if !Url::parse(address).is_ok_and(|url| schemes.contains(&url.scheme())) {
                    faults.push(format!("{name} {attribute}={address}"));
                }
            }
        }
    }
    faults
}

fn forbidden(text: &str) -> Option<String> {
    let found = text.chars().find(|c| !super::super::text::may_stand_in_content(*c))?;
    Some(format!("{found:?}"))
}

/// What is wrong with the content that a source becomes: something unsafe, or that cleaning it
/// again makes something else of it.
fn fault_of(markup: Markup, source: &str) -> Option<String> {
    let content = match clean(&Source::new(source, markup), &base(), None) {
        Ok((content, _)) => content.0,
        Err(_) => return None,
    };
    let found = faults(&content);
    if !found.is_empty() {
        return Some(format!("{markup:?} {source:?}\n  became {content:?}\n  with {found:?}"));
    }
    let again = html(&content);
    (again != content)
        .then(|| format!("{markup:?} {source:?}\n  became {content:?}\n  then   {again:?}"))
}

#[track_caller]
fn is_safe_and_settled(markup: Markup, source: &str) {
    assert_eq!(fault_of(markup, source), None);
}

fn data(path: &str) -> Option<PathBuf> {
    let root = std::env::var_os("NEWSWIRE_TEST_DATA").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/data"),
        PathBuf::from,
    );
    let path = root.join(path);
    if !path.exists() {
        println!("SKIPPED: {} is not there", path.display());
        return None;
    }
    Some(path)
}

#[test]
fn known_attacks_leave_nothing_behind() {
    let mut attacks = Vec::new();
    if let Some(list) = data("hostile/xss-payload-list.txt") {
        attacks.extend(fs::read_to_string(list).unwrap().lines().map(str::to_owned));
    }
    if let Some(list) = data("hostile/dompurify-expect.json") {
        let cases: serde_json::Value =
            serde_json::from_str(&fs::read_to_string(list).unwrap()).unwrap();
        let cases = cases.as_array().unwrap();
        attacks.extend(cases.iter().map(|case| case["payload"].as_str().unwrap().to_owned()));
    }
    if let Some(list) = data("hostile/blns.json") {
        attacks.extend(
            serde_json::from_str::<Vec<String>>(&fs::read_to_string(list).unwrap()).unwrap(),
        );
    }
    if let Some(folder) = data("hostile/feedparser-sanitize") {
        for entry in fs::read_dir(folder).unwrap() {
            let source = fs::read(entry.unwrap().path()).unwrap();
            let source = String::from_utf8_lossy(&source).into_owned();
            // Both as it stands and with one layer of escaping taken off, as a feed reader has it.
            attacks.push(
                PlainText::new(&source)
                    .as_str()
                    .replace("&lt;", "<")
                    .replace("&gt;", ">")
                    .replace("&amp;", "&"),
            );
            attacks.push(source);
        }
    }
    println!("{} attacks", attacks.len());
    let all = [Markup::Html, Markup::Text, Markup::Markdown, Markup::WordPress];
    let failed: Vec<String> = attacks
        .iter()
        .flat_map(|attack| all.into_iter().filter_map(move |markup| fault_of(markup, attack)))
        .collect();
    assert!(failed.is_empty(), "{} faults\n{}", failed.len(), failed.join("\n"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn cleaning_is_safe_and_settles(
        source in "(</?(p|div|a|b|table|tr|td|svg|math|style|select|li|pre|ruby|rt|object|noscript|h1|template|title|mi|button|caption)( (href|id|src|onclick|title|class|style)=('#x'|x|javascript:x|'\"<'))?>|text|&lt;|&#10;|\n| |<!--|-->|<img src=x>){0,24}",
    ) {
        is_safe_and_settled(Markup::Html, &source);
    }

    #[test]
    fn any_text_can_be_cleaned(source in "\\PC{0,80}", markup in 0..4_usize) {
        let markup = [Markup::Html, Markup::WordPress, Markup::Markdown, Markup::Text][markup];
        is_safe_and_settled(markup, &source);
    }
}
