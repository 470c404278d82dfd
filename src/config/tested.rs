//! Reads `content/tested.toml`: what was tried on the finished site, and what came of it. The test command writes the file.

use std::sync::Arc;

use super::catalog::Context;
use super::reader::Document;
use crate::diag::Source;
use crate::model::{Date, Localized};

/// Something that was tried on the finished site.
#[derive(Clone, Debug)]
pub struct Tested {
    /// What was tried.
    pub name: Localized<String>,
    /// On what, and by which measure.
    pub scope: Localized<String>,
    /// How often it was looked at.
    pub looked: i64,
    /// How often it did not hold.
    pub failed: i64,
    /// The day, for what a person tried by hand.
    pub date: Option<Date>,
}

/// Reads the results in the order of the file.
pub(super) fn read(source: &Arc<Source>, context: &Context<'_>) -> Vec<Tested> {
    let document = Document::parse(source, context.sink);
    let table = document.root();
    let mut all = Vec::new();
    for entry in table.tables("check") {
        entry.skip("id");
        let (name, scope) = (entry.localized("name", context.languages), entry.localized("scope", context.languages));
        let looked = entry.whole("looked", 1, i64::from(u32::MAX));
        let failed = entry.whole("failed", 0, i64::from(u32::MAX));
        let date = entry.date("date").map(|date| date.value);
        entry.finish();
        // A result without a count was not tested, so that it says nothing.
        if let (Some(name), Some(scope), Some(looked)) = (name, scope, looked) {
            all.push(Tested { name, scope, looked: looked.value, failed: failed.map_or(0, |failed| failed.value), date });
        }
    }
    table.finish();
    all
}
