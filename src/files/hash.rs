//! Hashes: BLAKE3 to notice changes, SHA-256 to publish (`sha256sum` is everywhere).

use sha2::Digest;

/// A BLAKE3 hash, for noticing changes.
#[must_use]
pub fn content_hash(bytes: &[u8]) -> [u8; 32] {
    *blake3::hash(bytes).as_bytes()
}

/// A SHA-256 sum in lower-case hexadecimal, for publishing.
#[must_use]
pub fn sha256_hex(bytes: &[u8]) -> String {
    hex(&sha2::Sha256::digest(bytes))
}

/// The same of everything that is left of a stream. Costs 64 kB of memory.
pub fn sha256_stream(stream: &mut impl std::io::Read) -> std::io::Result<String> {
    let (mut sum, mut block) = (sha2::Sha256::new(), vec![0; 1 << 16]);
    loop {
        match stream.read(&mut block) {
            Ok(0) => return Ok(hex(&sum.finalize())),
            Ok(read) => sum.update(&block[..read]),
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::with_capacity(64), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stream_has_the_sum_of_its_bytes() {
        let bytes = vec![7u8; 200_000];
        assert_eq!(sha256_stream(&mut bytes.as_slice()).unwrap(), sha256_hex(&bytes));
        assert!(sha256_hex(b"").starts_with("e3b0c442"));
    }
}
