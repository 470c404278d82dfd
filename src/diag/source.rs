//! Places: a stretch of a text file, a whole file, or a cell of a table of records.

use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A text file that was read, with the path it is called by in messages (relative to the site's root, `/` between parts).
#[derive(Debug, PartialEq, Eq)]
pub struct Source {
    path: PathBuf,
    text: String,
}

impl Source {
    /// Wraps a text with the path shown to users.
    #[must_use]
    pub fn new(path: impl Into<PathBuf>, text: impl Into<String>) -> Arc<Self> {
        Arc::new(Self { path: path.into(), text: text.into() })
    }

    /// The path shown to users.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The whole text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// A stretch of this source, in bytes; clamped to the text.
    #[must_use]
    pub fn span(self: &Arc<Self>, range: Range<usize>) -> Span {
        let end = range.end.min(self.text.len());
        Span { source: Arc::clone(self), range: range.start.min(end)..end }
    }
}

/// A stretch of a text file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    /// The file.
    pub source: Arc<Source>,
    /// Bytes from and to.
    pub range: Range<usize>,
}

impl Span {
    /// Line and column of the start, counted from 1, the column in characters.
    #[must_use]
    pub fn line_column(&self) -> (usize, usize) {
        let before = &self.source.text[..floor(&self.source.text, self.range.start)];
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        (before.matches('\n').count() + 1, before[line_start..].chars().count() + 1)
    }
}

/// The nearest character boundary at or before `at`.
fn floor(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|i| text.is_char_boundary(*i)).unwrap_or(0)
}

/// Where a finding is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// A whole file or folder, named relative to the site's root.
    File(PathBuf),
    /// A stretch of text, shown as an excerpt.
    Text(Span),
    /// A line of a file whose text is not to be shown.
    Spot {
        /// The file.
        file: PathBuf,
        /// The line, counted from 1.
        line: usize,
        /// The column, counted from 1 in characters.
        column: usize,
    },
    /// A cell of a table of records: coordinates only, the value is never shown.
    Cell {
        /// The file.
        file: PathBuf,
        /// The line or row, counted from 1 with the heading as row 1.
        row: u64,
        /// The column's heading.
        column: String,
    },
}

impl Place {
    /// The column of a cell; empty of other places.
    pub(super) fn column(&self) -> String {
        match self {
            Self::Cell { column, .. } => column.clone(),
            Self::File(_) | Self::Text(_) | Self::Spot { .. } => String::new(),
        }
    }

    pub(super) fn order(&self) -> (String, usize) {
        match self {
            Self::File(path) => (path.display().to_string(), 0),
            Self::Text(span) => (span.source.path.display().to_string(), span.range.start),
            Self::Spot { file, line, column } => (file.display().to_string(), line.saturating_mul(1000) + column.min(&999)),
            Self::Cell { file, row, column: _ } => (file.display().to_string(), usize::try_from(*row).unwrap_or(usize::MAX)),
        }
    }
}

impl From<Span> for Place {
    fn from(span: Span) -> Self {
        Self::Text(span)
    }
}

impl From<PathBuf> for Place {
    fn from(path: PathBuf) -> Self {
        Self::File(path)
    }
}

impl From<&Path> for Place {
    fn from(path: &Path) -> Self {
        Self::File(path.to_path_buf())
    }
}
