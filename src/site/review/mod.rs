//! The report for who answers for the site: what was found, what was withheld, what changed. Counts and words, never a value of a record.

mod html;
mod pia;
mod stories;
mod words;

use std::path::Path;
use std::sync::Arc;

use crate::archive::{Difference, SignOff, Snapshot};
use crate::confidential::{Cell, PublishedTable, Release, Treatment};
use crate::config::Settings;
use crate::diag::{Diagnostic, Progress, Sink};
use crate::files::sha256_hex;
use crate::model::{Date, Lang, Localized};
use crate::site::freeze::{Collect, snapshot};
use crate::site::{GENERATOR, Memo, Options, Outcome, load, produce};

/// Everything the report says.
pub struct Review {
    /// The day it is of, when one was given.
    as_of: Option<Date>,
    /// Absent when the site could not even be read.
    site: Option<Known>,
    findings: Vec<Diagnostic>,
    /// Pages and addresses outside, when all was made.
    outcome: Option<Outcome>,
}

/// What is known of a site that could be read.
struct Known {
    settings: Arc<Settings>,
    tables: Vec<TableCount>,
    /// The last release, and what would be different in the next.
    last: Option<(String, Date, Vec<SignOff>, Difference)>,
    /// The consents behind the stories, and what stories tell beyond the tables.
    stories: stories::Stories,
    /// A sum over everything that a release would hold, so that a signature says what was signed.
    sum: Option<String>,
}

/// How many cells of one table there are of each kind.
struct TableCount {
    title: Localized<String>,
    synthetic: bool,
    threshold: u32,
    treatment: Treatment,
    shown: usize,
    withheld: usize,
    impossible: usize,
    uncollected: usize,
}

impl TableCount {
    fn of(table: &PublishedTable, title: Localized<String>) -> Self {
        let count = |wanted: fn(&Cell) -> bool| table.rows().flat_map(|(_, cells)| cells).filter(|cell| wanted(cell)).count();
        Self {
            title,
            synthetic: table.is_synthetic(),
            threshold: table.threshold(),
            treatment: table.treatment(),
            shown: count(|cell| matches!(cell, Cell::Value(_))),
            withheld: count(|cell| *cell == Cell::Suppressed),
            impossible: count(|cell| *cell == Cell::Absent),
            uncollected: count(|cell| *cell == Cell::Uncollected),
        }
    }
}

/// Judges everything that a build judges and gathers what the report tells. Findings are in `sink` as well.
pub fn review(root: &Path, options: &Options, sink: &Sink, progress: &dyn Progress) -> Review {
    let mut memo = Memo::default();
    let loaded = load::load(root, options, sink, progress, &mut memo).ok();
    let (mut outcome, mut site) = (None, None);
    if let Some(loaded) = &loaded {
        let outputs = Collect::default();
        let made = produce(loaded, options, sink, progress, &mut memo, &outputs).ok();
        let files = outputs.kept();
        let last = loaded.whole.latest().map(|frozen| {
            let now = if made.is_some() { snapshot(&files) } else { Snapshot::default() };
            let difference = if made.is_some() { Difference::between(&frozen.snapshot, &now) } else { Difference::default() };
            (frozen.entry.version.clone(), frozen.entry.date, frozen.entry.sign_offs.clone(), difference)
        });
        let sum = made.is_some().then(|| {
            let sums: String = files.iter().map(|(name, file)| format!("{}  {name}\n", file.stamp().sha256)).collect();
            sha256_hex(sums.as_bytes())
        });
        let settings = Arc::clone(&loaded.settings);
        let stories = stories::Stories::of(loaded, options.as_of);
        site = Some(Known { tables: tables(&loaded.release, &settings), settings, last, stories, sum });
        outcome = made.map(Outcome::of);
    }
    Review { as_of: options.as_of, site, findings: crate::check::identifiers::veiled(&sink.sorted()), outcome }
}

fn tables(release: &Release, settings: &Settings) -> Vec<TableCount> {
    let title = |table: &PublishedTable| {
        let dataset = settings.catalog.datasets.iter().find(|dataset| dataset.cube == *table.id());
        dataset.map_or_else(
            || Localized::from_fn(&settings.site.languages, |_| table.id().to_string()),
            |dataset| dataset.title.clone(),
        )
    };
    release.tables().map(|table| TableCount::of(table, title(table))).collect()
}

impl Review {
    /// Whether anything stops publishing.
    #[must_use]
    pub fn failed(&self) -> bool {
        self.outcome.is_none()
    }

    /// What was made, when all was.
    #[must_use]
    pub fn outcome(&self) -> Option<&Outcome> {
        self.outcome.as_ref()
    }

    /// One file for reading, printing and signing: Chinese, then English, without scripts and without anything from elsewhere.
    #[must_use]
    pub fn html(&self) -> String {
        html::document(self)
    }

    /// The impact assessment of personal-information protection as Markdown: Chinese and English. Nothing without a readable site.
    #[must_use]
    pub fn impact_assessment(&self) -> Option<(String, String)> {
        let site = self.site.as_ref()?;
        Some((pia::markdown(self, site, &words::ZH), pia::markdown(self, site, &words::EN)))
    }
}

impl Known {
    /// A text of the site in a language of the report, or in the site's first.
    fn say<'t>(&self, text: &'t Localized<String>, chinese: bool) -> &'t str {
        let languages = &self.settings.site.languages;
        let lang: &Lang = languages.iter().find(|lang| lang.is_chinese() == chinese).unwrap_or(languages.default_lang());
        text.get(lang)
    }
}

/// What made this report.
fn generator() -> &'static str {
    GENERATOR
}

#[cfg(test)]
mod tests;
