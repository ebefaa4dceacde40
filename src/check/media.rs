//! `media:content` (Media RSS 1.5.1): what its attributes may say.

use super::extensions::{invalid, positive};
use super::findings::Quoted;
use super::read_back::{Facts, Link, Target};
use super::xml::{Context, Element, attribute, elements};
use super::{rules, values};

pub(super) fn content<'a>(node: Element<'a>, facts: &mut Facts<'a>, context: &mut Context<'a, '_>) {
    if let Some(field) = context.attribute(node, "url") {
        facts.links.push(Link { field, to: Target::Other });
    } else if !elements(node).any(|child| child.tag_name().name() == "player") {
        context.required(node, "url", facts.entry);
    }
    for side in ["width", "height"] {
        positive(node, side, facts, context);
    }
    facts.languages.extend(context.attribute(node, "lang"));
    let numbers = ["fileSize", "bitrate", "framerate", "samplingrate", "channels", "duration"];
    for name in numbers {
        if let Some(text) = attribute(node, name)
            && !text.parse::<f64>().is_ok_and(|number| number >= 0.0)
        {
            invalid(node, facts, context, name, text);
        }
    }
    let words: [(&str, &[&str]); 2] = [
        ("medium", &["image", "audio", "video", "document", "executable"]),
        ("expression", &["sample", "full", "nonstop"]),
    ];
    for (name, allowed) in words {
        if let Some(text) = attribute(node, name)
            && !allowed.contains(&text)
        {
            invalid(node, facts, context, name, text);
        }
    }
    if let Some(media_type) = attribute(node, "type")
        && !values::is_media_type(media_type)
    {
        context.add(
            &rules::MEDIA_TYPE_INVALID,
            node,
            facts.entry,
            format_args!("type is `{}`", Quoted(media_type)),
        );
    }
}
