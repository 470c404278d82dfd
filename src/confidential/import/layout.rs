//! Where on a sheet the table lies: its heading, in one row or several, its records, and what is no record.

use super::above;
use super::book::Sheet;
use super::words::plain;

/// A column of the form.
pub(super) struct Heading {
    /// The words in all rows of the heading, joined by `/`.
    pub(super) full: String,
    /// The words in the lowest row.
    pub(super) leaf: String,
    /// Position on the sheet.
    pub(super) at: usize,
    pub(super) hidden: bool,
}

/// Why a row is no record.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(test, derive(Debug))]
pub(super) enum NoRecord {
    Total,
    Note,
    Heading,
}

/// A table found on a sheet.
pub(super) struct Layout {
    pub(super) headings: Vec<Heading>,
    /// Rows of the sheet that hold records, with blanks under merged cells filled in.
    pub(super) records: Vec<usize>,
    /// Rows that are none.
    pub(super) others: Vec<(usize, NoRecord)>,
    /// The row above the heading that says in which unit of money the table stands, and that unit, unless it is the plain one.
    pub(super) unit: Option<(usize, &'static str)>,
}

/// Rows from the top among which a heading is looked for.
const TOP: usize = 40;
/// Most rows of a heading.
const DEEP: usize = 4;

/// Finds the table. `known`: how well a word fits as a heading, 0 for not at all. Fills the blanks of merged cells.
pub(super) fn find(sheet: &mut Sheet, known: impl Fn(&str) -> bool) -> Option<Layout> {
    let (first, depth) = heading(sheet, &known)?;
    let spread = spread(sheet, first, depth);
    let headings = headings(sheet, first, depth, &spread);
    fill_merged(sheet, first + depth);
    let mut layout = Layout { headings, records: Vec::new(), others: Vec::new(), unit: above::unit(&sheet.rows[..first]) };
    for row in first + depth..sheet.rows.len() {
        if sheet.rows[row].iter().all(String::is_empty) {
            continue;
        }
        match no_record(sheet, row, first, depth) {
            Some(why) => layout.others.push((row, why)),
            None => layout.records.push(row),
        }
    }
    tail(sheet, &mut layout);
    Some(layout)
}

/// The row of the heading in which most words are known, and how many rows it has.
fn heading(sheet: &Sheet, known: &impl Fn(&str) -> bool) -> Option<(usize, usize)> {
    let score = |row: usize, depth: usize| {
        let spread = spread(sheet, row, depth);
        headings(sheet, row, depth, &spread).iter().filter(|heading| known(&heading.leaf) || known(&heading.full)).count()
    };
    let mut best = (1, None);
    for row in (0..sheet.rows.len().min(TOP)).filter(|row| !above::is_label(&sheet.rows[*row])) {
        let depth = depth(sheet, row);
        let found = score(row, depth);
        if found > best.0 {
            best = (found, Some((row, depth)));
        }
    }
    best.1
}

/// How many rows a heading has that begins in this row: as far as its merged cells reach, or as a row below fills its gaps alone.
fn depth(sheet: &Sheet, row: usize) -> usize {
    let reach = sheet
        .merged
        .iter()
        .filter(|part| part.0 == row && part.1 > row && part.2 < sheet.rows[row].len())
        .map(|part| part.1 - row + 1)
        .max();
    if let Some(reach) = reach {
        // A heading may be merged with rows below the last one that holds anything.
        return reach.min(DEEP).min(sheet.rows.len() - row);
    }
    let filled = |row: usize| -> Vec<bool> { sheet.rows[row].iter().map(|cell| !cell.is_empty()).collect() };
    let mut depth = 1;
    while depth < DEEP && row + depth < sheet.rows.len() {
        let (above, below) = (filled(row + depth - 1), filled(row + depth));
        let gaps = above.iter().zip(&below).filter(|(above, below)| !**above && **below).count();
        let alone = above.iter().zip(&below).any(|(above, below)| *above && !*below);
        let is_word = |cell: &String| cell.is_empty() || !cell.bytes().any(|byte| byte.is_ascii_digit());
        if gaps == 0 || !alone || above::is_label(&sheet.rows[row + depth]) || !sheet.rows[row + depth].iter().all(is_word) {
            break;
        }
        depth += 1;
    }
    depth
}

/// The rows of a heading with each word spread over the cells it stands above.
fn spread(sheet: &Sheet, first: usize, depth: usize) -> Vec<Vec<String>> {
    let mut rows: Vec<Vec<String>> = sheet.rows[first..(first + depth).min(sheet.rows.len())].to_vec();
    let inside = sheet.merged.iter().filter(|part| part.0 >= first && part.1 < first + depth);
    let inside: Vec<_> = inside.collect();
    for part in &inside {
        let word = rows[part.0 - first].get(part.2).cloned().unwrap_or_default();
        for row in part.0..=part.1 {
            rows[row - first].iter_mut().take(part.3 + 1).skip(part.2).for_each(|cell| cell.clone_from(&word));
        }
    }
    if inside.is_empty() && depth > 1 {
        // CSV has lost its merged cells: a word stands above what follows it until the next one, where the row below goes on.
        for row in 0..rows.len() - 1 {
            for at in 1..rows[row].len() {
                if rows[row][at].is_empty() && !rows[row + 1][at].is_empty() {
                    rows[row][at] = rows[row][at - 1].clone();
                }
            }
        }
    }
    rows
}

fn headings(sheet: &Sheet, first: usize, depth: usize, spread: &[Vec<String>]) -> Vec<Heading> {
    let width = spread.first().map_or(0, Vec::len);
    let one = |at: usize| {
        let mut words: Vec<&str> = spread.iter().map(|row| row[at].as_str()).filter(|word| !word.is_empty()).collect();
        words.dedup();
        Heading {
            full: words.join("/"),
            leaf: (*words.last().unwrap_or(&"")).to_owned(),
            at,
            hidden: sheet.hidden_columns.contains(&at),
        }
    };
    let below = |at: usize| sheet.rows.iter().skip(first + depth).any(|row| !row[at].is_empty());
    (0..width).map(one).filter(|heading| !heading.full.is_empty() || below(heading.at)).collect()
}

/// Below the heading every cell of a merged block holds what its first one does.
fn fill_merged(sheet: &mut Sheet, from: usize) {
    // A block as wide as a note is a note, not a value for each of its columns.
    let blocks: Vec<_> = sheet.merged.iter().filter(|part| part.0 >= from && part.2 == part.3).copied().collect();
    for (first, last, column, _) in blocks {
        let Some(word) = sheet.rows.get(first).and_then(|row| row.get(column)).cloned() else { continue };
        for row in sheet.rows.iter_mut().take(last + 1).skip(first) {
            if let Some(cell) = row.get_mut(column) {
                cell.clone_from(&word);
            }
        }
    }
}

fn no_record(sheet: &Sheet, row: usize, first: usize, depth: usize) -> Option<NoRecord> {
    let cells = &sheet.rows[row];
    if (first..first + depth).any(|heading| sheet.rows[heading] == *cells) {
        return Some(NoRecord::Heading);
    }
    let word = plain(cells.iter().find(|cell| !cell.is_empty())?);
    if cells.iter().filter(|cell| !cell.is_empty()).take(3).any(|cell| is_total(&plain(cell))) {
        return Some(NoRecord::Total);
    }
    is_note(&word).then_some(NoRecord::Note)
}

fn is_total(word: &str) -> bool {
    const TOTALS: [&str; 6] = ["合计", "总计", "小计", "累计", "共计", "总数"];
    TOTALS.iter().any(|total| {
        word == *total || word.ends_with(total) || word.strip_prefix(total).is_some_and(|rest| rest.starts_with([':', '(']))
    }) || matches!(word, "total" | "subtotal" | "grandtotal" | "sum")
}

fn is_note(word: &str) -> bool {
    const SIGNED: [&str; 17] = [
        "填表人",
        "审核人",
        "制表人",
        "制表",
        "负责人",
        "填报人",
        "填报单位",
        "填报日期",
        "填报时间",
        "报送日期",
        "报出日期",
        "单位负责人",
        "单位(盖章)",
        "联系人",
        "复核人",
        "经办人",
        "分管领导",
    ];
    const NOTES: [&str; 6] = ["注", "备注", "说明", "附注", "资料来源", "数据来源"];
    let mark = |rest: &str| rest.is_empty() || rest.starts_with([':', '.', '、', '1', '一', '(']);
    SIGNED.iter().any(|start| word.starts_with(start))
        || NOTES.iter().any(|start| word.strip_prefix(start).is_some_and(mark))
        || ["note:", "notes:", "source:", "preparedby", "checkedby", "signed"].iter().any(|start| word.starts_with(start))
}

/// Lines at the very end that fill one cell of a wide table are notes, whatever they say.
fn tail(sheet: &Sheet, layout: &mut Layout) {
    let width = layout.headings.len();
    while let Some(row) = layout.records.last().copied() {
        let filled = sheet.rows[row].iter().filter(|cell| !cell.is_empty()).count();
        let wide = sheet.merged.iter().any(|part| part.0 == row && part.3 > part.2);
        if width < 4 || filled > 1 && !wide {
            break;
        }
        layout.records.pop();
        layout.others.push((row, NoRecord::Note));
    }
    layout.others.sort_unstable();
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet(text: &str) -> Sheet {
        super::super::book::read(text.as_bytes()).map_err(|why| format!("{why:?}")).unwrap().remove(0)
    }

    fn known(word: &str) -> bool {
        ["统计期", "县市区", "项目", "费用"].contains(&word.trim_end_matches(':'))
    }

    #[test]
    fn titles_totals_notes_and_second_headings_are_no_records() {
        let text = "某市统计表,,,\n单位:元,,,\n统计期,县市区,项目,费用\n2024,甲,营,1\n2024,甲小计,,1\n统计期,县市区,项目,费用\n2024,乙,营,2\n合 计,,,3\n\n\
                    注:含补助,,,\n填表人:某,,审核人:某,\n盖章处,,,\n";
        let mut sheet = sheet(text);
        let layout = find(&mut sheet, known).unwrap();
        assert_eq!(layout.records, [3, 6]);
        use NoRecord::{Heading, Note, Total};
        assert_eq!(layout.others, [(4, Total), (5, Heading), (7, Total), (9, Note), (10, Note), (11, Note)]);
    }

    #[test]
    fn headings_of_two_rows_are_joined() {
        let mut sheet = sheet("统计期,县市区,活动,,费用\n,,项目,场次,\n2024,甲,营,3,1\n");
        let layout = find(&mut sheet, known).unwrap();
        let full: Vec<&str> = layout.headings.iter().map(|heading| heading.full.as_str()).collect();
        assert_eq!(full, ["统计期", "县市区", "活动/项目", "活动/场次", "费用"]);
        assert_eq!(layout.records, [2]);
    }

    #[test]
    fn a_row_of_labels_above_the_heading_is_no_level_of_it() {
        let full = |text: &str| -> (Vec<String>, Option<(usize, &'static str)>) {
            let layout = find(&mut sheet(text), known).unwrap();
            (layout.headings.into_iter().map(|heading| heading.full).collect(), layout.unit)
        };
        let heads = "统计期,县市区,活动,,费用\n,,项目,场次,\n2024,甲,营,3,1\n";
        let (plain, none) = full(&format!("某市统计表,,,,\n{heads}"));
        assert_eq!((plain[3].as_str(), none), ("活动/场次", None));
        for (row, unit) in [
            ("填报单位：某市民政局,,,单位：元,", None),
            (",,,单位：万元,", Some((1, "万元"))),
            ("填报单位：,某局,,,单位:千元", Some((1, "千元"))),
            ("制表人：某,,审核人：某,,日期：2024-07-01", None),
        ] {
            let labelled = full(&format!("某市统计表,,,,\n{row}\n{heads}"));
            assert_eq!(labelled, (plain.clone(), unit), "{row}");
        }
        // A heading with a colon of its own is one.
        let (own, _) = full("统计期,县市区,活动：,,费用\n,,项目,其中：女童,\n2024,甲,营,3,1\n");
        assert_eq!(own, ["统计期", "县市区", "活动:/项目", "活动:/其中:女童", "费用"]);
        let (own, _) = full("统计期：,费用\n2024,1\n");
        assert_eq!(own.len(), 2);
    }

    #[test]
    fn a_heading_merged_with_rows_that_are_not_there_is_read() {
        let mut sheet = sheet("统计期,县市区,项目,费用\n");
        sheet.merged = vec![(0, 3, 0, 0), (0, 1, 1, 1), (5, 90, 2, 2)];
        let layout = find(&mut sheet, known).unwrap();
        assert_eq!((layout.headings.len(), layout.records.len()), (4, 0));
    }

    #[test]
    fn a_table_without_known_headings_is_none() {
        assert!(find(&mut sheet("2024,甲,营,1\n2024,乙,营,2\n"), known).is_none());
    }
}
