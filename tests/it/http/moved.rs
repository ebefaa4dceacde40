//! Feeds that were renamed: every old address leads to the new one, in one step.

use newswire::article::DraftAttachment;
use newswire::feed::{FeedName, Moves, Part};

use super::site::{BASE, Setup, Site};
use crate::support::{admit, article, draft};

fn part(name: &str) -> Part {
    FeedName::parse(name).unwrap().parts()[0].clone()
}

pub fn moves(pairs: &[(&str, &str)]) -> Moves {
    Moves::new(pairs.iter().map(|(old, new)| (part(old), part(new))))
}

#[test]
fn every_old_address_leads_to_the_new_one_in_one_step() {
    let moves = moves(&[("games", "sport"), ("tag/ball", "tag/balls"), ("play", "games")]);
    let site = Site::start_with(Setup { moves, ..Setup::default() });
    let builds = site.store.builds();
    for (old, new) in [
        ("/feeds/games.rss", "/feeds/sport.rss"),
        ("/feeds/games.xml", "/feeds/sport.rss"),
        ("/feeds/games.atom", "/feeds/sport.atom"),
        ("/feeds/games.json", "/feeds/sport.json"),
        ("/feeds/games", "/feeds/sport"),
        ("/feeds/Games.atom", "/feeds/sport.atom"),
        ("/feeds/play.rss?utm_source=x", "/feeds/sport.rss"),
        ("/feeds/games/archive/2.rss", "/feeds/sport/archive/2.rss"),
        ("/feeds/games/archive/02.xml", "/feeds/sport/archive/2.rss"),
        ("/feeds/games+world.rss", "/feeds/sport+world.rss"),
        ("/feeds/world+games.rss", "/feeds/sport+world.rss"),
        ("/feeds/games+sport.rss", "/feeds/sport.rss"),
        ("/feeds/tag/ball.json", "/feeds/tag/balls.json"),
        ("/excerpts/games.json", "/excerpts/sport.json"),
        ("/excerpts/games.html", "/excerpts/sport.html"),
        ("/category/games/feed/", "/feeds/sport.rss"),
        ("/category/games/feed/atom/", "/feeds/sport.atom"),
        ("/tag/Ball/feed", "/feeds/tag/balls.rss"),
    ] {
        for method in ["GET", "HEAD"] {
            // A status that is not 2xx comes before any condition.
            let answer = site.ask(method, old, &["If-None-Match: *"]);
            assert_eq!(answer.status, 301, "{old}");
            assert_eq!(answer.header("location"), Some(format!("{BASE}{new}").as_str()), "{old}");
            assert_eq!(answer.header("cache-control"), Some("max-age=86400"), "{old}");
            assert_eq!(answer.header("content-type"), Some("text/plain; charset=utf-8"), "{old}");
        }
    }
    assert_eq!(site.store.builds(), builds);
    assert_eq!(site.get("/feeds/sport.rss").status, 200);
}

#[test]
fn no_list_names_a_feed_that_goes_on_elsewhere() {
    let moves = moves(&[("sport", "world")]);
    let site = Site::start_with(Setup { moves, ..Setup::default() });
    let list = site.get("/feeds.opml");
    assert!(!list.text().contains("/feeds/sport.") && list.text().contains("/feeds/world."));
    // Also where articles are filed under the old name again.
    site.publish(vec![article("cup", "2026-11-24T11:00:00Z", "Sport")]);
    assert_eq!(site.get("/feeds/sport.rss").status, 301);
}

#[test]
fn a_podcast_says_where_it_is_for_as_long_as_its_old_name_is_known() {
    let mut heard = draft("tide", "2026-11-24T10:00:00Z", "Sport");
    heard.attachments = vec![DraftAttachment {
        url: "https://media.example/tide.mp3".to_owned(),
        mime_type: Some("Audio/MPEG".to_owned()),
        ..DraftAttachment::default()
    }];
    let element = format!("<itunes:new-feed-url>{BASE}/feeds/sport.rss</itunes:new-feed-url>");
    let known = Site::start_with(Setup { moves: moves(&[("games", "sport")]), ..Setup::default() });
    // Without anything to hear it is no podcast.
    assert!(!known.get("/feeds/sport.rss").text().contains("itunes"));
    known.publish(vec![admit(heard.clone())]);
    let document = known.get("/feeds/sport.rss");
    assert!(document.text().contains(&element), "{}", document.text());
    assert!(
        document.text().contains("xmlns:itunes=\"http://www.itunes.com/dtds/podcast-1.0.dtd\"")
    );
    for other in ["/feeds/world.rss", "/feeds/all.rss", "/feeds/sport.atom", "/feeds/sport.json"] {
        assert!(!known.get(other).text().contains("new-feed-url"), "{other}");
    }
    let forgotten = Site::start();
    forgotten.publish(vec![admit(heard)]);
    assert!(!forgotten.get("/feeds/sport.rss").text().contains("itunes"));
}
