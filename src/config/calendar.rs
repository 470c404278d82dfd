//! Reads `content/calendar.toml`: when which figures are due.

use std::sync::Arc;

use super::catalog::Context;
use super::reader::Document;
use crate::diag::Source;
use crate::model::{Date, Localized};

/// A release that is planned.
#[derive(Clone, Debug)]
pub struct Planned {
    /// The day.
    pub date: Date,
    /// What comes.
    pub title: Localized<String>,
}

/// Reads the calendar, next entry first.
pub(super) fn read(source: &Arc<Source>, context: &Context<'_>) -> Vec<Planned> {
    let document = Document::parse(source, context.sink);
    let table = document.root();
    let mut entries: Vec<Planned> = Vec::new();
    for entry in table.tables("release") {
        let (date, title) = (entry.date("date"), entry.localized("title", context.languages));
        entry.finish();
        if let (Some(date), Some(title)) = (date, title) {
            entries.push(Planned { date: date.value, title });
        }
    }
    table.finish();
    entries.sort_by_key(|entry| entry.date);
    entries
}
