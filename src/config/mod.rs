//! Settings in two layers: what was typed (all optional, with spans) and what it means (every field present).

mod resolved;

pub use resolved::*;
