//! What was tried on the finished site (`list("tested")`), from the results that the test command kept.

use crate::compose::voice::Voice;
use crate::compose::{Desk, tables};
use crate::config::Tested;
use crate::model::Decimal;
use crate::theme::views::{CellView, TableView};

/// One row for each check: what was tried, on what, how often, and what came of it. `None` when nothing was tried: a page must not claim
/// a test that was not made.
#[must_use]
pub fn table(desk: &Desk, voice: &Voice) -> Option<TableView> {
    let rows: Vec<_> = desk.settings.tested.iter().map(|tested| row(voice, tested)).collect();
    let heads = ["tested-name", "tested-scope", "tested-looked", "tested-result"];
    (!rows.is_empty()).then(|| TableView {
        caption: voice.word("tested-caption"),
        head: heads.map(|key| CellView { number: key == "tested-looked", ..tables::words(voice.word(key)) }).into(),
        rows,
        note: String::new(),
        legend: Vec::new(),
    })
}

fn row(voice: &Voice, tested: &Tested) -> Vec<CellView> {
    let count = |value: i64| voice.wording.table_number(Decimal::whole(value));
    let result = match tested.failed {
        0 => voice.word("tested-passed"),
        failed => voice.with("tested-failed", &[("count", &count(failed))]),
    };
    let name = match tested.date {
        Some(date) => {
            voice.with("tested-by-hand", &[("name", tested.name.get(&voice.lang)), ("date", &voice.wording.date(date))])
        }
        None => tested.name.get(&voice.lang).clone(),
    };
    vec![
        tables::words(name),
        tables::words(tested.scope.get(&voice.lang).clone()),
        CellView { number: true, ..tables::words(count(tested.looked)) },
        tables::words(result),
    ]
}
