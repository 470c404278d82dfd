//! Empty cells of a column, told once for the column instead of once for each cell, with the command that fills them.

use std::path::Path;

use super::ImportRequest;
use super::columns::position;
use super::layout::Heading;
use super::rules::EMPTY;
use super::table::{Fault, Trouble};
use crate::diag::{Diagnostic, Text};
use crate::say;

/// Runs of rows told one by one; of the others only the number of cells is said.
const RUNS: usize = 6;

/// Faults to be told, each with the rows of the later ones that it stands for: of the empty cells of a column the first.
pub(super) fn gathered(faults: &[Fault]) -> Vec<(&Fault, Vec<usize>)> {
    let is_empty = |fault: &Fault| fault.trouble == Trouble::Empty && fault.heading.is_some();
    let mut told: Vec<(&Fault, Vec<usize>)> = Vec::new();
    for fault in faults {
        let first = told.iter_mut().find(|(first, _)| is_empty(first) && is_empty(fault) && first.heading == fault.heading);
        match first {
            Some((_, rows)) => rows.push(fault.row),
            None => told.push((fault, if is_empty(fault) { vec![fault.row] } else { Vec::new() })),
        }
    }
    told
}

/// The words for the empty cells of a column.
pub(super) fn told(rows: &[usize], heading: &Heading, headings: &[Heading], request: &ImportRequest) -> Diagnostic {
    let message = if rows.len() < 2 {
        say!("这一格没有填", "this cell is empty")
    } else {
        let (zh, en) = listed(rows);
        let count = rows.len();
        say!("{zh}没有填，共 {count} 格", "{en}: empty, {count} cells in all")
    };
    Diagnostic::error(&EMPTY, message).help(help(heading, headings, request))
}

fn help(heading: &Heading, headings: &[Heading], request: &ImportRequest) -> Text {
    // A column that the table does not have is told by itself, and is not to be asked for again.
    let there = request.fill_down.iter().filter(|own| position(headings, own).is_some()).cloned().collect();
    let command = command(&heading.full, &ImportRequest { fill_down: there, ..request.clone() });
    say!("补上内容；若空格表示与上一行相同，运行 `{command}`", "fill it in; if a blank means the same as above, run `{command}`")
}

/// `第 4 至 60 行、第 62 行`, `rows 4 to 60, row 62`.
fn listed(rows: &[usize]) -> (String, String) {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for row in rows.iter().map(|row| row + 1) {
        match runs.last_mut() {
            Some((_, last)) if *last + 1 == row => *last = row,
            _ => runs.push((row, row)),
        }
    }
    let zh = |run: &(usize, usize)| match run {
        (first, last) if first == last => format!("第 {first} 行"),
        (first, last) => format!("第 {first} 至 {last} 行"),
    };
    let en = |run: &(usize, usize)| match run {
        (first, last) if first == last => format!("row {first}"),
        (first, last) => format!("rows {first} to {last}"),
    };
    let shown = &runs[..runs.len().min(RUNS)];
    let more = runs.len() > RUNS;
    let join = |words: Vec<String>, between: &str| words.join(between);
    let (zh, en) = (join(shown.iter().map(zh).collect(), "、"), join(shown.iter().map(en).collect(), ", "));
    (zh + if more { "等" } else { "" }, en + if more { " and others" } else { "" })
}

/// The command as it was typed, with the column to be filled down.
fn command(heading: &str, request: &ImportRequest) -> String {
    let mut words = vec!["shanwai import".to_owned(), shown(&request.file)];
    let mut add = |option: &str, value: &str| words.extend([option.to_owned(), quoted(value)]);
    request.records.iter().for_each(|records| add("--records", records));
    request.sheet.iter().for_each(|sheet| add("--sheet", sheet));
    request.columns.iter().for_each(|(column, from)| add("--map", &format!("{column}={from}")));
    request.fixed.iter().for_each(|(column, code)| add("--set", &format!("{column}={code}")));
    request.words.iter().for_each(|(column, word, code)| add("--word", &format!("{column}:{word}={code}")));
    request.fill_down.iter().for_each(|own| add("--fill-down", own));
    add("--fill-down", heading);
    request.approximate.iter().for_each(|own| add("--approximate", own));
    for (is_said, option) in
        [(request.keep_repeated, "--keep-repeated"), (request.skip_faulty, "--skip-faulty"), (request.dry_run, "--dry-run")]
    {
        words.extend(is_said.then(|| option.to_owned()));
    }
    words.join(" ")
}

fn shown(file: &Path) -> String {
    quoted(&file.to_string_lossy())
}

/// A word that a shell takes as one: in quotation marks unless it is made of letters, digits and harmless marks.
fn quoted(word: &str) -> String {
    let harmless = |c: char| c.is_alphanumeric() || "-_./=:+,%\\".contains(c);
    if !word.is_empty() && word.chars().all(harmless) { word.to_owned() } else { format!("\"{word}\"") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_of_rows_are_told_once() {
        let (zh, en) = listed(&[3, 4, 5, 7]);
        assert_eq!((zh.as_str(), en.as_str()), ("第 4 至 6 行、第 8 行", "rows 4 to 6, row 8"));
        let alternate: Vec<usize> = (0..20).map(|at| at * 2).collect();
        assert!(listed(&alternate).0.ends_with("第 11 行等"));
    }

    #[test]
    fn the_command_can_be_copied() {
        let request =
            ImportRequest { file: "a b.csv".into(), records: Some("forms".into()), dry_run: true, ..ImportRequest::default() };
        assert_eq!(
            command("县(市、区)", &request),
            "shanwai import \"a b.csv\" --records forms --fill-down \"县(市、区)\" --dry-run"
        );
    }
}
