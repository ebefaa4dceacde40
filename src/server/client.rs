//! Who asks: the address that a request comes from, proxies of the publisher's taken into account, and
//! the product that asks.
//!
//! Must not know: budgets, connections.

use std::fmt;
use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use std::str::FromStr;

use hyper::header::{FORWARDED, HeaderMap, HeaderName, USER_AGENT};
use thiserror::Error;

const X_FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");
/// A longer name of a product is cut: names that are made up need not be told apart.
const MAX_PRODUCT_BYTES: usize = 64;

/// Addresses that begin alike: one address, or a block in CIDR notation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Network {
    first: IpAddr,
    bits: u8,
}

/// Why a text is no network.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("it is no address or network; write it like 192.0.2.7, 10.0.0.0/8 or 2001:db8::/32")]
pub struct NetworkError;

impl FromStr for Network {
    type Err = NetworkError;

    fn from_str(text: &str) -> Result<Self, NetworkError> {
        let (address, bits) = match text.split_once('/') {
            Some((address, bits)) => (address, Some(bits.parse().map_err(|_| NetworkError)?)),
            None => (text, None),
        };
        let first: IpAddr = address.parse().map_err(|_| NetworkError)?;
        let most = if first.is_ipv4() { 32 } else { 128 };
        let bits = bits.unwrap_or(most);
        if bits > most {
            return Err(NetworkError);
        }
        Ok(Self { first, bits })
    }
}

impl fmt::Display for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.first, self.bits)
    }
}

impl Network {
    /// Whether an address is in it.
    #[must_use]
    pub fn contains(&self, address: IpAddr) -> bool {
        let is_alike = |ours: u128, theirs: u128, width: u32| {
            let rest = width - u32::from(self.bits);
            ours.checked_shr(rest) == theirs.checked_shr(rest)
        };
        match (self.first, address.to_canonical()) {
            (IpAddr::V4(ours), IpAddr::V4(theirs)) => {
                is_alike(u128::from(ours.to_bits()), u128::from(theirs.to_bits()), 32)
            }
            (IpAddr::V6(ours), IpAddr::V6(theirs)) => {
                is_alike(ours.to_bits(), theirs.to_bits(), 128)
            }
            _ => false,
        }
    }
}

/// The proxies whose word is taken for who asks.
#[derive(Debug, Clone, Default)]
pub(super) struct Proxies(Vec<Network>);

impl Proxies {
    pub(super) fn new(trusted: Vec<Network>) -> Self {
        Self(trusted)
    }

    pub(super) fn contains(&self, address: IpAddr) -> bool {
        self.0.iter().any(|network| network.contains(address))
    }

    /// Who asks. What a proxy of the publisher's says is believed, and of that alone what it says itself,
    /// at the right end: the rest is what it was told, and anyone may have said it. `None` where only
    /// proxies are known.
    pub(super) fn client(&self, peer: IpAddr, asked: &HeaderMap) -> Option<IpAddr> {
        if !self.contains(peer) {
            return Some(peer.to_canonical());
        }
        // One of the two: a proxy that writes one passes the other on as it came.
        let addresses = if asked.contains_key(X_FORWARDED_FOR) {
            listed(asked, &X_FORWARDED_FOR, Some)
        } else {
            listed(asked, &FORWARDED, forwarded_for)
        };
        let mut hops = addresses.into_iter().rev();
        // What cannot be read hides whoever stands to its left.
        hops.find(|hop| hop.is_none_or(|address| !self.contains(address))).flatten()
    }
}

/// Whether a request says that it comes through a proxy.
pub(super) fn is_forwarded(asked: &HeaderMap) -> bool {
    asked.contains_key(X_FORWARDED_FOR) || asked.contains_key(FORWARDED)
}

/// The addresses of a field's members in their order; `None` for one that has none.
fn listed<'a>(
    asked: &'a HeaderMap,
    name: &HeaderName,
    node: fn(&'a str) -> Option<&'a str>,
) -> Vec<Option<IpAddr>> {
    let values = asked.get_all(name).iter();
    let members = values.flat_map(|value| members(value.to_str().unwrap_or_default()));
    members.map(|member| node(member.trim()).and_then(address)).collect()
}

/// What stands between the commas of a value, those in quotes not counted.
fn members(value: &str) -> impl Iterator<Item = &str> {
    let mut is_quoted = false;
    value.split(move |c| {
        is_quoted ^= c == '"';
        c == ',' && !is_quoted
    })
}

/// The value of `for` in an element of `Forwarded` (RFC 7239 section 4).
fn forwarded_for(element: &str) -> Option<&str> {
    element.split(';').find_map(|pair| {
        let (name, value) = pair.split_once('=')?;
        name.trim().eq_ignore_ascii_case("for").then(|| value.trim().trim_matches('"'))
    })
}

/// An address, with or without a port; IPv6 with or without brackets.
fn address(node: &str) -> Option<IpAddr> {
    let bare = node.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(node);
    let with_port = || node.parse::<SocketAddr>().ok().map(|socket| socket.ip());
    bare.parse::<IpAddr>().ok().or_else(with_port).map(|address| address.to_canonical())
}

/// Whom an address stands for: an IPv6 client has a whole /64 to choose from.
pub(super) fn household(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => Ipv6Addr::from_bits(address.to_bits() >> 64 << 64).into(),
        v4 @ IpAddr::V4(_) => v4,
    }
}

/// Whether an address is of this machine or a private network: the publisher's own, most likely a proxy
/// of his behind which are all readers.
pub(super) fn is_private(address: IpAddr) -> bool {
    match address.to_canonical() {
        IpAddr::V4(address) => {
            address.is_loopback() || address.is_private() || address.is_link_local()
        }
        IpAddr::V6(address) => {
            address.is_loopback() || address.is_unique_local() || address.is_unicast_link_local()
        }
    }
}

/// The product that a client says it is, without its version: the first one it names, or the one that it
/// names behind `Mozilla/5.0 (compatible;`. Empty when it names none.
pub(super) fn product(asked: &HeaderMap) -> &str {
    let agent = asked.get(USER_AGENT).and_then(|agent| agent.to_str().ok()).unwrap_or_default();
    let compatible = agent.split_once("(compatible;").map(|(_, rest)| rest);
    let own = compatible.unwrap_or(agent).trim_start();
    let end = own.find(|c: char| c == '/' || c == ';' || c == '(' || c == ')' || c.is_whitespace());
    let name = own.get(..end.unwrap_or(own.len())).unwrap_or_default();
    // `to_str` gives nothing but ASCII, so that every place is between two characters.
    name.get(..MAX_PRODUCT_BYTES).unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use std::net::IpAddr;

    use hyper::header::{HeaderMap, HeaderName, HeaderValue, USER_AGENT};
    use proptest::prelude::*;

    use super::{Network, Proxies, household, is_private, product};

    fn ip(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    fn fields(lines: &[(&str, &str)]) -> HeaderMap {
        let mut fields = HeaderMap::new();
        for (name, value) in lines {
            let name: HeaderName = name.parse().unwrap();
            fields.append(name, HeaderValue::from_bytes(value.as_bytes()).unwrap());
        }
        fields
    }

    #[test]
    fn networks_hold_what_begins_alike() {
        for (network, inside, outside) in [
            ("192.0.2.7", "192.0.2.7", "192.0.2.8"),
            ("10.0.0.0/8", "10.200.3.4", "11.0.0.0"),
            ("10.1.2.3/8", "10.200.3.4", "11.0.0.0"),
            ("192.0.2.128/25", "::ffff:192.0.2.200", "192.0.2.127"),
            ("0.0.0.0/0", "203.0.113.9", "2001:db8::1"),
            ("::/0", "2001:db8::1", "203.0.113.9"),
            ("2001:db8::/32", "2001:db8:ffff::1", "2001:db9::"),
            ("::1", "::1", "::2"),
        ] {
            let network: Network = network.parse().unwrap();
            assert!(network.contains(ip(inside)), "{network}");
            assert!(!network.contains(ip(outside)), "{network}");
        }
        for text in
            ["", "10.0.0.0/33", "::/129", "10.0.0.0/-1", "10.0.0/8", "example.org", "10.0.0.0/"]
        {
            assert!(text.parse::<Network>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_proxy_is_believed_from_the_right_end_and_nobody_else_is() {
        let proxies =
            Proxies::new(vec!["127.0.0.1".parse().unwrap(), "10.0.0.0/8".parse().unwrap()]);
        let (own, far) = ("127.0.0.1", "203.0.113.9");
        for (peer, lines, expected) in [
            (far, vec![("x-forwarded-for", "198.51.100.1")], Some(far)),
            (own, vec![], None),
            (own, vec![("x-forwarded-for", "198.51.100.1")], Some("198.51.100.1")),
            (own, vec![("x-forwarded-for", "1.1.1.1, 198.51.100.1")], Some("198.51.100.1")),
            (own, vec![("x-forwarded-for", "198.51.100.1, 10.0.0.7")], Some("198.51.100.1")),
            (
                own,
                vec![("x-forwarded-for", "1.1.1.1"), ("x-forwarded-for", "198.51.100.1,10.0.0.7")],
                Some("198.51.100.1"),
            ),
            (own, vec![("x-forwarded-for", "10.0.0.8, 10.0.0.7")], None),
            (own, vec![("x-forwarded-for", "198.51.100.1, unknown")], None),
            (own, vec![("x-forwarded-for", "198.51.100.1:4711")], Some("198.51.100.1")),
            (own, vec![("x-forwarded-for", "[2001:db8::1]:80")], Some("2001:db8::1")),
            (own, vec![("x-forwarded-for", "2001:db8::1")], Some("2001:db8::1")),
            (own, vec![("forwarded", "for=198.51.100.1;proto=http")], Some("198.51.100.1")),
            (own, vec![("forwarded", "For=\"[2001:db8::1]:4711\"")], Some("2001:db8::1")),
            (
                own,
                vec![(
                    "forwarded",
                    "for=1.1.1.1;by=\"a,b\", proto=https; for=198.51.100.1, for=10.1.1.1",
                )],
                Some("198.51.100.1"),
            ),
            (own, vec![("forwarded", "for=198.51.100.1, for=_hidden")], None),
            // A proxy that writes the one passes the other on as it came.
            (
                own,
                vec![("x-forwarded-for", "198.51.100.1"), ("forwarded", "for=1.1.1.1")],
                Some("198.51.100.1"),
            ),
        ] {
            let found = proxies.client(ip(peer), &fields(&lines));
            assert_eq!(found, expected.map(ip), "{peer} {lines:?}");
        }
    }

    #[test]
    fn a_household_is_an_address_or_a_network_of_64_bits() {
        assert_eq!(household(ip("192.0.2.7")), ip("192.0.2.7"));
        assert_eq!(household(ip("::ffff:192.0.2.7")), ip("192.0.2.7"));
        assert_eq!(household(ip("2001:db8:1:2:3:4:5:6")), ip("2001:db8:1:2::"));
        assert!(is_private(ip("::ffff:10.0.0.1")) && is_private(ip("::1")));
        assert!(!is_private(ip("203.0.113.9")) && !is_private(ip("2001:db8::1")));
    }

    #[test]
    fn products_are_told_from_what_readers_send() {
        for (agent, expected) in [
            ("FreshRSS/1.25.0-dev (Linux; https://freshrss.org)", "FreshRSS"),
            ("Mozilla/5.0 (compatible; Miniflux/2.2; +https://miniflux.app)", "Miniflux"),
            ("Mozilla/5.0 (compatible; Miniflux; +https://miniflux.app)", "Miniflux"),
            ("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/120.0", "Mozilla"),
            ("Slackbot 1.0 (+https://api.slack.com/robots)", "Slackbot"),
            ("NetNewsWire (RSS Reader; https://netnewswire.com/)", "NetNewsWire"),
            ("XML::Feed/0.63", "XML::Feed"),
            ("rss-parser", "rss-parser"),
            ("", ""),
            ("(odd)", ""),
        ] {
            assert_eq!(product(&fields(&[(USER_AGENT.as_str(), agent)])), expected);
        }
        assert_eq!(product(&HeaderMap::new()), "");
    }

    proptest! {
        #[test]
        fn any_field_is_survived_and_a_stranger_is_never_believed(value in "[ -~]{0,60}", agent in "[ -~]{0,90}") {
            let proxies = Proxies::new(vec!["127.0.0.1".parse().unwrap()]);
            for name in ["x-forwarded-for", "forwarded"] {
                let asked = fields(&[(name, &value), ("user-agent", &agent)]);
                prop_assert_eq!(proxies.client(ip("203.0.113.9"), &asked), Some(ip("203.0.113.9")));
                prop_assert_ne!(proxies.client(ip("127.0.0.1"), &asked), Some(ip("127.0.0.1")));
                prop_assert!(product(&asked).len() <= 64);
            }
        }
    }
}
