//! What the consents behind the published stories come to: counts and days, no record.

use std::collections::{BTreeMap, BTreeSet};

use super::cleared::Clearance;
use super::record::{Ledger, Medium};
use crate::model::Date;

/// Days before its end in which a consent ought to be asked for again.
const SOON: i32 = 90;

/// Counts over the stories that may be laid out and the records they rest on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Account {
    /// Stories.
    pub stories: usize,
    /// Of them, made of the experience of several children.
    pub composite: usize,
    /// Consent records the stories rest on.
    pub consents: usize,
    /// Of them, invented ones.
    pub invented: usize,
    /// Of them, reviewed by somebody outside as well.
    pub outside: usize,
    /// How many of the records cover each medium.
    pub media: Vec<(Medium, usize)>,
    /// How many of the records cover each language.
    pub languages: BTreeMap<String, usize>,
    /// The first day on which one of them ends.
    pub first_end: Option<Date>,
    /// How many end within ninety days of the day asked about; nothing when none was given.
    pub ending: Option<usize>,
}

/// Adds up what the stories rest on.
#[must_use]
pub fn account(stories: &Clearance, ledger: &Ledger, as_of: Option<Date>) -> Account {
    let declared = stories.iter().filter_map(|story| story.page().meta.story.as_ref()?.consent.as_deref());
    let ids: BTreeSet<&str> = declared.collect();
    let records: Vec<_> = ids.iter().filter_map(|id| ledger.records.get(*id)).collect();
    let media = Medium::WORDS.map(|(_, medium)| (medium, records.iter().filter(|r| r.media.contains(&medium)).count()));
    let mut languages = BTreeMap::new();
    for lang in records.iter().flat_map(|record| &record.languages) {
        *languages.entry(lang.clone()).or_insert(0) += 1;
    }
    let is_soon = |day: Date, end: Date| day.until(end).is_ok_and(|span| span.get_days() <= SOON);
    let soon = |day: Date| records.iter().filter(|record| is_soon(day, record.expires)).count();
    Account {
        stories: stories.iter().count(),
        composite: stories.iter().filter(|story| story.is_composite()).count(),
        consents: records.len(),
        invented: records.iter().filter(|record| record.synthetic).count(),
        outside: records.iter().filter(|record| record.outside).count(),
        media: media.into_iter().filter(|(_, count)| *count > 0).collect(),
        languages,
        first_end: records.iter().map(|record| record.expires).min(),
        ending: as_of.map(soon),
    }
}
