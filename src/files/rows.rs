//! The line that a row of a CSV stands on.

/// Lines of a CSV by the byte a row begins at, asked for in order. The reader of CSV counts the `\n` of a line that ends in `\r\n`
/// with the row that follows, so that its own count of lines is one too low in files from Windows.
pub struct Rows<'a> {
    bytes: &'a [u8],
    at: usize,
    line: u64,
}

impl<'a> Rows<'a> {
    /// Lines of a file, from its first byte.
    #[must_use]
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0, line: 1 }
    }

    /// The line, from 1, of the row that begins at a byte not before those asked for earlier; ends of lines there are passed over.
    pub fn line(&mut self, byte: u64) -> u64 {
        let end = usize::try_from(byte).unwrap_or(usize::MAX).min(self.bytes.len());
        let ends = self.bytes[end..].iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        let to = (end + ends).max(self.at);
        self.line += self.bytes[self.at..to].iter().map(|byte| u64::from(*byte == b'\n')).sum::<u64>();
        self.at = to;
        self.line
    }
}

#[cfg(test)]
mod tests {
    use super::Rows;

    #[test]
    fn rows_stand_on_the_same_lines_whatever_ends_them() {
        let text = "a,b\n1,2\n3,4\n\n5,\"6\n7\"\n8,9\n";
        let starts = |text: &str| ["1,2", "3,4", "5,", "8,9"].map(|row| text.find(row).unwrap() as u64);
        let mut rows = Rows::new(text.as_bytes());
        assert_eq!(starts(text).map(|byte| rows.line(byte)), [2, 3, 5, 7]);
        // A reader stands between the two characters of the end of a line.
        let windows = text.replace('\n', "\r\n");
        let mut rows = Rows::new(windows.as_bytes());
        assert_eq!(starts(&windows).map(|byte| rows.line(byte - 1)), [2, 3, 5, 7]);
    }
}
