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
    use std::fmt::Write;
    sha2::Sha256::digest(bytes).iter().fold(String::with_capacity(64), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
