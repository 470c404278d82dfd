//! Blocks: stretches of a file that begin and end at records, so that workers need not know of each other.

use std::io::Read;

/// Bytes read at once.
const BLOCK: usize = 1 << 20;
/// Largest record in bytes. A longer one is refused before it is read to its end.
pub(in crate::confidential) const MAX_RECORD: usize = 1 << 20;
/// Bytes behind the data that may be looked at by readers of eight bytes.
pub(super) const PADDING: usize = 16;

/// Whole records, each ended by `\n`, and some padding.
pub(super) struct Block {
    bytes: Vec<u8>,
    len: usize,
}

impl Block {
    pub(super) fn new() -> Self {
        Self { bytes: vec![0; BLOCK + MAX_RECORD + 1 + PADDING], len: 0 }
    }

    /// The records.
    pub(super) fn data(&self) -> &[u8] {
        &self.bytes[..self.len]
    }

    /// The records and at least [`PADDING`] bytes more.
    pub(super) fn padded(&self) -> &[u8] {
        &self.bytes
    }
}

/// What comes next.
pub(super) enum Next {
    /// The block with this number is filled.
    Block(usize),
    /// The file is at its end.
    End,
    /// The first record of the block with this number is too long; nothing more will come.
    TooLong(usize),
    /// The file could not be read on; nothing more will come.
    Trouble(std::io::Error),
}

/// Why there is no heading.
pub(super) enum NoHeading {
    /// The file is empty or its first line is.
    Empty,
    /// It is longer than a record may be.
    TooLong,
    /// The file could not be read.
    Trouble(std::io::Error),
}

/// Cuts a stream into blocks.
pub(super) struct Blocks<R> {
    input: R,
    /// The beginning of a record that the last block did not hold whole.
    rest: Vec<u8>,
    index: usize,
    at_end: bool,
}

impl<R: Read> Blocks<R> {
    pub(super) fn new(input: R) -> Self {
        Self { input, rest: Vec::new(), index: 0, at_end: false }
    }

    /// Takes the first record off, without byte-order mark and line end.
    pub(super) fn heading(&mut self) -> Result<Vec<u8>, NoHeading> {
        let mut block = Block::new();
        match self.next(&mut block) {
            Next::Block(_) => {}
            Next::End => return Err(NoHeading::Empty),
            Next::TooLong(_) => return Err(NoHeading::TooLong),
            Next::Trouble(error) => return Err(NoHeading::Trouble(error)),
        }
        let data = block.data();
        let end = record_end(data, 0);
        // The rest of the block goes back in front of what follows it.
        let mut rest = data[end..].to_vec();
        rest.append(&mut self.rest);
        self.rest = rest;
        self.index = 0;
        let mut heading = &data[..end];
        heading = heading.strip_prefix(b"\xef\xbb\xbf").unwrap_or(heading);
        heading = heading.strip_suffix(b"\n").unwrap_or(heading);
        heading = heading.strip_suffix(b"\r").unwrap_or(heading);
        if heading.is_empty() { Err(NoHeading::Empty) } else { Ok(heading.to_vec()) }
    }

    /// Fills `block` with the next whole records.
    pub(super) fn next(&mut self, block: &mut Block) -> Next {
        loop {
            if self.rest.len() > MAX_RECORD {
                self.stop();
                self.index += 1;
                return Next::TooLong(self.index - 1);
            }
            let mut len = self.rest.len();
            block.bytes[..len].copy_from_slice(&self.rest);
            self.rest.clear();
            if let Err(error) = self.fill(&mut block.bytes[..len + BLOCK], &mut len) {
                self.stop();
                return Next::Trouble(error);
            }
            if len == 0 {
                return Next::End;
            }
            let whole = last_end(&block.bytes[..len]).unwrap_or(0);
            if self.at_end && whole < len {
                block.bytes[len] = b'\n';
                block.len = len + 1;
            } else {
                self.rest.extend_from_slice(&block.bytes[whole..len]);
                block.len = whole;
            }
            if block.len > 0 {
                self.index += 1;
                return Next::Block(self.index - 1);
            }
        }
    }

    fn fill(&mut self, bytes: &mut [u8], len: &mut usize) -> std::io::Result<()> {
        while *len < bytes.len() && !self.at_end {
            match self.input.read(&mut bytes[*len..]) {
                Ok(0) => self.at_end = true,
                Ok(read) => *len += read,
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    fn stop(&mut self) {
        self.at_end = true;
        self.rest.clear();
    }
}

/// Where the last whole record ends; the data begin with a record. A line end between quotes ends no record.
fn last_end(data: &[u8]) -> Option<usize> {
    if !data.contains(&b'"') {
        return data.iter().rposition(|b| *b == b'\n').map(|at| at + 1);
    }
    let (mut inside, mut end) = (false, None);
    for (at, byte) in data.iter().enumerate() {
        match byte {
            b'"' => inside = !inside,
            b'\n' if !inside => end = Some(at + 1),
            _ => {}
        }
    }
    end
}

/// Where the record that begins at `start` ends, behind its `\n`; the end of the data when a quote is never closed.
pub(super) fn record_end(data: &[u8], start: usize) -> usize {
    let mut inside = false;
    for (at, byte) in data.iter().enumerate().skip(start) {
        match byte {
            b'"' => inside = !inside,
            b'\n' if !inside => return at + 1,
            _ => {}
        }
    }
    data.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Gives bytes one at a time, as a slow pipe does, and counts them.
    struct Trickle<'a> {
        bytes: &'a [u8],
        step: usize,
    }

    impl Read for Trickle<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
            let count = self.step.min(self.bytes.len()).min(buffer.len());
            buffer[..count].copy_from_slice(&self.bytes[..count]);
            self.bytes = &self.bytes[count..];
            Ok(count)
        }
    }

    #[test]
    fn blocks_hold_whole_records_and_lose_nothing() {
        let mut text = b"\xef\xbb\xbfa,b\r\n".to_vec();
        for i in 0..200_000 {
            text.extend_from_slice(format!("{i},\"x\ny{i}\"\n").as_bytes());
        }
        text.extend_from_slice(b"last,row");
        let mut blocks = Blocks::new(Trickle { bytes: &text, step: 65_537 });
        assert!(blocks.heading().is_ok_and(|h| h == b"a,b"));
        let (mut seen, mut block) = (Vec::new(), Block::new());
        while let Next::Block(_) = blocks.next(&mut block) {
            assert_eq!(block.data().iter().filter(|b| **b == b'"').count() % 2, 0);
            assert_eq!(block.data().last(), Some(&b'\n'));
            seen.extend_from_slice(block.data());
        }
        assert!(seen[..seen.len() - 1] == text[8..]);
    }

    #[test]
    fn a_record_without_end_is_refused_before_it_is_read() {
        struct Endless;
        impl Read for Endless {
            fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
                buffer.fill(b'x');
                Ok(buffer.len())
            }
        }
        let mut blocks = Blocks::new((&b"a\n"[..]).chain(Endless));
        assert!(blocks.heading().is_ok());
        let mut block = Block::new();
        assert!(matches!(blocks.next(&mut block), Next::TooLong(0)));
        assert!(matches!(blocks.next(&mut block), Next::End));
    }
}
