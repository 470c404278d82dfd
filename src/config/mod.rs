//! Settings in two layers: what was typed (all optional, with spans) and what it means (every field present).

pub mod reader;
mod register;
mod catalog;
mod codes;
mod charts;
mod cubes;
mod figure;
mod load;
mod names;
mod resolved;
mod rules;
mod site;

pub use load::load;
pub use resolved::*;
pub use rules::RULES;
pub use site::gov_gaps;
