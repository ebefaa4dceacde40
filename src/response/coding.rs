//! Content codings: made once per version, when someone first asks for them.

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
    pub(super) fn encode(self, bytes: &[u8]) -> Option<Vec<u8>> {
        match self {
            Self::Identity => Some(bytes.to_vec()),
            Self::Gzip => gzip(bytes),
            Self::Brotli => brotli(bytes),
            Self::Zstd => zstd::bulk::compress(bytes, ZSTD_LEVEL).ok(),
        }
    }
}

/// Levels at which a feed of 50 articles takes a few milliseconds.
const GZIP_LEVEL: i32 = 9;
const BROTLI_QUALITY: u32 = 5;
const ZSTD_LEVEL: i32 = 9;

fn gzip(bytes: &[u8]) -> Option<Vec<u8>> {
    let level = libdeflater::CompressionLvl::new(GZIP_LEVEL).ok()?;
    let mut compressor = libdeflater::Compressor::new(level);
    let mut coded = vec![0; compressor.gzip_compress_bound(bytes.len())];
    let length = compressor.gzip_compress(bytes, &mut coded).ok()?;
    coded.truncate(length);
    Some(coded)
}

fn brotli(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut coded = Vec::with_capacity(bytes.len() / 3);
    let mut writer = brotli::CompressorWriter::new(&mut coded, 64 * 1024, BROTLI_QUALITY, 22);
    writer.write_all(bytes).ok()?;
    drop(writer);
    Some(coded)
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use super::Coding;

    #[test]
    fn every_coding_gives_the_bytes_back() {
        let text = "<item><title>A harbour</title></item>".repeat(200).into_bytes();
        let gzip = Coding::Gzip.encode(&text).unwrap();
        let mut back = vec![0; text.len()];
        libdeflater::Decompressor::new().gzip_decompress(&gzip, &mut back).unwrap();
        assert_eq!(back, text);
        let brotli = Coding::Brotli.encode(&text).unwrap();
        let mut back = Vec::new();
        brotli::Decompressor::new(&brotli[..], 4096).read_to_end(&mut back).unwrap();
        assert_eq!(back, text);
        let zstd = Coding::Zstd.encode(&text).unwrap();
        assert_eq!(zstd::bulk::decompress(&zstd, text.len()).unwrap(), text);
        assert!(gzip.len() < text.len() / 4 && brotli.len() < text.len() / 4);
    }
}
