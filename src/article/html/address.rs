//! Addresses in content: absolute, of a scheme that may be followed, or gone.
//!
//! Must not know: which attribute of which element an address stands in.

use url::{Position, Url};

/// What an address is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    /// People follow it: `http`, `https`, `mailto`, `tel`.
    Link,
    /// It is loaded with the page: `http`, `https`.
    Resource,
}

/// Longer ones are refused, in bytes; no server takes them.
const MAX_BYTES: usize = 4096;

/// Candidates of a `srcset` past these are left out; people write five.
const MAX_CANDIDATES: usize = 64;

/// The address made absolute.
///
/// # Errors
///
/// What is wrong with it, for the report: its scheme, or that it is no address.
pub(super) fn absolute(address: &str, base: &Url, purpose: Purpose) -> Result<String, String> {
    let address = address.trim();
    if address.is_empty() {
        return Err("empty".to_owned());
    }
    if address.len() > MAX_BYTES {
        let start: String = address.chars().take_while(|c| *c != ',').take(40).collect();
        return Err(format!("{start}…"));
    }
    if is_plain(address) {
        return Ok(address.to_owned());
    }
    if let Some(address) = plain_on_site(address, base) {
        return Ok(address);
    }
    let url = base.join(address).map_err(|_| "unreadable".to_owned())?;
    let is_lawful = match url.scheme() {
        "http" | "https" => url.has_host(),
        "mailto" | "tel" => purpose == Purpose::Link,
        _ => false,
    };
    let text = String::from(url);
    if is_lawful && text.len() <= MAX_BYTES && (is_plain(&text) || is_fixed(&text, base)) {
        Ok(text)
    } else {
        Err(text.split_inclusive(':').next().unwrap_or_default().to_owned())
    }
}

/// Whether an address of the web is written as every reader of addresses writes it, so that none needs to
/// read it: plain names and a path without anything to resolve. Of others it is not known.
pub(super) fn is_plain(address: &str) -> bool {
    let Some((host, rest)) = address
        .strip_prefix("https://")
        .or_else(|| address.strip_prefix("http://"))
        .and_then(|behind| behind.split_once('/'))
    else {
        return false;
    };
    let is_label = |label: &str| {
        label.starts_with(|c: char| c.is_ascii_lowercase())
            && !label.starts_with("xn--")
            && label.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
    };
    let is_sign = |b: u8| matches!(b, b'/' | b'-' | b'_' | b'.' | b'~' | b'?' | b'&' | b'=' | b'#');
    host.split('.').all(is_label)
        && rest.bytes().all(|byte| byte.is_ascii_alphanumeric() || is_sign(byte))
        && !rest.starts_with('.')
        && !rest.contains("/.")
}

/// The address of a path on the site of `base`, if it is plain: then nothing of it has to be resolved.
fn plain_on_site(path: &str, base: &Url) -> Option<String> {
    let is_path = path.starts_with('/') && !path.starts_with("//");
    let address = is_path.then(|| [&base[..Position::BeforePath], path].concat())?;
    is_plain(&address).then_some(address)
}

/// Whether reading the address again gives the same address, so that it means one thing to all.
fn is_fixed(text: &str, base: &Url) -> bool {
    base.join(text).is_ok_and(|again| again.as_str() == text)
}

/// The candidates of a `srcset`, each made absolute; those that cannot be used are left out.
/// `None` when no candidate is left.
pub(super) fn candidates(srcset: &str, base: &Url) -> Option<String> {
    let mut out = String::new();
    let mut rest = srcset;
    for _ in 0..MAX_CANDIDATES {
        rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == ',');
        if rest.is_empty() {
            break;
        }
        let end = rest.find(|c: char| c.is_ascii_whitespace()).unwrap_or(rest.len());
        let (mut address, after) = rest.split_at(end);
        let mut descriptor = "";
        if address.ends_with(',') {
            address = address.trim_end_matches(',');
            rest = after;
        } else {
            let end = after.find(',').unwrap_or(after.len());
            let (found, after) = after.split_at(end);
            descriptor = found.trim();
            rest = after;
        }
        if let Ok(address) = absolute(address, base, Purpose::Resource)
            && (descriptor.is_empty() || is_descriptor(descriptor))
            && !address.ends_with(',')
        {
            if !out.is_empty() {
                out.push_str(", ");
            }
            out.push_str(&address);
            if !descriptor.is_empty() {
                out.push(' ');
                out.push_str(descriptor);
            }
        }
    }
    (!out.is_empty()).then_some(out)
}

/// The address of the largest candidate of a `srcset` that [`candidates`] wrote.
pub(super) fn largest(candidates: &str) -> Option<&str> {
    let size = |candidate: &str| {
        let number = candidate.split(' ').nth(1)?.trim_end_matches(['w', 'x', 'h']);
        number.parse::<f64>().ok()
    };
    candidates
        .split(", ")
        .max_by(|one, other| size(one).unwrap_or(1.0).total_cmp(&size(other).unwrap_or(1.0)))
        .and_then(|candidate| candidate.split(' ').next())
}

/// `300w`, `2x`, `1.5x`
fn is_descriptor(text: &str) -> bool {
    text.strip_suffix(['w', 'x', 'h']).is_some_and(|number| {
        number.starts_with(|c: char| c.is_ascii_digit())
            && number.parse::<f64>().is_ok_and(|size| size > 0.0 && size < 100_000.0)
            && number.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use url::Url;

    use super::{Purpose, absolute, candidates, is_fixed, is_plain, largest, plain_on_site};

    fn base() -> Url {
        Url::parse("https://news.example/2012/a.html").unwrap()
    }

    #[test]
    fn addresses_become_absolute_and_only_some_schemes_pass() {
        let link = |address| absolute(address, &base(), Purpose::Link);
        assert_eq!(link("b?x=1#y").unwrap(), "https://news.example/2012/b?x=1#y");
        assert_eq!(link("/b?x=1&y=2").unwrap(), "https://news.example/b?x=1&y=2");
        assert_eq!(link("//cdn.example/ü").unwrap(), "https://cdn.example/%C3%BC");
        assert_eq!(link("#fn1").unwrap(), "https://news.example/2012/a.html#fn1");
        assert_eq!(link(" mailto:a@b.example ").unwrap(), "mailto:a@b.example");
        assert_eq!(link("java\nscript:alert(1)").unwrap_err(), "javascript:");
        assert_eq!(link("data:text/html,x").unwrap_err(), "data:");
        assert_eq!(link("http://").unwrap_err(), "unreadable");
        assert!(absolute("mailto:a@b.example", &base(), Purpose::Resource).is_err());
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4000))]

        #[test]
        fn a_plain_address_is_what_a_reader_makes_of_it(
            address in "https?:/{1,3}([a-z0-9A-Z@:%.-]|xn--|www.|.example){0,12}(/|/\\.|\\.\\.|%2e|[a-z0-9?&=#~_'| .é\\\\-]){0,12}"
        ) {
            if is_plain(&address) {
                let read = Url::parse(&address).unwrap();
                prop_assert_eq!(read.as_str(), address.as_str());
                prop_assert!(is_fixed(&address, &base()));
            }
        }

        #[test]
        fn a_plain_path_is_resolved_as_a_reader_resolves_it(
            path in "/{0,2}(/|/\\.|\\.\\.|%2e|[a-z0-9?&=#~_'| .é:@\\\\-]){0,12}",
            site in "https?://([a-z0-9]{1,3}@)?[a-z]{1,3}\\.[a-z]{1,3}(:[1-9]{2})?/a/b\\?c"
        ) {
            let base = Url::parse(&site).unwrap();
            if let Some(address) = plain_on_site(&path, &base) {
                prop_assert_eq!(address, base.join(&path).unwrap().to_string());
            }
        }
    }

    #[test]
    fn most_addresses_are_plain() {
        for address in
            ["https://a.example/", "http://www.a-b2.example/2012/11/a_b-c.html?x=1&y=2#z"]
        {
            assert!(is_plain(address), "{address}");
        }
        for address in [
            "https://a.example",
            "https://A.example/",
            "https://a.example:80/",
            "https://a@b.example/",
            "https://1.2.3.4/",
            "https://a.1/",
            "https://xn--a.example/",
            "https://a..example/",
            "https://a.example/./b",
            "https://a.example/../b",
            "https://a.example/b c",
            "https://a.example/é",
            "https://a.example/%2e",
            "ftp://a.example/",
            "//a.example/",
        ] {
            assert!(!is_plain(address), "{address}");
        }
    }

    #[test]
    fn every_candidate_becomes_absolute() {
        assert_eq!(
            candidates(" a,b.png 1x , /c.png 2x,data:x 3x,d.png nonsense, e.png", &base()).unwrap(),
            "https://news.example/2012/a,b.png 1x, https://news.example/c.png 2x, \
             https://news.example/2012/e.png"
        );
        assert_eq!(candidates(",, data:x 1x", &base()), None);
    }

    #[test]
    fn a_set_without_end_is_cut_between_candidates() {
        let set: Vec<String> = (1..=100_000).map(|size| format!("/a{size} {size}w")).collect();
        let kept = candidates(&set.join(","), &base()).unwrap();
        assert!(kept.ends_with("https://news.example/a64 64w"), "{kept}");
    }

    #[test]
    fn the_largest_candidate_is_told_by_its_descriptor() {
        let set = candidates("a.png 300w, b.png 1024w, c.png 768w", &base()).unwrap();
        assert_eq!(largest(&set), Some("https://news.example/2012/b.png"));
    }
}
