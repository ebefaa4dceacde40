//! Content negotiation: which coding a client takes, and whether it is a browser that shows a page
//! (RFC 9110 sections 12.5.3 and 12.5.1).

use crate::response::{Coding, DeltaCoding};

/// The weights that a client gives to codings, in thousandths.
struct Weights {
    /// By [`index`].
    asked: [Option<u16>; 4],
    /// Of those not named.
    others: Option<u16>,
    deltas: [u16; 2],
    is_silent: bool,
}

impl Weights {
    fn of<'a>(values: impl Iterator<Item = &'a str>) -> Self {
        let mut weights = Self { asked: [None; 4], others: None, deltas: [0; 2], is_silent: true };
        for (name, weight) in members(values) {
            weights.is_silent = false;
            if name == "*" {
                weights.others = Some(weight);
            } else if let Some(index) = index_of(name) {
                weights.asked[index] = Some(weight);
            } else {
                for (coding, delta) in DeltaCoding::ALL.iter().zip(&mut weights.deltas) {
                    if name.eq_ignore_ascii_case(coding.name()) {
                        *delta = weight;
                    }
                }
            }
        }
        weights
    }

    fn weight(&self, coding: Coding) -> u16 {
        let stated = self.asked[index(coding)].or(self.others);
        match coding {
            // Acceptable unless it is refused by name or by `*;q=0`, but the last choice.
            Coding::Identity => stated.unwrap_or(1),
            _ => stated.unwrap_or(0),
        }
    }
}

/// What nearly all clients send, one of them after the other's fashion, and what it comes to: with most polls
/// it need not be read.
const COMMON: [(&str, Coding); 8] = [
    ("gzip", Coding::Gzip),
    ("gzip, deflate", Coding::Gzip),
    ("gzip, deflate, br", Coding::Brotli),
    ("gzip, deflate, br, zstd", Coding::Brotli),
    ("br, gzip", Coding::Brotli),
    ("gzip,deflate", Coding::Gzip),
    ("deflate, gzip", Coding::Gzip),
    ("identity", Coding::Identity),
];

/// [`coding`] for the value of a field that stands alone, where it is a common one.
fn common(value: &str) -> Option<Coding> {
    COMMON.iter().find(|(known, _)| *known == value).map(|(_, coding)| *coding)
}

/// The coding to send for the values of `Accept-Encoding`; `None` when not even the bytes as they
/// are may be sent. A client that says nothing gets identity: half of the libraries that poll feeds
/// cannot decode what they did not ask for.
pub(super) fn coding<'a>(mut values: impl Iterator<Item = &'a str>) -> Option<Coding> {
    let (first, second) = (values.next(), values.next());
    if let (Some(first), None) = (first, second)
        && let Some(coding) = common(first)
    {
        return Some(coding);
    }
    let weights = Weights::of(first.into_iter().chain(second).chain(values));
    if weights.is_silent {
        return Some(Coding::Identity);
    }
    let (mut best, mut most) = (None, 0);
    // The first of the best: BY_SIZE decides between equals.
    let [smallest, next, last] = Coding::BY_SIZE;
    for coding in [smallest, next, last, Coding::Identity] {
        let weight = weights.weight(coding);
        if weight > most {
            (best, most) = (Some(coding), weight);
        }
    }
    best
}

/// The coding of deltas that a client names and wants no less than `otherwise`. `*` names none: who
/// has a dictionary says so.
pub(super) fn delta<'a>(
    values: impl Iterator<Item = &'a str>,
    otherwise: Coding,
) -> Option<DeltaCoding> {
    let weights = Weights::of(values);
    let least = weights.weight(otherwise).max(1);
    let both = DeltaCoding::ALL.into_iter().zip(weights.deltas);
    both.filter(|(_, weight)| *weight >= least)
        .reduce(|best, next| if next.1 > best.1 { next } else { best })
        .map(|(coding, _)| coding)
}

/// Whether the values of `A-IM` (RFC 3229 section 10.5.3) name the manipulation `feed`, and the whole
/// document as nothing better.
pub(super) fn takes_feed_deltas<'a>(values: impl Iterator<Item = &'a str>) -> bool {
    let (mut feed, mut identity) = (0, 0);
    for (name, weight) in members(values) {
        if name.eq_ignore_ascii_case("feed") {
            feed = weight;
        } else if name.eq_ignore_ascii_case("identity") {
            identity = weight;
        }
    }
    feed > 0 && feed >= identity
}

/// Whether the values of `Accept` name HTML and nothing they want more. That anything is welcome
/// (`*/*`) says nothing of pages.
pub(super) fn prefers_html<'a>(values: impl Iterator<Item = &'a str>) -> bool {
    let (mut html, mut best) = (0, 0);
    for (name, weight) in members(values) {
        if name.eq_ignore_ascii_case("text/html") {
            html = weight;
        }
        best = best.max(weight);
    }
    html > 0 && html >= best
}

/// The members of a list and their weights, in thousandths; empty ones are none (RFC 9110 section 5.6.1).
fn members<'a>(values: impl Iterator<Item = &'a str>) -> impl Iterator<Item = (&'a str, u16)> {
    values.flat_map(|value| value.split(',')).filter_map(|member| {
        let (name, parameters) = member.split_once(';').unwrap_or((member, ""));
        let weight = parameters.split(';').find_map(|it| quality(it.trim_ascii()));
        let name = Some(name.trim_ascii()).filter(|name| !name.is_empty())?;
        Some((name, weight.unwrap_or(1000)))
    })
}

/// A weight in thousandths; what is malformed is as good as none.
fn quality(parameter: &str) -> Option<u16> {
    let value = parameter.strip_prefix("q=").or_else(|| parameter.strip_prefix("Q="))?;
    let value: f32 = value.trim().parse().ok()?;
    if !(0.0..=1.0).contains(&value) {
        return None;
    }
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "between 0 and 1000"
    )]
    Some((value * 1000.0).round() as u16)
}

fn index(coding: Coding) -> usize {
    match coding {
        Coding::Identity => 0,
        Coding::Gzip => 1,
        Coding::Brotli => 2,
        Coding::Zstd => 3,
    }
}

fn index_of(name: &str) -> Option<usize> {
    let names = [
        ("gzip", Coding::Gzip),
        ("br", Coding::Brotli),
        ("zstd", Coding::Zstd),
        ("identity", Coding::Identity),
        ("x-gzip", Coding::Gzip),
    ];
    let found = names.into_iter().find(|(known, _)| name.eq_ignore_ascii_case(known));
    found.map(|(_, coding)| index(coding))
}

#[cfg(test)]
mod tests {
    use super::coding;
    use crate::response::Coding;

    #[test]
    fn deltas_are_for_those_who_name_them() {
        let takes = |values: &[&'static str]| super::takes_feed_deltas(values.iter().copied());
        for values in
            [&["feed"][..], &["FEED;q=0.5, gzip"], &["vcdiff", "feed"], &["feed, identity"]]
        {
            assert!(takes(values), "{values:?}");
        }
        for values in [&[][..], &["*"], &["feed;q=0"], &["feeds, gzip"], &["identity, feed;q=0.9"]]
        {
            assert!(!takes(values), "{values:?}");
        }
    }

    #[test]
    fn what_is_common_comes_to_what_reading_it_comes_to() {
        for (header, expected) in super::COMMON {
            // An empty member is none, and makes it uncommon.
            let read = coding([header, ","].into_iter());
            assert_eq!((coding([header].into_iter()), read), (Some(expected), Some(expected)));
        }
    }

    #[test]
    fn what_real_clients_send() {
        let cases = [
            ("", Some(Coding::Identity)),
            ("gzip, deflate", Some(Coding::Gzip)),
            ("deflate, gzip, br, zstd", Some(Coding::Brotli)),
            ("br,gzip", Some(Coding::Brotli)),
            ("gzip;q=1.0,deflate;q=0.6,identity;q=0.3", Some(Coding::Gzip)),
            ("gzip;q=0", Some(Coding::Identity)),
            ("identity;q=0", None),
            ("*;q=0", None),
            ("*", Some(Coding::Brotli)),
            ("gzip;q=0.5, br;q=0.1", Some(Coding::Gzip)),
            ("identity, gzip;q=0.5", Some(Coding::Identity)),
            ("identity;q=0, *", Some(Coding::Brotli)),
            ("deflate", Some(Coding::Identity)),
            ("gzip;q=nonsense", Some(Coding::Gzip)),
            ("GZIP", Some(Coding::Gzip)),
            (",, ,", Some(Coding::Identity)),
        ];
        for (header, expected) in cases {
            assert_eq!(coding([header].into_iter()), expected, "{header}");
        }
        assert_eq!(coding(std::iter::empty()), Some(Coding::Identity));
        assert_eq!(coding(["gzip", "zstd"].into_iter()), Some(Coding::Zstd));
    }
}
