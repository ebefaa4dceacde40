//! Elements: what each one is for the text of a page, by its name, attributes and classes.
//!
//! Must not know: where it stands, and what becomes of its text.

use scraper::node::Element;

/// The part an element plays in the text of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// Its text flows in the line.
    Inline,
    /// Its text stands in lines of its own.
    Block,
    /// A line ends here.
    LineBreak,
    Link,
    Bold,
    /// Slanted or in small print.
    Slanted,
    /// Code in the line; it is text, read literally.
    Code,
    List,
    Table,
    Heading,
    Quote,
    /// Raised text: a footnote mark, or a part of the word.
    Raised,
    Image,
    /// A picture or player and what is written below it.
    Figure,
    /// What follows is for those who go on reading.
    MoreMark,
    /// A link to the rest of the article.
    ReadMore,
    /// Nothing a reader of the page would read as the article's text.
    None,
}

/// The part `element` plays.
pub(super) fn role(element: &Element) -> Role {
    // Most elements have nothing but their name.
    if element.attrs().next().is_none() {
        return name_role(element);
    }
    if is_hidden(element) {
        return Role::None;
    }
    let by_class = element.classes().find_map(|class| class_role(&class.to_ascii_lowercase()));
    let by_id = element.id().and_then(|id| id_role(&id.to_ascii_lowercase()));
    if let Some(role) = by_class.or(by_id).or_else(|| semantic_role(element)) {
        // The page as a whole is never furniture, whatever its classes say.
        if !matches!(element.name(), "html" | "body" | "article" | "main") {
            return role;
        }
    }
    name_role(element)
}

fn name_role(element: &Element) -> Role {
    match element.name() {
        "address" | "article" | "body" | "center" | "dd" | "dir" | "div" | "dl" | "dt"
        | "fieldset" | "header" | "hgroup" | "html" | "li" | "main" | "p" | "search"
        | "section" | "hr" | "tbody" | "td" | "tfoot" | "th" | "thead" | "tr" | "details" => {
            Role::Block
        }
        "br" => Role::LineBreak,
        "a" if element.attr("name") == Some("more") => Role::MoreMark,
        "a" => Role::Link,
        "code" | "samp" | "tt" => Role::Code,
        "em" | "i" | "cite" | "small" => Role::Slanted,
        "b" | "strong" if !is_light(element) => Role::Bold,
        "ol" | "ul" | "menu" => Role::List,
        "table" => Role::Table,
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => Role::Heading,
        "blockquote" => Role::Quote,
        "sup" => Role::Raised,
        "img" | "picture" => Role::Image,
        "figure" | "figcaption" => Role::Figure,
        "annotation" | "annotation-xml" | "applet" | "area" | "aside" | "audio" | "base"
        | "button" | "canvas" | "caption" | "colgroup" | "datalist" | "dialog" | "embed"
        | "footer" | "form" | "frame" | "frameset" | "head" | "iframe" | "input" | "legend"
        | "link" | "listing" | "map" | "meta" | "meter" | "nav" | "noembed" | "noframes"
        | "noscript" | "object" | "optgroup" | "option" | "param" | "plaintext" | "pre"
        | "progress" | "rp" | "rt" | "rtc" | "script" | "select" | "source" | "style"
        | "summary" | "svg" | "template" | "textarea" | "title" | "track" | "video" | "xmp"
        | "amp-ad" | "amp-img" | "amp-iframe" | "amp-video" | "amp-youtube" => {
            // Verse is set like code and is none.
            if element.has_class("wp-block-verse", scraper::CaseSensitivity::CaseSensitive) {
                Role::Block
            } else {
                Role::None
            }
        }
        _ => Role::Inline,
    }
}

/// Whether an element only looks bold in the source: a word processor wraps whole texts so.
fn is_light(element: &Element) -> bool {
    element.attr("style").is_some_and(|style| {
        let style = style.replace(' ', "");
        style.contains("font-weight:normal") || style.contains("font-weight:400")
    })
}

/// Whether readers of the page do not see the element.
pub(super) fn is_hidden(element: &Element) -> bool {
    if element.attr("hidden").is_some() || element.attr("aria-hidden") == Some("true") {
        return true;
    }
    let Some(style) = element.attr("style") else {
        return false;
    };
    let style: String =
        style.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect();
    let clipped = style.contains("overflow:hidden");
    style.split(';').any(|rule| {
        let rule = rule.trim_end_matches("!important");
        matches!(
            rule,
            "display:none"
                | "visibility:hidden"
                | "visibility:collapse"
                | "opacity:0"
                | "font-size:0"
                | "font-size:0px"
                | "mso-hide:all"
                | "clip:rect(0,0,0,0)"
                | "clip:rect(0000)"
                | "text-indent:-9999px"
                | "left:-9999px"
                | "left:-10000px"
        ) || clipped
            && matches!(rule, "height:0" | "height:0px" | "max-height:0" | "max-height:0px")
    })
}

/// What a class in common use says, in small letters.
fn class_role(class: &str) -> Option<Role> {
    let role = match class {
        // Not seen.
        "screen-reader-text" | "sr-only" | "visually-hidden" | "visuallyhidden"
        | "element-invisible" | "assistive-text" | "show-for-sr" | "hidden" | "u-hidden"
        | "is-hidden" | "offscreen" | "screen-reader-only" | "sronly" | "a11y-hidden"
        | "usa-sr-only" | "hide" | "d-none" | "katex-mathml" | "mjx-assistive-mml" => Role::None,
        // Posts of social networks, players, previews of pages.
        "twitter-tweet"
        | "twitter-video"
        | "twitter-timeline"
        | "instagram-media"
        | "tiktok-embed"
        | "fb-post"
        | "fb-video"
        | "reddit-card"
        | "reddit-embed"
        | "reddit-embed-bq"
        | "bluesky-embed"
        | "mastodon-embed"
        | "imgur-embed-pub"
        | "text-post-media"
        | "pinterest-embed"
        | "tumblr-post"
        | "flourish-embed"
        | "wp-embedded-content"
        | "wp-block-embed"
        | "embed"
        | "embedly-card"
        | "kg-embed-card"
        | "kg-bookmark-card"
        | "kg-button-card"
        | "kg-signup-card"
        | "kg-cta-card"
        | "kg-header-card"
        | "kg-product-card"
        | "kg-audio-card"
        | "kg-video-card"
        | "kg-file-card"
        | "oembed"
        | "youtube-player"
        | "video-container"
        | "geo"
        | "geshifilter"
        | "wp-audio-shortcode"
        | "wp-video"
        | "wp-playlist" => Role::None,
        // Quotations from the article itself.
        "pullquote" | "pull-quote" | "pquote" | "wp-block-pullquote" | "has-pullquote" => {
            Role::None
        }
        // Notes.
        "footnote"
        | "footnotes"
        | "footnote-ref"
        | "footnote-reference"
        | "footnote-backref"
        | "footnote-definition"
        | "footnote-back"
        | "footnote-link"
        | "footnoteref"
        | "endnotes"
        | "references"
        | "reference"
        | "reflist"
        | "mw-ref"
        | "noteref"
        | "sidenote"
        | "marginnote"
        | "wp-block-footnotes"
        | "footnotes-list"
        | "simple-footnote"
        | "easy-footnote"
        | "modern-footnotes-footnote" => Role::None,
        // What surrounds an article on its page.
        "byline"
        | "dateline"
        | "entry-meta"
        | "post-meta"
        | "article-meta"
        | "entry-footer"
        | "post-footer"
        | "posted-on"
        | "post-date"
        | "entry-date"
        | "publish-date"
        | "reading-time"
        | "author-bio"
        | "author-box"
        | "breadcrumb"
        | "breadcrumbs"
        | "sharedaddy"
        | "jp-relatedposts"
        | "addtoany_share_save_container"
        | "addtoany_content"
        | "addthis_toolbox"
        | "share"
        | "sharing"
        | "share-buttons"
        | "social-share"
        | "social-buttons"
        | "feedflare"
        | "newsletter"
        | "newsletter-signup"
        | "subscribe-box"
        | "subscription-widget-wrap"
        | "subscription-widget"
        | "button-wrapper"
        | "wp-block-button"
        | "wp-block-buttons"
        | "wp-block-latest-posts"
        | "wp-block-table-of-contents"
        | "wp-block-post-title"
        | "wp-block-post-date"
        | "wp-block-post-author"
        | "wp-block-post-terms"
        | "related-posts"
        | "related"
        | "yarpp-related"
        | "toc"
        | "toc_container"
        | "ez-toc-container"
        | "lwptoc"
        | "table-of-contents"
        | "tableofcontents"
        | "post-navigation"
        | "nav-links"
        | "navigation"
        | "pagination"
        | "comments"
        | "comments-area"
        | "comment-list"
        | "comment-respond"
        | "tags-links"
        | "cat-links"
        | "post-tags"
        | "mw-editsection"
        | "editsection"
        | "noprint"
        | "hatnote"
        | "infobox"
        | "navbox"
        | "metadata"
        | "ad"
        | "ads"
        | "advert"
        | "advertisement"
        | "adsbygoogle"
        | "ad-container"
        | "cookie-notice"
        | "skip-link"
        | "heading-anchor"
        | "anchorjs-link"
        | "headerlink"
        | "anchor-link"
        | "octicon"
        | "code-block"
        | "highlight"
        | "syntaxhighlighter"
        | "wp_syntax"
        | "codehilite"
        | "crayon-syntax"
        | "printfriendly"
        | "post-ratings"
        | "wp-polls"
        | "nocontent"
        | "gallery"
        | "blocks-gallery-grid"
        | "tiled-gallery"
        | "wp-block-gallery"
        | "ng-scope-hidden"
        | "pquote-credit"
        | "vcard-photo" => Role::None,
        "more-link" | "read-more" | "readmore" | "read_more" | "read-more-link" | "moretag"
        | "continue-reading" | "meta-nav" => Role::ReadMore,
        "wp-caption"
        | "wp-caption-text"
        | "caption"
        | "captions"
        | "credit"
        | "credits"
        | "image-credit"
        | "photo-credit"
        | "photocredit"
        | "imagecredit"
        | "thumbcaption"
        | "wp-block-image"
        | "wp-element-caption"
        | "captioned-image-container"
        | "sqs-block-image"
        | "tr-caption"
        | "mediacaption"
        | "photo-meta" => Role::Figure,
        "wp-smiley" | "emoji" => Role::Image,
        class if class.ends_with("-caption") || class.ends_with("_caption") => Role::Figure,
        class if class.starts_with("sd-sharing") => Role::None,
        class if class.ends_with("visually-hidden") || class.ends_with("screen-only") => Role::None,
        _ => return None,
    };
    Some(role)
}

/// What a frequent id says, in small letters.
fn id_role(id: &str) -> Option<Role> {
    if id.strip_prefix("more-").is_some_and(|number| number.bytes().all(|b| b.is_ascii_digit())) {
        return Some(Role::MoreMark);
    }
    matches!(
        id,
        "toc"
            | "toc_container"
            | "comments"
            | "respond"
            | "footnotes"
            | "references"
            | "table-of-contents"
            | "siteSub"
            | "jp-relatedposts"
            | "breadcrumbs"
    )
    .then_some(Role::None)
}

/// What ARIA roles and structured data say.
fn semantic_role(element: &Element) -> Option<Role> {
    // Not by [`Element::attr`], which for a name that HTML does not know asks a lock.
    let attribute =
        |wanted: &str| element.attrs().find(|(name, _)| *name == wanted).map(|(_, value)| value);
    let semantic = attribute("role").or_else(|| attribute("epub:type")).unwrap_or_default();
    let furniture = matches!(
        semantic,
        "doc-noteref"
            | "doc-endnotes"
            | "doc-footnote"
            | "doc-backlink"
            | "doc-toc"
            | "doc-pullquote"
            | "navigation"
            | "complementary"
            | "search"
            | "banner"
            | "button"
            | "contentinfo"
            | "dialog"
            | "menu"
            | "toolbar"
            | "noteref"
            | "footnote"
            | "footnotes"
            | "rearnotes"
            | "tooltip"
    );
    let rating = attribute("itemtype").is_some_and(|kind| {
        ["/AggregateRating", "/Offer", "/Rating", "/AggregateOffer", "/BreadcrumbList"]
            .iter()
            .any(|end| kind.ends_with(end))
    });
    let note = attribute("rel") == Some("footnote");
    (furniture || rating || note).then_some(Role::None)
}
