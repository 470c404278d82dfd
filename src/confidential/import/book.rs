//! A file as sheets of plain texts: workbooks through calamine, CSV in whatever encoding it is.

use std::io::Cursor;

use calamine::{Data, Reader, Sheets};

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
    /// Merged cells: first and last row, first and last column.
    pub(super) merged: Vec<(usize, usize, usize, usize)>,
}

/// Why a file cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unreadable {
    Password,
    Damaged,
    Encoding,
    Csv,
}

/// Reads every sheet.
pub(super) fn read(bytes: &[u8]) -> Result<Vec<Sheet>, Unreadable> {
    // The first bytes say what a file is; its ending only says what somebody called it.
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"\xd0\xcf\x11\xe0") {
        return workbook(bytes);
    }
    csv_sheet(bytes).map(|sheet| vec![sheet])
}

fn workbook(bytes: &[u8]) -> Result<Vec<Sheet>, Unreadable> {
    let mut book = match calamine::open_workbook_auto_from_rs(Cursor::new(bytes)) {
        Ok(book) => book,
        Err(error) if format!("{error}").to_lowercase().contains("password") => return Err(Unreadable::Password),
        Err(_) => return Err(Unreadable::Damaged),
    };
    let known: Vec<(String, bool)> = book
        .sheets_metadata()
        .iter()
        .filter(|sheet| sheet.typ == calamine::SheetType::WorkSheet)
        .map(|sheet| (sheet.name.clone(), sheet.visible != calamine::SheetVisible::Visible))
        .collect();
    let mut sheets = Vec::new();
    for (name, hidden) in known {
        let range = book.worksheet_range(&name).map_err(|_| Unreadable::Damaged)?;
        let styles = book.worksheet_style(&name).ok();
        let is_percent = |row: u32, column: u32| {
            let style = styles.as_ref().and_then(|styles| styles.get((row, column)));
            // 9 and 10 are the numbers of the built-in formats 0% and 0.00%.
            let format = style.and_then(|style| style.number_format.as_ref());
            format.is_some_and(|format| format.format_code.contains('%') || matches!(format.format_id, Some(9 | 10)))
        };
        let (height, width) = range.end().map_or((0, 0), |(row, column)| (row + 1, column + 1));
        let rows = (0..height)
            .map(|row| {
                let cell = |column| {
                    range.get_value((row, column)).map_or_else(String::new, |data| said(data, || is_percent(row, column)))
                };
                (0..width).map(cell).collect()
            })
            .collect();
        let merged = merged(&mut book, &name);
        let hidden_columns = hidden::columns(bytes, &name);
        sheets.push(Sheet { name: Some(name), hidden, rows, hidden_columns, merged });
    }
    Ok(sheets)
}

fn merged(book: &mut Sheets<Cursor<&[u8]>>, name: &str) -> Vec<(usize, usize, usize, usize)> {
    let found = match book {
        Sheets::Xlsx(book) => book.merge_cells_by_sheet_name(name).ok(),
        Sheets::Xls(book) => book.merge_cells_by_sheet_name(name).ok(),
        Sheets::Xlsb(_) | Sheets::Ods(_) => None,
    };
    let at = |(row, column): (u32, u32)| (row as usize, column as usize);
    found.unwrap_or_default().iter().map(|part| (at(part.start).0, at(part.end).0, at(part.start).1, at(part.end).1)).collect()
}

/// A cell in the words a reader sees, as far as they matter: dates as dates, shares as percentages.
fn said(data: &Data, is_percent: impl Fn() -> bool) -> String {
    match data {
        Data::Empty => String::new(),
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => fold(text),
        Data::Bool(yes) => yes.to_string(),
        Data::Int(number) => number.to_string(),
        // Eight places are more than a share is ever typed with, and hide what binary fractions add.
        Data::Float(number) if is_percent() => format!("{}%", plain(format!("{:.8}", number * 100.0))),
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
    let mut rows: Vec<Vec<String>> = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|_| Unreadable::Csv)?;
        // Blank lines are passed over by the reader; rows keep the numbers an editor shows.
        let line = record.position().map_or(rows.len(), |place| usize::try_from(place.line()).unwrap_or(1).saturating_sub(1));
        rows.resize_with(line.max(rows.len()), Vec::new);
        rows.push(record.iter().map(fold).collect());
    }
    let width = rows.iter().map(Vec::len).max().unwrap_or(0);
    rows.iter_mut().for_each(|row| row.resize(width, String::new()));
    Ok(Sheet { name: None, hidden: false, rows, hidden_columns: Vec::new(), merged: Vec::new() })
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
