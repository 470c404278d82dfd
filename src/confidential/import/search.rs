//! Personal information in cells: numbers, contacts, schools and whatever else a sentence tells, and names that stand alone.

use std::collections::BTreeSet;

use super::words::plain;
use crate::config::Settings;
use crate::identify::{Kind, Level, Scope, is_name, scan};

/// Looks through cells; knows the words of the site, which are nobody's names.
pub(super) struct Search {
    known: BTreeSet<String>,
}

impl Search {
    /// Names and short names of all codes, of dimensions and of the place the site is about.
    pub(super) fn new(settings: &Settings) -> Self {
        let dimensions = settings.catalog.dimensions.values();
        let names = dimensions.flat_map(|dimension| {
            let codes = dimension.codes.iter().flat_map(|entry| entry.name.iter().chain(entry.short.iter()));
            dimension.name.iter().chain(codes)
        });
        Self { known: names.chain(settings.site.place.iter()).map(|(_, name)| plain(name)).collect() }
    }

    /// What in a cell would tell who a person is, the gravest first.
    pub(super) fn identifier(&self, cell: &str) -> Option<Kind> {
        // Short words and numbers cannot, and are most of a table.
        if cell.chars().count() < 2 || cell.len() < 8 && cell.bytes().all(|byte| byte.is_ascii_digit() || b".-%/".contains(&byte))
        {
            return None;
        }
        let found =
            scan(cell, Scope::Text).into_iter().filter(|finding| finding.level < Level::Info && finding.kind != Kind::Heading);
        let told = found.min_by_key(|finding| finding.level).map(|finding| finding.kind);
        told.or_else(|| is_name(cell, |word| self.is_known(word)).then_some(Kind::NameSegment))
    }

    /// Whether this is a word of the site, or the short form of one: 南岭 of 南岭县.
    fn is_known(&self, word: &str) -> bool {
        let word = plain(word);
        self.known.contains(&word) || word.chars().count() > 1 && self.known.iter().any(|name| name.starts_with(&word))
    }
}
