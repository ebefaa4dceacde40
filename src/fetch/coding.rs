//! A body made readable: what `Content-Encoding` names is undone, last applied first.
//!
//! Must not know: requests, rules.

use std::io::{self, Read};

use super::answer::Answer;

/// What is asked for: everything that can be undone here.
pub(super) const ACCEPTED: &str = "gzip, br, zstd, deflate";

/// A body that unpacks to more is a bomb, or no feed.
const MAX_BYTES: u64 = 50_000_000;
/// Nobody codes thrice.
const MAX_CODINGS: usize = 3;

/// Why a body cannot be read.
#[derive(Debug, thiserror::Error)]
pub(super) enum CodingError {
    #[error("`{0}` is no coding that was asked for")]
    Unknown(String),
    #[error("the {coding} coding is broken ({source})")]
    Broken { coding: String, source: io::Error },
    #[error("it unpacks to more than {MAX_BYTES} bytes")]
    TooLarge,
}

/// The document in an answer.
pub(super) fn decoded(answer: &Answer) -> Result<Vec<u8>, CodingError> {
    let codings = answer.codings();
    if let Some(one_too_many) = codings.get(MAX_CODINGS) {
        return Err(CodingError::Unknown(one_too_many.clone()));
    }
    let mut bytes = answer.body.clone();
    for coding in codings.iter().rev() {
        bytes = undone(coding, &bytes)?;
    }
    Ok(bytes)
}

fn undone(coding: &str, bytes: &[u8]) -> Result<Vec<u8>, CodingError> {
    let read = match coding {
        "gzip" | "x-gzip" => bounded(flate2::read::MultiGzDecoder::new(bytes)),
        // RFC 9110 section 8.4.1.2 means zlib; some servers send bare deflate.
        "deflate" => bounded(flate2::read::ZlibDecoder::new(bytes))
            .or_else(|_| bounded(flate2::read::DeflateDecoder::new(bytes))),
        "br" => bounded(brotli::Decompressor::new(bytes, 4096)),
        "zstd" => zstd::Decoder::new(bytes).and_then(bounded),
        other => return Err(CodingError::Unknown(other.to_owned())),
    };
    let unpacked =
        read.map_err(|source| CodingError::Broken { coding: coding.to_owned(), source })?;
    unpacked.ok_or(CodingError::TooLarge)
}

/// All of it; `None` when it is more than is taken.
fn bounded(mut reader: impl Read) -> io::Result<Option<Vec<u8>>> {
    let mut bytes = Vec::new();
    reader.by_ref().take(MAX_BYTES + 1).read_to_end(&mut bytes)?;
    Ok(u64::try_from(bytes.len()).is_ok_and(|length| length <= MAX_BYTES).then_some(bytes))
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    fn answer(coding: &str, body: Vec<u8>) -> Answer {
        let fields = vec![("content-encoding".to_owned(), coding.to_owned())];
        Answer { status: 200, fields, body }
    }

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        writer.write_all(bytes).unwrap();
        writer.finish().unwrap()
    }

    #[test]
    fn every_coding_that_is_asked_for_is_undone() {
        let text = b"the same words, the same words, the same words";
        let mut zlib = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
        zlib.write_all(text).unwrap();
        let mut bare = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::fast());
        bare.write_all(text).unwrap();
        let mut br = Vec::new();
        brotli::CompressorWriter::new(&mut br, 4096, 5, 20).write_all(text).unwrap();
        for (coding, body) in [
            ("gzip", gzip(text)),
            ("x-gzip", gzip(text)),
            ("deflate", zlib.finish().unwrap()),
            ("deflate", bare.finish().unwrap()),
            ("br", br),
            ("zstd", zstd::encode_all(&text[..], 3).unwrap()),
            ("identity", text.to_vec()),
            ("GZIP, Identity", gzip(text)),
            ("gzip, gzip", gzip(&gzip(text))),
        ] {
            assert_eq!(decoded(&answer(coding, body)).unwrap(), text, "{coding}");
        }
    }

    #[test]
    fn a_broken_foreign_or_endless_coding_is_told() {
        let cut = gzip(b"words words words").split_last_chunk::<6>().unwrap().0.to_vec();
        assert!(matches!(decoded(&answer("gzip", cut)), Err(CodingError::Broken { .. })));
        assert!(matches!(
            decoded(&answer("zstd", b"plain".to_vec())),
            Err(CodingError::Broken { .. })
        ));
        assert!(matches!(
            decoded(&answer("compress", vec![1])),
            Err(CodingError::Unknown(name)) if name == "compress"
        ));
        assert!(decoded(&answer("gzip, gzip, gzip, gzip", vec![1])).is_err());
        let bomb = gzip(&vec![0; usize::try_from(MAX_BYTES).unwrap() + 1]);
        assert!(matches!(decoded(&answer("gzip", bomb)), Err(CodingError::TooLarge)));
    }
}
