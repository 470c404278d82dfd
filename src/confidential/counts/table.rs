//! The answer as a table of texts, from CSV or Parquet, row by row; columns are found by their headings.

use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::Field;

use super::faults::{Faults, Kind};
use super::layout::Layout;
use crate::confidential::records;
use crate::diag::{Failed, Sink};
use crate::files::Root;

/// Most rows of an answer.
const MOST_ROWS: u64 = 1 << 25;

/// Gives the fields of every row in the order of the layout's headings, with the number of the row; the heading is row 1.
///
/// Memory is one row, for Parquet one row group. Every fault of headings and cells goes to `faults` or `sink`.
pub(super) fn read(
    root: &Root,
    layout: &Layout<'_>,
    faults: &mut Faults<'_>,
    sink: &Sink,
    take: &mut dyn FnMut(u64, &[&str], &mut Faults<'_>),
) -> Result<(), Failed> {
    let parquet = layout.path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("parquet"));
    if parquet { columnar(root, layout, faults, sink, take) } else { text(root, layout, faults, sink, take) }
}

fn text(
    root: &Root,
    layout: &Layout<'_>,
    faults: &mut Faults<'_>,
    sink: &Sink,
    take: &mut dyn FnMut(u64, &[&str], &mut Faults<'_>),
) -> Result<(), Failed> {
    let mut order: Option<Vec<usize>> = None;
    records::rows(root, &layout.path, sink, &mut |row, fields| {
        if row == 1 {
            order = find(fields.iter().map(|name| name.trim()), layout, faults);
        } else if row > MOST_ROWS {
            faults.push(1, "", Kind::TooLong);
        } else if let Some(order) = &order {
            let picked: Vec<&str> = order.iter().map(|at| fields[*at]).collect();
            take(row, &picked, faults);
        }
    })
}

fn columnar(
    root: &Root,
    layout: &Layout<'_>,
    faults: &mut Faults<'_>,
    sink: &Sink,
    take: &mut dyn FnMut(u64, &[&str], &mut Faults<'_>),
) -> Result<(), Failed> {
    let file = root.open_file(&layout.path).map_err(|error| sink.fail(error.diagnostic()))?;
    let Ok(reader) = SerializedFileReader::new(file) else {
        faults.push(0, "", Kind::Unreadable);
        return Ok(());
    };
    if u64::try_from(reader.metadata().file_metadata().num_rows()).unwrap_or(u64::MAX) > MOST_ROWS {
        faults.push(0, "", Kind::TooLong);
        return Ok(());
    }
    let schema = reader.metadata().file_metadata().schema();
    let Some(order) = find(schema.get_fields().iter().map(|field| field.name()), layout, faults) else { return Ok(()) };
    let Ok(rows) = reader.get_row_iter(None) else {
        faults.push(0, "", Kind::Unreadable);
        return Ok(());
    };
    for (number, row) in (2u64..).zip(rows) {
        let Ok(row) = row else {
            faults.push(number, "", Kind::Unreadable);
            return Ok(());
        };
        let fields: Vec<Option<String>> = row.get_column_iter().map(|(_, field)| plain(field)).collect();
        let mut picked = Vec::with_capacity(order.len());
        for (at, heading) in order.iter().zip(&layout.headings) {
            match fields.get(*at).and_then(Option::as_deref) {
                Some(value) => picked.push(value),
                None => faults.push(number, heading, Kind::Type),
            }
        }
        if picked.len() == order.len() {
            take(number, &picked, faults);
        }
    }
    Ok(())
}

/// A text or a whole number; `None` for every other type.
fn plain(field: &Field) -> Option<String> {
    match field {
        Field::Null => Some(String::new()),
        Field::Str(text) => Some(text.clone()),
        Field::Byte(number) => Some(number.to_string()),
        Field::Short(number) => Some(number.to_string()),
        Field::Int(number) => Some(number.to_string()),
        Field::Long(number) => Some(number.to_string()),
        Field::UByte(number) => Some(number.to_string()),
        Field::UShort(number) => Some(number.to_string()),
        Field::UInt(number) => Some(number.to_string()),
        Field::ULong(number) => Some(number.to_string()),
        _ => None,
    }
}

/// Where each heading of the layout stands; `None` when one is missing, stands twice, or is none of the answer's.
fn find<'n>(names: impl Iterator<Item = &'n str>, layout: &Layout<'_>, faults: &mut Faults<'_>) -> Option<Vec<usize>> {
    let names: Vec<&str> = names.collect();
    let headings = &layout.headings;
    let mut order = Vec::with_capacity(headings.len());
    for heading in headings {
        let mut places = names.iter().enumerate().filter(|(_, name)| *name == heading).map(|(at, _)| at);
        match (places.next(), places.next()) {
            (Some(at), None) => order.push(at),
            (Some(_), Some(_)) => faults.push(1, heading, Kind::ColumnTwice),
            (None, _) => faults.push(1, heading, Kind::ColumnMissing),
        }
    }
    let known = names.iter().any(|name| headings.iter().any(|heading| heading == name));
    if known && names.len() > headings.len() {
        faults.push(1, "", Kind::ColumnExtra);
    }
    (order.len() == headings.len()).then_some(order)
}
