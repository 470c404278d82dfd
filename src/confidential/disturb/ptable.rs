//! The perturbation table with whole keys: what is added to a count, by count and cell key.

use std::path::Path;

use super::rules::{TABLE_HEADING, TABLE_INCOMPLETE, TABLE_NEGATIVE, TABLE_NUMBER, TABLE_SILENT, TABLE_TWICE};
use crate::diag::{Diagnostic, Failed, Place, Rule, Sink, Text};
use crate::say;

/// Rows of counts: those above are looked up in the last 250 in turn.
const COUNTS: usize = 750;
const KEYS: usize = 256;
/// Larger noise than this is a slip of the pen.
const MOST: i64 = 100;
/// Faults told one by one.
const TOLD: usize = 20;

/// What is added to a count from 1 to 750, for each cell key from 0 to 255. Takes 192 kB.
///
/// Secret like the keys: who has it can tell which true counts a published one may stand for.
pub(in crate::confidential) struct PTable {
    values: Vec<i8>,
}

impl PTable {
    /// Reads `pcv,ckey,pvalue` in CSV, columns and rows in any order; `file` is its name for messages.
    ///
    /// Accepts a table that has every pair once, whose values lie between −100 and 100, and by which no count becomes negative.
    /// Faults are told with row and column and without what stands there, at most 20 of them.
    pub(in crate::confidential) fn read(file: &Path, text: &str, sink: &Sink) -> Result<Self, Failed> {
        let mut faults = Faults { file, sink, told: 0, last: None };
        let mut reader = csv::ReaderBuilder::new().flexible(true).trim(csv::Trim::All).from_reader(text.as_bytes());
        let at = columns(&mut reader, ["pcv", "ckey", "pvalue"], &faults)?;
        let mut values = vec![None; COUNTS * KEYS];
        for (index, record) in reader.records().enumerate() {
            let row = index as u64 + 2;
            let cell = |column: usize| record.as_ref().ok().and_then(|cells| cells.get(at[column])).unwrap_or("");
            let Some(count) = whole(cell(0), 1, COUNTS as i64) else {
                faults.number(row, "pcv");
                continue;
            };
            let Some(key) = whole(cell(1), 0, KEYS as i64 - 1) else {
                faults.number(row, "ckey");
                continue;
            };
            let Some(value) = whole(cell(2), -MOST, MOST) else {
                faults.number(row, "pvalue");
                continue;
            };
            if count + value < 0 {
                faults.tell(&TABLE_NEGATIVE, row, "pvalue", say!("扰动后人数会小于零", "the count would become negative"));
            }
            let place = &mut values[(count as usize - 1) * KEYS + key as usize];
            if place.replace(value as i8).is_some() {
                faults.tell(
                    &TABLE_TWICE,
                    row,
                    "",
                    say!("同样的 `pcv` 和 `ckey` 已经有一行", "this `pcv` and `ckey` stand twice"),
                );
            }
        }
        if let Some(failed) = faults.last {
            return Err(failed);
        }
        let Some(whole) = values.iter().copied().collect::<Option<Vec<i8>>>() else {
            let missing = values.iter().filter(|value| value.is_none()).count();
            let rows = if missing == 1 { "row" } else { "rows" };
            let message = say!("扰动表缺 {missing} 行", "the perturbation table lacks {missing} {rows}");
            return Err(sink.fail(Diagnostic::error(&TABLE_INCOMPLETE, message).at(file)));
        };
        if whole.iter().all(|value| *value == 0) {
            let message = say!("扰动表什么也不改", "the perturbation table changes nothing");
            return Err(sink.fail(Diagnostic::error(&TABLE_SILENT, message).at(file)));
        }
        Ok(Self { values: whole })
    }

    /// What is added to a count with this cell key; nothing to a count of zero.
    pub(in crate::confidential) fn value(&self, count: u64, key: u8) -> i64 {
        match perturbed_row(count) {
            0 => 0,
            row => i64::from(self.values[(row - 1) * KEYS + usize::from(key)]),
        }
    }

    /// The least and the greatest that is added to a count.
    pub(super) fn reach(&self, count: u64) -> (i64, i64) {
        let Some(row) = perturbed_row(count).checked_sub(1) else { return (0, 0) };
        let values = self.values[row * KEYS..(row + 1) * KEYS].iter().map(|value| i64::from(*value));
        values.fold((i64::MAX, i64::MIN), |(least, most), value| (least.min(value), most.max(value)))
    }

    /// Whether the value depends on the key at all. A table where it does not is a rounding by another name: whoever knows the
    /// table can take it off again as far as the rounding allows.
    pub(in crate::confidential) fn depends_on_keys(&self) -> bool {
        self.values.chunks(KEYS).any(|row| row.iter().any(|value| *value != row[0]))
    }
}

/// The row a count is looked up in (ONS, `cell-key-perturbation` 3.1.0, documentation of `perturb`: `pcv`): itself up to 750, then the
/// last 250 rows in turn.
pub(super) fn perturbed_row(count: u64) -> usize {
    let row = if count <= COUNTS as u64 { count } else { (count - 1) % 250 + 501 };
    usize::try_from(row).expect("at most 750")
}

pub(super) struct Faults<'a> {
    pub(super) file: &'a Path,
    pub(super) sink: &'a Sink,
    pub(super) told: usize,
    pub(super) last: Option<Failed>,
}

impl Faults<'_> {
    pub(super) fn number(&mut self, row: u64, column: &str) {
        self.tell(&TABLE_NUMBER, row, column, say!("数不对", "this is not a number that fits here"));
    }

    pub(super) fn tell(&mut self, rule: &'static Rule, row: u64, column: &str, message: Text) {
        self.told += 1;
        if self.told <= TOLD {
            self.last = Some(self.sink.fail(Diagnostic::error(rule, message).at(self.place(row, column))));
        }
    }

    fn place(&self, row: u64, column: &str) -> Place {
        Place::Cell { file: self.file.to_path_buf(), row, column: column.to_owned() }
    }
}

/// Where the wanted columns stand.
pub(super) fn columns<const N: usize>(
    reader: &mut csv::Reader<&[u8]>,
    wanted: [&str; N],
    faults: &Faults<'_>,
) -> Result<[usize; N], Failed> {
    let heading = reader.headers().cloned().unwrap_or_default();
    let mut at = [0; N];
    for (place, name) in at.iter_mut().zip(wanted) {
        let mut found = heading.iter().enumerate().filter(|(_, cell)| cell.trim_start_matches('\u{feff}') == name);
        match (found.next(), found.next()) {
            (Some((column, _)), None) => *place = column,
            (one, _) => {
                let message = if one.is_some() {
                    say!("列 `{name}` 出现了两次", "the column `{name}` stands twice")
                } else {
                    say!("没有列 `{name}`", "there is no column `{name}`")
                };
                return Err(faults.sink.fail(Diagnostic::error(&TABLE_HEADING, message).at(faults.place(1, ""))));
            }
        }
    }
    Ok(at)
}

fn whole(cell: &str, least: i64, most: i64) -> Option<i64> {
    cell.parse().ok().filter(|number| (least..=most).contains(number))
}

#[cfg(test)]
mod tests {
    use super::super::vectors::{full_ptable, noisy_ptable};
    use super::*;

    fn read(text: &str) -> Result<PTable, Vec<(&'static str, String)>> {
        let sink = Sink::new();
        PTable::read(Path::new("ptable.csv"), text, &sink).map_err(|_| {
            let place = |d: &Diagnostic| match &d.places[0].0 {
                Place::Cell { row, column, .. } => format!("{row}:{column}"),
                _ => String::new(),
            };
            sink.sorted().iter().map(|d| (d.rule.id, place(d))).collect()
        })
    }

    fn one(text: &str) -> (&'static str, String) {
        let faults = read(text).err().unwrap();
        assert_eq!(faults.len(), 1, "{faults:?}");
        faults[0].clone()
    }

    #[test]
    fn each_fault_is_told_with_row_and_column() {
        let whole = full_ptable();
        assert!(read(&whole).is_ok());
        assert!(read(&format!("\u{feff}{}", whole.replace('\n', "\r\n"))).is_ok());
        assert_eq!(one("").0, "perturb/heading");
        assert_eq!(one(&whole.replacen("ckey", "key", 1)).0, "perturb/heading");
        assert_eq!(one(&whole.replacen("ckey", "pcv", 1)).0, "perturb/heading");
        assert_eq!(one(&whole.replacen("\n1,3,-1\n", "\n", 1)).0, "perturb/incomplete");
        assert_eq!(one(&whole.replacen("\n1,3,-1\n", "\n1,3,-1\n1,3,-1\n", 1)), ("perturb/twice", "6:".into()));
        assert_eq!(one(&whole.replacen("\n1,3,-1\n", "\n1,3,-2\n", 1)), ("perturb/negative-result", "5:pvalue".into()));
        for (bad, column) in
            [("0,3,-1", "pcv"), ("751,3,-1", "pcv"), ("1,256,-1", "ckey"), ("1,3,101", "pvalue"), ("1,3", "pvalue")]
        {
            let told = one(&whole.replacen("\n1,3,-1\n", &format!("\n{bad}\n"), 1));
            assert_eq!(told, ("perturb/bad-number", format!("5:{column}")), "{bad}");
        }
        let silent: String =
            whole.lines().map(|line| format!("{}\n", line.rsplit_once(',').unwrap().0.to_owned() + ",0")).collect();
        assert_eq!(one(&silent.replacen("pcv,ckey,0", "pcv,ckey,pvalue", 1)).0, "perturb/no-noise");
        assert_eq!(read("pcv,ckey,pvalue\n\"1\n").err().unwrap()[0].0, "perturb/bad-number");
        assert_eq!(read(&format!("pcv,ckey,pvalue\n{}", "x,y,z\n".repeat(500))).err().unwrap().len(), TOLD);
    }

    #[test]
    fn a_table_that_only_rounds_is_told_from_one_with_noise() {
        assert!(!read(&full_ptable()).unwrap().depends_on_keys());
        assert!(read(&noisy_ptable()).unwrap().depends_on_keys());
    }

    #[test]
    fn counts_above_750_take_the_last_250_rows_in_turn() {
        let rows: Vec<usize> = [0, 1, 750, 751, 1000, 1001, 1250, 1251].map(perturbed_row).into();
        assert_eq!(rows, [0, 1, 750, 501, 750, 501, 750, 501]);
        assert!((501..=750).contains(&perturbed_row(u64::MAX)));
    }
}
