//! Settings in two layers: what was typed (all optional, with spans) and what it means (every field present).

mod alone;
mod bare;
mod bilingual;
mod calendar;
mod catalog;
mod charts;
mod classes;
mod codes;
mod corrections;
mod cubes;
mod dimensions;
mod divisions;
mod figure;
mod glossary;
mod identifiers;
mod imports;
mod lexicon;
mod load;
mod migrate;
mod names;
mod plans;
mod protection;
mod quoted;
pub mod reader;
mod register;
mod resolved;
mod rollup;
mod rules;
mod site;
mod tested;
mod traits;
mod translations;

pub use alone::{Registered, registered};
pub use bilingual::{SaidIn, bilingual};
pub use calendar::{Planned, next, overdue};
pub use corrections::{CorrectionEntry, CorrectionKind};
pub use divisions::{City, Division, Divisions, Province, short_english, stem};
pub use glossary::{Explained, Forms, Glossary, GlossaryGroup, GlossaryTerm};
pub use identifiers::{Allowed, Exceptions, IdentifierWaiver, is_published};
pub use imports::ImportMapping;
pub use lexicon::{JudgedWord, Lexicon, WordKind, WordWaiver};
pub use load::load;
pub use migrate::{Change, Migration, SCHEMA, migrate};
pub use plans::results_of_plans;
pub use protection::{
    CellKey, Cost, CubeProtection, Dominance, GroupDisclosure, Impossible, Intervals, Known, Method, Part, Pattern, Percent,
    Protection, Released, Revisions, Rounding, Search, Waiver, Weight, Zeros,
};
pub use quoted::quoted;
pub use resolved::*;
pub use rollup::{CityPackage, Compare, Compared, ROLLUP, Rollup};
pub use rules::RULES;
pub use site::{checks_off, default_language, gov_gaps, named_theme, security_expired, web_address};
pub use tested::Tested;
pub use traits::{OneIn, Trait};
pub use translations::{TRANSLATIONS, Translations, written as written_translations};
