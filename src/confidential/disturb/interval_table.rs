//! The perturbation table with keys between 0 and 1, as the package `cellKey` has it.

use std::collections::BTreeMap;
use std::path::Path;

use super::ptable::{Faults, columns};
use super::rules::{TABLE_INCOMPLETE, TABLE_NEGATIVE, TABLE_SILENT, TABLE_TWICE};
use crate::diag::{Diagnostic, Failed, Sink};
use crate::say;

/// Ends of intervals are printed with rounding; ends nearer than this are one.
const NEAR: f64 = 1e-7;

/// For each count the intervals of the key and what each adds. Counts above the last row are looked up in it.
///
/// Keys are fractions of 2^64, so that their sum modulo 1 is exact and the same in any order. Source: Meindl, R package `cellKey`,
/// tables made by `ptable` (columns `i`, `v`, `p_int_lb`, `p_int_ub`): a key k belongs to the row with lb < k ≤ ub.
pub(in crate::confidential) struct IntervalTable {
    /// By count, from 0: upper ends in order, with their values.
    rows: Vec<Vec<(f64, i64)>>,
}

impl IntervalTable {
    /// Reads the table in CSV; `file` is its name for messages.
    ///
    /// Counts run from 0 without a gap, those of zero add nothing, the intervals of each join from 0 to 1, and no count becomes
    /// negative.
    pub(in crate::confidential) fn read(file: &Path, text: &str, sink: &Sink) -> Result<Self, Failed> {
        let mut faults = Faults { file, sink, told: 0, last: None };
        let first = text.lines().next().unwrap_or("");
        let delimiter = if first.contains(';') { b';' } else { b',' };
        let mut reader =
            csv::ReaderBuilder::new().flexible(true).delimiter(delimiter).trim(csv::Trim::All).from_reader(text.as_bytes());
        let at = columns(&mut reader, ["i", "v", "p_int_lb", "p_int_ub"], &faults)?;
        let mut counts: BTreeMap<i64, Vec<(f64, f64, i64, u64)>> = BTreeMap::new();
        for (index, record) in reader.records().enumerate() {
            let row = index as u64 + 2;
            let cell = |column: usize| record.as_ref().ok().and_then(|cells| cells.get(at[column])).unwrap_or("");
            let Some(count) = cell(0).parse::<i64>().ok().filter(|count| (0..=1000).contains(count)) else {
                faults.number(row, "i");
                continue;
            };
            let Some(value) = cell(1).parse::<i64>().ok().filter(|value| (-100..=100).contains(value)) else {
                faults.number(row, "v");
                continue;
            };
            let end = |column: usize| cell(column).parse::<f64>().ok().filter(|end| (0.0..=1.0 + NEAR).contains(end));
            let (Some(lower), Some(upper)) = (end(2), end(3)) else {
                faults.number(row, if end(2).is_none() { "p_int_lb" } else { "p_int_ub" });
                continue;
            };
            if upper < lower {
                faults.number(row, "p_int_ub");
            }
            if count + value < 0 || count == 0 && value != 0 {
                faults.tell(
                    &TABLE_NEGATIVE,
                    row,
                    "v",
                    say!("扰动后人数会小于零，或由零变出人来", "the count would become negative, or grow out of nothing"),
                );
            }
            // Values without probability have an interval of no length.
            if upper > lower {
                counts.entry(count).or_default().push((lower, upper, value, row));
            }
        }
        let mut rows = Vec::new();
        for (count, mut intervals) in counts {
            intervals.sort_by(|a, b| a.0.total_cmp(&b.0));
            let mut reached = 0.0;
            for (lower, upper, _, row) in &intervals {
                if *lower < reached - NEAR {
                    faults.tell(&TABLE_TWICE, *row, "p_int_lb", say!("区间重叠", "the intervals overlap"));
                } else if *lower > reached + NEAR {
                    faults.tell(
                        &TABLE_INCOMPLETE,
                        *row,
                        "p_int_lb",
                        say!("区间之间有空隙", "there is a gap between the intervals"),
                    );
                }
                reached = *upper;
            }
            if count != rows.len() as i64 || reached < 1.0 - NEAR {
                let next = rows.len();
                let message = say!("`i` 为 {next} 的区间不完整", "the intervals of `i` {next} are incomplete");
                return Err(sink.fail(Diagnostic::error(&TABLE_INCOMPLETE, message).at(file)));
            }
            rows.push(intervals.iter().map(|(_, upper, value, _)| (*upper, *value)).collect::<Vec<_>>());
        }
        if let Some(failed) = faults.last {
            return Err(failed);
        }
        if rows.iter().flatten().all(|(_, value)| *value == 0) {
            let message = say!("扰动表什么也不改", "the perturbation table changes nothing");
            return Err(sink.fail(Diagnostic::error(&TABLE_SILENT, message).at(file)));
        }
        Ok(Self { rows })
    }

    /// The count to publish. `key` is the cell's, made by [`cell_key`](super::cell_key::cell_key).
    pub(in crate::confidential) fn perturb(&self, count: u64, key: u64) -> u64 {
        let (row, key) = (self.row(count), fraction(key));
        let found = row.iter().find(|(upper, _)| key <= *upper).or(row.last());
        count.saturating_add_signed(found.map_or(0, |(_, value)| *value))
    }

    fn row(&self, count: u64) -> &[(f64, i64)] {
        let last = self.rows.len() - 1;
        &self.rows[usize::try_from(count).map_or(last, |count| count.min(last))]
    }

    /// The least and the greatest that is added to a count.
    pub(super) fn reach(&self, count: u64) -> (i64, i64) {
        let values = self.row(count).iter().map(|(_, value)| *value);
        values.fold((i64::MAX, i64::MIN), |(least, most), value| (least.min(value), most.max(value)))
    }

    /// Whether the value depends on the key at all.
    pub(super) fn depends_on_keys(&self) -> bool {
        self.rows.iter().any(|row| row.iter().any(|(_, value)| *value != row[0].1))
    }
}

/// Between 0 and 1, exact to 2^-53.
fn fraction(key: u64) -> f64 {
    (key >> 11) as f64 / (1u64 << 53) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: &str = "i,j,p,v,p_int_lb,p_int_ub,type\n\
        0,0,1,0,0,1,all\n\
        1,0,0.5,-1,0,0.5,all\n1,2,0.5,1,0.5,1,all\n\
        2,0,0.25,-2,0,0.25,all\n2,2,0.25,0,0.25,0.5,all\n2,3,0.5,1,0.5,1,all\n";

    fn read(text: &str) -> Result<IntervalTable, &'static str> {
        let sink = Sink::new();
        IntervalTable::read(Path::new("t"), text, &sink).map_err(|_| sink.sorted()[0].rule.id)
    }

    #[test]
    fn a_key_belongs_to_the_interval_it_ends() {
        let table = read(TABLE).unwrap();
        let half = 1u64 << 63;
        let results: Vec<u64> =
            [(0, half), (1, half), (1, half + (1 << 12)), (2, half / 2), (2, half), (9, half), (9, u64::MAX), (2, 0)]
                .map(|(count, key)| table.perturb(count, key))
                .into();
        assert_eq!(results, [0, 0, 2, 0, 2, 9, 10, 0]);
        assert!(read(&TABLE.replace(',', ";")).is_ok());
    }

    #[test]
    fn faulty_tables_are_refused() {
        let with = |from: &str, to: &str| read(&TABLE.replacen(from, to, 1)).err();
        assert_eq!(with("p_int_ub", "ub"), Some("perturb/heading"));
        assert_eq!(with("1,2,0.5,1,0.5,1,all\n", ""), Some("perturb/incomplete"));
        assert_eq!(with("2,2,0.25,0,0.25,0.5,all\n", ""), Some("perturb/incomplete"));
        assert_eq!(with("0.25,0,0.25,0.5", "0.25,0,0.2,0.5"), Some("perturb/twice"));
        assert_eq!(with("0,0,1,0,0,1,all\n", ""), Some("perturb/incomplete"));
        assert_eq!(with("0,0,1,0", "0,0,1,1"), Some("perturb/negative-result"));
        assert_eq!(with("0.5,-1,", "0.5,-2,"), Some("perturb/negative-result"));
        assert_eq!(with("0,0.5,all", "0,NaN,all"), Some("perturb/bad-number"));
        assert_eq!(with("0,0.5,all", "0,2,all"), Some("perturb/bad-number"));
        assert_eq!(read("i,v,p_int_lb,p_int_ub\n0,0,0,1\n").err(), Some("perturb/no-noise"));
        assert_eq!(read("i,v,p_int_lb,p_int_ub\n").err(), Some("perturb/no-noise"));
    }
}
