//! Settings in two layers: what was typed (all optional, with spans) and what it means (every field present).

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
mod identifiers;
mod imports;
mod load;
mod names;
mod protection;
pub mod reader;
mod register;
mod resolved;
mod rules;
mod site;

pub use calendar::{Planned, overdue};
pub use corrections::{CorrectionEntry, CorrectionKind};
pub use divisions::{City, Division, Divisions, short_english, stem};
pub use identifiers::{Allowed, Exceptions, IdentifierWaiver, is_published};
pub use imports::ImportMapping;
pub use load::load;
pub use protection::{
    CellKey, Cost, CubeProtection, Dominance, GroupDisclosure, Impossible, Intervals, Known, Method, Part, Pattern, Percent,
    Protection, Released, Revisions, Rounding, Search, Waiver, Weight, Zeros,
};
pub use resolved::*;
pub use rules::RULES;
pub use site::{checks_off, default_language, gov_gaps, security_expired, web_address};
