//! Words that belong together, with the way back to the file they stand in.

use std::ops::Range;

/// The words of one paragraph, heading or cell. What expressions say, code and bare addresses are gaps (U+FFFC) in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Passage {
    /// The words.
    pub text: String,
    /// Offset in `text`, offset in the file: in step from there on.
    pub(super) steps: Vec<(usize, usize)>,
}

impl Passage {
    /// Words that stand in the file as they are, from byte `start` on.
    #[must_use]
    pub fn at(text: &str, start: usize) -> Self {
        Self { text: text.to_owned(), steps: vec![(0, start)] }
    }

    /// The stretch of the file that a stretch of the words stands for.
    #[must_use]
    pub fn place(&self, range: &Range<usize>) -> Range<usize> {
        let origin = |at: usize| {
            let after = self.steps.partition_point(|(text, _)| *text <= at);
            self.steps.get(after.saturating_sub(1)).map_or(0, |(text, file)| file + at - text.min(&at))
        };
        let last = self.text[range.clone()].chars().next_back().map_or(0, char::len_utf8);
        origin(range.start)..origin(range.end - last) + last
    }
}
