//! What was tried on the site's own tables to work out what they withhold.

use crate::compose::voice::Voice;
use crate::compose::{Desk, tables};
use crate::model::Decimal;
use crate::theme::views::{CellView, TableView};

/// One row for each level of the attack: what the attacker may use, how many cells were attacked, how many fell. `None` when nothing
/// was attacked: a page must not claim a test that was not made.
#[must_use]
pub fn table(desk: &Desk, voice: &Voice) -> Option<TableView> {
    let summary = desk.release.summary();
    let level = |id: &str| voice.word(&format!("attempt-{id}"));
    let rows: Vec<_> = summary
        .attempts
        .iter()
        .filter(|attempt| attempt.tried > 0)
        .map(|attempt| vec![tables::words(level(attempt.level)), count(voice, attempt.tried), count(voice, attempt.found)])
        .collect();
    let head = ["attempt-level", "attempt-tried", "attempt-found"];
    (!rows.is_empty()).then(|| TableView {
        caption: voice.word("attempt-caption"),
        head: heads(voice, &head),
        rows,
        note: String::new(),
        legend: Vec::new(),
    })
}

/// The first heading is of words, the others of numbers.
fn heads(voice: &Voice, keys: &[&str]) -> Vec<CellView> {
    keys.iter().enumerate().map(|(at, key)| CellView { number: at > 0, ..tables::words(voice.word(key)) }).collect()
}

fn count(voice: &Voice, value: usize) -> CellView {
    number(voice.wording.table_number(Decimal::whole(i64::try_from(value).unwrap_or(i64::MAX))))
}

fn number(text: String) -> CellView {
    CellView { number: true, ..tables::words(text) }
}
