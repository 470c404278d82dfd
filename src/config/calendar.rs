//! Reads `content/calendar.toml`: when which figures are due.

use std::sync::Arc;

use super::catalog::Context;
use super::reader::Document;
use super::rules::OVERDUE;
use crate::diag::{Diagnostic, Source, Span};
use crate::model::{Date, Localized};
use crate::say;

/// A release that is planned.
#[derive(Clone, Debug)]
pub struct Planned {
    /// The day.
    pub date: Date,
    /// What comes.
    pub title: Localized<String>,
    /// The release that brings it, where the calendar says; otherwise the first of that day or later.
    pub version: Option<String>,
    /// Where the calendar says so.
    pub span: Span,
}

/// Reads the calendar, next entry first.
pub(super) fn read(source: &Arc<Source>, context: &Context<'_>) -> Vec<Planned> {
    let document = Document::parse(source, context.sink);
    let table = document.root();
    let mut entries: Vec<Planned> = Vec::new();
    for entry in table.tables("release") {
        let (date, title) = (entry.date("date"), entry.localized("title", context.languages));
        let version = entry.optional_text("version").map(|version| version.value);
        entry.finish();
        if let (Some(date), Some(title)) = (date, title) {
            entries.push(Planned { date: date.value, title, version, span: date.span });
        }
    }
    table.finish();
    entries.sort_by_key(|entry| entry.date);
    entries
}

/// The first day after `day` for which figures are announced.
#[must_use]
pub fn next(calendar: &[Planned], day: Date) -> Option<Date> {
    calendar.iter().map(|entry| entry.date).find(|date| *date > day)
}

/// One warning for each entry that is due and has not come. `published` gives version and day of every release readers can see;
/// nothing is overdue without a day to judge by, since the clock is never asked.
#[must_use]
pub fn overdue(calendar: &[Planned], as_of: Option<Date>, published: &[(&str, Date)]) -> Vec<Diagnostic> {
    let Some(today) = as_of else { return Vec::new() };
    let came = |entry: &Planned| match &entry.version {
        Some(version) => published.iter().any(|(known, _)| known == version),
        None => published.iter().any(|(_, day)| *day >= entry.date),
    };
    let late = calendar.iter().filter(|entry| entry.date < today && !came(entry));
    late.map(|entry| {
        let day = entry.date;
        let message = say!("预告 {day} 发布，到 {today} 还没有发布", "announced for {day} and not published by {today}");
        let help = say!(
            "发布这一版，或者把日期改到以后；已由某一版提前发布的，写上 `version = \"…\"`",
            "make the release or move the date; where an earlier release brought it, name that with `version = \"…\"`"
        );
        Diagnostic::warning(&OVERDUE, message).at(entry.span.clone()).help(help)
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Lang, Languages};
    use jiff::civil::date;

    fn entries() -> Vec<Planned> {
        let sink = crate::diag::Sink::new();
        let dir = tempfile::tempdir().unwrap();
        let root = crate::files::Root::open(dir.path()).unwrap();
        let languages = Languages::new(vec![Lang::new("en").unwrap()]).unwrap();
        let text = "[[release]]\ndate = 2025-03-01\ntitle = { en = \"camps\" }\n\
                    [[release]]\ndate = 2025-01-15\ntitle = { en = \"visits\" }\nversion = \"1.0.0\"\n";
        let source = Source::new("content/calendar.toml", text);
        let found = read(&source, &Context { root: &root, languages: &languages, sink: &sink });
        assert!(sink.sorted().is_empty(), "{:?}", sink.sorted());
        found
    }

    #[test]
    fn the_next_figures_are_those_of_the_first_day_to_come() {
        let days: Vec<Date> = entries().iter().map(|entry| entry.date).collect();
        assert_eq!(next(&entries(), date(2024, 1, 1)), days.first().copied());
        assert_eq!(next(&entries(), days[0]), days.get(1).copied(), "not the day itself");
        assert_eq!(next(&entries(), date(2099, 1, 1)), None);
    }

    #[test]
    fn an_entry_is_overdue_once_its_day_has_passed_without_its_release() {
        let late = |as_of, published: &[(&str, Date)]| overdue(&entries(), as_of, published).len();
        assert_eq!(late(None, &[]), 0, "without a day nothing is judged");
        assert_eq!(late(Some(date(2025, 1, 15)), &[]), 0, "the day itself is not over");
        assert_eq!(late(Some(date(2025, 1, 16)), &[]), 1);
        assert_eq!(late(Some(date(2025, 4, 1)), &[]), 2);
        assert_eq!(late(Some(date(2025, 4, 1)), &[("1.0.0", date(2024, 12, 1))]), 1, "brought early, by name");
        assert_eq!(late(Some(date(2025, 4, 1)), &[("1.0.0", date(2025, 3, 1))]), 0, "a release of that day brings it");
    }
}
