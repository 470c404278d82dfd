//! Settings that say nothing yet, for benchmarks and tests: they name only what they are about, and a new field is given here once.

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::{
    Catalog, Checks, CodeEntry, Dimension, Exceptions, Lexicon, Licence, Protection, Publisher, Register, ReleaseDemands,
    Settings, Site, ThemeSettings,
};
use crate::model::{Code, DimensionId, Languages, Localized};

impl Settings {
    /// Settings of a site with this catalogue and nothing else: no facts, no charts, every protection as usual.
    #[must_use]
    pub fn bare(root: PathBuf, languages: Languages, catalog: Catalog) -> Self {
        Self {
            root,
            site: Site::bare(languages),
            protection: Protection::usual(&catalog),
            catalog,
            register: Register::default(),
            corrections: Vec::new(),
            calendar: Vec::new(),
            charts: BTreeMap::new(),
            identifiers: Exceptions::default(),
            glossary: super::Glossary::default(),
            tested: Vec::new(),
            lexicon: Lexicon::default(),
            translations: None,
            rollup: super::Rollup::default(),
        }
    }
}

impl Site {
    /// A site in these languages: every text is empty, and it has no address, no sections and no footer.
    #[must_use]
    pub fn bare(languages: Languages) -> Self {
        let empty = Localized::from_fn(&languages, |_| String::new());
        Self {
            title: empty.clone(),
            description: empty.clone(),
            base_url: None,
            place: empty.clone(),
            theme: ThemeSettings { name: String::new(), options: BTreeMap::new(), spans: BTreeMap::new() },
            publisher: Publisher { name: empty, address: None, email: None, phone: None, url: None },
            licence: Licence { name: String::new(), url: String::new() },
            gov: None,
            pillars: Vec::new(),
            programmes: Vec::new(),
            navigation: Vec::new(),
            headline: Vec::new(),
            taxonomies: Vec::new(),
            paginate: 0,
            checks: Checks::default(),
            release: ReleaseDemands::default(),
            picture_fonts: Vec::new(),
            guides: false,
            integrity: false,
            security: None,
            languages,
        }
    }
}

impl CodeEntry {
    /// A code of a standard with its name, which is also its short one: below no other, and with no dates.
    #[must_use]
    pub fn bare(code: Code, name: Localized<String>) -> Self {
        Self {
            short: name.clone(),
            code,
            name,
            parent: None,
            of: Vec::new(),
            in_standard: true,
            from: None,
            to: None,
            tile: None,
            residents: None,
            note: None,
        }
    }
}

impl Dimension {
    /// A dimension that is neither sensitive nor a time and lies within no other.
    #[must_use]
    pub fn bare(id: DimensionId, name: Localized<String>, codes: Vec<CodeEntry>) -> Self {
        Self { id, name, codes, sensitive: false, time: false, within: None }
    }
}
