//! Published tables as tables on a page: withheld is said as withheld, never as zero.

use std::path::Path;

use crate::compose::Desk;
use crate::compose::voice::Voice;
use crate::confidential::{Cell, PublishedDimension, PublishedTable};
use crate::diag::{Diagnostic, Place, Rule};
use crate::files::{MAX_TEXT, Root};
use crate::model::Decimal;
use crate::say;
use crate::theme::views::{CellView, Link, TableView};

/// Address of the page that says why a cell has no number, with a heading for each reason, if the site has it.
const BLANKS: &str = "blanks/";

/// Address of the page that explains symbols in a site without the other.
const SYMBOLS: &str = "methods/";

/// Why a cell of a table has no number. Each has its own sign (`<word>-symbol`), spoken words (`<word>-said`) and legend
/// (`legend-<word>`) in the language's words, where a site may change them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lack {
    /// Withheld to protect persons; the reason is told to nobody.
    Withheld,
    /// Not collected or not available.
    Unavailable,
    /// Not applicable: there can be no number.
    Absent,
}

impl Lack {
    /// In the order of legends.
    pub const ALL: [Self; 3] = [Self::Withheld, Self::Unavailable, Self::Absent];

    /// The word for it in keys, classes and [`CellView::mark`].
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Withheld => "withheld",
            Self::Unavailable => "unavailable",
            Self::Absent => "absent",
        }
    }

    /// The one sign that stands for it.
    #[must_use]
    pub fn symbol(self, voice: &Voice) -> String {
        voice.word(&format!("{}-symbol", self.word()))
    }

    /// The sign with what it means.
    #[must_use]
    pub fn explained(self, voice: &Voice) -> String {
        voice.with(&format!("legend-{}", self.word()), &[("mark", &self.symbol(voice))])
    }
}

/// A heading or a name.
#[must_use]
pub fn words(text: impl Into<String>) -> CellView {
    CellView {
        text: text.into(),
        href: String::new(),
        number: false,
        mark: "",
        said: String::new(),
        value: String::new(),
        id: String::new(),
        heading: false,
        rows: 1,
    }
}

/// A cell without a number: its sign, and words for a screen reader.
#[must_use]
pub fn lacking(voice: &Voice, lack: Lack) -> CellView {
    let said = voice.word(&format!("{}-said", lack.word()));
    CellView { number: true, mark: lack.word(), said, ..words(lack.symbol(voice)) }
}

/// A published cell; `None` is one that the table does not show at all.
#[must_use]
pub fn number(voice: &Voice, cell: Option<Cell>) -> CellView {
    match cell {
        Some(Cell::Value(value)) => {
            CellView { number: true, value: value.to_string(), ..words(voice.wording.table_number(value)) }
        }
        Some(Cell::Suppressed) => lacking(voice, Lack::Withheld),
        Some(Cell::Absent) => lacking(voice, Lack::Absent),
        Some(Cell::Uncollected) | None => lacking(voice, Lack::Unavailable),
    }
}

/// The link to where a sign is explained; empty when the site explains it nowhere.
#[must_use]
pub fn explanation(desk: &Desk, voice: &Voice, from: &str, lack: Lack) -> String {
    let link = |address: &str| desk.atlas.link(from, address, &voice.lang);
    match (desk.atlas.has(BLANKS), desk.atlas.has(SYMBOLS)) {
        (true, _) => format!("{}#{}", link(BLANKS), lack.word()),
        (false, true) => link(SYMBOLS),
        (false, false) => String::new(),
    }
}

/// Links each sign of a table to its explanation and gives the legend of those it shows; empty when it shows none.
#[must_use]
pub fn legend(desk: &Desk, voice: &Voice, from: &str, rows: &mut [Vec<CellView>]) -> Vec<Link> {
    let shown = |lack: &Lack| rows.iter().flatten().any(|cell| cell.mark == lack.word());
    let lacks: Vec<Lack> = Lack::ALL.into_iter().filter(shown).collect();
    let entry = |lack: Lack| {
        let href = explanation(desk, voice, from, lack);
        for cell in rows.iter_mut().flatten().filter(|cell| cell.mark == lack.word()) {
            cell.href.clone_from(&href);
        }
        Link { label: lack.explained(voice), href, lang: String::new() }
    };
    lacks.into_iter().map(entry).collect()
}

/// What was done to the figures of a table; empty where they are as counted.
#[must_use]
pub fn note(voice: &Voice, table: &PublishedTable) -> String {
    crate::compose::protection::altered(voice, table.treatment()).unwrap_or_default()
}

/// The name of a code; a group of codes is marked as the total it is.
pub(super) fn code_cell(voice: &Voice, dimension: &PublishedDimension, at: usize) -> CellView {
    let mark = if dimension.is_leaf(at) { "" } else { "total" };
    CellView { mark, ..words(dimension.dimension.codes[at].short.get(&voice.lang).clone()) }
}

/// A key of a table with its cells, one per measure.
type Row = (Vec<Option<usize>>, Vec<Cell>);

/// The most codes of a dimension that are set side by side as columns.
const ABREAST: usize = 5;

/// The most cells of a table that a page shows.
const PREVIEW: usize = 600;

/// A table, totals marked; of one with more than `PREVIEW` cells the totals and the broadest parts, with a note that says so. With one
/// measure, the codes of a short last dimension stand side by side: a third of the rows, and what is compared most lies beside its like.
/// Otherwise a row per key; dimensions first, then measures. Cost: two passes over the keys, and what is shown.
#[must_use]
pub fn shown(desk: &Desk, voice: &Voice, from: &str, table: &PublishedTable, caption: &str) -> TableView {
    let (mut sorted, all) = broadest(table);
    // A reader meets the parts first and their total below them.
    sorted.sort_by_cached_key(|(key, _)| key.iter().map(|at| at.unwrap_or(usize::MAX)).collect::<Vec<_>>());
    let (head, mut rows) = crossed(voice, table, &sorted).unwrap_or_else(|| listed(voice, table, &sorted));
    head_rows(&mut rows, head.iter().filter(|cell| !cell.number).count());
    let (legend, mut note) = (legend(desk, voice, from, &mut rows), note(voice, table));
    if sorted.len() < all {
        let (shown, all) = (sorted.len().to_string(), all.to_string());
        let explore = voice.word("explore-name");
        let cut = voice.with("table-preview", &[("shown", &shown), ("all", &all), ("explore", &explore)]);
        note = if note.is_empty() { cut } else { format!("{cut} {note}") };
    }
    TableView { caption: caption.to_owned(), head, rows, legend, note }
}

/// The rows that a page shows, in the table's order, and how many there are in all.
fn broadest(table: &PublishedTable) -> (Vec<Row>, usize) {
    let depth = |key: &[Option<usize>]| key.iter().flatten().count();
    let mut counts = vec![0; table.dimensions().len() + 1];
    table.rows().for_each(|(key, _)| counts[depth(key)] += 1);
    let all = counts.iter().sum();
    let mut room = room(&counts, PREVIEW / table.measures().len().max(1));
    let shown = table.rows().filter(|(key, _)| {
        let left = &mut room[depth(key)];
        let fits = *left > 0;
        *left = left.saturating_sub(1);
        fits
    });
    (shown.map(|(key, cells)| (key.to_vec(), cells.to_vec())).collect(), all)
}

/// Of so many rows that tell of so many dimensions, how many are shown: the fewer dimensions first.
fn room(counts: &[usize], most: usize) -> Vec<usize> {
    let mut left = most;
    let take = |count: &usize| {
        let taken = (*count).min(left);
        left -= taken;
        taken
    };
    counts.iter().map(take).collect()
}

/// Makes the first cells of each row its headings, and writes a heading once for the rows that share it and all headings before it.
fn head_rows(rows: &mut [Vec<CellView>], headings: usize) {
    for cell in rows.iter_mut().flat_map(|row| row.iter_mut().take(headings)) {
        cell.heading = true;
    }
    for column in 0..headings.saturating_sub(1) {
        let alike = |a: &Vec<CellView>, b: &Vec<CellView>| a[..=column].iter().zip(&b[..=column]).all(|(a, b)| a.text == b.text);
        for shared in rows.chunk_by_mut(alike) {
            let count = shared.len();
            for (at, row) in shared.iter_mut().enumerate() {
                row[column].rows = if at == 0 { count } else { 0 };
            }
        }
    }
}

/// The names of the codes of a key; `None` is the total.
fn key_cells(voice: &Voice, table: &PublishedTable, key: &[Option<usize>]) -> Vec<CellView> {
    let total = || CellView { mark: "total", ..words(voice.word("total")) };
    let named = key.iter().zip(table.dimensions());
    named.map(|(at, d)| at.map_or_else(total, |at| code_cell(voice, d, at))).collect()
}

/// The anchor of a cell: `cell.` with its codes and its measure, `_T` for a total. It is made of codes alone and so outlives names.
#[must_use]
pub fn anchor(table: &PublishedTable, key: &[Option<usize>], measure: usize) -> String {
    let codes = key.iter().zip(table.dimensions());
    let codes = codes.map(|(at, d)| at.map_or(crate::model::TOTAL, |at| d.dimension.codes[at].code.as_str()));
    std::iter::once("cell").chain(codes).chain([table.measures()[measure].id.as_str()]).collect::<Vec<_>>().join(".")
}

fn listed(voice: &Voice, table: &PublishedTable, sorted: &[Row]) -> (Vec<CellView>, Vec<Vec<CellView>>) {
    let names = table.dimensions().iter().map(|d| words(d.dimension.name.get(&voice.lang).clone()));
    let measures = table.measures().iter().map(|m| CellView { number: true, ..words(m.name.get(&voice.lang).clone()) });
    let row = |(key, cells): &Row| {
        let anchored =
            |(measure, cell): (usize, &Cell)| CellView { id: anchor(table, key, measure), ..number(voice, Some(*cell)) };
        key_cells(voice, table, key).into_iter().chain(cells.iter().enumerate().map(anchored)).collect()
    };
    (names.chain(measures).collect(), sorted.iter().map(row).collect())
}

/// The codes of the last dimension as columns; `None` when they are too many, or a row would lack one.
fn crossed(voice: &Voice, table: &PublishedTable, sorted: &[Row]) -> Option<(Vec<CellView>, Vec<Vec<CellView>>)> {
    let (last, others) = table.dimensions().split_last()?;
    let first = sorted.first()?;
    let same_row = |a: &Row, b: &Row| a.0[..others.len()] == b.0[..others.len()];
    let width = sorted.iter().take_while(|row| same_row(first, row)).count();
    let fits = table.measures().len() == 1 && !others.is_empty() && last.codes.len() <= ABREAST;
    let codes = |rows: &[Row]| rows.iter().map(|(key, _)| key[others.len()]).collect::<Vec<_>>();
    let columns = codes(&sorted[..width]);
    let whole = sorted.chunk_by(same_row).all(|rows| codes(rows) == columns);
    (fits && whole).then_some(())?;
    let names = others.iter().map(|d| words(d.dimension.name.get(&voice.lang).clone()));
    let heads = sorted[..width].iter().flat_map(|(key, _)| key_cells(voice, table, key).pop());
    let head = names.chain(heads.map(|cell| CellView { number: true, ..cell })).collect();
    let row = |rows: &[Row]| {
        let mut cells = key_cells(voice, table, &rows[0].0);
        cells.pop();
        let anchored = |(key, measures): &Row| CellView { id: anchor(table, key, 0), ..number(voice, measures.first().copied()) };
        cells.extend(rows.iter().map(anchored));
        cells
    };
    Some((head, sorted.chunk_by(same_row).map(row).collect()))
}

/// One place beside the whole: rows are the codes of the first other dimension, columns each measure here and everywhere.
/// `None` when the table does not know the place.
#[must_use]
pub fn beside_whole(
    desk: &Desk,
    voice: &Voice,
    from: &str,
    table: &PublishedTable,
    (dimension, code): (usize, usize),
    here: &str,
) -> Option<TableView> {
    let dims = table.dimensions();
    dims[dimension].codes.contains(&code).then_some(())?;
    let other = (0..dims.len()).find(|d| *d != dimension);
    let keys = |at: Option<usize>| {
        let mut key = vec![None; dims.len()];
        if let Some(other) = other {
            key[other] = at;
        }
        let whole = key.clone();
        key[dimension] = Some(code);
        (key, whole)
    };
    let row = |name: CellView, at: Option<usize>| {
        let (local, whole) = keys(at);
        let pairs = (0..table.measures().len()).flat_map(|m| [table.find(&local, m), table.find(&whole, m)]);
        std::iter::once(name).chain(pairs.map(|cell| number(voice, cell))).collect::<Vec<_>>()
    };
    let mut rows = Vec::new();
    if let Some(other) = other {
        for at in &dims[other].codes {
            rows.push(row(code_cell(voice, &dims[other], *at), Some(*at)));
        }
    }
    rows.push(row(CellView { mark: "total", ..words(voice.word("total")) }, None));
    let everywhere = desk.settings.site.place.get(&voice.lang);
    let heads = table.measures().iter().flat_map(|m| {
        [here, everywhere.as_str()].map(|place| {
            let text = voice.with("measure-at-place", &[("measure", m.name.get(&voice.lang)), ("place", place)]);
            CellView { number: true, ..words(text) }
        })
    });
    let first = other.map_or_else(String::new, |d| dims[d].dimension.name.get(&voice.lang).clone());
    let head = std::iter::once(words(first)).chain(heads).collect();
    let (legend, note) = (legend(desk, voice, from, &mut rows), note(voice, table));
    Some(TableView { caption: String::new(), head, rows, legend, note })
}

/// A ready-made public CSV table: the first row is the heading; text stays as it is, numbers are set as numbers.
pub fn ready_made(root: &Root, path: &Path) -> Result<TableView, Diagnostic> {
    let bytes = root.read_bytes(path, MAX_TEXT).map_err(|e| e.diagnostic())?;
    let bad = |row: u64| {
        let place = Place::Cell { file: path.to_path_buf(), row, column: String::new() };
        let message = say!("这一行不是完整的 UTF-8 CSV 行", "this is not a whole line of UTF-8 CSV");
        Diagnostic::error(&BAD_TABLE, message)
            .at(place)
            .help(say!("检查列数、引号和编码", "check the number of columns, the quotes and the encoding"))
    };
    if let Some(rows) = unquoted(&bytes) {
        return Ok(table(rows));
    }
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).from_reader(bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&bytes));
    let mut rows = Vec::new();
    for (at, record) in reader.records().enumerate() {
        let record = record.map_err(|_| bad(at as u64 + 1))?;
        rows.push(record.iter().map(plain_cell).collect::<Vec<_>>());
    }
    Ok(table(rows))
}

fn table(mut rows: Vec<Vec<CellView>>) -> TableView {
    let head = if rows.is_empty() { Vec::new() } else { rows.remove(0) };
    TableView { caption: String::new(), head, rows, legend: Vec::new(), note: String::new() }
}

/// The rows of a plain table without quotes, in which every row is as long as the first; the CSV reader judges all others. Saves the
/// reader's setting up, which costs more than reading a table of thirty rows.
fn unquoted(bytes: &[u8]) -> Option<Vec<Vec<CellView>>> {
    let text = std::str::from_utf8(bytes).ok()?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.contains(['"', '\r']) {
        return None;
    }
    let rows: Vec<Vec<CellView>> =
        text.split('\n').filter(|line| !line.is_empty()).map(|line| line.split(',').map(plain_cell).collect()).collect();
    let width = rows.first().map_or(0, Vec::len);
    rows.iter().all(|row| row.len() == width).then_some(rows)
}

fn plain_cell(text: &str) -> CellView {
    let number = Decimal::parse(text).is_some();
    CellView { number, ..words(text) }
}

/// The rules of this module.
pub static RULES: &[&Rule] = &[&BAD_TABLE, &super::signs::SIGN];

static BAD_TABLE: Rule = Rule {
    id: "content/bad-table",
    title: ("表格文件写法有误", "a table file has a fault"),
    explain: (
        "页面的 `table` 指向一个现成的公开 CSV 表：第一行是表头，每行列数相同，用 UTF-8 保存。",
        "`table` of a page names a ready-made public CSV table: the first row is its heading, every row has the same number of columns, saved as UTF-8.",
    ),
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_large_table_is_shown_from_its_totals_down() {
        assert_eq!(room(&[1, 20, 100], 600), [1, 20, 100], "all of a small one");
        assert_eq!(room(&[1, 20, 4000], 600), [1, 20, 579]);
        assert_eq!(room(&[1, 900, 4000], 600), [1, 599, 0]);
    }
}
