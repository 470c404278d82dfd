//! Bytes on their way to the site: in memory while they are few, in a file without a name once they are many, summed as they pass.
//!
//! A writer of a large format needs no more memory than [`HELD`] and its own blocks, whatever the size of the file.

use std::borrow::Cow;
use std::fs::File;
use std::io::{self, Cursor, Read, Seek, SeekFrom, Write};
use std::path::PathBuf;

use super::hash::{Summing, sha256_hex, sha256_stream};

/// Bytes of one file that stay in memory.
const HELD: usize = 4 << 20;

/// What is remembered of a file's content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// SHA-256, lower-case hexadecimal.
    pub sha256: String,
    /// Bytes.
    pub len: u64,
}

impl Stamp {
    /// Of bytes in memory.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        Self { sha256: sha256_hex(bytes), len: bytes.len() as u64 }
    }
}

/// Takes the bytes of a file that is being made.
pub struct Spool {
    content: Content,
    folder: PathBuf,
    /// Of the bytes so far; `None` for a file whose writer goes back, which is summed when it is finished.
    sum: Option<Summing>,
}

enum Content {
    Memory(Cursor<Vec<u8>>),
    File(File),
}

impl Spool {
    /// For a writer that only goes forward. Many bytes go to a file without a name in `folder`.
    #[must_use]
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        Self { content: Content::Memory(Cursor::default()), folder: folder.into(), sum: Some(Summing::default()) }
    }

    /// For a writer that goes back to fill in what it did not know, as one of an archive.
    #[must_use]
    pub fn seeking(folder: impl Into<PathBuf>) -> Self {
        Self { sum: None, ..Self::new(folder) }
    }

    /// The finished file.
    pub fn finish(self) -> io::Result<Held> {
        let sum = self.sum.map(Summing::sha256);
        Ok(match self.content {
            Content::Memory(bytes) => {
                let bytes = bytes.into_inner();
                let sha256 = sum.unwrap_or_else(|| sha256_hex(&bytes));
                Held { stamp: Stamp { sha256, len: bytes.len() as u64 }, content: Kept::Memory(bytes) }
            }
            Content::File(mut file) => {
                let len = file.seek(SeekFrom::End(0))?;
                let sha256 = match sum {
                    Some(sum) => sum,
                    None => {
                        file.rewind()?;
                        sha256_stream(&mut file)?
                    }
                };
                Held { stamp: Stamp { sha256, len }, content: Kept::File(file) }
            }
        })
    }

    /// Moves to a file when there are too many bytes for memory.
    fn make_room(&mut self, more: usize) -> io::Result<()> {
        if let Content::Memory(bytes) = &self.content
            && bytes.get_ref().len() + more > HELD
        {
            let mut file = tempfile::tempfile_in(&self.folder)?;
            file.write_all(bytes.get_ref())?;
            file.seek(SeekFrom::Start(bytes.position()))?;
            self.content = Content::File(file);
        }
        Ok(())
    }
}

impl Write for Spool {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.make_room(bytes.len())?;
        let written = match &mut self.content {
            Content::Memory(held) => held.write(bytes)?,
            Content::File(file) => file.write(bytes)?,
        };
        if let Some(sum) = &mut self.sum {
            sum.write_all(&bytes[..written])?;
        }
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Seek for Spool {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        // Bytes may be written over now: the sum so far says nothing any more.
        self.sum = None;
        match &mut self.content {
            Content::Memory(held) => held.seek(to),
            Content::File(file) => file.seek(to),
        }
    }

    fn stream_position(&mut self) -> io::Result<u64> {
        match &mut self.content {
            Content::Memory(held) => Ok(held.position()),
            Content::File(file) => file.stream_position(),
        }
    }
}

impl Read for Spool {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        match &mut self.content {
            Content::Memory(held) => held.read(into),
            Content::File(file) => file.read(into),
        }
    }
}

/// A finished file that lies nowhere yet, with its sum.
pub struct Held {
    content: Kept,
    stamp: Stamp,
}

enum Kept {
    Memory(Vec<u8>),
    File(File),
}

impl Held {
    /// Bytes whose sum is known.
    #[must_use]
    pub fn known(bytes: Vec<u8>, stamp: Stamp) -> Self {
        Self { content: Kept::Memory(bytes), stamp }
    }

    /// Its sum and length.
    #[must_use]
    pub fn stamp(&self) -> &Stamp {
        &self.stamp
    }

    /// Its bytes, if they are few enough to lie in memory.
    #[must_use]
    pub fn in_memory(&self) -> Option<&[u8]> {
        match &self.content {
            Kept::Memory(bytes) => Some(bytes),
            Kept::File(_) => None,
        }
    }

    /// All its bytes, however many.
    pub fn bytes(&self) -> io::Result<Cow<'_, [u8]>> {
        if let Some(bytes) = self.in_memory() {
            return Ok(Cow::Borrowed(bytes));
        }
        let mut bytes = Vec::new();
        self.reader()?.read_to_end(&mut bytes)?;
        Ok(Cow::Owned(bytes))
    }

    /// Reads it from the beginning. One reader at a time: a file has one position.
    pub fn reader(&self) -> io::Result<Box<dyn Read + '_>> {
        Ok(match &self.content {
            Kept::Memory(bytes) => Box::new(bytes.as_slice()),
            Kept::File(file) => Box::new(rewound(file)?),
        })
    }

    /// Copies it; from file to file without a detour where the system can.
    pub fn copy_to(&self, out: &mut impl Write) -> io::Result<()> {
        match &self.content {
            Kept::Memory(bytes) => out.write_all(bytes),
            Kept::File(file) => io::copy(&mut rewound(file)?, out).map(drop),
        }
    }
}

fn rewound(mut file: &File) -> io::Result<&File> {
    file.rewind()?;
    Ok(file)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_and_many_bytes_have_their_sum_and_come_back() {
        let dir = tempfile::tempdir().unwrap();
        for len in [0, 1, HELD, HELD + 1, 2 * HELD + 77] {
            let bytes: Vec<u8> = (0..len).map(|at| (at % 251) as u8).collect();
            let mut spool = Spool::new(dir.path());
            bytes.chunks(70_001).for_each(|part| spool.write_all(part).unwrap());
            let held = spool.finish().unwrap();
            assert_eq!(*held.stamp(), Stamp::of(&bytes));
            assert_eq!(held.in_memory().is_some(), len <= HELD);
            for _ in 0..2 {
                assert!(*held.bytes().unwrap() == *bytes, "{len}");
            }
        }
        assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 0, "files have no names");
    }

    #[test]
    fn what_was_written_over_is_summed_as_it_is_in_the_end() {
        let dir = tempfile::tempdir().unwrap();
        for (mut spool, len) in [(Spool::new(dir.path()), 10), (Spool::seeking(dir.path()), HELD + 10)] {
            spool.write_all(&vec![7; len]).unwrap();
            spool.seek(SeekFrom::Start(3)).unwrap();
            spool.write_all(b"new").unwrap();
            spool.seek(SeekFrom::End(0)).unwrap();
            spool.write_all(b"end").unwrap();
            let held = spool.finish().unwrap();
            let bytes = held.bytes().unwrap();
            assert_eq!((&bytes[2..7], &bytes[len..]), (&[7, b'n', b'e', b'w', 7][..], &b"end"[..]));
            assert_eq!(*held.stamp(), Stamp::of(&bytes));
        }
    }
}
