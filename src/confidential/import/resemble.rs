//! Words that are nearly the name of a code: a slip of the keyboard, and words taken for a code by likeness.

use super::columns::Origin;
use super::rules::LIKENESS;
use super::table::{Fault, Read, Table, Trouble};
use super::tell::Where;
use super::words::{NoCode, plain};
use crate::config::{CodeEntry, ColumnKind, Dimension};
use crate::diag::{Diagnostic, Sink, Text};
use crate::say;

/// Fewer characters than these say too little to tell a slip from another word.
const LEAST: usize = 3;

/// "Did you mean": the one name of the code list that differs from a word in a single character.
pub(super) fn slip(table: &Table<'_>, fault: &Fault) -> Option<Text> {
    if fault.trouble != Trouble::Word(NoCode::Unknown) {
        return None;
    }
    let heading = fault.heading?;
    let column = table.origins.iter().position(|origin| *origin == Origin::Heading(heading))?;
    let ColumnKind::Dimension(dimension) = &table.spec.columns[column].kind else { return None };
    let word = plain(&table.sheet.rows[fault.row][table.layout.headings[heading].at]);
    let name = meant(dimension, &word)?;
    Some(say!("是不是“{name}”？", "did you mean “{name}”?"))
}

fn meant(dimension: &Dimension, word: &str) -> Option<String> {
    let near = |entry: &CodeEntry| {
        let mut names = entry.name.iter().chain(entry.short.iter());
        names.find(|(_, name)| is_slip(word, &plain(name))).map(|(_, name)| name.clone())
    };
    let mut found = dimension.codes.iter().filter_map(near);
    // Of two names that are as near neither is proposed.
    found.next().filter(|_| found.next().is_none())
}

/// Whether two words share all characters but one, wherever it stands.
fn is_slip(word: &str, name: &str) -> bool {
    let (longer, mut rest) = (word.chars().count().max(name.chars().count()), name.chars().collect::<Vec<char>>());
    let mut shared = 0;
    for c in word.chars() {
        if let Some(at) = rest.iter().position(|own| *own == c) {
            rest.remove(at);
            shared += 1;
        }
    }
    name.chars().count() >= LEAST && shared + 1 >= longer
}

/// Every word that was taken for a code by likeness, at its first row.
pub(super) fn likeness(table: &Table<'_>, read: &Read, place: &Where<'_>, sink: &Sink) {
    for (at, spec) in table.spec.columns.iter().enumerate() {
        let (Some(words), Origin::Heading(heading), ColumnKind::Dimension(dimension)) =
            (read.like.get(&spec.name), &table.origins[at], &spec.kind)
        else {
            continue;
        };
        let column = table.layout.headings[*heading].at;
        for (word, code) in words {
            let entry = dimension.codes.iter().find(|entry| entry.code.as_str() == code);
            let (zh, en) = entry.map_or((code, code), |entry| entry.name.both());
            let message =
                say!("“{word}”与“{zh}”（`{code}`）相近，当作它导入", "“{word}” was taken for “{en}” (`{code}`) by likeness");
            let own = &spec.name;
            let help = say!(
                "若不对，加 `--word {own}:{word}=代码` 再导入；对照表的 `[words]` 里也能改",
                "if that is wrong, import again with `--word {own}:{word}=CODE`, or correct `[words]` of the mapping file"
            );
            let first = table.layout.records.iter().copied().find(|row| table.sheet.rows[*row][column] == *word);
            let found = Diagnostic::warning(&LIKENESS, message);
            let found = match first {
                Some(row) => found.at(place.cell(row, table.layout, Some(*heading))),
                None => found.at(place.shown()),
            };
            sink.push(found.help(help));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::is_slip;

    #[test]
    fn one_character_makes_a_slip() {
        for (word, name) in [("汩罗市", "汨罗市"), ("岳阳楼", "岳阳楼区"), ("罗汨市", "汨罗市"), ("camp", "camps")]
        {
            assert!(is_slip(word, name), "{word}");
        }
        for (word, name) in [("女", "男"), ("甲县", "乙县"), ("平江县", "湘阴县"), ("", "汨罗市")] {
            assert!(!is_slip(word, name), "{word}");
        }
    }
}
