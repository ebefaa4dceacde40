//! Cards: the parts of a Ghost post that are more than text. Lexical keeps them as nodes and
//! Mobiledoc in a table of its own; what is in them has not changed.
//!
//! What Ghost shows to members or sends by e-mail only is not written at all. Classes are Ghost's
//! own, so that a body rendered here reads like one that Ghost rendered.
//!
//! Must not know: where in a post a card stands.

use pulldown_cmark::{Options, Parser};
use serde_json::Value;

use crate::import::references::escaped;

/// A card as HTML; `None` when there is no such card, or nothing in it for everybody.
pub(super) fn html(kind: &str, card: &Value) -> Option<String> {
    if is_gated(card) {
        return None;
    }
    let card = Card(card);
    match kind {
        "image" => card.image(),
        "gallery" => card.gallery(),
        "embed" => card.embed(),
        "bookmark" => card.bookmark(),
        "html" => card.markup("html"),
        "markdown" | "card-markdown" => Some(markdown(card.text("markdown")?)),
        "code" | "codeblock" => card.code(),
        "callout" => card.callout(),
        "toggle" => card.toggle(),
        "button" => card.button(),
        "audio" => card.audio(),
        "video" => card.video(),
        "file" => card.file(),
        "header" => card.header(),
        "product" => card.product(),
        "hr" | "horizontalrule" => Some("<hr>".to_owned()),
        "paywall" => Some("<!--members-only-->".to_owned()),
        _ => None,
    }
}

/// Whether strangers do not see the card: as Ghost 6 says it, as its first version did. Most cards
/// say nothing and are for everybody.
pub(super) fn is_gated(card: &Value) -> bool {
    let visibility = &card["visibility"];
    visibility["web"]["nonMember"].as_bool() == Some(false)
        || visibility["showOnWeb"].as_bool() == Some(false)
        || visibility["emailOnly"].as_bool() == Some(true)
}

struct Card<'a>(&'a Value);

impl<'a> Card<'a> {
    fn text(&self, field: &str) -> Option<&'a str> {
        self.0[field].as_str().filter(|text| !text.trim().is_empty())
    }

    /// A field that holds markup.
    fn markup(&self, field: &str) -> Option<String> {
        self.text(field).map(str::to_owned)
    }

    /// An attribute for every field that has a value.
    fn attributes(&self, names: &[(&str, &str)]) -> String {
        let mut written = String::new();
        for (attribute, field) in names {
            let value = match &self.0[*field] {
                Value::String(text) => text.clone(),
                Value::Number(number) => number.to_string(),
                _ => continue,
            };
            for part in [" ", attribute, "=\"", &escaped(&value), "\""] {
                written.push_str(part);
            }
        }
        written
    }

    fn figure(&self, class: &str, inner: &str) -> String {
        let caption = self.markup("caption").map(|it| format!("<figcaption>{it}</figcaption>"));
        let caption = caption.unwrap_or_default();
        format!("<figure class=\"kg-card kg-{class}-card\">{inner}{caption}</figure>")
    }

    fn picture(&self) -> Option<String> {
        self.text("src")?;
        let attributes = self.attributes(&[
            ("src", "src"),
            ("alt", "alt"),
            ("title", "title"),
            ("width", "width"),
            ("height", "height"),
        ]);
        let picture = format!("<img{attributes}>");
        Some(match self.text("href") {
            Some(href) => format!("<a href=\"{}\">{picture}</a>", escaped(href)),
            None => picture,
        })
    }

    fn image(&self) -> Option<String> {
        Some(self.figure("image", &self.picture()?))
    }

    fn gallery(&self) -> Option<String> {
        let images = self.0["images"].as_array()?;
        let pictures: String = images.iter().filter_map(|image| Card(image).picture()).collect();
        (!pictures.is_empty()).then(|| self.figure("gallery", &pictures))
    }

    fn embed(&self) -> Option<String> {
        let inner = self.markup("html").or_else(|| {
            let url = escaped(self.text("url")?);
            Some(format!("<a href=\"{url}\">{url}</a>"))
        });
        Some(self.figure("embed", &inner?))
    }

    fn bookmark(&self) -> Option<String> {
        let about = Card(&self.0["metadata"]);
        let url = self.text("url").or(about.text("url"))?;
        let title = escaped(about.text("title").or(self.text("title")).unwrap_or(url));
        let description = about.text("description").or(self.text("description"));
        let description = description
            .map(escaped)
            .map(|it| format!("<div class=\"kg-bookmark-description\">{it}</div>"));
        let inner = format!(
            "<a class=\"kg-bookmark-container\" href=\"{}\"><div class=\"kg-bookmark-title\">{title}</div>{}</a>",
            escaped(url),
            description.unwrap_or_default()
        );
        Some(self.figure("bookmark", &inner))
    }

    fn code(&self) -> Option<String> {
        let code = escaped(self.text("code")?);
        let class = self.text("language").map(|it| format!(" class=\"language-{}\"", escaped(it)));
        let code = format!("<pre><code{}>{code}</code></pre>", class.unwrap_or_default());
        Some(if self.text("caption").is_some() { self.figure("code", &code) } else { code })
    }

    fn callout(&self) -> Option<String> {
        let text = self.markup("calloutText")?;
        let emoji = self.text("calloutEmoji").map(escaped);
        let emoji = emoji.map(|it| format!("<div class=\"kg-callout-emoji\">{it}</div>"));
        Some(format!(
            "<div class=\"kg-card kg-callout-card\">{}<div class=\"kg-callout-text\">{text}</div></div>",
            emoji.unwrap_or_default()
        ))
    }

    fn toggle(&self) -> Option<String> {
        let content = self.markup("content")?;
        let heading = self.markup("heading").unwrap_or_default();
        Some(format!(
            "<div class=\"kg-card kg-toggle-card\"><h4>{heading}</h4><div>{content}</div></div>"
        ))
    }

    fn button(&self) -> Option<String> {
        Some(link_button(self.text("buttonUrl")?, self.text("buttonText")?))
    }

    fn audio(&self) -> Option<String> {
        self.text("src")?;
        let player = format!(
            "<audio{} preload=\"metadata\" controls></audio>",
            self.attributes(&[("src", "src")])
        );
        let title =
            self.text("title").map(|it| format!("<figcaption>{}</figcaption>", escaped(it)));
        Some(self.figure("audio", &format!("{player}{}", title.unwrap_or_default())))
    }

    fn video(&self) -> Option<String> {
        self.text("src")?;
        let attributes = self.attributes(&[
            ("src", "src"),
            ("poster", "customThumbnailSrc"),
            ("poster", "thumbnailSrc"),
            ("width", "width"),
            ("height", "height"),
        ]);
        Some(
            self.figure(
                "video",
                &format!("<video{attributes} preload=\"metadata\" controls></video>"),
            ),
        )
    }

    fn file(&self) -> Option<String> {
        let source = self.text("src")?;
        let title = self.text("fileTitle").or(self.text("fileName")).unwrap_or(source);
        let caption = self.text("fileCaption").map(|it| format!(" {}", escaped(it)));
        Some(format!(
            "<div class=\"kg-card kg-file-card\"><a href=\"{}\">{}</a>{}</div>",
            escaped(source),
            escaped(title),
            caption.unwrap_or_default()
        ))
    }

    fn header(&self) -> Option<String> {
        let heading = self.markup("header").map(|it| format!("<h2>{it}</h2>"));
        let below = self.markup("subheader").map(|it| format!("<p>{it}</p>"));
        let written = format!("{}{}", heading.unwrap_or_default(), below.unwrap_or_default());
        (!written.is_empty()).then_some(written)
    }

    fn product(&self) -> Option<String> {
        let title = self.markup("productTitle").map(|it| format!("<h4>{it}</h4>"));
        let image = self.text("productImageSrc").map(|it| format!("<img src=\"{}\">", escaped(it)));
        let parts = [image, title, self.markup("productDescription")];
        let mut written: String = parts.into_iter().flatten().collect();
        let button = self.text("productUrl").zip(self.text("productButton"));
        if let Some((url, label)) = button {
            written.push_str(&link_button(url, label));
        }
        (!written.is_empty())
            .then(|| format!("<div class=\"kg-card kg-product-card\">{written}</div>"))
    }
}

fn link_button(url: &str, label: &str) -> String {
    format!(
        "<div class=\"kg-card kg-button-card\"><a href=\"{}\" class=\"kg-btn\">{}</a></div>",
        escaped(url),
        escaped(label)
    )
}

fn markdown(source: &str) -> String {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS;
    let mut written = String::new();
    pulldown_cmark::html::push_html(&mut written, Parser::new_ext(source, options));
    written
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::html;

    #[test]
    fn every_card_says_what_is_in_it() {
        for (kind, card, expected) in [
            (
                "image",
                json!({"src": "/a.jpg", "alt": "\"A\"", "width": 3, "caption": "<b>C</b>", "href": "https://x.example/"}),
                "<figure class=\"kg-card kg-image-card\"><a href=\"https://x.example/\"><img src=\"/a.jpg\" alt=\"&quot;A&quot;\" width=\"3\"></a><figcaption><b>C</b></figcaption></figure>",
            ),
            (
                "gallery",
                json!({"images": [{"src": "1.jpg"}, {"fileName": "x"}, {"src": "2.jpg"}]}),
                "<figure class=\"kg-card kg-gallery-card\"><img src=\"1.jpg\"><img src=\"2.jpg\"></figure>",
            ),
            (
                "code",
                json!({"code": "a < b", "language": "rust"}),
                "<pre><code class=\"language-rust\">a &lt; b</code></pre>",
            ),
            (
                "embed",
                json!({"url": "https://v.example/1"}),
                "<figure class=\"kg-card kg-embed-card\"><a href=\"https://v.example/1\">https://v.example/1</a></figure>",
            ),
            (
                "toggle",
                json!({"heading": "Why", "content": "<p>So</p>"}),
                "<div class=\"kg-card kg-toggle-card\"><h4>Why</h4><div><p>So</p></div></div>",
            ),
            ("markdown", json!({"markdown": "*a* | b"}), "<p><em>a</em> | b</p>\n"),
            ("header", json!({"header": "H", "subheader": "S"}), "<h2>H</h2><p>S</p>"),
            ("paywall", json!({}), "<!--members-only-->"),
        ] {
            assert_eq!(html(kind, &card).as_deref(), Some(expected), "{kind}");
        }
        for (kind, card, part) in [
            (
                "bookmark",
                json!({"url": "https://b.example", "metadata": {"title": "T & U", "description": "D"}}),
                "T &amp; U",
            ),
            ("callout", json!({"calloutText": "Mind", "calloutEmoji": "💡"}), "Mind"),
            ("button", json!({"buttonText": "Go", "buttonUrl": "https://b.example"}), ">Go</a>"),
            ("audio", json!({"src": "a.mp3", "title": "T"}), "<audio src=\"a.mp3\""),
            ("video", json!({"src": "a.mp4", "thumbnailSrc": "t.jpg"}), "poster=\"t.jpg\""),
            ("file", json!({"src": "a.pdf", "fileTitle": "Report"}), ">Report</a>"),
            (
                "product",
                json!({"productTitle": "Cup", "productDescription": "<p>Blue</p>"}),
                "<h4>Cup</h4><p>Blue</p>",
            ),
        ] {
            let written = html(kind, &card).unwrap();
            assert!(written.contains(part), "{kind}: {written}");
        }
    }

    #[test]
    fn what_is_not_for_everybody_is_not_written() {
        for visibility in [
            json!({"web": {"nonMember": false, "memberSegment": "status:free"}}),
            json!({"showOnWeb": false, "showOnEmail": true}),
            json!({"emailOnly": true}),
        ] {
            assert_eq!(html("html", &json!({"html": "SECRET", "visibility": visibility})), None);
        }
        for kind in ["email", "email-cta", "signup", "call-to-action", "unheard-of"] {
            assert_eq!(html(kind, &json!({"html": "x"})), None, "{kind}");
        }
        let open = json!({"html": "x", "visibility": {"web": {"nonMember": true}}});
        assert_eq!(html("html", &open).as_deref(), Some("x"));
    }

    #[test]
    fn cards_without_their_fields_are_nothing() {
        for kind in [
            "image", "gallery", "embed", "bookmark", "html", "markdown", "code", "callout",
            "toggle", "button", "audio", "video", "file", "header", "product",
        ] {
            for card in
                [json!({}), json!(null), json!([1]), json!({"src": 1, "images": "x", "html": ""})]
            {
                assert_eq!(html(kind, &card), None, "{kind}");
            }
        }
    }
}
