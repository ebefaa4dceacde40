//! Content codings: how they are called, and how bytes are coded, quickly or with the most effort.

use std::io::Write as _;

/// How the bytes of a representation are coded (RFC 9110 section 8.4.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Coding {
    /// As they are.
    Identity,
    /// RFC 1952.
    Gzip,
    /// RFC 7932.
    Brotli,
    /// RFC 8878.
    Zstd,
}

/// How much work is put into a coding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Effort {
    /// A few milliseconds for a feed of 50 articles: somebody is waiting.
    Quick,
    /// Some hundred milliseconds, for a result that is a tenth smaller.
    Best,
}

impl Coding {
    /// All of them.
    pub(super) const ALL: [Self; 4] = [Self::Identity, Self::Gzip, Self::Brotli, Self::Zstd];

    /// The coded ones, smallest result first: the order in which a server prefers them.
    pub const BY_SIZE: [Self; 3] = [Self::Brotli, Self::Zstd, Self::Gzip];

    /// The name in `Accept-Encoding` and `Content-Encoding`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Identity => "identity",
            Self::Gzip => "gzip",
            Self::Brotli => "br",
            Self::Zstd => "zstd",
        }
    }

    /// What stands after the version in an entity tag: other bytes need other tags, also when they
    /// are the same document in the same coding (RFC 9110 section 8.8.3.3).
    pub(super) fn tag_ending(self, effort: Effort) -> &'static str {
        match (self, effort) {
            (Self::Identity, _) => "",
            (Self::Gzip, Effort::Quick) => "-gzip",
            (Self::Gzip, Effort::Best) => "-gzip12",
            (Self::Brotli, Effort::Quick) => "-br",
            (Self::Brotli, Effort::Best) => "-br11",
            (Self::Zstd, _) => "-zstd",
        }
    }

    /// Whether more effort is known to make it smaller. That of zstd is the same always: what it
    /// would save is more than brotli saves anyway, and who takes the one takes the other.
    pub(super) fn can_be_smaller(self) -> bool {
        matches!(self, Self::Gzip | Self::Brotli)
    }

    /// Its place among all codings; identity's is 0.
    pub(super) fn index(self) -> usize {
        match self {
            Self::Identity => 0,
            Self::Gzip => 1,
            Self::Brotli => 2,
            Self::Zstd => 3,
        }
    }

    /// Codes bytes; `None` when the coder fails, and the bytes can only be sent as they are.
    #[must_use]
    pub fn encode(self, bytes: &[u8], effort: Effort) -> Option<Vec<u8>> {
        match self {
            Self::Identity => Some(bytes.to_vec()),
            Self::Gzip => gzip(bytes, effort),
            Self::Brotli => brotli(bytes, effort),
            Self::Zstd => zstd::bulk::compress(bytes, ZSTD_LEVEL).ok(),
        }
    }
}

const ZSTD_LEVEL: i32 = 9;

fn gzip(bytes: &[u8], effort: Effort) -> Option<Vec<u8>> {
    let level = match effort {
        Effort::Quick => 6,
        Effort::Best => 12,
    };
    let level = libdeflater::CompressionLvl::new(level).ok()?;
    let mut compressor = libdeflater::Compressor::new(level);
    let mut coded = vec![0; compressor.gzip_compress_bound(bytes.len())];
    let length = compressor.gzip_compress(bytes, &mut coded).ok()?;
    coded.truncate(length);
    Some(coded)
}

fn brotli(bytes: &[u8], effort: Effort) -> Option<Vec<u8>> {
    let quality = match effort {
        Effort::Quick => 5,
        Effort::Best => 11,
    };
    let mut coded = Vec::with_capacity(bytes.len() / 3);
    let mut writer = brotli::CompressorWriter::new(&mut coded, 64 * 1024, quality, 22);
    writer.write_all(bytes).ok()?;
    drop(writer);
    Some(coded)
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use super::{Coding, Effort};

    #[test]
    fn every_coding_gives_the_bytes_back() {
        let text = "<item><title>A harbour</title></item>".repeat(200).into_bytes();
        for effort in [Effort::Quick, Effort::Best] {
            let gzip = Coding::Gzip.encode(&text, effort).unwrap();
            let mut back = vec![0; text.len()];
            libdeflater::Decompressor::new().gzip_decompress(&gzip, &mut back).unwrap();
            assert_eq!(back, text);
            let brotli = Coding::Brotli.encode(&text, effort).unwrap();
            let mut back = Vec::new();
            brotli::Decompressor::new(&brotli[..], 4096).read_to_end(&mut back).unwrap();
            assert_eq!(back, text);
            let zstd = Coding::Zstd.encode(&text, effort).unwrap();
            assert_eq!(zstd::bulk::decompress(&zstd, text.len()).unwrap(), text);
            assert!(gzip.len() < text.len() / 4 && brotli.len() < text.len() / 4);
        }
    }
}
