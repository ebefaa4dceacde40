//! Tests of the shortcodes, by what must hold.

use super::*;
use proptest::prelude::*;

fn content(source: &str) -> String {
    resolve(source, None).0.into_owned()
}

fn lead(source: &str, markup: Markup) -> String {
    let mut losses = Vec::new();
    let (text, _) = remove(source, markup, None, &mut losses);
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn a_caption_becomes_a_figure() {
    assert_eq!(
        content(r#"[caption id="a" width="600"]<a href="/x"><img src="y.jpg" alt="[z]" /></a> The pier[/caption]After"#).trim(),
        "<figure><a href=\"/x\"><img src=\"y.jpg\" alt=\"[z]\" /></a><figcaption> The pier</figcaption></figure>\n\nAfter"
    );
    assert_eq!(
        content(r#"[caption id="a" caption="The "old" pier"]<img src="y.jpg" />[/caption]"#).trim(),
        "<figure><img src=\"y.jpg\" /><figcaption>The \"old\" pier</figcaption></figure>"
    );
}

#[test]
fn bracketed_prose_stays() {
    for prose in [
        "He said [sic] it",
        "[more]",
        "[PDF] and [Video] Watch this",
        "www.[agency].gov/open",
        "a[i] = b[j]",
        "array[index=3]",
        "[see the gallery below]",
        "[1] and [^note]",
        "[...] […]",
        "[Editor's note: x = y]",
        "list[:en]",
        "[video: see below] and [audio:ours] and [note:a.b]",
        "[a [nested] one]",
        "unfinished [bracket",
        "[x/y]",
        "[rust/71473] and [Rust 0.3.1] and [table 2019-12-01]",
        "[If it looks odd, <a href=\"http://a.example/\">visit us</a>]",
        "<a href=\"[url]\">[code]</a>",
        "if (a[0]<b) [ok]",
    ] {
        for markup in [Markup::WordPress, Markup::Html, Markup::Text, Markup::Markdown] {
            let mut losses = Vec::new();
            let (text, swallowed) = remove(prose, markup, None, &mut losses);
            assert_eq!((&*text, swallowed, losses.len()), (prose, false, 0), "{markup:?}");
        }
        assert_eq!(content(prose), prose);
    }
}

#[test]
fn players_named_by_a_colon_and_tables_of_contents_go_wherever_they_stand() {
    for markup in [Markup::WordPress, Markup::Html, Markup::Text, Markup::Markdown] {
        for gone in [
            "[ez-toc]",
            "[lwptoc]",
            "[flv:http://a.example/hall.flv 480 360]",
            "[flv:/films/hall.flv]",
            "[audio:hall.mp3]",
        ] {
            assert_eq!(
                lead(&format!("The hall {gone} opens."), markup),
                "The hall opens.",
                "{gone}"
            );
        }
    }
}

#[test]
fn source_code_becomes_preformatted_text_and_nothing_in_it_is_a_shortcode() {
    assert_eq!(
        content("[sourcecode language=\"Python\"]\nif a[0] < b: [gallery]\n[/sourcecode]").trim(),
        "<pre><code class=\"language-python\">if a[0] &lt; b: [gallery]</code></pre>"
    );
    assert_eq!(
        content("[code]a &lt; b && c[/code]").trim(),
        "<pre><code>a &lt; b &amp;&amp; c</code></pre>"
    );
    assert_eq!(content("<pre>[gallery ids=\"1\"]</pre>"), "<pre>[gallery ids=\"1\"]</pre>");
}

#[test]
fn players_become_links_in_content_and_nothing_in_a_lead() {
    for source in [
        "[embed width=\"3\"]https://video.example/1[/embed]",
        "[youtube https://video.example/1]",
        "[youtube=https://video.example/1]",
        "[video src=\"https://video.example/1\"][/video]",
    ] {
        assert_eq!(
            content(source).trim(),
            "<p><a href=\"https://video.example/1\">https://video.example/1</a></p>"
        );
        assert_eq!(lead(source, Markup::Markdown), "");
    }
    assert_eq!(content("[gallery ids=\"1,2\"]").trim(), "");
    assert_eq!(content("Photos: [gallery]").trim(), "Photos:");
}

#[test]
fn unknown_pairs_keep_their_prose_and_page_builders_do_not_glue_it() {
    assert_eq!(content("in[b]ner[/b] word"), "inner word");
    assert_eq!(
        lead(
            "[vc_row][vc_column width=\"1/2\"]One.[/vc_column][vc_column]Two.[/vc_column][/vc_row]",
            Markup::WordPress
        ),
        "One. Two."
    );
    assert_eq!(lead("[dropcap]T[/dropcap]he quick", Markup::WordPress), "The quick");
}

#[test]
fn a_caption_without_an_end_swallows_the_rest_but_not_the_whole_article() {
    let mut losses = Vec::new();
    let source = "Text first. [caption id=\"\" width=\"600\"] From left to right: So...";
    let (text, swallowed) = remove(source, Markup::WordPress, None, &mut losses);
    assert_eq!((text.trim(), swallowed), ("Text first.", true));
    assert_eq!(losses.first().map(|loss| loss.kind), Some(LossKind::Caption));
    assert_eq!(
        lead("[caption id=\"x\"] A pier\n\nThe article.", Markup::WordPress),
        "The article."
    );
    assert_eq!(lead("Text first. [caption id=\"x\" wid", Markup::WordPress), "Text first.");
}

#[test]
fn text_for_members_leaves_the_site_in_no_form() {
    for source in
        ["Open. [members]Closed.[/members]", "Open. [pmpro_x level=\"1\"]Closed.[/pmpro_x]"]
    {
        assert_eq!(content(source).trim(), "Open.");
        assert_eq!(lead(source, Markup::Html), "Open.");
    }
}

#[test]
fn a_shown_shortcode_is_shown() {
    assert_eq!(content("Write [[gallery ids=\"1\"]] there"), "Write [gallery ids=\"1\"] there");
}

#[test]
fn of_several_languages_the_articles_own_is_taken_else_the_first() {
    let source = "[:fr]Bonjour[:en]Hello[:] !";
    assert_eq!(resolve(source, Some("en-GB")).0, "Hello !");
    assert_eq!(resolve(source, Some("de")).0, "Bonjour !");
    assert_eq!(resolve("<!--:en-->Hello<!--:--><!--:fr-->Salut<!--:-->", Some("fr")).0, "Salut");
}

#[test]
fn templates_go_and_code_stays() {
    for (source, expected) in [
        ("{{< legacy-img src=\"a.jpg\" alt=\"x > y\" >}}**Text**", "**Text**"),
        ("[often]({{ \"/x/\" | url }})", "[often](#)"),
        ("[a]({{< ref \"x\" >}} \"title\")", "[a](# \"title\")"),
        ("[a]({{ site.url }}/b)", "[a](/b)"),
        ("`{{ x }}` and {{ x }}.", "`{{ x }}` and ."),
        ("```\n{{ x }}\n```\n", "```\n{{ x }}\n```\n"),
        ("{% note %}Text{% endnote %}", "Text"),
        ("{% comment %}Text{% endcomment %}After", "After"),
        ("{% raw %}{{ x }}{% endraw %}", "{{ x }}"),
        ("{{< figure src=\"a.jpg\" alt=\"b\" >}}", "![b](a.jpg)"),
        ("{{</* figure */>}}", "{{< figure >}}"),
        ("Text\n{: .lead #id}", "Text\n"),
        ("{:?} and {:02x} and {{}} and ${{ x }}", "{:?} and {:02x} and {{}} and ${{ x }}"),
        ("import A from './a';\n\nText", "\n\nText"),
        ("{/* truncate */}", "<!--more-->"),
        ("<img src=\"{{ site.url }}/a.png\">", "<img src=\"/a.png\">"),
    ] {
        assert_eq!(strip_templates(source).0, expected);
    }
    assert_eq!(
        strip_templates("{% highlight rust %}\nfn [a]\n{% endhighlight %}").0.trim(),
        "```rust\nfn [a]\n```"
    );
}

#[test]
fn links_and_footnotes_of_markdown_are_no_shortcodes() {
    let source = "[code](x) [gallery][1] [^1]\n\n[video]: http://x\n[embed url=\"x\"](y)";
    assert_eq!(strip_templates(source).0, source);
}

proptest! {
    #[test]
    fn any_text_is_survived(source in "(\\[|\\]|\\[/|caption|code|\"|=|<|>|a|`|\\{\\{|%\\}|\\{%|[ -~]|\\PC){0,60}") {
        let _ = resolve(&source, Some("en"));
        let _ = strip_templates(&source);
        for markup in [Markup::Html, Markup::WordPress, Markup::Markdown, Markup::Text] {
            let mut losses = Vec::new();
            let _ = remove(&source, markup, None, &mut losses);
        }
    }
}

#[test]
fn broken_markup_costs_no_more_than_sound_markup() {
    let start = std::time::Instant::now();
    for piece in [
        "[caption ",
        "<a \"",
        "<pre>",
        "[code]",
        "`",
        "[[",
        "{{",
        "<!--",
        "[x=\"",
        "{% raw %}",
        "``` `",
    ] {
        let source = piece.repeat(200_000 / piece.len());
        let _ = resolve(&source, None);
        let _ = strip_templates(&source);
    }
    assert!(start.elapsed().as_secs() < 20, "{:?}", start.elapsed());
}
