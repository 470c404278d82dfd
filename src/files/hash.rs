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

/// Takes bytes and keeps nothing but their SHA-256 sum.
#[derive(Default)]
pub struct Summing(sha2::Sha256);

impl Summing {
    /// The sum of what was written, in lower-case hexadecimal.
    #[must_use]
    pub fn sha256(self) -> String {
        hex(&self.0.finalize())
    }
}

impl std::io::Write for Summing {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
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
