//! Pages within pages: the address people would visit instead.
//!
//! Must not know: how content is written.

use scraper::ElementRef;
use url::Url;

use super::address::{Purpose, absolute};

/// The address of what an element embeds; `None` when it is nothing to visit: an advertisement,
/// a counter, a button of a social network.
pub(super) fn address(element: ElementRef<'_>, base: &Url) -> Option<String> {
    const ATTRIBUTES: [&str; 5] = ["data-src", "data-lazy-src", "src", "data", "code"];
    let own = ATTRIBUTES.iter().filter_map(|name| element.value().attr(name));
    let parameters = element
        .children()
        .filter_map(ElementRef::wrap)
        .filter(|child| child.value().name() == "param")
        .filter(|child| matches!(child.value().attr("name"), Some("movie" | "src" | "url")))
        .filter_map(|child| child.value().attr("value"));
    let found =
        own.chain(parameters).find_map(|address| absolute(address, base, Purpose::Link).ok())?;
    let url = Url::parse(&found).ok()?;
    let host = url.host_str()?.trim_start_matches("www.").to_owned();
    let is_noise = NOISE.iter().any(|noise| {
        host == *noise || host.strip_suffix(noise).is_some_and(|rest| rest.ends_with('.'))
    }) || url.path().starts_with("/plugins/");
    (!is_noise && matches!(url.scheme(), "http" | "https"))
        .then(|| page_of_video(&url, &host).unwrap_or(found))
}

const NOISE: [&str; 9] = [
    "doubleclick.net",
    "googlesyndication.com",
    "googletagmanager.com",
    "google-analytics.com",
    "amazon-adsystem.com",
    "platform.twitter.com",
    "apis.google.com",
    "recaptcha.net",
    "taboola.com",
];

/// A video has a page of its own besides the player.
fn page_of_video(url: &Url, host: &str) -> Option<String> {
    let mut path = url.path_segments()?;
    let (first, second) = (path.next()?, path.next().filter(|id| !id.is_empty()));
    let is_id =
        |id: &str| id.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte));
    match (host, first, second) {
        ("youtube.com" | "youtube-nocookie.com", "embed" | "v", Some(id)) => {
            let id = id.split('&').next().filter(|id| is_id(id) && *id != "videoseries")?;
            Some(format!("https://www.youtube.com/watch?v={id}"))
        }
        ("player.vimeo.com", "video", Some(id)) if is_id(id) => {
            Some(format!("https://vimeo.com/{id}"))
        }
        ("dailymotion.com", "embed", Some("video")) => {
            let id = path.next().filter(|id| is_id(id))?;
            Some(format!("https://www.dailymotion.com/video/{id}"))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use scraper::{ElementRef, Html};
    use url::Url;

    fn address(html: &str) -> Option<String> {
        let base = Url::parse("https://news.example/a").unwrap();
        let parsed = Html::parse_fragment(html);
        let element = parsed.root_element().children().find_map(ElementRef::wrap).unwrap();
        super::address(element, &base)
    }

    #[test]
    fn players_lead_to_the_page_of_their_video() {
        let youtube = Some("https://www.youtube.com/watch?v=a-b_1".to_owned());
        assert_eq!(address("<iframe src='//www.youtube.com/embed/a-b_1?rel=0'>"), youtube);
        assert_eq!(address("<embed src='http://www.youtube.com/v/a-b_1&amp;hl=en'>"), youtube);
        assert_eq!(
            address("<object><param name=movie value='https://www.youtube.com/v/a-b_1'></object>"),
            youtube
        );
        assert_eq!(
            address("<iframe data-src='https://player.vimeo.com/video/12' src='about:blank'>"),
            Some("https://vimeo.com/12".to_owned())
        );
    }

    #[test]
    fn other_pages_are_linked_and_noise_is_not() {
        assert_eq!(
            address("<iframe src='/map?x=1'>"),
            Some("https://news.example/map?x=1".to_owned())
        );
        for noise in [
            "https://ad.doubleclick.net/x",
            "javascript:alert(1)",
            "https://www.facebook.com/plugins/like.php",
        ] {
            assert_eq!(address(&format!("<iframe src='{noise}'>")), None, "{noise}");
        }
    }
}
