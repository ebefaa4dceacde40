//! The names shortcodes are known by, and what each family of them stands for.
//!
//! Must not know: how a shortcode is found or rewritten.

/// What a known shortcode stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Family {
    /// A picture with words below it.
    Caption,
    /// Source code, shown verbatim.
    Code,
    /// A player or a foreign post, named by its address.
    Embed,
    /// Pictures, forms, lists made by a program: nothing that can be shown elsewhere.
    Widget,
    /// A quotation from the article itself, a button, a heading: text that repeats or calls.
    Aside,
    /// A footnote, written where its mark stands.
    Note,
    /// A formula in a typesetting language.
    Formula,
    /// Text for members only: it must not leave the site.
    Private,
}

const CAPTION: &[&str] = &["caption", "wp_caption"];

const CODE: &[&str] = &[
    "bash",
    "c",
    "cc",
    "code",
    "coffee",
    "cpp",
    "csharp",
    "css",
    "delphi",
    "diff",
    "erlang",
    "go",
    "groovy",
    "haskell",
    "html",
    "java",
    "javascript",
    "js",
    "json",
    "kotlin",
    "latexcode",
    "lua",
    "matlab",
    "objc",
    "perl",
    "php",
    "plain",
    "powershell",
    "py",
    "python",
    "r",
    "rails",
    "ruby",
    "rust",
    "sass",
    "scala",
    "scss",
    "shell",
    "source",
    "sourcecode",
    "sql",
    "swift",
    "ts",
    "typescript",
    "vb",
    "xml",
    "yaml",
];

const EMBED: &[&str] = &[
    "archiveorg",
    "audio",
    "bandcamp",
    "bliptv",
    "codepen",
    "dailymotion",
    "embed",
    "facebook",
    "flash",
    "flickr",
    "flv",
    "getty",
    "gist",
    "googlevideo",
    "gvideo",
    "instagram",
    "kickstarter",
    "mixcloud",
    "pinterest",
    "reddit",
    "scribd",
    "slideshare",
    "soundcloud",
    "spotify",
    "swf",
    "ted",
    "tiktok",
    "tweet",
    "twitch",
    "twitter",
    "video",
    "videopress",
    "vimeo",
    "vine",
    "wpvideo",
    "youku",
    "youtube",
    "youtube_sc",
    "yt",
];

const WIDGET: &[&str] = &[
    "ad",
    "addtoany",
    "adsense",
    "advertisement",
    "archives",
    "calendar",
    "carousel",
    "contact-field",
    "contact-form",
    "contact-form-7",
    "countdown",
    "display-posts",
    "easy-toc",
    "events_list",
    "ez-toc",
    "formidable",
    "gallery",
    "google-map",
    "googleapps",
    "googlemap",
    "googlemaps",
    "gravityform",
    "iframe",
    "img",
    "jetpack_subscription_form",
    "latest_posts",
    "locations",
    "lwptoc",
    "map",
    "maxbutton",
    "mc4wp_form",
    "new_royalslider",
    "nggallery",
    "ngg_images",
    "ninja_form",
    "playlist",
    "poll",
    "polldaddy",
    "portfolio",
    "product",
    "products",
    "recent_posts",
    "recent-posts",
    "related_posts",
    "rank_math_toc",
    "rev_slider",
    "sharing",
    "sidebar",
    "singlepic",
    "sitemap",
    "slider",
    "slideshow",
    "subscribe",
    "table",
    "tablepress",
    "toc",
    "vc_raw_html",
    "vc_raw_js",
    "woocommerce_cart",
    "wpforms",
    "wufoo",
];

const ASIDE: &[&str] = &["button", "cta", "pull-quote", "pullquote", "pull_quote", "su_button"];

const NOTE: &[&str] = &["efn_note", "fn", "footnote", "mfn", "note_ref", "ref", "sidenote"];

const FORMULA: &[&str] = &["asciimath", "equation", "katex", "latex", "math", "mathjax", "tex"];

const PRIVATE: &[&str] = &[
    "hide",
    "is_logged_in",
    "is_member",
    "member",
    "members",
    "membership",
    "memberonly",
    "members_only",
    "paywall",
    "premium",
    "premium-content",
    "private",
    "protected",
    "restrict",
    "s2if",
    "subscribers",
];

/// Prefixes of the plugins that keep text for members.
const PRIVATE_PREFIXES: &[&str] = &[
    "ihc-",
    "ld_",
    "lifterlms_",
    "mepr-",
    "mepr_",
    "pmpro_",
    "rcp_",
    "restrict_",
    "swpm_",
    "um_loggedin",
    "wcm_",
    "wlm_",
    "woocommerce_members",
];

/// What `name` (in any case) stands for, if it is known.
pub(super) fn family(name: &str) -> Option<Family> {
    let listed = |names: &[&str]| names.iter().any(|known| known.eq_ignore_ascii_case(name));
    let prefixed = |prefix: &&str| {
        name.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix))
    };
    [
        (CAPTION, Family::Caption),
        (CODE, Family::Code),
        (EMBED, Family::Embed),
        (WIDGET, Family::Widget),
        (ASIDE, Family::Aside),
        (NOTE, Family::Note),
        (FORMULA, Family::Formula),
        (PRIVATE, Family::Private),
    ]
    .into_iter()
    .find_map(|(names, family)| listed(names).then_some(family))
    .or_else(|| PRIVATE_PREFIXES.iter().any(prefixed).then_some(Family::Private))
    .or_else(|| by_last_word(name))
}

/// What a name stands for whose first words are those of a plugin or page builder: `su_button`,
/// `et_pb_video`, `fusion_title`.
fn by_last_word(name: &str) -> Option<Family> {
    let (_, last) = name.rsplit_once(['_', '-'])?;
    match &*last.trim_end_matches(|c: char| c.is_ascii_digit()).to_ascii_lowercase() {
        "button" | "buttons" | "btn" | "pullquote" | "heading" | "headline" | "title" => {
            Some(Family::Aside)
        }
        "video" | "youtube" | "vimeo" | "audio" | "soundcloud" | "tweet" => Some(Family::Embed),
        _ => None,
    }
}
