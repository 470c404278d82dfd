//! Settings in two layers: what was typed (all optional, with spans) and what it means (every field present).

pub mod reader;
mod resolved;
mod rules;

pub use resolved::*;
pub use rules::RULES;
