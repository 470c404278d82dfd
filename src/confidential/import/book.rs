//! A file as sheets of plain texts: workbooks through calamine, CSV in whatever encoding it is.

use std::io::Cursor;

use calamine::{Data, Reader, Sheets, Xls, XlsError, Xlsx, XlsxError};

use super::hidden;

/// A sheet as it was typed. Holds raw cells, so it can be neither printed nor serialized.
pub(super) struct Sheet {
    /// Nothing for CSV.
    pub(super) name: Option<String>,
    pub(super) hidden: bool,
    /// Rows from the first of the sheet, cells from its first column; every row is as long as the longest.
    pub(super) rows: Vec<Vec<String>>,
    /// Positions of columns that are hidden.
    pub(super) hidden_columns: Vec<usize>,
    /// Positions of rows that are hidden, as a filter does.
    pub(super) hidden_rows: Vec<usize>,
    /// Merged cells: first and last row, first and last column.
    pub(super) merged: Vec<(usize, usize, usize, usize)>,
}

/// Why a file cannot be read.
#[derive(Clone, Copy, PartialEq, Eq)]
#[cfg_attr(test, derive(Debug))]
pub(super) enum Unreadable {
    Password,
    Damaged,
    Encoding,
    Csv,
    /// A cell far from all others makes the sheet too large.
    Large,
}

/// Most cells of a sheet, blank ones counted: some 500 MB.
const MOST_CELLS: usize = 20_000_000;
/// The first bytes of workbooks before 2007, and of later ones with a password.
const OLE: &[u8] = b"\xd0\xcf\x11\xe0";

type Book<'a> = Sheets<Cursor<&'a [u8]>>;

/// Reads every sheet.
pub(super) fn read(bytes: &[u8]) -> Result<Vec<Sheet>, Unreadable> {
    // The first bytes say what a file is; its ending only says what somebody called it.
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(OLE) {
        return workbook(bytes);
    }
    csv_sheet(bytes).map(|sheet| vec![sheet])
}

fn open(bytes: &[u8]) -> Result<Book<'_>, Unreadable> {
    if !bytes.starts_with(OLE) {
        return calamine::open_workbook_auto_from_rs(Cursor::new(bytes)).map_err(|_| Unreadable::Damaged);
    }
    match Xls::new(Cursor::new(bytes)) {
        Ok(book) => Ok(Sheets::Xls(book)),
        Err(XlsError::Password) => Err(Unreadable::Password),
        Err(_) => match Xlsx::new(Cursor::new(bytes)) {
            Err(XlsxError::Password) => Err(Unreadable::Password),
            _ => Err(Unreadable::Damaged),
        },
    }
}

fn workbook(bytes: &[u8]) -> Result<Vec<Sheet>, Unreadable> {
    let mut book = open(bytes)?;
    let known: Vec<(String, bool)> = book
        .sheets_metadata()
        .iter()
        .filter(|sheet| sheet.typ == calamine::SheetType::WorkSheet)
        .map(|sheet| (sheet.name.clone(), sheet.visible != calamine::SheetVisible::Visible))
        .collect();
    let mut sheets = Vec::new();
    for (name, hidden) in known {
        let rows = match &mut book {
            Sheets::Xlsx(book) => modern(book, &name)?,
            other => older(other, &name)?,
        };
        let merged = merged(&mut book, &name);
        let (hidden_columns, hidden_rows) = hidden::parts(bytes, &name);
        sheets.push(Sheet { name: Some(name), hidden, rows, hidden_columns, hidden_rows, merged });
    }
    Ok(sheets)
}

/// Cells put in place one by one, so that a single one in the last column of the last row takes no memory for all between.
#[derive(Default)]
struct Grid {
    rows: Vec<Vec<String>>,
    cells: usize,
}

impl Grid {
    fn put(&mut self, row: usize, column: usize, text: String) -> Result<(), Unreadable> {
        if text.is_empty() {
            return Ok(());
        }
        if row >= self.rows.len() {
            self.rows.resize_with(row + 1, Vec::new);
        }
        let cells = &mut self.rows[row];
        if column >= cells.len() {
            self.cells += column + 1 - cells.len();
            if self.cells > MOST_CELLS {
                return Err(Unreadable::Large);
            }
            cells.resize(column + 1, String::new());
        }
        cells[column] = text;
        Ok(())
    }

    fn finish(mut self) -> Result<Vec<Vec<String>>, Unreadable> {
        let width = self.rows.iter().map(Vec::len).max().unwrap_or(0);
        if width.saturating_mul(self.rows.len()) > MOST_CELLS {
            return Err(Unreadable::Large);
        }
        self.rows.iter_mut().for_each(|row| row.resize(width, String::new()));
        Ok(self.rows)
    }
}

/// A sheet of XLSX, where formats tell shares from numbers.
fn modern(book: &mut Xlsx<Cursor<&[u8]>>, name: &str) -> Result<Vec<Vec<String>>, Unreadable> {
    let mut reader = book.worksheet_cells_reader(name).map_err(|_| Unreadable::Damaged)?;
    // 9 and 10 are the numbers of the built-in formats 0% and 0.00%.
    let percent: Vec<bool> = reader
        .styles()
        .iter()
        .map(|style| {
            let format = style.number_format.as_ref();
            format.is_some_and(|format| format.format_code.contains('%') || matches!(format.format_id, Some(9 | 10)))
        })
        .collect();
    let mut grid = Grid::default();
    while let Some((cell, style)) = reader.next_cell_with_style_id().map_err(|_| Unreadable::Damaged)? {
        let (row, column) = cell.get_position();
        let is_percent = percent.get(style).copied().unwrap_or(false);
        grid.put(row as usize, column as usize, said(&Data::from(cell.get_value().clone()), is_percent))?;
    }
    grid.finish()
}

/// A sheet of an older kind.
fn older(book: &mut Book<'_>, name: &str) -> Result<Vec<Vec<String>>, Unreadable> {
    let range = book.worksheet_range(name).map_err(|_| Unreadable::Damaged)?;
    let (above, before) = range.start().map_or((0, 0), |(row, column)| (row as usize, column as usize));
    let mut grid = Grid::default();
    for (row, column, data) in range.used_cells() {
        grid.put(above + row, before + column, said(data, false))?;
    }
    grid.finish()
}

fn merged(book: &mut Book<'_>, name: &str) -> Vec<(usize, usize, usize, usize)> {
    let found = match book {
        Sheets::Xlsx(book) => book.merge_cells_by_sheet_name(name).ok(),
        Sheets::Xls(book) => book.merge_cells_by_sheet_name(name).ok(),
        Sheets::Xlsb(_) | Sheets::Ods(_) => None,
    };
    let at = |(row, column): (u32, u32)| (row as usize, column as usize);
    found.unwrap_or_default().iter().map(|part| (at(part.start).0, at(part.end).0, at(part.start).1, at(part.end).1)).collect()
}

/// A cell in the words a reader sees, as far as they matter: dates as dates, shares as percentages.
fn said(data: &Data, is_percent: bool) -> String {
    match data {
        Data::Empty => String::new(),
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => fold(text),
        Data::Bool(yes) => yes.to_string(),
        Data::Int(number) => number.to_string(),
        // Spreadsheets keep fifteen digits; what is longer was changed, and must not pass for what was typed.
        Data::Float(number) if number.abs() >= 1e15 => format!("{number:e}"),
        // Eight places are more than a share is ever typed with, and hide what binary fractions add.
        Data::Float(number) if is_percent => format!("{}%", plain(format!("{:.8}", number * 100.0))),
        Data::Float(number) => plain(format!("{number:.9}")),
        Data::DateTime(date) => {
            let (year, month, day, ..) = date.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
        Data::Error(_) => "#N/A".to_owned(),
    }
}

fn plain(number: String) -> String {
    number.trim_end_matches('0').trim_end_matches('.').to_owned()
}

fn csv_sheet(bytes: &[u8]) -> Result<Sheet, Unreadable> {
    let text = decoded(bytes)?;
    let first = text.lines().next().unwrap_or("");
    let separator =
        [b',', b'\t', b';'].into_iter().max_by_key(|mark| (first.bytes().filter(|byte| byte == mark).count(), *mark == b','));
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .has_headers(false)
        .delimiter(separator.unwrap_or(b','))
        .from_reader(text.as_bytes());
    let mut grid = Grid::default();
    for record in reader.records() {
        let record = record.map_err(|_| Unreadable::Csv)?;
        let next = grid.rows.len();
        let row = record.position().map_or(next, |place| line_of(&text, place)).max(next);
        for (column, cell) in record.iter().enumerate() {
            grid.put(row, column, fold(cell))?;
        }
    }
    let rows = grid.finish()?;
    Ok(Sheet { name: None, hidden: false, rows, hidden_columns: Vec::new(), hidden_rows: Vec::new(), merged: Vec::new() })
}

/// The line of a record, counted from 0 as an editor shows it. The reader says where it began to look; blank lines that it passed over
/// come before the record.
fn line_of(text: &str, place: &csv::Position) -> usize {
    let begun = usize::try_from(place.line()).unwrap_or(1).saturating_sub(1);
    let from = usize::try_from(place.byte()).unwrap_or(usize::MAX);
    let rest = text.as_bytes().get(from..).unwrap_or_default();
    let blank = rest.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).filter(|byte| **byte == b'\n').count();
    begun + blank
}

/// UTF-8 or UTF-16 with a mark, else UTF-8 when it is, else GB18030, which holds GBK and GB 2312.
fn decoded(bytes: &[u8]) -> Result<String, Unreadable> {
    if let Some((encoding, mark)) = encoding_rs::Encoding::for_bom(bytes) {
        let (text, broken) = encoding.decode_without_bom_handling(&bytes[mark..]);
        return if broken { Err(Unreadable::Encoding) } else { Ok(text.into_owned()) };
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return if text.contains('\0') { Err(Unreadable::Encoding) } else { Ok(text.to_owned()) };
    }
    let text = encoding_rs::GB18030.decode_without_bom_handling_and_without_replacement(bytes).ok_or(Unreadable::Encoding)?;
    if text.contains('\0') { Err(Unreadable::Encoding) } else { Ok(text.into_owned()) }
}

/// A text with full-width letters and digits made plain, without marks nobody sees, and without blanks around it.
pub(super) fn fold(text: &str) -> String {
    let made: String = text
        .chars()
        .filter(|c| !matches!(c, '\u{200b}'..='\u{200f}' | '\u{feff}' | '\u{2060}'))
        .map(|c| match c {
            // Chinese commas, colons and brackets become plain too: headings are compared without them.
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
            '\u{3000}' | '\u{a0}' | '\n' | '\r' | '\t' => ' ',
            c => c,
        })
        .collect();
    made.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(bytes: &[u8]) -> Vec<Vec<String>> {
        read(bytes).map_err(|why| format!("{why:?}")).unwrap().remove(0).rows
    }

    #[test]
    fn csv_is_read_in_the_encodings_of_offices() {
        let text = "统计期,县市区\r\n２０２４年,沅陵\r\n";
        let (gbk, _, _) = encoding_rs::GBK.encode(text);
        let wide: Vec<u8> = [0xff, 0xfe].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
        // 㐂 lies in GB18030 alone, as four bytes.
        let rare = [&gbk[..], b"2024,\x81\x39\xee\x39\r\n"].concat();
        for bytes in [text.as_bytes().to_vec(), ["\u{feff}", text].concat().into_bytes(), gbk.to_vec(), wide] {
            assert_eq!(cells(&bytes), [["统计期", "县市区"], ["2024年", "沅陵"]]);
        }
        assert_eq!(cells(&rare).len(), 3);
    }

    #[test]
    fn what_is_neither_is_refused() {
        for bytes in [&b"a,b\n\xff\xff\xff\n"[..], b"\0\0\0\0", b"PK\x03\x04broken", b"\xd0\xcf\x11\xe0broken"] {
            assert!(read(bytes).is_err());
        }
    }

    #[test]
    fn rows_keep_the_numbers_an_editor_shows() {
        assert_eq!(cells(b"a;b\n\n1;2\n").len(), 3);
    }
}
