//! Any table in CSV, row by row, with the bounds and the faults of record files.

use std::path::{Path, PathBuf};

use super::blocks::{Block, Blocks, Next, record_end};
use super::faults::{self, FaultKind};
use super::split::Fields;
use super::{MAX_RECORD, schema};
use crate::diag::{Failed, Place, Sink};
use crate::files::{self, Root};

/// Gives every row to `take`, the heading first, as row 1; blank lines count as rows and are passed over.
///
/// A row that is no row of this table (other number of cells, stray quote, not UTF-8, too long) is told and passed over.
pub(in crate::confidential) fn rows(
    root: &Root,
    path: &Path,
    sink: &Sink,
    take: &mut dyn FnMut(u64, &[&str]),
) -> Result<(), Failed> {
    let file = root.open_file(path).map_err(|error| sink.fail(super::not_opened(&error, path)))?;
    let mut blocks = Blocks::new(file);
    let heading = blocks.heading().map_err(|trouble| faults::heading(path, trouble, sink))?;
    let mut names = Fields::default();
    if std::str::from_utf8(&heading).is_err() || names.split(&heading).is_err() {
        let message = crate::say!("表头读不出来", "the heading cannot be read");
        return Err(sink.fail(schema::not_utf8(path, message)));
    }
    let expected = names.len();
    give(&names, 1, take);
    let (mut block, mut fields, mut row, mut failed) = (Block::new(), Fields::default(), 1u64, Ok(()));
    loop {
        match blocks.next(&mut block) {
            Next::End => return failed,
            Next::Trouble(error) => return Err(sink.fail(files::Error::io(path, &error).diagnostic())),
            Next::TooLong(_) => return Err(tell(path, row + 1, FaultKind::TooLong, expected, sink)),
            Next::Block(_) => {}
        }
        let (data, mut at) = (block.data(), 0);
        while at < data.len() {
            let next = record_end(data, at);
            row += 1;
            let line = data[at..next].strip_suffix(b"\n").unwrap_or(&data[at..next]);
            let line = line.strip_suffix(b"\r").unwrap_or(line);
            at = next;
            if line.is_empty() {
                continue;
            }
            match fault(line, &mut fields, expected) {
                Some(kind) => failed = Err(tell(path, row, kind, expected, sink)),
                None => give(&fields, row, take),
            }
        }
    }
}

fn fault(line: &[u8], fields: &mut Fields, expected: usize) -> Option<FaultKind> {
    if line.len() > MAX_RECORD {
        Some(FaultKind::TooLong)
    } else if std::str::from_utf8(line).is_err() {
        Some(FaultKind::NotUtf8)
    } else if fields.split(line).is_err() {
        Some(FaultKind::StrayQuote)
    } else {
        (fields.len() != expected).then(|| FaultKind::FieldCount(fields.len()))
    }
}

fn give(fields: &Fields, row: u64, take: &mut dyn FnMut(u64, &[&str])) {
    let texts: Vec<&str> = fields.iter().map(|field| std::str::from_utf8(field).unwrap_or_default()).collect();
    take(row, &texts);
}

fn tell(path: &Path, row: u64, kind: FaultKind, expected: usize, sink: &Sink) -> Failed {
    let place = Place::Cell { file: PathBuf::from(path), row, column: String::new() };
    sink.fail(faults::of_record(kind, expected, place))
}
