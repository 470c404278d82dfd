//! Reads `data/corrections.toml`: what was changed after it had been published, why, and when. Entries are only ever added.

use std::sync::Arc;

use super::catalog::Context;
use super::names::Names;
use super::reader::Document;
use crate::diag::Source;
use crate::model::{Date, FactId, Localized};

/// What kind of change it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CorrectionKind {
    /// New figures of a new period; the old ones stay true for theirs.
    Update,
    /// Better sources or methods, as planned.
    Revision,
    /// The old figure was wrong.
    Correction,
    /// Taken back, since it could harm a child; the figure is not kept.
    Withdrawal,
}

impl CorrectionKind {
    /// Every kind.
    pub const ALL: [Self; 4] = [Self::Update, Self::Revision, Self::Correction, Self::Withdrawal];

    /// The word in `corrections.toml`.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Update => "update",
            Self::Revision => "revision",
            Self::Correction => "correction",
            Self::Withdrawal => "withdrawal",
        }
    }
}

/// An entry of the log.
#[derive(Clone, Debug)]
pub struct CorrectionEntry {
    /// The statistic.
    pub fact: FactId,
    /// What kind of change.
    pub kind: CorrectionKind,
    /// The day.
    pub date: Date,
    /// The figure as it was; nothing after a withdrawal.
    pub old: Option<String>,
    /// The figure as it is; nothing after a withdrawal.
    pub new: Option<String>,
    /// Why.
    pub reason: Localized<String>,
}

/// Reads the log, oldest entry first.
pub(super) fn read(source: &Arc<Source>, context: &Context<'_>, facts: &Names) -> Vec<CorrectionEntry> {
    let document = Document::parse(source, context.sink);
    let table = document.root();
    let mut entries = Vec::new();
    for entry in table.tables("correction") {
        let fact = entry.text("fact").filter(|fact| facts.check(fact, context.sink));
        let kind = entry.word("kind", &CorrectionKind::ALL.map(|kind| (kind.word(), kind)));
        let date = entry.date("date");
        let (old, new) = (entry.optional_text("old"), entry.optional_text("new"));
        let reason = entry.localized("reason", context.languages);
        entry.finish();
        let (Some(fact), Some(kind), Some(date), Some(reason)) = (fact, kind, date, reason) else { continue };
        let Ok(fact) = FactId::new(&fact.value) else { continue };
        let kept = |text: Option<super::reader::Located<String>>| {
            text.map(|text| text.value).filter(|_| kind.value != CorrectionKind::Withdrawal)
        };
        entries.push(CorrectionEntry { fact, kind: kind.value, date: date.value, old: kept(old), new: kept(new), reason });
    }
    table.finish();
    entries.sort_by_key(|entry| entry.date);
    entries
}
