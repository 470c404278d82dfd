//! Changes between two releases, told in a line each, in the words of whoever reads them.

use std::fmt::Write;

use crate::archive::{Change, FactState, Kind, Level};
use crate::diag::{Text, Tongue};
use crate::say;

/// `Changed cell camp-attendances year=2024 county=431202: 12 → 13`; statistics go by their name and their id.
pub(super) fn line(change: &Change, tongue: Tongue) -> String {
    let mut text = kind(change.kind).get(tongue).to_owned();
    match change.new_fact.as_ref().or(change.old_fact.as_ref()).and_then(|fact| in_words(&fact.labels, tongue)) {
        Some(label) => {
            let named = match tongue {
                Tongue::Zh => format!("：{label}（{}）", change.id),
                Tongue::En => format!(": {label} ({})", change.id),
            };
            text.push_str(&named);
        }
        None => {
            let _ = write!(text, " {}", change.id);
        }
    }
    for (column, code) in &change.key {
        let _ = if code.is_empty() { write!(text, " {column}") } else { write!(text, " {column}={code}") };
    }
    let (old, new) = sides(change, tongue);
    if !old.is_empty() || !new.is_empty() {
        let colon = if tongue == Tongue::Zh { "：" } else { ": " };
        let _ = write!(text, "{colon}{old} → {new}");
    }
    text
}

/// Before and after: statistics in words, cells as they stand in the files.
pub(super) fn sides(change: &Change, tongue: Tongue) -> (String, String) {
    let said = |fact: &Option<FactState>| {
        fact.as_ref().and_then(|fact| in_words(&fact.texts, tongue)).map(ToOwned::to_owned).unwrap_or_default()
    };
    match change.kind {
        Kind::FactAdded | Kind::FactRemoved | Kind::FactRedefined | Kind::FactChanged => {
            (said(&change.old_fact), said(&change.new_fact))
        }
        _ => (change.old.clone(), change.new.clone()),
    }
}

/// The words of a language, or of the first there is.
fn in_words(texts: &std::collections::BTreeMap<String, String>, tongue: Tongue) -> Option<&str> {
    let code = match tongue {
        Tongue::Zh => "zh",
        Tongue::En => "en",
    };
    texts.get(code).or_else(|| texts.values().next()).map(String::as_str)
}

/// The step of the version, in words.
pub(super) fn step(level: Level) -> Text {
    match level {
        Level::None => say!("不用升版本号", "no step"),
        Level::Patch => say!("升修订号", "patch"),
        Level::Minor => say!("升次版本号", "minor"),
        Level::Major => say!("升主版本号", "major"),
    }
}

fn kind(kind: Kind) -> Text {
    match kind {
        Kind::DatasetAdded => say!("新数据集", "New dataset"),
        Kind::DatasetRemoved => say!("撤下的数据集", "Withdrawn dataset"),
        Kind::ColumnAdded => say!("新栏目", "New column"),
        Kind::ColumnRemoved => say!("撤下的栏目", "Withdrawn column"),
        Kind::FactAdded => say!("新数字", "New figure"),
        Kind::FactRemoved => say!("撤下的数字", "Withdrawn figure"),
        Kind::FactRedefined => say!("单位或期间变了的数字", "Figure with another unit or period"),
        Kind::FactChanged => say!("改了的数字", "Changed figure"),
        Kind::CellAdded => say!("新单元格", "New cell"),
        Kind::CellRemoved => say!("撤下的单元格", "Withdrawn cell"),
        Kind::UnitChanged => say!("单位变了的单元格", "Cell with another unit"),
        Kind::CellChanged => say!("改了的单元格", "Changed cell"),
        Kind::CellWithheld => say!("新近不公布的单元格", "Newly withheld cell"),
        Kind::CellShown => say!("新近公布的单元格", "Newly published cell"),
    }
}
